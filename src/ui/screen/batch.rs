//! The same thing done with several cases: a preview that says what will happen to each and which cannot,
//! one write at a time, a way to stop half-way, and one undo of it all.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Instant;

use chrono::NaiveDate;

use super::case::clock_state::{pause_form, pause_prefilled};
use super::case::record;
use super::choose::Choose;
use super::form::Form;
use super::short_form::{answers, choice, day, field, needed, required, spec, told};
use super::{Context, Screen, Step};
use crate::core::change::{Change, NewEvent};
use crate::core::deadline::State;
use crate::core::event::EventKind;
use crate::core::form::FieldKind;
use crate::core::query::CaseRow;
use crate::error::{Error, Result};
use crate::ui::action::{Action, Scope};
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::head;

/// A write with what it does in words, or why it cannot be done.
type Planned = std::result::Result<(Change, String), String>;

/// What is done with each case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// It is given to a colleague.
    HandOver {
        /// To whom.
        user: i64,
        /// Their name.
        name: String,
        /// From which day.
        from: NaiveDate,
        /// Why.
        reason: String,
    },
    /// Its nearest clock waits.
    Pause {
        /// First day that does not count.
        from: NaiveDate,
        /// The day it runs again.
        until: NaiveDate,
        /// What it waits for.
        reason: String,
    },
    /// The same has happened in each.
    Happened {
        /// What.
        kind: EventKind,
        /// When.
        day: NaiveDate,
        /// A few words.
        note: String,
    },
}

impl Deed {
    /// "Lämna över till Petra Sand".
    fn title(&self) -> String {
        match self {
            Deed::HandOver { name, .. } => format!("Lämna över till {name}"),
            Deed::Pause { reason, .. } => format!("Vänta: {reason}"),
            Deed::Happened { kind, .. } => kind.name().to_owned(),
        }
    }

    /// The write for one case with what it does in words, or why it cannot be done.
    fn plan(&self, row: &CaseRow, ctx: &Context<'_>) -> Planned {
        let view = ctx
            .store
            .case(ctx.user, row.id)
            .map_err(|error| error.text)?;
        if view.closed.is_some() {
            return Err("ärendet är avslutat".to_owned());
        }
        match self {
            Deed::HandOver {
                user,
                name,
                from,
                reason,
            } => {
                if view.owner == Some(*user) {
                    return Err(format!("{name} har redan ärendet"));
                }
                let change = Change::Assign {
                    case: row.id,
                    user: *user,
                    from: *from,
                    reason: reason.clone(),
                };
                Ok((change, format!("till {name} {}", told(*from, ctx.today))))
            }
            Deed::Pause {
                from,
                until,
                reason,
            } => {
                let Some(deadline) = &row.deadline else {
                    return Err("ingen frist löper".to_owned());
                };
                let rule = ctx
                    .store
                    .unit()
                    .rules
                    .get(&deadline.rule)
                    .and_then(|rows| rows.nearest(deadline.start));
                let Some(rule) = rule else {
                    return Err(format!("regeln {} finns inte", deadline.rule));
                };
                if !rule.class.may_pause() {
                    return Err(format!("{}: lagens tid", rule.action));
                }
                if deadline.state == State::Paused {
                    return Err("väntar redan".to_owned());
                }
                let change = Change::PauseClock {
                    case: row.id,
                    rule: deadline.rule.clone(),
                    subject: deadline.subject,
                    from: *from,
                    until: *until,
                    reason: reason.clone(),
                };
                let words = format!("{} till {}", rule.action, told(*until, ctx.today));
                Ok((change, words))
            }
            Deed::Happened { kind, day, note } => {
                let fits = record::kinds_of(row.next).contains(kind)
                    || record::likely(row.step).contains(kind);
                if !fits {
                    return Err(format!("hör inte till {}", row.step.name().to_lowercase()));
                }
                let event = NewEvent {
                    note: note.clone(),
                    ..NewEvent::on(*kind, *day)
                };
                let change = Change::RecordEvent {
                    case: row.id,
                    event,
                };
                Ok((
                    change,
                    format!("{} {}", kind.name().to_lowercase(), told(*day, ctx.today)),
                ))
            }
        }
    }

    /// "3 ärenden går tillbaka till den förra handläggaren."
    fn undo(&self, n: usize) -> String {
        let cases = counted(n);
        match self {
            Deed::HandOver { .. } => format!("{cases} går tillbaka till den förra handläggaren."),
            Deed::Pause { .. } => {
                format!("Pausen tas tillbaka i {cases}. Raderna ligger kvar som rättade.")
            }
            Deed::Happened { kind, .. } => format!(
                "Händelsen {} stryks i {cases}. Raderna ligger kvar som rättade.",
                kind.name()
            ),
        }
    }
}

fn counted(n: usize) -> String {
    match n {
        1 => "1 ärende".to_owned(),
        n => format!("{n} ärenden"),
    }
}

/// Asks what shall be done with the marked cases.
pub fn choose(rows: Vec<CaseRow>) -> Step {
    #[derive(Clone, Copy)]
    enum What {
        HandOver,
        Pause,
        Happened,
    }
    let title = format!("Vad ska göras med {}?", counted(rows.len()));
    let options = [
        (What::HandOver, "Lämna över", "till en kollega"),
        (What::Pause, "Vänta", "pausa den närmaste fristen"),
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
            What::Happened => Ok(happened(rows, ctx)),
        }
    }))
}

fn hand_over(rows: Vec<CaseRow>, ctx: &Context<'_>) -> Result<Step> {
    let users = ctx.store.users()?;
    let names: Vec<String> = users.iter().map(|(_, _, name)| name.clone()).collect();
    let form = spec(
        "overlamning",
        "Lämna över",
        "Ärendena byter handläggare. Utkast följer inte med.",
        vec![
            choice("till", "Till", names.iter().map(String::as_str)),
            required("fran", "Från", FieldKind::Date, ""),
            field("skal", "Skäl", FieldKind::Line, ""),
        ],
    );
    let title = format!("Lämna över {}", counted(rows.len()));
    let first = answers([("fran", ctx.today.to_string())]);
    Ok(Step::open(Form::quick(
        title,
        None,
        form,
        first,
        move |given, _| {
            let name = needed(given, "till", "Till")?;
            let found = users.iter().find(|(_, _, other)| other == name);
            let (user, _, name) =
                found.ok_or_else(|| Error::user(format!("”{name}” finns inte.")))?;
            Ok(preview(
                rows.clone(),
                Deed::HandOver {
                    user: *user,
                    name: name.clone(),
                    from: day(given, "fran", "Från")?,
                    reason: given.get("skal").trim().to_owned(),
                },
            ))
        },
    )))
}

fn pause(rows: Vec<CaseRow>, ctx: &Context<'_>) -> Step {
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

fn happened(rows: Vec<CaseRow>, ctx: &Context<'_>) -> Step {
    // What some of them is likely to be next stands first; a thing asked about further is left out.
    let plain = |kind: &EventKind| {
        !matches!(
            kind,
            EventKind::SentForReply
                | EventKind::Granted
                | EventKind::Renewed
                | EventKind::ReadyForDischarge
                | EventKind::PaperReceived
                | EventKind::ObjectionNoted
                | EventKind::VisitBooked
                | EventKind::Died
                | EventKind::MovedAway
        )
    };
    let mut kinds: Vec<EventKind> = Vec::new();
    let next = rows.iter().flat_map(|row| record::kinds_of(row.next));
    let near = rows.iter().flat_map(|row| record::likely(row.step));
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

fn preview(rows: Vec<CaseRow>, deed: Deed) -> Step {
    Step::Replace(Box::new(Batch::new(rows, deed)))
}

/// How it went with one case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Waits,
    Done,
    Refused,
}

struct Line {
    row: CaseRow,
    plan: Planned,
    outcome: Outcome,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Preview,
    Running,
    Ended,
}

/// The preview, the progress and the summary.
pub struct Batch {
    rows: Vec<CaseRow>,
    deed: Deed,
    lines: Vec<Line>,
    stage: Stage,
    top: usize,
    /// The line that is being written.
    pending: Option<usize>,
    /// The lines that are written, and whether each can be taken back.
    written: Rc<RefCell<BTreeMap<usize, bool>>>,
    wake: Option<Instant>,
}

impl Batch {
    /// A preview of a deed on some cases.
    pub fn new(rows: Vec<CaseRow>, deed: Deed) -> Batch {
        Batch {
            rows,
            deed,
            lines: Vec::new(),
            stage: Stage::Preview,
            top: 0,
            pending: None,
            written: Rc::default(),
            wake: None,
        }
    }

    fn possible(&self) -> usize {
        self.lines.iter().filter(|line| line.plan.is_ok()).count()
    }

    fn done(&self) -> usize {
        self.lines
            .iter()
            .filter(|line| line.outcome == Outcome::Done)
            .count()
    }

    /// Notes how the line that was being written went.
    fn settle(&mut self) {
        let Some(at) = self.pending.take() else {
            return;
        };
        let done = self.written.borrow().contains_key(&at);
        if let Some(line) = self.lines.get_mut(at) {
            line.outcome = if done {
                Outcome::Done
            } else {
                Outcome::Refused
            };
        }
    }

    /// Ends it, and makes what was done one thing to take back.
    fn end(&mut self) -> Step {
        self.settle();
        self.stage = Stage::Ended;
        self.wake = None;
        let undos = self.written.borrow().values().filter(|back| **back).count();
        let (done, of) = (self.done(), self.possible());
        let refused = self
            .lines
            .iter()
            .filter(|line| line.outcome == Outcome::Refused)
            .count();
        let mut told = match (done, of) {
            (done, of) if done == of => format!("Klart: {}.", counted(done)),
            (done, of) => format!("Gjort {done} av {of}; resten är orörda."),
        };
        if refused > 0 {
            told = format!("Gjort {done} av {of}. {refused} gick inte.");
        }
        let mut steps = Vec::new();
        if undos > 0 {
            steps.push(Step::UndoAsOne(undos, self.deed.undo(done)));
        }
        steps.push(if refused > 0 {
            Step::failed(told)
        } else {
            Step::done(told)
        });
        Step::Many(steps)
    }
}

impl Screen for Batch {
    fn scope(&self) -> Scope {
        Scope::Dialog
    }

    fn title(&self) -> String {
        self.deed.title()
    }

    fn load(&mut self, ctx: &Context<'_>) -> Result<()> {
        // What has begun goes by the plan that was shown.
        if self.stage == Stage::Preview {
            let mut lines = Vec::with_capacity(self.rows.len());
            for row in &self.rows {
                let row = ctx.store.case_row(row.id)?.unwrap_or_else(|| row.clone());
                lines.push(Line {
                    plan: self.deed.plan(&row, ctx),
                    row,
                    outcome: Outcome::Waits,
                });
            }
            self.lines = lines;
        }
        Ok(())
    }

    fn update(&mut self, action: Action, ctx: &Context<'_>) -> Result<Step> {
        let page = usize::from(ctx.height.saturating_sub(4)).max(1);
        match (self.stage, action) {
            (_, Action::PageDown) => {
                self.top = (self.top + page).min(self.lines.len().saturating_sub(page));
            }
            (_, Action::PageUp) => self.top = self.top.saturating_sub(page),
            (Stage::Preview, Action::Yes) if self.possible() > 0 => {
                self.stage = Stage::Running;
                self.wake = Some(ctx.instant);
            }
            (Stage::Running, Action::No) => return Ok(self.end()),
            (_, Action::Yes | Action::No) => return Ok(Step::Close),
            _ => {}
        }
        Ok(Step::Stay)
    }

    fn back(&mut self, _ctx: &Context<'_>) -> Result<Step> {
        Ok(match self.stage {
            Stage::Running => self.end(),
            _ => Step::Close,
        })
    }

    fn wake_at(&self) -> Option<Instant> {
        self.wake
    }

    fn works_on_top_only(&self) -> bool {
        true
    }

    fn tick(&mut self, ctx: &Context<'_>) -> Result<Step> {
        if self.stage != Stage::Running {
            return Ok(Step::Stay);
        }
        self.settle();
        let next = self
            .lines
            .iter()
            .position(|line| line.outcome == Outcome::Waits && line.plan.is_ok());
        let Some((at, Ok((change, _)))) =
            next.and_then(|at| Some((at, self.lines.get(at)?.plan.clone())))
        else {
            return Ok(self.end());
        };
        self.pending = Some(at);
        self.wake = Some(ctx.instant);
        // The row that is being worked on stays in sight.
        let page = usize::from(ctx.height.saturating_sub(4)).max(1);
        if at >= self.top + page {
            self.top = at + 1 - page;
        }
        let written = Rc::clone(&self.written);
        Ok(Step::apply_then(change, move |applied| {
            written.borrow_mut().insert(at, applied.undo.is_some());
            Step::Stay
        }))
    }

    fn view(&self, _ctx: &Context<'_>, canvas: &mut Canvas<'_>) {
        let of = self.possible();
        let cannot = self.lines.len() - of;
        let told = match self.stage {
            Stage::Preview if cannot > 0 => format!("{of} går, {cannot} går inte"),
            Stage::Preview => counted(of),
            _ => format!("{} av {of}", self.done()),
        };
        let top = head(
            canvas,
            &[(Role::Head, &self.deed.title())],
            &[(Role::CountOther, &told)],
        );
        let foot = canvas.height().saturating_sub(2);
        let mut body = canvas.part(0, top, canvas.width(), foot.saturating_sub(top));
        let room = body.width();
        for (y, line) in (0..body.height()).zip(self.lines.iter().skip(self.top)) {
            let (sign, role) = match (&line.plan, line.outcome) {
                (Err(_), _) => ("–", Role::TextDim),
                (_, Outcome::Waits) => (" ", Role::Text),
                (_, Outcome::Done) => ("✓", Role::DeadlineDone),
                (_, Outcome::Refused) => ("×", Role::MessageError),
            };
            body.text(1, y, role, sign);
            let name = format!("{}, {}", line.row.family_name, line.row.given_name);
            let text = if line.plan.is_ok() {
                Role::Text
            } else {
                Role::TextDim
            };
            body.cell(3, y, 10, text, &line.row.case_number);
            let wide = (room.saturating_sub(16) * 2 / 5).min(30);
            body.cell(14, y, wide, text, &name);
            let what = match &line.plan {
                Ok((_, words)) => words.clone(),
                Err(why) => format!("går inte: {why}"),
            };
            let x = 14 + wide + 2;
            body.cell(x, y, room.saturating_sub(x + 1), role_of(line), &what);
        }
        let question = match self.stage {
            Stage::Preview if of == 0 => "Inget av dem går att göra så.".to_owned(),
            Stage::Preview => format!("Göra det i {}?", counted(of)),
            Stage::Running => {
                "Görs nu, ett i taget. Det som är gjort står kvar om du avbryter.".to_owned()
            }
            Stage::Ended => "Allt detta ångras på en gång i listan.".to_owned(),
        };
        let role = if self.stage == Stage::Preview {
            Role::MessageAsk
        } else {
            Role::TextDim
        };
        canvas.text(1, foot + 1, role, &question);
    }

    fn hints(&self, _ctx: &Context<'_>) -> Vec<Action> {
        match self.stage {
            Stage::Preview if self.possible() > 0 => vec![Action::Yes, Action::No],
            _ => vec![Action::Back],
        }
    }

    fn actions(&self) -> Vec<Action> {
        Action::of(Scope::Dialog).collect()
    }
}

fn role_of(line: &Line) -> Role {
    match (&line.plan, line.outcome) {
        (Err(_), _) => Role::TextDim,
        (_, Outcome::Refused) => Role::MessageError,
        _ => Role::Text,
    }
}
