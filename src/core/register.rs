//! A register: the whole content of a unit in natural keys, as it is exported, imported and made up
//! for the demo. One shape, one way in, one way out.
//!
//! Keys are the glossary's English words; values that a person reads are Swedish.

use serde::{Deserialize, Serialize};

use super::form::{Answers, Spec};

/// The version of the shape written by `akt exportera`.
pub const SCHEMA: u32 = 1;

fn is_false(value: &bool) -> bool {
    !*value
}

fn is_zero(value: &i64) -> bool {
    *value == 0
}

/// Everything a unit holds. Lists are in a fixed order: the same content is the same bytes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// [`SCHEMA`].
    pub schema: u32,
    /// The unit's name.
    #[serde(default)]
    pub unit: String,
    /// Base groups by name.
    #[serde(default)]
    pub base_groups: Vec<String>,
    /// Users by login.
    #[serde(default)]
    pub users: Vec<UserEntry>,
    /// Absences with their substitutes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub substitutes: Vec<SubstituteEntry>,
    /// Providers by name.
    #[serde(default)]
    pub providers: Vec<ProviderEntry>,
    /// Persons by number.
    #[serde(default)]
    pub persons: Vec<PersonEntry>,
    /// Cases by case number.
    #[serde(default)]
    pub cases: Vec<CaseEntry>,
    /// Events by person, case, day, time and order of recording.
    #[serde(default)]
    pub events: Vec<EventEntry>,
    /// Pauses and "not applicable".
    #[serde(default)]
    pub clock_states: Vec<ClockStateEntry>,
    /// Journal entries.
    #[serde(default)]
    pub journal: Vec<JournalEntry>,
    /// Specifications that the documents were written under.
    #[serde(default)]
    pub form_specs: Vec<Spec>,
    /// Signed documents.
    #[serde(default)]
    pub documents: Vec<DocumentEntry>,
    /// Plans that have come for the orders among the documents.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plans: Vec<PlanEntry>,
    /// Reminders where no plan came.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plan_reminders: Vec<PlanReminderEntry>,
    /// Cases put up at meetings, by day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub presentations: Vec<PresentationEntry>,
    /// The unit's own good examples.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub good_examples: Vec<ExampleEntry>,
}

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
}

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

/// A value with its time of validity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dated {
    /// The value.
    pub value: String,
    /// Valid from.
    pub from: String,
    /// Valid to, if it has ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// A provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProviderEntry {
    /// Name, the key.
    pub name: String,
    /// `kommunal` or `privat`.
    pub regime: String,
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
    /// Logins of the named people who may see a protected file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub named: Vec<Dated>,
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
    pub assignments: Vec<Dated>,
    /// Register it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Its id there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
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
    pub detail: super::event_facts::Detail,
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
