//! Taking in a register: all of it or nothing, and the same register twice changes nothing.

use std::collections::{BTreeSet, HashMap};

use rusqlite::{OptionalExtension, params};

use super::apply::Writing;
use super::{Store, log};
use crate::core::change::NewUser;
use crate::core::event::EventKind;
use crate::core::form::{DocumentKind, Spec};
use crate::core::personal_number::{NumberKind, PersonalNumber};
use crate::core::register::{
    CaseEntry, ClockStateEntry, Dated, DocumentEntry, EventEntry, JournalEntry, PersonEntry,
    Recorded, Register, UserEntry,
};
use crate::core::text::{clean_line, clean_text, sort_key};
use crate::core::user::User;
use crate::error::{Error, Result};

/// What an import added; what was there already is not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// New persons.
    pub persons: u64,
    /// New cases.
    pub cases: u64,
    /// New events.
    pub events: u64,
    /// New pauses, journal entries and documents.
    pub other: u64,
}

impl Imported {
    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        *self == Imported::default()
    }
}

impl Store {
    /// Takes in a register in one transaction. `progress` hears how many entries are done.
    ///
    /// # Errors
    /// The first entry that cannot be taken in, by its kind and key; then nothing is written.
    pub fn import(
        &self,
        user: &User,
        register: &Register,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Imported> {
        self.write(Some(user), |w| take_in(w, register, progress))
    }

    /// Takes in a register in a database without users, and registers who does it in the same
    /// transaction; a login that the register brings is that user.
    ///
    /// # Errors
    /// As [`Store::import`], and when somebody is registered already.
    pub fn import_first(
        &self,
        first: &NewUser,
        register: &Register,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Imported> {
        self.write(None, |w| {
            if self.has_users()? {
                return Err(Error::user("Databasen har redan användare."));
            }
            let unit = clean_line(&register.unit);
            let unit = w.unit_named(if unit.is_empty() { "Enheten" } else { &unit })?;
            let mut intake = Intake::new(w);
            for user in &register.users {
                intake
                    .user(unit, user)
                    .map_err(|e| entry_error("användare", &user.login, e))?;
            }
            if intake.find_user(&first.login)?.is_none() {
                w.change_user(first)?;
            }
            let user = self.user(&first.login)?.unwrap_or_else(super::user::nobody);
            let writing = Writing {
                conn: w.conn,
                store: w.store,
                user: &user,
                at: w.at.clone(),
            };
            take_in(&writing, register, progress)
        })
    }
}

fn take_in(
    w: &Writing<'_>,
    register: &Register,
    progress: &mut dyn FnMut(u64),
) -> Result<Imported> {
    let mut intake = Intake::new(w);
    intake.take(register, progress)?;
    let count = intake.count;
    if !count.is_empty() {
        let detail = format!(
            "{} personer, {} ärenden, {} händelser",
            count.persons, count.cases, count.events
        );
        w.log(&log::Entry {
            action: "import",
            detail: &detail,
            ..log::Entry::default()
        })?;
    }
    Ok(count)
}

struct Intake<'a> {
    w: &'a Writing<'a>,
    users: HashMap<String, (i64, String)>,
    count: Imported,
    touched: BTreeSet<i64>,
}

fn entry_error(what: &str, key: &str, error: Error) -> Error {
    error.at(&format!("{what} {key}"))
}

impl<'a> Intake<'a> {
    fn new(w: &'a Writing<'a>) -> Intake<'a> {
        Intake {
            w,
            users: HashMap::new(),
            count: Imported::default(),
            touched: BTreeSet::new(),
        }
    }

    fn take(&mut self, register: &Register, progress: &mut dyn FnMut(u64)) -> Result<()> {
        let unit = self.w.own_unit()?;
        let name = clean_line(&register.unit);
        if !name.is_empty() {
            // A unit that was never named takes the register's name.
            self.w.conn.execute(
                "UPDATE OR IGNORE unit SET name = ?2 WHERE id = ?1 AND name = 'Enheten'",
                params![unit, name],
            )?;
        }
        for group in &register.base_groups {
            self.w.base_group(unit, &clean_line(group))?;
        }
        for user in &register.users {
            self.user(unit, user)
                .map_err(|e| entry_error("användare", &user.login, e))?;
        }
        for provider in &register.providers {
            self.w.conn.execute(
                "INSERT OR IGNORE INTO provider (unit_id, name, regime) VALUES (?1, ?2, ?3)",
                params![unit, clean_line(&provider.name), provider.regime],
            )?;
        }
        let mut done = 0;
        let mut step = |n: u64| {
            done += n;
            progress(done);
        };
        let mut new_persons = Vec::new();
        for person in &register.persons {
            if let Some(id) = self
                .person(unit, person)
                .map_err(|e| entry_error("person", &person.personal_number, e))?
            {
                new_persons.push((id, person));
            }
            step(1);
        }
        for case in &register.cases {
            self.case(unit, case)
                .map_err(|e| entry_error("ärende", &case.case_number, e))?;
            step(1);
        }
        for (id, person) in new_persons {
            self.person_facts(id, person)
                .map_err(|e| entry_error("person", &person.personal_number, e))?;
        }
        let mut known = HashMap::new();
        for event in &register.events {
            let key = || {
                format!(
                    "{} {} {}",
                    event.case_number.as_deref().unwrap_or(&event.person),
                    event.event,
                    event.date
                )
            };
            self.event(event, &mut known)
                .map_err(|e| entry_error("händelse", &key(), e))?;
            step(1);
        }
        let mut known = HashMap::new();
        for state in &register.clock_states {
            self.clock_state(state, &mut known)
                .map_err(|e| entry_error("paus", &state.case_number, e))?;
            step(1);
        }
        let mut known = HashMap::new();
        for entry in &register.journal {
            self.journal(entry, &mut known)
                .map_err(|e| entry_error("anteckning", &entry.person, e))?;
            step(1);
        }
        let specs: HashMap<(&str, u32), &Spec> = register
            .form_specs
            .iter()
            .map(|s| ((s.id.as_str(), s.revision), s))
            .collect();
        let mut known = HashMap::new();
        for document in &register.documents {
            self.document(document, &specs, &mut known)
                .map_err(|e| entry_error("dokument", &document.title, e))?;
            step(1);
        }
        for case in std::mem::take(&mut self.touched) {
            self.close_by_events(case)?;
            self.w.project_case(case)?;
        }
        Ok(())
    }

    fn user(&mut self, unit: i64, user: &UserEntry) -> Result<()> {
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
            "UPDATE user SET ended = ?2 WHERE id = ?1",
            params![id, user.ended],
        )?;
        for role in &user.roles {
            conn.prepare_cached("INSERT INTO user_role (user_id, role, valid_from, valid_to) VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![id, role.value, role.from, role.to])?;
        }
        for share in &user.shares {
            let percent: u32 = share
                .value
                .parse()
                .map_err(|_| Error::user("tjänstgöringsgraden är inget tal"))?;
            conn.prepare_cached("INSERT INTO user_share (user_id, percent, valid_from, valid_to) VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![id, percent, share.from, share.to])?;
        }
        for group in &user.base_groups {
            let group_id = self.w.base_group(unit, &group.value)?;
            conn.prepare_cached(
                "INSERT INTO user_group (user_id, base_group_id, valid_from, valid_to) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![id, group_id, group.from, group.to])?;
        }
        Ok(())
    }

    fn find_user(&mut self, login: &str) -> Result<Option<(i64, String)>> {
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
    fn recorder(&mut self, recorded: &Recorded) -> Result<(i64, String, String)> {
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

    fn number(&self, text: &str, kind: &str) -> Result<PersonalNumber> {
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
    fn person(&mut self, unit: i64, person: &PersonEntry) -> Result<Option<i64>> {
        let number = self.number(&person.personal_number, &person.number_kind)?;
        if self.w.person_by_number(&number.to_string())?.is_some() {
            return Ok(None);
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
                "INSERT INTO person (unit_id, family_name, given_name, wished_name, pronoun, sex, birth_date, sort_key,
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
                text(&person.interpreter),
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
        let mut former = self.w.conn.prepare_cached(
            "INSERT INTO identity_number (person_id, kind, value, valid_from, valid_to) VALUES (?1, ?2, ?3, ?4, ?5)",
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

    fn case(&mut self, unit: i64, case: &CaseEntry) -> Result<()> {
        let person = self.known_person(&case.person)?;
        let number = clean_line(&case.case_number);
        let found: Option<(i64, i64)> = self
            .w
            .conn
            .prepare_cached("SELECT id, person_id FROM cases WHERE case_number = ?1")?
            .query_row([&number], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?;
        if let Some((_, whose)) = found {
            return if whose == person {
                Ok(())
            } else {
                Err(Error::user("ärendenumret tillhör en annan person"))
            };
        }
        if self
            .w
            .store
            .unit()
            .case_types
            .get(&case.case_type)
            .is_none()
        {
            return Err(Error::user(format!(
                "ärendetypen ”{}” finns inte",
                case.case_type
            )));
        }
        self.w
            .conn
            .prepare_cached(
                "INSERT INTO cases (case_number, person_id, unit_id, case_type, channel, oral, report, opened_on, closed_on,
                        source, external_id)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?
            .execute(params![
                number,
                person,
                unit,
                case.case_type,
                clean_line(&case.channel),
                case.oral,
                case.report,
                parse_day(&case.opened)?.to_string(),
                case.closed,
                case.source,
                case.external_id,
            ])?;
        let id = self.w.conn.last_insert_rowid();
        self.w.index_case(id, person, &number)?;
        for Dated { value, from, to } in &case.assignments {
            let Some((user, _)) = self.find_user(value)? else {
                return Err(Error::user(format!("handläggaren ”{value}” finns inte")));
            };
            self.w.insert_assignment(id, user, parse_day(from)?, "")?;
            if let Some(to) = to {
                let row = self.w.conn.last_insert_rowid();
                self.w.conn.execute(
                    "UPDATE assignment SET valid_to = ?2 WHERE id = ?1",
                    params![row, to],
                )?;
            }
        }
        if case.assignments.is_empty() {
            self.w
                .insert_assignment(id, self.w.user.id, parse_day(&case.opened)?, "")?;
        }
        self.touched.insert(id);
        self.count.cases += 1;
        Ok(())
    }

    fn known_person(&self, number: &str) -> Result<i64> {
        let today = self.w.store.today();
        let shown = PersonalNumber::parse(number, today)
            .map_or_else(|_| clean_line(number), |n| n.to_string());
        self.w
            .person_by_number(&shown)?
            .ok_or_else(|| Error::user(format!("personen {number} finns inte i registret")))
    }

    fn known_case(&self, number: &str) -> Result<i64> {
        self.w
            .conn
            .prepare_cached("SELECT id FROM cases WHERE case_number = ?1")?
            .query_row([clean_line(number)], |r| r.get(0))
            .optional()?
            .ok_or_else(|| Error::user(format!("ärendet {number} finns inte i registret")))
    }

    fn case_opt(&self, number: Option<&String>) -> Result<Option<i64>> {
        number.map(|n| self.known_case(n)).transpose()
    }

    fn person_facts(&mut self, id: i64, person: &PersonEntry) -> Result<()> {
        let conn = self.w.conn;
        for h in &person.household {
            conn.prepare_cached("INSERT INTO household (person_id, situation, note, valid_from, valid_to) VALUES (?1, ?2, ?3, ?4, ?5)")?
                .execute(params![id, h.situation, clean_line(&h.note), h.from, h.to])?;
        }
        for a in &person.addresses {
            conn.prepare_cached("INSERT INTO address (person_id, street, postcode, city, valid_from, valid_to) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
                .execute(params![id, clean_line(&a.street), clean_line(&a.postcode), clean_line(&a.city), a.from, a.to])?;
        }
        for p in &person.phones {
            conn.prepare_cached("INSERT INTO phone (person_id, number, valid_from, valid_to) VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![id, clean_line(&p.value), p.from, p.to])?;
        }
        for c in &person.contacts {
            conn.prepare_cached(
                "INSERT INTO contact (person_id, role, name, relation, phone, call_first, covers, valid_from, valid_to)
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
        }
        for p in &person.papers {
            let case = self.case_opt(p.case_number.as_ref())?;
            conn.prepare_cached("INSERT INTO paper (person_id, case_id, kind, received_on, kept_at) VALUES (?1, ?2, ?3, ?4, ?5)")?
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
                "INSERT INTO objection (person_id, case_id, day, content_id, digest, noted_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
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
                "INSERT INTO visit (person_id, case_id, day, time, about, user_id, cancelled) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![id, case, v.date, v.time, clean_line(&v.about), by, v.cancelled])?;
        }
        for Dated { value, from, to } in &person.named {
            let Some((user, _)) = self.find_user(value)? else {
                return Err(Error::user(format!("användaren ”{value}” finns inte")));
            };
            self.w.name_user(id, user, parse_day(from)?)?;
            conn.execute(
                "UPDATE file_named SET valid_to = ?3 WHERE person_id = ?1 AND user_id = ?2 AND ?3 IS NOT NULL",
                params![id, user, to],
            )?;
        }
        if let Some(other) = &person.same_as {
            let other = self.known_person(other)?;
            conn.execute(
                "UPDATE person SET merged_into = ?2 WHERE id = ?1",
                params![id, other],
            )?;
        }
        Ok(())
    }

    fn event(&mut self, event: &EventEntry, known: &mut HashMap<i64, i64>) -> Result<()> {
        let Some(kind) = EventKind::from_word(&event.event) else {
            return Err(Error::user(format!("händelsen ”{}” är okänd", event.event)));
        };
        let person = self.known_person(&event.person)?;
        let case = self.case_opt(event.case_number.as_ref())?;
        let day = parse_day(&event.date)?;
        let time = event.time.as_deref().map(parse_clock).transpose()?;
        let until = event.until.as_deref().map(parse_day).transpose()?;
        let subject = if event.subject.is_empty() {
            "arende"
        } else {
            &event.subject
        };
        let corrects = event.corrects.map(|n| self.mapped(known, n)).transpose()?;
        let there: Option<i64> = self
            .w
            .conn
            .prepare_cached(
                "SELECT id FROM event WHERE person_id = ?1 AND case_id IS ?2 AND kind = ?3 AND day = ?4 AND time IS ?5
                 AND subject = ?6 AND subject_id = ?7 AND corrects IS ?8 AND void = ?9",
            )?
            .query_row(
                params![person, case, kind.word(), day.to_string(), time, subject, event.subject_id, corrects, event.void],
                |r| r.get(0),
            )
            .optional()?;
        if let Some(there) = there {
            known.insert(event.id, there);
            return Ok(());
        }
        let (by, role, at) = self.recorder(&event.recorded)?;
        let note = clean_text(&event.note);
        let note = if note.is_empty() {
            None
        } else {
            Some(self.w.keep(&note)?.0)
        };
        self.w
            .conn
            .prepare_cached(
                "INSERT INTO event (person_id, case_id, subject, subject_id, kind, day, time, until, note_id, recorded_at,
                        recorded_by, recorded_role, corrects, void, source)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
            )?
            .execute(params![
                person,
                case,
                subject,
                event.subject_id,
                kind.word(),
                day.to_string(),
                time,
                until.map(|d| d.to_string()),
                note,
                at,
                by,
                role,
                corrects,
                event.void,
                event.source,
            ])?;
        known.insert(event.id, self.w.conn.last_insert_rowid());
        self.touched.extend(case);
        self.count.events += 1;
        Ok(())
    }

    fn mapped(&self, known: &HashMap<i64, i64>, number: i64) -> Result<i64> {
        known.get(&number).copied().ok_or_else(|| {
            Error::user(format!(
                "rättar nummer {number}, som inte står tidigare i filen"
            ))
        })
    }

    fn clock_state(
        &mut self,
        state: &ClockStateEntry,
        known: &mut HashMap<i64, i64>,
    ) -> Result<()> {
        let case = self.known_case(&state.case_number)?;
        let corrects = state.corrects.map(|n| self.mapped(known, n)).transpose()?;
        let there: Option<i64> = self
            .w
            .conn
            .prepare_cached(
                "SELECT id FROM clock_state WHERE case_id = ?1 AND rule = ?2 AND subject = ?3 AND subject_id = ?4
                 AND kind = ?5 AND from_day = ?6 AND until_day IS ?7 AND corrects IS ?8",
            )?
            .query_row(
                params![case, state.rule, state.subject, state.subject_id, state.kind, state.from, state.until, corrects],
                |r| r.get(0),
            )
            .optional()?;
        if let Some(there) = there {
            known.insert(state.id, there);
            return Ok(());
        }
        let (by, role, at) = self.recorder(&state.recorded)?;
        for day in [
            Some(&state.from),
            state.until.as_ref(),
            state.ended.as_ref(),
        ]
        .into_iter()
        .flatten()
        {
            parse_day(day)?;
        }
        self.w
            .conn
            .prepare_cached(
                "INSERT INTO clock_state (case_id, rule, subject, subject_id, kind, from_day, until_day, ended_on, reason,
                        recorded_at, recorded_by, recorded_role, corrects)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            )?
            .execute(params![
                case,
                state.rule,
                state.subject,
                state.subject_id,
                state.kind,
                state.from,
                state.until,
                state.ended,
                clean_line(&state.reason),
                at,
                by,
                role,
                corrects
            ])?;
        known.insert(state.id, self.w.conn.last_insert_rowid());
        self.touched.insert(case);
        self.count.other += 1;
        Ok(())
    }

    fn journal(&mut self, entry: &JournalEntry, known: &mut HashMap<i64, i64>) -> Result<()> {
        let person = self.known_person(&entry.person)?;
        let case = self.case_opt(entry.case_number.as_ref())?;
        let corrects = entry.corrects.map(|n| self.mapped(known, n)).transpose()?;
        let text = entry.text.as_deref().map(clean_text);
        let digest = log::sha256(&[text.as_deref().unwrap_or_default().as_bytes()]);
        let there: Option<i64> = self
            .w
            .conn
            .prepare_cached(
                "SELECT id FROM journal WHERE person_id = ?1 AND case_id IS ?2 AND day = ?3 AND time IS ?4 AND digest = ?5
                 AND corrects IS ?6",
            )?
            .query_row(params![person, case, entry.date, entry.time, digest, corrects], |r| r.get(0))
            .optional()?;
        if let Some(there) = there {
            known.insert(entry.id, there);
            return Ok(());
        }
        let (by, role, at) = self.recorder(&entry.recorded)?;
        let day = parse_day(&entry.date)?.to_string();
        let time = entry.time.as_deref().map(parse_clock).transpose()?;
        self.w
            .conn
            .prepare_cached("INSERT INTO content (body) VALUES (?1)")?
            .execute([&text])?;
        let content = self.w.conn.last_insert_rowid();
        self.w
            .conn
            .prepare_cached(
                "INSERT INTO journal (person_id, case_id, day, time, written_at, written_by, written_role, corrects,
                        content_id, digest, source)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?
            .execute(params![person, case, day, time, at, by, role, corrects, content, digest, entry.source])?;
        known.insert(entry.id, self.w.conn.last_insert_rowid());
        self.count.other += 1;
        Ok(())
    }

    fn document(
        &mut self,
        document: &DocumentEntry,
        specs: &HashMap<(&str, u32), &Spec>,
        known: &mut HashMap<i64, i64>,
    ) -> Result<()> {
        let case = self.known_case(&document.case_number)?;
        let person = self.w.person_of(case)?;
        let Some(kind) = DocumentKind::from_word(&document.kind) else {
            return Err(Error::user(format!(
                "dokumentslaget ”{}” är okänt",
                document.kind
            )));
        };
        let supersedes = document
            .supersedes
            .map(|n| self.mapped(known, n))
            .transpose()?;
        let body = document
            .answers
            .as_ref()
            .map(serde_json::to_string)
            .transpose()?;
        let digest = log::sha256(&[body.as_deref().unwrap_or_default().as_bytes()]);
        let day = parse_day(&document.date)?;
        let there: Option<i64> = self
            .w
            .conn
            .prepare_cached("SELECT id FROM document WHERE case_id = ?1 AND kind = ?2 AND day = ?3 AND digest = ?4")?
            .query_row(params![case, document.kind, day.to_string(), digest], |r| r.get(0))
            .optional()?;
        if let Some(there) = there {
            known.insert(document.id, there);
            return Ok(());
        }
        let spec = specs
            .get(&(document.spec.as_str(), document.revision))
            .copied()
            .or_else(|| {
                self.w
                    .store
                    .unit()
                    .forms
                    .get(&document.spec, document.revision)
            })
            .ok_or_else(|| {
                Error::user(format!(
                    "mallen {} revision {} saknas",
                    document.spec, document.revision
                ))
            })?;
        let spec_digest = self.w.keep_spec(spec)?;
        let (by, role, at) = self.recorder(&document.recorded)?;
        self.w
            .conn
            .prepare_cached("INSERT INTO content (body) VALUES (?1)")?
            .execute([&body])?;
        let content = self.w.conn.last_insert_rowid();
        self.w
            .conn
            .prepare_cached(
                "INSERT INTO document (person_id, case_id, kind, title, spec, revision, spec_digest, day, signed_at,
                        signed_by, signed_role, supersedes, content_id, digest, source)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
            )?
            .execute(params![
                person,
                case,
                kind.word(),
                clean_line(&document.title),
                document.spec,
                document.revision,
                spec_digest,
                day.to_string(),
                at,
                by,
                role,
                supersedes,
                content,
                digest,
                document.source
            ])?;
        let id = self.w.conn.last_insert_rowid();
        known.insert(document.id, id);
        if let Some(answers) = &document.answers {
            match kind {
                DocumentKind::Order => self.w.insert_order(case, id, answers)?,
                DocumentKind::Assessment => self
                    .w
                    .insert_assessment_facts(person, case, id, day, answers)?,
                DocumentKind::FollowUp | DocumentKind::Decision => {}
            }
        }
        self.count.other += 1;
        Ok(())
    }

    /// A case whose last word is a closing event is closed, also when its entry does not say so.
    fn close_by_events(&self, case: i64) -> Result<()> {
        let events = super::read::effective_events(self.w.conn, case)?;
        let closed = (super::project::step_of(&events) == crate::core::case::Step::Closed)
            .then(|| {
                events
                    .iter()
                    .filter(|e| e.kind.ends_case())
                    .map(|e| e.day)
                    .max()
            })
            .flatten();
        self.w.conn.execute(
            "UPDATE cases SET closed_on = coalesce(?2, closed_on) WHERE id = ?1 AND closed_on IS NULL",
            params![case, closed.map(|d| d.to_string())],
        )?;
        Ok(())
    }
}

fn parse_day(text: &str) -> Result<chrono::NaiveDate> {
    crate::core::calendar::parse_date(text).map_err(|e| Error::user(e.to_string()))
}

/// A time of day as it is stored.
fn parse_clock(text: &str) -> Result<String> {
    let time = crate::core::calendar::parse_time(text).map_err(|e| Error::user(e.to_string()))?;
    Ok(super::row::time_text(time))
}
