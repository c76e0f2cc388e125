//! The offer to go on with what was being written when the program was last heard of.

use chrono::DateTime;

use super::Form;
use crate::core::calendar::{day_month, stockholm_date, stockholm_time};
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
    let dialog = Dialog::new("Fortsätta skriva?", text, Step::open(form));
    Ok(Step::open(dialog.otherwise(move |ctx| {
        ctx.drafts.leave(id)?;
        let key = ctx.keymap.hint(Scope::Case, Action::Continue);
        Ok(Step::done(format!(
            "Utkastet ligger kvar i ärende {number}; {} fortsätter där.",
            key.unwrap_or_default()
        )))
    })))
}

/// ", sparad 14.32", with the day where it is another.
pub fn saved(draft: &Draft, ctx: &Context<'_>) -> String {
    let Ok(at) = DateTime::parse_from_rfc3339(&draft.saved_at) else {
        return String::new();
    };
    let at = at.to_utc();
    let (day, time) = (stockholm_date(at), stockholm_time(at).format("%H.%M"));
    if day == ctx.today {
        format!(", sparad {time}")
    } else {
        format!(", sparad {} {time}", day_month(day))
    }
}
