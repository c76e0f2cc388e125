//! The screen of one case.

use super::{Context, Screen, Step};
use crate::error::Result;
use crate::ui::action::{Action, Scope};
use crate::ui::canvas::Canvas;

/// The screen of one case.
pub struct CaseScreen;

impl CaseScreen {
    /// Opens a case by its row.
    #[allow(clippy::new_without_default)]
    pub fn new(_case: i64) -> CaseScreen {
        CaseScreen
    }
}

impl Screen for CaseScreen {
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
