//! An invented person whose name and number nobody else has: worked with for a while, through a crash and a
//! panic, and then looked for everywhere but in the databases.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use akt::core::personal_number::PersonalNumber;

use crate::common::day;
use crate::pty::Session;
use crate::rounds;

const AKT: &str = env!("CARGO_BIN_EXE_akt");
const FAMILY: &str = "Zytnikqvist";
const CHILD: &str = "AKT_KANARIE_STANNAR";
const DAY: (&str, &str) = ("AKT_IDAG", "2026-11-23");

fn number() -> String {
    PersonalNumber::invented(day("1931-02-14")).to_string()
}

/// What is looked for: the name, and the number with and without its dash and century.
fn words() -> Vec<String> {
    let number = number();
    let plain = number.replace('-', "");
    vec![
        FAMILY.to_owned(),
        FAMILY.to_lowercase(),
        number,
        plain.clone(),
        plain[2..].to_owned(),
    ]
}

fn hits(what: &str, content: &[u8]) -> usize {
    let found = words()
        .iter()
        .filter(|word| {
            content
                .windows(word.len())
                .any(|part| part == word.as_bytes())
        })
        .count();
    if found > 0 {
        println!("canary: found in {what}");
    }
    found
}

/// Every file under a folder that is not one of the databases.
fn hits_in(folder: &Path, since: SystemTime, deep: bool) -> usize {
    let mut found = 0;
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let (path, Ok(meta)) = (entry.path(), entry.metadata()) else {
            continue;
        };
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if meta.is_dir() && deep {
            found += hits_in(&path, since, deep);
        } else if meta.is_file()
            && !name.contains(".db")
            && meta.modified().is_ok_and(|at| at >= since)
        {
            assert!(!name.starts_with("core"), "a core dump: {}", path.display());
            found += hits(&name, &fs::read(&path).unwrap_or_default());
        }
    }
    found
}

fn hits_in_process(pid: u32) -> usize {
    ["environ", "cmdline", "comm"]
        .iter()
        .map(|name| {
            hits(
                name,
                &fs::read(format!("/proc/{pid}/{name}")).unwrap_or_default(),
            )
        })
        .sum()
}

/// A day: found by search, opened, written about.
fn work(home: &Path) -> Session {
    let mut desk = Session::start(AKT, &["demo"], home, (100, 30), &[DAY]);
    desk.wait_until(
        |text| text.contains("Mina ärenden") || text.contains("tillbaka där du var"),
        "desk",
    );
    if desk.text().contains("tillbaka där du var") {
        desk.send("\x1b");
        desk.wait_for("Mina ärenden");
    }
    desk.send("/");
    desk.settle();
    desk.send(FAMILY);
    desk.wait_for("Hjördis");
    desk.settle();
    desk.send("\r");
    desk.wait_until(
        |text| !text.contains(" Sök ") && text.contains(&number()),
        "case",
    );
    desk.settle();
    desk.send("a");
    desk.wait_for("tkast");
    desk.settle();
    desk.send(&format!("{FAMILY} {} mår bättre", number()));
    desk.wait_for("mår bättre");
    desk
}

#[test]
fn an_invented_person_leaves_no_trace_outside_the_databases() {
    let all = rounds(1, 20);
    let mut found = 0;
    for _ in 0..all {
        let home = crate::binary::Home::new();
        let since = SystemTime::now() - Duration::from_secs(1);
        home.ok(&["demo", "--personer", "0", "--bara-skapa"]);
        let register = home.file(
            "register.csv",
            format!(
                "personnummer;efternamn;fornamn;kon;arende;arendetyp;handlaggare;handelse;datum;tid;anteckning\n\
                 {};{FAMILY};Hjördis;kvinna;26-9001;hemtjanst;demo;inkom;2026-11-20;;\n",
                number()
            ),
        );
        let database = home.path("data/akt/demo.db");
        home.ok(&["--db", database.to_str().unwrap(), "importera", &register]);
        fs::remove_file(&register).unwrap();

        // Left in good order.
        let mut desk = work(home.dir.path());
        found += hits_in_process(desk.pid());
        while !desk.text().contains("Mina ärenden") {
            desk.send("\x1b");
            desk.settle();
        }
        desk.send("q");
        desk.wait_end();
        desk.settle();
        assert!(!desk.in_alternate_screen());
        found += hits("the primary screen", desk.text().as_bytes());

        // A crash.
        let mut desk = work(home.dir.path());
        let pid = desk.pid().to_string();
        let told = Command::new("kill").args(["-ABRT", &pid]).status().unwrap();
        assert!(told.success());
        desk.wait_end();
        found += hits_in(home.dir.path(), since, true);
        found += hits_in(&std::env::temp_dir(), since, false);

        // A panic.
        let stopped = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "canary::a_panic_with_a_name_in_it",
                "--nocapture",
            ])
            .env(CHILD, "1")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert!(!stopped.status.success());
        let told = [stopped.stdout, stopped.stderr].concat();
        assert!(String::from_utf8_lossy(&told).contains("Programmet stannade oväntat"));
        found += hits("what a panic tells", &told);
    }
    println!("faults: canary rounds={all} hits={found}");
    assert_eq!(found, 0);
}

/// The other side of the panic above; alone it does nothing.
#[test]
fn a_panic_with_a_name_in_it() {
    if std::env::var_os(CHILD).is_some() {
        akt::app::leave_no_trace();
        panic!("{FAMILY} {}", number());
    }
}
