//! What is missing, in the fewest words: "Saknas: mål, svar på kommunicering."

use super::{Missing, PersonFact, Target};
use crate::core::event::EventKind;
use crate::core::form::{DocumentKind, Spec};

impl Missing {
    /// A word or two, lower case. `spec` gives the assessment's form, which is asked for the names of its fields
    /// alone.
    pub fn short<'a>(&self, spec: impl Fn() -> Option<&'a Spec>) -> String {
        match &self.leads_to {
            Target::Event(kind) => event(*kind).to_owned(),
            Target::Field(id) => {
                let label = || spec().and_then(|spec| spec.field(id));
                let known = own(id).or_else(|| label().map(|f| f.label.as_str()));
                lower(
                    known
                        .unwrap_or("uppgift i utredningen")
                        .trim_end_matches('?'),
                )
            }
            Target::Form(DocumentKind::Assessment) => "undertecknad utredning".to_owned(),
            Target::Form(kind) => lower(kind.name()),
            Target::Person(PersonFact::Communication) => "sätt att kommunicera".to_owned(),
            Target::Person(PersonFact::BirthDate) => "födelsedatum".to_owned(),
            Target::Person(PersonFact::Custodian) => "vårdnadshavare".to_owned(),
            Target::CaseType => "insats enligt LSS 9 §".to_owned(),
        }
    }
}

/// Fields whose own label says little by itself.
fn own(field: &str) -> Option<&'static str> {
    Some(match field {
        "vald.fragat" => "frågan om våld",
        "vald.enskilt" => "om våldsfrågan ställdes i enskildhet",
        "vald.information" => "information om våld",
        "vald.anteckning" => "varför våldsfrågan väntar",
        "barn.installning" => "barnets inställning",
        "barn.konsekvenser" => "konsekvenser för barnet",
        "bakgrund.kommunikation" => "sätt att kommunicera",
        "bakgrund.muntlig_skal" => "skäl till muntlig ansökan",
        "bakgrund.muntlig_samtycke" => "samtycke vid muntlig ansökan",
        "personkrets.krets" => "personkrets",
        _ => return None,
    })
}

/// "Saknas: mål, svar på kommunicering och 3 till." in at most so many characters; empty when nothing is.
pub fn sentence<'a>(
    missing: &[Missing],
    spec: impl Fn() -> Option<&'a Spec>,
    room: usize,
) -> String {
    let mut words: Vec<String> = Vec::new();
    for one in missing {
        let short = one.short(&spec);
        if !words.contains(&short) {
            words.push(short);
        }
    }
    let all = words.len();
    for shown in (1..=all).rev() {
        let said = words
            .iter()
            .take(shown)
            .cloned()
            .collect::<Vec<_>>()
            .join(", ");
        let rest = match all - shown {
            0 => String::new(),
            more => format!(" och {more} till"),
        };
        let text = format!("Saknas: {said}{rest}.");
        if shown == 1 || text.chars().count() <= room {
            return text;
        }
    }
    String::new()
}

fn event(kind: EventKind) -> &'static str {
    use EventKind as E;
    match kind {
        E::Received => "ansökningsdag",
        E::FirstContact => "kontakt",
        E::AssessmentBegun => "inledd utredning",
        E::SentForReply => "kommunicering",
        E::ReplyReceived => "svar på kommunicering",
        E::DecisionSent => "skickat beslut",
        E::DecisionReceived => "delgivning",
        E::AppealReceived => "överklagandetidens slut",
        E::AppealForwarded => "överlämnat överklagande",
        E::DecisionEnds => "dag då beslutet upphör",
        E::PlanAccepted => "läst plan",
        E::HomecomingArranged => "ordnad hemgång",
        E::DemandRefused => "svar på begäran",
        E::ComplaintAnswered => "svar på klagomål",
        E::Granted | E::Refused => "beslut",
        E::WrittenOff => "avskrivning",
        E::HandedOver => "överlämning till regionen",
        _ => "händelse",
    }
}

fn lower(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain([second]).chain(chars).collect()
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_said_in_the_room_there_is() {
        let of = |kind| Missing {
            what: String::new(),
            leads_to: Target::Event(kind),
        };
        let all = [
            of(EventKind::FirstContact),
            of(EventKind::SentForReply),
            of(EventKind::ReplyReceived),
        ];
        assert_eq!(
            sentence(&all, || None, 80),
            "Saknas: kontakt, kommunicering, svar på kommunicering."
        );
        assert_eq!(
            sentence(&all, || None, 45),
            "Saknas: kontakt, kommunicering och 1 till."
        );
        assert_eq!(sentence(&all, || None, 5), "Saknas: kontakt och 2 till.");
        assert_eq!(sentence(&[], || None, 80), "");
    }
}
