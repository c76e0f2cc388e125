//! One line of typed text: what is searched for, or what a view is called.

use crossterm::event::{KeyCode, KeyModifiers};
use unicode_segmentation::UnicodeSegmentation;

use crate::ui::screen::Input;

/// Longer than any name; a paste is cut here.
const LONGEST: usize = 60;

/// The text being typed; the cursor stands at its end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    /// What is typed so far.
    pub text: String,
}

impl Line {
    /// Takes what was typed or pasted; says whether the text is another than before.
    pub fn input(&mut self, input: &Input) -> bool {
        let before = self.text.clone();
        match input {
            Input::Key(key) => match key.code {
                KeyCode::Char('u') if key.modifiers == KeyModifiers::CONTROL => self.text.clear(),
                KeyCode::Char(c)
                    if !key
                        .modifiers
                        .intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) =>
                {
                    self.add(&c.to_string());
                }
                KeyCode::Backspace => {
                    let end = self
                        .text
                        .grapheme_indices(true)
                        .next_back()
                        .map(|(at, _)| at);
                    self.text.truncate(end.unwrap_or(0));
                }
                _ => {}
            },
            Input::Paste(text) => self.add(text.lines().next().unwrap_or_default()),
        }
        self.text != before
    }

    fn add(&mut self, text: &str) {
        let room = LONGEST.saturating_sub(self.text.chars().count());
        self.text.extend(text.chars().take(room));
    }
}
