//! Plain text fit to be printed: 80 columns, a head on every page, nothing but words. Signed documents, and
//! what other reports lay out line by line.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::core::calendar::long;
use crate::core::estimate::{Factor, is_rounded};
use crate::core::form::{DocumentKind, FieldKind, FormFacts};
use crate::core::person::PersonHead;
use crate::core::query::Document;
use crate::core::text::screen_safe;
use crate::core::user::User;
use crate::error::{Error, Result};
use crate::store::Store;

/// Columns of a page.
const COLUMNS: usize = 80;
/// Lines of a page, its head with them.
const LINES: usize = 60;
/// Lines of the head.
const HEAD: usize = 3;

/// What is printed besides the document.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// Whose it is.
    pub person: &'a PersonHead,
    /// The document's number.
    pub number: &'a str,
    /// The factor the estimate was made with.
    pub factor: &'a Factor,
    /// Whether the appraisal has been left out.
    pub sent: bool,
}

/// A document taken out to be printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printout {
    /// The document's number.
    pub number: String,
    /// The pages, one after another.
    pub text: String,
}

/// Takes a signed document out; the row in the log comes first. `sent` leaves the appraisal out.
///
/// # Errors
/// When it may not be printed, has no appraisal to leave out, or the database cannot be read.
pub fn of_document(store: &Store, user: &User, document: i64, sent: bool) -> Result<Printout> {
    let mut found = store.document_to_print(user, document)?;
    if sent {
        if found.row.kind != DocumentKind::Assessment {
            return Err(Error::user(
                "Bara en utredning har en bedömning att lämna bort.",
            ));
        }
        found = found.without_appraisal();
    }
    let case = store.case(user, found.row.case)?;
    let number = store.document_number(user, document)?;
    let text = print(
        &found,
        &About {
            person: &case.person,
            number: &number,
            factor: &store.unit().factor,
            sent,
        },
    );
    Ok(Printout { number, text })
}

/// The pages, one after another.
pub fn print(document: &Document, about: &About<'_>) -> String {
    let left = format!("{}  {}", document.row.title, about.number);
    pages(&left, &body(document, about))
}

/// Lines as pages, with words on the left of each head and the page's number on the right.
pub(super) fn pages(left: &str, lines: &[String]) -> String {
    let room = LINES - HEAD;
    let pages = lines.len().div_ceil(room).max(1);
    let mut out = String::new();
    for (page, part) in (1..).zip(lines.chunks(room)) {
        let right = format!("sida {page} ({pages})");
        let gap = COLUMNS.saturating_sub(left.width() + right.width()).max(2);
        out.push_str(&format!("{left}{}{right}\n", " ".repeat(gap)));
        out.push_str(&format!("{}\n\n", "-".repeat(COLUMNS)));
        for line in part {
            out.push_str(line.trim_end());
            out.push('\n');
        }
        // A page is as long as its paper, so that the next head stands at the top.
        for _ in part.len()..if page < pages { room } else { 0 } {
            out.push('\n');
        }
    }
    out
}

fn body(document: &Document, about: &About<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    let row = &document.row;
    fact("Namn", &about.person.list_name(), &mut lines);
    fact("Nummer", &about.person.number, &mut lines);
    fact("Ärende", &row.case_number, &mut lines);
    if about.sent {
        fact(
            "Avser",
            "utredningen utan bedömning, för yttrande",
            &mut lines,
        );
    }
    if row.superseded_by.is_some() {
        fact("Obs", "dokumentet är ersatt av ett nyare", &mut lines);
    }
    answers(document, about, &mut lines);
    lines.push(String::new());
    let signed = format!(
        "{} {} av {}.",
        row.kind.signed(),
        long(row.day),
        row.signed_by
    );
    text(0, &signed, &mut lines);
    lines
}

fn answers(document: &Document, about: &About<'_>, lines: &mut Vec<String>) {
    let answers = &document.answers;
    if answers.is_empty() {
        lines.push(String::new());
        lines.push("Texten är gallrad. Att dokumentet fanns står kvar.".to_owned());
        return;
    }
    let Some(spec) = &document.spec else {
        for (field, value) in &answers.values {
            lines.push(String::new());
            text(0, field, lines);
            text(2, value, lines);
        }
        return;
    };
    let facts = FormFacts {
        child: about.person.is_child(document.row.day),
        oral: true,
    };
    let mut section_id = "";
    for (section, field) in spec.fields(facts) {
        if !field.is_answered(answers) || (about.sent && !spec.sends(&field.id)) {
            continue;
        }
        if section.id != section_id {
            lines.push(String::new());
            text(0, &section.title.to_uppercase(), lines);
            section_id = &section.id;
        }
        match field.kind {
            FieldKind::Estimate => estimate(document, about.factor, lines),
            FieldKind::Text => {
                lines.push(String::new());
                if field.label != section.title {
                    text(2, &field.label, lines);
                }
                text(4, answers.get(&field.id), lines);
            }
            _ => text(
                2,
                &format!("{}: {}", field.label, answers.get(&field.id)),
                lines,
            ),
        }
    }
}

fn estimate(document: &Document, factor: &Factor, lines: &mut Vec<String>) {
    let rows = &document.answers.lines;
    lines.push(String::new());
    for row in rows {
        let times = if row.times_min == row.times_max {
            row.times_max.to_string()
        } else {
            format!("{}–{}", row.times_min, row.times_max)
        };
        let two = if row.double_staffing {
            ", två personal"
        } else {
            ""
        };
        let what = format!(
            "{}{two}: {} min, {times} {}",
            row.intervention,
            row.minutes,
            row.per.name()
        );
        text(
            2,
            &format!("{what} = {}", factor.line(row).hours_text()),
            lines,
        );
    }
    let word = if is_rounded(factor, rows) {
        "Ram, avrundat"
    } else {
        "Ram"
    };
    text(
        2,
        &format!("{word}: {} per månad", factor.sum(rows).hours_text()),
        lines,
    );
    text(2, &format!("Räknat med {}.", factor.text()), lines);
}

/// A line "Namn: …".
pub(super) fn fact(label: &str, value: &str, lines: &mut Vec<String>) {
    text(0, &format!("{label}: {value}"), lines);
}

/// A text under an indent, broken at spaces; a word that is too long is cut.
pub(super) fn text(indent: usize, words: &str, lines: &mut Vec<String>) {
    let room = COLUMNS - indent;
    let left = " ".repeat(indent);
    for paragraph in words.trim_end().lines() {
        let mut line = String::new();
        for word in screen_safe(paragraph).split_whitespace() {
            if !line.is_empty() && line.width() + 1 + word.width() > room {
                lines.push(format!("{left}{line}"));
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            for c in word.chars() {
                if line.width() + c.width().unwrap_or(0) > room {
                    lines.push(format!("{left}{line}"));
                    line.clear();
                }
                line.push(c);
            }
        }
        lines.push(if line.is_empty() {
            String::new()
        } else {
            format!("{left}{line}")
        });
    }
}
