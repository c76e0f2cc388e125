//! What ends or is called off in a person's file: addresses, phones, contacts and booked visits. Each end is a
//! row of its own beside what was written.

use chrono::{NaiveDate, NaiveTime};
use rusqlite::{OptionalExtension, params};

use super::apply::{Writing, unknown};
use super::{log, row};
use crate::core::calendar::day_month;
use crate::core::change::{Applied, Change, NewEvent, Undo};
use crate::core::event::{EventKind, Subject};
use crate::core::person::Ending;
use crate::core::text::clean_line;
use crate::error::{Error, Result};

/// Where a fact lies.
fn table(fact: Ending) -> &'static str {
    match fact {
        Ending::Address => "address",
        Ending::Phone => "phone",
        Ending::Contact => "contact",
    }
}

/// A visit as it was booked.
struct Booked {
    person: i64,
    case: Option<i64>,
    day: NaiveDate,
    time: Option<NaiveTime>,
    about: String,
    user: i64,
}

impl Writing<'_> {
    /// Ends a fact on a day, or takes its end back.
    pub(super) fn end_fact(
        &self,
        fact: Ending,
        id: i64,
        last: Option<NaiveDate>,
        reason: &str,
    ) -> Result<Applied> {
        let table = table(fact);
        let (person, from, to) = self
            .conn
            .query_row(
                &format!("SELECT person_id, valid_from, valid_to FROM {table} WHERE id = ?1"),
                [id],
                |r| Ok((r.get::<_, i64>(0)?, row::day(r, 1)?, row::day_opt(r, 2)?)),
            )
            .optional()?
            .ok_or_else(unknown)?;
        self.must_see(person)?;
        if let Some(last) = last.filter(|last| *last < from) {
            return Err(Error::user(format!(
                "Sista dag: {last} ligger före den första, {from}."
            )));
        }
        if last.is_some() && to.is_some() {
            return Err(Error::conflict("Raden har redan en sista dag."));
        }
        let last = last.map(|day| day.to_string());
        self.conn.execute(
            &format!("UPDATE main.{table} SET valid_to = ?2 WHERE id = ?1"),
            params![id, last],
        )?;
        self.conn.execute(
            "INSERT INTO main.fact_end (person_id, fact, row_id, last_day, reason, noted_on, user_id)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                person,
                fact.word(),
                id,
                last,
                clean_line(reason),
                self.store.today().to_string(),
                self.user.id
            ],
        )?;
        let undo = last.map(|_| Undo {
            sentence: format!(
                "{}: sista dagen tas bort, och raden gäller igen.",
                fact.name()
            ),
            change: Box::new(Change::EndFact {
                fact,
                row: id,
                last: None,
                reason: "ångrad".into(),
            }),
        });
        self.ended("end_fact", person, None, id, fact.word(), undo)
    }

    /// Cancels a booked visit, or books it anew on another day.
    pub(super) fn change_visit(
        &self,
        visit: i64,
        to: Option<(NaiveDate, Option<NaiveTime>)>,
        reason: &str,
    ) -> Result<Applied> {
        let booked = self.booked(visit)?;
        self.must_see(booked.person)?;
        let reason = clean_line(reason);
        if reason.is_empty() {
            return Err(Error::user("Skäl saknas.").hint("Skriv varför besöket inte blir av då."));
        }
        let moved_to = match to {
            None => None,
            Some((day, time)) => {
                self.conn.execute(
                    "INSERT INTO main.visit (person_id, case_id, day, time, about, user_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                    params![
                        booked.person,
                        booked.case,
                        day.to_string(),
                        time.map(row::time_text),
                        booked.about,
                        booked.user
                    ],
                )?;
                Some(self.conn.last_insert_rowid())
            }
        };
        self.conn
            .execute("UPDATE main.visit SET cancelled = 1 WHERE id = ?1", [visit])?;
        self.conn.execute(
            "INSERT INTO main.visit_change (visit_id, moved_to, reason, changed_on, user_id) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                visit,
                moved_to,
                reason,
                self.store.today().to_string(),
                self.user.id
            ],
        )?;
        // The case's log says the same: what was booked is struck, with why.
        if let Some(event) = self.booking(&booked)? {
            let instead = to.map(|(day, time)| NewEvent {
                subject: booked.case.map_or(Subject::File, |_| Subject::Case),
                time,
                note: booked.about.clone(),
                ..NewEvent::on(EventKind::VisitBooked, day)
            });
            self.correct_event(event, instead.as_ref(), &reason)?;
        }
        // A move is taken back by moving it to the day it was on.
        let undo = moved_to.map(|moved| Undo {
            sentence: format!("Besöket flyttas tillbaka till {}.", day_month(booked.day)),
            change: Box::new(Change::ChangeVisit {
                visit: moved,
                to: Some((booked.day, booked.time)),
                reason: "ångrad".into(),
            }),
        });
        let action = if to.is_some() {
            "move_visit"
        } else {
            "cancel_visit"
        };
        self.ended(
            action,
            booked.person,
            booked.case,
            moved_to.unwrap_or(visit),
            "",
            undo,
        )
    }

    fn booked(&self, visit: i64) -> Result<Booked> {
        let found = self
            .conn
            .query_row(
                "SELECT person_id, case_id, day, time, about, user_id, cancelled FROM visit WHERE id = ?1",
                [visit],
                |r| {
                    let booked = Booked {
                        person: r.get(0)?,
                        case: r.get(1)?,
                        day: row::day(r, 2)?,
                        time: row::time_opt(r, 3)?,
                        about: r.get(4)?,
                        user: r.get(5)?,
                    };
                    Ok((booked, r.get::<_, bool>(6)?))
                },
            )
            .optional()?;
        match found {
            None => Err(unknown()),
            Some((_, true)) => Err(Error::conflict("Besöket är redan avbokat eller flyttat.")),
            Some((booked, false)) => Ok(booked),
        }
    }

    /// The event that was recorded when the visit was booked, if it stands.
    fn booking(&self, booked: &Booked) -> Result<Option<i64>> {
        Ok(self
            .conn
            .query_row(
                "SELECT e.id FROM event e
                 WHERE e.person_id = ?1 AND e.case_id IS ?2 AND e.kind = ?3 AND e.day = ?4 AND e.void = 0
                   AND NOT EXISTS (SELECT 1 FROM event n WHERE n.corrects = e.id)
                 ORDER BY e.id DESC LIMIT 1",
                params![
                    booked.person,
                    booked.case,
                    EventKind::VisitBooked.word(),
                    booked.day.to_string()
                ],
                |r| r.get(0),
            )
            .optional()?)
    }

    fn ended(
        &self,
        action: &'static str,
        person: i64,
        case: Option<i64>,
        row: i64,
        detail: &str,
        undo: Option<Undo>,
    ) -> Result<Applied> {
        self.log(&log::Entry {
            action,
            person: Some(person),
            case,
            row: Some(row),
            detail,
        })?;
        Ok(Applied {
            person: Some(person),
            case,
            row: Some(row),
            undo,
        })
    }
}
