//! The orders of delegation: from TOML with Swedish keys to checked rows, and which one is in force.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::Deserialize;
use toml::Spanned;

use super::case_types::{CaseLaw, CaseTypes};
use super::later::Later;
use super::rules::date;
use super::toml_error::{UnitFileError, unknown};
use crate::core::coverage::Synonyms;
use crate::core::delegation::{DelegationOrder, Kind, Outcome, Row, Who, folded};
use crate::core::text::clean_line;
use crate::core::user::Role;

/// The built-in orders: the id, and the file name that replaces it.
const FILES: &[(&str, &str, &str)] = &[
    ("a", "delegation_a.toml", include_str!("delegation_a.toml")),
    ("b", "delegation_b.toml", include_str!("delegation_b.toml")),
    (
        "enkel",
        "delegation_enkel.toml",
        include_str!("delegation_enkel.toml"),
    ),
    ("chefer", "delegation_chefer.toml", MANAGERS_ONLY),
];

/// The order that takes the place of one that cannot be read: what is not known to be given is withheld.
const MANAGERS_ONLY: &str = include_str!("delegation_chefer.toml");

/// The file that says which order is in force from which day.
pub(super) const IN_FORCE: &str = "delegation.toml";

/// The orders of delegation in a unit's folder, by file name: those that replace a built-in one and those
/// that are the unit's own.
pub(super) fn files_in(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut names: Vec<String> = entries
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| name.starts_with("delegation_") && name.ends_with(".toml"))
        .collect();
    names.sort();
    names
}

const BUILTIN_IN_FORCE: &str = include_str!("delegation.toml");

/// Every order of delegation the unit knows, and which is in force when.
#[derive(Clone, Debug)]
pub struct Delegations {
    /// By id. One that is not asked for is not read.
    orders: Vec<(String, Later<Option<DelegationOrder>>)>,
    in_force: Vec<(NaiveDate, String)>,
}

impl Delegations {
    /// The built-in orders: A, B, the simple one and that of managers only; B is in force. `hourly` are the words
    /// of what is done by the hour.
    pub fn builtin(types: &CaseTypes, hourly: &Later<Synonyms>) -> Delegations {
        let types = Arc::new(types.clone());
        let orders = FILES.iter().map(|&(id, _, text)| {
            let (types, hourly) = (Arc::clone(&types), hourly.clone());
            // A test reads every built-in file, so none is passed over here.
            let order = Later::new(move || read(text, &types, &hourly).ok());
            (id.to_owned(), order)
        });
        let mut all = Delegations {
            orders: orders.collect(),
            in_force: Vec::new(),
        };
        all.in_force = all.read_in_force(BUILTIN_IN_FORCE).unwrap_or_default();
        all
    }

    /// Adds an order, or replaces the one with the same id.
    pub fn put(&mut self, order: DelegationOrder) {
        let id = order.id.clone();
        let order = Later::from(Some(order));
        match self.orders.iter_mut().find(|(known, _)| *known == id) {
            Some(known) => known.1 = order,
            None => self.orders.push((id, order)),
        }
    }

    /// Only managers decide, where the unit's file cannot be read: the one that says which order is in force, or
    /// the one that stands in a built-in's place, which may give more than the unit's own.
    pub(super) fn withhold(&mut self, name: &str, types: &CaseTypes, hourly: &Synonyms) {
        let Ok(managers) = read(MANAGERS_ONLY, types, hourly) else {
            self.in_force.clear();
            return;
        };
        if name == IN_FORCE {
            self.in_force = vec![(managers.from, managers.id)];
        } else if let Some((id, ..)) = FILES.iter().find(|(_, file, _)| *file == name) {
            self.put(DelegationOrder {
                id: (*id).to_owned(),
                ..managers
            });
        }
    }

    /// Takes the unit's own word for which order is in force from which day.
    ///
    /// # Errors
    /// [`UnitFileError`] with line and what is wrong, in Swedish.
    pub fn choose(&mut self, text: &str) -> Result<(), UnitFileError> {
        self.in_force = self.read_in_force(text)?;
        Ok(())
    }

    /// Every order.
    pub fn all(&self) -> impl Iterator<Item = &DelegationOrder> {
        self.orders.iter().filter_map(|(_, order)| order.as_ref())
    }

    /// What a person may be named for (*särskilt utsedd*): every word that an order asks for, sorted.
    pub fn appointments(&self) -> Vec<&str> {
        let rows = self.all().flat_map(|order| &order.rows);
        let named = rows.flat_map(|row| row.consult.iter().chain(&row.deciders));
        let otherwise = self.all().flat_map(|order| &order.otherwise);
        let mut words: Vec<&str> = named
            .chain(otherwise)
            .filter_map(|who| match who {
                Who::Appointed(word) => Some(word.as_str()),
                _ => None,
            })
            .collect();
        words.sort_unstable();
        words.dedup();
        words
    }

    /// The order with this id.
    pub fn get(&self, id: &str) -> Option<&DelegationOrder> {
        let (_, order) = self.orders.iter().find(|(known, _)| known == id)?;
        order.as_ref()
    }

    /// The order in force for decisions of a day.
    pub fn on(&self, day: NaiveDate) -> Option<&DelegationOrder> {
        let chosen = self.in_force.iter().rev().find(|(from, _)| *from <= day);
        self.get(&chosen.or(self.in_force.first())?.1)
    }

    fn read_in_force(&self, text: &str) -> Result<Vec<(NaiveDate, String)>, UnitFileError> {
        let file: InForceFile =
            toml::from_str(text).map_err(|e| UnitFileError::from_toml(text, &e))?;
        let mut found: Vec<(NaiveDate, String)> = Vec::new();
        for row in file.galler {
            let at = row.span().start;
            let wrong = |what: String| UnitFileError::at(text, at, what);
            let row = row.into_inner();
            let from = date(&row.fran).map_err(wrong)?;
            let known = self.orders.iter().map(|(id, _)| id.as_str());
            if known.clone().all(|id| id != row.ordning) {
                return Err(wrong(unknown("delegationsordningen", &row.ordning, known)));
            }
            if found.iter().any(|(day, _)| *day == from) {
                return Err(wrong(format!("två ordningar gäller från {from}")));
            }
            found.push((from, row.ordning));
        }
        if found.is_empty() {
            return Err(UnitFileError {
                line: None,
                text: "ingen [[galler]] säger vilken ordning som gäller".to_owned(),
            });
        }
        found.sort();
        Ok(found)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InForceFile {
    #[serde(default)]
    galler: Vec<Spanned<InForceRow>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InForceRow {
    ordning: String,
    fran: toml::value::Datetime,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    id: String,
    namn: String,
    kalla: String,
    giltig_fran: toml::value::Datetime,
    giltig_till: Option<toml::value::Datetime>,
    annars: Vec<String>,
    #[serde(default = "yes")]
    raknar_pagaende: bool,
    #[serde(default)]
    rad: Vec<Spanned<RowTable>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RowTable {
    namn: String,
    #[serde(default)]
    arendetyper: Vec<String>,
    #[serde(default)]
    insatser: Vec<String>,
    #[serde(default)]
    resultat: Vec<String>,
    over: Option<String>,
    hogst: Option<String>,
    #[serde(default)]
    minst_manader: u32,
    #[serde(default)]
    samrad_med: Vec<String>,
    beslutar: Vec<String>,
    #[serde(default = "yes")]
    eget_forslag: bool,
}

fn yes() -> bool {
    true
}

/// Reads an order of delegation against the types of case that the unit has and its words of what is done by
/// the hour.
///
/// # Errors
/// [`UnitFileError`] with line and what is wrong, in Swedish.
pub fn read(
    text: &str,
    types: &CaseTypes,
    hourly: &Synonyms,
) -> Result<DelegationOrder, UnitFileError> {
    let file: File = toml::from_str(text).map_err(|e| UnitFileError::from_toml(text, &e))?;
    let whole = |what: String| UnitFileError {
        line: None,
        text: what,
    };
    let mut rows = Vec::with_capacity(file.rad.len());
    for row in file.rad {
        let at = row.span().start;
        let row = row
            .into_inner()
            .read(types)
            .map_err(|what| UnitFileError::at(text, at, what))?;
        rows.push(row);
    }
    let from = date(&file.giltig_fran).map_err(whole)?;
    let to = file
        .giltig_till
        .as_ref()
        .map(date)
        .transpose()
        .map_err(whole)?;
    if to.is_some_and(|to| to < from) {
        return Err(whole(format!("giltig_fran {from} är efter giltig_till")));
    }
    let otherwise = everybody(&file.annars).map_err(whole)?;
    if otherwise.is_empty() {
        return Err(whole(
            "annars är tom; skriv vem som beslutar det som ingen rad täcker".to_owned(),
        ));
    }
    Ok(DelegationOrder {
        id: named(&file.id, "id").map_err(whole)?,
        name: named(&file.namn, "namn").map_err(whole)?,
        source: named(&file.kalla, "kalla").map_err(whole)?,
        from,
        to,
        counts_running: file.raknar_pagaende,
        rows,
        otherwise,
        kinds: kinds(types),
        hourly: hourly.clone(),
    })
}

impl RowTable {
    fn read(self, types: &CaseTypes) -> Result<Row, String> {
        for word in &self.arendetyper {
            if types.get(word).is_none() {
                let known = types.all().iter().map(|known| known.id.as_str());
                return Err(unknown("ärendetypen", word, known));
            }
        }
        let limit = |written: &Option<String>, field: &str| {
            written
                .as_deref()
                .map(|text| hours(text).ok_or_else(|| format!("{field} \"{text}\" är ingen tid; skriv timmar:minuter, till exempel \"79:00\"")))
                .transpose()
        };
        let (over, at_most) = (limit(&self.over, "over")?, limit(&self.hogst, "hogst")?);
        if let (Some(over), Some(at_most)) = (over, at_most)
            && at_most <= over
        {
            return Err("hogst ska vara mer än over".to_owned());
        }
        let outcome = |word: &String| {
            Outcome::from_word(word)
                .ok_or_else(|| unknown("resultatet", word, Outcome::ALL.iter().map(|o| o.word())))
        };
        let deciders = everybody(&self.beslutar)?;
        if deciders.is_empty() {
            return Err("beslutar är tom; skriv vem som får besluta".to_owned());
        }
        Ok(Row {
            name: named(&self.namn, "namn")?,
            case_types: self.arendetyper,
            interventions: self.insatser.iter().map(|name| folded(name)).collect(),
            outcomes: self
                .resultat
                .iter()
                .map(outcome)
                .collect::<Result<_, _>>()?,
            over,
            at_most,
            months_in_post: self.minst_manader,
            consult: everybody(&self.samrad_med)?,
            deciders,
            own_proposals: self.eget_forslag,
        })
    }
}

fn named(written: &str, field: &str) -> Result<String, String> {
    match clean_line(written).trim() {
        "" => Err(format!("fältet \"{field}\" är tomt")),
        text => Ok(text.to_owned()),
    }
}

/// "79:00" as minutes.
fn hours(text: &str) -> Option<u64> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes): (u64, u64) = (hours.parse().ok()?, minutes.parse().ok()?);
    (minutes < 60 && hours < 10_000).then_some(hours * 60 + minutes)
}

fn everybody(words: &[String]) -> Result<Vec<Who>, String> {
    words
        .iter()
        .map(|word| match word.strip_prefix("utsedd:") {
            Some("") => Err("efter \"utsedd:\" ska förordnandets ord stå".to_owned()),
            Some(kind) => Ok(Who::Appointed(kind.to_owned())),
            None => Role::from_word(word)
                .map(Who::Role)
                .ok_or_else(|| unknown("rollen", word, Role::ALL.iter().map(|role| role.word()))),
        })
        .collect()
}

fn kinds(types: &CaseTypes) -> Vec<Kind> {
    let of = |known: &super::case_types::CaseType| {
        let mut words = vec![folded(&known.name), folded(&known.short)];
        // "Korttidsvård eller växelvård" goes by either.
        words.extend(known.name.split(" eller ").map(folded));
        words.extend(known.words.iter().map(|word| folded(word)));
        words.dedup();
        Kind {
            id: known.id.clone(),
            name: match known.law {
                CaseLaw::Lss | CaseLaw::Kbf => known.name.clone(),
                _ => lower_first(&known.name),
            },
            words,
            ordered: known.ordered,
        }
    };
    types.all().iter().map(of).collect()
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(chars).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn every_built_in_order_is_read_and_b_is_in_force() {
        let types = CaseTypes::builtin();
        for (id, name, text) in FILES {
            let order = read(text, &types, &Synonyms::builtin()).map(|order| order.id);
            assert_eq!(order.as_deref(), Ok(*id), "{name}");
        }
        let all = Delegations::builtin(&types, &Synonyms::builtin().into());
        assert_eq!(all.all().count(), 4);
        assert_eq!(all.on(day(2026, 11, 23)).map(|o| o.id.as_str()), Some("b"));
        assert_eq!(all.get("a").map(|o| o.rows.len()), Some(3));
    }

    #[test]
    fn a_unit_chooses_and_the_order_changes_on_a_day() {
        let mut all = Delegations::builtin(&CaseTypes::builtin(), &Synonyms::builtin().into());
        all.choose("[[galler]]\nordning=\"b\"\nfran=2026-01-01\n[[galler]]\nordning=\"enkel\"\nfran=2018-07-01\n")
            .unwrap();
        let id = |on| all.on(on).map(|o| o.id.as_str());
        assert_eq!(id(day(2025, 12, 31)), Some("enkel"));
        assert_eq!(id(day(2026, 1, 1)), Some("b"));
        assert_eq!(id(day(2017, 1, 1)), Some("enkel"));
        let error = Delegations::builtin(&CaseTypes::builtin(), &Synonyms::builtin().into())
            .choose("[[galler]]\nordning=\"enkelt\"\nfran=2018-07-01\n")
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "rad 1: delegationsordningen \"enkelt\" finns inte; menade du \"enkel\"?"
        );
    }

    #[test]
    fn a_broken_order_is_told_with_its_line() {
        let types = CaseTypes::builtin();
        let broken = |from: &str, to: &str| {
            let text = FILES[1].2.replacen(from, to, 1);
            assert_ne!(text, FILES[1].2, "{from}");
            read(&text, &types, &Synonyms::builtin()).unwrap_err()
        };
        let error = broken("hogst = \"79:00\"", "hogst = \"79\"");
        assert!(error.line.is_some());
        assert!(error.text.contains("skriv timmar:minuter"), "{error}");
        let error = broken("\"utskrivning\"", "\"utskriving\"");
        assert!(error.text.contains("menade du \"utskrivning\""), "{error}");
        let error = broken("\"handlaggare\"", "\"handlägare\"");
        assert!(error.text.contains("rollen"), "{error}");
        let error = broken("over = \"79:00\"", "over = \"99:00\"");
        assert_eq!(error.text, "hogst ska vara mer än over");
        let error = broken("eget_forslag", "eget_forslaget");
        assert!(error.text.contains("menade du \"eget_forslag\""), "{error}");
    }
}
