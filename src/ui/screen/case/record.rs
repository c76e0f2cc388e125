//! Recording what has happened: what is asked about each kind, and the write.

use chrono::{Days, NaiveDate};

use super::super::form::Form;
use super::super::plan;
use super::super::short_form::{
    answers, choice, day, day_opt, field, finish, needed, required, spec, time_opt, told,
};
use super::super::{Context, Message, Step};
use crate::core::calendar::day_month;
use crate::core::change::{Change, NewEvent};
use crate::core::decision::Closing;
use crate::core::event::{EventKind, Subject};
use crate::core::event_facts::{self, second_date};
use crate::core::form::{Answers, Field, FieldKind, Spec};
use crate::core::next::NextStep;
use crate::core::query::CaseView;
use crate::core::recipient::awaited;
use crate::error::{Error, Result};
use crate::ui::action::{Action, Scope};
use crate::ui::screen::choose::Choose;
use crate::ui::screen::person::facts::{self, Fact};
use crate::ui::screen::proposals::ProposalsScreen;
use crate::ui::screen::reader::Reader;

use super::kinds::{beside, by_likelihood, kinds_of};
use super::{asked, basis, closing, gate};

/// Days to answer a sent assessment in, where nothing else is said.
const REPLY_DAYS: u64 = 7;

/// The field that says which order an event is about, where there are several.
const ORDER: &str = "bestallning";

/// Takes the next step: its document, or the form that records it.
pub fn next_step(view: &CaseView, next: NextStep, ctx: &Context<'_>) -> Result<Step> {
    Ok(match next {
        NextStep::WriteAssessment => Step::open(Form::assessment(view, ctx)?),
        NextStep::WriteOrder | NextStep::CompleteOrder => Step::open(Form::order(view, ctx)?),
        NextStep::AnswerDemand => answer_demand(view),
        NextStep::FollowUp => Step::open(Form::follow_up(view, ctx)?),
        NextStep::SendForReply => match gate::signed_assessment(view) {
            // What is sent is read first; the same key goes on.
            Some(document) => Step::open(Reader::for_reply(document)),
            None => open(view, &[EventKind::SentForReply], ctx),
        },
        NextStep::AwaitReply if reply_is_late(view, ctx) => open(
            view,
            &[EventKind::ReplyReceived, EventKind::ReplyAbsent],
            ctx,
        ),
        NextStep::AwaitDecision => await_decision(view, ctx)?,
        NextStep::RemindConfirmation | NextStep::RemindPlan => plan::remind::open(view, ctx)?,
        NextStep::Decide | NextStep::HandOver | NextStep::Close => gate::first(view, next, ctx)?,
        NextStep::Nothing => {
            let key = ctx
                .keymap
                .hint(Scope::Case, Action::RecordEvent)
                .unwrap_or_default();
            Step::Say(Message::done(format!(
                "Ärendet är avslutat. Öppna det igen som händelse ({key})."
            )))
        }
        next => open(view, kinds_of(next), ctx),
    })
}

/// Where a proposal waits: the one who may decide goes to it, others are told what it waits for.
fn await_decision(view: &CaseView, ctx: &Context<'_>) -> Result<Step> {
    let mine = ctx.store.to_decide(ctx.user)?;
    Ok(match mine.iter().any(|proposal| proposal.case == view.id) {
        true => Step::open(ProposalsScreen::new(Some(view.id))),
        false => Step::open(Form::decision(view, ctx)?),
    })
}

/// A demand for a decision is answered by deciding, or refused in writing.
fn answer_demand(view: &CaseView) -> Step {
    let case = view.clone();
    let options = vec![
        (true, "Fatta beslutet".to_owned(), String::new()),
        (
            false,
            EventKind::DemandRefused.name().to_owned(),
            "skriftligt".to_owned(),
        ),
    ];
    let title = format!("Svara på begäran i {}", view.case_number);
    Step::open(Choose::new(
        title,
        Some(view.person.clone()),
        options,
        move |decide, ctx| match decide {
            true => Ok(Step::open(Form::decision(&case, ctx)?)),
            false => Ok(open(&case, &[EventKind::DemandRefused], ctx)),
        },
    ))
}

/// Whether the time to reply has run out for somebody who has not answered.
fn reply_is_late(view: &CaseView, ctx: &Context<'_>) -> bool {
    let events = ctx
        .store
        .engine_events(ctx.user, view.id)
        .unwrap_or_default();
    awaited(&events.iter().collect::<Vec<_>>())
        .iter()
        .filter_map(|sending| sending.until)
        .any(|until| until < ctx.today)
}

/// The list of everything that can be recorded.
///
/// # Errors
/// When the file cannot be read.
pub fn any(view: &CaseView, next: NextStep, ctx: &Context<'_>) -> Result<Step> {
    let near = kinds_of(next);
    let kinds = basis::by_hindrance(view, by_likelihood(view, next, ctx), ctx)?;
    let possible = kinds.iter().filter(|(_, why)| why.is_none()).count();
    let options = kinds
        .into_iter()
        .map(|(kind, why)| {
            let more = why.unwrap_or_else(|| beside(kind, near).to_owned());
            (kind, kind.name().to_owned(), more)
        })
        .collect();
    let case = view.clone();
    let list = Choose::new(
        format!("Vad har hänt i {}?", view.case_number),
        Some(view.person.clone()),
        options,
        move |kind, ctx| match kind {
            // Closing goes by what is missing, as when it is the next step.
            EventKind::Closed => gate::first(&case, NextStep::Close, ctx),
            kind => Ok(open(&case, &[*kind], ctx)),
        },
    );
    Ok(Step::open(list.dim_from(possible)))
}

/// The form that records one of these kinds.
pub fn open(view: &CaseView, kinds: &[EventKind], ctx: &Context<'_>) -> Step {
    // A decision is made in its own form, where delegation is asked.
    if let [kind, ..] = kinds
        && kind.is_decision()
    {
        let form = match Closing::of_event(*kind) {
            Some(closing) => Form::closing(view, closing, ctx),
            None => Form::decision(view, ctx),
        };
        return match form {
            Ok(form) => Step::open(form),
            Err(error) => Step::Say(Message::from(error)),
        };
    }
    // Some facts are of the person's file, and are asked about there.
    let fact = match kinds {
        [EventKind::PaperReceived] => Some(Fact::Paper),
        [EventKind::ObjectionNoted] => Some(Fact::Objection),
        [EventKind::VisitBooked] => Some(Fact::Visit),
        [EventKind::Died] => Some(Fact::Died),
        [EventKind::MovedAway] => Some(Fact::Moved),
        _ => None,
    };
    if let Some(fact) = fact {
        return facts::open(fact, &view.person, Some(view.id), ctx);
    }
    if let [kind] = kinds
        && let Err(error) = basis::ever(view, *kind, ctx)
    {
        return Step::Say(Message::from(error));
    }
    if let Some(step) = plan::instead(view, kinds, ctx) {
        return step;
    }
    let kinds: Vec<EventKind> = kinds.to_vec();
    let case = view.id;
    let (mut spec, mut given) = (form(&kinds), prefilled(&kinds, ctx.today));
    if let Err(error) = asked::fill(&mut spec, &mut given, &kinds, view, ctx) {
        return Step::Say(Message::from(error));
    }
    let mut orders = ctx.store.orders(ctx.user, case).unwrap_or_default();
    orders.retain(|order| order.replaced.is_none());
    if orders.len() > 1 && kinds.iter().any(|kind| kind.is_of_order()) {
        let labels: Vec<String> = orders.iter().map(|order| plan::label(order, ctx)).collect();
        let which = choice(ORDER, "Beställning", labels.iter().map(String::as_str));
        if let Some(section) = spec.sections.first_mut() {
            section.fields.insert(0, which);
        }
    }
    let follows =
        [EventKind::DecisionReceived, EventKind::ReplySkipped].map(|kind| kinds.contains(&kind));
    let follows = follows.contains(&true);
    let form = Form::quick(
        format!("Händelse i {}", view.case_number),
        Some(view.person.clone()),
        spec,
        given,
        move |answers, ctx| submit(case, &kinds, answers, ctx),
    );
    if !follows {
        return Step::open(form);
    }
    let events = ctx.store.engine_events(ctx.user, case).unwrap_or_default();
    let (person, case_type) = (view.person.id, view.case_type.clone());
    Step::open(form.watching(move |answers, field, ctx| {
        asked::watch(&case_type, person, &events, answers, field, ctx)
    }))
}

/// The second date that is asked about: its label, and whether it must be given.
fn until_of(kinds: &[EventKind]) -> Option<(&'static str, bool)> {
    kinds.iter().find_map(|kind| second_date(*kind))
}

fn has_time(kinds: &[EventKind]) -> bool {
    kinds.iter().any(|kind| event_facts::has_time(*kind))
}

/// What is asked about one of these kinds.
pub fn form(kinds: &[EventKind]) -> Spec {
    let title = match kinds {
        [kind] => kind.name(),
        _ => "Vad hände?",
    };
    let mut fields = Vec::new();
    if kinds.len() > 1 {
        fields.push(choice("vad", "Vad hände?", kinds.iter().map(|k| k.name())));
    }
    fields.push(required(
        "dag",
        "Datum",
        FieldKind::Date,
        "Den dag det hände.",
    ));
    if has_time(kinds) {
        fields.push(field(
            "tid",
            "Klockslag",
            FieldKind::Line,
            "När underrättelsen kom, till exempel 12:40. Efter 12 blir det en dag mer.",
        ));
    }
    fields.extend(asked::fields(kinds));
    if let Some((label, needed)) = until_of(kinds) {
        let help = if needed {
            "Dagen som personen har fått att svara till."
        } else {
            ""
        };
        fields.push(Field {
            required: needed,
            ..field("svar", label, FieldKind::Date, help)
        });
    }
    fields.push(field(
        "not",
        "Notering",
        FieldKind::Line,
        "Några ord, om det behövs. Det utförliga hör hemma i journalen.",
    ));
    spec("handelse", title, "", fields)
}

/// What is filled in beforehand.
pub fn prefilled(kinds: &[EventKind], today: NaiveDate) -> Answers {
    let mut given = answers([("dag", today.to_string())]);
    if kinds.contains(&EventKind::SentForReply) {
        let reply = today.checked_add_days(Days::new(REPLY_DAYS));
        given.set("svar", reply.map(|day| day.to_string()).unwrap_or_default());
    }
    given
}

/// The event that the answers are.
fn event(kinds: &[EventKind], answers: &Answers, ctx: &Context<'_>) -> Result<NewEvent> {
    let kind = match kinds {
        [kind] => *kind,
        _ => {
            let name = needed(answers, "vad", "Vad som hände")?;
            let named = kinds.iter().find(|kind| kind.name() == name);
            *named.ok_or_else(|| {
                Error::user(format!("”{name}” är inte något av det som går att välja."))
            })?
        }
    };
    let on = day(answers, "dag", "Datum")?;
    let detail = asked::collect(kind, answers);
    if on > event_facts::last_day(kind, &detail, ctx.today) {
        return Err(Error::user(format!("Datum: {on} ligger framåt i tiden."))
            .hint("Ange den dag då det hände."));
    }
    let until = match second_date(kind) {
        Some((label, _)) => day_opt(answers, "svar", label)?.map(|until| (label, until)),
        None => None,
    };
    if let Some((label, until)) = until
        && until < on
    {
        return Err(Error::user(format!(
            "{label}: {until} ligger före den dag då det hände."
        )));
    }
    let until = until.map(|(_, until)| until);
    if kinds.len() > 1 {
        for fact in event_facts::facts(kind) {
            if fact.required {
                needed(answers, fact.id, fact.label)?;
            }
        }
    }
    Ok(NewEvent {
        time: if has_time(&[kind]) {
            time_opt(answers, "tid", "Klockslag")?
        } else {
            None
        },
        until,
        note: answers.get("not").trim().to_owned(),
        detail,
        ..NewEvent::on(kind, on)
    })
}

/// The order that the form names, where it asks.
fn subject(case: i64, answers: &Answers, ctx: &Context<'_>) -> Result<Subject> {
    let name = answers.get(ORDER);
    if name.is_empty() {
        return Ok(Subject::Case);
    }
    let orders = ctx.store.orders(ctx.user, case)?;
    let named = orders.iter().find(|order| plan::label(order, ctx) == name);
    named
        .map(|order| Subject::Order(order.id))
        .ok_or_else(|| Error::user("Beställning: välj en av dem i ärendet."))
}

/// Records what the form says.
///
/// # Errors
/// What is wrong, with the field's label first.
pub fn submit(
    case: i64,
    kinds: &[EventKind],
    answers: &Answers,
    ctx: &Context<'_>,
) -> Result<Step> {
    let mut event = event(kinds, answers, ctx)?;
    let events = ctx.store.engine_events(ctx.user, case)?;
    let view = ctx.store.case(ctx.user, case)?;
    let whom = match answers.get(event_facts::WHOM) {
        "" => Vec::new(),
        _ => asked::recipients(view.person.id, answers, ctx)?,
    };
    if let Some((first, _)) = whom.first() {
        event.subject = *first;
    }
    if event.kind.is_of_measure() {
        event.subject = asked::measure(case, answers, ctx)?;
    }
    if event.kind.is_of_order() {
        event.subject = subject(case, answers, ctx)?;
    }
    basis::holds(&view, &event, &events, ctx)?;
    asked::possible(&event, &events, ctx)?;
    let mut done = format!("{} {}.", event.kind.name(), told(event.day, ctx.today));
    if event.kind == EventKind::AppealReceived
        && let Some(last) = asked::last_day(event.subject, &events, ctx)
    {
        let timely = event.day <= last;
        let word = if timely { "I tid" } else { "För sent" };
        done += &format!(" {word}: sista dag {}.", told(last, ctx.today));
        let keep = |id: &str, text: String| (id.to_owned(), text);
        event.detail.extend([
            keep(event_facts::LAST_DAY, last.to_string()),
            keep(
                event_facts::IN_TIME,
                if timely { "ja" } else { "nej" }.to_owned(),
            ),
        ]);
    }
    if event.kind == EventKind::Closed {
        return Ok(closing::confirm(&view, event, done, ctx));
    }
    let said = answers.get(event_facts::CONTENT).trim().to_owned();
    if event.kind == EventKind::ReplyReceived && !said.is_empty() {
        let from = answers.get(event_facts::WHOM);
        let entry = Change::WriteJournal {
            person: view.person.id,
            case: Some(case),
            day: event.day,
            time: None,
            text: format!("Yttrande över utredningen, från {from}: {said}"),
            corrects: None,
        };
        let record = Change::RecordEvent { case, event };
        return Ok(Step::apply_then(record, move |_| finish(entry, done)));
    }
    if event.kind == EventKind::FirstContact
        && let Some(patch) = asked::card(&view, answers)
    {
        let card = Change::UpdatePerson {
            person: view.person.id,
            version: view.person.version,
            patch,
        };
        let record = Change::RecordEvent { case, event };
        return Ok(Step::apply_then(record, move |_| finish(card, done)));
    }
    if whom.len() > 1 {
        return Ok(to_each(&view, &event, &whom, done));
    }
    Ok(finish(Change::RecordEvent { case, event }, done))
}

/// One letter to several: each is a recipient of their own, and all of it is one thing to take back.
fn to_each(view: &CaseView, event: &NewEvent, whom: &[(Subject, String)], done: String) -> Step {
    let case = view.id;
    let undo = format!(
        "”{}” {} stryks i ärende {} för alla {}. Raderna ligger kvar som strukna.",
        event.kind.name(),
        day_month(event.day),
        view.case_number,
        whom.len()
    );
    let end = Step::Many(vec![
        Step::UndoAsOne(whom.len(), undo),
        Step::Close,
        Step::done(done),
    ]);
    whom.iter().rev().fold(end, |then, (subject, name)| {
        let mut event = event.clone();
        event.subject = *subject;
        event
            .detail
            .insert(event_facts::WHOM.to_owned(), name.clone());
        Step::apply_then(Change::RecordEvent { case, event }, move |_| then)
    })
}

/// What is asked when a recorded event is put right.
pub fn correction(kind: EventKind) -> Spec {
    let mut spec = form(&[kind]);
    for section in &mut spec.sections {
        section.title = format!("Rätta: {}", kind.name());
        section.help = "Den gamla uppgiften står kvar och visas som rättad.".to_owned();
    }
    spec
}

/// Replaces a recorded event with what the form says.
///
/// # Errors
/// What is wrong, with the field's label first.
pub fn submit_correction(
    row: &crate::core::query::EventRow,
    answers: &Answers,
    ctx: &Context<'_>,
) -> Result<Step> {
    let new = NewEvent {
        subject: row.subject,
        ..event(&[row.kind], answers, ctx)?
    };
    let done = format!("Rättat: {} {}.", row.kind.name(), told(new.day, ctx.today));
    let change = Change::CorrectEvent {
        event: row.id,
        replacement: Some(new),
        reason: String::new(),
    };
    Ok(finish(change, done))
}
