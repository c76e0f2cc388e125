//! Everything that is missing in one list that leads to the fields.

use super::{Form, Mode};
use crate::core::completeness::before_signing;
use crate::core::form::{DocumentKind, FieldKind, Missing};
use crate::ui::action::Action;
use crate::ui::canvas::Canvas;
use crate::ui::screen::{Context, Step};
use crate::ui::theme::Role;
use crate::ui::widget::Window;

/// The list while it is open.
pub(super) struct MissingList {
    rows: Vec<Missing>,
    window: Window,
    title: String,
}

impl Form {
    /// All that must be mended: what the specification says, and what only this form knows.
    pub(super) fn problems(&self) -> Vec<Missing> {
        let mut all = self.spec.missing(&self.answers, self.facts);
        for (_, field) in self.spec.fields(self.facts) {
            let value = self.answers.get(&field.id);
            if field.kind == FieldKind::Line
                && self.is_time(&field.id)
                && !value.is_empty()
                && let Err(wrong) = crate::core::calendar::parse_time(value)
            {
                all.push(Missing {
                    field: field.id.clone(),
                    text: format!("{}: {wrong}", field.label),
                });
            }
        }
        if self.spec.kind == DocumentKind::Assessment {
            let more = before_signing(&self.spec, &self.answers);
            let new = more
                .into_iter()
                .filter(|one| all.iter().all(|known| known.field != one.field));
            let new: Vec<Missing> = new.collect();
            all.extend(new);
        }
        all.extend(self.decision_faults());
        all.extend(self.undecided());
        let no_order = self.no_order(&all);
        all.extend(no_order);
        all
    }

    /// Opens the list, or says that there is nothing in it.
    pub(super) fn show_missing(&mut self, title: &str) -> Step {
        let rows = self.problems();
        if rows.is_empty() {
            return Step::done("Inget saknas.");
        }
        let title = match rows.len() {
            1 => format!("1 sak {title}"),
            n => format!("{n} saker {title}"),
        };
        self.mode = Mode::Missing(MissingList {
            rows,
            window: Window::default(),
            title,
        });
        Step::Stay
    }

    fn list_rows(&self, ctx: &Context<'_>) -> usize {
        usize::from(ctx.height.saturating_sub(self.head_rows() + 2)).max(1)
    }

    /// Moves in the list, or goes to the field.
    pub(super) fn in_missing(&mut self, action: Action, ctx: &Context<'_>) -> Step {
        let height = self.list_rows(ctx);
        let Mode::Missing(list) = &mut self.mode else {
            return Step::Stay;
        };
        if action != Action::Open {
            list.window.act(action, list.rows.len(), height);
            return Step::Stay;
        }
        let field = list.rows.get(list.window.at).map(|m| m.field.clone());
        self.mode = Mode::Writing;
        match field.and_then(|id| self.index_of(&id)) {
            Some(at) => self.go(at, None, ctx),
            None => Step::Stay,
        }
    }

    /// Draws the list under the head.
    pub(super) fn draw_missing(&self, list: &MissingList, canvas: &mut Canvas<'_>) {
        let mut area = canvas.below(self.head_rows());
        area.text(1, 0, Role::FormSection, &list.title);
        let columns = area.width();
        let rows = area.height().saturating_sub(2);
        let mut area = area.part(0, 2, columns, rows);
        for (y, (at, row)) in
            (0..area.height()).zip(list.rows.iter().enumerate().skip(list.window.top))
        {
            let chosen = at == list.window.at;
            if chosen {
                area.text(1, y, Role::Marker, "▌");
            }
            let mut line = area.part(3, y, columns.saturating_sub(4), 1);
            if chosen {
                line.strong();
            }
            let room = line.width();
            line.cell(0, 0, room, Role::Text, &row.text);
        }
    }
}
