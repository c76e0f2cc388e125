//! A text kept as a file on one's own machine, for nobody else to read.

use std::fs::{DirBuilder, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// Writes a text in a folder (0700) as a file (0600) that is not there before; a number is put to the name where
/// it is. Answers with where it lies.
///
/// # Errors
/// When the folder or the file cannot be written.
pub(super) fn save(folder: &Path, name: &str, text: &str) -> Result<PathBuf> {
    let failed = |path: &Path, error: &std::io::Error| {
        Error::user(format!("{} går inte att skriva ({error}).", path.display()))
    };
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(|error| failed(folder, &error))?;
    let (stem, end) = name.rsplit_once('.').unwrap_or((name, "txt"));
    for number in 1..1000 {
        let path = folder.join(match number {
            1 => name.to_owned(),
            n => format!("{stem}-{n}.{end}"),
        });
        let opened = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path);
        match opened {
            Ok(mut file) => {
                file.write_all(text.as_bytes())
                    .map_err(|error| failed(&path, &error))?;
                return Ok(path);
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(failed(&path, &error)),
        }
    }
    Err(Error::user(format!(
        "Det finns för många utskrifter av {name} i {}.",
        folder.display()
    ))
    .hint("Ta bort dem som inte behövs."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_file_is_its_owners_alone_and_never_written_over() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("utskrifter");
        let first = save(&folder, "26-0412-1.txt", "ett").unwrap();
        let second = save(&folder, "26-0412-1.txt", "två").unwrap();
        assert_eq!(std::fs::read_to_string(&first).unwrap(), "ett");
        assert!(second.ends_with("26-0412-1-2.txt"), "{second:?}");
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&first), mode(&folder)), (0o600, 0o700));
    }
}
