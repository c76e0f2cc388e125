//! Who of two does what: "en i personalen duschar medan den andra byter lakan".

use std::ops::Range;

use super::clause::{Parse, slice};
use super::token::Token;
use super::words::Class;

/// Where the work is divided between the staff, in a sentence that orders.
pub(super) fn divided(
    tokens: &[Token],
    parse: &Parse,
    sentence: Range<usize>,
) -> Option<(usize, usize)> {
    let judged = |i: &usize| parse.judged.get(*i).copied().unwrap_or(false);
    let class = |i: usize, class: Class| tokens.get(i).is_some_and(|t| t.class.any(class));
    let is = |i: usize, words: &[&str]| tokens.get(i).is_some_and(|t| t.is_any(words));
    // "två personer" are staff when they are to do something.
    let staff = |i: usize| {
        class(i, Class::PROVIDER)
            || is(i, &["personer"]) && i.checked_sub(1).is_some_and(|b| class(b, Class::HOUR))
    };
    if !sentence.clone().any(|i| judged(&i)) {
        return None;
    }
    if let Some(places) = places(tokens, sentence.clone()) {
        return Some(places);
    }
    let other = |from: usize| {
        (from..sentence.end).find(|i| {
            let kin = Class::OTHER.with(Class::MEASURE).with(Class::WEEKDAY);
            (is(*i, &["den"]) && is(i + 1, &["andra", "andre"])
                || is(*i, &["en"]) && is(i + 1, &["annan"]))
                && !class(i + 2, kin)
                && i + 2 < sentence.end
        })
    };
    let kin = sentence.clone().any(|i| class(i, Class::OTHER));
    let meanwhile = sentence.clone().find(|i| is(*i, &["medan"]));
    if let Some(at) = meanwhile.filter(|at| !kin && other(at + 1) == Some(at + 1)) {
        return Some((at, at + 2));
    }
    if !sentence.clone().any(staff) {
        return None;
    }
    let one = sentence.clone().find(|i| {
        let among = is(i + 1, &["i", "av"]) && class(i + 2, Class::PROVIDER);
        is(*i, &["den"]) && is(i + 1, &["ena", "ene"])
            || is(*i, &["en"]) && (among || class(i + 1, Class::PROVIDER))
    })?;
    let other = other(one + 2)?;
    let apart = slice(tokens, one..other).len() > 2;
    apart.then_some((one, other + 1))
}

/// *en bakom, en framför*: where each of two is to stand.
fn places(tokens: &[Token], sentence: Range<usize>) -> Option<(usize, usize)> {
    let place = |i: usize| {
        (1..=3).any(|n| {
            tokens
                .get(i + n)
                .is_some_and(|t| t.is_any(&["bakom", "framför", "bredvid"]))
        })
    };
    let mut found = sentence.filter(|i| tokens.get(*i).is_some_and(|t| t.is("en")) && place(*i));
    let first = found.next()?;
    Some((first, found.next()?))
}
