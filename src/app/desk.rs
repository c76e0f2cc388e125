//! The desk: a stack of screens, what they share, and what happens when a key is pressed.
//!
//! It needs no terminal: keys go in, a frame comes out. A keypress is looked up in the keymap
//! under the top screen's scope; the screen answers with a [`Step`]; [`Desk::run`] takes it.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::lock::{Limits, Lock};
use super::room;
use super::save::save;
use crate::clock::Moment;
use crate::core::change::{Applied, Change, Undo};
use crate::core::user::User;
use crate::error::{Error, ErrorKind, Result};
use crate::store::draft::{Drafts, Way};
use crate::store::{Ending, Notice, Room, Store};
use crate::ui::action::{Action, Scope};
use crate::ui::canvas::Canvas;
use crate::ui::keymap::Keymap;
use crate::ui::screen::help::Help;
use crate::ui::screen::palette::Palette;
use crate::ui::screen::reason::ask_reason;
use crate::ui::screen::{Context, Input, Message, Part, Screen, Step};
use crate::ui::theme::{Role, Theme};
use crate::ui::veil::Veil;
use crate::ui::widget::{hint_bar, message};
use crate::ui::wrap::clean_paste;

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
    /// What is hidden while cases are presented (*avidentifierat läge*).
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
        let version = tools.store.data_version()?;
        let mut desk = Desk {
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
            veil: None,
            kept_in: None,
        };
        desk.open(first)?;
        Ok(desk)
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

    /// Says how long after the last key the screen comes to rest.
    pub fn rest_after(&mut self, rest: Duration) {
        self.rest = rest;
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
        self.message = None;
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
            action if top.actions().contains(&action) => {
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

    /// The window has another size.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        if self.size != (columns, rows) {
            self.size = (columns, rows);
            self.redraw = true;
            self.reload();
        }
    }

    /// Time has passed: a new day dates everything anew, and a screen that asked to be woken is.
    pub fn tick(&mut self, moment: Moment) {
        let new_day = moment.today != self.moment.today;
        // While the disk does not answer the screens say so themselves, each time they try.
        let _ = self.tools.store.mend();
        let _ = self.tools.drafts.mend();
        self.moment = moment;
        if new_day {
            if let Err(error) = self.tools.store.date() {
                self.message = Some(error.into());
            }
            self.reload();
            self.leave_if_shut_out();
        }
        self.wake();
        if !self.closed {
            self.mind_the_time();
        }
    }

    /// Wakes every screen whose time has come, also those under another: a form saves its draft
    /// while the help lies over it. Only the top one takes a step; of the rest, what went wrong is
    /// shown.
    fn wake(&mut self) {
        let now = self.moment.instant;
        if self.rest_at.is_some_and(|at| at <= now) {
            self.rest();
        }
        let due = |s: &dyn Screen| s.wake_at().is_some_and(|at| at <= now);
        let below_too = |s: &dyn Screen| !s.works_on_top_only();
        let (stack, ctx) = self.split();
        let mut failed = None;
        if let Some((_, below)) = stack.split_last_mut() {
            for screen in below
                .iter_mut()
                .filter(|s| due(s.as_ref()) && below_too(s.as_ref()))
            {
                match screen.tick(&ctx) {
                    Ok(Step::Say(message)) => failed = Some(message),
                    Ok(_) => {}
                    Err(error) => failed = Some(error.into()),
                }
            }
        }
        if failed.is_some() {
            self.message = failed;
        }
        if self.stack.last().is_some_and(|s| due(s.as_ref())) {
            self.ask(|s, ctx| s.tick(ctx));
        }
    }

    /// Lets the top screen come to rest, as it does by itself when no key has come for a while.
    pub fn rest(&mut self) {
        self.rest_at = None;
        self.ask(|s, ctx| s.rest(ctx).map(|()| Step::Stay));
    }

    /// Loads again if someone else has written since last asked. Where that was an upgrade of the database
    /// nothing more can be saved in it from here, and that is said until the program is left.
    pub fn look_for_news(&mut self) {
        let news = self.tools.store.is_outdated().and_then(|outdated| {
            let version = self.tools.store.data_version()?;
            Ok((outdated, version))
        });
        match news {
            Ok((true, _)) => {
                let text = "akt har uppgraderats. Det som skrivs sparas som utkast.\nAvsluta och starta akt igen.";
                self.message = Some(Message::failed(text));
            }
            Ok((false, version)) if version == self.version => {}
            Ok((false, version)) => {
                self.version = version;
                self.reload();
                self.leave_if_shut_out();
            }
            Err(error) => self.message = Some(error.into()),
        }
    }

    /// Says once when there is little room left on the disk, and again when it has been better between.
    pub fn look_at_the_room(&mut self) {
        let warning = self.tools.store.room().ok().and_then(Room::warning);
        let low = warning.is_some();
        if let Some(warning) = warning.filter(|_| !self.low) {
            self.message = Some(Message::failed(warning));
        }
        self.low = low;
    }

    /// Says whom to tell when a write waits for others: one for the file, one for the drafts.
    pub fn when_waiting(&self, notice: impl Fn() -> Notice) {
        self.tools.store.when_waiting(notice());
        self.tools.drafts.when_waiting(notice());
    }

    /// When the first of the screens wants to be woken.
    pub fn wake_at(&self) -> Option<Instant> {
        let top = self.stack.len().saturating_sub(1);
        let screens = self.stack.iter().enumerate();
        screens
            .filter(|(i, s)| *i == top || !s.works_on_top_only())
            .filter_map(|(_, s)| s.wake_at())
            .chain(self.rest_at)
            .min()
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

    /// Saves and closes when the desk's user no longer works here.
    fn leave_if_shut_out(&mut self) {
        match self.tools.store.shut_out() {
            Ok(false) => {}
            Ok(true) => {
                // Nobody may stay because a disk is full: the draft lies as it was saved last.
                let _ = self.save();
                self.shut_out = true;
                self.closed = true;
            }
            Err(error) => self.message = Some(error.into()),
        }
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

    /// Takes a step and those that follow from it, in order. A refusal drops the rest.
    pub fn run(&mut self, step: Step) {
        let mut queue = VecDeque::from([step]);
        while let Some(step) = queue.pop_front() {
            if let Err(error) = self.take(step, &mut queue) {
                self.message = Some(error.into());
                break;
            }
        }
        self.make_room();
        self.tell_open_cases();
    }

    fn rooms(&mut self) -> Vec<u16> {
        let (stack, ctx) = self.split();
        let height = |i| room::of(stack, i, ctx.height).height;
        (0..stack.len()).map(height).collect()
    }

    /// Lets every screen that has got other rows fill them.
    fn make_room(&mut self) {
        let rooms = self.rooms();
        let before = std::mem::replace(&mut self.rooms, rooms.clone());
        let changed = |i: &usize| before.get(*i).is_some_and(|was| Some(was) != rooms.get(*i));
        for i in (0..rooms.len()).filter(changed) {
            self.fit(i);
        }
    }

    /// Lets one screen read what it shows in its new rows; what it refuses is shown.
    fn fit(&mut self, at: usize) {
        let (stack, ctx) = self.split();
        let ctx = room::fitted(&ctx, stack, at);
        if let Some(Err(error)) = stack.get_mut(at).map(|screen| screen.fit(&ctx)) {
            self.message = Some(error.into());
        }
    }

    /// Tells others which cases stand open here, when that has changed.
    fn tell_open_cases(&mut self) {
        let mut cases: Vec<i64> = self.stack.iter().filter_map(|s| s.case()).collect();
        cases.sort_unstable();
        cases.dedup();
        if cases == self.open_cases {
            return;
        }
        match self.tools.store.have_open(&self.tools.user, &cases) {
            Ok(()) => self.open_cases = cases,
            Err(error) => self.message = Some(error.into()),
        }
    }

    fn take(&mut self, step: Step, queue: &mut VecDeque<Step>) -> Result<()> {
        match step {
            Step::Stay => {}
            Step::Open(screen) => self.open(screen)?,
            Step::Replace(screen) => {
                self.save_top()?;
                self.open(screen)?;
                let below = self.stack.len().saturating_sub(2);
                if self.stack.len() > 1 {
                    self.stack.remove(below);
                    self.ways.remove(below);
                }
            }
            Step::Close => self.close()?,
            Step::CloseAll => {
                while self.stack.len() > 1 {
                    self.close()?;
                }
            }
            Step::Apply(change, then) => {
                let applied = self.apply(change)?;
                queue.push_front(then(&applied));
            }
            Step::TakeBack => {
                if let Some(undo) = self.undo.pop() {
                    self.take_back(undo)?;
                    self.message = Some(Message::done("Ångrat."));
                }
            }
            Step::UndoAsOne(count, sentence) => {
                let from = self.undo.len().saturating_sub(count);
                let changes = self.undo.drain(from..).rev().flat_map(|u| u.changes);
                let changes: Vec<Change> = changes.collect();
                if !changes.is_empty() {
                    self.undo.push(Undoing { sentence, changes });
                }
            }
            Step::SaveText { name, text } => {
                self.message = Some(match &self.kept_in {
                    Some(folder) => {
                        let path = save(folder, &name, &text)?;
                        Message::done(format!(
                            "Sparad som {}\nTa bort filen när den är utskriven.",
                            path.display()
                        ))
                    }
                    None => Message::done(
                        "Här skrivs ingen fil: akt körs på en annan dator. Kopiera texten från skärmen.",
                    ),
                });
            }
            Step::Say(message) => self.message = Some(message),
            Step::Act(action) => self.act(action),
            Step::Mark(called) => {
                let (stack, ctx) = self.split();
                if let Some(top) = stack.last_mut() {
                    top.mark(&called, &ctx);
                }
            }
            Step::Reload => self.reload(),
            Step::Quit => match self.save() {
                Ok(()) => self.closed = true,
                Err(error) => queue.push_front(leave_unsaved(&error)),
            },
            Step::QuitUnsaved => self.closed = true,
            Step::Many(steps) => {
                for step in steps.into_iter().rev() {
                    queue.push_front(step);
                }
            }
        }
        Ok(())
    }

    fn apply(&mut self, change: Change) -> Result<Applied> {
        let applied = self.tools.store.apply(&self.tools.user, change)?;
        self.version = self.tools.store.data_version()?;
        self.undo.extend(applied.undo.clone().map(Undoing::from));
        self.reload();
        Ok(applied)
    }

    /// Takes back one write, or several one by one; where one is refused the rest can be tried again.
    fn take_back(&mut self, undo: Undoing) -> Result<()> {
        let several = undo.changes.len() > 1;
        let before = self.undo.len();
        let mut left = VecDeque::from(undo.changes);
        while let Some(change) = left.pop_front() {
            if let Err(error) = self.apply(change) {
                self.undo.truncate(before);
                if !left.is_empty() {
                    self.undo.push(Undoing {
                        sentence: undo.sentence,
                        changes: left.into(),
                    });
                }
                return Err(error);
            }
        }
        if several {
            self.undo.truncate(before);
        }
        Ok(())
    }

    /// Asks whether the latest write shall be taken back, in a sentence that says what it will do.
    fn ask_back(&mut self) {
        match self.undo.last() {
            None => self.message = Some(Message::done("Det finns inget att ångra här.")),
            Some(undo) => {
                let sentence = undo.sentence.clone();
                self.run(Step::ask("Ångra", sentence, Step::TakeBack));
            }
        }
    }

    fn open(&mut self, mut screen: Box<dyn Screen>) -> Result<()> {
        let way = self.way_to(screen.as_ref());
        screen.opened(&way);
        let (stack, ctx) = self.split();
        let beneath = stack.last().map(AsRef::as_ref);
        let ctx = room::within(&ctx, room::over(beneath, screen.as_ref(), ctx.height));
        match screen.load(&ctx) {
            Ok(()) => {
                stack.push(screen);
                self.ways.push(way);
            }
            Err(error) => match error.kind {
                ErrorKind::AskReason(person) => {
                    let ask = ask_reason(person, &error.text, Step::Open(screen));
                    return self.open(Box::new(ask));
                }
                _ => return Err(error),
            },
        }
        Ok(())
    }

    /// How one came to a screen that is about to be opened: from where a way can begin, and what was pressed.
    fn way_to(&self, screen: &dyn Screen) -> Way {
        if let Some(way) = screen.begins_way() {
            return way;
        }
        let mut way = self.ways.last().cloned().unwrap_or_default();
        way.presses.extend(self.press.clone());
        way
    }

    /// A screen that cannot save stays, so that what is written in it is not lost.
    fn close(&mut self) -> Result<()> {
        if self.stack.len() > 1 {
            self.save_top()?;
            self.stack.pop();
            self.ways.pop();
        }
        Ok(())
    }

    fn save_top(&mut self) -> Result<()> {
        let (stack, ctx) = self.split();
        stack.last_mut().map_or(Ok(()), |top| top.save(&ctx))
    }

    pub(super) fn reload(&mut self) {
        // Nothing is read that nobody may see.
        if self.lock.is_some() {
            return;
        }
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

    /// Begins or ends hiding who everybody is.
    fn toggle_veil(&mut self) {
        if self.veil.take().is_some() {
            self.message = Some(Message::done("Namn och nummer visas igen."));
        } else {
            match self.tools.store.hidden_words(&self.tools.user) {
                Ok((names, places)) => {
                    self.veil = Some(Veil::new(&names, &places));
                    self.message = Some(Message::done("Avidentifierat: initialer, inga nummer."));
                }
                Err(error) => self.message = Some(error.into()),
            }
        }
        self.redraw = true;
    }

    fn too_small(&self) -> bool {
        self.size.0 < SMALLEST.0 || self.size.1 < SMALLEST.1
    }

    /// Draws the frame on an empty buffer of the window's size; gives where the cursor stands.
    pub fn draw(&mut self, buffer: &mut Buffer) -> Option<Position> {
        let mut cursor = None;
        if self.too_small() {
            let (columns, rows) = self.size;
            let mut canvas = Canvas::new(buffer, &self.tools.theme, &mut cursor);
            let text = format!(
                "Fönstret är för litet: {columns}×{rows}. Minst {}×{} behövs.",
                SMALLEST.0, SMALLEST.1
            );
            canvas.paragraph(0, 0, columns, Role::Text, &text);
            return None;
        }
        if let Some(lock) = &self.lock {
            return self.draw_lock(lock, buffer);
        }
        let shown = self.message.clone();
        let theme = self.tools.theme.clone();
        let veil = self.veil.clone();
        let thin = self.thin;
        let (stack, ctx) = self.split();
        buffer.set_style(buffer.area, theme.style(Role::Text));
        let mut canvas = Canvas::new(buffer, &theme, &mut cursor).veiled(veil.as_ref());
        if thin {
            canvas = canvas.without_rules();
        }
        for i in room::first_seen(stack, ctx.height)..stack.len() {
            canvas.clear_cursor();
            let rows = room::of(stack, i, ctx.height);
            if let Some(over) = rows.top.checked_sub(1) {
                canvas.rule(over);
            }
            let mut area = canvas.part(0, rows.top, ctx.width, rows.height);
            if let Some(screen) = stack.get(i) {
                screen.view(&room::fitted(&ctx, stack, i), &mut area);
            }
        }
        canvas.rule(ctx.height);
        if veil.is_some() {
            let end = ctx.width.saturating_sub(1);
            canvas.right(end, ctx.height, Role::HeadNote, " avidentifierat ");
        }
        if let Some(top) = stack.last() {
            let hints = if thin { Vec::new() } else { top.hints(&ctx) };
            hint_bar(&mut canvas, ctx.height + 1, ctx.keymap, top.scope(), &hints);
        }
        if let Some(shown) = shown {
            message(&mut canvas, ctx.height, &shown);
        }
        cursor
    }
}

/// Nobody is kept in the program by a full disk, but nothing is thrown away unasked.
fn leave_unsaved(error: &Error) -> Step {
    let text = format!("{} Det som inte är sparat går förlorat.", error.text);
    Step::ask("Lämna ändå?", text, Step::QuitUnsaved)
}
