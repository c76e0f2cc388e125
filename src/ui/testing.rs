//! For tests: keys as text in, the frame as text and as a grid of roles out.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;

use super::keymap::Key;
use super::theme::{Role, Theme};

/// `"jj<enter>åäö<ctrl-s>"` as key events; `<lt>` is a less-than sign. A name that is no key
/// becomes the null key, which no screen listens to.
pub fn keys(script: &str) -> Vec<KeyEvent> {
    let mut events = Vec::new();
    let mut rest = script;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        if c == '<'
            && let Some((name, after)) = rest.split_once('>')
        {
            rest = after;
            events.push(match (name, Key::parse(name)) {
                ("lt", _) => KeyEvent::new(KeyCode::Char('<'), KeyModifiers::NONE),
                (_, Some(key)) => key.event(),
                (_, None) => KeyEvent::new(KeyCode::Null, KeyModifiers::NONE),
            });
            continue;
        }
        let code = if c == '\n' {
            KeyCode::Enter
        } else {
            KeyCode::Char(c)
        };
        events.push(KeyEvent::new(code, KeyModifiers::NONE));
    }
    events
}

fn grid(buffer: &Buffer, mut cell: impl FnMut(u16, u16) -> String) -> String {
    let area = buffer.area;
    let mut lines = Vec::new();
    for y in area.top()..area.bottom() {
        let line: String = (area.left()..area.right()).map(|x| cell(x, y)).collect();
        lines.push(line.trim_end().to_owned());
    }
    lines.join("\n")
}

/// The frame as text, without trailing spaces.
pub fn frame_text(buffer: &Buffer) -> String {
    grid(buffer, |x, y| {
        buffer
            .cell((x, y))
            .map_or(String::new(), |c| c.symbol().to_owned())
    })
}

/// The frame as a grid of role letters, with what the letters used mean below. The frame must
/// have been drawn with [`Theme::roles`].
pub fn frame_roles(buffer: &Buffer, theme: &Theme) -> String {
    let mut used = Vec::new();
    let grid = grid(buffer, |x, y| {
        let Some(cell) = buffer.cell((x, y)) else {
            return String::new();
        };
        let Some(role) = theme.role_of(cell.style()) else {
            return " ".to_owned();
        };
        if cell.symbol().trim().is_empty() && theme.is_plain(role) {
            return " ".to_owned();
        }
        if !used.contains(&role) {
            used.push(role);
        }
        role.letter().to_string()
    });
    used.sort();
    let legend: Vec<String> = used
        .iter()
        .map(|role: &Role| format!("{} {}", role.letter(), role.name()))
        .collect();
    format!("{grid}\n\n{}", legend.join("\n"))
}
