//! `akt varfor`: the way to each of a case's dates.

use chrono::NaiveDate;
use serde::Serialize;

use super::Done;
use super::args::Asked;
use super::out::{Out, pad};
use super::session::Session;
use crate::core::deadline::{CaseFacts, Clock, clocks, explain};
use crate::core::query::CaseView;
use crate::core::user::User;
use crate::error::{Error, Result};
use crate::store::Store;

/// A clock as `--json` shows it.
#[derive(Serialize)]
pub(super) struct ClockJson {
    rule: String,
    name: String,
    action: String,
    subject: &'static str,
    #[serde(skip_serializing_if = "is_zero")]
    subject_id: i64,
    state: &'static str,
    start: String,
    start_event: &'static str,
    raw: NaiveDate,
    due: NaiveDate,
    days_left: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    begin: Option<NaiveDate>,
    moved_for: Vec<String>,
    class: &'static str,
    class_name: &'static str,
    source: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<String>,
    elapsed_days: i64,
    pauses: Vec<PauseJson>,
    paused_days: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    capped_by: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stopped: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_applicable: Option<String>,
    rule_valid_from: NaiveDate,
    rule_valid_to: NaiveDate,
}

#[derive(Serialize)]
struct PauseJson {
    from: NaiveDate,
    until: NaiveDate,
    reason: String,
}

#[derive(Serialize)]
struct Why<'a> {
    schema: u32,
    case_number: &'a str,
    today: NaiveDate,
    clocks: Vec<ClockJson>,
}

#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_zero(value: &i64) -> bool {
    *value == 0
}

impl ClockJson {
    pub(super) fn of(clock: &Clock, today: NaiveDate) -> ClockJson {
        let rule = &clock.rule;
        ClockJson {
            rule: rule.id.clone(),
            name: rule.name.clone(),
            action: rule.action.clone(),
            subject: clock.subject.word(),
            subject_id: clock.subject.id(),
            state: clock.state(today).word(),
            start: match clock.start.time {
                Some(time) => format!("{}T{}", clock.start.day, time.format("%H:%M")),
                None => clock.start.day.to_string(),
            },
            start_event: clock.start.kind.word(),
            raw: clock.raw,
            due: clock.due,
            days_left: clock.days_left(today),
            begin: clock.begin,
            moved_for: clock.moved_for.clone(),
            class: rule.class.word(),
            class_name: rule.class.name(),
            source: rule.source.clone(),
            section: rule.section.clone(),
            elapsed_days: clock.elapsed(today),
            pauses: clock
                .pauses
                .iter()
                .map(|pause| PauseJson {
                    from: pause.from,
                    until: pause.until,
                    reason: pause.reason.clone(),
                })
                .collect(),
            paused_days: clock.paused_days,
            capped_by: clock.capped_by,
            stopped: clock.stopped.map(|mark| mark.day),
            not_applicable: clock.not_applicable.clone(),
            rule_valid_from: rule.valid_from,
            rule_valid_to: rule.valid_to,
        }
    }
}

pub(super) fn run(asked: &Asked, session: &Session, out: &mut Out) -> Done {
    let number = asked.value(0, "Ärendets nummer")?;
    let (store, user) = session.reader()?;
    let case = case(&store, &user, number)?;
    let all = case_clocks(&store, &user, &case)?;
    let today = store.today();
    if asked.has("json") {
        return out.json_pretty(&Why {
            schema: 1,
            case_number: &case.case_number,
            today,
            clocks: all
                .iter()
                .map(|clock| ClockJson::of(clock, today))
                .collect(),
        });
    }
    out.line(&format!(
        "{}  {}  {}",
        case.case_number,
        case.person.list_name(),
        case.person.number
    ))?;
    if all.is_empty() {
        return out.line("Ingen frist har startat i ärendet. Fristerna följer av händelserna, till exempel inkom.");
    }
    for clock in &all {
        let explanation = explain(clock, store.calendar(), today);
        out.line("")?;
        out.line(&explanation.headline)?;
        for (label, text) in &explanation.rows {
            out.line(&format!("  {}  {text}", pad(label, 13)))?;
        }
    }
    Ok(())
}

/// The case with a number, for a user who may see it.
pub(super) fn case(store: &Store, user: &User, number: &str) -> Result<CaseView> {
    store.case(user, case_id(store, user, number)?)
}

/// The row of the case with a number.
pub(super) fn case_id(store: &Store, user: &User, number: &str) -> Result<i64> {
    match store.case_by_number(user, number.trim())? {
        Some(id) => Ok(id),
        None => Err(Error::user(format!(
            "Ärendet {number} finns inte, eller så får du inte se det."
        ))
        .hint("Ärendenumren: akt lista --alla")),
    }
}

/// The case's clocks that a caseworker works with, the open ones first.
pub(super) fn case_clocks(store: &Store, user: &User, case: &CaseView) -> Result<Vec<Clock>> {
    let today = store.today();
    let events = store.engine_events(user, case.id)?;
    let states = store.engine_states(user, case.id)?;
    let facts = CaseFacts {
        case_type: &case.case_type,
        events: &events,
        states: &states,
    };
    let mut all = clocks(&store.unit().rules, store.calendar(), &facts);
    all.retain(|clock| !clock.rule.hidden);
    all.sort_by_key(|clock| (clock.state(today), clock.due, clock.rule.order));
    Ok(all)
}
