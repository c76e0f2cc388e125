//! What a clause orders without a verb that orders: the support joined with a time, care with nobody named.

use std::ops::Range;

use super::clause::slice;
use super::token::{Kind, Token};
use super::words::Class;

/// Whether *är* at `i` joins the support with a time: *duschen är på tisdagar*, *morgonen är viktigast*.
pub(super) fn says_when(tokens: &[Token], i: usize, range: Range<usize>) -> bool {
    let day = Class::TIME.with(Class::WEEKDAY).with(Class::SHORT_DAY);
    let clause = slice(tokens, range.clone());
    let at = i - range.start;
    let joins = clause
        .get(at)
        .is_some_and(|t| t.is_any(&["är", "blir", "vore", "ligger"]));
    if !joins
        || clause
            .iter()
            .any(|t| t.class.any(Class::OTHER.with(Class::PERSON)))
    {
        return false;
    }
    let (before, after) = (clause.get(..at).unwrap_or_default(), clause.get(at + 1..));
    let after = after.unwrap_or_default();
    let care = before
        .iter()
        .any(|t| t.class.any(Class::CARE.with(Class::NEED)));
    let time = after.iter().take(3).any(|t| t.class.any(day))
        || after
            .first()
            .is_some_and(|t| t.is_any(&["kl", "klockan", "halv"]));
    let best = |t: &Token| {
        t.is_any(&[
            "viktigast",
            "viktigaste",
            "lämpligast",
            "lämpligaste",
            "prioriterad",
        ])
    };
    let (told, of) = if before.iter().any(best) {
        (true, after)
    } else {
        (after.iter().take(2).any(best), before)
    };
    (care && time) || (told && of.iter().any(|t| t.class.any(day)))
}

/// "Duschar henne på fredagar": a verb with nobody named that does something to the person is said of the
/// one who carries out, unless somebody else was named just before.
pub(super) fn tends(tokens: &[Token], i: usize) -> bool {
    let does = tokens.get(i).is_some_and(|t| t.class.any(Class::STATE));
    let to = |n: usize| {
        tokens
            .get(i + n)
            .is_some_and(|t| t.is_any(&["henne", "honom", "hen"]))
    };
    let back = |n: usize| i.checked_sub(n).and_then(|b| tokens.get(b));
    let ends = |t: Option<&Token>| t.is_none_or(|t| t.kind == Kind::Break || t.mark() == Some('.'));
    let second = back(1).is_some_and(|t| t.is("och"))
        && back(2).is_some_and(|t| t.class.any(Class::STATE))
        && ends(back(3));
    let opens = ends(back(1)) || second;
    let named = tokens
        .get(i.saturating_sub(20)..i + 6)
        .or(tokens.get(i.saturating_sub(20)..))
        .unwrap_or_default()
        .iter()
        .any(|t| t.class.any(Class::OTHER) || t.is("man"));
    does && opens && (1..=3).any(to) && !named
}
