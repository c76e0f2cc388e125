//! Two at once: who else has the case open, and what happens when both change the same. One who goes away: the
//! lock.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use akt::app::Limits;
use akt::core::change::Change;
use akt::core::person::PersonPatch;
use akt::store::draft::path_beside;
use akt::store::{Ending, Store};
use akt::ui::screen::case::CaseScreen;
use akt::ui::screen::list::ListScreen;
use akt::ui::screen::person::PersonScreen;
use common::{Table, store};
use insta::assert_snapshot;

/// Karin Bergström's file on Anna Ek's desk.
fn file() -> Table {
    Table::with((80, 24), |store, user| {
        Box::new(PersonScreen::new(
            store.search(user, "bergström", 1).unwrap()[0].person,
        ))
    })
}

/// Another program in which Eva Holm changes Karin Bergström's card.
fn elsewhere(table: &Table, patch: PersonPatch) {
    let (store, eva) = store(table.folder.path(), "eva.holm");
    let person = store.search(&eva, "bergström", 1).unwrap()[0].person;
    let version = store.card(&eva, person).unwrap().0.version;
    let change = Change::UpdatePerson {
        person,
        version,
        patch,
    };
    store.apply(&eva, change).unwrap();
}

fn interpreter(language: &str) -> PersonPatch {
    PersonPatch {
        interpreter: Some(language.into()),
        ..PersonPatch::default()
    }
}

fn cursor(table: &mut Table) -> Option<(u16, u16)> {
    let area = ratatui::layout::Rect::new(0, 0, table.size.0, table.size.1);
    let mut buffer = ratatui::buffer::Buffer::empty(area);
    table.desk.draw(&mut buffer).map(|p| (p.x, p.y))
}

#[test]
fn what_another_saves_comes_into_the_open_form_and_the_cursor_stays() {
    let mut table = file();
    table.press("r<tab><tab>Kajsa");
    let before = cursor(&mut table);
    elsewhere(&table, interpreter("arabiska"));
    table.desk.look_for_news();
    let text = table.text();
    assert!(
        text.contains("arabiska") && text.contains("Eva Holm ändrade det här"),
        "{text}"
    );
    assert!(text.contains("Kajsa"), "{text}");
    assert_eq!(cursor(&mut table), before);
    // Both changes stand in the file.
    table.press("<f9>");
    let text = table.text();
    assert!(
        text.contains("kallas Kajsa") && text.contains("tolk: arabiska"),
        "{text}"
    );
}

#[test]
fn what_both_have_changed_is_shown_side_by_side_and_nothing_typed_is_lost() {
    let mut table = file();
    table.press("r<tab><tab><tab><tab><tab><tab><tab>finska");
    elsewhere(&table, interpreter("arabiska"));
    table.press("<f9>");
    assert_snapshot!("card_80", table.both());
    table.press("<f7>");
    assert!(table.text().contains("bara en av dem"), "{}", table.text());
    table.press("<esc>");
    assert!(table.text().contains("finska"), "{}", table.text());
    table.press("<f9><f5><f9>");
    let text = table.text();
    assert!(text.contains("tolk: finska"), "{text}");
}

/// A case on Anna Ek's desk, which is a session.
fn case(number: &'static str) -> Table {
    let table = Table::with((80, 24), |store, user| {
        Box::new(CaseScreen::new(
            store.case_by_number(user, number).unwrap().unwrap(),
        ))
    });
    let anna = table.desk.store().user("anna.ek").unwrap().unwrap();
    table.desk.store().log_in(&anna).unwrap();
    table
}

#[test]
fn who_else_has_the_case_open_is_shown_until_they_close_it_or_die() {
    let mut table = case("26-0412");
    let (petras, petra) = store(table.folder.path(), "petra.sand");
    let id = petras.case_by_number(&petra, "26-0412").unwrap().unwrap();
    petras.log_in(&petra).unwrap();
    petras.have_open(&petra, &[id]).unwrap();
    table.desk.look_for_news();
    assert_snapshot!("open_elsewhere_80", table.both());
    petras.have_open(&petra, &[]).unwrap();
    table.desk.look_for_news();
    assert!(!table.text().contains("Petra Sand"), "{}", table.text());
    petras.have_open(&petra, &[id]).unwrap();
    table.desk.look_for_news();
    assert!(table.text().contains("Petra Sand"), "{}", table.text());
    // Her process is gone; its number is another's now.
    let other = rusqlite::Connection::open(petras.path()).unwrap();
    Store::equip(&other).unwrap();
    other
        .execute(
            "UPDATE session SET started = started + 1 WHERE user_id = ?1",
            [petra.id],
        )
        .unwrap();
    table.desk.look_for_news();
    assert!(!table.text().contains("Petra Sand"), "{}", table.text());
}

#[test]
fn an_open_case_is_told_to_others_from_its_opening_to_its_closing() {
    let mut table = Table::with((80, 24), |_, _| Box::new(ListScreen::new(None)));
    let anna = table.desk.store().user("anna.ek").unwrap().unwrap();
    table.desk.store().log_in(&anna).unwrap();
    let (petras, petra) = store(table.folder.path(), "petra.sand");
    let id = petras.case_by_number(&petra, "26-0412").unwrap().unwrap();
    let others = || petras.others_in(&petra, id).unwrap();
    assert_eq!(others(), []);
    table.press("<enter>");
    assert!(table.text().contains("26-0412"), "{}", table.text());
    assert_eq!(others()[0].0, "Anna Ek");
    // A form over it is still the same case.
    table.press("u");
    assert_eq!(others().len(), 1);
    table.press("<esc><esc>");
    assert_eq!(others(), []);
    table.press("<enter>");
    table.desk.store().log_out(&anna, Ending::Left).unwrap();
    assert_eq!(others(), []);
}

const CODE: &str = "hemlig1";

/// The same with the code of the lock chosen.
fn with_code(number: &'static str) -> Table {
    let table = case(number);
    let anna = table.desk.store().user("anna.ek").unwrap().unwrap();
    table.desk.store().set_code(&anna, CODE).unwrap();
    table
}

fn logged(table: &Table) -> Vec<String> {
    let other = rusqlite::Connection::open(table.desk.store().path()).unwrap();
    let mut statement = other
        .prepare("SELECT action FROM log WHERE action IN ('set_code', 'lock', 'unlock', 'wrong_code') ORDER BY id")
        .unwrap();
    let rows = statement.query_map([], |r| r.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

#[test]
fn the_first_lock_chooses_the_code_and_the_code_unlocks() {
    let mut table = case("26-0412");
    table.press("<ctrl-o>");
    assert_snapshot!("choose_code_80", table.both());
    table.press("kort<enter>");
    assert!(
        table.text().contains("Koden är för kort"),
        "{}",
        table.text()
    );
    table.press("hemlig1<enter>hemlig2<enter>");
    assert!(table.text().contains("inte lika"), "{}", table.text());
    table.press("hemlig1<enter>hemlig1<enter>");
    assert_snapshot!("locked_80", table.both());
    // No key reaches what lies under it, and nothing of it is seen.
    table.press("q<f10>:<ctrl-p>?<f1><ctrl-z>");
    table.desk.paste("hemlig1");
    let text = table.text();
    assert!(
        text.contains("Låst") && !text.contains("Bergström"),
        "{text}"
    );
    table.press("<esc>fel kod<enter>");
    assert!(table.text().contains("4 försök kvar"), "{}", table.text());
    table.press("hemlig1<enter>");
    let text = table.text();
    assert!(
        text.contains("Upplåst") && text.contains("Bergström"),
        "{text}"
    );
    assert_eq!(logged(&table), ["set_code", "lock", "wrong_code", "unlock"]);
}

#[test]
fn nobody_at_the_desk_locks_it_with_the_draft_saved() {
    let mut table = with_code("26-0412");
    table.press("uHemtjänst");
    table.wait(599);
    assert!(!table.desk.is_locked());
    table.press("!").wait(1198);
    assert!(!table.desk.is_locked());
    table.wait(1199);
    assert!(table.desk.is_locked());
    table.press("hemlig1<enter>");
    assert!(table.text().contains("Hemtjänst!"), "{}", table.text());
    assert!(table.text().contains("sparat"), "{}", table.text());
}

#[test]
fn a_protected_file_is_hidden_sooner_and_the_minutes_can_be_shortened() {
    let mut table = with_code("26-0420");
    table.wait(179);
    assert!(!table.desk.is_locked());
    table.wait(180);
    assert!(table.desk.is_locked());
    let mut table = with_code("26-0412");
    table.desk.set_limits(Limits::chosen(Some(5), None));
    table.wait(300);
    assert!(table.desk.is_locked());
    assert_eq!(Limits::chosen(Some(2), Some(9)).protected.as_secs(), 120);
}

#[test]
fn on_ones_own_machine_nothing_is_locked_unless_a_code_was_chosen() {
    let mut table = case("26-0412");
    table.wait(3_600);
    assert!(!table.desk.is_locked());
}

#[test]
fn five_wrong_codes_half_an_hour_locked_or_half_a_day_end_the_session() {
    let mut table = with_code("26-0412");
    table.press("<ctrl-o>");
    for _ in 0..4 {
        table.press("fel<enter>");
    }
    assert!(!table.desk.is_closed());
    table.press("fel<enter>");
    assert!(table.desk.is_closed());
    assert_eq!(table.desk.ending(), Ending::TimedOut);

    let mut table = with_code("26-0412");
    table.press("<ctrl-o>").wait(1_799);
    assert!(!table.desk.is_closed());
    table.wait(1_800);
    assert_eq!(table.desk.ending(), Ending::TimedOut);

    let mut table = with_code("26-0412");
    for minute in 0..719 {
        table.wait(minute * 60).press("<down>");
    }
    assert!(!table.desk.is_closed() && !table.desk.is_locked());
    table.wait(12 * 3_600);
    assert!(table.desk.is_closed());
    assert_eq!(table.desk.ending(), Ending::TimedOut);
}

#[test]
fn the_lock_never_says_saved_of_what_is_not_and_does_not_end_with_it() {
    let mut table = with_code("26-0412");
    table.press("uHemtjänst");
    let other = rusqlite::Connection::open(path_beside(table.desk.store().path())).unwrap();
    Store::equip(&other).unwrap();
    let stop = "CREATE TRIGGER full BEFORE UPDATE ON draft BEGIN SELECT RAISE(ABORT, 'fullt'); END";
    other.execute_batch(stop).unwrap();
    table.press("<ctrl-o>");
    let text = table.text();
    assert!(text.contains("Allt du skrev är inte sparat."), "{text}");
    for _ in 0..5 {
        table.press("fel<enter>");
    }
    assert!(!table.desk.is_closed() && table.desk.is_locked());
    table.wait(12 * 3_600);
    assert!(!table.desk.is_closed());
    other.execute_batch("DROP TRIGGER full").unwrap();
    table.wait(12 * 3_600 + 5);
    assert!(table.desk.is_closed());
}

#[test]
fn a_new_code_asks_for_the_old_one_unless_one_has_just_logged_in() {
    let mut table = Table::with((80, 24), |_, _| Box::new(ListScreen::new(None)));
    let anna = table.desk.store().user("anna.ek").unwrap().unwrap();
    table.desk.store().set_code(&anna, CODE).unwrap();
    table.press(":byt kod<enter>");
    assert!(table.text().contains("Ny kod"), "{}", table.text());
    table.press("<esc>").wait(400);
    table.press(":byt kod<enter>");
    assert!(
        table.text().contains("Koden som gäller nu"),
        "{}",
        table.text()
    );
    table.press("hemlig1<enter>nyare22<enter>nyare22<enter>");
    assert!(table.text().contains("Koden är vald"), "{}", table.text());
    let store = table.desk.store();
    assert!(store.unlocks(&anna, "nyare22").unwrap());
    assert!(!store.unlocks(&anna, CODE).unwrap());
}
