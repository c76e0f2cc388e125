//! What leaves no trace: files that only their owner reads, no core dumps, and a fault that tells where in the
//! program it happened and nothing of what was worked with.

use std::io::{self, Write};
use std::panic::{PanicHookInfo, set_hook};

use rustix::fs::Mode;
use rustix::process::{Resource, Rlimit, setrlimit, umask};

use super::terminal::give_back;

/// Sets up the process, before anything is read or written.
pub fn leave_no_trace() {
    umask(Mode::RWXG | Mode::RWXO);
    // What the machine does not allow is let be: it dumps less than was asked, never more.
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    let _ = setrlimit(Resource::Core, none);
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        // A limit does not hold where dumps go to another program; this does, and keeps colleagues on the
        // same account out of the memory.
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
    set_hook(Box::new(stopped));
}

/// The message of a panic may hold what somebody typed, so it is not told.
fn stopped(info: &PanicHookInfo<'_>) {
    give_back();
    let place = info
        .location()
        .map(|at| format!("Plats i programmet: {}:{}\n", at.file(), at.line()))
        .unwrap_or_default();
    let text = format!("Programmet stannade oväntat. Det som var sparat finns kvar.\n{place}");
    // eprintln! panics when the terminal is gone, and this is where panics come.
    let _ = io::stderr().write_all(text.as_bytes());
}
