//! Which kinds of events are near at hand in a case: those that the next step may be, those that belong to
//! where it stands, and the order they are offered in.

use super::super::Context;
use crate::core::event::EventKind;
use crate::core::next::{Decides, NextStep, Stage, led_to};
use crate::core::query::CaseView;

/// The kinds that taking a step may be, the likeliest first. Empty where the step is a document of its
/// own, or nothing.
pub fn kinds_of(step: NextStep) -> &'static [EventKind] {
    use EventKind as E;
    match step {
        NextStep::NoteHospital => &[E::Admitted, E::SipCalled, E::ReadyForDischarge],
        NextStep::Contact => &[E::FirstContact],
        NextStep::BeginAssessment => &[E::AssessmentBegun],
        NextStep::WriteAssessment
        | NextStep::WriteOrder
        | NextStep::CompleteOrder
        | NextStep::Nothing => &[],
        NextStep::SendForReply => &[E::SentForReply],
        NextStep::AwaitReply => &[E::ReplyReceived],
        // Decided in the decision alone, where delegation is asked.
        NextStep::Decide | NextStep::AwaitDecision => &[],
        NextStep::TryAppeal => &[E::AppealDismissed, E::Reconsidered, E::ReconsideredGranted],
        NextStep::ForwardAppeal => &[E::AppealForwarded],
        NextStep::AwaitCourt => &[E::CourtUpheld, E::CourtChanged, E::CourtRemitted],
        NextStep::SendDecision => &[E::DecisionSent],
        NextStep::NoteReceived => &[E::DecisionReceived],
        NextStep::AwaitConfirmation | NextStep::RemindConfirmation => &[E::OrderConfirmed],
        NextStep::AwaitPlan | NextStep::RemindPlan => &[E::PlanReceived],
        NextStep::ReadPlan => &[E::PlanAccepted, E::PlanReturned],
        NextStep::Execute => &[E::Executed],
        NextStep::Resume => &[E::Resumed],
        NextStep::FollowUp => &[E::FollowedUp],
        NextStep::Renew => &[E::AssessmentBegun],
        NextStep::ArrangeHomecoming => &[E::HomecomingArranged],
        NextStep::AnswerComplaint => &[E::ComplaintAnswered],
        NextStep::AnswerDemand => &[E::DemandRefused],
        NextStep::HandOver => &[E::HandedOver],
        NextStep::AwaitAppeal => &[E::AppealReceived],
        NextStep::Close => &[E::Closed],
    }
}

/// What is near at hand in a step, after what the next step is.
pub fn likely(step: crate::core::case::Step) -> &'static [EventKind] {
    use crate::core::case::Step as S;
    use EventKind as E;
    match step {
        S::Received => &[
            E::FirstContact,
            E::AssessmentBegun,
            E::Admitted,
            E::ReadyForDischarge,
            E::VisitBooked,
            E::PaperReceived,
            E::Withdrawn,
        ],
        S::Assessment => &[
            E::VisitBooked,
            E::PaperReceived,
            E::SentForReply,
            E::ReplySkipped,
            E::ReplyReceived,
            E::DelayNotified,
            E::Withdrawn,
        ],
        S::RightToReply => &[
            E::ReplyReceived,
            E::ReplyAbsent,
            E::SentForReply,
            E::ObjectionNoted,
            E::Withdrawn,
        ],
        S::Decided => &[
            E::DecisionSent,
            E::DecisionReceived,
            E::OrderSent,
            E::Executed,
            E::AppealReceived,
            E::Postponed,
            E::IndividualPlanOffered,
            E::SipOffered,
            E::CareContactOffered,
        ],
        S::Ordered => &[
            E::OrderConfirmed,
            E::PlanReceived,
            E::Executed,
            E::PlanAccepted,
            E::PlanReturned,
            E::Postponed,
        ],
        S::Running => &[
            E::FollowedUp,
            E::PlanReceived,
            E::PlanAccepted,
            E::Interrupted,
            E::Resumed,
            E::MeasureEnded,
            E::ComplaintReceived,
            E::AssessmentBegun,
            E::DecisionEnds,
            E::Closed,
        ],
        S::Closed => &[E::Reopened],
    }
}

/// What is never recorded by hand: it follows from signing, writing or registering.
fn by_itself(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::AssessmentSigned
            | EventKind::JournalWritten
            | EventKind::OrderToComplete
            | EventKind::OrderCompleted
            | EventKind::OrderReplaced
            | EventKind::LedToOrder
            | EventKind::LedToApplication
            | EventKind::LedToRenewal
            | EventKind::LedToClosing
            | EventKind::LedToCase
            | EventKind::LedSetAside
            | EventKind::Granted
            | EventKind::Refused
            | EventKind::Renewed
    )
}

/// The hospital's notices and what is answered to them, in their order.
const HOSPITAL: &[EventKind] = &[
    EventKind::Admitted,
    EventKind::SipCalled,
    EventKind::ReadyForDischarge,
    EventKind::HomecomingArranged,
    EventKind::Discharged,
];

/// What is beside a kind in the list: whether it is the next step, and whether it is a decision, which the
/// order of delegation is asked about.
pub(super) fn beside(kind: EventKind, near: &[EventKind]) -> &'static str {
    match kind {
        kind if kind.is_decision() => "genom beslut",
        kind if near.contains(&kind) => "nästa steg",
        _ => "",
    }
}

/// Every kind that can be chosen, the likeliest first; in a case of discharge from hospital its notices, and
/// where nobody decides no decision. In a closed case only opening it again and what became of the decision.
pub fn by_likelihood(view: &CaseView, next: NextStep, ctx: &Context<'_>) -> Vec<EventKind> {
    if view.closed.is_some() {
        let after = EventKind::ALL.iter().filter(|kind| kind.follows_decision());
        return [EventKind::Reopened].iter().chain(after).copied().collect();
    }
    let mut kinds: Vec<EventKind> = Vec::new();
    let rest = EventKind::ALL
        .iter()
        .filter(|kind| !by_itself(**kind) && **kind != EventKind::Reopened);
    let types = &ctx.store.unit().case_types;
    let known = types.get(&view.case_type);
    let hospital = match known.is_some_and(|known| known.passes(Stage::Discharge)) {
        true => HOSPITAL,
        false => &[],
    };
    let decided = types.way(&view.case_type).decides != Decides::Nobody;
    let events = ctx.store.engine_events(ctx.user, view.id);
    let led: &[EventKind] = match events.is_ok_and(|events| led_to(&events).is_some()) {
        true => &[EventKind::LedSetAside],
        false => &[],
    };
    let near = hospital.iter().chain(kinds_of(next)).chain(led);
    for kind in near.chain(likely(view.step)).chain(rest) {
        if !kinds.contains(kind) && (decided || !kind.is_decision()) {
            kinds.push(*kind);
        }
    }
    kinds
}
