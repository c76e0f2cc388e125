//! The projection of due dates: what the engine says of each case, written with the event and
//! rebuilt when the rules, the holidays or the day change. A test holds it against the engine.

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, params};

use super::Store;
use super::apply::Writing;
use super::checked::Checked;
use super::proposal::beside;
use super::read::{effective_events, effective_states};
use super::standing::LOOKED_UP;
use crate::core::case::Step;
use crate::core::deadline::{CaseFacts, Clock, State, clocks, nearest};
use crate::core::event::Event;
use crate::core::next::{next_step_on, waits_for_provider};
use crate::error::Result;
use crate::unit::Unit;

/// The last of days: where no clock runs.
pub(super) const NO_DUE: &str = "9999-12-31";

impl Store {
    /// Brings the projection to today and to the rules in force. Costs nothing when nothing moved.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub fn date(&self) -> Result<()> {
        let today = self.today().to_string();
        // Another version of the program may find another next step by the same rules.
        let rules = format!("{} {}", self.unit.digest, env!("CARGO_PKG_VERSION"));
        let (dated, ruled) = (self.meta("dated")?, self.meta("rules")?);
        if dated.as_deref() == Some(today.as_str()) && ruled.as_deref() == Some(rules.as_str()) {
            return Ok(());
        }
        let forward = dated.is_some_and(|dated| dated <= today);
        self.conn.write(|conn| {
            let moved = if forward && ruled.as_deref() == Some(rules.as_str()) {
                let due = "SELECT case_id FROM case_list WHERE redate_on <= ?1";
                ids(conn, due, &today)?
            } else {
                ids(conn, "SELECT id FROM cases WHERE ?1 IS NOT NULL", &today)?
            };
            for case in moved {
                project(conn, &self.unit, self.today(), case)?;
            }
            self.set_meta("dated", &today)?;
            self.set_meta("rules", &rules)
        })
    }
}

fn ids(conn: &Checked, sql: &str, today: &str) -> Result<Vec<i64>> {
    let mut statement = conn.prepare(sql)?;
    Ok(statement
        .query_map([today], |r| r.get(0))?
        .collect::<rusqlite::Result<_>>()?)
}

impl Writing<'_> {
    pub(super) fn project_case(&self, case: i64) -> Result<()> {
        project(self.conn, self.store.unit(), self.store.today(), case)
    }

    pub(super) fn project_person(&self, person: i64) -> Result<()> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT id FROM cases WHERE person_id = ?1")?;
        let cases = statement
            .query_map([person], |r| r.get(0))?
            .collect::<rusqlite::Result<Vec<i64>>>()?;
        cases
            .into_iter()
            .try_for_each(|case| self.project_case(case))
    }
}

/// The step a case stands in: the last event that leads to one.
pub(super) fn step_of(events: &[Event]) -> Step {
    let mut ordered: Vec<&Event> = events.iter().collect();
    ordered.sort_by_key(|e| (e.day, e.kind, e.id));
    let mut step = Step::Received;
    let mut before_close = step;
    for event in ordered {
        match event.kind.leads_to() {
            Some(Step::Closed) => {
                before_close = step;
                step = Step::Closed;
            }
            // Contact or a plan after the fact never moves a case backwards past what it reached,
            // except into a new assessment.
            Some(next) if next > step || next == Step::Assessment => step = next,
            _ if event.kind == crate::core::event::EventKind::Reopened => step = before_close,
            _ => {}
        }
    }
    step
}

fn project(conn: &Checked, unit: &Unit, today: NaiveDate, case: i64) -> Result<()> {
    let (unit_id, case_type, closed): (i64, String, bool) = conn
        .prepare_cached(
            "SELECT unit_id, case_type, closed_on IS NOT NULL FROM cases WHERE id = ?1",
        )?
        .query_row([case], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
    let events = effective_events(conn, case)?;
    let states = effective_states(conn, case)?;
    let facts = CaseFacts {
        case_type: &case_type,
        events: &events,
        states: &states,
    };
    let all = clocks(&unit.rules, &unit.calendar, &facts);

    conn.prepare_cached("DELETE FROM main.deadline WHERE case_id = ?1")?
        .execute([case])?;
    let mut insert = conn.prepare_cached(
        "INSERT OR REPLACE INTO main.deadline (case_id, rule, revision, subject, subject_id, start_day, due, stopped_on, state,
                               warn_from, paused_until)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?;
    for clock in &all {
        let state = match clock.state(today) {
            State::NotApplicable => "ej_tillamplig",
            _ if clock.stopped.is_some() => "klar",
            _ => "oppen",
        };
        insert.execute(params![
            case,
            clock.rule.id,
            clock.rule.valid_from.to_string(),
            clock.subject.word(),
            clock.subject.id(),
            clock.start.day.to_string(),
            clock.due.to_string(),
            clock.stopped.map(|mark| mark.day.to_string()),
            state,
            clock.warn_from.to_string(),
            paused_until(clock, today).map(|day| day.to_string()),
        ])?;
    }

    let owner: Option<(i64, Option<i64>)> = conn
        .prepare_cached(
            "SELECT a.user_id, (SELECT g.base_group_id FROM user_group g
                                WHERE g.user_id = a.user_id AND g.valid_from <= ?2
                                  AND (g.valid_to IS NULL OR g.valid_to >= ?2)
                                ORDER BY g.valid_from DESC LIMIT 1)
             FROM assignment a WHERE a.case_id = ?1 AND a.valid_to IS NULL ORDER BY a.id DESC LIMIT 1",
        )?
        .query_row(params![case, today.to_string()], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    let hidden: bool = conn
        .prepare_cached(LOOKED_UP)?
        .query_row(params![case, owner.and_then(|o| o.1)], |r| r.get(0))?;
    let near = nearest(&all, today);
    let place = near.map_or(Place::NONE, |clock| Place::of(clock, today));
    let redate = all.iter().filter_map(|clock| next_turn(clock, today)).min();
    conn.prepare_cached(
        "INSERT OR REPLACE INTO main.case_list (case_id, unit_id, owner_id, base_group_id, hidden, open, segment, due,
                warn_from, rule, subject, subject_id, start_day, paused_until, redate_on, case_type, step,
                next_step)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
    )?
    .execute(params![
        case,
        unit_id,
        owner.map(|o| o.0),
        owner.and_then(|o| o.1),
        hidden,
        !closed,
        place.segment,
        near.map_or(NO_DUE.to_owned(), |c| c.due.to_string()),
        near.map_or(NO_DUE.to_owned(), |c| c.warn_from.to_string()),
        near.map_or("", |c| c.rule.id.as_str()),
        near.map_or("", |c| c.subject.word()),
        near.map_or(0, |c| c.subject.id()),
        near.map(|c| c.start.day.to_string()).unwrap_or_default(),
        place.paused_until.map(|d| d.to_string()),
        redate.map(|d| d.to_string()),
        case_type,
        step_of(&events).word(),
        next_step_on(unit.case_types.way(&case_type), &events, beside(conn, case)?, &all, today).word(),
    ])?;
    Ok(())
}

/// Where in the list a case stands.
struct Place {
    segment: u8,
    paused_until: Option<NaiveDate>,
}

impl Place {
    const NONE: Place = Place {
        segment: 3,
        paused_until: None,
    };

    fn of(clock: &Clock, today: NaiveDate) -> Place {
        match clock.state(today) {
            State::Paused => Place {
                segment: 1,
                paused_until: paused_until(clock, today),
            },
            State::Possible => Place {
                segment: 2,
                paused_until: None,
            },
            _ => Place {
                segment: 0,
                paused_until: None,
            },
        }
    }
}

/// The day a paused clock runs again.
fn paused_until(clock: &Clock, today: NaiveDate) -> Option<NaiveDate> {
    clock
        .pauses
        .iter()
        .find(|p| p.from <= today && today < p.until)
        .map(|p| p.until)
}

/// The next day on which time alone changes what the list shows of a clock.
fn next_turn(clock: &Clock, today: NaiveDate) -> Option<NaiveDate> {
    if clock.stopped.is_some() {
        return None;
    }
    let pauses = clock.pauses.iter().flat_map(|p| [p.from, p.until]);
    let reached = clock.rule.possible.then_some(clock.due);
    let late = waits_for_provider(clock)
        .then(|| clock.due.succ_opt())
        .flatten();
    let passed = clock.rule.passes.then(|| clock.due.succ_opt()).flatten();
    pauses
        .chain(reached)
        .chain(clock.begin)
        .chain(clock.begin.and_then(|_| clock.due.succ_opt()))
        .chain(passed)
        .chain(late)
        .filter(|day| *day > today)
        .min()
}
