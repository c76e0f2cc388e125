//! Plans and reminders. An order is known outside by the number of its document, so that events and plans
//! find it again in another database.

use std::collections::HashMap;

use super::Store;
use crate::core::register::{PlanEntry, PlanLineEntry, PlanReminderEntry, Register};
use crate::error::Result;

impl Store {
    /// The numbers of the orders' documents, by order.
    pub(super) fn order_numbers(&self, documents: &HashMap<i64, i64>) -> Result<HashMap<i64, i64>> {
        let orders = self.order_documents()?;
        let number = |(order, document)| Some((order, *documents.get(&document)?));
        Ok(orders.into_iter().filter_map(number).collect())
    }

    pub(super) fn plan_entries(&self, orders: &HashMap<i64, i64>) -> Result<Vec<PlanEntry>> {
        let rows: Vec<(i64, i64, PlanEntry)> = self.all(
            "SELECT plan.id, order_id, received_on, goal_understood, took_part, signed_on, outcome, outcome_on,
                    outcome_reason, w.day, coalesce(u.login, '')
             FROM plan LEFT JOIN plan_withdrawn w ON w.plan_id = plan.id LEFT JOIN user u ON u.id = w.user_id
             ORDER BY order_id, received_on, plan.id",
            [],
            |r| {
                Ok((
                    r.get(0)?,
                    r.get(1)?,
                    PlanEntry {
                        document: 0,
                        received: r.get(2)?,
                        goal_understood: r.get(3)?,
                        took_part: r.get(4)?,
                        signed: r.get(5)?,
                        outcome: r.get(6)?,
                        outcome_date: r.get(7)?,
                        reason: r.get(8)?,
                        withdrawn: r.get(9)?,
                        withdrawn_by: r.get(10)?,
                        lines: Vec::new(),
                    },
                ))
            },
        )?;
        let mut entries = Vec::new();
        for (id, order, entry) in rows {
            let Some(document) = orders.get(&order) else {
                continue;
            };
            let line = |line: crate::core::coverage::PlanLine| PlanLineEntry {
                area: line.area,
                intervention: line.intervention,
                minutes_per_month: line.minutes_per_month,
            };
            entries.push(PlanEntry {
                document: *document,
                lines: self.plan_lines(id)?.into_iter().map(line).collect(),
                ..entry
            });
        }
        // By the documents' numbers, which are the same in every database.
        entries.sort_by_key(|entry| entry.document);
        Ok(entries)
    }

    pub(super) fn reminder_entries(
        &self,
        orders: &HashMap<i64, i64>,
    ) -> Result<Vec<PlanReminderEntry>> {
        let rows: Vec<(i64, PlanReminderEntry)> = self.all(
            "SELECT m.order_id, m.rung, m.day, m.note, u.login, w.day, coalesce(x.login, '')
             FROM plan_reminder m
             JOIN user u ON u.id = m.user_id LEFT JOIN plan_reminder_withdrawn w ON w.reminder_id = m.id
             LEFT JOIN user x ON x.id = w.user_id
             ORDER BY m.order_id, m.day, m.id",
            [],
            |r| {
                Ok((
                    r.get(0)?,
                    PlanReminderEntry {
                        document: 0,
                        rung: r.get(1)?,
                        date: r.get(2)?,
                        note: r.get(3)?,
                        by: r.get(4)?,
                        withdrawn: r.get(5)?,
                        withdrawn_by: r.get(6)?,
                    },
                ))
            },
        )?;
        let numbered = |(order, entry): (i64, PlanReminderEntry)| {
            Some(PlanReminderEntry {
                document: *orders.get(&order)?,
                ..entry
            })
        };
        let mut entries: Vec<_> = rows.into_iter().filter_map(numbered).collect();
        entries.sort_by_key(|entry| entry.document);
        Ok(entries)
    }
}

/// Events and states of clocks about an order name it by its document's number.
pub(super) fn name_orders(register: &mut Register, orders: &HashMap<i64, i64>) {
    let name = |subject: &str, id: &mut i64| {
        if subject == "bestallning"
            && let Some(number) = orders.get(id)
        {
            *id = *number;
        }
    };
    for event in &mut register.events {
        name(&event.subject, &mut event.subject_id);
    }
    for state in &mut register.clock_states {
        name(&state.subject, &mut state.subject_id);
    }
}
