//! The estimate as drawn: rows, the sum under them, and what is known about the cell.

use super::cells::{Cells, DOUBLE, INTERVENTION, MINUTES, OFTEN};
use super::{Table, frequency};
use crate::core::estimate::{EstimateLine, Factor, Span, is_rounded};
use crate::ui::screen::form::editor::byte_of;
use crate::ui::screen::form::page::{LABEL, Page, Row, TEXT, cols, hidden_part};
use crate::ui::theme::Role;
use crate::ui::wrap::{truncate, width, wrap};
use crate::unit::Interventions;

impl Table {
    /// Draws the table with its sum; active with cursor and what is known about the cell.
    pub(in crate::ui::screen::form) fn rows(
        &self,
        page: &mut Page,
        active: bool,
        factor: &Factor,
        known: &Interventions,
        may: Option<&(Role, String)>,
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
        place.sum(page, factor, &lines, may);
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
        row.marker = here.then_some(LABEL);
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
    fn sum(
        &self,
        page: &mut Page,
        factor: &Factor,
        lines: &[EstimateLine],
        may: Option<&(Role, String)>,
    ) {
        let put = |page: &mut Page, role: Role, told: &str, hours: &str| {
            let end = self.month.saturating_sub(10);
            let row = Row::default()
                .at(end.saturating_sub(cols(told)).max(LABEL), role, told)
                .at(self.month.saturating_sub(cols(hours)), role, hours);
            page.rows.push(row);
        };
        let rounded = is_rounded(factor, lines);
        let told = if rounded { "ram  avrundat" } else { "ram" };
        put(
            page,
            Role::TextStrong,
            told,
            &factor.sum(lines).hours_text(),
        );
        if let Some((role, told)) = may {
            let room = usize::from(self.month.saturating_sub(LABEL));
            for line in wrap(told, room.max(1)) {
                let x = self.month.saturating_sub(cols(&line)).max(LABEL);
                page.rows.push(Row::default().at(x, *role, line));
            }
        }
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
            put(
                page,
                Role::Text,
                "varav dubbel bemanning",
                &extra.hours_text(),
            );
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
