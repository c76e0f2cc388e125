//! Whom something is sent to: the person, or somebody of the file; and the measures of a case by name.

use super::{Store, apply};
use crate::core::event::{EventKind, Subject};
use crate::core::user::User;
use crate::error::Result;

impl Store {
    /// Those a letter may go to, the person first. A number is the place among the people of the file,
    /// which an export keeps; 0 is the person.
    ///
    /// # Errors
    /// When the file may not be seen or the database cannot be read.
    pub fn recipients(&self, user: &User, person: i64) -> Result<Vec<(Subject, String)>> {
        if !self.sees(user, person)? {
            return Err(apply::unknown());
        }
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

    /// The measures of a case that have begun or been granted, with their interventions.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn measures(&self, case: i64) -> Result<Vec<(Subject, String)>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT id, intervention FROM measure WHERE case_id = ?1 AND ended_on IS NULL ORDER BY id",
        )?;
        let named: Vec<(Subject, String)> = statement
            .query_map([case], |r| Ok((Subject::Measure(r.get(0)?), r.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        let mut known: Vec<(Subject, String)> = Vec::new();
        // Only those that the log speaks of: clocks run for them.
        for event in self.engine_events(case)? {
            let begun = matches!(event.kind, EventKind::Granted | EventKind::Executed);
            if !begun || !matches!(event.subject, Subject::Measure(_)) {
                continue;
            }
            if known.iter().all(|(subject, _)| *subject != event.subject) {
                let name = named.iter().find(|(subject, _)| *subject == event.subject);
                let name = name.map_or_else(
                    || format!("insats {}", event.subject.id()),
                    |(_, name)| name.clone(),
                );
                known.push((event.subject, name));
            }
        }
        Ok(known)
    }
}
