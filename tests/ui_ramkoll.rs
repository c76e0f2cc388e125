//! Ramkoll in the order form, good examples, ärendedragning and de-identified mode: keys in, frame out.
#![allow(clippy::unwrap_used)]

mod common;
#[path = "common/desk.rs"]
mod desk;

use akt::clock::Clock;
use akt::core::change::{Change, Deciding};
use akt::core::decision::{DESPITE, field};
use akt::core::form::Answers;
use akt::core::query::{Filter, Scope};
use akt::store::draft::Drafts;
use akt::store::{Direction, Mode, Store};
use akt::ui::screen::case::CaseScreen;
use akt::ui::screen::list::ListScreen;
use akt::ui::screen::presentation::Presentation;
use akt::unit::Unit;
use common::Table;
use desk::Door;

const SIZES: [(u16, u16); 2] = [(80, 24), (120, 40)];

const KARIN: &str = "26-0412";

fn order(size: (u16, u16)) -> Table {
    let mut table = Table::new(size, Door(KARIN));
    table.press("b");
    table
}

fn snap(name: &str, run: impl Fn((u16, u16)) -> String) {
    for size in SIZES {
        insta::assert_snapshot!(format!("{name}_{}x{}", size.0, size.1), run(size));
    }
}

#[test]
fn a_detail_is_remarked_on_while_it_is_written() {
    snap("detail", |size| {
        let mut table = order(size);
        table.press("Stöd med hygien och på- och avklädning. På kvällen hjälp med nattkläder.");
        let text = table.text();
        assert!(text.contains("1 anmärkning"), "{text}");
        assert!(text.contains("^ ”På kvällen” detalj"), "{text}");
        table.both()
    });
}

#[test]
fn a_framed_text_is_left_alone() {
    let mut table = order((80, 24));
    table.press("Stöd med hygien och på- och avklädning. Tillsyn nattetid.");
    assert!(!table.text().contains("anmärkning"), "{}", table.text());
}

#[test]
fn remarks_are_stepped_through_round_the_order() {
    let mut table = order((80, 24));
    table.press("Tillsyn vid 20-tiden. Dusch varje vecka. Hjälp på morgonen.");
    assert!(table.text().contains("2 anmärkningar"), "{}", table.text());
    assert!(table.text().contains("”på morgonen”"), "{}", table.text());
    table.press("<ctrl-r>");
    assert!(table.text().contains("^ ”vid 20"), "{}", table.text());
    table.press("<ctrl-r>");
    assert!(table.text().contains("”på morgonen”"), "{}", table.text());
}

#[test]
fn a_remark_is_set_aside_with_a_reason_that_is_kept() {
    snap("dismiss", |size| {
        let mut table = order(size);
        table.press("Hjälp på morgonen.<ctrl-e>");
        table.both()
    });
    let mut table = order((80, 24));
    table.press("Hjälp på morgonen.<ctrl-e><f9>");
    assert!(
        table.text().contains("Skäl"),
        "a reason is needed: {}",
        table.text()
    );
    table.press("insulin före frukost<f9>");
    assert!(!table.text().contains("1 anmärkning"), "{}", table.text());
    table.press("<esc>b");
    assert!(!table.text().contains("1 anmärkning"), "{}", table.text());
    let drafts = Drafts::open(
        table.desk.store().path(),
        akt::clock::Clock::Fixed(common::today()),
    )
    .unwrap();
    let me = table.desk.store().user("anna.ek").unwrap().unwrap();
    let draft = drafts.all(me.id).unwrap().remove(0);
    assert_eq!(draft.answers.dismissed.len(), 1);
    assert!(table.text().contains("1 avfärdad"), "{}", table.text());
    let one = &draft.answers.dismissed[0];
    assert_eq!(
        (one.field.as_str(), one.kind.as_str(), one.reason.as_str()),
        ("behov.behov", "nar_pa_dagen", "insulin före frukost")
    );
    // Other words are remarked on as before.
    table.press(" Tillsyn på kvällen.");
    assert!(table.text().contains("1 anmärkning"), "{}", table.text());
}

#[test]
fn a_good_example_is_put_in_at_the_cursor() {
    snap("examples", |size| order(size).press("<f2>").both());
    let mut table = order((80, 24));
    table.press("Först. <f2><enter>");
    let text = table.text();
    assert!(
        text.contains("Först. Behöver stöd med personlig hygien"),
        "{text}"
    );
    // Right against a word it gets a line of its own.
    let mut table = order((80, 24));
    let text = table.press("Först.<f2><enter>").text();
    assert!(!text.contains("Först.Behöver"), "{text}");
    assert!(text.contains("Behöver stöd med personlig hygien"), "{text}");
    // On the goal, goals are shown.
    let mut table = order((80, 24));
    table.press("<f8><f2>");
    assert!(table.text().contains("koka mitt kaffe"), "{}", table.text());
}

/// A whole order, with more time than one may decide on alone.
fn filled(size: (u16, u16), often: &str) -> Table {
    fill(order(size), often)
}

/// The same in a case where hours are granted.
fn decided(hours: &str, often: &str) -> Table {
    let mut table = Table::with((80, 24), |store, user| {
        let eva = store.user("eva.holm").unwrap().unwrap();
        let mut answers = Answers::default();
        answers.set("beslut.slag", "insatser");
        answers.set(DESPITE, "Det brådskar.");
        for (name, value) in [
            ("insats", "Hemtjänst"),
            ("resultat", "bifall"),
            ("lagrum", "SoL 11 kap. 1 §"),
            ("from", "2026-11-23"),
            ("timmar", hours),
        ] {
            answers.set(&field(1, name), value);
        }
        let case = store.case_by_number(user, KARIN).unwrap().unwrap();
        let deciding = Deciding {
            case,
            answers,
            proposal: None,
        };
        store.apply(&eva, Change::Decide(deciding)).unwrap();
        Box::new(CaseScreen::new(case))
    });
    table.press("b");
    fill(table, often)
}

fn fill(mut table: Table, often: &str) -> Table {
    table.press("Stöd med hygien på morgonen.<tab>Att bo kvar.<tab>");
    table.press("<f8>Jag vill koka mitt kaffe själv.");
    table.press(&format!("<f8>hygien<tab>25<tab>{often}"));
    table
}

#[test]
fn who_may_decide_is_told_under_the_frame() {
    snap("alone", |size| {
        let mut table = filled(size, "2/dag");
        assert!(table.text().contains("på egen hand"), "{}", table.text());
        table.both()
    });
    let mut table = filled((80, 24), "9/dag");
    let text = table.text();
    assert!(!text.contains("på egen hand"), "{text}");
    assert!(text.contains("beslutar"), "{text}");
}

#[test]
fn only_what_is_no_order_stops_the_signature() {
    let mut table = decided("40", "2/dag");
    table.press("<f8>Fältens hemtjänst<f9>");
    let text = table.text();
    assert!(text.contains("Skriva under"), "{text}");
    let mut table = order((80, 24));
    table.press("-<tab>-<tab><f9>");
    let text = table.text();
    assert!(text.contains("saknas"), "{text}");
}

#[test]
fn an_order_rests_on_a_decision_and_keeps_within_its_hours() {
    let mut table = filled((80, 24), "2/dag");
    let text = table.press("<f8>Fältens hemtjänst<f9>").text();
    assert!(
        text.contains("Inget beslut om bifall gäller i ärendet"),
        "{text}"
    );
    // 25 minutes twice a day are 25 h 21 min a month.
    let mut table = decided("25:21", "2/dag");
    assert!(
        table.text().contains("beslutat 25 h 21 min"),
        "{}",
        table.text()
    );
    let text = table.press("<f8>Fältens hemtjänst<f9>").text();
    assert!(text.contains("Skriva under"), "{text}");
    let mut table = decided("25", "2/dag");
    let text = table.press("<f8>Fältens hemtjänst<f9>").text();
    assert!(
        text.contains("Ramen 25 h 21 min är mer än de beslutade 25 h: fatta ett nytt beslut"),
        "{text}"
    );
}

#[test]
fn a_case_is_put_up_and_presented_without_names() {
    snap("presentation", |size| {
        let mut table = Table::with(size, |store, user| {
            let id = store.case_by_number(user, KARIN).unwrap().unwrap();
            Box::new(CaseScreen::new(id))
        });
        table.press("Ä<tab>Karin Bergström behöver mer stöd efter fallet.<f9>");
        table
            .desk
            .run(akt::ui::screen::Step::open(Presentation::new()));
        let text = table.text();
        for word in ["Karin", "Bergström", "19420318", "kvinna"] {
            assert!(!text.contains(word), "{word} in\n{text}");
        }
        assert!(text.contains("K B") && text.contains("80–84 år"), "{text}");
        table.both()
    });
}

#[test]
fn my_cases_are_marked_for_the_meeting() {
    let mut table = Table::new((80, 24), Presentation::new());
    let offered = table.press("<ctrl-n>").text();
    for name in ["Bergström", "Karin", "Åberg"] {
        assert!(!offered.contains(name), "{name} in\n{offered}");
    }
    assert!(offered.contains("K B"), "{offered}");
    table.press("<space><space><enter>");
    assert!(table.text().contains("2 ärenden"), "{}", table.text());
    table.press("<ctrl-d>");
    assert!(table.text().contains("1 ärende"), "{}", table.text());
    // A page key goes past cases and never to another meeting.
    let (here, still) = (table.text(), table.press("<pgdn><pgup>").text());
    assert_eq!(here, still);
    let told = table.press("<left>").text();
    assert!(
        told.contains("Ingen fler dragning åt det hållet."),
        "{told}"
    );
}

#[test]
fn everything_can_be_shown_without_names() {
    snap("veiled_list", |size| {
        let mut table = Table::with(size, |_, _| Box::new(ListScreen::new(None)));
        table.press("<f10>");
        let text = table.text();
        for word in ["Bergström", "Karin", "Åberg", "Maj-Britt"] {
            assert!(!text.contains(word), "{word} in\n{text}");
        }
        table.both()
    });
    snap("veiled_case", |size| {
        let mut table = Table::with(size, |store, user| {
            let id = store.case_by_number(user, KARIN).unwrap().unwrap();
            Box::new(CaseScreen::new(id))
        });
        table.press("<f10>");
        let text = table.text();
        for word in ["Bergström", "Karin", "19420318"] {
            assert!(!text.contains(word), "{word} in\n{text}");
        }
        table.both()
    });
}

#[test]
fn nobody_is_named_in_any_frame_of_two_hundred_invented_cases() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("demo.db");
    let made = std::process::Command::new(env!("CARGO_BIN_EXE_akt"))
        .args([
            "demo",
            "--personer",
            "420",
            "--fro",
            "11",
            "--bara-skapa",
            "--idag",
            "2026-11-23",
        ])
        .arg("--db")
        .arg(&path)
        .output()
        .unwrap();
    assert!(made.status.success(), "{made:?}");
    let store = Store::open(
        &path,
        Mode::Existing,
        Unit::builtin(),
        Clock::Fixed(common::today()),
    )
    .unwrap();
    let user = store.user("demo-chef").unwrap().unwrap();
    let rows = store
        .list(
            &user,
            &Filter::all(Scope::Unit),
            None,
            Direction::From,
            2_000,
        )
        .unwrap();
    let day = common::day("2026-11-26");
    let mut told = Vec::new();
    for row in rows.iter().step_by((rows.len() / 200).max(1)).take(200) {
        let lines = store.file(&user, row.person).unwrap().lines;
        let street = lines.iter().find(|l| l.part == "adress");
        let proposal = format!(
            "{} {} ({}) behöver mer stöd i hemmet.",
            row.given_name, row.family_name, row.number
        );
        let change = Change::PresentCase {
            case: row.id,
            day,
            proposal,
            notes: format!("Gruppen frågade om {}s nätverk.", row.given_name),
            outcome: String::new(),
        };
        store.apply(&user, change).unwrap();
        told.push((
            row.given_name.clone(),
            row.family_name.clone(),
            row.number.clone(),
            street.map(|l| l.text.clone()),
        ));
    }
    assert_eq!(told.len(), 200);
    let drafts = Drafts::open(&path, Clock::Fixed(common::today())).unwrap();
    let tools = akt::app::Tools {
        store,
        drafts,
        user,
        theme: akt::ui::theme::Theme::roles(),
        keymap: akt::ui::keymap::Keymap::default(),
    };
    let start = std::time::Instant::now();
    let size = (80, 24);
    let moment = common::moment(start, 0);
    let first = Box::new(Presentation::new());
    let desk = akt::app::Desk::new(tools, moment, size, first).unwrap();
    let mut table = Table::sitting(desk, folder, size, start);
    for (given, family, number, street) in &told {
        let text = table.text();
        let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
        for name in [given, family] {
            for part in name.split(['-', ' ']).filter(|p| p.chars().count() > 1) {
                assert!(!words.contains(&part), "{part} in\n{text}");
            }
        }
        for word in ["kvinna", "kvinnan", "man", "mannen", "hon", "han"] {
            assert!(!words.contains(&word), "{word} in\n{text}");
        }
        assert!(!text.contains(number.as_str()), "{text}");
        if let Some(street) = street {
            assert!(!text.contains(street.as_str()), "{text}");
        }
        table.press("j");
    }
}

#[test]
fn what_is_put_up_and_kept_survives_export_and_import() {
    let folder = tempfile::tempdir().unwrap();
    let (store, user) = common::store(folder.path(), "anna.ek");
    let case = store.case_by_number(&user, KARIN).unwrap().unwrap();
    let put = Change::PresentCase {
        case,
        day: common::day("2026-11-26"),
        proposal: "Fler timmar.".into(),
        notes: "Växelvård?".into(),
        outcome: String::new(),
    };
    store.apply(&user, put).unwrap();
    let keep = Change::KeepExample {
        person: None,
        area: "mal".into(),
        text: "Jag vill gå ut.".into(),
    };
    store.apply(&user, keep).unwrap();
    let out = store.register(&common::leader(&store)).unwrap();
    assert_eq!((out.presentations.len(), out.good_examples.len()), (1, 1));
    let other = tempfile::tempdir().unwrap();
    let (copy, admin) = common::store(other.path(), "anna.ek");
    copy.import(&admin, &out, &mut |_| {}).unwrap();
    copy.import(&admin, &out, &mut |_| {}).unwrap();
    let again = copy.register(&common::leader(&copy)).unwrap();
    assert_eq!(again.presentations, out.presentations);
    assert_eq!(again.good_examples, out.good_examples);
}

#[test]
fn lines_are_read_from_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rader.txt");
    std::fs::write(&file, "Tillsyn nattetid\n\nHjälp på kvällen\n").unwrap();
    let run = |args: &[&str]| {
        let out = std::process::Command::new(env!("CARGO_BIN_EXE_akt"))
            .arg("ramkoll")
            .arg(&file)
            .args(args)
            .output()
            .unwrap();
        (
            out.status.code(),
            String::from_utf8(out.stdout).unwrap(),
            String::from_utf8(out.stderr).unwrap(),
        )
    };
    let (code, out, _) = run(&["--json"]);
    assert_eq!((code, out.lines().count()), (Some(0), 3), "{out}");
    assert!(out.contains("\"verdict\":\"detalj\""), "{out}");
    let (code, out, _) = run(&[]);
    assert!(out.starts_with("ram ") && code == Some(0), "{out}");
    let (code, _, said) = run(&["--falt", "syfte"]);
    assert_eq!(code, Some(2), "{said}");
}

#[test]
fn a_text_of_a_signed_order_becomes_an_example_without_names() {
    let mut table = decided("40", "2/dag");
    table.press("<f7><f7>Karin vill ha Lena Bergström med. <f8><f8>");
    table.press("<f8>Fältens hemtjänst<f9>j");
    let text = table.text();
    assert!(text.contains("undertecknad"), "{text}");
    let me = table.desk.store().user("anna.ek").unwrap().unwrap();
    let store = table.desk.store();
    let case = store.case_by_number(&me, KARIN).unwrap().unwrap();
    let view = store.case(&me, case).unwrap();
    let order = view.documents.iter().find(|d| d.title == "Rambeställning");
    let id = order.unwrap().id;
    table.desk.run(akt::ui::screen::Step::open(
        akt::ui::screen::reader::Reader::new(id),
    ));
    table.press("e");
    assert!(table.text().contains("Vilken text?"), "{}", table.text());
    table.press("<enter>");
    let text = table.text();
    let shown = text.lines().skip(1).collect::<Vec<_>>().join("\n");
    assert!(!shown.contains("Karin"), "{text}");
    assert!(shown.contains("Område"), "{text}");
    // What still tells of somebody is named, and nothing is kept.
    table.press("p<tab>Karin och Märta. <f9>");
    let text = table.text();
    assert!(text.contains("”Karin”, ”Märta”"), "{text}");
    assert!(table.desk.store().good_examples().unwrap().is_empty());
    table.press(&"<backspace>".repeat(17)).press("<f9>");
    let kept = table.desk.store().good_examples().unwrap();
    assert_eq!(kept.len(), 1, "{}", table.text());
    assert!(!kept[0].text.contains("Karin"), "{kept:?}");
}

#[test]
fn an_example_of_the_units_own_is_taken_out_and_shown_no_more() {
    let mut table = order((80, 24));
    let anna = table.desk.store().user("anna.ek").unwrap().unwrap();
    let keep = Change::KeepExample {
        person: None,
        area: "personlig_vard".into(),
        text: "Stöd med fotvård.".into(),
    };
    table.desk.store().apply(&anna, keep).unwrap();
    let text = table.press("<f2>/fotvård").text();
    assert!(text.contains("(enhetens)"), "{text}");
    let text = table.press("<enter>").text();
    assert!(text.contains("Stöd med fotvård."), "{text}");
    table.press("<f2>");
    assert!(table.text().contains("ctrl-d ta bort"), "{}", table.text());
    table.press("<ctrl-d>");
    assert!(
        table.text().contains("Ta bort exemplet?"),
        "{}",
        table.text()
    );
    let text = table.press("j").text();
    assert!(text.contains("Exemplet visas inte mer."), "{text}");
    assert!(!text.contains("(enhetens)"), "{text}");
    let store = table.desk.store();
    assert!(store.good_examples().unwrap().is_empty());
    let register = store.register(&common::leader(store)).unwrap();
    assert!(register.good_examples[0].withdrawn.is_some());
}

#[test]
fn a_remark_that_was_set_aside_is_taken_back_with_the_same_key() {
    let mut table = order((80, 24));
    table.press("Hjälp på morgonen.<ctrl-e>insulin före frukost<f9>");
    let text = table.text();
    assert!(text.contains("1 avfärdad"), "{text}");
    let text = table.press("<ctrl-e>").text();
    assert!(text.contains("”på morgonen” anmärks på igen."), "{text}");
    assert!(text.contains("1 anmärkning"), "{text}");
    assert!(!text.contains("1 avfärdad"), "{text}");
}

#[test]
fn a_new_decision_begins_with_the_hours_decided_and_not_with_a_smaller_frame() {
    let mut table = decided("40", "2/dag");
    table.press("<f8>Fältens hemtjänst<f9>j");
    let text = table.press("<ctrl-p>nytt beslut<enter>").text();
    assert!(
        text.contains("Timmar per månad  40") && text.contains("Gissat efter beslutet"),
        "{text}"
    );
}
