//! *I dag*: everything that is before me, over all steps and types of case, by when it calls.

mod row;

use std::result::Result as Either;

use chrono::NaiveDate;

use super::week::WeekScreen;
use super::{Context, Message, Screen, Step};
use super::{access, reports};
use crate::core::agenda::{AgendaRow, Group};
use crate::core::calendar::{day_month, weekday_short};
use crate::error::Result;
use crate::ui::action::{Action, Scope};
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::{List, empty, head, short_date};

pub(super) use row::{draw_row, on_row};

/// What is done here; the keys are those of the list.
const OFFERED: &[Action] = &[
    Action::Up,
    Action::Down,
    Action::PageUp,
    Action::PageDown,
    Action::First,
    Action::Last,
    Action::NextSection,
    Action::PrevSection,
    Action::Open,
    Action::NextStep,
    Action::Why,
    Action::Note,
    Action::RecordEvent,
    Action::Pause,
    Action::Person,
    Action::Week,
    Action::Emergencies,
    Action::Reports,
    Action::Undo,
];

/// The screen *I dag*.
pub struct TodayScreen {
    rows: Vec<AgendaRow>,
    keys: Vec<String>,
    groups: Vec<Group>,
    list: List<String>,
    /// Emergency accesses that a manager has yet to take note of.
    emergencies: usize,
    /// When the log was checked last, where that is too long ago.
    check_due: Option<NaiveDate>,
}

impl Default for TodayScreen {
    fn default() -> Self {
        TodayScreen::new()
    }
}

impl TodayScreen {
    /// Everything before the one at the desk.
    pub fn new() -> TodayScreen {
        TodayScreen {
            rows: Vec::new(),
            keys: Vec::new(),
            groups: Vec::new(),
            list: List::new(),
            emergencies: 0,
            check_due: None,
        }
    }

    fn selected(&self) -> Option<&AgendaRow> {
        self.rows.get(self.list.at())
    }

    /// What waits for whoever leads the unit and stands in no case.
    fn told_to_leaders(&self, ctx: &Context<'_>) -> Vec<String> {
        let key = |action| ctx.keymap.hint(Scope::List, action).unwrap_or_default();
        let mut told = Vec::new();
        if self.emergencies > 0 {
            told.push(format!(
                "{} nödåtkomst att ta del av. {} visar.",
                self.emergencies,
                key(Action::Emergencies)
            ));
        }
        if let Some(last) = self.check_due {
            told.push(format!(
                "Loggen är inte kontrollerad sedan {}. {}, Loggkontroll.",
                short_date(last, ctx.today),
                key(Action::Reports)
            ));
        }
        told
    }

    /// How many stand in a group.
    fn count(&self, group: Group) -> usize {
        self.groups.iter().filter(|g| **g == group).count()
    }

    /// The lines of the page: a heading before each group, a row for each thing.
    fn lines(&self) -> Vec<Either<usize, Group>> {
        let mut lines: Vec<Either<usize, Group>> = Vec::new();
        for (i, group) in self.groups.iter().enumerate() {
            if i == 0 || self.groups.get(i - 1) != Some(group) {
                lines.push(Err(*group));
            }
            lines.push(Ok(i));
        }
        lines
    }

    fn go_to_group(&mut self, step: isize, height: u16) {
        let at = self.list.at();
        let here = self.groups.get(at).copied();
        let begins = |i: usize| i == 0 || self.groups.get(i - 1) != self.groups.get(i);
        let to = if step > 0 {
            (at + 1..self.groups.len()).find(|i| begins(*i))
        } else {
            let first = self.groups.iter().position(|g| Some(*g) == here);
            first
                .and_then(|first| (0..first).rev().find(|i| begins(*i)))
                .or(first)
        };
        if let Some(key) = to.and_then(|i| self.keys.get(i)) {
            self.list.select(key.clone());
            self.list.keep(&self.keys, height);
        }
    }
}

impl Screen for TodayScreen {
    fn scope(&self) -> Scope {
        Scope::List
    }

    fn title(&self) -> String {
        "I dag".to_owned()
    }

    fn load(&mut self, ctx: &Context<'_>) -> Result<()> {
        self.rows = ctx.store.agenda(ctx.user)?;
        self.emergencies = ctx.store.emergencies(ctx.user)?.len();
        self.check_due = ctx.store.log_check_due(ctx.user)?;
        self.keys = self.rows.iter().map(AgendaRow::key).collect();
        self.groups = self.rows.iter().map(|row| row.group(ctx.today)).collect();
        self.list.keep(&self.keys, ctx.height.saturating_sub(2));
        Ok(())
    }

    fn update(&mut self, action: Action, ctx: &Context<'_>) -> Result<Step> {
        let height = ctx.height.saturating_sub(3);
        match action {
            Action::NextSection => self.go_to_group(1, height),
            Action::PrevSection => self.go_to_group(-1, height),
            Action::Week => return Ok(Step::open(WeekScreen::new(ctx.today))),
            Action::Emergencies => return access::emergencies(ctx),
            Action::Reports => return reports::open(ctx),
            action if self.list.act(action, &self.keys, height) => {}
            action => {
                return match self.selected() {
                    Some(row) => on_row(row, action, ctx),
                    None => Ok(Step::Say(Message::done("Ingen rad är vald."))),
                };
            }
        }
        Ok(Step::Stay)
    }

    fn rest(&mut self, _ctx: &Context<'_>) -> Result<()> {
        self.list.rest();
        Ok(())
    }

    fn view(&self, ctx: &Context<'_>, canvas: &mut Canvas<'_>) {
        let day = format!(
            "I dag  {} {}",
            weekday_short(ctx.today),
            day_month(ctx.today)
        );
        let late = self.count(Group::Overdue);
        let today = self.count(Group::Today);
        let told = [
            (
                Role::CountOverdue,
                match late {
                    0 => "inget försenat".to_owned(),
                    1 => "1 försenat".to_owned(),
                    n => format!("{n} försenade"),
                },
            ),
            (Role::CountToday, format!("  {today} i dag")),
        ];
        let right: Vec<(Role, &str)> = told
            .iter()
            .map(|(role, text)| {
                let role = if late == 0 && *role == Role::CountOverdue {
                    Role::CountOther
                } else {
                    *role
                };
                (role, text.as_str())
            })
            .collect();
        let who = format!("  {}", ctx.user.name);
        let top = head(canvas, &[(Role::Head, &day), (Role::TextDim, &who)], &right);
        let mut body = canvas.below(top);
        let told = self.told_to_leaders(ctx);
        for (y, line) in (0..).zip(&told) {
            body.text(1, y, Role::TextStrong, line);
        }
        let mut body = body.below(told.len() as u16);
        if self.rows.is_empty() {
            empty(
                &mut body,
                0,
                "Inget väntar på dig.",
                "Du har inga öppna ärenden med en frist, ett besök, ett förslag eller en tystnad.",
            );
            return;
        }
        let lines = self.lines();
        let chosen = self.list.at();
        let at = lines.iter().position(|l| *l == Ok(chosen)).unwrap_or(0);
        let height = usize::from(body.height());
        // The group's heading stays in sight as long as the row is near it.
        let first = if lines.len() <= height || at < height * 2 / 3 {
            0
        } else {
            (at - height / 2).min(lines.len() - height)
        };
        for (y, line) in (0..body.height()).zip(lines.iter().skip(first)) {
            match line {
                Either::Err(group) => {
                    let n = self.count(*group).to_string();
                    // What makes a case quiet is the unit's to say, so it is told where it is used.
                    let bound = match group {
                        Group::Quiet => {
                            let days = ctx.store.unit().routines.quiet_days;
                            format!("   inget skrivet på över {days} dagar, enhetens gräns")
                        }
                        _ => String::new(),
                    };
                    body.line(
                        1,
                        y,
                        &[
                            (Role::FormSection, group.name()),
                            (Role::Text, " "),
                            (Role::TextDim, &n),
                            (Role::TextDim, &bound),
                        ],
                    );
                }
                Either::Ok(i) => {
                    if *i == chosen {
                        body.text(0, y, Role::Marker, "▌");
                    }
                    let columns = body.width().saturating_sub(1);
                    let mut part = body.part(1, y, columns, 1);
                    if *i == chosen {
                        part.strong();
                    }
                    if let Some(row) = self.rows.get(*i) {
                        draw_row(&mut part, row, ctx);
                    }
                }
            }
        }
    }

    fn hints(&self, _ctx: &Context<'_>) -> Vec<Action> {
        vec![
            Action::Open,
            Action::NextStep,
            Action::Why,
            Action::Note,
            Action::Week,
            Action::Back,
        ]
    }

    fn actions(&self) -> Vec<Action> {
        let listens = |action: &Action| action.applies(Scope::List);
        OFFERED.iter().copied().filter(listens).collect()
    }
}
