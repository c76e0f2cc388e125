//! The next step on a day: what the events say, and what the clocks add to it.

use chrono::NaiveDate;

use super::{NextStep, Way, next_step_beside};
use crate::core::deadline::{Clock, State};
use crate::core::event::{Event, EventKind};
use crate::core::last_decision::LastDecision;
use crate::core::renewal::{due, has_run_out};

/// What the file says of a case beside its events: its proposals and orders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    /// A proposal waits for a decision.
    pub proposed: bool,
    /// An order was written here: a register file may tell of one that was written elsewhere, and that has no ladder.
    pub ordered: bool,
    /// Other hours stand decided than those that stood when the last order was signed.
    pub outgrown: bool,
}

/// The next step on a day. The renewal of a decision that ends soon comes before the follow-up, and one
/// that has ended before everything that runs on it; a confirmation or a plan that is late is asked for; a refusal that may
/// still be appealed is not closed.
pub fn next_step_on(
    way: Way,
    events: &[Event],
    beside: Beside,
    clocks: &[Clock],
    today: NaiveDate,
) -> NextStep {
    use NextStep as N;
    let next = next_step_beside(way, events, beside);
    let run_out = due(clocks, today).map(|clock| has_run_out(clock, today));
    let next = match (next, run_out) {
        (N::FollowUp, Some(_)) => N::Renew,
        (
            N::CompleteOrder
            | N::AwaitConfirmation
            | N::AwaitPlan
            | N::ReadPlan
            | N::Execute
            | N::Resume,
            Some(true),
        ) => N::Renew,
        (N::AwaitConfirmation, _) if is_late(waits_for_confirmation, clocks, today) => {
            N::RemindConfirmation
        }
        (N::AwaitPlan, _) if is_late(waits_for_plan, clocks, today) => N::RemindPlan,
        (N::Close, _) if may_be_appealed(events, clocks, today) => N::AwaitAppeal,
        (next, _) => next,
    };
    match next {
        // There is nothing to decide but for the one it waits for.
        N::Decide if beside.proposed => N::AwaitDecision,
        N::RemindConfirmation if !beside.ordered => N::AwaitConfirmation,
        N::RemindPlan if !beside.ordered => N::AwaitPlan,
        next => next,
    }
}

/// Whether the clock waits for a provider, who is reminded once it has run out.
pub fn waits_for_provider(clock: &Clock) -> bool {
    waits_for_confirmation(clock) || waits_for_plan(clock)
}

fn waits_for_plan(clock: &Clock) -> bool {
    let stops = &clock.rule.stops;
    stops.has(EventKind::PlanReceived) && !stops.has(EventKind::OrderConfirmed)
}

fn waits_for_confirmation(clock: &Clock) -> bool {
    clock.rule.stops.has(EventKind::OrderConfirmed)
}

fn is_late(waits: fn(&Clock) -> bool, clocks: &[Clock], today: NaiveDate) -> bool {
    let mut waiting = clocks.iter().filter(|clock| waits(clock));
    waiting.any(|clock| clock.state(today) == State::Overdue)
}

/// Whether something was refused and the time to appeal it still runs for somebody.
fn may_be_appealed(events: &[Event], clocks: &[Clock], today: NaiveDate) -> bool {
    let decision = LastDecision::of(events);
    let made = decision.mark().map(|(day, _)| day);
    decision.refuses()
        && clocks.iter().any(|clock| {
            clock.rule.passes
                && clock.start.kind == EventKind::DecisionReceived
                && made.is_some_and(|made| clock.start.day >= made)
                && clock.state(today).is_open()
        })
}
