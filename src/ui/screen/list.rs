//! The case list, the start screen.

use super::{Context, Screen, Step};
use crate::error::Result;
use crate::ui::action::{Action, Scope};
use crate::ui::canvas::Canvas;

/// The case list, the start screen.
pub struct ListScreen;

impl ListScreen {
    /// The list, or one of its saved views by name.
    #[allow(clippy::new_without_default)]
    pub fn new(_view: Option<String>) -> ListScreen {
        ListScreen
    }
}

impl Screen for ListScreen {
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
