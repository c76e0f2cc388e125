//! Which process this is and which others still live: by run of the machine, process id and start time, so
//! that nobody need send a sign of life, and a process id that was used again means nobody else.

use std::fmt;
use std::fs;

use rustix::process::{Pid, test_kill_process};

/// One process of one run of one machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Process {
    /// The run of the machine; empty where it does not say.
    pub boot: String,
    /// The process id.
    pub pid: u32,
    /// When it started, in ticks since the machine did; 0 where it does not say.
    pub started: u64,
}

impl Process {
    /// The one that runs this.
    pub fn own() -> Process {
        let pid = std::process::id();
        Process {
            boot: boot(),
            pid,
            started: state(pid).as_deref().and_then(started).unwrap_or(0),
        }
    }

    /// Whether it still lives. One of another run of the machine does not.
    pub fn lives(&self) -> bool {
        self.boot == boot()
            && match state(self.pid) {
                Some(state) => started(&state) == Some(self.started),
                // Machines may hide a process's state; whether there is one they still say.
                None => Pid::from_raw(self.pid.cast_signed())
                    .is_some_and(|pid| test_kill_process(pid).is_ok()),
            }
    }
}

impl fmt::Display for Process {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.boot, self.pid, self.started)
    }
}

fn boot() -> String {
    fs::read_to_string("/proc/sys/kernel/random/boot_id")
        .map(|text| text.trim().to_owned())
        .unwrap_or_default()
}

fn state(pid: u32) -> Option<String> {
    fs::read_to_string(format!("/proc/{pid}/stat")).ok()
}

/// When a process started, where it lives: the 22nd word of its state, counted after its name, which may hold
/// anything. A process that has ended and only waits to be buried does not live.
fn started(state: &str) -> Option<u64> {
    let mut words = state.rsplit_once(')')?.1.split_whitespace();
    if matches!(words.next(), Some("Z" | "X")) {
        return None;
    }
    words.nth(18)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_lives_and_its_number_in_another_life_does_not() {
        let own = Process::own();
        assert!(own.lives());
        let before = Process {
            started: own.started + 1,
            ..own.clone()
        };
        assert!(!before.lives());
        let earlier_run = Process {
            boot: "en annan".into(),
            ..own
        };
        assert!(!earlier_run.lives());
    }
}
