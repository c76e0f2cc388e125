//! What was noted later of the facts of a file that is new here: visits moved or cancelled, and ends.

use std::collections::HashMap;

use rusqlite::params;

use super::{Intake, parse_day};
use crate::core::register::PersonEntry;
use crate::core::text::{clean_line, clean_text};
use crate::error::{Error, Result};

/// The rows that the facts of a person became, by kind, in the order of the register.
pub(super) type Rows = HashMap<&'static str, Vec<i64>>;

fn row_of(rows: &Rows, fact: &str, place: usize) -> Result<i64> {
    let found = rows
        .get(fact)
        .and_then(|rows| rows.get(place.checked_sub(1)?));
    found
        .copied()
        .ok_or_else(|| Error::user(format!("{fact} nummer {place} finns inte hos personen")))
}

impl Intake<'_> {
    pub(super) fn person_changes(
        &mut self,
        id: i64,
        person: &PersonEntry,
        rows: &Rows,
    ) -> Result<()> {
        for change in &person.visit_changes {
            let moved = change
                .moved_to
                .map(|place| row_of(rows, "besök", place))
                .transpose()?;
            let by = self.login_row(&change.by)?;
            self.w.conn.execute(
                "INSERT INTO visit_change (visit_id, moved_to, reason, changed_on, user_id) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![
                    row_of(rows, "besök", change.visit)?,
                    moved,
                    clean_text(&change.reason),
                    parse_day(&change.date)?.to_string(),
                    by
                ],
            )?;
        }
        for end in &person.ends {
            let last = end.last_day.as_deref().map(parse_day).transpose()?;
            let by = self.login_row(&end.by)?;
            self.w.conn.execute(
                "INSERT INTO fact_end (person_id, fact, row_id, last_day, reason, noted_on, user_id)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![
                    id,
                    end.fact,
                    row_of(rows, &end.fact, end.place)?,
                    last.map(|day| day.to_string()),
                    clean_line(&end.reason),
                    parse_day(&end.date)?.to_string(),
                    by
                ],
            )?;
        }
        Ok(())
    }
}
