//! What runs for a person beside a decision: what was granted here, and what another register told of.
//!
//! A register may tell of a measure without its decision, or of a decision without a measure: then the hours are not
//! known, and the day and the end are those of the events.

use chrono::NaiveDate;
use rusqlite::params;

use super::{Store, row};
use crate::core::decision::{HoursTold, Running, kind_of, told_of};
use crate::core::event::{Event, EventKind, Subject};
use crate::core::event_facts::HOURS;
use crate::error::Result;

/// An open case of the person.
struct Open {
    id: i64,
    number: String,
    case_type: String,
    came: NaiveDate,
}

/// A measure that nothing has ended, as it lies in the database.
struct Row {
    id: i64,
    case: i64,
    intervention: String,
    minutes: Option<u64>,
    /// The day of its decision, where that was made here.
    decided: Option<NaiveDate>,
    to: Option<NaiveDate>,
    started: Option<NaiveDate>,
}

/// What a register's events tell of one subject: the day it was granted last, and its end.
struct Told {
    granted: NaiveDate,
    to: Option<NaiveDate>,
}

/// Hours that were told of something that runs.
struct Hours {
    case: i64,
    subject: Subject,
    what: HoursTold,
}

impl Store {
    /// What runs on a day for the person of a case, in it, whose events are given, and in others that are open.
    /// Measures newest first, and then what is known by its events alone.
    pub(super) fn running_for(
        &self,
        case: i64,
        events: Vec<Event>,
        today: NaiveDate,
    ) -> Result<Vec<Running>> {
        let cases = self.open_beside(case)?;
        let rows = self.live_rows(case, today)?;
        let order = self.unit().delegation.on(today);
        let hours = self.hours_told(case)?;
        let mut logs = Vec::with_capacity(cases.len());
        let mut own = Some(events);
        for open in &cases {
            let events = match own.take_if(|_| open.id == case) {
                Some(own) => own,
                None => super::read::effective_events(&self.conn, open.id)?,
            };
            logs.push((open, events));
        }
        let running = |open: &Open, subject, intervention: String, minutes, decided, to| Running {
            subject,
            case: open.id,
            case_number: open.number.clone(),
            here: open.id == case,
            kind: kind_of(order, &open.case_type, &intervention),
            intervention,
            minutes,
            decided,
            to,
            told: hours
                .iter()
                .filter(|told| told.case == open.id && told.subject == subject)
                .map(|told| &told.what)
                .rfind(|what| minutes.is_none() && what.day >= decided)
                .cloned(),
        };
        let mut found = Vec::new();
        for row in rows {
            let Some((open, events)) = logs.iter().find(|(open, _)| open.id == row.case) else {
                continue;
            };
            let subject = Subject::Measure(row.id);
            let (decided, to) = match row.decided {
                Some(day) => (day, row.to),
                // Where no event tells of it the register's word is all there is.
                None if has_ended(events, &[subject, Subject::Case], today) => continue,
                None => match told(events, subject).or_else(|| told(events, Subject::Case)) {
                    Some(told) => (told.granted, told.to),
                    None => (row.started.unwrap_or(open.came), None),
                },
            };
            found.push(running(
                open,
                subject,
                row.intervention,
                row.minutes,
                decided,
                to,
            ));
        }
        for (open, events) in &logs {
            for subject in self.known_by_events(open.id, events)? {
                let Some(told) = told(events, subject) else {
                    continue;
                };
                if !has_ended(events, &[subject], today) {
                    let known = self.unit().case_types.get(&open.case_type);
                    let name = known.map_or(&open.case_type, |known| &known.name).clone();
                    found.push(running(open, subject, name, None, told.granted, told.to));
                }
            }
        }
        Ok(found)
    }

    /// Whether something that runs in a case is known by its events alone, so that nobody here knows its hours.
    pub(super) fn runs_unmeasured(
        &self,
        case: i64,
        events: &[Event],
        today: NaiveDate,
    ) -> Result<bool> {
        let known = self.known_by_events(case, events)?;
        Ok(known
            .iter()
            .any(|subject| !has_ended(events, &[*subject], today)))
    }

    /// What was told of hours in the person's cases, the latest last.
    fn hours_told(&self, case: i64) -> Result<Vec<Hours>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT e.case_id, e.subject, e.subject_id, e.day, e.detail, u.name
             FROM cases here JOIN cases c ON c.person_id = here.person_id JOIN event e ON e.case_id = c.id
             JOIN user u ON u.id = e.recorded_by
             WHERE here.id = ?1 AND e.kind = ?2 AND e.void = 0
               AND NOT EXISTS (SELECT 1 FROM event n WHERE n.corrects = e.id)
             ORDER BY e.day, e.id",
        )?;
        let found = statement.query_map(params![case, EventKind::HoursTold.word()], |r| {
            let id: i64 = r.get(2)?;
            let detail = row::detail(r, 4)?;
            let hours = detail.get(HOURS).and_then(|text| told_of(text));
            let subject = row::word(r, 1, |word| Subject::from_parts(word, id))?;
            let (day, by) = (row::day(r, 3)?, r.get(5)?);
            let case = r.get(0)?;
            Ok(hours.map(|hours| Hours {
                case,
                subject,
                what: HoursTold { hours, day, by },
            }))
        })?;
        let all: Vec<Option<Hours>> = found.collect::<rusqlite::Result<_>>()?;
        Ok(all.into_iter().flatten().collect())
    }

    /// The case itself and the person's other open ones, the newest first.
    fn open_beside(&self, case: i64) -> Result<Vec<Open>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT c.id, c.case_number, c.case_type, c.opened_on
             FROM cases here JOIN cases c ON c.person_id = here.person_id
             WHERE here.id = ?1 AND (c.id = ?1 OR c.closed_on IS NULL) ORDER BY c.id DESC",
        )?;
        let found = statement.query_map([case], |r| {
            Ok(Open {
                id: r.get(0)?,
                number: r.get(1)?,
                case_type: r.get(2)?,
                came: row::day(r, 3)?,
            })
        })?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// The measures that have no last day before the day, the newest first.
    fn live_rows(&self, case: i64, today: NaiveDate) -> Result<Vec<Row>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT m.id, m.case_id, m.intervention, i.minutes_per_month, d.day, i.valid_to, m.started_on
             FROM cases here JOIN cases c ON c.person_id = here.person_id
             JOIN measure m ON m.case_id = c.id
             LEFT JOIN decision_item i ON i.id = m.decision_item_id
             LEFT JOIN decision d ON d.id = i.decision_id
             WHERE here.id = ?1 AND (c.id = ?1 OR c.closed_on IS NULL) AND m.ended_on IS NULL
               AND (i.valid_to IS NULL OR i.valid_to >= ?2)
             ORDER BY m.id DESC",
        )?;
        let found = statement.query_map(params![case, today.to_string()], |r| {
            Ok(Row {
                id: r.get(0)?,
                case: r.get(1)?,
                intervention: r.get(2)?,
                minutes: r
                    .get::<_, Option<i64>>(3)?
                    .and_then(|minutes| u64::try_from(minutes).ok()),
                decided: row::day_opt(r, 4)?,
                to: row::day_opt(r, 5)?,
                started: row::day_opt(r, 6)?,
            })
        })?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// What was granted according to the events of a case and has no row of its own. The case as a whole is known
    /// by its row as soon as it has one.
    fn known_by_events(&self, case: i64, events: &[Event]) -> Result<Vec<Subject>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT id, decision_item_id IS NULL FROM measure WHERE case_id = ?1",
        )?;
        let rows: Vec<(i64, bool)> = statement
            .query_map([case], |r| Ok((r.get(0)?, r.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        let mut found: Vec<Subject> = Vec::new();
        for event in events.iter().filter(|e| grants(e.kind)) {
            let has_row = match event.subject {
                Subject::Case => rows.iter().any(|(_, told)| *told),
                Subject::Measure(id) => rows.iter().any(|(row, _)| *row == id),
                _ => true,
            };
            if !has_row && !found.contains(&event.subject) {
                found.push(event.subject);
            }
        }
        Ok(found)
    }
}

fn grants(kind: EventKind) -> bool {
    matches!(kind, EventKind::Granted | EventKind::CourtChanged)
}

fn last<'a>(
    events: &'a [Event],
    of: impl Fn(EventKind) -> bool,
    subjects: &[Subject],
) -> Option<&'a Event> {
    events
        .iter()
        .filter(|e| of(e.kind) && subjects.contains(&e.subject))
        .max_by_key(|e| (e.day, e.id))
}

fn told(events: &[Event], subject: Subject) -> Option<Told> {
    let granted = last(events, grants, &[subject])?;
    let ends = last(events, |kind| kind == EventKind::DecisionEnds, &[subject]);
    Some(Told {
        granted: granted.day,
        to: ends.map(|e| e.day).filter(|to| *to >= granted.day),
    })
}

/// Whether what was granted has been ended since, or has run out before the day.
fn has_ended(events: &[Event], subjects: &[Subject], today: NaiveDate) -> bool {
    let granted = last(events, grants, subjects).map(|e| (e.day, e.id));
    let ended = last(events, |kind| kind == EventKind::MeasureEnded, subjects);
    let since = ended.is_some_and(|e| granted.is_none_or(|mark| (e.day, e.id) > mark));
    let ends = last(events, |kind| kind == EventKind::DecisionEnds, subjects);
    let run_out =
        ends.is_some_and(|e| e.day < today && granted.is_none_or(|(granted, _)| e.day >= granted));
    since || run_out
}
