//! The built program's answers: words, order, exit codes.
#![allow(clippy::unwrap_used, clippy::panic)]

mod akt;

use akt::{Home, register};
use serde_json::Value;

fn json(text: &str) -> Value {
    let read = serde_json::from_str(text);
    assert!(read.is_ok(), "{text}");
    read.unwrap()
}

fn imported() -> Home {
    let home = Home::new();
    let file = home.file("register.csv", register());
    home.ok(&["importera", &file]);
    home
}

#[test]
fn every_command_teaches() {
    let home = Home::new();
    let all = home.ok(&["--help"]);
    for name in [
        "demo",
        "lista",
        "visa",
        "varfor",
        "importera",
        "exportera",
        "frist",
        "regler",
    ] {
        assert!(all.contains(&format!("akt {name}")), "{all}");
        let page = home.ok(&[name, "--help"]);
        assert!(page.contains("Så här: akt "), "{page}");
        assert!(
            page.contains(&format!("\n  akt {name}")),
            "no example: {page}"
        );
        assert!(page.contains("--idag"));
        assert_eq!(page, home.ok(&["hjälp", name]));
        assert_eq!(page, home.ok(&["-h", name]));
        // But for the one line that is there to be copied.
        let mut lines = page
            .lines()
            .filter(|l| !l.contains("personnummer;efternamn"));
        assert!(lines.all(|l| l.chars().count() <= 80), "{page}");
    }
    assert!(home.ok(&["--version"]).starts_with("akt 0."));
    assert!(!home.path("data").exists(), "help made something");
}

#[test]
fn wrong_usage_is_told_with_a_suggestion() {
    let home = Home::new();
    let told = |args: &[&str], word: &str| {
        let err = home.no(2, args);
        assert!(err.contains(word), "{args:?}: {err}");
    };
    told(&["lsta"], "Menade du akt lista?");
    told(&["lista", "--jsn"], "Menade du --json?");
    told(&["lista", "--frist", "forsnad"], "Menade du forsenad?");
    told(&["lista", "--alla", "mer"], "ett ord för mycket");
    told(&["visa", "--alla", "1"], "hör inte till akt visa");
    told(&["visa"], "saknas");
    told(&["--idag", "igår", "lista"], "--idag");
    told(&["lista", "--idag", "2026-02-30"], "finns inte i kalendern");
    told(&["lista", "--idag"], "behöver ett värde");
    told(&["--db", "--json", "lista"], "behöver ett värde");
    told(&["lista", "--json=1"], "tar inget värde");
    told(&["demo", "--personer", "många"], "helt tal");
    told(&["frist", "K6"], "Datumet saknas");
    told(&["frist", "KX", "2026-01-01"], "finns inte");
    told(&["frist", "K6", "2026-1-1"], "ÅÅÅÅ-MM-DD");
    told(&["regler", "provar"], "provar");
    assert!(!home.path("data").exists());
}

#[test]
fn the_day_may_come_from_the_environment() {
    let home = Home::new();
    let mut command = home.command(&["lista"]);
    command.env("AKT_IDAG", "i dag");
    let answer = akt::answer(command);
    assert_eq!(answer.code, 2);
    assert!(answer.err.contains("AKT_IDAG"), "{}", answer.err);
}

#[test]
fn frist_keeps_the_law() {
    let home = Home::new();
    let due = |rule: &str, start: &str| {
        let line = home.ok(&["frist", rule, start, "--json"]);
        json(&line)["due"].as_str().unwrap().to_owned()
    };
    for (start, expected) in [
        ("2026-11-20", "2026-12-11"),
        ("2026-12-03", "2026-12-28"),
        ("2026-12-10", "2027-01-04"),
        ("2026-05-29", "2026-06-22"),
        ("2026-03-13", "2026-04-07"),
        ("2026-05-16", "2026-06-08"),
    ] {
        assert_eq!(due("K6", start), expected, "{start}");
    }
    assert_eq!(due("k14b", "2026-11-26"), "2026-12-28");
    assert_eq!(due("K11", "2026-11-30"), "2027-02-28");
    assert_eq!(due("K13", "2026-11-20T12:00"), "2026-11-23");
    assert_eq!(due("K13", "2026-11-20T12:01"), "2026-11-24");
    let k10 = json(&home.ok(&["frist", "K10", "2027-01-31", "--json"]));
    assert_eq!(k10["begin"], "2026-12-20");
    let k6 = json(&home.ok(&["frist", "K6", "2026-05-29", "--json"]));
    assert_eq!(k6["raw"], "2026-06-19");
    assert_eq!(k6["moved_for"][0], "midsommarafton");
    assert!(
        home.ok(&["frist", "K6", "2026-12-03"])
            .contains("måndag 28 december 2026")
    );
    home.no(1, &["frist", "K6", "2018-06-30"]);
    home.no(1, &["frist", "K6", "2101-01-01"]);
    home.no(2, &["frist", "K6", "2026-11-20T10:00"]);
}

#[test]
fn a_stream_of_dates_is_answered_line_by_line() {
    let home = Home::new();
    let answer = home.fed(
        &["frist", "K6", "-"],
        "2026-05-29\nfel\n2026-13-01\r\n2026-03-13\n",
    );
    assert_eq!(answer.code, 1);
    let lines: Vec<Value> = answer.out.lines().map(json).collect();
    assert_eq!(lines.len(), 4);
    assert_eq!(lines[0]["due"], "2026-06-22");
    assert_eq!(lines[1]["start"], "fel");
    assert!(lines[1]["error"].is_string() && lines[2]["error"].is_string());
    assert_eq!(lines[3]["due"], "2026-04-07");

    let days: String = (0..24_000)
        .map(|n| format!("20{:02}-03-{:02}\n", 20 + n % 70, 1 + n % 28))
        .collect();
    let answer = home.fed(&["frist", "K11", "-"], &days);
    assert_eq!((answer.code, answer.out.lines().count()), (0, 24_000));
}

#[test]
fn nobody_left_to_read_is_no_error() {
    let home = Home::new();
    let mut command = home.command(&["regler", "--toml"]);
    command
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty());
}

#[test]
fn the_list_is_by_due_date_and_red_from_the_day_after() {
    let home = imported();
    let list = json(&home.ok(&["lista", "--json"]));
    assert_eq!(list["schema"], 1);
    assert_eq!(list["today"], akt::TODAY);
    let rows: Vec<(String, String)> = list["cases"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| {
            (
                c["case_number"].as_str().unwrap().to_owned(),
                c["deadline"]["state"]
                    .as_str()
                    .unwrap_or("ingen")
                    .to_owned(),
            )
        })
        .collect();
    let expected = [
        ("26-0001", "forsenad"),
        ("26-0002", "idag"),
        ("26-0003", "snart"),
        ("26-0004", "mojlig"),
        ("26-0005", "ingen"),
    ];
    assert_eq!(rows, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    let first = &list["cases"][0];
    assert_eq!(first["person"], "Bergström, Karin");
    assert_eq!(first["case_type"], "hemtjanst");
    assert_eq!(first["step"], "Utredning");
    assert_eq!(first["caseworker"], "anna.ek");
    assert_eq!(first["next_step"], "Skriv utredningen");
    assert_eq!(first["deadline"]["rule"], "K2");
    assert_eq!(first["deadline"]["due"], "2026-11-19");
    assert_eq!(first["deadline"]["days_left"], -4);
    assert_eq!(list["cases"][4]["deadline"], Value::Null);
    let keys: Vec<&str> = first
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        keys,
        [
            "case_number",
            "person",
            "personal_number",
            "case_type",
            "step",
            "caseworker",
            "next_step",
            "deadline"
        ]
    );

    let state = |day: &str| {
        let list = json(&home.ok(&["lista", "--json", "--idag", day]));
        let row = list["cases"]
            .as_array()
            .unwrap()
            .iter()
            .find(|c| c["case_number"] == "26-0002")
            .cloned();
        row.unwrap()["deadline"]["state"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert_eq!(state("2026-11-23"), "idag");
    assert_eq!(state("2026-11-24"), "forsenad");
}

#[test]
fn the_list_is_narrowed_and_widened() {
    let home = imported();
    let numbers = |args: &[&str]| -> Vec<String> {
        let list = json(&home.ok(args));
        list["cases"]
            .as_array()
            .unwrap()
            .iter()
            .map(|c| c["case_number"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        numbers(&["lista", "--json", "--frist", "forsenad"]),
        ["26-0001"]
    );
    assert_eq!(
        numbers(&["lista", "--json", "--frist", "klar"]),
        ["26-0005"]
    );
    assert_eq!(numbers(&["lista", "--json", "--alla"]).len(), 6);
    assert_eq!(
        numbers(&["--som", "petra.sand", "lista", "--json"]),
        ["26-0006"]
    );
    assert_eq!(
        numbers(&["lista", "--vy", "Försenat", "--json"]),
        ["26-0001"]
    );
    assert!(
        home.no(1, &["lista", "--vy", "Försnat"])
            .contains("Försenat")
    );
    let text = home.ok(&["lista"]);
    assert!(
        text.contains("!! 4 d över") && text.contains("5 ärenden"),
        "{text}"
    );
    assert!(!text.contains('\u{1b}'));
}

#[test]
fn a_case_is_shown_and_its_dates_explained() {
    let home = imported();
    let text = home.ok(&["visa", "26-0001"]);
    for word in [
        "Bergström, Karin",
        "Hemtjänst",
        "Kontakt tagen",
        "ringde",
        "K2",
    ] {
        assert!(text.contains(word), "{word}: {text}");
    }
    let case = json(&home.ok(&["visa", "26-0001", "--json"]));
    assert_eq!(case["case_number"], "26-0001");
    assert_eq!(case["events"].as_array().unwrap().len(), 3);
    let why = home.ok(&["varför", "26-0001"]);
    assert!(why.contains("torsdag 19 november, 4 dagar över"), "{why}");
    let why = json(&home.ok(&["varfor", "26-0001", "--json"]));
    assert_eq!(why["clocks"][0]["rule"], "K2");
    assert_eq!(why["clocks"][0]["elapsed_days"], 18);
    assert!(home.no(1, &["visa", "26-9999"]).contains("finns inte"));
}

#[test]
fn an_unknown_user_and_an_empty_database_are_told() {
    let home = Home::new();
    for command in [
        &["lista"][..],
        &["visa", "1"],
        &["varfor", "1"],
        &["exportera"],
    ] {
        assert!(home.no(1, command).contains("Det finns ingen databas"));
    }
    assert!(!home.path("data").exists());
    let home = imported();
    let err = home.no(1, &["--som", "petra", "lista"]);
    assert!(err.contains("petra.sand") && err.contains("--som"), "{err}");
}

#[test]
fn what_is_no_database_is_refused_and_left_alone() {
    let home = Home::new();
    let text = home.file("brev.txt", "Hej, det här är ett brev.");
    assert!(
        home.no(1, &["--db", &text, "lista"])
            .contains("inte en databas")
    );
    assert!(
        home.no(1, &["--db", home.dir.path().to_str().unwrap(), "lista"])
            .contains("katalog")
    );
    assert_eq!(
        std::fs::read_to_string(&text).unwrap(),
        "Hej, det här är ett brev."
    );
    home.no(1, &["--db", &text, "importera", &text]);
}

#[test]
fn the_desk_needs_a_terminal_and_whole_settings() {
    let home = Home::new();
    let err = home.no(1, &[]);
    assert!(
        err.contains("terminalfönster") && err.contains("akt lista"),
        "{err}"
    );
    assert!(!home.path("data").exists());
}

#[test]
fn rules_are_listed_and_tried() {
    let home = imported();
    let text = home.ok(&["regler"]);
    assert!(text.contains("K14b") && text.contains("akt regler prova"));
    assert!(text.contains("Ett ärende är tyst efter 30 dagar") && text.contains("på torsdagar"));
    let rules = json(&home.ok(&["regler", "--json"]));
    assert_eq!(rules["routines"]["quiet_days"], 30);
    assert!(
        rules["rules"]
            .as_array()
            .unwrap()
            .iter()
            .any(|r| r["rule"] == "K13")
    );
    let own = home.file("rules.toml", home.ok(&["regler", "--toml"]));
    assert!(
        home.ok(&["regler", "prova", &own])
            .contains("Inget av 6 öppna")
    );
    let changed = home.file(
        "changed.toml",
        "[[regel]]\nid = \"K2\"\nlangd = { dagar = 21 }\n",
    );
    let before = home.ok(&["exportera"]);
    let moved = json(&home.ok(&["regler", "prova", &changed, "--json"]));
    assert_eq!(moved["moved"].as_array().unwrap().len(), 1);
    assert_eq!(moved["moved"][0]["case_number"], "26-0001");
    assert_eq!(moved["moved"][0]["from"], "2026-11-19");
    assert_eq!(moved["moved"][0]["to"], "2026-11-26");
    assert_eq!(before, home.ok(&["exportera"]));
    let broken = home.file("broken.toml", "[[regel]]\nid = \"K2\"\nlangdd = 3\n");
    assert!(home.no(1, &["regler", "prova", &broken]).contains("rad 3"));
    home.no(1, &["regler", "prova", "finns-inte.toml"]);
}

#[test]
fn stored_text_never_reaches_the_terminal_raw() {
    let home = Home::new();
    let csv = register().replace("ringde", "\u{1b}[31mröd\u{202e}\u{7}");
    let file = home.file("r.csv", csv);
    home.ok(&["importera", &file]);
    for args in [
        &["visa", "26-0001"][..],
        &["visa", "26-0001", "--json"],
        &["exportera"],
        &["lista", "--alla"],
    ] {
        let out = home.ok(args);
        assert!(!out.contains(['\u{1b}', '\u{202e}', '\u{7}']), "{args:?}");
    }
    let err = home.no(2, &["\u{1b}]0;x\u{7}lista\u{202e}"]);
    assert!(!err.contains(['\u{1b}', '\u{202e}', '\u{7}']), "{err:?}");
}
