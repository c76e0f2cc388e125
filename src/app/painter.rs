//! The frame onto the terminal: only what has changed, in one write, and nothing if nothing has.

use std::io::{self, BufWriter, Stdout, Write};

use ratatui::backend::{Backend, ClearType, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Room for any frame, so that it leaves in one piece: under SSH every write is a packet.
const FRAME_BYTES: usize = 1 << 18;

/// What the terminal shows, and the way there.
pub(super) struct Painter {
    backend: CrosstermBackend<BufWriter<Stdout>>,
    shown: Buffer,
    next: Buffer,
    cursor: Option<Position>,
    visible: bool,
}

impl Painter {
    /// A painter for a cleared window whose cursor is hidden.
    pub(super) fn new(size: (u16, u16)) -> Self {
        let area = Rect::new(0, 0, size.0, size.1);
        Painter {
            backend: CrosstermBackend::new(BufWriter::with_capacity(FRAME_BYTES, io::stdout())),
            shown: Buffer::empty(area),
            next: Buffer::empty(area),
            cursor: None,
            visible: false,
        }
    }

    /// Draws a frame and sends the difference. `anew` clears the window first.
    pub(super) fn paint(
        &mut self,
        size: (u16, u16),
        anew: bool,
        draw: impl FnOnce(&mut Buffer) -> Option<Position>,
    ) -> io::Result<()> {
        let area = Rect::new(0, 0, size.0, size.1);
        let mut touched = false;
        if anew || self.shown.area != area {
            self.shown = Buffer::empty(area);
            self.backend.clear_region(ClearType::All)?;
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
            // A cursor that is seen while cells are written flickers over the whole window.
            if std::mem::take(&mut self.visible) {
                self.backend.hide_cursor()?;
            }
            self.backend.draw(changed.into_iter())?;
            touched = true;
        }
        if let Some(at) = cursor
            && (touched || cursor != self.cursor)
        {
            self.backend.set_cursor_position(at)?;
            touched = true;
        }
        if cursor.is_some() != self.visible {
            if cursor.is_some() {
                self.backend.show_cursor()?;
            } else {
                self.backend.hide_cursor()?;
            }
            self.visible = cursor.is_some();
            touched = true;
        }
        self.cursor = cursor;
        if touched {
            Write::flush(&mut self.backend)?;
            std::mem::swap(&mut self.shown, &mut self.next);
        }
        Ok(())
    }
}
