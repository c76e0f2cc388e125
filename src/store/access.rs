//! Access: how a user stands to a file is read here, [`verdict`] decides, and what is opened has its row
//! in the log before anything of it is given out. No log, no view.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use rusqlite::{OptionalExtension, params};

use super::apply::unknown;
use super::{Store, log};
use crate::core::access::{Act, Standing, Verdict, verdict};
use crate::core::text::clean_line;
use crate::core::user::{Role, User};
use crate::error::{Error, Result};

/// What one program run remembers of its user.
#[derive(Default)]
pub(super) struct Session {
    /// Why each file was opened, by person.
    reasons: RefCell<HashMap<i64, String>>,
    /// Why any file is opened, where that was said once for the whole run (`--skal`).
    reason: RefCell<Option<String>>,
    /// The latest reading that was logged: a screen that reads itself again is the same reading.
    latest: Cell<Option<Reading>>,
    /// The session's row, while a desk is open ([`super::session`]).
    pub(super) row: Cell<Option<i64>>,
}

/// What is read in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    /// What is read, as the log says it.
    pub(super) action: &'static str,
    /// Whose file.
    pub(super) person: i64,
    /// Which case of it.
    pub(super) case: Option<i64>,
    /// Which document.
    pub(super) row: Option<i64>,
}

impl Reading {
    /// Reading something of a file that belongs to no one case.
    pub(super) fn of(action: &'static str, person: i64) -> Reading {
        Reading {
            action,
            person,
            case: None,
            row: None,
        }
    }
}

impl Store {
    /// How a user stands to a file today; `None` where there is no such file.
    fn standing(&self, user: &User, person: i64) -> Result<Option<Standing>> {
        let (today, now) = (self.today().to_string(), self.clock().stamp());
        // The user and those whom the user stands in for today.
        let mut statement = self.conn.prepare_cached(
            "WITH self(id) AS (
                 SELECT ?2 UNION SELECT user_id FROM substitute
                 WHERE substitute_id = ?2 AND valid_from <= ?3 AND valid_to >= ?3)
             SELECT p.unit_id = ?5, p.protection IS NOT NULL,
                 EXISTS (SELECT 1 FROM cases c JOIN assignment a ON a.case_id = c.id
                         WHERE c.person_id = p.id AND a.user_id IN (SELECT id FROM self)
                           AND (a.valid_to IS NULL OR a.valid_to >= ?3)),
                 EXISTS (SELECT 1 FROM file_named n
                         WHERE n.person_id = p.id AND n.user_id IN (SELECT id FROM self) AND n.valid_to IS NULL),
                 EXISTS (SELECT 1 FROM conflict_of_interest j WHERE j.person_id = p.id AND j.user_id = ?2),
                 EXISTS (SELECT 1 FROM emergency_access e
                         WHERE e.person_id = p.id AND e.user_id = ?2 AND e.begun_at <= ?4 AND e.until_at > ?4),
                 EXISTS (SELECT 1 FROM user u WHERE u.id = ?2 AND u.closed_at IS NULL AND (u.ended IS NULL OR u.ended >= ?3)),
                 (SELECT count(*) FROM (SELECT 1 FROM user LIMIT 2)) = 1
             FROM person p WHERE p.id = ?1",
        )?;
        let standing = statement
            .query_row(params![person, user.id, today, now, user.unit_id], |r| {
                Ok(Standing {
                    role: user.role,
                    same_unit: r.get(0)?,
                    protected: r.get(1)?,
                    own: r.get(2)?,
                    named: r.get(3)?,
                    related: r.get(4)?,
                    emergency: r.get(5)?,
                    employed: r.get(6)?,
                    alone: r.get(7)?,
                    reason: self.reason(person).is_some(),
                })
            })
            .optional()?;
        Ok(standing)
    }

    /// Says why a person's file is opened; it holds for this run of the program and stands in the log with
    /// what is read.
    ///
    /// # Errors
    /// When nothing is said.
    pub fn give_reason(&self, person: i64, reason: &str) -> Result<()> {
        let mut reasons = self.session.reasons.borrow_mut();
        reasons.insert(person, said(reason)?);
        Ok(())
    }

    /// Says once why whatever is read in this run is opened (`--skal`).
    ///
    /// # Errors
    /// When nothing is said.
    pub fn give_one_reason(&self, reason: &str) -> Result<()> {
        *self.session.reason.borrow_mut() = Some(said(reason)?);
        Ok(())
    }

    fn reason(&self, person: i64) -> Option<String> {
        let own = self.session.reasons.borrow().get(&person).cloned();
        own.or_else(|| self.session.reason.borrow().clone())
    }

    /// Whether the user may meet a file in a list, a search or a count.
    pub(crate) fn sees(&self, user: &User, person: i64) -> Result<bool> {
        let standing = self.standing(user, person)?;
        Ok(standing.is_some_and(|s| verdict(Act::Find, &s) == Verdict::Allowed))
    }

    /// Lets a user do something with a file, or says why not; in words that tell nothing where the file
    /// is hidden.
    pub(super) fn admit(&self, user: &User, person: i64, act: Act) -> Result<()> {
        let Some(standing) = self.standing(user, person)? else {
            return Err(unknown());
        };
        match verdict(act, &standing) {
            Verdict::Allowed => Ok(()),
            Verdict::Hidden => Err(unknown()),
            Verdict::AskReason => Err(Error::ask_reason(
                person,
                "Akten har skyddade personuppgifter och öppnas bara med ett skäl.",
            )
            .hint("Ange skälet med --skal \"…\". Det skrivs i loggen.")),
            Verdict::Related => Err(Error::denied("Du är jävig och kommer inte in i akten.")
                .hint("Lämna ärendet till en kollega, eller tala med din chef.")),
            Verdict::Role => Err(refused_role(act, user.role)),
        }
    }

    /// Lets a user read in a file, with its row in the log first.
    pub(super) fn admit_reading(&self, user: &User, reading: Reading) -> Result<()> {
        self.admit(user, reading.person, Act::Read)?;
        if self.session.latest.get() == Some(reading) {
            return Ok(());
        }
        let reason = self.reason(reading.person).unwrap_or_default();
        let entry = log::Entry {
            action: reading.action,
            person: Some(reading.person),
            case: reading.case,
            row: reading.row,
            detail: &reason,
        };
        if self.conn.is_autocommit() {
            let at = self.clock().stamp();
            self.conn
                .write(|conn| log::write(conn, &at, Some(user), &entry))?;
        } else {
            log::write(&self.conn, &self.clock().stamp(), Some(user), &entry)?;
        }
        self.session.latest.set(Some(reading));
        Ok(())
    }
}

fn said(reason: &str) -> Result<String> {
    let reason = clean_line(reason).trim().to_owned();
    if reason.is_empty() {
        return Err(Error::user("Skälet saknas.").hint("Skriv varför akten behöver öppnas."));
    }
    Ok(reason)
}

fn refused_role(act: Act, role: Role) -> Error {
    let what = match act {
        Act::Export => "exportera",
        Act::Decide => "fatta beslut",
        Act::Distribute => "fördela andras ärenden",
        Act::Find | Act::Read | Act::Print | Act::Write => "arbeta i akten",
    };
    Error::denied(format!("Som {} kan du inte {what}.", role.name()))
        .hint("Be en chef eller den som har uppgiften.")
}
