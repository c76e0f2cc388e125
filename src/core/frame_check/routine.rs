//! A routine goal: a vardag, a home or a household that works, in any form.

use std::ops::Range;

use super::Kind as What;
use super::clause::Parse;
use super::find::Find;
use super::token::{Kind, Token};
use super::words::Class;

/// A vardag, a home or a household that works, in any form.
pub(super) fn find(tokens: &[Token], parse: &Parse, found: &mut Vec<Find>) {
    for sentence in &parse.sentences {
        for i in sentence.clone() {
            let works = tokens.get(i).is_some_and(|t| t.class.any(Class::WORKS));
            let goes = goes_round(tokens, i);
            if !works && !goes {
                continue;
            }
            let hit = attribute(tokens, i, sentence.clone())
                .or_else(|| predicate(tokens, i, sentence.clone(), goes));
            if let Some((first, last)) = hit {
                found.push(Find::new(What::RoutineGoal, first, last));
                break;
            }
        }
    }
}

/// *vardagen går ihop*, *går runt*.
fn goes_round(tokens: &[Token], i: usize) -> bool {
    tokens
        .get(i)
        .is_some_and(|t| t.is_any(&["går", "gå", "gått"]))
        && tokens
            .get(i + 1)
            .is_some_and(|t| t.is_any(&["ihop", "runt"]))
}

fn home(token: &Token) -> bool {
    token.kind == Kind::Word && token.class.any(Class::HOME)
}

/// *ett fungerande hem*, *fungerande dagliga rutiner i hemmet*.
fn attribute(tokens: &[Token], i: usize, sentence: Range<usize>) -> Option<(usize, usize)> {
    let token = tokens.get(i)?;
    let form =
        token.norm.ends_with("de") || token.is("fung") || token.norm.starts_with("funktionell");
    if !form {
        return None;
    }
    // "hemmet ska hållas i fungerande skick"
    if tokens.get(i + 1).is_some_and(|t| t.is("skick"))
        && let Some(first) = (sentence.start..i).find(|at| tokens.get(*at).is_some_and(home))
    {
        return Some((first, i + 1));
    }
    for at in (i + 1)..(i + 7).min(sentence.end) {
        let next = tokens.get(at)?;
        if home(next) {
            return Some((i, at));
        }
        let adjective = next.is_any(&[
            "och", "samt", "i", "sin", "sitt", "sina", "en", "ett", "den", "det", "egna", "så",
            "trygg", "tryggt", "bra", "god", "gott", "stabil", "stabilt", "enkel", "lugn", "lugnt",
            "rent", "ren", "egen", "eget", "i", "kring", "runt", "för", "hennes", "hans", "deras",
            "till",
        ]) || [
            "daglig",
            "vardaglig",
            "självständig",
            "ordna",
            "strukturera",
            "meningsfull",
            "hel",
            "hållbar",
            "städa",
            "hygienisk",
        ]
        .iter()
        .any(|s| next.norm.starts_with(s))
            || matches!(next.mark(), Some(',' | '/' | '-'));
        if !adjective && !next.class.any(Class::GENERAL) {
            return None;
        }
        // "fungerande dagliga rutiner" says its day by the adjective.
        if next.class.any(Class::GENERAL) {
            let day = tokens
                .get(at - 1)
                .is_some_and(|t| t.norm.starts_with("daglig") || t.norm.starts_with("vardag"));
            if day {
                return Some((i, at));
            }
        }
    }
    None
}

const PLACES: &[&str] = &[
    "i", "för", "med", "hos", "på", "runt", "kring", "under", "av", "till", "åt", "om",
];

/// *vardagen ska fungera*, *få hemmet att fungera*, *att det fungerar hemma*.
fn predicate(
    tokens: &[Token],
    i: usize,
    sentence: Range<usize>,
    goes: bool,
) -> Option<(usize, usize)> {
    let negated = tokens
        .get(i + 1)
        .is_some_and(|t| t.is_any(&["inte", "ej", "dåligt"]))
        || i.checked_sub(1)
            .and_then(|b| tokens.get(b))
            .is_some_and(|t| t.is_any(&["inte", "ej"]));
    if negated {
        return None;
    }
    let near = sentence.start.max(i.saturating_sub(12))..(i + 7).min(sentence.end);
    match subject(tokens, i, sentence.start) {
        Some(at) => {
            let token = tokens.get(at)?;
            let owned = at.checked_sub(1).filter(|b| {
                tokens
                    .get(*b)
                    .is_some_and(|t| home(t) && t.norm.ends_with('s'))
            });
            if home(token) || owned.is_some() {
                return Some((owned.unwrap_or(at), i));
            }
            // "en vardag som i stort sett fungerar"
            let which = (at.saturating_sub(4).max(sentence.start)..=at)
                .rev()
                .find(|s| tokens.get(*s).is_some_and(|t| t.is("som")))
                .and_then(|s| s.checked_sub(1))
                .filter(|s| tokens.get(*s).is_some_and(home));
            if let Some(first) = which {
                return Some((first, i));
            }
            let thing = at
                .checked_sub(1)
                .and_then(|b| tokens.get(b))
                .is_some_and(|t| {
                    t.is_any(&[
                        "en", "ett", "den", "det", "sin", "sitt", "min", "mitt", "hennes", "hans",
                    ])
                });
            if name(token) && !goes && !thing {
                return after(tokens, i, near.end);
            }
            if !token.class.any(Class::GENERAL) {
                return None;
            }
            let place = near
                .clone()
                .find(|p| *p != at && tokens.get(*p).is_some_and(home))?;
            Some((at.min(place), i.max(place)))
        }
        None if goes => None,
        // No subject before the verb: after it, or the person who is to function at home.
        None => after(tokens, i, near.end),
    }
}

/// *fungera i vardagen*: the place after the verb, when nothing but small words stands between.
fn after(tokens: &[Token], i: usize, end: usize) -> Option<(usize, usize)> {
    let place = (i + 1..end).find(|p| tokens.get(*p).is_some_and(home))?;
    let between = tokens.get(i + 1..place).unwrap_or_default();
    between
        .iter()
        .all(|t| {
            t.kind != Kind::Word
                || t.class.any(Class::GENERAL)
                || t.is_any(PLACES)
                || t.is_any(SMALL)
        })
        .then_some((i, place))
}

/// Whether a word may be the person by name: nothing that is known, and no noun in its definite form.
fn name(token: &Token) -> bool {
    let noun = ["en", "et", "na", "an", "ten"];
    token.class.any(Class::PERSON)
        || (token.class == Class::default() && !noun.iter().any(|e| token.norm.ends_with(e)))
}

/// Words that may stand between a subject and its verb.
const SMALL: &[&str] = &[
    "kommer",
    "nu",
    "hade",
    "slutat",
    "slutade",
    "tidigare",
    "snart",
    "tycker",
    "verkar",
    "känns",
    "börjar",
    "brukar",
    "upplever",
    "hon",
    "han",
    "hen",
    "jag",
    "vi",
    "ska",
    "skall",
    "kan",
    "kunna",
    "skulle",
    "att",
    "ju",
    "också",
    "så",
    "som",
    "bra",
    "bättre",
    "väl",
    "ändå",
    "fortsatt",
    "fortsätta",
    "fortsätter",
    "åter",
    "igen",
    "får",
    "få",
    "fått",
    "är",
    "vara",
    "blir",
    "bli",
    "mer",
    "lite",
    "gott",
    "sin",
    "sitt",
    "sina",
    "den",
    "där",
    "och",
    "måste",
    "bör",
    "har",
    "ha",
    "någorlunda",
    "hyfsat",
    "smidigt",
    "helt",
    "fullt",
    "själv",
    "självständigt",
    "mycket",
    "möjligt",
    "till",
    "även",
    "trots",
    "fungera",
    "dagligen",
    "alltid",
    "egna",
    "egen",
    "eget",
    "ensam",
    "utan",
    "bäst",
    "äntligen",
    "praktiskt",
    "rent",
    "socialt",
    "daglig",
    "dagliga",
    "vardagliga",
    "vill",
    "göra",
    "ett",
    "en",
    "tillräckligt",
    "omkring",
    "henne",
    "honom",
];

/// The noun that something is said to work of: the nearest before the verb that no preposition governs.
fn subject(tokens: &[Token], i: usize, start: usize) -> Option<usize> {
    let mut at = i;
    while at > start && i - at < 40 {
        at -= 1;
        let token = tokens.get(at)?;
        if token.kind == Kind::Mark(',') {
            // "vardagen, trots sjukdomen, ska fungera": what stands between two commas is passed over.
            let opens = (start.max(at.saturating_sub(8))..at)
                .rev()
                .find(|b| tokens.get(*b).is_some_and(|t| t.kind == Kind::Mark(',')));
            at = opens?;
            continue;
        }
        if token.kind == Kind::Mark(':') {
            return None;
        }
        if token.kind != Kind::Word {
            continue;
        }
        let adverb = token.is("hemma");
        let coordinate = token.class.any(Class::STATE.with(Class::NEED_VERB))
            && tokens.get(at + 1).is_some_and(|t| t.is("och"));
        let adverb = adverb || token.norm.ends_with("vis") || token.norm.ends_with("igt");
        if adverb
            || coordinate
            || (token.is_any(SMALL) && !token.class.any(Class::GENERAL))
            || token.is_any(PLACES)
        {
            continue;
        }
        // A noun after a preposition is where or with whom, not what works.
        let mut before = at;
        let mut governed = false;
        while before > start && at - before < 3 {
            before -= 1;
            let word = tokens.get(before)?;
            // "för att vardagen": the small word governs the clause, not the noun.
            if word.is("att") {
                break;
            }
            if word.is_any(PLACES) {
                // "få till en vardag" governs nothing.
                let verb = before.checked_sub(1).and_then(|b| tokens.get(b));
                governed =
                    !(word.is("till") && verb.is_some_and(|t| t.is_any(&["få", "fått", "får"])));
                break;
            }
            if !word.is_any(SMALL) && !word.is_any(&["hennes", "hans", "min", "mitt", "mina"]) {
                break;
            }
        }
        if governed && at != start {
            at = before;
            continue;
        }
        return Some(at);
    }
    None
}
