//! Whose the files are and who may read them, looked at before a database is opened: the folder is its owner's
//! alone (0700), so are the files (0600), and the owner is the one who runs the program.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use rustix::process::geteuid;

use crate::error::{Error, Result};

/// What others may not have.
const OTHERS: u32 = 0o077;

/// The folder that a file lies in.
fn folder_of(file: &Path) -> PathBuf {
    let file = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Refuses files that are somebody else's, before they are opened: what is written beside them would keep their
/// owner out.
///
/// # Errors
/// With who should run the program.
pub(super) fn check_owner(file: &Path) -> Result<()> {
    files_of(file).try_for_each(|(path, meta)| owned("Filen", &path, &meta))
}

/// Refuses files that others can read or write.
///
/// # Errors
/// With the command that closes them.
pub(super) fn check_files(file: &Path) -> Result<()> {
    files_of(file).try_for_each(|(path, meta)| closed("Filen", &path, &meta, "600"))
}

/// Refuses a folder that others can read or write in, or that is somebody else's. One that is not there is made
/// for its owner alone.
///
/// # Errors
/// With the command that closes it.
pub(super) fn check_folder(file: &Path) -> Result<()> {
    let folder = folder_of(file);
    let Ok(meta) = fs::metadata(&folder) else {
        return Ok(());
    };
    owned("Katalogen", &folder, &meta)?;
    closed("Katalogen", &folder, &meta, "700")
}

/// The database and what SQLite keeps beside it.
fn files_of(file: &Path) -> impl Iterator<Item = (PathBuf, fs::Metadata)> {
    ["", "-wal", "-shm"].into_iter().filter_map(|end| {
        let mut name = file.as_os_str().to_owned();
        name.push(end);
        let path = PathBuf::from(name);
        let meta = fs::metadata(&path).ok()?;
        Some((path, meta))
    })
}

fn owned(what: &str, path: &Path, meta: &fs::Metadata) -> Result<()> {
    if meta.uid() == geteuid().as_raw() {
        return Ok(());
    }
    Err(Error::denied(format!(
        "{what} {} ägs av en annan användare än den som kör akt (nummer {}).",
        path.display(),
        meta.uid()
    ))
    .hint("Kör akt som den som äger den, till exempel: sudo -u akt akt …, eller lägg databasen i en egen katalog."))
}

fn closed(what: &str, path: &Path, meta: &fs::Metadata, mode: &str) -> Result<()> {
    if meta.mode() & OTHERS == 0 {
        return Ok(());
    }
    let name = path.display();
    Err(Error::denied(format!(
        "{what} {name} är öppen för andra än ägaren (rättigheter {:04o}).",
        meta.mode() & 0o7777
    ))
    .hint(format!("Stäng den: chmod {mode} {name}")))
}
