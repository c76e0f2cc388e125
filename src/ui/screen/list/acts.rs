//! What a key does with the rows of the list: moving, marking, acting on one or on all that are marked.

use super::draw;
use super::picker::Group;
use super::preview;
use super::rows::{self, Rows};
use super::search::Search;
use super::{ListScreen, Mode};
use crate::core::next::NextStep;
use crate::core::query::{CaseRow, Filter, Scope as Whose};
use crate::error::Result;
use crate::ui::action::{Action, Scope};
use crate::ui::screen::batch::Marked;
use crate::ui::screen::case::CaseScreen;
use crate::ui::screen::form::Form;
use crate::ui::screen::handover::HandoverScreen;
use crate::ui::screen::person::PersonScreen;
use crate::ui::screen::presentation::Presentation;
use crate::ui::screen::proposals::ProposalsScreen;
use crate::ui::screen::themed::Themed;
use crate::ui::screen::today::TodayScreen;
use crate::ui::screen::week::WeekScreen;
use crate::ui::screen::why::Why;
use crate::ui::screen::{
    Context, Message, Step, absence, access, batch, new_case, outreach, reports, settings, staff,
};

/// How the marker moves.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Move {
    /// To the row beside, and nothing else is seen to change.
    Step,
    /// Any other way.
    Other,
}

impl ListScreen {
    pub(super) fn update_rows(&mut self, action: Action, ctx: &Context<'_>) -> Result<Step> {
        let from = self.rows.at();
        if let Some(way) = self.moves(action, ctx)? {
            if way == Move::Step {
                self.changed = Some(draw::markers(from, self.rows.at()));
            }
            return Ok(Step::Stay);
        }
        if let Some(number) = action.view_number() {
            return self.show_view(number, action, ctx);
        }
        let group = match action {
            Action::Filter => Some(Group::Any),
            Action::ByUrgency => Some(Group::Urgency),
            Action::ByStep => Some(Group::Step),
            Action::ByType => Some(Group::Type),
            Action::ByClock => Some(Group::Clock),
            Action::SaveView => Some(Group::Key),
            _ => None,
        };
        if let Some(group) = group {
            return self.pick(group, false, ctx);
        }
        match action {
            Action::Search => {
                self.mode = Mode::Search(Search::default());
            }
            Action::Whose => {
                let at = Whose::ALL.iter().position(|s| *s == self.filter.scope);
                let next = at.map_or(0, |at| (at + 1) % Whose::ALL.len());
                let scope = Whose::ALL.get(next).copied().unwrap_or(Whose::Mine);
                self.show(
                    Filter {
                        scope,
                        ..self.filter.clone()
                    },
                    ctx,
                )?;
            }
            Action::ShowAll => self.show(Filter::all(self.filter.scope), ctx)?,
            Action::TogglePreview => {
                self.preview_on = !self.preview_on;
                self.rows.read(ctx, &self.filter, self.height(ctx))?;
                self.read_preview(ctx)?;
            }
            Action::Mark => self.mark(ctx)?,
            Action::WithMarked if self.marked.is_empty() => {
                let key = ctx
                    .keymap
                    .hint(Scope::List, Action::Mark)
                    .unwrap_or_default();
                return Ok(Step::done(format!(
                    "Inget är markerat. {key} markerar raden."
                )));
            }
            Action::WithMarked => {
                return Ok(batch::choose(Marked::new(self.marked.clone(), &self.done)));
            }
            Action::Today => return Ok(Step::open(TodayScreen::new())),
            Action::Week => return Ok(Step::open(WeekScreen::new(ctx.today))),
            Action::Absence => return absence::open(ctx),
            Action::Emergencies => return access::emergencies(ctx),
            Action::NewCase => return new_case::begin("", ctx),
            Action::Outreach => return outreach::open(ctx),
            Action::ToDecide => return Ok(Step::open(ProposalsScreen::new(None))),
            Action::Continue => return self.resume(ctx),
            Action::Present => return Ok(Step::open(Presentation::new())),
            Action::Settings => return settings::open(ctx),
            Action::Staff => return staff::open(ctx),
            Action::Reports => return reports::open(ctx),
            Action::Themed => return Ok(Step::open(Themed::new())),
            _ => {
                let Some(row) = self.rows.selected() else {
                    return Ok(Step::Say(Message::done("Ingen rad är vald.")));
                };
                return on_row(row, action, ctx);
            }
        }
        Ok(Step::Stay)
    }

    /// Marks the row, or takes the mark away, and goes on to the next.
    pub(super) fn mark(&mut self, ctx: &Context<'_>) -> Result<()> {
        let Some(row) = self.rows.selected().cloned() else {
            return Ok(());
        };
        let before = self.marked.len();
        self.marked.retain(|other| other.id != row.id);
        if self.marked.len() == before {
            self.marked.push(row);
        }
        self.moves(Action::Down, ctx)?;
        Ok(())
    }

    /// Moves for an action, if it is one that moves. Facts that stand beside the rows go away when these
    /// scroll, since they would have to be sent again for every row; they come back at rest, about the row
    /// that is then selected.
    fn moves(&mut self, action: Action, ctx: &Context<'_>) -> Result<Option<Move>> {
        let top = |rows: &Rows| rows.shown().first().map(|row| row.id);
        let before = top(&self.rows);
        if !self.rows.act(action, ctx, &self.filter, self.height(ctx))? {
            return Ok(None);
        }
        if !matches!(action, Action::Up | Action::Down) {
            return Ok(Some(Move::Other));
        }
        if top(&self.rows) == before {
            return Ok(Some(Move::Step));
        }
        if self.pane(ctx.width) > 0 {
            self.preview = None;
        }
        Ok(Some(Move::Other))
    }

    /// What has left the list, and what is done, is no longer marked.
    pub(super) fn read_marked(&mut self, ctx: &Context<'_>) -> Result<()> {
        let done = self.done.take();
        self.marked.retain(|row| !done.contains(&row.id));
        let mut still = Vec::with_capacity(self.marked.len());
        for row in std::mem::take(&mut self.marked) {
            if let Some(row) = rows::find(ctx, &self.filter, row.id)? {
                still.push(row);
            }
        }
        self.marked = still;
        Ok(())
    }
}

/// What is done with the selected case.
fn on_row(row: &CaseRow, action: Action, ctx: &Context<'_>) -> Result<Step> {
    let case = || ctx.store.case(ctx.user, row.id);
    let in_case = |action| Step::Many(vec![Step::open(CaseScreen::new(row.id)), Step::Act(action)]);
    Ok(match action {
        Action::Open => Step::open(CaseScreen::new(row.id)),
        Action::NextStep => match row.next {
            NextStep::WriteAssessment => Step::open(Form::assessment(&case()?, ctx)?),
            NextStep::WriteOrder | NextStep::CompleteOrder => {
                Step::open(Form::order(&case()?, ctx)?)
            }
            NextStep::FollowUp => Step::open(Form::follow_up(&case()?, ctx)?),
            _ => in_case(Action::NextStep),
        },
        Action::Assessment => Step::open(Form::assessment(&case()?, ctx)?),
        Action::Order => Step::open(Form::order(&case()?, ctx)?),
        Action::FollowUp => Step::open(Form::follow_up(&case()?, ctx)?),
        Action::Handover => Step::open(HandoverScreen::new(row.id)),
        Action::Note => Step::open(Form::journal(&case()?, None, ctx)?),
        Action::Person => Step::open(PersonScreen::new(row.person)),
        Action::Why => match &row.deadline {
            Some(d) => Step::open(Why::new(row.id, d.rule.clone(), d.subject)),
            None => Step::done(format!(
                "Ingen frist löper i ärende {}. Nästa steg: {}.",
                row.case_number,
                preview::lower(&row.next_told())
            )),
        },
        other => in_case(other),
    })
}
