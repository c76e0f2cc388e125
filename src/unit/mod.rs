//! The unit's own data: what a municipality may read and change without a compiler. TOML beside the
//! code that reads and checks it; built in, and each replaceable by a unit's file of the same name.

pub mod case_types;
pub mod coverage;
pub mod decision_faults;
pub mod decision_form;
pub mod delegation;
pub mod examples;
pub mod forms;
pub mod frame_check;
pub mod interventions;
mod later;
pub mod legal_basis;
pub mod log_check;
pub mod order_form;
pub mod outreach;
pub mod quick_orders;
pub mod routines;
pub mod rules;
mod toml_error;

use std::fmt;
use std::fs;
use std::io;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::core::calendar::Calendar;
use crate::core::coverage::Synonyms;
use crate::core::estimate::Factor;
use crate::core::frame_check::Words;
use crate::core::legal::LegalBasis;
use crate::core::log_check::LogRules;
use crate::core::rule::RuleSet;
use crate::error::nearest;

pub use case_types::CaseTypes;
pub use delegation::Delegations;
pub use examples::Examples;
pub use forms::Forms;
pub use interventions::Interventions;
pub use later::Later;
pub use outreach::Outreach;
pub use quick_orders::QuickOrders;
pub use routines::Routines;
pub use toml_error::UnitFileError;

/// A file of the unit's own that is not used, or not as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file's name.
    pub file: String,
    /// What is wrong, with its line.
    pub what: UnitFileError,
    /// What holds instead.
    pub instead: &'static str,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = self.what.to_string();
        let stop = if what.ends_with('?') { "" } else { "." };
        write!(f, "{}: {what}{stop} {}", self.file, self.instead)
    }
}

/// What holds where a file cannot be used.
const BUILTIN_HOLDS: &str = "Den inbyggda används tills filen är rättad.";
const MANAGERS_DECIDE: &str = "Bara chefer beslutar tills filen är rättad.";
const NOT_READ: &str = "Filen läses inte.";

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
    pub forms: Later<Forms>,
    /// The interventions suggested in an order.
    pub interventions: Later<Interventions>,
    /// The needs that an order in a hurry is put together of.
    pub quick_orders: Later<QuickOrders>,
    /// Who may decide what, and from which day.
    pub delegation: Later<Delegations>,
    /// What decisions rest on, by the day they are made.
    pub legal: Later<LegalBasis>,
    /// Which words of a plan mean what was ordered.
    pub synonyms: Later<Synonyms>,
    /// The words that orders are read with.
    pub frame_words: Later<Words>,
    /// Good examples of needs, purposes and goals.
    pub examples: Later<Examples>,
    /// Whom the unit seeks out.
    pub outreach: Later<Outreach>,
    /// Weeks and days per month in a time estimate.
    pub factor: Factor,
    /// When a case is quiet, and which day cases are presented.
    pub routines: Routines,
    /// How the log is checked, and what raises a flag.
    pub log_rules: Later<LogRules>,
    /// What is wrong with the unit's own files, and what holds instead.
    pub problems: Vec<Problem>,
    /// Changes when rules or holidays change, so that due dates are computed anew.
    pub digest: String,
}

impl Unit {
    /// The built-in unit.
    pub fn builtin() -> Unit {
        let (rules, case_types) = (RuleSet::builtin(), CaseTypes::builtin());
        let synonyms = Later::new(Synonyms::builtin);
        Unit {
            calendar: rules.calendar(),
            rules,
            forms: Later::new(Forms::builtin),
            interventions: Later::new(Interventions::builtin),
            quick_orders: Later::new(QuickOrders::builtin),
            delegation: builtin_delegation(&case_types, &synonyms),
            case_types,
            legal: Later::new(LegalBasis::builtin),
            synonyms,
            frame_words: Later::new(Words::builtin),
            examples: Later::new(Examples::builtin),
            outreach: Later::new(Outreach::builtin),
            factor: Factor::default(),
            routines: Routines::builtin(),
            log_rules: Later::new(log_check::builtin),
            problems: Vec::new(),
            digest: format!("{} inbyggda", env!("CARGO_PKG_VERSION")),
        }
    }

    /// Days to a plan for an order counted from a day, by the unit's K7.
    pub fn plan_days(&self, from: chrono::NaiveDate) -> u16 {
        use crate::core::rule::Length;
        let rule = self.rules.get("K7").map(|rows| rows.nearest(from));
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

    /// The built-in unit with the files of a folder in their place: `rules.toml`, `case_types.toml`,
    /// `legal_basis.toml`, `coverage.toml`, `interventions.toml`, `quick_orders.toml`,
    /// `outreach.toml`,
    /// `frame_check.toml`, `examples.toml`, `routines.toml`, `log_check.toml`, form templates and orders of delegation.
    /// A broken file, or one of a name that nothing reads, stands in [`Unit::problems`] with what holds instead.
    pub fn from_folder(folder: &Path) -> Unit {
        let mut files = Files {
            folder,
            digest: Sha256::new(),
            known: Vec::new(),
            problems: Vec::new(),
        };
        let builtin = Unit::builtin();
        let rules = files.own("rules.toml", RuleSet::from_toml, builtin.rules);
        let case_types = files.own("case_types.toml", CaseTypes::from_toml, builtin.case_types);
        let interventions = files.own(
            "interventions.toml",
            Interventions::from_toml,
            builtin.interventions,
        );
        let quick_orders = files.own(
            "quick_orders.toml",
            QuickOrders::from_toml,
            builtin.quick_orders,
        );
        let legal = files.own(
            "legal_basis.toml",
            |text| LegalBasis::from_toml(text, &case_types),
            builtin.legal,
        );
        let outreach = files.own(
            "outreach.toml",
            |text| Outreach::from_toml(text, &case_types),
            builtin.outreach,
        );
        let synonyms = files.own("coverage.toml", Synonyms::from_toml, builtin.synonyms);
        let frame_words = files.own(frame_check::FILE, Words::from_toml, builtin.frame_words);
        let examples = files.own("examples.toml", Examples::from_toml, builtin.examples);
        let routines = files.own("routines.toml", Routines::from_toml, builtin.routines);
        let log_rules = files.own(log_check::FILE, log_check::from_toml, builtin.log_rules);
        let forms = files.forms(builtin.forms);
        let delegation = files.delegation(&case_types, &synonyms);
        files.tell_unread();
        let digest = files.digest.finalize();
        let digest: String = digest.iter().take(8).map(|b| format!("{b:02x}")).collect();
        Unit {
            calendar: rules.calendar(),
            rules,
            case_types,
            forms,
            interventions,
            quick_orders,
            delegation,
            legal,
            synonyms,
            frame_words,
            examples,
            outreach,
            factor: builtin.factor,
            routines,
            log_rules,
            problems: files.problems,
            digest: format!("{} {digest}", env!("CARGO_PKG_VERSION")),
        }
    }
}

/// The built-in orders of delegation, with the unit's types of case and words.
fn builtin_delegation(case_types: &CaseTypes, synonyms: &Later<Synonyms>) -> Later<Delegations> {
    let (case_types, synonyms) = (case_types.clone(), synonyms.clone());
    Later::new(move || Delegations::builtin(&case_types, &synonyms))
}

/// The unit's own files in a folder, as they are read.
struct Files<'a> {
    folder: &'a Path,
    digest: Sha256,
    /// The names that have been asked for.
    known: Vec<String>,
    problems: Vec<Problem>,
}

/// What a file of the unit's own came to.
enum Own<T> {
    Missing,
    Broken,
    Is(T),
}

impl Files<'_> {
    /// What a file of the unit's own says; the built-in where there is none or it is broken.
    fn own<T, U: From<T>>(
        &mut self,
        name: &str,
        read: impl FnOnce(&str) -> Result<T, UnitFileError>,
        builtin: U,
    ) -> U {
        match self.take(name, read, BUILTIN_HOLDS) {
            Own::Is(own) => own.into(),
            Own::Missing | Own::Broken => builtin,
        }
    }

    /// The forms, with the unit's own templates in the place of the built-in ones.
    fn forms(&mut self, builtin: Later<Forms>) -> Later<Forms> {
        let mut own = Vec::new();
        for template in forms::TEMPLATES {
            let read = |text: &str| forms::read_own(template, text);
            if let Own::Is(spec) = self.take(template.file, read, BUILTIN_HOLDS) {
                own.push(spec);
            }
        }
        if own.is_empty() {
            return builtin;
        }
        let mut forms = Forms::clone(&builtin);
        own.into_iter().for_each(|spec| forms.put(spec));
        forms.into()
    }

    /// The orders of delegation, with the unit's own and its word on which of them is in force.
    fn delegation(
        &mut self,
        case_types: &CaseTypes,
        synonyms: &Later<Synonyms>,
    ) -> Later<Delegations> {
        let builtin = builtin_delegation(case_types, synonyms);
        let names = delegation::files_in(self.folder);
        if names.is_empty() && !self.folder.join(delegation::IN_FORCE).exists() {
            self.known.push(delegation::IN_FORCE.to_owned());
            return builtin;
        }
        let mut all = Delegations::clone(&builtin);
        for name in names {
            let read = |text: &str| delegation::read(text, case_types, synonyms);
            match self.take(&name, read, MANAGERS_DECIDE) {
                Own::Is(order) => all.put(order),
                Own::Broken => all.withhold(&name, case_types, synonyms),
                Own::Missing => {}
            }
        }
        let chosen = |text: &str| all.choose(text);
        if let Own::Broken = self.take(delegation::IN_FORCE, chosen, MANAGERS_DECIDE) {
            all.withhold(delegation::IN_FORCE, case_types, synonyms);
        }
        all.into()
    }

    /// Reads a file; one that cannot be used is told of with what holds instead.
    fn take<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&str) -> Result<T, UnitFileError>,
        instead: &'static str,
    ) -> Own<T> {
        self.known.push(name.to_owned());
        let bytes = match fs::read(self.folder.join(name)) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Own::Missing,
            Err(error) => {
                let text = format!("filen går inte att öppna ({error})");
                return self.broken(name, UnitFileError { line: None, text }, instead);
            }
        };
        self.digest.update(&bytes);
        let read = match std::str::from_utf8(&bytes) {
            Ok(text) => read(text),
            Err(error) => {
                let before = bytes.iter().take(error.valid_up_to());
                Err(UnitFileError {
                    line: Some(before.filter(|byte| **byte == b'\n').count() + 1),
                    text: "tecknen går inte att läsa; spara filen som UTF-8".to_owned(),
                })
            }
        };
        match read {
            Ok(own) => Own::Is(own),
            Err(what) => self.broken(name, what, instead),
        }
    }

    fn broken<T>(&mut self, name: &str, what: UnitFileError, instead: &'static str) -> Own<T> {
        self.problems.push(Problem {
            file: name.to_owned(),
            what,
            instead,
        });
        Own::Broken
    }

    /// Tells of what lies in the folder under a name that nothing reads.
    fn tell_unread(&mut self) {
        let entries = fs::read_dir(self.folder).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .filter(|name| {
                let name = name.to_lowercase();
                name.ends_with(".toml") || name.ends_with(".toml.txt")
            })
            .filter(|name| !self.known.contains(name))
            .collect();
        names.sort();
        for name in names {
            let text = match nearest(&name.to_lowercase(), self.known.iter().map(String::as_str)) {
                Some(near) => format!("ingen fil heter så; menade du {near}?"),
                None => format!("ingen fil heter så; de heter {}", self.known.join(", ")),
            };
            self.broken::<()>(&name, UnitFileError { line: None, text }, NOT_READ);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is told of a folder with files in it.
    fn told(files: &[(&str, &[u8])]) -> (Unit, String) {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            fs::write(folder.path().join(name), bytes).unwrap();
        }
        let unit = Unit::from_folder(folder.path());
        let told: Vec<String> = unit.problems.iter().map(ToString::to_string).collect();
        let told = told.join("\n");
        (unit, told)
    }

    #[test]
    fn every_file_that_is_not_used_is_told() {
        assert_eq!(told(&[]).1, "");
        for (name, bytes, wanted) in [
            ("rules.toml", &b"# \n\xe5\n"[..], "rad 2: tecknen"),
            ("regler.toml", b"", "ingen fil heter så"),
            ("routine.toml", b"", "menade du routines.toml?"),
            ("Rules.TOML", b"", "menade du rules.toml?"),
            ("routines.toml.txt", b"", "menade du routines.toml?"),
            ("case_types.toml", b"[[typ]]\nid = \"x\"\nnamn = \"X\"\nkort = \"X\"\nlag = \"SoL\"\nmall = \"utredning_alder\"\n", "mallen \"utredning_alder\" finns inte; menade du \"utredning_aldre\"?"),
        ] {
            let (_, said) = told(&[(name, bytes)]);
            assert!(said.starts_with(name) && said.contains(wanted), "{said}");
        }
    }

    #[test]
    fn a_broken_word_on_who_decides_leaves_it_to_the_managers() {
        let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let leaders_only = |unit: &Unit| {
            let order = unit.delegation.on(day).unwrap();
            order.rows.is_empty() && order.otherwise.len() == 2
        };
        assert!(!leaders_only(&Unit::builtin()));
        for (name, text) in [
            (
                "delegation.toml",
                "[[galler]]\nordning = \"bb\"\nfran = 2018-07-01\n",
            ),
            ("delegation_b.toml", "id = \"b\"\n"),
        ] {
            let (unit, said) = told(&[(name, text.as_bytes())]);
            assert!(leaders_only(&unit), "{name}");
            assert!(said.contains("Bara chefer beslutar"), "{said}");
        }
    }
}
