//! What a follow-up is read against: the order that runs, its goal, and the time that was given.

use rusqlite::{OptionalExtension, params};

use super::{Store, row};
use crate::core::query::OrderNow;
use crate::core::user::User;
use crate::error::Result;

impl Store {
    /// The order that runs in a case: the latest signed one that no other has replaced.
    ///
    /// # Errors
    /// When the case may not be seen or the database cannot be read.
    pub fn order_now(&self, user: &User, case: i64) -> Result<Option<OrderNow>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT o.id, o.document_id, o.provider_name, o.valid_from, o.minutes_per_month
             FROM framework_order o JOIN document d ON d.id = o.document_id
             WHERE o.case_id = ?1 AND NOT EXISTS (SELECT 1 FROM document n WHERE n.supersedes = d.id)
             ORDER BY d.day DESC, d.id DESC LIMIT 1",
        )?;
        let found = statement
            .query_row([case], |r| {
                Ok((
                    r.get::<_, i64>(0)?,
                    OrderNow {
                        document: r.get(1)?,
                        provider: r.get(2)?,
                        from: row::day_opt(r, 3)?,
                        minutes_per_month: r.get::<_, i64>(4)?.try_into().unwrap_or(0),
                        goal: String::new(),
                        performed: None,
                        performed_before: None,
                    },
                ))
            })
            .optional()?;
        let Some((id, mut order)) = found else {
            return Ok(None);
        };
        let document = self.document(user, order.document)?;
        order.goal = document.answers.get("mal.mal").trim().to_owned();
        order.performed = self
            .conn
            .prepare_cached(
                "SELECT month, minutes FROM performed_time WHERE order_id = ?1 ORDER BY month DESC LIMIT 1",
            )?
            .query_row(params![id], |r| Ok((r.get(0)?, r.get::<_, i64>(1)?.try_into().unwrap_or(0))))
            .optional()?;
        if let Some((month, _)) = &order.performed {
            order.performed_before = self
                .conn
                .prepare_cached(
                    "SELECT minutes FROM performed_correction WHERE order_id = ?1 AND month = ?2 ORDER BY id DESC LIMIT 1",
                )?
                .query_row(params![id, month], |r| Ok(r.get::<_, i64>(0)?.try_into().unwrap_or(0)))
                .optional()?;
        }
        Ok(Some(order))
    }
}
