//! Opening: what the file is, its pragmas, its migrations. A released migration is frozen.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use super::{Mode, private};
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
    include_str!("migrations/0007_performed.sql"),
    include_str!("migrations/0008_population.sql"),
];
const DRAFT: &[&str] = &[include_str!("migrations/draft_0001.sql")];
const DRAFT_ID: i32 = 0x616b_7475;

/// SQLite before 3.51.3 can damage a WAL database that two processes reset at once.
const OLDEST_SQLITE: i32 = 3_051_003;

/// How long a write waits for others before it gives up.
const PATIENCE: Duration = Duration::from_secs(12);

pub(super) fn open(path: &Path, mode: Mode) -> Result<Connection> {
    open_as(path, mode, APPLICATION_ID, MAIN, "ärendedatabas")
}

pub(super) fn open_draft(path: &Path) -> Result<Connection> {
    open_as(
        path,
        Mode::CreateIfMissing,
        DRAFT_ID,
        DRAFT,
        "utkastdatabas",
    )
}

pub(super) fn in_memory() -> Result<Connection> {
    let conn = Connection::open_in_memory()?;
    prepare(&conn)?;
    migrate(&conn, APPLICATION_ID, MAIN)?;
    Ok(conn)
}

fn open_as(
    path: &Path,
    mode: Mode,
    id: i32,
    migrations: &[&str],
    what: &str,
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
    let closed = || match id {
        // The drafts lie in the same folder, which has been looked at.
        DRAFT_ID => private::check_files(path),
        _ => private::check_folder(path).and(private::check_files(path)),
    };
    if exists {
        check_header(path)?;
    } else if mode == Mode::Existing {
        return Err(Error::user(format!("Det finns ingen databas i {name}."))
            .hint("Starta ”akt” för att börja, eller ange en annan fil med --db."));
    } else {
        if mode != Mode::Demo {
            closed()?;
        }
        make_private(path)?;
    }
    let conn = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )
    .map_err(|e| Error::from(e).at(format!("{name} kan inte öppnas")))?;
    let foreign = || {
        Error::user(format!("{name} är en databas som inte hör till akt."))
            .hint("Ange en annan fil med --db. Filen har inte ändrats.")
    };
    if exists {
        let found: i32 =
            read_pragma(&conn, "application_id").map_err(|e| e.at(format!("{name}")))?;
        let empty = read_pragma(&conn, "page_count")? == 0;
        if found != id && !empty {
            return Err(foreign());
        }
        let version: i32 = read_pragma(&conn, "user_version")?;
        if version as usize > migrations.len() {
            return Err(Error::too_new(
                format!("{name} är skapad av en nyare version av akt (schema {version}; den här känner {}).", migrations.len()),
            )
            .hint("Uppgradera akt. Filen har inte ändrats."));
        }
        if !holds_invented_people(&conn) {
            closed()?;
        }
    }
    prepare(&conn).map_err(|e| e.at(format!("{name}, {what}")))?;
    migrate(&conn, id, migrations).map_err(|e| e.at(format!("{name}, {what}")))?;
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

/// Folder 0700 and file 0600, before a word is in it.
fn make_private(path: &Path) -> Result<()> {
    use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
    let name = path.display();
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
    fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path)
        .map_err(|e| Error::from(e).at(format!("{name} kan inte skapas")))?;
    Ok(())
}

fn prepare(conn: &Connection) -> Result<()> {
    conn.busy_timeout(PATIENCE)?;
    conn.set_prepared_statement_cache_capacity(96);
    conn.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
    conn.pragma_update(None, "synchronous", "full")?;
    conn.pragma_update(None, "foreign_keys", true)?;
    conn.pragma_update(None, "trusted_schema", false)?;
    conn.pragma_update(None, "cell_size_check", true)?;
    if read_pragma(conn, "synchronous")? != 2 || read_pragma(conn, "foreign_keys")? != 1 {
        return Err(Error::internal(
            "Databasen tar inte emot säkerhetsinställningarna.",
        ));
    }
    Ok(())
}

fn migrate(conn: &Connection, id: i32, migrations: &[&str]) -> Result<()> {
    let known = i32::try_from(migrations.len()).unwrap_or(i32::MAX);
    if read_pragma(conn, "user_version")? == known {
        return Ok(());
    }
    let tx = Transaction::new_unchecked(conn, TransactionBehavior::Immediate)?;
    // Read again inside the transaction: another program may have been first.
    let from = usize::try_from(read_pragma(&tx, "user_version")?).unwrap_or(0);
    for migration in migrations.iter().skip(from) {
        tx.execute_batch(migration)?;
    }
    tx.pragma_update(None, "application_id", id)?;
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
