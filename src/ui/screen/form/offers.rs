//! What a form offers just now, and which of it stands in the hint bar.

use super::{Form, Mode};
use crate::core::form::FieldKind;
use crate::ui::action::Action;

impl Form {
    /// The verbs of the hint bar, most important first.
    pub(super) fn verbs(&self) -> Vec<Action> {
        use Action as A;
        match &self.mode {
            Mode::Missing(_) => return vec![A::Open, A::Up, A::Down, A::Back],
            Mode::Signing(_) => return vec![A::Yes, A::No, A::PageDown, A::PageUp],
            Mode::Conflict(conflict) => return conflict.verbs(),
            Mode::Writing if self.is_quick() => return vec![A::NextField, A::Submit, A::Back],
            Mode::Writing => {}
        }
        let kind = self.field().map(|f| f.kind);
        let copied = self
            .field()
            .is_some_and(|f| self.answers.copied.contains(&f.id));
        let mut hints = vec![A::NextField];
        if kind == Some(FieldKind::Text) && self.field_has_remarks() {
            hints.extend([A::NextRemark, A::DismissRemark]);
        }
        if kind == Some(FieldKind::Text) && self.frame.is_some() {
            hints.push(A::GoodExamples);
        }
        if kind == Some(FieldKind::Estimate) {
            hints.extend([A::AddRow, A::RemoveRow]);
        } else if copied {
            hints.push(A::ConfirmCopied);
        } else if self.has_last() {
            hints.push(A::CopyLast);
        }
        if !self.has_sections() {
            hints.push(A::Save);
        } else if kind != Some(FieldKind::Estimate) {
            hints.push(A::NextSection);
        }
        hints.extend([A::Sign, A::Missing, A::Back]);
        hints.truncate(6);
        hints
    }

    /// Everything that can be done.
    pub(super) fn offers(&self) -> Vec<Action> {
        use Action as A;
        match self.mode {
            Mode::Missing(_) => {
                return vec![
                    A::Open,
                    A::Up,
                    A::Down,
                    A::PageUp,
                    A::PageDown,
                    A::First,
                    A::Last,
                ];
            }
            Mode::Signing(_) => return vec![A::Yes, A::No, A::PageUp, A::PageDown],
            Mode::Conflict(_) => {
                return vec![
                    A::KeepMine,
                    A::TakeTheirs,
                    A::KeepBoth,
                    A::PageUp,
                    A::PageDown,
                ];
            }
            Mode::Writing => {}
        }
        let mut all = vec![
            A::NextField,
            A::PrevField,
            A::PageUp,
            A::PageDown,
            A::TextUndo,
            A::Redo,
            A::Missing,
        ];
        if self.is_quick() {
            all.push(A::Submit);
            return all;
        }
        all.extend([A::Save, A::Sign]);
        if self.has_sections() {
            all.extend([A::NextSection, A::PrevSection]);
        }
        if let Some(beside) = &self.beside {
            all.push(A::ShowLast);
            if beside.is_document() {
                all.push(A::CopyLast);
            }
        }
        if self.beside.is_some() || !self.answers.copied.is_empty() {
            all.push(A::ConfirmCopied);
        }
        all.extend(self.frame_actions());
        if self.table.is_some() {
            all.extend([A::AddRow, A::RemoveRow]);
        }
        all
    }

    /// Whether there is something to fetch to the active field.
    fn has_last(&self) -> bool {
        let (Some(beside), Some(field)) = (&self.beside, self.field()) else {
            return false;
        };
        beside.is_document() && !beside.text(field).trim().is_empty()
    }
}
