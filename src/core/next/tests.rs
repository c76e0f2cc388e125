//! The next step, for every type of way.

use super::*;
use crate::core::event::Subject;

fn step(kinds: &[EventKind]) -> &'static str {
    let ordered = Way {
        ordered: true,
        ..Way::default()
    };
    step_on(ordered, kinds)
}

fn step_on(way: Way, kinds: &[EventKind]) -> &'static str {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 1).unwrap();
    let events: Vec<Event> = kinds
        .iter()
        .enumerate()
        .map(|(i, kind)| Event {
            id: i as i64,
            kind: *kind,
            subject: Subject::Case,
            day: day + chrono::Days::new(i as u64),
            time: None,
            until: None,
        })
        .collect();
    next_step(way, &events).word()
}

#[test]
fn the_way_of_home_care_is_walked_step_by_step() {
    use EventKind as E;
    let way = [
        (E::Received, "kontakt"),
        (E::FirstContact, "inled_utredning"),
        (E::AssessmentBegun, "skriv_utredning"),
        (E::AssessmentSigned, "kommunicera"),
        (E::SentForReply, "invanta_svar"),
        (E::ReplyReceived, "besluta"),
        (E::Granted, "skicka_beslut"),
        (E::DecisionSent, "skriv_bestallning"),
        (E::OrderSent, "invanta_bekraftelse"),
        (E::OrderConfirmed, "invanta_plan"),
        (E::PlanReceived, "las_plan"),
        (E::PlanAccepted, "verkstall"),
        (E::Executed, "folj_upp"),
        (E::Interrupted, "ateruppta"),
        (E::Resumed, "folj_upp"),
        (E::ComplaintReceived, "besvara_klagomal"),
        (E::ComplaintAnswered, "folj_upp"),
        (E::AssessmentBegun, "skriv_utredning"),
        (E::Granted, "skicka_beslut"),
        (E::DecisionSent, "folj_upp"),
        (E::Closed, "inget"),
    ];
    let mut kinds = Vec::new();
    for (kind, expected) in way {
        kinds.push(kind);
        assert_eq!(step(&kinds), expected, "after {kinds:?}");
    }
}

#[test]
fn a_discharge_begins_with_what_the_hospital_tells() {
    use EventKind as E;
    let way = crate::unit::CaseTypes::builtin().way("utskrivning");
    for (kinds, expected) in [
        (&[E::Received] as &[E], "notera_sjukhus"),
        (&[E::Received, E::Admitted], "kontakt"),
        (&[E::Received, E::ReadyForDischarge], "ordna_hemgang"),
        (
            &[E::Received, E::ReadyForDischarge, E::HomecomingArranged],
            "kontakt",
        ),
        // Who is met first has been told of the person by somebody.
        (&[E::Received, E::FirstContact], "inled_utredning"),
    ] {
        assert_eq!(step_on(way, kinds), expected, "after {kinds:?}");
    }
    let home = crate::unit::CaseTypes::builtin().way("hemtjanst");
    assert_eq!(step_on(home, &[E::Received]), "kontakt");
}

#[test]
fn a_refusal_leads_to_its_receipt_and_then_to_the_end() {
    use EventKind as E;
    assert_eq!(
        step(&[E::Received, E::AssessmentBegun, E::Refused, E::DecisionSent]),
        "notera_delgivning"
    );
    assert_eq!(
        step(&[E::Refused, E::DecisionSent, E::DecisionReceived]),
        "avsluta"
    );
}

#[test]
fn a_refusal_beside_what_is_granted_asks_for_its_receipt() {
    use EventKind as E;
    let day = |n: u32| chrono::NaiveDate::from_ymd_opt(2026, 11, n).unwrap();
    let way = [
        (E::Refused, Subject::DecisionItem(1), 20, "skicka_beslut"),
        (E::Granted, Subject::Measure(1), 20, "skicka_beslut"),
        (E::DecisionSent, Subject::Case, 20, "notera_delgivning"),
        (E::Executed, Subject::Measure(1), 21, "notera_delgivning"),
        (E::DecisionReceived, Subject::Case, 23, "folj_upp"),
        // The same day something more is granted: it is sent by itself.
        (E::Granted, Subject::Measure(2), 23, "skicka_beslut"),
        (E::DecisionSent, Subject::Case, 23, "verkstall"),
    ];
    let mut events = Vec::new();
    for (id, (kind, subject, on, expected)) in (1..).zip(way) {
        events.push(Event {
            id,
            kind,
            subject,
            day: day(on),
            time: None,
            until: None,
        });
        let next = next_step(Way::default(), &events).word();
        assert_eq!(next, expected, "after {kind:?} {on}");
    }
    // A later refusal of something else ends nothing that runs.
    events.push(Event {
        id: 20,
        kind: E::Refused,
        subject: Subject::DecisionItem(9),
        day: day(25),
        time: None,
        until: None,
    });
    assert_eq!(next_step(Way::default(), &events).word(), "skicka_beslut");
}

#[test]
fn an_appeal_is_tried_sent_on_and_answered() {
    use EventKind as E;
    let way = [
        (E::Refused, "skicka_beslut"),
        (E::DecisionSent, "notera_delgivning"),
        (E::DecisionReceived, "avsluta"),
        (E::AppealReceived, "prova_overklagande"),
        (E::Reconsidered, "overlamna_overklagande"),
        (E::AppealForwarded, "invanta_domstol"),
        (E::CourtRemitted, "inled_utredning"),
        (E::AssessmentBegun, "skriv_utredning"),
        (E::Refused, "skicka_beslut"),
        (E::DecisionSent, "notera_delgivning"),
        (E::DecisionReceived, "avsluta"),
    ];
    let mut kinds = vec![E::Received];
    for (kind, expected) in way {
        kinds.push(kind);
        assert_eq!(step(&kinds), expected, "after {kinds:?}");
    }
    let refused = [
        E::Refused,
        E::DecisionSent,
        E::DecisionReceived,
        E::AppealReceived,
    ];
    let after = |kinds: &[E]| step(&[&refused, kinds].concat());
    assert_eq!(after(&[E::AppealDismissed]), "avsluta");
    assert_eq!(after(&[E::ReconsideredGranted]), "besluta");
    assert_eq!(
        after(&[E::ReconsideredGranted, E::Granted, E::DecisionSent]),
        "skriv_bestallning"
    );
    assert_eq!(after(&[E::AppealForwarded, E::CourtUpheld]), "avsluta");
    assert_eq!(
        after(&[E::AppealForwarded, E::CourtChanged]),
        "skriv_bestallning"
    );
}

#[test]
fn skipping_the_reply_or_getting_none_leads_on_to_the_decision() {
    use EventKind as E;
    let begun = [
        E::Received,
        E::FirstContact,
        E::AssessmentBegun,
        E::AssessmentSigned,
    ];
    let after = |kinds: &[E]| step(&[&begun, kinds].concat());
    assert_eq!(after(&[]), "kommunicera");
    assert_eq!(after(&[E::ReplySkipped]), "besluta");
    assert_eq!(after(&[E::SentForReply, E::ReplyAbsent]), "besluta");
}

#[test]
fn the_region_decides_what_is_the_regions_and_some_cases_need_no_decision() {
    use EventKind as E;
    let region = Way {
        decides: Decides::Region,
        ..Way::default()
    };
    let told = [
        E::Received,
        E::FirstContact,
        E::AssessmentBegun,
        E::AssessmentSigned,
        E::SentForReply,
        E::ReplyReceived,
    ];
    assert_eq!(step_on(region, &told), "overlamna");
    assert_eq!(step_on(Way::default(), &told), "besluta");
    let none = Way {
        assessed: false,
        ordered: false,
        discharge: false,
        decides: Decides::Nobody,
    };
    assert_eq!(step_on(none, &[E::Received]), "kontakt");
    assert_eq!(step_on(none, &[E::Received, E::FirstContact]), "avsluta");
    let report = Way {
        assessed: true,
        ..none
    };
    assert_eq!(step_on(report, &told[..2]), "inled_utredning");
    assert_eq!(step_on(report, &told[..3]), "skriv_utredning");
    assert_eq!(step_on(report, &told[..4]), "avsluta");
}

#[test]
fn each_measure_is_started_resumed_and_ended_by_itself() {
    use EventKind as E;
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 1).unwrap();
    let (one, two) = (Subject::Measure(1), Subject::Measure(2));
    let way = [
        (E::Granted, one, "skicka_beslut"),
        (E::Granted, two, "skicka_beslut"),
        (E::DecisionSent, Subject::Case, "verkstall"),
        (E::Executed, one, "verkstall"),
        (E::Executed, two, "folj_upp"),
        (E::Interrupted, one, "ateruppta"),
        // What is said of the other says nothing of this one.
        (E::Resumed, two, "ateruppta"),
        (E::Resumed, one, "folj_upp"),
        (E::Interrupted, two, "ateruppta"),
        (E::MeasureEnded, two, "folj_upp"),
        (E::MeasureEnded, one, "avsluta"),
    ];
    let mut events = Vec::new();
    for (at, (kind, subject, expected)) in way.into_iter().enumerate() {
        events.push(Event {
            id: at as i64,
            kind,
            subject,
            day: day + chrono::Days::new(at as u64),
            time: None,
            until: None,
        });
        let next = next_step(Way::default(), &events).word();
        assert_eq!(next, expected, "after {kind:?} of {subject:?}");
    }
}

#[test]
fn the_day_tells_what_is_late_and_what_may_still_be_appealed() {
    use EventKind as E;
    let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
    let rules = crate::core::rule::RuleSet::builtin();
    let next_beside = |told: &[(EventKind, &str)], ordered: bool, today: &str| {
        let with_id = (1..).zip(told);
        let events: Vec<Event> = with_id
            .map(|(id, (kind, on))| Event {
                id,
                kind: *kind,
                subject: match kind.is_of_order() {
                    true => Subject::Order(1),
                    false => Subject::Case,
                },
                day: day(on),
                time: None,
                until: None,
            })
            .collect();
        let facts = crate::core::deadline::CaseFacts {
            case_type: "hemtjanst",
            events: &events,
            states: &[],
        };
        let clocks = crate::core::deadline::clocks(&rules, &rules.calendar(), &facts);
        let way = crate::unit::CaseTypes::builtin().way("hemtjanst");
        let beside = Beside {
            ordered,
            ..Beside::default()
        };
        next_step_on(way, &events, beside, &clocks, day(today)).word()
    };
    let next = |told: &[(EventKind, &str)], today: &str| next_beside(told, true, today);
    let refused = [
        (E::Refused, "2026-11-09"),
        (E::DecisionSent, "2026-11-09"),
        (E::DecisionReceived, "2026-11-11"),
    ];
    assert_eq!(next(&refused, "2026-12-02"), "invanta_overklagande");
    assert_eq!(next(&refused, "2026-12-03"), "avsluta");
    let ordered = [
        (E::Granted, "2026-11-02"),
        (E::OrderSent, "2026-11-02"),
        (E::OrderConfirmed, "2026-11-03"),
    ];
    assert_eq!(next(&ordered[..2], "2026-11-05"), "invanta_bekraftelse");
    assert_eq!(next(&ordered[..2], "2026-11-06"), "paminn_bekraftelse");
    assert_eq!(next(&ordered, "2026-11-18"), "invanta_plan");
    assert_eq!(next(&ordered, "2026-11-19"), "paminn_plan");
    // "Hos Eva" and the like come from the file; without it the step says its own name.
    let with = ["2 dec".to_owned()];
    let told = NextStep::AwaitAppeal.told(&with);
    assert_eq!(told, "Invänta överklagandetiden (till 2 dec)");
    assert_eq!(NextStep::RemindPlan.told(&[]), "Påminn om planen");
    // A register file may tell of an order that is not written here; it has no ladder.
    assert_eq!(
        next_beside(&ordered[..2], false, "2026-11-06"),
        "invanta_bekraftelse"
    );
    assert_eq!(next_beside(&ordered, false, "2026-11-19"), "invanta_plan");
}

#[test]
fn what_is_decided_with_other_hours_is_ordered_before_all_but_what_was_in_a_hurry() {
    use EventKind as E;
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 1).unwrap();
    let step = |ordered, kinds: &[EventKind]| {
        let of = |(id, kind): (i64, &EventKind)| Event {
            id,
            kind: *kind,
            subject: Subject::Case,
            day: day + chrono::Days::new(id.unsigned_abs()),
            time: None,
            until: None,
        };
        let events: Vec<Event> = (0..).zip(kinds).map(of).collect();
        let way = Way {
            ordered,
            ..Way::default()
        };
        let beside = Beside {
            ordered: true,
            outgrown: true,
            ..Beside::default()
        };
        next_step_beside(way, &events, beside).word()
    };
    let anew = [E::OrderSent, E::Executed, E::Granted, E::DecisionSent];
    assert_eq!(step(true, &anew), "skriv_bestallning");
    assert_eq!(step(true, &anew[..3]), "skicka_beslut");
    assert_eq!(step(false, &anew), "invanta_plan");
    let hurried = [[E::OrderToComplete].as_slice(), &anew].concat();
    assert_eq!(step(true, &hurried), "komplettera_bestallning");
    let told = NextStep::WriteOrder.told(&["50 h".to_owned()]);
    assert_eq!(told, "Skriv beställning, 50 h beslutade");
}
