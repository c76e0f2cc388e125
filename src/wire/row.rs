//! One row from what is shown to what is wanted.

use std::ops::Range;

use super::brush::{Brush, stop_before};
use super::grid::{Glyph, extent};

/// A row that is to look otherwise.
#[derive(Debug)]
pub(super) struct Difference<'a> {
    pub(super) y: u16,
    shown: &'a [Glyph],
    wanted: &'a [Glyph],
    changed: Changed,
}

/// Which columns of a row must be written.
#[derive(Debug)]
struct Changed {
    columns: Vec<bool>,
    /// From the first of them to the last.
    span: Range<usize>,
}

impl<'a> Difference<'a> {
    /// What differs between some columns of a row, if anything does.
    pub(super) fn between(
        y: u16,
        shown: &'a [Glyph],
        wanted: &'a [Glyph],
        columns: &Range<usize>,
    ) -> Option<Difference<'a>> {
        let (old, new) = (shown.get(columns.clone())?, wanted.get(columns.clone())?);
        let first = old.iter().zip(new).position(|(old, new)| old != new)?;
        let changed = changed(shown, wanted, columns.start + first..columns.end);
        Some(Difference {
            y,
            shown,
            wanted,
            changed,
        })
    }

    /// Draws it from left to right.
    pub(super) fn draw(&self, brush: &mut Brush) {
        let Difference {
            y,
            shown,
            wanted,
            changed,
        } = self;
        let span = changed.span.clone();
        let blank = |x: &usize| changed.columns[*x] && wanted[*x].is_erased();
        let piecewise = |brush: &mut Brush| pieces(brush, *y, wanted, changed);
        if span.clone().filter(blank).count() <= 3 {
            piecewise(brush);
            return;
        }
        // Many blanks to make: to empty the row once and write what is left may be shorter.
        let emptied = |brush: &mut Brush| {
            let start = extent(shown, span.start).start;
            let mut bare = shown.to_vec();
            for glyph in bare.iter_mut().skip(start) {
                *glyph = Glyph::BLANK;
            }
            reach(brush, *y, start, wanted, None);
            brush.erase_line();
            pieces(
                brush,
                *y,
                wanted,
                &self::changed(&bare, wanted, 0..wanted.len()),
            );
        };
        brush.shortest([&piecewise, &emptied]);
    }
}

/// Which must be written where a row differs only between some columns. A wide glyph is written
/// whole, and so is what it covered; beside one about whose width terminals differ, so is everything that it
/// may have hit.
fn changed(shown: &[Glyph], wanted: &[Glyph], columns: Range<usize>) -> Changed {
    let mut changed = vec![false; wanted.len()];
    let mut settled = true;
    for x in columns {
        if shown[x] != wanted[x] {
            changed[x] = true;
            settled &= shown[x].is_simple() && wanted[x].is_simple();
        }
    }
    while !settled {
        let before = changed.clone();
        for x in 0..changed.len() {
            if before[x] {
                for row in [shown, wanted] {
                    for at in extent(row, x) {
                        changed[at] = true;
                    }
                }
                let hit = changed.iter_mut().skip(x).take(wanted[x].spill());
                hit.for_each(|c| *c = true);
            }
        }
        settled = changed == before;
    }
    let first = changed.iter().position(|c| *c).unwrap_or(0);
    let end = changed.iter().rposition(|c| *c).map_or(0, |last| last + 1);
    Changed {
        columns: changed,
        span: first..end,
    }
}

fn pieces(brush: &mut Brush, y: u16, wanted: &[Glyph], changed: &Changed) {
    let Changed { columns, span } = changed;
    let end = || {
        wanted
            .iter()
            .rposition(|g| !g.is_erased())
            .map_or(0, |at| at + 1)
    };
    let mut x = span.start;
    while x < span.end {
        let Some(glyph) = wanted.get(x).filter(|g| columns[x] && !g.is_tail()) else {
            x += 1;
            continue;
        };
        if glyph.is_erased() {
            let run = wanted[x..span.end]
                .iter()
                .take_while(|g| g.is_erased())
                .count();
            let blanks = columns[x..x + run]
                .iter()
                .rposition(|c| *c)
                .map_or(0, |at| at + 1);
            if blanks > 3 && x >= end() {
                reach(brush, y, x, wanted, None);
                brush.erase_line();
                return;
            }
            // After erasing, the cursor still has to be brought past the blanks.
            if brush.terminal.erase_chars && blanks > 2 * brush.hop_bytes(x, x + blanks) {
                reach(brush, y, x, wanted, None);
                brush.erase(blanks as u16);
                x += blanks;
                continue;
            }
        }
        reach(brush, y, x, wanted, Some(glyph));
        brush.write(glyph);
        x += usize::from(glyph.width);
    }
}

/// How many bytes it takes to write what stands in a gap, and to turn to what comes then; nothing where
/// the gap is better not touched.
fn written(brush: &mut Brush, gap: &[Glyph], then: Option<&Glyph>) -> Option<usize> {
    if gap.len() > 16 || !gap.iter().all(Glyph::is_simple) {
        return None;
    }
    let mut pen = brush.state.pen;
    let turns = brush.bytes_of(|out| {
        for glyph in gap.iter().chain(then) {
            pen = Some(glyph.turn(pen, out));
        }
    });
    Some(turns + gap.iter().map(Glyph::bytes).sum::<usize>())
}

/// Brings the cursor to a column: by moving, or by writing once more what stands between where
/// that is shorter, what comes `then` counted in.
pub(super) fn reach(brush: &mut Brush, y: u16, x: usize, wanted: &[Glyph], then: Option<&Glyph>) {
    let here = brush
        .state
        .column
        .filter(|_| brush.state.row == Some(y))
        .map(usize::from);
    if here == Some(x) {
        return;
    }
    if let Some(from) = here.filter(|from| *from < x) {
        // From where to write: from here, from the last tab stop, or not at all. Of equals the first, so
        // that a blank is a blank to whoever copies it.
        let stop = stop_before(x).max(from);
        let best = [from, stop, x]
            .into_iter()
            .filter_map(|start| {
                let gap = wanted.get(start..x)?;
                let bytes = written(brush, gap, then)?;
                Some((bytes + brush.hop_bytes(from, start), start))
            })
            .min_by_key(|(bytes, _)| *bytes);
        let start = best.map_or(x, |(_, start)| start);
        brush.go(y, start as u16);
        for glyph in wanted.get(start..x).unwrap_or(&[]) {
            brush.write(glyph);
        }
        return;
    }
    // On another row, or further to the left: to hop there, or to the tab stop before and write on from it.
    // At the beginning of a row a few blanks are shorter than a motion over them.
    let start = if x <= 4 { 0 } else { stop_before(x) };
    let gap = wanted.get(start..x).unwrap_or(&[]);
    if gap.is_empty() || !gap.iter().all(Glyph::is_simple) {
        brush.go(y, x as u16);
        return;
    }
    let hop = |brush: &mut Brush| {
        brush.go(y, x as u16);
        turn(brush, then);
    };
    let write = |brush: &mut Brush| {
        brush.go(y, start as u16);
        for glyph in gap {
            brush.write(glyph);
        }
        turn(brush, then);
    };
    brush.shortest([&hop, &write]);
}

/// Takes the pen of what comes then, so that two ways to it can be compared.
fn turn(brush: &mut Brush, then: Option<&Glyph>) {
    if let Some(glyph) = then {
        brush.state.pen = Some(glyph.turn(brush.state.pen, &mut brush.out));
    }
}
