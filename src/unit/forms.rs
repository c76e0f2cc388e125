//! The forms: templates in TOML that a unit itself rewrites, and the order, which is Rust data of the same
//! type.

use std::sync::Arc;

use super::order_form;
use super::toml_error::{UnitFileError, unknown};
use crate::core::form::{CONDITIONS, DocumentKind, FieldKind, Spec};
use crate::unit::case_types::CaseLaw;

/// A built-in template.
#[derive(Debug)]
pub(super) struct Template {
    /// The file of the unit's own that replaces it.
    pub(super) file: &'static str,
    /// Its id and the kind of document it becomes, which stand in the text too; asked for without reading it.
    pub(super) id: &'static str,
    kind: DocumentKind,
    text: &'static str,
}

/// The built-in templates.
pub(super) const TEMPLATES: &[Template] = &[
    Template {
        file: "assessment_elder.toml",
        id: "utredning_aldre",
        kind: DocumentKind::Assessment,
        text: include_str!("assessment_elder.toml"),
    },
    Template {
        file: "assessment_lss.toml",
        id: "utredning_lss",
        kind: DocumentKind::Assessment,
        text: include_str!("assessment_lss.toml"),
    },
    Template {
        file: "follow_up.toml",
        id: "uppfoljning",
        kind: DocumentKind::FollowUp,
        text: include_str!("follow_up.toml"),
    },
];

/// The ids of the built-in templates that become a document of a kind.
pub(super) fn templates_of(kind: DocumentKind) -> impl Iterator<Item = &'static str> + Clone {
    let own = TEMPLATES.iter().filter(move |t| t.kind == kind);
    own.map(|t| t.id)
}

/// Reads the template that a unit has in a built-in one's place: it must be of the same id and kind, or nothing
/// would use it.
///
/// # Errors
/// [`UnitFileError`] with line and what is wrong, in Swedish.
pub(super) fn read_own(builtin: &Template, text: &str) -> Result<Spec, UnitFileError> {
    let spec = read(text)?;
    let at = |field: &str, what: String| {
        let line = text
            .lines()
            .position(|line| line.trim_start().starts_with(field));
        Err(UnitFileError {
            line: line.map(|line| line + 1),
            text: what,
        })
    };
    if spec.id != builtin.id {
        return at(
            "id",
            format!(
                "id är \"{}\" men ska vara \"{}\" i den här filen",
                spec.id, builtin.id
            ),
        );
    }
    if spec.kind != builtin.kind {
        return at(
            "slag",
            format!("slag ska vara \"{}\" i den här filen", builtin.kind.word()),
        );
    }
    if spec.revision == 0 {
        return at("revision", "revision ska vara 1 eller mer".to_owned());
    }
    Ok(spec)
}

/// Every form the unit knows, the one that is used of each id last.
#[derive(Clone, Debug)]
pub struct Forms(Vec<Arc<Spec>>);

impl Forms {
    /// The built-in forms.
    pub fn builtin() -> Forms {
        // A test reads every built-in file, so none is passed over here.
        let mut forms: Vec<Arc<Spec>> = TEMPLATES
            .iter()
            .filter_map(|template| read(template.text).ok())
            .map(Arc::new)
            .collect();
        forms.push(Arc::new(order_form::order()));
        forms.push(Arc::new(order_form::short_order()));
        Forms(forms)
    }

    /// Adds a form, which from now on is its id's, whatever revision the built-in one has.
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

    /// The form that is written under an id.
    pub fn latest(&self, id: &str) -> Option<&Arc<Spec>> {
        self.0.iter().rev().find(|s| s.id == id)
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
        if !field.condition.is_empty() && !CONDITIONS.contains(&field.condition.as_str()) {
            let known = CONDITIONS.iter().copied();
            return Err(at(&field.id, unknown("villkoret", &field.condition, known)));
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
        for template in TEMPLATES {
            let spec = read(template.text).unwrap();
            assert_eq!((spec.id.as_str(), spec.kind), (template.id, template.kind));
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
        let text =
            TEMPLATES[0]
                .text
                .replacen("id = \"bakgrund.kanal\"", "id = \"bakgrund.ansokan\"", 1);
        let error = read(&text).unwrap_err();
        assert!(error.to_string().contains("bakgrund.ansokan"), "{error}");
        assert!(error.line.is_some());
    }

    #[test]
    fn a_template_that_nothing_would_use_is_refused_with_its_line() {
        let (template, builtin) = (&TEMPLATES[0], TEMPLATES[0].text);
        for (was, is, told) in [
            (
                "id = \"utredning_aldre\"",
                "id = \"egen\"",
                "utredning_aldre",
            ),
            ("slag = \"utredning\"", "slag = \"uppfoljning\"", "slag"),
            (
                "villkor = \"muntlig\"",
                "villkor = \"muntligt\"",
                "menade du \"muntlig\"",
            ),
        ] {
            assert!(builtin.contains(was), "{was}");
            let error = read_own(template, &builtin.replacen(was, is, 1)).unwrap_err();
            assert!(error.to_string().contains(told), "{error}");
            assert!(error.line.is_some(), "{error}");
        }
    }
}
