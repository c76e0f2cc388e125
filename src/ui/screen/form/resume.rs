//! The offer to go on with what was being written when the program was last heard of.

use super::Form;
use super::conflict::when;
use crate::error::Result;
use crate::store::draft::{Draft, NO_CASE, SHORT};
use crate::ui::action::{Action, Scope};
use crate::ui::screen::case::CaseScreen;
use crate::ui::screen::dialog::Dialog;
use crate::ui::screen::person::PersonScreen;
use crate::ui::screen::{Context, Step, new_case};

/// Asks whether to go on with a draft. After a no the same draft is not offered at a start again, and lies
/// where it was.
///
/// # Errors
/// When the draft's case can no longer be read.
pub fn offer(draft: Draft, ctx: &Context<'_>) -> Result<Step> {
    if is_of_a_short_form(&draft) {
        let text = format!("{} ligger kvar{}.", title(&draft), saved(&draft, ctx));
        let (id, version) = (draft.id, draft.version);
        let dialog = Dialog::new("Fortsätta skriva?", text, led_back(draft, ctx)?);
        return Ok(Step::open(dialog.otherwise(move |ctx| {
            ctx.drafts.leave(id, version)?;
            Ok(Step::done(
                "Det ifyllda ligger kvar tills samma formulär öppnas.",
            ))
        })));
    }
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
    if is_of_a_short_form(&draft) {
        let told = format!("{} ligger kvar{}.", title(&draft), saved(&draft, ctx));
        let back = led_back(draft, ctx)?;
        return Ok(Step::Many(vec![back, Step::done(told)]));
    }
    let told = format!("Du är tillbaka där du var{}.", saved(&draft, ctx));
    let form = Form::resume(draft, ctx)?;
    Ok(Step::Many(vec![Step::open(form), Step::done(told)]))
}

fn is_of_a_short_form(draft: &Draft) -> bool {
    draft.kind == SHORT || draft.case == NO_CASE
}

fn title(draft: &Draft) -> String {
    format!("”{}”", draft.spec.title)
}

/// The way back to a short form, pressed anew from where it began; the form itself finds what was filled in. As
/// far as that leads: what is no longer offered is passed by.
fn led_back(draft: Draft, ctx: &Context<'_>) -> Result<Step> {
    if draft.kind != SHORT {
        return new_case::go_on(draft, ctx);
    }
    let way = draft.way;
    let mut steps = match (way.person, way.case) {
        (Some(person), Some(case)) => vec![Step::open(PersonScreen::new(person).about(case))],
        (Some(person), None) => vec![Step::open(PersonScreen::new(person))],
        (None, Some(case)) => vec![Step::open(CaseScreen::new(case))],
        // What is pressed in the list is pressed on a row, and another may stand first there now.
        (None, None) => return Ok(Step::Stay),
    };
    for (action, on) in way.presses {
        steps.extend(on.map(Step::Mark));
        steps.extend(Action::from_name(&action).map(Step::Act));
    }
    Ok(Step::Many(steps))
}

/// ", sparad 14.32", with the day where it is another.
pub fn saved(draft: &Draft, ctx: &Context<'_>) -> String {
    match when(&draft.saved_at, ctx) {
        at if at.is_empty() => at,
        at => format!(", sparad {at}"),
    }
}
