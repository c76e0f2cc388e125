//! A new case that was begun and left: kept among the drafts until it is registered, and offered when a new
//! one is begun.

use std::cell::Cell;
use std::rc::Rc;

use super::NewCaseScreen;
use crate::core::form::{Answers, FieldKind};
use crate::core::person::PersonHead;
use crate::core::personal_number::NumberKind;
use crate::error::Result;
use crate::store::draft::{Draft, NO_CASE, Place};
use crate::ui::screen::dialog::Dialog;
use crate::ui::screen::form::saved;
use crate::ui::screen::short_form::{field, spec};
use crate::ui::screen::{Context, Step};

/// What the draft is, beside `utredning` and the others.
const KIND: &str = "nytt_arende";

/// The number as typed, among the answers of the form.
const NUMBER: &str = "nummer";

/// That the number is another id than a personal number.
const OTHER: &str = "annat_id";

/// What is said as it is left.
pub(super) const LEFT: &str = "Det ifyllda ligger kvar till nästa nya ärende.";

/// A new case on its way between the number and the registering.
#[derive(Clone, Default)]
pub(super) struct Kept {
    pub(super) typed: String,
    pub(super) other: bool,
    /// What was filled in when it was left.
    pub(super) answers: Answers,
    /// The draft it went on from, which may have had another number.
    from: Option<i64>,
    /// Set when the case is registered, so that the draft is removed.
    pub(super) done: Rc<Cell<bool>>,
}

impl Kept {
    fn of(draft: Draft) -> Kept {
        Kept {
            typed: draft.answers.get(NUMBER).to_owned(),
            other: !draft.answers.get(OTHER).is_empty(),
            answers: draft.answers,
            from: Some(draft.id),
            done: Rc::default(),
        }
    }

    /// A new case of a known person.
    pub(super) fn about(person: &PersonHead) -> Kept {
        Kept {
            typed: person.number.clone(),
            other: person.number_kind == NumberKind::Other.word(),
            ..Kept::default()
        }
    }

    /// Whether there is anything to keep.
    pub(super) fn is_begun(&self) -> bool {
        !self.typed.trim().is_empty()
    }

    /// Keeps what is filled in, or removes the draft once the case is registered.
    ///
    /// # Errors
    /// When the drafts cannot be read or written.
    pub(super) fn keep(&self, answers: &Answers, ctx: &Context<'_>) -> Result<()> {
        if !self.is_begun() {
            return Ok(());
        }
        // One draft for each number, so that two new cases begun in two windows are both kept.
        let id = format!("{KIND} {}", self.typed.trim());
        let known = ctx.drafts.find(ctx.user.id, NO_CASE, KIND, &id)?;
        let known_id = known.as_ref().map(|draft| draft.id);
        if let Some(old) = self.from.filter(|old| Some(*old) != known_id) {
            ctx.drafts.remove(old)?;
        }
        if self.done.get() {
            return known_id.map_or(Ok(()), |id| ctx.drafts.remove(id));
        }
        let mut answers = answers.clone();
        answers.set(NUMBER, self.typed.trim());
        answers.set(OTHER, if self.other { "ja" } else { "" });
        let draft = match known {
            Some(draft) => draft,
            None => {
                let fields = vec![field(NUMBER, "Nummer", FieldKind::Line, "")];
                let spec = spec(&id, "Nytt ärende", "", fields);
                ctx.drafts.begin(ctx.user.id, NO_CASE, KIND, &spec, None)?
            }
        };
        let version = ctx
            .drafts
            .save(draft.id, draft.version, &answers, &Place::default())?;
        ctx.drafts.leave(draft.id, version)
    }
}

/// Begins a new case; one that was begun and left is offered first.
///
/// # Errors
/// When the drafts cannot be read.
pub fn begin(ctx: &Context<'_>) -> Result<Step> {
    let mut drafts = ctx.drafts.without_case(ctx.user.id)?.into_iter();
    let Some(draft) = drafts.find(|draft| draft.kind == KIND) else {
        return Ok(Step::open(NewCaseScreen::new()));
    };
    let id = draft.id;
    let text = format!(
        "{} är påbörjat{}. Nej kastar det och börjar på ett nytt.",
        draft.answers.get(NUMBER),
        saved(&draft, ctx)
    );
    let on = NewCaseScreen::of(Kept::of(draft));
    let dialog = Dialog::new("Fortsätta på det nya ärendet?", text, Step::open(on));
    Ok(Step::open(dialog.otherwise(move |ctx| {
        ctx.drafts.remove(id)?;
        Ok(Step::open(NewCaseScreen::new()))
    })))
}
