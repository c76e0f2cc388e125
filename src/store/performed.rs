//! Performed time (*utförd tid*) by order and month: what the provider reports, and what a figure said
//! before it was corrected.

use rusqlite::{OptionalExtension, params};

use super::{Store, apply, log};
use crate::core::text::fold;
use crate::core::user::User;
use crate::error::{Error, Result};

/// Which order a figure is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OrderKey<'a> {
    /// The order's own number: "26-0412/bestallning/1".
    Document(&'a str),
    /// A case, which has one order or one with the provider.
    Case(&'a str),
    /// A person's number, in any of whose cases the order is.
    Person(&'a str),
}

/// A figure to be taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Performed {
    /// The order.
    pub order: i64,
    /// ÅÅÅÅ-MM.
    pub month: String,
    /// Minutes.
    pub minutes: i64,
}

/// What taking in performed time came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PerformedCount {
    /// New figures.
    pub new: u64,
    /// Figures that replaced another.
    pub corrected: u64,
    /// Figures that were there already.
    pub same: u64,
}

impl Store {
    /// The order that a figure is of: the one that no other has replaced.
    ///
    /// # Errors
    /// None or several, in words that say what to add.
    pub fn order_of(&self, user: &User, key: &OrderKey<'_>, provider: &str) -> Result<i64> {
        let sql = |of: &str| {
            format!(
                "SELECT o.id, coalesce(p.name, o.provider_name), c.person_id
                 FROM framework_order o JOIN document d ON d.id = o.document_id JOIN cases c ON c.id = o.case_id
                 LEFT JOIN provider p ON p.id = o.provider_id WHERE {of} ORDER BY o.id"
            )
        };
        let now = "NOT EXISTS (SELECT 1 FROM document n WHERE n.supersedes = d.id)";
        let (sql, value, what) = match key {
            OrderKey::Document(number) => {
                let document = self.document_by_number(user, number)?;
                (sql("d.id = ?1"), document.to_string(), (*number).to_owned())
            }
            OrderKey::Case(number) => (
                sql(&format!("c.case_number = ?1 AND {now}")),
                (*number).to_owned(),
                format!("ärende {number}"),
            ),
            OrderKey::Person(number) => (
                sql(&format!(
                    "c.person_id = (SELECT coalesce(p.merged_into, p.id) FROM identity_number i
                     JOIN person p ON p.id = i.person_id WHERE i.value = ?1) AND {now}"
                )),
                (*number).to_owned(),
                (*number).to_owned(),
            ),
        };
        let mut statement = self.conn.prepare_cached(&sql)?;
        let found = statement
            .query_map([value], |r| {
                Ok((
                    r.get::<_, i64>(0)?,
                    r.get::<_, String>(1)?,
                    r.get::<_, i64>(2)?,
                ))
            })?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let mut orders = Vec::new();
        for (order, name, person) in found {
            let of_provider = provider.is_empty() || fold(&name) == fold(provider);
            if of_provider && self.sees(user, person)? {
                orders.push(order);
            }
        }
        let of = match provider {
            "" => what,
            name => format!("{what} hos {name}"),
        };
        match orders.as_slice() {
            [only] => Ok(*only),
            [] => Err(Error::user(format!("det finns ingen beställning för {of}"))),
            many => Err(Error::user(format!(
                "det finns {} beställningar för {of}; skriv beställningens nummer i kolumnen bestallning",
                many.len()
            ))),
        }
    }

    /// Takes in performed time, all or nothing. A figure that is another than before replaces it; what it
    /// said before stays in a row of its own.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn take_performed(
        &self,
        user: &User,
        figures: &[Performed],
        source: &str,
    ) -> Result<PerformedCount> {
        self.write(Some(user), |w| {
            let mut count = PerformedCount::default();
            for figure in figures {
                let (case, person): (i64, i64) = w
                    .conn
                    .prepare_cached(
                        "SELECT c.id, c.person_id FROM framework_order o JOIN cases c ON c.id = o.case_id
                         WHERE o.id = ?1",
                    )?
                    .query_row([figure.order], |r| Ok((r.get(0)?, r.get(1)?)))
                    .optional()?
                    .ok_or_else(apply::unknown)?;
                w.must_see(person)?;
                let before: Option<i64> = w
                    .conn
                    .prepare_cached(
                        "SELECT minutes FROM performed_time WHERE order_id = ?1 AND month = ?2",
                    )?
                    .query_row(params![figure.order, figure.month], |r| r.get(0))
                    .optional()?;
                match before {
                    Some(minutes) if minutes == figure.minutes => {
                        count.same += 1;
                        continue;
                    }
                    Some(_) => {
                        w.conn.execute(
                            "INSERT INTO performed_correction (order_id, month, minutes, source, corrected_at, corrected_by)
                             SELECT order_id, month, minutes, source, ?3, ?4 FROM performed_time
                             WHERE order_id = ?1 AND month = ?2",
                            params![figure.order, figure.month, w.at, user.id],
                        )?;
                        count.corrected += 1;
                    }
                    None => count.new += 1,
                }
                w.conn.execute(
                    "INSERT INTO performed_time (order_id, month, minutes, source) VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT (order_id, month) DO UPDATE SET minutes = excluded.minutes, source = excluded.source",
                    params![figure.order, figure.month, figure.minutes, source],
                )?;
                w.log(&log::Entry {
                    action: "performed",
                    person: Some(person),
                    case: Some(case),
                    row: Some(figure.order),
                    detail: &figure.month,
                })?;
            }
            Ok(count)
        })
    }
}
