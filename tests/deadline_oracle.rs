//! Every clock of every day from 2024 to 2040, as `oracle/deadlines.py` counts it too.
#![allow(clippy::unwrap_used, missing_docs)]

use std::fmt::Write;
use std::process::Command;

use akt::core::deadline::{CaseFacts, Clock, ClockState, ClockStateKind, clocks};
use akt::core::event::{Event, EventKind as E, Subject};
use akt::core::rule::RuleSet;
use chrono::{Days, NaiveDate, NaiveTime};

/// A clock as the oracle names it: its rule, what starts it and in which type of case.
struct Asked {
    name: &'static str,
    start: E,
    case_type: &'static str,
}

/// The last day is a plain name's; what follows a plus sign sets something more in [`clock`].
const ASKED: &[Asked] = &[
    asked("K1a", E::Received, "hemtjanst"),
    asked("K1b", E::Received, "hemtjanst"),
    asked("K1a+paus", E::Received, "hemtjanst"),
    asked("K2", E::AssessmentBegun, "hemtjanst"),
    asked("K3", E::Received, "vobo"),
    asked("K4", E::SentForReply, "hemtjanst"),
    asked("K4+svarsdag", E::SentForReply, "hemtjanst"),
    asked("K5", E::Granted, "hemtjanst"),
    asked("K6", E::DecisionReceived, "hemtjanst"),
    asked("K6b", E::AppealReceived, "hemtjanst"),
    asked("K6c", E::ReconsideredGranted, "hemtjanst"),
    asked("K7", E::OrderSent, "hemtjanst"),
    asked("K8", E::Executed, "hemtjanst"),
    asked("K8+tak", E::Executed, "hemtjanst"),
    asked("K9", E::Executed, "hemtjanst"),
    asked("K10", E::DecisionEnds, "hemtjanst"),
    asked("K11", E::Granted, "hemtjanst"),
    asked("K12", E::ComplaintReceived, "hemtjanst"),
    asked("K13", E::ReadyForDischarge, "utskrivning"),
    asked("K13+eftermiddag", E::ReadyForDischarge, "utskrivning"),
    asked("K14", E::Received, "hemtjanst"),
    asked("K14b", E::DecisionDemanded, "hemtjanst"),
    asked("K15", E::Received, "hemtjanst"),
];

const fn asked(name: &'static str, start: E, case_type: &'static str) -> Asked {
    Asked {
        name,
        start,
        case_type,
    }
}

fn after(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap()
}

/// The one clock of the rule that the day starts.
fn clock(rules: &RuleSet, asked: &Asked, day: NaiveDate) -> Clock {
    let (rule, more) = asked.name.split_once('+').unwrap_or((asked.name, ""));
    let event = |id, kind, day| Event {
        id,
        kind,
        subject: Subject::Case,
        day,
        time: None,
        until: None,
    };
    let mut events = vec![event(1, asked.start, day)];
    let mut states = Vec::new();
    match more {
        "paus" => states.push(ClockState {
            rule: rule.into(),
            subject: Subject::Case,
            kind: ClockStateKind::Pause {
                from: after(day, 2),
                until: after(day, 7),
                ended: None,
                reason: "väntar på läkarintyg".into(),
            },
        }),
        "svarsdag" => events[0].until = Some(after(day, 11)),
        "tak" => events.push(event(2, E::DecisionEnds, after(day, 60))),
        "eftermiddag" => events[0].time = NaiveTime::from_hms_opt(12, 1, 0),
        _ => events[0].time = NaiveTime::from_hms_opt(12, 0, 0),
    }
    let facts = CaseFacts {
        case_type: asked.case_type,
        events: &events,
        states: &states,
    };
    let mut found = clocks(rules, &rules.calendar(), &facts);
    found.retain(|clock| clock.rule.id == rule);
    assert_eq!(found.len(), 1, "{} {day}", asked.name);
    found.remove(0)
}

#[test]
fn every_day_from_2024_to_2040_is_as_the_oracle_counts() {
    let oracle = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracle/deadlines.py");
    let Ok(told) = Command::new("python3").arg(oracle).output() else {
        println!("HOPPAS ÖVER: python3 finns inte här, så fristerna räknas inte om");
        return;
    };
    let told = String::from_utf8(told.stdout).unwrap();
    let rules = RuleSet::builtin();
    let mut day = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
    let last = NaiveDate::from_ymd_opt(2040, 12, 31).unwrap();
    let (mut lines, mut differences) = (told.lines(), 0);
    let mut ours = String::new();
    while day <= last {
        for asked in ASKED {
            let clock = clock(&rules, asked, day);
            ours.clear();
            write!(ours, "{day} {} {}", asked.name, clock.due).unwrap();
            if let Some(begin) = clock.begin {
                write!(ours, " {begin}").unwrap();
            }
            let theirs = lines.next().unwrap_or_default();
            if ours != theirs {
                differences += 1;
                println!("akt: {ours}   the oracle: {theirs}");
            }
        }
        day = after(day, 1);
    }
    assert_eq!((differences, lines.count()), (0, 0));
}
