//! A text of a signed order, kept as a good example for the unit once its names are taken away.

use super::choose::Choose;
use super::form::Form;
use super::short_form::{answers, choice, required, spec};
use super::{Context, Step};
use crate::core::change::Change;
use crate::core::deidentify::deidentify;
use crate::core::form::{Answers, FieldKind};
use crate::error::Result;

/// Keeps a text of a signed order as a good example: which text, then the text itself to read through.
///
/// # Errors
/// When the names to take away cannot be read.
pub fn keep_example(
    person: i64,
    texts: Vec<(&'static str, String)>,
    ctx: &Context<'_>,
) -> Result<Step> {
    let names = ctx.store.telling_names(ctx.user, person)?;
    let options: Vec<(usize, String, String)> = texts
        .iter()
        .enumerate()
        .map(|(at, (label, text))| {
            let first = text.lines().next().unwrap_or_default().to_owned();
            (at, (*label).to_owned(), first)
        })
        .collect();
    let open = move |at: &usize, ctx: &Context<'_>| -> Result<Step> {
        let Some((label, text)) = texts.get(*at) else {
            return Ok(Step::Stay);
        };
        let first = text.lines().next().unwrap_or_default();
        let subject = format!("{person} {label} {first}");
        let text = deidentify(text, &names);
        let library = &ctx.store.unit().examples;
        let wanted = |id: &str| match *label {
            "Syfte" => id == "syfte",
            "Mål" => id == "mal",
            _ => !matches!(id, "syfte" | "mal"),
        };
        let areas: Vec<(String, String)> = library
            .areas()
            .iter()
            .filter(|a| wanted(&a.id))
            .map(|a| (a.id.clone(), a.name.clone()))
            .collect();
        let form = spec(
            "exempel",
            "",
            "",
            vec![
                choice(
                    "omrade",
                    "Område",
                    areas.iter().map(|(_, name)| name.as_str()),
                ),
                required(
                    "text",
                    "Text",
                    FieldKind::Text,
                    "Läs igenom: inget får visa vem det gäller. Alla i enheten ser exemplet.",
                ),
            ],
        );
        let first = areas.first().map(|(_, name)| name.clone());
        let mut filled = answers([("text", text)]);
        if areas.len() == 1 {
            filled.set("omrade", first.unwrap_or_default());
        }
        let save = move |given: &Answers, _: &Context<'_>| {
            let name = given.get("omrade");
            let area = areas.iter().find(|(_, n)| n == name);
            Ok(Step::apply_then(
                Change::KeepExample {
                    person: Some(person),
                    area: area.map_or(name, |(id, _)| id.as_str()).to_owned(),
                    text: given.get("text").to_owned(),
                },
                |_| Step::Many(vec![Step::Close, Step::done("Exemplet är sparat.")]),
            ))
        };
        let form = Form::quick("Gott exempel", None, form, filled, save);
        Ok(Step::open(form.about(subject)))
    };
    Ok(Step::open(Choose::new("Vilken text?", None, options, open)))
}
