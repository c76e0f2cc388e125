//! What a caseworker has before them (*i dag*): every open clock, booked visits and cases that have gone
//! quiet, by when they call for something.

use chrono::{Datelike, Days, NaiveDate, NaiveTime};

use super::deadline::State;
use super::event::{EventKind, Subject};
use super::person::Protection;
use super::rule::Rule;

/// Something in the agenda.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgendaRow {
    /// The case; none for a visit that belongs to the person alone.
    pub case: Option<i64>,
    /// The case's number.
    pub case_number: String,
    /// The case's type, as a word.
    pub case_type: String,
    /// The person.
    pub person: i64,
    /// Family name.
    pub family_name: String,
    /// Given name.
    pub given_name: String,
    /// Birth date.
    pub birth_date: Option<NaiveDate>,
    /// Protected identity, if any.
    pub protection: Option<Protection>,
    /// Whose it is.
    pub owner: i64,
    /// Their name.
    pub caseworker: String,
    /// What it is.
    pub what: Thing,
}

/// What calls for something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Thing {
    /// An open clock.
    Clock {
        /// Rule id.
        rule: String,
        /// What to do, as the list says it.
        action: String,
        /// Whom it waits for, where it is somebody else's turn.
        waits_for: Option<&'static str>,
        /// Whether it is the end of a decision that must be tried anew.
        renewal: bool,
        /// What the clock is about.
        subject: Subject,
        /// The day it started.
        start: NaiveDate,
        /// Due date.
        due: NaiveDate,
        /// The day a paused clock runs again.
        paused_until: Option<NaiveDate>,
        /// How it stands today.
        state: State,
    },
    /// A booked visit.
    Visit {
        /// The day.
        day: NaiveDate,
        /// The time.
        time: Option<NaiveTime>,
        /// Where and why.
        about: String,
    },
    /// A proposal of another's that is the user's to decide.
    ToDecide {
        /// What is proposed: "Hemtjänst, bifall".
        proposed: String,
        /// Since when it waits.
        since: NaiveDate,
    },
    /// A proposal that waits for the one who may decide.
    Proposed {
        /// Who may, by name.
        deciders: Vec<String>,
        /// Since when it waits.
        since: NaiveDate,
    },
    /// A proposal that came back to be changed.
    Returned {
        /// Who returned it.
        by: String,
        /// When.
        day: NaiveDate,
        /// Why.
        comment: String,
    },
    /// Nothing has been written for long.
    Quiet {
        /// The day of the last word; the day it was received, where nothing was written.
        last: NaiveDate,
        /// The unit's bound, in days.
        limit: u16,
    },
}

/// When something calls (*grupp*), in the order it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// Due before today.
    Overdue,
    /// Due today, or returned to be changed.
    Today,
    /// Proposals that wait for the user's decision (*att besluta*).
    ToDecide,
    /// Due tomorrow.
    Tomorrow,
    /// Due later this week.
    ThisWeek,
    /// Due next week.
    NextWeek,
    /// A pause that ends within two weeks.
    Returns,
    /// Somebody else's turn.
    Waiting,
    /// Due later, or only possible.
    Later,
    /// Open, and nothing written for long.
    Quiet,
}

impl Group {
    /// The heading.
    pub fn name(self) -> &'static str {
        match self {
            Group::Overdue => "Försenat",
            Group::Today => "I dag",
            Group::ToDecide => "Att besluta",
            Group::Tomorrow => "I morgon",
            Group::ThisWeek => "Den här veckan",
            Group::NextWeek => "Nästa vecka",
            Group::Returns => "Tillbaka från paus",
            Group::Waiting => "Väntar på andra",
            Group::Later => "Längre fram",
            Group::Quiet => "Tysta ärenden",
        }
    }
}

/// Monday of the week that a day lies in.
pub fn monday(day: NaiveDate) -> NaiveDate {
    day - Days::new(u64::from(day.weekday().num_days_from_monday()))
}

/// The group of a day that is not behind.
fn by_day(day: NaiveDate, today: NaiveDate) -> Group {
    let weeks = (monday(day) - monday(today)).num_weeks();
    match (day - today).num_days() {
        ..0 => Group::Overdue,
        0 => Group::Today,
        1 => Group::Tomorrow,
        _ if weeks == 0 => Group::ThisWeek,
        _ if weeks == 1 => Group::NextWeek,
        _ => Group::Later,
    }
}

/// Whom a rule waits for, where nothing can be done before somebody else has acted.
pub fn waits_for(rule: &Rule) -> Option<&'static str> {
    let stopped_by = |kind: EventKind| rule.stops.has(kind);
    if stopped_by(EventKind::ReplyReceived) {
        Some("den enskilde")
    } else if stopped_by(EventKind::PlanReceived) {
        Some("utföraren")
    } else if rule.passes {
        Some("överklagandetiden")
    } else {
        None
    }
}

impl AgendaRow {
    /// The group it belongs to on a day.
    pub fn group(&self, today: NaiveDate) -> Group {
        match &self.what {
            Thing::Visit { day, .. } => by_day(*day, today),
            Thing::ToDecide { .. } => Group::ToDecide,
            Thing::Proposed { .. } => Group::Waiting,
            Thing::Returned { .. } => Group::Today,
            Thing::Quiet { .. } => Group::Quiet,
            Thing::Clock {
                due,
                state,
                waits_for,
                paused_until,
                ..
            } => match state {
                State::Paused => match paused_until {
                    Some(day) if (*day - today).num_days() <= 14 => Group::Returns,
                    _ => Group::Waiting,
                },
                State::Overdue => Group::Overdue,
                State::Today => Group::Today,
                State::Possible => Group::Later,
                _ if waits_for.is_some() => Group::Waiting,
                _ => by_day(*due, today),
            },
        }
    }

    /// The day it is about.
    pub fn day(&self) -> NaiveDate {
        match &self.what {
            Thing::Clock {
                paused_until: Some(day),
                state: State::Paused,
                ..
            } => *day,
            Thing::Clock { due, .. } => *due,
            Thing::Visit { day, .. } => *day,
            Thing::ToDecide { since, .. } | Thing::Proposed { since, .. } => *since,
            Thing::Returned { day, .. } => *day,
            Thing::Quiet { last, .. } => *last,
        }
    }

    /// The day it stands on in a week's calendar: due dates of what runs, and visits.
    pub fn calendar_day(&self) -> Option<NaiveDate> {
        match &self.what {
            Thing::Clock { state, due, .. } => {
                (!matches!(state, State::Paused | State::Possible)).then_some(*due)
            }
            Thing::Visit { day, .. } => Some(*day),
            Thing::ToDecide { .. }
            | Thing::Proposed { .. }
            | Thing::Returned { .. }
            | Thing::Quiet { .. } => None,
        }
    }

    /// A key that stays the same when the agenda is read again.
    pub fn key(&self) -> String {
        match &self.what {
            Thing::Clock {
                rule,
                subject,
                start,
                ..
            } => format!(
                "{} {rule} {}{} {start}",
                self.case_number,
                subject.word(),
                subject.id()
            ),
            Thing::Visit { day, time, about } => {
                format!("{} besök {day} {time:?} {about}", self.person)
            }
            Thing::ToDecide { .. } | Thing::Proposed { .. } | Thing::Returned { .. } => {
                format!("{} förslag", self.case_number)
            }
            Thing::Quiet { .. } => format!("{} tyst", self.case_number),
        }
    }

    /// Where it stands: by group, a decision that has run out first among the late, then by day and
    /// time. Of the quiet cases the longest silent stands first.
    pub fn order(&self, today: NaiveDate) -> (Group, bool, NaiveDate, Option<NaiveTime>, String) {
        let group = self.group(today);
        let run_out = matches!(&self.what, Thing::Clock { renewal: true, .. });
        let time = match &self.what {
            Thing::Visit { time, .. } => *time,
            _ => None,
        };
        (
            group,
            !(run_out && group == Group::Overdue),
            self.day(),
            time,
            self.case_number.clone(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn days_fall_into_this_week_and_the_next() {
        let thursday = day("2026-11-26");
        let group = |text: &str| by_day(day(text), thursday);
        assert_eq!(group("2026-11-25"), Group::Overdue);
        assert_eq!(group("2026-11-26"), Group::Today);
        assert_eq!(group("2026-11-27"), Group::Tomorrow);
        assert_eq!(group("2026-11-29"), Group::ThisWeek);
        assert_eq!(group("2026-11-30"), Group::NextWeek);
        assert_eq!(group("2026-12-06"), Group::NextWeek);
        assert_eq!(group("2026-12-07"), Group::Later);
        // On a Sunday, Monday is tomorrow and the week after it the next.
        assert_eq!(
            by_day(day("2026-11-30"), day("2026-11-29")),
            Group::Tomorrow
        );
        assert_eq!(
            by_day(day("2026-12-01"), day("2026-11-29")),
            Group::NextWeek
        );
        // Over the turn of the year.
        assert_eq!(
            by_day(day("2027-01-02"), day("2026-12-28")),
            Group::ThisWeek
        );
    }
}
