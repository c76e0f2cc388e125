//! The way of a case as one line of steps with dates: "Inkommet 30 okt ─ Kontakt 3 nov ─ ▸ Utredning".

use chrono::NaiveDate;

use super::super::short_form::told;
use crate::core::event::{Event, EventKind};
use crate::core::last_decision::LastDecision;
use crate::core::next::{NextStep, Stage, in_force};
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

/// A step: where on a type's way it is, the kinds that reach it, and what comes next while the case
/// stands in it.
struct Place(
    Option<Stage>,
    &'static str,
    &'static [EventKind],
    &'static [NextStep],
);

const PLACES: &[Place] = &[
    Place(None, "Inkommet", &[EventKind::Received], &[]),
    Place(
        Some(Stage::Discharge),
        "Hemgång",
        &[EventKind::HomecomingArranged],
        &[NextStep::NoteHospital, NextStep::ArrangeHomecoming],
    ),
    Place(
        Some(Stage::Contact),
        "Kontakt",
        &[EventKind::FirstContact],
        &[NextStep::Contact],
    ),
    // Settled in the assessment, and so with it.
    Place(
        Some(Stage::Circle),
        "Personkrets",
        &[EventKind::AssessmentSigned],
        &[],
    ),
    Place(
        Some(Stage::Assessment),
        "Utredning",
        &[EventKind::AssessmentBegun],
        &[NextStep::BeginAssessment, NextStep::WriteAssessment],
    ),
    Place(
        Some(Stage::RightToReply),
        "Yttrande",
        &[EventKind::SentForReply],
        &[NextStep::SendForReply, NextStep::AwaitReply],
    ),
    Place(
        Some(Stage::Decision),
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
            NextStep::AwaitAppeal,
        ],
    ),
    Place(
        Some(Stage::HandOver),
        "Överlämning",
        &[EventKind::HandedOver],
        &[NextStep::HandOver],
    ),
    Place(
        Some(Stage::Order),
        "Beställning",
        &[EventKind::OrderSent],
        &[
            NextStep::WriteOrder,
            NextStep::CompleteOrder,
            NextStep::AwaitConfirmation,
            NextStep::RemindConfirmation,
        ],
    ),
    Place(
        Some(Stage::Plan),
        "Plan",
        &[EventKind::PlanReceived],
        &[
            NextStep::AwaitPlan,
            NextStep::RemindPlan,
            NextStep::ReadPlan,
        ],
    ),
    Place(
        Some(Stage::Execution),
        "Start",
        &[EventKind::Executed],
        &[NextStep::Execute, NextStep::Resume],
    ),
    Place(
        Some(Stage::FollowUp),
        "Uppföljning",
        &[EventKind::FollowedUp],
        &[
            NextStep::FollowUp,
            NextStep::Renew,
            NextStep::AnswerComplaint,
        ],
    ),
    Place(
        Some(Stage::Close),
        "Avslut",
        &[
            EventKind::Closed,
            EventKind::Withdrawn,
            EventKind::Dismissed,
            EventKind::WrittenOff,
            EventKind::HandedOver,
        ],
        &[NextStep::Close, NextStep::Nothing],
    ),
];

/// What is tried anew goes the way from its assessment on: what was sent, decided and ordered before is no
/// step of it. What is ordered anew goes it from the order on: the plan of the order that gave way, and what
/// was followed up of it, are no steps of it, and the help that runs goes on.
fn this_round(events: &[Event]) -> Vec<Event> {
    let replaced = events.iter().any(|e| e.kind == EventKind::OrderReplaced);
    let events = &in_force(events);
    let ordered = events
        .iter()
        .filter(|e| replaced && e.kind == EventKind::OrderSent)
        .map(|e| (e.day, e.id))
        .max();
    let followed_up = |e: &&Event| {
        e.kind != EventKind::FollowedUp || ordered.is_none_or(|order| (e.day, e.id) > order)
    };
    let first = events
        .iter()
        .filter(|e| matches!(e.kind, EventKind::Granted | EventKind::Refused))
        .map(|e| e.day)
        .min();
    let begun = events
        .iter()
        .filter(|e| e.kind == EventKind::AssessmentBegun)
        .filter(|e| first.is_some_and(|first| first < e.day))
        .map(|e| (e.day, e.id))
        .max();
    let stays = |e: &&Event| {
        begun.is_none_or(|mark| (e.day, e.id) >= mark)
            || matches!(e.kind, EventKind::Received | EventKind::FirstContact)
    };
    let now = events.iter().filter(stays).filter(followed_up);
    now.cloned().collect()
}

/// The way of a case of a type with these stations, from the events that stand.
pub fn stations(stages: &[Stage], events: &[Event], next: NextStep) -> Vec<Station> {
    let anew = events.iter().any(|e| e.kind == EventKind::OrderReplaced);
    let events = &this_round(events);
    let last = |kinds: &[EventKind]| {
        let of_kind = events.iter().filter(|event| kinds.contains(&event.kind));
        of_kind.map(|event| event.day).max()
    };
    let decision = LastDecision::of(events);
    let refused = decision.refuses() && !decision.grants();
    let closing = matches!(next, NextStep::Close | NextStep::Nothing);
    let passes = |stage: &Option<Stage>| stage.is_none_or(|stage| stages.contains(&stage));
    // A step that was passed over without a date is neither behind nor ahead.
    let reached = PLACES
        .iter()
        .rposition(|Place(_, _, kinds, _)| last(kinds).is_some())
        .unwrap_or(0);
    let stands = PLACES
        .iter()
        .position(|Place(_, _, _, steps)| steps.contains(&next));
    // An order in a hurry goes ahead of the decision, which is still to come, and help that runs ahead of the plan
    // of what is ordered anew.
    let from = match stands {
        Some(stands) if anew || decision.mark().is_none() => stands.min(reached),
        _ => reached,
    };
    PLACES
        .iter()
        .enumerate()
        .filter_map(|(at, Place(stage, name, kinds, steps))| {
            let day = last(kinds);
            let here = steps.contains(&next);
            let wanted = match stage {
                Some(Stage::Circle) => decision.mark().is_none(),
                _ if at < from => false,
                Some(Stage::Order | Stage::Plan | Stage::Execution | Stage::FollowUp) => !refused,
                // The end is in sight where it is near, and where nothing is followed up before it.
                Some(Stage::Close) => closing || refused || !stages.contains(&Stage::FollowUp),
                _ => true,
            };
            // What will not come any more is not promised; what has been stays, also where the case was of
            // another type then.
            let ahead = passes(stage) && wanted && (here || next != NextStep::Nothing);
            let been = day.is_some() && (passes(stage) || *stage != Some(Stage::Circle));
            (been || here || ahead).then_some(Station { name, day, here })
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
        let of_case: Vec<_> = kinds.iter().map(|kind| (Subject::Case, *kind)).collect();
        told_of(case_type, &of_case)
    }

    fn told_of(case_type: &str, kinds: &[(Subject, EventKind)]) -> String {
        let first = NaiveDate::from_ymd_opt(2026, 11, 1).unwrap();
        let events: Vec<Event> = (0..)
            .zip(kinds)
            .map(|(id, (subject, kind))| Event {
                id,
                kind: *kind,
                subject: *subject,
                day: first + chrono::Days::new(id as u64),
                time: None,
                until: None,
            })
            .collect();
        let types = crate::unit::CaseTypes::builtin();
        let next = crate::core::next::next_step(types.way(case_type), &events);
        let way = stations(types.stages(case_type), &events, next);
        let texts: Vec<String> = way.iter().map(|s| text(s, first)).collect();
        texts.join(GAP)
    }

    #[test]
    fn what_is_ordered_anew_has_no_plan_and_no_follow_up_yet() {
        use EventKind as E;
        let mut case = vec![
            (Subject::Case, E::Received),
            (Subject::Case, E::Granted),
            (Subject::Order(1), E::OrderSent),
            (Subject::Order(1), E::PlanReceived),
            (Subject::Order(1), E::PlanAccepted),
            (Subject::Case, E::Executed),
            (Subject::Case, E::FollowedUp),
            (Subject::Order(1), E::OrderReplaced),
            (Subject::Order(2), E::OrderSent),
        ];
        assert_eq!(
            told_of("hemtjanst", &case),
            "Inkommet 1 nov ─ Beslut 2 nov ─ ▸ Beställning 9 nov ─ Plan ─ Start 6 nov ─ Uppföljning"
        );
        case.push((Subject::Order(2), E::OrderConfirmed));
        assert_eq!(
            told_of("hemtjanst", &case),
            "Inkommet 1 nov ─ Beslut 2 nov ─ Beställning 9 nov ─ ▸ Plan ─ Start 6 nov ─ Uppföljning"
        );
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
        let renewed = [
            E::Received,
            E::SentForReply,
            E::Granted,
            E::OrderSent,
            E::Executed,
            E::AssessmentBegun,
        ];
        assert_eq!(
            told("hemtjanst", &renewed),
            "Inkommet 1 nov ─ ▸ Utredning 6 nov ─ Yttrande ─ Beslut ─ Beställning ─ Plan ─ Start ─ Uppföljning"
        );
        assert_eq!(
            told("fardtjanst", &[E::Received]),
            "Inkommet 1 nov ─ ▸ Kontakt ─ Utredning ─ Yttrande ─ Överlämning ─ Avslut"
        );
        assert_eq!(
            told(
                "tandvardsstod",
                &[E::Received, E::FirstContact, E::HandedOver]
            ),
            "Inkommet 1 nov ─ Kontakt 2 nov ─ Överlämning 3 nov ─ ▸ Avslut 3 nov"
        );
        assert_eq!(
            told("orosanmalan", &[E::Received, E::FirstContact]),
            "Inkommet 1 nov ─ Kontakt 2 nov ─ ▸ Utredning ─ Avslut"
        );
        assert_eq!(
            told("utskrivning", &[E::Received, E::ReadyForDischarge]),
            "Inkommet 1 nov ─ ▸ Hemgång ─ Kontakt ─ Utredning ─ Yttrande ─ Beslut ─ Beställning ─ Plan ─ Start ─ Uppföljning"
        );
        let begun = [E::Received, E::FirstContact, E::AssessmentBegun];
        assert_eq!(
            told("lss_kontaktperson", &begun),
            "Inkommet 1 nov ─ Kontakt 2 nov ─ Personkrets ─ ▸ Utredning 3 nov ─ Yttrande ─ Beslut ─ Start ─ Uppföljning"
        );
        assert_eq!(
            told("hemtjanst", &[E::Received, E::Withdrawn]),
            "Inkommet 1 nov ─ ▸ Avslut 2 nov"
        );
    }
}
