//! The header row: which column is which.

use crate::core::text::{clean_line, fold};
use crate::error::{Error, Result, nearest};

/// The columns of a kind of file: each with whether it must be there, in the order they are told.
pub(super) type Known = &'static [(&'static str, bool)];

/// Where each known column stands in a file.
pub(super) struct Columns {
    known: Known,
    places: Vec<Option<usize>>,
    count: usize,
}

impl Columns {
    /// Reads the header row.
    ///
    /// # Errors
    /// Unknown, doubled or missing columns, with the list of those that must be there and may be there.
    pub(super) fn read<'a>(header: impl Iterator<Item = &'a str>, known: Known) -> Result<Columns> {
        let mut places = vec![None; known.len()];
        let mut unknown = Vec::new();
        let mut count = 0;
        let fault =
            |text: String| Err(Error::user(format!("{text} Inget är inläst.")).hint(told(known)));
        for (place, written) in header.enumerate() {
            count = place + 1;
            let written = clean_line(written.trim());
            if written.is_empty() {
                return fault(format!("Rad 1: kolumn {count} har ingen rubrik."));
            }
            let found = known.iter().position(|(name, _)| *name == fold(&written));
            match found.and_then(|at| places.get_mut(at)) {
                None => unknown.push(written),
                Some(slot @ None) => *slot = Some(place),
                Some(_) => {
                    return fault(format!(
                        "Rad 1, kolumn {written}: kolumnen står två gånger."
                    ));
                }
            }
        }
        if let [only] = unknown.as_slice() {
            let near = nearest(&fold(only), known.iter().map(|(name, _)| *name))
                .map(|near| format!(" Menade du {near}?"))
                .unwrap_or_default();
            return fault(format!(
                "Rad 1, kolumn {only}: den kolumnen finns inte.{near}"
            ));
        }
        if !unknown.is_empty() {
            return fault(format!(
                "Rad 1, kolumnerna {}: de kolumnerna finns inte.",
                unknown.join(", ")
            ));
        }
        let columns = Columns {
            known,
            places,
            count,
        };
        let needed: Vec<&str> = known
            .iter()
            .filter(|(_, needed)| *needed)
            .map(|(name, _)| *name)
            .collect();
        columns.need(&needed, "")?;
        Ok(columns)
    }

    /// Refuses a file that lacks any of some columns; `why` says what they are needed for.
    ///
    /// # Errors
    /// Which are missing.
    pub(super) fn need(&self, names: &[&str], why: &str) -> Result<()> {
        let missing: Vec<&str> = names.iter().copied().filter(|n| !self.has(n)).collect();
        let columns = match missing.as_slice() {
            [] => return Ok(()),
            [_] => "kolumnen",
            _ => "kolumnerna",
        };
        Err(Error::user(format!(
            "Rad 1: {columns} {} saknas{why}. Inget är inläst.",
            missing.join(", ")
        ))
        .hint(told(self.known)))
    }

    /// Whether a column is in the file.
    pub(super) fn has(&self, name: &str) -> bool {
        self.known
            .iter()
            .zip(&self.places)
            .any(|((known, _), place)| *known == name && place.is_some())
    }

    /// How many columns a row has.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// The place of a known column, if the file has it.
    pub(super) fn place(&self, column: usize) -> Option<usize> {
        self.places.get(column).copied().flatten()
    }

    /// The name of the column that stands at a place in the file.
    pub(super) fn name_at(&self, place: usize) -> &'static str {
        self.known
            .iter()
            .zip(&self.places)
            .find(|(_, at)| **at == Some(place))
            .map_or("", |((name, _), _)| *name)
    }

    /// What is wrong with a row that has another number of fields than the header.
    pub(super) fn misshapen(&self, line: u64, fields: usize) -> String {
        let column = self.name_at(fields.min(self.count.saturating_sub(1)));
        let what = if fields < self.count {
            "saknas"
        } else {
            "fält för mycket"
        };
        format!(
            "rad {line}, kolumn {column}: {what}; raden har {fields} fält i stället för {} \
             (text med skiljetecken i sätts inom citattecken)",
            self.count
        )
    }
}

fn told(known: Known) -> String {
    let of = |needed: bool| {
        let names = known.iter().filter(|(_, n)| *n == needed);
        names.map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
    };
    match of(false).as_str() {
        "" => format!("Rubrikraden ska ha {}.", of(true)),
        may => format!("Rubrikraden ska ha {}. Den får ha {may}.", of(true)),
    }
}
