//! The rows of a person's file.

use chrono::NaiveDate;

use super::facts::Fact;
use super::{HIDDEN, Item};
use crate::core::calendar::parse_date;
use crate::core::query::{CaseRow, FileLine, FileView};
use crate::ui::screen::Context;
use crate::ui::screen::short_form::told;
use crate::ui::theme::Role;
use crate::ui::widget::{Part, Row, Standing};

/// The row of a case.
pub(super) fn case_row(case: &CaseRow, ctx: &Context<'_>) -> Row<Item> {
    let types = &ctx.store.unit().case_types;
    let name = types
        .get(&case.case_type)
        .map_or(case.case_type.as_str(), |known| known.short.as_str());
    let closed = case.step == crate::core::case::Step::Closed;
    let role = if closed { Role::TextDim } else { Role::Text };
    let standing = case.deadline.as_ref().filter(|_| !closed).map(|deadline| {
        let until = deadline.paused_until;
        Standing::of(deadline.state, deadline.due, until, ctx.today)
    });
    let (urgency, words) = standing.map_or((Role::TextDim, String::new()), |standing| {
        (standing.role, standing.text().trim().to_owned())
    });
    let next = if closed {
        String::new()
    } else {
        case.next_told()
    };
    Row {
        key: Item::Case(case.id),
        short: Some(String::new()),
        whole: false,
        found_by: format!("{} {name}", case.case_number),
        cells: vec![
            (8, role, case.case_number.clone()),
            (14, role, name.to_owned()),
            (10, role, case.step.name().to_owned()),
            (16, urgency, words),
            (0, Role::TextDim, next),
        ],
        right: Some((Role::TextDim, case.caseworker.clone())),
    }
}

/// "folkbokföringen 2026-11-01" as it is told: "folkbokföringen 1 nov".
fn dated(note: &str, today: NaiveDate) -> String {
    match note.rsplit_once(' ') {
        Some((source, day)) => parse_date(day).map_or_else(
            |_| note.to_owned(),
            |day| format!("{source} {}", told(day, today)),
        ),
        None => note.to_owned(),
    }
}

/// What stands on the card and is not already in the head.
pub(super) fn card(file: &FileView, today: NaiveDate) -> Part<Item> {
    let person = &file.person;
    let mut facts = vec![("juridiskt kön", person.sex.name().to_owned())];
    if let Some(born) = person.birth_date {
        facts.push(("född", crate::core::calendar::day_month_year(born)));
    }
    for (label, value) in [
        ("kallas", &person.wished_name),
        ("pronomen", &person.pronoun),
        ("kommunikation", &person.communication),
        ("tolk", &person.interpreter),
    ] {
        facts.extend(value.clone().map(|value| (label, value)));
    }
    if let Some(level) = person.protection {
        facts.insert(
            0,
            (
                "skydd",
                format!("{}, {}", level.name(), dated(&file.protection_note, today)),
            ),
        );
    }
    if let Some(day) = person.died_on {
        facts.insert(0, ("avliden", told(day, today)));
    }
    Part {
        title: "Personen".into(),
        rows: facts
            .into_iter()
            .enumerate()
            .map(|(i, (label, value))| Row {
                key: match label {
                    "skydd" => Item::Fact(Fact::Protection, i),
                    _ => Item::Fact(Fact::Card, i),
                },
                short: None,
                whole: false,
                found_by: format!("{label} {value}"),
                cells: vec![
                    (14, Role::FormLabel, label.to_owned()),
                    (0, Role::Text, value),
                ],
                right: None,
            })
            .collect(),
        empty: String::new(),
        right: false,
    }
}

/// The row of a fact; hidden until the key is pressed, where it is given.
pub(super) fn fact_row(
    fact: Fact,
    at: usize,
    line: &FileLine,
    hidden_until: Option<String>,
    today: NaiveDate,
) -> Row<Item> {
    let over = line.to.is_some_and(|to| to < today);
    let role = if over { Role::TextDim } else { Role::Text };
    let dates = match (line.from, line.to) {
        (Some(from), Some(to)) => format!("{} – {}", told(from, today), told(to, today)),
        (Some(from), None) => told(from, today),
        (None, Some(to)) => format!("till {}", told(to, today)),
        (None, None) => String::new(),
    };
    let (text, cells) = match hidden_until {
        Some(key) => (
            HIDDEN.to_owned(),
            vec![
                (8, Role::Protection, HIDDEN.to_owned()),
                (0, Role::TextDim, format!("{key} visar")),
            ],
        ),
        None => {
            let text = line.text.lines().collect::<Vec<_>>().join(" ");
            (text.clone(), vec![(0, role, text)])
        }
    };
    // Who is called first stands in the head too.
    let short = match fact {
        Fact::Contact => text.rsplit_once(", ").map(|(first, _)| first.to_owned()),
        _ => None,
    };
    Row {
        key: Item::Fact(fact, at),
        short,
        whole: false,
        found_by: text,
        cells,
        // That it has ended is told before the words are whole.
        right: (!dates.is_empty()).then_some((
            if line.to.is_some() {
                Role::Text
            } else {
                Role::TextDim
            },
            dates,
        )),
    }
}
