//! `--help` and `akt hjälp`, from the table, in lines that fit the smallest window.

use unicode_width::UnicodeWidthStr;

use super::table::{COMMANDS, Command, GLOBALS, Opt};

const FIRST: &str = "akt – ärenden, frister och dokumentation för socialtjänsten";

/// Columns of a line.
const WIDTH: usize = 80;

/// The page for a command; for the desk the page of all.
pub fn page(command: &Command) -> String {
    let mut out = String::new();
    if command.name.is_empty() {
        out.push_str(&format!("{FIRST}\n\nSå här: akt [KOMMANDO] [VAL]\n\n"));
        text(&mut out, command.long);
        out.push_str("\nKommandon\n");
        let rows = COMMANDS.iter().map(|c| {
            let called = format!("{} {}", c.called(), c.words);
            (called.trim_end().to_owned(), c.summary)
        });
        table(&mut out, rows.collect());
        out.push('\n');
        text(
            &mut out,
            "Mer om ett kommando: akt hjälp KOMMANDO, till exempel akt hjälp importera",
        );
    } else {
        text(
            &mut out,
            &format!("{} – {}", command.called(), command.summary),
        );
        out.push_str("\nSå här: ");
        wrap(&mut out, "        ", &command.usage());
        out.push('\n');
        text(&mut out, command.long);
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

/// Running text is laid out anew; indented lines are examples and stand as they are.
fn text(out: &mut String, long: &str) {
    let mut paragraph = String::new();
    for line in long.lines().chain([""]) {
        if line.is_empty() || line.starts_with(' ') {
            if !paragraph.is_empty() {
                wrap(out, "", &std::mem::take(&mut paragraph));
            }
            if !line.is_empty() || !out.ends_with("\n\n") {
                out.push_str(line);
                out.push('\n');
            }
        } else {
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(line);
        }
    }
    // The last line ended the last paragraph and is none itself.
    while out.ends_with("\n\n") {
        out.pop();
    }
}

/// Words in lines of [`WIDTH`]; the first continues what stands there already.
fn wrap(out: &mut String, indent: &str, words: &str) {
    let mut column = out.rsplit('\n').next().unwrap_or_default().width();
    let mut first = true;
    for word in words.split(' ') {
        if !first && column + 1 + word.width() > WIDTH {
            out.push('\n');
            out.push_str(indent);
            column = indent.width();
        } else if !first {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += word.width();
        first = false;
    }
    out.push('\n');
}

fn table(out: &mut String, rows: Vec<(String, &str)>) {
    let width = rows.iter().map(|(name, _)| name.width()).max().unwrap_or(0);
    let indent = " ".repeat(width + 4);
    for (name, help) in rows {
        let fill = " ".repeat(width - name.width() + 2);
        out.push_str(&format!("  {name}{fill}"));
        wrap(out, &indent, help);
    }
}
