//! A list with a marker: what is selected is an id, not a row number.

use crate::ui::action::Action;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;

/// Which rows of a long list are seen, and which of them the marker stands on. For lists that
/// read only the rows they show; [`List`] adds the id.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// The row the marker stands on.
    pub at: usize,
    /// The first row that is seen.
    pub top: usize,
}

impl Window {
    /// Moves the marker for an action among `total` rows, `height` of them seen. Says whether
    /// the action was one that moves.
    pub fn act(&mut self, action: Action, total: usize, height: usize) -> bool {
        let page = height.saturating_sub(1).max(1);
        (self.at, self.top) = match action {
            Action::Up => (self.at.saturating_sub(1), self.top),
            Action::Down => (self.at + 1, self.top),
            Action::PageUp => (self.at.saturating_sub(page), self.top.saturating_sub(page)),
            Action::PageDown => (self.at + page, self.top + page),
            Action::First => (0, 0),
            Action::Last => (total, total),
            _ => return false,
        };
        self.keep(total, height);
        true
    }

    /// Keeps the marker among the rows and in sight. At the edge the rows move by as little as is
    /// needed, so that the terminal can move most of them by itself.
    pub fn keep(&mut self, total: usize, height: usize) {
        let height = height.max(1);
        self.at = self.at.min(total.saturating_sub(1));
        let lowest = (self.at + 1).saturating_sub(height);
        self.top = self.top.clamp(lowest, self.at);
        self.top = self.top.min(total.saturating_sub(height));
    }
}

/// A list whose selection follows an id when rows come and go.
#[derive(Clone, Debug, Default)]
pub struct List<K> {
    selected: Option<K>,
    window: Window,
    /// The row that has the weight: the one the marker last rested on.
    rested: usize,
}

impl<K: Clone + PartialEq> List<K> {
    /// A list with nothing selected; the first row is, once there are rows.
    pub fn new() -> Self {
        List {
            selected: None,
            window: Window::default(),
            rested: 0,
        }
    }

    /// The id of the selected row.
    pub fn selected(&self) -> Option<&K> {
        self.selected.as_ref()
    }

    /// The row number of the selected row.
    pub fn at(&self) -> usize {
        self.window.at
    }

    /// Selects an id before the next [`List::keep`].
    pub fn select(&mut self, id: K) {
        self.selected = Some(id);
    }

    /// After rows have been read: finds the selected id again, or the row that stands where it
    /// stood. `ids` are all rows in order, `height` how many are seen.
    pub fn keep(&mut self, ids: &[K], height: u16) {
        let found = self
            .selected
            .as_ref()
            .and_then(|id| ids.iter().position(|other| other == id));
        if let Some(at) = found {
            self.window.at = at;
        }
        self.window.keep(ids.len(), usize::from(height));
        self.selected = ids.get(self.window.at).cloned();
        self.rest();
    }

    /// Gives the weight to the row the marker stands on. A step then costs the marker alone, and
    /// the two rows that change their weight are sent when it has been decided where to stay.
    pub fn rest(&mut self) {
        self.rested = self.window.at;
    }

    /// Moves for an action; says whether the action was one that moves.
    pub fn act(&mut self, action: Action, ids: &[K], height: u16) -> bool {
        let moved = self.window.act(action, ids.len(), usize::from(height));
        if moved {
            self.selected = ids.get(self.window.at).cloned();
        }
        moved
    }

    /// Draws the rows that are seen. `row` gets a canvas of one row without the marker's column,
    /// and the row's number. The selected row has the marker and, at rest, is bold; never painted.
    pub fn view(
        &self,
        canvas: &mut Canvas<'_>,
        total: usize,
        mut row: impl FnMut(&mut Canvas<'_>, usize),
    ) {
        let columns = canvas.width();
        for (y, i) in (0..canvas.height()).zip(self.window.top..total) {
            if i == self.window.at {
                canvas.text(0, y, Role::Marker, "▌");
            }
            let mut line = canvas.part(1, y, columns.saturating_sub(1), 1);
            if i == self.rested {
                line.strong();
            }
            row(&mut line, i);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_selection_follows_its_id() {
        let mut list = List::new();
        list.keep(&[10, 20, 30], 5);
        list.act(Action::Down, &[10, 20, 30], 5);
        assert_eq!(list.selected(), Some(&20));
        list.keep(&[5, 10, 20, 30], 5);
        assert_eq!((list.selected(), list.at()), (Some(&20), 2));
        list.keep(&[5, 10, 30], 5);
        assert_eq!(list.selected(), Some(&30));
        list.keep(&[], 5);
        assert_eq!(list.selected(), None);
        list.keep(&[7], 5);
        assert_eq!(list.selected(), Some(&7));
    }

    #[test]
    fn at_the_edge_one_row_comes_in_and_a_page_key_turns_a_page() {
        let mut window = Window::default();
        for _ in 0..5 {
            window.act(Action::Down, 30, 5);
        }
        assert_eq!(window, Window { at: 5, top: 1 });
        window.act(Action::PageDown, 30, 5);
        assert_eq!(window, Window { at: 9, top: 5 });
        for _ in 0..5 {
            window.act(Action::Up, 30, 5);
        }
        assert_eq!(window, Window { at: 4, top: 4 });
        window.act(Action::PageUp, 30, 5);
        assert_eq!(window, Window { at: 0, top: 0 });
    }

    #[test]
    fn the_marker_stays_in_sight() {
        let mut window = Window::default();
        for total in [0, 1, 7, 100] {
            for height in [1, 3, 20] {
                for action in [
                    Action::Last,
                    Action::Up,
                    Action::PageUp,
                    Action::Down,
                    Action::PageDown,
                    Action::First,
                ] {
                    assert!(window.act(action, total, height));
                    assert!(window.at < total.max(1));
                    assert!(window.top <= window.at && window.at < window.top + height);
                    assert!(window.top + height <= total.max(height));
                }
            }
        }
        assert!(!window.act(Action::Open, 3, 3));
    }
}
