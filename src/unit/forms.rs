//! The forms: templates in TOML that a unit itself rewrites, and the order, which is Rust data of the same
//! type.

use std::sync::Arc;

use super::order_form;
use super::toml_error::UnitFileError;
use crate::core::form::{FieldKind, Spec};
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
        forms.push(Arc::new(order_form::order()));
        forms.push(Arc::new(order_form::short_order()));
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
        self.latest(order_form::ORDER)
    }

    /// The form of an order that is to be completed later.
    pub fn short_order(&self) -> Option<&Arc<Spec>> {
        self.latest(order_form::SHORT_ORDER)
    }
}

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
