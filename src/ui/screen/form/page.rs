//! The page: all sections and fields under each other, and which part of it is seen.

use std::ops::Range;

use super::editor::{Editor, byte_of};
use super::{Form, Note};
use crate::core::calendar::{parse_date, weekday};
use crate::core::form::{Field, FieldKind};
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::wrap::{width, wrap, wrap_ranges};

/// Where labels begin.
pub(super) const LABEL: u16 = 3;

/// Where long texts begin.
pub(super) const TEXT: u16 = 5;

/// One row of the page: pieces that each begin at a column.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pub(super) pieces: Vec<(u16, Role, String)>,
    /// Where the marker stands, if the row has it.
    pub(super) marker: Option<u16>,
}

impl Row {
    pub(super) fn at(mut self, x: u16, role: Role, text: impl Into<String>) -> Row {
        self.pieces.push((x, role, text.into()));
        self
    }

    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, y: u16) {
        if let Some(x) = self.marker {
            canvas.text(x, y, Role::Marker, "▌");
        }
        let against = |a: &(u16, Role, String), b: &(u16, Role, String)| a.0 + cols(&a.2) == b.0;
        for text in self.pieces.chunk_by(against) {
            let parts: Vec<(Role, &str)> = text.iter().map(|(_, r, t)| (*r, t.as_str())).collect();
            canvas.run(text.first().map_or(0, |t| t.0), y, &parts);
        }
    }
}

/// The laid out page.
#[derive(Clone, Debug, Default)]
pub(super) struct Page {
    pub(super) rows: Vec<Row>,
    /// Row and column of the cursor.
    pub(super) cursor: Option<(usize, u16)>,
    /// The rows of the active field, with its help.
    pub(super) active: Range<usize>,
    /// The first row of each field.
    pub(super) starts: Vec<usize>,
    /// The first row that is seen.
    pub(super) top: usize,
    /// Columns and rows it was laid out for.
    pub(super) size: (u16, u16),
}

impl Page {
    fn push(&mut self, row: Row) {
        self.rows.push(row);
    }

    pub(super) fn wrapped(&mut self, x: u16, columns: usize, role: Role, text: &str) {
        for line in wrap(text, columns.saturating_sub(usize::from(x)).max(1)) {
            self.push(Row::default().at(x, role, line));
        }
    }

    /// Keeps the active field and its cursor in sight. Where it leaves the window the page is
    /// turned rather than scrolled a row, for each row scrolled is a whole page on a thin line.
    fn follow(&mut self, top: usize) {
        let height = usize::from(self.size.1).max(1);
        let cursor = self.cursor.map_or(self.active.start, |(row, _)| row);
        let (low, high) = if self.active.len() <= height {
            (self.active.start, self.active.end.saturating_sub(1))
        } else {
            (cursor, (cursor + 1).min(self.active.end.saturating_sub(1)))
        };
        self.top = if low >= top && high < top + height {
            top
        } else if self.active.len() > height {
            // In a text longer than the window: what was just written stays above the cursor.
            cursor.saturating_sub(if cursor < top {
                height / 3
            } else {
                height * 2 / 3
            })
        } else if low < top {
            (high + 1)
                .saturating_sub(height)
                .max(low.saturating_sub(height / 2))
        } else {
            // The heading goes along, if the field is the first under it.
            let lead = if low >= 2 && self.rows.get(low - 1).is_some_and(is_heading) {
                1
            } else {
                0
            };
            (low - lead).max((high + 1).saturating_sub(height))
        };
        self.top = self.top.min(self.rows.len().saturating_sub(height));
    }

    pub(super) fn draw(&self, canvas: &mut Canvas<'_>) {
        for (y, row) in (0..canvas.height()).zip(self.rows.iter().skip(self.top)) {
            row.draw(canvas, y);
        }
        let height = usize::from(canvas.height());
        let below = self.rows.len().saturating_sub(self.top + height);
        if below > 0
            && self
                .rows
                .iter()
                .skip(self.top + height)
                .any(|r| !r.pieces.is_empty())
        {
            let (right, last) = (canvas.width(), canvas.height().saturating_sub(1));
            canvas.right(right, last, Role::TextDim, " ↓");
        }
        if self.top > 0 {
            let right = canvas.width();
            canvas.right(right, 0, Role::TextDim, " ↑");
        }
        if let Some((row, x)) = self.cursor
            && row >= self.top
            && let Ok(y) = u16::try_from(row - self.top)
        {
            canvas.cursor(x, y);
        }
    }
}

fn is_heading(row: &Row) -> bool {
    matches!(row.pieces.first(), Some((_, Role::FormSection, _)))
}

impl Form {
    /// Lays the page out anew for its size and keeps the cursor in sight.
    pub(super) fn lay_out(&mut self, columns: u16, rows: u16) {
        let top = self.page.top;
        let mut page = Page {
            size: (columns, rows),
            ..Page::default()
        };
        let mut section = None;
        for at in 0..self.fields.len() {
            let Some((number, field)) = self.asked(at) else {
                continue;
            };
            if section != Some(number) {
                if section.is_some() && !page.rows.last().is_some_and(|r| r.pieces.is_empty()) {
                    page.push(Row::default());
                }
                section = Some(number);
                let title = self
                    .spec
                    .sections
                    .get(number)
                    .map_or("", |s| s.title.as_str());
                if !title.is_empty() {
                    page.push(Row::default().at(1, Role::FormSection, title));
                }
            }
            let field = field.clone();
            let start = page.rows.len();
            page.starts.push(start);
            self.field_rows(&mut page, at, &field);
            if at == self.at {
                page.active = start..page.rows.len();
            }
            if matches!(field.kind, FieldKind::Text | FieldKind::Estimate) {
                page.push(Row::default());
            }
        }
        page.follow(top);
        self.page = page;
    }

    fn field_rows(&self, page: &mut Page, at: usize, field: &Field) {
        let active = at == self.at;
        let columns = usize::from(page.size.0).saturating_sub(2);
        let mut label = Row {
            // In a table the marker stands on a row of it.
            marker: (active && field.kind != FieldKind::Estimate).then_some(1),
            ..Row::default()
        }
        .at(
            LABEL,
            if active {
                Role::TextStrong
            } else {
                Role::FormLabel
            },
            &field.label,
        );
        let mut x = LABEL + cols(&field.label) + 1;
        if field.required {
            label = label.at(x, Role::FormRequired, "*");
            x += 2;
        }
        let copied = self.answers.copied.contains(&field.id);
        let mark = |row: Row, x: u16| {
            if copied {
                row.at(x, Role::FormCopied, "kopierat, obekräftat")
            } else {
                row
            }
        };
        match field.kind {
            FieldKind::Text => {
                let mut label = mark(label, x + 1);
                if !active {
                    let told = self.field_remarks_told(field);
                    label = label.at(x + 1 + if copied { 23 } else { 0 }, Role::RemarkHint, told);
                }
                page.push(label);
                self.text_rows(page, field, active, columns);
            }
            FieldKind::Estimate => {
                page.push(label);
                match &self.table {
                    Some(table) => {
                        let may = self.allowance();
                        table.rows(
                            page,
                            active,
                            &self.factor,
                            &self.interventions,
                            may.as_ref(),
                        );
                    }
                    None => page.push(Row::default().at(TEXT, Role::TextDim, "–")),
                }
            }
            FieldKind::Choice | FieldKind::YesNo if active => {
                self.choice_rows(page, field, label, columns);
            }
            FieldKind::Choice | FieldKind::YesNo => {
                let col = self.value_column(field);
                let (role, value) = match self.answers.get(&field.id) {
                    "" => (Role::TextDim, "–"),
                    value => (Role::FieldText, value),
                };
                page.push(mark(label.at(col, role, value), col + cols(value) + 2));
            }
            FieldKind::Line | FieldKind::Date => self.line_row(page, field, label, active, &mark),
        }
        self.note_rows(page, field, active, columns);
    }

    /// Where the value of a short field begins: the same for all in a section.
    pub(super) fn value_column(&self, field: &Field) -> u16 {
        let section = self
            .spec
            .sections
            .iter()
            .find(|s| s.fields.iter().any(|f| f.id == field.id));
        let widest = section
            .into_iter()
            .flat_map(|s| &s.fields)
            .filter(|f| !matches!(f.kind, FieldKind::Text | FieldKind::Estimate))
            .filter(|f| f.applies(self.facts))
            .map(|f| cols(&f.label) + if f.required { 2 } else { 0 })
            .max()
            .unwrap_or(0);
        LABEL + widest + 2
    }

    fn text_rows(&self, page: &mut Page, field: &Field, active: bool, columns: usize) {
        // One column is left for the cursor after a full line.
        let room = columns.saturating_sub(usize::from(TEXT) + 1).max(1);
        let editor = self.editors.get(&field.id).filter(|_| active);
        let Some(editor) = editor else {
            let answer = self.answers.get(&field.id).trim_end();
            if answer.is_empty() {
                page.push(Row::default().at(TEXT, Role::TextDim, "–"));
            }
            for line in wrap(answer, room) {
                if !answer.is_empty() {
                    page.push(Row::default().at(TEXT, Role::FieldText, line));
                }
            }
            return;
        };
        let text = editor.text();
        let selection = editor.selection();
        let (row, col) = editor.cursor();
        let mut start = 0;
        for (number, line) in text.split('\n').enumerate() {
            let at = (number == row).then(|| byte_of(line, col));
            let chosen = selection.map(|s| chosen(s, number, line));
            let remarked = self.remarked(field, start, line.len());
            start += line.len() + 1;
            let ranges = wrap_ranges(line, room);
            for (i, range) in ranges.iter().enumerate() {
                let last = i + 1 == ranges.len();
                if let Some(at) = at
                    && range.start <= at
                    && (at < range.end || last)
                {
                    let before = line.get(range.start..at).map_or(0, width);
                    page.cursor = Some((page.rows.len(), TEXT + to_u16(before)));
                }
                let seen = selected_row(TEXT, line, range, chosen.as_ref());
                page.push(if chosen.as_ref().is_some_and(|c| !c.is_empty()) {
                    seen
                } else {
                    remarked_row(TEXT, line, range, &remarked)
                });
            }
        }
    }

    fn line_row(
        &self,
        page: &mut Page,
        field: &Field,
        label: Row,
        active: bool,
        mark: &impl Fn(Row, u16) -> Row,
    ) {
        let x = self.value_column(field);
        let answer = self.answers.get(&field.id);
        let editor = self.editors.get(&field.id).filter(|_| active);
        let text = editor.map_or_else(|| answer.to_owned(), Editor::text);
        let mut row = label;
        let room = usize::from(page.size.0.saturating_sub(x + 2)).max(1);
        let mut after = x + cols(&text);
        match editor {
            Some(editor) => {
                // A line longer than its room is shown from where the cursor is in sight.
                let (_, col) = editor.cursor();
                let at = byte_of(&text, col);
                let hidden = hidden_part(&text, at, room);
                let before = text.get(hidden..at).map_or(0, width);
                page.cursor = Some((page.rows.len(), x + to_u16(before)));
                let chosen = editor.selection().map(|s| chosen(s, 0, &text));
                let shown = selected_row(x, &text, &(hidden..text.len()), chosen.as_ref());
                row.pieces.extend(shown.pieces);
                after = x + text.get(hidden..).map_or(0, cols);
                if let Some(ghost) = self.completion(field)
                    && editor.at_end()
                {
                    row = row.at(after, Role::TextDim, &ghost);
                    after += cols(&ghost);
                }
            }
            None if text.is_empty() => row = row.at(x, Role::TextDim, "–"),
            None => row = row.at(x, Role::FieldText, &text),
        }
        if field.kind == FieldKind::Date
            && let Ok(day) = parse_date(text.trim())
        {
            row = row.at(after + 2, Role::TextDim, weekday(day));
            after += 2 + cols(weekday(day));
        }
        page.push(mark(row, after + 2));
    }

    /// What is wrong or known about a field, and the help of the active one.
    fn note_rows(&self, page: &mut Page, field: &Field, active: bool, columns: usize) {
        match self.notes.get(&field.id) {
            Some(Note::Wrong(text)) => page.wrapped(TEXT, columns, Role::FormError, text),
            Some(Note::Told(text)) => page.wrapped(TEXT, columns, Role::FormGuess, text),
            None => {}
        }
        if !active {
            return;
        }
        self.remark_rows(page, field, columns);
        if field.kind != FieldKind::Estimate {
            let (help, law) = (&field.help, &field.legal_basis);
            let one = format!("{help} {law}");
            // The section of law is never broken over two rows.
            if !law.is_empty() && width(&one) + usize::from(TEXT) <= columns {
                page.wrapped(TEXT, columns, Role::FormHint, one.trim());
            } else {
                for text in [help, law].into_iter().filter(|t| !t.is_empty()) {
                    page.wrapped(TEXT, columns, Role::FormHint, text);
                }
            }
        }
        let known = self.suggested(field);
        if !known.is_empty() {
            page.wrapped(TEXT, columns, Role::TextDim, &known.join(" · "));
        }
    }
}

/// The columns of a text.
pub(super) fn cols(text: &str) -> u16 {
    to_u16(width(text))
}

pub(super) fn to_u16(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}

/// How much of a line's beginning must be hidden for the cursor to be seen in so many columns.
pub(super) fn hidden_part(text: &str, at: usize, room: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    if width(before) < room {
        return 0;
    }
    let mut used = 0;
    let mut start = at;
    for (i, c) in before.char_indices().rev() {
        used += width(c.encode_utf8(&mut [0; 4]));
        if used >= room {
            break;
        }
        start = i;
    }
    start
}

/// The bytes of a line that are selected.
fn chosen(
    ((r1, c1), (r2, c2)): ((usize, usize), (usize, usize)),
    row: usize,
    line: &str,
) -> Range<usize> {
    if row < r1 || row > r2 {
        return 0..0;
    }
    let start = if row == r1 { byte_of(line, c1) } else { 0 };
    let end = if row == r2 {
        byte_of(line, c2)
    } else {
        line.len()
    };
    start..end
}

fn selected_row(x: u16, line: &str, range: &Range<usize>, chosen: Option<&Range<usize>>) -> Row {
    let chosen = chosen.cloned().unwrap_or(0..0);
    let from = chosen.start.clamp(range.start, range.end);
    let to = chosen.end.clamp(from, range.end);
    let mut row = Row::default();
    let mut at = x;
    for (role, part) in [
        (Role::FieldActive, range.start..from),
        (Role::FieldSelected, from..to),
        (Role::FieldActive, to..range.end),
    ] {
        let part = line.get(part).unwrap_or_default();
        if !part.is_empty() {
            row = row.at(at, role, part);
            at += cols(part);
        }
    }
    row
}

/// A row of the text being written, with what is remarked on marked in it.
fn remarked_row(
    x: u16,
    line: &str,
    range: &Range<usize>,
    remarked: &[(Range<usize>, Role)],
) -> Row {
    let mut row = Row::default();
    let mut at = x;
    let mut from = range.start;
    let mut put = |role: Role, part: Range<usize>| {
        let part = line.get(part).unwrap_or_default();
        if !part.is_empty() {
            row.pieces.push((at, role, part.to_owned()));
            at += cols(part);
        }
    };
    for (span, role) in remarked {
        let start = span.start.clamp(from, range.end);
        let end = span.end.clamp(start, range.end);
        put(Role::FieldActive, from..start);
        put(*role, start..end);
        from = end;
    }
    put(Role::FieldActive, from..range.end);
    row
}
