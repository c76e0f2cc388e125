//! Absence (*frånvaro*): who stands in for whom, from when to when. It ends by itself.

use super::choose::Choose;
use super::form::Form;
use super::short_form::{answers, choice, day, finish, needed, required, spec, told};
use super::{Context, Step};
use crate::core::change::Change;
use crate::core::form::FieldKind;
use crate::core::query::Absence;
use crate::error::{Error, Result};

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
    let users = ctx.store.users()?;
    let leads = ctx.user.role.leads();
    let others = users
        .iter()
        .filter(|(id, _, _)| leads || *id != ctx.user.id)
        .map(|(_, _, name)| name.as_str());
    let mut fields = vec![
        choice("ersattare", "Ersättare", others),
        required("fran", "Från", FieldKind::Date, "Första dagen."),
        required("till", "Till", FieldKind::Date, "Sista dagen."),
    ];
    if leads {
        let all = users.iter().map(|(_, _, name)| name.as_str());
        fields.insert(0, choice("vem", "Vem är borta", all));
    }
    let form = spec(
        "franvaro",
        "Frånvaro",
        "Ersättaren ser ärendena och fristerna under tiden, även de skyddade. Det upphör av sig självt.",
        fields,
    );
    let (me, my_name) = (ctx.user.id, ctx.user.name.clone());
    let first = answers([("vem", my_name.clone()), ("fran", ctx.today.to_string())]);
    Ok(Step::open(Form::quick(
        "Ange frånvaro",
        None,
        form,
        first,
        move |given, ctx| {
            let find = |field: &str, label: &str| -> Result<(i64, String)> {
                let name = needed(given, field, label)?;
                users
                    .iter()
                    .find(|(_, _, other)| other == name)
                    .map(|(id, _, name)| (*id, name.clone()))
                    .ok_or_else(|| Error::user(format!("{label}: ”{name}” finns inte.")))
            };
            let (user, name) = if leads {
                find("vem", "Vem är borta")?
            } else {
                (me, my_name.clone())
            };
            let (substitute, other) = find("ersattare", "Ersättare")?;
            let (from, to) = (day(given, "fran", "Från")?, day(given, "till", "Till")?);
            let change = Change::Substitute {
                user,
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
    )))
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
