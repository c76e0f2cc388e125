//! A text that is longer than its window: the keys that move in it and the line it then begins at.

use crate::ui::action::Action;

/// The actions that move in a text.
pub const SCROLLING: [Action; 6] = [
    Action::Up,
    Action::Down,
    Action::PageUp,
    Action::PageDown,
    Action::First,
    Action::Last,
];

/// The first line in sight after an action, for a text of `lines` in a window of `rows`. A page keeps a line of the
/// one before in sight; the text never ends above the window's foot. Other actions only see to the latter.
pub fn scrolled(top: usize, action: Action, lines: usize, rows: usize) -> usize {
    let last = lines.saturating_sub(rows);
    let page = rows.saturating_sub(1).max(1);
    match action {
        Action::Up => top.saturating_sub(1),
        Action::Down => top.saturating_add(1),
        Action::PageUp => top.saturating_sub(page),
        Action::PageDown => top.saturating_add(page),
        Action::First => 0,
        Action::Last => last,
        _ => top,
    }
    .min(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_keeps_a_line_in_sight_and_nothing_goes_past_the_ends() {
        assert_eq!(scrolled(0, Action::PageDown, 30, 10), 9);
        assert_eq!(scrolled(18, Action::PageDown, 30, 10), 20);
        assert_eq!(scrolled(5, Action::PageUp, 30, 10), 0);
        assert_eq!(scrolled(20, Action::Down, 30, 10), 20);
        assert_eq!(scrolled(3, Action::Last, 30, 10), 20);
        assert_eq!(scrolled(7, Action::Open, 30, 10), 7);
        // Shorter than its window it stands still, also when it was longer before.
        assert_eq!(scrolled(7, Action::Open, 4, 10), 0);
        assert_eq!(scrolled(0, Action::Down, 4, 0), 1);
    }
}
