//! How the desk lies in its window: which screens have room, and one frame of them.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Size};

use super::{Changed, Desk, SMALLEST, room};
use crate::ui::canvas::{Canvas, Rect};
use crate::ui::theme::Role;
use crate::ui::widget::{hint_bar, message};

impl Desk {
    /// The window has another size.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        if self.size != (columns, rows) {
            self.size = (columns, rows);
            self.redraw = true;
            self.reload();
        }
    }

    /// The size of the window.
    pub(in crate::app) fn size(&self) -> Size {
        Size::from(self.size)
    }

    pub(super) fn rooms(&mut self) -> Vec<u16> {
        let (stack, ctx) = self.split();
        let height = |i| room::of(stack, i, ctx.height).height;
        (0..stack.len()).map(height).collect()
    }

    /// Lets every screen that has got other rows fill them.
    pub(super) fn make_room(&mut self) {
        let rooms = self.rooms();
        let before = std::mem::replace(&mut self.rooms, rooms.clone());
        let changed = |i: &usize| before.get(*i).is_some_and(|was| Some(was) != rooms.get(*i));
        for i in (0..rooms.len()).filter(changed) {
            self.fit(i);
        }
    }

    /// Lets one screen read what it shows in its new rows; what it refuses is shown.
    pub(super) fn fit(&mut self, at: usize) {
        self.changed(None);
        let (stack, ctx) = self.split();
        let ctx = room::fitted(&ctx, stack, at);
        if let Some(Err(error)) = stack.get_mut(at).map(|screen| screen.fit(&ctx)) {
            self.message = Some(error.into());
        }
    }

    pub(super) fn too_small(&self) -> bool {
        self.size.0 < SMALLEST.0 || self.size.1 < SMALLEST.1
    }

    /// Notes what may look otherwise than in the last frame: some parts of it, or anything.
    pub(super) fn changed(&mut self, parts: Option<Vec<Rect>>) {
        match (&mut self.changed, parts) {
            (Changed::Parts(all), Some(parts)) => {
                for part in parts {
                    if !all.contains(&part) {
                        all.push(part);
                    }
                }
            }
            (changed, _) => *changed = Changed::All,
        }
    }

    /// What may look otherwise than in the last frame; from now on that is nothing.
    pub fn take_changed(&mut self) -> Changed {
        let said = self.message.is_some() || self.lock.is_some();
        match std::mem::replace(&mut self.changed, Changed::Parts(Vec::new())) {
            Changed::Parts(parts) if !said => Changed::Parts(parts),
            _ => Changed::All,
        }
    }

    /// Draws the frame on an empty buffer of the window's size; gives where the cursor stands.
    pub fn draw(&mut self, buffer: &mut Buffer) -> Option<Position> {
        self.draw_changed(buffer, &Changed::All)
    }

    /// Draws what has changed of the frame on the last one, where those parts are empty.
    pub fn draw_changed(&mut self, buffer: &mut Buffer, changed: &Changed) -> Option<Position> {
        let mut cursor = None;
        if self.too_small() {
            let (columns, rows) = self.size;
            let mut canvas = Canvas::new(buffer, &self.tools.theme, &mut cursor);
            let text = format!(
                "Fönstret är för litet: {columns}×{rows}. Minst {}×{} behövs.",
                SMALLEST.0, SMALLEST.1
            );
            canvas.paragraph(0, 0, columns, Role::Text, &text);
            return None;
        }
        if let Some(lock) = &self.lock {
            return self.draw_lock(lock, buffer);
        }
        let shown = self.message.clone();
        let veil = self.veil.clone();
        let thin = self.thin;
        let (stack, ctx) = self.split();
        let mut canvas = Canvas::new(buffer, ctx.theme, &mut cursor).veiled(veil.as_ref());
        if let Changed::Parts(parts) = changed {
            canvas = canvas.only(parts);
        }
        canvas.ground();
        if thin {
            canvas = canvas.without_rules();
        }
        for i in room::first_seen(stack, ctx.height)..stack.len() {
            canvas.clear_cursor();
            let rows = room::of(stack, i, ctx.height);
            if let Some(over) = rows.top.checked_sub(1) {
                canvas.rule(over);
            }
            let mut area = canvas.part(0, rows.top, ctx.width, rows.height);
            if let Some(screen) = stack.get(i) {
                screen.view(&room::fitted(&ctx, stack, i), &mut area);
            }
        }
        canvas.rule(ctx.height);
        if veil.is_some() {
            let end = ctx.width.saturating_sub(1);
            canvas.right(end, ctx.height, Role::HeadNote, " avidentifierat ");
        }
        let mut foot = canvas.below(ctx.height + 1);
        if let Some(top) = stack.last().filter(|_| foot.is_drawn()) {
            let hints = if thin { Vec::new() } else { top.hints(&ctx) };
            let word = |action| top.word(action);
            hint_bar(&mut foot, ctx.keymap, top.scope(), &hints, word);
        }
        if let Some(shown) = shown {
            message(&mut canvas, ctx.height, &shown);
        }
        cursor
    }
}
