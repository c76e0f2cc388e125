//! Why this date?

use super::{Context, Screen, Step};
use crate::error::Result;
use crate::ui::action::{Action, Scope};
use crate::ui::canvas::Canvas;

/// Why this date?
pub struct Why;

impl Why {
    /// The explanation of one clock of a case.
    #[allow(clippy::new_without_default)]
    pub fn new(_case: i64, _rule: String, _subject: crate::core::event::Subject) -> Why {
        Why
    }
}

impl Screen for Why {
    fn scope(&self) -> Scope {
        Scope::Case
    }

    fn title(&self) -> String {
        String::new()
    }

    fn load(&mut self, _ctx: &Context<'_>) -> Result<()> {
        Ok(())
    }

    fn update(&mut self, _action: Action, _ctx: &Context<'_>) -> Result<Step> {
        Ok(Step::Stay)
    }

    fn view(&self, _ctx: &Context<'_>, _canvas: &mut Canvas<'_>) {}

    fn hints(&self, _ctx: &Context<'_>) -> Vec<Action> {
        Vec::new()
    }
}
