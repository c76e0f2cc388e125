//! A table of figures, and the three ways it is written.

use serde::Serialize;

use unicode_width::UnicodeWidthStr;

fn width(text: &str) -> usize {
    text.width()
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Cell {
    /// A number.
    Number(u64),
    /// Words.
    Text(String),
}

impl Cell {
    fn text(&self) -> String {
        match self {
            Cell::Number(number) => number.to_string(),
            Cell::Text(text) => text.clone(),
        }
    }
}

impl From<usize> for Cell {
    fn from(number: usize) -> Cell {
        Cell::Number(number as u64)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }
}

/// Columns and rows under a title.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Table {
    /// What it shows.
    pub title: String,
    /// Names of the columns.
    pub columns: Vec<String>,
    /// The rows, as many cells in each as there are columns.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// A table without rows yet.
    pub fn new(title: &str, columns: &[&str]) -> Table {
        Table {
            title: title.to_owned(),
            columns: columns.iter().map(|c| (*c).to_owned()).collect(),
            rows: Vec::new(),
        }
    }

    /// As text in columns, numbers to the right.
    pub fn text(&self) -> String {
        let cells: Vec<Vec<String>> = self
            .rows
            .iter()
            .map(|row| row.iter().map(Cell::text).collect())
            .collect();
        let widths: Vec<usize> = self
            .columns
            .iter()
            .enumerate()
            .map(|(at, name)| {
                let widest = cells
                    .iter()
                    .filter_map(|row| row.get(at))
                    .map(|cell| width(cell));
                widest.max().unwrap_or(0).max(width(name))
            })
            .collect();
        let is_number = |at: usize| {
            !self.rows.is_empty()
                && self
                    .rows
                    .iter()
                    .all(|row| matches!(row.get(at), Some(Cell::Number(_))))
        };
        let line = |row: &[String]| {
            let mut out = String::new();
            for (at, (cell, room)) in row.iter().zip(&widths).enumerate() {
                let fill = " ".repeat(room.saturating_sub(width(cell)));
                if at > 0 {
                    out.push_str("  ");
                }
                if is_number(at) {
                    out.push_str(&fill);
                    out.push_str(cell);
                } else {
                    out.push_str(cell);
                    out.push_str(&fill);
                }
            }
            format!("{}\n", out.trim_end())
        };
        let mut out = format!("{}\n", self.title);
        if self.rows.is_empty() {
            out.push_str("  Inget att visa.\n");
            return out;
        }
        out.push_str(&line(&self.columns));
        for row in &cells {
            out.push_str(&line(row));
        }
        out
    }

    /// As CSV with ";" between, as spreadsheets in Swedish read it. A cell that a spreadsheet would take
    /// for a formula is written with an apostrophe before it.
    pub fn csv(&self) -> String {
        let quoted = |text: &str| {
            let text = match text.chars().next() {
                Some('=' | '+' | '-' | '@' | '\t') => format!("'{text}"),
                _ => text.to_owned(),
            };
            if text.contains([';', '"', '\n', '\r']) {
                format!("\"{}\"", text.replace('"', "\"\""))
            } else {
                text
            }
        };
        let line = |cells: Vec<String>| {
            let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
            format!("{}\n", cells.join(";"))
        };
        let mut out = line(self.columns.clone());
        for row in &self.rows {
            out.push_str(&line(row.iter().map(Cell::text).collect()));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_written_as_text_and_as_csv() {
        let mut table = Table::new("Prov", &["namn", "n"]);
        assert_eq!(table.text(), "Prov\n  Inget att visa.\n");
        table.rows = vec![
            vec!["å; \"b\"".into(), 3.into()],
            vec!["=1+1".into(), 12.into()],
        ];
        assert_eq!(table.text(), "Prov\nnamn     n\nå; \"b\"   3\n=1+1    12\n");
        assert_eq!(table.csv(), "namn;n\n\"å; \"\"b\"\"\";3\n'=1+1;12\n");
    }
}
