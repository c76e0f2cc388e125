//! Encryption at rest (`--features sqlcipher`): the key is 32 bytes in a file beside the database, `NAMN.nyckel`,
//! that only its owner can read. It may be a link to a credential that systemd lays out. It is never an argument
//! and never in the environment.
//!
//! Built without the feature a key is nothing, and a database with a key beside it is refused.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::Mode;
use crate::error::{Error, Result};

/// How the file of the next key ends while a key is changed.
const NEXT: &str = "nyckel-ny";

/// What a database is opened with.
#[derive(Clone, Default)]
pub(super) struct Key {
    hex: Option<String>,
    /// The key that a change which was cut off was on its way to.
    next: Option<String>,
}

/// The file that holds the key of a database and of the drafts beside it.
pub fn path_beside(database: &Path) -> PathBuf {
    database.with_extension("nyckel")
}

/// Whether this program was built to encrypt.
pub const ENCRYPTS: bool = cfg!(feature = "sqlcipher");

impl Key {
    /// No key, for what is only in memory.
    pub(super) fn none() -> Key {
        Key::default()
    }

    /// The key of a database; a new one is made with a new database.
    ///
    /// # Errors
    /// When it is missing, can be read by others, or is no key.
    pub(super) fn of(database: &Path, mode: Mode) -> Result<Key> {
        let path = path_beside(database);
        let there = path.symlink_metadata().is_ok();
        match (ENCRYPTS, there) {
            (false, false) => Ok(Key::none()),
            (false, true) => Err(Error::user(format!(
                "Databasen är krypterad ({}), men det här programmet kan inte kryptera.",
                path.display()
            ))
            .hint("Använd akt byggt med kryptering.")),
            (true, true) => {
                let next = path.with_extension(NEXT);
                let next = if next.exists() {
                    Some(read(&next)?)
                } else {
                    None
                };
                Ok(Key {
                    hex: Some(read(&path)?),
                    next,
                })
            }
            (true, false) if mode != Mode::Existing && !database.exists() => Ok(Key {
                hex: Some(make(&path)?),
                next: None,
            }),
            (true, false) => Err(Error::user(format!("Nyckeln {} saknas.", path.display()))
                .hint("Lägg tillbaka nyckelfilen. Utan den går databasen inte att läsa.")),
        }
    }

    /// Whether there is anything to decrypt with.
    pub(super) fn is_none(&self) -> bool {
        self.hex.is_none()
    }

    /// The key that opens a file: after a change that was cut off it may already be the next one.
    pub(super) fn fitting(&self, path: &Path) -> Key {
        let next = self.next.as_ref().filter(|next| {
            let opens = |hex: &str| {
                let conn = Connection::open(path)?;
                turn(&conn, hex)?;
                conn.query_row("SELECT count(*) FROM sqlite_schema", [], |r| {
                    r.get::<_, i64>(0)
                })
            };
            self.hex.as_ref().is_some_and(|hex| opens(hex).is_err()) && opens(next).is_ok()
        });
        Key {
            hex: next.or(self.hex.as_ref()).cloned(),
            next: None,
        }
    }

    /// Gives a connection the key, before anything is read.
    pub(super) fn turn(&self, conn: &Connection) -> Result<()> {
        match &self.hex {
            Some(hex) => Ok(turn(conn, hex)?),
            None => Ok(()),
        }
    }
}

fn turn(conn: &Connection, hex: &str) -> rusqlite::Result<()> {
    // Its own messages would be written across the screen; what goes wrong comes back as an error all the same.
    conn.pragma_update_and_check(None, "cipher_log_level", "NONE", |_| Ok(()))?;
    conn.pragma_update(None, "key", format!("x'{hex}'"))
}

/// Reads a key: 32 bytes, or 64 hexadecimal digits.
fn read(path: &Path) -> Result<String> {
    use std::os::unix::fs::MetadataExt;
    let place = |e: std::io::Error| Error::from(e).at(format!("Nyckeln {}", path.display()));
    let mode = std::fs::metadata(path).map_err(place)?.mode();
    if mode & 0o077 != 0 {
        return Err(
            Error::denied(format!("Nyckeln {} kan läsas av andra.", path.display()))
                .hint("Ta bort rättigheterna: chmod 0400."),
        );
    }
    let bytes = std::fs::read(path).map_err(place)?;
    let text = String::from_utf8_lossy(&bytes).trim().to_owned();
    let hex = if bytes.len() == 32 {
        bytes.iter().map(|b| format!("{b:02x}")).collect()
    } else {
        text
    };
    if hex.len() == 64 && hex.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Ok(hex);
    }
    Err(Error::user(format!(
        "{} är ingen nyckel: den är 32 byte eller 64 hexadecimala tecken.",
        path.display()
    )))
}

/// Makes a new key file with chance from the system, readable by its owner alone.
fn make(path: &Path) -> Result<String> {
    use std::io::{Read, Write};
    use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
    let mut bytes = [0_u8; 32];
    std::fs::File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)?;
    }
    let mut options = std::fs::OpenOptions::new();
    let mut file = options
        .write(true)
        .create_new(true)
        .mode(0o400)
        .open(path)
        .map_err(|e| Error::from(e).at(format!("Nyckeln {}", path.display())))?;
    file.write_all(&bytes)?;
    file.sync_all()?;
    read(path)
}

/// Changes the key of a database and of the drafts beside it. The new key lies beside the old until both are
/// changed, so that a cut in between loses neither.
///
/// # Errors
/// When nothing is encrypted, somebody else works in the database, or a file cannot be written.
pub(super) fn change(database: &Path, connections: &[&Connection]) -> Result<()> {
    if !ENCRYPTS {
        return Err(
            Error::user("Databasen är inte krypterad.").hint("Använd akt byggt med kryptering.")
        );
    }
    let path = path_beside(database);
    if path.is_symlink() {
        return Err(Error::user(format!(
            "{} är en länk till en nyckel som någon annan lägger fram.",
            path.display()
        ))
        .hint("Byt nyckel med en vanlig nyckelfil, och lägg sedan fram den nya."));
    }
    let new = path.with_extension(NEXT);
    let key = if new.exists() {
        read(&new)?
    } else {
        make(&new)?
    };
    for conn in connections {
        // Nobody else may hold it: they would go on writing with the old key.
        conn.pragma_update_and_check(None, "journal_mode", "delete", |_| Ok(()))?;
        conn.pragma_update(None, "rekey", format!("x'{key}'"))?;
        conn.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
    }
    std::fs::rename(&new, &path)?;
    Ok(())
}
