//! What a number leads to: a file by a person's number or a case's, and a signed document by its own,
//! "26-0412/utredning/1", the first of its kind in its case.

use rusqlite::{OptionalExtension, params};

use super::Store;
use crate::core::form::DocumentKind;
use crate::core::personal_number::PersonalNumber;
use crate::core::text::clean_line;
use crate::core::user::User;
use crate::error::{Error, Result};

impl Store {
    /// The person with a number, in force or ended; one entered twice leads to the one that remains. It does not
    /// ask who may know of it.
    pub(super) fn person_of_number(&self, number: &str) -> Result<Option<i64>> {
        Ok(self
            .conn
            .prepare_cached(
                "SELECT coalesce(p.merged_into, p.id) FROM identity_number n
                 JOIN person p ON p.id = n.person_id WHERE n.value = ?1",
            )?
            .query_row([number], |r| r.get(0))
            .optional()?)
    }

    /// The file that a whole personal number or a whole case number leads to. It does not ask who may know of it.
    pub(super) fn file_of_number(&self, number: &str) -> Result<Option<i64>> {
        let typed = clean_line(number);
        let typed = typed.trim();
        let as_person = PersonalNumber::parse(typed, self.today())
            .map_or_else(|_| typed.to_owned(), |number| number.to_string());
        if let Some(person) = self.person_of_number(&as_person)? {
            return Ok(Some(person));
        }
        Ok(self
            .conn
            .prepare_cached("SELECT person_id FROM cases WHERE case_number = ?1")?
            .query_row([typed], |r| r.get(0))
            .optional()?)
    }

    /// The number that a document is known by outside the program.
    ///
    /// # Errors
    /// When the file may not be seen or the database cannot be read.
    pub fn document_number(&self, user: &User, document: i64) -> Result<String> {
        let case = self
            .conn
            .prepare_cached("SELECT case_id FROM document WHERE id = ?1")?
            .query_row([document], |r| r.get(0))
            .optional()?;
        self.must_meet(user, case.unwrap_or_default())?;
        Ok(self.conn.prepare_cached(
            "SELECT c.case_number || '/' || d.kind || '/' ||
                    (SELECT count(*) FROM document o WHERE o.case_id = d.case_id AND o.kind = d.kind AND o.id <= d.id)
             FROM document d JOIN cases c ON c.id = d.case_id WHERE d.id = ?1",
        )?
        .query_row([document], |r| r.get(0))?)
    }

    /// The document with a number, if the user may see it. Without a last part it is the latest of the
    /// kind.
    ///
    /// # Errors
    /// When the number is not one, or no such document may be seen.
    pub fn document_by_number(&self, user: &User, number: &str) -> Result<i64> {
        let unknown = || {
            Error::user(format!(
                "Dokumentet ”{number}” finns inte, eller så får du inte se det."
            ))
            .hint("Skriv ärende/slag/nummer, till exempel 26-0412/utredning/1.")
        };
        let mut parts = number.trim().split('/');
        let (Some(case), Some(kind), nth, None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(unknown());
        };
        let kind = DocumentKind::from_word(kind).ok_or_else(unknown)?;
        let nth: Option<i64> = match nth {
            Some(text) => Some(text.parse().map_err(|_| unknown())?),
            None => None,
        };
        let case = self.case_by_number(user, case)?.ok_or_else(unknown)?;
        let found = match nth {
            Some(nth) if nth >= 1 => self
                .conn
                .prepare_cached(
                    "SELECT id FROM document WHERE case_id = ?1 AND kind = ?2 ORDER BY id LIMIT 1 OFFSET ?3",
                )?
                .query_row(params![case, kind.word(), nth - 1], |r| r.get(0))
                .optional()?,
            Some(_) => None,
            None => self
                .conn
                .prepare_cached(
                    "SELECT id FROM document WHERE case_id = ?1 AND kind = ?2 ORDER BY id DESC LIMIT 1",
                )?
                .query_row(params![case, kind.word()], |r| r.get(0))
                .optional()?,
        };
        found.ok_or_else(unknown)
    }
}
