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
        self.admit_report(user, rule)?;
        let mut statement = self.conn.prepare_cached(
            "SELECT DISTINCT c.id, c.person_id FROM deadline d JOIN cases c ON c.id = d.case_id
             WHERE d.rule = ?1 AND d.due < ?2 ORDER BY c.case_number",
        )?;
        let cases = statement
            .query_map(params![rule, day.to_string()], |r| {
                Ok((r.get(0)?, r.get(1)?))
            })?
            .collect::<rusqlite::Result<Vec<(i64, i64)>>>()?;
        let seen = self.only_seen(user, cases, |(_, person)| *person)?;
        Ok(seen.into_iter().map(|(case, _)| case).collect())
    }
}
