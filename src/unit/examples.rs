//! Good examples of how an order is framed: needs by life area, purposes and goals.

use std::sync::Arc;

use serde::Deserialize;

use super::toml_error::UnitFileError;

/// A text that shows how it can be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Id of its area.
    pub area: String,
    /// The text.
    pub text: String,
}

/// An area that examples are sorted under.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// Id: a life area, `syfte` or `mal`.
    pub id: String,
    /// Its name.
    #[serde(rename = "namn")]
    pub name: String,
    /// The texts.
    #[serde(rename = "exempel")]
    texts: Vec<String>,
}

/// The unit's library of good examples.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examples(Arc<[Area]>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "omrade", default)]
    areas: Vec<toml::Spanned<Area>>,
}

impl Examples {
    /// The built-in library.
    pub fn builtin() -> Examples {
        // A test reads the built-in file, so that it cannot be empty here.
        Examples::from_toml(include_str!("examples.toml"))
            .unwrap_or_else(|_| Examples(Arc::new([])))
    }

    /// Reads a unit's own library, which takes the built-in one's place.
    ///
    /// # Errors
    /// [`UnitFileError`] with line and what is wrong, in Swedish.
    pub fn from_toml(text: &str) -> Result<Examples, UnitFileError> {
        let file: File = toml::from_str(text).map_err(|e| UnitFileError::from_toml(text, &e))?;
        let mut all: Vec<Area> = Vec::new();
        for spanned in file.areas {
            let byte = spanned.span().start;
            let area = spanned.into_inner();
            if all.iter().any(|known| known.id == area.id) {
                let what = format!("området \"{}\" står två gånger", area.id);
                return Err(UnitFileError::at(text, byte, what));
            }
            if area.texts.iter().any(|t| t.trim().is_empty()) {
                let what = format!("ett exempel i \"{}\" är tomt", area.id);
                return Err(UnitFileError::at(text, byte, what));
            }
            all.push(area);
        }
        Ok(Examples(all.into()))
    }

    /// The areas, in the unit's order.
    pub fn areas(&self) -> &[Area] {
        &self.0
    }

    /// The name of an area; its id where it is unknown.
    pub fn area_name<'a>(&'a self, id: &'a str) -> &'a str {
        self.0
            .iter()
            .find(|a| a.id == id)
            .map_or(id, |a| a.name.as_str())
    }

    /// Every example, area by area.
    pub fn all(&self) -> impl Iterator<Item = Example> {
        self.0.iter().flat_map(|area| {
            area.texts.iter().map(|text| Example {
                area: area.id.clone(),
                text: text.clone(),
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::frame_check::{Level, Verdict, Words, check_goal, check_intervention};

    #[test]
    fn the_built_in_examples_are_framed_themselves() {
        let examples = Examples::from_toml(include_str!("examples.toml")).unwrap();
        let words = Words::builtin();
        for area in examples.areas() {
            assert!((3..=5).contains(&area.texts.len()), "{}", area.id);
        }
        for example in examples.all() {
            let goal = matches!(example.area.as_str(), "mal" | "syfte");
            let reading = match goal {
                true => check_goal(&words, &example.text),
                false => check_intervention(&words, &example.text),
            };
            let wanted = if goal {
                Verdict::GoalOk
            } else {
                Verdict::Frame
            };
            assert_eq!(reading.verdict, wanted, "{}: {reading:?}", example.text);
            assert!(
                reading.remarks.iter().all(|r| r.level >= Level::Hint),
                "{}",
                example.text
            );
        }
    }

    #[test]
    fn a_broken_library_is_told_with_its_line() {
        let error = Examples::from_toml(
            "[[omrade]]\nid = \"mal\"\nnamn = \"Mål\"\nexempel = [\"a\"]\n\n[[omrade]]\nid = \"mal\"\nnamn = \"x\"\nexempel = []\n",
        )
        .unwrap_err();
        assert_eq!(error.line, Some(6));
    }
}
