//! Errors: what went wrong, in words a caseworker can act on.

use std::fmt;
use std::io;

/// A result whose error carries Swedish text and what to do.
pub type Result<T> = std::result::Result<T, Error>;

/// What kind of trouble it is; decides the exit code and how the interface answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// Something the person typed, or asked for, does not hold.
    User,
    /// Someone else changed the same thing in the meantime.
    Conflict,
    /// The database is taken by others for too long.
    Busy,
    /// The person may not do or see this.
    Denied,
    /// The person may do this once a reason has been given for opening the file (the row of the person it
    /// is about).
    AskReason(i64),
    /// The disk is full or does not answer: what was to be saved is not.
    Disk,
    /// The database was written by a newer version of the program.
    TooNew,
    /// A theme, a configuration or a unit's file is wrong.
    Config,
    /// A fault in the program or the machine.
    Internal,
}

/// What went wrong (`text`) and what to do about it (`hint`), both in Swedish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// What kind of trouble it is.
    pub kind: ErrorKind,
    /// What was wrong, and where.
    pub text: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Error {
    fn new(kind: ErrorKind, text: impl Into<String>) -> Self {
        Error {
            kind,
            text: text.into(),
            hint: None,
        }
    }

    /// Something the person typed, or asked for, does not hold.
    pub fn user(text: impl Into<String>) -> Self {
        Error::new(ErrorKind::User, text)
    }

    /// Someone else changed the same thing in the meantime.
    pub fn conflict(text: impl Into<String>) -> Self {
        Error::new(ErrorKind::Conflict, text)
    }

    /// The database is taken by others for too long.
    pub fn busy(text: impl Into<String>) -> Self {
        Error::new(ErrorKind::Busy, text)
    }

    /// The person may not do or see this.
    pub fn denied(text: impl Into<String>) -> Self {
        Error::new(ErrorKind::Denied, text)
    }

    /// A file is opened only with a reason; `person` is whose file.
    pub fn ask_reason(person: i64, text: impl Into<String>) -> Self {
        Error::new(ErrorKind::AskReason(person), text)
    }

    /// The disk is full or does not answer: what was to be saved is not.
    pub fn disk(text: impl Into<String>) -> Self {
        Error::new(ErrorKind::Disk, text)
    }

    /// The database was written by a newer version of the program.
    pub fn too_new(text: impl Into<String>) -> Self {
        Error::new(ErrorKind::TooNew, text)
    }

    /// A theme, a configuration or a unit's file is wrong.
    pub fn config(text: impl Into<String>) -> Self {
        Error::new(ErrorKind::Config, text)
    }

    /// A fault in the program or the machine.
    pub fn internal(text: impl Into<String>) -> Self {
        Error::new(ErrorKind::Internal, text)
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Says first where it happened: "konfig.toml: rad 3 …".
    #[must_use]
    pub fn at(mut self, place: impl fmt::Display) -> Self {
        self.text = format!("{place}: {}", self.text);
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)?;
        if let Some(hint) = &self.hint {
            write!(f, "\n{hint}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        use io::ErrorKind as Kind;
        match error.kind() {
            Kind::NotFound => {
                Error::user("Filen eller mappen finns inte.").hint("Kontrollera sökvägen.")
            }
            Kind::PermissionDenied => Error::denied("Åtkomst nekad till filen eller mappen.")
                .hint("Be den som sköter datorn om rättighet, eller välj en annan plats."),
            Kind::StorageFull | Kind::QuotaExceeded => Error::disk("Lagringsplatsen är full.")
                .hint("Frigör plats och försök igen. Det som redan sparats finns kvar."),
            Kind::ReadOnlyFilesystem => Error::denied("Platsen går bara att läsa, inte skriva på.")
                .hint("Välj en annan plats."),
            Kind::AlreadyExists => Error::user("Filen finns redan.").hint("Välj ett annat namn."),
            Kind::IsADirectory => Error::user("Det är en mapp, inte en fil.").hint("Ange en fil."),
            Kind::NotADirectory => {
                Error::user("En del av sökvägen är inte en mapp.").hint("Kontrollera sökvägen.")
            }
            Kind::InvalidData => Error::user("Innehållet går inte att läsa som text."),
            _ => Error::internal(format!("Läsning eller skrivning misslyckades ({error}).")),
        }
    }
}

/// The candidate most like `word`, if any is like it at all; for "menade du …".
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(word, candidate), candidate))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hint_stands_on_its_own_line() {
        let error = Error::user("Datumet finns inte.").hint("Skriv ÅÅÅÅ-MM-DD.");
        assert_eq!(error.to_string(), "Datumet finns inte.\nSkriv ÅÅÅÅ-MM-DD.");
    }

    #[test]
    fn io_errors_are_told_in_swedish() {
        let missing: Error = io::Error::from(io::ErrorKind::NotFound).into();
        assert_eq!(missing.text, "Filen eller mappen finns inte.");
        let full: Error = io::Error::from(io::ErrorKind::StorageFull).into();
        assert!(full.to_string().contains("full"));
    }

    #[test]
    fn the_nearest_word_is_found_and_nonsense_is_not() {
        let names = ["nasta-steg", "varfor", "anteckna"];
        assert_eq!(nearest("nästa-steg", names), Some("nasta-steg"));
        assert_eq!(nearest("xyz", names), None);
    }
}
