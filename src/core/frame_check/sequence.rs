//! Words that put what is done in order: *först*, *därefter*, *i den ordningen*, *efter det att hon tvättats*.

use std::ops::Range;

use super::clause::{self, Parse};
use super::forms::{definite, passive};
use super::token::{Kind, Token};
use super::words::Class;

/// A word that by itself says step by step: *arbetsgång*, *i den ordningen*, *steg för steg*.
pub(super) fn steps(tokens: &[Token], parse: &Parse, sentence: Range<usize>) -> Option<usize> {
    sentence
        .filter(|i| parse.judged.get(*i).copied().unwrap_or(false))
        .find(|i| {
            let ahead = |n: usize, word: &str| tokens.get(i + n).is_some_and(|t| t.is(word));
            tokens.get(*i).is_some_and(|t| {
                t.class.any(Class::STEPS) && !whole(tokens, *i)
                    || t.is_any(&["ordning", "ordningen", "följd", "följden"])
                        && given_order(tokens, *i)
                    || t.is_any(&["gör", "görs", "utförs", "utför", "går"])
                        && (ahead(1, "så") && ahead(2, "här")
                            || ahead(1, "på") && ahead(2, "följande") && ahead(3, "sätt"))
                    || (t.is("steg")
                        && (ahead(1, "för") && ahead(2, "steg") && !guided(tokens, *i)
                            || numbered(tokens, *i)))
                    || downwards(tokens, *i)
                    || (t.is_any(&["instruktion", "instruktioner", "tillvägagångssätt"])
                        && tokens.get(i + 1).is_some_and(|t| t.mark() == Some(':')))
            })
        })
}

/// "guidning steg för steg", "stöd steg för steg" is the need itself.
fn guided(tokens: &[Token], i: usize) -> bool {
    i.checked_sub(1)
        .and_then(|b| tokens.get(b))
        .is_some_and(|t| {
            let guides = ["guid", "vägled", "instru", "handled", "lots"];
            t.class.any(Class::NEED) || guides.iter().any(|s| t.norm.starts_with(s))
        })
}

/// *uppifrån och ned*, *från huvudet och nedåt*
fn downwards(tokens: &[Token], i: usize) -> bool {
    let ends = ["ned", "ner", "nedåt", "neråt", "upp", "uppåt"];
    let is = |n: usize, words: &[&str]| tokens.get(i + n).is_some_and(|t| t.is_any(words));
    is(0, &["uppifrån", "nerifrån", "nedifrån"])
        && (is(1, &ends) || is(1, &["och"]) && is(2, &ends))
        || is(0, &["från"]) && is(2, &["och"]) && is(3, &["nedåt", "neråt", "uppåt"])
}

/// *Steg 1:*
fn numbered(tokens: &[Token], i: usize) -> bool {
    tokens.get(i + 1).is_some_and(|t| t.kind == Kind::Number)
        && tokens.get(i + 2).is_some_and(|t| t.mark() == Some(':'))
}

/// "till toaletten och därefter till fåtöljen": a word of order that joins what comes next. "Hjälp i tre
/// månader, därefter ny prövning" is the order's own time.
pub(super) fn follows(tokens: &[Token], at: usize, sentence: Range<usize>) -> bool {
    let next = tokens
        .get(at)
        .is_some_and(|t| t.is_any(&["därefter", "därpå", "efteråt", "sedan", "slutligen"]));
    let joined = at
        .checked_sub(1)
        .filter(|b| *b > sentence.start)
        .is_some_and(|b| {
            tokens
                .get(b)
                .is_some_and(|t| t.is_any(&["och", "samt"]) || t.mark() == Some(','))
        });
    let own = |t: &Token| {
        let stems = [
            "prövning",
            "ompröv",
            "bedöm",
            "uppfölj",
            "följs",
            "beslut",
            "utvärder",
            "planer",
        ];
        stems.iter().any(|s| t.norm.starts_with(s))
            || t.class.any(Class::MEASURE.with(Class::MONTH)) && !t.is("till")
    };
    let words = clause::slice(tokens, sentence);
    next && joined
        && tokens.get(at + 1).is_some_and(|t| t.kind == Kind::Word)
        && !words.iter().any(own)
}

/// "underkroppen tvättas sist", "höger strumpa tas på först": what is done, and its place in the order.
/// `told` is whether the sentence tells somebody what to do.
pub(super) fn ends_with_place(
    tokens: &[Token],
    at: usize,
    sentence: Range<usize>,
    told: bool,
) -> bool {
    let place = tokens.get(at).is_some_and(|t| t.is_any(&["först", "sist"]));
    let last = tokens
        .get(at + 1)
        .filter(|_| at + 1 < sentence.end)
        .is_none_or(|t| t.kind != Kind::Word || t.is("och"));
    let done = |i: usize| {
        tokens.get(i).is_some_and(|t| {
            t.class.any(Class::NEED_VERB.with(Class::DONE)) && t.norm.ends_with('s')
                || passive(t, tokens.get(i + 1))
        })
    };
    place && last && (told || (at.saturating_sub(3).max(sentence.start)..at).any(done))
}

/// "personalen börjar med köket": where the one who carries out is to begin.
pub(super) fn begins(tokens: &[Token], parse: &Parse, at: usize) -> bool {
    let is = |i: usize, word: &str| tokens.get(i).is_some_and(|t| t.is(word));
    let begins = tokens.get(at).is_some_and(|t| t.norm.starts_with("börja")) && is(at + 1, "med");
    let what = tokens.get(at + 2).is_some_and(definite);
    let from = at.saturating_sub(3);
    let by = (from..at).any(|i| {
        parse.judged.get(i).copied().unwrap_or(false)
            && tokens.get(i).is_some_and(|t| t.class.any(Class::PROVIDER))
    });
    begins && what && by
}

/// *i den ordningen*, *i följande ordning*; "i rätt ordning" is what the person has trouble with.
fn given_order(tokens: &[Token], i: usize) -> bool {
    let back = |n: usize, words: &[&str]| {
        i.checked_sub(n)
            .and_then(|b| tokens.get(b))
            .is_some_and(|t| t.is_any(words))
    };
    let given = [
        "den",
        "denna",
        "följande",
        "nedanstående",
        "samma",
        "nämnd",
        "nämnda",
        "angiven",
        "bestämd",
        "given",
        "här",
    ];
    back(1, &["i"]) && tokens.get(i).is_some_and(|t| t.is("ordningen"))
        || back(1, &given) && (2..=4).any(|n| back(n, &["i", "enligt"]))
}

/// "stöd vid båda momenten", "i alla moment": the whole of it and no step.
fn whole(tokens: &[Token], i: usize) -> bool {
    let all = [
        "båda", "bägge", "alla", "samtliga", "dessa", "vissa", "de", "flera", "enstaka",
    ];
    i.checked_sub(1)
        .and_then(|b| tokens.get(b))
        .is_some_and(|t| t.is_any(&all))
        // "svårt med ordningsföljd" is the need.
        || tokens
            .get(i.saturating_sub(4)..i)
            .unwrap_or_default()
            .iter()
            .any(|t| ["svår", "problem", "nedsatt"].iter().any(|s| t.norm.starts_with(s)))
}

/// "efter det att hon har tvättats", "när sängen är bäddad": one chore bound to another that is done.
pub(super) fn after_done(tokens: &[Token], parse: &Parse, sentence: Range<usize>) -> Option<usize> {
    let judged = |i: usize| parse.judged.get(i).copied().unwrap_or(false);
    if !sentence.clone().any(judged) {
        return None;
    }
    sentence.clone().find(|i| {
        let opens = tokens
            .get(*i)
            .is_some_and(|t| t.is_any(&["efter", "när", "sedan", "innan", "så", "först"]));
        let done = |n: &usize| tokens.get(i + n).is_some_and(|t| t.class.any(Class::DONE));
        let word = |n: &usize| tokens.get(i + n).is_some_and(|t| t.kind == Kind::Word);
        // The chore that is bound comes before it or after it.
        let led = i.checked_sub(1).is_some_and(judged) || *i == sentence.start || judged(*i);
        // "efter avslutad dusch"
        let ended = tokens
            .get(i + 1)
            .is_some_and(|t| t.is_any(&["avslutad", "avslutat", "genomförd"]))
            && tokens.get(i + 2).is_some_and(|t| t.class.any(Class::CARE));
        opens && led && (ended || (1..=7).take_while(word).any(|n| done(&n)))
    })
}

/// "hjälps därefter till duschen": what is done, beside its word of order.
pub(super) fn ordered_act(tokens: &[Token], i: usize) -> bool {
    tokens
        .get(i)
        .is_some_and(|t| t.class.any(Class::NEED_VERB) && t.norm.ends_with('s'))
}

/// Whether the word at `i` is something done: *därefter få*, *sedan lindas*; not "därefter ny prövning".
pub(super) fn acts(tokens: &[Token], i: usize) -> bool {
    tokens.get(i).is_some_and(|t| {
        let verb = Class::NEED_VERB.with(Class::STATE).with(Class::LIGHT);
        t.class.any(verb) || (t.kind == Kind::Word && t.norm.ends_with("as"))
    })
}

/// The words of order in a sentence: *först*, *därefter*, *och sedan*.
pub(super) fn markers(tokens: &[Token], parse: &Parse, sentence: Range<usize>) -> Vec<usize> {
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
                let last = next.is_none() && before.is_some_and(|t| t.kind == Kind::Word);
                let step = opens && (last || next.is_some_and(|t| t.kind == Kind::Word));
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
