//! The built program, run in a home of its own.
#![allow(dead_code, clippy::unwrap_used)]

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// The day the tests stand on: Monday 23 November 2026.
pub const TODAY: &str = "2026-11-23";

/// A home with nothing in it.
pub struct Home {
    pub dir: TempDir,
}

/// What the program answered.
#[derive(Debug)]
pub struct Answer {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// A folder that nobody else reads, as a database asks for.
pub fn closed_folder() -> TempDir {
    use std::os::unix::fs::PermissionsExt;
    let closed = std::fs::Permissions::from_mode(0o700);
    tempfile::Builder::new()
        .permissions(closed)
        .tempdir()
        .unwrap()
}

impl Home {
    pub fn new() -> Home {
        Home {
            dir: closed_folder(),
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_akt"));
        command
            .args(args)
            .env_clear()
            .env("HOME", self.dir.path())
            .env("XDG_DATA_HOME", self.path("data"))
            .env("XDG_CONFIG_HOME", self.path("config"))
            .env("USER", "anna.ek")
            .env("AKT_IDAG", TODAY)
            .stdin(Stdio::null());
        command
    }

    pub fn akt(&self, args: &[&str]) -> Answer {
        answer(self.command(args))
    }

    /// Runs with text on standard input.
    pub fn fed(&self, args: &[&str], input: &str) -> Answer {
        let mut child = self
            .command(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut pipe = child.stdin.take().unwrap();
        let input = input.to_owned();
        let feeder = std::thread::spawn(move || {
            let _ = pipe.write_all(input.as_bytes());
        });
        let output = child.wait_with_output().unwrap();
        feeder.join().unwrap();
        Answer {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Runs and must succeed.
    pub fn ok(&self, args: &[&str]) -> String {
        let answer = self.akt(args);
        assert_eq!(answer.code, 0, "{args:?}: {answer:?}");
        answer.out
    }

    /// Runs and must fail with a code; what was said is given back.
    pub fn no(&self, code: i32, args: &[&str]) -> String {
        let answer = self.akt(args);
        assert_eq!(answer.code, code, "{args:?}: {answer:?}");
        assert!(!answer.err.is_empty(), "{args:?} says nothing");
        answer.err
    }
}

pub fn answer(mut command: Command) -> Answer {
    let output = command.output().unwrap();
    Answer {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A number in the form of a real one, of somebody born so long ago that nobody has it.
pub fn number(born: &str, serial: &str) -> String {
    let digits: String = format!("{}{serial}", born.replace('-', ""));
    let sum: u32 = digits[2..]
        .bytes()
        .zip([2, 1].into_iter().cycle())
        .map(|(d, w)| {
            let p = u32::from(d - b'0') * w;
            p / 10 + p % 10
        })
        .sum();
    format!("{}-{serial}{}", &digits[..8], (10 - sum % 10) % 10)
}

pub const HEADER: &str = "personnummer;efternamn;fornamn;kon;arende;arendetyp;handlaggare;handelse;datum;tid;anteckning\n";

/// A small register: late, today, soon, in time, possible, no clock, a person alone.
pub fn register() -> String {
    let rows = [
        (
            "1891-01-01",
            "Bergström;Karin;kvinna;26-0001;hemtjanst;anna.ek;inkom;2026-10-30;;",
        ),
        ("1891-01-01", ";;;26-0001;;;kontakt;2026-11-02;;ringde"),
        ("1891-01-01", ";;;26-0001;;;utredning_inledd;2026-11-05;;"),
        (
            "1892-02-02",
            "Åberg;Sten;man;26-0002;hemtjanst;anna.ek;inkom;2026-11-16;;",
        ),
        (
            "1893-03-03",
            "Öberg;Maj-Britt;k;26-0003;hemtjanst;anna.ek;inkom;2026-11-18;;",
        ),
        (
            "1894-04-04",
            "Lind;Göran;m;26-0004;lss;anna.ek;inkom;2026-05-05;;",
        ),
        ("1894-04-04", ";;;26-0004;;;kontakt;2026-05-06;;"),
        ("1894-04-04", ";;;26-0004;;;utredning_inledd;2026-05-07;;"),
        (
            "1895-05-05",
            "Björk;Tage;;26-0005;kbf;anna.ek;inkom;2026-02-02;;",
        ),
        ("1895-05-05", ";;;26-0005;;;kontakt;2026-02-02;;"),
        ("1895-05-05", ";;;26-0005;;;beslut;2026-03-02;;"),
        ("1895-05-05", ";;;26-0005;;;beslut_skickat;2026-03-03;;"),
        (
            "1896-06-06",
            "Ek;Inga;kvinna;26-0006;vobo;petra.sand;inkom;2026-11-20;;",
        ),
        ("1897-07-07", "Dahl;Rut;kvinna;;;;;;;"),
    ];
    let mut text = HEADER.to_owned();
    for (born, rest) in rows {
        text.push_str(&format!("{};{rest}\n", number(born, "201")));
    }
    text
}
