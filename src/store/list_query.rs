//! How the list is asked for: which index a filter is read by, and under what conditions.

use chrono::NaiveDate;
use rusqlite::ToSql;

use super::project::NO_DUE;
use super::standing::Asking;
use crate::core::query::{Filter, Scope, Urgency};
use crate::core::user::User;

/// A query of the list with its arguments, so that a test can ask for its plan.
#[derive(Default)]
pub struct ListQuery {
    /// The SQL.
    pub sql: String,
    args: Vec<Box<dyn ToSql>>,
}

impl ListQuery {
    pub(super) fn arg(&mut self, value: impl ToSql + 'static) -> String {
        self.args.push(Box::new(value));
        format!("?{}", self.args.len())
    }

    /// The arguments, as they are bound.
    pub(super) fn args(&self) -> Vec<&dyn ToSql> {
        self.args.iter().map(AsRef::as_ref).collect()
    }
}

/// The index a filter is read by, and the conditions that pin its leading columns.
pub(super) fn source(
    query: &mut ListQuery,
    who: Who<'_>,
    filter: &Filter,
) -> (&'static str, Vec<String>) {
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

/// Which rows are read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// All of them, which is right where none is one to be looked up.
    All,
    /// Those that the user may see.
    Seen,
}

/// How the nearest clock stands, as one range of an index: the words are the same for every urgency, so that
/// counts of several are one statement.
pub(super) fn urgency(query: &mut ListQuery, urgency: Option<Urgency>, today: NaiveDate) -> String {
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
pub(super) fn seen(query: &mut ListQuery, who: Who<'_>, day: (&str, &str)) -> String {
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
pub(super) struct Who<'a> {
    pub(super) owner: i64,
    pub(super) user: &'a User,
}
