//! A short form is kept while it is filled in, as a paper is: under whom it is about and what it is called. It is
//! found again when the same form is opened, at the same field, and removed once it is done.

use std::cell::Cell;
use std::rc::Rc;

use super::draft::Paper;
use super::resume::saved;
use super::{Form, Note, Work};
use crate::core::form::Spec;
use crate::error::Result;
use crate::store::draft::{Draft, NO_CASE, SHORT};
use crate::ui::screen::dialog::Dialog;
use crate::ui::screen::{Context, Step};

impl Form {
    /// Kind, case and name that a short form is kept under.
    fn kept_under(&self) -> Option<(&'static str, i64, String)> {
        let Work::Quick(quick) = &self.work else {
            return None;
        };
        if let Some((kind, name, _)) = &quick.kept.named {
            return Some((kind, NO_CASE, name.clone()));
        }
        let person = self.head.as_ref().map_or(0, |head| head.id);
        let way = &quick.kept.way;
        // What is filled in about a person is the same whatever case one came from.
        let case = way.case.filter(|_| way.person.is_none());
        let (form, subject) = (&self.spec.id, &quick.kept.subject);
        let name = format!("{form} {person} {subject} {}", self.title);
        Some((SHORT, case.unwrap_or(NO_CASE), name))
    }

    /// Goes on, as the form opens, with what was filled in before.
    pub(super) fn find_kept(&mut self, ctx: &Context<'_>) -> Result<()> {
        let Some((kind, case, name)) = self.kept_under() else {
            return Ok(());
        };
        if let Work::Quick(quick) = &mut self.work
            && std::mem::replace(&mut quick.kept.looked, true)
        {
            return Ok(());
        }
        let found = ctx.drafts.find(ctx.user.id, case, kind, &name)?;
        let Some(draft) = found.filter(|draft| !draft.answers.is_empty()) else {
            return Ok(());
        };
        let draft = ctx.drafts.take(draft)?;
        let told = format!("Det du skrev sist står kvar{}.", saved(&draft, ctx));
        // Of a new case that was left at its number nothing is filled in here yet.
        if !draft.place.field.is_empty() {
            self.answers = draft.answers.clone();
            self.forget_editors();
            self.go_to_place(&draft.place);
        }
        if kind == SHORT
            && let Some(field) = self.field()
        {
            self.notes.insert(field.id.clone(), Note::Told(told));
        }
        self.keep_in(&draft, ctx);
        self.take_asides(ctx)
    }

    /// Begins the draft, once something is filled in.
    pub(super) fn begin_kept(&mut self, ctx: &Context<'_>) -> Result<()> {
        let untouched = match &self.work {
            Work::Quick(quick) => quick.kept.paper.is_some() || quick.first == self.answers,
            Work::Paper(_) => true,
        };
        let Some((kind, case, name)) = self.kept_under().filter(|_| !untouched) else {
            return Ok(());
        };
        let spec = Spec {
            id: name,
            title: self.title.clone(),
            ..self.spec.clone()
        };
        let draft = ctx.drafts.begin(ctx.user.id, case, kind, &spec, None)?;
        if let Work::Quick(quick) = &self.work {
            ctx.drafts.came_by(draft.id, &quick.kept.way)?;
        }
        self.keep_in(&draft, ctx);
        Ok(())
    }

    fn keep_in(&mut self, draft: &Draft, ctx: &Context<'_>) {
        let mut paper = Paper::of(draft, ctx.user.id, ctx);
        if let Work::Quick(quick) = &mut self.work {
            paper.signed = Rc::clone(&quick.kept.done);
            quick.kept.paper = Some(Box::new(paper));
        }
    }

    /// Leaves a short form. What is filled in is kept; where it has no place of its own, that is asked.
    pub(super) fn leave_quick(&mut self, ctx: &Context<'_>) -> Result<Step> {
        let Work::Quick(quick) = &self.work else {
            return Ok(Step::Close);
        };
        let as_it_was = quick.first == self.answers;
        let told = quick.kept.named.as_ref().map(|(_, _, left)| *left);
        let stored = self.store_unsaved(ctx);
        let aside = self.is_aside();
        let Some(paper) = self.work.paper_mut() else {
            return Ok(Step::Close);
        };
        if let Err(error) = stored
            && !aside
        {
            paper.abandoned = true;
            let text = format!("{} Det som skrivits sedan dess går förlorat.", error.text);
            return Ok(Step::ask("Lämna utan att spara?", text, Step::Close));
        }
        if as_it_was && told.is_none() {
            ctx.drafts.end(paper.id, paper.version)?;
            return Ok(Step::Close);
        }
        paper.left = true;
        let (id, version) = (paper.id, paper.version);
        if let Some(told) = told {
            return Ok(Step::Many(vec![Step::Close, Step::done(told)]));
        }
        let dialog = Dialog::new(
            "Behålla det ifyllda till nästa gång?",
            "Ja: det står kvar när formuläret öppnas igen. Nej: det kastas.",
            Step::Close,
        );
        Ok(Step::open(dialog.otherwise(move |ctx| {
            ctx.drafts.end(id, version)?;
            Ok(Step::Close)
        })))
    }
}

/// What a short form asks for, which is done with it once that has gone well or it has given way.
pub(super) fn marked_done(step: Step, done: &Rc<Cell<bool>>) -> Step {
    let done = Rc::clone(done);
    match step {
        Step::Apply(change, then) => Step::apply_then(change, move |applied| {
            done.set(true);
            then(applied)
        }),
        // Where it is written first, that decides.
        Step::Many(steps) if steps.iter().any(|s| matches!(s, Step::Apply(..))) => {
            let steps = steps.into_iter().map(|step| match step {
                Step::Apply(..) => marked_done(step, &done),
                step => step,
            });
            Step::Many(steps.collect())
        }
        Step::Many(steps) => {
            let steps = steps.into_iter().map(|step| marked_done(step, &done));
            Step::Many(steps.collect())
        }
        Step::Close | Step::CloseAll | Step::Replace(_) => {
            done.set(true);
            step
        }
        step => step,
    }
}
