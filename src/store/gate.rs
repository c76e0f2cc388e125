//! The completeness gate (*spärren*) of a case: its facts gathered from the file.

use chrono::NaiveDate;
use rusqlite::params;

use super::Store;
use super::draft::Draft;
use crate::core::completeness::{
    AssessmentFacts, GateFacts, Missing, before_closing, before_decision,
};
use crate::core::deadline::frist;
use crate::core::event::{Event, EventKind, Subject};
use crate::core::event_facts::REASON;
use crate::core::form::{Answers, DocumentKind, Spec};
use crate::core::last_decision::LastDecision;
use crate::core::lss::{self, Settled};
use crate::core::query::{CaseView, DocumentRow};
use crate::core::user::User;
use crate::error::Result;
use crate::unit::case_types::CaseLaw;

/// What is missing in a case, before its decision and before it is closed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gate {
    /// Before the decision.
    pub decision: Vec<Missing>,
    /// Before closing.
    pub closing: Vec<Missing>,
}

/// What is missing before the decision in a case, as far as the file tells; empty when it may be signed.
/// Drafts are not the file: an assessment that is only a draft is not signed.
///
/// # Errors
/// When the case may not be seen or the database cannot be read.
pub fn gate(store: &Store, user: &User, case: i64) -> Result<Vec<Missing>> {
    let view = store.case(user, case)?;
    Ok(store.gate(user, &view, &[])?.decision)
}

/// The signed assessment of the round that the case stands in: not one from before the assessment was
/// begun again.
pub fn current_assessment(view: &CaseView) -> Option<&DocumentRow> {
    let begun = last(view, EventKind::AssessmentBegun);
    view.documents.iter().find(|d| {
        d.kind == DocumentKind::Assessment
            && d.case == view.id
            && d.superseded_by.is_none()
            && begun.is_none_or(|day| d.day >= day)
    })
}

/// The last day that an event of a kind stands on.
fn last(view: &CaseView, kind: EventKind) -> Option<NaiveDate> {
    let stands = view
        .events
        .iter()
        .filter(|e| !e.void && e.corrected_by.is_none());
    stands.filter(|e| e.kind == kind).map(|e| e.day).max()
}

impl Store {
    /// What the signed assessment of the round says of the personkrets. Nothing where a register file tells that
    /// it was signed elsewhere, for then there is nothing to read here.
    pub(super) fn circle_of(&self, user: &User, view: &CaseView) -> Result<Option<Settled>> {
        if let Some(row) = current_assessment(view) {
            return Ok(Some(lss::settled(
                &self.document_of_case(user, row.id)?.answers,
            )));
        }
        let begun =
            last(view, EventKind::AssessmentBegun).map_or(String::new(), |day| day.to_string());
        let elsewhere: bool = self.conn.query_row(
            "SELECT EXISTS (SELECT 1 FROM event e WHERE e.case_id = ?1 AND e.kind = ?2 AND e.source IS NOT NULL
                              AND e.void = 0 AND e.day >= ?3
                              AND NOT EXISTS (SELECT 1 FROM event n WHERE n.corrects = e.id))",
            params![view.id, EventKind::AssessmentSigned.word(), begun],
            |r| r.get(0),
        )?;
        Ok((!elsewhere).then_some(Settled::No))
    }

    /// The gate of a case. `drafts` are those of the user at the desk; the assessment's draft is read where
    /// none is signed, so that each line leads to its field.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn gate(&self, user: &User, view: &CaseView, drafts: &[Draft]) -> Result<Gate> {
        let events = self.engine_events(user, view.id)?;
        let known = self.unit().case_types.get(&view.case_type);
        let groundwork = LastDecision::of(&events).groundwork();
        let mine = |kind: DocumentKind| {
            drafts
                .iter()
                .find(|d| d.case == view.id && d.kind == kind.word())
        };
        let signed = current_assessment(view);
        let written: Option<(Spec, Answers, bool)> = match signed {
            Some(row) => {
                let document = self.document_of_case(user, row.id)?;
                document.spec.map(|spec| (spec, document.answers, true))
            }
            None => mine(DocumentKind::Assessment)
                .map(|draft| (draft.spec.clone(), draft.answers.clone(), false)),
        };
        let others: Vec<DocumentKind> = DocumentKind::ALL
            .iter()
            .copied()
            .filter(|kind| *kind != DocumentKind::Assessment && mine(*kind).is_some())
            .collect();
        let skipped = view
            .events
            .iter()
            .filter(|e| e.kind == EventKind::ReplySkipped && !e.void && e.corrected_by.is_none())
            .filter(|e| groundwork.iter().any(|one| one.id == e.id))
            .filter_map(|e| e.detail.get(REASON).map(String::as_str).or(Some(&e.note)))
            .next_back()
            .unwrap_or_default();
        let recipients = recipients(view);
        let custodians: Option<Vec<Subject>> = match view.person.is_spoken_for(self.today()) {
            true => {
                let all = self.custodians(user, view.person.id)?;
                Some(all.into_iter().map(|(subject, _)| subject).collect())
            }
            false => None,
        };
        let facts = GateFacts {
            case_type: &view.case_type,
            way: self.unit().case_types.way(&view.case_type),
            lss: known.is_some_and(|known| known.law == CaseLaw::Lss),
            events: &events,
            assessment: written
                .as_ref()
                .map(|(spec, answers, signed)| AssessmentFacts {
                    spec,
                    answers,
                    signed: *signed,
                }),
            child: view
                .person
                .birth_date
                .map(|_| view.person.is_child(self.today())),
            custodians: custodians.as_deref(),
            oral: view.oral,
            communication_known: view
                .person
                .communication
                .as_deref()
                .is_some_and(|c| !c.trim().is_empty()),
            reply_skipped: skipped,
            recipients: &recipients,
            drafts: &others,
            appeal_until: self.appeal_until(&events),
            today: self.today(),
        };
        Ok(Gate {
            decision: before_decision(&facts),
            closing: before_closing(&facts),
        })
    }

    /// The last day on which somebody may appeal the last decision (K6), if it has reached anybody.
    pub(super) fn appeal_until(&self, events: &[Event]) -> Option<NaiveDate> {
        let since = LastDecision::of(events).since();
        let reached = since
            .iter()
            .filter(|e| e.kind == EventKind::DecisionReceived);
        let day = reached.map(|e| e.day).max()?;
        frist(&self.unit().rules, self.calendar(), "K6", day, None)
            .ok()
            .map(|found| found.due)
    }
}

/// Those of the case that something was sent to, by name; none where it is the person alone.
fn recipients(view: &CaseView) -> Vec<(Subject, String)> {
    let mut all: Vec<(Subject, String)> = Vec::new();
    for event in &view.events {
        if let Some(name) = view.recipient(event.subject)
            && all.iter().all(|(known, _)| *known != event.subject)
        {
            all.push((event.subject, name.to_owned()));
        }
    }
    match all.as_slice() {
        [(Subject::Recipient(0), _)] => Vec::new(),
        _ => all,
    }
}
