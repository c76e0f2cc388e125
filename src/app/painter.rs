//! The frame onto the terminal: only what has changed, in one write, and nothing if nothing has.

use std::cell;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::ops::Range;
use std::os::fd::AsFd;
use std::rc::Rc;

use ratatui::backend::{Backend, ClearType, CrosstermBackend};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect, Size};

use crate::wire::Wire;

/// Room for any frame, so that it leaves in one piece: under SSH every write is a packet.
pub(super) const FRAME_BYTES: usize = 1 << 18;

/// A way to the terminal that can be told of another size, and may send a frame in parts.
pub(super) trait Way: Backend<Error = io::Error> {
    /// Begins anew with an empty window of a size.
    fn begin(&mut self, size: Size) -> io::Result<()>;

    /// Sends a frame that nobody waits for: so many bytes of it at most, if it can be sent in parts.
    fn send_some(&mut self, most: usize) -> io::Result<()>;

    /// Whether a part of such a frame is still to be sent.
    fn is_behind(&self) -> bool;
}

/// The terminal without a buffer of its own: the standard library's cuts a frame at its last
/// line feed, and so in two. It counts what is sent, by all of its clones.
#[derive(Clone, Debug)]
pub(super) struct Line {
    file: Rc<File>,
    sent: Rc<cell::Cell<usize>>,
}

impl Line {
    /// The terminal the program was started in.
    pub(super) fn open() -> io::Result<Line> {
        let file = File::from(io::stdout().as_fd().try_clone_to_owned()?);
        Ok(Line {
            file: Rc::new(file),
            sent: Rc::default(),
        })
    }
}

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.as_ref().write(bytes)?;
        self.sent.set(self.sent.get() + written);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_ref().flush()
    }
}

/// The short way, for a terminal that is known.
pub(super) type Short = Wire<Line>;

/// The way that asks least of a terminal.
pub(super) type Simple = CrosstermBackend<BufWriter<Line>>;

impl Way for Short {
    fn begin(&mut self, size: Size) -> io::Result<()> {
        self.resize(size);
        Ok(())
    }

    fn send_some(&mut self, most: usize) -> io::Result<()> {
        Wire::send_some(self, most)
    }

    fn is_behind(&self) -> bool {
        Wire::is_behind(self)
    }
}

impl Way for Simple {
    fn begin(&mut self, _size: Size) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn send_some(&mut self, _most: usize) -> io::Result<()> {
        Backend::flush(self)
    }

    fn is_behind(&self) -> bool {
        false
    }
}

/// What may look otherwise than in the frame before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    /// Anything.
    All,
    /// Nothing but these parts of it, which do not overlap.
    Parts(Vec<Rect>),
}

/// What the terminal shows, and the way there.
pub(super) struct Painter<W> {
    way: W,
    /// The same line as the way's.
    line: Line,
    shown: Buffer,
    /// The same between two frames.
    next: Buffer,
    cursor: Option<Position>,
    visible: bool,
}

impl<W: Way> Painter<W> {
    /// A painter for a cleared window whose cursor is hidden.
    pub(super) fn new(way: W, line: Line, size: Size) -> Self {
        let area = Rect::from((Position::ORIGIN, size));
        Painter {
            way,
            line,
            shown: Buffer::empty(area),
            next: Buffer::empty(area),
            cursor: None,
            visible: false,
        }
    }

    /// Sends a question to the terminal that leaves the window as it is.
    pub(super) fn ask(&mut self, question: &[u8]) -> io::Result<()> {
        self.line.write_all(question)
    }

    /// Whether a part of the last frame is still to be sent.
    pub(super) fn is_behind(&self) -> bool {
        self.way.is_behind()
    }

    /// Draws a frame, or only the parts of it that have changed, sends the difference and says how many bytes
    /// that took. `anew` clears the window first. Of a frame that nobody waits for, no more than `most` bytes
    /// are sent at a time.
    pub(super) fn paint(
        &mut self,
        size: Size,
        anew: bool,
        mut changed: Changed,
        most: Option<usize>,
        draw: impl FnOnce(&mut Buffer, &Changed) -> Option<Position>,
    ) -> io::Result<usize> {
        let area = Rect::from((Position::ORIGIN, size));
        let before = self.line.sent.get();
        let mut touched = false;
        if anew || self.shown.area != area {
            self.shown = Buffer::empty(area);
            self.next = Buffer::empty(area);
            self.way.begin(size)?;
            touched = true;
            changed = Changed::All;
        }
        match &changed {
            Changed::All => self.next.reset(),
            Changed::Parts(parts) => {
                for row in rows_of(parts, area) {
                    let cells = self.next.content.get_mut(span(area, row));
                    cells.into_iter().flatten().for_each(Cell::reset);
                }
            }
        }
        let cursor = draw(&mut self.next, &changed);
        let parts: Vec<(Buffer, Buffer)> = match &changed {
            Changed::All => Vec::new(),
            Changed::Parts(parts) => rows_of(parts, area)
                .filter(|row| cells_of(&self.shown, *row) != cells_of(&self.next, *row))
                .map(|row| (part_of(&self.shown, row), part_of(&self.next, row)))
                .collect(),
        };
        let differ = match &changed {
            Changed::All => self.shown.diff(&self.next),
            Changed::Parts(_) => parts
                .iter()
                .flat_map(|(shown, next)| shown.diff(next))
                .collect(),
        };
        let cells: Vec<(u16, u16)> = differ.iter().map(|(x, y, _)| (*x, *y)).collect();
        if !differ.is_empty() {
            // A cursor that is seen while cells are written flickers over the whole window; the
            // short way, which sends nothing before the end, lets it be seen.
            if std::mem::take(&mut self.visible) {
                self.way.hide_cursor()?;
            }
            self.way.draw(differ.into_iter())?;
            touched = true;
        }
        if let Some(at) = cursor
            && (touched || cursor != self.cursor)
        {
            self.way.set_cursor_position(at)?;
            touched = true;
        }
        if cursor.is_some() != self.visible {
            if cursor.is_some() {
                self.way.show_cursor()?;
            } else {
                self.way.hide_cursor()?;
            }
            self.visible = cursor.is_some();
            touched = true;
        }
        self.cursor = cursor;
        match most {
            Some(most) if touched || self.way.is_behind() => self.way.send_some(most)?,
            None if touched => self.way.flush()?,
            _ => {}
        }
        if touched {
            self.keep(&cells);
        }
        Ok(self.line.sent.get() - before)
    }

    /// Takes what was drawn for shown, and draws the next frame on the same.
    fn keep(&mut self, cells: &[(u16, u16)]) {
        std::mem::swap(&mut self.shown, &mut self.next);
        for at in cells {
            if let (Some(next), Some(shown)) = (self.next.cell_mut(*at), self.shown.cell(*at)) {
                next.clone_from(shown);
            }
        }
    }
}

/// The rows of some parts of a window, cut to it.
fn rows_of(parts: &[Rect], window: Rect) -> impl Iterator<Item = Rect> + '_ {
    let cut = move |part: &Rect| part.intersection(window).rows();
    parts.iter().flat_map(cut)
}

/// Where the cells of a part of one row lie in a window.
fn span(window: Rect, row: Rect) -> Range<usize> {
    let from = usize::from(row.y) * usize::from(window.width) + usize::from(row.x);
    from..from + usize::from(row.width)
}

/// The cells of a part of one row.
fn cells_of(buffer: &Buffer, row: Rect) -> &[Cell] {
    let cells = buffer.content.get(span(buffer.area, row));
    cells.unwrap_or_default()
}

/// The same as a buffer of its own.
fn part_of(buffer: &Buffer, row: Rect) -> Buffer {
    Buffer {
        area: row,
        content: cells_of(buffer, row).to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZero;

    use ratatui::style::Style;

    use super::*;
    use crate::wire::Terminal;

    const SIZE: Size = Size {
        width: 12,
        height: 4,
    };

    /// What a terminal shows of the frames that were sent to it.
    fn shown(sent: &[u8]) -> Vec<String> {
        let cells = |n: u16| NonZero::new(n).unwrap();
        let mut terminal = vt100::Parser::new(cells(SIZE.height), cells(SIZE.width), 0);
        terminal.process(sent);
        let rows = terminal.screen().rows(0, SIZE.width);
        rows.map(|row| row.trim_end().to_owned()).collect()
    }

    #[test]
    fn a_frame_of_some_parts_leaves_the_others_as_they_are() {
        let mut file = tempfile::tempfile().unwrap();
        let line = Line {
            file: Rc::new(file.try_clone().unwrap()),
            sent: Rc::default(),
        };
        let way = Wire::new(line.clone(), Terminal::named("xterm").unwrap(), SIZE);
        let mut painter = Painter::new(way, line, SIZE);
        let mut frame = |changed: Changed, rows: &[(u16, &str)]| {
            let draw = |buffer: &mut Buffer, _: &Changed| {
                for (y, text) in rows {
                    buffer.set_string(0, *y, text, Style::new());
                }
                None
            };
            painter.paint(SIZE, false, changed, None, draw).unwrap()
        };
        let parts = |parts: &[(u16, u16, u16)]| {
            let part = |(x, y, columns): &(u16, u16, u16)| Rect::new(*x, *y, *columns, 1);
            Changed::Parts(parts.iter().map(part).collect())
        };
        frame(Changed::All, &[(0, "Åsa 日本"), (1, "ett"), (2, "två")]);
        assert_eq!(frame(parts(&[(0, 1, 12)]), &[(1, "ett")]), 0);
        frame(parts(&[(0, 1, 2), (2, 1, 90), (0, 9, 3)]), &[(1, "tre")]);
        frame(Changed::All, &[(0, "Åsa x"), (1, "tre"), (3, "fyra")]);
        frame(parts(&[(0, 3, 12), (2, 2, 1)]), &[]);
        let mut sent = Vec::new();
        std::io::Seek::rewind(&mut file).unwrap();
        std::io::Read::read_to_end(&mut file, &mut sent).unwrap();
        assert_eq!(shown(&sent), ["Åsa x", "tre", "", ""]);
    }
}
