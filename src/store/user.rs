//! Users: who works in the unit, in which role, from when.

use chrono::{Months, NaiveDate};
use rusqlite::{OptionalExtension, params};

use super::apply::Writing;
use super::standing::works;
use super::{Store, log, row};
use crate::core::change::NewUser;
use crate::core::text::clean_line;
use crate::core::user::{Role, User};
use crate::error::{Error, Result};

/// Nobody, before the first user is registered.
pub(super) fn nobody() -> User {
    User {
        id: 0,
        login: String::new(),
        name: String::new(),
        role: Role::Administrator,
        unit_id: 0,
        unit: String::new(),
        base_group: None,
        base_group_name: None,
    }
}

impl Store {
    /// Whether anybody is registered at all.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn has_users(&self) -> Result<bool> {
        Ok(self
            .conn
            .query_row("SELECT EXISTS (SELECT 1 FROM user)", [], |r| r.get(0))?)
    }

    /// The user with this login, with the role in force today; nobody who has not begun, has left or has no role.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn user(&self, login: &str) -> Result<Option<User>> {
        let today = self.today().to_string();
        let mut statement = self.conn.prepare_cached(&format!(
            "SELECT u.id, u.login, u.name,
                    (SELECT r.role FROM user_role r
                     WHERE r.user_id = u.id AND r.valid_from <= ?2 AND (r.valid_to IS NULL OR r.valid_to >= ?2)
                     ORDER BY r.valid_from DESC, r.id DESC LIMIT 1),
                    u.unit_id, n.name, g.id, g.name
             FROM user u
             JOIN unit n ON n.id = u.unit_id
             LEFT JOIN base_group g ON g.unit_id = u.unit_id AND g.id =
                    (SELECT b.base_group_id FROM user_group b
                     WHERE b.user_id = u.id AND b.valid_from <= ?2 AND (b.valid_to IS NULL OR b.valid_to >= ?2)
                     ORDER BY b.valid_from DESC, b.id DESC LIMIT 1)
             WHERE u.login = ?1 AND {}",
            works("u", "?2")
        ))?;
        let user = statement
            .query_row(params![login, today], |r| {
                Ok(User {
                    id: r.get(0)?,
                    login: r.get(1)?,
                    name: r.get(2)?,
                    role: row::word_opt(r, 3, Role::from_word)?.unwrap_or(Role::Caseworker),
                    unit_id: r.get(4)?,
                    unit: r.get(5)?,
                    base_group: r.get(6)?,
                    base_group_name: r.get(7)?,
                })
            })
            .optional()?;
        Ok(user)
    }

    /// Logins and names of everybody who works here now, by name.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn users(&self) -> Result<Vec<(i64, String, String)>> {
        let today = self.today().to_string();
        let mut statement = self.conn.prepare_cached(&format!(
            "SELECT u.id, u.login, u.name FROM user u WHERE {} ORDER BY u.name, u.id",
            works("u", "?1")
        ))?;
        let users = statement
            .query_map([today], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(users)
    }

    /// Registers the first user of an empty database, and the unit with it.
    ///
    /// # Errors
    /// When somebody is registered already: then only a user may register another.
    pub fn register_first_user(&self, unit: &str, user: &NewUser) -> Result<User> {
        self.write(None, |w| {
            let users: i64 = w
                .conn
                .query_row("SELECT EXISTS (SELECT 1 FROM user)", [], |r| r.get(0))?;
            if users != 0 {
                return Err(Error::user("Databasen har redan användare."));
            }
            let unit = clean_line(unit);
            let unit = w.unit_named(if unit.is_empty() { "Enheten" } else { &unit })?;
            w.change_user(unit, user)
        })?;
        self.user(&user.login)?
            .ok_or_else(|| Error::internal("användaren gick inte att läsa tillbaka"))
    }
}

impl Writing<'_> {
    pub(super) fn change_user(&self, unit: i64, user: &NewUser) -> Result<i64> {
        let (login, name) = (clean_line(&user.login), clean_line(&user.name));
        let (login, name) = (login.trim(), name.trim());
        self.check_started(user.started)?;
        if login.is_empty() || name.is_empty() {
            return Err(Error::user("Användarnamn och namn behövs."));
        }
        if user.share > 100 {
            return Err(Error::user("Tjänstgöringsgraden är högst 100 procent."));
        }
        let id = self.insert_user(unit, login, name, user.started)?;
        let from = user.started.to_string();
        self.conn.execute(
            "INSERT INTO main.user_role (user_id, role, valid_from) VALUES (?1, ?2, ?3)",
            params![id, user.role.word(), from],
        )?;
        self.conn.execute(
            "INSERT INTO main.user_share (user_id, percent, valid_from) VALUES (?1, ?2, ?3)",
            params![id, user.share, from],
        )?;
        if let Some(group) = &user.base_group {
            let group = self.base_group(unit, group)?;
            self.conn.execute(
                "INSERT INTO main.user_group (user_id, base_group_id, valid_from) VALUES (?1, ?2, ?3)",
                params![id, group, from],
            )?;
        }
        self.log(&log::Entry {
            action: "register_user",
            row: Some(id),
            ..log::Entry::default()
        })?;
        Ok(id)
    }

    /// A first day that somebody who works here can have had, or will have within a year.
    pub(super) fn check_started(&self, day: NaiveDate) -> Result<()> {
        let today = self.store.today();
        if day < today - Months::new(60 * 12) || day > today + Months::new(12) {
            return Err(
                Error::user(format!("{day} kan inte vara den första dagen."))
                    .hint("Den ligger inom sextio år bakåt och ett år framåt."),
            );
        }
        Ok(())
    }

    pub(super) fn insert_user(
        &self,
        unit: i64,
        login: &str,
        name: &str,
        started: NaiveDate,
    ) -> Result<i64> {
        let taken: Option<i64> = self
            .conn
            .query_row("SELECT id FROM user WHERE login = ?1", [login], |r| {
                r.get(0)
            })
            .optional()?;
        if taken.is_some() {
            return Err(Error::user(format!(
                "Användarnamnet ”{login}” är upptaget."
            )));
        }
        self.conn.execute(
            "INSERT INTO main.user (unit_id, login, name, started) VALUES (?1, ?2, ?3, ?4)",
            params![unit, login, name, started.to_string()],
        )?;
        Ok(self.conn.last_insert_rowid())
    }

    /// The unit with this name, made when missing.
    pub(super) fn unit_named(&self, name: &str) -> Result<i64> {
        self.conn
            .execute("INSERT OR IGNORE INTO main.unit (name) VALUES (?1)", [name])?;
        Ok(self
            .conn
            .query_row("SELECT id FROM unit WHERE name = ?1", [name], |r| r.get(0))?)
    }

    /// The unit that the writer belongs to, or the first one.
    pub(super) fn own_unit(&self) -> Result<i64> {
        if self.user.unit_id != 0 {
            return Ok(self.user.unit_id);
        }
        let first: Option<i64> = self
            .conn
            .query_row("SELECT min(id) FROM unit", [], |r| r.get(0))
            .optional()?
            .flatten();
        first.map_or_else(|| self.unit_named("Enheten"), Ok)
    }

    pub(super) fn base_group(&self, unit: i64, name: &str) -> Result<i64> {
        self.conn.execute(
            "INSERT OR IGNORE INTO main.base_group (unit_id, name) VALUES (?1, ?2)",
            params![unit, name],
        )?;
        Ok(self.conn.query_row(
            "SELECT id FROM base_group WHERE unit_id = ?1 AND name = ?2",
            params![unit, name],
            |r| r.get(0),
        )?)
    }
}

/// A login made from a name: "Anna Öhman" becomes `anna.ohman`.
pub fn login_of(name: &str) -> String {
    crate::core::text::fold(name)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(".")
}
