//! Words, numbers and marks of a text, with the bytes they stand on. Case, composed or decomposed
//! letters and invisible marks make no difference.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::words::{Class, Words};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Number,
    Mark(char),
    /// A line break that ends a sentence.
    Break,
}

/// One word, number or mark.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub kind: Kind,
    /// Small letters, composed.
    pub norm: String,
    pub from: usize,
    pub to: usize,
    pub class: Class,
    /// Written with a capital first letter and small ones after it, as a name is.
    pub capital: bool,
}

impl Token {
    pub fn is(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.norm == word
    }

    pub fn is_any(&self, words: &[&str]) -> bool {
        self.kind == Kind::Word && words.contains(&self.norm.as_str())
    }

    pub fn mark(&self) -> Option<char> {
        match self.kind {
            Kind::Mark(c) => Some(c),
            _ => None,
        }
    }

    /// The whole number a token stands for, when it is one of at most four digits.
    pub fn number(&self) -> Option<u32> {
        (self.kind == Kind::Number && self.norm.len() <= 4)
            .then(|| self.norm.parse().ok())
            .flatten()
    }
}

/// The bytes from one token to another, both included.
pub(super) fn span(tokens: &[Token], first: usize, last: usize) -> Range<usize> {
    match (tokens.get(first), tokens.get(last)) {
        (Some(a), Some(b)) => a.from..b.to.max(a.to),
        _ => 0..0,
    }
}

/// A line shorter than this was broken by the writer, not by the width of a page.
const WRAPPED: usize = 50;

/// Every token of a text in order.
pub(super) fn tokens(text: &str, words: &Words) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::with_capacity(text.len() / 5);
    let mut chars = text.char_indices().peekable();
    let mut line = 0_usize;
    while let Some(&(from, c)) = chars.peek() {
        if !is_combining_mark(c) {
            line += 1;
        }
        if matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{85}') {
            chars.next();
            let ended = found
                .last()
                .is_none_or(|t| matches!(t.kind, Kind::Mark('.' | ':' | ';' | '!' | '?')));
            let blank = line <= 1;
            if blank || ended || line < WRAPPED {
                found.push(token(Kind::Break, String::new(), from, from));
            }
            line = 0;
        } else if is_letter(c) {
            let (norm, to) = word(text, from, &mut chars);
            let class = words.class(&norm);
            found.push(Token {
                class,
                capital: c.is_uppercase() && small_after(text, from, to),
                ..token(Kind::Word, norm, from, to)
            });
        } else if c.is_ascii_digit() {
            let (norm, to) = number(text, from);
            while chars.peek().is_some_and(|(at, _)| *at < to) {
                chars.next();
            }
            found.push(token(Kind::Number, norm, from, to));
        } else {
            chars.next();
            if !c.is_whitespace() && !is_silent(c) && !is_combining_mark(c) {
                found.push(token(
                    Kind::Mark(plain_mark(c)),
                    String::new(),
                    from,
                    from + c.len_utf8(),
                ));
            }
        }
    }
    found
}

fn token(kind: Kind, norm: String, from: usize, to: usize) -> Token {
    Token {
        kind,
        norm,
        from,
        to,
        class: Class::default(),
        capital: false,
    }
}

/// Whether a small letter comes after the first of a word.
fn small_after(text: &str, from: usize, to: usize) -> bool {
    let mut rest = text.get(from..to).unwrap_or_default().chars().skip(1);
    rest.any(char::is_lowercase)
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic()
}

/// Marks that stand inside a word without being seen.
fn is_silent(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
        || (c.is_control() && !c.is_whitespace())
}

fn plain_mark(c: char) -> char {
    match c {
        '‐' | '‑' | '–' | '—' | '−' => '-',
        '“' | '”' | '„' | '«' | '»' | '‟' => '"',
        '•' | '·' | '*' | '▪' | '●' | '◦' => '•',
        c => c,
    }
}

type Chars<'a> = std::iter::Peekable<std::str::CharIndices<'a>>;

/// A word with its abbreviating points left out: "f.m." is "fm", "t.ex." is "tex".
fn word(text: &str, from: usize, chars: &mut Chars<'_>) -> (String, usize) {
    let mut norm = String::new();
    let mut to = from;
    let mut composed = true;
    let (mut letters, mut pointed) = (0, false);
    while let Some(&(at, c)) = chars.peek() {
        if is_letter(c) {
            norm.extend(c.to_lowercase());
            letters += 1;
        } else if is_combining_mark(c) {
            norm.push(c);
            composed = false;
        } else if c == '.' && letters <= 2 {
            let rest = text.get(at + 1..).unwrap_or_default();
            let next = rest.chars().take(3).take_while(|c| is_letter(*c)).count();
            let goes_on = (1..=2).contains(&next);
            if !goes_on && !pointed {
                break;
            }
            pointed = true;
            letters = 0;
            if !goes_on {
                chars.next();
                to = at + 1;
                break;
            }
        } else if !is_silent(c) {
            break;
        }
        to = at + c.len_utf8();
        chars.next();
    }
    if !composed {
        norm = norm.nfc().collect();
    }
    (norm, to)
}

/// Digits with a point, colon or comma between digits; a date with its lines is one number.
fn number(text: &str, from: usize) -> (String, usize) {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut to = from;
    while digit(to) {
        to += 1;
    }
    let year = to - from == 4;
    while let Some(mark) = bytes.get(to) {
        let joins = matches!(mark, b'.' | b':' | b',') || (*mark == b'-' && year);
        if !(joins && digit(to + 1)) {
            break;
        }
        to += 1;
        while digit(to) {
            to += 1;
        }
    }
    (text.get(from..to).unwrap_or_default().to_owned(), to)
}
