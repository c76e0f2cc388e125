//! The parts of a case's page: clocks, drafts, documents, journal and the log of events.

use chrono::NaiveDate;

use super::super::Context;
use super::super::short_form::{lower, told, told_moment};
use crate::core::deadline::{Clock, State};
use crate::core::event::{EventKind, Subject};
use crate::core::event_facts::{self, second_date};
use crate::core::form::FieldKind;
use crate::core::query::{DocumentRow, EventRow, JournalRow};
use crate::store::draft::Draft;
use crate::ui::action::{Action, Scope};
use crate::ui::theme::Role;
use crate::ui::widget::{Part, Row, Standing};

/// What a row of the page is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A clock: its rule, its subject and the event that started it.
    Clock(String, Subject, i64),
    /// A draft.
    Draft(i64),
    /// A signed document.
    Document(i64),
    /// A journal entry.
    Journal(i64),
    /// An event.
    Event(i64),
    /// An order, by its document.
    Order(i64),
    /// A plan.
    Plan(i64),
    /// A reminder of a plan: the order, and which of its reminders.
    Reminder(i64, usize),
}

/// The heading over the documents, which a key leads to.
pub const DOCUMENTS: &str = "Dokument";

/// The page of a case.
pub fn parts(read: &super::Read, drafts: &[Draft], ctx: &Context<'_>) -> Vec<Part<Item>> {
    let (view, clocks) = (&read.view, &read.clocks);
    let today = ctx.today;
    let key = |action| ctx.keymap.hint(Scope::Case, action).unwrap_or_default();
    let mut parts = vec![Part {
        title: "Frister".into(),
        rows: in_order(clocks, today)
            .into_iter()
            .map(|clock| clock_row(clock, whose(read, clock, today).as_deref(), today))
            .collect(),
        empty: "Ingen frist löper här.".into(),
        right: false,
    }];
    if !drafts.is_empty() {
        parts.push(Part {
            title: "Utkast".into(),
            rows: drafts.iter().map(|draft| draft_row(draft, ctx)).collect(),
            empty: String::new(),
            right: false,
        });
    }
    parts.push(Part {
        title: DOCUMENTS.into(),
        rows: view
            .documents
            .iter()
            .map(|document| document_row(document, today))
            .collect(),
        empty: format!(
            "Inget är undertecknat. {} skriver utredningen.",
            key(Action::Assessment)
        ),
        right: false,
    });
    parts.extend(super::orders::part(&read.orders, ctx));
    parts.push(Part {
        title: "Journal".into(),
        rows: view
            .journal
            .iter()
            .map(|entry| journal_row(entry, today))
            .collect(),
        empty: format!("Inget är antecknat. {} antecknar.", key(Action::Note)),
        right: true,
    });
    parts.push(Part {
        title: "Händelser".into(),
        rows: view
            .events
            .iter()
            .rev()
            .map(|event| event_row(event, read, today))
            .collect(),
        empty: format!(
            "Inget är registrerat. {} registrerar en händelse.",
            key(Action::RecordEvent)
        ),
        right: true,
    });
    parts
}

/// Open clocks by due date, then paused, possible, done and not applicable ones. Hidden ones never, nor
/// what was merely possible once it no longer is: nobody did anything about it.
fn in_order(clocks: &[Clock], today: NaiveDate) -> Vec<&Clock> {
    let mut shown: Vec<&Clock> = clocks
        .iter()
        .filter(|clock| !clock.rule.hidden)
        .filter(|clock| !clock.rule.possible || clock.state(today).is_open())
        .collect();
    shown.sort_by_key(|clock| {
        let state = clock.state(today);
        let (rank, day) = match state {
            _ if state.is_open() && clock.rule.possible => (2, clock.due),
            State::Paused => (1, clock.due),
            State::Done => (3, clock.stopped.map_or(clock.due, |stop| stop.day)),
            State::NotApplicable => (4, clock.due),
            _ => (0, clock.due),
        };
        // What was done last stands first among what is done.
        let turn = if rank == 3 { -1 } else { 1 };
        let days = (day - NaiveDate::MIN).num_days() * turn;
        (rank, days, clock.rule.order)
    });
    shown
}

/// The key of a clock's row.
pub fn clock_item(clock: &Clock) -> Item {
    Item::Clock(clock.rule.id.clone(), clock.subject, clock.start.event)
}

/// The measure or the recipient that a clock runs for, where it must be said. The person is whom it is all
/// about; another recipient is named.
fn whose(read: &super::Read, clock: &Clock, today: NaiveDate) -> Option<String> {
    match clock.subject {
        Subject::Recipient(0) => None,
        Subject::Recipient(_) => read.view.recipient(clock.subject).map(str::to_owned),
        subject => read.measure(subject, today),
    }
}

fn clock_row(clock: &Clock, whose: Option<&str>, today: NaiveDate) -> Row<Item> {
    let rule = &clock.rule;
    let of = |text: &str| match whose {
        Some(name) => format!("{text}: {name}"),
        None => text.to_owned(),
    };
    let state = clock.state(today);
    let pause = clock
        .pauses
        .iter()
        .find(|pause| pause.from <= today && today < pause.until);
    let Standing { role, sign, words } =
        Standing::of(state, clock.due, pause.map(|pause| pause.until), today);
    let due = told(clock.due, today);
    let why = |reason: &str| format!("{}: {reason}", of(&rule.action));
    let (role, sign, words, date, text) = match state {
        State::Possible | State::OnTime if rule.possible => (
            Role::DeadlinePossible,
            "–",
            "möjlig från".to_owned(),
            due,
            of(&rule.name),
        ),
        State::Paused => (
            role,
            sign,
            words,
            due,
            why(pause.map_or("", |pause| pause.reason.as_str())),
        ),
        State::Done => {
            let (word, day) = match clock.stopped {
                Some(stop) => ("klar", stop.day),
                None => ("gick ut", clock.due),
            };
            let words = format!("{word} {}", told(day, today));
            (role, sign, words, String::new(), of(&rule.name))
        }
        State::NotApplicable => (
            role,
            sign,
            words,
            String::new(),
            why(clock.not_applicable.as_deref().unwrap_or_default()),
        ),
        _ => (role, sign, words, due, of(&rule.name)),
    };
    let near = state != State::OnTime || !rule.possible;
    let rest = if near && state.is_open() {
        Role::Text
    } else {
        Role::TextDim
    };
    let reasons: Vec<&str> = clock.pauses.iter().map(|p| p.reason.as_str()).collect();
    Row {
        key: clock_item(clock),
        short: Some(of(&rule.action)).filter(|_| state != State::Paused),
        whole: true,
        found_by: format!(
            "{} {} {} {}",
            rule.name,
            rule.action,
            whose.unwrap_or_default(),
            reasons.join(" ")
        ),
        cells: vec![
            (2, role, sign.trim().to_owned()),
            (20, role, words),
            (11, rest, date),
            (0, rest, text),
        ],
        right: None,
    }
}

fn draft_row(draft: &Draft, ctx: &Context<'_>) -> Row<Item> {
    let title = if draft.kind == "anteckning" {
        "Anteckning".to_owned()
    } else {
        draft.spec.title.clone()
    };
    Row {
        key: Item::Draft(draft.id),
        short: None,
        whole: false,
        found_by: title.clone(),
        cells: vec![
            (30, Role::Text, format!("{title}, utkast")),
            (
                0,
                Role::TextDim,
                format!("sparat {}", told_moment(&draft.saved_at, ctx)),
            ),
        ],
        right: None,
    }
}

fn document_row(document: &DocumentRow, today: NaiveDate) -> Row<Item> {
    let replaced = document.superseded_by.is_some();
    let role = if replaced { Role::TextDim } else { Role::Text };
    let mark = if replaced {
        Some("ersatt")
    } else if document.supersedes.is_some() {
        Some("ersätter")
    } else {
        None
    };
    let title = match &document.outcome {
        Some(outcome) => format!("{}, {outcome}", document.title),
        None => document.title.clone(),
    };
    Row {
        key: Item::Document(document.id),
        short: None,
        whole: false,
        found_by: format!("{title} {}", document.kind.name()),
        cells: vec![
            (11, role, told(document.day, today)),
            (28, role, title),
            (0, Role::Text, document.signed_by.clone()),
        ],
        right: mark.map(|mark| (Role::TextStrong, mark.to_owned())),
    }
}

/// "5 nov 10.30", or the day alone.
fn when(day: NaiveDate, time: Option<chrono::NaiveTime>, today: NaiveDate) -> String {
    match time {
        Some(time) => format!("{} {}", told(day, today), time.format("%H.%M")),
        None => told(day, today),
    }
}

/// The mark of what has been put right, and of what puts right.
fn mended(corrects: Option<i64>, corrected_by: Option<i64>) -> Option<&'static str> {
    match (corrects, corrected_by) {
        (_, Some(_)) => Some("rättad"),
        (Some(_), None) => Some("rättelse"),
        (None, None) => None,
    }
}

fn journal_row(entry: &JournalRow, today: NaiveDate) -> Row<Item> {
    let role = if entry.corrected_by.is_some() {
        Role::TextDim
    } else {
        Role::Text
    };
    let text = entry.text.clone();
    let first = text.as_deref().map_or("gallrad", |text| {
        text.lines().find(|l| !l.trim().is_empty()).unwrap_or("")
    });
    Row {
        key: Item::Journal(entry.id),
        cells: vec![
            (14, role, when(entry.day, entry.time, today)),
            (12, Role::Text, entry.written_by.clone()),
            (0, role, first.to_owned()),
        ],
        right: mended(entry.corrects, entry.corrected_by)
            .map(|mark| (Role::TextStrong, mark.to_owned())),
        short: None,
        whole: false,
        found_by: text.unwrap_or_default(),
    }
}

fn event_row(event: &EventRow, read: &super::Read, today: NaiveDate) -> Row<Item> {
    let view = &read.view;
    let struck = event
        .corrected_by
        .and_then(|by| view.events.iter().find(|other| other.id == by))
        .is_some_and(|by| by.void);
    let of_it = read.measures.iter().find(|m| m.subject == event.subject);
    // The last day of a decision that another has followed comes to nothing.
    let overtaken = event.kind == EventKind::DecisionEnds
        && of_it.is_some_and(|m| m.ended.is_some_and(|last| last < event.day));
    let mark = match () {
        () if struck => Some("struken"),
        () if event.void => Some("stryker"),
        () if overtaken => Some("gäller inte"),
        () => mended(event.corrects, event.corrected_by),
    };
    let role = if event.corrected_by.is_some() || event.void || overtaken {
        Role::TextDim
    } else {
        Role::Text
    };
    let mut words = Vec::new();
    // What the note says already is not said twice.
    if of_it.is_none_or(|measure| measure.intervention != event.note) {
        words.extend(read.measure(event.subject, today));
    }
    if let Some(until) = event.until {
        let what = second_date(event.kind).map_or("svar senast", |(label, _)| label);
        words.push(format!("{} {}", lower(what), told(until, today)));
    }
    words.extend(
        event_facts::facts(event.kind)
            .iter()
            .filter(|fact| !matches!(fact.kind, FieldKind::YesNo | FieldKind::Text))
            .filter_map(|fact| event.detail.get(fact.id))
            .map(|answer| answer.lines().collect::<Vec<_>>().join(" ")),
    );
    if !event.note.is_empty() {
        words.push(event.note.lines().collect::<Vec<_>>().join(" "));
    }
    Row {
        key: Item::Event(event.id),
        short: None,
        whole: true,
        found_by: format!("{} {}", event.kind.name(), event.note),
        cells: vec![
            (14, role, when(event.day, event.time, today)),
            (26, role, event.kind.name().to_owned()),
            (0, Role::Text, words.join(", ")),
        ],
        right: Some(match mark {
            Some(mark) => (Role::TextStrong, mark.to_owned()),
            None => (Role::Text, event.recorded_by.clone()),
        }),
    }
}
