use super::*;
use crate::unit::CaseTypes;
use crate::unit::delegation::Delegations;
use proptest::prelude::*;

fn day(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

fn order(id: &str) -> DelegationOrder {
    Delegations::builtin(&CaseTypes::builtin(), &Synonyms::builtin().into())
        .get(id)
        .unwrap()
        .clone()
}

fn person(roles: &[Role], appointments: &[&str]) -> Decider {
    Decider {
        id: 1,
        name: "Anna Ek".into(),
        roles: roles.to_vec(),
        started: day(2020, 1, 1),
        appointments: appointments.iter().map(|a| (*a).to_owned()).collect(),
        own: true,
    }
}

fn caseworker() -> Decider {
    person(&[Role::Caseworker], &[])
}

fn proposal(case_type: &str, minutes: Option<u64>) -> Proposal<'_> {
    Proposal {
        case_type,
        intervention: "",
        outcome: Outcome::Granted,
        span: minutes.map(Span::minutes),
        day: day(2026, 11, 23),
    }
}

fn home_care(hours: u64, minutes: u64) -> Proposal<'static> {
    proposal("hemtjanst", Some(hours * 60 + minutes))
}

#[test]
fn order_b_to_the_minute() {
    use Verdict::{AfterConsultation, Alone, Withheld};
    let b = order("b");
    let appointed = Decider {
        own: false,
        ..person(&[Role::Caseworker], &["samrad"])
    };
    let deputy = person(&[Role::DeputyManager], &[]);
    // Hours, minutes; caseworker, appointed on a colleague's proposal, appointed on the own, manager.
    let table = [
        (0, 1, Alone, Alone, Alone),
        (79, 0, Alone, Alone, Alone),
        (79, 1, AfterConsultation, Alone, AfterConsultation),
        (80, 0, AfterConsultation, Alone, AfterConsultation),
        (99, 0, AfterConsultation, Alone, AfterConsultation),
        (99, 1, Withheld, Alone, Withheld),
        (100, 0, Withheld, Alone, Withheld),
    ];
    for (hours, minutes, theirs, appointeds, own) in table {
        let p = home_care(hours, minutes);
        let told = format!("{hours} h {minutes}");
        assert_eq!(ruling(&b, &p, &caseworker()).verdict, theirs, "{told}");
        assert_eq!(ruling(&b, &p, &appointed).verdict, appointeds, "{told}");
        let proposer = Decider {
            own: true,
            ..appointed.clone()
        };
        assert_eq!(ruling(&b, &p, &proposer).verdict, own, "{told}");
        assert_eq!(ruling(&b, &p, &deputy).verdict, Alone, "{told}");
    }
}

#[test]
fn order_b_keeps_residences_for_managers() {
    let b = order("b");
    let appointed = Decider {
        own: false,
        ..person(&[Role::SpecialistCaseworker], &["samrad"])
    };
    for case_type in ["servicehus", "vobo"] {
        for outcome in [Outcome::Granted, Outcome::Refused] {
            let p = Proposal {
                outcome,
                ..proposal(case_type, None)
            };
            assert_eq!(ruling(&b, &p, &caseworker()).verdict, Verdict::Withheld);
            assert_eq!(ruling(&b, &p, &appointed).verdict, Verdict::Withheld);
            for role in [Role::Manager, Role::DeputyManager] {
                let told = ruling(&b, &p, &person(&[role], &[]));
                assert_eq!(told.verdict, Verdict::Alone);
            }
        }
    }
    // A residence named in a case of home care is a residence still.
    for name in ["Servicehus", "särskilt boende", "Vård- och omsorgsboende"] {
        let p = Proposal {
            intervention: name,
            ..home_care(10, 0)
        };
        let told = ruling(&b, &p, &caseworker());
        assert_eq!(told.verdict, Verdict::Withheld, "{name}");
        assert_eq!(told.row.map(|row| row.number), Some(4), "{name}");
    }
}

#[test]
fn what_is_written_in_a_case_of_home_care_is_not_home_care_for_that() {
    for id in ["a", "b"] {
        let order = order(id);
        let told = |intervention| {
            let p = Proposal {
                intervention,
                ..home_care(1, 0)
            };
            ruling(&order, &p, &caseworker())
        };
        for other in [
            "Plats på särskilt boende",
            "vårdboende",
            "gruppboende",
            "Boende",
            "korttidsboende",
            "Personlig assistans",
            "Ledsagarservice",
            "kontaktperson LSS",
            "Trygghetslarm",
            "Hemtjänst och plats på särskilt boende",
            "Akutplats",
            "i",
        ] {
            assert_eq!(told(other).verdict, Verdict::Withheld, "{id}: {other}");
        }
        for home in [
            "",
            "Hemtjänst",
            "hemtjänst i hemmet",
            "Hemtjänst i ordinärt boende",
            "Hemtjänst, service och omvårdnad",
            "Städning",
            "städ",
            "dusch två gånger i veckan",
            "Matlagning och inköp",
            "På- och avklädning",
            "tillsyn natt",
            "social samvaro",
        ] {
            assert_eq!(told(home).verdict, Verdict::Alone, "{id}: {home}");
        }
    }
    let why = |intervention| {
        let p = Proposal {
            intervention,
            ..home_care(1, 0)
        };
        ruling(&order("b"), &p, &caseworker()).reason
    };
    assert_eq!(
        why("Akutplats"),
        "Insatsen känns inte igen i delegationsordningen: chef beslutar (delegation B)"
    );
    assert_eq!(
        why("Hemtjänst och ledsagning"),
        "Insatsen nämner flera slags hjälp, skriv dem var för sig: annars beslutar chef (delegation B)"
    );
    // What is done by the hour in a case that is not ordered by the hour is not known.
    let p = Proposal {
        intervention: "Dusch",
        ..proposal("korttid", Some(60))
    };
    assert_eq!(
        ruling(&order("b"), &p, &caseworker()).verdict,
        Verdict::Withheld
    );
    // A case's own words, and those of LSS where SoL has the same.
    let enkel = order("enkel");
    assert_eq!(
        enkel.subject_key("lss_kontaktperson", "Kontaktperson"),
        "lss_kontaktperson"
    );
    assert_eq!(
        enkel.subject_key("hemtjanst", "Kontaktperson"),
        "kontaktperson"
    );
    assert_eq!(
        enkel.subject_key("boendestod", "Boendestöd i hemmet"),
        "boendestod"
    );
    assert_eq!(enkel.subject_key("boendestod", "Städning"), "boendestod");
}

#[test]
fn order_a_to_the_minute_and_to_the_day() {
    let a = order("a");
    let worker = |started| Decider {
        started,
        ..caseworker()
    };
    let verdict = |p: &Proposal<'_>, who: &Decider| ruling(&a, p, who).verdict;
    let seasoned = caseworker();
    assert_eq!(verdict(&home_care(136, 0), &seasoned), Verdict::Alone);
    assert_eq!(verdict(&home_care(136, 1), &seasoned), Verdict::Withheld);
    assert_eq!(verdict(&home_care(137, 0), &seasoned), Verdict::Withheld);
    let manager = person(&[Role::Manager], &[]);
    assert_eq!(verdict(&home_care(137, 0), &manager), Verdict::Alone);
    // The decision is on 23 November 2026: five months, the day before six, six to the day.
    let p = home_care(40, 0);
    assert_eq!(verdict(&p, &worker(day(2026, 6, 23))), Verdict::Withheld);
    assert_eq!(verdict(&p, &worker(day(2026, 5, 24))), Verdict::Withheld);
    assert_eq!(verdict(&p, &worker(day(2026, 5, 23))), Verdict::Alone);
    // From 31 August, six months end on the last of February.
    let p = Proposal {
        day: day(2027, 2, 28),
        ..home_care(40, 0)
    };
    assert_eq!(verdict(&p, &worker(day(2026, 8, 31))), Verdict::Alone);
    let early = Proposal {
        day: day(2027, 2, 27),
        ..home_care(40, 0)
    };
    assert_eq!(
        verdict(&early, &worker(day(2026, 8, 31))),
        Verdict::Withheld
    );
    // A manager is not asked how long.
    let new_manager = Decider {
        started: day(2026, 11, 1),
        ..manager
    };
    assert_eq!(verdict(&home_care(40, 0), &new_manager), Verdict::Alone);
    for covered in ["dagverksamhet", "ledsagning", "avlosning"] {
        assert_eq!(verdict(&proposal(covered, None), &seasoned), Verdict::Alone);
    }
    for silent in ["trygghetslarm", "vobo", "servicehus", "korttid", "lss"] {
        let told = ruling(&a, &proposal(silent, None), &seasoned);
        assert_eq!(told.verdict, Verdict::Withheld, "{silent}");
        assert_eq!(told.row, None);
        assert!(told.may.contains(&Who::Role(Role::Manager)));
    }
    // Short stay decided in a case of home care is not home care.
    let p = Proposal {
        intervention: "Växelvård",
        ..home_care(20, 0)
    };
    assert_eq!(verdict(&p, &seasoned), Verdict::Withheld);
}

#[test]
fn rulings_say_why() {
    let b = order("b");
    let why = |p: &Proposal<'_>, who: &Decider| ruling(&b, p, who).reason;
    let anna = caseworker();
    assert_eq!(
        why(&home_care(79, 0), &anna),
        "Högst 79 timmar: beslutas på egen hand (delegation B, rad 1)"
    );
    assert_eq!(
        why(&home_care(96, 0), &anna),
        "Över 79 timmar: samråd med chef eller utsedd krävs (delegation B, rad 2)"
    );
    assert_eq!(
        why(&home_care(99, 1), &anna),
        "Över 99 timmar: chef eller utsedd beslutar (delegation B, rad 3)"
    );
    assert_eq!(
        why(&proposal("vobo", None), &anna),
        "Boende med heldygnsomsorg och servicehus: chef beslutar (delegation B, rad 4)"
    );
    assert_eq!(
        why(&proposal("korttid", None), &anna),
        "Delegation B överlåter inte beslut om korttidsvård eller växelvård: chef beslutar"
    );
    assert_eq!(
        why(&proposal("hemtjanst", None), &anna),
        "Timmar per månad saknas: utan dem beslutar chef (delegation B)"
    );
    let before = Proposal {
        day: day(2018, 6, 30),
        ..home_care(10, 0)
    };
    assert_eq!(
        why(&before, &anna),
        "Delegation B gäller inte 30 juni 2018: chef beslutar"
    );
    let new = Decider {
        started: day(2026, 6, 23),
        ..caseworker()
    };
    assert_eq!(
        ruling(&order("a"), &home_care(40, 0), &new).reason,
        "Högst 136 timmar: kräver sex månader i tjänsten, uppnås 23 dec 2026; tills dess beslutar \
         chef (delegation A, rad 1)"
    );
}

#[test]
fn a_refusal_is_measured_by_what_was_applied_for() {
    let b = order("b");
    let refused = |span: Option<u64>| Proposal {
        outcome: Outcome::Refused,
        ..proposal("hemtjanst", span)
    };
    let verdict = |p| ruling(&b, &p, &caseworker()).verdict;
    assert_eq!(verdict(refused(None)), Verdict::Alone);
    assert_eq!(verdict(refused(Some(79 * 60))), Verdict::Alone);
    assert_eq!(verdict(refused(Some(100 * 60))), Verdict::Withheld);
}

#[test]
fn people_are_named_with_how() {
    let b = order("b");
    let named = |id, name: &str, roles: &[Role], appointments: &[&str], own| Decider {
        id,
        name: name.into(),
        own,
        ..person(roles, appointments)
    };
    let people = [
        named(1, "Anna Ek", &[Role::Caseworker], &[], true),
        named(2, "Petra Sand", &[Role::Caseworker], &["samrad"], false),
        named(3, "Eva Holm", &[Role::DeputyManager], &[], false),
        named(4, "Bo Ny", &[Role::Administrator], &[], false),
        Decider {
            started: day(2026, 12, 1),
            ..named(5, "Ida Ny", &[Role::Manager], &[], false)
        },
    ];
    let who = |p: &Proposal<'_>| {
        who_may(&b, p, &people)
            .into_iter()
            .map(|c| (c.person.id, c.verdict))
            .collect::<Vec<_>>()
    };
    use Verdict::{AfterConsultation, Alone};
    assert_eq!(
        who(&home_care(96, 0)),
        [(2, Alone), (3, Alone), (1, AfterConsultation)]
    );
    assert_eq!(who(&home_care(120, 0)), [(2, Alone), (3, Alone)]);
    assert_eq!(who(&proposal("vobo", None)), [(3, Alone)]);
    let ids = |decider: &Decider| {
        whom_to_consult(&b, &home_care(96, 0), decider, &people)
            .iter()
            .map(|d| d.id)
            .collect::<Vec<_>>()
    };
    assert_eq!(ids(&people[0]), [2, 3]);
    let own = named(2, "Petra Sand", &[Role::Caseworker], &["samrad"], true);
    assert_eq!(ids(&own), [3]);
}

#[test]
fn the_simple_order_answers_for_every_type_that_the_unit_decides() {
    let simple = order("enkel");
    for known in CaseTypes::builtin().all() {
        let p = proposal(&known.id, Some(60 * 60));
        let decided = known.decides == crate::core::next::Decides::Delegation;
        let told = ruling(&simple, &p, &caseworker());
        assert_eq!(told.row.is_some(), decided, "{}", known.id);
    }
    let over = home_care(60, 1);
    let told = ruling(&simple, &over, &caseworker());
    assert_eq!(told.verdict, Verdict::Withheld);
}

fn any_person() -> impl Strategy<Value = Decider> {
    let role = prop::sample::select(Role::ALL);
    (
        prop::collection::vec(role, 0..3),
        any::<bool>(),
        any::<bool>(),
        0..900i64,
    )
        .prop_map(|(roles, appointed, own, days)| Decider {
            roles,
            own,
            started: day(2025, 1, 1) + chrono::Duration::days(days),
            ..person(&[], if appointed { &["samrad"] } else { &[] })
        })
}

fn any_order() -> impl Strategy<Value = DelegationOrder> {
    prop::sample::select(vec!["a", "b", "enkel"]).prop_map(order)
}

proptest! {
    /// More time never gives more power, and a later start never does.
    #[test]
    fn power_never_grows_with_the_hours_or_the_newness(
        order in any_order(), who in any_person(), a in 0u64..12_000, b in 0u64..12_000, later in 0i64..400,
    ) {
        let (less, more) = (a.min(b), a.max(b));
        let verdict = |minutes, who: &Decider| ruling(&order, &proposal("hemtjanst", Some(minutes)), who).verdict;
        prop_assert!(verdict(less, &who) <= verdict(more, &who));
        let newer = Decider { started: who.started + chrono::Duration::days(later), ..who.clone() };
        prop_assert!(verdict(less, &who) <= verdict(less, &newer));
    }

    /// A manager in post may decide whatever is proposed; nobody without role and appointment may anything;
    /// whoever may is named by the ruling, and whoever must consult has somebody to consult.
    #[test]
    fn nothing_is_left_undecided_and_nobody_decides_unnamed(
        order in any_order(), who in any_person(), minutes in prop::option::of(0u64..12_000),
        outcome in prop::sample::select(Outcome::ALL), kind in 0usize..33, word in 0usize..33,
    ) {
        let types = CaseTypes::builtin();
        let p = Proposal {
            outcome,
            intervention: types.all().get(word).map_or("", |t| t.name.as_str()),
            ..proposal(&types.all()[kind].id, minutes)
        };
        let told = ruling(&order, &p, &who);
        let in_post = who.started <= p.day;
        if who.roles.contains(&Role::Manager) && in_post {
            prop_assert_eq!(told.verdict, Verdict::Alone);
        }
        if !in_post || (who.roles.is_empty() && who.appointments.is_empty()) {
            prop_assert_eq!(told.verdict, Verdict::Withheld);
        }
        if told.verdict != Verdict::Withheld {
            prop_assert!(told.may.iter().any(|one| one.names(&who)));
        }
        prop_assert_eq!(told.verdict == Verdict::AfterConsultation, told.verdict != Verdict::Withheld && !told.consult.is_empty());
        prop_assert!(told.may.contains(&Who::Role(Role::Manager)));
    }
}
