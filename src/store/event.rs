//! Events: recorded once, corrected by a later row that points to the one it corrects.

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, params};

use super::apply::Writing;
use super::{log, row};
use crate::core::calendar::day_month;
use crate::core::change::{Applied, Change, NewEvent, Undo};
use crate::core::event::{EventKind, Subject};
use crate::core::event_basis::{Hindrance, hindrance};
use crate::core::event_facts::{Detail, last_day};
use crate::core::text::{clean_line, clean_text};
use crate::error::{Error, Result};

/// The facts of an event as stored: JSON, or nothing.
pub(super) fn detail_text(detail: &Detail) -> Result<Option<String>> {
    let clean: Detail = detail
        .iter()
        .map(|(id, text)| (clean_line(id), clean_text(text.trim())))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    if clean.is_empty() {
        return Ok(None);
    }
    Ok(Some(serde_json::to_string(&clean)?))
}

impl Writing<'_> {
    pub(super) fn record_event(&self, case: i64, event: &NewEvent) -> Result<Applied> {
        let person = self.person_of(case)?;
        if event.kind.is_decision() {
            return Err(Error::denied("Ett beslut förs inte in som händelse.")
                .hint("Fatta beslutet i dess formulär; då prövas delegationen."));
        }
        self.check_event(case, event)?;
        self.check_end(case, event)?;
        let event = self.about_order(case, event)?;
        let event = self.about_measure(case, event)?;
        self.check_hours(&event)?;
        self.check_basis(case, &event, None)?;
        let event = &self.change_type(case, event)?;
        let id = self.insert_event(person, Some(case), event, None)?;
        self.follow_step(case, event)?;
        self.follow_measure(event.subject, event.kind)?;
        self.project_case(case)?;
        self.log(&log::Entry {
            action: "record_event",
            person: Some(person),
            case: Some(case),
            row: Some(id),
            detail: event.kind.word(),
        })?;
        let undo = Undo {
            sentence: format!(
                "”{}” {} stryks i ärende {}. Raden ligger kvar som struken.",
                event.kind.name(),
                day_month(event.day),
                self.number_of(case)?
            ),
            change: Box::new(Change::CorrectEvent {
                event: id,
                replacement: None,
                reason: "ångrad".into(),
            }),
        };
        Ok(Applied {
            person: Some(person),
            case: Some(case),
            row: Some(id),
            undo: Some(undo),
        })
    }

    /// What the forms let through is checked again here: no fact ahead of today, no second date before
    /// the first, nothing in a case that has ended but what follows its decision.
    fn check_event(&self, case: i64, event: &NewEvent) -> Result<()> {
        self.check_day(event)?;
        if event.until.is_some_and(|until| until < event.day) {
            return Err(Error::user("Slutet ligger före början."));
        }
        let closed: Option<String> = self
            .conn
            .prepare_cached("SELECT closed_on FROM cases WHERE id = ?1")?
            .query_row([case], |r| r.get(0))?;
        let may_come_after = event.kind == EventKind::Reopened || event.kind.follows_decision();
        if closed.is_some() && !may_come_after {
            return Err(Error::user("Ärendet är avslutat.")
                .hint("Öppna det igen, eller registrera ett nytt ärende."));
        }
        Ok(())
    }

    fn check_day(&self, event: &NewEvent) -> Result<()> {
        match event.day <= last_day(event.kind, &event.detail, self.store.today()) {
            true => Ok(()),
            false => self.not_ahead(event.day),
        }
    }

    /// No event before its case, none without what it rests on. `replaced` is the event that it puts right.
    pub(super) fn check_basis(
        &self,
        case: i64,
        event: &NewEvent,
        replaced: Option<i64>,
    ) -> Result<()> {
        let case_type: String = self
            .conn
            .prepare_cached("SELECT case_type FROM cases WHERE id = ?1")?
            .query_row([case], |r| r.get(0))?;
        let decides = self.store.unit().case_types.way(&case_type).decides;
        let mut events = super::read::effective_events(self.conn, case)?;
        events.retain(|known| Some(known.id) != replaced);
        match hindrance(event.kind, event.subject, event.day, &events, decides) {
            Some(found) => Err(Error::user(found.text(event.kind)).hint(match found {
                Hindrance::Lacks(_) => "Ta nästa steg i ärendet först.",
                Hindrance::Before(..) => "Ange den dag då det hände.",
            })),
            None => Ok(()),
        }
    }

    /// What was decided here ends at the latest on its day: to go on longer is a new decision.
    fn check_end(&self, case: i64, event: &NewEvent) -> Result<()> {
        if event.kind != EventKind::DecisionEnds {
            return Ok(());
        }
        let decided: Option<String> = self.conn.query_row(
            "SELECT min(i.valid_to) FROM measure m JOIN decision_item i ON i.id = m.decision_item_id
             WHERE m.case_id = ?1 AND m.ended_on IS NULL",
            [case],
            |r| r.get(0),
        )?;
        match decided.filter(|last| event.day.to_string() > *last) {
            Some(last) => Err(Error::denied(format!("Beslutet gäller till {last}."))
                .hint("Att förlänga det är ett nytt beslut. Fatta det i beslutets formulär.")),
            None => Ok(()),
        }
    }

    pub(super) fn insert_event(
        &self,
        person: i64,
        case: Option<i64>,
        event: &NewEvent,
        corrects: Option<(i64, bool)>,
    ) -> Result<i64> {
        let note = clean_text(&event.note);
        let note = if note.trim().is_empty() {
            None
        } else {
            Some(self.keep(note.trim())?.0)
        };
        let detail = detail_text(&event.detail)?;
        self.conn
            .prepare_cached(
                "INSERT INTO main.event (person_id, case_id, subject, subject_id, kind, day, time, until, note_id,
                                    recorded_at, recorded_by, recorded_role, corrects, void, detail)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
            )?
            .execute(params![
                person,
                case,
                event.subject.word(),
                event.subject.id(),
                event.kind.word(),
                event.day.to_string(),
                event.time.map(row::time_text),
                event.until.map(|d| d.to_string()),
                note,
                self.at,
                self.user.id,
                self.user.role.word(),
                corrects.map(|(id, _)| id),
                corrects.is_some_and(|(_, void)| void),
                detail,
            ])?;
        Ok(self.conn.last_insert_rowid())
    }

    /// Closing and opening again are also columns of the case, for the list's sake.
    pub(super) fn follow_step(&self, case: i64, event: &NewEvent) -> Result<()> {
        if event.kind.ends_case() {
            self.conn.execute(
                "UPDATE main.cases SET closed_on = ?2, version = version + 1 WHERE id = ?1",
                params![case, event.day.to_string()],
            )?;
        } else if event.kind == EventKind::Reopened {
            self.conn.execute(
                "UPDATE main.cases SET closed_on = NULL, version = version + 1 WHERE id = ?1",
                [case],
            )?;
        }
        Ok(())
    }

    /// A correction is no way round the order of delegation: nothing else becomes a decision by it, and a
    /// decision that was made here is only followed by another.
    fn check_correction(
        &self,
        case: Option<i64>,
        kind: EventKind,
        replacement: Option<&NewEvent>,
    ) -> Result<()> {
        let made_here: bool = self.conn.query_row(
            "SELECT EXISTS (SELECT 1 FROM decision WHERE case_id = ?1)",
            [case],
            |r| r.get(0),
        )?;
        let of_decision = kind.is_decision() || kind == EventKind::DecisionEnds;
        let becomes = replacement.is_some_and(|new| new.kind.is_decision() && new.kind != kind);
        if becomes || (made_here && of_decision) {
            return Err(
                Error::denied("Ett beslut rättas genom ett nytt beslut.").hint(
                    "Fatta nytt beslut i ärendet (: och ”nytt beslut”); det förra ligger kvar.",
                ),
            );
        }
        Ok(())
    }

    pub(super) fn correct_event(
        &self,
        event: i64,
        replacement: Option<&NewEvent>,
        reason: &str,
    ) -> Result<Applied> {
        let (person, case, kind, subject, day): (i64, Option<i64>, EventKind, Subject, NaiveDate) = self
            .conn
            .query_row(
                "SELECT person_id, case_id, kind, subject, subject_id, day FROM event WHERE id = ?1",
                [event],
                |r| {
                    let id: i64 = r.get(4)?;
                    Ok((
                        r.get(0)?,
                        r.get(1)?,
                        row::word(r, 2, EventKind::from_word)?,
                        row::word(r, 3, |w| Subject::from_parts(w, id))?,
                        row::day(r, 5)?,
                    ))
                },
            )
            .optional()?
            .ok_or_else(|| Error::user("Händelsen finns inte."))?;
        self.must_see(person)?;
        let corrected: bool = self.conn.query_row(
            "SELECT EXISTS (SELECT 1 FROM event WHERE corrects = ?1)",
            [event],
            |r| r.get(0),
        )?;
        if corrected {
            return Err(Error::conflict("Händelsen är redan rättad."));
        }
        self.check_correction(case, kind, replacement)?;
        if let Some(case) = case.filter(|_| kind == EventKind::TypeChanged) {
            self.take_back_type(case, event)?;
        }
        let replacement = match (replacement, case) {
            (Some(new), Some(case)) => Some(&self.change_type(case, new.clone())?),
            (new, _) => new,
        };
        let (new, void) = match replacement {
            Some(new) => {
                self.check_day(new)?;
                self.check_hours(new)?;
                // Other words about the same day change nothing that a register file may have told.
                if let Some(case) = case.filter(|_| (new.kind, new.day) != (kind, day)) {
                    self.check_basis(case, new, Some(event))?;
                }
                (new.clone(), false)
            }
            None => (
                NewEvent {
                    subject,
                    note: clean_line(reason),
                    ..NewEvent::on(kind, day)
                },
                true,
            ),
        };
        let id = self.insert_event(person, case, &new, Some((event, void)))?;
        if let Some(case) = case {
            if kind.ends_case() && (void || !new.kind.ends_case()) {
                self.conn.execute(
                    "UPDATE main.cases SET closed_on = NULL, version = version + 1 WHERE id = ?1",
                    [case],
                )?;
            }
            if !void {
                self.follow_step(case, &new)?;
                self.follow_measure(new.subject, new.kind)?;
            }
            self.follow_measure(subject, kind)?;
            self.follow_plan((case, subject, kind, day), replacement)?;
            self.project_case(case)?;
        }
        self.log(&log::Entry {
            action: "correct_event",
            person: Some(person),
            case,
            row: Some(id),
            detail: kind.word(),
        })?;
        Ok(Applied {
            person: Some(person),
            case,
            row: Some(id),
            undo: None,
        })
    }
}
