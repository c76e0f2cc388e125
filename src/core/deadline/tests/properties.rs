use chrono::Datelike;
use proptest::prelude::*;

use super::*;
use crate::core::calendar::add_days;

fn day() -> impl Strategy<Value = NaiveDate> {
    (0..17 * 365).prop_map(|n| add_days(d("2024-01-01"), n).unwrap())
}

fn subject() -> impl Strategy<Value = Subject> {
    prop_oneof![
        4 => Just(Subject::Case),
        1 => (1i64..3).prop_map(Subject::Measure),
        1 => (1i64..3).prop_map(Subject::Recipient),
        1 => (1i64..3).prop_map(Subject::Order),
    ]
}

fn log() -> impl Strategy<Value = Vec<Event>> {
    let event = (
        0..EventKind::ALL.len(),
        subject(),
        day(),
        prop::option::of(day()),
        0u32..24,
    );
    prop::collection::vec(event, 0..14).prop_map(|rows| {
        rows.into_iter()
            .zip(1..)
            .map(|((kind, subject, day, until, hour), id)| Event {
                id,
                kind: EventKind::ALL[kind],
                subject,
                day,
                time: NaiveTime::from_hms_opt(hour, 1, 0),
                until,
            })
            .collect()
    })
}

fn states() -> impl Strategy<Value = Vec<ClockState>> {
    let rule = prop::sample::select(vec!["K1a", "K2", "K6", "K7", "K8", "K9", "K10", "K11"]);
    prop::collection::vec((rule, subject(), day(), 0i32..90, any::<bool>()), 0..4).prop_map(
        |rows| {
            rows.into_iter()
                .map(|(rule, subject, from, days, pause)| ClockState {
                    rule: rule.into(),
                    subject,
                    kind: if pause {
                        ClockStateKind::Pause {
                            from,
                            until: add_days(from, days).unwrap(),
                            ended: None,
                            reason: "paus".into(),
                        }
                    } else {
                        ClockStateKind::NotApplicable {
                            reason: "nej".into(),
                        }
                    },
                })
                .collect()
        },
    )
}

fn case_type() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["hemtjanst", "vobo", "lss", "fardtjanst", "okand_typ"])
}

fn all(rules: &RuleSet, case_type: &str, events: &[Event], states: &[ClockState]) -> Vec<Clock> {
    clocks(
        rules,
        &rules.calendar(),
        &CaseFacts {
            case_type,
            events,
            states,
        },
    )
}

thread_local! {
    static RULES: RuleSet = RuleSet::builtin();
}

fn rules() -> RuleSet {
    RULES.with(RuleSet::clone)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn dates_are_sound(log in log(), states in states(), case_type in case_type(), today in day()) {
        let rules = rules();
        let calendar = rules.calendar();
        for clock in all(&rules, case_type, &log, &states) {
            prop_assert!(clock.raw >= clock.start.day);
            prop_assert!(clock.due >= clock.start.day);
            match clock.class() {
                Class::StatuteMoves => prop_assert!(calendar.free(clock.due).is_none()),
                Class::StatuteStands => prop_assert_eq!(clock.due, clock.raw),
                Class::OwnPromise => prop_assert!(clock.moved_for.is_empty()),
            }
            prop_assert_eq!(clock.moved_for.is_empty(), clock.due == clock.raw || clock.class() != Class::StatuteMoves);
            if !clock.class().may_pause() {
                prop_assert_eq!(clock.paused_days, 0);
            }
            let state = clock.state(today);
            prop_assert!(clock.stopped.is_none() || state == State::Done);
            if state == State::Overdue {
                prop_assert!(today > clock.due && !clock.rule.passes && !clock.rule.possible);
            }
            prop_assert!(clock.elapsed(today) >= 0);
            prop_assert!(clock.due.year() < 2200);
            let told = explain(&clock, &calendar, today);
            prop_assert!(!told.headline.is_empty());
            prop_assert!(told.rows.iter().all(|row| !row.1.is_empty()));
        }
    }

    #[test]
    fn red_exactly_from_the_day_after(log in log(), case_type in case_type(), n in -40i32..40) {
        for clock in all(&rules(), case_type, &log, &[]) {
            let today = add_days(clock.due, n).unwrap();
            let runs = clock.stopped.is_none() && !clock.rule.passes && !clock.rule.possible;
            prop_assert_eq!(clock.state(today) == State::Overdue, runs && n > 0);
        }
    }

    #[test]
    fn the_order_of_the_events_does_not_matter(log in log(), states in states(), case_type in case_type(), turn in 0usize..14) {
        let rules = rules();
        let straight = all(&rules, case_type, &log, &states);
        let mut turned = log.clone();
        turned.reverse();
        if !turned.is_empty() {
            let by = turn % turned.len();
            turned.rotate_left(by);
        }
        prop_assert_eq!(&all(&rules, case_type, &turned, &states), &straight);
    }

    #[test]
    fn at_most_one_clock_runs_for_a_rule_and_subject(log in log(), case_type in case_type()) {
        let found = all(&rules(), case_type, &log, &[]);
        for (at, clock) in found.iter().enumerate() {
            for later in found.iter().skip(at + 1).filter(|l| l.rule.id == clock.rule.id && l.subject == clock.subject) {
                // A time that passes by itself may be that of an earlier decision.
                prop_assert!(clock.stopped.is_some() || clock.rule.passes);
                prop_assert!(clock.start.day <= later.start.day);
            }
        }
    }

    #[test]
    fn a_pause_of_n_days_moves_n(start in day(), after in 0i32..10, n in 1i32..60, rule in prop::sample::select(vec![
        ("K1a", "inkom"), ("K2", "utredning_inledd"), ("K4", "kommunicerad"), ("K5", "beslut"), ("K7", "bestalld"),
        ("K8", "verkstalld"), ("K9", "verkstalld"), ("K10", "beslut_upphor"), ("K12", "klagomal_inkom"),
    ])) {
        let rules = rules();
        let log = events(&format!("{} {start}", rule.1));
        let from = add_days(start, after).unwrap();
        let pause = ClockState {
            rule: rule.0.into(),
            subject: Subject::Case,
            kind: ClockStateKind::Pause {
                from,
                until: add_days(from, n).unwrap(),
                ended: None,
                reason: "paus".into(),
            },
        };
        let due = |states: &[ClockState]| {
            all(&rules, "hemtjanst", &log, states).into_iter().find(|c| c.rule.id == rule.0).unwrap().due
        };
        prop_assert_eq!(due(&[pause]), add_days(due(&[]), n).unwrap());
    }

    #[test]
    fn every_rule_answers_for_every_day_of_its_coverage(n in 0i32..30_000) {
        let rules = rules();
        let day = add_days(d("2018-07-01"), n).unwrap().min(d("2100-12-31"));
        for rule in rules.rules() {
            let answer = frist(&rules, &rules.calendar(), rule.id(), day, None);
            prop_assert!(answer.is_ok_and(|a| a.due >= day));
        }
    }
}
