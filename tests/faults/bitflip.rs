//! One bit of the file is turned: whatever is changed by it is found before it is shown.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use akt::clock::Clock;
use akt::core::query::{Filter, Scope};
use akt::store::{Direction, Mode, Store};
use akt::unit::Unit;

use crate::common::{self, today};
use crate::worker::{lay, lay_key, person, write};
use crate::{chance, rounds};

/// What is shown of a database, in parts that can each be read or not: lists, files, journals, documents, the
/// whole content.
fn shown(database: &Path) -> Vec<Result<HashSet<String>, String>> {
    let opened = Store::open(
        database,
        Mode::Existing,
        Unit::builtin(),
        Clock::Fixed(today()),
    );
    let store = match opened {
        Ok(store) => store,
        Err(error) => return vec![Err(error.text)],
    };
    let user = match store.user("anna.ek") {
        Ok(Some(user)) => user,
        Ok(None) => return vec![Ok(HashSet::new())],
        Err(error) => return vec![Err(error.text)],
    };
    store.give_one_reason("prov").unwrap();
    let mut parts = Vec::new();
    let mut part = |read: Result<HashSet<String>, akt::error::Error>| {
        parts.push(read.map_err(|error| error.text));
    };
    let rows = store.list(&user, &Filter::all(Scope::Unit), None, Direction::From, 100);
    part(rows.map(|rows| rows.iter().map(|row| format!("{row:?}")).collect()));
    for case in 1..=20 {
        part(store.case(&user, case).map(|case| {
            let mut texts: HashSet<String> = case.events.iter().map(|e| format!("{e:?}")).collect();
            texts.extend(case.documents.iter().map(|d| format!("{d:?}")));
            texts.insert(format!("{:?}", case.person));
            texts
        }));
    }
    for person in 1..=20 {
        part(store.journal(&user, person).map(|rows| {
            let entries = rows.iter();
            // Whether an entry is corrected is told by another entry, which may be the one that is gone.
            entries
                .map(|r| {
                    format!(
                        "{:?} {:?} {:?} {:?} {:?}",
                        r.id, r.day, r.text, r.written_by, r.written_at
                    )
                })
                .collect()
        }));
    }
    part(store.register(&user).map(|register| {
        let mut leaves = HashSet::new();
        gather(&serde_json::to_value(register).unwrap(), &mut leaves);
        leaves
    }));
    parts
}

fn gather(value: &serde_json::Value, leaves: &mut HashSet<String>) {
    match value {
        serde_json::Value::Array(all) => all.iter().for_each(|v| gather(v, leaves)),
        serde_json::Value::Object(all) => all.values().for_each(|v| gather(v, leaves)),
        leaf => {
            leaves.insert(leaf.to_string());
        }
    }
}

#[test]
fn a_turned_bit_is_found_before_anything_changed_is_shown() {
    let rounds = rounds(300, 10_000);
    let mut chance = chance("bitflip");
    // In memory where there is such a place: nothing here is about the disk.
    let folder = tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .unwrap();
    let whole = folder.path().join("akt.db");
    let (store, anna) = common::store(folder.path(), "anna.ek");
    let karin = person(&store, &anna);
    for entry in 0..150 {
        let text = format!(
            "Anteckning {entry}: Karin berättar om sin vardag och vad hon vill klara själv."
        );
        write(&store, &anna, karin, &text).unwrap();
    }
    drop(store);
    let sound = shown(&whole);
    assert!(sound.iter().filter(|part| part.is_ok()).count() > 15);
    let bytes = std::fs::read(&whole).unwrap();
    let damaged = folder.path().join("skadad.db");
    lay_key(&whole, &damaged);
    let (mut refused, mut same, mut fewer, mut wrong, mut panics) = (0, 0, 0, 0, 0);
    for _ in 0..rounds {
        let bit = chance.usize(0..bytes.len() * 8);
        let mut turned = bytes.clone();
        turned[bit / 8] ^= 1 << (bit % 8);
        for suffix in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(folder.path().join(format!("skadad.db{suffix}")));
        }
        lay(&damaged, &turned);
        let Ok(parts) = catch_unwind(AssertUnwindSafe(|| shown(&damaged))) else {
            panics += 1;
            println!("faults: bitflip bit={bit} PANIC");
            continue;
        };
        let changed = parts
            .iter()
            .zip(&sound)
            .filter_map(|(now, before)| Some((now.as_ref().ok()?, before.as_ref().ok()?)))
            .flat_map(|(now, before)| now.difference(before))
            .next();
        if let Some(changed) = changed {
            wrong += 1;
            println!("faults: bitflip bit={bit} shown={changed}");
        } else if parts.len() < sound.len()
            || parts
                .iter()
                .zip(&sound)
                .any(|(n, s)| n.is_err() && s.is_ok())
        {
            refused += 1;
        } else if parts == sound {
            same += 1;
        } else {
            fewer += 1;
        }
    }
    println!(
        "faults: bitflip rounds={rounds} refused={refused} same={same} fewer_rows={fewer} wrong={wrong} panics={panics}"
    );
    assert_eq!((wrong, panics), (0, 0));
}
