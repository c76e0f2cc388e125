//! What a command stands on: which day, which database, which unit, and who asks.

use std::io::{self, BufRead, Read};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use etcetera::base_strategy::{BaseStrategy, Xdg};

use super::Trouble;
use super::args::Asked;
use super::out::tell;
use crate::clock::Clock;
use crate::core::calendar::parse_date;
use crate::core::text::{clean_line, fold_true};
use crate::core::user::User;
use crate::error::{Error, Result, nearest};
use crate::store::{Mode, Store};
use crate::unit::Unit;

/// The login of a demo's caseworker, who one is there without saying so.
pub const DEMO: &str = "demo";

/// A reason is a line, not a file.
const LONGEST_REASON: u64 = 1_000;

/// Which day, which database, and who asks.
pub struct Session {
    /// The machine's clock, or a given day.
    pub clock: Clock,
    db: Option<PathBuf>,
    said: Option<String>,
    reason: Option<String>,
}

impl Session {
    /// Reads the options that all commands take.
    ///
    /// # Errors
    /// Wrong usage, when `--idag`, `AKT_IDAG` or `--som` cannot be read.
    pub fn new(asked: &Asked) -> std::result::Result<Session, Trouble> {
        let clock = match asked.text("idag")? {
            Some(text) => Clock::Fixed(day("--idag", text)?),
            None => match std::env::var_os("AKT_IDAG").filter(|v| !v.is_empty()) {
                Some(value) => Clock::Fixed(day("AKT_IDAG", &value.to_string_lossy())?),
                None => Clock::System,
            },
        };
        Ok(Session {
            clock,
            db: asked.raw("db").map(PathBuf::from),
            said: asked.text("som")?.map(clean_line),
            reason: asked.text("skal")?.map(reason).transpose()?,
        })
    }

    /// Today's date.
    pub fn today(&self) -> NaiveDate {
        self.clock.today()
    }

    /// Where the database lies: `--db`, else a file in the program's own folder of data.
    ///
    /// # Errors
    /// When there is no home to put it in.
    pub fn path(&self, own: &str) -> Result<PathBuf> {
        if let Some(path) = &self.db {
            return Ok(path.clone());
        }
        self.own_folder(own).map_err(|_| {
            Error::user("Det går inte att avgöra var databasen ligger: hemkatalog saknas.")
                .hint("Ange databasen med --db FIL.")
        })
    }

    /// A place of the person's own among the program's data.
    ///
    /// # Errors
    /// When there is no home to put it in.
    pub fn own_folder(&self, own: &str) -> Result<PathBuf> {
        let xdg = Xdg::new().map_err(|_| Error::user("Hemkatalog saknas."))?;
        Ok(xdg.data_dir().join("akt").join(own))
    }

    /// The unit's own rules and forms: the folder `enhet` beside the database. What is wrong there is
    /// told, and the built-in is used instead.
    pub fn unit(&self, database: &Path) -> Unit {
        let folder = database.with_file_name("enhet");
        if !folder.is_dir() {
            return Unit::builtin();
        }
        let unit = Unit::from_folder(&folder);
        for problem in &unit.problems {
            tell(&format!("Varning: enhet/{problem}"));
        }
        unit
    }

    /// Opens the database in the way asked for.
    ///
    /// # Errors
    /// When it cannot be opened; nothing is changed then.
    pub fn open(&self, path: &Path, mode: Mode) -> Result<Store> {
        let store = Store::open(path, mode, self.unit(path), self.clock)?;
        if let Some(reason) = &self.reason {
            store.give_one_reason(reason)?;
        }
        Ok(store)
    }

    /// The existing database, for a command that only reads, and who reads.
    ///
    /// # Errors
    /// When it is missing or empty, or the user is not in it.
    pub fn reader(&self) -> Result<(Store, User)> {
        let path = self.path("akt.db")?;
        let store = self.open(&path, Mode::Existing)?;
        if !store.has_users()? {
            return Err(Error::user(format!("Databasen {} är tom.", path.display()))
                .hint("Starta akt för att börja, läs in ett register med akt importera FIL, eller prova akt demo."));
        }
        let user = self.user(&store)?;
        Ok((store, user))
    }

    /// The login that is asked under when the database does not say: `--som`, else the machine's.
    pub fn login(&self) -> String {
        let from_machine = || {
            ["USER", "LOGNAME"]
                .iter()
                .filter_map(|name| std::env::var(name).ok())
                .map(|name| clean_line(&name))
                .find(|name| !name.is_empty())
        };
        self.said
            .clone()
            .filter(|said| !said.is_empty())
            .or_else(from_machine)
            .unwrap_or_else(|| "jag".to_owned())
    }

    /// Who keeps the staff: the one named by `--som`, or who is at the machine. One whom the database does not
    /// know and who still may open it is the one who installs.
    ///
    /// # Errors
    /// When nobody has the login that `--som` says.
    pub fn keeper(&self, store: &Store) -> Result<User> {
        if self.said.is_some() || store.is_demo()? {
            return self.user(store);
        }
        let at_the_machine = store.user(&self.login())?;
        Ok(at_the_machine.unwrap_or_else(Store::installer))
    }

    /// Who asks, in a database that has users.
    ///
    /// # Errors
    /// When nobody there has the login; the known ones are named.
    pub fn user(&self, store: &Store) -> Result<User> {
        let login = match &self.said {
            None if store.is_demo()? => DEMO.to_owned(),
            _ => self.login(),
        };
        if let Some(user) = store.user(&login)? {
            return Ok(user);
        }
        let all = store.users()?;
        let mut named = all
            .iter()
            .filter(|(_, _, name)| fold_true(name) == fold_true(&login));
        if let (Some((_, known, _)), None) = (named.next(), named.next())
            && let Some(user) = store.user(known)?
        {
            return Ok(user);
        }
        let near = nearest(&login, all.iter().map(|(_, known, _)| known.as_str()));
        let error = Error::user(format!("Användaren ”{login}” finns inte i databasen."));
        let mut hint = near
            .map(|near| format!("Menade du --som {near}? "))
            .unwrap_or_default();
        let shown: Vec<&str> = all
            .iter()
            .take(12)
            .map(|(_, known, _)| known.as_str())
            .collect();
        hint.push_str(&format!(
            "Ange vem du är med --som ANVÄNDARE. Inloggningar: {}{}",
            shown.join(", "),
            if all.len() > shown.len() {
                format!(" och {} till", all.len() - shown.len())
            } else {
                String::new()
            }
        ));
        Err(error.hint(hint))
    }
}

/// Why files are opened: the words themselves, or one line of what is sent in, so that it stands in no list of
/// what runs on the machine.
fn reason(said: &str) -> std::result::Result<String, Trouble> {
    if said != "-" {
        return Ok(said.to_owned());
    }
    let mut line = String::new();
    let read = io::stdin().lock().take(LONGEST_REASON).read_line(&mut line);
    read.map_err(|error| Error::from(error).at("Skälet"))?;
    Ok(line.trim().to_owned())
}

/// A day written after an option or a word.
pub(super) fn day(option: &str, text: &str) -> std::result::Result<NaiveDate, Trouble> {
    parse_date(text).map_err(|error| Trouble::Usage(Error::user(format!("{option}: {error}."))))
}
