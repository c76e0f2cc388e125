//! What each person has chosen for their own desk.

use rusqlite::params;

use super::apply::Writing;
use super::{Store, log};
use crate::core::change::Applied;
use crate::core::setting::{Setting, Settings};
use crate::core::user::User;
use crate::error::{Error, Result};

impl Store {
    /// What the user has chosen. What another version of the program wrote is passed over.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn settings(&self, user: &User) -> Result<Settings> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT name, value FROM setting WHERE user_id = ?1")?;
        let rows = statement
            .query_map([user.id], |r| {
                Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?))
            })?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let known = rows
            .into_iter()
            .filter_map(|(name, value)| Some((Setting::from_word(&name)?, value)));
        Ok(known.collect())
    }
}

impl Writing<'_> {
    /// Keeps what the writer has chosen; nothing chosen is as the machine's file says.
    pub(super) fn choose_setting(&self, setting: Setting, value: Option<&str>) -> Result<Applied> {
        match value {
            Some(value) if !setting.takes(value) => {
                return Err(Error::user(format!(
                    "”{value}” går inte att välja för {}.",
                    setting.name()
                )));
            }
            Some(value) => self.conn.execute(
                "INSERT INTO main.setting (user_id, name, value) VALUES (?1, ?2, ?3)
                 ON CONFLICT (user_id, name) DO UPDATE SET value = excluded.value",
                params![self.user.id, setting.word(), value],
            )?,
            None => self.conn.execute(
                "DELETE FROM main.setting WHERE user_id = ?1 AND name = ?2",
                params![self.user.id, setting.word()],
            )?,
        };
        self.log(&log::Entry {
            action: "choose_setting",
            detail: setting.word(),
            ..log::Entry::default()
        })?;
        Ok(Applied::default())
    }
}
