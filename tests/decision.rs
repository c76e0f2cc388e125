//! Decisions through the real store and form: who may decide, the way to another and back, and the clocks
//! of each measure afterwards.
#![allow(clippy::unwrap_used)]

mod common;

use std::path::Path;
use std::time::Instant;

use akt::app::Desk;
use akt::clock::Clock;
use akt::core::change::{Change, Deciding, NewEvent, Proposing, Signing};
use akt::core::deadline::{CaseFacts, clocks};
use akt::core::decision::{RunningHours, field};
use akt::core::event::{EventKind, Subject};
use akt::core::event_facts::{Detail, HOURS};
use akt::core::form::{Answers, DocumentKind, Spec};
use akt::core::user::User;
use akt::error::ErrorKind;
use akt::store::Store;
use akt::store::draft::Drafts;
use akt::ui::keymap::Keymap;
use akt::ui::screen::case::CaseScreen;
use akt::ui::screen::list::ListScreen;
use akt::ui::testing::{frame_text, keys};
use akt::ui::theme::Theme;
use common::{Table, moment, store, today};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

fn case(store: &Store, user: &User, number: &str) -> i64 {
    store.case_by_number(user, number).unwrap().unwrap()
}

/// A decision on one intervention.
fn answers(what: &str, result: &str, hours: &str, basis: &str) -> Answers {
    let mut given = Answers::default();
    given.set("beslut.slag", "insatser");
    given.set("beslut.anda", "Det brådskar.");
    item(&mut given, 1, what, result, hours, basis);
    given
}

fn item(given: &mut Answers, n: usize, what: &str, result: &str, hours: &str, basis: &str) {
    given.set(&field(n, "insats"), what);
    given.set(&field(n, "resultat"), result);
    given.set(&field(n, "lagrum"), basis);
    given.set(&field(n, "from"), "2026-12-01");
    given.set(&field(n, "timmar"), hours);
    given.set(&field(n, "skal"), "Behovet är prövat.");
}

const SOL: &str = "SoL 11 kap. 1 §";

fn decide(store: &Store, user: &User, case: i64, answers: Answers) -> akt::error::Result<()> {
    let deciding = Deciding {
        case,
        answers,
        proposal: None,
    };
    store.apply(user, Change::Decide(deciding)).map(|_| ())
}

fn consulted(mut given: Answers) -> Answers {
    given.set("samrad.hur", "samråd har skett");
    given.set("samrad.med", "Eva Holm");
    given.set("samrad.dag", "2026-11-20");
    given
}

#[test]
fn under_b_every_limit_goes_to_the_right_decision_maker() {
    let folder = tempfile::tempdir().unwrap();
    let (store, anna) = store(folder.path(), "anna.ek");
    let home = case(&store, &anna, "26-0412");
    let of = |hours: &str| answers("Hemtjänst", "bifall", hours, SOL);
    for (hours, alone, after) in [
        ("79", true, true),
        ("79:01", false, true),
        ("80", false, true),
        ("99", false, true),
        ("99:01", false, false),
        ("100", false, false),
    ] {
        let said = decide(&store, &anna, home, of(hours));
        assert_eq!(said.is_ok(), alone, "{hours}: {said:?}");
        let said = decide(&store, &anna, home, consulted(of(hours)));
        // Whoever may alone has no consultation to name; what is not asked is not kept.
        assert_eq!(said.is_ok(), after, "{hours} after consultation: {said:?}");
        if !after {
            assert_eq!(said.unwrap_err().kind, ErrorKind::Denied);
        }
    }
    let mut two = of("50");
    two.set(&field(1, "fler"), "ja");
    item(&mut two, 2, "hemtjänst i hemmet", "bifall", "50", SOL);
    let said = decide(&store, &anna, home, two);
    assert_eq!(
        said.unwrap_err().kind,
        ErrorKind::Denied,
        "a limit is not passed by splitting"
    );
}

#[test]
fn what_is_missing_is_passed_only_with_a_reason_that_stays_in_the_decision() {
    let folder = tempfile::tempdir().unwrap();
    let (store, anna) = store(folder.path(), "anna.ek");
    let home = case(&store, &anna, "26-0412");
    let mut given = answers("Hemtjänst", "bifall", "20", SOL);
    given.set("beslut.anda", "");
    let said = decide(&store, &anna, home, given.clone()).unwrap_err();
    assert!(said.text.contains("Beslutas ändå, skäl saknas"), "{said}");
    given.set("beslut.anda", "Hem från sjukhuset i dag.");
    decide(&store, &anna, home, given).unwrap();
    let view = store.case(&anna, home).unwrap();
    let made = view
        .documents
        .iter()
        .find(|d| d.kind == DocumentKind::Decision);
    let made = store.document(&anna, made.unwrap().id).unwrap().answers;
    assert_eq!(made.get("beslut.anda"), "Hem från sjukhuset i dag.");
    assert!(!made.get("fattat.saknades").is_empty());
}

#[test]
fn what_the_region_decides_is_handed_over() {
    let folder = tempfile::tempdir().unwrap();
    let mut register = common::register();
    register.cases[0].case_type = "tandvardsstod".into();
    let number = register.cases[0].case_number.clone();
    let unit = common::unit_under("b");
    let (store, anna) = common::store_of(folder.path(), "anna.ek", unit, &register);
    let eva = store.user("eva.holm").unwrap().unwrap();
    let home = case(&store, &anna, &number);
    let given = answers("Tandvårdsstöd", "bifall", "", "Tandvårdslagen 8 a §");
    let said = decide(&store, &eva, home, given.clone()).unwrap_err();
    assert!(said.text.contains("regionen beslutar"), "{said}");
    let proposing = Proposing {
        case: home,
        answers: given,
    };
    let said = store.apply(&anna, Change::Propose(proposing)).unwrap_err();
    assert!(said.text.contains("regionen beslutar"), "{said}");
    let mut table = Table::under(
        (80, 24),
        common::unit_under("b"),
        &register,
        |store, user| {
            let id = case(store, user, &register.cases[0].case_number);
            Box::new(CaseScreen::new(id))
        },
    );
    // A case that is withdrawn is closed here, but its form grants nothing either.
    table.press("h/återkallad<enter><f7>");
    let text = table.press("<space><tab>Tandvårdsstöd<tab><space>").text();
    assert!(
        text.contains("! Tandvårdsstöd: regionen beslutar"),
        "{text}"
    );
}

#[test]
fn outside_the_personkrets_the_form_says_that_nothing_can_be_granted() {
    let mut register = common::register();
    register.cases[0].case_type = "lss_assistans".into();
    let mut table = Table::under(
        (80, 24),
        common::unit_under("enkel"),
        &register,
        |store, user| Box::new(CaseScreen::new(told(store, user))),
    );
    let text = table.press("sG<enter>Det brådskar.<f9><space>").text();
    assert!(text.contains("! Personkrets är inte avgjord"), "{text}");
    let text = table.press("<f9>").text();
    assert!(
        text.contains("1 sak saknas innan det går att skriva under"),
        "{text}"
    );
}

/// The unit with Anna Ek's first day in the post, and Petra Sand appointed for consultation.
fn in_post(started: &str) -> akt::core::register::Register {
    let mut register = common::register();
    register.users[0].started = started.into();
    register.users[1].appointments = vec![akt::core::register::Dated {
        value: "samrad".into(),
        from: "2020-01-01".into(),
        to: None,
    }];
    register
}

/// The decision's form in Karin Bergström's case, at the hours: the gate's last line goes on.
fn at_hours(order: &str, started: &str) -> Table {
    let mut table = Table::under(
        (80, 24),
        common::unit_under(order),
        &in_post(started),
        |store, user| Box::new(CaseScreen::new(told(store, user))),
    );
    table.press("sG<enter>Det brådskar.<f9><space><tab><tab><tab><tab>");
    table
}

/// Whether F9 asks to sign rather than to send the proposal, for so many hours.
fn signs(order: &str, started: &str, hours: &str) -> bool {
    let asked = at_hours(order, started)
        .press(&format!("{hours}<f9>"))
        .text();
    let sends = asked.contains("Skicka förslaget till Att besluta?");
    assert_ne!(sends, asked.contains("Skriva under som"), "{asked}");
    !sends
}

#[test]
fn under_a_hours_and_months_in_post_are_asked_in_the_form() {
    // Six months on 23 November 2026: in post since 23 May. Five and a half: since 8 June.
    let (six, five) = ("2026-05-23", "2026-06-08");
    assert!(signs("a", six, "136"));
    assert!(!signs("a", six, "136:01"));
    assert!(!signs("a", six, "137"));
    assert!(!signs("a", five, "136"));
    assert!(!signs("a", "2026-05-24", "20"));
    let mut table = at_hours("a", five);
    insta::assert_snapshot!("a_five_months_80", table.press("20").text());
    let mut table = at_hours("a", six);
    insta::assert_snapshot!("a_137_80", table.press("137").text());
}

#[test]
fn the_simple_order_leaves_hours_to_its_limit_and_residence_to_the_manager() {
    assert!(signs("enkel", "2026-11-01", "60"));
    assert!(!signs("enkel", "2020-01-01", "60:01"));
    let folder = tempfile::tempdir().unwrap();
    let unit = common::unit_under("enkel");
    let (store, anna) = common::store_of(folder.path(), "anna.ek", unit, &common::register());
    let eva = store.user("eva.holm").unwrap().unwrap();
    let home = case(&store, &anna, "26-0440");
    let basis = store.unit().legal.for_decision("vobo", today())[0].short();
    let given = answers("Vård- och omsorgsboende", "bifall", "", &basis);
    let said = decide(&store, &anna, home, given.clone()).unwrap_err();
    assert_eq!(said.kind, ErrorKind::Denied);
    decide(&store, &eva, home, given).unwrap();
    // What has no hours is the caseworker's: a day activity beside the home care.
    let home = case(&store, &anna, "26-0412");
    let given = answers("Dagverksamhet", "bifall", "", SOL);
    decide(&store, &anna, home, given).unwrap();
}

#[test]
fn nobody_appointed_decides_on_a_proposal_of_their_own_where_it_is_not_allowed() {
    let folder = tempfile::tempdir().unwrap();
    let unit = common::unit_under("b");
    let register = in_post("2020-01-01");
    let (store, anna) = common::store_of(folder.path(), "anna.ek", unit, &register);
    let petra = store.user("petra.sand").unwrap().unwrap();
    let eva = store.user("eva.holm").unwrap().unwrap();
    let home = case(&store, &anna, "26-0412");
    let given = answers("Hemtjänst", "bifall", "120", SOL);
    // Petra Sand is appointed and may above 99 hours, but not alone on what she proposes herself.
    let said = decide(&store, &petra, home, given.clone()).unwrap_err();
    assert_eq!(said.kind, ErrorKind::Denied);
    assert!(
        said.text
            .contains("det egna förslaget beslutas av någon annan"),
        "{said}"
    );
    let propose = |user: &User| {
        let proposing = Proposing {
            case: home,
            answers: given.clone(),
        };
        store
            .apply(user, Change::Propose(proposing))
            .unwrap()
            .row
            .unwrap()
    };
    let row = propose(&petra);
    let approve = |user: &User, row, version| {
        let deciding = Deciding {
            case: home,
            answers: given.clone(),
            proposal: Some((row, version)),
        };
        store.apply(user, Change::Decide(deciding))
    };
    assert!(store.to_decide(&petra).unwrap().is_empty());
    assert_eq!(approve(&petra, row, 1).unwrap_err().kind, ErrorKind::Denied);
    assert_eq!(store.to_decide(&eva).unwrap().len(), 1);
    // Another's proposal is hers to decide.
    let returned = Change::ReturnProposal {
        proposal: row,
        version: 1,
        comment: "Anna tar över ärendet.".into(),
    };
    store.apply(&eva, returned).unwrap();
    let row = propose(&anna);
    let version = store.to_decide(&petra).unwrap()[0].version;
    approve(&petra, row, version).unwrap();
}

#[test]
fn hours_that_already_run_are_added_unless_they_end() {
    let folder = tempfile::tempdir().unwrap();
    let mut register = common::register();
    // Karin Bergström has a case of accompaniment and another of home care too.
    for (number, kind) in [("26-0413", "hemtjanst"), ("26-0414", "ledsagning")] {
        let mut more = register.cases[0].clone();
        (more.case_number, more.case_type) = (number.into(), kind.into());
        register.cases.push(more);
    }
    let (store, anna) =
        common::store_of(folder.path(), "anna.ek", common::unit_under("b"), &register);
    let first = case(&store, &anna, "26-0412");
    let second = case(&store, &anna, "26-0413");
    let of = |hours: &str| answers("Hemtjänst", "bifall", hours, SOL);
    let running = |ends: &str, hours: &str| {
        let mut given = of(hours);
        given.set(&field(1, "pagaende"), ends);
        given
    };
    decide(&store, &anna, first, of("60")).unwrap();
    // 40 beside 60 is 100: the manager's. 19 beside 60 is 79: one's own. What ends is not counted.
    let said = decide(&store, &anna, second, running("fortsätter", "40")).unwrap_err();
    assert_eq!(said.kind, ErrorKind::Denied);
    assert!(
        said.text.contains("Över 99 timmar") && said.text.contains("40 h här och 60 h som pågår"),
        "{said}"
    );
    let said = decide(&store, &anna, second, of("40")).unwrap_err();
    assert_eq!(
        said.kind,
        ErrorKind::Denied,
        "what is not answered is counted"
    );
    let said = decide(&store, &anna, second, running("fortsätter", "19:01")).unwrap_err();
    assert!(said.text.contains("Samråd saknas"), "{said}");
    let mut less = running("upphör", "40");
    less.set(
        &field(1, "nackdel"),
        "ändrade förhållanden, SoL 14 kap. 9 §",
    );
    decide(&store, &anna, second, less).unwrap();
    let left = store.decision_ground(&anna, second).unwrap().running;
    assert_eq!(left.len(), 1, "{left:?}");
    assert_eq!((left[0].here, left[0].minutes), (true, Some(2400)));
    let ended = store.engine_events(&anna, first).unwrap();
    assert!(ended.iter().any(|e| e.kind == EventKind::Renewed));
    // The same case and name takes the place of what runs, and is not added twice.
    decide(&store, &anna, second, of("79")).unwrap();
    // Another kind of help has a limit of its own, or none.
    let other = case(&store, &anna, "26-0414");
    let ground = store.decision_ground(&anna, other).unwrap();
    assert_eq!(ground.running[0].kind, "hemtjanst");
    let eva = store.user("eva.holm").unwrap().unwrap();
    decide(
        &store,
        &eva,
        other,
        answers("Ledsagning", "bifall", "40", SOL),
    )
    .unwrap();
    // What has ended before the new begins is not beside it.
    let mut short = of("79");
    short.set(&field(1, "tom"), "2026-12-31");
    // What is granted until further notice gets an end on one of the grounds only (FL 37 §).
    let said = decide(&store, &anna, second, short.clone()).unwrap_err();
    assert!(
        said.text.contains("Grund för ändring till nackdel saknas"),
        "{said}"
    );
    short.set(
        &field(1, "nackdel"),
        "ändrade förhållanden, SoL 14 kap. 9 §",
    );
    decide(&store, &anna, second, short).unwrap();
    let mut later = of("79");
    later.set(&field(1, "from"), "2027-01-01");
    later.set(&field(1, "pagaende"), "fortsätter");
    decide(&store, &anna, first, later).unwrap();
}

#[test]
fn an_order_may_leave_what_runs_uncounted() {
    let mut unit = common::unit_under("b");
    let mut order = unit.delegation.get("b").unwrap().clone();
    order.counts_running = false;
    let mut all = akt::unit::Delegations::clone(&unit.delegation);
    all.put(order);
    unit.delegation = all.into();
    let folder = tempfile::tempdir().unwrap();
    let mut register = common::register();
    let mut more = register.cases[0].clone();
    more.case_number = "26-0413".into();
    register.cases.push(more);
    let (store, anna) = common::store_of(folder.path(), "anna.ek", unit, &register);
    let of = |hours: &str| answers("Hemtjänst", "bifall", hours, SOL);
    decide(&store, &anna, case(&store, &anna, "26-0412"), of("60")).unwrap();
    let mut beside = of("40");
    beside.set(&field(1, "pagaende"), "fortsätter");
    decide(&store, &anna, case(&store, &anna, "26-0413"), beside).unwrap();
}

#[test]
fn what_runs_beside_is_asked_about_and_told_in_the_form() {
    let mut register = common::register();
    let mut more = register.cases[0].clone();
    more.case_number = "26-0413".into();
    register.cases.push(more);
    let mut table = Table::under(
        (80, 24),
        akt::unit::Unit::builtin(),
        &register,
        |store, user| {
            let other = case(store, user, "26-0413");
            decide(
                store,
                user,
                other,
                answers("Hemtjänst", "bifall", "60", SOL),
            )
            .unwrap();
            Box::new(CaseScreen::new(told(store, user)))
        },
    );
    table.press("sG<enter>Det brådskar.<f9><space><tab><tab><tab><tab>40<tab><tab>");
    insta::assert_snapshot!("beside_80", table.text());
    table.press("f");
    insta::assert_snapshot!("beside_counted_80", table.text());
}

#[test]
fn hours_told_before_are_fetched_and_confirmed_in_the_form() {
    let register = with_imported(&[("26-0413", "2026-11-10")], None);
    let mut table = Table::under(
        (80, 24),
        akt::unit::Unit::builtin(),
        &register,
        |store, user| {
            let event = NewEvent {
                detail: Detail::from([(HOURS.to_owned(), "59".to_owned())]),
                ..NewEvent::on(EventKind::HoursTold, today())
            };
            let case = case(store, user, "26-0413");
            let record = Change::RecordEvent { case, event };
            store.apply(user, record).unwrap();
            Box::new(CaseScreen::new(told(store, user)))
        },
    );
    table.press("sG<enter>Det brådskar.<f9><space><tab><tab><tab><tab>40<tab><tab>f<tab>");
    insta::assert_snapshot!("told_hours_80", table.text());
    assert!(table.text().contains("kopierat, obekräftat"));
    table.press("<f5>");
    assert!(!table.text().contains("kopierat, obekräftat"));
}

#[test]
fn residence_is_the_managers_and_so_is_what_the_order_does_not_name() {
    let folder = tempfile::tempdir().unwrap();
    let (store, anna) = store(folder.path(), "anna.ek");
    let eva = store.user("eva.holm").unwrap().unwrap();
    let home = case(&store, &anna, "26-0440");
    let unit = store.unit();
    let basis = unit.legal.for_decision("vobo", today())[0].short();
    for what in ["Servicehuslägenhet", "Vård- och omsorgsboende"] {
        let given = answers(what, "bifall", "", &basis);
        let said = decide(&store, &anna, home, given.clone()).unwrap_err();
        assert_eq!(said.kind, ErrorKind::Denied, "{what}");
        decide(&store, &eva, home, given).unwrap();
    }
}

#[test]
fn no_other_write_makes_a_decision() {
    let folder = tempfile::tempdir().unwrap();
    let (store, anna) = store(folder.path(), "anna.ek");
    let petra = store.user("petra.sand").unwrap().unwrap();
    let home = case(&store, &anna, "26-0412");
    let given = answers("Hemtjänst", "bifall", "150", SOL);
    for kind in [EventKind::Granted, EventKind::Refused] {
        let event = NewEvent::on(kind, today());
        let said = store.apply(&anna, Change::RecordEvent { case: home, event });
        assert_eq!(said.unwrap_err().kind, ErrorKind::Denied);
    }
    let mut form = Spec::clone(akt::unit::Unit::builtin().forms.order().unwrap());
    form.kind = DocumentKind::Decision;
    let signing = Signing {
        case: home,
        spec: Box::new(form),
        answers: given.clone(),
        supersedes: None,
        day: today(),
    };
    let said = store.apply(&anna, Change::SignDocument(signing));
    assert_eq!(said.unwrap_err().kind, ErrorKind::Denied);
    // Another's proposal is no more one's own than one's own.
    let proposing = Proposing {
        case: home,
        answers: given.clone(),
    };
    let row = store
        .apply(&anna, Change::Propose(proposing))
        .unwrap()
        .row
        .unwrap();
    for user in [&anna, &petra] {
        let forged = Deciding {
            case: home,
            answers: given.clone(),
            proposal: Some((row, 1)),
        };
        let said = store.apply(user, Change::Decide(forged)).unwrap_err();
        assert_eq!(said.kind, ErrorKind::Denied, "{}", user.name);
        let returned = Change::ReturnProposal {
            proposal: row,
            version: 1,
            comment: "nej".into(),
        };
        let said = store.apply(user, returned).unwrap_err();
        assert_eq!(said.kind, ErrorKind::Denied, "{}", user.name);
    }
    // Nor does a correction: nothing else becomes a decision by it.
    let contact = store.engine_events(&anna, home).unwrap()[1].id;
    let becomes = Change::CorrectEvent {
        event: contact,
        replacement: Some(NewEvent::on(EventKind::Granted, today())),
        reason: "fel".into(),
    };
    let said = store.apply(&anna, becomes).unwrap_err();
    assert_eq!(said.kind, ErrorKind::Denied);
    let events = store.engine_events(&anna, home).unwrap();
    assert!(!events.iter().any(|e| e.kind == EventKind::Granted));
    // And a decision made here is only followed by another, never struck.
    decide(
        &store,
        &anna,
        home,
        answers("Hemtjänst", "bifall", "20", SOL),
    )
    .unwrap();
    let events = store.engine_events(&anna, home).unwrap();
    let granted = events
        .iter()
        .find(|e| e.kind == EventKind::Granted)
        .unwrap();
    let struck = Change::CorrectEvent {
        event: granted.id,
        replacement: None,
        reason: "ångrad".into(),
    };
    let said = store.apply(&anna, struck).unwrap_err();
    assert_eq!(said.text, "Ett beslut rättas genom ett nytt beslut.");
}

#[test]
fn a_change_to_the_persons_detriment_names_its_ground() {
    let folder = tempfile::tempdir().unwrap();
    let (store, anna) = store(folder.path(), "anna.ek");
    let home = case(&store, &anna, "26-0412");
    decide(
        &store,
        &anna,
        home,
        answers("Hemtjänst", "bifall", "60", SOL),
    )
    .unwrap();
    let mut less = answers("Hemtjänst", "bifall", "40", SOL);
    let said = decide(&store, &anna, home, less.clone()).unwrap_err();
    assert!(
        said.text.contains("Grund för ändring till nackdel"),
        "{said}"
    );
    less.set(
        &field(1, "nackdel"),
        "ändrade förhållanden, SoL 14 kap. 9 §",
    );
    decide(&store, &anna, home, less).unwrap();
    let running = store.decision_ground(&anna, home).unwrap().running;
    assert_eq!(running.len(), 1);
    assert_eq!(running[0].minutes, Some(2400));
}

/// Karin Bergström's case, and one beside it, with home care that another register tells of without hours; there
/// the decision in `until` ends on the day.
fn with_imported(of: &[(&str, &str)], until: Option<&str>) -> akt::core::register::Register {
    let mut register = common::register();
    let mut more = register.cases[0].clone();
    more.case_number = "26-0413".into();
    register.cases.push(more);
    let person = register.cases[0].person.clone();
    let mut tell = |case: &str, event: &str, date: &str| {
        register.events.push(akt::core::register::EventEntry {
            person: person.clone(),
            case_number: Some(case.into()),
            subject: "arende".into(),
            event: event.into(),
            date: date.into(),
            ..Default::default()
        });
    };
    for (case, decided) in of {
        tell(case, "beslut", decided);
        tell(case, "verkstalld", decided);
        if let Some(until) = until {
            tell(case, "beslut_upphor", until);
        }
    }
    register
}

#[test]
fn hours_of_another_register_that_nobody_knows_are_never_taken_for_none() {
    let folder = tempfile::tempdir().unwrap();
    let register = with_imported(&[("26-0413", "2026-11-10")], None);
    let unit = common::unit_under("b");
    let (store, anna) = common::store_of(folder.path(), "anna.ek", unit, &register);
    let eva = store.user("eva.holm").unwrap().unwrap();
    let home = case(&store, &anna, "26-0412");
    let beside = |told: &str| {
        let mut given = answers("Hemtjänst", "bifall", "20", SOL);
        given.set(&field(1, "pagaende"), "fortsätter");
        given.set(&field(1, "pagaende_timmar"), told);
        given
    };
    for told in ["", "okänt"] {
        let said = decide(&store, &anna, home, beside(told)).unwrap_err();
        assert_eq!(said.kind, ErrorKind::Denied, "{told}");
        assert!(
            said.text
                .contains("Timmarna i det som pågår är inte kända: utan dem beslutar chef"),
            "{said}"
        );
    }
    let said = decide(&store, &anna, home, beside("79:01")).unwrap_err();
    assert!(
        said.text.contains("20 h här och 79:01 h som pågår"),
        "{said}"
    );
    let said = decide(&store, &eva, home, beside("")).unwrap_err();
    assert!(
        said.text.contains("Timmar i det som pågår saknas"),
        "{said}"
    );
    let said = decide(&store, &eva, home, beside("många")).unwrap_err();
    assert!(said.text.contains("är ingen tid"), "{said}");
    // 20 beside 59 is 79: one's own.
    decide(&store, &anna, home, beside("59")).unwrap();
    let view = store.case(&anna, home).unwrap();
    let made = view
        .documents
        .iter()
        .find(|d| d.kind == DocumentKind::Decision);
    let made = store.document(&anna, made.unwrap().id).unwrap().answers;
    assert_eq!(made.get(&field(1, "pagaende_timmar")), "59");
}

#[test]
fn hours_that_were_told_once_are_known_the_next_time_until_others_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let register = with_imported(&[("26-0413", "2026-11-10")], None);
    let unit = common::unit_under("b");
    let (store, anna) = common::store_of(folder.path(), "anna.ek", unit, &register);
    let home = case(&store, &anna, "26-0412");
    let known = || {
        let running = store.decision_ground(&anna, home).unwrap().running;
        let told = running.into_iter().filter_map(|old| old.told);
        let told = told.map(|told| (told.hours, told.day, told.by));
        told.collect::<Vec<_>>()
    };
    let (today, name) = (store.today(), anna.name.clone());
    assert_eq!(known(), []);
    let mut given = answers("Hemtjänst", "bifall", "20", SOL);
    given.set(&field(1, "pagaende"), "fortsätter");
    given.set(&field(1, "pagaende_timmar"), "59");
    decide(&store, &anna, home, given).unwrap();
    let told = |minutes| (RunningHours::Told(minutes), today, name.clone());
    assert_eq!(known(), [told(59 * 60)]);

    // What was told wrong is put right by a new row, and the old one stays legible.
    let other = case(&store, &anna, "26-0413");
    let event = |hours: &str| NewEvent {
        detail: Detail::from([(HOURS.to_owned(), hours.to_owned())]),
        ..NewEvent::on(EventKind::HoursTold, today)
    };
    let record = |event| store.apply(&anna, Change::RecordEvent { case: other, event });
    let said = record(event("många")).unwrap_err();
    assert!(said.text.contains("är ingen tid"), "{said}");
    let fact = |view: &akt::core::query::CaseView| {
        let rows = view
            .events
            .iter()
            .filter(|e| e.kind == EventKind::HoursTold);
        rows.map(|e| e.id).collect::<Vec<_>>()
    };
    let first = fact(&store.case(&anna, other).unwrap());
    let right = Change::CorrectEvent {
        event: first[0],
        replacement: Some(event("61:30")),
        reason: String::new(),
    };
    store.apply(&anna, right).unwrap();
    assert_eq!(known(), [told(61 * 60 + 30)]);
    assert_eq!(fact(&store.case(&anna, other).unwrap()).len(), 2);
    record(event("okänt")).unwrap();
    assert_eq!(known(), [(RunningHours::Unknown, today, name.clone())]);
    // Hours that were decided here are those of the decision.
    let said = store.apply(
        &anna,
        Change::RecordEvent {
            case: home,
            event: event("50"),
        },
    );
    assert!(said.unwrap_err().text.contains("står i beslutet"));
}

#[test]
fn what_came_by_import_is_ended_or_lessened_on_a_ground_and_leaves_its_clocks() {
    let folder = tempfile::tempdir().unwrap();
    let register = with_imported(&[("26-0412", "2026-11-10")], Some("2026-12-20"));
    let (store, anna) =
        common::store_of(folder.path(), "anna.ek", common::unit_under("b"), &register);
    let home = case(&store, &anna, "26-0412");
    let mut ended = answers("Hemtjänst", "avslag", "", SOL);
    ended.set(&field(1, "pagaende"), "upphör");
    let said = decide(&store, &anna, home, ended.clone()).unwrap_err();
    assert!(
        said.text.contains("Grund för ändring till nackdel"),
        "{said}"
    );
    // Anew under the same name it is replaced: less than was told needs its ground, and so may what nobody knows.
    let anew = |told: &str, ground: &str| {
        let mut given = answers("Hemtjänst i ordinärt boende", "bifall", "20", SOL);
        let name = store.unit().case_types.get("hemtjanst").unwrap();
        given.set(&field(1, "insats"), name.name.as_str());
        given.set(&field(1, "tom"), "2026-12-31");
        given.set(&field(1, "pagaende_timmar"), told);
        given.set(&field(1, "nackdel"), ground);
        given
    };
    for (told, ground) in [("30", ""), ("okänt", ""), ("30", "minskar inget som pågår")] {
        let said = decide(&store, &anna, home, anew(told, ground)).unwrap_err();
        assert!(
            said.text.contains("Grund för ändring till nackdel"),
            "{told}: {said}"
        );
    }
    decide(
        &store,
        &anna,
        home,
        anew("okänt", "minskar inget som pågår"),
    )
    .unwrap();
    let running = store.decision_ground(&anna, home).unwrap().running;
    assert_eq!(running.len(), 1, "{running:?}");
    assert_eq!(running[0].minutes, Some(1200));
    let events = store.engine_events(&anna, home).unwrap();
    let facts = CaseFacts {
        case_type: "hemtjanst",
        events: &events,
        states: &[],
    };
    let all = clocks(&store.unit().rules, store.calendar(), &facts);
    let told: Vec<String> = all
        .iter()
        .filter(|c| ["K8", "K9", "K10", "K11"].contains(&c.rule.id.as_str()))
        .map(|c| {
            let new = c.subject == running[0].subject;
            let which = if new { "ny" } else { "gammal" };
            let stopped = if c.stopped.is_some() { " klar" } else { "" };
            format!("{} {which} {}{stopped}", c.rule.id, c.due)
        })
        .collect();
    let expected = [
        "K8 gammal 2026-12-31 klar",
        "K8 ny 2026-12-31",
        "K9 gammal 2027-11-10 klar",
        "K9 ny 2027-11-23",
        "K10 gammal 2026-12-20 klar",
        "K10 ny 2026-12-31",
        "K11 gammal 2027-02-10 klar",
    ];
    assert_eq!(told, expected);
}

#[test]
fn what_an_appeal_changes_is_changed_by_duty_and_to_nobodys_detriment() {
    let folder = tempfile::tempdir().unwrap();
    let (store, anna) = store(folder.path(), "anna.ek");
    let home = case(&store, &anna, "26-0412");
    decide(&store, &anna, home, answers("Hemtjänst", "avslag", "", SOL)).unwrap();
    let record = |kind| {
        let event = NewEvent::on(kind, today());
        store
            .apply(&anna, Change::RecordEvent { case: home, event })
            .unwrap();
    };
    for kind in [
        EventKind::DecisionSent,
        EventKind::DecisionReceived,
        EventKind::AppealReceived,
        EventKind::ReconsideredGranted,
    ] {
        record(kind);
    }
    let mut changed = answers("Hemtjänst", "bifall", "40", SOL);
    let said = decide(&store, &anna, home, changed.clone()).unwrap_err();
    assert!(
        said.text.contains("Ändrar beslutet 23 nov 2026 saknas"),
        "{said}"
    );
    changed.set("beslut.andring", "uppenbart felaktigt, FL 38 §");
    decide(&store, &anna, home, changed).unwrap();
    let laws = |n: usize| {
        let view = store.case(&anna, home).unwrap();
        let made = view.documents.iter();
        let mut made = made.filter(|d| d.kind == DocumentKind::Decision);
        let made = store.document(&anna, made.nth(n).unwrap().id).unwrap();
        made.answers.get("fattat.lag").to_owned()
    };
    assert_eq!(laws(0), "SoL (2025:400) 11 kap. 1 §; FL (2017:900) 38 §");
    // What is otherwise found wrong may be changed by it too, but not to the person's detriment.
    let mut less = answers("Hemtjänst", "bifall", "30", SOL);
    less.set("beslut.andring", "uppenbart felaktigt, FL 38 §");
    less.set(
        &field(1, "nackdel"),
        "ändrade förhållanden, SoL 14 kap. 9 §",
    );
    decide(&store, &anna, home, less).unwrap();
    assert_eq!(laws(0), "SoL (2025:400) 11 kap. 1 §");
    let mut more = answers("Hemtjänst", "bifall", "60", SOL);
    more.set("beslut.andring", "uppenbart felaktigt, FL 38 §");
    decide(&store, &anna, home, more).unwrap();
    assert!(laws(0).ends_with("FL (2017:900) 38 §"));
}

#[test]
fn the_boards_list_has_every_column_of_every_kind_of_decision() {
    use akt::report::{Period, delegated};
    let folder = tempfile::tempdir().unwrap();
    let (store, anna) = store(folder.path(), "anna.ek");
    let eva = store.user("eva.holm").unwrap().unwrap();
    let home = case(&store, &anna, "26-0412");
    let mut part = consulted(answers("Hemtjänst", "delvis avslag", "80", SOL));
    part.set(&field(1, "tom"), "2027-05-31");
    decide(&store, &anna, home, part).unwrap();
    decide(&store, &eva, home, answers("Ledsagning", "avslag", "", SOL)).unwrap();
    decide(
        &store,
        &eva,
        home,
        answers("Dagverksamhet", "bifall", "", SOL),
    )
    .unwrap();
    let mut closes = Answers::default();
    closes.set("beslut.slag", "avskrivning");
    closes.set("beslut.skal", "Flyttade.");
    let residence = case(&store, &anna, "26-0440");
    decide(&store, &eva, residence, closes).unwrap();
    let tables = delegated::delegated(&store, &eva, Period::default()).unwrap();
    let names: Vec<&str> = tables[0].columns.iter().map(|(_, _, name)| *name).collect();
    assert_eq!(tables[0].rows.len(), 4);
    assert!(tables[0].rows.iter().all(|row| row.len() == names.len()));
    insta::assert_snapshot!(
        "delegated_csv",
        akt::report::print(&tables, akt::report::Format::Csv)
    );
    // Outside the period there is nothing, and that is said.
    let before = Period {
        from: None,
        to: today().pred_opt(),
    };
    let none = delegated::delegated(&store, &eva, before).unwrap();
    assert!(none[0].rows.is_empty());
    assert_eq!(none[0].notes, ["0 beslut. Kommunallagen 7 kap. 8 §."]);
}

#[test]
fn a_first_day_before_the_application_is_asked_about() {
    let mut table = at_decision((80, 24));
    table.press("sG<enter>Det brådskar.<f9><space><tab><tab>");
    let text = table
        .press(&format!("{}2026-10-01", "<backspace>".repeat(10)))
        .text();
    assert!(text.contains("Före ansökan"), "{text}");
    assert!(text.contains("stämmer dagen?"), "{text}");
    let text = table
        .press(&format!("{}2026-12-01", "<backspace>".repeat(10)))
        .text();
    assert!(!text.contains("stämmer dagen?"), "{text}");
}

#[test]
fn a_refusal_needs_reasons() {
    let folder = tempfile::tempdir().unwrap();
    let (store, anna) = store(folder.path(), "anna.ek");
    let home = case(&store, &anna, "26-0412");
    let mut given = answers("Hemtjänst", "avslag", "40", SOL);
    given.set(&field(1, "skal"), "");
    let said = decide(&store, &anna, home, given.clone()).unwrap_err();
    assert!(said.text.contains("Skäl saknas"), "{said}");
    given.set(&field(1, "skal"), "Behovet kan tillgodoses på annat sätt.");
    decide(&store, &anna, home, given).unwrap();
}

#[test]
fn each_measure_of_a_decision_has_its_own_clocks() {
    let folder = tempfile::tempdir().unwrap();
    let (store, anna) = store(folder.path(), "anna.ek");
    let eva = store.user("eva.holm").unwrap().unwrap();
    let home = case(&store, &anna, "26-0412");
    let mut given = answers("Hemtjänst", "bifall", "40", SOL);
    given.set(&field(1, "tom"), "2027-05-31");
    given.set(&field(1, "fler"), "ja");
    item(&mut given, 2, "Ledsagning", "bifall", "10", SOL);
    decide(&store, &eva, home, given).unwrap();
    let measures: Vec<i64> = store
        .decision_ground(&anna, home)
        .unwrap()
        .running
        .iter()
        .rev()
        .map(|m| m.subject.id())
        .collect();
    assert_eq!(measures.len(), 2);
    let began = NewEvent {
        subject: Subject::Measure(measures[0]),
        ..NewEvent::on(EventKind::Executed, today())
    };
    store
        .apply(
            &anna,
            Change::RecordEvent {
                case: home,
                event: began,
            },
        )
        .unwrap();
    let events = store.engine_events(&anna, home).unwrap();
    let all = clocks(
        &store.unit().rules,
        store.calendar(),
        &CaseFacts {
            case_type: "hemtjanst",
            events: &events,
            states: &[],
        },
    );
    let told: Vec<String> = all
        .iter()
        .filter(|c| ["K2", "K5", "K8", "K9", "K10", "K11"].contains(&c.rule.id.as_str()))
        .map(|c| {
            let which = measures
                .iter()
                .position(|m| c.subject == Subject::Measure(*m));
            let which = which.map_or("ärendet".to_owned(), |n| format!("insats {}", n + 1));
            let stopped = if c.stopped.is_some() { " klar" } else { "" };
            format!("{} {which} {}{stopped}", c.rule.id, c.due)
        })
        .collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn a_closing_is_decided_under_the_order_and_closes_the_case() {
    let folder = tempfile::tempdir().unwrap();
    let (store, anna) = store(folder.path(), "anna.ek");
    let eva = store.user("eva.holm").unwrap().unwrap();
    let closes = |closing: &str| {
        let mut given = Answers::default();
        given.set("beslut.slag", closing);
        given.set("beslut.skal", "Ansökan togs tillbaka per telefon.");
        given
    };
    // B leaves home care to the caseworker, also what ends untried; a residence is the manager's.
    let home = case(&store, &anna, "26-0412");
    let bare = {
        let mut given = closes("återkallad ansökan");
        given.set("beslut.skal", "");
        given
    };
    let said = decide(&store, &anna, home, bare).unwrap_err();
    assert!(said.text.contains("Skäl saknas"), "{said}");
    decide(&store, &anna, home, closes("återkallad ansökan")).unwrap();
    let residence = case(&store, &anna, "26-0440");
    let said = decide(&store, &anna, residence, closes("avvisning")).unwrap_err();
    assert_eq!(said.kind, ErrorKind::Denied);
    decide(&store, &eva, residence, closes("avvisning")).unwrap();
    for (id, kind) in [
        (home, EventKind::Withdrawn),
        (residence, EventKind::Dismissed),
    ] {
        let view = store.case(&anna, id).unwrap();
        assert_eq!(view.closed, Some(today()));
        let event = view.events.iter().find(|e| e.kind == kind).unwrap();
        // It is followed by another decision, never struck; what became of it may still be noted.
        let struck = Change::CorrectEvent {
            event: event.id,
            replacement: None,
            reason: "ångrad".into(),
        };
        assert!(store.apply(&anna, struck).is_err());
        let note = |kind| Change::RecordEvent {
            case: id,
            event: NewEvent::on(kind, today()),
        };
        store.apply(&anna, note(EventKind::DecisionSent)).unwrap();
        assert!(store.apply(&anna, note(EventKind::FirstContact)).is_err());
        store.apply(&anna, note(EventKind::Reopened)).unwrap();
        let events = store.engine_events(&anna, id).unwrap();
        let way = store.unit().case_types.way(&view.case_type);
        assert_ne!(
            akt::core::next::next_step(way, &events),
            akt::core::next::NextStep::Nothing
        );
    }
    let listed = store.delegated_decisions(&eva).unwrap();
    assert_eq!(listed.len(), 2);
    assert_eq!(listed[0].result, "återkallad");
}

#[test]
fn the_event_list_leads_to_the_decision_that_closes() {
    let mut table = Table::with((80, 24), |store, user| {
        Box::new(CaseScreen::new(case(store, user, "26-0412")))
    });
    table.press("h/återkallad");
    insta::assert_snapshot!("closing_found_80", table.text());
    table.press("<enter>Ringde och tog tillbaka ansökan.");
    insta::assert_snapshot!("closing_form_80", table.text());
    let said = table.press("<f9>j").text();
    assert!(said.contains("avslutat"), "{said}");
    insta::assert_snapshot!("closing_made_80", said);
}

#[test]
fn what_was_decided_here_is_not_made_longer_by_an_event() {
    let folder = tempfile::tempdir().unwrap();
    let (store, anna) = store(folder.path(), "anna.ek");
    let home = case(&store, &anna, "26-0412");
    let mut given = answers("Hemtjänst", "bifall", "20", SOL);
    given.set(&field(1, "tom"), "2027-05-31");
    decide(&store, &anna, home, given).unwrap();
    let ends = |day: &str| {
        let event = NewEvent::on(EventKind::DecisionEnds, common::day(day));
        store.apply(&anna, Change::RecordEvent { case: home, event })
    };
    assert_eq!(ends("2027-06-01").unwrap_err().kind, ErrorKind::Denied);
    ends("2027-03-31").unwrap();
}

fn desk(folder: &Path, login: &str, size: (u16, u16)) -> Desk {
    let (store, user) = store(folder, login);
    let drafts = Drafts::open(store.path(), Clock::Fixed(today())).unwrap();
    Desk::new(
        akt::app::Tools {
            store,
            drafts,
            user,
            theme: Theme::roles(),
            keymap: Keymap::default(),
        },
        moment(Instant::now(), 0),
        size,
        Box::new(ListScreen::new(None)),
    )
    .unwrap()
}

fn show(desk: &mut Desk, size: (u16, u16)) -> String {
    let mut buffer = Buffer::empty(Rect::new(0, 0, size.0, size.1));
    desk.draw(&mut buffer);
    frame_text(&buffer)
}

fn press(desk: &mut Desk, script: &str) {
    for key in keys(script) {
        desk.key(key);
    }
}

/// Karin Bergström's case once she has had her say.
fn told(store: &Store, user: &User) -> i64 {
    let id = case(store, user, "26-0412");
    for kind in [
        EventKind::AssessmentSigned,
        EventKind::SentForReply,
        EventKind::ReplyReceived,
    ] {
        let event = NewEvent::on(kind, today());
        store
            .apply(user, Change::RecordEvent { case: id, event })
            .unwrap();
    }
    id
}

fn at_decision(size: (u16, u16)) -> Table {
    Table::with(size, |store, user| {
        Box::new(CaseScreen::new(told(store, user)))
    })
}

#[test]
fn who_may_decide_is_seen_while_the_form_is_filled() {
    for (size, name) in [((80, 24), "80"), ((120, 40), "120")] {
        let mut table = at_decision(size);
        // What is missing in the file is shown first; the last line goes on all the same.
        table.press("sG<enter>Det brådskar.<f9>");
        insta::assert_snapshot!(format!("empty_{name}"), table.both());
        table.press("<space><tab><tab><tab><tab>79");
        insta::assert_snapshot!(format!("alone_{name}"), table.text());
        table.press(":01");
        insta::assert_snapshot!(format!("consult_{name}"), table.text());
    }
}

#[test]
fn proposed_returned_changed_and_decided_by_two_at_their_desks() {
    for (size, name) in [((80, 24), "80"), ((120, 40), "120")] {
        let mut anna = at_decision(size);
        anna.press("sG<enter>Det brådskar.<f9>");
        anna.press("<space><tab><tab><tab><tab>120<f9>");
        insta::assert_snapshot!(format!("send_{name}"), anna.text());
        anna.press("j");
        insta::assert_snapshot!(format!("waiting_{name}"), anna.text());
        let folder = anna.folder.path().to_owned();
        let mut eva = desk(&folder, "eva.holm", size);
        insta::assert_snapshot!(format!("list_{name}"), show(&mut eva, size));
        press(&mut eva, "A");
        insta::assert_snapshot!(format!("to_decide_{name}"), show(&mut eva, size));
        press(&mut eva, "<f6>Skriv vad nattinsatsen ska ge.<f9>");
        insta::assert_snapshot!(format!("returned_{name}"), show(&mut eva, size));
        anna.press("<ctrl-l>");
        insta::assert_snapshot!(format!("back_{name}"), anna.text());
        anna.press("sG<enter>Det brådskar.<f9>");
        insta::assert_snapshot!(format!("again_{name}"), anna.text());
        anna.press("<f9>j");
        let mut eva = desk(&folder, "eva.holm", size);
        press(&mut eva, "A<f5>");
        insta::assert_snapshot!(format!("change_{name}"), show(&mut eva, size));
        press(&mut eva, "<f9>");
        insta::assert_snapshot!(format!("sign_{name}"), show(&mut eva, size));
        press(&mut eva, "j");
        insta::assert_snapshot!(format!("decided_{name}"), show(&mut eva, size));
        anna.press("<ctrl-l>");
        anna.press("D<enter>");
        insta::assert_snapshot!(format!("document_{name}"), anna.text());
    }
}

#[test]
fn one_intervention_twice_in_a_decision_is_refused_and_renews_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (store, anna) = store(folder.path(), "anna.ek");
    let home = case(&store, &anna, "26-0412");
    decide(
        &store,
        &anna,
        home,
        answers("Hemtjänst", "bifall", "40", SOL),
    )
    .unwrap();
    let mut twice = answers("Hemtjänst", "bifall", "20", SOL);
    twice.set(&field(1, "fler"), "ja");
    item(&mut twice, 2, "hemtjänst", "bifall", "25", SOL);
    let said = decide(&store, &anna, home, twice).unwrap_err();
    assert!(
        said.text.contains("står två gånger") || said.text.contains("saknas"),
        "{said:?}"
    );
    let events = store.engine_events(&anna, home).unwrap();
    assert!(events.iter().all(|e| e.kind != EventKind::Renewed));
}
