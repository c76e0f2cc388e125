//! The wire as ratatui sees it: drawing only notes what is wanted, and a flush sends it.

use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};

use super::grid::Glyph;
use super::{Wire, hull};

impl<W: Write> Backend for Wire<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        // ratatui clears the second column of an emoji after having drawn it, for terminals that
        // leave something there; here that is done when it is written.
        let mut covered = (0, 0..0);
        for (x, y, cell) in content {
            if covered.0 == y && covered.1.contains(&x) {
                continue;
            }
            if let Some(touched) = self.touched.get_mut(usize::from(y)) {
                let glyph = Glyph::of(cell);
                covered = (y, x + 1..x.saturating_add(u16::from(glyph.width)));
                let hit = self.wanted.put(x, y, glyph);
                *touched = hull(touched.clone(), hit);
            }
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.cursor = None;
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.cursor = Some(self.put);
        Ok(())
    }

    /// Where the cursor was last put; the terminal is not asked.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.put)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let at = position.into();
        self.put = Position {
            x: at.x.min(self.size.width.saturating_sub(1)),
            y: at.y.min(self.size.height.saturating_sub(1)),
        };
        if self.cursor.is_some() {
            self.cursor = Some(self.put);
        }
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    /// A window that is emptied whole is also forgotten, since that is how one asks for it to be
    /// painted anew.
    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        let Size { width, height } = self.size;
        let Position { x, y } = self.put;
        let (width, x, y) = (u32::from(width), u32::from(x), u32::from(y));
        let all = width * u32::from(height);
        let here = y * width + x;
        let cells = match clear_type {
            ClearType::All => {
                self.forget();
                0..all
            }
            ClearType::AfterCursor => here..all,
            ClearType::BeforeCursor => 0..here + 1,
            ClearType::CurrentLine => y * width..(y + 1) * width,
            ClearType::UntilNewLine => here..(y + 1) * width,
        };
        self.draw(cells.map(|at| ((at % width) as u16, (at / width) as u16, &Cell::EMPTY)))
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.size)
    }

    /// The size in pixels is not known and told as nothing.
    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize {
            columns_rows: self.size,
            pixels: Size::ZERO,
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.send()
    }
}
