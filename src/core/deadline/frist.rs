//! One date from one rule and one day, without a case.

use std::fmt;
use std::sync::Arc;

use chrono::{NaiveDate, NaiveTime};

use super::{begin, moved};
use crate::core::calendar::Calendar;
use crate::core::rule::{Rule, RuleSet};

/// What date a rule gives from a day (`akt frist`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frist {
    /// The row in force on the day.
    pub rule: Arc<Rule>,
    /// The day that was asked about.
    pub start: NaiveDate,
    /// The due date before any move.
    pub raw: NaiveDate,
    /// The due date.
    pub due: NaiveDate,
    /// The day on which the work should begin (K10).
    pub begin: Option<NaiveDate>,
    /// The free days that the due date was moved past, by name.
    pub moved_for: Vec<String>,
}

/// Why a rule gives no date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FristError {
    /// No rule has the name.
    UnknownRule {
        /// What was written.
        id: String,
        /// The rules there are.
        known: Vec<String>,
    },
    /// The rules do not answer for the day.
    OutOfRange {
        /// The rule.
        rule: String,
        /// The day that was asked about.
        day: NaiveDate,
        /// The first day the rule answers for.
        first: NaiveDate,
        /// The last day the rule answers for.
        last: NaiveDate,
    },
}

impl fmt::Display for FristError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FristError::UnknownRule { id, known } => {
                let id: String = id.chars().filter(|c| !c.is_control()).take(24).collect();
                write!(
                    f,
                    "regeln \"{id}\" finns inte; reglerna är {}",
                    known.join(", ")
                )
            }
            FristError::OutOfRange {
                rule,
                day,
                first,
                last,
            } => write!(
                f,
                "regel {rule} svarar för startdagar från {first} till {last}, inte {day}"
            ),
        }
    }
}

impl std::error::Error for FristError {}

/// The date that a rule gives from a day and, where it matters (K13), a time of day.
///
/// # Errors
/// [`FristError`]: no such rule, or a day that the rule does not answer for.
pub fn frist(
    rules: &RuleSet,
    calendar: &Calendar,
    rule_id: &str,
    start: NaiveDate,
    time: Option<NaiveTime>,
) -> Result<Frist, FristError> {
    let rows = rules.get(rule_id).ok_or_else(|| FristError::UnknownRule {
        id: rule_id.to_owned(),
        known: rules
            .rules()
            .iter()
            .map(|rule| rule.id().to_owned())
            .collect(),
    })?;
    let out_of_range = || FristError::OutOfRange {
        rule: rows.id().to_owned(),
        day: start,
        first: rows.first().valid_from,
        last: rows.rows().last().map_or(start, |row| row.valid_to),
    };
    let dated = |rule: &Arc<Rule>| {
        let raw = rule.raw_due(start, time, None, calendar);
        raw.map(|raw| (Arc::clone(rule), raw))
    };
    let found = rows.valid_on(start).and_then(dated);
    let (rule, raw) = found.ok_or_else(out_of_range)?;
    let (due, moved_for) = moved(&rule, raw, calendar);
    Ok(Frist {
        start,
        raw,
        due,
        begin: begin(&rule, due),
        rule,
        moved_for,
    })
}
