//! The steps of a case by keyboard: contact, right to reply, the gate, the appeal, closing.
#![allow(clippy::unwrap_used)]

mod common;

use akt::core::change::{Change, NewCase, NewEvent, PersonRef};
use akt::core::event::EventKind as E;
use akt::core::next::NextStep;
use akt::core::person::{NewPerson, Sex};
use akt::core::personal_number::PersonalNumber;
use akt::core::user::User;
use akt::report::printout;
use akt::store::Store;
use akt::store::gate::gate;
use akt::ui::screen::case::CaseScreen;
use common::{Table, day};

fn note(store: &Store, user: &User, case: i64, kind: E, on: &str) {
    let view = store.case(user, case).unwrap();
    if matches!(kind, E::Granted | E::Refused) {
        // A decision is made in its own form; here it comes from another register.
        let mut register = store.register(&common::leader(store)).unwrap();
        register.events.push(akt::core::register::EventEntry {
            id: register.events.len() as i64 + 1,
            person: view.person.number.clone(),
            case_number: Some(view.case_number.clone()),
            subject: "arende".into(),
            event: kind.word().into(),
            date: on.into(),
            ..Default::default()
        });
        store.import(user, &register, &mut |_| {}).unwrap();
        return;
    }
    let event = NewEvent::on(kind, day(on));
    store
        .apply(user, Change::RecordEvent { case, event })
        .unwrap();
}

fn id(store: &Store, user: &User, number: &str) -> i64 {
    store.case_by_number(user, number).unwrap().unwrap()
}

fn case(number: &str, events: &'static [(E, &'static str)]) -> Table {
    Table::with((80, 24), |store, user| {
        let case = id(store, user, number);
        for (kind, on) in events {
            note(store, user, case, *kind, on);
        }
        Box::new(CaseScreen::new(case))
    })
}

/// The latest event of a kind in a case.
fn event(table: &Table, number: &str, kind: E) -> akt::core::query::EventRow {
    let (store, user) = anna(table);
    let user = &user;
    let view = store.case(user, id(store, user, number)).unwrap();
    let mut of_kind = view.events.into_iter().filter(|e| e.kind == kind);
    of_kind.next_back().unwrap()
}

#[test]
fn that_no_interpreter_is_needed_is_no_language_on_the_card_or_in_the_assessment() {
    let mut table = case("26-0455", &[]);
    let contact = table.press("s<tab>t<tab>talar<tab>Nej<f9>").text();
    assert!(contact.contains("telefon, talar"), "{contact}");
    assert!(!contact.contains("talar, Nej"), "{contact}");
    let (store, user) = anna(&table);
    let view = store.case(&user, id(store, &user, "26-0455")).unwrap();
    assert_eq!(view.person.interpreter, None);
}

#[test]
fn a_first_contact_is_facts_and_fills_the_card() {
    let mut table = case("26-0455", &[]);
    table.press("s<tab>t<tab>talar, hörapparat<tab>finska<tab>dottern<tab>j<tab>j<tab>n<f9>");
    let said = table.text();
    assert!(said.contains("Kontakt tagen 23 nov."), "{said}");
    assert!(said.contains("talar, hörapparat"), "{said}");
    let contact = event(&table, "26-0455", E::FirstContact);
    let fact = |id: &str| contact.detail.get(id).map(String::as_str);
    assert_eq!(fact("form"), Some("telefon"));
    assert_eq!(fact("startkit"), Some("ja"));
    assert_eq!(fact("klaga"), Some("nej"));
    let (store, user) = anna(&table);
    let user = &user;
    let view = store.case(user, id(store, user, "26-0455")).unwrap();
    assert_eq!(view.person.interpreter.as_deref(), Some("finska"));
    insta::assert_snapshot!(
        "contact_event_80",
        table.press("/Kontakt tagen<enter>").both()
    );
}

#[test]
fn the_assessment_is_read_without_its_appraisal_on_a_key() {
    let mut table = case("26-0412", &[]);
    let whole = table.press("D<enter>G").text();
    assert!(
        whole.contains("akt skriv-ut 26-0412/utredning/1"),
        "{whole}"
    );
    insta::assert_snapshot!("without_appraisal_80", table.press("bG").both());
}

#[test]
fn what_an_event_holds_is_carried_over_by_export_and_import() {
    let mut table = case("26-0455", &[]);
    table.press("s<tab>t<f9>");
    let (store, _) = anna(&table);
    let register = store.register(&common::leader(store)).unwrap();
    let carried = register
        .events
        .iter()
        .find(|e| e.event == "kontakt" && e.case_number.as_deref() == Some("26-0455"))
        .unwrap();
    assert_eq!(
        carried.detail.get("form").map(String::as_str),
        Some("telefon")
    );
}

#[test]
fn a_decided_case_gets_a_new_decision_from_the_palette() {
    let mut table = case("26-0102", &[]);
    let said = table.press(":nytt beslut<enter>").text();
    assert!(said.contains("Insats 1"), "{said}");
    // Where nothing is decided the gate comes first, as on the way there.
    let mut table = case("26-0412", &[]);
    let said = table.press(":nytt beslut<enter>").text();
    assert!(said.contains("saknas före beslutet"), "{said}");
}

#[test]
fn a_letter_to_a_young_child_goes_to_the_custodian_too() {
    let mut table = Table::with((80, 24), |store, user| {
        let new = NewCase {
            person: PersonRef::New(NewPerson {
                number: PersonalNumber::parse(&common::number("2016-03-01"), common::today())
                    .unwrap(),
                family_name: "Ny".into(),
                given_name: "Li".into(),
                sex: Sex::Woman,
                birth_date: None,
            }),
            case_type: "lss_kontaktperson".into(),
            received: day("2026-11-20"),
            channel: "brev".into(),
            oral: false,
            report: false,
            about: String::new(),
            owner: None,
            case_number: None,
            led_by: None,
        };
        let opened = store.apply(user, Change::OpenCase(new)).unwrap();
        Box::new(CaseScreen::new(opened.case.unwrap()))
    });
    // The gate leads to the form for the one who has custody, with the role filled in.
    table.press("<f6>/Vårdnadshavare saknas<enter>");
    table.press("<tab>Ek, Lisa<tab>mamman<f9>");
    let (store, user) = anna(&table);
    let lacks = gate(store, &user, id(store, &user, "26-0001")).unwrap();
    assert!(!format!("{lacks:?}").contains("Custodian"), "{lacks:?}");
    let said = table.press("h/Kommunicerad<enter>").text();
    assert!(said.contains("personen och Ek, Lisa, mamman"), "{said}");
    let said = table.press("<tab><tab>b<f9>").text();
    assert!(said.contains("Kommunicerad 23 nov."), "{said}");
    // Each is told by their own name, and not by the choice that named both.
    assert!(said.contains("utredning: Ek, Lisa, mamman"), "{said}");
    assert!(!said.contains("personen och"), "{said}");
    let sent = |table: &Table| -> Vec<i64> {
        let (store, user) = anna(table);
        let case = id(store, &user, "26-0001");
        let events = store.engine_events(&user, case).unwrap();
        let sent = events.iter().filter(|e| e.kind == E::SentForReply);
        sent.map(|e| e.subject.id()).collect()
    };
    assert_eq!(sent(&table), [0, 1]);
    table.press("<ctrl-z>j");
    assert_eq!(sent(&table), Vec::<i64>::new());
}

#[test]
fn a_case_gets_another_type_and_what_was_stays() {
    let mut table = case("26-0412", &[]);
    let rules = |table: &Table| -> Vec<String> {
        let (store, user) = anna(table);
        let row = store
            .case_row(&user, id(store, &user, "26-0412"))
            .unwrap()
            .unwrap();
        vec![row.case_type, row.deadline.unwrap().rule]
    };
    assert_eq!(rules(&table), ["hemtjanst", "K2"]);
    table.press("h/Ärendetyp<enter><tab>v<tab>klarar inte att bo kvar");
    insta::assert_snapshot!("case_type_form_80", table.both());
    let said = table.press("<f9>").text();
    assert!(said.contains("Ärendetyp ändrad 23 nov."), "{said}");
    assert!(said.contains("Vård- och omsorgsboende"), "{said}");
    assert_eq!(rules(&table), ["vobo", "K3"]);
    let changed = event(&table, "26-0412", E::TypeChanged);
    let fact = |id: &str| changed.detail.get(id).map(String::as_str);
    assert_eq!(fact("fran"), Some("Hemtjänst i ordinärt boende"));
    assert_eq!(fact("till"), Some("Vård- och omsorgsboende"));
    assert_eq!(fact("skal"), Some("klarar inte att bo kvar"));
    // What holds now and what was are both carried over.
    let (store, _) = anna(&table);
    let register = store.register(&common::leader(store)).unwrap();
    let carried = register.cases.iter().find(|c| c.case_number == "26-0412");
    assert_eq!(carried.unwrap().case_type, "vobo");
    assert!(
        register
            .events
            .iter()
            .any(|e| e.event == "arendetyp_andrad" && e.detail == changed.detail)
    );
    table.press("<ctrl-z>j");
    let (store, user) = anna(&table);
    assert_eq!(rules(&table), ["hemtjanst", "K2"]);
    let all = store.case(&user, id(store, &user, "26-0412")).unwrap();
    let rows = all.events.iter().filter(|e| e.kind == E::TypeChanged);
    assert_eq!(rows.count(), 2, "the change and the row that strikes it");
}

#[test]
fn the_latest_change_of_type_is_the_one_that_is_put_right() {
    let table = case("26-0412", &[]);
    let (store, user) = anna(&table);
    let case = id(store, &user, "26-0412");
    let to = |name: &str| {
        let mut event = NewEvent::on(E::TypeChanged, day("2026-11-23"));
        event.detail.insert("till".into(), name.into());
        event.detail.insert("skal".into(), "fel typ".into());
        event
    };
    let change = |name: &str| {
        store.apply(
            &user,
            Change::RecordEvent {
                case,
                event: to(name),
            },
        )
    };
    let now = || store.case(&user, case).unwrap().case_type;
    assert!(
        change("Hemtjänst i ordinärt boende").is_err(),
        "it is of that type"
    );
    assert!(change("Rymdfart").is_err());
    let first = change("Servicehus").unwrap().row.unwrap();
    let second = change("Dagverksamhet").unwrap().row.unwrap();
    let put_right = |event, replacement| {
        let reason = "fel".to_owned();
        let change = Change::CorrectEvent {
            event,
            replacement,
            reason,
        };
        store.apply(&user, change)
    };
    let refused = put_right(first, None).unwrap_err();
    assert_eq!(refused.text, "Ärendetypen har ändrats igen efter det.");
    assert_eq!(now(), "dagverksamhet");
    put_right(second, Some(to("Korttidsvård eller växelvård"))).unwrap();
    assert_eq!(now(), "korttid");
    let latest = event(&table, "26-0412", E::TypeChanged);
    assert_eq!(
        latest.detail.get("fran").map(String::as_str),
        Some("Servicehus")
    );
    put_right(latest.id, None).unwrap();
    put_right(first, None).unwrap();
    assert_eq!(now(), "hemtjanst");
}

#[test]
fn what_is_missing_leads_to_its_place() {
    let mut table = case("26-0431", &[]);
    insta::assert_snapshot!("reply_case_80", table.both());
    insta::assert_snapshot!("missing_80", table.press("<f6>").both());
    // Not sending it asks for its ground and reason.
    let asked = table.press("jj<enter>").text();
    assert!(asked.contains("Kommunicering avstådd"), "{asked}");
    let asked = table.press("j<enter>").text();
    assert!(asked.contains("Grund *"), "{asked}");
    // The card is a form of its own.
    let asked = table.press("<esc><f6>j<enter>").text();
    assert!(asked.contains("▌ Kommunikation"), "{asked}");
}

#[test]
fn every_recipient_has_a_day_of_their_own_to_answer_by() {
    let mut table = case("26-0412", &[]);
    // To the person herself, and to her daughter who has until another day.
    table.press("h/Kommunicerad<enter><tab><tab>b<f9>");
    table.press("h/Kommunicerad<enter><tab>l<tab>b<tab><ctrl-a>2026-12-04<f9>");
    insta::assert_snapshot!("two_recipients_80", table.both());
    // The next one to answer is guessed; one reply is not enough.
    table.press("h/Yttrande inkom<enter>");
    insta::assert_snapshot!("reply_from_80", table.text());
    table.press("<tab><tab>b<tab>Inget att invända.<f9>");
    let missing = table.press("<f6>").text();
    assert!(
        missing.contains("från Lena Bergström, dottern inväntas till 4 dec")
            && !missing.contains("från personen"),
        "{missing}"
    );
    let said = table.press("<esc>h/Inget yttrande<enter><f9>").text();
    assert!(said.contains("svar senast 4 dec"), "{said}");
    // Hers comes too, and nobody is waited for.
    table.press("<esc>jh/Yttrande inkom<enter><tab><tab>b<tab>Hon får inget stöd på natten.<f9>");
    let missing = table.press("<f6>").text();
    assert!(!missing.contains("Svar på kommunicering"), "{missing}");
}

#[test]
fn each_one_whom_the_refusal_reached_has_a_last_day_of_their_own() {
    let mut table = case("26-0412", &[(E::Refused, "2026-11-06")]);
    table.press("h/Beslut skickat<enter><ctrl-a>2026-11-09<tab><tab>b<f9>");
    table.press("h/Beslut skickat<enter><ctrl-a>2026-11-09<tab>l<tab>b<f9>");
    table.press("h/Fick del<enter><ctrl-a>2026-11-10<tab><tab>k<f9>");
    let said = table.text();
    assert!(said.contains("Nästa steg: notera delgivning"), "{said}");
    table.press("s");
    insta::assert_snapshot!("received_by_80", table.text());
    table.press("<ctrl-a>2026-11-12<tab><tab>k<f9>");
    let said = table.text();
    assert!(
        said.contains("invänta överklagandetiden (till 3 dec)"),
        "{said}"
    );
    // The daughter's three weeks end later than Karin's.
    let appeal = |table: &mut Table, by: &str| {
        table
            .press(&format!("h/Överklagande inkom<enter><tab>{by}<f9>"))
            .text()
    };
    let said = appeal(&mut table, "l");
    assert!(said.contains("I tid: sista dag 3 dec."), "{said}");
    let said = appeal(&mut table, "p");
    assert!(said.contains("I tid: sista dag 1 dec."), "{said}");
}

const REFUSED: &[(E, &str)] = &[
    (E::Refused, "2026-10-28"),
    (E::DecisionSent, "2026-10-29"),
    (E::DecisionReceived, "2026-11-03"),
];

#[test]
fn a_refusal_appealed_in_time_is_tried_and_sent_on() {
    let mut table = case("26-0455", REFUSED);
    table.press("h/Överklagande inkom<enter>");
    insta::assert_snapshot!("appeal_form_80", table.both());
    let said = table.press("<f9>").text();
    assert!(said.contains("I tid: sista dag 24 nov."), "{said}");
    assert!(said.contains("Nästa steg: pröva överklagandet"), "{said}");
    insta::assert_snapshot!("appeal_try_80", table.press("s").both());
    // It came in time, so it may not be dismissed.
    let said = table.press("ö<tab><tab>för sent<f9>").text();
    assert!(said.contains("kom i tid och kan inte avvisas"), "{said}");
}

#[test]
fn a_refusal_appealed_too_late_is_proposed_to_be_dismissed() {
    const LATE: &[(E, &str)] = &[
        (E::Refused, "2026-10-28"),
        (E::DecisionSent, "2026-10-29"),
        (E::DecisionReceived, "2026-10-30"),
        (E::AppealReceived, "2026-11-23"),
    ];
    let mut table = case("26-0455", LATE);
    insta::assert_snapshot!("appeal_late_80", table.press("s").both());
    let said = table.press("<f9>").text();
    assert!(said.contains("Överklagande avvisat 23 nov."), "{said}");
    assert!(said.contains("Nästa steg: avsluta ärendet"), "{said}");
}

#[test]
fn a_letter_without_receipt_counts_after_two_weeks() {
    let mut table = case("26-0455", &REFUSED[..2]);
    table.press("s<tab><tab>f");
    insta::assert_snapshot!("received_form_80", table.both());
    let said = table.press("<f9>").text();
    assert!(said.contains("Fick del av beslutet 12 nov."), "{said}");
    // Sent today it is known already when it will count.
    const SENT: &[(E, &str)] = &[(E::Refused, "2026-11-20"), (E::DecisionSent, "2026-11-23")];
    let mut table = case("26-0455", SENT);
    let said = table.press("s<tab><tab>f<f9>").text();
    assert!(said.contains("Fick del av beslutet 7 dec."), "{said}");
}

#[test]
fn a_demand_before_six_months_is_refused_with_the_day() {
    let mut table = case("26-0412", &[]);
    let said = table
        .press("h/Begäran om avgörande inkom<enter><f9>")
        .text();
    assert!(said.contains("först 30 apr 2027"), "{said}");
}

#[test]
fn the_reply_is_skipped_only_with_a_ground_and_a_reason() {
    let mut table = case("26-0412", &[]);
    table.press("h/avstådd<enter>");
    let said = table.press("<f9>").text();
    assert!(said.contains("Grund saknas"), "{said}");
    insta::assert_snapshot!("skip_form_80", table.both());
    // What is chosen is told in the law's words.
    let said = table.press("b").text();
    assert!(said.contains("● brådskar, FL 25 § 3"), "{said}");
    assert!(said.contains("kräver beslut"), "{said}");
}

#[test]
fn closing_says_what_ends_and_how_long_the_file_is_kept() {
    let mut table = case("26-0455", REFUSED);
    let said = table.text();
    assert!(
        said.contains("invänta överklagandetiden (till 24 nov)"),
        "{said}"
    );
    table.press("h/Ärendet avslutat<enter>");
    insta::assert_snapshot!("closing_gate_80", table.both());
    table.press("G<enter><tab>f<f9>");
    insta::assert_snapshot!("closing_80", table.both());
    let said = table.press("j").text();
    assert!(said.contains("Ärendet avslutat 23 nov."), "{said}");
}

#[test]
fn the_gate_is_asked_of_the_store() {
    let table = case("26-0412", &[]);
    let (store, user) = anna(&table);
    let user = &user;
    let missing = gate(store, user, id(store, user, "26-0412")).unwrap();
    assert!(!missing.is_empty());
    assert_ne!(NextStep::Decide, NextStep::Close);
}

#[test]
fn a_printed_assessment_without_appraisal_has_none_of_it() {
    let table = case("26-0412", &[]);
    let (store, user) = anna(&table);
    let user = &user;
    let number = "26-0412/utredning/1";
    let document = store.document_by_number(user, number).unwrap();
    assert_eq!(store.document_number(user, document).unwrap(), number);
    assert_eq!(
        store.document_by_number(user, "26-0412/utredning").unwrap(),
        document
    );
    for wrong in [
        "26-0412/utredning/2",
        "26-0412",
        "26-0412/x/1",
        "x/utredning/1",
    ] {
        assert!(store.document_by_number(user, wrong).is_err(), "{wrong}");
    }
    let mut document = store.document(user, document).unwrap();
    let spec = document.spec.clone().unwrap();
    let appraisal: Vec<&str> = spec
        .sections
        .iter()
        .flat_map(|s| &s.fields)
        .filter(|f| f.appraisal && f.kind == akt::core::form::FieldKind::Text)
        .map(|f| f.id.as_str())
        .collect();
    assert!(!appraisal.is_empty());
    for id in &appraisal {
        document.answers.set(
            id,
            format!("HEMLIG BEDÖMNING\u{1b}[2J {}", "ord ".repeat(200)),
        );
    }
    let view = store.case(user, document.row.case).unwrap();
    let print = |document: &akt::core::query::Document, sent| {
        let about = printout::About {
            person: &view.person,
            number,
            factor: &store.unit().factor,
            sent,
        };
        printout::print(document, &about)
    };
    let whole = print(&document, false);
    let bare = document.clone().without_appraisal();
    let sent = print(&bare, true);
    assert!(whole.contains("HEMLIG BEDÖMNING"));
    // Nor what was asked about violence: who opens the letter is not known.
    assert!(
        whole.contains("VÅLD")
            && !sent.contains("VÅLD")
            && !print(&document, true).contains("VÅLD")
    );
    assert!(!sent.contains("HEMLIG") && !print(&document, true).contains("HEMLIG"));
    for page in [&whole, &sent] {
        assert!(page.lines().all(|line| line.chars().count() <= 80));
        assert!(page.chars().all(|c| c == '\n' || !c.is_control()));
        assert!(page.starts_with("Utredning"));
    }
    assert!(whole.contains("sida 2 ("), "{whole}");
}

fn anna(table: &Table) -> (&Store, User) {
    let store = table.desk.store();
    (store, store.user("anna.ek").unwrap().unwrap())
}
