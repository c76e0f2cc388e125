//! `akt frist`: what date a rule gives from a day, for one day or a stream of them.

use std::io::{BufRead, BufReader};

use chrono::{NaiveDate, NaiveTime};
use serde::Serialize;

use super::args::{Asked, usage};
use super::out::{Out, pad};
use super::session::Session;
use super::{Done, Trouble};
use crate::core::calendar::{DateError, long, parse_date_time, weekday_short};
use crate::core::deadline::{Frist, FristError, frist};
use crate::core::rule::{Length, RuleRows};
use crate::core::text::capital;
use crate::error::{Error, nearest};
use crate::unit::Unit;
use crate::unit::rules::coverage;

/// A date that cannot be read is shown no longer than this in its answer.
const SHOWN: usize = 80;

#[derive(Serialize)]
struct Answer<'a> {
    rule: &'a str,
    start: &'a str,
    raw: NaiveDate,
    due: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    begin: Option<NaiveDate>,
    moved_for: &'a [String],
}

#[derive(Serialize)]
struct Refusal<'a> {
    start: &'a str,
    error: String,
}

/// Why a day gives no date: written wrongly, or outside what the rules answer for.
enum NoDate {
    Wrong(String),
    Outside(String),
}

pub(super) fn run(asked: &Asked, session: &Session, out: &mut Out) -> Done {
    let id = asked.value(0, "Regeln")?;
    let when = asked.value(1, "Datumet")?;
    let unit = match session.path("akt.db") {
        Ok(path) => session.unit(&path),
        Err(_) => Unit::builtin(),
    };
    let rows = rule(&unit, id)?;
    if when == "-" {
        return stream(&unit, rows, out);
    }
    let found = one(&unit, rows, when).map_err(|why| match why {
        NoDate::Wrong(text) => usage(format!("{}.", capital(&text))),
        NoDate::Outside(text) => Trouble::Refused(Error::user(format!("{}.", capital(&text)))),
    })?;
    if asked.has("json") {
        return out.json(&answer(&found, when));
    }
    explain(&unit, &found, when, out)
}

/// The rule with a name, in upper or lower case.
pub(super) fn rule<'a>(unit: &'a Unit, id: &str) -> Result<&'a RuleRows, Trouble> {
    unit.rules.get(id).ok_or_else(|| {
        let known: Vec<&str> = unit.rules.rules().iter().map(RuleRows::id).collect();
        let near = nearest(&id.to_uppercase(), known.iter().copied())
            .map(|near| format!("Menade du {near}? "))
            .unwrap_or_default();
        Trouble::Usage(
            Error::user(format!("Regeln ”{id}” finns inte.")).hint(format!(
                "{near}Reglerna: {}. Mer: akt regler",
                known.join(", ")
            )),
        )
    })
}

fn one(unit: &Unit, rows: &RuleRows, text: &str) -> Result<Frist, NoDate> {
    let (first, last) = coverage();
    let (day, time) = parse_date_time(text).map_err(|error| match error {
        DateError::Year(_) => NoDate::Outside(format!(
            "reglerna svarar för dagar från {first} till {last}, inte {text}"
        )),
        other => NoDate::Wrong(other.to_string()),
    })?;
    if time.is_some() && !by_the_clock(rows) {
        return Err(NoDate::Wrong(format!(
            "{} räknas i dagar; skriv bara datumet, ÅÅÅÅ-MM-DD",
            rows.id()
        )));
    }
    let outside = |day| {
        NoDate::Outside(format!(
            "reglerna svarar för dagar från {first} till {last}, inte {day}"
        ))
    };
    if day < first || day > last {
        return Err(outside(day));
    }
    frist(&unit.rules, &unit.calendar, rows.id(), day, time).map_err(|error| match error {
        FristError::OutOfRange { .. } | FristError::UnknownRule { .. } => {
            NoDate::Outside(error.to_string())
        }
    })
}

fn by_the_clock(rows: &RuleRows) -> bool {
    rows.rows().iter().any(|row| row.after_time.is_some())
}

fn answer<'a>(found: &'a Frist, start: &'a str) -> Answer<'a> {
    Answer {
        rule: &found.rule.id,
        start,
        raw: found.raw,
        due: found.due,
        begin: found.begin,
        moved_for: &found.moved_for,
    }
}

/// One date a line, one answer a line; a wrong line is answered in its place.
fn stream(unit: &Unit, rows: &RuleRows, out: &mut Out) -> Done {
    let mut input = BufReader::with_capacity(64 * 1024, std::io::stdin().lock());
    let mut line = Vec::new();
    let mut wrong = false;
    let mut first = true;
    loop {
        // What is answered is handed over before waiting for more.
        if input.buffer().is_empty() {
            out.flush()?;
        }
        line.clear();
        let read = input
            .read_until(b'\n', &mut line)
            .map_err(|e| Trouble::Refused(Error::from(e).at("Datumen kan inte läsas")))?;
        if read == 0 {
            break;
        }
        let text = String::from_utf8_lossy(&line);
        let mut text = text.trim();
        if std::mem::take(&mut first) {
            text = text.trim_start_matches('\u{feff}');
        }
        match one(unit, rows, text) {
            Ok(found) => out.json(&answer(&found, text))?,
            Err(NoDate::Wrong(error) | NoDate::Outside(error)) => {
                wrong = true;
                let end = text
                    .char_indices()
                    .nth(SHOWN)
                    .map_or(text.len(), |(at, _)| at);
                let start = text.get(..end).unwrap_or_default();
                out.json(&Refusal { start, error })?;
            }
        }
    }
    out.flush()?;
    if wrong { Err(Trouble::Said) } else { Ok(()) }
}

fn explain(unit: &Unit, found: &Frist, start: &str, out: &mut Out) -> Done {
    let rule = &found.rule;
    out.line(&format!("{}: {}", rule.name, long(found.due)))?;
    let mut row = |label: &str, text: &str| out.line(&format!("  {}  {text}", pad(label, 11)));
    row("regel", &format!("{}  {}", rule.id, rule.action))?;
    row("slag", rule.class.name())?;
    row(
        "källa",
        &match &rule.section {
            Some(section) => format!("{section}, {}", rule.source),
            None => rule.source.clone(),
        },
    )?;
    row("räknat", &counted(found, start))?;
    if !found.moved_for.is_empty() {
        row(
            "flyttad för",
            &format!("{}, till {}", found.moved_for.join(", "), short(found.due)),
        )?;
    } else if let Some(name) = unit.calendar.free(found.due) {
        row("infaller på", &format!("{name}; dagen står kvar"))?;
    }
    if let Some(begin) = found.begin {
        row("börja", &short(begin))?;
    }
    if let Some((limit, days)) = rule.after_time
        && !start.contains('T')
    {
        row(
            "obs",
            &format!(
                "utan klockslag räknas {}; efter {} är det {days} dagar",
                rule.length,
                clock(limit)
            ),
        )?;
    }
    Ok(())
}

fn counted(found: &Frist, start: &str) -> String {
    let rule = &found.rule;
    let from = match start.split_once('T') {
        Some((_, time)) => format!("{} kl. {}", short(found.start), time.replace(':', ".")),
        None => short(found.start),
    };
    if rule.length == Length::OwnDay {
        return format!("{from} (dagen själv)");
    }
    let days = (found.raw - found.start).num_days();
    let length = match rule.after_time {
        Some((_, longer)) if days == i64::from(longer) => format!("{longer} dagar"),
        _ => rule.length.to_string(),
    };
    let end = match rule.year_end {
        Some(_) => ", till årets slut därefter",
        None => "",
    };
    format!("{from}  +{length}{end}  =  {}", short(found.raw))
}

fn short(day: NaiveDate) -> String {
    format!("{} {day}", weekday_short(day))
}

fn clock(time: NaiveTime) -> String {
    time.format("%H.%M").to_string()
}
