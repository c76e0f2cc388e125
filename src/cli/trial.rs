//! `akt regler prova`: which open cases would move under changed rules or holidays.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;
use serde::Serialize;

use super::args::Asked;
use super::list::{each_row, list_name};
use super::out::{Out, pad};
use super::session::Session;
use super::{Done, Trouble};
use crate::core::calendar::Calendar;
use crate::core::deadline::{CaseFacts, Clock, clocks};
use crate::core::event::Subject;
use crate::core::query::{Filter, Scope};
use crate::core::rule::RuleSet;
use crate::error::Error;

/// A clock that would move, appear or go away.
#[derive(Serialize)]
struct Moved {
    case_number: String,
    person: String,
    rule: String,
    name: String,
    #[serde(skip_serializing_if = "is_case")]
    subject: &'static str,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

fn is_case(word: &&str) -> bool {
    *word == "arende"
}

#[derive(Serialize)]
struct Trial {
    schema: u32,
    today: NaiveDate,
    open_cases: u64,
    moved_cases: u64,
    moved: Vec<Moved>,
}

pub(super) fn run(asked: &Asked, session: &Session, out: &mut Out) -> Done {
    asked.value(1, "Filen med regler")?;
    let file = asked
        .values()
        .get(1)
        .map(Path::new)
        .unwrap_or(Path::new(""));
    let rules = read(file)?;
    let calendar = rules.calendar();
    let (store, user) = session.reader()?;
    let today = store.today();
    let mut trial = Trial {
        schema: 1,
        today,
        open_cases: 0,
        moved_cases: 0,
        moved: Vec::new(),
    };
    each_row(&store, &user, &Filter::all(Scope::Unit), |row| {
        let events = store.engine_events(&user, row.id)?;
        let states = store.engine_states(&user, row.id)?;
        let facts = CaseFacts {
            case_type: &row.case_type,
            events: &events,
            states: &states,
        };
        let now = open(&store.unit().rules, store.calendar(), &facts, today);
        let then = open(&rules, &calendar, &facts, today);
        let before = trial.moved.len();
        for key in now
            .keys()
            .chain(then.keys().filter(|key| !now.contains_key(key)))
        {
            let (old, new) = (now.get(key), then.get(key));
            let (from, to) = (old.map(|c| c.due), new.map(|c| c.due));
            if from != to
                && let Some(clock) = new.or(old)
            {
                trial.moved.push(Moved {
                    case_number: row.case_number.clone(),
                    person: list_name(row),
                    rule: clock.rule.id.clone(),
                    name: clock.rule.name.clone(),
                    subject: clock.subject.word(),
                    from,
                    to,
                });
            }
        }
        trial.open_cases += 1;
        trial.moved_cases += u64::from(trial.moved.len() > before);
        Ok(())
    })?;
    if asked.has("json") {
        return out.json_pretty(&trial);
    }
    for moved in &trial.moved {
        let day = |day: Option<NaiveDate>| day.map_or("ingen".to_owned(), |day| day.to_string());
        out.line(&format!(
            "{}  {}  {}  {} → {}",
            pad(&moved.case_number, 10),
            pad(&moved.person, 28),
            pad(&moved.rule, 4),
            pad(&day(moved.from), 10),
            day(moved.to)
        ))?;
    }
    out.line(&match trial.moved.len() {
        0 => format!(
            "Inget av {} öppna ärenden skulle få andra datum.",
            trial.open_cases
        ),
        n => format!(
            "{n} {} i {} av {} öppna ärenden skulle få andra datum. Inget är ändrat.",
            if n == 1 { "frist" } else { "frister" },
            trial.moved_cases,
            trial.open_cases
        ),
    })
}

type Key = (String, Subject, NaiveDate, i64);

/// The open clocks that a caseworker sees, by what they are.
fn open(
    rules: &RuleSet,
    calendar: &Calendar,
    facts: &CaseFacts<'_>,
    today: NaiveDate,
) -> BTreeMap<Key, Clock> {
    clocks(rules, calendar, facts)
        .into_iter()
        .filter(|clock| !clock.rule.hidden && clock.state(today).is_open())
        .map(|clock| {
            let key = (
                clock.rule.id.clone(),
                clock.subject,
                clock.start.day,
                clock.start.event,
            );
            (key, clock)
        })
        .collect()
}

fn read(file: &Path) -> Result<RuleSet, Trouble> {
    let name = file.display();
    let text = std::fs::read_to_string(file)
        .map_err(|error| Trouble::Refused(Error::from(error).at(&name)))?;
    RuleSet::from_toml(text.trim_start_matches('\u{feff}')).map_err(|error| {
        Trouble::Refused(
            Error::config(format!("{name}: {error}."))
                .hint("Utgå från de inbyggda reglerna: akt regler --toml"),
        )
    })
}
