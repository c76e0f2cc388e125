//! The legal basis file: from TOML with Swedish keys to checked, dated rows.

use serde::Deserialize;
use toml::Spanned;

use super::case_types::CaseTypes;
use super::rules::date;
use super::toml_error::{UnitFileError, unknown};
use crate::core::legal::{LegalBasis, Purpose, Row};
use crate::core::text::clean_line;

const BUILTIN: &str = include_str!("legal_basis.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    lagrum: Vec<Spanned<Table>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    id: String,
    lag: String,
    sfs: String,
    kapitel: Option<u16>,
    paragraf: String,
    punkt: Option<u16>,
    lydelse: String,
    #[serde(default)]
    namn: String,
    galler: Option<String>,
    #[serde(default)]
    arendetyper: Vec<String>,
    giltig_fran: toml::value::Datetime,
    giltig_till: Option<toml::value::Datetime>,
    beslutat_fran: Option<toml::value::Datetime>,
    #[serde(default)]
    bara_tills_vidare: bool,
}

impl LegalBasis {
    /// The built-in rows.
    pub fn builtin() -> LegalBasis {
        // A test reads the built-in file, so that it cannot be empty here.
        LegalBasis::new(read(BUILTIN, &CaseTypes::builtin()).unwrap_or_default())
    }

    /// The built-in rows with those of a unit's file: the same id replaces, a new id is added.
    ///
    /// # Errors
    /// [`UnitFileError`] with line and what is wrong, in Swedish.
    pub fn from_toml(text: &str, types: &CaseTypes) -> Result<LegalBasis, UnitFileError> {
        let mut all = LegalBasis::builtin().all().to_vec();
        for own in read(text, types)? {
            match all.iter_mut().find(|known| known.id == own.id) {
                Some(known) => *known = own,
                None => all.push(own),
            }
        }
        Ok(LegalBasis::new(all))
    }
}

fn read(text: &str, types: &CaseTypes) -> Result<Vec<Row>, UnitFileError> {
    let file: File = toml::from_str(text).map_err(|e| UnitFileError::from_toml(text, &e))?;
    let mut rows: Vec<Row> = Vec::with_capacity(file.lagrum.len());
    for table in file.lagrum {
        let at = table.span().start;
        let wrong = |what: String| UnitFileError::at(text, at, what);
        let row = table.into_inner().read(types).map_err(wrong)?;
        if rows.iter().any(|known| known.id == row.id) {
            return Err(wrong(format!("lagrummet \"{}\" står två gånger", row.id)));
        }
        rows.push(row);
    }
    Ok(rows)
}

impl Table {
    fn read(self, types: &CaseTypes) -> Result<Row, String> {
        for word in &self.arendetyper {
            if types.get(word).is_none() {
                let known = types.all().iter().map(|known| known.id.as_str());
                return Err(unknown("ärendetypen", word, known));
            }
        }
        let line = |written: &str, field: &str| match clean_line(written).trim() {
            "" => Err(format!("fältet \"{field}\" är tomt")),
            text => Ok(text.to_owned()),
        };
        let purpose = match &self.galler {
            None => Purpose::Decision,
            Some(word) => Purpose::from_word(word)
                .ok_or_else(|| unknown("galler", word, Purpose::ALL.iter().map(|p| p.word())))?,
        };
        let from = date(&self.giltig_fran)?;
        let to = self.giltig_till.as_ref().map(date).transpose()?;
        if let Some(to) = to.filter(|to| *to < from) {
            return Err(format!("giltig_fran {from} är efter giltig_till {to}"));
        }
        Ok(Row {
            id: line(&self.id, "id")?,
            law: line(&self.lag, "lag")?,
            sfs: line(&self.sfs, "sfs")?,
            chapter: self.kapitel,
            section: line(&self.paragraf, "paragraf")?,
            point: self.punkt,
            wording: line(&self.lydelse, "lydelse")?,
            name: clean_line(&self.namn).trim().to_owned(),
            purpose,
            case_types: self.arendetyper,
            from,
            to,
            changed_from: self.beslutat_fran.as_ref().map(date).transpose()?,
            until_further_only: self.bara_tills_vidare,
        })
    }
}

#[cfg(test)]
mod tests;
