//! The first line of everything about a person: whose file this is, and what to think of.

use chrono::{Datelike, NaiveDate};

use crate::core::calendar::{day_month, day_month_year};
use crate::core::person::PersonHead;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::wrap::{truncate, width};

/// Columns that a name always keeps, however much else there is to say.
const NAME: usize = 16;

/// Draws whose file this is on row 0: name, age, number, the mark of a protected identity and, on the
/// right, what to think of. Age, number and mark are never cut; what to think of goes down to a row of
/// its own where it does not fit, and is never left out. Gives the rows taken.
pub fn person_head(canvas: &mut Canvas<'_>, person: &PersonHead, today: NaiveDate) -> u16 {
    let columns = usize::from(canvas.width().saturating_sub(2));
    let age = age_text(person, today);
    let facts = [age.as_str(), person.number.as_str()]
        .into_iter()
        .filter(|fact| !fact.is_empty())
        .collect::<Vec<_>>()
        .join("  ");
    let mut notes = notes(person, today);
    let name = person.list_name();
    let taken = |mark: &str| {
        let mark = if mark.is_empty() { 0 } else { width(mark) + 2 };
        NAME.min(width(&name)) + 2 + width(&facts) + mark
    };
    let mut mark = person
        .protection
        .map_or(String::new(), |level| format!("SKYDDAD: {}", level.name()));
    if taken(&mark) > columns {
        if let Some(level) = person.protection {
            notes.insert(0, level.name().to_owned());
        }
        mark = "SKYDDAD".to_owned();
    }
    let rest = taken(&mark) - NAME.min(width(&name));
    let name = truncate(&name, columns.saturating_sub(rest).max(NAME)).into_owned();
    let mut x = 1 + canvas.text(1, 0, Role::HeadPerson, &name);
    x += 2 + canvas.text(x + 2, 0, Role::HeadPerson, &facts);
    if !mark.is_empty() {
        x += 2 + canvas.text(x + 2, 0, Role::Protection, &mark);
    }
    if notes.is_empty() {
        return 1;
    }
    let end = canvas.width().saturating_sub(1);
    let line = notes.join(BETWEEN);
    if usize::from(x) + 2 + width(&line) <= usize::from(end) {
        canvas.right(end, 0, Role::HeadNote, &line);
        return 1;
    }
    let mut y = 1;
    for line in whole_notes(&notes, columns) {
        y += canvas.paragraph(1, y, end.saturating_sub(1), Role::HeadNote, &line);
    }
    y
}

const BETWEEN: &str = " · ";

/// The notes on lines of a width, each note whole where it can be.
fn whole_notes(notes: &[String], columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for note in notes {
        match lines.last_mut() {
            Some(line) if width(line) + width(BETWEEN) + width(note) <= columns => {
                line.push_str(BETWEEN);
                line.push_str(note);
            }
            _ => lines.push(note.clone()),
        }
    }
    lines
}

/// "84 år", "9 år, barn", or the birth year alone of one who is dead.
pub fn age_text(person: &PersonHead, today: NaiveDate) -> String {
    match (person.birth_date, person.died_on, person.age(today)) {
        (Some(birth), Some(_), _) => format!("född {}", birth.year()),
        (_, None, Some(age)) if person.is_child(today) => format!("{age} år, barn"),
        (_, None, Some(age)) => format!("{age} år"),
        _ => String::new(),
    }
}

/// What to think of, the most important first.
fn notes(person: &PersonHead, today: NaiveDate) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(day) = person.died_on {
        let day = if day.year() == today.year() {
            day_month(day)
        } else {
            day_month_year(day)
        };
        notes.push(format!("avliden {day}"));
    }
    let filled = |text: &Option<String>| text.clone().filter(|t| !t.trim().is_empty());
    if let Some(first) = filled(&person.call_first) {
        notes.push(format!("ring {first} först"));
    }
    if let Some(language) = filled(&person.interpreter) {
        notes.push(format!("tolk: {language}"));
    }
    match (filled(&person.wished_name), filled(&person.pronoun)) {
        (Some(name), Some(pronoun)) => notes.push(format!("kallas {name}, {pronoun}")),
        (Some(name), None) => notes.push(format!("kallas {name}")),
        (None, Some(pronoun)) => notes.push(format!("pronomen {pronoun}")),
        (None, None) => {}
    }
    notes.extend(filled(&person.communication));
    notes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::person::{Protection, Sex};
    use crate::ui::testing::{frame_roles, frame_text};
    use crate::ui::theme::Theme;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;

    fn person() -> PersonHead {
        PersonHead {
            id: 1,
            version: 1,
            family_name: "Bergström".into(),
            given_name: "Karin".into(),
            wished_name: None,
            pronoun: None,
            sex: Sex::Woman,
            birth_date: NaiveDate::from_ymd_opt(1942, 3, 18),
            number: "19420318-0007".into(),
            number_kind: "pahittat".into(),
            protection: None,
            communication: None,
            interpreter: None,
            call_first: Some("dottern".into()),
            died_on: None,
        }
    }

    fn drawn(columns: u16, person: &PersonHead) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, columns, 4));
        let mut cursor = None;
        let theme = Theme::roles();
        let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        person_head(
            &mut Canvas::new(&mut buffer, &theme, &mut cursor),
            person,
            today,
        );
        buffer
    }

    #[test]
    fn all_on_one_line_where_it_fits() {
        let text = frame_text(&drawn(60, &person()));
        assert_eq!(
            text.trim_end(),
            " Bergström, Karin  84 år  19420318-0007  ring dottern först"
        );
    }

    #[test]
    fn number_age_and_mark_are_never_cut() {
        let long = PersonHead {
            given_name: "Karin Maria Elisabeth Charlotta Ulrika Eleonora".into(),
            protection: Some(Protection::Assumed),
            interpreter: Some("arabiska".into()),
            died_on: NaiveDate::from_ymd_opt(2026, 11, 3),
            ..person()
        };
        let buffer = drawn(60, &long);
        let text = frame_text(&buffer);
        for word in [
            "Bergström, Karin",
            "född 1942",
            "19420318-0007",
            "SKYDDAD",
            "fingerade personuppgifter",
            "avliden 3 nov",
            "ring dottern först",
            "tolk: arabiska",
        ] {
            assert!(text.contains(word), "{word} is not in\n{text}");
        }
        assert!(frame_roles(&buffer, &Theme::roles()).contains("SSSSSSS"));
    }
}
