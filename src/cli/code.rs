//! `akt kod`: chooses the code that unlocks the desk.

use std::io::{self, BufRead, IsTerminal, Write};

use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

use super::Done;
use super::out::{Out, tell};
use super::session::Session;
use crate::error::{Error, Result};

pub(super) fn run(session: &Session, out: &mut Out) -> Done {
    let (store, user) = session.reader()?;
    // Whoever has come this far is logged in, so the old code is not asked for.
    let first = hidden("Ny kod: ")?;
    let again = hidden("Samma kod igen: ")?;
    if first != again {
        return Err(Error::user("Koderna var inte lika. Inget är ändrat.").into());
    }
    store.set_code(&user, &first)?;
    out.line("Koden är vald. Den låser upp skärmen.")
}

/// Reads a line that the terminal does not show.
fn hidden(question: &str) -> Result<String> {
    let quiet = Quiet::begin();
    let mut err = io::stderr().lock();
    let _ = err.write_all(question.as_bytes());
    let _ = err.flush();
    drop(err);
    let mut line = String::new();
    let read = io::stdin().lock().read_line(&mut line)?;
    if quiet.is_some() {
        tell("");
    }
    if read == 0 {
        return Err(Error::user("Inget svar. Inget är ändrat."));
    }
    Ok(line.trim_end_matches(['\n', '\r']).to_owned())
}

/// The terminal while it shows nothing of what is typed; as it was when dropped.
struct Quiet(Termios);

impl Quiet {
    fn begin() -> Option<Quiet> {
        let stdin = io::stdin();
        if !stdin.is_terminal() {
            return None;
        }
        let before = tcgetattr(&stdin).ok()?;
        let mut quiet = before.clone();
        quiet.local_modes.remove(LocalModes::ECHO);
        tcsetattr(&stdin, OptionalActions::Flush, &quiet).ok()?;
        Some(Quiet(before))
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        // A terminal that is gone has nothing to be given back to.
        let _ = tcsetattr(io::stdin(), OptionalActions::Flush, &self.0);
    }
}
