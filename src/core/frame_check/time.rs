//! When on the day: times of day, clock times, named weekdays, visits bound to meals and to bed.

use super::Kind as What;
use super::bound::{bedtime, clause_time};
use super::clause::Parse;
use super::clock::clock;
use super::find::Find;
use super::forms::is_date;
use super::token::Token;
use super::words::{Class, Words};

/// Everything in the text that says when on the day, in clauses that are judged.
pub(super) fn find(tokens: &[Token], parse: &Parse, words: &Words, found: &mut Vec<Find>) {
    for sentence in &parse.sentences {
        let meals = meals(tokens, parse, words, sentence.clone());
        let mut skip = sentence.start;
        for i in sentence.clone() {
            let judged = |i: usize| parse.judged.get(i).copied().unwrap_or(false);
            if i < skip {
                continue;
            }
            if !judged(i) {
                // "titta till henne innan hon lägger sig", "när hon vaknat ska hon få hjälp": the clause
                // tells when the other one is.
                let apart = before(tokens, i).is_some_and(|t| t.mark().is_some());
                let led = i.checked_sub(1 + usize::from(apart)).is_some_and(judged);
                let leads = i == sentence.start && sentence.clone().any(judged);
                if (led || leads)
                    && let Some((first, last)) = clause_time(tokens, i, words)
                {
                    found.push(Find::new(What::WhenOnDay, first, last));
                    skip = last + 1;
                }
                continue;
            }
            let hit = of_day(tokens, i)
                .or_else(|| weekday(tokens, i))
                .or_else(|| clock(tokens, i))
                .or_else(|| bedtime(tokens, i, sentence.start))
                .or_else(|| night(tokens, i, sentence.clone()))
                .or_else(|| clause_time(tokens, i, words).filter(|_| !tokens_is(tokens, i, "då")));
            if let Some((first, last)) = hit {
                found.push(Find::new(What::WhenOnDay, first, last));
                skip = last + 1;
            }
        }
        found.extend(meals);
    }
}

pub(super) type Hit = Option<(usize, usize)>;

pub(super) fn tokens_is(tokens: &[Token], i: usize, word: &str) -> bool {
    tokens.get(i).is_some_and(|t| t.is(word))
}

pub(super) fn before(tokens: &[Token], i: usize) -> Option<&Token> {
    i.checked_sub(1).and_then(|b| tokens.get(b))
}

pub(super) fn before_is(tokens: &[Token], i: usize, words: &[&str]) -> bool {
    before(tokens, i).is_some_and(|t| t.is_any(words))
}

/// The small word before a time belongs to it: *på kvällen*.
pub(super) fn with_preposition(tokens: &[Token], i: usize) -> usize {
    let small = [
        "på", "vid", "under", "till", "om", "innan", "före", "efter", "mellan", "varje",
        "varannan", "inför", "tidig", "sen", "tidigt", "sent", "runt", "kring", "från", "varenda",
    ];
    let mut first = i;
    while before_is(tokens, first, &small) && i - first < 2 {
        first -= 1;
    }
    first
}

fn of_day(tokens: &[Token], i: usize) -> Hit {
    let token = tokens.get(i)?;
    if token.class.any(Class::TIME) {
        // "i morgon" is tomorrow, "i kväll" today, "god morgon" a greeting; "i gryningen" is a time.
        let bare = ["morgon", "kväll", "förmiddag", "eftermiddag", "afton"]
            .iter()
            .any(|d| token.norm.trim_end_matches('s') == *d);
        // "skillnad på dag och kväll" is no time.
        let confused = tokens
            .get(i.saturating_sub(5)..i)
            .unwrap_or_default()
            .iter()
            .any(|t| t.is_any(&["skillnad", "skilja", "ordning"]));
        if (bare && before_is(tokens, i, &["i", "god"])) || confused || token.is("morse") {
            return None;
        }
        return Some((with_preposition(tokens, i), i));
    }
    let two = |a: &str, b: &[&str]| token.is(a) && tokens.get(i + 1).is_some_and(|t| t.is_any(b));
    if two("mitt", &["på"])
        && tokens
            .get(i + 2)
            .is_some_and(|t| t.is_any(&["dagen", "dan"]))
    {
        return Some((i, i + 2));
    }
    if token.is_any(&["tidigt", "sent"])
        && tokens.get(i + 1).is_some_and(|t| t.is("på"))
        && tokens
            .get(i + 2)
            .is_some_and(|t| t.is_any(&["dagen", "dygnet"]))
    {
        return Some((i, i + 2));
    }
    if token.is_any(&["början", "slutet", "mitten"])
        && tokens.get(i + 1).is_some_and(|t| t.is("av"))
        && tokens.get(i + 2).is_some_and(|t| t.is("veckan"))
    {
        return Some((i, i + 2));
    }
    if two("dagens", &["första", "sista"]) {
        return Some((i, i + 1));
    }
    if token.is_any(&["första", "sista"])
        && tokens
            .get(i + 1)
            .is_some_and(|t| t.norm.starts_with("besök"))
    {
        return Some((i, i + 1));
    }
    None
}

fn weekday(tokens: &[Token], i: usize) -> Hit {
    let token = tokens.get(i)?;
    if token.class.any(Class::WORKDAY) && part_of_week(tokens, i) {
        return Some((with_preposition(tokens, i), i));
    }
    let short = token.class.any(Class::SHORT_DAY) && short_day(tokens, i);
    if !short && !token.class.any(Class::WEEKDAY) {
        return None;
    }
    // A day with its date, or the day something begins, is no time of visit.
    let dated = (1..=3).any(|n| is_date(tokens, i + n));
    let begins = before_is(tokens, i, &["from", "fom"])
        || (before_is(tokens, i, &["med"]) && before_is(tokens, i.saturating_sub(1), &["och"]));
    if dated || begins || whole_week(tokens, i) {
        return None;
    }
    Some((with_preposition(tokens, i), i))
}

/// *på vardagar* names days; *även helger* and *vardagar och helger* are all of them.
fn part_of_week(tokens: &[Token], i: usize) -> bool {
    let on = before_is(tokens, i, &["på", "under"]);
    let also = i.checked_sub(2).is_some_and(|at| {
        tokens.get(at).is_some_and(|t| {
            t.is_any(&["även", "också", "och", "samt", "både"]) || t.class.any(Class::WORKDAY)
        })
    });
    let both = tokens
        .get(i + 1)
        .is_some_and(|t| t.is_any(&["och", "samt", "som", "såväl"]))
        && (2..4).any(|n| {
            tokens
                .get(i + n)
                .is_some_and(|t| t.class.any(Class::WORKDAY))
        });
    on && !also && !both
}

/// A shortened weekday stands beside another or after *varje*, *på*.
fn short_day(tokens: &[Token], i: usize) -> bool {
    let day = |at: Option<usize>| {
        at.and_then(|at| tokens.get(at))
            .is_some_and(|t| t.class.any(Class::SHORT_DAY.with(Class::WEEKDAY)))
    };
    day(Some(i + 1))
        || day(Some(i + 2))
        || day(i.checked_sub(1))
        || day(i.checked_sub(2))
        || before_is(tokens, i, &["varje", "varannan"])
}

/// Monday to Sunday is every day.
fn whole_week(tokens: &[Token], i: usize) -> bool {
    let starts = |at: Option<usize>, with: &str| {
        at.and_then(|at| tokens.get(at))
            .is_some_and(|t| t.norm.starts_with(with))
    };
    (starts(Some(i), "mån") && starts(Some(i + 2), "sön"))
        || (starts(Some(i), "sön") && starts(i.checked_sub(2), "mån"))
}

/// So many words off, a word still belongs to the same thought.
pub(super) const NEARBY: usize = 40;

/// A visit at night; supervision at night is a need and no time of visit.
fn night(tokens: &[Token], i: usize, sentence: std::ops::Range<usize>) -> Hit {
    let token = tokens.get(i)?;
    if token.class.any(Class::NIGHT_VISIT) {
        return Some((i, i));
    }
    if !token.class.any(Class::NIGHT) {
        return None;
    }
    let near = i.saturating_sub(NEARBY).max(sentence.start)..(i + NEARBY).min(sentence.end);
    let words = tokens.get(near).unwrap_or_default();
    let visit = words.iter().any(|t| t.norm.starts_with("besök"));
    let need = words.iter().any(|t| {
        t.norm.starts_with("tillsyn")
            || t.norm.starts_with("behov")
            || t.norm.starts_with("toalett")
            || t.norm.starts_with("uppsikt")
    });
    (visit && !need).then(|| (with_preposition(tokens, i), i))
}

/// Meals that are pointed out. All of them is a need; one or two is a time.
fn meals(
    tokens: &[Token],
    parse: &Parse,
    words: &Words,
    sentence: std::ops::Range<usize>,
) -> Vec<Find> {
    let named: Vec<(usize, u16)> = sentence
        .clone()
        .filter(|i| parse.judged.get(*i).copied().unwrap_or(false))
        .filter_map(|i| Some((i, words.meal(&tokens.get(i)?.norm)?)))
        .filter(|(i, _)| !excepted(tokens, *i, sentence.clone()))
        .collect();
    let mut kinds: Vec<u16> = named.iter().map(|(_, kind)| *kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let all = kinds.len() >= 3;
    let cooks = sentence.clone().any(|i| {
        let next = |n: usize| tokens.get(i + n).map(|t| t.norm.as_str());
        tokens
            .get(i)
            .is_some_and(|t| words.chore(&t.norm, next).is_some())
    });
    named
        .iter()
        .filter_map(|&(i, _)| {
            let timed = before_is(tokens, i, &["efter", "före", "innan", "inför"])
                || (before_is(tokens, i, &["med"]) && before_is(tokens, i - 1, &["samband"]));
            if all && !timed {
                return None;
            }
            let bound = timed || before_is(tokens, i, &["vid", "till", "med", "samband", "under"]);
            if cooks && !timed {
                Some(Find::new(What::HowStep, i, i))
            } else {
                let first = if bound { i - 1 } else { i };
                Some(Find::new(What::WhenOnDay, first, i))
            }
        })
        .collect()
}

/// *alla måltider utom lunch*, *lunch på träffpunkten*.
fn excepted(tokens: &[Token], i: usize, sentence: std::ops::Range<usize>) -> bool {
    let from = i.saturating_sub(3).max(sentence.start);
    let before = tokens.get(from..i).unwrap_or_default();
    let after = tokens
        .get(i + 1..(i + 4).min(sentence.end))
        .unwrap_or_default();
    before.iter().any(|t| {
        t.is_any(&[
            "utom",
            "förutom",
            "undantag",
            "exklusive",
            "ej",
            "utöver",
            "sova",
            "vila",
        ])
    }) || after.iter().any(|t| {
        [
            "dagverksamhet",
            "träffpunkt",
            "restaurang",
            "skola",
            "daglig",
            "servicehus",
        ]
        .iter()
        .any(|s| t.norm.starts_with(s))
    })
}
