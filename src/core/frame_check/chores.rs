//! How, step by step: three or more small chores in a row, or fewer that are put in order.

use std::ops::Range;

use super::Kind as What;
use super::clause::{self, Parse};
use super::find::Find;
use super::forms::{definite, passive};
use super::imperative::{instructions, instructs};
use super::sequence::{
    acts, after_done, begins, ends_with_place, follows, markers, ordered_act, steps,
};
use super::staff;
use super::token::{Kind, Token};
use super::who::PREPOSITIONS;
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
        let told = steps(tokens, parse, sentence.clone())
            .or_else(|| after_done(tokens, parse, sentence.clone()));
        let whole = staff::divided(tokens, parse, sentence.clone())
            .or_else(|| done_to(tokens, parse, sentence.clone()));
        if let Some((first, last)) = whole {
            found.push(Find::new(What::HowStep, first, last));
            run.clear();
            continue;
        }
        let many = distinct >= MANY
            || instructs(tokens, sentence.clone()) && same_thing(tokens, &chores, sentence.clone());
        let stepwise = in_order(tokens, parse, sentence.clone(), &ordered, distinct);
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

/// "Värm maten och ställ fram den": two things that are told to be done, the second with what the first was done to.
fn same_thing(tokens: &[Token], chores: &[(usize, u16)], sentence: Range<usize>) -> bool {
    let free = |i: usize| {
        let next = tokens.get(i + 1).filter(|_| i + 1 < sentence.end);
        next.is_none_or(|t| {
            t.kind != Kind::Word || t.is_any(PREPOSITIONS) || t.is_any(&["och", "samt"])
        })
    };
    let it = |i: usize| {
        i < sentence.end
            && tokens
                .get(i)
                .is_some_and(|t| t.is_any(&["den", "det", "dem"]))
            && free(i)
    };
    chores
        .iter()
        .skip(1)
        .any(|(at, _)| (at + 1..=at + 3).any(it))
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

/// Whether words of order make steps of what a sentence names.
fn in_order(
    tokens: &[Token],
    parse: &Parse,
    sentence: Range<usize>,
    ordered: &[usize],
    distinct: usize,
) -> bool {
    if ordered.is_empty() {
        return false;
    }
    let acted = |at: usize| at.checked_sub(1).is_some_and(|b| ordered_act(tokens, b));
    let next_act = || ordered.iter().any(|at| acts(tokens, at + 1) || acted(*at));
    let told = instructs(tokens, sentence.clone());
    let place = |at: usize| ends_with_place(tokens, at, sentence.clone(), told);
    distinct >= 2
        || distinct == 1 && next_act()
        || ordered.iter().any(|at| {
            follows(tokens, *at, sentence.clone()) || begins(tokens, parse, *at) || place(*at)
        })
}

/// "Selen läggs under, lyften körs fram och banden hakas fast": things, each with what is done to it. Whole
/// tasks ("maten lagas") are no steps.
fn done_to(tokens: &[Token], parse: &Parse, sentence: Range<usize>) -> Option<(usize, usize)> {
    let whole = [
        "städas",
        "tvättas",
        "lagas",
        "handlas",
        "sköts",
        "ges",
        "görs",
        "sker",
        "behövs",
        "utförs",
        "önskas",
        "beviljas",
        "planeras",
        "förläggs",
        "läggs",
        "diskas",
        "erbjuds",
        "finns",
        "anpassas",
    ];
    let found: Vec<usize> = sentence
        .filter(|i| parse.judged.get(*i).copied().unwrap_or(false))
        .filter(|i| {
            let thing = tokens.get(*i).is_some_and(|t| {
                definite(t) && t.class == Class::default() && t.kind == Kind::Word
            });
            let done = tokens.get(i + 1).is_some_and(|t| {
                let verb =
                    t.class == Class::default() || t.class.any(Class::NEED_VERB.with(Class::STATE));
                let moved = t.is("läggs")
                    && tokens
                        .get(i + 2)
                        .is_some_and(|t| t.is_any(&["på", "i", "under", "in", "ut", "fram"]));
                verb && t.kind == Kind::Word
                    && t.norm.ends_with('s')
                    && t.norm.len() > 3
                    && (moved || !t.is_any(&whole))
            });
            thing && done
        })
        .collect();
    let ends = found.first().zip(found.last());
    ends.filter(|_| found.len() >= MANY)
        .map(|(first, last)| (*first, last + 1))
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

fn chores(
    tokens: &[Token],
    parse: &Parse,
    words: &Words,
    sentence: Range<usize>,
) -> Vec<(usize, u16)> {
    let mut found = Vec::new();
    let mut skip = sentence.start;
    let unnamed = unnamed(tokens, words, sentence.clone());
    for i in sentence.clone() {
        let judged = unnamed || parse.judged.get(i).copied().unwrap_or(false);
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

/// "Bäddar, vädrar, tömmer nattstolen": a text that begins with chores and names nobody is said of the
/// one who carries out.
fn unnamed(tokens: &[Token], words: &Words, sentence: Range<usize>) -> bool {
    let next = |n: usize| tokens.get(n).map(|t| t.norm.as_str());
    let begins = sentence.start == 0
        && tokens
            .first()
            .is_some_and(|t| t.norm.ends_with('r') && words.chore(&t.norm, next).is_some());
    let who = Class::PERSON
        .with(Class::OTHER)
        .with(Class::SELF)
        .with(Class::PAST);
    begins
        && !clause::slice(tokens, sentence).iter().any(|t| {
            t.class.any(who) || t.is_any(&["inte", "ej", "utan", "egen", "gärna", "ofta", "sin"])
        })
}

/// How many different chores; ways to say the same one count once.
fn distinct(chores: &[(usize, u16)]) -> usize {
    let mut kinds: Vec<u16> = chores.iter().map(|(_, kind)| *kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds.len()
}
