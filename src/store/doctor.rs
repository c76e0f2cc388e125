//! How a database is: what the one who runs the machine needs to know, and whether anything is wrong.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use chrono::{DateTime, NaiveDate};

use super::draft::{Drafts, path_beside};
use super::{SCHEMA_VERSION, Store, chain, kept, place, schema};
use crate::core::calendar::stockholm_date;
use crate::error::Result;

/// A copy older than this many days is warned about.
const OLD_COPY: i64 = 1;

/// A draft that has lain longer than this many days is warned about.
const OLD_DRAFT: i64 = 30;

/// How something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// As it should be.
    Good,
    /// Worth looking at.
    Warning,
    /// Not as it must be.
    Wrong,
}

impl Sign {
    /// The word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Sign::Good => "good",
            Sign::Warning => "warning",
            Sign::Wrong => "wrong",
        }
    }

    /// The word that a person reads.
    pub fn name(self) -> &'static str {
        match self {
            Sign::Good => "bra",
            Sign::Warning => "varning",
            Sign::Wrong => "FEL",
        }
    }
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What, as the key in JSON.
    pub what: &'static str,
    /// What, as a person reads it.
    pub name: &'static str,
    /// How it stands.
    pub sign: Sign,
    /// What was found.
    pub text: String,
}

/// Everything that was looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Health {
    /// In the order a person reads it.
    pub findings: Vec<Finding>,
}

impl Health {
    /// Whether anything is wrong; warnings are not.
    pub fn is_wrong(&self) -> bool {
        self.findings.iter().any(|f| f.sign == Sign::Wrong)
    }

    fn add(&mut self, what: &'static str, name: &'static str, sign: Sign, text: impl Into<String>) {
        self.findings.push(Finding {
            what,
            name,
            sign,
            text: text.into(),
        });
    }
}

impl Store {
    /// Looks the database over: versions, settings, rights, room, the latest copy, the oldest draft, every
    /// page, index and seal, and the chain of the log.
    ///
    /// # Errors
    /// When not even the settings can be read.
    pub fn health(&self) -> Result<Health> {
        let mut health = Health::default();
        let versions = format!(
            "akt {}, SQLite {}, schema {SCHEMA_VERSION}",
            env!("CARGO_PKG_VERSION"),
            rusqlite::version()
        );
        health.add("versions", "versioner", Sign::Good, versions);
        let settings = schema::settings(self.conn.raw())?;
        let settings: Vec<String> = settings
            .into_iter()
            .map(|(k, v)| format!("{k}={v}"))
            .collect();
        health.add("settings", "inställningar", Sign::Good, settings.join(" "));
        self.own_files(&mut health);
        let drafts = path_beside(self.path());
        rights(&mut health, self.path(), &drafts);
        match self.room() {
            Ok(room) => {
                let sign = if room.is_low() {
                    Sign::Warning
                } else {
                    Sign::Good
                };
                health.add("room", "ledigt", sign, room.words());
            }
            Err(error) => health.add("room", "ledigt", Sign::Warning, error.text),
        }
        self.copied(&mut health);
        self.left(&mut health);
        self.drafted(&mut health, &drafts);
        match schema::integrity(self.conn.raw()) {
            Ok(found) => match found.first() {
                None => health.add(
                    "integrity",
                    "innehåll",
                    Sign::Good,
                    "helt: sidor, index och sigill stämmer",
                ),
                Some(first) => {
                    let text = format!("SKADAT ({first}). Återställ den senaste kopian.");
                    health.add("integrity", "innehåll", Sign::Wrong, text);
                }
            },
            Err(error) => health.add("integrity", "innehåll", Sign::Wrong, error.text),
        }
        self.formed(&mut health);
        match chain::whole(self.conn.raw()) {
            Ok(chain) => {
                let head = if chain.head.is_empty() {
                    "tom"
                } else {
                    &chain.head
                };
                let text = format!(
                    "hel med det den säger skrevs, {} rader, huvud {head}",
                    chain.rows
                );
                health.add("log", "logg", Sign::Good, text);
            }
            Err(error) => health.add("log", "logg", Sign::Wrong, error.text),
        }
        Ok(health)
    }

    /// The tables and what guards them are as this program makes them, and every text is the one that was signed.
    fn formed(&self, health: &mut Health) {
        const NAME: &str = "form";
        match schema::differences(self.conn.raw(), schema::UNIT) {
            Ok(found) if found.is_empty() => {
                health.add(
                    "schema",
                    NAME,
                    Sign::Good,
                    "tabeller, index och spärrar är som de ska",
                );
            }
            Ok(found) => health.add("schema", NAME, Sign::Wrong, found.join("; ")),
            Err(error) => health.add("schema", NAME, Sign::Wrong, error.text),
        }
        let texts = kept::wrong_texts(self.conn.raw());
        match texts {
            Ok(found) if found.is_empty() => {
                health.add("texts", "texter", Sign::Good, "de som skrevs under");
            }
            Ok(found) => {
                let text = format!("stämmer inte med sin rad: {}", found.join(", "));
                health.add("texts", "texter", Sign::Wrong, text);
            }
            Err(error) => health.add("texts", "texter", Sign::Wrong, error.text),
        }
    }

    /// Every file of the unit's own that is not used stands by itself.
    fn own_files(&self, health: &mut Health) {
        const NAME: &str = "enhetens filer";
        let problems = &self.unit().problems;
        for problem in problems {
            health.add("unit", NAME, Sign::Warning, format!("enhet/{problem}"));
        }
        if problems.is_empty() {
            health.add("unit", NAME, Sign::Good, "inga fel");
        }
    }

    fn copied(&self, health: &mut Health) {
        let (sign, text) = match self.last_copy() {
            Ok(Some(copy)) => match days_since(&copy.at, self.today()) {
                Some(days) if days <= OLD_COPY => {
                    (Sign::Good, format!("{} till {}", copy.at, copy.to))
                }
                Some(days) => (
                    Sign::Warning,
                    format!("för {days} dagar sedan ({}) till {}", copy.at, copy.to),
                ),
                None => (Sign::Warning, "vid okänd tid".to_owned()),
            },
            Ok(None) => (
                Sign::Warning,
                "ingen. Ta en med akt kopiera MÅL.".to_owned(),
            ),
            Err(error) => (Sign::Wrong, error.text),
        };
        health.add("copy", "senaste kopia", sign, text);
    }

    /// Who has had their last day, said in advance, and has cases or files that nobody has taken over.
    fn left(&self, health: &mut Health) {
        const NAME: &str = "slutat";
        match self.left_with_work() {
            Ok(left) if left.is_empty() => {
                health.add("left", NAME, Sign::Good, "ingen har slutat med något kvar");
            }
            Ok(left) => {
                for (login, last, behind) in left {
                    let text = format!(
                        "{login}, sista dag {last}: {}. Lämna över: akt anvandare avsluta {login} --tar-over INLOGGNING",
                        behind.told()
                    );
                    health.add("left", NAME, Sign::Warning, text);
                }
            }
            Err(error) => health.add("left", NAME, Sign::Wrong, error.text),
        }
    }

    fn drafted(&self, health: &mut Health, path: &Path) {
        const NAME: &str = "äldsta utkast";
        if !path.exists() {
            health.add("draft", NAME, Sign::Good, "inga utkast");
            return;
        }
        let oldest = Drafts::open(self.path(), self.clock()).and_then(|drafts| {
            drafts.check()?;
            drafts.oldest()
        });
        match oldest {
            Ok(None) => health.add("draft", NAME, Sign::Good, "inga utkast"),
            Ok(Some(at)) => {
                let days = days_since(&at, self.today()).unwrap_or_default();
                let sign = if days > OLD_DRAFT {
                    Sign::Warning
                } else {
                    Sign::Good
                };
                health.add("draft", NAME, sign, format!("{days} dagar (sparat {at})"));
            }
            Err(error) => health.add("draft", NAME, Sign::Wrong, error.text),
        }
    }
}

/// Whole days from a stored moment to a day.
fn days_since(at: &str, today: NaiveDate) -> Option<i64> {
    let moment: DateTime<chrono::Utc> = at.parse().ok()?;
    Some((today - stockholm_date(moment)).num_days())
}

/// Nobody but the owner may reach the files, nor the folder they lie in.
fn rights(health: &mut Health, database: &Path, drafts: &Path) {
    let mut open = Vec::new();
    let mut sign = Sign::Good;
    for (path, worst) in [
        (database, Sign::Wrong),
        (drafts, Sign::Wrong),
        (place::folder_of(database), Sign::Warning),
    ] {
        let Ok(meta) = fs::metadata(path) else {
            continue;
        };
        let mode = meta.mode() & 0o777;
        if mode & 0o077 != 0 {
            open.push(format!("{} {mode:03o}", path.display()));
            if sign != Sign::Wrong {
                sign = worst;
            }
        }
    }
    let text = if open.is_empty() {
        "bara ägaren når filerna".to_owned()
    } else {
        format!("andra kan nå {}. Ta bort rättigheterna.", open.join(", "))
    };
    health.add("rights", "rättigheter", sign, text);
}
