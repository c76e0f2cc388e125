//! Whatever comes in, from keys, pastes and what others have written: no paste is an order, no size and no key
//! stops the program, and nothing but plain text goes out to a terminal.

use std::process::Command;

use akt::core::change::Change;
use akt::ui::screen::case::CaseScreen;
use akt::ui::screen::list::ListScreen;
use akt::ui::screen::person::PersonScreen;
use akt::ui::screen::reader::Reader;
use akt::ui::screen::today::TodayScreen;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;

use crate::common::{Table, store, today};
use crate::home::{AKT, Home};
use crate::pty::Session;
use crate::{chance, rounds};

/// What no terminal may ever get from a text, told apart from the program's own way of saying it: controls,
/// marks that turn the direction of writing, and marks that are not seen.
fn is_hostile(c: char) -> bool {
    let code = u32::from(c);
    c.is_control()
        || matches!(code, 0x61c | 0x200b | 0x200e | 0x200f | 0x2028..=0x202e | 0x2060..=0x2069 | 0xfeff)
        || (0xe_0000..=0xe_007f).contains(&code)
}

const HOSTILE: &[char] = &[
    '\u{0}',
    '\u{7}',
    '\u{8}',
    '\u{9}',
    '\u{b}',
    '\u{c}',
    '\u{d}',
    '\u{e}',
    '\u{1b}',
    '\u{7f}',
    '\u{84}',
    '\u{85}',
    '\u{90}',
    '\u{9b}',
    '\u{9c}',
    '\u{9d}',
    '\u{61c}',
    '\u{200b}',
    '\u{200e}',
    '\u{200f}',
    '\u{2028}',
    '\u{2029}',
    '\u{202a}',
    '\u{202d}',
    '\u{202e}',
    '\u{2066}',
    '\u{2069}',
    '\u{feff}',
    '\u{e0041}',
];

const ORDERS: &[&str] = &[
    "\u{1b}[2J",
    "\u{1b}]0;titel\u{7}",
    "\u{1b}]52;c;aGVq\u{7}",
    "\u{1b}]8;;http://x\u{1b}\\",
    "\u{1b}[?1049l",
    "\u{9b}31m",
    "\u{1b}Pq#0\u{1b}\\",
    "\u{1b}[6n",
    "\u{1b}c",
    "\r\n",
    "\u{1b}[200~",
    "\u{1b}[201~",
];

/// Letters with something hostile among them.
fn hostile(chance: &mut fastrand::Rng) -> String {
    (0..chance.usize(1..20))
        .map(|_| match chance.u8(0..4) {
            0 => ORDERS[chance.usize(0..ORDERS.len())].to_owned(),
            1 => HOSTILE[chance.usize(0..HOSTILE.len())].to_string(),
            _ => ["hjälp ", "stöd", "Å", "é", "日本", "👩‍👩‍👧", "e\u{301}"][chance.usize(0..7)]
                .to_owned(),
        })
        .collect()
}

/// The hostile signs in a frame.
fn leaks(frame: &Buffer) -> usize {
    let symbols = frame.content.iter().map(ratatui::buffer::Cell::symbol);
    symbols
        .flat_map(str::chars)
        .filter(|c| is_hostile(*c))
        .count()
}

/// Anna Ek's desk with one of the first screens.
fn table(which: usize) -> Table {
    Table::with((80, 24), move |store, user| {
        let case = store.case_by_number(user, "26-0412").unwrap().unwrap();
        let person = store.case(user, case).unwrap().person.id;
        match which {
            0 => Box::new(ListScreen::new(None)),
            1 => Box::new(CaseScreen::new(case)),
            2 => Box::new(PersonScreen::new(person)),
            3 => Box::new(Reader::journal(person)),
            _ => Box::new(TodayScreen::new()),
        }
    })
}

const SCREENS: usize = 5;

#[test]
fn a_paste_is_never_an_order() {
    let rounds = rounds(200, 4_000);
    let mut chance = chance("paste");
    let commands = [
        "qq",
        "s",
        "j\rj\r",
        "u",
        ":lämna\r",
        "\u{1b}q",
        "\u{13}",
        "y\n",
        "\u{3}",
        "dd",
        "N",
    ];
    let mut acted = 0;
    for which in 0..SCREENS {
        let mut table = table(which);
        table.text();
        let before = table.text();
        for _ in 0..rounds {
            let paste: String = (0..chance.usize(1..6))
                .map(|_| commands[chance.usize(0..commands.len())])
                .collect();
            table.desk.paste(&paste);
            acted += usize::from(table.desk.is_closed());
        }
        acted += usize::from(table.text() != before);
    }
    println!("faults: paste rounds={} acted={acted}", rounds * SCREENS);
    assert_eq!(acted, 0);
}

/// Any key, and the plain ones more often.
fn key(chance: &mut fastrand::Rng) -> KeyEvent {
    let letters: Vec<char> =
        "abcdefghijklmnopqrstuvwxyzåäöABCDEFGHIJKLMNOPRSTUVWXYZÄÖ0123456789/:?+-. "
            .chars()
            .collect();
    let code = match chance.u8(0..20) {
        0..9 => KeyCode::Char(letters[chance.usize(0..letters.len())]),
        9 => KeyCode::Enter,
        10 => KeyCode::Esc,
        11 => KeyCode::Tab,
        12 => KeyCode::BackTab,
        13 => KeyCode::Backspace,
        14 => KeyCode::F(chance.u8(1..13)),
        15 => [KeyCode::Up, KeyCode::Down][chance.usize(0..2)],
        16 => [KeyCode::Left, KeyCode::Right][chance.usize(0..2)],
        17 => [
            KeyCode::PageUp,
            KeyCode::PageDown,
            KeyCode::Home,
            KeyCode::End,
        ][chance.usize(0..4)],
        18 => KeyCode::Delete,
        _ => KeyCode::Char(HOSTILE[chance.usize(0..HOSTILE.len())]),
    };
    let modifiers = match chance.u8(0..12) {
        0 => KeyModifiers::CONTROL,
        1 => KeyModifiers::ALT,
        2 => KeyModifiers::SHIFT,
        _ => KeyModifiers::NONE,
    };
    KeyEvent::new(code, modifiers)
}

#[test]
fn no_key_and_no_size_stops_the_desk_and_nothing_hostile_is_drawn() {
    let rounds = rounds(5_000, 100_000);
    let mut chance = chance("keys");
    let (mut leaked, mut drawn, mut left) = (0, 0, 0);
    let mut desk = table(0);
    for round in 0..rounds {
        if desk.desk.is_closed() || desk.desk.is_locked() {
            left += 1;
            desk = table(chance.usize(0..SCREENS));
        }
        match chance.u8(0..60) {
            0 => {
                desk.size = (chance.u16(0..=200), chance.u16(0..=60));
                desk.desk.resize(desk.size.0, desk.size.1);
            }
            1 => desk.desk.paste(&hostile(&mut chance)),
            _ => desk.desk.key(key(&mut chance)),
        }
        if round % 10 == 0 {
            drawn += 1;
            leaked += leaks(&desk.frame());
        }
    }
    println!("faults: keys rounds={rounds} drawn={drawn} left={left} leaked={leaked}");
    assert_eq!(leaked, 0);
}

#[test]
fn every_size_is_drawn() {
    let mut drawn = 0;
    for which in 0..SCREENS {
        let mut table = table(which);
        for columns in (0..=200).step_by(crate::rounds(20, 1)) {
            for rows in (0..=60).step_by(crate::rounds(6, 1)) {
                table.size = (columns, rows);
                table.desk.resize(columns, rows);
                table.frame();
                drawn += 1;
            }
        }
    }
    println!("faults: sizes drawn={drawn}");
}

#[test]
fn nothing_hostile_in_any_field_reaches_a_screen() {
    let wanted = rounds(14_000, 700_000);
    let mut chance = chance("fields");
    let (mut put, mut leaked) = (0, 0);
    while put < wanted {
        // Each of these leads to fields of another kind.
        for way in [
            "u",
            "b",
            "a",
            "B",
            "h<enter>",
            "w",
            "i",
            "l<enter>",
            "l<down><enter>",
            "P",
            "/",
            ":",
        ] {
            let mut table = table(1);
            table.press(way);
            for _ in 0..6 {
                let text: String = (0..8).map(|_| hostile(&mut chance)).collect();
                put += text.chars().filter(|c| is_hostile(*c)).count();
                table.desk.paste(&text);
                for c in hostile(&mut chance).chars() {
                    put += usize::from(is_hostile(c));
                    // As a key such a sign comes where a terminal sends it as a letter.
                    table
                        .desk
                        .key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE));
                }
                leaked += leaks(&table.frame());
                table.press("<tab>");
                leaked += leaks(&table.frame());
            }
            // What is then read again from the file: the case, the journal, the list.
            table.press("<f6>");
            leaked += leaks(&table.frame());
            table.press("<esc><esc><esc>J");
            leaked += leaks(&table.frame());
        }
    }
    println!("faults: fields put={put} leaked={leaked}");
    assert_eq!(leaked, 0);
}

#[test]
fn nothing_hostile_leaves_by_the_command_line() {
    let wanted = rounds(6_000, 300_000);
    let mut chance = chance("commands");
    let folder = tempfile::tempdir().unwrap();
    let (store, anna) = store(folder.path(), "anna.ek");
    let case = store.case_by_number(&anna, "26-0412").unwrap().unwrap();
    let person = store.case(&anna, case).unwrap().person.id;
    let mut put = 0;
    while put < wanted {
        let text: String = (0..60).map(|_| hostile(&mut chance)).collect();
        put += text.chars().filter(|c| is_hostile(*c)).count();
        let change = Change::WriteJournal {
            person,
            case: Some(case),
            day: today(),
            time: None,
            text,
            corrects: None,
        };
        store.apply(&anna, change).unwrap();
    }
    let database = store.path().to_owned();
    drop(store);
    let nasty = "\u{1b}[2J\u{202e}x\u{9b}31m";
    let calls: &[&[&str]] = &[
        &["lista", "--alla"],
        &["lista", "--json"],
        &["visa", "26-0412"],
        &["visa", "26-0412", "--json"],
        &["skriv-ut", "26-0412"],
        &["varfor", "26-0412"],
        &["rapport", "delegationsbeslut"],
        &["exportera"],
        // Errors that say what was written.
        &[nasty],
        &["visa", nasty],
        &["lista", "--vy", nasty],
        &["lista", &nasty[..3]],
        &["importera", nasty],
        &["frist", nasty],
        &["rapport", nasty],
    ];
    let (mut leaked, mut told) = (0, 0);
    for call in calls {
        let output = Command::new(AKT)
            .args(*call)
            .arg("--db")
            .arg(&database)
            .args(["--som", "anna.ek", "--skal", "prov"])
            .env("AKT_IDAG", today().to_string())
            .env("XDG_CONFIG_HOME", folder.path())
            .output()
            .unwrap();
        for bytes in [&output.stdout, &output.stderr] {
            let text = String::from_utf8(bytes.clone()).unwrap();
            told += text.len();
            let out = text
                .chars()
                .filter(|c| is_hostile(*c) && *c != '\n')
                .count();
            if out > 0 {
                println!("{call:?}: {out}");
            }
            leaked += out;
        }
    }
    println!("faults: commands put={put} told={told} bytes leaked={leaked}");
    assert_eq!(leaked, 0);
}

#[test]
fn a_paste_without_an_end_and_one_of_a_million_letters() {
    let home = Home::new();
    let day = [("AKT_IDAG", "2026-11-23")];
    let mut desk = Session::start(AKT, &["demo"], home.path(), (80, 24), &day);
    desk.wait_for("Mina ärenden");
    // On the list a paste is nothing, also while it has not ended.
    desk.send("\x1b[200~qqq");
    desk.send("jjj\r:lämna\r");
    desk.send("\x1b[201~");
    desk.send("\r");
    desk.wait_for("Nästa steg");
    desk.send("u");
    desk.wait_for("utkast");
    let whole = "stöd ".repeat(rounds(20_000, 200_000));
    desk.send("\x1b[200~");
    for part in whole.as_bytes().chunks(4_000) {
        desk.send_bytes(part);
    }
    desk.send("\x1b[201~");
    desk.wait_for("sparat");
    assert_eq!(home.written().trim_end(), whole.trim_end());
    // One that never ends goes with the line, and what was there before it stays.
    desk.send("\x1b[200~halv");
    desk.hang_up();
    desk.wait_end();
    assert_eq!(home.written().trim_end(), whole.trim_end());
    assert_eq!(home.alive(), 0);
}
