//! The case list: rows by key ranges, counts by one index range each. Nothing here reads more rows
//! than it shows; `tests/store_plans.rs` holds the plans.

use rusqlite::{Row, params};

use super::decider::Deciders;
use super::list_query::{ListQuery, Of, Who, seen, source, urgency};
use super::project::NO_DUE;
use super::{Store, row};
use crate::core::case::Step;
use crate::core::deadline::State;
use crate::core::event::Subject;
use crate::core::next::NextStep;
use crate::core::person::Protection;
use crate::core::query::{
    Anchor, CaseRow, Counts, Filter, MOST_COUNTED, RowDeadline, Scope, Urgency,
};
use crate::core::user::User;
use crate::error::Result;

// What is shown comes from the sealed row: an index that leads to it may be damaged by itself.
const COLUMNS: &str = "w.case_id, c.case_number, w.case_type, w.step, u.name, p.id, p.family_name, p.given_name,
    p.birth_date,
    (SELECT n.value FROM identity_number n WHERE n.person_id = p.id AND n.valid_to IS NULL ORDER BY n.id DESC LIMIT 1),
    p.protection, w.segment, w.due, w.warn_from, w.rule, w.subject, w.subject_id, w.start_day, w.paused_until, w.open, w.next_step, w.hidden <> 0";

const JOINS: &str = "CROSS JOIN case_list_shown w ON w.case_id = l.case_id
    CROSS JOIN cases c ON c.id = w.case_id
    CROSS JOIN person p ON p.id = c.person_id
    LEFT JOIN user u ON u.id = w.owner_id";

/// Which way the list is read from an anchor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Rows from the anchor on, the anchor's own row first.
    From,
    /// Rows after the anchor.
    After,
    /// Rows before the anchor, nearest first.
    Before,
}

impl Store {
    /// Rows of the list from an anchor, at most `limit`. `None` begins at the top, or, read backwards,
    /// at the end.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn list(
        &self,
        user: &User,
        filter: &Filter,
        anchor: Option<&Anchor>,
        direction: Direction,
        limit: usize,
    ) -> Result<Vec<CaseRow>> {
        self.admit_list(user, "arenden", &filter.told())?;
        let owners = self.owners(user)?;
        if !self.employed(user)? {
            return Ok(Vec::new());
        }
        // Each owner's rows stand in order in the index; a substitute's few are merged.
        let mine = if filter.scope == Scope::Mine {
            owners.as_slice()
        } else {
            &owners[..1]
        };
        let mut all: Vec<CaseRow> = Vec::new();
        for owner in mine {
            let who = Who {
                owner: *owner,
                user,
            };
            let read = |of| {
                let query = self.list_query_of(who, filter, anchor, direction, limit, of);
                self.listed(&query)
            };
            let rows = match read(Of::All)? {
                (_, true) => read(Of::Seen)?.0,
                (rows, false) => rows,
            };
            all.extend(rows);
        }
        if mine.len() > 1 {
            all.sort_by(|a: &CaseRow, b: &CaseRow| a.anchor.cmp(&b.anchor));
            if direction == Direction::Before {
                all.reverse();
            }
            all.truncate(limit);
        }
        let people = Deciders::default();
        for row in &mut all {
            row.next_with = self.waited_for(user, row.id, row.next, &people)?;
        }
        Ok(all)
    }

    /// The rows of a query, and whether any of them is one that is looked up.
    fn listed(&self, query: &ListQuery) -> Result<(Vec<CaseRow>, bool)> {
        let mut statement = self.conn.prepare_cached(&query.sql)?;
        let mut looked_up = false;
        let rows = statement.query_map(query.args().as_slice(), |r| {
            looked_up |= r.get::<_, bool>(21)?;
            self.read_row(r)
        })?;
        let rows = rows.collect::<rusqlite::Result<_>>()?;
        Ok((rows, looked_up))
    }

    /// The index a filter is read by, and what it and who asks say of the rows.
    fn narrowed(
        &self,
        query: &mut ListQuery,
        who: Who<'_>,
        filter: &Filter,
        of: Of,
    ) -> (&'static str, Vec<String>) {
        let (index, mut conditions) = source(query, who, filter);
        conditions.push(urgency(query, filter.urgency, self.today()));
        if of == Of::Seen {
            let (today, now) = (self.today().to_string(), self.clock().stamp());
            conditions.push(seen(query, who, (&today, &now)));
        }
        (index, conditions)
    }

    /// The queries behind [`Store::list`]: of all rows, and of those that the user may see, which is asked only
    /// where there are some that must be looked up.
    #[doc(hidden)]
    pub fn list_queries(
        &self,
        user: &User,
        filter: &Filter,
        anchor: Option<&Anchor>,
        direction: Direction,
        limit: usize,
    ) -> [ListQuery; 2] {
        let who = Who {
            owner: user.id,
            user,
        };
        [Of::All, Of::Seen].map(|of| self.list_query_of(who, filter, anchor, direction, limit, of))
    }

    fn list_query_of(
        &self,
        who: Who<'_>,
        filter: &Filter,
        anchor: Option<&Anchor>,
        direction: Direction,
        limit: usize,
        of: Of,
    ) -> ListQuery {
        let mut query = ListQuery::default();
        let (index, mut conditions) = self.narrowed(&mut query, who, filter, of);
        if let Some(a) = anchor {
            let sign = match direction {
                Direction::From => ">=",
                Direction::After => ">",
                Direction::Before => "<",
            };
            let (s, d, c) = (
                query.arg(a.segment),
                query.arg(a.due.clone()),
                query.arg(a.case),
            );
            conditions.push(format!(
                "(l.segment, l.due, l.case_id) {sign} ({s}, {d}, {c})"
            ));
        }
        let order = if direction == Direction::Before {
            " DESC"
        } else {
            ""
        };
        let limit = query.arg(limit as i64);
        conditions.retain(|c| !c.is_empty());
        query.sql = format!(
            "SELECT {COLUMNS} FROM case_list l INDEXED BY {index} {JOINS} WHERE l.open = 1 AND {} \
             ORDER BY l.segment{order}, l.due{order}, l.case_id{order} LIMIT {limit}",
            conditions.join(" AND ")
        );
        query
    }

    /// How many rows a filter shows, as far as [`MOST_COUNTED`] for each whose list it is.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn count(&self, user: &User, filter: &Filter) -> Result<u64> {
        Ok(self.count_each(user, [filter])?.into_iter().sum())
    }

    /// The same of several filters, in their order.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn count_each<'a>(
        &self,
        user: &User,
        filters: impl IntoIterator<Item = &'a Filter>,
    ) -> Result<Vec<u64>> {
        let filters = filters.into_iter();
        let owners = self.owners(user)?;
        if !self.employed(user)? {
            return Ok(filters.map(|_| 0).collect());
        }
        let count = |filter: &Filter| -> Result<u64> {
            let mine = if filter.scope == Scope::Mine {
                owners.as_slice()
            } else {
                &owners[..1]
            };
            let mut sum = 0;
            for owner in mine {
                let who = Who {
                    owner: *owner,
                    user,
                };
                let (rows, looked_up) = self.counted(&self.count_query_of(who, filter, Of::All))?;
                sum += match looked_up {
                    true => self.counted(&self.count_query_of(who, filter, Of::Seen))?.0,
                    false => rows,
                };
            }
            Ok(sum)
        };
        filters.map(count).collect()
    }

    /// How many rows there are, and whether any of them is one that is looked up.
    fn counted(&self, query: &ListQuery) -> Result<(u64, bool)> {
        let mut statement = self.conn.prepare_cached(&query.sql)?;
        let (rows, looked_up) = statement.query_row(query.args().as_slice(), |r| {
            Ok((r.get::<_, i64>(0)?, r.get(1)?))
        })?;
        Ok((u64::try_from(rows).unwrap_or(0), looked_up))
    }

    /// The queries behind [`Store::count`]: of all rows, and of those that the user may see, which is asked only
    /// where there are some that must be looked up.
    #[doc(hidden)]
    pub fn count_queries(&self, user: &User, filter: &Filter) -> [ListQuery; 2] {
        let who = Who {
            owner: user.id,
            user,
        };
        [Of::All, Of::Seen].map(|of| self.count_query_of(who, filter, of))
    }

    fn count_query_of(&self, who: Who<'_>, filter: &Filter, of: Of) -> ListQuery {
        let mut query = ListQuery::default();
        let (index, mut conditions) = self.narrowed(&mut query, who, filter, of);
        conditions.retain(|c| !c.is_empty());
        query.sql = format!(
            "SELECT count(*), coalesce(max(hidden), 0) <> 0
             FROM (SELECT l.hidden FROM case_list l INDEXED BY {index} WHERE l.open = 1 AND {} LIMIT {})",
            conditions.join(" AND "),
            MOST_COUNTED + 1
        );
        query
    }

    /// Counts by urgency for the head line.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn counts(&self, user: &User, scope: Scope) -> Result<Counts> {
        let filters = [
            Some(Urgency::Overdue),
            Some(Urgency::Today),
            Some(Urgency::Soon),
            None,
        ]
        .map(|urgency| Filter {
            urgency,
            ..Filter::all(scope)
        });
        let counted = self.count_each(user, &filters)?;
        let at = |at: usize| counted.get(at).copied().unwrap_or(0);
        Ok(Counts {
            overdue: at(0),
            today: at(1),
            soon: at(2),
            open: at(3),
        })
    }

    /// The list's row of one case, open or closed, if the user may see it.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn case_row(&self, user: &User, case: i64) -> Result<Option<CaseRow>> {
        match self.row_of_case(case)? {
            Some(mut row) if self.sees(user, row.person)? => {
                row.next_with = self.waited_for(user, case, row.next, &Deciders::default())?;
                Ok(Some(row))
            }
            _ => Ok(None),
        }
    }

    /// The same before anybody has been asked about, and without whom the case waits for.
    fn row_of_case(&self, case: i64) -> Result<Option<CaseRow>> {
        let sql = format!("SELECT {COLUMNS} FROM case_list l {JOINS} WHERE l.case_id = ?1");
        let mut statement = self.conn.prepare_cached(&sql)?;
        let row = statement
            .query_map(params![case], |r| self.read_row(r))?
            .next()
            .transpose()?;
        Ok(row)
    }

    fn read_row(&self, r: &Row) -> rusqlite::Result<CaseRow> {
        let (segment, due_text): (u8, String) = (r.get(11)?, r.get(12)?);
        let open: bool = r.get(19)?;
        let deadline = if due_text == NO_DUE || !open {
            None
        } else {
            let due = row::day(r, 12)?;
            let subject_id: i64 = r.get(16)?;
            Some(RowDeadline {
                rule: r.get(14)?,
                subject: row::word(r, 15, |w| Subject::from_parts(w, subject_id))?,
                start: row::day(r, 17)?,
                due,
                paused_until: row::day_opt(r, 18)?,
                state: state(segment, due, row::day(r, 13)?, self.today()),
            })
        };
        let id = r.get(0)?;
        Ok(CaseRow {
            id,
            case_number: r.get(1)?,
            case_type: r.get(2)?,
            step: row::word(r, 3, Step::from_word)?,
            caseworker: r.get::<_, Option<String>>(4)?.unwrap_or_default(),
            next: row::word(r, 20, NextStep::from_word)?,
            next_with: Vec::new(),
            person: r.get(5)?,
            family_name: r.get(6)?,
            given_name: r.get(7)?,
            birth_date: row::day_opt(r, 8)?,
            number: r.get::<_, Option<String>>(9)?.unwrap_or_default(),
            protection: row::word_opt(r, 10, Protection::from_word)?,
            deadline,
            anchor: Anchor {
                segment,
                due: due_text,
                case: id,
            },
        })
    }
}

/// How a row stands today, from its place in the list.
fn state(
    segment: u8,
    due: chrono::NaiveDate,
    warn_from: chrono::NaiveDate,
    today: chrono::NaiveDate,
) -> State {
    match segment {
        1 => State::Paused,
        2 => State::Possible,
        _ if due < today => State::Overdue,
        _ if due == today => State::Today,
        _ if warn_from <= today => State::Soon,
        _ => State::OnTime,
    }
}
