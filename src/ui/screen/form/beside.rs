//! What was written before, beside what is being written: the last assessment of the same person,
//! or the journal entry that is being corrected.

use super::page::to_u16;
use super::{Form, Note};
use crate::core::calendar::day_month_year;
use crate::core::form::{DocumentKind, Field, FieldKind};
use crate::core::query::Document;
use crate::error::Result;
use crate::ui::action::Action;
use crate::ui::canvas::Canvas;
use crate::ui::screen::{Context, Message, Step};
use crate::ui::theme::Role;
use crate::ui::wrap::wrap;

/// From this width on the old text stands to the right of the new.
const WIDE: u16 = 100;

/// An older text to look at.
pub(super) struct Beside {
    /// "Förra utredningen 1 sep 2025, Anna Ek".
    pub(super) title: String,
    pub(super) source: Source,
    /// Shown; from the start where there is room.
    pub(super) shown: Option<bool>,
    /// Which screenful of the text is shown.
    pub(super) part: usize,
}

/// Where the older text comes from.
pub(super) enum Source {
    /// A document, whose answer to the active field is shown.
    Document(Box<Document>),
    /// One text, whichever field is active.
    Text(String),
}

impl Beside {
    /// The last signed assessment of the person.
    pub(super) fn last_assessment(person: i64, ctx: &Context<'_>) -> Result<Option<Beside>> {
        Beside::last(person, DocumentKind::Assessment, "Förra utredningen", ctx)
    }

    /// The last signed document of a kind about the person.
    pub(super) fn last(
        person: i64,
        kind: DocumentKind,
        name: &str,
        ctx: &Context<'_>,
    ) -> Result<Option<Beside>> {
        let last = ctx.store.last_document(ctx.user, person, kind)?;
        Ok(last.map(|document| Beside {
            title: format!(
                "{name} {}, {}",
                day_month_year(document.row.day),
                document.row.signed_by
            ),
            source: Source::Document(Box::new(document)),
            shown: None,
            part: 0,
        }))
    }

    /// What was written before about a field; empty where nothing was.
    pub(super) fn text(&self, field: &Field) -> String {
        match &self.source {
            Source::Text(text) => text.clone(),
            Source::Document(document) => answer(document, field),
        }
    }

    /// Whether it is shown in a window of this width.
    pub(super) fn is_shown(&self, columns: u16) -> bool {
        self.shown
            .unwrap_or(columns >= WIDE || matches!(self.source, Source::Text(_)))
    }

    pub(super) fn is_document(&self) -> bool {
        matches!(self.source, Source::Document(_))
    }
}

/// The old answer to a field: by its id, else by life area and label, for a template may change.
fn answer(document: &Document, field: &Field) -> String {
    let old = &document.answers;
    let same = old.get(&field.id);
    if !same.is_empty() || field.area.is_empty() {
        return same.to_owned();
    }
    let asked = document
        .spec
        .iter()
        .flat_map(|s| &s.sections)
        .flat_map(|s| &s.fields);
    asked
        .filter(|f| f.area == field.area && f.kind == field.kind)
        .filter(|f| f.kind == FieldKind::Text || f.label == field.label)
        .min_by_key(|f| f.label != field.label)
        .map_or(String::new(), |f| old.get(&f.id).to_owned())
}

/// How the area is divided: the page, and the older text beside or above it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Division {
    /// Left and top of the page, its columns and rows.
    pub(super) page: (u16, u16, u16, u16),
    /// The same for the older text.
    pub(super) beside: Option<(u16, u16, u16, u16)>,
}

impl Form {
    /// Divides the area below the head.
    pub(super) fn division(&self, ctx: &Context<'_>) -> Division {
        let (above, under) = self.decision_rows(ctx.width);
        let top = self.head_rows() + above;
        let (columns, rows) = (ctx.width, ctx.height.saturating_sub(top + under));
        let whole = Division {
            page: (0, top, columns, rows),
            beside: None,
        };
        let Some(beside) = self.beside.as_ref().filter(|b| b.is_shown(columns)) else {
            return whole;
        };
        if columns >= WIDE {
            let pane = columns * 2 / 5;
            let left = columns - pane;
            return Division {
                page: (0, top, left, rows),
                beside: Some((left, top, pane, rows)),
            };
        }
        let text = self.field().map_or(String::new(), |f| beside.text(f));
        let lines = wrap(&text, usize::from(columns.saturating_sub(4)))
            .len()
            .max(1);
        let pane = (to_u16(lines) + 2).min(rows / 2).max(3);
        Division {
            page: (0, top + pane, columns, rows.saturating_sub(pane)),
            beside: Some((0, top, columns, pane)),
        }
    }

    /// Draws the older text.
    pub(super) fn draw_beside(&self, ctx: &Context<'_>, canvas: &mut Canvas<'_>) {
        let (Some(beside), Some(field)) = (&self.beside, self.field()) else {
            return;
        };
        let Some((x, y, columns, rows)) = self.division(ctx).beside else {
            return;
        };
        let above = columns == ctx.width;
        let mut pane = canvas.part(x, y, columns, rows);
        let left = if above { 1 } else { 2 };
        let room = columns.saturating_sub(left + 2);
        if !above {
            for row in 0..rows {
                pane.text(0, row, Role::Rule, "│");
            }
        }
        pane.cell(left, 0, room, Role::TextStrong, &beside.title);
        let text = beside.text(field);
        let mut top = 1;
        if beside.is_document() && !above {
            pane.cell(left, 1, room, Role::TextDim, &field.label);
            top = 2;
        }
        let seen = rows.saturating_sub(top + u16::from(above));
        let lines = wrap(text.trim_end(), usize::from(room.max(1)));
        let per = usize::from(seen.max(1));
        let from = beside.part * per;
        if text.trim().is_empty() {
            pane.text(left, top, Role::TextDim, "Inget skrivet här.");
        }
        for (row, line) in (top..top + seen).zip(lines.iter().skip(from)) {
            pane.text(left, row, Role::Text, line);
        }
        if lines.len() > per {
            let told = format!(" {}/{}", beside.part + 1, lines.len().div_ceil(per));
            pane.right(columns.saturating_sub(1), 0, Role::TextDim, &told);
        }
        if above {
            pane.rule(rows.saturating_sub(1));
        }
    }

    /// Shows the older text, then its next part, then hides it.
    pub(super) fn turn_beside(&mut self, ctx: &Context<'_>) {
        let division = self.division(ctx);
        let Some(field) = self.field().cloned() else {
            return;
        };
        let Some(beside) = &mut self.beside else {
            return;
        };
        let Some((_, _, columns, rows)) = division.beside else {
            beside.shown = Some(true);
            beside.part = 0;
            return;
        };
        let above = columns == ctx.width;
        let room = columns.saturating_sub(if above { 3 } else { 4 });
        let lines = wrap(beside.text(&field).trim_end(), usize::from(room.max(1))).len();
        let seen = usize::from(rows.saturating_sub(2)).max(1);
        if (beside.part + 1) * seen < lines {
            beside.part += 1;
        } else {
            beside.part = 0;
            beside.shown = Some(false);
        }
    }

    /// Fetches the older answer of the active field. It is marked until it is confirmed.
    pub(super) fn copy_last(&mut self, ctx: &Context<'_>) -> Step {
        let (Some(field), Some(beside)) = (self.field().cloned(), &self.beside) else {
            return Step::Stay;
        };
        let text = beside.text(&field);
        if text.trim().is_empty() {
            return Step::done("Inget är skrivet här i den förra.");
        }
        match field.kind {
            FieldKind::Text => {
                if let Some(editor) = self.editors.get_mut(&field.id) {
                    editor.append(text.trim_end());
                }
                self.take_editor(&field);
            }
            _ if !self.answers.get(&field.id).is_empty() => {
                return Step::Say(Message::failed(format!(
                    "{} är redan ifylld.\nTöm fältet först om den förra uppgiften ska hämtas.",
                    field.label
                )));
            }
            FieldKind::Choice if !field.choices.contains(&text) => {
                return Step::failed(format!("”{text}” finns inte längre bland alternativen."));
            }
            _ => {
                self.answers.set(&field.id, text.trim());
                self.editors.remove(&field.id);
                self.open_editor();
            }
        }
        self.answers.copied.insert(field.id.clone());
        self.fetched
            .insert(field.id.clone(), text.trim_end().to_owned());
        self.touch(0, true, ctx)
    }

    /// Confirms the fetched text of the active field.
    pub(super) fn confirm_copied(&mut self, ctx: &Context<'_>) -> Step {
        let Some(field) = self.field().map(|f| f.id.clone()) else {
            return Step::Stay;
        };
        if !self.answers.copied.remove(&field) {
            let key = ctx
                .keymap
                .hint(self.form_scope(), Action::CopyLast)
                .unwrap_or_default();
            return Step::done(format!(
                "Inget att bekräfta här. {key} hämtar den förra texten."
            ));
        }
        self.fetched.remove(&field);
        if let Some(Note::Wrong(_)) = self.notes.get(&field) {
            self.notes.remove(&field);
        }
        self.touch(0, true, ctx)
    }
}
