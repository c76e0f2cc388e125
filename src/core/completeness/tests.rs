use super::*;
use crate::core::form::FormFacts;
use crate::unit::{CaseTypes, Forms};
use proptest::prelude::*;
use std::sync::Arc;

fn day(n: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 1).unwrap() + chrono::Days::new(n)
}

fn events(kinds: &[EventKind]) -> Vec<Event> {
    kinds
        .iter()
        .enumerate()
        .map(|(at, kind)| Event {
            id: at as i64,
            kind: *kind,
            subject: Subject::Case,
            day: day(at as u64),
            time: None,
            until: (*kind == EventKind::SentForReply).then(|| day(at as u64 + 7)),
        })
        .collect()
}

fn spec(id: &str) -> Arc<Spec> {
    Forms::builtin().latest(id).unwrap().clone()
}

/// Every field that the form requires, answered.
fn full(spec: &Spec) -> Answers {
    let mut answers = Answers::default();
    for (_, field) in spec.fields(FormFacts {
        child: true,
        oral: true,
    }) {
        let answer = match field.kind {
            crate::core::form::FieldKind::YesNo => "ja",
            crate::core::form::FieldKind::Choice => &field.choices[0],
            crate::core::form::FieldKind::Date => "2026-11-03",
            _ => "Skrivet",
        };
        answers.set(&field.id, answer);
    }
    answers
}

const ASSESSED: &[EventKind] = &[
    EventKind::Received,
    EventKind::FirstContact,
    EventKind::AssessmentBegun,
    EventKind::AssessmentSigned,
    EventKind::SentForReply,
    EventKind::ReplyReceived,
];

fn facts<'a>(case_type: &'a str, events: &'a [Event]) -> GateFacts<'a> {
    let types = CaseTypes::builtin();
    GateFacts {
        case_type,
        way: types.way(case_type),
        lss: case_type.starts_with("lss"),
        events,
        assessment: None,
        child: Some(false),
        custodians: None,
        oral: false,
        communication_known: true,
        reply_skipped: "",
        recipients: &[],
        drafts: &[],
        appeal_until: None,
        today: day(22),
    }
}

fn with<'a>(facts: GateFacts<'a>, spec: &'a Spec, answers: &'a Answers) -> GateFacts<'a> {
    GateFacts {
        assessment: Some(AssessmentFacts {
            spec,
            answers,
            signed: true,
        }),
        ..facts
    }
}

fn told(list: &[Missing]) -> Vec<&str> {
    list.iter().map(|missing| missing.what.as_str()).collect()
}

fn targets(list: Vec<Missing>) -> Vec<Target> {
    list.into_iter().map(|missing| missing.leads_to).collect()
}

fn field(id: &str) -> Target {
    Target::Field(id.to_owned())
}

#[test]
fn a_whole_case_lacks_nothing() {
    let log = events(ASSESSED);
    for (case_type, form) in [
        ("hemtjanst", "utredning_aldre"),
        ("lss_kontaktperson", "utredning_lss"),
    ] {
        let spec = spec(form);
        let answers = full(&spec);
        for child in [true, false] {
            let facts = GateFacts {
                child: Some(child),
                oral: true,
                ..with(facts(case_type, &log), &spec, &answers)
            };
            assert_eq!(
                told(&before_decision(&facts)),
                Vec::<&str>::new(),
                "{case_type}"
            );
        }
    }
}

#[test]
fn a_new_case_lacks_every_step_in_its_order() {
    let log = events(&ASSESSED[..1]);
    let list = before_decision(&GateFacts {
        communication_known: false,
        child: None,
        ..facts("hemtjanst", &log)
    });
    assert_eq!(
        targets(list),
        [
            Target::Event(EventKind::FirstContact),
            Target::Person(PersonFact::BirthDate),
            Target::Event(EventKind::AssessmentBegun),
            Target::Form(DocumentKind::Assessment),
            Target::Person(PersonFact::Communication),
            Target::Event(EventKind::SentForReply),
        ]
    );
}

#[test]
fn each_gap_leads_to_its_field() {
    let log = events(ASSESSED);
    let elder = spec("utredning_aldre");
    // What is cleared, whether a child, whether oral; where it leads.
    let table: &[(&str, bool, bool, Option<&str>)] = &[
        ("vald.fragat", false, false, Some("vald.fragat")),
        ("vald.enskilt", false, false, Some("vald.enskilt")),
        ("vald.information", false, false, Some("vald.information")),
        ("barn.installning", true, false, Some("barn.installning")),
        ("barn.konsekvenser", true, false, Some("barn.konsekvenser")),
        ("barn.installning", false, false, None),
        (
            "bakgrund.muntlig_skal",
            false,
            true,
            Some("bakgrund.muntlig_skal"),
        ),
        (
            "bakgrund.muntlig_samtycke",
            false,
            true,
            Some("bakgrund.muntlig_samtycke"),
        ),
        ("bakgrund.muntlig_skal", false, false, None),
        ("bakgrund.kommunikation", false, false, None),
    ];
    for (cleared, child, oral, leads_to) in table {
        let mut answers = full(&elder);
        answers.set(cleared, "");
        let facts = GateFacts {
            child: Some(*child),
            oral: *oral,
            ..with(facts("hemtjanst", &log), &elder, &answers)
        };
        let expected: Vec<Target> = leads_to.iter().map(|id| field(id)).collect();
        assert_eq!(targets(before_decision(&facts)), expected, "{cleared}");
    }
    let mut answers = full(&elder);
    answers.set("bakgrund.kommunikation", "");
    let facts = GateFacts {
        communication_known: false,
        ..with(facts("hemtjanst", &log), &elder, &answers)
    };
    assert_eq!(
        targets(before_decision(&facts)),
        [field("bakgrund.kommunikation")]
    );
}

#[test]
fn a_question_not_asked_needs_a_word() {
    let log = events(ASSESSED);
    let elder = spec("utredning_aldre");
    let mut answers = full(&elder);
    answers.set("vald.fragat", "nej");
    answers.set("vald.enskilt", "");
    answers.set("vald.anteckning", "");
    let list = before_decision(&with(facts("hemtjanst", &log), &elder, &answers));
    assert_eq!(
        told(&list),
        ["Frågan om våld är inte ställd: skriv varför och när den ska ställas"]
    );
    assert_eq!(targets(list), [field("vald.anteckning")]);
    answers.set(
        "vald.anteckning",
        "Sonen satt med hela mötet; ny tid bokad.",
    );
    assert!(before_decision(&with(facts("hemtjanst", &log), &elder, &answers)).is_empty());
    answers.set("vald.fragat", "ja");
    answers.set("vald.enskilt", "nej");
    assert!(before_decision(&with(facts("hemtjanst", &log), &elder, &answers)).is_empty());
}

#[test]
fn a_draft_tells_what_the_form_requires_once_and_is_to_be_signed() {
    let log = events(&ASSESSED[..3]);
    let elder = spec("utredning_aldre");
    let mut answers = full(&elder);
    answers.set("egen_syn.mal", "");
    answers.set("vald.fragat", "");
    let facts = GateFacts {
        assessment: Some(AssessmentFacts {
            spec: &elder,
            answers: &answers,
            signed: false,
        }),
        reply_skipped: "Hemgång i kväll, insatsen behövs genast.",
        ..facts("hemtjanst", &log)
    };
    let list = before_decision(&facts);
    assert_eq!(
        told(&list),
        [
            "Frågan om våld är inte besvarad",
            "Egen syn och mål: Mål med egna ord saknas",
            "Utredningen är inte undertecknad"
        ]
    );
}

#[test]
fn the_right_to_reply_is_sent_answered_run_out_or_skipped_with_a_reason() {
    let elder = spec("utredning_aldre");
    let answers = full(&elder);
    let targets_of = |kinds: &[EventKind], skipped: &str, today| {
        let log = events(kinds);
        let facts = GateFacts {
            reply_skipped: skipped,
            today,
            ..with(facts("hemtjanst", &log), &elder, &answers)
        };
        let list = before_decision(&facts);
        (told(&list).join("; "), targets(list).len())
    };
    // Sent on 5 November with an answer by the 12th.
    let sent = &ASSESSED[..5];
    assert_eq!(
        targets_of(sent, "", day(11)),
        ("Svar på kommunicering inväntas till 12 nov".to_owned(), 1)
    );
    assert_eq!(targets_of(sent, "", day(12)).1, 0);
    assert_eq!(targets_of(ASSESSED, "", day(6)).1, 0);
    assert_eq!(targets_of(&ASSESSED[..4], "", day(6)).1, 1);
    assert_eq!(targets_of(&ASSESSED[..4], " ", day(6)).1, 1);
    assert_eq!(targets_of(&ASSESSED[..4], "Brådskande.", day(6)).1, 0);
    // That no reply came counts only where there was something to reply to.
    let mut unsent = ASSESSED[..4].to_vec();
    for answer in [EventKind::ReplyAbsent, EventKind::ReplyReceived] {
        unsent.push(answer);
        assert_eq!(targets_of(&unsent, "", day(20)).1, 1, "{answer:?}");
    }
    // A renewal is communicated anew.
    let mut renewed = ASSESSED.to_vec();
    renewed.extend([
        EventKind::Granted,
        EventKind::AssessmentBegun,
        EventKind::AssessmentSigned,
    ]);
    assert_eq!(targets_of(&renewed, "", day(20)).1, 1);
}

#[test]
fn what_an_appeal_changes_is_not_investigated_or_sent_anew() {
    use EventKind as E;
    let way = [
        E::Received,
        E::FirstContact,
        E::AssessmentBegun,
        E::AssessmentSigned,
        E::SentForReply,
        E::ReplyReceived,
        E::Refused,
        E::AppealReceived,
        E::ReconsideredGranted,
    ];
    let changed = events(&way);
    assert_eq!(
        told(&before_decision(&facts("hemtjanst", &changed))),
        [""; 0]
    );
    // A second decision for another reason has its own.
    let again = events(&way[..8]);
    assert_eq!(before_decision(&facts("hemtjanst", &again)).len(), 3);
}

#[test]
fn a_young_child_has_a_custodian_who_is_sent_the_assessment_too() {
    let lss = spec("utredning_lss");
    let answers = full(&lss);
    let list = |log: &[Event], custodians: &[Subject]| {
        let facts = GateFacts {
            child: Some(true),
            custodians: Some(custodians),
            ..with(facts("lss_kontaktperson", log), &lss, &answers)
        };
        targets(before_decision(&facts))
    };
    let mut log = events(ASSESSED);
    let mother = [Subject::Recipient(1)];
    // A register file tells of the case alone.
    assert!(list(&log, &mother).is_empty());
    assert_eq!(list(&log, &[]), [Target::Person(PersonFact::Custodian)]);
    for event in &mut log[4..] {
        event.subject = Subject::Recipient(0);
    }
    assert_eq!(
        list(&log, &mother),
        [Target::Event(EventKind::SentForReply)]
    );
    log[4].subject = mother[0];
    log[5].subject = mother[0];
    assert!(list(&log, &mother).is_empty());
}

#[test]
fn the_circle_comes_before_the_need() {
    let log = events(ASSESSED);
    let lss = spec("utredning_lss");
    let mut answers = full(&lss);
    let list = |case_type: &str, answers: &Answers| {
        let list = before_decision(&with(facts(case_type, &log), &lss, answers));
        (told(&list).join("; "), targets(list))
    };
    answers.set("personkrets.krets", "3");
    answers.set("personkrets.stor", "nej");
    assert_eq!(
        list("lss_kontaktperson", &answers),
        (
            "Personkrets 3, inte uppfyllt: stor".to_owned(),
            vec![field("personkrets.stor")]
        )
    );
    answers.set("personkrets.stor", "ja");
    let (what, _) = list("lss_daglig_verksamhet", &answers);
    assert!(what.starts_with("Daglig verksamhet ges inte till personkrets 3"));
    answers.set("personkrets.krets", "2");
    assert!(list("lss_daglig_verksamhet", &answers).1.is_empty());
    assert_eq!(list("lss", &answers).1, [Target::CaseType]);
    answers.set("personkrets.krets", "");
    let (what, leads_to) = list("lss_kontaktperson", &answers);
    assert_eq!(what, "Personkrets är inte avgjord; den avgörs före behovet");
    assert_eq!(leads_to, [field("personkrets.krets")]);
    // Belonging to none is an answer: the decision is a refusal.
    answers.set("personkrets.krets", "tillhör inte personkretsen");
    assert!(list("lss_kontaktperson", &answers).1.is_empty());
}

#[test]
fn a_type_without_decision_or_assessment_asks_for_neither() {
    let log = events(&ASSESSED[..1]);
    assert!(before_decision(&facts("anhorigstod", &log)).is_empty());
    let list = before_decision(&facts("avgift", &log));
    assert_eq!(targets(list), [Target::Event(EventKind::FirstContact)]);
    let list = before_closing(&facts("anhorigstod", &log));
    assert_eq!(targets(list), [Target::Event(EventKind::FirstContact)]);
    let log = events(&ASSESSED[..2]);
    assert!(before_closing(&facts("anhorigstod", &log)).is_empty());
    let list = before_closing(&facts("orosanmalan", &log));
    assert_eq!(targets(list), [Target::Form(DocumentKind::Assessment)]);
}

#[test]
fn what_is_begun_is_ended_before_closing() {
    use EventKind as E;
    let list = |kinds: &[EventKind]| {
        let log = events(kinds);
        targets(before_closing(&facts("hemtjanst", &log)))
    };
    assert_eq!(list(&ASSESSED[..1]), [Target::Event(E::Granted)]);
    assert!(list(&[E::Received, E::Withdrawn]).is_empty());
    assert!(list(&[E::Received, E::WrittenOff]).is_empty());
    assert_eq!(
        list(&[E::Received, E::Died]),
        [Target::Event(E::WrittenOff)]
    );
    assert_eq!(
        list(&[E::Refused]),
        [
            Target::Event(E::DecisionSent),
            Target::Event(E::DecisionReceived)
        ]
    );
    assert!(list(&[E::Refused, E::DecisionSent, E::DecisionReceived]).is_empty());
    // What is refused beside what is granted is sent and received like a refusal.
    let mut both = events(&[E::Refused, E::Granted]);
    both[0].day = both[1].day;
    (both[0].subject, both[1].subject) = (Subject::DecisionItem(1), Subject::Measure(1));
    assert_eq!(
        targets(before_closing(&facts("hemtjanst", &both))),
        [
            Target::Event(E::DecisionSent),
            Target::Event(E::DecisionReceived)
        ]
    );
    assert_eq!(
        list(&[E::Granted, E::DecisionSent, E::Executed]),
        [
            Target::Event(E::DecisionEnds),
            Target::Form(DocumentKind::FollowUp)
        ]
    );
    assert!(
        list(&[
            E::Granted,
            E::DecisionSent,
            E::Executed,
            E::FollowedUp,
            E::DecisionEnds
        ])
        .is_empty()
    );
    assert!(list(&[E::Granted, E::DecisionSent, E::Executed, E::Died]).is_empty());
    assert_eq!(
        list(&[
            E::Refused,
            E::DecisionReceived,
            E::AppealReceived,
            E::ComplaintReceived
        ]),
        [
            Target::Event(E::AppealForwarded),
            Target::Event(E::ComplaintAnswered)
        ]
    );
    assert_eq!(
        list(&[
            E::Granted,
            E::DecisionSent,
            E::Executed,
            E::PlanReceived,
            E::FollowedUp,
            E::DecisionEnds
        ]),
        [Target::Event(E::PlanAccepted)]
    );
}

#[test]
fn an_appeal_that_may_still_come_and_a_draft_are_told() {
    use EventKind as E;
    let log = events(&[E::Refused, E::DecisionSent, E::DecisionReceived]);
    let drafts = [DocumentKind::Order];
    let facts = GateFacts {
        appeal_until: Some(day(23)),
        drafts: &drafts,
        ..facts("hemtjanst", &log)
    };
    assert_eq!(
        told(&before_closing(&facts)),
        [
            "Avslaget kan överklagas till och med 24 nov",
            "Ett utkast är inte undertecknat: Rambeställning"
        ]
    );
    let later = GateFacts {
        today: day(24),
        drafts: &[],
        ..facts
    };
    assert!(before_closing(&later).is_empty());
}

#[test]
fn one_complaint_answered_is_not_the_other() {
    use EventKind as E;
    let mut log = events(&[
        E::Granted,
        E::DecisionSent,
        E::ComplaintReceived,
        E::ComplaintReceived,
        E::ComplaintAnswered,
    ]);
    log[2].subject = Subject::Feedback(1);
    log[3].subject = Subject::Feedback(2);
    log[4].subject = Subject::Feedback(2);
    let list = before_closing(&facts("hemtjanst", &log));
    assert_eq!(targets(list), [Target::Event(E::ComplaintAnswered)]);
}

proptest! {
    /// Whatever the log says, nothing is told twice, every sentence is one, and every field it leads to is
    /// in the form.
    #[test]
    fn every_line_is_told_once_and_leads_somewhere(
        kinds in prop::collection::vec(prop::sample::select(EventKind::ALL), 0..14),
        kind in 0usize..33, child in prop::option::of(any::<bool>()), oral: bool, known: bool, signed: bool,
        cleared in prop::collection::vec(0usize..80, 0..30),
    ) {
        let types = CaseTypes::builtin();
        let known_type = &types.all()[kind];
        let form = spec(known_type.template.as_deref().unwrap_or("utredning_aldre"));
        let mut answers = full(&form);
        let ids: Vec<String> = form.sections.iter().flat_map(|s| &s.fields).map(|f| f.id.clone()).collect();
        for at in cleared {
            if let Some(id) = ids.get(at) {
                answers.set(id, "");
            }
        }
        let log = events(&kinds);
        let facts = GateFacts {
            child,
            oral,
            communication_known: known,
            assessment: Some(AssessmentFacts { spec: &form, answers: &answers, signed }),
            ..facts(&known_type.id, &log)
        };
        for list in [super::before_decision(&facts), before_closing(&facts)] {
            for (at, missing) in list.iter().enumerate() {
                prop_assert!(!list[..at].contains(missing));
                prop_assert!(!missing.what.is_empty() && !missing.what.ends_with('.'));
                prop_assert!(missing.what.starts_with(char::is_uppercase));
                if let Target::Field(id) = &missing.leads_to {
                    prop_assert!(form.field(id).is_some(), "{id}");
                }
            }
        }
    }
}
