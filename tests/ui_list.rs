//! The case list and "Varför detta datum?": keys in, the whole frame out as text and as a grid of roles.
#![allow(clippy::unwrap_used)]

mod common;

use akt::app::Changed;
use akt::clock::Clock;
use akt::core::change::{Change, NewEvent};
use akt::core::event::{EventKind, Subject};
use akt::core::register::{AssignmentEntry, CaseEntry, EventEntry, PersonEntry, Register};
use akt::store::Store;
use akt::ui::canvas::Rect;
use akt::ui::screen::Step;
use akt::ui::screen::list::ListScreen;
use akt::ui::screen::why::Why;
use chrono::Days;
use common::{Table, day, number, today};

const SMALL: (u16, u16) = (80, 24);
const LARGE: (u16, u16) = (120, 40);

fn list(size: (u16, u16)) -> Table {
    Table::new(size, ListScreen::new(None))
}

/// The list with rows added to the register before the desk opens.
fn list_with(size: (u16, u16), register: &Register) -> Table {
    Table::with(size, |store, _| {
        let admin = store.user("demo-admin").unwrap().unwrap();
        store.import(&admin, register, &mut |_| {}).unwrap();
        Box::new(ListScreen::new(None))
    })
}

/// A snapshot at both sizes after some keys.
fn both_sizes(name: &str, script: &str) {
    for size in [SMALL, LARGE] {
        let mut table = list(size);
        table.press(script);
        insta::assert_snapshot!(format!("{name}_{}", size.0), table.both());
    }
}

#[test]
fn the_start() {
    both_sizes("start", "");
}

#[test]
fn the_smallest_window() {
    let mut table = list((60, 16));
    insta::assert_snapshot!("start_60", table.both());
}

#[test]
fn a_moved_selection() {
    both_sizes("moved", "jjj");
}

#[test]
fn without_facts_there_is_room_for_more() {
    both_sizes("no_preview", "p");
}

#[test]
fn the_group_and_the_unit() {
    both_sizes("group", "m");
    both_sizes("unit", "mm");
    let mut table = list((160, 40));
    insta::assert_snapshot!("unit_160", table.press("mm").both());
    // A number key shows as many as stand on it.
    let told = table.text();
    let count = |text: &str| text.matches("d över").count();
    assert!(told.contains("2 Försenat 3"), "{told}");
    let shown = table.press("2").text();
    assert!(shown.starts_with(" Enhetens ärenden · försenade"));
    assert_eq!(count(&shown), 3);
    table.press("<esc>");
    assert!(table.press("m").text().starts_with(" Mina ärenden  Anna"));
}

#[test]
fn the_pickers() {
    both_sizes("pick_urgency", "B");
    both_sizes("pick_step", "S");
    both_sizes("pick_type", "T");
    both_sizes("pick_clock", "K");
    both_sizes("pick_any", "f");
}

#[test]
fn filters_are_said_in_words_and_cleared() {
    both_sizes("overdue", "Bj<enter>");
    both_sizes("by_type", "mmTjj<enter>");
    both_sizes("no_hits_filter", "Bj<enter>Sj<enter>");
    let mut table = list(SMALL);
    table.press("fjj<enter>jj<enter>");
    assert!(table.text().starts_with(" Mina ärenden · steg utredning"));
    table.press("<esc>");
    assert!(table.text().starts_with(" Mina ärenden  Anna"));
    table.press("Bj<enter>x");
    assert!(table.text().starts_with(" Mina ärenden  Anna"));
    table.press("fjj<enter><esc>");
    assert!(table.text().contains("Vad ska listan visa?"));
    table.press("<esc>");
    assert!(!table.text().contains("Vad ska"));
}

#[test]
fn views_lie_on_number_keys() {
    let mut table = list(SMALL);
    table.press("2");
    assert!(table.text().starts_with(" Mina ärenden · försenade"));
    table.press("9");
    assert!(table.text().contains("På 9 ligger ingen vy."));
    table.press("mBj<enter>Vjjjjjj");
    insta::assert_snapshot!("save_view_key_80", table.both());
    table.press("<enter>");
    insta::assert_snapshot!("save_view_name_80", table.both());
    table.press("<ctrl-u>Gruppens sena<enter>");
    assert!(table.text().contains("Vyn ”Gruppens sena” ligger på 7."));
    table.press("1");
    table.press("7");
    insta::assert_snapshot!("saved_view_80", table.both());
    table.press("V<enter><ctrl-u><enter>");
    assert!(table.text().contains("Vyn saknar namn."));
    table.press("<esc>");
    for (steps, name) in [
        (5, "Sena och brådskande i gruppen"),
        (7, "Mitt i veckan"),
        (8, "Längst bort av alla"),
    ] {
        table.press("V");
        for _ in 0..steps {
            table.press("j");
        }
        table.press(&format!("<enter><ctrl-u>{name}<enter>"));
    }
    insta::assert_snapshot!("nine_views_80", table.both());
    table.press("2");
    insta::assert_snapshot!("nine_views_second_80", table.both());
}

#[test]
fn a_view_is_opened_by_name() {
    let mut table = Table::new(SMALL, ListScreen::new(Some("forsenat".into())));
    assert!(table.text().starts_with(" Mina ärenden · försenade"));
    let folder = tempfile::tempdir().unwrap();
    let (store, user) = common::store(folder.path(), "anna.ek");
    let find = |name| akt::ui::screen::list::find_view(&store, &user, name);
    let told = find("Försnat").unwrap_err().to_string();
    assert_eq!(told, "Vyn ”Försnat” finns inte.\nMenade du ”Försenat”?");
    let told = find("xyz").unwrap_err().to_string();
    assert!(
        told.contains("De vyer som finns är Alla, Försenat"),
        "{told}"
    );
}

#[test]
fn searching() {
    both_sizes("search_empty", "/");
    both_sizes("search_ring", "/åb");
    both_sizes("search_none", "/xyz");
    let mut table = list(SMALL);
    table.press("/aberg");
    assert!(table.text().contains("Åberg, Sten"));
    table.press("<ctrl-u>äb");
    assert!(!table.text().contains("Åberg, Sten"));
    table.press("<ctrl-u>26-04");
    assert!(table.text().contains("Sandberg, Elsa"));
    insta::assert_snapshot!("search_case_80", table.both());
    table.press("<ctrl-u>va");
    insta::assert_snapshot!("search_protected_80", table.both());
    table.press("<esc>");
    assert!(table.text().starts_with(" Mina ärenden"));
    table.press("jj/lind<esc>");
    assert!(table.text().contains("▌!  i dag"));
}

#[test]
fn a_colleague_does_not_find_a_protected_person() {
    let folder = tempfile::tempdir().unwrap();
    let (store, petra) = common::store(folder.path(), "petra.sand");
    assert!(store.search(&petra, "vall", 5).unwrap().is_empty());
}

fn empty(size: (u16, u16)) -> Table {
    let folder = tempfile::tempdir().unwrap();
    let unit = akt::unit::Unit::builtin();
    let clock = Clock::Fixed(today());
    let store = Store::open(
        &folder.path().join("akt.db"),
        akt::store::Mode::Demo,
        unit,
        clock,
    )
    .unwrap();
    let first = akt::core::change::NewUser {
        login: "anna.ek".into(),
        name: "Anna Ek".into(),
        role: akt::core::user::Role::Caseworker,
        started: day("2020-01-01"),
        share: 100,
        base_group: None,
    };
    let user = store.register_first_user("Östra", &first).unwrap();
    let drafts = akt::store::draft::Drafts::open(store.path(), clock).unwrap();
    let start = std::time::Instant::now();
    let desk = akt::app::Desk::new(
        akt::app::Tools {
            store,
            drafts,
            user,
            theme: akt::ui::theme::Theme::roles(),
            keymap: akt::ui::keymap::Keymap::default(),
        },
        common::moment(start, 0),
        size,
        Box::new(ListScreen::new(None)),
    )
    .unwrap();
    Table::sitting(desk, folder, size, start)
}

#[test]
fn an_empty_database_teaches_the_next_step() {
    for size in [SMALL, LARGE] {
        insta::assert_snapshot!(format!("empty_{}", size.0), empty(size).both());
    }
    let mut table = empty(SMALL);
    table.press("jGgP<pgdn><pgup>vs2");
    insta::assert_snapshot!("empty_view_80", table.both());
}

#[test]
fn text_alone_tells_the_urgency() {
    let mut table = list(SMALL);
    let text = table.text();
    for told in [
        "!! 4 d över",
        "!  i dag",
        "·  om 2 d",
        "   om ",
        "‖  till 1 dec",
        "–  begäran möjlig",
    ] {
        assert!(text.contains(told), "{told}\n{text}");
    }
}

#[test]
fn no_word_of_the_journal_is_in_the_list() {
    for size in [SMALL, LARGE] {
        let text = list(size).text();
        assert!(!text.contains("Hembesök") && !text.contains("badrummet"));
    }
}

/// The case that a row of the frame names.
fn numbers(text: &str) -> Vec<String> {
    let is_number = |w: &&str| w.len() == 7 && w.starts_with("30-");
    text.lines()
        .filter_map(|line| line.split_whitespace().find(is_number))
        .map(str::to_owned)
        .collect()
}

fn selected(text: &str) -> String {
    let row = text
        .lines()
        .find(|line| line.starts_with('▌'))
        .unwrap_or_default();
    numbers(row).pop().unwrap_or_default()
}

/// Three hundred cases of Petra Sand's, one a day.
fn many(owner: &str) -> Register {
    let born = |i: u64| (day("1930-01-01") + Days::new(i)).to_string();
    let came = |i: u64| (day("2026-01-01") + Days::new(i)).to_string();
    let mut register = Register {
        schema: 1,
        unit: "Östra".into(),
        ..Register::default()
    };
    for i in 0..300_u64 {
        let case = format!("30-0{i:03}");
        register.persons.push(PersonEntry {
            personal_number: number(&born(i)),
            number_kind: "pahittat".into(),
            family_name: format!("Sten{i:03}"),
            given_name: "Bo".into(),
            sex: "man".into(),
            birth_date: Some(born(i)),
            ..PersonEntry::default()
        });
        register.cases.push(CaseEntry {
            case_number: case.clone(),
            person: number(&born(i)),
            case_type: "hemtjanst".into(),
            opened: came(i),
            assignments: vec![AssignmentEntry {
                value: owner.into(),
                from: came(i),
                ..AssignmentEntry::default()
            }],
            ..CaseEntry::default()
        });
        register.events.push(EventEntry {
            person: number(&born(i)),
            case_number: Some(case),
            subject: "arende".into(),
            event: "inkom".into(),
            date: came(i),
            ..EventEntry::default()
        });
    }
    register
}

#[test]
fn a_long_list_is_walked_by_ranges() {
    let mut table = list_with(SMALL, &many("anna.ek"));
    let all: Vec<String> = (0..300).map(|i| format!("30-0{i:03}")).collect();
    let height = 14;
    let page = |table: &mut Table| numbers(&table.text());
    assert_eq!(page(&mut table)[..height], all[..height]);
    assert_eq!(selected(&table.text()), all[0]);
    for next in &all[1..60] {
        table.press("j");
        assert_eq!(selected(&table.text()), *next);
    }
    for next in all[..59].iter().rev() {
        table.press("k");
        assert_eq!(selected(&table.text()), *next);
    }
    table.press("k");
    assert_eq!(selected(&table.text()), all[0]);
    table.press("jj<pgdn>");
    assert_eq!(selected(&table.text()), all[2 + height]);
    assert_eq!(page(&mut table)[..height], all[height..2 * height]);
    insta::assert_snapshot!("page_80", table.both());
    table.press("<pgup><pgup>");
    assert_eq!(selected(&table.text()), all[0]);
    table.press("G");
    let text = table.text();
    assert!(
        text.lines()
            .any(|line| line.starts_with('▌') && line.contains("26-0102")),
        "{text}"
    );
    table.press("<pgup>");
    let up = table.text();
    table.press("<pgdn>");
    assert_eq!(table.text(), text);
    assert_ne!(up, text);
    table.press("gG<pgdn>jg");
    assert_eq!(selected(&table.text()), all[0]);
}

#[test]
fn at_the_edge_one_row_comes_in_and_the_facts_wait_for_rest() {
    let mut table = list_with(LARGE, &many("anna.ek"));
    let before = numbers(&table.text());
    assert!(table.text().contains("Handläggare"));
    table.press_on(&"j".repeat(33));
    assert_eq!(numbers(&table.text())[0], before[0]);
    assert!(table.text().contains("Handläggare"));
    table.press_on("j");
    assert_eq!(numbers(&table.text())[..33], before[1..34]);
    assert!(!table.text().contains("Handläggare"), "{}", table.text());
    table.desk.rest();
    assert!(table.text().contains("Handläggare"), "{}", table.text());
    // Back on the row that was rested on last, they come all the same.
    table.press_on("jk");
    table.desk.rest();
    assert!(table.text().contains("Handläggare"), "{}", table.text());
}

#[test]
fn a_search_shows_few_until_more_is_asked_for() {
    let mut table = list_with(SMALL, &many("anna.ek"));
    table.press("/s");
    assert!(
        table.text().contains("Många börjar så."),
        "{}",
        table.text()
    );
    // Nothing is opened that nobody has seen.
    table.press("<enter>");
    assert!(
        table.text().contains("Många börjar så."),
        "{}",
        table.text()
    );
    table.press("ten0");
    assert_eq!(numbers(&table.text()).len(), 10);
    assert!(table.text().contains("Fler finns."), "{}", table.text());
    table.press("<down>");
    assert_eq!(numbers(&table.text()).len(), 10);
    table.press_on("<down><down><down><down><down><down><down><down><down>");
    table.desk.rest();
    assert!(numbers(&table.text()).len() > 10, "{}", table.text());
    assert_eq!(selected(&table.text()), "30-0010");
    table.press("0");
    assert_eq!(numbers(&table.text()).len(), 10);
    assert!(!table.text().contains("Fler finns."), "{}", table.text());
}

#[test]
fn a_thin_line_is_spared_what_nobody_asked_for() {
    for size in [SMALL, LARGE] {
        let mut table = Table::new(size, ListScreen::new(None).without_facts());
        table.desk.spare_the_line();
        let text = table.text();
        assert!(
            !text.contains('─') && !text.contains("Handläggare"),
            "{text}"
        );
        assert!(text.trim_end().ends_with("? hjälp"), "{text}");
        insta::assert_snapshot!(format!("thin_{}", size.0), table.both());
        // What is asked for comes.
        table.press("p");
        assert!(table.text().contains("Nästa steg"), "{}", table.text());
    }
}

#[test]
fn a_turned_page_leaves_nothing_out() {
    let mut table = list_with((80, 20), &many("anna.ek"));
    let mut seen: Vec<String> = numbers(&table.text());
    seen.truncate(10);
    for _ in 0..40 {
        table.press("<pgdn>");
        for number in numbers(&table.text()) {
            if !seen.contains(&number) {
                seen.push(number);
            }
        }
    }
    assert_eq!(seen.len(), 300);
}

#[test]
fn the_selection_stays_on_its_case() {
    let mut table = list_with(SMALL, &many("anna.ek"));
    for _ in 0..3 {
        table.press("<pgdn>");
    }
    table.press("jj");
    let before = selected(&table.text());
    let row = |t: &Table| t.desk.store().user("anna.ek").unwrap().unwrap();
    let anna = row(&table);
    let store = table.desk.store();
    let case = store.case_by_number(&anna, &before).unwrap().unwrap();
    let early = store.case_by_number(&anna, "30-0000").unwrap().unwrap();
    // Another case leaves: the same one stays selected.
    let close = |case| Change::RecordEvent {
        case,
        event: NewEvent::on(EventKind::Closed, today()),
    };
    table.desk.run(Step::apply(close(early)));
    assert_eq!(selected(&table.text()), before);
    // It gets a later date: the selection follows.
    let contact = NewEvent::on(EventKind::FirstContact, today());
    table.desk.run(Step::apply(Change::RecordEvent {
        case,
        event: contact,
    }));
    assert_eq!(selected(&table.text()), before);
    // It leaves: the one that stood next takes over.
    table.desk.run(Step::apply(close(case)));
    let after = selected(&table.text());
    assert!(!after.is_empty() && after > before, "{after}");
    assert_eq!(
        numbers(&table.text())
            .iter()
            .filter(|n| **n == before)
            .count(),
        0
    );
    // A window of another height keeps it too.
    table.size = (80, 18);
    table.desk.resize(80, 18);
    assert_eq!(selected(&table.text()), after);
}

#[test]
fn a_new_first_row_is_seen() {
    let mut table = list(SMALL);
    let anna = table.desk.store().user("anna.ek").unwrap().unwrap();
    let case = table
        .desk
        .store()
        .case_by_number(&anna, "26-0102")
        .unwrap()
        .unwrap();
    let mut event = NewEvent::on(EventKind::ComplaintReceived, day("2026-10-01"));
    event.subject = Subject::Feedback(1);
    table
        .desk
        .run(Step::apply(Change::RecordEvent { case, event }));
    let text = table.text();
    let first = text.lines().nth(4).unwrap();
    assert!(first.contains("26-0102"), "{text}");
    let chosen = text.lines().find(|l| l.starts_with('▌')).unwrap();
    assert!(chosen.contains("26-0412"), "{text}");
}

fn why_of(size: (u16, u16), case: &str, rule: &str) -> Table {
    Table::with(size, |store, user| {
        let case = store.case_by_number(user, case).unwrap().unwrap();
        Box::new(Why::new(case, rule.into(), Subject::Case))
    })
}

#[test]
fn why_this_date() {
    for size in [SMALL, LARGE] {
        for (name, case, rule) in [
            ("k2", "26-0412", "K2"),
            ("paused", "26-0399", "K2"),
            ("possible", "26-0187", "K14"),
            ("measure", "26-0290", "K8"),
        ] {
            let told = why_of(size, case, rule).both();
            insta::assert_snapshot!(format!("why_{name}_{}", size.0), told);
        }
    }
    let mut table = why_of(SMALL, "26-0301", "K12");
    insta::assert_snapshot!("why_many_80", table.press("jj").both());
}

#[test]
fn why_a_statutory_date_was_moved() {
    for size in [SMALL, LARGE] {
        // Three weeks from a Saturday end on a Saturday.
        let mut table = Table::with(size, |store, user| {
            let case = store.case_by_number(user, "26-0102").unwrap().unwrap();
            let event = NewEvent::on(EventKind::DecisionReceived, day("2026-11-14"));
            store
                .apply(user, Change::RecordEvent { case, event })
                .unwrap();
            Box::new(Why::new(case, "K6".into(), Subject::Case))
        });
        insta::assert_snapshot!(format!("why_moved_{}", size.0), table.both());
    }
}

#[test]
fn why_is_asked_from_the_list() {
    let mut table = list(SMALL);
    table.press("v");
    assert!(
        table
            .text()
            .contains("Fatta beslut senast torsdag 19 november")
    );
    table.press("<esc>");
    assert!(table.text().starts_with(" Mina ärenden"));
    table.press("Gv");
    let text = table.text();
    assert!(
        text.contains("Varför detta datum?") || text.contains("Ingen frist löper"),
        "{text}"
    );
}

#[test]
fn a_protected_person_is_marked() {
    let mut table = list(SMALL);
    let text = table.text();
    let row = text.lines().find(|l| l.contains("26-0420")).unwrap();
    assert!(row.contains("Vall, Ebba skyddad"), "{row}");
}

#[test]
fn a_held_key_moves_the_marker_and_the_facts_follow_at_rest() {
    for size in [SMALL, LARGE] {
        let mut table = list(size);
        let before = table.frame();
        let held = table.press_on("jj").frame();
        // Two columns: where the marker stood and where it stands.
        assert_eq!(before.diff(&held).len(), 2);
        let rested = table.press("").frame();
        assert!(held.diff(&rested).len() > 40);
        assert_eq!(rested, list(size).press("jj").frame());
    }
}

#[test]
fn in_a_tall_window_a_case_lies_over_the_list_with_its_row_in_sight() {
    let mut table = list_with(LARGE, &many("anna.ek"));
    let marker = |text: &str| text.lines().position(|line| line.starts_with('▌'));
    let before = table.press("<pgdn>jj").text();
    let under = table.press("<enter>").text();
    let name = |text: &str| {
        let row = text.lines().find(|line| line.starts_with('▌')).unwrap();
        row.chars().skip(15).take(30).collect::<String>()
    };
    // The list above says which case it is, and the case lies under a rule of its own.
    assert_eq!(name(&before), name(&under));
    assert!(marker(&under).unwrap() < 21, "{under}");
    assert!(
        under.contains("Frister") && under.contains("Mina ärenden"),
        "{under}"
    );
    insta::assert_snapshot!("case_over_list_120", table.both());
    // Back, the rows stand where they stood, and there are as many as before.
    let after = table.press("<esc>").text();
    assert_eq!(marker(&after), marker(&under));
    assert_eq!(after.lines().count(), before.lines().count());
    assert!(!after.contains("Frister"), "{after}");
    let small = list(SMALL).press("<enter>").text();
    assert!(!small.contains("Mina ärenden"), "{small}");
}

#[test]
fn a_step_changes_two_cells_and_everything_else_changes_all() {
    let markers = |rows: &[u16]| {
        let cells = rows.iter().map(|y| Rect::new(0, *y, 1, 1));
        Changed::Parts(cells.collect())
    };
    let mut table = list(LARGE);
    table.frame();
    table.press_on("j");
    assert_eq!(table.desk.take_changed(), markers(&[4, 5]));
    table.press_on("jjk");
    assert_eq!(table.desk.take_changed(), markers(&[5, 6, 7]));
    table.press("j").frame();
    for keys in [
        "jjj", "kj", "Gk", "g", " j", "/", "<esc>j", "5jk", "<enter>", "<esc>j",
    ] {
        // What is said to have changed is drawn on the last frame and compared with the whole.
        table.press_on(keys).frame();
        table.desk.rest();
        table.frame();
    }
    table.press_on("j?");
    assert_eq!(table.desk.take_changed(), Changed::All);
}

#[test]
fn what_is_typed_in_the_search_changes_the_rows_with_the_hits() {
    let mut table = list(LARGE);
    table.press_on("/").frame();
    for key in [
        "b",
        "e",
        "r",
        "g",
        "s",
        "<backspace>",
        "<backspace>",
        "q",
        "<backspace>",
        "<down>",
        "g",
        "<esc>",
    ] {
        // What is said to have changed is drawn on the last frame and compared with the whole.
        table.press_on(key).frame();
    }
    table.press_on("/ber").frame();
    table.press_on("g");
    let Changed::Parts(parts) = table.desk.take_changed() else {
        panic!("everything was said to have changed");
    };
    assert!(parts.iter().all(|part| part.bottom() < 15), "{parts:?}");
}
