//! What a word is by its form and its neighbours, when no list knows it: a verb, a passive, what has been
//! done, a date.

use std::ops::Range;

use super::clause::slice;
use super::token::{Kind, Token};
use super::words::Class;

/// Whether *har* is followed by what was done: "har larmats", "har sedan dess ramlat".
pub(super) fn has_done(tokens: &[Token], range: Range<usize>) -> bool {
    let words = slice(tokens, range);
    let earlier = words
        .iter()
        .take(12)
        .any(|t| t.is_any(&["tidigare", "hittills", "alltid"]));
    words
        .iter()
        .take(5)
        .take_while(|t| t.kind == Kind::Word && !t.class.any(Class::NEED.with(Class::NEED_VERB)))
        .any(|t| {
            // "har bokat städ på måndagar" is how it is to be.
            let set = [
                "boka", "schemal", "satts", "bestäm", "förlag", "lagt", "planera",
            ];
            let set = set.iter().any(|s| t.norm.starts_with(s));
            let done = ["at", "ats", "it", "ts"]
                .iter()
                .any(|e| t.norm.ends_with(e));
            done && (!set || earlier)
                && t.norm.len() > 4
                && !t.norm.ends_with("mat")
                && t.class == Class::default()
        })
}

/// "var tredje timme", "var 14:e dag": each, and not was.
pub(super) fn each(token: &Token, next: Option<&Token>) -> bool {
    // "steg 1" is no verb either.
    token.is("steg") && next.is_some_and(|t| t.kind == Kind::Number)
        || token.is("var")
            && next.is_some_and(|t| {
                t.kind == Kind::Number
                    || t.is_any(&[
                        "tredje",
                        "fjärde",
                        "femte",
                        "sjätte",
                        "sjunde",
                        "åttonde",
                        "tionde",
                        "fjortonde",
                        "annan",
                    ])
            })
}

/// "handlar åt henne" is for her; only beside the one who eats is it a verb.
pub(super) fn beside(token: &Token, before: Option<&Token>, next: Option<&Token>) -> bool {
    let eats = |t: &Token| {
        t.class.any(Class::PERSON.with(Class::OTHER))
            || t.is_any(&["som", "inte", "bara", "knappt"])
    };
    let turned = next.is_some_and(|t| t.is_any(&["hon", "han", "hen", "jag", "vi"]));
    token.is("åt") && !turned && !before.is_none_or(eats)
}

/// "Kom i god tid", "kom gärna före tolv" tells somebody to come; "kom hem från sjukhuset" is what was.
pub(super) fn comes(tokens: &[Token], i: usize) -> bool {
    let is = |n: usize, words: &[&str]| tokens.get(i + n).is_some_and(|t| t.is_any(words));
    let when = [
        "lagom", "gärna", "senast", "tidigast", "helst", "alltid", "strax", "före", "innan",
    ];
    let again = is(1, &["tillbaka", "igen"])
        && (is(
            2,
            &[
                "halv", "kl", "klockan", "vid", "runt", "när", "före", "innan",
            ],
        ) || tokens.get(i + 2).is_some_and(|t| t.class.any(Class::TIME)));
    is(0, &["kom"]) && (is(1, &when) || again || is(1, &["i"]) && is(2, &["god"]))
}

/// "Bad på torsdag" is a bath; "bad om hjälp", "bad dottern" is asked.
pub(super) fn bath(token: &Token, next: Option<&Token>) -> bool {
    let asks = |t: &Token| {
        t.class
            .any(Class::PERSON.with(Class::OTHER).with(Class::PROVIDER))
            || t.is_any(&["om", "att", "henne", "honom", "sin", "själv"])
    };
    token.is("bad") && !next.is_some_and(asks)
}

/// A noun in its definite form: *besöket*, *hjälpen*, *insatserna*.
pub(super) fn definite(token: &Token) -> bool {
    ["en", "et", "na"].iter().any(|e| token.norm.ends_with(e))
}

/// A verb in a finite form, as far as it can be told.
pub(super) fn finite(token: &Token) -> bool {
    let class = Class::NEED_VERB.with(Class::STATE).with(Class::LIGHT);
    token.class.any(class) || looks_like_verb(token) || token.norm.ends_with("as")
}

/// "Fru Berg ska få hjälp" is the person and not somebody's wife.
pub(super) fn titled(token: &Token, before: Option<&Token>, next: Option<&Token>) -> bool {
    let owned = before.is_some_and(|t| {
        t.is_any(&[
            "hans", "sin", "min", "med", "av", "och", "till", "från", "hos",
        ])
    });
    token.is("fru") && !owned && next.is_some_and(|t| t.class == Class::default())
}

/// A verb in the passive that no list knows: *levereras*, *ska värmas*. A name in -as stands before the
/// verb, a name in the genitive before what is owned.
pub(super) fn passive(token: &Token, next: Option<&Token>) -> bool {
    let form = token.kind == Kind::Word
        && token.class == Class::default()
        && token.norm.len() > 5
        && token.norm.ends_with("as")
        && !["arnas", "ornas", "ernas"]
            .iter()
            .any(|e| token.norm.ends_with(e));
    form && !next.is_some_and(|t| finite(t) || t.class.any(Class::OTHER.with(Class::SELF)))
}

pub(super) fn looks_like_verb(token: &Token) -> bool {
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
