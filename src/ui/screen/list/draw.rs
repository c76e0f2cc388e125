//! Drawing the list: the head, the views, the rows, the facts of the selected one.

use super::line::Line;
use super::table::{self, Columns};
use super::{ListScreen, filter};
use crate::core::query::{Scope as Whose, Urgency, View, told_count};
use crate::ui::action::{Action, Scope};
use crate::ui::canvas::{Canvas, Rect};
use crate::ui::screen::Context;
use crate::ui::theme::Role;
use crate::ui::widget::{empty, head};
use crate::ui::wrap::{truncate, width};

/// Head, views, rule and the heads of the columns.
const TOP: u16 = 4;
/// A blank row and three lines of facts.
const UNDER: u16 = 4;
/// How wide rows are at most on a thin line.
const SPARE: u16 = 88;
/// From here on the facts stand beside the list.
const WIDE: u16 = 110;

/// How many rows the facts have beside a list of some height.
pub(super) fn facts_height(height: u16) -> u16 {
    height.saturating_sub(TOP)
}

/// The cells of the frame where the marker stands on two rows of the list.
pub(super) fn markers(one: usize, other: usize) -> Vec<Rect> {
    let cell = |at: usize| Some(Rect::new(0, TOP + u16::try_from(at).ok()?, 1, 1));
    [one, other].into_iter().filter_map(cell).collect()
}

impl ListScreen {
    /// How many columns the facts have beside the list; none where they stand under it.
    pub(super) fn pane(&self, columns: u16) -> u16 {
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
        let mut top = canvas.part(0, 0, columns, 2);
        if top.is_drawn() {
            self.draw_head(ctx, &mut top.part(0, 0, columns, 1));
            self.draw_views(ctx, &mut top.below(1));
        }
        canvas.rule(2);
        let pane = self.pane(columns);
        let list = match pane {
            0 if self.spare => columns.min(SPARE),
            0 => columns,
            pane => columns - pane - 2,
        };
        if self.rows.shown().is_empty() {
            self.draw_empty(ctx, &mut canvas.below(3));
            return;
        }
        let at = u16::try_from(self.rows.at()).unwrap_or(u16::MAX);
        canvas.text(0, TOP.saturating_add(at), Role::Marker, "▌");
        let height = canvas.height().saturating_sub(TOP - 1);
        let mut table = canvas.part(1, TOP - 1, list.saturating_sub(1), height);
        if table.is_drawn() {
            self.draw_table(ctx, &mut table);
        }
        let Some(preview) = &self.preview else { return };
        if pane > 0 {
            let height = self.cut.unwrap_or(facts_height(canvas.height()));
            let mut beside = canvas.part(list + 1, TOP, pane, height);
            if beside.is_drawn() {
                preview.beside(&mut beside, ctx.today);
            }
        } else {
            let y = canvas.height().saturating_sub(UNDER - 1);
            let mut under = canvas.below(y);
            if under.is_drawn() {
                preview.under(&mut under, self.filter.scope, ctx.today);
            }
        }
    }

    /// The heads of the columns and the rows under them, without the marker.
    fn draw_table(&self, ctx: &Context<'_>, canvas: &mut Canvas<'_>) {
        let columns = canvas.width();
        let shown = self.rows.shown();
        let table = Columns::new(columns, self.filter.scope, shown, &ctx.user.name);
        table.heads(&mut canvas.part(0, 0, columns, 1));
        for (y, row) in (1..).zip(shown) {
            let mut line = canvas.part(0, y, columns, 1);
            if self.rested == Some(row.id) {
                line.strong();
            }
            table.row(&mut line, row, ctx);
            if self.marked.iter().any(|other| other.id == row.id) {
                canvas.text(table::BESIDE - 1, y, Role::Marked, "+");
            }
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
        if !self.marked.is_empty() {
            title.push_str(&match self.marked.len() {
                1 => " · 1 markerat".to_owned(),
                n => format!(" · {n} markerade"),
            });
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
            told.push((
                role,
                format!("{} {}", told_count(n), if n == 1 { one } else { many }),
            ));
        }
        if self.to_decide > 0 {
            let gap = if told.is_empty() { "" } else { "  " };
            let count = format!("{} att besluta{gap}", self.to_decide);
            told.insert(0, (Role::TextStrong, count));
        }
        if self.check_due {
            let gap = if told.is_empty() { "" } else { "  " };
            told.insert(0, (Role::TextStrong, format!("loggkontroll{gap}")));
        }
        if self.emergencies > 0 {
            let gap = if told.is_empty() { "" } else { "  " };
            let count = format!("{} nödåtkomst{gap}", self.emergencies);
            told.insert(0, (Role::TextStrong, count));
        }
        let right: Vec<(Role, &str)> = told.iter().map(|(r, t)| (*r, t.as_str())).collect();
        // One's own name gives way first.
        let counted: usize = right.iter().map(|(_, t)| width(t)).sum();
        let wanted = width(&title) + width(&who) + counted + 4;
        let who = if wanted > usize::from(canvas.width()) {
            String::new()
        } else {
            who
        };
        head(
            canvas,
            &[(Role::Head, &title), (Role::TextDim, &who)],
            &right,
        );
    }

    /// The views with their keys and counts. Where they do not all fit the names are cut, and then
    /// those nearest the one that is shown are seen.
    fn draw_views(&self, ctx: &Context<'_>, canvas: &mut Canvas<'_>) {
        let told: Vec<(String, &View, String)> = self
            .views
            .iter()
            .filter_map(|(view, count)| {
                let action = VIEWS.get(usize::from(view.key).checked_sub(1)?)?;
                let key = ctx.keymap.hint(Scope::List, *action)?;
                Some((key, view, told_count(*count)))
            })
            .collect();
        let room = usize::from(canvas.width().saturating_sub(2));
        let name = |view: &View, cut: usize| truncate(&view.name, cut).into_owned();
        let long = |(key, view, count): &(String, &View, String), cut: usize| {
            width(key) + width(&name(view, cut)) + width(count) + 2
        };
        let total = |shown: &[(String, &View, String)], gap: usize, cut: usize| {
            shown.iter().map(|one| long(one, cut) + gap).sum::<usize>()
        };
        let tries = [(3, 40), (2, 40), (2, 14)];
        let fits = tries
            .into_iter()
            .find(|(gap, cut)| total(&told, *gap, *cut) <= room + gap);
        let (gap, cut) = fits.unwrap_or((3, 16));
        let now = told
            .iter()
            .position(|(_, view, _)| view.filter == self.filter)
            .unwrap_or(0);
        let (mut from, mut to) = (0, told.len());
        // Room for "…" at both ends.
        while fits.is_none() && to > now + 1 && total(&told[from..to], gap, cut) + 4 > room + gap {
            to -= 1;
        }
        while fits.is_none() && from < now && total(&told[from..to], gap, cut) + 4 > room + gap {
            from += 1;
        }
        let mut x = 1;
        if from > 0 {
            x += canvas.text(x, 0, Role::TextDim, "… ");
        }
        for (i, (key, view, count)) in told.iter().enumerate().take(to).skip(from) {
            let role = if i == now && view.filter == self.filter {
                Role::TextStrong
            } else {
                Role::Text
            };
            let pieces = [
                (Role::HintKey, key.as_str()),
                (Role::Text, " "),
                (role, &name(view, cut)),
                (Role::Text, " "),
                (Role::Text, count),
            ];
            x += canvas.line(x, 0, &pieces) + if gap > 2 { 3 } else { 2 };
        }
        if to < told.len() {
            canvas.text(x, 0, Role::TextDim, "…");
        }
    }

    /// An empty list says what it is and teaches the next step.
    fn draw_empty(&self, ctx: &Context<'_>, canvas: &mut Canvas<'_>) {
        let key = |action| ctx.keymap.hint(Scope::List, action).unwrap_or_default();
        let (what, next) = if self.is_narrowed() && self.counts.open > 0 {
            let what = match (self.filter.urgency, self.is_only_urgency()) {
                (Some(Urgency::Overdue), true) => "Inget är försenat.".to_owned(),
                (Some(Urgency::Today), true) => "Inget ska vara klart i dag.".to_owned(),
                (Some(Urgency::Soon), true) => "Inget är nära sin frist.".to_owned(),
                (Some(Urgency::Paused), true) => "Ingen frist är pausad.".to_owned(),
                _ => format!(
                    "Inget ärende passar: {}.",
                    filter::words(&self.filter, ctx.store.unit()).join(" · ")
                ),
            };
            let all = format!(
                "{} visar alla {} öppna ärenden.",
                key(Action::ShowAll),
                told_count(self.counts.open)
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
                    "{} registrerar det första.\nEtt register läses in med kommandot akt importera FIL.\nEn påhittad enhet att prova på öppnas med akt demo.",
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
