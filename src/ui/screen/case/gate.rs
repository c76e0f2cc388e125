//! The completeness gate on the screen: what is missing, each line with the way to its place.

use super::super::choose::Choose;
use super::super::form::Form;
use super::super::person::facts::{self, Fact};
use super::super::short_form::{self, needed, required};
use super::super::{Context, Step};
use super::{drafts, kinds, record};
use crate::core::completeness::{Missing, PersonFact, Target, sentence};
use crate::core::decision::DESPITE;
use crate::core::event::{Event, EventKind};
use crate::core::form::{Answers, DocumentKind, FieldKind, Spec};
use crate::core::last_decision::LastDecision;
use crate::core::next::{Decides, NextStep};
use crate::core::query::CaseView;
use crate::error::{Error, Result};
use crate::store::draft::Draft;
use crate::store::gate::current_assessment;
use crate::ui::screen::person::PersonScreen;

/// What is missing before the step that is next, if it is one that the gate stands before.
///
/// # Errors
/// When the file cannot be read.
pub fn missing(view: &CaseView, next: NextStep, ctx: &Context<'_>) -> Result<Vec<Missing>> {
    if view.closed.is_some() {
        return Ok(Vec::new());
    }
    let closes = next == NextStep::Close;
    if !closes && !before_decision(next) {
        return Ok(Vec::new());
    }
    let gate = ctx.store.gate(ctx.user, view, &drafts(view.id, ctx)?)?;
    Ok(if closes { gate.closing } else { gate.decision })
}

/// Whether a step is one of the way to the decision that the gate stands before.
fn before_decision(next: NextStep) -> bool {
    matches!(
        next,
        NextStep::WriteAssessment
            | NextStep::SendForReply
            | NextStep::AwaitReply
            | NextStep::Decide
            | NextStep::AwaitDecision
            | NextStep::HandOver
            | NextStep::AnswerDemand
    )
}

/// "Saknas: mål, svar på kommunicering." for a step, or nothing.
///
/// # Errors
/// When the file cannot be read.
pub fn line(view: &CaseView, next: NextStep, room: usize, ctx: &Context<'_>) -> Result<String> {
    let all = missing(view, next, ctx)?;
    Ok(sentence(&all, || spec(view, ctx), room))
}

/// The form that the case's assessment is written on, for the names of its fields.
pub fn spec<'a>(view: &CaseView, ctx: &Context<'a>) -> Option<&'a Spec> {
    let unit = ctx.store.unit();
    let law = unit.case_types.get(&view.case_type)?.law;
    unit.forms.assessment(law).map(AsRef::as_ref)
}

/// The list of what is missing, on its key.
///
/// # Errors
/// When the file cannot be read.
pub fn open(view: &CaseView, next: NextStep, ctx: &Context<'_>) -> Result<Step> {
    let gate = ctx.store.gate(ctx.user, view, &drafts(view.id, ctx)?)?;
    let (all, before) = match next {
        NextStep::Close | NextStep::Nothing => (gate.closing, "innan ärendet avslutas"),
        _ if decided(view, next) => (gate.closing, "innan ärendet avslutas"),
        _ => (gate.decision, "före beslutet"),
    };
    if all.is_empty() {
        return Ok(Step::done(format!("Inget saknas {before}.")));
    }
    Ok(list(view, all, before, None))
}

fn decided(view: &CaseView, next: NextStep) -> bool {
    let before =
        matches!(next, NextStep::Contact | NextStep::BeginAssessment) || before_decision(next);
    let made = |e: &crate::core::query::EventRow| {
        matches!(e.kind, EventKind::Granted | EventKind::Refused) && e.corrected_by.is_none()
    };
    !before && view.events.iter().any(made)
}

/// Takes a step that the gate stands before: at once when nothing is missing; else the list comes first,
/// with a last line that goes on all the same.
///
/// # Errors
/// When the file cannot be read.
pub fn first(view: &CaseView, next: NextStep, ctx: &Context<'_>) -> Result<Step> {
    let all = missing(view, next, ctx)?;
    if all.is_empty() {
        return go_on(view, next, ctx);
    }
    let before = if next == NextStep::Close {
        "innan ärendet avslutas"
    } else {
        "före beslutet"
    };
    Ok(list(view, all, before, Some(next)))
}

/// The step in spite of what is missing. A decision asks why, and keeps the reason with it.
fn go_on_despite(view: &CaseView, next: NextStep, ctx: &Context<'_>) -> Result<Step> {
    if next != NextStep::Decide {
        return go_on(view, next, ctx);
    }
    let kind = DocumentKind::Decision.word();
    let told = |draft: &Draft| draft.kind == kind && !draft.answers.get(DESPITE).trim().is_empty();
    if drafts(view.id, ctx)?.iter().any(told) {
        return go_on(view, next, ctx);
    }
    let case = view.clone();
    let why = required(
        DESPITE,
        "Skäl",
        FieldKind::Line,
        "Varför beslutet inte kan vänta på det som saknas. Skälet står kvar i beslutet.",
    );
    Ok(Step::open(Form::quick(
        format!("Beslut i {} fast något saknas", view.case_number),
        Some(view.person.clone()),
        short_form::spec("anda", "Varför fattas beslutet ändå?", "", vec![why]),
        Answers::default(),
        move |answers, ctx| {
            let reason = needed(answers, DESPITE, "Skäl")?;
            let form = Form::decision(&case, ctx)?.despite(reason);
            Ok(Step::Many(vec![Step::Close, Step::open(form)]))
        },
    )))
}

/// The step itself.
fn go_on(view: &CaseView, next: NextStep, ctx: &Context<'_>) -> Result<Step> {
    Ok(match next {
        NextStep::Decide => Step::open(Form::decision(view, ctx)?),
        _ => record::open(view, kinds::kinds_of(next), ctx),
    })
}

/// A new decision: where one is made already it is changed or tried anew at once, the first goes by the
/// gate.
///
/// # Errors
/// When nothing is decided here, or the case is closed; when the file cannot be read.
pub fn new_decision(view: &CaseView, events: &[Event], ctx: &Context<'_>) -> Result<Step> {
    if view.closed.is_some() {
        return Err(Error::user("Ärendet är avslutat.")
            .hint("Öppna det igen som händelse, eller registrera ett nytt ärende."));
    }
    match ctx.store.unit().case_types.way(&view.case_type).decides {
        Decides::Nobody => Err(Error::user("I ärendet fattas inget beslut om insats.")
            .hint("Ändra ärendets typ om det gäller något annat.")),
        Decides::Region => first(view, NextStep::HandOver, ctx),
        Decides::Delegation if LastDecision::of(events).mark().is_none() => {
            first(view, NextStep::Decide, ctx)
        }
        Decides::Delegation => go_on(view, NextStep::Decide, ctx),
    }
}

#[derive(Clone)]
enum Line {
    To(Target),
    GoOn(NextStep),
}

fn list(view: &CaseView, all: Vec<Missing>, before: &str, then: Option<NextStep>) -> Step {
    let title = match all.len() {
        1 => format!("1 sak saknas {before}"),
        n => format!("{n} saker saknas {before}"),
    };
    let mut options: Vec<(Line, String, String)> = all
        .into_iter()
        .map(|one| (Line::To(one.leads_to), one.what, String::new()))
        .collect();
    if let Some(next) = then {
        let (name, more) = match next {
            NextStep::Close => ("Avsluta ändå", ""),
            NextStep::Decide => ("Fortsätt ändå", "med skäl"),
            _ => ("Fortsätt ändå", ""),
        };
        options.push((Line::GoOn(next), name.to_owned(), more.to_owned()));
    }
    let case = view.clone();
    Step::open(Choose::new(
        title,
        Some(view.person.clone()),
        options,
        move |line, ctx| match line {
            Line::To(target) => lead(&case, target, ctx),
            Line::GoOn(next) => go_on_despite(&case, *next, ctx),
        },
    ))
}

/// Opens the place where a missing thing is mended.
///
/// # Errors
/// When it cannot be read.
pub fn lead(view: &CaseView, target: &Target, ctx: &Context<'_>) -> Result<Step> {
    Ok(match target {
        // Not sending it is the other way, and asks for its reason.
        Target::Event(EventKind::SentForReply) => {
            let case = view.clone();
            let options = [EventKind::SentForReply, EventKind::ReplySkipped];
            let options = options.map(|kind| {
                let more = match kind {
                    EventKind::ReplySkipped => {
                        "bara när det brådskar eller är uppenbart obehövligt"
                    }
                    _ => "utredningen utan bedömning",
                };
                (kind, kind.name().to_owned(), more.to_owned())
            });
            Step::open(Choose::new(
                "Kommunicering",
                Some(view.person.clone()),
                options.to_vec(),
                move |kind, ctx| match kind {
                    EventKind::SentForReply => {
                        record::next_step(&case, NextStep::SendForReply, ctx)
                    }
                    kind => Ok(record::open(&case, &[*kind], ctx)),
                },
            ))
        }
        Target::Event(EventKind::PlanAccepted) => record::open(
            view,
            &[EventKind::PlanAccepted, EventKind::PlanReturned],
            ctx,
        ),
        Target::Event(kind) => record::open(view, &[*kind], ctx),
        Target::Field(field) => Step::open(Form::assessment(view, ctx)?.at_field(field)),
        Target::Form(DocumentKind::Assessment) => Step::open(Form::assessment(view, ctx)?),
        Target::Form(DocumentKind::Order) => Step::open(Form::order(view, ctx)?),
        Target::Form(DocumentKind::FollowUp) => record::open(view, &[EventKind::FollowedUp], ctx),
        Target::Form(DocumentKind::Decision) => {
            match drafts(view.id, ctx)?
                .into_iter()
                .find(|draft| draft.kind == DocumentKind::Decision.word())
            {
                Some(draft) => Step::open(Form::resume(draft, ctx)?),
                None => Step::open(PersonScreen::new(view.person.id).about(view.id)),
            }
        }
        Target::Person(PersonFact::Communication) => {
            facts::open_card_at(facts::COMMUNICATION, &view.person, view.id, ctx)
        }
        Target::Person(PersonFact::BirthDate) => {
            facts::open_card_at(facts::BORN, &view.person, view.id, ctx)
        }
        Target::Person(PersonFact::Custodian) => {
            facts::open(Fact::Contact, &view.person, Some(view.id), ctx)
        }
        Target::CaseType => record::open(view, &[EventKind::TypeChanged], ctx),
    })
}

/// The signed assessment that stands and has not been replaced.
pub fn signed_assessment(view: &CaseView) -> Option<i64> {
    current_assessment(view).map(|d| d.id)
}
