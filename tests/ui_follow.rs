//! Following up, the days, marks, absence and handing over: keys in, frame out; and what is read and
//! written behind them.
#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeSet;

use akt::clock::Clock;
use akt::core::agenda::{Group, Thing};
use akt::core::change::{Change, NewEvent, PersonFact, Proposing};
use akt::core::deadline::{CaseFacts, State, clocks};
use akt::core::event::EventKind;
use akt::core::form::Answers;
use akt::core::next::NextStep;
use akt::core::query::{Filter, Scope};
use akt::core::user::User;
use akt::store::{Direction, Mode, Store};
use akt::ui::screen::case::CaseScreen;
use akt::ui::screen::handover::HandoverScreen;
use akt::ui::screen::list::ListScreen;
use akt::ui::screen::today::TodayScreen;
use akt::ui::screen::week::WeekScreen;
use akt::unit::Unit;
use common::{Table, day, today};

const SIZES: [(u16, u16); 2] = [(80, 24), (120, 40)];

fn case_id(store: &Store, user: &User, number: &str) -> i64 {
    store.case_by_number(user, number).unwrap().unwrap()
}

fn record(store: &Store, user: &User, case: i64, kind: EventKind, on: &str) {
    let event = NewEvent::on(kind, day(on));
    store
        .apply(user, Change::RecordEvent { case, event })
        .unwrap();
}

/// A visit tomorrow, a decision that ran out and one that ends soon.
fn full(store: &Store, user: &User) {
    let dahl = case_id(store, user, "26-0290");
    record(store, user, dahl, EventKind::DecisionEnds, "2026-12-31");
    let oberg = case_id(store, user, "26-0301");
    record(store, user, oberg, EventKind::DecisionEnds, "2026-11-04");
    let karin = case_id(store, user, "26-0412");
    let person = store.case(user, karin).unwrap().person.id;
    let fact = PersonFact::Visit {
        day: day("2026-11-24"),
        time: chrono::NaiveTime::from_hms_opt(13, 0, 0),
        about: "hembesök".into(),
        case: Some(karin),
    };
    store
        .apply(user, Change::AddToPerson { person, fact })
        .unwrap();
}

fn snapshot(name: &str, size: (u16, u16), table: &mut Table) {
    insta::assert_snapshot!(format!("{name}_{}x{}", size.0, size.1), table.both());
}

#[test]
fn today_shows_what_is_before_me() {
    for size in SIZES {
        let mut table = Table::with(size, |store, user| {
            full(store, user);
            Box::new(TodayScreen::new())
        });
        snapshot("today", size, &mut table);
        table.press("<f8>");
        snapshot("today_next_group", size, &mut table);
        table.press("G");
        snapshot("today_end", size, &mut table);
    }
}

#[test]
fn the_week_shows_the_load_of_each_day() {
    for size in SIZES {
        let mut table = Table::with(size, |store, user| {
            full(store, user);
            Box::new(WeekScreen::new(today()))
        });
        snapshot("week", size, &mut table);
        table.press("<right>");
        snapshot("week_tomorrow", size, &mut table);
        table.press("<pgdn>");
        snapshot("week_next", size, &mut table);
    }
}

#[test]
fn nothing_is_cut_in_the_smallest_window_but_names() {
    let size = (60, 20);
    let mut table = Table::with(size, |store, user| {
        full(store, user);
        Box::new(TodayScreen::new())
    });
    snapshot("today", size, &mut table);
    table
        .desk
        .run(akt::ui::screen::Step::open(WeekScreen::new(today())));
    snapshot("week", size, &mut table);
}

#[test]
fn a_day_in_the_week_leads_to_the_case() {
    let mut table = Table::new((80, 24), ListScreen::new(None));
    assert!(table.press("d").text().contains("I dag  mån 23 nov"));
    assert!(table.press("W").text().contains("Vecka 48"));
    table.press("<enter>");
    assert!(table.text().contains("Nästa steg"), "{}", table.text());
    table.press("<esc><esc><esc>");
    assert!(table.text().contains("Mina ärenden"));
}

/// What `akt varfor` shows as open, of all the user's open cases.
fn open_clocks(store: &Store, user: &User) -> BTreeSet<(String, String, String)> {
    let mut found = BTreeSet::new();
    let mine = Filter::all(Scope::Mine);
    for row in store
        .list(user, &mine, None, Direction::From, 1000)
        .unwrap()
    {
        let view = store.case(user, row.id).unwrap();
        let (events, states) = (
            store.engine_events(user, row.id).unwrap(),
            store.engine_states(user, row.id).unwrap(),
        );
        let facts = CaseFacts {
            case_type: &view.case_type,
            events: &events,
            states: &states,
        };
        for clock in clocks(&store.unit().rules, store.calendar(), &facts) {
            if !clock.rule.hidden && clock.state(store.today()).is_open() {
                found.insert((
                    view.case_number.clone(),
                    clock.rule.id.clone(),
                    format!("{} {:?}", clock.due, clock.state(store.today())),
                ));
            }
        }
    }
    found
}

fn shown_clocks(store: &Store, user: &User) -> BTreeSet<(String, String, String)> {
    let rows = store.agenda(user).unwrap();
    let clocks = rows.into_iter().filter_map(|row| match row.what {
        Thing::Clock {
            rule, due, state, ..
        } => Some((row.case_number, rule, format!("{due} {state:?}"))),
        _ => None,
    });
    clocks.collect()
}

#[test]
fn today_never_misses_an_open_clock_whatever_the_day() {
    let folder = tempfile::tempdir().unwrap();
    {
        let (store, anna) = common::store(folder.path(), "anna.ek");
        full(&store, &anna);
    }
    for ahead in [0, 1, 2, 7, 8, 14, 30, 45, 120, 400] {
        let on = today() + chrono::Days::new(ahead);
        let store = Store::open(
            &folder.path().join("akt.db"),
            Mode::Existing,
            Unit::builtin(),
            Clock::Fixed(on),
        )
        .unwrap();
        store.give_one_reason("prov").unwrap();
        let anna = store.user("anna.ek").unwrap().unwrap();
        let open = open_clocks(&store, &anna);
        assert!(open.len() > 10);
        assert_eq!(shown_clocks(&store, &anna), open, "{on}");
    }
}

#[test]
fn at_midnight_what_was_tomorrows_is_todays() {
    let folder = tempfile::tempdir().unwrap();
    let groups = |on: &str| {
        let store = Store::open(
            &folder.path().join("akt.db"),
            Mode::Existing,
            Unit::builtin(),
            Clock::Fixed(day(on)),
        )
        .unwrap();
        let anna = store.user("anna.ek").unwrap().unwrap();
        let rows = store.agenda(&anna).unwrap();
        let visit = rows
            .iter()
            .find(|row| matches!(row.what, Thing::Visit { .. }));
        visit.map(|row| row.group(day(on)))
    };
    {
        let (store, anna) = common::store(folder.path(), "anna.ek");
        full(&store, &anna);
    }
    assert_eq!(groups("2026-11-23"), Some(Group::Tomorrow));
    assert_eq!(groups("2026-11-24"), Some(Group::Today));
    assert_eq!(groups("2026-11-25"), None);
}

#[test]
fn a_case_without_a_word_for_a_month_is_quiet_until_something_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let (store, anna) = common::store(folder.path(), "anna.ek");
    let quiet = |store: &Store| -> Vec<String> {
        let rows = store.agenda(&anna).unwrap();
        rows.into_iter()
            .filter(|row| matches!(row.what, Thing::Quiet { .. }))
            .map(|row| row.case_number)
            .collect()
    };
    let before = quiet(&store);
    assert!(before.contains(&"26-0290".to_owned()), "{before:?}");
    assert!(!before.contains(&"26-0412".to_owned()));
    let case = case_id(&store, &anna, "26-0290");
    let person = store.case(&anna, case).unwrap().person.id;
    let change = Change::WriteJournal {
        person,
        case: Some(case),
        day: today(),
        time: None,
        text: "Ringde.".into(),
        corrects: None,
    };
    store.apply(&anna, change).unwrap();
    assert!(!quiet(&store).contains(&"26-0290".to_owned()));
}

#[test]
fn the_unit_says_after_how_many_days_a_case_is_quiet() {
    let folder = tempfile::tempdir().unwrap();
    let quiet = |days: u16| -> Vec<(String, u16)> {
        let mut unit = Unit::builtin();
        unit.routines.quiet_days = days;
        let path = folder.path().join("akt.db");
        let store = Store::open(&path, Mode::Existing, unit, Clock::Fixed(today())).unwrap();
        let anna = store.user("anna.ek").unwrap().unwrap();
        let rows = store.agenda(&anna).unwrap().into_iter();
        rows.filter_map(|row| match row.what {
            Thing::Quiet { last, limit } => {
                assert!((today() - last).num_days() > i64::from(days));
                Some((row.case_number, limit))
            }
            _ => None,
        })
        .collect()
    };
    common::store(folder.path(), "anna.ek");
    let (few, many) = (quiet(90), quiet(7));
    assert!(!few.is_empty() && few.len() < many.len());
    assert!(few.iter().all(|(_, limit)| *limit == 90));
    assert_eq!(quiet(366), []);
}

#[test]
fn why_a_case_is_quiet_says_the_days_the_bound_and_its_source() {
    let mut table = Table::new((80, 24), TodayScreen::new());
    let text = table.press("Gv").text();
    assert!(text.contains(" dagar, enhetens gräns 30."), "{text}");
    assert!(text.contains("Källa: Förvalt"), "{text}");
}

/// A proposal of Anna's that is a manager's to decide.
fn propose(store: &Store, anna: &User) {
    let mut given = Answers::default();
    given.set("beslut.slag", "insatser");
    given.set("beslut.anda", "Det brådskar.");
    for (name, value) in [
        ("insats", "Hemtjänst"),
        ("resultat", "bifall"),
        ("lagrum", "SoL 11 kap. 1 §"),
        ("from", "2026-12-01"),
        ("timmar", "120"),
        ("skal", "Behovet är prövat."),
    ] {
        given.set(&akt::core::decision::field(1, name), value);
    }
    let proposing = Proposing {
        case: case_id(store, anna, "26-0412"),
        answers: given,
    };
    store.apply(anna, Change::Propose(proposing)).unwrap();
}

#[test]
fn a_proposal_stands_before_the_one_who_decides_and_the_one_who_waits() {
    let folder = tempfile::tempdir().unwrap();
    let (store, anna) = common::store(folder.path(), "anna.ek");
    propose(&store, &anna);
    let eva = store.user("eva.holm").unwrap().unwrap();
    let petra = store.user("petra.sand").unwrap().unwrap();
    let of = |user: &User| -> Vec<(Group, Thing)> {
        let rows = store.agenda(user).unwrap().into_iter();
        rows.filter(|row| {
            row.case_number == "26-0412"
                && !matches!(row.what, Thing::Clock { .. } | Thing::Quiet { .. })
        })
        .map(|row| (row.group(today()), row.what))
        .collect()
    };
    let waits = Thing::Proposed {
        deciders: vec!["Eva Holm".into()],
        since: today(),
    };
    let to_decide = Thing::ToDecide {
        proposed: "Hemtjänst, bifall".into(),
        since: today(),
    };
    assert_eq!(of(&anna), [(Group::Waiting, waits)]);
    assert_eq!(of(&eva), [(Group::ToDecide, to_decide)]);
    assert_eq!(of(&petra), []);
    let proposal = store.to_decide(&eva).unwrap().remove(0);
    let change = Change::ReturnProposal {
        proposal: proposal.id,
        version: proposal.version,
        comment: "Skriv hur natten är ordnad.".into(),
    };
    store.apply(&eva, change).unwrap();
    let back = Thing::Returned {
        by: "Eva Holm".into(),
        day: today(),
        comment: "Skriv hur natten är ordnad.".into(),
    };
    assert_eq!(of(&anna), [(Group::Today, back)]);
    assert_eq!(of(&eva), []);
}

#[test]
fn a_case_whose_proposal_waits_says_whom_it_waits_for() {
    let propose = |store: &Store, anna: &User| -> i64 {
        let case = case_id(store, anna, "26-0412");
        record(store, anna, case, EventKind::ReplySkipped, "2026-11-20");
        propose(store, anna);
        case
    };
    for size in SIZES {
        let mut table = Table::with(size, |store, user| {
            Box::new(CaseScreen::new(propose(store, user)))
        });
        snapshot("proposed_case", size, &mut table);
        let mut table = Table::with(size, |store, user| {
            propose(store, user);
            Box::new(ListScreen::new(None))
        });
        let text = table.press("/26-0412<enter>").text();
        assert!(text.contains("os Eva Holm för b"), "{text}");
        let mut table = Table::with(size, |store, user| {
            Box::new(HandoverScreen::new(propose(store, user)))
        });
        let text = table.text();
        assert!(text.contains("Hos Eva Holm för beslut"), "{text}");
        assert!(text.contains("Hemtjänst, bifall, från Anna Ek"), "{text}");
    }
    let folder = tempfile::tempdir().unwrap();
    let (store, anna) = common::store(folder.path(), "anna.ek");
    let case = propose(&store, &anna);
    let row = || store.case_row(&anna, case).unwrap().unwrap();
    assert_eq!(row().next, NextStep::AwaitDecision);
    assert_eq!(row().next_told(), "Hos Eva Holm för beslut");
    let eva = store.user("eva.holm").unwrap().unwrap();
    let proposal = store.to_decide(&eva).unwrap().remove(0);
    let change = Change::ReturnProposal {
        proposal: proposal.id,
        version: proposal.version,
        comment: "Skriv hur natten är ordnad.".into(),
    };
    store.apply(&eva, change).unwrap();
    assert_eq!(row().next_told(), "Fatta beslut");
}

#[test]
fn a_manager_sees_what_there_is_to_decide_and_goes_there() {
    for size in SIZES {
        let mut table = Table::of("eva.holm", size, |store, _| {
            propose(store, &store.user("anna.ek").unwrap().unwrap());
            Box::new(TodayScreen::new())
        });
        snapshot("today_manager", size, &mut table);
        let text = table.press("<enter>").text();
        assert!(
            text.contains("Att besluta") && text.contains("120 h"),
            "{text}"
        );
    }
}

#[test]
fn the_agenda_is_read_by_index() {
    let folder = tempfile::tempdir().unwrap();
    let (store, _) = common::store(folder.path(), "anna.ek");
    for sql in [
        Store::agenda_clocks_sql(),
        Store::agenda_quiet_sql(),
        Store::agenda_visits_sql().to_owned(),
        Store::agenda_proposals_sql().to_owned(),
        Store::agenda_head_sql(),
    ] {
        for line in store.plan(&sql).unwrap() {
            assert!(!line.starts_with("SCAN"), "{sql}\n{line}");
            assert!(!line.contains("TEMP B-TREE"), "{sql}\n{line}");
        }
    }
}

#[test]
fn a_decision_that_ends_is_tried_anew_in_time_and_one_that_ended_is_told() {
    for size in SIZES {
        for (number, name) in [("26-0290", "renew"), ("26-0301", "run_out")] {
            let mut table = Table::with(size, |store, user| {
                full(store, user);
                Box::new(CaseScreen::new(case_id(store, user, number)))
            });
            snapshot(name, size, &mut table);
        }
        let mut table = Table::with(size, |store, user| {
            full(store, user);
            Box::new(ListScreen::new(None))
        });
        snapshot("list_run_out", size, &mut table);
    }
    let mut table = Table::with((80, 24), |store, user| {
        full(store, user);
        let case = case_id(store, user, "26-0290");
        assert_eq!(
            store.case_row(user, case).unwrap().unwrap().next,
            NextStep::Renew
        );
        Box::new(CaseScreen::new(case))
    });
    table.press("s<f9>");
    assert!(
        table.text().contains("skriv utredningen"),
        "{}",
        table.text()
    );
}

#[test]
fn a_follow_up_is_written_against_the_order_and_begins_what_it_leads_to() {
    for size in SIZES {
        let mut table = Table::with(size, |store, user| {
            Box::new(CaseScreen::new(case_id(store, user, "26-0290")))
        });
        table.press("s");
        snapshot("follow_up", size, &mut table);
    }
}

/// Signs an order with a goal and one intervention.
fn order(store: &Store, user: &User, case: i64) {
    use akt::core::estimate::{EstimateLine, Per};
    use akt::core::form::{FieldKind, FormFacts, Spec};
    let unit = Unit::builtin();
    let spec = unit.forms.order().unwrap();
    let mut answers = Answers::default();
    for (_, field) in spec.fields(FormFacts::default()) {
        let answer = match (field.kind, field.choices.first()) {
            (FieldKind::Date, _) => "2026-11-01".to_owned(),
            (_, Some(choice)) => choice.clone(),
            (FieldKind::YesNo, _) => "ja".to_owned(),
            _ => "Hjälp med måltider.".to_owned(),
        };
        if field.required {
            answers.set(&field.id, answer);
        }
    }
    answers.set("utforare.namn", "Fältens hemtjänst");
    answers.set(
        "mal.mal",
        "”Jag vill kunna bo kvar och själv koka mitt kaffe.”",
    );
    answers.lines.push(EstimateLine {
        area: "maltider".into(),
        intervention: "måltider".into(),
        minutes: 20,
        times_min: 3,
        times_max: 3,
        per: Per::Day,
        double_staffing: false,
    });
    let signing = akt::core::change::Signing {
        case,
        spec: Box::new(Spec::clone(spec)),
        answers,
        supersedes: None,
        day: today(),
    };
    store.apply(user, Change::SignDocument(signing)).unwrap();
}

#[test]
fn goal_and_hours_stand_over_the_follow_up() {
    for size in SIZES {
        let mut table = Table::with(size, |store, user| {
            let case = case_id(store, user, "26-0290");
            order(store, user, case);
            Box::new(CaseScreen::new(case))
        });
        table.press("U");
        snapshot("follow_up_order", size, &mut table);
    }
}

#[test]
fn marked_cases_are_handed_over_one_by_one_and_taken_back_at_once() {
    for size in SIZES {
        let mut table = Table::new(size, ListScreen::new(None));
        table.press("<space><space><space>");
        snapshot("marked", size, &mut table);
        table.press("M");
        snapshot("marked_what", size, &mut table);
        table.press("<enter>");
        snapshot("marked_to_whom", size, &mut table);
    }
}

fn hand_over_three() -> Table {
    let mut table = Table::new((80, 24), ListScreen::new(None));
    table.press("<space><space><space>M<enter>");
    table.press("/petra<enter><f9>");
    table
}

#[test]
fn doing_the_same_with_several_can_be_stopped_half_way() {
    let mut table = hand_over_three();
    let text = table.text();
    assert!(text.contains("Göra det i 3 ärenden?"), "{text}");
    insta::assert_snapshot!("batch_preview", table.both());
    table.press("j").wait(1);
    assert!(
        table.text().contains("1 av 3") || table.text().contains("0 av 3"),
        "{}",
        table.text()
    );
    table.press("<esc>");
    let text = table.text();
    assert!(text.contains("resten är orörda"), "{text}");
    insta::assert_snapshot!("batch_stopped", table.both());
}

#[test]
fn doing_the_same_with_several_is_undone_as_one() {
    let mut table = hand_over_three();
    let mine = Filter::all(Scope::Mine);
    let anna = table.desk.store().user("anna.ek").unwrap().unwrap();
    let before = table.desk.store().count(&anna, &mine).unwrap();
    table.press("j");
    for second in 1..6 {
        table.wait(second);
    }
    let text = table.text();
    assert!(text.contains("Klart: 3 ärenden"), "{text}");
    assert_eq!(table.desk.store().count(&anna, &mine).unwrap(), before - 3);
    table.press("<esc><ctrl-z>");
    let text = table.text();
    assert!(text.contains("3 ärenden går tillbaka"), "{text}");
    table.press("j");
    assert_eq!(table.desk.store().count(&anna, &mine).unwrap(), before);
}

/// Every case of the list is marked, and the n:th of what can be done is chosen and filled in as it stands.
fn with_all_marked(table: &mut Table, choice: usize) {
    table.press(&"<space>".repeat(11)).press("M");
    table.press(&"<down>".repeat(choice)).press("<enter><f9>");
}

fn run_through(table: &mut Table) {
    table.press("j");
    for second in 1..15 {
        table.wait(second);
    }
}

#[test]
fn providers_are_reminded_rung_by_rung_and_it_is_taken_back_by_rows_of_its_own() {
    let mut table = Table::with((80, 24), |store, user| {
        order(store, user, case_id(store, user, "26-0290"));
        Box::new(ListScreen::new(None))
    });
    with_all_marked(&mut table, 2);
    insta::assert_snapshot!("batch_remind", table.both());
    run_through(&mut table);
    let anna = table.desk.store().user("anna.ek").unwrap().unwrap();
    let case = case_id(table.desk.store(), &anna, "26-0290");
    let reminded = |table: &Table| table.desk.store().orders(&anna, case).unwrap().remove(0);
    assert_eq!(reminded(&table).taken().count(), 1);
    // The same day it is not done twice.
    table.press("<esc><esc>g");
    with_all_marked(&mut table, 2);
    assert!(table.text().contains("påmint 23 nov"), "{}", table.text());
    table.press("<esc><ctrl-z>");
    assert!(
        table.text().contains("Påminnelsen stryks"),
        "{}",
        table.text()
    );
    table.press("j");
    let order = reminded(&table);
    assert_eq!(order.taken().count(), 0);
    assert_eq!(order.reminders[0].withdrawn, Some(today()));
}

#[test]
fn a_follow_up_is_booked_in_several_and_called_off_again() {
    let mut table = Table::new((80, 24), ListScreen::new(None));
    let anna = table.desk.store().user("anna.ek").unwrap().unwrap();
    let visits = |table: &Table| -> usize {
        let rows = table.desk.store().agenda(&anna).unwrap();
        let visit = |row: &&akt::core::agenda::AgendaRow| matches!(row.what, Thing::Visit { .. });
        rows.iter().filter(visit).count()
    };
    let before = visits(&table);
    with_all_marked(&mut table, 3);
    assert!(
        table.text().contains("uppföljning 23 nov"),
        "{}",
        table.text()
    );
    // What has not started is not followed up.
    let text = table.text();
    assert!(text.contains("går inte: inte verkställt"), "{text}");
    assert!(text.contains("2 går, 9 går inte"), "{text}");
    run_through(&mut table);
    assert_eq!(visits(&table), before + 2);
    // What is done is no longer marked; the rest is.
    table.press("<esc>");
    assert!(table.text().contains("9 markerade"), "{}", table.text());
    table.press("<ctrl-z>j");
    assert_eq!(visits(&table), before);
}

#[test]
fn while_several_are_done_the_screen_says_which_key_stops() {
    let mut table = hand_over_three();
    let text = table.press("j").wait(1).text();
    assert!(text.contains("n eller esc avbryter"), "{text}");
    let text = table.press("n").text();
    assert!(text.contains("resten är orörda"), "{text}");
}

#[test]
fn a_substitute_sees_the_cases_for_the_period_and_no_longer() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("akt.db");
    let mine = Filter::all(Scope::Mine);
    let (alone, hers) = {
        let (store, anna) = common::store(folder.path(), "anna.ek");
        let petra = store.user("petra.sand").unwrap().unwrap();
        let alone = store.count(&petra, &mine).unwrap();
        let hers = store.count(&anna, &mine).unwrap();
        let change = Change::Substitute {
            user: anna.id,
            substitute: petra.id,
            from: day("2026-11-23"),
            to: day("2026-11-25"),
        };
        assert!(store.apply(&petra, change.clone()).is_err());
        store.apply(&anna, change).unwrap();
        (alone, hers)
    };
    for (on, covers) in [
        ("2026-11-23", true),
        ("2026-11-25", true),
        ("2026-11-26", false),
    ] {
        let store = Store::open(
            &path,
            Mode::Existing,
            Unit::builtin(),
            Clock::Fixed(day(on)),
        )
        .unwrap();
        let petra = store.user("petra.sand").unwrap().unwrap();
        let seen = store.count(&petra, &mine).unwrap();
        assert_eq!(seen, if covers { alone + hers } else { alone }, "{on}");
        let rows = store
            .list(&petra, &mine, None, Direction::From, 1000)
            .unwrap();
        assert_eq!(rows.len() as u64, seen);
        assert!(rows.is_sorted_by_key(|row| row.anchor.clone()));
        // Ebba Vall is protected and Anna's.
        let ebba = store.case_by_number(&petra, "26-0420").unwrap();
        assert_eq!(ebba.is_some(), covers, "{on}");
        assert_eq!(rows.iter().any(|row| row.case_number == "26-0420"), covers);
        assert_eq!(
            store
                .agenda(&petra)
                .unwrap()
                .iter()
                .any(|row| row.case_number == "26-0420"),
            covers
        );
        // Pages follow each other without a gap.
        let mut paged = Vec::new();
        let mut anchor = None;
        loop {
            let way = if anchor.is_some() {
                Direction::After
            } else {
                Direction::From
            };
            let page = store.list(&petra, &mine, anchor.as_ref(), way, 3).unwrap();
            let Some(last) = page.last() else { break };
            anchor = Some(last.anchor.clone());
            paged.extend(page);
        }
        assert_eq!(paged, rows);
        let mut back = store
            .list(&petra, &mine, None, Direction::Before, 1000)
            .unwrap();
        back.reverse();
        assert_eq!(back, rows);
    }
    let (store, _) = common::store(folder.path(), "anna.ek");
    assert_eq!(
        store
            .register(&common::leader(&store))
            .unwrap()
            .substitutes
            .len(),
        1
    );
}

#[test]
fn absence_is_set_and_ended_with_the_keyboard() {
    for size in SIZES {
        let mut table = Table::new(size, ListScreen::new(None));
        table.press("F");
        snapshot("absence", size, &mut table);
        table.press("<enter>");
        snapshot("absence_whom", size, &mut table);
        table.press("/petra<enter>");
        snapshot("absence_form", size, &mut table);
    }
}

#[test]
fn naming_for_a_protected_file_takes_the_one_that_is_marked_and_asks_once() {
    let mut table = Table::with((80, 24), |store, user| {
        let case = case_id(store, user, "26-0420");
        Box::new(CaseScreen::new(case))
    });
    table.press("PV<enter>");
    insta::assert_snapshot!("name_whom", table.both());
    table.press("/petra<enter>");
    let text = table.text();
    assert!(text.contains("Namnge Petra Sand (petra.sand)?"), "{text}");
    table.press("j");
    assert!(
        table.text().contains("Petra Sand är namngiven."),
        "{}",
        table.text()
    );
    let store = table.desk.store();
    let anna = store.user("anna.ek").unwrap().unwrap();
    let petra = store.user("petra.sand").unwrap().unwrap();
    let case = case_id(store, &anna, "26-0420");
    let person = store.case(&anna, case).unwrap().person.id;
    let named = store.file_access(&anna, person).unwrap().named;
    assert!(named.iter().any(|row| row.user == petra.id));
    assert!(named.iter().all(|row| row.name != "Administratör"));
}

#[test]
fn a_page_tells_the_one_who_takes_over() {
    for size in SIZES {
        for number in ["26-0412", "26-0290"] {
            let mut table = Table::with(size, |store, user| {
                full(store, user);
                Box::new(HandoverScreen::new(case_id(store, user, number)))
            });
            snapshot(&format!("handover_{number}"), size, &mut table);
        }
    }
}

#[test]
fn states_of_the_agenda_are_the_engines() {
    let folder = tempfile::tempdir().unwrap();
    let (store, anna) = common::store(folder.path(), "anna.ek");
    let rows = store.agenda(&anna).unwrap();
    let states: BTreeSet<State> = rows
        .iter()
        .filter_map(|row| match row.what {
            Thing::Clock { state, .. } => Some(state),
            _ => None,
        })
        .collect();
    for state in [State::Overdue, State::Today, State::Paused, State::Possible] {
        assert!(states.contains(&state), "{state:?} in {states:?}");
    }
}

mod renewal {
    use super::day;
    use akt::core::calendar::Calendar;
    use akt::core::deadline::{CaseFacts, clocks};
    use akt::core::event::{Event, EventKind as E, Subject};
    use akt::core::next::{Beside, NextStep, Way, next_step_on};

    fn next_on(kinds: &[(E, &str)], today: &str) -> NextStep {
        let events: Vec<Event> = kinds
            .iter()
            .enumerate()
            .map(|(i, (kind, on))| Event {
                id: i as i64 + 1,
                kind: *kind,
                subject: Subject::Case,
                day: day(on),
                time: None,
                until: None,
            })
            .collect();
        let rules = akt::unit::Unit::builtin().rules;
        let facts = CaseFacts {
            case_type: "hemtjanst",
            events: &events,
            states: &[],
        };
        let clocks = clocks(&rules, &Calendar::swedish(), &facts);
        let way = Way {
            ordered: true,
            ..Way::default()
        };
        let beside = Beside {
            ordered: true,
            ..Beside::default()
        };
        next_step_on(way, &events, beside, &clocks, day(today))
    }

    #[test]
    fn renewal_is_proposed_six_weeks_before_the_end_and_not_a_day_earlier() {
        let running = [
            (E::Granted, "2026-06-01"),
            (E::DecisionEnds, "2026-12-31"),
            (E::DecisionSent, "2026-06-01"),
            (E::OrderSent, "2026-06-02"),
            (E::PlanReceived, "2026-06-10"),
            (E::PlanAccepted, "2026-06-11"),
            (E::Executed, "2026-06-12"),
        ];
        assert_eq!(next_on(&running, "2026-11-18"), NextStep::FollowUp);
        assert_eq!(next_on(&running, "2026-11-19"), NextStep::Renew);
        assert_eq!(next_on(&running, "2027-01-15"), NextStep::Renew);
        let mut begun = running.to_vec();
        begun.push((E::AssessmentBegun, "2026-11-20"));
        assert_eq!(next_on(&begun, "2026-11-21"), NextStep::WriteAssessment);
    }

    #[test]
    fn what_has_not_started_starts_first_until_the_decision_has_ended() {
        let waiting = [
            (E::Granted, "2026-11-02"),
            (E::DecisionEnds, "2026-11-30"),
            (E::DecisionSent, "2026-11-02"),
            (E::OrderSent, "2026-11-03"),
        ];
        assert_eq!(next_on(&waiting, "2026-11-06"), NextStep::AwaitConfirmation);
        assert_eq!(
            next_on(&waiting, "2026-11-23"),
            NextStep::RemindConfirmation
        );
        assert_eq!(next_on(&waiting, "2026-12-01"), NextStep::Renew);
    }
}
