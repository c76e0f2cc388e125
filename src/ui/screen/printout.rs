//! A signed document as it is printed: plain text, a page at a time and nothing round it, so that it can be
//! copied; and kept as a file where the desk runs on one's own machine.

use super::{Context, Screen, Step};
use crate::error::Result;
use crate::report::printout::{Printout as Printed, of_document};
use crate::ui::action::{Action, Scope};
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::{SCROLLING, scrolled};

/// A document's text on the screen.
pub struct Printout {
    document: i64,
    sent: bool,
    /// Taken out once: that is a row in the log.
    printed: Option<Printed>,
    top: usize,
}

impl Printout {
    /// The text of a signed document; `sent` leaves the appraisal out.
    pub fn new(document: i64, sent: bool) -> Printout {
        Printout {
            document,
            sent,
            printed: None,
            top: 0,
        }
    }

    fn lines(&self) -> Vec<&str> {
        self.printed
            .iter()
            .flat_map(|printed| printed.text.lines())
            .collect()
    }
}

impl Screen for Printout {
    fn scope(&self) -> Scope {
        Scope::Reader
    }

    fn title(&self) -> String {
        "Utskrift".to_owned()
    }

    fn load(&mut self, ctx: &Context<'_>) -> Result<()> {
        if self.printed.is_none() {
            self.printed = Some(of_document(ctx.store, ctx.user, self.document, self.sent)?);
        }
        Ok(())
    }

    fn actions(&self) -> Vec<Action> {
        let mut all = SCROLLING.to_vec();
        all.push(Action::Print);
        all
    }

    fn update(&mut self, action: Action, ctx: &Context<'_>) -> Result<Step> {
        if let (Action::Print, Some(printed)) = (action, &self.printed) {
            return Ok(Step::SaveText {
                name: format!("{}.txt", printed.number.replace('/', "-")),
                text: printed.text.clone(),
            });
        }
        self.top = scrolled(
            self.top,
            action,
            self.lines().len(),
            usize::from(ctx.height),
        );
        Ok(Step::Stay)
    }

    fn view(&self, _ctx: &Context<'_>, canvas: &mut Canvas<'_>) {
        let lines = self.lines();
        for (y, line) in (0..canvas.height()).zip(lines.iter().skip(self.top)) {
            canvas.text(0, y, Role::Text, line);
        }
    }

    fn hints(&self, _ctx: &Context<'_>) -> Vec<Action> {
        vec![
            Action::PageDown,
            Action::PageUp,
            Action::Print,
            Action::Back,
        ]
    }
}
