//! How, step by step: three or more small chores in a row, and words that put chores in order.

use std::ops::Range;

use super::Kind as What;
use super::clause::Parse;
use super::find::Find;
use super::token::{Kind, Token};
use super::words::{Class, Words};

/// So many different chores in one sentence are how, not what.
const MANY: usize = 3;

/// Everything in the text that says how, in clauses that are judged.
pub(super) fn find(tokens: &[Token], parse: &Parse, words: &Words, found: &mut Vec<Find>) {
    // A run of short sentences that only name chores is one list: "Bädda. Diska. Ta ut sopor."
    let mut run: Vec<(usize, u16)> = Vec::new();
    for sentence in &parse.sentences {
        let chores = chores(tokens, parse, words, sentence.clone());
        let distinct = distinct(&chores);
        if let (Some((first, _)), Some((last, _))) = (chores.first(), chores.last()) {
            let ordered = markers(tokens, parse, sentence.clone());
            let many = distinct >= MANY;
            let stepwise = !ordered.is_empty() && distinct >= 2;
            if many || stepwise {
                let first = ordered.first().map_or(*first, |o| (*o).min(*first));
                let last = ordered.last().map_or(*last, |o| (*o).max(*last));
                found.push(Find::new(What::HowStep, first, last));
                run.clear();
                continue;
            }
        }
        let ordered = markers(tokens, parse, sentence.clone());
        if let (true, Some(first), Some(last)) =
            (ordered.len() >= 2, ordered.first(), ordered.last())
        {
            found.push(Find::new(What::HowStep, *first, *last));
            run.clear();
            continue;
        }
        if chores.is_empty() || sentence.len() > 6 {
            run.clear();
            continue;
        }
        run.extend(chores);
        if self::distinct(&run) > MANY
            && let (Some((first, _)), Some((last, _))) = (run.first(), run.last())
        {
            found.push(Find::new(What::HowStep, *first, *last));
            run.clear();
        }
    }
}

fn chores(
    tokens: &[Token],
    parse: &Parse,
    words: &Words,
    sentence: Range<usize>,
) -> Vec<(usize, u16)> {
    let mut found = Vec::new();
    let mut skip = sentence.start;
    for i in sentence.clone() {
        let judged = parse.judged.get(i).copied().unwrap_or(false);
        let Some(token) = tokens.get(i).filter(|t| judged && t.kind == Kind::Word) else {
            continue;
        };
        if i < skip {
            continue;
        }
        let next = |n: usize| {
            (i + n < sentence.end)
                .then(|| tokens.get(i + n).map(|t| t.norm.as_str()))
                .flatten()
        };
        if let Some((kind, length)) = words.chore(&token.norm, next) {
            found.push((i, kind));
            skip = i + length;
        }
    }
    found
}

/// How many different chores; ways to say the same one count once.
fn distinct(chores: &[(usize, u16)]) -> usize {
    let mut kinds: Vec<u16> = chores.iter().map(|(_, kind)| *kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds.len()
}

/// The words of order in a sentence: *först*, *därefter*, *och sedan*.
fn markers(tokens: &[Token], parse: &Parse, sentence: Range<usize>) -> Vec<usize> {
    let mut found = Vec::new();
    for i in sentence.clone() {
        let judged = parse.judged.get(i).copied().unwrap_or(false);
        let Some(token) = tokens.get(i).filter(|_| judged) else {
            continue;
        };
        let before = (i > sentence.start).then(|| tokens.get(i - 1)).flatten();
        let next = tokens.get(i + 1).filter(|_| i + 1 < sentence.end);
        // "för två år sedan" counts back.
        let opens = before.is_none_or(|t| {
            t.kind != Kind::Number
                && !t.is("länge")
                && !t.is("tid")
                && !t
                    .class
                    .any(Class::MEASURE.with(Class::PAST).with(Class::NEED_VERB))
        });
        let hit = match token.norm.as_str() {
            "sedan" | "sen" => opens && next.is_some_and(|t| t.kind == Kind::Word && !since(t)),
            "först" => !next.is_some_and(|t| t.is_any(&["och", "när", "då", "efter"])),
            "sist" => before.is_some_and(|t| t.is("till")),
            "efter" => next.is_some_and(|t| t.is("det")),
            "börja" | "börjar" | "avsluta" | "avslutar" | "avslutas" | "inled" | "inleda" => {
                next.is_some_and(|t| t.is("med"))
            }
            "steg" => next.is_some_and(|t| t.kind == Kind::Number),
            _ => token.class.any(Class::ORDER),
        };
        if hit {
            found.push(i);
        }
    }
    found
}

/// What makes *sedan* a "since": *sedan fallet, sedan många år, sedan tidigare*.
fn since(token: &Token) -> bool {
    token.is_any(&[
        "tidigare",
        "många",
        "flera",
        "några",
        "länge",
        "en",
        "ett",
        "hon",
        "han",
        "hen",
        "i",
        "den",
        "det",
        "sin",
        "hennes",
        "hans",
        "operationen",
        "fallet",
        "insjuknandet",
    ]) || token.class.any(
        Class::MONTH
            .with(Class::HOUR)
            .with(Class::OTHER)
            .with(Class::PAST),
    ) || (token.norm.ends_with("en") || token.norm.ends_with("et") || token.norm.ends_with("an"))
}
