//! Order of delegation (*delegationsordning*): who may decide what, counted in exact minutes.
//!
//! A decision made without delegation is no decision, so what the order does not say is withheld. The
//! order is the unit's data; here is only how one is read against a proposal and a person.

use chrono::NaiveDate;

use super::coverage::Synonyms;
use super::estimate::Span;
use super::person::words;
use super::user::Role;

mod ruling;
mod subject;
mod wording;

use subject::Subject;

pub use ruling::{ruling, ruling_beside_unknown, who_may, whom_to_consult};
pub use subject::folded;
pub use wording::one_of;

words! {
    /// What a decision on an intervention comes to (*resultat*).
    Outcome {
        /// Granted as applied for.
        Granted = "bifall", "bifall";
        /// Granted in part.
        PartlyGranted = "delvis_avslag", "delvis avslag";
        /// Refused.
        Refused = "avslag", "avslag";
        /// Dismissed: it cannot be tried.
        Dismissed = "avvisning", "avvisning";
        /// Written off: withdrawn, moved or dead.
        WrittenOff = "avskrivning", "avskrivning";
    }
}

impl Outcome {
    /// Whether help comes of it, so that its extent must be known before anybody may decide.
    pub fn grants(self) -> bool {
        matches!(self, Outcome::Granted | Outcome::PartlyGranted)
    }
}

/// Who a row of the order names.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Who {
    /// Everybody in a role.
    Role(Role),
    /// Everybody with a dated appointment (*särskilt utsedd*), by its word, for example `samrad`.
    Appointed(String),
}

/// One row of an order of delegation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What the row is about, in words.
    pub name: String,
    /// Case types; empty with `interventions` empty means every type.
    pub case_types: Vec<String>,
    /// Interventions by folded name, whatever case they stand in.
    pub interventions: Vec<String>,
    /// Outcomes; empty means all.
    pub outcomes: Vec<Outcome>,
    /// Only above so many minutes a month.
    pub over: Option<u64>,
    /// Only up to and including so many minutes a month.
    pub at_most: Option<u64>,
    /// Whole months a caseworker must have been in the post. Managers and appointed are not asked.
    pub months_in_post: u32,
    /// Who is to be consulted (*samråd*); empty means nobody.
    pub consult: Vec<Who>,
    /// Who decides.
    pub deciders: Vec<Who>,
    /// Whether others than managers may decide on their own proposal.
    pub own_proposals: bool,
}

/// A kind of help that the unit knows, so that another kind named in a case is not taken for the case's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    /// Case type.
    pub id: String,
    /// Its name in running text.
    pub name: String,
    /// The folded words it goes by, alone or within a longer text.
    pub words: Vec<String>,
    /// Whether it is ordered by the hour, so that what is done in its hours is of the same kind.
    pub ordered: bool,
}

/// An order of delegation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DelegationOrder {
    /// Id, for example `b`.
    pub id: String,
    /// Name in running text: "delegation B".
    pub name: String,
    /// Where it is written.
    pub source: String,
    /// First day of decision it holds for.
    pub from: NaiveDate,
    /// Last day, if it has one.
    pub to: Option<NaiveDate>,
    /// Whether the hours of what already runs for the person, of the same kind and beside what is decided,
    /// are added before a limit is asked.
    pub counts_running: bool,
    /// The rows; the first that fits is the one that counts.
    pub rows: Vec<Row>,
    /// Who decides what no row covers.
    pub otherwise: Vec<Who>,
    /// Every kind of help the unit knows.
    pub kinds: Vec<Kind>,
    /// What is done in the hours of a kind that is ordered: dusch, städning, inköp.
    pub hourly: Synonyms,
}

/// What is proposed to be decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal<'a> {
    /// Type of the case.
    pub case_type: &'a str,
    /// The intervention the decision is about, as written; empty is the case type's own.
    pub intervention: &'a str,
    /// What it comes to.
    pub outcome: Outcome,
    /// Time per month, exact: what is granted or, in a refusal, what was applied for where hours were
    /// named. `None` where the help has no hours, or they are not yet counted.
    pub span: Option<Span>,
    /// The day of the decision.
    pub day: NaiveDate,
}

/// Somebody who would decide, as they stand on the day of the decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decider {
    /// The user.
    pub id: i64,
    /// Full name.
    pub name: String,
    /// Roles in force on the day.
    pub roles: Vec<Role>,
    /// First day in the post.
    pub started: NaiveDate,
    /// Appointments in force on the day.
    pub appointments: Vec<String>,
    /// Whether the proposal is their own.
    pub own: bool,
}

/// Whether somebody may decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// Alone.
    Alone,
    /// After consultation, recorded with whom and when.
    AfterConsultation,
    /// Not at all: the decision is another's.
    Withheld,
}

/// The row that a ruling rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowRef {
    /// Number in the order, from 1.
    pub number: usize,
    /// What the row is about.
    pub name: String,
}

/// What the order says of a proposal and a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruling {
    /// Whether the person may decide.
    pub verdict: Verdict,
    /// The row it rests on; `None` when no row covers it.
    pub row: Option<RowRef>,
    /// Why, as a sentence without its full stop.
    pub reason: String,
    /// Who may decide, by role or appointment.
    pub may: Vec<Who>,
    /// Who may be consulted; empty where nobody need be.
    pub consult: Vec<Who>,
}

/// Somebody who may decide, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate<'a> {
    /// Who.
    pub person: &'a Decider,
    /// Alone or after consultation.
    pub verdict: Verdict,
    /// What gives them the power.
    pub by: Who,
}

impl Who {
    /// Whether a person is one of those named.
    pub fn names(&self, person: &Decider) -> bool {
        match self {
            Who::Role(role) => person.roles.contains(role),
            Who::Appointed(word) => person.appointments.contains(word),
        }
    }

    fn is_manager(&self) -> bool {
        matches!(self, Who::Role(Role::Manager | Role::DeputyManager))
    }
}

impl Row {
    fn covers(&self, proposal: &Proposal<'_>, subject: &Subject<'_>) -> bool {
        let everything = self.case_types.is_empty() && self.interventions.is_empty();
        let about = everything
            || match subject {
                Subject::Named(word) => self.interventions.iter().any(|w| w == word),
                Subject::Kind(id) => self.case_types.iter().any(|w| w == id),
                Subject::Several | Subject::Unknown => false,
            };
        about && (self.outcomes.is_empty() || self.outcomes.contains(&proposal.outcome))
    }

    fn has_limit(&self) -> bool {
        self.over.is_some() || self.at_most.is_some()
    }

    /// Whether the time lies within the row, compared exactly. Help that is not granted has no extent of
    /// its own: without hours a refusal lies under every limit.
    fn holds(&self, span: Option<Span>, outcome: Outcome) -> bool {
        let span = match span {
            Some(span) => span,
            None if outcome.grants() && self.has_limit() => return false,
            None => Span::ZERO,
        };
        self.over.is_none_or(|limit| span.exceeds_minutes(limit))
            && self
                .at_most
                .is_none_or(|limit| !span.exceeds_minutes(limit))
    }
}

impl DelegationOrder {
    /// Whether the order holds for decisions of the day.
    pub fn valid_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }

    /// The row that covers a proposal, with its number from 1.
    fn row_for(&self, proposal: &Proposal<'_>) -> Found<'_> {
        if !self.valid_on(proposal.day) {
            return Found::NotInForce;
        }
        let subject = self.subject(proposal.case_type, proposal.intervention);
        let mut limited = false;
        for (at, row) in self.rows.iter().enumerate() {
            if !row.covers(proposal, &subject) {
                continue;
            }
            if row.holds(proposal.span, proposal.outcome) {
                return Found::Row(at + 1, row);
            }
            limited |= row.has_limit();
        }
        match subject {
            Subject::Unknown => Found::Unknown,
            Subject::Several => Found::Several,
            _ if limited && proposal.span.is_none() => Found::HoursUnknown,
            _ => Found::Nothing,
        }
    }
}

enum Found<'a> {
    Row(usize, &'a Row),
    /// Rows cover it, but only by hours, and there are none.
    HoursUnknown,
    /// The hours that run beside what is proposed are not known, and may lead past the row's limit.
    RunningUnknown,
    /// The intervention is not one that the unit knows.
    Unknown,
    /// The intervention names several kinds of help.
    Several,
    Nothing,
    NotInForce,
}

#[cfg(test)]
mod tests;
