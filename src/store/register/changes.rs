//! What was noted later of the facts of a file: visits moved or cancelled, ends of addresses, phone numbers
//! and contacts. Each names its fact by its place in the person's own list.

use std::collections::HashMap;

use super::Store;
use crate::core::register::{FactEndEntry, PersonEntry, VisitChangeEntry};
use crate::error::Result;

/// The facts that may end, by word, with their rows in the order of the register.
const ENDING: [(&str, &str); 3] = [
    (
        "adress",
        "SELECT id FROM address WHERE person_id = ?1 ORDER BY valid_from, id",
    ),
    (
        "telefon",
        "SELECT id FROM phone WHERE person_id = ?1 ORDER BY valid_from, id",
    ),
    (
        "kontakt",
        "SELECT id FROM contact WHERE person_id = ?1 ORDER BY id",
    ),
];

impl Store {
    fn places(&self, sql: &str, person: i64) -> Result<HashMap<i64, usize>> {
        let rows: Vec<i64> = self.all(sql, [person], |r| r.get(0))?;
        Ok(rows.into_iter().zip(1..).collect())
    }

    pub(super) fn person_changes(&self, id: i64, person: &mut PersonEntry) -> Result<()> {
        let changes: Vec<(i64, Option<i64>, VisitChangeEntry)> = self.all(
            "SELECT c.visit_id, c.moved_to, c.reason, c.changed_on, u.login FROM visit_change c
             JOIN visit v ON v.id = c.visit_id JOIN user u ON u.id = c.user_id
             WHERE v.person_id = ?1 ORDER BY c.changed_on, v.day, c.visit_id",
            [id],
            |r| {
                Ok((
                    r.get(0)?,
                    r.get(1)?,
                    VisitChangeEntry {
                        visit: 0,
                        moved_to: None,
                        reason: r.get(2)?,
                        date: r.get(3)?,
                        by: r.get(4)?,
                    },
                ))
            },
        )?;
        if !changes.is_empty() {
            let places = self.places(
                "SELECT id FROM visit WHERE person_id = ?1 ORDER BY day, id",
                id,
            )?;
            let placed = |(visit, moved, entry): (i64, Option<i64>, VisitChangeEntry)| {
                Some(VisitChangeEntry {
                    visit: *places.get(&visit)?,
                    moved_to: moved.and_then(|m| places.get(&m).copied()),
                    ..entry
                })
            };
            person.visit_changes = changes.into_iter().filter_map(placed).collect();
        }
        let ends: Vec<(i64, FactEndEntry)> = self.all(
            "SELECT f.row_id, f.fact, f.last_day, f.reason, f.noted_on, u.login FROM fact_end f
             JOIN user u ON u.id = f.user_id WHERE f.person_id = ?1 ORDER BY f.id",
            [id],
            |r| {
                Ok((
                    r.get(0)?,
                    FactEndEntry {
                        fact: r.get(1)?,
                        place: 0,
                        last_day: r.get(2)?,
                        reason: r.get(3)?,
                        date: r.get(4)?,
                        by: r.get(5)?,
                    },
                ))
            },
        )?;
        for (row, entry) in ends {
            let Some((_, sql)) = ENDING.iter().find(|(fact, _)| *fact == entry.fact) else {
                continue;
            };
            if let Some(place) = self.places(sql, id)?.get(&row) {
                person.ends.push(FactEndEntry {
                    place: *place,
                    ..entry
                });
            }
        }
        Ok(())
    }
}
