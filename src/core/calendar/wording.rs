//! Dates as Swedes write and read them.

use std::fmt;

use chrono::{Datelike, NaiveDate, NaiveTime, Weekday};

const WEEKDAYS: [&str; 7] = [
    "måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag",
];
const WEEKDAYS_SHORT: [&str; 7] = ["mån", "tis", "ons", "tors", "fre", "lör", "sön"];
const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
];
const MONTHS_SHORT: [&str; 12] = [
    "jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec",
];

fn pick(names: &[&'static str], at: u32) -> &'static str {
    usize::try_from(at)
        .ok()
        .and_then(|at| names.get(at))
        .copied()
        .unwrap_or("")
}

/// The weekday's name: "torsdag".
pub fn weekday(date: NaiveDate) -> &'static str {
    weekday_name(date.weekday())
}

/// A weekday's name: "torsdag".
pub fn weekday_name(day: Weekday) -> &'static str {
    pick(&WEEKDAYS, day.num_days_from_monday())
}

/// The weekdays' names, Monday first.
pub fn weekday_names() -> impl Iterator<Item = &'static str> {
    WEEKDAYS.into_iter()
}

/// The weekday with a name, however it is cased: "torsdag".
pub fn weekday_named(name: &str) -> Option<Weekday> {
    let name = name.trim().to_lowercase();
    let at = WEEKDAYS.iter().position(|known| *known == name)?;
    Weekday::try_from(u8::try_from(at).ok()?).ok()
}

/// The weekday's short name: "tors".
pub fn weekday_short(date: NaiveDate) -> &'static str {
    pick(&WEEKDAYS_SHORT, date.weekday().num_days_from_monday())
}

/// The month's short name: "nov".
pub fn month_short(date: NaiveDate) -> &'static str {
    pick(&MONTHS_SHORT, date.month0())
}

/// Day and month: "19 nov".
pub fn day_month(date: NaiveDate) -> String {
    format!("{} {}", date.day(), month_short(date))
}

/// Day, month and year: "19 nov 2026".
pub fn day_month_year(date: NaiveDate) -> String {
    format!("{} {} {}", date.day(), month_short(date), date.year())
}

/// The whole date in words: "torsdag 19 november 2026".
pub fn long(date: NaiveDate) -> String {
    format!(
        "{} {} {} {}",
        weekday(date),
        date.day(),
        pick(&MONTHS, date.month0()),
        date.year()
    )
}

/// Why a text is not a date or a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DateError {
    /// Not written ÅÅÅÅ-MM-DD.
    Form(String),
    /// Rightly written, but the calendar has no such day, for example 30 February.
    NoSuchDay(String),
    /// A year before 1850 or after 2200.
    Year(i32),
    /// Not written TT:MM.
    TimeForm(String),
    /// Rightly written, but the day has no such time, for example 24:10.
    NoSuchTime(String),
}

impl DateError {
    /// The same where it is filled in on a form, which takes the short ways of writing a day too.
    pub fn in_form(&self) -> String {
        match self {
            DateError::Form(text) => format!(
                "\"{text}\" är inget datum; skriv till exempel 2026-11-19, 20261119, i går eller -3"
            ),
            other => other.to_string(),
        }
    }
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DateError::Form(text) => write!(
                f,
                "\"{text}\" är inget datum i formen ÅÅÅÅ-MM-DD; skriv till exempel 2026-11-19"
            ),
            DateError::NoSuchDay(text) => {
                write!(
                    f,
                    "{text} finns inte i kalendern; kontrollera månad och dag"
                )
            }
            DateError::Year(year) => write!(
                f,
                "årtalet {year} ligger utanför 1850–2200; kontrollera årtalet"
            ),
            DateError::TimeForm(text) => write!(
                f,
                "\"{text}\" är inget klockslag i formen TT:MM; skriv till exempel 09:05"
            ),
            DateError::NoSuchTime(text) => {
                write!(f, "klockslaget {text} finns inte; skriv 00:00 till 23:59")
            }
        }
    }
}

impl std::error::Error for DateError {}

/// At most as much of a wrong text as fits in a message, without control characters.
fn shown(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control())
        .take(24)
        .collect::<String>()
}

fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0u32, |sum, digit| {
        digit
            .is_ascii_digit()
            .then(|| sum * 10 + u32::from(digit - b'0'))
    })
}

/// Reads a date written ÅÅÅÅ-MM-DD, nothing before or after it.
///
/// # Errors
/// [`DateError`]: the form is wrong, the day does not exist, or the year lies outside 1850–2200.
pub fn parse_date(text: &str) -> Result<NaiveDate, DateError> {
    let wrong = || DateError::Form(shown(text));
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text.as_bytes() else {
        return Err(wrong());
    };
    let year = number(&[y1, y2, y3, y4])
        .and_then(|year| i32::try_from(year).ok())
        .ok_or_else(wrong)?;
    let month = number(&[m1, m2]).ok_or_else(wrong)?;
    let day = number(&[d1, d2]).ok_or_else(wrong)?;
    if !(1850..=2200).contains(&year) {
        return Err(DateError::Year(year));
    }
    NaiveDate::from_ymd_opt(year, month, day).ok_or_else(|| DateError::NoSuchDay(shown(text)))
}

/// Reads a time of day written TT:MM, nothing before or after it.
///
/// # Errors
/// [`DateError::TimeForm`] or [`DateError::NoSuchTime`].
pub fn parse_time(text: &str) -> Result<NaiveTime, DateError> {
    let wrong = || DateError::TimeForm(shown(text));
    let [h1, h2, b':', m1, m2] = *text.as_bytes() else {
        return Err(wrong());
    };
    let hour = number(&[h1, h2]).ok_or_else(wrong)?;
    let minute = number(&[m1, m2]).ok_or_else(wrong)?;
    NaiveTime::from_hms_opt(hour, minute, 0).ok_or_else(|| DateError::NoSuchTime(shown(text)))
}

/// Reads a date, or a date and a time with a `T` between: ÅÅÅÅ-MM-DD or ÅÅÅÅ-MM-DDTTT:MM.
///
/// # Errors
/// [`DateError`] of the part that is wrong.
pub fn parse_date_time(text: &str) -> Result<(NaiveDate, Option<NaiveTime>), DateError> {
    match text.split_once('T') {
        None => Ok((parse_date(text)?, None)),
        Some((date, time)) => Ok((parse_date(date)?, Some(parse_time(time)?))),
    }
}
