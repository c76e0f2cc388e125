//! The person's file.

use super::{Context, Screen, Step};
use crate::error::Result;
use crate::ui::action::{Action, Scope};
use crate::ui::canvas::Canvas;

/// The person's file.
pub struct PersonScreen;

impl PersonScreen {
    /// Opens a file by the person's row.
    #[allow(clippy::new_without_default)]
    pub fn new(_person: i64) -> PersonScreen {
        PersonScreen
    }
}

impl Screen for PersonScreen {
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
