//! The types of case (*ärendetyper*) that the unit works with.

use std::sync::Arc;

use serde::Deserialize;

use super::forms::templates_of;
use super::toml_error::{UnitFileError, unknown};
use crate::core::form::DocumentKind;
use crate::core::next::{Decides, Stage, Way};

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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseType {
    /// The word in rules, register files and exports, for example `hemtjanst`.
    pub id: String,
    /// The name that a person reads.
    pub name: String,
    /// The name in lists, at most 14 characters.
    pub short: String,
    /// Words that an intervention of the type goes by besides (*ord*), alone or within a longer text.
    pub words: Vec<String>,
    /// The law.
    pub law: CaseLaw,
    /// The stations of its way (*steg*), in order.
    pub stages: Vec<Stage>,
    /// Id of the assessment's template (*mall*); `None` where no assessment is written.
    pub template: Option<String>,
    /// Who decides (*beslutar*).
    pub decides: Decides,
    /// Whether granted help is ordered from a provider as a frame (*beställs*).
    pub ordered: bool,
}

impl CaseType {
    /// What the next step hangs on.
    pub fn way(&self) -> Way {
        Way {
            assessed: self.template.is_some(),
            discharge: self.passes(Stage::Discharge),
            ordered: self.ordered,
            decides: self.decides,
        }
    }

    /// Whether a case of the type passes the station.
    pub fn passes(&self, stage: Stage) -> bool {
        self.stages.contains(&stage)
    }
}

/// A row as written: what is not written is as in the built-in type of the same id, else the usual way
/// of the law.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    namn: String,
    kort: String,
    ord: Option<Vec<String>>,
    lag: CaseLaw,
    steg: Option<Vec<String>>,
    mall: Option<String>,
    beslutar: Option<Decides>,
    bestalls: Option<bool>,
}

impl Row {
    fn read(self, base: Option<&CaseType>) -> Result<CaseType, String> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if self.id.is_empty() || !self.id.chars().all(plain) {
            return Err(format!(
                "id \"{}\" får bara ha små bokstäver a–z, siffror och _",
                self.id
            ));
        }
        if self.kort.is_empty() || self.kort.chars().count() > 14 {
            return Err(format!("kort \"{}\" ska vara 1 till 14 tecken", self.kort));
        }
        if self.namn.is_empty() {
            return Err(format!("ärendetypen \"{}\" saknar namn", self.id));
        }
        let words = self
            .ord
            .or_else(|| base.map(|known| known.words.clone()))
            .unwrap_or_default();
        // A type that is moved to another law does not keep the old law's way.
        let base = base.filter(|known| known.law == self.lag);
        let decides = self
            .beslutar
            .or(base.map(|known| known.decides))
            .unwrap_or(Decides::Delegation);
        let ordered = self
            .bestalls
            .or(base.map(|known| known.ordered))
            .unwrap_or(false);
        let template = match self.mall {
            Some(id) => Some(id).filter(|id| !id.is_empty()),
            None => match base {
                Some(known) => known.template.clone(),
                None if self.lag == CaseLaw::Lss => Some("utredning_lss".to_owned()),
                None => Some("utredning_aldre".to_owned()),
            },
        };
        if let Some(id) = &template {
            let known = templates_of(DocumentKind::Assessment);
            if !known.clone().any(|known| known == id) {
                return Err(unknown("mallen", id, known));
            }
        }
        let stages = match (self.steg, base) {
            (Some(words), _) => stages(&words)?,
            (None, Some(known)) if known.ordered == ordered && known.decides == decides => {
                known.stages.clone()
            }
            (None, _) => usual(self.lag, decides, ordered, template.is_some()),
        };
        if ordered && decides != Decides::Delegation {
            return Err("bestalls = true kräver beslutar = \"delegation\"".to_owned());
        }
        Ok(CaseType {
            id: self.id,
            name: self.namn,
            short: self.kort,
            words,
            law: self.lag,
            stages,
            template,
            decides,
            ordered,
        })
    }
}

fn stages(words: &[String]) -> Result<Vec<Stage>, String> {
    let mut found: Vec<Stage> = Vec::with_capacity(words.len());
    for word in words {
        let stage = Stage::from_word(word)
            .ok_or_else(|| unknown("steget", word, Stage::ALL.iter().map(|s| s.word())))?;
        if found.contains(&stage) {
            return Err(format!("steget \"{word}\" står två gånger"));
        }
        found.push(stage);
    }
    if found.is_empty() {
        return Err("steg är tom; en ärendetyp har minst ett steg".to_owned());
    }
    Ok(found)
}

/// The usual way of a type that says nothing of its own.
fn usual(law: CaseLaw, decides: Decides, ordered: bool, assessed: bool) -> Vec<Stage> {
    let passed = |stage: &Stage| match stage {
        Stage::Discharge => false,
        Stage::Circle => law == CaseLaw::Lss,
        Stage::Assessment => assessed,
        Stage::RightToReply => assessed && decides != Decides::Nobody,
        Stage::Decision | Stage::Execution => decides == Decides::Delegation,
        Stage::HandOver => decides == Decides::Region,
        Stage::Order | Stage::Plan => ordered,
        Stage::FollowUp => decides == Decides::Delegation,
        Stage::Contact | Stage::Close => true,
    };
    Stage::ALL.iter().copied().filter(passed).collect()
}

/// The stations of [`Way::default`].
const USUAL: &[Stage] = &[
    Stage::Contact,
    Stage::Assessment,
    Stage::RightToReply,
    Stage::Decision,
    Stage::Execution,
    Stage::FollowUp,
    Stage::Close,
];

/// Every type of case that the unit knows, in the unit's order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseTypes(Arc<[CaseType]>);

const BUILTIN: &str = include_str!("case_types.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "typ", default)]
    types: Vec<toml::Spanned<Row>>,
}

impl CaseTypes {
    /// The built-in types.
    pub fn builtin() -> CaseTypes {
        // A test reads the built-in file, so that it cannot be empty here.
        read(BUILTIN, &[]).map_or_else(|_| CaseTypes(Arc::new([])), |types| CaseTypes(types.into()))
    }

    /// The built-in types with those of a unit's file: the same id replaces, a new id is added.
    ///
    /// # Errors
    /// [`UnitFileError`] with line and what is wrong, in Swedish.
    pub fn from_toml(text: &str) -> Result<CaseTypes, UnitFileError> {
        let mut all = CaseTypes::builtin().0.to_vec();
        for own in read(text, &all.clone())? {
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

    /// What the next step of a case hangs on; the usual way for a word that is not in the list.
    pub fn way(&self, id: &str) -> Way {
        self.get(id).map(CaseType::way).unwrap_or_default()
    }

    /// The stations of a type's way, in order; those of the usual way for a word that is not in the list.
    pub fn stages(&self, id: &str) -> &[Stage] {
        self.get(id).map_or(USUAL, |known| &known.stages)
    }

    /// The type with a name, if there is one.
    pub fn named(&self, name: &str) -> Option<&CaseType> {
        self.0.iter().find(|known| known.name == name)
    }

    /// The type with a word, if there is one.
    pub fn get(&self, id: &str) -> Option<&CaseType> {
        self.0.iter().find(|known| known.id == id)
    }
}

fn read(text: &str, base: &[CaseType]) -> Result<Vec<CaseType>, UnitFileError> {
    let file: File = toml::from_str(text).map_err(|e| UnitFileError::from_toml(text, &e))?;
    let mut types: Vec<CaseType> = Vec::with_capacity(file.types.len());
    for row in file.types {
        let at = row.span().start;
        let row = row.into_inner();
        if types.iter().any(|known| known.id == row.id) {
            let what = format!("ärendetypen \"{}\" står två gånger", row.id);
            return Err(UnitFileError::at(text, at, what));
        }
        let known = base.iter().find(|known| known.id == row.id);
        let case_type = row
            .read(known)
            .map_err(|what| UnitFileError::at(text, at, what))?;
        types.push(case_type);
    }
    Ok(types)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_types_are_read() {
        assert_eq!(read(BUILTIN, &[]).err(), None);
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

    #[test]
    fn every_type_knows_its_whole_way() {
        let forms = crate::unit::Forms::builtin();
        for known in CaseTypes::builtin().all() {
            let id = &known.id;
            let has = |stage| known.passes(stage);
            assert_eq!(known.stages.last(), Some(&Stage::Close), "{id}");
            assert!(known.stages.is_sorted(), "{id}: {:?}", known.stages);
            assert_eq!(has(Stage::Order), known.ordered, "{id}");
            assert_eq!(has(Stage::Plan), known.ordered, "{id}");
            assert_eq!(has(Stage::Assessment), known.template.is_some(), "{id}");
            assert_eq!(
                has(Stage::Decision),
                known.decides == Decides::Delegation,
                "{id}"
            );
            assert_eq!(
                has(Stage::HandOver),
                known.decides == Decides::Region,
                "{id}"
            );
            if let Some(template) = &known.template {
                assert!(forms.latest(template).is_some(), "{id}: {template}");
            }
            if known.law == CaseLaw::Lss && known.decides == Decides::Delegation {
                assert!(has(Stage::Circle), "{id}");
                assert_eq!(known.template.as_deref(), Some("utredning_lss"));
            }
        }
        let types = CaseTypes::builtin();
        let ordered: Vec<_> = types.all().iter().filter(|t| t.ordered).collect();
        assert_eq!(ordered.len(), 7);
        assert!(types.way("hemtjanst").ordered);
        assert_eq!(types.way("fardtjanst").decides, Decides::Region);
        assert_eq!(types.way("anhorigstod").decides, Decides::Nobody);
        assert_eq!(types.way("okand"), Way::default());
    }

    #[test]
    fn what_a_unit_leaves_out_is_as_before() {
        let own = |text: &str| CaseTypes::from_toml(text);
        let head = "[[typ]]\nid=\"hemtjanst\"\nnamn=\"Hemstöd\"\nkort=\"Hemstöd\"\nlag=\"SoL\"\n";
        let types = own(head).unwrap();
        assert!(types.way("hemtjanst").ordered);
        let types = own(&format!("{head}bestalls=false\n")).unwrap();
        let changed = types.get("hemtjanst").unwrap();
        assert!(
            !changed.ordered && !changed.passes(Stage::Plan) && changed.passes(Stage::Decision)
        );
        let new = "[[typ]]\nid=\"ny\"\nnamn=\"Ny\"\nkort=\"Ny\"\nlag=\"LSS\"\n";
        let types = own(new).unwrap();
        let new = types.get("ny").unwrap();
        assert_eq!(new.template.as_deref(), Some("utredning_lss"));
        assert!(new.passes(Stage::Circle) && !new.passes(Stage::Order));
        let wrong = own(&format!("{head}steg=[\"kontakt\", \"utredningen\"]\n")).unwrap_err();
        assert_eq!(
            wrong.to_string(),
            "rad 1: steget \"utredningen\" finns inte; menade du \"utredning\"?"
        );
        let wrong = own(&format!("{head}beslutar=\"nämnden\"\n")).unwrap_err();
        assert!(wrong.to_string().contains("rad 6"), "{wrong}");
    }
}
