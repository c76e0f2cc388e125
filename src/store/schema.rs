//! Opening: what the file is, its pragmas, its migrations. A released migration is frozen.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use super::key::Key;
use super::{Mode, place, private, seal};
use crate::error::{Error, Result};

/// "akt1" in the file's header says whose file it is.
pub const APPLICATION_ID: i32 = 0x616b_7431;

/// The schema this program knows.
pub const SCHEMA_VERSION: i32 = MAIN.len() as i32;

const MAIN: &[&str] = &[
    include_str!("migrations/0001_ground.sql"),
    include_str!("migrations/0002_measure_events.sql"),
    include_str!("migrations/0003_access.sql"),
    include_str!("migrations/0004_taken_back.sql"),
    include_str!("migrations/0005_sessions.sql"),
    include_str!("migrations/0006_plan_withdrawn.sql"),
    include_str!("migrations/0007_seals.sql"),
    include_str!("migrations/0008_jav.sql"),
    include_str!("migrations/0009_hands.sql"),
    include_str!("migrations/0010_performed.sql"),
    include_str!("migrations/0011_population.sql"),
    include_str!("migrations/0012_insert_only.sql"),
    include_str!("migrations/0013_log_check.sql"),
    include_str!("migrations/0014_told_rows.sql"),
    include_str!("migrations/0015_emergency_ended.sql"),
    include_str!("migrations/0016_example_withdrawn.sql"),
    include_str!("migrations/0017_settings.sql"),
    include_str!("migrations/0018_order_decided.sql"),
];
const DRAFT: &[&str] = &[
    include_str!("migrations/draft_0001.sql"),
    // Every row is sealed from here on.
    "",
    include_str!("migrations/draft_0003.sql"),
    include_str!("migrations/draft_0004.sql"),
];
const DRAFT_ID: i32 = 0x616b_7475;

/// SQLite before 3.51.3 can damage a WAL database that two processes reset at once.
const OLDEST_SQLITE: i32 = 3_051_003;

/// Which kind of database a file is.
pub(super) struct Kind {
    /// The number in its header.
    pub(super) id: i32,
    /// What brings it to this program's schema, in order.
    pub(super) migrations: &'static [&'static str],
    /// What it is called.
    pub(super) name: &'static str,
}

/// The unit's database.
pub(super) const UNIT: &Kind = &Kind {
    id: APPLICATION_ID,
    migrations: MAIN,
    name: "ärendedatabas",
};

/// The drafts beside it.
pub(super) const DRAFTS: &Kind = &Kind {
    id: DRAFT_ID,
    migrations: DRAFT,
    name: "utkastdatabas",
};

/// Every setting that the promises rest on, and what it must answer when it is read back.
const SETTINGS: &[(&str, &str)] = &[
    ("journal_mode", "wal"),
    ("synchronous", "2"),
    ("foreign_keys", "1"),
    ("trusted_schema", "0"),
    ("cell_size_check", "1"),
    // No part of a file is ever laid in a temporary one, nor read past the checks of reading.
    ("temp_store", "2"),
    ("mmap_size", "0"),
];

pub(super) fn in_memory(kind: &Kind) -> Result<Connection> {
    let conn = Connection::open_in_memory()?;
    seal::functions(&conn)?;
    prepare(&conn, "memory")?;
    migrate(&conn, kind)?;
    Ok(conn)
}

/// Opens a database and brings it to this program's schema; `listen` says how others are waited for meanwhile.
pub(super) fn open(
    path: &Path,
    mode: Mode,
    kind: &Kind,
    key: &Key,
    listen: impl FnOnce(&mut Connection) -> Result<()>,
) -> Result<Connection> {
    if ffi_version() < OLDEST_SQLITE {
        return Err(
            Error::internal("SQLite är äldre än 3.51.3 och kan skada databasen.")
                .hint("Bygg programmet med den medföljande SQLite-versionen."),
        );
    }
    let name = path.display();
    let exists = match fs::metadata(path) {
        Ok(meta) if meta.is_dir() => {
            return Err(
                Error::user(format!("{name} är en katalog, inte en databas."))
                    .hint("Ange en fil efter --db."),
            );
        }
        Ok(meta) => meta.len() > 0,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => false,
        Err(e) => return Err(Error::from(e).at(format!("{name} kan inte öppnas"))),
    };
    private::check_owner(path)?;
    let closed = || match kind.id {
        // The drafts lie in the same folder, which has been looked at.
        DRAFT_ID => private::check_files(path),
        _ => private::check_folder(path).and(private::check_files(path)),
    };
    if exists {
        if key.is_none() {
            check_header(path)?;
        }
    } else if mode == Mode::Existing {
        return Err(Error::user(format!("Det finns ingen databas i {name}."))
            .hint("Starta ”akt” för att börja, eller ange en annan fil med --db."));
    } else {
        if mode != Mode::Demo {
            closed()?;
        }
        make_private(path)?;
    }
    place::refuse_shared(path)?;
    place::refuse_read_only(path)?;
    let mut conn = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )
    .map_err(|e| Error::from(e).at(format!("{name} kan inte öppnas")))?;
    listen(&mut conn)?;
    key.turn(&conn)?;
    seal::functions(&conn)?;
    let foreign = || {
        Error::user(format!("{name} är en databas som inte hör till akt."))
            .hint("Ange en annan fil med --db. Filen har inte ändrats.")
    };
    if exists {
        let found: i32 =
            read_pragma(&conn, "application_id").map_err(|e| e.at(format!("{name}")))?;
        let empty = read_pragma(&conn, "page_count")? == 0;
        if found != kind.id && !empty {
            return Err(foreign());
        }
        let version: i32 = read_pragma(&conn, "user_version")?;
        if version as usize > kind.migrations.len() {
            return Err(Error::too_new(
                format!("{name} är skapad av en nyare version av akt (schema {version}; den här känner {}).", kind.migrations.len()),
            )
            .hint("Uppgradera akt. Filen har inte ändrats."));
        }
        if !holds_invented_people(&conn) {
            closed()?;
        }
    }
    let work = || {
        prepare(&conn, "wal")?;
        migrate(&conn, kind)
    };
    work().map_err(|e| e.at(format!("{name}, {}", kind.name)))?;
    Ok(conn)
}

/// Whether a database says that it is a demo; one that cannot say is not.
fn holds_invented_people(conn: &Connection) -> bool {
    conn.query_row("SELECT value FROM meta WHERE key = 'demo'", [], |r| {
        r.get::<_, String>(0)
    })
    .is_ok_and(|demo| demo == "1")
}

fn ffi_version() -> i32 {
    rusqlite::version_number()
}

fn read_pragma(conn: &Connection, name: &str) -> Result<i32> {
    Ok(conn.pragma_query_value(None, name, |r| r.get(0))?)
}

/// A database begins with a fixed line; anything else is refused before SQLite touches it.
fn check_header(path: &Path) -> Result<()> {
    let name = path.display();
    let mut header = [0_u8; 16];
    let mut file =
        fs::File::open(path).map_err(|e| Error::from(e).at(format!("{name} kan inte öppnas")))?;
    let read = file.read(&mut header)?;
    if read < 16 || &header != b"SQLite format 3\0" {
        return Err(Error::user(format!("{name} är inte en databas."))
            .hint("Ange en annan fil med --db. Filen har inte ändrats."));
    }
    Ok(())
}

/// The folder that a file is to lie in, 0700 where there is none.
pub(super) fn make_folder(path: &Path) -> Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty())
        && !folder.exists()
    {
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .map_err(|e| {
                Error::from(e).at(format!("Katalogen {} kan inte skapas", folder.display()))
            })?;
    }
    Ok(())
}

/// Folder 0700 and file 0600, before a word is in it.
fn make_private(path: &Path) -> Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    let name = path.display();
    make_folder(path)?;
    fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path)
        .map_err(|e| Error::from(e).at(format!("{name} kan inte skapas")))?;
    Ok(())
}

/// So many KiB of pages a connection keeps; the system keeps the others, for all who have the file open. Half as
/// many make searching and starting slower.
const KEPT_PAGES: i32 = 1024;

/// Sets what the promises rest on, and reads every setting back.
fn prepare(conn: &Connection, journal: &str) -> Result<()> {
    conn.set_prepared_statement_cache_capacity(96);
    conn.pragma_update(None, "cache_size", -KEPT_PAGES)?;
    // The planner looks at no bound value, so that a kept statement is never planned anew for another one:
    // that took most of a search, of opening a case and of going back.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    for (name, value) in SETTINGS {
        let value = match *name {
            "journal_mode" => journal,
            _ => value,
        };
        conn.pragma_update_and_check(None, name, value, |_| Ok(()))
            .or_else(|error| match error {
                // Most settings answer nothing when they are set.
                rusqlite::Error::QueryReturnedNoRows => Ok(()),
                other => Err(other),
            })?;
        let answer = setting(conn, name)?;
        if answer != value && !(journal == "memory" && *name == "mmap_size") {
            return Err(Error::internal(format!(
                "Databasen tar inte emot säkerhetsinställningen {name} ({answer}, inte {value})."
            )));
        }
    }
    Ok(())
}

/// What a setting is, as text.
fn setting(conn: &Connection, name: &str) -> Result<String> {
    use rusqlite::types::Value;
    let value: Value = conn
        .pragma_query_value(None, name, |r| r.get(0))
        .or_else(|error| match error {
            rusqlite::Error::QueryReturnedNoRows => Ok(Value::Integer(0)),
            other => Err(other),
        })?;
    Ok(match value {
        Value::Integer(number) => number.to_string(),
        Value::Text(text) => text,
        other => format!("{other:?}"),
    })
}

/// The settings as they are, for the one who asks how the database is.
pub(super) fn settings(conn: &Connection) -> Result<Vec<(&'static str, String)>> {
    let read = |(name, _): &(&'static str, &str)| Ok((*name, setting(conn, name)?));
    SETTINGS.iter().map(read).collect()
}

/// What SQLite finds when it compares every page, index and seal; empty when all is well.
pub(super) fn integrity(conn: &Connection) -> Result<Vec<String>> {
    let mut statement = conn.prepare("PRAGMA main.integrity_check(20)")?;
    let rows = statement.query_map([], |r| r.get::<_, String>(0))?;
    let found: Vec<String> = rows.collect::<rusqlite::Result<_>>()?;
    Ok(found.into_iter().filter(|line| line != "ok").collect())
}

/// Where the schema of a database differs from what this program makes: what is missing, added or changed, by
/// kind and name. A trigger that has been taken away or let through is such a difference.
pub(super) fn differences(conn: &Connection, kind: &Kind) -> Result<Vec<String>> {
    let read = |conn: &Connection| -> Result<BTreeMap<(String, String), String>> {
        let mut statement = conn.prepare(
            "SELECT type, name, coalesce(sql, '') FROM main.sqlite_schema
             WHERE name NOT LIKE 'sqlite%' AND substr(tbl_name, 1, 1) <> '_'",
        )?;
        let rows = statement.query_map([], |r| Ok(((r.get(0)?, r.get(1)?), r.get(2)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    };
    let (wanted, found) = (read(&in_memory(kind)?)?, read(conn)?);
    let mut told = Vec::new();
    for (key @ (what, name), sql) in &wanted {
        match found.get(key) {
            None => told.push(format!("{what} {name} saknas")),
            Some(other) if other != sql => told.push(format!("{what} {name} är ändrad")),
            Some(_) => {}
        }
    }
    let added = found.keys().filter(|key| !wanted.contains_key(*key));
    told.extend(added.map(|(what, name)| format!("{what} {name} är tillagd")));
    Ok(told)
}

fn migrate(conn: &Connection, kind: &Kind) -> Result<()> {
    let known = i32::try_from(kind.migrations.len()).unwrap_or(i32::MAX);
    if read_pragma(conn, "user_version")? == known {
        return Ok(());
    }
    let tx = Transaction::new_unchecked(conn, TransactionBehavior::Immediate)?;
    // Read again inside the transaction: another program may have been first.
    let from = usize::try_from(read_pragma(&tx, "user_version")?).unwrap_or(0);
    if from == kind.migrations.len() {
        return Ok(());
    }
    // New seals are set on what is there: it must be whole.
    if from > 0 && !integrity(&tx)?.is_empty() {
        return Err(seal::damage());
    }
    seal::lift(&tx)?;
    for migration in kind.migrations.iter().skip(from) {
        tx.execute_batch(migration)?;
    }
    seal::set(&tx)?;
    tx.pragma_update(None, "application_id", kind.id)?;
    tx.pragma_update(None, "user_version", known)?;
    tx.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_sqlite_is_new_enough() {
        assert!(ffi_version() >= OLDEST_SQLITE);
    }
}
