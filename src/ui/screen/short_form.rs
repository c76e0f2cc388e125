//! What short forms are put together of: a specification in a few words, and answers read back.

use chrono::{NaiveDate, NaiveTime};

use super::{Context, Step};
use crate::core::calendar::{parse_date, parse_time};
use crate::core::change::Change;
use crate::core::form::{Answers, DocumentKind, Field, FieldKind, Section, Spec};
use crate::error::{Error, Result};
pub use crate::ui::widget::short_date as told;

/// A form of one section; short forms are never signed, so the kind says nothing.
pub fn spec(id: &str, title: &str, help: &str, fields: Vec<Field>) -> Spec {
    Spec {
        id: id.to_owned(),
        revision: 1,
        title: title.to_owned(),
        kind: DocumentKind::Assessment,
        sections: vec![Section {
            id: id.to_owned(),
            title: title.to_owned(),
            help: help.to_owned(),
            sent: true,
            fields,
        }],
    }
}

/// A field that may be left empty.
pub fn field(id: &str, label: &str, kind: FieldKind, help: &str) -> Field {
    Field {
        id: id.to_owned(),
        label: label.to_owned(),
        kind,
        required: false,
        help: help.to_owned(),
        choices: Vec::new(),
        legal_basis: String::new(),
        appraisal: false,
        area: String::new(),
        condition: String::new(),
    }
}

/// A field that must be answered.
pub fn required(id: &str, label: &str, kind: FieldKind, help: &str) -> Field {
    Field {
        required: true,
        ..field(id, label, kind, help)
    }
}

/// A choice that must be made.
pub fn choice<'a>(id: &str, label: &str, choices: impl IntoIterator<Item = &'a str>) -> Field {
    Field {
        choices: choices.into_iter().map(str::to_owned).collect(),
        ..required(id, label, FieldKind::Choice, "")
    }
}

/// The answers a form opens with.
pub fn answers<const N: usize>(given: [(&str, String); N]) -> Answers {
    let mut answers = Answers::default();
    for (field, value) in given {
        answers.set(field, value);
    }
    answers
}

/// A text that must be there, without spaces at its ends.
pub fn needed<'a>(answers: &'a Answers, id: &str, label: &str) -> Result<&'a str> {
    let text = answers.get(id).trim();
    if text.is_empty() {
        return Err(Error::user(format!("{label} saknas.")));
    }
    Ok(text)
}

/// A day that must be there.
pub fn day(answers: &Answers, id: &str, label: &str) -> Result<NaiveDate> {
    let text = needed(answers, id, label)?;
    parse_date(text).map_err(|error| Error::user(format!("{label}: {}.", error.in_form())))
}

/// A day, where one is given.
pub fn day_opt(answers: &Answers, id: &str, label: &str) -> Result<Option<NaiveDate>> {
    match answers.get(id).trim() {
        "" => Ok(None),
        _ => day(answers, id, label).map(Some),
    }
}

/// A time of day, where one is given; "13.30" and "13:30" are the same.
pub fn time_opt(answers: &Answers, id: &str, label: &str) -> Result<Option<NaiveTime>> {
    let text = answers.get(id).trim().replace('.', ":");
    if text.is_empty() {
        return Ok(None);
    }
    let whole = if text.len() == 4 {
        format!("0{text}")
    } else {
        text
    };
    parse_time(&whole)
        .map(Some)
        .map_err(|error| Error::user(format!("{label}: {error}.")))
}

/// Whether a yes-or-no is yes.
pub fn yes(answers: &Answers, id: &str) -> bool {
    answers.get(id) == "ja"
}

/// Writes; when that has gone well the form closes and a line says what is done. When it is refused
/// the form stays as it is.
pub fn finish(change: Change, done: impl Into<String>) -> Step {
    let done = done.into();
    Step::apply_then(change, move |_| {
        Step::Many(vec![Step::Close, Step::done(done)])
    })
}

/// A stored moment (UTC) as it is told today: "14.32", or "5 nov 14.32" where it was another day.
pub fn told_moment(stamp: &str, ctx: &Context<'_>) -> String {
    use crate::core::calendar::{stockholm_date, stockholm_time};
    let Ok(moment) = chrono::DateTime::parse_from_rfc3339(stamp) else {
        // A bulk import has the day alone.
        return parse_date(stamp).map_or_else(|_| stamp.to_owned(), |day| told(day, ctx.today));
    };
    let moment = moment.with_timezone(&chrono::Utc);
    let time = stockholm_time(moment).format("%H.%M");
    let day = stockholm_date(moment);
    if day == ctx.today {
        time.to_string()
    } else {
        format!("{} {time}", told(day, ctx.today))
    }
}

/// "Kontakt tagen" in the middle of a sentence: "kontakt tagen".
pub fn lower(name: &str) -> String {
    let mut chars = name.chars();
    chars
        .next()
        .map(|first| first.to_lowercase().chain(chars).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read_back_or_told_what_is_wrong() {
        let given = answers([
            ("dag", "2026-02-30".into()),
            ("tid", "9.05".into()),
            ("fel", "25:00".into()),
        ]);
        assert_eq!(
            day(&given, "dag", "Datum").unwrap_err().text,
            "Datum: 2026-02-30 finns inte i kalendern; kontrollera månad och dag."
        );
        assert_eq!(day(&given, "x", "Datum").unwrap_err().text, "Datum saknas.");
        let mut wrong = Answers::default();
        wrong.set("x", "23/11");
        let said = day(&wrong, "x", "Datum").unwrap_err().text;
        assert!(
            said.contains("\"23/11\" är inget datum") && said.contains("i går"),
            "{said}"
        );
        assert_eq!(
            time_opt(&given, "tid", "Tid").unwrap(),
            NaiveTime::from_hms_opt(9, 5, 0)
        );
        assert!(time_opt(&given, "fel", "Tid").is_err());
        assert_eq!(time_opt(&given, "x", "Tid").unwrap(), None);
    }
}
