//! `akt importera`: a register from a file. The file is read and judged whole before anything is
//! opened for writing; a bad file leaves nothing behind.

mod columns;
mod csv;
mod json;
mod judge;
mod lines;
mod performed;
mod population;
mod rows;
mod words;

use std::collections::HashMap;
use std::io::IsTerminal;
use std::path::Path;
use std::time::Duration;

use chrono::NaiveDate;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::args::Asked;
use super::out::{Out, tell};
use super::session::Session;
use super::{Done, Trouble};
use crate::core::change::NewUser;
use crate::core::person::Sex;
use crate::core::register::Register;
use crate::core::text::fold_true;
use crate::core::user::{Role, User};
use crate::error::{Error, Result};
use crate::store::{Imported, Mode, Store};
use crate::unit::Unit;

/// A register larger than this is not one unit's.
const LARGEST: u64 = 512 * 1024 * 1024;

/// From so many entries the progress is shown.
const SHOW_FROM: u64 = 1_000;

/// What the database knows already, or nothing when it is new.
pub(super) struct Known<'a> {
    pub(super) store: Option<(&'a Store, &'a User)>,
    pub(super) unit: &'a Unit,
    pub(super) demo: bool,
    pub(super) today: NaiveDate,
    /// Logins by login and by folded name.
    pub(super) logins: HashMap<String, String>,
}

impl Known<'_> {
    /// Name and sex of a person that is there already.
    fn person(&self, number: &str) -> Result<Option<(String, String, Sex)>> {
        let Some((store, user)) = self.store else {
            return Ok(None);
        };
        Ok(store
            .person_by_number(user, number)?
            .map(|p| (p.family_name, p.given_name, p.sex)))
    }

    /// The number of the person that a case there belongs to.
    fn case(&self, number: &str) -> Result<Option<String>> {
        let Some((store, user)) = self.store else {
            return Ok(None);
        };
        let Some(id) = store.case_by_number(user, number)? else {
            return Ok(None);
        };
        Ok(store.case_row(id)?.map(|row| row.number))
    }
}

/// What was read from a file.
pub(super) struct Reading {
    pub(super) register: Register,
    /// What is wrong, by row, in the order of the file.
    pub(super) problems: Vec<String>,
    /// What was taken in but should be looked at.
    pub(super) warnings: Vec<String>,
    /// Rows or entries left out.
    pub(super) skipped: u64,
    /// Whether the file has rows, or entries.
    pub(super) rows: bool,
}

pub(super) fn run(asked: &Asked, session: &Session, out: &mut Out) -> Done {
    if asked.has("ord") {
        let unit = match session.path("akt.db") {
            Ok(path) => session.unit(&path),
            Err(_) => Unit::builtin(),
        };
        return words::print(&unit, out);
    }
    asked.value(0, "Filen")?;
    let file = asked
        .values()
        .first()
        .map_or(Path::new(""), |word| Path::new(word));
    let bytes = read(file)?;
    if asked.has("befolkning") {
        return population::run(file, &bytes, session, out);
    }
    if asked.has("utford-tid") {
        return performed::run(file, &bytes, session, out);
    }
    let database = session.path("akt.db")?;
    let there = std::fs::metadata(&database).is_ok_and(|meta| meta.len() > 0);
    let store = there
        .then(|| session.open(&database, Mode::Existing))
        .transpose()?;
    let user = match &store {
        Some(store) if store.has_users()? => Some(session.user(store)?),
        _ => None,
    };
    let unit = session.unit(&database);
    let known = Known {
        store: store.as_ref().zip(user.as_ref()),
        unit: &unit,
        demo: store.as_ref().map_or(Ok(false), Store::is_demo)?,
        today: session.today(),
        logins: logins(store.as_ref())?,
    };
    let skip = asked.has("hoppa-over-fel");
    let reading = understand(file, &bytes, &known)?;
    drop(bytes);
    for warning in &reading.warnings {
        tell(&format!("Varning: {warning}"));
    }
    for problem in &reading.problems {
        tell(problem);
    }
    if !reading.problems.is_empty() && !skip {
        let n = reading.skipped;
        let rows = match (reading.rows, n) {
            (true, 1) => "rad har",
            (true, _) => "rader har",
            (false, 1) => "uppgift har",
            (false, _) => "uppgifter har",
        };
        tell(&format!(
            "{n} {rows} fel. Inget är inläst.\nRätta filen och försök igen, eller läs in resten med --hoppa-over-fel."
        ));
        return Err(Trouble::Said);
    }
    let store = match store {
        Some(store) => store,
        None => session.open(&database, Mode::CreateIfMissing)?,
    };
    let counted = take(&store, user.as_ref(), session, &reading.register)?;
    summary(&reading, counted, out)
}

fn take(
    store: &Store,
    user: Option<&User>,
    session: &Session,
    register: &Register,
) -> Result<Imported> {
    let total = entries(register);
    let bar = progress_bar(total, "Läser in");
    let mut shown = |done: u64| bar.set_position(done);
    let counted = match user {
        Some(user) => store.import(user, register, &mut shown),
        None => store.import_first(&first(session), register, &mut shown),
    };
    bar.finish_and_clear();
    counted.map_err(|error| {
        let text = error.text.trim_end_matches('.').to_owned();
        Error {
            text: format!("{text}. Inget är inläst."),
            ..error
        }
    })
}

/// Who imports into a database without users is its first.
fn first(session: &Session) -> NewUser {
    let login = session.login();
    NewUser {
        name: login.clone(),
        login,
        role: Role::Caseworker,
        started: session.today(),
        share: 100,
        base_group: None,
    }
}

fn logins(store: Option<&Store>) -> Result<HashMap<String, String>> {
    let mut known = HashMap::new();
    let users = store.map_or(Ok(Vec::new()), Store::users)?;
    for (_, login, name) in users {
        known
            .entry(fold_true(&name))
            .or_insert_with(|| login.clone());
        known.insert(login.clone(), login);
    }
    Ok(known)
}

/// How many entries the progress counts.
pub(super) fn entries(register: &Register) -> u64 {
    let parts = [
        register.persons.len(),
        register.cases.len(),
        register.events.len(),
        register.clock_states.len(),
        register.journal.len(),
        register.documents.len(),
        register.substitutes.len(),
        register.decisions.len(),
        register.measures.len(),
        register.proposals.len(),
        register.performed.len(),
        register.plans.len(),
        register.plan_reminders.len(),
        register.residents.len(),
        register.residents.iter().map(|r| r.contacts.len()).sum(),
        register.presentations.len(),
        register.good_examples.len(),
    ];
    parts.into_iter().sum::<usize>() as u64
}

/// A bar on standard error; nothing where nobody watches or the work is short.
pub(super) fn progress_bar(total: u64, what: &'static str) -> ProgressBar {
    if total < SHOW_FROM || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{msg} {bar:30} {percent:>3} %") {
        bar.set_style(style.progress_chars("█▌ "));
    }
    bar.set_message(what);
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

fn read(file: &Path) -> Result<Vec<u8>> {
    let name = file.display();
    let meta = std::fs::metadata(file).map_err(|error| Error::from(error).at(&name))?;
    if meta.is_dir() {
        return Err(Error::user(format!("{name} är en mapp, inte en fil."))
            .hint("Ange en fil som slutar på .csv eller .json."));
    }
    if meta.len() > LARGEST {
        return Err(Error::user(format!(
            "{name} är {} MB; högst 512 MB kan läsas in på en gång.",
            meta.len() / (1024 * 1024)
        ))
        .hint("Dela filen i flera. Samma rubrikrad ska stå först i varje."));
    }
    let bytes = std::fs::read(file).map_err(|error| Error::from(error).at(&name))?;
    if bytes.iter().all(u8::is_ascii_whitespace) || bytes == b"\xef\xbb\xbf" {
        return Err(Error::user(format!("{name} är tom. Inget är inläst."))
            .hint("Kontrollera att rätt fil är vald."));
    }
    Ok(bytes)
}

fn refused<T>(name: &str, text: &str, hint: &str) -> Result<T> {
    Err(Error::user(format!("{name} {text} Inget är inläst.")).hint(hint))
}

/// Refuses what is no text, before anybody tries to read it as one.
fn refuse_not_text(name: &str, bytes: &[u8]) -> Result<()> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return refused(
            name,
            "är ett kalkylark eller ett arkiv, inte text.",
            "Spara arket som CSV (UTF-8) och läs in den filen.",
        );
    }
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return refused(
            name,
            "är sparad som UTF-16.",
            "Spara den som CSV i UTF-8 eller Windows-1252.",
        );
    }
    if bytes.contains(&0) {
        return refused(
            name,
            "är inte en textfil.",
            "Ett register är CSV med rubrikrad, eller JSON från akt exportera.",
        );
    }
    Ok(())
}

/// Reads the file as what it is, if that is also what it claims to be.
fn understand(file: &Path, bytes: &[u8], known: &Known<'_>) -> Result<Reading> {
    let name = file.display().to_string();
    let ending = file
        .extension()
        .map(|e| e.to_string_lossy().to_lowercase())
        .unwrap_or_default();
    let refuse = |text: &str, hint: &str| refused(&name, text, hint);
    refuse_not_text(&name, bytes)?;
    let start = bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(bytes)
        .trim_ascii_start();
    let looks_json = matches!(start.first(), Some(b'{' | b'['));
    match (ending.as_str(), looks_json) {
        ("csv" | "txt" | "tsv", true) => refuse(
            "heter som en CSV-fil men innehåller JSON.",
            "Byt namn så att filen slutar på .json, eller välj rätt fil.",
        ),
        ("json", false) => refuse(
            "heter som en JSON-fil men innehåller något annat.",
            "Välj filen som akt exportera skrev, eller ge en CSV-fil ett namn på .csv.",
        ),
        (_, true) => json::read(&name, start, known),
        _ => csv::read(&name, bytes, known),
    }
}

fn summary(reading: &Reading, new: Imported, out: &mut Out) -> Done {
    let register = &reading.register;
    let part = |n: u64, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    let skipped = match reading.skipped {
        0 => String::new(),
        n if reading.rows => format!(" Överhoppade: {}.", part(n, "rad", "rader")),
        n => format!(" Överhoppade: {}.", part(n, "uppgift", "uppgifter")),
    };
    if new.is_empty() {
        return out.line(&format!("Inget nytt: allt i filen fanns redan.{skipped}"));
    }
    let other = match new.other {
        0 => String::new(),
        n => format!(
            ", {}",
            part(
                n,
                "ny anteckning eller handling",
                "nya anteckningar och handlingar"
            )
        ),
    };
    let same = entries(register).saturating_sub(new.persons + new.cases + new.events + new.other);
    let unchanged = match same {
        0 => String::new(),
        n => format!(" Oförändrade: {n}."),
    };
    out.line(&format!(
        "Inläst: {}, {}, {}{other}.{unchanged}{skipped}",
        part(new.persons, "ny person", "nya personer"),
        part(new.cases, "nytt ärende", "nya ärenden"),
        part(new.events, "ny händelse", "nya händelser"),
    ))?;
    out.line("Se dem: akt lista --alla, eller starta akt.")
}
