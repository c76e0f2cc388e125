//! A signed document as it is read: its sections, labels and answers, and the time estimate with its sum.

use super::lines::Lines;
use crate::core::estimate::{EstimateLine, Factor, is_rounded};
use crate::core::form::{Answers, FieldKind, FormFacts};
use crate::core::query::Document;
use crate::ui::theme::Role;
use crate::ui::wrap::{truncate, width};

/// Lays a document out.
pub fn print(document: &Document, factor: &Factor, child: bool, lines: &mut Lines) {
    let answers = &document.answers;
    if answers.is_empty() {
        lines.text(
            1,
            Role::TextDim,
            "Texten är gallrad. Att dokumentet fanns står kvar.",
        );
        return;
    }
    let Some(spec) = &document.spec else {
        // The words are the file; that the template is gone must not hide them.
        for (field, value) in &answers.values {
            lines.gap();
            lines.text(1, Role::FormLabel, field);
            lines.text(3, Role::Text, value);
        }
        estimate(&answers.lines, factor, lines);
        return;
    };
    let mut section_id = "";
    for (section, field) in spec.fields(FormFacts { child, oral: true }) {
        if !field.is_answered(answers) {
            continue;
        }
        if section.id != section_id {
            lines.heading(&section.title);
            section_id = &section.id;
        }
        match field.kind {
            FieldKind::Estimate => estimate(&answers.lines, factor, lines),
            FieldKind::Text => {
                // A label that only says the heading again is left out.
                if field.label != section.title {
                    lines.text(3, Role::FormLabel, &field.label);
                }
                lines.text(3, Role::Text, answers.get(&field.id));
                lines.gap();
            }
            FieldKind::Line | FieldKind::Choice | FieldKind::YesNo | FieldKind::Date => {
                let label = format!("{}:", field.label);
                let value = answers.get(&field.id);
                let x = u16::try_from(width(&label)).unwrap_or(u16::MAX);
                if width(&label) + width(value) < 66 {
                    lines.row(vec![
                        (3, Role::FormLabel, label),
                        (x + 4, Role::Text, value.to_owned()),
                    ]);
                } else {
                    lines.text(3, Role::FormLabel, &field.label);
                    lines.text(3, Role::Text, value);
                }
            }
        }
    }
    set_aside(answers, lines);
}

/// What ramkoll remarked on and the writer set aside, with the reason.
fn set_aside(answers: &Answers, lines: &mut Lines) {
    let mut first = true;
    for one in answers.set_aside() {
        if std::mem::take(&mut first) {
            lines.heading("Ramkoll");
        }
        let text = format!("”{}” avfärdad: {}", one.quote, one.reason);
        lines.text(3, Role::Text, &text);
    }
}

/// "2 ggr/dag", "1–2 ggr/vecka".
fn how_often(line: &EstimateLine) -> String {
    let times = if line.times_min == line.times_max {
        line.times_max.to_string()
    } else {
        format!("{}–{}", line.times_min, line.times_max)
    };
    format!("{times} {}", line.per.name())
}

fn right(x: u16, text: &str) -> u16 {
    x.saturating_sub(u16::try_from(width(text)).unwrap_or(x))
}

/// The rows of the estimate, their sum, and the factors it was made with.
fn estimate(rows: &[EstimateLine], factor: &Factor, lines: &mut Lines) {
    if rows.is_empty() {
        return;
    }
    lines.row(vec![
        (3, Role::FormLabel, "insats".into()),
        (28, Role::FormLabel, "minuter".into()),
        (37, Role::FormLabel, "hur ofta".into()),
        (right(61, "per månad"), Role::FormLabel, "per månad".into()),
    ]);
    for row in rows {
        let hours = factor.line(row).hours_text();
        let minutes = row.minutes.to_string();
        let name = if row.double_staffing {
            format!("{}, två personal", row.intervention)
        } else {
            row.intervention.clone()
        };
        lines.row(vec![
            (3, Role::Text, truncate(&name, 25).into_owned()),
            (right(35, &minutes), Role::Text, minutes),
            (37, Role::Text, how_often(row)),
            (right(61, &hours), Role::Text, hours),
        ]);
    }
    let sum = factor.sum(rows).hours_text();
    let word = if is_rounded(factor, rows) {
        "ram  avrundat"
    } else {
        "ram"
    };
    lines.row(vec![
        (37, Role::TextStrong, word.into()),
        (right(61, &sum), Role::TextStrong, sum),
    ]);
    lines.text(3, Role::TextDim, &format!("Räknat med {}.", factor.text()));
    lines.gap();
}
