//! The invented unit as the built program makes it.
#![allow(clippy::unwrap_used)]

mod akt;

use ::akt::clock::Clock;
use ::akt::core::change::Change;
use ::akt::core::query::{Filter, Scope};
use ::akt::store::{Mode, Store};
use ::akt::unit::Unit;
use akt::{HEADER, Home, number, register};
use serde_json::Value;

fn demo(home: &Home, db: &str, more: &[&str]) -> String {
    let mut args = vec!["demo", "--db", db, "--bara-skapa"];
    args.extend(more);
    home.ok(&args)
}

fn state_counts(home: &Home, args: &[&str]) -> std::collections::BTreeMap<String, usize> {
    let list: Value = serde_json::from_str(&home.ok(args)).unwrap();
    let mut counts = std::collections::BTreeMap::new();
    for case in list["cases"].as_array().unwrap() {
        let state = case["deadline"]["state"].as_str().unwrap_or("ingen");
        *counts.entry(state.to_owned()).or_default() += 1;
    }
    counts
}

#[test]
fn the_same_seed_and_day_give_the_same_bytes() {
    let home = Home::new();
    let (one, two, three) = (home.path("1.db"), home.path("2.db"), home.path("3.db"));
    let [one, two, three] = [&one, &two, &three].map(|p| p.to_str().unwrap());
    demo(&home, one, &["--personer", "60"]);
    demo(&home, two, &["--personer", "60", "--fro", "1"]);
    demo(&home, three, &["--personer", "60", "--fro", "2"]);
    let export = |db: &str| home.ok(&["--db", db, "--som", "demo-chef", "exportera"]);
    assert_eq!(export(one), export(two));
    assert_ne!(export(one), export(three));
    // Nobody old lives with a parent, nobody young with a grown-up child.
    let all: Value = serde_json::from_str(&export(one)).unwrap();
    for person in all["persons"].as_array().unwrap() {
        let born = person["birth_date"].as_str().unwrap()[..4].parse::<i32>();
        let born = born.unwrap();
        for home in person["household"].as_array().unwrap() {
            let note = home["note"].as_str().unwrap_or_default();
            assert!(born > 1960 || note != "bor med förälder", "{person}");
            assert!(born < 1990 || note != "bor med vuxet barn", "{person}");
        }
    }
}

#[test]
fn a_default_demo_is_a_whole_unit() {
    let home = Home::new();
    home.ok(&["demo", "--bara-skapa"]);
    let db = home.path("data/akt/demo.db");
    let db = db.to_str().unwrap();
    let export: Value =
        serde_json::from_str(&home.ok(&["--db", db, "--som", "demo-chef", "exportera"])).unwrap();
    let count = |key: &str| export[key].as_array().unwrap().len();
    // Protected people are seen by the named alone.
    assert!(
        (1385..=1400).contains(&count("persons")),
        "{}",
        count("persons")
    );
    assert_eq!(count("base_groups"), 4);
    assert_eq!(count("providers"), 12);
    let caseworkers = export["users"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|u| {
            u["roles"].as_array().unwrap().last().unwrap()["value"]
                .as_str()
                .unwrap()
                .contains("handlaggare")
        })
        .count();
    assert_eq!(caseworkers, 27);
    assert!(count("cases") > 1900 && count("documents") > 500 && count("journal") > 1500);
    for person in export["persons"].as_array().unwrap() {
        let number = person["personal_number"].as_str().unwrap();
        assert_eq!(&number[8..12], "-000", "{number}");
    }
    let mine = state_counts(&home, &["--db", db, "lista", "--json"]);
    let total: usize = mine.values().sum();
    assert!((40..=70).contains(&total), "{mine:?}");
    for (state, least) in [
        ("forsenad", 2),
        ("idag", 2),
        ("snart", 3),
        ("pausad", 2),
        ("mojlig", 1),
        ("i_tid", 15),
    ] {
        assert!(
            mine.get(state).copied().unwrap_or(0) >= least,
            "{state}: {mine:?}"
        );
    }
    let all = state_counts(&home, &["--db", db, "lista", "--alla", "--json"]);
    let total: usize = all.values().sum();
    assert!(all["forsenad"] * 100 / total <= 6, "{all:?}");
    for login in ["demo-chef", "demo-admin"] {
        home.ok(&["--db", db, "--som", login, "lista"]);
    }
}

#[test]
fn an_empty_demo_has_users_and_nobody_else() {
    let home = Home::new();
    let db = home.path("d.db");
    let db = db.to_str().unwrap();
    demo(&home, db, &["--personer", "0"]);
    let list = home.ok(&["--db", db, "lista", "--json"]);
    let list: Value = serde_json::from_str(&list).unwrap();
    assert!(list["cases"].as_array().unwrap().is_empty());
    assert!(
        home.ok(&["--db", db, "lista"])
            .contains("Inga öppna ärenden")
    );
    // Only invented numbers may come in here.
    let real = home.file("r.csv", register());
    let err = home.no(1, &["--db", db, "importera", &real]);
    assert!(
        err.contains("Demon tar inte emot riktiga personnummer"),
        "{err}"
    );
    let invented = format!(
        "{HEADER}{};Ek;Rut;;26-1;lss;;inkom;2026-11-01;;\n",
        number("1942-03-18", "000")
    );
    let invented = home.file("i.csv", invented);
    home.ok(&["--db", db, "importera", &invented]);
    assert!(home.ok(&["--db", db, "lista"]).contains("Ek, Rut"));
}

#[test]
fn a_demo_that_is_there_is_kept_and_one_that_is_asked_for_is_made() {
    let home = Home::new();
    let db = home.path("d.db");
    let db = db.to_str().unwrap();
    demo(&home, db, &["--personer", "20"]);
    let before = home.ok(&["--db", db, "--som", "demo-chef", "exportera"]);
    assert!(demo(&home, db, &[]).contains("finns redan"));
    assert_eq!(
        before,
        home.ok(&["--db", db, "--som", "demo-chef", "exportera"])
    );
    demo(&home, db, &["--personer", "21"]);
    assert_ne!(
        before,
        home.ok(&["--db", db, "--som", "demo-chef", "exportera"])
    );
}

#[test]
fn what_is_not_a_demo_is_refused() {
    let home = Home::new();
    let csv = home.file("r.csv", register());
    home.ok(&["importera", &csv]);
    let before = home.ok(&["exportera"]);
    let db = home.path("data/akt/akt.db");
    let db = db.to_str().unwrap();
    for args in [
        &["demo", "--db", db, "--bara-skapa"][..],
        &["demo", "--db", db, "--bara-skapa", "--personer", "5"],
    ] {
        assert!(home.no(1, args).contains("inte en demo"));
    }
    assert_eq!(before, home.ok(&["exportera"]));
    home.no(1, &["demo", "--db", &csv, "--bara-skapa"]);
    assert_eq!(std::fs::read_to_string(&csv).unwrap(), register());
}

#[test]
fn export_of_a_demo_can_be_read_into_an_empty_demo() {
    let home = Home::new();
    let (one, two) = (home.path("1.db"), home.path("2.db"));
    let [one, two] = [&one, &two].map(|p| p.to_str().unwrap());
    demo(&home, one, &["--personer", "40"]);
    demo(&home, two, &["--personer", "0"]);
    let export = home.ok(&["--db", one, "--som", "demo-chef", "exportera"]);
    let file = home.file("e.json", &export);
    home.ok(&["--db", two, "importera", &file]);
    assert_eq!(
        export,
        home.ok(&["--db", two, "--som", "demo-chef", "exportera"])
    );
}

#[test]
fn on_another_day_an_untouched_demo_is_made_again_and_a_used_one_is_kept() {
    let home = Home::new();
    let db = home.path("demo.db");
    let db = db.to_str().unwrap();
    let on = |day: &str, more: &[&str]| demo(&home, db, &[&["--idag", day], more].concat());
    on("2026-11-23", &["--personer", "60", "--fro", "7"]);
    let first = home.ok(&["--db", db, "--som", "demo-chef", "exportera"]);
    assert!(on("2026-11-23", &[]).contains("finns redan och är orörd"));
    assert_eq!(
        home.ok(&["--db", db, "--som", "demo-chef", "exportera"]),
        first
    );
    // Two weeks later: as many people of the same seed, with that day's dates.
    let told = on("2026-12-07", &[]);
    assert!(told.contains("Demon är skapad: 60 påhittade"), "{told}");
    let other = home.path("other.db");
    let other = other.to_str().unwrap();
    demo(
        &home,
        other,
        &["--idag", "2026-12-07", "--personer", "60", "--fro", "7"],
    );
    let export = |db: &str| {
        home.ok(&[
            "--db",
            db,
            "--idag",
            "2026-12-07",
            "--som",
            "demo-chef",
            "exportera",
        ])
    };
    assert_eq!(export(db), export(other));
    // Something is written in it.
    {
        let clock = Clock::Fixed("2026-12-07".parse().unwrap());
        let store = Store::open(db.as_ref(), Mode::Existing, Unit::builtin(), clock).unwrap();
        let user = store.user("demo").unwrap().unwrap();
        let change = Change::SaveView {
            key: 9,
            name: "Min".into(),
            filter: Filter::all(Scope::Mine),
        };
        store.apply(&user, change).unwrap();
    }
    let told = on("2026-12-08", &[]);
    assert!(
        told.contains("Demon gjordes 7 dec 2026 och något är skrivet i den"),
        "{told}"
    );
    assert!(told.contains("akt demo --personer 1400"), "{told}");
    // Asked for, it is made anew all the same.
    assert!(on("2026-12-08", &["--personer", "60"]).contains("Demon är skapad"));
}
