//! How often: daily frequency is already in the calculation, walks are combined with errands. Both are
//! hints. The frequency of what does not come daily is allowed and not remarked on.

use std::ops::Range;

use super::Kind as What;
use super::clause::Parse;
use super::find::Find;
use super::token::{Kind, Token};
use super::words::Class;

/// Hints on frequency, in clauses that are judged.
pub(super) fn find(tokens: &[Token], parse: &Parse, found: &mut Vec<Find>) {
    for sentence in &parse.sentences {
        let judged = |i: &usize| parse.judged.get(*i).copied().unwrap_or(false);
        let walk = sentence
            .clone()
            .filter(judged)
            .find(|i| tokens.get(*i).is_some_and(|t| t.class.any(Class::WALK)));
        let often: Vec<(Range<usize>, bool)> = sentence
            .clone()
            .filter(judged)
            .filter_map(|i| frequency(tokens, i))
            .collect();
        if let (Some(_), Some((range, _))) = (walk, often.first()) {
            found.push(Find::new(What::WalkFrequency, range.start, range.end - 1));
            continue;
        }
        let mut until = sentence.start;
        for (range, daily) in often {
            if daily && range.start >= until {
                until = range.end;
                found.push(Find::new(What::DailyFrequency, range.start, range.end - 1));
            }
        }
    }
}

/// A frequency that ends at token `i`: its tokens and whether it is daily.
fn frequency(tokens: &[Token], i: usize) -> Option<(Range<usize>, bool)> {
    let token = tokens.get(i)?;
    if token.is_any(&["dagligen", "alldagligen"]) {
        return Some((times_before(tokens, i)..i + 1, true));
    }
    let unit_daily = token.is_any(&["dag", "dagen", "dygn", "dygnet", "dan", "natt", "natten"]);
    let unit_rare = token.is_any(&[
        "vecka", "veckan", "veckor", "v", "månad", "månaden", "mån", "år",
    ]);
    if token.is("dagar") && tokens.get(i.checked_sub(1)?)?.is("alla") {
        return Some((i - 1..i + 1, true));
    }
    if token.is_any(&["timme", "timma", "timmen"]) {
        return by_hours(tokens, i);
    }
    if !unit_daily && !unit_rare {
        return None;
    }
    let before = tokens.get(i.checked_sub(1)?)?;
    let per = before.is_any(&["per", "om", "varje", "var", "varannan"])
        || before.mark() == Some('/')
        || (unit_rare && before.is("i"));
    if !per {
        return None;
    }
    // "om dagen" and "om natten" need a count, else they are a time.
    let first = times_before(tokens, i - 1);
    if before.is("om") && first == i - 1 {
        return None;
    }
    Some((first..i + 1, unit_daily))
}

/// *varannan timme*, *var tredje timme*, *en gång i timmen*: so often within the day.
fn by_hours(tokens: &[Token], i: usize) -> Option<(Range<usize>, bool)> {
    let back = |n: usize, words: &[&str]| {
        i.checked_sub(n)
            .and_then(|b| tokens.get(b))
            .is_some_and(|t| t.is_any(words))
    };
    if back(1, &["varje", "varannan"]) {
        return Some((i - 1..i + 1, true));
    }
    if back(2, &["var"]) {
        return Some((i - 2..i + 1, true));
    }
    let first = back(1, &["i", "per"]).then(|| times_before(tokens, i - 1))?;
    (first < i - 1).then_some((first..i + 1, true))
}

/// Where "2–3 gånger" before a unit begins.
fn times_before(tokens: &[Token], i: usize) -> usize {
    let mut first = i;
    while let Some(at) = first.checked_sub(1)
        && i - at <= 6
        && tokens.get(at).is_some_and(|t| {
            t.is_any(&[
                "gång",
                "gånger",
                "ggr",
                "besök",
                "bes",
                "tillfällen",
                "ett",
                "en",
                "till",
                "x",
                "flera",
                "några",
                "antal",
                "och",
                "minst",
                "max",
                "ca",
                "upp",
            ]) || t.class.any(Class::HOUR)
                || t.kind == Kind::Number
                || t.mark() == Some('-')
        })
    {
        first = at;
    }
    while first < i
        && tokens
            .get(first)
            .is_some_and(|t| t.is_any(&["och", "till"]) || t.mark().is_some())
    {
        first += 1;
    }
    first
}
