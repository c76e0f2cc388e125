//! Access: random units, random files, and every act by everybody, through the store's own functions, against
//! an oracle written from the words of the rules; and a walk of the program by one who may not see a
//! protected person.

use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use akt::clock::Clock;
use akt::core::access::AccessChange;
use akt::core::change::{Change, PersonFact, Proposing};
use akt::core::form::Answers;
use akt::core::query::{Filter, Scope};
use akt::core::user::User;
use akt::error::{Error, ErrorKind};
use akt::store::{Direction, Mode, Store};
use akt::unit::Unit;
use chrono::{Days, NaiveDate};
use fastrand::Rng;
use rusqlite::Connection;
use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::ValueRef;
use sha2::{Digest, Sha256};

use crate::common::{self, Table, day, today};
use crate::{chance, rounds};

/// What came of an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Came {
    Through,
    Reason,
    Unseen,
    Jav,
    Role,
    Passing,
}

const ACTS: [&str; 10] = [
    "finna",
    "lasa",
    "skriva",
    "foresla",
    "besluta",
    "fordela",
    "exportera",
    "loggutdrag",
    "namnge",
    "lista",
];

/// A day beside today, and what it is called in the rules: before, on, after.
fn near(rng: &mut Rng) -> NaiveDate {
    match rng.u8(0..3) {
        0 => today() - Days::new(rng.u64(1..20)),
        1 => today(),
        _ => today() + Days::new(rng.u64(1..20)),
    }
}

/// A moment about noon of today, in the store's form.
fn moment(day: NaiveDate, hour: u8) -> String {
    format!("{day}T{hour:02}:00:00Z")
}

#[derive(Clone, Debug)]
struct Somebody {
    unit: i64,
    started: NaiveDate,
    ended: Option<NaiveDate>,
    role: &'static str,
    has_role: bool,
}

impl Somebody {
    /// Has begun, has not left, and is something here.
    fn works(&self) -> bool {
        self.started <= today() && self.ended.is_none_or(|last| last >= today()) && self.has_role
    }
}

/// A case: its number, its unit, whether it is open, who has had it until when, who has it.
type CaseOf = (String, i64, bool, Option<(i64, NaiveDate)>, i64);

#[derive(Clone, Debug)]
struct Akt {
    unit: i64,
    protected: bool,
    cases: Vec<CaseOf>,
}

/// The unit as the oracle sees it.
#[derive(Default, Debug)]
struct World {
    people: BTreeMap<i64, Somebody>,
    files: BTreeMap<i64, Akt>,
    /// Who stands in for whom on the day.
    stands_in: BTreeSet<(i64, i64)>,
    named: BTreeSet<(i64, i64)>,
    jav: BTreeSet<(i64, i64)>,
    emergency: BTreeSet<(i64, i64)>,
    explained: BTreeSet<i64>,
    alone: Option<i64>,
}

const ROLES: [&str; 5] = [
    "handlaggare",
    "specialisthandlaggare",
    "bitr_enhetschef",
    "enhetschef",
    "administrator",
];

/// The beginning of the SHA-256 of a row's values, each with its kind and its length.
fn seal(row: &Context) -> i64 {
    let mut hasher = Sha256::new();
    for at in 0..row.len() {
        let (kind, bytes) = match row.get_raw(at) {
            ValueRef::Null => (0_u8, Vec::new()),
            ValueRef::Integer(number) => (1, number.to_le_bytes().to_vec()),
            ValueRef::Real(number) => (2, number.to_bits().to_le_bytes().to_vec()),
            ValueRef::Text(text) => (3, text.to_vec()),
            ValueRef::Blob(blob) => (4, blob.to_vec()),
        };
        hasher.update([kind]);
        hasher.update((bytes.len() as u64).to_le_bytes());
        hasher.update(bytes);
    }
    i64::from_le_bytes(hasher.finalize()[..8].try_into().unwrap())
}

impl World {
    /// Makes a world and writes it row by row; nothing of the program's own is used but its tables.
    fn make(rng: &mut Rng, database: &Path) -> World {
        let clock = Clock::Fixed(today());
        drop(Store::open(database, Mode::CreateIfMissing, Unit::builtin(), clock).unwrap());
        let conn = Connection::open(database).unwrap();
        // Who writes rows must be able to seal them.
        let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
        conn.create_scalar_function("seal", -1, flags, |row| Ok(seal(row)))
            .unwrap();
        let run = |sql: &str, args: &[&dyn rusqlite::ToSql]| {
            conn.execute(sql, args).unwrap();
        };
        let mut world = World::default();
        for unit in 1..=2_i64 {
            run(
                "INSERT INTO unit (id, name) VALUES (?1, ?2)",
                &[&unit, &format!("E{unit}")],
            );
            run(
                "INSERT INTO base_group (id, unit_id, name) VALUES (?1, ?1, 'G')",
                &[&unit],
            );
        }
        for id in 1..=8_i64 {
            let unit = if id <= 5 { 1 } else { 2 };
            let ended = (rng.u8(0..6) == 0).then(|| near(rng));
            let role = ROLES[rng.usize(..ROLES.len())];
            let started = if rng.u8(0..6) == 0 {
                near(rng)
            } else {
                day("2020-01-01")
            };
            let has_role = rng.u8(0..8) > 0;
            run(
                "INSERT INTO user (id, unit_id, login, name, started, ended) VALUES (?1, ?2, ?3, ?3, ?5, ?4)",
                &[
                    &id,
                    &unit,
                    &format!("u{id}"),
                    &ended.map(|d| d.to_string()),
                    &started.to_string(),
                ],
            );
            // An old role has ended; the one in force counts.
            run(
                "INSERT INTO user_role (user_id, role, valid_from, valid_to) VALUES (?1, ?2, '2020-01-01', '2020-12-31')",
                &[&id, &ROLES[rng.usize(..ROLES.len())]],
            );
            if has_role {
                run(
                    "INSERT INTO user_role (user_id, role, valid_from) VALUES (?1, ?2, '2021-01-01')",
                    &[&id, &role],
                );
            }
            let group = rng.i64(1..=2);
            run(
                "INSERT INTO user_group (user_id, base_group_id, valid_from) VALUES (?1, ?2, '2020-01-01')",
                &[&id, &group],
            );
            let somebody = Somebody {
                unit,
                started,
                ended,
                role,
                has_role,
            };
            world.people.insert(id, somebody);
        }
        for _ in 0..4 {
            let (away, other) = (rng.i64(1..=8), rng.i64(1..=8));
            let (from, to) = (near(rng), near(rng));
            if away == other || to < from {
                continue;
            }
            run(
                "INSERT INTO substitute (user_id, substitute_id, valid_from, valid_to) VALUES (?1, ?2, ?3, ?4)",
                &[&away, &other, &from.to_string(), &to.to_string()],
            );
            if from <= today() && today() <= to {
                world.stands_in.insert((other, away));
            }
        }
        let mut case_id = 0_i64;
        for id in 1..=10_i64 {
            let unit = rng.i64(1..=2);
            let protected = rng.u8(0..5) < 2;
            let born =
                day("1940-01-01") + Days::new(rng.u64(0..3000) * 10 + u64::try_from(id).unwrap());
            let number = common::number(&born.to_string());
            run(
                "INSERT INTO person (id, unit_id, family_name, given_name, sex, sort_key, protection) VALUES (?1, ?2, ?3, 'X', 'okant', ?3, ?4)",
                &[
                    &id,
                    &unit,
                    &format!("N{id}"),
                    &protected.then_some("sekretessmarkering"),
                ],
            );
            run(
                "INSERT INTO identity_number (person_id, kind, value) VALUES (?1, 'pahittat', ?2)",
                &[&id, &number],
            );
            let mut cases = Vec::new();
            for _ in 0..rng.u8(1..=2) {
                case_id += 1;
                let (case_unit, open) = (rng.i64(1..=2), rng.u8(0..4) > 0);
                let number = format!("26-{case_id:04}");
                let closed = (!open).then(|| today().to_string());
                run(
                    "INSERT INTO cases (id, case_number, person_id, unit_id, case_type, opened_on, closed_on) VALUES (?1, ?2, ?3, ?4, 'hemtjanst', '2026-01-01', ?5)",
                    &[&case_id, &number, &id, &case_unit, &closed],
                );
                run(
                    "INSERT INTO search_key (key, person_id, case_id, true_key) VALUES (?1, ?2, ?3, ?1)",
                    &[&number, &id, &case_id],
                );
                let before = (rng.u8(0..2) == 0).then(|| (rng.i64(1..=8), near(rng)));
                if let Some((who, until)) = before {
                    run(
                        "INSERT INTO assignment (case_id, user_id, valid_from, valid_to) VALUES (?1, ?2, '2026-01-01', ?3)",
                        &[&case_id, &who, &until.to_string()],
                    );
                }
                let owner = rng.i64(1..=8);
                run(
                    "INSERT INTO assignment (case_id, user_id, valid_from) VALUES (?1, ?2, '2026-02-01')",
                    &[&case_id, &owner],
                );
                cases.push((number, case_unit, open, before, owner));
            }
            world.files.insert(
                id,
                Akt {
                    unit,
                    protected,
                    cases,
                },
            );
            for who in 1..=8_i64 {
                match rng.u8(0..10) {
                    0 | 1 => {
                        run(
                            "INSERT INTO file_named (person_id, user_id, valid_from) VALUES (?1, ?2, '2026-01-01')",
                            &[&id, &who],
                        );
                        world.named.insert((id, who));
                    }
                    // Ended: no longer named, from the same day.
                    2 => run(
                        "INSERT INTO file_named (person_id, user_id, valid_from, valid_to) VALUES (?1, ?2, '2026-01-01', ?3)",
                        &[&id, &who, &today().to_string()],
                    ),
                    _ => {}
                }
                match rng.u8(0..12) {
                    0 => {
                        run(
                            "INSERT INTO conflict_of_interest (person_id, user_id, reason, noted_on) VALUES (?1, ?2, 'x', '2026-01-01')",
                            &[&id, &who],
                        );
                        world.jav.insert((id, who));
                    }
                    1 => run(
                        "INSERT INTO conflict_of_interest (person_id, user_id, reason, noted_on, ended_on) VALUES (?1, ?2, 'x', '2026-01-01', '2026-02-01')",
                        &[&id, &who],
                    ),
                    _ => {}
                }
                // The store's noon is 11 UTC: an access that ends at that very moment has ended.
                let span = match rng.u8(0..12) {
                    0 => Some((8, 12)),
                    1 => Some((8, 11)),
                    2 => Some((12, 14)),
                    3 => Some((11, 13)),
                    _ => None,
                };
                if let Some((from, to)) = span {
                    run(
                        "INSERT INTO emergency_access (user_id, person_id, reason, begun_at, until_at) VALUES (?1, ?2, 'x', ?3, ?4)",
                        &[&who, &id, &moment(today(), from), &moment(today(), to)],
                    );
                    if from <= 11 && to > 11 {
                        world.emergency.insert((id, who));
                    }
                }
            }
            if rng.bool() {
                world.explained.insert(id);
            }
        }
        // In one world of five only the first has ever worked in the database.
        let logged: &[i64] = if rng.u8(0..5) == 0 { &[1] } else { &[1, 2, 7] };
        world.alone = (logged.len() == 1).then_some(1);
        for who in logged {
            run(
                "INSERT INTO log (at, user_id, role, action, hash) VALUES ('2026-01-01T00:00:00Z', ?1, '', 'x', 'x')",
                &[who],
            );
        }
        run(
            "INSERT OR REPLACE INTO meta (key, value) VALUES ('demo', '1')",
            &[],
        );
        run("DELETE FROM meta WHERE key = 'dated'", &[]);
        world
    }

    /// The rules in words: own cases, the unit's, by need; protected by name; a relative never; a role its own.
    fn says(&self, who: i64, file: i64, owner: i64, act: &str) -> Came {
        let me = &self.people[&who];
        let akt = &self.files[&file];
        let mut as_whom: Vec<i64> = vec![who];
        as_whom.extend(
            self.stands_in
                .iter()
                .filter(|(s, _)| *s == who)
                .map(|(_, away)| *away),
        );
        let has_case = akt.cases.iter().any(|(_, _, _, before, owner)| {
            as_whom.contains(owner)
                || before.is_some_and(|(had, until)| as_whom.contains(&had) && until >= today())
        });
        let in_emergency = self.emergency.contains(&(file, who));
        let needs_it = akt.unit == me.unit || has_case || in_emergency;
        let by_name = as_whom.iter().any(|one| self.named.contains(&(file, *one)));
        let let_in = !akt.protected || by_name || in_emergency;
        if !me.works() || !needs_it || !let_in {
            return Came::Unseen;
        }
        let listed = matches!(act, "finna" | "lista" | "exportera");
        if self.jav.contains(&(file, who)) {
            return if listed || act == "loggutdrag" {
                Came::Unseen
            } else {
                Came::Jav
            };
        }
        let chief = me.role.ends_with("enhetschef");
        let clerk = me.role == "administrator";
        let wrong_role = match act {
            "foresla" | "besluta" => clerk,
            "fordela" => !chief && !has_case,
            "exportera" | "loggutdrag" => !chief && !clerk && self.alone != Some(who),
            _ => false,
        };
        if wrong_role {
            return Came::Role;
        }
        // For good only by one's own place: not in an emergency, not in another's. A file that has lost all
        // of its named is given back by a manager of the unit.
        let own_case = akt.cases.iter().any(|(_, _, _, before, owner)| {
            *owner == who || before.is_some_and(|(had, until)| had == who && until >= today())
        });
        let for_good = (akt.unit == me.unit || own_case)
            && (!akt.protected || self.named.contains(&(file, who)));
        let lost = akt.protected
            && !self
                .named
                .iter()
                .any(|(named, somebody)| *named == file && self.people[somebody].works());
        let owner_is_named = self.named.contains(&(file, owner));
        let names = act == "namnge" || (act == "fordela" && akt.protected && !owner_is_named);
        let passing = names && !for_good && !(lost && akt.unit == me.unit && chief);
        let unexplained =
            !listed && akt.protected && !in_emergency && !self.explained.contains(&file);
        // Whoever gives a case away is let into it first, with a reason.
        match (passing, unexplained) {
            (true, true) if act == "fordela" => Came::Reason,
            (true, _) => Came::Passing,
            (false, true) => Came::Reason,
            (false, false) => Came::Through,
        }
    }
}

/// What an answer of the store means. What is refused for another cause has passed the door.
fn came<T>(answer: Result<T, Error>) -> Came {
    match answer {
        Ok(_) => Came::Through,
        Err(error) => match error.kind {
            ErrorKind::AskReason(_) => Came::Reason,
            _ if error.text == "Ärendet eller personen finns inte." => Came::Unseen,
            ErrorKind::Denied if error.text.starts_with("Du är jävig") => Came::Jav,
            ErrorKind::Denied if error.text.starts_with("Som ") => Came::Role,
            ErrorKind::Denied if error.text.starts_with("Nödåtkomst och") => Came::Passing,
            _ => Came::Through,
        },
    }
}

fn seen(yes: bool) -> Came {
    if yes { Came::Through } else { Came::Unseen }
}

/// Does it, through the store.
fn does(store: &Store, me: &User, file: i64, case: &Case, act: &str) -> Came {
    match act {
        "finna" => {
            let by_number = store.case_by_number(me, &case.number).unwrap().is_some();
            let hits = store.search(me, &case.number, 9).unwrap();
            assert_eq!(hits.iter().any(|h| h.person == file), by_number);
            let row = store.case_row(me, case.id).unwrap().is_some();
            assert_eq!(row, by_number);
            assert_eq!(store.engine_events(me, case.id).is_ok(), by_number);
            assert_eq!(store.decision_ground(me, case.id).is_ok(), by_number);
            assert_eq!(store.measures(me, case.id).is_ok(), by_number);
            assert_eq!(store.telling_names(me, file).is_ok(), by_number);
            seen(by_number)
        }
        "lasa" => came(store.file(me, file)),
        "skriva" => came(store.apply(
            me,
            Change::WriteJournal {
                person: file,
                case: Some(case.id),
                day: today(),
                time: None,
                text: "Ringt.".into(),
                corrects: None,
            },
        )),
        "foresla" => came(store.apply(
            me,
            Change::Propose(Proposing {
                case: case.id,
                answers: Answers::default(),
            }),
        )),
        "besluta" => came(store.apply(
            me,
            Change::Decide(akt::core::change::Deciding {
                case: case.id,
                answers: Answers::default(),
                proposal: None,
            }),
        )),
        // To the one who has it, which changes nothing.
        "fordela" => came(store.apply(
            me,
            Change::Assign {
                case: case.id,
                user: case.owner,
                from: today(),
                reason: String::new(),
            },
        )),
        "exportera" => match store.register(me) {
            Ok(register) => seen(register.cases.iter().any(|c| c.case_number == case.number)),
            Err(error) => came::<()>(Err(error)),
        },
        // Somebody who does not exist, so that what is let through changes nothing.
        "namnge" => came(store.apply(
            me,
            Change::Access(AccessChange::Name {
                person: file,
                user: 999,
            }),
        )),
        "loggutdrag" => came(store.log_extract(me, &case.number, |_| true)),
        _ => unreachable!(),
    }
}

struct Case {
    id: i64,
    number: String,
    owner: i64,
}

#[test]
fn everybody_meets_what_the_rules_say_and_nothing_else() {
    let asked_for = rounds(10_000, 10_000);
    let mut rng = chance("access");
    let (mut asked, mut differ, mut worlds) = (0_usize, Vec::new(), 0);
    while asked < asked_for {
        worlds += 1;
        let folder = tempfile::Builder::new()
            .permissions(std::fs::Permissions::from_mode(0o700))
            .tempdir()
            .unwrap();
        let database = folder.path().join("akt.db");
        let world = World::make(&mut rng, &database);
        let clock = Clock::Fixed(today());
        let store = Store::open(&database, Mode::Existing, Unit::builtin(), clock).unwrap();
        for file in &world.explained {
            store.give_reason(*file, "prov").unwrap();
        }
        // Who has left cannot log in, but a desk that was open when they left may still ask.
        let users: BTreeMap<i64, User> = world
            .people
            .iter()
            .map(|(id, somebody)| {
                let user = User {
                    id: *id,
                    login: format!("u{id}"),
                    name: format!("u{id}"),
                    role: akt::core::user::Role::from_word(somebody.role).unwrap(),
                    unit_id: somebody.unit,
                    unit: format!("E{}", somebody.unit),
                    base_group: None,
                    base_group_name: None,
                };
                let now = store.user(&user.login).unwrap();
                assert_eq!(now.is_some(), somebody.works());
                (*id, now.unwrap_or(user))
            })
            .collect();
        let ids: BTreeMap<String, i64> = world
            .files
            .values()
            .flat_map(|akt| akt.cases.iter().map(|case| case.0.clone()))
            .enumerate()
            .map(|(i, number)| (number, i64::try_from(i).unwrap() + 1))
            .collect();
        let may_ask: Vec<i64> = match world.alone {
            Some(one) => vec![one],
            None => users.keys().copied().collect(),
        };
        for _ in 0..250 {
            let who = may_ask[rng.usize(..may_ask.len())];
            let file = rng.i64(1..=10);
            let akt = &world.files[&file];
            let (number, _, _, _, owner) = &akt.cases[rng.usize(..akt.cases.len())];
            let case = Case {
                id: ids[number],
                number: number.clone(),
                owner: *owner,
            };
            let act = ACTS[rng.usize(..ACTS.len() - 1)];
            let (want, got) = (
                world.says(who, file, *owner, act),
                does(&store, &users[&who], file, &case, act),
            );
            // Where the whole door of the export is closed, it is so for what one may not see too.
            let closed = act == "exportera" && got == Came::Role && want == Came::Unseen;
            if want != got && !closed {
                differ.push(format!(
                    "{who} {act} {file} {number}: {want:?}, not {got:?}"
                ));
            }
            asked += 1;
        }
        // The lists and their counts are the same answer.
        for who in &may_ask {
            let me = &users[who];
            for scope in Scope::ALL {
                let filter = Filter::all(*scope);
                let rows = store.list(me, &filter, None, Direction::From, 100).unwrap();
                assert_eq!(store.count(me, &filter).unwrap(), rows.len() as u64);
                let got: BTreeSet<String> = rows.into_iter().map(|row| row.case_number).collect();
                for (file, akt) in &world.files {
                    for (number, unit, open, _, owner) in &akt.cases {
                        let as_mine = *owner == *who || world.stands_in.contains(&(*who, *owner));
                        let in_scope = match scope {
                            Scope::Mine => as_mine,
                            Scope::Unit => *unit == world.people[who].unit,
                            Scope::Group => continue,
                        };
                        let want = *open
                            && in_scope
                            && world.says(*who, *file, *owner, "lista") == Came::Through;
                        if want != got.contains(number) {
                            differ.push(format!("{who} {scope:?} {number}: {want}"));
                        }
                        asked += 1;
                    }
                }
                if *scope == Scope::Group {
                    for number in got {
                        let file = world
                            .files
                            .iter()
                            .find(|(_, akt)| akt.cases.iter().any(|case| case.0 == number));
                        if world.says(*who, *file.unwrap().0, 0, "lista") != Came::Through {
                            differ.push(format!("{who} group {number}"));
                        }
                    }
                }
            }
        }
    }
    println!(
        "faults: access rounds={asked} worlds={worlds} lost={}",
        differ.len()
    );
    assert!(differ.is_empty(), "{:#?}", &differ[..differ.len().min(20)]);
}

/// What would tell of Ebba Vall, whose identity is protected.
fn telling() -> Vec<String> {
    let number = common::number("1950-06-16");
    ["Vall", "Ebba", "26-0420", "Hemliga", "070-123 45 67"]
        .into_iter()
        .map(str::to_owned)
        .chain([number[2..].to_owned(), number])
        .collect()
}

/// Gives Ebba Vall an address, a phone, a journal entry, a visit and a place at the meeting.
fn known_about(store: &Store, anna: &User) {
    let case = store.case_by_number(anna, "26-0420").unwrap().unwrap();
    let person = store.case(anna, case).unwrap().person.id;
    let add = |fact| {
        store
            .apply(anna, Change::AddToPerson { person, fact })
            .unwrap()
    };
    add(PersonFact::Address {
        street: "Hemliga gatan 1".into(),
        postcode: "111 11".into(),
        city: "Staden".into(),
        from: today(),
    });
    add(PersonFact::Phone {
        number: "070-123 45 67".into(),
        from: today(),
    });
    let present = Change::PresentCase {
        case,
        day: today(),
        proposal: "Ebba Vall föreslås stöd.".into(),
        notes: String::new(),
        outcome: String::new(),
    };
    store.apply(anna, present).unwrap();
}

/// Petra Sand's desk, who is not named, beside Anna Ek's who is.
fn petras() -> Table {
    Table::of("petra.sand", (120, 40), |store, _| {
        let anna = store.user("anna.ek").unwrap().unwrap();
        known_about(store, &anna);
        Box::new(akt::ui::screen::list::ListScreen::new(None))
    })
}

fn assert_silent(text: &str, typed: &str, after: &str) {
    for word in telling() {
        // What one has typed oneself stands in the field; it tells nothing.
        if !typed.contains(&word) {
            assert!(!text.contains(&word), "{word} after {after}:\n{text}");
        }
    }
}

#[test]
fn no_screen_tells_the_unnamed_of_a_protected_person() {
    let number = common::number("1950-06-16");
    let typed = [
        format!("/{number}"),
        "/26-0420".to_owned(),
        "/Vall".to_owned(),
        format!("N{number}<enter>"),
        format!("N{number}<enter>X<tab>Y<tab><tab><tab><tab><f9>"),
        format!("/{number}<f8><tab>prov"),
        "/26-0420<enter>".to_owned(),
    ];
    let mut bytes = 0;
    for script in typed {
        let mut table = petras();
        table.press(&script);
        let text = table.text();
        bytes += text.len();
        // The number or word itself is what was typed.
        assert_silent(&text, &format!("{script} {number}"), &script);
    }
    let mut table = petras();
    let keys = "d W A F Ä E m m f B S T K x 1 2 3 p s v a h u b w i P J D H O U <enter> <esc> j k G g ? : <f10> l V r"
        .split(' ')
        .collect::<Vec<_>>();
    for first in &keys {
        for second in &keys {
            table.press(first).press(second);
            let text = table.text();
            bytes += text.len();
            assert_silent(&text, "", &format!("{first} {second}"));
            table.press("<esc>");
        }
        for _ in 0..6 {
            table.press("<esc>");
        }
    }
    let mut rng = chance("access walk");
    let mut walked = String::new();
    for _ in 0..rounds(2_000, 20_000) {
        let key = keys[rng.usize(..keys.len())];
        walked = format!(
            "{} {key}",
            walked
                .chars()
                .rev()
                .take(60)
                .collect::<String>()
                .chars()
                .rev()
                .collect::<String>()
        );
        table.press_on(key);
        let text = table.text();
        bytes += text.len();
        assert_silent(&text, "", &walked);
        if table.desk.is_closed() {
            table = petras();
        }
    }
    println!("faults: access screens bytes={bytes} lost=0");
}

#[test]
fn no_command_tells_the_unnamed_of_a_protected_person() {
    let folder = tempfile::tempdir().unwrap();
    let (store, anna) = common::store(folder.path(), "anna.ek");
    known_about(&store, &anna);
    drop(store);
    let db = folder.path().join("akt.db");
    let number = common::number("1950-06-16");
    let csv = folder.path().join("r.csv");
    let mut commands: Vec<Vec<String>> = Vec::new();
    for line in [
        "lista",
        "lista --vy Enheten",
        "lista --json",
        "visa 26-0420",
        "varfor 26-0420",
        "visa 26-0412",
        "exportera",
        "regler",
        "skriv-ut 26-0420/utredning/1",
        "rapport ivo",
        "rapport planer",
        "rapport tema",
        "rapport delegationsbeslut",
        "loggkontroll --antal 1000",
        "loggkontroll --antal 1000 --flagga skyddad --format json",
        "loggkontroll --tidigare",
        "loggutdrag 26-0420",
        "loggutdrag 26-0412 --format csv",
    ] {
        commands.push(line.split(' ').map(str::to_owned).collect());
    }
    std::fs::write(
        &csv,
        format!("personnummer;efternamn;förnamn;ärendenummer;typ;händelse;datum;till;handläggare;anteckning;kön\n{number};X;Y;26-0420;hemtjanst;inkom;2026-11-01;;;;kvinna\n"),
    )
    .unwrap();
    commands.push(vec!["importera".into(), csv.to_str().unwrap().into()]);
    let mut bytes = 0;
    for who in ["petra.sand", "eva.holm"] {
        for command in &commands {
            let answer = std::process::Command::new(env!("CARGO_BIN_EXE_akt"))
                .args(["--db", db.to_str().unwrap(), "--som", who, "--skal", "prov"])
                .args(command)
                .env_clear()
                .env("HOME", folder.path())
                .env("AKT_IDAG", today().to_string())
                .stdin(std::process::Stdio::null())
                .output()
                .unwrap();
            for text in [answer.stdout, answer.stderr] {
                let text = String::from_utf8(text).unwrap();
                bytes += text.len();
                // What was asked for is told back, and the name of the file that was read.
                let typed = format!("{} {number} 26-0420", command.join(" "));
                let silent = ["lista", "exportera", "rapport", "loggkontroll"];
                let asked = !silent.contains(&command[0].as_str());
                assert_silent(&text, if asked { &typed } else { "" }, &command.join(" "));
            }
        }
    }
    println!("faults: access commands bytes={bytes} lost=0");
}
