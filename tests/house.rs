//! The one rule of the house, held: core ← unit ← store ← report ← ui ← app/cli ← main; arrows never
//! turn round. No SQL outside the store, no ratatui outside the interface, no colour outside the theme,
//! one clock.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms from the bottom up; a room may use those below it and itself.
const ROOMS: &[&str] = &[
    "wire", "core", "error", "clock", "unit", "store", "report", "ui", "app", "cli",
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// Every source file with its room and its code, comments and tests left out.
fn files() -> Vec<(PathBuf, String, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    sources(&src, &mut found);
    found
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            let code: String = text
                .split("#[cfg(test)]")
                .next()
                .unwrap()
                .lines()
                .filter(|l| !l.trim_start().starts_with("//"))
                .map(|l| format!("{l}\n"))
                .collect();
            let inside = path.strip_prefix(&src).unwrap();
            let room = inside
                .components()
                .next()
                .unwrap()
                .as_os_str()
                .to_string_lossy();
            let room = room.trim_end_matches(".rs").to_owned();
            let name = inside.to_path_buf();
            (name, room, code)
        })
        .filter(|(path, ..)| !path.ends_with("tests.rs"))
        .collect()
}

#[test]
fn arrows_never_turn_round() {
    for (path, room, code) in files() {
        let Some(own) = ROOMS.iter().position(|r| *r == room) else {
            continue;
        };
        for (above, other) in ROOMS.iter().enumerate() {
            if above <= own {
                continue;
            }
            for use_of in [format!("crate::{other}::"), format!("crate::{other};")] {
                assert!(
                    !code.contains(&use_of),
                    "{} ({room}) uses {other}",
                    path.display()
                );
            }
        }
    }
}

#[test]
fn each_trade_keeps_to_its_room() {
    let allowed: &[(&str, &[&str])] = &[
        ("rusqlite", &["store"]),
        ("ratatui::", &["ui", "app", "wire"]),
        ("crossterm::", &["ui", "app"]),
        // The wire chooses no colour; it knows how each is written.
        ("Color::", &["ui/theme.rs", "wire/pen.rs"]),
        ("crate::wire", &["wire", "app"]),
        ("Utc::now", &["clock.rs"]),
        ("Instant::now", &["clock.rs", "app"]),
        (
            "std::env::",
            &["cli", "ui/config.rs", "main.rs", "app/terminal.rs"],
        ),
        ("unsafe ", &[]),
    ];
    for (path, room, code) in files() {
        for (word, rooms) in allowed {
            let at_home = rooms.iter().any(|r| *r == room || path == Path::new(r));
            assert!(
                at_home || !code.contains(word),
                "{} holds {word}",
                path.display()
            );
        }
    }
}

/// Views that hold the seals lie over the tables, so whoever writes names the table itself.
#[test]
fn what_writes_names_the_table_under_the_view() {
    for (path, room, code) in files() {
        if room != "store" || path.ends_with("seal.rs") {
            continue;
        }
        let words: Vec<&str> = code.split_whitespace().collect();
        for at in 0..words.len().saturating_sub(2) {
            let (word, next, after) = (words[at], words[at + 1], words[at + 2]);
            let word = word.trim_start_matches('"');
            let target = match word {
                "INTO" => next,
                "DELETE" if next == "FROM" => after,
                "UPDATE" if after == "SET" => next,
                _ => continue,
            };
            assert!(
                target.starts_with("main.") || target.starts_with('?'),
                "{}: {word} {target} is to be main.{target}",
                path.display()
            );
        }
    }
}

/// The words of the tables in `core` that lose letters against what a person reads: "narstaende" for "närstående".
fn stored_words() -> Vec<String> {
    let fold = |c: char| match c {
        'å' | 'ä' => 'a',
        'ö' => 'o',
        'é' => 'e',
        ' ' => '_',
        c => c,
    };
    let mut words = vec!["samrad".to_owned()];
    for (_, _, text) in files() {
        for line in text.lines() {
            let mut quoted = line.split('"').skip(1).step_by(2);
            let (Some(word), Some(name)) = (quoted.next(), quoted.next()) else {
                continue;
            };
            let name = name.to_lowercase();
            let folded: String = name.chars().map(fold).collect();
            if line.contains(&format!(" = \"{word}\", \"")) && folded == word && name != word {
                words.push(word.to_owned());
            }
        }
    }
    words
}

#[test]
fn no_word_of_the_database_reaches_a_screen() {
    let words = stored_words();
    assert!(words.len() > 20 && words.iter().any(|word| word == "narstaende"));
    let mut told = Vec::new();
    for file in fs::read_dir("tests/snapshots").unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        // Machines read those; and a command names a document by its word.
        if name.contains("_csv") || name.starts_with("store__") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let lines = text.lines().filter(|line| !line.contains("akt skriv-ut"));
        let found = lines
            .flat_map(|line| line.split(|c: char| !c.is_alphanumeric() && c != '_'))
            .filter(|piece| words.iter().any(|word| word == piece));
        told.extend(found.map(|piece| format!("{}: {piece}", path.display())));
    }
    assert!(told.is_empty(), "{told:#?}");
}
