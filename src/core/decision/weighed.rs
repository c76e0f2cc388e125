//! What the order of delegation says of the whole of a decision.

use chrono::NaiveDate;

use super::{Decision, Item, Running, hours_text};
use crate::core::delegation::{Decider, DelegationOrder, Proposal, Ruling, ruling};
use crate::core::estimate::Span;

/// What the order says of a whole decision and a person: the strictest word on any part of it. The hours
/// of what is granted of one kind are counted together, so that a limit is not passed by splitting; where
/// the order says so, also those of what already runs for the person and goes on beside it.
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
            false => (item.minutes.unwrap_or(0), 0),
        };
        let span = item.minutes.map(|_| Span::minutes(here + beside));
        let mut said = ruling(
            order,
            &proposal(&item.intervention, item.outcome, span),
            person,
        );
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

/// The minutes that run for the person of an item's kind and go on beside the decision: what it ends, and
/// what has ended before the item begins, is not counted.
fn beside(
    order: &DelegationOrder,
    item: &Item,
    decision: &Decision,
    running: &[Running],
    key: &impl Fn(&Item) -> String,
) -> u64 {
    if !order.counts_running {
        return 0;
    }
    let kind = key(item);
    let ended: Vec<i64> = decision
        .items
        .iter()
        .flat_map(|other| other.ends(&key(other), running))
        .map(|old| old.measure)
        .collect();
    running
        .iter()
        .filter(|old| old.kind == kind && !ended.contains(&old.measure))
        .filter(|old| match (old.to, item.from) {
            (Some(last), Some(from)) => last >= from,
            _ => true,
        })
        .filter_map(|old| old.minutes)
        .sum()
}
