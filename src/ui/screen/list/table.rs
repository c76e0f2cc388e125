//! The columns of the list and one row in them.

use chrono::NaiveDate;

use crate::core::calendar::day_month;
use crate::core::deadline::State;
use crate::core::person::Protection;
use crate::core::query::{CaseRow, Scope};
use crate::ui::canvas::Canvas;
use crate::ui::screen::Context;
use crate::ui::theme::Role;
use crate::ui::widget::Standing;
use crate::ui::wrap::{fitting, width};
use crate::unit::Unit;

/// "‖  till 30 nov".
const STANDING: u16 = 14;
/// Where the mark of a marked row stands, beside how its clock stands.
pub(super) const BESIDE: u16 = STANDING + 1;
const AGE: u16 = 3;
const STEP: u16 = 9;
const PROTECTED: &str = "skyddad";
/// Narrower than this there is no room for the step.
pub(super) const NARROW: u16 = 70;
/// What a narrow window needs for the commonest that there is to do: "Plan från utföraren".
const WHAT_NARROW: u16 = 19;

/// A column's place: where it begins and how wide it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Column {
    /// The first column of cells, counted after the marker.
    pub x: u16,
    /// How many.
    pub room: u16,
}

/// Where the columns stand in a window of some width.
#[derive(Debug, Default)]
pub(super) struct Columns {
    what: Column,
    person: Column,
    age: Column,
    case: Column,
    step: Column,
    owner: Column,
    next: Column,
    case_type: Column,
    /// Whether a name too long for its column is the family name alone.
    family_alone: bool,
}

impl Columns {
    /// The columns for rows of `total` cells. A narrow window loses the step, and the given name where it
    /// would be cut; a wide one gains the caseworker, where there may be several, the next step and the type.
    pub fn new(total: u16, scope: Scope, rows: &[CaseRow], me: &str) -> Columns {
        let longest = rows.iter().map(|row| width(&row.case_number)).max();
        let case = u16::try_from(longest.unwrap_or(0))
            .unwrap_or(7)
            .clamp(7, 14);
        let shared = scope != Scope::Mine;
        let mut columns = Columns::default();
        // What the row says for sure, with a space after each but the last.
        let mut taken = STANDING + 1 + 1 + AGE + 2 + case;
        columns.step.room = if total >= NARROW { STEP } else { 0 };
        let several = rows.iter().any(|row| row.caseworker != me);
        columns.owner.room = match total {
            _ if !shared && several => 3,
            _ if !shared => 0,
            ..86 => 0,
            86..106 => 8,
            _ => 16,
        };
        columns.next.room = if total >= if shared { 118 } else { 98 } {
            22
        } else {
            0
        };
        columns.case_type.room = if total >= 136 { 14 } else { 0 };
        let extra = [
            &columns.step,
            &columns.owner,
            &columns.next,
            &columns.case_type,
        ];
        taken += extra
            .iter()
            .map(|c| if c.room > 0 { c.room + 1 } else { 0 })
            .sum::<u16>();
        let rest = total.saturating_sub(taken + 1);
        columns.what.room = (rest * 4 / 7).clamp(8, 27);
        columns.family_alone = total < NARROW;
        if columns.family_alone {
            columns.what.room = columns.what.room.max(WHAT_NARROW.min(rest * 2 / 3));
        }
        columns.person.room = rest.saturating_sub(columns.what.room).min(32);
        columns.age.room = AGE;
        columns.case.room = case;
        let mut x = STANDING + 1;
        let mut put = |column: &mut Column, gap: u16| {
            if column.room > 0 {
                column.x = x;
                x += column.room + gap;
            }
        };
        put(&mut columns.what, 1);
        put(&mut columns.person, 0);
        put(&mut columns.age, 2);
        put(&mut columns.case, 1);
        put(&mut columns.step, 1);
        put(&mut columns.owner, 1);
        put(&mut columns.next, 1);
        put(&mut columns.case_type, 0);
        columns
    }

    /// The line of heads over the rows.
    pub fn heads(&self, canvas: &mut Canvas<'_>) {
        let dim = Role::TextDim;
        let heads = [
            (Column { x: 3, room: 6 }, "Frist"),
            (self.what, "Vad"),
            (self.person, "Person"),
            (self.case, "Ärende"),
            (self.step, "Steg"),
            (self.owner, "Hos"),
            (self.next, "Nästa steg"),
            (self.case_type, "Typ"),
        ];
        for (column, head) in heads {
            canvas.cell(column.x, 0, column.room, dim, head);
        }
    }

    /// One row. Only how urgent it is has a look of its own; every other change of look would be sent
    /// with every row.
    pub fn row(&self, canvas: &mut Canvas<'_>, row: &CaseRow, ctx: &Context<'_>) {
        let unit = ctx.store.unit();
        let standing = standing(row, ctx.today);
        let said = canvas.text(0, 0, standing.role, &standing.text());
        // "begäran möjlig" is longer than its column and says the whole of it.
        if said < self.what.x {
            let role = match row.deadline {
                Some(_) if run_out(row, unit).is_some() => Role::DeadlineOverdue,
                Some(_) => Role::Text,
                None => Role::TextDim,
            };
            canvas.cell(self.what.x, 0, self.what.room, role, &what(row, unit));
        }
        let name = list_name(&row.family_name, &row.given_name);
        let room = usize::from(self.person.room);
        let name = match self.family_alone && row.protection.is_none() {
            true => fitting(&[&name, &row.family_name], room),
            false => &name,
        };
        person(canvas, self.person, Role::Text, name, row.protection);
        if let Some(age) = age(row.birth_date, ctx.today) {
            canvas.right(self.age.x + self.age.room, 0, Role::Text, &age);
        }
        let cells = [
            (self.case, Role::Text, row.case_number.as_str()),
            (self.step, Role::Text, row.step.name()),
            (self.next, Role::Text, &row.next_told()),
            (self.case_type, Role::Text, &case_type(unit, &row.case_type)),
        ];
        for (column, role, text) in cells {
            canvas.cell(column.x, 0, column.room, role, text);
        }
        let owner = if self.owner.room < 8 {
            if row.caseworker == ctx.user.name {
                String::new()
            } else {
                initials(&row.caseworker)
            }
        } else if self.owner.room < 16 {
            short_name(&row.caseworker)
        } else {
            row.caseworker.clone()
        };
        canvas.cell(self.owner.x, 0, self.owner.room, Role::Text, &owner);
    }
}

/// The name with the mark of a protected identity, which never gives way to the name.
pub(super) fn person(
    canvas: &mut Canvas<'_>,
    column: Column,
    role: Role,
    name: &str,
    protection: Option<Protection>,
) {
    if protection.is_none() {
        canvas.cell(column.x, 0, column.room, role, name);
        return;
    }
    let mark = u16::try_from(width(PROTECTED)).unwrap_or(0);
    let taken = canvas.cell(
        column.x,
        0,
        column.room.saturating_sub(mark + 1),
        role,
        name,
    );
    canvas.cell(column.x + taken + 1, 0, mark, Role::Protection, PROTECTED);
}

/// How the row's clock stands.
pub(super) fn standing(row: &CaseRow, today: NaiveDate) -> Standing {
    match &row.deadline {
        Some(d) => Standing::of(d.state, d.due, d.paused_until, today),
        None => Standing::none(),
    }
}

/// What there is to do: what the rule says, or the next step where no clock runs.
pub(super) fn what(row: &CaseRow, unit: &Unit) -> String {
    let Some(deadline) = &row.deadline else {
        return row.next_told();
    };
    let rule = unit
        .rules
        .get(&deadline.rule)
        .map(|rows| rows.nearest(deadline.start));
    if let Some(day) = run_out(row, unit) {
        return format!("Beslut upphört {}", day_month(day));
    }
    match rule {
        Some(rule) if rule.possible || deadline.state == State::Possible => rule.name.clone(),
        Some(rule) => rule.action.clone(),
        None => deadline.rule.clone(),
    }
}

/// The day a decision ran out without having been tried anew, if that is what is late.
fn run_out(row: &CaseRow, unit: &Unit) -> Option<NaiveDate> {
    let deadline = row.deadline.as_ref()?;
    let rule = unit.rules.get(&deadline.rule)?.nearest(deadline.start);
    (rule.begin_weeks.is_some() && deadline.state == State::Overdue).then_some(deadline.due)
}

/// "Bergström, Karin".
pub(super) fn list_name(family: &str, given: &str) -> String {
    format!("{family}, {given}")
}

/// The age in whole years.
pub(super) fn age(born: Option<NaiveDate>, today: NaiveDate) -> Option<String> {
    born.and_then(|born| today.years_since(born))
        .map(|years| years.to_string())
}

/// The type's name in lists.
pub(super) fn case_type(unit: &Unit, id: &str) -> String {
    unit.case_types
        .get(id)
        .map_or(id, |known| known.short.as_str())
        .to_owned()
}

/// "Petra S".
pub(super) fn short_name(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().unwrap_or_default();
    match words.next_back().and_then(|last| last.chars().next()) {
        Some(initial) => format!("{first} {initial}"),
        None => first.to_owned(),
    }
}

/// "PS".
pub(super) fn initials(name: &str) -> String {
    name.split_whitespace()
        .filter_map(|word| word.chars().next())
        .take(3)
        .collect()
}
