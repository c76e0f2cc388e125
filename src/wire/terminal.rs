//! What a terminal can do, by the name in `TERM`.

/// What a terminal can be asked beyond writing, moving and erasing to the end of a line. Tab stops are
/// set anew before they are relied on, since they may have been moved.
///
/// Left out on purpose: repeating a character (tmux and the Linux console count it differently),
/// erasing in a background colour (half of the terminals
/// erase in the default one) and columns by number alone (the VT220 has none).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terminal {
    /// Erase characters without moving: `CSI n X`.
    pub erase_chars: bool,
    /// Scroll a band of rows: `CSI t ; b r` with line feed and reverse index at its edges.
    pub bands: bool,
    /// Insert and delete lines inside a band: `CSI n L` and `CSI n M`.
    pub lines: bool,
}

const FULL: Terminal = Terminal {
    erase_chars: true,
    bands: true,
    lines: true,
};

const NO_ERASE_CHARS: Terminal = Terminal {
    erase_chars: false,
    ..FULL
};

/// The families whose ways are known, after the entries of ncurses' terminal database and, where
/// an entry is older than its terminal (tmux, rxvt), the terminal itself. GNU screen promises
/// nowhere to erase characters.
const FAMILIES: &[(&str, Terminal)] = &[
    ("alacritty", FULL),
    ("contour", FULL),
    ("foot", FULL),
    ("ghostty", FULL),
    ("gnome", FULL),
    ("kitty", FULL),
    ("konsole", FULL),
    ("linux", FULL),
    ("mlterm", FULL),
    ("mintty", FULL),
    ("ms-terminal", FULL),
    ("putty", FULL),
    ("rxvt", FULL),
    ("screen", NO_ERASE_CHARS),
    ("st", FULL),
    ("tmux", FULL),
    ("vt220", FULL),
    ("vt320", FULL),
    ("vt420", FULL),
    ("vte", FULL),
    ("wezterm", FULL),
    ("xterm", FULL),
];

impl Terminal {
    /// What the terminal of a name can do, or nothing when the name says too little: then a
    /// backend that asks less of it is the safe choice.
    pub fn named(term: &str) -> Option<Terminal> {
        FAMILIES
            .iter()
            .find(|(family, _)| {
                term.strip_prefix(family)
                    .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
            })
            .map(|(_, terminal)| *terminal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_is_known_by_its_first_word() {
        for name in ["xterm", "xterm-256color", "linux", "vt220", "tmux-256color"] {
            assert_eq!(Terminal::named(name), Some(FULL), "{name}");
        }
        for name in ["screen", "screen.xterm-256color"] {
            assert_eq!(Terminal::named(name), Some(NO_ERASE_CHARS), "{name}");
        }
        for name in ["", "dumb", "vt100", "ansi", "sun", "stterm", "linuxish"] {
            assert_eq!(Terminal::named(name), None, "{name}");
        }
    }
}
