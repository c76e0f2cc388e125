//! Who may work in a file: the named of a protected one, those who are related to the person (*jäv*), and
//! emergency access (*nödåtkomst*), asked for in the search and noted by a manager.

use super::choose::Choose;
use super::colleague::{self, Colleague};
use super::form::Form;
use super::person::PersonScreen;
use super::short_form::{answers, finish, needed, required, spec, told, told_moment};
use super::{Context, Message, Step};
use crate::core::access::AccessChange;
use crate::core::change::Change;
use crate::core::form::{Answers, FieldKind};
use crate::core::person::PersonHead;
use crate::core::query::EmergencyRow;
use crate::error::Result;

/// What can be done about who works in a file.
enum Choice {
    Name,
    EndNamed(i64, String),
    /// Somebody is related to the person; oneself where it is not a manager who says so.
    Related,
    EndRelated(i64, String),
    /// An emergency access that can be ended.
    Running(EmergencyRow),
    /// A row that has ended; it is only read.
    Past(String),
}

fn change(change: AccessChange, done: impl Into<String>) -> Step {
    finish(Change::Access(change), done)
}

/// Who may work in a person's file, and what can be changed about it.
///
/// # Errors
/// When it cannot be read.
pub fn open(person: &PersonHead, ctx: &Context<'_>) -> Result<Step> {
    let known = ctx.store.file_access(ctx.user, person.id)?;
    let leads = ctx.user.role.leads();
    let mut options = Vec::new();
    if person.protection.is_some() {
        options.push((
            Choice::Name,
            "Namnge en kollega".to_owned(),
            "akten är skyddad: bara namngivna kommer in".to_owned(),
        ));
    }
    options.push(if leads {
        (
            Choice::Related,
            "Notera jäv".to_owned(),
            "någon är närstående och ska inte komma in".to_owned(),
        )
    } else {
        (
            Choice::Related,
            "Jag är jävig".to_owned(),
            "du kommer sedan inte in i akten".to_owned(),
        )
    });
    for row in known.named {
        let span = match row.to {
            Some(to) => format!(
                "namngiven {} till {}",
                told(row.from, ctx.today),
                told(to, ctx.today)
            ),
            None => format!("namngiven sedan {}", told(row.from, ctx.today)),
        };
        let chosen = match row.to {
            Some(_) => Choice::Past(format!("{}: {span}.", row.name)),
            None => Choice::EndNamed(row.user, row.name.clone()),
        };
        options.push((chosen, row.name, span));
    }
    for row in known.related {
        let noted = told(row.noted, ctx.today);
        let more = match row.ended {
            Some(ended) => format!(
                "jävig {noted} till {}: {}",
                told(ended, ctx.today),
                row.reason
            ),
            None => format!("jävig sedan {noted}: {}", row.reason),
        };
        let chosen = match row.ended {
            None if leads => Choice::EndRelated(row.user, row.name.clone()),
            _ => Choice::Past(format!("{}: {more}.", row.name)),
        };
        options.push((chosen, row.name, more));
    }
    for row in known.emergencies {
        let more = format!(
            "nödåtkomst {}: {}",
            told_moment(&row.begun_at, ctx),
            row.reason
        );
        let chosen = match row.running && (leads || row.user == ctx.user.id) {
            true => Choice::Running(row.clone()),
            false => Choice::Past(told_whole(&row, ctx)),
        };
        options.push((chosen, row.who, more));
    }
    let head = person.clone();
    Ok(Step::open(Choose::new(
        "Vem får arbeta med akten",
        Some(person.clone()),
        options,
        move |chosen, ctx| match chosen {
            Choice::Name => name(&head, ctx),
            Choice::EndNamed(user, name) => Ok(end_named(&head, *user, name)),
            Choice::Related => related(&head, ctx),
            Choice::EndRelated(user, name) => Ok(end_related(&head, *user, name)),
            Choice::Running(row) => Ok(end_emergency(row, told_whole(row, ctx))),
            Choice::Past(told) => Ok(Step::done(told.clone())),
        },
    )))
}

fn name(person: &PersonHead, ctx: &Context<'_>) -> Result<Step> {
    let id = person.id;
    colleague::choose(
        "Vilken kollega namnges",
        Some(person.clone()),
        ctx,
        |_| false,
        move |chosen, _| {
            let user = chosen.id;
            let done = format!("{} är namngiven.", chosen.name);
            let named = Change::Access(AccessChange::Name { person: id, user });
            Ok(Step::ask(
                format!("Namnge {} ({})?", chosen.name, chosen.login),
                "Kollegan ser sedan den skyddade akten och öppnar den med ett skäl.",
                Step::apply_then(named, move |_| Step::done(done)),
            ))
        },
    )
}

fn end_named(person: &PersonHead, user: i64, name: &str) -> Step {
    let end = AccessChange::EndNamed {
        person: person.id,
        user,
    };
    let done = format!("{name} är inte längre namngiven.");
    Step::ask(
        "Avsluta namngivningen?",
        format!("{name} ser sedan inte akten. Raden ligger kvar med sin sista dag."),
        Step::apply_then(Change::Access(end), move |_| Step::done(done)),
    )
}

fn related(person: &PersonHead, ctx: &Context<'_>) -> Result<Step> {
    let me = Colleague {
        id: ctx.user.id,
        login: ctx.user.login.clone(),
        name: ctx.user.name.clone(),
    };
    if !ctx.user.role.leads() {
        return taker(person, &me, ctx);
    }
    let head = person.clone();
    colleague::choose(
        "Vem är jävig",
        Some(person.clone()),
        ctx,
        |_| false,
        move |related, ctx| taker(&head, related, ctx),
    )
}

/// Asks who takes over the open cases of the one who is related.
fn taker(person: &PersonHead, related: &Colleague, ctx: &Context<'_>) -> Result<Step> {
    let mut options: Vec<(Option<i64>, String, String)> = vec![(
        None,
        "Ingen".to_owned(),
        "den som är jävig har inget öppet ärende i akten".to_owned(),
    )];
    let others = colleague::offered(ctx, |id| id == related.id).unwrap_or_default();
    options.extend(
        others
            .into_iter()
            .map(|(one, name, login)| (Some(one.id), name, login)),
    );
    let (head, related) = (person.clone(), related.clone());
    Ok(Step::open(Choose::new(
        format!("Vem tar över efter {}", related.name),
        Some(person.clone()),
        options,
        move |taker, _| Ok(why_related(&head, &related, *taker)),
    )))
}

fn why_related(person: &PersonHead, related: &Colleague, taker: Option<i64>) -> Step {
    let form = spec(
        "jav",
        "Jäv",
        "Den som är jävig kommer sedan inte in i akten och möter den inte i listor.",
        vec![required(
            "skal",
            "Skäl",
            FieldKind::Line,
            "Till exempel: kusin, granne. Förvaltningslagen 16 §.",
        )],
    );
    let (id, user, name) = (person.id, related.id, related.name.clone());
    Step::open(Form::quick(
        format!("Notera jäv: {name}"),
        Some(person.clone()),
        form,
        Answers::default(),
        move |given, ctx| {
            let marked = AccessChange::MarkRelated {
                person: id,
                user,
                reason: needed(given, "skal", "Skäl")?.to_owned(),
                taker,
            };
            let me = ctx.user.id == user;
            let said = Message::done(format!("{name} är noterad som jävig."));
            // Who marks oneself leaves the file at once.
            Ok(Step::apply_then(Change::Access(marked), move |_| {
                let leave = if me { Step::CloseAll } else { Step::Close };
                Step::Many(vec![leave, Step::Say(said)])
            }))
        },
    ))
}

fn end_related(person: &PersonHead, user: i64, name: &str) -> Step {
    let form = spec(
        "jav_slut",
        "Inte jävig",
        "Raden ligger kvar med sin sista dag.",
        vec![required("skal", "Skäl", FieldKind::Line, "")],
    );
    let (id, done) = (person.id, format!("{name} är inte längre jävig."));
    Step::open(Form::quick(
        format!("{name} är inte jävig"),
        Some(person.clone()),
        form,
        Answers::default(),
        move |given, _| {
            let reason = needed(given, "skal", "Skäl")?.to_owned();
            let end = AccessChange::EndRelated {
                person: id,
                user,
                reason,
            };
            Ok(change(end, done.clone()))
        },
    ))
}

/// Asks for emergency access to the file of a number that the search did not find.
pub fn emergency(number: &str, ctx: &Context<'_>) -> Step {
    let hours = ctx.store.unit().routines.emergency_hours;
    let help = format!(
        "Finns akten öppnas den för dig i {hours} timmar. Chefen får veta att du begärde det, och varför."
    );
    let form = spec(
        "nodatkomst",
        "Nödåtkomst",
        &help,
        vec![
            required(
                "nummer",
                "Nummer",
                FieldKind::Line,
                "Hela personnumret eller ärendenumret.",
            ),
            required(
                "skal",
                "Skäl",
                FieldKind::Line,
                "Till exempel: akut i jouren i kväll.",
            ),
        ],
    );
    let form = Form::quick(
        "Nödåtkomst",
        None,
        form,
        answers([("nummer", number.trim().to_owned())]),
        |given, _| {
            let asked = AccessChange::Emergency {
                number: needed(given, "nummer", "Nummer")?.to_owned(),
                reason: needed(given, "skal", "Skäl")?.to_owned(),
            };
            Ok(Step::apply_then(
                Change::Access(asked),
                |applied| match applied.person {
                    Some(person) => Step::Many(vec![
                        Step::Replace(Box::new(PersonScreen::new(person))),
                        Step::done("Nödåtkomst given. Chefen får veta det."),
                    ]),
                    None => Step::failed(
                        "Numret leder inte till någon akt som öppnas med nödåtkomst.\nKontrollera numret, eller fråga din chef.",
                    ),
                },
            ))
        },
    );
    Step::open(form.about(number.trim()))
}

/// The emergency accesses that the user judges: those that wait, and those that have been noted.
///
/// # Errors
/// When they cannot be read, or there is none.
pub fn emergencies(ctx: &Context<'_>) -> Result<Step> {
    let rows = ctx.store.all_emergencies(ctx.user)?;
    if rows.is_empty() {
        return Ok(Step::done("Det finns ingen nödåtkomst att ta del av."));
    }
    let options = rows
        .into_iter()
        .map(|row| {
            let title = format!("{} – {}", row.who, whose(&row));
            let state = match (&row.noted_by, row.running) {
                (None, true) => "pågår, väntar på dig",
                (None, false) => "väntar på dig",
                (Some(_), true) => "pågår",
                (Some(_), false) => "noterad",
            };
            let more = format!(
                "{state} · {}: {}",
                told_moment(&row.begun_at, ctx),
                row.reason
            );
            (row, title, more)
        })
        .collect();
    Ok(Step::open(Choose::new(
        "Nödåtkomst",
        None,
        options,
        |row: &EmergencyRow, ctx| Ok(judge(row, ctx)),
    )))
}

fn whose(row: &EmergencyRow) -> &str {
    let name = row.person.as_ref().map(|(_, name)| name.as_str());
    name.unwrap_or("en akt som du inte har åtkomst till")
}

/// All that is known of an emergency access, in sentences.
fn told_whole(row: &EmergencyRow, ctx: &Context<'_>) -> String {
    let done = match (row.done.is_empty(), row.person.is_some()) {
        (false, _) => format!("I akten: {}.", row.done.join("; ")),
        (true, true) => "Inget är läst eller skrivet i akten.".to_owned(),
        (true, false) => String::new(),
    };
    let end = told_moment(&row.until_at, ctx);
    let until = match (&row.ended_by, row.running) {
        (Some(by), _) => format!("{by} avslutade den {end}."),
        (None, true) => format!("Den varar till {end}."),
        (None, false) => format!("Den varade till {end}."),
    };
    let noted = row
        .noted_by
        .as_ref()
        .map(|by| format!("{by} har tagit del av den."));
    let sentences = [
        format!(
            "{} öppnade {} {}.",
            row.who,
            whose(row),
            told_moment(&row.begun_at, ctx)
        ),
        format!("Skäl: {}.", row.reason.trim_end_matches('.')),
        done,
        until,
        noted.unwrap_or_default(),
    ];
    let said: Vec<&str> = sentences
        .iter()
        .map(String::as_str)
        .filter(|s| !s.is_empty())
        .collect();
    said.join(" ")
}

/// What can be done about an emergency access: taking note of it, and ending it while it runs.
fn judge(row: &EmergencyRow, ctx: &Context<'_>) -> Step {
    let told = told_whole(row, ctx);
    match (row.noted_by.is_none(), row.running) {
        (true, false) => note_emergency(row, told),
        (false, true) => end_emergency(row, told),
        (false, false) => Step::done(told),
        (true, true) => {
            let options = vec![
                (
                    true,
                    "Ta del av den".to_owned(),
                    "den löper på till sitt slut".to_owned(),
                ),
                (
                    false,
                    "Avsluta den nu".to_owned(),
                    format!("{} kommer inte längre in", row.who),
                ),
            ];
            let row = row.clone();
            Step::open(Choose::new(
                "Nödåtkomst",
                None,
                options,
                move |noting: &bool, _| {
                    Ok(match noting {
                        true => note_emergency(&row, told.clone()),
                        false => end_emergency(&row, told.clone()),
                    })
                },
            ))
        }
    }
}

fn note_emergency(row: &EmergencyRow, told: String) -> Step {
    let note = AccessChange::NoteEmergency { access: row.id };
    Step::ask(
        "Har du tagit del av nödåtkomsten?",
        told,
        Step::apply_then(Change::Access(note), |_| {
            Step::done("Noterat att du har tagit del av det.")
        }),
    )
}

fn end_emergency(row: &EmergencyRow, told: String) -> Step {
    let end = AccessChange::EndEmergency { access: row.id };
    let done = format!("{}s nödåtkomst är slut.", row.who);
    Step::ask(
        "Avsluta nödåtkomsten nu?",
        told,
        Step::apply_then(Change::Access(end), move |_| Step::done(done)),
    )
}
