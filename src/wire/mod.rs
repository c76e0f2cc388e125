//! A backend for ratatui that sends a terminal as little as it can.
//!
//! ```text
//!   ratatui ──draw──▶ wanted ─┐
//!                             ├─flush─▶ the shortest of several ways ──▶ ONE write
//!                     shown ──┘          · pieces of rows               (none when nothing differs)
//!                 + where the cursor     · a band scrolled or emptied, then pieces
//!                 + what it writes with  · all emptied, then everything
//!                                        · each of them pane by pane
//! ```
//!
//! A [`Wire`] knows what the terminal shows and what it should show. Between the two it looks for
//! the fewest bytes: the shortest motion of the cursor, only the attributes that change, erasing
//! instead of writing blanks, writing a short gap anew instead of jumping over it, and scrolling a
//! band of rows that have only moved. What terminals do not agree about is never relied on: where
//! the cursor stands after the last column or after an emoji, in which colour erasing leaves a
//! cell, whether a scroll region moves the cursor.
//!
//! A frame that nobody waits for may be sent in parts ([`Wire::send_some`]), so that on a thin line no
//! key stands behind it.
//!
//! It is pure over a [`Write`] and knows nothing of the program above it. The terminal must be
//! raw (a line feed keeps its column), with margins, origin and character sets as they are at the
//! start. [`Terminal::named`] says whether a `TERM` is known; for one that is not, take another
//! backend.
//!
//! ```
//! # use ratatui::{Terminal as Ratatui, layout::Size};
//! # fn main() -> std::io::Result<()> {
//! use akt::wire::{Terminal, Wire};
//! let xterm = Terminal::named("xterm").unwrap_or_else(|| unreachable!());
//! let wire = Wire::new(std::io::stdout(), xterm, Size::new(80, 24));
//! let ratatui = Ratatui::new(wire)?;
//! # Ok(())
//! # }
//! ```

mod backend;
mod band;
mod brush;
mod grid;
mod pen;
mod row;
mod strip;
mod terminal;

use std::borrow::Cow;
use std::io::{self, Write};
use std::ops::Range;

use ratatui::layout::{Position, Size};

use band::Band;
use brush::{Brush, State};
use grid::Grid;
use row::Difference;
pub use terminal::Terminal;

/// From so many changed rows on it is worth looking for rows that have only moved.
const MOVED: usize = 4;

/// Up to so many changed rows, several orders of drawing them are tried.
const FEW: usize = 6;

/// What comes before the rows are drawn.
#[derive(Debug)]
enum Opening {
    None,
    Scroll(Band),
    Erase,
}

/// A terminal at the other end of a line.
#[derive(Debug)]
pub struct Wire<W> {
    line: W,
    terminal: Terminal,
    size: Size,
    shown: Grid,
    wanted: Grid,
    /// The columns of each row between which it has been drawn on since the last frame.
    touched: Vec<Range<usize>>,
    /// The same of rows that a frame sent in part has left for later. Everywhere else what is wanted is shown.
    left: Vec<Range<usize>>,
    state: State,
    /// Whether it is known what the terminal shows.
    known: bool,
    /// Where the cursor should be seen, and where it is seen; the latter unknown at first.
    cursor: Option<Position>,
    visible: Option<bool>,
    /// Where the cursor was last put, seen or not.
    put: Position,
}

impl<W: Write> Wire<W> {
    /// A wire to a terminal of which nothing is known but its abilities and its size. The first
    /// frame empties it.
    pub fn new(line: W, terminal: Terminal, size: Size) -> Self {
        let blank = Grid::blank(size.width, size.height);
        Wire {
            line,
            terminal,
            size,
            shown: blank.clone(),
            wanted: blank,
            touched: vec![0..0; usize::from(size.height)],
            left: vec![0..0; usize::from(size.height)],
            state: State::default(),
            known: false,
            cursor: None,
            visible: None,
            put: Position::ORIGIN,
        }
    }

    /// The window has another size. What it shows is not known then, since terminals rearrange
    /// their rows in different ways; the next frame begins from an empty window.
    pub fn resize(&mut self, size: Size) {
        self.size = size;
        self.wanted = Grid::blank(size.width, size.height);
        self.touched = vec![0..0; usize::from(size.height)];
        self.left = self.touched.clone();
        self.forget();
    }

    /// Someone else has written to the terminal, so nothing is known about it: after having been
    /// suspended, or when a person asks for the window to be painted anew. The next frame empties
    /// the window and draws everything that is wanted.
    pub fn forget(&mut self) {
        self.known = false;
        self.visible = None;
        self.state = State::default();
    }

    /// Where the frames go.
    pub fn line(&self) -> &W {
        &self.line
    }

    /// Where the frames go, as to write something between them that leaves the window alone.
    pub fn line_mut(&mut self) -> &mut W {
        &mut self.line
    }

    /// Sends what has been drawn and differs, in one write; nothing when nothing does. Rows that a frame sent in
    /// part has left wait on, if this one is small.
    ///
    /// # Errors
    /// What the line says. Nothing is then known of the terminal, and the next frame is whole.
    pub fn send(&mut self) -> io::Result<()> {
        self.send_within(None)
    }

    /// Sends all that differs if it takes at most so many bytes, else rows from the top until they are full, at
    /// least one. The others are left for the next time.
    ///
    /// # Errors
    /// As [`Wire::send`].
    pub fn send_some(&mut self, most: usize) -> io::Result<()> {
        self.send_within(Some(most))
    }

    /// Whether a frame sent in part has left rows.
    pub fn is_behind(&self) -> bool {
        self.left.iter().any(|left| !left.is_empty())
    }

    fn send_within(&mut self, most: Option<usize>) -> io::Result<()> {
        let frame = self.frame(most);
        if frame.is_empty() {
            return Ok(());
        }
        let sent = self.line.write_all(&frame).and_then(|()| self.line.flush());
        if sent.is_err() {
            self.forget();
        }
        sent
    }

    /// The bytes of a frame; what is sent is taken for shown.
    fn frame(&mut self, most: Option<usize>) -> Vec<u8> {
        let mut brush = Brush::new(self.terminal, self.size.width, self.state);
        if !self.known {
            brush.set_tabs();
            brush.erase_all();
            self.shown = Grid::blank(self.size.width, self.size.height);
            self.touched.fill(0..usize::from(self.size.width));
            self.left.fill(0..0);
        }
        // A row is sent with all that it lacks, and what is left of others only with more than a few.
        if self.is_behind() {
            self.take_left(|touched| !touched.is_empty());
            if most.is_some() || self.differing(&self.touched).len() >= MOVED {
                self.take_left(|_| true);
            }
        }
        let mut touched = std::mem::take(&mut self.touched);
        let rows = self.differing(&touched);
        let before = brush.clone();
        self.bring(&mut brush, &rows);
        let unsent: Vec<u16> = match most {
            Some(most) if self.known && brush.out.len() > most => {
                brush = before;
                let drawn = self.bring_some(&mut brush, &rows, most);
                rows.iter().skip(drawn).map(|row| row.y).collect()
            }
            _ => Vec::new(),
        };
        drop(rows);
        for y in unsent {
            let y = usize::from(y);
            self.left[y] = std::mem::replace(&mut touched[y], 0..0);
        }
        match self.cursor {
            Some(_) if self.visible != Some(true) => brush.out.extend_from_slice(b"\x1b[?25h"),
            None if self.visible != Some(false) => brush.out.extend_from_slice(b"\x1b[?25l"),
            _ => {}
        }
        for (y, columns) in (0..).zip(&mut touched) {
            let columns = std::mem::replace(columns, 0..0);
            let shown = self.shown.row_mut(y).get_mut(columns.clone());
            if let (Some(shown), Some(wanted)) = (shown, self.wanted.row(y).get(columns.clone())) {
                shown.clone_from_slice(wanted);
            }
        }
        self.touched = touched;
        self.visible = Some(self.cursor.is_some());
        self.known = true;
        self.state = brush.state;
        brush.out
    }

    /// Takes what is left of some rows for drawn on.
    fn take_left(&mut self, of: impl Fn(&Range<usize>) -> bool) {
        for (touched, left) in self.touched.iter_mut().zip(&mut self.left) {
            if of(touched) {
                *touched = hull(touched.clone(), std::mem::take(left));
            }
        }
    }

    /// What differs where it has been drawn on.
    fn differing(&self, touched: &[Range<usize>]) -> Vec<Difference<'_>> {
        (0..self.size.height)
            .zip(touched)
            .filter(|(_, columns)| columns.start < columns.end)
            .filter_map(|(y, columns)| self.difference(&self.shown, &self.wanted, y, columns))
            .collect()
    }

    /// Draws as many of the rows as so many bytes have room for, at least one, and says how many.
    fn bring_some(&self, brush: &mut Brush, rows: &[Difference<'_>], most: usize) -> usize {
        let mut drawn = 0;
        for row in rows {
            let (bytes, state) = (brush.out.len(), brush.state);
            row.draw(brush);
            if drawn > 0 && brush.out.len() > most {
                brush.out.truncate(bytes);
                brush.state = state;
                break;
            }
            drawn += 1;
        }
        self.place(brush);
        drawn
    }

    /// Draws the rows that differ and puts the cursor where it is seen.
    fn bring(&self, brush: &mut Brush, rows: &[Difference<'_>]) {
        let pieces = |brush: &mut Brush, rows: &mut dyn Iterator<Item = &Difference<'_>>| {
            for row in rows {
                row.draw(brush);
            }
            self.place(brush);
        };
        let downwards = |brush: &mut Brush| pieces(brush, &mut rows.iter());
        if rows.len() <= FEW {
            let near = brush.state.row.unwrap_or(0);
            let first = rows.partition_point(|row| row.y < near);
            let (before, after) = rows.split_at(first);
            let upwards = |brush: &mut Brush| pieces(brush, &mut rows.iter().rev());
            let nearest = |brush: &mut Brush| pieces(brush, &mut after.iter().chain(before));
            if rows.len() < MOVED {
                match rows.len() {
                    0 | 1 => downwards(brush),
                    // There is no third order of two.
                    2 => brush.shortest([&downwards, &upwards]),
                    _ => brush.shortest([&downwards, &upwards, &nearest]),
                }
                return;
            }
        }
        let mut openings = vec![Opening::None];
        // What is not known has just been erased.
        if self.known {
            if self.terminal.bands {
                let bands = band::find(&self.shown, &self.wanted, self.size.height);
                openings.extend(bands.map(Opening::Scroll));
            }
            openings.push(Opening::Erase);
        }
        // The way that is the shortest so far, and how long it is: another is left as soon as it is no shorter.
        let mut best = brush.clone();
        let mut bytes = usize::MAX;
        let mut begun = None;
        for opening in openings {
            let shown = self.opened(&opening);
            let mut trial = brush.clone();
            if self.bring_from(&mut trial, &opening, &shown, None, bytes) {
                bytes = trial.out.len();
                best = trial;
                begun = Some((opening, shown));
            }
        }
        let Some((opening, shown)) = &begun else {
            return;
        };
        let differ = |y: &u16| shown.row(*y) != self.wanted.row(*y);
        let rows: Vec<u16> = (0..self.size.height).filter(differ).collect();
        for x in strip::gutters(shown, &self.wanted, &rows) {
            let half = strip::left_done(shown, &self.wanted, &rows, x);
            let mut trial = brush.clone();
            if self.bring_from(&mut trial, opening, shown, Some(&half), bytes) {
                bytes = trial.out.len();
                best = trial;
            }
        }
        *brush = best;
    }

    /// What is shown after an opening.
    fn opened(&self, opening: &Opening) -> Cow<'_, Grid> {
        match opening {
            Opening::None => Cow::Borrowed(&self.shown),
            Opening::Erase => Cow::Owned(Grid::blank(self.size.width, self.size.height)),
            Opening::Scroll(band) => {
                let mut shown = self.shown.clone();
                shown.scroll(band.rows.clone(), band.by, band.up);
                Cow::Owned(shown)
            }
        }
    }

    /// Opens, and draws what then differs from what is `shown`; by way of a picture where only the left
    /// panes are done, if there is one. Says whether it took fewer bytes in all than those given, and leaves off
    /// where it does not.
    fn bring_from(
        &self,
        brush: &mut Brush,
        opening: &Opening,
        shown: &Grid,
        half: Option<&Grid>,
        fewer_than: usize,
    ) -> bool {
        match opening {
            Opening::None => {}
            Opening::Erase => brush.erase_all(),
            Opening::Scroll(band) => {
                brush.scroll(band.rows.clone(), band.by, band.up, self.size.height);
            }
        }
        let whole = 0..usize::from(self.size.width);
        let mut from = shown;
        for to in half.into_iter().chain([&self.wanted]) {
            for y in 0..self.size.height {
                if let Some(row) = self.difference(from, to, y, &whole) {
                    row.draw(brush);
                }
                if brush.out.len() >= fewer_than {
                    return false;
                }
            }
            from = to;
        }
        self.place(brush);
        brush.out.len() < fewer_than
    }

    /// What differs between some columns of a row.
    fn difference<'a>(
        &self,
        from: &'a Grid,
        to: &'a Grid,
        y: u16,
        columns: &Range<usize>,
    ) -> Option<Difference<'a>> {
        Difference::between(y, from.row(y), to.row(y), columns)
    }

    fn place(&self, brush: &mut Brush) {
        if let Some(at) = self.cursor {
            let row = self.wanted.row(at.y);
            row::reach(brush, at.y, usize::from(at.x), row, None);
        }
    }
}

/// The columns of both, and those between; nothing adds nothing.
fn hull(one: Range<usize>, other: Range<usize>) -> Range<usize> {
    match (one.is_empty(), other.is_empty()) {
        (true, _) => other,
        (_, true) => one,
        _ => one.start.min(other.start)..one.end.max(other.end),
    }
}

#[cfg(test)]
mod tests;
