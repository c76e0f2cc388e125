//! The regular check of the log (*loggkontroll*) at the desk: the sample that is drawn, what it showed, and the
//! checks that have been made.

use chrono::Days;

use super::choose::Choose;
use super::form::Form;
use super::short_form::{finish, needed, required, spec};
use super::{Context, Screen, Step};
use crate::core::change::Change;
use crate::core::form::{Answers, FieldKind};
use crate::core::log_check::{AskedCheck, PastCheck};
use crate::error::Result;
use crate::report::log_check::page;
use crate::store::Store;
use crate::ui::action::{Action, Scope};
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::{SCROLLING, scrolled};

/// In place of the list it was chosen from: draws a sample of the unit's time up to yesterday, which is recorded as a check, and shows it. The day that is
/// not over is left out, so that the same lots can be drawn again.
///
/// # Errors
/// When the user checks no log, or the database cannot be read or written.
pub fn draw(ctx: &Context<'_>) -> Result<Step> {
    let rules = &ctx.store.unit().log_rules;
    let to = ctx.today.pred_opt().unwrap_or(ctx.today);
    let before = Days::new(u64::from(rules.days.saturating_sub(1)));
    let from = to.checked_sub_days(before).unwrap_or(to);
    let asked = AskedCheck {
        from,
        to,
        seed: Store::lot(),
        size: rules.size,
        only: None,
    };
    let made = ctx.store.check_log(ctx.user, asked)?;
    let key = ctx.keymap.hint(Scope::Reader, Action::NextStep);
    let how = format!("    Tangent {} skriver in det.", key.unwrap_or_default());
    let text = page(&made, rules, &how);
    let screen = LogCheckScreen {
        check: made.id,
        lines: text.lines().map(str::to_owned).collect(),
        top: 0,
    };
    // What lies beneath may have told that it was time.
    Ok(Step::Many(vec![
        Step::Replace(Box::new(screen)),
        Step::Reload,
    ]))
}

/// The checks that have been made, the latest first; what one showed is written from its row.
///
/// # Errors
/// When the user checks no log, or the database cannot be read or written.
pub fn past(ctx: &Context<'_>) -> Result<Step> {
    let made = ctx.store.log_checks(ctx.user)?;
    if made.is_empty() {
        return Ok(Step::done("Ingen loggkontroll är gjord i enheten."));
    }
    let row = |check: PastCheck| {
        let name = format!("{}  {}", check.day, check.by);
        let showed = match check.results.last() {
            Some((_, said)) => said.clone(),
            None => "inget resultat skrivet".to_owned(),
        };
        let about = format!(
            "{} av {} öppningar, {} flaggade  ·  {showed}",
            check.drawn, check.openings, check.flagged
        );
        (check.id, name, about)
    };
    let options = made.into_iter().map(row).collect();
    Ok(Step::open(Choose::new(
        "Gjorda loggkontroller",
        None,
        options,
        |check, _| Ok(result(*check)),
    )))
}

/// Asks what a check showed; what is written is added to what stands there.
fn result(check: i64) -> Step {
    let form = spec(
        "loggkontroll",
        "Vad kontrollen visade",
        "",
        vec![required(
            "resultat",
            "Resultat",
            FieldKind::Line,
            "Kort, till exempel: inget att anmärka. Inga uppgifter om enskilda.",
        )],
    );
    let title = format!("Loggkontroll {check}");
    let first = Answers::default();
    Step::open(Form::quick(title, None, form, first, move |given, _| {
        let change = Change::NoteLogCheck {
            check,
            text: needed(given, "resultat", "Resultatet")?.to_owned(),
        };
        Ok(finish(
            change,
            format!("Resultatet av loggkontroll {check} är sparat."),
        ))
    }))
}

/// What was drawn, as it is read.
struct LogCheckScreen {
    check: i64,
    lines: Vec<String>,
    top: usize,
}

impl Screen for LogCheckScreen {
    fn scope(&self) -> Scope {
        Scope::Reader
    }

    fn title(&self) -> String {
        format!("Loggkontroll {}", self.check)
    }

    /// The sample is drawn once: it is recorded, and another would be another check.
    fn load(&mut self, _ctx: &Context<'_>) -> Result<()> {
        Ok(())
    }

    fn actions(&self) -> Vec<Action> {
        let mut all = SCROLLING.to_vec();
        all.extend([Action::NextStep, Action::Print]);
        all
    }

    fn update(&mut self, action: Action, ctx: &Context<'_>) -> Result<Step> {
        match action {
            Action::NextStep => return Ok(result(self.check)),
            Action::Print => {
                return Ok(Step::SaveText {
                    name: format!("loggkontroll-{}.txt", self.check),
                    text: self.lines.join("\n"),
                });
            }
            action => {
                let rows = usize::from(ctx.height);
                self.top = scrolled(self.top, action, self.lines.len(), rows);
            }
        }
        Ok(Step::Stay)
    }

    fn view(&self, _ctx: &Context<'_>, canvas: &mut Canvas<'_>) {
        for (y, line) in (0..canvas.height()).zip(self.lines.iter().skip(self.top)) {
            canvas.text(0, y, Role::Text, line);
        }
    }

    fn hints(&self, _ctx: &Context<'_>) -> Vec<Action> {
        vec![
            Action::NextStep,
            Action::PageDown,
            Action::PageUp,
            Action::Print,
            Action::Back,
        ]
    }
}
