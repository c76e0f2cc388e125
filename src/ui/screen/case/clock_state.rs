//! What a caseworker sets on a clock: a pause, or that it does not apply; and taking it back.

use chrono::{Days, NaiveDate};

use super::super::form::Form;
use super::super::short_form::{answers, day, finish, needed, required, spec, told};
use super::super::{Context, Step};
use crate::core::change::Change;
use crate::core::deadline::{Clock, ClockStateKind, State};
use crate::core::event::Subject;
use crate::core::form::{Answers, FieldKind, Spec};
use crate::core::query::{CaseView, StateRow};
use crate::error::{Error, Result};

/// The clock of a case that something is set on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The case.
    pub case: i64,
    /// Rule id.
    pub rule: String,
    /// The clock's subject.
    pub subject: Subject,
    /// What is due, as the list says it.
    pub action: String,
}

impl Target {
    fn of(view: &CaseView, clock: &Clock) -> Target {
        Target {
            case: view.id,
            rule: clock.rule.id.clone(),
            subject: clock.subject,
            action: clock.rule.action.clone(),
        }
    }
}

/// Refuses what a statute times, and says why.
fn may_wait(clock: &Clock, what: &str) -> Result<()> {
    if clock.class().may_pause() {
        return Ok(());
    }
    Err(Error::user(format!(
        "”{}” följer av lag och kan inte {what}.",
        clock.rule.name
    ))
    .hint("Skriv i journalen varför det dröjer."))
}

fn still_runs(clock: &Clock, today: NaiveDate) -> Result<()> {
    if clock.state(today) == State::Done {
        return Err(Error::user(format!("”{}” är redan klar.", clock.rule.name)));
    }
    Ok(())
}

/// The state that was set on the clock and still stands, of the kind that `wanted` picks.
fn set<'a>(
    view: &'a CaseView,
    clock: &Clock,
    wanted: impl Fn(&ClockStateKind) -> bool,
) -> Option<&'a StateRow> {
    view.states.iter().rev().find(|row| {
        row.state.rule == clock.rule.id
            && (row.state.subject == clock.subject || row.state.subject == Subject::Case)
            && wanted(&row.state.kind)
    })
}

/// Pauses the clock, or lets a paused one run again.
///
/// # Errors
/// What a statute times cannot wait; what is done needs not.
pub fn pause(view: &CaseView, clock: &Clock, ctx: &Context<'_>) -> Result<Step> {
    may_wait(clock, "pausas")?;
    still_runs(clock, ctx.today)?;
    let running = |kind: &ClockStateKind| {
        matches!(kind, ClockStateKind::Pause { from, until, ended, .. }
            if *from <= ctx.today && ctx.today < ended.unwrap_or(*until))
    };
    if let Some(row) = set(view, clock, running) {
        let state = row.id;
        let what = clock.rule.action.clone();
        return Ok(Step::open(Form::quick(
            format!("Sluta vänta: {what}"),
            Some(view.person.clone()),
            end_form("Fristen löper igen från den dagen."),
            answers([("dag", ctx.today.to_string())]),
            move |answers, ctx| submit_end(state, answers, ctx),
        )));
    }
    let target = Target::of(view, clock);
    Ok(Step::open(Form::quick(
        format!("Vänta med: {}", target.action),
        Some(view.person.clone()),
        pause_form(),
        pause_prefilled(ctx.today),
        move |answers, ctx| submit_pause(&target, answers, ctx),
    )))
}

/// What is asked about a pause.
pub fn pause_form() -> Spec {
    spec(
        "paus",
        "Vänta",
        "Fristen flyttas med de dagar den väntar, och löper igen av sig själv.",
        vec![
            required(
                "fran",
                "Från",
                FieldKind::Date,
                "Första dagen som inte räknas.",
            ),
            required(
                "till",
                "Till",
                FieldKind::Date,
                "Den dag fristen löper igen.",
            ),
            required(
                "skal",
                "Vad väntar du på",
                FieldKind::Line,
                "Till exempel: väntar på fullmakt.",
            ),
        ],
    )
}

/// A week from today, until something else is said.
pub fn pause_prefilled(today: NaiveDate) -> Answers {
    let week = today.checked_add_days(Days::new(7)).unwrap_or(today);
    answers([("fran", today.to_string()), ("till", week.to_string())])
}

/// Pauses the clock as the form says.
///
/// # Errors
/// What is wrong, with the field's label first.
pub fn submit_pause(target: &Target, answers: &Answers, ctx: &Context<'_>) -> Result<Step> {
    let from = day(answers, "fran", "Från")?;
    let until = day(answers, "till", "Till")?;
    if until <= from {
        return Err(Error::user("Till: dagen måste ligga efter den första.")
            .hint("Ange den dag då fristen ska löpa igen."));
    }
    let reason = needed(answers, "skal", "Vad du väntar på")?.to_owned();
    let done = format!("{} väntar till {}.", target.action, told(until, ctx.today));
    let change = Change::PauseClock {
        case: target.case,
        rule: target.rule.clone(),
        subject: target.subject,
        from,
        until,
        reason,
    };
    Ok(finish(change, done))
}

/// Says that the clock does not apply here, or takes that back.
///
/// # Errors
/// What a statute times always applies.
pub fn not_applicable(view: &CaseView, clock: &Clock, ctx: &Context<'_>) -> Result<Step> {
    may_wait(clock, "väljas bort")?;
    let said = |kind: &ClockStateKind| matches!(kind, ClockStateKind::NotApplicable { .. });
    if let Some(row) = set(view, clock, said) {
        let state = row.id;
        return Ok(Step::open(Form::quick(
            format!("Gäller ändå: {}", clock.rule.action),
            Some(view.person.clone()),
            end_form("Fristen räknas igen."),
            answers([("dag", ctx.today.to_string())]),
            move |answers, ctx| submit_end(state, answers, ctx),
        )));
    }
    still_runs(clock, ctx.today)?;
    let target = Target::of(view, clock);
    Ok(Step::open(Form::quick(
        format!("Inte aktuell: {}", target.action),
        Some(view.person.clone()),
        not_applicable_form(),
        Answers::default(),
        move |answers, ctx| submit_not_applicable(&target, answers, ctx),
    )))
}

/// What is asked when a clock does not apply.
pub fn not_applicable_form() -> Spec {
    spec(
        "ej_aktuell",
        "Inte aktuell",
        "Fristen räknas inte i det här ärendet. Skälet står kvar.",
        vec![required(
            "skal",
            "Skäl",
            FieldKind::Line,
            "Varför fristen inte gäller här.",
        )],
    )
}

/// Says what the form says.
///
/// # Errors
/// When the reason is missing.
pub fn submit_not_applicable(
    target: &Target,
    answers: &Answers,
    _ctx: &Context<'_>,
) -> Result<Step> {
    let change = Change::MarkNotApplicable {
        case: target.case,
        rule: target.rule.clone(),
        subject: target.subject,
        reason: needed(answers, "skal", "Skälet")?.to_owned(),
    };
    Ok(finish(
        change,
        format!("{} är inte aktuell.", target.action),
    ))
}

/// What is asked when a pause, or a "not applicable", ends.
pub fn end_form(help: &str) -> Spec {
    spec(
        "slut",
        "Ta tillbaka",
        help,
        vec![
            required("dag", "Från", FieldKind::Date, ""),
            required(
                "skal",
                "Skäl",
                FieldKind::Line,
                "Till exempel: fullmakten har kommit.",
            ),
        ],
    )
}

/// Ends a pause, or a "not applicable".
///
/// # Errors
/// What is wrong, with the field's label first.
pub fn submit_end(state: i64, answers: &Answers, ctx: &Context<'_>) -> Result<Step> {
    let on = day(answers, "dag", "Från")?;
    if on > ctx.today {
        return Err(Error::user(format!("Från: {on} ligger framåt i tiden.")));
    }
    let change = Change::EndClockState {
        state,
        on,
        reason: needed(answers, "skal", "Skälet")?.to_owned(),
    };
    Ok(finish(
        change,
        format!("Fristen löper igen från {}.", told(on, ctx.today)),
    ))
}
