//! The header row: which column is which.

use crate::core::text::{clean_line, fold};
use crate::error::{Error, Result, nearest};

/// The columns of a register file, in the order they are told.
pub(super) const NAMES: [&str; 11] = [
    "personnummer",
    "efternamn",
    "fornamn",
    "kon",
    "arende",
    "arendetyp",
    "handlaggare",
    "handelse",
    "datum",
    "tid",
    "anteckning",
];

/// Where each column of [`NAMES`] stands in the file.
pub(super) struct Columns([usize; NAMES.len()]);

impl Columns {
    /// Reads the header row.
    ///
    /// # Errors
    /// An unknown, missing or doubled column, with the list of the right ones.
    pub(super) fn read<'a>(header: impl Iterator<Item = &'a str>) -> Result<Columns> {
        let hint = format!("Rubrikraden ska ha kolumnerna {}.", NAMES.join(";"));
        let mut at: [Option<usize>; NAMES.len()] = [None; NAMES.len()];
        for (place, written) in header.enumerate() {
            let written = clean_line(written.trim());
            let Some(known) = NAMES.iter().position(|name| *name == fold(&written)) else {
                let near = nearest(&fold(&written), NAMES)
                    .map(|near| format!(" Menade du {near}?"))
                    .unwrap_or_default();
                return Err(Error::user(if written.is_empty() {
                    format!(
                        "Rad 1: kolumn {} har ingen rubrik. Inget är inläst.",
                        place + 1
                    )
                } else {
                    format!(
                        "Rad 1, kolumn {written}: den kolumnen finns inte.{near} Inget är inläst."
                    )
                })
                .hint(hint));
            };
            match at.get_mut(known) {
                Some(slot @ None) => *slot = Some(place),
                _ => {
                    return Err(Error::user(format!(
                        "Rad 1, kolumn {written}: kolumnen står två gånger. Inget är inläst."
                    ))
                    .hint(hint));
                }
            }
        }
        let missing: Vec<&str> = NAMES
            .iter()
            .zip(&at)
            .filter(|(_, place)| place.is_none())
            .map(|(name, _)| *name)
            .collect();
        if !missing.is_empty() {
            return Err(Error::user(format!(
                "Rad 1: {} {} saknas. Inget är inläst.",
                if missing.len() == 1 {
                    "kolumnen"
                } else {
                    "kolumnerna"
                },
                missing.join(", ")
            ))
            .hint(hint));
        }
        Ok(Columns(at.map(Option::unwrap_or_default)))
    }

    /// How many columns a row has.
    pub(super) fn count(&self) -> usize {
        NAMES.len()
    }

    /// The place of a column by its place in [`NAMES`].
    pub(super) fn place(&self, column: usize) -> usize {
        self.0.get(column).copied().unwrap_or_default()
    }

    /// The name of the column that stands at a place in the file.
    pub(super) fn name_at(&self, place: usize) -> &'static str {
        NAMES
            .iter()
            .zip(&self.0)
            .find(|(_, at)| **at == place)
            .map_or("", |(name, _)| *name)
    }
}
