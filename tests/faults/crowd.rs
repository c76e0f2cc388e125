//! Many at once: nobody is told that the database is locked, and nobody's words are written over.

use std::collections::HashMap;

use akt::core::change::Change;
use akt::core::person::{PersonHead, PersonPatch};
use akt::core::query::{Filter, Scope};
use akt::core::user::User;
use akt::error::Result;
use akt::store::{Direction, Store};

use crate::worker::{Worker, command, open, written};
use crate::{chance, common, rounds};

#[test]
fn fifty_who_save_are_never_told_that_it_is_locked() {
    // Each saves once a second, or once in ten, and they come one after another, as people do.
    let (writers, each, every) = (rounds(50, 700), rounds(4, 60), rounds(1, 10));
    let between = std::time::Duration::from_secs(every as u64) / writers as u32;
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("akt.db");
    drop(common::store(folder.path(), "anna.ek"));
    let began = std::time::Instant::now();
    let workers: Vec<Worker> = (0..writers)
        .map(|n| {
            std::thread::sleep(between);
            let given = [format!("s{n}"), each.to_string(), every.to_string()];
            Worker::start(command("spara", &database, &given))
        })
        .collect();
    let (mut saved, mut refused, mut slowest) = (0, 0, Vec::new());
    for worker in workers {
        for line in worker.acknowledged() {
            match line.split_once(' ') {
                Some(("sparat", micros)) => {
                    saved += 1;
                    slowest.push(micros.parse::<u64>().unwrap());
                }
                _ => {
                    refused += 1;
                    println!("faults: crowd refused {line}");
                }
            }
        }
    }
    slowest.sort_unstable();
    let at = |part: usize| slowest[(slowest.len() - 1) * part / 100] as f64 / 1e6;
    println!(
        "faults: crowd writers={writers} saved={saved} refused={refused} p50={:.3}s p99={:.3}s max={:.3}s all={:.1}s",
        at(50),
        at(99),
        at(100),
        began.elapsed().as_secs_f64()
    );
    let (store, anna) = open(&database);
    let there = written(&store, &anna);
    let ours = there.iter().filter(|t| t.starts_with('s')).count();
    assert_eq!((saved, refused, ours), (writers * each, 0, writers * each));
}

/// Each edit reads the version and a number that stands in a text, and writes that number plus one naming the
/// version. Every edit that was acknowledged must be counted once: a lost update counts too few, a double too many.
#[test]
fn edits_at_once_lose_nothing_and_double_nothing() {
    let (writers, edits) = (rounds(16, 50), rounds(125, 200));
    let _ = chance("edits");
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("akt.db");
    let (store, anna) = common::store(folder.path(), "anna.ek");
    let workers: Vec<Worker> = (0..writers)
        .map(|n| {
            Worker::start(command(
                "rakna",
                &database,
                &[n.to_string(), edits.to_string()],
            ))
        })
        .collect();
    let mut seen: HashMap<(i64, i64), usize> = HashMap::new();
    let (mut saved, mut conflicts) = (0, 0);
    for worker in workers {
        for line in worker.acknowledged() {
            let mut words = line.split(' ');
            match (words.next(), words.next(), words.next()) {
                (Some("sparat"), Some(case), Some(number)) => {
                    saved += 1;
                    let key = (case.parse().unwrap(), number.parse().unwrap());
                    *seen.entry(key).or_default() += 1;
                }
                _ => conflicts += 1,
            }
        }
    }
    let doubles = seen.values().filter(|times| **times > 1).count();
    let mut stand = 0;
    let mut lost = 0;
    for case in cases(&store, &anna) {
        let (number, _) = counted(&store, &anna, case).unwrap();
        stand += number;
        lost += (1..=number)
            .filter(|n| !seen.contains_key(&(case, *n)))
            .count();
    }
    println!(
        "faults: edits writers={writers} saved={saved} conflicts={conflicts} lost={lost} doubles={doubles} stand={stand}"
    );
    assert_eq!((lost, doubles), (0, 0));
    assert_eq!(stand, i64::from(saved));
}

/// The cases whose persons are edited, one a person.
pub fn cases(store: &Store, user: &User) -> Vec<i64> {
    let rows = store
        .list(user, &Filter::all(Scope::Unit), None, Direction::From, 3)
        .unwrap();
    rows.iter().map(|row| row.id).collect()
}

/// The number that stands in a person's way of communicating, and the version it was read with.
fn counted(store: &Store, user: &User, case: i64) -> Result<(i64, PersonHead)> {
    let head = store.case(user, case)?.person;
    let number = head
        .communication
        .as_deref()
        .and_then(|text| text.parse().ok());
    Ok((number.unwrap_or(0), head))
}

/// Writes the next number, naming the version that was read.
pub fn count_on(store: &Store, user: &User, case: i64) -> Result<i64> {
    let (number, head) = counted(store, user, case)?;
    let change = Change::UpdatePerson {
        person: head.id,
        version: head.version,
        patch: PersonPatch {
            communication: Some((number + 1).to_string()),
            ..PersonPatch::default()
        },
    };
    store.apply(user, change).map(|_| number + 1)
}
