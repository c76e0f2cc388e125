//! Copies while others write: each can be laid back and holds everything that was saved before it was begun.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use akt::store::backup::restore;

use crate::worker::{Worker, command, lay, lay_key, open, person, stop, write, written};
use crate::{chance, common, rounds};

/// When a copy was laid back.
const AT: &str = "2026-11-23T12:00:00Z";

#[test]
fn copies_taken_under_load_are_whole_and_complete() {
    let rounds = rounds(40, 1_000);
    let _ = chance("backup");
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("akt.db");
    let (store, _) = common::store(folder.path(), "anna.ek");
    let acknowledged = Arc::new(Mutex::new(Vec::new()));
    let mut readers = Vec::new();
    for name in ["ett", "två"] {
        // Several a second each: load enough to write within every copy.
        let work = [name, "1000000", "40"].map(str::to_owned);
        let mut worker = Worker::start(command("skriv", &database, &work));
        let said = Arc::clone(&acknowledged);
        readers.push(std::thread::spawn(move || {
            worker.each(|what| said.lock().unwrap().push(what))
        }));
    }
    while acknowledged.lock().unwrap().is_empty() {
        std::thread::yield_now();
    }
    let (mut usable, mut lost) = (0, 0);
    for round in 0..rounds {
        let before = acknowledged.lock().unwrap().clone();
        let copy = folder.path().join(format!("kopia-{round}.db"));
        store.copy_to(&copy).unwrap();
        let back = folder.path().join(format!("tillbaka-{round}.db"));
        lay_key(&database, &back);
        restore(&copy, &back, AT).unwrap();
        let (restored, anna) = open(&back);
        let there: HashSet<String> = written(&restored, &anna).into_iter().collect();
        usable += 1;
        lost += before.iter().filter(|text| !there.contains(*text)).count();
        drop(restored);
        std::fs::remove_file(&copy).unwrap();
        std::fs::remove_file(&back).unwrap();
    }
    let last = acknowledged.lock().unwrap().len();
    stop(&database);
    for reader in readers {
        reader.join().unwrap();
    }
    println!("faults: backup rounds={rounds} usable={usable} lost={lost} written={last}");
    assert_eq!((usable, lost), (rounds, 0));
}

#[test]
fn nothing_is_written_over_and_a_damaged_copy_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (store, anna) = common::store(folder.path(), "anna.ek");
    let karin = person(&store, &anna);
    write(&store, &anna, karin, "Karin vill bo kvar.").unwrap();
    assert_eq!(store.last_copy().unwrap(), None);
    let copy = folder.path().join("kopia.db");
    store.copy_to(&copy).unwrap();
    assert!(store.last_copy().unwrap().is_some());
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(&copy).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o600);
    let again = store.copy_to(&copy).unwrap_err();
    assert!(again.text.contains("finns redan"), "{again}");

    let onto = restore(&copy, &folder.path().join("akt.db"), AT).unwrap_err();
    assert!(onto.text.contains("finns redan"), "{onto}");
    let new = folder.path().join("ny.db");
    std::fs::write(folder.path().join("ny.db-wal"), "rester").unwrap();
    let mixed = restore(&copy, &new, AT).unwrap_err();
    assert!(mixed.text.contains("ny.db-wal finns redan"), "{mixed}");
    std::fs::remove_file(folder.path().join("ny.db-wal")).unwrap();

    lay_key(&folder.path().join("akt.db"), &new);
    let mut bytes = std::fs::read(&copy).unwrap();
    // Encrypted there are no words to find; there any byte will do.
    let words = bytes.windows(9).position(|w| w == b"vill bo k");
    let at = words.unwrap_or(bytes.len() / 2);
    bytes[at] ^= 1;
    let damaged = folder.path().join("skadad.db");
    lay(&damaged, &bytes);
    let refused = restore(&damaged, &new, AT).unwrap_err();
    assert!(refused.text.contains("inget är återställt"), "{refused}");
    assert!(!new.exists());
    restore(&copy, &new, AT).unwrap();
    let (restored, anna) = open(&new);
    assert!(written(&restored, &anna).contains(&"Karin vill bo kvar.".to_owned()));
}
