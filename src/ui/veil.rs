//! The veil of *avidentifierat läge*: names become initials and numbers are hidden in all that is drawn.
//!
//! It hangs at the one door to the cells, so that no screen can forget it. It hides too much rather than
//! too little: a colleague who shares a name with somebody in the register is shown by initial too.

use std::collections::{BTreeSet, HashSet};
use std::rc::Rc;

use super::wrap::width;
use crate::core::deidentify::{Piece, pieces};

/// What is hidden.
#[derive(Clone, Debug)]
pub struct Veil {
    /// Parts of names, lower case, in order, so that the beginning of one is found.
    names: Rc<BTreeSet<String>>,
    /// Words of addresses, lower case.
    places: Rc<HashSet<String>>,
}

impl Veil {
    /// Hides these names and addresses.
    pub fn new(names: &[String], places: &[String]) -> Veil {
        let words = |texts: &[String]| -> Vec<String> {
            texts
                .iter()
                .flat_map(|t| t.split(|c: char| !c.is_alphabetic()))
                .filter(|w| w.chars().count() > 1)
                .map(str::to_lowercase)
                .collect()
        };
        Veil {
            names: Rc::new(words(names).into_iter().collect()),
            places: Rc::new(words(places).into_iter().collect()),
        }
    }

    /// The text with initials for names: "Bergström, Karin" is "K B".
    pub fn hide(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        // The initial written last and where it begins, while only ", " or " " has come after it.
        let mut last: Option<(usize, usize)> = None;
        for (piece, cut) in pieces(text) {
            match piece {
                Piece::Number(_) => {
                    out.push('–');
                    last = None;
                }
                Piece::Word(word) if self.is_name(word, cut) => {
                    let initial = initial(word);
                    match last {
                        Some((from, to)) if out.get(to..) == Some(", ") => {
                            let family = out.get(from..to).unwrap_or_default().to_owned();
                            out.truncate(from);
                            out.push_str(&initial);
                            out.push(' ');
                            out.push_str(&family);
                            last = None;
                        }
                        _ => {
                            let from = out.len();
                            out.push_str(&initial);
                            last = Some((from, out.len()));
                        }
                    }
                }
                Piece::Word(word) if self.is_place(word) => {
                    out.push('–');
                    last = None;
                }
                Piece::Word(word) => {
                    out.push_str(word);
                    last = None;
                }
                Piece::Between(between) => {
                    out.push_str(between);
                    if !matches!(between, ", ") {
                        last = None;
                    }
                }
            }
        }
        out
    }

    /// The text at its own width: the rest of a hidden word is dots.
    pub fn hide_in_place(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for (piece, cut) in pieces(text) {
            match piece {
                Piece::Number(number) => out.push_str(&"·".repeat(width(number))),
                Piece::Word(word) if self.is_name(word, cut) || self.is_place(word) => {
                    let initial = initial(word);
                    out.push_str(&initial);
                    let rest = width(word).saturating_sub(width(&initial));
                    out.push_str(&"·".repeat(rest));
                }
                Piece::Word(text) | Piece::Between(text) => out.push_str(text),
            }
        }
        out
    }

    /// Whether a word is a name, in the genitive too; a word that was cut may be the beginning of one.
    fn is_name(&self, word: &str, cut: bool) -> bool {
        if !word.chars().next().is_some_and(char::is_uppercase) {
            return false;
        }
        let lower = word.to_lowercase();
        let genitive = lower.strip_suffix('s').unwrap_or(&lower);
        self.names.contains(&lower)
            || self.names.contains(genitive)
            || (cut
                && self
                    .names
                    .range(lower.clone()..)
                    .next()
                    .is_some_and(|name| name.starts_with(&lower)))
    }

    fn is_place(&self, word: &str) -> bool {
        word.chars().next().is_some_and(char::is_uppercase)
            && self.places.contains(&word.to_lowercase())
    }
}

fn initial(word: &str) -> String {
    word.chars().next().map(String::from).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn veil() -> Veil {
        let names = ["Bergström", "Karin", "Maj-Britt", "Öberg", "Lena Bergström"];
        let places = ["Storgatan 5", "Västerby"];
        Veil::new(&names.map(String::from), &places.map(String::from))
    }

    #[test]
    fn names_become_initials_and_numbers_nothing() {
        for (text, shown) in [
            ("Bergström, Karin", "K B"),
            (" Bergström, Karin  84 år  19420318-0007", " K B  84 år  –"),
            ("Öberg, Maj-Britt", "M-B Ö"),
            (
                "Karins dotter Lena ringer 070-000 00 00 i dag",
                "K dotter L ringer – i dag",
            ),
            ("Bergst…", "B…"),
            (
                "i maj 2026-11-23 kl 14.30, ärende 26-0412",
                "i maj 2026-11-23 kl 14.30, ärende 26-0412",
            ),
            ("Storgatan 5, 123 45 Västerby", "– 5, 123 45 –"),
            ("194203180007 och 420318+000K", "– och –"),
        ] {
            assert_eq!(veil().hide(text), shown, "{text}");
        }
    }

    #[test]
    fn what_is_being_written_keeps_its_width() {
        let text = "Karin bor på Storgatan, 19420318-0007.";
        let shown = veil().hide_in_place(text);
        assert_eq!(width(&shown), width(text));
        assert_eq!(shown, "K···· bor på S········, ·············.");
    }
}
