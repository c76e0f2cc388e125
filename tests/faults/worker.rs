//! Other processes: this test binary starts itself anew and does one of the works below until it is told to
//! stop, is killed or has done enough. What it has been told is saved it says on a line that begins with `ack`.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use akt::clock::Clock;
use akt::core::change::Change;
use akt::core::user::User;
use akt::store::key::path_beside;
use akt::store::{Mode, Store};
use akt::unit::Unit;

use crate::common::today;
use crate::crowd;

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

    /// Calls with each thing that is acknowledged until the worker is gone.
    pub fn each(&mut self, mut acknowledged: impl FnMut(String)) {
        let mut line = String::new();
        while self.said.read_line(&mut line).is_ok_and(|read| read > 0) {
            if let Some(what) = line.strip_prefix("ack ") {
                acknowledged(what.trim_end().to_owned());
            }
            line.clear();
        }
        let _ = self.child.wait();
    }

    /// Everything that was acknowledged, once the worker is gone.
    pub fn acknowledged(mut self) -> Vec<String> {
        let mut all = Vec::new();
        self.each(|what| all.push(what));
        all
    }
}

/// Writes a file that is its owner's alone, as a database must be.
pub fn lay(path: &Path, bytes: &[u8]) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::write(path, bytes).unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
}

/// Lays the key of one database beside another, where databases are encrypted.
pub fn lay_key(from: &Path, to: &Path) {
    let key = path_beside(from);
    if key.exists() {
        std::fs::copy(key, path_beside(to)).unwrap();
    }
}

/// Whether the machine has a program; says loudly that something is skipped where it has not.
pub fn has(program: &str) -> bool {
    let found = Command::new(program).arg("-V").output().is_ok();
    if !found {
        println!("HOPPAS ÖVER: {program} finns inte här");
    }
    found
}

/// The same command under strace, with a fault in one of its system calls.
pub fn injected(command: &Command, call: &str, fault: &str) -> Command {
    traced(
        command,
        &[
            "-e",
            &format!("trace={call}"),
            "-e",
            &format!("inject={fault}"),
            "-o",
            "/dev/null",
        ],
    )
}

/// The same command under strace.
pub fn traced(command: &Command, options: &[&str]) -> Command {
    let mut traced = Command::new("strace");
    traced
        .args(["-f", "-qq"])
        .args(options)
        .arg(command.get_program())
        .args(command.get_args())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    for (name, value) in command.get_envs() {
        if let Some(value) = value {
            traced.env(name, value);
        }
    }
    traced
}

/// Tells every worker on a database to stop.
pub fn stop(database: &Path) {
    std::fs::write(database.with_extension("stopp"), "").unwrap();
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
        "envist" => insist(&database, given[0], given[1].parse().unwrap()),
        "oppna" => drop(open(&database)),
        "rakna" => count(
            &database,
            given[0].parse().unwrap(),
            given[1].parse().unwrap(),
        ),
        "spara" => {
            let (count, every) = (given[1].parse().unwrap(), given[2].parse().unwrap());
            save(&database, given[0], count, Duration::from_secs(every));
        }
        "skriv" => write_entries(
            &database,
            given[0],
            given[1].parse().unwrap(),
            given.get(2).map_or(0, |pause| pause.parse().unwrap()),
        ),
        other => panic!("no work called {other}"),
    }
}

/// Writes entries that begin with a name until `count` are written, with a pause in milliseconds between.
fn write_entries(database: &Path, name: &str, count: usize, pause: u64) {
    let (store, anna) = open(database);
    let person = person(&store, &anna);
    let stop = database.with_extension("stopp");
    for number in 0..count {
        if stop.exists() {
            return;
        }
        let text = format!("{name} {number}");
        if write(&store, &anna, person, &text).is_ok() {
            acknowledge(&text);
        }
        std::thread::sleep(Duration::from_millis(pause));
    }
}

/// Writes entries and tries each again until it is saved, as a form does whose text stays on the screen.
fn insist(database: &Path, name: &str, count: usize) {
    let opened = (0..5).find_map(|_| {
        let unit = Unit::builtin();
        let opened = Store::open(database, Mode::Existing, unit, Clock::Fixed(today()));
        if opened.is_err() {
            acknowledge("fel");
        }
        opened.ok()
    });
    let Some(mut store) = opened else { return };
    let anna = loop {
        if let Ok(found) = store.user("anna.ek") {
            break found.unwrap();
        }
    };
    // What is read has its row in the log first, so that reading too can be refused.
    let person = loop {
        match store.search(&anna, "bergström", 1) {
            Ok(found) => break found[0].person,
            Err(_) => {
                acknowledge("fel");
                let _ = store.mend();
            }
        }
    };
    for number in 0..count {
        let text = format!("{name} {number}");
        for _ in 0..10 {
            match write(&store, &anna, person, &text) {
                Ok(()) => {
                    acknowledge(&text);
                    break;
                }
                Err(_) => {
                    acknowledge("fel");
                    let _ = store.mend();
                }
            }
        }
    }
}

/// Saves an entry every so often, and says how long each took.
fn save(database: &Path, name: &str, count: usize, every: Duration) {
    let (store, anna) = open(database);
    let person = person(&store, &anna);
    for number in 0..count {
        let began = Instant::now();
        match write(&store, &anna, person, &format!("{name} {number}")) {
            Ok(()) => acknowledge(&format!("sparat {}", began.elapsed().as_micros())),
            Err(error) => acknowledge(&format!("nekat: {}", error.text)),
        }
        std::thread::sleep(every.saturating_sub(began.elapsed()));
    }
}

/// Edits the same few persons as others do, each time from what stands there.
fn count(database: &Path, seed: u64, edits: usize) {
    let (store, anna) = open(database);
    let cases = crowd::cases(&store, &anna);
    let mut chance = fastrand::Rng::with_seed(seed);
    for _ in 0..edits {
        let case = cases[chance.usize(0..cases.len())];
        match crowd::count_on(&store, &anna, case) {
            Ok(number) => acknowledge(&format!("sparat {case} {number}")),
            Err(_) => acknowledge("nekat"),
        }
    }
}
