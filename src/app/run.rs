//! The loop: wait, apply every key that lies there, draw one frame.

use std::io::{self, BufWriter};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crossterm::event::{self, Event};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Size;
use rustix::termios::tcgetwinsize;

use super::desk::Desk;
use super::pace::{Gate, PATIENCE, Pace, QUESTION};
use super::painter::{FRAME_BYTES, Line, Painter, Way};
use super::signals::{Signals, Woken, stand_still};
use super::terminal::{Terminal, give_back, say_waiting};
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
    tcgetwinsize(io::stdout()).map_or((80, 24), |size| (size.ws_col, size.ws_row))
}

/// Shows the desk in the terminal until it is closed. The terminal is given back whatever
/// happens. What lies unsaved is saved, also when the line is cut. With `plain`, and on a terminal
/// whose ways are not known, less is asked of it than it may be able to. Says how it ended.
pub fn run(desk: &mut Desk, clock: Clock, plain: bool) -> Result<Ending> {
    let terminal = Terminal::take()?;
    let size = Size::from(window_size());
    let line = Line::open()?;
    match terminal.ways().filter(|_| !plain) {
        Some(ways) => {
            let way = Wire::new(line.clone(), ways, size);
            serve(desk, clock, &terminal, Painter::new(way, line, size), true)
        }
        None => {
            let frame = BufWriter::with_capacity(FRAME_BYTES, line.clone());
            let way = CrosstermBackend::new(frame);
            serve(desk, clock, &terminal, Painter::new(way, line, size), false)
        }
    }
}

fn serve<W: Way>(
    desk: &mut Desk,
    clock: Clock,
    terminal: &Terminal,
    mut painter: Painter<W>,
    asks: bool,
) -> Result<Ending> {
    let mut signals = Signals::listen()?;
    let mut looked = Instant::now();
    let mut anew = true;
    let mut more = false;
    let waited = Arc::new(AtomicBool::new(false));
    desk.when_waiting(|| {
        let waited = Arc::clone(&waited);
        Box::new(move || {
            waited.store(true, Ordering::SeqCst);
            say_waiting();
        })
    });
    desk.look_at_the_room();
    let mut keys = false;
    let mut pace = Pace::new(looked, asks);
    // Before the first frame nobody has pressed anything.
    let mut woken = None;
    loop {
        let moment = clock.read();
        desk.tick(moment);
        if looked.elapsed() >= NEWS {
            desk.look_for_news();
            desk.look_at_the_room();
            looked = Instant::now();
        }
        // The window may have grown since it was drawn; keys are lost on one that is too small.
        let (columns, rows) = window_size();
        desk.resize(columns, rows);
        if let Some(woken) = woken.take() {
            let (count, unread) = read_keys(desk)?;
            more = unread;
            keys |= count > 0;
            if count == 0 && woken == Woken::Keys {
                pace.answered(Instant::now());
            }
        }
        if desk.is_closed() {
            break;
        }
        // What was said over the frame while a write waited is painted away.
        anew |= desk.take_redraw() | waited.swap(false, Ordering::SeqCst);
        let gate = match painter.is_behind() && !keys {
            // Parts follow each other when the line is free and no other picture is about to come.
            true if !desk.is_at_rest() || Instant::now() < pace.arrived() => Gate::Shut,
            _ => pace.gate(Instant::now(), keys),
        };
        let asked = match gate {
            Gate::Ask | Gate::AskAndGo => painter.ask(QUESTION),
            Gate::Open | Gate::Shut => Ok(()),
        };
        let sent = asked.and_then(|()| match gate {
            Gate::Open | Gate::AskAndGo => {
                let most = (!std::mem::take(&mut keys)).then(|| pace.part());
                let cleared = std::mem::take(&mut anew);
                let changed = desk.take_changed();
                painter.paint(desk.size(), cleared, changed, most, |buffer, changed| {
                    desk.draw_changed(buffer, changed)
                })
            }
            Gate::Ask | Gate::Shut => Ok(0),
        });
        let Ok(sent) = sent else {
            // Nobody can see it any more: the line is cut.
            return desk.save().map(|()| Ending::Cut);
        };
        pace.sent(sent);
        desk.rest_after(pace.rest());
        let asked = desk
            .wake_at()
            .into_iter()
            .chain(pace.ends())
            .chain((painter.is_behind() && desk.is_at_rest()).then(|| pace.arrived()))
            .min()
            .map(|at| at.saturating_duration_since(Instant::now()));
        let timeout = NEWS
            .saturating_sub(looked.elapsed())
            .min(clock.until_midnight(&moment) + Duration::from_millis(1))
            .min(asked.unwrap_or(NEWS));
        // Keys that crossterm has already read are no longer there to be waited for.
        match signals.wait(if more { Duration::ZERO } else { timeout })? {
            // Keys are read also when none woke: crossterm is to hear of another window before the next
            // key comes, since of two things that come at once it loses the second.
            by @ (Woken::Keys | Woken::Time | Woken::Window) => {
                // A terminal keeps what it likes of a window that changed.
                anew |= by == Woken::Window;
                woken = Some(by);
            }
            Woken::End => return desk.save().map(|()| Ending::Cut),
            Woken::Suspend => {
                // A refusal is shown when the desk is back; standing still is not put off.
                let saved = desk.save();
                collect(&mut signals, &pace);
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
    collect(&mut signals, &pace);
    Ok(desk.ending())
}

/// Takes an answer that is still owed, so that it is not typed into what reads the terminal next.
fn collect(signals: &mut Signals, pace: &Pace) {
    if pace.is_owed(Instant::now()) && matches!(signals.wait(PATIENCE), Ok(Woken::Keys)) {
        while matches!(event::poll(Duration::ZERO), Ok(true)) {
            let _ = event::read();
        }
    }
}

/// Applies every key that lies there, so that a held key on a slow line never runs on after it
/// is let go. Says how many there were and whether there may be more.
fn read_keys(desk: &mut Desk) -> Result<(usize, bool)> {
    let started = Instant::now();
    let mut count = 0;
    while !desk.is_closed() && event::poll(Duration::ZERO)? {
        match event::read()? {
            Event::Key(key) => desk.key(key),
            Event::Paste(text) => desk.paste(&text),
            Event::Resize(columns, rows) => desk.resize(columns, rows),
            _ => {}
        }
        count += 1;
        if started.elapsed() > BURST {
            return Ok((count, true));
        }
    }
    Ok((count, false))
}
