//! The first start, with no case yet: what can be done here.

use super::list::ListScreen;
use super::new_case::NewCaseScreen;
use super::{Context, Screen, Step};
use crate::error::Result;
use crate::ui::action::{Action, Scope};
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::head;

/// Says what can be done with an empty register.
pub struct FirstStart;

impl FirstStart {
    /// The welcome.
    #[allow(clippy::new_without_default)]
    pub fn new() -> FirstStart {
        FirstStart
    }
}

impl Screen for FirstStart {
    fn scope(&self) -> Scope {
        Scope::Start
    }

    fn title(&self) -> String {
        "Välkommen".to_owned()
    }

    fn load(&mut self, _ctx: &Context<'_>) -> Result<()> {
        Ok(())
    }

    fn actions(&self) -> Vec<Action> {
        vec![Action::NewCase, Action::Open]
    }

    fn update(&mut self, action: Action, _ctx: &Context<'_>) -> Result<Step> {
        Ok(match action {
            Action::NewCase => Step::open(NewCaseScreen::new()),
            Action::Open => Step::Replace(Box::new(ListScreen::new(None))),
            _ => Step::Stay,
        })
    }

    fn view(&self, ctx: &Context<'_>, canvas: &mut Canvas<'_>) {
        let start = head(
            canvas,
            &[(Role::Head, "Välkommen, "), (Role::Head, &ctx.user.name)],
            &[(Role::Text, &ctx.user.unit)],
        );
        let mut body = canvas.below(start + 1);
        body.text(1, 0, Role::Text, "Här finns inga ärenden än. Det går att");
        let key = |action| ctx.keymap.hint(Scope::Start, action).unwrap_or_default();
        let rows = [
            (key(Action::NewCase), "registrera det första ärendet"),
            (key(Action::Open), "gå till den tomma listan"),
            (
                "akt importera FIL".to_owned(),
                "ta in ett register, på kommandoraden",
            ),
            (
                "akt demo".to_owned(),
                "prova med påhittade människor, på kommandoraden",
            ),
        ];
        for (y, (how, what)) in (2..).zip(&rows) {
            body.cell(3, y, 18, Role::HintKey, how);
            body.text(23, y, Role::Text, what);
        }
    }

    fn hints(&self, _ctx: &Context<'_>) -> Vec<Action> {
        vec![Action::NewCase, Action::Open]
    }
}
