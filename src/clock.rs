//! The one place that asks what time it is: Swedish time, whatever the machine is set to. Everything
//! below is told.

use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, SecondsFormat, TimeDelta, Utc};

use crate::core::calendar::{stockholm_date, stockholm_time};

/// One reading of the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Today's date, or the one given with `--idag`.
    pub today: NaiveDate,
    /// Date and time on the wall in Europe/Stockholm.
    pub now: NaiveDateTime,
    /// The running time.
    pub instant: Instant,
}

/// Where the time comes from.
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
            Clock::System => stockholm_date(Utc::now()),
            Clock::Fixed(day) => day,
        }
    }

    /// Reads the clock; on a given day the time of day is still the real one.
    pub fn read(self) -> Moment {
        let now = Utc::now();
        let today = self.today();
        Moment {
            today,
            now: today.and_time(stockholm_time(now)),
            instant: Instant::now(),
        }
    }

    /// This moment as it is stored: UTC, ISO 8601, whole seconds. On a given day it is noon, so that
    /// trials repeat.
    pub fn stamp(self) -> String {
        let moment: DateTime<Utc> = match self {
            Clock::System => Utc::now(),
            Clock::Fixed(day) => day.and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(11),
        };
        moment.to_rfc3339_opts(SecondsFormat::Secs, true)
    }

    /// How long until the date changes; a given day never does.
    pub fn until_midnight(self, moment: &Moment) -> Duration {
        let day = Duration::from_secs(86_400);
        if self != Clock::System {
            return day;
        }
        let gone = moment.now.time().signed_duration_since(NaiveTime::MIN);
        day.saturating_sub(gone.to_std().unwrap_or_default())
    }
}
