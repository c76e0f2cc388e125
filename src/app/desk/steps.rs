//! What a screen asks of the desk is done here: screens opened and closed, changes applied and taken back.

use std::collections::VecDeque;

use super::{Desk, Undoing, leave_unsaved, room, save};
use crate::core::change::{Applied, Change};
use crate::error::{ErrorKind, Result};
use crate::store::draft::Way;
use crate::ui::screen::reason::ask_reason;
use crate::ui::screen::{Context, Message, Screen, Step};

impl Desk {
    /// Saves and closes when the desk's user no longer works here.
    pub(super) fn leave_if_shut_out(&mut self) {
        match self.tools.store.shut_out() {
            Ok(false) => {}
            Ok(true) => {
                // Nobody may stay because a disk is full: the draft lies as it was saved last.
                let _ = self.save();
                self.shut_out = true;
                self.closed = true;
            }
            Err(error) => self.message = Some(error.into()),
        }
    }

    /// Takes a step and those that follow from it, in order. A refusal drops the rest.
    pub fn run(&mut self, step: Step) {
        if !matches!(step, Step::Stay) {
            self.changed(None);
        }
        let mut queue = VecDeque::from([step]);
        while let Some(step) = queue.pop_front() {
            if let Err(error) = self.take(step, &mut queue) {
                self.message = Some(error.into());
                break;
            }
        }
        self.make_room();
        self.tell_open_cases();
    }

    /// Tells others which cases stand open here, when that has changed.
    pub(super) fn tell_open_cases(&mut self) {
        let mut cases: Vec<i64> = self.stack.iter().filter_map(|s| s.case()).collect();
        cases.sort_unstable();
        cases.dedup();
        if cases == self.open_cases {
            return;
        }
        match self.tools.store.have_open(&self.tools.user, &cases) {
            Ok(()) => self.open_cases = cases,
            Err(error) => self.message = Some(error.into()),
        }
    }

    pub(super) fn take(&mut self, step: Step, queue: &mut VecDeque<Step>) -> Result<()> {
        match step {
            Step::Stay => {}
            Step::Open(screen) => self.open(screen)?,
            Step::Replace(screen) => {
                self.save_top()?;
                self.open(screen)?;
                let below = self.stack.len().saturating_sub(2);
                if self.stack.len() > 1 {
                    self.stack.remove(below);
                    self.ways.remove(below);
                }
            }
            Step::Close => self.close()?,
            Step::CloseAll => {
                while self.stack.len() > 1 {
                    self.close()?;
                }
            }
            Step::Apply(change, then) => {
                let applied = self.apply(change)?;
                queue.push_front(then(&applied));
            }
            Step::TakeBack => {
                if let Some(undo) = self.undo.pop() {
                    self.take_back(undo)?;
                    self.message = Some(Message::done("Ångrat."));
                }
            }
            Step::UndoAsOne(count, sentence) => {
                let from = self.undo.len().saturating_sub(count);
                let changes = self.undo.drain(from..).rev().flat_map(|u| u.changes);
                let changes: Vec<Change> = changes.collect();
                if !changes.is_empty() {
                    self.undo.push(Undoing { sentence, changes });
                }
            }
            Step::SaveText { name, text } => {
                self.message = Some(match &self.kept_in {
                    Some(folder) => {
                        let path = save(folder, &name, &text)?;
                        Message::done(format!(
                            "Sparad som {}\nTa bort filen när den är utskriven.",
                            path.display()
                        ))
                    }
                    None => Message::done(
                        "Här skrivs ingen fil: akt körs på en annan dator. Kopiera texten från skärmen.",
                    ),
                });
            }
            Step::Say(message) => self.message = Some(message),
            Step::Act(action) => self.act(action),
            Step::Mark(called) => {
                let (stack, ctx) = self.split();
                if let Some(top) = stack.last_mut() {
                    top.mark(&called, &ctx);
                }
            }
            Step::Reload => self.reload(),
            Step::Quit => match self.save() {
                Ok(()) => self.closed = true,
                Err(error) => queue.push_front(leave_unsaved(&error)),
            },
            Step::QuitUnsaved => self.closed = true,
            Step::Many(steps) => {
                for step in steps.into_iter().rev() {
                    queue.push_front(step);
                }
            }
        }
        Ok(())
    }

    pub(super) fn apply(&mut self, change: Change) -> Result<Applied> {
        let applied = self.tools.store.apply(&self.tools.user, change)?;
        self.version = self.tools.store.data_version()?;
        self.undo.extend(applied.undo.clone().map(Undoing::from));
        self.reload();
        Ok(applied)
    }

    /// Takes back one write, or several one by one; where one is refused the rest can be tried again.
    pub(super) fn take_back(&mut self, undo: Undoing) -> Result<()> {
        let several = undo.changes.len() > 1;
        let before = self.undo.len();
        let mut left = VecDeque::from(undo.changes);
        while let Some(change) = left.pop_front() {
            if let Err(error) = self.apply(change) {
                self.undo.truncate(before);
                if !left.is_empty() {
                    self.undo.push(Undoing {
                        sentence: undo.sentence,
                        changes: left.into(),
                    });
                }
                return Err(error);
            }
        }
        if several {
            self.undo.truncate(before);
        }
        Ok(())
    }

    /// Asks whether the latest write shall be taken back, in a sentence that says what it will do.
    pub(super) fn ask_back(&mut self) {
        match self.undo.last() {
            None => self.message = Some(Message::done("Det finns inget att ångra här.")),
            Some(undo) => {
                let sentence = undo.sentence.clone();
                self.run(Step::ask("Ångra", sentence, Step::TakeBack));
            }
        }
    }

    pub(super) fn open(&mut self, screen: Box<dyn Screen>) -> Result<()> {
        self.open_by(screen, |screen, ctx| screen.load(ctx))
    }

    pub(super) fn open_by(
        &mut self,
        mut screen: Box<dyn Screen>,
        load: impl FnOnce(&mut dyn Screen, &Context<'_>) -> Result<()>,
    ) -> Result<()> {
        let way = self.way_to(screen.as_ref());
        screen.opened(&way);
        // Nothing of it is drawn before what it must not show is known.
        if screen.presents() && self.veil.is_none() {
            self.veil = Some(self.weave()?);
        }
        let (stack, ctx) = self.split();
        let beneath = stack.last().map(AsRef::as_ref);
        let ctx = room::within(&ctx, room::over(beneath, screen.as_ref(), ctx.height));
        match load(screen.as_mut(), &ctx) {
            Ok(()) => {
                stack.push(screen);
                self.ways.push(way);
            }
            Err(error) => match error.kind {
                ErrorKind::AskReason(person) => {
                    let ask = ask_reason(person, &error.text, Step::Open(screen));
                    return self.open(Box::new(ask));
                }
                _ => return Err(error),
            },
        }
        Ok(())
    }

    /// How one came to a screen that is about to be opened: from where a way can begin, and what was pressed.
    pub(super) fn way_to(&self, screen: &dyn Screen) -> Way {
        if let Some(way) = screen.begins_way() {
            return way;
        }
        let mut way = self.ways.last().cloned().unwrap_or_default();
        way.presses.extend(self.press.clone());
        way
    }

    /// A screen that cannot save stays, so that what is written in it is not lost.
    pub(super) fn close(&mut self) -> Result<()> {
        if self.stack.len() > 1 {
            self.save_top()?;
            self.stack.pop();
            self.ways.pop();
            self.lift_veil();
        }
        Ok(())
    }

    pub(super) fn save_top(&mut self) -> Result<()> {
        let (stack, ctx) = self.split();
        stack.last_mut().map_or(Ok(()), |top| top.save(&ctx))
    }
}
