//! The unit's own good examples, taken from signed orders and de-identified.

use rusqlite::params;

use super::apply::Writing;
use super::{Store, log};
use crate::core::access::Act;
use crate::core::change::Applied;
use crate::core::register::ExampleEntry;
use crate::core::text::clean_text;
use crate::core::user::User;
use crate::error::{Error, Result};

impl Store {
    /// The unit's own examples, as area and text, newest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn good_examples(&self) -> Result<Vec<(String, String)>> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT area, text FROM good_example ORDER BY id DESC")?;
        let rows = statement
            .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(rows)
    }

    /// The unit's own examples as exported.
    pub(super) fn example_entries(&self) -> Result<Vec<ExampleEntry>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT e.area, e.text, u.login, e.added_at FROM good_example e JOIN user u ON u.id = e.added_by
             ORDER BY e.area, e.text, e.id",
        )?;
        let rows = statement
            .query_map([], |r| {
                Ok(ExampleEntry {
                    area: r.get(0)?,
                    text: r.get(1)?,
                    added_by: r.get(2)?,
                    added_at: r.get(3)?,
                })
            })?
            .collect::<rusqlite::Result<_>>()?;
        Ok(rows)
    }

    /// Names that would tell whom a text of a person's file is about: the person's own and those of the
    /// people around them, and every number the person has had.
    ///
    /// # Errors
    /// When the file may not be seen or the database cannot be read.
    pub fn telling_names(&self, user: &User, person: i64) -> Result<Vec<String>> {
        self.admit(user, person, Act::Find)?;
        let mut statement = self.conn.prepare_cached(
            "SELECT family_name FROM person WHERE id = ?1
             UNION SELECT given_name FROM person WHERE id = ?1
             UNION SELECT wished_name FROM person WHERE id = ?1 AND wished_name IS NOT NULL
             UNION SELECT name FROM contact WHERE person_id = ?1",
        )?;
        let rows = statement
            .query_map([person], |r| r.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(rows)
    }
}

impl Writing<'_> {
    pub(super) fn keep_example(&self, area: &str, text: &str) -> Result<Applied> {
        let text = clean_text(text);
        if text.trim().is_empty() {
            return Err(Error::user("Exemplet är tomt."));
        }
        self.conn.execute(
            "INSERT INTO main.good_example (area, text, added_by, added_at) VALUES (?1, ?2, ?3, ?4)",
            params![area, text.trim(), self.user.id, self.at],
        )?;
        let id = self.conn.last_insert_rowid();
        self.log(&log::Entry {
            action: "keep_example",
            row: Some(id),
            ..log::Entry::default()
        })?;
        Ok(Applied {
            row: Some(id),
            ..Applied::default()
        })
    }
}
