//! The rows that are seen, read by key ranges: a key costs one range of a window's length, however
//! long the list is.

use crate::core::query::{Anchor, CaseRow, Filter};
use crate::error::Result;
use crate::store::Direction;
use crate::ui::action::Action;
use crate::ui::screen::Context;

/// A window on the list and the row that is selected in it.
#[derive(Debug, Default)]
pub(super) struct Rows {
    shown: Vec<CaseRow>,
    at: usize,
    /// The window stands at the list's beginning, so that a new first row is to be seen.
    at_top: bool,
}

impl Rows {
    /// The rows that are seen.
    pub fn shown(&self) -> &[CaseRow] {
        &self.shown
    }

    /// Which of them is selected.
    pub fn at(&self) -> usize {
        self.at
    }

    /// The selected row.
    pub fn selected(&self) -> Option<&CaseRow> {
        self.shown.get(self.at)
    }

    /// Reads again after something was written: the same case stays selected, on the same row of
    /// the screen; if it has left the list, the one that stands where it stood.
    pub fn read(&mut self, ctx: &Context<'_>, filter: &Filter, height: usize) -> Result<()> {
        let range = Range { ctx, filter };
        let Some(selected) = self.selected() else {
            return self.first(&range, height);
        };
        let (case, old) = (selected.id, selected.anchor.clone());
        let anchor = range.place_of(case)?.unwrap_or(old);
        if self.at_top {
            let shown = range.from(None, height)?;
            let at = shown.partition_point(|row| row.anchor < anchor);
            if at < shown.len() || (at > 0 && shown.len() < height) {
                self.at = at.min(shown.len() - 1);
                self.shown = shown;
                return Ok(());
            }
        }
        self.around(&range, &anchor, height)
    }

    /// Reads another selection of cases: the same case if it is there too, else the first.
    pub fn reread(&mut self, ctx: &Context<'_>, filter: &Filter, height: usize) -> Result<()> {
        let range = Range { ctx, filter };
        let place = match self.selected() {
            Some(row) => range.place_of(row.id)?,
            None => None,
        };
        self.first(&range, height)?;
        let Some(anchor) = place else { return Ok(()) };
        match self.shown.iter().position(|row| row.anchor == anchor) {
            Some(at) => {
                self.at = at;
                Ok(())
            }
            None => self.around(&range, &anchor, height),
        }
    }

    fn first(&mut self, range: &Range<'_, '_>, height: usize) -> Result<()> {
        self.shown = range.from(None, height)?;
        (self.at, self.at_top) = (0, true);
        Ok(())
    }

    /// A window where the row at `anchor`, or the one after it, stands as far down as before.
    fn around(&mut self, range: &Range<'_, '_>, anchor: &Anchor, height: usize) -> Result<()> {
        let wanted = self.at.min(height.saturating_sub(1));
        let mut shown = range.before(Some(anchor), wanted)?;
        let mut at = shown.len();
        self.at_top = at < wanted || wanted == 0;
        shown.extend(range.from(Some(anchor), height - shown.len())?);
        let short = height - shown.len();
        if short > 0 && at == wanted {
            let more = match shown.first() {
                Some(row) => range.before(Some(&row.anchor), short)?,
                None => range.before(Some(anchor), short)?,
            };
            self.at_top = more.len() < short;
            at += more.len();
            shown.splice(0..0, more);
        } else if wanted == 0 {
            let above = shown.first().map(|row| range.before(Some(&row.anchor), 1));
            self.at_top = above.transpose()?.is_none_or(|rows| rows.is_empty());
        }
        self.at = at.min(shown.len().saturating_sub(1));
        self.shown = shown;
        Ok(())
    }

    /// Moves for an action; says whether it was one that moves.
    pub fn act(
        &mut self,
        action: Action,
        ctx: &Context<'_>,
        filter: &Filter,
        height: usize,
    ) -> Result<bool> {
        let range = Range { ctx, filter };
        let last = self.shown.len().saturating_sub(1);
        match action {
            Action::Up if self.at > 0 => self.at -= 1,
            Action::Down if self.at < last => self.at += 1,
            // At the edge one row comes in, so that the terminal can move the others by itself.
            Action::Up => {
                self.turn_back(&range, 1, height)?;
                self.at = 0;
            }
            Action::Down => {
                self.turn(&range, 1, height)?;
                self.at = self.shown.len().saturating_sub(1);
            }
            Action::PageDown => {
                let added = self.turn(&range, height, height)?;
                let end = self.shown.len().saturating_sub(1);
                self.at = match added {
                    0 => end,
                    added => (self.at + height - added).min(end),
                };
            }
            Action::PageUp => {
                let added = self.turn_back(&range, height, height)?;
                self.at = (self.at + added).saturating_sub(height);
            }
            Action::First => self.first(&range, height)?,
            Action::Last => {
                self.shown = range.before(None, height)?;
                self.at = self.shown.len().saturating_sub(1);
                self.at_top = self.shown.len() < height;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Lets so many rows in from below, as far as there are any; gives how many came.
    fn turn(&mut self, range: &Range<'_, '_>, by: usize, height: usize) -> Result<usize> {
        let Some(last) = self.shown.last() else {
            return Ok(0);
        };
        let next = range.after(&last.anchor, by)?;
        let added = next.len();
        if added > 0 {
            self.shown.extend(next);
            let over = self.shown.len().saturating_sub(height);
            self.shown.drain(..over);
            self.at_top = false;
        }
        Ok(added)
    }

    /// Lets so many rows in from above. One more is asked for, which tells whether this is the
    /// beginning.
    fn turn_back(&mut self, range: &Range<'_, '_>, by: usize, height: usize) -> Result<usize> {
        let Some(first) = self.shown.first() else {
            return Ok(0);
        };
        let mut before = range.before(Some(&first.anchor), by + 1)?;
        self.at_top = before.len() <= by;
        let added = before.len().min(by);
        before.drain(..before.len() - added);
        self.shown.splice(0..0, before);
        self.shown.truncate(height);
        Ok(added)
    }
}

/// The row of a case in this list, if it is in it.
pub(super) fn find(ctx: &Context<'_>, filter: &Filter, case: i64) -> Result<Option<CaseRow>> {
    let range = Range { ctx, filter };
    let Some(anchor) = range.place_of(case)? else {
        return Ok(None);
    };
    Ok(range.from(Some(&anchor), 1)?.into_iter().next())
}

struct Range<'a, 'b> {
    ctx: &'a Context<'b>,
    filter: &'a Filter,
}

impl Range<'_, '_> {
    fn read(&self, anchor: Option<&Anchor>, way: Direction, limit: usize) -> Result<Vec<CaseRow>> {
        if limit == 0 {
            return Ok(Vec::new());
        }
        let Context { store, user, .. } = self.ctx;
        store.list(user, self.filter, anchor, way, limit)
    }

    fn from(&self, anchor: Option<&Anchor>, limit: usize) -> Result<Vec<CaseRow>> {
        self.read(anchor, Direction::From, limit)
    }

    fn after(&self, anchor: &Anchor, limit: usize) -> Result<Vec<CaseRow>> {
        self.read(Some(anchor), Direction::After, limit)
    }

    fn before(&self, anchor: Option<&Anchor>, limit: usize) -> Result<Vec<CaseRow>> {
        let mut rows = self.read(anchor, Direction::Before, limit)?;
        rows.reverse();
        Ok(rows)
    }

    /// Where a case stands in this list, if it is in it.
    fn place_of(&self, case: i64) -> Result<Option<Anchor>> {
        let Some(row) = self.ctx.store.case_row(self.ctx.user, case)? else {
            return Ok(None);
        };
        let found = self.from(Some(&row.anchor), 1)?;
        Ok(found
            .into_iter()
            .find(|other| other.id == case)
            .map(|other| other.anchor))
    }
}
