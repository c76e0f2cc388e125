//! Which cases the list shows: saved views, filters and the picker that chooses among them.

use super::filter;
use super::line::Line;
use super::picker::{Choice, Group, Picker};
use super::{ListScreen, Mode};
use crate::core::change::Change;
use crate::core::query::{Filter, Scope as Whose};
use crate::error::Result;
use crate::ui::action::{Action, Scope};
use crate::ui::screen::{Context, Step};

impl ListScreen {
    /// Shows other cases.
    pub(super) fn show(&mut self, filter: Filter, ctx: &Context<'_>) -> Result<()> {
        let before = std::mem::replace(&mut self.filter, filter).scope;
        self.rows.reread(ctx, &self.filter, self.height(ctx))?;
        self.count(ctx)?;
        if before != self.filter.scope {
            self.count_views(ctx)?;
        }
        self.read_preview(ctx)
    }

    pub(super) fn pick(&mut self, group: Group, inner: bool, ctx: &Context<'_>) -> Result<Step> {
        self.mode = Mode::Pick(Picker::new(group, inner, &self.filter, ctx)?);
        Ok(Step::Stay)
    }

    pub(super) fn show_view(
        &mut self,
        number: usize,
        action: Action,
        ctx: &Context<'_>,
    ) -> Result<Step> {
        let found = self
            .views
            .iter()
            .find(|(view, _)| usize::from(view.key) == number);
        if let Some((view, _)) = found {
            self.show(view.filter.clone(), ctx)?;
            return Ok(Step::Stay);
        }
        let key = |action| ctx.keymap.hint(Scope::List, action).unwrap_or_default();
        Ok(Step::done(format!(
            "På {} ligger ingen vy. {} sparar det som visas.",
            key(action),
            key(Action::SaveView)
        )))
    }

    pub(super) fn update_picker(&mut self, ctx: &Context<'_>) -> Result<Step> {
        let Mode::Pick(picker) = &self.mode else {
            return Ok(Step::Stay);
        };
        match picker.chosen() {
            None => {}
            Some(Choice::Further(group)) => return self.pick(group, true, ctx),
            Some(Choice::Show(filter)) => {
                self.mode = Mode::Rows;
                self.show(filter, ctx)?;
            }
            Some(Choice::Save(key)) => {
                let words = filter::words(&self.filter, ctx.store.unit());
                let text = match self.filter.scope {
                    Whose::Mine if !words.is_empty() => words.join(", "),
                    scope => [vec![scope.name().to_owned()], words].concat().join(", "),
                };
                self.mode = Mode::Name(key, Line { text });
            }
        }
        Ok(Step::Stay)
    }

    pub(super) fn save_view(&mut self) -> Step {
        let Mode::Name(key, line) = &self.mode else {
            return Step::Stay;
        };
        let name = line.text.trim().to_owned();
        if name.is_empty() {
            return Step::failed(
                "Vyn saknar namn.\nSkriv ett kort namn, till exempel Mina boenden.",
            );
        }
        let key = *key;
        let change = Change::SaveView {
            key,
            name: name.clone(),
            filter: self.filter.clone(),
        };
        Step::apply_then(change, move |_| {
            Step::done(format!("Vyn ”{name}” ligger på {key}."))
        })
    }
}
