//! Who may decide: everybody who works here, with roles, time in post and appointments.

use std::cell::OnceCell;
use std::collections::HashMap;

use chrono::NaiveDate;

use super::standing::works;
use super::{Store, row};
use crate::core::delegation::Decider;
use crate::core::user::{Role, User};
use crate::error::Result;

/// Everybody who may decide today, read when it is first asked for and kept while many rows are gone through.
#[derive(Default)]
pub(super) struct Deciders(OnceCell<Vec<Decider>>);

impl Deciders {
    pub(super) fn all(&self, store: &Store) -> Result<&[Decider]> {
        if let Some(known) = self.0.get() {
            return Ok(known);
        }
        let read = store.deciders(store.today())?;
        Ok(self.0.get_or_init(|| read))
    }
}

impl Store {
    /// The user as the order of delegation reads a person, on nobody's own proposal; `None` for one who does not
    /// work here.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn decider(&self, user: &User) -> Result<Option<Decider>> {
        let people = Deciders::default();
        let me = people.all(self)?.iter().find(|p| p.id == user.id);
        Ok(me.cloned())
    }

    /// Everybody who works here on a day, with roles and appointments in force then.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(super) fn deciders(&self, day: NaiveDate) -> Result<Vec<Decider>> {
        let on = day.to_string();
        let mut people = self.conn.prepare_cached(&format!(
            "SELECT u.id, u.name, u.started FROM user u WHERE {} ORDER BY u.name, u.id",
            works("u", "?1")
        ))?;
        let mut people = people
            .query_map([&on], |r| {
                Ok(Decider {
                    id: r.get(0)?,
                    name: r.get(1)?,
                    roles: Vec::new(),
                    started: row::day(r, 2)?,
                    appointments: Vec::new(),
                    own: false,
                })
            })?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let place: HashMap<i64, usize> = people.iter().map(|p| p.id).zip(0..).collect();
        let mut roles = self.conn.prepare_cached(
            "SELECT user_id, role FROM user_role
             WHERE valid_from <= ?1 AND (valid_to IS NULL OR valid_to >= ?1) ORDER BY id",
        )?;
        let mut roles = roles.query([&on])?;
        while let Some(r) = roles.next()? {
            if let Some(at) = place.get(&r.get(0)?) {
                people[*at].roles.push(row::word(r, 1, Role::from_word)?);
            }
        }
        let mut appointments = self.conn.prepare_cached(
            "SELECT user_id, kind FROM appointment
             WHERE valid_from <= ?1 AND (valid_to IS NULL OR valid_to >= ?1) ORDER BY id",
        )?;
        let mut appointments = appointments.query([&on])?;
        while let Some(r) = appointments.next()? {
            if let Some(at) = place.get(&r.get(0)?) {
                people[*at].appointments.push(r.get(1)?);
            }
        }
        Ok(people)
    }
}
