//! What an event rests on, said where it is recorded: with the key to what comes first.

use super::super::Context;
use super::super::short_form::lower;
use super::Read;
use crate::core::change::NewEvent;
use crate::core::event::{Event, EventKind, Subject};
use crate::core::event_basis::{Hindrance, hindrance};
use crate::core::query::CaseView;
use crate::error::{Error, Result};
use crate::ui::action::{Action, Scope};

/// Whether an event of a kind can be recorded at all: asked before its form is opened.
///
/// # Errors
/// When what it rests on has not happened; the hint names the next step.
pub fn ever(view: &CaseView, kind: EventKind, ctx: &Context<'_>) -> Result<()> {
    let events = ctx.store.engine_events(ctx.user, view.id)?;
    let event = NewEvent {
        subject: Subject::Case,
        ..NewEvent::on(kind, ctx.today)
    };
    holds(view, &event, &events, ctx)
}

/// What hinders each of these kinds today, the hindered last: they are told of with their reason, and nobody chooses
/// one in vain.
///
/// # Errors
/// When the file cannot be read.
pub fn by_hindrance(
    view: &CaseView,
    kinds: Vec<EventKind>,
    ctx: &Context<'_>,
) -> Result<Vec<(EventKind, Option<String>)>> {
    let events = ctx.store.engine_events(ctx.user, view.id)?;
    let decides = ctx.store.unit().case_types.way(&view.case_type).decides;
    let judged = kinds.into_iter().map(|kind| {
        let found = hindrance(kind, Subject::Case, ctx.today, &events, decides);
        (kind, found.map(|found| found.text(kind)))
    });
    let mut judged: Vec<_> = judged.collect();
    judged.sort_by_key(|(_, why)| why.is_some());
    Ok(judged)
}

/// Whether an event can have happened when and about what it is said to.
///
/// # Errors
/// When it cannot: what it rests on, with its day, and what to do.
pub fn holds(view: &CaseView, event: &NewEvent, events: &[Event], ctx: &Context<'_>) -> Result<()> {
    let decides = ctx.store.unit().case_types.way(&view.case_type).decides;
    let Some(found) = hindrance(event.kind, event.subject, event.day, events, decides) else {
        return Ok(());
    };
    let error = Error::user(found.text(event.kind));
    if matches!(found, Hindrance::Before(..)) {
        return Err(error.hint("Ange den dag då det hände."));
    }
    let read = Read::case(view.id, ctx)?;
    let key = ctx
        .keymap
        .hint(Scope::Case, Action::NextStep)
        .unwrap_or_default();
    Err(error.hint(format!(
        "Nästa steg: {} ({key}).",
        lower(&read.next.told(&read.next_with))
    )))
}
