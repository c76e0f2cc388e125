//! The unit's own data: what a municipality may read and change without a compiler. TOML beside the
//! code that reads and checks it; built in, and each replaceable by a unit's file of the same name.

pub mod case_types;
pub mod coverage;
pub mod delegation;
pub mod forms;
pub mod interventions;
pub mod legal_basis;
pub mod rules;
mod toml_error;

use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::core::calendar::Calendar;
use crate::core::coverage::Synonyms;
use crate::core::estimate::Factor;
use crate::core::legal::LegalBasis;
use crate::core::rule::RuleSet;
use crate::error::Error;

pub use case_types::CaseTypes;
pub use delegation::Delegations;
pub use forms::Forms;
pub use interventions::Interventions;
pub use toml_error::UnitFileError;

/// Everything a unit decides for itself.
#[derive(Clone, Debug)]
pub struct Unit {
    /// The deadline rules.
    pub rules: RuleSet,
    /// The calendar: holidays by law and the unit's own.
    pub calendar: Calendar,
    /// The types of case.
    pub case_types: CaseTypes,
    /// The forms.
    pub forms: Forms,
<<<<<<< ours
    /// The interventions suggested in an order.
    pub interventions: Interventions,
=======
    /// Who may decide what, and from which day.
    pub delegation: Delegations,
    /// What decisions rest on, by the day they are made.
    pub legal: LegalBasis,
    /// Which words of a plan mean what was ordered.
    pub synonyms: Synonyms,
>>>>>>> theirs
    /// Weeks and days per month in a time estimate.
    pub factor: Factor,
    /// Changes when rules or holidays change, so that due dates are computed anew.
    pub digest: String,
}

impl Unit {
    /// The built-in unit.
    pub fn builtin() -> Unit {
        Unit::of(
            RuleSet::builtin(),
            CaseTypes::builtin(),
            Forms::builtin(),
            "inbyggda",
        )
    }

    fn of(rules: RuleSet, case_types: CaseTypes, forms: Forms, digest: &str) -> Unit {
        let calendar = rules.calendar();
        let delegation = Delegations::builtin(&case_types);
        Unit {
            rules,
            calendar,
            case_types,
            forms,
<<<<<<< ours
            interventions: Interventions::builtin(),
=======
            delegation,
            legal: LegalBasis::builtin(),
            synonyms: Synonyms::builtin(),
>>>>>>> theirs
            factor: Factor::default(),
            digest: format!("{} {digest}", env!("CARGO_PKG_VERSION")),
        }
    }

    /// The built-in unit with the files of a folder in their place: `rules.toml`, `case_types.toml`,
    /// `legal_basis.toml`, `coverage.toml`, form templates and orders of delegation. A broken file is told
    /// of, and the built-in one is used instead.
    pub fn from_folder(folder: &Path) -> (Unit, Vec<Error>) {
        let mut problems = Vec::new();
        let mut digest = Sha256::new();
        let mut read = |name: &str| -> Option<String> {
            let text = fs::read_to_string(folder.join(name)).ok()?;
            digest.update(text.as_bytes());
            Some(text)
        };
        let rules_text = read("rules.toml");
        let types_text = read("case_types.toml");
        let interventions_text = read("interventions.toml");
        let form_texts: Vec<(&str, String)> = forms::FILES
            .iter()
            .filter_map(|(name, _)| Some((*name, read(name)?)))
            .collect();
        let legal_text = read("legal_basis.toml");
        let coverage_text = read("coverage.toml");
        let order_texts: Vec<(String, String)> = delegation::files_in(folder)
            .into_iter()
            .filter_map(|name| read(&name).map(|text| (name, text)))
            .collect();
        let in_force_text = read(delegation::IN_FORCE);
        let mut broken = |name: &str, error: UnitFileError| {
            problems.push(
                Error::config(format!("{}: {error}", folder.join(name).display()))
                    .hint("Den inbyggda används tills filen är rättad."),
            );
        };
        let rules = match rules_text.map(|text| RuleSet::from_toml(&text)) {
            Some(Ok(rules)) => rules,
            Some(Err(error)) => {
                broken("rules.toml", error);
                RuleSet::builtin()
            }
            None => RuleSet::builtin(),
        };
        let case_types = match types_text.map(|text| CaseTypes::from_toml(&text)) {
            Some(Ok(types)) => types,
            Some(Err(error)) => {
                broken("case_types.toml", error);
                CaseTypes::builtin()
            }
            None => CaseTypes::builtin(),
        };
        let interventions = match interventions_text.map(|text| Interventions::from_toml(&text)) {
            Some(Ok(interventions)) => interventions,
            Some(Err(error)) => {
                broken("interventions.toml", error);
                Interventions::builtin()
            }
            None => Interventions::builtin(),
        };
        let mut forms = Forms::builtin();
        for (name, text) in form_texts {
            match forms::read(&text) {
                Ok(spec) => forms.put(spec),
                Err(error) => broken(name, error),
            }
        }
        let mut delegation = Delegations::builtin(&case_types);
        for (name, text) in order_texts {
            match delegation::read(&text, &case_types) {
                Ok(order) => delegation.put(order),
                Err(error) => broken(&name, error),
            }
        }
        if let Some(Err(error)) = in_force_text.map(|text| delegation.choose(&text)) {
            broken(delegation::IN_FORCE, error);
        }
        let legal = match legal_text.map(|text| LegalBasis::from_toml(&text, &case_types)) {
            Some(Ok(legal)) => legal,
            Some(Err(error)) => {
                broken("legal_basis.toml", error);
                LegalBasis::builtin()
            }
            None => LegalBasis::builtin(),
        };
        let synonyms = match coverage_text.map(|text| Synonyms::from_toml(&text)) {
            Some(Ok(synonyms)) => synonyms,
            Some(Err(error)) => {
                broken("coverage.toml", error);
                Synonyms::builtin()
            }
            None => Synonyms::builtin(),
        };
        let digest: String = digest
            .finalize()
            .iter()
            .take(8)
            .map(|b| format!("{b:02x}"))
            .collect();
        let unit = Unit {
<<<<<<< ours
            interventions,
            ..Unit::of(rules, case_types, forms, &digest)
        };
        (unit, problems)
=======
            delegation,
            legal,
            synonyms,
            ..Unit::of(rules, case_types, forms, &digest)
        };
        (unit, problems)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_replaces_the_built_in_and_a_broken_file_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        write(
            "delegation_egen.toml",
            "id=\"egen\"\nnamn=\"vår delegation\"\nkalla=\"Nämnden 2026\"\ngiltig_fran=2026-01-01\nannars=[\"enhetschef\"]\n",
        );
        write(
            "delegation.toml",
            "[[galler]]\nordning=\"egen\"\nfran=2026-01-01\n",
        );
        write("delegation_b.toml", "id = 1\n");
        write("coverage.toml", "tolerans_procent = 0\n");
        let (unit, problems) = Unit::from_folder(folder.path());
        let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        assert_eq!(unit.delegation.on(day).map(|o| o.id.as_str()), Some("egen"));
        assert_eq!(unit.synonyms.tolerance(), 0);
        assert_eq!(unit.delegation.get("b").map(|o| o.rows.len()), Some(4));
        assert_eq!(problems.len(), 1);
        assert!(problems[0].to_string().contains("delegation_b.toml"));
        assert_ne!(unit.digest, Unit::builtin().digest);
>>>>>>> theirs
    }
}
