//! Access: how a user stands to a file is read in `standing.rs`, [`verdict`] decides, and what it refuses stands
//! in the log. What is let through has its row too, see `reading.rs`.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::Store;
use super::apply::unknown;
use super::reading::Looked;
use crate::core::access::{Act, Verdict, may_see_whole, verdict};
use crate::core::text::clean_line;
use crate::core::user::{Role, User};
use crate::error::{Error, Result};

/// What one program run remembers of its user.
#[derive(Default)]
pub(super) struct Session {
    /// Why each file was opened, by person.
    reasons: RefCell<HashMap<i64, String>>,
    /// Why any file is opened, where that was said once for the whole run (`--skal`).
    reason: RefCell<Option<String>>,
    /// The session's row, while a desk is open ([`super::session`]).
    pub(super) row: Cell<Option<i64>>,
    /// What the log has been told of what the user looks at.
    pub(super) looked: Looked,
}

impl Store {
    /// Says why a person's file is opened; it holds for this run of the program and stands in the log with
    /// what is read.
    ///
    /// # Errors
    /// When nothing is said.
    pub fn give_reason(&self, person: i64, reason: &str) -> Result<()> {
        let mut reasons = self.session.reasons.borrow_mut();
        reasons.insert(person, said(reason)?);
        Ok(())
    }

    /// Says once why whatever is read in this run is opened (`--skal`).
    ///
    /// # Errors
    /// When nothing is said.
    pub fn give_one_reason(&self, reason: &str) -> Result<()> {
        *self.session.reason.borrow_mut() = Some(said(reason)?);
        Ok(())
    }

    pub(super) fn reason(&self, person: i64) -> Option<String> {
        let own = self.session.reasons.borrow().get(&person).cloned();
        own.or_else(|| self.session.reason.borrow().clone())
    }

    /// Whether the user may meet a file in a list, a search or a count.
    pub(crate) fn sees(&self, user: &User, person: i64) -> Result<bool> {
        self.allows(user, person, Act::Find)
    }

    /// Whether the rules let a user do something with a file, where nothing is told of the answer.
    pub(super) fn allows(&self, user: &User, person: i64, act: Act) -> Result<bool> {
        let weighed = self.weighed(user, person, act)?;
        Ok(weighed.is_some_and(|(verdict, _)| verdict == Verdict::Allowed))
    }

    /// Of rows about files, those that the user may meet.
    pub(super) fn only_seen<T>(
        &self,
        user: &User,
        rows: Vec<T>,
        person: impl Fn(&T) -> i64,
    ) -> Result<Vec<T>> {
        self.only_allowed(user, Act::Find, rows, person)
    }

    /// Of rows about files, those with which the rules let the user do something.
    pub(super) fn only_allowed<T>(
        &self,
        user: &User,
        act: Act,
        mut rows: Vec<T>,
        person: impl Fn(&T) -> i64,
    ) -> Result<Vec<T>> {
        let mut known: HashMap<i64, bool> = HashMap::new();
        for row in &rows {
            let person = person(row);
            if let Entry::Vacant(unasked) = known.entry(person) {
                unasked.insert(self.allows(user, person, act)?);
            }
        }
        rows.retain(|row| known.get(&person(row)) == Some(&true));
        Ok(rows)
    }

    /// Refuses the facts of a case that the user may not meet; gives whose it is.
    pub(super) fn must_meet(&self, user: &User, case: i64) -> Result<i64> {
        let person = self.person_of(case)?;
        match self.admit_lookup(user, person)? {
            true => Ok(person),
            false => Err(unknown()),
        }
    }

    /// Whether the user may write in a file as things are, with any reason that has been given. It is asked
    /// before anything is tried, so the log tells nothing of it.
    ///
    /// # Errors
    /// When not, with why.
    pub fn may_write(&self, user: &User, person: i64) -> Result<()> {
        match self.weighed(user, person, Act::Write)? {
            Some((Verdict::Allowed, _)) => Ok(()),
            Some((verdict, role)) => Err(refusal(verdict, person, Act::Write, role)),
            None => Err(unknown()),
        }
    }

    /// Refuses those who may not do what concerns all files at once.
    ///
    /// # Errors
    /// When the user's role is not one that may, and somebody else uses the database too.
    pub(super) fn must_see_whole(&self, user: &User, act: Act) -> Result<()> {
        if self.sees_whole(user)? {
            return Ok(());
        }
        let (role, ..) = self.role_now(user)?;
        self.tell_refusal(user, None, act, Verdict::Role.word())?;
        Err(refused_role(act, role))
    }

    /// Whether the user may do what concerns all files at once.
    pub(super) fn sees_whole(&self, user: &User) -> Result<bool> {
        let (role, employed, alone) = self.role_now(user)?;
        Ok(employed && may_see_whole(role, alone))
    }

    /// Whether the user may meet a file that is asked for by itself. Where not it is as if the file did
    /// not exist, but the log tells that somebody asked.
    pub(super) fn admit_lookup(&self, user: &User, person: i64) -> Result<bool> {
        let seen = self.sees(user, person)?;
        if !seen {
            self.tell_refusal(user, Some(person), Act::Find, Verdict::Hidden.word())?;
        }
        Ok(seen)
    }

    /// Lets a user do something with a file, or says why not; in words that tell nothing where the file
    /// is hidden. What is refused stands in the log.
    pub(super) fn admit(&self, user: &User, person: i64, act: Act) -> Result<()> {
        match self.weighed(user, person, act)? {
            Some((Verdict::Allowed, _)) => Ok(()),
            Some((verdict, role)) => {
                self.tell_refusal(user, Some(person), act, verdict.word())?;
                Err(refusal(verdict, person, act, role))
            }
            None => Err(unknown()),
        }
    }

    /// What the rules say, and the role they say it of; `None` where there is no such file.
    fn weighed(&self, user: &User, person: i64, act: Act) -> Result<Option<(Verdict, Role)>> {
        let standing = match act {
            Act::Find => self.meeting(user, person)?,
            _ => self.standing(user, person)?,
        };
        Ok(standing.map(|s| (verdict(act, &s), s.role)))
    }
}

fn refusal(verdict: Verdict, person: i64, act: Act, role: Role) -> Error {
    match verdict {
        Verdict::Allowed | Verdict::Hidden => unknown(),
        Verdict::AskReason => Error::ask_reason(
            person,
            "Akten har skyddade personuppgifter och öppnas bara med ett skäl.",
        )
        .hint("Ange skälet med --skal \"…\". Det skrivs i loggen."),
        Verdict::Related => Error::denied("Du är jävig och kommer inte in i akten.")
            .hint("Lämna ärendet till en kollega, eller tala med din chef."),
        Verdict::Role => refused_role(act, role),
        Verdict::Passing => Error::denied(
            "Nödåtkomst och vikariat räcker inte för att ändra vem som kommer in i akten.",
        )
        .hint("Be någon som själv är namngiven, eller din chef."),
    }
}

fn said(reason: &str) -> Result<String> {
    let reason = clean_line(reason).trim().to_owned();
    if reason.is_empty() {
        return Err(Error::user("Skälet saknas.").hint("Skriv varför akten behöver öppnas."));
    }
    Ok(reason)
}

fn refused_role(act: Act, role: Role) -> Error {
    let what = match act {
        Act::Export => {
            return Error::denied(format!("Som {} kan du inte exportera.", role.name()))
                .hint("Exportera kan enhetschefer, biträdande enhetschefer och administratörer.");
        }
        Act::CheckLog => {
            return Error::denied(format!(
                "Som {} kan du inte kontrollera loggen.",
                role.name()
            ))
            .hint("Det gör enhetschefer, biträdande enhetschefer och administratörer.");
        }
        Act::Decide => "fatta beslut",
        Act::Sign => "skriva under i akten",
        Act::Distribute => "fördela andras ärenden",
        Act::Find | Act::Read | Act::Print | Act::Write | Act::Manage => "arbeta i akten",
    };
    Error::denied(format!("Som {} kan du inte {what}.", role.name()))
        .hint("Be en chef eller den som har uppgiften.")
}
