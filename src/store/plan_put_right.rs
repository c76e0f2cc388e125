//! What follows for a plan when an event about it is put right: the event is the truth, and the plan's
//! row goes with it. What the plan said before stands in the struck event.

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, params};

use super::apply::Writing;
use crate::core::change::NewEvent;
use crate::core::event::{EventKind, Subject};
use crate::error::{Error, Result};

impl Writing<'_> {
    /// Lets a plan follow its event: struck where `new` is `None`, else moved to another day or words.
    ///
    /// # Errors
    /// When the arrival of a plan that has been read is struck: what it came to must go first.
    pub(super) fn follow_plan(
        &self,
        (case, subject, kind, day): (i64, Subject, EventKind, NaiveDate),
        new: Option<&NewEvent>,
    ) -> Result<()> {
        use EventKind::{PlanAccepted, PlanReceived, PlanReturned};
        let Subject::Order(order) = subject else {
            return Ok(());
        };
        let Some(plan) = self.plan_of_event(case, order, kind, day)? else {
            return Ok(());
        };
        match (kind, new) {
            (PlanReceived, None) => self.withdraw_plan(plan),
            (PlanReceived, Some(new)) => self.set_plan(
                "UPDATE main.plan SET received_on = ?2 WHERE id = ?1",
                params![plan, new.day.to_string()],
            ),
            (PlanAccepted | PlanReturned, None) => self.set_plan(
                "UPDATE main.plan SET outcome = NULL, outcome_on = NULL, outcome_reason = '' WHERE id = ?1",
                params![plan],
            ),
            (PlanAccepted | PlanReturned, Some(new)) => self.set_plan(
                "UPDATE main.plan SET outcome_on = ?2, outcome_reason = ?3 WHERE id = ?1",
                params![plan, new.day.to_string(), new.note],
            ),
            _ => Ok(()),
        }
    }

    /// The plan that an event tells of: the latest of the order that came, or was read, on its day.
    fn plan_of_event(
        &self,
        case: i64,
        order: i64,
        kind: EventKind,
        day: NaiveDate,
    ) -> Result<Option<i64>> {
        let on = match kind {
            EventKind::PlanReceived => "received_on = ?2",
            EventKind::PlanReturned => "outcome = 'returnerad' AND outcome_on = ?2",
            EventKind::PlanAccepted => "outcome <> 'returnerad' AND outcome_on = ?2",
            _ => return Ok(None),
        };
        let mut latest = None;
        for order in self.store.orders_known_as(case, order)? {
            let found: Option<i64> = self
                .conn
                .prepare_cached(&format!(
                    "SELECT max(id) FROM plan WHERE order_id = ?1 AND {on}
                       AND NOT EXISTS (SELECT 1 FROM plan_withdrawn w WHERE w.plan_id = plan.id)"
                ))?
                .query_row(params![order, day.to_string()], |r| r.get(0))
                .optional()?
                .flatten();
            latest = latest.max(found);
        }
        Ok(latest)
    }

    fn withdraw_plan(&self, plan: i64) -> Result<()> {
        let read: bool = self.conn.query_row(
            "SELECT outcome IS NOT NULL FROM plan WHERE id = ?1",
            [plan],
            |r| r.get(0),
        )?;
        if read {
            return Err(
                Error::user("Planen är läst och kan inte strykas som den är.")
                    .hint("Stryk först vad läsningen ledde till."),
            );
        }
        self.set_plan(
            "INSERT INTO main.plan_withdrawn (plan_id, day, user_id) VALUES (?1, ?2, ?3)",
            params![plan, self.store.today().to_string(), self.user.id],
        )
    }

    fn set_plan(&self, sql: &str, args: impl rusqlite::Params) -> Result<()> {
        self.conn.prepare_cached(sql)?.execute(args)?;
        Ok(())
    }
}
