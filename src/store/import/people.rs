//! Users, persons and the dated facts of their files.

use rusqlite::{OptionalExtension, params};

use super::super::person::taken;
use super::changes::Rows;
use super::{Intake, parse_day};
use crate::core::person::interpreter_language;
use crate::core::personal_number::{NumberKind, PersonalNumber};
use crate::core::register::{Dated, PersonEntry, Recorded, UserEntry};
use crate::core::text::{clean_line, clean_text, sort_key};
use crate::error::{Error, Result};

impl Intake<'_> {
    pub(super) fn user(&mut self, unit: i64, user: &UserEntry) -> Result<()> {
        if self.find_user(&user.login)?.is_some() {
            return Ok(());
        }
        let started = parse_day(&user.started)?;
        let id = self.w.insert_user(
            unit,
            &clean_line(&user.login),
            &clean_line(&user.name),
            started,
        )?;
        let conn = self.w.conn;
        conn.execute(
            "UPDATE main.user SET ended = ?2 WHERE id = ?1",
            params![id, user.ended],
        )?;
        for role in &user.roles {
            conn.prepare_cached("INSERT INTO main.user_role (user_id, role, valid_from, valid_to) VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![id, role.value, role.from, role.to])?;
        }
        for share in &user.shares {
            let percent: u32 = share
                .value
                .parse()
                .map_err(|_| Error::user("tjänstgöringsgraden är inget tal"))?;
            conn.prepare_cached("INSERT INTO main.user_share (user_id, percent, valid_from, valid_to) VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![id, percent, share.from, share.to])?;
        }
        for appointed in &user.appointments {
            conn.prepare_cached("INSERT INTO main.appointment (user_id, kind, valid_from, valid_to) VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![id, appointed.value, appointed.from, appointed.to])?;
        }
        for group in &user.base_groups {
            let group_id = self.w.base_group(unit, &group.value)?;
            conn.prepare_cached(
                "INSERT INTO main.user_group (user_id, base_group_id, valid_from, valid_to) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![id, group_id, group.from, group.to])?;
        }
        Ok(())
    }

    pub(super) fn find_user(&mut self, login: &str) -> Result<Option<(i64, String)>> {
        if let Some(found) = self.users.get(login) {
            return Ok(Some(found.clone()));
        }
        let found: Option<(i64, String)> = self
            .w
            .conn
            .prepare_cached(
                "SELECT u.id, coalesce((SELECT role FROM user_role r WHERE r.user_id = u.id ORDER BY r.id DESC LIMIT 1), '')
                 FROM user u WHERE u.login = ?1",
            )?
            .query_row([login], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?;
        if let Some(found) = &found {
            self.users.insert(login.to_owned(), found.clone());
        }
        Ok(found)
    }

    /// Who recorded an entry; the writer where the register does not say.
    pub(super) fn recorder(&mut self, recorded: &Recorded) -> Result<(i64, String, String)> {
        let at = if recorded.recorded_at.is_empty() {
            self.w.store.today().to_string()
        } else {
            clean_line(&recorded.recorded_at)
        };
        if recorded.recorded_by.is_empty() {
            return Ok((self.w.user.id, self.w.user.role.word().to_owned(), at));
        }
        let Some((id, role)) = self.find_user(&recorded.recorded_by)? else {
            return Err(Error::user(format!(
                "användaren ”{}” finns inte i registret",
                recorded.recorded_by
            )));
        };
        Ok((
            id,
            if recorded.recorded_role.is_empty() {
                role
            } else {
                recorded.recorded_role.clone()
            },
            at,
        ))
    }

    pub(super) fn number(&self, text: &str, kind: &str) -> Result<PersonalNumber> {
        let number = if kind == NumberKind::Other.word() {
            PersonalNumber::other(text).map_err(|e| Error::user(e.to_string()))?
        } else {
            PersonalNumber::parse(text, self.w.store.today())
                .map_err(|e| Error::user(e.to_string()))?
        };
        self.w.check_number(&number)?;
        Ok(number)
    }

    /// Takes in a person and answers with the row when the person is new.
    pub(super) fn person(&mut self, unit: i64, person: &PersonEntry) -> Result<Option<i64>> {
        let number = self.number(&person.personal_number, &person.number_kind)?;
        if let Some(known) = self.w.person_by_number(&number.to_string())? {
            return match self.is_open_to(known)? {
                true => Ok(None),
                false => Err(taken(&number)),
            };
        }
        let (family, given) = (
            clean_line(&person.family_name),
            clean_line(&person.given_name),
        );
        let birth = match &person.birth_date {
            Some(text) => {
                let day = parse_day(text)?;
                if day > self.w.store.today() {
                    return Err(Error::user(format!(
                        "födelsedatumet {day} ligger i framtiden"
                    )));
                }
                Some(day)
            }
            None => number.birth_date(),
        };
        let text = |t: &Option<String>| t.as_deref().map(clean_line);
        self.w
            .conn
            .prepare_cached(
                "INSERT INTO main.person (unit_id, family_name, given_name, wished_name, pronoun, sex, birth_date, sort_key,
                        communication, interpreter, protection, protection_source, protection_date, died_on, moved_on,
                        moved_to, source, external_id)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
            )?
            .execute(params![
                unit,
                family,
                given,
                text(&person.wished_name),
                text(&person.pronoun),
                person.sex,
                birth.map(|d| d.to_string()),
                sort_key(&format!("{family} {given}")),
                text(&person.communication),
                text(&person.interpreter)
                    .map(|t| interpreter_language(&t).to_owned())
                    .filter(|t| !t.is_empty()),
                person.protection.as_ref().map(|p| p.level.as_str()),
                person.protection.as_ref().map(|p| p.source.as_str()),
                person.protection.as_ref().map(|p| p.date.as_str()),
                person.died_on,
                person.moved_on,
                person.moved_to,
                person.source,
                person.external_id,
            ])?;
        let id = self.w.conn.last_insert_rowid();
        self.open_to.borrow_mut().insert(id, true);
        let mut former = self.w.conn.prepare_cached(
            "INSERT INTO main.identity_number (person_id, kind, value, valid_from, valid_to) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for old in &person.former_numbers {
            let number = self.number(&old.personal_number, &old.number_kind)?;
            former.execute(params![
                id,
                number.kind().word(),
                number.to_string(),
                old.from,
                old.to
            ])?;
        }
        let from = person.number_from.as_deref().map(parse_day).transpose()?;
        self.w.insert_number(id, &number, from)?;
        self.w.index_person(id)?;
        self.count.persons += 1;
        Ok(Some(id))
    }

    fn shown(&self, number: &str) -> String {
        PersonalNumber::parse(number, self.w.store.today())
            .map_or_else(|_| clean_line(number), |n| n.to_string())
    }

    /// The person of a number; the one that remains, where the file was entered twice.
    pub(super) fn known_person(&self, number: &str) -> Result<i64> {
        self.w
            .person_by_number(&self.shown(number))?
            .map_or(Ok(None), |person| {
                Ok::<_, Error>(self.is_open_to(person)?.then_some(person))
            })?
            .ok_or_else(|| Error::user(format!("personen {number} finns inte i registret")))
    }

    /// The person whose own number it is, also when the file points to another.
    pub(super) fn exact_person(&self, number: &str) -> Result<Option<i64>> {
        Ok(self
            .w
            .conn
            .prepare_cached("SELECT person_id FROM identity_number WHERE value = ?1")?
            .query_row([self.shown(number)], |r| r.get(0))
            .optional()?)
    }

    /// Whose file an entry lies in: the case's, where it has one, or else the one with the number.
    pub(super) fn file_of(&self, case: Option<i64>, number: &str) -> Result<i64> {
        let named = self.known_person(number)?;
        match case {
            Some(case) => {
                let whose = self.w.person_of(case)?;
                if whose == named || self.exact_person(number)? == Some(whose) {
                    Ok(whose)
                } else {
                    Err(Error::user("ärendet tillhör en annan person"))
                }
            }
            None => Ok(self.exact_person(number)?.unwrap_or(named)),
        }
    }

    pub(super) fn person_facts(&mut self, id: i64, person: &PersonEntry) -> Result<()> {
        let conn = self.w.conn;
        let mut rows = Rows::new();
        let mut is =
            |fact: &'static str| rows.entry(fact).or_default().push(conn.last_insert_rowid());
        for h in &person.household {
            conn.prepare_cached("INSERT INTO main.household (person_id, situation, note, valid_from, valid_to) VALUES (?1, ?2, ?3, ?4, ?5)")?
                .execute(params![id, h.situation, clean_line(&h.note), h.from, h.to])?;
        }
        for a in &person.addresses {
            conn.prepare_cached("INSERT INTO main.address (person_id, street, postcode, city, valid_from, valid_to) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
                .execute(params![id, clean_line(&a.street), clean_line(&a.postcode), clean_line(&a.city), a.from, a.to])?;
            is("adress");
        }
        for p in &person.phones {
            conn.prepare_cached("INSERT INTO main.phone (person_id, number, valid_from, valid_to) VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![id, clean_line(&p.value), p.from, p.to])?;
            is("telefon");
        }
        for c in &person.contacts {
            conn.prepare_cached(
                "INSERT INTO main.contact (person_id, role, name, relation, phone, call_first, covers, valid_from, valid_to)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )?
            .execute(params![
                id,
                c.role,
                clean_line(&c.name),
                clean_line(&c.relation),
                clean_line(&c.phone),
                c.call_first,
                clean_line(&c.covers),
                c.from,
                c.to
            ])?;
            is("kontakt");
        }
        for p in &person.papers {
            let case = self.case_opt(p.case_number.as_ref())?;
            conn.prepare_cached("INSERT INTO main.paper (person_id, case_id, kind, received_on, kept_at) VALUES (?1, ?2, ?3, ?4, ?5)")?
                .execute(params![id, case, clean_line(&p.kind), p.received, clean_line(&p.kept_at)])?;
        }
        for o in &person.objections {
            let case = self.case_opt(o.case_number.as_ref())?;
            let by = self
                .recorder(&Recorded {
                    recorded_by: o.noted_by.clone(),
                    ..Recorded::default()
                })?
                .0;
            let (content, digest) = self.w.keep(&clean_text(&o.text))?;
            conn.prepare_cached(
                "INSERT INTO main.objection (person_id, case_id, day, content_id, digest, noted_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![id, case, o.date, content, digest, by])?;
        }
        for v in &person.visits {
            let case = self.case_opt(v.case_number.as_ref())?;
            let by = self
                .recorder(&Recorded {
                    recorded_by: v.caseworker.clone(),
                    ..Recorded::default()
                })?
                .0;
            conn.prepare_cached(
                "INSERT INTO main.visit (person_id, case_id, day, time, about, user_id, cancelled) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![id, case, v.date, v.time, clean_line(&v.about), by, v.cancelled])?;
            is("besök");
        }
        self.person_changes(id, person, &rows)?;
        if !person.named.is_empty() {
            // Those who were named by having a case here are replaced by what the register says.
            conn.execute("DELETE FROM main.file_named WHERE person_id = ?1", [id])?;
        }
        for Dated { value, from, to } in &person.named {
            let user = self.login_row(value)?;
            conn.prepare_cached(
                "INSERT INTO main.file_named (person_id, user_id, valid_from, valid_to) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![id, user, parse_day(from)?.to_string(), to])?;
        }
        Ok(())
    }

    /// A file that was entered twice points to the one that remains.
    pub(super) fn same_as(&self, id: i64, person: &PersonEntry) -> Result<()> {
        if let Some(other) = &person.same_as {
            let other = self.known_person(other)?;
            self.w.conn.execute(
                "UPDATE main.person SET merged_into = ?2 WHERE id = ?1",
                params![id, other],
            )?;
        }
        Ok(())
    }
}
