//! The wire against an emulator that knows nothing of it: cell for cell what ratatui wanted.
#![allow(clippy::unwrap_used)]

#[path = "common/scene.rs"]
mod scene;

use akt::wire::{Terminal, Wire};
use proptest::prelude::*;
use ratatui::backend::Backend;
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use scene::{Line, Range, Scene, Window, vt100_cell};

const TERMS: [&str; 5] = ["xterm-256color", "screen", "tmux", "linux", "vt220"];

fn emulator(width: u16, height: u16) -> vt100::Parser {
    vt100::Parser::new(height.try_into().unwrap(), width.try_into().unwrap(), 0)
}

/// Plays so many frames and compares each.
fn play(seed: u64, term: &str, size: (u16, u16), frames: usize, exotic: bool) {
    let range = Range { exotic, dim: true };
    let mut scene = Scene::new(seed, range, size, true);
    let mut window = Window::new(term, size.0, size.1);
    let mut emulator = emulator(size.0, size.1);
    let mut before = size;
    let mut last = None;
    for n in 0..frames {
        let frame = scene.next();
        let area = frame.buffer.area;
        if (area.width, area.height) != before {
            before = (area.width, area.height);
            let screen = emulator.screen_mut();
            screen.set_size(
                area.height.try_into().unwrap(),
                area.width.try_into().unwrap(),
            );
        }
        let sent = window.draw(&frame);
        let same = last.as_ref() == Some(&(frame.buffer.clone(), frame.cursor));
        assert!(
            !same || frame.anew || sent.is_empty(),
            "an unchanged frame was sent"
        );
        emulator.process(&sent);
        let screen = emulator.screen();
        let told = format!("seed {seed}, {term}, frame {n}: {}", sent.escape_ascii());
        let (row, column) = screen.cursor_position();
        frame.compare(|x, y| vt100_cell(screen, x, y), (column, row), &told);
        assert_eq!(screen.hide_cursor(), frame.cursor.is_none(), "{told}");
        last = Some((frame.buffer, frame.cursor));
    }
}

/// Plays frames that are sent in parts and overtaken by others, and compares when nothing is left.
fn play_in_parts(seed: u64, term: &str, size: (u16, u16), frames: usize) {
    let range = Range {
        exotic: seed.is_multiple_of(3),
        dim: true,
    };
    let mut scene = Scene::new(seed, range, size, false);
    let mut rng = fastrand::Rng::with_seed(seed);
    let terminal = Terminal::named(term).unwrap();
    let mut wire = Wire::new(Line::default(), terminal, Size::new(size.0, size.1));
    let mut emulator = emulator(size.0, size.1);
    let mut before = Buffer::empty(Rect::new(0, 0, size.0, size.1));
    for n in 0..frames {
        let frame = scene.next();
        if frame.anew {
            wire.forget();
        }
        wire.draw(before.diff(&frame.buffer).into_iter()).unwrap();
        before.clone_from(&frame.buffer);
        match frame.cursor {
            Some(at) => {
                wire.set_cursor_position(at).unwrap();
                wire.show_cursor().unwrap();
            }
            None => wire.hide_cursor().unwrap(),
        }
        let most = rng.usize(40..600);
        match rng.u8(0..4) {
            0 => wire.send().unwrap(),
            1 => wire.send_some(most).unwrap(),
            _ => {
                wire.send_some(most).unwrap();
                while wire.is_behind() {
                    wire.send_some(most).unwrap();
                }
            }
        }
        let sent = wire.line_mut().take();
        emulator.process(&sent);
        if !wire.is_behind() {
            let screen = emulator.screen();
            let told = format!("seed {seed}, {term}, frame {n}: {}", sent.escape_ascii());
            let (row, column) = screen.cursor_position();
            frame.compare(|x, y| vt100_cell(screen, x, y), (column, row), &told);
        }
    }
}

#[test]
fn frames_in_parts_come_to_the_same() {
    for seed in 0..30 {
        let size = [(80, 24), (120, 40), (33, 9)][seed as usize % 3];
        play_in_parts(seed, TERMS[seed as usize % 5], size, 20);
    }
}

#[test]
fn thousands_of_frames_are_seen_as_they_were_wanted() {
    for seed in 0..120 {
        let size = [(80, 24), (120, 40), (33, 9)][seed as usize % 3];
        play(seed, TERMS[seed as usize % 5], size, 30, seed % 4 == 0);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(30))]

    #[test]
    fn any_window_any_terminal(
        seed: u64,
        term in 0..5_usize,
        width in 8..100_u16,
        height in 4..40_u16,
        exotic: bool,
    ) {
        play(seed, TERMS[term], (width, height), 20, exotic);
    }
}
