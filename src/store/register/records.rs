//! What was recorded: events, states of clocks, journal, documents. Rows that point to one another do it
//! by running numbers in the order of the export.

use std::collections::{HashMap, HashSet};

use rusqlite::Row;

use super::Store;
use crate::core::form::Spec;
use crate::core::register::{ClockStateEntry, DocumentEntry, EventEntry, JournalEntry, Recorded};
use crate::error::Result;
use crate::store::row;

impl Store {
    pub(super) fn event_entries(&self, seen: &HashMap<i64, String>) -> Result<Vec<EventEntry>> {
        let rows: Vec<Linked<EventEntry>> = self.all(
            "SELECT e.id, e.person_id, e.corrects, c.case_number, e.subject, e.subject_id, e.kind, e.day, e.time, e.until,
                    t.body, e.void, e.source, e.recorded_at, u.login, e.recorded_role, e.detail
             FROM event e JOIN user u ON u.id = e.recorded_by LEFT JOIN cases c ON c.id = e.case_id
             LEFT JOIN content t ON t.id = e.note_id
             JOIN identity_number n ON n.id =
                  (SELECT max(id) FROM identity_number WHERE person_id = e.person_id AND valid_to IS NULL)
             ORDER BY n.value, c.case_number, e.id",
            [],
            |r| {
                linked(r, EventEntry {
                        id: 0,
                        person: String::new(),
                        case_number: r.get(3)?,
                        subject: r.get(4)?,
                        subject_id: r.get(5)?,
                        event: r.get(6)?,
                        date: r.get(7)?,
                        time: r.get(8)?,
                        until: r.get(9)?,
                        note: r.get::<_, Option<String>>(10)?.unwrap_or_default(),
                        corrects: None,
                        void: r.get(11)?,
                        source: r.get(12)?,
                        recorded: recorded(r, 13)?,
                        detail: row::detail(r, 16)?,
                    })
            },
        )?;
        Ok(numbered(rows, seen))
    }

    pub(super) fn state_entries(
        &self,
        seen: &HashMap<i64, String>,
    ) -> Result<Vec<ClockStateEntry>> {
        let rows: Vec<Linked<ClockStateEntry>> = self.all(
            "SELECT s.id, c.person_id, s.corrects, c.case_number, s.rule, s.subject, s.subject_id, s.kind, s.from_day,
                    s.until_day, s.ended_on, s.reason, s.recorded_at, u.login, s.recorded_role
             FROM clock_state s JOIN cases c ON c.id = s.case_id JOIN user u ON u.id = s.recorded_by
             ORDER BY c.case_number, s.id",
            [],
            |r| {
                linked(r, ClockStateEntry {
                        id: 0,
                        case_number: r.get(3)?,
                        rule: r.get(4)?,
                        subject: r.get(5)?,
                        subject_id: r.get(6)?,
                        kind: r.get(7)?,
                        from: r.get(8)?,
                        until: r.get(9)?,
                        ended: r.get(10)?,
                        reason: r.get(11)?,
                        corrects: None,
                        recorded: recorded(r, 12)?,
                    })
            },
        )?;
        Ok(numbered(rows, seen))
    }

    pub(super) fn journal_entries(&self, seen: &HashMap<i64, String>) -> Result<Vec<JournalEntry>> {
        let rows: Vec<Linked<JournalEntry>> = self.all(
            "SELECT j.id, j.person_id, j.corrects, c.case_number, j.day, j.time, t.body, j.source, j.written_at, u.login,
                    j.written_role
             FROM journal j JOIN user u ON u.id = j.written_by JOIN content t ON t.id = j.content_id
             LEFT JOIN cases c ON c.id = j.case_id
             JOIN identity_number n ON n.id =
                  (SELECT max(id) FROM identity_number WHERE person_id = j.person_id AND valid_to IS NULL)
             ORDER BY n.value, c.case_number, j.id",
            [],
            |r| {
                linked(r, JournalEntry {
                        id: 0,
                        person: String::new(),
                        case_number: r.get(3)?,
                        date: r.get(4)?,
                        time: r.get(5)?,
                        text: r.get(6)?,
                        corrects: None,
                        source: r.get(7)?,
                        recorded: recorded(r, 8)?,
                    })
            },
        )?;
        Ok(numbered(rows, seen))
    }

    /// The specifications that the documents of the register were written under.
    pub(super) fn spec_entries(&self, documents: &[DocumentEntry]) -> Result<Vec<Spec>> {
        let used: HashSet<&str> = documents
            .iter()
            .filter_map(|d| d.spec_digest.as_deref())
            .collect();
        let bodies: Vec<(String, String)> = self.all(
            "SELECT digest, body FROM form_spec ORDER BY id, revision, digest",
            [],
            |r| Ok((r.get(0)?, r.get(1)?)),
        )?;
        bodies
            .iter()
            .filter(|(digest, _)| used.contains(digest.as_str()))
            .map(|(_, body)| Ok(serde_json::from_str(body)?))
            .collect()
    }

    pub(super) fn document_entries(
        &self,
        seen: &HashMap<i64, String>,
    ) -> Result<(Vec<DocumentEntry>, HashMap<i64, i64>)> {
        let rows: Vec<Linked<DocumentEntry>> = self.all(
            "SELECT d.id, d.person_id, d.supersedes, t.body, c.case_number, d.kind, d.title, d.spec, d.revision, d.day,
                    d.source, d.signed_at, u.login, d.signed_role,
                    d.spec_digest
             FROM document d JOIN cases c ON c.id = d.case_id JOIN user u ON u.id = d.signed_by
             JOIN content t ON t.id = d.content_id ORDER BY c.case_number, d.id",
            [],
            |r| {
                let body: Option<String> = r.get(3)?;
                linked(r, DocumentEntry {
                        id: 0,
                        case_number: r.get(4)?,
                        kind: r.get(5)?,
                        title: r.get(6)?,
                        spec: r.get(7)?,
                        revision: r.get(8)?,
                        spec_digest: r.get(14)?,
                        date: r.get(9)?,
                        supersedes: None,
                        answers: body.map(|b| serde_json::from_str(&b)).transpose().map_err(broken)?,
                        source: r.get(10)?,
                        recorded: recorded(r, 11)?,
                    })
            },
        )?;
        Ok(with_numbers(rows, seen))
    }
}

pub(super) fn recorded(r: &Row, column: usize) -> rusqlite::Result<Recorded> {
    Ok(Recorded {
        recorded_at: r.get(column)?,
        recorded_by: r.get(column + 1)?,
        recorded_role: r.get(column + 2)?,
    })
}

/// An entry with the row numbers that it is known by in the database.
struct Linked<T> {
    id: i64,
    person: i64,
    corrects: Option<i64>,
    entry: T,
}

/// Reads the three leading columns that link a row: its number, the person, what it corrects.
fn linked<T>(r: &Row, entry: T) -> rusqlite::Result<Linked<T>> {
    Ok(Linked {
        id: r.get(0)?,
        person: r.get(1)?,
        corrects: r.get(2)?,
        entry,
    })
}

/// An entry that takes its running number, the number of what it corrects and the person's number.
trait Entry {
    fn link(&mut self, id: i64, corrects: Option<i64>, person: &str);
}

impl Entry for EventEntry {
    fn link(&mut self, id: i64, corrects: Option<i64>, person: &str) {
        (self.id, self.corrects) = (id, corrects);
        self.person = person.to_owned();
    }
}

impl Entry for ClockStateEntry {
    fn link(&mut self, id: i64, corrects: Option<i64>, _person: &str) {
        (self.id, self.corrects) = (id, corrects);
    }
}

impl Entry for JournalEntry {
    fn link(&mut self, id: i64, corrects: Option<i64>, person: &str) {
        (self.id, self.corrects) = (id, corrects);
        self.person = person.to_owned();
    }
}

impl Entry for DocumentEntry {
    fn link(&mut self, id: i64, corrects: Option<i64>, _person: &str) {
        (self.id, self.supersedes) = (id, corrects);
    }
}

/// The rows of those persons that are seen, numbered in the given order, except that what is corrected
/// always stands before its correction.
fn numbered<T: Entry>(rows: Vec<Linked<T>>, seen: &HashMap<i64, String>) -> Vec<T> {
    with_numbers(rows, seen).0
}

/// As [`numbered`], with the running number of each row.
fn with_numbers<T: Entry>(
    rows: Vec<Linked<T>>,
    seen: &HashMap<i64, String>,
) -> (Vec<T>, HashMap<i64, i64>) {
    let corrects: HashMap<i64, i64> = rows
        .iter()
        .filter_map(|row| row.corrects.map(|c| (row.id, c)))
        .collect();
    let order: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let mut by_id: HashMap<i64, Linked<T>> = rows
        .into_iter()
        .filter(|row| seen.contains_key(&row.person))
        .map(|row| (row.id, row))
        .collect();
    let mut numbers: HashMap<i64, i64> = HashMap::new();
    let mut entries = Vec::with_capacity(by_id.len());
    for id in order {
        let mut chain = vec![id];
        let mut met = HashSet::from([id]);
        while let Some(next) = chain
            .last()
            .and_then(|last| corrects.get(last))
            .filter(|next| met.insert(**next))
        {
            chain.push(*next);
        }
        for id in chain.into_iter().rev() {
            let Some(mut row) = by_id.remove(&id) else {
                continue;
            };
            let Some(person) = seen.get(&row.person) else {
                continue;
            };
            let number = entries.len() as i64 + 1;
            numbers.insert(id, number);
            row.entry.link(
                number,
                row.corrects.and_then(|c| numbers.get(&c).copied()),
                person,
            );
            entries.push(row.entry);
        }
    }
    (entries, numbers)
}

/// A stored text that is not what it was written as.
fn broken(error: serde_json::Error) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(3, rusqlite::types::Type::Text, error.into())
}
