//! A person's own extract of the log (*loggutdrag*): who has been in the file, fit to be printed and handed over.

use super::printout::{fact, pages, text};
use super::{Cell, Format, Period, Table, print};
use crate::core::calendar::long;
use crate::core::log::{ExtractRow, LogExtract};

/// What the extract does not hold, said in it.
const LEFT_OUT: &str = "Utdraget visar var gång någon har öppnat, läst, skrivit i, skrivit ut ur eller tagit ut \
    något ur akten. Listor, sökningar, rapporter, export av hela enheten och säkerhetskopior gäller många akter och \
    är inte med. Det är inte heller försök som nekades.";

/// An extract, laid out for people or as a table.
pub fn extract(extract: &LogExtract, period: Period, unit: &str, format: Format) -> String {
    match format {
        Format::Text => page(extract, period, unit),
        _ => print(&[table(extract)], format),
    }
}

fn page(extract: &LogExtract, period: Period, unit: &str) -> String {
    let mut lines = Vec::new();
    fact("Namn", &extract.person.list_name(), &mut lines);
    fact("Nummer", &extract.person.number, &mut lines);
    fact("Enhet", unit, &mut lines);
    let told = match (period.from, period.to) {
        (None, None) => "allt som finns i loggen".to_owned(),
        (Some(from), None) => format!("från och med {}", long(from)),
        (None, Some(to)) => format!("till och med {}", long(to)),
        (Some(from), Some(to)) => format!("{} till {}", long(from), long(to)),
    };
    fact("Period", &told, &mut lines);
    if extract.rows.is_empty() {
        lines.push(String::new());
        lines.push("Ingen har varit i akten.".to_owned());
    }
    let mut day = None;
    for row in &extract.rows {
        if day != Some(row.day) {
            lines.push(String::new());
            lines.push(long(row.day).to_uppercase());
            day = Some(row.day);
        }
        let who = match row.who.as_str() {
            "" => String::new(),
            who => format!("{who}, {}: ", row.role),
        };
        let what = format!("{} {who}{}", row.time.format("%H.%M"), what(row));
        text(2, &what, &mut lines);
        if !row.reason.is_empty() {
            text(8, &format!("Skäl: {}", row.reason), &mut lines);
        }
    }
    lines.push(String::new());
    text(0, LEFT_OUT, &mut lines);
    pages("Loggutdrag", &lines)
}

fn what(row: &ExtractRow) -> String {
    match &row.case_number {
        Some(number) => format!("{}, {number}", row.what),
        None => row.what.clone(),
    }
}

fn table(extract: &LogExtract) -> Table {
    let row = |row: &ExtractRow| -> Vec<Cell> {
        vec![
            row.day.into(),
            row.time.format("%H:%M").to_string().into(),
            row.who.as_str().into(),
            row.role.as_str().into(),
            row.what.as_str().into(),
            row.case_number.clone().into(),
            row.reason.as_str().into(),
        ]
    };
    Table {
        key: "rows",
        title: format!("Loggutdrag: {}", extract.person.list_name()),
        columns: &[
            ("day", "dag", "Dag"),
            ("time", "tid", "Tid"),
            ("who", "vem", "Vem"),
            ("role", "roll", "Roll"),
            ("what", "vad", "Vad"),
            ("case", "arende", "Ärende"),
            ("reason", "skal", "Skäl"),
        ],
        rows: extract.rows.iter().map(row).collect(),
        notes: vec![LEFT_OUT.to_owned()],
    }
}
