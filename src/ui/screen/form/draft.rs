//! The working paper behind a form: when it is saved, what happens when it cannot be, and how it
//! ends. A program that is killed loses at most a second of typing and twenty characters.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::{Duration, Instant};

use chrono::DateTime;

use super::{Form, Work};
use crate::core::calendar::{day_month, stockholm_date, stockholm_time};
use crate::core::form::{Answers, FieldKind};
use crate::error::{Error, ErrorKind, Result};
use crate::store::draft::{Draft, Place, Which};
use crate::ui::action::Action;
use crate::ui::screen::{Context, Step};

/// A pause in typing this long saves.
const PAUSE: Duration = Duration::from_millis(400);

/// No change lies unsaved longer.
const LONGEST: Duration = Duration::from_millis(900);

/// So many unsaved characters are saved without a pause.
const MOST: usize = 15;

/// So long until a save that failed is tried again.
const AGAIN: Duration = Duration::from_secs(2);

/// A draft that is being written.
pub(super) struct Paper {
    /// The case.
    pub(super) case: i64,
    /// The case's number.
    pub(super) case_number: String,
    /// What it is: `utredning`, `bestallning`, `anteckning`.
    pub(super) kind: String,
    /// The specification's id, or the name that a short form is kept under.
    name: String,
    /// What it will replace or correct.
    pub(super) supersedes: Option<i64>,
    /// What will be replaced, in words: "rambeställningen från 6 nov".
    pub(super) replaces: String,
    /// Set by the write that made the signed document, so that the draft is removed.
    pub(super) signed: Rc<Cell<bool>>,
    user: i64,
    pub(super) id: i64,
    pub(super) version: i64,
    /// What this window and the draft had in common last.
    pub(super) base: Answers,
    /// What was filled in before anybody wrote.
    untouched: Option<Answers>,
    /// When it was saved last: "sparat 14.32".
    told: Option<String>,
    changed: Option<Instant>,
    latest: Option<Instant>,
    chars: usize,
    failed: Option<ErrorKind>,
    retry: Option<Instant>,
    /// The person has said that what is unsaved may be lost.
    pub(super) abandoned: bool,
    /// A short form is on its way off the screen, in good order.
    pub(super) left: bool,
}

impl Paper {
    /// The paper of a draft as it lies.
    pub(super) fn of(draft: &Draft, user: i64, ctx: &Context<'_>) -> Paper {
        Paper {
            case: draft.case,
            case_number: String::new(),
            kind: draft.kind.clone(),
            name: draft.spec.id.clone(),
            supersedes: draft.supersedes,
            replaces: String::new(),
            signed: Rc::default(),
            user,
            id: draft.id,
            version: draft.version,
            base: draft.answers.clone(),
            untouched: None,
            told: (!draft.answers.is_empty()).then(|| saved_words(&draft.saved_at, ctx)),
            changed: None,
            latest: None,
            chars: 0,
            failed: None,
            retry: None,
            abandoned: false,
            left: false,
        }
    }

    /// Says what was filled in from the start: a paper with nothing more is thrown away on leaving.
    pub(super) fn untouched(&mut self, answers: &Answers) {
        self.untouched = Some(answers.clone());
    }

    /// Whether another window has the draft: what is written here lies beside it.
    pub(super) fn is_aside(&self) -> bool {
        self.failed == Some(ErrorKind::Conflict)
    }

    /// Which draft it is.
    pub(super) fn which(&self) -> Which {
        Which {
            user: self.user,
            case: self.case,
            kind: self.kind.clone(),
            spec: self.name.clone(),
        }
    }

    /// Whether something lies unsaved.
    pub(super) fn is_unsaved(&self) -> bool {
        self.changed.is_some()
    }

    /// "sparat 14.32", also while one types on: it was, and will be within the second. To take the
    /// words away and put them back at every save would cost more than the letters.
    pub(super) fn state(&self) -> Saved<'_> {
        match (&self.failed, &self.told) {
            (Some(_), _) => Saved::Failed,
            (None, Some(told)) => Saved::Yes(told),
            _ => Saved::Pending,
        }
    }

    /// Whether what is written could not be saved.
    pub(super) fn has_failed(&self) -> bool {
        self.failed.is_some()
    }

    fn wake_at(&self) -> Option<Instant> {
        let changed = self.changed.filter(|_| !self.signed.get())?;
        match self.failed {
            Some(kind) if kind != ErrorKind::Conflict => self.retry,
            _ => Some((self.latest? + PAUSE).min(changed + LONGEST)),
        }
    }
}

/// How a paper lies.
pub(super) enum Saved<'a> {
    /// Saved, with the words for when last.
    Yes(&'a str),
    /// Never yet.
    Pending,
    /// It could not be saved.
    Failed,
}

fn saved_words(at: &str, ctx: &Context<'_>) -> String {
    let Ok(at) = DateTime::parse_from_rfc3339(at) else {
        return "sparat".to_owned();
    };
    let at = at.to_utc();
    let day = stockholm_date(at);
    if day == ctx.today {
        format!("sparat {}", stockholm_time(at).format("%H.%M"))
    } else {
        format!("sparat {}", day_month(day))
    }
}

impl Form {
    /// Notes that something has changed, and saves where it is time: after fifteen characters, after
    /// nine tenths of a second, or at once. What cannot be saved is told and stays on the screen.
    pub(super) fn touch(&mut self, chars: usize, at_once: bool, ctx: &Context<'_>) -> Step {
        if let Err(error) = self.begin_kept(ctx) {
            return Step::Say(error.into());
        }
        let Some(paper) = self.work.paper_mut() else {
            return Step::Stay;
        };
        let changed = *paper.changed.get_or_insert(ctx.instant);
        paper.latest = Some(ctx.instant);
        paper.chars += chars;
        let waits = match paper.failed {
            Some(kind) if kind != ErrorKind::Conflict => {
                paper.retry.is_some_and(|at| ctx.instant < at)
            }
            _ => false,
        };
        let due = at_once || paper.chars >= MOST || ctx.instant >= changed + LONGEST;
        if !due || waits {
            return Step::Stay;
        }
        match self.store(ctx) {
            Ok(()) => Step::Stay,
            Err(error) => Step::Say(error.into()),
        }
    }

    /// When the paper wants to be saved.
    pub(super) fn paper_wakes(&self) -> Option<Instant> {
        self.work.paper().and_then(Paper::wake_at)
    }

    /// Saves what lies unsaved.
    pub(super) fn store_unsaved(&mut self, ctx: &Context<'_>) -> Result<()> {
        match self.work.paper() {
            Some(paper) if paper.is_unsaved() => self.store(ctx),
            _ => Ok(()),
        }
    }

    /// Saves. Where another window has the draft, what is written here is kept beside it; that is told once
    /// and stays to be seen in the head.
    pub(super) fn store(&mut self, ctx: &Context<'_>) -> Result<()> {
        let place = self.place();
        let answers = &self.answers;
        let quick = self.is_quick();
        let Some(paper) = self.work.paper_mut() else {
            return Ok(());
        };
        if paper.signed.get() {
            return Ok(());
        }
        let known = paper.is_aside();
        let saved = ctx.drafts.save(paper.id, paper.version, answers, &place);
        let (failed, outcome) = match saved {
            Ok(version) => {
                paper.version = version;
                paper.base.clone_from(answers);
                paper.told = Some(format!("sparat {}", ctx.now.format("%H.%M")));
                (None, Ok(()))
            }
            Err(error) if error.kind == ErrorKind::Conflict => {
                match ctx.drafts.set_aside(&paper.which(), answers) {
                    Ok(()) if known => (Some(error.kind), Ok(())),
                    Ok(()) => (Some(error.kind), Err(error)),
                    Err(error) => (Some(error.kind), Err(error)),
                }
            }
            Err(error) => (Some(error.kind), Err(error)),
        };
        paper.failed = failed;
        if failed.is_none() || paper.is_aside() {
            paper.changed = None;
            paper.chars = 0;
            paper.retry = None;
        } else {
            paper.retry = Some(ctx.instant + AGAIN);
            paper.changed.get_or_insert(ctx.instant);
        }
        outcome.map_err(|error| told(error, quick, ctx))
    }

    /// Saves because the person asks for it; where another window has the draft, both texts are shown.
    pub(super) fn store_asked(&mut self, ctx: &Context<'_>) -> Result<Step> {
        if self.is_aside() {
            return self.show_both(ctx);
        }
        self.store(ctx)?;
        Ok(Step::done(format!("Sparat {}", ctx.now.format("%H.%M"))))
    }

    /// Whether another window has the draft.
    pub(super) fn is_aside(&self) -> bool {
        self.work.paper().is_some_and(Paper::is_aside)
    }

    /// The version of the draft that this window has; 0 where it is none.
    pub(super) fn version(&self) -> i64 {
        self.work.paper().map_or(0, |paper| paper.version)
    }

    /// Leaves at once. Only what cannot be saved is asked about.
    pub(super) fn leave_paper(&mut self, ctx: &Context<'_>) -> Result<Step> {
        if let Err(error) = self.store_unsaved(ctx)
            && !self.is_aside()
        {
            if let Work::Paper(paper) = &mut self.work {
                paper.abandoned = true;
            }
            let text = format!("{} Det som skrivits sedan dess går förlorat.", error.text);
            return Ok(Step::ask("Lämna utan att spara?", text, Step::Close));
        }
        if let Work::Paper(paper) = &self.work {
            if paper.is_aside() {
                return Ok(Step::Many(vec![
                    Step::Close,
                    Step::done("Båda texterna finns kvar, och visas när du öppnar utkastet igen."),
                ]));
            }
            if paper.untouched.as_ref() == Some(&self.answers) {
                ctx.drafts.end(paper.id, paper.version)?;
            } else {
                ctx.drafts.leave(paper.id, paper.version)?;
            }
        }
        // What lies under it lists the drafts.
        Ok(Step::Many(vec![Step::Close, Step::Reload]))
    }

    /// The person goes on writing after all.
    pub(super) fn stay(&mut self) {
        if let Some(paper) = self.work.paper_mut() {
            paper.abandoned = false;
            paper.left = false;
        }
        if let Work::Quick(quick) = &self.work {
            quick.kept.done.set(false);
        }
    }

    /// Before the form is taken away or the program ends: saves, or removes what is signed.
    pub(super) fn end_paper(&mut self, ctx: &Context<'_>) -> Result<()> {
        match self.work.paper() {
            Some(paper) if paper.signed.get() => ctx.drafts.end(paper.id, paper.version),
            Some(paper) if paper.left => {
                let (id, version) = (paper.id, paper.version);
                ctx.drafts.leave(id, version)
            }
            Some(paper) if paper.abandoned => {
                // Tried once more; the person has already said that it may be lost.
                self.store_unsaved(ctx).unwrap_or_default();
                Ok(())
            }
            _ => match self.store_unsaved(ctx) {
                // It lies beside the draft, and nothing holds the person back.
                Err(error) if error.kind == ErrorKind::Conflict && self.is_aside() => Ok(()),
                outcome => outcome,
            },
        }
    }

    /// Field and cursor, as a draft keeps them.
    pub(super) fn place(&self) -> Place {
        let Some(field) = self.field() else {
            return Place::default();
        };
        let (row, col) = match (&self.table, field.kind) {
            (Some(table), FieldKind::Estimate) => table.place(),
            _ => self.editors.get(&field.id).map_or((0, 0), |e| e.cursor()),
        };
        Place {
            field: field.id.clone(),
            row,
            col,
        }
    }

    /// Opens at a field, if it is asked.
    #[must_use]
    pub fn at_field(mut self, id: &str) -> Form {
        if let Some(at) = self.index_of(id) {
            self.at = at;
            self.open_editor();
        }
        self
    }

    /// Goes to where a draft was left.
    pub(super) fn go_to_place(&mut self, place: &Place) {
        if let Some(at) = self.index_of(&place.field) {
            self.at = at;
        }
        self.open_editor();
        let Some(field) = self.field().filter(|f| f.id == place.field) else {
            return;
        };
        if field.kind == FieldKind::Estimate {
            if let Some(table) = &mut self.table {
                table.put(place.row, place.col);
            }
        } else if let Some(editor) = self.editors.get_mut(&place.field) {
            editor.put(place.row, place.col);
        }
    }
}

/// What is said when a draft cannot be saved: that the text is still here, and what to do.
fn told(error: Error, quick: bool, ctx: &Context<'_>) -> Error {
    use crate::ui::action::Scope;
    if quick {
        let hint = match error.kind {
            ErrorKind::Conflict => {
                "Texten ligger kvar här, och båda visas när formuläret öppnas igen."
            }
            _ => "Texten står kvar här, och nytt försök görs av sig självt.",
        };
        let error = match error.kind {
            ErrorKind::Conflict => Error::conflict("Formuläret är öppnat i ett annat fönster."),
            _ => Error {
                hint: None,
                ..error
            }
            .at("Inte sparat"),
        };
        return error.hint(hint);
    }
    let save = ctx
        .keymap
        .hint(Scope::Form, Action::Save)
        .unwrap_or_default();
    match error.kind {
        ErrorKind::Conflict => Error::conflict(
            "Utkastet är öppnat i ett annat fönster, så det här är inte sparat i det.",
        )
        .hint(format!(
            "Texten står kvar här. {save} visar båda texterna, så att du kan välja."
        )),
        _ => {
            let hint = format!(
                "Texten står kvar här, och nytt försök görs av sig självt. {save} försöker genast."
            );
            Error {
                hint: None,
                ..error
            }
            .at("Inte sparat")
            .hint(hint)
        }
    }
}

/// Texts fetched in this sitting, so that one brought back by undo is marked again.
pub(super) type Fetched = BTreeMap<String, String>;
