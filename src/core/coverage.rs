//! The provider's plan read against the order: what is met, what is less, what is missing and what
//! nobody ordered.
//!
//! Order and plan are written by different hands. Both are read as *concepts*, by the unit's table of
//! words that mean the same; what the table does not know is matched by its own words within a life area.

use std::collections::BTreeSet;

mod words;

pub use words::{Concept, Synonyms};

/// One line of an order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderLine {
    /// Life area, by id; empty where none is stated.
    pub area: String,
    /// Intervention, as written.
    pub intervention: String,
    /// Time per month in whole minutes, where it is stated.
    pub minutes_per_month: Option<u64>,
}

/// One line of a plan, of the same shape.
pub type PlanLine = OrderLine;

/// How a row stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Planned as ordered, or as near as the tolerance says.
    Met,
    /// Planned, but so many minutes a month too little.
    Less(u64),
    /// Planned, and so many minutes a month too much.
    More(u64),
    /// Ordered, not planned.
    Missing,
    /// Planned, not ordered.
    Extra,
}

/// One row of the view: the order on the left, the plan on the right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Life area, by id; empty where nobody knows it.
    pub area: String,
    /// What is ordered, as written; empty where nothing is.
    pub ordered: String,
    /// Its time, where every line states one.
    pub ordered_minutes: Option<u64>,
    /// What is planned, as written; empty where nothing is.
    pub planned: String,
    /// Its time, where every line states one.
    pub planned_minutes: Option<u64>,
    /// How it stands.
    pub standing: Standing,
    /// The concepts it is about, by id or, where the table knows none, by the words themselves.
    pub concepts: Vec<String>,
}

/// A plan read against its order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// The order's rows in its order, then what nobody ordered.
    pub rows: Vec<Row>,
    /// Rows that are met.
    pub met: usize,
    /// Rows with too little time.
    pub less: usize,
    /// Rows with too much time.
    pub more: usize,
    /// Concepts that are ordered and not planned.
    pub missing: usize,
    /// Concepts that are planned and not ordered.
    pub extra: usize,
    /// Nothing is missing and nothing is extra: the inspection's "matches the order fully".
    pub fully_matching: bool,
}

/// A line with the concepts it is about.
struct Read<'a> {
    line: &'a OrderLine,
    concepts: BTreeSet<String>,
}

/// Reads a plan against an order.
pub fn compare(order: &[OrderLine], plan: &[PlanLine], synonyms: &Synonyms) -> Coverage {
    let read = |line: &OrderLine| synonyms.concepts(&line.intervention);
    let ordered: Vec<Read<'_>> = order
        .iter()
        .map(|line| Read {
            line,
            concepts: read(line),
        })
        .collect();
    let planned: Vec<Read<'_>> = plan
        .iter()
        .map(|line| Read {
            line,
            concepts: alike(read(line), line, &ordered, synonyms),
        })
        .collect();
    let mut rows = Vec::new();
    let mut done: BTreeSet<Side> = BTreeSet::new();
    let starts = (0..ordered.len())
        .map(Side::Order)
        .chain((0..planned.len()).map(Side::Plan));
    for start in starts {
        if done.contains(&start) {
            continue;
        }
        let group = group(start, &ordered, &planned);
        let (mut left, mut right) = (Vec::new(), Vec::new());
        for side in &group {
            match side {
                Side::Order(at) => left.push(&ordered[*at]),
                Side::Plan(at) => right.push(&planned[*at]),
            }
        }
        rows.extend(rows_of(&left, &right, synonyms));
        done.extend(group);
    }
    // What nobody ordered stands last, wherever it was found.
    rows.sort_by_key(|row: &Row| row.standing == Standing::Extra);
    let count = |is: fn(&Standing) -> bool| rows.iter().filter(|row| is(&row.standing)).count();
    let concepts = |standing: Standing| -> usize {
        rows.iter()
            .filter(|row| row.standing == standing)
            .map(|row| row.concepts.len())
            .sum()
    };
    let (missing, extra) = (concepts(Standing::Missing), concepts(Standing::Extra));
    Coverage {
        met: count(|s| *s == Standing::Met),
        less: count(|s| matches!(s, Standing::Less(_))),
        more: count(|s| matches!(s, Standing::More(_))),
        missing,
        extra,
        fully_matching: missing == 0 && extra == 0,
        rows,
    }
}

/// The plan's concepts, where words that the table does not know are taken for the order's own words
/// when they are nearly the same, within a life area.
fn alike(
    concepts: BTreeSet<String>,
    line: &PlanLine,
    ordered: &[Read<'_>],
    synonyms: &Synonyms,
) -> BTreeSet<String> {
    let same_area = |read: &&Read<'_>| {
        read.line.area.is_empty() || line.area.is_empty() || read.line.area == line.area
    };
    let taken_for = |concept: String| {
        if synonyms.knows(&concept) {
            return concept;
        }
        let near = ordered
            .iter()
            .filter(same_area)
            .flat_map(|read| &read.concepts)
            .filter(|known| !synonyms.knows(known))
            .map(|known| (strsim::jaro_winkler(known, &concept), known))
            .filter(|(likeness, _)| *likeness >= ALIKE)
            .max_by(|a, b| a.0.total_cmp(&b.0));
        match near {
            Some((_, known)) => known.clone(),
            // The same words in another life area are another thing.
            None if ordered.iter().any(|read| read.concepts.contains(&concept)) => {
                format!("{concept} ({})", line.area)
            }
            None => concept,
        }
    };
    concepts.into_iter().map(taken_for).collect()
}

/// From this likeness on (Jaro–Winkler) two words are one in different forms: "bingo", "bingon".
const ALIKE: f64 = 0.93;

/// A line, by its place on its side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Order(usize),
    Plan(usize),
}

/// The lines on both sides that hang together with one of them by concepts in common. A provider may
/// plan three interventions in one line; minutes are then compared for the three together.
fn group(start: Side, ordered: &[Read<'_>], planned: &[Read<'_>]) -> BTreeSet<Side> {
    let of = |side: Side| match side {
        Side::Order(at) => &ordered[at].concepts,
        Side::Plan(at) => &planned[at].concepts,
    };
    let everybody: Vec<Side> = (0..ordered.len())
        .map(Side::Order)
        .chain((0..planned.len()).map(Side::Plan))
        .collect();
    let mut group = BTreeSet::from([start]);
    let mut concepts = of(start).clone();
    loop {
        let size = group.len();
        for side in &everybody {
            if !group.contains(side) && !concepts.is_disjoint(of(*side)) {
                group.insert(*side);
                concepts.extend(of(*side).iter().cloned());
            }
        }
        if group.len() == size {
            return group;
        }
    }
}

/// The rows of a group: the lines side by side, then what only one side has.
fn rows_of(left: &[&Read<'_>], right: &[&Read<'_>], synonyms: &Synonyms) -> Vec<Row> {
    let all = |side: &[&Read<'_>]| -> BTreeSet<String> {
        side.iter()
            .flat_map(|r| r.concepts.iter().cloned())
            .collect()
    };
    let (ordered, planned) = (all(left), all(right));
    let both: BTreeSet<String> = ordered.intersection(&planned).cloned().collect();
    let touching = |side: &[&Read<'_>], concepts: &BTreeSet<String>| -> Vec<OrderLine> {
        side.iter()
            .filter(|read| !read.concepts.is_disjoint(concepts))
            .map(|read| read.line.clone())
            .collect()
    };
    let area = |lines: &[&[OrderLine]], concepts: &BTreeSet<String>| {
        let stated = lines
            .iter()
            .flat_map(|side| side.iter())
            .find(|line| !line.area.is_empty())
            .map(|line| line.area.clone());
        let known = || concepts.iter().find_map(|c| synonyms.area(c));
        stated.or_else(known).unwrap_or_default()
    };
    let mut rows = Vec::new();
    if !both.is_empty() {
        let (of_order, of_plan) = (touching(left, &both), touching(right, &both));
        let (ordered_minutes, planned_minutes) = (minutes(&of_order), minutes(&of_plan));
        rows.push(Row {
            area: area(&[&of_order, &of_plan], &both),
            ordered: names(&of_order),
            ordered_minutes,
            planned: names(&of_plan),
            planned_minutes,
            standing: standing(ordered_minutes, planned_minutes, synonyms.tolerance()),
            concepts: both.into_iter().collect(),
        });
    }
    for (side, own, other, standing) in [
        (left, &ordered, &planned, Standing::Missing),
        (right, &planned, &ordered, Standing::Extra),
    ] {
        let alone: BTreeSet<String> = own.difference(other).cloned().collect();
        if alone.is_empty() {
            continue;
        }
        let lines = touching(side, &alone);
        // Lines that the other side has nothing of keep their words and their time; a part of a line
        // has only a name, since its minutes cannot be told from the rest.
        let whole = side
            .iter()
            .filter(|read| !read.concepts.is_disjoint(&alone))
            .all(|read| read.concepts.is_subset(&alone));
        let (text, time) = if whole {
            (names(&lines), minutes(&lines))
        } else {
            let names: Vec<&str> = alone.iter().map(|c| synonyms.name(c)).collect();
            (names.join(", "), None)
        };
        let area = area(&[&lines], &alone);
        let concepts = alone.into_iter().collect();
        rows.push(match standing {
            Standing::Missing => Row {
                area,
                ordered: text,
                ordered_minutes: time,
                planned: String::new(),
                planned_minutes: None,
                standing,
                concepts,
            },
            _ => Row {
                area,
                ordered: String::new(),
                ordered_minutes: None,
                planned: text,
                planned_minutes: time,
                standing,
                concepts,
            },
        });
    }
    rows
}

fn names(lines: &[OrderLine]) -> String {
    lines
        .iter()
        .map(|line| line.intervention.trim())
        .collect::<Vec<_>>()
        .join(", ")
}

/// The sum, if every line states its time.
fn minutes(lines: &[OrderLine]) -> Option<u64> {
    lines
        .iter()
        .map(|line| line.minutes_per_month)
        .try_fold(0u64, |sum, time| Some(sum.saturating_add(time?)))
}

fn standing(ordered: Option<u64>, planned: Option<u64>, tolerance_percent: u64) -> Standing {
    let (Some(ordered), Some(planned)) = (ordered, planned) else {
        return Standing::Met;
    };
    let apart = ordered.abs_diff(planned);
    if u128::from(apart) * 100 <= u128::from(ordered) * u128::from(tolerance_percent) {
        Standing::Met
    } else if planned < ordered {
        Standing::Less(apart)
    } else {
        Standing::More(apart)
    }
}

#[cfg(test)]
mod tests;
