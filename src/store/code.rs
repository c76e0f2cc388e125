//! The personal code that unlocks a locked desk. It is no way in: that is the login's. Locking, unlocking and a
//! wrong code stand in the log.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use rusqlite::{OptionalExtension, params};

use super::{Store, log};
use crate::core::user::User;
use crate::error::{Error, Result};

/// The fewest characters of a code.
pub const SHORTEST_CODE: usize = 6;

/// argon2id with the memory and the passes that OWASP asks for at least: 19 MiB, two passes.
fn hasher() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::default())
}

fn failed(error: impl std::fmt::Display) -> Error {
    Error::internal(format!("Koden går inte att räkna om ({error})."))
}

impl Store {
    /// Whether a user has chosen a code.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn has_code(&self, user: &User) -> Result<bool> {
        Ok(self.code(user)?.is_some())
    }

    /// Whether a user's desk locks itself after a while: where a code is chosen, and where several people work
    /// in the same database. On one's own machine, and in the demo, it only does where it was asked for.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn locks_itself(&self, user: &User) -> Result<bool> {
        if self.has_code(user)? {
            return Ok(true);
        }
        let several: bool = self.conn.query_row(
            "SELECT (SELECT count(*) FROM (SELECT 1 FROM user LIMIT 2)) > 1",
            [],
            |r| r.get(0),
        )?;
        Ok(several && !self.is_demo()?)
    }

    /// Chooses a user's code, in place of the one before.
    ///
    /// # Errors
    /// When it is too short, or cannot be written.
    pub fn set_code(&self, user: &User, code: &str) -> Result<()> {
        if code.chars().count() < SHORTEST_CODE {
            return Err(Error::user(format!(
                "Koden är för kort. Minst {SHORTEST_CODE} tecken behövs."
            )));
        }
        let hash = hasher()
            .hash_password(code.as_bytes())
            .map_err(failed)?
            .to_string();
        self.write(Some(user), |w| {
            w.conn.execute(
                "INSERT INTO main.user_code (user_id, hash, set_at) VALUES (?1, ?2, ?3)
                 ON CONFLICT (user_id) DO UPDATE SET hash = excluded.hash, set_at = excluded.set_at",
                params![user.id, hash, w.at],
            )?;
            w.log(&entry("set_code", ""))
        })
    }

    /// Notes that a desk is locked; `why` is `tangent` or `vila`.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn note_locked(&self, user: &User, why: &str) -> Result<()> {
        self.write(Some(user), |w| w.log(&entry("lock", why)))
    }

    /// Whether a code is the user's own; both answers stand in the log.
    ///
    /// # Errors
    /// When it cannot be read or written: then nothing is unlocked.
    pub fn unlocks(&self, user: &User, code: &str) -> Result<bool> {
        let right = match self.code(user)? {
            Some(hash) => {
                let known = PasswordHash::new(&hash).map_err(failed)?;
                hasher().verify_password(code.as_bytes(), &known).is_ok()
            }
            None => false,
        };
        let action = if right { "unlock" } else { "wrong_code" };
        self.write(Some(user), |w| w.log(&entry(action, "")))?;
        Ok(right)
    }

    fn code(&self, user: &User) -> Result<Option<String>> {
        Ok(self
            .conn
            .prepare_cached("SELECT hash FROM user_code WHERE user_id = ?1")?
            .query_row([user.id], |r| r.get(0))
            .optional()?)
    }
}

fn entry<'a>(action: &'a str, detail: &'a str) -> log::Entry<'a> {
    log::Entry {
        action,
        detail,
        ..log::Entry::default()
    }
}
