//! The rows of a register file: each judged, and together made a register.

use std::collections::{BTreeMap, HashMap};

use chrono::{Days, NaiveDate};

use super::csv::REGISTER;
use super::{Known, Reading};
use crate::core::calendar::{parse_date, parse_time};
use crate::core::event::EventKind;
use crate::core::person::Sex;
use crate::core::personal_number::PersonalNumber;
use crate::core::register::{
    AssignmentEntry, CaseEntry, Dated, EventEntry, PersonEntry, Register, SCHEMA, UserEntry,
};
use crate::core::text::{clean_line, clean_text, fold, fold_true};
use crate::core::user::Role;
use crate::error::{Result, nearest};
use crate::store::{login_of, number_policy};

/// The register that these files come from, as it is stored.
const SOURCE: &str = "csv";

/// A fact may be dated so many days ahead, with a warning.
const AHEAD: u64 = 365;

/// One row with its fields in the order of [`REGISTER`].
pub(super) struct Row<'a> {
    pub(super) line: u64,
    pub(super) fields: [&'a str; REGISTER.len()],
}

const NUMBER: usize = 0;
const FAMILY: usize = 1;
const GIVEN: usize = 2;
const SEX: usize = 3;
const CASE: usize = 4;
const TYPE: usize = 5;
const WORKER: usize = 6;
const EVENT: usize = 7;
const DATE: usize = 8;
const TIME: usize = 9;
const NOTE: usize = 10;

/// A case as the rows so far tell it.
struct Told {
    line: u64,
    entry: CaseEntry,
    known: bool,
    received: Option<NaiveDate>,
    earliest: Option<NaiveDate>,
}

/// What has been read so far.
pub(super) struct Rows<'a> {
    known: &'a Known<'a>,
    persons: BTreeMap<String, PersonEntry>,
    cases: HashMap<String, Told>,
    /// Case numbers in the order they came.
    order: Vec<String>,
    events: Vec<EventEntry>,
    /// The line of every event so far, by all that it says.
    told: HashMap<[String; 5], u64>,
    users: BTreeMap<String, UserEntry>,
    logins: HashMap<String, String>,
    problems: Vec<String>,
    warnings: Vec<String>,
    skipped: u64,
}

/// What is wrong in one row.
struct Faults(Vec<(usize, String)>);

impl Faults {
    fn add(&mut self, column: usize, text: impl Into<String>) {
        self.0.push((column, text.into()));
    }

    /// The value, or the fault noted.
    fn take<T, E: ToString>(
        &mut self,
        column: usize,
        value: std::result::Result<T, E>,
    ) -> Option<T> {
        value
            .map_err(|error| self.add(column, error.to_string()))
            .ok()
    }
}

impl<'a> Rows<'a> {
    pub(super) fn new(known: &'a Known<'a>) -> Rows<'a> {
        Rows {
            known,
            persons: BTreeMap::new(),
            cases: HashMap::new(),
            order: Vec::new(),
            events: Vec::new(),
            told: HashMap::new(),
            users: BTreeMap::new(),
            logins: known.logins.clone(),
            problems: Vec::new(),
            warnings: Vec::new(),
            skipped: 0,
        }
    }

    /// A row with another number of fields than the header.
    pub(super) fn misshapen(&mut self, problem: String) {
        self.problems.push(problem);
        self.skipped += 1;
    }

    /// Judges a row and, if it is whole, takes it in.
    pub(super) fn take(&mut self, row: &Row<'_>) -> Result<()> {
        let mut faults = Faults(Vec::new());
        let field =
            |column: usize| clean_line(row.fields.get(column).copied().unwrap_or_default().trim());
        let number = self.number(&field(NUMBER), &mut faults);
        let sex = faults.take(SEX, sex(&field(SEX)));
        let event = faults.take(EVENT, event(&field(EVENT))).flatten();
        let case_type = faults.take(TYPE, self.case_type(&field(TYPE))).flatten();
        let date = self.date(&field(DATE), event, &mut faults);
        let time = match field(TIME).as_str() {
            "" => None,
            text => faults.take(TIME, parse_time(text)),
        };
        let (family, given) = (field(FAMILY), field(GIVEN));
        let key = number
            .as_ref()
            .map(PersonalNumber::to_string)
            .unwrap_or_default();
        let is_new = number.is_some()
            && !self.persons.contains_key(&key)
            && self.known.person(&key)?.is_none();
        if is_new {
            for (column, name) in [(FAMILY, &family), (GIVEN, &given)] {
                if name.is_empty() {
                    faults.add(
                        column,
                        "namnet saknas; det behövs första gången en person nämns",
                    );
                }
            }
        }
        let case = field(CASE);
        if !field(EVENT).is_empty() && case.is_empty() {
            faults.add(
                CASE,
                "ärendets nummer saknas; en händelse hör till ett ärende",
            );
        }
        if !field(EVENT).is_empty() && field(DATE).is_empty() {
            faults.add(DATE, "datumet saknas; skriv ÅÅÅÅ-MM-DD");
        }
        let new_case =
            self.judge_case(&case, &key, case_type.as_deref(), &field(TYPE), &mut faults)?;
        if !faults.0.is_empty() {
            self.skipped += 1;
            faults.0.sort_by_key(|(column, _)| *column);
            for (column, text) in faults.0 {
                let name = REGISTER.get(column).map_or("", |(name, _)| *name);
                self.problems
                    .push(format!("rad {}, kolumn {name}: {text}", row.line));
            }
            return Ok(());
        }
        let Some(number) = number else { return Ok(()) };
        self.person(row.line, &number, family, given, sex.flatten())?;
        if case.is_empty() {
            return Ok(());
        }
        let worker = field(WORKER);
        let worker = (!worker.is_empty()).then(|| self.worker(&worker));
        self.case(row.line, &case, &key, case_type, worker, new_case);
        self.happened(row, &case, &key, event, date, time);
        Ok(())
    }

    fn number(&self, text: &str, faults: &mut Faults) -> Option<PersonalNumber> {
        let number = faults.take(NUMBER, PersonalNumber::parse(text, self.known.today))?;
        if let Err(error) = number_policy(&number, self.known.demo) {
            let hint = error
                .hint
                .map(|hint| format!(" {hint}"))
                .unwrap_or_default();
            faults.add(NUMBER, format!("{}{hint}", error.text));
            return None;
        }
        Some(number)
    }

    fn case_type(&self, text: &str) -> std::result::Result<Option<String>, String> {
        if text.is_empty() {
            return Ok(None);
        }
        let plain = fold(text).replace([' ', '-'], "_");
        let types = self.known.unit.case_types.all();
        let found = types
            .iter()
            .find(|t| t.id == plain || fold(&t.name) == fold(text) || fold(&t.short) == fold(text));
        found.map(|t| Some(t.id.clone())).ok_or_else(|| {
            let near = nearest(&plain, types.iter().map(|t| t.id.as_str()))
                .map(|near| format!(" Menade du {near}?"))
                .unwrap_or_default();
            format!("ärendetypen ”{text}” finns inte.{near} Orden: akt importera --ord")
        })
    }

    fn date(
        &mut self,
        text: &str,
        event: Option<EventKind>,
        faults: &mut Faults,
    ) -> Option<NaiveDate> {
        if text.is_empty() {
            return None;
        }
        let day = faults.take(DATE, parse_date(text))?;
        let today = self.known.today;
        let last = today.checked_add_days(Days::new(AHEAD)).unwrap_or(today);
        if day > last && event.is_none_or(|event| !event.may_lie_ahead()) {
            faults.add(
                DATE,
                format!("{day} ligger mer än ett år framåt; kontrollera årtalet"),
            );
        }
        Some(day)
    }

    /// Whether the case is one that the database does not have; faults where it cannot be this
    /// person's or has no type.
    fn judge_case(
        &self,
        case: &str,
        person: &str,
        case_type: Option<&str>,
        written: &str,
        faults: &mut Faults,
    ) -> Result<bool> {
        if case.is_empty() {
            return Ok(false);
        }
        if let Some(told) = self.cases.get(case) {
            if !person.is_empty() && told.entry.person != person {
                faults.add(
                    CASE,
                    format!(
                        "ärendet {case} står på rad {} för en annan person",
                        told.line
                    ),
                );
            }
            if let Some(case_type) = case_type
                && !told.entry.case_type.is_empty()
                && told.entry.case_type != case_type
            {
                faults.add(
                    TYPE,
                    format!(
                        "ärendet {case} är {} på rad {}",
                        told.entry.case_type, told.line
                    ),
                );
            }
            return Ok(!told.known);
        }
        match self.known.case(case)? {
            Some(owner) => {
                if !person.is_empty() && owner != person {
                    faults.add(
                        CASE,
                        format!("ärendet {case} finns redan för en annan person"),
                    );
                }
                Ok(false)
            }
            None => {
                if case_type.is_none() && written.is_empty() {
                    faults.add(
                        TYPE,
                        "ärendetypen saknas; den behövs första gången ett ärende nämns",
                    );
                }
                Ok(true)
            }
        }
    }

    fn person(
        &mut self,
        line: u64,
        number: &PersonalNumber,
        family: String,
        given: String,
        sex: Option<Sex>,
    ) -> Result<()> {
        let key = number.to_string();
        if !self.persons.contains_key(&key) {
            let there = self.known.person(&key)?;
            let (known_family, known_given, known_sex) = there
                .unwrap_or_else(|| (family.clone(), given.clone(), sex.unwrap_or(Sex::Unknown)));
            let entry = PersonEntry {
                personal_number: key.clone(),
                number_kind: number.kind().word().to_owned(),
                family_name: known_family,
                given_name: known_given,
                sex: known_sex.word().to_owned(),
                source: Some(SOURCE.to_owned()),
                ..PersonEntry::default()
            };
            self.persons.insert(key.clone(), entry);
        }
        let Some(entry) = self.persons.get_mut(&key) else {
            return Ok(());
        };
        let differs = |new: &str, old: &str| !new.is_empty() && fold_true(new) != fold_true(old);
        if differs(&family, &entry.family_name) || differs(&given, &entry.given_name) {
            self.warnings.push(format!(
                "rad {line}, kolumn efternamn: {key} heter {}, {} sedan tidigare; det namnet står kvar",
                entry.family_name, entry.given_name
            ));
        }
        if let Some(sex) = sex
            && entry.sex == Sex::Unknown.word()
        {
            sex.word().clone_into(&mut entry.sex);
        }
        Ok(())
    }

    /// The login of a caseworker: one who is known by login or name, or a new one.
    fn worker(&mut self, written: &str) -> String {
        if let Some(login) = self
            .logins
            .get(written)
            .or_else(|| self.logins.get(&fold_true(written)))
        {
            return login.clone();
        }
        let is_login = !written.contains(' ')
            && written
                .chars()
                .all(|c| !c.is_uppercase() && !c.is_whitespace());
        let mut login = if is_login {
            written.to_owned()
        } else {
            login_of(written)
        };
        if login.is_empty() {
            login = written.to_owned();
        }
        let plain = login.clone();
        let mut number = 2;
        while self.logins.contains_key(&login) {
            login = format!("{plain}{number}");
            number += 1;
        }
        let today = self.known.today.to_string();
        let dated = |value: &str| {
            vec![Dated {
                value: value.to_owned(),
                from: today.clone(),
                to: None,
            }]
        };
        self.users.insert(
            login.clone(),
            UserEntry {
                login: login.clone(),
                name: written.to_owned(),
                started: today.clone(),
                ended: None,
                roles: dated(Role::Caseworker.word()),
                shares: dated("100"),
                base_groups: Vec::new(),
                appointments: Vec::new(),
            },
        );
        self.logins.insert(login.clone(), login.clone());
        self.logins.insert(fold_true(written), login.clone());
        login
    }

    fn case(
        &mut self,
        line: u64,
        number: &str,
        person: &str,
        case_type: Option<String>,
        worker: Option<String>,
        new: bool,
    ) {
        let order = &mut self.order;
        let told = self.cases.entry(number.to_owned()).or_insert_with(|| {
            order.push(number.to_owned());
            Told {
                line,
                entry: CaseEntry {
                    case_number: number.to_owned(),
                    person: person.to_owned(),
                    source: Some(SOURCE.to_owned()),
                    ..CaseEntry::default()
                },
                known: !new,
                received: None,
                earliest: None,
            }
        });
        if told.entry.case_type.is_empty() {
            told.entry.case_type = case_type.unwrap_or_default();
        }
        if let Some(login) = worker
            && told.entry.assignments.is_empty()
        {
            told.entry.assignments.push(AssignmentEntry {
                value: login,
                ..AssignmentEntry::default()
            });
        }
    }

    fn happened(
        &mut self,
        row: &Row<'_>,
        case: &str,
        person: &str,
        event: Option<EventKind>,
        date: Option<NaiveDate>,
        time: Option<chrono::NaiveTime>,
    ) {
        let note = row.fields.get(NOTE).copied().unwrap_or_default();
        let note = clean_text(note.trim());
        if let (Some(told), Some(day)) = (self.cases.get_mut(case), date)
            && event.is_none_or(|event| !event.may_lie_ahead())
        {
            if event == Some(EventKind::Received) {
                told.received = Some(told.received.map_or(day, |known| known.min(day)));
            }
            told.earliest = Some(told.earliest.map_or(day, |known| known.min(day)));
        }
        let (Some(event), Some(day)) = (event, date) else {
            if !note.is_empty() {
                self.warnings.push(format!(
                    "rad {}, kolumn anteckning: raden har ingen händelse; anteckningen är inte inläst",
                    row.line
                ));
            }
            return;
        };
        if day > self.known.today && !event.may_lie_ahead() {
            self.warnings.push(format!(
                "rad {}, kolumn datum: {day} ligger framåt i tiden; kontrollera det",
                row.line
            ));
        }
        let time = time.map(|time| time.format("%H:%M").to_string());
        let whole = [
            case.to_owned(),
            event.word().to_owned(),
            day.to_string(),
            time.clone().unwrap_or_default(),
            note.clone(),
        ];
        if let Some(first) = self.told.get(&whole) {
            self.warnings.push(format!(
                "rad {}: samma händelse som på rad {first}; den är läst en gång",
                row.line
            ));
            return;
        }
        self.told.insert(whole, row.line);
        self.events.push(EventEntry {
            person: person.to_owned(),
            case_number: Some(case.to_owned()),
            subject: "arende".to_owned(),
            event: event.word().to_owned(),
            date: day.to_string(),
            time,
            note,
            source: Some(SOURCE.to_owned()),
            ..EventEntry::default()
        });
    }

    /// The register of all rows that were whole.
    pub(super) fn finish(mut self) -> Reading {
        let today = self.known.today;
        let mut cases = Vec::with_capacity(self.order.len());
        for number in &self.order {
            let Some(told) = self.cases.remove(number) else {
                continue;
            };
            // A case that is there already keeps its own entry; only its events are new.
            if told.known && told.entry.case_type.is_empty() {
                continue;
            }
            let opened = told.received.or(told.earliest).unwrap_or(today).min(today);
            let mut entry = told.entry;
            entry.opened = opened.to_string();
            for assignment in &mut entry.assignments {
                assignment.from.clone_from(&entry.opened);
            }
            cases.push(entry);
        }
        Reading {
            register: Register {
                schema: SCHEMA,
                users: self.users.into_values().collect(),
                persons: self.persons.into_values().collect(),
                cases,
                events: self.events,
                ..Register::default()
            },
            problems: self.problems,
            warnings: self.warnings,
            skipped: self.skipped,
            rows: true,
        }
    }
}

pub(super) fn sex(text: &str) -> std::result::Result<Option<Sex>, String> {
    match fold(text).as_str() {
        "" => Ok(None),
        "kvinna" | "k" => Ok(Some(Sex::Woman)),
        "man" | "m" => Ok(Some(Sex::Man)),
        "okant" | "okand" | "o" | "u" => Ok(Some(Sex::Unknown)),
        _ => Err(format!(
            "”{text}” är inget kön; skriv kvinna, man eller okant"
        )),
    }
}

fn event(text: &str) -> std::result::Result<Option<EventKind>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let plain = fold(text).replace([' ', '-'], "_");
    let named = || {
        EventKind::ALL
            .iter()
            .copied()
            .find(|kind| fold(kind.name()) == fold(text))
    };
    EventKind::from_word(&plain)
        .or_else(named)
        .map(Some)
        .ok_or_else(|| {
            let near = nearest(&plain, EventKind::ALL.iter().map(|kind| kind.word()))
                .map(|near| format!(" Menade du {near}?"))
                .unwrap_or_default();
            format!("händelsen ”{text}” är okänd.{near} Orden: akt importera --ord")
        })
}
