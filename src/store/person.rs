//! Persons: registered, changed, found by their number, named to those who may see them.

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, params};

use super::apply::Writing;
use super::{Store, log};
use crate::core::access::Act;
use crate::core::change::Applied;
use crate::core::person::{NewPerson, PersonHead, PersonPatch, interpreter_language};
use crate::core::personal_number::{NumberKind, PersonalNumber};
use crate::core::text::{clean_line, sort_key};
use crate::core::user::User;
use crate::error::{Error, Result};

/// A card, and who wrote it last when (UTC), where the log knows.
pub type Card = (PersonHead, Option<(String, String)>);

/// A demo takes invented numbers only, and the real unit takes none of them.
///
/// # Errors
/// When the number is of the kind that the database does not take.
pub fn number_policy(number: &PersonalNumber, demo: bool) -> Result<()> {
    match number.kind() {
        NumberKind::Invented if !demo => Err(Error::user(format!(
            "{number} är ett påhittat nummer (födelsenummer 000) och får bara finnas i en demo."
        ))
        .hint("Kontrollera numret mot legitimation eller folkbokföring.")),
        NumberKind::Personal | NumberKind::Coordination if demo => {
            Err(Error::user("Demon tar inte emot riktiga personnummer.")
                .hint("Använd ett påhittat nummer ÅÅÅÅMMDD-000K, eller en egen databas med --db."))
        }
        _ => Ok(()),
    }
}

/// The one answer to a number that leads to a file one does not see, whatever keeps it from one: another
/// unit, a protected identity, or a relative.
pub(super) fn taken(number: &PersonalNumber) -> Error {
    Error::user(format!("{number} kan inte läggas in här."))
        .hint("Numret kan höra till en akt hos en annan enhet. Texten ligger kvar som utkast; fråga din chef.")
}

impl Store {
    /// A person's card as it stands, for a form that is open on it, and who wrote it last when (UTC). The
    /// opening of the file has its row in the log already.
    ///
    /// # Errors
    /// When the file may not be read.
    pub fn card(&self, user: &User, person: i64) -> Result<Card> {
        self.admit(user, person, Act::Read)?;
        let by = self
            .conn
            .prepare_cached(
                "SELECT u.name, l.at FROM log l JOIN user u ON u.id = l.user_id
                 WHERE l.person_id = ?1 AND l.action = 'update_person' ORDER BY l.id DESC LIMIT 1",
            )?
            .query_row([person], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?;
        Ok((self.person_head(person)?, by))
    }
}

impl Writing<'_> {
    pub(super) fn register_person(&self, person: &NewPerson) -> Result<Applied> {
        let id = self.insert_person(person)?;
        self.log(&log::Entry {
            action: "register_person",
            person: Some(id),
            ..log::Entry::default()
        })?;
        Ok(Applied {
            person: Some(id),
            ..Applied::default()
        })
    }

    /// A demo takes invented numbers only, and the real unit takes none of them.
    pub(super) fn check_number(&self, number: &PersonalNumber) -> Result<()> {
        number_policy(number, self.store.is_demo()?)
    }

    pub(super) fn insert_person(&self, person: &NewPerson) -> Result<i64> {
        self.check_number(&person.number)?;
        let (family, given) = (
            clean_line(&person.family_name),
            clean_line(&person.given_name),
        );
        if family.is_empty() && given.is_empty() {
            return Err(Error::user("Personen behöver ett namn."));
        }
        if let Some(known) = self.person_by_number(&person.number.to_string())? {
            return Err(match self.store.sees(self.user, known)? {
                true => Error::user(format!("{} finns redan.", person.number)),
                false => taken(&person.number),
            });
        }
        let birth = person.birth_date.or_else(|| person.number.birth_date());
        self.conn
            .prepare_cached(
                "INSERT INTO main.person (unit_id, family_name, given_name, sex, birth_date, sort_key)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                self.own_unit()?,
                family,
                given,
                person.sex.word(),
                birth.map(|d| d.to_string()),
                sort_key(&format!("{family} {given}")),
            ])?;
        let id = self.conn.last_insert_rowid();
        self.insert_number(id, &person.number, None)?;
        self.index_person(id)?;
        Ok(id)
    }

    pub(super) fn insert_number(
        &self,
        person: i64,
        number: &PersonalNumber,
        from: Option<NaiveDate>,
    ) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO main.identity_number (person_id, kind, value, valid_from) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![
                person,
                number.kind().word(),
                number.to_string(),
                from.map(|d| d.to_string())
            ])?;
        Ok(())
    }

    /// The person with this number, in force or ended; one entered twice leads to the one that remains.
    pub(super) fn person_by_number(&self, number: &str) -> Result<Option<i64>> {
        self.store.person_of_number(number)
    }

    pub(super) fn update_person(
        &self,
        person: i64,
        version: i64,
        patch: &PersonPatch,
    ) -> Result<Applied> {
        let text = |t: &Option<String>| t.as_ref().map(|t| clean_line(t));
        if let Some(birth) = patch.birth_date
            && birth > self.store.today()
        {
            return Err(Error::user(format!(
                "Födelsedatumet {birth} ligger i framtiden."
            )));
        }
        let changed = self
            .conn
            .prepare_cached(
                "UPDATE main.person SET
                    family_name = coalesce(?3, family_name), given_name = coalesce(?4, given_name),
                    wished_name = CASE WHEN ?5 IS NULL THEN wished_name ELSE nullif(?5, '') END,
                    pronoun = CASE WHEN ?6 IS NULL THEN pronoun ELSE nullif(?6, '') END,
                    sex = coalesce(?7, sex), birth_date = coalesce(?8, birth_date),
                    communication = CASE WHEN ?9 IS NULL THEN communication ELSE nullif(?9, '') END,
                    interpreter = CASE WHEN ?10 IS NULL THEN interpreter ELSE nullif(?10, '') END,
                    version = version + 1
                 WHERE id = ?1 AND version = ?2",
            )?
            .execute(params![
                person,
                version,
                text(&patch.family_name),
                text(&patch.given_name),
                text(&patch.wished_name),
                text(&patch.pronoun),
                patch.sex.map(|s| s.word()),
                patch.birth_date.map(|d| d.to_string()),
                text(&patch.communication),
                text(&patch.interpreter).map(|t| interpreter_language(&t).to_owned()),
            ])?;
        if changed == 0 {
            return Err(Error::conflict(
                "Någon annan har ändrat personuppgifterna sedan de lästes.",
            ));
        }
        self.index_person(person)?;
        self.log(&log::Entry {
            action: "update_person",
            person: Some(person),
            ..log::Entry::default()
        })?;
        Ok(Applied {
            person: Some(person),
            ..Applied::default()
        })
    }

    /// Writes the keys by which the person can be looked up: the beginnings of names and numbers.
    pub(super) fn index_person(&self, person: i64) -> Result<()> {
        let (family, given, wished): (String, String, Option<String>) = self
            .conn
            .prepare_cached(
                "SELECT family_name, given_name, wished_name FROM person WHERE id = ?1",
            )?
            .query_row([person], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
        self.conn
            .prepare_cached("DELETE FROM main.search_key WHERE person_id = ?1 AND case_id = 0")?
            .execute([person])?;
        let mut insert = self.conn.prepare_cached(
            "INSERT OR IGNORE INTO main.search_key (key, person_id, case_id, true_key) VALUES (?1, ?2, 0, ?3)",
        )?;
        for name in [Some(family), Some(given), wished].into_iter().flatten() {
            for (key, true_key) in super::search::name_keys(&name) {
                insert.execute(params![key, person, true_key])?;
            }
        }
        let mut numbers = self
            .conn
            .prepare_cached("SELECT value FROM identity_number WHERE person_id = ?1")?;
        let numbers = numbers.query_map([person], |r| r.get::<_, String>(0))?;
        for number in numbers {
            for key in super::search::number_keys(&number?) {
                insert.execute(params![key, person, key])?;
            }
        }
        Ok(())
    }

    /// Everybody who has an open case of the person is named when the mark is set.
    pub(super) fn name_workers(&self, person: i64, from: NaiveDate) -> Result<()> {
        self.conn.execute(
            "INSERT INTO main.file_named (person_id, user_id, valid_from)
             SELECT DISTINCT ?1, a.user_id, ?2 FROM cases c JOIN assignment a ON a.case_id = c.id
             WHERE c.person_id = ?1 AND c.closed_on IS NULL AND a.valid_to IS NULL
               AND NOT EXISTS (SELECT 1 FROM file_named n
                               WHERE n.person_id = ?1 AND n.user_id = a.user_id AND n.valid_to IS NULL)",
            params![person, from.to_string()],
        )?;
        if self.user.id != 0 {
            self.name_user(person, self.user.id, from)?;
        }
        Ok(())
    }

    pub(super) fn name_user(&self, person: i64, user: i64, from: NaiveDate) -> Result<()> {
        self.conn.execute(
            "INSERT INTO main.file_named (person_id, user_id, valid_from, named_by)
             SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS (
                 SELECT 1 FROM file_named WHERE person_id = ?1 AND user_id = ?2 AND valid_to IS NULL)",
            params![
                person,
                user,
                from.to_string(),
                (self.user.id != 0).then_some(self.user.id)
            ],
        )?;
        Ok(())
    }

    /// A fact cannot lie ahead of today.
    pub(super) fn not_ahead(&self, day: NaiveDate) -> Result<()> {
        if day > self.store.today() {
            return Err(Error::user(format!("{day} ligger i framtiden."))
                .hint("Ange den dag då det hände."));
        }
        Ok(())
    }
}
