//! What is written after `akt`, read by the table in [`super::table`].

use std::ffi::{OsStr, OsString};

use lexopt::Arg;

use super::Trouble;
use super::table::{COMMANDS, Command, GLOBALS, Opt};
use crate::error::{Error, nearest};

/// What was asked for.
#[derive(Debug)]
pub struct Asked {
    /// The command; the desk when none is named.
    pub command: &'static Command,
    /// `--help`, or `akt hjälp …`.
    pub help: bool,
    /// `--version`.
    pub version: bool,
    options: Vec<(&'static str, Option<OsString>)>,
    values: Vec<OsString>,
}

impl Asked {
    /// Whether an option without a value is there.
    pub fn has(&self, name: &str) -> bool {
        self.options.iter().any(|(known, _)| *known == name)
    }

    /// The value of an option as it was written; the last one where it stands twice.
    pub fn raw(&self, name: &str) -> Option<&OsStr> {
        self.options
            .iter()
            .rev()
            .find(|(known, _)| *known == name)
            .and_then(|(_, value)| value.as_deref())
    }

    /// The value of an option as text.
    ///
    /// # Errors
    /// Wrong usage, when it is not text.
    pub fn text(&self, name: &str) -> Result<Option<&str>, Trouble> {
        self.raw(name)
            .map(|value| {
                value.to_str().ok_or_else(|| {
                    usage(format!("Värdet till --{name} går inte att läsa som text."))
                })
            })
            .transpose()
    }

    /// The value of an option as a whole number.
    ///
    /// # Errors
    /// Wrong usage, when it is not one.
    pub fn number(&self, name: &str) -> Result<Option<u64>, Trouble> {
        self.text(name)?
            .map(|text| {
                text.parse().map_err(|_| {
                    usage(format!(
                        "--{name} {text}: det ska vara ett helt tal, 0 eller mer."
                    ))
                })
            })
            .transpose()
    }

    /// The words after the command, in order.
    pub fn values(&self) -> &[OsString] {
        &self.values
    }

    /// A word after the command as text, cleaned of nothing.
    ///
    /// # Errors
    /// Wrong usage, when it is missing or not text.
    pub fn value(&self, at: usize, what: &str) -> Result<&str, Trouble> {
        let Some(value) = self.values.get(at) else {
            return Err(missing(self.command, what));
        };
        value
            .to_str()
            .ok_or_else(|| usage(format!("{what} går inte att läsa som text.")))
    }
}

/// Wrong usage, with a word on where to read more.
pub fn usage(text: impl Into<String>) -> Trouble {
    Trouble::Usage(Error::user(text))
}

fn missing(command: &Command, what: &str) -> Trouble {
    Trouble::Usage(
        Error::user(format!("{what} saknas efter {}.", command.called()))
            .hint(format!("Så här: {}", command.usage())),
    )
}

/// Reads the words after the program's name.
///
/// # Errors
/// Wrong usage, in Swedish and with a suggestion where something known is near.
pub fn read(args: impl IntoIterator<Item = OsString>) -> Result<Asked, Trouble> {
    let mut parser = lexopt::Parser::from_iter(args);
    let mut command: Option<&'static Command> = None;
    let mut options: Vec<(&'static Opt, Option<OsString>)> = Vec::new();
    let mut values: Vec<OsString> = Vec::new();
    let (mut help, mut help_word, mut version) = (false, false, false);
    while let Some(arg) = parser.next().map_err(|error| misread(&error))? {
        match arg {
            Arg::Short('h') | Arg::Long("help" | "hjälp" | "hjalp") => help = true,
            Arg::Long("version") | Arg::Short('V') => version = true,
            Arg::Short(letter) => {
                return Err(unknown_option(&format!("-{letter}"), "", command));
            }
            Arg::Long(name) => {
                let Some(option) = known_option(name) else {
                    return Err(unknown_option(&format!("--{name}"), name, command));
                };
                let value = match option.value {
                    None => None,
                    Some(word) => Some(option_value(&mut parser, option.name, word)?),
                };
                options.push((option, value));
            }
            Arg::Value(value) if command.is_none() && !help_word => {
                let word = value.to_string_lossy();
                match word.as_ref() {
                    "hjälp" | "hjalp" | "help" => (help, help_word) = (true, true),
                    word => command = Some(known_command(word)?),
                }
            }
            Arg::Value(value) if help_word && command.is_none() => {
                command = Some(known_command(&value.to_string_lossy())?);
            }
            Arg::Value(value) => values.push(value),
        }
    }
    let asked = command.unwrap_or(&COMMANDS[0]);
    if !help && !version {
        for (option, _) in &options {
            let own = asked.options.iter().any(|o| o.name == option.name);
            if !own && !GLOBALS.iter().any(|o| o.name == option.name) {
                return Err(Trouble::Usage(
                    Error::user(format!(
                        "--{} hör inte till {}.",
                        option.name,
                        asked.called()
                    ))
                    .hint(format!("Så här: {}", asked.usage())),
                ));
            }
        }
        if let Some(extra) = values.get(asked.most) {
            return Err(Trouble::Usage(
                Error::user(format!(
                    "”{}” är ett ord för mycket efter {}.",
                    extra.to_string_lossy(),
                    asked.called()
                ))
                .hint(format!("Så här: {}", asked.usage())),
            ));
        }
    }
    Ok(Asked {
        command: asked,
        help,
        version,
        options: options.into_iter().map(|(o, v)| (o.name, v)).collect(),
        values,
    })
}

fn option_value(parser: &mut lexopt::Parser, name: &str, word: &str) -> Result<OsString, Trouble> {
    let without = || usage(format!("--{name} behöver ett värde: --{name} {word}."));
    let attached = parser.optional_value();
    let value = match attached {
        Some(value) => value,
        None => {
            let value = parser.value().map_err(|_| without())?;
            if value.as_encoded_bytes().starts_with(b"--") {
                return Err(without());
            }
            value
        }
    };
    if value.is_empty() {
        return Err(without());
    }
    Ok(value)
}

fn known_option(name: &str) -> Option<&'static Opt> {
    GLOBALS
        .iter()
        .chain(COMMANDS.iter().flat_map(|command| command.options))
        .find(|option| option.name == name)
}

fn unknown_option(written: &str, name: &str, command: Option<&Command>) -> Trouble {
    let own = command.map_or(&[][..], |command| command.options);
    let names = own
        .iter()
        .chain(GLOBALS)
        .chain(COMMANDS.iter().flat_map(|command| command.options))
        .map(|option| option.name)
        .chain(["help", "version"]);
    let error = Error::user(format!("Valet {written} finns inte."));
    Trouble::Usage(match nearest(name, names) {
        Some(near) => error.hint(format!("Menade du --{near}? Alla val: akt --help")),
        None => error.hint("Alla val: akt --help"),
    })
}

/// The command with a name, also when it is written with å, ä and ö.
fn known_command(word: &str) -> Result<&'static Command, Trouble> {
    let plain = crate::core::text::fold(word);
    let named = COMMANDS.iter().filter(|command| !command.name.is_empty());
    if let Some(found) = named.clone().find(|command| command.name == plain) {
        return Ok(found);
    }
    let error = Error::user(format!("Kommandot ”{word}” finns inte."));
    Err(Trouble::Usage(
        match nearest(&plain, named.map(|command| command.name).chain(["hjalp"])) {
            Some(near) => error.hint(format!("Menade du akt {near}? Alla kommandon: akt --help")),
            None => error.hint("Alla kommandon: akt --help"),
        },
    ))
}

fn misread(error: &lexopt::Error) -> Trouble {
    match error {
        lexopt::Error::UnexpectedValue { option, .. } => {
            usage(format!("{option} tar inget värde."))
        }
        lexopt::Error::MissingValue { option } => usage(format!(
            "{} behöver ett värde.",
            option.as_deref().unwrap_or("Valet")
        )),
        _ => Trouble::Usage(
            Error::user("Kommandoraden går inte att läsa.").hint("Hjälp: akt --help"),
        ),
    }
}
