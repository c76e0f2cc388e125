//! Sentences that tell somebody what to do, one thing after the other: "Fyll baljan, låt fötterna ligga".

use std::ops::Range;

use super::clause::slice;
use super::token::{Kind, Token};
use super::who::PREPOSITIONS;
use super::words::Class;

/// Whether a sentence begins by telling somebody what to do: "Fyll baljan, låt fötterna ligga".
pub(super) fn instructs(tokens: &[Token], sentence: Range<usize>) -> bool {
    let word = |t: &&Token| t.kind == Kind::Word;
    let colon = |i: &usize| tokens.get(*i).is_some_and(|t| t.mark() == Some(':'));
    let from = sentence
        .clone()
        .find(colon)
        .map_or(sentence.start, |at| at + 1);
    let words = slice(tokens, from..sentence.end);
    let own = Class::SELF.with(Class::PERSON).with(Class::OTHER);
    if slice(tokens, sentence.start..from)
        .iter()
        .any(|t| t.class.any(own))
    {
        return false;
    }
    let mut first = words.iter().filter(word);
    let told = first.next().is_some_and(|t| t.class.any(Class::IMPERATIVE));
    let after = first.next();
    // "Hjälp med", "ring" and "se" alone are as often something else.
    let helps = words.first().is_some_and(|t| t.is("hjälp"))
        && after.is_some_and(|t| t.is_any(&["henne", "honom", "hen", "dem", "personen"]));
    let begins = words
        .first()
        .is_some_and(|t| t.is_any(&["börja", "fortsätt", "avsluta"]));
    helps
        || begins
        || told
            && after.is_some_and(|t| {
                !t.is_any(PREPOSITIONS) && !t.is_any(&["att", "och"])
                    || t.is_any(&["på", "av", "i", "ur"])
            })
            && !words.first().is_some_and(|t| t.class.any(Class::NEED))
}

/// In a sentence that tells what to do, every clause that begins by telling is a step of its own.
pub(super) fn instructions(
    tokens: &[Token],
    sentence: Range<usize>,
    chores: &mut Vec<(usize, u16)>,
) {
    if !instructs(tokens, sentence.clone()) {
        return;
    }
    let begins = |i: &usize| {
        let before = (*i > sentence.start).then(|| tokens.get(i - 1)).flatten();
        let tells = tokens
            .get(*i)
            .is_some_and(|t| t.class.any(Class::IMPERATIVE));
        tells && before.is_none_or(|t| t.kind != Kind::Word || t.is_any(&["och", "samt", "sedan"]))
    };
    let steps: Vec<usize> = sentence.clone().filter(begins).collect();
    chores.retain(|(at, _)| steps.binary_search(at).is_err());
    // Kinds of their own, far above those of the unit's list.
    let own = |i: usize| u16::MAX - u16::try_from(i % 30_000).unwrap_or_default();
    chores.extend(steps.into_iter().map(|i| (i, own(i))));
    chores.sort_unstable();
}
