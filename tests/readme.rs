//! The README and the handbook stay true: the key table is the action table, the screens are those that
//! the tests of the screens hold.
#![allow(clippy::unwrap_used)]

use std::sync::Mutex;

use akt::ui::action::{Action, Scope};
use akt::ui::keymap::Keymap;

const BEGIN: &str = "<!-- tangenter: tabellen skrivs av cargo test med AKT_SKRIV=1 -->\n";
const END: &str = "<!-- /tangenter -->";

/// The key table, by the place where the keys apply.
fn table() -> String {
    let keymap = Keymap::default();
    let places = [
        (Scope::Global, "Överallt"),
        (Scope::List, "Listan, I dag och veckan"),
        (Scope::Case, "Ärendet och personens sida"),
        (Scope::Form, "Formulär"),
    ];
    let mut text = String::new();
    for (scope, place) in places {
        text += &format!("\n**{place}**\n\n| Tangent | Gör |\n|---|---|\n");
        for action in Action::of(scope) {
            let keys = keymap.all_hints(scope, action);
            if !keys.is_empty() {
                text += &format!("| `{keys}` | {} |\n", action.row().help);
            }
        }
    }
    text + "\n"
}

/// Two tests write the same file anew; one at a time.
static WRITING: Mutex<()> = Mutex::new(());

#[test]
fn the_key_table_is_the_action_table() {
    let _one_at_a_time = WRITING.lock();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = std::fs::read_to_string(path).unwrap();
    let begin = readme.find(BEGIN).unwrap() + BEGIN.len();
    let end = readme.find(END).unwrap();
    let wanted = table();
    if std::env::var_os("AKT_SKRIV").is_some() {
        let text = format!("{}{wanted}{}", &readme[..begin], &readme[end..]);
        std::fs::write(path, text).unwrap();
        return;
    }
    assert_eq!(
        &readme[begin..end],
        wanted,
        "write it anew: AKT_SKRIV=1 cargo test --test readme"
    );
}

/// A document with every `<!-- skärm: NAME -->` followed by that snapshot's 24 rows.
fn with_screens(text: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/snapshots");
    let mut out = String::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        out += line;
        out += "\n";
        let Some(name) = line
            .strip_prefix("<!-- skärm: ")
            .and_then(|l| l.strip_suffix(" -->"))
        else {
            continue;
        };
        if lines.peek() == Some(&"```") {
            lines.next();
            for shown in lines.by_ref() {
                if shown == "```" {
                    break;
                }
            }
        }
        let snapshot = std::fs::read_to_string(format!("{folder}/{name}.snap")).unwrap();
        let screen = snapshot.splitn(3, "---\n").nth(2).unwrap();
        out += "```\n";
        for row in screen.lines().take(24) {
            out += row.trim_end();
            out += "\n";
        }
        out += "```\n";
    }
    out
}

#[test]
fn the_screens_are_those_the_tests_hold() {
    let _one_at_a_time = WRITING.lock();
    for name in ["README.md", "docs/handbok.md"] {
        let path = format!("{}/{name}", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(&path).unwrap();
        let wanted = with_screens(&text);
        if std::env::var_os("AKT_SKRIV").is_some() {
            std::fs::write(&path, wanted).unwrap();
            continue;
        }
        assert_eq!(
            text, wanted,
            "write it anew: AKT_SKRIV=1 cargo test --test readme"
        );
    }
}
