//! Measures (*insatser*): what was granted and runs. The events say how it goes with each; the row keeps its
//! name and, for the decisions' sake, the day it ended.

use chrono::NaiveDate;
use rusqlite::params;

use super::Store;
use super::apply::Writing;
use crate::core::change::NewEvent;
use crate::core::decision::{Running, RunningHours, no_time, told_of};
use crate::core::event::{EventKind, Subject};
use crate::core::event_facts::HOURS;
use crate::core::user::User;
use crate::error::{Error, Result};

/// A measure of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// What events and clocks name it by.
    pub subject: Subject,
    /// The intervention. Where the case has two of one name each has its day of decision too.
    pub name: String,
    /// The intervention alone.
    pub intervention: String,
    /// The day of its decision, where that was made here.
    pub decided: Option<NaiveDate>,
    /// Its last day, once it has one.
    pub ended: Option<NaiveDate>,
}

impl Store {
    /// The measures that were decided in a case, the oldest first.
    ///
    /// # Errors
    /// When the case may not be seen or the database cannot be read.
    pub fn measures(&self, user: &User, case: i64) -> Result<Vec<Measure>> {
        self.must_meet(user, case)?;
        self.measures_of(case)
    }

    fn measures_of(&self, case: i64) -> Result<Vec<Measure>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT m.id, m.intervention, m.ended_on, d.day FROM measure m
             LEFT JOIN decision_item i ON i.id = m.decision_item_id LEFT JOIN decision d ON d.id = i.decision_id
             WHERE m.case_id = ?1 ORDER BY m.id",
        )?;
        let found: Vec<Measure> = statement
            .query_map([case], |r| {
                let name: String = r.get(1)?;
                Ok(Measure {
                    subject: Subject::Measure(r.get(0)?),
                    intervention: name.clone(),
                    name,
                    ended: super::row::day_opt(r, 2)?,
                    decided: super::row::day_opt(r, 3)?,
                })
            })?
            .collect::<rusqlite::Result<_>>()?;
        let twice = |name: &str| found.iter().filter(|m| m.name == name).count() > 1;
        let named = found.iter().map(|measure| Measure {
            name: match measure.decided.filter(|_| twice(&measure.name)) {
                Some(day) => format!("{}, beslut {day}", measure.name),
                None => measure.name.clone(),
            },
            ..measure.clone()
        });
        Ok(named.collect())
    }

    /// The measures of a case that have not ended by a day.
    ///
    /// # Errors
    /// When the case may not be seen or the database cannot be read.
    pub fn live_measures(&self, user: &User, case: i64, on: NaiveDate) -> Result<Vec<Measure>> {
        let mut all = self.measures(user, case)?;
        all.retain(|measure| measure.ended.is_none_or(|last| last >= on));
        Ok(all)
    }
}

/// A decision that runs: what was granted, for how long and by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunningDecision {
    /// The intervention.
    pub intervention: String,
    /// Exact minutes a month, where there are hours.
    pub minutes: Option<u64>,
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day; none until further notice.
    pub to: Option<NaiveDate>,
    /// Legal basis in short.
    pub basis: String,
    /// Who decided.
    pub decided_by: String,
    /// The day of the decision.
    pub day: NaiveDate,
}

impl Store {
    /// What was decided in a case and has not ended by a day, the oldest first.
    ///
    /// # Errors
    /// When the case may not be seen or the database cannot be read.
    pub fn running_decisions(
        &self,
        user: &User,
        case: i64,
        on: NaiveDate,
    ) -> Result<Vec<RunningDecision>> {
        self.must_meet(user, case)?;
        let mut statement = self.conn.prepare_cached(
            "SELECT m.intervention, i.minutes_per_month, i.valid_from, i.valid_to, i.basis, u.name, d.day
             FROM measure m JOIN decision_item i ON i.id = m.decision_item_id
             JOIN decision d ON d.id = i.decision_id JOIN user u ON u.id = d.decided_by
             WHERE m.case_id = ?1 AND (m.ended_on IS NULL OR m.ended_on >= ?2) ORDER BY m.id",
        )?;
        let mut found = statement
            .query_map(params![case, on.to_string()], |r| {
                Ok(RunningDecision {
                    intervention: r.get(0)?,
                    minutes: r
                        .get::<_, Option<i64>>(1)?
                        .and_then(|minutes| u64::try_from(minutes).ok()),
                    from: super::row::day_opt(r, 2)?,
                    to: super::row::day_opt(r, 3)?,
                    basis: r.get(4)?,
                    decided_by: r.get(5)?,
                    day: super::row::day(r, 6)?,
                })
            })?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        for row in &mut found {
            if let Some(known) = self.unit.legal.get(&row.basis) {
                row.basis = known.short();
            }
        }
        Ok(found)
    }
}

impl Writing<'_> {
    /// An event of a measure, recorded without saying which: it is about the only one that lives then.
    pub(super) fn about_measure(&self, case: i64, mut event: NewEvent) -> Result<NewEvent> {
        if !event.kind.is_of_measure() {
            return Ok(event);
        }
        match event.subject {
            Subject::Case => {
                if let [only] = self
                    .store
                    .live_measures(self.user, case, event.day)?
                    .as_slice()
                {
                    event.subject = only.subject;
                }
            }
            subject => {
                let known = self.store.measures_of(case)?;
                if known.iter().all(|measure| measure.subject != subject) {
                    return Err(Error::user("Insatsen hör inte till ärendet."));
                }
            }
        }
        Ok(event)
    }

    /// Hours are told of what no decision here gives hours, and are a time or said to be unknown.
    pub(super) fn check_hours(&self, event: &NewEvent) -> Result<()> {
        if event.kind != EventKind::HoursTold {
            return Ok(());
        }
        let decided: bool = self.conn.query_row(
            "SELECT EXISTS (SELECT 1 FROM measure m JOIN decision_item i ON i.id = m.decision_item_id
                            WHERE m.id = ?1 AND ?2 = 'insats' AND i.minutes_per_month IS NOT NULL)",
            params![event.subject.id(), event.subject.word()],
            |r| r.get(0),
        )?;
        if decided {
            return Err(Error::user("Insatsens timmar står i beslutet.")
                .hint("Andra timmar är ett nytt beslut. Fatta det i beslutets formulär."));
        }
        let typed = event.detail.get(HOURS).map_or("", String::as_str);
        match told_of(typed) {
            Some(hours) if hours != RunningHours::Unasked => Ok(()),
            _ => Err(Error::user(format!(
                "Timmar per månad: {}.",
                no_time(typed)
            ))),
        }
    }

    /// The last day of a measure follows its events, for the decisions' sake.
    pub(super) fn follow_measure(&self, subject: Subject, kind: EventKind) -> Result<()> {
        if kind != EventKind::MeasureEnded {
            return Ok(());
        }
        self.conn.execute(
            "UPDATE main.measure SET version = version + 1, ended_on = (
                SELECT max(e.day) FROM event e
                WHERE e.case_id = measure.case_id AND e.kind = ?1 AND e.subject = ?2 AND e.subject_id = measure.id
                  AND e.void = 0 AND NOT EXISTS (SELECT 1 FROM event n WHERE n.corrects = e.id))
             WHERE id = ?3",
            params![kind.word(), subject.word(), subject.id()],
        )?;
        Ok(())
    }

    /// A measure that is tried anew ends, and what is granted in its place goes on where it was running.
    pub(super) fn replace_measure(&self, person: i64, old: &Running, row: i64) -> Result<bool> {
        let case = old.case;
        let subject = Subject::Measure(row);
        let events = super::read::effective_events(self.conn, case)?;
        let last = events
            .iter()
            .rfind(|e| e.subject == old.subject && e.kind.moves_measure());
        let running =
            last.is_some_and(|e| matches!(e.kind, EventKind::Executed | EventKind::Resumed));
        let ended = NewEvent {
            subject,
            ..NewEvent::on(EventKind::MeasureEnded, self.store.today())
        };
        self.insert_event(person, Some(case), &ended, None)?;
        Ok(running)
    }
}
