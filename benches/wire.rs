//! `cargo bench --bench wire`: what each story costs on the wire, beside what it may cost at most. The
//! stories are those of `tests/bytes.rs`; times are measured from outside, by a meter at the terminal.
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "../tests/common/meter.rs"]
mod meter;
#[path = "../tests/common/scene.rs"]
mod scene;

/// The stories that have a limit: bytes, or bytes for each character seen.
const LIMITS: &[(&str, f64, bool)] = &[
    ("första bilden", 1.6, true),
    ("ett steg ned, median", 20.0, false),
    ("efter steget, när tangenten vilat", 1500.0, false),
    ("50 steg ned i följd, medel", 50.0, false),
    ("50 steg upp i följd, medel", 50.0, false),
    ("30 steg i en skur", 120.0, false),
    ("sida ned, median", 1.31, true),
    ("öppna ett ärende", 1500.0, false),
    ("tillbaka till listan", 1500.0, false),
    ("sök sex tecken, allt", 3500.0, false),
    ("stilla 5 s", 0.0, false),
    ("200 tecken sist i ett fält, allt", 260.0, false),
    ("ett tecken sist i ett fält, median", 1.0, false),
];

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let told = meter::stories(env!("CARGO_BIN_EXE_akt"), folder.path());
    println!(
        "{:<38}{:>8}{:>8}{:>8}{:>8}",
        "120×40", "byte", "tecken", "kvot", "högst"
    );
    for t in told {
        let ratio = t.bytes as f64 / t.seen.max(1) as f64;
        let limit = LIMITS.iter().find(|(story, ..)| *story == t.story);
        let (most, kept) = limit.map_or((String::new(), true), |(_, most, each)| {
            let now = if *each { ratio } else { t.bytes as f64 };
            (most.to_string(), now <= *most)
        });
        let mark = if kept { "" } else { "  över" };
        println!(
            "{:<38}{:>8}{:>8}{:>8.2}{:>8}{mark}",
            t.story, t.bytes, t.seen, ratio, most
        );
    }
}
