//! Keys to actions: the defaults of the table, changed by a person's own configuration.

use std::collections::HashMap;
use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::action::{Action, Scope};
use crate::error::{Error, Result, nearest};

/// One key with what is held down: `ctrl-s`, `f9`, `shift-tab`, `N`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    code: KeyCode,
    mods: KeyModifiers,
}

/// Names of keys: as printed first, then other spellings that are understood.
const NAMED: &[(KeyCode, &[&str])] = &[
    (KeyCode::Enter, &["enter", "retur"]),
    (KeyCode::Esc, &["esc"]),
    (KeyCode::Tab, &["tab"]),
    (KeyCode::BackTab, &["shift-tab", "skift-tab"]),
    (KeyCode::Backspace, &["backsteg", "backspace"]),
    (KeyCode::Delete, &["delete", "del"]),
    (KeyCode::Insert, &["insert", "ins"]),
    (KeyCode::Char(' '), &["mellanslag", "space"]),
    (KeyCode::Up, &["↑", "upp", "up"]),
    (KeyCode::Down, &["↓", "ner", "down"]),
    (KeyCode::Left, &["←", "vänster", "left"]),
    (KeyCode::Right, &["→", "höger", "right"]),
    (KeyCode::Home, &["home"]),
    (KeyCode::End, &["end"]),
    (KeyCode::PageUp, &["pgup"]),
    (KeyCode::PageDown, &["pgdn"]),
];

impl Key {
    /// Reads a key as written in the configuration file.
    pub fn parse(text: &str) -> Option<Key> {
        let mut rest = text;
        let mut mods = KeyModifiers::NONE;
        loop {
            if let Some(code) = named(rest) {
                return Some(Key { code, mods });
            }
            let lower = rest.to_lowercase();
            let (held, len) = if lower.starts_with("ctrl-") {
                (KeyModifiers::CONTROL, 5)
            } else if lower.starts_with("alt-") {
                (KeyModifiers::ALT, 4)
            } else if lower.starts_with("shift-") {
                (KeyModifiers::SHIFT, 6)
            } else {
                break;
            };
            mods |= held;
            rest = rest.get(len..)?;
        }
        if let Some(number) = rest.strip_prefix(['f', 'F']).and_then(|n| n.parse().ok()) {
            return (1..=12).contains(&number).then_some(Key {
                code: KeyCode::F(number),
                mods,
            });
        }
        let mut chars = rest.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) if !c.is_control() => {
                let c = if mods.is_empty() {
                    c
                } else {
                    c.to_ascii_lowercase()
                };
                Some(Key {
                    code: KeyCode::Char(c),
                    mods,
                })
            }
            _ => None,
        }
    }

    /// The key that was pressed, told the same way whichever terminal sent it. A letter carries
    /// its own case, so shift is not counted for it.
    pub fn pressed(event: KeyEvent) -> Key {
        let mut mods =
            event.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT);
        let code = match event.code {
            KeyCode::Char(c) => {
                mods -= KeyModifiers::SHIFT;
                KeyCode::Char(if mods.is_empty() {
                    c
                } else {
                    c.to_ascii_lowercase()
                })
            }
            KeyCode::BackTab => {
                mods -= KeyModifiers::SHIFT;
                KeyCode::BackTab
            }
            KeyCode::Tab if mods.contains(KeyModifiers::SHIFT) => {
                mods -= KeyModifiers::SHIFT;
                KeyCode::BackTab
            }
            code => code,
        };
        Key { code, mods }
    }

    /// The event that pressing the key gives; for tests.
    pub fn event(self) -> KeyEvent {
        KeyEvent::new(self.code, self.mods)
    }

    /// Whether pressing it types something into a text.
    pub fn is_typed(self) -> bool {
        matches!(self.code, KeyCode::Char(_)) && self.mods.is_empty()
    }

    /// The key that a terminal sends instead, for those it cannot tell apart.
    pub fn sent_as(self) -> Option<&'static str> {
        if !self.mods.contains(KeyModifiers::CONTROL) {
            return None;
        }
        match self.code {
            KeyCode::Char('i') => Some("tab"),
            KeyCode::Char('m' | 'j') => Some("enter"),
            KeyCode::Char('[') => Some("esc"),
            KeyCode::Char('h') => Some("backsteg"),
            KeyCode::Char('@' | ' ') => Some("ingenting"),
            KeyCode::Char('0'..='9') => Some("siffran ensam eller något annat"),
            KeyCode::Tab | KeyCode::Enter | KeyCode::Esc | KeyCode::Backspace => {
                Some("samma tangent utan ctrl")
            }
            _ => None,
        }
    }
}

fn named(text: &str) -> Option<KeyCode> {
    let lower = text.to_lowercase();
    NAMED
        .iter()
        .find(|(_, names)| names.contains(&lower.as_str()))
        .map(|(code, _)| *code)
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.mods.contains(KeyModifiers::CONTROL) {
            f.write_str("ctrl-")?;
        }
        if self.mods.contains(KeyModifiers::ALT) {
            f.write_str("alt-")?;
        }
        if self.mods.contains(KeyModifiers::SHIFT) {
            f.write_str("shift-")?;
        }
        if let Some((_, names)) = NAMED.iter().find(|(code, _)| *code == self.code) {
            return f.write_str(names[0]);
        }
        match self.code {
            KeyCode::F(n) => write!(f, "F{n}"),
            KeyCode::Char(c) => write!(f, "{c}"),
            other => write!(f, "{other}"),
        }
    }
}

/// A person's own keys for an action, with the line they stand on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// The line in the configuration file, from 1.
    pub line: usize,
    /// The action's name as written.
    pub action: String,
    /// The keys as written.
    pub keys: Vec<String>,
}

/// Which key does what.
#[derive(Clone, Debug)]
pub struct Keymap {
    keys: HashMap<Action, Vec<Key>>,
}

impl Default for Keymap {
    fn default() -> Self {
        let keys = Action::ALL
            .iter()
            .map(|action| {
                let keys = action.row().keys.iter();
                (*action, keys.filter_map(|k| Key::parse(k)).collect())
            })
            .collect();
        Keymap { keys }
    }
}

impl Keymap {
    /// The defaults with a person's own keys in their place. A key that is unknown, cannot be
    /// sent, is a letter where only text is typed, or is taken in the same place, is an error of
    /// kind `Config` with the line and a suggestion.
    pub fn with(bindings: &[Binding]) -> Result<Keymap> {
        let mut keymap = Keymap::default();
        let mut own = Vec::new();
        for binding in bindings {
            let line = binding.line;
            let Some(action) = Action::from_name(&binding.action) else {
                let names = Action::ALL.iter().map(|a| a.name());
                return Err(unknown(line, "åtgärden", &binding.action, names));
            };
            let mut keys = Vec::new();
            for text in &binding.keys {
                keys.push(own_key(line, action, text)?);
            }
            keymap.keys.insert(action, keys);
            own.push((line, action));
        }
        for (line, action) in own {
            keymap.check_free(line, action)?;
        }
        Ok(keymap)
    }

    fn check_free(&self, line: usize, action: Action) -> Result<()> {
        for &scope in Scope::ALL.iter().filter(|s| action.applies(**s)) {
            for &key in self.keys_of(action) {
                if scope.is_text() && key.is_typed() {
                    continue;
                }
                let taken = Action::ALL.iter().find(|a| {
                    **a != action && a.applies(scope) && self.keys_of(**a).contains(&key)
                });
                if let Some(other) = taken {
                    return Err(Error::config(format!(
                        "Rad {line}: tangenten {key} är redan ”{}” på samma plats.",
                        other.name()
                    ))
                    .hint(format!(
                        "Välj en annan tangent, eller ge ”{}” en egen rad.",
                        other.name()
                    )));
                }
            }
        }
        Ok(())
    }

    /// The keys of an action.
    pub fn keys_of(&self, action: Action) -> &[Key] {
        self.keys.get(&action).map_or(&[], Vec::as_slice)
    }

    /// The action that a key means in a scope, there or everywhere. `None` for a released key and
    /// for what is text.
    pub fn lookup(&self, scope: Scope, event: KeyEvent) -> Option<Action> {
        if event.kind == KeyEventKind::Release {
            return None;
        }
        let key = Key::pressed(event);
        if scope.is_text() && key.is_typed() {
            return None;
        }
        Action::ALL
            .iter()
            .copied()
            .find(|a| a.applies(scope) && self.keys_of(*a).contains(&key))
    }

    /// The key a person should be told for an action in a scope: "ctrl-s", "F9", "enter".
    pub fn hint(&self, scope: Scope, action: Action) -> Option<String> {
        self.keys_of(action)
            .iter()
            .find(|key| !(scope.is_text() && key.is_typed()))
            .map(Key::to_string)
    }

    /// All keys of an action that work in a scope: "↑, k".
    pub fn all_hints(&self, scope: Scope, action: Action) -> String {
        self.keys_of(action)
            .iter()
            .filter(|key| !(scope.is_text() && key.is_typed()))
            .map(Key::to_string)
            .collect::<Vec<_>>()
            .join(", ")
    }
}

fn own_key(line: usize, action: Action, text: &str) -> Result<Key> {
    let Some(key) = Key::parse(text) else {
        let names = NAMED.iter().flat_map(|(_, names)| names.iter().copied());
        return Err(unknown(line, "tangenten", text, names));
    };
    if let Some(other) = key.sent_as() {
        return Err(Error::config(format!(
            "Rad {line}: tangenten {key} går inte att använda, för den kommer fram som {other}."
        ))
        .hint("Välj en annan tangent."));
    }
    if key.is_typed() && action.row().scopes.iter().all(|s| s.is_text()) {
        return Err(Error::config(format!(
            "Rad {line}: ”{}” gäller där text skrivs, och {key} är text.",
            action.name()
        ))
        .hint("Välj en tangent med ctrl eller en F-tangent."));
    }
    Ok(key)
}

/// "Rad 3: åtgärden ”nästa-steg” finns inte." with the nearest that does.
pub(crate) fn unknown<'a>(
    line: usize,
    what: &str,
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Error {
    let error = Error::config(format!("Rad {line}: {what} ”{word}” finns inte."));
    match nearest(word, candidates) {
        Some(likely) => error.hint(format!("Menade du ”{likely}”?")),
        None => error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::testing::keys;

    fn binding(line: usize, action: &str, keys: &[&str]) -> Binding {
        Binding {
            line,
            action: action.into(),
            keys: keys.iter().map(|k| (*k).into()).collect(),
        }
    }

    #[test]
    fn keys_are_read_and_told() {
        for (text, told) in [
            ("ctrl-s", "ctrl-s"),
            ("CTRL-S", "ctrl-s"),
            ("f9", "F9"),
            ("shift-tab", "shift-tab"),
            ("N", "N"),
            ("space", "mellanslag"),
            ("pgup", "pgup"),
            ("å", "å"),
            ("-", "-"),
            ("ctrl--", "ctrl--"),
            ("alt-x", "alt-x"),
        ] {
            assert_eq!(Key::parse(text).unwrap().to_string(), told, "{text}");
        }
        for wrong in ["", "f13", "ctrl-", "hej", "f0"] {
            assert_eq!(Key::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn letters_are_text_where_text_is_typed() {
        let keymap = Keymap::default();
        let s = keys("s")[0];
        assert_eq!(keymap.lookup(Scope::List, s), Some(Action::NextStep));
        assert_eq!(keymap.lookup(Scope::Form, s), None);
        assert_eq!(keymap.lookup(Scope::Form, keys("?")[0]), None);
        assert_eq!(
            keymap.lookup(Scope::Form, keys("<f1>")[0]),
            Some(Action::Help)
        );
        assert_eq!(
            keymap.hint(Scope::Form, Action::Help).as_deref(),
            Some("F1")
        );
        assert_eq!(keymap.hint(Scope::List, Action::Help).as_deref(), Some("?"));
    }

    #[test]
    fn the_same_key_is_known_however_the_terminal_tells_it() {
        let keymap = Keymap::default();
        let upper = KeyEvent::new(KeyCode::Char('N'), KeyModifiers::SHIFT);
        assert_eq!(keymap.lookup(Scope::List, upper), Some(Action::NewCase));
        let tab = KeyEvent::new(KeyCode::Tab, KeyModifiers::SHIFT);
        assert_eq!(keymap.lookup(Scope::Form, tab), Some(Action::PrevField));
    }

    #[test]
    fn own_keys_take_the_place_of_the_defaults() {
        let keymap = Keymap::with(&[binding(2, "nasta-steg", &["f12"])]).unwrap();
        assert_eq!(keymap.lookup(Scope::List, keys("s")[0]), None);
        assert_eq!(
            keymap.lookup(Scope::List, keys("<f12>")[0]),
            Some(Action::NextStep)
        );
    }

    #[test]
    fn wrong_rows_are_told_with_line_and_suggestion() {
        let told = |b: Binding| Keymap::with(&[b]).unwrap_err().to_string();
        assert_eq!(
            told(binding(2, "nästa-steg", &["s"])),
            "Rad 2: åtgärden ”nästa-steg” finns inte.\nMenade du ”nasta-steg”?"
        );
        assert_eq!(
            told(binding(3, "spara", &["entr"])),
            "Rad 3: tangenten ”entr” finns inte.\nMenade du ”enter”?"
        );
        assert!(told(binding(4, "varfor", &["s"])).contains("är redan ”nasta-steg”"));
        assert!(told(binding(5, "spara", &["ctrl-m"])).contains("kommer fram som enter"));
        assert!(told(binding(6, "spara", &["s"])).contains("är text"));
    }

    #[test]
    fn two_actions_may_swap_keys() {
        let keymap = Keymap::with(&[
            binding(1, "varfor", &["s"]),
            binding(2, "nasta-steg", &["v"]),
        ])
        .unwrap();
        assert_eq!(
            keymap.lookup(Scope::List, keys("v")[0]),
            Some(Action::NextStep)
        );
    }
}
