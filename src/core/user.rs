//! The people who work in the unit, and who is at the keyboard.

use super::person::words;
use super::text::fold;

words! {
    /// A role (*roll*) in the unit; roles are dated and a person may have held several.
    Role {
        /// *Biståndshandläggare, LSS-handläggare* and other caseworkers.
        Caseworker = "handlaggare", "handläggare";
        /// *Specialisthandläggare*.
        SpecialistCaseworker = "specialisthandlaggare", "specialisthandläggare";
        /// *Biträdende enhetschef*.
        DeputyManager = "bitr_enhetschef", "biträdande enhetschef";
        /// *Enhetschef*.
        Manager = "enhetschef", "enhetschef";
        /// *Administratör*.
        Administrator = "administrator", "administratör";
    }
}

impl Role {
    /// The role that a typed word names, with or without å, ä and ö.
    pub fn read(text: &str) -> Option<Role> {
        let plain = fold(text);
        let named = |role: &Role| fold(role.name()) == plain || role.word() == plain;
        Role::ALL.iter().copied().find(named)
    }

    /// Whether the role leads the unit: *enhetschef* or *biträdande enhetschef*.
    pub fn leads(self) -> bool {
        matches!(self, Role::Manager | Role::DeputyManager)
    }
}

/// The one at the keyboard: every write is made by an actor in a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// The user's row.
    pub id: i64,
    /// Login name, as given to `--som`.
    pub login: String,
    /// Full name.
    pub name: String,
    /// The role in force today.
    pub role: Role,
    /// The unit.
    pub unit_id: i64,
    /// The unit's name.
    pub unit: String,
    /// Base group in force today, if any.
    pub base_group: Option<i64>,
    /// The base group's name.
    pub base_group_name: Option<String>,
}
