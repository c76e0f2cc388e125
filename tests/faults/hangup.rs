//! A line that dies, in every way it can: the draft is safe, the process gone, nothing spins, and the next login
//! is back in the same sentence.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::os::fd::AsFd;
use std::os::unix::fs::OpenOptionsExt;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

use crate::home::{AKT, Home};
use crate::rounds;

/// Opening a terminal without making it one's own.
const NO_CONTROL: i32 = 0o400;

/// What takes longer than this counts as never.
const STOP: Duration = Duration::from_secs(5);

/// How the line dies.
#[derive(Clone, Copy, Debug)]
enum Way {
    /// The window is closed; the signal is as usual.
    Closed,
    /// The signal is ignored by whoever started the program.
    Ignored,
    /// There is no controlling terminal, so no signal is sent at all.
    Untold,
    /// Standard input alone hangs up.
    StdinOnly,
    /// The shell above is killed, and the terminal with it as the session's leader is gone.
    ParentKilled,
    /// The shell above is killed and nothing else is told; the window stays.
    ParentUntold,
}

const WAYS: [Way; 6] = [
    Way::Closed,
    Way::Ignored,
    Way::Untold,
    Way::StdinOnly,
    Way::ParentKilled,
    Way::ParentUntold,
];

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).unwrap_or(NonZeroU16::MIN)
}

/// The only end of a terminal that the test holds, so that closing it is a hang-up.
struct Line {
    master: File,
    parser: vt100::Parser,
}

impl Line {
    fn open() -> (Line, File) {
        let master =
            openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let name = ptsname(&master, Vec::new()).unwrap();
        let slave = OpenOptions::new()
            .read(true)
            .write(true)
            .custom_flags(NO_CONTROL)
            .open(name.to_str().unwrap())
            .unwrap();
        let mut line = Line {
            master: File::from(master),
            parser: vt100::Parser::new(cells(24), cells(80), 0),
        };
        line.resize(80, 24);
        (line, slave)
    }

    fn resize(&mut self, columns: u16, rows: u16) {
        let size = Winsize {
            ws_row: rows,
            ws_col: columns,
            ws_xpixel: 0,
            ws_ypixel: 0,
        };
        tcsetwinsize(&self.master, size).unwrap();
        // What is written for a window that small is not looked at, but the emulator cannot be without one.
        let screen = self.parser.screen_mut();
        screen.set_size(cells(rows), cells(columns));
    }

    fn send(&mut self, text: &str) {
        self.master.write_all(text.as_bytes()).unwrap();
    }

    /// Reads what has come; gives the screen.
    fn text(&mut self) -> String {
        let wait = Timespec {
            tv_sec: 0,
            tv_nsec: 20_000_000,
        };
        let mut buffer = [0; 65_536];
        loop {
            let mut fds = [PollFd::from_borrowed_fd(self.master.as_fd(), PollFlags::IN)];
            let ready = poll(&mut fds, Some(&wait)).unwrap_or(0);
            if ready == 0 || !fds[0].revents().contains(PollFlags::IN) {
                break;
            }
            match self.master.read(&mut buffer) {
                Ok(n) if n > 0 => self.parser.process(&buffer[..n]),
                _ => break,
            }
        }
        self.parser.screen().contents()
    }

    fn wait_for(&mut self, wanted: &str) {
        let begun = Instant::now();
        loop {
            let text = self.text();
            if text.contains(wanted) {
                return;
            }
            assert!(
                begun.elapsed() < Duration::from_secs(60),
                "no {wanted} on\n{text}"
            );
        }
    }
}

/// The program on a line, started so that the line can die in a way.
struct Started {
    line: Line,
    /// Standard input where it is another terminal than what is seen.
    input: Option<Line>,
    child: Child,
    pid: u32,
}

fn start(home: &Home, way: Way) -> Started {
    let (line, slave) = Line::open();
    let (input, stdin) = match way {
        Way::StdinOnly => {
            let (input, stdin) = Line::open();
            (Some(input), stdin)
        }
        _ => (None, slave.try_clone().unwrap()),
    };
    let mut command = home.at_home(Command::new("setsid"));
    let control = !matches!(way, Way::Untold | Way::StdinOnly | Way::ParentUntold);
    if control {
        command.arg("--ctty");
    }
    let script = match way {
        Way::Ignored => format!("trap '' HUP; exec {AKT} demo"),
        Way::ParentKilled | Way::ParentUntold => format!("{AKT} demo; true"),
        _ => format!("exec {AKT} demo"),
    };
    command
        .args(["sh", "-c", &script])
        .stdin(Stdio::from(stdin))
        .stdout(Stdio::from(slave.try_clone().unwrap()))
        .stderr(Stdio::from(slave));
    let child = command.spawn().unwrap();
    let mut started = Started {
        line,
        input,
        pid: child.id(),
        child,
    };
    // The test's own copies of the other end go with the command.
    drop(command);
    started.line.wait_for("utkast");
    if matches!(way, Way::ParentKilled | Way::ParentUntold) {
        started.pid = child_of(started.pid);
    }
    started
}

/// The state of a process: parent, and ticks of work done; nothing once it is gone or only waits to be buried.
fn state(pid: u32) -> (Option<u32>, u64) {
    let Ok(text) = std::fs::read_to_string(format!("/proc/{pid}/stat")) else {
        return (None, 0);
    };
    let words: Vec<&str> = text
        .rsplit_once(')')
        .unwrap()
        .1
        .split_whitespace()
        .collect();
    let ticks = words[11].parse::<u64>().unwrap() + words[12].parse::<u64>().unwrap();
    let lives = !matches!(words[0], "Z" | "X");
    (lives.then(|| words[1].parse().unwrap()), ticks)
}

fn child_of(parent: u32) -> u32 {
    std::fs::read_dir("/proc")
        .unwrap()
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .find(|pid| state(*pid).0 == Some(parent))
        .unwrap()
}

/// A draft that is open, so that every start is back in it.
fn begin(home: &Home) {
    let mut desk = crate::pty::Session::start(
        AKT,
        &["demo"],
        home.path(),
        (80, 24),
        &[("AKT_IDAG", "2026-11-23")],
    );
    desk.wait_for("Mina ärenden");
    desk.send("\r");
    desk.wait_for("Nästa steg");
    desk.send("u");
    desk.wait_for("utkast");
    desk.send("Början.");
    desk.wait_for("sparat");
    desk.kill();
}

#[test]
fn a_line_that_dies_takes_the_program_with_it_and_no_word() {
    let each = rounds(1, 40);
    let home = Home::new();
    begin(&home);
    let (mut lost, mut stuck, mut orphans) = (0, 0, 0);
    let (mut slowest, mut work) = (Duration::ZERO, 0);
    let mut told = String::from("Början.");
    for round in 0..each {
        for way in WAYS {
            let mut on = start(&home, way);
            let word = format!(" {way:?}{round}.");
            on.input.as_mut().unwrap_or(&mut on.line).send(&word);
            on.line.wait_for(word.trim());
            told.push_str(&word);
            let before = state(on.pid).1;
            let cut = Instant::now();
            // What is kept open is what the way of dying leaves open.
            let kept = match way {
                Way::ParentKilled | Way::ParentUntold => {
                    on.child.kill().unwrap();
                    Some(on.line)
                }
                Way::StdinOnly => {
                    drop(on.input);
                    Some(on.line)
                }
                _ => {
                    drop(on.line);
                    None
                }
            };
            let mut after = before;
            let gone = loop {
                let (lives, ticks) = state(on.pid);
                after = after.max(ticks);
                if lives.is_none() {
                    break true;
                }
                if cut.elapsed() > STOP {
                    break false;
                }
                sleep(Duration::from_millis(5));
            };
            slowest = slowest.max(cut.elapsed());
            work = work.max(after - before);
            stuck += usize::from(!gone);
            let _ = on.child.kill();
            let _ = on.child.wait();
            drop(kept);
            if !gone {
                let _ = Command::new("kill")
                    .args(["-9", &on.pid.to_string()])
                    .status();
            }
            orphans += home.alive();
            lost += usize::from(home.written() != told);
        }
    }
    println!(
        "faults: hangup rounds={} lost={lost} stuck={stuck} orphans={orphans} slowest={slowest:?} work={work} ticks of 10 ms",
        each * WAYS.len()
    );
    assert_eq!((lost, stuck, orphans), (0, 0, 0));
}

fn signal(pid: u32, name: &str) {
    let told = Command::new("kill")
        .args([format!("-{name}"), pid.to_string()])
        .status()
        .unwrap();
    assert!(told.success());
}

#[test]
fn standing_still_a_storm_of_sizes_and_being_told_to_end_lose_no_word() {
    let each = rounds(3, 40);
    let mut chance = crate::chance("storm");
    let home = Home::new();
    begin(&home);
    let (mut lost, mut orphans) = (0, 0);
    let mut told = String::from("Början.");
    for round in 0..each {
        let mut on = start(&home, Way::Closed);
        let mut say = |on: &mut Started, word: &str| {
            told.push_str(word);
            on.line.send(word);
            on.line.wait_for(word.trim());
        };
        say(&mut on, &format!(" Stilla{round}."));
        signal(on.pid, "TSTP");
        // It gives the terminal back before it stands still, so that the shell is seen.
        while on.line.parser.screen().alternate_screen() {
            on.line.text();
        }
        signal(on.pid, "CONT");
        on.line.wait_for("utkast");
        say(&mut on, &format!(" Vidare{round}."));
        for _ in 0..200 {
            on.line.resize(chance.u16(0..=200), chance.u16(0..=60));
        }
        on.line.resize(80, 24);
        on.line.wait_for("utkast");
        say(&mut on, &format!(" Lagom{round}."));
        signal(on.pid, "TERM");
        let cut = Instant::now();
        while state(on.pid).0.is_some() && cut.elapsed() < STOP {
            sleep(Duration::from_millis(5));
            on.line.text();
        }
        assert!(state(on.pid).0.is_none(), "still running");
        let _ = on.child.wait();
        orphans += home.alive();
        lost += usize::from(home.written() != told);
    }
    println!("faults: storm rounds={each} lost={lost} orphans={orphans}");
    assert_eq!((lost, orphans), (0, 0));
}
