//! The next step of a case: what a caseworker would do now, as far as the log tells.

use std::borrow::Cow;

use super::delegation::one_of;
use super::event::{Event, EventKind, Subject};
use super::last_decision::LastDecision;
use super::person::words;
use super::recipient::awaited;
use super::text::capital;

mod led;
mod measures;
mod on_day;

pub use led::{led_by, led_to, said_by};
use measures::Measures;
pub use on_day::{Beside, next_step_on, waits_for_provider};

words! {
    /// The next step (*nästa steg*), a verb.
    NextStep {
        /// Note what the hospital has told.
        NoteHospital = "notera_sjukhus", "Notera sjukhusets besked";
        /// Take the first contact.
        Contact = "kontakt", "Ta kontakt";
        /// Begin the assessment.
        BeginAssessment = "inled_utredning", "Inled utredning";
        /// Write and sign the assessment.
        WriteAssessment = "skriv_utredning", "Skriv utredningen";
        /// Send the assessment to the person for reply.
        SendForReply = "kommunicera", "Kommunicera";
        /// Wait for the reply.
        AwaitReply = "invanta_svar", "Invänta svar";
        /// Decide.
        Decide = "besluta", "Fatta beslut";
        /// Wait for the one who may decide: a proposal lies there.
        AwaitDecision = "invanta_beslut", "Invänta beslut";
        /// Hand the case over to the region, which decides.
        HandOver = "overlamna", "Lämna över till regionen";
        /// Send the decision home.
        SendDecision = "skicka_beslut", "Skicka beslutet";
        /// Note the day the decision reached the person.
        NoteReceived = "notera_delgivning", "Notera delgivning";
        /// Write the order to the provider.
        WriteOrder = "skriv_bestallning", "Skriv beställning";
        /// Complete the order that was written in a hurry.
        CompleteOrder = "komplettera_bestallning", "Komplettera beställningen";
        /// Wait for the provider to confirm the order.
        AwaitConfirmation = "invanta_bekraftelse", "Invänta bekräftelse";
        /// Ask for the provider's confirmation, which is late: the next rung of the ladder.
        RemindConfirmation = "paminn_bekraftelse", "Påminn om bekräftelsen";
        /// Wait for the provider's plan.
        AwaitPlan = "invanta_plan", "Invänta planen";
        /// Ask for the provider's plan, which is late: the next rung of the ladder.
        RemindPlan = "paminn_plan", "Påminn om planen";
        /// Read the plan against the order.
        ReadPlan = "las_plan", "Läs planen";
        /// Start the measure, or note that it has started.
        Execute = "verkstall", "Notera start";
        /// Start the interrupted measure again.
        Resume = "ateruppta", "Återuppta insatsen";
        /// Follow up.
        FollowUp = "folj_upp", "Följ upp";
        /// Try the time-limited decision anew.
        Renew = "nyprova", "Nypröva beslutet";
        /// Arrange the home-coming after hospital.
        ArrangeHomecoming = "ordna_hemgang", "Ordna hemgången";
        /// Answer the complaint.
        AnswerComplaint = "besvara_klagomal", "Besvara klagomålet";
        /// Decide on, or refuse, the demand for a decision.
        AnswerDemand = "besvara_begaran", "Svara på begäran";
        /// Try the appeal: in time or not, and whether the decision stands.
        TryAppeal = "prova_overklagande", "Pröva överklagandet";
        /// Send the appeal on to the court.
        ForwardAppeal = "overlamna_overklagande", "Överlämna överklagandet";
        /// Wait for the court.
        AwaitCourt = "invanta_domstol", "Invänta domstolen";
        /// Wait until a refusal can no longer be appealed.
        AwaitAppeal = "invanta_overklagande", "Invänta överklagandetiden";
        /// Close the case.
        Close = "avsluta", "Avsluta ärendet";
        /// Nothing: the case is closed.
        Nothing = "inget", "Inget mer";
    }
}

impl NextStep {
    /// The step as it is read, with what the file adds to it: who is waited for, "Hos Eva Holm för beslut",
    /// until when, the hours to order, or the rung of the ladder.
    pub fn told(self, with: &[String]) -> String {
        match (self, with) {
            (NextStep::AwaitDecision, deciders) => format!("Hos {} för beslut", one_of(deciders)),
            (NextStep::AwaitAppeal, [last]) => format!("{} (till {last})", self.name()),
            (NextStep::WriteOrder, [hours]) => format!("{}, {hours} beslutade", self.name()),
            (NextStep::RemindConfirmation | NextStep::RemindPlan, [rung]) => capital(rung),
            (next, _) => next.name().to_owned(),
        }
    }
}

words! {
    /// Who decides in a case of a type (*beslutar*).
    Decides {
        /// The unit, by its order of delegation.
        Delegation = "delegation", "beslutas enligt delegation";
        /// The region: the unit investigates and hands the case over.
        Region = "regionen", "utreds här, beslutas av regionen";
        /// Nobody: help, advice or work that is given without a decision on an intervention.
        Nobody = "inget beslut", "inget beslut om insats";
    }
}

words! {
    /// A station on the way of a case type (*steg*).
    Stage {
        /// The hospital's notices, and the home-coming to be arranged.
        Discharge = "hemgang", "Hemgång";
        /// First contact.
        Contact = "kontakt", "Kontakt";
        /// Whether the person belongs to a personkrets; before the need.
        Circle = "personkrets", "Personkrets";
        /// Assessment by template.
        Assessment = "utredning", "Utredning";
        /// Right to reply.
        RightToReply = "kommunicering", "Kommunicering";
        /// Decision, made here.
        Decision = "beslut", "Beslut";
        /// Handed over to the region, which decides.
        HandOver = "overlamning", "Överlämning till regionen";
        /// Order to a provider.
        Order = "bestallning", "Beställning";
        /// The provider's plan.
        Plan = "plan", "Genomförandeplan";
        /// The measure has started.
        Execution = "verkstallighet", "Verkställighet";
        /// Follow-up, and renewal of what is limited in time.
        FollowUp = "uppfoljning", "Uppföljning";
        /// Closing.
        Close = "avslut", "Avslut";
    }
}

/// What of a case type's way the next step hangs on; the unit's case types know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Way {
    /// Whether an assessment is written at all.
    pub assessed: bool,
    /// Whether it begins with the notices of a hospital that a person leaves.
    pub discharge: bool,
    /// Whether granted help is ordered from a provider as a frame.
    pub ordered: bool,
    /// Who decides.
    pub decides: Decides,
}

impl Default for Way {
    /// An investigated case that the unit decides and nobody is ordered to carry out: what is assumed of
    /// a type that the unit's list has forgotten.
    fn default() -> Way {
        Way {
            assessed: true,
            discharge: false,
            ordered: false,
            decides: Decides::Delegation,
        }
    }
}

/// The events of a case, asked for the last of a kind.
struct Log<'a>(&'a [Event]);

impl Log<'_> {
    fn last(&self, kind: EventKind) -> Option<(chrono::NaiveDate, i64)> {
        let of_kind = self.0.iter().filter(|e| e.kind == kind);
        of_kind.map(|e| (e.day, e.id)).max()
    }

    /// Whether one kind happened and none of the others has happened since.
    fn open(&self, begun: EventKind, ended: &[EventKind]) -> bool {
        self.last(begun).is_some_and(|(day, _)| {
            !ended
                .iter()
                .any(|kind| self.last(*kind).is_some_and(|(d, _)| d >= day))
        })
    }
}

/// The next step that follows from the events that stand. What came later in the way of
/// a case answers for what came before it: a register file seldom has every step.
pub fn next_step(way: Way, events: &[Event]) -> NextStep {
    next_step_beside(way, events, Beside::default())
}

/// The same with what the orders and the decisions of the file say of each other.
fn next_step_beside(way: Way, events: &[Event], beside: Beside) -> NextStep {
    let events = &in_force(events);
    use EventKind as E;
    let log = Log(events);
    let last = |kind| log.last(kind);
    let open = |begun, ended: &[E]| log.open(begun, ended);
    let ended = events.iter().filter(|e| e.kind.ends_case());
    let ended = ended.map(|e| (e.day, e.id)).max();
    if ended.is_some_and(|at| last(E::Reopened).is_none_or(|again| again < at)) {
        return NextStep::Nothing;
    }
    if open(E::ReadyForDischarge, &[E::HomecomingArranged]) {
        return NextStep::ArrangeHomecoming;
    }
    if open(E::ComplaintReceived, &[E::ComplaintAnswered]) {
        return NextStep::AnswerComplaint;
    }
    if open(
        E::DecisionDemanded,
        &[E::DemandRefused, E::Granted, E::Refused],
    ) {
        return NextStep::AnswerDemand;
    }
    const TRIED: &[E] = &[
        E::AppealDismissed,
        E::Reconsidered,
        E::ReconsideredGranted,
        E::AppealForwarded,
    ];
    if open(E::AppealReceived, TRIED) {
        return NextStep::TryAppeal;
    }
    if open(E::Reconsidered, &[E::AppealForwarded]) {
        return NextStep::ForwardAppeal;
    }
    let made = LastDecision::of(events);
    let decided = made.mark();
    // What is to be changed is changed by a new decision, never in the old one.
    if open(E::ReconsideredGranted, &[E::Granted]) {
        return NextStep::Decide;
    }
    let remitted =
        last(E::CourtRemitted).filter(|_| open(E::CourtRemitted, &[E::Granted, E::Refused]));
    if let Some((day, _)) = remitted {
        return if last(E::AssessmentBegun).is_some_and(|(begun, _)| begun >= day) {
            before_decision(way, events, Some(day.pred_opt().unwrap_or(day)))
        } else {
            NextStep::BeginAssessment
        };
    }
    let granted_by_court = open(E::CourtChanged, &[E::Refused]);
    // A new assessment after the decision is a renewal: the way begins again.
    let renewing =
        decided.is_some_and(|(day, _)| last(E::AssessmentBegun).is_some_and(|(d, _)| d > day));
    if decided.is_none() || renewing {
        return before_decision(way, events, decided.map(|(day, _)| day));
    }
    // Each decision is sent home; what was sent of an earlier one is no answer. A register file that tells
    // only what came of it is believed.
    let after = made.since();
    // What goes on as before is written as started on the day of the decision, and tells of no sending.
    let later = |e: &&Event| decided.is_none_or(|(day, _)| e.day > day);
    let sent = |e: &&Event| match e.kind {
        E::DecisionSent | E::DecisionReceived | E::OrderSent => true,
        E::Executed | E::FollowedUp => later(e),
        _ => false,
    };
    if !after.iter().any(sent) {
        return NextStep::SendDecision;
    }
    let refused = made.refuses() && !granted_by_court;
    let at_court = open(
        E::AppealForwarded,
        &[E::CourtUpheld, E::CourtChanged, E::CourtRemitted],
    );
    // A refusal ends nothing that runs beside it.
    if refused && !made.grants() && !Measures::of(events).any_live() {
        return match () {
            () if at_court => NextStep::AwaitCourt,
            () if made.has_reached() => NextStep::Close,
            () => NextStep::NoteReceived,
        };
    }
    let next = with_what_is_granted(way, events, beside);
    // Where a part is refused, what is granted is ordered at once, and then the day is noted from which the
    // rest can be appealed. What was followed up since is believed to have reached the person.
    let known = made.has_reached() || after.iter().any(|e| e.kind == E::FollowedUp && later(e));
    match next {
        NextStep::WriteOrder | NextStep::CompleteOrder | NextStep::ReadPlan | NextStep::Resume => {
            next
        }
        _ if refused && !known => NextStep::NoteReceived,
        NextStep::Close if refused && at_court => NextStep::AwaitCourt,
        next => next,
    }
}

/// What comes next where something is granted and the decision has been sent.
fn with_what_is_granted(way: Way, events: &[Event], beside: Beside) -> NextStep {
    use EventKind as E;
    let log = Log(events);
    let (has, last) = (|kind| log.last(kind).is_some(), |kind| log.last(kind));
    let open = |begun, ended: &[E]| log.open(begun, ended);
    // A plan that was returned is waited for anew.
    let returned = last(E::PlanReturned) > last(E::PlanReceived).max(last(E::PlanAccepted));
    let to_complete = open(E::OrderToComplete, &[E::OrderCompleted]);
    let measures = Measures::of(events);
    if measures.all_ended() {
        return NextStep::Close;
    }
    if measures.any_interrupted() {
        return NextStep::Resume;
    }
    // What the follow-up led to is what is done next, also where it was not begun at once.
    if let Some((step, _)) = led_to(events) {
        return step;
    }
    // What is decided anew with other hours is ordered anew. What was ordered in a hurry is completed instead.
    if way.ordered && beside.outgrown && !to_complete {
        return NextStep::WriteOrder;
    }
    if has(E::Executed) {
        // What was followed up before the order of a new round says nothing of its plan.
        let followed_up = has(E::FollowedUp) && last(E::FollowedUp) > last(E::OrderSent);
        return match () {
            () if open(E::PlanReceived, &[E::PlanAccepted, E::PlanReturned]) => NextStep::ReadPlan,
            () if measures.any_to_start() => NextStep::Execute,
            () if to_complete => NextStep::CompleteOrder,
            () if (returned || open(E::OrderSent, &[E::PlanReceived])) && !followed_up => {
                // What is ordered while the help runs is confirmed as the first order was.
                let anew = last(E::OrderSent) > last(E::Executed);
                match anew && open(E::OrderSent, &[E::OrderConfirmed, E::PlanReceived]) {
                    true => NextStep::AwaitConfirmation,
                    false => NextStep::AwaitPlan,
                }
            }
            () => NextStep::FollowUp,
        };
    }
    if way.ordered {
        return match () {
            () if !has(E::OrderSent) => NextStep::WriteOrder,
            () if to_complete => NextStep::CompleteOrder,
            () if !has(E::OrderConfirmed) && !has(E::PlanReceived) => NextStep::AwaitConfirmation,
            () if !has(E::PlanReceived) || returned => NextStep::AwaitPlan,
            () if open(E::PlanReceived, &[E::PlanAccepted, E::PlanReturned]) => NextStep::ReadPlan,
            () => NextStep::Execute,
        };
    }
    NextStep::Execute
}

/// The events without those of an order that has given way to one of a new round or to another provider: that one
/// is waited for as if nothing had been sent before it.
pub fn in_force(events: &[Event]) -> Cow<'_, [Event]> {
    let given_way: Vec<&Event> = events
        .iter()
        .filter(|e| e.kind == EventKind::OrderReplaced)
        .collect();
    if given_way.is_empty() {
        return Cow::Borrowed(events);
    }
    let of_it = |e: &Event| {
        e.kind.is_of_order()
            && given_way.iter().any(|gone| {
                e.subject == gone.subject
                    || (e.subject == Subject::Case && (e.day, e.id) < (gone.day, gone.id))
            })
    };
    Cow::Owned(events.iter().filter(|e| !of_it(e)).cloned().collect())
}

fn before_decision(way: Way, events: &[Event], since: Option<chrono::NaiveDate>) -> NextStep {
    use EventKind as E;
    let events: Vec<&Event> = events
        .iter()
        .filter(|e| since.is_none_or(|day| e.day > day))
        .collect();
    let has = |kind: EventKind| events.iter().any(|e| e.kind == kind);
    if way.decides == Decides::Nobody {
        return match () {
            () if !has(E::FirstContact) && since.is_none() => NextStep::Contact,
            () if !way.assessed || has(E::AssessmentSigned) => NextStep::Close,
            () if has(E::AssessmentBegun) => NextStep::WriteAssessment,
            () => NextStep::BeginAssessment,
        };
    }
    let decide = match way.decides {
        Decides::Region => NextStep::HandOver,
        _ => NextStep::Decide,
    };
    match () {
        () if !awaited(&events).is_empty() => NextStep::AwaitReply,
        () if has(E::ReplyReceived) || has(E::ReplySkipped) || has(E::ReplyAbsent) => decide,
        () if has(E::AssessmentSigned) => NextStep::SendForReply,
        () if has(E::AssessmentBegun) && (has(E::FirstContact) || since.is_some()) => {
            NextStep::WriteAssessment
        }
        () if has(E::FirstContact) && !way.assessed => decide,
        () if has(E::FirstContact) => NextStep::BeginAssessment,
        () if way.discharge && !events.iter().any(|e| e.kind.is_of_hospital()) => {
            NextStep::NoteHospital
        }
        () => NextStep::Contact,
    }
}

#[cfg(test)]
mod tests;
