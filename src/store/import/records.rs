//! Events, states of clocks, journal and documents.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, params};

use super::{Intake, parse_clock, parse_day};
use crate::core::event::EventKind;
use crate::core::form::{DocumentKind, Spec};
use crate::core::register::{
    ClockStateEntry, DocumentEntry, EventEntry, ExampleEntry, JournalEntry, PresentationEntry,
};
use crate::core::text::{clean_line, clean_text};
use crate::error::{Error, Result};
use crate::store::log;

impl Intake<'_> {
    pub(super) fn event(
        &mut self,
        event: &EventEntry,
        known: &mut HashMap<i64, i64>,
    ) -> Result<()> {
        let Some(kind) = EventKind::from_word(&event.event) else {
            return Err(Error::user(format!("händelsen ”{}” är okänd", event.event)));
        };
        let person = self.known_person(&event.person)?;
        let case = self.case_opt(event.case_number.as_ref())?;
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
        let there: Option<i64> = self
            .w
            .conn
            .prepare_cached(
                "SELECT id FROM event WHERE person_id = ?1 AND case_id IS ?2 AND kind = ?3 AND day = ?4 AND time IS ?5
                 AND subject = ?6 AND subject_id = ?7 AND corrects IS ?8 AND void = ?9",
            )?
            .query_row(
                params![person, case, kind.word(), day.to_string(), time, subject, subject_id, corrects, event.void],
                |r| r.get(0),
            )
            .optional()?;
        if let Some(there) = there {
            known.insert(event.id, there);
            return Ok(());
        }
        let (by, role, at) = self.recorder(&event.recorded)?;
        let note = clean_text(&event.note);
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
        known.insert(event.id, self.w.conn.last_insert_rowid());
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
        let there: Option<i64> = self
            .w
            .conn
            .prepare_cached(
                "SELECT id FROM clock_state WHERE case_id = ?1 AND rule = ?2 AND subject = ?3 AND subject_id = ?4
                 AND kind = ?5 AND from_day = ?6 AND until_day IS ?7 AND corrects IS ?8",
            )?
            .query_row(
                params![case, state.rule, state.subject, subject_id, state.kind, state.from, state.until, corrects],
                |r| r.get(0),
            )
            .optional()?;
        if let Some(there) = there {
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
        known.insert(state.id, self.w.conn.last_insert_rowid());
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
        let new = self.w.conn.execute(
            "INSERT INTO main.good_example (area, text, added_by, added_at)
             SELECT ?1, ?2, ?3, ?4
             WHERE NOT EXISTS (SELECT 1 FROM good_example WHERE area = ?1 AND text = ?2)",
            params![entry.area, clean_text(&entry.text), by, at],
        )?;
        self.count.other += new as u64;
        Ok(())
    }

    /// Who wrote something and when; the one who imports, where it does not say.
    fn writer(&mut self, login: &str, at: &str) -> Result<(i64, String)> {
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
        let person = self.known_person(&entry.person)?;
        let case = self.case_opt(entry.case_number.as_ref())?;
        let corrects = entry.corrects.map(|n| self.mapped(known, n)).transpose()?;
        let text = entry.text.as_deref().map(clean_text);
        let digest = log::sha256(&[text.as_deref().unwrap_or_default().as_bytes()]);
        let there: Option<i64> = self
            .w
            .conn
            .prepare_cached(
                "SELECT id FROM journal WHERE person_id = ?1 AND case_id IS ?2 AND day = ?3 AND time IS ?4 AND digest = ?5
                 AND corrects IS ?6",
            )?
            .query_row(params![person, case, entry.date, entry.time, digest, corrects], |r| r.get(0))
            .optional()?;
        if let Some(there) = there {
            known.insert(entry.id, there);
            return Ok(());
        }
        let (by, role, at) = self.recorder(&entry.recorded)?;
        let day = parse_day(&entry.date)?.to_string();
        let time = entry.time.as_deref().map(parse_clock).transpose()?;
        self.w
            .conn
            .prepare_cached("INSERT INTO main.content (body) VALUES (?1)")?
            .execute([&text])?;
        let content = self.w.conn.last_insert_rowid();
        self.w
            .conn
            .prepare_cached(
                "INSERT INTO main.journal (person_id, case_id, day, time, written_at, written_by, written_role, corrects,
                        content_id, digest, source)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?
            .execute(params![person, case, day, time, at, by, role, corrects, content, digest, entry.source])?;
        known.insert(entry.id, self.w.conn.last_insert_rowid());
        self.count.other += 1;
        Ok(())
    }

    pub(super) fn document(
        &mut self,
        document: &DocumentEntry,
        specs: &HashMap<(&str, u32), &Spec>,
        known: &mut HashMap<i64, i64>,
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
            .map(|n| self.mapped(known, n))
            .transpose()?;
        let body = document
            .answers
            .as_ref()
            .map(serde_json::to_string)
            .transpose()?;
        let digest = log::sha256(&[body.as_deref().unwrap_or_default().as_bytes()]);
        let day = parse_day(&document.date)?;
        let there: Option<i64> = self
            .w
            .conn
            .prepare_cached("SELECT id FROM document WHERE case_id = ?1 AND kind = ?2 AND day = ?3 AND digest = ?4")?
            .query_row(params![case, document.kind, day.to_string(), digest], |r| r.get(0))
            .optional()?;
        if let Some(there) = there {
            known.insert(document.id, there);
            return Ok(());
        }
        let spec = specs
            .get(&(document.spec.as_str(), document.revision))
            .copied()
            .or_else(|| {
                self.w
                    .store
                    .unit()
                    .forms
                    .get(&document.spec, document.revision)
            })
            .ok_or_else(|| {
                Error::user(format!(
                    "mallen {} revision {} saknas",
                    document.spec, document.revision
                ))
            })?;
        let spec_digest = self.w.keep_spec(spec)?;
        let (by, role, at) = self.recorder(&document.recorded)?;
        self.w
            .conn
            .prepare_cached("INSERT INTO main.content (body) VALUES (?1)")?
            .execute([&body])?;
        let content = self.w.conn.last_insert_rowid();
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
        known.insert(document.id, id);
        if let Some(answers) = &document.answers {
            match kind {
                DocumentKind::Order => {
                    self.w.insert_order(case, id, &document.spec, answers)?;
                }
                DocumentKind::Assessment => self
                    .w
                    .insert_assessment_facts(person, case, id, day, answers)?,
                DocumentKind::FollowUp | DocumentKind::Decision => {}
            }
        }
        self.count.other += 1;
        Ok(())
    }
}
