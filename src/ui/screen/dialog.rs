//! A question with yes and no, which says in a sentence what will happen.

use super::{Context, Message, Screen, Step};
use crate::error::Result;
use crate::ui::action::{Action, Scope};
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::wrap::wrap;

/// A screen over another that holds the steps to take on yes.
pub struct Dialog {
    title: String,
    text: String,
    on_yes: Option<Step>,
    on_no: Option<Otherwise>,
}

/// What a no does; esc leaves the question unanswered.
type Otherwise = Box<dyn FnOnce(&Context<'_>) -> Result<Step>>;

impl Dialog {
    /// Asks `title`; `text` says what yes does.
    pub fn new(title: impl Into<String>, text: impl Into<String>, on_yes: Step) -> Self {
        Dialog {
            title: title.into(),
            text: text.into(),
            on_yes: Some(on_yes),
            on_no: None,
        }
    }

    /// Lets a no do something too. Esc goes back and leaves the question unanswered.
    #[must_use]
    pub fn otherwise(mut self, on_no: impl FnOnce(&Context<'_>) -> Result<Step> + 'static) -> Self {
        self.on_no = Some(Box::new(on_no));
        self
    }
}

impl Screen for Dialog {
    fn scope(&self) -> Scope {
        Scope::Dialog
    }

    fn title(&self) -> String {
        self.title.clone()
    }

    fn load(&mut self, _ctx: &Context<'_>) -> Result<()> {
        Ok(())
    }

    fn update(&mut self, action: Action, ctx: &Context<'_>) -> Result<Step> {
        Ok(match action {
            // The dialog goes first, so that a refusal is shown over what was asked about.
            Action::Yes => Step::Many(vec![
                Step::Close,
                self.on_yes
                    .take()
                    .unwrap_or(Step::Say(Message::failed("Frågan är redan besvarad."))),
            ]),
            Action::No => match self.on_no.take() {
                Some(on_no) => Step::Many(vec![Step::Close, on_no(ctx)?]),
                None => Step::Close,
            },
            _ => Step::Stay,
        })
    }

    fn view(&self, _ctx: &Context<'_>, canvas: &mut Canvas<'_>) {
        let columns = canvas.width().saturating_sub(4);
        let lines = wrap(&self.text, usize::from(columns.max(1)));
        let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX);
        let height = rows.saturating_add(3).min(canvas.height());
        let top = canvas.height() - height;
        let mut sheet = canvas.below(top);
        sheet.clear();
        sheet.rule(0);
        sheet.cell(2, 1, columns, Role::MessageAsk, &self.title);
        for (y, line) in (2..).zip(&lines) {
            sheet.text(2, y, Role::Text, line);
        }
    }

    fn hints(&self, _ctx: &Context<'_>) -> Vec<Action> {
        vec![Action::Yes, Action::No]
    }

    fn actions(&self) -> Vec<Action> {
        vec![Action::Yes, Action::No]
    }

    fn overlay(&self) -> bool {
        true
    }
}
