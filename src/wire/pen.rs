//! How characters look, and the shortest way from one look to another.

use ratatui::style::{Color, Modifier};

/// The attributes that the next character is written with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Pen {
    pub(super) fg: Color,
    pub(super) bg: Color,
    pub(super) mods: Modifier,
}

/// What is seen also where nothing is written.
const SEEN_ON_BLANK: Modifier = Modifier::REVERSED
    .union(Modifier::UNDERLINED)
    .union(Modifier::CROSSED_OUT);

/// Each weight with the code that sets it and the code that ends it.
const WEIGHTS: [(Modifier, u8, u8); 9] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

impl Pen {
    /// The terminal's own look.
    pub(super) const PLAIN: Pen = Pen {
        fg: Color::Reset,
        bg: Color::Reset,
        mods: Modifier::empty(),
    };

    /// The same look with what cannot be seen on a blank left out, so that blanks which look the
    /// same are the same.
    pub(super) fn on_blank(self) -> Pen {
        if self.mods.intersects(SEEN_ON_BLANK) {
            self
        } else {
            Pen {
                bg: self.bg,
                ..Pen::PLAIN
            }
        }
    }

    /// Whether a blank in this look is what erasing leaves on every terminal.
    pub(super) fn erases(self) -> bool {
        self.on_blank() == Pen::PLAIN
    }

    /// The nearest look to this one in which a blank looks like `blank`.
    fn near(self, blank: Pen) -> Pen {
        if blank.mods.intersects(SEEN_ON_BLANK) {
            blank
        } else {
            Pen {
                fg: self.fg,
                bg: blank.bg,
                mods: self.mods.difference(SEEN_ON_BLANK),
            }
        }
    }
}

/// Writes the shortest change from one look to another; an unknown one is reset first.
pub(super) fn switch(from: Option<Pen>, to: Pen, out: &mut Vec<u8>) {
    if from == Some(to) {
        return;
    }
    let start = out.len();
    let mut codes = Codes::begin(out);
    if to != Pen::PLAIN {
        codes.empty();
        codes.look(Pen::PLAIN, to);
    }
    codes.end();
    let Some(from) = from else { return };
    let middle = out.len();
    let mut codes = Codes::begin(out);
    codes.look(from, to);
    codes.end();
    if out.len() - middle <= middle - start {
        out.drain(start..middle);
    } else {
        out.truncate(middle);
    }
}

/// Writes the shortest change to a look in which a blank looks like `blank`, and says which.
pub(super) fn switch_for_blank(from: Option<Pen>, blank: Pen, out: &mut Vec<u8>) -> Pen {
    let Some(now) = from else {
        switch(from, blank, out);
        return blank;
    };
    if now.on_blank() == blank.on_blank() {
        return now;
    }
    let start = out.len();
    let near = now.near(blank);
    switch(from, near, out);
    let middle = out.len();
    switch(from, blank, out);
    if out.len() - middle < middle - start {
        out.drain(start..middle);
        blank
    } else {
        out.truncate(middle);
        near
    }
}

/// One `CSI … m`.
struct Codes<'a> {
    out: &'a mut Vec<u8>,
    first: bool,
}

impl<'a> Codes<'a> {
    fn begin(out: &'a mut Vec<u8>) -> Self {
        out.extend_from_slice(b"\x1b[");
        Codes { out, first: true }
    }

    /// An empty code means 0: everything off.
    fn empty(&mut self) {
        self.first = false;
    }

    fn code(&mut self, code: u8) {
        if !std::mem::take(&mut self.first) {
            self.out.push(b';');
        }
        number(u16::from(code), self.out);
    }

    fn look(&mut self, from: Pen, to: Pen) {
        let mut left = from.mods;
        for (weight, _, off) in WEIGHTS {
            if left.difference(to.mods).contains(weight) {
                self.code(off);
                for (ended, ..) in WEIGHTS.iter().filter(|w| w.2 == off) {
                    left.remove(*ended);
                }
            }
        }
        for (weight, on, _) in WEIGHTS {
            if to.mods.difference(left).contains(weight) {
                self.code(on);
            }
        }
        if from.fg != to.fg {
            self.colour(to.fg, 30);
        }
        if from.bg != to.bg {
            self.colour(to.bg, 40);
        }
    }

    fn colour(&mut self, colour: Color, base: u8) {
        const BRIGHT: u8 = 60;
        let code = match colour {
            Color::Reset => 9,
            Color::Black => 0,
            Color::Red => 1,
            Color::Green => 2,
            Color::Yellow => 3,
            Color::Blue => 4,
            Color::Magenta => 5,
            Color::Cyan => 6,
            Color::Gray => 7,
            Color::DarkGray => BRIGHT,
            Color::LightRed => BRIGHT + 1,
            Color::LightGreen => BRIGHT + 2,
            Color::LightYellow => BRIGHT + 3,
            Color::LightBlue => BRIGHT + 4,
            Color::LightMagenta => BRIGHT + 5,
            Color::LightCyan => BRIGHT + 6,
            Color::White => BRIGHT + 7,
            Color::Indexed(index) => {
                for code in [base + 8, 5, index] {
                    self.code(code);
                }
                return;
            }
            Color::Rgb(red, green, blue) => {
                for code in [base + 8, 2, red, green, blue] {
                    self.code(code);
                }
                return;
            }
        };
        self.code(base + code);
    }

    fn end(self) {
        self.out.push(b'm');
    }
}

/// Writes a number in digits.
pub(super) fn number(n: u16, out: &mut Vec<u8>) {
    if n >= 10 {
        number(n / 10, out);
    }
    // The remainder is below ten, so the sum is a digit.
    out.push(b'0' + (n % 10) as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pen(fg: Color, mods: Modifier) -> Pen {
        Pen {
            fg,
            mods,
            ..Pen::PLAIN
        }
    }

    fn way(from: Option<Pen>, to: Pen) -> String {
        let mut out = Vec::new();
        switch(from, to, &mut out);
        String::from_utf8(out).unwrap().replace('\x1b', "")
    }

    #[test]
    fn only_what_changes_is_sent_and_reset_when_shorter() {
        let bold = pen(Color::Reset, Modifier::BOLD);
        let red = pen(Color::Red, Modifier::BOLD);
        let dim = pen(Color::Reset, Modifier::DIM);
        assert_eq!(way(Some(Pen::PLAIN), bold), "[1m");
        assert_eq!(way(Some(bold), Pen::PLAIN), "[m");
        assert_eq!(way(Some(bold), red), "[31m");
        assert_eq!(way(Some(red), bold), "[39m");
        assert_eq!(way(Some(red), Pen::PLAIN), "[m");
        assert_eq!(way(Some(bold), dim), "[;2m");
        assert_eq!(way(None, dim), "[;2m");
        assert_eq!(way(None, Pen::PLAIN), "[m");
        assert_eq!(way(Some(dim), dim), "");
        assert_eq!(
            way(Some(Pen::PLAIN), pen(Color::LightCyan, Modifier::empty())),
            "[96m"
        );
        assert_eq!(
            way(
                Some(Pen::PLAIN),
                pen(Color::Rgb(1, 20, 255), Modifier::empty())
            ),
            "[38;2;1;20;255m"
        );
        assert_eq!(
            way(Some(pen(Color::Red, Modifier::BOLD | Modifier::DIM)), red),
            "[22;1m"
        );
    }

    #[test]
    fn a_blank_takes_the_pen_as_it_is_when_nobody_can_see_it() {
        let mut out = Vec::new();
        let bold = pen(Color::Red, Modifier::BOLD);
        assert_eq!(switch_for_blank(Some(bold), Pen::PLAIN, &mut out), bold);
        assert!(out.is_empty());
        let turned = pen(Color::Red, Modifier::REVERSED);
        let after = switch_for_blank(Some(turned), Pen::PLAIN, &mut out);
        assert_eq!((after, out.as_slice()), (Pen::PLAIN, &b"\x1b[m"[..]));
    }
}
