//! Pauses and "not applicable": what a caseworker sets on a clock, with a reason.

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, params};

use super::apply::Writing;
use super::log;
use crate::core::change::{Applied, Change, Undo};
use crate::core::event::Subject;
use crate::core::rule::Class;
use crate::core::text::clean_line;
use crate::error::{Error, Result};

impl Writing<'_> {
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
            "INSERT INTO main.clock_state (case_id, rule, subject, subject_id, kind, from_day, until_day, reason,
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
            "INSERT INTO main.clock_state (case_id, rule, subject, subject_id, kind, from_day, until_day, ended_on, reason,
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
