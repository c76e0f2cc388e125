//! What is looked at has its row in the log before anything of it is given out: no log, no view. Refusals
//! have theirs too, outside the write they put an end to.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;

use super::{Store, log};
use crate::core::access::Act;
use crate::core::user::User;
use crate::error::Result;

/// What is read in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Reading {
    /// What is read, as the log says it.
    pub(super) action: &'static str,
    /// What the reader must be allowed.
    pub(super) act: Act,
    /// Whose file.
    pub(super) person: i64,
    /// Which case of it.
    pub(super) case: Option<i64>,
    /// Which document.
    pub(super) row: Option<i64>,
}

impl Reading {
    /// Reading something of a file that belongs to no one case.
    pub(super) fn of(action: &'static str, person: i64) -> Reading {
        Reading {
            action,
            act: Act::Read,
            person,
            case: None,
            row: None,
        }
    }

    /// The same, to be printed.
    pub(super) fn to_print(self) -> Reading {
        Reading {
            action: "print_document",
            act: Act::Print,
            ..self
        }
    }
}

/// What was refused, to be told when the write it ended is rolled back.
struct Refusal {
    person: Option<i64>,
    act: Act,
    why: &'static str,
}

/// What this run of the program has told the log of what its user looks at.
#[derive(Default)]
pub(super) struct Looked {
    /// What has been read of the file that was opened last: it is one opening until another file is.
    open: RefCell<HashSet<Reading>>,
    /// Everything that has been read.
    ever: RefCell<HashSet<Reading>>,
    /// The lists that have been read, each once a run and filter.
    lists: RefCell<HashSet<(&'static str, String)>>,
    /// The reports that have been taken out.
    reports: RefCell<HashSet<String>>,
    /// The refusals that have been told.
    refusals: RefCell<HashSet<(Option<i64>, Act)>>,
    /// A search goes on: one row until something is opened.
    searching: Cell<bool>,
    /// Screens that are open already read themselves again.
    again: Cell<bool>,
    /// Refused within a write that has not ended yet.
    refused: RefCell<Vec<Refusal>>,
}

impl Store {
    /// Lets screens that are open already read themselves again, as when somebody else has written. What
    /// they show has its row; what they have not shown before gets one.
    pub fn again<T>(&self, work: impl FnOnce() -> T) -> T {
        let before = self.session.looked.again.replace(true);
        let done = work();
        self.session.looked.again.set(before);
        done
    }

    /// Lets a user read in a file, with its row in the log first.
    pub(super) fn admit_reading(&self, user: &User, reading: Reading) -> Result<()> {
        self.admit(user, reading.person, reading.act)?;
        let looked = &self.session.looked;
        let known = if looked.again.get() {
            &looked.ever
        } else {
            &looked.open
        };
        if known.borrow().contains(&reading) {
            return Ok(());
        }
        let reason = self.reason(reading.person).unwrap_or_default();
        self.tell_log(
            user,
            &log::Entry {
                action: reading.action,
                person: Some(reading.person),
                case: reading.case,
                row: reading.row,
                detail: &reason,
            },
        )?;
        // What is told within a write is rolled back with it.
        if self.conn.is_autocommit() {
            let mut open = looked.open.borrow_mut();
            open.retain(|r| r.person == reading.person);
            open.insert(reading);
            looked.ever.borrow_mut().insert(reading);
            looked.searching.set(false);
        }
        Ok(())
    }

    /// Lets a user read a list of work, with its row in the log first: once a run for each list and filter.
    pub(super) fn admit_list(&self, user: &User, what: &'static str, filter: &str) -> Result<()> {
        let key = (what, filter.to_owned());
        if self.session.looked.lists.borrow().contains(&key) {
            return Ok(());
        }
        let detail = format!("{what} {filter}");
        self.admit_unit(user, "list", detail.trim_end())?;
        self.session.looked.lists.borrow_mut().insert(key);
        Ok(())
    }

    /// Lets a user take out a report, with its row in the log first.
    pub(super) fn admit_report(&self, user: &User, what: &str) -> Result<()> {
        let looked = &self.session.looked;
        if looked.again.get() && looked.reports.borrow().contains(what) {
            return Ok(());
        }
        self.admit_unit(user, "report", what)?;
        looked.reports.borrow_mut().insert(what.to_owned());
        Ok(())
    }

    /// Lets a user look people up, with a row in the log first; the words are not in it.
    pub(super) fn admit_search(&self, user: &User) -> Result<()> {
        if !self.session.looked.searching.get() {
            self.admit_unit(user, "search", "")?;
            self.session.looked.searching.set(true);
        }
        Ok(())
    }

    /// Lets a user read what belongs to no one file, with its row in the log first.
    pub(super) fn admit_unit(&self, user: &User, action: &'static str, detail: &str) -> Result<()> {
        self.tell_log(
            user,
            &log::Entry {
                action,
                detail,
                ..log::Entry::default()
            },
        )
    }

    /// Writes in the log that something was refused. Within a write it waits, for the write is rolled back.
    pub(super) fn tell_refusal(
        &self,
        user: &User,
        person: Option<i64>,
        act: Act,
        why: &'static str,
    ) -> Result<()> {
        let looked = &self.session.looked;
        let told = !looked.refusals.borrow_mut().insert((person, act));
        if told && looked.again.get() {
            return Ok(());
        }
        let refusal = Refusal { person, act, why };
        if self.conn.is_autocommit() {
            self.tell_refused(user, &refusal)
        } else {
            looked.refused.borrow_mut().push(refusal);
            Ok(())
        }
    }

    /// Writes the refusals of a write that has been rolled back.
    pub(super) fn tell_refusals(&self, user: &User) -> Result<()> {
        let waiting = self.session.looked.refused.take();
        waiting.iter().try_for_each(|r| self.tell_refused(user, r))
    }

    fn tell_refused(&self, user: &User, refusal: &Refusal) -> Result<()> {
        self.tell_log(
            user,
            &log::Entry {
                action: "refused",
                person: refusal.person,
                detail: &format!("{} {}", refusal.act.word(), refusal.why),
                ..log::Entry::default()
            },
        )
    }

    /// One row of the log in a transaction of its own, or in the one that is open.
    fn tell_log(&self, user: &User, entry: &log::Entry) -> Result<()> {
        let known = (user.id != 0).then_some(user);
        let at = self.clock().stamp();
        let told = if self.conn.is_autocommit() {
            self.conn.write(|conn| log::write(conn, &at, known, entry))
        } else {
            log::write(&self.conn, &at, known, entry)
        };
        told.map_err(|error| error.at("Det kan inte skrivas i loggen, så inget visas"))
    }
}
