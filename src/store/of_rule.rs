//! The cases where a rule has run out, for the reports that are made of clocks.

use chrono::NaiveDate;
use rusqlite::params;

use super::Store;
use crate::core::user::User;
use crate::error::Result;

impl Store {
    /// The cases with a clock of the rule due before a day, in the files that one may see, by case number.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn cases_due_before(&self, user: &User, rule: &str, day: NaiveDate) -> Result<Vec<i64>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT DISTINCT c.id FROM deadline d JOIN cases c ON c.id = d.case_id JOIN person p ON p.id = c.person_id
             WHERE d.rule = ?1 AND d.due < ?2 AND (p.protection IS NULL OR EXISTS (
                 SELECT 1 FROM file_named n WHERE n.person_id = p.id AND n.user_id = ?3 AND n.valid_to IS NULL))
             ORDER BY c.case_number",
        )?;
        Ok(statement
            .query_map(params![rule, day.to_string(), user.id], |r| r.get(0))?
            .collect::<rusqlite::Result<_>>()?)
    }
}
