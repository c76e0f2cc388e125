//! The one place that asks what time it is. Everything below is told.

use chrono::{DateTime, NaiveDate, NaiveTime, SecondsFormat, Utc};

use crate::core::calendar;

/// Where today's date comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// The machine's clock, read in Europe/Stockholm whatever the host says.
    System,
    /// A day that was given (`--idag`): for trials, demonstrations and tests.
    Fixed(NaiveDate),
}

impl Clock {
    /// Today in Europe/Stockholm.
    pub fn today(self) -> NaiveDate {
        match self {
            Clock::System => calendar::stockholm_date(Utc::now()),
            Clock::Fixed(day) => day,
        }
    }

    /// This moment in UTC; on a given day it is noon, so that trials repeat.
    pub fn now(self) -> DateTime<Utc> {
        match self {
            Clock::System => Utc::now(),
            Clock::Fixed(day) => day.and_time(NaiveTime::MIN).and_utc() + chrono::TimeDelta::hours(11),
        }
    }

    /// The moment as it is stored: UTC, ISO 8601, whole seconds.
    pub fn stamp(self) -> String {
        self.now().to_rfc3339_opts(SecondsFormat::Secs, true)
    }
}
