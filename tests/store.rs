//! The store on disk: what is written can be read, what was recorded stays, and the projection of due
//! dates says what the engine says.
#![allow(clippy::unwrap_used)]

mod common;

use akt::clock::Clock;
use akt::core::change::{Change, NewCase, NewEvent, PersonFact, PersonRef};
use akt::core::deadline::{CaseFacts, State, clocks, nearest};
use akt::core::event::{EventKind, Subject};
use akt::core::person::{NewPerson, Protection, Sex};
use akt::core::personal_number::PersonalNumber;
use akt::core::query::{Filter, Scope, Urgency};
use akt::store::{Direction, Mode, Store};
use akt::unit::Unit;
use chrono::NaiveDate;
use common::{day, number, store, today};
use tempfile::tempdir;

fn reopen(folder: &std::path::Path, on: NaiveDate) -> Store {
    let store = Store::open(
        &folder.join("akt.db"),
        Mode::Existing,
        Unit::builtin(),
        Clock::Fixed(on),
    )
    .unwrap();
    store.give_one_reason("prov").unwrap();
    store
}

#[test]
fn the_list_is_sorted_by_due_date_with_paused_possible_and_none_last() {
    let folder = tempdir().unwrap();
    let (store, anna) = store(folder.path(), "anna.ek");
    let rows = store
        .list(&anna, &Filter::all(Scope::Mine), None, Direction::From, 50)
        .unwrap();
    let shown: Vec<(String, String)> = rows
        .iter()
        .map(|r| {
            let deadline = r.deadline.as_ref();
            let text = deadline.map_or("–".into(), |d| {
                format!("{} {} {}", d.rule, d.due, d.state.word())
            });
            (r.case_number.clone(), text)
        })
        .collect();
    insta::assert_debug_snapshot!(shown);
}

#[test]
fn pages_forwards_and_backwards_meet() {
    let folder = tempdir().unwrap();
    let (store, anna) = store(folder.path(), "anna.ek");
    let filter = Filter::all(Scope::Unit);
    let all = store
        .list(&anna, &filter, None, Direction::From, 100)
        .unwrap();
    let mut forwards = store
        .list(&anna, &filter, None, Direction::From, 5)
        .unwrap();
    while let Some(last) = forwards.last().cloned() {
        let next = store
            .list(&anna, &filter, Some(&last.anchor), Direction::After, 5)
            .unwrap();
        if next.is_empty() {
            break;
        }
        forwards.extend(next);
    }
    assert_eq!(forwards, all);
    let mut backwards = store
        .list(&anna, &filter, None, Direction::Before, 100)
        .unwrap();
    backwards.reverse();
    assert_eq!(backwards, all);
}

#[test]
fn the_projection_says_what_the_engine_says_on_every_day() {
    let folder = tempdir().unwrap();
    drop(store(folder.path(), "anna.ek"));
    for offset in [-200_i64, -30, 0, 1, 7, 8, 30, 100, 400, 2] {
        let on = today() + chrono::TimeDelta::days(offset);
        let store = reopen(folder.path(), on);
        let anna = store.user("anna.ek").unwrap().unwrap();
        let rows = store
            .list(&anna, &Filter::all(Scope::Unit), None, Direction::From, 100)
            .unwrap();
        assert!(rows.len() >= 12);
        for row in rows {
            let view = store.case(&anna, row.id).unwrap();
            let events = store.engine_events(&anna, row.id).unwrap();
            let states: Vec<_> = view.states.iter().map(|s| s.state.clone()).collect();
            let facts = CaseFacts {
                case_type: &view.case_type,
                events: &events,
                states: &states,
            };
            let all = clocks(&store.unit().rules, store.calendar(), &facts);
            let engine = nearest(&all, on).map(|c| (c.rule.id.clone(), c.due, c.state(on)));
            let listed = row.deadline.map(|d| (d.rule, d.due, d.state));
            assert_eq!(listed, engine, "{} on {on}", row.case_number);
        }
    }
}

#[test]
fn a_pause_runs_out_by_itself() {
    let folder = tempdir().unwrap();
    let (store, anna) = store(folder.path(), "anna.ek");
    let state = |store: &Store| {
        let rut = store.case_by_number(&anna, "26-0399").unwrap().unwrap();
        store
            .case_row(&anna, rut)
            .unwrap()
            .unwrap()
            .deadline
            .map(|d| (d.due, d.state))
    };
    assert_eq!(state(&store), Some((day("2026-12-08"), State::Paused)));
    drop(store);
    let later = reopen(folder.path(), day("2026-12-01"));
    assert_eq!(state(&later), Some((day("2026-12-08"), State::OnTime)));
}

#[test]
fn a_protected_person_is_nowhere_for_others() {
    let folder = tempdir().unwrap();
    let (store, anna) = store(folder.path(), "anna.ek");
    let petra = store.user("petra.sand").unwrap().unwrap();
    let ebba = store.case_by_number(&anna, "26-0420").unwrap().unwrap();
    assert!(
        store
            .search(&anna, "vall", 10)
            .unwrap()
            .iter()
            .any(|h| h.family_name == "Vall")
    );
    assert!(store.search(&petra, "vall", 10).unwrap().is_empty());
    assert!(store.search(&petra, "26-0420", 10).unwrap().is_empty());
    assert_eq!(store.case_by_number(&petra, "26-0420").unwrap(), None);
    assert!(store.case(&petra, ebba).is_err());
    let unit = Filter::all(Scope::Unit);
    assert_eq!(
        store.count(&anna, &unit).unwrap(),
        store.count(&petra, &unit).unwrap() + 1
    );
    let rows = store
        .list(&petra, &unit, None, Direction::From, 100)
        .unwrap();
    assert!(rows.iter().all(|r| r.id != ebba));
    let change = Change::RecordEvent {
        case: ebba,
        event: NewEvent::on(EventKind::ReplyReceived, today()),
    };
    assert_eq!(
        store.apply(&petra, change).unwrap_err().text,
        "Ärendet eller personen finns inte."
    );
    let text = serde_json::to_string(&store.register(&common::leader(&store)).unwrap()).unwrap();
    assert!(!text.contains("Vall") && !text.contains("26-0420"));
}

#[test]
fn a_mark_set_later_hides_the_person_at_once() {
    let folder = tempdir().unwrap();
    let (store, anna) = store(folder.path(), "anna.ek");
    let petra = store.user("petra.sand").unwrap().unwrap();
    let sten = store.search(&anna, "åberg", 1).unwrap()[0].person;
    assert_eq!(store.search(&petra, "aberg", 5).unwrap().len(), 1);
    let fact = PersonFact::Protection {
        level: Some(Protection::Registration),
        source: "Skatteverket".into(),
        date: today(),
    };
    store
        .apply(&anna, Change::AddToPerson { person: sten, fact })
        .unwrap();
    assert!(store.search(&petra, "aberg", 5).unwrap().is_empty());
    assert_eq!(store.search(&anna, "aberg", 5).unwrap().len(), 1);
}

#[test]
fn search_takes_names_numbers_and_case_numbers_and_forgives_dots() {
    let folder = tempdir().unwrap();
    let (store, anna) = store(folder.path(), "anna.ek");
    let names = |query: &str| {
        store
            .search(&anna, query, 20)
            .unwrap()
            .into_iter()
            .map(|h| h.family_name)
            .collect::<Vec<_>>()
    };
    assert_eq!(names("bergs"), ["Bergström"]);
    assert_eq!(names("BERGSTRO"), ["Bergström"]);
    assert_eq!(names("bergströ"), ["Bergström"]);
    assert_eq!(names("bergstro\u{308}"), ["Bergström"]);
    assert_eq!(names("bergsträ"), Vec::<String>::new());
    assert_eq!(names("karin berg"), ["Bergström"]);
    assert_eq!(names("berg karin"), ["Bergström"]);
    assert_eq!(names("19420318"), ["Bergström"]);
    assert_eq!(names("420318-000"), ["Bergström"]);
    assert_eq!(names("26-0412"), ["Bergström"]);
    assert_eq!(names("maj"), ["Öberg"]);
    assert_eq!(names("britt"), ["Öberg"]);
    // No look-up by type, note, journal text or contact.
    for forbidden in ["hemtj", "badrummet", "dottern", "lena", "070"] {
        assert_eq!(names(forbidden), Vec::<String>::new(), "{forbidden}");
    }
    assert!(names("").is_empty() && names("%").is_empty() && names("'").is_empty());
}

#[test]
fn an_event_moves_the_clock_and_undo_is_a_correcting_event() {
    let folder = tempdir().unwrap();
    let (store, anna) = store(folder.path(), "anna.ek");
    let sten = store.case_by_number(&anna, "26-0455").unwrap().unwrap();
    let rule = |store: &Store| {
        store
            .case_row(&anna, sten)
            .unwrap()
            .unwrap()
            .deadline
            .map(|d| d.rule)
    };
    assert_eq!(rule(&store).as_deref(), Some("K1a"));
    let event = NewEvent::on(EventKind::FirstContact, today());
    let applied = store
        .apply(&anna, Change::RecordEvent { case: sten, event })
        .unwrap();
    assert_eq!(rule(&store).as_deref(), Some("K1b"));
    let undo = applied.undo.unwrap();
    assert!(undo.sentence.contains("Kontakt tagen"));
    store.apply(&anna, *undo.change).unwrap();
    assert_eq!(rule(&store).as_deref(), Some("K1a"));
    let events = store.case(&anna, sten).unwrap().events;
    assert_eq!(events.len(), 3, "nothing is erased");
    assert!(events[1].corrected_by.is_some() && events[2].void);
}

#[test]
fn what_cannot_be_is_refused_and_nothing_changes() {
    let folder = tempdir().unwrap();
    let (store, anna) = store(folder.path(), "anna.ek");
    let case = store.case_by_number(&anna, "26-0455").unwrap().unwrap();
    let before = store.case(&anna, case).unwrap();
    let ahead = NewEvent::on(EventKind::FirstContact, day("2026-11-24"));
    let backwards = NewEvent {
        until: Some(day("2026-11-01")),
        ..NewEvent::on(EventKind::SentForReply, today())
    };
    let pause = |rule: &str, until: &str| Change::PauseClock {
        case,
        rule: rule.into(),
        subject: Subject::Case,
        from: today(),
        until: day(until),
        reason: "väntar".into(),
    };
    for change in [
        Change::RecordEvent { case, event: ahead },
        Change::RecordEvent {
            case,
            event: backwards,
        },
        // Nothing before the case came in, nothing without what it rests on.
        Change::RecordEvent {
            case,
            event: NewEvent::on(EventKind::FirstContact, day("2026-10-01")),
        },
        Change::RecordEvent {
            case,
            event: NewEvent::on(EventKind::DecisionReceived, today()),
        },
        pause("K14", "2026-12-01"),
        pause("K99", "2026-12-01"),
        pause("K1a", "2026-11-23"),
    ] {
        assert!(store.apply(&anna, change.clone()).is_err(), "{change:?}");
    }
    assert_eq!(store.case(&anna, case).unwrap(), before);
}

#[test]
fn a_real_number_is_refused_in_a_demo_and_an_invented_one_elsewhere() {
    let folder = tempdir().unwrap();
    let (demo, anna) = store(folder.path(), "anna.ek");
    let person = |text: &str| NewPerson {
        number: PersonalNumber::parse(text, today()).unwrap(),
        family_name: "Prov".into(),
        given_name: "Person".into(),
        sex: Sex::Unknown,
        birth_date: None,
    };
    // A coordination number of a made-up person; its check digit is right.
    let coordination = "19700161-2384";
    let real = PersonalNumber::parse(coordination, today());
    if let Ok(number) = real {
        let change = Change::RegisterPerson(NewPerson {
            number,
            ..person(&number_of("1950-01-01"))
        });
        assert!(demo.apply(&anna, change).is_err());
    }
    let work = Store::in_memory(Unit::builtin(), Clock::Fixed(today())).unwrap();
    let first = akt::core::change::NewUser {
        login: "a".into(),
        name: "A".into(),
        role: akt::core::user::Role::Caseworker,
        started: today(),
        share: 100,
        base_group: None,
    };
    let a = work.register_first_user("Enheten", &first).unwrap();
    let error = work
        .apply(&a, Change::RegisterPerson(person(&number_of("1950-01-01"))))
        .unwrap_err();
    assert!(error.text.contains("påhittat"), "{error}");
}

fn number_of(born: &str) -> String {
    number(born)
}

#[test]
fn a_new_case_gets_the_next_number_and_its_first_clock() {
    let folder = tempdir().unwrap();
    let (store, anna) = store(folder.path(), "anna.ek");
    let open = || {
        let case = NewCase {
            person: PersonRef::New(NewPerson {
                number: PersonalNumber::parse(&number("1951-02-03"), today()).unwrap(),
                family_name: "Ny".into(),
                given_name: "Person".into(),
                sex: Sex::Woman,
                birth_date: None,
            }),
            case_type: "hemtjanst".into(),
            received: today(),
            channel: "telefon".into(),
            oral: true,
            report: false,
            about: String::new(),
            owner: None,
            case_number: None,
            led_by: None,
        };
        store.apply(&anna, Change::OpenCase(case))
    };
    let applied = open().unwrap();
    let row = store
        .case_row(&anna, applied.case.unwrap())
        .unwrap()
        .unwrap();
    assert_eq!(row.case_number, "26-0001");
    assert_eq!(
        row.deadline.map(|d| (d.rule, d.due)),
        Some(("K1a".into(), day("2026-11-30")))
    );
    assert_eq!(row.caseworker, "Anna Ek");
    assert!(open().is_err(), "the same number is the same person");
    // What is tried anew after a decision was not asked for by mouth then.
    let case = applied.case.unwrap();
    assert!(store.case(&anna, case).unwrap().oral);
    let mut register = store.register(&common::leader(&store)).unwrap();
    register.events.push(akt::core::register::EventEntry {
        id: register.events.len() as i64 + 1,
        person: number("1951-02-03"),
        case_number: Some(row.case_number),
        subject: "arende".into(),
        event: "beslut".into(),
        date: today().to_string(),
        ..Default::default()
    });
    store.import(&anna, &register, &mut |_| {}).unwrap();
    assert!(!store.case(&anna, case).unwrap().oral);
}

#[test]
fn an_export_taken_in_again_is_the_same_bytes() {
    let folder = tempdir().unwrap();
    let (first, _) = store(folder.path(), "anna.ek");
    let text = serde_json::to_string(&first.register(&common::leader(&first)).unwrap()).unwrap();
    let other = Store::in_memory(Unit::builtin(), Clock::Fixed(day("2027-01-15"))).unwrap();
    other.mark_demo().unwrap();
    let admin = akt::core::change::NewUser {
        login: "anna.ek".into(),
        name: "Anna Ek".into(),
        role: akt::core::user::Role::Caseworker,
        started: day("2020-01-01"),
        share: 100,
        base_group: Some("Norr".into()),
    };
    let anna2 = other.register_first_user("Enheten", &admin).unwrap();
    other
        .import(&anna2, &serde_json::from_str(&text).unwrap(), &mut |_| {})
        .unwrap();
    let anna2 = other.user("anna.ek").unwrap().unwrap();
    assert_eq!(
        serde_json::to_string(&other.register(&common::leader(&other)).unwrap()).unwrap(),
        text
    );
    let again = other
        .import(&anna2, &serde_json::from_str(&text).unwrap(), &mut |_| {})
        .unwrap();
    assert!(again.is_empty(), "{again:?}");
}

#[test]
fn two_open_the_same_file_and_a_stale_version_is_a_conflict() {
    let folder = tempdir().unwrap();
    let (one, anna) = store(folder.path(), "anna.ek");
    let two = reopen(folder.path(), today());
    let petra = two.user("petra.sand").unwrap().unwrap();
    let person = one.search(&anna, "lind", 1).unwrap()[0].person;
    let version = one.file(&anna, person).unwrap().person.version;
    let patch = |name: &str| akt::core::person::PersonPatch {
        wished_name: Some(name.into()),
        ..Default::default()
    };
    let seen = one.data_version().unwrap();
    two.apply(
        &petra,
        Change::UpdatePerson {
            person,
            version,
            patch: patch("Gösta"),
        },
    )
    .unwrap();
    assert_ne!(
        one.data_version().unwrap(),
        seen,
        "the other's write is noticed"
    );
    let error = one
        .apply(
            &anna,
            Change::UpdatePerson {
                person,
                version,
                patch: patch("Göran"),
            },
        )
        .unwrap_err();
    assert_eq!(error.kind, akt::error::ErrorKind::Conflict);
    assert_eq!(
        one.file(&anna, person)
            .unwrap()
            .person
            .wished_name
            .as_deref(),
        Some("Gösta")
    );
}

#[test]
fn foreign_newer_and_broken_files_are_refused_and_left_alone() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("x.db");
    let open = || {
        Store::open(&path, Mode::Demo, Unit::builtin(), Clock::Fixed(today()))
            .err()
            .unwrap()
    };
    std::fs::write(&path, "det här är ingen databas, bara text").unwrap();
    assert!(open().text.contains("inte en databas"));
    assert_eq!(
        std::fs::read_to_string(&path).unwrap(),
        "det här är ingen databas, bara text"
    );
    std::fs::remove_file(&path).unwrap();
    let foreign = rusqlite::Connection::open(&path).unwrap();
    foreign.execute_batch("CREATE TABLE t (x)").unwrap();
    drop(foreign);
    let before = std::fs::read(&path).unwrap();
    assert!(open().text.contains("hör inte till") || open().text.contains("inte hör till"));
    assert_eq!(std::fs::read(&path).unwrap(), before);
    std::fs::remove_file(&path).unwrap();
    drop(Store::open(&path, Mode::Demo, Unit::builtin(), Clock::Fixed(today())).unwrap());
    let newer = rusqlite::Connection::open(&path).unwrap();
    newer.pragma_update(None, "user_version", 99).unwrap();
    drop(newer);
    assert_eq!(open().kind, akt::error::ErrorKind::TooNew);
}

#[test]
fn files_are_private() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempdir().unwrap();
    let path = folder.path().join("ny").join("akt.db");
    drop(
        Store::open(
            &path,
            Mode::CreateIfMissing,
            Unit::builtin(),
            Clock::Fixed(today()),
        )
        .unwrap(),
    );
    let drafts = akt::store::draft::Drafts::open(&path, Clock::Fixed(today())).unwrap();
    drop(drafts);
    let mode = |p: &std::path::Path| std::fs::metadata(p).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(path.parent().unwrap()), 0o700);
    assert_eq!(mode(&path), 0o600);
    assert_eq!(mode(&akt::store::draft::path_beside(&path)), 0o600);
}

#[test]
fn counts_are_the_rows_by_urgency() {
    let folder = tempdir().unwrap();
    let (store, anna) = store(folder.path(), "anna.ek");
    let counts = store.counts(&anna, Scope::Mine).unwrap();
    let rows = |urgency| {
        let filter = Filter {
            urgency: Some(urgency),
            ..Filter::all(Scope::Mine)
        };
        store
            .list(&anna, &filter, None, Direction::From, 100)
            .unwrap()
            .len() as u64
    };
    assert_eq!(counts.overdue, rows(Urgency::Overdue));
    assert_eq!(counts.today, rows(Urgency::Today));
    assert_eq!(counts.soon, rows(Urgency::Soon));
    let all: u64 = Urgency::ALL.iter().map(|u| rows(*u)).sum();
    assert_eq!(counts.open, all);
}

#[test]
fn a_printed_case_holds_every_journal_entry() {
    let folder = tempdir().unwrap();
    let (store, anna) = store(folder.path(), "anna.ek");
    let case = store.case_by_number(&anna, "26-0412").unwrap().unwrap();
    let person = store.case(&anna, case).unwrap().person.id;
    let before = store.case(&anna, case).unwrap().journal.len();
    for n in 0..510 {
        let change = Change::WriteJournal {
            person,
            case: Some(case),
            day: today(),
            time: None,
            text: format!("Anteckning {n}."),
            corrects: None,
        };
        store.apply(&anna, change).unwrap();
    }
    assert_eq!(store.case(&anna, case).unwrap().journal.len(), 500);
    let whole = store.whole_case(&anna, case).unwrap().journal;
    assert_eq!(whole.len(), before + 510);
}

#[test]
fn tables_that_a_replicating_program_keeps_are_left_alone() {
    let folder = tempdir().unwrap();
    drop(store(folder.path(), "anna.ek"));
    let other = rusqlite::Connection::open(folder.path().join("akt.db")).unwrap();
    other
        .execute_batch("CREATE TABLE _litestream_lock (id INTEGER)")
        .unwrap();
    drop(other);
    let (store, anna) = store(folder.path(), "anna.ek");
    assert!(!store.search(&anna, "bergström", 1).unwrap().is_empty());
    assert!(!store.health().unwrap().is_wrong());
}

#[test]
fn a_changed_row_is_never_shown() {
    let folder = tempdir().unwrap();
    let (store, anna) = store(folder.path(), "anna.ek");
    let karin = store.search(&anna, "bergström", 1).unwrap()[0].person;
    assert_eq!(store.journal(&anna, karin).unwrap().len(), 1);
    drop(store);
    // The text changes in the file itself, as when a disk gives back another bit.
    let path = folder.path().join("akt.db");
    let mut bytes = std::fs::read(&path).unwrap();
    let at = bytes.windows(11).position(|w| w == b"med dottern").unwrap();
    bytes[at] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let store = reopen(folder.path(), today());
    let refused = store.journal(&anna, karin).unwrap_err();
    assert_eq!(refused.text, "Databasen är skadad.");
    assert!(store.health().unwrap().is_wrong());
}

#[test]
fn a_draft_is_signed_under_the_template_it_was_begun_under() {
    use akt::core::change::Signing;
    use akt::core::form::{Answers, Spec};
    let folder = tempdir().unwrap();
    let (store, anna) = store(folder.path(), "anna.ek");
    let case = store.case_by_number(&anna, "26-0412").unwrap().unwrap();
    // A revision that the unit no longer has.
    let mut spec = Spec::clone(store.unit().forms.latest("utredning_aldre").unwrap());
    spec.revision = 99;
    let first = spec.sections[0].fields[0].id.clone();
    for field in spec.sections.iter_mut().flat_map(|s| &mut s.fields) {
        field.required = false;
    }
    let mut answers = Answers::default();
    answers.set(&first, "Skrivet under den förra mallen.");
    let signing = Signing {
        case,
        spec: Box::new(spec.clone()),
        answers,
        supersedes: None,
        day: today(),
    };
    let signed = store.apply(&anna, Change::SignDocument(signing)).unwrap();
    let read = store.document(&anna, signed.row.unwrap()).unwrap();
    assert_eq!(read.spec, Some(spec));
    assert_eq!(read.answers.get(&first), "Skrivet under den förra mallen.");
}
