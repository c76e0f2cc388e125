//! Recording what has happened: which kinds are near at hand, what is asked about each, and the write.

use chrono::{Days, NaiveDate};

use super::super::form::Form;
use super::super::short_form::{
    answers, choice, day, day_opt, field, finish, needed, required, spec, time_opt, told,
};
use super::super::{Context, Message, Step};
use crate::core::change::{Change, NewEvent};
use crate::core::event::EventKind;
use crate::core::form::{Answers, FieldKind, Spec};
use crate::core::next::NextStep;
use crate::core::query::CaseView;
use crate::error::{Error, Result};
use crate::ui::action::{Action, Scope};
use crate::ui::screen::choose::Choose;
use crate::ui::screen::person::facts::{self, Fact};

/// Days to answer a sent assessment in, where nothing else is said.
const REPLY_DAYS: u64 = 7;

/// The kinds that taking a step may be, the likeliest first. Empty where the step is a document of its
/// own, or nothing.
pub fn kinds_of(step: NextStep) -> &'static [EventKind] {
    use EventKind as E;
    match step {
        NextStep::Contact => &[E::FirstContact],
        NextStep::BeginAssessment => &[E::AssessmentBegun],
        NextStep::WriteAssessment | NextStep::WriteOrder | NextStep::Nothing => &[],
        NextStep::SendForReply => &[E::SentForReply],
        NextStep::AwaitReply => &[E::ReplyReceived],
        NextStep::Decide => &[E::Granted, E::Refused],
        NextStep::SendDecision => &[E::DecisionSent],
        NextStep::NoteReceived => &[E::DecisionReceived],
        NextStep::AwaitConfirmation => &[E::OrderConfirmed],
        NextStep::AwaitPlan => &[E::PlanReceived],
        NextStep::ReadPlan => &[E::PlanAccepted, E::PlanReturned],
        NextStep::Execute => &[E::Executed],
        NextStep::Resume => &[E::Resumed],
        NextStep::FollowUp => &[E::FollowedUp],
        NextStep::Renew => &[E::AssessmentBegun],
        NextStep::ArrangeHomecoming => &[E::HomecomingArranged],
        NextStep::AnswerComplaint => &[E::ComplaintAnswered],
        NextStep::AnswerDemand => &[E::Granted, E::Refused, E::DemandRefused],
        NextStep::HandOver => &[E::HandedOver],
        NextStep::Close => &[E::Closed],
    }
}

/// What is near at hand in a step, after what the next step is.
pub fn likely(step: crate::core::case::Step) -> &'static [EventKind] {
    use crate::core::case::Step as S;
    use EventKind as E;
    match step {
        S::Received => &[
            E::FirstContact,
            E::AssessmentBegun,
            E::VisitBooked,
            E::PaperReceived,
            E::Withdrawn,
        ],
        S::Assessment => &[
            E::VisitBooked,
            E::PaperReceived,
            E::SentForReply,
            E::ReplyReceived,
            E::Granted,
            E::Refused,
            E::Withdrawn,
        ],
        S::RightToReply => &[
            E::ReplyReceived,
            E::ObjectionNoted,
            E::Granted,
            E::Refused,
            E::Withdrawn,
        ],
        S::Decided => &[
            E::DecisionSent,
            E::DecisionReceived,
            E::OrderSent,
            E::Executed,
            E::AppealReceived,
            E::Postponed,
        ],
        S::Ordered => &[
            E::OrderConfirmed,
            E::PlanReceived,
            E::Executed,
            E::PlanAccepted,
            E::PlanReturned,
            E::Postponed,
        ],
        S::Running => &[
            E::FollowedUp,
            E::PlanReceived,
            E::PlanAccepted,
            E::Interrupted,
            E::Resumed,
            E::ComplaintReceived,
            E::AssessmentBegun,
            E::DecisionEnds,
            E::Closed,
        ],
        S::Closed => &[E::Reopened],
    }
}

/// What is never recorded by hand: it follows from signing, writing or registering.
fn by_itself(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::AssessmentSigned | EventKind::JournalWritten
    )
}

/// Every kind that can be recorded, the likeliest first. In a closed case nothing but opening it again.
pub fn by_likelihood(view: &CaseView, next: NextStep) -> Vec<EventKind> {
    if view.closed.is_some() {
        return vec![EventKind::Reopened];
    }
    let mut kinds: Vec<EventKind> = Vec::new();
    let rest = EventKind::ALL
        .iter()
        .filter(|kind| !by_itself(**kind) && **kind != EventKind::Reopened);
    for kind in kinds_of(next).iter().chain(likely(view.step)).chain(rest) {
        if !kinds.contains(kind) {
            kinds.push(*kind);
        }
    }
    kinds
}

/// Takes the next step: its document, or the form that records it.
pub fn next_step(view: &CaseView, next: NextStep, ctx: &Context<'_>) -> Result<Step> {
    Ok(match next {
        NextStep::WriteAssessment => Step::open(Form::assessment(view, ctx)?),
        NextStep::WriteOrder => Step::open(Form::order(view, ctx)?),
        NextStep::FollowUp => Step::open(Form::follow_up(view, ctx)?),
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

/// The list of everything that can be recorded.
pub fn any(view: &CaseView, next: NextStep) -> Step {
    let near = kinds_of(next);
    let options = by_likelihood(view, next)
        .into_iter()
        .map(|kind| {
            let more = if near.contains(&kind) {
                "nästa steg"
            } else {
                ""
            };
            (kind, kind.name().to_owned(), more.to_owned())
        })
        .collect();
    let case = view.clone();
    Step::open(Choose::new(
        format!("Vad har hänt i {}?", view.case_number),
        Some(view.person.clone()),
        options,
        move |kind, ctx| Ok(open(&case, &[*kind], ctx)),
    ))
}

/// The form that records one of these kinds.
pub fn open(view: &CaseView, kinds: &[EventKind], ctx: &Context<'_>) -> Step {
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
    let kinds: Vec<EventKind> = kinds.to_vec();
    let case = view.id;
    Step::open(Form::quick(
        format!("Händelse i {}", view.case_number),
        Some(view.person.clone()),
        form(&kinds),
        prefilled(&kinds, ctx.today),
        move |answers, ctx| submit(case, &kinds, answers, ctx),
    ))
}

fn has_until(kinds: &[EventKind]) -> bool {
    kinds.contains(&EventKind::SentForReply)
}

fn has_end(kinds: &[EventKind]) -> bool {
    kinds
        .iter()
        .any(|kind| matches!(kind, EventKind::Granted | EventKind::Renewed))
}

fn has_time(kinds: &[EventKind]) -> bool {
    kinds.contains(&EventKind::ReadyForDischarge)
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
    if has_until(kinds) {
        fields.push(required(
            "svar",
            "Svar senast",
            FieldKind::Date,
            "Dagen som personen har fått att svara till.",
        ));
    }
    if has_end(kinds) {
        fields.push(field(
            "slut",
            "Beslutet gäller till",
            FieldKind::Date,
            "Sista dagen, om beslutet är tidsbegränsat. Tomt är tills vidare.",
        ));
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
    if has_until(kinds) {
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
    if on > ctx.today && !kind.may_lie_ahead() {
        return Err(Error::user(format!("Datum: {on} ligger framåt i tiden."))
            .hint("Ange den dag då det hände."));
    }
    let until = if has_until(&[kind]) {
        day_opt(answers, "svar", "Svar senast")?
    } else {
        None
    };
    if until.is_some_and(|until| until < on) {
        return Err(Error::user(
            "Svar senast: dagen ligger före den dag då det skickades.",
        ));
    }
    Ok(NewEvent {
        time: if has_time(&[kind]) {
            time_opt(answers, "tid", "Klockslag")?
        } else {
            None
        },
        until,
        note: answers.get("not").trim().to_owned(),
        ..NewEvent::on(kind, on)
    })
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
    let event = event(kinds, answers, ctx)?;
    let end = if has_end(&[event.kind]) {
        day_opt(answers, "slut", "Beslutet gäller till")?
    } else if has_end(kinds) && !answers.get("slut").is_empty() {
        return Err(Error::user(format!(
            "Beslutet gäller till: ett slut hör inte till ”{}”.",
            event.kind.name()
        ))
        .hint("Ta bort dagen, eller välj ett annat beslut."));
    } else {
        None
    };
    if end.is_some_and(|end| end < event.day) {
        return Err(Error::user(
            "Beslutet gäller till: dagen ligger före beslutet.",
        ));
    }
    let done = format!("{} {}.", event.kind.name(), told(event.day, ctx.today));
    let record = |event: NewEvent| Change::RecordEvent { case, event };
    Ok(match end {
        None => finish(record(event), done),
        Some(end) => {
            let ends = record(NewEvent::on(EventKind::DecisionEnds, end));
            let done = format!("{} Gäller till {}.", done, told(end, ctx.today));
            Step::apply_then(record(event), move |_| finish(ends, done))
        }
    })
}

/// What is asked when a recorded event is put right.
pub fn correction(kind: EventKind) -> Spec {
    let mut spec = form(&[kind]);
    for section in &mut spec.sections {
        section.title = format!("Rätta: {}", kind.name());
        section.help = "Den gamla uppgiften står kvar och visas som rättad.".to_owned();
        section.fields.retain(|field| field.id != "slut");
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
