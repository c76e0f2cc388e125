//! The state of a case on one page (*överlämningsblad*), for the one who takes over.

use chrono::NaiveDate;

use crate::core::calendar::{day_month_year, weekday_short};
use crate::core::deadline::{CaseFacts, Clock, clocks};
use crate::core::decision;
use crate::core::estimate::Span;
use crate::core::event::EventKind;
use crate::core::next::said_by;
use crate::core::person::PersonHead;
use crate::core::plan::Reminder;
use crate::core::query::CaseView;
use crate::core::recipient::awaited;
use crate::core::user::User;
use crate::error::Result;
use crate::store::{RunningDecision, Store};

/// One page about a case.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// The person.
    pub person: PersonHead,
    /// The case's number.
    pub case_number: String,
    /// The parts in order; those without lines are left out.
    pub parts: Vec<Part>,
}

/// A part of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The heading.
    pub title: &'static str,
    /// A label, which may be empty, and what stands after it.
    pub lines: Vec<(String, String)>,
}

/// How many of the latest journal entries are told.
const ENTRIES: usize = 3;

/// Kinds that tell how far a case has come.
const WAY: &[EventKind] = &[
    EventKind::Received,
    EventKind::ReadyForDischarge,
    EventKind::HomecomingArranged,
    EventKind::FirstContact,
    EventKind::AssessmentBegun,
    EventKind::AssessmentSigned,
    EventKind::SentForReply,
    EventKind::ReplyReceived,
    EventKind::Granted,
    EventKind::Refused,
    EventKind::DecisionSent,
    EventKind::DecisionReceived,
    EventKind::AppealReceived,
    EventKind::OrderSent,
    EventKind::PlanReceived,
    EventKind::PlanAccepted,
    EventKind::Executed,
    EventKind::Interrupted,
    EventKind::Resumed,
    EventKind::FollowedUp,
    EventKind::ComplaintReceived,
];

/// Makes the page. `drafts` tells whose working papers there are and what they are: they are not in the
/// file and do not follow.
///
/// # Errors
/// When the case may not be seen or the database cannot be read.
pub fn sheet(store: &Store, user: &User, case: i64, drafts: &[String]) -> Result<Sheet> {
    let view = store.case(user, case)?;
    let today = store.today();
    let events = store.engine_events(user, case)?;
    let states = store.engine_states(user, case)?;
    let facts = CaseFacts {
        case_type: &view.case_type,
        events: &events,
        states: &states,
    };
    let mut all = clocks(&store.unit().rules, store.calendar(), &facts);
    let (next, deciders) = store.next_step(user, &view, &events, &all)?;
    all.retain(|clock| !clock.rule.hidden && clock.state(today).is_open());
    all.sort_by_key(|clock| (clock.due, clock.rule.order));
    let mut parts = vec![
        Part {
            title: "Ärendet",
            lines: about(store, &view),
        },
        Part {
            title: "Nästa steg",
            lines: next_lines(
                store,
                user,
                &view,
                format!("{}{}", next.told(&deciders), said_by(&events, next)),
            )?,
        },
        Part {
            title: "Frister",
            lines: all.iter().map(|clock| clock_line(clock, today)).collect(),
        },
        Part {
            title: "Vägen hit",
            lines: way_lines(&view),
        },
        Part {
            title: "Bestämt",
            lines: agreed(store, user, &view)?,
        },
        Part {
            title: "Ring först",
            lines: contacts(store, user, &view.person)?,
        },
        Part {
            title: "Utkast",
            lines: drafts
                .iter()
                .map(|draft| (String::new(), draft.clone()))
                .collect(),
        },
        Part {
            title: "Senast i journalen",
            lines: entries(&view),
        },
    ];
    parts.retain(|part| !part.lines.is_empty());
    Ok(Sheet {
        person: view.person,
        case_number: view.case_number,
        parts,
    })
}

/// What comes next, and the proposal that waits or was returned.
fn next_lines(
    store: &Store,
    user: &User,
    view: &CaseView,
    next: String,
) -> Result<Vec<(String, String)>> {
    let mut lines = vec![(String::new(), next)];
    if let Some(proposal) = store.case_proposal(user, view.id)? {
        let what = decision::read(&proposal.answers).in_short();
        let from = &proposal.proposed_by.1;
        let mut text = format!("{what}, från {from} {}", told(proposal.proposed_on));
        if let Some((who, day)) = proposal.handled.filter(|_| proposal.returned) {
            let comment = &proposal.comment;
            text.push_str(&format!(", återlämnat av {who} {}: {comment}", told(day)));
        }
        lines.push(("Förslag".to_owned(), text));
    }
    Ok(lines)
}

fn told(day: NaiveDate) -> String {
    format!("{} {}", weekday_short(day), day_month_year(day))
}

fn about(store: &Store, view: &CaseView) -> Vec<(String, String)> {
    let case_type = store
        .unit()
        .case_types
        .get(&view.case_type)
        .map_or(view.case_type.clone(), |known| known.name.clone());
    let mut lines = vec![
        ("Gäller".to_owned(), case_type),
        ("Läge".to_owned(), view.step.name().to_owned()),
        ("Inkom".to_owned(), told(view.opened)),
    ];
    let why = view
        .events
        .iter()
        .find(|event| event.kind == EventKind::Received && !event.note.is_empty());
    if let Some(event) = why {
        lines.push(("Varför".to_owned(), event.note.clone()));
    }
    if !view.caseworker.is_empty() {
        lines.push(("Handläggare".to_owned(), view.caseworker.clone()));
    }
    lines
}

fn clock_line(clock: &Clock, today: NaiveDate) -> (String, String) {
    // What becomes possible is neither in time nor late.
    let what = match clock.rule.possible {
        true => clock.rule.name.clone(),
        false => format!("{}, {}", clock.rule.action, clock.state(today).name()),
    };
    (told(clock.due), what)
}

fn way_lines(view: &CaseView) -> Vec<(String, String)> {
    view.events
        .iter()
        .filter(|event| !event.void && event.corrected_by.is_none())
        .filter(|event| WAY.contains(&event.kind))
        .map(|event| (told(event.day), event.kind.name().to_owned()))
        .collect()
}

/// What is decided, ordered and booked.
fn agreed(store: &Store, user: &User, view: &CaseView) -> Result<Vec<(String, String)>> {
    let mut lines = Vec::new();
    let today = store.today();
    let decided = store.running_decisions(user, view.id, today)?;
    lines.extend(
        decided
            .iter()
            .map(|row| ("Beslutat".to_owned(), decision_line(row))),
    );
    let events = store.engine_events(user, view.id)?;
    let waits = awaited(&events.iter().collect::<Vec<_>>());
    let waits = waits.iter().filter_map(|sending| sending.until);
    lines.extend(waits.map(|until| ("Svar senast".to_owned(), told(until))));
    let stands = view
        .events
        .iter()
        .filter(|event| !event.void && event.corrected_by.is_none());
    for event in stands {
        match event.kind {
            // What was decided here tells its last day itself.
            EventKind::DecisionEnds if decided.is_empty() => {
                lines.push(("Beslutet till".to_owned(), told(event.day)));
            }
            EventKind::VisitBooked if event.day >= today => {
                lines.push(("Besök".to_owned(), told(event.day)));
            }
            _ => {}
        }
    }
    if let Some(order) = store.order_now(user, view.id)? {
        let hours = Span::minutes(order.minutes_per_month).hours_text();
        let provider = if order.provider.is_empty() {
            String::new()
        } else {
            format!(", {}", order.provider)
        };
        let later = match order.complete_later {
            true => ", att komplettera",
            false => "",
        };
        lines.push((
            "Beställt".to_owned(),
            format!("{hours} per månad{provider}{later}"),
        ));
        if !order.goal.is_empty() {
            lines.push(("Mål".to_owned(), order.goal));
        }
    }
    for order in store
        .orders(user, view.id)?
        .iter()
        .filter(|o| o.awaits_plan())
    {
        if let Some(last) = order.taken().last() {
            lines.push(("Påmint".to_owned(), reminder_line(last)));
        }
    }
    for row in &view.states {
        use crate::core::deadline::ClockStateKind;
        if let ClockStateKind::Pause {
            until,
            ended,
            reason,
            ..
        } = &row.state.kind
            && ended.unwrap_or(*until) > today
        {
            lines.push((
                "Väntar".to_owned(),
                format!("{reason}, till {}", told(*until)),
            ));
        }
    }
    Ok(lines)
}

/// "Hemtjänst, 61,6 h per månad, mån 7 sep 2026 – tors 31 dec 2026, 11 kap. 1 § SoL, av Anna Ek".
fn decision_line(row: &RunningDecision) -> String {
    let mut parts = vec![row.intervention.clone()];
    parts.extend(
        row.minutes
            .map(|minutes| format!("{} per månad", Span::minutes(minutes).hours_text())),
    );
    let to = row.to.map_or("tills vidare".to_owned(), |to| {
        format!("till {}", day_month_year(to))
    });
    parts.push(match row.from {
        Some(from) => format!("från {} {to}", day_month_year(from)),
        None => to,
    });
    if !row.basis.is_empty() {
        parts.push(row.basis.clone());
    }
    parts.push(format!(
        "beslutat {} av {}",
        day_month_year(row.day),
        row.decided_by
    ));
    parts.join(", ")
}

/// The latest rung of the ladder, with what was said.
fn reminder_line(last: &Reminder) -> String {
    let note = match last.note.as_str() {
        "" => String::new(),
        note => format!(": {note}"),
    };
    format!("{} {}{note}", last.rung.name(), told(last.day))
}

/// Those to call, the one to call first before the others.
fn contacts(store: &Store, user: &User, person: &PersonHead) -> Result<Vec<(String, String)>> {
    let mut lines = Vec::new();
    if let Some(first) = person.call_first.as_ref().filter(|first| !first.is_empty()) {
        lines.push((String::new(), format!("Ring {first} först")));
    }
    if let Some(language) = person.interpreter.as_ref().filter(|l| !l.is_empty()) {
        lines.push((String::new(), format!("Tolk: {language}")));
    }
    let file = store.file(user, person.id)?;
    let open = file
        .lines
        .iter()
        .filter(|line| line.part == "kontakt" && line.to.is_none());
    lines.extend(open.map(|line| (String::new(), line.text.clone())));
    Ok(lines)
}

fn entries(view: &CaseView) -> Vec<(String, String)> {
    view.journal
        .iter()
        .filter(|entry| entry.corrected_by.is_none())
        .take(ENTRIES)
        .map(|entry| {
            let text = entry.text.as_deref().unwrap_or("Texten är gallrad.");
            let first = text.lines().find(|line| !line.trim().is_empty());
            (told(entry.day), first.unwrap_or_default().trim().to_owned())
        })
        .collect()
}
