//! `akt lista`: open cases by their nearest deadline, read and written page by page.

use std::io::IsTerminal;

use chrono::NaiveDate;
use serde::Serialize;

use super::args::{Asked, usage};
use super::out::{Out, cut, json_safe, pad};
use super::session::Session;
use super::{Done, Trouble};
use crate::app::window_size;
use crate::core::personal_number::age_on;
use crate::core::query::{CaseRow, Filter, RowDeadline, Scope, Urgency, told_count};
use crate::core::text::fold;
use crate::core::user::User;
use crate::error::{Error, nearest};
use crate::store::{Direction, Store};
use crate::ui::screen::list::find_view;
use crate::ui::widget::Standing;
use crate::unit::Unit;

/// Rows read at a time.
const PAGE: usize = 500;

/// One case as `--json` shows it.
#[derive(Serialize)]
struct Case<'a> {
    case_number: &'a str,
    person: String,
    personal_number: &'a str,
    case_type: &'a str,
    step: &'static str,
    caseworker: &'a str,
    next_step: &'static str,
    deadline: Option<Deadline<'a>>,
}

#[derive(Serialize)]
struct Deadline<'a> {
    rule: &'a str,
    name: &'a str,
    due: NaiveDate,
    days_left: i64,
    state: &'static str,
}

pub(super) fn run(asked: &Asked, session: &Session, out: &mut Out) -> Done {
    let urgency = asked.text("frist")?.map(urgency).transpose()?;
    let (store, user) = session.reader()?;
    let mut filter = match asked.text("vy")? {
        Some(name) => find_view(&store, &user, name)?.filter,
        None => Filter::all(Scope::Mine),
    };
    if asked.has("alla") {
        filter.scope = Scope::Unit;
    }
    if urgency.is_some() {
        filter.urgency = urgency;
    }
    if asked.has("json") {
        return json(&store, &user, &filter, out);
    }
    text(&store, &user, &filter, out)
}

fn json(store: &Store, user: &User, filter: &Filter, out: &mut Out) -> Done {
    let today = store.today();
    out.raw(&format!("{{\"schema\":1,\"today\":\"{today}\",\"cases\":["))?;
    let mut first = true;
    each_row(store, user, filter, |row| {
        let case = Case {
            case_number: &row.case_number,
            person: list_name(row),
            personal_number: &row.number,
            case_type: &row.case_type,
            step: row.step.name(),
            caseworker: &row.caseworker,
            next_step: row.next.name(),
            deadline: row.deadline.as_ref().map(|deadline| Deadline {
                rule: &deadline.rule,
                name: rule_name(store.unit(), deadline),
                due: deadline.due,
                days_left: (deadline.due - today).num_days(),
                state: deadline.state.word(),
            }),
        };
        out.raw(if first { "\n" } else { ",\n" })?;
        first = false;
        let text = serde_json::to_string(&case).map_err(Error::from)?;
        out.raw(&json_safe(&text))
    })?;
    out.raw(if first { "]}\n" } else { "\n]}\n" })
}

fn text(store: &Store, user: &User, filter: &Filter, out: &mut Out) -> Done {
    let today = store.today();
    let mut count = 0_u64;
    let alla = filter.scope != Scope::Mine;
    let width = if std::io::stdout().is_terminal() {
        usize::from(window_size().0)
    } else {
        usize::MAX
    };
    let write = |out: &mut Out, line: &str| out.line(&cut(line.trim_end(), width));
    each_row(store, user, filter, |row| {
        if count == 0 {
            write(
                out,
                &columns(
                    [
                        "", "Frist", "Vad", "Person", "Ålder", "Ärende", "Typ", "Steg",
                    ],
                    if alla { "Handläggare" } else { "" },
                ),
            )?;
        }
        count += 1;
        let stands = row.deadline.as_ref().map_or_else(Standing::none, |d| {
            Standing::of(d.state, d.due, d.paused_until, today)
        });
        let age = row
            .birth_date
            .map(|b| age_on(b, today).to_string())
            .unwrap_or_default();
        let case_type = store
            .unit()
            .case_types
            .get(&row.case_type)
            .map_or(row.case_type.as_str(), |t| t.short.as_str());
        let mut person = list_name(row);
        if row.protection.is_some() {
            person.push_str(" (skyddad)");
        }
        write(
            out,
            &columns(
                [
                    stands.sign,
                    &stands.words,
                    &row.next_told(),
                    &person,
                    &age,
                    &row.case_number,
                    case_type,
                    row.step.name(),
                ],
                if alla { &row.caseworker } else { "" },
            ),
        )
    })?;
    match count {
        0 => out.line(&nothing(store, user, filter)?),
        1 => out.line("1 ärende"),
        n => out.line(&format!("{n} ärenden")),
    }
}

/// Every empty list teaches its next step.
fn nothing(store: &Store, user: &User, filter: &Filter) -> Result<String, Trouble> {
    if filter.urgency.is_some()
        || filter.step.is_some()
        || filter.case_type.is_some()
        || filter.rule.is_some()
    {
        return Ok("Inga öppna ärenden står så. Alla: akt lista --alla".to_owned());
    }
    let others = store.count(user, &Filter::all(Scope::Unit))?;
    Ok(if others > 0 {
        format!(
            "{} har inga öppna ärenden. Enhetens {}: akt lista --alla",
            user.name,
            told_count(others)
        )
    } else {
        "Inga öppna ärenden. Registrera ett i akt, eller läs in ett register: akt importera FIL"
            .to_owned()
    })
}

/// The most urgent first, so that a narrow window cuts what matters least.
fn columns(cells: [&str; 8], last: &str) -> String {
    let [sign, when, next, person, age, number, case_type, step] = cells;
    format!(
        "{} {}  {}  {age:>5}  {}  {}  {}  {}  {last}",
        pad(sign, 2),
        pad(&cut(when, 14), 14),
        pad(&cut(person, 28), 28),
        pad(number, 8),
        pad(&cut(next, 30), 30),
        pad(&cut(case_type, 14), 14),
        pad(step, 10),
    )
}

/// "Bergström, Karin".
pub(super) fn list_name(row: &CaseRow) -> String {
    match (row.family_name.as_str(), row.given_name.as_str()) {
        (family, "") => family.to_owned(),
        ("", given) => given.to_owned(),
        (family, given) => format!("{family}, {given}"),
    }
}

fn rule_name<'a>(unit: &'a Unit, deadline: &'a RowDeadline) -> &'a str {
    unit.rules
        .get(&deadline.rule)
        .map(|rows| rows.nearest(deadline.start))
        .map_or(deadline.rule.as_str(), |rule| rule.name.as_str())
}

/// Gives every row of a filter in order, a page at a time.
pub(super) fn each_row(
    store: &Store,
    user: &User,
    filter: &Filter,
    mut show: impl FnMut(&CaseRow) -> Done,
) -> Done {
    let mut last = None;
    loop {
        let page = store.list(user, filter, last.as_ref(), Direction::After, PAGE)?;
        for row in &page {
            show(row)?;
        }
        match page.last() {
            Some(row) if page.len() == PAGE => last = Some(row.anchor.clone()),
            _ => return Ok(()),
        }
    }
}

fn urgency(word: &str) -> Result<Urgency, Trouble> {
    let plain = fold(word).replace([' ', '-'], "_").replace("i_dag", "idag");
    Urgency::from_word(&plain).ok_or_else(|| {
        let words: Vec<_> = Urgency::ALL.iter().map(|u| u.word()).collect();
        let error = format!("--frist {word}: det läget finns inte.");
        let near = nearest(&plain, words.iter().copied())
            .map(|near| format!("Menade du {near}? "))
            .unwrap_or_default();
        match usage(error) {
            Trouble::Usage(error) => {
                Trouble::Usage(error.hint(format!("{near}Lägen: {}", words.join(", "))))
            }
            other => other,
        }
    })
}
