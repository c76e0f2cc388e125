//! A small unit to test on: Anna Ek's desk on 23 November 2026, with a case in every state. The people
//! have invented numbers.
#![allow(dead_code, clippy::unwrap_used)]

use std::path::Path;
use std::time::Instant;

use akt::app::{Changed, Desk};
use akt::clock::{Clock, Moment};
use akt::core::change::NewUser;
use akt::core::form::{Answers, Spec};
use akt::core::personal_number::PersonalNumber;
use akt::core::register::{
    AssignmentEntry, CaseEntry, ClockStateEntry, ContactEntry, Dated, DocumentEntry, EventEntry,
    HouseholdEntry, JournalEntry, PersonEntry, ProtectionEntry, ProviderEntry, Recorded, Register,
    UserEntry,
};
use akt::core::user::{Role as UserRole, User};
use akt::store::draft::Drafts;
use akt::store::{Mode, Store};
use akt::ui::keymap::Keymap;
use akt::ui::screen::Screen;
use akt::ui::testing::{frame_roles, frame_text, keys};
use akt::ui::theme::Theme;
use akt::unit::{Delegations, Unit};
use chrono::{Days, NaiveDate};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use tempfile::TempDir;

/// The day the tests stand on: Monday 23 November 2026.
pub fn today() -> NaiveDate {
    day("2026-11-23")
}

/// A day.
pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The invented number of somebody born on a day.
pub fn number(born: &str) -> String {
    PersonalNumber::invented(day(born)).to_string()
}

fn dated(value: &str, from: &str) -> Vec<Dated> {
    vec![Dated {
        value: value.into(),
        from: from.into(),
        to: None,
    }]
}

fn user(login: &str, name: &str, role: &str, group: &str) -> UserEntry {
    UserEntry {
        login: login.into(),
        name: name.into(),
        started: "2020-01-01".into(),
        ended: None,
        roles: dated(role, "2020-01-01"),
        shares: dated("100", "2020-01-01"),
        base_groups: dated(group, "2020-01-01"),
        appointments: Vec::new(),
    }
}

/// Builds the register: (born, family, given, sex, case number, type, login, events).
struct Row(
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

const ROWS: &[Row] = &[
    Row(
        "1942-03-18",
        "Bergström",
        "Karin",
        "kvinna",
        "26-0412",
        "hemtjanst",
        "anna.ek",
        &[
            ("inkom", "2026-10-30"),
            ("kontakt", "2026-11-03"),
            ("utredning_inledd", "2026-11-05"),
        ],
    ),
    Row(
        "1935-07-02",
        "Lind",
        "Göran",
        "man",
        "26-0377",
        "hemtjanst",
        "anna.ek",
        &[
            ("inkom", "2026-10-01"),
            ("kontakt", "2026-10-05"),
            ("utredning_inledd", "2026-10-06"),
            ("beslut", "2026-10-19"),
            ("beslut_skickat", "2026-10-20"),
            ("bestalld", "2026-11-06"),
            ("bekraftad", "2026-11-07"),
        ],
    ),
    Row(
        "1947-01-20",
        "Åberg",
        "Sten",
        "man",
        "26-0455",
        "hemtjanst",
        "anna.ek",
        &[("inkom", "2026-11-16")],
    ),
    Row(
        "1938-05-09",
        "Öberg",
        "Maj-Britt",
        "kvinna",
        "26-0301",
        "hemtjanst",
        "anna.ek",
        &[
            ("inkom", "2026-06-01"),
            ("kontakt", "2026-06-03"),
            ("utredning_inledd", "2026-06-03"),
            ("beslut", "2026-06-15"),
            ("beslut_skickat", "2026-06-16"),
            ("bestalld", "2026-06-16"),
            ("bekraftad", "2026-06-17"),
            ("plan_inkom", "2026-06-26"),
            ("plan_godkand", "2026-06-29"),
            ("verkstalld", "2026-06-22"),
            ("uppfoljd", "2026-08-20"),
            ("klagomal_inkom", "2026-11-09"),
        ],
    ),
    Row(
        "1949-08-30",
        "Nyström",
        "Aino",
        "kvinna",
        "26-0431",
        "hemtjanst",
        "anna.ek",
        &[
            ("inkom", "2026-11-04"),
            ("kontakt", "2026-11-09"),
            ("utredning_inledd", "2026-11-12"),
        ],
    ),
    Row(
        "1944-12-12",
        "Dahl",
        "Per-Olof",
        "man",
        "26-0290",
        "hemtjanst",
        "anna.ek",
        &[
            ("inkom", "2026-08-20"),
            ("kontakt", "2026-08-24"),
            ("utredning_inledd", "2026-08-24"),
            ("beslut", "2026-09-07"),
            ("beslut_skickat", "2026-09-08"),
            ("bestalld", "2026-09-08"),
            ("bekraftad", "2026-09-09"),
            ("plan_inkom", "2026-09-20"),
            ("plan_godkand", "2026-09-21"),
            ("verkstalld", "2026-10-05"),
        ],
    ),
    Row(
        "1936-02-28",
        "Ek",
        "Inga",
        "kvinna",
        "25-0911",
        "lss",
        "anna.ek",
        &[
            ("inkom", "2026-04-20"),
            ("kontakt", "2026-04-22"),
            ("utredning_inledd", "2026-04-23"),
            ("begaran_avgorande", "2026-11-16"),
        ],
    ),
    Row(
        "1941-10-10",
        "Hedlund",
        "Rut",
        "kvinna",
        "26-0399",
        "hemtjanst",
        "anna.ek",
        &[
            ("inkom", "2026-11-02"),
            ("kontakt", "2026-11-06"),
            ("utredning_inledd", "2026-11-09"),
        ],
    ),
    Row(
        "1958-04-04",
        "Strand",
        "Nils",
        "man",
        "26-0187",
        "lss",
        "anna.ek",
        &[
            ("inkom", "2026-05-05"),
            ("kontakt", "2026-05-07"),
            ("utredning_inledd", "2026-05-08"),
        ],
    ),
    Row(
        "1950-06-16",
        "Vall",
        "Ebba",
        "kvinna",
        "26-0420",
        "hemtjanst",
        "anna.ek",
        &[
            ("inkom", "2026-11-01"),
            ("kontakt", "2026-11-03"),
            ("utredning_inledd", "2026-11-16"),
            ("kommunicerad", "2026-11-18"),
        ],
    ),
    Row(
        "1933-09-23",
        "Björk",
        "Tage",
        "man",
        "26-0102",
        "kbf",
        "anna.ek",
        &[
            ("inkom", "2026-02-02"),
            ("kontakt", "2026-02-03"),
            ("utredning_inledd", "2026-02-04"),
            ("beslut", "2026-03-02"),
            ("beslut_skickat", "2026-03-03"),
        ],
    ),
    Row(
        "1945-03-03",
        "Sandberg",
        "Elsa",
        "kvinna",
        "26-0440",
        "vobo",
        "petra.sand",
        &[("inkom", "2026-11-10"), ("kontakt", "2026-11-12")],
    ),
    Row(
        "2014-05-21",
        "Ek",
        "Love",
        "okant",
        "26-0450",
        "lss_ledsagarservice",
        "petra.sand",
        &[("inkom", "2026-11-17")],
    ),
];

/// The unit as a register.
pub fn register() -> Register {
    let person = |row: &Row| PersonEntry {
        personal_number: number(row.0),
        number_kind: "pahittat".into(),
        family_name: row.1.into(),
        given_name: row.2.into(),
        sex: row.3.into(),
        birth_date: Some(row.0.into()),
        ..PersonEntry::default()
    };
    let mut persons: Vec<PersonEntry> = ROWS.iter().map(person).collect();
    persons[0].contacts.push(ContactEntry {
        role: "narstaende".into(),
        name: "Lena Bergström".into(),
        relation: "dottern".into(),
        phone: "070-000 00 00".into(),
        call_first: true,
        covers: String::new(),
        from: "2026-10-30".into(),
        to: None,
    });
    persons[0].household.push(HouseholdEntry {
        situation: "ensamboende".into(),
        note: String::new(),
        from: "2026-10-30".into(),
        to: None,
    });
    // Ebba Vall's identity is protected; Anna Ek has the case and is named.
    persons[9].protection = Some(ProtectionEntry {
        level: "sekretessmarkering".into(),
        source: "folkbokföringen".into(),
        date: "2026-11-01".into(),
    });
    let cases = ROWS
        .iter()
        .map(|row| CaseEntry {
            case_number: row.4.into(),
            person: number(row.0),
            case_type: row.5.into(),
            opened: row.7[0].1.into(),
            assignments: vec![AssignmentEntry {
                value: row.6.into(),
                from: row.7[0].1.into(),
                ..AssignmentEntry::default()
            }],
            ..CaseEntry::default()
        })
        .collect();
    let events = ROWS
        .iter()
        .flat_map(|row| {
            row.7.iter().map(move |(event, date)| EventEntry {
                person: number(row.0),
                case_number: Some(row.4.into()),
                subject: "arende".into(),
                event: (*event).into(),
                date: (*date).into(),
                until: (*event == "kommunicerad").then(|| "2026-11-25".into()),
                ..EventEntry::default()
            })
        })
        .collect();
    let by_anna = || Recorded {
        recorded_by: "anna.ek".into(),
        ..Recorded::default()
    };
    Register {
        schema: 1,
        unit: "Östra".into(),
        base_groups: vec!["Norr".into(), "Söder".into()],
        users: vec![
            user("anna.ek", "Anna Ek", "handlaggare", "Norr"),
            user("petra.sand", "Petra Sand", "handlaggare", "Norr"),
            user("eva.holm", "Eva Holm", "bitr_enhetschef", "Söder"),
        ],
        providers: vec![ProviderEntry { name: "Fältens hemtjänst".into(), regime: "kommunal".into(), ..ProviderEntry::default() }],
        persons,
        cases,
        events,
        clock_states: vec![ClockStateEntry {
            id: 1,
            case_number: "26-0399".into(),
            rule: "K2".into(),
            subject: "arende".into(),
            subject_id: 0,
            kind: "paus".into(),
            from: "2026-11-16".into(),
            until: Some("2026-12-01".into()),
            ended: None,
            reason: "väntar på fullmakt".into(),
            corrects: None,
            recorded: by_anna(),
        }],
        journal: vec![JournalEntry {
            id: 1,
            person: number("1942-03-18"),
            case_number: Some("26-0412".into()),
            date: "2026-11-05".into(),
            time: Some("10:30".into()),
            text: Some("Hembesök tillsammans med dottern. Karin berättar att hon ramlade i badrummet i oktober.".into()),
            corrects: None,
            source: None,
            recorded: by_anna(),
        }],
        form_specs: Vec::new(),
        documents: vec![old_assessment(by_anna())],
        ..Register::default()
    }
}

/// An assessment of Karin Bergström from another year, for "the last one beside the new".
fn old_assessment(recorded: Recorded) -> DocumentEntry {
    let unit = Unit::builtin();
    let spec: &Spec = unit.forms.latest("utredning_aldre").unwrap();
    let mut answers = Answers::default();
    for (section, field) in spec.fields(akt::core::form::FormFacts::default()) {
        if field.required {
            let answer = match field.choices.first() {
                Some(choice) => choice.clone(),
                None if field.kind == akt::core::form::FieldKind::YesNo => "ja".into(),
                None => format!("{} som det var förra året.", section.title),
            };
            answers.set(&field.id, answer);
        }
    }
    DocumentEntry {
        id: 1,
        case_number: "26-0412".into(),
        kind: "utredning".into(),
        title: spec.title.clone(),
        spec: spec.id.clone(),
        revision: spec.revision,
        spec_digest: None,
        date: "2025-09-01".into(),
        supersedes: None,
        answers: Some(answers),
        source: None,
        recorded,
    }
}

/// The built-in unit under another of its orders of delegation: "a", "b" or "enkel".
pub fn unit_under(order: &str) -> Unit {
    let mut unit = Unit::builtin();
    let chosen = format!("[[galler]]\nordning = \"{order}\"\nfran = 2018-07-01\n");
    let mut all = Delegations::clone(&unit.delegation);
    all.choose(&chosen).unwrap();
    unit.delegation = all.into();
    unit
}

/// A demo database on disk with the unit in it, opened as a user who has said why protected files are opened.
pub fn store(folder: &Path, login: &str) -> (Store, User) {
    store_of(folder, login, Unit::builtin(), &register())
}

/// The same with other rules and another register.
pub fn store_of(folder: &Path, login: &str, unit: Unit, register: &Register) -> (Store, User) {
    let (store, user) = opened(folder, login, unit, register);
    store.give_one_reason("prov").unwrap();
    (store, user)
}

/// The same before any reason has been given.
pub fn unexplained(folder: &Path, login: &str) -> (Store, User) {
    opened(folder, login, Unit::builtin(), &register())
}

fn opened(folder: &Path, login: &str, unit: Unit, register: &Register) -> (Store, User) {
    let store = Store::open(
        &folder.join("akt.db"),
        Mode::Demo,
        unit,
        Clock::Fixed(today()),
    )
    .unwrap();
    if !store.has_users().unwrap() {
        store.mark_demo().unwrap();
        let first = NewUser {
            login: "demo-admin".into(),
            name: "Administratör".into(),
            role: UserRole::Administrator,
            started: day("2020-01-01"),
            share: 100,
            base_group: None,
        };
        let admin = store.register_first_user("Enheten", &first).unwrap();
        store.import(&admin, register, &mut |_| {}).unwrap();
    }
    let user = store.user(login).unwrap().unwrap();
    (store, user)
}

/// The same on another day.
pub fn store_on(folder: &Path, login: &str, day: NaiveDate) -> (Store, User) {
    drop(store(folder, login));
    let place = folder.join("akt.db");
    let store = Store::open(&place, Mode::Demo, Unit::builtin(), Clock::Fixed(day)).unwrap();
    store.give_one_reason("prov").unwrap();
    let user = store.user(login).unwrap().unwrap();
    (store, user)
}

/// Eva Holm, who leads the unit and may take files out of it.
pub fn leader(store: &Store) -> User {
    store.user("eva.holm").unwrap().unwrap()
}

/// A moment that stands still at 14.32, `seconds` after the test began.
pub fn moment(start: Instant, seconds: u64) -> Moment {
    Moment {
        today: today(),
        now: today().and_hms_opt(14, 32, 0).unwrap(),
        instant: start + std::time::Duration::from_secs(seconds),
    }
}

/// A desk to press keys on; the folder lives as long as it does.
pub struct Table {
    pub desk: Desk,
    pub folder: TempDir,
    pub size: (u16, u16),
    pub start: Instant,
    /// The last frame.
    shown: Buffer,
}

impl Table {
    /// Anna Ek's desk with a first screen.
    pub fn new(size: (u16, u16), first: impl Screen + 'static) -> Table {
        Table::with(size, |_, _| Box::new(first))
    }

    /// The same before she has said why a protected file is opened.
    pub fn unexplained(size: (u16, u16), first: impl Screen + 'static) -> Table {
        Table::sit("anna.ek", size, unexplained, |_, _| Box::new(first))
    }

    /// Anna Ek's desk with a first screen that is made from the store.
    pub fn with(size: (u16, u16), first: impl FnOnce(&Store, &User) -> Box<dyn Screen>) -> Table {
        Table::of("anna.ek", size, first)
    }

    /// Somebody's desk with a first screen that is made from the store.
    pub fn of(
        login: &str,
        size: (u16, u16),
        first: impl FnOnce(&Store, &User) -> Box<dyn Screen>,
    ) -> Table {
        Table::sit(login, size, store, first)
    }

    /// Anna Ek's desk with other rules and another register.
    pub fn under(
        size: (u16, u16),
        unit: Unit,
        register: &Register,
        first: impl FnOnce(&Store, &User) -> Box<dyn Screen>,
    ) -> Table {
        let open = |folder: &Path, login: &str| store_of(folder, login, unit, register);
        Table::sit("anna.ek", size, open, first)
    }

    /// Somebody's desk on another day.
    pub fn on(
        day: NaiveDate,
        login: &str,
        size: (u16, u16),
        first: impl FnOnce(&Store, &User) -> Box<dyn Screen>,
    ) -> Table {
        let open = |folder: &Path, login: &str| store_on(folder, login, day);
        let mut table = Table::sit(login, size, open, first);
        table.desk.tick(Moment {
            today: day,
            now: day.and_hms_opt(14, 32, 0).unwrap(),
            instant: table.start,
        });
        table
    }

    fn sit(
        login: &str,
        size: (u16, u16),
        open: impl FnOnce(&Path, &str) -> (Store, User),
        first: impl FnOnce(&Store, &User) -> Box<dyn Screen>,
    ) -> Table {
        let folder = tempfile::tempdir().unwrap();
        let (store, user) = open(folder.path(), login);
        let drafts = Drafts::open(store.path(), Clock::Fixed(today())).unwrap();
        let start = Instant::now();
        let first = first(&store, &user);
        let desk = Desk::new(
            akt::app::Tools {
                store,
                drafts,
                user,
                theme: Theme::roles(),
                keymap: Keymap::default(),
            },
            moment(start, 0),
            size,
            first,
        )
        .unwrap();
        Table::sitting(desk, folder, size, start)
    }

    /// A desk with its window, of which nothing has been drawn.
    pub fn sitting(desk: Desk, folder: TempDir, size: (u16, u16), start: Instant) -> Table {
        Table {
            desk,
            folder,
            size,
            start,
            shown: Buffer::default(),
        }
    }

    /// Presses keys: `jj<enter>`.
    pub fn press(&mut self, script: &str) -> &mut Table {
        self.press_on(script);
        self.desk.rest();
        self
    }

    /// Presses keys one after another, as a held key does: nothing comes to rest.
    pub fn press_on(&mut self, script: &str) -> &mut Table {
        for key in keys(script) {
            self.desk.key(key);
        }
        self
    }

    /// Lets time pass.
    pub fn wait(&mut self, seconds: u64) -> &mut Table {
        self.desk.tick(moment(self.start, seconds));
        self
    }

    /// The frame. What the desk says has changed since the last one, drawn on that, must be the same.
    pub fn frame(&mut self) -> Buffer {
        let area = Rect::new(0, 0, self.size.0, self.size.1);
        let changed = self.desk.take_changed();
        let mut buffer = Buffer::empty(area);
        self.desk.draw(&mut buffer);
        if let Changed::Parts(parts) = &changed
            && self.shown.area == area
        {
            for at in parts.iter().flat_map(|part| part.positions()) {
                self.shown[at].reset();
            }
            self.desk.draw_changed(&mut self.shown, &changed);
            assert!(
                self.shown == buffer,
                "only {parts:?} were said to have changed"
            );
        }
        self.shown.clone_from(&buffer);
        buffer
    }

    /// The frame as text.
    pub fn text(&mut self) -> String {
        frame_text(&self.frame())
    }

    /// The frame as text and as a grid of roles, for a snapshot.
    pub fn both(&mut self) -> String {
        let buffer = self.frame();
        format!(
            "{}\n\n{}",
            frame_text(&buffer),
            frame_roles(&buffer, &Theme::roles())
        )
    }
}

/// So many days before today, as stored.
pub fn ago(days: u64) -> String {
    (today() - Days::new(days)).to_string()
}
