//! The chain of the log: each row's hash is made of the row and of the hash before it, so that no row can
//! be changed, removed, added or moved without every later hash telling. Who can rewrite the file can
//! rewrite the whole chain; against that a head is kept elsewhere and given back to be found again.

use rusqlite::{Connection, Row};

use super::{Store, log};
use crate::error::{Error, Result};

/// Faults that are told one by one; the rest are counted.
const TOLD: usize = 20;

/// What is wrong at a row of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChainFault {
    /// The row does not follow on the one before: it was changed, moved or put there.
    Broken(i64),
    /// Rows are missing, the first and the last number.
    Missing(i64, i64),
}

/// How the chain was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainCheck {
    /// Rows read.
    pub rows: i64,
    /// The hash of the last row, to be kept elsewhere; empty where the log is.
    pub head: String,
    /// The first faults, in order.
    pub faults: Vec<ChainFault>,
    /// How many there are in all.
    pub fault_count: u64,
    /// The row that ends in the head that was kept; `None` where it is not in the chain.
    pub kept: Option<i64>,
}

impl Store {
    /// Reads the whole log and follows its chain. `kept` is a head from before, to be found in it: where it
    /// is not the end has been cut or the whole rewritten.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn check_chain(&self, kept: Option<&str>) -> Result<ChainCheck> {
        check(&self.conn, kept)
    }
}

fn check(conn: &Connection, kept: Option<&str>) -> Result<ChainCheck> {
    let mut found = ChainCheck {
        rows: 0,
        head: String::new(),
        faults: Vec::new(),
        fault_count: 0,
        kept: None,
    };
    let mut statement = conn.prepare(
        "SELECT id, at, user_id, role, action, person_id, case_id, row_id, detail, hash FROM main.log ORDER BY id",
    )?;
    let mut rows = statement.query([])?;
    let mut next = 1;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        if id != next {
            found.fault(ChainFault::Missing(next.min(id), id.max(next) - 1));
        }
        next = id.saturating_add(1);
        // What is damaged beyond reading is a fault of its row, not the end of the check.
        let hash: String = row.get(9).unwrap_or_default();
        if !of(row, &found.head).is_ok_and(|own| own == hash) {
            found.fault(ChainFault::Broken(id));
        }
        if kept == Some(hash.as_str()) {
            found.kept = Some(id);
        }
        found.rows += 1;
        found.head = hash;
    }
    Ok(found)
}

/// The chain of a database that must be whole, such as a copy.
///
/// # Errors
/// At the first fault.
pub(super) fn whole(conn: &Connection) -> Result<ChainCheck> {
    let found = check(conn, None)?;
    match found.faults.first() {
        None => Ok(found),
        Some(ChainFault::Broken(row) | ChainFault::Missing(row, _)) => {
            Err(Error::internal(format!("Loggen är bruten vid rad {row}.")))
        }
    }
}

/// The hash that a row should have after another.
fn of(row: &Row, previous: &str) -> rusqlite::Result<String> {
    let entry = log::Entry {
        action: row.get_ref(4)?.as_str()?,
        person: row.get(5)?,
        case: row.get(6)?,
        row: row.get(7)?,
        detail: row.get_ref(8)?.as_str()?,
    };
    Ok(log::chained(
        previous,
        row.get_ref(1)?.as_str()?,
        row.get(2)?,
        row.get_ref(3)?.as_str()?,
        &entry,
    ))
}

impl ChainCheck {
    fn fault(&mut self, fault: ChainFault) {
        if self.faults.len() < TOLD {
            self.faults.push(fault);
        }
        self.fault_count += 1;
    }
}
