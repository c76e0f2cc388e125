//! Cases: opened, given a number, given to a caseworker.

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, params};

use super::apply::{Writing, unknown};
use super::{Store, log};
use crate::core::change::{Applied, Change, NewCase, NewEvent, PersonRef, Undo};
use crate::core::event::EventKind;
use crate::core::next::{NextStep, led_to};
use crate::core::text::clean_line;
use crate::error::{Error, Result};

impl Store {
    /// The person a case is about.
    pub(super) fn person_of(&self, case: i64) -> Result<i64> {
        self.conn
            .prepare_cached("SELECT person_id FROM cases WHERE id = ?1")?
            .query_row([case], |r| r.get(0))
            .optional()?
            .ok_or_else(unknown)
    }
}

impl Writing<'_> {
    pub(super) fn person_of(&self, case: i64) -> Result<i64> {
        self.store.person_of(case)
    }

    pub(super) fn number_of(&self, case: i64) -> Result<String> {
        Ok(self
            .conn
            .prepare_cached("SELECT case_number FROM cases WHERE id = ?1")?
            .query_row([case], |r| r.get(0))?)
    }

    pub(super) fn open_case(&self, case: &NewCase) -> Result<Applied> {
        self.not_ahead(case.received)?;
        if self.store.unit().case_types.get(&case.case_type).is_none() {
            return Err(Error::user(format!(
                "Ärendetypen ”{}” finns inte.",
                case.case_type
            )));
        }
        let person = match &case.person {
            PersonRef::Known(id) => {
                self.must_see(*id)?;
                self.must_be_able_to_name(*id, case.owner.unwrap_or(self.user.id))?;
                *id
            }
            PersonRef::New(new) => self.insert_person(new)?,
        };
        let number = match &case.case_number {
            Some(number) => clean_line(number),
            None => self.next_case_number(case.received)?,
        };
        self.conn
            .prepare_cached(
                "INSERT INTO main.cases (case_number, person_id, unit_id, case_type, channel, oral, report, opened_on)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                number,
                person,
                self.own_unit()?,
                case.case_type,
                clean_line(&case.channel),
                case.oral,
                case.report,
                case.received.to_string(),
            ])?;
        let id = self.conn.last_insert_rowid();
        self.index_case(id, person, &number)?;
        let owner = case.owner.unwrap_or(self.user.id);
        self.insert_assignment(id, owner, case.received, "")?;
        let received = NewEvent {
            note: clean_line(&case.about),
            ..NewEvent::on(EventKind::Received, case.received)
        };
        self.insert_event(person, Some(id), &received, None)?;
        self.project_case(id)?;
        if let Some(before) = case.led_by {
            self.follow_led(person, before, &number)?;
        }
        self.log(&log::Entry {
            action: "open_case",
            person: Some(person),
            case: Some(id),
            ..log::Entry::default()
        })?;
        Ok(Applied {
            person: Some(person),
            case: Some(id),
            ..Applied::default()
        })
    }

    /// What a follow-up led to is done when its new case is registered. One that is no longer the person's, has
    /// closed or leads to something else is left as it is.
    fn follow_led(&self, person: i64, before: i64, number: &str) -> Result<()> {
        let open: bool = self.conn.query_row(
            "SELECT EXISTS (SELECT 1 FROM cases WHERE id = ?1 AND person_id = ?2 AND closed_on IS NULL)",
            params![before, person],
            |r| r.get(0),
        )?;
        let events = super::read::effective_events(self.conn, before)?;
        let waits = led_to(&events).is_some_and(|(step, _)| step == NextStep::BeginAssessment);
        if !open || !waits {
            return Ok(());
        }
        let event = NewEvent {
            note: number.to_owned(),
            ..NewEvent::on(EventKind::LedToCase, self.store.today())
        };
        self.insert_event(person, Some(before), &event, None)?;
        self.project_case(before)
    }

    /// The unit's own series: year and running number, "26-0412".
    fn next_case_number(&self, day: NaiveDate) -> Result<String> {
        let year = day.format("%y").to_string();
        let key = format!("case_series_{year}");
        let mut next = self
            .store
            .meta(&key)?
            .and_then(|v| v.parse::<u32>().ok())
            .unwrap_or(0);
        loop {
            next += 1;
            let number = format!("{year}-{next:04}");
            let taken: bool = self
                .conn
                .prepare_cached("SELECT EXISTS (SELECT 1 FROM cases WHERE case_number = ?1)")?
                .query_row([&number], |r| r.get(0))?;
            if !taken {
                self.store.set_meta(&key, &next.to_string())?;
                return Ok(number);
            }
        }
    }

    pub(super) fn index_case(&self, case: i64, person: i64, number: &str) -> Result<()> {
        let key = crate::core::text::fold(number);
        self.conn
            .prepare_cached(
                "INSERT OR IGNORE INTO main.search_key (key, person_id, case_id, true_key) VALUES (?1, ?2, ?3, ?1)",
            )?
            .execute(params![key, person, case])?;
        Ok(())
    }

    pub(super) fn insert_assignment(
        &self,
        case: i64,
        user: i64,
        from: NaiveDate,
        reason: &str,
    ) -> Result<()> {
        self.conn
            .prepare_cached("INSERT INTO main.assignment (case_id, user_id, valid_from, reason) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![case, user, from.to_string(), clean_line(reason)])?;
        let person = self.person_of(case)?;
        if self.is_protected(person)? {
            self.name_user(person, user, from)?;
        }
        Ok(())
    }

    pub(super) fn assign(
        &self,
        case: i64,
        user: i64,
        from: NaiveDate,
        reason: &str,
    ) -> Result<Applied> {
        let person = self.person_of(case)?;
        self.must_not_be_related(person, user)?;
        let before: Option<i64> = self
            .conn
            .query_row(
                "SELECT user_id FROM assignment WHERE case_id = ?1 AND valid_to IS NULL ORDER BY id DESC LIMIT 1",
                [case],
                |r| r.get(0),
            )
            .optional()?;
        if before == Some(user) {
            return Err(Error::user("Handläggaren har redan ärendet."));
        }
        self.conn.execute(
            "UPDATE main.assignment SET valid_to = ?2 WHERE case_id = ?1 AND valid_to IS NULL",
            params![case, from.to_string()],
        )?;
        self.insert_assignment(case, user, from, reason)?;
        self.conn.execute(
            "UPDATE main.cases SET version = version + 1 WHERE id = ?1",
            [case],
        )?;
        self.project_case(case)?;
        self.log(&log::Entry {
            action: "assign",
            person: Some(person),
            case: Some(case),
            ..log::Entry::default()
        })?;
        let undo = before.map(|before| Undo {
            sentence: format!(
                "Ärende {} går tillbaka till den förra handläggaren.",
                self.number_of(case).unwrap_or_default()
            ),
            change: Box::new(Change::Assign {
                case,
                user: before,
                from,
                reason: "ångrad överlämning".into(),
            }),
        });
        Ok(Applied {
            person: Some(person),
            case: Some(case),
            undo,
            ..Applied::default()
        })
    }
}
