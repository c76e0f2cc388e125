//! What comes with time: the clock, what others have saved, the room on the disk, the rest between keys.

use std::time::{Duration, Instant};

use super::Desk;
use crate::clock::Moment;
use crate::store::{Notice, Room};
use crate::ui::screen::{Message, Screen, Step};

impl Desk {
    /// Says how long after the last key the screen comes to rest.
    pub fn rest_after(&mut self, rest: Duration) {
        self.rest = rest;
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
    pub(super) fn wake(&mut self) {
        let now = self.moment.instant;
        if self.rest_at.is_some_and(|at| at <= now) {
            self.rest();
        }
        let due = |s: &dyn Screen| s.wake_at().is_some_and(|at| at <= now);
        let below_too = |s: &dyn Screen| !s.works_on_top_only();
        if self.stack.iter().any(|s| due(s.as_ref())) {
            self.changed(None);
        }
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

    /// Whether the top screen has come to rest since the last key.
    pub fn is_at_rest(&self) -> bool {
        self.rest_at.is_none()
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
}
