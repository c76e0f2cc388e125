//! `akt visa`: one case whole, for the one who may read it.

use chrono::NaiveDate;
use serde::Serialize;

use super::Done;
use super::args::Asked;
use super::out::{Out, pad};
use super::session::Session;
use super::why::{ClockJson, case_clocks, case_id};
use crate::core::calendar::{day_month_year, weekday_short};
use crate::core::case::Step;
use crate::core::deadline::Clock;
use crate::core::form::{Answers, FieldKind, Spec};
use crate::core::query::{CaseView, Document};
use crate::core::user::User;
use crate::error::Result;
use crate::store::Store;
use crate::ui::widget::Standing;

#[derive(Serialize)]
struct CaseJson {
    schema: u32,
    today: NaiveDate,
    case_number: String,
    case_type: String,
    step: &'static str,
    next_step: &'static str,
    opened: NaiveDate,
    closed: Option<NaiveDate>,
    caseworker: String,
    person: PersonJson,
    clocks: Vec<ClockJson>,
    events: Vec<EventJson>,
    documents: Vec<DocumentJson>,
    journal: Vec<JournalJson>,
}

#[derive(Serialize)]
struct PersonJson {
    name: String,
    personal_number: String,
    number_kind: String,
    birth_date: Option<NaiveDate>,
    age: Option<u32>,
    sex: &'static str,
    wished_name: Option<String>,
    pronoun: Option<String>,
    protection: Option<&'static str>,
    communication: Option<String>,
    interpreter: Option<String>,
    call_first: Option<String>,
    died_on: Option<NaiveDate>,
}

#[derive(Serialize)]
struct EventJson {
    event: &'static str,
    name: &'static str,
    subject: &'static str,
    date: NaiveDate,
    time: Option<String>,
    until: Option<NaiveDate>,
    note: String,
    recorded_by: String,
    recorded_at: String,
    corrected: bool,
    void: bool,
}

#[derive(Serialize)]
struct DocumentJson {
    kind: &'static str,
    title: String,
    date: NaiveDate,
    signed_by: String,
    superseded: bool,
    spec: String,
    revision: u32,
    answers: Answers,
}

#[derive(Serialize)]
struct JournalJson {
    date: NaiveDate,
    time: Option<String>,
    written_by: String,
    written_at: String,
    role: String,
    corrected: bool,
    correction: bool,
    text: Option<String>,
}

pub(super) fn run(asked: &Asked, session: &Session, out: &mut Out) -> Done {
    let number = asked.value(0, "Ärendets nummer")?;
    let (store, user) = session.reader()?;
    let case = store.whole_case(&user, case_id(&store, &user, number)?)?;
    if asked.has("overlamning") {
        return handover(&store, &user, case.id, out);
    }
    let clocks = case_clocks(&store, &user, &case)?;
    let documents = case
        .documents
        .iter()
        .map(|row| store.document(&user, row.id))
        .collect::<Result<Vec<Document>>>()?;
    let (next, deciders) =
        store.next_step(&user, &case, &store.engine_events(&user, case.id)?, &clocks)?;
    if asked.has("json") {
        return out.json_pretty(&as_json(&store, case, &clocks, documents, next.name()));
    }
    head(&store, &user, &case, &next.told(&deciders), out)?;
    way(&case, out)?;
    deadlines(&clocks, store.today(), out)?;
    events(&case, out)?;
    for document in &documents {
        write_document(document, out)?;
    }
    journal(&case, out)
}

/// The page for the one who takes over. Drafts are their writer's own and are told on the screen alone.
fn handover(store: &Store, user: &User, case: i64, out: &mut Out) -> Done {
    let sheet = crate::report::handover::sheet(store, user, case, &[])?;
    let person = &sheet.person;
    let age = person
        .age(store.today())
        .map(|age| format!("  {age} år"))
        .unwrap_or_default();
    let mark = person
        .protection
        .map(|p| format!("  SKYDDADE PERSONUPPGIFTER: {}", p.name()))
        .unwrap_or_default();
    out.line(&format!(
        "{}{age}  {}  ärende {}{mark}",
        person.list_name(),
        person.number,
        sheet.case_number
    ))?;
    for part in &sheet.parts {
        out.line("")?;
        out.line(part.title)?;
        for (label, text) in &part.lines {
            if label.is_empty() {
                out.line(&format!("  {text}"))?;
            } else {
                out.line(&format!("  {}{text}", pad(label, 18)))?;
            }
        }
    }
    Ok(())
}

fn head(store: &Store, user: &User, case: &CaseView, next: &str, out: &mut Out) -> Done {
    let person = &case.person;
    let today = store.today();
    let age = person
        .age(today)
        .map(|age| format!("  {age} år"))
        .unwrap_or_default();
    out.line(&format!("{}{age}  {}", person.list_name(), person.number))?;
    let mut marks: Vec<String> = Vec::new();
    marks.extend(
        person
            .protection
            .map(|p| format!("SKYDDADE PERSONUPPGIFTER: {}", p.name())),
    );
    marks.extend(
        person
            .wished_name
            .as_ref()
            .map(|name| format!("kallas {name}")),
    );
    marks.extend(
        person
            .pronoun
            .as_ref()
            .map(|word| format!("pronomen {word}")),
    );
    marks.extend(
        person
            .interpreter
            .as_ref()
            .map(|language| format!("tolk {language}")),
    );
    marks.extend(
        person
            .call_first
            .as_ref()
            .map(|who| format!("ring {who} först")),
    );
    marks.extend(person.communication.clone());
    marks.extend(
        person
            .died_on
            .map(|day| format!("avliden {}", day_month_year(day))),
    );
    if !marks.is_empty() {
        out.line(&marks.join(" · "))?;
    }
    let case_type = store
        .unit()
        .case_types
        .get(&case.case_type)
        .map_or(case.case_type.as_str(), |t| t.name.as_str());
    out.line("")?;
    out.line(&format!("Ärende {}  {case_type}", case.case_number))?;
    let closed = case
        .closed
        .map(|day| format!(", avslutat {}", day_month_year(day)))
        .unwrap_or_default();
    out.line(&format!(
        "  öppnat      {}{closed}",
        day_month_year(case.opened)
    ))?;
    out.line(&format!("  handläggare {}", case.caseworker))?;
    out.line(&format!("  steg        {}", case.step.name()))?;
    out.line(&format!("  nästa steg  {next}"))?;
    if case.owner != Some(user.id) {
        out.line(&format!("  läst av     {}", user.name))?;
    }
    Ok(())
}

/// The way of the case as a line of steps with dates.
fn way(case: &CaseView, out: &mut Out) -> Done {
    let reached = |step: Step| {
        case.events
            .iter()
            .filter(|e| !e.void && e.corrected_by.is_none() && e.kind.leads_to() == Some(step))
            .map(|e| e.day)
            .min()
    };
    let steps: Vec<String> = Step::ALL
        .iter()
        .filter_map(|step| {
            let day = reached(*step)?;
            Some(format!("{} {}", step.name(), day_month_year(day)))
        })
        .collect();
    if steps.is_empty() {
        return Ok(());
    }
    out.line(&format!("  väg         {}", steps.join(" → ")))
}

fn deadlines(clocks: &[Clock], today: NaiveDate, out: &mut Out) -> Done {
    out.line("")?;
    out.line("Frister")?;
    if clocks.is_empty() {
        return out.line("  ingen har startat");
    }
    for clock in clocks {
        let paused_until = clock
            .pauses
            .iter()
            .filter(|pause| pause.from <= today && today < pause.until)
            .map(|pause| pause.until)
            .max();
        let stands = Standing::of(clock.state(today), clock.due, paused_until, today);
        out.line(&format!(
            "  {} {}  {}  {}  {}",
            stands.sign,
            pad(&stands.words, 15),
            pad(
                &format!("{} {}", weekday_short(clock.due), day_month_year(clock.due)),
                17
            ),
            pad(&clock.rule.id, 4),
            clock.rule.name
        ))?;
    }
    Ok(())
}

fn events(case: &CaseView, out: &mut Out) -> Done {
    out.line("")?;
    out.line("Händelser")?;
    if case.events.is_empty() {
        return out.line("  inga ännu");
    }
    for event in &case.events {
        let time = event
            .time
            .map(|t| t.format(" %H.%M").to_string())
            .unwrap_or_default();
        let until = event
            .until
            .map(|day| format!(", till {}", day_month_year(day)))
            .unwrap_or_default();
        let mark = match (event.void, event.corrected_by) {
            (true, _) => "  (struken)",
            (_, Some(_)) => "  (rättad)",
            _ => "",
        };
        out.line(&format!(
            "  {}  {}{until}{mark}  {}",
            pad(&format!("{}{time}", event.day), 16),
            event.kind.name(),
            event.recorded_by
        ))?;
        out.lines("                    ", &event.note)?;
    }
    Ok(())
}

fn write_document(document: &Document, out: &mut Out) -> Done {
    let row = &document.row;
    let replaced = if row.superseded_by.is_some() {
        "  (ersatt)"
    } else {
        ""
    };
    out.line("")?;
    out.line(&format!(
        "{}  undertecknad {} av {}{replaced}",
        row.title,
        day_month_year(row.day),
        row.signed_by
    ))?;
    match &document.spec {
        Some(spec) => answers(spec, &document.answers, out),
        None => document
            .answers
            .values
            .iter()
            .try_for_each(|(field, text)| out.line(&format!("  {field}: {text}"))),
    }
}

fn answers(spec: &Spec, answers: &Answers, out: &mut Out) -> Done {
    for section in &spec.sections {
        let answered: Vec<_> = section
            .fields
            .iter()
            .filter(|f| f.is_answered(answers))
            .collect();
        if answered.is_empty() {
            continue;
        }
        out.line(&format!("  {}", section.title))?;
        for field in answered {
            if field.kind == FieldKind::Estimate {
                for line in &answers.lines {
                    let times = if line.times_min == line.times_max {
                        line.times_max.to_string()
                    } else {
                        format!("{}–{}", line.times_min, line.times_max)
                    };
                    let double = if line.double_staffing {
                        ", dubbelbemanning"
                    } else {
                        ""
                    };
                    out.line(&format!(
                        "    {}: {} min, {times} {}{double}",
                        line.intervention,
                        line.minutes,
                        line.per.name()
                    ))?;
                }
                continue;
            }
            let text = answers.get(&field.id);
            if field.kind == FieldKind::Text {
                out.line(&format!("    {}", field.label))?;
                out.lines("      ", text)?;
            } else {
                out.line(&format!("    {}: {text}", field.label))?;
            }
        }
    }
    Ok(())
}

fn journal(case: &CaseView, out: &mut Out) -> Done {
    out.line("")?;
    out.line("Journal")?;
    if case.journal.is_empty() {
        return out.line("  inga anteckningar ännu");
    }
    for entry in case.journal.iter().rev() {
        let time = entry
            .time
            .map(|t| t.format(" %H.%M").to_string())
            .unwrap_or_default();
        let mark = match (entry.corrects, entry.corrected_by) {
            (_, Some(_)) => "  (rättad)",
            (Some(_), None) => "  (rättelse)",
            _ => "",
        };
        out.line(&format!(
            "  {}{time}  {}, {}{mark}",
            entry.day, entry.written_by, entry.role
        ))?;
        out.lines("    ", entry.text.as_deref().unwrap_or("(gallrad)"))?;
    }
    Ok(())
}

fn as_json(
    store: &Store,
    case: CaseView,
    clocks: &[Clock],
    documents: Vec<Document>,
    next: &'static str,
) -> CaseJson {
    let today = store.today();
    let age = case.person.age(today);
    let name = case.person.list_name();
    let person = case.person;
    let clock = |time: chrono::NaiveTime| time.format("%H:%M").to_string();
    CaseJson {
        schema: 1,
        today,
        case_number: case.case_number,
        case_type: case.case_type,
        step: case.step.name(),
        next_step: next,
        opened: case.opened,
        closed: case.closed,
        caseworker: case.caseworker,
        person: PersonJson {
            name,
            personal_number: person.number,
            number_kind: person.number_kind,
            birth_date: person.birth_date,
            age,
            sex: person.sex.name(),
            wished_name: person.wished_name,
            pronoun: person.pronoun,
            protection: person.protection.map(|p| p.name()),
            communication: person.communication,
            interpreter: person.interpreter,
            call_first: person.call_first,
            died_on: person.died_on,
        },
        clocks: clocks.iter().map(|c| ClockJson::of(c, today)).collect(),
        events: case
            .events
            .into_iter()
            .map(|event| EventJson {
                event: event.kind.word(),
                name: event.kind.name(),
                subject: event.subject.word(),
                date: event.day,
                time: event.time.map(clock),
                until: event.until,
                note: event.note,
                recorded_by: event.recorded_by,
                recorded_at: event.recorded_at,
                corrected: event.corrected_by.is_some(),
                void: event.void,
            })
            .collect(),
        documents: documents
            .into_iter()
            .map(|document| DocumentJson {
                kind: document.row.kind.word(),
                title: document.row.title,
                date: document.row.day,
                signed_by: document.row.signed_by,
                superseded: document.row.superseded_by.is_some(),
                spec: document.row.spec,
                revision: document.row.revision,
                answers: document.answers,
            })
            .collect(),
        journal: case
            .journal
            .into_iter()
            .map(|entry| JournalJson {
                date: entry.day,
                time: entry.time.map(clock),
                written_by: entry.written_by,
                written_at: entry.written_at,
                role: entry.role,
                corrected: entry.corrected_by.is_some(),
                correction: entry.corrects.is_some(),
                text: entry.text,
            })
            .collect(),
    }
}
