//! The week: what is due and booked each day, so that one sees which day has room.

use chrono::{Days, NaiveDate};

use super::today::{draw_row, on_row};
use super::{Context, Message, Screen, Step};
use crate::core::agenda::{AgendaRow, monday};
use crate::core::calendar::{day_month, weekday, weekday_short};
use crate::error::Result;
use crate::ui::action::{Action, Scope};
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::{List, head, short_date};
use crate::ui::wrap::{fitting, width};

const OFFERED: &[Action] = &[
    Action::PrevDay,
    Action::NextDay,
    Action::PageUp,
    Action::PageDown,
    Action::Up,
    Action::Down,
    Action::Open,
    Action::NextStep,
    Action::Why,
    Action::Note,
    Action::Person,
    Action::Undo,
];

/// Rows of names under each day.
const NAMES: u16 = 6;

/// A week of due dates.
pub struct WeekScreen {
    day: NaiveDate,
    rows: Vec<AgendaRow>,
    keys: Vec<String>,
    list: List<String>,
}

impl WeekScreen {
    /// The week that a day lies in, with that day chosen.
    pub fn new(day: NaiveDate) -> WeekScreen {
        WeekScreen {
            day,
            rows: Vec::new(),
            keys: Vec::new(),
            list: List::new(),
        }
    }

    fn on(&self, day: NaiveDate) -> impl Iterator<Item = &AgendaRow> {
        self.rows
            .iter()
            .filter(move |row| row.calendar_day() == Some(day))
    }

    fn height(ctx: &Context<'_>) -> u16 {
        ctx.height.saturating_sub(2 + 2 + NAMES + 2).max(1)
    }

    fn choose(&mut self, day: NaiveDate, ctx: &Context<'_>) {
        self.day = day;
        self.keys = self.on(day).map(AgendaRow::key).collect();
        self.list.keep(&self.keys, Self::height(ctx));
    }

    fn selected(&self) -> Option<&AgendaRow> {
        self.on(self.day).nth(self.list.at())
    }
}

impl Screen for WeekScreen {
    fn scope(&self) -> Scope {
        Scope::List
    }

    fn title(&self) -> String {
        "Veckan".to_owned()
    }

    fn load(&mut self, ctx: &Context<'_>) -> Result<()> {
        self.rows = ctx.store.agenda(ctx.user)?;
        self.choose(self.day, ctx);
        Ok(())
    }

    fn update(&mut self, action: Action, ctx: &Context<'_>) -> Result<Step> {
        let to = |days: i64| {
            let step = Days::new(days.unsigned_abs());
            if days < 0 {
                self.day.checked_sub_days(step)
            } else {
                self.day.checked_add_days(step)
            }
        };
        let moved = match action {
            Action::PrevDay => to(-1),
            Action::NextDay => to(1),
            Action::PageUp => to(-7),
            Action::PageDown => to(7),
            _ => None,
        };
        if let Some(day) = moved {
            self.choose(day, ctx);
            return Ok(Step::Stay);
        }
        if self.list.act(action, &self.keys, Self::height(ctx)) {
            return Ok(Step::Stay);
        }
        match self.selected() {
            Some(row) => on_row(row, action, ctx),
            None => Ok(Step::Say(Message::done("Inget förfaller den dagen."))),
        }
    }

    fn rest(&mut self, _ctx: &Context<'_>) -> Result<()> {
        self.list.rest();
        Ok(())
    }

    fn view(&self, ctx: &Context<'_>, canvas: &mut Canvas<'_>) {
        let first = monday(self.day);
        let last = first + Days::new(6);
        let title = format!(
            "Vecka {}",
            first.format("%V").to_string().trim_start_matches('0')
        );
        let span = format!("  {}–{}", day_month(first), short_date(last, ctx.today));
        let days: Vec<NaiveDate> = first.iter_days().take(7).collect();
        let sum: usize = days.iter().map(|day| self.on(*day).count()).sum();
        let told = format!("{sum} den veckan");
        let top = head(
            canvas,
            &[(Role::Head, &title), (Role::TextDim, &span)],
            &[(Role::CountOther, &told)],
        );
        let room = canvas.width().saturating_sub(1) / 7;
        for (i, day) in (0..).zip(&days) {
            let mut column = canvas.part(1 + i * room, top, room, 2 + NAMES);
            let chosen = *day == self.day;
            let due: Vec<&AgendaRow> = self.on(*day).collect();
            let free = ctx.store.calendar().free(*day).is_some();
            let role = match () {
                () if *day == ctx.today => Role::DeadlineToday,
                () if free => Role::TextDim,
                () => Role::Text,
            };
            if chosen {
                column.text(0, 0, Role::Marker, "▌");
                column.strong();
            }
            // "mån 23", or "må 23" where there is no room for more.
            let name = weekday_short(*day);
            let names = [name.to_owned(), name.chars().take(2).collect()];
            let names = names.map(|name| format!("{name} {}", day.format("%-d")));
            let wide = room.saturating_sub(4);
            let name = fitting(&[&names[0], &names[1]], usize::from(wide));
            column.cell(1, 0, room.saturating_sub(2), role, name);
            // The number has a row of its own where the day's name takes the first.
            let aside = u16::from(width(name) > usize::from(wide));
            let count = due.len().to_string();
            if !due.is_empty() {
                column.right(room.saturating_sub(1), aside, Role::TextStrong, &count);
            }
            // A stroke for each, so that the load is seen before it is read.
            let beside = 2 + aside * u16::try_from(count.len()).unwrap_or(2);
            let load = "▪".repeat(due.len().min(usize::from(room.saturating_sub(beside))));
            column.cell(1, 1, room.saturating_sub(1), Role::TextDim, &load);
            let over = due.len() > usize::from(NAMES);
            let shown = if over { NAMES - 1 } else { NAMES };
            for (y, row) in (0..shown).zip(&due) {
                let wide = room.saturating_sub(2);
                column.cell(1, 2 + y, wide, Role::Text, &row.family_name);
            }
            if over {
                let rest = format!("+{}", due.len() - usize::from(shown));
                column.cell(1, 2 + shown, room.saturating_sub(2), Role::TextDim, &rest);
            }
        }
        let y = top + 2 + NAMES;
        let day = format!("{} {}", weekday(self.day), short_date(self.day, ctx.today));
        let mut named = vec![(Role::FormSection, day.as_str())];
        let free = ctx
            .store
            .calendar()
            .holiday(self.day)
            .map(|name| format!("  {name}"))
            .unwrap_or_default();
        named.push((Role::TextDim, &free));
        canvas.line(1, y, &named);
        let rows: Vec<&AgendaRow> = self.on(self.day).collect();
        let mut body = canvas.below(y + 1);
        if rows.is_empty() {
            body.text(
                1,
                0,
                Role::TextDim,
                "Inget förfaller och inget besök är bokat.",
            );
            return;
        }
        self.list.view(&mut body, rows.len(), |line, i| {
            if let Some(row) = rows.get(i) {
                draw_row(line, row, ctx);
            }
        });
    }

    fn hints(&self, _ctx: &Context<'_>) -> Vec<Action> {
        vec![
            Action::PrevDay,
            Action::NextDay,
            Action::PageDown,
            Action::Open,
            Action::NextStep,
            Action::Back,
        ]
    }

    fn actions(&self) -> Vec<Action> {
        OFFERED.to_vec()
    }
}
