//! The unit's rules for the check, and how they are told.

use std::sync::Arc;

use chrono::{NaiveDate, NaiveTime};

use super::Flag;

/// A rule of the check, such as one that raises a flag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlagRule<T> {
    /// Whether the unit uses it.
    pub on: bool,
    /// Where it begins.
    pub limit: T,
    /// Where that is said.
    pub source: Arc<str>,
}

/// The unit's rules for the check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogRules {
    /// Days of a period, where none is given.
    pub days: u16,
    /// Openings drawn, where it is not said how many.
    pub size: u16,
    /// Where days and size are said.
    pub source: Arc<str>,
    /// At most so many days between two checks.
    pub recurs: FlagRule<u16>,
    /// So many files of one user in one day.
    pub many_files: FlagRule<u16>,
    /// More than so many days since the file's last case was closed.
    pub closed: FlagRule<u16>,
    /// A family name in common.
    pub same_name: FlagRule<()>,
    /// At most so many persons at the address; where more live it is a residence and tells nothing.
    pub same_address: FlagRule<u16>,
    /// Protected identity.
    pub protected: FlagRule<()>,
    /// From this time in the evening until that in the morning.
    pub night: FlagRule<(NaiveTime, NaiveTime)>,
}

impl LogRules {
    /// Whether the unit's log should be checked anew: the latest check, or the log's first row where none has
    /// been made, is older than the unit's time between two checks.
    pub fn is_due(&self, latest: NaiveDate, today: NaiveDate) -> bool {
        self.recurs.on && (today - latest).num_days() > i64::from(self.recurs.limit)
    }

    /// The rule behind a flag, in words with its limit, and where it is said; nothing where it is not used.
    pub fn told(&self, flag: Flag) -> Option<(String, &str)> {
        let (on, words, source) = match flag {
            Flag::ManyFiles => (
                self.many_files.on,
                format!("{} akter eller fler på en dag", self.many_files.limit),
                &self.many_files.source,
            ),
            Flag::ClosedCases => (
                self.closed.on,
                format!(
                    "inget öppet ärende, och det sista avslutat för mer än {} dagar sedan",
                    self.closed.limit
                ),
                &self.closed.source,
            ),
            Flag::SameName => (
                self.same_name.on,
                "handläggaren och personen har samma efternamn".to_owned(),
                &self.same_name.source,
            ),
            Flag::SameAddress => (
                self.same_address.on,
                format!(
                    "handläggaren öppnade under perioden akter för flera på adressen, högst {}",
                    self.same_address.limit
                ),
                &self.same_address.source,
            ),
            Flag::Protected => (
                self.protected.on,
                "personen har skyddade personuppgifter".to_owned(),
                &self.protected.source,
            ),
            Flag::Night => {
                let (from, until) = self.night.limit;
                let hours = format!("{} och {}", from.format("%H.%M"), until.format("%H.%M"));
                (
                    self.night.on,
                    format!("mellan klockan {hours}"),
                    &self.night.source,
                )
            }
        };
        on.then_some((words, source))
    }
}
