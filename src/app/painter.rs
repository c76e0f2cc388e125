//! The frame onto the terminal: only what has changed, in one write, and nothing if nothing has.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::os::fd::AsFd;
use std::rc::Rc;

use ratatui::backend::{Backend, ClearType, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};

use crate::wire::Wire;

/// Room for any frame, so that it leaves in one piece: under SSH every write is a packet.
pub(super) const FRAME_BYTES: usize = 1 << 18;

/// A way to the terminal that can be told of another size.
pub(super) trait Way: Backend<Error = io::Error> {
    /// Begins anew with an empty window of a size.
    fn begin(&mut self, size: Size) -> io::Result<()>;
}

/// The terminal without a buffer of its own: the standard library's cuts a frame at its last
/// line feed, and so in two. It counts what is sent, by all of its clones.
#[derive(Clone, Debug)]
pub(super) struct Line {
    file: Rc<File>,
    sent: Rc<Cell<usize>>,
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
}

impl Way for Simple {
    fn begin(&mut self, _size: Size) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }
}

/// What the terminal shows, and the way there.
pub(super) struct Painter<W> {
    way: W,
    /// The same line as the way's.
    line: Line,
    shown: Buffer,
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

    /// Draws a frame, sends the difference and says how many bytes that took. `anew` clears the
    /// window first.
    pub(super) fn paint(
        &mut self,
        size: Size,
        anew: bool,
        draw: impl FnOnce(&mut Buffer) -> Option<Position>,
    ) -> io::Result<usize> {
        let area = Rect::from((Position::ORIGIN, size));
        let before = self.line.sent.get();
        let mut touched = false;
        if anew || self.shown.area != area {
            self.shown = Buffer::empty(area);
            self.way.begin(size)?;
            touched = true;
        }
        if self.next.area == area {
            self.next.reset();
        } else {
            self.next = Buffer::empty(area);
        }
        let cursor = draw(&mut self.next);
        let changed = self.shown.diff(&self.next);
        if !changed.is_empty() {
            // A cursor that is seen while cells are written flickers over the whole window; the
            // short way, which sends nothing before the end, lets it be seen.
            if std::mem::take(&mut self.visible) {
                self.way.hide_cursor()?;
            }
            self.way.draw(changed.into_iter())?;
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
        if touched {
            self.way.flush()?;
            std::mem::swap(&mut self.shown, &mut self.next);
        }
        Ok(self.line.sent.get() - before)
    }
}
