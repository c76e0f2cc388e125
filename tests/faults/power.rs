//! Power that goes: of the writes that were not yet forced to the disk any part may be there, in any order. And a
//! program that is killed in the middle of bringing a database to a newer schema.

use std::collections::HashSet;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;

use akt::store::Sign;
use rusqlite::Connection;

use crate::worker::{Worker, command, has, injected, lay, lay_key, open, traced, written};
use crate::{chance, common, rounds};

/// What a traced writer did.
#[derive(Debug)]
enum Did {
    Write {
        file: usize,
        at: usize,
        bytes: Vec<u8>,
    },
    Length {
        file: usize,
        bytes: usize,
    },
    Sync {
        file: usize,
    },
    Said(String),
}

/// The files that are there after the power is back; what lies in memory (`-shm`) is gone.
const FILES: [&str; 2] = ["akt.db", "akt.db-wal"];

#[test]
fn whatever_part_of_the_unforced_writes_is_left_nothing_acknowledged_is_lost() {
    if !has("strace") {
        return;
    }
    let rounds = rounds(400, 10_000);
    let mut chance = chance("power");
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("akt.db");
    drop(common::store(folder.path(), "anna.ek"));
    let start = std::fs::read(&database).unwrap();
    let trace = folder.path().join("spar");
    let options = [
        "-xx",
        "-s",
        "1000000",
        "-e",
        "trace=openat,close,pwrite64,ftruncate,fsync,fdatasync,write",
        "-o",
        trace.to_str().unwrap(),
    ];
    let work = command("skriv", &database, &["rad".to_owned(), "40".to_owned()]);
    let said = Worker::start(traced(&work, &options)).acknowledged();
    assert_eq!(said.len(), 40);
    let all = read_trace(&std::fs::read_to_string(&trace).unwrap());
    let told = all.iter().filter(|did| matches!(did, Did::Said(_))).count();
    assert_eq!(told, 40);

    let back = tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .unwrap();
    lay_key(&database, &back.path().join("akt.db"));
    let (mut damaged, mut lost, mut acknowledged) = (0, 0, 0);
    for _ in 0..rounds {
        let end = chance.usize(0..=all.len());
        // What is forced is there; of what came after, each write or half of it, or nothing.
        let mut forced = [0, 0];
        for (number, did) in all[..end].iter().enumerate() {
            if let Did::Sync { file } = did {
                forced[*file] = number;
            }
        }
        let mut state = [start.clone(), Vec::new()];
        let mut saved = Vec::new();
        for (number, did) in all[..end].iter().enumerate() {
            match did {
                Did::Write { file, at, bytes } => {
                    let kept = match chance.u8(0..4) {
                        _ if number < forced[*file] => bytes.len(),
                        0 => 0,
                        1 => bytes.len() / 1024 * 512,
                        _ => bytes.len(),
                    };
                    let state = &mut state[*file];
                    if state.len() < at + kept {
                        state.resize(at + kept, 0);
                    }
                    state[*at..at + kept].copy_from_slice(&bytes[..kept]);
                }
                Did::Length { file, bytes } => {
                    if number < forced[*file] || chance.bool() {
                        state[*file].resize(*bytes, 0);
                    }
                }
                Did::Sync { .. } => {}
                Did::Said(text) => saved.push(text),
            }
        }
        for suffix in ["-shm", "-journal"] {
            let _ = std::fs::remove_file(back.path().join(format!("akt.db{suffix}")));
        }
        for (name, bytes) in FILES.iter().zip(&state) {
            lay(&back.path().join(name), bytes);
        }
        let (store, anna) = open(&back.path().join("akt.db"));
        let health = store.health().unwrap();
        let whole = |what: &str| {
            let found = health.findings.iter().find(|f| f.what == what);
            found.is_some_and(|f| f.sign == Sign::Good)
        };
        damaged += usize::from(!(whole("integrity") && whole("log")));
        let there: HashSet<String> = written(&store, &anna).into_iter().collect();
        lost += saved.iter().filter(|text| !there.contains(**text)).count();
        acknowledged += saved.len();
    }
    println!(
        "faults: power rounds={rounds} writes={} acknowledged={acknowledged} damaged={damaged} lost={lost}",
        all.len()
    );
    assert_eq!((damaged, lost), (0, 0));
}

/// Reads what strace wrote down: one line a call, texts as `\x41\x42`.
fn read_trace(trace: &str) -> Vec<Did> {
    let mut open: Vec<(String, usize)> = Vec::new();
    let mut all = Vec::new();
    for line in trace.lines() {
        let line = line.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
        let Some((call, rest)) = line.split_once('(') else {
            continue;
        };
        let answer = rest.rsplit(" = ").next().unwrap_or("").trim();
        let first = rest.split([',', ')']).next().unwrap_or("").to_owned();
        let text = rest.split('"').nth(1).map(bytes_of).unwrap_or_default();
        let file = open
            .iter()
            .rev()
            .find(|(fd, _)| *fd == first)
            .map(|(_, file)| *file);
        let last = || -> usize {
            let inside = rest.rsplit_once(')').unwrap().0;
            inside.rsplit(", ").next().unwrap().parse().unwrap()
        };
        match (call, file) {
            ("openat", _) => {
                let name = String::from_utf8_lossy(&text).into_owned();
                open.retain(|(fd, _)| fd != answer);
                let known = FILES
                    .iter()
                    .position(|file| name.ends_with(&format!("/{file}")));
                if let Some(file) = known {
                    open.push((answer.to_owned(), file));
                }
            }
            ("close", Some(_)) => open.retain(|(fd, _)| *fd != first),
            ("pwrite64", Some(file)) => all.push(Did::Write {
                file,
                at: last(),
                bytes: text,
            }),
            ("ftruncate", Some(file)) => all.push(Did::Length {
                file,
                bytes: last(),
            }),
            ("fsync" | "fdatasync", Some(file)) => all.push(Did::Sync { file }),
            ("write", None) if first == "1" => {
                let said = String::from_utf8_lossy(&text).into_owned();
                let acks = said.lines().filter_map(|line| line.strip_prefix("ack "));
                all.extend(acks.map(|text| Did::Said(text.to_owned())));
            }
            _ => {}
        }
    }
    all
}

fn bytes_of(text: &str) -> Vec<u8> {
    let codes = text.split("\\x").filter(|code| !code.is_empty());
    codes
        .map(|code| u8::from_str_radix(code, 16).unwrap())
        .collect()
}

/// The migrations, oldest first, as they lie in the source.
fn migrations() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store/migrations");
    let entries = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = entries
        .filter(|path| path.file_name().unwrap().to_string_lossy().starts_with('0'))
        .collect();
    files.sort();
    files
        .iter()
        .map(|file| std::fs::read_to_string(file).unwrap())
        .collect()
}

/// The schema of a file: its number and every statement.
fn schema(database: &Path) -> (i64, Vec<String>) {
    let conn = Connection::open(database).unwrap();
    let version = conn
        .pragma_query_value(None, "user_version", |r| r.get(0))
        .unwrap();
    let mut statement = conn
        .prepare("SELECT coalesce(sql, name) FROM sqlite_schema ORDER BY name")
        .unwrap();
    let rows = statement.query_map([], |r| r.get(0)).unwrap();
    (version, rows.map(Result::unwrap).collect())
}

#[test]
fn killed_at_any_write_of_a_migration_it_is_the_old_schema_or_the_new() {
    if cfg!(feature = "sqlcipher") {
        println!("HOPPAS ÖVER: äldre databaser görs här utan nyckel");
        return;
    }
    if !has("strace") {
        return;
    }
    let all = migrations();
    let folder = tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .unwrap();
    std::fs::set_permissions(folder.path(), Permissions::from_mode(0o700)).unwrap();
    let new_one = folder.path().join("ny.db");
    let unit = akt::unit::Unit::builtin();
    let clock = akt::clock::Clock::Fixed(common::today());
    drop(
        akt::store::Store::open(&new_one, akt::store::Mode::CreateIfMissing, unit, clock).unwrap(),
    );
    let new = schema(&new_one);
    assert_eq!(new.0, i64::try_from(all.len()).unwrap());
    let (mut kills, mut between) = (0, 0);
    // From the first schema on every migration is walked; the long form starts from each of them too.
    let starts = rounds(1, all.len() - 1);
    for from in 1..=starts {
        let old_one = folder.path().join(format!("{from}.db"));
        lay(&old_one, &[]);
        let conn = Connection::open(&old_one).unwrap();
        akt::store::Store::equip(&conn).unwrap();
        for migration in &all[..from] {
            conn.execute_batch(migration).unwrap();
        }
        conn.pragma_update(None, "application_id", akt::store::APPLICATION_ID)
            .unwrap();
        conn.pragma_update(None, "user_version", from as i64)
            .unwrap();
        drop(conn);
        let old = schema(&old_one);
        for at in 1.. {
            let database = folder.path().join("prov.db");
            for suffix in ["-wal", "-shm", "-journal"] {
                let _ = std::fs::remove_file(folder.path().join(format!("prov.db{suffix}")));
            }
            std::fs::copy(&old_one, &database).unwrap();
            let fault = format!("pwrite64:signal=KILL:when={at}");
            let mut worker = Worker::start(injected(
                &command("oppna", &database, &[]),
                "pwrite64",
                &fault,
            ));
            worker.each(|_| ());
            let killed = worker.child.wait().unwrap().signal() == Some(9);
            if !killed {
                assert_eq!(schema(&database), new, "from {from}");
                break;
            }
            kills += 1;
            let found = schema(&database);
            if found != old && found != new {
                between += 1;
                println!("faults: migration from={from} write={at} between");
            }
        }
    }
    println!(
        "faults: migration migrations={} kills={kills} between={between}",
        all.len() - 1
    );
    assert_eq!(between, 0);
}
