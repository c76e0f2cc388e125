//! `akt importera --utford-tid`: performed time by order and month, as a provider reports it.

use std::collections::HashMap;
use std::path::Path;

use super::columns::{Columns, Known};
use super::csv::{Told, table};
use super::{Done, Out, Session, Trouble, refuse_not_text, tell};
use crate::core::calendar::parse_date;
use crate::core::decision::minutes_of;
use crate::core::personal_number::PersonalNumber;
use crate::core::text::clean_line;
use crate::error::Result;
use crate::store::Store;
use crate::store::performed::{OrderKey, Performed};

const COLUMNS: Known = &[
    ("manad", true),
    ("bestallning", false),
    ("arende", false),
    ("personnummer", false),
    ("utforare", false),
    ("minuter", false),
    ("timmar", false),
];
const MONTH: usize = 0;
const ORDER: usize = 1;
const CASE: usize = 2;
const PERSON: usize = 3;
const PROVIDER: usize = 4;
const MINUTES: usize = 5;
const HOURS: usize = 6;

/// A month has no more minutes; a double-staffed order counts twice.
const MOST: i64 = 2 * 31 * 24 * 60;

/// What is wrong in a row: the column and why.
type Fault = (usize, String);

pub(super) fn run(file: &Path, bytes: &[u8], session: &Session, out: &mut Out) -> Done {
    let name = file.display().to_string();
    refuse_not_text(&name, bytes)?;
    let (store, user) = session.reader()?;
    let check = |columns: &Columns| {
        if !["bestallning", "arende", "personnummer"]
            .iter()
            .any(|name| columns.has(name))
        {
            columns.need(
                &["bestallning"],
                "; den, arende eller personnummer säger vilken beställning det är",
            )?;
        }
        if !columns.has("timmar") {
            columns.need(&["minuter"], "; minuter eller timmar behövs")?;
        }
        Ok(())
    };
    let mut figures = Vec::new();
    let mut lines: HashMap<(i64, String), u64> = HashMap::new();
    let mut problems = Vec::new();
    table(&name, bytes, COLUMNS, check, |line, told| {
        let field = match told {
            Told::Misshapen(problem) => {
                problems.push(problem);
                return Ok(());
            }
            Told::Fields(field) => field,
        };
        let field = |column: usize| clean_line(field(column).trim());
        match figure(&store, &user, &field)? {
            Ok(figure) => {
                let key = (figure.order, figure.month.clone());
                match lines.get(&key) {
                    Some(first) => problems.push(format!(
                        "rad {line}, kolumn manad: {} står redan på rad {first} för samma beställning",
                        figure.month
                    )),
                    None => {
                        lines.insert(key, line);
                        figures.push(figure);
                    }
                }
            }
            Err((column, why)) => {
                let column = COLUMNS.get(column).map_or("", |(name, _)| *name);
                problems.push(format!("rad {line}, kolumn {column}: {why}"));
            }
        }
        Ok(())
    })?;
    if !problems.is_empty() {
        for problem in &problems {
            tell(problem);
        }
        tell("Inget är inläst. Rätta filen och försök igen.");
        return Err(Trouble::Said);
    }
    let source = file
        .file_name()
        .map(|name| clean_line(&name.to_string_lossy()))
        .unwrap_or_default();
    let count = store.take_performed(&user, &figures, &source)?;
    out.line(&format!(
        "Utförd tid, månader: {} nya, {} rättade, {} oförändrade.",
        count.new, count.corrected, count.same
    ))?;
    if count.corrected > 0 {
        out.line("De tidigare uppgifterna ligger kvar som rättade.")?;
    }
    Ok(())
}

fn figure(
    store: &Store,
    user: &crate::core::user::User,
    field: &impl Fn(usize) -> String,
) -> Result<std::result::Result<Performed, Fault>> {
    let month = field(MONTH);
    let Some(first) = (month.len() == 7)
        .then(|| parse_date(&format!("{month}-01")).ok())
        .flatten()
    else {
        return Ok(Err((
            MONTH,
            format!("”{month}” är ingen månad; skriv ÅÅÅÅ-MM"),
        )));
    };
    if first > store.today() {
        return Ok(Err((MONTH, format!("{month} ligger framåt i tiden"))));
    }
    let minutes = match (field(MINUTES), field(HOURS)) {
        (minutes, hours) if !minutes.is_empty() && !hours.is_empty() => {
            return Ok(Err((
                HOURS,
                "skriv minuter eller timmar, inte båda".to_owned(),
            )));
        }
        (minutes, hours) if hours.is_empty() => match minutes.parse::<i64>() {
            Ok(minutes) if minutes >= 0 => minutes,
            _ if minutes.is_empty() => return Ok(Err((MINUTES, "tiden saknas".to_owned()))),
            _ => {
                let why = format!("”{minutes}” är inga minuter; skriv ett helt tal, 0 eller mer");
                return Ok(Err((MINUTES, why)));
            }
        },
        (_, hours) => match minutes_of(&hours).and_then(|m| i64::try_from(m).ok()) {
            Some(minutes) => minutes,
            None => {
                let why = format!("”{hours}” är ingen tid; skriv 61, 61:30 eller 61,5");
                return Ok(Err((HOURS, why)));
            }
        },
    };
    if minutes > MOST {
        let column = if field(HOURS).is_empty() {
            MINUTES
        } else {
            HOURS
        };
        let why = "det är mer än månaden har, även med dubbelbemanning".to_owned();
        return Ok(Err((column, why)));
    }
    let (order, case, person, provider) =
        (field(ORDER), field(CASE), field(PERSON), field(PROVIDER));
    let number;
    let (column, key) = if !order.is_empty() {
        (ORDER, OrderKey::Document(&order))
    } else if !case.is_empty() {
        (CASE, OrderKey::Case(&case))
    } else if !person.is_empty() {
        number = match PersonalNumber::parse(&person, store.today()) {
            Ok(number) => number.to_string(),
            Err(error) => return Ok(Err((PERSON, error.to_string()))),
        };
        (PERSON, OrderKey::Person(&number))
    } else {
        return Ok(Err((
            ORDER,
            "vilken beställning tiden gäller saknas".to_owned(),
        )));
    };
    Ok(match store.order_of(user, &key, &provider) {
        Ok(order) => Ok(Performed {
            order,
            month,
            minutes,
        }),
        Err(error) if error.kind == crate::error::ErrorKind::User => {
            Err((column, error.text.trim_end_matches('.').to_owned()))
        }
        Err(error) => return Err(error),
    })
}
