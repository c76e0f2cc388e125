//! The provider's plan (*genomförandeplan*) as it is registered, read and waited for.

use chrono::NaiveDate;

use super::coverage::{OrderLine, PlanLine};
use super::estimate::{EstimateLine, Factor};
use super::person::words;

words! {
    /// Yes, partly or no.
    Answer {
        /// Yes.
        Yes = "ja", "ja";
        /// Partly.
        Partly = "delvis", "delvis";
        /// No.
        No = "nej", "nej";
    }
}

words! {
    /// What reading the plan against the order came to.
    Outcome {
        /// Accepted.
        Accepted = "godkand", "godkänd";
        /// Accepted, with a remark to the provider.
        WithRemark = "med_anmarkning", "godkänd med anmärkning";
        /// Returned to the provider, with reasons.
        Returned = "returnerad", "returnerad";
    }
}

words! {
    /// A rung of the ladder when no plan comes (inspection of Östermalm 2019).
    Rung {
        /// The provider was asked for it.
        Asked = "tillfragad", "Utföraren tillfrågad";
        /// Brought to the meeting with the provider.
        Meeting = "avstamning", "Upp på avstämningsmötet";
        /// The manager contacted the provider.
        Manager = "chef", "Chef kontaktade utföraren";
        /// Head of department, for the municipality's own provider.
        Head = "avdelningschef", "Till avdelningschefen";
        /// Contract manager, for a private provider.
        Contract = "avtalshandlaggare", "Till avtalshandläggaren";
    }
}

impl Rung {
    /// The ladder for a provider, from the first rung to the last.
    pub fn ladder(private: bool) -> [Rung; 4] {
        let last = if private { Rung::Contract } else { Rung::Head };
        [Rung::Asked, Rung::Meeting, Rung::Manager, last]
    }

    /// The rung after the highest that has been taken; the last one again when all have.
    pub fn next(taken: impl Iterator<Item = Rung>, private: bool) -> Rung {
        let ladder = Rung::ladder(private);
        let last = |rung: Rung| matches!(rung, Rung::Head | Rung::Contract);
        let highest = taken
            .filter_map(|rung| {
                ladder
                    .iter()
                    .position(|known| *known == rung || (last(*known) && last(rung)))
            })
            .max();
        let at = highest.map_or(0, |at| (at + 1).min(ladder.len() - 1));
        ladder.get(at).copied().unwrap_or(Rung::Asked)
    }
}

/// A plan that has come, to be registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPlan {
    /// The case.
    pub case: i64,
    /// The order it answers.
    pub order: i64,
    /// The day it came.
    pub received: NaiveDate,
    /// Whether the provider has understood goal and purpose.
    pub goal_understood: Option<Answer>,
    /// Whether the person took part.
    pub took_part: Option<Answer>,
    /// The day the person signed it.
    pub signed_on: Option<NaiveDate>,
    /// What it plans.
    pub lines: Vec<PlanLine>,
}

/// An order with what followed on it.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderFacts {
    /// The order. One that was replaced by a later document keeps this number.
    pub id: i64,
    /// The document in force.
    pub document: i64,
    /// The provider's name.
    pub provider: String,
    /// Whether the provider is private.
    pub private: bool,
    /// The day it was sent.
    pub sent: NaiveDate,
    /// The day the provider confirmed it.
    pub confirmed: Option<NaiveDate>,
    /// The day one to another provider took its place, if one has: nothing more is waited for.
    pub replaced: Option<NaiveDate>,
    /// Whether it was written in a hurry and is to be completed.
    pub complete_later: bool,
    /// The rows of the estimate.
    pub estimate: Vec<EstimateLine>,
    /// The factors the estimate was made with.
    pub factor: Factor,
    /// The plans that have come, the latest first.
    pub plans: Vec<Plan>,
    /// The reminders, the first first.
    pub reminders: Vec<Reminder>,
}

impl OrderFacts {
    /// The order's lines with their time a month.
    pub fn lines(&self) -> Vec<OrderLine> {
        self.estimate
            .iter()
            .map(|line| OrderLine {
                area: line.area.clone(),
                intervention: line.intervention.clone(),
                minutes_per_month: Some(self.factor.line(line).rounded_minutes()),
            })
            .collect()
    }

    /// The day the plan is counted from: the confirmation, until that comes the day it was sent.
    pub fn counted_from(&self) -> NaiveDate {
        self.confirmed.unwrap_or(self.sent)
    }

    /// Whether a plan is waited for: none has come, or the latest was returned. What went to another
    /// provider is waited for no more.
    pub fn awaits_plan(&self) -> bool {
        self.replaced.is_none()
            && self
                .plans
                .first()
                .is_none_or(|plan| plan.outcome == Some(Outcome::Returned))
    }

    /// Whether the provider has neither confirmed it nor sent a plan.
    pub fn awaits_confirmation(&self) -> bool {
        self.replaced.is_none() && self.confirmed.is_none() && self.plans.is_empty()
    }

    /// "Fältens hemtjänst", or what is said when no provider is named.
    pub fn provider_name(&self) -> &str {
        if self.provider.is_empty() {
            "utföraren"
        } else {
            &self.provider
        }
    }

    /// The day the wait began: the return of the latest plan, otherwise where the plan is counted from.
    pub fn waits_from(&self) -> NaiveDate {
        self.after_return(self.plans.first())
    }

    /// The day a plan that has come is counted from: the return of the plan before it, otherwise the order.
    pub fn counted_for(&self, plan: i64) -> NaiveDate {
        let mut from = self.plans.iter().skip_while(|known| known.id != plan);
        self.after_return(from.nth(1))
    }

    fn after_return(&self, plan: Option<&Plan>) -> NaiveDate {
        plan.filter(|plan| plan.outcome == Some(Outcome::Returned))
            .and_then(|plan| plan.outcome_on)
            .unwrap_or_else(|| self.counted_from())
    }

    /// The reminders of this wait: after a plan was returned the ladder begins anew.
    pub fn taken(&self) -> impl Iterator<Item = &Reminder> {
        let from = self.waits_from();
        self.reminders
            .iter()
            .filter(move |r| r.day >= from && r.withdrawn.is_none())
    }

    /// Why no rung can be taken on a day, if so: one at a time, and the provider has the day to answer.
    ///
    /// # Errors
    /// The rung that was taken then or later.
    pub fn may_climb(&self, day: NaiveDate) -> Result<(), &Reminder> {
        match self.taken().filter(|taken| taken.day >= day).last() {
            Some(taken) => Err(taken),
            None => Ok(()),
        }
    }

    /// The rung that is proposed next.
    pub fn next_rung(&self) -> Rung {
        Rung::next(self.taken().map(|r| r.rung), self.private)
    }

    /// The same as what is to be done.
    pub fn next_deed(&self) -> &'static str {
        let next = self.next_rung();
        let again = self.taken().any(|taken| taken.rung == next);
        match next {
            Rung::Asked if self.awaits_confirmation() => "fråga utföraren om beställningen",
            Rung::Asked => "fråga utföraren efter planen",
            Rung::Meeting if self.awaits_confirmation() => {
                "ta upp beställningen på avstämningsmötet"
            }
            Rung::Meeting => "ta upp planen på avstämningsmötet",
            Rung::Manager => "låt chefen kontakta utföraren",
            Rung::Head if again => "påminn avdelningschefen igen",
            Rung::Head => "lämna till avdelningschefen",
            Rung::Contract if again => "påminn avtalshandläggaren igen",
            Rung::Contract => "lämna till avtalshandläggaren",
        }
    }
}

/// A plan that is registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The plan.
    pub id: i64,
    /// The day it came.
    pub received: NaiveDate,
    /// Whether the provider has understood goal and purpose.
    pub goal_understood: Option<Answer>,
    /// Whether the person took part.
    pub took_part: Option<Answer>,
    /// The day the person signed it.
    pub signed_on: Option<NaiveDate>,
    /// What the reading came to; nothing until it is read.
    pub outcome: Option<Outcome>,
    /// The day of the outcome.
    pub outcome_on: Option<NaiveDate>,
    /// Remark or reasons.
    pub reason: String,
    /// What it plans.
    pub lines: Vec<PlanLine>,
}

/// A rung that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// Which.
    pub rung: Rung,
    /// When.
    pub day: NaiveDate,
    /// A few words.
    pub note: String,
    /// By whom.
    pub by: String,
    /// The day it was taken back, if it was: it then counts no more.
    pub withdrawn: Option<NaiveDate>,
}

/// A plan's lines from text: one on each row, or several with "/" or ";" between, each with its time a
/// month last: "hygien 24 h / måltider 22,5 h / tvätt 90 min / tillsyn".
///
/// # Errors
/// The first line that cannot be read, with what is wrong.
pub fn read_lines(text: &str) -> Result<Vec<PlanLine>, String> {
    text.split(['\n', '/', ';'])
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(read_line)
        .collect()
}

fn read_line(line: &str) -> Result<PlanLine, String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let (intervention, minutes) = match words.as_slice() {
        [what @ .., number, unit] if unit_minutes(unit).is_some() && starts_digit(number) => {
            (what, Some(time(line, number, unit)?))
        }
        // "24h" written together.
        [what @ .., last] if starts_digit(last) => {
            let at = last.find(|c: char| c.is_alphabetic()).unwrap_or(last.len());
            let (number, unit) = last.split_at(at);
            if unit_minutes(unit).is_none() {
                return Err(format!(
                    "”{line}”: skriv tiden per månad med h eller min, som 24 h"
                ));
            }
            (what, Some(time(line, number, unit)?))
        }
        what => (what, None),
    };
    if intervention.is_empty() {
        return Err(format!("”{line}” saknar insats"));
    }
    Ok(PlanLine {
        area: String::new(),
        intervention: intervention.join(" "),
        minutes_per_month: minutes,
    })
}

fn starts_digit(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

/// How many minutes one of the unit is.
fn unit_minutes(unit: &str) -> Option<u64> {
    match unit.trim_end_matches('.').to_lowercase().as_str() {
        "h" | "t" | "tim" | "timmar" | "timme" => Some(60),
        "m" | "min" | "minuter" => Some(1),
        _ => None,
    }
}

/// "22,5" and "h" as whole minutes, rounded half up.
fn time(line: &str, number: &str, unit: &str) -> Result<u64, String> {
    let wrong = || format!("”{line}”: {number} är ingen tid; skriv som 24 h eller 22,5 h");
    let of = unit_minutes(unit).ok_or_else(wrong)?;
    let (whole, part) = number.split_once([',', '.']).unwrap_or((number, ""));
    if part.len() > 2 || whole.len() > 5 {
        return Err(wrong());
    }
    let whole: u64 = whole.parse().map_err(|_| wrong())?;
    let hundredths: u64 = match part.len() {
        0 => 0,
        1 => part.parse::<u64>().map_err(|_| wrong())? * 10,
        _ => part.parse().map_err(|_| wrong())?,
    };
    Ok((whole * 100 * of + hundredths * of + 50) / 100)
}

/// Minutes a month as hours: "24 h", "22,5 h".
pub fn hours(minutes: u64) -> String {
    let tenths = (minutes * 10 + 30) / 60;
    match tenths % 10 {
        0 => format!("{} h", tenths / 10),
        part => format!("{},{part} h", tenths / 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_from_what_a_provider_writes() {
        let lines = read_lines(
            "hygien och klädsel 24 h / måltider 22,5 h\ntvätt 90 min; tillsyn\ndusch 5,75tim\n",
        )
        .unwrap();
        let told: Vec<_> = lines
            .iter()
            .map(|l| (l.intervention.as_str(), l.minutes_per_month))
            .collect();
        assert_eq!(
            told,
            [
                ("hygien och klädsel", Some(1440)),
                ("måltider", Some(1350)),
                ("tvätt", Some(90)),
                ("tillsyn", None),
                ("dusch", Some(345)),
            ]
        );
        assert_eq!(read_lines("24 h").unwrap_err(), "”24 h” saknar insats");
        assert_eq!(
            read_lines("tvätt 24").unwrap_err(),
            "”tvätt 24”: skriv tiden per månad med h eller min, som 24 h"
        );
        assert_eq!(
            read_lines("tvätt 2,3,4 h").unwrap_err(),
            "”tvätt 2,3,4 h”: 2,3,4 är ingen tid; skriv som 24 h eller 22,5 h"
        );
        assert_eq!(hours(1350), "22,5 h");
        assert_eq!(hours(1440), "24 h");
    }

    #[test]
    fn the_ladder_goes_up_a_rung_at_a_time_and_ends_by_the_kind_of_provider() {
        let next = |taken: &[Rung], private| Rung::next(taken.iter().copied(), private);
        assert_eq!(next(&[], false), Rung::Asked);
        assert_eq!(next(&[Rung::Asked], false), Rung::Meeting);
        assert_eq!(next(&[Rung::Asked, Rung::Meeting], false), Rung::Manager);
        assert_eq!(next(&[Rung::Manager], false), Rung::Head);
        assert_eq!(next(&[Rung::Manager], true), Rung::Contract);
        assert_eq!(next(&[Rung::Head], false), Rung::Head);
        assert_eq!(next(&[Rung::Contract], true), Rung::Contract);
    }
}
