//! When nobody may be named on the desk: as long as the user has said so, and while cases are presented.

use super::Desk;
use crate::error::Result;
use crate::ui::screen::Message;
use crate::ui::veil::Veil;

impl Desk {
    /// Begins or ends hiding who everybody is.
    pub(super) fn toggle_veil(&mut self) {
        if self.presents() {
            self.message = Some(Message::done(
                "En ärendedragning visas alltid avidentifierad.",
            ));
            return;
        }
        self.deidentified = !self.deidentified;
        self.hang_veil();
        self.message = match (self.deidentified, &self.veil) {
            (false, _) => Some(Message::done("Namn och nummer visas igen.")),
            (true, Some(_)) => Some(Message::done("Avidentifierat: initialer, inga nummer.")),
            // Why it could not be hung has been said.
            (true, None) => {
                self.deidentified = false;
                return;
            }
        };
        self.redraw = true;
        self.changed(None);
    }

    fn presents(&self) -> bool {
        self.stack.iter().any(|screen| screen.presents())
    }

    /// Hangs the veil where one is wanted, woven anew: somebody may have got a name since. One that
    /// cannot be read anew hangs as it is.
    pub(super) fn hang_veil(&mut self) {
        if self.deidentified || self.presents() {
            match self.weave() {
                Ok(veil) => self.veil = Some(veil),
                Err(error) => self.message = Some(error.into()),
            }
        }
        self.lift_veil();
    }

    /// Takes the veil away where nothing wants it any more.
    pub(super) fn lift_veil(&mut self) {
        if !self.deidentified && !self.presents() {
            self.veil = None;
        }
    }

    pub(super) fn weave(&self) -> Result<Veil> {
        let (names, places) = self.tools.store.hidden_words(&self.tools.user)?;
        Ok(Veil::new(&names, &places))
    }
}
