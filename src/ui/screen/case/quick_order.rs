//! An order in a hurry, as at a discharge from hospital: needs are ticked, what is known is filled in, and what
//! is missing is written later (*att komplettera*).

use super::super::form::{Form, replaced};
use super::super::short_form::{answers, day, field, needed, required, spec, yes};
use super::super::{Context, Step};
use crate::core::form::{Answers, DocumentKind, Field, FieldKind};
use crate::core::query::CaseView;
use crate::error::{Error, Result};
use crate::ui::action::{Action, Scope};
use crate::unit::quick_orders::Need;

/// So many providers are shown side by side; more are found by their first letters.
const FEW: usize = 4;

/// What is carried over from the person's last order.
const KEPT: &[&str] = &[
    "utforare.namn",
    "utforare.val",
    "utforare.vet",
    "utforare.nycklar",
    "utforare.larm",
];

/// The short form.
///
/// # Errors
/// When the case has an order already, or cannot be read.
pub fn open(view: &CaseView, ctx: &Context<'_>) -> Result<Step> {
    if replaced(view, DocumentKind::Order).is_some() {
        let key = ctx.keymap.hint(Scope::Case, Action::Order);
        return Err(
            Error::user("Ärendet har redan en beställning.").hint(format!(
                "{} skriver en ny, som ersätter den.",
                key.unwrap_or_default()
            )),
        );
    }
    let needs = ctx.store.unit().quick_orders.needs.clone();
    let known = last_order(view, ctx)?;
    let providers = ctx.store.providers()?;
    let mut given = answers([
        ("tid.from", ctx.today.to_string()),
        ("utforare.namn", known.get("utforare.namn").to_owned()),
        ("utforare.vet", known.get("utforare.vet").to_owned()),
    ]);
    let mut fields: Vec<Field> = Vec::new();
    for (at, need) in needs.iter().enumerate() {
        let id = tick(at);
        given.set(&id, if need.chosen { "ja" } else { "nej" });
        fields.push(field(&id, &need.name, FieldKind::YesNo, &need.text));
    }
    if let ("", [only]) = (given.get("utforare.namn"), providers.as_slice()) {
        given.set("utforare.namn", only.clone());
    }
    let named = given.get("utforare.namn");
    let few = (2..=FEW).contains(&providers.len())
        && (named.is_empty() || providers.iter().any(|name| name == named));
    let kind = if few {
        FieldKind::Choice
    } else {
        FieldKind::Line
    };
    fields.push(Field {
        choices: if few { providers.clone() } else { Vec::new() },
        ..required("utforare.namn", "Utförare", kind, "")
    });
    fields.push(required("tid.from", "Gäller från", FieldKind::Date, ""));
    fields.push(field(
        "utforare.vet",
        "Behöver veta",
        FieldKind::Line,
        "Det utföraren behöver veta redan vid första besöket.",
    ));
    let case = view.clone();
    let watched = needs.clone();
    let form = Form::quick(
        format!("Beställning att komplettera i {}", view.case_number),
        Some(view.person.clone()),
        spec(
            "snabb",
            "Vad behövs nu?",
            "Syfte, mål och det övriga skrivs när beställningen kompletteras.",
            fields,
        ),
        given,
        move |answers, ctx| {
            let whole = whole(&needs, &known, answers, ctx)?;
            let form = Form::short_order(&case, whole, ctx)?;
            Ok(Step::Many(vec![Step::Close, Step::open(form)]))
        },
    )
    .suggesting("utforare.namn", providers)
    .watching(move |answers, field, ctx| {
        let ticked = field.starts_with(TICK);
        ticked.then(|| told(&watched, answers, ctx))
    });
    Ok(Step::open(form))
}

const TICK: &str = "behov";

fn tick(at: usize) -> String {
    format!("{TICK}{at}")
}

fn chosen<'a>(needs: &'a [Need], answers: &Answers) -> Vec<&'a Need> {
    let all = needs.iter().enumerate();
    all.filter(|(at, _)| yes(answers, &tick(*at)))
        .map(|(_, need)| need)
        .collect()
}

/// "3 behov, 65,9 h per månad."
fn told(needs: &[Need], answers: &Answers, ctx: &Context<'_>) -> String {
    let chosen = chosen(needs, answers);
    let lines: Vec<_> = chosen.iter().flat_map(|need| need.lines.clone()).collect();
    let sum = ctx.store.unit().factor.sum(&lines);
    format!("{} behov, {} per månad.", chosen.len(), sum.hours_text())
}

/// The answers of the whole order's form.
fn whole(needs: &[Need], known: &Answers, answers: &Answers, ctx: &Context<'_>) -> Result<Answers> {
    let chosen = chosen(needs, answers);
    if chosen.is_empty() {
        return Err(Error::user("Inget behov är valt.").hint("Svara ja på minst ett."));
    }
    needed(answers, "utforare.namn", "Utförare")?;
    day(answers, "tid.from", "Gäller från")?;
    let mut order = Answers::default();
    for id in KEPT {
        order.set(id, known.get(id).to_owned());
    }
    for id in ["utforare.namn", "utforare.vet", "tid.from"] {
        order.set(id, answers.get(id).trim().to_owned());
    }
    let texts: Vec<&str> = chosen.iter().map(|need| need.text.as_str()).collect();
    order.set("behov.behov", texts.join("\n"));
    order.set("behov.syfte", ctx.store.unit().quick_orders.purpose.clone());
    order.lines = chosen.iter().flat_map(|need| need.lines.clone()).collect();
    Ok(order)
}

/// The answers of the person's last order that may be read.
fn last_order(view: &CaseView, ctx: &Context<'_>) -> Result<Answers> {
    let last = view
        .documents
        .iter()
        .find(|document| document.kind == DocumentKind::Order);
    match last {
        Some(row) => Ok(ctx.store.document(ctx.user, row.id)?.answers),
        None => Ok(Answers::default()),
    }
}
