//! Copies: taken while others work, tried before they are called copies, and laid back.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use super::key::Key;
use super::line::Line;
use super::{Mode, Store, chain, log, place, schema};
use crate::error::{Error, Result};

/// Where the database remembers when it was last copied, and to where.
const COPIED_AT: &str = "kopierad";
const COPIED_TO: &str = "kopierad_till";

/// What SQLite may leave beside a database.
const BESIDE: &[&str] = &["-wal", "-shm", "-journal"];

/// How often a copy is begun while others are in the way, and the pause between.
const TRIES: u32 = 100;
const PAUSE: Duration = Duration::from_millis(100);

/// What a copy holds, as counted in what was restored from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// Persons.
    pub persons: i64,
    /// Cases.
    pub cases: i64,
    /// Rows in the log.
    pub log_rows: i64,
    /// The hash of the last log row; with it a cut tail can be found later.
    pub head: String,
    /// Bytes.
    pub size: u64,
}

/// When a database was last copied, and to where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastCopy {
    /// The moment (UTC, ISO 8601).
    pub at: String,
    /// The file.
    pub to: String,
}

impl Store {
    /// Copies the database to a new file while others work. The copy is restored beside itself and tried:
    /// every page, index and seal, the chain of the log, the rows of every table. Only then has it its name.
    ///
    /// # Errors
    /// When the target is taken, cannot be written, or the copy does not hold; nothing is left then.
    pub fn copy_to(&self, target: &Path) -> Result<Copied> {
        free(target)?;
        let part = beside(target, ".halv");
        let made = self.copy_by_way_of(&part, target);
        if made.is_err() {
            remove(&part);
        }
        let copied = made?;
        self.conn.write(|conn| {
            let entry = log::Entry {
                action: "copy_database",
                ..log::Entry::default()
            };
            log::write(conn, &self.clock.stamp(), None, &entry)?;
            self.set_meta(COPIED_AT, &self.clock.stamp())?;
            self.set_meta(COPIED_TO, &target.display().to_string())
        })?;
        Ok(copied)
    }

    fn copy_by_way_of(&self, part: &Path, target: &Path) -> Result<Copied> {
        let place = |e: Error| e.at(format!("Kopian {}", target.display()));
        remove(part);
        private(part).map_err(place)?;
        self.pages_to(part).map_err(place)?;
        settle(part).map_err(place)?;
        let trial = beside(target, ".prov");
        remove(&trial);
        let tried = lay(part, &trial).and_then(|()| {
            let restored = Line::open(
                &trial,
                Mode::Existing,
                schema::UNIT,
                self.conn.key().clone(),
            )?;
            let copied = hold(restored.raw())?;
            self.compare(restored.raw())?;
            Ok(copied)
        });
        remove(&trial);
        let copied =
            tried.map_err(|e| e.at("Kopian höll inte när den provades och är borttagen"))?;
        settle_as(part, target).map_err(place)?;
        Ok(copied)
    }

    /// Copies page by page in one step, which is one moment for those who write meanwhile. Nothing is made
    /// anew on the way (as `VACUUM INTO` would the seals), so damage is seen in the copy too.
    fn pages_to(&self, part: &Path) -> Result<()> {
        let mut target = Connection::open(part)?;
        self.conn.key().turn(&target)?;
        let backup = Backup::new(self.conn.raw(), &mut target)?;
        for _ in 0..TRIES {
            match backup.step(-1)? {
                StepResult::Done => return Ok(()),
                _ => sleep(PAUSE),
            }
        }
        Err(Error::busy("Databasen är upptagen av andra.").hint("Försök igen om en stund."))
    }

    /// Holds what was restored against the database it came from: nothing that was there when the copy was
    /// taken may be missing. Others write meanwhile, so only rows up to the copy's last are counted.
    fn compare(&self, restored: &Connection) -> Result<()> {
        let tables: Vec<String> = restored
            .prepare(
                "SELECT t.name FROM main.sqlite_schema t, pragma_table_info(t.name, 'main') c
                 WHERE t.type = 'table' AND c.name = 'id' AND c.type = 'INTEGER' AND c.pk = 1",
            )?
            .query_map([], |r| r.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for table in tables {
            let count = format!("SELECT count(*), coalesce(max(id), 0) FROM main.{table}");
            let (rows, last): (i64, i64) =
                restored.query_row(&count, [], |r| Ok((r.get(0)?, r.get(1)?)))?;
            let up_to = format!("SELECT count(*) FROM main.{table} WHERE id <= ?1");
            let here: i64 = self.conn.query_row(&up_to, [last], |r| r.get(0))?;
            if here != rows {
                return Err(Error::internal(format!(
                    "Tabellen {table} har {rows} rader i kopian och {here} i databasen."
                )));
            }
        }
        Ok(())
    }

    /// When the database was last copied and the copy held; `None` when it never was.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn last_copy(&self) -> Result<Option<LastCopy>> {
        let (at, to) = (self.meta(COPIED_AT)?, self.meta(COPIED_TO)?);
        Ok(at.zip(to).map(|(at, to)| LastCopy { at, to }))
    }
}

/// Lays a copy back as a database. Nothing is written over, and nothing that an older database left beside it
/// is mixed in. The copy is tried first, and the log gets a row with the head that the copy had; `at` is this
/// moment as stored.
///
/// # Errors
/// When there is something in the way, or the copy does not hold; nothing is left then.
pub fn restore(copy: &Path, database: &Path, at: &str) -> Result<Copied> {
    free(database)?;
    schema::make_folder(database)?;
    for suffix in BESIDE {
        // A copy with something beside it is a database that somebody works in.
        let left = beside(copy, suffix);
        if left.exists() {
            return Err(Error::user(format!(
                "{} ligger bredvid kopian: det är en databas i bruk, inte en kopia.",
                left.display()
            ))
            .hint("Ta en kopia med akt kopiera."));
        }
    }
    let key = Key::of(database, Mode::Existing)?;
    let part = beside(database, ".halv");
    remove(&part);
    let tried = lay(copy, &part).and_then(|()| {
        let line = Line::open(&part, Mode::Existing, schema::UNIT, key)?;
        let copied = hold(line.raw())?;
        line.write(|conn| {
            let entry = log::Entry {
                action: "restore_database",
                detail: &copied.head,
                ..log::Entry::default()
            };
            log::write(conn, at, None, &entry)
        })?;
        Ok(copied)
    });
    let copied = match tried {
        Ok(copied) => copied,
        Err(error) => {
            remove(&part);
            return Err(error.at("Kopian håller inte, så inget är återställt"));
        }
    };
    settle_as(&part, database)?;
    Ok(copied)
}

/// Tries a database: every page, index and seal, and the chain of the log.
fn hold(conn: &Connection) -> Result<Copied> {
    if let Some(found) = schema::integrity(conn)?.first() {
        return Err(Error::internal(format!("Databasen är skadad ({found}).")));
    }
    let chain = chain::whole(conn)?;
    let count = |table: &str| -> Result<i64> {
        let sql = format!("SELECT count(*) FROM main.{table}");
        Ok(conn.query_row(&sql, [], |r| r.get(0))?)
    };
    let pages: u64 = conn
        .pragma_query_value(None, "page_count", |r| r.get::<_, i64>(0))?
        .unsigned_abs();
    // SQLCipher answers this one in text.
    let size: u64 = conn
        .query_row(
            "SELECT CAST(page_size AS INTEGER) FROM pragma_page_size",
            [],
            |r| r.get::<_, i64>(0),
        )?
        .unsigned_abs();
    Ok(Copied {
        persons: count("person")?,
        cases: count("cases")?,
        log_rows: chain.rows,
        head: chain.head,
        size: pages * size,
    })
}

/// Refuses a name that is taken, also by what a database leaves beside itself.
fn free(path: &Path) -> Result<()> {
    let beside = BESIDE.iter().map(|suffix| beside(path, suffix));
    for taken in std::iter::once(path.to_owned()).chain(beside) {
        if taken.symlink_metadata().is_ok() {
            return Err(
                Error::user(format!("{} finns redan.", taken.display())).hint(
                    "Inget skrivs över. Ange ett nytt namn, eller flytta undan det som ligger där.",
                ),
            );
        }
    }
    Ok(())
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// A new, empty file that only its owner can read.
fn private(path: &Path) -> Result<fs::File> {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = fs::OpenOptions::new();
    Ok(options
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?)
}

/// Copies a file's bytes to a new one that only its owner can read.
fn lay(from: &Path, to: &Path) -> Result<()> {
    let mut source = fs::File::open(from)
        .map_err(|e| Error::from(e).at(format!("Kopian {}", from.display())))?;
    let mut target = private(to).map_err(|e| e.at(to.display()))?;
    std::io::copy(&mut source, &mut target)?;
    target.flush()?;
    Ok(target.sync_all()?)
}

fn settle(path: &Path) -> Result<()> {
    Ok(fs::File::open(path)?.sync_all()?)
}

/// Gives a finished file its name, so that it is there after a power cut.
fn settle_as(part: &Path, name: &Path) -> Result<()> {
    settle(part)?;
    // A hard link refuses a name that somebody has taken meanwhile; not every file system has them.
    match fs::hard_link(part, name) {
        Ok(()) => fs::remove_file(part)?,
        Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => return Err(e.into()),
        Err(_) => fs::rename(part, name)?,
    }
    settle(place::folder_of(name))
}

/// Takes away a half copy and what SQLite left beside it.
fn remove(path: &Path) {
    let _ = fs::remove_file(path);
    for suffix in BESIDE {
        let _ = fs::remove_file(beside(path, suffix));
    }
}
