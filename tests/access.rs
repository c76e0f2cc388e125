//! Who gets into which file, and that everything read has its row in the log before it is shown.
#![allow(clippy::unwrap_used)]

mod common;

use akt::core::access::AccessChange;
use akt::core::change::Change;
use akt::core::query::{Filter, Scope};
use akt::core::register::EventEntry;
use akt::core::user::User;
use akt::error::ErrorKind;
use akt::report::{Format, Period, REPORTS, print};
use akt::store::{Direction, Store};
use akt::ui::screen::case::CaseScreen;
use akt::ui::screen::list::ListScreen;
use akt::unit::Unit;
use common::Table;
use rusqlite::Connection;
use tempfile::TempDir;

/// The same unit, opened by a program that has given no reason yet.
fn unexplained() -> (TempDir, Store, User) {
    let folder = tempfile::tempdir().unwrap();
    let (store, anna) = common::unexplained(folder.path(), "anna.ek");
    (folder, store, anna)
}

/// Who read what, as the log has it.
fn readings(folder: &TempDir) -> Vec<(String, String, String)> {
    let conn = Connection::open(folder.path().join("akt.db")).unwrap();
    let mut statement = conn
        .prepare(
            "SELECT l.action, coalesce(c.case_number, ''), l.detail FROM log l LEFT JOIN cases c ON c.id = l.case_id
             WHERE l.action IN ('read_case', 'read_file', 'read_journal', 'read_document') ORDER BY l.id",
        )
        .unwrap();
    let rows = statement
        .query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
        .unwrap();
    rows.map(Result::unwrap).collect()
}

#[test]
fn a_protected_file_is_opened_with_a_reason_that_stands_in_the_log() {
    let (folder, store, anna) = unexplained();
    let case = store.case_by_number(&anna, "26-0420").unwrap().unwrap();
    let refused = store.case(&anna, case).unwrap_err();
    assert!(matches!(refused.kind, ErrorKind::AskReason(_)), "{refused}");
    assert!(readings(&folder).is_empty());
    let ErrorKind::AskReason(person) = refused.kind else {
        return;
    };
    assert!(store.give_reason(person, " \n ").is_err());
    store
        .give_reason(person, "svarar på kommunicering")
        .unwrap();
    store.case(&anna, case).unwrap();
    assert_eq!(
        readings(&folder),
        [(
            "read_case".into(),
            "26-0420".into(),
            "svarar på kommunicering".into()
        )]
    );
}

#[test]
fn an_opening_is_one_row_until_another_file_is_opened() {
    let (folder, store, anna) = unexplained();
    let open = |number: &str| {
        let case = store.case_by_number(&anna, number).unwrap().unwrap();
        store.case(&anna, case).unwrap();
    };
    for number in ["26-0412", "26-0412", "26-0377", "26-0412"] {
        open(number);
    }
    let numbers: Vec<String> = readings(&folder).into_iter().map(|(_, n, _)| n).collect();
    assert_eq!(numbers, ["26-0412", "26-0377", "26-0412"]);
}

#[test]
fn the_desk_asks_why_and_then_opens_what_was_asked_for() {
    let mut table = Table::unexplained((80, 24), ListScreen::new(None));
    table.press("/26-0420<enter><enter>");
    let text = table.text();
    assert!(text.contains("Varför öppnar du akten?"), "{text}");
    assert!(
        !text.contains("19"),
        "nothing of the file stands there: {text}"
    );
    insta::assert_snapshot!("ask_reason_80", table.both());
    table.press("ringer upp om kommuniceringen<f9>");
    let text = table.text();
    assert!(text.contains("26-0420"), "{text}");
    assert!(text.contains("Vall"), "{text}");
}

#[test]
fn an_emergency_access_lets_nobody_else_in_and_is_judged_ended_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let (store, petra) = common::store(folder.path(), "petra.sand");
    let user = |login: &str| store.user(login).unwrap().unwrap();
    let (anna, eva, admin) = (user("anna.ek"), user("eva.holm"), user("demo-admin"));
    let access = |who: &User, change| store.apply(who, Change::Access(change));
    let ask = |who: &User| {
        let number = "26-0420".to_owned();
        let reason = "akut i jouren".to_owned();
        access(who, AccessChange::Emergency { number, reason }).unwrap()
    };
    let given = ask(&petra);
    let (person, row) = (given.person.unwrap(), given.row.unwrap());
    store.file(&petra, person).unwrap();
    for change in [
        AccessChange::Name {
            person,
            user: petra.id,
        },
        AccessChange::EndNamed {
            person,
            user: anna.id,
        },
    ] {
        let refused = access(&petra, change).unwrap_err();
        assert!(refused.text.contains("räcker inte"), "{refused}");
    }
    assert!(store.emergencies(&anna).unwrap().is_empty());
    assert!(store.emergencies(&admin).unwrap().is_empty());
    let waiting = store.emergencies(&eva).unwrap();
    assert_eq!(waiting.len(), 1);
    assert!(waiting[0].running);
    assert_eq!((&waiting[0].person, waiting[0].done.len()), (&None, 0));
    access(&eva, AccessChange::NoteEmergency { access: row }).unwrap();
    assert!(store.emergencies(&eva).unwrap().is_empty());
    let kept = &store.all_emergencies(&eva).unwrap()[0];
    assert_eq!(kept.noted_by.as_deref(), Some("Eva Holm"));
    let end = AccessChange::EndEmergency { access: row };
    assert!(access(&anna, end.clone()).is_err());
    access(&eva, end.clone()).unwrap();
    assert!(access(&eva, end).is_err());
    assert!(store.file(&petra, person).is_err());
    // Who may read the file sees what was done in it.
    let known = store.file_access(&anna, person).unwrap().emergencies;
    assert_eq!(known[0].ended_by.as_deref(), Some("Eva Holm"));
    assert!(
        known[0]
            .done
            .iter()
            .any(|act| act.contains("öppnade akten"))
    );
    // The only manager's own is told to the administrator.
    ask(&eva);
    assert!(store.emergencies(&eva).unwrap().is_empty());
    assert_eq!(store.emergencies(&admin).unwrap().len(), 1);
}

#[test]
fn no_report_tells_of_a_protected_file_to_anybody_who_is_not_named() {
    let folder = tempfile::tempdir().unwrap();
    let mut register = common::register();
    let about = register
        .events
        .iter()
        .find(|event| event.case_number.as_deref() == Some("26-0420"));
    let granted = EventEntry {
        event: "beslut".into(),
        date: "2026-11-20".into(),
        until: None,
        ..about.unwrap().clone()
    };
    register.events.push(granted);
    drop(common::store_of(
        folder.path(),
        "anna.ek",
        Unit::builtin(),
        &register,
    ));
    // More than three months later it is not carried out, and the inspectorate is to know.
    let mut told = Vec::new();
    for login in ["anna.ek", "petra.sand", "eva.holm", "demo-admin"] {
        let (store, user) = common::store_on(folder.path(), login, common::day("2027-03-15"));
        for report in REPORTS {
            let tables = (report.make)(&store, &user, Period::default()).unwrap();
            for format in [Format::Text, Format::Csv, Format::Json] {
                let printed = print(&tables, format);
                assert!(!printed.contains("Vall, Ebba") || login == "anna.ek");
                if printed.contains("26-0420") {
                    told.push((login, report.word));
                }
            }
        }
    }
    told.dedup();
    assert_eq!(told, [("anna.ek", "ivo")]);
}

#[test]
fn a_manager_notes_that_a_colleague_is_related_and_takes_it_back() {
    let mut table = Table::of("eva.holm", (80, 24), |store, user| {
        let case = store.case_by_number(user, "26-0377").unwrap().unwrap();
        Box::new(CaseScreen::new(case))
    });
    let empty = table.press("V<enter>/petra<enter><enter><f9>").text();
    assert!(empty.contains("Skäl saknas."), "{empty}");
    let noted = table.press("granne<f9>").text();
    assert!(
        noted.contains("Petra Sand är noterad som jävig."),
        "{noted}"
    );
    let (store, petra) = common::store(table.folder.path(), "petra.sand");
    let seen = |store: &Store| store.case_by_number(&petra, "26-0377").unwrap();
    assert_eq!(seen(&store), None);
    let rows = table.press("V").text();
    assert!(rows.contains("jävig sedan 23 nov: granne"), "{rows}");
    let ended = table.press("G<enter>förväxling<f9>").text();
    assert!(
        ended.contains("Petra Sand är inte längre jävig."),
        "{ended}"
    );
    assert!(seen(&store).is_some());
    // The row stays and is only read.
    let past = table.press("VG").text();
    assert!(past.contains("jävig 23 nov till 23 nov: granne"), "{past}");
}

#[test]
fn who_is_related_gives_the_case_to_a_colleague_and_leaves_the_file() {
    let mut table = Table::with((80, 24), |_, _| Box::new(ListScreen::new(None)));
    assert!(table.text().contains("26-0412"));
    // Karin Bergström's case stands first.
    let left = table.press("<enter>V<enter>/petra<enter>kusin<f9>").text();
    assert!(left.contains("Anna Ek är noterad som jävig."), "{left}");
    assert!(
        left.contains("Mina ärenden") && !left.contains("26-0412"),
        "{left}"
    );
    let (store, petra) = common::store(table.folder.path(), "petra.sand");
    let mine = Filter::all(Scope::Mine);
    let hers = store
        .list(&petra, &mine, None, Direction::After, 50)
        .unwrap();
    assert!(hers.iter().any(|row| row.case_number == "26-0412"));
}
