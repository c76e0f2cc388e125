//! Saved views on number keys.

use rusqlite::params;

use super::apply::Writing;
use super::{Store, log};
use crate::core::change::Applied;
use crate::core::query::{Filter, View};
use crate::core::text::clean_line;
use crate::core::user::User;
use crate::error::{Error, Result};

impl Store {
    /// The user's saved views by key.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn views(&self, user: &User) -> Result<Vec<View>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT key, name, filter FROM saved_view WHERE user_id = ?1 ORDER BY key",
        )?;
        let rows = statement
            .query_map([user.id], |r| {
                Ok((
                    r.get::<_, u8>(0)?,
                    r.get::<_, String>(1)?,
                    r.get::<_, String>(2)?,
                ))
            })?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        // A filter that an older or newer program wrote otherwise is passed over, not fatal.
        Ok(rows
            .into_iter()
            .filter_map(|(key, name, filter)| {
                serde_json::from_str::<Filter>(&filter)
                    .ok()
                    .map(|filter| View { key, name, filter })
            })
            .collect())
    }
}

impl Writing<'_> {
    pub(super) fn save_view(&self, key: u8, name: &str, filter: &Filter) -> Result<Applied> {
        let name = clean_line(name);
        if !(1..=9).contains(&key) || name.is_empty() {
            return Err(Error::user("En vy behöver ett namn och en siffra 1–9."));
        }
        self.conn.execute(
            "INSERT INTO main.saved_view (user_id, key, name, filter) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (user_id, key) DO UPDATE
             SET name = excluded.name, filter = excluded.filter, version = version + 1",
            params![self.user.id, key, name, serde_json::to_string(filter)?],
        )?;
        self.log(&log::Entry {
            action: "save_view",
            row: Some(i64::from(key)),
            ..log::Entry::default()
        })?;
        Ok(Applied::default())
    }
}
