//! The log: no view without its row, and no change of the rows unseen.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use akt::app::{Desk, Tools};
use akt::clock::Clock;
use akt::core::change::Change;
use akt::core::register::{ContactEntry, JournalEntry, Recorded, Register};
use akt::store::draft::Drafts;
use akt::store::{Mode, Sign, Store};
use akt::ui::keymap::Keymap;
use akt::ui::screen::list::ListScreen;
use akt::ui::testing::{frame_text, keys};
use akt::ui::theme::Theme;
use akt::unit::Unit;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};

use crate::binary::closed_folder;
use crate::common::{moment, register, store_of, today};
use crate::{chance, rounds};

/// High enough that a file's journal stands in sight when it is opened.
const SIZE: (u16, u16) = (120, 60);

/// The words that stand in a file and nowhere else, by the person's number.
fn canary(at: usize) -> String {
    format!("Kanarie{at:02}q")
}

/// The unit of the tests with a word of its own in every file: in a journal entry, a contact and, where
/// there is one, a document.
fn marked() -> Register {
    let mut unit = register();
    let numbers: Vec<String> = unit
        .persons
        .iter()
        .map(|p| p.personal_number.clone())
        .collect();
    for (at, person) in unit.persons.iter_mut().enumerate() {
        person.contacts.push(ContactEntry {
            role: "narstaende".into(),
            name: canary(at),
            relation: "granne".into(),
            phone: String::new(),
            call_first: false,
            covers: String::new(),
            from: "2026-01-01".into(),
            to: None,
        });
    }
    for (at, case) in unit.cases.iter().enumerate() {
        let whose = numbers.iter().position(|n| *n == case.person).unwrap();
        let recorded = Recorded {
            recorded_by: "anna.ek".into(),
            ..Recorded::default()
        };
        unit.journal.push(JournalEntry {
            id: 100 + at as i64,
            person: case.person.clone(),
            case_number: Some(case.case_number.clone()),
            date: "2026-11-20".into(),
            time: None,
            text: Some(format!("{} ringde.", canary(whose))),
            corrects: None,
            source: None,
            recorded: recorded.clone(),
        });
        let mut document = unit.documents[0].clone();
        document.id = 100 + at as i64;
        document.case_number.clone_from(&case.case_number);
        document.recorded = recorded;
        if let Some(answers) = &mut document.answers {
            answers.set("bakgrund", canary(whose));
        }
        unit.documents.push(document);
    }
    unit
}

/// A database with the marked unit; the canary of every person's row.
fn database(folder: &Path) -> (PathBuf, HashMap<i64, String>) {
    let path = folder.join("akt.db");
    drop(store_of(folder, "anna.ek", Unit::builtin(), &marked()));
    let conn = Connection::open(&path).unwrap();
    let mut statement = conn
        .prepare("SELECT person_id, name FROM contact WHERE name LIKE 'Kanarie%'")
        .unwrap();
    let canaries = statement
        .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    (path, canaries)
}

fn clock() -> Clock {
    Clock::Fixed(today())
}

fn desk(path: &Path, login: &str) -> Desk {
    let store = Store::open(path, Mode::Existing, Unit::builtin(), clock()).unwrap();
    let user = store.user(login).unwrap().unwrap();
    let drafts = Drafts::open(path, clock()).unwrap();
    Desk::new(
        Tools {
            store,
            drafts,
            user,
            theme: Theme::roles(),
            keymap: Keymap::default(),
        },
        moment(Instant::now(), 0),
        SIZE,
        Box::new(ListScreen::new(None)),
    )
    .unwrap()
}

/// How many rows tell of somebody looking at each file. What a user wrote there they have seen too.
fn rows(conn: &Connection, login: &str) -> HashMap<i64, i64> {
    conn.prepare_cached(
        "SELECT l.person_id, count(*) FROM log l JOIN user u ON u.id = l.user_id
         WHERE u.login = ?1 AND l.person_id IS NOT NULL
           AND l.action IN ('read_case', 'read_file', 'read_journal', 'read_document', 'print_document')
         GROUP BY l.person_id",
    )
    .unwrap()
    .query_map([login], |r| Ok((r.get(0)?, r.get(1)?)))
    .unwrap()
    .map(Result::unwrap)
    .collect()
}

fn shown<'a>(text: &str, canaries: &'a HashMap<i64, String>) -> Vec<&'a i64> {
    let found = canaries.iter().filter(|(_, word)| text.contains(*word));
    found.map(|(person, _)| person).collect()
}

const SHUT: &str =
    "CREATE TRIGGER shut BEFORE INSERT ON log BEGIN SELECT RAISE(ABORT, 'shut'); END";

/// What a hand may do next: single keys, and ways that lead into files.
const MOVES: &[&str] = &[
    "<enter>",
    "<esc>",
    "j",
    "k",
    "<pagedown>",
    "<end>",
    "p",
    "d",
    "v",
    "n",
    "o",
    "u",
    "b",
    "a",
    "l",
    "f",
    "h",
    "i",
    "r",
    "s",
    "t",
    "w",
    "1",
    "?",
    "x",
    "<esc><esc><esc>",
    "ringer upp<f9>",
    "/26-04<enter>",
];

/// Back to the list, and into the case with this number.
fn into(case: &str) -> String {
    format!("<esc><esc><esc><esc><esc>/{case}<enter>")
}

/// Goes about at random as several people, with the log open and shut by turns. A file's own word on the
/// screen without a row that tells of it is a view that was not logged. While the log is shut no row can
/// be written, so what appears then must have had its row before.
#[test]
fn nothing_of_a_file_is_shown_before_its_row_is_written() {
    let wanted = rounds(1_000, 10_000);
    let mut chance = chance("log");
    let folder = closed_folder();
    let (path, canaries) = database(folder.path());
    let outside = Connection::open(&path).unwrap();
    let (mut views, mut refused, mut shut_steps, mut steps, mut unlogged) = (0, 0, 0, 0, 0);
    let cases: Vec<String> = register()
        .cases
        .into_iter()
        .map(|c| c.case_number)
        .collect();
    let mut last: HashSet<i64> = HashSet::new();
    'walk: while views < wanted {
        assert!(
            steps < wanted * 200,
            "the walk leads nowhere: {views} views"
        );
        let login = ["anna.ek", "anna.ek", "petra.sand", "eva.holm"][chance.usize(0..4)];
        let mut desk = desk(&path, login);
        let before = rows(&outside, login);
        last.clear();
        let mut shut = false;
        for _ in 0..60 {
            steps += 1;
            if chance.u8(0..if shut { 6 } else { 20 }) == 0 {
                let sql = if shut { "DROP TRIGGER shut" } else { SHUT };
                outside.execute_batch(sql).unwrap();
                shut = !shut;
            }
            let script = match chance.u8(0..3) {
                0 => into(&cases[chance.usize(0..cases.len())]),
                _ => MOVES[chance.usize(0..MOVES.len())].to_owned(),
            };
            for key in keys(&script) {
                desk.key(key);
            }
            desk.rest();
            if chance.u8(0..6) == 0 {
                desk.look_for_news();
            }
            let mut buffer = Buffer::empty(Rect::new(0, 0, SIZE.0, SIZE.1));
            desk.draw(&mut buffer);
            let text = frame_text(&buffer);
            shut_steps += usize::from(shut);
            refused += usize::from(text.contains("kan inte skrivas i loggen"));
            let there = shown(&text, &canaries);
            if !there.is_empty() {
                let now = rows(&outside, login);
                for person in &there {
                    // The row is of this run, not of one before it.
                    if now.get(person).unwrap_or(&0) <= before.get(person).unwrap_or(&0) {
                        unlogged += 1;
                        println!("faults: log unlogged after {script:?} by {login}:\n{text}");
                    }
                }
            }
            let there: HashSet<i64> = there.into_iter().copied().collect();
            views += there.difference(&last).count();
            last = there;
            if desk.is_closed() {
                break;
            }
            if views >= wanted {
                if shut {
                    outside.execute_batch("DROP TRIGGER shut").unwrap();
                }
                break 'walk;
            }
        }
        if shut {
            outside.execute_batch("DROP TRIGGER shut").unwrap();
        }
    }
    let whole = Store::open(&path, Mode::Existing, Unit::builtin(), clock())
        .unwrap()
        .check_chain(None)
        .unwrap();
    println!(
        "faults: log rounds={steps} views={views} refused={refused} shut={shut_steps} rows={} lost={unlogged}",
        whole.rows
    );
    assert_eq!(unlogged, 0);
    assert_eq!(whole.fault_count, 0);
    assert!(refused > 0, "the log was never in the way");
}

/// What each command shows of a file, and whether it stands in the log; with a log that cannot be written
/// it shows nothing.
#[test]
fn no_command_shows_what_the_log_does_not_tell() {
    let folder = closed_folder();
    let (path, canaries) = database(folder.path());
    let outside = Connection::open(&path).unwrap();
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_akt"))
            .args([
                "--db",
                path.to_str().unwrap(),
                "--idag",
                "2026-11-23",
                "--som",
                "eva.holm",
            ])
            .args(arguments)
            .env_clear()
            .env("HOME", folder.path())
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let latest = || -> (i64, String, Option<i64>, String) {
        let sql = "SELECT id, action, person_id, detail FROM log ORDER BY id DESC LIMIT 1";
        let read = |r: &rusqlite::Row<'_>| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?));
        outside.query_row(sql, [], read).unwrap()
    };
    let ways: &[(&[&str], &str)] = &[
        (&["lista", "--alla"], "list"),
        (&["visa", "26-0412"], "read_document"),
        (&["varfor", "26-0412"], "read_case"),
        (&["skriv-ut", "26-0412/utredning/1"], "read_case"),
        (&["exportera"], "export"),
        (&["rapport", "delegationsbeslut"], "report"),
        (&["rapport", "ivo"], "report"),
        (&["rapport", "genomforandeplaner"], "report"),
        (&["rapport", "tema"], "report"),
        (&["visa", "26-0420"], "refused"),
    ];
    for (arguments, action) in ways {
        outside.execute_batch(SHUT).unwrap();
        let (before, ..) = latest();
        let text = run(arguments);
        outside.execute_batch("DROP TRIGGER shut").unwrap();
        assert_eq!(text, "", "{arguments:?} shows what stands in no log");
        let text = run(arguments);
        assert_eq!(text.is_empty(), *action == "refused", "{arguments:?}");
        let (id, told, person, detail) = latest();
        assert!(id > before, "{arguments:?} stands in no log");
        assert_eq!(told, *action, "{arguments:?}: {detail}");
        for whose in shown(&text, &canaries) {
            assert!(person == Some(*whose) || told == "export", "{arguments:?}");
        }
    }
    assert!(latest().3.contains("ingen_behorighet"));
}

/// A log of many rows, as SQL that makes it anew.
fn log_of(folder: &Path) -> PathBuf {
    let (path, _) = database(folder);
    let store = Store::open(&path, Mode::Existing, Unit::builtin(), clock()).unwrap();
    store.give_one_reason("prov").unwrap();
    for login in ["anna.ek", "petra.sand", "eva.holm"] {
        let user = store.user(login).unwrap().unwrap();
        for case in register().cases {
            if let Some(id) = store.case_by_number(&user, &case.case_number).unwrap() {
                store.case(&user, id).unwrap();
            }
        }
    }
    drop(store);
    let conn = Connection::open(&path).unwrap();
    conn.execute_batch("DROP TRIGGER log_stays; DROP TRIGGER log_kept;")
        .unwrap();
    path
}

/// What a forger does who knows how the chain is made: every hash anew from the first row on.
fn chain_anew(conn: &Connection) {
    let text = |value: ValueRef<'_>| match value {
        ValueRef::Integer(n) => n.to_string().into_bytes(),
        ValueRef::Text(text) => text.to_vec(),
        _ => Vec::new(),
    };
    let mut statement = conn
        .prepare("SELECT at, user_id, role, action, person_id, case_id, row_id, detail, wrote, wrote_digest FROM log ORDER BY id")
        .unwrap();
    let rows: Vec<Vec<Vec<u8>>> = statement
        .query_map([], |r| (0..10).map(|at| Ok(text(r.get_ref(at)?))).collect())
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let mut previous = String::new();
    for (at, row) in rows.iter().enumerate() {
        // A row that tells of nothing written has no part for it.
        let row = if row[8].is_empty() && row[9].is_empty() {
            &row[..8]
        } else {
            &row[..]
        };
        let mut hasher = Sha256::new();
        for part in std::iter::once(previous.as_bytes()).chain(row.iter().map(Vec::as_slice)) {
            hasher.update((part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        previous = hasher
            .finalize()
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect();
        conn.execute(
            "UPDATE log SET hash = ?1 WHERE id = ?2",
            params![previous, at as i64 + 1],
        )
        .unwrap();
    }
}

/// Someone who has the file and can make the seals: what was written is changed, taken away or put there, with
/// the log left as it is.
#[test]
fn what_was_written_is_held_against_the_log() {
    let folder = closed_folder();
    let (store, anna) = store_of(folder.path(), "anna.ek", Unit::builtin(), &register());
    let case = store.case_by_number(&anna, "26-0412").unwrap().unwrap();
    let person = store.case(&anna, case).unwrap().person.id;
    for text in ["Ringt.", "Hembesök."] {
        let entry = Change::WriteJournal {
            person,
            case: Some(case),
            day: today(),
            time: None,
            text: text.into(),
            corrects: None,
        };
        store.apply(&anna, entry).unwrap();
    }
    let whole = store.check_chain(None).unwrap();
    assert_eq!(whole.faults, []);
    assert!(!store.health().unwrap().is_wrong());
    let newest = "(SELECT max(id) FROM journal)";
    let copied = "INSERT INTO journal (person_id, case_id, day, written_at, written_by, written_role, content_id, digest)
                  SELECT person_id, case_id, day, written_at, written_by, written_role, content_id, digest";
    let acts = [
        format!("DELETE FROM journal WHERE id = {newest}"),
        format!("UPDATE journal SET day = '2020-01-01' WHERE id = {newest} - 1"),
        format!("{copied} FROM journal WHERE id = {newest}"),
        "UPDATE event SET day = '2020-01-01' WHERE id = (SELECT max(id) FROM event)".to_owned(),
    ];
    let mut lost = 0;
    for (at, act) in acts.iter().enumerate() {
        let hurt = folder.path().join(format!("skadad-{at}.db"));
        store.copy_to(&hurt).unwrap();
        let conn = Connection::open(&hurt).unwrap();
        Store::equip(&conn).unwrap();
        let triggers: Vec<String> = conn
            .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name IN ('journal', 'event')")
            .unwrap()
            .query_map([], |r| r.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        for trigger in &triggers {
            conn.execute_batch(&format!("DROP TRIGGER {trigger}"))
                .unwrap();
        }
        conn.execute_batch(act).unwrap();
        drop(conn);
        let store = Store::open(&hurt, Mode::Existing, Unit::builtin(), clock()).unwrap();
        let found = store.check_chain(Some(&whole.head)).unwrap();
        let health = store.health().unwrap();
        let wrong = |what: &str| {
            let finding = health.findings.iter().find(|f| f.what == what).unwrap();
            finding.sign == Sign::Wrong
        };
        assert!(wrong("schema"), "the triggers are gone");
        lost += usize::from(found.fault_count == 0 || !wrong("log"));
    }
    println!("faults: told rounds={} lost={lost}", acts.len());
    assert_eq!(lost, 0);
}

#[test]
fn every_change_of_the_chain_is_found() {
    let rounds = rounds(1_000, 10_000);
    let mut chance = chance("chain");
    let folder = closed_folder();
    let path = log_of(folder.path());
    let store = Store::open(&path, Mode::Existing, Unit::builtin(), clock()).unwrap();
    let whole = store.check_chain(None).unwrap();
    assert_eq!((whole.fault_count, whole.kept), (0, None));
    let head = whole.head.clone();
    let count = whole.rows;
    assert!(count > 30);
    assert_eq!(store.check_chain(Some(&head)).unwrap().kept, Some(count));
    let conn = Connection::open(&path).unwrap();
    conn.execute_batch("PRAGMA synchronous = OFF; CREATE TABLE copy AS SELECT * FROM log")
        .unwrap();
    let columns = [
        "at",
        "user_id",
        "role",
        "action",
        "person_id",
        "case_id",
        "row_id",
        "detail",
        "hash",
        "wrote",
        "wrote_digest",
    ];
    let mut lost = Vec::new();
    let mut kinds = [0_usize; 6];
    for round in 0..rounds {
        let kind = round % 6;
        let (row, other) = (chance.i64(1..=count), chance.i64(1..=count));
        let sql = match kind {
            // A column of a row is changed: a figure becomes another, a text is cut or grows.
            0 => {
                let column = columns[chance.usize(0..columns.len())];
                let value = match column {
                    "user_id" | "person_id" | "case_id" | "row_id" => {
                        format!("CASE WHEN {column} IS NULL THEN 1 ELSE NULL END")
                    }
                    _ => format!("{column} || 'x'"),
                };
                format!("UPDATE log SET {column} = {value} WHERE id = {row}")
            }
            1 => format!("DELETE FROM log WHERE id = {row}"),
            // A row is put in between, and the later ones are numbered anew.
            2 => format!(
                "UPDATE log SET id = -id - 1 WHERE id > {row}; UPDATE log SET id = -id WHERE id < 0;
                 INSERT INTO log SELECT {row} + 1, at, user_id, role, action, person_id, case_id, row_id, detail, hash,
                        wrote, wrote_digest
                 FROM log WHERE id = {row}"
            ),
            // Two rows change places.
            3 if row != other => format!(
                "UPDATE log SET id = -1 WHERE id = {row}; UPDATE log SET id = {row} WHERE id = {other};
                 UPDATE log SET id = {other} WHERE id = -1"
            ),
            3 => format!("UPDATE log SET id = id + 1000 WHERE id = {row}"),
            // The end is cut: only a head that was kept tells.
            4 => format!("DELETE FROM log WHERE id >= {row}"),
            // The whole is written anew with hashes that hold.
            _ => format!("UPDATE log SET detail = 'rewritten' WHERE id = {row}"),
        };
        conn.execute_batch(&format!("BEGIN; {sql};")).unwrap();
        if kind == 5 {
            chain_anew(&conn);
        }
        conn.execute_batch("COMMIT").unwrap();
        let found = store.check_chain(Some(&head)).unwrap();
        let seen = match kind {
            4 | 5 => found.kept.is_none(),
            // The last row alone is the end.
            1 if row == count => found.kept.is_none(),
            _ => found.fault_count > 0,
        };
        if kind == 5 {
            assert_eq!(found.fault_count, 0, "the forger knows the chain");
        }
        kinds[kind] += 1;
        if !seen {
            lost.push(sql);
        }
        conn.execute_batch("BEGIN; DELETE FROM log; INSERT INTO log SELECT * FROM copy; COMMIT")
            .unwrap();
    }
    println!(
        "faults: chain rounds={rounds} changed={} removed={} added={} moved={} cut={} rewritten={} lost={}",
        kinds[0],
        kinds[1],
        kinds[2],
        kinds[3],
        kinds[4],
        kinds[5],
        lost.len()
    );
    assert!(lost.is_empty(), "{lost:?}");
}

/// Tables whose rows stay as they were written, and those whose rows may change. A new table stands in one of
/// the two.
const STAYS: &[&str] = &[
    "clock_state",
    "decision",
    "decision_item",
    "document",
    "estimate_line",
    "event",
    "fact_end",
    "good_example_withdrawn",
    "journal",
    "log",
    "objection",
    "plan_line",
    "plan_reminder_withdrawn",
    "performed_correction",
    "log_check",
    "log_check_opening",
    "log_check_result",
    "plan_withdrawn",
    "resident_contact",
    "visit_change",
];
const CHANGES: &[&str] = &[
    "address",
    "appointment",
    "assignment",
    "base_group",
    "case_list",
    "case_open",
    "case_presentation",
    "cases",
    "child_fact",
    "conflict_of_interest",
    "contact",
    "content",
    "deadline",
    "decision_proposal",
    "emergency_access",
    "feedback",
    "file_named",
    "form_spec",
    "framework_order",
    "good_example",
    "household",
    "identity_number",
    "legal_basis",
    "measure",
    "meta",
    "paper",
    "performed_time",
    "person",
    "phone",
    "plan",
    "plan_reminder",
    "provider",
    "provider_caseworker",
    "resident",
    "saved_view",
    "search_key",
    "session",
    "setting",
    "substitute",
    "unit",
    "user",
    "user_code",
    "user_group",
    "user_key",
    "user_role",
    "user_share",
    "violence_fact",
    "visit",
];

#[test]
fn what_was_recorded_can_be_neither_changed_nor_erased() {
    let folder = closed_folder();
    let (path, _) = database(folder.path());
    let conn = Connection::open(&path).unwrap();
    let tables: Vec<String> = conn
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name")
        .unwrap()
        .query_map([], |r| r.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    // Who writes rows must be able to seal them; here it is the triggers that must refuse.
    Store::equip(&conn).unwrap();
    conn.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;")
        .unwrap();
    for table in &tables {
        let stays = STAYS.contains(&table.as_str());
        assert_ne!(
            stays,
            CHANGES.contains(&table.as_str()),
            "where does {table} belong?"
        );
        if !stays {
            continue;
        }
        let columns: Vec<String> = conn
            .prepare(&format!("SELECT name FROM pragma_table_info('{table}')"))
            .unwrap()
            .query_map([], |r| r.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        let there: i64 = conn
            .query_row(&format!("SELECT count(*) FROM {table}"), [], |r| r.get(0))
            .unwrap();
        if there == 0 {
            let values = vec!["1"; columns.len()].join(", ");
            conn.execute_batch(&format!("INSERT INTO {table} VALUES ({values})"))
                .unwrap();
        }
        let mut ways: Vec<String> = columns
            .iter()
            .map(|column| format!("UPDATE {table} SET {column} = {column}"))
            .collect();
        ways.push(format!("DELETE FROM {table}"));
        for sql in ways {
            let refused = conn.execute_batch(&sql).unwrap_err().to_string();
            assert!(refused.contains("insert only"), "{sql}: {refused}");
        }
        // A row put in its own place would replace it without a word.
        let sql = format!("INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1");
        let replaced = conn.execute_batch(&sql);
        assert!(
            replaced.is_err_and(|e| e.to_string().contains("insert only")),
            "{sql}"
        );
    }
    // A text is taken away when the law says so, never rewritten and never removed.
    for sql in ["UPDATE content SET body = 'annat'", "DELETE FROM content"] {
        let refused = conn.execute_batch(sql).unwrap_err().to_string();
        assert!(refused.contains("insert only"), "{sql}: {refused}");
    }
}
