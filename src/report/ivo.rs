//! Decisions not carried out within three months and interruptions not resumed, for the inspectorate's
//! (IVO) and the auditors' quarterly report (SoL 34 kap. 1 §, LSS 28 f §).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

use super::{Cell, Period, Table};
use crate::core::deadline::{CaseFacts, Clock, clocks};
use crate::core::event::{EventKind, Subject};
use crate::core::event_facts::REASON;
use crate::core::person::Sex;
use crate::core::query::CaseView;
use crate::core::user::User;
use crate::error::Result;
use crate::store::Store;

/// The rule whose clocks these are.
const RULE: &str = "K11";

/// What was not carried out in time as it stood on the last day of the period, or today if that is before:
/// still waiting then, or begun during the period. The day after the last day of the three months counts.
///
/// # Errors
/// When the database cannot be read.
pub fn not_carried_out(store: &Store, user: &User, period: Period) -> Result<Vec<Table>> {
    let today = store.today();
    let to = period.to.map_or(today, |to| to.min(today));
    let from = period.from.unwrap_or_else(|| quarter_start(to));
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut counts: BTreeMap<String, [i64; 4]> = BTreeMap::new();
    for case in store.cases_due_before(user, RULE, to)? {
        let view = store.case_work(user, case)?;
        let events = store.engine_events(user, case)?;
        let states = store.engine_states(user, case)?;
        let facts = CaseFacts {
            case_type: &view.case_type,
            events: &events,
            states: &states,
        };
        let measures = store.measures(user, case)?;
        for clock in clocks(&store.unit().rules, store.calendar(), &facts) {
            if clock.rule.id != RULE
                || clock.not_applicable.is_some()
                || !reported(&clock, from, to)
            {
                continue;
            }
            let known = store.unit().case_types.get(&view.case_type);
            let name = measures
                .iter()
                .find(|measure| measure.subject == clock.subject)
                .map(|measure| measure.name.clone())
                .or_else(|| known.map(|known| known.name.clone()))
                .unwrap_or_else(|| view.case_type.clone());
            let count = counts.entry(name.clone()).or_default();
            let sex = match view.person.sex {
                Sex::Woman => 1,
                Sex::Man => 2,
                Sex::Unknown => 3,
            };
            for (at, number) in count.iter_mut().enumerate() {
                *number += i64::from(at == 0 || at == sex);
            }
            rows.push(row(&view, &clock, name, to));
        }
    }
    let counted = counts
        .into_iter()
        .map(|(name, [all, women, men, unknown])| {
            vec![
                name.into(),
                all.into(),
                women.into(),
                men.into(),
                unknown.into(),
            ]
        })
        .collect();
    let mut notes = vec![
        "Dagar räknas från beslutet eller avbrottet. SoL (2025:400) 34 kap. 1 §, LSS 28 f §."
            .to_owned(),
    ];
    notes.extend(without_reason(&rows));
    Ok(vec![
        Table {
            key: "counts",
            title: format!("Ej verkställt inom tre månader, {from} – {to}"),
            columns: &[
                ("intervention", "insats", "Insats"),
                ("count", "antal", "Antal"),
                ("women", "kvinnor", "Kvinnor"),
                ("men", "man", "Män"),
                ("unknown", "okant", "Okänt"),
            ],
            rows: counted,
            notes: Vec::new(),
        },
        Table {
            key: "cases",
            title: "Ärenden".to_owned(),
            columns: &[
                ("case_number", "arende", "Ärende"),
                ("kind", "slag", "Slag"),
                ("intervention", "insats", "Insats"),
                ("from", "fran", "Beslut eller avbrott"),
                ("due", "senast", "Senast"),
                ("days", "dagar", "Dagar"),
                ("executed", "verkstallt", "Verkställt"),
                ("ended", "upphort", "Upphört"),
                ("reason", "skal", "Skäl"),
            ],
            rows,
            notes,
        },
    ])
}

/// What is said of the rows whose reason nobody has written, so that it is before the report is sent.
fn without_reason(rows: &[Vec<Cell>]) -> Option<String> {
    let lacks = |row: &&Vec<Cell>| matches!(row.last(), None | Some(Cell::Empty));
    let cases: BTreeSet<String> = rows
        .iter()
        .filter(lacks)
        .filter_map(|row| match row.first() {
            Some(Cell::Text(case)) => Some(case.clone()),
            _ => None,
        })
        .collect();
    let n = cases.len();
    let cases = if n == 1 { "ärende" } else { "ärenden" };
    (n > 0).then(|| format!("Skäl saknas i {n} {cases}: registrera Underrättad om försening."))
}

fn quarter_start(day: NaiveDate) -> NaiveDate {
    let month = day.month0() / 3 * 3 + 1;
    NaiveDate::from_ymd_opt(day.year(), month, 1).unwrap_or(day)
}

/// Whether a clock belongs in the report: it had run out before the end, and what it waits for had not
/// come before the period.
fn reported(clock: &Clock, from: NaiveDate, to: NaiveDate) -> bool {
    clock.due < to
        && clock
            .stopped
            .is_none_or(|stop| stop.day > clock.due && stop.day >= from)
}

/// Whether what stopped the clock ended the matter instead of carrying it out.
fn ends(kind: EventKind) -> bool {
    kind.ends_case() || kind == EventKind::MeasureEnded
}

fn row(view: &CaseView, clock: &Clock, name: String, to: NaiveDate) -> Vec<Cell> {
    let stop = clock.stopped.filter(|stop| stop.day <= to);
    let ended = stop.filter(|stop| ends(stop.kind)).map(|stop| stop.day);
    let begun = stop.filter(|stop| !ends(stop.kind)).map(|stop| stop.day);
    let kind = match clock.start.kind {
        EventKind::Interrupted => "avbrott",
        _ => "beslut",
    };
    let days = (stop.map_or(to, |stop| stop.day) - clock.start.day).num_days();
    vec![
        view.case_number.clone().into(),
        kind.into(),
        name.into(),
        clock.start.day.into(),
        clock.due.into(),
        days.into(),
        begun.into(),
        ended.into(),
        reason(view, clock, to).into(),
    ]
}

/// Why, as it was last said: the person's own postponement, a notice of delay, the interruption's reason,
/// or a pause of a clock in the case.
fn reason(view: &CaseView, clock: &Clock, to: NaiveDate) -> Option<String> {
    let about = |subject: Subject| {
        subject == clock.subject || subject == Subject::Case || clock.subject == Subject::Case
    };
    let said = view
        .events
        .iter()
        .filter(|e| !e.void && e.corrected_by.is_none() && about(e.subject))
        .filter(|e| clock.start.day <= e.day && e.day <= to)
        .filter(|e| {
            matches!(
                e.kind,
                EventKind::Postponed | EventKind::DelayNotified | EventKind::Interrupted
            )
        })
        .max_by_key(|e| (e.day, e.id))
        .map(|e| match e.detail.get(REASON) {
            Some(reason) => reason.clone(),
            None => e.note.clone(),
        })
        .filter(|reason| !reason.is_empty());
    said.or_else(|| {
        view.states
            .iter()
            .rev()
            .find_map(|row| match &row.state.kind {
                crate::core::deadline::ClockStateKind::Pause { from, reason, .. }
                    if clock.start.day <= *from && *from <= to =>
                {
                    Some(reason.clone())
                }
                _ => None,
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_is_three_months() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let fourth = Period::quarter("2026-K4").unwrap();
        assert_eq!(fourth.from, Some(day("2026-10-01")));
        assert_eq!(fourth.to, Some(day("2026-12-31")));
        assert_eq!(
            Period::quarter("2026-k1").unwrap().to,
            Some(day("2026-03-31"))
        );
        for wrong in ["2026-K5", "2026-K0", "2026K1", "K1-2026", "2026-4", ""] {
            assert_eq!(Period::quarter(wrong), None, "{wrong}");
        }
        assert_eq!(quarter_start(day("2026-11-23")), day("2026-10-01"));
        assert_eq!(quarter_start(day("2026-03-31")), day("2026-01-01"));
    }
}
