//! Who may work in a file: named for a protected one, kept away from that of a relative (*jäv*), or let in for
//! a time in an emergency (*nödåtkomst*). Every row is dated; one that ends keeps its place.

use chrono::{DateTime, SecondsFormat, TimeDelta};
use rusqlite::{OptionalExtension, params};

use super::apply::{Writing, unknown};
use super::{Store, log, row};
use crate::core::access::{AccessChange, Act, Verdict, verdict};
use crate::core::change::Applied;
use crate::core::query::{EmergencyRow, FileAccess, NamedRow, RelatedRow};
use crate::core::text::clean_line;
use crate::core::user::User;
use crate::error::{Error, Result};

impl Store {
    /// Who is named for a file and who is kept away from it, those it holds for now first.
    ///
    /// # Errors
    /// When the file may not be opened or the database cannot be read.
    pub fn file_access(&self, user: &User, person: i64) -> Result<FileAccess> {
        self.admit(user, person, Act::Read)?;
        let mut named = self.conn.prepare_cached(
            "SELECT n.user_id, u.name, n.valid_from, n.valid_to FROM file_named n JOIN user u ON u.id = n.user_id
             WHERE n.person_id = ?1 ORDER BY n.valid_to IS NOT NULL, u.name, n.id DESC",
        )?;
        let mut related = self.conn.prepare_cached(
            "SELECT j.user_id, u.name, j.reason, j.noted_on, j.ended_on FROM conflict_of_interest j
             JOIN user u ON u.id = j.user_id
             WHERE j.person_id = ?1 ORDER BY j.ended_on IS NOT NULL, u.name, j.id DESC",
        )?;
        Ok(FileAccess {
            named: named
                .query_map([person], |r| {
                    Ok(NamedRow {
                        user: r.get(0)?,
                        name: r.get(1)?,
                        from: row::day(r, 2)?,
                        to: row::day_opt(r, 3)?,
                    })
                })?
                .collect::<rusqlite::Result<_>>()?,
            related: related
                .query_map([person], |r| {
                    Ok(RelatedRow {
                        user: r.get(0)?,
                        name: r.get(1)?,
                        reason: r.get(2)?,
                        noted: row::day(r, 3)?,
                        ended: row::day_opt(r, 4)?,
                    })
                })?
                .collect::<rusqlite::Result<_>>()?,
        })
    }

    /// Emergency accesses that a manager has not taken note of, in the unit of the one who asked or of the file,
    /// the oldest first; none for others. A file that the manager may not see is not told.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn emergencies(&self, user: &User) -> Result<Vec<EmergencyRow>> {
        if !user.role.leads() || !self.employed(user)? {
            return Ok(Vec::new());
        }
        let mut statement = self.conn.prepare_cached(
            "SELECT e.id, u.name, e.reason, e.begun_at, e.until_at, p.id, p.family_name || ', ' || p.given_name
             FROM emergency_access e JOIN user u ON u.id = e.user_id JOIN person p ON p.id = e.person_id
             WHERE e.read_at IS NULL AND e.user_id <> ?1 AND (u.unit_id = ?2 OR p.unit_id = ?2)
             ORDER BY e.begun_at, e.id",
        )?;
        let rows = statement
            .query_map(params![user.id, user.unit_id], |r| {
                let row = EmergencyRow {
                    id: r.get(0)?,
                    who: r.get(1)?,
                    reason: r.get(2)?,
                    begun_at: r.get(3)?,
                    until_at: r.get(4)?,
                    person: None,
                };
                Ok((row, r.get::<_, i64>(5)?, r.get::<_, String>(6)?))
            })?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let mut told = Vec::with_capacity(rows.len());
        for (row, person, name) in rows {
            let person = self.sees(user, person)?.then_some((person, name));
            told.push(EmergencyRow { person, ..row });
        }
        Ok(told)
    }
}

impl Writing<'_> {
    pub(super) fn change_access(&self, change: &AccessChange) -> Result<Applied> {
        match change {
            AccessChange::Name { person, user } => self.name(*person, *user),
            AccessChange::EndNamed { person, user } => self.end_named(*person, *user),
            AccessChange::MarkRelated {
                person,
                user,
                reason,
                taker,
            } => self.mark_related(*person, *user, reason, *taker),
            AccessChange::EndRelated {
                person,
                user,
                reason,
            } => self.end_related(*person, *user, reason),
            AccessChange::Emergency { number, reason } => self.let_in(number, reason),
            AccessChange::NoteEmergency { access } => self.note_emergency(*access),
        }
    }

    fn colleague(&self, user: i64) -> Result<String> {
        self.conn
            .query_row(
                "SELECT name FROM user WHERE id = ?1 AND (ended IS NULL OR ended >= ?2)",
                params![user, self.store.today().to_string()],
                |r| r.get(0),
            )
            .optional()?
            .ok_or_else(|| Error::user("Handläggaren arbetar inte här."))
    }

    /// Refuses to give a file to somebody who is related to the person.
    pub(super) fn must_not_be_related(&self, person: i64, user: i64) -> Result<()> {
        if self.is_related(person, user)? {
            let name = self.colleague(user)?;
            return Err(
                Error::user(format!("{name} är jävig i akten.")).hint("Välj en annan kollega.")
            );
        }
        Ok(())
    }

    fn is_related(&self, person: i64, user: i64) -> Result<bool> {
        Ok(self
            .conn
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM conflict_of_interest
                 WHERE person_id = ?1 AND user_id = ?2 AND ended_on IS NULL)",
            )?
            .query_row(params![person, user], |r| r.get(0))?)
    }

    fn name(&self, person: i64, user: i64) -> Result<Applied> {
        self.must_see(person)?;
        self.must_not_be_related(person, user)?;
        self.colleague(user)?;
        let protected: bool = self.conn.query_row(
            "SELECT protection IS NOT NULL FROM person WHERE id = ?1",
            [person],
            |r| r.get(0),
        )?;
        if !protected {
            return Err(Error::user("Akten har inga skyddade personuppgifter.")
                .hint("Hela enheten kan arbeta i den."));
        }
        self.name_user(person, user, self.store.today())?;
        self.access_logged("name_for_file", person, user, "")
    }

    /// The last one who is named and works here stays: else nobody would reach the file.
    fn end_named(&self, person: i64, user: i64) -> Result<Applied> {
        self.must_see(person)?;
        let today = self.store.today().to_string();
        let left: i64 = self.conn.query_row(
            "SELECT count(*) FROM file_named n JOIN user u ON u.id = n.user_id
             WHERE n.person_id = ?1 AND n.user_id <> ?2 AND n.valid_to IS NULL
               AND (u.ended IS NULL OR u.ended >= ?3)",
            params![person, user, today],
            |r| r.get(0),
        )?;
        if left == 0 {
            return Err(Error::user("Ingen skulle längre komma in i akten.")
                .hint("Namnge en kollega först."));
        }
        let ended = self.conn.execute(
            "UPDATE main.file_named SET valid_to = ?3, ended_by = ?4
             WHERE person_id = ?1 AND user_id = ?2 AND valid_to IS NULL",
            params![person, user, today, self.user.id],
        )?;
        if ended == 0 {
            return Err(Error::conflict("Kollegan är inte längre namngiven."));
        }
        self.access_logged("end_named", person, user, "")
    }

    fn mark_related(
        &self,
        person: i64,
        user: i64,
        reason: &str,
        taker: Option<i64>,
    ) -> Result<Applied> {
        self.must_see(person)?;
        if user != self.user.id && !self.user.role.leads() {
            return Err(Error::denied("Jäv för en kollega noteras av en chef.")
                .hint("Be chefen notera det."));
        }
        let reason = clean_line(reason);
        if reason.trim().is_empty() {
            return Err(Error::user("Skäl saknas.").hint("Skriv kort varför, till exempel: kusin."));
        }
        let name = self.colleague(user)?;
        if self.is_related(person, user)? {
            return Err(Error::user(format!("{name} är redan noterad som jävig.")));
        }
        self.hand_over_all(person, user, taker)?;
        let today = self.store.today().to_string();
        self.conn.execute(
            "INSERT INTO main.conflict_of_interest (user_id, person_id, reason, noted_on, noted_by)
             VALUES (?1, ?2, ?3, ?4, ?5)",
            params![user, person, reason.trim(), today, self.user.id],
        )?;
        self.project_person(person)?;
        self.access_logged("mark_related", person, user, "")
    }

    /// The open cases of somebody who may no longer have them go to a colleague.
    fn hand_over_all(&self, person: i64, user: i64, taker: Option<i64>) -> Result<()> {
        let mut statement = self.conn.prepare_cached(
            "SELECT DISTINCT c.id FROM cases c JOIN assignment a ON a.case_id = c.id
             WHERE c.person_id = ?1 AND a.user_id = ?2 AND a.valid_to IS NULL AND c.closed_on IS NULL ORDER BY c.id",
        )?;
        let cases = statement
            .query_map([person, user], |r| r.get(0))?
            .collect::<rusqlite::Result<Vec<i64>>>()?;
        if cases.is_empty() {
            return Ok(());
        }
        let Some(taker) = taker.filter(|taker| *taker != user) else {
            return Err(
                Error::user("Tar över saknas: den jävige har öppna ärenden i akten.")
                    .hint("Välj vem som tar över dem."),
            );
        };
        self.must_not_be_related(person, taker)?;
        self.colleague(taker)?;
        for case in cases {
            self.assign(case, taker, self.store.today(), "jäv")?;
        }
        Ok(())
    }

    fn end_related(&self, person: i64, user: i64, reason: &str) -> Result<Applied> {
        self.must_see(person)?;
        if !self.user.role.leads() {
            return Err(Error::denied("Jäv tas bort av en chef."));
        }
        let reason = clean_line(reason);
        if reason.trim().is_empty() {
            return Err(Error::user("Skäl saknas.").hint("Skriv varför det inte är jäv."));
        }
        let ended = self.conn.execute(
            "UPDATE main.conflict_of_interest SET ended_on = ?3, ended_by = ?4, ended_why = ?5
             WHERE person_id = ?1 AND user_id = ?2 AND ended_on IS NULL",
            params![
                person,
                user,
                self.store.today().to_string(),
                self.user.id,
                reason.trim()
            ],
        )?;
        if ended == 0 {
            return Err(Error::conflict("Jävet är redan borttaget."));
        }
        self.project_person(person)?;
        self.access_logged("end_related", person, user, "")
    }

    /// Emergency access to the file of an exact number. Where there is none to give, whatever the cause, the
    /// answer is the same and the attempt stands in the log.
    fn let_in(&self, number: &str, reason: &str) -> Result<Applied> {
        let reason = clean_line(reason);
        if reason.trim().is_empty() {
            return Err(Error::user("Skäl saknas.").hint("Skriv varför akten behöver öppnas nu."));
        }
        let found = self.store.file_of_number(number)?;
        let standing = match found {
            Some(person) => self.store.standing(self.user, person)?.map(|s| (person, s)),
            None => None,
        };
        let given = standing
            .filter(|(_, s)| s.employed && !s.related && verdict(Act::Find, s) == Verdict::Hidden);
        let Some((person, _)) = given else {
            self.log(&log::Entry {
                action: "emergency_refused",
                detail: reason.trim(),
                ..log::Entry::default()
            })?;
            return Ok(Applied::default());
        };
        let begun = DateTime::parse_from_rfc3339(&self.at)
            .map_err(|_| Error::internal("klockslaget går inte att läsa"))?;
        let hours = self.store.unit().routines.emergency_hours;
        let until = (begun.to_utc() + TimeDelta::hours(i64::from(hours)))
            .to_rfc3339_opts(SecondsFormat::Secs, true);
        self.conn.execute(
            "INSERT INTO main.emergency_access (user_id, person_id, reason, begun_at, until_at)
             VALUES (?1, ?2, ?3, ?4, ?5)",
            params![self.user.id, person, reason.trim(), self.at, until],
        )?;
        let id = self.conn.last_insert_rowid();
        self.log(&log::Entry {
            action: "emergency_access",
            person: Some(person),
            row: Some(id),
            detail: reason.trim(),
            ..log::Entry::default()
        })?;
        self.store.give_reason(person, reason.trim())?;
        Ok(Applied {
            person: Some(person),
            row: Some(id),
            ..Applied::default()
        })
    }

    fn note_emergency(&self, access: i64) -> Result<Applied> {
        let known = self.store.emergencies(self.user)?;
        if known.iter().all(|row| row.id != access) {
            return Err(unknown());
        }
        self.conn.execute(
            "UPDATE main.emergency_access SET read_by = ?2, read_at = ?3 WHERE id = ?1 AND read_at IS NULL",
            params![access, self.user.id, self.at],
        )?;
        self.log(&log::Entry {
            action: "note_emergency",
            row: Some(access),
            ..log::Entry::default()
        })?;
        Ok(Applied {
            row: Some(access),
            ..Applied::default()
        })
    }

    fn access_logged(
        &self,
        action: &'static str,
        person: i64,
        user: i64,
        detail: &str,
    ) -> Result<Applied> {
        self.log(&log::Entry {
            action,
            person: Some(person),
            row: Some(user),
            detail,
            ..log::Entry::default()
        })?;
        Ok(Applied {
            person: Some(person),
            row: Some(user),
            ..Applied::default()
        })
    }
}
