//! Proposals: decisions that wait for the one who may make them.

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, Row, params};

use super::apply::Writing;
use super::checked::Checked;
use super::decider::Deciders;
use super::decision::not_stopped;
use super::decision_ground::weigh;
use super::order::outgrown;
use super::read::effective_events;
use super::{Store, log, row};
use crate::core::calendar::day_month;
use crate::core::change::{Applied, Proposing};
use crate::core::deadline::Clock;
use crate::core::decision::{self, told_hours};
use crate::core::delegation::{Decider, Verdict};
use crate::core::event::Event;
use crate::core::form::Answers;
use crate::core::next::{Beside, NextStep, next_step_on};
use crate::core::plan::OrderFacts;
use crate::core::query::CaseView;
use crate::core::text::clean_text;
use crate::core::user::User;
use crate::error::{Error, Result};

/// A proposal as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct ProposalRow {
    /// The row.
    pub id: i64,
    /// The version read.
    pub version: i64,
    /// The case.
    pub case: i64,
    /// Its number.
    pub case_number: String,
    /// The person, family name first.
    pub person: String,
    /// The answers of the form.
    pub answers: Answers,
    /// Who proposed.
    pub proposed_by: (i64, String),
    /// Since when it waits.
    pub proposed_on: NaiveDate,
    /// Why it came here.
    pub sent_for: String,
    /// Whether it was returned.
    pub returned: bool,
    /// Who returned it, when and why.
    pub handled: Option<(String, NaiveDate)>,
    /// The comment it was returned with.
    pub comment: String,
}

const SELECT: &str = "SELECT p.id, p.version, p.case_id, c.case_number, n.family_name || ', ' || n.given_name,
        coalesce(t.body, '{}'), p.proposed_by, u.name, p.proposed_on, p.sent_for, p.state, h.name, p.handled_on,
        p.comment, c.person_id, n.protection IS NOT NULL
 FROM decision_proposal p JOIN cases c ON c.id = p.case_id JOIN person n ON n.id = c.person_id
 JOIN content t ON t.id = p.content_id JOIN user u ON u.id = p.proposed_by
 LEFT JOIN user h ON h.id = p.handled_by";

fn read(r: &Row) -> rusqlite::Result<(ProposalRow, String, i64)> {
    let handled = match (r.get::<_, Option<String>>(11)?, row::day_opt(r, 12)?) {
        (Some(name), Some(day)) => Some((name, day)),
        _ => None,
    };
    let hidden: bool = r.get(15)?;
    let proposal = ProposalRow {
        id: r.get(0)?,
        version: r.get(1)?,
        case: r.get(2)?,
        case_number: r.get(3)?,
        person: if hidden {
            "Skyddad".to_owned()
        } else {
            r.get(4)?
        },
        answers: Answers::default(),
        proposed_by: (r.get(6)?, r.get(7)?),
        proposed_on: row::day(r, 8)?,
        sent_for: r.get(9)?,
        returned: r.get::<_, String>(10)? == "aterlamnad",
        handled,
        comment: r.get(13)?,
    };
    Ok((proposal, r.get(5)?, r.get(14)?))
}

fn whole((mut row, body, _): (ProposalRow, String, i64)) -> Result<ProposalRow> {
    row.answers = serde_json::from_str(&body)?;
    Ok(row)
}

/// What the file says of a case beside its events.
pub(super) fn beside(conn: &Checked, case: i64) -> Result<Beside> {
    let mut statement = conn.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM decision_proposal
                        WHERE case_id = ?1 AND state IN ('foreslagen', 'aterlamnad') AND state = 'foreslagen'),
                EXISTS (SELECT 1 FROM framework_order WHERE case_id = ?1)",
    )?;
    let found = statement.query_row([case], |r| {
        Ok(Beside {
            proposed: r.get(0)?,
            ordered: r.get(1)?,
            outgrown: false,
        })
    });
    let found = found?;
    Ok(Beside {
        outgrown: found.ordered && outgrown(conn, case)?.is_some(),
        ..found
    })
}

impl Store {
    /// The proposal of a case that waits or has been returned.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn case_proposal(&self, user: &User, case: i64) -> Result<Option<ProposalRow>> {
        match self.proposal_in(case)? {
            Some(found) if self.sees(user, found.2)? => whole(found).map(Some),
            _ => Ok(None),
        }
    }

    fn proposal_in(&self, case: i64) -> Result<Option<(ProposalRow, String, i64)>> {
        let sql =
            format!("{SELECT} WHERE p.case_id = ?1 AND p.state IN ('foreslagen', 'aterlamnad')");
        let found = self
            .conn
            .prepare_cached(&sql)?
            .query_row([case], read)
            .optional()?;
        Ok(found)
    }

    /// What comes next in a case that the user has been let into, and what the file adds to it.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn next_step(
        &self,
        user: &User,
        case: &CaseView,
        events: &[Event],
        clocks: &[Clock],
    ) -> Result<(NextStep, Vec<String>)> {
        let way = self.unit().case_types.way(&case.case_type);
        let beside = beside(&self.conn, case.id)?;
        let next = next_step_on(way, events, beside, clocks, self.today());
        let waited = self.waited_for(user, case.id, next, &Deciders::default())?;
        Ok((next, waited))
    }

    /// What the file adds to a step in a case: who may decide on a proposal, until when a refusal may be
    /// appealed, the rung of the ladder when a provider is late.
    pub(super) fn waited_for(
        &self,
        user: &User,
        case: i64,
        next: NextStep,
        people: &Deciders,
    ) -> Result<Vec<String>> {
        match next {
            NextStep::AwaitDecision => match self.proposal_in(case)? {
                Some(found) => self.who_decides_of(user, &whole(found)?, people),
                None => Ok(Vec::new()),
            },
            NextStep::AwaitAppeal => {
                let last = self.appeal_until(&effective_events(&self.conn, case)?);
                Ok(last.map(day_month).into_iter().collect())
            }
            NextStep::WriteOrder => {
                let hours = outgrown(&self.conn, case)?.map(told_hours);
                Ok(hours.into_iter().collect())
            }
            NextStep::RemindConfirmation | NextStep::RemindPlan => {
                let mut waiting = self.case_orders(case)?;
                waiting.retain(OrderFacts::awaits_plan);
                let longest = waiting.iter().min_by_key(|order| order.sent);
                Ok(longest
                    .map(|order| order.next_deed().to_owned())
                    .into_iter()
                    .collect())
            }
            _ => Ok(Vec::new()),
        }
    }

    /// Everything that waits for the user to decide, the oldest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn to_decide(&self, user: &User) -> Result<Vec<ProposalRow>> {
        self.admit_list(user, "att_besluta", "")?;
        let sql = format!(
            "{SELECT} WHERE p.state = 'foreslagen' AND c.unit_id = ?1 ORDER BY p.proposed_on, p.id"
        );
        let found = self
            .conn
            .prepare_cached(&sql)?
            .query_map([user.unit_id], read)?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let mut rows = Vec::new();
        let mut me = None;
        for found in found {
            // One's own is somebody else's to decide.
            if found.0.proposed_by.0 == user.id || !self.sees(user, found.2)? {
                continue;
            }
            let me = match &mut me {
                Some(me) => me,
                none => none.insert(self.decider(user)?),
            };
            let row = whole(found)?;
            if self.decides(me.as_ref(), &row)? {
                rows.push(row);
            }
        }
        Ok(rows)
    }

    /// Who may decide a proposal alone, by name.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn who_decides(&self, user: &User, row: &ProposalRow) -> Result<Vec<String>> {
        self.who_decides_of(user, row, &Deciders::default())
    }

    fn who_decides_of(
        &self,
        user: &User,
        row: &ProposalRow,
        people: &Deciders,
    ) -> Result<Vec<String>> {
        self.must_meet(user, row.case)?;
        let ground = self.weighed_among(row.case, people.all(self)?.to_vec())?;
        let decision = decision::read(&row.answers);
        let may = |id: i64| {
            weigh(self, &ground, &decision, id, false)
                .is_some_and(|(ruling, _)| ruling.verdict == Verdict::Alone)
        };
        let others = ground.people.iter().filter(|p| p.id != row.proposed_by.0);
        Ok(others
            .filter(|p| may(p.id))
            .map(|p| p.name.clone())
            .collect())
    }

    /// Whether a proposal of another's in a case that the user has been let into is the user's to decide alone.
    fn may_decide(&self, user: &User, row: &ProposalRow) -> Result<bool> {
        Ok(row.proposed_by.0 != user.id && self.decides(self.decider(user)?.as_ref(), row)?)
    }

    /// The same of somebody who has been read: one's own word needs nobody else's standing.
    fn decides(&self, me: Option<&Decider>, row: &ProposalRow) -> Result<bool> {
        let Some(me) = me else {
            return Ok(false);
        };
        let ground = self.weighed_among(row.case, vec![me.clone()])?;
        let decision = decision::read(&row.answers);
        let said = weigh(self, &ground, &decision, me.id, false);
        Ok(said.is_some_and(|(ruling, _)| ruling.verdict == Verdict::Alone))
    }
}

impl Writing<'_> {
    pub(super) fn propose(&self, proposing: &Proposing) -> Result<Applied> {
        let case = proposing.case;
        let person = self.person_of(case)?;
        self.must_be_open(case)?;
        let ground = self.store.decision_ground(self.user, case)?;
        let decision = decision::read(&proposing.answers);
        let Some((ruling, _)) = weigh(self.store, &ground, &decision, self.user.id, true) else {
            return Err(Error::user("Förslaget saknar insats och resultat."));
        };
        let today = self.store.today();
        not_stopped(
            self.store.unit(),
            ground.asked(today, &proposing.answers, &[]),
        )?;
        if ruling.verdict == Verdict::Alone {
            return Err(Error::user("Det här beslutar du själv.").hint("Skriv under beslutet."));
        }
        let known = self.store.case_proposal(self.user, case)?;
        if let Some(waiting) = known.as_ref().filter(|p| !p.returned) {
            return Err(Error::conflict(format!(
                "Ett förslag från {} väntar redan på beslut i ärendet.",
                waiting.proposed_by.1
            )));
        }
        let (content, _) = self.keep(&serde_json::to_string(&proposing.answers)?)?;
        let today = today.to_string();
        let id = match known {
            Some(old) => {
                self.conn.execute(
                    "UPDATE main.decision_proposal SET content_id = ?2, proposed_by = ?3, proposed_on = ?4, sent_for = ?5,
                            state = 'foreslagen', version = version + 1 WHERE id = ?1",
                    params![old.id, content, self.user.id, today, ruling.reason],
                )?;
                old.id
            }
            None => {
                self.conn.execute(
                    "INSERT INTO main.decision_proposal (case_id, content_id, proposed_by, proposed_on, sent_for, state)
                     VALUES (?1, ?2, ?3, ?4, ?5, 'foreslagen')",
                    params![case, content, self.user.id, today, ruling.reason],
                )?;
                self.conn.last_insert_rowid()
            }
        };
        self.proposal_logged("propose", person, case, id)
    }

    pub(super) fn return_proposal(&self, id: i64, version: i64, comment: &str) -> Result<Applied> {
        let case = self.case_of_proposal(id)?;
        let person = self.must_see_case(case)?;
        self.waiting_proposal(id, version, case)?;
        let comment = clean_text(comment);
        if comment.trim().is_empty() {
            return Err(Error::user("Skäl saknas.").hint("Skriv vad som ska ändras."));
        }
        let row = self.store.case_proposal(self.user, case)?;
        match row {
            Some(row) if self.store.may_decide(self.user, &row)? => {}
            _ => return Err(Error::denied("Förslaget är inte ditt att besluta.")),
        }
        self.conn.execute(
            "UPDATE main.decision_proposal SET state = 'aterlamnad', comment = ?2, handled_by = ?3, handled_on = ?4,
                    version = version + 1 WHERE id = ?1",
            params![id, comment.trim(), self.user.id, self.store.today().to_string()],
        )?;
        self.proposal_logged("return_proposal", person, case, id)
    }

    fn case_of_proposal(&self, id: i64) -> Result<i64> {
        self.conn
            .query_row(
                "SELECT case_id FROM decision_proposal WHERE id = ?1",
                [id],
                |r| r.get(0),
            )
            .optional()?
            .ok_or_else(super::apply::unknown)
    }

    /// Who proposed what is now answered; refused when it is not as it was read.
    pub(super) fn waiting_proposal(&self, id: i64, version: i64, case: i64) -> Result<i64> {
        let found: Option<i64> = self
            .conn
            .query_row(
                "SELECT proposed_by FROM decision_proposal
                 WHERE id = ?1 AND version = ?2 AND case_id = ?3 AND state = 'foreslagen'",
                [id, version, case],
                |r| r.get(0),
            )
            .optional()?;
        found.ok_or_else(|| {
            Error::conflict("Förslaget har ändrats eller besvarats sedan det lästes.")
                .hint("Läs om listan.")
        })
    }

    /// A proposal has become a decision, as it stood or changed.
    pub(super) fn answer_proposal(&self, id: i64, document: i64, answers: &Answers) -> Result<()> {
        let body: Option<String> = self.conn.query_row(
            "SELECT t.body FROM decision_proposal p JOIN content t ON t.id = p.content_id WHERE p.id = ?1",
            [id],
            |r| r.get(0),
        )?;
        let same = body.is_some_and(|body| {
            serde_json::from_str::<Answers>(&body).is_ok_and(|proposed| proposed == *answers)
        });
        self.conn.execute(
            "UPDATE main.decision_proposal SET state = ?2, handled_by = ?3, handled_on = ?4, document_id = ?5,
                    version = version + 1 WHERE id = ?1",
            params![
                id,
                if same { "godkand" } else { "andrad" },
                self.user.id,
                self.store.today().to_string(),
                document
            ],
        )?;
        Ok(())
    }

    /// What follows when a proposal is sent or returned: the case's next step, and the log row.
    fn proposal_logged(
        &self,
        action: &'static str,
        person: i64,
        case: i64,
        id: i64,
    ) -> Result<Applied> {
        self.project_case(case)?;
        self.log(&log::Entry {
            action,
            person: Some(person),
            case: Some(case),
            row: Some(id),
            ..log::Entry::default()
        })?;
        Ok(Applied {
            person: Some(person),
            case: Some(case),
            row: Some(id),
            undo: None,
        })
    }
}
