//! `kill -9` of one who writes, at any moment: what was acknowledged is there, the file is whole, and what was just
//! typed is there but for a moment's letters.

use std::collections::HashSet;
use std::io::BufRead;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::home::{AKT, Home};
use crate::pty::Session;
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

/// The text of a screen without its line breaks.
fn joined(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The last letters of a text.
fn tail(text: &str, letters: usize) -> &str {
    &text[text.len().saturating_sub(letters)..]
}

#[test]
fn one_who_types_in_a_terminal_and_is_killed_loses_a_moment_of_typing_and_is_back_in_the_same_field()
 {
    let rounds = rounds(60, 1_000);
    let mut chance = chance("typing");
    let home = Home::new();
    let mut written = String::new();
    let (mut lost, mut committed, mut latest) = (0, 0, Duration::ZERO);
    for round in 0..rounds {
        let day = [("AKT_IDAG", "2026-11-23")];
        let mut desk = Session::start(AKT, &["demo"], home.path(), (80, 24), &day);
        if round == 0 {
            desk.wait_for("Mina ärenden");
            desk.send("\r");
            desk.wait_for("Nästa steg");
            desk.send("u");
        }
        desk.wait_for("utkast");
        desk.wait_until(
            |text| joined(text).contains(tail(&written, 20)),
            "the field",
        );
        // What is typed goes on where it was, or the text would not be one whole in the end.
        let mut at = Vec::new();
        for _ in 0..chance.usize(1..60) {
            let letter = char::from(chance.u8(b'a'..=b'z'));
            written.push(letter);
            desk.send(&letter.to_string());
            at.push(Instant::now());
            sleep(Duration::from_millis(chance.u64(0..12)));
            if chance.u8(0..40) == 0 {
                desk.send("\x13");
            }
        }
        sleep(Duration::from_millis(chance.u64(0..600)));
        // What stood on the screen when it was killed is what the person believes to have.
        let text = desk.text();
        let killed = Instant::now();
        desk.kill();
        let screen = joined(&text);
        let typed = written.len() - at.len();
        let shown = (typed..=written.len())
            .rev()
            .find(|end| screen.contains(tail(&written[..*end], 20)))
            .unwrap_or(typed);
        let kept = home.written();
        assert!(
            written.starts_with(&kept),
            "round {round}: another text\n{kept}\n{written}"
        );
        let missing = shown.saturating_sub(kept.len());
        lost = lost.max(missing);
        committed += usize::from(text.contains("sparat") && missing > 0);
        if missing > 0 {
            latest = latest.max(killed - at[kept.len() - typed]);
        }
        written.truncate(kept.len());
    }
    println!(
        "faults: typing rounds={rounds} most letters lost={lost} saved lost={committed} oldest lost={latest:?}"
    );
    assert_eq!(committed, 0, "what was said to be saved was lost");
    assert!(lost <= 20, "{lost} letters lost");
}
