//! The provider's plan read against the order: what is met, what is less, what is missing and what nobody
//! ordered, life area by life area.

use super::dialog::Dialog;
use super::form::Form;
use super::reader::Reader;
use super::short_form::{needed, required, spec, told};
use super::{Context, Message, Screen, Step};
use crate::core::change::Change;
use crate::core::coverage::{Coverage, Row, Standing, compare};
use crate::core::event::EventKind;
use crate::core::form::{Answers, FieldKind};
use crate::core::person::PersonHead;
use crate::core::plan::{Answer, OrderFacts, Outcome, Plan, hours};
use crate::core::query::CaseView;
use crate::error::{Error, Result};
use crate::ui::action::{Action, Scope};
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::{person_head, scrolled};
use crate::ui::wrap::wrap;

pub mod days;
pub mod register;
pub mod remind;

/// What a choice between orders says: "Fältens hemtjänst, 6 nov".
pub fn label(order: &OrderFacts, ctx: &Context<'_>) -> String {
    format!("{}, {}", order.provider_name(), told(order.sent, ctx.today))
}

/// The screen or form that takes the place of recording one of these kinds by hand, where the case has
/// an order.
pub fn instead(view: &CaseView, kinds: &[EventKind], ctx: &Context<'_>) -> Option<Step> {
    let orders = ctx.store.orders(ctx.user, view.id).ok()?;
    match kinds {
        [EventKind::PlanReceived] => register::open(view, orders, ctx).ok(),
        _ if !kinds.is_empty()
            && kinds
                .iter()
                .all(|k| matches!(k, EventKind::PlanAccepted | EventKind::PlanReturned)) =>
        {
            let unread = orders
                .iter()
                .flat_map(|order| &order.plans)
                .find(|plan| plan.outcome.is_none())?;
            Some(Step::open(PlanScreen::new(view.id, unread.id)))
        }
        _ => None,
    }
}

/// The latest plan of a case, or the form for one that is waited for.
///
/// # Errors
/// When the case has no order, or cannot be read.
pub fn latest(view: &CaseView, ctx: &Context<'_>) -> Result<Step> {
    let orders = ctx.store.orders(ctx.user, view.id)?;
    let plan = orders
        .iter()
        .flat_map(|order| &order.plans)
        .max_by_key(|plan| (plan.outcome.is_none(), plan.received, plan.id));
    match plan {
        Some(plan) => Ok(Step::open(PlanScreen::new(view.id, plan.id))),
        None => register::open(view, orders, ctx),
    }
}

/// One plan against its order.
pub struct PlanScreen {
    case: i64,
    plan: i64,
    read: Option<Read>,
    top: usize,
}

/// What is shown.
struct Read {
    person: PersonHead,
    case_number: String,
    order: OrderFacts,
    plan: Plan,
    coverage: Coverage,
    goal: String,
}

/// Texts of one row on the screen, each at a column.
type Line = Vec<(u16, Role, String)>;

/// Where the columns stand.
struct Columns {
    /// Room for an intervention.
    text: u16,
    /// End of the order's hours.
    ordered: u16,
    /// Start of the plan.
    plan: u16,
    /// End of the plan's hours.
    planned: u16,
    /// Start of the remark.
    remark: u16,
}

impl Columns {
    fn of(width: u16) -> Columns {
        // Sign 3, hours 8 and 8, remark 15 with its space; the rest is shared.
        let text = (width.saturating_sub(36) / 2).clamp(10, 40);
        let ordered = 3 + text + 8;
        let plan = ordered + 2;
        let planned = plan + text + 8;
        Columns {
            text,
            ordered,
            plan,
            planned,
            remark: planned + 2,
        }
    }
}

impl PlanScreen {
    /// Opens a plan by its number.
    pub fn new(case: i64, plan: i64) -> PlanScreen {
        PlanScreen {
            case,
            plan,
            read: None,
            top: 0,
        }
    }

    fn judge(&self, outcome: Outcome, ctx: &Context<'_>) -> Step {
        let Some(read) = &self.read else {
            return Step::Stay;
        };
        if let (Some(known), Some(day)) = (read.plan.outcome, read.plan.outcome_on) {
            return Step::Say(Message::failed(format!(
                "Planen är redan läst: {} {}.",
                known.name(),
                told(day, ctx.today)
            )));
        }
        let (plan, day) = (self.plan, ctx.today);
        let done = format!("Planen är {}.", outcome.name());
        let change = move |reason: &str| Change::JudgePlan {
            plan,
            outcome,
            day,
            reason: reason.to_owned(),
        };
        let reasons = reasons_from(&read.coverage, &read.plan);
        let (title, label, help) = match outcome {
            Outcome::Accepted => {
                let accept = Step::apply_then(change(""), move |_| {
                    Step::Many(vec![Step::Close, Step::done(done)])
                });
                return match reasons.is_empty() {
                    true => accept,
                    false => ask_first(&reasons, accept, ctx),
                };
            }
            Outcome::WithRemark => (
                "Godkänn med anmärkning",
                "Anmärkning",
                "Det som utföraren ska tänka på. Planen gäller.",
            ),
            Outcome::Returned => (
                "Returnera planen",
                "Skäl",
                "Vad som saknas eller ska ändras. En ny plan väntas.",
            ),
        };
        let mut begun = Answers::default();
        begun.set("skal", reasons);
        Step::open(Form::quick(
            format!("{title}, {}", read.case_number),
            Some(read.person.clone()),
            spec(
                "plan_utfall",
                title,
                help,
                vec![required("skal", label, FieldKind::Text, "")],
            ),
            begun,
            move |answers, _| {
                let reason = needed(answers, "skal", label)?;
                let done = done.clone();
                Ok(Step::apply_then(change(reason), move |_| {
                    Step::Many(vec![Step::Close, Step::Close, Step::done(done)])
                }))
            },
        ))
    }

    fn lines(&self, ctx: &Context<'_>) -> Vec<Line> {
        let Some(read) = &self.read else {
            return Vec::new();
        };
        let columns = Columns::of(ctx.width);
        let mut lines: Vec<Line> = Vec::new();
        let mut area: Option<String> = None;
        for row in by_area(&read.coverage.rows) {
            let of = if row.standing == Standing::Extra {
                "Utöver beställningen".to_owned()
            } else {
                ctx.store.unit().area_name(&row.area)
            };
            if area.as_ref() != Some(&of) {
                lines.push(vec![(1, Role::TextDim, of.clone())]);
                area = Some(of);
            }
            lines.extend(row_lines(row, &columns));
        }
        lines.push(Vec::new());
        let sum = |side: Vec<Option<u64>>| side.into_iter().flatten().sum::<u64>();
        let rows = &read.coverage.rows;
        let ordered = sum(rows.iter().map(|row| row.ordered_minutes).collect());
        let planned = sum(rows.iter().map(|row| row.planned_minutes).collect());
        let facts = [
            (
                "Tid",
                format!("{} beställt, {} planerat", hours(ordered), hours(planned)),
            ),
            ("Mål", read.goal.clone()),
            (
                "Mål förstått",
                read.plan
                    .goal_understood
                    .map_or("inte angivet", |a| a.name())
                    .to_owned(),
            ),
            ("Delaktig", took_part(&read.plan, ctx)),
            ("Läst", judged(&read.plan, ctx)),
        ];
        for (label, text) in facts {
            let mut label = label;
            if text.is_empty() {
                continue;
            }
            for part in wrap(&text, usize::from(ctx.width.saturating_sub(18)).max(10)) {
                lines.push(vec![
                    (1, Role::TextDim, std::mem::take(&mut label).to_owned()),
                    (15, Role::Text, part),
                ]);
            }
        }
        lines
    }

    fn rows(&self, ctx: &Context<'_>) -> usize {
        usize::from(ctx.height.saturating_sub(4)).max(1)
    }
}

/// The rows with each life area together, in the order's order; what nobody ordered stands last.
fn by_area(rows: &[Row]) -> Vec<&Row> {
    let first = |row: &Row| {
        rows.iter()
            .position(|other| other.area == row.area && other.standing != Standing::Extra)
    };
    let mut sorted: Vec<&Row> = rows.iter().collect();
    sorted.sort_by_key(|row| (row.standing == Standing::Extra, first(row)));
    sorted
}

/// "ja, undertecknad 5 nov".
fn took_part(plan: &Plan, ctx: &Context<'_>) -> String {
    let part = plan.took_part.map_or("inte angivet", |a| a.name());
    match plan.signed_on {
        Some(day) => format!("{part}, undertecknad {}", told(day, ctx.today)),
        None => format!("{part}, inte undertecknad"),
    }
}

/// "godkänd med anmärkning 9 nov: …", or that it is not read.
fn judged(plan: &Plan, ctx: &Context<'_>) -> String {
    match (plan.outcome, plan.outcome_on) {
        (Some(outcome), Some(day)) if plan.reason.is_empty() => {
            format!("{} {}", outcome.name(), told(day, ctx.today))
        }
        (Some(outcome), Some(day)) => {
            let reason = plan.reason.lines().collect::<Vec<_>>().join(" ");
            format!("{} {}: {reason}", outcome.name(), told(day, ctx.today))
        }
        _ => String::new(),
    }
}

/// A plan that has gaps is accepted when they have been seen: asked once, with the other ways out named.
fn ask_first(gaps: &str, accept: Step, ctx: &Context<'_>) -> Step {
    let key = |action| ctx.keymap.hint(Scope::Plan, action).unwrap_or_default();
    let text = format!(
        "{gaps}\nJa godkänner planen som den är. Nej går tillbaka: {} godkänner med anmärkning, {} returnerar.",
        key(Action::RemarkPlan),
        key(Action::ReturnPlan)
    );
    Step::open(Dialog::new("Godkänna planen ändå?", text, accept))
}

/// Reasons to begin from: what is missing and what nobody ordered, and whether goal and person are in it.
fn reasons_from(coverage: &Coverage, plan: &Plan) -> String {
    let list = |is: fn(&Standing) -> bool, text: fn(&Row) -> &str| {
        let rows = coverage.rows.iter().filter(|row| is(&row.standing));
        rows.map(text).collect::<Vec<_>>().join(", ")
    };
    let missing = list(|s| *s == Standing::Missing, |row| &row.ordered);
    let less = list(|s| matches!(s, Standing::Less(_)), |row| &row.ordered);
    let extra = list(|s| *s == Standing::Extra, |row| &row.planned);
    let rows = [
        ("I planen saknas: ", missing),
        ("För lite tid: ", less),
        ("Inte beställt: ", extra),
    ]
    .into_iter()
    .filter(|(_, list)| !list.is_empty())
    .map(|(label, list)| format!("{label}{list}."));
    let answers = [
        match plan.goal_understood {
            None => "Om målet är förstått framgår inte.",
            Some(Answer::No) => "Målet är inte förstått.",
            Some(_) => "",
        },
        match plan.took_part {
            None => "Om personen har varit delaktig framgår inte.",
            Some(Answer::No) => "Personen har inte varit delaktig.",
            Some(_) => "",
        },
    ];
    let answers = answers.into_iter().filter(|text| !text.is_empty());
    rows.chain(answers.map(str::to_owned))
        .collect::<Vec<_>>()
        .join("\n")
}

fn row_lines(row: &Row, columns: &Columns) -> Vec<Line> {
    let (sign, role, remark) = match row.standing {
        Standing::Met => ("✓", Role::FormDone, String::new()),
        Standing::Less(minutes) => ("−", Role::DiffMissing, format!("{} saknas", hours(minutes))),
        Standing::More(minutes) => ("✓", Role::FormDone, format!("{} mer", hours(minutes))),
        Standing::Missing => ("✗", Role::DiffMissing, "saknas".to_owned()),
        Standing::Extra => ("+", Role::DiffExtra, "ej beställt".to_owned()),
    };
    let dash = |text: &str| if text.is_empty() { "–" } else { text }.to_owned();
    let room = usize::from(columns.text);
    let (ordered, planned) = (dash(&row.ordered), dash(&row.planned));
    let (left, right) = (wrap(&ordered, room), wrap(&planned, room));
    let time = |minutes: Option<u64>, end: u16| {
        minutes.map(|minutes| {
            let text = hours(minutes);
            let wide = u16::try_from(text.chars().count()).unwrap_or(0);
            (end.saturating_sub(wide), Role::Text, text)
        })
    };
    let text_role = if matches!(row.standing, Standing::Met | Standing::More(_)) {
        Role::Text
    } else {
        Role::TextStrong
    };
    (0..left.len().max(right.len()).max(1))
        .map(|at| {
            let mut line: Line = Vec::new();
            if at == 0 {
                line.push((1, role, sign.to_owned()));
                line.extend(time(row.ordered_minutes, columns.ordered));
                line.extend(time(row.planned_minutes, columns.planned));
                line.push((columns.remark, role, remark.clone()));
            }
            if let Some(text) = left.get(at) {
                line.push((3, text_role, text.clone()));
            }
            if let Some(text) = right.get(at) {
                line.push((columns.plan, text_role, text.clone()));
            }
            line
        })
        .collect()
}

impl Screen for PlanScreen {
    fn scope(&self) -> Scope {
        Scope::Plan
    }

    fn title(&self) -> String {
        "Planen mot beställningen".to_owned()
    }

    fn load(&mut self, ctx: &Context<'_>) -> Result<()> {
        let view = ctx.store.case(ctx.user, self.case)?;
        let orders = ctx.store.orders(ctx.user, self.case)?;
        let found = orders.into_iter().find_map(|order| {
            let plan = order
                .plans
                .iter()
                .find(|plan| plan.id == self.plan)?
                .clone();
            Some((order, plan))
        });
        let Some((order, plan)) = found else {
            return Err(Error::user("Planen finns inte i ärendet."));
        };
        let coverage = compare(&order.lines(), &plan.lines, &ctx.store.unit().synonyms);
        let document = ctx.store.document(ctx.user, order.document)?;
        self.read = Some(Read {
            goal: document.answers.get("mal.mal").trim().to_owned(),
            person: view.person,
            case_number: view.case_number,
            order,
            plan,
            coverage,
        });
        self.top = self
            .top
            .min(self.lines(ctx).len().saturating_sub(self.rows(ctx)));
        Ok(())
    }

    fn update(&mut self, action: Action, ctx: &Context<'_>) -> Result<Step> {
        match action {
            Action::AcceptPlan => return Ok(self.judge(Outcome::Accepted, ctx)),
            Action::RemarkPlan => return Ok(self.judge(Outcome::WithRemark, ctx)),
            Action::ReturnPlan => return Ok(self.judge(Outcome::Returned, ctx)),
            Action::Open => {
                return Ok(match &self.read {
                    Some(read) => Step::open(Reader::new(read.order.document)),
                    None => Step::Stay,
                });
            }
            _ => {}
        }
        self.top = scrolled(self.top, action, self.lines(ctx).len(), self.rows(ctx));
        Ok(Step::Stay)
    }

    fn view(&self, ctx: &Context<'_>, canvas: &mut Canvas<'_>) {
        let Some(read) = &self.read else { return };
        let mut y = person_head(canvas, &read.person, ctx.today);
        let received = read.plan.received;
        let days = days::of_plan(&read.order, &read.plan, ctx);
        let came = format!("Plan kom {}, ", told(received, ctx.today));
        let later = match read.order.complete_later {
            true => "  att komplettera",
            false => "",
        };
        canvas.line(
            1,
            y,
            &[
                (Role::Head, &came),
                (
                    if days.late {
                        Role::DeadlineOverdue
                    } else {
                        Role::Head
                    },
                    &days.text(),
                ),
                (Role::Text, "  "),
                (Role::TextDim, &read.case_number),
                (Role::TextStrong, later),
            ],
        );
        let end = canvas.width().saturating_sub(1);
        canvas.right(end, y, Role::Text, read.order.provider_name());
        y += 1;
        canvas.rule(y);
        y += 1;
        let columns = Columns::of(canvas.width());
        canvas.text(3, y, Role::TextDim, "Beställt");
        canvas.text(columns.plan, y, Role::TextDim, "Planerat");
        y += 1;
        let mut body = canvas.below(y);
        let lines = self.lines(ctx);
        let rows = usize::from(body.height());
        let top = self.top.min(lines.len().saturating_sub(rows));
        for (y, line) in (0..body.height()).zip(lines.iter().skip(top)) {
            for (x, role, text) in line {
                body.text(*x, y, *role, text);
            }
        }
    }

    fn hints(&self, _ctx: &Context<'_>) -> Vec<Action> {
        let unread = self
            .read
            .as_ref()
            .is_some_and(|read| read.plan.outcome.is_none());
        if unread {
            vec![
                Action::AcceptPlan,
                Action::RemarkPlan,
                Action::ReturnPlan,
                Action::Open,
                Action::Down,
            ]
        } else {
            vec![Action::Open, Action::Down, Action::Up, Action::Back]
        }
    }
}
