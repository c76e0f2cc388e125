//! The case list, the start screen: *Mina ärenden*.
//!
//! One row is a case with its nearest clock. The rows are read by key ranges (`rows.rs`); what is
//! shown is chosen by saved views and a picker, and a search narrows as one types.

use std::cell::RefCell;
use std::rc::Rc;

use super::form::Form;
use super::{Context, Input, Part, Screen, Step};
use crate::core::query::{CaseRow, Counts, Filter, Scope as Whose, View};
use crate::core::text::clean_line;
use crate::error::Result;
use crate::store::draft::Draft;
use crate::ui::action::{Action, Scope};
use crate::ui::canvas::{Canvas, Rect};

mod acts;
mod draw;
mod filter;
mod line;
mod picker;
mod preview;
mod rows;
mod search;
mod table;
mod views;

pub use filter::find_view;

use line::Line;
use picker::{Group, Picker};
use preview::Preview;
use rows::Rows;
use search::Search;

/// What lies over the list.
enum Mode {
    /// Nothing.
    Rows,
    /// The search.
    Search(Search),
    /// A sheet to choose from.
    Pick(Picker),
    /// The name of a view to save, and its number key.
    Name(u8, Line),
}

/// The case list, the start screen.
pub struct ListScreen {
    /// The view to begin with, until it has been found.
    begin: Option<String>,
    filter: Filter,
    rows: Rows,
    counts: Counts,
    /// Whether the unit has any open case at all.
    any: bool,
    views: Vec<(View, u64)>,
    drafts: Vec<Draft>,
    /// Proposals that wait for one's own decision.
    to_decide: usize,
    /// Emergency accesses that a manager has yet to take note of.
    emergencies: usize,
    /// The log should be checked anew, and the user is the one to see to it.
    check_due: bool,
    preview: Option<Preview>,
    preview_on: bool,
    /// The rows say no more than they do beside the facts, though there is room.
    spare: bool,
    /// The case the marker last rested on: its row has the weight, and its facts are shown.
    rested: Option<i64>,
    /// How many rows of the facts are seen while a case lies over the others, and until the marker has
    /// rested after that.
    cut: Option<u16>,
    mode: Mode,
    /// The parts of the frame that alone have changed, where that is known.
    changed: Option<Vec<Rect>>,
    /// Rows marked to do the same thing with.
    marked: Vec<CaseRow>,
    /// The cases of those that it has been done with since.
    done: Rc<RefCell<Vec<i64>>>,
}

impl ListScreen {
    /// The list, or one of its saved views by name. A name that no view has is refused when the
    /// screen is opened, with the nearest.
    pub fn new(view: Option<String>) -> ListScreen {
        ListScreen {
            begin: view,
            filter: Filter::all(Whose::Mine),
            rows: Rows::default(),
            counts: Counts::default(),
            any: false,
            views: Vec::new(),
            drafts: Vec::new(),
            to_decide: 0,
            emergencies: 0,
            check_due: false,
            preview: None,
            preview_on: true,
            spare: false,
            rested: None,
            cut: None,
            mode: Mode::Rows,
            changed: None,
            marked: Vec::new(),
            done: Rc::default(),
        }
    }

    /// The same without the facts of the selected row until they are asked for, and with nothing
    /// in their room.
    #[must_use]
    pub fn without_facts(mut self) -> ListScreen {
        self.preview_on = false;
        self.spare = true;
        self
    }

    /// Reads the counts that the head shows.
    fn count(&mut self, ctx: &Context<'_>) -> Result<()> {
        self.counts = ctx.store.counts(ctx.user, self.filter.scope)?;
        // Only asked for where the list must say why it is empty.
        self.any = self.counts.open > 0
            || !ctx
                .store
                .list(
                    ctx.user,
                    &Filter::all(Whose::Unit),
                    None,
                    crate::store::Direction::From,
                    1,
                )?
                .is_empty();
        Ok(())
    }

    /// Reads the views, and how many cases each would show. What the head has counted is not counted again.
    fn count_views(&mut self, ctx: &Context<'_>) -> Result<()> {
        let here = self.filter.scope;
        let views = filter::views(ctx.store, ctx.user, here)?;
        let known = |view: &View| {
            let whole = Filter {
                urgency: None,
                ..view.filter.clone()
            };
            let of_head = whole == Filter::all(here);
            of_head.then(|| self.counts.of(view.filter.urgency))?
        };
        let known: Vec<Option<u64>> = views.iter().map(known).collect();
        let asked = views
            .iter()
            .zip(&known)
            .filter(|(_, known)| known.is_none());
        let counts = ctx
            .store
            .count_each(ctx.user, asked.map(|(view, _)| &view.filter))?;
        let mut counts = counts.into_iter();
        let count = |known: Option<u64>| known.or_else(|| counts.next()).unwrap_or_default();
        self.views = views
            .into_iter()
            .zip(known.into_iter().map(count))
            .collect();
        Ok(())
    }

    fn read_preview(&mut self, ctx: &Context<'_>) -> Result<()> {
        self.rested = self.rows.selected().map(|row| row.id);
        self.preview = match self.rows.selected() {
            Some(row) if self.preview_on => Some(Preview::read(row, &self.drafts, ctx)?),
            _ => None,
        };
        Ok(())
    }

    /// Reads the facts once the rows have been read, the marker having stood on row `at`. Under a case,
    /// which says it all, they are not sent once more where the rows had to move to leave the selected
    /// one in sight; they come back at rest.
    fn refresh_preview(&mut self, at: usize, ctx: &Context<'_>) -> Result<()> {
        if ctx.part == Part::Upper {
            self.cut = Some(draw::facts_height(ctx.height));
        }
        if self.cut.is_some() && (self.preview.is_none() || self.rows.at() != at) {
            self.preview = None;
            self.rested = self.rows.selected().map(|row| row.id);
            return Ok(());
        }
        self.read_preview(ctx)
    }

    fn is_narrowed(&self) -> bool {
        self.filter != Filter::all(self.filter.scope)
    }

    /// The draft of the row, or the one saved last.
    fn resume(&self, ctx: &Context<'_>) -> Result<Step> {
        let here = self.rows.selected().map(|row| row.id);
        let drafts = ctx.drafts.all(ctx.user.id)?;
        let at = drafts
            .iter()
            .position(|draft| Some(draft.case) == here)
            .unwrap_or(0);
        match drafts.into_iter().nth(at) {
            Some(draft) => Ok(Step::open(Form::resume(draft, ctx)?)),
            None => Ok(Step::done("Du har inget utkast att fortsätta på.")),
        }
    }
}

impl Screen for ListScreen {
    fn scope(&self) -> Scope {
        match self.mode {
            Mode::Rows => Scope::List,
            Mode::Search(_) | Mode::Name(..) => Scope::Search,
            Mode::Pick(_) => Scope::Picker,
        }
    }

    fn title(&self) -> String {
        match &self.mode {
            Mode::Rows => self.filter.scope.name().to_owned(),
            Mode::Search(_) => "Sök".to_owned(),
            Mode::Pick(picker) => picker.title().to_owned(),
            Mode::Name(..) => "Spara vy".to_owned(),
        }
    }

    fn stands_on(&self) -> Option<i64> {
        match self.mode {
            Mode::Rows => self.rows.selected().map(|row| row.id),
            _ => None,
        }
    }

    fn load(&mut self, ctx: &Context<'_>) -> Result<()> {
        if let Some(name) = &self.begin {
            self.filter = find_view(ctx.store, ctx.user, name)?.filter;
            self.begin = None;
        }
        self.drafts = ctx.drafts.all(ctx.user.id)?;
        self.to_decide = ctx.store.to_decide(ctx.user)?.len();
        self.emergencies = ctx.store.emergencies(ctx.user)?.len();
        self.check_due = ctx.store.log_check_due(ctx.user)?.is_some();
        let at = self.rows.at();
        self.rows.read(ctx, &self.filter, self.height(ctx))?;
        self.read_marked(ctx)?;
        self.count(ctx)?;
        self.count_views(ctx)?;
        // The name stays on the screen until the view is there, so that a refusal loses nothing.
        if let Mode::Name(key, line) = &self.mode
            && let name = clean_line(line.text.trim())
            && self
                .views
                .iter()
                .any(|(v, _)| v.key == *key && v.name == name && v.filter == self.filter)
        {
            self.mode = Mode::Rows;
        }
        match &mut self.mode {
            Mode::Search(search) => search.load(ctx)?,
            Mode::Pick(picker) => picker.reload(&self.filter, ctx)?,
            Mode::Rows | Mode::Name(..) => {}
        }
        self.refresh_preview(at, ctx)
    }

    /// The counts are as they were.
    fn fit(&mut self, ctx: &Context<'_>) -> Result<()> {
        let at = self.rows.at();
        self.rows.read(ctx, &self.filter, self.height(ctx))?;
        self.refresh_preview(at, ctx)
    }

    fn update(&mut self, action: Action, ctx: &Context<'_>) -> Result<Step> {
        match &mut self.mode {
            Mode::Rows => self.update_rows(action, ctx),
            Mode::Search(search) => search.update(action, ctx),
            Mode::Pick(_) if action == Action::Open => self.update_picker(ctx),
            Mode::Pick(picker) => {
                picker.act(action, ctx);
                Ok(Step::Stay)
            }
            Mode::Name(..) if action == Action::Open => Ok(self.save_view()),
            Mode::Name(..) => Ok(Step::Stay),
        }
    }

    fn input(&mut self, input: Input, ctx: &Context<'_>) -> Result<Step> {
        match &mut self.mode {
            Mode::Search(search) => self.changed = Some(vec![search.input(&input, ctx)?]),
            Mode::Name(_, line) => {
                line.input(&input);
            }
            Mode::Rows | Mode::Pick(_) => {}
        }
        Ok(Step::Stay)
    }

    fn back(&mut self, ctx: &Context<'_>) -> Result<Step> {
        match &self.mode {
            Mode::Rows if !self.marked.is_empty() => {
                self.marked.clear();
                Ok(Step::Stay)
            }
            Mode::Rows if self.is_narrowed() => {
                self.show(Filter::all(self.filter.scope), ctx)?;
                Ok(Step::Stay)
            }
            Mode::Rows => Ok(Step::Close),
            Mode::Pick(picker) if picker.is_inner() => {
                let from = picker.group();
                self.pick(Group::Any, false, ctx)?;
                if let Mode::Pick(picker) = &mut self.mode {
                    picker.stand_on(from, ctx);
                }
                Ok(Step::Stay)
            }
            _ => {
                self.mode = Mode::Rows;
                Ok(Step::Stay)
            }
        }
    }

    fn changed_parts(&mut self) -> Option<Vec<Rect>> {
        self.changed.take()
    }

    fn rest(&mut self, ctx: &Context<'_>) -> Result<()> {
        match &mut self.mode {
            Mode::Rows
                if self.rested != self.rows.selected().map(|row| row.id)
                    || self.cut.is_some()
                    || (self.preview_on && self.preview.is_none()) =>
            {
                self.cut = None;
                self.read_preview(ctx)?;
            }
            Mode::Search(search) => search.rest(),
            Mode::Pick(picker) => picker.rest(),
            Mode::Rows | Mode::Name(..) => {}
        }
        Ok(())
    }

    fn view(&self, ctx: &Context<'_>, canvas: &mut Canvas<'_>) {
        match &self.mode {
            Mode::Search(search) => search.view(ctx, canvas),
            Mode::Rows => self.draw(ctx, canvas),
            Mode::Pick(picker) => {
                self.draw(ctx, canvas);
                picker.view(ctx, canvas);
            }
            Mode::Name(key, line) => {
                self.draw(ctx, canvas);
                draw::name_field(*key, line, ctx, canvas);
            }
        }
    }

    fn hints(&self, _ctx: &Context<'_>) -> Vec<Action> {
        use Action as A;
        match &self.mode {
            Mode::Rows if self.to_decide > 0 && self.rows.shown().is_empty() => {
                vec![
                    A::ToDecide,
                    A::Whose,
                    A::Search,
                    A::NewCase,
                    A::Reports,
                    A::Quit,
                ]
            }
            Mode::Rows if !self.any => vec![A::NewCase, A::Quit],
            Mode::Rows if self.rows.shown().is_empty() && self.is_narrowed() => {
                vec![A::ShowAll, A::Filter, A::Whose, A::Search, A::NewCase]
            }
            Mode::Rows if self.rows.shown().is_empty() => {
                vec![A::NewCase, A::Whose, A::Search, A::Reports, A::Quit]
            }
            Mode::Rows if !self.marked.is_empty() => {
                vec![A::WithMarked, A::Mark, A::Back, A::Open]
            }
            Mode::Rows if self.to_decide > 0 => {
                vec![
                    A::Open,
                    A::ToDecide,
                    A::NextStep,
                    A::Why,
                    A::Note,
                    A::Search,
                ]
            }
            Mode::Rows => vec![A::Open, A::NextStep, A::Why, A::Note, A::NewCase, A::Today],
            Mode::Search(_) => vec![A::Open, A::Down, A::Up, A::Back],
            Mode::Pick(_) => vec![A::Open, A::Down, A::Up, A::Back],
            Mode::Name(..) => vec![A::Back],
        }
    }

    fn actions(&self) -> Vec<Action> {
        let all = Action::ALL.iter().copied();
        all.filter(|action| self.offers(*action)).collect()
    }

    fn offers(&self, action: Action) -> bool {
        let here = match self.mode {
            Mode::Rows => !matches!(action, Action::PrevDay | Action::NextDay),
            Mode::Search(_) => true,
            Mode::Pick(_) => super::choose::is_offered(&action) && action != Action::Search,
            Mode::Name(..) => action == Action::Open,
        };
        here && action.is_of(self.scope())
    }
}
