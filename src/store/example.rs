//! The unit's own good examples, taken from signed orders and de-identified.

use rusqlite::params;

use super::apply::Writing;
use super::{Store, log};
use crate::core::access::Act;
use crate::core::change::Applied;
use crate::core::deidentify::revealing;
use crate::core::register::ExampleEntry;
use crate::core::text::clean_text;
use crate::core::user::User;
use crate::error::{Error, Result};

/// One of the unit's own good examples.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnExample {
    /// The row.
    pub id: i64,
    /// Id of its area.
    pub area: String,
    /// The text.
    pub text: String,
}

impl Store {
    /// The unit's own examples that have not been taken out, newest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn good_examples(&self) -> Result<Vec<OwnExample>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT id, area, text FROM good_example e
             WHERE NOT EXISTS (SELECT 1 FROM good_example_withdrawn w WHERE w.example_id = e.id)
             ORDER BY id DESC",
        )?;
        let rows = statement
            .query_map([], |r| {
                Ok(OwnExample {
                    id: r.get(0)?,
                    area: r.get(1)?,
                    text: r.get(2)?,
                })
            })?
            .collect::<rusqlite::Result<_>>()?;
        Ok(rows)
    }

    /// The unit's own examples as exported, with those that were taken out.
    pub(super) fn example_entries(&self) -> Result<Vec<ExampleEntry>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT e.area, e.text, u.login, e.added_at, w.day, coalesce(x.login, '')
             FROM good_example e JOIN user u ON u.id = e.added_by
             LEFT JOIN good_example_withdrawn w ON w.example_id = e.id LEFT JOIN user x ON x.id = w.user_id
             ORDER BY e.area, e.text, e.id",
        )?;
        let rows = statement
            .query_map([], |r| {
                Ok(ExampleEntry {
                    area: r.get(0)?,
                    text: r.get(1)?,
                    added_by: r.get(2)?,
                    added_at: r.get(3)?,
                    withdrawn: r.get(4)?,
                    withdrawn_by: r.get(5)?,
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
    pub(super) fn keep_example(
        &self,
        person: Option<i64>,
        area: &str,
        text: &str,
    ) -> Result<Applied> {
        let text = clean_text(text);
        if text.trim().is_empty() {
            return Err(Error::user("Exemplet är tomt."));
        }
        let names = match person {
            Some(person) => self.store.telling_names(self.user, person)?,
            None => Vec::new(),
        };
        let found = revealing(&text, &names);
        if !found.is_empty() {
            let found: Vec<String> = found.iter().map(|word| format!("”{word}”")).collect();
            return Err(Error::user(format!(
                "Texten kan visa vem den gäller: {}.",
                found.join(", ")
            ))
            .hint("Skriv om utan namn, orter och nummer. Alla i enheten ser exemplet."));
        }
        self.conn.execute(
            "INSERT INTO main.good_example (area, text, added_by, added_at) VALUES (?1, ?2, ?3, ?4)",
            params![area, text.trim(), self.user.id, self.at],
        )?;
        self.logged_example("keep_example", self.conn.last_insert_rowid())
    }

    /// Takes an example out by a row of its own.
    pub(super) fn withdraw_example(&self, example: i64) -> Result<Applied> {
        let there = self.conn.query_row(
            "SELECT EXISTS (SELECT 1 FROM good_example WHERE id = ?1)
                AND NOT EXISTS (SELECT 1 FROM good_example_withdrawn WHERE example_id = ?1)",
            [example],
            |r| r.get::<_, bool>(0),
        )?;
        if !there {
            return Err(Error::user("Exemplet finns inte eller är redan borttaget."));
        }
        self.conn.execute(
            "INSERT INTO main.good_example_withdrawn (example_id, day, user_id) VALUES (?1, ?2, ?3)",
            params![example, self.store.today().to_string(), self.user.id],
        )?;
        self.logged_example("withdraw_example", example)
    }

    fn logged_example(&self, action: &'static str, example: i64) -> Result<Applied> {
        self.log(&log::Entry {
            action,
            row: Some(example),
            ..log::Entry::default()
        })?;
        Ok(Applied {
            row: Some(example),
            ..Applied::default()
        })
    }
}
