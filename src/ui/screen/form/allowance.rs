//! Who may decide on the time of an order while it is written, and what the order lacks of a decision.

use chrono::NaiveDate;

use super::Form;
use super::ramkoll::ESTIMATE;
use crate::core::decision::told_hours;
use crate::core::delegation::{
    Decider, DelegationOrder, Outcome, Proposal, Ruling, Verdict, ruling,
};
use crate::core::estimate::Span;
use crate::core::form::Missing;
use crate::core::query::CaseView;
use crate::error::Result;
use crate::ui::screen::Context;
use crate::ui::theme::Role;

/// What the writer may decide on the time of the order.
pub(super) struct Limit {
    order: DelegationOrder,
    case_type: String,
    person: Decider,
    day: NaiveDate,
    /// The most minutes a month that are the writer's own to decide, where there is a limit.
    alone: Option<u64>,
}

impl Limit {
    /// What the user may decide in a case today; nothing where the unit has no order of delegation.
    pub(super) fn of(case: &CaseView, ctx: &Context<'_>) -> Result<Option<Limit>> {
        let person = ctx.store.decider(ctx.user)?;
        let order = ctx.store.unit().delegation.on(ctx.today);
        Ok(order.zip(person).map(|(order, person)| {
            let mut limit = Limit {
                order: order.clone(),
                case_type: case.case_type.clone(),
                person: Decider {
                    own: true,
                    ..person
                },
                day: ctx.today,
                alone: None,
            };
            limit.find_alone();
            limit
        }))
    }

    fn ruling(&self, span: Span) -> Ruling {
        let proposal = Proposal {
            case_type: &self.case_type,
            intervention: "",
            outcome: Outcome::Granted,
            span: Some(span),
            day: self.day,
        };
        ruling(&self.order, &proposal, &self.person)
    }

    fn find_alone(&mut self) {
        let alone =
            |limit: &Limit, minutes| limit.ruling(Span::minutes(minutes)).verdict == Verdict::Alone;
        let limits = self.order.rows.iter().filter_map(|row| row.at_most);
        self.alone = limits
            .filter(|minutes| alone(self, *minutes) && !alone(self, minutes + 1))
            .max();
    }
}

/// "79", "79,5": hours with a comma.
fn hours(minutes: u64) -> String {
    match minutes % 60 {
        0 => (minutes / 60).to_string(),
        _ => Span::minutes(minutes).hours_text().replace(" h", ""),
    }
}

impl Form {
    /// What is decided, or who may decide on the time, for the row under the frame's sum.
    pub(super) fn allowance(&self) -> Option<(Role, String)> {
        let check = self.frame.as_ref()?;
        let span = self.factor.sum(&self.answers.lines);
        if let Some(decided) = check.decided.minutes.filter(|_| check.decided.granted) {
            let role = match span.rounded_minutes() > decided {
                true => Role::RemarkWarning,
                false => Role::Text,
            };
            return Some((role, format!("beslutat {}", told_hours(decided))));
        }
        let limit = check.limit.as_ref()?;
        if span == Span::ZERO {
            return None;
        }
        let ruling = limit.ruling(span);
        Some(match (ruling.verdict, limit.alone) {
            (Verdict::Alone, Some(alone)) => {
                (Role::Text, format!("av {} h på egen hand", hours(alone)))
            }
            (Verdict::Alone, None) => (Role::Text, "beslutas på egen hand".to_owned()),
            _ => (Role::RemarkWarning, ruling.reason),
        })
    }

    /// What the order lacks of a decision.
    pub(super) fn undecided(&self) -> Option<Missing> {
        let check = self.frame.as_ref()?;
        let frame = self.factor.sum(&self.answers.lines).rounded_minutes();
        let text = check.decided.hinders(frame, check.in_a_hurry)?;
        Some(Missing {
            field: ESTIMATE.to_owned(),
            text,
        })
    }

    /// Whether the order goes before its decision.
    pub(super) fn goes_before_decision(&self) -> bool {
        self.frame
            .as_ref()
            .is_some_and(|check| !check.decided.granted && check.in_a_hurry)
    }
}
