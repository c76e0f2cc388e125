//! Forms on the screen: keys in, the whole frame out as text and as a grid of roles.
#![allow(clippy::unwrap_used)]

mod common;
#[path = "common/desk.rs"]
mod door;

use akt::core::form::{Answers, DocumentKind, Field, FieldKind, Section, Spec};
use akt::error::Error;
use akt::ui::screen::form::Form;
use akt::ui::screen::{Screen, Step};
use common::Table;
use door::Door;
use insta::assert_snapshot;

const SMALL: (u16, u16) = (80, 24);
const LARGE: (u16, u16) = (120, 40);

const LONG: &str = "Karin bor ensam i en lägenhet på andra våningen med hiss. Hon går med rollator \
inomhus och har ramlat två gånger sedan i somras, senast i badrummet i oktober. Sedan dess duschar hon \
inte utan att någon är i närheten.\n\nDottern handlar en gång i veckan och tvättar varannan vecka. Hon \
har sagt att hon inte orkar mer än så. På vardagarna äter Karin lunch på träffpunkten när hon orkar gå \
dit, annars blir det smörgås.\n\nPå kvällarna är hon trött och behöver hjälp med nattkläder och med att \
komma i säng. Hon vaknar ofta på natten och är då rädd för att resa sig själv.";

fn assessment(size: (u16, u16)) -> Table {
    let mut table = Table::new(size, Door("26-0412"));
    table.press("u");
    table
}

fn order(size: (u16, u16)) -> Table {
    let mut table = Table::new(size, Door("26-0412"));
    table.press("b");
    table
}

/// The required parts of an assessment, field by field.
fn fill(table: &mut Table) {
    for _ in 0..60 {
        let text = table.text();
        if text.contains("▌ Vad ansökan gäller") {
            table.press("Hemtjänst");
        }
        table.press("<tab>");
    }
}

#[test]
fn an_assessment_is_a_page() {
    let mut table = assessment(SMALL);
    assert_snapshot!("assessment_empty_80", table.both());
    table.press("Hjälp med dusch och städning<tab><right><right><tab><tab>j");
    assert_snapshot!("assessment_begun_80", table.both());
    table.press("<f8><f8><f8>").wait(2);
    assert_snapshot!("assessment_section_80", table.both());
    assert_snapshot!("assessment_empty_120", assessment(LARGE).both());
}

#[test]
fn a_long_text_scrolls_with_its_cursor() {
    let mut table = assessment(SMALL);
    table.press("<f8>");
    for _ in 0..3 {
        table.desk.paste(LONG);
        table.press("<enter>");
    }
    assert_snapshot!("long_text_80", table.both());
    table.press("<ctrl-home>");
    assert!(
        table.text().contains("▌ Egen syn på situationen *"),
        "{}",
        table.text()
    );
    assert!(table.text().contains("Karin bor ensam"));
    table.press("<pgdn><pgdn><pgdn><pgdn>");
    assert!(table.text().contains("▌ "), "{}", table.text());
}

#[test]
fn the_last_assessment_stands_beside_or_above() {
    let mut table = assessment(LARGE);
    table.press("<f8>");
    assert!(
        table
            .text()
            .contains("Förra utredningen 1 sep 2025, Anna Ek")
    );
    table.press("Nytt.<f4>");
    assert_snapshot!("beside_copied_120", table.both());
    let mut table = assessment(SMALL);
    table.press("<f8><f3>");
    assert_snapshot!("beside_80", table.both());
    table.press("<f3>");
    assert!(!table.text().contains("Förra utredningen"));
}

#[test]
fn a_fetched_text_is_marked_until_it_is_confirmed() {
    let mut table = assessment(SMALL);
    table.press("<f8><f4>");
    assert!(
        table.text().contains("kopierat, obekräftat"),
        "{}",
        table.text()
    );
    table.press("<f6>");
    assert!(
        table.text().contains("är kopierad och inte bekräftad"),
        "{}",
        table.text()
    );
    table.press("<esc><f5>");
    assert!(!table.text().contains("obekräftat"));
    // Taken back and done again it is as unconfirmed as before.
    table.press("<tab><tab><tab><f4>");
    assert!(table.text().contains("obekräftat"));
    table.press("<ctrl-z>");
    assert!(!table.text().contains("obekräftat"), "{}", table.text());
    table.press("<ctrl-y>");
    assert!(table.text().contains("obekräftat"), "{}", table.text());
    table.press("x");
    assert!(!table.text().contains("obekräftat"), "{}", table.text());
}

#[test]
fn what_is_missing_leads_to_its_field() {
    let mut table = assessment(SMALL);
    table.press("Hemtjänst<f6>");
    assert_snapshot!("missing_80", table.both());
    table.press("<down><down><enter>");
    let text = table.text();
    assert!(text.contains("▌ Mål med egna ord"), "{text}");
    table.press("<f9>");
    assert!(table.text().contains("saker saknas"), "{}", table.text());
}

#[test]
fn a_choice_shows_its_alternatives_each_on_its_place() {
    let mut table = assessment(SMALL);
    table.press("<tab>t");
    let row = |table: &mut Table| {
        let text = table.text();
        text.lines().find(|l| l.contains("▌")).unwrap().to_owned()
    };
    let first = row(&mut table);
    assert!(first.contains("Hur ansökan kom in"), "{first}");
    assert!(table.text().contains("● telefon"), "{}", table.text());
    table.press("<right>");
    assert!(table.text().contains("● besök"), "{}", table.text());
    table.press("<left><left><left>");
    assert!(table.text().contains("● e-tjänst"), "{}", table.text());
    table.press("<backsteg>");
    assert!(!table.text().contains("●"), "{}", table.text());
}

#[test]
fn an_order_counts_as_it_is_typed() {
    let mut table = order(SMALL);
    table.press("Stöd med hygien och måltider.<tab>Trygg vardag.<tab><tab>Bo kvar.<f8>");
    assert_snapshot!("order_table_empty_80", table.both());
    table.press("hygien, klädsel<tab>25<tab>2/dag<tab><enter>");
    table.press("du<right><tab>40<tab>1-2/vecka<tab><enter>");
    table.press("måltider<tab>20<tab>3 ggr/dag");
    let text = table.text();
    assert!(
        text.contains("61,6 h") && text.contains("avrundat"),
        "{text}"
    );
    assert!(
        text.contains("25,3 h") && text.contains("5,8 h") && text.contains("30,4 h"),
        "{text}"
    );
    assert_snapshot!("order_table_80", table.both());
    table.press("<tab>j");
    let text = table.text();
    assert!(
        text.contains("varav dubbel bemanning") && text.contains("92,0 h"),
        "{text}"
    );
    table.press("<ctrl-d>");
    assert!(!table.text().contains("måltider  "), "{}", table.text());
    table.press("<ctrl-z>");
    assert!(table.text().contains("92,0 h"), "{}", table.text());
    table.size = LARGE;
    table.desk.resize(120, 40);
    assert_snapshot!("order_120", table.both());
    table.size = (60, 16);
    table.desk.resize(60, 16);
    assert_snapshot!("order_60", table.both());
}

#[test]
fn what_is_not_understood_stays_and_is_told() {
    let mut table = order(SMALL);
    table.press("<f8><f8>dusch<tab>fyrtio<tab>ibland<tab>");
    let text = table.text();
    assert!(
        text.contains("”fyrtio” går inte att läsa") && text.contains("”ibland”"),
        "{text}"
    );
    table.press("<esc>b");
    let text = table.text();
    assert!(text.contains("fyrtio") && text.contains("ibland"), "{text}");
}

#[test]
fn a_provider_is_completed_and_dates_are_checked() {
    let mut table = order(SMALL);
    table.press("<f8><f8><f8>Fä<right><enter>");
    assert!(
        table.text().contains("Fältens hemtjänst"),
        "{}",
        table.text()
    );
    table.press("<f8>");
    assert!(
        table.text().contains("2026-11-23  måndag"),
        "{}",
        table.text()
    );
    table.press("<tab>-7<tab><shift-tab>");
    let text = table.text();
    assert!(text.contains("2026-11-16  måndag"), "{text}");
    table.press("<shift-tab>");
    let text = table.text();
    assert!(
        text.contains("Slutet 2026-11-16 ligger före början 2026-11-23."),
        "{text}"
    );
    assert_snapshot!("order_dates_80", table.both());
}

#[test]
fn a_journal_entry_and_its_correction() {
    let mut table = Table::new(SMALL, Door("26-0412"));
    table.press("aRingde dottern.");
    assert_snapshot!("journal_80", table.both());
    table.press("<f9>");
    assert_snapshot!("journal_sign_80", table.both());
    table.press("j");
    let text = table.text();
    assert!(
        text.contains("Dörren") && text.contains("införd i journalen"),
        "{text}"
    );
    let mut table = Table::new(SMALL, Door("26-0412"));
    table.press("rHon ramlade i september.");
    assert_snapshot!("journal_correct_80", table.both());
}

fn short_spec() -> Spec {
    let field = |id: &str, label: &str, kind: FieldKind, required: bool| Field {
        id: id.into(),
        label: label.into(),
        kind,
        required,
        help: String::new(),
        choices: vec!["telefon".into(), "besök".into(), "brev".into()],
        legal_basis: String::new(),
        appraisal: false,
        area: String::new(),
        condition: String::new(),
    };
    Spec {
        id: "handelse".into(),
        revision: 1,
        title: "Händelse".into(),
        kind: DocumentKind::FollowUp,
        sections: vec![Section {
            id: "h".into(),
            title: String::new(),
            help: String::new(),
            sent: true,
            fields: vec![
                field("h.dag", "Dag", FieldKind::Date, true),
                field("h.satt", "Hur", FieldKind::Choice, true),
                field("h.namn", "Namn", FieldKind::Line, false),
            ],
        }],
    }
}

fn quick(size: (u16, u16)) -> Table {
    struct Root;
    impl Screen for Root {
        fn scope(&self) -> akt::ui::action::Scope {
            akt::ui::action::Scope::Case
        }
        fn title(&self) -> String {
            String::new()
        }
        fn load(&mut self, _: &akt::ui::screen::Context<'_>) -> akt::error::Result<()> {
            Ok(())
        }
        fn update(
            &mut self,
            _: akt::ui::action::Action,
            _: &akt::ui::screen::Context<'_>,
        ) -> akt::error::Result<Step> {
            let form = Form::quick(
                "Registrera händelse",
                None,
                short_spec(),
                Answers::default(),
                |answers, _| match answers.get("h.namn") {
                    "fel" => {
                        Err(Error::user("Namn finns inte i registret.").hint("Skriv ett annat."))
                    }
                    name => Ok(Step::Many(vec![
                        Step::Close,
                        Step::done(format!("Klart, {name}.")),
                    ])),
                },
            )
            .watching(|answers, field, _| {
                if field == "h.satt"
                    && answers.get("h.namn").is_empty()
                    && answers.get("h.satt") == "brev"
                {
                    answers.set("h.namn", "Karin");
                    return Some("Känd sedan förut.".into());
                }
                None
            });
            Ok(Step::open(form))
        }
        fn view(&self, _: &akt::ui::screen::Context<'_>, canvas: &mut akt::ui::canvas::Canvas<'_>) {
            canvas.text(0, 0, akt::ui::theme::Role::Text, "Roten");
        }
        fn hints(&self, _: &akt::ui::screen::Context<'_>) -> Vec<akt::ui::action::Action> {
            Vec::new()
        }
    }
    let mut table = Table::new(size, Root);
    table.press("h");
    table
}

#[test]
fn a_short_form_is_done_by_enter_in_its_last_field() {
    let mut table = quick(SMALL);
    table.press("idag<enter>t");
    assert_snapshot!("quick_80", table.both());
    table.press("<enter>fel<enter>");
    let text = table.text();
    assert!(text.contains("Namn finns inte i registret."), "{text}");
    table.press("<backsteg><backsteg><backsteg>Rut<enter>");
    let text = table.text();
    assert!(
        text.contains("Roten") && text.contains("Klart, Rut."),
        "{text}"
    );
}

#[test]
fn a_short_form_leads_to_what_is_missing_and_asks_whether_it_is_kept() {
    let mut table = quick(SMALL);
    table.press("idag<f9>");
    let text = table.text();
    assert!(text.contains("Hur saknas."), "{text}");
    assert!(text.contains("▌ Hur"), "{text}");
    table.press("bxx");
    table.press("<backsteg>b<right>");
    assert!(
        table.text().contains("Känd sedan förut."),
        "{}",
        table.text()
    );
    table.press("<esc>");
    assert!(
        table
            .text()
            .contains("Behålla det ifyllda till nästa gång?"),
        "{}",
        table.text()
    );
    table.press("<esc>");
    assert!(table.text().contains("Karin"), "{}", table.text());
    table.press("<esc>n");
    assert!(table.text().contains("Roten"));
    // One in which nothing is written is left without a question.
    let mut table = quick(SMALL);
    table.press("<esc>");
    assert!(table.text().contains("Roten"));
}

#[test]
fn a_paste_of_a_megabyte_is_taken_whole() {
    let mut table = assessment(SMALL);
    let text = "Klarar själv att tvätta ansikte och händer. ".repeat(24_000);
    assert!(text.len() > 1_000_000);
    table.desk.paste(&text);
    table.frame();
    table.press("x");
    table.frame();
    table.press("<esc>u");
    assert!(table.text().contains("ansikte"), "{}", table.text());
}

#[test]
fn nothing_that_is_pasted_reaches_the_terminal_as_more_than_text() {
    for size in [SMALL, LARGE] {
        let mut table = assessment(size);
        let evil = "a\x1b[31mb\x1b]52;c;aGVq\x07c\u{202e}d\u{200b}\x00e\u{9b}2J\tf\r\ng";
        table.desk.paste(evil);
        table.press("<tab><tab>");
        table.desk.paste(evil);
        table.press("<f6><esc><f8>");
        table.desk.paste(evil);
        for script in ["", "<f6>", "<esc><f9>", "<esc>"] {
            table.press(script);
            for cell in &table.frame().content {
                let symbol = cell.symbol();
                assert!(!symbol.chars().any(char::is_control), "{symbol:?}");
                assert!(
                    !symbol.contains(['\u{202e}', '\u{200b}', '\u{9b}']),
                    "{symbol:?}"
                );
            }
        }
    }
}

#[test]
fn the_smallest_window_shows_the_field_one_writes_in() {
    let mut table = assessment((60, 16));
    table.press("<f8>Jag vill bo kvar.");
    assert_snapshot!("assessment_60", table.both());
    for _ in 0..70 {
        assert!(table.text().contains('▌'), "{}", table.text());
        table.press("<tab>");
    }
    for _ in 0..70 {
        assert!(table.text().contains('▌'), "{}", table.text());
        table.press("<shift-tab>");
    }
    fill(&mut table);
}
