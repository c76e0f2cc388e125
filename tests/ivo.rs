//! `akt rapport ivo`: what counts from which day, and why it waits. `akt frist` for the worked dates.
#![allow(clippy::unwrap_used)]

#[path = "akt/mod.rs"]
mod akt_home;

use akt_home::{Home, number};

/// Number, name, and what happened when.
type Row = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

fn home() -> Home {
    let home = Home::new();
    let rows: &[Row] = &[
        // Due 22 November: the day after counts.
        ("1", "over", &[("beslut", "2026-08-22")]),
        // Due today: not yet.
        ("2", "today", &[("beslut", "2026-08-23")]),
        // Carried out on the last day.
        (
            "3",
            "just",
            &[("beslut", "2026-08-10"), ("verkstalld", "2026-11-10")],
        ),
        // Carried out a day too late, in the quarter.
        (
            "4",
            "late",
            &[("beslut", "2026-08-10"), ("verkstalld", "2026-11-11")],
        ),
        // Carried out too late, but before the quarter.
        (
            "5",
            "past",
            &[("beslut", "2026-05-01"), ("verkstalld", "2026-09-15")],
        ),
        // Interrupted and not resumed.
        (
            "6",
            "pause",
            &[
                ("beslut", "2026-05-01"),
                ("verkstalld", "2026-05-10"),
                ("avbrott", "2026-08-01"),
            ],
        ),
    ];
    let mut csv = String::from(
        "personnummer;efternamn;fornamn;kon;arende;arendetyp;handlaggare;handelse;datum;tid;anteckning\n",
    );
    for (n, name, events) in rows {
        let person = number(&format!("190{n}-01-0{n}"), "000");
        for (event, date) in std::iter::once(&("inkom", "2026-04-01")).chain(*events) {
            csv += &format!("{person};{name};A;kvinna;26-000{n};hemtjanst;demo;{event};{date};;\n");
        }
    }
    let file = home.file("r.csv", csv);
    home.ok(&[
        "demo",
        "--personer",
        "0",
        "--bara-skapa",
        "--db",
        &home.path("a.db").to_string_lossy(),
    ]);
    home.ok(&[
        "--db",
        &home.path("a.db").to_string_lossy(),
        "--som",
        "demo",
        "importera",
        &file,
    ]);
    home
}

fn ivo(home: &Home, args: &[&str]) -> Vec<String> {
    let db = home.path("a.db");
    let db = db.to_string_lossy();
    let mut all = vec![
        "--db", &db, "--som", "demo", "rapport", "ivo", "--format", "json",
    ];
    all.extend(args);
    let read: serde_json::Value = serde_json::from_str(&home.ok(&all)).unwrap();
    read["cases"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            format!(
                "{} {} {} {}",
                row["case_number"].as_str().unwrap(),
                row["kind"].as_str().unwrap(),
                row["days"],
                row["executed"].as_str().unwrap_or("-")
            )
        })
        .collect()
}

#[test]
fn the_day_after_the_three_months_counts() {
    let home = home();
    assert_eq!(
        ivo(&home, &["--kvartal", "2026-K4"]),
        [
            "26-0001 beslut 93 -",
            "26-0004 beslut 93 2026-11-11",
            "26-0006 avbrott 114 -",
        ]
    );
    // As it stood at the end of the quarter before.
    assert_eq!(
        ivo(&home, &["--kvartal", "2026-K3"]),
        ["26-0005 beslut 137 2026-09-15"]
    );
    let db = home.path("a.db");
    let text = home.ok(&[
        "--db",
        &db.to_string_lossy(),
        "--som",
        "demo",
        "rapport",
        "ivo",
    ]);
    assert!(text.contains("Hemtjänst"), "{text}");
    assert!(text.contains("Skäl saknas i 3 ärenden"), "{text}");
    assert!(!text.contains("over"), "no names: {text}");
    home.no(2, &["rapport", "ivo", "--kvartal", "2026-4"]);
}

#[test]
fn the_worked_dates_of_the_trade() {
    let home = Home::new();
    let due = |rule: &str, day: &str| {
        let answer: serde_json::Value =
            serde_json::from_str(&home.ok(&["frist", rule, day, "--json"])).unwrap();
        answer["due"].as_str().unwrap().to_owned()
    };
    assert_eq!(due("K6", "2026-06-03"), "2026-06-24");
    assert_eq!(due("K6", "2026-05-30"), "2026-06-22");
    assert_eq!(due("K3", "2026-01-31"), "2026-02-28");
    assert_eq!(due("K3", "2028-01-31"), "2028-02-29");
}
