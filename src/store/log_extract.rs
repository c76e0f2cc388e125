//! A person's own extract of the log (*loggutdrag*): who has been in the file, when, with what and why.

use chrono::NaiveDate;
use rusqlite::Row;

use super::apply::unknown;
use super::reading::Reading;
use super::{Store, row};
use crate::core::access::Act;
use crate::core::calendar::{stockholm_date, stockholm_time};
use crate::core::log::{Action, ExtractRow, Kind, LogExtract};
use crate::core::user::{Role, User};
use crate::error::Result;

impl Store {
    /// The rows of the log about the file that a whole personal number or case number leads to, oldest first,
    /// from one day to another where they are given. What was refused is not in it, for nothing was read. The
    /// extract has its own row in the log first.
    ///
    /// # Errors
    /// When there is no such file, or the user may not meet it, in the same words; when the user's role takes
    /// nothing out; when the file is protected and no reason has been given; or the database cannot be read.
    pub fn log_extract(
        &self,
        user: &User,
        number: &str,
        holds: impl Fn(NaiveDate) -> bool,
    ) -> Result<LogExtract> {
        let person = self.file_of_number(number)?.ok_or_else(unknown)?;
        self.admit(user, person, Act::Export)?;
        self.admit_reading(user, Reading::of("log_extract", person))?;
        let mut statement = self.conn.prepare_cached(
            "SELECT l.at, u.name, l.role, l.action, l.detail, c.case_number FROM log l
             LEFT JOIN user u ON u.id = l.user_id
             LEFT JOIN cases c ON c.id = l.case_id
             WHERE l.person_id IN (SELECT p.id FROM person p WHERE p.id = ?1 OR p.merged_into = ?1)
             ORDER BY l.id",
        )?;
        let mut rows = Vec::new();
        let mut found = statement.query([person])?;
        while let Some(r) = found.next()? {
            rows.extend(read(r)?.filter(|row| holds(row.day)));
        }
        Ok(LogExtract {
            person: self.person_head(person)?,
            rows,
        })
    }
}

fn read(r: &Row) -> rusqlite::Result<Option<ExtractRow>> {
    let (word, detail) = (r.get_ref(3)?.as_str()?, r.get_ref(4)?.as_str()?);
    let action = Action::of(word);
    if action.is_some_and(|a| a.kind == Kind::Refused) {
        return Ok(None);
    }
    let at = row::moment(r, 0)?;
    let why = action.is_some_and(Action::tells_why);
    let role: String = r.get(2)?;
    Ok(Some(ExtractRow {
        day: stockholm_date(at),
        time: stockholm_time(at),
        who: r.get::<_, Option<String>>(1)?.unwrap_or_default(),
        role: Role::from_word(&role).map_or(role.clone(), |role| role.name().to_owned()),
        what: Action::told(word, detail),
        case_number: r.get(5)?,
        reason: if why {
            detail.to_owned()
        } else {
            String::new()
        },
    }))
}
