//! The population list of a register: somebody who is there stays as they are, and what came of seeking
//! them out is added.

use rusqlite::{OptionalExtension, params};

use super::{Intake, parse_day};
use crate::core::outreach::{NewResident, OutreachAnswer};
use crate::core::person::Sex;
use crate::core::register::ResidentEntry;
use crate::core::text::{clean_line, clean_text};
use crate::error::{Error, Result};

impl Intake<'_> {
    pub(super) fn resident(&mut self, unit: i64, entry: &ResidentEntry) -> Result<()> {
        let number = self.number(&entry.personal_number, &entry.number_kind)?;
        let value = number.to_string();
        let find = |intake: &Self| -> Result<Option<i64>> {
            Ok(intake
                .w
                .conn
                .prepare_cached("SELECT id FROM resident WHERE value = ?1")?
                .query_row([&value], |r| r.get(0))
                .optional()?)
        };
        if find(self)?.is_none() {
            let sex = Sex::from_word(&entry.sex)
                .ok_or_else(|| Error::user(format!("könet ”{}” är okänt", entry.sex)))?;
            let told = NewResident {
                number,
                family_name: clean_line(&entry.family_name),
                given_name: clean_line(&entry.given_name),
                sex,
                birth_date: parse_day(&entry.birth_date)?,
                street: clean_line(&entry.street),
                postcode: clean_line(&entry.postcode),
                city: clean_line(&entry.city),
            };
            let listed = parse_day(&entry.listed)?.to_string();
            self.w.insert_resident(unit, &told, &listed)?;
            self.count.other += 1;
        }
        let Some(row) = find(self)? else {
            return Ok(());
        };
        for contact in &entry.contacts {
            let answer = OutreachAnswer::from_word(&contact.answer)
                .ok_or_else(|| Error::user(format!("svaret ”{}” är okänt", contact.answer)))?;
            let day = parse_day(&contact.date)?.to_string();
            let note = clean_text(&contact.note);
            let there = self.ids(
                "SELECT id FROM resident_contact WHERE resident_id = ?1 AND answer = ?2 AND day = ?3 AND note = ?4
                 ORDER BY id",
                params![row, answer.word(), day, note],
            )?;
            if self.claim("resident_contact", there).is_some() {
                continue;
            }
            let (by, role, at) = self.recorder(&contact.recorded)?;
            self.w
                .conn
                .prepare_cached(
                    "INSERT INTO resident_contact (resident_id, answer, day, note, recorded_at, recorded_by, recorded_role)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                )?
                .execute(params![row, answer.word(), day, note, at, by, role])?;
            let new = self.w.conn.last_insert_rowid();
            self.claim("resident_contact", vec![new]);
            self.count.other += 1;
        }
        Ok(())
    }
}
