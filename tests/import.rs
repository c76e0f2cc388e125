//! Registers in and out: every way of writing the file, every way it can be wrong.
#![allow(clippy::unwrap_used)]

mod akt;

use akt::{HEADER, Home, number, register};

fn cases(home: &Home) -> usize {
    let list = home.ok(&["lista", "--alla", "--json"]);
    serde_json::from_str::<serde_json::Value>(&list).unwrap()["cases"]
        .as_array()
        .unwrap()
        .len()
}

fn row(born: &str, rest: &str) -> String {
    format!("{};{rest}\n", number(born, "201"))
}

#[test]
fn every_way_of_writing_is_read_alike() {
    let text = register();
    let (cp1252, _, _) = encoding_rs::WINDOWS_1252.encode(&text);
    let variants: Vec<(&str, Vec<u8>)> = vec![
        ("semicolon", text.clone().into_bytes()),
        ("comma", text.replace(';', ",").into_bytes()),
        ("bom", format!("\u{feff}{text}").into_bytes()),
        ("crlf", text.replace('\n', "\r\n").into_bytes()),
        ("cp1252", cp1252.into_owned()),
        ("quoted", text.replace("ringde", "\"ringde\"").into_bytes()),
        ("blank lines", format!("{text}\n;;;;;;;;;;\n").into_bytes()),
        (
            "words",
            text.replace("personnummer", "Personnummer")
                .replace(";kon;", ";Kön;")
                .into_bytes(),
        ),
    ];
    let mut first = None;
    for (name, bytes) in variants {
        let home = Home::new();
        let file = home.file("r.csv", bytes);
        let out = home.ok(&["importera", &file]);
        assert!(
            out.contains("7 nya personer, 6 nya ärenden, 13 nya händelser"),
            "{name}: {out}"
        );
        let export = home.ok(&["exportera"]);
        assert_eq!(
            *first.get_or_insert_with(|| export.clone()),
            export,
            "{name}"
        );
    }
}

#[test]
fn columns_stand_in_any_order() {
    let home = Home::new();
    let file = home.file(
        "r.csv",
        format!(
            "datum,handelse,arende,arendetyp,personnummer,fornamn,efternamn,kon,tid,anteckning,handlaggare\n\
             2026-11-20,utskrivningsklar,26-1,utskrivning,{},Rut,\"Ek, född Berg\",kvinna,13:40,\"två\nrader\",Petra Sand\n",
            number("1890-01-01", "201")
        ),
    );
    home.ok(&["importera", &file]);
    let case = home.ok(&["visa", "26-1"]);
    assert!(
        case.contains("13.40") && case.contains("rader") && case.contains("Petra Sand"),
        "{case}"
    );
    let own = home.ok(&["--som", "petra.sand", "lista", "--json"]);
    assert!(
        own.contains("\"due\":\"2026-11-24\"") && own.contains("Ek, född Berg"),
        "{own}"
    );
}

#[test]
fn the_same_file_twice_changes_nothing() {
    let home = Home::new();
    let file = home.file("r.csv", register());
    home.ok(&["importera", &file]);
    let before = home.ok(&["exportera"]);
    let out = home.ok(&["importera", &file]);
    assert!(out.contains("Inget nytt"), "{out}");
    assert_eq!(before, home.ok(&["exportera"]));
}

#[test]
fn export_and_import_are_each_others_mirror() {
    let home = Home::new();
    let file = home.file("r.csv", register());
    home.ok(&["importera", &file]);
    let export = home.ok(&["exportera"]);
    let json = home.file("enhet.json", &export);
    let other = home.path("other.db");
    let other = other.to_str().unwrap();
    home.ok(&["--db", other, "importera", &json]);
    assert_eq!(export, home.ok(&["--db", other, "exportera"]));
    let again = home.ok(&["--db", other, "importera", &json]);
    assert!(again.contains("Inget nytt"), "{again}");
    for name in ["akt.db", "lista"] {
        assert!(!export.contains(name));
    }
}

#[test]
fn each_bad_row_is_told_and_nothing_is_written() {
    let home = Home::new();
    let mut text = HEADER.to_owned();
    text.push_str(&row(
        "1890-01-01",
        "Ek;Rut;kvinna;26-1;hemtjanst;;inkom;2026-11-01;;",
    ));
    let bad = [
        (
            "personnummer",
            "18900102-2010;Ek;Rut;;26-2;hemtjanst;;inkom;2026-11-01;;\n".to_owned(),
        ),
        (
            "efternamn",
            row("1890-01-03", ";Rut;;26-3;hemtjanst;;inkom;2026-11-01;;"),
        ),
        (
            "kon",
            row(
                "1890-01-04",
                "Ek;Rut;båda;26-4;hemtjanst;;inkom;2026-11-01;;",
            ),
        ),
        (
            "arendetyp",
            row("1890-01-05", "Ek;Rut;;26-5;hemtjänsten;;inkom;2026-11-01;;"),
        ),
        (
            "arendetyp",
            row("1890-01-06", "Ek;Rut;;26-6;;;inkom;2026-11-01;;"),
        ),
        (
            "handelse",
            row(
                "1890-01-07",
                "Ek;Rut;;26-7;hemtjanst;;inkommen;2026-11-01;;",
            ),
        ),
        (
            "datum",
            row("1890-01-08", "Ek;Rut;;26-8;hemtjanst;;inkom;2026-02-30;;"),
        ),
        (
            "datum",
            row("1890-01-09", "Ek;Rut;;26-9;hemtjanst;;inkom;2028-01-01;;"),
        ),
        (
            "datum",
            row("1890-01-10", "Ek;Rut;;26-10;hemtjanst;;inkom;;;"),
        ),
        (
            "tid",
            row(
                "1890-01-11",
                "Ek;Rut;;26-11;hemtjanst;;inkom;2026-11-01;25:00;",
            ),
        ),
        (
            "arende",
            row("1890-01-12", "Ek;Rut;;26-1;hemtjanst;;inkom;2026-11-01;;"),
        ),
        ("arende", row("1890-01-13", "Ek;Rut;;;;;inkom;2026-11-01;;")),
        (
            "personnummer",
            "20300101-0003;Ek;Rut;;26-14;hemtjanst;;inkom;2026-11-01;;\n".to_owned(),
        ),
        (
            "personnummer",
            "19420318-0007;Ek;Rut;;26-15;hemtjanst;;inkom;2026-11-01;;\n".to_owned(),
        ),
        (
            "anteckning",
            format!("{};kort\n", number("1890-01-16", "201")).replace(';', ";;;;;;;;;"),
        ),
    ];
    for (_, row) in &bad {
        text.push_str(row);
    }
    let file = home.file("r.csv", &text);
    let err = home.no(1, &["importera", &file]);
    for (at, (column, row)) in bad.iter().enumerate() {
        let line = format!("rad {}, kolumn {column}: ", at + 3);
        assert!(err.contains(&line), "{line} ({row}) in {err}");
    }
    assert!(
        err.contains("Menade du hemtjanst?") && err.contains("Menade du inkom?"),
        "{err}"
    );
    assert!(err.contains("påhittat"), "{err}");
    assert!(err.contains("Inget är inläst") && err.contains("--hoppa-over-fel"));
    assert!(!home.path("data").exists(), "something was made");

    let out = home.ok(&["importera", &file, "--hoppa-over-fel"]);
    assert!(
        out.contains("1 ny person, 1 nytt ärende, 1 ny händelse"),
        "{out}"
    );
    assert!(out.contains("Överhoppade: 15 rader"), "{out}");
    assert_eq!(cases(&home), 1);
}

#[test]
fn a_bad_file_changes_nothing_in_a_database_that_is_there() {
    let home = Home::new();
    let file = home.file("r.csv", register());
    home.ok(&["importera", &file]);
    let before = home.ok(&["exportera"]);
    let more = format!(
        "{HEADER}{}{}",
        row("1890-01-01", "Ny;Nils;;26-99;lss;;inkom;2026-11-01;;"),
        "fel;;;;;;;;;;\n"
    );
    let more = home.file("more.csv", more);
    home.no(1, &["importera", &more]);
    assert_eq!(before, home.ok(&["exportera"]));
}

#[test]
fn a_fact_ahead_is_taken_with_a_warning() {
    let home = Home::new();
    let text = format!(
        "{HEADER}{}{}",
        row("1890-01-01", "Ek;Rut;;26-1;hemtjanst;;inkom;2026-12-24;;"),
        row(
            "1890-01-01",
            "Ek;Ruth;;26-1;hemtjanst;;beslut_upphor;2031-01-01;;"
        )
    );
    let file = home.file("r.csv", text);
    let answer = home.akt(&["importera", &file]);
    assert_eq!(answer.code, 0, "{answer:?}");
    assert!(answer.err.contains("rad 2, kolumn datum"), "{answer:?}");
    assert!(answer.err.contains("heter Ek, Rut"), "{answer:?}");
    assert!(!answer.err.contains("rad 3, kolumn datum"), "{answer:?}");
}

#[test]
fn what_is_not_a_register_is_refused() {
    let home = Home::new();
    let refused = |name: &str, content: &[u8], word: &str| {
        let file = home.file(name, content);
        let err = home.no(1, &["importera", &file]);
        assert!(err.contains(word), "{name}: {err}");
        assert!(!home.path("data").exists(), "{name}");
    };
    refused("tom.csv", b"", "är tom");
    refused("blank.csv", b" \r\n\n", "är tom");
    refused("bom.csv", b"\xef\xbb\xbf", "är tom");
    refused("rubrik.csv", HEADER.as_bytes(), "inga rader");
    refused("ark.csv", b"PK\x03\x04xxxx", "kalkylark");
    refused(
        "bild.csv",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        "inte en textfil",
    );
    refused("utf16.csv", b"\xff\xfep\0e\0", "UTF-16");
    refused("json.csv", b"{\"schema\":1}", "innehåller JSON");
    refused("csv.json", HEADER.as_bytes(), "något annat");
    refused("annan.json", b"{\"namn\":1}", "inte ett register");
    refused("ny.json", b"{\"schema\":99}", "nyare version");
    refused("halv.json", b"{\"schema\":1,\"persons\":[", "tar slut");
    refused("falt.json", b"{\"schema\":1,\"personer\":[]}", "personer");
    refused(
        "brev.csv",
        "Hej på dig\n".as_bytes(),
        "den kolumnen finns inte",
    );
    refused(
        "saknas.csv",
        HEADER.replace(";datum", "").as_bytes(),
        "datum saknas; de behövs när handelse finns",
    );
    refused(
        "okanda.csv",
        HEADER
            .replace(";kon;", ";gatan;")
            .replace(";tid;", ";telefon;")
            .as_bytes(),
        "kolumnerna gatan, telefon: de kolumnerna finns inte",
    );
    refused(
        "krav.csv",
        b"personnummer;kon\n",
        "Rubrikraden ska ha personnummer, efternamn, fornamn. Den får ha kon,",
    );
    refused(
        "styr.csv",
        format!("{HEADER}\u{1}\u{7f}x;Ek;Rut;;;;;;;;\n").as_bytes(),
        "rad 2, kolumn personnummer",
    );
    refused(
        "lang.csv",
        format!("{HEADER}{};Ek;Rut;;;;;;;;\n", "9".repeat(200_000)).as_bytes(),
        "rad 2, kolumn personnummer",
    );
    refused(
        "dubbel.csv",
        HEADER.replace(";tid", ";datum").as_bytes(),
        "två gånger",
    );
    refused(
        "citat.csv",
        format!("{HEADER}a;\"b;c\nd;e\n").as_bytes(),
        "rad 2",
    );
    assert!(
        home.no(1, &["importera", "finns-inte.csv"])
            .contains("finns inte")
    );
    assert!(
        home.no(1, &["importera", home.dir.path().to_str().unwrap()])
            .contains("mapp")
    );
    home.no(2, &["importera"]);
}

#[test]
fn each_bad_entry_of_a_json_register_is_told() {
    let home = Home::new();
    let file = home.file("r.csv", register());
    home.ok(&["importera", &file]);
    let export = home
        .ok(&["exportera"])
        .replacen("\"event\": \"kontakt\"", "\"event\": \"kontkat\"", 1)
        .replacen("\"case_type\": \"vobo\"", "\"case_type\": \"vobbo\"", 1);
    let json = home.file("e.json", export);
    let other = home.path("other.db");
    let other = other.to_str().unwrap();
    let err = home.no(1, &["--db", other, "importera", &json]);
    assert!(
        err.contains("fält event: händelsen ”kontkat” är okänd. Menade du kontakt?"),
        "{err}"
    );
    assert!(err.contains("ärende 26-0006, fält case_type"), "{err}");
    let text = std::fs::read_to_string(&json).unwrap();
    for word in ["kontkat", "vobbo"] {
        let line = text.lines().position(|l| l.contains(word)).unwrap() + 1;
        let told = err.lines().find(|l| l.contains(word)).unwrap();
        assert!(told.starts_with(&format!("rad {line}: ")), "{told}");
    }
    assert!(
        err.contains("händelse 26-0006 inkom 2026-11-20, fält case_number"),
        "{err}"
    );
    assert!(!home.path("other.db").exists());
    let out = home.ok(&["--db", other, "importera", &json, "--hoppa-over-fel"]);
    assert!(
        out.contains("5 nya ärenden") && out.contains("Överhoppade: 3 uppgifter"),
        "{out}"
    );
}

#[test]
fn the_words_are_listed() {
    let words = Home::new().ok(&["importera", "--ord"]);
    for word in [
        "hemtjanst",
        "vobo",
        "trygghetslarm",
        "lss",
        "inkom",
        "kontakt",
        "utredning_inledd",
        "kommunicerad",
        "yttrande",
        "beslut",
        "delgiven",
        "bestalld",
        "bekraftad",
        "plan_inkom",
        "verkstalld",
        "uppfoljd",
        "avslutad",
        "kvinna",
    ] {
        assert!(
            words.lines().any(|l| l.trim_start().starts_with(word)),
            "{word}"
        );
    }
}

#[test]
fn a_closed_case_is_not_in_the_list() {
    let home = Home::new();
    let text = format!(
        "{HEADER}{}{}",
        row("1890-01-01", "Ek;Rut;;26-1;hemtjanst;;inkom;2026-10-01;;"),
        row("1890-01-01", ";;;26-1;;;avslutad;2026-11-01;;flyttade hem")
    );
    let file = home.file("r.csv", text);
    home.ok(&["importera", &file]);
    assert_eq!(cases(&home), 0);
}

#[test]
fn a_file_needs_only_the_columns_that_say_who() {
    let home = Home::new();
    let people = home.file(
        "p.csv",
        format!(
            "fornamn;efternamn;personnummer\r\nRut;Ek;{}\r\n",
            number("1890-01-01", "201")
        ),
    );
    assert!(home.ok(&["importera", &people]).contains("1 ny person"));
    let events = home.file(
        "h.csv",
        format!(
            "personnummer,efternamn,fornamn,arende,arendetyp,handelse,datum\n{},,,26-1,lss,inkom,2026-11-01\n",
            number("1890-01-01", "201")
        ),
    );
    assert!(
        home.ok(&["importera", &events])
            .contains("1 nytt ärende, 1 ny händelse")
    );
}

#[test]
fn the_same_row_twice_is_read_once_and_said() {
    let home = Home::new();
    let text = format!(
        "{HEADER}{}{}{}",
        row(
            "1890-01-01",
            "Ek;Rut;;26-1;hemtjanst;;kontakt;2026-11-02;;ringde"
        ),
        row(
            "1890-01-01",
            "Ek;Rut;;26-1;hemtjanst;;kontakt;2026-11-02;;ringde"
        ),
        row(
            "1890-01-01",
            "Ek;Rut;;26-1;hemtjanst;;kontakt;2026-11-02;;skrev brev"
        )
    );
    let answer = home.akt(&["importera", &home.file("r.csv", text)]);
    assert!(answer.out.contains("2 nya händelser"), "{answer:?}");
    assert!(
        answer.err.contains("rad 3: samma händelse som på rad 2"),
        "{answer:?}"
    );
}

/// A demo with the first order that has a provider and no other order in its case.
fn with_order(home: &Home) -> (String, String, i64) {
    let db = home.path("d.db");
    let db = db.to_str().unwrap().to_owned();
    home.ok(&["demo", "--db", &db, "--bara-skapa", "--personer", "60"]);
    let whole: serde_json::Value =
        serde_json::from_str(&home.ok(&["--db", &db, "--som", "demo-chef", "exportera"])).unwrap();
    let order = &whole["orders"][0];
    let document = whole["documents"].as_array().unwrap();
    let document = document
        .iter()
        .find(|d| d["id"] == order["document"])
        .unwrap();
    let case = document["case_number"].as_str().unwrap().to_owned();
    (db, case, order["document"].as_i64().unwrap())
}

fn performed(home: &Home, db: &str, document: i64) -> Vec<serde_json::Value> {
    let whole: serde_json::Value =
        serde_json::from_str(&home.ok(&["--db", db, "--som", "demo-chef", "exportera"])).unwrap();
    let all = whole["performed"].as_array().cloned().unwrap_or_default();
    all.into_iter()
        .filter(|p| p["document"] == document)
        .collect()
}

#[test]
fn performed_time_is_read_corrected_and_the_earlier_figure_kept() {
    let home = Home::new();
    let (db, case, document) = with_order(&home);
    let read = |name: &str, text: &str| {
        let file = home.file(name, text);
        home.ok(&["--db", &db, "importera", "--utford-tid", &file])
    };
    let out = read(
        "okt.csv",
        &format!("\u{feff}arende;manad;timmar\r\n{case};2026-10;61:30\r\n"),
    );
    assert!(out.contains("1 nya, 0 rättade"), "{out}");
    assert_eq!(performed(&home, &db, document)[0]["minutes"], 3690);
    let again = read(
        "okt.csv",
        &format!("arende;manad;minuter\n{case};2026-10;3690\n"),
    );
    assert!(again.contains("0 nya, 0 rättade, 1 oförändrade"), "{again}");
    let out = read(
        "ny.csv",
        &format!("bestallning,manad,minuter\n{case}/bestallning,2026-10,3600\n"),
    );
    assert!(
        out.contains("1 rättade") && out.contains("ligger kvar som rättade"),
        "{out}"
    );
    let now = &performed(&home, &db, document)[0];
    assert_eq!(
        (&now["minutes"], &now["source"]),
        (&3600.into(), &"ny.csv".into())
    );
    assert_eq!(now["earlier"][0]["minutes"], 3690);
    assert_eq!(now["earlier"][0]["source"], "okt.csv");
}

#[test]
fn performed_time_that_is_wrong_is_told_by_row_and_column_and_nothing_is_read() {
    let home = Home::new();
    let (db, case, _) = with_order(&home);
    let before = home.ok(&["--db", &db, "--som", "demo-chef", "exportera"]);
    let refused = |text: &[u8], words: &[&str]| {
        let file = home.file("t.csv", text);
        let err = home.no(1, &["--db", &db, "importera", "--utford-tid", &file]);
        for word in words {
            assert!(err.contains(word), "{word}: {err}");
        }
        assert!(err.contains("nget är inläst"), "{err}");
        assert_eq!(
            before,
            home.ok(&["--db", &db, "--som", "demo-chef", "exportera"])
        );
    };
    let rows = format!(
        "arende;manad;minuter;timmar\n{case};2026-10;60;\n{case};2026-13;60;\n{case};2027-01;60;\n\
         {case};2026-09;;sextio\n{case};2026-09;-1;\n{case};2026-09;1;1\n{case};2026-09;;\n99-9999;2026-09;60;\n\
         {case};2026-10;61;\n;2026-09;60;\n{case};2026-09;999999;\n{case};2026-09\n"
    );
    refused(
        rows.as_bytes(),
        &[
            "rad 3, kolumn manad: ”2026-13”",
            "rad 4, kolumn manad: 2027-01 ligger framåt",
            "rad 5, kolumn timmar: ”sextio”",
            "rad 6, kolumn minuter: ”-1”",
            "rad 7, kolumn timmar: skriv minuter eller timmar",
            "rad 8, kolumn minuter: tiden saknas",
            "rad 9, kolumn arende: det finns ingen beställning",
            "rad 10, kolumn manad: 2026-10 står redan på rad 2",
            "rad 11, kolumn bestallning: ",
            "rad 12, kolumn minuter: det är mer än månaden har",
            "rad 13, kolumn minuter: saknas",
        ],
    );
    refused(
        b"manad;minuter\n2026-10;60\n",
        &["kolumnen bestallning saknas; den, arende eller personnummer"],
    );
    refused(
        b"manad;arende\n2026-10;26-1\n",
        &["kolumnen minuter saknas"],
    );
    refused(
        b"manad;arende;min\n2026-10;26-1;4\n",
        &["Menade du minuter?"],
    );
    refused(b"\xff\xfem\0a\0", &["UTF-16"]);
    refused(b"PK\x03\x04xx", &["kalkylark"]);
    refused(b"manad;arende;minuter\n\0;1;2\n", &["inte en textfil"]);
    refused(b"manad;arende;minuter\n", &["inga rader"]);
    refused(b"manad;arende;minuter\n\"2026-10;1;2\n", &["citattecken"]);
    refused(
        "manad;arende;minuter\n2026-10;å\u{1}\u{202e};2\n".as_bytes(),
        &["rad 2, kolumn arende"],
    );
}

#[test]
fn performed_time_stands_beside_what_was_ordered_in_the_follow_up() {
    use ::akt::clock::Clock;
    use ::akt::store::{Mode, Store};
    let home = Home::new();
    let (db, case, _) = with_order(&home);
    for hours in ["61:30", "58"] {
        let file = home.file(
            "t.csv",
            format!("arende;manad;timmar\n{case};2026-10;{hours}\n"),
        );
        home.ok(&["--db", &db, "importera", "--utford-tid", &file]);
    }
    let clock = Clock::Fixed(akt::TODAY.parse().unwrap());
    let unit = ::akt::unit::Unit::builtin();
    let store = Store::open(std::path::Path::new(&db), Mode::Existing, unit, clock).unwrap();
    let user = store.user("demo").unwrap().unwrap();
    let case = store.case_by_number(&user, &case).unwrap().unwrap();
    let order = store.order_now(&user, case).unwrap().unwrap();
    assert_eq!(order.performed, Some(("2026-10".to_owned(), 3480)));
    assert_eq!(order.performed_before, Some(3690));
}
