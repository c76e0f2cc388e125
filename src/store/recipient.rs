//! Whom something is sent to: the person, or somebody of the file.

use super::Store;
use crate::core::access::Act;
use crate::core::event::Subject;
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
        let mut statement = self.conn.prepare_cached(
            "SELECT name, relation, role, valid_to FROM contact WHERE person_id = ?1
             ORDER BY id",
        )?;
        let people = statement
            .query_map([person], |r| {
                let (name, relation): (String, String) = (r.get(0)?, r.get(1)?);
                let role: String = r.get(2)?;
                let role = crate::core::person::ContactRole::from_word(&role)
                    .map_or(role, |role| role.name().to_owned());
                let what = if relation.is_empty() { role } else { relation };
                let ended: Option<String> = r.get(3)?;
                Ok((ended, format!("{name}, {what}")))
            })?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let mut all = vec![(Subject::Recipient(0), "personen".to_owned())];
        let today = self.today().to_string();
        for (place, (ended, name)) in (1..).zip(people) {
            if ended.is_none_or(|day| day >= today) {
                all.push((Subject::Recipient(place), name));
            }
        }
        Ok(all)
    }
}
