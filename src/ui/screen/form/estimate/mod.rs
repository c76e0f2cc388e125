//! The time estimate of an order as a table: insats, minutes, how often, double staffing.
//!
//! What is typed is kept as it was typed until it can be understood; the sum follows each key.

use crossterm::event::{KeyCode, KeyEvent};

use super::editor::{Editor, Outcome};
use crate::core::estimate::EstimateLine;
use crate::core::text::fold;
use crate::unit::Interventions;

mod cells;
mod draw;
mod frequency;

use cells::{Cells, DOUBLE, INTERVENTION, MINUTES, OFTEN, from_raw, to_raw};
pub(super) use frequency::told as told_often;

/// A cell and a character in it are kept as one number in a draft's place.
const CELL: usize = 10_000;

/// The table with its cursor.
pub(super) struct Table {
    rows: Vec<Cells>,
    row: usize,
    cell: usize,
    editor: Editor,
    removed: Vec<(usize, Cells)>,
}

impl Table {
    /// The table of stored rows; `raw` is what was typed where it could not be understood.
    pub(super) fn new(lines: &[EstimateLine], raw: &str) -> Table {
        let mut rows: Vec<Cells> = if raw.is_empty() {
            lines.iter().map(Cells::from_line).collect()
        } else {
            raw.lines().map(from_raw).collect()
        };
        if rows.is_empty() {
            rows.push(Cells::default());
        }
        let mut table = Table {
            rows,
            row: 0,
            cell: 0,
            editor: Editor::new("", true),
            removed: Vec::new(),
        };
        table.load_cell();
        table
    }

    /// The rows to be stored; empty ones are none.
    pub(super) fn lines(&self) -> Vec<EstimateLine> {
        self.filled().map(Cells::line).collect()
    }

    fn filled(&self) -> impl Iterator<Item = &Cells> {
        self.rows.iter().filter(|r| !r.is_empty())
    }

    /// The rows as typed, if storing them as [`EstimateLine`] would lose a word.
    pub(super) fn raw(&self) -> String {
        let kept = |r: &Cells| r.wrong(MINUTES).is_none() && r.wrong(OFTEN).is_none();
        if self.filled().all(kept) {
            return String::new();
        }
        let lines: Vec<String> = self.filled().map(to_raw).collect();
        lines.join("\n")
    }

    /// Row, and cell with character: what [`Table::put`] takes.
    pub(super) fn place(&self) -> (usize, usize) {
        (
            self.row,
            self.cell * CELL + self.editor.cursor().1.min(CELL - 1),
        )
    }

    /// Puts the cursor where [`Table::place`] said.
    pub(super) fn put(&mut self, row: usize, place: usize) {
        self.row = row.min(self.rows.len().saturating_sub(1));
        self.cell = (place / CELL).min(DOUBLE);
        self.load_cell();
        self.editor.put(0, place % CELL);
    }

    /// Comes to the first or the last row.
    pub(super) fn enter(&mut self, from_below: bool) {
        self.row = if from_below {
            self.rows.len().saturating_sub(1)
        } else {
            0
        };
        self.cell = 0;
        self.load_cell();
    }

    fn load_cell(&mut self) {
        let text = self
            .current()
            .and_then(|r| r.texts.get(self.cell))
            .map_or("", String::as_str);
        self.editor = Editor::new(text, true);
    }

    fn current(&self) -> Option<&Cells> {
        self.rows.get(self.row)
    }

    /// When a cell is left: what was understood is told in words.
    pub(super) fn settle_cell(&mut self) {
        let Some(row) = self.rows.get_mut(self.row) else {
            return;
        };
        if let Some(often) = row.often() {
            row.texts[OFTEN] = frequency::words(often);
        }
        if let Some(minutes) = row.minutes() {
            row.texts[MINUTES] = minutes.to_string();
        }
        self.load_cell();
    }

    fn go(&mut self, row: usize, cell: usize) -> Outcome {
        self.settle_cell();
        self.row = row;
        self.cell = cell;
        self.load_cell();
        Outcome::Moved
    }

    /// To the next cell, or out after the last.
    pub(super) fn next(&mut self) -> Outcome {
        match (self.cell, self.row + 1) {
            (cell, _) if cell < DOUBLE => self.go(self.row, cell + 1),
            (_, row) if row < self.rows.len() => self.go(row, 0),
            _ => Outcome::After,
        }
    }

    /// To the cell before, or out before the first.
    pub(super) fn prev(&mut self) -> Outcome {
        match (self.cell, self.row) {
            (0, 0) => Outcome::Before,
            (0, row) => self.go(row - 1, DOUBLE),
            (cell, row) => self.go(row, cell - 1),
        }
    }

    /// Adds a row under this one.
    pub(super) fn add(&mut self) -> Outcome {
        let at = (self.row + 1).min(self.rows.len());
        self.rows.insert(at, Cells::default());
        self.go(at, INTERVENTION);
        Outcome::Edited(1)
    }

    /// Takes this row away; [`Table::undo`] brings it back.
    pub(super) fn remove(&mut self) -> Outcome {
        if self.row < self.rows.len() {
            self.removed.push((self.row, self.rows.remove(self.row)));
        }
        if self.rows.is_empty() {
            self.rows.push(Cells::default());
        }
        // What is typed next is a row's beginning, whatever column the lost one was in.
        self.go(
            self.row.min(self.rows.len().saturating_sub(1)),
            INTERVENTION,
        );
        Outcome::Edited(1)
    }

    /// Takes back what was typed in the cell, or else the latest row taken away.
    pub(super) fn undo(&mut self) -> Outcome {
        if self.editor.undo() {
            return self.typed(1);
        }
        let Some((at, row)) = self.removed.pop() else {
            return Outcome::Nothing;
        };
        self.rows.retain(|r| !r.is_empty());
        let at = at.min(self.rows.len());
        self.rows.insert(at, row);
        self.row = at;
        self.load_cell();
        Outcome::Edited(1)
    }

    /// Does again what was taken back in the cell.
    pub(super) fn redo(&mut self) -> Outcome {
        if self.editor.redo() {
            self.typed(1)
        } else {
            Outcome::Nothing
        }
    }

    /// Pastes into the cell.
    pub(super) fn paste(&mut self, text: &str) -> Outcome {
        if self.cell == DOUBLE {
            return Outcome::Nothing;
        }
        match self.editor.paste(text) {
            0 => Outcome::Nothing,
            n => self.typed(n),
        }
    }

    fn typed(&mut self, count: usize) -> Outcome {
        let text = self.editor.text();
        if let Some(cell) = self
            .rows
            .get_mut(self.row)
            .and_then(|r| r.texts.get_mut(self.cell))
        {
            *cell = text;
        }
        Outcome::Edited(count)
    }

    /// Answers a key.
    pub(super) fn key(&mut self, key: KeyEvent, known: &Interventions) -> Outcome {
        match key.code {
            KeyCode::Up if self.row == 0 => return Outcome::Before,
            KeyCode::Up => return self.go(self.row - 1, self.cell),
            KeyCode::Down if self.row + 1 >= self.rows.len() => return Outcome::After,
            KeyCode::Down => return self.go(self.row + 1, self.cell),
            // Few rows are double: after how often, enter begins the next row, and tab goes on to it.
            KeyCode::Enter if self.cell >= OFTEN => {
                return match self.current() {
                    _ if self.row + 1 < self.rows.len() => self.go(self.row + 1, INTERVENTION),
                    Some(row) if !row.is_empty() => self.add(),
                    _ => Outcome::After,
                };
            }
            KeyCode::Enter => return self.next(),
            _ => {}
        }
        let outcome = if self.cell == DOUBLE {
            self.double_key(key)
        } else {
            self.cell_key(key, known)
        };
        if let (Outcome::Edited(_), INTERVENTION, Some(row)) =
            (outcome, self.cell, self.rows.get_mut(self.row))
        {
            row.area = known
                .get(&row.texts[INTERVENTION])
                .map_or_else(String::new, |i| i.area.clone());
        }
        outcome
    }

    fn double_key(&mut self, key: KeyEvent) -> Outcome {
        let Some(row) = self.rows.get_mut(self.row) else {
            return Outcome::Nothing;
        };
        row.double = match key.code {
            KeyCode::Char(' ') => !row.double,
            KeyCode::Char('j' | 'J') => true,
            KeyCode::Char('n' | 'N') | KeyCode::Backspace | KeyCode::Delete => false,
            KeyCode::Left => return self.prev(),
            _ => return Outcome::Nothing,
        };
        Outcome::Edited(1)
    }

    fn cell_key(&mut self, key: KeyEvent, known: &Interventions) -> Outcome {
        let end = self.editor.at_end();
        match key.code {
            KeyCode::Right | KeyCode::End if end && self.cell == INTERVENTION => {
                if let Some(best) = self.suggested(known).first().map(|s| (*s).to_owned()) {
                    self.editor.replace(&best);
                    let usual = known.get(&best).and_then(|i| i.minutes);
                    if let Some(row) = self.rows.get_mut(self.row)
                        && row.texts[MINUTES].is_empty()
                    {
                        row.texts[MINUTES] = usual.map(|m| m.to_string()).unwrap_or_default();
                    }
                    return self.typed(best.chars().count());
                }
            }
            KeyCode::Right if end => return self.next(),
            KeyCode::Left if self.editor.cursor().1 == 0 && self.cell > 0 => return self.prev(),
            _ => {}
        }
        match self.editor.key(key) {
            Outcome::Edited(n) => self.typed(n),
            outcome => outcome,
        }
    }

    fn suggested<'a>(&self, known: &'a Interventions) -> Vec<&'a str> {
        let typed = self
            .current()
            .map_or("", |r| r.texts[INTERVENTION].as_str());
        if known.get(typed).is_some() {
            return Vec::new();
        }
        let begin = fold(typed);
        let names = known.all().iter().map(|i| i.name.as_str());
        names.filter(|n| fold(n).starts_with(&begin)).collect()
    }
}
