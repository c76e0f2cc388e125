//! The chain of the log: each row's hash is made of the row and of the hash before it, so that no row can
//! be changed, removed, added or moved without every later hash telling. Who can rewrite the file can
//! rewrite the whole chain; against that a head is kept elsewhere and given back to be found again.

use std::collections::BTreeMap;

use rusqlite::{Connection, Row};

use super::{Store, kept, log};
use crate::error::{Error, Result};

/// Faults that are told one by one; the rest are counted.
const TOLD: usize = 20;

/// What is wrong at a row of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChainFault {
    /// The row does not follow on the one before: it was changed, moved or put there.
    Broken(i64),
    /// Rows are missing, the first and the last number.
    Missing(i64, i64),
    /// What the row tells was written is no longer there as it was written.
    Changed(i64, String),
    /// So many rows of a table were written without a row that tells of it.
    Untold(String, i64),
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
        check(self.conn.raw(), kept)
    }
}

fn check(conn: &Connection, kept: Option<&str>) -> Result<ChainCheck> {
    // One moment, while others write.
    let _moment = conn.unchecked_transaction()?;
    // The rows that are told of in each table, and the first of them: those before it are older than the telling.
    let mut told: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    let mut found = ChainCheck {
        rows: 0,
        head: String::new(),
        faults: Vec::new(),
        fault_count: 0,
        kept: None,
    };
    let mut statement = conn.prepare(
        "SELECT id, at, user_id, role, action, person_id, case_id, row_id, detail, hash, wrote, wrote_digest
         FROM main.log ORDER BY id",
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
        let wrote: String = row.get(10).unwrap_or_default();
        if !wrote.is_empty() {
            let digest: String = row.get(11).unwrap_or_default();
            if kept::digest(conn, &wrote)?.as_ref() != Some(&digest) {
                found.fault(ChainFault::Changed(id, wrote.clone()));
            }
            for (table, first, last) in kept::spans(&wrote).unwrap_or_default() {
                let (start, count) = told.entry(table.to_owned()).or_insert((first, 0));
                *start = first.min(*start);
                *count += last - first + 1;
            }
        }
        found.rows += 1;
        found.head = hash;
    }
    for (table, (start, count)) in told {
        let sql = format!("SELECT count(*) FROM main.{table} WHERE rowid >= ?1");
        // A table that is gone has been told of by its rows.
        let there: i64 = conn.query_row(&sql, [start], |r| r.get(0)).unwrap_or(count);
        if there > count {
            found.fault(ChainFault::Untold(table, there - count));
        }
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
        Some(ChainFault::Changed(row, wrote)) => Err(Error::internal(format!(
            "Det som loggens rad {row} säger skrevs är ändrat eller borttaget ({wrote})."
        ))),
        Some(ChainFault::Untold(table, rows)) => Err(Error::internal(format!(
            "I {table} finns {rows} rader som loggen inte känner till."
        ))),
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
        &log::Wrote {
            rows: row.get(10)?,
            digest: row.get(11)?,
        },
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
