//! Reading one case or one file whole.

use rusqlite::{OptionalExtension, Row, params};

use super::checked::Checked;
use super::reading::Reading;
use super::{Store, log, row};
use crate::core::access::Act;
use crate::core::case::Step;
use crate::core::deadline::{ClockState, ClockStateKind};
use crate::core::event::{Event, EventKind, Subject};
use crate::core::form::{Answers, DocumentKind, Spec};
use crate::core::person::{PersonHead, Protection, Sex};
use crate::core::query::{CaseView, Document, DocumentRow, EventRow, JournalRow, StateRow};
use crate::core::user::User;
use crate::error::{Error, Result};

/// Whether the application at hand in a case `c` came by mouth. What is tried anew after a decision was not
/// applied for then, so its assessment owes no reason for that.
pub(super) const ORAL: &str = "(c.oral AND NOT EXISTS (SELECT 1 FROM event d
    WHERE d.case_id = c.id AND d.kind IN ('beslut', 'avslag') AND d.void = 0
      AND NOT EXISTS (SELECT 1 FROM event n WHERE n.corrects = d.id)))";

/// The events that stand: not struck, not corrected. Where a part of what was applied for is granted, the
/// rest is a refusal of its own, with its own time to appeal, though the log tells of it in the item alone.
pub(super) fn effective_events(conn: &Checked, case: i64) -> Result<Vec<Event>> {
    let mut statement = conn.prepare_cached(
        "SELECT e.id, e.kind, e.subject, e.subject_id, e.day, e.time, e.until FROM event e
         WHERE e.case_id = ?1 AND e.void = 0 AND NOT EXISTS (SELECT 1 FROM event n WHERE n.corrects = e.id)
         UNION ALL
         SELECT e.id, 'avslag', e.subject, e.subject_id, e.day, NULL, NULL FROM event e
         JOIN measure m ON m.id = e.subject_id AND m.case_id = e.case_id
         JOIN decision_item i ON i.id = m.decision_item_id AND i.result = 'delvis'
         WHERE e.case_id = ?1 AND e.kind = 'beslut' AND e.subject = 'insats' AND e.void = 0
           AND NOT EXISTS (SELECT 1 FROM event n WHERE n.corrects = e.id)
         ORDER BY 5, 1, 2",
    )?;
    let events = statement.query_map([case], |r| {
        Ok(Event {
            id: r.get(0)?,
            kind: row::word(r, 1, EventKind::from_word)?,
            subject: subject(r, 2)?,
            day: row::day(r, 4)?,
            time: row::time_opt(r, 5)?,
            until: row::day_opt(r, 6)?,
        })
    })?;
    Ok(events.collect::<rusqlite::Result<_>>()?)
}

/// The states of clocks that stand.
pub(super) fn effective_states(conn: &Checked, case: i64) -> Result<Vec<ClockState>> {
    Ok(states(conn, case)?.into_iter().map(|s| s.state).collect())
}

fn states(conn: &Checked, case: i64) -> Result<Vec<StateRow>> {
    let mut statement = conn.prepare_cached(
        "SELECT s.id, s.rule, s.subject, s.subject_id, s.kind, s.from_day, s.until_day, s.ended_on, s.reason, u.name
         FROM clock_state s JOIN user u ON u.id = s.recorded_by
         WHERE s.case_id = ?1 AND NOT EXISTS (SELECT 1 FROM clock_state n WHERE n.corrects = s.id)
           AND NOT (s.kind = 'ej_tillamplig' AND s.ended_on IS NOT NULL)
         ORDER BY s.id",
    )?;
    let states = statement.query_map([case], |r| {
        let reason: String = r.get(8)?;
        let from = row::day(r, 5)?;
        let kind = if r.get_ref(4)?.as_str()? == "paus" {
            ClockStateKind::Pause {
                from,
                until: row::day_opt(r, 6)?.unwrap_or(from),
                ended: row::day_opt(r, 7)?,
                reason,
            }
        } else {
            ClockStateKind::NotApplicable { reason }
        };
        Ok(StateRow {
            id: r.get(0)?,
            state: ClockState {
                rule: r.get(1)?,
                subject: subject(r, 2)?,
                kind,
            },
            recorded_by: r.get(9)?,
        })
    })?;
    Ok(states.collect::<rusqlite::Result<_>>()?)
}

fn subject(r: &Row, column: usize) -> rusqlite::Result<Subject> {
    let id: i64 = r.get(column + 1)?;
    row::word(r, column, |w| Subject::from_parts(w, id))
}

/// So many of the latest journal entries stand on a case's screen.
const ON_SCREEN: i64 = 500;

impl Store {
    /// The case with this number, if the user may see it.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn case_by_number(&self, user: &User, number: &str) -> Result<Option<i64>> {
        let found: Option<(i64, i64)> = self
            .conn
            .prepare_cached("SELECT id, person_id FROM cases WHERE case_number = ?1")?
            .query_row([number], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?;
        match found {
            Some((case, person)) if self.admit_lookup(user, person)? => Ok(Some(case)),
            _ => Ok(None),
        }
    }

    /// The person with this number, if the user may see the file.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn person_by_number(&self, user: &User, number: &str) -> Result<Option<PersonHead>> {
        match self.person_of_number(number)? {
            Some(person) if self.admit_lookup(user, person)? => Ok(Some(self.person_head(person)?)),
            _ => Ok(None),
        }
    }

    /// Everything a case's screen needs, with the latest of its journal; the reader has the whole.
    ///
    /// # Errors
    /// When the case does not exist or may not be seen, in the same words; or the database cannot be read.
    pub fn case(&self, user: &User, case: i64) -> Result<CaseView> {
        self.with_journal(user, case, ON_SCREEN)
    }

    /// The case with every journal entry, as it is printed.
    ///
    /// # Errors
    /// As [`Store::case`].
    pub fn whole_case(&self, user: &User, case: i64) -> Result<CaseView> {
        self.with_journal(user, case, i64::MAX)
    }

    fn with_journal(&self, user: &User, case: i64, entries: i64) -> Result<CaseView> {
        let mut view = self.case_work(user, case)?;
        self.admit_reading(
            user,
            Reading {
                case: Some(case),
                ..Reading::of("read_case", view.person.id)
            },
        )?;
        view.journal = self.journal_where("j.case_id = ?1", case, entries)?;
        Ok(view)
    }

    /// The facts of work in a case, without its journal: what may stand beside a list.
    ///
    /// # Errors
    /// As [`Store::case`].
    pub fn case_work(&self, user: &User, case: i64) -> Result<CaseView> {
        let mut statement = self.conn.prepare_cached(&format!(
            "SELECT c.id, c.version, c.case_number, c.case_type, l.step, c.opened_on, c.closed_on, l.owner_id, u.name,
                    c.person_id, {ORAL}, c.channel
             FROM cases c JOIN case_list_shown l ON l.case_id = c.id LEFT JOIN user u ON u.id = l.owner_id
             WHERE c.id = ?1",
        ))?;
        let head = statement
            .query_row([case], |r| {
                let view = CaseView {
                    id: r.get(0)?,
                    version: r.get(1)?,
                    case_number: r.get(2)?,
                    case_type: r.get(3)?,
                    step: row::word(r, 4, Step::from_word)?,
                    opened: row::day(r, 5)?,
                    closed: row::day_opt(r, 6)?,
                    oral: r.get(10)?,
                    channel: r.get(11)?,
                    owner: r.get(7)?,
                    caseworker: r.get::<_, Option<String>>(8)?.unwrap_or_default(),
                    person: self.person_head_sql(r.get(9)?)?,
                    events: Vec::new(),
                    states: Vec::new(),
                    documents: Vec::new(),
                    journal: Vec::new(),
                };
                Ok(view)
            })
            .optional()?;
        let Some(mut view) = head else {
            return Err(super::apply::unknown());
        };
        if !self.sees(user, view.person.id)? {
            return Err(super::apply::unknown());
        }
        view.events = self.events(case)?;
        view.states = states(&self.conn, case)?;
        view.documents = self.documents("d.case_id = ?1", case)?;
        Ok(view)
    }

    /// The case's events as the engine reads them.
    ///
    /// # Errors
    /// When the case may not be seen or the database cannot be read.
    pub fn engine_events(&self, user: &User, case: i64) -> Result<Vec<Event>> {
        self.must_meet(user, case)?;
        effective_events(&self.conn, case)
    }

    /// The case's clock states as the engine reads them.
    ///
    /// # Errors
    /// When the case may not be seen or the database cannot be read.
    pub fn engine_states(&self, user: &User, case: i64) -> Result<Vec<ClockState>> {
        self.must_meet(user, case)?;
        effective_states(&self.conn, case)
    }

    fn person_head_sql(&self, person: i64) -> rusqlite::Result<PersonHead> {
        self.conn
            .prepare_cached(
                "SELECT p.id, p.version, p.family_name, p.given_name, p.wished_name, p.pronoun, p.sex, p.birth_date,
                        n.value, n.kind, p.protection, p.communication, p.interpreter,
                        (SELECT CASE WHEN k.relation = '' THEN k.name ELSE k.relation END FROM contact k
                         WHERE k.person_id = p.id AND k.call_first = 1 AND (k.valid_to IS NULL OR k.valid_to >= ?2) ORDER BY k.id LIMIT 1),
                        p.died_on
                 FROM person p
                 LEFT JOIN identity_number n ON n.id =
                      (SELECT max(id) FROM identity_number WHERE person_id = p.id AND valid_to IS NULL)
                 WHERE p.id = ?1",
            )?
            .query_row(params![person, self.today().to_string()], |r| {
                Ok(PersonHead {
                    id: r.get(0)?,
                    version: r.get(1)?,
                    family_name: r.get(2)?,
                    given_name: r.get(3)?,
                    wished_name: r.get(4)?,
                    pronoun: r.get(5)?,
                    sex: row::word(r, 6, Sex::from_word)?,
                    birth_date: row::day_opt(r, 7)?,
                    number: r.get::<_, Option<String>>(8)?.unwrap_or_default(),
                    number_kind: r.get::<_, Option<String>>(9)?.unwrap_or_default(),
                    protection: row::word_opt(r, 10, Protection::from_word)?,
                    communication: r.get(11)?,
                    interpreter: r.get(12)?,
                    call_first: r.get(13)?,
                    died_on: row::day_opt(r, 14)?,
                })
            })
    }

    pub(super) fn person_head(&self, person: i64) -> Result<PersonHead> {
        Ok(self.person_head_sql(person)?)
    }

    fn events(&self, case: i64) -> Result<Vec<EventRow>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT e.id, e.kind, e.subject, e.subject_id, e.day, e.time, e.until, t.body, e.recorded_at, u.name,
                    e.corrects, e.void, (SELECT n.id FROM event n WHERE n.corrects = e.id), e.detail
             FROM event e JOIN user u ON u.id = e.recorded_by LEFT JOIN content t ON t.id = e.note_id
             WHERE e.case_id = ?1 ORDER BY e.day, e.id",
        )?;
        let events = statement.query_map([case], |r| {
            Ok(EventRow {
                id: r.get(0)?,
                kind: row::word(r, 1, EventKind::from_word)?,
                subject: subject(r, 2)?,
                day: row::day(r, 4)?,
                time: row::time_opt(r, 5)?,
                until: row::day_opt(r, 6)?,
                note: r.get::<_, Option<String>>(7)?.unwrap_or_default(),
                recorded_at: r.get(8)?,
                recorded_by: r.get(9)?,
                corrects: r.get(10)?,
                void: r.get(11)?,
                corrected_by: r.get(12)?,
                detail: row::detail(r, 13)?,
            })
        })?;
        Ok(events.collect::<rusqlite::Result<_>>()?)
    }

    fn journal_where(&self, condition: &str, id: i64, limit: i64) -> Result<Vec<JournalRow>> {
        let mut statement = self.conn.prepare_cached(&format!(
            "SELECT j.id, j.case_id, j.day, j.time, t.body, u.name, j.written_role, j.written_at, j.corrects,
                    (SELECT n.id FROM journal n WHERE n.corrects = j.id)
             FROM journal j JOIN user u ON u.id = j.written_by JOIN content t ON t.id = j.content_id
             WHERE {condition} ORDER BY j.day DESC, j.id DESC LIMIT ?2"
        ))?;
        let rows = statement.query_map(params![id, limit], |r| {
            Ok(JournalRow {
                id: r.get(0)?,
                case: r.get(1)?,
                day: row::day(r, 2)?,
                time: row::time_opt(r, 3)?,
                text: r.get(4)?,
                written_by: r.get(5)?,
                role: r.get(6)?,
                written_at: r.get(7)?,
                corrects: r.get(8)?,
                corrected_by: r.get(9)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The whole journal of a person, newest first.
    ///
    /// # Errors
    /// When the file may not be seen or the database cannot be read.
    pub fn journal(&self, user: &User, person: i64) -> Result<Vec<JournalRow>> {
        self.admit_reading(user, Reading::of("read_journal", person))?;
        self.journal_where("j.person_id = ?1", person, i64::MAX)
    }

    fn documents(&self, condition: &str, id: i64) -> Result<Vec<DocumentRow>> {
        let mut statement = self.conn.prepare_cached(&format!(
            "SELECT d.id, d.case_id, c.case_number, d.kind, d.title, d.spec, d.revision, d.day, u.name, d.supersedes,
                    (SELECT n.id FROM document n WHERE n.supersedes = d.id)
             FROM document d JOIN cases c ON c.id = d.case_id JOIN user u ON u.id = d.signed_by
             WHERE {condition} ORDER BY d.day DESC, d.id DESC"
        ))?;
        let rows = statement.query_map([id], |r| {
            Ok(DocumentRow {
                id: r.get(0)?,
                case: r.get(1)?,
                case_number: r.get(2)?,
                kind: row::word(r, 3, DocumentKind::from_word)?,
                title: r.get(4)?,
                outcome: None,
                spec: r.get(5)?,
                revision: r.get(6)?,
                day: row::day(r, 7)?,
                signed_by: r.get(8)?,
                supersedes: r.get(9)?,
                superseded_by: r.get(10)?,
            })
        })?;
        let mut rows: Vec<DocumentRow> = rows.collect::<rusqlite::Result<_>>()?;
        for row in rows
            .iter_mut()
            .filter(|row| row.kind == DocumentKind::Decision)
        {
            row.outcome = super::outcome::of(&self.conn, row.case, row.id)?;
        }
        Ok(rows)
    }

    /// A signed document with its text.
    ///
    /// # Errors
    /// When it does not exist or may not be seen; when its text no longer is what was signed.
    pub fn document(&self, user: &User, document: i64) -> Result<Document> {
        self.document_as(user, document, |reading| reading)
    }

    /// The same, to be printed.
    ///
    /// # Errors
    /// As [`Store::document`]; and when the user may not print it.
    pub fn document_to_print(&self, user: &User, document: i64) -> Result<Document> {
        self.document_as(user, document, Reading::to_print)
    }

    fn document_as(
        &self,
        user: &User,
        document: i64,
        how: impl FnOnce(Reading) -> Reading,
    ) -> Result<Document> {
        let found = self.document_of_case(user, document)?;
        let person = self
            .conn
            .prepare_cached("SELECT person_id FROM document WHERE id = ?1")?
            .query_row([document], |r| r.get(0))?;
        self.admit_reading(
            user,
            how(Reading {
                case: Some(found.row.case),
                row: Some(document),
                ..Reading::of("read_document", person)
            }),
        )?;
        Ok(found)
    }

    /// The same as a fact of its case, which has been opened: what the gate and the next form need.
    pub(super) fn document_of_case(&self, user: &User, document: i64) -> Result<Document> {
        let rows = self.documents("d.id = ?1", document)?;
        let Some(row) = rows.into_iter().next() else {
            return Err(super::apply::unknown());
        };
        let (person, body, digest, spec): (i64, Option<String>, String, Option<String>) = self.conn.query_row(
            "SELECT d.person_id, t.body, d.digest, s.body FROM document d JOIN content t ON t.id = d.content_id
             LEFT JOIN form_spec s ON s.id = d.spec AND s.revision = d.revision AND s.digest = d.spec_digest
             WHERE d.id = ?1",
            [document],
            |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)),
        )?;
        self.admit(user, person, Act::Read)?;
        let answers = match body {
            None => Answers::default(),
            Some(body) if log::sha256(&[body.as_bytes()]) != digest => {
                return Err(Error::internal("Dokumentets text stämmer inte med det som undertecknades")
                    .hint("Databasen är skadad. Kontakta den som sköter driften; skriv inget mer i akten."));
            }
            Some(body) => serde_json::from_str(&body)?,
        };
        let spec = spec.map(|s| serde_json::from_str::<Spec>(&s)).transpose()?;
        Ok(Document { row, spec, answers })
    }

    /// The latest signed document of a kind about the person, not replaced by another.
    ///
    /// # Errors
    /// When the file may not be seen or the database cannot be read.
    pub fn last_document(
        &self,
        user: &User,
        person: i64,
        kind: DocumentKind,
    ) -> Result<Option<Document>> {
        let id: Option<i64> = self
            .conn
            .prepare_cached(
                "SELECT d.id FROM document d WHERE d.person_id = ?1 AND d.kind = ?2
                 AND NOT EXISTS (SELECT 1 FROM document n WHERE n.supersedes = d.id)
                 ORDER BY d.day DESC, d.id DESC LIMIT 1",
            )?
            .query_row(params![person, kind.word()], |r| r.get(0))
            .optional()?;
        id.map(|id| self.document_of_case(user, id)).transpose()
    }

    /// The unit's providers by name.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn providers(&self) -> Result<Vec<String>> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT name FROM provider WHERE ended IS NULL ORDER BY name")?;
        Ok(statement
            .query_map([], |r| r.get(0))?
            .collect::<rusqlite::Result<_>>()?)
    }
}
