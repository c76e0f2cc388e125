//! Plans from providers, reminders, and what the unit keeps of meetings and good examples.

use serde::{Deserialize, Serialize};

/// A provider's plan (*genomförandeplan*).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanEntry {
    /// The number of the order's document in this register.
    pub document: i64,
    /// The day it came.
    pub received: String,
    /// Goal and purpose understood: `ja`, `delvis`, `nej`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal_understood: Option<String>,
    /// The person took part: `ja`, `delvis`, `nej`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub took_part: Option<String>,
    /// The day the person signed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<String>,
    /// `godkand`, `med_anmarkning`, `returnerad`; absent until it is read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// The day of the outcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome_date: Option<String>,
    /// Remark or reasons.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// The day it was taken out as registered wrongly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<String>,
    /// Login of the one who took it out.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub withdrawn_by: String,
    /// What it plans.
    #[serde(default)]
    pub lines: Vec<PlanLineEntry>,
}

/// One line of a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanLineEntry {
    /// Life area, by id; absent where none is stated.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub area: String,
    /// Intervention, as the provider wrote it.
    pub intervention: String,
    /// Minutes a month, where they are stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes_per_month: Option<u64>,
}

/// A rung of the ladder when no plan comes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanReminderEntry {
    /// The number of the order's document in this register.
    pub document: i64,
    /// `tillfragad`, `avstamning`, `chef`, `avdelningschef`, `avtalshandlaggare`.
    pub rung: String,
    /// When.
    pub date: String,
    /// A few words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Login.
    #[serde(default)]
    pub by: String,
    /// The day it was taken back, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<String>,
    /// Login of the one who took it back.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub withdrawn_by: String,
}

/// A case at a meeting where it is presented.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PresentationEntry {
    /// The case.
    pub case_number: String,
    /// The day of the meeting.
    pub date: String,
    /// What the caseworker proposed.
    #[serde(default)]
    pub proposal: String,
    /// What was said.
    #[serde(default)]
    pub notes: String,
    /// What came of it.
    #[serde(default)]
    pub outcome: String,
    /// Who wrote it down, by login.
    pub recorded_by: String,
    /// When (UTC).
    #[serde(default)]
    pub recorded_at: String,
}

/// A good example of the unit's own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExampleEntry {
    /// The area it belongs to.
    pub area: String,
    /// The de-identified text.
    pub text: String,
    /// Who added it, by login.
    pub added_by: String,
    /// When (UTC).
    #[serde(default)]
    pub added_at: String,
    /// The day it was taken out, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<String>,
    /// Who took it out, by login.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub withdrawn_by: String,
}
