//! The README stays true: its key table is the action table.
#![allow(clippy::unwrap_used)]

use akt::ui::action::{Action, Scope};
use akt::ui::keymap::Keymap;

const BEGIN: &str = "<!-- tangenter: tabellen skrivs av cargo test med AKT_SKRIV=1 -->\n";
const END: &str = "<!-- /tangenter -->";

/// The key table, by the place where the keys apply.
fn table() -> String {
    let keymap = Keymap::default();
    let places = [
        (Scope::Global, "Överallt"),
        (Scope::List, "Listan"),
        (Scope::Case, "Ärendet"),
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

#[test]
fn the_key_table_is_the_action_table() {
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
