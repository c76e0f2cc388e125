//! The Swedish calendar: public holidays, working days and the arithmetic of statutory time.
//!
//! Holidays follow lag (1989:253) om allmänna helgdagar in its present wording (6 June since 2005)
//! and are computed for any year. Time in weeks and months is counted as lag (1930:173) 1 § says.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, Timelike, Utc, Weekday};

mod wording;

pub use wording::{
    DateError, day_month, day_month_year, long, month_short, parse_date, parse_date_time,
    parse_time, weekday, weekday_name, weekday_named, weekday_names, weekday_short,
};

/// The calendar of a unit (*kalender*): the holidays of the law and, if any, the unit's own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    extra: Vec<(NaiveDate, String)>,
}

impl Calendar {
    /// The calendar of the law alone: lag (1989:253), and the three eves that lag (1930:173) 2 §
    /// puts beside the holidays.
    pub fn swedish() -> Calendar {
        Calendar::default()
    }

    /// The same calendar with one more free day (*helgdag*), by name. A later name for the same day
    /// replaces the earlier.
    #[must_use]
    pub fn with_extra(mut self, date: NaiveDate, name: impl Into<String>) -> Calendar {
        match self.extra.binary_search_by_key(&date, |(day, _)| *day) {
            Ok(at) => self.extra[at].1 = name.into(),
            Err(at) => self.extra.insert(at, (date, name.into())),
        }
        self
    }

    /// The unit's own free days, in order.
    pub fn extra(&self) -> &[(NaiveDate, String)] {
        &self.extra
    }

    /// The Swedish name of the holiday or eve that the day is, if it is one: the red days of the
    /// law, midsommarafton, julafton, nyårsafton and the unit's own. A plain Sunday has no name.
    pub fn holiday(&self, date: NaiveDate) -> Option<&str> {
        red_day(date).or_else(|| eve(date)).or_else(|| {
            let at = self
                .extra
                .binary_search_by_key(&date, |(day, _)| *day)
                .ok()?;
            self.extra.get(at).map(|(_, name)| name.as_str())
        })
    }

    /// Why nobody works on the day: the holiday's name, else "lördag" or "söndag"; `None` for a
    /// working day (*vardag*). Source: lag (1930:173) 2 §.
    pub fn free(&self, date: NaiveDate) -> Option<&str> {
        self.holiday(date).or(match date.weekday() {
            Weekday::Sat => Some("lördag"),
            Weekday::Sun => Some("söndag"),
            _ => None,
        })
    }

    /// The day itself if it is a working day, else the next one, with the name of each day that was
    /// passed over. Source: lag (1930:173) 2 §: "nästa vardag".
    pub fn next_working_day(&self, date: NaiveDate) -> (NaiveDate, Vec<String>) {
        let mut day = date;
        let mut passed = Vec::new();
        while let Some(name) = self.free(day) {
            let Some(next) = day.succ_opt() else { break };
            passed.push(name.to_owned());
            day = next;
        }
        (day, passed)
    }

    /// The day that lies `n` working days (*arbetsdagar*) after `date`, which is not counted; before
    /// it where `n` is negative. `None` beyond the calendar's end.
    pub fn add_working_days(&self, date: NaiveDate, n: i32) -> Option<NaiveDate> {
        let mut day = date;
        let mut left = n.unsigned_abs();
        while left > 0 {
            day = if n > 0 {
                day.succ_opt()?
            } else {
                day.pred_opt()?
            };
            if self.free(day).is_none() {
                left -= 1;
            }
        }
        Some(day)
    }
}

/// The day `n` calendar days after `date`; the day itself is not counted. `None` beyond the
/// calendar's end.
pub fn add_days(date: NaiveDate, n: i32) -> Option<NaiveDate> {
    let days = Days::new(u64::from(n.unsigned_abs()));
    if n < 0 {
        date.checked_sub_days(days)
    } else {
        date.checked_add_days(days)
    }
}

/// The day of the same weekday `n` weeks after `date`. `None` beyond the calendar's end. Source: lag
/// (1930:173) 1 §.
pub fn add_weeks(date: NaiveDate, n: i32) -> Option<NaiveDate> {
    add_days(date, n.checked_mul(7)?)
}

/// The day of the same number `n` months after `date`, or the month's last day where that number does
/// not exist. `None` beyond the calendar's end. Source: lag (1930:173) 1 §.
pub fn add_months(date: NaiveDate, n: i32) -> Option<NaiveDate> {
    let months = Months::new(n.unsigned_abs());
    if n < 0 {
        date.checked_sub_months(months)
    } else {
        date.checked_add_months(months)
    }
}

/// The date in Europe/Stockholm at an instant, whatever zone the host is set to.
pub fn stockholm_date(instant: DateTime<Utc>) -> NaiveDate {
    instant
        .with_timezone(&chrono_tz::Europe::Stockholm)
        .date_naive()
}

/// The time of day in Europe/Stockholm at an instant, in whole minutes.
pub fn stockholm_time(instant: DateTime<Utc>) -> NaiveTime {
    let time = instant.with_timezone(&chrono_tz::Europe::Stockholm).time();
    NaiveTime::from_hms_opt(time.hour(), time.minute(), 0).unwrap_or(time)
}

/// The name of the public holiday (*allmän helgdag*) that the day is, plain Sundays apart. Source:
/// lag (1989:253) 1 §.
pub fn red_day(date: NaiveDate) -> Option<&'static str> {
    match (date.month(), date.day()) {
        (1, 1) => return Some("nyårsdagen"),
        (1, 6) => return Some("trettondedag jul"),
        (5, 1) => return Some("första maj"),
        (6, 6) => return Some("Sveriges nationaldag"),
        (12, 25) => return Some("juldagen"),
        (12, 26) => return Some("annandag jul"),
        (6, 20..=26) if date.weekday() == Weekday::Sat => return Some("midsommardagen"),
        (10, 31) | (11, 1..=6) if date.weekday() == Weekday::Sat => {
            return Some("alla helgons dag");
        }
        // Easter's days all fall from 20 March to 13 June.
        (3..=6, _) => {}
        _ => return None,
    }
    match i64::from(date.ordinal()) - i64::from(easter_ordinal(date.year())) {
        -2 => Some("långfredagen"),
        0 => Some("påskdagen"),
        1 => Some("annandag påsk"),
        39 => Some("Kristi himmelsfärdsdag"),
        49 => Some("pingstdagen"),
        _ => None,
    }
}

/// The name of the eve that counts as a holiday for statutory time. Source: lag (1930:173) 2 §.
fn eve(date: NaiveDate) -> Option<&'static str> {
    match (date.month(), date.day()) {
        (6, 19..=25) if date.weekday() == Weekday::Fri => Some("midsommarafton"),
        (12, 24) => Some("julafton"),
        (12, 31) => Some("nyårsafton"),
        _ => None,
    }
}

/// Easter Sunday's number in the year, by the Gregorian computus (Meeus, Jones and Butcher).
fn easter_ordinal(year: i32) -> u32 {
    let golden = year.rem_euclid(19);
    let century = year.div_euclid(100);
    let rest = year.rem_euclid(100);
    let skipped = (century + 8) / 25;
    let epact = (19 * golden + century - century / 4 - (century - skipped + 1) / 3 + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    let correction = (golden + 11 * epact + 22 * weekday) / 451;
    let days = epact + weekday - 7 * correction + 114;
    NaiveDate::from_ymd_opt(year, days.unsigned_abs() / 31, days.unsigned_abs() % 31 + 1)
        .map_or(0, |day| day.ordinal())
}

#[cfg(test)]
mod tests;
