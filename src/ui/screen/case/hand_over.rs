//! Handing a case over to a colleague.

use super::super::choose::Choose;
use super::super::form::Form;
use super::super::short_form::{answers, day, field, finish, required, spec, told};
use super::super::{Context, Step};
use crate::core::change::Change;
use crate::core::form::{Answers, FieldKind, Spec};
use crate::core::query::CaseView;
use crate::error::{Error, Result};

/// Asks to whom, and then from when.
///
/// # Errors
/// When the users cannot be read, or there is no colleague.
pub fn open(view: &CaseView, ctx: &Context<'_>) -> Result<Step> {
    let colleagues: Vec<_> = ctx
        .store
        .users()?
        .into_iter()
        .filter(|(id, _, _)| Some(*id) != view.owner)
        .map(|(id, login, name)| ((id, name.clone()), name, login))
        .collect();
    if colleagues.is_empty() {
        return Err(Error::user("Det finns ingen kollega att lämna över till."));
    }
    let (case, number, person) = (view.id, view.case_number.clone(), view.person.clone());
    Ok(Step::open(Choose::new(
        format!("Lämna över {number} till"),
        Some(view.person.clone()),
        colleagues,
        move |(user, name), ctx| {
            let (user, name) = (*user, name.clone());
            Ok(Step::open(Form::quick(
                format!("{number} till {name}"),
                Some(person.clone()),
                form(),
                answers([("fran", ctx.today.to_string())]),
                move |answers, ctx| submit(case, user, &name, answers, ctx),
            )))
        },
    )))
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
