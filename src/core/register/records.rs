//! Cases and what was recorded in them: events, states of clocks, journal, documents.

use serde::{Deserialize, Serialize};

use super::{is_false, is_zero};
use crate::core::form::Answers;

/// A case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseEntry {
    /// Case number, the key.
    pub case_number: String,
    /// The person's number in force.
    pub person: String,
    /// Case type, a word of the unit's list.
    pub case_type: String,
    /// The day it was received.
    pub opened: String,
    /// The day it was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<String>,
    /// How it came.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub channel: String,
    /// Came by mouth.
    #[serde(default, skip_serializing_if = "is_false")]
    pub oral: bool,
    /// A report by somebody else.
    #[serde(default, skip_serializing_if = "is_false")]
    pub report: bool,
    /// Who had it when: logins.
    #[serde(default)]
    pub assignments: Vec<AssignmentEntry>,
    /// Register it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Its id there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
}

/// Who had a case for a time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssignmentEntry {
    /// Login.
    pub value: String,
    /// First day.
    pub from: String,
    /// Last day, if it has ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Why it came to them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// Who recorded something, in which role and when.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// Moment in UTC, or a day for a bulk import.
    #[serde(default)]
    pub recorded_at: String,
    /// Login.
    #[serde(default)]
    pub recorded_by: String,
    /// Role.
    #[serde(default)]
    pub recorded_role: String,
}

/// An event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventEntry {
    /// Its number in this register, for `corrects`.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub id: i64,
    /// The person's number in force.
    pub person: String,
    /// Case number, unless it is about the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case_number: Option<String>,
    /// What it is about.
    pub subject: String,
    /// Number among its kind.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub subject_id: i64,
    /// What happened: a word of the rules.
    pub event: String,
    /// Day.
    pub date: String,
    /// Time of day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// Second date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// A few words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Facts by what was asked.
    #[serde(default, skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub detail: crate::core::event_facts::Detail,
    /// The number of the event it corrects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<i64>,
    /// The corrected event never happened.
    #[serde(default, skip_serializing_if = "is_false")]
    pub void: bool,
    /// Where it came from, when not recorded by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Who, when, in which role.
    #[serde(flatten)]
    pub recorded: Recorded,
}

/// A pause or "not applicable".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockStateEntry {
    /// Its number in this register.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub id: i64,
    /// Case number.
    pub case_number: String,
    /// Rule id.
    pub rule: String,
    /// Subject.
    pub subject: String,
    /// Number among its kind.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub subject_id: i64,
    /// `paus` or `ej_tillamplig`.
    pub kind: String,
    /// First day.
    pub from: String,
    /// Return date of a pause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// Ended early on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<String>,
    /// Why.
    pub reason: String,
    /// The number of the state it corrects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<i64>,
    /// Who, when, in which role.
    #[serde(flatten)]
    pub recorded: Recorded,
}

/// A journal entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalEntry {
    /// Its number in this register.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub id: i64,
    /// The person's number in force.
    pub person: String,
    /// Case number, if it belongs to one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case_number: Option<String>,
    /// The day it is about.
    pub date: String,
    /// Time of day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// The text; absent once lawfully destroyed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The number of the entry it corrects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<i64>,
    /// Where it came from, when not written by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Who, when, in which role.
    #[serde(flatten)]
    pub recorded: Recorded,
}

/// A signed document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DocumentEntry {
    /// Its number in this register.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub id: i64,
    /// Case number.
    pub case_number: String,
    /// What it is.
    pub kind: String,
    /// Title.
    pub title: String,
    /// Spec id.
    pub spec: String,
    /// Spec revision.
    pub revision: u32,
    /// SHA-256 of the specification it was written under. Several may have one id and revision: a
    /// decision's form is made anew for each decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spec_digest: Option<String>,
    /// Day of signing.
    pub date: String,
    /// The number of the document it replaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<i64>,
    /// The answers; absent once lawfully destroyed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<Answers>,
    /// Where it came from, when not signed here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Who signed, when, in which role.
    #[serde(flatten)]
    pub recorded: Recorded,
}
