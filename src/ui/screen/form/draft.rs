//! The working paper behind a form: when it is saved, what happens when it cannot be, and how it
//! ends. A program that is killed loses at most a second of typing and twenty characters.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::{Duration, Instant};

use chrono::DateTime;

use super::{Form, Work};
use crate::core::calendar::{day_month, stockholm_date, stockholm_time};
use crate::core::form::{Answers, FieldKind, Spec};
use crate::error::{Error, ErrorKind, Result};
use crate::store::draft::{Draft, Place};
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
    /// What it will replace or correct.
    pub(super) supersedes: Option<i64>,
    /// What will be replaced, in words: "rambeställningen från 6 nov".
    pub(super) replaces: String,
    /// Set by the write that made the signed document, so that the draft is removed.
    pub(super) signed: Rc<Cell<bool>>,
    user: i64,
    id: i64,
    version: i64,
    /// What was filled in before anybody wrote.
    untouched: Option<Answers>,
    /// "sparat 14.32", while it is true.
    told: Option<String>,
    changed: Option<Instant>,
    latest: Option<Instant>,
    chars: usize,
    failed: Option<ErrorKind>,
    retry: Option<Instant>,
    /// The person has said that what is unsaved may be lost.
    abandoned: bool,
}

impl Paper {
    /// The paper of a draft as it lies.
    pub(super) fn of(draft: &Draft, user: i64, ctx: &Context<'_>) -> Paper {
        Paper {
            case: draft.case,
            case_number: String::new(),
            kind: draft.kind.clone(),
            supersedes: draft.supersedes,
            replaces: String::new(),
            signed: Rc::default(),
            user,
            id: draft.id,
            version: draft.version,
            untouched: None,
            told: (!draft.answers.is_empty()).then(|| saved_words(&draft.saved_at, ctx)),
            changed: None,
            latest: None,
            chars: 0,
            failed: None,
            retry: None,
            abandoned: false,
        }
    }

    /// Says what was filled in from the start: a paper with nothing more is thrown away on leaving.
    pub(super) fn untouched(&mut self, answers: &Answers) {
        self.untouched = Some(answers.clone());
    }

    /// Whether something lies unsaved.
    pub(super) fn is_unsaved(&self) -> bool {
        self.changed.is_some()
    }

    /// "sparat 14.32", "inte sparat", or nothing while one types.
    pub(super) fn state(&self) -> Saved<'_> {
        match (&self.failed, &self.told) {
            (Some(_), _) => Saved::Failed,
            (None, Some(told)) if !self.is_unsaved() => Saved::Yes(told),
            _ => Saved::Pending,
        }
    }

    fn wake_at(&self) -> Option<Instant> {
        let changed = self.changed.filter(|_| !self.signed.get())?;
        match self.failed {
            // Only the person can end a conflict.
            Some(ErrorKind::Conflict) => None,
            Some(_) => self.retry,
            None => Some((self.latest? + PAUSE).min(changed + LONGEST)),
        }
    }
}

/// How a paper lies.
pub(super) enum Saved<'a> {
    /// Saved, with the words for when.
    Yes(&'a str),
    /// Not yet.
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
        let Work::Paper(paper) = &mut self.work else {
            return Step::Stay;
        };
        let changed = *paper.changed.get_or_insert(ctx.instant);
        paper.latest = Some(ctx.instant);
        paper.chars += chars;
        let waits = match paper.failed {
            Some(ErrorKind::Conflict) => true,
            Some(_) => paper.retry.is_some_and(|at| ctx.instant < at),
            None => false,
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
        match &self.work {
            Work::Paper(paper) => paper.wake_at(),
            Work::Quick(_) => None,
        }
    }

    /// Saves what lies unsaved.
    pub(super) fn store_unsaved(&mut self, ctx: &Context<'_>) -> Result<()> {
        match &self.work {
            Work::Paper(paper) if paper.is_unsaved() => self.store(ctx),
            _ => Ok(()),
        }
    }

    fn store(&mut self, ctx: &Context<'_>) -> Result<()> {
        let place = self.place();
        let answers = &self.answers;
        let Work::Paper(paper) = &mut self.work else {
            return Ok(());
        };
        if paper.signed.get() {
            return Ok(());
        }
        match ctx.drafts.save(paper.id, paper.version, answers, &place) {
            Ok(version) => {
                paper.version = version;
                paper.told = Some(format!("sparat {}", ctx.now.format("%H.%M")));
                paper.changed = None;
                paper.chars = 0;
                paper.failed = None;
                paper.retry = None;
                Ok(())
            }
            Err(error) => {
                paper.failed = Some(error.kind);
                paper.retry = Some(ctx.instant + AGAIN);
                paper.changed.get_or_insert(ctx.instant);
                Err(told(error, ctx))
            }
        }
    }

    /// Saves because the person asks for it; after a conflict both texts are kept.
    pub(super) fn store_asked(&mut self, ctx: &Context<'_>) -> Result<Step> {
        let Work::Paper(paper) = &self.work else {
            return Ok(Step::Stay);
        };
        if paper.failed == Some(ErrorKind::Conflict) {
            return self.join(ctx);
        }
        self.store(ctx)?;
        Ok(Step::done(format!("Sparat {}", ctx.now.format("%H.%M"))))
    }

    /// The same draft was saved elsewhere: what stands there is taken in, so that no word is lost,
    /// and the whole is saved. A draft that is gone is begun anew.
    fn join(&mut self, ctx: &Context<'_>) -> Result<Step> {
        let Work::Paper(paper) = &mut self.work else {
            return Ok(Step::Stay);
        };
        let (spec, user) = (&self.spec, paper.user);
        let found = ctx.drafts.find(user, paper.case, &paper.kind, &spec.id)?;
        let gone = found.is_none();
        let theirs = match found {
            Some(draft) => draft,
            None => ctx
                .drafts
                .begin(user, paper.case, &paper.kind, spec, paper.supersedes)?,
        };
        (paper.id, paper.version) = (theirs.id, theirs.version);
        let both = joined(spec, &self.answers, &theirs.answers);
        let taken = both != self.answers;
        self.answers = both;
        self.forget_editors();
        self.store(ctx)?;
        self.settle(ctx);
        Ok(Step::done(if gone {
            "Utkastet var borta och är nu sparat på nytt."
        } else if taken {
            "Sparat. Texten från det andra fönstret står före din där de skilde sig."
        } else {
            "Sparat."
        }))
    }

    /// Leaves at once. Only what cannot be saved is asked about.
    pub(super) fn leave_paper(&mut self, ctx: &Context<'_>) -> Result<Step> {
        if let Err(error) = self.store_unsaved(ctx) {
            if let Work::Paper(paper) = &mut self.work {
                paper.abandoned = true;
            }
            let text = format!("{} Det som skrivits sedan dess går förlorat.", error.text);
            return Ok(Step::ask("Lämna utan att spara?", text, Step::Close));
        }
        if let Work::Paper(paper) = &self.work {
            if paper.untouched.as_ref() == Some(&self.answers) {
                ctx.drafts.remove(paper.id)?;
            } else {
                ctx.drafts.leave(paper.id)?;
            }
        }
        Ok(Step::Close)
    }

    /// The person goes on writing after all.
    pub(super) fn stay(&mut self) {
        if let Work::Paper(paper) = &mut self.work {
            paper.abandoned = false;
        }
    }

    /// Before the form is taken away or the program ends: saves, or removes what is signed.
    pub(super) fn end_paper(&mut self, ctx: &Context<'_>) -> Result<()> {
        match &self.work {
            Work::Paper(paper) if paper.signed.get() => ctx.drafts.remove(paper.id),
            Work::Paper(paper) if paper.abandoned => {
                // Tried once more; the person has already said that it may be lost.
                self.store_unsaved(ctx).unwrap_or_default();
                Ok(())
            }
            _ => self.store_unsaved(ctx),
        }
    }

    /// Field and cursor, as a draft keeps them.
    fn place(&self) -> Place {
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

    /// Goes to where a draft was left.
    /// Opens at a field, if it is asked.
    #[must_use]
    pub fn at_field(mut self, id: &str) -> Form {
        if let Some(at) = self.index_of(id) {
            self.at = at;
            self.open_editor();
        }
        self
    }

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
fn told(error: Error, ctx: &Context<'_>) -> Error {
    use crate::ui::action::Scope;
    let save = ctx
        .keymap
        .hint(Scope::Form, Action::Save)
        .unwrap_or_default();
    match error.kind {
        ErrorKind::Conflict => {
            Error::conflict("Utkastet har ändrats eller tagits bort i ett annat fönster, så det här är inte sparat.")
                .hint(format!("Texten står kvar här. {save} sparar den tillsammans med den andra."))
        }
        _ => {
            let hint = format!("Texten står kvar här, och nytt försök görs av sig självt. {save} försöker genast.");
            Error { hint: None, ..error }.at("Inte sparat").hint(hint)
        }
    }
}

/// Two versions of the same paper in one: where one text holds the other, the longer; where they
/// differ, theirs and then mine.
fn joined(spec: &Spec, mine: &Answers, theirs: &Answers) -> Answers {
    let mut both = mine.clone();
    for (id, their) in &theirs.values {
        let my = mine.get(id);
        let text = spec.field(id).is_some_and(|f| f.kind == FieldKind::Text);
        if my.is_empty() || their.contains(my) && text {
            both.set(id, their.clone());
        } else if text && !my.contains(their.as_str()) {
            both.set(id, format!("{their}\n\n{my}"));
        }
    }
    for line in &theirs.lines {
        if !both.lines.contains(line)
            && !mine
                .lines
                .iter()
                .any(|l| l.intervention == line.intervention)
        {
            both.lines.push(line.clone());
        }
    }
    both.copied.extend(theirs.copied.iter().cloned());
    both
}

/// Texts fetched in this sitting, so that one brought back by undo is marked again.
pub(super) type Fetched = BTreeMap<String, String>;
