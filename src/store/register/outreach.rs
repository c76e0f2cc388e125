//! The population list of a register.

use super::Store;
use super::records::recorded;
use crate::core::register::{ResidentContactEntry, ResidentEntry};
use crate::core::user::User;
use crate::error::Result;

impl Store {
    pub(super) fn resident_entries(&self, user: &User) -> Result<Vec<ResidentEntry>> {
        let rows: Vec<(i64, Option<i64>, ResidentEntry)> = self.all(
            "SELECT r.id, n.person_id, r.value, r.kind, r.family_name, r.given_name, r.sex, r.birth_date, r.street,
                    r.postcode, r.city, r.listed_on
             FROM resident r LEFT JOIN identity_number n ON n.value = r.value ORDER BY r.value",
            [],
            |r| {
                Ok((
                    r.get(0)?,
                    r.get(1)?,
                    ResidentEntry {
                        personal_number: r.get(2)?,
                        number_kind: r.get(3)?,
                        family_name: r.get(4)?,
                        given_name: r.get(5)?,
                        sex: r.get(6)?,
                        birth_date: r.get(7)?,
                        street: r.get(8)?,
                        postcode: r.get(9)?,
                        city: r.get(10)?,
                        listed: r.get(11)?,
                        contacts: Vec::new(),
                    },
                ))
            },
        )?;
        let mut entries = Vec::with_capacity(rows.len());
        for (id, person, mut entry) in rows {
            if let Some(person) = person
                && !self.sees(user, person)?
            {
                continue;
            }
            entry.contacts = self.all(
                "SELECT c.answer, c.day, c.note, c.recorded_at, u.login, c.recorded_role FROM resident_contact c
                 JOIN user u ON u.id = c.recorded_by WHERE c.resident_id = ?1 ORDER BY c.id",
                [id],
                |r| {
                    Ok(ResidentContactEntry {
                        answer: r.get(0)?,
                        date: r.get(1)?,
                        note: r.get(2)?,
                        recorded: recorded(r, 3)?,
                    })
                },
            )?;
            entries.push(entry);
        }
        Ok(entries)
    }
}
