//! Random screens that behave as programs do (panes that scroll, markers, fields, text of many
//! scripts), what must be seen of them, and what an emulator shows.
#![allow(dead_code, clippy::unwrap_used)]

use std::io::{self, Write};

use akt::wire::{Terminal, Wire};
use fastrand::Rng;
use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::{Color, Modifier, Style};

/// A line that keeps what is written on it and counts the writes.
#[derive(Debug, Default)]
pub struct Line {
    /// What was written since last taken.
    pub bytes: Vec<u8>,
    /// In how many writes.
    pub writes: usize,
}

impl Line {
    /// Takes what was written.
    pub fn take(&mut self) -> Vec<u8> {
        self.writes = 0;
        std::mem::take(&mut self.bytes)
    }
}

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.extend_from_slice(bytes);
        self.writes += 1;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A window of a terminal's kind, with ratatui above it and nothing but its bytes below.
pub struct Window {
    ratatui: ratatui::Terminal<Wire<Line>>,
}

impl Window {
    pub fn new(term: &str, width: u16, height: u16) -> Window {
        let terminal = Terminal::named(term).unwrap();
        let wire = Wire::new(Line::default(), terminal, Size::new(width, height));
        Window {
            ratatui: ratatui::Terminal::new(wire).unwrap(),
        }
    }

    /// Draws a frame and returns what it sent; one write at most.
    pub fn draw(&mut self, frame: &Frame) -> Vec<u8> {
        let size = Size::new(frame.buffer.area.width, frame.buffer.area.height);
        let wire = self.ratatui.backend_mut();
        if ratatui::backend::Backend::size(wire).unwrap() != size {
            wire.resize(size);
        }
        if frame.anew {
            self.ratatui.clear().unwrap();
        }
        self.ratatui
            .draw(|f| {
                f.buffer_mut().clone_from(&frame.buffer);
                if let Some(at) = frame.cursor {
                    f.set_cursor_position(at);
                }
            })
            .unwrap();
        let line = self.ratatui.backend_mut().line_mut();
        assert!(line.writes <= 1, "a frame in {} writes", line.writes);
        line.take()
    }
}

/// What must be seen.
#[derive(Clone, Debug)]
pub struct Frame {
    pub buffer: Buffer,
    pub cursor: Option<Position>,
    /// Painted anew, as after garbage on the window.
    pub anew: bool,
}

/// A cell as it is seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub text: String,
    pub fg: Color,
    pub bg: Color,
    pub mods: Modifier,
}

const ON_BLANK: Modifier = Modifier::UNDERLINED.union(Modifier::REVERSED);

/// A cell with what cannot be seen left out: weight and colour of a blank. The sixteen colours
/// have one name each.
pub fn seen(text: &str, fg: Color, bg: Color, mods: Modifier) -> Seen {
    let blank = text.is_empty() || text == " ";
    let hidden = blank && !mods.intersects(ON_BLANK);
    Seen {
        text: if blank { " " } else { text }.to_owned(),
        fg: if hidden { Color::Reset } else { indexed(fg) },
        bg: indexed(bg),
        mods: if hidden { Modifier::empty() } else { mods },
    }
}

fn indexed(colour: Color) -> Color {
    const NAMED: [Color; 16] = [
        Color::Black,
        Color::Red,
        Color::Green,
        Color::Yellow,
        Color::Blue,
        Color::Magenta,
        Color::Cyan,
        Color::Gray,
        Color::DarkGray,
        Color::LightRed,
        Color::LightGreen,
        Color::LightYellow,
        Color::LightBlue,
        Color::LightMagenta,
        Color::LightCyan,
        Color::White,
    ];
    match NAMED.iter().position(|named| *named == colour) {
        Some(at) => Color::Indexed(at as u8),
        None => colour,
    }
}

impl Frame {
    /// What must be seen, row by row; nothing where a wide character covers the column.
    pub fn wanted(&self) -> Vec<Vec<Option<Seen>>> {
        let area = self.buffer.area;
        (0..area.height)
            .map(|y| {
                let mut row = Vec::new();
                while row.len() < usize::from(area.width) {
                    let cell = &self.buffer[(row.len() as u16, y)];
                    row.push(Some(seen(cell.symbol(), cell.fg, cell.bg, cell.modifier)));
                    row.extend((1..cell.cell_width()).map(|_| None));
                }
                row
            })
            .collect()
    }

    /// Asserts that an emulator shows this. Where emulators differ about a character (emoji,
    /// joined characters) it must begin as it should; all else is compared whole.
    pub fn compare(&self, shown: impl Fn(u16, u16) -> Seen, cursor: (u16, u16), told: &str) {
        for (y, row) in (0..).zip(self.wanted()) {
            for (x, wanted) in (0..).zip(row) {
                let Some(wanted) = wanted else { continue };
                let mut shown = shown(x, y);
                if !plain(&wanted.text) {
                    let first = wanted.text.chars().next().unwrap();
                    if shown.text.starts_with(first) || composed(&wanted.text) == shown.text {
                        shown.text.clone_from(&wanted.text);
                    }
                }
                assert_eq!(shown, wanted, "column {x}, row {y}: {told}");
            }
        }
        if let Some(at) = self.cursor {
            assert_eq!(cursor, (at.x, at.y), "cursor: {told}");
        }
    }
}

fn composed(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfc().collect()
}

/// Whether emulators agree about a symbol.
fn plain(symbol: &str) -> bool {
    let mut chars = symbol.chars();
    let first = chars.next().unwrap_or(' ');
    chars.next().is_none() && (first < '\u{2600}' || ('\u{2e80}'..'\u{ffff}').contains(&first))
}

/// What vt100 shows in a cell.
pub fn vt100_cell(screen: &vt100::Screen, x: u16, y: u16) -> Seen {
    let cell = screen.cell(y, x).unwrap();
    let colour = |c: vt100::Color| match c {
        vt100::Color::Default => Color::Reset,
        vt100::Color::Idx(i) => Color::Indexed(i),
        vt100::Color::Rgb(r, g, b) => Color::Rgb(r, g, b),
    };
    let mods = [
        (cell.bold(), Modifier::BOLD),
        (cell.dim(), Modifier::DIM),
        (cell.italic(), Modifier::ITALIC),
        (cell.underline(), Modifier::UNDERLINED),
        (cell.inverse(), Modifier::REVERSED),
    ];
    let mods = mods.iter().filter(|(on, _)| *on).map(|(_, m)| *m).collect();
    seen(
        cell.contents(),
        colour(cell.fgcolor()),
        colour(cell.bgcolor()),
        mods,
    )
}

/// Which characters and looks a scene uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// Emoji, joined and combining characters.
    pub exotic: bool,
    /// Dimmed text, which not every emulator knows.
    pub dim: bool,
}

const WORDS: &[&str] = &[
    "ansökan",
    "beslut",
    "AKT-2026-0417",
    "Lindqvist",
    "12 nov",
    "ö",
    "–",
    "uppföljning",
    "i",
    "▌",
    "│",
    "hemtjänst",
    "0",
    "17",
    "     ",
    "            ",
    "                              ",
    "漢字",
    "仮名交じり",
    "한글",
];
const EXOTIC: &[&str] = &["😀", "👍🏽", "❤️", "👨‍👩‍👧", "⚠", "e\u{301}", "n\u{303}o", "🇸🇪"];

fn words(rng: &mut Rng, exotic: bool) -> String {
    let mut text = String::new();
    for _ in 0..rng.usize(0..9) {
        let list = if exotic && rng.u8(0..6) == 0 {
            EXOTIC
        } else {
            WORDS
        };
        text += rng.choice(list).unwrap();
        if rng.bool() {
            text.push(' ');
        }
    }
    text
}

fn style(rng: &mut Rng, range: Range) -> Style {
    let mut style = Style::new();
    match rng.u8(0..12) {
        0 => style = style.fg(Color::Red),
        1 => style = style.fg(Color::LightYellow).bg(Color::Blue),
        2 => style = style.bg(Color::DarkGray),
        3 => style = style.fg(Color::Indexed(208)),
        4 => style = style.fg(Color::Rgb(10, 200, 30)).bg(Color::Rgb(0, 0, 40)),
        _ => {}
    }
    match rng.u8(0..12) {
        0 => style.add_modifier(Modifier::BOLD),
        1 => style.add_modifier(Modifier::UNDERLINED),
        2 => style.add_modifier(Modifier::REVERSED),
        3 => style.add_modifier(Modifier::ITALIC | Modifier::BOLD),
        4 if range.dim => style.add_modifier(Modifier::DIM),
        _ => style,
    }
}

struct Pane {
    area: Rect,
    rows: Vec<Vec<(String, Style)>>,
    top: usize,
    at: usize,
}

impl Pane {
    fn new(area: Rect, rng: &mut Rng, range: Range) -> Pane {
        let rows = (0..120)
            .map(|_| {
                let parts = 1 + rng.usize(0..4);
                (0..parts)
                    .map(|_| (words(rng, range.exotic), style(rng, range)))
                    .collect()
            })
            .collect();
        Pane {
            area,
            rows,
            top: 0,
            at: 0,
        }
    }

    fn draw(&self, buffer: &mut Buffer) {
        for (y, i) in (self.area.top()..self.area.bottom()).zip(self.top..self.rows.len()) {
            let marker = if i == self.at { "▌" } else { " " };
            let bold = Style::new().add_modifier(Modifier::BOLD);
            buffer.set_stringn(self.area.x, y, marker, self.area.width.into(), bold);
            let mut x = self.area.x + 1;
            for (text, style) in &self.rows[i] {
                let room = usize::from(self.area.right().saturating_sub(x));
                (x, _) = buffer.set_stringn(x, y, text, room, *style);
            }
        }
    }
}

/// A screen that changes at random.
pub struct Scene {
    rng: Rng,
    range: Range,
    size: (u16, u16),
    panes: Vec<Pane>,
    field: String,
    counter: usize,
    cursor: Option<Position>,
    anew: bool,
    resizes: bool,
}

impl Scene {
    pub fn new(seed: u64, range: Range, size: (u16, u16), resizes: bool) -> Scene {
        let mut scene = Scene {
            rng: Rng::with_seed(seed),
            range,
            size,
            panes: Vec::new(),
            field: String::new(),
            counter: 0,
            cursor: None,
            anew: false,
            resizes,
        };
        scene.lay_out();
        scene
    }

    fn lay_out(&mut self) {
        let (width, height) = self.size;
        let body = height.saturating_sub(2);
        let cuts: &[u16] = match self.rng.u8(0..4) {
            0 => &[],
            1 => &[width / 2],
            2 => &[width / 3],
            _ => &[width / 4, width / 2],
        };
        let mut left = 0;
        self.panes.clear();
        for right in cuts.iter().copied().chain([width]) {
            let top = self.rng.u16(0..3).min(body);
            let area = Rect::new(left, top, right - left, body - top);
            if area.width > 2 && area.height > 1 {
                self.panes.push(Pane::new(area, &mut self.rng, self.range));
            }
            left = right;
        }
    }

    fn change(&mut self) {
        let (width, height) = self.size;
        let at = self.rng.usize(0..self.panes.len().max(1));
        let range = self.range;
        let Some(pane) = self.panes.get_mut(at) else {
            return;
        };
        let rng = &mut self.rng;
        let height_of = usize::from(pane.area.height);
        match rng.u8(0..20) {
            0..=4 => {
                pane.at = (pane.at + rng.usize(0..3)).min(pane.rows.len() - 1);
                self.counter = pane.at;
            }
            5..=7 => {
                let by = rng.usize(1..5);
                pane.top = (pane.top + by).min(pane.rows.len() - height_of);
                pane.at = pane.at.max(pane.top);
            }
            8 | 9 => pane.top = pane.top.saturating_sub(rng.usize(1..5)),
            10 => pane.top = rng.usize(0..pane.rows.len() - height_of),
            11 => {
                let row = pane.top + rng.usize(0..height_of);
                pane.rows[row] = vec![(words(rng, range.exotic), style(rng, range))];
            }
            12 => {
                let row = pane.top + rng.usize(0..height_of);
                for part in &mut pane.rows[row] {
                    part.1 = style(rng, range);
                }
            }
            13 => {
                let row = pane.top + rng.usize(0..height_of);
                let new = vec![(words(rng, range.exotic), style(rng, range))];
                pane.rows.insert(row, new);
            }
            14..=16 => {
                let c = *rng.choice(&['a', 'å', ' ', '漢']).unwrap();
                self.field.push(c);
                if self.field.chars().count() > usize::from(width) / 2 {
                    self.field.clear();
                }
                let x = self.field.as_str().cell_width().min(width - 1);
                self.cursor = Some(Position::new(x, height - 2));
            }
            17 => self.cursor = None,
            18 => {
                self.cursor = Some(Position::new(rng.u16(0..width), rng.u16(0..height)));
            }
            _ => match rng.u8(0..6) {
                0 => self.anew = true,
                1 if self.resizes => {
                    self.size = (rng.u16(8..130), rng.u16(4..45));
                    self.cursor = None;
                    self.field.clear();
                    self.lay_out();
                }
                2 | 3 => self.lay_out(),
                _ => {}
            },
        }
    }

    /// The next frame.
    pub fn next(&mut self) -> Frame {
        self.anew = false;
        for _ in 0..self.rng.usize(0..3) {
            self.change();
        }
        let (width, height) = self.size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        for pane in &self.panes {
            pane.draw(&mut buffer);
        }
        buffer.set_stringn(0, height - 2, &self.field, width.into(), Style::new());
        let count = format!("{} av 120", self.counter);
        let x = width.saturating_sub(12);
        buffer.set_stringn(x, height - 1, count, 12, Style::new());
        // About an emoji at the edge terminals differ, so that none is promised there.
        for y in 0..height {
            for x in width.saturating_sub(16)..width {
                let cell = &mut buffer[(x, y)];
                if !plain(cell.symbol()) {
                    let wide = cell.symbol().cell_width() > 1;
                    cell.set_symbol(if wide { "漢" } else { "x" });
                }
            }
        }
        Frame {
            buffer,
            cursor: self.cursor,
            anew: self.anew,
        }
    }
}
