//! The completeness gate: what is missing before a decision and before closing, each line with the
//! place that mends it.
//!
//! The gate tells; whether a line stops the caseworker is for the screen to say. What the law or the
//! order of delegation forbids has its own hard stops elsewhere.

use chrono::NaiveDate;

use super::event::{Event, EventKind, Subject};
use super::form::{Answers, DocumentKind, Spec};
use super::last_decision::LastDecision;
use super::next::Way;

mod closing;
mod decision;
mod short;

pub use closing::before_closing;
pub use decision::{before_decision, before_signing};
pub use short::sentence;

/// A fact on the person's card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PersonFact {
    /// Way of communicating.
    Communication,
    /// Birth date.
    BirthDate,
    /// Who has custody of a child.
    Custodian,
}

/// Where a missing thing is mended.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// Record this event.
    Event(EventKind),
    /// Open the assessment at this field.
    Field(String),
    /// Open the form that becomes a document of this kind.
    Form(DocumentKind),
    /// Open the person's card at this fact.
    Person(PersonFact),
    /// Change the case's type.
    CaseType,
}

/// One thing that is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// A sentence in the caseworker's words, without its full stop.
    pub what: String,
    /// Where it is mended.
    pub leads_to: Target,
}

/// The case's assessment, draft or signed.
#[derive(Clone, Copy, Debug)]
pub struct AssessmentFacts<'a> {
    /// The form it is written on.
    pub spec: &'a Spec,
    /// Its answers.
    pub answers: &'a Answers,
    /// Whether it is signed and part of the file.
    pub signed: bool,
}

/// What the gate looks at.
#[derive(Clone, Copy, Debug)]
pub struct GateFacts<'a> {
    /// Type of the case.
    pub case_type: &'a str,
    /// Its way.
    pub way: Way,
    /// Whether the case is under LSS, so that the personkrets is settled first.
    pub lss: bool,
    /// The events that stand.
    pub events: &'a [Event],
    /// The assessment for the decision at hand, if it is begun.
    pub assessment: Option<AssessmentFacts<'a>>,
    /// Whether the person is under 18; `None` while the birth date is unknown.
    pub child: Option<bool>,
    /// Those who have custody, where the person is a child for whom they speak.
    pub custodians: Option<&'a [Subject]>,
    /// Whether the application came by mouth.
    pub oral: bool,
    /// Whether the person's card tells the way of communicating.
    pub communication_known: bool,
    /// Why the right to reply was skipped; empty when it was not.
    pub reply_skipped: &'a str,
    /// Those that something was sent to, by name, where there are others than the person.
    pub recipients: &'a [(Subject, String)],
    /// Drafts in the case that nobody has signed, the assessment at hand apart.
    pub drafts: &'a [DocumentKind],
    /// Last day to appeal, where one is still running or has run out.
    pub appeal_until: Option<NaiveDate>,
    /// Today.
    pub today: NaiveDate,
}

impl GateFacts<'_> {
    fn last(&self, kind: EventKind) -> Option<NaiveDate> {
        let of_kind = self.events.iter().filter(|e| e.kind == kind);
        of_kind.map(|e| e.day).max()
    }

    fn has(&self, kind: EventKind) -> bool {
        self.last(kind).is_some()
    }

    /// The last decision: what comes after it belongs to a renewal.
    fn last_decision(&self) -> LastDecision<'_> {
        LastDecision::of(self.events)
    }

    /// The last event of a kind among those that the next decision rests on.
    fn since_decision(&self, kind: EventKind) -> Option<&Event> {
        let since = self.last_decision().groundwork().into_iter();
        since
            .filter(|e| e.kind == kind)
            .max_by_key(|e| (e.day, e.id))
    }

    /// The recipient by name, where there are several.
    fn named(&self, subject: Subject) -> Option<&str> {
        let known = self.recipients.iter().find(|(known, _)| *known == subject);
        known.map(|(_, name)| name.as_str())
    }

    /// Whether something begun has not ended for some subject: each complaint, each measure by itself.
    fn open(&self, begun: EventKind, ended: &[EventKind]) -> bool {
        self.events.iter().filter(|e| e.kind == begun).any(|start| {
            !self.events.iter().any(|e| {
                ended.contains(&e.kind)
                    && e.day >= start.day
                    && (e.subject == start.subject
                        || e.subject == Subject::Case
                        || start.subject == Subject::Case)
            })
        })
    }
}

#[derive(Default)]
struct List(Vec<Missing>);

impl List {
    fn say(&mut self, what: impl Into<String>, leads_to: Target) {
        let missing = Missing {
            what: what.into(),
            leads_to,
        };
        if !self.0.contains(&missing) {
            self.0.push(missing);
        }
    }

    fn event(&mut self, absent: bool, kind: EventKind, what: &str) {
        if absent {
            self.say(what, Target::Event(kind));
        }
    }
}

#[cfg(test)]
mod tests;
