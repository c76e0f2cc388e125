//! Who would decide: a user with roles, time in post and appointments in force today.

use rusqlite::params;

use super::{Store, row};
use crate::core::delegation::Decider;
use crate::core::user::{Role, User};
use crate::error::Result;

impl Store {
    /// The user as the order of delegation reads a person, on a proposal of their own.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn decider(&self, user: &User) -> Result<Decider> {
        let today = self.today();
        let day = today.to_string();
        let started =
            self.conn
                .query_row("SELECT started FROM user WHERE id = ?1", [user.id], |r| {
                    row::day_opt(r, 0)
                })?;
        let mut roles = self.conn.prepare_cached(
            "SELECT role FROM user_role
             WHERE user_id = ?1 AND valid_from <= ?2 AND (valid_to IS NULL OR valid_to >= ?2)",
        )?;
        let roles = roles
            .query_map(params![user.id, day], |r| r.get::<_, String>(0))?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let mut named = self.conn.prepare_cached(
            "SELECT kind FROM appointment
             WHERE user_id = ?1 AND valid_from <= ?2 AND (valid_to IS NULL OR valid_to >= ?2)",
        )?;
        let appointments = named
            .query_map(params![user.id, day], |r| r.get(0))?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        Ok(Decider {
            id: user.id,
            name: user.name.clone(),
            roles: roles.iter().filter_map(|w| Role::from_word(w)).collect(),
            started: started.unwrap_or(today),
            appointments,
            own: true,
        })
    }
}
