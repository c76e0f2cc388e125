//! What is asked about an event besides its day: fields from the table of facts, filled in with what is
//! known, and read back.

use chrono::{Days, NaiveDate};

use super::super::Context;
use super::super::short_form::{field, lower, told};
use crate::core::change::NewEvent;
use crate::core::deadline::frist;
use crate::core::event::{Event, EventKind, Subject};
use crate::core::event_facts::{
    COMMUNICATION, CONTENT, Detail, Fact, GROUND, HOW, INTERPRETER, NEW_TYPE, REASON, SIMPLIFIED,
    SIMPLIFIED_DAYS, WHOM, facts,
};
use crate::core::form::{Answers, Field, FieldKind, Spec};
use crate::core::last_decision::LastDecision;
use crate::core::person::interpreter_language;
use crate::core::query::CaseView;
use crate::core::recipient::{awaited, not_reached, same};
use crate::error::{Error, Result};
use crate::store::Measure;

/// The measure that an interruption or a postponement is about, where there are several.
pub const MEASURE: &str = "insats";

/// The fields of the facts of these kinds; what every kind requires is required.
pub fn fields(kinds: &[EventKind]) -> Vec<Field> {
    let mut all: Vec<Field> = Vec::new();
    for fact in kinds.iter().flat_map(|kind| facts(*kind)) {
        if all.iter().any(|known| known.id == fact.id) {
            continue;
        }
        let everywhere = kinds
            .iter()
            .all(|kind| facts(*kind).iter().any(|f| f.id == fact.id && f.required));
        all.push(of(fact, everywhere));
    }
    all
}

fn of(fact: &Fact, required: bool) -> Field {
    // A choice gets its alternatives when the form opens; without them any word will do.
    let kind = match fact.kind {
        FieldKind::Choice if fact.choices.is_empty() => FieldKind::Line,
        kind => kind,
    };
    Field {
        required,
        choices: fact.choices.iter().map(|c| (*c).to_owned()).collect(),
        ..field(fact.id, fact.label, kind, fact.help)
    }
}

/// The answers that are kept with an event of a kind.
pub fn collect(kind: EventKind, answers: &Answers) -> Detail {
    facts(kind)
        .iter()
        .filter(|fact| fact.id != CONTENT)
        .map(|fact| {
            let answer = answers.get(fact.id);
            let kept = match fact.id {
                INTERPRETER => interpreter_language(answer),
                _ => answer.trim(),
            };
            (fact.id.to_owned(), kept.to_owned())
        })
        .filter(|(_, text)| !text.is_empty())
        .collect()
}

/// Whom an answer names of those in the file, each by their own name: one, or a child and those who speak for
/// it; nobody where it names none of them.
pub fn recipients(
    person: i64,
    answers: &Answers,
    ctx: &Context<'_>,
) -> Result<Vec<(Subject, String)>> {
    let name = answers.get(WHOM).trim();
    let mut all = ctx.store.recipients(ctx.user, person)?;
    let custodians = ctx.store.custodians(ctx.user, person)?;
    let both = together(&custodians).as_deref() == Some(name);
    all.retain(|(subject, known)| match both {
        true => *subject == Subject::Recipient(0) || custodians.iter().any(|c| c.0 == *subject),
        false => known == name,
    });
    all.truncate(if both { all.len() } else { 1 });
    Ok(all)
}

/// The choice that a letter goes to the child and to those who have custody, each in their own right.
fn together(custodians: &[(Subject, String)]) -> Option<String> {
    match custodians {
        [] => None,
        [(_, one)] => Some(format!("personen och {one}")),
        _ => Some("personen och vårdnadshavarna".to_owned()),
    }
}

/// The measure that the answers mean: the one that is named, or the only one. The case where no measure was
/// decided here.
///
/// # Errors
/// When there are several and none is named.
pub fn measure(case: i64, answers: &Answers, ctx: &Context<'_>) -> Result<Subject> {
    let all = ctx.store.live_measures(ctx.user, case, ctx.today)?;
    let named = all.iter().find(|m| m.name == answers.get(MEASURE));
    match (named, all.as_slice()) {
        (Some(measure), _) | (None, [measure]) => Ok(measure.subject),
        (None, []) => Ok(Subject::Case),
        _ => Err(Error::user("Insats: välj vilken det gäller.")),
    }
}

/// Puts into a form what is known: who can be written to, the grounds, what stands on the person's card,
/// and guesses.
///
/// # Errors
/// When the file cannot be read.
pub fn fill(
    spec: &mut Spec,
    answers: &mut Answers,
    kinds: &[EventKind],
    view: &CaseView,
    ctx: &Context<'_>,
) -> Result<()> {
    let mut offer = |id: &str, choices: Vec<String>, answers: &mut Answers, first: bool| {
        for field in spec.sections.iter_mut().flat_map(|s| &mut s.fields) {
            if field.id == id {
                field.kind = FieldKind::Choice;
                if first && let Some(guess) = choices.first() {
                    answers.set(id, guess.clone());
                }
                field.choices.clone_from(&choices);
            }
        }
    };
    let events = ctx.store.engine_events(ctx.user, view.id)?;
    let mut people = ctx.store.recipients(ctx.user, view.person.id)?;
    // Whoever is waited for stands first and is the guess.
    let waited = waited_for(kinds, &events);
    people.sort_by_key(|(subject, _)| waited.iter().all(|waiting| !same(*waiting, *subject)));
    let mut people: Vec<String> = people.into_iter().map(|(_, name)| name).collect();
    let is_letter = matches!(kinds, [EventKind::SentForReply | EventKind::DecisionSent]);
    if is_letter && view.person.is_spoken_for(ctx.today) {
        let custodians = ctx.store.custodians(ctx.user, view.person.id)?;
        people.splice(..0, together(&custodians));
    }
    offer(WHOM, people, answers, true);
    let grounds = grounds(&view.case_type, ctx);
    let grounds = grounds.iter().map(|(name, _)| name.clone());
    offer(GROUND, grounds.collect(), answers, false);
    let types = ctx.store.unit().case_types.all().iter();
    let others = types.filter(|known| known.id != view.case_type);
    let others = others.map(|known| known.name.clone());
    offer(NEW_TYPE, others.collect(), answers, false);
    if kinds.contains(&EventKind::FirstContact) {
        let card = &view.person;
        answers.set(
            COMMUNICATION,
            card.communication.clone().unwrap_or_default(),
        );
        answers.set(INTERPRETER, card.interpreter.clone().unwrap_or_default());
    }
    let events = ctx.store.engine_events(ctx.user, view.id)?;
    if kinds.iter().any(|kind| kind.is_of_measure()) {
        let measures = ctx.store.live_measures(ctx.user, view.id, ctx.today)?;
        if measures.len() > 1 {
            let near = next_for(kinds, &measures, &events);
            answers.set(MEASURE, near.map_or("", |measure| &measure.name));
            let names = measures.iter().map(|measure| measure.name.clone());
            if let Some(section) = spec.sections.first_mut() {
                let place = Field {
                    required: true,
                    choices: names.collect(),
                    ..field(MEASURE, "Insats", FieldKind::Choice, "")
                };
                section.fields.insert(0, place);
            }
        }
    }
    let help = match kinds {
        [EventKind::AppealReceived] => appeal_help(&events, ctx),
        [EventKind::AppealDismissed, ..] => {
            let late = appealed(&events)
                .is_some_and(|(by, day)| in_time(by, day, &events, ctx) == Some(false));
            if late {
                answers.set("vad", EventKind::AppealDismissed.name());
                answers.set(REASON, "överklagandet kom in för sent");
            }
            let advice = if late {
                " Det kom för sent; avvisning är ifylld som förslag."
            } else {
                " Det kom i tid och får inte avvisas. Först prövas om beslutet ska ändras (FL 38\u{a0}§)."
            };
            format!("{}{advice}", appeal_help(&events, ctx))
        }
        [EventKind::DecisionDemanded] => {
            "Begäran kan göras när sex månader har gått utan beslut. Den besvaras inom fyra veckor (FL 12 §).".to_owned()
        }
        [EventKind::DelayNotified] => {
            "Den som väntar ska få veta att beslutet dröjer, och varför (FL 11 §).".to_owned()
        }
        _ => String::new(),
    };
    if let Some(first) = spec.sections.first_mut().and_then(|s| s.fields.first_mut())
        && !help.is_empty()
    {
        first.help = help;
    }
    Ok(())
}

/// The measure that such an event most likely is about, where only one can be: the one that has not started,
/// or the one that is interrupted.
fn next_for<'a>(
    kinds: &[EventKind],
    measures: &'a [Measure],
    events: &[Event],
) -> Option<&'a Measure> {
    use EventKind as E;
    let last = |measure: &Measure| {
        let of = |e: &&Event| e.subject.meets(measure.subject) && e.kind.moves_measure();
        events.iter().rfind(of).map(|e| e.kind)
    };
    let fits = |measure: &&Measure| match kinds {
        [E::Executed | E::Postponed] => matches!(last(measure), None | Some(E::Postponed)),
        [E::Resumed] => last(measure) == Some(E::Interrupted),
        [E::Interrupted] => matches!(last(measure), Some(E::Executed | E::Resumed)),
        _ => false,
    };
    let mut fitting = measures.iter().filter(fits);
    fitting.next().filter(|_| fitting.next().is_none())
}

/// A wording as far as it has room beside a field, cut between words.
fn in_short(wording: &str) -> String {
    const ROOM: usize = 50;
    let whole = lower(wording.trim_end_matches('.'));
    let mut short = String::new();
    for word in whole.split(' ') {
        if !short.is_empty() && short.chars().count() + 1 + word.chars().count() > ROOM {
            return format!("{}…", short.trim_end_matches(','));
        }
        if !short.is_empty() {
            short.push(' ');
        }
        short.push_str(word);
    }
    short
}

/// Those who are waited for where one of these kinds is recorded: they have something to answer, or a
/// decision on its way to them.
fn waited_for(kinds: &[EventKind], events: &[Event]) -> Vec<Subject> {
    let events: Vec<&Event> = events.iter().collect();
    let waiting = match kinds {
        [EventKind::ReplyReceived | EventKind::ReplyAbsent, ..] => awaited(&events),
        [EventKind::DecisionReceived] => not_reached(&events),
        _ => Vec::new(),
    };
    waiting.into_iter().map(|sending| sending.subject).collect()
}

fn appeal_help(events: &[Event], ctx: &Context<'_>) -> String {
    let by = appealed(events).map_or(Subject::Case, |(by, _)| by);
    match (received(by, events), last_day(by, events, ctx)) {
        (Some(day), Some(last)) => format!(
            "Fick del av beslutet {}; sista dagen att överklaga är {}.",
            told(day, ctx.today),
            told(last, ctx.today)
        ),
        _ => "Dagen då den enskilde fick del av beslutet är inte noterad, så tiden har inte börjat löpa."
            .to_owned(),
    }
}

/// The last event of a kind, by day and number.
fn last(events: &[Event], kinds: &[EventKind]) -> Option<(NaiveDate, i64)> {
    let of_kind = events.iter().filter(|e| kinds.contains(&e.kind));
    of_kind.map(|e| (e.day, e.id)).max()
}

/// The day the last decision reached somebody; the case is whoever it reached last.
fn received(by: Subject, events: &[Event]) -> Option<NaiveDate> {
    let since = LastDecision::of(events).since();
    let reached = since
        .into_iter()
        .filter(|e| e.kind == EventKind::DecisionReceived && same(e.subject, by));
    reached.map(|e| e.day).max()
}

/// Who appealed last, and when.
fn appealed(events: &[Event]) -> Option<(Subject, NaiveDate)> {
    let appeals = events
        .iter()
        .filter(|e| e.kind == EventKind::AppealReceived);
    let latest = appeals.max_by_key(|e| (e.day, e.id))?;
    Some((latest.subject, latest.day))
}

/// The last day to appeal (K6) for somebody, if the decision has reached them.
pub fn last_day(by: Subject, events: &[Event], ctx: &Context<'_>) -> Option<NaiveDate> {
    until_from(received(by, events)?, ctx)
}

fn until_from(day: NaiveDate, ctx: &Context<'_>) -> Option<NaiveDate> {
    let unit = ctx.store.unit();
    frist(&unit.rules, ctx.store.calendar(), "K6", day, None)
        .ok()
        .map(|found| found.due)
}

/// Whether an appeal by somebody of a day came in time; `None` while nobody knows when the time began.
fn in_time(by: Subject, day: NaiveDate, events: &[Event], ctx: &Context<'_>) -> Option<bool> {
    last_day(by, events, ctx).map(|last| day <= last)
}

/// What a case may be decided on without a reply: each ground as it is chosen, and in the law's words.
fn grounds(case_type: &str, ctx: &Context<'_>) -> Vec<(String, String)> {
    let legal = &ctx.store.unit().legal;
    let rows = legal.for_skipped_reply(case_type, ctx.today).into_iter();
    rows.map(|row| {
        let name = match row.name.as_str() {
            "" => format!("{}: {}", row.short(), in_short(&row.wording)),
            _ => row.named(),
        };
        (name, row.wording.clone())
    })
    .collect()
}

/// Follows a form as it is filled in: what a day leads to, what a ground says, and the guess of a letter's two
/// weeks.
pub fn watch(
    case_type: &str,
    person: i64,
    events: &[Event],
    answers: &mut Answers,
    field: &str,
    ctx: &Context<'_>,
) -> Option<String> {
    match field {
        GROUND => {
            let all = grounds(case_type, ctx).into_iter();
            let mut chosen = all.filter(|(name, _)| name == answers.get(GROUND));
            chosen.next().map(|(_, wording)| wording)
        }
        HOW | WHOM if answers.get(HOW) == SIMPLIFIED => {
            let whom = recipients(person, answers, ctx).unwrap_or_default();
            let whom = whom.first().map_or(Subject::Case, |(subject, _)| *subject);
            let sent = events
                .iter()
                .filter(|e| e.kind == EventKind::DecisionSent && same(e.subject, whom));
            let sent = sent.map(|e| e.day).max()?;
            let day = sent.checked_add_days(Days::new(SIMPLIFIED_DAYS))?;
            answers.set("dag", day.to_string());
            Some(format!(
                "Gissning: skickat {} och två veckor ger {}.",
                told(sent, ctx.today),
                told(day, ctx.today)
            ))
        }
        "dag" | HOW => {
            let day = crate::core::calendar::parse_date(answers.get("dag")).ok()?;
            let last = until_from(day, ctx)?;
            Some(format!(
                "Kan överklagas till och med {}.",
                told(last, ctx.today)
            ))
        }
        _ => None,
    }
}

/// What must be true before an event of a kind can be written on a day; each refusal says why and what
/// to do.
///
/// # Errors
/// When it is not yet possible.
pub fn possible(event: &NewEvent, events: &[Event], ctx: &Context<'_>) -> Result<()> {
    use EventKind as E;
    let day = event.day;
    match event.kind {
        E::DecisionDemanded => {
            let Some((from, _)) = last(events, &[E::Received]) else {
                return Ok(());
            };
            let unit = ctx.store.unit();
            let first = frist(&unit.rules, ctx.store.calendar(), "K14", from, None).ok();
            match first.filter(|first| day < first.due) {
                Some(first) => Err(Error::user(format!(
                    "Begäran om avgörande kan göras först {}: sex månader efter {} (FL 12 §).",
                    told(first.due, ctx.today),
                    told(from, ctx.today)
                ))
                .hint("Skriv den i journalen tills dess.")),
                None => Ok(()),
            }
        }
        E::ReplyAbsent => {
            let sent = events
                .iter()
                .filter(|e| e.kind == E::SentForReply && same(e.subject, event.subject));
            let until = sent.filter_map(|e| e.until).max();
            match until.filter(|until| day <= *until) {
                Some(until) => Err(Error::user(format!(
                    "Tiden att yttra sig har inte gått ut: svar senast {}.",
                    told(until, ctx.today)
                ))),
                None => Ok(()),
            }
        }
        E::AppealDismissed => {
            match appealed(events).and_then(|(by, day)| in_time(by, day, events, ctx)) {
                Some(true) => Err(Error::user(
                    "Överklagandet kom i tid och kan inte avvisas som för sent.",
                )
                .hint("Ompröva beslutet och överlämna överklagandet till domstolen.")),
                _ => Ok(()),
            }
        }
        _ => Ok(()),
    }
}

/// What the person's card learns from a first contact, if anything.
pub fn card(view: &CaseView, answers: &Answers) -> Option<crate::core::person::PersonPatch> {
    let changed = |id: &str, known: &Option<String>, kept: fn(&str) -> &str| {
        let new = answers.get(id).trim();
        let known = known.as_deref().unwrap_or_default();
        (!new.is_empty() && kept(new) != known).then(|| kept(new).to_owned())
    };
    let patch = crate::core::person::PersonPatch {
        communication: changed(COMMUNICATION, &view.person.communication, str::trim),
        interpreter: changed(INTERPRETER, &view.person.interpreter, interpreter_language),
        ..Default::default()
    };
    (patch.communication.is_some() || patch.interpreter.is_some()).then_some(patch)
}
