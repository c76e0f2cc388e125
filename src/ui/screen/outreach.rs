//! Outreach (*uppsökande verksamhet*): those who come to the unit's age this year and have no measure and
//! no open case. From a row a case is begun, or what came of the contact is noted.

use chrono::Datelike;

use super::choose::Choose;
use super::form::Form;
use super::new_case;
use super::short_form::{answers, day, field, finish, required, spec, told};
use super::{Context, Step};
use crate::core::change::Change;
use crate::core::form::FieldKind;
use crate::core::outreach::{OutreachAnswer, Resident};
use crate::error::Result;

/// What is done about somebody.
#[derive(Clone, Copy)]
enum Way {
    Begin,
    Note(OutreachAnswer),
}

/// The list of this year.
///
/// # Errors
/// When it cannot be read.
pub fn open(ctx: &Context<'_>) -> Result<Step> {
    let (year, age) = (ctx.today.year(), ctx.store.unit().outreach.age);
    let found = ctx.store.outreach(ctx.user, year)?;
    if found.is_empty() {
        return Ok(Step::done(format!(
            "Ingen i befolkningslistan fyller {age} i år utan insats eller ärende."
        )));
    }
    let row = |resident: Resident| {
        let one = &resident.told;
        let name = format!("{}, {}", one.family_name, one.given_name);
        let birthday = one.birth_date.with_year(year).unwrap_or(one.birth_date);
        let turns = if birthday > ctx.today {
            "fyller"
        } else {
            "fyllde"
        };
        let mut more = format!(
            "{turns} {age} {}",
            crate::core::calendar::day_month(birthday)
        );
        if let Some((answer, day)) = resident.answer {
            more = format!("{more}  ·  {} {}", answer.name(), told(day, ctx.today));
        }
        (resident, name, more)
    };
    let options = found.into_iter().map(row).collect();
    Ok(Step::open(Choose::new(
        format!("Uppsökande verksamhet {year}"),
        None,
        options,
        |resident, _| Ok(ways(resident.clone())),
    )))
}

fn ways(resident: Resident) -> Step {
    let one = &resident.told;
    let title = format!("{}, {}  {}", one.family_name, one.given_name, one.number);
    let place = [one.street.as_str(), &one.postcode, &one.city].join(" ");
    let options = vec![
        (
            Way::Begin,
            "Starta ärende".to_owned(),
            format!("uppsökande  ·  {}", place.trim()),
        ),
        (
            Way::Note(OutreachAnswer::Contacted),
            "Kontaktad".to_owned(),
            "ange dag".to_owned(),
        ),
        (
            Way::Note(OutreachAnswer::Declined),
            "Tackade nej".to_owned(),
            "ange dag".to_owned(),
        ),
    ];
    Step::open(Choose::new(
        title,
        None,
        options,
        move |way, ctx| match way {
            Way::Begin => new_case::for_resident(&resident, ctx),
            Way::Note(answer) => Ok(note(&resident, *answer, ctx)),
        },
    ))
}

fn note(resident: &Resident, answer: OutreachAnswer, ctx: &Context<'_>) -> Step {
    let (id, name) = (
        resident.id,
        format!(
            "{}, {}",
            resident.told.family_name, resident.told.given_name
        ),
    );
    let form = spec(
        "uppsokt",
        "Uppsökt",
        "",
        vec![
            required("dag", "Dag", FieldKind::Date, "Dagen då ni hade kontakt."),
            field(
                "ord",
                "Några ord",
                FieldKind::Line,
                "Till exempel: vill höras av i vår.",
            ),
        ],
    );
    let title = format!("{name}  {}", answer.name());
    let first = answers([("dag", ctx.today.to_string())]);
    Step::open(Form::quick(title, None, form, first, move |given, _| {
        let change = Change::NoteOutreach {
            resident: id,
            answer,
            day: day(given, "dag", "Dag")?,
            note: given.get("ord").trim().to_owned(),
        };
        Ok(finish(change, format!("{name}: {}.", answer.name())))
    }))
}
