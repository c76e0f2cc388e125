//! What already runs for the person beside a decision: what ends with it, what goes on and what is asked about.

use super::{Item, Running, RunningHours};
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

    /// What runs of the same kind without known hours, where this is granted by the hour: it is asked how many
    /// they are, for they are never taken for none.
    pub fn asks_hours_of<'a>(&self, kind: &str, running: &'a [Running]) -> Vec<&'a Running> {
        let by_hour = self.outcome.grants() && self.minutes.is_some();
        let asked = |old: &&Running| by_hour && old.kind == kind && old.minutes.is_none();
        running.iter().filter(asked).collect()
    }

    /// What is told of the hours of something that runs.
    pub fn hours_of(&self, old: &Running) -> RunningHours {
        let own = self.hours_of_each.get(&old.key());
        own.copied().unwrap_or(self.running_hours)
    }

    /// Each of these, by the field where it is asked about.
    pub fn hours_fields<'a>(
        &self,
        kind: &str,
        running: &'a [Running],
    ) -> Vec<(String, &'a Running)> {
        let unknown = self.asks_hours_of(kind, running);
        let alone = unknown.len() == 1;
        let field = |old: &'a Running| (old.hours_field(self.number, alone), old);
        unknown.into_iter().map(field).collect()
    }

    /// Whether the running measure, which ends with this, would have gone on longer by itself: what is granted
    /// until further notice is only limited in time on one of the grounds (FL 37 §).
    fn shortens(&self, old: &Running) -> bool {
        self.outcome.grants()
            && self
                .to
                .is_some_and(|to| old.to.is_none_or(|last| to < last))
    }

    /// The running measure that this item makes less of, if any: it ends with a refusal, or is granted anew
    /// with fewer hours or for a shorter time. Newest first; what is surely lessened before what may be.
    pub fn lessens<'a>(&self, kind: &str, running: &'a [Running]) -> Option<Lessened<'a>> {
        let told = |old: &Running| match (old.minutes, self.hours_of(old)) {
            (None, RunningHours::Told(minutes)) => Some(minutes),
            (minutes, _) => minutes,
        };
        let surely = |old: &&Running| match (self.outcome.grants(), self.minutes, told(old)) {
            (false, ..) => true,
            (true, Some(new), Some(old)) => new < old,
            _ => false,
        };
        // While nothing is answered the hours are what is missing, and the ground is asked about after them.
        let maybe = |old: &&Running| match (self.minutes, told(old)) {
            (Some(_), None) => self.hours_of(old) == RunningHours::Unknown,
            (None, Some(_)) => true,
            _ => false,
        };
        let ended = self.ends(kind, running);
        let found = |old: &&'a Running, known| Lessened {
            old,
            known,
            hours: !known || surely(old),
        };
        let sure = ended.iter().find(|old| surely(old) || self.shortens(old));
        sure.map(|old| found(old, true)).or_else(|| {
            let unsure = ended.iter().find(|old| maybe(old));
            unsure.map(|old| found(old, false))
        })
    }
}

/// A running measure that a decision makes less of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lessened<'a> {
    /// What runs.
    pub old: &'a Running,
    /// Whether it is known to be less; else hours are missing on one side, and it may be.
    pub known: bool,
    /// Whether it is the hours or all of it; else the time it goes on.
    pub hours: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::delegation::Outcome;
    use crate::core::event::Subject;
    use chrono::NaiveDate;
    use std::collections::BTreeMap;

    fn runs(measure: i64, here: bool, hours: u64) -> Running {
        Running {
            subject: Subject::Measure(measure),
            case: i64::from(!here),
            case_number: String::new(),
            here,
            kind: "hemtjanst".into(),
            intervention: "Hemtjänst".into(),
            minutes: Some(hours * 60),
            decided: NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(),
            to: None,
            told: None,
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
            running_hours: RunningHours::Unasked,
            hours_of_each: BTreeMap::new(),
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
    fn an_end_to_what_went_on_longer_is_to_the_persons_detriment() {
        let day = |text: &str| text.parse::<NaiveDate>().ok();
        let mut old = runs(1, true, 80);
        let mut new = item(Outcome::Granted, Some(6000));
        for (before, now, less) in [
            (None, None, false),
            (None, day("2027-06-30"), true),
            (day("2027-03-31"), day("2027-06-30"), false),
            (day("2027-06-30"), day("2027-03-31"), true),
            (day("2027-03-31"), None, false),
        ] {
            (old.to, new.to) = (before, now);
            let running = [old.clone()];
            let found = new.lessens("hemtjanst", &running);
            assert_eq!(found.is_some(), less, "{before:?} {now:?}");
            assert!(found.is_none_or(|less| less.known && !less.hours));
        }
        // What runs elsewhere and goes on is not touched.
        (old.here, old.to, new.to) = (false, None, day("2027-06-30"));
        assert!(new.lessens("hemtjanst", &[old]).is_none());
    }

    #[test]
    fn hours_that_are_not_known_are_asked_about_and_never_taken_for_none() {
        let mut old = runs(1, true, 0);
        old.minutes = None;
        let running = [old, runs(2, true, 80)];
        let mut new = item(Outcome::Granted, Some(2400));
        assert_eq!(new.asks_hours_of("hemtjanst", &running).len(), 1);
        assert!(new.asks_hours_of("ledsagning", &running).is_empty());
        let less = |item: &Item| {
            let found = item.lessens("hemtjanst", &running[..1]);
            found.map(|less| less.known)
        };
        assert_eq!(less(&new), None);
        for (told, said) in [
            (RunningHours::Unknown, Some(false)),
            (RunningHours::Told(2401), Some(true)),
            (RunningHours::Told(2400), None),
        ] {
            new.running_hours = told;
            assert_eq!(less(&new), said, "{told:?}");
        }
        // What is surely less goes before what may be.
        new.running_hours = RunningHours::Unknown;
        assert!(new.lessens("hemtjanst", &running).unwrap().known);
        // Without hours on either side it is help without hours.
        let mut bare = item(Outcome::Granted, None);
        assert_eq!(less(&bare), None);
        assert!(bare.asks_hours_of("hemtjanst", &running).is_empty());
        assert!(!bare.lessens("hemtjanst", &running[1..]).unwrap().known);
        bare.outcome = Outcome::Refused;
        bare.ends_running = true;
        assert_eq!(less(&bare), Some(true));
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
        let of =
            |found: Vec<&Running>| found.iter().map(|old| old.subject.id()).collect::<Vec<_>>();
        assert_eq!(of(new.ends("hemtjanst", &running)), [1]);
        assert_eq!(of(new.asks_about("hemtjanst", &running)), [2]);
        new.ends_running = true;
        assert_eq!(of(new.ends("hemtjanst", &running)), [2, 1]);
        assert!(new.ends("ledsagning", &running[..1]).is_empty());
    }
}
