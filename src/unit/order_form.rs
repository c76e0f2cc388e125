//! The framework order's form. It has arithmetic of its own and is Rust data.

use crate::core::form::{DocumentKind, Field, FieldKind, Section, Spec};

/// Id of the framework order's form.
pub const ORDER: &str = "rambestallning";

/// Id of the form of an order that is written in a hurry and completed later (*att komplettera*). Its fields
/// are those of the whole order, so that the completed one begins with what it says.
pub const SHORT_ORDER: &str = "rambestallning_kort";

/// What may wait until the order is completed.
const LATER: &[&str] = &["behov.syfte", "mal.mal"];

/// The order that is to be completed later: need, time, provider and first day are enough.
pub(super) fn short_order() -> Spec {
    let mut spec = order();
    spec.id = SHORT_ORDER.to_owned();
    spec.title = "Beställning att komplettera".to_owned();
    for field in spec.sections.iter_mut().flat_map(|s| &mut s.fields) {
        if LATER.contains(&field.id.as_str()) {
            field.required = false;
        }
    }
    spec
}

/// The framework order (*rambeställning*): what is needed and why, and how much time. How and when is
/// agreed between provider and person and written in the provider's plan.
pub(super) fn order() -> Spec {
    let section = |id: &str, title: &str, help: &str, fields: Vec<Field>| Section {
        id: id.to_owned(),
        title: title.to_owned(),
        help: help.to_owned(),
        sent: true,
        fields,
    };
    Spec {
        id: ORDER.to_owned(),
        revision: 1,
        title: "Rambeställning".to_owned(),
        kind: DocumentKind::Order,
        sections: vec![
            section(
                "behov",
                "Behov",
                "Vad som behövs och varför. När och hur avtalas i genomförandeplanen.",
                vec![
                    text(
                        "behov.behov",
                        "Behov",
                        "Vad personen behöver stöd med, område för område.",
                    )
                    .required(),
                    text("behov.syfte", "Syfte", "Vad stödet ska leda till.").required(),
                    text(
                        "behov.klarar",
                        "Klarar utan hjälp",
                        "Det personen gör själv, så att det inte tas över.",
                    ),
                ],
            ),
            section(
                "mal",
                "Mål",
                "Ett mål för helheten räcker, helst med personens egna ord.",
                vec![text("mal.mal", "Mål", "Med personens egna ord.").required()],
            ),
            section(
                "insatser",
                "Insatser och tid",
                "Minuter per gång och hur ofta. Summan är ramen per månad.",
                vec![
                    Field {
                        kind: FieldKind::Estimate,
                        ..text(
                            "insatser.berakning",
                            "Beräkning",
                            "Insats, minuter och hur ofta.",
                        )
                    }
                    .required(),
                ],
            ),
            section(
                "utforare",
                "Utförare",
                "Vem som utför och hur utföraren valdes.",
                vec![
                    Field {
                        kind: FieldKind::Line,
                        ..text("utforare.namn", "Utförare", "Namnet på utföraren.")
                    }
                    .required(),
                    choice(
                        "utforare.val",
                        "Hur utföraren valdes",
                        &["eget val", "icke val"],
                    ),
                    text(
                        "utforare.vet",
                        "Det utföraren behöver veta",
                        "Sådant som påverkar säkerhet och bemötande.",
                    ),
                    choice(
                        "utforare.nycklar",
                        "Nycklar",
                        &["ja", "nej", "nyckelfritt lås"],
                    ),
                    Field {
                        kind: FieldKind::YesNo,
                        ..text("utforare.larm", "Trygghetslarm", "")
                    },
                ],
            ),
            section(
                "tid",
                "Giltighet",
                "Från och till, eller tills vidare. Genomförandeplanen väntas inom 15 dagar.",
                vec![
                    date("tid.from", "Gäller från").required(),
                    date("tid.tom", "Gäller till och med"),
                ],
            ),
        ],
    }
}

fn text(id: &str, label: &str, help: &str) -> Field {
    Field {
        id: id.to_owned(),
        label: label.to_owned(),
        kind: FieldKind::Text,
        required: false,
        help: help.to_owned(),
        choices: Vec::new(),
        legal_basis: String::new(),
        appraisal: false,
        area: String::new(),
        condition: String::new(),
    }
}

fn date(id: &str, label: &str) -> Field {
    Field {
        kind: FieldKind::Date,
        ..text(id, label, "ÅÅÅÅ-MM-DD")
    }
}

fn choice(id: &str, label: &str, choices: &[&str]) -> Field {
    Field {
        kind: FieldKind::Choice,
        choices: choices.iter().map(|c| (*c).to_owned()).collect(),
        ..text(id, label, "")
    }
}

impl Field {
    fn required(self) -> Field {
        Field {
            required: true,
            ..self
        }
    }
}
