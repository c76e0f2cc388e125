//! What was written stays as it was: a row of the log names the rows that were written with it and holds a
//! digest of them, and both are chained. A row that is changed or taken away later, by whatever program, no
//! longer fits its row of the log; who writes the log anew too is found by a head that is kept elsewhere.
//!
//! The rows are those of the tables that only grow, which their triggers tell (`…_stays`). The text of a journal
//! entry or a document is not among them, since it may be culled; its digest stands in the row that is.

use std::collections::{BTreeMap, HashSet};

use rusqlite::Connection;
use rusqlite::types::ValueRef;
use sha2::{Digest, Sha256};

use super::log::{hex, sha256};
use crate::error::Result;

/// The tables whose rows stay as they were written. One whose trigger lets something through is not among them,
/// nor the log itself.
pub(super) fn tables(conn: &Connection) -> Result<HashSet<String>> {
    let mut statement = conn.prepare(
        "SELECT tbl_name FROM main.sqlite_schema
         WHERE type = 'trigger' AND name = tbl_name || '_stays' AND tbl_name <> 'log' AND instr(sql, ' WHEN ') = 0",
    )?;
    let names = statement.query_map([], |r| r.get(0))?;
    Ok(names.collect::<rusqlite::Result<_>>()?)
}

/// Rows by table as a row of the log names them: "event 40-41,57;journal 12".
pub(super) fn named(rows: &[(String, i64)]) -> String {
    let mut tables: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    for (table, row) in rows {
        tables.entry(table).or_default().push(*row);
    }
    let mut parts = Vec::with_capacity(tables.len());
    for (table, mut rows) in tables {
        rows.sort_unstable();
        rows.dedup();
        let mut spans: Vec<(i64, i64)> = Vec::new();
        for row in rows {
            match spans.last_mut() {
                Some((_, last)) if *last + 1 == row => *last = row,
                _ => spans.push((row, row)),
            }
        }
        let spans: Vec<String> = spans
            .into_iter()
            .map(|(first, last)| match first == last {
                true => first.to_string(),
                false => format!("{first}-{last}"),
            })
            .collect();
        parts.push(format!("{table} {}", spans.join(",")));
    }
    parts.join(";")
}

/// The spans of rows that a row of the log names, by table; `None` where it is not in the form of [`named`].
pub(super) fn spans(wrote: &str) -> Option<Vec<(&str, i64, i64)>> {
    let mut found = Vec::new();
    for part in wrote.split(';') {
        let (table, spans) = part.split_once(' ')?;
        let plain = |b: u8| b.is_ascii_lowercase() || b == b'_' || b.is_ascii_digit();
        if !table.bytes().all(plain) {
            return None;
        }
        for span in spans.split(',') {
            let (first, last) = span.split_once('-').unwrap_or((span, span));
            found.push((table, first.parse().ok()?, last.parse().ok()?));
        }
    }
    Some(found)
}

/// The digest of the rows that a row of the log names, as they are now; `None` where they cannot be read. A
/// column that is empty is left out, so that a table may get more of them.
pub(super) fn digest(conn: &Connection, wrote: &str) -> Result<Option<String>> {
    let Some(spans) = spans(wrote) else {
        return Ok(None);
    };
    let mut hasher = Sha256::new();
    for (table, first, last) in spans {
        let columns: Vec<String> = conn
            .prepare_cached("SELECT name FROM pragma_table_info(?1, 'main') ORDER BY name")?
            .query_map([table], |r| r.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        if columns.is_empty() {
            return Ok(None);
        }
        let mut rows = conn.prepare_cached(&format!(
            "SELECT rowid, {} FROM main.{table} WHERE rowid BETWEEN ?1 AND ?2 ORDER BY rowid",
            columns.join(", ")
        ))?;
        let mut rows = rows.query([first, last])?;
        while let Some(row) = rows.next()? {
            hasher.update(table);
            hasher.update(row.get::<_, i64>(0)?.to_le_bytes());
            for (at, column) in columns.iter().enumerate() {
                let (kind, bytes): (u8, &[u8]) = match row.get_ref(at + 1)? {
                    ValueRef::Null => continue,
                    ValueRef::Integer(number) => (1, &number.to_le_bytes()),
                    ValueRef::Real(number) => (2, &number.to_bits().to_le_bytes()),
                    ValueRef::Text(text) => (3, text),
                    ValueRef::Blob(blob) => (4, blob),
                };
                hasher.update(column);
                hasher.update([0, kind]);
                hasher.update((bytes.len() as u64).to_le_bytes());
                hasher.update(bytes);
            }
        }
    }
    Ok(Some(hex(&hasher.finalize())))
}

/// The rows whose text is not the one they were written with, as "journal 12"; a text that has been culled is
/// not asked.
pub(super) fn wrong_texts(conn: &Connection) -> Result<Vec<String>> {
    let tables: Vec<String> = conn
        .prepare(
            "SELECT t.name FROM main.sqlite_schema t
             WHERE t.type = 'table' AND substr(t.name, 1, 1) <> '_'
               AND 2 = (SELECT count(*) FROM pragma_table_info(t.name, 'main') c WHERE c.name IN ('content_id', 'digest'))",
        )?
        .query_map([], |r| r.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let mut wrong = Vec::new();
    for table in tables {
        let mut rows = conn.prepare(&format!(
            "SELECT r.rowid, r.digest, t.body FROM main.{table} r JOIN main.content t ON t.id = r.content_id
             WHERE t.body IS NOT NULL"
        ))?;
        let mut rows = rows.query([])?;
        while let Some(row) = rows.next()? {
            let own = sha256(&[row.get_ref(2)?.as_bytes().unwrap_or_default()]);
            if row.get_ref(1)?.as_bytes().ok() != Some(own.as_bytes()) {
                wrong.push(format!("{table} {}", row.get::<_, i64>(0)?));
            }
        }
    }
    let mut forms = conn.prepare("SELECT id, revision, digest, body FROM main.form_spec")?;
    let mut forms = forms.query([])?;
    while let Some(row) = forms.next()? {
        let own = sha256(&[row.get_ref(3)?.as_bytes().unwrap_or_default()]);
        if row.get_ref(2)?.as_bytes().ok() != Some(own.as_bytes()) {
            let (id, revision): (String, i64) = (row.get(0)?, row.get(1)?);
            wrong.push(format!("form_spec {id} {revision}"));
        }
    }
    wrong.truncate(20);
    Ok(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_named_by_spans_and_read_back() {
        let row = |table: &str, row| (table.to_owned(), row);
        let rows = [
            row("journal", 12),
            row("event", 41),
            row("event", 40),
            row("event", 57),
            row("event", 40),
        ];
        let told = named(&rows);
        assert_eq!(told, "event 40-41,57;journal 12");
        let read = spans(&told).unwrap();
        assert_eq!(
            read,
            [("event", 40, 41), ("event", 57, 57), ("journal", 12, 12)]
        );
        assert_eq!(spans("event; DROP TABLE log 1"), None);
    }
}
