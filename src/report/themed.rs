//! Granted extents by intervention, family situation and sex, side by side (*tematisk ärendedragning*).
//! Where fewer than five stand in a cell nothing but that is told.

use std::collections::BTreeMap;

use super::{Cell, Period, Table};
use crate::core::person::{Sex, Situation};
use crate::core::user::User;
use crate::error::Result;
use crate::store::Store;

/// A cell of fewer is not shown.
const FEWEST: usize = 5;

/// The sexes side by side, in order.
const SEXES: [Sex; 3] = [Sex::Woman, Sex::Man, Sex::Unknown];

/// The extents of a period, minutes per month as hours and minutes.
///
/// # Errors
/// When the database cannot be read.
pub fn themed(store: &Store, user: &User, period: Period) -> Result<Vec<Table>> {
    let extents = store.granted_extents(user)?;
    let rows = extents
        .into_iter()
        .filter(|e| period.holds(e.day))
        .map(|e| (e.intervention, e.situation, e.sex, e.minutes));
    Ok(vec![table(rows)])
}

/// The table of extents.
pub fn table(extents: impl IntoIterator<Item = (String, Situation, Sex, i64)>) -> Table {
    let mut groups: BTreeMap<(String, usize), [Vec<i64>; 3]> = BTreeMap::new();
    for (intervention, situation, sex, minutes) in extents {
        let order = Situation::ALL.iter().position(|s| *s == situation);
        let cells = groups
            .entry((intervention.trim().to_lowercase(), order.unwrap_or(0)))
            .or_default();
        let at = SEXES.iter().position(|s| *s == sex).unwrap_or(2);
        if let Some(cell) = cells.get_mut(at) {
            cell.push(minutes);
        }
    }
    let rows = groups
        .into_iter()
        .map(|((intervention, order), cells)| {
            let situation = Situation::ALL.get(order).map_or("", |s| s.name());
            let mut row: Vec<Cell> = vec![intervention.into(), situation.into()];
            for cell in cells {
                row.extend(figures(cell));
            }
            row
        })
        .collect();
    Table {
        key: "extents",
        title: "Beviljad tid per månad, efter insats, familjesituation och kön".to_owned(),
        columns: &[
            ("intervention", "insats", "Insats"),
            ("situation", "familjesituation", "Familjesituation"),
            ("women_count", "kvinnor_antal", "Kvinnor"),
            ("women_median", "kvinnor_median", "median"),
            ("women_range", "kvinnor_spann", "minst–mest"),
            ("men_count", "man_antal", "Män"),
            ("men_median", "man_median", "median"),
            ("men_range", "man_spann", "minst–mest"),
            ("unknown_count", "okant_antal", "Okänt"),
            ("unknown_median", "okant_median", "median"),
            ("unknown_range", "okant_spann", "minst–mest"),
        ],
        rows,
        notes: vec![
            "Timmar och minuter per månad. Där färre än 5 ingår visas inget mer än det.".to_owned(),
        ],
    }
}

/// Number, median and span of a cell.
fn figures(mut minutes: Vec<i64>) -> [Cell; 3] {
    minutes.sort_unstable();
    if minutes.is_empty() {
        return [Cell::Number(0), Cell::Empty, Cell::Empty];
    }
    if minutes.len() < FEWEST {
        return [Cell::from("färre än 5"), Cell::Empty, Cell::Empty];
    }
    let half = minutes.len() / 2;
    let at = |i: usize| minutes.get(i).copied().unwrap_or(0);
    let median = match minutes.len() % 2 {
        0 => (at(half - 1) + at(half)) / 2,
        _ => at(half),
    };
    let hours = |m: i64| format!("{}:{:02}", m / 60, m % 60);
    let span = format!("{}–{}", hours(at(0)), hours(at(minutes.len() - 1)));
    let count = i64::try_from(minutes.len()).unwrap_or(i64::MAX);
    [count.into(), hours(median).into(), span.into()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_of_fewer_than_five_are_not_told() {
        let given = |sex, many: i64| {
            (1..=many).map(move |n| ("Dusch".to_owned(), Situation::Alone, sex, n * 60))
        };
        let table = table(given(Sex::Woman, 6).chain(given(Sex::Man, 4)));
        assert_eq!(table.rows.len(), 1);
        let row = &table.rows[0];
        assert_eq!(row[2], Cell::Number(6));
        assert_eq!(row[3], Cell::from("3:30"));
        assert_eq!(row[4], Cell::from("1:00–6:00"));
        assert_eq!(row[5], Cell::from("färre än 5"));
        assert_eq!(row[6], Cell::Empty);
        assert_eq!(row[8], Cell::Number(0));
    }
}
