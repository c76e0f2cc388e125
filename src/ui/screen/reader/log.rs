//! Journal entries and events as they are read.

use super::lines::Lines;
use crate::core::calendar::long;
use crate::core::event_facts::{self, second_date};
use crate::core::query::{CaseView, EventRow, JournalRow};
use crate::ui::screen::Context;
use crate::ui::screen::short_form::{lower, told, told_moment};
use crate::ui::theme::Role;

/// The mark of an entry that has been put right, or puts right.
pub fn mark(entry: &JournalRow) -> &'static str {
    match (entry.corrects, entry.corrected_by) {
        (_, Some(_)) => "rättad",
        (Some(_), None) => "rättelse",
        (None, None) => "",
    }
}

/// The day of an entry, with its time.
pub fn when(entry: &JournalRow, ctx: &Context<'_>) -> String {
    match entry.time {
        Some(time) => format!(
            "{} kl. {}",
            told(entry.day, ctx.today),
            time.format("%H.%M")
        ),
        None => told(entry.day, ctx.today),
    }
}

/// Lays a journal entry out.
pub fn print_entry(entry: &JournalRow, ctx: &Context<'_>, lines: &mut Lines) {
    lines.heading(&match entry.time {
        Some(time) => format!("{} kl. {}", long(entry.day), time.format("%H.%M")),
        None => long(entry.day),
    });
    match &entry.text {
        Some(text) => lines.text(1, Role::Text, text),
        None => lines.text(1, Role::TextDim, "Texten är gallrad."),
    }
    lines.gap();
    lines.text(
        1,
        Role::TextDim,
        &format!(
            "Skriven {} av {}, {}.",
            told_moment(&entry.written_at, ctx),
            entry.written_by,
            role_name(&entry.role),
        ),
    );
    if entry.corrected_by.is_some() {
        lines.text(1, Role::TextStrong, "Rättad av en senare anteckning.");
    }
    if entry.corrects.is_some() {
        lines.text(
            1,
            Role::TextStrong,
            "Rättar en tidigare anteckning, som står kvar.",
        );
    }
}

fn role_name(word: &str) -> &str {
    crate::core::user::Role::from_word(word).map_or(word, |role| role.name())
}

/// Lays out what is known of an event.
pub fn print_event(row: &EventRow, view: &CaseView, ctx: &Context<'_>) -> Lines {
    let mut lines = Lines::new(ctx.width);
    let other = |id: Option<i64>| id.and_then(|id| view.events.iter().find(|e| e.id == id));
    lines.fact("datum", &long(row.day));
    if let Some(time) = row.time {
        lines.fact("klockslag", &time.format("%H.%M").to_string());
    }
    if let Some(until) = row.until {
        let what = second_date(row.kind).map_or("svar senast", |(label, _)| label);
        lines.fact(&lower(what), &long(until));
    }
    for (label, answer) in event_facts::told(row.kind, &row.detail) {
        lines.fact(&lower(label), answer);
    }
    if !row.note.is_empty() {
        lines.fact(if row.void { "skäl" } else { "notering" }, &row.note);
    }
    lines.fact(
        "registrerad",
        &format!(
            "{} av {}",
            told_moment(&row.recorded_at, ctx),
            row.recorded_by
        ),
    );
    if let Some(old) = other(row.corrects) {
        let verb = if row.void { "stryker" } else { "rättar" };
        let what = format!("{} {}", old.kind.name(), told(old.day, ctx.today));
        lines.fact(verb, &what);
    }
    if let Some(new) = other(row.corrected_by) {
        let verb = if new.void { "struken" } else { "rättad" };
        let mut what = format!(
            "{} av {}",
            told_moment(&new.recorded_at, ctx),
            new.recorded_by
        );
        if new.void && !new.note.is_empty() {
            what += &format!(": {}", new.note);
        } else if !new.void {
            what += &format!(", till {}", told(new.day, ctx.today));
        }
        lines.fact(verb, &what);
    }
    lines
}
