//! A round of a case (*varv*): from a decision or a follow-up to the next. What is signed within one takes the
//! place of what was signed before in it; an order of a new round takes the place of the old one and is sent anew.

use chrono::NaiveDate;

use super::delegation::folded;
use super::estimate::EstimateLine;
use super::event::EventKind;
use super::form::DocumentKind;

/// The day the round of a kind of document began, by the events that stand; nothing where none has.
pub fn begun(
    kind: DocumentKind,
    events: impl Iterator<Item = (EventKind, NaiveDate)>,
) -> Option<NaiveDate> {
    let begins: &[EventKind] = match kind {
        DocumentKind::Assessment => &[EventKind::AssessmentBegun],
        _ => &[
            EventKind::Granted,
            EventKind::Renewed,
            EventKind::FollowedUp,
        ],
    };
    let begun = events.filter(|(kind, _)| begins.contains(kind));
    begun.map(|(_, day)| day).max()
}

/// Whether two orders have an intervention in common. One without rows says nothing of itself, and is taken for the
/// same.
pub fn share(before: &[EstimateLine], now: &[EstimateLine]) -> bool {
    let name = |line: &EstimateLine| folded(&line.intervention);
    before.is_empty()
        || now.is_empty()
        || before
            .iter()
            .any(|old| now.iter().any(|new| name(new) == name(old)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::estimate::Per;

    fn line(intervention: &str) -> EstimateLine {
        EstimateLine {
            area: "hemliv".into(),
            intervention: intervention.into(),
            minutes: 30,
            times_min: 1,
            times_max: 1,
            per: Per::Week,
            double_staffing: false,
        }
    }

    #[test]
    fn orders_are_of_the_same_help_where_they_have_an_intervention_in_common() {
        let old = [line("Städning"), line("Dusch")];
        assert!(share(&old, &[line("dusch "), line("tvätt")]));
        assert!(!share(&old, &[line("ledsagning")]));
        assert!(share(&old, &[]) && share(&[], &old));
    }

    #[test]
    fn a_round_begins_with_a_decision_or_a_follow_up() {
        let day = |d| NaiveDate::from_ymd_opt(2026, 11, d).unwrap();
        let events = [
            (EventKind::Granted, day(2)),
            (EventKind::FollowedUp, day(9)),
            (EventKind::OrderSent, day(10)),
            (EventKind::AssessmentBegun, day(12)),
        ];
        let of = |kind| begun(kind, events.iter().copied());
        assert_eq!(of(DocumentKind::Order), Some(day(9)));
        assert_eq!(of(DocumentKind::Assessment), Some(day(12)));
    }
}
