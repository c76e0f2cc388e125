//! The staff: who may let whom in, and as what. Rows end and new ones begin; none is rewritten but for its end.

use chrono::{Days, NaiveDate};
use rusqlite::{OptionalExtension, params};

use super::apply::Writing;
use super::{Store, log, row};
use crate::core::change::{Applied, NewUser};
use crate::core::public_key::PublicKey;
use crate::core::staff::{StaffChange, StaffKey, StaffRow, is_plain_login};
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
            })
        })?;
        let mut rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        for person in &mut rows {
            person.keys = self.keys_where("u.id = ?1", person.id)?;
        }
        Ok(rows)
    }

    /// The keys that let somebody in now, for the SSH server: of all, or the one that was offered (base64).
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn keys(&self, offered: Option<&str>) -> Result<Vec<StaffKey>> {
        match offered {
            Some(body) => self.keys_where("k.body = ?1", body),
            None => self.keys_where("?1", true),
        }
    }

    fn keys_where(&self, which: &str, value: impl rusqlite::ToSql) -> Result<Vec<StaffKey>> {
        let mut statement = self.conn.prepare_cached(&format!(
            "SELECT k.id, u.login, k.kind, k.body, k.label FROM user_key k JOIN user u ON u.id = k.user_id
             WHERE {which} AND k.removed_at IS NULL AND u.closed_at IS NULL AND (u.ended IS NULL OR u.ended >= ?2)
             ORDER BY u.login, k.id"
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
            StaffChange::Register(new) => {
                check_login(&new.login)?;
                return Ok(Applied {
                    row: Some(self.change_user(new)?),
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
                self.end_before("user_share", *user, *from)?;
                self.conn.execute(
                    "INSERT INTO main.user_share (user_id, percent, valid_from) VALUES (?1, ?2, ?3)",
                    params![user, percent, from.to_string()],
                )?;
                (*user, format!("share {percent} {from}"))
            }
            StaffChange::BaseGroup { user, group, from } => {
                let unit = self.check_staff(*user)?;
                let group = clean_line(group);
                if group.is_empty() {
                    return Err(Error::user("Basgruppens namn saknas."));
                }
                let group = self.base_group(unit, &group)?;
                self.end_before("user_group", *user, *from)?;
                self.conn.execute(
                    "INSERT INTO main.user_group (user_id, base_group_id, valid_from) VALUES (?1, ?2, ?3)",
                    params![user, group, from.to_string()],
                )?;
                (*user, format!("group {group} {from}"))
            }
            StaffChange::Started { user, day } => {
                self.check_staff(*user)?;
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
                (*user, format!("remove_key {key}"))
            }
            StaffChange::End { user, last } => {
                self.check_staff(*user)?;
                self.end_employment(*user, *last)?;
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
        self.end_before("user_role", user, from)?;
        self.conn.execute(
            "INSERT INTO main.user_role (user_id, role, valid_from) VALUES (?1, ?2, ?3)",
            params![user, role.word(), from.to_string()],
        )?;
        Ok(())
    }

    /// Ends what is in force in a dated table the day before something else begins.
    fn end_before(&self, table: &str, user: i64, from: NaiveDate) -> Result<()> {
        let last = from - Days::new(1);
        self.conn.execute(
            &format!(
                "UPDATE main.{table} SET valid_to = ?2 WHERE user_id = ?1 AND (valid_to IS NULL OR valid_to > ?2)"
            ),
            params![user, last.to_string()],
        )?;
        Ok(())
    }

    fn leaders(&self) -> Result<i64> {
        let words: Vec<&str> = Role::ALL
            .iter()
            .filter(|r| r.leads())
            .map(|r| r.word())
            .collect();
        let today = self.store.today().to_string();
        let mut found = 0;
        for word in words {
            found += self.conn.query_row(
                "SELECT count(*) FROM user u JOIN user_role r ON r.user_id = u.id
                 WHERE r.role = ?1 AND r.valid_from <= ?2 AND (r.valid_to IS NULL OR r.valid_to >= ?2)
                   AND u.closed_at IS NULL AND (u.ended IS NULL OR u.ended >= ?2)",
                params![word, today],
                |r| r.get::<_, i64>(0),
            )?;
        }
        Ok(found)
    }

    /// A manager does not leave the unit without one.
    fn must_be_led(&self) -> Result<()> {
        if self.user.id == 0 || self.leaders()? > 0 {
            return Ok(());
        }
        Err(Error::user("Då har enheten ingen chef.").hint("Ge en annan person rollen först."))
    }

    fn first_manager(&self, unit: &str, new: &NewUser) -> Result<i64> {
        if self.leaders()? > 0 {
            return Err(
                Error::denied("Enheten har redan en chef, som lägger till andra.")
                    .hint("Chefen gör det med akt anvandare lagg-till och akt anvandare roll."),
            );
        }
        let known: Option<i64> = self
            .conn
            .query_row("SELECT id FROM user WHERE login = ?1", [&new.login], |r| {
                r.get(0)
            })
            .optional()?;
        match known {
            Some(user) => {
                self.role_from(user, new.role, self.store.today())?;
                Ok(user)
            }
            None => {
                check_login(&new.login)?;
                let units: i64 = self
                    .conn
                    .query_row("SELECT count(*) FROM unit", [], |r| r.get(0))?;
                let unit = clean_line(unit);
                if units == 0 && !unit.is_empty() {
                    self.unit_named(&unit)?;
                }
                self.change_user(new)
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

    fn end_employment(&self, user: i64, last: NaiveDate) -> Result<()> {
        let now = last <= self.store.today();
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
}
