//! Legal basis (*lagrum*): dated rows, so that a decision cites the law of its own day.

use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;

use super::person::words;

words! {
    /// What a row is cited for.
    Purpose {
        /// The ground of a decision on an intervention.
        Decision = "beslut", "grund för beslut";
        /// A ground for changing a decision to the person's detriment (FL 37 §, SoL 14:9).
        Detriment = "nackdel", "grund för ändring till nackdel";
        /// The duty to change what is plainly wrong (FL 38 §).
        DutyToChange = "ska_andras", "ska ändras";
        /// What a decision that is appealed may be changed to, until the appeal is sent on (FL 39 §).
        Appealed = "overklagat", "ändring av överklagat beslut";
        /// A reason for deciding without the right to reply (FL 25 §).
        SkipReply = "utan_kommunicering", "skäl att avstå från kommunicering";
    }
}

/// One row: a section of a law, what it says in short and the days it holds for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Id, stored with the decision that cites it.
    pub id: String,
    /// The law's short name: "SoL".
    pub law: String,
    /// Number in Svensk författningssamling: "2025:400".
    pub sfs: String,
    /// Chapter, in laws that have them.
    pub chapter: Option<u16>,
    /// Section, with letter where there is one: "1", "2 a".
    pub section: String,
    /// Point within the section.
    pub point: Option<u16>,
    /// What it says, in our own short words.
    pub wording: String,
    /// The same in a word or two, where it is chosen among others; may be empty.
    pub name: String,
    /// What it is cited for.
    pub purpose: Purpose,
    /// Case types it is cited in; empty means all.
    pub case_types: Vec<String>,
    /// First day of decision it holds for.
    pub from: NaiveDate,
    /// Last day, if it has one.
    pub to: Option<NaiveDate>,
    /// Only for changing decisions that were made on this day or later.
    pub changed_from: Option<NaiveDate>,
    /// Only for changing decisions that hold until further notice.
    pub until_further_only: bool,
}

impl Row {
    /// Whether the row holds for decisions of the day.
    pub fn valid_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }

    /// Whether it is cited in cases of the type.
    pub fn concerns(&self, case_type: &str) -> bool {
        self.case_types.is_empty() || self.case_types.iter().any(|known| known == case_type)
    }

    /// As shown on a screen: "SoL 11 kap. 1 §", "LSS 9 § 3".
    pub fn short(&self) -> String {
        let chapter = self.chapter.map(|n| format!("{n} kap. "));
        let point = self.point.map(|n| format!(" {n}"));
        format!(
            "{} {}{} §{}",
            self.law,
            chapter.unwrap_or_default(),
            self.section,
            point.unwrap_or_default()
        )
    }
}

impl Row {
    /// As it is chosen: "oriktiga uppgifter, FL 37 § 3".
    pub fn named(&self) -> String {
        match self.name.as_str() {
            "" => self.short(),
            name => format!("{name}, {}", self.short()),
        }
    }
}

impl fmt::Display for Row {
    /// "SoL (2025:400) 11 kap. 1 §".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let short = self.short();
        let rest = short.strip_prefix(&self.law).unwrap_or(&short);
        write!(f, "{} ({}){rest}", self.law, self.sfs)
    }
}

/// A decision that is to be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Changed<'a> {
    /// Type of the case.
    pub case_type: &'a str,
    /// The day the old decision was made.
    pub decided: NaiveDate,
    /// Whether it holds until further notice.
    pub until_further: bool,
}

/// Every legal basis the unit knows, in the unit's order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegalBasis(Arc<[Row]>);

impl LegalBasis {
    /// From checked rows.
    pub fn new(rows: Vec<Row>) -> LegalBasis {
        LegalBasis(rows.into())
    }

    /// Every row in order.
    pub fn all(&self) -> &[Row] {
        &self.0
    }

    /// The row with an id: what a stored decision cited.
    pub fn get(&self, id: &str) -> Option<&Row> {
        self.0.iter().find(|row| row.id == id)
    }

    fn on(&self, purpose: Purpose, day: NaiveDate) -> impl Iterator<Item = &Row> {
        self.0
            .iter()
            .filter(move |row| row.purpose == purpose && row.valid_on(day))
    }

    /// What a decision in a case of the type may rest on, on the day it is made; the usual ground first.
    pub fn for_decision(&self, case_type: &str, day: NaiveDate) -> Vec<&Row> {
        self.on(Purpose::Decision, day)
            .filter(|row| row.concerns(case_type))
            .collect()
    }

    /// The grounds, one of which must be named, for changing a decision to the person's detriment on a
    /// day.
    pub fn for_detriment(&self, changed: Changed<'_>, day: NaiveDate) -> Vec<&Row> {
        self.on(Purpose::Detriment, day)
            .filter(|row| row.concerns(changed.case_type))
            .filter(|row| row.changed_from.is_none_or(|from| changed.decided >= from))
            .filter(|row| !row.until_further_only || changed.until_further)
            .collect()
    }

    /// The duty to change what is plainly wrong, as an appeal is gone through.
    pub fn duty_to_change(&self, day: NaiveDate) -> Vec<&Row> {
        self.on(Purpose::DutyToChange, day).collect()
    }

    /// What holds for a change of a decision that is appealed.
    pub fn for_appealed(&self, day: NaiveDate) -> Option<&Row> {
        self.on(Purpose::Appealed, day).next()
    }

    /// The reasons for which a case may be decided without the right to reply.
    pub fn for_skipped_reply(&self, case_type: &str, day: NaiveDate) -> Vec<&Row> {
        self.on(Purpose::SkipReply, day)
            .filter(|row| row.concerns(case_type))
            .collect()
    }
}
