//! Encryption at rest, where the program is built with it: no word lies readable in any file, another key opens
//! nothing, and the key can be changed.

use akt::clock::Clock;
use akt::store::draft::Drafts;
use akt::store::key::{ENCRYPTS, path_beside};
use akt::store::{Mode, Store};
use akt::unit::Unit;

use crate::common::{self, today};
use crate::worker::{lay_key, open, person, write, written};

#[test]
fn nothing_is_readable_without_the_key_and_the_key_can_be_changed() {
    if !ENCRYPTS {
        println!("HOPPAS ÖVER: akt är byggt utan kryptering");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("akt.db");
    let (store, anna) = common::store(folder.path(), "anna.ek");
    drop(Drafts::open(&database, Clock::Fixed(today())).unwrap());
    write(&store, &anna, person(&store, &anna), "Karin vill bo kvar.").unwrap();
    for name in ["akt.db", "akt.db-wal"] {
        let bytes = std::fs::read(folder.path().join(name)).unwrap();
        for word in ["Karin vill", "SQLite format", "CREATE TABLE"] {
            assert!(
                !bytes.windows(word.len()).any(|w| w == word.as_bytes()),
                "{name}: {word}"
            );
        }
    }
    let old = std::fs::read(path_beside(&database)).unwrap();
    let copy = folder.path().join("gammal.db");
    lay_key(&database, &copy);
    store.copy_to(&copy).unwrap();
    store.change_key().unwrap();
    drop(store);
    assert_ne!(std::fs::read(path_beside(&database)).unwrap(), old);
    let (store, anna) = open(&database);
    assert!(written(&store, &anna).contains(&"Karin vill bo kvar.".to_owned()));
    drop(Drafts::open(&database, Clock::Fixed(today())).unwrap());
    // The copy is still under the old key.
    let (before, anna) = open(&copy);
    assert!(written(&before, &anna).contains(&"Karin vill bo kvar.".to_owned()));
    drop(before);
    std::fs::remove_file(path_beside(&copy)).unwrap();
    lay_key(&database, &copy);
    let wrong = Store::open(
        &copy,
        Mode::Existing,
        Unit::builtin(),
        Clock::Fixed(today()),
    );
    assert!(wrong.err().unwrap().text.contains("inte en databas"));
}
