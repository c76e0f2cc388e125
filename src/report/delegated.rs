//! Decisions by delegation, to be reported to the board (kommunallagen 7 kap. 8 §).

use super::{Cell, Period, Table};
use crate::core::user::User;
use crate::error::Result;
use crate::store::Store;

/// The decisions of a period in the files that one may see, one row an item.
///
/// # Errors
/// When the database cannot be read.
pub fn delegated(store: &Store, user: &User, period: Period) -> Result<Vec<Table>> {
    let rows = store
        .delegated_decisions(user)?
        .into_iter()
        .filter(|line| period.holds(line.day))
        .map(|line| {
            let hours = line.minutes.map(|m| format!("{}:{:02}", m / 60, m % 60));
            vec![
                line.day.into(),
                line.case_number.into(),
                line.intervention.into(),
                line.result.into(),
                hours.into(),
                line.from.into(),
                line.to.into(),
                line.basis.into(),
                line.decided_by.into(),
                line.presented_by.into(),
                line.consulted.into(),
                line.delegation.into(),
            ]
        })
        .collect::<Vec<Vec<Cell>>>();
    let count = rows.len();
    Ok(vec![Table {
        key: "decisions",
        title: "Beslut fattade med stöd av delegation".to_owned(),
        columns: &[
            ("day", "dag", "Dag"),
            ("case_number", "arende", "Ärende"),
            ("intervention", "insats", "Insats"),
            ("result", "resultat", "Resultat"),
            ("hours_per_month", "timmar_per_manad", "Tim/mån"),
            ("valid_from", "fran", "Från"),
            ("valid_to", "till_och_med", "Till och med"),
            ("legal_basis", "lagrum", "Lagrum"),
            ("decided_by", "beslutat_av", "Beslutat av"),
            ("presented_by", "foredragande", "Föredragande"),
            ("consulted", "samrad", "Samråd"),
            ("delegation", "delegation", "Delegation"),
        ],
        rows,
        notes: vec![format!("{count} beslut. Kommunallagen 7 kap. 8 §.")],
    }])
}
