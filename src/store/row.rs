//! Reading columns: stored words and days into values, with one kind of fault for damaged rows.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use rusqlite::Row;
use rusqlite::types::Type;

type Sql<T> = rusqlite::Result<T>;

fn damaged(column: usize, what: &str, value: &str) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(
        column,
        Type::Text,
        format!("{what} ”{value}” går inte att läsa").into(),
    )
}

/// A day.
pub(super) fn day(row: &Row, column: usize) -> Sql<NaiveDate> {
    let text = row.get_ref(column)?.as_str()?;
    text.parse().map_err(|_| damaged(column, "datum", text))
}

/// A day that may be missing.
pub(super) fn day_opt(row: &Row, column: usize) -> Sql<Option<NaiveDate>> {
    match row.get_ref(column)?.as_str_or_null()? {
        None => Ok(None),
        Some(text) => text
            .parse()
            .map(Some)
            .map_err(|_| damaged(column, "datum", text)),
    }
}

/// A moment.
pub(super) fn moment(row: &Row, column: usize) -> Sql<DateTime<Utc>> {
    let text = row.get_ref(column)?.as_str()?;
    match DateTime::parse_from_rfc3339(text) {
        Ok(moment) => Ok(moment.to_utc()),
        Err(_) => Err(damaged(column, "klockslaget", text)),
    }
}

/// A time of day that may be missing.
pub(super) fn time_opt(row: &Row, column: usize) -> Sql<Option<NaiveTime>> {
    match row.get_ref(column)?.as_str_or_null()? {
        None => Ok(None),
        Some(text) => NaiveTime::parse_from_str(text, "%H:%M")
            .map(Some)
            .map_err(|_| damaged(column, "klockslag", text)),
    }
}

/// A stored word of a closed list.
pub(super) fn word<T>(row: &Row, column: usize, read: impl Fn(&str) -> Option<T>) -> Sql<T> {
    let text = row.get_ref(column)?.as_str()?;
    read(text).ok_or_else(|| damaged(column, "ordet", text))
}

/// A stored word of a closed list that may be missing.
pub(super) fn word_opt<T>(
    row: &Row,
    column: usize,
    read: impl Fn(&str) -> Option<T>,
) -> Sql<Option<T>> {
    match row.get_ref(column)?.as_str_or_null()? {
        None => Ok(None),
        Some(text) => read(text)
            .map(Some)
            .ok_or_else(|| damaged(column, "ordet", text)),
    }
}

/// How a time of day is stored.
pub(super) fn time_text(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

/// The facts of an event, stored as JSON or not at all.
pub(super) fn detail(row: &Row, column: usize) -> Sql<crate::core::event_facts::Detail> {
    match row.get_ref(column)?.as_str_or_null()? {
        None => Ok(crate::core::event_facts::Detail::new()),
        Some(text) => serde_json::from_str(text).map_err(|_| damaged(column, "uppgifterna", text)),
    }
}
