//! The case list: rows by key ranges, counts by one index range each. Nothing here reads more rows
//! than it shows; `tests/store_plans.rs` holds the plans.

use chrono::NaiveDate;
use rusqlite::{Row, ToSql, params};

use super::project::NO_DUE;
use super::standing::Asking;
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
    p.protection, w.segment, w.due, w.warn_from, w.rule, w.subject, w.subject_id, w.start_day, w.paused_until, w.open, w.next_step";

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

/// A query of the list with its arguments, so that a test can ask for its plan.
pub struct ListQuery {
    /// The SQL.
    pub sql: String,
    args: Vec<Box<dyn ToSql>>,
}

impl ListQuery {
    fn arg(&mut self, value: impl ToSql + 'static) -> String {
        self.args.push(Box::new(value));
        format!("?{}", self.args.len())
    }
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
            let query = self.list_query_of(who, filter, anchor, direction, limit);
            let mut statement = self.conn.prepare_cached(&query.sql)?;
            let args: Vec<&dyn ToSql> = query.args.iter().map(AsRef::as_ref).collect();
            let rows = statement.query_map(args.as_slice(), |r| self.read_row(r))?;
            for row in rows {
                all.push(row?);
            }
        }
        if mine.len() > 1 {
            all.sort_by(|a: &CaseRow, b: &CaseRow| a.anchor.cmp(&b.anchor));
            if direction == Direction::Before {
                all.reverse();
            }
            all.truncate(limit);
        }
        for row in &mut all {
            row.next_with = self.waited_for(user, row.id, row.next)?;
        }
        Ok(all)
    }

    /// The query behind [`Store::list`].
    #[doc(hidden)]
    pub fn list_query(
        &self,
        user: &User,
        filter: &Filter,
        anchor: Option<&Anchor>,
        direction: Direction,
        limit: usize,
    ) -> ListQuery {
        let who = Who {
            owner: user.id,
            user,
        };
        self.list_query_of(who, filter, anchor, direction, limit)
    }

    fn list_query_of(
        &self,
        who: Who<'_>,
        filter: &Filter,
        anchor: Option<&Anchor>,
        direction: Direction,
        limit: usize,
    ) -> ListQuery {
        let today = self.today().to_string();
        let mut query = ListQuery {
            sql: String::new(),
            args: Vec::new(),
        };
        let (index, mut conditions) = source(&mut query, who, filter);
        conditions.push(urgency(&mut query, filter.urgency, self.today()));
        conditions.push(seen(&mut query, who, (&today, &self.clock().stamp())));
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
        let owners = self.owners(user)?;
        if !self.employed(user)? {
            return Ok(0);
        }
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
            let (rows, looked_up) =
                self.counted(&self.count_query_of(who, filter, Counted::All))?;
            sum += match looked_up {
                true => {
                    self.counted(&self.count_query_of(who, filter, Counted::Seen))?
                        .0
                }
                false => rows,
            };
        }
        Ok(sum)
    }

    /// How many rows there are, and whether any of them is one that is looked up.
    fn counted(&self, query: &ListQuery) -> Result<(u64, bool)> {
        let args: Vec<&dyn ToSql> = query.args.iter().map(AsRef::as_ref).collect();
        let mut statement = self.conn.prepare_cached(&query.sql)?;
        let (rows, looked_up) =
            statement.query_row(args.as_slice(), |r| Ok((r.get::<_, i64>(0)?, r.get(1)?)))?;
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
        [Counted::All, Counted::Seen].map(|of| self.count_query_of(who, filter, of))
    }

    fn count_query_of(&self, who: Who<'_>, filter: &Filter, of: Counted) -> ListQuery {
        let mut query = ListQuery {
            sql: String::new(),
            args: Vec::new(),
        };
        let (index, mut conditions) = source(&mut query, who, filter);
        conditions.push(urgency(&mut query, filter.urgency, self.today()));
        if of == Counted::Seen {
            let (today, now) = (self.today().to_string(), self.clock().stamp());
            conditions.push(seen(&mut query, who, (&today, &now)));
        }
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
        let count = |urgency: Option<Urgency>| {
            self.count(
                user,
                &Filter {
                    urgency,
                    ..Filter::all(scope)
                },
            )
        };
        Ok(Counts {
            overdue: count(Some(Urgency::Overdue))?,
            today: count(Some(Urgency::Today))?,
            soon: count(Some(Urgency::Soon))?,
            open: count(None)?,
        })
    }

    /// The list's row of one case, open or closed, if the user may see it.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn case_row(&self, user: &User, case: i64) -> Result<Option<CaseRow>> {
        match self.row_of_case(case)? {
            Some(mut row) if self.sees(user, row.person)? => {
                row.next_with = self.waited_for(user, case, row.next)?;
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

/// The index a filter is read by, and the conditions that pin its leading columns.
fn source(query: &mut ListQuery, who: Who<'_>, filter: &Filter) -> (&'static str, Vec<String>) {
    let user = who.user;
    let mut conditions = Vec::new();
    let scope = match filter.scope {
        Scope::Mine => {
            conditions.push(format!("l.owner_id = {}", query.arg(who.owner)));
            Some("case_list_owner")
        }
        Scope::Group if user.base_group.is_some() => {
            conditions.push(format!("l.base_group_id = {}", query.arg(user.base_group)));
            Some("case_list_group")
        }
        Scope::Group | Scope::Unit => {
            conditions.push(format!("l.unit_id = {}", query.arg(user.unit_id)));
            None
        }
    };
    let mut index = scope.unwrap_or("case_list_unit");
    let narrower = [
        ("case_list_rule", "rule", &filter.rule),
        ("case_list_type", "case_type", &filter.case_type),
        ("case_list_step", "step", &filter.step),
    ];
    for (by, column, value) in narrower {
        if let Some(value) = value {
            conditions.push(format!("l.{column} = {}", query.arg(value.clone())));
            if scope.is_none() {
                index = by;
            }
        }
    }
    (index, conditions)
}

/// Which rows a count is of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Counted {
    /// All of them, which is right where none is looked up.
    All,
    /// Those that the user may see.
    Seen,
}

/// How the nearest clock stands, as one range of an index: the words are the same for every urgency, so that
/// counts of several are one statement.
fn urgency(query: &mut ListQuery, urgency: Option<Urgency>, today: NaiveDate) -> String {
    let Some(urgency) = urgency else {
        return String::new();
    };
    let (before, after) = (today.pred_opt(), today.succ_opt());
    let (any, on, until, from) = (
        (None, None),
        (Some(today), Some(today)),
        (None, Some(today)),
        (after, None),
    );
    let (segment, due, warned) = match urgency {
        Urgency::Overdue => (0, (None, before), any),
        Urgency::Today => (0, on, any),
        Urgency::Soon => (0, from, until),
        Urgency::OnTime => (0, from, from),
        Urgency::Paused => (1, any, any),
        Urgency::Possible => (2, any, any),
        Urgency::Done => (3, any, any),
    };
    let segment = query.arg(segment);
    let mut days = |column: &str, (first, last): (Option<NaiveDate>, Option<NaiveDate>)| {
        let first = query.arg(first.map_or(String::new(), |day| day.to_string()));
        let last = query.arg(last.map_or(NO_DUE.to_owned(), |day| day.to_string()));
        format!("l.{column} BETWEEN {first} AND {last}")
    };
    format!(
        "l.segment = {segment} AND {} AND {}",
        days("due", due),
        days("warn_from", warned)
    )
}

/// Files that are not simply the unit's own are looked up: no row, no hit, no count where one may not see them.
fn seen(query: &mut ListQuery, who: Who<'_>, day: (&str, &str)) -> String {
    let (user, today, now) = (
        query.arg(who.user.id),
        query.arg(day.0.to_owned()),
        query.arg(day.1.to_owned()),
    );
    let asking = Asking {
        user: &user,
        today: &today,
        now: &now,
    };
    asking.finds_case_of_list()
}

/// Whose rows are read, and for whom.
#[derive(Clone, Copy)]
struct Who<'a> {
    owner: i64,
    user: &'a User,
}
