//! The loop: wait, apply every key that lies there, draw one frame.

use std::time::{Duration, Instant};

use crossterm::event::{self, Event};
use crossterm::terminal::size;
use ratatui::layout::Size;

use super::desk::Desk;
use super::painter::{Painter, Way, line, simple};
use super::signals::{Signals, Woken, stand_still};
use super::terminal::{Terminal, give_back};
use crate::clock::Clock;
use crate::error::Result;
use crate::store::Ending;
use crate::wire::Wire;

/// How often others' writes are looked for.
const NEWS: Duration = Duration::from_secs(2);

/// Keys are applied this long before a frame is drawn, should they never end.
const BURST: Duration = Duration::from_millis(500);

/// The size of the terminal's window in columns and rows, for [`Desk::new`].
pub fn window_size() -> (u16, u16) {
    size().unwrap_or((80, 24))
}

/// Shows the desk in the terminal until it is closed. The terminal is given back whatever
/// happens. What lies unsaved is saved, also when the line is cut. With `plain`, and on a terminal
/// whose ways are not known, less is asked of it than it may be able to. Says how it ended.
pub fn run(desk: &mut Desk, clock: Clock, plain: bool) -> Result<Ending> {
    let terminal = Terminal::take()?;
    let size = Size::from(window_size());
    match terminal.ways().filter(|_| !plain) {
        Some(ways) => {
            let way = Wire::new(line()?, ways, size);
            serve(desk, clock, &terminal, Painter::new(way, size))
        }
        None => serve(desk, clock, &terminal, Painter::new(simple()?, size)),
    }
}

fn serve<W: Way>(
    desk: &mut Desk,
    clock: Clock,
    terminal: &Terminal,
    mut painter: Painter<W>,
) -> Result<Ending> {
    let mut signals = Signals::listen()?;
    let mut looked = Instant::now();
    let mut anew = true;
    let mut more = false;
    while !desk.is_closed() {
        let moment = clock.read();
        desk.tick(moment);
        if looked.elapsed() >= NEWS {
            desk.look_for_news();
            looked = Instant::now();
        }
        let now = window_size();
        desk.resize(now.0, now.1);
        let cleared = desk.take_redraw() || anew;
        anew = false;
        if painter
            .paint(now.into(), cleared, |buffer| desk.draw(buffer))
            .is_err()
        {
            // Nobody can see it any more: the line is cut.
            return desk.save().map(|()| Ending::Cut);
        }
        let asked = desk
            .wake_at()
            .map(|at| at.saturating_duration_since(Instant::now()));
        let timeout = NEWS
            .saturating_sub(looked.elapsed())
            .min(clock.until_midnight(&moment) + Duration::from_millis(1))
            .min(asked.unwrap_or(NEWS));
        // Keys that crossterm has already read are no longer there to be waited for.
        let woken = signals.wait(if more { Duration::ZERO } else { timeout })?;
        match woken {
            // Also when no key woke: crossterm is to hear of another window before the next key comes,
            // since of two things that come at once it loses the second.
            Woken::Keys | Woken::Time => {
                desk.tick(clock.read());
                more = read_keys(desk)?;
            }
            Woken::End => return desk.save().map(|()| Ending::Cut),
            Woken::Suspend => {
                // A refusal is shown when the desk is back; standing still is not put off.
                let saved = desk.save();
                give_back();
                stand_still()?;
                terminal.enter()?;
                saved?;
                anew = true;
            }
            Woken::Resumed => {
                // The shell may have changed the terminal meanwhile, so it is taken from scratch.
                give_back();
                terminal.enter()?;
                anew = true;
            }
        }
    }
    Ok(desk.ending())
}

/// Applies every key that lies there, so that a held key on a slow line never runs on after it
/// is let go. Says whether there may be more.
fn read_keys(desk: &mut Desk) -> Result<bool> {
    let started = Instant::now();
    while !desk.is_closed() && event::poll(Duration::ZERO)? {
        match event::read()? {
            Event::Key(key) => desk.key(key),
            Event::Paste(text) => desk.paste(&text),
            Event::Resize(columns, rows) => desk.resize(columns, rows),
            _ => {}
        }
        if started.elapsed() > BURST {
            return Ok(true);
        }
    }
    Ok(false)
}
