//! A text laid out in lines of a width, as it is read.

use crate::core::text::fold;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::wrap::wrap;

/// Text is never set wider than this: longer lines are hard to read.
const WIDEST: u16 = 76;

/// One line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Where each piece stands, its role and its words.
    pub pieces: Vec<(u16, Role, String)>,
    /// Whether it is a heading that one can go to.
    pub heading: bool,
}

/// The lines of a page, written one after another.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    /// The lines.
    pub all: Vec<Line>,
    columns: u16,
}

impl Lines {
    /// An empty page for a window of this width.
    pub fn new(columns: u16) -> Lines {
        Lines {
            all: Vec::new(),
            columns: columns.saturating_sub(2).min(WIDEST),
        }
    }

    /// An empty line, but not at the top and not two.
    pub fn gap(&mut self) {
        if self.all.last().is_some_and(|line| !line.pieces.is_empty()) {
            self.all.push(Line::default());
        }
    }

    /// A heading.
    pub fn heading(&mut self, text: &str) {
        self.gap();
        self.all.push(Line {
            pieces: vec![(1, Role::FormSection, text.to_owned())],
            heading: true,
        });
    }

    /// A text with soft wrap.
    pub fn text(&mut self, x: u16, role: Role, text: &str) {
        let columns = usize::from(self.columns.saturating_sub(x).max(10));
        for line in wrap(text, columns) {
            self.all.push(Line {
                pieces: vec![(x, role, line)],
                heading: false,
            });
        }
    }

    /// A label with its value beside it.
    pub fn fact(&mut self, label: &str, value: &str) {
        const LEFT: u16 = 23;
        let columns = usize::from(self.columns.saturating_sub(LEFT).max(10));
        for (i, line) in wrap(value, columns).into_iter().enumerate() {
            let mut pieces = Vec::new();
            if i == 0 {
                pieces.push((1, Role::FormLabel, label.to_owned()));
            }
            pieces.push((LEFT, Role::Text, line));
            self.all.push(Line {
                pieces,
                heading: false,
            });
        }
    }

    /// A line of pieces.
    pub fn row(&mut self, pieces: Vec<(u16, Role, String)>) {
        self.all.push(Line {
            pieces,
            heading: false,
        });
    }

    /// The lines that hold the words.
    pub fn matches(&self, query: &str) -> Vec<usize> {
        let query = fold(query);
        if query.trim().is_empty() {
            return Vec::new();
        }
        let holds = |line: &Line| {
            let whole: Vec<&str> = line
                .pieces
                .iter()
                .map(|(_, _, text)| text.as_str())
                .collect();
            fold(&whole.join(" ")).contains(query.trim())
        };
        (0..self.all.len())
            .filter(|i| self.all.get(*i).is_some_and(holds))
            .collect()
    }

    /// Draws the lines from one on; what was searched for stands out, and the marker on the match that
    /// one is at.
    pub fn view(&self, canvas: &mut Canvas<'_>, top: usize, query: &str, at: Option<usize>) {
        for ((y, i), line) in (0..canvas.height())
            .zip(top..)
            .zip(self.all.iter().skip(top))
        {
            if at == Some(i) {
                canvas.text(0, y, Role::Marker, "▌");
            }
            for (x, role, text) in &line.pieces {
                let mut parts = Vec::new();
                let mut rest = text.as_str();
                while let Some((start, end)) = found(rest, query) {
                    parts.push((*role, &rest[..start]));
                    parts.push((Role::SearchMatch, &rest[start..end]));
                    rest = &rest[end..];
                }
                parts.push((*role, rest));
                canvas.run(*x, y, &parts);
            }
        }
    }
}

/// Where the words stand in a text, forgiving of case and dots, as bytes.
fn found(text: &str, query: &str) -> Option<(usize, usize)> {
    let query = fold(query.trim());
    if query.is_empty() {
        return None;
    }
    let ends = |from: usize| {
        text[from..]
            .char_indices()
            .map(move |(i, c)| from + i + c.len_utf8())
    };
    text.char_indices().find_map(|(start, _)| {
        ends(start)
            .take(query.chars().count() + 4)
            .find(|end| fold(&text[start..*end]) == query)
            .map(|end| (start, end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_searched_for_is_found_with_its_dots() {
        assert_eq!(found("i Åbergs kök", "aberg"), Some((2, 8)));
        assert_eq!(found("i Åbergs kök", "KÖK"), Some((10, 14)));
        assert_eq!(found("kök", "x"), None);
        assert_eq!(found("kök", " "), None);
    }
}
