//! The ladder when no plan comes: the next rung is proposed, each rung is dated.

use chrono::NaiveDate;

use super::super::form::Form;
use super::super::short_form::{answers, choice, day, field, finish, needed, required, spec, told};
use super::super::{Context, Step};
use super::{days, label};
use crate::core::change::Change;
use crate::core::form::{Answers, Field, FieldKind};
use crate::core::plan::{OrderFacts, Reminder, Rung};
use crate::core::query::CaseView;
use crate::error::{Error, Result};

/// The form that takes a rung, for the order that waits for its plan.
///
/// # Errors
/// When no plan is waited for, or a rung was taken today.
pub fn open(view: &CaseView, ctx: &Context<'_>) -> Result<Step> {
    let orders = ctx.store.orders(ctx.user, view.id)?;
    let unwritten = orders.is_empty();
    let waiting: Vec<OrderFacts> = orders.into_iter().filter(OrderFacts::awaits_plan).collect();
    let Some(first) = waiting.first() else {
        return Err(match unwritten {
            true => Error::user(format!("{UNWRITTEN}.")).hint("Skriv den, så går det att påminna."),
            false => Error::user(format!("{NOT_WAITING} i ärendet."))
                .hint("Påminn när en beställning saknar plan."),
        });
    };
    let climbed: Vec<&Reminder> = waiting
        .iter()
        .filter_map(|order| order.may_climb(ctx.today).err())
        .collect();
    if climbed.len() == waiting.len()
        && let Some(taken) = climbed.first()
    {
        return Err(already(taken, ctx));
    }
    let labels: Vec<String> = waiting.iter().map(|order| label(order, ctx)).collect();
    let mut fields = Vec::new();
    let mut given = answers([
        ("steg", first.next_rung().name().to_owned()),
        ("dag", ctx.today.to_string()),
    ]);
    if waiting.len() > 1 {
        fields.push(choice(
            "bestallning",
            "Beställning",
            labels.iter().map(String::as_str),
        ));
        given.set("bestallning", labels.first().cloned().unwrap_or_default());
    }
    let ladder = Rung::ladder(first.private);
    fields.push(Field {
        help: so_far(first, ctx),
        ..choice("steg", "Steg", ladder.iter().map(|rung| rung.name()))
    });
    fields.push(required(
        "dag",
        "Datum",
        FieldKind::Date,
        "Den dag det gjordes.",
    ));
    fields.push(field(
        "not",
        "Notering",
        FieldKind::Line,
        "Vem som svarade och vad som lovades.",
    ));
    // What is late: that the provider has the order at all, or its plan.
    let title = match waiting.iter().all(OrderFacts::awaits_confirmation) {
        true => "Påminn om bekräftelsen",
        false => "Påminn om planen",
    };
    let orders = waiting.clone();
    Ok(Step::open(Form::quick(
        format!("{title} i {}", view.case_number),
        Some(view.person.clone()),
        spec("paminnelse", title, "", fields),
        given,
        move |answers, ctx| submit(&orders, &labels, answers, ctx),
    )))
}

/// "Fältens hemtjänst, dag 17 av 15. Senast: utföraren tillfrågad 12 nov."
fn so_far(order: &OrderFacts, ctx: &Context<'_>) -> String {
    let mut text = format!(
        "{}, {}.",
        order.provider_name(),
        days::waited(order, ctx).text()
    );
    if let Some(last) = order.taken().last() {
        text.push_str(&format!(
            " Senast: {} {}.",
            super::super::short_form::lower(last.rung.name()),
            told(last.day, ctx.today)
        ));
    }
    text
}

fn submit(
    orders: &[OrderFacts],
    labels: &[String],
    answers: &Answers,
    ctx: &Context<'_>,
) -> Result<Step> {
    let at = match answers.get("bestallning") {
        "" => Some(0),
        name => labels.iter().position(|label| label == name),
    };
    let order = at
        .and_then(|at| orders.get(at))
        .ok_or_else(|| Error::user("Välj vilken beställning det gäller."))?;
    let name = needed(answers, "steg", "Steg")?;
    let rung = Rung::ALL
        .iter()
        .copied()
        .find(|rung| rung.name() == name)
        .ok_or_else(|| Error::user(format!("”{name}” är inget steg på trappan.")))?;
    let on = day(answers, "dag", "Datum")?;
    if on > ctx.today {
        return Err(Error::user(format!("Datum: {on} ligger framåt i tiden."))
            .hint("Ange den dag då det gjordes."));
    }
    if on < order.sent {
        return Err(Error::user(format!(
            "Datum: dagen ligger före beställningen {}.",
            told(order.sent, ctx.today)
        )));
    }
    if let Err(taken) = order.may_climb(on) {
        return Err(already(taken, ctx));
    }
    let done = format!("{} {}.", rung.name(), told(on, ctx.today));
    Ok(finish(change(order, rung, on, answers.get("not")), done))
}

/// Why the next rung has to wait.
fn already(taken: &Reminder, ctx: &Context<'_>) -> Error {
    Error::user(format!(
        "Redan påmint: {} {}.",
        super::super::short_form::lower(taken.rung.name()),
        told(taken.day, ctx.today)
    ))
    .hint("Ett steg om dagen, så att utföraren hinner svara.")
}

/// The write of a rung.
pub fn change(order: &OrderFacts, rung: Rung, day: NaiveDate, note: &str) -> Change {
    Change::RemindPlan {
        order: order.id,
        rung,
        day,
        note: note.trim().to_owned(),
    }
}

/// Why there is nothing to remind of: an order may have been sent before the program was there to write it in.
const UNWRITTEN: &str = "Ingen beställning är skriven här";
const NOT_WAITING: &str = "Ingen plan väntas";

/// The order of a case that waits longest for its plan, or why there is none.
///
/// # Errors
/// When the orders cannot be read.
pub fn waiting(
    case: i64,
    ctx: &Context<'_>,
) -> Result<std::result::Result<OrderFacts, &'static str>> {
    let orders = ctx.store.orders(ctx.user, case)?;
    let why = if orders.is_empty() {
        UNWRITTEN
    } else {
        NOT_WAITING
    };
    let waiting = orders.into_iter().filter(OrderFacts::awaits_plan);
    Ok(waiting.min_by_key(|order| order.sent).ok_or(why))
}
