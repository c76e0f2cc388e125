//! Rows that have only moved: which band of them to scroll, and how far.

use std::ops::Range;

use super::grid::{Glyph, Grid, Text};

/// Columns that are compared as one when looking for where they have gone. Small enough that a
/// pane which stands still beside one that moves does not hide it.
const CHUNK: usize = 8;

/// Rows to scroll.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Band {
    pub(super) rows: Range<u16>,
    pub(super) by: u16,
    pub(super) up: bool,
}

/// How many cells of a row differ.
#[derive(Clone, Copy, Debug)]
struct Row {
    /// As it is shown from as it is wanted.
    now: i32,
    /// As it is wanted from a blank one.
    anew: i32,
}

/// The bands that are worth trying: the one whose scrolling saves most, and the one that is best emptied.
pub(super) fn find(shown: &Grid, wanted: &Grid, height: u16) -> impl Iterator<Item = Band> {
    let rows: Vec<Row> = (0..height)
        .map(|y| Row {
            now: differing(shown.row(y), wanted.row(y)),
            anew: filled(wanted.row(y)),
        })
        .collect();
    let moved = moved(shown, wanted, &rows);
    moved.into_iter().chain(cleared(shown, &rows))
}

/// The band whose scrolling saves most, by the number of cells that need not be written. Cells that
/// stand still inside it (another pane) are counted as they must be repaired.
fn moved(shown: &Grid, wanted: &Grid, rows: &[Row]) -> Option<Band> {
    shifts(shown, wanted, rows.len() as u16)
        .into_iter()
        .filter_map(|shift| best(shown, wanted, rows, shift))
        .max_by_key(|(saved, _)| *saved)
        .map(|(_, band)| band)
}

/// The band that is best emptied whole, where another picture takes its place: each row in it is then
/// written without first being erased.
fn cleared(shown: &Grid, rows: &[Row]) -> Option<Band> {
    /// What the orders cost, in cells.
    const ORDERS: i32 = 22;
    /// What it costs to erase a row and get there.
    const ROW: i32 = 5;
    let (mut run, mut start) = (0, 0);
    let mut best: Option<(i32, Range<u16>)> = None;
    for (y, Row { now, anew }) in (0..).zip(rows.iter().copied()) {
        let row = if now > 0 && filled(shown.row(y)) > 0 {
            ROW
        } else {
            0
        };
        if run <= 0 {
            (run, start) = (0, y);
        }
        run += now.min(anew + row) - anew;
        if run > best.as_ref().map_or(ORDERS, |(most, _)| *most) {
            best = Some((run, start..y + 1));
        }
    }
    best.map(|(_, rows)| Band {
        by: rows.end - rows.start,
        rows,
        up: true,
    })
}

/// The shifts that most chunks have made: positive where rows have moved up. At most two.
fn shifts(shown: &Grid, wanted: &Grid, height: u16) -> Vec<i32> {
    let (old, new) = (chunks(shown, height), chunks(wanted, height));
    let middle = i32::from(height);
    let mut votes = vec![0_u32; 2 * usize::from(height) + 1];
    for (to, wanted) in (0_i32..).zip(&new) {
        for (from, shown) in (0_i32..).zip(&old) {
            let same = wanted
                .iter()
                .zip(shown)
                .filter(|(a, b)| a.is_some() && a == b)
                .count();
            if let Some(vote) = votes.get_mut((from - to + middle) as usize) {
                *vote += same as u32;
            }
        }
    }
    let mut order: Vec<(u32, i32)> = votes
        .into_iter()
        .zip(-middle..)
        .filter(|(votes, shift)| *votes > 2 && *shift != 0)
        .collect();
    order.sort_by_key(|(votes, shift)| (std::cmp::Reverse(*votes), shift.abs()));
    order.into_iter().take(2).map(|(_, shift)| shift).collect()
}

/// A number for the content of each chunk of each row; nothing for blank ones.
fn chunks(grid: &Grid, height: u16) -> Vec<Vec<Option<u64>>> {
    let number = |chunk: &[Glyph]| {
        if chunk.iter().all(Glyph::is_blank) {
            return None;
        }
        // Two chunks with the same number cost a vote for a shift that is then not taken.
        let mix = |number: u64, c: char| (number ^ u64::from(c)).wrapping_mul(0x0100_0000_01b3);
        Some(chunk.iter().fold(0, |number, glyph| match &glyph.text {
            Text::Char(c) => mix(number, *c),
            Text::Cluster(text) => text.chars().fold(number, mix),
            Text::Tail => number,
        }))
    };
    (0..height)
        .map(|y| grid.row(y).chunks(CHUNK).map(number).collect())
        .collect()
}

fn differing(a: &[Glyph], b: &[Glyph]) -> i32 {
    a.iter().zip(b).filter(|(a, b)| a != b).count() as i32
}

/// How many cells of a row differ from a blank one.
fn filled(row: &[Glyph]) -> i32 {
    row.iter().filter(|glyph| **glyph != Glyph::BLANK).count() as i32
}

/// The best band for a shift and how many cells it saves, if it saves any.
fn best(shown: &Grid, wanted: &Grid, rows: &[Row], shift: i32) -> Option<(i32, Band)> {
    /// What the orders cost, in cells.
    const ORDERS: i32 = 16;
    let up = shift > 0;
    let by = u16::try_from(shift.unsigned_abs()).ok()?;
    let height = rows.len() as u16;
    // Rows are taken in the order in which they come to the edge that opens.
    let row = |n: u16| if up { n } else { height - 1 - n };
    let counted = |n: u16| rows[usize::from(row(n))];
    let (mut run, mut start) = (0, 0);
    let mut best: Option<(i32, Range<u16>)> = None;
    // What the rows that open cost more than they do now.
    let loss = |n: u16| counted(n).anew - counted(n).now;
    for n in 0..height.checked_sub(by)? {
        let moved = differing(shown.row(row(n + by)), wanted.row(row(n)));
        let gain = counted(n).now - moved;
        if run <= 0 {
            (run, start) = (0, n);
        }
        run += gain;
        let opened: i32 = (n + 1..n + 1 + by).map(loss).sum();
        let saved = run - opened - ORDERS;
        if saved > best.as_ref().map_or(0, |(most, _)| *most) {
            best = Some((saved, start..n + 1 + by));
        }
    }
    best.map(|(saved, rows)| {
        let rows = if up {
            rows
        } else {
            height - rows.end..height - rows.start
        };
        (saved, Band { rows, by, up })
    })
}
