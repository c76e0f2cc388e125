//! The log: every write has its row in the same transaction, chained by hashes.

use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};

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
    hasher
        .finalize()
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect()
}

pub(super) fn write(conn: &Connection, at: &str, user: Option<&User>, entry: &Entry) -> Result<()> {
    let previous: String = conn
        .prepare_cached("SELECT hash FROM log ORDER BY id DESC LIMIT 1")?
        .query_row([], |r| r.get(0))
        .optional()?
        .unwrap_or_default();
    let user_id = user.map(|u| u.id);
    let role = user.map_or("", |u| u.role.word());
    let number = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
    let hash = sha256(&[
        previous.as_bytes(),
        at.as_bytes(),
        number(user_id).as_bytes(),
        role.as_bytes(),
        entry.action.as_bytes(),
        number(entry.person).as_bytes(),
        number(entry.case).as_bytes(),
        number(entry.row).as_bytes(),
        entry.detail.as_bytes(),
    ]);
    conn.prepare_cached(
        "INSERT INTO log (at, user_id, role, action, person_id, case_id, row_id, detail, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
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
        hash
    ])?;
    Ok(())
}
