//! What is asked of the store and what it answers: filters and rows as values.

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use super::case::Step;
use super::deadline::State;
use super::event::{EventKind, Subject};
use super::form::{Answers, DocumentKind};
use super::person::{PersonHead, Protection, words};

words! {
    /// Whose cases a list shows.
    Scope {
        /// My own.
        Mine = "mina", "Mina ärenden";
        /// My base group's.
        Group = "basgrupp", "Basgruppens ärenden";
        /// The whole unit's.
        Unit = "enhet", "Enhetens ärenden";
    }
}

/// What a list of cases shows. The scope and any of the rest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filter {
    /// Whose.
    pub scope: Scope,
    /// Only cases whose nearest clock stands so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgency: Option<Urgency>,
    /// Only cases in this step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    /// Only cases of this type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case_type: Option<String>,
    /// Only cases whose nearest clock is of this rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
}

impl Filter {
    /// Everything within a scope.
    pub fn all(scope: Scope) -> Filter {
        Filter {
            scope,
            urgency: None,
            step: None,
            case_type: None,
            rule: None,
        }
    }

    /// The filter in words of its own, as the log has it: "enhet forsenad".
    pub fn told(&self) -> String {
        let mut told = vec![self.scope.word()];
        told.extend(self.urgency.map(Urgency::word));
        told.extend(
            [&self.step, &self.case_type, &self.rule]
                .into_iter()
                .flatten()
                .map(String::as_str),
        );
        told.join(" ")
    }
}

words! {
    /// How a list is narrowed by urgency; the words that `--frist` takes.
    Urgency {
        /// Passed.
        Overdue = "forsenad", "försenade";
        /// Due today.
        Today = "idag", "i dag";
        /// Within the rule's warning time.
        Soon = "snart", "snart";
        /// Running, not near.
        OnTime = "i_tid", "i tid";
        /// Paused.
        Paused = "pausad", "pausade";
        /// A demand is possible; nothing is late.
        Possible = "mojlig", "begäran möjlig";
        /// Nothing runs: every clock is done.
        Done = "klar", "klara";
    }
}

/// A row of the case list: facts of work only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseRow {
    /// The case.
    pub id: i64,
    /// Its number.
    pub case_number: String,
    /// Its type, as a word.
    pub case_type: String,
    /// Its step.
    pub step: Step,
    /// The owner's name.
    pub caseworker: String,
    /// What comes next.
    pub next: super::next::NextStep,
    /// What the file adds to it: who a proposal waits for, until when, which rung.
    pub next_with: Vec<String>,
    /// The person.
    pub person: i64,
    /// Family name.
    pub family_name: String,
    /// Given name.
    pub given_name: String,
    /// Birth date.
    pub birth_date: Option<NaiveDate>,
    /// The number in force.
    pub number: String,
    /// Protected identity, if any.
    pub protection: Option<Protection>,
    /// The nearest open deadline; `None` when no clock runs.
    pub deadline: Option<RowDeadline>,
    /// The key that pages the list; opaque to screens.
    pub anchor: Anchor,
}

impl CaseRow {
    /// What comes next, as it is read.
    pub fn next_told(&self) -> String {
        self.next.told(&self.next_with)
    }
}

/// The nearest deadline of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowDeadline {
    /// Rule id.
    pub rule: String,
    /// Subject of the clock.
    pub subject: Subject,
    /// The start, which picks the rule's revision.
    pub start: NaiveDate,
    /// Due date.
    pub due: NaiveDate,
    /// The day a paused clock runs again.
    pub paused_until: Option<NaiveDate>,
    /// How it stands on the day asked about.
    pub state: State,
}

/// A place in the list: rows are read from a key on, never by counting.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Anchor {
    /// 0 running, 1 paused, 2 possible, 3 without a clock.
    pub segment: u8,
    /// Due date as stored; the last of days where there is none.
    pub due: String,
    /// The case, which breaks ties.
    pub case: i64,
}

/// How far a list is counted: beyond it what a count takes would grow with the list, and nobody reads it.
pub const MOST_COUNTED: u64 = 20_000;

/// A count in words: "312", or "över 20 000" where it was not counted further.
pub fn told_count(count: u64) -> String {
    if count > MOST_COUNTED {
        format!("över {} 000", MOST_COUNTED / 1_000)
    } else {
        count.to_string()
    }
}

/// Counts by urgency of a scope, each as far as [`MOST_COUNTED`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Passed.
    pub overdue: u64,
    /// Due today.
    pub today: u64,
    /// Within the warning time.
    pub soon: u64,
    /// All open cases.
    pub open: u64,
}

impl Counts {
    /// How many stand so, or all open cases; nothing for what is not counted.
    pub fn of(self, urgency: Option<Urgency>) -> Option<u64> {
        match urgency {
            None => Some(self.open),
            Some(Urgency::Overdue) => Some(self.overdue),
            Some(Urgency::Today) => Some(self.today),
            Some(Urgency::Soon) => Some(self.soon),
            Some(_) => None,
        }
    }
}

/// The case of a hit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundCase {
    /// The case.
    pub id: i64,
    /// The unit's number for it.
    pub case_number: String,
    /// Where it stands.
    pub step: Step,
    /// The owner's name.
    pub caseworker: String,
}

/// A hit of the search: a person, with their open or latest case if there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The person.
    pub person: i64,
    /// The case, where there is one.
    pub case: Option<FoundCase>,
    /// Family name.
    pub family_name: String,
    /// Given name.
    pub given_name: String,
    /// Birth date.
    pub birth_date: Option<NaiveDate>,
    /// The number in force.
    pub number: String,
    /// Protected identity, if any.
    pub protection: Option<Protection>,
}

/// A recorded event, as shown in a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventRow {
    /// The event.
    pub id: i64,
    /// What happened.
    pub kind: EventKind,
    /// What it is about.
    pub subject: Subject,
    /// When.
    pub day: NaiveDate,
    /// Time of day.
    pub time: Option<NaiveTime>,
    /// Second date.
    pub until: Option<NaiveDate>,
    /// A few words.
    pub note: String,
    /// Facts by what was asked.
    pub detail: super::event_facts::Detail,
    /// When it was recorded (UTC, ISO 8601; a bulk import has the day alone).
    pub recorded_at: String,
    /// By whom.
    pub recorded_by: String,
    /// The event it corrects.
    pub corrects: Option<i64>,
    /// Struck: the corrected event never happened.
    pub void: bool,
    /// Corrected by this later row, which stands instead.
    pub corrected_by: Option<i64>,
}

/// A recorded state of a clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateRow {
    /// The row.
    pub id: i64,
    /// The state as the engine reads it.
    pub state: super::deadline::ClockState,
    /// By whom.
    pub recorded_by: String,
}

/// A journal entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalRow {
    /// The entry.
    pub id: i64,
    /// The case it belongs to.
    pub case: Option<i64>,
    /// The day it is about.
    pub day: NaiveDate,
    /// Time of day.
    pub time: Option<NaiveTime>,
    /// The text; `None` once it was lawfully destroyed.
    pub text: Option<String>,
    /// Who wrote it.
    pub written_by: String,
    /// In which role.
    pub role: String,
    /// When it was written (UTC).
    pub written_at: String,
    /// The entry it corrects.
    pub corrects: Option<i64>,
    /// The entry that corrects it.
    pub corrected_by: Option<i64>,
}

/// A signed document, as listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentRow {
    /// The document.
    pub id: i64,
    /// The case.
    pub case: i64,
    /// The case's number.
    pub case_number: String,
    /// What it is.
    pub kind: DocumentKind,
    /// Title.
    pub title: String,
    /// What a decision came to: "bifall 85 h, avslag".
    pub outcome: Option<String>,
    /// Spec id.
    pub spec: String,
    /// Spec revision.
    pub revision: u32,
    /// Day of signing.
    pub day: NaiveDate,
    /// Who signed.
    pub signed_by: String,
    /// The document it replaces.
    pub supersedes: Option<i64>,
    /// The document that replaced it.
    pub superseded_by: Option<i64>,
}

/// A signed document with its text.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// What is listed about it.
    pub row: DocumentRow,
    /// The specification it was written under, as kept with it.
    pub spec: Option<super::form::Spec>,
    /// The answers; empty once lawfully destroyed.
    pub answers: Answers,
}

impl Document {
    /// The document without its appraisal (*bedömning*) and the sections kept back: what is sent for reply.
    /// Without its specification nobody knows which those are, so then nothing is left.
    #[must_use]
    pub fn without_appraisal(mut self) -> Document {
        let Some(spec) = &self.spec else {
            self.answers = Answers::default();
            return self;
        };
        self.answers.values.retain(|id, _| spec.sends(id));
        self
    }
}

/// Everything a case's screen needs.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseView {
    /// The case.
    pub id: i64,
    /// The version read.
    pub version: i64,
    /// Its number.
    pub case_number: String,
    /// Its type, as a word.
    pub case_type: String,
    /// Its step.
    pub step: Step,
    /// The day it was received.
    pub opened: NaiveDate,
    /// The day it was closed.
    pub closed: Option<NaiveDate>,
    /// Whether the application at hand came by mouth; never in what is tried anew after a decision.
    pub oral: bool,
    /// How it came in, as it was told; empty where nobody has said.
    pub channel: String,
    /// The owner.
    pub owner: Option<i64>,
    /// The owner's name.
    pub caseworker: String,
    /// The person.
    pub person: PersonHead,
    /// Its log in order of day.
    pub events: Vec<EventRow>,
    /// Its clock states.
    pub states: Vec<StateRow>,
    /// Signed documents, newest first.
    pub documents: Vec<DocumentRow>,
    /// Latest journal entries, newest first.
    pub journal: Vec<JournalRow>,
}

impl CaseView {
    /// The name of a recipient, as it was when something was last sent to or came from them.
    pub fn recipient(&self, subject: Subject) -> Option<&str> {
        let about = self.events.iter().filter(|e| e.subject == subject);
        about
            .filter_map(|e| e.detail.get(super::event_facts::WHOM))
            .next_back()
            .map(String::as_str)
            .filter(|_| matches!(subject, Subject::Recipient(_)))
    }
}

/// A case as presented at a meeting: nothing that names the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presented {
    /// The case.
    pub case: i64,
    /// The person, for hiding names in the texts.
    pub person: i64,
    /// Its number.
    pub case_number: String,
    /// Its type, as a word.
    pub case_type: String,
    /// "K B": given name first.
    pub initials: String,
    /// Birth date; shown only as a span of years.
    pub birth_date: Option<NaiveDate>,
    /// Family situation on the day.
    pub situation: Option<super::person::Situation>,
    /// What the caseworker proposes.
    pub proposal: String,
    /// What was said.
    pub notes: String,
    /// What came of it.
    pub outcome: String,
    /// Who wrote it down.
    pub recorded_by: String,
}

impl Presented {
    /// "80–84 år": the age in spans of five years on a day; "under 18 år" for a child.
    pub fn age_span(&self, day: NaiveDate) -> String {
        match self.birth_date.and_then(|b| day.years_since(b)) {
            None => String::new(),
            Some(age) if age < 18 => "under 18 år".to_owned(),
            Some(age) if age >= 95 => "95 år eller äldre".to_owned(),
            Some(age) => {
                let from = (age / 5 * 5).max(18);
                format!("{from}–{} år", age / 5 * 5 + 4)
            }
        }
    }
}

/// A saved view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Number key, 1–9.
    pub key: u8,
    /// Name.
    pub name: String,
    /// What it shows.
    pub filter: Filter,
}

/// A dated line of a person's file, for the file screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileLine {
    /// Which part it belongs to: `nummer`, `adress`, `hushall`, `kontakt`, `handling`, …
    pub part: &'static str,
    /// The row it is read from.
    pub row: i64,
    /// Valid or happened from.
    pub from: Option<NaiveDate>,
    /// Valid to.
    pub to: Option<NaiveDate>,
    /// The text a person reads.
    pub text: String,
}

/// A person's whole file, without the texts of journal and documents.
#[derive(Clone, Debug, PartialEq)]
pub struct FileView {
    /// The person.
    pub person: PersonHead,
    /// Source and date of the protection mark.
    pub protection_note: String,
    /// Numbers, addresses, household, people around, papers, objections, visits.
    pub lines: Vec<FileLine>,
    /// All the person's cases, open first.
    pub cases: Vec<CaseRow>,
}

/// An absence with its substitute (*ersättare*).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absence {
    /// The row.
    pub id: i64,
    /// Who is away.
    pub user: i64,
    /// Their name.
    pub name: String,
    /// Who stands in.
    pub substitute: i64,
    /// Their name.
    pub substitute_name: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

/// Who may work in a file, beyond the unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileAccess {
    /// Who is or was named for it, where it is protected.
    pub named: Vec<NamedRow>,
    /// Who is or was noted as related to the person (*jäv*).
    pub related: Vec<RelatedRow>,
    /// The emergency accesses to it, the latest first.
    pub emergencies: Vec<EmergencyRow>,
}

/// Somebody named for a protected file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedRow {
    /// Who.
    pub user: i64,
    /// Their name.
    pub name: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day, once it has ended.
    pub to: Option<NaiveDate>,
}

/// Somebody noted as related to the person of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelatedRow {
    /// Who.
    pub user: i64,
    /// Their name.
    pub name: String,
    /// Why.
    pub reason: String,
    /// The day it was noted.
    pub noted: NaiveDate,
    /// The day it ended, if it has.
    pub ended: Option<NaiveDate>,
}

/// An emergency access (*nödåtkomst*), as the one who judges it sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmergencyRow {
    /// The row.
    pub id: i64,
    /// Who asked for it, the row.
    pub user: i64,
    /// Their name.
    pub who: String,
    /// Why.
    pub reason: String,
    /// When it began (UTC, ISO 8601).
    pub begun_at: String,
    /// When it ends by itself (UTC, ISO 8601).
    pub until_at: String,
    /// The person and their name; none where the manager may not see the file.
    pub person: Option<(i64, String)>,
    /// Whether it runs now.
    pub running: bool,
    /// Who ended it before its time.
    pub ended_by: Option<String>,
    /// Who has taken note of it.
    pub noted_by: Option<String>,
    /// What was done meanwhile, as the log has it, with the case; empty where the manager may not see the file.
    pub done: Vec<String>,
}

/// What is ordered in a case now, for the one who follows up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderNow {
    /// The signed order.
    pub document: i64,
    /// The provider's name.
    pub provider: String,
    /// Valid from.
    pub from: Option<NaiveDate>,
    /// The frame in minutes a month.
    pub minutes_per_month: u64,
    /// Whether it was written in a hurry and is to be completed.
    pub complete_later: bool,
    /// The goal, as written.
    pub goal: String,
    /// The latest month with performed time (ÅÅÅÅ-MM), and its minutes.
    pub performed: Option<(String, u64)>,
    /// What that month's figure said before it was corrected last.
    pub performed_before: Option<u64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_is_told_to_the_last_one_as_far_as_it_goes() {
        let told = [0, 312, MOST_COUNTED, MOST_COUNTED + 1].map(told_count);
        assert_eq!(told, ["0", "312", "20000", "över 20 000"]);
    }
}
