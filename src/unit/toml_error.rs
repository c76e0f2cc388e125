//! Errors in a unit's TOML file, in Swedish, with the line and the nearest word that is known.

use std::fmt;
use std::sync::Arc;

use toml::Spanned;

/// Why a unit's file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitFileError {
    /// The line in the file, counted from 1, where it is known.
    pub line: Option<usize>,
    /// What is wrong and what to do, in Swedish.
    pub text: String,
}

impl fmt::Display for UnitFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "rad {line}: {}", self.text),
            None => f.write_str(&self.text),
        }
    }
}

impl std::error::Error for UnitFileError {}

impl UnitFileError {
    /// An error at a byte of the file.
    pub(super) fn at(file: &str, byte: usize, text: impl Into<String>) -> UnitFileError {
        UnitFileError {
            line: Some(line_of(file, byte)),
            text: text.into(),
        }
    }

    /// What the TOML reader said, put in Swedish.
    pub(super) fn from_toml(file: &str, error: &toml::de::Error) -> UnitFileError {
        UnitFileError {
            line: error.span().map(|span| line_of(file, span.start)),
            text: swedish(error.message()),
        }
    }
}

/// Where a rule is said; one without a source is nobody's.
pub(super) fn source(text: &str, given: &Spanned<String>) -> Result<Arc<str>, UnitFileError> {
    let said = given.get_ref().trim();
    if said.is_empty() {
        let what = "kalla är tom; skriv var det är bestämt";
        return Err(UnitFileError::at(text, given.span().start, what));
    }
    Ok(Arc::from(said))
}

fn line_of(file: &str, byte: usize) -> usize {
    file.bytes().take(byte).filter(|b| *b == b'\n').count() + 1
}

/// The sentence "okänt ord", with the known word that is most like it where one is near.
pub(super) fn unknown<'a>(
    what: &str,
    word: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> String {
    match nearest(word, known) {
        Some(near) => format!("{what} \"{word}\" finns inte; menade du \"{near}\"?"),
        None => format!("{what} \"{word}\" finns inte"),
    }
}

fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(word, candidate), candidate))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

/// The reader's own messages are English; these are the ones that a slip of the pen gives.
fn swedish(message: &str) -> String {
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    match quoted.split_first() {
        Some((word, known)) if message.starts_with("unknown field") => {
            unknown("fältet", word, known.iter().copied())
        }
        Some((word, known)) if message.starts_with("unknown variant") => {
            unknown("värdet", word, known.iter().copied())
        }
        Some((word, _)) if message.starts_with("missing field") => {
            format!("fältet \"{word}\" saknas")
        }
        _ if message.starts_with("invalid") && message.contains("expected") => {
            "värdet har fel form; jämför med samma fält i den inbyggda filen".to_owned()
        }
        _ if message.starts_with("duplicate key") => "samma fält står två gånger".to_owned(),
        _ => "filen går inte att läsa som TOML; kontrollera citattecken, klamrar och datum"
            .to_owned(),
    }
}
