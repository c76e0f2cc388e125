//! The unit's own data: what a municipality may read and change without a compiler. TOML beside the
//! code that reads and checks it; built in, and each replaceable by a unit's file of the same name.

pub mod case_types;
pub mod coverage;
pub mod decision_form;
pub mod delegation;
pub mod examples;
pub mod forms;
pub mod frame_check;
pub mod interventions;
pub mod legal_basis;
pub mod log_check;
pub mod order_form;
pub mod outreach;
pub mod quick_orders;
pub mod routines;
pub mod rules;
mod toml_error;

use std::fs;
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::core::calendar::Calendar;
use crate::core::coverage::Synonyms;
use crate::core::estimate::Factor;
use crate::core::frame_check::Words;
use crate::core::legal::LegalBasis;
use crate::core::log_check::LogRules;
use crate::core::rule::RuleSet;
use crate::error::Error;

pub use case_types::CaseTypes;
pub use delegation::Delegations;
pub use examples::Examples;
pub use forms::Forms;
pub use interventions::Interventions;
pub use outreach::Outreach;
pub use quick_orders::QuickOrders;
pub use routines::Routines;
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
    /// The needs that an order in a hurry is put together of.
    pub quick_orders: QuickOrders,
    /// Who may decide what, and from which day.
    pub delegation: Delegations,
    /// What decisions rest on, by the day they are made.
    pub legal: LegalBasis,
    /// Which words of a plan mean what was ordered.
    pub synonyms: Synonyms,
    /// The words that orders are read with.
    pub frame_words: Arc<Words>,
    /// Good examples of needs, purposes and goals.
    pub examples: Examples,
    /// Whom the unit seeks out.
    pub outreach: Outreach,
    /// Weeks and days per month in a time estimate.
    pub factor: Factor,
    /// When a case is quiet, and which day cases are presented.
    pub routines: Routines,
    /// How the log is checked, and what raises a flag.
    pub log_rules: LogRules,
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

    /// Days to a plan for an order counted from a day, by the unit's K7.
    pub fn plan_days(&self, from: chrono::NaiveDate) -> u16 {
        use crate::core::rule::Length;
        let rule = self.rules.get("K7").and_then(|rows| rows.nearest(from));
        match rule.map(|rule| rule.length) {
            Some(Length::Days(days)) => days,
            _ => 15,
        }
    }

    /// The name of a life area as the assessment for elder care has it: "Personlig vård".
    pub fn area_name(&self, area: &str) -> String {
        let spec = self.forms.latest("utredning_aldre");
        let section = spec.and_then(|spec| spec.sections.iter().find(|s| s.id == area));
        match (section, area) {
            (Some(section), _) => section.title.clone(),
            (None, "") => "Annat".to_owned(),
            (None, area) => area.to_owned(),
        }
    }

    fn of(rules: RuleSet, case_types: CaseTypes, forms: Forms, digest: &str) -> Unit {
        let calendar = rules.calendar();
        let delegation = Delegations::builtin(&case_types);
        Unit {
            rules,
            calendar,
            case_types,
            forms,
            interventions: Interventions::builtin(),
            quick_orders: QuickOrders::builtin(),
            delegation,
            legal: LegalBasis::builtin(),
            synonyms: Synonyms::builtin(),
            frame_words: Arc::new(Words::builtin()),
            examples: Examples::builtin(),
            outreach: Outreach::builtin(),
            factor: Factor::default(),
            routines: Routines::builtin(),
            log_rules: log_check::builtin(),
            digest: format!("{} {digest}", env!("CARGO_PKG_VERSION")),
        }
    }

    /// The built-in unit with the files of a folder in their place: `rules.toml`, `case_types.toml`,
    /// `legal_basis.toml`, `coverage.toml`, `interventions.toml`, `quick_orders.toml`,
    /// `outreach.toml`,
    /// `frame_check.toml`, `examples.toml`, `routines.toml`, `log_check.toml`, form templates and orders of delegation.
    /// A broken file is told of, and the built-in one is used instead.
    pub fn from_folder(folder: &Path) -> (Unit, Vec<Error>) {
        let mut files = Files {
            folder,
            digest: Sha256::new(),
            problems: Vec::new(),
        };
        let rules = files.own("rules.toml", RuleSet::from_toml, RuleSet::builtin);
        let case_types = files.own("case_types.toml", CaseTypes::from_toml, CaseTypes::builtin);
        let interventions = files.own(
            "interventions.toml",
            Interventions::from_toml,
            Interventions::builtin,
        );
        let quick_orders = files.own(
            "quick_orders.toml",
            QuickOrders::from_toml,
            QuickOrders::builtin,
        );
        let legal = files.own(
            "legal_basis.toml",
            |text| LegalBasis::from_toml(text, &case_types),
            LegalBasis::builtin,
        );
        let outreach = files.own(
            "outreach.toml",
            |text| Outreach::from_toml(text, &case_types),
            Outreach::builtin,
        );
        let synonyms = files.own("coverage.toml", Synonyms::from_toml, Synonyms::builtin);
        let frame_words = files.own(frame_check::FILE, Words::from_toml, Words::builtin);
        let examples = files.own("examples.toml", Examples::from_toml, Examples::builtin);
        let routines = files.own("routines.toml", Routines::from_toml, Routines::builtin);
        let log_rules = files.own(log_check::FILE, log_check::from_toml, log_check::builtin);
        let mut forms = Forms::builtin();
        for (name, _) in forms::FILES {
            if let Some(spec) = files.own(name, |text| forms::read(text).map(Some), || None) {
                forms.put(spec);
            }
        }
        let mut delegation = Delegations::builtin(&case_types);
        for name in delegation::files_in(folder) {
            let order = files.own(
                &name,
                |text| delegation::read(text, &case_types).map(Some),
                || None,
            );
            if let Some(order) = order {
                delegation.put(order);
            }
        }
        files.own(delegation::IN_FORCE, |text| delegation.choose(text), || ());
        let digest = files.digest.finalize();
        let digest: String = digest.iter().take(8).map(|b| format!("{b:02x}")).collect();
        let unit = Unit {
            interventions,
            quick_orders,
            delegation,
            legal,
            outreach,
            synonyms,
            frame_words: Arc::new(frame_words),
            examples,
            routines,
            log_rules,
            ..Unit::of(rules, case_types, forms, &digest)
        };
        (unit, files.problems)
    }
}

/// The unit's own files in a folder, as they are read.
struct Files<'a> {
    folder: &'a Path,
    digest: Sha256,
    problems: Vec<Error>,
}

impl Files<'_> {
    /// What a file of the unit's own says; the built-in where there is none or it is broken.
    fn own<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&str) -> Result<T, UnitFileError>,
        builtin: impl FnOnce() -> T,
    ) -> T {
        let path = self.folder.join(name);
        let Ok(text) = fs::read_to_string(&path) else {
            return builtin();
        };
        self.digest.update(text.as_bytes());
        read(&text).unwrap_or_else(|error| {
            self.problems.push(
                Error::config(format!("{}: {error}", path.display()))
                    .hint("Den inbyggda används tills filen är rättad."),
            );
            builtin()
        })
    }
}
