//! Decisions made by delegation, as they are reported to the board.

use chrono::NaiveDate;

use super::{Store, row};
use crate::core::user::User;
use crate::error::Result;

/// One item of a decision made by delegation, as reported to the board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DelegatedDecision {
    /// The day of the decision.
    pub day: NaiveDate,
    /// Case number.
    pub case_number: String,
    /// What it is about.
    pub intervention: String,
    /// What it came to, in words.
    pub result: String,
    /// Exact minutes per month, where there are hours.
    pub minutes: Option<i64>,
    /// First day of what was granted.
    pub from: Option<NaiveDate>,
    /// Last day, in words: a date, or "tills vidare".
    pub to: String,
    /// Legal basis in short.
    pub basis: String,
    /// Who decided.
    pub decided_by: String,
    /// Who presented it, where somebody else did.
    pub presented_by: String,
    /// Who was consulted and when: "Eva Holm 2026-11-20"; empty where nobody was.
    pub consulted: String,
    /// Order of delegation and row.
    pub delegation: String,
}

impl Store {
    /// Every decision made here in files that the user may see, by day.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn delegated_decisions(&self, user: &User) -> Result<Vec<DelegatedDecision>> {
        self.admit_report(user, "delegationsbeslut")?;
        let mut statement = self.conn.prepare_cached(
            "SELECT d.day, c.case_number, coalesce(i.intervention, ''), coalesce(i.result, d.closes, ''),
                    i.minutes_per_month, coalesce(i.basis, ''), u.name, coalesce(p.name, ''), d.delegation,
                    c.person_id, i.valid_from, coalesce(i.valid_to, iif(i.until_further, 'tills vidare', '')),
                    coalesce(s.name || ' ' || d.consulted_on, '')
             FROM decision d
             JOIN cases c ON c.id = d.case_id
             JOIN user u ON u.id = d.decided_by
             LEFT JOIN user p ON p.id = d.presented_by AND p.id <> d.decided_by
             LEFT JOIN user s ON s.id = d.consulted
             LEFT JOIN decision_item i ON i.decision_id = d.id
             ORDER BY d.day, d.id, i.id",
        )?;
        let rows = statement
            .query_map([], |r| {
                let line = DelegatedDecision {
                    day: row::day(r, 0)?,
                    case_number: r.get(1)?,
                    intervention: r.get(2)?,
                    result: r.get(3)?,
                    minutes: r.get(4)?,
                    from: row::day_opt(r, 10)?,
                    to: r.get(11)?,
                    basis: r.get(5)?,
                    decided_by: r.get(6)?,
                    presented_by: r.get(7)?,
                    consulted: r.get(12)?,
                    delegation: r.get(8)?,
                };
                Ok((line, r.get::<_, i64>(9)?))
            })?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let mut seen = Vec::with_capacity(rows.len());
        for (mut line, _) in self.only_seen(user, rows, |(_, person)| *person)? {
            line.basis = self
                .unit
                .legal
                .get(&line.basis)
                .map_or(line.basis, |known| known.short());
            line.result = match line.result.as_str() {
                "delvis" => "delvis avslag".to_owned(),
                "aterkallad" => "återkallad".to_owned(),
                _ => line.result,
            };
            seen.push(line);
        }
        Ok(seen)
    }
}
