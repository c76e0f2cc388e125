//! What a manager needs from the desk and not from a command line: reports, the check of the log.
#![allow(clippy::unwrap_used)]

mod common;

use akt::core::change::Change;
use akt::core::setting::{Setting, Settings};
use akt::ui::screen::list::ListScreen;
use akt::ui::screen::today::TodayScreen;
use common::{Table, day};
use rusqlite::Connection;

const SIZES: [(u16, u16); 2] = [(80, 24), (120, 40)];

fn desk(login: &str, size: (u16, u16)) -> Table {
    Table::of(login, size, |_, _| Box::new(ListScreen::new(None)))
}

/// What the log has of an action: its details, the latest last.
fn logged(table: &Table, action: &str) -> Vec<String> {
    let conn = Connection::open(table.folder.path().join("akt.db")).unwrap();
    let mut statement = conn
        .prepare("SELECT detail FROM log WHERE action = ?1 ORDER BY id")
        .unwrap();
    let rows = statement.query_map([action], |r| r.get(0)).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

#[test]
fn a_manager_reads_a_report_for_a_time() {
    for size in SIZES {
        let mut table = desk("eva.holm", size);
        insta::assert_snapshot!(format!("reports_{}", size.0), table.press("R").both());
        insta::assert_snapshot!(
            format!("report_period_{}", size.0),
            table.press("jj<enter>").text()
        );
        assert!(logged(&table, "report").is_empty());
        let shown = table.press("jj<enter>").both();
        insta::assert_snapshot!(format!("report_plans_{}", size.0), shown);
        assert_eq!(logged(&table, "report"), ["genomforandeplaner"]);
    }
}

#[test]
fn what_has_no_room_is_reached_sideways_with_whose_row_it_is_in_sight() {
    let mut table = desk("eva.holm", (80, 16));
    let headings = |text: &str| text.lines().nth(3).unwrap().to_owned();
    let first = table.press("Rjj<enter>jj<enter>").text();
    assert!(first.contains("fler kolumner till höger"));
    assert!(!headings(&first).contains("Helt %"), "{first}");
    let last = table
        .press("<right><right><right><right><right><right><right><right><right><right>")
        .text();
    assert!(!last.contains("fler kolumner till höger"), "{last}");
    assert!(headings(&last).starts_with(" Grupp"), "{last}");
    assert!(last.contains("kvinnor"), "{last}");
    assert!(headings(&last).ends_with("Helt %"), "{last}");
    let back = table
        .press("<left><left><left><left><left><left><left><left><left><left>")
        .text();
    assert_eq!(back, first);
    // The headings stay over the columns when the rows have been scrolled.
    let below = table.press("jj").text();
    let rows: Vec<&str> = below.lines().skip(2).take(2).collect();
    assert!(
        rows[0].contains("Antal") && rows[1].contains("kvinnor"),
        "{below}"
    );
    // Moving about in it is no further reading.
    assert_eq!(logged(&table, "report").len(), 1);
}

#[test]
fn days_of_ones_own_are_asked_for() {
    let mut table = desk("eva.holm", (80, 24));
    table.press("R<enter>G<enter>");
    let wrong = table.press("2026-12-01<tab>2026-11-01<f9>").text();
    assert!(
        wrong.contains("Sista dagen ligger före den första."),
        "{wrong}"
    );
    assert!(logged(&table, "report").is_empty());
}

#[test]
fn a_caseworker_is_offered_no_check_of_the_log() {
    let shown = desk("anna.ek", (80, 24)).press("R").text();
    assert!(shown.contains("Delegationsbeslut"));
    assert!(!shown.contains("oggkontroll"), "{shown}");
}

#[test]
fn the_log_is_checked_and_what_it_showed_is_written() {
    let mut table = desk("eva.holm", (80, 24));
    let none = table.press("RG<enter>").text();
    assert!(none.contains("Ingen loggkontroll är gjord"), "{none}");
    let drawn = table.press("<esc>RGk<enter>").text();
    assert!(drawn.contains("Loggkontroll 1"), "{drawn}");
    assert_eq!(logged(&table, "check_log").len(), 1);
    let noted = table.press("sInget att anmärka<f9>").text();
    assert!(noted.contains("Resultatet av loggkontroll 1 är sparat."));
    // Reading on draws nothing anew.
    table.press("<pgdn><pgup>");
    assert_eq!(logged(&table, "check_log").len(), 1);
    let past = table.press("<esc>RG<enter>").text();
    assert!(past.contains("Eva Holm") && past.contains("Inget att anmärka"));
}

#[test]
fn a_manager_is_told_when_the_log_has_not_been_checked_in_time() {
    let list = |when: &str, login: &str| {
        Table::on(day(when), login, (80, 24), |_, _| {
            Box::new(ListScreen::new(None))
        })
    };
    let head = |table: &mut Table| table.text().lines().next().unwrap().to_owned();
    // The test's day is 23 November; the unit says at most 30 days.
    assert!(!head(&mut list("2026-12-23", "eva.holm")).contains("loggkontroll"));
    assert!(head(&mut list("2026-12-24", "eva.holm")).contains("loggkontroll"));
    assert!(!head(&mut list("2026-12-24", "anna.ek")).contains("loggkontroll"));

    let mut table = Table::on(day("2026-12-24"), "eva.holm", (80, 24), |_, _| {
        Box::new(TodayScreen::new())
    });
    insta::assert_snapshot!("log_check_due_80", table.both());
    let checked = table.press("RGk<enter><esc>").text();
    assert!(!checked.contains("Loggkontroll"), "{checked}");
}

/// Anna's key, which opens nothing: its other half is nowhere.
const KEY: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE5H0oamP0FyE4MfhZAZEbmLICgkACSTiMEE6ZOgF8zv nya@kontoret";

#[test]
fn a_manager_lets_a_colleague_in_changes_their_role_and_ends_them() {
    for size in SIZES {
        let mut table = desk("eva.holm", size);
        let shown = table.press(":medarbetare<enter>").both();
        insta::assert_snapshot!(format!("staff_{}", size.0), shown);
        let form = table.press("<enter>").text();
        insta::assert_snapshot!(format!("staff_new_{}", size.0), form);
        let added = table.press("maja.berg<tab>Maja Berg<f9>").text();
        assert!(added.contains("Maja Berg är tillagd."), "{added}");
        // A key that is no key is refused and stays in the form.
        let pick = ":medarbetare<enter>/maja<enter>";
        let wrong = table.press(&format!("{pick}jjjjj<enter>hej<f9>")).text();
        assert!(wrong.contains(".pub") && wrong.contains("hej"), "{wrong}");
        let keyed = table
            .press(&format!("<backspace><backspace><backspace>{KEY}<f9>"))
            .text();
        assert!(keyed.contains("kommer in med ssh-ed25519"), "{keyed}");
        let ways = table.press(pick).both();
        insta::assert_snapshot!(format!("staff_ways_{}", size.0), ways);
        let ended = table.press("G<enter><f9>").text();
        assert!(ended.contains("Maja Berg är utestängd."), "{ended}");
        let list = table.press(":medarbetare<enter>/maja").text();
        assert!(list.contains("sista dag 2026-11-23"), "{list}");
        let told = logged(&table, "staff");
        assert!(
            told.iter().any(|row| row.starts_with("add_key")),
            "{told:?}"
        );
        assert!(told.iter().any(|row| row == "end 2026-11-23"), "{told:?}");
    }
}

#[test]
fn who_leaves_cases_is_ended_with_somebody_who_takes_over() {
    let mut table = desk("eva.holm", (80, 24));
    let who = table
        .press(":medarbetare<enter>/anna ek<enter>G<enter>")
        .text();
    insta::assert_snapshot!("staff_taker_80", who);
    let stays = table.press("<enter><f9>").text();
    assert!(stays.contains("Ange vem som tar över"), "{stays}");
    let ended = table
        .press("<esc>:medarbetare<enter>/anna ek<enter>G<enter>/petra<enter><f9>")
        .text();
    assert!(ended.contains("Anna Ek är utestängd."), "{ended}");
}

#[test]
fn only_who_leads_the_unit_comes_to_the_staff() {
    for login in ["anna.ek", "demo-admin"] {
        let shown = desk(login, (80, 24)).press(":medarbetare<enter>").text();
        assert!(
            shown.contains("kan du inte ändra vilka som arbetar"),
            "{shown}"
        );
    }
}

#[test]
fn settings_are_ones_own() {
    let mut table = desk("anna.ek", (80, 24));
    let shown = table.press(":inställ<enter>").both();
    insta::assert_snapshot!("settings_80", shown);
    table.press("<enter>/ljus<enter>");
    let locks = table.press(":inställ<enter>jjj<enter>").text();
    insta::assert_snapshot!("settings_lock_80", locks);
    let saved = table.press("jjj<enter>").text();
    assert!(saved.contains("Sparat."), "{saved}");
    let (store, anna) = common::store(table.folder.path(), "anna.ek");
    let chosen = store.settings(&anna).unwrap();
    assert_eq!(chosen.get(Setting::Theme), Some("ljus"));
    assert_eq!(chosen.minutes(Setting::Lock), Some(3));
    let petra = store.user("petra.sand").unwrap().unwrap();
    assert_eq!(store.settings(&petra).unwrap(), Settings::default());
    // As the unit has it again.
    table.press(":inställ<enter><enter><enter>");
    assert_eq!(store.settings(&anna).unwrap().get(Setting::Theme), None);
    let wrong = Change::Choose {
        setting: Setting::Lock,
        value: Some("600".to_owned()),
    };
    assert!(store.apply(&anna, wrong).is_err());
}
