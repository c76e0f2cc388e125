//! Which rows of the window each screen of the stack has. One that lies over another takes some of them
//! from below, with a rule on top, and leaves the others to what it came from.

use crate::ui::screen::{Context, Part, Screen};

/// Rows of the area above the foot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Room {
    /// The first.
    pub(super) top: u16,
    /// How many.
    pub(super) height: u16,
    /// Whose the others are.
    pub(super) part: Part,
}

/// The rows of a screen that lies over another, of `height` in all. It leaves some of them only to one
/// whose marker stands on the case that it shows: two names are never seen where one is meant.
pub(super) fn over(beneath: Option<&dyn Screen>, screen: &dyn Screen, height: u16) -> Room {
    let same = screen.case().is_some() && beneath.and_then(|b| b.stands_on()) == screen.case();
    let taken = if same { screen.rows(height) } else { height };
    match height.saturating_sub(taken) {
        0 => whole(height),
        left => Room {
            top: left + 1,
            height: height - left - 1,
            part: Part::Lower,
        },
    }
}

/// The rows of a screen of the stack.
pub(super) fn of(stack: &[Box<dyn Screen>], at: usize, height: u16) -> Room {
    let place = |i: usize| {
        let beneath = i.checked_sub(1).and_then(|below| stack.get(below));
        let screen = stack.get(i)?;
        Some(over(beneath.map(AsRef::as_ref), screen.as_ref(), height))
    };
    let own = place(at).unwrap_or(whole(height));
    if own.part == Part::Lower {
        return own;
    }
    let next = (at + 1..stack.len()).find(|i| stack.get(*i).is_some_and(|s| !s.overlay()));
    match next
        .and_then(place)
        .and_then(|next| next.top.checked_sub(1))
    {
        Some(height) => Room {
            height,
            part: Part::Upper,
            ..own
        },
        None => own,
    }
}

fn whole(height: u16) -> Room {
    Room {
        top: 0,
        height,
        part: Part::Whole,
    }
}

/// The first screen that is seen: what lies above it leaves some of it in sight.
pub(super) fn first_seen(stack: &[Box<dyn Screen>], height: u16) -> usize {
    let whole = |i: &usize| {
        let overlay = stack.get(*i).is_some_and(|s| s.overlay());
        !overlay && of(stack, *i, height).part != Part::Lower
    };
    (0..stack.len()).rev().find(whole).unwrap_or(0)
}

/// The context of a screen: the same with its own rows.
pub(super) fn fitted<'a>(ctx: &Context<'a>, stack: &[Box<dyn Screen>], at: usize) -> Context<'a> {
    within(ctx, of(stack, at, ctx.height))
}

/// The context of a screen that has these rows.
pub(super) fn within<'a>(ctx: &Context<'a>, room: Room) -> Context<'a> {
    Context {
        height: room.height,
        part: room.part,
        ..*ctx
    }
}
