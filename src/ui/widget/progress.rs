//! How far one has come through the sections: "Behov ✓  Mål ✓  Insatser 4/5  Tid".

use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::wrap::width;

/// How far a section has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Nothing is filled in.
    Empty,
    /// So many of so many required parts.
    Part(usize, usize),
    /// All that is required is there.
    Done,
}

/// A section with its name and how far it has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The section's short name.
    pub name: String,
    /// How far it has come.
    pub progress: Progress,
}

/// Draws the sections on one row. When they do not all fit, the row shows those around the
/// current one, with "…" at the cut ends.
pub fn sections(canvas: &mut Canvas<'_>, x: u16, y: u16, list: &[Section], current: usize) {
    let told: Vec<String> = list.iter().map(told).collect();
    let room = usize::from(canvas.width().saturating_sub(x));
    let current = current.min(told.len().saturating_sub(1));
    let total = |from: usize, to: usize| -> usize {
        let words: usize = told.iter().take(to).skip(from).map(|t| width(t) + 2).sum();
        words + if from > 0 { 2 } else { 0 } + if to < told.len() { 2 } else { 0 }
    };
    let (mut from, mut to) = (0, told.len());
    while to > current + 1 && total(from, to) > room + 2 {
        to -= 1;
    }
    while from < current && total(from, to) > room + 2 {
        from += 1;
    }
    let mut at = x;
    if from > 0 {
        at += canvas.text(at, y, Role::TextDim, "… ");
    }
    for (i, text) in told.iter().enumerate().take(to).skip(from) {
        let role = match list.get(i).map(|s| s.progress) {
            _ if i == current => Role::TextStrong,
            Some(Progress::Done) => Role::FormDone,
            Some(Progress::Part(..)) => Role::Text,
            _ => Role::TextDim,
        };
        at += canvas.text(at, y, role, text);
        at += 2;
    }
    if to < told.len() {
        canvas.text(at, y, Role::TextDim, "…");
    }
}

fn told(section: &Section) -> String {
    match section.progress {
        Progress::Empty => section.name.clone(),
        Progress::Part(done, all) => format!("{} {done}/{all}", section.name),
        Progress::Done => format!("{} ✓", section.name),
    }
}
