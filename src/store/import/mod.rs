//! Taking in a register: all of it or nothing, and the same register twice changes nothing.

mod changes;
mod decisions;
mod outreach;
mod people;
mod plans;
mod records;

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap, HashSet};

use rusqlite::{OptionalExtension, Params, params};

use super::apply::Writing;
use super::{Store, log};
use crate::core::change::NewUser;
use crate::core::register::{CaseEntry, Register, SubstituteEntry};
use crate::core::text::clean_line;
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
            let name = clean_line(&register.unit);
            let unit = w.unit_named(if name.is_empty() { "Enheten" } else { &name })?;
            let mut intake = Intake::new(w);
            for user in &register.users {
                intake
                    .user(unit, user)
                    .map_err(|e| entry_error("användare", &user.login, e))?;
            }
            if intake.find_user(&first.login)?.is_none() {
                w.change_user(unit, first)?;
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
    /// Whether each person is new here or one whose file the writer sees.
    open_to: RefCell<HashMap<i64, bool>>,
    /// The orders by the number of their document in the register.
    orders: HashMap<i64, i64>,
    /// Documents, items of decisions and measures by their numbers in the register.
    documents: HashMap<i64, i64>,
    items: HashMap<i64, i64>,
    measures: HashMap<i64, i64>,
    /// The highest number that events of this register have from elsewhere.
    numbers_from: i64,
    /// The rows that an entry of this register is, by table: the next equal entry is another row.
    claimed: HashSet<(&'static str, i64)>,
}

fn entry_error(what: &str, key: &str, error: Error) -> Error {
    error.at(format!("{what} {key}"))
}

impl<'a> Intake<'a> {
    fn new(w: &'a Writing<'a>) -> Intake<'a> {
        Intake {
            w,
            users: HashMap::new(),
            count: Imported::default(),
            touched: BTreeSet::new(),
            open_to: RefCell::default(),
            orders: HashMap::new(),
            documents: HashMap::new(),
            items: HashMap::new(),
            measures: HashMap::new(),
            numbers_from: 0,
            claimed: HashSet::new(),
        }
    }

    /// The first of the rows that no entry of this register is yet. Two equal entries are two rows, and
    /// the same register again finds both.
    fn claim(&mut self, table: &'static str, rows: Vec<i64>) -> Option<i64> {
        let claimed = &mut self.claimed;
        rows.into_iter().find(|row| claimed.insert((table, *row)))
    }

    fn ids(&self, sql: &str, args: impl Params) -> Result<Vec<i64>> {
        let mut statement = self.w.conn.prepare_cached(sql)?;
        let rows = statement.query_map(args, |r| r.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// A text, or the place of one that has been destroyed.
    fn content(&self, body: Option<&str>) -> Result<i64> {
        self.w
            .conn
            .prepare_cached("INSERT INTO main.content (body) VALUES (?1)")?
            .execute([body])?;
        Ok(self.w.conn.last_insert_rowid())
    }

    fn login_row(&mut self, login: &str) -> Result<i64> {
        self.find_user(login)?
            .map(|(id, _)| id)
            .ok_or_else(|| Error::user(format!("användaren ”{login}” finns inte i registret")))
    }

    fn take(&mut self, register: &Register, progress: &mut dyn FnMut(u64)) -> Result<()> {
        let unit = self.w.own_unit()?;
        let name = clean_line(&register.unit);
        if !name.is_empty() {
            // A unit that was never named takes the register's name.
            self.w.conn.execute(
                "UPDATE OR IGNORE main.unit SET name = ?2 WHERE id = ?1 AND name = 'Enheten'",
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
        for absence in &register.substitutes {
            self.substitute(absence)
                .map_err(|e| entry_error("frånvaro", &absence.user, e))?;
        }
        for provider in &register.providers {
            self.w.conn.execute(
                "INSERT OR IGNORE INTO main.provider (unit_id, name, regime, contract_manager, cfar, ended)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![
                    unit,
                    clean_line(&provider.name),
                    provider.regime,
                    clean_line(&provider.contract_manager),
                    provider.cfar,
                    provider.ended
                ],
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
        for (id, person) in &new_persons {
            self.person_facts(*id, person)
                .map_err(|e| entry_error("person", &person.personal_number, e))?;
        }
        let specs = records::Specs::of(register)?;
        let orders = register.orders.iter().map(|o| (o.document, o)).collect();
        for document in &register.documents {
            self.document(document, &specs, &orders)
                .map_err(|e| entry_error("dokument", &document.title, e))?;
            step(1);
        }
        // Events name orders by the number of their document, items and measures by their own.
        self.know_orders()?;
        self.decisions(register)?;
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
        self.plans(register)?;
        for entry in &register.performed {
            self.performed(entry)
                .map_err(|e| entry_error("utförd tid", &entry.month, e))?;
        }
        for entry in &register.residents {
            self.resident(unit, entry)
                .map_err(|e| entry_error("befolkningslistan", &entry.personal_number, e))?;
        }
        for entry in &register.presentations {
            self.presentation(entry)
                .map_err(|e| entry_error("ärendedragning", &entry.case_number, e))?;
        }
        for entry in &register.good_examples {
            self.example(entry)
                .map_err(|e| entry_error("exempel", &entry.area, e))?;
        }
        // Last: until now every entry is found by the number it was written under.
        for (id, person) in new_persons {
            self.same_as(id, person)
                .map_err(|e| entry_error("person", &person.personal_number, e))?;
        }
        for case in std::mem::take(&mut self.touched) {
            self.close_by_events(case)?;
            self.w.project_case(case)?;
        }
        Ok(())
    }

    /// An absence that is already there is not taken in twice.
    fn substitute(&mut self, absence: &SubstituteEntry) -> Result<()> {
        let mut known = |login: &str| -> Result<i64> {
            self.find_user(login)?
                .map(|(id, _)| id)
                .ok_or_else(|| Error::user(format!("handläggaren ”{login}” finns inte")))
        };
        let (user, substitute) = (known(&absence.user)?, known(&absence.substitute)?);
        let (from, to) = (
            parse_day(&absence.from)?.to_string(),
            parse_day(&absence.to)?.to_string(),
        );
        let added = self.w.conn.execute(
            "INSERT INTO main.substitute (user_id, substitute_id, valid_from, valid_to)
             SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS (SELECT 1 FROM substitute
                 WHERE user_id = ?1 AND substitute_id = ?2 AND valid_from = ?3 AND valid_to = ?4)",
            params![user, substitute, from, to],
        )?;
        self.count.other += added as u64;
        Ok(())
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
            let exact = self.exact_person(&case.person)?;
            return if whose == person || Some(whose) == exact {
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
                "INSERT INTO main.cases (case_number, person_id, unit_id, case_type, channel, oral, report, opened_on, closed_on,
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
        for told in &case.assignments {
            let Some((user, _)) = self.find_user(&told.value)? else {
                return Err(Error::user(format!(
                    "handläggaren ”{}” finns inte",
                    told.value
                )));
            };
            self.w
                .insert_assignment(id, user, parse_day(&told.from)?, &told.reason)?;
            if let Some(to) = &told.to {
                let row = self.w.conn.last_insert_rowid();
                self.w.conn.execute(
                    "UPDATE main.assignment SET valid_to = ?2 WHERE id = ?1",
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

    fn known_case(&self, number: &str) -> Result<i64> {
        self.w
            .conn
            .prepare_cached("SELECT id, person_id FROM cases WHERE case_number = ?1")?
            .query_row([clean_line(number)], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?
            .map_or(Ok(None), |(case, person)| {
                Ok::<_, Error>(self.is_open_to(person)?.then_some(case))
            })?
            .ok_or_else(|| Error::user(format!("ärendet {number} finns inte i registret")))
    }

    /// Whether a person is new here, or one whose file the writer sees. What is taken in must not be a way
    /// into a file that is closed to one.
    fn is_open_to(&self, person: i64) -> Result<bool> {
        if let Some(known) = self.open_to.borrow().get(&person) {
            return Ok(*known);
        }
        let sees = self.w.store.sees(self.w.user, person)?;
        self.open_to.borrow_mut().insert(person, sees);
        Ok(sees)
    }

    fn case_opt(&self, number: Option<&String>) -> Result<Option<i64>> {
        number.map(|n| self.known_case(n)).transpose()
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
            "UPDATE main.cases SET closed_on = coalesce(?2, closed_on) WHERE id = ?1 AND closed_on IS NULL",
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
