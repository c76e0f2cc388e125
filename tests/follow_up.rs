//! What a signed follow-up leads to is begun by the program.
#![allow(clippy::unwrap_used)]

mod common;

use akt::clock::Clock;
use akt::core::agenda::Thing;
use akt::core::event::EventKind;
use akt::core::form::{Answers, FieldKind, FormFacts};
use akt::store::draft::{Drafts, Place};
use akt::ui::screen::case::CaseScreen;
use common::{Table, today};

/// Per-Olof Dahl's case, with the follow-up written but for the signature.
fn written(outcome: &str) -> Table {
    Table::with((80, 24), |store, user| {
        let case = store.case_by_number(user, "26-0290").unwrap().unwrap();
        let spec = store.unit().forms.latest("uppfoljning").unwrap().clone();
        let mut answers = Answers::default();
        for (_, field) in spec.fields(FormFacts::default()) {
            let answer = match (field.kind, field.choices.first()) {
                (FieldKind::Date, _) => today().to_string(),
                (_, Some(choice)) => choice.clone(),
                (FieldKind::YesNo, _) => "ja".to_owned(),
                _ => "Som det var.".to_owned(),
            };
            if field.required {
                answers.set(&field.id, answer);
            }
        }
        answers.set("resultat.utfall", outcome);
        let drafts = Drafts::open(store.path(), Clock::Fixed(today())).unwrap();
        let draft = drafts
            .begin(user.id, case, "uppfoljning", &spec, None)
            .unwrap();
        let version = drafts
            .save(draft.id, draft.version, &answers, &Place::default())
            .unwrap();
        drafts.leave(draft.id, version).unwrap();
        Box::new(CaseScreen::new(case))
    })
}

/// Signs; what stands on the screen then.
fn signed(outcome: &str) -> (Table, String) {
    let mut table = written(outcome);
    table.press("U<f9>");
    assert!(
        table.text().contains("Skriva under som"),
        "{}",
        table.text()
    );
    let text = table.press("j").text();
    let store = table.desk.store();
    let anna = store.user("anna.ek").unwrap().unwrap();
    let case = store.case_by_number(&anna, "26-0290").unwrap().unwrap();
    let events = store.engine_events(&anna, case).unwrap();
    assert!(events.iter().any(|e| e.kind == EventKind::FollowedUp));
    (table, text)
}

#[test]
fn each_outcome_begins_what_it_leads_to() {
    for (outcome, offered, keys, begun) in [
        (
            "ny beställning",
            "Skriv beställningen",
            "",
            "Rambeställning  utkast",
        ),
        ("ny ansökan", "Inled utredning", "", "Utredning inledd"),
        // The person is known: the number is not asked for again.
        (
            "ny ansökan",
            "Registrera ett nytt ärende",
            "j",
            "Nytt ärende",
        ),
        ("nyprövning", "Inled nyprövningen", "", "Utredning inledd"),
        ("avslutas", "Avsluta ärendet", "", "Ärendet avslutat"),
    ] {
        let (mut table, text) = signed(outcome);
        assert!(text.contains(offered), "{outcome}: {text}");
        let text = table.press(keys).press("<enter>").text();
        assert!(text.contains(begun), "{outcome}: {text}");
        assert!(text.contains("Dahl, Per-Olof"), "{outcome}: {text}");
    }
}

#[test]
fn nothing_is_begun_when_nothing_has_changed_or_it_can_wait() {
    let (_, text) = signed("oförändrat");
    assert!(text.contains("Uppföljningen är undertecknad."), "{text}");
    assert!(text.contains("Frister"), "{text}");
    let (mut table, text) = signed("nyprövning");
    assert!(text.contains("Inte nu"), "{text}");
    let text = table.press("j<enter>").text();
    assert!(text.contains("Frister"), "{text}");
}

#[test]
fn what_a_follow_up_led_to_stays_until_it_is_done_or_set_aside() {
    for (outcome, next, rule) in [
        ("ny beställning", "skriv beställning", "K8b"),
        ("ny ansökan", "inled utredning", "K8c"),
        ("nyprövning", "nypröva beslutet", "K8d"),
        ("avslutas", "avsluta ärendet", "K8e"),
    ] {
        let (mut table, _) = signed(outcome);
        let text = table.press("/inte nu<enter>").text();
        let told = format!("Nästa steg: {next}, enligt uppföljningen 23 nov");
        assert!(text.contains(&told), "{outcome}: {text}");
        let there = |table: &Table| {
            let store = table.desk.store();
            let anna = store.user("anna.ek").unwrap().unwrap();
            let rows = store.agenda(&anna).unwrap();
            rows.iter()
                .any(|row| matches!(&row.what, Thing::Clock { rule: of, .. } if of == rule))
        };
        assert!(there(&table), "{outcome}");
        // It is set aside with a reason, and then the year runs.
        table.press("h/följd avf<enter><f9>");
        assert!(table.text().contains("Skäl"), "{}", table.text());
        let text = table.press("Hon vill vänta.<f9>").text();
        assert!(!text.contains("enligt uppföljningen"), "{outcome}: {text}");
        assert!(!there(&table), "{outcome}");
    }
    // A new case is what it led to: once it is registered nothing waits in the old one.
    let (mut table, _) = signed("ny ansökan");
    table.press("/registrera<enter><f9>");
    assert!(
        table.text().contains("Ärendet är registrerat."),
        "{}",
        table.text()
    );
    let store = table.desk.store();
    let anna = store.user("anna.ek").unwrap().unwrap();
    let rows = store.agenda(&anna).unwrap();
    assert!(
        !rows
            .iter()
            .any(|row| matches!(&row.what, Thing::Clock { rule, .. } if rule == "K8c"))
    );
    // What is done is no longer next.
    let (mut table, _) = signed("nyprövning");
    let text = table.press("<enter><f9>").text();
    assert!(!text.contains("enligt uppföljningen"), "{text}");
}

#[test]
fn nothing_is_asked_about_an_order_that_is_not_there() {
    let unit = akt::unit::Unit::builtin();
    let whole = unit.forms.latest("uppfoljning").unwrap();
    let asked = |ordered: bool| whole.where_ordered(ordered);
    let (home, residence) = (asked(true), asked(false));
    for (spec, with, without) in [
        (&home, "bestallning.utford", "insats.ges"),
        (&residence, "insats.ges", "bestallning.utford"),
    ] {
        assert!(spec.field(with).unwrap().condition.is_empty());
        assert!(spec.field(without).is_none());
        let empty = spec
            .sections
            .iter()
            .find(|section| section.fields.is_empty());
        assert!(empty.is_none());
    }
    let offers = |spec: &akt::core::form::Spec| {
        let result = spec.field("resultat.utfall").unwrap();
        result
            .choices
            .iter()
            .any(|choice| choice == "ny beställning")
    };
    assert!(offers(&home) && !offers(&residence));
    let told = serde_json::to_string(&residence).unwrap().to_lowercase();
    assert_eq!(told.matches("beställd").count(), 0, "{told}");
}
