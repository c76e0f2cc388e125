//! The log: every write has its row in the same transaction, chained by hashes. What is read has its row
//! from `reading.rs`; `chain.rs` checks the whole.

use rusqlite::{OptionalExtension, params};
use sha2::{Digest, Sha256};

use super::checked::Checked;
use super::kept;
use crate::core::log::Action;
use crate::core::user::User;
use crate::error::Result;

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
    hex(&hasher.finalize())
}

/// Bytes in hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    let mut hex = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        for nibble in [byte >> 4, byte & 15] {
            hex.extend(char::from_digit(nibble.into(), 16));
        }
    }
    hex
}

/// The rows that were written with a row of the log, and their digest; both empty where there are none.
#[derive(Default)]
pub(super) struct Wrote {
    pub(super) rows: String,
    pub(super) digest: String,
}

/// The hash of a row that follows on another.
pub(super) fn chained(
    previous: &str,
    at: &str,
    user: Option<i64>,
    role: &str,
    entry: &Entry,
    wrote: &Wrote,
) -> String {
    let number = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
    let (user, person) = (number(user), number(entry.person));
    let (case, row) = (number(entry.case), number(entry.row));
    let mut parts = vec![
        previous.as_bytes(),
        at.as_bytes(),
        user.as_bytes(),
        role.as_bytes(),
        entry.action.as_bytes(),
        person.as_bytes(),
        case.as_bytes(),
        row.as_bytes(),
        entry.detail.as_bytes(),
    ];
    // Rows of before they told what was written have nothing here, and keep their hash.
    if !(wrote.rows.is_empty() && wrote.digest.is_empty()) {
        parts.extend([wrote.rows.as_bytes(), wrote.digest.as_bytes()]);
    }
    sha256(&parts)
}

/// Writes a row at the end of the chain, in the transaction that is open.
pub(super) fn write(conn: &Checked, at: &str, user: Option<&User>, entry: &Entry) -> Result<()> {
    debug_assert!(
        Action::of(entry.action).is_some(),
        "{} stands in no list of actions",
        entry.action
    );
    let previous: String = conn
        .prepare_cached("SELECT hash FROM log ORDER BY id DESC LIMIT 1")?
        .query_row([], |r| r.get(0))
        .optional()?
        .unwrap_or_default();
    let user_id = user.map(|u| u.id);
    let role = user.map_or("", |u| u.role.word());
    let rows: String = conn
        .prepare_cached("SELECT take_untold()")?
        .query_row([], |r| r.get(0))?;
    let digest = match rows.is_empty() {
        true => None,
        false => kept::digest(conn.raw(), &rows)?,
    };
    let wrote = Wrote {
        rows,
        digest: digest.unwrap_or_default(),
    };
    let hash = chained(&previous, at, user_id, role, entry, &wrote);
    conn.prepare_cached(
        "INSERT INTO main.log (at, user_id, role, action, person_id, case_id, row_id, detail, hash, wrote, wrote_digest)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?
    .execute(params![
        at,
        user_id,
        role,
        entry.action,
        entry.person,
        entry.case,
        entry.row,
        entry.detail,
        hash,
        wrote.rows,
        wrote.digest
    ])?;
    Ok(())
}
