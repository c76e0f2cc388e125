//! The log: every write has its row in the same transaction, chained by hashes.

use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};

use crate::core::user::User;
use crate::error::{Error, Result};

/// What a log row tells.
#[derive(Default)]
pub(super) struct Entry<'a> {
    /// What was done, a short English verb phrase that never changes.
    pub action: &'a str,
    /// Whose file.
    pub person: Option<i64>,
    /// Which case.
    pub case: Option<i64>,
    /// Which row.
    pub row: Option<i64>,
    /// Why, or which kind; never the text of a file.
    pub detail: &'a str,
}

/// SHA-256 in hexadecimal.
pub(super) fn sha256(parts: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        // The length keeps neighbouring parts apart.
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher
        .finalize()
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect()
}

/// The chain of the log, as far as it was walked.
pub(super) struct Chain {
    /// Rows.
    pub(super) rows: i64,
    /// The hash of the last.
    pub(super) head: String,
}

/// What one row is, as its hash is made.
struct Row {
    at: String,
    user: Option<i64>,
    role: String,
    action: String,
    person: Option<i64>,
    case: Option<i64>,
    row: Option<i64>,
    detail: String,
}

impl Row {
    fn hash(&self, previous: &str) -> String {
        let number = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
        sha256(&[
            previous.as_bytes(),
            self.at.as_bytes(),
            number(self.user).as_bytes(),
            self.role.as_bytes(),
            self.action.as_bytes(),
            number(self.person).as_bytes(),
            number(self.case).as_bytes(),
            number(self.row).as_bytes(),
            self.detail.as_bytes(),
        ])
    }
}

/// Walks the chain from its first row to its last.
///
/// # Errors
/// At the first row that does not follow from the one before.
pub(super) fn chain(conn: &Connection) -> Result<Chain> {
    let mut statement = conn.prepare(
        "SELECT id, hash, at, user_id, role, action, person_id, case_id, row_id, detail FROM main.log ORDER BY id",
    )?;
    let mut rows = statement.query([])?;
    let mut chain = Chain {
        rows: 0,
        head: String::new(),
    };
    while let Some(row) = rows.next()? {
        let (id, hash): (i64, String) = (row.get(0)?, row.get(1)?);
        let told = Row {
            at: row.get(2)?,
            user: row.get(3)?,
            role: row.get(4)?,
            action: row.get(5)?,
            person: row.get(6)?,
            case: row.get(7)?,
            row: row.get(8)?,
            detail: row.get(9)?,
        };
        chain.rows += 1;
        if id != chain.rows || told.hash(&chain.head) != hash {
            return Err(Error::internal(format!("Loggen är bruten vid rad {id}.")));
        }
        chain.head = hash;
    }
    Ok(chain)
}

pub(super) fn write(conn: &Connection, at: &str, user: Option<&User>, entry: &Entry) -> Result<()> {
    let previous: String = conn
        .prepare_cached("SELECT hash FROM log ORDER BY id DESC LIMIT 1")?
        .query_row([], |r| r.get(0))
        .optional()?
        .unwrap_or_default();
    let row = Row {
        at: at.to_owned(),
        user: user.map(|u| u.id),
        role: user.map_or("", |u| u.role.word()).to_owned(),
        action: entry.action.to_owned(),
        person: entry.person,
        case: entry.case,
        row: entry.row,
        detail: entry.detail.to_owned(),
    };
    let hash = row.hash(&previous);
    conn.prepare_cached(
        "INSERT INTO main.log (at, user_id, role, action, person_id, case_id, row_id, detail, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        row.at, row.user, row.role, row.action, row.person, row.case, row.row, row.detail, hash
    ])?;
    Ok(())
}
