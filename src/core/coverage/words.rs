//! Which words mean the same intervention.

use std::collections::BTreeSet;
use std::sync::Arc;

/// How many words may stand where a pattern has "…".
const GAP: usize = 4;

/// An intervention by all the names it goes by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concept {
    /// Id.
    pub id: String,
    /// The name in tables.
    pub name: String,
    /// Life area where neither order nor plan states one.
    pub area: String,
    /// Words and phrases; `*` leaves a word open at that end, `…` lets some words stand between.
    pub words: Vec<String>,
}

/// The unit's table of words that mean the same, ready to be matched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Synonyms {
    concepts: Arc<[Concept]>,
    /// Longest first, with the place of its concept.
    patterns: Arc<[(Vec<Token>, usize)]>,
    noise: Arc<BTreeSet<String>>,
    tolerance_percent: u64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Gap,
    Word {
        text: String,
        open_start: bool,
        open_end: bool,
    },
}

impl Token {
    fn fits(&self, word: &str) -> bool {
        match self {
            Token::Gap => true,
            Token::Word {
                text,
                open_start,
                open_end,
            } => match (open_start, open_end) {
                (false, false) => word == text,
                (false, true) => word.starts_with(text.as_str()),
                (true, false) => word.ends_with(text.as_str()),
                (true, true) => word.contains(text.as_str()),
            },
        }
    }
}

/// A pattern as written, in tokens.
fn pattern(written: &str) -> Vec<Token> {
    written
        .to_lowercase()
        .replace('-', " ")
        .split_whitespace()
        .map(|word| match word {
            "…" | "..." => Token::Gap,
            word => Token::Word {
                text: word.trim_matches('*').to_owned(),
                open_start: word.starts_with('*'),
                open_end: word.ends_with('*'),
            },
        })
        .collect()
}

/// A word of a line; a hard stop before it (comma, slash, full stop) is never matched across.
struct Word {
    text: String,
    after_stop: bool,
    concept: bool,
}

fn words(line: &str) -> Vec<Word> {
    let mut found: Vec<Word> = Vec::new();
    let mut stop = true;
    let mut open = false;
    for c in line.to_lowercase().chars() {
        if !c.is_alphanumeric() {
            stop |= matches!(c, ',' | ';' | '/' | '+' | '.' | ':' | '(' | ')' | '\n');
            open = false;
            continue;
        }
        if !open {
            found.push(Word {
                text: String::new(),
                after_stop: stop,
                concept: false,
            });
            (open, stop) = (true, false);
        }
        if let Some(word) = found.last_mut() {
            word.text.push(c);
        }
    }
    found
}

/// Whether the tokens fit from a word on; the places of the words that they took.
fn fit(tokens: &[Token], words: &[Word], at: usize) -> Option<Vec<usize>> {
    let Some((first, rest)) = tokens.split_first() else {
        return Some(Vec::new());
    };
    if *first == Token::Gap {
        return (0..=GAP)
            .take_while(|n| (at..at + n).all(|i| words.get(i).is_some_and(|w| !w.after_stop)))
            .find_map(|n| fit(rest, words, at + n));
    }
    let word = words.get(at)?;
    if word.concept || !first.fits(&word.text) {
        return None;
    }
    // A phrase does not go on past a stop.
    if !rest.is_empty() && words.get(at + 1).is_some_and(|next| next.after_stop) {
        return None;
    }
    let mut taken = fit(rest, words, at + 1)?;
    taken.push(at);
    Some(taken)
}

impl Synonyms {
    /// From the unit's table. `tolerance_percent` is the difference in time that counts as none.
    pub fn new(concepts: Vec<Concept>, noise: &[String], tolerance_percent: u64) -> Synonyms {
        let mut patterns: Vec<(Vec<Token>, usize)> = concepts
            .iter()
            .enumerate()
            .flat_map(|(at, concept)| concept.words.iter().map(move |w| (pattern(w), at)))
            .filter(|(tokens, _)| !tokens.is_empty())
            .collect();
        let length = |tokens: &[Token]| {
            let fixed = tokens.iter().filter(|t| **t != Token::Gap).count();
            let letters: usize = tokens
                .iter()
                .map(|t| match t {
                    Token::Word { text, .. } => text.chars().count(),
                    Token::Gap => 0,
                })
                .sum();
            (fixed, letters)
        };
        patterns.sort_by_key(|(tokens, _)| std::cmp::Reverse(length(tokens)));
        Synonyms {
            concepts: concepts.into(),
            patterns: patterns.into(),
            noise: Arc::new(noise.iter().map(|word| word.to_lowercase()).collect()),
            tolerance_percent,
        }
    }

    /// Every concept in the unit's order.
    pub fn all(&self) -> &[Concept] {
        &self.concepts
    }

    /// Words that do not tell which intervention it is.
    pub fn noise(&self) -> impl Iterator<Item = &str> {
        self.noise.iter().map(String::as_str)
    }

    /// The difference in time, in percent of what is ordered, that counts as none.
    pub fn tolerance(&self) -> u64 {
        self.tolerance_percent
    }

    fn get(&self, id: &str) -> Option<&Concept> {
        self.concepts.iter().find(|concept| concept.id == id)
    }

    /// Whether the table knows the concept.
    pub fn knows(&self, id: &str) -> bool {
        self.get(id).is_some()
    }

    /// The name of a concept; words that the table does not know are their own name.
    pub fn name<'a>(&'a self, id: &'a str) -> &'a str {
        self.get(id).map_or(id, |concept| &concept.name)
    }

    /// The life area of a concept.
    pub fn area(&self, id: &str) -> Option<String> {
        self.get(id).map(|concept| concept.area.clone())
    }

    /// What a line is about: ids of concepts, and the line's own words where the table knows none.
    pub fn concepts(&self, line: &str) -> BTreeSet<String> {
        let mut words = words(line);
        let mut found = BTreeSet::new();
        for (tokens, concept) in self.patterns.iter() {
            for at in 0..words.len() {
                if let Some(taken) = fit(tokens, &words, at) {
                    taken.into_iter().for_each(|i| words[i].concept = true);
                    found.extend(self.concepts.get(*concept).map(|known| known.id.clone()));
                }
            }
        }
        let joins = |word: &Word| matches!(word.text.as_str(), "och" | "samt" | "eller");
        let mut parts: Vec<Vec<&Word>> = vec![Vec::new()];
        for word in &words {
            let breaks = word.after_stop || (joins(word) && !word.concept);
            if breaks {
                parts.push(Vec::new());
            }
            if let Some(part) = parts.last_mut() {
                part.push(word);
            }
        }
        for part in parts {
            if part.iter().any(|word| word.concept) {
                continue;
            }
            let own: Vec<&str> = part
                .iter()
                .map(|word| word.text.as_str())
                .filter(|text| !self.noise.contains(*text) && !text.chars().all(|c| c.is_numeric()))
                .collect();
            if !own.is_empty() {
                found.insert(own.join(" "));
            }
        }
        // A line that says nothing is still a line of the order; it is not lost from the view.
        if found.is_empty() && !words.is_empty() {
            let all: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
            found.insert(all.join(" "));
        }
        found
    }
}
