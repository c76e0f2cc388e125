//! Clocks (*frister*): what a case's rules and events make of dates.
//!
//! [`clocks`] is a pure function of rules, calendar and the case's facts; the day of today only
//! enters when a clock is asked how it stands ([`Clock::state`]).

use std::sync::Arc;

use chrono::{NaiveDate, NaiveTime};

use super::calendar::{Calendar, add_weeks};
use super::event::{Event, EventKind, Subject};
use super::rule::{Class, Rule};

mod engine;
mod explain;
mod frist;
mod own_day;

pub use engine::{clocks, clocks_into};
pub use explain::{Explanation, explain};
pub use frist::{Frist, FristError, frist};

/// What the engine has to know about a case.
#[derive(Clone, Copy, Debug)]
pub struct CaseFacts<'a> {
    /// The word of the case's type (*ärendetyp*), for example `hemtjanst`.
    pub case_type: &'a str,
    /// The events of the case that stand, in any order. For K15 to be right they must hold the last
    /// entry of the person's whole file.
    pub events: &'a [Event],
    /// What the caseworker has set on the clocks.
    pub states: &'a [ClockState],
}

/// What a caseworker has set on a clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClockState {
    /// The rule's short name.
    pub rule: String,
    /// The clock's subject; the case stands for every subject in it.
    pub subject: Subject,
    /// Paused or not applicable.
    pub kind: ClockStateKind,
}

/// The two things that can be set on a clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClockStateKind {
    /// Paused (*pausad*); without effect on a clock of statute.
    Pause {
        /// First day of the pause.
        from: NaiveDate,
        /// The planned day of return: the first day that counts again.
        until: NaiveDate,
        /// The day it ran again, where that was before the planned one.
        ended: Option<NaiveDate>,
        /// Why.
        reason: String,
    },
    /// Not applicable (*ej tillämplig*).
    NotApplicable {
        /// Why.
        reason: String,
    },
}

/// The event that started or stopped a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The day.
    pub day: NaiveDate,
    /// The time of day, where the event has one.
    pub time: Option<NaiveTime>,
    /// The event's number.
    pub event: i64,
    /// What happened.
    pub kind: EventKind,
    /// The day to answer by that the event carries (K4).
    pub until: Option<NaiveDate>,
}

impl From<&Event> for Mark {
    fn from(event: &Event) -> Mark {
        Mark {
            day: event.day,
            time: event.time,
            event: event.id,
            kind: event.kind,
            until: event.until,
        }
    }
}

/// A pause as it counts: from the start of the clock at the earliest, to the return.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pause {
    /// First day that does not count.
    pub from: NaiveDate,
    /// First day that counts again.
    pub until: NaiveDate,
    /// Why.
    pub reason: String,
}

/// How a clock stands on a day (*läge*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// *Försenad*: the due date has passed.
    Overdue,
    /// *I dag*: due today.
    Today,
    /// *Snart*: within the warning time.
    Soon,
    /// *I tid*.
    OnTime,
    /// *Pausad*.
    Paused,
    /// *Möjlig*: K14 is reached; nothing is late.
    Possible,
    /// *Klar*: stopped, or passed by itself (K6).
    Done,
    /// *Ej tillämplig*.
    NotApplicable,
}

impl State {
    /// Every state, the most urgent first.
    pub const ALL: &'static [State] = &[
        State::Overdue,
        State::Today,
        State::Soon,
        State::OnTime,
        State::Paused,
        State::Possible,
        State::Done,
        State::NotApplicable,
    ];

    /// The word in exports and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            State::Overdue => "forsenad",
            State::Today => "idag",
            State::Soon => "snart",
            State::OnTime => "i_tid",
            State::Paused => "pausad",
            State::Possible => "mojlig",
            State::Done => "klar",
            State::NotApplicable => "ej_tillamplig",
        }
    }

    /// The name that a person reads.
    pub fn name(self) -> &'static str {
        match self {
            State::Overdue => "försenad",
            State::Today => "i dag",
            State::Soon => "snart",
            State::OnTime => "i tid",
            State::Paused => "pausad",
            State::Possible => "möjlig",
            State::Done => "klar",
            State::NotApplicable => "ej tillämplig",
        }
    }

    /// The state that a word names, if any.
    pub fn from_word(word: &str) -> Option<State> {
        State::ALL
            .iter()
            .copied()
            .find(|state| state.word() == word)
    }

    /// Whether somebody still has something to wait for or to do.
    pub fn is_open(self) -> bool {
        !matches!(self, State::Done | State::NotApplicable)
    }
}

/// One clock (*frist*): a rule running, or having run, for one subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    /// The row of the rule that was in force on the day of the start.
    pub rule: Arc<Rule>,
    /// What the clock is about.
    pub subject: Subject,
    /// What started it.
    pub start: Mark,
    /// The due date before move, pause and cap.
    pub raw: NaiveDate,
    /// The due date (*förfallodag*); the clock is late from the day after.
    pub due: NaiveDate,
    /// The day on which the work should begin (K10).
    pub begin: Option<NaiveDate>,
    /// The first day on which it is *snart*.
    pub warn_from: NaiveDate,
    /// The free days that the due date was moved past, by name.
    pub moved_for: Vec<String>,
    /// The pauses that count.
    pub pauses: Vec<Pause>,
    /// The days they make, each day once.
    pub paused_days: i32,
    /// The day that caps the due date, where it does (K8).
    pub capped_by: Option<NaiveDate>,
    /// What stopped it.
    pub stopped: Option<Mark>,
    /// Why it is not applicable, where a caseworker has said so.
    pub not_applicable: Option<String>,
}

impl Clock {
    /// The class of the rule.
    pub fn class(&self) -> Class {
        self.rule.class
    }

    /// How the clock stands on a day. What is done is done whichever day is asked about.
    pub fn state(&self, today: NaiveDate) -> State {
        if self.stopped.is_some() {
            State::Done
        } else if self.not_applicable.is_some() {
            State::NotApplicable
        } else if self.rule.passes && today > self.due {
            State::Done
        } else if self.is_paused(today) {
            State::Paused
        } else if self.rule.possible {
            if today >= self.due {
                State::Possible
            } else {
                State::OnTime
            }
        } else if today > self.due {
            State::Overdue
        } else if today == self.due {
            State::Today
        } else if today >= self.warn_from {
            State::Soon
        } else {
            State::OnTime
        }
    }

    /// Whether a pause runs on the day.
    pub fn is_paused(&self, today: NaiveDate) -> bool {
        self.pauses
            .iter()
            .any(|pause| pause.from <= today && today < pause.until)
    }

    /// Calendar days left to the due date; negative when it has passed.
    pub fn days_left(&self, today: NaiveDate) -> i64 {
        (self.due - today).num_days()
    }

    /// Calendar days from the start to the stop, or to today while it runs, without the paused ones;
    /// 0 before the start.
    pub fn elapsed(&self, today: NaiveDate) -> i64 {
        let end = self.stopped.map_or(today, |stop| stop.day);
        let total = (end - self.start.day).num_days();
        (total - paused_before(&self.pauses, end)).max(0)
    }
}

/// The paused days before a day, each day once; the pauses stand in order of their first day.
fn paused_before(pauses: &[Pause], end: NaiveDate) -> i64 {
    let mut counted_to = NaiveDate::MIN;
    let mut days = 0;
    for pause in pauses {
        let from = pause.from.max(counted_to);
        let until = pause.until.min(end);
        if until > from {
            days += (until - from).num_days();
            counted_to = until;
        }
    }
    days
}

/// The clock that the list shows: the running one that is due first, by the unit's order of rules
/// where two are due the same day; else a paused one; else one that is, or will be, merely possible. Clocks that
/// are done, not applicable or hidden are never it.
pub fn nearest(clocks: &[Clock], today: NaiveDate) -> Option<&Clock> {
    clocks
        .iter()
        .filter(|clock| !clock.rule.hidden)
        .filter_map(|clock| {
            let rank = match clock.state(today) {
                // A day that only makes something possible never hides a clock that waits.
                State::OnTime if clock.rule.possible => 2,
                State::Overdue | State::Today | State::Soon | State::OnTime => 0,
                State::Paused => 1,
                State::Possible => 2,
                State::Done | State::NotApplicable => return None,
            };
            Some(((rank, clock.due, clock.rule.order), clock))
        })
        .min_by_key(|(key, _)| *key)
        .map(|(_, clock)| clock)
}

/// The due date after the move that the class asks for, and what it was moved past.
fn moved(rule: &Rule, raw: NaiveDate, calendar: &Calendar) -> (NaiveDate, Vec<String>) {
    match rule.class {
        Class::StatuteMoves => calendar.next_working_day(raw),
        Class::StatuteStands | Class::OwnPromise => (raw, Vec::new()),
    }
}

fn begin(rule: &Rule, due: NaiveDate) -> Option<NaiveDate> {
    rule.begin_weeks
        .and_then(|weeks| add_weeks(due, -i32::from(weeks)))
}

#[cfg(test)]
mod tests;
