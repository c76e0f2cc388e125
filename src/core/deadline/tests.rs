//! Hand-worked dates. An event is written `word date`, with `@m1` (measure), `@r1` (recipient),
//! `@o1` (order), `@b1` (item of a decision), `@s1` (feedback), `>date` (day to answer by) and `HH:MM` after it.

use super::*;
use crate::core::calendar::{parse_date, parse_time};
use crate::core::rule::RuleSet;

mod properties;
mod states;
mod told;

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
        // Each decision that is made here has its own sending, also on one day.
        ("K5", "hemtjanst", "beslut 2026-11-20 @m1; beslut_skickat 2026-11-20; delgiven 2026-11-20; beslut 2026-11-20 @m2",
            &["2026-11-20 2026-11-23 2026-11-20", "2026-11-20 2026-11-23"]),
        ("K6", "hemtjanst", "delgiven 2026-12-03", &["2026-12-03 2026-12-28"]),
        ("K6", "hemtjanst", "delgiven 2026-12-03 @r1; delgiven 2026-12-10 @r2; overklagad 2026-12-20",
            &["2026-12-03 2026-12-28 2026-12-20 mottagare1", "2026-12-10 2027-01-04 2026-12-20 mottagare2"]),
        ("K6", "hemtjanst", "beslut 2026-01-03; delgiven 2026-01-05; beslut 2026-11-20; delgiven 2026-12-03",
            &["2026-01-05 2026-01-26", "2026-12-03 2026-12-28"]),
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
