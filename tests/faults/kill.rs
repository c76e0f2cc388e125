//! `kill -9` of one who writes, at any moment: what was acknowledged is there, and the file is whole.

use std::collections::HashSet;
use std::io::BufRead;
use std::thread::sleep;
use std::time::Duration;

use crate::worker::{Worker, command, open, written};
use crate::{chance, common, rounds};

#[test]
fn a_writer_that_is_killed_has_lost_nothing_it_was_told_is_saved() {
    let rounds = rounds(20, 1_000);
    let mut chance = chance("kill");
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("akt.db");
    drop(common::store(folder.path(), "anna.ek"));
    let mut acknowledged = Vec::new();
    for round in 0..rounds {
        let work = [format!("rad {round}"), "100000".to_owned()];
        let mut worker = Worker::start(command("skriv", &database, &work));
        // It is killed while it writes, not while it starts.
        let mut line = String::new();
        while !line.starts_with("ack ") {
            line.clear();
            assert_ne!(worker.said.read_line(&mut line).unwrap(), 0, "no worker");
        }
        acknowledged.push(line.trim_start_matches("ack ").trim_end().to_owned());
        sleep(Duration::from_micros(chance.u64(0..20_000)));
        worker.child.kill().unwrap();
        acknowledged.extend(worker.acknowledged());
    }
    let (store, anna) = open(&database);
    let there = written(&store, &anna);
    let found: HashSet<&str> = there.iter().map(String::as_str).collect();
    let lost = acknowledged
        .iter()
        .filter(|a| !found.contains(a.as_str()))
        .count();
    let doubled = there.len() - found.len();
    println!(
        "faults: kill rounds={rounds} acknowledged={} lost={lost} doubled={doubled}",
        acknowledged.len()
    );
    assert_eq!((lost, doubled), (0, 0));
}
