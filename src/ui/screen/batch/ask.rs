//! What is asked before the preview: what shall be done, and its facts, once for all of them.

use super::super::case::clock_state::{pause_form, pause_prefilled};
use super::super::case::kinds;
use super::super::choose::Choose;
use super::super::colleague::{self, Colleague};
use super::super::form::Form;
use super::super::short_form::{answers, choice, day, field, needed, required, spec};
use super::super::{Context, Step};
use super::deed::{Deed, counted};
use super::{Batch, Marked};
use crate::core::event::EventKind;
use crate::core::form::FieldKind;
use crate::error::{Error, Result};

/// Asks what shall be done with the marked cases.
pub fn choose(rows: Marked) -> Step {
    #[derive(Clone, Copy)]
    enum What {
        HandOver,
        Pause,
        Remind,
        FollowUp,
        Happened,
    }
    let title = format!("Vad ska göras med {}?", counted(rows.len()));
    let options = [
        (What::HandOver, "Lämna över", "till en kollega"),
        (What::Pause, "Vänta", "pausa den närmaste fristen"),
        (
            What::Remind,
            "Påminn utföraren",
            "om bekräftelse eller plan, nästa steg",
        ),
        (What::FollowUp, "Boka uppföljning", "samma dag i alla"),
        (What::Happened, "Registrera en händelse", "samma i alla"),
    ];
    let options = options
        .into_iter()
        .map(|(what, name, more)| (what, name.to_owned(), more.to_owned()))
        .collect();
    Step::open(Choose::new(title, None, options, move |what, ctx| {
        let rows = rows.clone();
        match what {
            What::HandOver => hand_over(rows, ctx),
            What::Pause => Ok(pause(rows, ctx)),
            What::Remind => Ok(remind(rows, ctx)),
            What::FollowUp => Ok(follow_up(rows, ctx)),
            What::Happened => Ok(happened(rows, ctx)),
        }
    }))
}

fn hand_over(rows: Marked, ctx: &Context<'_>) -> Result<Step> {
    let title = format!("Lämna över {} till", counted(rows.len()));
    // Nobody hands over to oneself what one has.
    let own = rows.iter().all(|row| row.caseworker == ctx.user.name);
    let me = ctx.user.id;
    colleague::choose(
        title,
        None,
        ctx,
        move |id| own && id == me,
        move |chosen, ctx| Ok(from_when(rows.clone(), chosen, ctx)),
    )
}

fn from_when(rows: Marked, to: &Colleague, ctx: &Context<'_>) -> Step {
    let form = spec(
        "overlamning",
        "Lämna över",
        "Ärendena byter handläggare. Utkast följer inte med.",
        vec![
            required("fran", "Från", FieldKind::Date, ""),
            field("skal", "Skäl", FieldKind::Line, ""),
        ],
    );
    let (user, name) = (to.id, to.name.clone());
    Step::open(Form::quick(
        format!("{} till {name}", counted(rows.len())),
        None,
        form,
        answers([("fran", ctx.today.to_string())]),
        move |given, _| {
            Ok(preview(
                rows.clone(),
                Deed::HandOver {
                    user,
                    name: name.clone(),
                    from: day(given, "fran", "Från")?,
                    reason: given.get("skal").trim().to_owned(),
                },
            ))
        },
    ))
}

fn pause(rows: Marked, ctx: &Context<'_>) -> Step {
    Step::open(Form::quick(
        format!("Vänta med {}", counted(rows.len())),
        None,
        pause_form(),
        pause_prefilled(ctx.today),
        move |given, _| {
            let (from, until) = (day(given, "fran", "Från")?, day(given, "till", "Till")?);
            if until <= from {
                return Err(Error::user("Till: dagen måste ligga efter den första."));
            }
            Ok(preview(
                rows.clone(),
                Deed::Pause {
                    from,
                    until,
                    reason: needed(given, "skal", "Vad du väntar på")?.to_owned(),
                },
            ))
        },
    ))
}

fn remind(rows: Marked, ctx: &Context<'_>) -> Step {
    let form = spec(
        "paminn",
        "Påminn utföraren",
        "I varje ärende tas nästa steg på trappan för den plan som har väntats längst.",
        vec![
            required("dag", "Datum", FieldKind::Date, "Den dag det gjordes."),
            field("not", "Notering", FieldKind::Line, ""),
        ],
    );
    Step::open(Form::quick(
        format!("Påminn utföraren i {}", counted(rows.len())),
        None,
        form,
        answers([("dag", ctx.today.to_string())]),
        move |given, ctx| {
            let on = day(given, "dag", "Datum")?;
            if on > ctx.today {
                return Err(Error::user(format!("Datum: {on} ligger framåt i tiden.")));
            }
            let deed = Deed::Remind {
                day: on,
                note: given.get("not").trim().to_owned(),
            };
            Ok(preview(rows.clone(), deed))
        },
    ))
}

fn follow_up(rows: Marked, ctx: &Context<'_>) -> Step {
    let form = spec(
        "boka_uppfoljning",
        "Boka uppföljning",
        "Besöket står i I dag och i veckan. Fristen för uppföljningen är som förut.",
        vec![
            required("dag", "Datum", FieldKind::Date, "+14 räknas från i dag."),
            required("galler", "Gäller", FieldKind::Line, "Var och varför."),
        ],
    );
    Step::open(Form::quick(
        format!("Boka uppföljning i {}", counted(rows.len())),
        None,
        form,
        answers([
            ("dag", ctx.today.to_string()),
            ("galler", "uppföljning".to_owned()),
        ]),
        move |given, ctx| {
            let on = day(given, "dag", "Datum")?;
            if on < ctx.today {
                return Err(Error::user(format!("Datum: {on} ligger bakåt i tiden.")));
            }
            let deed = Deed::FollowUp {
                day: on,
                about: needed(given, "galler", "Gäller")?.to_owned(),
            };
            Ok(preview(rows.clone(), deed))
        },
    ))
}

fn happened(rows: Marked, ctx: &Context<'_>) -> Step {
    // What some of them is likely to be next stands first; a thing asked about further is left out.
    let plain = |kind: &EventKind| {
        !matches!(
            kind,
            EventKind::SentForReply
                | EventKind::ReadyForDischarge
                | EventKind::PaperReceived
                | EventKind::ObjectionNoted
                | EventKind::VisitBooked
                | EventKind::Died
                | EventKind::MovedAway
        ) && !kind.is_decision()
    };
    let mut kinds: Vec<EventKind> = Vec::new();
    let next = rows.iter().flat_map(|row| kinds::kinds_of(row.next));
    let near = rows.iter().flat_map(|row| kinds::likely(row.step));
    for kind in next.chain(near).filter(|kind| plain(kind)) {
        if !kinds.contains(kind) {
            kinds.push(*kind);
        }
    }
    let form = spec(
        "handelse",
        "Vad har hänt?",
        "Samma händelse registreras i alla som den hör till.",
        vec![
            choice("vad", "Vad", kinds.iter().map(|kind| kind.name())),
            required("dag", "Datum", FieldKind::Date, "Den dag det hände."),
            field("not", "Notering", FieldKind::Line, ""),
        ],
    );
    Step::open(Form::quick(
        format!("Händelse i {}", counted(rows.len())),
        None,
        form,
        answers([("dag", ctx.today.to_string())]),
        move |given, ctx| {
            let name = needed(given, "vad", "Vad")?;
            let kind = kinds.iter().find(|kind| kind.name() == name);
            let kind = *kind.ok_or_else(|| Error::user(format!("”{name}” går inte att välja.")))?;
            let on = day(given, "dag", "Datum")?;
            if on > ctx.today && !kind.may_lie_ahead() {
                return Err(Error::user(format!("Datum: {on} ligger framåt i tiden.")));
            }
            Ok(preview(
                rows.clone(),
                Deed::Happened {
                    kind,
                    day: on,
                    note: given.get("not").trim().to_owned(),
                },
            ))
        },
    ))
}

fn preview(rows: Marked, deed: Deed) -> Step {
    Step::Replace(Box::new(Batch::new(rows, deed)))
}
