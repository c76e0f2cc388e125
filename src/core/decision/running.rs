//! What already runs for the person beside a decision: what ends with it, what goes on and what is asked about.

use super::{Item, Running};
use crate::core::delegation::{DelegationOrder, folded};

/// What an intervention is counted as: the same word for all that share a limit in the order, and for what
/// takes the place of the other.
pub fn kind_of(order: Option<&DelegationOrder>, case_type: &str, intervention: &str) -> String {
    match order {
        Some(order) => order.subject_key(case_type, intervention),
        None => folded(intervention),
    }
}

impl Item {
    /// Whether the running measure ends with this without anybody saying so: it is granted anew, in the same
    /// case and under the same name.
    fn replaces(&self, old: &Running) -> bool {
        let same = folded(&old.intervention) == folded(&self.intervention);
        self.outcome.grants() && old.here && same
    }

    /// What runs of the same kind and neither ends by itself nor goes on of course: it is asked about.
    /// `kind` is the item's own.
    pub fn asks_about<'a>(&self, kind: &str, running: &'a [Running]) -> Vec<&'a Running> {
        let asked = |old: &&Running| old.kind == kind && !self.replaces(old);
        running.iter().filter(asked).collect()
    }

    /// The running measure of the case whose renewal this refuses: one of the same name. A refusal of something
    /// else, or of more, says nothing of what runs.
    pub fn refuses_anew<'a>(&self, running: &'a [Running]) -> Option<&'a Running> {
        let name = folded(&self.intervention);
        let same = |old: &&Running| old.here && folded(&old.intervention) == name;
        running.iter().filter(|_| !self.outcome.grants()).find(same)
    }

    /// The running measures that end with this item.
    pub fn ends<'a>(&self, kind: &str, running: &'a [Running]) -> Vec<&'a Running> {
        let ends = |old: &&Running| self.replaces(old) || (self.ends_running && old.kind == kind);
        running.iter().filter(ends).collect()
    }

    /// The running measure that this item makes less of, if any: it ends with a refusal, or is granted anew
    /// with fewer hours. Newest first.
    pub fn lessens<'a>(&self, kind: &str, running: &'a [Running]) -> Option<&'a Running> {
        let less = |old: &Running| match (self.outcome.grants(), self.minutes, old.minutes) {
            (false, ..) => true,
            (true, Some(new), Some(old)) => new < old,
            _ => false,
        };
        let ended = self.ends(kind, running);
        ended.into_iter().find(|old| less(old))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::delegation::Outcome;
    use chrono::NaiveDate;

    fn runs(measure: i64, here: bool, hours: u64) -> Running {
        Running {
            measure,
            case: i64::from(!here),
            case_number: String::new(),
            here,
            kind: "hemtjanst".into(),
            intervention: "Hemtjänst".into(),
            minutes: Some(hours * 60),
            decided: NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(),
            to: None,
        }
    }

    fn item(outcome: Outcome, minutes: Option<u64>) -> Item {
        Item {
            number: 1,
            intervention: "hemtjänst".into(),
            outcome,
            basis: String::new(),
            from: NaiveDate::from_ymd_opt(2026, 12, 1),
            to: None,
            minutes,
            ends_running: false,
        }
    }

    #[test]
    fn fewer_hours_and_what_a_refusal_ends_are_to_the_persons_detriment() {
        let running = [runs(1, true, 80)];
        let less = |item: &Item| item.lessens("hemtjanst", &running).is_some();
        assert!(less(&item(Outcome::Granted, Some(4799))));
        assert!(!less(&item(Outcome::Granted, Some(4800))));
        // More was applied for and refused: what runs goes on, unless it is said to end.
        let mut refused = item(Outcome::Refused, None);
        assert!(!less(&refused));
        assert_eq!(refused.asks_about("hemtjanst", &running).len(), 1);
        refused.ends_running = true;
        assert!(less(&refused));
    }

    #[test]
    fn a_refusal_is_of_the_measure_that_bears_its_name_and_of_no_other() {
        let (here, elsewhere) = ([runs(1, true, 80)], [runs(1, false, 80)]);
        let refused = item(Outcome::Refused, None);
        assert!(refused.refuses_anew(&here).is_some());
        assert!(refused.refuses_anew(&elsewhere).is_none());
        assert!(item(Outcome::Granted, None).refuses_anew(&here).is_none());
        let other = Item {
            intervention: "Dusch".into(),
            ..refused
        };
        assert!(other.refuses_anew(&here).is_none());
    }

    #[test]
    fn what_is_granted_anew_in_its_case_ends_and_what_runs_elsewhere_is_asked_about() {
        let running = [runs(2, false, 60), runs(1, true, 60)];
        let mut new = item(Outcome::Granted, Some(2400));
        let of = |found: Vec<&Running>| found.iter().map(|old| old.measure).collect::<Vec<_>>();
        assert_eq!(of(new.ends("hemtjanst", &running)), [1]);
        assert_eq!(of(new.asks_about("hemtjanst", &running)), [2]);
        new.ends_running = true;
        assert_eq!(of(new.ends("hemtjanst", &running)), [2, 1]);
        assert!(new.ends("ledsagning", &running[..1]).is_empty());
    }
}
