//! Reports (*rapporter*): pure functions from what the store answers to a table, and the one printer of
//! tables as text, CSV and JSON. A report is a file here and a row in [`REPORTS`].

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

use crate::core::user::User;
use crate::error::Result;
use crate::store::Store;

/// Works a report out of the files that the user may see.
pub type Make = fn(&Store, &User, Period) -> Result<Vec<Table>>;

/// A report: what it is called, and what makes it.
pub struct Report {
    /// The word that asks for it on the command line.
    pub word: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// What it is for, in a few words.
    pub about: &'static str,
    /// How many of the first columns say what a row is about; they stay in sight beside the others.
    pub keys: usize,
    /// Makes it.
    pub make: Make,
}

/// Every report, on the command line and at the desk.
pub const REPORTS: &[Report] = &[
    Report {
        word: "delegationsbeslut",
        name: "Delegationsbeslut",
        about: "till nämnden, ett beslut på varje rad",
        keys: 2,
        make: delegated::delegated,
    },
    Report {
        word: "ivo",
        name: "Ej verkställt",
        about: "till IVO och revisorerna, per kvartal",
        keys: 1,
        make: ivo::not_carried_out,
    },
    Report {
        word: "genomforandeplaner",
        name: "Genomförandeplaner",
        about: "beställningar och planer, i tal",
        keys: 2,
        make: plans::plans,
    },
    Report {
        word: "tema",
        name: "Beviljad tid",
        about: "kvinnor och män, efter familjesituation",
        keys: 2,
        make: themed::themed,
    },
    Report {
        word: "uppsokande",
        name: "Uppsökande",
        about: "de som söks upp under året",
        keys: 1,
        make: outreach::outreach,
    },
];

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

/// What stands between two columns.
const GAP: usize = 2;

impl Table {
    /// How wide each column is: its widest cell or its heading.
    fn widths(&self) -> Vec<usize> {
        let wide = |at: usize, heading: &str| {
            let cells = self.rows.iter().filter_map(|row| row.get(at));
            let widest = cells.map(|cell| cell.text().width()).max().unwrap_or(0);
            widest.max(heading.width())
        };
        let headings = (0..).zip(self.columns);
        headings.map(|(at, (.., h))| wide(at, h)).collect()
    }

    /// The columns that have room in a window of so many: the first `keys`, and beside them as many as fit
    /// after so many have been passed over; always one, so that a wide column is seen in part.
    pub fn fitting(&self, keys: usize, passed: usize, room: usize) -> Vec<usize> {
        let widths = self.widths();
        let wide = |keys: usize| widths.iter().take(keys).map(|wide| wide + GAP).sum();
        let mut keys = keys.min(widths.len());
        // In a narrow window the last of them give way to what they would have stood beside.
        while keys > 1 && wide(keys) + widths.get(keys + passed).unwrap_or(&0) > room {
            keys -= 1;
        }
        let mut taken: usize = wide(keys);
        let mut shown: Vec<usize> = (0..keys).collect();
        for (at, wide) in widths.iter().enumerate().skip(keys + passed) {
            if taken + wide > room && shown.len() > keys {
                break;
            }
            taken += wide + GAP;
            shown.push(at);
        }
        shown
    }

    /// The line of headings and one for each row, with these columns.
    pub fn lines(&self, shown: &[usize]) -> Vec<String> {
        if self.rows.is_empty() {
            return vec!["Inga rader.".to_owned()];
        }
        let widths = self.widths();
        let line = |word: &dyn Fn(usize) -> (String, bool)| {
            let mut out = String::new();
            for at in shown {
                let (word, right) = word(*at);
                let wide = widths.get(*at).copied().unwrap_or(0);
                let gap = " ".repeat(wide.saturating_sub(word.width()));
                out.push_str(&match right {
                    true => format!("{gap}{word}"),
                    false => format!("{word}{gap}"),
                });
                out.push_str(&" ".repeat(GAP));
            }
            out.trim_end().to_owned()
        };
        let heading = |at: usize| {
            let heading = self.columns.get(at).map_or("", |(.., heading)| heading);
            (heading.to_owned(), false)
        };
        let mut lines = vec![line(&heading)];
        for row in &self.rows {
            let cell = |at: usize| {
                let cell = row.get(at).unwrap_or(&Cell::Empty);
                (cell.text(), matches!(cell, Cell::Number(_)))
            };
            lines.push(line(&cell));
        }
        lines
    }
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
    let mut out = format!("{}\n\n", table.title);
    let all: Vec<usize> = (0..table.columns.len()).collect();
    for line in table.lines(&all) {
        out.push_str(&line);
        out.push('\n');
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
    fn what_says_which_row_it_is_stays_beside_the_columns_that_fit() {
        let table = Table {
            key: "prov",
            title: "Prov".into(),
            columns: &[
                ("name", "namn", "Namn"),
                ("a", "a", "Första"),
                ("b", "b", "Andra"),
                ("c", "c", "Tredje"),
            ],
            rows: vec![vec!["Åsa".into(), 1.into(), 2.into(), 3.into()]],
            notes: Vec::new(),
        };
        assert_eq!(table.fitting(1, 0, 80), [0, 1, 2, 3]);
        assert_eq!(table.fitting(1, 0, 19), [0, 1, 2]);
        assert_eq!(table.fitting(1, 0, 18), [0, 1]);
        assert_eq!(table.fitting(1, 2, 19), [0, 3]);
        assert_eq!(table.fitting(1, 0, 3), [0, 1]);
        assert_eq!(table.fitting(2, 0, 19), [0, 1, 2]);
        assert_eq!(table.fitting(2, 0, 18), [0, 1]);
        assert_eq!(table.fitting(2, 1, 18), [0, 2]);
        assert_eq!(table.lines(&[0, 2]), ["Namn  Andra", "Åsa       2"]);
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
