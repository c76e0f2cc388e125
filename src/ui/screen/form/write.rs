//! Writing: keys and actions in the active field, and the way between fields.

use crossterm::event::{KeyCode, KeyEvent};

use super::editor::Outcome;
use super::kept::marked_done;
use super::{Form, Note, Work, raw_id};
use crate::core::form::{Field, FieldKind};
use crate::error::Result;
use crate::ui::action::Action;
use crate::ui::screen::{Context, Message, Step};

impl Form {
    /// Answers an action while one writes.
    pub(super) fn act(&mut self, action: Action, ctx: &Context<'_>) -> Result<Step> {
        Ok(match action {
            Action::NextField => match self.table_step(true) {
                Some(Outcome::Moved) => self.touch(0, false, ctx),
                _ => self.go(self.at + 1, None, ctx),
            },
            Action::PrevField => match self.table_step(false) {
                Some(Outcome::Moved) => self.touch(0, false, ctx),
                _ => match self.at.checked_sub(1) {
                    Some(at) => self.go(at, None, ctx),
                    None => Step::Stay,
                },
            },
            Action::NextSection | Action::PrevSection => {
                self.go_section(action == Action::NextSection, ctx)
            }
            Action::PageUp => self.turn_page(-1, ctx),
            Action::PageDown => self.turn_page(1, ctx),
            Action::Save => {
                self.settle_field(ctx.today);
                return self.store_asked(ctx);
            }
            Action::Sign => return self.sign(ctx),
            Action::Submit => return self.submit(ctx),
            Action::Missing => {
                self.settle_field(ctx.today);
                let title = if self.is_quick() {
                    "saknas"
                } else {
                    "saknas innan det går att skriva under"
                };
                self.show_missing(title)
            }
            Action::ShowLast => {
                self.turn_beside(ctx);
                Step::Stay
            }
            Action::CopyLast => self.copy_last(ctx),
            Action::ConfirmCopied => self.confirm_copied(ctx),
            Action::AddRow | Action::RemoveRow => {
                let Some(field) = self.field().filter(|f| f.kind == FieldKind::Estimate) else {
                    return Ok(Step::done("Rader finns bara i beräkningen."));
                };
                let id = field.id.clone();
                let outcome = match &mut self.table {
                    Some(table) if action == Action::AddRow => table.add(),
                    Some(table) => table.remove(),
                    None => Outcome::Nothing,
                };
                self.notes.remove(&id);
                return self.answer(outcome, false, ctx);
            }
            Action::NextRemark => self.next_remark(ctx),
            Action::DismissRemark => self.dismiss_remark(ctx),
            Action::GoodExamples => return self.open_examples(ctx),
            Action::TextUndo => return self.undo(true, ctx),
            Action::Redo => return self.undo(false, ctx),
            _ => Step::Stay,
        })
    }

    fn table_step(&mut self, forward: bool) -> Option<Outcome> {
        self.field().filter(|f| f.kind == FieldKind::Estimate)?;
        let table = self.table.as_mut()?;
        let outcome = if forward { table.next() } else { table.prev() };
        self.sync_table();
        Some(outcome)
    }

    /// Answers typed text.
    pub(super) fn key(&mut self, key: KeyEvent, ctx: &Context<'_>) -> Result<Step> {
        let Some(field) = self.field() else {
            return Ok(Step::Stay);
        };
        let id = field.id.clone();
        let outcome = match field.kind {
            FieldKind::Text => self
                .editors
                .get_mut(&id)
                .map_or(Outcome::Nothing, |e| e.key(key)),
            FieldKind::Line | FieldKind::Date => self.line_key(key),
            FieldKind::Choice | FieldKind::YesNo => self.choice_key(key, ctx.instant),
            FieldKind::Estimate => match &mut self.table {
                Some(table) => table.key(key, &self.interventions),
                None => Outcome::Nothing,
            },
        };
        self.answer(outcome, key.code == KeyCode::Enter, ctx)
    }

    /// Pastes a cleaned text, which is saved at once.
    pub(super) fn paste(&mut self, text: &str, ctx: &Context<'_>) -> Step {
        let Some(field) = self.field().cloned() else {
            return Step::Stay;
        };
        let pasted = match (field.kind, &mut self.table) {
            (FieldKind::Estimate, Some(table)) => table.paste(text) != Outcome::Nothing,
            _ => self
                .editors
                .get_mut(&field.id)
                .is_some_and(|e| e.paste(text) > 0),
        };
        if !pasted {
            return Step::Say(Message::failed(
                "Här går det inte att klistra in text.\nGå till ett textfält först.",
            ));
        }
        self.changed(&field, ctx);
        self.touch(0, true, ctx)
    }

    /// What follows from what a key did.
    fn answer(&mut self, outcome: Outcome, enter: bool, ctx: &Context<'_>) -> Result<Step> {
        Ok(match outcome {
            Outcome::Edited(count) => {
                if let Some(field) = self.field().cloned() {
                    self.changed(&field, ctx);
                }
                self.touch(count, false, ctx)
            }
            Outcome::Moved => {
                self.sync_table();
                self.touch(0, false, ctx)
            }
            Outcome::Before => match self.at.checked_sub(1) {
                Some(at) => self.go(at, Some(true), ctx),
                None => Step::Stay,
            },
            Outcome::After if self.at + 1 < self.fields.len() => {
                self.go(self.at + 1, Some(false), ctx)
            }
            Outcome::After if enter && self.is_quick() => return self.submit(ctx),
            Outcome::After | Outcome::Nothing => Step::Stay,
        })
    }

    /// Takes over what stands in the active field's editor.
    pub(super) fn take_editor(&mut self, field: &Field) {
        match field.kind {
            FieldKind::Estimate => self.sync_table(),
            _ => {
                if let Some(editor) = self.editors.get(&field.id) {
                    self.answers.set(&field.id, editor.text());
                }
            }
        }
    }

    fn sync_table(&mut self) {
        let Some(field) = self.field().filter(|f| f.kind == FieldKind::Estimate) else {
            return;
        };
        let raw = raw_id(&field.id);
        if let Some(table) = &self.table {
            self.answers.lines = table.lines();
            self.answers.set(&raw, table.raw());
        }
    }

    /// After the person has changed a field: it is no longer merely copied, nor known to be wrong.
    pub(super) fn changed(&mut self, field: &Field, ctx: &Context<'_>) {
        match field.kind {
            FieldKind::Choice | FieldKind::YesNo => {}
            _ => self.take_editor(field),
        }
        self.answers.copied.remove(&field.id);
        self.notes.remove(&field.id);
        let Work::Quick(quick) = &self.work else {
            return;
        };
        let Some(watch) = &quick.watch else { return };
        if let Some(told) = watch(&mut self.answers, &field.id, ctx) {
            self.notes.insert(field.id.clone(), Note::Told(told));
        }
        self.open_editor();
    }

    fn undo(&mut self, back: bool, ctx: &Context<'_>) -> Result<Step> {
        let Some(field) = self.field().cloned() else {
            return Ok(Step::Stay);
        };
        if field.kind == FieldKind::Estimate {
            let outcome = match (&mut self.table, back) {
                (Some(table), true) => table.undo(),
                (Some(table), false) => table.redo(),
                (None, _) => Outcome::Nothing,
            };
            if outcome != Outcome::Nothing {
                return self.answer(outcome, false, ctx);
            }
        }
        let did = match self.editors.get_mut(&field.id) {
            Some(editor) if back => editor.undo(),
            Some(editor) => editor.redo(),
            None => false,
        };
        if !did {
            let told = if back {
                "Inget mer att ångra i fältet."
            } else {
                "Inget mer att göra om i fältet."
            };
            return Ok(Step::done(told));
        }
        self.changed(&field, ctx);
        // A fetched text that comes back is as unconfirmed as before.
        let fetched = self.fetched.get(&field.id);
        if fetched.is_some_and(|text| self.answers.get(&field.id).contains(text.as_str())) {
            self.answers.copied.insert(field.id.clone());
        }
        Ok(self.touch(1, false, ctx))
    }

    /// Goes to a field. `from_below` says from where the cursor comes, if it walks there line by
    /// line. What is left is saved at once.
    pub(super) fn go(&mut self, to: usize, from_below: Option<bool>, ctx: &Context<'_>) -> Step {
        if to >= self.fields.len() {
            return Step::Stay;
        }
        self.settle_field(ctx.today);
        self.sync_table();
        self.at = to;
        self.open_editor();
        self.offer_date();
        if let Some(beside) = &mut self.beside {
            beside.part = 0;
        }
        let Some((id, kind)) = self.field().map(|f| (f.id.clone(), f.kind)) else {
            return Step::Stay;
        };
        if let Some(from_below) = from_below {
            // The editor must know how wide it is before its last visible line is known.
            self.settle(ctx);
            if let Some(editor) = self
                .editors
                .get_mut(&id)
                .filter(|_| kind == FieldKind::Text)
            {
                editor.enter(from_below);
            }
        }
        if let Some(table) = self.table.as_mut().filter(|_| kind == FieldKind::Estimate) {
            table.enter(from_below == Some(true));
        }
        self.touch(0, true, ctx)
    }

    fn go_section(&mut self, forward: bool, ctx: &Context<'_>) -> Step {
        let Some((here, _)) = self.asked(self.at) else {
            return Step::Stay;
        };
        let number = |form: &Form, at: usize| form.fields.get(at).map(|f| f.0);
        let first = (0..self.fields.len())
            .find(|at| number(self, *at) == Some(here))
            .unwrap_or(0);
        let to = if forward {
            (self.at..self.fields.len()).find(|at| number(self, *at) > Some(here))
        } else if self.at > first {
            Some(first)
        } else {
            let before = first.checked_sub(1).and_then(|at| number(self, at));
            (0..first).find(|at| number(self, *at) == before)
        };
        match to {
            Some(to) => self.go(to, None, ctx),
            None => Step::Stay,
        }
    }

    /// A page up or down: within a long text, else to the field that stands a page away.
    fn turn_page(&mut self, by: isize, ctx: &Context<'_>) -> Step {
        let height = usize::from(self.page.size.1).saturating_sub(1).max(1);
        let Some((id, kind)) = self.field().map(|f| (f.id.clone(), f.kind)) else {
            return Step::Stay;
        };
        if kind == FieldKind::Text
            && let Some(editor) = self.editors.get_mut(&id)
            && editor.page(by * isize::try_from(height).unwrap_or(1)) == Outcome::Moved
        {
            return self.touch(0, false, ctx);
        }
        let here = self.page.active.start;
        let starts = &self.page.starts;
        let to = if by > 0 {
            let far = starts
                .iter()
                .rposition(|s| *s <= here + height)
                .unwrap_or(0);
            far.max(self.at + 1)
                .min(self.fields.len().saturating_sub(1))
        } else {
            let far = starts.iter().position(|s| *s + height >= here).unwrap_or(0);
            far.min(self.at.saturating_sub(1))
        };
        if to == self.at {
            return Step::Stay;
        }
        self.go(to, Some(by < 0), ctx)
    }

    /// Without the section's name: a short form has but one, and it stands above.
    fn short<'a>(&self, text: &'a str) -> &'a str {
        let titles = self.spec.sections.iter().map(|s| s.title.as_str());
        let mut rest = titles.filter_map(|title| text.strip_prefix(title)?.strip_prefix(": "));
        rest.next().unwrap_or(text)
    }

    /// Hands the answers of a short form over; what is refused is shown at its field.
    fn submit(&mut self, ctx: &Context<'_>) -> Result<Step> {
        self.settle_field(ctx.today);
        let problems = self.problems();
        if let Some(first) = problems.first() {
            let told = Message::failed(super::fields::sentence(self.short(&first.text)));
            if let Some(at) = self.index_of(&first.field) {
                self.go(at, None, ctx);
            }
            return Ok(Step::Say(told));
        }
        if let Some((clashes, elsewhere)) = self.follow_others(ctx)? {
            self.ask_about(clashes, elsewhere);
            return Ok(Step::Stay);
        }
        let Work::Quick(quick) = &self.work else {
            return Ok(Step::Stay);
        };
        match (quick.submit)(&self.answers, ctx) {
            Ok(step) => Ok(marked_done(step, &quick.kept.done)),
            Err(error) => {
                let text = error.text.to_lowercase();
                let named = (0..self.fields.len()).find(|at| {
                    let label = self.asked(*at).map(|(_, f)| f.label.to_lowercase());
                    label.is_some_and(|l| !l.is_empty() && text.starts_with(&l))
                });
                if let Some(at) = named {
                    self.go(at, None, ctx);
                    if let Some(field) = self.field() {
                        self.notes
                            .insert(field.id.clone(), Note::Wrong(error.text.clone()));
                    }
                }
                Err(error)
            }
        }
    }
}
