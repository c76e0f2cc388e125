//! Decisions with what they granted, what waits to be decided, the figures of orders and performed time.
//! Facts of law: they are carried over as they were recorded and judged anew by nobody.

use serde::{Deserialize, Serialize};

use super::is_false;
use crate::core::estimate::{EstimateLine, Factor};
use crate::core::form::Answers;

/// A decision (*beslut*).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionEntry {
    /// Case number.
    pub case_number: String,
    /// The number of the signed decision among the documents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<i64>,
    /// The day it was made.
    pub date: String,
    /// Login of the one who decided.
    pub decided_by: String,
    /// Login of the one who presented it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presented_by: Option<String>,
    /// Who else took part in the final handling.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub took_part: String,
    /// The order of delegation and its row, as it read that day.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub delegation: String,
    /// Login of the one who was consulted (*samråd*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consulted: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consulted_on: Option<String>,
    /// `avvisad`, `avskriven` or `aterkallad`, when it closed the case untried.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes: Option<String>,
    /// What was decided of each intervention.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<DecisionItemEntry>,
}

/// One item of a decision (*beslutspunkt*).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionItemEntry {
    /// Its number in this register, which events and measures name.
    pub id: i64,
    /// What it is about.
    pub intervention: String,
    /// `bifall`, `delvis` or `avslag`.
    pub result: String,
    /// The unit's id of the legal basis.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub basis: String,
    /// First day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Until further notice (*tills vidare*).
    #[serde(default, skip_serializing_if = "is_false")]
    pub until_further: bool,
    /// Exact minutes a month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes_per_month: Option<i64>,
    /// Code in the classification KSI.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ksi: Option<String>,
}

/// A granted item that runs (*insats*).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasureEntry {
    /// Its number in this register, which events and states of clocks name.
    pub id: i64,
    /// Case number.
    pub case_number: String,
    /// The item that granted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<i64>,
    /// What it is.
    pub intervention: String,
    /// Provider, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// First day it ran.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started: Option<String>,
    /// Last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<String>,
}

/// A proposal to the one who may decide, and what became of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProposalEntry {
    /// Case number.
    pub case_number: String,
    /// The answers of the form; absent once lawfully destroyed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<Answers>,
    /// Login of the one who proposed.
    pub proposed_by: String,
    /// The day it was sent.
    pub date: String,
    /// Why it is another's to decide.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sent_for: String,
    /// `foreslagen`, `aterlamnad`, `godkand` or `andrad`.
    pub state: String,
    /// Login of the one who answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handled_by: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handled_on: Option<String>,
    /// Why it was returned.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub comment: String,
    /// The number of the decision it became, among the documents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<i64>,
}

/// The figures of an order (*rambeställning*), as they were reckoned when it was signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderEntry {
    /// The number of its document.
    pub document: i64,
    /// The measure it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<i64>,
    /// The provider as it stood on the order.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub provider: String,
    /// Whether the provider is one of the unit's register.
    #[serde(default, skip_serializing_if = "is_false")]
    pub known_provider: bool,
    /// `val` or `icke_val`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_choice: Option<String>,
    /// First day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Minutes a month, rounded once.
    pub minutes_per_month: i64,
    /// What the sum was made with.
    pub factor: Factor,
    /// To be completed later.
    #[serde(default, skip_serializing_if = "is_false")]
    pub complete_later: bool,
    /// Minutes a month that stood decided when it was signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_minutes: Option<i64>,
    /// The lines, where the document no longer holds them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<EstimateLine>,
}

/// Performed time of an order and a month.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PerformedEntry {
    /// The number of the order's document.
    pub document: i64,
    /// ÅÅÅÅ-MM.
    pub month: String,
    /// Minutes.
    pub minutes: i64,
    /// Where the figure came from.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// What it said before it was corrected, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<EarlierEntry>,
}

/// A figure of performed time that was corrected.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EarlierEntry {
    /// Minutes.
    pub minutes: i64,
    /// Where the figure came from.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// When it was corrected (UTC).
    #[serde(default)]
    pub corrected_at: String,
    /// Login of the one who did it.
    #[serde(default)]
    pub corrected_by: String,
}
