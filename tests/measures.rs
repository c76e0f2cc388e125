//! What is recorded by hand about a measure lies on the measure: chosen by itself where there is one, asked
//! about where there are several; its clocks run by themselves, and the inspectorate's report is right.
#![allow(clippy::unwrap_used)]

mod common;

use akt::core::change::{Change, Deciding, NewEvent};
use akt::core::deadline::{CaseFacts, clocks};
use akt::core::decision::field;
use akt::core::event::{Event, EventKind, Subject};
use akt::core::form::Answers;
use akt::core::user::User;
use akt::report::{Period, ivo};
use akt::store::Store;
use akt::ui::screen::case::CaseScreen;
use common::{Table, day};

const CASE: &str = "26-0412";

fn case(store: &Store, user: &User) -> i64 {
    store.case_by_number(user, CASE).unwrap().unwrap()
}

/// A decision by Eva Holm that grants each of these from today.
fn grant(store: &Store, what: &[&str]) {
    let eva = store.user("eva.holm").unwrap().unwrap();
    let mut answers = Answers::default();
    answers.set("beslut.slag", "insatser");
    answers.set("beslut.anda", "Det brådskar.");
    for (n, name) in (1..).zip(what) {
        answers.set(&field(n, "insats"), *name);
        answers.set(&field(n, "resultat"), "bifall");
        answers.set(&field(n, "lagrum"), "SoL 11 kap. 1 §");
        answers.set(&field(n, "from"), "2026-11-23");
        answers.set(&field(n, "timmar"), "10");
        answers.set(&field(n, "skal"), "Behovet är prövat.");
        if n < what.len() {
            answers.set(&field(n, "fler"), "ja");
        }
    }
    let deciding = Deciding {
        case: case(store, &eva),
        answers,
        proposal: None,
    };
    store.apply(&eva, Change::Decide(deciding)).unwrap();
}

fn desk(what: &[&str]) -> Table {
    Table::with((80, 24), |store, user| {
        grant(store, what);
        Box::new(CaseScreen::new(case(store, user)))
    })
}

fn events(store: &Store, user: &User) -> Vec<Event> {
    store.engine_events(user, case(store, user)).unwrap()
}

/// The subjects of the standing events of a kind, in order.
fn subjects(table: &Table, kind: EventKind) -> Vec<Subject> {
    let store = table.desk.store();
    let anna = store.user("anna.ek").unwrap().unwrap();
    let of_kind = events(store, &anna).into_iter().filter(|e| e.kind == kind);
    of_kind.map(|e| e.subject).collect()
}

/// The running clocks of some rules: "K8 insats 1 2027-01-23".
fn running(store: &Store, user: &User) -> Vec<String> {
    let events = events(store, user);
    let facts = CaseFacts {
        case_type: "hemtjanst",
        events: &events,
        states: &[],
    };
    clocks(&store.unit().rules, store.calendar(), &facts)
        .iter()
        .filter(|c| ["K8", "K9", "K10", "K11"].contains(&c.rule.id.as_str()) && c.stopped.is_none())
        .map(|c| {
            format!(
                "{} {} {} {}",
                c.rule.id,
                c.subject.word(),
                c.subject.id(),
                c.due
            )
        })
        .collect()
}

#[test]
fn the_page_of_handover_tells_what_was_decided() {
    let folder = tempfile::tempdir().unwrap();
    let (store, anna) = common::store(folder.path(), "anna.ek");
    grant(&store, &["Hemtjänst", "Ledsagning"]);
    let sheet = akt::report::handover::sheet(&store, &anna, case(&store, &anna), &[]).unwrap();
    let agreed = sheet.parts.iter().find(|p| p.title == "Bestämt").unwrap();
    let decided: Vec<&str> = agreed
        .lines
        .iter()
        .filter(|(label, _)| label == "Beslutat")
        .map(|(_, text)| text.as_str())
        .collect();
    assert_eq!(
        decided,
        [
            "Hemtjänst, 10,0 h per månad, från 23 nov 2026 tills vidare, SoL 11 kap. 1 §, beslutat 23 nov 2026 av Eva Holm",
            "Ledsagning, 10,0 h per månad, från 23 nov 2026 tills vidare, SoL 11 kap. 1 §, beslutat 23 nov 2026 av Eva Holm",
        ]
    );
}

#[test]
fn a_renewed_measure_needs_no_name_and_the_one_before_has_its_day() {
    let mut table = Table::with((120, 40), |store, user| {
        let eva = store.user("eva.holm").unwrap().unwrap();
        let id = case(store, user);
        grant(store, &["Hemtjänst"]);
        let ends = NewEvent {
            subject: Subject::Measure(1),
            ..NewEvent::on(EventKind::DecisionEnds, day("2026-12-31"))
        };
        let change = Change::RecordEvent {
            case: id,
            event: ends,
        };
        store.apply(&eva, change).unwrap();
        grant(store, &["Hemtjänst"]);
        Box::new(CaseScreen::new(id))
    });
    let text = table.text();
    assert!(text.contains("Verkställ: beslut 23 nov"), "{text}");
    assert!(text.contains("Verkställt inom tre månader"), "{text}");
    assert!(!text.contains("Hemtjänst, beslut"), "{text}");
    // The last day of the first decision comes to nothing.
    let told = text.lines().find(|line| line.contains("Beslutet upphör"));
    assert!(told.unwrap().contains("gäller inte"), "{text}");
    // Two of different names that both run are told by name.
    let text = desk(&["Hemtjänst", "Ledsagning"]).text();
    assert!(text.contains(": Hemtjänst"), "{text}");
    assert!(text.contains(": Ledsagning"), "{text}");
}

#[test]
fn one_measure_is_chosen_by_itself() {
    let mut table = desk(&["Hemtjänst"]);
    table.press("h/verkställd<enter>");
    assert!(!table.text().contains("Insats"), "{}", table.text());
    table.press("<f9>");
    assert_eq!(subjects(&table, EventKind::Executed), [Subject::Measure(1)]);
    table.press("h/avbrott i<enter><tab>Sjukhus<f9>");
    assert_eq!(
        subjects(&table, EventKind::Interrupted),
        [Subject::Measure(1)]
    );
}

#[test]
fn with_several_the_form_asks_which_and_guesses_where_only_one_can_be() {
    let mut table = desk(&["Hemtjänst", "Ledsagning"]);
    table.press("h/verkställd<enter>");
    let text = table.text();
    assert!(text.contains("○ Hemtjänst  ○ Ledsagning"), "{text}");
    insta::assert_snapshot!("which_measure", table.both());
    // Nothing is recorded until it is said which.
    let text = table.press("<f9>").text();
    assert!(text.contains("Insats"), "{text}");
    assert!(subjects(&table, EventKind::Executed).is_empty());
    table.press("l<f9>");
    assert_eq!(subjects(&table, EventKind::Executed), [Subject::Measure(2)]);
    insta::assert_snapshot!("one_has_started", table.both());
    // Only the other can start now.
    let text = table.press("h/verkställd<enter>").text();
    assert!(
        text.contains("● Hemtjänst") || text.contains("Insats *   Hemtjänst"),
        "{text}"
    );
    table.press("<f9>");
    assert_eq!(
        subjects(&table, EventKind::Executed),
        [Subject::Measure(2), Subject::Measure(1)]
    );
}

#[test]
fn each_measure_has_its_clocks_and_one_that_ends_takes_its_own_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let (store, anna) = common::store(folder.path(), "anna.ek");
    grant(&store, &["Hemtjänst", "Ledsagning"]);
    let id = case(&store, &anna);
    let record = |kind, measure| {
        let event = NewEvent {
            subject: Subject::Measure(measure),
            ..NewEvent::on(kind, day("2026-11-23"))
        };
        store.apply(&anna, Change::RecordEvent { case: id, event })
    };
    record(EventKind::Executed, 1).unwrap();
    let started = [
        "K8 insats 1 2027-01-23",
        "K9 insats 1 2027-11-23",
        "K11 insats 2 2027-02-23",
    ];
    assert_eq!(running(&store, &anna), started);
    let ended = record(EventKind::MeasureEnded, 2).unwrap();
    assert_eq!(running(&store, &anna), &started[..2]);
    let live = store.live_measures(&anna, id, day("2026-11-24")).unwrap();
    assert_eq!(live.len(), 1);
    // Taken back, it lives again.
    store.apply(&anna, *ended.undo.unwrap().change).unwrap();
    assert_eq!(running(&store, &anna), started);
    assert_eq!(
        store
            .live_measures(&anna, id, day("2026-11-24"))
            .unwrap()
            .len(),
        2
    );
    // A measure of another case is refused.
    assert!(record(EventKind::Executed, 99).is_err());
}

#[test]
fn what_is_tried_anew_goes_on_where_it_was_running() {
    let folder = tempfile::tempdir().unwrap();
    let (store, anna) = common::store(folder.path(), "anna.ek");
    grant(&store, &["Hemtjänst"]);
    let id = case(&store, &anna);
    let event = NewEvent::on(EventKind::Executed, day("2026-11-23"));
    store
        .apply(&anna, Change::RecordEvent { case: id, event })
        .unwrap();
    grant(&store, &["Hemtjänst"]);
    // Nothing of the old one runs, and the new one waits for no start.
    assert_eq!(
        running(&store, &anna),
        ["K8 insats 2 2027-01-23", "K9 insats 2 2027-11-23"]
    );
}

#[test]
fn a_refusal_of_something_else_leaves_the_end_of_what_runs_to_be_watched() {
    let folder = tempfile::tempdir().unwrap();
    let (store, anna) = common::store(folder.path(), "anna.ek");
    let decide = |what: &str, result: &str| {
        let mut answers = Answers::default();
        for (id, value) in [
            ("insats", what),
            ("resultat", result),
            ("lagrum", "SoL 11 kap. 1 §"),
            ("from", "2026-11-23"),
            ("tom", "2026-12-15"),
            ("timmar", "10"),
            ("skal", "Behovet är prövat."),
            ("pagaende", "fortsätter"),
        ] {
            answers.set(&field(1, id), value);
        }
        answers.set("beslut.slag", "insatser");
        answers.set("beslut.anda", "Det brådskar.");
        let deciding = Deciding {
            case: case(&store, &anna),
            answers,
            proposal: None,
        };
        let eva = store.user("eva.holm").unwrap().unwrap();
        store.apply(&eva, Change::Decide(deciding)).unwrap();
    };
    let ends = || {
        let events = events(&store, &anna);
        let facts = CaseFacts {
            case_type: "hemtjanst",
            events: &events,
            states: &[],
        };
        let all = clocks(&store.unit().rules, store.calendar(), &facts);
        let mut ends = all.into_iter().filter(|clock| clock.rule.id == "K10");
        ends.next().unwrap().stopped.is_some()
    };
    decide("Hemtjänst", "bifall");
    assert!(!ends());
    decide("Ledsagning", "avslag");
    assert!(!ends(), "the refusal is of something else");
    decide("Dusch", "avslag");
    assert!(!ends(), "the refusal is of more of the kind");
    decide("hemtjänst", "avslag");
    assert!(ends(), "the renewal is tried");
}

#[test]
fn the_inspectorates_report_names_each_measure_with_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    {
        let (store, anna) = common::store(folder.path(), "anna.ek");
        grant(&store, &["Hemtjänst", "Ledsagning"]);
        let id = case(&store, &anna);
        let mut event = NewEvent {
            subject: Subject::Measure(2),
            ..NewEvent::on(EventKind::Postponed, day("2026-11-23"))
        };
        event
            .detail
            .insert("skal".into(), "vill vänta till våren".into());
        store
            .apply(&anna, Change::RecordEvent { case: id, event })
            .unwrap();
        let event = NewEvent {
            subject: Subject::Measure(1),
            ..NewEvent::on(EventKind::Executed, day("2026-11-23"))
        };
        store
            .apply(&anna, Change::RecordEvent { case: id, event })
            .unwrap();
    }
    let store = Store::open(
        &folder.path().join("akt.db"),
        akt::store::Mode::Existing,
        akt::unit::Unit::builtin(),
        akt::clock::Clock::Fixed(day("2027-03-01")),
    )
    .unwrap();
    let anna = store.user("anna.ek").unwrap().unwrap();
    let period = Period::quarter("2027-K1").unwrap();
    let tables = ivo::not_carried_out(&store, &anna, period).unwrap();
    let rows: Vec<String> = tables[1]
        .rows
        .iter()
        .filter(|row| format!("{:?}", row[0]).contains(CASE))
        .map(|row| format!("{:?} {:?}", row[2], row[8]))
        .collect();
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert!(
        rows[0].contains("Ledsagning") && rows[0].contains("vill vänta"),
        "{rows:?}"
    );
}
