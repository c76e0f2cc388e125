//! Other processes: this test binary starts itself anew and does one of the works below until it is told to
//! stop, is killed or has done enough. What it has been told is saved it says on a line that begins with `ack`.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use akt::clock::Clock;
use akt::core::change::Change;
use akt::core::user::User;
use akt::store::{Mode, Store};
use akt::unit::Unit;

use crate::common::today;

/// The command that starts a worker on a database; `arguments` are the work's own.
pub fn command(work: &str, database: &Path, arguments: &[String]) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args([
            "--exact",
            "worker::works",
            "--nocapture",
            "--test-threads=1",
        ])
        .env("AKT_ARBETE", work)
        .env("AKT_ARBETE_DB", database)
        .env("AKT_ARBETE_MED", arguments.join("\n"))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command
}

/// A worker that runs, and what it says.
pub struct Worker {
    pub child: Child,
    pub said: BufReader<ChildStdout>,
}

impl Worker {
    pub fn start(mut command: Command) -> Worker {
        let mut child = command.spawn().unwrap();
        let said = BufReader::new(child.stdout.take().unwrap());
        Worker { child, said }
    }

    /// Everything that was acknowledged, once the worker is gone.
    pub fn acknowledged(mut self) -> Vec<String> {
        let lines = self.said.by_ref().lines();
        let acks = lines
            .map_while(Result::ok)
            .filter_map(|line| line.strip_prefix("ack ").map(str::to_owned))
            .collect();
        let _ = self.child.wait();
        acks
    }
}

/// Says that something is saved, at once.
fn acknowledge(what: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\nack {what}").unwrap();
    out.flush().unwrap();
}

pub fn open(database: &Path) -> (Store, User) {
    let store = Store::open(
        database,
        Mode::Existing,
        Unit::builtin(),
        Clock::Fixed(today()),
    )
    .unwrap();
    store.give_one_reason("prov").unwrap();
    let anna = store.user("anna.ek").unwrap().unwrap();
    (store, anna)
}

/// Whose journal is written in.
pub fn person(store: &Store, user: &User) -> i64 {
    store.search(user, "bergström", 1).unwrap()[0].person
}

/// Writes one journal entry; `Ok` means that it is saved.
pub fn write(store: &Store, user: &User, person: i64, text: &str) -> akt::error::Result<()> {
    let change = Change::WriteJournal {
        person,
        case: None,
        day: today(),
        time: None,
        text: text.to_owned(),
        corrects: None,
    };
    store.apply(user, change).map(|_| ())
}

/// The texts of the journal that is written in.
pub fn written(store: &Store, user: &User) -> Vec<String> {
    let rows = store.journal(user, person(store, user)).unwrap();
    rows.into_iter().filter_map(|row| row.text).collect()
}

#[test]
fn works() {
    let Ok(work) = std::env::var("AKT_ARBETE") else {
        return;
    };
    let database = PathBuf::from(std::env::var_os("AKT_ARBETE_DB").unwrap());
    let given = std::env::var("AKT_ARBETE_MED").unwrap_or_default();
    let given: Vec<&str> = given.split('\n').collect();
    match work.as_str() {
        "skriv" => write_entries(&database, given[0], given[1].parse().unwrap()),
        other => panic!("no work called {other}"),
    }
}

/// Writes entries that begin with a name until `count` are written.
fn write_entries(database: &Path, name: &str, count: usize) {
    let (store, anna) = open(database);
    let person = person(&store, &anna);
    for number in 0..count {
        let text = format!("{name} {number}");
        if write(&store, &anna, person, &text).is_ok() {
            acknowledge(&text);
        }
    }
}
