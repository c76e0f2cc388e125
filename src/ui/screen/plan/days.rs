//! How long a plan has been waited for, or took, against the time it may take: "dag 19 av 15".

use chrono::NaiveDate;

use super::super::Context;
use crate::core::deadline::frist;
use crate::core::plan::{OrderFacts, Plan};

/// A number of days of those that a plan may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// Whole days since the wait began.
    pub day: i64,
    /// The most that it may be.
    pub most: u16,
    /// Whether it is past that.
    pub late: bool,
}

impl Days {
    fn between(from: NaiveDate, to: NaiveDate, ctx: &Context<'_>) -> Days {
        let day = (to - from).num_days().max(0);
        let most = ctx.store.unit().plan_days(from);
        Days {
            day,
            most,
            late: day > i64::from(most),
        }
    }

    /// "dag 19 av 15".
    pub fn text(self) -> String {
        format!("dag {} av {}", self.day, self.most)
    }
}

/// The wait for an order's plan, until today.
pub fn waited(order: &OrderFacts, ctx: &Context<'_>) -> Days {
    Days::between(order.waits_from(), ctx.today, ctx)
}

/// What a plan that has come took.
pub fn of_plan(order: &OrderFacts, plan: &Plan, ctx: &Context<'_>) -> Days {
    Days::between(order.counted_for(plan.id), plan.received, ctx)
}

/// Whether the provider should have confirmed the order by now (K7b) and has not: neither by a confirmation
/// nor by a plan.
pub fn confirmation_is_late(order: &OrderFacts, ctx: &Context<'_>) -> bool {
    if !order.awaits_confirmation() {
        return false;
    }
    let unit = ctx.store.unit();
    // Without the rule nothing is promised, and nothing is late.
    frist(&unit.rules, ctx.store.calendar(), "K7b", order.sent, None)
        .is_ok_and(|found| found.due < ctx.today)
}
