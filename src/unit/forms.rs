//! The forms: templates in TOML that a unit itself rewrites, and the order, which has arithmetic of
//! its own and is Rust data of the same type.

use std::sync::Arc;

use super::toml_error::UnitFileError;
use crate::core::form::{DocumentKind, Field, FieldKind, Section, Spec};
use crate::unit::case_types::CaseLaw;

/// The built-in templates by the file name that replaces them.
pub(super) const FILES: &[(&str, &str)] = &[
    (
        "assessment_elder.toml",
        include_str!("assessment_elder.toml"),
    ),
    ("assessment_lss.toml", include_str!("assessment_lss.toml")),
    ("follow_up.toml", include_str!("follow_up.toml")),
];

/// Every form the unit knows, the latest revision of each last.
#[derive(Clone, Debug)]
pub struct Forms(Vec<Arc<Spec>>);

impl Forms {
    /// The built-in forms.
    pub fn builtin() -> Forms {
        // A test reads every built-in file, so none is passed over here.
        let mut forms: Vec<Arc<Spec>> = FILES
            .iter()
            .filter_map(|(_, text)| read(text).ok())
            .map(Arc::new)
            .collect();
        forms.push(Arc::new(order()));
        Forms(forms)
    }

    /// Adds a form, or replaces the one with the same id and revision.
    pub fn put(&mut self, spec: Spec) {
        self.0
            .retain(|known| (&known.id, known.revision) != (&spec.id, spec.revision));
        self.0.push(Arc::new(spec));
    }

    /// The form with this id and revision.
    pub fn get(&self, id: &str, revision: u32) -> Option<&Spec> {
        self.0
            .iter()
            .find(|s| s.id == id && s.revision == revision)
            .map(AsRef::as_ref)
    }

    /// The latest revision of a form.
    pub fn latest(&self, id: &str) -> Option<&Arc<Spec>> {
        self.0
            .iter()
            .filter(|s| s.id == id)
            .max_by_key(|s| s.revision)
    }

    /// The assessment's form for cases under a law.
    pub fn assessment(&self, law: CaseLaw) -> Option<&Arc<Spec>> {
        self.latest(if law == CaseLaw::Lss {
            "utredning_lss"
        } else {
            "utredning_aldre"
        })
    }

    /// The order's form.
    pub fn order(&self) -> Option<&Arc<Spec>> {
        self.latest(ORDER)
    }
}

/// Id of the framework order's form.
pub const ORDER: &str = "rambestallning";

/// Reads a template and checks what the reader cannot: ids that stand twice, choices without
/// alternatives.
///
/// # Errors
/// [`UnitFileError`] with line and what is wrong, in Swedish.
pub fn read(text: &str) -> Result<Spec, UnitFileError> {
    let spec: Spec = toml::from_str(text).map_err(|e| UnitFileError::from_toml(text, &e))?;
    let mut seen = std::collections::HashSet::new();
    let at = |id: &str, what: String| {
        let byte = text.find(&format!("\"{id}\"")).unwrap_or(0);
        UnitFileError::at(text, byte, what)
    };
    for field in spec.sections.iter().flat_map(|s| &s.fields) {
        if !seen.insert(&field.id) {
            return Err(at(
                &field.id,
                format!("fältet \"{}\" står två gånger", field.id),
            ));
        }
        if field.kind == FieldKind::Choice && field.choices.is_empty() {
            return Err(at(
                &field.id,
                format!("fältet \"{}\" saknar alternativ", field.id),
            ));
        }
    }
    if spec.sections.is_empty() {
        return Err(UnitFileError {
            line: None,
            text: "mallen har inga avsnitt".to_owned(),
        });
    }
    Ok(spec)
}

/// The framework order (*rambeställning*): what is needed and why, and how much time. How and when is
/// agreed between provider and person and written in the provider's plan.
fn order() -> Spec {
    let section = |id: &str, title: &str, help: &str, fields: Vec<Field>| Section {
        id: id.to_owned(),
        title: title.to_owned(),
        help: help.to_owned(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_template_can_be_read() {
        for (name, text) in FILES {
            assert!(read(text).is_ok(), "{name}: {:?}", read(text).err());
        }
        assert!(Forms::builtin().order().is_some());
        assert!(
            Forms::builtin()
                .assessment(CaseLaw::Lss)
                .is_some_and(|s| s.id == "utredning_lss")
        );
    }

    #[test]
    fn a_broken_template_is_told_with_its_line() {
        let text = FILES[0]
            .1
            .replacen("id = \"bakgrund.kanal\"", "id = \"bakgrund.ansokan\"", 1);
        let error = read(&text).unwrap_err();
        assert!(error.to_string().contains("bakgrund.ansokan"), "{error}");
        assert!(error.line.is_some());
    }
}
