//! What the order of delegation says of the whole of a decision.

use chrono::NaiveDate;

use super::{Decision, Item, Running, RunningHours, hours_text};
use crate::core::delegation::{
    Decider, DelegationOrder, Proposal, Ruling, ruling, ruling_beside_unknown,
};
use crate::core::estimate::Span;
use crate::core::event::Subject;

/// What the order says of a whole decision and a person: the strictest word on any part of it. The hours
/// of what is granted of one kind are counted together, so that a limit is not passed by splitting; where
/// the order says so, also those of what already runs for the person and goes on beside it. Running hours
/// that nobody knows are not taken for none: whoever may only up to a limit may not then.
pub fn ruling_of(
    order: &DelegationOrder,
    case_type: &str,
    decision: &Decision,
    running: &[Running],
    person: &Decider,
    day: NaiveDate,
) -> Option<Ruling> {
    let proposal = |intervention, outcome, span| Proposal {
        case_type,
        intervention,
        outcome,
        span,
        day,
    };
    if let Some(closing) = decision.closes {
        return Some(ruling(
            order,
            &proposal("", closing.outcome(), None),
            person,
        ));
    }
    let key = |item: &Item| order.subject_key(case_type, &item.intervention);
    let mut strictest: Option<Ruling> = None;
    for item in &decision.items {
        let (here, beside) = match item.outcome.grants() {
            true => (
                granted_like(item, decision, &key),
                beside(order, item, decision, running, &key),
            ),
            false => (item.minutes.unwrap_or(0), Beside::default()),
        };
        let span = item
            .minutes
            .map(|_| Span::minutes(here.saturating_add(beside.minutes)));
        let proposed = proposal(&item.intervention, item.outcome, span);
        let mut said = match beside.unknown {
            true => ruling_beside_unknown(order, &proposed, person),
            false => ruling(order, &proposed, person),
        };
        let beside = beside.minutes;
        if span.is_some() && beside > 0 {
            said.reason = format!(
                "{}; räknat {} h här och {} h som pågår",
                said.reason,
                hours_text(here),
                hours_text(beside)
            );
        }
        if strictest
            .as_ref()
            .is_none_or(|before| said.verdict > before.verdict)
        {
            strictest = Some(said);
        }
    }
    strictest
}

/// The minutes that the decision grants of an item's kind.
fn granted_like(item: &Item, decision: &Decision, key: &impl Fn(&Item) -> String) -> u64 {
    let granted = decision.items.iter().filter(|other| other.outcome.grants());
    let like = granted.filter(|other| key(other) == key(item));
    like.filter_map(|other| other.minutes).sum()
}

/// What runs for the person of an item's kind and goes on beside the decision.
#[derive(Clone, Copy, Debug, Default)]
struct Beside {
    /// The minutes that are known or told.
    minutes: u64,
    /// Whether there are more that nobody has told.
    unknown: bool,
}

/// What runs for the person of an item's kind and goes on beside the decision: what it ends, and what has
/// ended before the item begins, is not counted.
fn beside(
    order: &DelegationOrder,
    item: &Item,
    decision: &Decision,
    running: &[Running],
    key: &impl Fn(&Item) -> String,
) -> Beside {
    if !order.counts_running {
        return Beside::default();
    }
    let kind = key(item);
    let ended: Vec<(i64, Subject)> = decision
        .items
        .iter()
        .flat_map(|other| other.ends(&key(other), running))
        .map(|old| (old.case, old.subject))
        .collect();
    let goes_on = running
        .iter()
        .filter(|old| old.kind == kind && !ended.contains(&(old.case, old.subject)))
        .filter(|old| match (old.to, item.from) {
            (Some(last), Some(from)) => last >= from,
            _ => true,
        });
    let (known, unknown): (Vec<&Running>, Vec<&Running>) =
        goes_on.partition(|old| old.minutes.is_some());
    let told = |old: &&Running| match item.hours_of(old) {
        RunningHours::Told(minutes) => Some(minutes),
        _ => None,
    };
    let minutes: u64 = known.iter().filter_map(|old| old.minutes).sum();
    let told: Vec<Option<u64>> = unknown.iter().map(told).collect();
    Beside {
        minutes: told
            .iter()
            .flatten()
            .fold(minutes, |all, one| all.saturating_add(*one)),
        // Help that has no hours itself is decided by its kind, whatever runs.
        unknown: item.minutes.is_some() && told.contains(&None),
    }
}
