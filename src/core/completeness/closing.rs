//! Before closing: everything begun that has not ended.

use super::{GateFacts, List, Missing, Target};
use crate::core::calendar::day_month;
use crate::core::event::EventKind;
use crate::core::form::DocumentKind;
use crate::core::next::Decides;
use crate::core::recipient::not_reached;

/// What is missing before the case is closed.
pub fn before_closing(facts: &GateFacts<'_>) -> Vec<Missing> {
    use EventKind as E;
    let mut list = List::default();
    // What ends without a decision: nothing is then carried out, sent or followed up.
    let ended = [E::Withdrawn, E::Dismissed, E::WrittenOff]
        .iter()
        .any(|kind| facts.has(*kind));
    let gone = facts.has(E::Died) || facts.has(E::MovedAway);
    let decided = facts.last_decision().mark().is_some();
    if facts.way.decides != Decides::Nobody && !decided && !ended {
        let (what, kind) = match facts.way.decides {
            _ if gone => ("Ärendet är inte avskrivet", E::WrittenOff),
            Decides::Region => (
                "Ärendet är inte överlämnat till regionen, och inte heller avskrivet",
                E::HandedOver,
            ),
            _ => (
                "Beslut saknas; att skriva av eller avvisa är också ett beslut",
                E::Granted,
            ),
        };
        list.say(what, Target::Event(kind));
    }
    if facts.way.decides == Decides::Nobody {
        list.event(
            !facts.has(E::FirstContact) && !gone && !ended,
            E::FirstContact,
            "Kontakten är inte noterad",
        );
        if facts.way.assessed && !gone && !ended && !facts.has(E::AssessmentSigned) {
            list.say(
                "Bedömningen är inte skriven och undertecknad",
                Target::Form(DocumentKind::Assessment),
            );
        }
    }
    let ours = facts.way.decides == Decides::Delegation;
    if decided && ours && !gone {
        after_decision(facts, &mut list);
    }
    if facts.has(E::Executed) && !gone {
        after_execution(facts, &mut list);
    }
    list.event(
        facts.open(E::ReadyForDischarge, &[E::HomecomingArranged]) && !gone,
        E::HomecomingArranged,
        "Hemgången är inte ordnad",
    );
    list.event(
        facts.open(
            E::DecisionDemanded,
            &[E::DemandRefused, E::Granted, E::Refused],
        ) && !gone
            && !ended,
        E::DemandRefused,
        "Begäran om avgörande är inte besvarad",
    );
    list.event(
        facts.open(
            E::AppealReceived,
            &[
                E::AppealForwarded,
                E::AppealDismissed,
                E::ReconsideredGranted,
            ],
        ),
        E::AppealForwarded,
        "Överklagandet är inte överlämnat till domstolen",
    );
    list.event(
        facts.open(E::ComplaintReceived, &[E::ComplaintAnswered]),
        E::ComplaintAnswered,
        "Klagomålet är inte besvarat",
    );
    for kind in facts.drafts {
        list.say(
            format!("Ett utkast är inte undertecknat: {}", kind.name()),
            Target::Form(*kind),
        );
    }
    if facts.assessment.is_some_and(|written| !written.signed) {
        list.say(
            format!(
                "Ett utkast är inte undertecknat: {}",
                DocumentKind::Assessment.name()
            ),
            Target::Form(DocumentKind::Assessment),
        );
    }
    list.0
}

fn after_decision(facts: &GateFacts<'_>, list: &mut List) {
    use EventKind as E;
    let made = facts.last_decision();
    let since = made.since();
    let came = |kind: E| since.iter().any(|e| e.kind == kind);
    let (sent, received) = (came(E::DecisionSent), came(E::DecisionReceived));
    // A refusal beside what is granted, or of a part of it, can be appealed like any other.
    let refused = made.refuses();
    list.event(
        !sent && !received,
        E::DecisionSent,
        "Beslutet är inte skickat till den enskilde",
    );
    let none =
        "Dagen då den enskilde fick del av avslaget saknas, så överklagandetiden kan inte räknas";
    list.event(refused && !received, E::DecisionReceived, none);
    for sending in not_reached(&since)
        .into_iter()
        .filter(|_| refused && received)
    {
        let name = facts.named(sending.subject).unwrap_or("den enskilde");
        list.say(
            format!("Dagen då {name} fick del av avslaget saknas"),
            Target::Event(E::DecisionReceived),
        );
    }
    if let Some(last) = facts.appeal_until.filter(|last| *last >= facts.today)
        && refused
        && !facts.has(E::AppealReceived)
    {
        list.say(
            format!("Avslaget kan överklagas till och med {}", day_month(last)),
            Target::Event(E::AppealReceived),
        );
    }
}

fn after_execution(facts: &GateFacts<'_>, list: &mut List) {
    use EventKind as E;
    let ends = facts.last(E::DecisionEnds);
    match ends {
        None => list.say(
            "Insatsen pågår: dagen då beslutet upphör är inte noterad",
            Target::Event(E::DecisionEnds),
        ),
        Some(day) if day > facts.today => list.say(
            format!("Insatsen pågår: beslutet gäller till {}", day_month(day)),
            Target::Event(E::DecisionEnds),
        ),
        Some(_) => {}
    }
    list.event(
        facts.open(E::PlanReceived, &[E::PlanAccepted, E::PlanReturned]),
        E::PlanAccepted,
        "Genomförandeplanen är inte läst mot beställningen",
    );
    if !facts.has(E::FollowedUp) {
        list.say(
            "Insatsen är inte uppföljd",
            Target::Form(DocumentKind::FollowUp),
        );
    }
}
