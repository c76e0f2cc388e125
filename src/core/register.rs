//! A register: the whole content of a unit in natural keys, as it is exported, imported and made up
//! for the demo. One shape, one way in, one way out.
//!
//! Keys are the glossary's English words; values that a person reads are Swedish.

mod decisions;
mod outreach;
mod people;
mod plans;
mod records;

use serde::{Deserialize, Serialize};

use super::form::Spec;

pub use decisions::{
    DecisionEntry, DecisionItemEntry, EarlierEntry, MeasureEntry, OrderEntry, PerformedEntry,
    ProposalEntry,
};
pub use outreach::{ResidentContactEntry, ResidentEntry};
pub use people::{
    AddressEntry, ContactEntry, FactEndEntry, FormerNumber, HouseholdEntry, ObjectionEntry,
    PaperEntry, PersonEntry, ProtectionEntry, ProviderEntry, SubstituteEntry, UserEntry,
    VisitChangeEntry, VisitEntry,
};
pub use plans::{ExampleEntry, PlanEntry, PlanLineEntry, PlanReminderEntry, PresentationEntry};
pub use records::{
    AssignmentEntry, CaseEntry, ClockStateEntry, DocumentEntry, EventEntry, JournalEntry, Recorded,
};

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
    /// Events by person, case and order of recording, which clocks depend on.
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
    /// Figures of the orders among the documents.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub orders: Vec<OrderEntry>,
    /// Decisions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<DecisionEntry>,
    /// What the decisions granted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<MeasureEntry>,
    /// Proposals, waiting and answered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub proposals: Vec<ProposalEntry>,
    /// Performed time by order and month.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub performed: Vec<PerformedEntry>,
    /// Plans that have come for the orders among the documents.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plans: Vec<PlanEntry>,
    /// Reminders where no plan came.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plan_reminders: Vec<PlanReminderEntry>,
    /// The population list for outreach, by number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub residents: Vec<ResidentEntry>,
    /// Cases put up at meetings, by day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub presentations: Vec<PresentationEntry>,
    /// The unit's own good examples.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub good_examples: Vec<ExampleEntry>,
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
