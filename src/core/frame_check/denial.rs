//! What is not to be: support that is not needed, not wanted, or that ends.

use std::ops::Range;

use super::token::{Kind, Token};

/// Whether a clause says that support is not needed.
pub(super) fn denies(tokens: &[Token], range: Range<usize>) -> bool {
    range.clone().any(|i| denied(tokens, i, range.end))
}

/// "Kvällsbesöken avslutas", "insatsen upphör": what is no longer to be.
pub(super) fn ended(token: &Token, next: Option<&Token>) -> bool {
    token.is_any(&["upphör", "utgår"])
        || token.is("avslutas") && next.is_none_or(|t| t.kind != Kind::Word)
}

/// Whether support is said not to be needed: *inget behov av*, *behöver inte hjälp*. A visit that is not
/// to come ("inga besök efter kl 21") is still an order.
pub(super) fn denied(tokens: &[Token], i: usize, end: usize) -> bool {
    let Some(token) = tokens.get(i) else {
        return false;
    };
    let need = |t: &Token| {
        [
            "behov",
            "behöv",
            "hjälp",
            "stöd",
            "assistans",
            "insats",
            "tillsyn",
        ]
        .iter()
        .any(|stem| t.norm.starts_with(stem))
    };
    let near = |n: usize| tokens.get(i + n).filter(|_| i + n < end);
    let not = token.is_any(&["inte", "ej"]);
    let none = token.is_any(&["inget", "inga", "ingen"]);
    if !not && !none {
        return false;
    }
    let before = i.checked_sub(1).and_then(|b| tokens.get(b));
    let verb = before.is_some_and(|t| t.norm.starts_with("behöv"));
    let more = near(1).is_some_and(|t| t.is_any(&["mer", "ytterligare", "längre", "ha", "få"]));
    let after = near(1 + usize::from(more));
    // "behövs inte förrän", "behöver inte vänta" say when; "behöver inte hjälp" says that nothing is needed.
    let unneeded = not
        && before.is_some_and(|t| t.is_any(&["behövs", "önskas"]))
        && !near(1).is_some_and(|t| t.is_any(&["förrän", "före", "innan"]));
    let whole =
        not && verb && after.is_none_or(|t| need(t) || !t.is("förrän") && t.kind != Kind::Word);
    whole
        || unneeded
        || after.is_some_and(need)
        || (not && near(1).is_some_and(|t| t.is("i")) && near(2).is_some_and(need))
}
