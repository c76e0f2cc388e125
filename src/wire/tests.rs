//! What frames cost, to the byte.

use ratatui::backend::Backend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::{Modifier, Style};

use super::{Terminal, Wire};

/// A window of 120×40 and what is drawn on it.
struct Window {
    wire: Wire<Vec<u8>>,
    shown: Buffer,
}

impl Window {
    fn new() -> Window {
        let terminal = Terminal::named("xterm-256color").unwrap();
        Window {
            wire: Wire::new(Vec::new(), terminal, Size::new(120, 40)),
            shown: Buffer::empty(Rect::new(0, 0, 120, 40)),
        }
    }

    fn frame(&mut self, cursor: Option<(u16, u16)>, draw: impl Fn(&mut Buffer)) -> String {
        let mut next = Buffer::empty(self.shown.area);
        draw(&mut next);
        self.wire.draw(self.shown.diff(&next).into_iter()).unwrap();
        match cursor {
            Some(at) => {
                self.wire.set_cursor_position(Position::from(at)).unwrap();
                self.wire.show_cursor().unwrap();
            }
            None => self.wire.hide_cursor().unwrap(),
        }
        self.wire.flush().unwrap();
        self.shown = next;
        let sent = std::mem::take(self.wire.line_mut());
        String::from_utf8(sent).unwrap().replace('\x1b', "E")
    }
}

fn row(n: usize) -> String {
    format!(
        "  {:>2} nov  Ansökan hemtjänst   {:<24}AKT-2026-{n:04}  Begär uppgifter  {:>3} dagar",
        n % 30 + 1,
        ["Lindqvist, Maj", "Öberg, Åke", "Ali, Samira"][n % 3],
        n * 7 % 90
    )
}

/// A list of 37 rows from `top`, the marker on `at`, a counter below.
fn list(buffer: &mut Buffer, top: usize, at: usize) {
    for y in 0..37 {
        buffer.set_string(0, y, row(top + usize::from(y)), Style::new());
    }
    let bold = Style::new().add_modifier(Modifier::BOLD);
    buffer.set_string(0, (at - top) as u16, "▌", bold);
    buffer.set_string(0, 38, format!("{:>4} av 1000", at + 1), Style::new());
}

#[test]
fn an_unchanged_frame_sends_nothing() {
    let mut window = Window::new();
    assert!(!window.frame(None, |b| list(b, 0, 3)).is_empty());
    assert_eq!(window.frame(None, |b| list(b, 0, 3)), "");
}

#[test]
fn a_step_down_is_a_marker_and_a_counter() {
    let mut window = Window::new();
    window.frame(None, |b| list(b, 0, 3));
    window.frame(None, |b| list(b, 0, 4));
    for at in 5..30 {
        let sent = window.frame(None, |b| list(b, 0, at));
        assert!(sent.len() <= 20, "{at}: {sent} {}", sent.len());
    }
    let up = window.frame(None, |b| list(b, 0, 28));
    assert!(up.len() <= 20, "{up}");
}

#[test]
fn a_row_scrolled_is_an_order_and_the_new_row() {
    let mut window = Window::new();
    window.frame(None, |b| list(b, 0, 36));
    for top in 1..20 {
        let sent = window.frame(None, |b| list(b, top, top + 36));
        let text = row(top + 36);
        assert!(sent.len() <= text.len() + 45, "{sent}");
        assert!(sent.contains("E[;37rE[37H\nE[r"), "{sent}");
    }
}

#[test]
fn a_page_writes_only_what_differs() {
    let mut window = Window::new();
    window.frame(None, |b| list(b, 0, 0));
    let sent = window.frame(None, |b| list(b, 37, 37));
    let text: usize = (37..74).map(|n| row(n).replace(' ', "").len()).sum();
    assert!(sent.len() < text, "{} of {text}", sent.len());
}

#[test]
fn another_picture_below_is_written_on_an_emptied_band() {
    let mut window = Window::new();
    window.frame(None, |b| list(b, 0, 3));
    let sent = window.frame(None, |b| {
        list(b, 0, 3);
        for y in 20..37 {
            b.set_string(0, y, " ".repeat(120), Style::new());
            b.set_string(1, y, format!("annat {y}"), Style::new());
        }
    });
    assert!(sent.starts_with("E[21;37rE[21HE[17ME[r"), "{sent}");
    assert!(!sent.contains("E[K"), "{sent}");
}

#[test]
fn panes_with_looks_of_their_own_are_drawn_one_after_the_other() {
    let mut window = Window::new();
    window.frame(None, |_| {});
    let sent = window.frame(None, |b| {
        for y in 5..25 {
            let dim = Style::new().add_modifier(Modifier::DIM);
            b.set_string(1, y, format!("klar {y} oktober"), dim);
            b.set_string(60, y, format!("händelse nummer {y}"), Style::new());
        }
    });
    assert_eq!(sent.matches("E[2m").count(), 1, "{sent}");
}

/// A list with facts beside it, as they are of one row or another.
fn with_facts(buffer: &mut Buffer, at: usize, of: usize) {
    list(buffer, 0, at);
    for y in 10..30 {
        let fact = format!("{} {of}, rad {y}", ["Inkom", "Kontakt tagen"][of % 2]);
        buffer.set_string(90, y, fact, Style::new());
    }
}

#[test]
fn a_frame_that_nobody_waits_for_comes_in_parts_and_no_key_waits_for_it() {
    let mut window = Window::new();
    window.frame(None, |b| with_facts(b, 3, 1));
    let mut parts = 0;
    let mut seen = Buffer::empty(window.shown.area);
    with_facts(&mut seen, 3, 2);
    let changed = window.shown.diff(&seen);
    window.wire.draw(changed.into_iter()).unwrap();
    window.shown = seen;
    while parts == 0 || window.wire.is_behind() {
        window.wire.send_some(80).unwrap();
        let sent = std::mem::take(window.wire.line_mut());
        assert!((1..=80).contains(&sent.len()), "{}", sent.escape_ascii());
        parts += 1;
        // Between two parts the marker takes a step, which costs what it always does.
        let step = window.frame(None, |b| with_facts(b, 3 + parts % 2, 2));
        assert!(step.len() <= 24, "{step}");
    }
    assert!(parts > 3, "{parts}");
    assert!(!window.wire.is_behind());
    assert_eq!(window.frame(None, |b| with_facts(b, 3 + parts % 2, 2)), "");
}

#[test]
fn what_is_left_of_a_frame_comes_with_the_next_large_one() {
    let mut window = Window::new();
    window.frame(None, |b| with_facts(b, 3, 1));
    let mut seen = Buffer::empty(window.shown.area);
    with_facts(&mut seen, 3, 2);
    let changed = window.shown.diff(&seen);
    window.wire.draw(changed.into_iter()).unwrap();
    window.wire.send_some(80).unwrap();
    window.shown = seen;
    assert!(window.wire.is_behind());
    window.frame(None, |b| with_facts(b, 3, 5));
    assert!(!window.wire.is_behind());
}

#[test]
fn a_character_at_the_end_of_a_field_is_one_byte() {
    let mut window = Window::new();
    let mut text = String::from("Hon säger att ");
    let field = |window: &mut Window, text: &str| {
        let at = (10 + text.chars().count() as u16, 5);
        window.frame(Some(at), |b| b.set_string(10, 5, text, Style::new()))
    };
    field(&mut window, &text);
    for c in "maten kommer för sent".chars() {
        text.push(c);
        assert_eq!(field(&mut window, &text), c.to_string());
    }
    text.pop();
    assert_eq!(field(&mut window, &text), "\u{8} \u{8}");
}

#[test]
fn the_cursor_is_hidden_and_shown_only_when_it_changes() {
    let mut window = Window::new();
    assert!(window.frame(None, |_| {}).ends_with("E[?25l"));
    assert_eq!(window.frame(Some((4, 0)), |_| {}), "    E[?25h");
    assert_eq!(window.frame(Some((3, 0)), |_| {}), "\u{8}");
    assert_eq!(window.frame(None, |_| {}), "E[?25l");
}

#[test]
fn a_forgotten_terminal_is_emptied_and_drawn_whole() {
    let mut window = Window::new();
    let first = window.frame(None, |b| list(b, 0, 3));
    window.wire.forget();
    assert_eq!(window.frame(None, |b| list(b, 0, 3)), first);
    assert!(first.starts_with("\rE[3gE[8CEH"), "{first}");
    assert!(first.contains("EHE[mE[HE[2J"), "{first}");
}

#[test]
fn no_order_gets_through_a_cell() {
    let mut window = Window::new();
    window.frame(None, |_| {});
    for evil in [
        "\x1b[2J",
        "\u{9b}2J",
        "a\u{202e}b",
        "\u{200b}",
        "\u{202e}",
        "\r\n",
    ] {
        let mut cell = Cell::EMPTY;
        cell.set_symbol(evil);
        window.wire.draw([(7, 7, &cell)].into_iter()).unwrap();
        window.wire.flush().unwrap();
        let sent = std::mem::take(window.wire.line_mut());
        let sent = String::from_utf8(sent).unwrap();
        assert!(
            !sent.contains("2J") && !sent.contains(['\u{202e}', '\u{9b}', '\n']),
            "{sent:?}"
        );
    }
}

#[test]
fn a_broken_line_is_told_and_the_next_frame_is_whole() {
    struct Broken(bool);
    impl std::io::Write for Broken {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            match self.0 {
                true => Err(std::io::Error::other("bruten")),
                false => Ok(bytes.len()),
            }
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let terminal = Terminal::named("linux").unwrap();
    let mut wire = Wire::new(Broken(true), terminal, Size::new(8, 2));
    assert!(wire.flush().is_err());
    *wire.line_mut() = Broken(false);
    assert!(!wire.frame(None).is_empty());
    assert!(wire.frame(None).is_empty());
}
