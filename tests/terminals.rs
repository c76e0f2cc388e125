//! The wire against terminals that people use: tmux, and pyte as a second emulator. Both are asked for
//! loudly when they are not there; with `AKT_TERMINALER=1`, as in `.ci/run`, they must be.
#![allow(clippy::unwrap_used)]

#[path = "common/scene.rs"]
mod scene;

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use ratatui::style::{Color, Modifier};
use scene::{Frame, Range, Scene, Seen, Window, seen, vt100_cell};
use serde_json::Value;

const TERMS: [&str; 5] = ["xterm-256color", "screen", "tmux", "linux", "vt220"];
const SIZE: (u16, u16) = (100, 30);

/// Whether a program answers; says loudly that the proof is left out when it does not.
fn there(program: &str, args: &[&str]) -> bool {
    let answers = Command::new(program)
        .args(args)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|s| s.success());
    if !answers {
        let told = format!("{program} {} DOES NOT ANSWER", args.join(" "));
        assert!(std::env::var_os("AKT_TERMINALER").is_none(), "{told}");
        // Past the test harness, which keeps what a passing test says to itself.
        let _ = writeln!(
            std::io::stderr(),
            "\n*** {told}: THE WIRE IS NOT PROVED ON IT ***\n"
        );
    }
    answers
}

/// Frames of one terminal's kind with the bytes that were sent for each.
fn frames(term: &str, seed: u64, count: usize, exotic: bool) -> Vec<(Frame, Vec<u8>)> {
    let range = Range { exotic, dim: false };
    let mut scene = Scene::new(seed, range, SIZE, false);
    let mut window = Window::new(term, SIZE.0, SIZE.1);
    (0..count)
        .map(|_| {
            let frame = scene.next();
            let sent = window.draw(&frame);
            (frame, sent)
        })
        .collect()
}

#[test]
fn pyte_shows_what_was_wanted() {
    if !there("python3", &["-c", "import pyte"]) {
        return;
    }
    for (seed, term) in (0..).zip(TERMS) {
        let mut python = Command::new("python3")
            .arg(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/tests/common/pyte_screens.py"
            ))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut to = python.stdin.take().unwrap();
        let mut from = BufReader::new(python.stdout.take().unwrap()).lines();
        for (n, (frame, sent)) in frames(term, seed, 60, false).into_iter().enumerate() {
            let told = format!("pyte, {term}, frame {n}: {}", sent.escape_ascii());
            let asked = serde_json::json!({ "size": [SIZE.0, SIZE.1], "bytes": sent });
            writeln!(to, "{asked}").unwrap();
            let answer: Value = serde_json::from_str(&from.next().unwrap().unwrap()).unwrap();
            let at = |i: usize| answer["cursor"][i].as_u64().unwrap() as u16;
            let shown =
                |x: u16, y: u16| pyte_cell(&answer["cells"][usize::from(y)][usize::from(x)]);
            frame.compare(shown, (at(0), at(1)), &told);
            assert_eq!(answer["hidden"], frame.cursor.is_none(), "{told}");
        }
        drop(to);
        python.wait().unwrap();
    }
}

fn pyte_cell(cell: &Value) -> Seen {
    const NAMES: [&str; 8] = [
        "black", "red", "green", "brown", "blue", "magenta", "cyan", "white",
    ];
    let colour = |name: &Value| {
        let name = name.as_str().unwrap();
        let plain = name
            .strip_prefix("bright")
            .unwrap_or(name)
            .replace("yellow", "brown");
        if name == "default" {
            return Color::Reset;
        }
        if let Some(at) = NAMES.iter().position(|n| *n == plain) {
            let bright = if name.starts_with("bright") { 8 } else { 0 };
            return Color::Indexed(at as u8 + bright);
        }
        let rgb = u32::from_str_radix(name, 16).unwrap();
        let [_, r, g, b] = rgb.to_be_bytes();
        // pyte tells a colour of the 256 by its red, green and blue.
        if (r, g, b) == (0xff, 0x87, 0) {
            return Color::Indexed(208);
        }
        Color::Rgb(r, g, b)
    };
    let weights = [
        Modifier::BOLD,
        Modifier::ITALIC,
        Modifier::UNDERLINED,
        Modifier::REVERSED,
    ];
    let on = |i: &usize| cell[3][i].as_bool().unwrap();
    let mods = (0..4).filter(on).map(|i| weights[i]).collect();
    seen(
        cell[0].as_str().unwrap(),
        colour(&cell[1]),
        colour(&cell[2]),
        mods,
    )
}

/// A tmux server of its own whose only window shows what is written into a pipe.
struct Tmux {
    folder: tempfile::TempDir,
    pipe: File,
}

impl Tmux {
    fn start() -> Tmux {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        assert!(
            Command::new("mkfifo")
                .arg(&pipe)
                .status()
                .unwrap()
                .success()
        );
        let mut tmux = Command::new("tmux");
        let shown = format!("stty raw -echo; exec cat '{}'", pipe.display());
        let (columns, rows) = (SIZE.0.to_string(), SIZE.1.to_string());
        tmux.env("LC_ALL", "C.UTF-8")
            .args(["-u", "-f", "/dev/null", "-S"])
            .arg(folder.path().join("socket"))
            .args(["new-session", "-d", "-x", &columns, "-y", &rows])
            .arg(format!("tmux set status off 2>/dev/null; {shown}"));
        assert!(tmux.status().unwrap().success());
        let pipe = File::options().write(true).open(&pipe).unwrap();
        let started = Tmux { folder, pipe };
        started.ask(&["set", "-g", "status", "off"]);
        started.ask(&["resize-window", "-x", &columns, "-y", &rows]);
        started
    }

    fn ask(&self, args: &[&str]) -> String {
        let mut tmux = Command::new("tmux");
        tmux.env("LC_ALL", "C.UTF-8")
            .arg("-S")
            .arg(self.folder.path().join("socket"))
            .args(args);
        String::from_utf8(tmux.output().unwrap().stdout).unwrap()
    }

    /// What the window shows, as rows with their looks, and the cursor.
    fn screen(&self) -> (vt100::Parser, (u16, u16), bool) {
        let rows = self.ask(&["capture-pane", "-p", "-e", "-N"]);
        let (columns, lines) = (SIZE.0.try_into().unwrap(), SIZE.1.try_into().unwrap());
        let mut parser = vt100::Parser::new(lines, columns, 0);
        for (y, row) in (1..).zip(rows.lines()) {
            parser.process(format!("\x1b[{y}H{row}").as_bytes());
        }
        let told = self.ask(&["display", "-p", "#{cursor_x} #{cursor_y} #{cursor_flag}"]);
        let mut words = told.split_whitespace().map(|w| w.parse::<u16>().unwrap());
        let mut next = || words.next().unwrap();
        let cursor = (next(), next());
        (parser, cursor, next() == 0)
    }
}

impl Drop for Tmux {
    fn drop(&mut self) {
        self.ask(&["kill-server"]);
    }
}

#[test]
fn tmux_shows_what_was_wanted() {
    if !there("tmux", &["-V"]) {
        return;
    }
    for (seed, term) in (100..).zip(TERMS) {
        let mut tmux = Tmux::start();
        for (n, (frame, sent)) in frames(term, seed, 25, false).into_iter().enumerate() {
            tmux.pipe.write_all(&sent).unwrap();
            // Another program shows it when it gets to it; it is waited for, and then compared.
            let mark = format!("\x1b]2;frame-{n}\x1b\\");
            tmux.pipe.write_all(mark.as_bytes()).unwrap();
            let began = Instant::now();
            while tmux.ask(&["display", "-p", "#{pane_title}"]).trim() != format!("frame-{n}") {
                assert!(
                    began.elapsed() < Duration::from_secs(20),
                    "tmux stands still"
                );
                sleep(Duration::from_millis(2));
            }
            let (parser, cursor, hidden) = tmux.screen();
            let told = format!("tmux, {term}, frame {n}: {}", sent.escape_ascii());
            let screen = parser.screen();
            frame.compare(|x, y| vt100_cell(screen, x, y), cursor, &told);
            assert_eq!(hidden, frame.cursor.is_none(), "{told}");
        }
    }
}
