//! What every story needs: a unit, days that pass, and people who sit down at the same database.
//!
//! ```ignore
//! let mut story = Story::begin("avslag");
//! let mut anna = story.sit("anna.ek");
//! anna.press("N").shot("nytt");          // tests/snapshots/stories__avslag_nytt.snap, 80 by 24
//! drop(anna);
//! story.day("2026-12-01");               // the program is started anew that morning
//! ```
#![allow(dead_code)]

use std::time::{Duration, Instant};

use akt::app::{Desk, Tools};
use akt::clock::{Clock, Moment};
use akt::store::draft::Drafts;
use akt::store::{Mode, Store};
use akt::ui::keymap::Keymap;
use akt::ui::screen::list::ListScreen;
use akt::ui::testing::{frame_roles, frame_text, keys};
use akt::ui::theme::Theme;
use akt::unit::Unit;
use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use tempfile::TempDir;

use crate::common;

/// The window that every frame is held in.
pub const SMALL: (u16, u16) = (80, 24);
/// The window that the key frames are held in too.
pub const LARGE: (u16, u16) = (120, 40);

/// A unit with its cases on a day. It begins on Monday 23 November 2026, as `common` has it.
pub struct Story {
    name: &'static str,
    folder: TempDir,
    unit: Unit,
    day: NaiveDate,
    start: Instant,
}

impl Story {
    /// The unit of `common`, under the built-in order of delegation (B).
    pub fn begin(name: &'static str) -> Story {
        Story::with(name, &[])
    }

    /// The same with files of the unit's own: (file name, TOML).
    pub fn with(name: &'static str, files: &[(&str, &str)]) -> Story {
        let closed = std::os::unix::fs::PermissionsExt::from_mode(0o700);
        let folder = tempfile::Builder::new()
            .permissions(closed)
            .tempdir()
            .unwrap();
        drop(common::store(folder.path(), "anna.ek"));
        let own = folder.path().join("enhet");
        std::fs::create_dir(&own).unwrap();
        for (file, text) in files {
            std::fs::write(own.join(file), text).unwrap();
        }
        let unit = Unit::from_folder(&own);
        assert!(unit.problems.is_empty(), "{:?}", unit.problems);
        Story {
            name,
            folder,
            unit,
            day: common::today(),
            start: Instant::now(),
        }
    }

    /// Another day: nobody sits any more, and whoever sits down next starts the program that morning.
    pub fn day(&mut self, day: &str) {
        self.day = common::day(day);
    }

    fn store(&self) -> Store {
        let path = self.folder.path().join("akt.db");
        let clock = Clock::Fixed(self.day);
        Store::open(&path, Mode::CreateIfMissing, self.unit.clone(), clock).unwrap()
    }

    fn moment(&self, seconds: u64) -> Moment {
        Moment {
            today: self.day,
            now: self.day.and_hms_opt(14, 32, 0).unwrap(),
            instant: self.start + Duration::from_secs(seconds),
        }
    }

    /// Somebody starts the program and sees their list. Several may sit at once, each at a desk.
    pub fn sit(&self, login: &str) -> Seat<'_> {
        let store = self.store();
        let user = store.user(login).unwrap().unwrap();
        let drafts = Drafts::open(store.path(), Clock::Fixed(self.day)).unwrap();
        let tools = Tools {
            store,
            drafts,
            user,
            theme: Theme::roles(),
            keymap: Keymap::default(),
        };
        let first = Box::new(ListScreen::new(None));
        Seat {
            desk: Desk::new(tools, self.moment(0), SMALL, first).unwrap(),
            size: SMALL,
            story: self,
        }
    }
}

/// Somebody at the program.
pub struct Seat<'a> {
    /// The desk, for its store where a test counts what no frame shows.
    pub desk: Desk,
    size: (u16, u16),
    story: &'a Story,
}

impl Seat<'_> {
    /// Presses keys: `jj<enter>text<f9>`.
    pub fn press(&mut self, script: &str) -> &mut Self {
        for key in keys(script) {
            self.desk.key(key);
        }
        self
    }

    /// Lets so many seconds pass since the morning.
    pub fn wait(&mut self, seconds: u64) -> &mut Self {
        self.desk.tick(self.story.moment(seconds));
        self
    }

    fn frame(&mut self, size: (u16, u16)) -> Buffer {
        if self.size != size {
            self.desk.resize(size.0, size.1);
            self.size = size;
        }
        let mut buffer = Buffer::empty(Rect::new(0, 0, size.0, size.1));
        self.desk.draw(&mut buffer);
        buffer
    }

    /// The frame as text, at 80 by 24.
    pub fn text(&mut self) -> String {
        frame_text(&self.frame(SMALL))
    }

    /// Fails unless every text stands on the screen.
    pub fn sees(&mut self, texts: &[&str]) -> &mut Self {
        let frame = self.text();
        for text in texts {
            assert!(frame.contains(text), "”{text}” is not here:\n{frame}");
        }
        self
    }

    /// Fails if the text stands on the screen.
    pub fn sees_no(&mut self, text: &str) -> &mut Self {
        let frame = self.text();
        assert!(!frame.contains(text), "”{text}” is here:\n{frame}");
        self
    }

    /// Mends what is missing in a form, in the order that F6 lists it: each line leads to its field, where the
    /// keys answer it.
    pub fn mend(&mut self, answers: &[(&str, &str)]) -> &mut Self {
        for (what, answer) in answers {
            let list = self.press("<f6>").text();
            let first = list.lines().find(|line| line.contains('▌')).unwrap_or("");
            assert!(first.contains(what), "”{what}” is not the first:\n{list}");
            self.press("<enter>").press(answer);
        }
        self
    }

    /// Holds the whole frame at 80 by 24, text and roles, as `stories__STORY_NAME`.
    pub fn shot(&mut self, name: &str) -> &mut Self {
        let frame = self.frame(SMALL);
        let both = format!(
            "{}\n\n{}",
            frame_text(&frame),
            frame_roles(&frame, &Theme::roles())
        );
        hold(&format!("{}_{name}", self.story.name), &both);
        self
    }

    /// A key frame: held at 120 by 40 too, as `stories__STORY_NAME_120`.
    pub fn key_shot(&mut self, name: &str) -> &mut Self {
        self.shot(name);
        let wide = frame_text(&self.frame(LARGE));
        hold(&format!("{}_{name}_120", self.story.name), &wide);
        self.frame(SMALL);
        self
    }
}

/// The screens of all tests lie in one folder, where the handbook finds them.
fn hold(name: &str, frame: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(format!("stories__{name}"), frame));
}
