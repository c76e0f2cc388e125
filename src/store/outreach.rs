//! The population list: taken in, read by year, and what came of seeking somebody out.

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, params};

use super::apply::Writing;
use super::{Store, apply, log, row};
use crate::core::change::Applied;
use crate::core::outreach::{NewResident, OutreachAnswer, Resident};
use crate::core::person::Sex;
use crate::core::personal_number::{NumberKind, PersonalNumber};
use crate::core::text::{clean_text, sort_key};
use crate::core::user::User;
use crate::error::{Error, Result};

/// What taking in a list came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ListCount {
    /// New in the list.
    pub new: u64,
    /// There before, and changed.
    pub changed: u64,
    /// There before, as they are now.
    pub same: u64,
    /// No longer in the list and never contacted: taken away.
    pub gone: u64,
}

impl Store {
    /// Takes in a population list in the place of the one before. Whoever has been contacted stays.
    ///
    /// # Errors
    /// When a number may not be kept here, or the database cannot be written.
    pub fn take_population(&self, user: &User, list: &[NewResident]) -> Result<ListCount> {
        self.write(Some(user), |w| {
            let unit = w.own_unit()?;
            let mut count = ListCount::default();
            w.conn.execute_batch("CREATE TEMP TABLE IF NOT EXISTS listed (value TEXT PRIMARY KEY)")?;
            w.conn.execute("DELETE FROM listed", [])?;
            for one in list {
                w.check_number(&one.number)?;
                let value = one.number.to_string();
                w.conn
                    .prepare_cached("INSERT INTO listed (value) VALUES (?1)")?
                    .execute([&value])?;
                let known: Option<bool> = w
                    .conn
                    .prepare_cached(
                        "SELECT family_name = ?2 AND given_name = ?3 AND sex = ?4 AND birth_date = ?5 AND street = ?6
                                AND postcode = ?7 AND city = ?8 FROM resident WHERE value = ?1",
                    )?
                    .query_row(
                        params![
                            value, one.family_name, one.given_name, one.sex.word(), one.birth_date.to_string(),
                            one.street, one.postcode, one.city
                        ],
                        |r| r.get(0),
                    )
                    .optional()?;
                match known {
                    None => count.new += 1,
                    Some(true) => count.same += 1,
                    Some(false) => count.changed += 1,
                }
                if known == Some(true) {
                    continue;
                }
                w.insert_resident(unit, one, &self.today().to_string())?;
            }
            count.gone = w.conn.execute(
                "DELETE FROM resident WHERE unit_id = ?1 AND value NOT IN (SELECT value FROM listed)
                 AND NOT EXISTS (SELECT 1 FROM resident_contact c WHERE c.resident_id = resident.id)",
                [unit],
            )? as u64;
            w.conn.execute("DROP TABLE listed", [])?;
            if count.new + count.changed + count.gone > 0 {
                w.log(&log::Entry {
                    action: "population",
                    detail: &format!("{} nya, {} ändrade, {} borttagna", count.new, count.changed, count.gone),
                    ..log::Entry::default()
                })?;
            }
            Ok(count)
        })
    }

    /// Those who come to the unit's age in a year and have neither a measure that runs, an open case, nor
    /// an outreach case begun that year. Nobody who has died or moved, and nobody whose file is hidden from
    /// the user. Those who have not been contacted stand first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn outreach(&self, user: &User, year: i32) -> Result<Vec<Resident>> {
        let (rule, today) = (&self.unit.outreach, self.today());
        let kind_of = |r: &rusqlite::Row| {
            let word: Option<String> = r.get(1).ok();
            word.as_deref().and_then(NumberKind::from_word)
        };
        let born = year - i32::from(rule.age);
        let mut statement = self.conn.prepare_cached(
            "SELECT r.id, r.kind, r.value, r.family_name, r.given_name, r.sex, r.birth_date, r.street, r.postcode,
                    r.city, p.id,
                    (SELECT answer FROM resident_contact c WHERE c.resident_id = r.id ORDER BY day DESC, id DESC LIMIT 1),
                    (SELECT day FROM resident_contact c WHERE c.resident_id = r.id ORDER BY day DESC, id DESC LIMIT 1)
             FROM resident r
             LEFT JOIN identity_number n ON n.value = r.value
             LEFT JOIN person o ON o.id = n.person_id
             LEFT JOIN person p ON p.id = coalesce(o.merged_into, o.id)
             WHERE r.unit_id = ?1 AND r.birth_date BETWEEN ?2 AND ?3
               AND p.died_on IS NULL AND p.moved_on IS NULL
               AND NOT EXISTS (SELECT 1 FROM cases c WHERE c.person_id = p.id AND (c.closed_on IS NULL
                                OR (c.case_type = ?4 AND c.opened_on BETWEEN ?5 AND ?6)))
               AND NOT EXISTS (SELECT 1 FROM measure m JOIN cases c ON c.id = m.case_id
                               WHERE c.person_id = p.id AND (m.ended_on IS NULL OR m.ended_on >= ?7))",
        )?;
        let found = statement
            .query_map(
                params![
                    user.unit_id,
                    format!("{born:04}-01-01"),
                    format!("{born:04}-12-31"),
                    rule.case_type,
                    format!("{year:04}-01-01"),
                    format!("{year:04}-12-31"),
                    self.today().to_string()
                ],
                |r| {
                    let number = row::word(r, 2, |text| match kind_of(r) {
                        Some(NumberKind::Other) => PersonalNumber::other(text).ok(),
                        _ => PersonalNumber::parse(text, today).ok(),
                    })?;
                    let answer = row::word_opt(r, 11, OutreachAnswer::from_word)?;
                    Ok(Resident {
                        id: r.get(0)?,
                        told: NewResident {
                            number,
                            family_name: r.get(3)?,
                            given_name: r.get(4)?,
                            sex: row::word(r, 5, Sex::from_word)?,
                            birth_date: row::day(r, 6)?,
                            street: r.get(7)?,
                            postcode: r.get(8)?,
                            city: r.get(9)?,
                        },
                        person: r.get(10)?,
                        answer: answer.zip(row::day_opt(r, 12)?),
                    })
                },
            )?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let mut seen = Vec::with_capacity(found.len());
        for resident in found {
            if match resident.person {
                Some(person) => self.sees(user, person)?,
                None => true,
            } {
                seen.push(resident);
            }
        }
        seen.sort_by_cached_key(|r| {
            let name = format!("{} {}", r.told.family_name, r.told.given_name);
            (r.answer.is_some(), sort_key(&name), r.id)
        });
        Ok(seen)
    }
}

impl Writing<'_> {
    /// Puts somebody in the list, or what the list now says of them.
    pub(super) fn insert_resident(&self, unit: i64, one: &NewResident, listed: &str) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO resident (unit_id, kind, value, family_name, given_name, sex, birth_date, street, postcode,
                                       city, listed_on)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
                 ON CONFLICT (value) DO UPDATE SET family_name = excluded.family_name, given_name = excluded.given_name,
                    sex = excluded.sex, birth_date = excluded.birth_date, street = excluded.street,
                    postcode = excluded.postcode, city = excluded.city, listed_on = excluded.listed_on",
            )?
            .execute(params![
                unit,
                one.number.kind().word(),
                one.number.to_string(),
                one.family_name,
                one.given_name,
                one.sex.word(),
                one.birth_date.to_string(),
                one.street,
                one.postcode,
                one.city,
                listed
            ])?;
        Ok(())
    }

    pub(super) fn note_outreach(
        &self,
        resident: i64,
        answer: OutreachAnswer,
        day: NaiveDate,
        note: &str,
    ) -> Result<Applied> {
        self.not_ahead(day)?;
        let known: bool = self.conn.query_row(
            "SELECT EXISTS (SELECT 1 FROM resident WHERE id = ?1 AND unit_id = ?2)",
            params![resident, self.user.unit_id],
            |r| r.get(0),
        )?;
        if !known {
            return Err(Error::user(
                "Personen finns inte längre i befolkningslistan.",
            ));
        }
        let whose: Option<i64> = self
            .conn
            .query_row(
                "SELECT n.person_id FROM resident r JOIN identity_number n ON n.value = r.value WHERE r.id = ?1",
                [resident],
                |r| r.get(0),
            )
            .optional()?;
        if let Some(person) = whose
            && !self.store.sees(self.user, person)?
        {
            return Err(apply::unknown());
        }
        self.conn.execute(
            "INSERT INTO resident_contact (resident_id, answer, day, note, recorded_at, recorded_by, recorded_role)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                resident,
                answer.word(),
                day.to_string(),
                clean_text(note).trim(),
                self.at,
                self.user.id,
                self.user.role.word()
            ],
        )?;
        let row = self.conn.last_insert_rowid();
        self.log(&log::Entry {
            action: "outreach",
            row: Some(row),
            detail: answer.word(),
            ..log::Entry::default()
        })?;
        Ok(Applied {
            row: Some(row),
            ..Applied::default()
        })
    }
}
