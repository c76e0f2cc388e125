//! Signed assessments, orders and follow-ups of the invented cases, answered by the forms' own fields.

use chrono::{Datelike, NaiveDate};

use super::people::Someone;
use super::texts::{Dice, Ordered, Texts, told};
use super::ways::is_ordered;
use crate::core::estimate::EstimateLine;
use crate::core::form::{Answers, FieldKind, FormFacts, Spec};

/// What a document is written about.
pub(super) struct About<'a> {
    pub(super) texts: &'a Texts,
    pub(super) someone: &'a Someone,
    pub(super) case_type: &'a str,
    pub(super) refused: bool,
    pub(super) day: NaiveDate,
}

impl About<'_> {
    fn one(&self, of: &[String], dice: &mut Dice) -> String {
        told(dice.one(of), self.someone)
    }
}

/// The application in words, by what is applied for.
fn application(about: &About<'_>, dice: &mut Dice) -> String {
    let at = match about.case_type {
        "trygghetslarm" => 8,
        "dagverksamhet" | "lss_daglig_verksamhet" => 9,
        "ledsagning" | "lss_ledsagarservice" | "fardtjanst" => 10,
        "vobo" | "servicehus" => 11,
        _ => dice.place(8),
    };
    let text = about.texts.ansokan.get(at).map_or("", String::as_str);
    told(text, about.someone)
}

/// The answers of an assessment.
pub(super) fn assessment(spec: &Spec, about: &About<'_>, dice: &mut Dice) -> Answers {
    let mut answers = Answers::default();
    let texts = about.texts;
    let someone = about.someone;
    answers.set("bakgrund.ansokan", application(about, dice));
    answers.set(
        "bakgrund.kanal",
        dice.weighted(
            &[("telefon", 5), ("blankett", 3), ("e-tjänst", 2)],
            "telefon",
        ),
    );
    answers.set(
        "bakgrund.motesform",
        dice.weighted(&[("hembesök", 8), ("telefon", 2)], "hembesök"),
    );
    answers.set("bakgrund.motesdatum", about.day.to_string());
    answers.set("bakgrund.kommunikation", dice.one(&texts.kommunikation));
    answers.set(
        "bakgrund.tolk",
        if someone.interpreter { "ja" } else { "nej" },
    );
    answers.set("egen_syn.syn", about.one(&texts.synpunkt_egen, dice));
    let goals = if dice.permille(820) {
        &texts.mal
    } else {
        &texts.mal_rutin
    };
    answers.set("egen_syn.mal", about.one(goals, dice));
    areas(spec, about, dice, &mut answers);
    if let Some(meals) = texts.bestallning.iter().find(|o| o.insats == "maltider") {
        let which = if someone.is_young() {
            &meals.klarar
        } else {
            &meals.behov
        };
        answers.set("hemliv.maltider", about.one(which, dice));
    }
    answers.set("vald.fragat", if dice.permille(920) { "ja" } else { "nej" });
    answers.set(
        "vald.enskilt",
        if dice.permille(850) { "ja" } else { "nej" },
    );
    answers.set(
        "vald.information",
        if dice.permille(900) { "ja" } else { "nej" },
    );
    answers.set("barn.berors", if someone.is_child() { "ja" } else { "nej" });
    if someone.is_child() {
        answers.set("barn.installning", about.one(&texts.barn_installning, dice));
        answers.set(
            "barn.konsekvenser",
            about.one(&texts.barn_konsekvenser, dice),
        );
    }
    circle(spec, about, &mut answers, dice);
    answers.set("bedomning.behov", about.one(&texts.behov_samlat, dice));
    let (proposal, reasons) = if about.refused {
        (&texts.forslag_avslag, texts.skal.get(8..10))
    } else {
        (&texts.forslag_bifall, texts.skal.get(..7))
    };
    answers.set("bedomning.forslag", about.one(proposal, dice));
    answers.set(
        "bedomning.skal",
        about.one(reasons.unwrap_or_default(), dice),
    );
    choices_that_are(spec, answers)
}

/// Most life areas, with what belongs together: what the person can do and the level.
fn areas(spec: &Spec, about: &About<'_>, dice: &mut Dice, answers: &mut Answers) {
    for area in &about.texts.livsomrade {
        if dice.permille(180) {
            continue;
        }
        // The seventh and eighth description suit somebody of any age.
        let at = if about.someone.is_young() {
            6 + dice.place(2)
        } else {
            dice.place(6)
        };
        let can = if at >= 6 { at - 2 } else { at };
        let description = area.beskrivning.get(at).map_or("", String::as_str);
        answers.set(
            &format!("{}.beskrivning", area.id),
            told(description, about.someone),
        );
        let can = area.klarar.get(can).map_or("", String::as_str);
        answers.set(&format!("{}.klarar", area.id), told(can, about.someone));
        let level = format!("{}.niva", area.id);
        let digit = area.niva.get(at).map(u8::to_string).unwrap_or_default();
        let choice = spec.field(&level).and_then(|field| {
            field
                .choices
                .iter()
                .find(|choice| choice.starts_with(&digit))
        });
        answers.set(&level, choice.map_or("", String::as_str));
    }
}

/// Personkrets and what is applied for, in an assessment under LSS.
fn circle(spec: &Spec, about: &About<'_>, answers: &mut Answers, dice: &mut Dice) {
    if spec.field("personkrets.krets").is_none() {
        return;
    }
    let which = dice.weighted(&[("1", 6), ("2", 1), ("3", 3)], "1");
    answers.set("personkrets.krets", which);
    answers.set(
        "personkrets.skal",
        match which {
            "3" => "Funktionsnedsättningen är varaktig, beror inte på normalt åldrande, är stor och orsakar betydande svårigheter i vardagen. Alla fyra kriterierna är uppfyllda.",
            "2" => "Hjärnskada i vuxen ålder med bestående begåvningsmässig funktionsnedsättning enligt läkarutlåtande.",
            _ => "Utvecklingsstörning eller autism enligt utredning som har lagts till handlingarna.",
        },
    );
    let sought = match about.case_type {
        "lss_assistans" => "2",
        "lss_kontaktperson" => "4",
        "lss_avlosarservice" => "5",
        "lss_korttidsvistelse" => "6",
        "lss_korttidstillsyn" => "7",
        "lss_boende_barn" => "8",
        "lss_boende_vuxna" => "9",
        "lss_daglig_verksamhet" => "10",
        _ => "3",
    };
    let choice = spec.field("insats.sokt").and_then(|field| {
        let start = format!("{sought} ");
        field
            .choices
            .iter()
            .find(|choice| choice.starts_with(&start))
    });
    answers.set("insats.sokt", choice.map_or("", String::as_str));
    if about.someone.is_child() {
        answers.set("bakgrund.begaran", "vårdnadshavare");
    } else {
        answers.set("bakgrund.begaran", "den enskilde");
    }
}

/// The answers of a framework order.
pub(super) fn order(
    spec: &Spec,
    about: &About<'_>,
    provider: &str,
    ends: Option<NaiveDate>,
    dice: &mut Dice,
) -> Answers {
    let mut answers = Answers::default();
    let texts = about.texts;
    let wanted: &[&str] = match about.case_type {
        "ledsagning" => &["ledsagning"],
        "avlosning" => &["tillsyn", "social_samvaro"],
        "boendestod" => &["stad", "inkop"],
        _ => &[],
    };
    let mut ordered: Vec<&Ordered> = texts
        .bestallning
        .iter()
        .filter(|o| wanted.is_empty() || wanted.contains(&o.insats.as_str()))
        .collect();
    let most = 2 + dice.place(4);
    while wanted.is_empty() && ordered.len() > most {
        ordered.remove(dice.place(ordered.len()));
    }
    let mut needs = Vec::new();
    let mut can = Vec::new();
    for o in ordered {
        needs.push(format!("{}: {}", o.namn, about.one(&o.behov, dice)));
        can.push(about.one(&o.klarar, dice));
        answers.lines.push(EstimateLine {
            area: o.omrade.clone(),
            intervention: o.namn.to_lowercase(),
            minutes: o.minuter,
            times_min: o.ganger_min,
            times_max: o.ganger_max,
            per: o.per,
            double_staffing: o.insats == "forflyttning" && dice.permille(250),
        });
    }
    // About a fourth say when and how, as providers should decide with the person. The dice are the order's
    // own, so that nothing else in the demo changes with them.
    let seed = i64::from(about.day.num_days_from_ce()) + about.someone.given.len() as i64;
    let mut own = Dice::new(seed.unsigned_abs().wrapping_mul(7_919));
    if own.permille(250) {
        needs.push(about.one(&texts.detalj, &mut own));
    }
    answers.set("behov.behov", needs.join("\n"));
    answers.set("behov.syfte", about.one(&texts.syfte, dice));
    answers.set("behov.klarar", can.join("\n"));
    let goals = if dice.permille(700) {
        &texts.mal
    } else {
        &texts.mal_rutin
    };
    answers.set("mal.mal", about.one(goals, dice));
    answers.set("utforare.namn", provider);
    answers.set(
        "utforare.val",
        if dice.permille(800) {
            "eget val"
        } else {
            "icke val"
        },
    );
    if dice.permille(500) {
        answers.set("utforare.vet", about.one(&texts.utforaren_vet, dice));
    }
    answers.set(
        "utforare.nycklar",
        dice.weighted(&[("ja", 5), ("nej", 2), ("nyckelfritt lås", 3)], "ja"),
    );
    answers.set(
        "utforare.larm",
        if dice.permille(450) { "ja" } else { "nej" },
    );
    answers.set("tid.from", about.day.to_string());
    if let Some(ends) = ends.filter(|ends| *ends >= about.day) {
        answers.set("tid.tom", ends.to_string());
    }
    choices_that_are(spec, answers)
}

/// The answers of a follow-up.
pub(super) fn follow_up(spec: &Spec, about: &About<'_>, dice: &mut Dice) -> Answers {
    let mut answers = Answers::default();
    let texts = about.texts;
    answers.set(
        "kontakt.form",
        dice.weighted(&[("hembesök", 6), ("telefon", 3), ("video", 1)], "hembesök"),
    );
    answers.set("kontakt.datum", about.day.to_string());
    answers.set(
        "bestallning.utford",
        dice.weighted(&[("helt", 7), ("delvis", 3)], "helt"),
    );
    answers.set("insats.ges", answers.get("bestallning.utford").to_owned());
    let (plan, anew) = match is_ordered(about.case_type) {
        true => ("helt", "ny beställning"),
        false => ("plan saknas", "nyprövning"),
    };
    answers.set(
        "plan.foljs",
        dice.weighted(&[(plan, 7), ("delvis", 3)], plan),
    );
    answers.set(
        "mal.uppnatt",
        dice.weighted(&[("helt", 3), ("delvis", 6), ("inte", 1)], "delvis"),
    );
    answers.set("mal.nya", about.one(&texts.mal, dice));
    answers.set(
        "behov.andrat",
        dice.weighted(&[("oförändrat", 7), ("ökat", 3)], "oförändrat"),
    );
    answers.set(
        "nojd.svar",
        dice.weighted(&[("ja", 7), ("delvis", 2), ("nej", 1)], "ja"),
    );
    answers.set("nojd.ord", about.one(&texts.synpunkt_egen, dice));
    answers.set("vald.information", "ja");
    if about.someone.is_child() {
        answers.set("barn.installning", about.one(&texts.barn_installning, dice));
    }
    answers.set(
        "resultat.utfall",
        dice.weighted(&[("oförändrat", 8), (anew, 2)], "oförändrat"),
    );
    choices_that_are(spec, answers)
}

/// Answers to fields that the form has, and alternatives that it offers: a unit's own form may differ.
fn choices_that_are(spec: &Spec, mut answers: Answers) -> Answers {
    answers.values.retain(|id, value| {
        spec.field(id).is_some_and(|field| {
            field.kind != FieldKind::Choice || field.choices.iter().any(|choice| choice == value)
        })
    });
    answers
}

/// Whether the form could have been signed like this.
pub(super) fn is_whole(spec: &Spec, answers: &Answers, someone: &Someone) -> bool {
    let facts = FormFacts {
        child: someone.is_child(),
        ..FormFacts::default()
    };
    spec.missing(answers, facts).is_empty()
}
