//! The bottom line: the next steps as verbs with their keys.

use crate::ui::action::{Action, Scope};
use crate::ui::canvas::Canvas;
use crate::ui::keymap::Keymap;
use crate::ui::theme::Role;
use crate::ui::wrap::width;

const GAP: usize = 3;

/// Draws at most six verbs on the first row, as many as fit, and always help last but in the help itself
/// and over a locked desk. The most important stand first, so the narrow window loses the least. `word` says what
/// each does where one stands.
pub fn hint_bar(
    canvas: &mut Canvas<'_>,
    keymap: &Keymap,
    scope: Scope,
    verbs: &[Action],
    word: impl Fn(Action) -> &'static str,
) {
    let columns = usize::from(canvas.width());
    let piece = |action: Action| keymap.hint(scope, action).map(|key| (key, word(action)));
    let long = |(key, label): &(String, &str)| width(key) + 1 + width(label);
    let help = piece(Action::Help).filter(|_| !matches!(scope, Scope::Help | Scope::Lock));
    let kept = help.as_ref().map_or(0, |h| long(h) + GAP);
    let mut x = 1;
    let mut draw = |x: usize, key: &str, label: &str| {
        let at = u16::try_from(x).unwrap_or(u16::MAX);
        let taken = canvas.text(at, 0, Role::HintKey, key);
        canvas.text(at.saturating_add(taken + 1), 0, Role::HintText, label);
    };
    for hint in verbs.iter().filter(|a| **a != Action::Help).take(6) {
        let Some(hint) = piece(*hint) else { continue };
        if x + long(&hint) + kept > columns {
            break;
        }
        draw(x, &hint.0, hint.1);
        x += long(&hint) + GAP;
    }
    if let Some((key, label)) = help {
        draw(x, &key, label);
    }
}
