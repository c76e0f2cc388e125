//! The regular check of the log (*loggkontroll*): the rows about a file become openings, openings are drawn by
//! lot, and rules raise flags. Nothing here says that an opening was wrong; it says which ones to ask about.
//!
//! Source: lag (2001:454) om behandling av personuppgifter inom socialtjänsten 10 § (access is documented, and
//! checked systematically and recurrently).

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use sha2::{Digest, Sha256};

use super::calendar::{stockholm_date, stockholm_time};
use super::log::Action;
use super::person::words;
use super::text::{fold_true, name_parts};

mod rules;

pub use rules::{FlagRule, LogRules};

words! {
    /// Why an opening is asked about.
    Flag {
        /// The user opened many files that day.
        ManyFiles = "manga_akter", "många akter samma dag";
        /// No case in the file was open, and had not been for some time.
        ClosedCases = "avslutade_arenden", "avslutade ärenden";
        /// User and person have a family name in common.
        SameName = "samma_efternamn", "samma efternamn";
        /// The user opened another person's file at the same address in the period.
        SameAddress = "samma_adress", "samma adress som en annan öppnad akt";
        /// The person has protected identity.
        Protected = "skyddad", "skyddade personuppgifter";
        /// It was at night.
        Night = "natt", "på natten";
    }
}

/// A row of the log that tells of a file, or of something taken out that belongs to no one file.
#[derive(Clone, Debug)]
pub struct LogRow {
    /// The row.
    pub id: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub user: i64,
    /// Whose file.
    pub person: Option<i64>,
    /// Which case.
    pub case: Option<i64>,
    /// What, as stored.
    pub action: String,
    /// Why, or which kind.
    pub detail: String,
}

/// What one user did with one file on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// Its first row in the log, which it is known by.
    pub first_row: i64,
    /// Who.
    pub user: i64,
    /// Whose file; none where it was no one file.
    pub person: Option<i64>,
    /// The day in Europe/Stockholm.
    pub day: NaiveDate,
    /// The first time of day.
    pub from: NaiveTime,
    /// The last time of day.
    pub to: NaiveTime,
    /// What was done, in words, each once and in order.
    pub acts: Vec<String>,
    /// In which cases, in order.
    pub cases: Vec<i64>,
    /// The reasons that were given.
    pub reasons: Vec<String>,
}

/// Openings gathered from the rows of the log, in its order.
#[derive(Debug, Default)]
pub struct Openings {
    all: Vec<Opening>,
    places: HashMap<(i64, Option<i64>, NaiveDate), usize>,
}

impl Openings {
    /// Adds the next row.
    pub fn add(&mut self, row: LogRow) {
        let (day, time) = (stockholm_date(row.at), stockholm_time(row.at));
        let key = (row.user, row.person, day);
        let place = *self.places.entry(key).or_insert_with(|| {
            self.all.push(Opening {
                first_row: row.id,
                user: row.user,
                person: row.person,
                day,
                from: time,
                to: time,
                acts: Vec::new(),
                cases: Vec::new(),
                reasons: Vec::new(),
            });
            self.all.len() - 1
        });
        let Some(opening) = self.all.get_mut(place) else {
            return;
        };
        opening.from = opening.from.min(time);
        opening.to = opening.to.max(time);
        if let Some(case) = row.case.filter(|case| !opening.cases.contains(case)) {
            opening.cases.push(case);
        }
        let told = Action::told(&row.action, &row.detail);
        if !opening.acts.contains(&told) {
            opening.acts.push(told);
        }
        let why = Action::of(&row.action).is_some_and(|a| a.tells_why()) && !row.detail.is_empty();
        if why && !opening.reasons.contains(&row.detail) {
            opening.reasons.push(row.detail);
        }
    }

    /// All of them.
    pub fn into_vec(self) -> Vec<Opening> {
        self.all
    }
}

/// What the rules ask of an opening beside itself, as it was that day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpeningFacts {
    /// The user's whole name.
    pub user_name: String,
    /// The person's family name.
    pub family_name: String,
    /// The person's name as lists show it; empty where it was no one file.
    pub person_name: String,
    /// The person has protected identity.
    pub protected: bool,
    /// The day the file's last case was closed, where it has cases and none was open.
    pub closed_on: Option<NaiveDate>,
    /// The person's address, folded so that it can be compared; empty where none is known.
    pub address: String,
    /// A case in the file was the user's own.
    pub own: bool,
}

/// Something that holds for some days, both included; the last is open where none is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch<T> {
    /// What.
    pub value: T,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: Option<NaiveDate>,
}

impl<T> Stretch<T> {
    fn holds(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// What the rules ask of a file, through time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileHistory {
    /// The person's family name.
    pub family_name: String,
    /// The person's given name.
    pub given_name: String,
    /// The person has protected identity.
    pub protected: bool,
    /// The day each case was closed.
    pub closed: Vec<Option<NaiveDate>>,
    /// The person's addresses, the one that goes before the others first.
    pub addresses: Vec<Stretch<String>>,
    /// Whose own a case of the file was.
    pub owners: Vec<Stretch<i64>>,
}

impl FileHistory {
    /// How the file was on a day, to a user.
    pub fn on(&self, day: NaiveDate, user: i64, user_name: &str) -> OpeningFacts {
        let open = self.closed.iter().any(|c| c.is_none_or(|c| day <= c));
        let address = self.addresses.iter().find(|a| a.holds(day));
        let address = address.map(|a| fold_true(&a.value));
        OpeningFacts {
            user_name: user_name.to_owned(),
            family_name: self.family_name.clone(),
            person_name: format!("{}, {}", self.family_name, self.given_name),
            protected: self.protected,
            closed_on: self
                .closed
                .iter()
                .flatten()
                .max()
                .copied()
                .filter(|_| !open),
            address: address
                .map(|a| a.split_whitespace().collect())
                .unwrap_or_default(),
            own: self.owners.iter().any(|o| o.value == user && o.holds(day)),
        }
    }
}

/// The flags of each opening of a period, in the order of [`Flag::ALL`]. The openings must be all of the period,
/// for some rules count.
pub fn flags(rules: &LogRules, period: &[(Opening, OpeningFacts)]) -> Vec<Vec<Flag>> {
    let mut files: HashMap<(i64, NaiveDate), usize> = HashMap::new();
    let mut at_address: HashMap<(i64, &str), HashSet<i64>> = HashMap::new();
    for (opening, facts) in period {
        let Some(person) = opening.person else {
            continue;
        };
        *files.entry((opening.user, opening.day)).or_default() += 1;
        if let Some(address) = told_address(facts) {
            let there = at_address.entry((opening.user, address)).or_default();
            there.insert(person);
        }
    }
    let raised = |flag: Flag, opening: &Opening, facts: &OpeningFacts| match flag {
        Flag::ManyFiles => {
            let count = files.get(&(opening.user, opening.day)).copied();
            rules.many_files.on
                && opening.person.is_some()
                && count.unwrap_or(0) >= usize::from(rules.many_files.limit)
        }
        Flag::ClosedCases => {
            let gone = facts
                .closed_on
                .map(|closed| (opening.day - closed).num_days());
            rules.closed.on && gone.is_some_and(|days| days > i64::from(rules.closed.limit))
        }
        Flag::SameName => {
            rules.same_name.on && share_a_family_name(&facts.user_name, &facts.family_name)
        }
        Flag::SameAddress => {
            let there = told_address(facts).and_then(|a| at_address.get(&(opening.user, a)));
            let many = there.map_or(0, HashSet::len);
            rules.same_address.on && (2..=usize::from(rules.same_address.limit)).contains(&many)
        }
        Flag::Protected => rules.protected.on && facts.protected,
        Flag::Night => {
            // The night goes over midnight, so the first and the last time of the day tell all.
            let (evening, morning) = rules.night.limit;
            rules.night.on && (opening.from < morning || opening.to >= evening)
        }
    };
    let of = |(opening, facts): &(Opening, OpeningFacts)| {
        let flags = Flag::ALL.iter().copied();
        flags.filter(|flag| raised(*flag, opening, facts)).collect()
    };
    period.iter().map(of).collect()
}

/// The address that may be compared. Where a protected person lives must not be told by whom they live with.
fn told_address(facts: &OpeningFacts) -> Option<&str> {
    let known = !facts.protected && !facts.address.is_empty();
    known.then_some(facts.address.as_str())
}

/// Whether a family name of the user, who has one name whole, is also one of the person. Of a whole name the
/// first word is the given name; a double name counts by its parts.
fn share_a_family_name(whole_name: &str, family_name: &str) -> bool {
    let folded = |name: &str| -> Vec<String> {
        let parts = name_parts(name);
        // A lone letter is an initial, and "von" and "af" are no names.
        let parts = parts.iter().map(|part| fold_true(part));
        parts
            .filter(|p| p.chars().count() > 1 && p != "von" && p != "af")
            .collect()
    };
    let Some((_, after)) = whole_name.trim().split_once(char::is_whitespace) else {
        return false;
    };
    let own = folded(after);
    folded(family_name).iter().any(|part| own.contains(part))
}

/// Which of the openings are drawn, in the order of the lots. The lot of an opening is the SHA-256 of "FRÖ RAD",
/// the seed and its first row in the log, and the lowest are drawn: anybody can draw them again, with any
/// program, and none can be chosen.
pub fn draw(openings: &[&Opening], seed: u32, size: usize) -> Vec<usize> {
    let lot = |row: i64| Sha256::digest(format!("{seed} {row}"));
    let mut lots: Vec<_> = (0..)
        .zip(openings)
        .map(|(at, opening)| (lot(opening.first_row), at))
        .collect();
    lots.sort_unstable();
    lots.into_iter().take(size).map(|(_, at)| at).collect()
}

/// How a check is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AskedCheck {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// The seed of the lots.
    pub seed: u32,
    /// How many openings are drawn at most.
    pub size: u16,
    /// Drawn among those with this flag alone.
    pub only: Option<Flag>,
}

/// A check that has been made and recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogCheck {
    /// Its number.
    pub id: i64,
    /// How it was asked for.
    pub asked: AskedCheck,
    /// Openings in the period, of the files that the checker may meet.
    pub openings: usize,
    /// How many of those raise each flag.
    pub flagged: Vec<(Flag, usize)>,
    /// Those drawn, the ones with most flags first.
    pub drawn: Vec<DrawnOpening>,
}

/// An opening that has been drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawnOpening {
    /// What was done.
    pub opening: Opening,
    /// Who did it.
    pub user_name: String,
    /// Whose file; empty where it was no one file.
    pub person_name: String,
    /// The numbers of the cases, in order.
    pub case_numbers: Vec<String>,
    /// A case in the file was the user's own that day.
    pub own: bool,
    /// The flags it raises.
    pub flags: Vec<Flag>,
}

/// A check that was made before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastCheck {
    /// Its number.
    pub id: i64,
    /// How it was asked for.
    pub asked: AskedCheck,
    /// The day it was made.
    pub day: NaiveDate,
    /// Who made it.
    pub by: String,
    /// Openings in the period.
    pub openings: i64,
    /// Openings that were drawn.
    pub drawn: i64,
    /// Of those, with a flag.
    pub flagged: i64,
    /// What the checker came to, each with its day.
    pub results: Vec<(NaiveDate, String)>,
}

#[cfg(test)]
mod tests;
