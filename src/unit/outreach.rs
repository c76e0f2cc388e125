//! Outreach (*uppsökande verksamhet*): whom in the population list the unit seeks out in a year.

use serde::Deserialize;

use super::case_types::CaseTypes;
use super::toml_error::UnitFileError;

/// Whom the unit seeks out, and what kind of case it becomes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outreach {
    /// The age, in whole years, that they come to in the year.
    #[serde(rename = "alder")]
    pub age: u16,
    /// The case type that is begun, by id.
    #[serde(rename = "arendetyp")]
    pub case_type: String,
    /// Where the rule comes from.
    #[serde(rename = "kalla")]
    pub source: String,
}

impl Outreach {
    /// The built-in rule.
    pub fn builtin() -> Outreach {
        // A test reads the built-in file, so that the rest is never used.
        toml::from_str(include_str!("outreach.toml")).unwrap_or_else(|_| Outreach {
            age: 80,
            case_type: "uppsokande".to_owned(),
            source: String::new(),
        })
    }

    /// Reads a unit's own rule, which takes the built-in one's place.
    ///
    /// # Errors
    /// [`UnitFileError`] with line and what is wrong, in Swedish.
    pub fn from_toml(text: &str, types: &CaseTypes) -> Result<Outreach, UnitFileError> {
        let read: Outreach =
            toml::from_str(text).map_err(|e| UnitFileError::from_toml(text, &e))?;
        let at = |word: &str| text.find(word).unwrap_or(0);
        if !(1..=120).contains(&read.age) {
            return Err(UnitFileError::at(
                text,
                at("alder"),
                "åldern ska vara mellan 1 och 120 år",
            ));
        }
        if types.get(&read.case_type).is_none() {
            let what = format!("ärendetypen ”{}” finns inte", read.case_type);
            return Err(UnitFileError::at(text, at("arendetyp"), what));
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_rule_can_be_read() {
        let text = include_str!("outreach.toml");
        let read = Outreach::from_toml(text, &CaseTypes::builtin()).unwrap();
        assert_eq!((read.age, &read), (80, &Outreach::builtin()));
    }

    #[test]
    fn a_broken_rule_is_told_with_its_line() {
        let broken = |from: &str, to: &str| {
            let text = include_str!("outreach.toml").replace(from, to);
            Outreach::from_toml(&text, &CaseTypes::builtin()).unwrap_err()
        };
        assert_eq!(broken("80", "800").line, Some(3));
        assert_eq!(broken("uppsokande", "uppsok").line, Some(4));
    }
}
