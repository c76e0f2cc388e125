//! A deadline rule (*regel för frist*) as a value, and a unit's set of them. Rules are written in TOML
//! and read by `unit::rules`; here they only have to be used.

use std::fmt;

use chrono::{NaiveDate, NaiveTime};

use super::calendar::Calendar;
use super::event::{EventKind, Subject};

mod set;

pub use set::{RuleRows, RuleSet};

/// A set of event kinds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kinds(u128);

// One bit a kind.
const _: () = assert!(EventKind::ALL.len() <= 128);

impl Kinds {
    /// The set with one more kind.
    #[must_use]
    pub const fn with(self, kind: EventKind) -> Kinds {
        Kinds(self.0 | 1 << (kind as u32))
    }

    /// Whether the kind is in the set.
    pub const fn has(self, kind: EventKind) -> bool {
        self.0 & (1 << (kind as u32)) != 0
    }

    /// Whether the sets share a kind.
    pub const fn meets(self, other: Kinds) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets as one.
    #[must_use]
    pub const fn union(self, other: Kinds) -> Kinds {
        Kinds(self.0 | other.0)
    }
}

impl FromIterator<EventKind> for Kinds {
    fn from_iter<I: IntoIterator<Item = EventKind>>(kinds: I) -> Kinds {
        kinds.into_iter().fold(Kinds::default(), Kinds::with)
    }
}

/// How long a clock runs (*längd*).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// Calendar days; the day of the start is not counted.
    Days(u16),
    /// Working days (*arbetsdagar*); eves count as free.
    WorkingDays(u16),
    /// Weeks, to the same weekday.
    Weeks(u16),
    /// Months, to the same number or the month's last day. Source: lag (1930:173) 1 §.
    Months(u16),
    /// No time of its own: the due date is the day of the event (K10).
    OwnDay,
}

impl Length {
    /// Whether it is a month or more: such clocks warn earlier.
    pub fn is_long(self) -> bool {
        match self {
            Length::Days(n) => n >= 30,
            Length::WorkingDays(n) => n >= 22,
            Length::Weeks(n) => n >= 5,
            Length::Months(_) => true,
            Length::OwnDay => false,
        }
    }

    /// The day this long after `start`; `None` beyond the calendar's end.
    pub fn after(self, start: NaiveDate, calendar: &Calendar) -> Option<NaiveDate> {
        use super::calendar::{add_days, add_months, add_weeks};
        match self {
            Length::Days(n) => add_days(start, n.into()),
            Length::WorkingDays(n) => calendar.add_working_days(start, n.into()),
            Length::Weeks(n) => add_weeks(start, n.into()),
            Length::Months(n) => add_months(start, n.into()),
            Length::OwnDay => Some(start),
        }
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (n, one, many) = match self {
            Length::Days(n) => (*n, "dag", "dagar"),
            Length::WorkingDays(n) => (*n, "arbetsdag", "arbetsdagar"),
            Length::Weeks(n) => (*n, "vecka", "veckor"),
            Length::Months(n) => (*n, "månad", "månader"),
            Length::OwnDay => return f.write_str("dagen själv"),
        };
        write!(f, "{n} {}", if n == 1 { one } else { many })
    }
}

/// What a clock's date rests on (*klass*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// Statute; a last day that is not a working day moves to the next. Never paused.
    StatuteMoves,
    /// Statute; the date stands as it falls. Never paused.
    StatuteStands,
    /// The unit's own promise; stands as it falls, may be paused.
    OwnPromise,
}

impl Class {
    /// The word in the rule file.
    pub fn word(self) -> &'static str {
        match self {
            Class::StatuteMoves => "lag_flyttas",
            Class::StatuteStands => "lag_star",
            Class::OwnPromise => "eget_lofte",
        }
    }

    /// What a person reads.
    pub fn name(self) -> &'static str {
        match self {
            Class::StatuteMoves => "lagens tid (flyttas till nästa vardag)",
            Class::StatuteStands => "lagens tid (flyttas inte för helg)",
            Class::OwnPromise => "enhetens löfte (flyttas inte för helg)",
        }
    }

    /// Whether a clock of the class may be paused.
    pub fn may_pause(self) -> bool {
        self == Class::OwnPromise
    }
}

/// What a rule keeps one clock for each of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Per {
    /// The case.
    Case,
    /// Each measure.
    Measure,
    /// Each recipient.
    Recipient,
    /// Each order.
    Order,
    /// The person's file.
    File,
    /// Each complaint, view or praise.
    Feedback,
}

impl Per {
    /// The word in the rule file.
    pub fn word(self) -> &'static str {
        match self {
            Per::Case => "arende",
            Per::Measure => "insats",
            Per::Recipient => "mottagare",
            Per::Order => "bestallning",
            Per::File => "akt",
            Per::Feedback => "synpunkt",
        }
    }

    /// The subject whose clock an event on `subject` belongs to: itself where it is of this kind, else
    /// the case as a whole.
    pub fn key(self, subject: Subject) -> Subject {
        match (self, subject) {
            (Per::File, _) => Subject::File,
            (Per::Measure, Subject::Measure(_))
            | (Per::Recipient, Subject::Recipient(_))
            | (Per::Order, Subject::Order(_))
            | (Per::Feedback, Subject::Feedback(_)) => subject,
            _ => Subject::Case,
        }
    }

    /// Whether an event about something bears on a chain of clocks. What was refused beside what runs is about
    /// none of the measures; a refusal of a measure's renewal names the measure.
    pub fn bears(self, chain: Subject, event: Subject) -> bool {
        let aside = self == Per::Measure && matches!(event, Subject::DecisionItem(_));
        !aside && chain.meets(self.key(event))
    }
}

/// One row of the rules: a rule in the wording of its time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The short name, for example `K2`.
    pub id: String,
    /// The place in the unit's order, from 0; rows of one id share it.
    pub order: u16,
    /// The Swedish name.
    pub name: String,
    /// What to do, as the list says it (*gör*).
    pub action: String,
    /// The starting kinds, the preferred first.
    pub starts: Vec<EventKind>,
    /// The same as a set.
    pub start_set: Kinds,
    /// The stopping kinds.
    pub stops: Kinds,
    /// What there is one clock for each of.
    pub per: Per,
    /// How long.
    pub length: Length,
    /// Only these types of case; empty means all.
    pub case_types: Vec<String>,
    /// Not these types of case.
    pub except_types: Vec<String>,
    /// Statute or promise.
    pub class: Class,
    /// Days before the due date from which the clock is *snart*.
    pub warn_days: u16,
    /// Where the rule is written, in Swedish.
    pub source: String,
    /// Chapter and section with law, where it is statute.
    pub section: Option<String>,
    /// First starting day that the row is for.
    pub valid_from: NaiveDate,
    /// Last starting day that the row is for.
    pub valid_to: NaiveDate,
    /// The first of `starts` takes over from the second as soon as it is there (K7).
    pub preference: bool,
    /// A stop that is also a start begins the next (K9).
    pub repeats: bool,
    /// A kind whose day the due date never passes (K8).
    pub cap: Option<EventKind>,
    /// Weeks before the due date when the work begins, and the warning with it (K10).
    pub begin_weeks: Option<u16>,
    /// The event's own day to answer by goes before the length (K4).
    pub from_until: bool,
    /// Other days than the length when the start is later in the day than this (K13).
    pub after_time: Option<(NaiveTime, u16)>,
    /// A new decision starts nothing while the measure runs (K11).
    pub not_while_running: bool,
    /// Done when the day has passed, never late (K6).
    pub passes: bool,
    /// Possible when reached, never late, no warning (K14).
    pub possible: bool,
    /// Never in a caseworker's list (K15).
    pub hidden: bool,
    /// The end of the n:th calendar year after the length (K15).
    pub year_end: Option<u16>,
}

impl Rule {
    /// Whether the rule is for cases of a type.
    pub fn applies_to(&self, case_type: &str) -> bool {
        (self.case_types.is_empty() || self.case_types.iter().any(|t| t == case_type))
            && !self.except_types.iter().any(|t| t == case_type)
    }

    /// Whether a clock that a kind started gives way to the preferred start (K7): the sending of an order does,
    /// its confirmation does not, nor does a returned plan, which is counted from the return.
    pub fn gives_way(&self, start: EventKind) -> bool {
        self.preference && self.starts.get(1) == Some(&start)
    }

    /// Whether the row is the one for clocks that start on a day.
    pub fn valid_on(&self, day: NaiveDate) -> bool {
        self.valid_from <= day && day <= self.valid_to
    }

    /// Whether the clock starts at the last entry of the file instead of at an event of a kind (K15).
    pub fn from_last_entry(&self) -> bool {
        self.starts.is_empty()
    }

    /// The raw due date of a clock that starts at a day and time, before any move, cap and pause.
    /// `None` beyond the calendar's end.
    pub fn raw_due(
        &self,
        start: NaiveDate,
        time: Option<NaiveTime>,
        until: Option<NaiveDate>,
        calendar: &Calendar,
    ) -> Option<NaiveDate> {
        use chrono::Datelike;
        if let Some(until) = until.filter(|until| self.from_until && *until >= start) {
            return Some(until);
        }
        if let (Some((limit, days)), Some(time)) = (self.after_time, time)
            && time > limit
        {
            return Length::Days(days).after(start, calendar);
        }
        let day = self.length.after(start, calendar)?;
        match self.year_end {
            None => Some(day),
            Some(years) => NaiveDate::from_ymd_opt(day.year() + i32::from(years), 12, 31),
        }
    }
}
