//! `akt importera --befolkning`: the population list that outreach begins from.

use std::collections::HashMap;
use std::path::Path;

use super::columns::Known;
use super::csv::{Told, table};
use super::rows::sex;
use super::{Done, Out, Session, Trouble, refuse_not_text, tell};
use crate::core::outreach::NewResident;
use crate::core::person::Sex;
use crate::core::personal_number::PersonalNumber;
use crate::core::text::{clean_line, fold};
use crate::store::{Store, number_policy};

const COLUMNS: Known = &[
    ("personnummer", true),
    ("efternamn", true),
    ("fornamn", true),
    ("kon", false),
    ("gata", false),
    ("postnummer", false),
    ("ort", false),
    ("skyddad", false),
];
const NUMBER: usize = 0;
const FAMILY: usize = 1;
const GIVEN: usize = 2;
const SEX: usize = 3;
const STREET: usize = 4;
const POSTCODE: usize = 5;
const CITY: usize = 6;
const PROTECTED: usize = 7;

pub(super) fn run(file: &Path, bytes: &[u8], session: &Session, out: &mut Out) -> Done {
    let name = file.display().to_string();
    refuse_not_text(&name, bytes)?;
    let (store, user) = session.reader()?;
    let demo = store.is_demo()?;
    let mut list = Vec::new();
    let mut lines: HashMap<String, u64> = HashMap::new();
    let mut problems = Vec::new();
    let mut protected = 0_u64;
    table(
        &name,
        bytes,
        COLUMNS,
        |_| Ok(()),
        |line, told| {
            let field = match told {
                Told::Misshapen(problem) => {
                    problems.push(problem);
                    return Ok(());
                }
                Told::Fields(field) => field,
            };
            let field = |column: usize| clean_line(field(column).trim());
            match fold(&field(PROTECTED)).as_str() {
                "" | "nej" | "0" => {}
                // Nobody is named for them, so nobody may meet them in a list.
                "ja" | "1" | "x" => {
                    protected += 1;
                    return Ok(());
                }
                other => {
                    problems.push(format!(
                        "rad {line}, kolumn skyddad: ”{other}” är varken ja eller nej"
                    ));
                    return Ok(());
                }
            }
            match resident(&store, demo, &field) {
                Ok(one) => match lines.insert(one.number.to_string(), line) {
                    Some(first) => problems.push(format!(
                        "rad {line}, kolumn personnummer: {} står redan på rad {first}",
                        one.number
                    )),
                    None => list.push(one),
                },
                Err((column, why)) => {
                    let column = COLUMNS.get(column).map_or("", |(name, _)| *name);
                    problems.push(format!("rad {line}, kolumn {column}: {why}"));
                }
            }
            Ok(())
        },
    )?;
    if !problems.is_empty() {
        for problem in &problems {
            tell(problem);
        }
        tell("Inget är inläst. Rätta filen och försök igen.");
        return Err(Trouble::Said);
    }
    let count = store.take_population(&user, &list)?;
    out.line(&format!(
        "Befolkningslistan: {} nya, {} ändrade, {} oförändrade, {} inte längre med.",
        count.new, count.changed, count.same, count.gone
    ))?;
    if protected > 0 {
        out.line(&format!(
            "{protected} med skyddade personuppgifter är inte inlästa; de söks upp utanför listan."
        ))?;
    }
    out.line("Se vilka som söks upp i år: akt rapport uppsokande")
}

fn resident(
    store: &Store,
    demo: bool,
    field: &impl Fn(usize) -> String,
) -> Result<NewResident, (usize, String)> {
    let number = PersonalNumber::parse(&field(NUMBER), store.today())
        .map_err(|error| (NUMBER, error.to_string()))?;
    number_policy(&number, demo).map_err(|error| (NUMBER, error.text))?;
    let birth_date = number
        .birth_date()
        .ok_or_else(|| (NUMBER, "numret säger ingen födelsedag".to_owned()))?;
    for (column, what) in [(FAMILY, "efternamnet"), (GIVEN, "förnamnet")] {
        if field(column).is_empty() {
            return Err((column, format!("{what} saknas")));
        }
    }
    let sex = sex(&field(SEX)).map_err(|why| (SEX, why))?;
    Ok(NewResident {
        number,
        family_name: field(FAMILY),
        given_name: field(GIVEN),
        sex: sex.unwrap_or(Sex::Unknown),
        birth_date,
        street: field(STREET),
        postcode: field(POSTCODE),
        city: field(CITY),
    })
}
