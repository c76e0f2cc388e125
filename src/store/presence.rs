//! Who has a case open: a row at opening and at closing. A session that died without a word is known by its
//! process, so that nobody need send a sign of life.

use rusqlite::params;

use super::Store;
use super::process::Process;
use crate::core::user::User;
use crate::error::Result;

impl Store {
    /// Tells which cases stand open on this desk, in place of those told last. Nothing happens where the desk
    /// is no session.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn have_open(&self, user: &User, cases: &[i64]) -> Result<()> {
        let Some(session) = self.session() else {
            return Ok(());
        };
        self.write(Some(user), |w| {
            let mut statement = w.conn.prepare_cached(
                "SELECT id, case_id FROM case_open WHERE session_id = ?1 AND closed_at IS NULL",
            )?;
            let open = statement
                .query_map([session], |r| Ok((r.get(0)?, r.get(1)?)))?
                .collect::<rusqlite::Result<Vec<(i64, i64)>>>()?;
            for (row, _) in open.iter().filter(|(_, case)| !cases.contains(case)) {
                w.conn.execute(
                    "UPDATE main.case_open SET closed_at = ?2 WHERE id = ?1",
                    params![row, w.at],
                )?;
            }
            for case in cases {
                if !open.iter().any(|(_, known)| known == case) {
                    w.conn.execute(
                        "INSERT INTO main.case_open (case_id, session_id, opened_at) VALUES (?1, ?2, ?3)",
                        params![case, session, w.at],
                    )?;
                }
            }
            Ok(())
        })
    }

    /// Who else has a case open, and since when (UTC), the longest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn others_in(&self, user: &User, case: i64) -> Result<Vec<(String, String)>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT u.name, o.opened_at, s.boot, s.pid, s.started
             FROM case_open o JOIN session s ON s.id = o.session_id JOIN user u ON u.id = s.user_id
             WHERE o.case_id = ?1 AND o.closed_at IS NULL AND s.ended_at IS NULL AND s.user_id <> ?2
             ORDER BY o.id",
        )?;
        let open = statement
            .query_map([case, user.id], |r| {
                let process = Process {
                    boot: r.get(2)?,
                    pid: r.get(3)?,
                    started: r.get::<_, i64>(4)? as u64,
                };
                Ok((r.get(0)?, r.get(1)?, process))
            })?
            .collect::<rusqlite::Result<Vec<(String, String, Process)>>>()?;
        let mut others: Vec<(String, String)> = Vec::new();
        for (name, at, process) in open {
            if process.lives() && !others.iter().any(|(known, _)| *known == name) {
                others.push((name, at));
            }
        }
        Ok(others)
    }
}
