//! `--help` and `akt hjälp`, from the table.

use unicode_width::UnicodeWidthStr;

use super::table::{COMMANDS, Command, GLOBALS, Opt};

const FIRST: &str = "akt – ärenden, frister och dokumentation för socialtjänstens handläggare";

/// The page for a command; for the desk the page of all.
pub fn page(command: &Command) -> String {
    let mut out = String::new();
    if command.name.is_empty() {
        out.push_str(&format!(
            "{FIRST}\n\nSå här: akt [KOMMANDO] [VAL]\n\n{}\n\nKommandon\n",
            command.long
        ));
        let rows = COMMANDS.iter().map(|c| {
            (
                format!("{} {}", c.called(), c.words).trim_end().to_owned(),
                c.summary,
            )
        });
        table(&mut out, rows.collect());
        out.push_str(
            "\nMer om ett kommando: akt hjälp KOMMANDO, till exempel akt hjälp importera\n",
        );
    } else {
        out.push_str(&format!(
            "{} – {}\n\nSå här: {}\n\n{}\n",
            command.called(),
            command.summary,
            command.usage(),
            command.long
        ));
        if !command.options.is_empty() {
            out.push_str("\nVal\n");
            table(&mut out, command.options.iter().map(row).collect());
        }
    }
    out.push_str("\nVal till alla kommandon, före eller efter kommandot\n");
    let mut rows: Vec<_> = GLOBALS.iter().map(row).collect();
    rows.push(("-h, --help, --hjälp".to_owned(), "den här hjälpen"));
    rows.push(("--version".to_owned(), "programmets version"));
    table(&mut out, rows);
    out.push_str("\nSlutkod: 0 klart, 1 nekat eller misslyckat, 2 fel skrivet.\n");
    out
}

fn row(option: &Opt) -> (String, &'static str) {
    let name = match option.value {
        Some(value) => format!("--{} {value}", option.name),
        None => format!("--{}", option.name),
    };
    (name, option.help)
}

fn table(out: &mut String, rows: Vec<(String, &str)>) {
    let width = rows.iter().map(|(name, _)| name.width()).max().unwrap_or(0);
    for (name, help) in rows {
        let fill = " ".repeat(width - name.width() + 2);
        out.push_str(&format!("  {name}{fill}{help}\n"));
    }
}
