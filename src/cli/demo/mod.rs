//! `akt demo`: an invented unit to try things on.

mod documents;
mod people;
mod plans;
mod proposals;
mod staff;
mod texts;
mod unit;
mod ways;

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{Datelike, NaiveDate};

use super::args::{Asked, usage};
use super::import::{entries, progress_bar};
use super::out::Out;
use super::session::{DEMO, Session};
use super::{Done, desk};
use crate::core::calendar::day_month_year;
use crate::core::change::NewUser;
use crate::core::user::Role;
use crate::error::{Error, Result};
use crate::store::draft::{Drafts, path_beside};
use crate::store::{Mode, Store};

/// People in a demo when nothing else is said.
const PEOPLE: u64 = 1_400;

/// There is one invented number a day, and a person is no older than a hundred.
const MOST: u64 = 20_000;

pub(super) fn run(asked: &Asked, session: &Session, out: &mut Out) -> Done {
    let people = asked.number("personer")?;
    let seed = asked.number("fro")?;
    if people.is_some_and(|n| n > MOST) {
        return Err(usage(format!(
            "--personer: högst {MOST} personer ryms i en demo."
        )));
    }
    let today = session.today();
    if !(2018..=2100).contains(&today.year()) {
        return Err(usage(format!(
            "En demo kan byggas för dagar 2018–2100, inte för {today}."
        )));
    }
    let path = session.path("demo.db")?;
    let anew = people.is_some() || seed.is_some();
    let lies = prepare(&path, session, anew)?;
    if let Lies::Make { as_before } = lies {
        let (count, roll) = as_before.unwrap_or((PEOPLE, 1));
        let (people, seed) = (people.unwrap_or(count), seed.unwrap_or(roll));
        if let Err(error) = build(&path, session, people, seed) {
            // Half a demo is no demo; what was in its place is gone already.
            clear(&path)?;
            return Err(error.into());
        }
    }
    let aged = match lies {
        Lies::Aged(day) => Some(format!(
            "Demon gjordes {} och något är skrivet i den: datumen är från den dagen.\nGör om den med akt demo --personer {PEOPLE}.",
            day_month_year(day)
        )),
        _ => None,
    };
    if !asked.has("bara-skapa") {
        return desk::open(asked, session, &path, aged);
    }
    let name = path.display();
    let store = session.open(&path, Mode::Existing)?;
    let count = store.meta("demo_persons")?.unwrap_or_default();
    match (&lies, aged) {
        (Lies::Make { .. }, _) => out.line(&format!(
            "Demon är skapad: {count} påhittade personer i {name}"
        ))?,
        (_, None) => out.line(&format!(
            "Demon finns redan och är orörd: {name}. Gör om den med --personer N eller --fro N."
        ))?,
        (_, Some(aged)) => out.lines("", &aged)?,
    }
    out.line("Öppna den: akt demo, eller akt --db med den filen. Användare: demo, demo-chef, demo-admin.")
}

/// What there is of a demo already.
enum Lies {
    /// Nothing, or nothing to keep. One that was made another day is made again with as many people of the
    /// same seed.
    Make { as_before: Option<(u64, u64)> },
    /// One that is today's.
    Today,
    /// One that was made another day and has been written in since.
    Aged(NaiveDate),
}

/// Whether the demo is to be made. Its dates are those of the day it was made, so one that nobody has
/// written in is made again on another day; what is written by hand is never thrown away unasked. What stands in its way is refused, an old demo that is to be
/// made anew is taken away.
fn prepare(path: &Path, session: &Session, anew: bool) -> Result<Lies> {
    match fs::metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Ok(Lies::Make { as_before: None });
        }
        Ok(meta) if meta.is_file() && meta.len() == 0 => {
            return Ok(Lies::Make { as_before: None });
        }
        _ => {}
    }
    let store = session.open(path, Mode::Existing)?;
    let refused = || {
        Error::user(format!(
            "{} är inte en demo och lämnas orörd.",
            path.display()
        ))
        .hint("Ange en fil som inte finns: akt demo --db NY.db")
    };
    if !store.is_demo()? {
        return Err(refused());
    }
    // One whose making was broken off has nobody in it.
    let whole = store.user(DEMO)?.is_some();
    let mut as_before = None;
    if whole && !anew {
        let told = |key| Ok::<_, Error>(store.meta(key)?.unwrap_or_default());
        let day = told("demo_day")?.parse().unwrap_or(session.today());
        if day == session.today() {
            return Ok(Lies::Today);
        }
        let written = store.latest_write()?.to_string() != told("demo_written")?
            || !Drafts::open(path, session.clock)?.is_empty()?;
        if written {
            return Ok(Lies::Aged(day));
        }
        as_before = Some((
            told("demo_persons")?.parse().unwrap_or(PEOPLE),
            told("demo_seed")?.parse().unwrap_or(1),
        ));
    }
    drop(store);
    clear(path)?;
    Ok(Lies::Make { as_before })
}

/// Takes a demo away.
fn clear(path: &Path) -> Result<()> {
    for file in files(path) {
        match fs::remove_file(&file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(Error::from(error).at(file.display()));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Everything that belongs to a database: SQLite's own files beside it, and its drafts.
fn files(path: &Path) -> Vec<PathBuf> {
    let drafts = path_beside(path);
    [path, &drafts]
        .into_iter()
        .flat_map(|file| {
            ["", "-wal", "-shm"].map(|end| {
                let mut name = file.as_os_str().to_owned();
                name.push(end);
                PathBuf::from(name)
            })
        })
        .collect()
}

fn build(path: &Path, session: &Session, people: u64, seed: u64) -> Result<()> {
    let own = session.unit(path);
    let register = unit::make(&own, people, seed, session.today())?;
    let store = Store::open(path, Mode::Demo, own, session.clock)?;
    store.mark_demo()?;
    store.remember("demo_persons", &people.to_string())?;
    store.remember("demo_seed", &seed.to_string())?;
    store.remember("demo_day", &session.today().to_string())?;
    let bar = progress_bar(entries(&register), "Bygger demon");
    let first = NewUser {
        login: "demo-admin".to_owned(),
        name: "Administratör".to_owned(),
        role: Role::Administrator,
        started: session.today(),
        share: 100,
        base_group: None,
    };
    let made = store.import_first(&first, &register, &mut |done| bar.set_position(done));
    bar.finish_and_clear();
    made?;
    proposals::propose(&store)?;
    // What is written after this is written by hand.
    store.remember("demo_written", &store.latest_write()?.to_string())
}
