//! The contract between a screen and the desk, one screen per file below.
//!
//! A screen reads in [`Screen::load`], changes only itself in [`Screen::update`], writes by
//! handing a [`Change`] back, and is drawn by [`Screen::view`] from what it holds. It never calls
//! another screen; it returns a [`Step`] and the desk takes it.

use std::time::Instant;

use chrono::{NaiveDate, NaiveDateTime};
use crossterm::event::KeyEvent;

use super::action::{Action, Scope};
use super::canvas::{Canvas, Rect};
use super::keymap::Keymap;
use super::theme::Theme;
use crate::core::change::{Applied, Change};
use crate::core::user::User;
use crate::error::{Error, Result};
use crate::store::Store;
use crate::store::draft::{Drafts, Way};

pub mod absence;
pub mod access;
pub mod batch;
pub mod case;
pub mod choose;
pub mod colleague;
pub mod dialog;
pub mod examples;
pub mod form;
pub mod good_example;
pub mod handover;
pub mod help;
pub mod list;
pub mod log_check;
pub mod new_case;
pub mod outreach;
pub mod palette;
pub mod person;
pub mod plan;
pub mod presentation;
pub mod printout;
pub mod proposals;
pub mod reader;
pub mod reason;
pub mod reports;
pub mod settings;
pub mod short_form;
pub mod staff;
pub mod themed;
pub mod today;
pub mod week;
pub mod why;

/// What every screen may look at. Reading goes through `store`; writing only by [`Step::Apply`].
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The only way to read.
    pub store: &'a Store,
    /// The working papers; saved by the form that is open, apart from everything else.
    pub drafts: &'a Drafts,
    /// Who sits at the desk.
    pub user: &'a User,
    /// Today's date in Europe/Stockholm, or the one given with `--idag`.
    pub today: NaiveDate,
    /// The wall clock in Europe/Stockholm, for "Sparat 14.32".
    pub now: NaiveDateTime,
    /// The running time, for [`Screen::wake_at`].
    pub instant: Instant,
    /// Columns of the area the screen is drawn on.
    pub width: u16,
    /// Rows of the area the screen is drawn on, without the hint bar and its rule.
    pub height: u16,
    /// Which part of the window that is.
    pub part: Part,
    /// Roles to styles.
    pub theme: &'a Theme,
    /// Keys to actions.
    pub keymap: &'a Keymap,
}

/// The part of the window that a screen has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// What another leaves above itself.
    Upper,
    /// What lies over another, under a rule.
    Lower,
}

/// What a person did that is text rather than an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A key that no action of the scope listens to. Arrives only in a text scope.
    Key(KeyEvent),
    /// A whole paste, already cleaned: no escape sequences, no control characters but newline
    /// and tab, NFC.
    Paste(String),
}

/// A line shown above the hint bar until the next key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// How it went.
    pub kind: MessageKind,
    /// What is said; a newline separates what was wrong from what to do.
    pub text: String,
}

/// How it went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageKind {
    /// It is done.
    Done,
    /// It was refused or failed.
    Failed,
}

impl Message {
    /// Something is done: "Sparat 14.32".
    pub fn done(text: impl Into<String>) -> Self {
        Message {
            kind: MessageKind::Done,
            text: text.into(),
        }
    }

    /// Something was refused.
    pub fn failed(text: impl Into<String>) -> Self {
        Message {
            kind: MessageKind::Failed,
            text: text.into(),
        }
    }
}

impl From<Error> for Message {
    fn from(error: Error) -> Self {
        Message::failed(error.to_string())
    }
}

/// What follows a write, made of what it wrote.
pub type After = Box<dyn FnOnce(&Applied) -> Step>;

/// What the desk shall do after a screen has answered.
pub enum Step {
    /// Nothing more; the screen may have changed itself.
    Stay,
    /// Put a screen on top. If it cannot be read, the message is shown and it is not opened.
    Open(Box<dyn Screen>),
    /// Put a screen in this one's place.
    Replace(Box<dyn Screen>),
    /// Take this screen away. The last screen stays.
    Close,
    /// Take every screen away but the first.
    CloseAll,
    /// Write. If it succeeds, all screens load again and the second step follows; if not, the
    /// message is shown, the screen stays as it is and every step still to come is dropped.
    Apply(Change, After),
    /// Apply the correcting change of the latest write that can be taken back.
    TakeBack,
    /// Make the latest so many writes one to take back, told in one sentence.
    UndoAsOne(usize, String),
    /// Keep a text as a file where the desk runs on one's own machine, and say where; elsewhere say that none is
    /// kept.
    SaveText {
        /// The file's name.
        name: String,
        /// What is in it.
        text: String,
    },
    /// Show a line until the next key.
    Say(Message),
    /// Let the screen that is then on top do this, as if its key had been pressed.
    Act(Action),
    /// Let the screen that is then on top mark what is called so, as if one had gone there.
    Mark(String),
    /// All screens read again.
    Reload,
    /// Save what lies unsaved and leave the program; what cannot be saved is asked about.
    Quit,
    /// Leave the program without saving.
    QuitUnsaved,
    /// One after the other.
    Many(Vec<Step>),
}

impl Step {
    /// Writes and then stays.
    pub fn apply(change: Change) -> Step {
        Step::Apply(change, Box::new(|_| Step::Stay))
    }

    /// Writes, and then takes the step that is made of what was written.
    pub fn apply_then(change: Change, then: impl FnOnce(&Applied) -> Step + 'static) -> Step {
        Step::Apply(change, Box::new(then))
    }

    /// Shows that something is done.
    pub fn done(text: impl Into<String>) -> Step {
        Step::Say(Message::done(text))
    }

    /// Shows that something was refused.
    pub fn failed(text: impl Into<String>) -> Step {
        Step::Say(Message::failed(text))
    }

    /// Opens a screen.
    pub fn open(screen: impl Screen + 'static) -> Step {
        Step::Open(Box::new(screen))
    }

    /// Asks yes or no first; `text` says in a sentence what will happen.
    pub fn ask(title: impl Into<String>, text: impl Into<String>, on_yes: Step) -> Step {
        Step::open(dialog::Dialog::new(title, text, on_yes))
    }
}

/// One picture with its keys.
pub trait Screen {
    /// Where its keys are looked up. May change, as when a search field opens.
    fn scope(&self) -> Scope;

    /// What the screen is called in the help and the palette: "Mina ärenden".
    fn title(&self) -> String;

    /// Reads what it shows. Called when it opens, after every write, when someone else has
    /// written, at midnight and when the window changes size.
    fn load(&mut self, ctx: &Context<'_>) -> Result<()>;

    /// Called when it has got other rows, because another screen has come to lie over some of them or
    /// has gone: nothing else has changed. Reads all anew, if the screen says nothing else.
    fn fit(&mut self, ctx: &Context<'_>) -> Result<()> {
        self.load(ctx)
    }

    /// Answers an action that [`Screen::actions`] offers.
    fn update(&mut self, action: Action, ctx: &Context<'_>) -> Result<Step>;

    /// Draws itself on the area above the rule and the hint bar.
    fn view(&self, ctx: &Context<'_>, canvas: &mut Canvas<'_>);

    /// The verbs for the hint bar, most important first, at most six; help comes by itself.
    fn hints(&self, ctx: &Context<'_>) -> Vec<Action>;

    /// What a verb of the hint bar does here, where it is not what it does elsewhere.
    fn word(&self, action: Action) -> &'static str {
        action.label()
    }

    /// Which of the scope's actions are offered; all, if the screen says nothing else. What is
    /// not offered is in neither the help nor the palette, and its key does nothing.
    fn actions(&self) -> Vec<Action> {
        Action::of(self.scope()).collect()
    }

    /// Whether an action is among those that are offered.
    fn offers(&self, action: Action) -> bool {
        self.actions().contains(&action)
    }

    /// Answers typed text and pastes.
    fn input(&mut self, _input: Input, _ctx: &Context<'_>) -> Result<Step> {
        Ok(Step::Stay)
    }

    /// What `esc` does.
    fn back(&mut self, _ctx: &Context<'_>) -> Result<Step> {
        Ok(Step::Close)
    }

    /// Called when no key has come for a while: shows what belongs to the selected row but is not
    /// needed for the next key, so that a held key does not send it on every step.
    fn rest(&mut self, _ctx: &Context<'_>) -> Result<()> {
        Ok(())
    }

    /// The parts of the frame that alone may look otherwise after the latest [`Screen::update`], where the screen
    /// knows that: they are drawn, and nothing else is. No wide character may lie across their edges. Asking
    /// answers once.
    fn changed_parts(&mut self) -> Option<Vec<Rect>> {
        None
    }

    /// When [`Screen::tick`] wants to be called, as for saving a draft after a pause.
    fn wake_at(&self) -> Option<Instant> {
        None
    }

    /// Called once [`Screen::wake_at`] has passed.
    fn tick(&mut self, _ctx: &Context<'_>) -> Result<Step> {
        Ok(Step::Stay)
    }

    /// Whether it is only woken while nothing lies over it: what it then does is a step to take.
    fn works_on_top_only(&self) -> bool {
        false
    }

    /// Writes what lies unsaved. Called before the screen is taken away and before the program
    /// ends, also when the line is cut.
    fn save(&mut self, _ctx: &Context<'_>) -> Result<()> {
        Ok(())
    }

    /// Told how one came here, before it is loaded the first time.
    fn opened(&mut self, _way: &Way) {}

    /// Where a way begins, if one can be led here by itself.
    fn begins_way(&self) -> Option<Way> {
        None
    }

    /// What is marked in a list to choose from, by what it is called.
    fn marked(&self) -> Option<String> {
        None
    }

    /// Marks what is called so, if it is there.
    fn mark(&mut self, _called: &str, _ctx: &Context<'_>) {}

    /// The case that stands open in it, so that others can see who has it.
    fn case(&self) -> Option<i64> {
        None
    }

    /// Whether it shows a file with protected identity, which is hidden sooner when nobody types.
    fn is_protected(&self) -> bool {
        false
    }

    /// Whether it is shown to others than the caseworker: as long as it stands open, nobody is named on it or
    /// on what lies over it.
    fn presents(&self) -> bool {
        false
    }

    /// The case that its marker stands on.
    fn stands_on(&self) -> Option<i64> {
        None
    }

    /// How many rows it takes, from below, of a window that has so many, when it lies over a screen
    /// whose marker stands on its case. The others show what it came from, which is then neither lost from sight nor sent
    /// again. All of them, if the screen says nothing else.
    fn rows(&self, height: u16) -> u16 {
        height
    }

    /// Whether the screen beneath shines through: the desk draws that one first.
    fn overlay(&self) -> bool {
        false
    }
}
