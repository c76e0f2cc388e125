//! The short fields: a choice, yes or no, a date, one line.

use std::time::Instant;

use chrono::NaiveDate;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::editor::Outcome;
use super::page::{Page, Row, cols};
use super::{Form, Note};
use crate::core::calendar::{add_days, parse_date, parse_time};
use crate::core::form::{Field, FieldKind};
use crate::core::text::Fit;
use crate::ui::theme::Role;
use crate::ui::wrap::wrap;

const YES_NO: [&str; 2] = ["ja", "nej"];

/// So many known words are shown under a field.
const KNOWN: usize = 6;

/// The alternatives of a field.
fn alternatives(field: &Field) -> Vec<&str> {
    match field.kind {
        FieldKind::YesNo => YES_NO.to_vec(),
        _ => field.choices.iter().map(String::as_str).collect(),
    }
}

/// A date as it may be typed: whole, in one piece, or counted from today.
pub(super) fn date_from(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let text = text.trim().to_lowercase();
    match text.as_str() {
        "idag" | "i dag" => return Some(today),
        "igår" | "i går" => return add_days(today, -1),
        "imorgon" | "i morgon" | "imorron" => return add_days(today, 1),
        _ => {}
    }
    if let Some(days) = text.strip_prefix(['+', '-']).filter(|d| d.len() <= 5) {
        let days: i32 = days.trim().parse().ok()?;
        return add_days(today, if text.starts_with('-') { -days } else { days });
    }
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        let whole = format!("{}-{}-{}", text.get(..4)?, text.get(4..6)?, text.get(6..)?);
        return parse_date(&whole).ok();
    }
    parse_date(&text).ok()
}

/// A time of day as it may be typed: "14:30", "14.30", "1430", "9:05".
pub(super) fn time_from(text: &str) -> Option<String> {
    let digits: String = text.trim().replace('.', ":");
    let whole = match digits.split_once(':') {
        Some((h, m)) => format!("{h:0>2}:{m:0>2}"),
        None if digits.len() == 4 => format!("{}:{}", digits.get(..2)?, digits.get(2..)?),
        None => format!("{digits:0>2}:00"),
    };
    parse_time(&whole).ok().map(|_| whole)
}

impl Form {
    /// Answers a key in a choice: arrows and space go round, letters seek.
    pub(super) fn choice_key(&mut self, key: KeyEvent, now: Instant) -> Outcome {
        let Some(field) = self.field().cloned() else {
            return Outcome::Nothing;
        };
        let all = alternatives(&field);
        let value = self.answers.get(&field.id);
        let at = all.iter().position(|a| *a == value);
        let count = all.len().max(1);
        let typed = match key.code {
            KeyCode::Char(c) if (key.modifiers - KeyModifiers::SHIFT).is_empty() => Some(c),
            _ => None,
        };
        let sought = typed.map(|c| self.seek.letter(&field.id, c, now, &all, at));
        if typed.is_none() {
            self.seek.forget();
        }
        let next = match (key.code, sought) {
            (KeyCode::Up, _) => return Outcome::Before,
            (KeyCode::Down | KeyCode::Enter, _) => return Outcome::After,
            (KeyCode::Backspace | KeyCode::Delete, _) => {
                self.answers.set(&field.id, "");
                return Outcome::Edited(1);
            }
            (KeyCode::Left, _) => Some(at.map_or(count - 1, |i| (i + count - 1) % count)),
            (_, Some(Some(found))) => Some(found),
            (KeyCode::Right | KeyCode::Char(' '), _) => Some(at.map_or(0, |i| (i + 1) % count)),
            _ => None,
        };
        match next.and_then(|i| all.get(i)) {
            Some(choice) => {
                self.answers.set(&field.id, *choice);
                Outcome::Edited(1)
            }
            None => Outcome::Nothing,
        }
    }

    /// The active choice with all its alternatives, each on its place.
    pub(super) fn choice_rows(&self, page: &mut Page, field: &Field, label: Row, columns: usize) {
        let x = self.value_column(field);
        let value = self.answers.get(&field.id);
        let mut row = label;
        let mut at = x;
        page.cursor = Some((page.rows.len(), x));
        for choice in alternatives(field) {
            let wide = cols(choice) + 2;
            if at > x && usize::from(at + wide) > columns {
                page.rows.push(std::mem::take(&mut row));
                at = x;
            }
            let (mark, sign, role) = if choice == value {
                page.cursor = Some((page.rows.len(), at));
                (Role::Marker, "●", Role::TextStrong)
            } else {
                (Role::TextDim, "○", Role::FieldActive)
            };
            row = row.at(at, mark, sign);
            // One that is longer than the page goes on under itself.
            let room = columns.saturating_sub(usize::from(at) + 2).max(1);
            for (i, line) in wrap(choice, room).into_iter().enumerate() {
                if i > 0 {
                    page.rows.push(std::mem::take(&mut row));
                }
                row = row.at(at + 2, role, line);
            }
            at += wide + 2;
        }
        if self.answers.copied.contains(&field.id) {
            row = row.at(at, Role::FormCopied, "kopierat, obekräftat");
        }
        page.rows.push(row);
    }

    /// Answers a key in a line or a date.
    pub(super) fn line_key(&mut self, key: KeyEvent) -> Outcome {
        let Some(field) = self.field().cloned() else {
            return Outcome::Nothing;
        };
        match key.code {
            KeyCode::Enter | KeyCode::Down => return Outcome::After,
            KeyCode::Up => return Outcome::Before,
            KeyCode::Right | KeyCode::End => {
                if let Some(whole) = self.best(&field)
                    && self.editors.get(&field.id).is_some_and(|e| e.at_end())
                    && let Some(editor) = self.editors.get_mut(&field.id)
                {
                    editor.replace(&whole);
                    return Outcome::Edited(whole.chars().count());
                }
            }
            _ => {}
        }
        self.editors
            .get_mut(&field.id)
            .map_or(Outcome::Nothing, |e| e.key(key))
    }

    /// The known words that begin as what is typed, at most a handful, those first that have its å, ä and ö;
    /// none once one is whole.
    pub(super) fn suggested(&self, field: &Field) -> Vec<&str> {
        let typed = self.answers.get(&field.id);
        let known = self
            .suggestions
            .get(&field.id)
            .map_or(&[][..], Vec::as_slice);
        if known.iter().any(|k| k == typed) {
            return Vec::new();
        }
        let mut found: Vec<(Fit, &str)> = known
            .iter()
            .filter_map(|k| Some((Fit::of(typed, k)?, k.as_str())))
            .filter(|(fit, _)| fit.is_of_the_whole())
            .collect();
        found.sort_by_key(|(fit, _)| *fit);
        found.into_iter().map(|(_, k)| k).take(KNOWN).collect()
    }

    fn best(&self, field: &Field) -> Option<String> {
        self.suggested(field).first().map(|s| (*s).to_owned())
    }

    /// The rest of the first known word, shown after what is typed.
    pub(super) fn completion(&self, field: &Field) -> Option<String> {
        let typed = self.answers.get(&field.id);
        if typed.is_empty() {
            return None;
        }
        let best = self.best(field)?;
        let rest: String = best.chars().skip(typed.chars().count()).collect();
        (!rest.is_empty()).then_some(rest)
    }

    /// What happens when the cursor leaves a field: shorthand becomes a date, and what is wrong
    /// is said there. Nothing keeps anybody in a field. Says whether the answer changed.
    pub(super) fn settle_field(&mut self, today: NaiveDate) -> bool {
        let Some(field) = self.field().cloned() else {
            return false;
        };
        let typed = self.answers.get(&field.id).to_owned();
        let better = match field.kind {
            FieldKind::Date => date_from(&typed, today).map(|d| d.to_string()),
            FieldKind::Line if self.is_time(&field.id) => time_from(&typed),
            FieldKind::Line => Some(typed.trim().to_owned()),
            _ => None,
        };
        let changed = better.as_ref().is_some_and(|b| *b != typed) && !typed.is_empty();
        if let Some(better) = better.filter(|_| changed) {
            if let Some(editor) = self.editors.get_mut(&field.id) {
                editor.replace(&better);
            }
            self.answers.set(&field.id, better);
        }
        if let Some(table) = self
            .table
            .as_mut()
            .filter(|_| field.kind == FieldKind::Estimate)
        {
            table.settle_cell();
        }
        self.check(&field);
        let doubt = self.doubts().into_iter().find(|m| m.field == field.id);
        if let Some(doubt) = doubt
            && !self.notes.contains_key(&field.id)
        {
            let told = Note::Told(told_of(&field, &doubt.text));
            self.notes.insert(field.id.clone(), told);
        }
        changed
    }

    /// Notes what is wrong in a field, or that nothing is any longer.
    pub(super) fn check(&mut self, field: &Field) {
        let wrong = self.problems().into_iter().find(|m| {
            m.field == field.id
                && !m.text.ends_with(" saknas")
                && !m.text.contains("inte bekräftad")
        });
        match wrong {
            // An unfinished table says itself what it lacks.
            Some(_) if field.kind == FieldKind::Estimate => {}
            Some(wrong) => {
                let text = told_of(field, &wrong.text);
                self.notes.insert(field.id.clone(), Note::Wrong(text));
            }
            None if matches!(self.notes.get(&field.id), Some(Note::Wrong(_))) => {
                self.notes.remove(&field.id);
            }
            None => {}
        }
    }
}

/// What is said of a field, under the field itself: without its label.
fn told_of(field: &Field, text: &str) -> String {
    let label = format!("{}: ", field.label);
    sentence(match text.find(&label) {
        Some(at) => text.get(at + label.len()..).unwrap_or(text),
        None => text,
    })
}

/// With a capital first and a full stop last.
pub(super) fn sentence(text: &str) -> String {
    let mut chars = text.trim().chars();
    let first: String = chars
        .next()
        .map(|c| c.to_uppercase().collect())
        .unwrap_or_default();
    let stop = if text.trim().ends_with(['.', '?']) {
        ""
    } else {
        "."
    };
    format!("{first}{}{stop}", chars.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_may_be_typed_short() {
        let today: NaiveDate = "2026-11-23".parse().unwrap();
        for (typed, told) in [
            ("+7", "2026-11-30"),
            ("-1", "2026-11-22"),
            ("idag", "2026-11-23"),
            ("i går", "2026-11-22"),
            ("-3", "2026-11-20"),
            ("20261201", "2026-12-01"),
            ("2026-12-01", "2026-12-01"),
        ] {
            assert_eq!(
                date_from(typed, today).unwrap().to_string(),
                told,
                "{typed}"
            );
        }
        for wrong in ["", "2026-02-30", "hej", "+", "+99999999", "20261301"] {
            assert_eq!(date_from(wrong, today), None, "{wrong}");
        }
    }

    #[test]
    fn times_may_be_typed_short() {
        for (typed, told) in [
            ("14.30", "14:30"),
            ("1430", "14:30"),
            ("9:05", "09:05"),
            ("9", "09:00"),
        ] {
            assert_eq!(time_from(typed).as_deref(), Some(told));
        }
        assert_eq!(time_from("25:00"), None);
        assert_eq!(time_from("åä"), None);
    }
}
