//! A register as CSV: what the bytes mean, which sign parts the fields, and the rows.

use std::borrow::Cow;

use csv::{ReaderBuilder, StringRecord};

use super::columns::{Columns, NAMES};
use super::rows::{Row, Rows};
use super::{Known, Reading};
use crate::error::{Error, Result};

pub(super) fn read(name: &str, bytes: &[u8], known: &Known<'_>) -> Result<Reading> {
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
    let columns = Columns::read(record.iter()).map_err(|error| error.at(name))?;
    let mut rows = Rows::new(known);
    while next(&mut record)? {
        if record.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        let line = record.position().map_or(0, csv::Position::line);
        if record.len() != columns.count() {
            rows.misshapen(line, &columns, record.len());
            continue;
        }
        let field = |column: usize| record.get(columns.place(column)).unwrap_or_default();
        let fields: [&str; NAMES.len()] = std::array::from_fn(field);
        rows.take(&Row { line, fields })?;
    }
    let reading = rows.finish();
    if reading.register.persons.is_empty() && reading.problems.is_empty() {
        return Err(Error::user(format!(
            "{name} har en rubrikrad men inga rader. Inget är inläst."
        ))
        .hint("Kontrollera att rätt fil är vald."));
    }
    Ok(reading)
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
