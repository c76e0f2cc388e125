//! Bytes on the wire, story by story: the desk on an invented unit, and under it the wire and a line
//! that counts. No terminal, no time: the same bytes on every machine.
#![allow(dead_code, clippy::unwrap_used)]

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use akt::app::{Desk, Tools};
use akt::clock::Clock;
use akt::store::draft::Drafts;
use akt::store::{Mode, Store};
use akt::ui::keymap::Keymap;
use akt::ui::screen::list::ListScreen;
use akt::ui::testing::keys;
use akt::ui::theme::Theme;
use akt::unit::Unit;
use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::scene::{Frame, Window};

const SIZE: (u16, u16) = (120, 40);
const PEOPLE: &str = "400";
const DAY: &str = "2026-11-23";

/// What a story cost.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    pub story: &'static str,
    pub bytes: usize,
    /// How many characters are seen when it is over, blanks not counted.
    pub seen: usize,
}

/// A desk at the end of a line.
struct Meter {
    desk: Desk,
    window: Window,
    clock: Clock,
    begun: Instant,
    anew: bool,
    seen: usize,
}

impl Meter {
    fn new(db: &Path, thin: bool) -> Meter {
        let day: NaiveDate = DAY.parse().unwrap();
        let clock = Clock::Fixed(day);
        let store = Store::open(db, Mode::Existing, Unit::builtin(), clock).unwrap();
        let user = store.user("demo").unwrap().unwrap();
        store.log_in(&user).unwrap();
        let drafts = Drafts::open(store.path(), clock).unwrap();
        let tools = Tools {
            store,
            drafts,
            user,
            theme: Theme::load("standard", &[]).unwrap(),
            keymap: Keymap::default(),
        };
        let mut list = ListScreen::new(None);
        if thin {
            list = list.without_facts();
        }
        let moment = clock.read();
        let begun = moment.instant;
        let mut desk = Desk::new(tools, moment, SIZE, Box::new(list)).unwrap();
        if thin {
            desk.spare_the_line();
        }
        Meter {
            desk,
            window: Window::new("xterm-256color", SIZE.0, SIZE.1),
            clock,
            begun,
            anew: true,
            seen: 0,
        }
    }

    /// Sends a frame; how many bytes it took.
    fn frame(&mut self) -> usize {
        let mut buffer = Buffer::empty(Rect::new(0, 0, SIZE.0, SIZE.1));
        let cursor = self.desk.draw(&mut buffer);
        let cells = buffer.content.iter();
        self.seen = cells.filter(|c| !c.symbol().trim().is_empty()).count();
        let anew = self.desk.take_redraw() || std::mem::take(&mut self.anew);
        let frame = Frame {
            buffer,
            cursor,
            anew,
        };
        self.window.draw(&frame).len()
    }

    /// Presses keys, a frame after each, as one does who looks at each; nothing rests.
    fn keys(&mut self, script: &str) -> Vec<usize> {
        let mut sent = Vec::new();
        for key in keys(script) {
            self.desk.key(key);
            sent.push(self.frame());
        }
        sent
    }

    /// Presses a key so many times.
    fn held(&mut self, key: &str, times: usize) -> Vec<usize> {
        self.keys(&key.repeat(times))
    }

    /// What follows when no key has come for a while.
    fn rest(&mut self) -> usize {
        self.desk.rest();
        self.frame()
    }

    /// Lets time pass, a frame after every second.
    fn idle(&mut self, seconds: u64) -> usize {
        let mut sent = 0;
        for second in 1..=seconds {
            let mut moment = self.clock.read();
            moment.instant = self.begun + Duration::from_secs(second);
            self.desk.tick(moment);
            self.desk.look_for_news();
            sent += self.frame();
        }
        sent
    }
}

fn median(mut bytes: Vec<usize>) -> usize {
    bytes.sort_unstable();
    bytes[bytes.len() / 2]
}

fn mean(bytes: &[usize]) -> usize {
    (bytes.iter().sum::<usize>() + bytes.len() / 2) / bytes.len()
}

/// Plays every story on a unit made in a folder by the program itself.
pub fn stories(program: &str, folder: &Path) -> Vec<Told> {
    let db = folder.join("matning.db");
    let made = Command::new(program)
        .args(["demo", "--bara-skapa", "--personer", PEOPLE, "--db"])
        .arg(&db)
        .env("AKT_IDAG", DAY)
        .env("HOME", folder)
        .output()
        .unwrap();
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    let mut told = Vec::new();
    let mut meter = Meter::new(&db, false);
    play(&mut meter, &mut told);
    let mut thin = Meter::new(&db, true);
    let mut tell = |story, bytes, meter: &Meter| {
        told.push(Told {
            story,
            bytes,
            seen: meter.seen,
        });
    };
    let bytes = thin.frame();
    tell("lagband: första bilden", bytes, &thin);
    thin.keys("mm");
    let bytes = thin.keys("<pgdn>")[0] + thin.rest();
    tell("lagband: sida ned", bytes, &thin);
    told
}

fn play(meter: &mut Meter, told: &mut Vec<Told>) {
    let mut tell = |story, bytes, meter: &Meter| {
        told.push(Told {
            story,
            bytes,
            seen: meter.seen,
        });
    };
    let bytes = meter.frame();
    tell("första bilden", bytes, meter);
    // The unit's list is long.
    meter.keys("mm<g>");
    meter.rest();
    let bytes = median(meter.held("j", 20));
    tell("ett steg ned, median", bytes, meter);
    let bytes = meter.rest();
    tell("efter steget, när tangenten vilat", bytes, meter);
    meter.keys("g");
    meter.rest();
    let bytes = mean(&meter.held("j", 50));
    tell("50 steg ned i följd, medel", bytes, meter);
    meter.rest();
    let bytes = mean(&meter.held("k", 50));
    tell("50 steg upp i följd, medel", bytes, meter);
    meter.rest();
    for key in keys(&"j".repeat(30)) {
        meter.desk.key(key);
    }
    let bytes = meter.frame();
    tell("30 steg i en skur", bytes, meter);
    meter.rest();
    meter.keys("g");
    meter.rest();
    let mut pages = Vec::new();
    for _ in 0..5 {
        pages.push(meter.keys("<pgdn>")[0]);
        meter.rest();
    }
    tell("sida ned, median", median(pages), meter);
    let bytes = meter.keys("<enter>")[0];
    tell("öppna ett ärende", bytes, meter);
    let bytes = meter.keys("<esc>")[0];
    tell("tillbaka till listan", bytes, meter);
    meter.rest();
    let bytes = meter.keys("/")[0];
    tell("öppna sökningen", bytes, meter);
    let bytes = meter.keys("anders").iter().sum();
    tell("sök sex tecken, allt", bytes, meter);
    meter.rest();
    meter.keys("<esc>");
    meter.rest();
    let bytes = meter.idle(5);
    tell("stilla 5 s", bytes, meter);
    meter.keys("a");
    meter.rest();
    let words = "Samtal med dottern om hur det fungerar hemma. ";
    let typed: String = words.chars().cycle().take(200).collect();
    let mut sent = Vec::new();
    for c in typed.chars() {
        let key = crossterm::event::KeyCode::Char(c);
        meter.desk.key(key.into());
        sent.push(meter.frame());
    }
    let all: usize = sent.iter().sum();
    tell("200 tecken sist i ett fält, allt", all, meter);
    tell("ett tecken sist i ett fält, median", median(sent), meter);
}
