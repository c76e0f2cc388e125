//! A register as JSON: what `akt exportera` writes.

use serde::Deserialize;
use serde_json::error::Category;

use super::lines::Lines;
use super::{Known, Reading};
use crate::core::register::{Register, SCHEMA};
use crate::error::{Error, Result};

/// The first thing to know about a file: is it ours, and of which shape.
#[derive(Deserialize)]
struct Head {
    schema: Option<serde_json::Value>,
}

pub(super) fn read(name: &str, bytes: &[u8], known: &Known<'_>) -> Result<Reading> {
    let head: Head = serde_json::from_slice(bytes).map_err(|error| {
        if error.classify() == Category::Data {
            not_ours(name)
        } else {
            told(name, &error)
        }
    })?;
    match head.schema.as_ref().and_then(serde_json::Value::as_u64) {
        Some(schema) if schema == u64::from(SCHEMA) => {}
        Some(schema) if schema > u64::from(SCHEMA) => {
            return Err(Error::too_new(format!(
                "{name} är skriven av en nyare version av akt (schema {schema}; den här känner {SCHEMA}). Inget är inläst."
            ))
            .hint("Uppgradera akt."));
        }
        _ => return Err(not_ours(name)),
    }
    let mut register: Register =
        serde_json::from_slice(bytes).map_err(|error| told(name, &error))?;
    let problems = super::judge::judge(&mut register, &Lines::of(bytes), known)?;
    Ok(Reading {
        register,
        skipped: problems.len() as u64,
        problems,
        warnings: Vec::new(),
        rows: false,
    })
}

fn not_ours(name: &str) -> Error {
    Error::user(format!(
        "{name} är JSON, men inte ett register från akt exportera. Inget är inläst."
    ))
    .hint("Välj filen som akt exportera skrev.")
}

/// What the reader of JSON says, in Swedish, with its place.
fn told(name: &str, error: &serde_json::Error) -> Error {
    let place = format!("{name}: rad {}, tecken {}", error.line(), error.column());
    let english = error.to_string();
    let quoted = |start: &str| {
        english
            .strip_prefix(start)
            .and_then(|rest| rest.split('`').next())
            .map(str::to_owned)
    };
    let what = match error.classify() {
        Category::Eof => "filen tar slut mitt i; är den hel".to_owned(),
        Category::Syntax => "det är inte riktig JSON här".to_owned(),
        Category::Io => "filen gick inte att läsa".to_owned(),
        Category::Data => {
            if let Some(field) = quoted("missing field `") {
                format!("fältet ”{field}” saknas")
            } else if let Some(field) = quoted("unknown field `") {
                format!("fältet ”{field}” finns inte i ett register")
            } else if let Some(field) = quoted("duplicate field `") {
                format!("fältet ”{field}” står två gånger")
            } else if let Some(word) = quoted("unknown variant `") {
                format!("ordet ”{word}” är okänt")
            } else {
                "värdet är av fel slag".to_owned()
            }
        }
    };
    Error::user(format!("{place}: {what}. Inget är inläst."))
        .hint("Läs in filen så som akt exportera skrev den.")
}
