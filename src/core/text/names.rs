//! Names compared, searched and sorted: å, ä and ö are letters of their own, other marks are not.

use super::{UnicodeNormalization, is_combining_mark};

const RING: char = '\u{30a}';
const DIAERESIS: char = '\u{308}';
const DOUBLE_ACUTE: char = '\u{30b}';

/// One letter in lower case with the marks it carried.
struct Letter {
    base: char,
    ring: bool,
    dots: bool,
    double_acute: bool,
}

impl Letter {
    fn swedish(&self) -> Option<char> {
        match self.base {
            'a' if self.ring => Some('å'),
            'a' if self.dots => Some('ä'),
            'o' if self.dots => Some('ö'),
            _ => None,
        }
    }
}

/// The letters of a text, the same whether it was written with composed characters or not.
fn letters(text: &str) -> impl Iterator<Item = Letter> + '_ {
    let mut chars = text.chars().flat_map(char::to_lowercase).nfd().peekable();
    std::iter::from_fn(move || {
        let base = chars.find(|c| !is_combining_mark(*c))?;
        let mut letter = Letter {
            base,
            ring: false,
            dots: false,
            double_acute: false,
        };
        while let Some(mark) = chars.next_if(|c| is_combining_mark(*c)) {
            letter.ring |= mark == RING;
            letter.dots |= mark == DIAERESIS;
            letter.double_acute |= mark == DOUBLE_ACUTE;
        }
        Some(letter)
    })
}

/// Writes a base letter in the letters a–z where it has some.
fn push_plain(out: &mut String, base: char) {
    match base {
        'ø' => out.push('o'),
        'æ' => out.push_str("ae"),
        'œ' => out.push_str("oe"),
        'ß' => out.push_str("ss"),
        'ð' | 'đ' => out.push('d'),
        'þ' => out.push_str("th"),
        'ł' => out.push('l'),
        'ı' => out.push('i'),
        c => out.push(c),
    }
}

/// The text in lower case without any marks: å and ä are a, ö and ø are o, é is e, æ is ae, ß is ss.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in letters(text) {
        push_plain(&mut out, letter.base);
    }
    out.nfc().collect()
}

/// The text in lower case without marks, but with å, ä and ö kept (NFC).
pub fn fold_true(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in letters(text) {
        match letter.swedish() {
            Some(c) => out.push(c),
            None => push_plain(&mut out, letter.base),
        }
    }
    out.nfc().collect()
}

/// A key whose byte order is the order of a Swedish register: a–z, å, ä, ö; ø and ő as ö, æ as ä, ü
/// as y, other marks ignored; hyphens and other signs as a space, which comes first, apostrophes not
/// at all.
pub fn sort_key(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in letters(text) {
        match letter.base {
            'a' if letter.ring => out.push('{'),
            'a' if letter.dots => out.push('|'),
            'æ' => out.push('|'),
            'o' if letter.dots || letter.double_acute => out.push('}'),
            'ø' | 'œ' => out.push('}'),
            'u' if letter.dots || letter.double_acute => out.push('y'),
            c if is_apostrophe(c) => {}
            c if c.is_alphanumeric() => push_plain(&mut out, c),
            _ if out.is_empty() || out.ends_with(' ') => {}
            _ => out.push(' '),
        }
    }
    out.truncate(out.trim_end().len());
    out.nfc().collect()
}

/// How a name answers to what has been typed of it, the best first: as written before with å, ä and ö taken
/// for a and o, and by its own beginning before the beginning of a word in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// The name begins so.
    Begins,
    /// A word in it does.
    Within,
    /// The name begins so without its marks.
    BeginsFolded,
    /// A word in it does.
    WithinFolded,
}

impl Fit {
    /// How a name answers, if it does. Nothing typed is the beginning of every name.
    pub fn of(typed: &str, name: &str) -> Option<Fit> {
        let (typed, name) = (typed.trim_start(), name.trim_start());
        let (true_typed, true_name) = (fold_true(typed), fold_true(name));
        let (plain_typed, plain_name) = (fold(typed), fold(name));
        if true_name.starts_with(&true_typed) {
            Some(Fit::Begins)
        } else if word_begins(&true_typed, &true_name) {
            Some(Fit::Within)
        } else if plain_name.starts_with(&plain_typed) {
            Some(Fit::BeginsFolded)
        } else if word_begins(&plain_typed, &plain_name) {
            Some(Fit::WithinFolded)
        } else {
            None
        }
    }

    /// Whether it is the name itself that begins so, and not a word in it.
    pub fn is_of_the_whole(self) -> bool {
        matches!(self, Fit::Begins | Fit::BeginsFolded)
    }
}

fn word_begins(typed: &str, name: &str) -> bool {
    let mut before = ' ';
    name.char_indices().any(|(at, c)| {
        let first = !before.is_alphanumeric();
        before = c;
        first && name.get(at..).is_some_and(|rest| rest.starts_with(typed))
    })
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '´' | '`')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2014}' | '\u{2212}')
}

/// The parts of a name, NFC, as written: "Karl-Erik O'Brien" has four.
pub fn name_parts(name: &str) -> Vec<String> {
    let name: String = name.nfc().collect();
    name.split(|c: char| c.is_whitespace() || is_hyphen(c) || is_apostrophe(c) || c == ',')
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Whether the name is one that the query looks for: every part of the query begins a part of the
/// name of its own, in any order. å, ä and ö in the query must be so in the name; a and o in the query
/// also find them. An empty query finds every name.
pub fn name_starts_with(query: &str, name: &str) -> bool {
    let query: Vec<String> = name_parts(query).iter().map(|p| fold_true(p)).collect();
    let name: Vec<String> = name_parts(name).iter().map(|p| fold_true(p)).collect();
    if query.len() > name.len() {
        return false;
    }
    let mut taken = vec![None; name.len()];
    (0..query.len()).all(|at| place(at, &query, &name, &mut taken, &mut vec![false; name.len()]))
}

/// Gives a part of the query a part of the name that it begins, moving others where they can move.
fn place(
    at: usize,
    query: &[String],
    name: &[String],
    taken: &mut [Option<usize>],
    seen: &mut [bool],
) -> bool {
    for (place_at, part) in name.iter().enumerate() {
        if seen[place_at] || !begins(&query[at], part) {
            continue;
        }
        seen[place_at] = true;
        let free = match taken[place_at] {
            None => true,
            Some(other) => place(other, query, name, taken, seen),
        };
        if free {
            taken[place_at] = Some(at);
            return true;
        }
    }
    false
}

fn begins(query: &str, part: &str) -> bool {
    let mut part = part.chars();
    query.chars().all(|wanted| {
        part.next().is_some_and(|found| {
            wanted == found || matches!((wanted, found), ('a', 'å' | 'ä') | ('o', 'ö'))
        })
    })
}
