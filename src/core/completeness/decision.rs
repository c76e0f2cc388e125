//! Before the decision: the steps that the law and the unit's template ask for.

use super::{AssessmentFacts, GateFacts, List, Missing, PersonFact, Target};
use crate::core::calendar::day_month;
use crate::core::event::EventKind;
use crate::core::form::{self, Answers, DocumentKind, FormFacts, Spec};
use crate::core::lss::{self, Intervention, Settled};
use crate::core::next::Decides;
use crate::core::recipient::{awaited, same};

/// What is missing before the decision; before handing over, where the region decides. Empty for a type
/// that has no decision.
pub fn before_decision(facts: &GateFacts<'_>) -> Vec<Missing> {
    use EventKind as E;
    let mut list = List::default();
    if facts.way.decides == Decides::Nobody {
        return list.0;
    }
    let renewing = facts.last_decision().mark().is_some();
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
    if facts.custodians.is_some_and(<[_]>::is_empty) {
        list.say(
            "Vårdnadshavare saknas: barnet är under 15 år",
            Target::Person(PersonFact::Custodian),
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
        for missing in spec.missing(
            answers,
            FormFacts {
                child,
                oral: facts.oral,
            },
        ) {
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

/// What an assessment lacks before it is signed, beyond what its template requires: once it is signed, it
/// can only be replaced. The template's fields that are asked together, as the gate asks for them.
pub fn before_signing(spec: &Spec, answers: &Answers) -> Vec<form::Missing> {
    let mut list: Vec<form::Missing> = Vec::new();
    let mut need = |id: &'static str, what: &str| {
        let in_section = |s: &&form::Section| s.fields.iter().any(|field| field.id == id);
        let (Some(field), Some(section)) = (spec.field(id), spec.sections.iter().find(in_section))
        else {
            return;
        };
        let text = match id == "vald.enskilt" {
            // Said as the form says of its own fields.
            true => format!("{}: {} saknas", section.title, field.label),
            false => what.to_owned(),
        };
        list.push(form::Missing {
            field: id.to_owned(),
            text,
        });
    };
    circle("", answers, &mut need);
    violence(answers, &mut need);
    list
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
                    let what = format!("Personkrets 3, inte uppfyllt: {}", criterion.name());
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
    if !facts.reply_skipped.trim().is_empty() {
        return;
    }
    let since = facts.last_decision().groundwork();
    // An answer to what was never sent is none.
    if since.iter().all(|e| e.kind != E::SentForReply) {
        list.say(
            "Utredningen är inte kommunicerad; om det inte görs ska skälet skrivas",
            Target::Event(E::SentForReply),
        );
    }
    let mut sent = since
        .iter()
        .filter(|e| e.kind == E::SentForReply)
        .peekable();
    if let Some(custodians) = facts.custodians.filter(|all| !all.is_empty())
        && sent.peek().is_some()
        && !sent.any(|e| custodians.iter().any(|one| same(*one, e.subject)))
    {
        list.say(
            "Utredningen är inte kommunicerad med vårdnadshavaren",
            Target::Event(E::SentForReply),
        );
    }
    for sending in awaited(&since) {
        let from = facts
            .named(sending.subject)
            .map(|name| format!(" från {name}"));
        let from = from.unwrap_or_default();
        match sending.until {
            Some(until) if until < facts.today => {}
            Some(until) => list.say(
                format!(
                    "Svar på kommunicering{from} inväntas till {}",
                    day_month(until)
                ),
                Target::Event(E::ReplyReceived),
            ),
            None => list.say(
                format!("Sista svarsdag för kommuniceringen saknas{from}"),
                Target::Event(E::SentForReply),
            ),
        }
    }
}
