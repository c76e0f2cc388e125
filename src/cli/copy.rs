//! `akt kopiera` and `akt aterstall`: a copy that has been tried, and laying it back; `akt nyckel byt`.

use std::path::PathBuf;

use super::Done;
use super::args::{Asked, usage};
use super::out::Out;
use super::session::Session;
use crate::store::Mode;
use crate::store::backup::{Copied, restore};

pub(super) fn copy(asked: &Asked, session: &Session, out: &mut Out) -> Done {
    let target = file(
        asked,
        "akt kopiera behöver ett namn på kopian: akt kopiera MÅL",
    )?;
    let store = session.open(&session.path("akt.db")?, Mode::Existing)?;
    let copied = store.copy_to(&target)?;
    out.line(&format!(
        "Kopian {} är tagen, återställd på prov och hel: {}.",
        target.display(),
        counts(&copied)
    ))?;
    out.line(&format!("Loggens huvud: {}", copied.head))
}

pub(super) fn lay_back(asked: &Asked, session: &Session, out: &mut Out) -> Done {
    let copy = file(
        asked,
        "akt aterstall behöver en kopia: akt --db NY.db aterstall KOPIA",
    )?;
    let database = session.path("akt.db")?;
    let copied = restore(&copy, &database, &session.clock.stamp())?;
    out.line(&format!(
        "Databasen {} är återställd och hel: {}.",
        database.display(),
        counts(&copied)
    ))?;
    out.line(
        "Det som ändrades efter kopian finns inte: nycklar, roller och namngivningar som togs bort sedan dess gäller \
         igen. Gå igenom dem med akt anvandare, och ta bort dem på nytt.",
    )
}

pub(super) fn change_key(asked: &Asked, session: &Session, out: &mut Out) -> Done {
    if asked.values().first().is_none_or(|word| word != "byt") {
        return Err(usage("Så här: akt nyckel byt"));
    }
    let database = session.path("akt.db")?;
    session.open(&database, Mode::Existing)?.change_key()?;
    out.line(&format!(
        "Databasen {} är krypterad med en ny nyckel. Äldre kopior behöver den gamla.",
        database.display()
    ))
}

fn file(asked: &Asked, missing: &str) -> Result<PathBuf, super::Trouble> {
    match asked.values().first() {
        Some(word) => Ok(PathBuf::from(word)),
        None => Err(usage(missing)),
    }
}

fn counts(copied: &Copied) -> String {
    format!(
        "{} personer, {} ärenden, {} loggrader, {} kB",
        copied.persons,
        copied.cases,
        copied.log_rows,
        copied.size / 1_000
    )
}
