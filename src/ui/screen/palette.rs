//! The palette: everything that can be done, found by Swedish words.

use unicode_normalization::UnicodeNormalization;

use super::{Context, Input, Screen, Step};
use crate::error::Result;
use crate::ui::action::{Action, Scope};
use crate::ui::canvas::Canvas;
use crate::ui::keymap::Keymap;
use crate::ui::theme::Role;
use crate::ui::widget::{List, empty, head};
use crossterm::event::{KeyCode, KeyModifiers};

/// A search among the actions of the screen below and the global ones.
pub struct Palette {
    scope: Scope,
    here: Vec<Action>,
    query: String,
    found: Vec<Action>,
    list: List<Action>,
}

/// Letters without dots and case: "Återgå" and "aterga" are the same.
fn folded(text: &str) -> String {
    let letters = text
        .nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c));
    letters.flat_map(char::to_lowercase).collect()
}

impl Palette {
    /// A palette over a screen with this scope, which offers these actions.
    pub fn new(scope: Scope, here: Vec<Action>) -> Self {
        let mut palette = Palette {
            scope,
            here,
            query: String::new(),
            found: Vec::new(),
            list: List::new(),
        };
        palette.search();
        palette
    }

    fn search(&mut self) {
        let query = folded(&self.query);
        let words: Vec<&str> = query.split_whitespace().collect();
        let global = Action::of(Scope::Global).filter(|a| *a != Action::Palette);
        let mut ranked: Vec<(usize, Action)> = self
            .here
            .iter()
            .copied()
            .chain(global)
            .filter_map(|action| rank(action, &words).map(|r| (r, action)))
            .collect();
        ranked.sort_by_key(|(r, _)| *r);
        self.found = ranked.into_iter().map(|(_, a)| a).collect();
    }
}

/// How well an action answers the words: the label before the sentence before other words.
fn rank(action: Action, words: &[&str]) -> Option<usize> {
    let row = action.row();
    let [label, help, more] = [row.label, row.help, row.words].map(folded);
    let mut worst = 0;
    for word in words {
        let starts = |text: &str| text.split_whitespace().any(|w| w.starts_with(word));
        worst = worst.max(if label.starts_with(word) {
            0
        } else if starts(&label) {
            1
        } else if starts(&more) {
            2
        } else if starts(&help) {
            3
        } else if [&label, &help, &more].iter().any(|t| t.contains(word)) {
            4
        } else {
            return None;
        });
    }
    Some(worst)
}

fn height(ctx: &Context<'_>) -> u16 {
    ctx.height.saturating_sub(2)
}

impl Screen for Palette {
    fn scope(&self) -> Scope {
        Scope::Palette
    }

    fn title(&self) -> String {
        "Sök åtgärd".to_owned()
    }

    fn load(&mut self, ctx: &Context<'_>) -> Result<()> {
        self.list.keep(&self.found, height(ctx));
        Ok(())
    }

    fn update(&mut self, action: Action, ctx: &Context<'_>) -> Result<Step> {
        if action == Action::Open {
            return Ok(match self.list.selected() {
                Some(action) => Step::Many(vec![Step::Close, Step::Act(*action)]),
                None => Step::Stay,
            });
        }
        self.list.act(action, &self.found, height(ctx));
        Ok(Step::Stay)
    }

    fn input(&mut self, input: Input, ctx: &Context<'_>) -> Result<Step> {
        match input {
            Input::Key(key) => match key.code {
                KeyCode::Char('u') if key.modifiers == KeyModifiers::CONTROL => self.query.clear(),
                KeyCode::Char(c) if !key.modifiers.contains(KeyModifiers::CONTROL) => {
                    self.query.push(c);
                }
                KeyCode::Backspace => {
                    self.query.pop();
                }
                _ => return Ok(Step::Stay),
            },
            Input::Paste(text) => self.query.push_str(text.lines().next().unwrap_or_default()),
        }
        self.search();
        self.list = List::new();
        self.list.keep(&self.found, height(ctx));
        Ok(Step::Stay)
    }

    fn rest(&mut self, _ctx: &Context<'_>) -> Result<()> {
        self.list.rest();
        Ok(())
    }

    fn view(&self, ctx: &Context<'_>, canvas: &mut Canvas<'_>) {
        let title = self.title();
        let start = head(
            canvas,
            &[
                (Role::Head, &title),
                (Role::Text, "  "),
                (Role::FieldActive, &self.query),
            ],
            &[],
        );
        let shown = crate::ui::wrap::width(&title) + 3 + crate::ui::wrap::width(&self.query);
        canvas.cursor(u16::try_from(shown).unwrap_or(u16::MAX), 0);
        let mut body = canvas.below(start);
        if self.found.is_empty() {
            empty(
                &mut body,
                0,
                "Inget här heter så.",
                "Skriv ett annat ord, eller gå tillbaka.",
            );
            return;
        }
        let keys = |action| key_told(ctx.keymap, self.scope, action);
        self.list.view(&mut body, self.found.len(), |row, i| {
            let Some(&action) = self.found.get(i) else {
                return;
            };
            row.cell(2, 0, 12, Role::HintKey, &keys(action));
            row.cell(15, 0, 16, Role::Text, action.label());
            let room = row.width().saturating_sub(33);
            row.cell(32, 0, room, Role::TextDim, action.row().help);
        });
    }

    fn hints(&self, _ctx: &Context<'_>) -> Vec<Action> {
        vec![Action::Open, Action::Down, Action::Up, Action::Back]
    }
}

fn key_told(keymap: &Keymap, scope: Scope, action: Action) -> String {
    keymap.hint(scope, action).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_and_case_are_forgiven() {
        let mut palette = Palette::new(Scope::List, Action::of(Scope::List).collect());
        palette.query = "NASTA".into();
        palette.search();
        assert_eq!(palette.found.first(), Some(&Action::NextStep));
        palette.query = "a\u{30a}ngra".into();
        palette.search();
        assert_eq!(palette.found.first(), Some(&Action::Undo));
        palette.query = "brådska".into();
        palette.search();
        assert_eq!(palette.found, [Action::ByUrgency]);
    }
}
