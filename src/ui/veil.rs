//! The veil of *avidentifierat läge*: names become initials and numbers are hidden in all that is drawn.
//!
//! It hangs at the one door to the cells, so that no screen can forget it. It hides too much rather than
//! too little: a colleague who shares a name with somebody in the register is shown by initial too.

use std::collections::{BTreeSet, HashSet};
use std::rc::Rc;

use crate::core::deidentify::{Piece, pieces};

/// So many figures has a postcode.
const POSTCODE: usize = 5;

/// What is hidden.
#[derive(Clone, Debug)]
pub struct Veil {
    /// Parts of names, lower case, in order, so that the beginning of one is found.
    names: Rc<BTreeSet<String>>,
    /// Words of addresses, lower case, and the figures of postcodes.
    places: Rc<HashSet<String>>,
}

impl Veil {
    /// Hides these names and addresses.
    pub fn new(names: &[String], places: &[String]) -> Veil {
        // Most words stand many times.
        let words = |texts: &[String]| -> Vec<String> {
            let all = texts
                .iter()
                .flat_map(|t| t.split(|c: char| !c.is_alphabetic()));
            let unique: HashSet<&str> = all.filter(|w| w.chars().nth(1).is_some()).collect();
            unique.into_iter().map(str::to_lowercase).collect()
        };
        let mut known: HashSet<String> = words(places).into_iter().collect();
        let codes = places.iter().map(|place| figures(place));
        known.extend(codes.filter(|code| code.len() == POSTCODE));
        Veil {
            names: Rc::new(words(names).into_iter().collect()),
            places: Rc::new(known),
        }
    }

    /// The text with initials for names: "Bergström, Karin" is "K B".
    pub fn hide(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        // The family's initials written last, while only ", " has come after them.
        let mut family: Option<(usize, usize)> = None;
        // Where the given names end that were put before the family's.
        let mut given: Option<usize> = None;
        let mut pending = "";
        // Whether a street stands before, of which the number of the house is to be hidden.
        let mut street = false;
        for (piece, cut) in pieces(text) {
            if let (Some(_), Piece::Between(between @ ("-" | " "))) = (given, piece) {
                pending = between;
                continue;
            }
            let name = match piece {
                Piece::Word(word) if self.is_name(word, cut) => Some(initial(word)),
                _ => None,
            };
            if let (Some(at), Some(name), false) = (given, &name, pending.is_empty()) {
                let more = format!("{pending}{name}");
                out.insert_str(at, &more);
                given = Some(at + more.len());
                pending = "";
                continue;
            }
            out.push_str(std::mem::take(&mut pending));
            given = None;
            let Some(name) = name else {
                match piece {
                    Piece::Between(house) if street && is_figures(house) => {
                        out.truncate(out.trim_end().len());
                    }
                    _ if self.tells_where(piece) => out.push('–'),
                    Piece::Word(text) | Piece::Number(text) | Piece::Between(text) => {
                        out.push_str(text);
                    }
                }
                if !matches!(piece, Piece::Between(", " | "-")) {
                    family = None;
                }
                street = match piece {
                    Piece::Word(word) => self.is_place(word),
                    piece => street && piece == Piece::Between(" "),
                };
                continue;
            };
            match family {
                Some((from, to)) if out.get(to..) == Some(", ") => {
                    out.truncate(to);
                    out.insert_str(from, &format!("{name} "));
                    given = Some(from + name.len());
                    family = None;
                }
                Some((from, to)) if out.get(to..) == Some("-") => {
                    out.push_str(&name);
                    family = Some((from, out.len()));
                }
                _ => {
                    let from = out.len();
                    out.push_str(&name);
                    family = Some((from, out.len()));
                }
            }
        }
        out.push_str(pending);
        out
    }

    /// The text letter for letter: the rest of a hidden word is dots.
    pub fn hide_in_place(&self, text: &str) -> String {
        let dots = |text: &str| "·".repeat(text.chars().count());
        let mut out = String::with_capacity(text.len());
        // Whether a street stands before, of which the number of the house is to be hidden.
        let mut street = false;
        for (piece, cut) in pieces(text) {
            match piece {
                Piece::Word(word) if self.is_name(word, cut) || self.is_place(word) => {
                    let initial = initial(word);
                    out.push_str(&initial);
                    out.push_str(&dots(word.strip_prefix(&initial).unwrap_or_default()));
                    street = self.is_place(word);
                    continue;
                }
                Piece::Between(" ") if street => {
                    out.push(' ');
                    continue;
                }
                Piece::Between(house) if street && is_figures(house) => out.push_str(&dots(house)),
                _ if self.tells_where(piece) => {
                    let (Piece::Word(text) | Piece::Number(text) | Piece::Between(text)) = piece;
                    out.push_str(&dots(text));
                }
                Piece::Word(text) | Piece::Number(text) | Piece::Between(text) => {
                    out.push_str(text);
                }
            }
            street = false;
        }
        out
    }

    /// Whether a piece is a number that tells of somebody, or a place; figures like a postcode's are
    /// told apart by whether somebody lives there.
    fn tells_where(&self, piece: Piece<'_>) -> bool {
        let code = |text| {
            let figures = figures(text);
            figures.len() == POSTCODE && self.places.contains(&figures)
        };
        match piece {
            Piece::Number(number) => figures(number).len() != POSTCODE || code(number),
            Piece::Word(word) => self.is_place(word),
            Piece::Between(text) => is_figures(text) && code(text),
        }
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

fn is_figures(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn figures(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn initial(word: &str) -> String {
    word.chars().next().map(String::from).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::wrap::width;

    fn veil() -> Veil {
        let names = ["Bergström", "Karin", "Maj-Britt", "Öberg", "Lena Bergström"];
        let places = ["Storgatan 5", "123 45", "Västerby"];
        Veil::new(&names.map(String::from), &places.map(String::from))
    }

    #[test]
    fn names_become_initials_and_numbers_nothing() {
        for (text, shown) in [
            ("Bergström, Karin", "K B"),
            (" Bergström, Karin  84 år  19420318-0007", " K B  84 år  –"),
            ("Öberg, Maj-Britt", "M-B Ö"),
            ("Öberg-Bergström, Karin  84", "K Ö-B  84"),
            (
                "Karins dotter Lena ringer 070-000 00 00 i dag",
                "K dotter L ringer – i dag",
            ),
            ("Bergst…", "B…"),
            (
                "i maj 2026-11-23 kl 14.30, ärende 26-0412",
                "i maj 2026-11-23 kl 14.30, ärende 26-0412",
            ),
            ("Storgatan 5, 123 45 Västerby", "–, – –"),
            ("12345, 543 21, 19420318", "–, 543 21, –"),
            ("10 – 12 besök", "10 – 12 besök"),
            ("194203180007 och 420318+000K", "– och –"),
        ] {
            assert_eq!(veil().hide(text), shown, "{text}");
        }
    }

    #[test]
    fn what_is_being_written_keeps_its_width() {
        let text = "Karin bor på Storgatan 5, 19420318-0007.";
        let shown = veil().hide_in_place(text);
        assert_eq!(width(&shown), width(text));
        assert_eq!(shown, "K···· bor på S········ ·, ·············.");
    }
}
