//! When on the day: times of day, clock times, named weekdays, visits bound to meals and to bed.

use super::Kind as What;
use super::bound::{bedtime, clause_time};
use super::clause::Parse;
use super::clock::clock;
use super::find::Find;
use super::token::{Kind, Token};
use super::words::{Class, Words};
use super::{spread, week};

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
                let far = spread::apart(tokens, i).filter(|_| sentence.clone().any(judged));
                if let Some((first, last)) = far {
                    found.push(Find::new(What::WhenOnDay, first, last));
                    skip = last + 1;
                } else if (led || leads)
                    && let Some((first, last)) = clause_time(tokens, i, words)
                {
                    found.push(Find::new(What::WhenOnDay, first, last));
                    skip = last + 1;
                }
                continue;
            }
            let hit = of_day(tokens, i)
                .or_else(|| week::day(tokens, i))
                .or_else(|| spread::apart(tokens, i))
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
            .any(|t| t.is_any(&["skillnad", "skilja", "förväxlar", "blandar", "isär"]));
        // "hålla ordning på dag och kväll" is none either; "komma i ordning på morgonen" is.
        let kept = (2..=5).any(|n| {
            let back = |n: usize| i.checked_sub(n).and_then(|b| tokens.get(b));
            back(n).is_some_and(|t| t.is("ordning")) && !back(n + 1).is_some_and(|t| t.is("i"))
        });
        let confused = confused || kept;
        let today = bare && before_is(tokens, i, &["i", "god"]);
        if today || confused || token.is("morse") || week::named(tokens, i) {
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
    in_round(tokens, i).or_else(|| early_or_late(tokens, i))
}

/// Words for the rounds of the one who carries out.
const ROUNDS: &[&str] = &["passet", "rundan", "turen", "listan", "skiftet", "slingan"];

fn round(token: &Token) -> bool {
    token.kind == Kind::Word && ROUNDS.iter().any(|r| token.norm.ends_with(r))
}

/// *dygnets första timmar*, *sista vändan*, *först på rundan*, *i början av passet*.
fn in_round(tokens: &[Token], i: usize) -> Hit {
    let token = tokens.get(i)?;
    let next = |n: usize, words: &[&str]| tokens.get(i + n).is_some_and(|t| t.is_any(words));
    let whole = ["dagens", "dygnets", "veckans"];
    let owns = token.is_any(&whole)
        || (token.norm.strip_suffix('s')).is_some_and(|t| ROUNDS.iter().any(|r| t.ends_with(r)));
    if owns && next(1, &["första", "sista", "början", "slut", "inledning"]) {
        return Some((i, i + 1));
    }
    let visit = |t: &Token| {
        let one = [
            "besök", "insats", "tillsyn", "titt", "vänd", "rund", "turen",
        ];
        one.iter().any(|s| t.norm.starts_with(s))
    };
    if token.is_any(&["första", "sista"]) && tokens.get(i + 1).is_some_and(visit) {
        return Some((i, i + 1));
    }
    let place = token.is_any(&["först", "sist", "tidigt", "sent", "början", "slutet"]);
    (place && next(1, &["på", "i", "av", "under"]) && tokens.get(i + 2).is_some_and(round))
        .then_some((i, i + 2))
        .or_else(|| {
            let begins = token.norm.starts_with("börja") && next(2, &["hos"]);
            let day = tokens.get(i + 1).is_some_and(|t| round(t) || t.is("dagen"));
            (begins && day).then_some((i, i + 2))
        })
}

/// *sena besök*, *ett besök tidigt och ett sent*, *lägg besöket något senare*.
fn early_or_late(tokens: &[Token], i: usize) -> Hit {
    let token = tokens.get(i)?;
    let visit = |t: &Token| {
        let one = ["besök", "tillsyn", "kontroll", "insats"];
        one.iter().any(|s| t.norm.starts_with(s))
    };
    if token.is_any(&["tidiga", "sena", "tidigt", "sent", "tidig", "sen"])
        && tokens.get(i + 1).is_some_and(visit)
    {
        return Some((i, i + 1));
    }
    let ends = tokens.get(i + 1).is_none_or(|t| {
        t.kind != Kind::Word || t.is_any(&["och", "samt", "eller", "på", "innan", "så", "då"])
    });
    let near = |fits: &dyn Fn(&Token) -> bool| {
        tokens
            .get(i.saturating_sub(6)..i)
            .unwrap_or_default()
            .iter()
            .rev()
            .take_while(|t| !matches!(t.mark(), Some('.' | ';' | ':')))
            .any(fits)
    };
    let comes = |t: &Token| visit(t) || t.is_any(&["kommer", "komma", "läggs", "läggas"]);
    let laid = |t: &Token| ["lägg", "förlägg"].iter().any(|s| t.norm.starts_with(s));
    let possible = tokens.get(i + 1).is_some_and(|t| t.is("som"))
        && tokens.get(i + 2).is_some_and(|t| t.is("möjligt"));
    let care = |t: &Token| t.class.any(Class::CARE) || visit(t);
    if token.is_any(&["tidigt", "sent"]) && possible && near(&care) {
        return Some((i, i + 2));
    }
    let told = token.is_any(&["tidigt", "sent"]) && near(&|t| comes(t) || care(t))
        || token.is_any(&["tidigare", "senare", "tidigt", "sent"]) && near(&laid) && near(&visit);
    (ends && told).then_some((i, i))
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
    let visits = visits(tokens, &named, sentence);
    named
        .iter()
        .filter_map(|&(i, _)| {
            // "mellan frukost och lunch": between them, whatever else is named.
            let joined = before_is(tokens, i, &["och"])
                && i.checked_sub(3)
                    .is_some_and(|b| tokens_is(tokens, b, "mellan"));
            let timed = before_is(tokens, i, &["efter", "före", "innan", "inför", "mellan"])
                || joined
                || (before_is(tokens, i, &["med"]) && before_is(tokens, i - 1, &["samband"]));
            if all && !timed && !visits {
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

/// "Besök fyra gånger: frukost, lunch, middag och läggning": the meals are when the visits are.
fn visits(tokens: &[Token], meals: &[(usize, u16)], sentence: std::ops::Range<usize>) -> bool {
    let Some((first, _)) = meals.first() else {
        return false;
    };
    let opens = first.checked_sub(1).and_then(|b| tokens.get(b));
    opens.is_some_and(|t| t.mark() == Some(':'))
        && tokens
            .get(sentence.start..*first)
            .unwrap_or_default()
            .iter()
            .any(|t| t.norm.starts_with("besök") || t.norm.starts_with("tillsynsbesök"))
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
