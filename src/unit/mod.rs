//! The unit's own data: what a municipality may read and change without a compiler. TOML beside the
//! code that reads and checks it; built in, and each replaceable by a unit's file of the same name.

pub mod case_types;
pub mod forms;
pub mod frame_check;
pub mod interventions;
pub mod rules;
mod toml_error;

use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::core::calendar::Calendar;
use crate::core::estimate::Factor;
use crate::core::rule::RuleSet;
use crate::error::Error;

pub use case_types::CaseTypes;
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
    /// The interventions suggested in an order.
    pub interventions: Interventions,
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
        Unit {
            rules,
            calendar,
            case_types,
            forms,
            interventions: Interventions::builtin(),
            factor: Factor::default(),
            digest: format!("{} {digest}", env!("CARGO_PKG_VERSION")),
        }
    }

    /// The built-in unit with the files of a folder in their place: `rules.toml`, `case_types.toml` and
    /// form templates. A broken file is told of, and the built-in one is used instead.
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
        let digest: String = digest
            .finalize()
            .iter()
            .take(8)
            .map(|b| format!("{b:02x}"))
            .collect();
        let unit = Unit {
            interventions,
            ..Unit::of(rules, case_types, forms, &digest)
        };
        (unit, problems)
    }
}
