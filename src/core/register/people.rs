//! Those who work in the unit, its providers, the persons and the dated facts of their files.

use serde::{Deserialize, Serialize};

use super::{Dated, is_false};

/// A user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UserEntry {
    /// Login, the key.
    pub login: String,
    /// Full name.
    pub name: String,
    /// First day in the post.
    pub started: String,
    /// Last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<String>,
    /// Dated roles.
    #[serde(default)]
    pub roles: Vec<Dated>,
    /// Dated shares of full time, in percent.
    #[serde(default)]
    pub shares: Vec<Dated>,
    /// Dated base groups.
    #[serde(default)]
    pub base_groups: Vec<Dated>,
    /// Dated appointments, such as `samrad`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub appointments: Vec<Dated>,
}

/// An absence with its substitute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubstituteEntry {
    /// Login of the one who is away.
    pub user: String,
    /// Login of the one who stands in.
    pub substitute: String,
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
}

/// A provider.
#[derive(Default, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProviderEntry {
    /// Name, the key.
    pub name: String,
    /// `kommunal` or `privat`.
    pub regime: String,
    /// Who is responsible for the contract.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub contract_manager: String,
    /// Number of the place of work (*CFAR*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cfar: Option<String>,
    /// Last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<String>,
}

/// A person and the file's own facts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonEntry {
    /// The number in force, the key.
    pub personal_number: String,
    /// Kind of number: `personnummer`, `samordningsnummer`, `pahittat`, `annat`.
    pub number_kind: String,
    /// Family name.
    pub family_name: String,
    /// Given name.
    pub given_name: String,
    /// `kvinna`, `man`, `okant`.
    pub sex: String,
    /// Birth date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<String>,
    /// Wished name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wished_name: Option<String>,
    /// Wished pronoun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pronoun: Option<String>,
    /// Way of communicating.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub communication: Option<String>,
    /// Interpreter's language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interpreter: Option<String>,
    /// Protected identity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub protection: Option<ProtectionEntry>,
    /// Day of death.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub died_on: Option<String>,
    /// Day of moving away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_on: Option<String>,
    /// Where to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_to: Option<String>,
    /// The number of the person that remains, when entered twice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same_as: Option<String>,
    /// Register it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Its id there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// Numbers that have ended.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former_numbers: Vec<FormerNumber>,
    /// The day the number in force became valid, when it replaced another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number_from: Option<String>,
    /// Household and family situation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub household: Vec<HouseholdEntry>,
    /// Addresses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<AddressEntry>,
    /// Phone numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<Dated>,
    /// People around.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<ContactEntry>,
    /// Incoming papers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub papers: Vec<PaperEntry>,
    /// What the person says is wrong.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub objections: Vec<ObjectionEntry>,
    /// Booked visits.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub visits: Vec<VisitEntry>,
    /// Visits that were moved or cancelled.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub visit_changes: Vec<VisitChangeEntry>,
    /// Ends that were noted of addresses, phone numbers and contacts, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ends: Vec<FactEndEntry>,
    /// Logins of the named people who may see a protected file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub named: Vec<Dated>,
}

/// A booked visit that was moved or cancelled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VisitChangeEntry {
    /// The visit's place among the person's visits here, from 1.
    pub visit: usize,
    /// The place of the visit booked instead; absent when it was cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_to: Option<usize>,
    /// Why.
    pub reason: String,
    /// The day it was said.
    pub date: String,
    /// Login.
    pub by: String,
}

/// The end of an address, a phone number or a contact, or that it was taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactEndEntry {
    /// `adress`, `telefon` or `kontakt`.
    pub fact: String,
    /// Its place among those of its kind here, from 1.
    pub place: usize,
    /// Last day in force; absent when the end was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_day: Option<String>,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// The day it was noted.
    pub date: String,
    /// Login.
    pub by: String,
}

/// Protected identity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProtectionEntry {
    /// Level.
    pub level: String,
    /// Where the information came from.
    #[serde(default)]
    pub source: String,
    /// Since when.
    pub date: String,
}

/// A number that has ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormerNumber {
    /// The number.
    pub personal_number: String,
    /// Its kind.
    pub number_kind: String,
    /// Valid from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Valid to.
    pub to: String,
}

/// A household.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HouseholdEntry {
    /// Family situation.
    pub situation: String,
    /// More, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Valid from.
    pub from: String,
    /// Valid to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// An address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddressEntry {
    /// Street and number.
    pub street: String,
    /// Postal code.
    #[serde(default)]
    pub postcode: String,
    /// Town.
    #[serde(default)]
    pub city: String,
    /// Valid from.
    pub from: String,
    /// Valid to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// Somebody around the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactEntry {
    /// What they are to the person.
    pub role: String,
    /// Name.
    pub name: String,
    /// Relation in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub relation: String,
    /// Phone.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// To be called first.
    #[serde(default, skip_serializing_if = "is_false")]
    pub call_first: bool,
    /// What an authority covers.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub covers: String,
    /// Valid from.
    pub from: String,
    /// Valid to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// An incoming paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperEntry {
    /// Case number, if it belongs to one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case_number: Option<String>,
    /// What it is.
    pub kind: String,
    /// The day it came.
    pub received: String,
    /// Where it lies.
    pub kept_at: String,
}

/// What the person says is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObjectionEntry {
    /// Case number, if it belongs to one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case_number: Option<String>,
    /// When.
    pub date: String,
    /// What they say.
    pub text: String,
    /// Login of the one who noted it.
    pub noted_by: String,
}

/// A booked visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VisitEntry {
    /// Case number, if it belongs to one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case_number: Option<String>,
    /// Day.
    pub date: String,
    /// Time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// Where and why.
    pub about: String,
    /// Login of the caseworker.
    pub caseworker: String,
    /// Cancelled.
    #[serde(default, skip_serializing_if = "is_false")]
    pub cancelled: bool,
}
