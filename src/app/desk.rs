//! The desk: a stack of screens, what they share, and what happens when a key is pressed.
//!
//! It needs no terminal: keys go in, a frame comes out. A keypress is looked up in the keymap
//! under the top screen's scope; the screen answers with a [`Step`]; [`Desk::run`] takes it.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::lock::{Limits, Lock};
use super::painter::Changed;
use super::room;
use super::save::save;
use crate::clock::Moment;
use crate::core::change::{Change, Undo};
use crate::core::user::User;
use crate::error::{Error, ErrorKind, Result};
use crate::store::draft::{Drafts, Way};
use crate::store::{Ending, Store};
use crate::ui::action::{Action, Scope};
use crate::ui::keymap::Keymap;
use crate::ui::screen::help::Help;
use crate::ui::screen::palette::Palette;
use crate::ui::screen::reason::ask_reason;
use crate::ui::screen::{Context, Input, Message, Part, Screen, Step};
use crate::ui::theme::Theme;
use crate::ui::veil::Veil;
use crate::ui::wrap::clean_paste;

mod frame;
mod steps;
mod time;
mod veiled;

/// The smallest window the desk is drawn in.
const SMALLEST: (u16, u16) = (60, 16);

/// So long after the last key the screen at rest follows, if nobody says otherwise: long enough that a
/// held key sends none of what belongs to a row.
pub(super) const REST: Duration = Duration::from_millis(150);

/// Rows under every screen: the rule and the hint bar.
const FOOT: u16 = 2;

/// What the screens of one person's desk share.
pub struct Tools {
    /// The unit's database.
    pub store: Store,
    /// The drafts beside it.
    pub drafts: Drafts,
    /// Who sits at the desk.
    pub user: User,
    /// Roles to styles.
    pub theme: Theme,
    /// Keys to actions.
    pub keymap: Keymap,
}

/// The stack of screens and what they share.
pub struct Desk {
    pub(super) stack: Vec<Box<dyn Screen>>,
    /// How one came to each of them.
    ways: Vec<Way>,
    /// What is being done just now, and on what: the next bit of the way to what it opens.
    press: Option<(String, Option<String>)>,
    pub(super) tools: Tools,
    pub(super) moment: Moment,
    size: (u16, u16),
    pub(super) message: Option<Message>,
    /// What can be taken back, latest last.
    undo: Vec<Undoing>,
    version: i64,
    pub(super) redraw: bool,
    /// What may look otherwise than in the last frame.
    pub(super) changed: Changed,
    /// When the top screen is at rest, if it is not yet.
    rest_at: Option<Instant>,
    /// How long after the last key that is.
    rest: Duration,
    pub(super) closed: bool,
    /// When it began, and when the last key was pressed.
    pub(super) begun: Instant,
    pub(super) last_key: Instant,
    pub(super) limits: Limits,
    pub(super) lock: Option<Lock>,
    /// It has lasted, or stood locked, as long as it may.
    pub(super) timed_out: bool,
    /// The rows of each screen when last looked at.
    rooms: Vec<u16>,
    /// The cases that others are told stand open here.
    open_cases: Vec<i64>,
    /// The person no longer works here: the desk saved what was written and closed by itself.
    shut_out: bool,
    /// There is little room left on the disk, and it has been said.
    low: bool,
    /// The line is thin: what nobody asked for is not sent.
    thin: bool,
    /// The user has asked that nobody is named (*avidentifierat läge*).
    deidentified: bool,
    /// What is hidden then, and while cases are presented.
    veil: Option<Veil>,
    /// Where texts to be printed are kept as files; nowhere, where the desk is on another machine.
    kept_in: Option<PathBuf>,
}

/// What one press takes back: one write, or several that were made as one.
struct Undoing {
    sentence: String,
    /// In the order they are to be applied.
    changes: Vec<Change>,
}

impl From<Undo> for Undoing {
    fn from(undo: Undo) -> Undoing {
        Undoing {
            sentence: undo.sentence,
            changes: vec![*undo.change],
        }
    }
}

impl Desk {
    /// A desk with its first screen, which stays at the bottom. Fails if that cannot be read.
    pub fn new(
        tools: Tools,
        moment: Moment,
        size: (u16, u16),
        first: Box<dyn Screen>,
    ) -> Result<Desk> {
        let mut desk = Desk::empty(tools, moment, size)?;
        desk.open(first)?;
        Ok(desk)
    }

    /// The same for a person who logs in with it. Fails, and nobody is logged in, if the first screen cannot
    /// be read.
    pub fn logging_in(
        tools: Tools,
        moment: Moment,
        size: (u16, u16),
        first: Box<dyn Screen>,
    ) -> Result<Desk> {
        let mut desk = Desk::empty(tools, moment, size)?;
        desk.open_by(first, |screen, ctx| {
            let (_, ()) = ctx.store.log_in_to(ctx.user, || screen.load(ctx))?;
            Ok(())
        })?;
        Ok(desk)
    }

    fn empty(tools: Tools, moment: Moment, size: (u16, u16)) -> Result<Desk> {
        let version = tools.store.data_version()?;
        Ok(Desk {
            stack: Vec::new(),
            ways: Vec::new(),
            press: None,
            tools,
            moment,
            size,
            message: None,
            undo: Vec::new(),
            version,
            redraw: false,
            changed: Changed::All,
            rest_at: None,
            rest: REST,
            closed: false,
            begun: moment.instant,
            last_key: moment.instant,
            limits: Limits::default(),
            lock: None,
            timed_out: false,
            rooms: Vec::new(),
            open_cases: Vec::new(),
            shut_out: false,
            low: false,
            thin: false,
            deidentified: false,
            veil: None,
            kept_in: None,
        })
    }

    fn split(&mut self) -> (&mut Vec<Box<dyn Screen>>, Context<'_>) {
        let ctx = Context {
            store: &self.tools.store,
            drafts: &self.tools.drafts,
            user: &self.tools.user,
            today: self.moment.today,
            now: self.moment.now,
            instant: self.moment.instant,
            // Screens may count on room enough, for in a smaller window none of them is drawn.
            width: self.size.0.max(SMALLEST.0),
            height: self.size.1.max(SMALLEST.1) - FOOT,
            part: Part::Whole,
            theme: &self.tools.theme,
            keymap: &self.tools.keymap,
        };
        (&mut self.stack, ctx)
    }

    /// Lets the top screen answer and takes its step; what it refuses is shown.
    fn ask(&mut self, ask: impl FnOnce(&mut dyn Screen, &Context<'_>) -> Result<Step>) {
        self.ask_or(None, ask);
    }

    /// The same; `again` is what to do once a reason that was missing has been given.
    fn ask_or(
        &mut self,
        again: Option<Step>,
        ask: impl FnOnce(&mut dyn Screen, &Context<'_>) -> Result<Step>,
    ) {
        let (stack, ctx) = self.split();
        let ctx = room::fitted(&ctx, stack, stack.len().saturating_sub(1));
        let Some(top) = stack.last_mut() else { return };
        let answer = ask(top.as_mut(), &ctx);
        let parts = match &answer {
            Ok(Step::Stay) => top.changed_parts(),
            _ => None,
        };
        self.changed(parts);
        match answer {
            Ok(step) => self.run(step),
            Err(error) => self.refuse(error, again),
        }
    }

    /// Shows what was refused. Where only a reason for opening a file is missing it is asked for, and
    /// then the step is taken.
    fn refuse(&mut self, error: Error, again: Option<Step>) {
        match (error.kind, again) {
            (ErrorKind::AskReason(person), Some(again)) => {
                let ask = ask_reason(person, &error.text, again);
                self.run(Step::open(ask));
            }
            _ => self.message = Some(error.into()),
        }
    }

    /// Lets texts be kept as files in a folder: the desk runs on the person's own machine.
    pub fn keep_texts_in(&mut self, folder: PathBuf) {
        self.kept_in = Some(folder);
    }

    /// Spares a thin line: no rules, and of the line of keys only the way to the help.
    pub fn spare_the_line(&mut self) {
        self.thin = true;
    }

    /// Takes a step that the program itself begins with, as offering to go on with a draft.
    pub fn begin(&mut self, first: impl FnOnce(&Context<'_>) -> Result<Step>) {
        let (_, ctx) = self.split();
        match first(&ctx) {
            Ok(step) => self.run(step),
            Err(error) => self.message = Some(error.into()),
        }
    }

    /// Presses a key.
    pub fn key(&mut self, key: KeyEvent) {
        if key.kind == KeyEventKind::Release || self.closed {
            return;
        }
        let Some(scope) = self.stack.last().map(|s| s.scope()) else {
            return;
        };
        self.last_key = self.moment.instant;
        if self.lock.is_some() {
            return self.lock_key(key);
        }
        let action = self.tools.keymap.lookup(scope, key);
        if action.is_some() {
            self.rest_at = Some(self.moment.instant + self.rest);
        } else if scope.is_text() {
            // What is typed is shown at once, and with it all that belongs to it.
            self.rest_at = None;
        }
        // Nothing may happen out of sight, but one can always leave.
        if self.too_small() && action != Some(Action::Quit) {
            return;
        }
        if self.message.take().is_some() {
            self.changed(None);
        }
        match action {
            Some(action) => self.act(action),
            None if scope.is_text() => self.ask(|s, ctx| s.input(Input::Key(key), ctx)),
            None if key.code == KeyCode::Char('c') && key.modifiers == KeyModifiers::CONTROL => {
                let leave = self
                    .tools
                    .keymap
                    .hint(scope, Action::Quit)
                    .unwrap_or_default();
                self.message = Some(Message::done(format!("{leave} lämnar programmet.")));
            }
            None => {}
        }
    }

    /// Does an action on the top screen, if it is offered there or everywhere.
    fn act(&mut self, action: Action) {
        let Some(top) = self.stack.last() else { return };
        let scope = top.scope();
        match action {
            Action::Back => self.ask(|s, ctx| s.back(ctx)),
            Action::Quit => self.run(Step::Quit),
            Action::Undo if !scope.is_text() => self.ask_back(),
            Action::Deidentify => self.toggle_veil(),
            Action::Lock => self.lock_now(),
            Action::ChangeCode => self.change_code(),
            Action::Redraw => {
                self.redraw = true;
                self.run(Step::Reload);
            }
            Action::Help if scope == Scope::Help => {}
            Action::Palette if scope == Scope::Palette => {}
            Action::Help => {
                let help = Help::new(top.title(), scope, top.actions());
                self.run(Step::open(help));
            }
            Action::Palette => {
                let palette = Palette::new(scope, top.actions());
                self.run(Step::open(palette));
            }
            action if top.offers(action) => {
                self.press = Some((action.name().to_owned(), top.marked()));
                self.ask_or(Some(Step::Act(action)), |s, ctx| s.update(action, ctx));
                self.press = None;
            }
            _ => {}
        }
    }

    /// Pastes a text whole. It goes to the top screen where text is typed, and nowhere else, so
    /// that pasted letters are never commands.
    pub fn paste(&mut self, text: &str) {
        let typed = self.stack.last().is_some_and(|s| s.scope().is_text());
        if self.closed || self.too_small() || self.lock.is_some() || !typed {
            return;
        }
        self.last_key = self.moment.instant;
        self.message = None;
        let text = clean_paste(text);
        self.ask(|s, ctx| s.input(Input::Paste(text), ctx));
    }

    /// Writes what lies unsaved on every screen, as before leaving. The first refusal is
    /// returned when all have been tried.
    pub fn save(&mut self) -> Result<()> {
        let (stack, ctx) = self.split();
        let mut outcome = Ok(());
        for screen in stack.iter_mut().rev() {
            let saved = screen.save(&ctx);
            outcome = outcome.and(saved);
        }
        outcome
    }

    /// How the desk was closed.
    pub fn ending(&self) -> Ending {
        if self.shut_out {
            Ending::ShutOut
        } else if self.timed_out {
            Ending::TimedOut
        } else {
            Ending::Left
        }
    }

    /// Whether the program is to end.
    pub fn is_closed(&self) -> bool {
        self.closed
    }

    /// Whether the whole frame must be painted anew; asking answers once.
    pub fn take_redraw(&mut self) -> bool {
        std::mem::take(&mut self.redraw)
    }

    /// The message that is shown, if any.
    pub fn message(&self) -> Option<&Message> {
        self.message.as_ref()
    }

    /// What is read through; for tests and for what the program does after the desk.
    pub fn store(&self) -> &Store {
        &self.tools.store
    }

    pub(super) fn reload(&mut self) {
        self.changed(None);
        // Nothing is read that nobody may see.
        if self.lock.is_some() {
            return;
        }
        self.hang_veil();
        self.rooms = self.rooms();
        let (stack, ctx) = self.split();
        let mut failed = None;
        ctx.store.again(|| {
            for i in 0..stack.len() {
                let ctx = room::fitted(&ctx, stack, i);
                if let Some(Err(error)) = stack.get_mut(i).map(|screen| screen.load(&ctx)) {
                    failed = Some(Message::from(error));
                }
            }
        });
        if failed.is_some() {
            self.message = failed;
        }
    }
}

/// Nobody is kept in the program by a full disk, but nothing is thrown away unasked.
fn leave_unsaved(error: &Error) -> Step {
    let text = format!("{} Det som inte är sparat går förlorat.", error.text);
    Step::ask("Lämna ändå?", text, Step::QuitUnsaved)
}
