//! The settings of whoever has the account: `akt/konfig.toml` under XDG config. What each person chooses for
//! themselves stands in the database ([`crate::core::setting`]) and goes before what stands here.
//!
//! ```toml
//! tema = "ljus"
//! enkel-terminal = true
//! las-minuter = 5
//! lagband = true
//!
//! [tangenter]
//! "nasta-steg" = ["s", "f12"]
//! ```

use std::path::{Path, PathBuf};

use etcetera::base_strategy::{BaseStrategy, Xdg};
use toml::de::{DeTable, DeValue};

use super::keymap::{Binding, Keymap, unknown};
use super::theme::{line_of, not_toml};
use crate::core::setting::LONGEST_LOCK;
use crate::error::{Error, Result};

/// The words of the file.
const KNOWN: [&str; 6] = [
    "tema",
    "enkel-terminal",
    "lagband",
    "tangenter",
    "las-minuter",
    "las-skyddad-minuter",
];

/// What a person has chosen.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The name of the theme, if one is chosen.
    pub theme: Option<String>,
    /// Whether as little as possible is asked of the terminal.
    pub plain_terminal: bool,
    /// After how many minutes without a key the desk locks itself, if that is chosen.
    pub lock_minutes: Option<u64>,
    /// The same with a protected file open.
    pub lock_protected_minutes: Option<u64>,
    /// Whether only what is asked for is sent, as over a thin line.
    pub thin_line: bool,
    /// Which key does what.
    pub keymap: Keymap,
}

impl Config {
    /// Reads the file in the program's folder of settings; no file means the defaults.
    pub fn load() -> Result<Config> {
        match dir() {
            Some(dir) => Config::load_from(&dir.join("konfig.toml")),
            None => Ok(Config::default()),
        }
    }

    /// Reads a file; no file means the defaults.
    pub fn load_from(path: &Path) -> Result<Config> {
        match std::fs::read_to_string(path) {
            Ok(text) => Config::parse(&text).map_err(|e| e.at(path.display())),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(Config::default()),
            Err(e) => Err(Error::from(e).at(path.display())),
        }
    }

    /// Reads the text of a file. What is wrong is told with its line and a suggestion.
    pub fn parse(text: &str) -> Result<Config> {
        let table = DeTable::parse(text).map_err(|e| not_toml(text, &e))?;
        let mut theme = None;
        let mut plain_terminal = false;
        let (mut lock_minutes, mut lock_protected_minutes) = (None, None);
        let mut thin_line = false;
        let mut bindings = Vec::new();
        for (key, value) in table.get_ref() {
            let line = line_of(text, key.span().start);
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("tema", DeValue::String(name)) => theme = Some(name.to_string()),
                ("tangenter", DeValue::Table(rows)) => bindings = read_bindings(text, rows)?,
                ("enkel-terminal", DeValue::Boolean(yes)) => plain_terminal = *yes,
                ("las-minuter", DeValue::Integer(n)) => {
                    lock_minutes = Some(minutes(line, "las-minuter", n.as_str())?);
                }
                ("las-skyddad-minuter", DeValue::Integer(n)) => {
                    lock_protected_minutes =
                        Some(minutes(line, "las-skyddad-minuter", n.as_str())?);
                }
                ("lagband", DeValue::Boolean(yes)) => thin_line = *yes,
                (word, _) if KNOWN.contains(&word) => {
                    return Err(Error::config(format!(
                        "Rad {line}: ”{word}” har fel slags värde."
                    ))
                    .hint(
                        "Skriv tema = \"standard\", enkel-terminal = true, lagband = true, las-minuter = 10 och tangenterna under [tangenter].",
                    ));
                }
                (other, _) => return Err(unknown(line, "inställningen", other, KNOWN)),
            }
        }
        bindings.sort_by_key(|b| b.line);
        Ok(Config {
            theme,
            plain_terminal,
            lock_minutes,
            lock_protected_minutes,
            thin_line,
            keymap: Keymap::with(&bindings)?,
        })
    }
}

fn minutes(line: usize, word: &str, written: &str) -> Result<u64> {
    match written.parse() {
        Ok(minutes) if (1..=LONGEST_LOCK).contains(&minutes) => Ok(minutes),
        _ => Err(Error::config(format!("Rad {line}: ”{word}” är {written}."))
            .hint(format!("Skriv mellan 1 och {LONGEST_LOCK} minuter."))),
    }
}

fn read_bindings(text: &str, rows: &DeTable<'_>) -> Result<Vec<Binding>> {
    let mut bindings = Vec::new();
    for (key, value) in rows {
        let line = line_of(text, key.span().start);
        let wrong = || {
            Error::config(format!(
                "Rad {line}: ”{}” har fel slags värde.",
                key.get_ref()
            ))
            .hint("Skriv till exempel \"nasta-steg\" = [\"s\"].")
        };
        let keys = match value.get_ref() {
            DeValue::String(one) => vec![one.to_string()],
            DeValue::Array(list) => list
                .iter()
                .map(|item| item.get_ref().as_str().map(str::to_owned).ok_or_else(wrong))
                .collect::<Result<_>>()?,
            _ => return Err(wrong()),
        };
        bindings.push(Binding {
            line,
            action: key.get_ref().to_string(),
            keys,
        });
    }
    Ok(bindings)
}

/// The program's folder of settings under XDG config, if there is a home.
pub fn dir() -> Option<PathBuf> {
    Xdg::new().ok().map(|xdg| xdg.config_dir().join("akt"))
}

/// Where a person's own themes lie.
pub fn theme_dirs() -> Vec<PathBuf> {
    dir().map(|dir| dir.join("teman")).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::action::{Action, Scope};
    use crate::ui::testing::keys;

    #[test]
    fn theme_and_keys_are_read() {
        let text = "tema = \"ljus\"\n[tangenter]\n\"nasta-steg\" = [\"f12\"]\nvarfor = \"s\"\n";
        let config = Config::parse(text).unwrap();
        assert_eq!(config.theme.as_deref(), Some("ljus"));
        let action = config.keymap.lookup(Scope::List, keys("s")[0]);
        assert_eq!(action, Some(Action::Why));
        assert!(!config.plain_terminal);
        let config = Config::parse("enkel-terminal = true\nlas-minuter = 5").unwrap();
        assert!(config.plain_terminal);
        assert_eq!(config.lock_minutes, Some(5));
        assert!(!config.thin_line);
        assert!(Config::parse("lagband = true").unwrap().thin_line);
    }

    #[test]
    fn wrong_files_are_told_with_line_and_suggestion() {
        let told = |text: &str| Config::parse(text).unwrap_err().to_string();
        assert_eq!(
            told("\ntemma = \"ljus\""),
            "Rad 2: inställningen ”temma” finns inte.\nMenade du ”tema”?"
        );
        assert!(told("[tangenter]\nvarför = \"s\"").starts_with("Rad 2"));
        assert!(told("[tangenter]\nvarfor = 3").starts_with("Rad 2: ”varfor”"));
        assert!(told("[tangenter]\nvarfo = \"f12\"").contains("Menade du ”varfor”?"));
        assert!(told("[tangenter]\nvarfor = \"f12\"\nvarfor = \"f12\"").starts_with("Rad 3"));
        assert!(told("las-minuter = 600").contains("mellan 1 och 60"));
        assert!(told("tema = 1").contains("fel slags värde"));
        assert!(told("enkel-terminal = \"ja\"").contains("fel slags värde"));
    }

    #[test]
    fn no_file_means_the_defaults() {
        let dir = tempfile::tempdir().unwrap();
        let config = Config::load_from(&dir.path().join("konfig.toml")).unwrap();
        assert_eq!(config.theme, None);
    }
}
