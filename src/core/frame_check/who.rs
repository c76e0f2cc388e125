//! Who does it and when: from the words of one clause, whether it orders something or tells of what was,
//! of the person, or of somebody else.

use std::ops::Range;

use super::clause::slice;
use super::token::{Kind, Token};
use super::words::Class;

/// Words that govern a noun, so that it is not the one who acts.
pub(super) const PREPOSITIONS: &[&str] = &[
    "av",
    "till",
    "med",
    "för",
    "hos",
    "från",
    "på",
    "om",
    "utan",
    "åt",
    "vid",
    "under",
    "kring",
    "mot",
    "i",
    "via",
    "ur",
    "efter",
    "genom",
    "inför",
    "enligt",
    "istället",
    "inklusive",
    "förutom",
    "utöver",
    "mellan",
];
const MODIFIERS: &[&str] = &[
    "sin",
    "sina",
    "sitt",
    "hennes",
    "hans",
    "hens",
    "deras",
    "en",
    "ett",
    "den",
    "det",
    "de",
    "vuxna",
    "vuxen",
    "yngre",
    "äldre",
    "andra",
    "båda",
    "personal",
    "ordinarie",
    "egna",
    "sådan",
];

/// The preposition that governs the noun at `i`, if one does.
pub(super) fn governed(tokens: &[Token], i: usize, start: usize) -> Option<&str> {
    let mut at = i;
    while at > start {
        at -= 1;
        let token = tokens.get(at)?;
        if token.is_any(PREPOSITIONS) {
            return Some(&token.norm);
        }
        if !token.is_any(MODIFIERS) {
            return None;
        }
    }
    None
}

/// What the words of a clause say together.
#[derive(Default)]
struct Signs {
    past: bool,
    strong: bool,
    modal: Option<usize>,
    need: bool,
    light: bool,
    state: bool,
    alone: bool,
    event: bool,
    date: bool,
    ailment: bool,
    provider: bool,
    other: bool,
    agent: bool,
}

/// Whether a clause orders something; nothing when it has no verb and no sign of its own.
pub(super) fn orders(tokens: &[Token], range: Range<usize>) -> Option<bool> {
    let signs = signs(tokens, range.clone());
    if signs.past && !signs.strong {
        return Some(false);
    }
    if signs.provider {
        return Some(true);
    }
    if signs.agent {
        return Some(false);
    }
    let verb = signs.strong || signs.modal.is_some() || signs.light || signs.state;
    if signs.other {
        return Some(signs.strong || (signs.need && !verb));
    }
    if signs.alone && !signs.need && !signs.strong {
        return Some(false);
    }
    if signs.strong {
        return Some(true);
    }
    if let Some(at) = signs.modal {
        return Some(signs.need || wishes(tokens, at));
    }
    if signs.need && signs.light {
        return Some(true);
    }
    if signs.state || signs.light || (signs.event && !signs.need) {
        return Some(false);
    }
    if signs.need {
        return Some(true);
    }
    (signs.date || signs.ailment).then_some(false)
}

/// Whether *ska* or *vill* at `at` is about the support: "vill ha", "ska duscha", not "ska till".
fn wishes(tokens: &[Token], at: usize) -> bool {
    let wants = tokens.get(at).is_some_and(|t| t.is("vill"));
    let mut next = at + 1;
    while tokens.get(next).is_some_and(|t| {
        t.is_any(&[
            "gärna", "helst", "inte", "ej", "även", "också", "hon", "han", "hen", "då",
        ])
    }) {
        next += 1;
    }
    let Some(token) = tokens.get(next) else {
        return true;
    };
    if wants {
        return token.is_any(&["ha", "få", "duscha", "bli", "bada", "komma"]);
    }
    !token.is_any(&[
        "till", "på", "opereras", "flytta", "resa", "åka", "träffa", "börja", "besöka", "gå",
        "vara", "fira", "fylla", "gifta",
    ])
}

fn signs(tokens: &[Token], range: Range<usize>) -> Signs {
    let mut signs = Signs::default();
    let start = range.start;
    let mut negated = false;
    for i in range.clone() {
        let Some(token) = tokens.get(i) else { break };
        let before = (i > start).then(|| tokens.get(i - 1)).flatten();
        let class = token.class;
        signs.past |= class.any(Class::PAST);
        if class.any(Class::NEED_VERB) {
            if token.is_any(&["ska", "skall", "vill", "bör", "måste"]) {
                signs.modal = signs.modal.or(Some(i));
            } else {
                signs.strong = true;
            }
        }
        if class.any(Class::NEED) {
            if before.is_some_and(|t| t.is("utan")) {
                signs.alone = true;
            } else {
                signs.need = true;
            }
        }
        signs.light |= class.any(Class::LIGHT);
        signs.state |= class.any(Class::STATE);
        signs.event |= class.any(Class::EVENT);
        signs.alone |=
            class.any(Class::SELF) || (token.is("hand") && before.is_some_and(|t| t.is("egen")));
        negated |= token.is_any(&["inte", "ej", "aldrig", "knappt"]);
        signs.date |= is_date(tokens, i);
        signs.ailment |= class.any(Class::AILMENT);
        let governor = governed(tokens, i, start);
        signs.provider |= class.any(Class::PROVIDER) && governor.is_none();
        let husband = token.is("man")
            && before.is_some_and(|t| t.is_any(&["god", "gode", "hennes", "hans", "sin"]));
        if class.any(Class::OTHER) || husband {
            match governor {
                None => {
                    signs.other = true;
                    // A verb that is not known: "dottern virkar".
                    let next = tokens.get(i + 1).filter(|_| i + 1 < range.end);
                    signs.state |= next.is_some_and(looks_like_verb);
                }
                Some("av") => signs.agent |= !relieved(tokens, i, start),
                Some(_) => {}
            }
        }
        if class.any(Class::PERSON) {
            let next = tokens.get(i + 1).filter(|_| i + 1 < range.end);
            signs.state |= next.is_some_and(looks_like_verb);
        }
    }
    if negated {
        signs.alone = false;
    }
    signs
}

/// Whether "av maken" at `i` is the one who is relieved and not the one who helps.
fn relieved(tokens: &[Token], i: usize, start: usize) -> bool {
    slice(tokens, start..i)
        .iter()
        .rev()
        .take(3)
        .any(|t| t.norm.starts_with("avlös") || t.norm.starts_with("avlast"))
}

fn looks_like_verb(token: &Token) -> bool {
    token.kind == Kind::Word
        && token.class == Class::default()
        && token.norm.len() > 3
        && token.norm.ends_with('r')
}

/// Whether a date begins at `i`: *3 mars*, *2026-03-03*, *3/3*.
pub(super) fn is_date(tokens: &[Token], i: usize) -> bool {
    let Some(token) = tokens.get(i) else {
        return false;
    };
    if token.kind != Kind::Number {
        return false;
    }
    let dashes = token.norm.matches('-').count();
    let points = token.norm.matches('.').count();
    if dashes == 2 || points == 2 {
        return true;
    }
    match tokens.get(i + 1).map(|t| t.kind) {
        Some(Kind::Word) => tokens.get(i + 1).is_some_and(|t| t.class.any(Class::MONTH)),
        Some(Kind::Mark('/')) => {
            let month = tokens.get(i + 2).and_then(Token::number);
            token.number().is_some_and(|n| (1..=31).contains(&n))
                && month.is_some_and(|n| (1..=12).contains(&n))
        }
        _ => false,
    }
}
