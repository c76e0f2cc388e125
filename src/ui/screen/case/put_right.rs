//! Putting a recorded event right: another day or words, or that it never happened.

use super::super::choose::Choose;
use super::super::form::Form;
use super::super::short_form::{answers, finish, needed, required, spec, told};
use super::super::{Context, Step};
use super::record;
use crate::core::change::Change;
use crate::core::form::{Answers, FieldKind, Spec};
use crate::core::person::PersonHead;
use crate::core::query::EventRow;
use crate::error::{Error, Result};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    Mend,
    Strike,
}

/// Offers the two ways.
///
/// # Errors
/// When the event is itself corrected already.
pub fn open(person: &PersonHead, row: &EventRow, ctx: &Context<'_>) -> Result<Step> {
    if row.void {
        return Err(
            Error::user("Raden stryker en annan och kan inte själv rättas.")
                .hint("Registrera händelsen på nytt om den ändå har hänt."),
        );
    }
    if row.corrected_by.is_some() {
        return Err(Error::user("Händelsen är redan rättad.").hint("Rätta den senaste raden."));
    }
    let what = format!("{} {}", row.kind.name(), told(row.day, ctx.today));
    let (row, head) = (row.clone(), person.clone());
    Ok(Step::open(Choose::new(
        what,
        Some(person.clone()),
        vec![
            (
                How::Mend,
                "Rätta".to_owned(),
                "annat datum eller annan notering".to_owned(),
            ),
            (
                How::Strike,
                "Stryk".to_owned(),
                "det hände inte, eller hör till ett annat ärende".to_owned(),
            ),
        ],
        move |how, ctx| Ok(form(*how, &head, &row, ctx)),
    )))
}

fn form(how: How, person: &PersonHead, row: &EventRow, ctx: &Context<'_>) -> Step {
    let title = format!("{} {}", row.kind.name(), told(row.day, ctx.today));
    let event = row.clone();
    let subject = row.id;
    let form = match how {
        How::Mend => Form::quick(
            title,
            Some(person.clone()),
            record::correction(row.kind),
            prefilled(row),
            move |answers, ctx| record::submit_correction(&event, answers, ctx),
        ),
        How::Strike => Form::quick(
            title,
            Some(person.clone()),
            strike_form(),
            Answers::default(),
            move |answers, ctx| submit_strike(&event, answers, ctx),
        ),
    };
    Step::open(form.about(subject))
}

/// What the event says now.
pub fn prefilled(row: &EventRow) -> Answers {
    let mut given = answers([
        ("dag", row.day.to_string()),
        (
            "tid",
            row.time
                .map(|t| t.format("%H:%M").to_string())
                .unwrap_or_default(),
        ),
        ("svar", row.until.map(|d| d.to_string()).unwrap_or_default()),
        ("not", row.note.clone()),
    ]);
    for (id, text) in &row.detail {
        given.set(id, text.clone());
    }
    given
}

/// What is asked when an event is struck.
pub fn strike_form() -> Spec {
    spec(
        "stryk",
        "Stryk händelsen",
        "Raden står kvar och kan läsas, märkt som struken. Frister som den styrde räknas om.",
        vec![required(
            "skal",
            "Skäl",
            FieldKind::Line,
            "Varför den inte gäller.",
        )],
    )
}

/// Strikes the event.
///
/// # Errors
/// When the reason is missing.
pub fn submit_strike(row: &EventRow, answers: &Answers, ctx: &Context<'_>) -> Result<Step> {
    let change = Change::CorrectEvent {
        event: row.id,
        replacement: None,
        reason: needed(answers, "skal", "Skälet")?.to_owned(),
    };
    Ok(finish(
        change,
        format!("Struken: {} {}.", row.kind.name(), told(row.day, ctx.today)),
    ))
}
