//! How a clock stands on a day: running, paused, not applicable.

use super::*;

#[test]
fn states_go_by_the_day() {
    let clock = one("K2", "utredning_inledd 2026-11-05");
    for (day, state, left) in [
        ("2026-11-05", State::OnTime, 14),
        ("2026-11-15", State::OnTime, 4),
        ("2026-11-16", State::Soon, 3),
        ("2026-11-18", State::Soon, 1),
        ("2026-11-19", State::Today, 0),
        ("2026-11-20", State::Overdue, -1),
    ] {
        assert_eq!(clock.state(d(day)), state, "{day}");
        assert_eq!(clock.days_left(d(day)), left, "{day}");
    }
    assert_eq!(clock.elapsed(d("2026-11-22")), 17);

    let appeal = one("K6", "delgiven 2026-12-03");
    assert_eq!(
        appeal.moved_for,
        ["julafton", "juldagen", "annandag jul", "söndag"]
    );
    assert_eq!(appeal.state(d("2026-12-28")), State::Today);
    assert_eq!(appeal.state(d("2026-12-29")), State::Done);

    let demand = one("K14", "inkom 2026-08-31");
    assert_eq!(demand.state(d("2027-02-27")), State::OnTime);
    assert_eq!(demand.state(d("2027-02-28")), State::Possible);
    assert_eq!(demand.state(d("2029-02-28")), State::Possible);

    let renewal = one("K10", "beslut_upphor 2027-06-30");
    assert_eq!(renewal.begin, Some(d("2027-05-19")));
    assert_eq!(renewal.state(d("2027-05-18")), State::OnTime);
    assert_eq!(renewal.state(d("2027-05-19")), State::Soon);
    assert_eq!(renewal.elapsed(d("2027-05-19")), 0);

    let long = one("K8", "verkstalld 2026-11-01");
    assert_eq!(long.warn_from, d("2026-12-18"));
}

#[test]
fn a_pause_moves_the_date_and_runs_out_by_itself() {
    let case = "utredning_inledd 2026-11-05; delgiven 2026-11-05";
    let clock = |state: ClockState| {
        let mut all = run("hemtjanst", case, std::slice::from_ref(&state));
        all.retain(|clock| clock.rule.id == state.rule);
        all.remove(0)
    };
    let planned = clock(pause("K2", "2026-11-10", "2026-11-20", None));
    assert_eq!((planned.due, planned.paused_days), (d("2026-11-29"), 10));
    assert_eq!(planned.state(d("2026-11-09")), State::OnTime);
    assert_eq!(planned.state(d("2026-11-10")), State::Paused);
    assert_eq!(planned.state(d("2026-11-19")), State::Paused);
    assert_eq!(planned.state(d("2026-11-20")), State::OnTime);
    assert_eq!(planned.elapsed(d("2026-11-15")), 5);
    assert_eq!(planned.elapsed(d("2026-11-22")), 7);
    let shorter = clock(pause("K2", "2026-11-10", "2026-11-20", Some("2026-11-12")));
    assert_eq!(shorter.due, d("2026-11-21"));
    let longer = clock(pause("K2", "2026-11-10", "2026-11-20", Some("2026-12-12")));
    assert_eq!(longer.due, d("2026-11-29"));
    let statute = clock(pause("K6", "2026-11-10", "2026-11-20", None));
    assert_eq!((statute.due, statute.paused_days), (d("2026-11-26"), 0));

    let both = [
        pause("K2", "2026-11-10", "2026-11-20", None),
        pause("K2", "2026-11-15", "2026-11-25", None),
        pause("K3", "2026-11-15", "2026-11-25", None),
    ];
    let clock = run("hemtjanst", case, &both)
        .into_iter()
        .find(|c| c.rule.id == "K2")
        .unwrap();
    assert_eq!(clock.paused_days, 15);
}

#[test]
fn a_pause_does_not_reach_past_the_end_of_the_decision() {
    let states = [pause("K8", "2026-11-10", "2026-12-10", None)];
    let all = run(
        "korttid",
        "verkstalld 2026-11-01; beslut_upphor 2027-01-10",
        &states,
    );
    let clock = all.iter().find(|clock| clock.rule.id == "K8").unwrap();
    assert_eq!((clock.raw, clock.due), (d("2027-01-01"), d("2027-01-10")));
    assert_eq!(clock.capped_by, Some(d("2027-01-10")));
}

#[test]
fn not_applicable_is_never_due() {
    let states = [ClockState {
        rule: "K2".into(),
        subject: Subject::Case,
        kind: ClockStateKind::NotApplicable {
            reason: "lämnat över".into(),
        },
    }];
    let all = run("hemtjanst", "utredning_inledd 2026-11-05", &states);
    assert_eq!(all[0].state(d("2027-01-01")), State::NotApplicable);
    assert_eq!(nearest(&all, d("2027-01-01")), None);
}

#[test]
fn the_words_of_a_state_are_its_own_and_read_back() {
    let mut names = std::collections::HashSet::new();
    for state in State::ALL.iter().copied() {
        assert_eq!(State::from_word(state.word()), Some(state));
        assert!(names.insert(state.name()), "{state:?}");
    }
    assert_eq!(State::from_word("senare"), None);
    let shut: Vec<_> = State::ALL.iter().filter(|state| !state.is_open()).collect();
    assert_eq!(shut, [&State::Done, &State::NotApplicable]);
}
