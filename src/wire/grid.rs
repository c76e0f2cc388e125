//! A window full of glyphs: what a terminal shows, or should show.

use std::ops::Range;

use ratatui::buffer::{Cell, CellWidth};

use super::pen::{Pen, switch, switch_for_blank};

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Text {
    /// One character.
    Char(char),
    /// Several that are shown as one.
    Cluster(Box<str>),
    /// The rest of a wide one to the left.
    Tail,
}

/// A cell: what stands there and how it looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Glyph {
    pub(super) text: Text,
    pub(super) pen: Pen,
    /// Columns.
    pub(super) width: u8,
    /// Whether every terminal agrees about the width.
    pub(super) sure: bool,
}

impl Glyph {
    pub(super) const BLANK: Glyph = Glyph::blank(Pen::PLAIN);

    pub(super) const fn blank(pen: Pen) -> Glyph {
        Glyph {
            text: Text::Char(' '),
            pen,
            width: 1,
            sure: true,
        }
    }

    fn tail(pen: Pen) -> Glyph {
        Glyph {
            text: Text::Tail,
            ..Glyph::blank(pen)
        }
    }

    pub(super) fn is_blank(&self) -> bool {
        self.text == Text::Char(' ')
    }

    /// Whether erasing leaves just this.
    pub(super) fn is_erased(&self) -> bool {
        self.is_blank() && self.pen.erases()
    }

    pub(super) fn is_tail(&self) -> bool {
        self.text == Text::Tail
    }

    /// Whether it can be written anew in passing: one column, no doubt about it.
    pub(super) fn is_simple(&self) -> bool {
        self.sure && self.width == 1 && matches!(self.text, Text::Char(_))
    }

    /// The most columns any terminal may take for it.
    pub(super) fn spill(&self) -> usize {
        match &self.text {
            _ if self.sure => usize::from(self.width),
            Text::Cluster(text) => (2 * text.chars().count()).max(usize::from(self.width)),
            Text::Char(_) | Text::Tail => 2.max(usize::from(self.width)),
        }
    }

    /// What a cell of ratatui shows. Control characters never get to the terminal: a symbol with
    /// one is a blank, and so is one without width. Marks that turn the direction of a line are
    /// taken away, since they would move what stands beside them.
    pub(super) fn of(cell: &Cell) -> Glyph {
        let pen = Pen {
            fg: cell.fg,
            bg: cell.bg,
            mods: cell.modifier,
        };
        let symbol = cell.symbol();
        let mut chars = symbol.chars();
        let (first, more) = (chars.next(), chars.next().is_some());
        let text = match first {
            Some(' ') if !more => return Glyph::blank(pen.on_blank()),
            Some(c) if !more && (c.is_ascii_graphic()) => {
                return Glyph {
                    text: Text::Char(c),
                    ..Glyph::blank(pen)
                };
            }
            _ if symbol.chars().any(char::is_control) => return Glyph::blank(pen.on_blank()),
            Some(c) if !more => Text::Char(c),
            _ => Text::Cluster(symbol.chars().filter(|c| !turns(*c)).collect()),
        };
        let width = match &text {
            Text::Char(c) if turns(*c) => 0,
            Text::Char(_) | Text::Tail => symbol.cell_width(),
            Text::Cluster(cleaned) => cleaned.cell_width(),
        };
        let Some(width @ 1..) = u8::try_from(width).ok() else {
            return Glyph::blank(pen.on_blank());
        };
        let sure = matches!(text, Text::Char(c) if agreed(c, width));
        Glyph {
            text,
            pen,
            width,
            sure,
        }
    }

    /// Changes the pen to one that this can be written with, and says which.
    pub(super) fn turn(&self, pen: Option<Pen>, out: &mut Vec<u8>) -> Pen {
        if self.is_blank() {
            return switch_for_blank(pen, self.pen, out);
        }
        switch(pen, self.pen, out);
        self.pen
    }

    /// The bytes that show it.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        match &self.text {
            Text::Char(c) => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
            Text::Cluster(text) => out.extend_from_slice(text.as_bytes()),
            Text::Tail => {}
        }
    }

    /// How many bytes show it.
    pub(super) fn bytes(&self) -> usize {
        match &self.text {
            Text::Char(c) => c.len_utf8(),
            Text::Cluster(text) => text.len(),
            Text::Tail => 0,
        }
    }
}

/// Marks and overrides of direction (Unicode UAX #9).
fn turns(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}')
}

/// Whether terminals agree that a character is so wide: the European scripts, punctuation, arrows
/// lines and the tick as narrow, the East Asian scripts as wide. About the rest, emoji above all, they differ
/// by age and setting.
fn agreed(c: char, width: u8) -> bool {
    match width {
        1 => matches!(c, '\u{20}'..='\u{ac}' | '\u{ae}'..='\u{2ff}' | '\u{370}'..='\u{58f}'
            | '\u{1e00}'..='\u{1fff}' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}'
            | '\u{20a0}'..='\u{20bf}' | '\u{2100}'..='\u{2319}' | '\u{2500}'..='\u{25a9}'
            | '\u{25b8}'..='\u{25bb}' | '\u{2713}'),
        2 => {
            matches!(c, '\u{2e80}'..='\u{303e}' | '\u{3041}'..='\u{3247}' | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
            | '\u{ff01}'..='\u{ff60}')
        }
        _ => false,
    }
}

/// Rows of glyphs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Grid {
    width: u16,
    glyphs: Vec<Glyph>,
}

impl Grid {
    pub(super) fn blank(width: u16, height: u16) -> Grid {
        Grid {
            width,
            glyphs: vec![Glyph::BLANK; usize::from(width) * usize::from(height)],
        }
    }

    pub(super) fn width(&self) -> u16 {
        self.width
    }

    pub(super) fn row(&self, y: u16) -> &[Glyph] {
        let width = usize::from(self.width);
        let start = usize::from(y) * width;
        self.glyphs.get(start..start + width).unwrap_or(&[])
    }

    pub(super) fn row_mut(&mut self, y: u16) -> &mut [Glyph] {
        let width = usize::from(self.width);
        let start = usize::from(y) * width;
        self.glyphs.get_mut(start..start + width).unwrap_or(&mut [])
    }

    /// Puts a glyph down as a terminal would: a wide one that is hit in one half is gone in both.
    /// One that some terminal might take past the edge, and so on to the next row, is shown as a
    /// question mark. Says which columns may have changed.
    pub(super) fn put(&mut self, x: u16, y: u16, glyph: Glyph) -> Range<usize> {
        let row = self.row_mut(y);
        let (start, width) = (usize::from(x), usize::from(glyph.width));
        if start >= row.len() {
            return 0..0;
        }
        let end = (start + width).min(row.len());
        let hit = extent(row, start).start..extent(row, end - 1).end;
        let fits = start + glyph.spill() <= row.len();
        break_at(row, start);
        break_at(row, end);
        let pen = glyph.pen;
        for cell in &mut row[start..end] {
            *cell = if fits {
                Glyph::tail(pen)
            } else {
                Glyph::blank(pen.on_blank())
            };
        }
        row[start] = if fits {
            glyph
        } else {
            Glyph {
                text: Text::Char('?'),
                ..Glyph::blank(pen)
            }
        };
        hit
    }

    /// Moves the rows of a band; those that come in are blank. Up when `up`.
    pub(super) fn scroll(&mut self, band: Range<u16>, by: u16, up: bool) {
        let width = usize::from(self.width);
        let (start, end) = (
            usize::from(band.start) * width,
            usize::from(band.end) * width,
        );
        let Some(rows) = self.glyphs.get_mut(start..end) else {
            return;
        };
        let moved = (usize::from(by) * width).min(rows.len());
        if up {
            rows.rotate_left(moved);
            let kept = rows.len() - moved;
            rows[kept..].fill(Glyph::BLANK);
        } else {
            rows.rotate_right(moved);
            rows[..moved].fill(Glyph::BLANK);
        }
    }
}

/// The columns of the glyph that stands at a column.
pub(super) fn extent(row: &[Glyph], x: usize) -> Range<usize> {
    let mut start = x;
    while start > 0 && row.get(start).is_some_and(Glyph::is_tail) {
        start -= 1;
    }
    let mut end = x + 1;
    while row.get(end).is_some_and(Glyph::is_tail) {
        end += 1;
    }
    start..end
}

/// Makes blanks of a wide glyph that a column would cut in two. Plain ones, since that is what
/// ratatui holds in the columns that a wide glyph covers, and does not tell when they come to light.
fn break_at(row: &mut [Glyph], x: usize) {
    if row.get(x).is_some_and(Glyph::is_tail) {
        for at in extent(row, x) {
            row[at] = Glyph::BLANK;
        }
    }
}
