//! What stands in the file and no more is so: an address, a phone or a contact ends on a day; a booked visit is
//! cancelled or moved.

use super::super::form::Form;
use super::super::short_form::{
    answers, choice, day, field, finish, needed, required, spec, time_opt, told,
};
use super::super::{Context, Step};
use super::facts::Fact;
use crate::core::change::Change;
use crate::core::form::FieldKind;
use crate::core::person::{Ending, PersonHead};
use crate::core::query::FileLine;
use crate::error::{Error, Result};

const CANCEL: &str = "avbokas";
const MOVE: &str = "flyttas";

/// The form that ends or changes a line of the file; nothing for what neither ends nor moves.
///
/// # Errors
/// When it has ended already.
pub(super) fn open(
    fact: Fact,
    line: &FileLine,
    person: &PersonHead,
    ctx: &Context<'_>,
) -> Result<Option<Step>> {
    let ending = match fact {
        Fact::Address => Ending::Address,
        Fact::Phone => Ending::Phone,
        Fact::Contact => Ending::Contact,
        Fact::Visit => return visit(line, person).map(Some),
        _ => return Ok(None),
    };
    if let Some(to) = line.to {
        return Err(
            Error::user(format!("Det gällde till och med {}.", told(to, ctx.today)))
                .hint("Lägg till det som gäller nu."),
        );
    }
    Ok(Some(end(ending, line.row, person, ctx)))
}

fn end(fact: Ending, row: i64, person: &PersonHead, ctx: &Context<'_>) -> Step {
    let form = spec(
        "upphor",
        "Gäller inte längre",
        "Raden ligger kvar i akten med sin sista dag.",
        vec![
            required(
                "sista",
                "Sista dag",
                FieldKind::Date,
                "Sista dagen det gäller.",
            ),
            field("skal", "Skäl", FieldKind::Line, ""),
        ],
    );
    Step::open(
        Form::quick(
            format!("{} upphör", fact.name()),
            Some(person.clone()),
            form,
            answers([("sista", ctx.today.to_string())]),
            move |given, ctx| {
                let last = day(given, "sista", "Sista dag")?;
                let change = Change::EndFact {
                    fact,
                    row,
                    last: Some(last),
                    reason: given.get("skal").trim().to_owned(),
                };
                let done = format!(
                    "{} gäller till och med {}.",
                    fact.name(),
                    told(last, ctx.today)
                );
                Ok(finish(change, done))
            },
        )
        .about(row),
    )
}

fn visit(line: &FileLine, person: &PersonHead) -> Result<Step> {
    let visit = line.row;
    let form = spec(
        "andra_besok",
        "Ändra besöket",
        "Det som bokades ligger kvar som struket.",
        vec![
            choice("vad", "Besöket", [MOVE, CANCEL]),
            field("dag", "Ny dag", FieldKind::Date, "Om det flyttas."),
            field(
                "tid",
                "Nytt klockslag",
                FieldKind::Line,
                "Till exempel 13.30.",
            ),
            required("skal", "Skäl", FieldKind::Line, ""),
        ],
    );
    Ok(Step::open(
        Form::quick(
            "Ändra besöket",
            Some(person.clone()),
            form,
            answers([("vad", MOVE.to_owned())]),
            move |given, ctx| {
                let reason = needed(given, "skal", "Skäl")?.to_owned();
                let moved = needed(given, "vad", "Besöket")? == MOVE;
                let to = match moved {
                    true => {
                        let on = day(given, "dag", "Ny dag")?;
                        if on < ctx.today {
                            return Err(Error::user(format!("Ny dag: {on} ligger bakåt i tiden.")));
                        }
                        Some((on, time_opt(given, "tid", "Nytt klockslag")?))
                    }
                    false => None,
                };
                let done = match to {
                    Some((on, _)) => format!("Besöket är flyttat till {}.", told(on, ctx.today)),
                    None => "Besöket är avbokat.".to_owned(),
                };
                Ok(finish(Change::ChangeVisit { visit, to, reason }, done))
            },
        )
        .about(visit),
    ))
}
