//! Goals: a goal of the law, the person's own words.

use std::ops::Range;

use super::Kind as What;
use super::clause::Parse;
use super::find::Find;
use super::token::{Kind, Token};
use super::words::{Class, Words};

/// Goals of the law (SoL, LSS), of the declaration of values, and sections.
pub(super) fn law(tokens: &[Token], parse: &Parse, words: &Words, found: &mut Vec<Find>) {
    for sentence in &parse.sentences {
        let before = found.len();
        let mut skip = sentence.start;
        let own = tokens.get(..sentence.end).unwrap_or_default();
        for i in sentence.clone() {
            if i < skip {
                continue;
            }
            let norm = tokens.get(i).map_or("", |t| t.norm.as_str());
            let pattern = words.law_at(norm).filter_map(|p| p.at(own, i)).max();
            let hit = section(tokens, i).or_else(|| Some((i, pattern?)));
            if let Some((first, last)) = hit {
                found.push(Find::new(What::LawGoal, first, last));
                skip = last + 1;
            }
        }
        if found.len() == before {
            joined(tokens, sentence.clone(), words, found);
        }
        if found.len() == before {
            values(tokens, sentence.clone(), found);
        }
    }
}

/// Words of the law however they are spaced: "levnads nivå", "levnadsnivå", "lev-nadsnivå".
fn joined(tokens: &[Token], sentence: Range<usize>, words: &Words, found: &mut Vec<Find>) {
    let mut text = String::new();
    let mut starts: Vec<(usize, usize)> = Vec::new();
    for i in sentence {
        if let Some(token) = tokens.get(i).filter(|t| t.kind == Kind::Word) {
            starts.push((text.len(), i));
            text.push_str(&token.norm);
        }
    }
    let token_at = |byte: usize| {
        let after = starts.partition_point(|(start, _)| *start <= byte);
        starts.get(after.saturating_sub(1)).map(|(_, i)| *i)
    };
    for stem in &words.law_joined {
        if let Some(at) = text.find(stem.as_str())
            && let (Some(first), Some(last)) = (token_at(at), token_at(at + stem.len() - 1))
        {
            let with_adjective = first.checked_sub(1).filter(|b| {
                tokens.get(*b).is_some_and(|t| {
                    ["skälig", "god", "rimlig", "jämlik", "dräglig"]
                        .iter()
                        .any(|s| t.norm.starts_with(s))
                })
            });
            found.push(Find::new(
                What::LawGoal,
                with_adjective.unwrap_or(first),
                last,
            ));
            return;
        }
    }
}

/// Two or more words of the declaration of values in one goal.
fn values(tokens: &[Token], sentence: Range<usize>, found: &mut Vec<Find>) {
    let value = |i: &usize| tokens.get(*i).is_some_and(|t| t.class.any(Class::VALUE));
    let all: Vec<usize> = sentence.filter(value).collect();
    if let (true, Some(first), Some(last)) = (all.len() >= 2, all.first(), all.last()) {
        found.push(Find::new(What::LawGoal, *first, *last));
    }
}

/// A section of a law: *4 kap. 1 §*, *7 § LSS*, *SoL 4:1*, *enligt socialtjänstlagen*.
fn section(tokens: &[Token], i: usize) -> Option<(usize, usize)> {
    let token = tokens.get(i)?;
    let ahead = |n: usize| tokens.get(i + n);
    let law = |t: Option<&Token>| t.is_some_and(|t| t.class.any(Class::LAW_NAME));
    if token.kind == Kind::Number && ahead(1).is_some_and(|t| t.is("kap")) {
        let mut last = i + 1;
        while tokens.get(last + 1).is_some_and(|t| {
            t.kind == Kind::Number
                || matches!(t.mark(), Some('§' | '.'))
                || t.class.any(Class::LAW_NAME)
                || t.is_any(&["paragraf", "paragrafen", "st", "a", "b", "c"])
        }) && last < i + 8
        {
            last += 1;
        }
        return Some((i, last));
    }
    if token.mark() == Some('§') || token.norm.starts_with("paragraf") {
        let first = i
            .checked_sub(1)
            .filter(|b| tokens.get(*b).is_some_and(|t| t.kind == Kind::Number));
        let last = if law(ahead(1)) { i + 1 } else { i };
        return Some((first.unwrap_or(i), last));
    }
    let chapter =
        |t: Option<&Token>| t.is_some_and(|t| t.kind == Kind::Number && t.norm.contains(':'));
    if chapter(Some(token)) && law(ahead(1)) {
        return Some((i, i + 1));
    }
    if law(Some(token)) && !token.is("lag") && ahead(1).is_some_and(|t| t.kind == Kind::Number) {
        return Some((i, i + 1));
    }
    if token.is_any(&["enligt", "jml", "jfr"]) && law(ahead(1)) {
        let granted = i
            .checked_sub(1)
            .and_then(|b| tokens.get(b))
            .is_some_and(|t| {
                [
                    "verksamhet",
                    "boende",
                    "bostad",
                    "insats",
                    "service",
                    "kontaktperson",
                    "assistans",
                    "vistelse",
                ]
                .iter()
                .any(|s| t.norm.contains(s))
            });
        return (!granted).then_some((i, i + 1));
    }
    None
}

/// The person's own words: a quotation, or a sentence that says *jag* or *min*.
pub(super) fn own_words(tokens: &[Token], parse: &Parse, found: &mut Vec<Find>) {
    let quotes: Vec<usize> = (0..tokens.len())
        .filter(|i| tokens.get(*i).is_some_and(|t| t.mark() == Some('"')))
        .collect();
    let before = found.len();
    for pair in quotes.chunks(2) {
        if let [open, close] = pair
            && close - open > 2
        {
            found.push(Find::new(What::OwnWords, *open, *close));
        }
    }
    if found.len() > before {
        return;
    }
    for sentence in &parse.sentences {
        let mine = sentence.clone().any(|i| {
            tokens
                .get(i)
                .is_some_and(|t| t.is_any(&["jag", "mig", "min", "mitt", "mina"]))
        });
        if mine {
            found.push(Find::new(What::OwnWords, sentence.start, sentence.end - 1));
        }
    }
}
