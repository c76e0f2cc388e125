//! What a decision is weighed against: who works here, and what already runs for the person.

use chrono::NaiveDate;

use super::read::effective_events;
use super::{Store, row};
use crate::core::decision::{Decision, Running, ruling_of};
use crate::core::delegation::{Decider, Ruling, Verdict};
use crate::core::form::Answers;
use crate::core::last_decision::{Earlier, LastDecision};
use crate::core::lss::Settled;
use crate::core::user::User;
use crate::error::Result;
use crate::unit::decision_form::Asked;

/// What a decision in a case is weighed against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionGround {
    /// Type of the case.
    pub case_type: String,
    /// The day it came in.
    pub came: NaiveDate,
    /// What the case's signed assessment says of the personkrets; nothing where it was signed in another register.
    pub circle: Option<Settled>,
    /// The decision of the case that this one may change, and not try anew.
    pub earlier: Option<Earlier>,
    /// What is missing before the decision, as the gate tells it.
    pub lacks: Vec<String>,
    /// Everybody who works here, as they stand on the day. Nobody's own proposal.
    pub people: Vec<Decider>,
    /// Granted measures that run for the person, in this case and in others that are open. Newest first.
    pub running: Vec<Running>,
}

/// The order's word on a decision and a person, with those whom the person may consult.
pub fn weigh(
    store: &Store,
    ground: &DecisionGround,
    decision: &Decision,
    user: i64,
    own: bool,
) -> Option<(Ruling, Vec<String>)> {
    let day = store.today();
    let order = store.unit().delegation.on(day)?;
    let found = ground.people.iter().find(|person| person.id == user)?;
    let person = Decider {
        own,
        ..found.clone()
    };
    let ruling = ruling_of(
        order,
        &ground.case_type,
        decision,
        &ground.running,
        &person,
        day,
    )?;
    let others = ground
        .people
        .iter()
        .filter(|p| p.id != user && p.started <= day);
    let named = others.filter(|p| ruling.consult.iter().any(|who| who.names(p)));
    let names = match ruling.verdict {
        Verdict::AfterConsultation => named.map(|p| p.name.clone()).collect(),
        _ => Vec::new(),
    };
    Some((ruling, names))
}

impl DecisionGround {
    /// What the form of a decision hangs on, for these answers.
    pub fn asked<'a>(
        &'a self,
        day: NaiveDate,
        answers: &'a Answers,
        consult: &'a [String],
    ) -> Asked<'a> {
        Asked {
            case_type: &self.case_type,
            day,
            came: self.came,
            answers,
            running: &self.running,
            circle: self.circle.as_ref(),
            consult,
            earlier: self.earlier,
            lacks: &self.lacks,
            made: false,
        }
    }
}

impl Store {
    /// What a decision in a case is weighed against today, and what stands in its way.
    ///
    /// # Errors
    /// When the case may not be seen or the database cannot be read.
    pub fn decision_ground(&self, user: &User, case: i64) -> Result<DecisionGround> {
        let view = self.case_work(user, case)?;
        let lacks = self.gate(user, &view, &[])?.decision;
        Ok(DecisionGround {
            circle: self.circle_of(user, &view)?,
            lacks: lacks.into_iter().map(|one| one.what).collect(),
            ..self.weighed_against(user, case)?
        })
    }

    /// What a decision in a case is weighed against today, where nobody asks what stands in its way.
    pub(super) fn weighed_against(&self, user: &User, case: i64) -> Result<DecisionGround> {
        self.must_meet(user, case)?;
        self.weighed_among(case, self.deciders(self.today())?)
    }

    /// The same among people who have been read, in a case that the user is known to meet.
    pub(super) fn weighed_among(&self, case: i64, people: Vec<Decider>) -> Result<DecisionGround> {
        let (case_type, came): (String, NaiveDate) = self
            .conn
            .prepare_cached("SELECT case_type, opened_on FROM cases WHERE id = ?1")?
            .query_row([case], |r| Ok((r.get(0)?, row::day(r, 1)?)))?;
        let events = effective_events(&self.conn, case)?;
        Ok(DecisionGround {
            case_type,
            came,
            circle: None,
            earlier: LastDecision::of(&events).changed(),
            lacks: Vec::new(),
            people,
            running: self.running_for(case, events, self.today())?,
        })
    }
}
