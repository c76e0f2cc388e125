//! The last decision of a case, and what has happened since: each decision is sent, received, appealed and
//! prepared by itself.

use chrono::NaiveDate;

use super::event::{Event, EventKind};
use super::recipient::not_reached;

/// The last decision among the events of a case.
#[derive(Clone, Copy, Debug)]
pub struct LastDecision<'a> {
    events: &'a [Event],
    last: Option<&'a Event>,
}

impl<'a> LastDecision<'a> {
    /// Finds it among the events that stand.
    pub fn of(events: &'a [Event]) -> LastDecision<'a> {
        let last = events
            .iter()
            .filter(|e| is_one(e))
            .max_by_key(|e| (e.day, e.id));
        LastDecision { events, last }
    }

    /// Its day and number, if there is one.
    pub fn mark(self) -> Option<(NaiveDate, i64)> {
        self.last.map(|e| (e.day, e.id))
    }

    /// The events after it: all of them where nothing is decided. Those of the same day count by their
    /// numbers.
    pub fn after(self) -> Vec<&'a Event> {
        let mark = self.mark();
        let after = |e: &&Event| mark.is_none_or(|mark| (e.day, e.id) > mark);
        self.events.iter().filter(after).collect()
    }

    /// What may have come of it. A decision that was made here is only followed by what was written down
    /// after it; of one that a register file tells of, everything of its day counts, in whatever order.
    pub fn since(self) -> Vec<&'a Event> {
        let Some(last) = self.last else {
            return self.events.iter().collect();
        };
        match last.is_made_here() {
            true => self.after(),
            false => self.events.iter().filter(|e| e.day >= last.day).collect(),
        }
    }

    /// Whether something of it was refused: the whole, one thing of several, or a part of what was granted.
    pub fn refuses(self) -> bool {
        let day = self.last.map(|e| e.day);
        let of_day = |e: &&Event| Some(e.day) == day;
        let mut made = self.events.iter().filter(of_day);
        made.any(|e| e.kind == EventKind::Refused)
    }

    /// Whether it granted something.
    pub fn grants(self) -> bool {
        let day = self.last.map(|e| e.day);
        let of_day = |e: &&Event| Some(e.day) == day;
        let mut made = self.events.iter().filter(of_day);
        made.any(|e| e.kind == EventKind::Granted)
    }

    /// What a new decision in the case changes, where it changes one and is not the end of a new assessment.
    pub fn changed(self) -> Option<Earlier> {
        use EventKind as E;
        let (day, id) = self.mark()?;
        let last = |kind| {
            let of_kind = self.events.iter().filter(|e| e.kind == kind);
            of_kind.map(|e| (e.day, e.id)).max()
        };
        let begun = last(E::AssessmentBegun).filter(|(begun, _)| *begun > day);
        let appealed = last(E::ReconsideredGranted).filter(|mark| *mark > (day, id));
        let tried_anew = begun.is_some() && appealed < begun;
        (!tried_anew).then_some(Earlier {
            day,
            appealed: appealed.is_some(),
        })
    }

    /// The events that the next decision rests on: those after this one. Where an appeal has it changed nothing is
    /// investigated anew (FL 38–39 §§), and what this one rests on counts too.
    pub fn groundwork(self) -> Vec<&'a Event> {
        let appealed = self.changed().is_some_and(|earlier| earlier.appealed);
        let Some((made, _)) = self.mark().filter(|_| appealed) else {
            return self.after();
        };
        let before = self.events.iter().filter(|e| is_one(e) && e.day < made);
        let before = before.map(|e| (e.day, e.id)).max();
        let after = |e: &&Event| before.is_none_or(|mark| (e.day, e.id) > mark);
        self.events.iter().filter(after).collect()
    }

    /// Whether it is known to have reached everyone it was sent to.
    pub fn has_reached(self) -> bool {
        let since = self.since();
        since.iter().any(|e| e.kind == EventKind::DecisionReceived)
            && not_reached(&since).is_empty()
    }
}

/// A decision that another may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// The day it was made.
    pub day: NaiveDate,
    /// Whether it was appealed and is to be changed as the person asks (FL 39 §).
    pub appealed: bool,
}

fn is_one(event: &Event) -> bool {
    matches!(event.kind, EventKind::Granted | EventKind::Refused)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::event::Subject;
    use EventKind as E;
    use chrono::Datelike;

    fn log(told: &[(EventKind, Subject, u32)]) -> Vec<Event> {
        let with_id = (1..).zip(told);
        let event = with_id.map(|(id, (kind, subject, day))| Event {
            id,
            kind: *kind,
            subject: *subject,
            day: NaiveDate::from_ymd_opt(2026, 11, *day).unwrap(),
            time: None,
            until: None,
        });
        event.collect()
    }

    #[test]
    fn what_is_made_here_is_followed_by_what_comes_after_it() {
        let (one, two) = (Subject::Measure(1), Subject::Measure(2));
        let here = log(&[
            (E::Granted, one, 26),
            (E::DecisionSent, Subject::Case, 26),
            (E::Granted, two, 26),
        ]);
        assert_eq!(LastDecision::of(&here).since(), Vec::<&Event>::new());
        // A register file writes a day in any order.
        let told = log(&[
            (E::DecisionSent, Subject::Case, 26),
            (E::Granted, Subject::Case, 26),
        ]);
        assert_eq!(LastDecision::of(&told).since().len(), 2);
        assert!(LastDecision::of(&told).after().is_empty());
    }

    #[test]
    fn what_is_decided_without_a_new_assessment_changes_what_was_decided() {
        let changed = |told: &[(EventKind, Subject, u32)]| {
            let found = LastDecision::of(&log(told)).changed();
            found.map(|earlier| earlier.appealed)
        };
        let refused = (E::Refused, Subject::Case, 20);
        assert_eq!(changed(&[]), None);
        assert_eq!(changed(&[refused]), Some(false));
        assert_eq!(
            changed(&[refused, (E::AssessmentBegun, Subject::Case, 22)]),
            None
        );
        let appealed = [refused, (E::ReconsideredGranted, Subject::Case, 24)];
        assert_eq!(changed(&appealed), Some(true));
        let anew = [appealed[0], appealed[1], (E::Granted, Subject::Case, 25)];
        assert_eq!(changed(&anew), Some(false));
    }

    #[test]
    fn what_an_appeal_changes_rests_on_what_it_rested_on() {
        let (case, begun) = (Subject::Case, E::AssessmentBegun);
        let told = [
            (begun, case, 2),
            (E::Granted, case, 5),
            (begun, case, 10),
            (E::SentForReply, case, 12),
            (E::Refused, case, 20),
            (E::AppealReceived, case, 22),
        ];
        let days = |told: &[(EventKind, Subject, u32)]| {
            let events = log(told);
            let found = LastDecision::of(&events).groundwork();
            found.iter().map(|e| e.day.day()).collect::<Vec<_>>()
        };
        assert_eq!(days(&told), [22]);
        let changed = [told.as_slice(), &[(E::ReconsideredGranted, case, 23)]].concat();
        assert_eq!(days(&changed), [10, 12, 20, 22, 23]);
        let anew = [changed.as_slice(), &[(begun, case, 24)]].concat();
        assert_eq!(days(&anew), [22, 23, 24]);
    }

    #[test]
    fn a_refusal_beside_what_is_granted_is_a_refusal() {
        let both = log(&[
            (E::Refused, Subject::DecisionItem(1), 26),
            (E::Granted, Subject::Measure(1), 26),
        ]);
        let last = LastDecision::of(&both);
        assert!(last.refuses() && last.grants());
        let later = log(&[
            (E::Refused, Subject::DecisionItem(1), 20),
            (E::Granted, Subject::Measure(1), 26),
        ]);
        let last = LastDecision::of(&later);
        assert!(!last.refuses() && last.grants());
    }
}
