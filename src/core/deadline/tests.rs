//! Hand-worked dates. An event is written `word date`, with `@m1` (measure), `@r1` (recipient),
//! `@o1` (order), `@b1` (item of a decision), `@s1` (feedback), `>date` (day to answer by) and `HH:MM` after it.

use super::*;
use crate::core::calendar::{parse_date, parse_time};
use crate::core::rule::RuleSet;

mod properties;

pub(super) fn d(text: &str) -> NaiveDate {
    parse_date(text).unwrap()
}

pub(super) fn events(text: &str) -> Vec<Event> {
    text.split(';')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .zip(1..)
        .map(|(part, id)| {
            let mut words = part.split_whitespace();
            let kind = EventKind::from_word(words.next().unwrap()).unwrap();
            let mut event = Event {
                id,
                kind,
                subject: Subject::Case,
                day: d(words.next().unwrap()),
                time: None,
                until: None,
            };
            for word in words {
                let number = || word[2..].parse().unwrap();
                match &word[..1] {
                    "@" => {
                        event.subject = match &word[1..2] {
                            "m" => Subject::Measure(number()),
                            "r" => Subject::Recipient(number()),
                            "o" => Subject::Order(number()),
                            "b" => Subject::DecisionItem(number()),
                            _ => Subject::Feedback(number()),
                        }
                    }
                    ">" => event.until = Some(d(&word[1..])),
                    _ => event.time = Some(parse_time(word).unwrap()),
                }
            }
            event
        })
        .collect()
}

pub(super) fn run(case_type: &str, text: &str, states: &[ClockState]) -> Vec<Clock> {
    let rules = RuleSet::builtin();
    let facts = CaseFacts {
        case_type,
        events: &events(text),
        states,
    };
    clocks(&rules, &rules.calendar(), &facts)
}

/// The clocks of one rule as `start due` or `start due stop`, with the subject where it has one.
fn of(rule: &str, case_type: &str, text: &str) -> Vec<String> {
    run(case_type, text, &[])
        .iter()
        .filter(|clock| clock.rule.id == rule)
        .map(|clock| {
            let mut line = format!("{} {}", clock.start.day, clock.due);
            if let Some(stop) = clock.stopped {
                line += &format!(" {}", stop.day);
            }
            if clock.subject.id() != 0 {
                line += &format!(" {}{}", clock.subject.word(), clock.subject.id());
            }
            line
        })
        .collect()
}

fn one(rule: &str, text: &str) -> Clock {
    let mut all = run("hemtjanst", text, &[]);
    all.retain(|clock| clock.rule.id == rule);
    assert_eq!(all.len(), 1, "{rule} {text}");
    all.remove(0)
}

fn pause(rule: &str, from: &str, until: &str, ended: Option<&str>) -> ClockState {
    ClockState {
        rule: rule.into(),
        subject: Subject::Case,
        kind: ClockStateKind::Pause {
            from: d(from),
            until: d(until),
            ended: ended.map(d),
            reason: "sjukhus".into(),
        },
    }
}

#[test]
fn each_rule_by_hand() {
    #[rustfmt::skip]
    let table: &[(&str, &str, &str, &[&str])] = &[
        ("K1a", "hemtjanst", "inkom 2026-11-05", &["2026-11-05 2026-11-12"]),
        ("K1a", "hemtjanst", "inkom 2026-11-05; kontakt 2026-11-09", &["2026-11-05 2026-11-12 2026-11-09"]),
        ("K1a", "avgift", "inkom 2026-11-05; beslut 2026-11-09", &["2026-11-05 2026-11-12 2026-11-09"]),
        ("K1b", "hemtjanst", "inkom 2026-11-05; utredning_inledd 2026-11-06", &["2026-11-05 2026-11-12 2026-11-06"]),
        ("K1b", "hemtjanst", "inkom 2026-11-05; avslag 2026-11-20", &["2026-11-05 2026-11-12 2026-11-20"]),
        ("K2", "hemtjanst", "utredning_inledd 2026-11-05", &["2026-11-05 2026-11-19"]),
        ("K2", "boendestod", "utredning_inledd 2026-11-05; avslag 2026-11-10", &["2026-11-05 2026-11-19 2026-11-10"]),
        ("K2", "vobo", "utredning_inledd 2026-11-05", &[]),
        ("K2", "dagverksamhet", "utredning_inledd 2026-11-05", &[]),
        ("K2", "lss", "utredning_inledd 2026-11-05", &[]),
        ("K3", "vobo", "inkom 2026-01-31", &["2026-01-31 2026-02-28"]),
        ("K3", "servicehus", "inkom 2026-11-30; beslut 2026-12-01", &["2026-11-30 2026-12-30 2026-12-01"]),
        ("K3", "hemtjanst", "inkom 2026-11-30", &[]),
        ("K4", "hemtjanst", "kommunicerad 2026-11-05", &["2026-11-05 2026-11-12"]),
        ("K4", "hemtjanst", "kommunicerad 2026-11-05 >2026-11-30", &["2026-11-05 2026-11-30"]),
        ("K4", "hemtjanst", "kommunicerad 2026-11-05 >2026-11-01", &["2026-11-05 2026-11-12"]),
        ("K4", "hemtjanst", "kommunicerad 2026-11-05 @r1; kommunicerad 2026-11-06 @r2; yttrande 2026-11-08 @r1",
            &["2026-11-05 2026-11-12 2026-11-08 mottagare1", "2026-11-06 2026-11-13 mottagare2"]),
        ("K5", "hemtjanst", "beslut 2026-11-20", &["2026-11-20 2026-11-23"]),
        ("K5", "hemtjanst", "avslag 2026-12-23; beslut_skickat 2026-12-23", &["2026-12-23 2026-12-28 2026-12-23"]),
        ("K5", "hemtjanst", "beslut_skickat 2026-11-20; beslut 2026-11-20", &["2026-11-20 2026-11-23 2026-11-20"]),
        ("K6", "hemtjanst", "delgiven 2026-12-03", &["2026-12-03 2026-12-28"]),
        ("K6", "hemtjanst", "delgiven 2026-12-03 @r1; delgiven 2026-12-10 @r2; overklagad 2026-12-20",
            &["2026-12-03 2026-12-28 2026-12-20 mottagare1", "2026-12-10 2027-01-04 2026-12-20 mottagare2"]),
        ("K7", "hemtjanst", "bestalld 2026-11-01", &["2026-11-01 2026-11-16"]),
        ("K7", "hemtjanst", "bestalld 2026-11-01; bekraftad 2026-11-04", &["2026-11-04 2026-11-19"]),
        ("K7", "hemtjanst", "bestalld 2026-11-01; plan_inkom 2026-11-03; bekraftad 2026-11-04", &["2026-11-01 2026-11-16 2026-11-03"]),
        ("K7", "hemtjanst", "bekraftad 2026-11-04; bestalld 2026-11-05; plan_inkom 2026-11-06; bestalld 2026-12-01; bekraftad 2026-12-02",
            &["2026-11-04 2026-11-19 2026-11-06", "2026-12-02 2026-12-17"]),
        ("K7", "hemtjanst", "bestalld 2026-11-01 @o1; bestalld 2026-11-02 @o2; bekraftad 2026-11-05 @o1; plan_inkom 2026-11-09 @o2",
            &["2026-11-05 2026-11-20 bestallning1", "2026-11-02 2026-11-17 2026-11-09 bestallning2"]),
        ("K7", "hemtjanst", "bestalld 2026-11-01; plan_inkom 2026-11-10; plan_returnerad 2026-11-12",
            &["2026-11-01 2026-11-16 2026-11-10", "2026-11-12 2026-11-27"]),
        ("K7", "hemtjanst", "bekraftad 2026-11-02; plan_inkom 2026-11-10; plan_returnerad 2026-11-10; plan_inkom 2026-11-20; plan_godkand 2026-11-20",
            &["2026-11-02 2026-11-17 2026-11-10", "2026-11-10 2026-11-25 2026-11-20"]),
        ("K7", "hemtjanst", "bestalld 2026-11-01; plan_inkom 2026-11-10; plan_returnerad 2026-11-12; bekraftad 2026-11-14",
            &["2026-11-01 2026-11-16 2026-11-10", "2026-11-12 2026-11-27"]),
        ("K7", "hemtjanst", "bestalld 2026-11-01 @o1; bestalld 2026-11-01 @o2; plan_inkom 2026-11-10 @o1; plan_returnerad 2026-11-12 @o1",
            &["2026-11-01 2026-11-16 2026-11-10 bestallning1", "2026-11-01 2026-11-16 bestallning2",
              "2026-11-12 2026-11-27 bestallning1"]),
        ("K7b", "hemtjanst", "bestalld 2026-11-20", &["2026-11-20 2026-11-25"]),
        ("K7b", "hemtjanst", "bestalld 2026-11-20; bekraftad 2026-11-23", &["2026-11-20 2026-11-25 2026-11-23"]),
        ("K7b", "hemtjanst", "bestalld 2026-11-20; plan_inkom 2026-12-01; plan_returnerad 2026-12-02", &["2026-11-20 2026-11-25 2026-12-01"]),
        ("K7c", "utskrivning", "att_komplettera 2026-11-20 @o1; kompletterad 2026-11-25 @o1", &["2026-11-20 2026-11-27 2026-11-25 bestallning1"]),
        ("K8", "hemtjanst", "verkstalld 2026-12-31", &["2026-12-31 2027-02-28"]),
        ("K8", "korttid", "verkstalld 2026-11-01; beslut_upphor 2026-12-15", &["2026-11-01 2026-12-15"]),
        ("K8", "korttid", "verkstalld 2026-11-01; beslut_upphor 2027-06-30", &["2026-11-01 2027-01-01"]),
        ("K8", "korttid", "verkstalld 2026-11-01; beslut_upphor 2026-12-01; beslut_upphor 2026-12-20", &["2026-11-01 2026-12-20"]),
        ("K8", "hemtjanst", "beslut 2026-06-15; beslut_upphor 2026-12-20; beslut 2026-11-26 @m2; verkstalld 2026-11-26 @m2",
            &["2026-11-26 2027-01-26 insats2"]),
        ("K8", "hemtjanst", "beslut 2026-11-26 @m2; verkstalld 2026-11-26 @m2; beslut_upphor 2026-12-20",
            &["2026-11-26 2026-12-20 insats2"]),
        ("K9", "hemtjanst", "verkstalld 2026-02-28", &["2026-02-28 2027-02-28"]),
        ("K9", "hemtjanst", "verkstalld 2026-01-15; uppfoljd 2026-03-10; uppfoljd 2027-03-01",
            &["2026-01-15 2027-01-15 2026-03-10", "2026-03-10 2027-03-10 2027-03-01", "2027-03-01 2028-03-01"]),
        ("K9", "hemtjanst", "verkstalld 2026-01-15 @m1; verkstalld 2026-02-15 @m2; uppfoljd 2026-03-10",
            &["2026-01-15 2027-01-15 2026-03-10 insats1", "2026-02-15 2027-02-15 2026-03-10 insats2",
              "2026-03-10 2027-03-10 insats1", "2026-03-10 2027-03-10 insats2"]),
        ("K9", "hemtjanst", "verkstalld 2026-01-15; uppfoljd 2026-03-10 @m1; uppfoljd 2026-09-01",
            &["2026-01-15 2027-01-15 2026-03-10", "2026-03-10 2027-03-10 2026-09-01 insats1", "2026-09-01 2027-09-01 insats1"]),
        ("K9", "hemtjanst", "verkstalld 2026-01-15 @m1; verkstalld 2026-02-15 @m2; insats_avslutad 2026-03-10 @m2; uppfoljd 2026-04-01",
            &["2026-01-15 2027-01-15 2026-04-01 insats1", "2026-02-15 2027-02-15 2026-03-10 insats2",
              "2026-04-01 2027-04-01 insats1"]),
        ("K10", "hemtjanst", "beslut_upphor 2027-06-30 @m1; insats_avslutad 2027-06-01 @m1", &["2027-06-30 2027-06-30 2027-06-01 insats1"]),
        ("K10", "hemtjanst", "beslut_upphor 2027-06-30", &["2027-06-30 2027-06-30"]),
        ("K10", "hemtjanst", "beslut_upphor 2027-06-30; nyprovad 2027-06-01", &["2027-06-30 2027-06-30 2027-06-01"]),
        ("K10", "hemtjanst", "beslut_upphor 2027-06-30; beslut_upphor 2027-12-31", &["2027-12-31 2027-12-31"]),
        ("K10", "hemtjanst", "beslut 2026-06-01; beslut_upphor 2027-06-30; beslut 2027-05-19; beslut_upphor 2028-06-30",
            &["2027-06-30 2027-06-30 2027-05-19", "2028-06-30 2028-06-30"]),
        ("K10", "hemtjanst", "beslut_upphor 2027-06-30; avslag 2027-05-18", &["2027-06-30 2027-06-30"]),
        ("K10", "hemtjanst", "beslut_upphor 2027-06-30; avslag 2027-05-19", &["2027-06-30 2027-06-30 2027-05-19"]),
        ("K10", "hemtjanst", "beslut 2026-11-10; beslut_upphor 2026-12-20; nyprovad 2026-11-23 @m1; beslut 2026-11-23 @m2; beslut_upphor 2026-12-31 @m2",
            &["2026-12-20 2026-12-20 2026-11-23", "2026-12-31 2026-12-31 insats2"]),
        // A refusal of something else is about none of the measures; one of the renewal names its measure.
        ("K10", "hemtjanst", "beslut_upphor 2027-06-30 @m1; beslut_upphor 2027-06-20 @m2; avslag 2027-06-01 @b7",
            &["2027-06-20 2027-06-20 insats2", "2027-06-30 2027-06-30 insats1"]),
        ("K10", "hemtjanst", "beslut_upphor 2027-06-30; avslag 2027-06-01 @b7", &["2027-06-30 2027-06-30"]),
        ("K10", "hemtjanst", "beslut_upphor 2027-06-30 @m1; beslut_upphor 2027-06-20 @m2; avslag 2027-06-01 @m2",
            &["2027-06-20 2027-06-20 2027-06-01 insats2", "2027-06-30 2027-06-30 insats1"]),
        ("K10", "korttid", "beslut 2026-06-01; beslut_upphor 2026-06-21", &["2026-06-21 2026-06-21"]),
        ("K10", "korttid", "beslut 2026-06-01; beslut_upphor 2026-06-21; nyprovad 2026-06-19; beslut 2026-06-19; beslut_upphor 2026-07-12",
            &["2026-06-21 2026-06-21 2026-06-19", "2026-07-12 2026-07-12"]),
        ("K10", "hemtjanst", "beslut_upphor 2027-06-30; avslutad 2026-12-01", &["2027-06-30 2027-06-30 2026-12-01"]),
        ("K10", "hemtjanst", "beslut_upphor 2027-06-30 @m1; beslut_upphor 2027-12-31 @m2", &["2027-06-30 2027-06-30 insats1", "2027-12-31 2027-12-31 insats2"]),
        ("K11", "hemtjanst", "beslut 2026-11-30", &["2026-11-30 2027-02-28"]),
        ("K11", "hemtjanst", "beslut 2027-11-29", &["2027-11-29 2028-02-29"]),
        ("K11", "hemtjanst", "avslag 2026-11-30", &[]),
        ("K11", "fardtjanst", "beslut 2026-11-30", &[]),
        ("K11", "lss_boende_vuxna", "beslut 2026-11-30; verkstalld 2027-01-10", &["2026-11-30 2027-02-28 2027-01-10"]),
        ("K11", "hemtjanst", "beslut 2026-01-10; verkstalld 2026-01-20; beslut 2026-06-01", &["2026-01-10 2026-04-10 2026-01-20"]),
        ("K11", "hemtjanst", "beslut 2026-01-10; verkstalld 2026-01-20; avbrott 2026-05-31; aterupptagen 2026-07-01; avbrott 2026-08-31",
            &["2026-01-10 2026-04-10 2026-01-20", "2026-05-31 2026-08-31 2026-07-01", "2026-08-31 2026-11-30"]),
        ("K11", "hemtjanst", "beslut 2026-01-10 @m1; beslut 2026-01-10 @m2; verkstalld 2026-01-20 @m1",
            &["2026-01-10 2026-04-10 2026-01-20 insats1", "2026-01-10 2026-04-10 insats2"]),
        ("K11", "hemtjanst", "beslut 2026-01-10 @m1; insats_avslutad 2026-02-01 @m1", &["2026-01-10 2026-04-10 2026-02-01 insats1"]),
        ("K12", "hemtjanst", "klagomal_inkom 2026-11-05 @s3", &["2026-11-05 2026-11-19 synpunkt3"]),
        ("K13", "utskrivning", "utskrivningsklar 2026-11-05 12:00", &["2026-11-05 2026-11-08"]),
        ("K13", "utskrivning", "utskrivningsklar 2026-11-05 12:01", &["2026-11-05 2026-11-09"]),
        ("K13", "utskrivning", "utskrivningsklar 2026-11-05", &["2026-11-05 2026-11-08"]),
        ("K14", "lss", "inkom 2026-08-31", &["2026-08-31 2027-02-28"]),
        ("K14", "orosanmalan", "inkom 2026-08-31", &[]),
        ("K14b", "lss", "begaran_avgorande 2026-11-27", &["2026-11-27 2026-12-28"]),
        ("K14b", "lss", "begaran_avgorande 2026-11-27; begaran_avslagen 2026-12-01", &["2026-11-27 2026-12-28 2026-12-01"]),
        ("K15", "hemtjanst", "inkom 2020-03-01; avslutad 2020-05-05", &["2020-05-05 2026-12-31"]),
        ("K15", "hemtjanst", "inkom 2020-03-01; beslut_upphor 2024-05-05", &["2020-03-01 2026-12-31"]),
    ];
    for (rule, case_type, text, expected) in table {
        assert_eq!(
            &of(rule, case_type, text),
            expected,
            "{rule} {case_type}: {text}"
        );
    }
}

#[test]
fn the_end_of_a_case_stops_every_clock_but_the_last() {
    let text = "inkom 2026-11-05; beslut 2026-11-20; verkstalld 2026-12-01; beslut_upphor 2027-12-01; avslutad 2026-12-05";
    let today = d("2030-01-01");
    for clock in run("hemtjanst", text, &[]) {
        assert_eq!(
            clock.state(today) == State::Done,
            clock.rule.id != "K15",
            "{}",
            clock.rule.id
        );
    }
    let reopened = format!("{text}; ateroppnad 2026-12-06");
    let open: Vec<_> = run("hemtjanst", &reopened, &[])
        .iter()
        .filter(|clock| clock.stopped.is_none())
        .map(|clock| clock.rule.id.clone())
        .collect();
    assert_eq!(open, ["K5", "K8", "K9", "K10", "K15"]);
    assert_eq!(
        of(
            "K1a",
            "hemtjanst",
            "inkom 2026-11-05; aterkallad 2026-11-30; inkom 2026-12-10"
        )
        .len(),
        2
    );
}

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
fn the_nearest_clock_is_the_one_to_act_on() {
    let today = d("2026-11-22");
    let near = |case_type: &str, text: &str, states: &[ClockState]| {
        let all = run(case_type, text, states);
        nearest(&all, today).map(|clock| (clock.rule.id.clone(), clock.state(today)))
    };
    assert_eq!(
        near("hemtjanst", "inkom 2026-11-20", &[]),
        Some(("K1a".into(), State::OnTime))
    );
    assert_eq!(
        near(
            "lss",
            "inkom 2026-11-01; kontakt 2026-11-02; utredning_inledd 2026-11-02",
            &[]
        ),
        Some(("K14".into(), State::OnTime))
    );
    assert_eq!(
        near(
            "lss",
            "inkom 2026-01-01; kontakt 2026-01-02; utredning_inledd 2026-01-02",
            &[]
        ),
        Some(("K14".into(), State::Possible))
    );
    let states = [pause("K2", "2026-11-10", "2026-12-10", None)];
    assert_eq!(
        near(
            "hemtjanst",
            "inkom 2026-01-01; kontakt 2026-01-02; utredning_inledd 2026-11-02",
            &states
        ),
        Some(("K2".into(), State::Paused))
    );
    // The day that only makes a demand possible lies ahead and hides nothing.
    assert_eq!(
        near(
            "hemtjanst",
            "inkom 2026-11-01; kontakt 2026-11-02; utredning_inledd 2026-11-02",
            &states
        ),
        Some(("K2".into(), State::Paused))
    );
    assert_eq!(
        near("hemtjanst", "inkom 2026-11-01; avslutad 2026-11-02", &[]),
        None
    );
}

#[test]
fn old_starts_keep_their_clocks() {
    assert_eq!(
        of("K9", "hemtjanst", "verkstalld 2015-05-01"),
        ["2015-05-01 2016-05-01"]
    );
    let clock = one("K11", "beslut 2025-06-30");
    assert!(
        clock
            .rule
            .section
            .as_deref()
            .unwrap()
            .starts_with("16 kap. 6 f §")
    );
}

#[test]
fn frist_answers_for_a_rule_and_a_day() {
    let rules = RuleSet::builtin();
    let calendar = rules.calendar();
    let ask = |id: &str, day: &str| frist(&rules, &calendar, id, d(day), None);
    for (start, due) in [
        ("2026-11-20", "2026-12-11"),
        ("2026-12-03", "2026-12-28"),
        ("2026-12-10", "2027-01-04"),
        ("2026-05-29", "2026-06-22"),
        ("2026-03-13", "2026-04-07"),
        ("2026-05-16", "2026-06-08"),
    ] {
        assert_eq!(ask("K6", start).unwrap().due, d(due), "{start}");
    }
    assert_eq!(ask("k6", "2026-03-13").unwrap().moved_for.len(), 4);
    assert_eq!(ask("K14", "2026-08-31").unwrap().due, d("2027-02-28"));
    assert_eq!(
        ask("K10", "2027-06-30").unwrap().begin,
        Some(d("2027-05-19"))
    );
    let late = frist(
        &rules,
        &calendar,
        "K13",
        d("2026-11-05"),
        parse_time("12:01").ok(),
    );
    assert_eq!(late.unwrap().due, d("2026-11-09"));
    assert!(ask("K1a", "2018-07-01").is_ok());
    assert!(ask("K1a", "2100-12-31").is_ok());
    assert!(ask("K15", "2100-12-31").is_ok());
    assert_eq!(
        ask("K1a", "2018-06-30").unwrap_err().to_string(),
        "regel K1a svarar för startdagar från 2018-07-01 till 2100-12-31, inte 2018-06-30"
    );
    assert!(
        ask("K99", "2026-01-01")
            .unwrap_err()
            .to_string()
            .contains("K1a, K1b")
    );
}

#[test]
fn the_reason_for_a_date_is_told() {
    let clock = one("K2", "utredning_inledd 2026-11-05");
    let told = explain(&clock, &Calendar::swedish(), d("2026-11-18"));
    assert_eq!(told.headline, "Fatta beslut senast torsdag 19 november");
    let row = |label: &str| {
        told.rows
            .iter()
            .find(|row| row.0 == label)
            .map(|row| row.1.as_str())
    };
    assert_eq!(row("regel"), Some("K2  Beslut om stöd hemma inom 14 dagar"));
    assert_eq!(row("slag"), Some("enhetens löfte (flyttas inte för helg)"));
    assert_eq!(
        row("räknat"),
        Some("utredning inledd tors 5 nov  +14 dagar  =  tors 19 nov")
    );
    assert_eq!(row("paus"), Some("ingen"));
    assert_eq!(row("förfluten tid"), Some("13 dagar"));

    let appeal = one("K6", "delgiven 2026-12-10");
    let told = explain(&appeal, &Calendar::swedish(), d("2026-12-12"));
    assert_eq!(
        told.headline,
        "Tid att överklaga till och med måndag 4 januari 2027"
    );
    assert!(told.rows.contains(&(
        "flyttad för",
        "nyårsafton, nyårsdagen, lördag, söndag  till mån 4 jan 2027".into()
    )));
    let clock = one("K13", "utskrivningsklar 2026-11-05 12:01");
    let told = explain(&clock, &Calendar::swedish(), d("2026-11-06"));
    assert!(
        told.rows
            .iter()
            .any(|row| row.1.contains("+4 dagar (efter 12.00)"))
    );
}

/// The clocks of a case under a rule of the unit's own.
fn under(rule: &str, case_type: &str, events: &[Event]) -> Vec<Clock> {
    let rules = RuleSet::from_toml(rule).unwrap();
    let facts = CaseFacts {
        case_type,
        events,
        states: &[],
    };
    let mut all = clocks(&rules, &rules.calendar(), &facts);
    all.retain(|clock| clock.rule.id == "X1");
    all
}

const OWN: &str = "[[regel]]\nid = \"X1\"\nnamn = \"Egen\"\ngor = \"Gör\"\nper = \"arende\"\nklass = \"eget_lofte\"\nkalla = \"Rutin\"\n";

#[test]
fn an_event_starts_nothing_when_the_rule_has_changed_and_no_longer_names_it() {
    let rule = format!(
        "{OWN}startar = [\"inkom\"]\nstoppar = [\"kontakt\"]\nlangd = {{ dagar = 7 }}\ngiltig_till = 2025-12-31\n\
         {OWN}startar = [\"utredning_inledd\"]\nstoppar = [\"kontakt\"]\nlangd = {{ dagar = 7 }}\ngiltig_fran = 2026-01-01\n"
    );
    let starts = |text: &str| {
        let all = under(&rule, "hemtjanst", &events(text));
        all.iter().map(|clock| clock.start.day).collect::<Vec<_>>()
    };
    assert_eq!(
        starts(
            "inkom 2025-05-05; kontakt 2025-05-06; inkom 2026-05-05; utredning_inledd 2026-05-07"
        ),
        [d("2025-05-05"), d("2026-05-07")]
    );
}

#[test]
fn what_repeated_stops_repeating_when_the_rule_has_changed() {
    let row = "stoppar = [\"uppfoljd\"]\nlangd = { dagar = 7 }\nupprepas = true\n";
    let rule = format!(
        "{OWN}{row}startar = [\"verkstalld\", \"uppfoljd\"]\ngiltig_till = 2025-12-31\n\
         {OWN}{row}startar = [\"verkstalld\"]\ngiltig_fran = 2026-01-01\n"
    );
    let text = "verkstalld 2025-05-05; uppfoljd 2025-06-05; uppfoljd 2026-06-05";
    let all = under(&rule, "hemtjanst", &events(text));
    let stops: Vec<_> = all.iter().map(|c| c.stopped.map(|s| s.day)).collect();
    assert_eq!(stops, [Some(d("2025-06-05")), Some(d("2026-06-05"))]);
}

#[test]
fn beyond_the_calendars_end_there_is_no_clock_and_no_panic() {
    let far = Event {
        day: NaiveDate::MAX,
        ..events("inkom 2026-05-05").remove(0)
    };
    let rule = format!("{OWN}startar = [\"inkom\"]\nstoppar = []\nlangd = {{ dagar = 7 }}\n");
    assert!(under(&rule, "hemtjanst", std::slice::from_ref(&far)).is_empty());
    let all = run("hemtjanst", "inkom 2026-05-05", &[]);
    assert!(all.iter().any(|clock| clock.rule.id == "K15"));
    let rules = RuleSet::builtin();
    let facts = CaseFacts {
        case_type: "hemtjanst",
        events: &[far],
        states: &[],
    };
    assert!(clocks(&rules, &rules.calendar(), &facts).is_empty());
}

#[test]
fn an_own_day_that_is_written_twice_counts_once() {
    assert_eq!(
        of(
            "K10",
            "hemtjanst",
            "beslut_upphor 2027-06-30 @m1; beslut 2026-06-01 @m1; beslut_upphor 2027-06-30 @m1"
        ),
        ["2027-06-30 2027-06-30 insats1"]
    );
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

#[test]
fn a_promise_on_a_free_day_stands_and_says_which() {
    let clock = one("K2", "utredning_inledd 2026-12-12");
    let told = explain(&clock, &Calendar::swedish(), d("2026-12-13"));
    assert!(
        told.rows
            .contains(&("infaller på", "annandag jul; dagen står kvar".into())),
        "{:?}",
        told.rows
    );
}

#[test]
fn the_end_of_a_later_year_is_told_by_its_number() {
    let rule = format!(
        "{OWN}startar = [\"inkom\"]\nstoppar = []\nlangd = {{ manader = 12 }}\narsslut_ar_efter = 2\n"
    );
    let all = under(&rule, "hemtjanst", &events("inkom 2026-05-05"));
    assert_eq!(all[0].due, d("2029-12-31"));
    let told = explain(&all[0], &Calendar::swedish(), d("2026-12-13"));
    assert!(
        told.rows
            .iter()
            .any(|row| row.1.contains("till utgången av det 2:e året därpå")),
        "{:?}",
        told.rows
    );
}

#[test]
fn what_caps_a_date_is_told() {
    let all = run(
        "korttid",
        "verkstalld 2026-11-01; beslut_upphor 2026-12-15",
        &[],
    );
    let clock = all.iter().find(|clock| clock.rule.id == "K8").unwrap();
    let told = explain(clock, &Calendar::swedish(), d("2026-11-18"));
    assert!(
        told.rows
            .contains(&("tak", "beslutet upphör  tis 15 dec".into())),
        "{:?}",
        told.rows
    );
}
