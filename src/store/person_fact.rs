//! What is dated in a person's file: numbers, protection, addresses, people around, papers, objections.

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, params};

use super::apply::{Writing, unknown};
use super::person::taken;
use super::{log, row};
use crate::core::calendar::day_month;
use crate::core::change::{Applied, Change, NewEvent, PersonFact, Undo};
use crate::core::event::{EventKind, Subject};
use crate::core::personal_number::PersonalNumber;
use crate::core::text::{clean_line, clean_text};
use crate::error::{Error, Result};

impl Writing<'_> {
    pub(super) fn add_to_person(&self, person: i64, fact: &PersonFact) -> Result<Applied> {
        let id = person;
        let (mut row_made, mut undo) = (None, None);
        match fact {
            PersonFact::Number { number, from } => self.change_number(id, number, *from)?,
            PersonFact::Protection {
                level,
                source,
                date,
            } => {
                self.not_ahead(*date)?;
                self.conn.execute(
                    "UPDATE main.person SET protection = ?2, protection_source = ?3, protection_date = ?4,
                            version = version + 1 WHERE id = ?1",
                    params![id, level.map(|l| l.word()), clean_line(source), date.to_string()],
                )?;
                self.name_workers(id, *date)?;
                self.project_person(id)?;
            }
            PersonFact::Household {
                situation,
                note,
                from,
            } => {
                self.end_open("household", id, *from)?;
                self.conn.execute(
                    "INSERT INTO main.household (person_id, situation, note, valid_from) VALUES (?1, ?2, ?3, ?4)",
                    params![id, situation.word(), clean_line(note), from.to_string()],
                )?;
            }
            PersonFact::Address {
                street,
                postcode,
                city,
                from,
            } => {
                let street = self.needed(street, "Gatuadress")?;
                self.end_open("address", id, *from)?;
                self.conn.execute(
                    "INSERT INTO main.address (person_id, street, postcode, city, valid_from) VALUES (?1, ?2, ?3, ?4, ?5)",
                    params![id, street, clean_line(postcode), clean_line(city), from.to_string()],
                )?;
            }
            PersonFact::Phone { number, from } => {
                let number = self.needed(number, "Telefonnummer")?;
                self.conn.execute(
                    "INSERT INTO main.phone (person_id, number, valid_from) VALUES (?1, ?2, ?3)",
                    params![id, number, from.to_string()],
                )?;
            }
            PersonFact::Contact {
                role,
                name,
                relation,
                phone,
                call_first,
                covers,
                from,
            } => {
                let name = self.needed(name, "Namn")?;
                self.conn.execute(
                    "INSERT INTO main.contact (person_id, role, name, relation, phone, call_first, covers, valid_from)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                    params![
                        id,
                        role.word(),
                        name,
                        clean_line(relation),
                        clean_line(phone),
                        call_first,
                        clean_line(covers),
                        from.to_string()
                    ],
                )?;
            }
            PersonFact::Paper {
                kind,
                received,
                kept_at,
                case,
            } => {
                self.not_ahead(*received)?;
                self.case_is_persons(id, *case)?;
                let kind = self.needed(kind, "Handling")?;
                let kept = self.needed(kept_at, "Var handlingen förvaras")?;
                self.conn.execute(
                    "INSERT INTO main.paper (person_id, case_id, kind, received_on, kept_at) VALUES (?1, ?2, ?3, ?4, ?5)",
                    params![id, case, kind, received.to_string(), kept],
                )?;
                self.note(id, *case, EventKind::PaperReceived, *received, &kind)?;
            }
            PersonFact::Objection { text, day, case } => {
                self.not_ahead(*day)?;
                self.case_is_persons(id, *case)?;
                let text = clean_text(text);
                if text.trim().is_empty() {
                    return Err(Error::user("Invändningen är tom."));
                }
                let (content, digest) = self.keep(&text)?;
                self.conn.execute(
                    "INSERT INTO main.objection (person_id, case_id, day, content_id, digest, noted_by)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                    params![id, case, day.to_string(), content, digest, self.user.id],
                )?;
                self.note(id, *case, EventKind::ObjectionNoted, *day, "")?;
            }
            PersonFact::Visit {
                day,
                time,
                about,
                case,
            } => {
                self.case_is_persons(id, *case)?;
                let about = self.needed(about, "Vad besöket gäller")?;
                self.conn.execute(
                    "INSERT INTO main.visit (person_id, case_id, day, time, about, user_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                    params![id, case, day.to_string(), time.map(row::time_text), about, self.user.id],
                )?;
                let visit = self.conn.last_insert_rowid();
                row_made = Some(visit);
                undo = Some(Undo {
                    sentence: format!(
                        "Besöket {} avbokas. Det som bokades ligger kvar som struket.",
                        day_month(*day)
                    ),
                    change: Box::new(Change::ChangeVisit {
                        visit,
                        to: None,
                        reason: "ångrad".into(),
                    }),
                });
                let event = NewEvent {
                    time: *time,
                    ..NewEvent::on(EventKind::VisitBooked, *day)
                };
                self.note_event(
                    id,
                    *case,
                    &NewEvent {
                        note: about,
                        ..event
                    },
                )?;
            }
            PersonFact::Died { day } => {
                self.not_ahead(*day)?;
                self.conn.execute(
                    "UPDATE main.person SET died_on = ?2, version = version + 1 WHERE id = ?1",
                    params![id, day.to_string()],
                )?;
                self.note(id, None, EventKind::Died, *day, "")?;
            }
            PersonFact::Moved { to, day } => {
                self.conn.execute(
                    "UPDATE main.person SET moved_on = ?2, moved_to = ?3, version = version + 1 WHERE id = ?1",
                    params![id, day.to_string(), clean_line(to)],
                )?;
                self.note(id, None, EventKind::MovedAway, *day, &clean_line(to))?;
            }
            PersonFact::SameAs { other } => self.merge(id, *other)?,
        }
        self.log(&log::Entry {
            action: "add_to_person",
            person: Some(id),
            ..log::Entry::default()
        })?;
        Ok(Applied {
            person: Some(id),
            case: None,
            row: row_made,
            undo,
        })
    }

    /// Ends the row that was in force until now, the day before the new one begins.
    fn end_open(&self, table: &str, person: i64, from: NaiveDate) -> Result<()> {
        let before = from.pred_opt().unwrap_or(from);
        self.conn.execute(
            &format!(
                "UPDATE main.{table} SET valid_to = max(valid_from, ?2)
                 WHERE person_id = ?1 AND valid_to IS NULL AND valid_from <= ?3"
            ),
            params![person, before.to_string(), from.to_string()],
        )?;
        Ok(())
    }

    fn change_number(&self, person: i64, number: &PersonalNumber, from: NaiveDate) -> Result<()> {
        self.check_number(number)?;
        if let Some(other) = self.person_by_number(&number.to_string())? {
            if !self.store.sees(self.user, other)? {
                return Err(taken(number));
            }
            return Err(Error::user(if other == person {
                format!("{number} är redan personens nummer.")
            } else {
                format!("{number} tillhör en annan person.")
            })
            .hint("Är personen inlagd två gånger, använd ”samma person som”."));
        }
        self.conn.execute(
            "UPDATE main.identity_number SET valid_to = ?2 WHERE person_id = ?1 AND valid_to IS NULL",
            params![person, from.pred_opt().unwrap_or(from).to_string()],
        )?;
        self.insert_number(person, number, Some(from))?;
        self.conn.execute(
            "UPDATE main.person SET version = version + 1 WHERE id = ?1",
            [person],
        )?;
        self.index_person(person)
    }

    fn merge(&self, person: i64, other: i64) -> Result<()> {
        self.must_see(other)?;
        if person == other {
            return Err(Error::user("Det är samma akt."));
        }
        let moved_on: Option<i64> = self
            .conn
            .query_row(
                "SELECT merged_into FROM person WHERE id = ?1",
                [other],
                |r| r.get(0),
            )
            .optional()?
            .ok_or_else(unknown)?;
        if moved_on.is_some() {
            return Err(Error::user(
                "Den andra akten pekar själv vidare. Välj den akt som gäller.",
            ));
        }
        let open: i64 = self.conn.query_row(
            "SELECT count(*) FROM cases WHERE person_id = ?1 AND closed_on IS NULL",
            [person],
            |r| r.get(0),
        )?;
        if open > 0 {
            return Err(Error::user(format!("Akten har {open} öppna ärenden."))
                .hint("Avsluta dem här och öppna dem i den akt som gäller."));
        }
        self.conn.execute(
            "UPDATE main.person SET merged_into = ?2, version = version + 1 WHERE id = ?1",
            params![person, other],
        )?;
        Ok(())
    }

    fn needed(&self, text: &str, what: &str) -> Result<String> {
        let text = clean_line(text);
        if text.is_empty() {
            Err(Error::user(format!("{what} saknas.")))
        } else {
            Ok(text)
        }
    }

    fn case_is_persons(&self, person: i64, case: Option<i64>) -> Result<()> {
        match case {
            Some(case) if self.person_of(case)? != person => Err(unknown()),
            _ => Ok(()),
        }
    }

    fn note(
        &self,
        person: i64,
        case: Option<i64>,
        kind: EventKind,
        day: NaiveDate,
        note: &str,
    ) -> Result<()> {
        self.note_event(
            person,
            case,
            &NewEvent {
                note: note.to_owned(),
                ..NewEvent::on(kind, day)
            },
        )
    }

    fn note_event(&self, person: i64, case: Option<i64>, event: &NewEvent) -> Result<()> {
        let subject = if case.is_some() {
            event.subject
        } else {
            Subject::File
        };
        self.insert_event(
            person,
            case,
            &NewEvent {
                subject,
                ..event.clone()
            },
            None,
        )?;
        if let Some(case) = case {
            self.project_case(case)?;
        }
        Ok(())
    }
}
