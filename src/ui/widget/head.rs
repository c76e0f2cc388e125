//! The head line with its one rule, and the text of an empty list.

use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::wrap::width;

/// Draws the head: what is on the left, the numbers or notes on the right, the rule under. When
/// both do not fit the right side wins its room only after the first piece on the left, which
/// says whose file this is. Gives the rows taken: two.
pub fn head(canvas: &mut Canvas<'_>, left: &[(Role, &str)], right: &[(Role, &str)]) -> u16 {
    let columns = usize::from(canvas.width());
    let wanted: usize = right.iter().map(|(_, t)| width(t)).sum();
    let first = left.first().map_or(0, |(_, t)| width(t));
    let room = if wanted == 0 || first + wanted + 3 > columns {
        columns
    } else {
        columns - wanted - 2
    };
    let room = u16::try_from(room).unwrap_or(u16::MAX);
    canvas
        .part(1, 0, room.saturating_sub(1), 1)
        .line(0, 0, left);
    if usize::from(room) < columns {
        let start = columns.saturating_sub(wanted + 1);
        canvas.line(u16::try_from(start).unwrap_or(0), 0, right);
    }
    canvas.rule(1);
    2
}

/// Says what an empty list is and what to do next, in the middle of the quiet.
pub fn empty(canvas: &mut Canvas<'_>, y: u16, what: &str, next: &str) -> u16 {
    let columns = canvas.width().saturating_sub(6);
    let rows = canvas.paragraph(3, y + 1, columns, Role::Text, what);
    let more = canvas.paragraph(3, y + 1 + rows, columns, Role::TextDim, next);
    1 + rows + more
}
