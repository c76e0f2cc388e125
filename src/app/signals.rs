//! Signals and the waiting for keys.
//!
//! crossterm's own waiting never returns after a hang-up and burns a core, so the loop waits
//! here with poll(2) on the terminal and a pipe, and asks crossterm only when there is something
//! to read. A thread turns signals into a flag and a byte in the pipe; another watches the terminal and
//! the parent, for a hang-up whose signal is ignored, and a parent that is gone, are told by nothing else.
//! Should the loop be stuck when it is told to end, as in a write that waits for others, the thread gives
//! the terminal back and ends the program by itself.

use std::io::{self, Read, Write};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{PidfdFlags, pidfd_open};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals as Listener;

use super::terminal::give_back;
use crate::error::Result;

/// How long the loop gets to save before a thread ends the program: gone within a second.
const GRACE: Duration = Duration::from_millis(850);

/// How long the terminal gets to take its last bytes then.
const WRITING: Duration = Duration::from_millis(50);

/// The exit code after a hang-up that no signal told of: the same as after one that was.
const HUNG_UP: i32 = 128 + SIGHUP;

#[derive(Default)]
struct Flags {
    end: AtomicBool,
    suspend: AtomicBool,
    resumed: AtomicBool,
    window: AtomicBool,
}

/// What ended the waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Woken {
    /// There is something to read.
    Keys,
    /// The time is up.
    Time,
    /// The window changed; it may have been another one meanwhile and have the same size again.
    Window,
    /// The line is cut or the program was told to end.
    End,
    /// The program was told to stand still.
    Suspend,
    /// The program runs again after standing still.
    Resumed,
}

/// The flags that signals raise and the pipe that wakes the loop.
pub(super) struct Signals {
    flags: Arc<Flags>,
    wake: UnixStream,
}

impl Signals {
    /// Begins to listen.
    pub(super) fn listen() -> Result<Signals> {
        let (wake, mut waker) = UnixStream::pair()?;
        wake.set_nonblocking(true)?;
        waker.set_nonblocking(true)?;
        let mut teller = waker.try_clone()?;
        let flags = Arc::new(Flags::default());
        let raised = Arc::clone(&flags);
        let mut listener = Listener::new([SIGHUP, SIGTERM, SIGINT, SIGTSTP, SIGCONT, SIGWINCH])?;
        thread::Builder::new()
            .name("signaler".into())
            .spawn(move || {
                for signal in listener.forever() {
                    match signal {
                        SIGHUP | SIGTERM | SIGINT => raised.end.store(true, Ordering::SeqCst),
                        SIGTSTP => raised.suspend.store(true, Ordering::SeqCst),
                        SIGCONT => raised.resumed.store(true, Ordering::SeqCst),
                        _ => raised.window.store(true, Ordering::SeqCst),
                    }
                    // A full pipe wakes the loop just as well.
                    let _ = waker.write(&[0]);
                    if raised.end.load(Ordering::SeqCst) {
                        end_by_itself(128 + signal);
                    }
                }
            })?;
        let raised = Arc::clone(&flags);
        thread::Builder::new().name("linje".into()).spawn(move || {
            if watch_line() {
                raised.end.store(true, Ordering::SeqCst);
                let _ = teller.write(&[0]);
                end_by_itself(HUNG_UP);
            }
        })?;
        Ok(Signals { flags, wake })
    }

    /// Waits for keys, a signal, a cut line or the time, whichever comes first.
    pub(super) fn wait(&mut self, timeout: Duration) -> io::Result<Woken> {
        if let Some(raised) = self.raised() {
            return Ok(raised);
        }
        let (keys, told, hung_up) = {
            let stdin = io::stdin();
            let mut fds = [
                PollFd::from_borrowed_fd(stdin.as_fd(), PollFlags::IN),
                PollFd::from_borrowed_fd(self.wake.as_fd(), PollFlags::IN),
            ];
            let limit = Timespec {
                tv_sec: i64::try_from(timeout.as_secs()).unwrap_or(i64::MAX),
                tv_nsec: timeout.subsec_nanos().into(),
            };
            // A signal breaks the wait before it is told of; what is told comes by the pipe.
            loop {
                match poll(&mut fds, Some(&limit)) {
                    Ok(_) => break,
                    Err(rustix::io::Errno::INTR) => {}
                    Err(error) => return Err(error.into()),
                }
            }
            let seen = fds[0].revents();
            let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
            let told = fds[1].revents().contains(PollFlags::IN);
            (seen.contains(PollFlags::IN), told, seen.intersects(gone))
        };
        if told {
            let mut drain = [0; 64];
            while matches!(self.wake.read(&mut drain), Ok(n) if n > 0) {}
        }
        if hung_up {
            return Ok(Woken::End);
        }
        let otherwise = if keys { Woken::Keys } else { Woken::Time };
        Ok(self.raised().unwrap_or(otherwise))
    }

    fn raised(&self) -> Option<Woken> {
        if self.flags.end.load(Ordering::SeqCst) {
            Some(Woken::End)
        } else if self.flags.suspend.swap(false, Ordering::SeqCst) {
            Some(Woken::Suspend)
        } else if self.flags.resumed.swap(false, Ordering::SeqCst) {
            Some(Woken::Resumed)
        } else if self.flags.window.swap(false, Ordering::SeqCst) {
            Some(Woken::Window)
        } else {
            None
        }
    }
}

fn end_by_itself(code: i32) -> ! {
    thread::sleep(GRACE);
    // A terminal that takes no more holds whoever writes to it, so nobody waits for that long.
    thread::spawn(give_back);
    thread::sleep(WRITING);
    std::process::exit(code);
}

/// Waits until the terminal has hung up or the parent is gone, without waking up for anything else. No where
/// neither can be watched: the loop then sees the hang-up itself.
fn watch_line() -> bool {
    let stdin = io::stdin();
    let parent =
        rustix::process::getppid().and_then(|pid| pidfd_open(pid, PidfdFlags::empty()).ok());
    loop {
        // No event is asked for: a hang-up is told whether one asks or not.
        let mut fds = vec![PollFd::from_borrowed_fd(stdin.as_fd(), PollFlags::empty())];
        if let Some(parent) = &parent {
            fds.push(PollFd::from_borrowed_fd(parent.as_fd(), PollFlags::IN));
        }
        match poll(&mut fds, None) {
            Ok(_) if fds.iter().any(|fd| !fd.revents().is_empty()) => return true,
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(_) => return false,
        }
    }
}

/// Stands still until the program is told to go on.
pub(super) fn stand_still() -> io::Result<()> {
    signal_hook::low_level::emulate_default_handler(SIGTSTP)
}
