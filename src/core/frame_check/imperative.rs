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
    // "Ring sonen före kl 17" is how to reach him.
    let reach = words
        .first()
        .is_some_and(|t| t.is_any(&["ring", "kontakta"]))
        && words.get(1).is_some_and(|t| t.class.any(Class::OTHER));
    if reach {
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
    let shows = matches!(
        slice(tokens, sentence.clone()),
        [a, b, c, ..] if a.is("gör") && b.is("så") && c.is("här")
    );
    helps
        || begins
        || shows
        || listed(tokens, sentence.clone())
        || told
            && after.is_some_and(|t| {
                !t.is_any(PREPOSITIONS) && !t.is_any(&["att", "och"])
                    || t.is_any(&["på", "av", "i", "ur"])
            })
            && !words.first().is_some_and(|t| t.class.any(Class::NEED))
}

/// "Gör i ordning mackor, häll upp juice, ställ i kylen": two that can be nothing but a telling.
fn listed(tokens: &[Token], sentence: Range<usize>) -> bool {
    let tells = |i: &usize| {
        let opens = tokens
            .get(i - 1)
            .is_some_and(|t| t.mark() == Some(',') || t.is("och"));
        let only = tokens.get(*i).is_some_and(|t| {
            let also = [
                "kör", "rör", "hör", "res", "stöd", "hjälp", "tag", "led", "sitt", "säg",
            ];
            t.class.any(Class::IMPERATIVE)
                && t.norm.len() > 2
                && !t.norm.ends_with('a')
                && !t.is_any(&also)
        });
        opens && only
    };
    (sentence.start + 1..sentence.end).filter(tells).count() >= 2
}

/// Whether a sentence says what the one who carries out is to do: "personalen ska knacka, vänta och gå in".
fn to_do(tokens: &[Token], sentence: Range<usize>) -> bool {
    let words = slice(tokens, sentence);
    let modal = words
        .iter()
        .position(|t| t.is_any(&["ska", "skall", "bör", "måste", "ombeds"]));
    modal.is_some_and(|at| {
        let near = words.get(at.saturating_sub(2)..(at + 3).min(words.len()));
        near.unwrap_or_default()
            .iter()
            .any(|t| t.class.any(Class::PROVIDER))
    })
}

/// In a sentence that tells what to do, every clause that begins by telling is a step of its own.
pub(super) fn instructions(
    tokens: &[Token],
    sentence: Range<usize>,
    chores: &mut Vec<(usize, u16)>,
) {
    let told = !chores.is_empty() && to_do(tokens, sentence.clone());
    if !told && !instructs(tokens, sentence.clone()) {
        return;
    }
    let begins = |i: &usize| {
        let before = (*i > sentence.start).then(|| tokens.get(i - 1)).flatten();
        let tells = tokens
            .get(*i)
            .is_some_and(|t| t.class.any(Class::IMPERATIVE));
        tells && before.is_none_or(|t| t.kind != Kind::Word || t.is_any(&["och", "samt", "sedan"]))
    };
    // What is listed after "personalen ska" are steps beside the chores; whole tasks are not.
    let task = |i: &usize| {
        let whole = [
            "laga", "tvätta", "duscha", "ordna", "fixa", "tillaga", "mata",
        ];
        told && (tokens.get(*i).is_some_and(|t| t.is_any(&whole))
            || chores.binary_search_by_key(i, |(at, _)| *at).is_ok())
    };
    // A verb no list knows, in the place of one: "torka ur skåpet, frosta av frysen".
    let unknown = |i: &usize| {
        let comma = *i > sentence.start && tokens.get(i - 1).is_some_and(|t| t.mark() == Some(','));
        let verb = tokens.get(*i).is_some_and(|t| {
            t.class == Class::default() && t.norm.ends_with('a') && t.norm.len() > 3
        });
        let first = *i == sentence.start && tokens.get(*i).is_some_and(|t| t.is("gör"));
        let object = tokens.get(i + 1).is_some_and(|t| t.kind == Kind::Word);
        !told && object && (first || comma && verb)
    };
    let steps: Vec<usize> = sentence
        .clone()
        .filter(|i| begins(i) || unknown(i))
        .filter(|i| !task(i))
        .collect();
    chores.retain(|(at, _)| steps.binary_search(at).is_err());
    // Kinds of their own, far above those of the unit's list.
    let own = |i: usize| u16::MAX - u16::try_from(i % 30_000).unwrap_or_default();
    chores.extend(steps.into_iter().map(|i| (i, own(i))));
    chores.sort_unstable();
}
