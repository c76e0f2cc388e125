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
    vec![figures(&groups), gaps(&groups), by_sex(&all)]
}

/// A group of orders: its kind, its name and what its orders count as.
struct Group<'a> {
    kind: &'static str,
    name: String,
    found: Vec<&'a Found>,
}

/// Always all three, so that a zero is told and not left out.
const SEXES: [(Sex, &str); 3] = [
    (Sex::Woman, "kvinnor"),
    (Sex::Man, "män"),
    (Sex::Unknown, "okänt"),
];

fn groups<'a>(all: &[(&'a ReportOrder, &'a Found)]) -> Vec<Group<'a>> {
    let mut groups = vec![Group {
        kind: "totalt",
        name: String::new(),
        found: all.iter().map(|(_, found)| *found).collect(),
    }];
    for (sex, name) in SEXES {
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
    for by in BY {
        groups.extend(named(all, by).into_iter().map(|(name, orders)| Group {
            kind: by.0,
            name,
            found: orders.into_iter().map(|(_, found)| found).collect(),
        }));
    }
    groups
}

/// A kind of group, and the name of the group that an order belongs to.
struct By(&'static str, fn(&ReportOrder) -> &str);

const BY: &[By] = &[
    By("utförare", |order| &order.facts.provider),
    By("handläggare", |order| &order.caseworker),
];

/// An order with what it counts as.
type Counted<'a> = (&'a ReportOrder, &'a Found);

/// The orders by name, in the order of the alphabet.
fn named<'a>(all: &[Counted<'a>], by: &By) -> Vec<(String, Vec<Counted<'a>>)> {
    let mut named: BTreeMap<String, Vec<Counted<'a>>> = BTreeMap::new();
    for (order, found) in all {
        let name = match (by.1)(order) {
            "" => "ingen angiven",
            name => name,
        };
        named
            .entry(name.to_owned())
            .or_default()
            .push((*order, *found));
    }
    let mut named: Vec<_> = named.into_iter().collect();
    named.sort_by_key(|(name, _)| crate::core::text::sort_key(name));
    named
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
    ("framed_percent", "ram_procent", "Ram %"),
    ("in_time_percent", "i_tid_procent", "I tid %"),
    ("fully_matching_percent", "motsvarar_procent", "Helt %"),
];

/// Columns of the figures by sex.
const BY_SEX: &[Column] = &[
    ("group", "grupp", "Grupp"),
    ("name", "namn", ""),
    ("sex", "kon", "Kön"),
    ("orders", "bestallningar", "Antal"),
    ("framed", "ram", "Ram"),
    ("framed_percent", "ram_procent", "Ram %"),
    ("plans", "planer", "Plan"),
    ("in_time", "i_tid", "I tid"),
    ("in_time_percent", "i_tid_procent", "I tid %"),
    ("fully_matching", "motsvarar", "Helt"),
    ("fully_matching_percent", "motsvarar_procent", "Helt %"),
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

/// Whole per cent of those there are; nothing where there are none.
fn percent(part: usize, of: usize) -> Cell {
    match of {
        0 => Cell::Empty,
        of => number((part * 200 + of) / (of * 2)),
    }
}

/// The figures of each provider and caseworker, by sex.
fn by_sex(all: &[Counted<'_>]) -> Table {
    let mut rows = Vec::new();
    for by in BY {
        for (name, orders) in named(all, by) {
            for (sex, word) in SEXES {
                let found: Vec<&Found> = orders
                    .iter()
                    .filter(|(order, _)| order.sex == sex)
                    .map(|(_, found)| *found)
                    .collect();
                let count = |is: fn(&Found) -> bool| found.iter().filter(|f| is(f)).count();
                let (framed, in_time) = (count(|f| f.framed), count(|f| f.in_time));
                let (plans, matching) = (count(|f| f.plan), count(|f| f.matching));
                rows.push(vec![
                    by.0.into(),
                    name.as_str().into(),
                    word.into(),
                    number(found.len()),
                    number(framed),
                    percent(framed, found.len()),
                    number(plans),
                    number(in_time),
                    percent(in_time, found.len()),
                    number(matching),
                    percent(matching, plans),
                ]);
            }
        }
    }
    Table {
        key: "by_sex",
        title: "Per utförare och handläggare, efter kön".to_owned(),
        columns: BY_SEX,
        rows,
        notes: Vec::new(),
    }
}

fn figures(groups: &[Group<'_>]) -> Table {
    let mut rows = Vec::new();
    for group in groups {
        let of = |is: fn(&Found) -> bool| group.found.iter().filter(|found| is(found)).count();
        let count = |is: fn(&Found) -> bool| -> Cell { number(of(is)) };
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
            percent(of(|f| f.framed), group.found.len()),
            percent(of(|f| f.in_time), group.found.len()),
            percent(of(|f| f.matching), of(|f| f.plan)),
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
             Helt: planen motsvarar hela beställningen. Det gäller den senaste planen.\n\
             Ram % och I tid % är av beställningarna, Helt % av planerna."
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
