//! The way of a case as one line of steps with dates: "Inkommet 30 okt ─ Kontakt 3 nov ─ ▸ Utredning".

use chrono::NaiveDate;

use super::super::short_form::told;
use crate::core::event::{Event, EventKind};
use crate::core::next::{NextStep, Way};
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::wrap::width;

/// One step on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Station {
    /// What it is called.
    pub name: &'static str,
    /// When it was reached.
    pub day: Option<NaiveDate>,
    /// Whether the case stands here.
    pub here: bool,
}

/// A step, the kinds that reach it, and what comes next while the case stands in it.
struct Place(&'static str, &'static [EventKind], &'static [NextStep]);

const PLACES: &[Place] = &[
    Place("Inkommet", &[EventKind::Received], &[]),
    Place("Kontakt", &[EventKind::FirstContact], &[NextStep::Contact]),
    Place(
        "Utredning",
        &[EventKind::AssessmentBegun],
        &[NextStep::BeginAssessment, NextStep::WriteAssessment],
    ),
    Place(
        "Yttrande",
        &[EventKind::SentForReply],
        &[NextStep::SendForReply, NextStep::AwaitReply],
    ),
    Place(
        "Beslut",
        &[EventKind::Granted, EventKind::Refused],
        &[
            NextStep::Decide,
            NextStep::AwaitDecision,
            NextStep::SendDecision,
            NextStep::NoteReceived,
            NextStep::AnswerDemand,
            NextStep::TryAppeal,
            NextStep::ForwardAppeal,
            NextStep::AwaitCourt,
        ],
    ),
    Place(
        "Beställning",
        &[EventKind::OrderSent],
        &[
            NextStep::WriteOrder,
            NextStep::CompleteOrder,
            NextStep::AwaitConfirmation,
        ],
    ),
    Place(
        "Plan",
        &[EventKind::PlanReceived],
        &[NextStep::AwaitPlan, NextStep::ReadPlan],
    ),
    Place(
        "Start",
        &[EventKind::Executed],
        &[
            NextStep::Execute,
            NextStep::Resume,
            NextStep::ArrangeHomecoming,
        ],
    ),
    Place(
        "Uppföljning",
        &[EventKind::FollowedUp],
        &[
            NextStep::FollowUp,
            NextStep::Renew,
            NextStep::AnswerComplaint,
        ],
    ),
    Place(
        "Avslut",
        &[
            EventKind::Closed,
            EventKind::Withdrawn,
            EventKind::Dismissed,
            EventKind::WrittenOff,
        ],
        &[NextStep::Close, NextStep::Nothing],
    ),
];

/// The way of a case of this type, from the events that stand.
pub fn stations(way: Way, events: &[Event], next: NextStep) -> Vec<Station> {
    let last = |kinds: &[EventKind]| {
        events
            .iter()
            .filter(|event| kinds.contains(&event.kind))
            .map(|event| (event.day, event.id, event.kind))
            .max()
    };
    let refused = last(&[EventKind::Granted, EventKind::Refused])
        .is_some_and(|(_, _, kind)| kind == EventKind::Refused);
    let closing = matches!(next, NextStep::Close | NextStep::Nothing);
    // A step that was passed over without a date is neither behind nor ahead.
    let reached = PLACES
        .iter()
        .rposition(|Place(_, kinds, _)| last(kinds).is_some())
        .unwrap_or(0);
    PLACES
        .iter()
        .enumerate()
        .filter_map(|(at, Place(name, kinds, steps))| {
            let day = last(kinds).map(|(day, _, _)| day);
            let here = steps.contains(&next);
            let wanted = at >= reached
                && match *name {
                    "Beställning" | "Plan" => way.ordered && !refused,
                    "Start" | "Uppföljning" => !refused,
                    "Avslut" => closing || refused,
                    _ => true,
                };
            // What will not come any more is not promised; what has been stays.
            let ahead = wanted && (here || next != NextStep::Nothing);
            (day.is_some() || here || ahead).then_some(Station { name, day, here })
        })
        .collect()
}

fn text(station: &Station, today: NaiveDate) -> String {
    let sign = if station.here { "▸ " } else { "" };
    match station.day {
        Some(day) => format!("{sign}{} {}", station.name, told(day, today)),
        None => format!("{sign}{}", station.name),
    }
}

const GAP: &str = " ─ ";

/// Draws the way on one row. Where it is too long those around where the case stands are shown, with
/// "…" at the cut ends.
pub fn draw(canvas: &mut Canvas<'_>, y: u16, stations: &[Station], today: NaiveDate) {
    let texts: Vec<String> = stations.iter().map(|s| text(s, today)).collect();
    let here = stations.iter().position(|s| s.here).unwrap_or(0);
    let room = usize::from(canvas.width().saturating_sub(2));
    let taken = |from: usize, to: usize| -> usize {
        let words: usize = texts.iter().take(to).skip(from).map(|t| width(t)).sum();
        let gaps = (to.saturating_sub(from + 1)) * width(GAP);
        let cut = usize::from(from > 0) + usize::from(to < texts.len());
        words + gaps + cut * (1 + width(GAP))
    };
    let (mut from, mut to) = (0, texts.len());
    while to > here + 2 && taken(from, to) > room {
        to -= 1;
    }
    while from < here && taken(from, to) > room {
        from += 1;
    }
    while to > here + 1 && taken(from, to) > room {
        to -= 1;
    }
    let mut x = 1;
    if from > 0 {
        x += canvas.text(x, y, Role::Text, &format!("…{GAP}"));
    }
    for (i, text) in texts.iter().enumerate().take(to).skip(from) {
        let role = match stations.get(i) {
            Some(station) if station.here => Role::TextStrong,
            Some(station) if station.day.is_some() => Role::Text,
            _ => Role::TextDim,
        };
        // What lies between looks as what comes before it.
        x += canvas.text(x, y, role, text);
        if i + 1 < texts.len() {
            x += canvas.text(x, y, role, GAP);
        }
    }
    if to < texts.len() {
        canvas.text(x, y, Role::TextDim, "…");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::event::Subject;

    fn told(case_type: &str, kinds: &[EventKind]) -> String {
        let first = NaiveDate::from_ymd_opt(2026, 11, 1).unwrap();
        let events: Vec<Event> = (0..)
            .zip(kinds)
            .map(|(id, kind)| Event {
                id,
                kind: *kind,
                subject: Subject::Case,
                day: first + chrono::Days::new(id as u64),
                time: None,
                until: None,
            })
            .collect();
        let kind = crate::unit::CaseTypes::builtin().way(case_type);
        let next = crate::core::next::next_step(kind, &events);
        let way = stations(kind, &events, next);
        let texts: Vec<String> = way.iter().map(|s| text(s, first)).collect();
        texts.join(GAP)
    }

    #[test]
    fn the_way_shows_what_was_what_is_and_what_comes() {
        use EventKind as E;
        assert_eq!(
            told("hemtjanst", &[E::Received, E::FirstContact]),
            "Inkommet 1 nov ─ Kontakt 2 nov ─ ▸ Utredning ─ Yttrande ─ Beslut ─ Beställning ─ Plan ─ Start ─ Uppföljning"
        );
        assert_eq!(
            told("vobo", &[E::Received, E::Granted, E::DecisionSent]),
            "Inkommet 1 nov ─ Beslut 2 nov ─ ▸ Start ─ Uppföljning"
        );
        assert_eq!(
            told("hemtjanst", &[E::Received, E::Refused, E::DecisionSent]),
            "Inkommet 1 nov ─ ▸ Beslut 2 nov ─ Avslut"
        );
        assert_eq!(
            told("hemtjanst", &[E::Received, E::Withdrawn]),
            "Inkommet 1 nov ─ ▸ Avslut 2 nov"
        );
    }
}
