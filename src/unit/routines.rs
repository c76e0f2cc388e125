//! The unit's routines (*rutiner*) at the desk: when a case has gone quiet, and which day cases are
//! presented. From TOML with Swedish keys.

use std::sync::Arc;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::Deserialize;
use toml::Spanned;

use super::toml_error::{UnitFileError, source, unknown};
use crate::core::calendar::{weekday_named, weekday_names};

const BUILTIN: &str = include_str!("routines.toml");

/// The longest silence a unit may allow, in days. A year is the longest time between two follow-ups.
const LONGEST: i64 = 366;

/// The longest emergency access a unit may give, in hours. A week is longer than any leave over a holiday.
const LONGEST_EMERGENCY: i64 = 168;

/// The unit's routines, each with its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Routines {
    /// Days without an event or an entry after which an open case is quiet (*tyst*).
    pub quiet_days: u16,
    /// Where the days of silence are said.
    pub quiet_source: Arc<str>,
    /// The day of the weekly presentation of cases (*ärendedragning*).
    pub meeting: Weekday,
    /// Where the day of the meeting is said.
    pub meeting_source: Arc<str>,
    /// So many hours emergency access (*nödåtkomst*) lasts.
    pub emergency_hours: u16,
    /// Where the hours are said.
    pub emergency_source: Arc<str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    tysta_arenden: Option<Quiet>,
    arendedragning: Option<Meeting>,
    nodatkomst: Option<Emergency>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Quiet {
    dagar: Spanned<i64>,
    kalla: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Emergency {
    timmar: Spanned<i64>,
    kalla: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Meeting {
    veckodag: Spanned<String>,
    kalla: Spanned<String>,
}

impl Routines {
    /// The built-in routines.
    pub fn builtin() -> Routines {
        // A test reads the built-in file, so that what stands here is never used.
        let bare = Routines {
            quiet_days: 30,
            quiet_source: Arc::from(""),
            meeting: Weekday::Thu,
            meeting_source: Arc::from(""),
            emergency_hours: 24,
            emergency_source: Arc::from(""),
        };
        read(BUILTIN, bare.clone()).unwrap_or(bare)
    }

    /// The built-in routines with a unit's file; what the file leaves out is as before.
    ///
    /// # Errors
    /// [`UnitFileError`] with line and what is wrong, in Swedish.
    pub fn from_toml(text: &str) -> Result<Routines, UnitFileError> {
        read(text, Routines::builtin())
    }

    /// The next day of the weekly presentation, today included.
    pub fn next_meeting(&self, today: NaiveDate) -> NaiveDate {
        let ahead = self.meeting.days_since(today.weekday());
        today
            .checked_add_days(Days::new(u64::from(ahead)))
            .unwrap_or(today)
    }
}

fn read(text: &str, base: Routines) -> Result<Routines, UnitFileError> {
    let file: File = toml::from_str(text).map_err(|e| UnitFileError::from_toml(text, &e))?;
    let mut routines = base;
    if let Some(quiet) = file.tysta_arenden {
        let days = *quiet.dagar.get_ref();
        routines.quiet_days = u16::try_from(days)
            .ok()
            .filter(|_| (1..=LONGEST).contains(&days))
            .ok_or_else(|| {
                let what = format!("dagar är {days}; ange 1 till {LONGEST}");
                UnitFileError::at(text, quiet.dagar.span().start, what)
            })?;
        routines.quiet_source = source(text, &quiet.kalla)?;
    }
    if let Some(meeting) = file.arendedragning {
        let word = meeting.veckodag.get_ref();
        routines.meeting = weekday_named(word).ok_or_else(|| {
            let what = unknown("veckodagen", word, weekday_names());
            UnitFileError::at(text, meeting.veckodag.span().start, what)
        })?;
        routines.meeting_source = source(text, &meeting.kalla)?;
    }
    if let Some(emergency) = file.nodatkomst {
        let hours = *emergency.timmar.get_ref();
        routines.emergency_hours = u16::try_from(hours)
            .ok()
            .filter(|_| (1..=LONGEST_EMERGENCY).contains(&hours))
            .ok_or_else(|| {
                let what = format!("timmar är {hours}; ange 1 till {LONGEST_EMERGENCY}");
                UnitFileError::at(text, emergency.timmar.span().start, what)
            })?;
        routines.emergency_source = source(text, &emergency.kalla)?;
    }
    Ok(routines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_routines_have_sources() {
        let built_in = Routines::from_toml(BUILTIN).unwrap();
        assert_eq!((built_in.quiet_days, built_in.meeting), (30, Weekday::Thu));
        assert!(!built_in.quiet_source.is_empty() && !built_in.meeting_source.is_empty());
        assert_eq!(built_in, Routines::builtin());
    }

    #[test]
    fn a_unit_changes_one_and_keeps_the_other() {
        let text = "[tysta_arenden]\ndagar = 45\nkalla = \"Enhetens rutin 2026\"\n";
        let own = Routines::from_toml(text).unwrap();
        assert_eq!((own.quiet_days, own.meeting), (45, Weekday::Thu));
        assert_eq!(&*own.quiet_source, "Enhetens rutin 2026");
    }

    #[test]
    fn the_next_meeting_is_today_on_the_day_itself() {
        let tuesday = "[arendedragning]\nveckodag = \"tisdag\"\nkalla = \"x\"\n";
        let own = Routines::from_toml(tuesday).unwrap();
        let day = |text: &str| -> NaiveDate { text.parse().unwrap() };
        assert_eq!(own.next_meeting(day("2026-11-24")), day("2026-11-24"));
        assert_eq!(own.next_meeting(day("2026-11-25")), day("2026-12-01"));
        assert_eq!(own.next_meeting(day("2026-12-31")), day("2027-01-05"));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        for (text, line, part) in [
            (
                "[tysta_arenden]\ndagar = 0\nkalla = \"x\"\n",
                2,
                "1 till 366",
            ),
            (
                "[tysta_arenden]\ndagar = -3\nkalla = \"x\"\n",
                2,
                "dagar är -3",
            ),
            (
                "[tysta_arenden]\ndagar = 20\nkalla = \" \"\n",
                3,
                "kalla är tom",
            ),
            ("[nodatkomst]\ntimmar = 0\nkalla = \"x\"\n", 2, "1 till 168"),
            (
                "[arendedragning]\nveckodag = \"tordag\"\nkalla = \"x\"\n",
                2,
                "menade du \"torsdag\"",
            ),
        ] {
            let error = Routines::from_toml(text).unwrap_err();
            assert_eq!(error.line, Some(line), "{text}");
            assert!(error.text.contains(part), "{error}");
        }
    }
}
