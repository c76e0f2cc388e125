//! The real binary in a real pseudo-terminal, and an emulator that says what a person would see.
#![allow(dead_code, clippy::unwrap_used)]

use std::io::{Read, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// How long anything may take before it counts as never.
const STOP: Duration = Duration::from_secs(60);

/// A program in a terminal of its own.
pub struct Session {
    child: Box<dyn Child + Send + Sync>,
    writer: Writer,
    master: Option<Box<dyn MasterPty + Send>>,
    screen: Arc<Mutex<Screen>>,
    reading: Option<JoinHandle<()>>,
}

/// Where a person's keys go, and the terminal's own answers.
type Writer = Arc<Mutex<Box<dyn Write + Send>>>;

/// The question of where the cursor stands.
const WHERE: &[u8] = b"\x1b[6n";

/// What came from the program.
struct Screen {
    parser: vt100::Parser,
    bytes: usize,
    last: Instant,
}

impl Session {
    /// Starts `program` with arguments in a terminal of (columns, rows), with its data under `home`.
    pub fn start(
        program: &str,
        args: &[&str],
        home: &Path,
        size: (u16, u16),
        env: &[(&str, &str)],
    ) -> Session {
        let pty = native_pty_system()
            .openpty(PtySize {
                rows: size.1,
                cols: size.0,
                pixel_width: 0,
                pixel_height: 0,
            })
            .unwrap();
        let mut command = CommandBuilder::new(program);
        command.args(args);
        command.env_clear();
        command.env("TERM", "xterm-256color");
        command.env("HOME", home);
        command.env("XDG_DATA_HOME", home.join("data"));
        command.env("XDG_CONFIG_HOME", home.join("config"));
        command.cwd(home);
        for (name, value) in env {
            command.env(name, value);
        }
        let child = pty.slave.spawn_command(command).unwrap();
        drop(pty.slave);
        let screen = Arc::new(Mutex::new(Screen {
            parser: vt100::Parser::new(size.1.try_into().unwrap(), size.0.try_into().unwrap(), 0),
            bytes: 0,
            last: Instant::now(),
        }));
        let mut reader = pty.master.try_clone_reader().unwrap();
        let shown = screen.clone();
        let writer: Writer = Arc::new(Mutex::new(pty.master.take_writer().unwrap()));
        let answering = writer.clone();
        let reading = std::thread::spawn(move || {
            let mut buffer = [0_u8; 65_536];
            while let Ok(n) = reader.read(&mut buffer) {
                if n == 0 {
                    break;
                }
                let mut screen = shown.lock().unwrap();
                screen.parser.process(&buffer[..n]);
                screen.bytes += n;
                screen.last = Instant::now();
                let (row, column) = screen.parser.screen().cursor_position();
                drop(screen);
                // The question is always a write of its own.
                if buffer[..n].windows(WHERE.len()).any(|w| w == WHERE) {
                    let answer = format!("\x1b[{};{}R", row + 1, column + 1);
                    // The program may have ended meanwhile.
                    let _ = answering.lock().unwrap().write_all(answer.as_bytes());
                }
            }
        });
        Session {
            child,
            writer,
            master: Some(pty.master),
            screen,
            reading: Some(reading),
        }
    }

    /// Sends bytes as the terminal would.
    pub fn send(&mut self, text: &str) {
        self.send_bytes(text.as_bytes());
    }

    /// The same for a part of a text, which may end in the middle of a letter.
    pub fn send_bytes(&mut self, bytes: &[u8]) {
        let mut writer = self.writer.lock().unwrap();
        writer.write_all(bytes).unwrap();
        writer.flush().unwrap();
    }

    /// Makes the window another size: (columns, rows).
    pub fn resize(&mut self, size: (u16, u16)) {
        let master = self.master.as_ref().unwrap();
        master
            .resize(PtySize {
                rows: size.1,
                cols: size.0,
                pixel_width: 0,
                pixel_height: 0,
            })
            .unwrap();
        let mut screen = self.screen.lock().unwrap();
        let screen = screen.parser.screen_mut();
        screen.set_size(size.1.try_into().unwrap(), size.0.try_into().unwrap());
    }

    /// The screen as text.
    pub fn text(&self) -> String {
        self.screen.lock().unwrap().parser.screen().contents()
    }

    /// Where the cursor stands: (row, column).
    pub fn cursor(&self) -> (u16, u16) {
        self.screen
            .lock()
            .unwrap()
            .parser
            .screen()
            .cursor_position()
    }

    /// Whether the alternate screen is on.
    pub fn in_alternate_screen(&self) -> bool {
        self.screen
            .lock()
            .unwrap()
            .parser
            .screen()
            .alternate_screen()
    }

    /// Bytes received until now.
    pub fn bytes(&self) -> usize {
        self.screen.lock().unwrap().bytes
    }

    /// Waits until the screen holds a text; fails the test after a minute, which only a stuck program takes.
    pub fn wait_for(&self, wanted: &str) {
        self.wait_until(|text| text.contains(wanted), wanted);
    }

    /// Waits until the cursor stands at (row, column).
    pub fn wait_cursor(&self, at: (u16, u16)) {
        self.wait_until(|_| self.cursor() == at, "cursor there");
    }

    /// Waits until the screen is as wanted; fails the test as [`Session::wait_for`].
    pub fn wait_until(&self, wanted: impl Fn(&str) -> bool, what: &str) {
        let start = Instant::now();
        while !wanted(&self.text()) {
            assert!(start.elapsed() < STOP, "no {what} on\n{}", self.text());
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// Waits until nothing has come for a while.
    pub fn settle(&self) {
        let quiet = Duration::from_millis(120);
        loop {
            let since = self.screen.lock().unwrap().last.elapsed();
            if since >= quiet {
                return;
            }
            std::thread::sleep(quiet - since);
        }
    }

    /// The process number.
    pub fn pid(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// Kills the program as power would: no chance to save.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        let _ = self.child.wait();
    }

    /// Tells the program that its line is gone, as the kernel does when the terminal is closed.
    pub fn hang_up(&mut self) {
        let told = std::process::Command::new("kill")
            .args(["-HUP", &self.pid().to_string()])
            .status()
            .unwrap();
        assert!(told.success());
    }

    /// Waits until the program has ended; fails the test as [`Session::wait_for`].
    pub fn wait_end(&mut self) -> u32 {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                // What it wrote last may still be on its way.
                if let Some(reading) = self.reading.take() {
                    reading.join().unwrap();
                }
                return status.exit_code();
            }
            assert!(start.elapsed() < STOP, "still running\n{}", self.text());
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
