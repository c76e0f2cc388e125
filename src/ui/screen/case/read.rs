//! A case as the screens read it, and what tells its parts from each other.

use chrono::NaiveDate;

use super::rows::{self, Item};
use crate::core::deadline::{CaseFacts, Clock, clocks, nearest};
use crate::core::event::{Event, Subject};
use crate::core::next::NextStep;
use crate::core::plan::OrderFacts;
use crate::core::query::CaseView;
use crate::error::{Error, Result};
use crate::store::Measure;
use crate::ui::screen::Context;
use crate::ui::screen::short_form::told;

/// A case as it was read: what is kept, and what follows from it.
pub struct Read {
    /// What is kept.
    pub view: CaseView,
    /// The events that stand.
    pub events: Vec<Event>,
    /// Its clocks, open and done.
    pub clocks: Vec<Clock>,
    /// Its orders, with plans and reminders.
    pub orders: Vec<OrderFacts>,
    /// The measures that were decided in it.
    pub measures: Vec<Measure>,
    /// What comes next.
    pub next: NextStep,
    /// What the file adds to it: who it waits for, until when, which rung.
    pub next_with: Vec<String>,
}

impl Read {
    /// Reads a case.
    ///
    /// # Errors
    /// When it does not exist or may not be seen; when the database cannot be read.
    pub fn case(case: i64, ctx: &Context<'_>) -> Result<Read> {
        let view = ctx.store.case(ctx.user, case)?;
        let events = ctx.store.engine_events(ctx.user, case)?;
        let states: Vec<_> = view.states.iter().map(|row| row.state.clone()).collect();
        let facts = CaseFacts {
            case_type: &view.case_type,
            events: &events,
            states: &states,
        };
        let clocks = clocks(&ctx.store.unit().rules, ctx.store.calendar(), &facts);
        let (next, next_with) = ctx.store.next_step(ctx.user, &view, &events, &clocks)?;
        Ok(Read {
            orders: ctx.store.orders(ctx.user, case)?,
            measures: ctx.store.measures(ctx.user, case)?,
            next,
            next_with,
            view,
            events,
            clocks,
        })
    }

    /// What tells the measure that something is about from the others of the case, if anything must: its name,
    /// or where all are of one name the day of its decision, which the only one that runs does without.
    pub(super) fn measure(&self, subject: Subject, today: NaiveDate) -> Option<String> {
        let found = self.measures.iter().find(|m| m.subject == subject)?;
        if self.measures.len() < 2 {
            return None;
        }
        let runs = |m: &&Measure| m.ended.is_none_or(|last| last > today);
        let one_name = self
            .measures
            .iter()
            .all(|m| m.intervention == found.intervention);
        let one_runs = runs(&found) && self.measures.iter().filter(runs).count() == 1;
        match found.decided.filter(|_| one_name) {
            Some(_) if one_runs => None,
            Some(day) => Some(format!("beslut {}", told(day, today))),
            None => Some(found.name.clone()),
        }
    }

    /// The clock that something is done with: the one on the selected row, else the nearest.
    pub(super) fn clock(&self, selected: Option<&Item>, ctx: &Context<'_>) -> Result<&Clock> {
        let on_row = self
            .clocks
            .iter()
            .find(|clock| selected == Some(&rows::clock_item(clock)));
        on_row
            .or_else(|| nearest(&self.clocks, ctx.today))
            .ok_or_else(|| Error::user("Ingen frist löper i ärendet."))
    }
}
