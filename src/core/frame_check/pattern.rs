//! Patterns of words, as a unit writes them: `värdig* ~ liv|tillvaro*`.

use super::token::{Kind, Token};

/// How many words `~` may stand for.
const GAP: usize = 3;

/// One pattern: words in order, `a|b` either, `*` any ending, `~` up to three words between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern(Vec<Part>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Word(Vec<(String, bool)>),
    Gap,
}

impl Pattern {
    /// Reads a pattern; nothing if it has no word to begin and end with.
    pub fn read(text: &str) -> Option<Pattern> {
        let parts: Vec<Part> = text
            .split_whitespace()
            .map(|part| match part {
                "~" => Part::Gap,
                words => Part::Word(
                    words
                        .split('|')
                        .map(|w| match w.strip_suffix('*') {
                            Some(stem) => (stem.to_owned(), true),
                            None => (w.to_owned(), false),
                        })
                        .collect(),
                ),
            })
            .collect();
        let word = |part: Option<&Part>| matches!(part, Some(Part::Word(_)));
        let empty = (parts.iter())
            .any(|p| matches!(p, Part::Word(words) if words.iter().any(|(w, _)| w.is_empty())));
        (word(parts.first()) && word(parts.last()) && !empty).then_some(Pattern(parts))
    }

    /// The first bytes that a match can begin with.
    pub(super) fn begins_with(&self) -> impl Iterator<Item = u8> + '_ {
        let first = match self.0.first() {
            Some(Part::Word(words)) => words.as_slice(),
            _ => &[],
        };
        first
            .iter()
            .filter_map(|(word, _)| word.as_bytes().first().copied())
    }

    /// The last token of a match that begins at `at`, if there is one.
    pub(super) fn at(&self, tokens: &[Token], at: usize) -> Option<usize> {
        follow(&self.0, tokens, at)
    }
}

fn follow(parts: &[Part], tokens: &[Token], at: usize) -> Option<usize> {
    match parts.split_first() {
        Some((Part::Word(words), rest)) => {
            let token = tokens.get(at)?;
            let fits = token.kind == Kind::Word
                && words.iter().any(|(word, open)| {
                    if *open {
                        token.norm.starts_with(word.as_str())
                    } else {
                        token.norm == *word
                    }
                });
            if !fits {
                return None;
            }
            if rest.is_empty() {
                return Some(at);
            }
            follow(rest, tokens, at + 1)
        }
        Some((Part::Gap, rest)) => {
            let mut seen = 0;
            let mut next = at;
            while seen <= GAP && next < at + 3 * GAP {
                if let Some(end) = follow(rest, tokens, next) {
                    return Some(end);
                }
                match tokens.get(next).map(|t| t.kind) {
                    Some(Kind::Word) => seen += 1,
                    Some(Kind::Mark(',' | '-' | '/' | '"')) => {}
                    _ => return None,
                }
                next += 1;
            }
            None
        }
        None => None,
    }
}
