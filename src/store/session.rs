//! Sessions: one row for each desk, from login to logout. Login and logout stand in the log; a session whose
//! process is gone is dead, whoever looks finds it out.

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, params};

use super::apply::Writing;
use super::process::Process;
use super::standing::works;
use super::{Store, log};
use crate::core::person::words;
use crate::core::user::User;
use crate::error::{Error, Result};

words! {
    /// How a session ended.
    Ending {
        /// The person left.
        Left = "lamnad", "lämnad";
        /// The line was cut or the program told to end.
        Cut = "bruten", "bruten";
        /// The person no longer works here.
        ShutOut = "avslutad", "avslutad";
        /// It had lasted or stood locked as long as it may.
        TimedOut = "utgangen", "utgången";
        /// Its process was gone when somebody looked.
        Dead = "dod", "död";
    }
}

/// A session that goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveSession {
    /// The row.
    pub id: i64,
    /// Whose.
    pub user: i64,
    /// Their name.
    pub name: String,
    /// Since when.
    pub begun_at: DateTime<Utc>,
    /// The process.
    pub process: Process,
}

impl Store {
    /// Begins the session of a desk: its row and the login in the log. The user's sessions whose process is
    /// gone are closed with it, so that nothing waits for them.
    ///
    /// # Errors
    /// When it cannot be written: then nothing may be shown.
    pub fn log_in(&self, user: &User) -> Result<i64> {
        let (id, ()) = self.log_in_to(user, || Ok(()))?;
        Ok(id)
    }

    /// The same with what is read to be shown first: its rows in the log are of the same write as the login,
    /// so that the disk is waited for once. Nothing of it may be shown when this fails.
    ///
    /// # Errors
    /// When it cannot be written, and what the reading says.
    pub fn log_in_to<T>(&self, user: &User, read: impl FnOnce() -> Result<T>) -> Result<(i64, T)> {
        let process = Process::own();
        let (id, shown) = self.write(Some(user), |w| {
            w.bury(user.id)?;
            w.conn.execute(
                "INSERT INTO main.session (user_id, boot, pid, started, begun_at) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![
                    user.id,
                    process.boot,
                    process.pid,
                    process.started as i64,
                    w.at
                ],
            )?;
            let id = w.conn.last_insert_rowid();
            w.log(&log::Entry {
                action: "login",
                row: Some(id),
                ..log::Entry::default()
            })?;
            Ok((id, read()?))
        })?;
        self.session.row.set(Some(id));
        self.tell_refusals(user)?;
        Ok((id, shown))
    }

    /// Whether the user's latest session was broken off: cut, dead, or still hanging without an end. Asked
    /// before a new one is begun.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn was_broken_off(&self, user: &User) -> Result<bool> {
        let how: Option<Option<String>> = self
            .conn
            .prepare_cached(
                "SELECT ended_how FROM session WHERE user_id = ?1 ORDER BY id DESC LIMIT 1",
            )?
            .query_row([user.id], |r| r.get(0))
            .optional()?;
        Ok(match how {
            Some(Some(word)) => !matches!(
                Ending::from_word(&word),
                Some(Ending::Left | Ending::ShutOut)
            ),
            Some(None) => true,
            None => false,
        })
    }

    /// Ends the session of this desk, once; says nothing where there is none.
    ///
    /// # Errors
    /// When it cannot be written; it is found dead then.
    pub fn log_out(&self, user: &User, how: Ending) -> Result<()> {
        let Some(id) = self.session.row.take() else {
            return Ok(());
        };
        self.write(Some(user), |w| w.end_session(id, how))
    }

    /// The session of this desk, if it has one.
    pub fn session(&self) -> Option<i64> {
        self.session.row.get()
    }

    /// Whether this desk has been told to end, or its user no longer works here. It is asked when somebody has
    /// written and when a new day begins.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn shut_out(&self) -> Result<bool> {
        let Some(id) = self.session.row.get() else {
            return Ok(false);
        };
        let today = self.today().to_string();
        let told: Option<bool> = self
            .conn
            .prepare_cached(&format!(
                "SELECT s.told_at IS NOT NULL OR NOT {}
                 FROM session s JOIN user u ON u.id = s.user_id WHERE s.id = ?1",
                works("u", "?2")
            ))?
            .query_row(params![id, today], |r| r.get(0))
            .optional()?;
        Ok(told.unwrap_or(false))
    }

    /// The sessions that go on, oldest first: those without an end whose process lives.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn live_sessions(&self) -> Result<Vec<LiveSession>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT s.id, s.user_id, u.name, s.begun_at, s.boot, s.pid, s.started
             FROM session s JOIN user u ON u.id = s.user_id WHERE s.ended_at IS NULL ORDER BY s.id",
        )?;
        let open = statement
            .query_map([], |r| {
                Ok((
                    r.get::<_, String>(3)?,
                    LiveSession {
                        id: r.get(0)?,
                        user: r.get(1)?,
                        name: r.get(2)?,
                        begun_at: DateTime::default(),
                        process: Process {
                            boot: r.get(4)?,
                            pid: r.get(5)?,
                            started: r.get::<_, i64>(6)? as u64,
                        },
                    },
                ))
            })?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        open.into_iter()
            .filter(|(_, session)| session.process.lives())
            .map(|(at, session)| {
                let begun_at = at
                    .parse()
                    .map_err(|_| Error::internal(format!("Tiden ”{at}” går inte att läsa.")))?;
                Ok(LiveSession {
                    begun_at,
                    ..session
                })
            })
            .collect()
    }
}

impl Writing<'_> {
    /// Closes a user's sessions whose process is gone.
    fn bury(&self, user: i64) -> Result<()> {
        let mut statement = self.conn.prepare_cached(
            "SELECT id, boot, pid, started FROM session WHERE user_id = ?1 AND ended_at IS NULL",
        )?;
        let open = statement
            .query_map([user], |r| {
                Ok((
                    r.get::<_, i64>(0)?,
                    Process {
                        boot: r.get(1)?,
                        pid: r.get(2)?,
                        started: r.get::<_, i64>(3)? as u64,
                    },
                ))
            })?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        for (id, _) in open.iter().filter(|(_, process)| !process.lives()) {
            self.end_session(*id, Ending::Dead)?;
        }
        Ok(())
    }

    /// Ends a session that has not ended.
    fn end_session(&self, id: i64, how: Ending) -> Result<()> {
        let ended = self.conn.execute(
            "UPDATE main.session SET ended_at = ?2, ended_how = ?3 WHERE id = ?1 AND ended_at IS NULL",
            params![id, self.at, how.word()],
        )?;
        if ended == 0 {
            return Ok(());
        }
        self.conn.execute(
            "UPDATE main.case_open SET closed_at = ?2 WHERE session_id = ?1 AND closed_at IS NULL",
            params![id, self.at],
        )?;
        self.log(&log::Entry {
            action: "logout",
            row: Some(id),
            detail: how.word(),
            ..log::Entry::default()
        })
    }

    /// Tells a user's sessions to end; each sees it when it next looks for others' writes.
    pub(super) fn tell_to_end(&self, user: i64) -> Result<()> {
        self.conn.execute(
            "UPDATE main.session SET told_at = ?2 WHERE user_id = ?1 AND ended_at IS NULL AND told_at IS NULL",
            params![user, self.at],
        )?;
        Ok(())
    }
}
