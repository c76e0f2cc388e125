//! The lock: by key, or when nobody has pressed one for a while. What is shown is cleared, drafts are saved, and
//! the personal code opens again. A desk that stands locked, or has been open a whole day, ends by itself.

use std::time::{Duration, Instant};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::desk::Desk;
use crate::clock::Moment;
use crate::error::{Error, Result};
use crate::store::SHORTEST_CODE;
use crate::ui::action::{Action, Scope};
use crate::ui::canvas::Canvas;
use crate::ui::screen::Message;
use crate::ui::theme::Role;
use crate::ui::widget::hint_bar;

/// So many wrong codes end the session.
const TRIES: u8 = 5;

/// So long after login a forgotten code can be chosen anew: whoever has just logged in has shown who they are.
const FRESH: Duration = Duration::from_secs(5 * 60);

/// How long a desk may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Without a key, before it locks itself.
    pub idle: Duration,
    /// The same with a protected file open.
    pub protected: Duration,
    /// Locked, before it ends.
    pub locked: Duration,
    /// In all, before it ends.
    pub longest: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        let minutes = |n: u64| Duration::from_secs(n * 60);
        Limits {
            idle: minutes(10),
            protected: minutes(3),
            locked: minutes(30),
            longest: minutes(12 * 60),
        }
    }
}

impl Limits {
    /// With the minutes of the file of settings.
    #[must_use]
    pub fn chosen(idle: Option<u64>, protected: Option<u64>) -> Limits {
        let minutes = |n: u64| Duration::from_secs(n * 60);
        let usual = Limits::default();
        let idle = idle.map_or(usual.idle, minutes);
        Limits {
            idle,
            // A protected file is never hidden later than another.
            protected: protected.map_or(usual.protected, minutes).min(idle),
            ..usual
        }
    }

    /// With the minutes that a person has chosen for themselves: sooner, but never later than the file says.
    #[must_use]
    pub fn at_most(self, idle: Option<u64>, protected: Option<u64>) -> Limits {
        let minutes = |n: u64| Duration::from_secs(n * 60);
        let idle = idle.map_or(self.idle, minutes).min(self.idle);
        let protected = protected.map_or(self.protected, minutes);
        Limits {
            idle,
            protected: protected.min(self.protected).min(idle),
            ..self
        }
    }
}

/// What the typed code is for.
enum Stage {
    /// Opening the desk; without a code nothing does.
    Locked { code: bool },
    /// Showing that one knows the old code before a new one.
    Old,
    /// A new code.
    New,
    /// The new code once more.
    Again(String),
}

/// What stands over the desk while it is locked.
pub(super) struct Lock {
    stage: Stage,
    typed: String,
    wrong: u8,
    told: String,
    since: Moment,
    /// Whether the desk is locked once a new code is chosen.
    then_lock: bool,
    /// Why what was written could not be saved. It lies in the forms behind the lock, and the desk does not end.
    unsaved: Option<String>,
    /// It has been said that what is unsaved goes if one logs out all the same.
    warned: bool,
}

impl Lock {
    fn new(stage: Stage, since: Moment) -> Lock {
        Lock {
            stage,
            typed: String::new(),
            wrong: 0,
            told: String::new(),
            since,
            then_lock: false,
            unsaved: None,
            warned: false,
        }
    }

    /// Whether the desk is really locked: a new code can be left unchosen.
    fn is_shut(&self) -> bool {
        matches!(self.stage, Stage::Locked { .. })
    }

    fn actions(&self) -> Vec<Action> {
        match self.stage {
            Stage::Locked { code: true } => vec![Action::Unlock, Action::LogOut],
            Stage::Locked { code: false } => vec![Action::LogOut],
            _ => vec![Action::Unlock, Action::Back],
        }
    }
}

impl Desk {
    /// How long the desk may stand, where it is not as usual.
    pub fn set_limits(&mut self, limits: Limits) {
        self.limits = limits;
    }

    /// Whether the desk is locked.
    pub fn is_locked(&self) -> bool {
        self.lock.is_some()
    }

    /// Locks because the person asks for it; who has no code chooses one first.
    pub(super) fn lock_now(&mut self) {
        match self.tools.store.has_code(&self.tools.user) {
            Ok(true) => self.shut(true, "tangent"),
            Ok(false) => {
                let mut lock = Lock::new(Stage::New, self.moment);
                lock.then_lock = true;
                self.cover(lock);
            }
            Err(error) => self.message = Some(error.into()),
        }
    }

    /// Chooses a new code. The old one is asked for, unless the person has just logged in.
    pub(super) fn change_code(&mut self) {
        let fresh = self.moment.instant.duration_since(self.begun) < FRESH;
        match self.tools.store.has_code(&self.tools.user) {
            Ok(known) => {
                let stage = if known && !fresh {
                    Stage::Old
                } else {
                    Stage::New
                };
                self.cover(Lock::new(stage, self.moment));
            }
            Err(error) => self.message = Some(error.into()),
        }
    }

    fn shut(&mut self, code: bool, why: &str) {
        // What cannot be saved is still in the forms, and is tried again by themselves.
        let saved = self.save();
        let noted = self.tools.store.note_locked(&self.tools.user, why);
        let mut lock = Lock::new(Stage::Locked { code }, self.moment);
        lock.unsaved = saved.err().map(|error| error.text);
        if let Err(error) = noted {
            lock.told = error.text;
        }
        self.cover(lock);
    }

    fn cover(&mut self, lock: Lock) {
        self.lock = Some(lock);
        self.message = None;
        self.redraw = true;
    }

    fn uncover(&mut self, told: &str) {
        self.lock = None;
        self.redraw = true;
        self.last_key = self.moment.instant;
        self.reload();
        self.message = Some(Message::done(told));
    }

    /// Locks, or ends, where the time is up.
    pub(super) fn mind_the_time(&mut self) {
        let now = self.moment.instant;
        let passed = |since: Instant, limit: Duration| now.duration_since(since) >= limit;
        if passed(self.begun, self.limits.longest) {
            return self.time_out();
        }
        if self
            .lock
            .as_ref()
            .is_some_and(|lock| lock.unsaved.is_some())
        {
            self.is_all_saved();
        }
        if let Some(lock) = &self.lock {
            let shut = lock.is_shut();
            if shut && passed(lock.since.instant, self.limits.locked) {
                self.time_out();
            } else if !shut && passed(self.last_key, self.limits.idle) {
                self.lock = None;
                self.shut_if_wanted();
            }
            return;
        }
        let limit = match self.stack.iter().any(|s| s.is_protected()) {
            true => self.limits.protected,
            false => self.limits.idle,
        };
        if passed(self.last_key, limit) {
            self.shut_if_wanted();
        }
    }

    fn shut_if_wanted(&mut self) {
        let user = &self.tools.user;
        let wanted = self.tools.store.locks_itself(user);
        let code = self.tools.store.has_code(user);
        match (wanted, code) {
            (Ok(true), Ok(code)) => self.shut(code, "vila"),
            (Ok(false), _) => self.last_key = self.moment.instant,
            // What cannot be asked is taken for a yes: a screen in view is the worse of two evils.
            _ => self.shut(true, "vila"),
        }
    }

    /// Ends, unless something is written that cannot be saved: nobody can type it anew.
    fn time_out(&mut self) {
        if self.is_all_saved() {
            self.timed_out = true;
            self.closed = true;
        }
    }

    /// Saves, and says on the lock or on the desk what could not be.
    fn is_all_saved(&mut self) -> bool {
        let saved = self.save();
        match (&mut self.lock, saved) {
            (Some(lock), saved) => {
                lock.unsaved = saved.err().map(|error| error.text);
                lock.unsaved.is_none()
            }
            (None, Err(error)) => {
                self.message = Some(error.into());
                false
            }
            (None, Ok(())) => true,
        }
    }

    /// Logs out from the lock; what cannot be saved is said first.
    fn log_out(&mut self) {
        if self.is_all_saved() || self.lock.as_ref().is_some_and(|lock| lock.warned) {
            self.closed = true;
        } else if let Some(lock) = &mut self.lock {
            lock.warned = true;
            lock.told =
                "Det som inte är sparat går förlorat. Logga ut en gång till om det ska ske."
                    .to_owned();
        }
    }

    /// A key while the desk is covered.
    pub(super) fn lock_key(&mut self, key: KeyEvent) {
        let action = self.tools.keymap.lookup(Scope::Lock, key);
        let Some(lock) = &mut self.lock else { return };
        lock.told.clear();
        match action {
            Some(Action::Back) if lock.is_shut() => lock.typed.clear(),
            Some(Action::Back) => self.uncover("Koden är inte ändrad."),
            Some(Action::LogOut) if lock.is_shut() => self.log_out(),
            Some(Action::Redraw) => self.redraw = true,
            Some(Action::Unlock) => {
                let typed = std::mem::take(&mut lock.typed);
                if let Err(error) = self.try_code(typed)
                    && let Some(lock) = &mut self.lock
                {
                    lock.told = error.text;
                }
            }
            Some(_) => {}
            None => match key.code {
                KeyCode::Char(c)
                    if !key
                        .modifiers
                        .intersects(KeyModifiers::CONTROL | KeyModifiers::ALT)
                        && lock.typed.chars().count() < 128 =>
                {
                    lock.typed.push(c);
                }
                KeyCode::Backspace => {
                    lock.typed.pop();
                }
                _ => {}
            },
        }
    }

    fn try_code(&mut self, typed: String) -> Result<()> {
        let Some(lock) = &mut self.lock else {
            return Ok(());
        };
        match &lock.stage {
            Stage::Locked { code: false } => Ok(()),
            Stage::Locked { .. } | Stage::Old if typed.is_empty() => Ok(()),
            Stage::Locked { .. } | Stage::Old => {
                let old = matches!(lock.stage, Stage::Old);
                if !self.tools.store.unlocks(&self.tools.user, &typed)? {
                    lock.wrong += 1;
                    if lock.wrong >= TRIES {
                        // No further code is tried, also where the desk must stand.
                        lock.stage = Stage::Locked { code: false };
                        self.time_out();
                        return Ok(());
                    }
                    let left = TRIES - lock.wrong;
                    return Err(Error::user(match left {
                        1 => "Fel kod. Ett försök kvar, sedan avslutas akt.".to_owned(),
                        n => format!("Fel kod. {n} försök kvar."),
                    }));
                }
                if old {
                    lock.stage = Stage::New;
                } else {
                    self.uncover("Upplåst.");
                }
                Ok(())
            }
            Stage::New if typed.chars().count() < SHORTEST_CODE => Err(Error::user(format!(
                "Koden är för kort. Minst {SHORTEST_CODE} tecken behövs."
            ))),
            Stage::New => {
                lock.stage = Stage::Again(typed);
                Ok(())
            }
            Stage::Again(first) if *first != typed => {
                lock.stage = Stage::New;
                Err(Error::user("Koderna var inte lika. Börja om."))
            }
            Stage::Again(_) => {
                self.tools.store.set_code(&self.tools.user, &typed)?;
                if lock.then_lock {
                    self.shut(true, "tangent");
                } else {
                    self.uncover("Koden är vald. Den låser upp skärmen.");
                }
                Ok(())
            }
        }
    }

    /// Draws the lock alone: nothing of the desk is seen.
    pub(super) fn draw_lock(&self, lock: &Lock, buffer: &mut Buffer) -> Option<Position> {
        let theme = &self.tools.theme;
        let mut cursor = None;
        buffer.set_style(buffer.area, theme.style(Role::Text));
        let mut canvas = Canvas::new(buffer, theme, &mut cursor);
        let columns = canvas.width().saturating_sub(2);
        let since = lock.since.now.format("%H.%M");
        let (head, ask) = match &lock.stage {
            Stage::Locked { code: true } => (format!("Låst {since}"), "Din kod: "),
            Stage::Locked { code: false } => (format!("Låst {since}"), ""),
            Stage::Old => ("Byt kod".to_owned(), "Koden som gäller nu: "),
            Stage::New => ("Välj en kod för låset".to_owned(), "Ny kod: "),
            Stage::Again(_) => ("Välj en kod för låset".to_owned(), "Samma kod igen: "),
        };
        canvas.cell(1, 0, columns, Role::Head, &head);
        canvas.cell(1, 1, columns, Role::TextDim, &self.tools.user.name);
        let kept = match &lock.unsaved {
            None => "Det du skrev är sparat som utkast.".to_owned(),
            Some(why) => format!(
                "Allt du skrev är inte sparat. {why} Det står kvar här bakom låset, och nytt försök görs av sig självt."
            ),
        };
        let help = match &lock.stage {
            Stage::Locked { code: true } => kept,
            Stage::Locked { code: false } if lock.wrong >= TRIES => {
                format!("{kept} Koden var fel fem gånger: logga ut och logga in på nytt.")
            }
            Stage::Locked { code: false } => {
                format!("{kept} Ingen kod är vald: logga ut och logga in på nytt.")
            }
            Stage::Old => "Har du glömt den: logga in på nytt och välj en ny genast.".to_owned(),
            Stage::New | Stage::Again(_) => format!(
                "Minst {SHORTEST_CODE} tecken. Den låser upp skärmen när du har gått ifrån."
            ),
        };
        let y = 3 + canvas.paragraph(1, 3, columns, Role::Text, &help) + 1;
        if !ask.is_empty() {
            let mut x = 1 + canvas.text(1, y, Role::Text, ask);
            let dots = "•".repeat(lock.typed.chars().count().min(24));
            x += canvas.text(x, y, Role::FieldActive, &dots);
            canvas.cursor(x, y);
        }
        canvas.paragraph(1, y + 2, columns, Role::MessageError, &lock.told);
        let foot = canvas.height().saturating_sub(1);
        let verbs = lock.actions();
        hint_bar(
            &mut canvas.below(foot),
            &self.tools.keymap,
            Scope::Lock,
            &verbs,
            Action::label,
        );
        cursor
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_locks_sooner_than_the_unit_says_and_never_later() {
        let minutes =
            |limits: Limits| (limits.idle.as_secs() / 60, limits.protected.as_secs() / 60);
        let unit = Limits::chosen(Some(15), None);
        assert_eq!(minutes(unit), (15, 3));
        assert_eq!(minutes(unit.at_most(None, None)), (15, 3));
        assert_eq!(minutes(unit.at_most(Some(5), Some(1))), (5, 1));
        assert_eq!(minutes(unit.at_most(Some(30), Some(10))), (15, 3));
        assert_eq!(minutes(unit.at_most(Some(2), None)), (2, 2));
    }
}
