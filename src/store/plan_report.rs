//! The orders of a time with what followed on them, for the inspection's table.

use chrono::NaiveDate;
use rusqlite::params;

use super::{Store, row};
use crate::core::form::Answers;
use crate::core::person::Sex;
use crate::core::plan::OrderFacts;
use crate::core::user::User;
use crate::error::Result;

/// An order as the report counts it. Nothing in it names a person.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportOrder {
    /// The person's sex.
    pub sex: Sex,
    /// The case's caseworker; empty where nobody has it.
    pub caseworker: String,
    /// The order with plans and reminders.
    pub facts: OrderFacts,
    /// What was written in it; empty once lawfully destroyed.
    pub answers: Answers,
}

impl Store {
    /// The orders sent in a time, the first and the last day included. Files that the user may not see
    /// are not counted.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn report_orders(
        &self,
        user: &User,
        from: Option<NaiveDate>,
        to: Option<NaiveDate>,
    ) -> Result<Vec<ReportOrder>> {
        self.admit_report(user, "genomforandeplaner")?;
        let mut statement = self.conn.prepare_cached(
            "SELECT c.id, p.sex, coalesce(u.name, ''), p.id FROM cases c JOIN person p ON p.id = c.person_id
             JOIN case_list_shown l ON l.case_id = c.id LEFT JOIN user u ON u.id = l.owner_id
             WHERE EXISTS (SELECT 1 FROM framework_order o WHERE o.case_id = c.id)
               AND c.unit_id = (SELECT unit_id FROM user WHERE id = ?1)
             ORDER BY c.case_number",
        )?;
        let cases: Vec<(i64, Sex, String, i64)> = statement
            .query_map(params![user.id], |r| {
                Ok((
                    r.get(0)?,
                    row::word(r, 1, Sex::from_word)?,
                    r.get(2)?,
                    r.get(3)?,
                ))
            })?
            .collect::<rusqlite::Result<_>>()?;
        let cases = self.only_seen(user, cases, |(.., person)| *person)?;
        let mut orders = Vec::new();
        for (case, sex, caseworker, _) in cases {
            for facts in self.case_orders(case)?.into_iter().rev() {
                if from.is_some_and(|day| facts.sent < day)
                    || to.is_some_and(|day| facts.sent > day)
                {
                    continue;
                }
                let body: Option<String> = self
                    .conn
                    .prepare_cached(
                        "SELECT t.body FROM document d JOIN content t ON t.id = d.content_id WHERE d.id = ?1",
                    )?
                    .query_row([facts.document], |r| r.get(0))?;
                orders.push(ReportOrder {
                    sex,
                    caseworker: caseworker.clone(),
                    answers: body
                        .map(|body| serde_json::from_str(&body))
                        .transpose()?
                        .unwrap_or_default(),
                    facts,
                });
            }
        }
        Ok(orders)
    }
}
