//! The real binary in a real pseudo-terminal, and an emulator that says what a person would see.
#![allow(dead_code, clippy::unwrap_used)]

use std::io::{Read, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// A program in a terminal of its own.
pub struct Session {
    child: Box<dyn Child + Send + Sync>,
    writer: Option<Box<dyn Write + Send>>,
    master: Option<Box<dyn MasterPty + Send>>,
    screen: Arc<Mutex<Screen>>,
    reading: Option<JoinHandle<()>>,
}

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
            }
        });
        let writer = pty.master.take_writer().unwrap();
        Session {
            child,
            writer: Some(writer),
            master: Some(pty.master),
            screen,
            reading: Some(reading),
        }
    }

    /// Sends bytes as the terminal would.
    pub fn send(&mut self, text: &str) {
        let writer = self.writer.as_mut().unwrap();
        writer.write_all(text.as_bytes()).unwrap();
        writer.flush().unwrap();
    }

    /// Makes the window another size: (columns, rows).
    pub fn resize(&mut self, size: (u16, u16)) {
        let master = self.master.as_ref().unwrap();
        let new = PtySize {
            rows: size.1,
            cols: size.0,
            pixel_width: 0,
            pixel_height: 0,
        };
        let mut screen = self.screen.lock().unwrap();
        let (rows, columns) = (size.1.try_into().unwrap(), size.0.try_into().unwrap());
        screen.parser.screen_mut().set_size(rows, columns);
        master.resize(new).unwrap();
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

    /// Waits until the screen holds a text; fails the test after ten seconds.
    pub fn wait_for(&self, wanted: &str) {
        self.wait_until(|text| text.contains(wanted), wanted);
    }

    /// Waits until the screen is as wanted; fails the test after ten seconds.
    pub fn wait_until(&self, wanted: impl Fn(&str) -> bool, what: &str) {
        let start = Instant::now();
        while !wanted(&self.text()) {
            assert!(
                start.elapsed() < Duration::from_secs(10),
                "no {what} on\n{}",
                self.text()
            );
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

    /// Waits until the program has ended; fails the test after ten seconds.
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
            assert!(
                start.elapsed() < Duration::from_secs(10),
                "still running\n{}",
                self.text()
            );
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
