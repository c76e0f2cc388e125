//! A unit's rules together: by name, by type of case, through time.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::{Kinds, Rule};
use crate::core::calendar::Calendar;

/// A rule's rows through time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleRows {
    rows: Vec<Arc<Rule>>,
    /// The earliest of them.
    first: Arc<Rule>,
    pub(in crate::core) starts: Kinds,
    pub(in crate::core) stops: Kinds,
}

impl RuleRows {
    /// The rows in order of time.
    pub fn rows(&self) -> &[Arc<Rule>] {
        &self.rows
    }

    /// The earliest row; every rule has one.
    pub fn first(&self) -> &Arc<Rule> {
        &self.first
    }

    /// The rule's short name.
    pub fn id(&self) -> &str {
        &self.first.id
    }

    /// The row for clocks that start on a day, exactly.
    pub fn valid_on(&self, day: NaiveDate) -> Option<&Arc<Rule>> {
        self.rows.iter().find(|row| row.valid_on(day))
    }

    /// The row for a day; before the first row's time the first, after the last row's time the last, so
    /// that an old case never loses a clock.
    pub fn nearest(&self, day: NaiveDate) -> &Arc<Rule> {
        let mut latest_first = self.rows.iter().rev();
        let begun = latest_first.find(|row| row.valid_from <= day);
        begun.unwrap_or(&self.first)
    }
}

/// A unit's rules (*regler*) and its own free days. Cheap to clone.
#[derive(Clone, Debug)]
pub struct RuleSet {
    rules: Arc<[RuleRows]>,
    by_type: Arc<HashMap<String, Box<[usize]>>>,
    for_others: Arc<[usize]>,
    holidays: Arc<[(NaiveDate, String)]>,
}

impl RuleSet {
    /// A set of checked rows; rows of one id become one rule, in order of first appearance.
    pub fn new(rows: Vec<Rule>, holidays: Vec<(NaiveDate, String)>) -> RuleSet {
        let mut rules: Vec<RuleRows> = Vec::new();
        for mut row in rows {
            let at = rules.iter().position(|known| known.id() == row.id);
            row.order = u16::try_from(at.unwrap_or(rules.len())).unwrap_or(u16::MAX);
            let (starts, stops) = (row.start_set, row.stops);
            let row = Arc::new(row);
            match at.and_then(|at| rules.get_mut(at)) {
                Some(known) => {
                    known.rows.push(row);
                    known.starts = known.starts.union(starts);
                    known.stops = known.stops.union(stops);
                }
                None => rules.push(RuleRows {
                    first: Arc::clone(&row),
                    rows: vec![row],
                    starts,
                    stops,
                }),
            }
        }
        for rule in &mut rules {
            rule.rows.sort_by_key(|row| row.valid_from);
            if let Some(first) = rule.rows.first() {
                rule.first = Arc::clone(first);
            }
        }
        let for_type = |case_type: &str| -> Vec<usize> {
            rules
                .iter()
                .enumerate()
                .filter(|(_, rule)| rule.rows.iter().any(|row| row.applies_to(case_type)))
                .map(|(at, _)| at)
                .collect()
        };
        let by_type = rules
            .iter()
            .flat_map(|rule| &rule.rows)
            .flat_map(|row| row.case_types.iter().chain(&row.except_types))
            .map(|case_type| (case_type.clone(), for_type(case_type).into()))
            .collect();
        // A type that no rule names gets the rules that name no types.
        let for_others = for_type("").into();
        RuleSet {
            rules: rules.into(),
            by_type: Arc::new(by_type),
            for_others,
            holidays: holidays.into(),
        }
    }

    /// Every rule in the unit's order.
    pub fn rules(&self) -> &[RuleRows] {
        &self.rules
    }

    /// The rule with a short name, in upper or lower case.
    pub fn get(&self, id: &str) -> Option<&RuleRows> {
        self.rules
            .iter()
            .find(|rule| rule.id().eq_ignore_ascii_case(id))
    }

    /// The rules that are for cases of a type, in order.
    pub fn for_type(&self, case_type: &str) -> impl Iterator<Item = &RuleRows> {
        self.by_type
            .get(case_type)
            .map_or(&*self.for_others, |at| at)
            .iter()
            .filter_map(|at| self.rules.get(*at))
    }

    /// The unit's own free days.
    pub fn holidays(&self) -> &[(NaiveDate, String)] {
        &self.holidays
    }

    /// The calendar of the law with the unit's own free days.
    pub fn calendar(&self) -> Calendar {
        self.holidays
            .iter()
            .fold(Calendar::swedish(), |calendar, (day, name)| {
                calendar.with_extra(*day, name.as_str())
            })
    }
}
