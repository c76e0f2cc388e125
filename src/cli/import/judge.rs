//! Every entry of a JSON register judged before anything is written, so that all that is wrong is told
//! at once, and what is right can be taken alone.

use std::collections::HashSet;

use super::Known;
use crate::core::calendar::{parse_date, parse_time};
use crate::core::event::EventKind;
use crate::core::form::DocumentKind;
use crate::core::person::Sex;
use crate::core::personal_number::{NumberKind, PersonalNumber};
use crate::core::register::{CaseEntry, EventEntry, PersonEntry, Register};
use crate::error::{Result, nearest};
use crate::store::number_policy;

/// What is wrong with an entry: the field and why.
type Fault = (&'static str, String);

/// Takes the entries that cannot be taken in out of the register and tells of each, with those that
/// depend on them.
pub(super) fn judge(register: &mut Register, known: &Known<'_>) -> Result<Vec<String>> {
    let mut judge = Judge {
        known,
        logins: register.users.iter().map(|u| u.login.clone()).collect(),
        persons: HashSet::new(),
        cases: HashSet::new(),
        problems: Vec::new(),
    };
    let mut failed = None;
    register.persons.retain(|person| {
        let fault = judge.person(person);
        judge.keep("person", &person.personal_number, fault, &mut failed)
    });
    register.cases.retain(|case| {
        let fault = judge.case(case);
        judge.keep("ärende", &case.case_number, fault, &mut failed)
    });
    let mut ids = HashSet::new();
    register.events.retain(|event| {
        let key = format!(
            "{} {} {}",
            event.case_number.as_deref().unwrap_or(&event.person),
            event.event,
            event.date
        );
        let fault = judge.event(event, &ids);
        let kept = judge.keep("händelse", &key, fault, &mut failed);
        if kept {
            ids.insert(event.id);
        }
        kept
    });
    register.clock_states.retain(|state| {
        let fault = judge
            .in_case(Some(&state.case_number))
            .map(|fault| fault.or_else(|| date("from", &state.from)));
        judge.keep("paus", &state.case_number, fault, &mut failed)
    });
    register.journal.retain(|entry| {
        let fault = judge
            .in_case(entry.case_number.as_ref())
            .map(|fault| fault.or_else(|| date("date", &entry.date)));
        judge.keep("anteckning", &entry.person, fault, &mut failed)
    });
    register.documents.retain(|document| {
        let fault = judge.in_case(Some(&document.case_number)).map(|fault| {
            fault.or_else(|| date("date", &document.date)).or_else(
                || match DocumentKind::from_word(&document.kind) {
                    None => Some((
                        "kind",
                        format!("dokumentslaget ”{}” är okänt", document.kind),
                    )),
                    Some(_) => None,
                },
            )
        });
        judge.keep("dokument", &document.title, fault, &mut failed)
    });
    match failed {
        Some(error) => Err(error),
        None => Ok(judge.problems),
    }
}

struct Judge<'a> {
    known: &'a Known<'a>,
    logins: HashSet<String>,
    persons: HashSet<String>,
    cases: HashSet<String>,
    problems: Vec<String>,
}

impl Judge<'_> {
    fn keep(
        &mut self,
        what: &str,
        key: &str,
        fault: Result<Option<Fault>>,
        failed: &mut Option<crate::error::Error>,
    ) -> bool {
        match fault {
            Ok(None) => true,
            Ok(Some((field, why))) => {
                self.problems
                    .push(format!("{what} {key}, fält {field}: {why}"));
                false
            }
            Err(error) => {
                failed.get_or_insert(error);
                false
            }
        }
    }

    fn person(&mut self, person: &PersonEntry) -> Result<Option<Fault>> {
        let text = &person.personal_number;
        let number = if person.number_kind == NumberKind::Other.word() {
            PersonalNumber::other(text)
        } else {
            PersonalNumber::parse(text, self.known.today)
        };
        let number = match number {
            Ok(number) => number,
            Err(error) => return Ok(Some(("personal_number", error.to_string()))),
        };
        if let Err(error) = number_policy(&number, self.known.demo) {
            return Ok(Some(("personal_number", error.text)));
        }
        if person.family_name.trim().is_empty() && person.given_name.trim().is_empty() {
            return Ok(Some(("family_name", "namnet saknas".to_owned())));
        }
        if Sex::from_word(&person.sex).is_none() {
            let why = format!(
                "”{}” är inget kön; skriv kvinna, man eller okant",
                person.sex
            );
            return Ok(Some(("sex", why)));
        }
        if let Some(born) = &person.birth_date {
            match parse_date(born) {
                Err(error) => return Ok(Some(("birth_date", error.to_string()))),
                Ok(day) if day > self.known.today => {
                    return Ok(Some(("birth_date", format!("{day} ligger framåt i tiden"))));
                }
                Ok(_) => {}
            }
        }
        self.persons.insert(number.to_string());
        self.persons.insert(text.clone());
        Ok(None)
    }

    fn knows_person(&self, number: &str) -> Result<bool> {
        Ok(self.persons.contains(number) || self.known.person(number)?.is_some())
    }

    fn case(&mut self, case: &CaseEntry) -> Result<Option<Fault>> {
        if !self.knows_person(&case.person)? {
            let why = format!("personen {} finns inte i registret", case.person);
            return Ok(Some(("person", why)));
        }
        let types = &self.known.unit.case_types;
        if types.get(&case.case_type).is_none() {
            let near = nearest(&case.case_type, types.all().iter().map(|t| t.id.as_str()))
                .map(|near| format!(" Menade du {near}?"))
                .unwrap_or_default();
            let why = format!("ärendetypen ”{}” finns inte.{near}", case.case_type);
            return Ok(Some(("case_type", why)));
        }
        if let Some(fault) = date("opened", &case.opened) {
            return Ok(Some(fault));
        }
        if let Some(owner) = self.known.case(&case.case_number)?
            && owner != case.person
        {
            let why = "ärendet finns redan för en annan person".to_owned();
            return Ok(Some(("case_number", why)));
        }
        for assignment in &case.assignments {
            let login = &assignment.value;
            if !self.logins.contains(login) && !self.known.logins.contains_key(login) {
                let why = format!("handläggaren ”{login}” finns inte");
                return Ok(Some(("assignments", why)));
            }
        }
        if !self.cases.insert(case.case_number.clone()) {
            return Ok(Some(("case_number", "ärendet står två gånger".to_owned())));
        }
        Ok(None)
    }

    fn in_case(&self, number: Option<&String>) -> Result<Option<Fault>> {
        let Some(number) = number else {
            return Ok(None);
        };
        if self.cases.contains(number) || self.known.case(number)?.is_some() {
            return Ok(None);
        }
        Ok(Some((
            "case_number",
            format!("ärendet {number} finns inte i registret"),
        )))
    }

    fn event(&self, event: &EventEntry, before: &HashSet<i64>) -> Result<Option<Fault>> {
        let Some(kind) = EventKind::from_word(&event.event) else {
            let near = nearest(&event.event, EventKind::ALL.iter().map(|kind| kind.word()))
                .map(|near| format!(" Menade du {near}?"))
                .unwrap_or_default();
            let why = format!("händelsen ”{}” är okänd.{near}", event.event);
            return Ok(Some(("event", why)));
        };
        if let Some(fault) = date("date", &event.date) {
            return Ok(Some(fault));
        }
        if let (false, Ok(day)) = (kind.may_lie_ahead(), parse_date(&event.date))
            && (day - self.known.today).num_days() > 365
        {
            let why = format!("{day} ligger mer än ett år framåt; kontrollera årtalet");
            return Ok(Some(("date", why)));
        }
        if let Some(Err(error)) = event.time.as_deref().map(parse_time) {
            return Ok(Some(("time", error.to_string())));
        }
        if !self.knows_person(&event.person)? {
            let why = format!("personen {} finns inte i registret", event.person);
            return Ok(Some(("person", why)));
        }
        if let Some(corrects) = event.corrects.filter(|id| !before.contains(id)) {
            let why = format!("rättar nummer {corrects}, som inte står tidigare i filen");
            return Ok(Some(("corrects", why)));
        }
        self.in_case(event.case_number.as_ref())
    }
}

fn date(field: &'static str, text: &str) -> Option<Fault> {
    parse_date(text)
        .err()
        .map(|error| (field, error.to_string()))
}
