//! The help: the keys of the screen under it, from the one table.

use super::{Context, Screen, Step};
use crate::error::Result;
use crate::ui::action::{Action, Scope};
use crate::ui::canvas::Canvas;
use crate::ui::keymap::Keymap;
use crate::ui::theme::Role;
use crate::ui::widget::{head, scrolled};
use crate::ui::wrap::{width, wrap};

/// The keys of one screen.
pub struct Help {
    of: String,
    scope: Scope,
    here: Vec<Action>,
    top: usize,
}

enum Line {
    Heading(&'static str),
    Row(String, String),
    Blank,
}

impl Help {
    /// The help for a screen: its title, its scope and what it offers.
    pub fn new(of: impl Into<String>, scope: Scope, here: Vec<Action>) -> Self {
        Help {
            of: of.into(),
            scope,
            here,
            top: 0,
        }
    }

    fn lines(&self, keymap: &Keymap, columns: usize) -> (Vec<Line>, usize) {
        let groups = [
            ("Här", self.here.clone()),
            ("Överallt", Action::of(Scope::Global).collect()),
        ];
        let mut rows = Vec::new();
        for (heading, actions) in groups {
            let told: Vec<_> = actions
                .into_iter()
                .map(|a| (keymap.all_hints(self.scope, a), a.row().help))
                .filter(|(keys, _)| !keys.is_empty())
                .collect();
            if !told.is_empty() {
                rows.push((heading, told));
            }
        }
        let keys = rows
            .iter()
            .flat_map(|(_, told)| told)
            .map(|(k, _)| width(k));
        let left = keys.max().unwrap_or(0).min(columns / 3);
        let mut lines = Vec::new();
        for (heading, told) in rows {
            if !lines.is_empty() {
                lines.push(Line::Blank);
            }
            lines.push(Line::Heading(heading));
            for (keys, help) in told {
                let mut keys = Some(keys);
                for part in wrap(help, columns.saturating_sub(left + 6).max(10)) {
                    lines.push(Line::Row(keys.take().unwrap_or_default(), part));
                }
            }
        }
        (lines, left)
    }

    fn scroll(&mut self, action: Action, total: usize, height: usize) {
        self.top = scrolled(self.top, action, total, height);
    }
}

impl Screen for Help {
    fn scope(&self) -> Scope {
        Scope::Help
    }

    fn title(&self) -> String {
        format!("Tangenter: {}", self.of)
    }

    fn load(&mut self, ctx: &Context<'_>) -> Result<()> {
        let (lines, _) = self.lines(ctx.keymap, usize::from(ctx.width));
        let height = usize::from(ctx.height.saturating_sub(2));
        self.top = self.top.min(lines.len().saturating_sub(height));
        Ok(())
    }

    fn update(&mut self, action: Action, ctx: &Context<'_>) -> Result<Step> {
        let (lines, _) = self.lines(ctx.keymap, usize::from(ctx.width));
        self.scroll(
            action,
            lines.len(),
            usize::from(ctx.height.saturating_sub(2)),
        );
        Ok(Step::Stay)
    }

    fn view(&self, ctx: &Context<'_>, canvas: &mut Canvas<'_>) {
        let (lines, left) = self.lines(ctx.keymap, usize::from(canvas.width()));
        let start = head(canvas, &[(Role::Head, &self.title())], &[]);
        let mut body = canvas.below(start);
        let room = u16::try_from(left).unwrap_or(0);
        for (y, line) in (0..body.height()).zip(lines.iter().skip(self.top)) {
            match line {
                Line::Heading(text) => {
                    body.text(1, y, Role::TextStrong, text);
                }
                Line::Row(keys, help) => {
                    body.cell(3, y, room, Role::HintKey, keys);
                    body.text(room + 5, y, Role::Text, help);
                }
                Line::Blank => {}
            }
        }
    }

    fn hints(&self, _ctx: &Context<'_>) -> Vec<Action> {
        vec![Action::Back, Action::Down, Action::Up]
    }
}
