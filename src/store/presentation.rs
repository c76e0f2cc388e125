//! Cases put up at a meeting where they are presented (*ärendedragning*), and what came of them.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use rusqlite::params;

use super::apply::Writing;
use super::standing::Asking;
use super::{Store, log, row};
use crate::core::change::Applied;
use crate::core::person::Situation;
use crate::core::query::Presented;
use crate::core::register::PresentationEntry;
use crate::core::text::clean_text;
use crate::core::user::User;
use crate::error::{Error, Result};

impl Store {
    /// The cases of a meeting that the user may see, in the order they were put up.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn presented(&self, user: &User, day: NaiveDate) -> Result<Vec<Presented>> {
        self.admit_list(user, "dragning", &day.to_string())?;
        let mut statement = self.conn.prepare_cached(
            "SELECT c.id, c.case_number, c.case_type, p.id, p.given_name, p.family_name, p.birth_date,
                    (SELECT h.situation FROM household h WHERE h.person_id = p.id AND h.valid_from <= ?2
                     ORDER BY h.valid_from DESC, h.id DESC LIMIT 1),
                    cp.proposal, cp.notes, cp.outcome, u.name
             FROM case_presentation cp
             JOIN cases c ON c.id = cp.case_id
             JOIN person p ON p.id = c.person_id
             JOIN user u ON u.id = cp.recorded_by
             WHERE cp.day = ?1
             ORDER BY cp.id",
        )?;
        let rows = statement
            .query_map(params![day.to_string(), day.to_string()], |r| {
                let initial = |at| -> rusqlite::Result<String> {
                    let name: String = r.get(at)?;
                    Ok(name.chars().next().map(String::from).unwrap_or_default())
                };
                let person: i64 = r.get(3)?;
                Ok(Presented {
                    case: r.get(0)?,
                    person,
                    case_number: r.get(1)?,
                    case_type: r.get(2)?,
                    initials: format!("{} {}", initial(4)?, initial(5)?),
                    birth_date: row::day_opt(r, 6)?,
                    situation: row::word_opt(r, 7, Situation::from_word)?,
                    proposal: r.get(8)?,
                    notes: r.get(9)?,
                    outcome: r.get(10)?,
                    recorded_by: r.get(11)?,
                })
            })?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        self.only_seen(user, rows, |presented| presented.person)
    }

    /// What was put up at meetings, for the files that are exported.
    pub(super) fn presentation_entries(
        &self,
        seen: &HashMap<i64, String>,
    ) -> Result<Vec<PresentationEntry>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT c.person_id, c.case_number, cp.day, cp.proposal, cp.notes, cp.outcome, u.login, cp.recorded_at
             FROM case_presentation cp JOIN cases c ON c.id = cp.case_id JOIN user u ON u.id = cp.recorded_by
             ORDER BY cp.day, c.case_number",
        )?;
        let rows = statement
            .query_map([], |r| {
                Ok((
                    r.get::<_, i64>(0)?,
                    PresentationEntry {
                        case_number: r.get(1)?,
                        date: r.get(2)?,
                        proposal: r.get(3)?,
                        notes: r.get(4)?,
                        outcome: r.get(5)?,
                        recorded_by: r.get(6)?,
                        recorded_at: r.get(7)?,
                    },
                ))
            })?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        Ok(rows
            .into_iter()
            .filter(|(person, _)| seen.contains_key(person))
            .map(|(_, entry)| entry)
            .collect())
    }

    /// The meeting days that have cases which the user may see, latest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn presentation_days(&self, user: &User) -> Result<Vec<NaiveDate>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT DISTINCT cp.day, c.person_id FROM case_presentation cp JOIN cases c ON c.id = cp.case_id
             ORDER BY cp.day DESC",
        )?;
        let rows = statement
            .query_map([], |r| Ok((row::day(r, 0)?, r.get(1)?)))?
            .collect::<rusqlite::Result<Vec<(NaiveDate, i64)>>>()?;
        let seen = self.only_seen(user, rows, |(_, person)| *person)?;
        let mut days: Vec<NaiveDate> = seen.into_iter().map(|(day, _)| day).collect();
        days.dedup();
        Ok(days)
    }

    /// Every word that could tell whom a text is about: names of people and of those around them, and
    /// streets, postcodes and places, in the files that the user may see. For hiding them on the screen; never shown.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn hidden_words(&self, user: &User) -> Result<(Vec<String>, Vec<String>)> {
        if !self.employed(user)? {
            return Ok((Vec::new(), Vec::new()));
        }
        // None of it is shown, so the seals need not be asked, which would take most of the time.
        let all = |columns: &[&str], from: &str| -> Result<HashSet<String>> {
            let (count, seen) = (columns.len(), Asking::FIRST.finds_person());
            let columns = columns.join(", ");
            let sql = format!("SELECT {columns} FROM {from} WHERE {seen}");
            let mut statement = self.conn.prepare_cached(&sql)?;
            let (today, now) = (self.today().to_string(), self.clock().stamp());
            let rows = statement.query_map(params![user.id, today, now], |r| {
                let word = |at| r.get::<_, Option<String>>(at);
                (0..count).map(word).collect::<rusqlite::Result<Vec<_>>>()
            })?;
            let mut words = HashSet::new();
            for row in rows {
                words.extend(row?.into_iter().flatten());
            }
            Ok(words)
        };
        let mut names = all(
            &["p.family_name", "p.given_name", "p.wished_name"],
            "main.person p",
        )?;
        names.extend(all(
            &["c.name"],
            "main.contact c CROSS JOIN main.person p ON p.id = c.person_id",
        )?);
        let places = all(
            &["a.street", "a.postcode", "a.city"],
            "main.address a CROSS JOIN main.person p ON p.id = a.person_id",
        )?;
        Ok((names.into_iter().collect(), places.into_iter().collect()))
    }
}

impl Writing<'_> {
    pub(super) fn present_case(
        &self,
        case: i64,
        day: NaiveDate,
        texts: [&str; 3],
    ) -> Result<Applied> {
        let person = self.person_of(case)?;
        let [proposal, notes, outcome] = texts.map(|t| clean_text(t).trim().to_owned());
        self.conn.execute(
            "INSERT INTO main.case_presentation (case_id, day, proposal, notes, outcome, recorded_by, recorded_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (case_id, day) DO UPDATE SET proposal = excluded.proposal, notes = excluded.notes,
                 outcome = excluded.outcome, recorded_by = excluded.recorded_by, recorded_at = excluded.recorded_at",
            params![case, day.to_string(), proposal, notes, outcome, self.user.id, self.at],
        )?;
        self.log(&log::Entry {
            action: "present_case",
            person: Some(person),
            case: Some(case),
            ..log::Entry::default()
        })?;
        Ok(Applied {
            person: Some(person),
            case: Some(case),
            ..Applied::default()
        })
    }

    pub(super) fn withdraw_case(&self, case: i64, day: NaiveDate) -> Result<Applied> {
        let person = self.person_of(case)?;
        let taken = self.conn.execute(
            "DELETE FROM main.case_presentation
             WHERE case_id = ?1 AND day = ?2 AND notes = '' AND outcome = ''",
            params![case, day.to_string()],
        )?;
        if taken == 0 {
            return Err(Error::user(
                "Ärendet har anteckningar eller utfall och står därför kvar.",
            ));
        }
        self.log(&log::Entry {
            action: "withdraw_case",
            person: Some(person),
            case: Some(case),
            ..log::Entry::default()
        })?;
        Ok(Applied {
            person: Some(person),
            case: Some(case),
            ..Applied::default()
        })
    }
}
