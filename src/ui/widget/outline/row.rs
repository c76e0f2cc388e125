//! One row of an outline: what has room in it, and what goes on under it.

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

/// So many lines of its last words go on under a row. The rest is read where the row leads.
const MOST_UNDER: usize = 4;

/// Two columns of air between words, one after a sign.
pub(super) fn gap(columns: u16) -> u16 {
    columns.min(3).saturating_sub(1).max(columns.min(1))
}

/// How many columns the row takes from the left in a window of so many: with nothing cut, if its shorter
/// words have room there.
pub(super) fn words_of<K>(row: &Row<K>, end: u16) -> u16 {
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
pub(super) fn room_under<K>(row: &Row<K>, canvas: u16) -> (u16, u16) {
    let first = row
        .cells
        .first()
        .map_or(0, |(columns, ..)| *columns + gap(*columns));
    let columns = canvas.saturating_sub(3);
    let indent = first.min(columns / 3);
    (indent, columns - indent)
}

/// The last words of a row as they go on under it, where they have no room in it.
pub(super) fn under<K>(row: &Row<K>, canvas: u16) -> Vec<String> {
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

pub(super) fn draw<K>(canvas: &mut Canvas<'_>, y: u16, row: &Row<K>, chosen: bool) {
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
}
