//! `akt demo`: an invented unit to try things on.

mod documents;
mod people;
mod plans;
mod staff;
mod texts;
mod unit;
mod ways;

use std::fs;
use std::path::{Path, PathBuf};

use chrono::Datelike;

use super::args::{Asked, usage};
use super::import::{entries, progress_bar};
use super::out::Out;
use super::session::{DEMO, Session};
use super::{Done, desk};
use crate::core::change::NewUser;
use crate::core::user::Role;
use crate::error::{Error, Result};
use crate::store::draft::path_beside;
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
    let made = prepare(&path, session, anew)?;
    if made {
        build(&path, session, people.unwrap_or(PEOPLE), seed.unwrap_or(1))?;
    }
    if !asked.has("bara-skapa") {
        return desk::open(asked, session, &path);
    }
    let name = path.display();
    let store = session.open(&path, Mode::Existing)?;
    let count = store.meta("demo_persons")?.unwrap_or_default();
    out.line(
        &if made {
            format!("Demon är skapad: {count} påhittade personer i {name}")
        } else {
            format!(
                "Demon finns redan och är orörd: {name}\nGör om den med --personer N eller --fro N."
            )
        }
        .replace('\n', ". "),
    )?;
    out.line("Öppna den: akt demo, eller akt --db med den filen. Användare: demo, demo-chef, demo-admin.")
}

/// Whether the demo is to be made; what stands in its way is refused, an old demo that is to be
/// made anew is taken away.
fn prepare(path: &Path, session: &Session, anew: bool) -> Result<bool> {
    match fs::metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(true),
        Ok(meta) if meta.is_file() && meta.len() == 0 => return Ok(true),
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
    drop(store);
    if whole && !anew {
        return Ok(false);
    }
    for file in files(path) {
        match fs::remove_file(&file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(Error::from(error).at(file.display()));
            }
            _ => {}
        }
    }
    Ok(true)
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
    let store = Store::open(path, Mode::CreateIfMissing, own, session.clock)?;
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
    made.map(|_| ())
}
