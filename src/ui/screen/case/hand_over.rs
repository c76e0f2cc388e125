//! Handing a case over to a colleague.

use super::super::colleague;
use super::super::form::Form;
use super::super::short_form::{answers, day, field, finish, required, spec, told};
use super::super::{Context, Step};
use crate::core::change::Change;
use crate::core::form::{Answers, FieldKind, Spec};
use crate::core::query::CaseView;
use crate::error::Result;

/// Asks to whom, and then from when.
///
/// # Errors
/// When the users cannot be read, or there is no colleague.
pub fn open(view: &CaseView, ctx: &Context<'_>) -> Result<Step> {
    let owner = view.owner;
    let (case, number, person) = (view.id, view.case_number.clone(), view.person.clone());
    colleague::choose(
        format!("Lämna över {number} till"),
        Some(view.person.clone()),
        ctx,
        |id| Some(id) == owner,
        move |chosen, ctx| {
            let (user, name) = (chosen.id, chosen.name.clone());
            Ok(Step::open(Form::quick(
                format!("{number} till {name}"),
                Some(person.clone()),
                form(),
                answers([("fran", ctx.today.to_string())]),
                move |answers, ctx| submit(case, user, &name, answers, ctx),
            )))
        },
    )
}

/// What is asked.
pub fn form() -> Spec {
    spec(
        "overlamning",
        "Lämna över",
        "Ärendet byter handläggare. Utkast följer inte med: de är dina arbetspapper.",
        vec![
            required("fran", "Från", FieldKind::Date, ""),
            field(
                "skal",
                "Skäl",
                FieldKind::Line,
                "Till exempel: flyttat till Söder.",
            ),
        ],
    )
}

/// Gives the case to the colleague.
///
/// # Errors
/// When the day is missing or impossible.
pub fn submit(
    case: i64,
    user: i64,
    name: &str,
    answers: &Answers,
    ctx: &Context<'_>,
) -> Result<Step> {
    let from = day(answers, "fran", "Från")?;
    let change = Change::Assign {
        case,
        user,
        from,
        reason: answers.get("skal").trim().to_owned(),
    };
    Ok(finish(
        change,
        format!("{name} har ärendet från {}.", told(from, ctx.today)),
    ))
}
