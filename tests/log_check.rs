//! The manager's regular check of the log, and a person's own extract of it.
#![allow(clippy::unwrap_used)]

mod akt;
mod common;

use ::akt::core::access::AccessChange;
use ::akt::core::change::Change;
use ::akt::core::log_check::{AskedCheck, DrawnOpening, Flag, LogCheck};
use ::akt::core::register::{AddressEntry, Register};
use ::akt::core::user::User;
use ::akt::error::ErrorKind;
use ::akt::report::{Format, Period, log_check, log_extract};
use ::akt::store::Store;
use ::akt::unit::Unit;
use akt::{Home, closed_folder};
use common::{ago, number, today};
use rusqlite::Connection;
use tempfile::TempDir;

/// A run of the program by somebody, as each has their own.
fn sits(folder: &TempDir, login: &str) -> (Store, User) {
    common::unexplained(folder.path(), login)
}

/// Somebody opens cases.
fn opens(folder: &TempDir, login: &str, numbers: &[&str]) {
    let (store, user) = sits(folder, login);
    store.give_one_reason("ringer upp").unwrap();
    for number in numbers {
        let case = store.case_by_number(&user, number).unwrap().unwrap();
        store.case(&user, case).unwrap();
    }
}

fn asked(seed: u32, size: u16) -> AskedCheck {
    AskedCheck {
        from: common::day(&ago(29)),
        to: today(),
        seed,
        size,
        only: None,
    }
}

/// Everything that Eva Holm may check.
fn whole(folder: &TempDir) -> LogCheck {
    let (store, eva) = sits(folder, "eva.holm");
    store.check_log(&eva, asked(1, 1000)).unwrap()
}

/// Who opened the file with a case, and the flags of it.
fn of_case<'a>(check: &'a LogCheck, number: &str) -> &'a DrawnOpening {
    let has = |d: &&DrawnOpening| d.case_numbers.contains(&number.to_owned());
    check.drawn.iter().find(has).unwrap()
}

fn count(folder: &TempDir, sql: &str) -> i64 {
    let conn = Connection::open(folder.path().join("akt.db")).unwrap();
    conn.query_row(sql, [], |r| r.get(0)).unwrap()
}

fn log_rows(folder: &TempDir, action: &str) -> i64 {
    count(
        folder,
        &format!("SELECT count(*) FROM log WHERE action = '{action}'"),
    )
}

#[test]
fn a_caseworker_checks_no_log_and_takes_out_no_extract() {
    let folder = closed_folder();
    let (store, anna) = sits(&folder, "anna.ek");
    let denied = [
        store.check_log(&anna, asked(1, 5)).unwrap_err(),
        store.log_checks(&anna).unwrap_err(),
        store
            .apply(
                &anna,
                Change::NoteLogCheck {
                    check: 1,
                    text: "x".into(),
                },
            )
            .unwrap_err(),
        store.log_extract(&anna, "26-0412", |_| true).unwrap_err(),
    ];
    for error in denied {
        assert_eq!(error.kind, ErrorKind::Denied, "{error}");
    }
    assert_eq!(log_rows(&folder, "refused"), 4);
    assert_eq!(log_rows(&folder, "check_log"), 0);
    assert_eq!(log_rows(&folder, "log_extract"), 0);
    assert_eq!(count(&folder, "SELECT count(*) FROM log_check"), 0);
}

#[test]
fn a_check_is_recorded_with_what_was_drawn_and_told_the_next_time() {
    let folder = closed_folder();
    opens(&folder, "anna.ek", &["26-0412", "26-0377", "25-0911"]);
    let (store, eva) = sits(&folder, "eva.holm");
    let check = store.check_log(&eva, asked(4711, 2)).unwrap();
    assert_eq!((check.id, check.drawn.len()), (1, 2));
    assert_eq!(log_rows(&folder, "check_log"), 1);
    let recorded = "SELECT count(*) FROM log_check_opening WHERE check_id = 1";
    assert_eq!(count(&folder, recorded), 2);
    let row = check.drawn[0].opening.first_row;
    let drawn = format!("{recorded} AND log_id = {row}");
    assert_eq!(count(&folder, &drawn), 1);

    let said = |check: i64, text: &str| {
        let text = text.into();
        store.apply(&eva, Change::NoteLogCheck { check, text })
    };
    assert!(said(1, " \n").is_err());
    assert!(said(2, "Inget att anmärka").is_err());
    said(1, "Inget att anmärka").unwrap();
    let past = store.log_checks(&eva).unwrap();
    assert_eq!(past.len(), 1);
    assert_eq!((past[0].day, past[0].by.as_str()), (today(), "Eva Holm"));
    assert_eq!(past[0].asked, check.asked);
    assert_eq!(
        (past[0].openings, past[0].drawn),
        (check.openings as i64, 2)
    );
    assert_eq!(past[0].results, [(today(), "Inget att anmärka".into())]);

    // What has been recorded stays.
    let conn = Connection::open(folder.path().join("akt.db")).unwrap();
    Store::equip(&conn).unwrap();
    for table in ["log_check", "log_check_opening", "log_check_result"] {
        assert!(
            conn.execute(&format!("DELETE FROM main.{table}"), [])
                .is_err()
        );
    }
}

#[test]
fn the_same_seed_draws_the_same_again() {
    let folder = closed_folder();
    let all = [
        "26-0412", "26-0377", "25-0911", "26-0455", "26-0301", "26-0431", "26-0290",
    ];
    opens(&folder, "anna.ek", &all);
    let (store, eva) = sits(&folder, "eva.holm");
    let draw = |seed| {
        let check = store.check_log(&eva, asked(seed, 3)).unwrap();
        check
            .drawn
            .iter()
            .map(|d| d.opening.first_row)
            .collect::<Vec<_>>()
    };
    let first = draw(4711);
    assert_eq!(first.len(), 3);
    // More is opened in between, of files that had been opened already that day.
    opens(&folder, "anna.ek", &all);
    assert_eq!(draw(4711), first);
    assert!((1..20).any(|seed| draw(seed) != first));
}

#[test]
fn a_period_ends_with_its_last_day() {
    let folder = closed_folder();
    opens(&folder, "anna.ek", &["26-0412"]);
    let (store, eva) = sits(&folder, "eva.holm");
    let yesterday = AskedCheck {
        to: common::day(&ago(1)),
        ..asked(1, 100)
    };
    assert_eq!(store.check_log(&eva, yesterday).unwrap().openings, 0);
    assert_ne!(store.check_log(&eva, asked(1, 100)).unwrap().openings, 0);
}

/// The tests' unit where Karin Bergström and Göran Lind live together and Nils Strand's case is closed.
fn neighbours() -> Register {
    let mut unit = common::register();
    for at in [0, 1] {
        unit.persons[at].addresses.push(AddressEntry {
            street: if at == 0 {
                "Storgatan 1"
            } else {
                "STORGATAN  1"
            }
            .into(),
            postcode: "111 11".into(),
            city: "Stad".into(),
            from: "2026-01-01".into(),
            to: None,
        });
    }
    let strand = unit.cases.iter_mut().find(|c| c.case_number == "26-0187");
    strand.unwrap().closed = Some("2026-08-01".into());
    unit
}

#[test]
fn the_flags_are_raised_by_what_stands_in_the_files() {
    let folder = closed_folder();
    let unit = Unit::builtin();
    drop(common::store_of(
        folder.path(),
        "anna.ek",
        unit,
        &neighbours(),
    ));
    opens(
        &folder,
        "anna.ek",
        &["26-0412", "26-0377", "25-0911", "26-0187", "26-0455"],
    );
    opens(&folder, "petra.sand", &["26-0412"]);
    let check = whole(&folder);
    for (number, flags) in [
        ("26-0412", &[Flag::SameAddress][..]),
        ("26-0377", &[Flag::SameAddress]),
        ("25-0911", &[Flag::SameName]),
        ("26-0187", &[Flag::ClosedCases]),
        ("26-0455", &[]),
    ] {
        let drawn = of_case(&check, number);
        assert_eq!(drawn.flags, flags, "{number}");
        assert_eq!((drawn.user_name.as_str(), drawn.own), ("Anna Ek", true));
    }
    // Petra opened one of the two, and it is not her case.
    let petra = check
        .drawn
        .iter()
        .find(|d| d.user_name == "Petra Sand")
        .unwrap();
    assert_eq!((petra.own, petra.flags.len()), (false, 0));
    assert_eq!(petra.opening.acts, ["öppnade ärendet"]);
    let flagged = |flag| check.flagged.iter().find(|(f, _)| *f == flag).unwrap().1;
    assert_eq!((flagged(Flag::SameAddress), flagged(Flag::Night)), (2, 0));

    let (store, eva) = sits(&folder, "eva.holm");
    let only = AskedCheck {
        only: Some(Flag::SameName),
        ..asked(1, 100)
    };
    let check = store.check_log(&eva, only).unwrap();
    let names: Vec<&str> = check.drawn.iter().map(|d| d.person_name.as_str()).collect();
    assert_eq!(names, ["Ek, Inga"]);
}

#[test]
fn what_was_refused_and_what_was_taken_out_whole_are_in_it() {
    let folder = closed_folder();
    let (store, anna) = sits(&folder, "anna.ek");
    store.register(&anna).unwrap_err();
    let (store, eva) = sits(&folder, "eva.holm");
    store.register(&eva).unwrap();
    let check = whole(&folder);
    let acts = |who: &str| -> Vec<String> {
        let of = |d: &&DrawnOpening| d.user_name == who && d.opening.person.is_none();
        check.drawn.iter().find(of).unwrap().opening.acts.clone()
    };
    assert_eq!(acts("Anna Ek"), ["nekades att exportera"]);
    assert_eq!(acts("Eva Holm"), ["exporterade innehållet"]);
}

/// Anna Ek names Eva Holm for Ebba Vall's file.
fn name_eva(folder: &TempDir) {
    let (store, anna) = sits(folder, "anna.ek");
    store.give_one_reason("namnger chefen").unwrap();
    let case = store.case_by_number(&anna, "26-0420").unwrap().unwrap();
    let person = store.case(&anna, case).unwrap().person.id;
    let user = common::leader(&store).id;
    let name = AccessChange::Name { person, user };
    store.apply(&anna, Change::Access(name)).unwrap();
}

#[test]
fn a_protected_file_is_in_the_check_of_the_named_alone() {
    let folder = closed_folder();
    opens(&folder, "anna.ek", &["26-0455"]);
    let without = whole(&folder);
    opens(&folder, "anna.ek", &["26-0420"]);
    let check = whole(&folder);
    // Eva's own checks are rows of no file; nothing is different, not even a count.
    assert_eq!(check.openings, without.openings);
    assert_eq!(check.flagged, without.flagged);
    let rules = ::akt::unit::log_check::builtin();
    for (_, format) in Format::ALL {
        let text = log_check::check(&check, &rules, *format);
        assert!(text.contains("Åberg"), "{text}");
        assert!(
            !text.contains("Vall") && !text.contains("26-0420"),
            "{text}"
        );
    }
    name_eva(&folder);
    let check = whole(&folder);
    let drawn = of_case(&check, "26-0420");
    assert_eq!(drawn.flags, [Flag::Protected]);
    assert_eq!(drawn.opening.reasons, ["ringer upp", "namnger chefen"]);
}

#[test]
fn an_extract_tells_who_has_been_in_the_file_and_then_itself() {
    let folder = closed_folder();
    opens(&folder, "anna.ek", &["26-0412", "26-0455"]);
    opens(&folder, "petra.sand", &["26-0412"]);
    let before = log_rows(&folder, "log_extract");
    let (store, eva) = sits(&folder, "eva.holm");
    let extract = store
        .log_extract(&eva, &number("1942-03-18"), |_| true)
        .unwrap();
    assert_eq!(log_rows(&folder, "log_extract"), before + 1);
    assert_eq!(extract.person.family_name, "Bergström");
    let told: Vec<(&str, &str, Option<&str>)> = extract
        .rows
        .iter()
        .map(|r| (r.who.as_str(), r.what.as_str(), r.case_number.as_deref()))
        .collect();
    let opened = "öppnade ärendet";
    assert_eq!(
        told[told.len() - 3..],
        [
            ("Anna Ek", opened, Some("26-0412")),
            ("Petra Sand", opened, Some("26-0412")),
            ("Eva Holm", "tog ut ett loggutdrag", None),
        ]
    );
    assert!(extract.rows.iter().any(|r| r.reason == "ringer upp"));
    // By the number of a case it is the same file.
    let (store, eva) = sits(&folder, "eva.holm");
    let again = store.log_extract(&eva, " 26-0412 ", |_| true).unwrap();
    assert_eq!(again.rows.len(), extract.rows.len() + 1);
    let none = store.log_extract(&eva, "26-0412", |day| day != today());
    assert_eq!(none.unwrap().rows, []);
}

#[test]
fn the_extract_of_a_protected_file_is_for_the_named_and_they_say_why() {
    let folder = closed_folder();
    opens(&folder, "anna.ek", &["26-0420"]);
    let ebba = number("1950-06-16");
    let (store, eva) = sits(&folder, "eva.holm");
    store.give_one_reason("begärt av Ebba").unwrap();
    let hidden = store.log_extract(&eva, &ebba, |_| true).unwrap_err();
    let unknown = store.log_extract(&eva, "26-9999", |_| true).unwrap_err();
    assert_eq!(hidden.to_string(), unknown.to_string());

    name_eva(&folder);
    let (store, eva) = sits(&folder, "eva.holm");
    let silent = store.log_extract(&eva, &ebba, |_| true).unwrap_err();
    assert!(matches!(silent.kind, ErrorKind::AskReason(_)), "{silent}");
    store.give_one_reason("begärt av Ebba").unwrap();
    let extract = store.log_extract(&eva, &ebba, |_| true).unwrap();
    assert_eq!(extract.rows.last().unwrap().reason, "begärt av Ebba");
    // What was refused is no reading.
    assert!(extract.rows.iter().all(|r| !r.what.contains("nekades")));
    let text = log_extract::extract(&extract, Period::default(), "Östra", Format::Text);
    assert!(text.contains("        Skäl: begärt av Ebba"), "{text}");
    assert!(text.lines().all(|l| l.chars().count() <= 80), "{text}");
}

#[test]
fn both_are_commands() {
    let home = Home::new();
    let db = home.path("akt.db").to_str().unwrap().to_owned();
    drop(common::unexplained(home.dir.path(), "anna.ek"));
    opens(&home.dir, "anna.ek", &["26-0412", "25-0911", "26-0455"]);
    let akt = |who: &str, rest: &[&str]| {
        let mut args = vec!["--db", &db, "--som", who];
        args.extend_from_slice(rest);
        home.akt(&args)
    };
    let draw = [
        "loggkontroll",
        "--fro",
        "7",
        "--antal",
        "2",
        "--format",
        "json",
    ];
    let openings = || -> serde_json::Value {
        let answer = akt("eva.holm", &draw);
        assert_eq!(answer.code, 0, "{answer:?}");
        let read: serde_json::Value = serde_json::from_str(&answer.out).unwrap();
        assert_eq!(read["check"][0]["seed"], 7);
        read["openings"].clone()
    };
    let first = openings();
    assert_eq!(first.as_array().unwrap().len(), 2);
    assert_eq!(openings(), first);

    let text = akt("eva.holm", &["loggkontroll", "--flagga", "samma_efternamn"]);
    assert!(text.out.contains("Frö: "), "{text:?}");
    assert!(text.out.contains("Ek, Inga (eget ärende)"), "{text:?}");
    assert!(
        text.out.lines().all(|l| l.chars().count() <= 80),
        "{text:?}"
    );
    assert!(text.err.contains("Dagen är inte slut"), "{text:?}");

    let said = [
        "loggkontroll",
        "--kontroll",
        "1",
        "--resultat",
        "Inget att anmärka",
    ];
    assert_eq!(akt("eva.holm", &said).code, 0);
    let past = akt(
        "eva.holm",
        &["loggkontroll", "--tidigare", "--format", "csv"],
    );
    assert_eq!(past.out.lines().count(), 4, "{past:?}");
    assert!(
        past.out.contains("2026-11-23 Inget att anmärka"),
        "{past:?}"
    );

    let extract = akt("eva.holm", &["loggutdrag", "26-0412"]);
    assert!(extract.out.starts_with("Loggutdrag "), "{extract:?}");
    assert!(
        extract
            .out
            .contains("Anna Ek, handläggare: öppnade ärendet, 26-0412"),
        "{extract:?}"
    );

    for (code, who, args) in [
        (1, "anna.ek", &["loggkontroll"][..]),
        (1, "anna.ek", &["loggutdrag", "26-0412"]),
        (1, "eva.holm", &["loggutdrag", "26-0420"]),
        (2, "eva.holm", &["loggutdrag"]),
        (2, "eva.holm", &["loggkontroll", "--flagga", "nat"]),
        (2, "eva.holm", &["loggkontroll", "--antal", "0"]),
        (2, "eva.holm", &["loggkontroll", "--fro", "99999999999"]),
        (2, "eva.holm", &["loggkontroll", "--resultat", "x"]),
        (
            2,
            "eva.holm",
            &[
                "loggkontroll",
                "--kontroll",
                "1",
                "--resultat",
                "x",
                "--fro",
                "1",
            ],
        ),
        (2, "eva.holm", &["loggkontroll", "--fran", "2026-11-24"]),
    ] {
        let answer = akt(who, args);
        assert_eq!(answer.code, code, "{args:?}: {answer:?}");
        assert!(!answer.out.contains("Bergström"), "{answer:?}");
    }
}
