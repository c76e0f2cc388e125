//! The population list, and what came of seeking people out.

use serde::{Deserialize, Serialize};

use super::Recorded;

/// Somebody of the population list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResidentEntry {
    /// Number, the key.
    pub personal_number: String,
    /// Kind of number.
    pub number_kind: String,
    /// Family name.
    pub family_name: String,
    /// Given name.
    pub given_name: String,
    /// `kvinna`, `man`, `okant`.
    pub sex: String,
    /// Birth date.
    pub birth_date: String,
    /// Street and number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub street: String,
    /// Postal code.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub postcode: String,
    /// Town.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub city: String,
    /// The day of the list they were last in.
    pub listed: String,
    /// What came of seeking them out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<ResidentContactEntry>,
}

/// What came of seeking somebody out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResidentContactEntry {
    /// `kontaktad` or `tackade_nej`.
    pub answer: String,
    /// When.
    pub date: String,
    /// A few words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Who, when, in which role.
    #[serde(flatten)]
    pub recorded: Recorded,
}
