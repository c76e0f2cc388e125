//! The area a screen draws on. Every word has a role; nothing unsafe reaches a cell.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;
pub use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::theme::{Role, Theme};
use super::veil::Veil;
use super::wrap::{is_plain, seen, truncate, width, wrap};

/// An area of the frame with helpers for drawing. Columns and rows count from its own corner;
/// what lies outside is cut.
pub struct Canvas<'a> {
    buffer: &'a mut Buffer,
    area: Rect,
    theme: &'a Theme,
    cursor: &'a mut Option<Position>,
    strong: bool,
    rules: bool,
    veil: Option<&'a Veil>,
    /// The parts of the frame that are drawn; all of it where nothing is said.
    only: Option<&'a [Rect]>,
}

impl<'a> Canvas<'a> {
    /// The whole of a frame.
    pub fn new(buffer: &'a mut Buffer, theme: &'a Theme, cursor: &'a mut Option<Position>) -> Self {
        let area = buffer.area;
        Canvas {
            buffer,
            area,
            theme,
            cursor,
            strong: false,
            rules: true,
            veil: None,
            only: None,
        }
    }

    /// Draws nothing outside some parts of the frame, as when nothing else has changed.
    #[must_use]
    pub fn only(mut self, parts: &'a [Rect]) -> Self {
        self.only = Some(parts);
        self
    }

    /// Whether anything of the area is drawn, so that what would not be need not be made ready either.
    pub fn is_drawn(&self) -> bool {
        self.meets(self.area)
    }

    /// Whether anything of so many columns on a row is drawn.
    fn draws(&self, x: u16, y: u16, columns: u16) -> bool {
        self.meets(Rect::new(self.area.x + x, self.area.y + y, columns, 1))
    }

    fn meets(&self, cells: Rect) -> bool {
        self.only
            .is_none_or(|parts| parts.iter().any(|part| part.intersects(cells)))
    }

    /// The cells of the area that are drawn, part by part.
    fn drawn(&self) -> impl Iterator<Item = Rect> + use<'a> {
        let area = self.area;
        let parts = self.only.unwrap_or(&[]).iter();
        let whole = self.only.is_none().then_some(area);
        parts.map(move |part| part.intersection(area)).chain(whole)
    }

    /// Hides names and numbers in all that is drawn from here on.
    #[must_use]
    pub fn veiled(mut self, veil: Option<&'a Veil>) -> Self {
        self.veil = veil;
        self
    }

    /// Leaves the rules out of all that is drawn from here on; their rows stay, as air.
    #[must_use]
    pub fn without_rules(mut self) -> Self {
        self.rules = false;
        self
    }

    /// What reaches the cells: nothing unsafe and, under a veil, nobody's name.
    pub fn shown<'t>(&self, role: Role, text: &'t str) -> Cow<'t, str> {
        let safe = seen(text);
        match self.veil {
            None => safe,
            // What is being written keeps its width, so that the cursor stands right.
            Some(veil) if matches!(role, Role::FieldActive | Role::FieldSelected) => {
                Cow::Owned(veil.hide_in_place(&safe))
            }
            Some(veil) => Cow::Owned(veil.hide(&safe)),
        }
    }

    /// Columns.
    pub fn width(&self) -> u16 {
        self.area.width
    }

    /// Rows.
    pub fn height(&self) -> u16 {
        self.area.height
    }

    /// A part of the area, cut to what there is.
    pub fn part(&mut self, x: u16, y: u16, width: u16, height: u16) -> Canvas<'_> {
        let x = x.min(self.area.width);
        let y = y.min(self.area.height);
        Canvas {
            area: Rect {
                x: self.area.x + x,
                y: self.area.y + y,
                width: width.min(self.area.width - x),
                height: height.min(self.area.height - y),
            },
            buffer: &mut *self.buffer,
            theme: self.theme,
            cursor: &mut *self.cursor,
            strong: self.strong,
            rules: self.rules,
            veil: self.veil,
            only: self.only,
        }
    }

    /// The rows from `y` on.
    pub fn below(&mut self, y: u16) -> Canvas<'_> {
        let (width, height) = (self.area.width, self.area.height);
        self.part(0, y, width, height.saturating_sub(y))
    }

    /// Makes all that is drawn from here on bold as well; for the selected row.
    pub fn strong(&mut self) {
        self.strong = true;
    }

    /// Writes a text on one row, cut at the edge, and says how many columns it took.
    pub fn text(&mut self, x: u16, y: u16, role: Role, text: &str) -> u16 {
        if x >= self.area.width || y >= self.area.height {
            return 0;
        }
        let safe = self.shown(role, text);
        let mut style = self.theme.style(role);
        if self.strong {
            style = style.add_modifier(Modifier::BOLD);
        }
        let room = usize::from(self.area.width - x);
        let (left, top) = (self.area.x + x, self.area.y + y);
        if self.only.is_some() {
            let columns = u16::try_from(width(&safe).min(room)).unwrap_or(u16::MAX);
            if !self.draws(x, y, columns) {
                return columns;
            }
        }
        if !is_plain(&safe) {
            let (end, _) = self.buffer.set_stringn(left, top, safe, room, style);
            return end - left;
        }
        let mut taken = 0;
        for c in safe.chars().take(room) {
            if let Some(cell) = self.buffer.cell_mut((left + taken, top)) {
                cell.set_char(c).set_style(style);
            }
            taken += 1;
        }
        taken
    }

    /// Writes one text that has several roles on one row, and says how many columns it took. Under a veil
    /// it is hidden as one text: a name of which a part is marked is a name all the same.
    pub fn run(&mut self, x: u16, y: u16, pieces: &[(Role, &str)]) -> u16 {
        let mut at = x;
        let (Some(veil), [_, _, ..]) = (self.veil, pieces) else {
            for (role, text) in pieces {
                at += self.text(at, y, *role, text);
            }
            return at - x;
        };
        let whole: String = pieces.iter().map(|(_, text)| *text).collect();
        let hidden = veil.hide_in_place(&seen(&whole));
        self.veil = None;
        let mut letters = hidden.chars();
        for (role, text) in pieces {
            let part: String = letters.by_ref().take(text.chars().count()).collect();
            at += self.text(at, y, *role, &part);
        }
        self.veil = Some(veil);
        at - x
    }

    /// Writes a text in at most `room` columns, with "…" where it is cut.
    pub fn cell(&mut self, x: u16, y: u16, room: u16, role: Role, text: &str) -> u16 {
        let room = room.min(self.area.width.saturating_sub(x));
        let safe = self.shown(role, text);
        self.text(x, y, role, &truncate(&safe, usize::from(room)))
    }

    /// Writes a text so that it ends in front of column `end`, cut from its end with "…".
    pub fn right(&mut self, end: u16, y: u16, role: Role, text: &str) -> u16 {
        let end = end.min(self.area.width);
        let safe = self.shown(role, text);
        let short = truncate(&safe, usize::from(end));
        let columns = u16::try_from(width(&short)).unwrap_or(end);
        self.text(end.saturating_sub(columns), y, role, &short)
    }

    /// Writes pieces with a role each after one another, cut with "…" at the edge, and says how
    /// many columns they took.
    pub fn line(&mut self, x: u16, y: u16, pieces: &[(Role, &str)]) -> u16 {
        let mut at = x;
        for (i, (role, text)) in pieces.iter().enumerate() {
            let room = self.area.width.saturating_sub(at);
            let rest: usize = pieces
                .iter()
                .skip(i)
                .map(|(r, t)| width(&self.shown(*r, t)))
                .sum();
            if rest > usize::from(room) && width(&self.shown(*role, text)) >= usize::from(room) {
                at += self.cell(at, y, room, *role, text);
                break;
            }
            at += self.text(at, y, *role, text);
        }
        at.saturating_sub(x)
    }

    /// A rule across the area. The low line takes one byte where the drawn one takes three; two of
    /// them are a tenth of a whole screen.
    pub fn rule(&mut self, y: u16) {
        if self.rules && self.draws(0, y, self.area.width) {
            let columns = usize::from(self.area.width);
            self.text(0, y, Role::Rule, &"_".repeat(columns));
        }
    }

    /// Writes a text with soft wrap from row `y` on and says how many rows it took.
    pub fn paragraph(&mut self, x: u16, y: u16, columns: u16, role: Role, text: &str) -> u16 {
        let columns = columns.min(self.area.width.saturating_sub(x));
        if columns == 0 {
            return 0;
        }
        let mut row = y;
        let shown = self.shown(role, text).into_owned();
        for line in wrap(
            if self.veil.is_some() { &shown } else { text },
            usize::from(columns),
        ) {
            if row >= self.area.height {
                break;
            }
            self.text(x, row, role, &line);
            row += 1;
        }
        row.saturating_sub(y)
    }

    /// Gives all of the area, which is empty, the look of plain text.
    pub fn ground(&mut self) {
        let style = self.theme.style(Role::Text);
        // Empty cells have the terminal's own look already.
        if style == Style::default() {
            return;
        }
        for part in self.drawn() {
            self.buffer.set_style(part, style);
        }
    }

    /// Empties the area, as before drawing over another screen.
    pub fn clear(&mut self) {
        let style = self.theme.style(Role::Text);
        for at in self.drawn().flat_map(Rect::positions) {
            if let Some(cell) = self.buffer.cell_mut(at) {
                cell.reset();
                cell.set_style(style);
            }
        }
    }

    /// Takes the cursor away again, as when another screen is drawn over.
    pub fn clear_cursor(&mut self) {
        *self.cursor = None;
    }

    /// Shows the terminal's cursor here.
    pub fn cursor(&mut self, x: u16, y: u16) {
        if x < self.area.width && y < self.area.height {
            *self.cursor = Some(Position::new(self.area.x + x, self.area.y + y));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::testing::{frame_roles, frame_text};

    fn drawn(columns: u16, rows: u16, draw: impl FnOnce(&mut Canvas<'_>)) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
        let mut cursor = None;
        let theme = Theme::roles();
        draw(&mut Canvas::new(&mut buffer, &theme, &mut cursor));
        buffer
    }

    #[test]
    fn nothing_unsafe_reaches_a_cell() {
        let buffer = drawn(20, 1, |c| {
            c.text(0, 0, Role::Text, "a\x1b[31mb\u{202e}c\u{200b}d\te");
        });
        assert_eq!(frame_text(&buffer), "abcd e");
    }

    #[test]
    fn text_is_cut_at_the_edges() {
        let buffer = drawn(10, 2, |c| {
            c.line(
                0,
                0,
                &[(Role::Head, "Mina "), (Role::TextDim, "ärenden här")],
            );
            c.right(10, 1, Role::CountOverdue, "2 över");
            c.text(0, 5, Role::Text, "utanför");
        });
        assert_eq!(frame_text(&buffer), "Mina ären…\n    2 över");
        let roles = frame_roles(&buffer, &Theme::roles());
        assert!(roles.starts_with("HHHH ,,,,,\n    4 4444"), "{roles}");
    }

    #[test]
    fn parts_do_not_draw_outside_themselves() {
        let buffer = drawn(8, 3, |c| {
            let mut part = c.part(2, 1, 4, 1);
            part.text(0, 0, Role::Text, "abcdefgh");
            part.text(0, 1, Role::Text, "nej");
        });
        assert_eq!(frame_text(&buffer), "\n  abcd\n");
    }
}
