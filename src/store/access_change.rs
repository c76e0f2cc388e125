//! Who may work in a file: named for a protected one, kept away from that of a relative (*jäv*), or let in for
//! a time in an emergency (*nödåtkomst*). Every row is dated; one that ends keeps its place.

use chrono::{DateTime, SecondsFormat, TimeDelta};
use rusqlite::{OptionalExtension, params};

use super::apply::{Writing, unknown};
use super::standing::works;
use super::{Store, log, row};
use crate::core::access::{AccessChange, Act, Verdict, verdict};
use crate::core::change::Applied;
use crate::core::log::Action;
use crate::core::query::{EmergencyRow, FileAccess, NamedRow, RelatedRow};
use crate::core::text::clean_line;
use crate::core::user::{Role, User};
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
            emergencies: self.emergency_rows(
                user,
                "e.person_id = ?1 ORDER BY e.begun_at DESC, e.id DESC",
                [person],
            )?,
        })
    }

    /// Emergency accesses that nobody has taken note of, which the user is to judge: a manager those of the unit's
    /// people and files but her own; an administrator those where the unit has no other manager. The oldest
    /// first. A file that the user may not see is not told.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn emergencies(&self, user: &User) -> Result<Vec<EmergencyRow>> {
        self.judged(user, "e.read_at IS NULL", "e.begun_at, e.id")
    }

    /// The same with those that have been noted, the latest first; what waits stands before them.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn all_emergencies(&self, user: &User) -> Result<Vec<EmergencyRow>> {
        self.judged(
            user,
            "1",
            "e.read_at IS NOT NULL, e.begun_at DESC, e.id DESC LIMIT 200",
        )
    }

    fn judged(&self, user: &User, which: &str, order: &str) -> Result<Vec<EmergencyRow>> {
        let administers = user.role == Role::Administrator;
        if !(user.role.leads() || administers) || !self.employed(user)? {
            return Ok(Vec::new());
        }
        let leaders: Vec<String> = Role::ALL
            .iter()
            .filter(|role| role.leads())
            .map(|role| format!("'{}'", role.word()))
            .collect();
        let judges = format!(
            "{which} AND e.user_id <> ?1 AND (?4 OR u.unit_id = ?2 OR p.unit_id = ?2)
             AND (?4 = 0 OR NOT EXISTS (
                 SELECT 1 FROM user w JOIN user_role q ON q.user_id = w.id
                 WHERE w.id <> e.user_id AND w.unit_id = u.unit_id AND q.role IN ({})
                   AND q.valid_from <= ?3 AND (q.valid_to IS NULL OR q.valid_to >= ?3) AND {}))
             ORDER BY {order}",
            leaders.join(", "),
            works("w", "?3")
        );
        let today = self.today().to_string();
        self.emergency_rows(
            user,
            &judges,
            params![user.id, user.unit_id, today, administers],
        )
    }

    fn emergency_rows(
        &self,
        user: &User,
        which: &str,
        params: impl rusqlite::Params,
    ) -> Result<Vec<EmergencyRow>> {
        let now = self.clock().stamp();
        let mut statement = self.conn.prepare_cached(&format!(
            "SELECT e.id, u.name, e.reason, e.begun_at, e.until_at, p.id, p.family_name || ', ' || p.given_name,
                    e.ended_at, (SELECT n.name FROM user n WHERE n.id = e.ended_by),
                    (SELECT n.name FROM user n WHERE n.id = e.read_by), e.user_id
             FROM emergency_access e JOIN user u ON u.id = e.user_id JOIN person p ON p.id = e.person_id
             WHERE {which}"
        ))?;
        let rows = statement
            .query_map(params, |r| {
                let (until, ended): (String, Option<String>) = (r.get(4)?, r.get(7)?);
                let row = EmergencyRow {
                    id: r.get(0)?,
                    user: r.get(10)?,
                    who: r.get(1)?,
                    reason: r.get(2)?,
                    begun_at: r.get(3)?,
                    running: ended.is_none() && until > now,
                    until_at: ended.unwrap_or(until),
                    person: None,
                    ended_by: r.get(8)?,
                    noted_by: r.get(9)?,
                    done: Vec::new(),
                };
                Ok((row, r.get::<_, i64>(5)?, r.get::<_, String>(6)?))
            })?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let mut told = Vec::with_capacity(rows.len());
        for (mut row, person, name) in rows {
            if self.sees(user, person)? {
                row.person = Some((person, name));
                row.done = self.done_meanwhile(&row, person)?;
            }
            told.push(row);
        }
        Ok(told)
    }

    /// What somebody did in a file while an emergency access ran: "26-0420: läste journalen".
    fn done_meanwhile(&self, row: &EmergencyRow, person: i64) -> Result<Vec<String>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT l.action, l.detail, c.case_number FROM log l LEFT JOIN cases c ON c.id = l.case_id
             WHERE l.person_id = ?1 AND l.user_id = ?2 AND l.at >= ?3 AND l.at <= ?4
               AND l.action <> 'emergency_access' ORDER BY l.id",
        )?;
        let acts =
            statement.query_map(params![person, row.user, row.begun_at, row.until_at], |r| {
                let what = Action::told(r.get_ref(0)?.as_str()?, r.get_ref(1)?.as_str()?);
                Ok(match r.get::<_, Option<String>>(2)? {
                    Some(number) => format!("{number}: {what}"),
                    None => what,
                })
            })?;
        let mut done: Vec<String> = Vec::new();
        for act in acts {
            let act = act?;
            if !done.contains(&act) {
                done.push(act);
            }
        }
        Ok(done)
    }

    /// The protected files that nobody else who works here is named for.
    pub(super) fn solely_named(&self, user: i64) -> Result<Vec<i64>> {
        let sql = format!(
            "SELECT DISTINCT n.person_id FROM file_named n JOIN person p ON p.id = n.person_id
             WHERE n.user_id = ?1 AND n.valid_to IS NULL AND p.protection IS NOT NULL
               AND NOT EXISTS (SELECT 1 FROM file_named o JOIN user u ON u.id = o.user_id
                               WHERE o.person_id = n.person_id AND o.user_id <> ?1 AND o.valid_to IS NULL
                                 AND {}) ORDER BY n.person_id",
            works("u", "?2")
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let files = statement.query_map(params![user, self.today().to_string()], |r| r.get(0))?;
        Ok(files.collect::<rusqlite::Result<_>>()?)
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
            AccessChange::EndEmergency { access } => self.end_emergency(*access),
            AccessChange::NoteEmergency { access } => self.note_emergency(*access),
        }
    }

    fn colleague(&self, user: i64) -> Result<String> {
        self.conn
            .query_row(
                &format!(
                    "SELECT u.name FROM user u WHERE u.id = ?1 AND {}",
                    works("u", "?2")
                ),
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

    pub(super) fn is_protected(&self, person: i64) -> Result<bool> {
        Ok(self
            .conn
            .prepare_cached("SELECT protection IS NOT NULL FROM person WHERE id = ?1")?
            .query_row([person], |r| r.get(0))?)
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
        self.must_manage(person)?;
        self.must_not_be_related(person, user)?;
        self.colleague(user)?;
        if !self.is_protected(person)? {
            return Err(Error::user("Akten har inga skyddade personuppgifter.")
                .hint("Hela enheten kan arbeta i den."));
        }
        self.name_user(person, user, self.store.today())?;
        self.access_logged("name_for_file", person, user, "")
    }

    /// Refuses to give somebody a case of a protected person, and with it a name in the file, where the writer
    /// is let in only for a time; one who is named already may be given it.
    pub(super) fn must_be_able_to_name(&self, person: i64, user: i64) -> Result<()> {
        let named: bool = self
            .conn
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM file_named WHERE person_id = ?1 AND user_id = ?2 AND valid_to IS NULL)",
            )?
            .query_row([person, user], |r| r.get(0))?;
        if named || !self.is_protected(person)? {
            return Ok(());
        }
        self.must_manage(person)
    }

    /// The last one who is named and works here stays: else nobody would reach the file.
    fn end_named(&self, person: i64, user: i64) -> Result<Applied> {
        self.must_manage(person)?;
        let today = self.store.today().to_string();
        if self.store.solely_named(user)?.contains(&person) {
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
        if user == self.user.id {
            self.must_see(person)?;
        } else {
            self.must_manage(person)?;
        }
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
        let cases = self.store.open_cases_of(user, Some(person))?;
        if !cases.is_empty() {
            let taker = taker.filter(|taker| *taker != user).ok_or_else(|| {
                Error::user("Tar över saknas: den jävige har öppna ärenden i akten.")
                    .hint("Välj vem som tar över dem.")
            })?;
            self.hand_over(&cases, taker, "jäv")?;
        }
        let today = self.store.today().to_string();
        self.conn.execute(
            "INSERT INTO main.conflict_of_interest (user_id, person_id, reason, noted_on, noted_by)
             VALUES (?1, ?2, ?3, ?4, ?5)",
            params![user, person, reason.trim(), today, self.user.id],
        )?;
        self.project_person(person)?;
        self.access_logged("mark_related", person, user, "")
    }

    /// Cases of somebody who may no longer have them go to a colleague.
    pub(super) fn hand_over(&self, cases: &[i64], taker: i64, reason: &str) -> Result<()> {
        self.colleague(taker)?;
        for case in cases {
            self.assign(*case, taker, self.store.today(), reason)?;
        }
        Ok(())
    }

    fn end_related(&self, person: i64, user: i64, reason: &str) -> Result<Applied> {
        self.must_manage(person)?;
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

    /// Who judges emergency accesses ends one, and who asked for it gives it up.
    fn end_emergency(&self, access: i64) -> Result<Applied> {
        let judged = self.store.all_emergencies(self.user)?;
        let ended = self.conn.execute(
            "UPDATE main.emergency_access SET ended_at = ?3, ended_by = ?2
             WHERE id = ?1 AND ended_at IS NULL AND until_at > ?3 AND (user_id = ?2 OR ?4)",
            params![
                access,
                self.user.id,
                self.at,
                judged.iter().any(|row| row.id == access)
            ],
        )?;
        if ended == 0 {
            return Err(Error::conflict("Nödåtkomsten är redan slut."));
        }
        self.emergency_logged("end_emergency", access)
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
        self.emergency_logged("note_emergency", access)
    }

    fn emergency_logged(&self, action: &'static str, access: i64) -> Result<Applied> {
        self.log(&log::Entry {
            action,
            row: Some(access),
            ..log::Entry::default()
        })?;
        Ok(Applied {
            row: Some(access),
            ..Applied::default()
        })
    }

    pub(super) fn access_logged(
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
