//! Cases, their events and the states of their clocks.

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, params};

use super::apply::{Writing, unknown};
use super::{log, row};
use crate::core::change::{Applied, Change, NewCase, NewEvent, PersonRef, Undo};
use crate::core::event::{EventKind, Subject};
use crate::core::rule::Class;
use crate::core::text::{clean_line, clean_text};
use crate::error::{Error, Result};

impl Writing<'_> {
    /// The person a case is about.
    pub(super) fn person_of(&self, case: i64) -> Result<i64> {
        self.conn
            .prepare_cached("SELECT person_id FROM cases WHERE id = ?1")?
            .query_row([case], |r| r.get(0))
            .optional()?
            .ok_or_else(unknown)
    }

    fn number_of(&self, case: i64) -> Result<String> {
        Ok(self
            .conn
            .prepare_cached("SELECT case_number FROM cases WHERE id = ?1")?
            .query_row([case], |r| r.get(0))?)
    }

    pub(super) fn open_case(&self, case: &NewCase) -> Result<Applied> {
        self.not_ahead(case.received)?;
        if self.store.unit().case_types.get(&case.case_type).is_none() {
            return Err(Error::user(format!(
                "Ärendetypen ”{}” finns inte.",
                case.case_type
            )));
        }
        let person = match &case.person {
            PersonRef::Known(id) => {
                self.must_see(*id)?;
                *id
            }
            PersonRef::New(new) => self.insert_person(new)?,
        };
        let number = match &case.case_number {
            Some(number) => clean_line(number),
            None => self.next_case_number(case.received)?,
        };
        self.conn
            .prepare_cached(
                "INSERT INTO cases (case_number, person_id, unit_id, case_type, channel, oral, report, opened_on)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                number,
                person,
                self.own_unit()?,
                case.case_type,
                clean_line(&case.channel),
                case.oral,
                case.report,
                case.received.to_string(),
            ])?;
        let id = self.conn.last_insert_rowid();
        self.index_case(id, person, &number)?;
        let owner = case.owner.unwrap_or(self.user.id);
        self.insert_assignment(id, owner, case.received, "")?;
        let received = NewEvent {
            note: clean_line(&case.about),
            ..NewEvent::on(EventKind::Received, case.received)
        };
        self.insert_event(person, Some(id), &received, None)?;
        self.project_case(id)?;
        self.log(&log::Entry {
            action: "open_case",
            person: Some(person),
            case: Some(id),
            ..log::Entry::default()
        })?;
        Ok(Applied {
            person: Some(person),
            case: Some(id),
            ..Applied::default()
        })
    }

    /// The unit's own series: year and running number, "26-0412".
    fn next_case_number(&self, day: NaiveDate) -> Result<String> {
        let year = day.format("%y").to_string();
        let key = format!("case_series_{year}");
        let mut next = self
            .store
            .meta(&key)?
            .and_then(|v| v.parse::<u32>().ok())
            .unwrap_or(0);
        loop {
            next += 1;
            let number = format!("{year}-{next:04}");
            let taken: bool = self
                .conn
                .prepare_cached("SELECT EXISTS (SELECT 1 FROM cases WHERE case_number = ?1)")?
                .query_row([&number], |r| r.get(0))?;
            if !taken {
                self.store.set_meta(&key, &next.to_string())?;
                return Ok(number);
            }
        }
    }

    pub(super) fn index_case(&self, case: i64, person: i64, number: &str) -> Result<()> {
        let key = crate::core::text::fold(number);
        self.conn
            .prepare_cached(
                "INSERT OR IGNORE INTO search_key (key, person_id, case_id, true_key) VALUES (?1, ?2, ?3, ?1)",
            )?
            .execute(params![key, person, case])?;
        Ok(())
    }

    pub(super) fn insert_assignment(
        &self,
        case: i64,
        user: i64,
        from: NaiveDate,
        reason: &str,
    ) -> Result<()> {
        self.conn
            .prepare_cached("INSERT INTO assignment (case_id, user_id, valid_from, reason) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![case, user, from.to_string(), clean_line(reason)])?;
        let person = self.person_of(case)?;
        let protected: bool = self
            .conn
            .prepare_cached("SELECT protection IS NOT NULL FROM person WHERE id = ?1")?
            .query_row([person], |r| r.get(0))?;
        if protected {
            self.name_user(person, user, from)?;
        }
        Ok(())
    }

    pub(super) fn assign(
        &self,
        case: i64,
        user: i64,
        from: NaiveDate,
        reason: &str,
    ) -> Result<Applied> {
        let person = self.person_of(case)?;
        let before: Option<i64> = self
            .conn
            .query_row(
                "SELECT user_id FROM assignment WHERE case_id = ?1 AND valid_to IS NULL ORDER BY id DESC LIMIT 1",
                [case],
                |r| r.get(0),
            )
            .optional()?;
        if before == Some(user) {
            return Err(Error::user("Handläggaren har redan ärendet."));
        }
        self.conn.execute(
            "UPDATE assignment SET valid_to = ?2 WHERE case_id = ?1 AND valid_to IS NULL",
            params![case, from.to_string()],
        )?;
        self.insert_assignment(case, user, from, reason)?;
        self.conn.execute(
            "UPDATE cases SET version = version + 1 WHERE id = ?1",
            [case],
        )?;
        self.project_case(case)?;
        self.log(&log::Entry {
            action: "assign",
            person: Some(person),
            case: Some(case),
            ..log::Entry::default()
        })?;
        let undo = before.map(|before| Undo {
            sentence: format!(
                "Ärende {} går tillbaka till den förra handläggaren.",
                self.number_of(case).unwrap_or_default()
            ),
            change: Box::new(Change::Assign {
                case,
                user: before,
                from,
                reason: "ångrad överlämning".into(),
            }),
        });
        Ok(Applied {
            person: Some(person),
            case: Some(case),
            undo,
            ..Applied::default()
        })
    }

    pub(super) fn record_event(&self, case: i64, event: &NewEvent) -> Result<Applied> {
        let person = self.person_of(case)?;
        self.check_event(case, event)?;
        let id = self.insert_event(person, Some(case), event, None)?;
        self.follow_step(case, event)?;
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
                "”{}” {} stryks i ärende {}. Raden ligger kvar som rättad.",
                event.kind.name(),
                event.day,
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

    /// What the forms let through is checked again here: no fact ahead of today, none before the
    /// case began, no second date before the first.
    fn check_event(&self, case: i64, event: &NewEvent) -> Result<()> {
        if !event.kind.may_lie_ahead() {
            self.not_ahead(event.day)?;
        }
        if event.until.is_some_and(|until| until < event.day) {
            return Err(Error::user("Slutet ligger före början."));
        }
        let closed: Option<String> = self
            .conn
            .prepare_cached("SELECT closed_on FROM cases WHERE id = ?1")?
            .query_row([case], |r| r.get(0))?;
        if closed.is_some() && event.kind != EventKind::Reopened {
            return Err(Error::user("Ärendet är avslutat.")
                .hint("Öppna det igen, eller registrera ett nytt ärende."));
        }
        Ok(())
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
        self.conn
            .prepare_cached(
                "INSERT INTO event (person_id, case_id, subject, subject_id, kind, day, time, until, note_id,
                                    recorded_at, recorded_by, recorded_role, corrects, void)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
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
            ])?;
        Ok(self.conn.last_insert_rowid())
    }

    /// Closing and opening again are also columns of the case, for the list's sake.
    pub(super) fn follow_step(&self, case: i64, event: &NewEvent) -> Result<()> {
        if event.kind.ends_case() {
            self.conn.execute(
                "UPDATE cases SET closed_on = ?2, version = version + 1 WHERE id = ?1",
                params![case, event.day.to_string()],
            )?;
        } else if event.kind == EventKind::Reopened {
            self.conn.execute(
                "UPDATE cases SET closed_on = NULL, version = version + 1 WHERE id = ?1",
                [case],
            )?;
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
        let (new, void) = match replacement {
            Some(new) => {
                if !new.kind.may_lie_ahead() {
                    self.not_ahead(new.day)?;
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
                    "UPDATE cases SET closed_on = NULL, version = version + 1 WHERE id = ?1",
                    [case],
                )?;
            }
            if !void {
                self.follow_step(case, &new)?;
            }
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

    /// A promise of the unit may wait; what a statute times may not.
    fn check_pausable(&self, rule: &str) -> Result<()> {
        let Some(found) = self
            .store
            .unit()
            .rules
            .get(rule)
            .and_then(|r| r.rows().last())
        else {
            return Err(Error::user(format!("Fristen {rule} finns inte.")));
        };
        if found.class != Class::OwnPromise {
            return Err(
                Error::user(format!("{rule} följer av lag och kan inte pausas."))
                    .hint("Skriv i journalen varför det dröjer."),
            );
        }
        Ok(())
    }

    pub(super) fn pause_clock(
        &self,
        case: i64,
        rule: &str,
        subject: Subject,
        from: NaiveDate,
        until: NaiveDate,
        reason: &str,
    ) -> Result<Applied> {
        self.check_pausable(rule)?;
        self.not_ahead(from)?;
        if until <= from {
            return Err(Error::user(
                "Återkomstdagen måste ligga efter pausens första dag.",
            ));
        }
        self.clock_state(case, rule, subject, "paus", from, Some(until), reason)
    }

    pub(super) fn mark_not_applicable(
        &self,
        case: i64,
        rule: &str,
        subject: Subject,
        reason: &str,
    ) -> Result<Applied> {
        self.check_pausable(rule)?;
        self.clock_state(
            case,
            rule,
            subject,
            "ej_tillamplig",
            self.store.today(),
            None,
            reason,
        )
    }

    #[allow(clippy::too_many_arguments)] // One insert; a struct would only move the list.
    fn clock_state(
        &self,
        case: i64,
        rule: &str,
        subject: Subject,
        kind: &str,
        from: NaiveDate,
        until: Option<NaiveDate>,
        reason: &str,
    ) -> Result<Applied> {
        let person = self.person_of(case)?;
        let reason = clean_line(reason);
        if reason.is_empty() {
            return Err(Error::user("Skälet saknas.").hint("Skriv kort varför."));
        }
        self.conn.execute(
            "INSERT INTO clock_state (case_id, rule, subject, subject_id, kind, from_day, until_day, reason,
                                      recorded_at, recorded_by, recorded_role)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            params![
                case,
                rule,
                subject.word(),
                subject.id(),
                kind,
                from.to_string(),
                until.map(|d| d.to_string()),
                reason,
                self.at,
                self.user.id,
                self.user.role.word()
            ],
        )?;
        let id = self.conn.last_insert_rowid();
        self.project_case(case)?;
        self.log(&log::Entry {
            action: "clock_state",
            person: Some(person),
            case: Some(case),
            row: Some(id),
            detail: rule,
        })?;
        let what = if kind == "paus" {
            "Pausen"
        } else {
            "”Ej tillämplig”"
        };
        let undo = Undo {
            sentence: format!(
                "{what} för {rule} tas tillbaka i ärende {}. Raden ligger kvar.",
                self.number_of(case)?
            ),
            change: Box::new(Change::EndClockState {
                state: id,
                on: from,
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

    pub(super) fn end_clock_state(
        &self,
        state: i64,
        on: NaiveDate,
        reason: &str,
    ) -> Result<Applied> {
        let found: Option<(i64, String)> = self
            .conn
            .query_row(
                "SELECT case_id, from_day FROM clock_state s WHERE id = ?1
                 AND NOT EXISTS (SELECT 1 FROM clock_state WHERE corrects = s.id)",
                [state],
                |r| Ok((r.get(0)?, r.get(1)?)),
            )
            .optional()?;
        let Some((case, from)) = found else {
            return Err(Error::conflict("Pausen är redan ändrad."));
        };
        let person = self.must_see_case(case)?;
        if on.to_string() < from {
            return Err(Error::user("Pausen kan inte sluta före sin första dag."));
        }
        self.conn.execute(
            "INSERT INTO clock_state (case_id, rule, subject, subject_id, kind, from_day, until_day, ended_on, reason,
                                      recorded_at, recorded_by, recorded_role, corrects)
             SELECT case_id, rule, subject, subject_id, kind, from_day, until_day, ?2, ?3, ?4, ?5, ?6, id
             FROM clock_state WHERE id = ?1",
            params![state, on.to_string(), clean_line(reason), self.at, self.user.id, self.user.role.word()],
        )?;
        let id = self.conn.last_insert_rowid();
        self.project_case(case)?;
        self.log(&log::Entry {
            action: "end_clock_state",
            person: Some(person),
            case: Some(case),
            row: Some(id),
            ..log::Entry::default()
        })?;
        Ok(Applied {
            person: Some(person),
            case: Some(case),
            row: Some(id),
            undo: None,
        })
    }
}
