//! The regular check of the log (*loggkontroll*): what is drawn is recorded before it is given out, so that it
//! can be told when the log was last checked, by whom and of what.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use chrono::{Days, NaiveDate};
use rusqlite::types::FromSql;
use rusqlite::{OptionalExtension, params};

use super::apply::Writing;
use super::{Store, log, row};
use crate::core::access::Act;
use crate::core::calendar::stockholm_date;
use crate::core::change::Applied;
use crate::core::log::{ACTIONS, Kind};
use crate::core::log_check::{
    AskedCheck, DrawnOpening, FileHistory, Flag, LogCheck, LogRow, Opening, OpeningFacts, Openings,
    PastCheck, Stretch, draw, flags,
};
use crate::core::text::clean_line;
use crate::core::user::User;
use crate::error::{Error, Result};

impl Store {
    /// Whether the user is one who checks the log.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn checks_log(&self, user: &User) -> Result<bool> {
        self.sees_whole(user)
    }

    /// A seed that is no choice of the one who checks: six figures, easy to read over the phone.
    pub fn lot() -> u32 {
        fastrand::u32(100_000..1_000_000)
    }

    /// When the log of the user's unit was checked last, where that is longer ago than the unit has said and the user
    /// leads it: the day of the latest check, or of the log's first row where none has been made. Nobody checks a log
    /// that is all their own.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn log_check_due(&self, user: &User) -> Result<Option<NaiveDate>> {
        let (role, employed, alone) = self.role_now(user)?;
        if !employed || alone || !role.leads() {
            return Ok(None);
        }
        let latest = self
            .conn
            .prepare_cached("SELECT at FROM log_check WHERE unit_id = ?1 ORDER BY id DESC LIMIT 1")?
            .query_row([user.unit_id], |r| row::moment(r, 0))
            .optional()?;
        let first = || {
            self.conn
                .prepare_cached("SELECT at FROM log ORDER BY id LIMIT 1")?
                .query_row([], |r| row::moment(r, 0))
                .optional()
        };
        let last = latest.map_or_else(first, |at| Ok(Some(at)))?;
        let rules = &self.unit.log_rules;
        let day = last.map(stockholm_date);
        Ok(day.filter(|day| rules.is_due(*day, self.today())))
    }

    /// Draws openings of files by lot, with the flags they raise, and records the check. Files that the checker
    /// may not meet are not in it.
    ///
    /// # Errors
    /// When the user's role checks no log, or the database cannot be read or written.
    pub fn check_log(&self, user: &User, asked: AskedCheck) -> Result<LogCheck> {
        self.must_see_whole(user, Act::CheckLog)?;
        let openings = self.openings(user, &asked)?;
        let mut names: HashMap<i64, String> = HashMap::new();
        let mut files: HashMap<i64, FileHistory> = HashMap::new();
        let mut period = Vec::with_capacity(openings.len());
        for opening in openings {
            if let Entry::Vacant(unread) = names.entry(opening.user) {
                unread.insert(self.user_name(opening.user)?);
            }
            let file = opening.person.unwrap_or_default();
            if let (Some(person), Entry::Vacant(unread)) = (opening.person, files.entry(file)) {
                unread.insert(self.file_history(person)?);
            }
            let name = names.get(&opening.user).map_or("", String::as_str);
            let facts = match files.get(&file) {
                Some(file) => file.on(opening.day, opening.user, name),
                None => OpeningFacts {
                    user_name: name.to_owned(),
                    ..OpeningFacts::default()
                },
            };
            period.push((opening, facts));
        }
        let raised = flags(&self.unit.log_rules, &period);
        let flagged = Flag::ALL.iter().map(|flag| {
            let many = raised.iter().filter(|flags| flags.contains(flag)).count();
            (*flag, many)
        });
        let flagged = flagged.collect();
        let wanted = |flags: &Vec<Flag>| asked.only.is_none_or(|only| flags.contains(&only));
        let among: Vec<_> = period
            .iter()
            .zip(&raised)
            .filter(|(_, flags)| wanted(flags))
            .collect();
        let lots: Vec<&Opening> = among.iter().map(|((opening, _), _)| opening).collect();
        let mut drawn = Vec::new();
        for at in draw(&lots, asked.seed, usize::from(asked.size)) {
            let Some(((opening, facts), flags)) = among.get(at) else {
                continue;
            };
            drawn.push(DrawnOpening {
                opening: opening.clone(),
                user_name: facts.user_name.clone(),
                person_name: facts.person_name.clone(),
                case_numbers: self.case_numbers(&opening.cases)?,
                own: facts.own,
                flags: (*flags).clone(),
            });
        }
        drawn.sort_by_key(|d| (usize::MAX - d.flags.len(), d.opening.first_row));
        let mut check = LogCheck {
            id: 0,
            asked,
            openings: period.len(),
            flagged,
            drawn,
        };
        check.id = self.write(Some(user), |w| w.record_log_check(&check))?;
        Ok(check)
    }

    /// The checks that have been made in the unit, the latest first.
    ///
    /// # Errors
    /// When the user's role checks no log, or the database cannot be read.
    pub fn log_checks(&self, user: &User) -> Result<Vec<PastCheck>> {
        self.must_see_whole(user, Act::CheckLog)?;
        self.admit_report(user, "loggkontroller")?;
        let mut statement = self.conn.prepare_cached(
            "SELECT k.id, k.at, u.name, k.from_day, k.to_day, k.seed, k.size, k.only, k.openings,
                    (SELECT count(*) FROM log_check_opening o WHERE o.check_id = k.id),
                    (SELECT count(*) FROM log_check_opening o WHERE o.check_id = k.id AND o.flags <> '')
             FROM log_check k JOIN user u ON u.id = k.user_id WHERE k.unit_id = ?1 ORDER BY k.id DESC",
        )?;
        let mut checks = statement
            .query_map([user.unit_id], |r| {
                Ok(PastCheck {
                    id: r.get(0)?,
                    day: stockholm_date(row::moment(r, 1)?),
                    by: r.get(2)?,
                    asked: AskedCheck {
                        from: row::day(r, 3)?,
                        to: row::day(r, 4)?,
                        seed: r.get(5)?,
                        size: r.get(6)?,
                        only: row::word_opt(r, 7, Flag::from_word)?,
                    },
                    openings: r.get(8)?,
                    drawn: r.get(9)?,
                    flagged: r.get(10)?,
                    results: Vec::new(),
                })
            })?
            .collect::<rusqlite::Result<Vec<PastCheck>>>()?;
        let mut results = self.conn.prepare_cached(
            "SELECT at, text FROM log_check_result WHERE check_id = ?1 ORDER BY id",
        )?;
        for check in &mut checks {
            let said = results.query_map([check.id], |r| {
                Ok((stockholm_date(row::moment(r, 0)?), r.get(1)?))
            })?;
            check.results = said.collect::<rusqlite::Result<_>>()?;
        }
        Ok(checks)
    }

    /// The openings of a period that the checker may meet, and what their unit took out that is no one file's.
    fn openings(&self, user: &User, asked: &AskedCheck) -> Result<Vec<Opening>> {
        let words: Vec<String> = ACTIONS
            .iter()
            .filter(|action| matches!(action.kind, Kind::TakeOut | Kind::Refused))
            .map(|action| format!("'{}'", action.word))
            .collect();
        // The log keeps moments in UTC; a day is added at both ends and the Swedish day asked below.
        let sql = format!(
            "SELECT l.id, l.at, l.user_id, l.person_id, l.case_id, l.action, l.detail
             FROM log l JOIN user u ON u.id = l.user_id
             WHERE l.at >= ?1 AND l.at < ?2
               AND (l.person_id IS NOT NULL OR (u.unit_id = ?3 AND l.action IN ({})))
             ORDER BY l.id",
            words.join(", ")
        );
        let before = asked.from.pred_opt().unwrap_or(asked.from);
        let after = asked.to.checked_add_days(Days::new(2)).unwrap_or(asked.to);
        let mut statement = self.conn.prepare_cached(&sql)?;
        let args = params![before.to_string(), after.to_string(), user.unit_id];
        let mut rows = statement.query(args)?;
        let mut openings = Openings::default();
        while let Some(r) = rows.next()? {
            let at = row::moment(r, 1)?;
            let day = stockholm_date(at);
            if day < asked.from || asked.to < day {
                continue;
            }
            openings.add(LogRow {
                id: r.get(0)?,
                at,
                user: r.get(2)?,
                person: r.get(3)?,
                case: r.get(4)?,
                action: r.get(5)?,
                detail: r.get(6)?,
            });
        }
        let (files, others): (Vec<Opening>, Vec<Opening>) = openings
            .into_vec()
            .into_iter()
            .partition(|opening| opening.person.is_some());
        let person = |opening: &Opening| opening.person.unwrap_or_default();
        let mut all = self.only_allowed(user, Act::CheckLog, files, person)?;
        all.extend(others);
        all.sort_by_key(|opening| opening.first_row);
        Ok(all)
    }

    fn user_name(&self, user: i64) -> Result<String> {
        Ok(self
            .conn
            .prepare_cached("SELECT name FROM user WHERE id = ?1")?
            .query_row([user], |r| r.get(0))?)
    }

    fn file_history(&self, person: i64) -> Result<FileHistory> {
        let mut statement = self.conn.prepare_cached(
            "SELECT family_name, given_name, protection IS NOT NULL FROM person WHERE id = ?1",
        )?;
        let found = statement.query_row([person], |r| {
            Ok(FileHistory {
                family_name: r.get(0)?,
                given_name: r.get(1)?,
                protected: r.get(2)?,
                ..FileHistory::default()
            })
        });
        let mut file = found?;
        let mut statement = self
            .conn
            .prepare_cached("SELECT closed_on FROM cases WHERE person_id = ?1")?;
        let closed = statement.query_map([person], |r| row::day_opt(r, 0))?;
        file.closed = closed.collect::<rusqlite::Result<_>>()?;
        file.addresses = self.stretches(
            "SELECT street || ' ' || postcode || ' ' || city, valid_from, valid_to FROM address
             WHERE person_id = ?1 ORDER BY valid_from DESC, id DESC",
            person,
        )?;
        file.owners = self.stretches(
            "SELECT a.user_id, a.valid_from, a.valid_to FROM cases c JOIN assignment a ON a.case_id = c.id
             WHERE c.person_id = ?1",
            person,
        )?;
        Ok(file)
    }

    fn stretches<T: FromSql>(&self, sql: &str, person: i64) -> Result<Vec<Stretch<T>>> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map([person], |r| {
            Ok(Stretch {
                value: r.get(0)?,
                from: row::day(r, 1)?,
                to: row::day_opt(r, 2)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn case_numbers(&self, cases: &[i64]) -> Result<Vec<String>> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT case_number FROM cases WHERE id = ?1")?;
        let mut numbers = Vec::new();
        for case in cases {
            numbers.extend(statement.query_row([case], |r| r.get(0)).optional()?);
        }
        Ok(numbers)
    }
}

impl Writing<'_> {
    /// The check with what was drawn, and its row in the log; gives the check's number.
    fn record_log_check(&self, check: &LogCheck) -> Result<i64> {
        let asked = &check.asked;
        self.conn.execute(
            "INSERT INTO main.log_check (unit_id, user_id, at, from_day, to_day, seed, size, only, openings, last_row)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, (SELECT coalesce(max(id), 0) FROM log))",
            params![
                self.user.unit_id,
                self.user.id,
                self.at,
                asked.from.to_string(),
                asked.to.to_string(),
                asked.seed,
                asked.size,
                asked.only.map(Flag::word),
                check.openings as i64
            ],
        )?;
        let id = self.conn.last_insert_rowid();
        let mut statement = self.conn.prepare_cached(
            "INSERT INTO main.log_check_opening (check_id, log_id, flags) VALUES (?1, ?2, ?3)",
        )?;
        for drawn in &check.drawn {
            let words: Vec<&str> = drawn.flags.iter().map(|flag| flag.word()).collect();
            statement.execute(params![id, drawn.opening.first_row, words.join(" ")])?;
        }
        let flagged = check.drawn.iter().filter(|d| !d.flags.is_empty()).count();
        self.log(&log::Entry {
            action: "check_log",
            row: Some(id),
            detail: &format!(
                "{} {} frö {}: {} av {}, {flagged} flaggade",
                asked.from,
                asked.to,
                asked.seed,
                check.drawn.len(),
                check.openings
            ),
            ..log::Entry::default()
        })?;
        Ok(id)
    }

    /// What a checker came to.
    pub(super) fn note_log_check(&self, check: i64, text: &str) -> Result<Applied> {
        self.store.must_see_whole(self.user, Act::CheckLog)?;
        let text = clean_line(text);
        if text.trim().is_empty() {
            return Err(Error::user("Resultatet saknas.")
                .hint("Skriv kort vad kontrollen visade, till exempel: inget att anmärka."));
        }
        let made: Option<i64> = self
            .conn
            .prepare_cached("SELECT id FROM log_check WHERE id = ?1 AND unit_id = ?2")?
            .query_row([check, self.user.unit_id], |r| r.get(0))
            .optional()?;
        let Some(check) = made else {
            return Err(Error::user(format!("Loggkontroll {check} finns inte."))
                .hint("De som är gjorda: akt loggkontroll --tidigare"));
        };
        self.conn.execute(
            "INSERT INTO main.log_check_result (check_id, user_id, at, text) VALUES (?1, ?2, ?3, ?4)",
            params![check, self.user.id, self.at, text.trim()],
        )?;
        self.log(&log::Entry {
            action: "note_log_check",
            row: Some(check),
            ..log::Entry::default()
        })?;
        Ok(Applied {
            row: Some(check),
            ..Applied::default()
        })
    }
}
