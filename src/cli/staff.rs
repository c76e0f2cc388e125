//! `akt anvandare`: who works here, as what, and with which key they come in.

use std::fs;
use std::io::{self, Read};

use chrono::NaiveDate;
use serde::Serialize;

use super::args::{Asked, usage};
use super::out::{Out, pad};
use super::session::{Session, day};
use super::{Done, Trouble};
use crate::core::change::{Change, NewUser};
use crate::core::public_key::PublicKey;
use crate::core::staff::{StaffChange, StaffRow};
use crate::core::text::{clean_line, screen_safe};
use crate::core::user::{Role, User};
use crate::error::{Error, nearest};
use crate::store::{Mode, Store};

/// What can be done, and the options that belong to it.
const WHAT: &[(&str, &[&str])] = &[
    ("lista", &["json"]),
    ("forsta-chef", &["enhet", "roll", "grupp", "andel", "start"]),
    ("lagg-till", &["enhet", "roll", "grupp", "andel", "start"]),
    ("roll", &["fran"]),
    ("grupp", &["fran"]),
    ("andel", &["fran"]),
    ("start", &[]),
    ("utsedd", &["fran", "till", "slut"]),
    ("nyckel", &["ta-bort"]),
    ("avsluta", &["sista-dag", "tar-over"]),
    ("tillbaka", &[]),
];

/// More than any file of public keys.
const LARGEST_FILE: u64 = 64 * 1024;

pub(super) fn run(asked: &Asked, session: &Session, out: &mut Out) -> Done {
    let word = match asked.values().first() {
        None => "lista".to_owned(),
        Some(_) => crate::core::text::fold(asked.value(0, "Vad som ska göras")?),
    };
    let Some((what, options)) = WHAT
        .iter()
        .copied()
        .find(|(known, _)| *known == word.replace(' ', "-"))
    else {
        let near = nearest(&word, WHAT.iter().map(|(known, _)| *known)).unwrap_or("lagg-till");
        return Err(usage(format!(
            "akt anvandare känner inte ”{word}”. Menade du akt anvandare {near}? Mer: akt hjälp anvandare"
        )));
    };
    let foreign = asked.command.options.iter().map(|option| option.name);
    if let Some(option) = { foreign }.find(|name| asked.has(name) && !options.contains(name)) {
        return Err(usage(format!(
            "--{option} hör inte till akt anvandare {what}. Mer: akt hjälp anvandare"
        )));
    }
    let first = what == "forsta-chef";
    let path = session.path("akt.db")?;
    let mode = if first {
        Mode::CreateIfMissing
    } else {
        Mode::Existing
    };
    let store = session.open(&path, mode)?;
    let at_work = AtWork {
        asked,
        today: session.today(),
        asks: session.keeper(&store)?,
        store,
    };
    if what == "lista" {
        return at_work.list(out);
    }
    let login = clean_line(asked.value(1, "Inloggningen")?);
    if what == "nyckel" {
        return at_work.keys(&login, out);
    }
    let change = at_work.change(what, &login)?;
    at_work.apply(change)?;
    out.line(&at_work.told(what, &login)?)
}

struct AtWork<'a> {
    asked: &'a Asked,
    today: NaiveDate,
    store: Store,
    asks: User,
}

impl AtWork<'_> {
    fn change(&self, what: &str, login: &str) -> Result<StaffChange, Trouble> {
        let value = |name: &str| self.asked.value(2, name);
        let from = self.date("fran")?.unwrap_or(self.today);
        Ok(match what {
            "forsta-chef" => StaffChange::FirstManager {
                unit: self.asked.text("enhet")?.unwrap_or("").to_owned(),
                user: self.new_user(login, Role::Manager)?,
            },
            "lagg-till" => StaffChange::Register {
                unit: self.asked.text("enhet")?.unwrap_or("").to_owned(),
                user: self.new_user(login, Role::Caseworker)?,
            },
            "roll" => StaffChange::Role {
                user: self.user(login)?,
                role: role(value("Rollen")?)?,
                from,
            },
            "grupp" => StaffChange::BaseGroup {
                user: self.user(login)?,
                group: value("Basgruppen")?.to_owned(),
                from,
            },
            "andel" => StaffChange::Share {
                user: self.user(login)?,
                percent: percent(value("Andelen i procent")?)?,
                from,
            },
            "start" => StaffChange::Started {
                user: self.user(login)?,
                day: day("start", value("Första dagen")?)?,
            },
            "utsedd" => {
                let (user, kind) = (
                    self.user(login)?,
                    value("Vad personen utses till")?.to_owned(),
                );
                match self.date("slut")? {
                    Some(last) => StaffChange::EndAppointment { user, kind, last },
                    None => StaffChange::Appoint {
                        user,
                        kind,
                        from,
                        to: self.date("till")?,
                    },
                }
            }
            "avsluta" => StaffChange::End {
                user: self.user(login)?,
                last: self.date("sista-dag")?.unwrap_or(self.today),
                taker: match self.asked.text("tar-over")? {
                    Some(login) => Some(self.user(&clean_line(login))?),
                    None => None,
                },
            },
            _ => StaffChange::Return {
                user: self.user(login)?,
            },
        })
    }

    fn apply(&self, change: StaffChange) -> Done {
        self.store.apply(&self.asks, Change::Staff(change))?;
        Ok(())
    }

    fn user(&self, login: &str) -> Result<i64, Trouble> {
        Ok(self.store.staff_id(login)?.ok_or_else(|| {
            Error::user(format!("Användaren ”{login}” finns inte i databasen."))
                .hint("Alla som finns: akt anvandare lista")
        })?)
    }

    fn date(&self, option: &str) -> Result<Option<NaiveDate>, Trouble> {
        let text = self.asked.text(option)?;
        text.map(|text| day(&format!("--{option}"), text))
            .transpose()
    }

    fn new_user(&self, login: &str, otherwise: Role) -> Result<NewUser, Trouble> {
        let known = self.asked.text("roll")?;
        Ok(NewUser {
            login: login.to_owned(),
            name: self.asked.value(2, "Namnet")?.to_owned(),
            role: known.map_or(Ok(otherwise), role)?,
            started: self.date("start")?.unwrap_or(self.today),
            share: self.asked.text("andel")?.map_or(Ok(100), percent)?,
            base_group: self.asked.text("grupp")?.map(clean_line),
        })
    }

    fn row(&self, login: &str) -> Result<Option<StaffRow>, Trouble> {
        let all = self.store.staff(&self.asks)?;
        Ok(all.into_iter().find(|person| person.login == login))
    }

    /// What holds after the change, in one line.
    fn told(&self, what: &str, login: &str) -> Result<String, Trouble> {
        let Some(person) = self.row(login)? else {
            return Ok(format!("{login}: klart."));
        };
        Ok(match (what, person.ended) {
            ("avsluta", Some(last)) if last <= self.today => format!(
                "{login} är utestängd: nycklarna är borttagna och öppna skrivbord stängs inom två sekunder."
            ),
            ("avsluta", Some(last)) => {
                let left = self.store.left_behind(&self.asks, person.id)?;
                let left = match left.is_nothing() {
                    true => String::new(),
                    false => format!(
                        " Att lämna över före dess: {}. Det görs med --tar-over INLOGGNING.",
                        left.told()
                    ),
                };
                format!("{login}: sista dag {last}.{left}")
            }
            ("tillbaka", _) if person.keys.is_empty() => format!(
                "{}\nNycklarna togs bort. Lägg till en igen: akt anvandare nyckel {login} FIL",
                line(&person)
            ),
            _ => line(&person),
        })
    }

    fn list(&self, out: &mut Out) -> Done {
        let staff = self.store.staff(&self.asks)?;
        if self.asked.has("json") {
            let people: Vec<PersonJson> = staff.iter().map(PersonJson::of).collect();
            return out.json_pretty(&people);
        }
        staff.iter().try_for_each(|person| out.line(&line(person)))
    }

    fn keys(&self, login: &str, out: &mut Out) -> Done {
        let user = self.user(login)?;
        let own = self
            .row(login)?
            .map(|person| person.keys)
            .unwrap_or_default();
        if let Some(number) = self.asked.number("ta-bort")? {
            let at = usize::try_from(number).unwrap_or(usize::MAX);
            let Some(key) = at.checked_sub(1).and_then(|at| own.get(at)) else {
                return Err(usage(format!(
                    "{login} har ingen nyckel {number}. Se numren: akt anvandare nyckel {login}"
                )));
            };
            self.apply(StaffChange::RemoveKey { user, key: key.id })?;
            return out.line(&format!(
                "Nyckel {number} är borttagen och släpper inte in någon. {login}s öppna skrivbord stängs inom två sekunder."
            ));
        }
        if self.asked.values().len() < 3 {
            if own.is_empty() {
                return out.line(&format!("{login} har ingen nyckel."));
            }
            return (1..)
                .zip(&own)
                .try_for_each(|(at, key)| out.line(&format!("{at}  {}", key.told())));
        }
        // Every line is read before the first is added, so that a file is taken whole or not at all.
        let mut keys = Vec::new();
        for (at, text) in (1..).zip(self.key_file()?.lines()) {
            if text.trim().is_empty() || text.starts_with('#') {
                continue;
            }
            keys.push(PublicKey::read(text).map_err(|problem| {
                Error::user(format!("Rad {at}: {problem}"))
                    .hint("Ange filen som slutar på .pub, en nyckel på varje rad.")
            })?);
        }
        if keys.is_empty() {
            return Err(Error::user("Det finns ingen nyckel i filen.").into());
        }
        for key in keys {
            self.apply(StaffChange::AddKey {
                user,
                key: key.clone(),
            })?;
            out.line(&format!("{login} kommer in med {} {}", key.kind, key.label))?;
        }
        Ok(())
    }

    fn key_file(&self) -> Result<String, Trouble> {
        let name = self.asked.value(2, "Filen med nyckeln")?;
        let mut text = String::new();
        let read = if name == "-" {
            io::stdin()
                .lock()
                .take(LARGEST_FILE)
                .read_to_string(&mut text)
        } else {
            fs::File::open(name).and_then(|file| file.take(LARGEST_FILE).read_to_string(&mut text))
        };
        read.map_err(|error| Error::from(error).at(screen_safe(name).into_owned()))?;
        Ok(text)
    }
}

fn role(text: &str) -> Result<Role, Trouble> {
    Role::read(text).ok_or_else(|| {
        let known: Vec<&str> = Role::ALL.iter().map(|role| role.word()).collect();
        usage(format!(
            "Rollen ”{text}” finns inte. Roller: {}.",
            known.join(", ")
        ))
    })
}

fn percent(text: &str) -> Result<u32, Trouble> {
    text.trim_end_matches('%')
        .parse()
        .ok()
        .filter(|percent| *percent <= 100)
        .ok_or_else(|| usage(format!("{text}: andelen är ett tal i procent, 0 till 100.")))
}

fn line(person: &StaffRow) -> String {
    format!(
        "{}  {}  {}",
        pad(&person.login, 16),
        pad(&person.name, 22),
        person.told()
    )
}

#[derive(Serialize)]
struct PersonJson<'a> {
    login: &'a str,
    name: &'a str,
    role: Option<&'static str>,
    share: Option<u32>,
    base_group: Option<&'a str>,
    started: NaiveDate,
    ended: Option<NaiveDate>,
    appointments: &'a [String],
    keys: usize,
    coming: Vec<ComingJson<'a>>,
}

#[derive(Serialize)]
struct ComingJson<'a> {
    from: NaiveDate,
    what: &'a str,
}

impl PersonJson<'_> {
    fn of(person: &StaffRow) -> PersonJson<'_> {
        PersonJson {
            login: &person.login,
            name: &person.name,
            role: person.role.map(Role::word),
            share: person.share,
            base_group: person.base_group.as_deref(),
            started: person.started,
            ended: person.ended,
            appointments: &person.appointments,
            keys: person.keys.len(),
            coming: person
                .coming
                .iter()
                .map(|(from, what)| ComingJson { from: *from, what })
                .collect(),
        }
    }
}
