//! What a proposal is about: which words a row names, or which kind of help, that a free text means.
//!
//! A text that is not understood is not taken for the case's own kind, for then a residence written in other
//! words in a case of home care would be decided by the hour.

use super::{DelegationOrder, Kind, Proposal};

/// Shorter words are looked for whole, and not within others.
const WITHIN: usize = 5;

/// What a proposal is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Subject<'a> {
    /// Words that a row names.
    Named(&'a str),
    /// A kind of help, by its case type.
    Kind(&'a str),
    /// More than one of them.
    Several,
    /// Nothing that the unit knows.
    Unknown,
}

/// A name without capitals, rings, dots and signs, words joined by `_`, as ids are written.
pub fn folded(text: &str) -> String {
    let plain: String = text
        .to_lowercase()
        .chars()
        .map(|c| match c {
            'å' | 'ä' | 'à' | 'á' => 'a',
            'ö' | 'ø' => 'o',
            'é' | 'è' => 'e',
            c if c.is_alphanumeric() => c,
            _ => ' ',
        })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join("_")
}

/// Where a word stands in a folded text: anywhere if it is long, else as a word of its own.
fn within(text: &str, word: &str) -> Option<usize> {
    if word.chars().count() >= WITHIN {
        return text.find(word);
    }
    let alone = |at: &usize| {
        let before = text
            .get(..*at)
            .is_none_or(|t| !t.ends_with(char::is_alphanumeric));
        let after = text.get(at + word.len()..);
        before && after.is_none_or(|t| !t.starts_with(char::is_alphanumeric))
    };
    text.match_indices(word).map(|(at, _)| at).find(alone)
}

impl DelegationOrder {
    /// What an intervention in a case of a type is about; without words it is the type's own.
    pub(super) fn subject<'a>(&'a self, case_type: &'a str, intervention: &str) -> Subject<'a> {
        let text = folded(intervention);
        if text.is_empty() {
            return Subject::Kind(case_type);
        }
        let exact = self.named().find(|name| *name == text).map(Subject::Named);
        let goes_by = |kind: &&Kind| kind.id == text || kind.words.contains(&text);
        exact
            .or_else(|| self.kinds_from(case_type).find(goes_by).map(Subject::of))
            .unwrap_or_else(|| self.subject_within(case_type, intervention, text))
    }

    /// The longest words first, so that "boendestöd" is not a residence; what they take is not read again.
    fn subject_within<'a>(
        &'a self,
        case_type: &'a str,
        intervention: &str,
        mut text: String,
    ) -> Subject<'a> {
        let rows = self.named().map(|name| (name, Subject::Named(name)));
        let kinds = self.kinds_from(case_type);
        let kinds = kinds.flat_map(|kind| {
            kind.words
                .iter()
                .map(|word| (word.as_str(), Subject::of(kind)))
        });
        let mut words: Vec<(&str, Subject<'a>)> = rows.chain(kinds).collect();
        // Stable: of the same length what a row names goes before, and the case's own kind before others.
        words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        let mut found: Vec<Subject<'a>> = Vec::new();
        for (word, subject) in words {
            while let Some(at) = within(&text, word) {
                text.replace_range(at..at + word.len(), "|");
                if !found.contains(&subject) {
                    found.push(subject.clone());
                }
            }
        }
        match found.as_slice() {
            [] => self.hourly(case_type, intervention),
            [one] => one.clone(),
            _ => Subject::Several,
        }
    }

    /// What is done by the hour is of the case's own kind, where that is ordered by the hour.
    fn hourly<'a>(&'a self, case_type: &'a str, intervention: &str) -> Subject<'a> {
        let concepts = self.hourly.concepts(intervention);
        let mut known = concepts
            .iter()
            .filter(|id| self.hourly.knows(id))
            .peekable();
        let own = self.kinds_from(case_type).next();
        if known.peek().is_none() || !own.is_some_and(|kind| kind.id == case_type && kind.ordered) {
            return Subject::Unknown;
        }
        // "Läkarbesök" is accompaniment, which is a kind of its own.
        let other = |id: &String| {
            let name = folded(self.hourly.name(id));
            self.kinds
                .iter()
                .find(|kind| kind.id == *id || kind.words.contains(&name))
        };
        match known.find_map(other) {
            Some(kind) => Subject::of(kind),
            None => Subject::Kind(case_type),
        }
    }

    /// What the rows name.
    fn named(&self) -> impl Iterator<Item = &str> {
        let rows = self.rows.iter().flat_map(|row| &row.interventions);
        rows.map(String::as_str)
    }

    /// Every kind, the case's own first: "Kontaktperson" in a case of LSS 9 § 4 is that case's own, not the
    /// contact person of SoL.
    fn kinds_from<'a>(&'a self, case_type: &str) -> impl Iterator<Item = &'a Kind> {
        let own: Option<&Kind> = self.kinds.iter().find(|kind| kind.id == case_type);
        let own_id = own.map(|kind| kind.id.as_str());
        own.into_iter().chain(
            self.kinds
                .iter()
                .filter(move |kind| Some(kind.id.as_str()) != own_id),
        )
    }

    /// What an intervention in a case of a type is counted as: the same for all that share a limit. What is
    /// not understood is counted with the case's own, so that it hides no hours.
    pub fn subject_key(&self, case_type: &str, intervention: &str) -> String {
        match self.subject(case_type, intervention) {
            Subject::Named(word) => word.to_owned(),
            Subject::Kind(id) => id.to_owned(),
            Subject::Several | Subject::Unknown => case_type.to_owned(),
        }
    }

    /// The name of what the proposal is about, in running text.
    pub(super) fn subject_name(&self, proposal: &Proposal<'_>) -> String {
        match self.subject(proposal.case_type, proposal.intervention) {
            Subject::Kind(id) => self
                .kinds
                .iter()
                .find(|kind| kind.id == id)
                .map_or_else(|| id.to_owned(), |kind| kind.name.clone()),
            _ => proposal.intervention.trim().to_lowercase(),
        }
    }
}

impl<'a> Subject<'a> {
    fn of(kind: &'a Kind) -> Subject<'a> {
        Subject::Kind(&kind.id)
    }
}
