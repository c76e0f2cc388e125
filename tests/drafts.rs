//! Never lose a word: when a draft is saved, how it is continued, how it ends.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;
#[path = "common/desk.rs"]
mod door;

use std::time::{Duration, Instant};

use akt::app::Desk;
use akt::clock::{Clock, Moment};
use akt::core::form::DocumentKind;
use akt::core::query::{Filter, Scope};
use akt::core::user::User;
use akt::store::Store;
use akt::store::draft::{Draft, Drafts, path_beside};
use akt::ui::keymap::Keymap;
use akt::ui::screen::Screen;
use akt::ui::screen::case::CaseScreen;
use akt::ui::screen::form::{back_in, offer};
use akt::ui::screen::list::ListScreen;
use akt::ui::theme::Theme;
use common::{Table, moment, number, store, today};
use door::Door;
use insta::assert_snapshot;
use tempfile::TempDir;

const SIZE: (u16, u16) = (80, 24);

fn table(number: &'static str) -> Table {
    Table::new(SIZE, Door(number))
}

/// Lets so many thousandths of a second have passed since the start.
fn at(table: &mut Table, millis: u64) {
    let moment = Moment {
        instant: table.start + Duration::from_millis(millis),
        ..moment(table.start, 0)
    };
    table.desk.tick(moment);
}

/// The drafts as another program reads them.
fn drafts(table: &Table) -> Vec<Draft> {
    let drafts = Drafts::open(table.desk.store().path(), Clock::Fixed(today())).unwrap();
    let user = table.desk.store().user("anna.ek").unwrap().unwrap();
    drafts.all(user.id).unwrap()
}

fn saved(table: &Table, field: &str) -> String {
    drafts(table)
        .first()
        .map_or(String::new(), |d| d.answers.get(field).to_owned())
}

const FIRST: &str = "bakgrund.ansokan";

#[test]
fn a_pause_saves() {
    let mut table = table("26-0412");
    table.press("u");
    at(&mut table, 100);
    table.press("Hemtjänst");
    at(&mut table, 450);
    assert_eq!(saved(&table, FIRST), "");
    at(&mut table, 500);
    assert_eq!(saved(&table, FIRST), "Hemtjänst");
    assert!(table.text().contains("sparat 14.32"), "{}", table.text());
    // It says when it was saved last, and that stays true.
    table.press("!");
    assert!(table.text().contains("sparat 14.32"), "{}", table.text());
}

#[test]
fn fifteen_characters_save_without_a_pause() {
    let mut table = table("26-0412");
    table.press("u12345678901234");
    assert_eq!(saved(&table, FIRST), "");
    table.press("5");
    assert_eq!(saved(&table, FIRST), "123456789012345");
}

#[test]
fn steady_typing_is_never_a_second_unsaved() {
    let mut table = table("26-0412");
    table.press("u");
    for step in 0..10 {
        at(&mut table, step * 300);
        table.press("a");
        let lag = (step + 1) as usize - saved(&table, FIRST).len();
        assert!(lag <= 3, "{lag} at {step}");
    }
}

#[test]
fn a_paste_and_another_field_save_at_once() {
    let mut table = table("26-0412");
    table.press("u");
    table.desk.paste("en inklistrad text");
    assert_eq!(saved(&table, FIRST), "en inklistrad text");
    table.press("!<tab>");
    assert_eq!(saved(&table, FIRST), "en inklistrad text!");
}

#[test]
fn a_draft_is_saved_while_the_help_lies_over_it() {
    let mut table = table("26-0412");
    table.press("uabc<f1>");
    assert_eq!(saved(&table, FIRST), "");
    table.wait(1);
    assert_eq!(saved(&table, FIRST), "abc");
}

#[test]
fn leaving_in_order_is_not_offered_again_but_the_text_is_there() {
    let mut table = table("26-0412");
    table.press("uHemtjänst<esc>");
    let left = drafts(&table);
    assert_eq!(left.len(), 1);
    assert!(!left[0].open);
    assert_eq!(left[0].answers.get(FIRST), "Hemtjänst");
    table.press("u");
    assert!(table.text().contains("Hemtjänst"));
}

#[test]
fn an_untouched_draft_leaves_nothing_behind() {
    let mut table = table("26-0412");
    table.press("u<tab><tab><esc>b<f8><esc>a<esc>");
    assert_eq!(drafts(&table), []);
}

/// A desk that opens the same files anew, as after the program was killed.
fn again(folder: TempDir, first: impl Screen + 'static) -> Table {
    let (store, user) = store(folder.path(), "anna.ek");
    Table::sitting(desk(store, user, first), folder, SIZE, Instant::now())
}

fn desk(store: Store, user: User, first: impl Screen + 'static) -> Desk {
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
        SIZE,
        Box::new(first),
    )
    .unwrap()
}

/// Drops the desk without a word, and keeps the folder.
fn kill(table: Table) -> TempDir {
    let Table { desk, folder, .. } = table;
    drop(desk);
    folder
}

fn cursor(table: &mut Table) -> Option<(u16, u16)> {
    let area = ratatui::layout::Rect::new(0, 0, table.size.0, table.size.1);
    let mut buffer = ratatui::buffer::Buffer::empty(area);
    table.desk.draw(&mut buffer).map(|p| (p.x, p.y))
}

#[test]
fn a_killed_program_goes_on_at_the_same_field_and_letter() {
    let mut table = table("26-0412");
    table.press("u<f8>Ett\ntvå rader<left><left><left>").wait(1);
    let before = (table.text(), cursor(&mut table));
    let folder = kill(table);
    let mut table = again(folder, Door("26-0412"));
    assert!(drafts(&table)[0].open);
    table.press("c");
    let after = (table.text(), cursor(&mut table));
    assert_eq!(after.1, before.1);
    assert!(after.0.contains("▌ Egen syn på situationen"), "{}", after.0);
    table.press("X").wait(1);
    assert_eq!(saved(&table, "egen_syn.syn"), "Ett\ntvå raXder");
}

#[test]
fn a_draft_that_is_left_is_seen_in_its_case_at_once() {
    let mut table = Table::new(SIZE, ListScreen::new(None));
    table.press("/26-0412<enter>");
    let left = table.press("aRingde dottern.<esc>").text();
    assert!(left.contains(" Utkast"), "{left}");
}

#[test]
fn a_table_goes_on_in_the_same_cell() {
    let mut table = table("26-0412");
    table
        .press("b<f8><f8>dusch<tab>40<enter>2/dag<enter>hygien<left>")
        .wait(1);
    let before = cursor(&mut table);
    let mut table = again(kill(table), Door("26-0412"));
    table.press("c");
    assert_eq!(cursor(&mut table), before);
    table.press("X").wait(1);
    assert_eq!(drafts(&table)[0].answers.lines[1].intervention, "hygieXn");
}

#[test]
fn after_a_row_is_taken_away_the_next_is_typed_from_its_beginning() {
    let mut table = table("26-0412");
    table.press("b<f8><f8>dusch<tab>40<ctrl-d>hygien");
    let text = table.text();
    let begins = |line: &str| line.trim_start_matches([' ', '▌']).starts_with("hygien");
    assert!(text.lines().any(begins), "{text}");
}

#[test]
fn what_cannot_be_saved_stays_and_is_never_said_to_be_saved() {
    let mut table = table("26-0412");
    table.press("uHemtjänst").wait(1);
    let other = rusqlite::Connection::open(path_beside(table.desk.store().path())).unwrap();
    akt::store::Store::equip(&other).unwrap();
    other.execute("DELETE FROM draft", []).unwrap();
    table.press(" och larm").wait(2);
    let text = table.text();
    assert!(
        text.contains("Hemtjänst och larm") && text.contains("inte sparat"),
        "{text}"
    );
    assert!(text.contains("i ett annat fönster"), "{text}");
    assert_snapshot!("conflict_80", table.both());
    // Leaving loses nothing: the text comes back with the next draft, and that is saved.
    table.press("<esc>");
    assert!(
        table.text().contains("Båda texterna finns kvar"),
        "{}",
        table.text()
    );
    table.press("u");
    assert_eq!(saved(&table, FIRST), "Hemtjänst och larm");
    assert!(table.text().contains("sparat 14.32"), "{}", table.text());
}

#[test]
fn a_draft_that_was_removed_elsewhere_is_begun_anew_when_asked() {
    let mut table = table("26-0412");
    table.press("uHemtjänst").wait(1);
    let other = rusqlite::Connection::open(path_beside(table.desk.store().path())).unwrap();
    other.execute("DELETE FROM draft", []).unwrap();
    table.press(" och larm").wait(2);
    table.press("<ctrl-s>");
    assert_eq!(saved(&table, FIRST), "Hemtjänst och larm");
    assert!(table.text().contains("sparat 14.32"), "{}", table.text());
}

#[test]
fn two_windows_lose_no_word() {
    let mut table = table("26-0412");
    table.press("uHemtjänst").wait(1);
    let drafts_elsewhere = Drafts::open(table.desk.store().path(), Clock::Fixed(today())).unwrap();
    let mut theirs = drafts(&table).remove(0);
    theirs.answers.set(FIRST, "Det andra fönstret");
    theirs.answers.set("egen_syn.mal", "Bo kvar");
    drafts_elsewhere
        .save(theirs.id, theirs.version, &theirs.answers, &theirs.place)
        .unwrap();
    table.press(" och larm").wait(2);
    // What was typed goes on; nothing is put in the way of it.
    table.press(" till").wait(4);
    let before = cursor(&mut table);
    table.press("<ctrl-s>");
    assert_snapshot!("both_80", table.both());
    // Going on writing decides nothing and moves nothing.
    table.press("<esc>");
    assert_eq!(cursor(&mut table), before);
    assert_eq!(saved(&table, FIRST), "Det andra fönstret");
    table.press("<ctrl-s><f7>");
    let both = drafts(&table).remove(0).answers;
    assert_eq!(
        both.get(FIRST),
        "Det andra fönstret\n\nHemtjänst och larm till"
    );
    assert_eq!(both.get("egen_syn.mal"), "Bo kvar");
    assert!(table.text().contains("sparat 14.32"), "{}", table.text());
}

#[test]
fn mine_or_theirs_stays_as_it_was_chosen() {
    for (key, told) in [("<f5>", "mitt eget"), ("<f6>", "det andra")] {
        let mut table = table("26-0412");
        table.press("umitt").wait(1);
        let elsewhere = Drafts::open(table.desk.store().path(), Clock::Fixed(today())).unwrap();
        let mut theirs = drafts(&table).remove(0);
        theirs.answers.set(FIRST, "det andra");
        elsewhere
            .save(theirs.id, theirs.version, &theirs.answers, &theirs.place)
            .unwrap();
        table.press(" eget").wait(2);
        table.press("<ctrl-s>").press(key);
        assert_eq!(saved(&table, FIRST), told);
    }
}

#[test]
fn an_older_window_loses_the_draft_to_the_one_that_opens_it_last() {
    let mut old = table("26-0412");
    old.press("uHemtjänst").wait(1);
    let folder = old.folder.path().to_owned();
    let (store, user) = store(&folder, "anna.ek");
    let mut new = desk(store, user, Door("26-0412"));
    // The next login lands in it while the old one still hangs.
    for key in akt::ui::testing::keys("c och larm") {
        new.key(key);
    }
    new.tick(moment(Instant::now(), 5));
    assert_eq!(saved(&old, FIRST), "Hemtjänst och larm");
    // What the old one had, or gets, is not written over the new; it lies beside it.
    old.press(" gammalt").wait(2);
    assert!(old.text().contains("i ett annat fönster"), "{}", old.text());
    assert_eq!(saved(&old, FIRST), "Hemtjänst och larm");
    old.desk.save().unwrap();
    let folder = kill(old);
    drop(new);
    let mut third = again(folder, Door("26-0412"));
    third.press("c");
    let text = third.text();
    assert!(
        text.contains("Hemtjänst och larm") && text.contains("Hemtjänst gammalt"),
        "{text}"
    );
    third.press("<f7>");
    assert_eq!(
        saved(&third, FIRST),
        "Hemtjänst gammalt\n\nHemtjänst och larm"
    );
    // Once chosen it is not asked again.
    third.press("<esc>u");
    assert!(!third.text().contains("behåll"), "{}", third.text());
}

#[test]
fn a_locked_file_is_tried_again() {
    let mut table = table("26-0412");
    table.press("uHemtjänst").wait(1);
    let other = rusqlite::Connection::open(path_beside(table.desk.store().path())).unwrap();
    akt::store::Store::equip(&other).unwrap();
    other
        .execute_batch(
            "CREATE TRIGGER stopp BEFORE UPDATE ON draft BEGIN SELECT RAISE(ABORT, 'fullt'); END",
        )
        .unwrap();
    table.press("!").wait(2);
    let text = table.text();
    assert!(
        text.contains("inte sparat") && text.contains("Hemtjänst!"),
        "{text}"
    );
    other.execute_batch("DROP TRIGGER stopp").unwrap();
    table.wait(5);
    assert_eq!(saved(&table, FIRST), "Hemtjänst!");
    assert!(table.text().contains("sparat 14.32"));
}

/// Fills what the assessment of a grown person requires.
fn fill(table: &mut Table) {
    for _ in 0..80 {
        table.press("<f6>");
        let text = table.text();
        if !text.contains("saknas innan") {
            return;
        }
        let copied = text
            .lines()
            .find(|l| l.contains('▌'))
            .unwrap()
            .contains("kopierad");
        table.press("<enter>");
        if copied {
            table.press("<f5>");
        } else {
            table.press("j");
        }
    }
    panic!("{}", table.text());
}

#[test]
fn a_signature_makes_the_document_and_removes_the_draft() {
    let mut table = table("26-0412");
    table.press("uHemtjänst");
    fill(&mut table);
    table.press("<f9>");
    assert_snapshot!("sign_80", table.both());
    table.press("<pgdn>");
    assert_snapshot!("sign_scrolled_80", table.both());
    table.press("n<f9>j");
    let text = table.text();
    assert!(
        text.contains("Utredningen är undertecknad.") && text.contains("Dörren"),
        "{text}"
    );
    assert_eq!(drafts(&table), []);
    let store = table.desk.store();
    let user = store.user("anna.ek").unwrap().unwrap();
    let case = store.case_by_number(&user, "26-0412").unwrap().unwrap();
    let person = store.case(&user, case).unwrap().person.id;
    let last = store
        .last_document(&user, person, DocumentKind::Assessment)
        .unwrap()
        .unwrap();
    assert_eq!(last.answers.get(FIRST), "Hemtjänst");
    assert_eq!(last.row.day, today());
    // The next one in the same round takes its place, and says so.
    table.press("u");
    table.press("Igen");
    fill(&mut table);
    table.press("<f9>");
    assert!(
        table
            .text()
            .contains("Ersätter utredning, äldre från 23 nov 2026"),
        "{}",
        table.text()
    );
}

#[test]
fn a_fetched_text_blocks_the_signature() {
    let mut table = table("26-0412");
    table.press("uHemtjänst<f8><f4>");
    fill_but_copied(&mut table);
    table.press("<f9>");
    let text = table.text();
    assert!(
        text.contains("1 sak saknas innan") && text.contains("inte bekräftad"),
        "{text}"
    );
    table.press("<enter><f5><f9>");
    assert!(
        table.text().contains("Skriva under som Anna Ek"),
        "{}",
        table.text()
    );
}

fn fill_but_copied(table: &mut Table) {
    for _ in 0..80 {
        table.press("<f6>");
        let text = table.text();
        let rows: Vec<&str> = text
            .lines()
            .filter(|l| l.contains(" saknas") && l.contains(": "))
            .collect();
        if rows.is_empty() {
            table.press("<esc>");
            return;
        }
        while !table
            .text()
            .lines()
            .any(|l| l.contains('▌') && l.contains(" saknas"))
        {
            table.press("<down>");
        }
        table.press("<enter>j");
    }
}

#[test]
fn a_refused_signature_keeps_everything() {
    let mut table = table("26-0412");
    table.press("aText i journalen<tab>");
    table.press("<shift-tab><shift-tab>");
    for _ in 0..10 {
        table.press("<backsteg>");
    }
    table.press("+5<tab><f9>j");
    let text = table.text();
    assert!(
        text.contains("Text i journalen") && !text.contains("Dörren"),
        "{text}"
    );
    assert_eq!(saved(&table, "journal.text"), "Text i journalen");
}

#[test]
fn a_journal_entry_is_written_and_corrected() {
    let mut table = table("26-0412");
    table.press("aRingde dottern.<f9>j");
    assert_eq!(drafts(&table), []);
    table.press("rRingde sonen.<f9>");
    assert!(
        table
            .text()
            .contains("Rättar anteckningen från 23 nov 2026"),
        "{}",
        table.text()
    );
    table.press("j");
    let store = table.desk.store();
    let user = store.user("anna.ek").unwrap().unwrap();
    let case = store.case_by_number(&user, "26-0412").unwrap().unwrap();
    let journal = store.case(&user, case).unwrap().journal;
    assert_eq!(journal[0].text.as_deref(), Some("Ringde sonen."));
    assert_eq!(journal[0].corrects, Some(journal[1].id));
}

#[test]
fn a_draft_that_is_already_signed_is_not_signed_twice() {
    let mut table = table("26-0412");
    table.press("aRingde dottern.").wait(1);
    let mut lying = drafts(&table).remove(0);
    table.press("<f9>j");
    // As if the program had ended before the draft was removed.
    let beside = Drafts::open(table.desk.store().path(), Clock::Fixed(today())).unwrap();
    let again = beside
        .begin(1, lying.case, &lying.kind, &lying.spec, None)
        .unwrap();
    lying.answers.values.retain(|_, v| !v.is_empty());
    beside
        .save(again.id, again.version, &lying.answers, &lying.place)
        .unwrap();
    let user = table.desk.store().user("anna.ek").unwrap().unwrap();
    if beside.all(user.id).unwrap().is_empty() {
        let again = beside
            .begin(user.id, lying.case, &lying.kind, &lying.spec, None)
            .unwrap();
        beside
            .save(again.id, again.version, &lying.answers, &lying.place)
            .unwrap();
    }
    table.press("c");
    assert!(
        table.text().contains("redan undertecknat"),
        "{}",
        table.text()
    );
    assert_eq!(drafts(&table), []);
}

#[test]
fn the_line_being_cut_saves() {
    let mut table = table("26-0412");
    table.press("uabc");
    assert_eq!(saved(&table, FIRST), "");
    table.desk.save().unwrap();
    assert_eq!(saved(&table, FIRST), "abc");
    assert!(drafts(&table)[0].open);
}

#[test]
fn a_draft_that_another_has_is_left_without_a_question() {
    let mut table = table("26-0412");
    table.press("uHemtjänst").wait(1);
    let other = rusqlite::Connection::open(path_beside(table.desk.store().path())).unwrap();
    akt::store::Store::equip(&other).unwrap();
    other.execute("DELETE FROM draft", []).unwrap();
    table.press("!<esc>");
    assert!(table.text().contains("Dörren"), "{}", table.text());
}

/// The offer that the program begins with when a form was open.
fn offer_left(table: &mut Table) {
    let left = drafts(table).into_iter().find(|draft| draft.open);
    if let Some(draft) = left {
        table.desk.begin(|ctx| offer(draft, ctx));
    }
}

#[test]
fn a_no_to_going_on_is_an_answer_for_good_and_the_draft_stays() {
    let mut killed = table("26-0412");
    killed.press("uHemtjänst, men oavslutad").wait(1);
    let mut next = again(killed.folder, ListScreen::new(None));
    offer_left(&mut next);
    assert!(next.text().contains("Fortsätta skriva?"), "{}", next.text());
    // Esc leaves the question unanswered: it is asked again.
    next.press("<esc>");
    let mut next = again(next.folder, ListScreen::new(None));
    offer_left(&mut next);
    next.press("n");
    let told = next.text();
    assert!(
        told.contains("Utkastet ligger kvar i ärende 26-0412; c fortsätter där."),
        "{told}"
    );
    let mut next = again(next.folder, CaseScreen::new(1));
    let case = next
        .desk
        .store()
        .case_by_number(&anna(&next), "26-0412")
        .unwrap()
        .unwrap();
    offer_left(&mut next);
    assert!(
        !next.text().contains("Fortsätta skriva?"),
        "{}",
        next.text()
    );
    let mut next = again(next.folder, CaseScreen::new(case));
    assert!(
        next.press("c").text().contains("men oavslutad"),
        "{}",
        next.text()
    );
}

fn anna(table: &Table) -> akt::core::user::User {
    table.desk.store().user("anna.ek").unwrap().unwrap()
}

#[test]
fn a_new_case_that_is_left_is_kept_and_offered_at_the_next_until_it_is_registered() {
    let mut desk = Table::new(SIZE, ListScreen::new(None));
    let before = desk
        .desk
        .store()
        .count(&anna(&desk), &Filter::all(Scope::Mine))
        .unwrap();
    // Left at the number, with nothing typed: nothing is kept.
    desk.press("N<esc>N");
    assert!(!desk.text().contains("Fortsätta"), "{}", desk.text());
    // Typed in one piece, and shown as it is written.
    desk.press(&format!("{}<esc>", number("1951-02-03").replace('-', "")));
    assert!(
        desk.text().contains("Det ifyllda ligger kvar"),
        "{}",
        desk.text()
    );
    // On with it, a name is typed, and the program is left.
    desk.press("N");
    assert_snapshot!("new_case_offered", desk.text());
    desk.press("j<tab>Almkvist<tab>Rune");
    desk.desk.save().unwrap();
    let mut desk = again(desk.folder, ListScreen::new(None));
    desk.press("N");
    let asked = "Din registrering för Almkvist, Rune är påbörjad";
    assert!(desk.text().contains(asked), "{}", desk.text());
    desk.press("j");
    assert!(
        desk.text().contains("Almkvist") && desk.text().contains("Rune"),
        "{}",
        desk.text()
    );
    // Esc asks nothing and keeps it.
    desk.press("<esc>");
    assert!(desk.text().contains("Mina ärenden"), "{}", desk.text());
    desk.press("Nj<tab><space><f9>");
    assert!(
        desk.text().contains("Ärendet är registrerat."),
        "{}",
        desk.text()
    );
    let after = desk
        .desk
        .store()
        .count(&anna(&desk), &Filter::all(Scope::Mine))
        .unwrap();
    assert_eq!(after, before + 1);
    desk.press("<esc>N");
    assert!(!desk.text().contains("Fortsätta"), "{}", desk.text());
}

#[test]
fn a_no_to_the_begun_new_case_begins_on_another() {
    let mut desk = Table::new(SIZE, ListScreen::new(None));
    desk.press(&format!("N{}<esc>Nn", number("1951-02-03")));
    assert!(!desk.text().contains("1951"), "{}", desk.text());
    desk.press("<esc>N");
    assert!(!desk.text().contains("Fortsätta"), "{}", desk.text());
}

#[test]
fn a_begun_new_case_is_in_the_way_of_no_other_persons() {
    let mut desk = Table::new(SIZE, ListScreen::new(None));
    let (one, other) = (number("1951-02-03"), number("1952-03-04"));
    desk.press(&format!("N{one}<esc>/{other}<enter>"));
    assert!(!desk.text().contains("Fortsätta"), "{}", desk.text());
    assert!(desk.text().contains("är ny här"), "{}", desk.text());
    desk.press(&format!("<esc><esc><esc>/{one}<enter>"));
    assert!(desk.text().contains("Fortsätta"), "{}", desk.text());
}

#[test]
fn a_begun_new_case_is_nobody_elses_draft_and_in_no_case() {
    let mut desk = Table::new(SIZE, ListScreen::new(None));
    desk.press(&format!("N{}<esc>", number("1951-02-03")));
    assert_eq!(drafts(&desk), []);
    let kept = Drafts::open(desk.desk.store().path(), Clock::Fixed(today())).unwrap();
    let petra = desk.desk.store().user("petra.sand").unwrap().unwrap();
    assert_eq!(kept.without_case(petra.id).unwrap(), []);
    let hers = kept.without_case(anna(&desk).id).unwrap();
    assert_eq!(hers.len(), 1);
    assert!(!hers[0].open);
}

/// Back in what was being written when the program was last heard of, as a start after a break.
fn go_back_in(table: &mut Table) {
    let kept = Drafts::open(table.desk.store().path(), Clock::Fixed(today())).unwrap();
    let left = kept.left_open(anna(table).id).unwrap();
    if let Some(draft) = left {
        table.desk.begin(|ctx| back_in(draft, ctx));
    }
}

fn bergstrom() -> Table {
    Table::with(SIZE, |store, user| {
        let case = store.case_by_number(user, "26-0412").unwrap().unwrap();
        Box::new(CaseScreen::new(case))
    })
}

/// Opens the form for an objection, the longest of the short ones.
fn objection(table: &mut Table) {
    table.press("Pl/invändning<enter>");
    assert!(table.text().contains("Invändning"), "{}", table.text());
}

#[test]
fn a_short_form_that_is_cut_off_is_come_back_to_at_the_same_letter() {
    let mut table = bergstrom();
    objection(&mut table);
    table.press("Det står fel om balkongen<left><left>").wait(1);
    let before = cursor(&mut table);
    let mut table = again(kill(table), ListScreen::new(None));
    go_back_in(&mut table);
    let text = table.text();
    assert!(text.contains("Det står fel om balkongen"), "{text}");
    assert!(text.contains("Det du skrev sist står kvar"), "{text}");
    assert_eq!(cursor(&mut table).map(|c| c.0), before.map(|c| c.0));
    // It is a draft of nobody else's, and of no other form.
    assert_eq!(drafts(&table), []);
    table.press("<esc>j<esc>Pl<enter>");
    assert!(!table.text().contains("balkongen"), "{}", table.text());
}

#[test]
fn a_short_form_is_kept_when_it_is_left_and_gone_when_it_is_done_or_thrown_away() {
    let mut table = bergstrom();
    objection(&mut table);
    table.press("Det står fel om balkongen<esc>");
    assert!(
        table
            .text()
            .contains("Behålla det ifyllda till nästa gång?"),
        "{}",
        table.text()
    );
    table.press("j<esc>");
    let mut table = again(kill(table), CaseScreen::new(1));
    go_back_in(&mut table);
    assert!(!table.text().contains("balkongen"), "{}", table.text());
    let table = again(kill(table), Door("26-0412"));
    let case = table.desk.store();
    let case = case
        .case_by_number(&anna(&table), "26-0412")
        .unwrap()
        .unwrap();
    let mut table = again(kill(table), CaseScreen::new(case));
    objection(&mut table);
    assert!(table.text().contains("balkongen"), "{}", table.text());
    table.press("<esc>n");
    table.press("<esc>");
    objection(&mut table);
    assert!(!table.text().contains("balkongen"), "{}", table.text());
    table.press("Dörren kärvar<f9><esc>");
    objection(&mut table);
    let text = table.text();
    assert!(!text.contains("Det du skrev sist"), "{text}");
}

#[test]
fn a_begun_new_case_that_is_cut_off_is_come_back_to_at_the_same_field() {
    let mut desk = Table::new(SIZE, ListScreen::new(None));
    desk.press(&format!("N{}<tab>Almkvist<tab>Rune", number("1951-02-03")));
    desk.desk.save().unwrap();
    let before = cursor(&mut desk);
    let mut desk = again(kill(desk), ListScreen::new(None));
    go_back_in(&mut desk);
    let text = desk.text();
    assert!(
        text.contains("▌ Förnamn") && text.contains("Almkvist"),
        "{text}"
    );
    assert_eq!(cursor(&mut desk), before);
}

#[test]
fn a_number_that_the_search_does_not_find_is_carried_over_to_a_new_case() {
    let mut desk = Table::new(SIZE, ListScreen::new(None));
    let number = number("1951-02-03");
    desk.press(&format!("/{number}<enter>"));
    let text = desk.text();
    assert!(
        text.contains("Nytt ärende") && text.contains(&number),
        "{text}"
    );
}
