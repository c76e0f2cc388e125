//! Granted extents, for comparing them (*tematisk ärendedragning*).

use rusqlite::params;

use super::standing::Asking;
use super::{Store, row};
use crate::core::person::{Sex, Situation};
use crate::core::user::User;
use crate::error::Result;

/// What was granted in one item of a decision, and to whom in the broadest words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extent {
    /// What it is about.
    pub intervention: String,
    /// Minutes per month.
    pub minutes: i64,
    /// The day of the decision.
    pub day: chrono::NaiveDate,
    /// Legal sex.
    pub sex: Sex,
    /// Family situation on the day of the decision.
    pub situation: Situation,
}

impl Store {
    /// Every granted extent in the files that the user may see.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn granted_extents(&self, user: &User) -> Result<Vec<Extent>> {
        self.admit_report(user, "tema")?;
        if !self.employed(user)? {
            return Ok(Vec::new());
        }
        let mut statement = self.conn.prepare_cached(&format!(
            "SELECT i.intervention, i.minutes_per_month, d.day, p.sex,
                    (SELECT h.situation FROM household h WHERE h.person_id = p.id AND h.valid_from <= d.day
                     ORDER BY h.valid_from DESC, h.id DESC LIMIT 1)
             FROM decision_item i
             JOIN decision d ON d.id = i.decision_id
             JOIN cases c ON c.id = d.case_id
             JOIN person p ON p.id = c.person_id
             WHERE i.result IN ('bifall', 'delvis') AND i.minutes_per_month IS NOT NULL AND {}
             ORDER BY i.id",
            Asking::FIRST.finds_person()
        ))?;
        let (today, now) = (self.today().to_string(), self.clock().stamp());
        let rows = statement
            .query_map(params![user.id, today, now], |r| {
                Ok(Extent {
                    intervention: r.get(0)?,
                    minutes: r.get(1)?,
                    day: row::day(r, 2)?,
                    sex: row::word_opt(r, 3, Sex::from_word)?.unwrap_or(Sex::Unknown),
                    situation: row::word_opt(r, 4, Situation::from_word)?
                        .unwrap_or(Situation::Unknown),
                })
            })?
            .collect::<rusqlite::Result<Vec<Extent>>>()?;
        Ok(rows)
    }
}
