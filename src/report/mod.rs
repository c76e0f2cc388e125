//! Reports (*rapporter*): pure functions from what the store answers to a table, and the one printer of
//! tables as text, CSV and JSON. A report is a file here and a row in `cli/report.rs`.

pub mod delegated;
pub mod handover;
pub mod ivo;
pub mod log_check;
pub mod log_extract;
pub mod outreach;
pub mod plans;
pub mod printout;
pub mod themed;

use chrono::NaiveDate;
use serde_json::{Map, Value, json};
use unicode_width::UnicodeWidthStr;

/// A period, both days included; an open end has no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub to: Option<NaiveDate>,
}

impl Period {
    /// The days of a quarter, written "2026-K4".
    pub fn quarter(text: &str) -> Option<Period> {
        let (year, quarter) = text.trim().split_once('-')?;
        let year: i32 = year
            .parse()
            .ok()
            .filter(|year| (1900..=2200).contains(year))?;
        let quarter: u32 = quarter.strip_prefix(['K', 'k'])?.parse().ok()?;
        let month = quarter.checked_sub(1)?.checked_mul(3)?.checked_add(1)?;
        let from = NaiveDate::from_ymd_opt(year, month, 1)?;
        let to = from
            .checked_add_months(chrono::Months::new(3))?
            .pred_opt()?;
        Some(Period {
            from: Some(from),
            to: Some(to),
        })
    }

    /// The days of a year, written "2026".
    pub fn year(text: &str) -> Option<Period> {
        let year: i32 = text.trim().parse().ok()?;
        (1900..=2200).contains(&year).then_some(())?;
        Some(Period {
            from: NaiveDate::from_ymd_opt(year, 1, 1),
            to: NaiveDate::from_ymd_opt(year, 12, 31),
        })
    }

    /// Whether a day lies in it.
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Columns for people.
    Text,
    /// Semicolons, for a spreadsheet.
    Csv,
    /// JSON, for other programs.
    Json,
}

impl Format {
    /// Every format by the word that asks for it.
    pub const ALL: &'static [(&'static str, Format)] = &[
        ("text", Format::Text),
        ("csv", Format::Csv),
        ("json", Format::Json),
    ];

    /// The format a word asks for, if any.
    pub fn from_word(word: &str) -> Option<Format> {
        let found = Format::ALL.iter().find(|(known, _)| *known == word);
        found.map(|(_, format)| *format)
    }
}

/// What stands in one place of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A number.
    Number(i64),
    /// A day.
    Day(NaiveDate),
    /// Nothing.
    Empty,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell::Text(text)
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Cell {
        Cell::Number(number)
    }
}

impl From<NaiveDate> for Cell {
    fn from(day: NaiveDate) -> Cell {
        Cell::Day(day)
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Cell {
        value.map_or(Cell::Empty, Into::into)
    }
}

impl Cell {
    fn text(&self) -> String {
        match self {
            Cell::Text(text) => text.clone(),
            Cell::Number(number) => number.to_string(),
            Cell::Day(day) => day.to_string(),
            Cell::Empty => String::new(),
        }
    }

    fn json(&self) -> Value {
        match self {
            Cell::Number(number) => json!(number),
            Cell::Empty => Value::Null,
            other => json!(other.text()),
        }
    }
}

/// A column: its English key in JSON, its Swedish one in CSV, and its heading.
pub type Column = (&'static str, &'static str, &'static str);

/// A table of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its key in JSON, where a report has several.
    pub key: &'static str,
    /// Heading.
    pub title: String,
    /// The columns in order.
    pub columns: &'static [Column],
    /// The rows, each as long as the columns.
    pub rows: Vec<Vec<Cell>>,
    /// Lines under the table.
    pub notes: Vec<String>,
}

/// Tables in a format; each ends with a line break.
pub fn print(tables: &[Table], format: Format) -> String {
    match format {
        Format::Text => tables.iter().map(text).collect::<Vec<_>>().join("\n"),
        Format::Csv => tables.iter().map(csv).collect::<Vec<_>>().join("\r\n"),
        Format::Json => {
            let mut whole = Map::new();
            whole.insert("schema".to_owned(), json!(1));
            for table in tables {
                whole.insert(table.key.to_owned(), rows_json(table));
            }
            let text = serde_json::to_string_pretty(&Value::Object(whole)).unwrap_or_default();
            format!("{text}\n")
        }
    }
}

fn rows_json(table: &Table) -> Value {
    let row = |cells: &Vec<Cell>| -> Value {
        let pairs = table.columns.iter().zip(cells);
        let pairs = pairs.map(|((key, ..), cell)| ((*key).to_owned(), cell.json()));
        Value::Object(pairs.collect())
    };
    table.rows.iter().map(row).collect()
}

fn text(table: &Table) -> String {
    let cells: Vec<Vec<String>> = table
        .rows
        .iter()
        .map(|row| row.iter().map(Cell::text).collect())
        .collect();
    let wide = |at: usize, heading: &str| {
        let cells = cells.iter().filter_map(|row| row.get(at));
        cells
            .map(|c| c.width())
            .max()
            .unwrap_or(0)
            .max(heading.width())
    };
    let widths: Vec<usize> = (0..)
        .zip(table.columns)
        .map(|(at, (.., heading))| wide(at, heading))
        .collect();
    let number = |row: Option<&Vec<Cell>>, at: usize| {
        row.and_then(|row| row.get(at))
            .is_some_and(|cell| matches!(cell, Cell::Number(_)))
    };
    let line = |words: &[String], row: Option<&Vec<Cell>>| {
        let mut out = String::new();
        for (at, (word, wide)) in words.iter().zip(&widths).enumerate() {
            let gap = " ".repeat(wide.saturating_sub(word.width()));
            out.push_str(&match number(row, at) {
                true => format!("{gap}{word}  "),
                false => format!("{word}{gap}  "),
            });
        }
        format!("{}\n", out.trim_end())
    };
    let mut out = format!("{}\n\n", table.title);
    if table.rows.is_empty() {
        out.push_str("Inga rader.\n");
    } else {
        let headings: Vec<String> = table
            .columns
            .iter()
            .map(|(.., h)| (*h).to_owned())
            .collect();
        out.push_str(&line(&headings, None));
        for (words, row) in cells.iter().zip(&table.rows) {
            out.push_str(&line(words, Some(row)));
        }
    }
    for note in &table.notes {
        out.push_str(&format!("\n{note}\n"));
    }
    out
}

/// Quoted where needed; what a spreadsheet would take for a formula is made a text.
fn csv_cell(cell: &Cell) -> String {
    let mut text = cell.text().replace(['\r', '\n'], " ");
    if matches!(cell, Cell::Text(_)) && text.starts_with(['=', '+', '-', '@', '\t']) {
        text.insert(0, '\'');
    }
    if text.contains([';', '"']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

fn csv(table: &Table) -> String {
    let head: Vec<&str> = table.columns.iter().map(|(_, key, _)| *key).collect();
    let mut out = format!("{}\r\n", head.join(";"));
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(csv_cell).collect();
        out.push_str(&format!("{}\r\n", cells.join(";")));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        Table {
            key: "prov",
            title: "Prov".into(),
            columns: &[("name", "namn", "Namn"), ("count", "antal", "Antal")],
            rows: vec![
                vec!["Åsa; \"A\"".into(), 7.into()],
                vec!["=1+1".into(), Cell::Empty],
            ],
            notes: Vec::new(),
        }
    }

    #[test]
    fn one_table_is_printed_in_three_ways() {
        assert_eq!(
            print(&[table()], Format::Text),
            "Prov\n\nNamn      Antal\nÅsa; \"A\"      7\n=1+1\n"
        );
        assert_eq!(
            print(&[table()], Format::Csv),
            "namn;antal\r\n\"Åsa; \"\"A\"\"\";7\r\n'=1+1;\r\n"
        );
        let read: Value = serde_json::from_str(&print(&[table()], Format::Json)).unwrap();
        assert_eq!(read["prov"][0]["count"], 7);
        assert!(read["prov"][1]["count"].is_null());
    }
}
