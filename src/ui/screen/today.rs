//! *I dag*: everything that is before me, over all steps and types of case, by when it calls.

use std::result::Result as Either;

use super::case::CaseScreen;
use super::form::Form;
use super::person::PersonScreen;
use super::week::WeekScreen;
use super::why::Why;
use super::{Context, Message, Screen, Step};
use chrono::Datelike;

use crate::core::agenda::{AgendaRow, Group, Thing};
use crate::core::calendar::{day_month, weekday_short};
use crate::core::deadline::State;
use crate::error::Result;
use crate::ui::action::{Action, Scope};
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::{List, Standing, empty, head, short_date};
use crate::ui::wrap::width;

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
    Action::Undo,
];

/// The screen *I dag*.
pub struct TodayScreen {
    rows: Vec<AgendaRow>,
    keys: Vec<String>,
    groups: Vec<Group>,
    list: List<String>,
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
        }
    }

    fn selected(&self) -> Option<&AgendaRow> {
        self.rows.get(self.list.at())
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
        if self.rows.is_empty() {
            empty(
                &mut body,
                0,
                "Inget väntar på dig.",
                "Du har inga öppna ärenden med en frist, ett besök eller en tystnad.",
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
                    body.line(
                        1,
                        y,
                        &[
                            (Role::FormSection, group.name()),
                            (Role::Text, " "),
                            (Role::TextDim, &n),
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

/// What is done with a row of the agenda.
pub(super) fn on_row(row: &AgendaRow, action: Action, ctx: &Context<'_>) -> Result<Step> {
    let Some(case) = row.case else {
        return Ok(Step::open(PersonScreen::new(row.person)));
    };
    Ok(match (action, &row.what) {
        (Action::Open, _) => Step::open(CaseScreen::new(case)),
        (Action::Why, Thing::Clock { rule, subject, .. }) => {
            Step::open(Why::new(case, rule.clone(), *subject))
        }
        (Action::Why, _) => Step::done("Här löper ingen frist."),
        (Action::Note, _) => {
            Step::open(Form::journal(&ctx.store.case(ctx.user, case)?, None, ctx)?)
        }
        (Action::Person, _) => Step::open(PersonScreen::new(row.person)),
        (action, _) => Step::Many(vec![Step::open(CaseScreen::new(case)), Step::Act(action)]),
    })
}

const STANDING: u16 = 14;
const DAY: u16 = 12;

/// One row: how it stands, the day, what there is to do, who, and the case.
pub(super) fn draw_row(canvas: &mut Canvas<'_>, row: &AgendaRow, ctx: &Context<'_>) {
    let (standing, what) = words(row, ctx);
    canvas.cell(0, 0, STANDING, standing.role, &standing.text());
    let day = row.day();
    // The weekday gives way to the year of another.
    let told = if day.year() == ctx.today.year() {
        format!("{} {}", weekday_short(day), day_month(day))
    } else {
        short_date(day, ctx.today)
    };
    canvas.cell(STANDING + 1, 0, DAY - 1, Role::TextDim, &told);
    let case = u16::try_from(width(&row.case_number)).unwrap_or(7).max(7);
    let owner = if row.owner == ctx.user.id { 0 } else { 4 };
    let rest = canvas
        .width()
        .saturating_sub(STANDING + 1 + DAY + case + 3 + owner);
    let room = (rest * 9 / 16).max(10);
    let mut x = STANDING + 1 + DAY;
    let role = match &row.what {
        Thing::Clock {
            renewal: true,
            state: State::Overdue,
            ..
        } => Role::DeadlineOverdue,
        _ => Role::Text,
    };
    canvas.cell(x, 0, room, role, &what);
    x += room + 1;
    let person = rest.saturating_sub(room);
    let name = format!("{}, {}", row.family_name, row.given_name);
    match row.protection {
        None => {
            canvas.cell(x, 0, person, Role::Text, &name);
        }
        // The mark never gives way to the name.
        Some(_) => {
            let taken = canvas.cell(x, 0, person.saturating_sub(8), Role::Text, &name);
            canvas.cell(x + taken + 1, 0, 7, Role::Protection, "skyddad");
        }
    }
    x += person + 1;
    canvas.cell(x, 0, case, Role::Text, &row.case_number);
    if owner > 0 {
        let initials: String = row
            .caseworker
            .split_whitespace()
            .filter_map(|word| word.chars().next())
            .take(3)
            .collect();
        canvas.cell(x + case + 1, 0, 3, Role::TextDim, &initials);
    }
}

/// How a thing stands, and what there is to do about it.
fn words(row: &AgendaRow, ctx: &Context<'_>) -> (Standing, String) {
    match &row.what {
        Thing::Clock {
            action,
            renewal,
            due,
            paused_until,
            state,
            ..
        } => {
            let mut standing = Standing::of(*state, *due, *paused_until, ctx.today);
            // What is possible is told beside.
            if *state == State::Possible {
                standing.words = "möjlig".to_owned();
            }
            let what = if *renewal && *state == State::Overdue {
                format!("Beslut upphört {}", day_month(*due))
            } else {
                action.clone()
            };
            (standing, what)
        }
        Thing::Visit { time, about, .. } => {
            let words = time.map_or("besök".to_owned(), |t| t.format("kl %H.%M").to_string());
            let standing = Standing {
                role: Role::TextStrong,
                sign: "  ",
                words,
            };
            let what = if about.is_empty() {
                "Besök".to_owned()
            } else {
                format!("Besök: {about}")
            };
            (standing, what)
        }
        Thing::Quiet { last } => {
            let days = (ctx.today - *last).num_days();
            let standing = Standing {
                role: Role::TextDim,
                sign: "  ",
                words: format!("{days} d tyst"),
            };
            (standing, "Inget skrivet sedan".to_owned())
        }
    }
}
