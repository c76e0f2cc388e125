//! Whom something is sent to: the person, or somebody of the file.

use super::Store;
use crate::core::access::Act;
use crate::core::event::Subject;
use crate::core::person::ContactRole;
use crate::core::user::User;
use crate::error::Result;

impl Store {
    /// Those a letter may go to, the person first. A number is the place among the people of the file,
    /// which an export keeps; 0 is the person.
    ///
    /// # Errors
    /// When the file may not be seen or the database cannot be read.
    pub fn recipients(&self, user: &User, person: i64) -> Result<Vec<(Subject, String)>> {
        self.admit(user, person, Act::Read)?;
        let mut all = vec![(Subject::Recipient(0), "personen".to_owned())];
        let people = self.people_of(person)?.into_iter();
        all.extend(people.map(|(subject, _, name)| (subject, name)));
        Ok(all)
    }

    /// Those who have custody of a child, as recipients.
    ///
    /// # Errors
    /// When the file may not be seen or the database cannot be read.
    pub fn custodians(&self, user: &User, person: i64) -> Result<Vec<(Subject, String)>> {
        self.admit(user, person, Act::Read)?;
        let people = self.people_of(person)?.into_iter();
        Ok(people
            .filter(|(_, role, _)| *role == Some(ContactRole::Custodian))
            .map(|(subject, _, name)| (subject, name))
            .collect())
    }

    fn people_of(&self, person: i64) -> Result<Vec<(Subject, Option<ContactRole>, String)>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT name, relation, role, valid_to FROM contact WHERE person_id = ?1
             ORDER BY id",
        )?;
        let people = statement
            .query_map([person], |r| {
                let (name, relation): (String, String) = (r.get(0)?, r.get(1)?);
                let word: String = r.get(2)?;
                let role = ContactRole::from_word(&word);
                let word = role.map_or(word, |role| role.name().to_owned());
                let what = if relation.is_empty() { word } else { relation };
                let ended: Option<String> = r.get(3)?;
                Ok((ended, role, format!("{name}, {what}")))
            })?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let today = self.today().to_string();
        Ok((1..)
            .zip(people)
            .filter(|(_, (ended, ..))| ended.as_ref().is_none_or(|day| *day >= today))
            .map(|(place, (_, role, name))| (Subject::Recipient(place), role, name))
            .collect())
    }
}
