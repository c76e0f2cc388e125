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
use std::sync::Arc;

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
    /// What is wrong with the unit's own files, and what holds instead.
    pub problems: Vec<Problem>,
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
        let synonyms = Synonyms::builtin();
        let delegation = Delegations::builtin(&case_types, &synonyms);
        Unit {
            rules,
            calendar,
            case_types,
            forms,
            interventions: Interventions::builtin(),
            quick_orders: QuickOrders::builtin(),
            delegation,
            legal: LegalBasis::builtin(),
            synonyms,
            frame_words: Arc::new(Words::builtin()),
            examples: Examples::builtin(),
            outreach: Outreach::builtin(),
            factor: Factor::default(),
            routines: Routines::builtin(),
            log_rules: log_check::builtin(),
            problems: Vec::new(),
            digest: format!("{} {digest}", env!("CARGO_PKG_VERSION")),
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
            if let Some(spec) =
                files.own(name, |text| forms::read_own(name, text).map(Some), || None)
            {
                forms.put(spec);
            }
        }
        let mut delegation = Delegations::builtin(&case_types, &synonyms);
        for name in delegation::files_in(folder) {
            match files.take(
                &name,
                |text| delegation::read(text, &case_types, &synonyms),
                MANAGERS_DECIDE,
            ) {
                Own::Is(order) => delegation.put(order),
                Own::Broken => delegation.withhold(&name, &case_types, &synonyms),
                Own::Missing => {}
            }
        }
        let chosen = |text: &str| delegation.choose(text);
        if let Own::Broken = files.take(delegation::IN_FORCE, chosen, MANAGERS_DECIDE) {
            delegation.withhold(delegation::IN_FORCE, &case_types, &synonyms);
        }
        files.tell_unread();
        let digest = files.digest.finalize();
        let digest: String = digest.iter().take(8).map(|b| format!("{b:02x}")).collect();
        Unit {
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
            problems: files.problems,
            ..Unit::of(rules, case_types, forms, &digest)
        }
    }
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
    fn own<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&str) -> Result<T, UnitFileError>,
        builtin: impl FnOnce() -> T,
    ) -> T {
        match self.take(name, read, BUILTIN_HOLDS) {
            Own::Is(own) => own,
            Own::Missing | Own::Broken => builtin(),
        }
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
