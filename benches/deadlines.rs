//! How long the deadline engine takes for every clock of 100 000 cases, on one core.

use std::time::Instant;

use akt::core::calendar::add_days;
use akt::core::deadline::{CaseFacts, clocks_into, nearest};
use akt::core::event::{Event, EventKind, Subject};
use akt::core::rule::RuleSet;
use chrono::NaiveDate;

const CASES: usize = 100_000;

fn main() {
    let rules = RuleSet::builtin();
    let calendar = rules.calendar();
    let types = ["hemtjanst", "vobo", "lss", "fardtjanst", "trygghetslarm"];
    let way = [
        (EventKind::Received, 0),
        (EventKind::FirstContact, 4),
        (EventKind::AssessmentBegun, 6),
        (EventKind::SentForReply, 15),
        (EventKind::Granted, 25),
        (EventKind::DecisionReceived, 27),
        (EventKind::OrderConfirmed, 30),
        (EventKind::Executed, 40),
        (EventKind::FollowedUp, 90),
        (EventKind::DecisionEnds, 365),
    ];
    let first = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap_or_default();
    let cases: Vec<(&str, Vec<Event>)> = (0..CASES)
        .map(|case| {
            let start = (case * 7 % 1_000) as i32;
            let length = 6 + case % 5;
            let mut events: Vec<Event> = way
                .iter()
                .take(length)
                .zip(1..)
                .map(|((kind, days), id)| Event {
                    id,
                    kind: *kind,
                    subject: Subject::Case,
                    day: add_days(first, start + days).unwrap_or(first),
                    time: None,
                    until: None,
                })
                .collect();
            let turn = case % length;
            events.rotate_left(turn);
            (types[case % types.len()], events)
        })
        .collect();
    let today = add_days(first, 1_000).unwrap_or(first);
    let mut best = f64::MAX;
    let (mut all, mut due) = (0, 0);
    for _ in 0..5 {
        let begun = Instant::now();
        (all, due) = (0, 0);
        let mut out = Vec::new();
        for (case_type, events) in &cases {
            out.clear();
            let facts = CaseFacts {
                case_type,
                events,
                states: &[],
            };
            clocks_into(&rules, &calendar, &facts, &mut out);
            all += out.len();
            due += usize::from(nearest(&out, today).is_some());
        }
        best = best.min(begun.elapsed().as_secs_f64());
    }
    println!(
        "{CASES} cases, {all} clocks, {due} with one to act on: {:.1} ms ({:.2} µs a case)",
        best * 1e3,
        best * 1e6 / CASES as f64
    );
}
