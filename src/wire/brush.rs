//! The bytes of a frame as they come about, and what they leave behind: where the terminal's cursor
//! stands and with what it writes.

use super::grid::Glyph;
use super::pen::{Pen, number, switch_for_blank};
use super::terminal::Terminal;

/// Where the brush is and what it holds. What is not known is never relied on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct State {
    pub(super) row: Option<u16>,
    /// Not known either after the last column: terminals differ about where a cursor stands that
    /// will wrap at the next character.
    pub(super) column: Option<u16>,
    pub(super) pen: Option<Pen>,
}

/// Writes on a terminal of one size.
#[derive(Clone, Debug)]
pub(super) struct Brush {
    pub(super) out: Vec<u8>,
    pub(super) state: State,
    pub(super) terminal: Terminal,
    width: u16,
}

impl Brush {
    pub(super) fn new(terminal: Terminal, width: u16, state: State) -> Brush {
        Brush {
            out: Vec::new(),
            state,
            terminal,
            width,
        }
    }

    /// Tries several ways from here and keeps the shortest; the first of equals.
    pub(super) fn shortest<const N: usize>(&mut self, ways: [&dyn Fn(&mut Brush); N]) {
        let (start, before) = (self.out.len(), self.state);
        let mut best: Option<State> = None;
        for way in ways {
            let end = self.out.len();
            self.state = before;
            way(self);
            match best {
                Some(after) if self.out.len() - end >= end - start => {
                    self.out.truncate(end);
                    self.state = after;
                }
                _ => {
                    self.out.drain(start..end);
                    best = Some(self.state);
                }
            }
        }
    }

    /// Moves the cursor the shortest way.
    pub(super) fn go(&mut self, row: u16, column: u16) {
        let State {
            row: from_row,
            column: from_column,
            ..
        } = self.state;
        if (from_row, from_column) == (Some(row), Some(column)) {
            return;
        }
        let start = self.out.len();
        position(row, column, &mut self.out);
        if let Some(from_row) = from_row {
            let middle = self.out.len();
            along(from_column, column, self.width, &mut self.out);
            down(from_row, row, &mut self.out);
            if self.out.len() - middle < middle - start {
                self.out.drain(start..middle);
            } else {
                self.out.truncate(middle);
            }
        }
        self.state.row = Some(row);
        self.state.column = Some(column);
    }

    /// How many bytes something takes that is then not written.
    pub(super) fn bytes_of(&mut self, write: impl FnOnce(&mut Vec<u8>)) -> usize {
        let start = self.out.len();
        write(&mut self.out);
        let bytes = self.out.len() - start;
        self.out.truncate(start);
        bytes
    }

    /// How many bytes a move along a row takes.
    pub(super) fn hop_bytes(&mut self, from: usize, to: usize) -> usize {
        let width = self.width;
        self.bytes_of(|out| along(Some(from as u16), to as u16, width, out))
    }

    /// Writes a glyph at the cursor.
    pub(super) fn write(&mut self, glyph: &Glyph) {
        self.state.pen = Some(glyph.turn(self.state.pen, &mut self.out));
        if !glyph.sure && glyph.width > 1 {
            // Where the terminal takes it for a narrow one, nothing old may stand beside it.
            for byte in [b' ', 8] {
                self.out.extend((0..glyph.width).map(|_| byte));
            }
        }
        glyph.write(&mut self.out);
        let after = self
            .state
            .column
            .map(|column| column + u16::from(glyph.width))
            .filter(|after| *after < self.width);
        if !glyph.sure {
            self.state.column = None;
            // It may even have wrapped.
            if after.is_none() {
                self.state.row = None;
            }
        } else {
            self.state.column = after;
        }
    }

    /// Takes a pen that erases to plain blanks, on terminals that erase in the pen's background
    /// and on those that do not.
    pub(super) fn take_eraser(&mut self) {
        let pen = switch_for_blank(self.state.pen, Pen::PLAIN, &mut self.out);
        self.state.pen = Some(pen);
    }

    /// Erases from the cursor to the end of its row.
    pub(super) fn erase_line(&mut self) {
        self.take_eraser();
        self.out.extend_from_slice(b"\x1b[K");
    }

    /// Erases so many columns from the cursor, which stays.
    pub(super) fn erase(&mut self, columns: u16) {
        self.take_eraser();
        self.counted(columns, b'X');
    }

    /// Sets the tab stops where a terminal has them when it is switched on.
    pub(super) fn set_tabs(&mut self) {
        self.out.extend_from_slice(b"\r\x1b[3g");
        for _ in 1..self.width.div_ceil(TAB) {
            self.out.extend_from_slice(b"\x1b[8C\x1bH");
        }
        self.state.column = None;
    }

    /// Erases the whole window.
    pub(super) fn erase_all(&mut self) {
        self.take_eraser();
        self.out.extend_from_slice(b"\x1b[H\x1b[2J");
        self.state.row = Some(0);
        self.state.column = Some(0);
    }

    /// Scrolls a band of rows; blank ones come in.
    pub(super) fn scroll(&mut self, band: std::ops::Range<u16>, by: u16, up: bool, height: u16) {
        self.take_eraser();
        let whole = band.start == 0 && band.end == height;
        if !whole {
            self.out.extend_from_slice(b"\x1b[");
            if band.start > 0 {
                number(band.start + 1, &mut self.out);
            }
            self.out.push(b';');
            number(band.end, &mut self.out);
            self.out.push(b'r');
            // The cursor is home now, says the standard; not everybody does as it says.
            self.state.row = None;
            self.state.column = None;
        }
        // Line feed is one byte a row and the reverse index two; deleting or inserting rows at
        // the top is three and some, whatever the number.
        let step: &[u8] = if up { b"\n" } else { b"\x1bM" };
        if self.terminal.lines && usize::from(by) * step.len() > 3 {
            self.go(band.start, 0);
            self.counted(by, if up { b'M' } else { b'L' });
        } else {
            self.go(if up { band.end - 1 } else { band.start }, 0);
            for _ in 0..by {
                self.out.extend_from_slice(step);
            }
        }
        if !whole {
            self.out.extend_from_slice(b"\x1b[r");
            self.state.row = None;
        }
        self.state.column = None;
    }

    fn counted(&mut self, count: u16, last: u8) {
        counted(count, last, &mut self.out);
    }
}

/// `CSI n c`, without the number where it is 1.
fn counted(count: u16, last: u8, out: &mut Vec<u8>) {
    out.extend_from_slice(b"\x1b[");
    if count != 1 {
        number(count, out);
    }
    out.push(last);
}

/// Columns between tab stops.
const TAB: u16 = 8;

/// The last tab stop up to a column, if there is one.
pub(super) fn stop_before(column: usize) -> usize {
    column - column % usize::from(TAB)
}

fn position(row: u16, column: u16, out: &mut Vec<u8>) {
    out.extend_from_slice(b"\x1b[");
    if row > 0 {
        number(row + 1, out);
    }
    if column > 0 {
        out.push(b';');
        number(column + 1, out);
    }
    out.push(b'H');
}

/// The shortest way along a row; from an unknown column by way of the first.
fn along(from: Option<u16>, to: u16, width: u16, out: &mut Vec<u8>) {
    let start = out.len();
    out.push(b'\r');
    right(0, to, width, out);
    let Some(from) = from else { return };
    let middle = out.len();
    match to.checked_sub(from) {
        Some(_) => right(from, to, width, out),
        None if from - to <= 3 => out.extend((to..from).map(|_| 8)),
        None => counted(from - to, b'D', out),
    }
    if out.len() - middle <= middle - start {
        out.drain(start..middle);
    } else {
        out.truncate(middle);
    }
}

/// The shortest way to the right: in one hop, or by tab stops and then on, or back from the next.
fn right(from: u16, to: u16, width: u16, out: &mut Vec<u8>) {
    if from >= to {
        return;
    }
    let start = out.len();
    counted(to - from, b'C', out);
    let hop = out.len() - start;
    let (tabs, beyond) = (to / TAB - from / TAB, to % TAB);
    let (forward, back) = match beyond {
        0 => (tabs, 0),
        // The next stop must be there.
        6.. if to - beyond + TAB < width => (tabs + 1, TAB - beyond),
        _ => return,
    };
    if usize::from(forward + back) < hop {
        out.truncate(start);
        out.extend((0..forward).map(|_| b'\t'));
        out.extend((0..back).map(|_| 8));
    }
}

/// The shortest way up or down; a raw terminal keeps the column at a line feed.
fn down(from: u16, to: u16, out: &mut Vec<u8>) {
    match to.checked_sub(from) {
        Some(0) => {}
        Some(rows @ 1..=3) => out.extend((0..rows).map(|_| b'\n')),
        Some(rows) => counted(rows, b'B', out),
        None if from - to == 1 => out.extend_from_slice(b"\x1bM"),
        None => counted(from - to, b'A', out),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way(from: (u16, u16), to: (u16, u16)) -> String {
        let state = State {
            row: Some(from.0),
            column: Some(from.1),
            pen: None,
        };
        let terminal = Terminal::named("xterm").unwrap();
        let mut brush = Brush::new(terminal, 80, state);
        brush.go(to.0, to.1);
        String::from_utf8(brush.out)
            .unwrap()
            .replace('\x1b', "E")
            .replace('\u{8}', "<")
    }

    #[test]
    fn the_cursor_takes_the_shortest_way() {
        assert_eq!(way((5, 7), (5, 7)), "");
        assert_eq!(way((5, 7), (5, 6)), "<");
        assert_eq!(way((5, 7), (6, 0)), "\r\n");
        assert_eq!(way((5, 1), (6, 0)), "<\n");
        assert_eq!(way((5, 7), (6, 7)), "\n");
        assert_eq!(way((5, 7), (4, 7)), "EM");
        assert_eq!(way((5, 7), (5, 9)), "E[2C");
        assert_eq!(way((5, 70), (5, 9)), "E[61D");
        assert_eq!(way((5, 70), (30, 0)), "E[31H");
        assert_eq!(way((5, 70), (0, 0)), "E[H");
        assert_eq!(way((5, 70), (0, 8)), "E[;9H");
        assert_eq!(way((5, 3), (20, 3)), "E[15B");
        assert_eq!(way((5, 7), (5, 16)), "\t\t");
        assert_eq!(way((5, 7), (5, 20)), "E[13C");
        assert_eq!(way((5, 0), (5, 23)), "\t\t\t<");
        assert_eq!(way((5, 7), (6, 8)), "\t\n");
        assert_eq!(way((5, 70), (5, 79)), "E[9C");
    }
}
