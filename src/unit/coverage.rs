//! The table of words that mean the same intervention: from TOML with Swedish keys.

use serde::Deserialize;
use toml::Spanned;

use super::toml_error::UnitFileError;
use crate::core::coverage::{Concept, Synonyms};
use crate::core::text::clean_line;

const BUILTIN: &str = include_str!("coverage.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    tolerans_procent: Option<u64>,
    utan_betydelse: Option<Vec<String>>,
    #[serde(default)]
    begrepp: Vec<Spanned<Table>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    id: String,
    namn: String,
    livsomrade: String,
    ord: Vec<String>,
}

impl Synonyms {
    /// The built-in table.
    pub fn builtin() -> Synonyms {
        // A test reads the built-in file, so that it cannot be empty here.
        read(BUILTIN, None).unwrap_or_else(|_| Synonyms::new(Vec::new(), &[], 0))
    }

    /// The built-in table with a unit's file: a concept with the same id is replaced, a new one is
    /// added; what the file leaves out is as before.
    ///
    /// # Errors
    /// [`UnitFileError`] with line and what is wrong, in Swedish.
    pub fn from_toml(text: &str) -> Result<Synonyms, UnitFileError> {
        read(text, Some(&Synonyms::builtin()))
    }
}

fn read(text: &str, base: Option<&Synonyms>) -> Result<Synonyms, UnitFileError> {
    let file: File = toml::from_str(text).map_err(|e| UnitFileError::from_toml(text, &e))?;
    let mut concepts: Vec<Concept> = base.map_or_else(Vec::new, |base| base.all().to_vec());
    let mut seen: Vec<String> = Vec::new();
    let own: Vec<&str> = file
        .begrepp
        .iter()
        .map(|table| table.get_ref().id.as_str())
        .collect();
    // A word that a unit moves to its own concept leaves the built-in one.
    let mut words: Vec<(String, String)> = Vec::new();
    for table in &file.begrepp {
        let wrong = |what: String| UnitFileError::at(text, table.span().start, what);
        let table = table.get_ref();
        let concept = table.read().map_err(wrong)?;
        if seen.contains(&concept.id) {
            return Err(wrong(format!(
                "begreppet \"{}\" står två gånger",
                concept.id
            )));
        }
        for word in &concept.words {
            if let Some((_, other)) = words.iter().find(|(known, _)| known == word) {
                return Err(wrong(format!(
                    "ordet \"{word}\" står både i \"{other}\" och i \"{}\"",
                    concept.id
                )));
            }
            words.push((word.clone(), concept.id.clone()));
        }
        seen.push(concept.id.clone());
        match concepts.iter_mut().find(|known| known.id == concept.id) {
            Some(known) => *known = concept,
            None => concepts.push(concept),
        }
    }
    for concept in concepts
        .iter_mut()
        .filter(|c| !own.contains(&c.id.as_str()))
    {
        concept
            .words
            .retain(|word| !words.iter().any(|(moved, _)| moved == word));
    }
    let noise: Vec<String> = match (file.utan_betydelse, base) {
        (Some(own), _) => own,
        (None, Some(base)) => base.noise().map(str::to_owned).collect(),
        (None, None) => Vec::new(),
    };
    let tolerance = file
        .tolerans_procent
        .or(base.map(Synonyms::tolerance))
        .unwrap_or(0);
    if tolerance > 100 {
        return Err(UnitFileError {
            line: None,
            text: format!("tolerans_procent {tolerance} ska vara 0 till 100"),
        });
    }
    Ok(Synonyms::new(concepts, &noise, tolerance))
}

impl Table {
    fn read(&self) -> Result<Concept, String> {
        let line = |written: &str, field: &str| match clean_line(written).trim() {
            "" => Err(format!("fältet \"{field}\" är tomt")),
            text => Ok(text.to_owned()),
        };
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if self.id.is_empty() || !self.id.chars().all(plain) {
            return Err(format!(
                "id \"{}\" får bara ha små bokstäver a–z, siffror och _",
                self.id
            ));
        }
        if self.ord.is_empty() {
            return Err(format!("begreppet \"{}\" saknar ord", self.id));
        }
        for word in &self.ord {
            if word.chars().filter(|c| c.is_alphanumeric()).count() < 2 {
                return Err(format!(
                    "ordet \"{word}\" är för kort; skriv minst två bokstäver"
                ));
            }
        }
        Ok(Concept {
            id: self.id.clone(),
            name: line(&self.namn, "namn")?,
            area: line(&self.livsomrade, "livsomrade")?,
            words: self.ord.iter().map(|word| word.to_lowercase()).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_table_is_read_and_its_areas_are_the_forms_own() {
        assert_eq!(read(BUILTIN, None).err(), None);
        let forms = crate::unit::Forms::builtin();
        let spec = forms.latest("utredning_aldre").unwrap();
        for concept in Synonyms::builtin().all() {
            let known = spec.sections.iter().any(|s| s.id == concept.area);
            assert!(known, "{}: {}", concept.id, concept.area);
        }
    }

    #[test]
    fn a_unit_adds_moves_and_is_told_what_is_wrong() {
        let own = "[[begrepp]]\nid=\"fonster\"\nnamn=\"fönsterputs\"\nlivsomrade=\"hemliv\"\nord=[\"fönsterputs*\"]\n";
        let table = Synonyms::from_toml(own).unwrap();
        let concepts = table.concepts("Fönsterputsning och städning");
        assert_eq!(
            concepts.into_iter().collect::<Vec<_>>(),
            ["fonster", "stad"]
        );
        assert_eq!(table.tolerance(), 5);
        let wrong = |text: &str| Synonyms::from_toml(text).unwrap_err().to_string();
        assert_eq!(
            wrong(&own.replace("ord=", "orden=")),
            "rad 5: fältet \"orden\" finns inte; menade du \"ord\"?"
        );
        assert_eq!(
            wrong(&own.replace("[\"fönsterputs*\"]", "[\"*\"]")),
            "rad 1: ordet \"*\" är för kort; skriv minst två bokstäver"
        );
        let twice = format!("{own}{}", own.replace("\"fonster\"", "\"glas\""));
        assert_eq!(
            wrong(&twice),
            "rad 6: ordet \"fönsterputs*\" står både i \"fonster\" och i \"glas\""
        );
        assert_eq!(
            wrong("tolerans_procent = 120\n"),
            "tolerans_procent 120 ska vara 0 till 100"
        );
    }
}
