//! A new case that was begun and left: kept among the drafts until it is registered, and offered when a new
//! one is begun.

use super::NewCaseScreen;
use crate::core::form::{Answers, FieldKind, Spec};
use crate::core::person::PersonHead;
use crate::core::personal_number::NumberKind;
use crate::error::Result;
use crate::store::draft::{Draft, NO_CASE};
use crate::ui::screen::dialog::Dialog;
use crate::ui::screen::form::saved;
use crate::ui::screen::short_form::{field, spec};
use crate::ui::screen::{Context, Step};

/// What the draft is, beside `utredning` and the others.
pub(super) const KIND: &str = "nytt_arende";

/// The number as typed, among the answers of the form.
const NUMBER: &str = "nummer";

/// The names, where the person is new here.
pub(super) const FAMILY: &str = "efternamn";
pub(super) const GIVEN: &str = "fornamn";

/// That the number is another id than a personal number.
const OTHER: &str = "annat_id";

/// The case whose follow-up led to the new one.
pub(super) const LED_BY: &str = "fran_uppfoljning";

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
}

impl Kept {
    fn of(draft: Draft) -> Kept {
        Kept {
            typed: draft.answers.get(NUMBER).to_owned(),
            other: !draft.answers.get(OTHER).is_empty(),
            answers: draft.answers,
            from: Some(draft.id),
        }
    }

    /// A new case of a known person, to which a follow-up in another case has led.
    pub(super) fn led_by(case: i64, person: &PersonHead) -> Kept {
        let mut answers = Answers::default();
        answers.set(LED_BY, case.to_string());
        Kept {
            typed: person.number.clone(),
            other: person.number_kind == NumberKind::Other.word(),
            answers,
            from: None,
        }
    }

    /// Whether there is anything to keep.
    pub(super) fn is_begun(&self) -> bool {
        !self.typed.trim().is_empty()
    }

    /// What the draft is kept under. One for each number, so that two new cases begun in two windows are both
    /// kept.
    pub(super) fn name(&self) -> String {
        format!("{KIND} {}", self.typed.trim())
    }

    /// What is filled in, with the number it is about.
    pub(super) fn filled(&self) -> Answers {
        let mut answers = self.answers.clone();
        answers.set(NUMBER, self.typed.trim());
        answers.set(OTHER, if self.other { "ja" } else { "" });
        answers
    }

    /// Keeps the number and what was filled in before; `open` says that it is still on the screen.
    ///
    /// # Errors
    /// When the drafts cannot be read or written.
    pub(super) fn keep(&self, open: bool, ctx: &Context<'_>) -> Result<()> {
        if !self.is_begun() {
            return Ok(());
        }
        let id = self.name();
        let known = ctx.drafts.find(ctx.user.id, NO_CASE, KIND, &id)?;
        let known_id = known.as_ref().map(|draft| draft.id);
        if let Some(old) = self.from.filter(|old| Some(*old) != known_id) {
            ctx.drafts.remove(old)?;
        }
        let draft = match known {
            Some(draft) => draft,
            None => {
                let fields = vec![field(NUMBER, "Nummer", FieldKind::Line, "")];
                let spec = Spec {
                    id,
                    ..spec("nytt_arende", "Nytt ärende", "", fields)
                };
                ctx.drafts.begin(ctx.user.id, NO_CASE, KIND, &spec, None)?
            }
        };
        let mut answers = draft.answers.clone();
        answers.values.extend(self.filled().values);
        let version = ctx
            .drafts
            .save(draft.id, draft.version, &answers, &draft.place)?;
        if open {
            return Ok(());
        }
        ctx.drafts.leave(draft.id, version)
    }
}

/// Goes on with a new case where it was left: at its number, or in the form.
///
/// # Errors
/// When it cannot be read.
pub fn go_on(draft: Draft, ctx: &Context<'_>) -> Result<Step> {
    let at_the_number = draft.place.field.is_empty();
    let mut screen = NewCaseScreen::of(Kept::of(draft));
    if at_the_number {
        return Ok(Step::open(screen));
    }
    Ok(match screen.on(ctx)? {
        Step::Replace(form) => Step::Open(form),
        _ => Step::open(screen),
    })
}

/// Begins a new case, with a number where it is known already; one that was begun and left is offered first,
/// if it is for the same number.
///
/// # Errors
/// When the drafts cannot be read.
pub fn begin(number: &str, ctx: &Context<'_>) -> Result<Step> {
    let number = number.to_owned();
    let typed = number.clone();
    let new = move || {
        NewCaseScreen::of(Kept {
            typed: typed.clone(),
            ..Kept::default()
        })
    };
    let mut drafts = ctx.drafts.without_case(ctx.user.id)?.into_iter();
    let same = |draft: &Draft| number.is_empty() || is_same(&number, draft.answers.get(NUMBER));
    let Some(draft) = drafts.find(|draft| draft.kind == KIND && same(draft)) else {
        return Ok(Step::open(new()));
    };
    let id = draft.id;
    let text = format!(
        "Din registrering för {} är påbörjad{}. Nej kastar den och börjar om.",
        whom(&draft, ctx)?,
        saved(&draft, ctx)
    );
    let dialog = Dialog::new("Fortsätta på det nya ärendet?", text, go_on(draft, ctx)?);
    Ok(Step::open(dialog.otherwise(move |ctx| {
        ctx.drafts.remove(id)?;
        Ok(Step::open(new()))
    })))
}

/// Whom a new case that was left is for: by name, where one is known or has been written.
fn whom(draft: &Draft, ctx: &Context<'_>) -> Result<String> {
    let typed = draft.answers.get(NUMBER);
    let other = !draft.answers.get(OTHER).is_empty();
    let number = super::number(typed, other, ctx).map_or(typed.to_owned(), |n| n.to_string());
    let known = ctx.store.person_by_number(ctx.user, &number)?;
    let written = [FAMILY, GIVEN].map(|field| draft.answers.get(field).trim());
    Ok(match known {
        Some(person) => person.list_name(),
        None if written.iter().all(|name| !name.is_empty()) => written.join(", "),
        None => number,
    })
}

/// Whether two numbers are of the same person, with the century or without.
fn is_same(one: &str, other: &str) -> bool {
    let short = |text: &str| -> String {
        let figures: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
        figures
            .iter()
            .skip(figures.len().saturating_sub(10))
            .collect()
    };
    short(one) == short(other)
}
