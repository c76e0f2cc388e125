//! How a date is explained, and what is answered for a rule and a day.

use super::*;

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
