//! The terminal, taken and always given back: at the end, after an error, after a panic, when
//! the line is cut and while the program is suspended.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::{Print, ResetColor};
use crossterm::terminal::{self, Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen};
use crossterm::{execute, queue};
use rustix::fs::{Mode, OFlags, open};
use rustix::stdio::dup2_stdin;
use rustix::termios::ttyname;

use super::painter::Line;
use super::run::window_size;
use crate::error::{Error, Result};
use crate::wire;

static TAKEN: AtomicBool = AtomicBool::new(false);

/// The terminal while the desk has it; dropping it gives it back.
pub(super) struct Terminal;

impl Terminal {
    /// Takes the terminal, or says in plain words why it cannot be used.
    pub(super) fn take() -> Result<Terminal> {
        check(
            io::stdin().is_terminal() && io::stdout().is_terminal(),
            std::env::var("TERM").ok().as_deref(),
        )?;
        never_wait_for_keys();
        let terminal = Terminal;
        terminal.enter()?;
        Ok(terminal)
    }

    /// What the terminal is known to be able to, by the name it has.
    pub(super) fn ways(&self) -> Option<wire::Terminal> {
        let term = std::env::var("TERM").ok()?;
        wire::Terminal::named(&term)
    }

    /// Takes the terminal again, as after having been suspended.
    pub(super) fn enter(&self) -> Result<()> {
        let failed = |error: io::Error| {
            give_back();
            Error::internal(format!("Fönstret går inte att använda ({error})."))
                .hint("Stäng fönstret, öppna ett nytt och försök igen.")
        };
        TAKEN.store(true, Ordering::SeqCst);
        terminal::enable_raw_mode().map_err(failed)?;
        execute!(
            io::stdout(),
            EnterAlternateScreen,
            EnableBracketedPaste,
            Hide
        )
        .map_err(failed)
    }
}

/// Says on the last row that a write waits for others; the frame cannot be drawn meanwhile.
pub(super) fn say_waiting() {
    let row = window_size().1.saturating_sub(1);
    let _ = execute!(
        io::stdout(),
        MoveTo(0, row),
        Clear(ClearType::CurrentLine),
        Print("Väntar på databasen …")
    );
}

/// Lets a reading that finds no more keys come back instead of waiting: an escape sequence or a paste whose end
/// never comes would else hold the loop in the middle of it. The terminal is opened anew for that, because the
/// old way to it is shared with whoever started the program. Where it cannot be, it stays as it was.
fn never_wait_for_keys() {
    let stdin = io::stdin();
    let flags = OFlags::RDWR | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let own = ttyname(&stdin, Vec::new()).and_then(|name| open(name, flags, Mode::empty()));
    if let Ok(own) = own {
        let _ = dup2_stdin(&own);
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back();
    }
}

/// Gives the terminal back if the desk has it, and says whether it had. What fails is let be: it
/// happens when the terminal is gone, and then there is nobody to tell.
pub(super) fn give_back() -> bool {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return false;
    }
    // Not through the standard library's own: whoever holds that one would be waited for, also by the thread
    // that ends a program whose loop is stuck.
    let Ok(mut out) = Line::open() else {
        return true;
    };
    // Cleared before it is left: a terminal without a screen of its own for programs keeps nothing either.
    let _ = queue!(
        out,
        DisableBracketedPaste,
        ResetColor,
        Clear(ClearType::All)
    );
    // Over SSH nothing but this program was in the window, so what has scrolled away goes too.
    if std::env::var_os("SSH_CONNECTION").is_some() {
        let _ = queue!(out, Clear(ClearType::Purge));
    }
    let _ = queue!(out, LeaveAlternateScreen, Show);
    let _ = out.flush();
    let _ = terminal::disable_raw_mode();
    true
}

fn check(is_terminal: bool, term: Option<&str>) -> Result<()> {
    if !is_terminal {
        return Err(Error::user("akt behöver ett terminalfönster att visas i.")
            .hint("Starta akt direkt i ett fönster. Listan som text: akt lista."));
    }
    match term {
        None | Some("" | "dumb") => Err(Error::user(
            "Fönstret säger inte vilken terminal det är, så akt kan inte visas.",
        )
        .hint("Sätt TERM, till exempel TERM=xterm-256color. Listan som text: akt lista.")),
        Some(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_terminal_is_refused_with_what_to_do() {
        assert!(check(true, Some("xterm")).is_ok());
        for error in [
            check(false, Some("xterm")),
            check(true, None),
            check(true, Some("dumb")),
        ] {
            assert!(error.unwrap_err().hint.unwrap().contains("akt lista"));
        }
    }
}
