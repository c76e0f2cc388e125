//! A signed document, to read.

use super::{Context, Screen, Step};
use crate::error::Result;
use crate::ui::action::{Action, Scope};
use crate::ui::canvas::Canvas;

/// A signed document, to read.
pub struct Reader;

impl Reader {
    /// Opens a signed document by its row.
    #[allow(clippy::new_without_default)]
    pub fn new(_document: i64) -> Reader {
        Reader
    }
}

impl Screen for Reader {
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
