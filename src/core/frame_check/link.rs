//! How a clause hangs with the one before it: it points back, narrows, concludes, is seen to, comes next.

use std::ops::Range;

use super::clause::slice;
use super::forms::finite;
use super::token::{Kind, Token};
use super::who::PREPOSITIONS;
use super::words::Class;

/// Whether a clause says *då* (then), last or beside its verb, or *före dess*.
pub(super) fn points_back(tokens: &[Token], range: Range<usize>) -> bool {
    range.clone().any(|i| {
        let then = tokens.get(i).is_some_and(|t| t.is("då"));
        let after = tokens.get(i + 1).filter(|_| i + 1 < range.end);
        let before = (i > range.start).then(|| tokens.get(i - 1)).flatten();
        let by_then = tokens.get(i).is_some_and(|t| t.is("dess"))
            && before.is_some_and(|t| t.is_any(&["före", "innan", "till", "efter"]));
        // "de dagarna behöver hon hjälp"
        let those = tokens
            .get(i)
            .is_some_and(|t| t.is_any(&["dagarna", "dagen", "tiderna", "tiden", "kvällarna"]))
            && before.is_some_and(|t| t.is_any(&["de", "den", "dessa"]))
            && i == range.start + 1;
        // "lägger sig vid nio och behöver hjälp med det"
        let with_it = tokens.get(i).is_some_and(|t| t.is_any(&["det", "detta"]))
            && before.is_some_and(|t| t.is("med"))
            && after.is_none();
        // "vill lägga sig klockan tio och behöver hjälp"
        let helped = tokens.get(i).is_some_and(|t| t.is("hjälp"))
            && before.is_some_and(|t| t.is("behöver"))
            && after.is_none()
            && i == range.start + 2;
        by_then
            || those
            || with_it
            || helped
            || then && (after.is_none_or(finite) || before.is_some_and(finite))
    })
}

/// Whether a clause is nothing but a time.
pub(super) fn only_time(tokens: &[Token], range: Range<usize>) -> bool {
    let time = Class::TIME
        .with(Class::WEEKDAY)
        .with(Class::NIGHT)
        .with(Class::SHORT_DAY);
    slice(tokens, range).iter().all(|t| {
        t.kind != Kind::Word
            || t.class.any(time)
            || t.is_any(PREPOSITIONS)
            || t.is_any(&[
                "och",
                "eller",
                "varje",
                "varannan",
                "ibland",
                "oftast",
                "vissa",
                "kl",
                "men",
                "klockan",
                "vanligtvis",
                "ungefär",
                "ca",
                "omkring",
            ])
    })
}

/// Whether a fragment is set against what stands before it: "men med kläderna", "utan på dagen".
pub(super) fn contrasts(tokens: &[Token], at: usize) -> bool {
    tokens
        .get(at)
        .is_some_and(|t| t.is_any(&["men", "utan", "däremot", "bara", "endast"]))
}

/// Whether a fragment says what the support is to be, from what stands before it: "därför dusch då".
pub(super) fn concludes(tokens: &[Token], range: Range<usize>) -> bool {
    let opens = tokens
        .get(range.start)
        .is_some_and(|t| t.is_any(&["därför", "alltså", "så"]));
    let ready = ["klädd", "påklädd", "klar", "färdig", "redo", "uppe"];
    opens
        && slice(tokens, range)
            .iter()
            .any(|t| t.class.any(Class::CARE) || t.is_any(&ready))
}

/// Whether a fragment only narrows what stands before it: "särskilt på morgonen".
pub(super) fn narrows(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|t| {
        t.is_any(&[
            "särskilt",
            "framförallt",
            "framför",
            "främst",
            "speciellt",
            "oftast",
            "ibland",
            "mest",
            "även",
            "ffa",
            "bland",
            "typ",
            "vanligen",
            "vanligtvis",
            "både",
        ])
    })
}

/// Whether a clause has its own actor, or tells of what was.
pub(super) fn acted(tokens: &[Token], range: Range<usize>) -> bool {
    slice(tokens, range).iter().any(|t| {
        t.class.any(
            Class::OTHER
                .with(Class::PERSON)
                .with(Class::PAST)
                .with(Class::SELF),
        )
    })
}

/// Whether a clause goes on with *den* or *de* about what somebody else does in the clause before it.
pub(super) fn theirs(tokens: &[Token], range: Range<usize>) -> bool {
    let goes_on = slice(tokens, range.clone())
        .first()
        .is_some_and(|t| t.is_any(&["den", "de", "dessa"]));
    let provider = slice(tokens, range.clone())
        .iter()
        .any(|t| t.class.any(Class::PROVIDER.with(Class::NEED)));
    let before = range.start.saturating_sub(10)..range.start;
    goes_on
        && !provider
        && slice(tokens, before)
            .iter()
            .any(|t| t.class.any(Class::OTHER))
}

/// Whether a clause says no more than who it is that does it: "sköts av hemsjukvården".
pub(super) fn done_by_others(tokens: &[Token], range: Range<usize>) -> bool {
    match slice(tokens, range) {
        [verb, by, who, ..] => {
            let verb =
                verb.class.any(Class::NEED_VERB.with(Class::STATE)) && verb.norm.ends_with('s');
            verb && by.is("av") && who.class.any(Class::OTHER)
        }
        _ => false,
    }
}

/// Whether *att* at `i` follows *se till* or the like.
pub(super) fn seen_to(tokens: &[Token], i: usize) -> bool {
    let back = |n: usize| i.checked_sub(n).and_then(|b| tokens.get(b));
    let see =
        back(1).is_some_and(|t| t.is("till")) && back(2).is_some_and(|t| t.norm.starts_with("se"));
    tokens.get(i).is_some_and(|t| t.is("att"))
        && (see || back(1).is_some_and(|t| t.norm.starts_with("kontroller") || t.is("kolla")))
}

/// Whether a clause begins with a word of order.
pub(super) fn next_in_order(tokens: &[Token], range: Range<usize>) -> bool {
    slice(tokens, range)
        .iter()
        .take(3)
        .any(|t| t.is_any(&["sedan", "sen", "därefter", "därpå", "slutligen"]))
}
