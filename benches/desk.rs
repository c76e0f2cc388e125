//! The desk as a person meets it: start to full first screen, and what every key of the list costs.
//!
//! `cargo bench --bench desk` starts the real binary in a pseudo-terminal on demo units of its own and
//! compares it with a bare program that opens the same file and prints forty rows (this one, started as
//! `--bare`). Times are ratios of one run; bytes do not depend on the machine's mood.
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "../tests/common/pty.rs"]
mod pty;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use pty::Session;

const AKT: &str = env!("CARGO_BIN_EXE_akt");
const DAY: (&str, &str) = ("AKT_IDAG", "2026-11-23");
const RUNS: usize = 21;

fn main() {
    let args: Vec<String> = std::env::args().collect();
    if let Some(at) = args.iter().position(|a| a == "--bare") {
        return bare(Path::new(&args[at + 1]));
    }
    let home = tempfile::tempdir().unwrap();
    let small = demo(home.path(), 1_400);
    start(home.path(), &small);
    println!();
    println!("bytes a key, unit's list at 120×40     open cases");
    let few = keys(home.path(), &demo(home.path(), 90));
    let large = demo(home.path(), 12_300);
    let many = keys(home.path(), &large);
    println!("{:<28}{:>12}{:>12}   ms first → ms many", "", few.0, many.0);
    for ((name, a, fast), (_, b, slow)) in few.1.iter().zip(&many.1) {
        println!("{name:<28}{a:>12}{b:>12}   {fast:.1} → {slow:.1}");
    }
    println!();
    costs(home.path(), &large);
}

/// What the program itself takes: processor time a step, how often it wakes while nothing happens, memory.
fn costs(home: &Path, db: &Path) {
    const STEPS: u32 = 30;
    let args = ["--db", db.to_str().unwrap()];
    let mut session = Session::start(AKT, &args, home, (120, 40), &[DAY]);
    session.wait_for("hjälp");
    session.settle();
    session.send("mm");
    session.settle();
    let process = format!("/proc/{}", session.pid());
    let busy = || -> f64 {
        let told = std::fs::read_to_string(format!("{process}/schedstat")).unwrap();
        let nanoseconds: f64 = told.split(' ').next().unwrap().parse().unwrap();
        nanoseconds / 1e6
    };
    let told = |word: &str| -> u64 {
        let status = std::fs::read_to_string(format!("{process}/status")).unwrap();
        let line = status.lines().find(|l| l.starts_with(word)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    };
    let before = busy();
    for _ in 0..STEPS {
        session.send("j");
        std::thread::sleep(Duration::from_millis(30));
    }
    println!(
        "processor a step: {:.3} ms",
        (busy() - before) / f64::from(STEPS)
    );
    session.settle();
    let (wakes, bytes) = (told("voluntary_ctxt_switches"), session.bytes());
    std::thread::sleep(Duration::from_secs(5));
    println!(
        "idle for 5 s: {} wake-ups, {} bytes",
        told("voluntary_ctxt_switches") - wakes,
        session.bytes() - bytes
    );
    println!("peak memory: {:.1} MB", told("VmHWM") as f64 / 1024.0);
}

/// A demo unit of so many people, made once.
fn demo(home: &Path, people: usize) -> PathBuf {
    let path = home.join(format!("demo-{people}.db"));
    let made = Command::new(AKT)
        .args([
            "demo",
            "--bara-skapa",
            "--personer",
            &people.to_string(),
            "--db",
        ])
        .arg(&path)
        .env(DAY.0, DAY.1)
        .output()
        .unwrap();
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    path
}

/// What the desk is measured against: open the file, print forty rows.
fn bare(path: &Path) {
    let conn = rusqlite::Connection::open(path).unwrap();
    let mut statement = conn
        .prepare(
            "SELECT l.due, l.rule, p.family_name, p.given_name, c.case_number, l.step FROM case_list l
             JOIN cases c ON c.id = l.case_id JOIN person p ON p.id = c.person_id
             WHERE l.open = 1 ORDER BY l.segment, l.due, l.case_id LIMIT 40",
        )
        .unwrap();
    let rows = statement
        .query_map([], |r| {
            let text: Vec<String> = (0..6).map(|i| r.get(i)).collect::<Result<_, _>>()?;
            Ok(text.join("  "))
        })
        .unwrap();
    let mut out = String::new();
    for row in rows {
        out += &row.unwrap();
        out += "\r\n";
    }
    print!("{out}klart");
}

fn start(home: &Path, db: &Path) {
    let me = std::env::current_exe().unwrap();
    let db = db.to_str().unwrap();
    let time = |program: &str, args: &[&str], last: &str| {
        let began = Instant::now();
        let session = Session::start(program, args, home, (120, 40), &[DAY]);
        while !session.text().contains(last) {
            std::thread::sleep(Duration::from_micros(100));
        }
        began.elapsed()
    };
    let mut ours = Vec::new();
    let mut floor = Vec::new();
    for _ in 0..RUNS {
        ours.push(time(AKT, &["--db", db], "hjälp"));
        floor.push(time(me.to_str().unwrap(), &["--bare", db], "klart"));
    }
    ours.sort_unstable();
    floor.sort_unstable();
    let (ours, floor) = (ours[RUNS / 2], floor[RUNS / 2]);
    println!(
        "start to full first screen, 1 400 people, 120×40, median of {RUNS}: {:.1} ms; bare {:.1} ms; ratio {:.2}",
        ours.as_secs_f64() * 1e3,
        floor.as_secs_f64() * 1e3,
        ours.as_secs_f64() / floor.as_secs_f64()
    );
}

/// Bytes and milliseconds of each key in the unit's list, and how many open cases it holds.
fn keys(home: &Path, db: &Path) -> (u64, Vec<(&'static str, usize, f64)>) {
    let db = db.to_str().unwrap();
    let listed = Command::new(AKT)
        .args(["lista", "--alla", "--json", "--db", db])
        .env(DAY.0, DAY.1)
        .output()
        .unwrap();
    let cases = String::from_utf8_lossy(&listed.stdout)
        .matches("\"case_number\"")
        .count() as u64;
    let mut session = Session::start(AKT, &["--db", db], home, (120, 40), &[DAY]);
    session.wait_for("hjälp");
    session.settle();
    session.send("mm");
    session.settle();
    let keys = [
        ("step down", "j", 12),
        ("step up", "k", 12),
        ("page down", "\x1b[6~", 2),
        ("page up", "\x1b[5~", 2),
        ("last", "G", 1),
        ("first", "g", 1),
        ("search, one letter", "/", 1),
        ("search, next letter", "a", 1),
    ];
    let measured = keys
        .into_iter()
        .map(|(name, key, times)| {
            let (mut bytes, mut spent) = (0, 0.0);
            for _ in 0..times {
                let before = session.bytes();
                let began = Instant::now();
                session.send(key);
                while session.bytes() == before && began.elapsed() < Duration::from_millis(300) {
                    std::thread::sleep(Duration::from_micros(100));
                }
                spent += began.elapsed().as_secs_f64() * 1e3;
                session.settle();
                bytes += session.bytes() - before;
            }
            (name, bytes / times, spent / times as f64)
        })
        .collect();
    (cases, measured)
}
