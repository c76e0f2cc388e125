//! Looking people up: by the beginning of any part of the name, of the number or of the case number,
//! and by nothing else (förordning 2001:637 15 §).

use std::collections::HashSet;

use rusqlite::{OptionalExtension, Row, params};

use super::standing::Asking;
use super::{Store, row};
use crate::core::case::Step;
use crate::core::person::Protection;
use crate::core::query::{FoundCase, Hit};
use crate::core::text::{fold, fold_true, name_parts};
use crate::core::user::User;
use crate::error::Result;

/// The folded and the true keys of a name's parts.
pub(super) fn name_keys(name: &str) -> Vec<(String, String)> {
    name_parts(name)
        .iter()
        .map(|part| (fold(part), fold_true(part)))
        .filter(|(key, _)| !key.is_empty())
        .collect()
}

/// A number is found by its twelve digits and by its last ten, with or without signs.
pub(super) fn number_keys(number: &str) -> Vec<String> {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    if digits.len() == 12 && number.len() == 13 {
        vec![digits[2..].to_owned(), digits]
    } else {
        vec![fold(number)]
    }
}

/// Whether a key begins with the query; å, ä and ö in the query must be met, missing dots are forgiven.
fn begins(true_key: &str, query: &str) -> bool {
    let mut key = true_key.chars();
    query.chars().all(|q| match key.next() {
        Some(k) if k == q => true,
        Some('å' | 'ä') => q == 'a',
        Some('ö') => q == 'o',
        _ => false,
    })
}

const SEARCH: &str = "SELECT k.person_id, k.case_id, k.true_key FROM search_key k
     WHERE k.key >= ?1 AND k.key < ?2 ORDER BY k.key, k.person_id, k.case_id";

impl Store {
    /// The queries behind [`Store::search`], for the test that holds their plans: of the keys, and of one hit.
    #[doc(hidden)]
    pub fn search_sql() -> [String; 2] {
        [SEARCH.to_owned(), hit_sql()]
    }

    /// The first hits for what has been typed. Several words must all be met.
    ///
    /// Protected persons are found by the named people alone; for everyone else there is no hit.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn search(&self, user: &User, query: &str, limit: usize) -> Result<Vec<Hit>> {
        let words = query_words(query);
        let Some(first) = words.first() else {
            return Ok(Vec::new());
        };
        self.admit_search(user)?;
        if !self.employed(user)? {
            return Ok(Vec::new());
        }
        let (today, now) = (self.today().to_string(), self.clock().stamp());
        let mut one = self.conn.prepare_cached(&hit_sql())?;
        let mut seen = HashSet::new();
        let mut hits = Vec::new();
        let mut statement = self.conn.prepare_cached(SEARCH)?;
        for form in [Some(first.as_str()), digits_of(first).as_deref()]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
        {
            let low = fold(form);
            if low.is_empty() {
                continue;
            }
            let high = format!("{low}\u{10ffff}");
            let mut rows = statement.query(params![low, high])?;
            while let Some(r) = rows.next()? {
                let (person, case): (i64, i64) = (r.get(0)?, r.get(1)?);
                if !begins(&r.get::<_, String>(2)?, form) || !seen.insert((person, case)) {
                    continue;
                }
                if !self.meets(person, &words[1..])? {
                    continue;
                }
                let case = (case != 0).then_some(case);
                let found = one.query_row(params![user.id, today, now, person, case], read_hit);
                hits.extend(found.optional()?);
                if hits.len() >= limit {
                    return Ok(hits);
                }
            }
        }
        Ok(hits)
    }

    /// Whether the person's own keys meet every further word.
    fn meets(&self, person: i64, words: &[String]) -> Result<bool> {
        if words.is_empty() {
            return Ok(true);
        }
        let mut statement = self
            .conn
            .prepare_cached("SELECT true_key FROM search_key WHERE person_id = ?1")?;
        let keys = statement
            .query_map([person], |r| r.get::<_, String>(0))?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        Ok(words.iter().all(|word| {
            let digits = digits_of(word);
            keys.iter()
                .any(|key| begins(key, word) || digits.as_deref().is_some_and(|d| begins(key, d)))
        }))
    }
}

/// The query of one hit: who asks, today and this moment, the person, and the case where it is the case that was
/// found. Nothing comes of a file that the user may not meet.
fn hit_sql() -> String {
    format!(
        "SELECT p.id, p.family_name, p.given_name, p.birth_date,
                (SELECT value FROM identity_number n WHERE n.person_id = p.id AND n.valid_to IS NULL
                 ORDER BY n.id DESC LIMIT 1),
                p.protection, w.case_id, c.case_number, w.step, u.name
         FROM person p
         LEFT JOIN cases c ON c.id = coalesce(?5, (SELECT k.id FROM cases k WHERE k.person_id = p.id
                              ORDER BY k.closed_on IS NOT NULL, k.opened_on DESC LIMIT 1))
         LEFT JOIN case_list_shown w ON w.case_id = c.id
         LEFT JOIN user u ON u.id = w.owner_id
         WHERE p.id = ?4 AND p.merged_into IS NULL AND {}",
        Asking::FIRST.finds_person()
    )
}

fn read_hit(r: &Row) -> rusqlite::Result<Hit> {
    let case = match r.get::<_, Option<i64>>(6)? {
        Some(id) => Some(FoundCase {
            id,
            case_number: r.get(7)?,
            step: row::word(r, 8, Step::from_word)?,
            caseworker: r.get::<_, Option<String>>(9)?.unwrap_or_default(),
        }),
        None => None,
    };
    Ok(Hit {
        person: r.get(0)?,
        case,
        family_name: r.get(1)?,
        given_name: r.get(2)?,
        birth_date: row::day_opt(r, 3)?,
        number: r.get::<_, Option<String>>(4)?.unwrap_or_default(),
        protection: row::word_opt(r, 5, Protection::from_word)?,
    })
}

/// The words of a query as they are compared: folded but for å, ä and ö.
fn query_words(query: &str) -> Vec<String> {
    let cleaned = crate::core::text::clean_line(query);
    cleaned
        .split(|c: char| c.is_whitespace() || c == ',')
        .map(fold_true)
        .filter(|word| !word.is_empty())
        .collect()
}

/// The digits of a word that looks like a number with signs in it.
fn digits_of(word: &str) -> Option<String> {
    let signs = word.contains(['-', '+']);
    (signs
        && word
            .chars()
            .all(|c| c.is_ascii_digit() || c == '-' || c == '+'))
    .then(|| word.chars().filter(char::is_ascii_digit).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_are_met_when_typed_and_forgiven_when_not() {
        assert!(begins("åberg", "åb"));
        assert!(begins("åberg", "ab"));
        assert!(!begins("aberg", "åb"));
        assert!(!begins("åberg", "äb"));
        assert!(begins("öström", "ostrom"));
        assert!(!begins("å", "åb"));
    }

    #[test]
    fn a_number_is_found_with_and_without_century() {
        assert_eq!(number_keys("19420318-0007"), ["4203180007", "194203180007"]);
        assert_eq!(digits_of("420318-0").as_deref(), Some("4203180"));
        assert_eq!(digits_of("berg-ek"), None);
    }
}
