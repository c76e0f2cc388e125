//! The follow-up: what it is read against stands at the top, and what it leads to is begun when it is
//! signed.

use super::Form;
use super::beside::Beside;
use super::make::{begun, no_template};
use crate::core::calendar::day_month_year;
use crate::core::estimate::Span;
use crate::core::event::EventKind;
use crate::core::form::{Answers, DocumentKind};
use crate::core::query::{CaseView, OrderNow};
use crate::error::Result;
use crate::ui::screen::case::record;
use crate::ui::screen::choose::Choose;
use crate::ui::screen::new_case;
use crate::ui::screen::{Context, Step};

/// Id of the template.
const TEMPLATE: &str = "uppfoljning";

/// What a signed follow-up may begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Begin {
    Order,
    Assessment,
    Renewal,
    NewCase,
    Close,
    SetAside,
    Nothing,
}

impl Form {
    /// The follow-up of a case: its draft, begun now or continued. Each is a document of its own.
    ///
    /// # Errors
    /// When the unit has no template, or the draft cannot be read or begun.
    pub fn follow_up(case: &CaseView, ctx: &Context<'_>) -> Result<Form> {
        let spec = ctx
            .store
            .unit()
            .forms
            .latest(TEMPLATE)
            .ok_or_else(|| no_template("uppföljningen"))?;
        let way = ctx.store.unit().case_types.way(&case.case_type);
        let ordered = way.ordered || ctx.store.order_now(ctx.user, case.id)?.is_some();
        let spec = &spec.where_ordered(ordered);
        let kind = DocumentKind::FollowUp.word();
        let draft = ctx.drafts.begin(ctx.user.id, case.id, kind, spec, None)?;
        begun(case, draft, ctx)
    }

    /// Shows the last follow-up beside, and goal and hours at the top.
    pub(super) fn against_order(&mut self, case: &CaseView, ctx: &Context<'_>) -> Result<()> {
        self.beside = Beside::last(
            case.person.id,
            DocumentKind::FollowUp,
            "Förra uppföljningen",
            ctx,
        )?;
        self.top = match ctx.store.order_now(ctx.user, case.id)? {
            Some(order) => told(&order),
            None => Vec::new(),
        };
        Ok(())
    }
}

/// Two lines: the goal in its words, and the time.
fn told(order: &OrderNow) -> Vec<String> {
    let mut lines = Vec::new();
    if !order.goal.is_empty() {
        let goal = order.goal.replace('\n', " ");
        lines.push(format!("Mål  {goal}"));
    }
    // The two figures stand first: they are what is read against one another.
    let mut time = format!("Beställt  {} per månad", hours(order.minutes_per_month));
    if let Some((month, minutes)) = &order.performed {
        time.push_str(&format!("   Utfört  {} {month}", hours(*minutes)));
    }
    if let Some(before) = order.performed_before {
        time.push_str(&format!(" (rättat, förut {})", hours(before)));
    }
    if let Some(from) = order.from {
        let gap = if order.performed.is_some() {
            "   "
        } else {
            " "
        };
        time.push_str(&format!("{gap}från {}", day_month_year(from)));
    }
    if !order.provider.is_empty() {
        time.push_str(&format!(", {}", order.provider));
    }
    lines.push(time);
    lines
}

fn hours(minutes: u64) -> String {
    Span::minutes(minutes).hours_text()
}

/// What a signed follow-up leads to is offered at once; where nothing follows, the year runs by itself.
///
/// # Errors
/// When the case cannot be read.
pub(super) fn leads_to(case: i64, answers: &Answers, ctx: &Context<'_>) -> Result<Option<Step>> {
    let (title, options): (&str, &[(Begin, &str, &str)]) = match answers.get("resultat.utfall") {
        "ny beställning" => (
            "Uppföljningen leder till en ny beställning",
            &[(Begin::Order, "Skriv beställningen", "")],
        ),
        "ny ansökan" => (
            "Uppföljningen leder till en ny ansökan",
            &[
                (Begin::Assessment, "Inled utredning", "i samma ärende"),
                (Begin::NewCase, "Registrera ett nytt ärende", ""),
            ],
        ),
        "nyprövning" => (
            "Uppföljningen leder till nyprövning",
            &[(Begin::Renewal, "Inled nyprövningen", "i samma ärende")],
        ),
        "avslutas" => (
            "Uppföljningen leder till att insatsen avslutas",
            &[(Begin::Close, "Avsluta ärendet", "")],
        ),
        _ => return Ok(None),
    };
    let person = ctx.store.case(ctx.user, case)?.person;
    let later = [
        (Begin::Nothing, "Inte nu", "det står kvar som nästa steg"),
        (Begin::SetAside, "Ska inte göras", "skäl anges"),
    ];
    let options = options
        .iter()
        .chain(&later)
        .map(|(begin, name, more)| (*begin, (*name).to_owned(), (*more).to_owned()))
        .collect();
    let choose = Choose::new(title, Some(person), options, move |begin: &Begin, ctx| {
        let view = ctx.store.case(ctx.user, case)?;
        Ok(match begin {
            Begin::Order => Step::open(Form::order(&view, ctx)?),
            Begin::Assessment | Begin::Renewal => {
                record::open(&view, &[EventKind::AssessmentBegun], ctx)
            }
            Begin::NewCase => Step::open(new_case::led_by(case, &view.person, ctx)),
            Begin::Close => record::open(&view, &[EventKind::Closed], ctx),
            Begin::SetAside => record::open(&view, &[EventKind::LedSetAside], ctx),
            Begin::Nothing => Step::Close,
        })
    });
    Ok(Some(Step::open(choose)))
}
