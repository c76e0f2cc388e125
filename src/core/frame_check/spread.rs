//! Visits that are spread: so many hours apart, evenly over the day.

use super::time::Hit;
use super::token::Token;

/// *fyra timmar emellan*, *med tre timmars mellanrum*, *jämnt fördelade över dagen*. Over the week is no
/// time of the day, and "med jämna mellanrum" alone is only now and then.
pub(super) fn apart(tokens: &[Token], i: usize) -> Hit {
    let token = tokens.get(i)?;
    let is = |n: usize, words: &[&str]| tokens.get(i + n).is_some_and(|t| t.is_any(words));
    if token.is_any(&["timmar", "timmars", "tim", "timme", "timmes", "h"]) {
        let between = is(1, &["emellan", "mellanrum", "intervall", "mellanrummet"])
            || is(1, &["mellan"])
                && tokens.get(i + 2).is_some_and(|t| {
                    let visits = ["besök", "tillsyn", "insats", "måltid", "vändning", "varje"];
                    visits.iter().any(|s| t.norm.starts_with(s))
                });
        return between.then_some((i, i + 1));
    }
    let spread = ["fördela", "sprid", "spritt", "utspri"]
        .iter()
        .any(|s| token.norm.starts_with(s));
    if !spread {
        return None;
    }
    let day = ["dagen", "dygnet", "dagens", "dygnets", "vaken"];
    let over = (1..=4).find(|n| {
        is(*n, &["över", "under", "på"])
            && tokens
                .get(i + n + 1)
                .is_some_and(|t| day.iter().any(|d| t.norm.starts_with(d)))
    });
    if let Some(n) = over {
        return Some((i, i + n + 1));
    }
    // "Fyra tillfällen om dagen, jämnt fördelade": the day was named before.
    let even = i
        .checked_sub(1)
        .and_then(|b| tokens.get(b))
        .is_some_and(|t| t.is_any(&["jämnt", "väl"]));
    let daily = tokens
        .get(i.saturating_sub(10)..i)
        .unwrap_or_default()
        .iter()
        .any(|t| t.is_any(&["dag", "dagen", "dygn", "dygnet", "dagligen"]));
    let weekly = (1..=4).any(|n| is(n, &["veckan", "månaden", "året"]));
    (even && daily && !weekly).then(|| (i - 1, i))
}
