//! A text being written: the words lie in a `TextArea`, which knows editing, selection and undo.
//!
//! The lines are broken and drawn by the page, in the same way whether the field is being written
//! in or not, so that no word moves when one comes to it; therefore the text area's own wrap and
//! its painted cursor are not used, and moves up and down are made here.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use tui_textarea::{CursorMove, TextArea};

use crate::core::text::{clean_line, clean_text};
use crate::ui::wrap::{is_hidden, width, wrap_ranges};

/// So many steps can be taken back in one field.
const STEPS: usize = 5_000;

/// What a key did in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// So many characters were written or taken away.
    Edited(usize),
    /// Only the cursor moved.
    Moved,
    /// The cursor wants out at the top.
    Before,
    /// The cursor wants out at the bottom.
    After,
    /// The key means nothing here.
    Nothing,
}

/// The kind of the latest edit, so that a word is taken back whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Run {
    Typing,
    Erasing,
    Broken,
}

/// A text with a cursor.
pub(super) struct Editor {
    area: TextArea<'static>,
    one_line: bool,
    columns: usize,
    /// The text area's edits in groups: what one undo takes back.
    done: Vec<usize>,
    undone: Vec<usize>,
    run: Run,
    /// The column that moves up and down aim for.
    goal: Option<usize>,
    /// The first that is written takes the place of what stands there.
    replaces: bool,
}

impl Editor {
    /// A text with the cursor at its end.
    pub(super) fn new(text: &str, one_line: bool) -> Editor {
        let mut area = if text.is_empty() {
            TextArea::default()
        } else {
            TextArea::from(text.split('\n'))
        };
        area.set_max_histories(STEPS);
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        Editor {
            area,
            one_line,
            columns: 60,
            done: Vec::new(),
            undone: Vec::new(),
            run: Run::Broken,
            goal: None,
            replaces: false,
        }
    }

    /// Lets the first that is written, as long as the cursor has not been moved, take the place of the whole
    /// text: nobody goes on writing after a date that is whole.
    pub(super) fn replace_when_typed(&mut self) {
        self.replaces = !self.text().is_empty();
    }

    /// The whole text.
    pub(super) fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    /// Line and character of the cursor.
    pub(super) fn cursor(&self) -> (usize, usize) {
        let at = self.area.cursor();
        (at.0, at.1)
    }

    /// Whether the cursor stands after the last character.
    pub(super) fn at_end(&self) -> bool {
        let (row, col) = self.cursor();
        let lines = self.area.lines();
        row + 1 == lines.len() && lines.last().is_some_and(|l| l.chars().count() == col)
    }

    /// The selected part, as line and character of both ends.
    pub(super) fn selection(&self) -> Option<((usize, usize), (usize, usize))> {
        self.area.selection_range().filter(|(from, to)| from != to)
    }

    /// How wide the text is drawn.
    pub(super) fn set_columns(&mut self, columns: usize) {
        self.columns = columns.max(1);
    }

    /// Puts the cursor on a line and a character, as near as they exist.
    pub(super) fn put(&mut self, row: usize, col: usize) {
        self.replaces = false;
        self.area.cancel_selection();
        self.jump(row, col);
        self.run = Run::Broken;
        self.goal = None;
    }

    /// Puts the cursor on the first or the last visible line, when it comes from another field.
    pub(super) fn enter(&mut self, from_below: bool) {
        if from_below {
            let last = self.area.lines().len().saturating_sub(1);
            let line = self.line(last);
            let start = wrap_ranges(line, self.columns)
                .last()
                .map_or(0, |r| r.start);
            let col = line.get(..start).map_or(0, |s| s.chars().count());
            self.put(last, col);
        } else {
            self.put(0, 0);
        }
    }

    fn jump(&mut self, row: usize, col: usize) {
        // The text area jumps no further than 65 535; a longer way in one line is walked.
        let (at, mut here) = self.cursor();
        if at != row || col.max(here) > usize::from(u16::MAX) {
            let to = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
            if at != row {
                self.area.move_cursor(CursorMove::Jump(to(row), to(col)));
                here = self.cursor().1;
            }
            for _ in 0..here.abs_diff(col).min(4_000) {
                let step = if col > here {
                    CursorMove::Forward
                } else {
                    CursorMove::Back
                };
                if (self.cursor().1, self.cursor().0) == (col, row) {
                    break;
                }
                self.area.move_cursor(step);
            }
        } else {
            let to = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
            self.area.move_cursor(CursorMove::Jump(to(row), to(col)));
        }
    }

    fn line(&self, row: usize) -> &str {
        self.area.lines().get(row).map_or("", String::as_str)
    }

    /// Pastes a cleaned text whole, as one step to undo; says how many characters it has.
    pub(super) fn paste(&mut self, text: &str) -> usize {
        let text = if self.one_line {
            clean_line(text)
        } else {
            clean_text(text)
        };
        if text.is_empty() {
            return 0;
        }
        self.make_room();
        let edits = 1 + usize::from(self.selection().is_some());
        self.area.insert_str(&text);
        self.record(edits, Run::Broken, false);
        text.chars().count()
    }

    /// Puts a text in at the cursor, on lines of its own where words stand right against it.
    pub(super) fn put_in(&mut self, text: &str) {
        let (row, col) = self.cursor();
        let line: Vec<char> = self
            .area
            .lines()
            .get(row)
            .map_or(Vec::new(), |l| l.chars().collect());
        let against = |c: Option<&char>| match c {
            Some(c) if !c.is_whitespace() => "\n",
            _ => "",
        };
        let before = against(col.checked_sub(1).and_then(|at| line.get(at)));
        let after = against(line.get(col));
        self.paste(&format!("{before}{text}{after}"));
    }

    /// Puts a text after what is there, with an empty line between.
    pub(super) fn append(&mut self, text: &str) {
        self.area.cancel_selection();
        self.area.move_cursor(CursorMove::Bottom);
        self.area.move_cursor(CursorMove::End);
        let between = if self.text().trim().is_empty() || self.one_line {
            ""
        } else {
            "\n\n"
        };
        self.paste(&format!("{between}{text}"));
    }

    /// Takes all away and writes a text instead, as one step to undo.
    pub(super) fn replace(&mut self, text: &str) {
        self.replaces = false;
        if self.text() == text {
            return;
        }
        let was = !self.text().is_empty();
        self.area.select_all();
        self.area.insert_str(text);
        self.record(1 + usize::from(was), Run::Broken, false);
    }

    /// Selects what is to give way to what is written now.
    fn make_room(&mut self) {
        if std::mem::take(&mut self.replaces) {
            self.area.select_all();
        }
    }

    fn record(&mut self, edits: usize, run: Run, joins: bool) {
        self.undone.clear();
        match self.done.last_mut() {
            Some(last) if joins && self.run == run => *last += edits,
            _ => self.done.push(edits),
        }
        self.run = run;
        self.goal = None;
    }

    /// Takes back the latest word or step; says whether there was one.
    pub(super) fn undo(&mut self) -> bool {
        let Some(edits) = self.done.pop() else {
            return false;
        };
        self.run = Run::Broken;
        let undone = (0..edits).filter(|_| self.area.undo()).count();
        self.undone.push(undone);
        undone > 0
    }

    /// Does again what was taken back.
    pub(super) fn redo(&mut self) -> bool {
        let Some(edits) = self.undone.pop() else {
            return false;
        };
        self.run = Run::Broken;
        let redone = (0..edits).filter(|_| self.area.redo()).count();
        self.done.push(redone);
        redone > 0
    }

    /// Answers a key.
    pub(super) fn key(&mut self, key: KeyEvent) -> Outcome {
        let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        let shift = key.modifiers.contains(KeyModifiers::SHIFT);
        let word = ctrl || alt;
        let writes = ctrl == alt || key.code == KeyCode::Char('v');
        if !(writes && matches!(key.code, KeyCode::Char(_))) {
            self.replaces = false;
        }
        match key.code {
            // On some keyboards AltGr comes as ctrl and alt held together.
            KeyCode::Char(c) if ctrl == alt && !is_hidden(c) => self.typed(c),
            KeyCode::Char('w') if ctrl => self.erase(TextArea::delete_word),
            KeyCode::Char('a') if ctrl => {
                self.area.select_all();
                self.moved()
            }
            KeyCode::Char('c') if ctrl => {
                self.area.copy();
                Outcome::Nothing
            }
            KeyCode::Char('x') if ctrl => self.erase(TextArea::cut),
            KeyCode::Char('v') if ctrl => {
                let text = self.area.yank_text();
                match self.paste(&text) {
                    0 => Outcome::Nothing,
                    n => Outcome::Edited(n),
                }
            }
            KeyCode::Enter if !self.one_line => self.typed('\n'),
            KeyCode::Backspace if word => self.erase(TextArea::delete_word),
            KeyCode::Backspace => self.erase(TextArea::delete_char),
            KeyCode::Delete if word => self.erase(TextArea::delete_next_word),
            KeyCode::Delete => self.erase(TextArea::delete_next_char),
            KeyCode::Left if word => self.step(CursorMove::WordBack, shift),
            KeyCode::Right if word => self.step(CursorMove::WordForward, shift),
            KeyCode::Left => self.step(CursorMove::Back, shift),
            KeyCode::Right => self.step(CursorMove::Forward, shift),
            KeyCode::Home if ctrl => self.to(0, 0, shift),
            KeyCode::End if ctrl => {
                let last = self.area.lines().len().saturating_sub(1);
                let end = self.line(last).chars().count();
                self.to(last, end, shift)
            }
            KeyCode::Home => self.edge(false, shift),
            KeyCode::End => self.edge(true, shift),
            KeyCode::Up => self.vertical(-1, shift),
            KeyCode::Down => self.vertical(1, shift),
            _ => Outcome::Nothing,
        }
    }

    /// Moves a whole page of visible lines, up or down.
    pub(super) fn page(&mut self, lines: isize) -> Outcome {
        let step = lines.signum();
        let mut outcome = Outcome::Nothing;
        for _ in 0..lines.unsigned_abs() {
            match self.vertical(step, false) {
                Outcome::Moved => outcome = Outcome::Moved,
                out if outcome == Outcome::Nothing => return out,
                _ => break,
            }
        }
        outcome
    }

    fn typed(&mut self, c: char) -> Outcome {
        self.make_room();
        let edits = 1 + usize::from(self.selection().is_some());
        if c == '\n' {
            self.area.insert_newline();
        } else {
            self.area.insert_char(c);
        }
        self.record(edits, Run::Typing, !c.is_whitespace());
        Outcome::Edited(1)
    }

    fn erase(&mut self, how: impl FnOnce(&mut TextArea<'static>) -> bool) -> Outcome {
        let selected = self.selection().is_some();
        if !how(&mut self.area) {
            return Outcome::Nothing;
        }
        self.record(1, Run::Erasing, !selected);
        Outcome::Edited(1)
    }

    fn moved(&mut self) -> Outcome {
        self.run = Run::Broken;
        self.goal = None;
        Outcome::Moved
    }

    fn select(&mut self, shift: bool) {
        if !shift {
            self.area.cancel_selection();
        } else if !self.area.is_selecting() {
            self.area.start_selection();
        }
    }

    fn step(&mut self, step: CursorMove, shift: bool) -> Outcome {
        self.select(shift);
        self.area.move_cursor(step);
        self.moved()
    }

    fn to(&mut self, row: usize, col: usize, shift: bool) -> Outcome {
        self.select(shift);
        self.jump(row, col);
        self.moved()
    }

    /// Where the cursor stands among the visible lines of its own line: their ranges, which of
    /// them, and the column in it.
    fn seen(&self) -> (Vec<std::ops::Range<usize>>, usize, usize) {
        let (row, col) = self.cursor();
        let line = self.line(row);
        let ranges = wrap_ranges(line, self.columns);
        let at = byte_of(line, col);
        let part = ranges.iter().rposition(|r| r.start <= at).unwrap_or(0);
        let start = ranges.get(part).map_or(0, |r| r.start);
        let x = line.get(start..at).map_or(0, width);
        (ranges, part, x)
    }

    fn edge(&mut self, end: bool, shift: bool) -> Outcome {
        let (ranges, part, _) = self.seen();
        let (row, _) = self.cursor();
        let line = self.line(row);
        let range = ranges.get(part).cloned().unwrap_or(0..0);
        let byte = match end {
            false => range.start,
            // The end of a broken line is before the space that it was broken at.
            true if part + 1 < ranges.len() => {
                range.start + line.get(range.clone()).map_or(0, |s| s.trim_end().len())
            }
            true => range.end,
        };
        let col = line.get(..byte).map_or(0, |s| s.chars().count());
        self.to(row, col, shift)
    }

    fn vertical(&mut self, by: isize, shift: bool) -> Outcome {
        let (ranges, part, x) = self.seen();
        let goal = self.goal.unwrap_or(x);
        let (row, _) = self.cursor();
        let (row, range) = if by < 0 && part > 0 {
            (row, ranges.get(part - 1).cloned())
        } else if by > 0 && part + 1 < ranges.len() {
            (row, ranges.get(part + 1).cloned())
        } else {
            let next = match by < 0 {
                true => row.checked_sub(1),
                false => Some(row + 1).filter(|r| *r < self.area.lines().len()),
            };
            let Some(next) = next else {
                return if by < 0 {
                    Outcome::Before
                } else {
                    Outcome::After
                };
            };
            let ranges = wrap_ranges(self.line(next), self.columns);
            let range = if by < 0 {
                ranges.last()
            } else {
                ranges.first()
            };
            (next, range.cloned())
        };
        let range = range.unwrap_or(0..0);
        let line = self.line(row);
        let part = line.get(range.clone()).unwrap_or_default();
        let inside = if range.end < line.len() {
            part.trim_end()
        } else {
            part
        };
        let mut used = 0;
        let mut col = line.get(..range.start).map_or(0, |s| s.chars().count());
        for c in inside.chars() {
            let wide = width(c.encode_utf8(&mut [0; 4]));
            if used + wide > goal {
                break;
            }
            used += wide;
            col += 1;
        }
        self.select(shift);
        self.jump(row, col);
        self.run = Run::Broken;
        self.goal = Some(goal);
        Outcome::Moved
    }
}

/// The byte where a character begins, or the line's end.
pub(super) fn byte_of(line: &str, col: usize) -> usize {
    line.char_indices().nth(col).map_or(line.len(), |(i, _)| i)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::testing::keys;

    fn press(editor: &mut Editor, script: &str) {
        for key in keys(script) {
            editor.key(key);
        }
    }

    #[test]
    fn what_is_written_first_takes_the_place_of_a_whole_date() {
        let date = |script: &str| {
            let mut editor = Editor::new("2026-11-23", true);
            editor.replace_when_typed();
            press(&mut editor, script);
            editor
        };
        assert_eq!(date("2").text(), "2");
        assert_eq!(date("<ctrl-a>20").text(), "20");
        let mut editor = date("2026-12-01");
        assert_eq!(editor.text(), "2026-12-01");
        assert!(editor.undo());
        assert_eq!(editor.text(), "2026-11-23");
        // Whoever has moved in it or erased of it goes on in it.
        assert_eq!(date("<backsteg>4").text(), "2026-11-24");
        assert_eq!(date("<home><delete>3").text(), "3026-11-23");
        let mut editor = Editor::new("2026-11-23", true);
        editor.replace_when_typed();
        assert_eq!(editor.paste("2026-12-24"), 10);
        assert_eq!(editor.text(), "2026-12-24");
    }

    #[test]
    fn undo_takes_back_a_word_and_redo_brings_it() {
        let mut editor = Editor::new("", false);
        press(&mut editor, "ett två tre");
        assert!(editor.undo());
        assert_eq!(editor.text(), "ett två");
        assert!(editor.undo() && editor.undo());
        assert!(editor.redo());
        press(&mut editor, "x<ctrl-backsteg>");
        assert!(editor.undo());
        assert!(editor.text().ends_with('x'), "{}", editor.text());
    }

    #[test]
    fn the_cursor_walks_by_visible_lines() {
        let mut editor = Editor::new("Klarar själv att tvätta ansikte och händer.\nKort", false);
        editor.set_columns(16);
        assert_eq!(editor.cursor(), (1, 4));
        assert_eq!(editor.key(keys("<down>")[0]), Outcome::After);
        press(&mut editor, "<up><end>");
        let line = "Klarar själv att tvätta ansikte och händer.";
        assert_eq!(editor.cursor(), (0, line.chars().count()));
        press(&mut editor, "<up><home>");
        assert_eq!(editor.cursor(), (0, "Klarar själv att ".chars().count()));
        press(&mut editor, "<up>");
        assert_eq!(editor.key(keys("<up>")[0]), Outcome::Before);
    }

    #[test]
    fn a_selection_is_typed_over_as_one_step() {
        let mut editor = Editor::new("ett två", false);
        press(&mut editor, "<shift-left><shift-left><shift-left>");
        assert_eq!(editor.selection(), Some(((0, 4), (0, 7))));
        press(&mut editor, "x");
        assert_eq!(editor.text(), "ett x");
        editor.undo();
        assert_eq!(editor.text(), "ett två");
    }
}
