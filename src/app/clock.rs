//! What time it is at the desk: Swedish time, whatever the machine is set to.

use std::time::{Duration, Instant};

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Utc};
use chrono_tz::Europe::Stockholm;

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
#[derive(Clone, Copy, Debug, Default)]
pub struct Clock {
    fixed: Option<NaiveDate>,
}

impl Clock {
    /// The real time, or a date that stands still (`--idag`) with the real time of day.
    pub fn new(today: Option<NaiveDate>) -> Self {
        Clock { fixed: today }
    }

    /// Reads the clock.
    pub fn read(&self) -> Moment {
        let now = Utc::now().with_timezone(&Stockholm).naive_local();
        let today = self.fixed.unwrap_or_else(|| now.date());
        Moment {
            today,
            now: today.and_time(now.time()),
            instant: Instant::now(),
        }
    }

    /// How long until the date changes.
    pub fn until_midnight(&self, moment: &Moment) -> Duration {
        let day = Duration::from_secs(86_400);
        if self.fixed.is_some() {
            return day;
        }
        let gone = moment.now.time().signed_duration_since(NaiveTime::MIN);
        day.saturating_sub(gone.to_std().unwrap_or_default())
    }
}
