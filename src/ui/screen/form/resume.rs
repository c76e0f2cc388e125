//! The offer to go on with what was being written when the program was last heard of.

use super::Form;
use super::conflict::when;
use crate::error::Result;
use crate::store::draft::Draft;
use crate::ui::action::{Action, Scope};
use crate::ui::screen::dialog::Dialog;
use crate::ui::screen::{Context, Step};

/// Asks whether to go on with a draft. After a no the same draft is not offered at a start again, and lies
/// in its case as before.
///
/// # Errors
/// When the draft's case can no longer be read.
pub fn offer(draft: Draft, ctx: &Context<'_>) -> Result<Step> {
    let case = ctx.store.case(ctx.user, draft.case)?;
    let text = format!(
        "{} för {} ligger kvar osignerad{}.",
        draft.spec.title,
        case.person.list_name(),
        saved(&draft, ctx)
    );
    let (id, number) = (draft.id, case.case_number);
    let form = Form::resume(draft, ctx)?;
    let version = form.version();
    let dialog = Dialog::new("Fortsätta skriva?", text, Step::open(form));
    Ok(Step::open(dialog.otherwise(move |ctx| {
        ctx.drafts.leave(id, version)?;
        let key = ctx.keymap.hint(Scope::Case, Action::Continue);
        Ok(Step::done(format!(
            "Utkastet ligger kvar i ärende {number}; {} fortsätter där.",
            key.unwrap_or_default()
        )))
    })))
}

/// Goes on with a draft whose window was cut off: the same form, field and letter.
///
/// # Errors
/// When the draft's case can no longer be read.
pub fn back_in(draft: Draft, ctx: &Context<'_>) -> Result<Step> {
    let told = format!("Du är tillbaka där du var{}.", saved(&draft, ctx));
    let form = Form::resume(draft, ctx)?;
    Ok(Step::Many(vec![Step::open(form), Step::done(told)]))
}

/// ", sparad 14.32", with the day where it is another.
pub fn saved(draft: &Draft, ctx: &Context<'_>) -> String {
    match when(&draft.saved_at, ctx) {
        at if at.is_empty() => at,
        at => format!(", sparad {at}"),
    }
}
