//! The same thing done with several cases: a preview that says what will happen to each and which cannot,
//! one write at a time, a way to stop half-way, and one undo of it all.
//!
//! `ask` asks what, `deed` says what that is for one case, and the screen here does it row by row.

mod ask;
mod deed;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Instant;

use super::{Context, Screen, Step};
use crate::core::query::CaseRow;
use crate::error::Result;
use crate::ui::action::{Action, Scope};
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::head;
use crate::ui::wrap::width;

pub use ask::choose;
pub use deed::Deed;
use deed::{Planned, counted};

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

/// The cases that something is done with. What is done is told to the list they were marked in, so that only
/// the rest stays marked.
#[derive(Clone)]
pub struct Marked {
    rows: Vec<CaseRow>,
    done: Rc<RefCell<Vec<i64>>>,
}

impl Marked {
    /// The rows, and where those that are done are told by their cases.
    pub fn new(rows: Vec<CaseRow>, done: &Rc<RefCell<Vec<i64>>>) -> Marked {
        Marked {
            rows,
            done: Rc::clone(done),
        }
    }

    fn len(&self) -> usize {
        self.rows.len()
    }

    fn iter(&self) -> std::slice::Iter<'_, CaseRow> {
        self.rows.iter()
    }
}

/// The preview, the progress and the summary.
pub struct Batch {
    rows: Marked,
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
    pub fn new(rows: Marked, deed: Deed) -> Batch {
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

    fn undoable(&self) -> bool {
        self.written.borrow().values().any(|back| *back)
    }

    /// Notes how the line that was being written went.
    fn settle(&mut self) {
        let Some(at) = self.pending.take() else {
            return;
        };
        let done = self.written.borrow().contains_key(&at);
        if let Some(line) = self.lines.get_mut(at) {
            if done {
                self.rows.done.borrow_mut().push(line.row.id);
            }
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
        // The list unmarks what is done.
        let mut steps = vec![Step::Reload];
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
            for row in self.rows.iter() {
                let row = ctx
                    .store
                    .case_row(ctx.user, row.id)?
                    .unwrap_or_else(|| row.clone());
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

    fn view(&self, ctx: &Context<'_>, canvas: &mut Canvas<'_>) {
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
        let name = |row: &CaseRow| format!("{}, {}", row.family_name, row.given_name);
        let widest = self.lines.iter().map(|line| width(&name(&line.row))).max();
        let widest = u16::try_from(widest.unwrap_or(0)).unwrap_or(u16::MAX);
        let wide = (room.saturating_sub(16) * 2 / 5).min(widest);
        for (y, line) in (0..body.height()).zip(self.lines.iter().skip(self.top)) {
            let (sign, role) = match (&line.plan, line.outcome) {
                (Err(_), _) => ("–", Role::TextDim),
                (_, Outcome::Waits) => (" ", Role::Text),
                (_, Outcome::Done) => ("✓", Role::DeadlineDone),
                (_, Outcome::Refused) => ("×", Role::MessageError),
            };
            body.text(1, y, role, sign);
            let text = if line.plan.is_ok() {
                Role::Text
            } else {
                Role::TextDim
            };
            body.cell(3, y, 10, text, &line.row.case_number);
            body.cell(14, y, wide, text, &name(&line.row));
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
                let key = |action| ctx.keymap.hint(Scope::Dialog, action).unwrap_or_default();
                format!(
                    "Görs nu, ett i taget. {} eller {} avbryter; det som är gjort står kvar.",
                    key(Action::No),
                    key(Action::Back)
                )
            }
            Stage::Ended if self.undoable() => {
                let key = ctx.keymap.hint(Scope::List, Action::Undo);
                format!(
                    "{} i listan ångrar allt detta på en gång.",
                    key.unwrap_or_default()
                )
            }
            Stage::Ended => String::new(),
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
            Stage::Running => vec![Action::No],
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
