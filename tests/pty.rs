//! Stories of the real binary in a real pseudo-terminal: what a caseworker sees, and what is left when
//! the program is killed in the middle of a sentence.
#![allow(clippy::unwrap_used)]

#[path = "common/pty.rs"]
mod pty;

use std::path::Path;
use std::time::Duration;

use pty::Session;
use tempfile::{TempDir, tempdir};

const AKT: &str = env!("CARGO_BIN_EXE_akt");
const DAY: (&str, &str) = ("AKT_IDAG", "2026-11-23");

/// A home with a small demo unit in it.
fn home() -> TempDir {
    let home = tempdir().unwrap();
    let made = std::process::Command::new(AKT)
        .args(["demo", "--personer", "40", "--bara-skapa"])
        .env("HOME", home.path())
        .env("XDG_DATA_HOME", home.path().join("data"))
        .env("XDG_CONFIG_HOME", home.path().join("config"))
        .env(DAY.0, DAY.1)
        .output()
        .unwrap();
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    home
}

fn desk(home: &Path, size: (u16, u16)) -> Session {
    let session = Session::start(AKT, &["demo"], home, size, &[DAY]);
    session.wait_for("Mina ärenden");
    session
}

/// The desk with an assessment open, to write in.
fn writing(home: &Path) -> Session {
    let mut desk = desk(home, (80, 24));
    desk.send("\r");
    desk.wait_for("Nästa steg");
    desk.send("u");
    desk.wait_for("utkast");
    desk
}

/// The next start after one that was broken off: in the same form at once.
fn going_on(home: &Path) -> Session {
    let desk = Session::start(AKT, &["demo"], home, (80, 24), &[DAY]);
    desk.wait_for("tillbaka där du var");
    desk
}

/// The text of a screen without its line breaks, for what may be wrapped.
fn joined(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn the_desk_opens_and_leaves_the_terminal_as_it_was() {
    let home = home();
    let mut desk = desk(home.path(), (80, 24));
    assert!(desk.in_alternate_screen());
    desk.send("?");
    desk.wait_for("Tangenter");
    desk.send("\x1b");
    // A key that comes before the escape has been read would be one with it.
    desk.wait_until(|text| !text.contains("Tangenter"), "desk");
    desk.send("q");
    assert_eq!(desk.wait_end(), 0);
    assert!(!desk.in_alternate_screen());
}

#[test]
fn the_key_after_another_window_is_taken() {
    let home = home();
    let mut desk = desk(home.path(), (120, 40));
    desk.send("j");
    desk.settle();
    desk.resize((100, 30));
    desk.settle();
    desk.send("q");
    assert_eq!(desk.wait_end(), 0);
}

#[test]
fn a_paste_whose_end_never_comes_holds_nobody_when_the_line_is_cut() {
    let home = home();
    let mut desk = desk(home.path(), (80, 24));
    desk.send("/");
    desk.settle();
    desk.send("\x1b[200~Karin");
    desk.settle();
    desk.hang_up();
    desk.wait_end();
}

#[test]
fn the_first_start_asks_name_and_role_once() {
    let home = tempdir().unwrap();
    let start = || Session::start(AKT, &[], home.path(), (80, 24), &[DAY]);
    let mut first = start();
    first.wait_for("Ditt namn [");
    first.send("Anna Ek\r");
    first.wait_for("Siffra eller ord [1]:");
    assert!(first.text().contains("Din roll:"), "{}", first.text());
    // What is no role is asked about again, in plain words.
    first.send("99\r");
    first.wait_for("Skriv en av siffrorna, till exempel 1.");
    first.send("enhetschef\r");
    first.wait_for("Mina ärenden  Anna Ek");
    assert!(first.in_alternate_screen());
    first.send("q");
    assert_eq!(first.wait_end(), 0);
    let mut again = start();
    again.wait_for("Mina ärenden  Anna Ek");
    again.send("q");
    assert_eq!(again.wait_end(), 0);
    let who = std::process::Command::new(AKT)
        .args(["exportera"])
        .env("HOME", home.path())
        .env("XDG_DATA_HOME", home.path().join("data"))
        .env(DAY.0, DAY.1)
        .output()
        .unwrap();
    let export = String::from_utf8(who.stdout).unwrap();
    assert!(
        export.contains("Anna Ek") && export.contains("enhetschef"),
        "{export}"
    );
}

#[test]
fn a_first_start_without_an_answer_registers_nobody() {
    let home = tempdir().unwrap();
    let mut first = Session::start(AKT, &[], home.path(), (80, 24), &[DAY]);
    first.wait_for("Ditt namn [");
    first.send("\x04");
    assert_eq!(first.wait_end(), 1);
    assert!(
        first.text().contains("Inget är registrerat."),
        "{}",
        first.text()
    );
    let again = Session::start(AKT, &[], home.path(), (80, 24), &[DAY]);
    again.wait_for("Ditt namn [");
}

#[test]
fn killed_in_the_middle_of_a_sentence_and_back_at_the_same_place() {
    let home = home();
    let mut desk = writing(home.path());
    let sentence = "Det här får inte gå förlorat. Inte heller den här meningen, som skrivs nu";
    for c in sentence.chars() {
        desk.send(&c.to_string());
        std::thread::sleep(Duration::from_millis(6));
    }
    desk.wait_until(|text| joined(text).contains("somskrivsnu"), "sentence");
    // Everything typed is soon safe, without any key pressed.
    desk.wait_for("sparat");
    let cursor = desk.cursor();
    desk.kill();

    let mut again = going_on(home.path());
    again.wait_until(|text| joined(text).contains("somskrivsnu"), "sentence");
    again.wait_cursor(cursor);
    again.send("!");
    again.wait_until(|text| joined(text).contains("somskrivsnu!"), "letter");
}

#[test]
fn at_most_a_second_and_twenty_characters_are_lost() {
    let home = home();
    let mut desk = writing(home.path());
    let typed: String = (0..120)
        .map(|i| char::from(b'a' + (i % 26) as u8))
        .collect();
    for c in typed.chars() {
        desk.send(&c.to_string());
        std::thread::sleep(Duration::from_millis(4));
    }
    // The last character is on the screen, so all of them have been taken.
    desk.wait_until(|text| joined(text).contains(&typed), "letters");
    desk.kill();
    let again = going_on(home.path());
    // The draft may lack its last twenty characters, no more.
    let kept = &typed[..typed.len() - 20];
    again.wait_until(|text| joined(text).contains(kept), kept);
}

#[test]
fn a_dropped_line_saves_and_ends() {
    let home = home();
    let mut desk = writing(home.path());
    desk.send("kvar efter avbrottet");
    desk.wait_for("kvar efter avbrottet");
    desk.hang_up();
    desk.wait_end();
    let again = going_on(home.path());
    again.wait_for("kvar efter avbrottet");
}

#[test]
fn nothing_is_written_while_nothing_happens() {
    let home = home();
    let desk = desk(home.path(), (120, 40));
    // On a machine with much else to do the last of the beginning may come late; what is written again and
    // again is never quiet.
    let quiet = (0..20).any(|_| {
        let before = desk.bytes();
        std::thread::sleep(Duration::from_secs(3));
        desk.bytes() == before
    });
    assert!(quiet, "{}", desk.text());
}

#[test]
fn a_pasted_escape_is_text_and_never_an_order() {
    let home = home();
    let mut desk = writing(home.path());
    desk.send("\x1b[200~före \x1b[2J\x1b]0;titel\x07\u{202e}efter\x1b[201~");
    desk.wait_for("före efter");
}
