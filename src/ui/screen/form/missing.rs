//! Everything that is missing in one list that leads to the fields.

use super::{Form, Mode};
use crate::core::completeness::before_signing;
use crate::core::form::{DocumentKind, FieldKind, Missing};
use crate::core::text::fold;
use crate::ui::action::Action;
use crate::ui::canvas::Canvas;
use crate::ui::screen::{Context, Step};
use crate::ui::theme::Role;
use crate::ui::widget::Window;
use crate::ui::wrap::wrap;

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

    /// What may be a slip of the pen but stops nobody: a provider that is not among those that are known.
    pub(super) fn doubts(&self) -> Vec<Missing> {
        let fields = self.spec.fields(self.facts);
        fields
            .filter_map(|(_, field)| {
                let known = self.suggestions.get(&field.id).filter(|k| !k.is_empty())?;
                let typed = self.answers.get(&field.id).trim();
                if typed.is_empty() || known.iter().any(|one| one == typed) {
                    return None;
                }
                let meant = nearest(typed, known)
                    .map_or(String::new(), |one| format!("; menade du {one}?"));
                Some(Missing {
                    field: field.id.clone(),
                    text: format!("{}: ”{typed}” finns inte i registret{meant}", field.label),
                })
            })
            .collect()
    }

    /// Opens the list, or says that there is nothing in it.
    pub(super) fn show_missing(&mut self, title: &str) -> Step {
        let mut rows = self.problems();
        let lacking = rows.len();
        rows.extend(self.doubts());
        if rows.is_empty() {
            return Step::done("Inget saknas.");
        }
        let title = match lacking {
            0 => "Inget saknas, men se efter".to_owned(),
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
        let room = columns.saturating_sub(4);
        let height = usize::from(area.height());
        // The chosen one is read whole; what stands above it gives way.
        let chosen = list.rows.get(list.window.at);
        let lines = chosen.map_or(Vec::new(), |row| wrap(&row.text, usize::from(room.max(1))));
        let over =
            (list.window.at.saturating_sub(list.window.top) + lines.len()).saturating_sub(height);
        let mut y = 0;
        for (at, row) in list.rows.iter().enumerate().skip(list.window.top + over) {
            if at == list.window.at {
                area.text(1, y, Role::Marker, "▌");
                for line in &lines {
                    area.text(3, y, Role::TextStrong, line);
                    y += 1;
                }
            } else {
                area.cell(3, y, room, Role::Text, &row.text);
                y += 1;
            }
            if y >= area.height() {
                break;
            }
        }
    }
}

/// The known name that begins most as what is typed, if three letters do.
fn nearest<'a>(typed: &str, known: &'a [String]) -> Option<&'a str> {
    let common = |one: &str| {
        let (one, typed) = (fold(one), fold(typed));
        one.chars()
            .zip(typed.chars())
            .take_while(|(a, b)| a == b)
            .count()
    };
    let near = known.iter().map(|one| (common(one), one.as_str()));
    let best = near.rev().max_by_key(|(letters, _)| *letters)?;
    (best.0 >= 3).then_some(best.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_the_one_that_begins_most_alike() {
        let known = ["Farstukvisten Omsorg", "Fältens hemtjänst", "Fältvården"].map(str::to_owned);
        assert_eq!(
            nearest("Fältens hemjänst", &known),
            Some("Fältens hemtjänst")
        );
        assert_eq!(nearest("faltvard", &known), Some("Fältvården"));
        assert_eq!(nearest("Solgården", &known), None);
    }
}
