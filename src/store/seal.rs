//! Silent damage: a row whose bytes have changed on the disk is found before anything of it is shown.
//!
//! Every row has a seal, the beginning of the SHA-256 of all its columns. It is kept in an index on the
//! expression that computes it, so SQLite itself writes it with the row and `PRAGMA integrity_check` compares
//! it. Every reading asks for it (`checked.rs`): a row comes out only when its seal holds. `main.table` is the
//! table without its seals, for what writes.
//!
//! Tables are not listed anywhere: those of the schema are sealed, whatever migration made them, except those
//! in [`UNSEALED`].

use std::borrow::Cow;
use std::collections::BTreeMap;
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

/// What is counted by its indexes alone: its sealed rows have a name of their own, and the reading that shows
/// rows uses it.
const COUNTED: &[&str] = &["case_list"];

/// How the index of a table's seals is named.
const PREFIX: &str = "seal_";

/// The functions that the seals are written and read with; a connection without them can read a database but
/// not write in it.
pub(super) fn functions(conn: &Connection) -> Result<()> {
    let pure = FunctionFlags::SQLITE_UTF8
        | FunctionFlags::SQLITE_DETERMINISTIC
        | FunctionFlags::SQLITE_INNOCUOUS;
    conn.create_scalar_function("seal", -1, pure, |ctx| Ok(fingerprint(ctx, 0)))?;
    // Compares the seal that was kept with that of the values as they are now.
    conn.create_scalar_function("whole", -1, FunctionFlags::SQLITE_UTF8, |ctx| {
        match ctx.get_raw(0) {
            ValueRef::Integer(kept) if kept == fingerprint(ctx, 1) => Ok(true),
            _ => Err(damaged()),
        }
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

/// The first eight bytes of the SHA-256 of all values from one on, with their types and lengths.
fn fingerprint(ctx: &Context, from: usize) -> i64 {
    let mut hasher = Sha256::new();
    for at in from..ctx.len() {
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

/// A table that is sealed: the columns of its key, and all of them.
pub(super) struct Sealed {
    name: String,
    key: Vec<String>,
    columns: Vec<String>,
}

impl Sealed {
    /// Reads what a table of the schema consists of.
    fn of(conn: &Connection, table: String) -> Result<Sealed> {
        let mut found = Sealed {
            name: table,
            key: Vec::new(),
            columns: Vec::new(),
        };
        let mut statement =
            conn.prepare_cached("SELECT name, pk FROM pragma_table_info(?1, 'main') ORDER BY cid")?;
        let mut rows = statement.query([&found.name])?;
        while let Some(row) = rows.next()? {
            let column: String = row.get(0)?;
            if row.get::<_, i64>(1)? > 0 {
                found.key.push(column.clone());
            }
            found.columns.push(column);
        }
        Ok(found)
    }

    /// The same as the index of its seals tells it, which is what the index can be asked by. A table without
    /// one is damage.
    pub(super) fn told(table: &str, index: Option<&str>) -> rusqlite::Result<Sealed> {
        let told = index.and_then(|sql| {
            let (_, parts) = sql.split_once(" (")?;
            let (key, columns) = parts.strip_suffix("))")?.split_once(", seal(")?;
            let split = |text: &str| text.split(", ").map(str::to_owned).collect();
            Some(Sealed {
                name: table.to_owned(),
                key: split(key),
                columns: split(columns),
            })
        });
        told.ok_or_else(damaged)
    }

    fn index(&self) -> String {
        format!(
            "CREATE INDEX {PREFIX}{0} ON {0} ({1}, seal({2}))",
            self.name,
            self.key.join(", "),
            self.columns.join(", ")
        )
    }

    /// The rows of the table whose seal holds, with the columns that are asked for; one whose seal does not is
    /// an error. It is written as shortly as can be, since it stands in every statement: the inner columns are
    /// those of `s`, which the index answers, the outer those of `t`.
    pub(super) fn rows(&self, asked: impl Fn(&str) -> bool) -> String {
        let same = self.key.iter().map(|k| format!("s.{k} = t.{k}"));
        let mut shown: Vec<&str> = self.columns.iter().map(String::as_str).collect();
        shown.retain(|column| asked(column));
        if shown.is_empty() {
            shown.push("1");
        }
        format!(
            "SELECT {} FROM main.{name} t WHERE whole((SELECT seal({columns}) FROM main.{name} s \
             INDEXED BY {PREFIX}{name} WHERE {}), {columns})",
            shown.join(", "),
            same.collect::<Vec<_>>().join(" AND "),
            name = self.name,
            columns = self.columns.join(", "),
        )
    }

    /// The row of the table that has a number, through its seal.
    pub(super) fn row(&self) -> String {
        format!("{} AND t.rowid = ?1", self.rows(|_| false))
    }
}

/// The tables of the schema that are sealed, with the index of their seals where there is one. Names are the
/// schema's own and need no quotes; those that begin with `_` are another program's (Litestream keeps two).
pub(super) fn tables(conn: &Connection) -> rusqlite::Result<BTreeMap<String, Option<String>>> {
    let mut statement = conn.prepare(
        "SELECT tbl_name, CASE type WHEN 'index' THEN sql END FROM main.sqlite_schema
         WHERE type = 'table' AND substr(name, 1, 1) <> '_' AND name NOT LIKE 'sqlite%'
            OR type = 'index' AND name = ?1 || tbl_name",
    )?;
    let mut found: BTreeMap<String, Option<String>> = BTreeMap::new();
    let mut rows = statement.query([PREFIX])?;
    while let Some(row) = rows.next()? {
        let index: Option<String> = row.get(1)?;
        let known = found.entry(row.get(0)?).or_default();
        *known = index.or(known.take());
    }
    found.retain(|name, _| !UNSEALED.contains(&name.as_str()));
    Ok(found)
}

/// The name that the sealed rows of a table are read under.
pub(super) fn read_as(table: &str) -> Cow<'_, str> {
    match COUNTED.contains(&table) {
        true => Cow::Owned(format!("{table}_shown")),
        false => Cow::Borrowed(table),
    }
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
    for table in tables(conn)?.into_keys() {
        conn.execute_batch(&Sealed::of(conn, table)?.index())?;
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
}

impl Written {
    /// Listens to what is written in a database.
    pub(super) fn listen(conn: &mut Connection) -> Result<Written> {
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
        Ok(Written { rows, untold })
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
            conn.hold(&table, row)?;
        }
        Ok(())
    }
}

fn lock(rows: &Mutex<Vec<(String, i64)>>) -> MutexGuard<'_, Vec<(String, i64)>> {
    rows.lock().unwrap_or_else(PoisonError::into_inner)
}
