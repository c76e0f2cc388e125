//! The types of case (*ärendetyper*) that the unit works with.

use std::sync::Arc;

use serde::Deserialize;

use super::toml_error::UnitFileError;

/// The law that a case of the type is tried under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
pub enum CaseLaw {
    /// Socialtjänstlagen.
    #[serde(rename = "SoL")]
    SoL,
    /// Lagen om stöd och service till vissa funktionshindrade.
    #[serde(rename = "LSS")]
    Lss,
    /// Lagen om färdtjänst.
    #[serde(rename = "färdtjänst")]
    Fardtjanst,
    /// Lagen om riksfärdtjänst.
    #[serde(rename = "riksfärdtjänst")]
    Riksfardtjanst,
    /// Kommunalt bostadsbidrag för personer med funktionsnedsättning.
    #[serde(rename = "KBF")]
    Kbf,
    /// Another law or none.
    #[serde(rename = "annat")]
    Other,
}

/// A type of case (*ärendetyp*).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseType {
    /// The word in rules, register files and exports, for example `hemtjanst`.
    pub id: String,
    /// The name that a person reads.
    #[serde(rename = "namn")]
    pub name: String,
    /// The name in lists, at most 14 characters.
    #[serde(rename = "kort")]
    pub short: String,
    /// The law.
    #[serde(rename = "lag")]
    pub law: CaseLaw,
}

/// Every type of case that the unit knows, in the unit's order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseTypes(Arc<[CaseType]>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "typ", default)]
    types: Vec<toml::Spanned<CaseType>>,
}

impl CaseTypes {
    /// The built-in types.
    pub fn builtin() -> CaseTypes {
        // A test reads the built-in file, so that it cannot be empty here.
        read(include_str!("case_types.toml"))
            .map_or_else(|_| CaseTypes(Arc::new([])), |types| CaseTypes(types.into()))
    }

    /// The built-in types with those of a unit's file: the same id replaces, a new id is added.
    ///
    /// # Errors
    /// [`UnitFileError`] with line and what is wrong, in Swedish.
    pub fn from_toml(text: &str) -> Result<CaseTypes, UnitFileError> {
        let mut all = CaseTypes::builtin().0.to_vec();
        for own in read(text)? {
            match all.iter_mut().find(|known| known.id == own.id) {
                Some(known) => *known = own,
                None => all.push(own),
            }
        }
        Ok(CaseTypes(all.into()))
    }

    /// Every type in order.
    pub fn all(&self) -> &[CaseType] {
        &self.0
    }

    /// The type with a word, if there is one.
    pub fn get(&self, id: &str) -> Option<&CaseType> {
        self.0.iter().find(|known| known.id == id)
    }
}

fn read(text: &str) -> Result<Vec<CaseType>, UnitFileError> {
    let file: File = toml::from_str(text).map_err(|e| UnitFileError::from_toml(text, &e))?;
    let mut types: Vec<CaseType> = Vec::with_capacity(file.types.len());
    for row in file.types {
        let at = row.span().start;
        let wrong = |message: String| Err(UnitFileError::at(text, at, message));
        let row = row.into_inner();
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if row.id.is_empty() || !row.id.chars().all(plain) {
            return wrong(format!(
                "id \"{}\" får bara ha små bokstäver a–z, siffror och _",
                row.id
            ));
        }
        if row.short.is_empty() || row.short.chars().count() > 14 {
            return wrong(format!("kort \"{}\" ska vara 1 till 14 tecken", row.short));
        }
        if row.name.is_empty() {
            return wrong(format!("ärendetypen \"{}\" saknar namn", row.id));
        }
        if types.iter().any(|known| known.id == row.id) {
            return wrong(format!("ärendetypen \"{}\" står två gånger", row.id));
        }
        types.push(row);
    }
    Ok(types)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_types_are_read() {
        assert!(read(include_str!("case_types.toml")).is_ok());
        let types = CaseTypes::builtin();
        assert_eq!(types.all().len(), 33);
        assert_eq!(types.get("kbf").map(|t| t.law), Some(CaseLaw::Kbf));
        assert!(types.get("finns_ej").is_none());
    }

    #[test]
    fn a_unit_adds_and_replaces() {
        let types = CaseTypes::from_toml(
            "[[typ]]\nid=\"hemtjanst\"\nnamn=\"Hemstöd\"\nkort=\"Hemstöd\"\nlag=\"SoL\"\n",
        )
        .unwrap();
        assert_eq!(types.all().len(), 33);
        assert_eq!(
            types.get("hemtjanst").map(|t| t.short.as_str()),
            Some("Hemstöd")
        );
        let error = CaseTypes::from_toml("[[typ]]\nid=\"x\"\nnamm=\"X\"\n").unwrap_err();
        assert_eq!(
            error.to_string(),
            "rad 3: fältet \"namm\" finns inte; menade du \"namn\"?"
        );
    }
}
