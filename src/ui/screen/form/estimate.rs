//! The time estimate of an order as a table: insats, minutes, how often, double staffing.
//!
//! What is typed is kept as it was typed until it can be understood; the sum follows each key.

use crossterm::event::{KeyCode, KeyEvent};

use super::editor::{Editor, Outcome, byte_of};
use super::frequency::{self, Often};
use super::page::{LABEL, Page, Row, TEXT, cols, hidden_part};
use crate::core::estimate::{EstimateLine, Factor, Per, Span, is_rounded};
use crate::core::text::fold;
use crate::ui::theme::Role;
use crate::ui::wrap::{truncate, width};
use crate::unit::Interventions;

const INTERVENTION: usize = 0;
const MINUTES: usize = 1;
const OFTEN: usize = 2;
const DOUBLE: usize = 3;

/// No visit is longer than a day and a night.
const LONGEST: u32 = 1_440;

/// A row as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Cells {
    area: String,
    texts: [String; 3],
    double: bool,
}

impl Cells {
    fn is_empty(&self) -> bool {
        self.texts.iter().all(|t| t.trim().is_empty()) && !self.double
    }

    fn minutes(&self) -> Option<u32> {
        let text = self.texts[MINUTES].trim().to_lowercase();
        let text = text.strip_suffix("min").unwrap_or(&text).trim();
        text.parse().ok().filter(|m| (1..=LONGEST).contains(m))
    }

    fn often(&self) -> Option<Often> {
        frequency::parse(&self.texts[OFTEN])
    }

    fn line(&self) -> EstimateLine {
        let often = self.often();
        EstimateLine {
            area: self.area.clone(),
            intervention: self.texts[INTERVENTION].trim().to_owned(),
            minutes: self.minutes().unwrap_or(0),
            times_min: often.map_or(0, |o| o.min),
            times_max: often.map_or(0, |o| o.max),
            per: often.map_or(Per::Week, |o| o.per),
            double_staffing: self.double,
        }
    }

    fn from_line(line: &EstimateLine) -> Cells {
        let number = |n: u32| if n == 0 { String::new() } else { n.to_string() };
        let often = Often {
            min: line.times_min,
            max: line.times_max,
            per: line.per,
        };
        Cells {
            area: line.area.clone(),
            texts: [
                line.intervention.clone(),
                number(line.minutes),
                if line.times_max == 0 {
                    String::new()
                } else {
                    frequency::words(often)
                },
            ],
            double: line.double_staffing,
        }
    }

    /// What cannot be understood in a cell.
    fn wrong(&self, cell: usize) -> Option<String> {
        let text = self.texts.get(cell)?.trim();
        match cell {
            MINUTES if !text.is_empty() && self.minutes().is_none() => Some(format!(
                "”{text}” går inte att läsa som minuter. Skriv hela minuter per gång, till exempel 25."
            )),
            OFTEN if !text.is_empty() && self.often().is_none() => Some(format!(
                "”{text}” går inte att läsa. Skriv till exempel 2/dag, 1-2/vecka, 1/2v eller 3/mån."
            )),
            _ => None,
        }
    }
}

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
        self.row = self.row.min(self.rows.len().saturating_sub(1));
        self.load_cell();
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
            KeyCode::Enter if self.cell == DOUBLE && self.row + 1 == self.rows.len() => {
                return match self.current() {
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

    /// Draws the table with its sum; active with cursor and what is known about the cell.
    pub(super) fn rows(
        &self,
        page: &mut Page,
        active: bool,
        factor: &Factor,
        known: &Interventions,
    ) {
        let lines = self.lines();
        if !active && lines.is_empty() {
            page.rows.push(Row::default().at(TEXT, Role::TextDim, "–"));
            return;
        }
        let place = Places::of(page.size.0);
        page.rows.push(place.row(
            Role::FormLabel,
            ["insats", "minuter", "hur ofta", "dubbel", "per månad"],
        ));
        for (number, cells) in self.rows.iter().enumerate() {
            let here = active && number == self.row;
            if !active && cells.is_empty() {
                continue;
            }
            page.rows.push(self.table_row(cells, here, &place, factor));
            if here && let Some(x) = self.cursor_column(&place) {
                page.cursor = Some((page.rows.len() - 1, x));
            }
        }
        place.sum(page, factor, &lines);
        if active {
            self.told(page, known);
        }
    }

    fn table_row(&self, cells: &Cells, here: bool, place: &Places, factor: &Factor) -> Row {
        let line = cells.line();
        let month = match line.times_max > 0 && line.minutes > 0 {
            true => factor.line(&line).hours_text(),
            false => String::new(),
        };
        let double = if cells.double {
            "ja"
        } else if here && self.cell == DOUBLE {
            "nej"
        } else {
            ""
        };
        let [name, minutes, often] = &cells.texts;
        let mut row = place.row(Role::FieldText, [name, minutes, often, double, &month]);
        row.marked = here;
        if here {
            for (cell, piece) in row.pieces.iter_mut().enumerate() {
                piece.1 = if cell == self.cell {
                    Role::FieldActive
                } else {
                    Role::FieldText
                };
            }
            if self.cell < DOUBLE
                && let Some(piece) = row.pieces.get_mut(self.cell)
            {
                // The cell being written in is shown from where the cursor is in sight.
                let text = self.editor.text();
                let room = place.room(self.cell);
                let hidden = hidden_part(&text, byte_of(&text, self.editor.cursor().1), room);
                let shown = text.get(hidden..).unwrap_or_default();
                piece.0 = place.start(self.cell);
                piece.2 = fit(shown, room);
            }
        }
        for cell in [MINUTES, OFTEN] {
            if !(here && cell == self.cell)
                && cells.wrong(cell).is_some()
                && let Some(piece) = row.pieces.get_mut(cell)
            {
                piece.1 = Role::FormError;
            }
        }
        row
    }

    fn cursor_column(&self, place: &Places) -> Option<u16> {
        let start = place.start(self.cell);
        if self.cell == DOUBLE {
            return Some(start);
        }
        let text = self.editor.text();
        let at = byte_of(&text, self.editor.cursor().1);
        let hidden = hidden_part(&text, at, place.room(self.cell));
        Some(start + text.get(hidden..at).map_or(0, cols))
    }

    /// What is wrong in the row, the echo of what is typed, and what is known to choose from.
    fn told(&self, page: &mut Page, known: &Interventions) {
        let Some(row) = self.current() else { return };
        let columns = usize::from(page.size.0).saturating_sub(2);
        for cell in [MINUTES, OFTEN] {
            // Nobody is corrected in the middle of a word.
            if cell != self.cell
                && let Some(wrong) = row.wrong(cell)
            {
                page.wrapped(TEXT, columns, Role::FormError, &wrong);
            }
        }
        let help = match self.cell {
            INTERVENTION => self.suggested(known).join(" · "),
            MINUTES => "Hela minuter per gång.".to_owned(),
            OFTEN => match row.often() {
                Some(often) => frequency::words(often),
                None => "Till exempel 2/dag, 1-2/vecka, 1/2v eller 3/mån.".to_owned(),
            },
            _ => "Dubbel bemanning: två personer samtidigt räknas dubbelt.".to_owned(),
        };
        if !help.is_empty() {
            page.wrapped(TEXT, columns, Role::FormHint, &help);
        }
    }
}

/// A cell and a character in it are kept as one number in a draft's place.
const CELL: usize = 10_000;

/// Where the columns of the table stand.
struct Places {
    name: u16,
    minutes: u16,
    often: u16,
    double: u16,
    month: u16,
}

impl Places {
    fn of(columns: u16) -> Places {
        let end = columns.saturating_sub(2);
        let narrow = columns < 72;
        let month = end.min(74);
        let double = month - if narrow { 16 } else { 18 };
        let often = double - if narrow { 17 } else { 19 };
        Places {
            name: TEXT,
            minutes: often - if narrow { 3 } else { 4 },
            often,
            double,
            month,
        }
    }

    fn start(&self, cell: usize) -> u16 {
        match cell {
            INTERVENTION => self.name,
            MINUTES => self.minutes - 7,
            OFTEN => self.often,
            _ => self.double,
        }
    }

    fn room(&self, cell: usize) -> usize {
        usize::from(match cell {
            INTERVENTION => (self.minutes - 8).saturating_sub(self.name),
            MINUTES => 7,
            OFTEN => (self.double - 1).saturating_sub(self.often),
            _ => 6,
        })
    }

    /// A row of five cells; numbers stand to the right.
    fn row(&self, role: Role, cells: [&str; 5]) -> Row {
        let [name, minutes, often, double, month] = cells;
        let name = truncate(name, self.room(INTERVENTION)).into_owned();
        let minutes = truncate(minutes, 7).into_owned();
        let often = truncate(often, self.room(OFTEN)).into_owned();
        let before = |end: u16, text: &str| end.saturating_sub(cols(text));
        Row::default()
            .at(self.name, role, name)
            .at(before(self.minutes, &minutes), role, minutes.as_str())
            .at(self.often, role, often)
            .at(self.double, role, double)
            .at(before(self.month, month), role, month)
    }

    /// The frame: what the rows make together, and what it was counted with.
    fn sum(&self, page: &mut Page, factor: &Factor, lines: &[EstimateLine]) {
        let mut put = |role: Role, told: &str, hours: &str| {
            let end = self.month.saturating_sub(10);
            let row = Row::default()
                .at(end.saturating_sub(cols(told)).max(LABEL), role, told)
                .at(self.month.saturating_sub(cols(hours)), role, hours);
            page.rows.push(row);
        };
        let rounded = is_rounded(factor, lines);
        let told = if rounded { "ram  avrundat" } else { "ram" };
        put(Role::TextStrong, told, &factor.sum(lines).hours_text());
        let double: Vec<EstimateLine> = lines
            .iter()
            .filter(|l| l.double_staffing)
            .map(|l| EstimateLine {
                double_staffing: false,
                ..l.clone()
            })
            .collect();
        let extra = factor.sum(&double);
        if extra != Span::ZERO {
            put(Role::Text, "varav dubbel bemanning", &extra.hours_text());
        }
        let told = format!("räknat med {}", factor.text());
        page.rows.push(Row::default().at(
            self.month.saturating_sub(cols(&told)).max(LABEL),
            Role::TextDim,
            told,
        ));
    }
}

/// As much of a text as fits, without a sign where it is cut: the cell is being written in.
fn fit(text: &str, room: usize) -> String {
    let mut used = 0;
    text.chars()
        .take_while(|c| {
            used += width(c.encode_utf8(&mut [0; 4]));
            used <= room
        })
        .collect()
}

fn to_raw(row: &Cells) -> String {
    let double = if row.double { "ja" } else { "" };
    let [name, minutes, often] = &row.texts;
    [&row.area, name, minutes, often, double]
        .map(|t| t.replace(['\t', '\n'], " "))
        .join("\t")
}

fn from_raw(line: &str) -> Cells {
    let mut parts = line.split('\t').map(str::to_owned);
    let mut next = || parts.next().unwrap_or_default();
    Cells {
        area: next(),
        texts: [next(), next(), next()],
        double: next() == "ja",
    }
}
