//! What SQLite says, in words a caseworker can act on.

use rusqlite::ErrorCode;

use crate::error::Error;

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Error {
        let code = error.sqlite_error_code();
        match code {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                Error::busy("Databasen är upptagen av andra.")
                    .hint("Det som skrivits finns kvar. Försök igen.")
            }
            Some(ErrorCode::DiskFull) => Error::disk("Disken är full, så inget sparades.")
                .hint("Det som redan är sparat finns kvar. Frigör plats och försök igen."),
            Some(ErrorCode::ReadOnly) => {
                Error::denied("Databasen går bara att läsa, inte skriva i.")
                    .hint("Kontrollera rättigheterna till filen och katalogen.")
            }
            Some(ErrorCode::NotADatabase) => {
                Error::user("Filen är inte en databas.").hint("Ange en annan fil med --db.")
            }
            Some(ErrorCode::DatabaseCorrupt) => Error::internal("Databasen är skadad.")
                .hint("Skriv inget mer i den. Återställ den senaste säkerhetskopian."),
            Some(ErrorCode::CannotOpen) => Error::user("Databasen kan inte öppnas.")
                .hint("Kontrollera sökvägen och rättigheterna."),
            Some(ErrorCode::SystemIoFailure) => {
                Error::disk("Disken svarar inte som den ska, så inget sparades.")
                    .hint("Det som redan är sparat finns kvar. Försök igen.")
            }
            _ => Error::internal(format!("Databasen svarade oväntat ({error}).")),
        }
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Error {
        Error::internal(format!("En lagrad uppgift går inte att läsa ({error})."))
    }
}
