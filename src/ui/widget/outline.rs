//! A page of parts with rows to stand on, in one column or two: a case, a person's file.

use crate::core::text::fold;
use crate::ui::action::Action;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::wrap::{fitting, truncate, width, wrap};

/// A row that the marker can stand on.
#[derive(Clone, Debug, PartialEq)]
pub struct Row<K> {
    /// What it is.
    pub key: K,
    /// Columns from the left: how wide, in which role, what. Width 0 takes what is left.
    pub cells: Vec<(u16, Role, String)>,
    /// What the last of them says instead, where it has no room for its words.
    pub short: Option<String>,
    /// What stands at the right edge.
    pub right: Option<(Role, String)>,
    /// Whether the last words go on under the row where they have no room in it: they are a caseworker's own, and
    /// stand nowhere else on the page.
    pub whole: bool,
    /// Everything a search in the page finds it by.
    pub found_by: String,
}

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

/// So many lines of its last words go on under a row. The rest is read where the row leads.
const MOST_UNDER: usize = 4;

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

/// Two columns of air between words, one after a sign.
fn gap(columns: u16) -> u16 {
    columns.min(3).saturating_sub(1).max(columns.min(1))
}

/// How many columns the row takes from the left in a window of so many: with nothing cut, if its shorter
/// words have room there.
fn words_of<K>(row: &Row<K>, end: u16) -> u16 {
    let columns = |text: &str| u16::try_from(width(text)).unwrap_or(u16::MAX);
    let Some(((last, _, text), before)) = row.cells.split_last() else {
        return 0;
    };
    let before = before.iter().map(|(columns_of, _, text)| {
        let words = if *columns_of == 0 {
            columns(text)
        } else {
            *columns_of
        };
        words.saturating_add(gap(words))
    });
    let before = before.fold(0, u16::saturating_add);
    let short = row.short.as_deref().unwrap_or(text);
    match before.saturating_add(columns(text)) {
        words if *last != 0 => words.min(before.saturating_add(*last)),
        words if words > end => before.saturating_add(columns(short)),
        words => words,
    }
}

/// Where the words of a row end in so many columns, and whether what stands at the right edge has room after them.
fn edge<K>(row: &Row<K>, columns: u16) -> (u16, bool) {
    let Some((role, text)) = &row.right else {
        return (columns, false);
    };
    let taken = u16::try_from(width(text)).unwrap_or(columns);
    // A note aside gives way where that lets an address or a telephone number be whole.
    let words = words_of(row, columns);
    let aside = *role == Role::TextDim && words <= columns && words + taken + 2 > columns;
    match taken + 20 < columns && !aside {
        true => (columns - taken - 2, true),
        false => (columns, false),
    }
}

/// Where the lines under a row begin, and how wide they are: under its second words.
fn room_under<K>(row: &Row<K>, canvas: u16) -> (u16, u16) {
    let first = row
        .cells
        .first()
        .map_or(0, |(columns, ..)| *columns + gap(*columns));
    let columns = canvas.saturating_sub(3);
    let indent = first.min(columns / 3);
    (indent, columns - indent)
}

/// The last words of a row as they go on under it, where they have no room in it.
fn under<K>(row: &Row<K>, canvas: u16) -> Vec<String> {
    let Some(((_, _, text), before)) = row.cells.split_last().filter(|_| row.whole) else {
        return Vec::new();
    };
    let (end, _) = edge(row, canvas.saturating_sub(3));
    let before = before.iter().map(|(columns, ..)| columns + gap(*columns));
    let room = usize::from(end.saturating_sub(before.sum()));
    let fits = |words: &str| width(words) <= room;
    if fits(text) || row.short.as_deref().is_some_and(fits) {
        return Vec::new();
    }
    let (_, room) = room_under(row, canvas);
    let mut lines = wrap(text, usize::from(room));
    if lines.len() > MOST_UNDER {
        lines.truncate(MOST_UNDER);
        if let Some(last) = lines.last_mut() {
            *last = truncate(&format!("{last} …"), usize::from(room)).into_owned();
        }
    }
    lines
}

fn draw<K>(canvas: &mut Canvas<'_>, y: u16, row: &Row<K>, chosen: bool) {
    if chosen {
        canvas.text(0, y, Role::Marker, "▌");
    }
    let columns = canvas.width().saturating_sub(3);
    let goes_on = !under(row, canvas.width()).is_empty();
    let mut line = canvas.part(1, y, columns, 1);
    if chosen {
        line.strong();
    }
    let (end, aside) = edge(row, columns);
    if let Some((role, text)) = row.right.as_ref().filter(|_| aside) {
        line.right(line.width(), 0, *role, text);
    }
    let mut x = 0;
    let shown = row.cells.len() - usize::from(goes_on);
    for (at, (columns, role, text)) in row.cells.iter().take(shown).enumerate() {
        if x >= end {
            break;
        }
        // Where the last words go on under the row those before them have their room too.
        let room = if *columns == 0 || goes_on && at + 1 == shown {
            end - x
        } else {
            (*columns).min(end - x)
        };
        let shorter = row.short.as_deref().filter(|_| *columns == 0);
        let ways = [text.as_str(), shorter.unwrap_or(text)];
        let taken = line.cell(x, 0, room, *role, fitting(&ways, usize::from(room)));
        let columns = if *columns == 0 { taken } else { *columns };
        x += columns + gap(columns);
    }
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
    fn the_last_words_of_a_row_go_on_under_it_where_they_have_no_room() {
        let row = |words: &str, whole| Row {
            key: 1,
            cells: vec![
                (6, Role::Text, "8 nov".to_owned()),
                (14, Role::Text, "Klagomål inkom".to_owned()),
                (0, Role::Text, words.to_owned()),
            ],
            right: Some((Role::Text, "Anna Ek".to_owned())),
            short: None,
            whole,
            found_by: String::new(),
        };
        let words = "Sonen framför att ingen ringer tillbaka.";
        assert_eq!(under(&row(words, true), 90), Vec::<String>::new());
        let lines = under(&row(words, true), 43);
        assert_eq!(lines, ["Sonen framför att ingen ringer", "tillbaka."]);
        assert_eq!(under(&row(words, false), 43), Vec::<String>::new());
        // What is longer than that is read where the row leads.
        let lines = under(&row(&words.repeat(9), true), 43);
        assert_eq!(lines.len(), MOST_UNDER);
        assert!(lines[MOST_UNDER - 1].ends_with('…'));
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
