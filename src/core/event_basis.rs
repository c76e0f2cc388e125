//! What an event rests on: what must have happened before it, and no later than it: ONE TABLE.
//!
//! It holds for what is recorded at the desk. A register file tells of other places and other times, seldom
//! of every step, and is believed.

use chrono::NaiveDate;

use super::calendar::day_month_year;
use super::decision::granted_on;
use super::event::{Event, EventKind, Subject};
use super::next::Decides;

/// What a kind of event rests on.
struct Basis {
    /// One of these must have happened.
    on: &'static [EventKind],
    /// Said where none has.
    lacks: &'static str,
    /// Whether it must be about the same thing: the same order, complaint or recipient.
    own: bool,
    /// Whether it must have happened since the last decision: each decision has its own right to reply.
    anew: bool,
}

const fn on(on: &'static [EventKind], lacks: &'static str) -> Basis {
    Basis {
        on,
        lacks,
        own: true,
        anew: false,
    }
}

/// For what counts for the whole case, whomever it is about.
const fn any(basis: Basis) -> Basis {
    Basis {
        own: false,
        ..basis
    }
}

const DECIDED: Basis = any(on(
    &[
        EventKind::Granted,
        EventKind::Refused,
        EventKind::Renewed,
        EventKind::Dismissed,
        EventKind::WrittenOff,
        EventKind::Withdrawn,
    ],
    "Inget beslut är fattat i ärendet.",
));

const GRANTED: Basis = on(
    &[
        EventKind::Granted,
        EventKind::Renewed,
        EventKind::CourtChanged,
    ],
    "Inget är beviljat i ärendet.",
);

const SENT_FOR_REPLY: Basis = Basis {
    anew: true,
    ..on(
        &[EventKind::SentForReply],
        "Utredningen är inte kommunicerad, så det finns inget att yttra sig över.",
    )
};

const APPEALED: Basis = any(on(
    &[EventKind::AppealReceived],
    "Inget överklagande är noterat i ärendet.",
));

const FORWARDED: Basis = any(on(
    &[EventKind::AppealForwarded],
    "Överklagandet är inte överlämnat till domstolen.",
));

const ORDERED: Basis = on(
    &[EventKind::OrderSent],
    "Ingen beställning är skickad i ärendet.",
);

const STARTED: Basis = on(
    &[
        EventKind::Executed,
        EventKind::Resumed,
        EventKind::FollowedUp,
    ],
    "Insatsen är inte noterad som startad.",
);

/// What an event of a kind rests on, in a case where such decide; nothing for what may come at any time.
fn basis(kind: EventKind, decides: Decides) -> Option<Basis> {
    use EventKind as E;
    Some(match kind {
        E::ReplyReceived => any(SENT_FOR_REPLY),
        E::ReplyAbsent => SENT_FOR_REPLY,
        E::DecisionSent | E::DecisionReceived | E::AppealReceived => DECIDED,
        E::AppealDismissed | E::Reconsidered | E::ReconsideredGranted | E::AppealForwarded => {
            APPEALED
        }
        E::CourtUpheld | E::CourtChanged | E::CourtRemitted => FORWARDED,
        // Help that nobody decides on is given, and followed up, without a decision.
        E::Executed | E::FollowedUp | E::Postponed | E::DecisionEnds
            if decides == Decides::Nobody =>
        {
            return None;
        }
        E::Executed | E::Postponed | E::DecisionEnds => GRANTED,
        E::FollowedUp => on(
            &[E::Granted, E::Renewed, E::CourtChanged, E::Executed],
            GRANTED.lacks,
        ),
        // As the order's own form asks: one that was written in a hurry names itself, and goes before its decision.
        E::OrderSent if decides == Decides::Nobody => return None,
        E::OrderSent => GRANTED,
        E::OrderConfirmed | E::PlanReceived => ORDERED,
        E::PlanAccepted | E::PlanReturned => on(
            &[E::PlanReceived],
            "Ingen genomförandeplan är noterad i ärendet.",
        ),
        E::Interrupted => STARTED,
        E::Resumed => on(&[E::Interrupted], "Inget avbrott är noterat i ärendet."),
        E::MeasureEnded | E::HoursTold => on(
            &[E::Granted, E::Renewed, E::CourtChanged, E::Executed],
            GRANTED.lacks,
        ),
        E::DemandRefused => any(on(
            &[E::DecisionDemanded],
            "Ingen begäran om avgörande är noterad i ärendet.",
        )),
        E::ComplaintAnswered => on(
            &[E::ComplaintReceived],
            "Inget klagomål är noterat i ärendet.",
        ),
        E::HomecomingArranged => any(on(
            &[E::Admitted, E::SipCalled, E::ReadyForDischarge],
            "Inget besked från sjukhuset är noterat i ärendet.",
        )),
        _ => return None,
    })
}

/// Whether an event may have happened before the case came in: what the hospital tells of, and what is
/// of the person's file rather than of the case.
fn may_precede_case(kind: EventKind) -> bool {
    use EventKind as E;
    matches!(
        kind,
        E::Received
            | E::Admitted
            | E::SipCalled
            | E::PaperReceived
            | E::ObjectionNoted
            | E::VisitBooked
            | E::MovedAway
            | E::Died
            | E::JournalWritten
    )
}

/// Why an event cannot have happened when it is said to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hindrance {
    /// What it rests on has not happened; the sentence says what that is.
    Lacks(&'static str),
    /// What it rests on happened later.
    Before(EventKind, NaiveDate),
}

impl Hindrance {
    /// The hindrance of an event of a kind in words: a sentence.
    pub fn text(self, kind: EventKind) -> String {
        match self {
            Hindrance::Lacks(what) => what.to_owned(),
            Hindrance::Before(first, day) => format!(
                "”{}” kan inte ligga före ”{}” {}.",
                kind.name(),
                first.name(),
                day_month_year(day)
            ),
        }
    }
}

/// What hinders an event of a kind about something on a day, after the events that stand; `None` where
/// it can have happened. What rests on nothing else rests on the case.
pub fn hindrance(
    kind: EventKind,
    subject: Subject,
    day: NaiveDate,
    events: &[Event],
    decides: Decides,
) -> Option<Hindrance> {
    let Some(basis) = basis(kind, decides) else {
        let came_in = events.iter().filter(|e| e.kind == EventKind::Received);
        return came_in
            .map(|e| e.day)
            .min()
            .filter(|first| day < *first && !may_precede_case(kind))
            .map(|first| Hindrance::Before(EventKind::Received, first));
    };
    let decided = events
        .iter()
        .filter(|e| matches!(e.kind, EventKind::Granted | EventKind::Refused) && e.day < day)
        .map(|e| (e.day, e.id))
        .max()
        .filter(|_| basis.anew);
    let first = events
        .iter()
        .filter(|e| basis.on.contains(&e.kind))
        .filter(|e| !basis.own || e.subject.meets(subject))
        .filter(|e| decided.is_none_or(|mark| (e.day, e.id) > mark))
        .min_by_key(|e| (e.day, e.id));
    match first {
        // What names an order has it, also where a register file told of no sending.
        None if matches!(subject, Subject::Order(_)) => None,
        None => Some(Hindrance::Lacks(basis.lacks)),
        Some(first) if first.day > day => Some(Hindrance::Before(first.kind, first.day)),
        Some(_) if kind == EventKind::OrderSent && !granted_on(events, day) => {
            Some(Hindrance::Lacks("Inget beslut om bifall gäller i ärendet."))
        }
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use EventKind as E;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn log(told: &[(EventKind, Subject, &str)]) -> Vec<Event> {
        let with_id = (1..).zip(told);
        let event = with_id.map(|(id, (kind, subject, on))| Event {
            id,
            kind: *kind,
            subject: *subject,
            day: day(on),
            time: None,
            until: None,
        });
        event.collect()
    }

    fn why(kind: EventKind, on: &str, told: &[(EventKind, Subject, &str)]) -> Option<String> {
        let found = hindrance(
            kind,
            Subject::Case,
            day(on),
            &log(told),
            Decides::Delegation,
        );
        found.map(|found| found.text(kind))
    }

    #[test]
    fn nothing_happens_before_the_case_or_before_what_it_rests_on() {
        let case = [(E::Received, Subject::Case, "2026-11-02")];
        assert_eq!(
            why(E::FirstContact, "2026-10-31", &case).unwrap(),
            "”Kontakt tagen” kan inte ligga före ”Inkom” 2 nov 2026."
        );
        assert_eq!(why(E::FirstContact, "2026-11-02", &case), None);
        assert_eq!(why(E::Admitted, "2026-10-30", &case), None);
        for kind in [E::DecisionSent, E::DecisionReceived, E::AppealReceived] {
            assert_eq!(
                why(kind, "2026-11-20", &case).unwrap(),
                "Inget beslut är fattat i ärendet."
            );
        }
        let decided = [case[0], (E::Granted, Subject::Measure(1), "2026-11-27")];
        assert_eq!(
            why(E::DecisionSent, "2026-11-20", &decided).unwrap(),
            "”Beslut skickat” kan inte ligga före ”Beslut, bifall” 27 nov 2026."
        );
        assert!(why(E::Executed, "2026-11-10", &decided).is_some());
        for kind in [E::DecisionSent, E::Executed, E::AppealReceived] {
            assert_eq!(why(kind, "2026-11-27", &decided), None, "{kind:?}");
        }
        // A refusal is nothing to carry out.
        let refused = [case[0], (E::Refused, Subject::Case, "2026-11-20")];
        assert_eq!(
            why(E::Executed, "2026-11-21", &refused).unwrap(),
            "Inget är beviljat i ärendet."
        );
    }

    #[test]
    fn an_order_is_noted_on_a_decision_that_stands() {
        let told = [
            (E::Received, Subject::Case, "2026-11-02"),
            (E::Granted, Subject::Measure(1), "2026-11-10"),
            (E::MeasureEnded, Subject::Measure(1), "2026-11-20"),
        ];
        let on = "2026-11-23";
        assert!(why(E::OrderSent, on, &told[..1]).is_some());
        assert_eq!(why(E::OrderSent, on, &told[..2]), None);
        assert_eq!(
            why(E::OrderSent, on, &told).unwrap(),
            "Inget beslut om bifall gäller i ärendet."
        );
        // One that was signed in a hurry, and names itself, goes before its decision.
        let order = Subject::Order(1);
        assert_eq!(
            hindrance(
                E::OrderSent,
                order,
                day(on),
                &log(&told[..1]),
                Decides::Delegation
            ),
            None
        );
    }

    #[test]
    fn what_is_about_one_thing_rests_on_that_thing() {
        let (one, other) = (Subject::Recipient(1), Subject::Recipient(2));
        let events = log(&[(E::SentForReply, one, "2026-11-10")]);
        let absent = |whom| {
            let on = day("2026-11-20");
            hindrance(E::ReplyAbsent, whom, on, &events, Decides::Delegation).is_some()
        };
        assert!(!absent(one));
        assert!(absent(other));
        assert!(!absent(Subject::Case));
    }

    #[test]
    fn each_decision_has_its_own_right_to_reply() {
        let told = [
            (E::SentForReply, Subject::Case, "2026-05-10"),
            (E::Granted, Subject::Measure(1), "2026-05-20"),
            (E::AssessmentBegun, Subject::Case, "2026-11-01"),
        ];
        assert!(why(E::ReplyAbsent, "2026-11-20", &told).is_some());
        // What is written down late of the first round is of the first round.
        assert_eq!(why(E::ReplyReceived, "2026-05-18", &told), None);
        let again = [
            told[0],
            told[1],
            (E::SentForReply, Subject::Case, "2026-11-10"),
        ];
        assert_eq!(why(E::ReplyAbsent, "2026-11-20", &again), None);
    }

    #[test]
    fn help_that_nobody_decides_on_needs_no_decision() {
        let found = |decides| {
            let on = day("2026-11-20");
            hindrance(E::FollowedUp, Subject::Case, on, &[], decides)
        };
        assert_eq!(found(Decides::Nobody), None);
        assert!(found(Decides::Delegation).is_some());
    }
}
