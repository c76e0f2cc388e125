//! Every entry of a JSON register judged before anything is written, so that all that is wrong is told
//! at once, and what is right can be taken alone.

use std::collections::HashSet;

use super::Known;
use super::lines::Lines;
use crate::core::calendar::{parse_date, parse_time};
use crate::core::event::EventKind;
use crate::core::form::DocumentKind;
use crate::core::person::Sex;
use crate::core::personal_number::{NumberKind, PersonalNumber};
use crate::core::register::{
    CaseEntry, ClockStateEntry, DecisionEntry, DocumentEntry, EventEntry, JournalEntry,
    MeasureEntry, PersonEntry, PlanReminderEntry, PresentationEntry, ProposalEntry, Register,
};
use crate::error::{Result, nearest};
use crate::store::number_policy;

/// What is wrong with an entry: the field and why.
type Fault = (&'static str, String);

/// Takes the entries that cannot be taken in out of the register and tells of each by its line, with
/// those that depend on them.
pub(super) fn judge(
    register: &mut Register,
    lines: &Lines<'_>,
    known: &Known<'_>,
) -> Result<Vec<String>> {
    let mut judge = Judge {
        known,
        lines,
        logins: register.users.iter().map(|u| u.login.clone()).collect(),
        persons: HashSet::new(),
        cases: HashSet::new(),
        documents: HashSet::new(),
        items: HashSet::new(),
        events: HashSet::new(),
        problems: Vec::new(),
    };
    judge.each(
        "persons",
        "person",
        &mut register.persons,
        Judge::person,
        |p| p.personal_number.clone(),
    )?;
    judge.each("cases", "ärende", &mut register.cases, Judge::case, |c| {
        c.case_number.clone()
    })?;
    judge.each(
        "documents",
        "dokument",
        &mut register.documents,
        Judge::document,
        |d| d.title.clone(),
    )?;
    judge.each(
        "orders",
        "beställning",
        &mut register.orders,
        |j, e| j.of_document(e.document),
        |e| e.provider.clone(),
    )?;
    judge.each(
        "decisions",
        "beslut",
        &mut register.decisions,
        Judge::decision,
        |d| format!("{} {}", d.case_number, d.date),
    )?;
    judge.each(
        "measures",
        "insats",
        &mut register.measures,
        Judge::measure,
        |m| format!("{} {}", m.case_number, m.intervention),
    )?;
    judge.each(
        "proposals",
        "beslutsförslag",
        &mut register.proposals,
        Judge::proposal,
        |p| format!("{} {}", p.case_number, p.date),
    )?;
    judge.each(
        "events",
        "händelse",
        &mut register.events,
        Judge::event,
        |e| {
            let place = e.case_number.as_deref().unwrap_or(&e.person);
            format!("{place} {} {}", e.event, e.date)
        },
    )?;
    let state = |j: &mut Judge<'_>, s: &ClockStateEntry| {
        Ok(j.in_case(Some(&s.case_number))?
            .or_else(|| date("from", &s.from)))
    };
    judge.each(
        "clock_states",
        "paus",
        &mut register.clock_states,
        state,
        |s| s.case_number.clone(),
    )?;
    let note = |j: &mut Judge<'_>, e: &JournalEntry| {
        Ok(j.in_case(e.case_number.as_ref())?
            .or_else(|| date("date", &e.date)))
    };
    judge.each("journal", "anteckning", &mut register.journal, note, |e| {
        e.person.clone()
    })?;
    judge.each(
        "plans",
        "plan",
        &mut register.plans,
        |j, e| j.of_document(e.document),
        |e| e.received.clone(),
    )?;
    let reminder = |j: &mut Judge<'_>, e: &PlanReminderEntry| j.of_document(e.document);
    judge.each(
        "plan_reminders",
        "påminnelse",
        &mut register.plan_reminders,
        reminder,
        |e| e.date.clone(),
    )?;
    judge.each(
        "performed",
        "utförd tid",
        &mut register.performed,
        |j, e| j.of_document(e.document),
        |e| e.month.clone(),
    )?;
    let shown = |j: &mut Judge<'_>, e: &PresentationEntry| j.in_case(Some(&e.case_number));
    judge.each(
        "presentations",
        "ärendedragning",
        &mut register.presentations,
        shown,
        |e| e.case_number.clone(),
    )?;
    Ok(judge.problems)
}

struct Judge<'a> {
    known: &'a Known<'a>,
    lines: &'a Lines<'a>,
    logins: HashSet<String>,
    persons: HashSet<String>,
    cases: HashSet<String>,
    /// The numbers of the documents, items of decisions and events that are kept so far.
    documents: HashSet<i64>,
    items: HashSet<i64>,
    events: HashSet<i64>,
    problems: Vec<String>,
}

impl Judge<'_> {
    /// Judges every entry of a list, and leaves out what is wrong.
    fn each<T>(
        &mut self,
        list: &str,
        what: &str,
        entries: &mut Vec<T>,
        mut fault: impl FnMut(&mut Self, &T) -> Result<Option<Fault>>,
        key: impl Fn(&T) -> String,
    ) -> Result<()> {
        let mut kept = Vec::with_capacity(entries.len());
        for (at, entry) in std::mem::take(entries).into_iter().enumerate() {
            match fault(self, &entry)? {
                None => kept.push(entry),
                Some((field, why)) => {
                    let line = self.lines.line(list, at, field);
                    let key = key(&entry);
                    self.problems
                        .push(format!("rad {line}: {what} {key}, fält {field}: {why}"));
                }
            }
        }
        *entries = kept;
        Ok(())
    }

    fn of_document(&self, number: i64) -> Result<Option<Fault>> {
        if self.documents.contains(&number) {
            return Ok(None);
        }
        let why = format!("dokument nummer {number} finns inte i filen");
        Ok(Some(("document", why)))
    }

    fn document(&mut self, document: &DocumentEntry) -> Result<Option<Fault>> {
        let fault = self
            .in_case(Some(&document.case_number))?
            .or_else(|| date("date", &document.date));
        if fault.is_some() {
            return Ok(fault);
        }
        if DocumentKind::from_word(&document.kind).is_none() {
            let why = format!("dokumentslaget ”{}” är okänt", document.kind);
            return Ok(Some(("kind", why)));
        }
        self.documents.insert(document.id);
        Ok(None)
    }

    fn decision(&mut self, decision: &DecisionEntry) -> Result<Option<Fault>> {
        let mut fault = self
            .in_case(Some(&decision.case_number))?
            .or_else(|| date("date", &decision.date))
            .or_else(|| self.login("decided_by", &decision.decided_by));
        if let (None, Some(document)) = (&fault, decision.document) {
            fault = self.of_document(document)?;
        }
        if fault.is_none() {
            self.items.extend(decision.items.iter().map(|item| item.id));
        }
        Ok(fault)
    }

    fn measure(&mut self, measure: &MeasureEntry) -> Result<Option<Fault>> {
        if let Some(item) = measure.item.filter(|item| !self.items.contains(item)) {
            let why = format!("beslutspunkt nummer {item} finns inte i filen");
            return Ok(Some(("item", why)));
        }
        self.in_case(Some(&measure.case_number))
    }

    fn proposal(&mut self, proposal: &ProposalEntry) -> Result<Option<Fault>> {
        let fault = self
            .in_case(Some(&proposal.case_number))?
            .or_else(|| date("date", &proposal.date))
            .or_else(|| self.login("proposed_by", &proposal.proposed_by));
        match (fault, proposal.document) {
            (None, Some(document)) => self.of_document(document),
            (fault, _) => Ok(fault),
        }
    }

    fn login(&self, field: &'static str, login: &str) -> Option<Fault> {
        let known = self.logins.contains(login) || self.known.logins.contains_key(login);
        (!known).then(|| {
            (
                field,
                format!("användaren ”{login}” finns inte i registret"),
            )
        })
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

    fn event(&mut self, event: &EventEntry) -> Result<Option<Fault>> {
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
        if let Some(corrects) = event.corrects.filter(|id| !self.events.contains(id)) {
            let why = format!("rättar nummer {corrects}, som inte står tidigare i filen");
            return Ok(Some(("corrects", why)));
        }
        let fault = self.in_case(event.case_number.as_ref())?;
        if fault.is_none() {
            self.events.insert(event.id);
        }
        Ok(fault)
    }
}

fn date(field: &'static str, text: &str) -> Option<Fault> {
    parse_date(text)
        .err()
        .map(|error| (field, error.to_string()))
}
