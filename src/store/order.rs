//! Orders as they are signed: their figures beside the text, and the completion of one that was written in a
//! hurry.

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, params};

use super::Store;
use super::apply::Writing;
use super::checked::Checked;
use crate::core::calendar::parse_date;
use crate::core::change::{NewEvent, Signing};
use crate::core::decision::{Standing, granted_on};
use crate::core::estimate::{EstimateLine, Factor};
use crate::core::event::{EventKind, Subject};
use crate::core::form::{Answers, DocumentKind};
use crate::core::round;
use crate::core::user::User;
use crate::error::{Error, Result};
use crate::unit::order_form::SHORT_ORDER;

/// The figures of an order, as they are kept beside its text.
pub(super) struct OrderRow<'a> {
    pub(super) case: i64,
    pub(super) document: i64,
    pub(super) provider: Option<i64>,
    pub(super) provider_name: &'a str,
    pub(super) choice: Option<&'a str>,
    pub(super) from: Option<String>,
    pub(super) to: Option<String>,
    /// Minutes a month, rounded once.
    pub(super) minutes: i64,
    pub(super) factor: Factor,
    pub(super) complete_later: bool,
    /// Minutes a month that stood decided as it was signed; nothing where that is not known.
    pub(super) decided: Option<i64>,
    pub(super) lines: &'a [EstimateLine],
}

/// The minutes a month that stand decided in a case, where the last order was signed on others. Nothing where
/// either is unknown.
pub(super) fn outgrown(conn: &Checked, case: i64) -> Result<Option<u64>> {
    let mut statement = conn.prepare_cached(
        "SELECT o.decided_minutes,
                (SELECT iif(count(*) = count(i.id), sum(i.minutes_per_month), NULL)
                 FROM measure m LEFT JOIN decision_item i ON i.id = m.decision_item_id
                 WHERE m.case_id = ?1 AND m.ended_on IS NULL)
         FROM framework_order o WHERE o.case_id = ?1 ORDER BY o.document_id DESC LIMIT 1",
    )?;
    let found: Option<(Option<i64>, Option<i64>)> = statement
        .query_row([case], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    Ok(match found {
        Some((Some(then), Some(now))) if then != now => u64::try_from(now).ok(),
        _ => None,
    })
}

/// What is noted on an order that was sent before its decision.
const UNDECIDED: &str = "beslut saknas";

impl Store {
    /// What stands decided in a case, for its order.
    ///
    /// # Errors
    /// When the case may not be seen or the database cannot be read.
    pub fn standing_decision(&self, user: &User, case: i64) -> Result<Standing> {
        let events = self.engine_events(user, case)?;
        // What came by register has no item, and its hours are not known.
        let (unknown, minutes): (bool, Option<i64>) = self.conn.query_row(
            "SELECT coalesce(max(i.id IS NULL), 0), sum(i.minutes_per_month)
             FROM measure m LEFT JOIN decision_item i ON i.id = m.decision_item_id
             WHERE m.case_id = ?1 AND m.ended_on IS NULL",
            [case],
            |r| Ok((r.get(0)?, r.get(1)?)),
        )?;
        let unknown = unknown || self.runs_unmeasured(case, &events, self.today())?;
        Ok(Standing {
            granted: granted_on(&events, self.today()),
            minutes: minutes
                .filter(|_| !unknown)
                .and_then(|minutes| u64::try_from(minutes).ok()),
        })
    }
}

/// The order that a new one takes the place of.
pub(super) struct Before {
    /// The number by which events name it.
    pub(super) first: i64,
    /// Its provider's name; empty where none is named.
    pub(super) provider: String,
    /// Whether it waits to be completed.
    pub(super) complete_later: bool,
    /// Whether a new round has begun since it was signed, so that the new one is sent anew.
    pub(super) new_round: bool,
    /// The rows it is counted by.
    pub(super) lines: Vec<EstimateLine>,
}

impl Writing<'_> {
    /// Refuses an order that no decision stands behind. What is to be noted on one that may go before it.
    pub(super) fn order_decided(&self, signing: &Signing) -> Result<&'static str> {
        let standing = self.store.standing_decision(self.user, signing.case)?;
        let in_a_hurry = signing.spec.id == SHORT_ORDER || self.completes(signing)?;
        let frame = self.store.unit().factor.sum(&signing.answers.lines);
        match standing.hinders(frame.rounded_minutes(), in_a_hurry) {
            Some(why) => Err(Error::denied(format!("{why}."))
                .hint("Inget är undertecknat. Utkastet finns kvar.")),
            None if standing.granted => Ok(""),
            None => Ok(UNDECIDED),
        }
    }

    /// Whether an order takes the place of one that was written in a hurry.
    fn completes(&self, signing: &Signing) -> Result<bool> {
        Ok(match signing.supersedes {
            Some(old) => self.conn.query_row(
                "SELECT EXISTS (SELECT 1 FROM framework_order WHERE document_id = ?1 AND complete_later = 1)",
                [old],
                |r| r.get(0),
            )?,
            None => false,
        })
    }

    /// The figures of an order beside its text; answers with the order's number.
    pub(super) fn insert_order(
        &self,
        case: i64,
        document: i64,
        spec: &str,
        answers: &Answers,
        decided: Option<u64>,
    ) -> Result<i64> {
        let factor = self.store.unit().factor;
        let day = |field: &str| parse_date(answers.get(field)).ok().map(|d| d.to_string());
        let provider = answers.get("utforare.namn").trim();
        let known: Option<i64> = self
            .conn
            .query_row("SELECT id FROM provider WHERE name = ?1", [provider], |r| {
                r.get(0)
            })
            .optional()?;
        let choice = match answers.get("utforare.val") {
            "eget val" => Some("val"),
            "" => None,
            _ => Some("icke_val"),
        };
        let minutes =
            i64::try_from(factor.sum(&answers.lines).rounded_minutes()).unwrap_or(i64::MAX);
        self.insert_order_row(&OrderRow {
            case,
            document,
            provider: known,
            provider_name: provider,
            choice,
            from: day("tid.from"),
            to: day("tid.tom"),
            minutes,
            factor,
            complete_later: spec == SHORT_ORDER,
            decided: decided.and_then(|minutes| i64::try_from(minutes).ok()),
            lines: &answers.lines,
        })
    }

    pub(super) fn insert_order_row(&self, row: &OrderRow) -> Result<i64> {
        self.conn.execute(
            "INSERT INTO main.framework_order (case_id, document_id, provider_id, provider_name, provider_choice, valid_from,
                    valid_to, minutes_per_month, weeks_num, weeks_den, days_num, days_den, uses_mean,
                    complete_later, decided_minutes)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
            params![
                row.case,
                row.document,
                row.provider,
                row.provider_name,
                row.choice,
                row.from,
                row.to,
                row.minutes,
                row.factor.weeks.0,
                row.factor.weeks.1,
                row.factor.days.0,
                row.factor.days.1,
                row.factor.mean,
                row.complete_later,
                row.decided
            ],
        )?;
        let order = self.conn.last_insert_rowid();
        let mut insert = self.conn.prepare_cached(
            "INSERT INTO main.estimate_line (order_id, line, area, intervention, minutes, times_min, times_max, per,
                                        double_staffing)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?;
        for (number, line) in row.lines.iter().enumerate() {
            insert.execute(params![
                order,
                number as i64 + 1,
                line.area,
                line.intervention,
                line.minutes,
                line.times_min,
                line.times_max,
                line.per.word(),
                line.double_staffing
            ])?;
        }
        Ok(order)
    }

    /// What the order of a document is, before another takes its place.
    pub(super) fn order_before(&self, case: i64, document: i64) -> Result<Option<Before>> {
        let found: Option<(i64, String, bool, NaiveDate)> = self
            .conn
            .query_row(
                "SELECT o.id, coalesce(p.name, o.provider_name), o.complete_later, d.day
                 FROM framework_order o JOIN document d ON d.id = o.document_id
                 LEFT JOIN provider p ON p.id = o.provider_id WHERE o.document_id = ?1",
                [document],
                |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, super::row::day(r, 3)?)),
            )
            .optional()?;
        let Some((order, provider, complete_later, signed)) = found else {
            return Ok(None);
        };
        let events = super::read::effective_events(self.conn, case)?;
        // What is signed the same day as the decision after it is of the round before that.
        let outgrown = outgrown(self.conn, case)?.is_some();
        let begun = round::begun(DocumentKind::Order, events.iter().map(|e| (e.kind, e.day)));
        Ok(Some(Before {
            first: self.first_of(case, order)?,
            provider,
            complete_later,
            new_round: !complete_later && (outgrown || begun.is_some_and(|begun| signed < begun)),
            lines: self.store.estimate(order)?,
        }))
    }

    /// Says that an order has given way to one that is sent by itself: of a new round, or to another provider.
    pub(super) fn replace_order(&self, person: i64, signing: &Signing, order: i64) -> Result<()> {
        let event = NewEvent {
            subject: Subject::Order(order),
            ..NewEvent::on(EventKind::OrderReplaced, signing.day)
        };
        self.insert_event(person, Some(signing.case), &event, None)?;
        Ok(())
    }

    /// Says that an order is to be completed, or that the one it replaces now is.
    pub(super) fn follow_completion(
        &self,
        person: i64,
        signing: &Signing,
        order: i64,
        before: Option<&Before>,
    ) -> Result<()> {
        let later = signing.spec.id == SHORT_ORDER;
        let waited = before.filter(|before| before.complete_later);
        let (kind, order) = match (later, waited) {
            (true, None) => (
                EventKind::OrderToComplete,
                self.first_of(signing.case, order)?,
            ),
            (false, Some(before)) => (EventKind::OrderCompleted, before.first),
            _ => return Ok(()),
        };
        let event = NewEvent {
            subject: Subject::Order(order),
            ..NewEvent::on(kind, signing.day)
        };
        self.insert_event(person, Some(signing.case), &event, None)?;
        self.project_case(signing.case)
    }
}
