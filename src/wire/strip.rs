//! Panes beside each other: where each has a look of its own, it is shorter to draw one after the other
//! than to change the look twice on every row.

use super::grid::{Glyph, Grid};
use super::pen::Pen;

/// Fewer rows than this that change their look at a gutter are not worth a pass of their own.
const WORTH: usize = 3;

/// The columns at which the changed rows may be drawn in two passes, the left before the right: there a
/// blank gutter stands in many rows. At most two, the most promising first.
pub(super) fn gutters(shown: &Grid, wanted: &Grid, rows: &[u16]) -> Vec<u16> {
    let mut found: Vec<(usize, u16)> = (2..wanted.width())
        .map(|x| (turning(shown, wanted, rows, x).count(), x))
        .filter(|(turns, _)| *turns >= WORTH)
        .collect();
    found.sort_unstable_by(|a, b| b.cmp(a));
    found.truncate(2);
    found.into_iter().map(|(_, x)| x).collect()
}

/// The rows that can be cut at a gutter and look otherwise after it.
fn turning<'a>(
    shown: &'a Grid,
    wanted: &'a Grid,
    rows: &'a [u16],
    x: u16,
) -> impl DoubleEndedIterator<Item = u16> + 'a {
    let x = usize::from(x);
    rows.iter().copied().filter(move |y| {
        let row = wanted.row(*y);
        is_gutter(row, x) && turns(row, x) && parts(shown, wanted, *y, x)
    })
}

/// Whether nothing stands before a column.
fn is_gutter(row: &[Glyph], x: usize) -> bool {
    let blank = |at: usize| row.get(at).is_some_and(Glyph::is_blank);
    blank(x - 1) && blank(x - 2)
}

/// Whether a row can be cut before a column: nothing stands there, and nothing wide across it.
fn parts(shown: &Grid, wanted: &Grid, y: u16, x: usize) -> bool {
    let (old, new) = (shown.row(y), wanted.row(y));
    let whole = |row: &[Glyph]| row.iter().all(|glyph| glyph.sure) && !row[x].is_tail();
    is_gutter(new, x) && whole(old) && whole(new)
}

/// Whether something begins at a column that looks otherwise than what stands before it.
fn turns(row: &[Glyph], x: usize) -> bool {
    let pen = |glyph: &Glyph| -> Pen { glyph.pen };
    let before = row.iter().take(x).rfind(|glyph| !glyph.is_blank()).map(pen);
    let here = row.get(x).filter(|glyph| !glyph.is_blank()).map(pen);
    here.is_some() && before.is_some() && here != before
}

/// What is shown when the first pass is done: the left panes, and the rows among them that have none.
/// What comes after them is left to the second pass.
pub(super) fn left_done(shown: &Grid, wanted: &Grid, rows: &[u16], gutter: u16) -> Grid {
    let mut half = shown.clone();
    let last = turning(shown, wanted, rows, gutter)
        .next_back()
        .unwrap_or(0);
    for y in rows.iter().copied().filter(|y| *y <= last) {
        let cut = match parts(shown, wanted, y, usize::from(gutter)) {
            true => usize::from(gutter),
            false => usize::from(wanted.width()),
        };
        if let (Some(to), Some(from)) = (half.row_mut(y).get_mut(..cut), wanted.row(y).get(..cut)) {
            to.clone_from_slice(from);
        }
    }
    half
}
