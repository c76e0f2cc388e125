//! Out and in again: everything that a database holds comes back in another, row for row, and every
//! table of the schema is accounted for.
#![allow(clippy::unwrap_used)]

mod akt;
mod common;

use std::collections::BTreeMap;
use std::path::Path;

use ::akt::clock::Clock;
use ::akt::core::change::{Change, Deciding, NewEvent, PersonFact, Proposing};
use ::akt::core::decision::field;
use ::akt::core::event::EventKind;
use ::akt::core::form::Answers;
use ::akt::core::query::{Filter, Scope};
use ::akt::core::register::Register;
use ::akt::core::user::User;
use ::akt::store::{Direction, Mode, Store};
use ::akt::unit::Unit;
use akt::Home;
use common::{Table, day, today};
use rusqlite::Connection;

/// Tables that no register holds, and why.
const NOT_EXCHANGED: &[(&str, &str)] = &[
    ("meta", "facts about this database, not about its content"),
    (
        "log",
        "what was done in this database; it is not the other's to tell",
    ),
    (
        "content",
        "texts: each goes with the entry that it belongs to",
    ),
    ("search_key", "an index, made anew"),
    (
        "case_list",
        "a projection, made anew; its clocks are compared in `deadline`",
    ),
    (
        "emergency_access",
        "who came in where in this database, as its log",
    ),
    (
        "log_check",
        "a check of this database's log, as the log itself",
    ),
    ("log_check_opening", "what was drawn in it"),
    ("log_check_result", "what it came to"),
    ("session", "desks of this database, as its log"),
    ("user_key", "who comes in here, and with which key"),
    ("user_code", "the code that unlocks a desk here"),
    ("case_open", "who has what open on a desk of this database"),
    ("saved_view", "each user's own way of looking"),
    ("setting", "how each user has their own desk"),
    ("sqlite_sequence", "SQLite's own"),
];

/// Tables of the ground that nothing writes to yet. When something does, they must be exchanged.
const UNUSED: &[&str] = &[
    "conflict_of_interest",
    "feedback",
    "legal_basis",
    "provider_caseworker",
];

/// Columns that count writes or say how a row is numbered here; `subject_id` is a number of such a row.
const OWN_COLUMNS: &[&str] = &[
    "id",
    "version",
    "subject_id",
    "plan_id",
    "case_id",
    "row_id",
];

/// Who named whom, and who ended it, is told by this database's log.
const TOLD_BY_THE_LOG: &[&str] = &["named_by", "ended_by"];

fn open(path: &Path) -> Store {
    let (unit, clock) = (Unit::builtin(), Clock::Fixed(today()));
    Store::open(path, Mode::CreateIfMissing, unit, clock).unwrap()
}

fn tables(conn: &Connection) -> Vec<String> {
    let mut statement = conn
        .prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        .unwrap();
    let names = statement.query_map([], |r| r.get(0)).unwrap();
    names.map(Result::unwrap).collect()
}

fn strings(conn: &Connection, sql: &str) -> Vec<String> {
    let mut statement = conn.prepare(sql).unwrap();
    let rows = statement.query_map([], |r| r.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

/// Every row of a table as text, without the numbers by which rows know each other, in a fixed order.
fn rows(conn: &Connection, table: &str) -> Vec<String> {
    let references = strings(
        conn,
        &format!("SELECT \"from\" FROM pragma_foreign_key_list('{table}')"),
    );
    let columns: Vec<String> = strings(
        conn,
        &format!("SELECT name FROM pragma_table_info('{table}')"),
    )
    .into_iter()
    .filter(|c| !references.contains(c) && !OWN_COLUMNS.contains(&c.as_str()))
    .collect();
    // No export tells where the protected can be reached.
    let told: Vec<String> = columns
        .iter()
        .map(|c| match (table, c.as_str()) {
            ("contact", "phone") => {
                "CASE WHEN person_id IN (SELECT id FROM person WHERE protection IS NOT NULL)
                                     THEN '' ELSE quote(phone) END"
                    .to_owned()
            }
            _ => format!("quote({c})"),
        })
        .collect();
    let counted: Vec<String> = references
        .iter()
        .filter(|c| !TOLD_BY_THE_LOG.contains(&c.as_str()))
        .map(|c| format!("({c} IS NOT NULL)"))
        .collect();
    let all = [told, counted].concat().join(" || '|' || ");
    let mut rows = strings(conn, &format!("SELECT {all} FROM {table}"));
    rows.sort();
    rows
}

/// The clocks of every case by case number, which is the same in every database.
fn clocks(conn: &Connection) -> Vec<String> {
    strings(
        conn,
        "SELECT c.case_number || ' ' || d.rule || ' ' || d.revision || ' ' || d.subject || ' ' || d.start_day || ' ' ||
                d.due || ' ' || d.warn_from || ' ' || coalesce(d.paused_until, '-') || ' ' ||
                coalesce(d.stopped_on, '-') || ' ' || d.state ||
                coalesce(' ' || (SELECT m.intervention FROM measure m WHERE d.subject = 'insats' AND m.id = d.subject_id
                                 AND m.case_id = d.case_id), '')
         FROM deadline d JOIN cases c ON c.id = d.case_id ORDER BY 1",
    )
}

fn decide(store: &Store, user: &User, case: i64, items: &[(&str, &str, &str)]) {
    let basis = store.unit().legal.for_decision("hemtjanst", today())[0].short();
    let mut answers = Answers::default();
    answers.set("beslut.slag", "insatser");
    answers.set("beslut.anda", "Det brådskar.");
    for (n, (what, result, hours)) in (1..).zip(items) {
        for (id, value) in [
            ("insats", *what),
            ("resultat", *result),
            ("lagrum", basis.as_str()),
            ("from", "2026-12-01"),
            ("timmar", *hours),
            ("skal", "Behovet är prövat."),
            ("pagaende", "fortsätter"),
            ("pagaende_timmar", "okänt"),
        ] {
            answers.set(&field(n, id), value);
        }
        if *result == "bifall" && n == 1 {
            answers.set(&field(n, "tom"), "2027-05-31");
        }
        if n < items.len() {
            answers.set(&field(n, "fler"), "ja");
        }
    }
    let deciding = Deciding {
        case,
        answers,
        proposal: None,
    };
    store.apply(user, Change::Decide(deciding)).unwrap();
}

/// A demo unit in which every table that is exchanged has rows.
fn filled(home: &Home) -> (std::path::PathBuf, User) {
    let path = home.path("ett.db");
    home.ok(&[
        "demo",
        "--db",
        path.to_str().unwrap(),
        "--bara-skapa",
        "--personer",
        "200",
    ]);
    let store = open(&path);
    let chief = store.user("demo-chef").unwrap().unwrap();
    let mine = store.user("demo").unwrap().unwrap();
    let filter = Filter {
        case_type: Some("hemtjanst".into()),
        ..Filter::all(Scope::Unit)
    };
    let list = store
        .list(&chief, &filter, None, Direction::From, 200)
        .unwrap();
    let ready: Vec<i64> = list
        .iter()
        .map(|row| row.id)
        .filter(|case| store.case_proposal(&chief, *case).unwrap().is_none())
        .collect();
    assert!(ready.len() >= 4, "{}", ready.len());
    decide(
        &store,
        &chief,
        ready[0],
        &[
            ("Hemtjänst", "bifall", "40"),
            ("Trygghetslarm", "avslag", ""),
        ],
    );
    decide(&store, &chief, ready[1], &[("Hemtjänst", "bifall", "40")]);
    // Decided anew: the first measure ends, and a clock of its own runs for the second.
    decide(
        &store,
        &chief,
        ready[1],
        &[("Hemtjänst", "bifall", "62:30")],
    );
    decide(&store, &chief, ready[2], &[("Hemtjänst", "avslag", "")]);
    let mut closing = Answers::default();
    closing.set("beslut.slag", "avskrivning");
    closing.set("beslut.skal", "Flyttade.");
    let mut given = Answers::default();
    given.set("beslut.slag", "insatser");
    given.set("beslut.anda", "Det brådskar.");
    for (id, value) in [
        ("insats", "Hemtjänst"),
        ("resultat", "bifall"),
        ("timmar", "130"),
    ] {
        given.set(&field(1, id), value);
    }
    let proposing = Proposing {
        case: ready[3],
        answers: given,
    };
    store.apply(&mine, Change::Propose(proposing)).unwrap();
    let proposal = store.case_proposal(&chief, ready[3]).unwrap().unwrap();
    let back = Change::ReturnProposal {
        proposal: proposal.id,
        version: proposal.version,
        comment: "Skriv vad nattinsatsen ska ge.".into(),
    };
    store.apply(&chief, back).unwrap();
    let running = store.decision_ground(&mine, ready[1]).unwrap().running[0].subject;
    let begun = NewEvent {
        subject: running,
        ..NewEvent::on(EventKind::Executed, today())
    };
    let began = Change::RecordEvent {
        case: ready[1],
        event: begun,
    };
    store.apply(&chief, began).unwrap();
    let person = store.case_row(&mine, ready[0]).unwrap().unwrap().person;
    for (name, from) in [("Ulla Ek", "2026-11-02"), ("Nils Ek", "2026-01-01")] {
        let fact = PersonFact::Contact {
            role: ::akt::core::person::ContactRole::ALL[0],
            name: name.into(),
            relation: "dotter".into(),
            phone: "070-000 00 00".into(),
            call_first: true,
            covers: String::new(),
            from: day(from),
        };
        store
            .apply(&chief, Change::AddToPerson { person, fact })
            .unwrap();
    }
    for change in [
        Change::KeepExample {
            person: None,
            area: "Personlig vård".into(),
            text: "Stöd med hygien.".into(),
        },
        Change::PresentCase {
            case: ready[0],
            day: today(),
            proposal: "Bifall".into(),
            notes: "Enigt".into(),
            outcome: String::new(),
        },
        Change::Substitute {
            user: mine.id,
            substitute: chief.id,
            from: day("2026-12-01"),
            to: day("2026-12-20"),
        },
        Change::Assign {
            case: ready[0],
            user: chief.id,
            from: today(),
            reason: "lång frånvaro".into(),
        },
        Change::AddToPerson {
            person,
            fact: PersonFact::Objection {
                text: "Fel dag.".into(),
                day: today(),
                case: None,
            },
        },
        Change::AddToPerson {
            person,
            fact: PersonFact::Paper {
                kind: "intyg".into(),
                received: today(),
                kept_at: "pärm 3".into(),
                case: Some(ready[0]),
            },
        },
        Change::AddToPerson {
            person,
            fact: PersonFact::Number {
                number: ::akt::core::personal_number::PersonalNumber::invented(day("1899-04-05")),
                from: today(),
            },
        },
    ] {
        store.apply(&chief, change).unwrap();
    }
    drop(store);
    // What the program writes elsewhere in the way of a case, and what it cannot be led to write here.
    let conn = Connection::open(&path).unwrap();
    Store::equip(&conn).unwrap();
    let listed = common::number("1899-01-01");
    conn.execute_batch(
        &"INSERT INTO performed_time SELECT id, '2026-10', minutes_per_month - 60, 'utförarens lista'
             FROM framework_order ORDER BY id LIMIT 3;
         INSERT INTO performed_correction (order_id, month, minutes, source, corrected_at, corrected_by)
             SELECT order_id, month, 5, 'första listan', '2026-11-01T11:00:00Z', 1 FROM performed_time LIMIT 1;
         INSERT INTO resident (unit_id, kind, value, family_name, given_name, sex, birth_date, street, postcode, city,
                               listed_on)
             VALUES (1, 'pahittat', 'NUMRET', 'Alm', 'Siv', 'okant', '1899-01-01', 'Storgatan 1', '111 11', 'Stad',
                     '2026-11-01');
         INSERT INTO resident_contact (resident_id, answer, day, note, recorded_at, recorded_by, recorded_role)
             VALUES (1, 'tackade_nej', '2026-11-02', 'i vår', '2026-11-02T11:00:00Z', 1, 'handlaggare');
         INSERT INTO plan_withdrawn SELECT id, '2026-11-20', 1 FROM plan ORDER BY id LIMIT 1;
         INSERT INTO good_example_withdrawn SELECT id, '2026-11-20', 1 FROM good_example ORDER BY id LIMIT 1;
         INSERT INTO plan_reminder_withdrawn SELECT id, '2026-11-20', 1 FROM plan_reminder ORDER BY id LIMIT 1;
         INSERT INTO visit (person_id, day, about, user_id) VALUES (1, '2026-11-25', 'hemma', 1), (1, '2026-11-20', 'hemma', 1);
         INSERT INTO visit_change (visit_id, moved_to, reason, changed_on, user_id)
             VALUES ((SELECT max(id) FROM visit), (SELECT max(id) - 1 FROM visit), 'förkyld', '2026-11-19', 1);
         INSERT INTO address (person_id, street, valid_from, valid_to) VALUES (1, 'Nygatan 3', '2020-01-01', '2026-11-01');
         INSERT INTO fact_end (person_id, fact, row_id, last_day, reason, noted_on, user_id)
             SELECT person_id, 'adress', id, '2026-11-01', 'flyttade', '2026-11-02', 1 FROM address WHERE street = 'Nygatan 3';
         UPDATE framework_order SET weeks_num = 348, weeks_den = 80, uses_mean = 1, complete_later = 1,
                minutes_per_month = 7 WHERE id = 1;
         UPDATE framework_order SET measure_id = (SELECT max(id) FROM measure) WHERE id = 2;
         UPDATE measure SET provider_id = 1, started_on = '2026-11-23' WHERE id = (SELECT max(id) FROM measure);
         DROP TRIGGER decision_item_stays;
         UPDATE decision_item SET ksi = 'XY1' WHERE id = 1;
         UPDATE provider SET contract_manager = 'Rut Ek', cfar = '123', ended = '2030-01-01' WHERE id = 2;
         INSERT INTO child_fact (person_id, case_id, document_id, day, own_view, consequences)
             SELECT person_id, case_id, id, day, 1, 1 FROM document WHERE 0;"
        .replace("NUMRET", &listed),
    )
    .unwrap();
    (path, chief)
}

/// What is exported, and the same read into an empty database.
fn across(home: &Home, from: &Path, login: &str) -> (String, String, std::path::PathBuf) {
    let to = home.path("tva.db");
    let two = open(&to);
    two.mark_demo().unwrap();
    drop(two);
    let [one, two] = [from, &to].map(|p| p.to_str().unwrap());
    let first = home.ok(&["--db", one, "--som", login, "exportera"]);
    let file = home.file("allt.json", &first);
    home.ok(&["--db", two, "--som", login, "importera", &file]);
    let second = home.ok(&["--db", two, "--som", login, "exportera"]);
    (first, second, to)
}

/// A protected file that the exporter may not see is not in the register; here everybody is named.
fn all_are_named(path: &Path, login: &str) {
    let conn = Connection::open(path).unwrap();
    Store::equip(&conn).unwrap();
    conn.execute(
        "INSERT INTO file_named (person_id, user_id, valid_from)
         SELECT p.id, u.id, '2026-01-01' FROM person p, user u WHERE p.protection IS NOT NULL AND u.login = ?1
         AND NOT EXISTS (SELECT 1 FROM file_named n WHERE n.person_id = p.id AND n.user_id = u.id)",
        [login],
    )
    .unwrap();
}

#[test]
fn a_unit_with_decisions_comes_back_row_for_row_and_clock_for_clock() {
    let home = Home::new();
    let (path, chief) = filled(&home);
    all_are_named(&path, &chief.login);
    let (first, second, to) = across(&home, &path, &chief.login);
    let differs = first.lines().zip(second.lines()).find(|(a, b)| a != b);
    assert_eq!((differs, first.len()), (None, second.len()));
    let register: Register = serde_json::from_str(&first).unwrap();
    assert!(register.decisions.len() >= 4 && register.measures.len() >= 3);
    let (one, two) = (
        Connection::open(&path).unwrap(),
        Connection::open(&to).unwrap(),
    );
    let (mut before, mut after) = (clocks(&one), clocks(&two));
    let (had, has) = (before.clone(), after.clone());
    before.retain(|clock| !has.contains(clock));
    after.retain(|clock| !had.contains(clock));
    assert_eq!((before, had.len()), (after, has.len()));
    let mut missing = Vec::new();
    for table in tables(&one) {
        if NOT_EXCHANGED.iter().any(|(name, _)| *name == table) || UNUSED.contains(&table.as_str())
        {
            continue;
        }
        let before = rows(&one, &table);
        if before.is_empty() {
            missing.push(format!("{table}: the test has no row of it"));
            continue;
        }
        let after = rows(&two, &table);
        if before != after {
            let lost = before.iter().find(|row| !after.contains(row));
            let new = after.iter().find(|row| !before.contains(row));
            missing.push(format!(
                "{table}: {} rows became {}: {lost:?} {new:?}",
                before.len(),
                after.len()
            ));
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
    // The same once more adds nothing.
    let file = home.path("allt.json");
    let to = to.to_str().unwrap();
    let again = home.ok(&[
        "--db",
        to,
        "--som",
        "demo-chef",
        "importera",
        file.to_str().unwrap(),
    ]);
    assert!(again.contains("Inget nytt"), "{again}");
}

#[test]
fn what_is_said_not_to_be_written_is_not_written() {
    let mut sources = Vec::new();
    for folder in ["src/store", "src/store/import"] {
        for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap()
        {
            let path = entry.unwrap().path();
            if path.is_file() {
                sources.push(std::fs::read_to_string(path).unwrap());
            }
        }
    }
    for table in UNUSED {
        let written = [
            format!("INTO {table} "),
            format!("UPDATE {table} "),
            format!("INTO {table}\n"),
        ];
        let found = sources
            .iter()
            .any(|text| written.iter().any(|words| text.contains(words)));
        assert!(
            !found,
            "{table} is written now: exchange it, and take it off the list"
        );
    }
}

#[test]
fn a_decision_made_in_the_form_is_the_same_decision_elsewhere() {
    let mut table = Table::with((80, 24), |store, user| {
        let case = store.case_by_number(user, "26-0412").unwrap().unwrap();
        for kind in [
            EventKind::AssessmentSigned,
            EventKind::SentForReply,
            EventKind::ReplyReceived,
        ] {
            let event = NewEvent::on(kind, today());
            store
                .apply(user, Change::RecordEvent { case, event })
                .unwrap();
        }
        Box::new(::akt::ui::screen::case::CaseScreen::new(case))
    });
    table
        .press("sG<enter>Det brådskar.<f9>")
        .press("<space><tab><tab><tab><tab>79<f9>j");
    let home = Home::new();
    let path = table.folder.path().join("akt.db");
    let (first, second, _) = across(&home, &path, "demo-admin");
    assert_eq!(first, second);
    let register: Register = serde_json::from_str(&second).unwrap();
    let decision = &register.decisions[0];
    assert_eq!(
        (
            decision.decided_by.as_str(),
            decision.items[0].minutes_per_month
        ),
        ("anna.ek", Some(4740))
    );
    assert!(decision.delegation.contains("rad "), "{decision:?}");
    assert_eq!(register.measures[0].item, Some(decision.items[0].id));
    let granted = register
        .events
        .iter()
        .find(|e| e.event == "beslut" && e.subject == "insats")
        .unwrap();
    assert_eq!(granted.subject_id, register.measures[0].id);
}

#[test]
fn a_measure_never_takes_the_number_that_another_register_gave() {
    let home = Home::new();
    let folder = home.path("enhet");
    std::fs::create_dir(&folder).unwrap();
    let (store, anna) = common::store(&folder, "anna.ek");
    let case = store.case_by_number(&anna, "26-0412").unwrap().unwrap();
    let mut register = Register {
        schema: 1,
        ..Register::default()
    };
    for (event, date) in [("beslut", "2026-06-01"), ("verkstalld", "2026-06-10")] {
        register.events.push(::akt::core::register::EventEntry {
            person: common::number("1942-03-18"),
            case_number: Some("26-0412".into()),
            subject: "insats".into(),
            subject_id: 3,
            event: event.into(),
            date: date.into(),
            ..::akt::core::register::EventEntry::default()
        });
    }
    store.import(&anna, &register, &mut |_| {}).unwrap();
    let eva = store.user("eva.holm").unwrap().unwrap();
    decide(
        &store,
        &eva,
        case,
        &[("Hemtjänst", "bifall", "40"), ("Ledsagning", "bifall", "8")],
    );
    let measures: Vec<i64> = store
        .decision_ground(&eva, case)
        .unwrap()
        .running
        .iter()
        .filter(|m| m.minutes.is_some())
        .map(|m| m.subject.id())
        .collect();
    assert!(measures.iter().all(|id| *id > 3), "{measures:?}");
    drop(store);
    let path = folder.join("akt.db");
    all_are_named(&path, "demo-admin");
    let (first, second, to) = across(&home, &path, "demo-admin");
    assert_eq!(first, second);
    assert_eq!(
        clocks(&Connection::open(&path).unwrap()),
        clocks(&Connection::open(&to).unwrap())
    );
}

#[test]
fn two_equal_entries_of_one_day_are_two() {
    let home = Home::new();
    let folder = home.path("enhet");
    std::fs::create_dir(&folder).unwrap();
    let (store, admin) = common::store(&folder, "demo-admin");
    let mut register = store.register(&admin).unwrap();
    let mut twice = register.documents[0].clone();
    twice.id = 2;
    register.documents.push(twice);
    let mut twice = register.journal[0].clone();
    twice.id = 2;
    register.journal.push(twice);
    let mut contact = register.events[0].clone();
    for note in ["ringde", "ringde igen"] {
        contact.id = register.events.len() as i64 + 1;
        contact.event = "kontakt".into();
        contact.date = "2026-11-20".into();
        contact.note = note.into();
        register.events.push(contact.clone());
    }
    let new = store.import(&admin, &register, &mut |_| {}).unwrap();
    assert_eq!((new.events, new.other), (2, 2));
    assert!(
        store
            .import(&admin, &register, &mut |_| {})
            .unwrap()
            .is_empty()
    );
    let counts: BTreeMap<&str, usize> = {
        let whole = store.register(&admin).unwrap();
        [
            ("documents", whole.documents.len()),
            ("journal", whole.journal.len()),
        ]
        .into()
    };
    assert_eq!(counts, [("documents", 2), ("journal", 2)].into());
    drop(store);
    let (first, second, _) = across(&home, &folder.join("akt.db"), "demo-admin");
    assert_eq!(first, second);
}
