//! Closing a case: asked once, with what ends and how long the file is kept.

use chrono::Datelike;

use super::super::short_form::{finish, told};
use super::super::{Context, Step};
use crate::core::change::{Change, NewEvent};
use crate::core::deadline::{CaseFacts, clocks, frist};
use crate::core::query::CaseView;

/// Days of birth whose files are kept for research.
const KEPT_BORN: &[u32] = &[5, 15, 25];

/// Asks whether the case is to be closed, and closes it.
pub fn confirm(view: &CaseView, event: NewEvent, done: String, ctx: &Context<'_>) -> Step {
    let mut text = format!(
        "Ärende {} avslutas {}.",
        view.case_number,
        told(event.day, ctx.today)
    );
    if let Some(ends) = ends(view, ctx) {
        text += &format!(" {ends}");
    }
    if let Some(kept) = kept(view, event.day, ctx) {
        text += &format!(" {kept}");
    }
    let change = Change::RecordEvent {
        case: view.id,
        event,
    };
    Step::ask("Avsluta ärendet?", text, finish(change, done))
}

/// The clocks that end with the case, in words.
fn ends(view: &CaseView, ctx: &Context<'_>) -> Option<String> {
    let events = ctx.store.engine_events(ctx.user, view.id).ok()?;
    let states: Vec<_> = view.states.iter().map(|row| row.state.clone()).collect();
    let facts = CaseFacts {
        case_type: &view.case_type,
        events: &events,
        states: &states,
    };
    let all = clocks(&ctx.store.unit().rules, ctx.store.calendar(), &facts);
    let names: Vec<&str> = all
        .iter()
        .filter(|clock| !clock.rule.hidden && !clock.rule.possible)
        .filter(|clock| clock.state(ctx.today).is_open())
        .map(|clock| clock.rule.name.as_str())
        .collect();
    (!names.is_empty()).then(|| format!("Det som upphör: {}.", names.join("; ")))
}

/// How long the file is kept (K15), as information.
fn kept(view: &CaseView, day: chrono::NaiveDate, ctx: &Context<'_>) -> Option<String> {
    if let Some(born) = view.person.birth_date
        && KEPT_BORN.contains(&born.day())
    {
        return Some(format!(
            "Akten bevaras: den som är född den {} gallras inte.",
            born.day()
        ));
    }
    let unit = ctx.store.unit();
    let found = frist(&unit.rules, ctx.store.calendar(), "K15", day, None).ok()?;
    Some(format!(
        "Om inget mer skrivs i akten gallras den senast 31 december {}.",
        found.due.year()
    ))
}
