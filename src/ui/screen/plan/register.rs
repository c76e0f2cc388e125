//! Registering a plan when it comes: what the provider plans, and whether the person was part of it.

use super::super::form::Form;
use super::super::short_form::{
    answers, choice, day, day_opt, field, needed, required, spec, told,
};
use super::super::{Context, Step};
use super::{PlanScreen, label};
use crate::core::change::Change;
use crate::core::coverage::{PlanLine, Standing, compare};
use crate::core::form::{Answers, Field, FieldKind};
use crate::core::plan::{Answer, NewPlan, OrderFacts, hours, read_lines};
use crate::core::query::CaseView;
use crate::error::{Error, Result};

/// The form for a plan that has come.
///
/// # Errors
/// When the case has no order.
pub fn open(view: &CaseView, mut orders: Vec<OrderFacts>, ctx: &Context<'_>) -> Result<Step> {
    orders.retain(|order| order.replaced.is_none());
    if orders.is_empty() {
        return Err(
            Error::user("Ärendet har ingen beställning att läsa planen mot.")
                .hint("Skriv beställningen, eller registrera planen som händelse."),
        );
    }
    let mut fields = Vec::new();
    let labels: Vec<String> = orders.iter().map(|order| label(order, ctx)).collect();
    let mut given = answers([("dag", ctx.today.to_string())]);
    if orders.len() > 1 {
        fields.push(choice(
            "bestallning",
            "Beställning",
            labels.iter().map(String::as_str),
        ));
        let waits = orders.iter().position(OrderFacts::awaits_plan).unwrap_or(0);
        given.set(
            "bestallning",
            labels.get(waits).cloned().unwrap_or_default(),
        );
    }
    fields.push(required(
        "dag",
        "Planen kom",
        FieldKind::Date,
        "Den dag den kom hit.",
    ));
    fields.push(required(
        "rader",
        "Planerat",
        FieldKind::Text,
        "En insats på varje rad, sist tid per månad: hygien 24 h. Eller flera med / mellan.",
    ));
    for (id, label, help) in [
        (
            "mal",
            "Mål förstått",
            "Har utföraren förstått mål och syfte?",
        ),
        ("del", "Delaktig", "Har personen varit med om planen?"),
    ] {
        fields.push(Field {
            help: help.to_owned(),
            required: false,
            ..choice(id, label, Answer::ALL.iter().map(|a| a.name()))
        });
    }
    fields.push(field(
        "undertecknad",
        "Undertecknad",
        FieldKind::Date,
        "Den dag personen skrev under planen.",
    ));
    let case = view.id;
    let known = orders.clone();
    let names = labels.clone();
    Ok(Step::open(
        Form::quick(
            format!("Genomförandeplan i {}", view.case_number),
            Some(view.person.clone()),
            spec("plan", "Genomförandeplan", "", fields),
            given,
            move |answers, ctx| {
                let order = chosen(&orders, &labels, answers)?;
                submit(case, order, answers, ctx)
            },
        )
        .watching(move |answers, field, ctx| {
            // Told where it is changed, and not once more under every field.
            if !["rader", "bestallning"].contains(&field) {
                return None;
            }
            let order = chosen(&known, &names, answers).ok()?;
            echo(order, answers.get("rader"), ctx)
        }),
    ))
}

fn chosen<'a>(
    orders: &'a [OrderFacts],
    labels: &[String],
    answers: &Answers,
) -> Result<&'a OrderFacts> {
    let at = if orders.len() > 1 {
        let name = needed(answers, "bestallning", "Beställning")?;
        labels.iter().position(|label| label == name)
    } else {
        Some(0)
    };
    at.and_then(|at| orders.get(at))
        .ok_or_else(|| Error::user("Välj vilken beställning planen gäller."))
}

/// How what is written so far answers to the order: "4 insatser, 52 h. Saknas: tvätt."
fn echo(order: &OrderFacts, text: &str, ctx: &Context<'_>) -> Option<String> {
    if text.trim().is_empty() {
        return None;
    }
    let lines = match read_lines(text) {
        Ok(lines) => lines,
        Err(problem) => return Some(problem),
    };
    let time: u64 = lines.iter().filter_map(|line| line.minutes_per_month).sum();
    let count = match lines.len() {
        1 => "1 insats".to_owned(),
        n => format!("{n} insatser"),
    };
    let coverage = compare(&order.lines(), &lines, &ctx.store.unit().synonyms);
    let of = |standing: Standing| -> Vec<&str> {
        coverage
            .rows
            .iter()
            .filter(|row| row.standing == standing)
            .map(|row| match standing {
                Standing::Missing => row.ordered.as_str(),
                _ => row.planned.as_str(),
            })
            .collect()
    };
    let mut told = format!("{count}, {} per månad.", hours(time));
    for (word, rows) in [
        ("Saknas", of(Standing::Missing)),
        ("Inte beställt", of(Standing::Extra)),
    ] {
        if !rows.is_empty() {
            told.push_str(&format!(" {word}: {}.", rows.join(", ")));
        }
    }
    Some(told)
}

fn submit(case: i64, order: &OrderFacts, answers: &Answers, ctx: &Context<'_>) -> Result<Step> {
    let received = day(answers, "dag", "Planen kom")?;
    if received > ctx.today {
        return Err(
            Error::user(format!("Planen kom: {received} ligger framåt i tiden."))
                .hint("Ange den dag då den kom."),
        );
    }
    if received < order.sent {
        return Err(Error::user(format!(
            "Planen kom: dagen ligger före beställningen {}.",
            told(order.sent, ctx.today)
        )));
    }
    let signed_on = day_opt(answers, "undertecknad", "Undertecknad")?;
    if signed_on.is_some_and(|signed| signed > received) {
        return Err(Error::user(
            "Undertecknad: dagen ligger efter den dag då planen kom.",
        ));
    }
    let lines: Vec<PlanLine> = read_lines(needed(answers, "rader", "Planerat")?)
        .map_err(|problem| Error::user(format!("Planerat: {problem}.")))?;
    let answer = |id: &str| Answer::from_word(answers.get(id));
    let plan = NewPlan {
        case,
        order: order.id,
        received,
        goal_understood: answer("mal"),
        took_part: answer("del"),
        signed_on,
        lines,
    };
    let done = format!(
        "Planen kom {}. Läs den mot beställningen.",
        told(received, ctx.today)
    );
    // The plan is read while it is at hand.
    Ok(Step::apply_then(Change::RegisterPlan(plan), move |made| {
        let mut steps = vec![Step::Close];
        if let Some(plan) = made.row {
            steps.push(Step::open(PlanScreen::new(case, plan)));
        }
        steps.push(Step::done(done));
        Step::Many(steps)
    }))
}
