//! What the list shows, in words, and the saved views on number keys.

use super::preview::lower;
use super::table;
use crate::core::case::Step;
use crate::core::query::{Filter, Scope, Urgency, View};
use crate::core::text::fold;
use crate::core::user::User;
use crate::error::{Error, Result, nearest};
use crate::store::Store;
use crate::unit::Unit;

/// The words of an urgency as a filter: "försenade".
pub(super) fn urgency_words(urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Done => "utan frist",
        other => other.name(),
    }
}

/// A rule as it is chosen: "K2 fatta beslut".
pub(super) fn rule_words(unit: &Unit, id: &str) -> String {
    let row = unit.rules.get(id).and_then(|rule| rule.rows().last());
    match row {
        Some(row) if row.possible => format!("{} {}", row.id, lower(&row.name)),
        Some(row) => format!("{} {}", row.id, lower(&row.action)),
        None => id.to_owned(),
    }
}

/// Everything a filter narrows by, in words; nothing when it shows all within its scope.
pub(super) fn words(filter: &Filter, unit: &Unit) -> Vec<String> {
    let urgency = filter.urgency.map(|u| urgency_words(u).to_owned());
    let case_type = filter
        .case_type
        .as_ref()
        .map(|t| lower(&table::case_type(unit, t)));
    let step = filter.step.as_ref().map(|word| {
        let name = Step::from_word(word).map_or(word.as_str(), |step| step.name());
        format!("steg {}", lower(name))
    });
    let rule = filter.rule.as_ref().map(|id| rule_words(unit, id));
    [urgency, case_type, step, rule]
        .into_iter()
        .flatten()
        .collect()
}

/// The number keys of somebody who has saved no views of their own, within what is shown.
fn defaults(scope: Scope) -> Vec<View> {
    let view = |key: u8, name: &str, urgency: Option<Urgency>, step: Option<Step>| View {
        key,
        name: name.to_owned(),
        filter: Filter {
            urgency,
            step: step.map(|s| s.word().to_owned()),
            ..Filter::all(scope)
        },
    };
    vec![
        view(1, "Alla", None, None),
        view(2, "Försenat", Some(Urgency::Overdue), None),
        view(3, "Snart", Some(Urgency::Soon), None),
        view(4, "I utredning", None, Some(Step::Assessment)),
        view(5, "Pausat", Some(Urgency::Paused), None),
    ]
}

/// The views on the number keys: the user's own, each of what it was saved of, and on keys that are free the
/// built-in ones, which are of whatever scope is shown.
pub(super) fn views(store: &Store, user: &User, scope: Scope) -> Result<Vec<View>> {
    let mut views = store.views(user)?;
    for view in defaults(scope) {
        if views.iter().all(|own| own.key != view.key) {
            views.push(view);
        }
    }
    views.sort_by_key(|view| view.key);
    Ok(views)
}

/// The view with a name, as `--vy` gives it.
///
/// # Errors
/// When there is none: the sentence names the nearest, or all of them.
pub fn find_view(store: &Store, user: &User, name: &str) -> Result<View> {
    let views = views(store, user, Scope::Mine)?;
    let wanted = fold(name);
    if let Some(view) = views.iter().find(|view| fold(&view.name) == wanted) {
        return Ok(view.clone());
    }
    let names: Vec<&str> = views.iter().map(|view| view.name.as_str()).collect();
    let hint = match nearest(name, names.iter().copied()) {
        Some(likely) => format!("Menade du ”{likely}”?"),
        None => format!("De vyer som finns är {}.", names.join(", ")),
    };
    Err(Error::user(format!("Vyn ”{name}” finns inte.")).hint(hint))
}
