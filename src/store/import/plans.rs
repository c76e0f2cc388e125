//! Plans and reminders, and which order a number in the register means.

use rusqlite::{OptionalExtension, params};

use super::{Intake, entry_error, parse_day};
use crate::core::coverage::PlanLine;
use crate::core::plan::{Answer, Outcome, Rung};
use crate::core::register::{PlanEntry, PlanReminderEntry, Recorded, Register};
use crate::core::text::{clean_line, clean_text};
use crate::error::{Error, Result};

impl Intake<'_> {
    /// Remembers which order each document is.
    pub(super) fn know_orders(&mut self) -> Result<()> {
        for (number, document) in &self.documents {
            let order: Option<i64> = self
                .w
                .conn
                .prepare_cached("SELECT id FROM framework_order WHERE document_id = ?1")?
                .query_row([document], |r| r.get(0))
                .optional()?;
            if let Some(order) = order {
                self.orders.insert(*number, order);
            }
        }
        Ok(())
    }

    /// The number of the thing that an event is about, here.
    pub(super) fn subject_here(&self, subject: &str, number: i64) -> i64 {
        let numbers = match subject {
            "bestallning" => &self.orders,
            "beslutspunkt" => &self.items,
            "insats" => &self.measures,
            _ => return number,
        };
        numbers.get(&number).copied().unwrap_or(number)
    }

    /// Takes in plans and reminders.
    pub(super) fn plans(&mut self, register: &Register) -> Result<()> {
        for entry in &register.plans {
            self.plan(entry)
                .map_err(|e| entry_error("plan", &entry.received, e))?;
        }
        for entry in &register.plan_reminders {
            self.reminder(entry)
                .map_err(|e| entry_error("påminnelse", &entry.date, e))?;
        }
        Ok(())
    }

    pub(super) fn order(&self, document: i64) -> Result<i64> {
        self.orders.get(&document).copied().ok_or_else(|| {
            Error::user(format!(
                "dokument nummer {document} är ingen beställning i filen"
            ))
        })
    }

    fn plan(&mut self, entry: &PlanEntry) -> Result<()> {
        let order = self.order(entry.document)?;
        let day = |text: &Option<String>| text.as_deref().map(parse_day).transpose();
        let received = parse_day(&entry.received)?.to_string();
        let signed = day(&entry.signed)?.map(|d| d.to_string());
        let outcome_on = day(&entry.outcome_date)?.map(|d| d.to_string());
        let goal = known_word(&entry.goal_understood, Answer::from_word)?.map(Answer::word);
        let part = known_word(&entry.took_part, Answer::from_word)?.map(Answer::word);
        let outcome = known_word(&entry.outcome, Outcome::from_word)?.map(Outcome::word);
        let lines: Vec<PlanLine> = entry
            .lines
            .iter()
            .map(|line| PlanLine {
                area: clean_line(&line.area),
                intervention: clean_line(&line.intervention),
                minutes_per_month: line.minutes_per_month,
            })
            .collect();
        let mut same = Vec::new();
        for id in self.ids(
            "SELECT id FROM plan WHERE order_id = ?1 AND received_on = ?2 ORDER BY id",
            params![order, received],
        )? {
            if self.w.store.plan_lines(id)? == lines {
                same.push(id);
            }
        }
        if self.claim("plan", same).is_some() {
            return Ok(());
        }
        self.w
            .conn
            .prepare_cached(
                "INSERT INTO plan (order_id, received_on, goal_understood, took_part, signed_on, outcome, outcome_on,
                        outcome_reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                order,
                received,
                goal,
                part,
                signed,
                outcome,
                outcome_on,
                clean_text(&entry.reason)
            ])?;
        let plan = self.w.conn.last_insert_rowid();
        self.claim("plan", vec![plan]);
        self.w.insert_plan_lines(plan, &lines)?;
        if let Some(withdrawn) = &entry.withdrawn {
            let (by, _) = self.writer(&entry.withdrawn_by, "")?;
            self.w.conn.execute(
                "INSERT INTO plan_withdrawn (plan_id, day, user_id) VALUES (?1, ?2, ?3)",
                params![plan, parse_day(withdrawn)?.to_string(), by],
            )?;
        }
        self.count.other += 1;
        Ok(())
    }

    fn reminder(&mut self, entry: &PlanReminderEntry) -> Result<()> {
        let order = self.order(entry.document)?;
        let rung = Rung::from_word(&entry.rung)
            .ok_or_else(|| Error::user(format!("steget ”{}” är okänt", entry.rung)))?;
        let day = parse_day(&entry.date)?.to_string();
        let note = clean_line(&entry.note);
        let there = self.ids(
            "SELECT id FROM plan_reminder WHERE order_id = ?1 AND rung = ?2 AND day = ?3 AND note = ?4 ORDER BY id",
            params![order, rung.word(), day, note],
        )?;
        if self.claim("plan_reminder", there).is_some() {
            return Ok(());
        }
        let (by, _, _) = self.recorder(&Recorded {
            recorded_by: entry.by.clone(),
            ..Recorded::default()
        })?;
        self.w
            .conn
            .prepare_cached(
                "INSERT INTO plan_reminder (order_id, rung, day, user_id, note) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![order, rung.word(), day, by, note])?;
        let row = self.w.conn.last_insert_rowid();
        self.claim("plan_reminder", vec![row]);
        if let Some(withdrawn) = &entry.withdrawn {
            let by = match entry.withdrawn_by.as_str() {
                "" => by,
                login => self.login_row(login)?,
            };
            self.w.conn.execute(
                "INSERT INTO plan_reminder_withdrawn (reminder_id, day, user_id) VALUES (?1, ?2, ?3)",
                params![row, parse_day(withdrawn)?.to_string(), by],
            )?;
        }
        self.count.other += 1;
        Ok(())
    }
}

/// A word of a closed list that may be missing.
fn known_word<T>(text: &Option<String>, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>> {
    text.as_deref()
        .map(|word| read(word).ok_or_else(|| Error::user(format!("ordet ”{word}” är okänt"))))
        .transpose()
}
