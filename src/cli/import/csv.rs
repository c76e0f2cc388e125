//! Tables as CSV: what the bytes mean, which sign parts the fields, and the rows; a register as such.

use std::borrow::Cow;

use csv::{ReaderBuilder, StringRecord};

use super::columns::{Columns, Known};
use super::rows::{Row, Rows};
use super::{Known as Database, Reading};
use crate::error::{Error, Result};

/// The columns of a register file.
pub(super) const REGISTER: Known = &[
    ("personnummer", true),
    ("efternamn", true),
    ("fornamn", true),
    ("kon", false),
    ("arende", false),
    ("arendetyp", false),
    ("handlaggare", false),
    ("handelse", false),
    ("datum", false),
    ("tid", false),
    ("anteckning", false),
];

/// What is told of one row: its fields, or how it is misshapen.
pub(super) enum Told<'a> {
    Fields(&'a dyn Fn(usize) -> &'a str),
    Misshapen(String),
}

pub(super) fn read(name: &str, bytes: &[u8], database: &Database<'_>) -> Result<Reading> {
    let mut rows = Rows::new(database);
    let check = |columns: &Columns| {
        if columns.has("handelse") {
            columns.need(&["arende", "datum"], "; de behövs när handelse finns")?;
        }
        Ok(())
    };
    table(name, bytes, REGISTER, check, |line, told| match told {
        Told::Misshapen(problem) => {
            rows.misshapen(problem);
            Ok(())
        }
        Told::Fields(field) => rows.take(&Row {
            line,
            fields: std::array::from_fn(field),
        }),
    })?;
    Ok(rows.finish())
}

/// Reads a table with a header row, and hands over each row with its line in the file. Known columns that
/// the file does not have are empty.
///
/// # Errors
/// A file that cannot be read as such a table, a header that is not right, or what `take` says.
pub(super) fn table(
    name: &str,
    bytes: &[u8],
    known: Known,
    check: impl Fn(&Columns) -> Result<()>,
    mut take: impl FnMut(u64, Told<'_>) -> Result<()>,
) -> Result<()> {
    let text = decode(bytes);
    let delimiter = delimiter(&text);
    if let Some(line) = open_quote(&text, delimiter) {
        return Err(Error::user(format!(
            "{name}: rad {line} har ett citattecken (\") som aldrig avslutas. Inget är inläst."
        ))
        .hint("Ta bort det, eller avsluta texten med ett citattecken till. Inuti en text skrivs det \"\"."));
    }
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let mut next = |record: &mut StringRecord| {
        reader
            .read_record(record)
            .map_err(|error| Error::user(format!("{name} går inte att läsa som CSV ({error}).")))
    };
    next(&mut record)?;
    let columns = Columns::read(record.iter(), known)
        .and_then(|columns| check(&columns).map(|()| columns))
        .map_err(|error| error.at(name))?;
    let mut empty = true;
    while next(&mut record)? {
        if record.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        empty = false;
        let line = record.position().map_or(0, csv::Position::line);
        if record.len() != columns.count() {
            take(line, Told::Misshapen(columns.misshapen(line, record.len())))?;
            continue;
        }
        let field = |column: usize| {
            let place = columns.place(column);
            place.and_then(|at| record.get(at)).unwrap_or_default()
        };
        take(line, Told::Fields(&field))?;
    }
    if empty {
        return Err(Error::user(format!(
            "{name} har en rubrikrad men inga rader. Inget är inläst."
        ))
        .hint("Kontrollera att rätt fil är vald."));
    }
    Ok(())
}

/// UTF-8 with or without a byte order mark, or else Windows-1252.
fn decode(bytes: &[u8]) -> Cow<'_, str> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => {
            encoding_rs::WINDOWS_1252
                .decode_without_bom_handling(bytes)
                .0
        }
    }
}

/// The sign that parts the header row's fields.
fn delimiter(text: &str) -> u8 {
    let header = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    let count = |sign: char| header.matches(sign).count();
    if count(',') > count(';') { b',' } else { b';' }
}

/// The line of a quote that opens a field and never closes, if there is one.
fn open_quote(text: &str, delimiter: u8) -> Option<u64> {
    let (mut line, mut opened) = (1, None);
    let mut at_start = true;
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        match (byte, opened) {
            (b'"', Some(_)) if bytes.peek() == Some(&b'"') => {
                bytes.next();
            }
            (b'"', Some(_)) => opened = None,
            (b'"', None) if at_start => opened = Some(line),
            _ => {}
        }
        at_start = opened.is_none() && (byte == delimiter || byte == b'\n' || byte == b'\r');
        line += u64::from(byte == b'\n');
    }
    opened
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_encodings_are_read() {
        assert_eq!(decode(b"\xef\xbb\xbf\xc3\x85sa"), "Åsa");
        assert_eq!(decode(b"\xc5sa \x80"), "Åsa €");
    }

    #[test]
    fn an_open_quote_is_found_by_its_line() {
        assert_eq!(open_quote("a;b\n\"c;d\ne;f\n", b';'), Some(2));
        assert_eq!(open_quote("a;b\n\"c \"\"x\"\"\n\";d\n", b';'), None);
        assert_eq!(open_quote("a;5\" tum\n", b';'), None);
    }
}
