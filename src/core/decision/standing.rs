//! The decision that an order carries out: whether one stands, and how many hours it grants.

use chrono::NaiveDate;

use crate::core::event::{Event, EventKind};

/// What stands decided in a case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Whether anything is granted that has not ended.
    pub granted: bool,
    /// Exact minutes a month that are granted in all; nothing where no hours are known.
    pub minutes: Option<u64>,
}

/// Whether anything that was granted, here or by a court, still stands on a day.
pub fn granted_on(events: &[Event], day: NaiveDate) -> bool {
    use EventKind as E;
    let ended = |granted: &Event| {
        events.iter().any(|e| {
            let over = match e.kind {
                E::MeasureEnded => (e.day, e.id) > (granted.day, granted.id),
                E::DecisionEnds => e.day < day && e.day >= granted.day,
                _ => false,
            };
            over && e.subject.meets(granted.subject)
        })
    };
    events
        .iter()
        .filter(|e| matches!(e.kind, E::Granted | E::CourtChanged))
        .any(|granted| !ended(granted))
}

impl Standing {
    /// Why an order of so many minutes a month is not signed. One that is written in a hurry, or completes such a
    /// one, is signed before the decision.
    pub fn hinders(self, frame: u64, in_a_hurry: bool) -> Option<String> {
        if !self.granted && !in_a_hurry {
            return Some(
                "Inget beslut om bifall gäller i ärendet: fatta beslutet före beställningen"
                    .to_owned(),
            );
        }
        let decided = self.minutes.filter(|decided| frame > *decided)?;
        Some(format!(
            "Ramen {} är mer än de beslutade {}: fatta ett nytt beslut",
            told(frame),
            told(decided)
        ))
    }
}

/// "91 h 18 min", "40 h".
pub fn told(minutes: u64) -> String {
    match (minutes / 60, minutes % 60) {
        (hours, 0) => format!("{hours} h"),
        (hours, rest) => format!("{hours} h {rest} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::event::Subject;

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, d).unwrap()
    }

    fn event(id: i64, kind: EventKind, on: u32, subject: Subject) -> Event {
        Event {
            id,
            kind,
            subject,
            day: day(on),
            time: None,
            until: None,
        }
    }

    #[test]
    fn what_is_granted_stands_until_it_has_ended() {
        use EventKind as E;
        let (one, two) = (Subject::Measure(1), Subject::Measure(2));
        let stands = |events: &[Event]| granted_on(events, day(23));
        assert!(!stands(&[]));
        assert!(!stands(&[event(1, E::Refused, 2, Subject::Case)]));
        let granted = event(1, E::Granted, 2, one);
        let ended = event(2, E::MeasureEnded, 9, one);
        assert!(stands(std::slice::from_ref(&granted)));
        assert!(!stands(&[granted.clone(), ended.clone()]));
        // What was granted in its place on the same day stands.
        let anew = event(3, E::Granted, 9, two);
        assert!(stands(&[granted.clone(), ended, anew]));
        for (last, left) in [(22, false), (23, true)] {
            let ends = event(4, E::DecisionEnds, last, one);
            assert_eq!(stands(&[granted.clone(), ends]), left, "{last}");
        }
        // A register file names no measure.
        assert!(stands(&[event(1, E::Granted, 2, Subject::Case)]));
    }

    #[test]
    fn an_order_rests_on_a_decision_and_keeps_within_it() {
        let of = |granted, minutes| Standing { granted, minutes };
        assert!(of(false, None).hinders(60, false).is_some());
        assert_eq!(of(false, None).hinders(60, true), None);
        assert_eq!(of(true, None).hinders(60_000, false), None);
        assert_eq!(of(true, Some(2400)).hinders(2400, false), None);
        assert_eq!(
            of(true, Some(2400)).hinders(5478, true).as_deref(),
            Some("Ramen 91 h 18 min är mer än de beslutade 40 h: fatta ett nytt beslut")
        );
    }
}
