//! A form is data: sections of fields with kind, help, rules and legal basis.
//!
//! One screen edits any [`Spec`], one place stores [`Answers`] with the spec's id and revision, one
//! printer prints them and one check tells what is missing.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::calendar::parse_date;
use super::estimate::EstimateLine;
use super::event::EventKind;
use super::next::led_by;

/// What kind of document a form becomes when it is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum DocumentKind {
    /// *Utredning*.
    #[serde(rename = "utredning")]
    Assessment,
    /// *Rambeställning*.
    #[serde(rename = "bestallning")]
    Order,
    /// *Uppföljning*.
    #[serde(rename = "uppfoljning")]
    FollowUp,
    /// *Beslut*.
    #[serde(rename = "beslut")]
    Decision,
}

impl DocumentKind {
    /// Every kind.
    pub const ALL: &'static [DocumentKind] = &[
        DocumentKind::Assessment,
        DocumentKind::Order,
        DocumentKind::FollowUp,
        DocumentKind::Decision,
    ];

    /// The word stored and exported.
    pub fn word(self) -> &'static str {
        match self {
            DocumentKind::Assessment => "utredning",
            DocumentKind::Order => "bestallning",
            DocumentKind::FollowUp => "uppfoljning",
            DocumentKind::Decision => "beslut",
        }
    }

    /// "Undertecknad" or "Undertecknat", as the name asks for.
    pub fn signed(self) -> &'static str {
        match self {
            DocumentKind::Decision => "Undertecknat",
            _ => "Undertecknad",
        }
    }

    /// The name a person reads.
    pub fn name(self) -> &'static str {
        match self {
            DocumentKind::Assessment => "Utredning",
            DocumentKind::Order => "Rambeställning",
            DocumentKind::FollowUp => "Uppföljning",
            DocumentKind::Decision => "Beslut",
        }
    }

    /// The kind that a stored word names, if any.
    pub fn from_word(word: &str) -> Option<DocumentKind> {
        DocumentKind::ALL.iter().copied().find(|k| k.word() == word)
    }
}

/// A form's specification: what is asked, in which order, under which revision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    /// Stable id, for example `utredning_aldre`.
    pub id: String,
    /// Revision; a signed document keeps the one it was written under.
    #[serde(rename = "revision")]
    pub revision: u32,
    /// Title shown above the form.
    #[serde(rename = "titel")]
    pub title: String,
    /// What it becomes when signed.
    #[serde(rename = "slag")]
    pub kind: DocumentKind,
    /// The sections in order.
    #[serde(rename = "avsnitt")]
    pub sections: Vec<Section>,
}

fn yes() -> bool {
    true
}

// What is left out says nothing, so that specifications from before the word keep their digest.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_yes(sent: &bool) -> bool {
    *sent
}

/// One section of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Id, unique in the form.
    pub id: String,
    /// Heading.
    #[serde(rename = "titel")]
    pub title: String,
    /// One sentence of help.
    #[serde(rename = "hjalp", default)]
    pub help: String,
    /// Whether it is in what is sent for reply (*utskick*); what might come into the wrong hands is not.
    #[serde(rename = "utskick", default = "yes", skip_serializing_if = "is_yes")]
    pub sent: bool,
    /// The fields in order.
    #[serde(rename = "falt")]
    pub fields: Vec<Field>,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Id, unique in the form: `section.field`.
    pub id: String,
    /// Label.
    #[serde(rename = "ledtext")]
    pub label: String,
    /// How it is answered.
    #[serde(rename = "typ")]
    pub kind: FieldKind,
    /// Required before signing.
    #[serde(rename = "kravs", default)]
    pub required: bool,
    /// One line of help.
    #[serde(rename = "hjalp", default)]
    pub help: String,
    /// Alternatives of a choice.
    #[serde(rename = "alternativ", default)]
    pub choices: Vec<String>,
    /// The section of law it answers to.
    #[serde(rename = "lagrum", default)]
    pub legal_basis: String,
    /// Part of the appraisal (*bedömning*), left out of what is sent for reply.
    #[serde(rename = "bedomning", default)]
    pub appraisal: bool,
    /// The life area it belongs to.
    #[serde(rename = "livsomrade", default)]
    pub area: String,
    /// When it is asked at all: "barn" = the person is under 18, "muntlig" = the
    /// application came by mouth. "bestalls" and "bestalls_inte" are settled as the paper is begun
    /// ([`Spec::where_ordered`]).
    #[serde(rename = "villkor", default)]
    pub condition: String,
}

/// How a field is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FieldKind {
    /// Many lines in a text editor.
    #[serde(rename = "text")]
    Text,
    /// One line.
    #[serde(rename = "rad")]
    Line,
    /// One of the alternatives.
    #[serde(rename = "val")]
    Choice,
    /// Yes or no.
    #[serde(rename = "janej")]
    YesNo,
    /// A date, ÅÅÅÅ-MM-DD.
    #[serde(rename = "datum")]
    Date,
    /// The rows of a time estimate.
    #[serde(rename = "berakning")]
    Estimate,
}

/// What decides whether a conditional field is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FormFacts {
    /// The person is under 18.
    pub child: bool,
    /// The application came by mouth.
    pub oral: bool,
}

/// The answers of a form, by field id.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    /// Text, choice, yes/no or date, by field id. An empty answer is not kept.
    #[serde(default)]
    pub values: BTreeMap<String, String>,
    /// Rows of the time estimate.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<EstimateLine>,
    /// Fields whose text was copied from an earlier document and is not yet confirmed.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub copied: BTreeSet<String>,
    /// Remarks of ramkoll that the writer has set aside, each with a reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dismissed: Vec<Dismissed>,
}

/// A remark that was set aside (*avfärdad*): it is not made again on the same words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dismissed {
    /// The field the words stand in.
    pub field: String,
    /// What the remark was about, by its word.
    pub kind: String,
    /// The words it stood on.
    pub quote: String,
    /// Why.
    pub reason: String,
}

impl Answers {
    /// The answer to a field; empty when there is none.
    pub fn get(&self, field: &str) -> &str {
        self.values.get(field).map_or("", String::as_str)
    }

    /// Sets or, with an empty text, takes away an answer.
    pub fn set(&mut self, field: &str, value: impl Into<String>) {
        let value = value.into();
        if value.trim().is_empty() {
            self.values.remove(field);
        } else {
            self.values.insert(field.to_owned(), value);
        }
    }

    /// The remarks set aside whose words still stand in their fields.
    pub fn set_aside(&self) -> impl Iterator<Item = &Dismissed> {
        self.dismissed.iter().filter(|d| {
            self.get(&d.field).contains(&d.quote)
                || self.lines.iter().any(|l| l.intervention.contains(&d.quote))
        })
    }

    /// Whether nothing is answered at all.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty() && self.lines.is_empty()
    }
}

/// One thing that stands between a draft and a signature; leads to its field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The field to go to.
    pub field: String,
    /// What is wrong, in the caseworker's words.
    pub text: String,
}

impl Spec {
    /// Every field that is asked under these facts, with its section, in order.
    pub fn fields(&self, facts: FormFacts) -> impl Iterator<Item = (&Section, &Field)> {
        self.sections.iter().flat_map(move |section| {
            section
                .fields
                .iter()
                .filter(move |field| field.applies(facts))
                .map(move |field| (section, field))
        })
    }

    /// The field with this id.
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.sections
            .iter()
            .flat_map(|s| &s.fields)
            .find(|f| f.id == id)
    }

    /// Whether a field is in what is sent for reply: no part of the appraisal, and in no section kept back.
    pub fn sends(&self, id: &str) -> bool {
        self.sections
            .iter()
            .filter(|section| section.sent)
            .flat_map(|section| &section.fields)
            .any(|field| field.id == id && !field.appraisal)
    }

    /// Everything that must be mended before the form can be signed.
    pub fn missing(&self, answers: &Answers, facts: FormFacts) -> Vec<Missing> {
        let mut missing = Vec::new();
        let mut say = |field: &Field, text: String| {
            missing.push(Missing {
                field: field.id.clone(),
                text,
            });
        };
        for (section, field) in self.fields(facts) {
            let place = || format!("{}: {}", section.title, field.label);
            if field.required && !field.is_answered(answers) {
                say(field, format!("{} saknas", place()));
            }
            if answers.copied.contains(&field.id) {
                say(field, format!("{} är kopierad och inte bekräftad", place()));
            }
            if let Some(problem) = field.problem(answers) {
                say(field, format!("{}: {problem}", place()));
            }
        }
        missing.extend(dates_in_order(self, answers));
        missing
    }

    /// The same as it is asked in a case whose help is ordered from a provider, or is not: what is about an order
    /// that is not there is not asked.
    pub fn where_ordered(&self, ordered: bool) -> Spec {
        let mut spec = self.clone();
        let other = if ordered { NOT_ORDERED } else { ORDERED };
        for section in &mut spec.sections {
            section.fields.retain(|field| field.condition != other);
            for field in &mut section.fields {
                let settled = [ORDERED, NOT_ORDERED].contains(&field.condition.as_str());
                if settled {
                    field.condition.clear();
                }
                if !ordered {
                    let of_order = |choice: &String| led_by(choice) == Some(EventKind::LedToOrder);
                    field.choices.retain(|choice| !of_order(choice));
                }
            }
        }
        spec.sections.retain(|section| !section.fields.is_empty());
        spec
    }

    /// How far a section has come.
    pub fn progress(&self, section: &Section, answers: &Answers, facts: FormFacts) -> Progress {
        let asked = || section.fields.iter().filter(|f| f.applies(facts));
        let required = asked().filter(|f| f.required).count();
        let required_answered = asked()
            .filter(|f| f.required && f.is_answered(answers))
            .count();
        Progress {
            answered: asked().filter(|f| f.is_answered(answers)).count(),
            asked: asked().count(),
            done: required_answered == required,
            required,
        }
    }
}

/// How far a section of a form has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Fields with an answer.
    pub answered: usize,
    /// Fields asked.
    pub asked: usize,
    /// Every required field has an answer.
    pub done: bool,
    /// Required fields.
    pub required: usize,
}

/// The words that make a field be asked only at times (*villkor*).
pub const CONDITIONS: &[&str] = &["barn", "muntlig", ORDERED, NOT_ORDERED];

/// Asked where help of the case's type is ordered from a provider.
const ORDERED: &str = "bestalls";

/// Asked where it is not.
const NOT_ORDERED: &str = "bestalls_inte";

impl Field {
    /// Whether the field is asked under these facts.
    pub fn applies(&self, facts: FormFacts) -> bool {
        match self.condition.as_str() {
            "barn" => facts.child,
            "muntlig" => facts.oral,
            _ => true,
        }
    }

    /// Whether there is an answer.
    pub fn is_answered(&self, answers: &Answers) -> bool {
        match self.kind {
            FieldKind::Estimate => !answers.lines.is_empty(),
            _ => !answers.get(&self.id).trim().is_empty(),
        }
    }

    /// What is wrong with the answer, if anything: an impossible date, a row without time.
    pub fn problem(&self, answers: &Answers) -> Option<String> {
        let value = answers.get(&self.id);
        match self.kind {
            FieldKind::Date if !value.is_empty() => parse_date(value).err().map(|e| e.in_form()),
            FieldKind::Choice if !value.is_empty() && !self.choices.iter().any(|c| c == value) => {
                Some(format!("”{value}” finns inte bland alternativen"))
            }
            FieldKind::Estimate => {
                answers
                    .lines
                    .iter()
                    .position(|l| !line_is_whole(l))
                    .map(|row| {
                        format!(
                            "rad {} i beräkningen saknar insats, minuter eller antal gånger",
                            row + 1
                        )
                    })
            }
            _ => None,
        }
    }
}

fn line_is_whole(line: &EstimateLine) -> bool {
    !line.intervention.trim().is_empty()
        && line.minutes > 0
        && line.times_max > 0
        && line.times_min <= line.times_max
}

/// An end before a start is caught wherever a form has fields named `…from` and `…tom`.
fn dates_in_order(spec: &Spec, answers: &Answers) -> Vec<Missing> {
    let day = |id: &str| -> Option<NaiveDate> { parse_date(answers.get(id)).ok() };
    spec.sections
        .iter()
        .flat_map(|s| &s.fields)
        .filter_map(|field| {
            let stem = field.id.strip_suffix("tom")?;
            let (from, to) = (day(&format!("{stem}from"))?, day(&field.id)?);
            (to < from).then(|| Missing {
                field: field.id.clone(),
                text: format!("{}: slutet {to} ligger före början {from}", field.label),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec() -> Spec {
        toml::from_str(
            r#"
            id = "prov"
            revision = 1
            titel = "Prov"
            slag = "utredning"
            [[avsnitt]]
            id = "a"
            titel = "Ansökan"
            [[avsnitt.falt]]
            id = "a.vad"
            ledtext = "Vad ansökan gäller"
            typ = "text"
            kravs = true
            [[avsnitt.falt]]
            id = "a.barn"
            ledtext = "Barnets egen syn"
            typ = "text"
            kravs = true
            villkor = "barn"
            [[avsnitt.falt]]
            id = "a.from"
            ledtext = "Från"
            typ = "datum"
            [[avsnitt.falt]]
            id = "a.tom"
            ledtext = "Till och med"
            typ = "datum"
            "#,
        )
        .unwrap()
    }

    #[test]
    fn required_fields_are_missing_until_answered() {
        let spec = spec();
        let mut answers = Answers::default();
        let texts = |a: &Answers, child| {
            spec.missing(
                a,
                FormFacts {
                    child,
                    ..FormFacts::default()
                },
            )
            .into_iter()
            .map(|m| m.text)
            .collect::<Vec<_>>()
        };
        assert_eq!(
            texts(&answers, false),
            ["Ansökan: Vad ansökan gäller saknas"]
        );
        assert_eq!(texts(&answers, true).len(), 2);
        answers.set("a.vad", "hemtjänst");
        assert!(texts(&answers, false).is_empty());
        answers.copied.insert("a.vad".into());
        assert_eq!(
            texts(&answers, false),
            ["Ansökan: Vad ansökan gäller är kopierad och inte bekräftad"]
        );
    }

    #[test]
    fn an_end_before_its_start_is_a_fault() {
        let spec = spec();
        let mut answers = Answers::default();
        answers.set("a.vad", "x");
        answers.set("a.from", "2026-12-01");
        answers.set("a.tom", "2026-11-30");
        let missing = spec.missing(&answers, FormFacts::default());
        assert_eq!(missing.len(), 1);
        assert_eq!(missing[0].field, "a.tom");
        answers.set("a.tom", "2026-13-01");
        assert_eq!(spec.missing(&answers, FormFacts::default()).len(), 1);
    }

    #[test]
    fn what_is_not_sent_is_neither_appraisal_nor_in_a_section_kept_back() {
        let mut spec = spec();
        assert!(spec.sends("a.vad") && !spec.sends("b.vad"));
        spec.sections[0].fields[0].appraisal = true;
        assert!(!spec.sends("a.vad") && spec.sends("a.barn"));
        let written = serde_json::to_string(&spec).unwrap();
        assert!(!written.contains("utskick"));
        spec.sections[0].sent = false;
        assert!(!spec.sends("a.barn"));
        let read: Spec = serde_json::from_str(&serde_json::to_string(&spec).unwrap()).unwrap();
        assert_eq!(read, spec);
    }

    #[test]
    fn an_empty_answer_is_no_answer() {
        let mut answers = Answers::default();
        answers.set("a.vad", "  ");
        assert!(answers.is_empty());
    }
}
