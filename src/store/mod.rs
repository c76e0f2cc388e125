//! All SQL. The store is opened once, read through [`Store`]'s reading functions and written through
//! [`Store::apply`] alone: one immediate transaction with the change, the version check, the
//! projection of due dates and the log row.

mod access;
mod access_change;
mod agenda;
mod apply;
pub mod backup;
mod case;
mod case_type;
mod chain;
mod checked;
mod clock_state;
mod code;
mod decider;
mod decision;
mod decision_ground;
mod delegated;
mod doctor;
mod document;
pub mod draft;
mod event;
mod example;
mod extent;
mod fact_end;
mod fault;
mod file;
mod follow_up;
pub mod gate;
mod import;
mod kept;
pub mod key;
mod line;
mod list;
mod list_query;
mod log;
mod log_check;
mod log_extract;
mod measure;
mod number;
mod of_rule;
mod order;
mod outcome;
pub mod outreach;
pub mod performed;
mod person;
mod person_fact;
mod place;
mod plan;
mod plan_put_right;
mod plan_report;
mod presence;
mod presentation;
mod private;
pub mod process;
mod project;
mod proposal;
mod read;
mod reading;
mod recipient;
mod register;
mod row;
mod running;
mod schema;
mod seal;
mod search;
mod session;
mod setting;
mod staff;
mod standing;
mod substitute;
mod user;
mod view;

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, params};

use crate::clock::Clock;
use crate::core::calendar::Calendar;
use crate::core::log::{ACTIONS, Kind};
use crate::error::{Error, Result};
use crate::unit::Unit;

pub use chain::{ChainCheck, ChainFault};
pub use code::SHORTEST_CODE;
pub use decision_ground::{DecisionGround, weigh};
pub use delegated::DelegatedDecision;
pub use doctor::{Finding, Health, Sign};
pub use example::OwnExample;
pub use import::Imported;
pub use line::Notice;
pub use list::Direction;
pub use list_query::ListQuery;
pub use measure::{Measure, RunningDecision};
pub use person::number_policy;
pub use place::Room;
pub use plan_report::ReportOrder;
pub use proposal::ProposalRow;
pub use schema::{APPLICATION_ID, SCHEMA_VERSION};
pub use session::{Ending, LiveSession};
pub use user::login_of;

/// How a database is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// An existing database, for work.
    Existing,
    /// An existing database or a new, empty one.
    CreateIfMissing,
    /// The same for invented people, who may lie in a folder that others can read.
    Demo,
}

/// The database of a unit, open for one program.
pub struct Store {
    conn: line::Line,
    path: PathBuf,
    unit: Unit,
    clock: Clock,
    session: access::Session,
}

impl Store {
    /// Opens a database file and brings it to this program's schema and today's date.
    ///
    /// # Errors
    /// A file that is missing, not a database, somebody else's, newer than this program or damaged
    /// is refused with a sentence that says which, and nothing is changed.
    pub fn open(path: &Path, mode: Mode, unit: Unit, clock: Clock) -> Result<Store> {
        let conn = line::Line::open(path, mode, schema::UNIT, key::Key::of(path, mode)?)?;
        let store = Store {
            conn,
            path: path.to_owned(),
            unit,
            clock,
            session: access::Session::default(),
        };
        store.date()?;
        Ok(store)
    }

    /// A database in memory, for benchmarks and tests of what does not need a file.
    ///
    /// # Errors
    /// When SQLite cannot make it.
    pub fn in_memory(unit: Unit, clock: Clock) -> Result<Store> {
        let conn = line::Line::in_memory(schema::UNIT)?;
        let store = Store {
            conn,
            path: PathBuf::new(),
            unit,
            clock,
            session: access::Session::default(),
        };
        store.date()?;
        Ok(store)
    }

    /// Says whom to tell when a write waits for others.
    pub fn when_waiting(&self, notice: Notice) {
        self.conn.when_waiting(notice);
    }

    /// Opens the database anew if the disk has failed under it; otherwise nothing is done.
    ///
    /// # Errors
    /// When it cannot be opened yet.
    pub fn mend(&mut self) -> Result<()> {
        self.conn.mend()
    }

    /// Whether the database has been brought to a newer schema since it was opened, so that this program
    /// must be started again.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn is_outdated(&self) -> Result<bool> {
        self.conn.is_outdated()
    }

    /// How much room is left where the database lies.
    ///
    /// # Errors
    /// When the system does not say.
    pub fn room(&self) -> Result<Room> {
        place::room(&self.path)
    }

    /// Changes the key of the database and of the drafts beside it; nobody else may have them open.
    ///
    /// # Errors
    /// When nothing is encrypted, or somebody else works in the database.
    pub fn change_key(&self) -> Result<()> {
        let drafts = draft::path_beside(&self.path);
        let drafts = if drafts.exists() {
            let key = key::Key::of(&self.path, Mode::Existing)?;
            Some(line::Line::open(
                &drafts,
                Mode::Existing,
                schema::DRAFTS,
                key,
            )?)
        } else {
            None
        };
        let mut all: Vec<&rusqlite::Connection> = vec![self.conn.raw()];
        all.extend(drafts.as_ref().map(|drafts| drafts.raw()));
        key::change(&self.path, &all)
    }

    /// Gives another connection what it needs to write in a database of ours; for tests that do damage.
    #[doc(hidden)]
    pub fn equip(conn: &rusqlite::Connection) -> Result<()> {
        seal::functions(conn)
    }

    /// Where the database lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The unit's own data: rules, case types, templates.
    pub fn unit(&self) -> &Unit {
        &self.unit
    }

    /// The calendar with the unit's own holidays.
    pub fn calendar(&self) -> &Calendar {
        &self.unit.calendar
    }

    /// Today, as this store counts it.
    pub fn today(&self) -> NaiveDate {
        self.clock.today()
    }

    /// Where today's date comes from.
    pub fn clock(&self) -> Clock {
        self.clock
    }

    /// Whether the database holds invented people only.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn is_demo(&self) -> Result<bool> {
        Ok(self.meta("demo")?.as_deref() == Some("1"))
    }

    /// Marks a database without people as a demo: it takes invented numbers and refuses real ones.
    ///
    /// # Errors
    /// When there are people in it already, or it cannot be written.
    pub fn mark_demo(&self) -> Result<()> {
        let people: i64 = self
            .conn
            .query_row("SELECT EXISTS (SELECT 1 FROM person)", [], |r| r.get(0))?;
        if people != 0 {
            return Err(Error::user(
                "Databasen innehåller redan personer och kan inte bli en demo.",
            ));
        }
        self.set_meta("demo", "1")
    }

    /// A number that changes when another program has written to the file.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn data_version(&self) -> Result<i64> {
        Ok(self.conn.pragma("data_version")?)
    }

    /// A value of the database's own settings.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn meta(&self, key: &str) -> Result<Option<String>> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT value FROM meta WHERE key = ?1")?;
        Ok(statement.query_row([key], |r| r.get(0)).optional()?)
    }

    /// The log's latest row of a write: a number that changes with every write, but not when somebody reads
    /// or comes and goes. 0 before the first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn latest_write(&self) -> Result<i64> {
        let others: Vec<String> = ACTIONS
            .iter()
            .filter(|action| action.kind != Kind::Write)
            .map(|action| format!("'{}'", action.word))
            .collect();
        let sql = format!(
            "SELECT coalesce(max(id), 0) FROM log WHERE action NOT IN ({})",
            others.join(", ")
        );
        Ok(self
            .conn
            .prepare_cached(&sql)?
            .query_row([], |r| r.get(0))?)
    }

    /// Remembers a value among the database's own settings.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn remember(&self, key: &str, value: &str) -> Result<()> {
        self.set_meta(key, value)
    }

    fn set_meta(&self, key: &str, value: &str) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO main.meta (key, value) VALUES (?1, ?2)
                 ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            )?
            .execute(params![key, value])?;
        Ok(())
    }

    /// The plan SQLite chooses for a query, for the tests that hold it.
    #[doc(hidden)]
    pub fn plan(&self, sql: &str) -> Result<Vec<String>> {
        let mut statement = self.conn.prepare_plan(sql)?;
        let rows = statement
            .raw_query()
            .mapped(|r| r.get::<_, String>(3))
            .collect::<std::result::Result<_, _>>()?;
        Ok(rows)
    }
}
