use super::*;
use crate::unit::log_check::{builtin, from_toml};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Anna's opening of a person's file at noon.
fn opening(row: i64, person: i64) -> Opening {
    let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap();
    Opening {
        first_row: row,
        user: 1,
        person: Some(person),
        day: day("2026-11-23"),
        from: noon,
        to: noon,
        acts: vec!["read_case".into()],
        cases: Vec::new(),
        reasons: Vec::new(),
    }
}

fn facts() -> OpeningFacts {
    OpeningFacts {
        user_name: "Anna Ek".into(),
        family_name: "Lind".into(),
        address: String::new(),
        ..OpeningFacts::default()
    }
}

/// The flags of one opening that is alone in its period.
fn alone(opening: Opening, facts: OpeningFacts) -> Vec<Flag> {
    flags(&builtin(), &[(opening, facts)]).remove(0)
}

#[test]
fn an_everyday_opening_raises_nothing() {
    assert_eq!(alone(opening(1, 1), facts()), []);
}

#[test]
fn many_files_in_a_day_are_flagged_from_the_limit_on() {
    let limit = i64::from(builtin().many_files.limit);
    let day_of = |files: i64| -> Vec<(Opening, OpeningFacts)> {
        (1..=files).map(|n| (opening(n, n), facts())).collect()
    };
    let all = flags(&builtin(), &day_of(limit));
    assert!(all.iter().all(|f| f == &[Flag::ManyFiles]));
    let fewer = flags(&builtin(), &day_of(limit - 1));
    assert!(fewer.iter().all(Vec::is_empty));
    // As many, on two days.
    let mut two_days = day_of(limit);
    two_days[0].0.day = day("2026-11-24");
    assert!(flags(&builtin(), &two_days).iter().all(Vec::is_empty));
}

#[test]
fn closed_cases_are_flagged_when_the_days_after_closing_are_over() {
    let closed = |on: &str| OpeningFacts {
        closed_on: Some(day(on)),
        ..facts()
    };
    assert_eq!(builtin().closed.limit, 30);
    assert_eq!(alone(opening(1, 1), closed("2026-10-24")), []);
    assert_eq!(
        alone(opening(1, 1), closed("2026-10-23")),
        [Flag::ClosedCases]
    );
}

#[test]
fn a_family_name_in_common_is_flagged_but_no_given_name() {
    let named = |user: &str, family: &str| OpeningFacts {
        user_name: user.into(),
        family_name: family.into(),
        ..facts()
    };
    for (user, family) in [
        ("Anna Ek", "Ek"),
        ("Anna EK", "ek"),
        ("Anna Maria Ek", "Ek-Lind"),
        ("Eva Berg-Öst", "Öst"),
        ("Eva von Ärla", "Ärla"),
    ] {
        assert_eq!(
            alone(opening(1, 1), named(user, family)),
            [Flag::SameName],
            "{user}, {family}"
        );
    }
    for (user, family) in [
        ("Anna Ek", "Ekman"),
        ("Anna Ek", "Anna"),
        ("Anna", "Anna"),
        ("Eva von Ärla", "von Arla"),
        ("Åke Ål", "Al"),
    ] {
        assert_eq!(
            alone(opening(1, 1), named(user, family)),
            [],
            "{user}, {family}"
        );
    }
}

#[test]
fn two_at_one_address_are_flagged_but_not_a_whole_residence() {
    let at = |street: &str| OpeningFacts {
        address: street.into(),
        ..facts()
    };
    let home = |many: i64| -> Vec<(Opening, OpeningFacts)> {
        (1..=many)
            .map(|n| (opening(n, n), at("Storgatan 1")))
            .collect()
    };
    let two = flags(&builtin(), &home(2));
    assert!(two.iter().all(|f| f == &[Flag::SameAddress]));
    let most = i64::from(builtin().same_address.limit);
    assert!(flags(&builtin(), &home(most + 1)).iter().all(Vec::is_empty));
    // The same person on two days, and two addresses that are not known, are no two at one.
    let mut again = home(2);
    again[1].0.person = Some(1);
    assert!(flags(&builtin(), &again).iter().all(Vec::is_empty));
    let unknown = [(opening(1, 1), at("")), (opening(2, 2), at(""))];
    assert!(flags(&builtin(), &unknown).iter().all(Vec::is_empty));
    // Two users who opened one each.
    let mut apart = home(2);
    apart[1].0.user = 2;
    assert!(flags(&builtin(), &apart).iter().all(Vec::is_empty));
}

#[test]
fn where_a_protected_person_lives_is_not_told_by_a_flag() {
    let at = |protected| OpeningFacts {
        address: "Storgatan 1".into(),
        protected,
        ..facts()
    };
    let all = flags(
        &builtin(),
        &[(opening(1, 1), at(false)), (opening(2, 2), at(true))],
    );
    assert_eq!(all, [vec![], vec![Flag::Protected]]);
}

#[test]
fn the_night_goes_over_midnight() {
    let times = |from: (u32, u32), to: (u32, u32)| {
        let time = |(h, m)| NaiveTime::from_hms_opt(h, m, 0).unwrap();
        Opening {
            from: time(from),
            to: time(to),
            ..opening(1, 1)
        }
    };
    for (from, to) in [
        ((5, 59), (5, 59)),
        ((22, 0), (22, 0)),
        ((12, 0), (23, 30)),
        ((0, 0), (8, 0)),
    ] {
        assert_eq!(alone(times(from, to), facts()), [Flag::Night], "{from:?}");
    }
    for (from, to) in [((6, 0), (21, 59)), ((12, 0), (12, 0))] {
        assert_eq!(alone(times(from, to), facts()), [], "{from:?}");
    }
}

#[test]
fn a_rule_that_the_unit_does_not_use_raises_nothing() {
    let mut rules = builtin();
    rules.protected.on = false;
    let protected = OpeningFacts {
        protected: true,
        ..facts()
    };
    assert_eq!(flags(&rules, &[(opening(1, 1), protected)]), [vec![]]);
    assert_eq!(rules.told(Flag::Protected), None);
}

#[test]
fn a_file_is_judged_as_it_was_that_day() {
    let stretch = |from: &str, to: Option<&str>| (day(from), to.map(day));
    let address = |value: &str, (from, to)| Stretch {
        value: value.to_owned(),
        from,
        to,
    };
    let file = FileHistory {
        family_name: "Lind".into(),
        given_name: "Göran".into(),
        closed: vec![Some(day("2026-03-31")), Some(day("2026-06-30"))],
        addresses: vec![
            address("Nygatan  2", stretch("2026-05-01", None)),
            address("STORGATAN 1", stretch("2020-01-01", Some("2026-04-30"))),
        ],
        owners: vec![Stretch {
            value: 1,
            from: day("2026-01-01"),
            to: Some(day("2026-06-30")),
        }],
        ..FileHistory::default()
    };
    let on = |text: &str, user| file.on(day(text), user, "Anna Ek");
    // The day a case is closed it is still open.
    assert_eq!(on("2026-06-30", 1).closed_on, None);
    assert_eq!(on("2026-07-01", 1).closed_on, Some(day("2026-06-30")));
    assert_eq!(
        (on("2026-06-30", 1).own, on("2026-07-01", 1).own),
        (true, false)
    );
    assert!(!on("2026-06-30", 2).own);
    assert_eq!(on("2026-04-30", 1).address, "storgatan1");
    assert_eq!(on("2026-05-01", 1).address, "nygatan2");
    assert_eq!(on("2019-12-31", 1).address, "");
    assert_eq!(on("2026-05-01", 1).person_name, "Lind, Göran");
    let nothing = FileHistory::default();
    assert_eq!(nothing.on(day("2026-05-01"), 1, "").closed_on, None);
}

#[test]
fn rows_of_one_user_file_and_swedish_day_are_one_opening() {
    let row = |id, at: &str, person, action: &str, detail: &str| LogRow {
        id,
        at: at.parse().unwrap(),
        user: 1,
        person: Some(person),
        case: Some(person * 10),
        action: action.into(),
        detail: detail.into(),
    };
    let mut openings = Openings::default();
    openings.add(row(5, "2026-11-23T21:30:00Z", 1, "read_case", "ringde upp"));
    openings.add(row(6, "2026-11-23T21:31:00Z", 2, "read_case", ""));
    openings.add(row(7, "2026-11-23T21:40:00Z", 1, "record_event", "kontakt"));
    openings.add(row(8, "2026-11-23T21:41:00Z", 1, "read_case", "ringde upp"));
    // Past midnight in Stockholm.
    openings.add(row(9, "2026-11-23T23:30:00Z", 1, "read_case", ""));
    let all = openings.into_vec();
    let keys: Vec<_> = all.iter().map(|o| (o.first_row, o.person, o.day)).collect();
    assert_eq!(
        keys,
        [
            (5, Some(1), day("2026-11-23")),
            (6, Some(2), day("2026-11-23")),
            (9, Some(1), day("2026-11-24")),
        ]
    );
    assert_eq!(all[0].acts, ["öppnade ärendet", "skrev en händelse"]);
    // What kind of event it was is no reason.
    assert_eq!(all[0].reasons, ["ringde upp"]);
    assert_eq!(all[0].cases, [10]);
    let time = |h, m| NaiveTime::from_hms_opt(h, m, 0).unwrap();
    assert_eq!((all[0].from, all[0].to), (time(22, 30), time(22, 41)));
}

#[test]
fn a_seed_draws_the_same_again_and_another_seed_another() {
    let all: Vec<Opening> = (1..=200).map(|n| opening(n, n)).collect();
    let refs: Vec<&Opening> = all.iter().collect();
    let first = draw(&refs, 4711, 20);
    assert_eq!(first.len(), 20);
    assert_eq!(HashSet::<_>::from_iter(&first).len(), 20);
    assert_eq!(draw(&refs, 4711, 20), first);
    assert_ne!(draw(&refs, 4712, 20), first);
    // Those drawn with a smaller size are drawn with a greater.
    assert_eq!(draw(&refs, 4711, 30)[..20], first);
    assert_eq!(draw(&refs, 4711, 500).len(), 200);
    assert!(draw(&[], 4711, 20).is_empty());
}

/// `for n in 1 2 3 4 5; do echo $(printf '1 %s' $n | sha256sum) $n; done | sort` gives this order.
#[test]
fn the_lots_are_those_that_any_program_draws() {
    let all: Vec<Opening> = (1..=5).map(|n| opening(n, n)).collect();
    let refs: Vec<&Opening> = all.iter().collect();
    let rows: Vec<i64> = draw(&refs, 1, 5)
        .iter()
        .map(|at| all[*at].first_row)
        .collect();
    assert_eq!(rows, [1, 3, 5, 4, 2]);
}

#[test]
fn every_opening_is_drawn_about_as_often() {
    let all: Vec<Opening> = (1..=20).map(|n| opening(n * 37, n)).collect();
    let refs: Vec<&Opening> = all.iter().collect();
    let mut times = [0_u32; 20];
    for seed in 0..2_000 {
        for at in draw(&refs, seed, 5) {
            times[at] += 1;
        }
    }
    // Each is drawn 500 times of 2 000 by chance; the seeds are fixed, so that the figures never vary.
    assert!(times.iter().all(|n| (400..600).contains(n)), "{times:?}");
}

#[test]
fn a_check_is_due_the_day_after_the_units_time_has_passed() {
    let rules = builtin();
    let last = day("2026-11-01");
    assert!(!rules.is_due(last, day("2026-12-01")));
    assert!(rules.is_due(last, day("2026-12-02")));
    let own = from_toml("[aterkommande]\ngaller = false\ndagar = 1\nkalla = \"x\"\n").unwrap();
    assert!(!own.is_due(last, day("2030-01-01")));
}
