//! The interventions (*insatser*) that are suggested while an order is written.

use std::sync::Arc;

use serde::Deserialize;

use super::toml_error::UnitFileError;

/// An intervention that is suggested; any other may be written.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Intervention {
    /// The name in the unit's words, for example "dusch".
    #[serde(rename = "namn")]
    pub name: String,
    /// The life area (*livsområde*) it belongs to, by id.
    #[serde(rename = "livsomrade")]
    pub area: String,
    /// Whole minutes that are usual each time, if the unit has said so.
    #[serde(rename = "minuter", default)]
    pub minutes: Option<u32>,
}

/// Every intervention that is suggested, in the unit's order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interventions(Arc<[Intervention]>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "insats", default)]
    interventions: Vec<toml::Spanned<Intervention>>,
}

impl Interventions {
    /// The built-in list.
    pub fn builtin() -> Interventions {
        // A test reads the built-in file, so that it cannot be empty here.
        Interventions::from_toml(include_str!("interventions.toml"))
            .unwrap_or_else(|_| Interventions(Arc::new([])))
    }

    /// Reads a unit's own list, which takes the built-in one's place.
    ///
    /// # Errors
    /// [`UnitFileError`] with line and what is wrong, in Swedish.
    pub fn from_toml(text: &str) -> Result<Interventions, UnitFileError> {
        let file: File = toml::from_str(text).map_err(|e| UnitFileError::from_toml(text, &e))?;
        let mut all: Vec<Intervention> = Vec::new();
        for spanned in file.interventions {
            let byte = spanned.span().start;
            let one = spanned.into_inner();
            if one.name.trim().is_empty() {
                return Err(UnitFileError::at(text, byte, "insatsen saknar namn"));
            }
            if all.iter().any(|known| known.name == one.name) {
                let what = format!("insatsen \"{}\" står två gånger", one.name);
                return Err(UnitFileError::at(text, byte, what));
            }
            all.push(one);
        }
        Ok(Interventions(all.into()))
    }

    /// Every intervention in order.
    pub fn all(&self) -> &[Intervention] {
        &self.0
    }

    /// The intervention with a name, however it is cased.
    pub fn get(&self, name: &str) -> Option<&Intervention> {
        let name = name.trim().to_lowercase();
        self.0
            .iter()
            .find(|known| known.name.to_lowercase() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_list_can_be_read() {
        let all = Interventions::builtin();
        assert_eq!(all.all().len(), 14);
        assert_eq!(
            all.get("Dusch").map(|i| i.area.as_str()),
            Some("personlig_vard")
        );
    }

    #[test]
    fn a_name_twice_is_told_with_its_line() {
        let text = "[[insats]]\nnamn = \"städ\"\nlivsomrade = \"hemliv\"\n[[insats]]\nnamn = \"städ\"\nlivsomrade = \"x\"\n";
        let error = Interventions::from_toml(text).unwrap_err();
        assert_eq!(error.line, Some(4));
    }
}
