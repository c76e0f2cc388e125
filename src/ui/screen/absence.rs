//! Absence (*frånvaro*): who stands in for whom, from when to when. It ends by itself.

use super::choose::Choose;
use super::colleague::{self, Colleague};
use super::form::Form;
use super::short_form::{answers, day, finish, required, spec, told};
use super::{Context, Step};
use crate::core::change::Change;
use crate::core::form::FieldKind;
use crate::core::query::Absence;
use crate::error::Result;

/// The absences that are and will be, and a new one.
///
/// # Errors
/// When they cannot be read.
pub fn open(ctx: &Context<'_>) -> Result<Step> {
    let mut options: Vec<(Option<Absence>, String, String)> = ctx
        .store
        .absences()?
        .into_iter()
        .map(|absence| {
            let who = format!("{} är borta", absence.name);
            let more = format!(
                "{} till {}, ersätts av {}",
                told(absence.from, ctx.today),
                told(absence.to, ctx.today),
                absence.substitute_name
            );
            (Some(absence), who, more)
        })
        .collect();
    options.insert(
        0,
        (
            None,
            "Ange frånvaro".to_owned(),
            "vem som är borta och vem som ersätter".to_owned(),
        ),
    );
    Ok(Step::open(Choose::new(
        "Frånvaro",
        None,
        options,
        |chosen, ctx| match chosen {
            None => new(ctx),
            Some(absence) => Ok(end(absence, ctx)),
        },
    )))
}

fn new(ctx: &Context<'_>) -> Result<Step> {
    if ctx.user.role.leads() {
        return colleague::choose(
            "Vem är borta",
            None,
            ctx,
            |_| false,
            |away, ctx| stands_in(away.id, away.name.clone(), ctx),
        );
    }
    stands_in(ctx.user.id, ctx.user.name.clone(), ctx)
}

fn stands_in(away: i64, name: String, ctx: &Context<'_>) -> Result<Step> {
    let title = format!("Vem ersätter {name}");
    colleague::choose(
        title,
        None,
        ctx,
        |id| id == away,
        move |other, ctx| Ok(when(away, name.clone(), other, ctx)),
    )
}

fn when(away: i64, name: String, other: &Colleague, ctx: &Context<'_>) -> Step {
    let form = spec(
        "franvaro",
        "Frånvaro",
        "Ersättaren ser ärendena och fristerna under tiden, även de skyddade. Det upphör av sig självt.",
        vec![
            required("fran", "Från", FieldKind::Date, "Första dagen."),
            required("till", "Till", FieldKind::Date, "Sista dagen."),
        ],
    );
    let (substitute, other) = (other.id, other.name.clone());
    Step::open(Form::quick(
        format!("{other} ersätter {name}"),
        None,
        form,
        answers([("fran", ctx.today.to_string())]),
        move |given, ctx| {
            let (from, to) = (day(given, "fran", "Från")?, day(given, "till", "Till")?);
            let change = Change::Substitute {
                user: away,
                substitute,
                from,
                to,
            };
            Ok(finish(
                change,
                format!(
                    "{other} ersätter {name} {} till {}.",
                    told(from, ctx.today),
                    told(to, ctx.today)
                ),
            ))
        },
    ))
}

fn end(absence: &Absence, ctx: &Context<'_>) -> Step {
    let id = absence.id;
    let form = spec(
        "slut",
        "Frånvaron slutar tidigare",
        "Efter den dagen ser ersättaren inte längre ärendena.",
        vec![required("till", "Sista dagen", FieldKind::Date, "")],
    );
    let (name, other) = (absence.name.clone(), absence.substitute_name.clone());
    Step::open(Form::quick(
        format!("{name} är tillbaka"),
        None,
        form,
        answers([("till", ctx.today.to_string())]),
        move |given, ctx| {
            let last = day(given, "till", "Sista dagen")?;
            let change = Change::EndSubstitute {
                substitute: id,
                last,
            };
            Ok(finish(
                change,
                format!("{other} ersätter {name} till {}.", told(last, ctx.today)),
            ))
        },
    ))
}
