//! A page of parts with rows to stand on, in one column or two: a case, a person's file.

mod row;

use crate::core::text::fold;
use crate::ui::action::Action;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::wrap::width;

pub use row::Row;
use row::{draw, gap, room_under, under};

/// A heading with its rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Part<K> {
    /// The heading.
    pub title: String,
    /// The rows.
    pub rows: Vec<Row<K>>,
    /// What is said when there are none.
    pub empty: String,
    /// Whether it stands on the right where there are two columns.
    pub right: bool,
}

/// The parts, and the row the marker stands on. What is selected is a key, not a row number.
#[derive(Clone, Debug)]
pub struct Outline<K> {
    parts: Vec<Part<K>>,
    /// Every row in order, as part and row within it.
    order: Vec<(usize, usize)>,
    selected: Option<K>,
    at: usize,
}

/// A line of a column.
#[derive(Clone, Copy)]
enum Line {
    Heading(usize),
    Row(usize, usize),
    /// So many lines under the row.
    Under(usize, usize, usize),
    Empty(usize),
    Blank,
}

/// From this many columns on there are two beside each other.
const TWO: u16 = 110;

impl<K> Default for Outline<K> {
    fn default() -> Self {
        Outline {
            parts: Vec::new(),
            order: Vec::new(),
            selected: None,
            at: 0,
        }
    }
}

impl<K: Clone + PartialEq> Outline<K> {
    /// Takes the parts as they have been read, and finds the selected row again, or the one that
    /// stands where it stood.
    pub fn put(&mut self, mut parts: Vec<Part<K>>) {
        parts.iter_mut().for_each(tighten);
        self.order = parts
            .iter()
            .enumerate()
            .flat_map(|(p, part)| (0..part.rows.len()).map(move |r| (p, r)))
            .collect();
        self.parts = parts;
        let found = self
            .selected
            .as_ref()
            .and_then(|key| self.rows().position(|row| row.key == *key));
        let at = found.unwrap_or(self.at);
        self.go(at);
    }

    fn rows(&self) -> impl Iterator<Item = &Row<K>> {
        self.parts.iter().flat_map(|part| &part.rows)
    }

    fn go(&mut self, at: usize) {
        self.at = at.min(self.order.len().saturating_sub(1));
        let key = self.rows().nth(self.at).map(|row| row.key.clone());
        self.selected = key;
    }

    /// What the marker stands on.
    pub fn selected(&self) -> Option<&K> {
        self.selected.as_ref()
    }

    /// Whether the marker stands on the first row.
    pub fn is_first(&self) -> bool {
        self.at == 0
    }

    /// Puts the marker on a row, if it is there.
    pub fn select(&mut self, key: &K) -> bool {
        let found = self.rows().position(|row| row.key == *key);
        if let Some(at) = found {
            self.go(at);
        }
        found.is_some()
    }

    /// Puts the marker on the first row of a part. Says whether there is one.
    pub fn go_to_part(&mut self, title: &str) -> bool {
        let found = self
            .order
            .iter()
            .position(|(p, _)| self.parts.get(*p).is_some_and(|part| part.title == title));
        if let Some(at) = found {
            self.go(at);
        }
        found.is_some()
    }

    /// Moves for an action; says whether the action was one that moves.
    pub fn act(&mut self, action: Action, height: u16) -> bool {
        let page = usize::from(height.saturating_sub(1).max(1));
        let part = self.order.get(self.at).map_or(0, |(p, _)| *p);
        let first_of = |p: usize| self.order.iter().position(|(q, _)| *q == p);
        let at = match action {
            Action::Up => self.at.saturating_sub(1),
            Action::Down => self.at + 1,
            Action::PageUp => self.at.saturating_sub(page),
            Action::PageDown => self.at + page,
            Action::First => 0,
            Action::Last => self.order.len(),
            Action::NextField | Action::NextSection => (part + 1..self.parts.len())
                .find_map(first_of)
                .or_else(|| self.order.first().map(|_| 0))
                .unwrap_or(0),
            Action::PrevField | Action::PrevSection => (0..part)
                .rev()
                .find_map(first_of)
                .or_else(|| (0..self.parts.len()).rev().find_map(first_of))
                .unwrap_or(0),
            _ => return false,
        };
        self.go(at);
        true
    }

    /// The rows whose text holds the words, forgiving of case and dots, as places in the order.
    pub fn matches(&self, query: &str) -> Vec<usize> {
        let query = fold(query);
        if query.trim().is_empty() {
            return Vec::new();
        }
        self.rows()
            .enumerate()
            .filter(|(_, row)| fold(&row.found_by).contains(query.trim()))
            .map(|(i, _)| i)
            .collect()
    }

    /// Goes to the match that is `step` matches on from the marker: 0 stays if it stands on one.
    /// Gives which one it is, from 1, and how many there are.
    pub fn find(&mut self, query: &str, step: isize) -> (usize, usize) {
        let hits = self.matches(query);
        if hits.is_empty() {
            return (0, 0);
        }
        let count = hits.len();
        let next = hits.iter().position(|hit| *hit >= self.at).unwrap_or(0);
        let on = hits.get(next) == Some(&self.at);
        let to = match step {
            s if s > 0 && on => (next + 1) % count,
            s if s < 0 => (next + count - 1) % count,
            _ => next,
        };
        if let Some(at) = hits.get(to) {
            self.go(*at);
        }
        (to + 1, count)
    }

    /// Draws the page; two columns where there is room.
    pub fn view(&self, canvas: &mut Canvas<'_>) {
        let columns = canvas.width();
        let height = canvas.height();
        if columns >= TWO && self.parts.iter().any(|part| part.right) {
            let left = self.left(columns);
            self.column(
                &mut canvas.part(0, 0, left.saturating_sub(1), height),
                |p| !p.right,
            );
            self.column(&mut canvas.part(left, 0, columns - left, height), |p| {
                p.right
            });
        } else {
            self.column(canvas, |_| true);
        }
    }

    /// How wide the left column is: what its rows need, within reason.
    fn left(&self, columns: u16) -> u16 {
        let rows = self.parts.iter().filter(|part| !part.right);
        let needed = rows.flat_map(|part| &part.rows).map(|row| {
            let cells = row.cells.iter().map(|(columns, _, text)| match columns {
                0 => width(text) + 2,
                columns => usize::from(*columns + gap(*columns)),
            });
            let right = row.right.as_ref().map_or(0, |(_, text)| width(text) + 2);
            cells.sum::<usize>() + right + 4
        });
        let needed = u16::try_from(needed.max().unwrap_or(0)).unwrap_or(u16::MAX);
        needed.clamp(columns * 2 / 5, columns * 3 / 5)
    }

    fn column(&self, canvas: &mut Canvas<'_>, wanted: impl Fn(&Part<K>) -> bool) {
        let mut lines = Vec::new();
        for (p, part) in self
            .parts
            .iter()
            .enumerate()
            .filter(|(_, part)| wanted(part))
        {
            if !lines.is_empty() {
                lines.push(Line::Blank);
            }
            lines.push(Line::Heading(p));
            if part.rows.is_empty() {
                lines.push(Line::Empty(p));
            }
            for (r, row) in part.rows.iter().enumerate() {
                lines.push(Line::Row(p, r));
                let under = under(row, canvas.width()).len();
                lines.extend((0..under).map(|n| Line::Under(p, r, n)));
            }
        }
        let here = self.order.get(self.at).copied();
        let row_at = |p: usize, r: usize| self.parts.get(p).and_then(|part| part.rows.get(r));
        // With a row all of it is in sight.
        let under_here = here.and_then(|(p, r)| row_at(p, r));
        let under_here = under_here.map_or(Vec::new(), |row| under(row, canvas.width()));
        let chosen = lines
            .iter()
            .position(|line| matches!(line, Line::Row(p, r) if Some((*p, *r)) == here))
            .map(|at| at + under_here.len());
        let height = usize::from(canvas.height());
        let top = top_of(chosen, lines.len(), height);
        let hidden = lines.len().saturating_sub(top + height);
        for (y, line) in (0..canvas.height()).zip(lines.iter().skip(top)) {
            match *line {
                Line::Heading(p) => {
                    if let Some(part) = self.parts.get(p) {
                        canvas.text(1, y, Role::FormSection, &part.title);
                    }
                }
                Line::Empty(p) => {
                    if let Some(part) = self.parts.get(p) {
                        let room = canvas.width().saturating_sub(3);
                        canvas.cell(3, y, room, Role::TextDim, &part.empty);
                    }
                }
                Line::Row(p, r) => {
                    if let Some(row) = row_at(p, r) {
                        draw(canvas, y, row, Some((p, r)) == here);
                    }
                }
                Line::Under(p, r, n) => {
                    if let Some(row) = row_at(p, r)
                        && let Some(text) = under(row, canvas.width()).get(n)
                        && let Some((_, role, _)) = row.cells.last()
                    {
                        let (x, room) = room_under(row, canvas.width());
                        canvas.part(1, y, x + room, 1).cell(x, 0, room, *role, text);
                    }
                }
                Line::Blank => {}
            }
        }
        if hidden > 0 && height > 1 {
            // The last line says that there is more, where its own words leave room for it.
            let end = canvas.width();
            canvas.right(end, canvas.height() - 1, Role::Text, " ↓");
        }
        if top > 0 {
            let end = canvas.width();
            canvas.right(end, 0, Role::Text, " ↑");
        }
    }
}

/// Makes the columns of a part no wider than their widest words.
fn tighten<K>(part: &mut Part<K>) {
    let columns = part.rows.iter().map(|row| row.cells.len()).max();
    for at in 0..columns.unwrap_or(0) {
        let words = part.rows.iter().filter_map(|row| row.cells.get(at));
        let widest = words.map(|(_, _, text)| width(text)).max().unwrap_or(0);
        let widest = u16::try_from(widest).unwrap_or(u16::MAX);
        for row in &mut part.rows {
            if let Some((columns, _, _)) = row.cells.get_mut(at) {
                *columns = (*columns).min(widest);
            }
        }
    }
}

/// The first line shown, so that the chosen one is in sight with what stands above it. Whole half
/// pages are turned, so that a step costs few bytes on a thin line.
fn top_of(chosen: Option<usize>, total: usize, height: usize) -> usize {
    let last = total.saturating_sub(height);
    let Some(chosen) = chosen else { return 0 };
    if chosen + 1 < height {
        return 0;
    }
    let half = (height / 2).max(1);
    (((chosen + 2).saturating_sub(height)).div_ceil(half) * half)
        .min(last)
        .min(chosen)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> Outline<u32> {
        let row = |key: u32| Row {
            key,
            cells: vec![(0, Role::Text, format!("rad {key}"))],
            right: None,
            short: None,
            whole: false,
            found_by: format!("rad {key} Åsa"),
        };
        let part = |title: &str, keys: &[u32]| Part {
            title: title.into(),
            rows: keys.iter().copied().map(row).collect(),
            empty: "Inget.".into(),
            right: false,
        };
        let mut page = Outline::default();
        page.put(vec![
            part("a", &[1, 2]),
            part("tom", &[]),
            part("b", &[3, 4, 5]),
        ]);
        page
    }

    #[test]
    fn the_marker_walks_rows_and_parts() {
        let mut page = page();
        assert_eq!(page.selected(), Some(&1));
        for (action, key) in [
            (Action::NextSection, 3),
            (Action::NextSection, 1),
            (Action::PrevSection, 3),
            (Action::Last, 5),
            (Action::Up, 4),
            (Action::First, 1),
        ] {
            assert!(page.act(action, 5));
            assert_eq!(page.selected(), Some(&key), "{action:?}");
        }
        assert!(page.go_to_part("b") && !page.go_to_part("tom"));
    }

    #[test]
    fn a_search_goes_round_and_forgives() {
        let mut page = page();
        assert_eq!(page.find("asa", 0), (1, 5));
        assert_eq!(page.find("asa", 1), (2, 5));
        assert_eq!(page.find("asa", -1), (1, 5));
        assert_eq!(page.find("asa", -1), (5, 5));
        assert_eq!(page.find("RAD 4", 0), (1, 1));
        assert_eq!(page.selected(), Some(&4));
        assert_eq!(page.find("finns inte", 1), (0, 0));
    }

    #[test]
    fn the_chosen_line_is_always_in_sight() {
        for height in [1, 2, 5, 9] {
            for total in [0, 1, 4, 30] {
                for chosen in 0..total {
                    let top = top_of(Some(chosen), total, height);
                    assert!(
                        top <= chosen && chosen < top + height,
                        "{height} {total} {chosen}"
                    );
                }
            }
        }
    }
}
