//! The unit's rules for checking the log (*loggkontroll*): how many openings are drawn and what raises a flag.
//! From TOML with Swedish keys.

use std::sync::Arc;

use chrono::NaiveTime;
use serde::Deserialize;
use toml::Spanned;

use super::toml_error::{UnitFileError, source};
use crate::core::log_check::{FlagRule, LogRules};

/// The unit's own file.
pub const FILE: &str = "log_check.toml";
const BUILTIN: &str = include_str!("log_check.toml");

/// The largest number that a rule takes.
const MOST: i64 = 1000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    urval: Option<Sample>,
    aterkommande: Option<Days>,
    manga_akter: Option<Many>,
    avslutade_arenden: Option<Days>,
    samma_efternamn: Option<Plain>,
    samma_adress: Option<Address>,
    skyddad: Option<Plain>,
    natt: Option<Night>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sample {
    dagar: Spanned<i64>,
    antal: Spanned<i64>,
    kalla: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Many {
    galler: Option<bool>,
    antal: Spanned<i64>,
    kalla: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Days {
    galler: Option<bool>,
    dagar: Spanned<i64>,
    kalla: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Plain {
    galler: Option<bool>,
    kalla: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Address {
    galler: Option<bool>,
    hogst: Spanned<i64>,
    kalla: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Night {
    galler: Option<bool>,
    fran: Spanned<String>,
    till: Spanned<String>,
    kalla: Spanned<String>,
}

/// The built-in rules.
pub fn builtin() -> LogRules {
    // A test reads the built-in file, so that what stands here is never used.
    let bare = LogRules {
        days: 30,
        size: 20,
        source: Arc::from(""),
        recurs: unused(0),
        many_files: unused(MOST as u16),
        closed: unused(0),
        same_name: unused(()),
        same_address: unused(2),
        protected: unused(()),
        night: unused((NaiveTime::MIN, NaiveTime::MIN)),
    };
    read(BUILTIN, bare.clone()).unwrap_or(bare)
}

fn unused<T>(limit: T) -> FlagRule<T> {
    FlagRule {
        on: false,
        limit,
        source: Arc::from(""),
    }
}

/// The built-in rules with a unit's file; what the file leaves out is as before.
///
/// # Errors
/// [`UnitFileError`] with line and what is wrong, in Swedish.
pub fn from_toml(text: &str) -> Result<LogRules, UnitFileError> {
    read(text, builtin())
}

fn read(text: &str, base: LogRules) -> Result<LogRules, UnitFileError> {
    let file: File = toml::from_str(text).map_err(|e| UnitFileError::from_toml(text, &e))?;
    let mut rules = base;
    if let Some(given) = file.urval {
        rules.days = whole(text, "dagar", &given.dagar, 1)?;
        rules.size = whole(text, "antal", &given.antal, 1)?;
        rules.source = source(text, &given.kalla)?;
    }
    if let Some(given) = file.aterkommande {
        let limit = whole(text, "dagar", &given.dagar, 1)?;
        rules.recurs = rule(text, given.galler, limit, &given.kalla)?;
    }
    if let Some(given) = file.manga_akter {
        let limit = whole(text, "antal", &given.antal, 2)?;
        rules.many_files = rule(text, given.galler, limit, &given.kalla)?;
    }
    if let Some(given) = file.avslutade_arenden {
        let limit = whole(text, "dagar", &given.dagar, 0)?;
        rules.closed = rule(text, given.galler, limit, &given.kalla)?;
    }
    if let Some(given) = file.samma_efternamn {
        rules.same_name = rule(text, given.galler, (), &given.kalla)?;
    }
    if let Some(given) = file.samma_adress {
        let limit = whole(text, "hogst", &given.hogst, 2)?;
        rules.same_address = rule(text, given.galler, limit, &given.kalla)?;
    }
    if let Some(given) = file.skyddad {
        rules.protected = rule(text, given.galler, (), &given.kalla)?;
    }
    if let Some(given) = file.natt {
        let (evening, morning) = (time(text, &given.fran)?, time(text, &given.till)?);
        if morning >= evening {
            let what = "natten går över midnatt: fran är på kvällen och till på morgonen";
            return Err(UnitFileError::at(text, given.fran.span().start, what));
        }
        rules.night = rule(text, given.galler, (evening, morning), &given.kalla)?;
    }
    Ok(rules)
}

fn rule<T>(
    text: &str,
    on: Option<bool>,
    limit: T,
    given: &Spanned<String>,
) -> Result<FlagRule<T>, UnitFileError> {
    Ok(FlagRule {
        on: on.unwrap_or(true),
        limit,
        source: source(text, given)?,
    })
}

fn whole(text: &str, name: &str, given: &Spanned<i64>, least: i64) -> Result<u16, UnitFileError> {
    let number = *given.get_ref();
    u16::try_from(number)
        .ok()
        .filter(|_| (least..=MOST).contains(&number))
        .ok_or_else(|| {
            let what = format!("{name} är {number}; ange {least} till {MOST}");
            UnitFileError::at(text, given.span().start, what)
        })
}

fn time(text: &str, given: &Spanned<String>) -> Result<NaiveTime, UnitFileError> {
    NaiveTime::parse_from_str(given.get_ref(), "%H:%M").map_err(|_| {
        let what = format!("\"{}\" är inget klockslag; skriv TT:MM", given.get_ref());
        UnitFileError::at(text, given.span().start, what)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::log_check::Flag;

    #[test]
    fn every_built_in_rule_is_used_and_has_a_source() {
        let rules = from_toml(BUILTIN).unwrap();
        assert_eq!(rules, builtin());
        for flag in Flag::ALL {
            let (words, source) = rules.told(*flag).unwrap();
            assert!(!words.is_empty() && !source.is_empty(), "{flag:?}");
        }
        assert!(!rules.source.is_empty());
        assert!(rules.recurs.on && !rules.recurs.source.is_empty());
    }

    #[test]
    fn a_unit_changes_one_shuts_another_off_and_keeps_the_rest() {
        let text = "[manga_akter]\nantal = 60\nkalla = \"Rutin 2026\"\n[skyddad]\ngaller = false\nkalla = \"Rutin 2026\"\n";
        let own = from_toml(text).unwrap();
        assert_eq!((own.many_files.limit, own.many_files.on), (60, true));
        assert!(!own.protected.on);
        assert_eq!(own.night, builtin().night);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        for (text, line, part) in [
            (
                "[manga_akter]\nantal = 1\nkalla = \"x\"\n",
                2,
                "2 till 1000",
            ),
            (
                "[urval]\ndagar = 30\nantal = 0\nkalla = \"x\"\n",
                3,
                "antal är 0",
            ),
            ("[skyddad]\nkalla = \" \"\n", 2, "kalla är tom"),
            (
                "[natt]\nfran = \"22\"\ntill = \"06:00\"\nkalla = \"x\"\n",
                2,
                "TT:MM",
            ),
            (
                "[natt]\nfran = \"01:00\"\ntill = \"06:00\"\nkalla = \"x\"\n",
                2,
                "över midnatt",
            ),
            ("[natten]\nkalla = \"x\"\n", 1, "menade du \"natt\""),
        ] {
            let error = from_toml(text).unwrap_err();
            assert_eq!(error.line, Some(line), "{text}");
            assert!(error.text.contains(part), "{error}");
        }
    }
}
