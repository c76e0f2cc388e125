//! What a decision is weighed against: who works here, and what already runs for the person.

use chrono::NaiveDate;
use rusqlite::params;

use super::standing::works;
use super::{Store, row};
use crate::core::decision::{Decision, Running, ruling_of};
use crate::core::delegation::{Decider, Ruling, Verdict};
use crate::core::form::Answers;
use crate::core::last_decision::{Earlier, LastDecision};
use crate::core::lss::Settled;
use crate::core::user::{Role, User};
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
    /// Everybody who works here on a day, with roles and appointments in force then.
    ///
    /// # Errors
    /// When the database cannot be read.
    fn deciders(&self, day: NaiveDate) -> Result<Vec<Decider>> {
        let on = day.to_string();
        let mut people = self.conn.prepare_cached(&format!(
            "SELECT u.id, u.name, u.started FROM user u WHERE {} ORDER BY u.name, u.id",
            works("u", "?1")
        ))?;
        let mut people = people
            .query_map([&on], |r| {
                Ok(Decider {
                    id: r.get(0)?,
                    name: r.get(1)?,
                    roles: Vec::new(),
                    started: row::day(r, 2)?,
                    appointments: Vec::new(),
                    own: false,
                })
            })?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let mut roles = self.conn.prepare_cached(
            "SELECT role FROM user_role WHERE user_id = ?1 AND valid_from <= ?2
             AND (valid_to IS NULL OR valid_to >= ?2)",
        )?;
        let mut appointments = self.conn.prepare_cached(
            "SELECT kind FROM appointment WHERE user_id = ?1 AND valid_from <= ?2
             AND (valid_to IS NULL OR valid_to >= ?2)",
        )?;
        for person in &mut people {
            person.roles = roles
                .query_map(params![person.id, on], |r| row::word(r, 0, Role::from_word))?
                .collect::<rusqlite::Result<_>>()?;
            person.appointments = appointments
                .query_map(params![person.id, on], |r| r.get(0))?
                .collect::<rusqlite::Result<_>>()?;
        }
        Ok(people)
    }

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
        let today = self.today();
        let (case_type, came): (String, NaiveDate) = self.conn.query_row(
            "SELECT case_type, opened_on FROM cases WHERE id = ?1",
            [case],
            |r| Ok((r.get(0)?, row::day(r, 1)?)),
        )?;
        Ok(DecisionGround {
            case_type,
            came,
            circle: None,
            earlier: LastDecision::of(&super::read::effective_events(&self.conn, case)?).changed(),
            lacks: Vec::new(),
            people: self.deciders(today)?,
            running: self.running_for(case, today)?,
        })
    }
}
