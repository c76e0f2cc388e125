//! Orders with plans and reminders, as rows of a case's page.

use super::super::Context;
use super::super::plan::days;
use super::super::short_form::{lower, told};
use super::rows::Item;
use crate::core::plan::{OrderFacts, Plan, Reminder};
use crate::ui::action::{Action, Scope};
use crate::ui::theme::Role;
use crate::ui::widget::{Part, Row};

/// The part of the page; nothing in a case without an order.
pub fn part(orders: &[OrderFacts], ctx: &Context<'_>) -> Option<Part<Item>> {
    if orders.is_empty() {
        return None;
    }
    let mut rows = Vec::new();
    for order in orders {
        rows.push(order_row(order, ctx));
        if proposes(order, ctx) {
            rows.push(proposal_row(order, ctx));
        }
        rows.extend(order.plans.iter().map(|plan| plan_row(order, plan, ctx)));
        let reminders = order.reminders.iter().enumerate().rev();
        rows.extend(reminders.map(|(at, reminder)| reminder_row(order, at, reminder, ctx)));
    }
    Some(Part {
        title: "Beställning och plan".into(),
        rows,
        empty: String::new(),
        right: false,
    })
}

const UNCONFIRMED: &str = "inte bekräftad";

fn order_row(order: &OrderFacts, ctx: &Context<'_>) -> Row<Item> {
    let today = ctx.today;
    let mut role = Role::TextDim;
    let mut words = Vec::new();
    if order.complete_later {
        words.push("att komplettera".to_owned());
    }
    if let Some(day) = order.replaced {
        words.push(format!("ersatt {}", told(day, today)));
    }
    match order.confirmed {
        Some(day) => words.push(format!("bekräftad {}", told(day, today))),
        None if order.awaits_confirmation() => {
            role = if days::confirmation_is_late(order, ctx) {
                Role::DeadlineOverdue
            } else {
                Role::Text
            };
            words.push(UNCONFIRMED.to_owned());
        }
        None => {}
    }
    if order.awaits_plan() {
        let days = days::waited(order, ctx);
        if days.late {
            role = Role::DeadlineOverdue;
        }
        let what = if order.plans.is_empty() {
            "plan"
        } else {
            "ny plan"
        };
        words.push(format!("{what} {}", days.text()));
    }
    // The plan is told of last, and where there is little room once the order has been confirmed.
    let short = match words.iter().position(|word| word == UNCONFIRMED) {
        Some(at) => words.get(..=at).map(|first| first.join(", ")),
        None => words.last().cloned(),
    };
    let words = words.join(", ");
    Row {
        key: Item::Order(order.document),
        short,
        whole: false,
        found_by: format!("beställning {} {words}", order.provider),
        cells: vec![
            (11, Role::Text, told(order.sent, today)),
            (22, Role::Text, order.provider_name().to_owned()),
            (0, role, words),
        ],
        right: None,
    }
}

/// Whether the next rung is to be proposed: the confirmation or the plan is late, or somebody has begun to ask
/// for it.
fn proposes(order: &OrderFacts, ctx: &Context<'_>) -> bool {
    order.awaits_plan()
        && (days::waited(order, ctx).late
            || days::confirmation_is_late(order, ctx)
            || order.taken().next().is_some())
}

fn proposal_row(order: &OrderFacts, ctx: &Context<'_>) -> Row<Item> {
    let text = order.next_deed();
    let key = ctx
        .keymap
        .hint(Scope::Case, Action::Remind)
        .unwrap_or_default();
    let wide = u16::try_from(key.chars().count()).unwrap_or(0) + 1;
    Row {
        key: Item::Reminder(order.id, order.reminders.len()),
        short: None,
        whole: false,
        found_by: format!("härnäst påminn {text}"),
        cells: vec![
            (11, Role::TextDim, "härnäst".into()),
            (wide, Role::HintKey, key),
            (0, Role::Text, text.into()),
        ],
        right: None,
    }
}

fn plan_row(order: &OrderFacts, plan: &Plan, ctx: &Context<'_>) -> Row<Item> {
    let (role, state) = match plan.outcome {
        None => (Role::TextStrong, "att läsa"),
        Some(outcome) => (Role::TextDim, outcome.name()),
    };
    Row {
        key: Item::Plan(plan.id),
        short: None,
        whole: true,
        found_by: format!("plan genomförandeplan {state} {}", plan.reason),
        cells: vec![
            (11, Role::Text, told(plan.received, ctx.today)),
            (22, Role::Text, "Genomförandeplan".into()),
            (16, Role::TextDim, days::of_plan(order, plan, ctx).text()),
            (0, role, state.into()),
        ],
        right: None,
    }
}

/// What is said of a reminder; one that was taken back says so first.
fn struck(reminder: &Reminder, ctx: &Context<'_>) -> String {
    match (reminder.withdrawn, reminder.note.as_str()) {
        (None, note) => note.to_owned(),
        (Some(day), "") => format!("struken {}", told(day, ctx.today)),
        (Some(day), note) => format!("struken {}: {note}", told(day, ctx.today)),
    }
}

fn reminder_row(
    order: &OrderFacts,
    at: usize,
    reminder: &Reminder,
    ctx: &Context<'_>,
) -> Row<Item> {
    Row {
        key: Item::Reminder(order.id, at),
        short: None,
        whole: true,
        found_by: format!("påminnelse {} {}", reminder.rung.name(), reminder.note),
        cells: vec![
            (11, Role::TextDim, told(reminder.day, ctx.today)),
            (28, Role::TextDim, reminder.rung.name().into()),
            (0, Role::TextDim, struck(reminder, ctx)),
        ],
        right: Some((Role::TextDim, reminder.by.clone())),
    }
}

/// What is said about a plan's reminders where its date is explained.
pub fn ladder(
    orders: &[OrderFacts],
    order: Option<i64>,
    ctx: &Context<'_>,
) -> Vec<(&'static str, String)> {
    let mut rows = Vec::new();
    for facts in orders {
        if order.is_some_and(|id| id != facts.id) {
            continue;
        }
        for reminder in &facts.reminders {
            let note = match struck(reminder, ctx).as_str() {
                "" => String::new(),
                note => format!(", {note}"),
            };
            rows.push((
                "påmint",
                format!(
                    "{} {} ({}{note})",
                    told(reminder.day, ctx.today),
                    lower(reminder.rung.name()),
                    reminder.by
                ),
            ));
        }
        if proposes(facts, ctx) {
            rows.push(("härnäst", facts.next_deed().to_owned()));
        }
    }
    rows
}
