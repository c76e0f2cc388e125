//! What a follow-up led to (*följd*): begun at once or left for later, and then the case's next step until it
//! is done or set aside with a reason.

use super::NextStep;
use crate::core::calendar::day_month;
use crate::core::event::{Event, EventKind};

/// What a follow-up comes to, the event that keeps it, the step it asks for and the events that are it done.
struct Row(&'static str, EventKind, NextStep, &'static [EventKind]);

const TABLE: &[Row] = &[
    Row(
        "ny beställning",
        EventKind::LedToOrder,
        NextStep::WriteOrder,
        &[EventKind::OrderSent],
    ),
    Row(
        "ny ansökan",
        EventKind::LedToApplication,
        NextStep::BeginAssessment,
        &[EventKind::AssessmentBegun, EventKind::LedToCase],
    ),
    Row(
        "nyprövning",
        EventKind::LedToRenewal,
        NextStep::Renew,
        &[
            EventKind::AssessmentBegun,
            EventKind::Renewed,
            EventKind::Granted,
            EventKind::Refused,
        ],
    ),
    Row(
        "avslutas",
        EventKind::LedToClosing,
        NextStep::Close,
        &[EventKind::MeasureEnded],
    ),
];

/// The event that keeps what a follow-up led to, by the word of its result; nothing where all goes on as it
/// is.
pub fn led_by(result: &str) -> Option<EventKind> {
    TABLE.iter().find(|row| row.0 == result).map(|row| row.1)
}

/// What the latest follow-up led to that is neither done nor set aside: the step, and the day it was said.
pub fn led_to(events: &[Event]) -> Option<(NextStep, chrono::NaiveDate)> {
    let (said, row) = events
        .iter()
        .filter_map(|e| Some((e, TABLE.iter().find(|row| row.1 == e.kind)?)))
        .max_by_key(|(e, _)| (e.day, e.id))?;
    let over = |e: &Event| {
        e.day >= said.day && (row.3.contains(&e.kind) || e.kind == EventKind::LedSetAside)
    };
    (!events.iter().any(over)).then_some((row.2, said.day))
}

/// ", enligt uppföljningen 27 nov", where that is why a step is the next.
pub fn said_by(events: &[Event], next: NextStep) -> String {
    match led_to(events) {
        Some((step, day)) if step == next => {
            format!(", enligt uppföljningen {}", day_month(day))
        }
        _ => String::new(),
    }
}
