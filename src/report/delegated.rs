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
                line.basis.into(),
                line.decided_by.into(),
                line.presented_by.into(),
                line.delegation.into(),
            ]
        })
        .collect::<Vec<Vec<Cell>>>();
    let count = rows.len();
    Ok(vec![Table {
        key: "delegationsbeslut",
        title: "Beslut fattade med stöd av delegation".to_owned(),
        columns: &[
            ("dag", "Dag"),
            ("arende", "Ärende"),
            ("insats", "Insats"),
            ("resultat", "Resultat"),
            ("timmar_per_manad", "Tim/mån"),
            ("lagrum", "Lagrum"),
            ("beslutat_av", "Beslutat av"),
            ("foredragande", "Föredragande"),
            ("delegation", "Delegation"),
        ],
        rows,
        notes: vec![format!("{count} beslut. Kommunallagen 7 kap. 8 §.")],
    }])
}
