//! A screen with nothing on it, from which the forms are opened as a case's screen would.
#![allow(dead_code, clippy::unwrap_used)]

use akt::error::{Error, Result};
use akt::ui::action::{Action, Scope};
use akt::ui::canvas::Canvas;
use akt::ui::screen::form::Form;
use akt::ui::screen::{Context, Screen, Step};
use akt::ui::theme::Role;

/// `u` opens the assessment, `b` the order, `a` a journal entry, `r` the correction of the latest
/// one, `c` the draft that was left open.
pub struct Door(pub &'static str);

impl Screen for Door {
    fn scope(&self) -> Scope {
        Scope::Case
    }
    fn title(&self) -> String {
        "Ärende".into()
    }
    fn load(&mut self, _ctx: &Context<'_>) -> Result<()> {
        Ok(())
    }
    fn update(&mut self, action: Action, ctx: &Context<'_>) -> Result<Step> {
        let id = ctx.store.case_by_number(ctx.user, self.0)?.unwrap();
        let case = ctx.store.case(ctx.user, id)?;
        Ok(match action {
            Action::Assessment => Step::open(Form::assessment(&case, ctx)?),
            Action::Order => Step::open(Form::order(&case, ctx)?),
            Action::Note => Step::open(Form::journal(&case, None, ctx)?),
            Action::Correct => {
                let latest = case.journal.first().map(|j| j.id);
                Step::open(Form::journal(&case, latest, ctx)?)
            }
            Action::Continue => {
                let drafts = ctx.drafts.all(ctx.user.id)?;
                let open = drafts.into_iter().find(|d| d.open);
                let draft = open.ok_or_else(|| Error::user("Inget utkast är öppet."))?;
                Step::open(Form::resume(draft, ctx)?)
            }
            _ => Step::Stay,
        })
    }
    fn view(&self, _ctx: &Context<'_>, canvas: &mut Canvas<'_>) {
        canvas.text(1, 0, Role::Text, "Dörren");
    }
    fn hints(&self, _ctx: &Context<'_>) -> Vec<Action> {
        vec![Action::Assessment, Action::Order, Action::Note]
    }
}
