//! Choosing a colleague: from a list with a search, by name and login, for two may have the same name. What is
//! carried on is the row and never the name.

use super::choose::Choose;
use super::{Context, Step};
use crate::core::person::PersonHead;
use crate::error::{Error, Result};

/// One of the staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colleague {
    /// The row.
    pub id: i64,
    /// What they log in as.
    pub login: String,
    /// Their name.
    pub name: String,
}

/// An option of the list.
type Offered<K> = (K, String, String);

/// Everybody who works here, oneself first, without those who are left out.
///
/// # Errors
/// When the staff cannot be read, or nobody is left.
pub fn offered(
    ctx: &Context<'_>,
    left_out: impl Fn(i64) -> bool,
) -> Result<Vec<Offered<Colleague>>> {
    let mut all: Vec<Colleague> = ctx
        .store
        .users()?
        .into_iter()
        .filter(|(id, _, _)| !left_out(*id))
        .map(|(id, login, name)| Colleague { id, login, name })
        .collect();
    if all.is_empty() {
        return Err(Error::user("Det finns ingen kollega att välja."));
    }
    all.sort_by_key(|one| one.id != ctx.user.id);
    Ok(all
        .into_iter()
        .map(|one| {
            let (name, login) = (one.name.clone(), one.login.clone());
            (one, name, login)
        })
        .collect())
}

/// Asks which colleague, and goes on with them.
///
/// # Errors
/// As [`offered`].
pub fn choose(
    title: impl Into<String>,
    person: Option<PersonHead>,
    ctx: &Context<'_>,
    left_out: impl Fn(i64) -> bool,
    chosen: impl Fn(&Colleague, &Context<'_>) -> Result<Step> + 'static,
) -> Result<Step> {
    let options = offered(ctx, left_out)?;
    Ok(Step::open(Choose::new(title, person, options, chosen)))
}
