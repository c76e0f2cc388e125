//! The staff: who may let whom in, and as what. Rows end and new ones begin; none is rewritten but for its end.

use chrono::{Days, NaiveDate};
use rusqlite::{OptionalExtension, ToSql, params};

use super::apply::Writing;
use super::standing::works;
use super::{Store, log, row};
use crate::core::change::{Applied, NewUser};
use crate::core::public_key::PublicKey;
use crate::core::staff::{
    LeftBehind, StaffChange, StaffKey, StaffRow, appointment_name, is_plain_login,
};
use crate::core::text::clean_line;
use crate::core::user::{Role, User};
use crate::error::{Error, Result};

impl Store {
    /// Whoever installs the program, has the service account and is nobody in the unit.
    pub fn installer() -> User {
        super::user::nobody()
    }

    /// The row of a login, also of one who no longer works here.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn staff_id(&self, login: &str) -> Result<Option<i64>> {
        Ok(self
            .conn
            .query_row("SELECT id FROM user WHERE login = ?1", [login], |r| {
                r.get(0)
            })
            .optional()?)
    }

    /// Everybody in the unit that the one who asks may change, by name.
    ///
    /// # Errors
    /// When the one who asks is not a manager, or the database cannot be read.
    pub fn staff(&self, asks: &User) -> Result<Vec<StaffRow>> {
        must_lead(asks)?;
        let today = self.today().to_string();
        let mut statement = self.conn.prepare_cached(
            "SELECT u.id, u.login, u.name, u.started, u.ended,
                    (SELECT r.role FROM user_role r
                     WHERE r.user_id = u.id AND r.valid_from <= ?1 AND (r.valid_to IS NULL OR r.valid_to >= ?1)
                     ORDER BY r.valid_from DESC, r.id DESC LIMIT 1),
                    (SELECT s.percent FROM user_share s
                     WHERE s.user_id = u.id AND s.valid_from <= ?1 AND (s.valid_to IS NULL OR s.valid_to >= ?1)
                     ORDER BY s.valid_from DESC, s.id DESC LIMIT 1),
                    (SELECT g.name FROM user_group b JOIN base_group g ON g.id = b.base_group_id
                     WHERE b.user_id = u.id AND b.valid_from <= ?1 AND (b.valid_to IS NULL OR b.valid_to >= ?1)
                     ORDER BY b.valid_from DESC, b.id DESC LIMIT 1),
                    (SELECT group_concat(kind, ' ') FROM appointment a
                     WHERE a.user_id = u.id AND a.valid_from <= ?1 AND (a.valid_to IS NULL OR a.valid_to >= ?1))
             FROM user u WHERE ?2 = 0 OR u.unit_id = ?2 ORDER BY u.name, u.id",
        )?;
        let rows = statement.query_map(params![today, asks.unit_id], |r| {
            Ok(StaffRow {
                id: r.get(0)?,
                login: r.get(1)?,
                name: r.get(2)?,
                started: row::day(r, 3)?,
                ended: row::day_opt(r, 4)?,
                role: row::word_opt(r, 5, Role::from_word)?,
                share: r.get(6)?,
                base_group: r.get(7)?,
                appointments: r
                    .get::<_, Option<String>>(8)?
                    .map(|kinds| kinds.split(' ').map(str::to_owned).collect())
                    .unwrap_or_default(),
                keys: Vec::new(),
                coming: Vec::new(),
            })
        })?;
        let mut rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        for person in &mut rows {
            // Also of one who has not begun: the keys wait until the first day.
            person.keys = self.keys_where("u.id = ?1 AND ?2 <> ''", person.id)?;
            person.coming = self.coming(person.id)?;
        }
        Ok(rows)
    }

    /// What is decided for a person and has not begun, by day.
    fn coming(&self, user: i64) -> Result<Vec<(NaiveDate, String)>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT valid_from, 'role', role FROM user_role
                 WHERE user_id = ?1 AND valid_from > ?2 AND (valid_to IS NULL OR valid_to >= valid_from)
             UNION ALL SELECT valid_from, 'share', percent || ' %' FROM user_share
                 WHERE user_id = ?1 AND valid_from > ?2 AND (valid_to IS NULL OR valid_to >= valid_from)
             UNION ALL SELECT b.valid_from, 'group', g.name FROM user_group b JOIN base_group g ON g.id = b.base_group_id
                 WHERE b.user_id = ?1 AND b.valid_from > ?2 AND (b.valid_to IS NULL OR b.valid_to >= b.valid_from)
             UNION ALL SELECT valid_from, 'appointment', kind FROM appointment
                 WHERE user_id = ?1 AND valid_from > ?2 AND (valid_to IS NULL OR valid_to >= valid_from)
             ORDER BY 1, 2",
        )?;
        let rows = statement.query_map(params![user, self.today().to_string()], |r| {
            let (kind, text): (String, String) = (r.get(1)?, r.get(2)?);
            let role = (kind == "role").then(|| Role::from_word(&text)).flatten();
            let told = match (role, kind.as_str()) {
                (Some(role), _) => role.name().to_owned(),
                (None, "appointment") => format!("utsedd: {}", appointment_name(&text)),
                _ => text,
            };
            Ok((row::day(r, 0)?, told))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// What a person would leave without anybody if they left now.
    ///
    /// # Errors
    /// When the one who asks is not a manager, or the database cannot be read.
    pub fn left_behind(&self, asks: &User, user: i64) -> Result<LeftBehind> {
        must_lead(asks)?;
        Ok(LeftBehind {
            cases: self.open_cases_of(user, None)?.len(),
            files: self.solely_named(user)?.len(),
        })
    }

    /// Those whose last day has passed and who left something that nobody has taken over: login, day, what.
    pub(super) fn left_with_work(&self) -> Result<Vec<(String, NaiveDate, LeftBehind)>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT id, login, ended FROM user WHERE closed_at IS NULL AND ended < ?1 ORDER BY ended, id",
        )?;
        let gone = statement
            .query_map([self.today().to_string()], |r| {
                Ok((r.get(0)?, r.get(1)?, row::day(r, 2)?))
            })?
            .collect::<rusqlite::Result<Vec<(i64, String, NaiveDate)>>>()?;
        let mut left = Vec::new();
        for (id, login, last) in gone {
            let behind = self.left_behind(&Store::installer(), id)?;
            if !behind.is_nothing() {
                left.push((login, last, behind));
            }
        }
        Ok(left)
    }

    /// The open cases that a person has, in one file or in all.
    pub(super) fn open_cases_of(&self, user: i64, person: Option<i64>) -> Result<Vec<i64>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT DISTINCT c.id FROM assignment a JOIN cases c ON c.id = a.case_id
             WHERE a.user_id = ?1 AND a.valid_to IS NULL AND c.closed_on IS NULL
               AND (?2 IS NULL OR c.person_id = ?2) ORDER BY c.id",
        )?;
        let cases = statement.query_map(params![user, person], |r| r.get(0))?;
        Ok(cases.collect::<rusqlite::Result<_>>()?)
    }

    /// The keys that let somebody in now, for the SSH server: of all, or the one that was offered (base64).
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn keys(&self, offered: Option<&str>) -> Result<Vec<StaffKey>> {
        match offered {
            Some(body) => self.keys_where(&format!("k.body = ?1 AND {}", works("u", "?2")), body),
            None => self.keys_where(&format!("?1 AND {}", works("u", "?2")), true),
        }
    }

    fn keys_where(&self, which: &str, value: impl rusqlite::ToSql) -> Result<Vec<StaffKey>> {
        let mut statement = self.conn.prepare_cached(&format!(
            "SELECT k.id, u.login, k.kind, k.body, k.label FROM user_key k JOIN user u ON u.id = k.user_id
             WHERE {which} AND k.removed_at IS NULL ORDER BY u.login, k.id"
        ))?;
        let rows = statement.query_map(params![value, self.today().to_string()], |r| {
            Ok(StaffKey {
                id: r.get(0)?,
                login: r.get(1)?,
                kind: r.get(2)?,
                body: r.get(3)?,
                label: r.get(4)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

/// A manager, or whoever installs the program.
fn must_lead(user: &User) -> Result<()> {
    if user.id == 0 || user.role.leads() {
        return Ok(());
    }
    Err(Error::denied(format!(
        "Som {} kan du inte ändra vilka som arbetar i akt.",
        user.role.name()
    ))
    .hint("Be enhetschefen, eller den som sköter installationen."))
}

/// Logins stand in command lines.
fn check_login(login: &str) -> Result<()> {
    if is_plain_login(login) {
        return Ok(());
    }
    Err(
        Error::user(format!("Användarnamnet ”{login}” går inte att använda.")).hint(
            "Små bokstäver a–z, siffror, punkt, bindestreck och understreck, till exempel anna.ek. Högst 32 tecken.",
        ),
    )
}

impl Writing<'_> {
    pub(super) fn staff(&self, change: &StaffChange) -> Result<Applied> {
        must_lead(self.user)?;
        let (user, detail) = match change {
            StaffChange::FirstManager { unit, user } => {
                (self.first_manager(unit, user)?, "first_manager".to_owned())
            }
            StaffChange::Register { unit, user } => {
                check_login(&user.login)?;
                return Ok(Applied {
                    row: Some(self.change_user(self.unit_for(unit)?, user)?),
                    ..Applied::default()
                });
            }
            StaffChange::Role { user, role, from } => {
                self.check_staff(*user)?;
                self.role_from(*user, *role, *from)?;
                self.must_be_led()?;
                (*user, format!("role {} {from}", role.word()))
            }
            StaffChange::Share {
                user,
                percent,
                from,
            } => {
                self.check_staff(*user)?;
                if *percent > 100 {
                    return Err(Error::user("Tjänstgöringsgraden är högst 100 procent."));
                }
                self.holds_from("user_share", "percent", *user, percent, *from)?;
                (*user, format!("share {percent} {from}"))
            }
            StaffChange::BaseGroup { user, group, from } => {
                let unit = self.check_staff(*user)?;
                let group = clean_line(group);
                if group.is_empty() {
                    return Err(Error::user("Basgruppens namn saknas."));
                }
                let group = self.base_group(unit, &group)?;
                self.holds_from("user_group", "base_group_id", *user, &group, *from)?;
                (*user, format!("group {group} {from}"))
            }
            StaffChange::Started { user, day } => {
                self.check_staff(*user)?;
                self.check_started(*day)?;
                let before: String =
                    self.conn
                        .query_row("SELECT started FROM user WHERE id = ?1", [user], |r| {
                            r.get(0)
                        })?;
                self.conn.execute(
                    "UPDATE main.user SET started = ?2, version = version + 1 WHERE id = ?1",
                    params![user, day.to_string()],
                )?;
                (*user, format!("started {before} {day}"))
            }
            StaffChange::Appoint {
                user,
                kind,
                from,
                to,
            } => {
                self.check_staff(*user)?;
                let known = self.store.unit().delegation.appointments();
                if !known.contains(&kind.as_str()) {
                    return Err(
                        Error::user(format!("Ingen utses till ”{kind}”.")).hint(format!(
                            "Enhetens delegationsordningar känner: {}.",
                            known.join(", ")
                        )),
                    );
                }
                if to.is_some_and(|to| to < *from) {
                    return Err(Error::user("Sista dagen ligger före den första."));
                }
                self.conn.execute(
                    "INSERT INTO main.appointment (user_id, kind, valid_from, valid_to) VALUES (?1, ?2, ?3, ?4)",
                    params![user, kind, from.to_string(), to.map(|to| to.to_string())],
                )?;
                (*user, format!("appoint {kind} {from}"))
            }
            StaffChange::EndAppointment { user, kind, last } => {
                self.check_staff(*user)?;
                let ended = self.conn.execute(
                    "UPDATE main.appointment SET valid_to = ?3
                     WHERE user_id = ?1 AND kind = ?2 AND (valid_to IS NULL OR valid_to > ?3)",
                    params![user, kind, last.to_string()],
                )?;
                if ended == 0 {
                    return Err(Error::user("Det finns inget sådant uppdrag att avsluta."));
                }
                (*user, format!("end_appoint {kind} {last}"))
            }
            StaffChange::AddKey { user, key } => {
                self.check_staff(*user)?;
                (*user, format!("add_key {}", self.add_key(*user, key)?))
            }
            StaffChange::RemoveKey { user, key } => {
                self.check_staff(*user)?;
                let removed = self.conn.execute(
                    "UPDATE main.user_key SET removed_at = ?3 WHERE id = ?2 AND user_id = ?1 AND removed_at IS NULL",
                    params![user, key, self.at],
                )?;
                if removed == 0 {
                    return Err(Error::user("Nyckeln finns inte, eller är redan borttagen."));
                }
                // Which key a desk came in with is not known, so every desk of the person ends.
                self.tell_to_end(*user)?;
                (*user, format!("remove_key {key}"))
            }
            StaffChange::End { user, last, taker } => {
                self.check_staff(*user)?;
                self.end_employment(*user, *last, *taker)?;
                (*user, format!("end {last}"))
            }
            StaffChange::Return { user } => {
                self.check_staff(*user)?;
                let back = self.conn.execute(
                    "UPDATE main.user SET ended = NULL, closed_at = NULL, version = version + 1
                     WHERE id = ?1 AND (ended IS NOT NULL OR closed_at IS NOT NULL)",
                    [user],
                )?;
                if back == 0 {
                    return Err(Error::user("Personen arbetar redan här."));
                }
                (*user, "return".to_owned())
            }
        };
        self.log(&log::Entry {
            action: "staff",
            row: Some(user),
            detail: &detail,
            ..log::Entry::default()
        })?;
        Ok(Applied {
            row: Some(user),
            ..Applied::default()
        })
    }

    /// That the person exists and is in a unit that the writer leads; gives the unit.
    fn check_staff(&self, user: i64) -> Result<i64> {
        let unit: Option<i64> = self
            .conn
            .query_row("SELECT unit_id FROM user WHERE id = ?1", [user], |r| {
                r.get(0)
            })
            .optional()?;
        unit.filter(|unit| self.user.id == 0 || *unit == self.user.unit_id)
            .ok_or_else(|| Error::user("Personen finns inte i enheten."))
    }

    fn role_from(&self, user: i64, role: Role, from: NaiveDate) -> Result<()> {
        self.holds_from("user_role", "role", user, &role.word(), from)
    }

    /// What holds in a dated table from a day until what is decided already takes over. What held before ends
    /// the day before; a row of the same day ends before it began, and so never held.
    fn holds_from(
        &self,
        table: &str,
        column: &str,
        user: i64,
        value: &dyn ToSql,
        from: NaiveDate,
    ) -> Result<()> {
        self.conn.execute(
            &format!(
                "UPDATE main.{table} SET valid_to = ?3
                 WHERE user_id = ?1 AND valid_from <= ?2 AND (valid_to IS NULL OR valid_to >= ?2)"
            ),
            params![user, from.to_string(), (from - Days::new(1)).to_string()],
        )?;
        let next: Option<NaiveDate> = self.conn.query_row(
            &format!(
                "SELECT min(valid_from) FROM {table}
                 WHERE user_id = ?1 AND valid_from > ?2 AND (valid_to IS NULL OR valid_to >= valid_from)"
            ),
            params![user, from.to_string()],
            |r| row::day_opt(r, 0),
        )?;
        self.conn.execute(
            &format!(
                "INSERT INTO main.{table} (user_id, {column}, valid_from, valid_to) VALUES (?1, ?2, ?3, ?4)"
            ),
            params![
                user,
                value,
                from.to_string(),
                next.map(|next| (next - Days::new(1)).to_string())
            ],
        )?;
        Ok(())
    }

    /// The unit that somebody new comes to: the writer's own, or the one that whoever installs names.
    fn unit_for(&self, name: &str) -> Result<i64> {
        let name = clean_line(name).trim().to_owned();
        let mut statement = self.conn.prepare("SELECT id, name FROM unit ORDER BY id")?;
        let units = statement
            .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?
            .collect::<rusqlite::Result<Vec<(i64, String)>>>()?;
        let known = units.iter().find(|(_, known)| *known == name);
        let names: Vec<&str> = units.iter().map(|(_, name)| name.as_str()).collect();
        match known {
            Some((unit, _)) if self.user.id == 0 || *unit == self.user.unit_id => Ok(*unit),
            None if name.is_empty() && (self.user.id != 0 || units.len() < 2) => self.own_unit(),
            None if name.is_empty() => Err(Error::user("Det finns flera enheter.")
                .hint(format!("Ange vilken med --enhet: {}.", names.join(", ")))),
            Some(_) => Err(Error::denied(format!(
                "Du leder inte enheten {name} och kan inte lägga till någon där."
            ))
            .hint("Be chefen där, eller den som sköter installationen.")),
            None => Err(
                Error::user(format!("Enheten ”{name}” finns inte.")).hint(format!(
                    "Enheter: {}. En ny får sin första chef med akt anvandare forsta-chef.",
                    names.join(", ")
                )),
            ),
        }
    }

    fn leaders(&self, unit: i64) -> Result<i64> {
        let words: Vec<&str> = Role::ALL
            .iter()
            .filter(|r| r.leads())
            .map(|r| r.word())
            .collect();
        let today = self.store.today().to_string();
        let mut found = 0;
        for word in words {
            found += self.conn.query_row(
                &format!(
                    "SELECT count(*) FROM user u JOIN user_role r ON r.user_id = u.id
                     WHERE r.role = ?1 AND r.valid_from <= ?2 AND (r.valid_to IS NULL OR r.valid_to >= ?2)
                       AND u.unit_id = ?3 AND {}",
                    works("u", "?2")
                ),
                params![word, today, unit],
                |r| r.get::<_, i64>(0),
            )?;
        }
        Ok(found)
    }

    /// A manager does not leave the unit without one.
    fn must_be_led(&self) -> Result<()> {
        if self.user.id == 0 || self.leaders(self.user.unit_id)? > 0 {
            return Ok(());
        }
        Err(Error::user("Då har enheten ingen chef.").hint("Ge en annan person rollen först."))
    }

    fn first_manager(&self, unit: &str, new: &NewUser) -> Result<i64> {
        let name = clean_line(unit).trim().to_owned();
        let unit = if name.is_empty() {
            self.own_unit()?
        } else {
            self.unit_named(&name)?
        };
        if self.leaders(unit)? > 0 {
            return Err(
                Error::denied("Enheten har redan en chef, som lägger till andra.")
                    .hint("Chefen gör det med akt anvandare lagg-till och akt anvandare roll."),
            );
        }
        let known: Option<(i64, i64)> = self
            .conn
            .query_row(
                "SELECT id, unit_id FROM user WHERE login = ?1",
                [&new.login],
                |r| Ok((r.get(0)?, r.get(1)?)),
            )
            .optional()?;
        match known {
            Some((user, own)) if own == unit => {
                self.role_from(user, new.role, self.store.today())?;
                Ok(user)
            }
            Some(_) => Err(Error::user(format!(
                "{} arbetar i en annan enhet.",
                new.login
            ))),
            None => {
                check_login(&new.login)?;
                self.change_user(unit, new)
            }
        }
    }

    fn add_key(&self, user: i64, key: &PublicKey) -> Result<i64> {
        let taken: Option<String> = self
            .conn
            .query_row(
                "SELECT u.login FROM user_key k JOIN user u ON u.id = k.user_id
                 WHERE k.body = ?1 AND k.removed_at IS NULL",
                [&key.body],
                |r| r.get(0),
            )
            .optional()?;
        if let Some(login) = taken {
            return Err(Error::user(format!("Nyckeln hör redan till {login}."))
                .hint("En nyckel är en persons. Skapa en ny: ssh-keygen -t ed25519"));
        }
        self.conn.execute(
            "INSERT INTO main.user_key (user_id, kind, body, label, added_at) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![user, key.kind, key.body, key.label, self.at],
        )?;
        Ok(self.conn.last_insert_rowid())
    }

    fn end_employment(&self, user: i64, last: NaiveDate, taker: Option<i64>) -> Result<()> {
        let now = last <= self.store.today();
        match taker {
            Some(taker) => self.take_over(user, taker, now)?,
            None if now => {
                let left = self.store.left_behind(self.user, user)?;
                if !left.is_nothing() {
                    return Err(Error::user(format!("Personen har {}.", left.told()))
                        .hint("Ange vem som tar över: --tar-over INLOGGNING."));
                }
            }
            None => {}
        }
        self.conn.execute(
            "UPDATE main.user SET ended = ?2, closed_at = ?3, version = version + 1 WHERE id = ?1",
            params![user, last.to_string(), now.then_some(&self.at)],
        )?;
        if now {
            self.conn.execute(
                "UPDATE main.user_key SET removed_at = ?2 WHERE user_id = ?1 AND removed_at IS NULL",
                params![user, self.at],
            )?;
            self.tell_to_end(user)?;
        }
        self.must_be_led()
    }

    /// Everything that somebody would leave behind goes to a colleague: the open cases, and a name in the files
    /// that only they are named for. Whoever leads the unit decides it, without seeing the files.
    fn take_over(&self, user: i64, taker: i64, now: bool) -> Result<()> {
        self.check_staff(taker)?;
        if taker == user {
            return Err(Error::user("Den som slutar kan inte själv ta över."));
        }
        let files = self.store.solely_named(user)?;
        self.hand_over(&self.store.open_cases_of(user, None)?, taker, "slutar")?;
        for person in files {
            self.must_not_be_related(person, taker)?;
            self.name_user(person, taker, self.store.today())?;
            self.access_logged("name_for_file", person, taker, "")?;
            if now {
                self.conn.execute(
                    "UPDATE main.file_named SET valid_to = ?3, ended_by = ?4
                     WHERE person_id = ?1 AND user_id = ?2 AND valid_to IS NULL",
                    params![
                        person,
                        user,
                        self.store.today().to_string(),
                        (self.user.id != 0).then_some(self.user.id)
                    ],
                )?;
                self.access_logged("end_named", person, user, "")?;
            }
        }
        Ok(())
    }
}
