//! Outreach: those who come to the unit's age in a year and have no measure and no open case.

use chrono::Datelike;

use super::{Cell, Period, Table};
use crate::core::user::User;
use crate::error::Result;
use crate::store::Store;

/// The list of a year: the period's last, or this one.
///
/// # Errors
/// When the database cannot be read.
pub fn outreach(store: &Store, user: &User, period: Period) -> Result<Vec<Table>> {
    let year = period.to.unwrap_or_else(|| store.today()).year();
    let age = store.unit().outreach.age;
    let rows: Vec<Vec<Cell>> = store
        .outreach(user, year)?
        .into_iter()
        .map(|resident| {
            let told = resident.told;
            let place = format!("{} {}", told.postcode, told.city);
            vec![
                told.number.to_string().into(),
                format!("{}, {}", told.family_name, told.given_name).into(),
                told.birth_date.into(),
                told.street.into(),
                place.trim().into(),
                resident.answer.map(|(answer, _)| answer.name()).into(),
                resident.answer.map(|(_, day)| day).into(),
            ]
        })
        .collect();
    let notes = vec![format!(
        "Antal: {}. Utan insats som löper och utan öppet ärende. {}.",
        rows.len(),
        store.unit().outreach.source
    )];
    Ok(vec![Table {
        key: "residents",
        title: format!("Uppsökande verksamhet {year}: de som fyller {age} år"),
        columns: &[
            ("number", "personnummer", "Personnummer"),
            ("name", "namn", "Namn"),
            ("born", "fodd", "Född"),
            ("street", "gata", "Gata"),
            ("place", "ort", "Ort"),
            ("answer", "svar", "Svar"),
            ("answered", "svarsdag", "Dag"),
        ],
        rows,
        notes,
    }])
}
