//! Who gets into which file, and that everything read has its row in the log before it is shown.
#![allow(clippy::unwrap_used)]

mod common;

use akt::core::user::User;
use akt::error::ErrorKind;
use akt::store::Store;
use akt::ui::screen::list::ListScreen;
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
