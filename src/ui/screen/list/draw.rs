//! Drawing the list: the head, the views, the rows, the facts of the selected one.

use super::line::Line;
use super::table::Columns;
use super::{ListScreen, filter};
use crate::core::query::{Scope as Whose, Urgency};
use crate::ui::action::{Action, Scope};
use crate::ui::canvas::Canvas;
use crate::ui::screen::Context;
use crate::ui::theme::Role;
use crate::ui::widget::{empty, head};
use crate::ui::wrap::width;

/// Head, views, rule and the heads of the columns.
const TOP: u16 = 4;
/// A blank row and three lines of facts.
const UNDER: u16 = 4;
/// From here on the facts stand beside the list.
const WIDE: u16 = 110;

impl ListScreen {
    /// How many columns the facts have beside the list; none where they stand under it.
    fn pane(&self, columns: u16) -> u16 {
        if self.preview_on && columns >= WIDE {
            columns.saturating_sub(90).clamp(28, 44)
        } else {
            0
        }
    }

    /// How many rows of the list are seen.
    pub(super) fn height(&self, ctx: &Context<'_>) -> usize {
        let under = if self.preview_on && ctx.width < WIDE {
            UNDER
        } else {
            0
        };
        usize::from(ctx.height.saturating_sub(TOP + under).max(1))
    }

    /// Draws the whole screen.
    pub(super) fn draw(&self, ctx: &Context<'_>, canvas: &mut Canvas<'_>) {
        let columns = canvas.width();
        self.draw_head(ctx, &mut canvas.part(0, 0, columns, 1));
        self.draw_views(ctx, &mut canvas.part(0, 1, columns, 1));
        canvas.rule(2);
        let pane = self.pane(columns);
        let list = if pane > 0 {
            columns - pane - 2
        } else {
            columns
        };
        if self.rows.shown().is_empty() {
            self.draw_empty(ctx, &mut canvas.below(3));
            return;
        }
        let shown = self.rows.shown();
        let table = Columns::new(list.saturating_sub(1), self.filter.scope, shown);
        table.heads(&mut canvas.part(1, 3, list.saturating_sub(1), 1));
        for (y, (i, row)) in (TOP..).zip(shown.iter().enumerate()) {
            let mut line = canvas.part(1, y, list.saturating_sub(1), 1);
            if i == self.rows.at() {
                line.strong();
            }
            table.row(&mut line, row, ctx);
            if i == self.rows.at() {
                canvas.text(0, y, Role::Marker, "▌");
            }
        }
        let Some(preview) = &self.preview else { return };
        if pane > 0 {
            let height = canvas.height().saturating_sub(TOP);
            preview.beside(&mut canvas.part(list + 1, TOP, pane, height), ctx.today);
        } else {
            let y = canvas.height().saturating_sub(UNDER - 1);
            preview.under(&mut canvas.below(y), ctx.today);
        }
    }

    fn draw_head(&self, ctx: &Context<'_>, canvas: &mut Canvas<'_>) {
        let unit = ctx.store.unit();
        let mut title = self.filter.scope.name().to_owned();
        if self.filter.scope == Whose::Group
            && let Some(group) = &ctx.user.base_group_name
        {
            title = format!("{title}, {group}");
        }
        for word in filter::words(&self.filter, unit) {
            title.push_str(" · ");
            title.push_str(&word);
        }
        let who = format!("  {}, {}", ctx.user.name, ctx.user.unit);
        let counts = [
            (
                self.counts.overdue,
                Role::CountOverdue,
                "försenat",
                "försenade",
            ),
            (self.counts.today, Role::CountToday, "i dag", "i dag"),
            (self.counts.soon, Role::CountSoon, "snart", "snart"),
        ];
        let mut told: Vec<(Role, String)> = Vec::new();
        if self.counts.overdue == 0 && self.counts.open > 0 {
            told.push((Role::CountOther, "inget försenat".to_owned()));
        }
        for (n, role, one, many) in counts.into_iter().filter(|(n, ..)| *n > 0) {
            if !told.is_empty() {
                told.push((Role::Text, "  ".to_owned()));
            }
            told.push((role, format!("{n} {}", if n == 1 { one } else { many })));
        }
        let right: Vec<(Role, &str)> = told.iter().map(|(r, t)| (*r, t.as_str())).collect();
        head(
            canvas,
            &[(Role::Head, &title), (Role::TextDim, &who)],
            &right,
        );
    }

    fn draw_views(&self, ctx: &Context<'_>, canvas: &mut Canvas<'_>) {
        let keys = (1..).zip(VIEWS).collect::<Vec<(u8, Action)>>();
        let last = canvas.width();
        let mut x = 1;
        for (view, count) in &self.views {
            let action = keys
                .iter()
                .find(|(key, _)| *key == view.key)
                .map(|(_, a)| *a);
            let Some(key) = action.and_then(|a| ctx.keymap.hint(Scope::List, a)) else {
                continue;
            };
            let count = count.to_string();
            let long = width(&key) + width(&view.name) + width(&count) + 2;
            let long = u16::try_from(long).unwrap_or(u16::MAX);
            if x + long > last.saturating_sub(2) {
                canvas.text(x, 0, Role::TextDim, "…");
                return;
            }
            let name = if view.filter == self.filter {
                Role::TextStrong
            } else {
                Role::Text
            };
            canvas.line(
                x,
                0,
                &[
                    (Role::HintKey, &key),
                    (Role::Text, " "),
                    (name, &view.name),
                    (Role::TextDim, " "),
                    (Role::TextDim, &count),
                ],
            );
            x += long + 3;
        }
    }

    /// An empty list says what it is and teaches the next step.
    fn draw_empty(&self, ctx: &Context<'_>, canvas: &mut Canvas<'_>) {
        let key = |action| ctx.keymap.hint(Scope::List, action).unwrap_or_default();
        let (what, next) = if self.is_narrowed() {
            let what = match (self.filter.urgency, self.is_only_urgency()) {
                (Some(Urgency::Overdue), true) => "Inget är försenat.".to_owned(),
                (Some(Urgency::Today), true) => "Inget ska vara klart i dag.".to_owned(),
                (Some(Urgency::Soon), true) => "Inget är nära sin frist.".to_owned(),
                (Some(Urgency::Paused), true) => "Ingen frist är pausad.".to_owned(),
                _ => format!(
                    "Inget ärende här är {}.",
                    filter::words(&self.filter, ctx.store.unit()).join(" · ")
                ),
            };
            let all = format!(
                "{} visar alla {} öppna ärenden.",
                key(Action::ShowAll),
                self.counts.open
            );
            (what, all)
        } else if self.any {
            (
                "Här finns inga öppna ärenden.".to_owned(),
                format!(
                    "{} visar basgruppens och enhetens. {} registrerar ett nytt.",
                    key(Action::Whose),
                    key(Action::NewCase)
                ),
            )
        } else {
            (
                "Enheten har inga ärenden än.".to_owned(),
                format!(
                    "{} registrerar det första.\nakt importera FIL läser in ett register.\nakt demo visar en påhittad enhet att prova på.",
                    key(Action::NewCase)
                ),
            )
        };
        empty(canvas, 0, &what, &next);
    }

    fn is_only_urgency(&self) -> bool {
        let f = &self.filter;
        f.step.is_none() && f.case_type.is_none() && f.rule.is_none()
    }
}

const VIEWS: [Action; 9] = [
    Action::View1,
    Action::View2,
    Action::View3,
    Action::View4,
    Action::View5,
    Action::View6,
    Action::View7,
    Action::View8,
    Action::View9,
];

/// The line where a view gets its name.
pub(super) fn name_field(key: u8, line: &Line, ctx: &Context<'_>, canvas: &mut Canvas<'_>) {
    let top = canvas.height().saturating_sub(3);
    let mut sheet = canvas.below(top);
    sheet.clear();
    sheet.rule(0);
    let label = format!("Vad ska vyn på {key} heta?");
    let at = sheet.text(1, 1, Role::MessageAsk, &label) + 3;
    let taken = sheet.text(at, 1, Role::FieldActive, &line.text);
    sheet.cursor(at + taken, 1);
    let enter = ctx
        .keymap
        .hint(Scope::Search, Action::Open)
        .unwrap_or_default();
    sheet.text(1, 2, Role::TextDim, &format!("{enter} sparar"));
}
