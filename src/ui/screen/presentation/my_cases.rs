//! One's own cases, to mark those that will be presented.

use chrono::NaiveDate;

use super::super::choose::is_offered;
use super::super::{Context, Screen, Step};
use crate::core::calendar::{day_month, weekday_short};
use crate::core::change::Change;
use crate::core::query::{CaseRow, Filter, Scope as Whose};
use crate::error::Result;
use crate::store::Direction;
use crate::ui::action::{Action, Scope};
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::{List, empty, head};

/// So many of one's own cases can be chosen from.
const MOST: usize = 200;

/// My cases, to mark those that will be presented.
pub(super) struct MyCases {
    day: NaiveDate,
    there: Vec<i64>,
    rows: Vec<CaseRow>,
    ids: Vec<i64>,
    marked: Vec<i64>,
    list: List<i64>,
}

impl MyCases {
    pub(super) fn new(day: NaiveDate, there: Vec<i64>) -> MyCases {
        MyCases {
            day,
            there,
            rows: Vec::new(),
            ids: Vec::new(),
            marked: Vec::new(),
            list: List::new(),
        }
    }
}

impl Screen for MyCases {
    fn scope(&self) -> Scope {
        Scope::Picker
    }

    fn title(&self) -> String {
        format!(
            "Ärenden att dra {} {}",
            weekday_short(self.day),
            day_month(self.day)
        )
    }

    fn presents(&self) -> bool {
        true
    }

    fn load(&mut self, ctx: &Context<'_>) -> Result<()> {
        let filter = Filter::all(Whose::Mine);
        let mut rows = ctx
            .store
            .list(ctx.user, &filter, None, Direction::From, MOST)?;
        rows.retain(|row| !self.there.contains(&row.id));
        self.ids = rows.iter().map(|row| row.id).collect();
        self.rows = rows;
        self.list.keep(&self.ids, ctx.height.saturating_sub(2));
        Ok(())
    }

    fn actions(&self) -> Vec<Action> {
        Action::of(self.scope())
            .filter(|a| (is_offered(a) && *a != Action::Search) || *a == Action::Mark)
            .collect()
    }

    fn update(&mut self, action: Action, ctx: &Context<'_>) -> Result<Step> {
        match action {
            Action::Mark => {
                if let Some(id) = self.list.selected().copied() {
                    match self.marked.iter().position(|m| *m == id) {
                        Some(at) => {
                            self.marked.remove(at);
                        }
                        None => self.marked.push(id),
                    }
                    self.list
                        .act(Action::Down, &self.ids, ctx.height.saturating_sub(2));
                }
            }
            Action::Open => {
                if self.marked.is_empty() {
                    self.marked.extend(self.list.selected());
                }
                let day = self.day;
                let put = self.marked.drain(..).map(|case| {
                    Step::apply(Change::PresentCase {
                        case,
                        day,
                        proposal: String::new(),
                        notes: String::new(),
                        outcome: String::new(),
                    })
                });
                let mut steps: Vec<Step> = put.collect();
                steps.push(Step::Close);
                return Ok(Step::Many(steps));
            }
            action => {
                self.list
                    .act(action, &self.ids, ctx.height.saturating_sub(2));
            }
        }
        Ok(Step::Stay)
    }

    fn rest(&mut self, _ctx: &Context<'_>) -> Result<()> {
        self.list.rest();
        Ok(())
    }

    fn view(&self, _ctx: &Context<'_>, canvas: &mut Canvas<'_>) {
        let title = self.title();
        let count = format!("{} markerade", self.marked.len());
        let rows = head(canvas, &[(Role::Head, &title)], &[(Role::Text, &count)]);
        let mut body = canvas.below(rows);
        if self.rows.is_empty() {
            empty(&mut body, 0, "Du har inga fler ärenden att dra.", "");
            return;
        }
        self.list.view(&mut body, self.rows.len(), |row, i| {
            let Some(case) = self.rows.get(i) else { return };
            if self.marked.contains(&case.id) {
                row.text(1, 0, Role::Marked, "+");
            }
            let name = format!("{}, {}", case.family_name, case.given_name);
            row.cell(3, 0, 9, Role::Text, &case.case_number);
            row.cell(14, 0, 8, Role::Text, &name);
            row.cell(24, 0, 30, Role::TextDim, case.step.name());
        });
    }

    fn hints(&self, _ctx: &Context<'_>) -> Vec<Action> {
        vec![
            Action::Mark,
            Action::Open,
            Action::Down,
            Action::Up,
            Action::Back,
        ]
    }
}
