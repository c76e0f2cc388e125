//! Events, states of clocks, journal and documents.

use std::collections::HashMap;

use rusqlite::params;

use super::{Intake, parse_clock, parse_day};
use crate::core::event::EventKind;
use crate::core::form::{DocumentKind, Spec};
use crate::core::register::{
    ClockStateEntry, DocumentEntry, EventEntry, ExampleEntry, JournalEntry, OrderEntry,
    PresentationEntry, Register,
};
use crate::core::text::{clean_line, clean_text};
use crate::error::{Error, Result};
use crate::store::log;

/// The specifications of a register, in its order, with their digests.
pub(super) struct Specs<'a>(Vec<(String, &'a Spec)>);

impl<'a> Specs<'a> {
    pub(super) fn of(register: &'a Register) -> Result<Specs<'a>> {
        let with_digest = |spec: &'a Spec| {
            let body = serde_json::to_string(spec)?;
            Ok((log::sha256(&[body.as_bytes()]), spec))
        };
        let specs: Result<_> = register.form_specs.iter().map(with_digest).collect();
        Ok(Specs(specs?))
    }

    /// The one with the digest; without a digest the first of that id and revision.
    fn find(&self, id: &str, revision: u32, digest: Option<&str>) -> Option<&'a Spec> {
        let mut found = self.0.iter().filter(|(known, spec)| {
            spec.id == id && spec.revision == revision && digest.is_none_or(|d| d == known)
        });
        found.next().map(|(_, spec)| *spec)
    }
}

impl Intake<'_> {
    pub(super) fn event(
        &mut self,
        event: &EventEntry,
        known: &mut HashMap<i64, i64>,
    ) -> Result<()> {
        let Some(kind) = EventKind::from_word(&event.event) else {
            return Err(Error::user(format!("händelsen ”{}” är okänd", event.event)));
        };
        let case = self.case_opt(event.case_number.as_ref())?;
        let person = self.file_of(case, &event.person)?;
        let day = parse_day(&event.date)?;
        let time = event.time.as_deref().map(parse_clock).transpose()?;
        let until = event.until.as_deref().map(parse_day).transpose()?;
        let subject = if event.subject.is_empty() {
            "arende"
        } else {
            &event.subject
        };
        let subject_id = self.subject_here(subject, event.subject_id);
        let corrects = event.corrects.map(|n| self.mapped(known, n)).transpose()?;
        let note = clean_text(&event.note);
        // Of several of one kind and day the one with the same words is the same.
        let there = self.ids(
            "SELECT e.id FROM event e LEFT JOIN content t ON t.id = e.note_id
             WHERE e.person_id = ?1 AND e.case_id IS ?2 AND e.kind = ?3 AND e.day = ?4 AND e.time IS ?5
             AND e.subject = ?6 AND e.subject_id = ?7 AND e.corrects IS ?8 AND e.void = ?9
             ORDER BY coalesce(t.body, '') <> ?10, e.id",
            params![
                person, case, kind.word(), day.to_string(), time, subject, subject_id, corrects, event.void, note
            ],
        )?;
        if let Some(there) = self.claim("event", there) {
            known.insert(event.id, there);
            return Ok(());
        }
        let (by, role, at) = self.recorder(&event.recorded)?;
        let note = if note.is_empty() {
            None
        } else {
            Some(self.w.keep(&note)?.0)
        };
        self.w
            .conn
            .prepare_cached(
                "INSERT INTO main.event (person_id, case_id, subject, subject_id, kind, day, time, until, note_id, recorded_at,
                        recorded_by, recorded_role, corrects, void, source, detail)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
            )?
            .execute(params![
                person,
                case,
                subject,
                subject_id,
                kind.word(),
                day.to_string(),
                time,
                until.map(|d| d.to_string()),
                note,
                at,
                by,
                role,
                corrects,
                event.void,
                event.source,
                crate::store::event::detail_text(&event.detail)?,
            ])?;
        let row = self.w.conn.last_insert_rowid();
        self.claim("event", vec![row]);
        known.insert(event.id, row);
        self.touched.extend(case);
        self.count.events += 1;
        Ok(())
    }

    pub(super) fn mapped(&self, known: &HashMap<i64, i64>, number: i64) -> Result<i64> {
        known.get(&number).copied().ok_or_else(|| {
            Error::user(format!(
                "rättar nummer {number}, som inte står tidigare i filen"
            ))
        })
    }

    pub(super) fn clock_state(
        &mut self,
        state: &ClockStateEntry,
        known: &mut HashMap<i64, i64>,
    ) -> Result<()> {
        let case = self.known_case(&state.case_number)?;
        let subject_id = self.subject_here(&state.subject, state.subject_id);
        let corrects = state.corrects.map(|n| self.mapped(known, n)).transpose()?;
        let there = self.ids(
            "SELECT id FROM clock_state WHERE case_id = ?1 AND rule = ?2 AND subject = ?3 AND subject_id = ?4
             AND kind = ?5 AND from_day = ?6 AND until_day IS ?7 AND corrects IS ?8 ORDER BY id",
            params![case, state.rule, state.subject, subject_id, state.kind, state.from, state.until, corrects],
        )?;
        if let Some(there) = self.claim("clock_state", there) {
            known.insert(state.id, there);
            return Ok(());
        }
        let (by, role, at) = self.recorder(&state.recorded)?;
        for day in [
            Some(&state.from),
            state.until.as_ref(),
            state.ended.as_ref(),
        ]
        .into_iter()
        .flatten()
        {
            parse_day(day)?;
        }
        self.w
            .conn
            .prepare_cached(
                "INSERT INTO main.clock_state (case_id, rule, subject, subject_id, kind, from_day, until_day, ended_on, reason,
                        recorded_at, recorded_by, recorded_role, corrects)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            )?
            .execute(params![
                case,
                state.rule,
                state.subject,
                subject_id,
                state.kind,
                state.from,
                state.until,
                state.ended,
                clean_line(&state.reason),
                at,
                by,
                role,
                corrects
            ])?;
        let row = self.w.conn.last_insert_rowid();
        self.claim("clock_state", vec![row]);
        known.insert(state.id, row);
        self.touched.insert(case);
        self.count.other += 1;
        Ok(())
    }

    pub(super) fn presentation(&mut self, entry: &PresentationEntry) -> Result<()> {
        let case = self.known_case(&entry.case_number)?;
        let day = parse_day(&entry.date)?.to_string();
        let (by, at) = self.writer(&entry.recorded_by, &entry.recorded_at)?;
        let [proposal, notes, outcome] =
            [&entry.proposal, &entry.notes, &entry.outcome].map(|t| clean_text(t));
        let new = self.w.conn.execute(
            "INSERT OR IGNORE INTO main.case_presentation
                    (case_id, day, proposal, notes, outcome, recorded_by, recorded_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![case, day, proposal, notes, outcome, by, at],
        )?;
        self.count.other += new as u64;
        Ok(())
    }

    pub(super) fn example(&mut self, entry: &ExampleEntry) -> Result<()> {
        let (by, at) = self.writer(&entry.added_by, &entry.added_at)?;
        let text = clean_text(&entry.text);
        // The same text may be there once as taken out and once as shown.
        let there: bool = self.w.conn.query_row(
            "SELECT EXISTS (SELECT 1 FROM good_example e WHERE area = ?1 AND text = ?2
                AND ?3 = EXISTS (SELECT 1 FROM good_example_withdrawn w WHERE w.example_id = e.id))",
            params![entry.area, text, entry.withdrawn.is_some()],
            |r| r.get(0),
        )?;
        if there {
            return Ok(());
        }
        self.w.conn.execute(
            "INSERT INTO main.good_example (area, text, added_by, added_at) VALUES (?1, ?2, ?3, ?4)",
            params![entry.area, text, by, at],
        )?;
        if let Some(withdrawn) = &entry.withdrawn {
            let example = self.w.conn.last_insert_rowid();
            let (by, _) = self.writer(&entry.withdrawn_by, "")?;
            self.w.conn.execute(
                "INSERT INTO main.good_example_withdrawn (example_id, day, user_id) VALUES (?1, ?2, ?3)",
                params![example, parse_day(withdrawn)?.to_string(), by],
            )?;
        }
        self.count.other += 1;
        Ok(())
    }

    /// Who wrote something and when; the one who imports, where it does not say.
    pub(super) fn writer(&mut self, login: &str, at: &str) -> Result<(i64, String)> {
        let by = match login {
            "" => self.w.user.id,
            login => self
                .find_user(login)?
                .map(|(id, _)| id)
                .ok_or_else(|| Error::user(format!("användaren ”{login}” är okänd")))?,
        };
        let at = if at.is_empty() { &self.w.at } else { at };
        Ok((by, at.to_owned()))
    }

    pub(super) fn journal(
        &mut self,
        entry: &JournalEntry,
        known: &mut HashMap<i64, i64>,
    ) -> Result<()> {
        let case = self.case_opt(entry.case_number.as_ref())?;
        let person = self.file_of(case, &entry.person)?;
        let corrects = entry.corrects.map(|n| self.mapped(known, n)).transpose()?;
        let text = entry.text.as_deref().map(clean_text);
        let digest = log::sha256(&[text.as_deref().unwrap_or_default().as_bytes()]);
        let day = parse_day(&entry.date)?.to_string();
        let time = entry.time.as_deref().map(parse_clock).transpose()?;
        let there = self.ids(
            "SELECT id FROM journal WHERE person_id = ?1 AND case_id IS ?2 AND day = ?3 AND time IS ?4 AND digest = ?5
             AND corrects IS ?6 ORDER BY id",
            params![person, case, day, time, digest, corrects],
        )?;
        if let Some(there) = self.claim("journal", there) {
            known.insert(entry.id, there);
            return Ok(());
        }
        let (by, role, at) = self.recorder(&entry.recorded)?;
        let content = self.content(text.as_deref())?;
        self.w
            .conn
            .prepare_cached(
                "INSERT INTO main.journal (person_id, case_id, day, time, written_at, written_by, written_role, corrects,
                        content_id, digest, source)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?
            .execute(params![person, case, day, time, at, by, role, corrects, content, digest, entry.source])?;
        let row = self.w.conn.last_insert_rowid();
        self.claim("journal", vec![row]);
        known.insert(entry.id, row);
        self.count.other += 1;
        Ok(())
    }

    pub(super) fn document(
        &mut self,
        document: &DocumentEntry,
        specs: &Specs<'_>,
        orders: &HashMap<i64, &OrderEntry>,
    ) -> Result<()> {
        let case = self.known_case(&document.case_number)?;
        let person = self.w.person_of(case)?;
        let Some(kind) = DocumentKind::from_word(&document.kind) else {
            return Err(Error::user(format!(
                "dokumentslaget ”{}” är okänt",
                document.kind
            )));
        };
        let supersedes = document
            .supersedes
            .map(|n| self.mapped(&self.documents, n))
            .transpose()?;
        let body = document
            .answers
            .as_ref()
            .map(serde_json::to_string)
            .transpose()?;
        let digest = log::sha256(&[body.as_deref().unwrap_or_default().as_bytes()]);
        let day = parse_day(&document.date)?;
        let there = self.ids(
            "SELECT id FROM document WHERE case_id = ?1 AND kind = ?2 AND day = ?3 AND digest = ?4 AND supersedes IS ?5
             ORDER BY id",
            params![case, document.kind, day.to_string(), digest, supersedes],
        )?;
        if let Some(there) = self.claim("document", there) {
            self.documents.insert(document.id, there);
            return Ok(());
        }
        let digest_of = document.spec_digest.as_deref();
        let spec = specs
            .find(&document.spec, document.revision, digest_of)
            .or_else(|| {
                let known = &self.w.store.unit().forms;
                known.get(&document.spec, document.revision)
            })
            .ok_or_else(|| {
                Error::user(format!(
                    "mallen {} revision {} saknas",
                    document.spec, document.revision
                ))
            })?;
        let spec_digest = self.w.keep_spec(spec)?;
        let (by, role, at) = self.recorder(&document.recorded)?;
        let content = self.content(body.as_deref())?;
        self.w
            .conn
            .prepare_cached(
                "INSERT INTO main.document (person_id, case_id, kind, title, spec, revision, spec_digest, day, signed_at,
                        signed_by, signed_role, supersedes, content_id, digest, source)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
            )?
            .execute(params![
                person,
                case,
                kind.word(),
                clean_line(&document.title),
                document.spec,
                document.revision,
                spec_digest,
                day.to_string(),
                at,
                by,
                role,
                supersedes,
                content,
                digest,
                document.source
            ])?;
        let id = self.w.conn.last_insert_rowid();
        self.claim("document", vec![id]);
        self.documents.insert(document.id, id);
        match (kind, &document.answers, orders.get(&document.id)) {
            (DocumentKind::Order, answers, Some(order)) => {
                self.order_as_reckoned(case, id, answers.as_ref(), order)?;
            }
            (DocumentKind::Order, Some(answers), None) => {
                self.w
                    .insert_order(case, id, &document.spec, answers, None)?;
            }
            (DocumentKind::Assessment, Some(answers), _) => self
                .w
                .insert_assessment_facts(person, case, id, day, answers)?,
            _ => {}
        }
        self.count.other += 1;
        Ok(())
    }
}
