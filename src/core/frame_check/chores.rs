//! How, step by step: three or more small chores in a row, and words that put chores in order.

use std::ops::Range;

use super::Kind as What;
use super::clause::{self, Parse};
use super::find::Find;
use super::forms::passive;
use super::imperative::instructions;
use super::token::{Kind, Token};

use super::words::{Class, Words};

/// So many different chores in one sentence are how, not what.
const MANY: usize = 3;

/// Everything in the text that says how, in clauses that are judged.
pub(super) fn find(tokens: &[Token], parse: &Parse, words: &Words, found: &mut Vec<Find>) {
    // A run of short sentences that only name chores is one list: "Bädda. Diska. Ta ut sopor."
    let mut run: Vec<(usize, u16)> = Vec::new();
    for sentence in &joined(tokens, &parse.sentences) {
        let mut chores = chores(tokens, parse, words, sentence.clone());
        instructions(tokens, sentence.clone(), &mut chores);
        let ordered = markers(tokens, parse, sentence.clone());
        let distinct = distinct(&chores);
        let distinct = distinct
            + usize::from(distinct > 0) * passives(tokens, parse, &chores, sentence.clone());
        let many = distinct >= MANY;
        let next_act = ordered.iter().any(|at| acts(tokens, at + 1));
        let stepwise = !ordered.is_empty() && (distinct >= 2 || distinct == 1 && next_act);
        let told = steps(tokens, parse, sentence.clone());
        if many || stepwise || ordered.len() >= 2 || told.is_some() {
            let ends = chores.iter().map(|(at, _)| *at).chain(ordered).chain(told);
            let ends = ends.fold(None, |ends: Option<(usize, usize)>, at| {
                let (first, last) = ends.unwrap_or((at, at));
                Some((first.min(at), last.max(at)))
            });
            if let Some((first, last)) = ends {
                found.push(Find::new(What::HowStep, first, last));
            }
            run.clear();
            continue;
        }
        let silent = !clause::slice(tokens, sentence.clone())
            .iter()
            .any(|t| t.kind == Kind::Word);
        if silent {
            continue;
        }
        if chores.is_empty() || sentence.len() > 6 {
            run.clear();
            continue;
        }
        for (at, kind) in chores {
            if run.iter().all(|(_, known)| *known != kind) {
                run.push((at, kind));
            }
        }
        if self::distinct(&run) >= MANY
            && let (Some((first, _)), Some((last, _))) = (run.first(), run.last())
        {
            found.push(Find::new(What::HowStep, *first, *last));
            run.clear();
        }
    }
}

/// The sentences, those that only a semicolon parts as one: "tvättas först; sist smörjs ryggen".
fn joined(tokens: &[Token], sentences: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::with_capacity(sentences.len());
    for sentence in sentences {
        let semicolon = sentence.start.checked_sub(1).and_then(|b| tokens.get(b));
        match found.last_mut() {
            Some(last) if semicolon.is_some_and(|t| t.mark() == Some(';')) => {
                last.end = sentence.end;
            }
            _ => found.push(sentence.clone()),
        }
    }
    found
}

/// A word that by itself says step by step: *arbetsgång*, *i den ordningen*, *steg för steg*.
fn steps(tokens: &[Token], parse: &Parse, sentence: Range<usize>) -> Option<usize> {
    sentence
        .filter(|i| parse.judged.get(*i).copied().unwrap_or(false))
        .find(|i| {
            let ahead = |n: usize, word: &str| tokens.get(i + n).is_some_and(|t| t.is(word));
            tokens.get(*i).is_some_and(|t| {
                t.class.any(Class::STEPS)
                    || (t.is("i")
                        && ahead(1, "den")
                        && (ahead(2, "ordningen") || ahead(2, "ordning")))
                    || (t.is("steg") && ahead(1, "för") && ahead(2, "steg"))
            })
        })
}

/// Verbs in the passive that are no chore of the list but done beside one: *bryns, kokas och mixas*.
fn passives(
    tokens: &[Token],
    parse: &Parse,
    chores: &[(usize, u16)],
    sentence: Range<usize>,
) -> usize {
    sentence
        .filter(|i| parse.judged.get(*i).copied().unwrap_or(false))
        .filter(|i| chores.binary_search_by_key(i, |(at, _)| *at).is_err())
        .filter(|i| {
            tokens
                .get(*i)
                .is_some_and(|t| passive(t, tokens.get(i + 1)))
        })
        .count()
}

/// Whether the word at `i` is something done: *därefter få*, *sedan lindas*; not "därefter ny prövning".
fn acts(tokens: &[Token], i: usize) -> bool {
    tokens.get(i).is_some_and(|t| {
        let verb = Class::NEED_VERB.with(Class::STATE).with(Class::LIGHT);
        t.class.any(verb) || (t.kind == Kind::Word && t.norm.ends_with("as"))
    })
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
    // "sedan underkroppen" may be "since"; beside another word of order it is the next step.
    let mut doubtful = Vec::new();
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
            "sedan" | "sen" => {
                let step = opens && next.is_some_and(|t| t.kind == Kind::Word);
                let since = next.is_some_and(since);
                if step && since && before.is_some_and(|t| t.mark() == Some(',')) {
                    doubtful.push(i);
                }
                step && !since
            }
            "först" => {
                let foremost = tokens.get(i + 2).is_some_and(|t| t.is("främst"));
                !foremost && !next.is_some_and(|t| t.is_any(&["när", "då", "efter"]))
            }
            "sist" => {
                let opening =
                    before.is_none_or(|t| t.is_any(&["till", "allra"]) || t.mark().is_some());
                opening || next.is_none()
            }
            "efter" => next.is_some_and(|t| t.is("det")),
            "börja" | "börjar" | "inled" | "inleda" | "fortsätt" | "fortsätta" => {
                next.is_some_and(|t| t.is("med"))
            }
            "avsluta" | "avslutar" | "avslutas" => {
                next.is_some_and(|t| t.is_any(&["med", "i", "på", "alltid"]))
            }
            "steg" => next.is_some_and(|t| t.kind == Kind::Number),
            _ => token.class.any(Class::ORDER),
        };
        if hit {
            found.push(i);
        }
    }
    if !found.is_empty() {
        found.append(&mut doubtful);
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
