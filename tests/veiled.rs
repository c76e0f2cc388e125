//! De-identified mode and ärendedragning: whatever screen is opened, nothing in a frame tells who it is about.
#![allow(clippy::unwrap_used)]

mod common;

use akt::core::change::{Change, PersonFact};
use akt::core::person::ContactRole;
use akt::ui::screen::Step;
use akt::ui::screen::list::ListScreen;
use akt::ui::screen::presentation::Presentation;
use common::Table;

const KARIN: &str = "26-0412";

/// All that tells who Karin is, and who her daughter is; in the order it stands in what is written of her.
const TELLING: [&str; 10] = [
    "Karin",
    "Bergström",
    "19420318",
    "0007",
    "Kornknarren",
    "123 45",
    "Vretby",
    "070-123 45 67",
    "0701234567",
    "Sundvall",
];

const WRITTEN: &str = "Karin Bergström, 19420318-0007, bor på Kornknarren 7, 123 45 Vretby. Dottern Lena Sundvall nås på 070-123 45 67 eller 0701234567, mest på kvällen efter klockan sju. Karins granne på Kornknarren har nyckel.";

/// Karin's case with all of it in her file and in what is written of her, and the list beneath.
fn table() -> Table {
    Table::with((80, 24), |store, user| {
        let case = store.case_by_number(user, KARIN).unwrap().unwrap();
        let person = store.case(user, case).unwrap().person.id;
        let from = common::day("2026-01-01");
        let phone = "070-123 45 67".to_owned();
        let address = PersonFact::Address {
            street: "Kornknarren 7".into(),
            postcode: "123 45".into(),
            city: "Vretby".into(),
            from,
        };
        let number = phone.clone();
        let facts = [
            address,
            PersonFact::Phone { number, from },
            lena("Sundvall"),
        ];
        for fact in facts {
            store
                .apply(user, Change::AddToPerson { person, fact })
                .unwrap();
        }
        let told = Change::WriteJournal {
            person,
            case: Some(case),
            day: common::today(),
            time: None,
            text: WRITTEN.into(),
            corrects: None,
        };
        store.apply(user, told).unwrap();
        store.apply(user, presented(case)).unwrap();
        Box::new(ListScreen::new(None))
    })
}

fn lena(family: &str) -> PersonFact {
    PersonFact::Contact {
        role: ContactRole::Relative,
        name: format!("Lena {family}"),
        relation: "dotter".into(),
        phone: "070-123 45 67".into(),
        call_first: true,
        covers: String::new(),
        from: common::day("2026-01-01"),
    }
}

fn presented(case: i64) -> Change {
    Change::PresentCase {
        case,
        day: common::day("2026-11-26"),
        proposal: WRITTEN.into(),
        notes: WRITTEN.into(),
        outcome: String::new(),
    }
}

#[track_caller]
fn tells_nothing(table: &mut Table, way: &str) {
    let text = table.text();
    for told in TELLING {
        assert!(!text.contains(told), "{told} after {way}:\n{text}");
    }
}

/// Takes every way: what comes first, a key, and then some more, one after the other.
fn walk(come: &str, keys: &[&str], then: &[&str]) {
    for key in keys {
        let mut table = table();
        table.press("<f10>").press(come);
        let mut way = come.to_owned();
        for press in [key].into_iter().chain(then) {
            way.push_str(press);
            table.press(press);
            tells_nothing(&mut table, &way);
        }
    }
}

#[test]
fn whatever_is_opened_from_the_list_tells_nothing() {
    let keys = [
        "d",
        "W",
        "A",
        "E",
        "F",
        "Ä",
        "f",
        "T",
        "/Karin B",
        "/Lena",
        "N194203180007<enter>",
        "?",
        ":per",
        "<space>M",
        "c",
    ];
    walk("", &keys, &["<tab>", "<enter>", "<esc>"]);
}

#[test]
fn whatever_is_opened_from_a_case_tells_nothing() {
    let keys = [
        "s", "v", "a", "h", "u", "b", "B", "w", "o", "r", "c", "Ä", "V", "J", "D", "H", "O", "m",
        "/", "<f6>", "G<enter>", "?",
    ];
    let then = ["<tab>", "<tab>", "<f9>", "<enter>", "<esc>", "<enter>"];
    walk("<enter>", &keys, &then);
    let then = [
        "<down>", "<enter>", "<esc>", "<down>", "<down>", "<enter>", "<esc>", "<end>", "<enter>",
        "<esc>", "l", "<enter>",
    ];
    walk("<enter>", &["P"], &then);
}

#[test]
fn what_is_written_or_searched_for_is_hidden_as_a_whole() {
    let mut table = table();
    table.press("<f10><enter>a");
    table.press(WRITTEN);
    tells_nothing(&mut table, "written");
    for _ in 0..60 {
        table.press("<shift-left>");
        tells_nothing(&mut table, "selected in part");
    }
    table.press("<esc>J/rnknarr");
    tells_nothing(&mut table, "searched for");
}

#[test]
fn who_gets_a_name_meanwhile_is_hidden_too() {
    let mut table = table();
    table.press("<f10>P");
    let case = |table: &Table| {
        let user = table.desk.store().user("anna.ek").unwrap().unwrap();
        let case = table.desk.store().case_by_number(&user, KARIN);
        table
            .desk
            .store()
            .case(&user, case.unwrap().unwrap())
            .unwrap()
    };
    let person = case(&table).person.id;
    let fact = lena("Vinterkvist");
    table
        .desk
        .run(Step::apply(Change::AddToPerson { person, fact }));
    let text = table.text();
    assert!(
        text.contains("L V") && !text.contains("Vinterkvist"),
        "{text}"
    );
}

#[test]
fn nobody_is_named_while_a_case_is_presented_or_its_text_is_changed() {
    for size in [(60, 20), (80, 24), (120, 40)] {
        let mut table = table();
        table.size = size;
        table.desk.resize(size.0, size.1);
        table.desk.run(Step::open(Presentation::new()));
        insta::assert_snapshot!(format!("shown_{}", size.0), table.both());
        table.press("<enter>");
        tells_nothing(&mut table, "changing what is presented");
        insta::assert_snapshot!(format!("changed_{}", size.0), table.both());
        table.press("<f10>");
        tells_nothing(&mut table, "the mode cannot be left here");
        table.press("<esc>");
        tells_nothing(&mut table, "back");
        table.press("<esc>");
        assert!(table.text().contains("Bergström"), "{}", table.text());
    }
}
