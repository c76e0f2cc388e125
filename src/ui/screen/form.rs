//! One screen edits any form.

use super::{Context, Screen, Step};
use crate::core::form::{Answers, Spec};
use crate::core::person::PersonHead;
use crate::core::query::CaseView;
use crate::error::{Error, Result};
use crate::store::draft::Draft;
use crate::ui::action::{Action, Scope};
use crate::ui::canvas::Canvas;

/// A form on the screen.
pub struct Form;

impl Form {
    /// A short form that is kept nowhere until it is done; `submit` makes the step of its answers, or
    /// refuses them.
    pub fn quick(
        _title: impl Into<String>,
        _head: Option<PersonHead>,
        _spec: Spec,
        _answers: Answers,
        _submit: impl Fn(&Answers, &Context<'_>) -> Result<Step> + 'static,
    ) -> Form {
        Form
    }

    /// The assessment of a case: its draft, begun now or continued.
    pub fn assessment(_case: &CaseView, _ctx: &Context<'_>) -> Result<Form> {
        Err(Error::internal("saknas"))
    }

    /// The framework order of a case: its draft, begun now or continued.
    pub fn order(_case: &CaseView, _ctx: &Context<'_>) -> Result<Form> {
        Err(Error::internal("saknas"))
    }

    /// A journal entry, or the correction of one: its draft, begun now or continued.
    pub fn journal(_case: &CaseView, _corrects: Option<i64>, _ctx: &Context<'_>) -> Result<Form> {
        Err(Error::internal("saknas"))
    }

    /// A draft that was left open, at the same field with the cursor where it was.
    pub fn resume(_draft: Draft, _ctx: &Context<'_>) -> Result<Form> {
        Err(Error::internal("saknas"))
    }
}

impl Screen for Form {
    fn scope(&self) -> Scope {
        Scope::Form
    }

    fn title(&self) -> String {
        String::new()
    }

    fn load(&mut self, _ctx: &Context<'_>) -> Result<()> {
        Ok(())
    }

    fn update(&mut self, _action: Action, _ctx: &Context<'_>) -> Result<Step> {
        Ok(Step::Stay)
    }

    fn view(&self, _ctx: &Context<'_>, _canvas: &mut Canvas<'_>) {}

    fn hints(&self, _ctx: &Context<'_>) -> Vec<Action> {
        Vec::new()
    }
}
