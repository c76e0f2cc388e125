//! Where a clause begins: the words that open one, and what kind of clause they open.

use super::clause::slice;
use super::forms::{finite, looks_like_verb};
use super::token::{Kind, Token};
use super::words::Class;

/// What opens a clause.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Opening {
    Plain,
    /// *för att*, *så att*
    Purpose,
    /// *eftersom*, *då*, *när*
    Reason,
    /// *som*
    Relative,
}

const FINITE: Class = Class::PAST
    .with(Class::STATE)
    .with(Class::NEED_VERB)
    .with(Class::LIGHT);

const ACTORS: Class = Class::PERSON.with(Class::OTHER).with(Class::PROVIDER);

/// What opens a clause at a word, if anything does.
pub(super) fn opening_at(tokens: &[Token], i: usize) -> Option<Opening> {
    let token = tokens.get(i)?;
    let next_is = |word: &str| tokens.get(i + 1).is_some_and(|t| t.is(word));
    let before = i.checked_sub(1).and_then(|b| tokens.get(b));
    match token.norm.as_str() {
        // "stöd för att komma upp" is the need itself, not what it is for.
        "för" if next_is("att") => {
            let need = before.is_some_and(|t| t.class.any(Class::NEED));
            (!need).then_some(Opening::Purpose)
        }
        "så" if next_is("att") => Some(Opening::Purpose),
        // "och då ska personalen vara där": then, and not when.
        "då" if tokens.get(i + 1).is_some_and(finite) => Some(Opening::Plain),
        "då" if tokens.get(i + 1).is_none_or(|t| t.kind != Kind::Word) => None,
        // "behöver då hjälp": then.
        "då" if before.is_some_and(|t| {
            t.is_any(&["behöver", "ska", "vill", "kan", "måste", "bör", "får"])
        }) && tokens.get(i + 1).is_none_or(|t| !t.class.any(ACTORS)) =>
        {
            None
        }
        "då" if next_is("innan") || next_is("efter") || next_is("före") => None,
        // "ligger fast kl åtta" is firmly.
        "fast"
            if tokens
                .get(i + 1)
                .is_none_or(|t| !t.class.any(ACTORS) && !t.is("det")) =>
        {
            None
        }
        "eftersom" | "då" | "medan" | "när" | "pga" | "fast" | "fastän" | "trots" | "emedan" => {
            Some(Opening::Reason)
        }
        "tills" if !next_is("vidare") => Some(Opening::Reason),
        "efter" if next_is("att") => Some(Opening::Reason),
        "efter" if next_is("det") && tokens.get(i + 2).is_some_and(|t| t.is("att")) => {
            Some(Opening::Reason)
        }
        "därför" if next_is("att") => Some(Opening::Reason),
        "så" if (next_is("snart") || next_is("fort"))
            && !tokens.get(i + 2).is_some_and(|t| t.is("som")) =>
        {
            Some(Opening::Reason)
        }
        "sedan" if began(tokens, i) => Some(Opening::Reason),
        "innan" if before_what(tokens, i).is_some() => Some(Opening::Reason),
        "som" if next_is("möjligt") => None,
        "som" => Some(Opening::Relative),
        _ => None,
    }
}

/// The verb of the clause that *innan* opens: "innan hon går", "innan barnbarnen kommer från skolan".
pub(super) fn before_what(tokens: &[Token], i: usize) -> Option<usize> {
    let verb = Class::STATE.with(Class::LIGHT);
    (i + 2..i + 7)
        .map_while(|at| {
            tokens
                .get(at)
                .filter(|t| t.kind == Kind::Word)
                .map(|t| (at, t))
        })
        .find(|(_, t)| t.class.any(verb.with(Class::NEED_VERB)) || looks_like_verb(t))
        .filter(|(_, t)| !t.class.any(Class::NEED_VERB) && !t.is("kan"))
        .map(|(at, _)| at)
}

/// Whether *sedan* opens a clause of what was ("sedan hon föll") and is not the order of chores.
fn began(tokens: &[Token], i: usize) -> bool {
    slice(tokens, i + 1..(i + 5).min(tokens.len()))
        .iter()
        .take_while(|t| t.kind == Kind::Word)
        .any(|t| t.class.any(Class::PAST))
}

/// Whether a clause begins at a word that joins: *men*, *och* before a verb, *att* before an actor.
pub(super) fn parts(tokens: &[Token], i: usize) -> Option<Opening> {
    let token = tokens.get(i)?;
    let ahead = |most: usize, class: Class| {
        slice(tokens, i + 1..(i + 1 + most).min(tokens.len()))
            .iter()
            .take_while(|t| t.kind == Kind::Word && !t.is_any(&["och", "samt", "eller", "att"]))
            .any(|t| t.class.any(class))
    };
    // "i samband med att hon äter": when or why, not what comes next.
    let bound = i
        .checked_sub(1)
        .and_then(|b| tokens.get(b))
        .is_some_and(|t| t.is_any(&["med", "av", "genom", "utan"]));
    // "efter att han har ätit" is one opening.
    let back = |n: usize| i.checked_sub(n).and_then(|b| tokens.get(b));
    let after = back(1).is_some_and(|t| t.is("efter"))
        || back(1).is_some_and(|t| t.is("det")) && back(2).is_some_and(|t| t.is("efter"));
    if token.is("att") && after {
        return None;
    }
    if token.is("att") && bound && ahead(2, ACTORS) {
        return Some(Opening::Reason);
    }
    let cuts = match token.norm.as_str() {
        "men" | "dock" | "däremot" | "annars" => true,
        "och" | "samt" | "eller" | "så" => {
            // "… och HT påminner": a verb no list knows, after its actor.
            let actor = tokens.get(i + 1).is_some_and(|t| t.class.any(ACTORS));
            ahead(3, FINITE) || actor && tokens.get(i + 2).is_some_and(finite)
        }
        "att" => ahead(2, ACTORS),
        _ => false,
    };
    cuts.then_some(Opening::Plain)
}
