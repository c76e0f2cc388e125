//! Silent damage: a row whose bytes have changed on the disk is found before anything of it is shown.
//!
//! Every row has a seal, the beginning of the SHA-256 of all its columns. It is kept in an index on the
//! expression that computes it, so SQLite itself writes it with the row and `PRAGMA integrity_check` compares
//! it. A view of the same name lies over each table, and every reading goes through it: a row comes out only
//! when its seal holds. What writes therefore names `main.table`.
//!
//! Tables are not listed anywhere: those of the schema are sealed, whatever migration made them, except those
//! in [`UNSEALED`].

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, ffi};
use sha2::{Digest, Sha256};

use super::checked::Checked;
use super::kept;
use crate::error::{Error, Result};

/// What people are looked up by, which is never shown, and the log, which is chained.
const UNSEALED: &[&str] = &["search_key", "log"];

/// What is counted by its indexes alone: its view has a name of its own, and the reading that shows rows
/// uses it.
const COUNTED: &[&str] = &["case_list"];

/// How the index of a table's seals is named.
const PREFIX: &str = "seal_";

/// The functions that the seals are written and read with; a connection without them can read a database but
/// not write in it.
pub(super) fn functions(conn: &Connection) -> Result<()> {
    let pure = FunctionFlags::SQLITE_UTF8
        | FunctionFlags::SQLITE_DETERMINISTIC
        | FunctionFlags::SQLITE_INNOCUOUS;
    conn.create_scalar_function("seal", -1, pure, |ctx| Ok(fingerprint(ctx)))?;
    // The same under another name, so that SQLite cannot take the answer from the index it is compared with.
    conn.create_scalar_function("fingerprint", -1, pure, |ctx| Ok(fingerprint(ctx)))?;
    let raising = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_INNOCUOUS;
    conn.create_scalar_function("broken_seal", 1, raising, |_| -> rusqlite::Result<bool> {
        Err(damaged())
    })?;
    Ok(())
}

/// What a broken seal answers: the same as SQLite says of a page that makes no sense.
fn damaged() -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_CORRUPT), None)
}

/// The same in words.
pub(super) fn damage() -> Error {
    damaged().into()
}

/// The first eight bytes of the SHA-256 of all values with their types and lengths.
fn fingerprint(ctx: &Context) -> i64 {
    let mut hasher = Sha256::new();
    for at in 0..ctx.len() {
        let mut part = |kind: u8, bytes: &[u8]| {
            hasher.update([kind]);
            hasher.update((bytes.len() as u64).to_le_bytes());
            hasher.update(bytes);
        };
        match ctx.get_raw(at) {
            ValueRef::Null => part(0, &[]),
            ValueRef::Integer(number) => part(1, &number.to_le_bytes()),
            ValueRef::Real(number) => part(2, &number.to_bits().to_le_bytes()),
            ValueRef::Text(text) => part(3, text),
            ValueRef::Blob(blob) => part(4, blob),
        }
    }
    let digest = hasher.finalize();
    let first = digest.first_chunk::<8>().copied().unwrap_or_default();
    i64::from_le_bytes(first)
}

/// A table that is sealed.
struct Sealed {
    name: String,
    columns: Vec<String>,
    key: Vec<String>,
}

impl Sealed {
    fn index(&self) -> String {
        format!(
            "CREATE INDEX {PREFIX}{0} ON {0} ({1}, seal({2}))",
            self.name,
            self.key.join(", "),
            self.columns.join(", ")
        )
    }

    /// The columns of the table under one of its two names in [`Sealed::checked`].
    fn columns_of(&self, alias: &str) -> String {
        let columns = self.columns.iter().map(|c| format!("{alias}.{c}"));
        columns.collect::<Vec<_>>().join(", ")
    }

    /// Rows of the table whose seal holds; one whose seal does not is an error.
    fn checked(&self) -> String {
        let same = self.key.iter().map(|k| format!("s.{k} = t.{k}"));
        format!(
            "SELECT {columns} FROM main.{name} t
             WHERE CASE WHEN EXISTS (SELECT 1 FROM main.{name} s INDEXED BY {PREFIX}{name}
                                     WHERE {same} AND seal({stored}) = fingerprint({columns}))
                   THEN 1 ELSE broken_seal(t.{first}) END",
            name = self.name,
            columns = self.columns_of("t"),
            stored = self.columns_of("s"),
            same = same.collect::<Vec<_>>().join(" AND "),
            first = self.key.first().map_or("rowid", String::as_str),
        )
    }

    fn view(&self) -> String {
        let own = if COUNTED.contains(&self.name.as_str()) {
            "_shown"
        } else {
            ""
        };
        format!(
            "CREATE TEMP VIEW {}{own} AS {};\n",
            self.name,
            self.checked()
        )
    }
}

/// The tables of the schema that are sealed. Names are the schema's own and need no quotes; those that begin
/// with `_` are another program's (Litestream keeps two).
fn tables(conn: &Connection) -> Result<Vec<Sealed>> {
    let mut statement = conn.prepare(
        "SELECT t.name, c.name, c.pk FROM main.sqlite_schema t, pragma_table_info(t.name, 'main') c
         WHERE t.type = 'table' AND substr(t.name, 1, 1) <> '_' AND t.name NOT LIKE 'sqlite%'
         ORDER BY t.name, c.cid",
    )?;
    let mut rows = statement.query([])?;
    let mut found: Vec<Sealed> = Vec::new();
    while let Some(row) = rows.next()? {
        let (name, column, key): (String, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if UNSEALED.contains(&name.as_str()) {
            continue;
        }
        if found.last().is_none_or(|last| last.name != name) {
            found.push(Sealed {
                name,
                columns: Vec::new(),
                key: Vec::new(),
            });
        }
        if let Some(table) = found.last_mut() {
            if key > 0 {
                table.key.push(column.clone());
            }
            table.columns.push(column);
        }
    }
    Ok(found)
}

/// Takes the seals away, before tables are changed.
pub(super) fn lift(conn: &Connection) -> Result<()> {
    let names: Vec<String> = conn
        .prepare(
            "SELECT name FROM main.sqlite_schema WHERE type = 'index' AND substr(name, 1, 5) = ?1",
        )?
        .query_map([PREFIX], |r| r.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for name in names {
        conn.execute_batch(&format!("DROP INDEX {name}"))?;
    }
    Ok(())
}

/// Seals every row of every table.
pub(super) fn set(conn: &Connection) -> Result<()> {
    for table in tables(conn)? {
        conn.execute_batch(&table.index())?;
    }
    Ok(())
}

/// Rows by table.
type Rows = Arc<Mutex<Vec<(String, i64)>>>;

/// The rows that were written since last asked, so that they can be read again before they are committed.
pub(super) struct Written {
    rows: Rows,
    /// Those of tables that only grow, until a row of the log has told of them.
    untold: Rows,
    /// How a row of a table is read through its seal.
    checks: HashMap<String, String>,
}

impl Written {
    /// Lays the views that check over the tables of a connection, and listens to what is written in them.
    pub(super) fn listen(conn: &mut Connection) -> Result<Written> {
        let sealed = tables(conn)?;
        let views: Vec<String> = sealed.iter().map(Sealed::view).collect();
        conn.execute_batch(&views.concat())?;
        let (rows, untold) = (Rows::default(), Rows::default());
        let (own, kept) = (Arc::clone(&rows), Arc::clone(&untold));
        let grows = kept::tables(conn)?;
        conn.update_hook(Some(move |_, database: &str, table: &str, row: i64| {
            if database == "main" && !UNSEALED.contains(&table) {
                lock(&own).push((table.to_owned(), row));
                if grows.contains(table) {
                    lock(&kept).push((table.to_owned(), row));
                }
            }
        }))?;
        let taken = Arc::clone(&untold);
        let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DIRECTONLY;
        conn.create_scalar_function("take_untold", 0, flags, move |_| {
            Ok(kept::named(&std::mem::take(&mut *lock(&taken))))
        })?;
        let check = |t: Sealed| {
            let sql = format!("{} AND t.rowid = ?1", t.checked());
            (t.name, sql)
        };
        Ok(Written {
            rows,
            untold,
            checks: sealed.into_iter().map(check).collect(),
        })
    }

    /// Forgets what was written before.
    pub(super) fn begin(&self) {
        lock(&self.rows).clear();
        lock(&self.untold).clear();
    }

    /// Whether there are rows that no row of the log tells of yet.
    pub(super) fn has_untold(&self) -> bool {
        !lock(&self.untold).is_empty()
    }

    /// Reads every row that was written again, through its seal.
    pub(super) fn hold(&self, conn: &Checked) -> Result<()> {
        let rows = std::mem::take(&mut *lock(&self.rows));
        for (table, row) in rows {
            if let Some(sql) = self.checks.get(&table) {
                conn.prepare_cached(sql)?.exists([row])?;
            }
        }
        Ok(())
    }
}

fn lock(rows: &Mutex<Vec<(String, i64)>>) -> MutexGuard<'_, Vec<(String, i64)>> {
    rows.lock().unwrap_or_else(PoisonError::into_inner)
}
