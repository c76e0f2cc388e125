//! The people of the unit as a manager keeps them: who is let in, as what, with which keys, and until when. The same
//! writes as `akt anvandare`.

use super::choose::Choose;
use super::colleague;
use super::form::Form;
use super::short_form::{answers, choice, day, field, finish, needed, required, spec, told};
use super::{Context, Step};
use crate::core::change::{Change, NewUser};
use crate::core::form::{Answers, Field, FieldKind};
use crate::core::public_key::PublicKey;
use crate::core::staff::{StaffChange, StaffRow, appointment_name};
use crate::core::text::clean_line;
use crate::core::user::Role;
use crate::error::{Error, Result};

/// What can be done about somebody.
enum Way {
    Role,
    Group,
    Share,
    Started,
    Appoint,
    EndAppointment(String),
    AddKey,
    RemoveKey(i64, String),
    End,
    Return,
}

/// Everybody in the unit, and somebody new.
///
/// # Errors
/// When the user does not lead the unit, or the database cannot be read.
pub fn open(ctx: &Context<'_>) -> Result<Step> {
    let mut options = vec![(
        None,
        "Lägg till en medarbetare".to_owned(),
        "inloggning, namn, roll".to_owned(),
    )];
    for person in ctx.store.staff(ctx.user)? {
        let (name, more) = (person.name.clone(), person.told());
        options.push((Some(person), name, more));
    }
    Ok(Step::open(Choose::new(
        "Medarbetare",
        None,
        options,
        |chosen, ctx| {
            Ok(match chosen {
                None => add(ctx),
                Some(person) => ways(person.clone(), ctx),
            })
        },
    )))
}

fn change(change: StaffChange, done: impl Into<String>) -> Step {
    finish(Change::Staff(change), done)
}

fn ways(person: StaffRow, ctx: &Context<'_>) -> Step {
    let now = |text: Option<String>| text.unwrap_or_else(|| "ingen".to_owned());
    let mut options = Vec::new();
    let mut offer = |way, name: &str, more: String| options.push((way, name.to_owned(), more));
    offer(
        Way::Role,
        "Byt roll",
        person.role.map_or("utan roll", Role::name).to_owned(),
    );
    offer(Way::Group, "Byt basgrupp", now(person.base_group.clone()));
    offer(
        Way::Share,
        "Ändra tjänstgöringsgrad",
        now(person.share.map(|share| format!("{share} %"))),
    );
    offer(
        Way::Started,
        "Ändra första dagen",
        told(person.started, ctx.today),
    );
    offer(
        Way::Appoint,
        "Utse",
        "till exempel den som samråd sker med".to_owned(),
    );
    for kind in &person.appointments {
        let name = format!("Avsluta uppdraget {}", appointment_name(kind));
        offer(Way::EndAppointment(kind.clone()), &name, String::new());
    }
    offer(
        Way::AddKey,
        "Lägg till en nyckel",
        "raden ur filen som slutar på .pub".to_owned(),
    );
    for key in &person.keys {
        offer(
            Way::RemoveKey(key.id, key.told()),
            "Ta bort nyckeln",
            key.told(),
        );
    }
    match person.ended {
        Some(last) => offer(
            Way::Return,
            "Tillbaka i arbete",
            format!("sista dag {}", told(last, ctx.today)),
        ),
        None => offer(
            Way::End,
            "Avsluta",
            "sista dag, vem som tar över".to_owned(),
        ),
    }
    let title = format!("{}  {}", person.name, person.login);
    Step::open(Choose::new(title, None, options, move |way, ctx| {
        take(way, &person, ctx)
    }))
}

fn take(way: &Way, person: &StaffRow, ctx: &Context<'_>) -> Result<Step> {
    let (user, name) = (person.id, person.name.clone());
    let today = ctx.today.to_string();
    let from = required(
        "fran",
        "Från",
        FieldKind::Date,
        "Första dagen som det gäller.",
    );
    Ok(match way {
        Way::Role => {
            let roles = choice("roll", "Roll", Role::ALL.iter().map(|role| role.name()));
            let role = person.role.map_or("", Role::name).to_owned();
            let first = answers([("roll", role), ("fran", today)]);
            ask(
                &person.name,
                "Roll",
                vec![roles, from],
                first,
                move |given| {
                    let role = role_of(given)?;
                    let done = format!("{name} är {}.", role.name());
                    let from = day(given, "fran", "Från")?;
                    Ok(change(StaffChange::Role { user, role, from }, done))
                },
            )
        }
        Way::Group => {
            let help = "Basgruppens namn; ett nytt namn blir en ny grupp.";
            let group = required("grupp", "Basgrupp", FieldKind::Line, help);
            let now = person.base_group.clone().unwrap_or_default();
            let first = answers([("grupp", now), ("fran", today)]);
            ask(
                &person.name,
                "Basgrupp",
                vec![group, from],
                first,
                move |given| {
                    let group = needed(given, "grupp", "Basgruppen")?.to_owned();
                    let done = format!("{name} arbetar i {group}.");
                    let from = day(given, "fran", "Från")?;
                    Ok(change(StaffChange::BaseGroup { user, group, from }, done))
                },
            )
        }
        Way::Share => {
            let share = share_field();
            let now = person.share.unwrap_or(100).to_string();
            let first = answers([("andel", now), ("fran", today)]);
            ask(
                &person.name,
                "Andel",
                vec![share, from],
                first,
                move |given| {
                    let percent = percent(given)?;
                    let done = format!("{name} arbetar {percent} %.");
                    let from = day(given, "fran", "Från")?;
                    Ok(change(
                        StaffChange::Share {
                            user,
                            percent,
                            from,
                        },
                        done,
                    ))
                },
            )
        }
        Way::Started => {
            let field = required(
                "dag",
                "Första dagen",
                FieldKind::Date,
                "I tjänsten; delegationen räknar från den.",
            );
            let first = answers([("dag", person.started.to_string())]);
            ask(
                &person.name,
                "Första dagen",
                vec![field],
                first,
                move |given| {
                    let day = day(given, "dag", "Första dagen")?;
                    let done = format!("{name}: första dagen är {day}.");
                    Ok(change(StaffChange::Started { user, day }, done))
                },
            )
        }
        Way::Appoint => {
            let words = ctx.store.unit().delegation.appointments();
            let words: Vec<String> = words.into_iter().map(str::to_owned).collect();
            let names: Vec<String> = words.iter().map(|word| appointment_name(word)).collect();
            let kinds = choice("vad", "Utses till", names.iter().map(String::as_str));
            let first = answers([("fran", today)]);
            ask(
                &person.name,
                "Utse",
                vec![kinds, from],
                first,
                move |given| {
                    let chosen = needed(given, "vad", "Vad personen utses till")?;
                    let known = words.iter().find(|word| appointment_name(word) == chosen);
                    let kind = known.map_or(chosen, String::as_str).to_owned();
                    let done = format!("{name} är utsedd: {chosen}.");
                    let from = day(given, "fran", "Från")?;
                    Ok(change(
                        StaffChange::Appoint {
                            user,
                            kind,
                            from,
                            to: None,
                        },
                        done,
                    ))
                },
            )
        }
        Way::EndAppointment(kind) => {
            let kind = kind.clone();
            let field = required("dag", "Sista dagen", FieldKind::Date, "");
            let first = answers([("dag", today)]);
            ask(
                &person.name,
                "Uppdraget slutar",
                vec![field],
                first,
                move |given| {
                    let last = day(given, "dag", "Sista dagen")?;
                    let done = format!(
                        "{name}: uppdraget {} slutar {last}.",
                        appointment_name(&kind)
                    );
                    let kind = kind.clone();
                    Ok(change(
                        StaffChange::EndAppointment { user, kind, last },
                        done,
                    ))
                },
            )
        }
        Way::AddKey => {
            let help = "Hela raden: slag, nyckel och namn. Aldrig den privata nyckeln.";
            let field = required("nyckel", "Öppen nyckel", FieldKind::Line, help);
            ask(
                &person.name,
                "Nyckel",
                vec![field],
                Answers::default(),
                move |given| {
                    let line = needed(given, "nyckel", "Nyckeln")?;
                    let key = PublicKey::read(line).map_err(|problem| {
                        Error::user(problem.to_string())
                            .hint("Klistra in raden ur filen som slutar på .pub.")
                    })?;
                    let done = format!("{name} kommer in med {} {}.", key.kind, key.label);
                    Ok(change(StaffChange::AddKey { user, key }, done))
                },
            )
        }
        Way::RemoveKey(key, which) => {
            let text =
                format!("{which} släpper sedan inte in någon, och {name}s öppna skrivbord stängs.");
            let removed = Change::Staff(StaffChange::RemoveKey { user, key: *key });
            let done = format!("{name}s nyckel är borttagen.");
            Step::ask(
                "Ta bort nyckeln?",
                text,
                Step::apply_then(removed, |_| Step::done(done)),
            )
        }
        Way::End => return end(person, ctx),
        Way::Return => {
            let text = format!("{name} arbetar här igen. Nycklarna läggs till på nytt.");
            let back = Change::Staff(StaffChange::Return { user });
            let done = format!("{name} är tillbaka.");
            Step::ask(
                "Tillbaka i arbete?",
                text,
                Step::apply_then(back, |_| Step::done(done)),
            )
        }
    })
}

/// A short form about somebody.
fn ask(
    name: &str,
    what: &str,
    fields: Vec<Field>,
    first: Answers,
    submit: impl Fn(&Answers) -> Result<Step> + 'static,
) -> Step {
    let form = spec("medarbetare", what, "", fields);
    Step::open(Form::quick(name, None, form, first, move |given, _| {
        submit(given)
    }))
}

fn role_of(given: &Answers) -> Result<Role> {
    Role::read(needed(given, "roll", "Rollen")?)
        .ok_or_else(|| Error::user("Rollen finns inte.").hint("Välj en av dem i listan."))
}

fn share_field() -> Field {
    required(
        "andel",
        "Andel",
        FieldKind::Line,
        "Procent av heltid, 0 till 100.",
    )
}

fn percent(given: &Answers) -> Result<u32> {
    let text = needed(given, "andel", "Andelen")?;
    let digits = text.trim_end_matches('%').trim();
    digits
        .parse()
        .map_err(|_| Error::user(format!("{text}: andelen är ett tal i procent, 0 till 100.")))
}

fn add(ctx: &Context<'_>) -> Step {
    let help = "Små bokstäver, siffror, punkt och streck, till exempel anna.ek.";
    let fields = vec![
        required("inloggning", "Inloggning", FieldKind::Line, help),
        required("namn", "Namn", FieldKind::Line, "Förnamn och efternamn."),
        choice("roll", "Roll", Role::ALL.iter().map(|role| role.name())),
        share_field(),
        field("grupp", "Basgrupp", FieldKind::Line, "Tomt om ingen."),
        required("start", "Första dagen", FieldKind::Date, ""),
    ];
    let first = answers([
        ("roll", Role::Caseworker.name().to_owned()),
        ("andel", "100".to_owned()),
        ("start", ctx.today.to_string()),
    ]);
    ask("Ny medarbetare", "Medarbetare", fields, first, |given| {
        let group = clean_line(given.get("grupp")).trim().to_owned();
        let user = NewUser {
            login: needed(given, "inloggning", "Inloggningen")?.to_owned(),
            name: needed(given, "namn", "Namnet")?.to_owned(),
            role: role_of(given)?,
            started: day(given, "start", "Första dagen")?,
            share: percent(given)?,
            base_group: (!group.is_empty()).then_some(group),
        };
        let done = format!(
            "{} är tillagd. Lägg till en nyckel, så kommer {} in.",
            user.name, user.login
        );
        let unit = String::new();
        Ok(change(StaffChange::Register { unit, user }, done))
    })
}

/// The last day. What the person has goes to somebody, at the latest with that day.
fn end(person: &StaffRow, ctx: &Context<'_>) -> Result<Step> {
    let left = ctx.store.left_behind(ctx.user, person.id)?;
    if left.is_nothing() {
        return Ok(last_day(person, None, ctx));
    }
    let leaver = person.clone();
    let mut options = vec![(
        None,
        "Ingen ännu".to_owned(),
        "bara när sista dagen ligger framåt".to_owned(),
    )];
    let colleagues = colleague::offered(ctx, |id| id == leaver.id)?;
    options.extend(
        colleagues
            .into_iter()
            .map(|(one, name, login)| (Some(one), name, login)),
    );
    let title = format!("Vem tar över {}", left.told());
    Ok(Step::open(Choose::new(
        title,
        None,
        options,
        move |taker, ctx| {
            let taker = taker.as_ref().map(|one| (one.id, one.name.clone()));
            Ok(last_day(&leaver, taker, ctx))
        },
    )))
}

fn last_day(person: &StaffRow, taker: Option<(i64, String)>, ctx: &Context<'_>) -> Step {
    let (user, name, today) = (person.id, person.name.clone(), ctx.today);
    let help = "I dag eller tidigare: nycklarna tas bort och öppna skrivbord stängs genast.";
    let field = required("dag", "Sista dagen", FieldKind::Date, help);
    let first = answers([("dag", today.to_string())]);
    let what = match &taker {
        Some((_, taker)) => format!("Avsluta, {taker} tar över i dag"),
        None => "Avsluta".to_owned(),
    };
    ask(&person.name, &what, vec![field], first, move |given| {
        let last = day(given, "dag", "Sista dagen")?;
        let done = match last <= today {
            true => format!("{name} är utestängd."),
            false => format!("{name}: sista dag {}.", told(last, today)),
        };
        let taker = taker.as_ref().map(|(id, _)| *id);
        Ok(change(StaffChange::End { user, last, taker }, done))
    })
}
