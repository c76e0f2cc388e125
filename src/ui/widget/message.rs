//! The message over the hint bar.

use crate::ui::canvas::Canvas;
use crate::ui::screen::{Message, MessageKind};
use crate::ui::theme::Role;
use crate::ui::wrap::wrap;

/// At most this many rows of a message are shown.
const ROWS: usize = 4;

/// Draws the message so that its last row is row `bottom`, over what is there.
pub fn message(canvas: &mut Canvas<'_>, bottom: u16, message: &Message) {
    let columns = usize::from(canvas.width().saturating_sub(2)).max(1);
    let mut lines = wrap(&message.text, columns);
    lines.truncate(ROWS);
    let rows = u16::try_from(lines.len()).unwrap_or(1);
    let top = (bottom + 1).saturating_sub(rows);
    let role = match message.kind {
        MessageKind::Done => Role::MessageOk,
        MessageKind::Failed => Role::MessageError,
    };
    let whole = canvas.width();
    canvas.part(0, top, whole, rows).clear();
    for (y, line) in (top..).zip(&lines) {
        canvas.text(1, y, role, line);
    }
}
