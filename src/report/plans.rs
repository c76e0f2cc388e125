//! The inspection's table: orders, plans, and how the plans answer to the orders.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Days;

use super::{Cell, Column, Period, Table};
use crate::core::coverage::{Standing, compare};
use crate::core::frame_check::{
    OrderParts, Verdict, Words, check_goal, check_intervention, check_order,
};
use crate::core::person::Sex;
use crate::core::user::User;
use crate::error::Result;
use crate::store::{ReportOrder, Store};
use crate::unit::Unit;

/// What one order counts as.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Found {
    framed: bool,
    to_complete: bool,
    confirmed: bool,
    plan: bool,
    in_time: bool,
    matching: bool,
    /// Life area and name of what the plan lacks.
    missing: BTreeSet<(String, String)>,
    /// Life area and name of what nobody ordered.
    extra: BTreeSet<(String, String)>,
    goal_of_law: bool,
    goal_of_routine: bool,
}

/// The report on the orders sent in a period.
///
/// # Errors
/// When the database cannot be read.
pub fn plans(store: &Store, user: &User, period: Period) -> Result<Vec<Table>> {
    let orders = store.report_orders(user, period.from, period.to)?;
    Ok(tables(&orders, store.unit()))
}

/// The tables: the figures, and what was missing and extra.
pub fn tables(orders: &[ReportOrder], unit: &Unit) -> Vec<Table> {
    let words = &unit.frame_words;
    let found: Vec<Found> = orders.iter().map(|o| read(o, unit, words)).collect();
    let all: Vec<(&ReportOrder, &Found)> = orders.iter().zip(&found).collect();
    let groups = groups(&all);
    vec![figures(&groups), gaps(&groups)]
}

/// A group of orders: its kind, its name and what its orders count as.
struct Group<'a> {
    kind: &'static str,
    name: String,
    found: Vec<&'a Found>,
}

fn groups<'a>(all: &[(&'a ReportOrder, &'a Found)]) -> Vec<Group<'a>> {
    let mut groups = vec![Group {
        kind: "totalt",
        name: String::new(),
        found: all.iter().map(|(_, found)| *found).collect(),
    }];
    // Always all three, so that a zero is told and not left out.
    for (sex, name) in [
        (Sex::Woman, "kvinnor"),
        (Sex::Man, "män"),
        (Sex::Unknown, "okänt"),
    ] {
        groups.push(Group {
            kind: "kön",
            name: name.to_owned(),
            found: all
                .iter()
                .filter(|(order, _)| order.sex == sex)
                .map(|(_, found)| *found)
                .collect(),
        });
    }
    let by = |kind: &'static str, name: fn(&ReportOrder) -> &str| {
        let mut named: BTreeMap<String, Vec<&Found>> = BTreeMap::new();
        for (order, found) in all {
            let name = match name(order) {
                "" => "ingen angiven",
                name => name,
            };
            named.entry(name.to_owned()).or_default().push(found);
        }
        let mut groups: Vec<Group<'_>> = named
            .into_iter()
            .map(|(name, found)| Group { kind, name, found })
            .collect();
        groups.sort_by_key(|group| crate::core::text::sort_key(&group.name));
        groups
    };
    groups.extend(by("utförare", |order| &order.facts.provider));
    groups.extend(by("handläggare", |order| &order.caseworker));
    groups
}

/// Columns of the figures.
const FIGURES: &[Column] = &[
    ("group", "grupp", "Grupp"),
    ("name", "namn", ""),
    ("orders", "bestallningar", "Antal"),
    ("framed", "ram", "Ram"),
    ("to_complete", "att_komplettera", "Kompl."),
    ("unconfirmed", "obekraftade", "Obekr."),
    ("plans", "planer", "Plan"),
    ("in_time", "i_tid", "I tid"),
    ("fully_matching", "motsvarar", "Helt"),
    ("with_gaps", "saknar", "Saknar"),
    ("extra", "utover", "Utöver"),
    ("goal_of_law", "mal_lag", "Mål lag"),
    ("goal_of_routine", "mal_rutin", "Mål rutin"),
];

/// Columns of what was missing and extra.
const GAPS: &[Column] = &[
    ("group", "grupp", "Grupp"),
    ("name", "namn", ""),
    ("life_area", "livsomrade", "Livsområde"),
    ("intervention", "insats", "Insats"),
    ("missing", "saknas", "Saknas"),
    ("extra", "utover", "Utöver"),
];

fn number(count: usize) -> Cell {
    Cell::Number(i64::try_from(count).unwrap_or(i64::MAX))
}

fn figures(groups: &[Group<'_>]) -> Table {
    let mut rows = Vec::new();
    for group in groups {
        let count = |is: fn(&Found) -> bool| -> Cell {
            number(group.found.iter().filter(|found| is(found)).count())
        };
        rows.push(vec![
            group.kind.into(),
            group.name.as_str().into(),
            number(group.found.len()),
            count(|f| f.framed),
            count(|f| f.to_complete),
            count(|f| !f.confirmed && !f.plan),
            count(|f| f.plan),
            count(|f| f.in_time),
            count(|f| f.matching),
            count(|f| !f.missing.is_empty()),
            count(|f| !f.extra.is_empty()),
            count(|f| f.goal_of_law),
            count(|f| f.goal_of_routine),
        ]);
    }
    Table {
        key: "figures",
        title: "Beställningar och genomförandeplaner".to_owned(),
        columns: FIGURES,
        rows,
        notes: vec![
            "Ram: varken när på dagen eller hur steg för steg. Kompl.: att komplettera. Obekr.: utan bekräftelse och plan.\n\
             I tid: inom K7 från bekräftelsen, annars från den dag beställningen skickades.\n\
             Helt: planen motsvarar hela beställningen. Det gäller den senaste planen."
                .to_owned(),
        ],
    }
}

fn gaps(groups: &[Group<'_>]) -> Table {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for group in groups {
        let mut counts: BTreeMap<&(String, String), (usize, usize)> = BTreeMap::new();
        for found in &group.found {
            for gap in &found.missing {
                counts.entry(gap).or_default().0 += 1;
            }
            for gap in &found.extra {
                counts.entry(gap).or_default().1 += 1;
            }
        }
        for ((area, name), (missing, extra)) in counts {
            rows.push(vec![
                group.kind.into(),
                group.name.as_str().into(),
                area.as_str().into(),
                name.as_str().into(),
                number(missing),
                number(extra),
            ]);
        }
    }
    Table {
        key: "interventions",
        title: "Det som saknades i planerna, och det som ingen hade beställt".to_owned(),
        columns: GAPS,
        rows,
        notes: Vec::new(),
    }
}

fn read(order: &ReportOrder, unit: &Unit, words: &Words) -> Found {
    let facts = &order.facts;
    let answers = &order.answers;
    let reading = check_order(
        words,
        &OrderParts {
            need: answers.get("behov.behov"),
            purpose: answers.get("behov.syfte"),
            goal: answers.get("mal.mal"),
            has_time: !facts.estimate.is_empty(),
        },
    );
    let lines_framed = facts
        .estimate
        .iter()
        .all(|line| check_intervention(words, &line.intervention).verdict == Verdict::Frame);
    let goal = check_goal(words, answers.get("mal.mal")).verdict;
    let mut found = Found {
        framed: reading.verdict == Verdict::Frame && lines_framed,
        to_complete: facts.complete_later,
        confirmed: facts.confirmed.is_some(),
        plan: !facts.plans.is_empty(),
        goal_of_law: goal == Verdict::GoalLaw,
        goal_of_routine: goal == Verdict::GoalRoutine,
        ..Found::default()
    };
    let from = facts.counted_from();
    let days = u64::from(unit.plan_days(from));
    let due = from.checked_add_days(Days::new(days)).unwrap_or(from);
    // The first plan tells whether one came in time; the latest, what is planned now.
    found.in_time = facts.plans.last().is_some_and(|plan| plan.received <= due);
    if let Some(plan) = facts.plans.first() {
        let coverage = compare(&facts.lines(), &plan.lines, &unit.synonyms);
        found.matching = coverage.fully_matching;
        for row in &coverage.rows {
            let gaps = match row.standing {
                Standing::Missing => &mut found.missing,
                Standing::Extra => &mut found.extra,
                _ => continue,
            };
            for concept in &row.concepts {
                let area = unit.synonyms.area(concept).unwrap_or(row.area.clone());
                gaps.insert((
                    unit.area_name(&area),
                    unit.synonyms.name(concept).to_owned(),
                ));
            }
        }
    }
    found
}
