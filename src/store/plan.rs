//! Orders to providers with what follows on them: plans, what reading them came to, reminders.

use std::collections::HashMap;

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, params};

use super::apply::Writing;
use super::checked::Checked;
use super::{Store, log, row};
use crate::core::access::Act;
use crate::core::calendar::day_month;
use crate::core::change::{Applied, Change, NewEvent, Undo};
use crate::core::coverage::PlanLine;
use crate::core::estimate::{EstimateLine, Factor, Per};
use crate::core::event::{Event, EventKind, Subject};
use crate::core::plan::{Answer, NewPlan, OrderFacts, Outcome, Plan, Reminder, Rung};
use crate::core::text::{clean_line, clean_text, fold};
use crate::core::user::User;
use crate::error::{Error, Result};

/// An order as it lies in the database, before its events are read.
struct Row {
    order: i64,
    document: i64,
    replaces: Option<i64>,
    day: NaiveDate,
    provider: String,
    private: bool,
    factor: Factor,
    complete_later: bool,
    /// Whether it was sent by an event of its own.
    sent: bool,
    /// Whether it has given way to one that was.
    given_way: bool,
}

/// A chain of orders to one provider that replaced one another: the first is the one that events name. One
/// that was sent anew, to another provider or in a new round, begins a chain of its own.
struct Chain {
    first: i64,
    given_way: bool,
    sent: NaiveDate,
    last: Row,
    all: Vec<i64>,
}

fn chains(conn: &Checked, case: i64) -> Result<Vec<Chain>> {
    let mut statement = conn.prepare_cached(
        "SELECT o.id, o.document_id, d.supersedes, d.day, coalesce(p.name, o.provider_name),
                coalesce(p.regime, '') = 'privat', o.weeks_num, o.weeks_den, o.days_num, o.days_den, o.uses_mean,
                o.complete_later,
                EXISTS (SELECT 1 FROM event e WHERE e.case_id = o.case_id AND e.kind = 'bestalld'
                        AND e.subject = 'bestallning' AND e.subject_id = o.id),
                EXISTS (SELECT 1 FROM event e WHERE e.case_id = o.case_id AND e.kind = 'bestallning_ersatt' AND e.void = 0
                        AND e.subject = 'bestallning' AND e.subject_id = o.id)
         FROM framework_order o JOIN document d ON d.id = o.document_id LEFT JOIN provider p ON p.id = o.provider_id
         WHERE o.case_id = ?1 ORDER BY o.id",
    )?;
    let rows: Vec<Row> = statement
        .query_map([case], |r| {
            Ok(Row {
                order: r.get(0)?,
                document: r.get(1)?,
                replaces: r.get(2)?,
                day: row::day(r, 3)?,
                provider: r.get(4)?,
                private: r.get(5)?,
                factor: Factor {
                    weeks: (r.get(6)?, r.get(7)?),
                    days: (r.get(8)?, r.get(9)?),
                    mean: r.get(10)?,
                },
                complete_later: r.get(11)?,
                sent: r.get(12)?,
                given_way: r.get(13)?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    let mut chains: Vec<Chain> = Vec::new();
    for row in rows {
        let before = row
            .replaces
            .and_then(|old| chains.iter_mut().find(|chain| chain.last.document == old))
            .filter(|chain| {
                let same = same_provider(&chain.last.provider, &row.provider);
                !row.sent || (same && !chain.given_way)
            });
        match before {
            Some(chain) => {
                chain.all.push(row.order);
                chain.last = row;
            }
            None => chains.push(Chain {
                given_way: row.given_way,
                first: row.order,
                sent: row.day,
                all: vec![row.order],
                last: row,
            }),
        }
    }
    Ok(chains)
}

/// Whether two names are one provider. An order that names nobody goes to whoever the next one names.
pub(super) fn same_provider(before: &str, now: &str) -> bool {
    before.trim().is_empty() || fold(before.trim()) == fold(now.trim())
}

/// What an event of an order is recorded about: the order, where its sending was. A register from
/// elsewhere has the sending on the case, and what follows on it must stand there too.
fn subject_for(events: &[Event], order: i64) -> Subject {
    let sent = |subject: Subject| {
        events
            .iter()
            .any(|e| e.kind == EventKind::OrderSent && e.subject == subject)
    };
    if !sent(Subject::Order(order)) && sent(Subject::Case) {
        Subject::Case
    } else {
        Subject::Order(order)
    }
}

/// The day an order gave way to one that was sent by itself.
fn replaced(events: &[Event], order: i64) -> Option<NaiveDate> {
    events
        .iter()
        .filter(|e| e.kind == EventKind::OrderReplaced && e.subject == Subject::Order(order))
        .map(|e| e.day)
        .max()
}

impl Store {
    /// The orders of a case with plans and reminders, the latest first.
    ///
    /// # Errors
    /// When the case may not be seen, or the database cannot be read.
    pub fn orders(&self, user: &User, case: i64) -> Result<Vec<OrderFacts>> {
        self.admit(user, self.person_of(case)?, Act::Read)?;
        self.case_orders(case)
    }

    pub(super) fn case_orders(&self, case: i64) -> Result<Vec<OrderFacts>> {
        let chains = chains(&self.conn, case)?;
        if chains.is_empty() {
            return Ok(Vec::new());
        }
        let events = super::read::effective_events(&self.conn, case)?;
        let mut orders = Vec::new();
        for chain in chains.into_iter().rev() {
            let subject = subject_for(&events, chain.first);
            let last = |kind: EventKind| {
                events
                    .iter()
                    .filter(|e| e.kind == kind && e.subject == subject)
                    .map(|e| e.day)
                    .max()
            };
            let sent = last(EventKind::OrderSent).unwrap_or(chain.sent);
            orders.push(OrderFacts {
                id: chain.first,
                document: chain.last.document,
                provider: chain.last.provider,
                private: chain.last.private,
                sent,
                confirmed: last(EventKind::OrderConfirmed).filter(|day| *day >= sent),
                replaced: replaced(&events, chain.first),
                estimate: self.estimate(chain.last.order)?,
                factor: chain.last.factor,
                complete_later: chain.last.complete_later,
                plans: self.plans(&chain.all)?,
                reminders: self.reminders(&chain.all)?,
            });
        }
        Ok(orders)
    }

    pub(super) fn estimate(&self, order: i64) -> Result<Vec<EstimateLine>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT area, intervention, minutes, times_min, times_max, per, double_staffing FROM estimate_line
             WHERE order_id = ?1 ORDER BY line",
        )?;
        let lines = statement.query_map([order], |r| {
            Ok(EstimateLine {
                area: r.get(0)?,
                intervention: r.get(1)?,
                minutes: r.get(2)?,
                times_min: r.get(3)?,
                times_max: r.get(4)?,
                per: row::word(r, 5, Per::from_word)?,
                double_staffing: r.get(6)?,
            })
        })?;
        Ok(lines.collect::<rusqlite::Result<_>>()?)
    }

    /// The orders that events of a case name by one number: an order and those that replaced it.
    pub(super) fn orders_known_as(&self, case: i64, first: i64) -> Result<Vec<i64>> {
        let chains = chains(&self.conn, case)?;
        let chain = chains.into_iter().find(|chain| chain.first == first);
        Ok(chain.map_or_else(|| vec![first], |chain| chain.all))
    }

    /// The plans of a chain of orders, the latest first.
    fn plans(&self, chain: &[i64]) -> Result<Vec<Plan>> {
        let mut plans = Vec::new();
        for order in chain {
            let mut statement = self.conn.prepare_cached(
                "SELECT id, received_on, goal_understood, took_part, signed_on, outcome, outcome_on, outcome_reason
                 FROM plan WHERE order_id = ?1
                   AND NOT EXISTS (SELECT 1 FROM plan_withdrawn w WHERE w.plan_id = plan.id)",
            )?;
            let found = statement.query_map([order], |r| {
                Ok(Plan {
                    id: r.get(0)?,
                    received: row::day(r, 1)?,
                    goal_understood: row::word_opt(r, 2, Answer::from_word)?,
                    took_part: row::word_opt(r, 3, Answer::from_word)?,
                    signed_on: row::day_opt(r, 4)?,
                    outcome: row::word_opt(r, 5, Outcome::from_word)?,
                    outcome_on: row::day_opt(r, 6)?,
                    reason: r.get(7)?,
                    lines: Vec::new(),
                })
            })?;
            for plan in found {
                let mut plan = plan?;
                plan.lines = self.plan_lines(plan.id)?;
                plans.push(plan);
            }
        }
        plans.sort_by_key(|plan| std::cmp::Reverse((plan.received, plan.id)));
        Ok(plans)
    }

    pub(super) fn plan_lines(&self, plan: i64) -> Result<Vec<PlanLine>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT area, intervention, minutes_per_month FROM plan_line WHERE plan_id = ?1 ORDER BY line",
        )?;
        let lines = statement.query_map([plan], |r| {
            Ok(PlanLine {
                area: r.get(0)?,
                intervention: r.get(1)?,
                minutes_per_month: r
                    .get::<_, Option<i64>>(2)?
                    .and_then(|minutes| u64::try_from(minutes).ok()),
            })
        })?;
        Ok(lines.collect::<rusqlite::Result<_>>()?)
    }

    fn reminders(&self, chain: &[i64]) -> Result<Vec<Reminder>> {
        let mut reminders = Vec::new();
        for order in chain {
            let mut statement = self.conn.prepare_cached(
                "SELECT m.rung, m.day, m.note, u.name, w.day FROM plan_reminder m JOIN user u ON u.id = m.user_id
                 LEFT JOIN plan_reminder_withdrawn w ON w.reminder_id = m.id
                 WHERE m.order_id = ?1 ORDER BY m.day, m.id",
            )?;
            let found = statement.query_map([order], |r| {
                Ok(Reminder {
                    rung: row::word(r, 0, Rung::from_word)?,
                    day: row::day(r, 1)?,
                    note: r.get(2)?,
                    by: r.get(3)?,
                    withdrawn: row::day_opt(r, 4)?,
                })
            })?;
            for reminder in found {
                reminders.push(reminder?);
            }
        }
        reminders.sort_by_key(|reminder| reminder.day);
        Ok(reminders)
    }

    /// Every order with the number of the document it stands in, for the register.
    pub(super) fn order_documents(&self) -> Result<HashMap<i64, i64>> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT id, document_id FROM framework_order")?;
        let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Writing<'_> {
    /// An event of an order, recorded without saying which: it is about the only one there is.
    pub(super) fn about_order(&self, case: i64, event: &NewEvent) -> Result<NewEvent> {
        let mut event = event.clone();
        if !event.kind.is_of_order() {
            return Ok(event);
        }
        let events = super::read::effective_events(self.conn, case)?;
        let orders = chains(self.conn, case)?;
        let running: Vec<&Chain> = orders
            .iter()
            .filter(|chain| replaced(&events, chain.first).is_none())
            .collect();
        match (event.subject, running.as_slice()) {
            (Subject::Case, [only]) => event.subject = subject_for(&events, only.first),
            (Subject::Order(order), _) if !orders.iter().any(|chain| chain.first == order) => {
                return Err(Error::user("Beställningen hör inte till ärendet."));
            }
            (Subject::Order(order), _) => event.subject = subject_for(&events, order),
            _ => {}
        }
        Ok(event)
    }

    fn case_of_order(&self, order: i64) -> Result<i64> {
        self.conn
            .prepare_cached("SELECT case_id FROM framework_order WHERE id = ?1")?
            .query_row([order], |r| r.get(0))
            .optional()?
            .ok_or_else(super::apply::unknown)
    }

    pub(super) fn register_plan(&self, plan: &NewPlan) -> Result<Applied> {
        if self.case_of_order(plan.order)? != plan.case {
            return Err(super::apply::unknown());
        }
        self.must_see_case(plan.case)?;
        self.not_ahead(plan.received)?;
        if plan.lines.is_empty() {
            return Err(Error::user("Planen har ingen insats.")
                .hint("Skriv minst en rad, till exempel hygien 24 h."));
        }
        let orders = self.store.case_orders(plan.case)?;
        if let Some(order) = orders.iter().find(|order| order.id == plan.order)
            && plan.received < order.sent
        {
            return Err(Error::user(format!(
                "Planen kom {}, före beställningen {}.",
                plan.received, order.sent
            )));
        }
        self.conn.execute(
            "INSERT INTO main.plan (order_id, received_on, goal_understood, took_part, signed_on) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                plan.order,
                plan.received.to_string(),
                plan.goal_understood.map(Answer::word),
                plan.took_part.map(Answer::word),
                plan.signed_on.map(|day| day.to_string()),
            ],
        )?;
        let id = self.conn.last_insert_rowid();
        self.insert_plan_lines(id, &plan.lines)?;
        let event = NewEvent {
            subject: Subject::Order(plan.order),
            ..NewEvent::on(EventKind::PlanReceived, plan.received)
        };
        self.plan_event(plan.case, &event, id, "register_plan", "")
    }

    pub(super) fn insert_plan_lines(&self, plan: i64, lines: &[PlanLine]) -> Result<()> {
        let mut insert = self.conn.prepare_cached(
            "INSERT INTO main.plan_line (plan_id, line, area, intervention, minutes_per_month) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for (number, line) in lines.iter().enumerate() {
            let minutes = line
                .minutes_per_month
                .map(|m| i64::try_from(m).unwrap_or(i64::MAX));
            insert.execute(params![
                plan,
                number as i64 + 1,
                clean_line(&line.area),
                clean_line(&line.intervention),
                minutes
            ])?;
        }
        Ok(())
    }

    pub(super) fn judge_plan(
        &self,
        plan: i64,
        outcome: Outcome,
        day: NaiveDate,
        reason: &str,
    ) -> Result<Applied> {
        let found: Option<(i64, NaiveDate, bool)> = self
            .conn
            .query_row(
                "SELECT order_id, received_on, outcome IS NOT NULL FROM plan WHERE id = ?1",
                [plan],
                |r| Ok((r.get(0)?, row::day(r, 1)?, r.get(2)?)),
            )
            .optional()?;
        let Some((order, received, judged)) = found else {
            return Err(super::apply::unknown());
        };
        let case = self.case_of_order(order)?;
        self.must_see_case(case)?;
        self.not_ahead(day)?;
        if judged {
            return Err(Error::conflict("Planen är redan läst.").hint("Läs in ärendet på nytt."));
        }
        if day < received {
            return Err(Error::user("Dagen ligger före den dag då planen kom."));
        }
        let reason = clean_text(reason).trim().to_owned();
        if reason.is_empty() && outcome != Outcome::Accepted {
            return Err(Error::user(match outcome {
                Outcome::Returned => "Skälen saknas.",
                _ => "Anmärkningen saknas.",
            }));
        }
        self.conn.execute(
            "UPDATE main.plan SET outcome = ?2, outcome_on = ?3, outcome_reason = ?4 WHERE id = ?1",
            params![plan, outcome.word(), day.to_string(), reason],
        )?;
        let kind = match outcome {
            Outcome::Returned => EventKind::PlanReturned,
            _ => EventKind::PlanAccepted,
        };
        let first = self.first_of(case, order)?;
        let event = NewEvent {
            subject: Subject::Order(first),
            note: reason,
            ..NewEvent::on(kind, day)
        };
        self.plan_event(case, &event, plan, "judge_plan", outcome.word())
    }

    /// The number by which events name an order.
    pub(super) fn first_of(&self, case: i64, order: i64) -> Result<i64> {
        let chains = chains(self.conn, case)?;
        let chain = chains.iter().find(|chain| chain.all.contains(&order));
        Ok(chain.map_or(order, |chain| chain.first))
    }

    /// The event of a plan, with its log row.
    fn plan_event(
        &self,
        case: i64,
        event: &NewEvent,
        plan: i64,
        action: &'static str,
        detail: &str,
    ) -> Result<Applied> {
        let mut applied = self.record_event(case, event)?;
        self.log(&log::Entry {
            action,
            person: applied.person,
            case: Some(case),
            row: Some(plan),
            detail,
        })?;
        // Striking the event takes the plan with it (`plan_put_right.rs`), so that it can be undone.
        applied.row = Some(plan);
        Ok(applied)
    }

    pub(super) fn remind_plan(
        &self,
        order: i64,
        rung: Rung,
        day: NaiveDate,
        note: &str,
    ) -> Result<Applied> {
        let case = self.case_of_order(order)?;
        let person = self.must_see_case(case)?;
        self.not_ahead(day)?;
        let orders = self.store.case_orders(case)?;
        let first = self.first_of(case, order)?;
        if let Some(taken) = orders
            .iter()
            .find(|known| known.id == first)
            .and_then(|known| known.may_climb(day).err())
        {
            return Err(Error::user(format!(
                "{} är redan gjort {}.",
                taken.rung.name(),
                day_month(taken.day)
            ))
            .hint("Ett steg om dagen. Stryk det som är fel, eller ta nästa steg en annan dag."));
        }
        self.conn.execute(
            "INSERT INTO main.plan_reminder (order_id, rung, day, user_id, note) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                order,
                rung.word(),
                day.to_string(),
                self.user.id,
                clean_line(note).trim()
            ],
        )?;
        let id = self.conn.last_insert_rowid();
        self.log(&log::Entry {
            action: "remind_plan",
            person: Some(person),
            case: Some(case),
            row: Some(id),
            detail: rung.word(),
        })?;
        Ok(Applied {
            person: Some(person),
            case: Some(case),
            row: Some(id),
            undo: Some(Undo {
                sentence: format!(
                    "{} {} stryks i ärende {}. Raden ligger kvar som struken.",
                    rung.name(),
                    day_month(day),
                    self.number_of(case)?
                ),
                change: Box::new(Change::WithdrawReminder { reminder: id }),
            }),
        })
    }

    /// Takes a rung back by a row of its own.
    pub(super) fn withdraw_reminder(&self, reminder: i64) -> Result<Applied> {
        let order: Option<i64> = self
            .conn
            .query_row(
                "SELECT m.order_id FROM plan_reminder m WHERE m.id = ?1
                 AND NOT EXISTS (SELECT 1 FROM plan_reminder_withdrawn w WHERE w.reminder_id = m.id)",
                [reminder],
                |r| r.get(0),
            )
            .optional()?;
        let order =
            order.ok_or_else(|| Error::user("Påminnelsen finns inte eller är redan struken."))?;
        let case = self.case_of_order(order)?;
        let person = self.must_see_case(case)?;
        self.conn.execute(
            "INSERT INTO main.plan_reminder_withdrawn (reminder_id, day, user_id) VALUES (?1, ?2, ?3)",
            params![reminder, self.store.today().to_string(), self.user.id],
        )?;
        self.log(&log::Entry {
            action: "withdraw_reminder",
            person: Some(person),
            case: Some(case),
            row: Some(reminder),
            ..log::Entry::default()
        })?;
        Ok(Applied {
            person: Some(person),
            case: Some(case),
            row: Some(reminder),
            undo: None,
        })
    }
}
