//! Outreach: the population list in, who is sought out in a year, and the way from a row to a case.
#![allow(clippy::unwrap_used)]

mod akt;
mod common;

use ::akt::core::change::Change;
use ::akt::core::outreach::{NewResident, OutreachAnswer};
use ::akt::core::person::Sex;
use ::akt::core::personal_number::PersonalNumber;
use ::akt::store::Store;
use ::akt::ui::screen::list::ListScreen;
use akt::{Home, number};
use common::{Table, day, store, today};

fn resident(born: &str, family: &str, given: &str) -> NewResident {
    NewResident {
        number: PersonalNumber::invented(day(born)),
        family_name: family.into(),
        given_name: given.into(),
        sex: Sex::Unknown,
        birth_date: day(born),
        street: "Storgatan 1".into(),
        postcode: "111 11".into(),
        city: "Stad".into(),
    }
}

fn names(store: &Store, user: &::akt::core::user::User, year: i32) -> Vec<String> {
    let found = store.outreach(user, year).unwrap();
    found.into_iter().map(|r| r.told.family_name).collect()
}

#[test]
fn those_who_come_to_the_age_and_have_nothing_are_found_and_the_contacted_stay() {
    let folder = tempfile::tempdir().unwrap();
    let (store, anna) = store(folder.path(), "anna.ek");
    let list = vec![
        resident("1946-12-31", "Åkesson", "Tor"),
        resident("1946-01-01", "Alm", "Siv"),
        resident("1947-01-01", "Yngre", "Bo"),
        resident("1945-12-31", "Äldre", "My"),
    ];
    let count = store.take_population(&anna, &list).unwrap();
    assert_eq!(count.new, 4);
    assert_eq!(names(&store, &anna, 2026), ["Alm", "Åkesson"]);
    assert_eq!(names(&store, &anna, 2027), ["Yngre"]);
    let siv = store.outreach(&anna, 2026).unwrap()[0].id;
    let declined = Change::NoteOutreach {
        resident: siv,
        answer: OutreachAnswer::Declined,
        day: today(),
        note: "hör av sig själv".into(),
    };
    store.apply(&anna, declined).unwrap();
    // Whoever has answered stands last.
    assert_eq!(names(&store, &anna, 2026), ["Åkesson", "Alm"]);
    let moved = NewResident {
        street: "Nygatan 2".into(),
        ..list[1].clone()
    };
    let count = store.take_population(&anna, &[moved]).unwrap();
    assert_eq!((count.changed, count.gone, count.new), (1, 3, 0));
    let count = store
        .take_population(&anna, &[resident("1946-05-05", "Ny", "Ulf")])
        .unwrap();
    assert_eq!((count.new, count.gone), (1, 0), "the contacted one stays");
    let kept = store.outreach(&anna, 2026).unwrap();
    assert_eq!(names(&store, &anna, 2026), ["Ny", "Alm"]);
    assert_eq!(kept[1].told.street, "Nygatan 2");
    assert_eq!(kept[1].answer, Some((OutreachAnswer::Declined, today())));
}

#[test]
fn nobody_with_a_case_and_nobody_whose_file_is_hidden() {
    let folder = tempfile::tempdir().unwrap();
    let (store, anna) = store(folder.path(), "anna.ek");
    let eva = store.user("eva.holm").unwrap().unwrap();
    // Everybody of the test's unit: all have open cases.
    let whole = common::register();
    let list: Vec<NewResident> = whole
        .persons
        .iter()
        .map(|p| {
            resident(
                p.birth_date.as_deref().unwrap(),
                &p.family_name,
                &p.given_name,
            )
        })
        .collect();
    store.take_population(&anna, &list).unwrap();
    let years = |user| {
        (2000..2040)
            .flat_map(|y| names(&store, user, y))
            .collect::<Vec<_>>()
    };
    let open = years(&anna);
    assert!(!open.contains(&"Bergström".to_owned()), "{open:?}");
    let hidden = whole
        .persons
        .iter()
        .find(|p| p.protection.is_some())
        .unwrap();
    assert!(!years(&eva).contains(&hidden.family_name));
}

#[test]
fn the_list_is_read_and_what_is_wrong_is_told() {
    let home = Home::new();
    home.ok(&[
        "demo",
        "--bara-skapa",
        "--personer",
        "0",
        "--db",
        home.path("d.db").to_str().unwrap(),
    ]);
    let db = home.path("d.db");
    let db = db.to_str().unwrap();
    let born = |day: &str| number(day, "000");
    let text = format!(
        "\u{feff}personnummer;efternamn;fornamn;gata;postnummer;ort;skyddad\r\n{};Alm;Siv;Storgatan 1;111 11;Stad;\r\n\
         {};Hemlig;Ingen;Gömd 3;;;ja\r\n{};Yngre;Bo;;;;nej\r\n",
        born("1946-02-03"),
        born("1946-03-04"),
        born("1947-03-04")
    );
    let file = home.file("b.csv", text);
    let out = home.ok(&["--db", db, "importera", "--befolkning", &file]);
    assert!(out.contains("2 nya, 0 ändrade"), "{out}");
    assert!(
        out.contains("1 med skyddade personuppgifter är inte inlästa"),
        "{out}"
    );
    let report = home.ok(&["--db", db, "rapport", "uppsokande"]);
    assert!(
        report.contains("Alm, Siv") && report.contains("Storgatan 1"),
        "{report}"
    );
    assert!(
        !report.contains("Yngre") && !report.contains("Hemlig"),
        "{report}"
    );
    let next = home.ok(&[
        "--db",
        db,
        "rapport",
        "uppsokande",
        "--ar",
        "2027",
        "--format",
        "json",
    ]);
    let next: serde_json::Value = serde_json::from_str(&next).unwrap();
    assert_eq!(next["residents"][0]["name"], "Yngre, Bo");
    let csv = home.ok(&["--db", db, "rapport", "uppsokande", "--format", "csv"]);
    assert!(
        csv.starts_with("personnummer;namn;fodd;gata;ort;svar;svarsdag"),
        "{csv}"
    );
    home.no(2, &["--db", db, "rapport", "uppsokande", "--ar", "snart"]);
    let export = home.ok(&["--db", db, "--som", "demo-chef", "exportera"]);
    assert!(!export.contains("Hemlig"));
    for (text, word) in [
        (
            format!(
                "personnummer;efternamn;fornamn\n{};Alm;\n",
                born("1946-02-03")
            ),
            "rad 2, kolumn fornamn",
        ),
        (
            "personnummer;efternamn;fornamn\n19460203-0002;Alm;Siv\n".into(),
            "rad 2, kolumn personnummer",
        ),
        (
            format!(
                "personnummer;efternamn;fornamn;kon\n{};Alm;Siv;x\n",
                born("1946-02-03")
            ),
            "rad 2, kolumn kon",
        ),
        (
            format!(
                "personnummer;efternamn;fornamn\n{0};A;B\n{0};A;B\n",
                born("1946-02-03")
            ),
            "står redan på rad 2",
        ),
        (
            format!(
                "personnummer;efternamn;fornamn;skyddad\n{};A;B;kanske\n",
                born("1946-02-03")
            ),
            "kolumn skyddad",
        ),
        (
            "personnummer;efternamn\n1;A\n".into(),
            "kolumnen fornamn saknas",
        ),
        (
            "personnummer;efternamn;fornamn;adress\n1;A;B;C\n".into(),
            "den kolumnen finns inte",
        ),
        ("\0".into(), "inte en textfil"),
    ] {
        let file = home.file("fel.csv", &text);
        let err = home.no(1, &["--db", db, "importera", "--befolkning", &file]);
        assert!(err.contains(word), "{word}: {err}");
        assert_eq!(
            export,
            home.ok(&["--db", db, "--som", "demo-chef", "exportera"]),
            "{word}"
        );
    }
}

#[test]
fn from_a_row_a_case_is_begun_with_what_is_known() {
    for (size, name) in [((80, 24), "80"), ((120, 40), "120")] {
        let mut table = Table::with(size, |store, user| {
            let list = [
                resident("1946-12-31", "Åkesson", "Tor"),
                resident("1946-01-01", "Alm", "Siv"),
            ];
            store.take_population(user, &list).unwrap();
            Box::new(ListScreen::new(None))
        });
        table.press(":uppsökande<enter>");
        insta::assert_snapshot!(format!("list_{name}"), table.both());
        table.press("<enter>");
        insta::assert_snapshot!(format!("ways_{name}"), table.text());
        table.press("jj<enter>");
        insta::assert_snapshot!(format!("declined_{name}"), table.text());
        table.press("<f9>:uppsökande<enter>");
        insta::assert_snapshot!(format!("after_{name}"), table.text());
        table.press("<enter><enter>");
        insta::assert_snapshot!(format!("case_{name}"), table.text());
        table.press("<tab><tab><space><f9>");
        insta::assert_snapshot!(format!("begun_{name}"), table.text());
        let (store, anna) = store(table.folder.path(), "anna.ek");
        assert_eq!(
            names(&store, &anna, 2026),
            ["Alm"],
            "whoever has a case is not sought out"
        );
        let whole = store.register(&common::leader(&store)).unwrap();
        let tor = whole
            .persons
            .iter()
            .find(|p| p.given_name == "Tor")
            .unwrap();
        assert_eq!(tor.addresses[0].street, "Storgatan 1");
    }
}
