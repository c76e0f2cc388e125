//! Who works here: what a manager may change and others not, keys, and desks that end with the employment.
#![allow(clippy::unwrap_used)]

#[path = "akt/mod.rs"]
mod binary;
mod common;

use std::path::Path;

use akt::core::change::{Change, NewUser};
use akt::core::public_key::PublicKey;
use akt::core::staff::StaffChange;
use akt::core::user::{Role, User};
use akt::store::{Ending, Sign, Store};
use akt::ui::screen::list::ListScreen;
use common::{Table, day, today};
use rusqlite::Connection;

const ANNAS: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE5H0oamP0FyE4MfhZAZEbmLICgkACSTiMEE6ZOgF8zv anna@kontoret";

/// The unit, opened by somebody other than the desk's program.
fn beside(folder: &Path, login: &str) -> (Store, User) {
    common::store(folder, login)
}

fn staff(store: &Store, user: &User, change: StaffChange) -> akt::error::Result<i64> {
    let applied = store.apply(user, Change::Staff(change))?;
    Ok(applied.row.unwrap())
}

fn newcomer(login: &str) -> NewUser {
    NewUser {
        login: login.into(),
        name: "Ny Kollega".into(),
        role: Role::Caseworker,
        started: today(),
        share: 75,
        base_group: Some("Grupp 9".into()),
    }
}

/// Anna as seen by whoever installs.
fn first_manager(store: &Store) -> User {
    let installer = Store::installer();
    let mut chief = newcomer("chef.ny");
    chief.role = Role::Manager;
    staff(
        store,
        &installer,
        StaffChange::FirstManager {
            unit: String::new(),
            user: chief,
        },
    )
    .unwrap();
    store.user("chef.ny").unwrap().unwrap()
}

/// Everybody who leads is made a caseworker by whoever installs, so that the unit has no manager.
fn without_managers(store: &Store) {
    let installer = Store::installer();
    for person in store.staff(&installer).unwrap() {
        if person.role.is_some_and(Role::leads) {
            let change = StaffChange::Role {
                user: person.id,
                role: Role::Caseworker,
                from: today(),
            };
            staff(store, &installer, change).unwrap();
        }
    }
}

#[test]
fn only_managers_change_the_staff_and_the_first_is_made_once() {
    let folder = tempfile::tempdir().unwrap();
    let (store, anna) = beside(folder.path(), "anna.ek");
    let refused = staff(
        &store,
        &anna,
        StaffChange::Register {
            unit: String::new(),
            user: newcomer("ny.a"),
        },
    )
    .unwrap_err();
    assert!(refused.text.contains("Som handläggare"), "{refused}");
    assert!(store.staff(&anna).is_err());

    without_managers(&store);
    let chief = first_manager(&store);
    let again = StaffChange::FirstManager {
        unit: String::new(),
        user: newcomer("chef.till"),
    };
    let refused = staff(&store, &Store::installer(), again).unwrap_err();
    assert!(refused.text.contains("redan en chef"), "{refused}");

    let ny = staff(
        &store,
        &chief,
        StaffChange::Register {
            unit: String::new(),
            user: newcomer("ny.b"),
        },
    )
    .unwrap();
    let row = |store: &Store| {
        let all = store.staff(&chief).unwrap();
        all.into_iter().find(|person| person.id == ny).unwrap()
    };
    let before = row(&store);
    assert_eq!(before.share, Some(75));
    assert_eq!(before.base_group.as_deref(), Some("Grupp 9"));
    let chosen = |kind: &str| StaffChange::Appoint {
        user: ny,
        kind: kind.into(),
        from: today(),
        to: None,
    };
    assert!(staff(&store, &chief, chosen("kung")).is_err());
    for change in [
        StaffChange::Role {
            user: ny,
            role: Role::SpecialistCaseworker,
            from: today(),
        },
        StaffChange::Share {
            user: ny,
            percent: 50,
            from: today(),
        },
        StaffChange::BaseGroup {
            user: ny,
            group: "Grupp 2".into(),
            from: today(),
        },
        StaffChange::Started {
            user: ny,
            day: day("2019-02-01"),
        },
        chosen("samrad"),
    ] {
        staff(&store, &chief, change).unwrap();
    }
    let after = row(&store);
    assert_eq!(after.role, Some(Role::SpecialistCaseworker));
    assert_eq!(after.share, Some(50));
    assert_eq!(after.base_group.as_deref(), Some("Grupp 2"));
    assert_eq!(after.started, day("2019-02-01"));
    assert_eq!(after.appointments, ["samrad"]);
    // The role of before lies there, ended, and decides nothing any more.
    let decider = store
        .decider(&store.user("ny.b").unwrap().unwrap())
        .unwrap()
        .unwrap();
    assert_eq!(decider.roles, [Role::SpecialistCaseworker]);
    let conn = Connection::open(folder.path().join("akt.db")).unwrap();
    akt::store::Store::equip(&conn).unwrap();
    let kept: i64 = conn
        .query_row(
            "SELECT count(*) FROM user_role WHERE user_id = ?1",
            [ny],
            |r| r.get(0),
        )
        .unwrap();
    assert_eq!(kept, 2);

    let alone = StaffChange::End {
        user: chief.id,
        last: today(),
        taker: None,
    };
    let refused = staff(&store, &chief, alone).unwrap_err();
    assert!(refused.text.contains("ingen chef"), "{refused}");
}

#[test]
fn a_key_lets_one_person_in_until_it_is_removed() {
    let folder = tempfile::tempdir().unwrap();
    let (store, anna) = beside(folder.path(), "anna.ek");
    let installer = Store::installer();
    let key = PublicKey::read(ANNAS).unwrap();
    let add = |user| StaffChange::AddKey {
        user,
        key: key.clone(),
    };
    staff(&store, &installer, add(anna.id)).unwrap();
    let keys = store.keys(None).unwrap();
    assert_eq!((keys.len(), keys[0].login.as_str()), (1, "anna.ek"));
    assert_eq!(store.keys(Some(&key.body)).unwrap(), keys);
    assert!(store.keys(Some("AAAA")).unwrap().is_empty());
    let petra = store.user("petra.sand").unwrap().unwrap();
    let refused = staff(&store, &installer, add(petra.id)).unwrap_err();
    assert!(refused.text.contains("anna.ek"), "{refused}");
    let gone = StaffChange::RemoveKey {
        user: anna.id,
        key: keys[0].id,
    };
    store.log_in(&anna).unwrap();
    assert!(!store.shut_out().unwrap());
    staff(&store, &installer, gone).unwrap();
    assert!(store.keys(None).unwrap().is_empty());
    assert!(
        store.shut_out().unwrap(),
        "a desk is open with a key that is gone"
    );
    staff(&store, &installer, add(petra.id)).unwrap();
}

#[test]
fn a_desk_ends_with_the_employment_and_keeps_what_was_written() {
    let mut table = Table::new((80, 24), ListScreen::new(None));
    let (_, anna) = beside(table.folder.path(), "anna.ek");
    let id = table.desk.store().log_in(&anna).unwrap();
    table.desk.look_for_news();
    assert!(!table.desk.is_closed());

    let (other, petra) = beside(table.folder.path(), "petra.sand");
    assert_eq!(other.live_sessions().unwrap().len(), 1);
    let installer = Store::installer();
    staff(
        &other,
        &installer,
        StaffChange::End {
            user: anna.id,
            last: today(),
            taker: Some(petra.id),
        },
    )
    .unwrap();
    assert!(other.user("anna.ek").unwrap().is_none());
    table.desk.look_for_news();
    assert!(table.desk.is_closed());
    assert_eq!(table.desk.ending(), Ending::ShutOut);

    table
        .desk
        .store()
        .log_out(&anna, table.desk.ending())
        .unwrap();
    let conn = Connection::open(table.folder.path().join("akt.db")).unwrap();
    akt::store::Store::equip(&conn).unwrap();
    let how: String = conn
        .query_row("SELECT ended_how FROM session WHERE id = ?1", [id], |r| {
            r.get(0)
        })
        .unwrap();
    assert_eq!(how, "avslutad");
    let logged: Vec<String> = conn
        .prepare("SELECT action FROM log WHERE action IN ('login', 'logout') ORDER BY id")
        .unwrap()
        .query_map([], |r| r.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(logged, ["login", "logout"]);

    staff(&other, &installer, StaffChange::Return { user: anna.id }).unwrap();
    assert!(other.user("anna.ek").unwrap().is_some());
}

#[test]
fn a_dead_session_is_found_out_at_the_next_login() {
    let folder = tempfile::tempdir().unwrap();
    let (store, anna) = beside(folder.path(), "anna.ek");
    let conn = Connection::open(folder.path().join("akt.db")).unwrap();
    akt::store::Store::equip(&conn).unwrap();
    conn.execute(
        "INSERT INTO session (user_id, boot, pid, started, begun_at) VALUES (?1, 'en annan', 1, 1, '2026-11-22T08:00:00Z')",
        [anna.id],
    )
    .unwrap();
    assert!(store.live_sessions().unwrap().is_empty());
    store.log_in(&anna).unwrap();
    assert_eq!(store.live_sessions().unwrap().len(), 1);
    let how: String = conn
        .query_row(
            "SELECT ended_how FROM session ORDER BY id LIMIT 1",
            [],
            |r| r.get(0),
        )
        .unwrap();
    assert_eq!(how, "dod");
}

#[test]
fn whoever_installs_begins_and_the_keys_are_bound_to_one_desk_each() {
    let home = binary::Home::new();
    home.file("anna.pub", format!("{ANNAS}\n"));
    let anna = home.path("anna.pub");
    let anna = anna.to_str().unwrap();
    home.ok(&[
        "--idag",
        "2026-11-23",
        "anvandare",
        "forsta-chef",
        "eva.holm",
        "Eva Holm",
    ]);
    home.no(1, &["anvandare", "forsta-chef", "annan", "En Annan"]);
    let keeper = |args: &[&str]| {
        let mut all = vec!["--som", "eva.holm", "anvandare"];
        all.extend(args);
        home.ok(&all)
    };
    let told = keeper(&[
        "lagg-till",
        "anna.ek",
        "Anna Ek",
        "--grupp",
        "Norr",
        "--andel",
        "75",
    ]);
    assert!(
        told.contains("handläggare · Norr · 75 % · sedan 2026-11-23"),
        "{told}"
    );
    let told = keeper(&["nyckel", "anna.ek", anna]);
    assert!(told.contains("ssh-ed25519 anna@kontoret"), "{told}");
    // Anna is known to the machine by her login, and is no manager.
    let refused = home.no(1, &["anvandare", "roll", "anna.ek", "enhetschef"]);
    assert!(refused.contains("Som handläggare"), "{refused}");

    let lines = home.ok(&["nycklar"]);
    let body = ANNAS.split(' ').nth(1).unwrap();
    assert!(
        lines.starts_with("restrict,pty,command=\"/")
            && lines.contains("/akt.db --som anna.ek\" ssh-ed25519 ")
            && lines.trim_end().ends_with(body)
            && lines.lines().count() == 1,
        "{lines}"
    );
    assert_eq!(home.ok(&["nycklar", "--nyckel", body]), lines);
    assert_eq!(home.ok(&["nycklar", "--nyckel", "AAAA"]), "");
    // For another account than the one that owns the data nothing is answered.
    assert_eq!(home.ok(&["nycklar", "--konto", "4294967290"]), "");

    home.file("farlig.pub", format!("command=\"/bin/sh\" {ANNAS}\n"));
    let bad = home.path("farlig.pub");
    let refused = home.no(
        1,
        &[
            "--som",
            "eva.holm",
            "anvandare",
            "nyckel",
            "eva.holm",
            bad.to_str().unwrap(),
        ],
    );
    assert!(
        refused.contains("Rad 1: Det står något före nyckeln"),
        "{refused}"
    );
    keeper(&["avsluta", "anna.ek"]);
    assert_eq!(home.ok(&["nycklar"]), "");
    home.no(1, &["--som", "anna.ek", "lista"]);
    keeper(&["tillbaka", "anna.ek"]);
    home.ok(&["--som", "anna.ek", "lista"]);
    assert!(
        home.ok(&["ssh-installera", "--visa"])
            .contains("ClientAliveCountMax 3")
    );
}

#[test]
fn open_files_and_folders_are_refused_with_the_command_that_closes_them() {
    use std::os::unix::fs::PermissionsExt;
    let home = binary::Home::new();
    home.ok(&["anvandare", "forsta-chef", "eva.holm", "Eva Holm"]);
    let folder = home.path("data/akt");
    let open = |path: &Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    for (path, was, mode) in [
        (folder.clone(), 0o700, 0o750),
        (folder.clone(), 0o700, 0o701),
        (folder.join("akt.db"), 0o600, 0o640),
        (folder.join("akt.db"), 0o600, 0o602),
    ] {
        open(&path, mode);
        let refused = home.no(1, &["--som", "eva.holm", "lista"]);
        assert!(
            refused.contains(&format!("chmod {was:o} {}", path.display())),
            "{refused}"
        );
        open(&path, was);
        home.ok(&["--som", "eva.holm", "lista"]);
    }
}

/// How many open cases a login has, and which of the files that need a name they are named for.
fn has(folder: &Path, login: &str) -> (i64, i64) {
    let conn = Connection::open(folder.join("akt.db")).unwrap();
    akt::store::Store::equip(&conn).unwrap();
    let cases = conn
        .query_row(
            "SELECT count(*) FROM assignment a JOIN cases c ON c.id = a.case_id JOIN user u ON u.id = a.user_id
             WHERE u.login = ?1 AND a.valid_to IS NULL AND c.closed_on IS NULL",
            [login],
            |r| r.get(0),
        )
        .unwrap();
    let named = conn
        .query_row(
            "SELECT count(*) FROM file_named n JOIN user u ON u.id = n.user_id
             WHERE u.login = ?1 AND n.valid_to IS NULL",
            [login],
            |r| r.get(0),
        )
        .unwrap();
    (cases, named)
}

#[test]
fn nobody_leaves_a_case_or_a_protected_file_without_anybody() {
    let folder = tempfile::tempdir().unwrap();
    let (store, anna) = beside(folder.path(), "anna.ek");
    let chief = common::leader(&store);
    let petra = store.user("petra.sand").unwrap().unwrap();
    let end = |last, taker| StaffChange::End {
        user: anna.id,
        last,
        taker,
    };
    let (cases, named) = has(folder.path(), "anna.ek");
    let theirs = has(folder.path(), "petra.sand");
    assert!(cases > 0 && named > 0);
    let refused = staff(&store, &chief, end(today(), None)).unwrap_err();
    assert!(refused.text.contains("öppna ärenden"), "{refused}");
    assert!(refused.text.contains("ensam namngiven"), "{refused}");
    assert!(!refused.text.contains("26-0420"), "{refused}");
    assert!(store.user("anna.ek").unwrap().is_some());
    // A day ahead is taken, and what is left is counted.
    staff(&store, &chief, end(day("2026-12-31"), None)).unwrap();
    assert!(!store.left_behind(&chief, anna.id).unwrap().is_nothing());
    assert!(staff(&store, &chief, end(today(), Some(anna.id))).is_err());
    staff(&store, &chief, end(today(), Some(petra.id))).unwrap();
    assert!(store.left_behind(&chief, anna.id).unwrap().is_nothing());
    let now = has(folder.path(), "petra.sand");
    assert_eq!(has(folder.path(), "anna.ek").0, 0);
    assert_eq!(now.0, theirs.0 + cases);
    assert!(now.1 > theirs.1);
    assert!(store.case_by_number(&petra, "26-0420").unwrap().is_some());
}

#[test]
fn what_is_decided_ahead_stays_when_something_nearer_is_decided() {
    let folder = tempfile::tempdir().unwrap();
    let (store, anna) = beside(folder.path(), "anna.ek");
    let chief = common::leader(&store);
    let share = |percent, from| StaffChange::Share {
        user: anna.id,
        percent,
        from: day(from),
    };
    staff(&store, &chief, share(50, "2027-02-01")).unwrap();
    staff(&store, &chief, share(80, "2026-12-01")).unwrap();
    staff(&store, &chief, share(75, "2026-12-01")).unwrap();
    let all = store.staff(&chief).unwrap();
    let row = all.into_iter().find(|person| person.id == anna.id).unwrap();
    assert_eq!(row.share, Some(100));
    let coming = [
        (day("2026-12-01"), "75 %".to_owned()),
        (day("2027-02-01"), "50 %".to_owned()),
    ];
    assert_eq!(row.coming, coming);
}

#[test]
fn one_who_has_not_begun_comes_in_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let (store, anna) = beside(folder.path(), "anna.ek");
    let chief = common::leader(&store);
    let mut later = newcomer("ny.b");
    later.started = day("2026-12-01");
    let register = |user| StaffChange::Register {
        unit: String::new(),
        user,
    };
    let id = staff(&store, &chief, register(later)).unwrap();
    let key = PublicKey::read(ANNAS).unwrap();
    staff(&store, &chief, StaffChange::AddKey { user: id, key }).unwrap();
    assert!(store.user("ny.b").unwrap().is_none());
    assert!(store.keys(None).unwrap().is_empty());
    let case = store.case_by_number(&anna, "26-0412").unwrap().unwrap();
    let ground = store.decision_ground(&anna, case).unwrap();
    assert!(ground.people.iter().any(|p| p.name == "Eva Holm"));
    assert!(ground.people.iter().all(|p| p.id != id));
    let mut wrong = newcomer("ny.c");
    wrong.started = day("1900-01-01");
    assert!(staff(&store, &chief, register(wrong)).is_err());
    let mut nameless = newcomer("ny.d");
    nameless.name = "   ".into();
    assert!(staff(&store, &chief, register(nameless)).is_err());
}

#[test]
fn the_doctor_tells_of_a_last_day_that_has_passed_with_cases_left() {
    let folder = tempfile::tempdir().unwrap();
    let (store, anna) = beside(folder.path(), "anna.ek");
    let chief = common::leader(&store);
    let last = day("2026-11-30");
    let end = StaffChange::End {
        user: anna.id,
        last,
        taker: None,
    };
    staff(&store, &chief, end).unwrap();
    let left = |store: &Store| {
        let health = store.health().unwrap();
        let found = health.findings.into_iter().find(|f| f.what == "left");
        let found = found.unwrap();
        (found.sign, found.text)
    };
    assert_eq!(left(&store).0, Sign::Good);
    drop(store);
    let (store, chief) = common::store_on(folder.path(), "eva.holm", day("2026-12-01"));
    let (sign, text) = left(&store);
    assert_eq!(sign, Sign::Warning);
    assert!(
        text.starts_with("anna.ek, sista dag 2026-11-30: "),
        "{text}"
    );
    let petra = store.user("petra.sand").unwrap().unwrap();
    let end = StaffChange::End {
        user: anna.id,
        last,
        taker: Some(petra.id),
    };
    staff(&store, &chief, end).unwrap();
    assert_eq!(left(&store).0, Sign::Good);
}

#[test]
fn each_unit_has_its_first_manager_who_adds_people_there() {
    let folder = tempfile::tempdir().unwrap();
    let (store, _) = beside(folder.path(), "anna.ek");
    let installer = Store::installer();
    let mut west = newcomer("vera.vest");
    west.role = Role::Manager;
    let first = StaffChange::FirstManager {
        unit: "Västra".into(),
        user: west,
    };
    staff(&store, &installer, first).unwrap();
    let vera = store.user("vera.vest").unwrap().unwrap();
    assert_eq!(vera.unit, "Västra");
    let register = |login: &str, unit: &str| StaffChange::Register {
        unit: unit.into(),
        user: newcomer(login),
    };
    let unsaid = staff(&store, &installer, register("ny.a", "")).unwrap_err();
    assert!(unsaid.text.contains("flera enheter"), "{unsaid}");
    assert!(staff(&store, &installer, register("ny.a", "Vestra")).is_err());
    staff(&store, &installer, register("ny.a", "Västra")).unwrap();
    staff(&store, &vera, register("ny.b", "")).unwrap();
    for login in ["ny.a", "ny.b"] {
        assert_eq!(store.user(login).unwrap().unwrap().unit, "Västra");
    }
    assert!(
        staff(
            &store,
            &vera,
            register("ny.c", &common::leader(&store).unit)
        )
        .is_err()
    );
}
