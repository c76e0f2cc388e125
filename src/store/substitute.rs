//! Absence (*frånvaro*): who sees whose cases for a period. It ends by itself; nothing is moved.

use chrono::{Days, NaiveDate};
use rusqlite::{OptionalExtension, params};

use super::apply::Writing;
use super::{Store, log, row};
use crate::core::change::{Applied, Change, Undo};
use crate::core::query::Absence;
use crate::core::user::User;
use crate::error::{Error, Result};

impl Store {
    /// Whose cases count as the user's own today: theirs, and those of whom they stand in for.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn owners(&self, user: &User) -> Result<Vec<i64>> {
        let today = self.today().to_string();
        let mut statement = self.conn.prepare_cached(
            "SELECT DISTINCT user_id FROM substitute
             WHERE substitute_id = ?1 AND valid_from <= ?2 AND valid_to >= ?2 AND user_id <> ?1 ORDER BY user_id",
        )?;
        let others = statement.query_map(params![user.id, today], |r| r.get(0))?;
        let mut owners = vec![user.id];
        for other in others {
            owners.push(other?);
        }
        Ok(owners)
    }

    /// Absences that are not over, by first day.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn absences(&self) -> Result<Vec<Absence>> {
        let today = self.today().to_string();
        let mut statement = self.conn.prepare_cached(
            "SELECT s.id, s.user_id, u.name, s.substitute_id, v.name, s.valid_from, s.valid_to
             FROM substitute s JOIN user u ON u.id = s.user_id JOIN user v ON v.id = s.substitute_id
             WHERE s.valid_to >= ?1 AND s.valid_to >= s.valid_from ORDER BY s.valid_from, s.id",
        )?;
        let rows = statement.query_map([today], |r| {
            Ok(Absence {
                id: r.get(0)?,
                user: r.get(1)?,
                name: r.get(2)?,
                substitute: r.get(3)?,
                substitute_name: r.get(4)?,
                from: row::day(r, 5)?,
                to: row::day(r, 6)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Writing<'_> {
    /// Only the one who is away, or a manager, says who stands in: access follows with it.
    fn may_set_absence(&self, user: i64) -> Result<()> {
        if user == self.user.id || self.user.role.leads() {
            return Ok(());
        }
        Err(
            Error::user("En ersättare utses av den som är borta, eller av en chef.")
                .hint("Be kollegan eller chefen att skriva in det."),
        )
    }

    fn user_name(&self, user: i64) -> Result<String> {
        self.conn
            .query_row("SELECT name FROM user WHERE id = ?1", [user], |r| r.get(0))
            .optional()?
            .ok_or_else(|| Error::user("Handläggaren finns inte."))
    }

    pub(super) fn substitute(
        &self,
        user: i64,
        substitute: i64,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Applied> {
        self.may_set_absence(user)?;
        if user == substitute {
            return Err(Error::user("Ingen kan ersätta sig själv."));
        }
        if to < from {
            return Err(Error::user("Till: dagen ligger före den första."));
        }
        if to < self.store.today() {
            return Err(Error::user("Till: dagen har redan varit."));
        }
        let (name, other) = (self.user_name(user)?, self.user_name(substitute)?);
        self.conn.execute(
            "INSERT INTO main.substitute (user_id, substitute_id, valid_from, valid_to) VALUES (?1, ?2, ?3, ?4)",
            params![user, substitute, from.to_string(), to.to_string()],
        )?;
        let id = self.conn.last_insert_rowid();
        self.log(&log::Entry {
            action: "substitute",
            row: Some(id),
            detail: &format!("{user} {substitute} {from} {to}"),
            ..log::Entry::default()
        })?;
        let before = from - Days::new(1);
        Ok(Applied {
            row: Some(id),
            undo: Some(Undo {
                sentence: format!("{other} ersätter inte längre {name}."),
                change: Box::new(Change::EndSubstitute {
                    substitute: id,
                    last: before,
                }),
            }),
            ..Applied::default()
        })
    }

    pub(super) fn end_substitute(&self, id: i64, last: NaiveDate) -> Result<Applied> {
        let found: Option<(i64, String)> = self
            .conn
            .query_row(
                "SELECT user_id, valid_to FROM substitute WHERE id = ?1",
                [id],
                |r| Ok((r.get(0)?, r.get(1)?)),
            )
            .optional()?;
        let Some((user, to)) = found else {
            return Err(Error::user("Frånvaron finns inte."));
        };
        self.may_set_absence(user)?;
        if to <= last.to_string() {
            return Err(Error::user("Frånvaron är redan slut den dagen."));
        }
        self.conn.execute(
            "UPDATE main.substitute SET valid_to = ?2 WHERE id = ?1",
            params![id, last.to_string()],
        )?;
        self.log(&log::Entry {
            action: "end_substitute",
            row: Some(id),
            detail: &last.to_string(),
            ..log::Entry::default()
        })?;
        Ok(Applied {
            row: Some(id),
            ..Applied::default()
        })
    }
}
