//! The completeness gate: what is missing before a decision and before closing, each line with the
//! place that mends it.
//!
//! The gate tells; whether a line stops the caseworker is for the screen to say. What the law or the
//! order of delegation forbids has its own hard stops elsewhere.

use chrono::NaiveDate;

use super::calendar::day_month;
use super::event::{Event, EventKind, Subject};
use super::form::{Answers, DocumentKind, FormFacts, Spec};
use super::lss::{self, Intervention, Settled};
use super::next::{Decides, Way};

/// A fact on the person's card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PersonFact {
    /// Way of communicating.
    Communication,
    /// Birth date.
    BirthDate,
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
    /// Whether the application came by mouth.
    pub oral: bool,
    /// Whether the person's card tells the way of communicating.
    pub communication_known: bool,
    /// Why the right to reply was skipped; empty when it was not.
    pub reply_skipped: &'a str,
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

    /// The day and number of the last decision: what comes after it belongs to a renewal.
    fn decided(&self) -> Option<(NaiveDate, i64)> {
        self.events
            .iter()
            .filter(|e| matches!(e.kind, EventKind::Granted | EventKind::Refused))
            .map(|e| (e.day, e.id))
            .max()
    }

    /// The last event of a kind since the last decision.
    fn since_decision(&self, kind: EventKind) -> Option<&Event> {
        let decided = self.decided();
        self.events
            .iter()
            .filter(|e| e.kind == kind && decided.is_none_or(|mark| (e.day, e.id) > mark))
            .max_by_key(|e| (e.day, e.id))
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

/// What is missing before the decision; before handing over, where the region decides. Empty for a type
/// that has no decision.
pub fn before_decision(facts: &GateFacts<'_>) -> Vec<Missing> {
    use EventKind as E;
    let mut list = List::default();
    if facts.way.decides == Decides::Nobody {
        return list.0;
    }
    let renewing = facts.decided().is_some();
    list.event(
        !facts.has(E::Received) && !renewing,
        E::Received,
        "Dagen då ärendet kom in saknas",
    );
    list.event(
        !facts.has(E::FirstContact) && !renewing,
        E::FirstContact,
        "Första kontakten med den enskilde är inte noterad",
    );
    if facts.child.is_none() {
        list.say(
            "Födelsedatum saknas, så det går inte att se om den enskilde är ett barn",
            Target::Person(PersonFact::BirthDate),
        );
    }
    if facts.way.assessed {
        assessment(facts, &mut list);
        right_to_reply(facts, &mut list);
    } else if !facts.communication_known {
        list.say(
            "Sätt att kommunicera är inte antecknat",
            Target::Person(PersonFact::Communication),
        );
    }
    list.0
}

fn assessment(facts: &GateFacts<'_>, list: &mut List) {
    use EventKind as E;
    let Some(written) = facts.assessment else {
        list.event(
            facts.since_decision(E::AssessmentBegun).is_none(),
            E::AssessmentBegun,
            "Utredningen är inte inledd",
        );
        // A register file may tell that it was signed elsewhere; then there is nothing to read here.
        if facts.since_decision(E::AssessmentSigned).is_none() {
            list.say(
                "Utredningen är inte skriven",
                Target::Form(DocumentKind::Assessment),
            );
        }
        if !facts.communication_known {
            list.say(
                "Sätt att kommunicera är inte antecknat",
                Target::Person(PersonFact::Communication),
            );
        }
        return;
    };
    let child = facts.child.unwrap_or(false);
    let AssessmentFacts {
        spec,
        answers,
        signed,
    } = written;
    // The gate's own lines come first and are worded for it; the form's own check adds what else it
    // requires.
    let form = |field: &str| Target::Field(field.to_owned());
    let asked = |field: &str| spec.field(field).is_some();
    let answer = |field: &str| answers.get(field).trim();
    let mut told: Vec<&str> = Vec::new();
    let mut need = |list: &mut List, field: &'static str, lacks: bool, what: &str| {
        if asked(field) && lacks {
            list.say(what, form(field));
            told.push(field);
        }
    };
    if facts.lss {
        circle(facts.case_type, answers, &mut |field, what| {
            need(list, field, true, what);
        });
    }
    if facts.lss && facts.case_type == "lss" {
        list.say(
            "Vilken insats i LSS 9 § ansökan gäller är inte angivet",
            Target::CaseType,
        );
    }
    if facts.oral {
        need(
            list,
            "bakgrund.muntlig_skal",
            answer("bakgrund.muntlig_skal").is_empty(),
            "Ansökan var muntlig: skälet till det saknas",
        );
        need(
            list,
            "bakgrund.muntlig_samtycke",
            answer("bakgrund.muntlig_samtycke") != "ja",
            "Ansökan var muntlig: samtycket är inte antecknat",
        );
    }
    let communication = "bakgrund.kommunikation";
    if !facts.communication_known && answer(communication).is_empty() {
        need(
            list,
            communication,
            true,
            "Sätt att kommunicera är inte antecknat",
        );
        if !asked(communication) {
            list.say(
                "Sätt att kommunicera är inte antecknat",
                Target::Person(PersonFact::Communication),
            );
        }
    }
    violence(answers, &mut |field, what| need(list, field, true, what));
    if child {
        need(
            list,
            "barn.installning",
            answer("barn.installning").is_empty(),
            "Barnets egen inställning saknas",
        );
        need(
            list,
            "barn.konsekvenser",
            answer("barn.konsekvenser").is_empty(),
            "Konsekvenserna för barnet är inte beskrivna",
        );
    }
    if !signed {
        for missing in spec.missing(answers, FormFacts { child }) {
            if !told.contains(&missing.field.as_str()) {
                list.say(missing.text, form(&missing.field));
            }
        }
        list.say(
            "Utredningen är inte undertecknad",
            Target::Form(DocumentKind::Assessment),
        );
    }
}

/// The personkrets before the need: named, with every criterion, and open to what is applied for.
fn circle(case_type: &str, answers: &Answers, need: &mut dyn FnMut(&'static str, &str)) {
    let circle = match lss::settled(answers) {
        Settled::Outside => return,
        Settled::No => {
            need(
                lss::CIRCLE_FIELD,
                "Personkrets är inte avgjord; den avgörs före behovet",
            );
            return;
        }
        Settled::Lacks(circle, missing) => {
            for criterion in missing {
                if let Some(field) = criterion.field() {
                    let what = format!(
                        "Personkrets 3 kräver alla fyra rekvisit; inte uppfyllt: {}",
                        criterion.name()
                    );
                    need(field, &what);
                }
            }
            circle
        }
        Settled::Belongs(circle) => circle,
    };
    if let Some(intervention) = Intervention::from_word(case_type)
        && let Err(hindrance) = lss::may_have(intervention, circle)
    {
        need(lss::CIRCLE_FIELD, hindrance.text());
    }
}

/// Violence: the question asked, whether in private, and the information given. A no is an answer, but a
/// question that was not asked needs a word on why.
fn violence(answers: &Answers, need: &mut dyn FnMut(&'static str, &str)) {
    let noted = !answers.get("vald.anteckning").trim().is_empty();
    match answers.get("vald.fragat") {
        "ja" => {
            if answers.get("vald.enskilt").is_empty() {
                need(
                    "vald.enskilt",
                    "Om frågan om våld ställdes i enskildhet är inte antecknat",
                );
            }
        }
        "nej" if noted => {}
        "nej" => need(
            "vald.anteckning",
            "Frågan om våld är inte ställd: skriv varför och när den ska ställas",
        ),
        _ => need("vald.fragat", "Frågan om våld är inte besvarad"),
    }
    match answers.get("vald.information") {
        "ja" => {}
        "nej" if noted => {}
        "nej" => need(
            "vald.anteckning",
            "Information om stöd vid våld är inte lämnad: skriv varför",
        ),
        _ => need(
            "vald.information",
            "Om information om stöd vid våld är lämnad är inte antecknat",
        ),
    }
}

fn right_to_reply(facts: &GateFacts<'_>, list: &mut List) {
    use EventKind as E;
    if !facts.reply_skipped.trim().is_empty() || facts.since_decision(E::ReplyReceived).is_some() {
        return;
    }
    let Some(sent) = facts.since_decision(E::SentForReply) else {
        list.say(
            "Utredningen är inte kommunicerad; om det inte görs ska skälet skrivas",
            Target::Event(E::SentForReply),
        );
        return;
    };
    match sent.until {
        Some(until) if until < facts.today => {}
        Some(until) => list.say(
            format!("Svar på kommunicering inväntas till {}", day_month(until)),
            Target::Event(E::ReplyReceived),
        ),
        None => list.say(
            "Sista svarsdag för kommuniceringen saknas",
            Target::Event(E::SentForReply),
        ),
    }
}

/// What is missing before the case is closed.
pub fn before_closing(facts: &GateFacts<'_>) -> Vec<Missing> {
    use EventKind as E;
    let mut list = List::default();
    // What ends without a decision: nothing is then carried out, sent or followed up.
    let ended = [E::Withdrawn, E::Dismissed, E::WrittenOff]
        .iter()
        .any(|kind| facts.has(*kind));
    let gone = facts.has(E::Died) || facts.has(E::MovedAway);
    let decided = facts.decided().is_some();
    if facts.way.decides != Decides::Nobody && !decided && !ended {
        let what = match facts.way.decides {
            Decides::Region => {
                "Regionens beslut är inte noterat; annars noteras återkallelse eller avskrivning"
            }
            _ if gone => "Ärendet är inte avskrivet",
            _ => "Beslut saknas; annars noteras återkallelse, avvisning eller avskrivning",
        };
        let kind = if gone { E::WrittenOff } else { E::Granted };
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
        facts.open(E::AppealReceived, &[E::AppealForwarded]),
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
    let sent = facts.since(E::DecisionSent);
    let received = facts.since(E::DecisionReceived);
    list.event(
        !sent && !received,
        E::DecisionSent,
        "Beslutet är inte skickat till den enskilde",
    );
    let refused = facts
        .events
        .iter()
        .filter(|e| matches!(e.kind, E::Granted | E::Refused))
        .max_by_key(|e| (e.day, e.id))
        .is_some_and(|e| e.kind == E::Refused);
    list.event(
        refused && !received,
        E::DecisionReceived,
        "Dagen då den enskilde fick del av avslaget saknas, så överklagandetiden kan inte räknas",
    );
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

impl GateFacts<'_> {
    /// Whether it has happened on or after the day of the last decision.
    fn since(&self, kind: EventKind) -> bool {
        let decided = self.decided().map(|(day, _)| day);
        self.last(kind)
            .is_some_and(|day| decided.is_none_or(|from| day >= from))
    }
}

#[cfg(test)]
mod tests;
