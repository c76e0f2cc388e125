//! A home with a small demo unit in it, and the one draft that is written there.

use std::path::{Path, PathBuf};
use std::process::Command;

use akt::clock::Clock;
use akt::store::draft::Drafts;
use akt::store::{Mode, Store};
use akt::unit::Unit;
use tempfile::TempDir;

use crate::common::today;

pub const AKT: &str = env!("CARGO_BIN_EXE_akt");

pub struct Home {
    pub folder: TempDir,
}

impl Home {
    pub fn new() -> Home {
        let home = Home {
            folder: tempfile::tempdir().unwrap(),
        };
        let made = home
            .at_home(Command::new(AKT))
            .args(["demo", "--personer", "40", "--bara-skapa"])
            .output()
            .unwrap();
        assert!(made.status.success(), "{made:?}");
        home
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A command whose data lie here.
    pub fn at_home(&self, mut command: Command) -> Command {
        command
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("TERM", "xterm-256color")
            .env("HOME", self.path())
            .env("XDG_DATA_HOME", self.path().join("data"))
            .env("XDG_CONFIG_HOME", self.path().join("config"))
            .env("AKT_IDAG", today().to_string());
        command
    }

    fn database(&self) -> PathBuf {
        self.path().join("data/akt/demo.db")
    }

    /// What stands in the first field of the draft, as another program reads it; empty where there is none.
    pub fn written(&self) -> String {
        let clock = Clock::Fixed(today());
        let store = Store::open(&self.database(), Mode::Existing, Unit::builtin(), clock).unwrap();
        let anna = store.user("demo").unwrap().unwrap();
        let drafts = Drafts::open(store.path(), clock).unwrap();
        let draft = drafts.all(anna.id).unwrap().into_iter().next();
        draft.map_or(String::new(), |d| d.answers.get(&d.place.field).to_owned())
    }

    /// How many processes still live that were started here.
    pub fn alive(&self) -> usize {
        let home = format!("HOME={}", self.path().display());
        let of = |pid: &Path| {
            std::fs::read(pid.join("environ"))
                .map(|e| String::from_utf8_lossy(&e).contains(&home))
                .unwrap_or(false)
        };
        std::fs::read_dir("/proc")
            .unwrap()
            .flatten()
            .filter(|entry| of(&entry.path()))
            .count()
    }
}
