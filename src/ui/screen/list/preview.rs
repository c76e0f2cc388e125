//! What is known about the selected row: facts of work, never a word of the journal. Seeing it is
//! seeing the list.

use chrono::NaiveDate;

use super::table;
use crate::core::calendar::weekday_short;
use crate::core::deadline::State;
use crate::core::event::EventKind;
use crate::core::form::FormFacts;
use crate::core::query::{CaseRow, RowDeadline, Scope};
use crate::core::rule::{Class, Length, Rule};
use crate::error::Result;
use crate::store::draft::Draft;
use crate::ui::canvas::Canvas;
use crate::ui::screen::Context;
use crate::ui::screen::case::gate;
use crate::ui::theme::Role;
use crate::ui::widget::short_date;
use crate::ui::wrap::wrap;

/// The events that tell how far a case has come.
const WAY: &[EventKind] = &[
    EventKind::Received,
    EventKind::FirstContact,
    EventKind::AssessmentBegun,
    EventKind::SentForReply,
    EventKind::ReplyReceived,
    EventKind::Granted,
    EventKind::Refused,
    EventKind::OrderSent,
    EventKind::PlanReceived,
    EventKind::Executed,
    EventKind::FollowedUp,
];

/// The facts of one row.
#[derive(Debug, Default)]
pub(super) struct Preview {
    name: String,
    age: String,
    protection: Option<&'static str>,
    case_type: String,
    short_type: String,
    case: String,
    /// What has happened and when, in order.
    way: Vec<(&'static str, NaiveDate)>,
    due: String,
    why: String,
    next: String,
    missing: String,
    draft: Option<String>,
    owner: String,
}

impl Preview {
    /// Reads the facts of a row. `drafts` are the user's own.
    pub fn read(row: &CaseRow, drafts: &[Draft], ctx: &Context<'_>) -> Result<Preview> {
        let unit = ctx.store.unit();
        let mut way: Vec<(&'static str, NaiveDate)> = Vec::new();
        for event in ctx.store.engine_events(ctx.user, row.id)? {
            if WAY.contains(&event.kind) {
                way.retain(|(name, _)| *name != event.kind.name());
                way.push((event.kind.name(), event.day));
            }
        }
        way.sort_by_key(|(_, day)| *day);
        let known = unit.case_types.get(&row.case_type);
        let (due, why) = row.deadline.as_ref().map_or_else(
            || ("Ingen frist löper".to_owned(), String::new()),
            |deadline| due(deadline, ctx),
        );
        Ok(Preview {
            name: table::list_name(&row.family_name, &row.given_name),
            age: table::age(row.birth_date, ctx.today).map_or(String::new(), |a| format!("{a} år")),
            protection: row.protection.map(|p| p.name()),
            case_type: known.map_or(row.case_type.clone(), |t| t.name.clone()),
            short_type: table::case_type(unit, &row.case_type),
            case: row.case_number.clone(),
            way,
            due,
            why,
            next: row.next_told(),
            missing: gate::line(&ctx.store.case_work(ctx.user, row.id)?, row.next, 90, ctx)?,
            draft: drafts
                .iter()
                .find(|d| d.case == row.id)
                .map(|d| draft(d, row, ctx.today)),
            owner: row.caseworker.clone(),
        })
    }

    /// Three lines under the list.
    pub fn under(&self, canvas: &mut Canvas<'_>, scope: Scope, today: NaiveDate) {
        let columns = canvas.width().saturating_sub(2);
        let mut facts = vec![self.short_type.clone()];
        if scope != Scope::Mine && !self.owner.is_empty() {
            facts.insert(0, self.owner.clone());
        }
        // The narrow line has room for the caseworker or the first day, not both.
        let first = self
            .way
            .first()
            .filter(|_| scope == Scope::Mine || self.way.len() == 1);
        let last = self.way.last().filter(|_| self.way.len() > 1);
        for (name, day) in first.into_iter().chain(last) {
            facts.push(format!("{} {}", lower(name), short_date(*day, today)));
        }
        let facts = format!("{} · {}", self.age, facts.join(" · "));
        let mut pieces = vec![(Role::TextStrong, self.name.as_str()), (Role::Text, "  ")];
        if let Some(protection) = self.protection {
            pieces.extend([(Role::Protection, protection), (Role::Text, "  ")]);
        }
        pieces.push((Role::Text, facts.trim_start_matches(" · ")));
        canvas.part(1, 0, columns, 1).line(0, 0, &pieces);
        let mut text = self.sentence(true);
        if wrap(&text, usize::from(columns)).len() > 2 {
            text = self.sentence(false);
        }
        let lines = wrap(&text, usize::from(columns));
        let (first, rest) = lines
            .split_first()
            .map_or(("", String::new()), |(first, rest)| {
                (first.as_str(), rest.join(" "))
            });
        canvas.cell(1, 1, columns, Role::Text, first);
        // What does not fit is seen to go on.
        canvas.cell(1, 2, columns, Role::Text, &rest);
    }

    /// What is due, why where there is room for it, and what comes next.
    fn sentence(&self, with_why: bool) -> String {
        let mut text = self.due.clone();
        if with_why && !self.why.is_empty() {
            text.push_str(&format!(" ({})", self.why));
        }
        text.push_str(&format!(". Nästa steg: {}.", lower(&self.next)));
        if !self.missing.is_empty() {
            text.push_str(&format!(" {}", self.missing));
        }
        if let Some(draft) = &self.draft {
            text.push_str(&format!(" {draft}."));
        }
        text
    }

    /// A pane beside the list.
    pub fn beside(&self, canvas: &mut Canvas<'_>, today: NaiveDate) {
        let columns = canvas.width();
        let mut y = canvas.paragraph(0, 0, columns, Role::TextStrong, &self.name);
        if let Some(protection) = self.protection {
            canvas.text(0, y, Role::Protection, protection);
            y += 1;
        }
        let case = if self.age.is_empty() {
            self.case.clone()
        } else {
            format!("{} · {}", self.age, self.case)
        };
        canvas.text(0, y, Role::Text, &case);
        y += 1;
        y += canvas.paragraph(0, y, columns, Role::Text, &self.case_type) + 1;
        y += canvas.paragraph(0, y, columns, Role::TextStrong, &self.due);
        if !self.why.is_empty() {
            y += canvas.paragraph(0, y, columns, Role::TextDim, &self.why);
        }
        y += 1;
        canvas.text(0, y, Role::Text, "Nästa steg");
        y += 1 + canvas.paragraph(0, y + 1, columns, Role::Text, &self.next);
        if let Some(draft) = &self.draft {
            y += canvas.paragraph(0, y, columns, Role::Text, draft);
        }
        y += 1;
        for (name, day) in &self.way {
            let day = short_date(*day, today);
            let room = columns.saturating_sub(u16::try_from(day.chars().count()).unwrap_or(0) + 1);
            canvas.cell(0, y, room, Role::Text, name);
            canvas.right(columns, y, Role::Text, &day);
            y += 1;
        }
        if !self.owner.is_empty() {
            canvas.text(0, y + 1, Role::Text, "Handläggare");
            canvas.right(columns, y + 1, Role::Text, &self.owner);
        }
    }
}

/// What is due when, and why in one line.
fn due(deadline: &RowDeadline, ctx: &Context<'_>) -> (String, String) {
    let unit = ctx.store.unit();
    let rows = unit.rules.get(&deadline.rule);
    let Some(rule) = rows.map(|rows| rows.nearest(deadline.start)) else {
        return (deadline.rule.clone(), String::new());
    };
    let day = format!(
        "{} {}",
        weekday_short(deadline.due),
        short_date(deadline.due, ctx.today)
    );
    let action = &rule.action;
    let days = (ctx.today - deadline.due).num_days();
    let told = match deadline.state {
        _ if rule.possible => format!("{action} från {day}"),
        State::Paused => match deadline.paused_until {
            Some(until) => format!(
                "{action} senast {day}, paus till {}",
                short_date(until, ctx.today)
            ),
            None => format!("{action} senast {day}, paus"),
        },
        State::Overdue if days == 1 => format!("{action} senast {day}, 1 dag över"),
        State::Overdue => format!("{action} senast {day}, {days} dagar över"),
        _ if rule.passes => format!("{action} {day}"),
        _ => format!("{action} senast {day}"),
    };
    (told, why(rule, deadline, ctx))
}

/// "14 dagar från 5 nov, enhetens löfte"; the length only where it alone makes the date.
fn why(rule: &Rule, deadline: &RowDeadline, ctx: &Context<'_>) -> String {
    let class = match rule.class {
        Class::OwnPromise => "enhetens löfte",
        Class::StatuteMoves | Class::StatuteStands => "lagens tid",
    };
    if rule.length == Length::OwnDay {
        return class.to_owned();
    }
    let start = short_date(deadline.start, ctx.today);
    let calendar = ctx.store.calendar();
    let raw = rule.raw_due(deadline.start, None, None, calendar);
    let moved = raw.map(|raw| calendar.next_working_day(raw).0);
    if raw == Some(deadline.due) {
        format!("{} från {start}, {class}", rule.length)
    } else if rule.class == Class::StatuteMoves && moved == Some(deadline.due) {
        format!("{} från {start}, flyttad för helg, {class}", rule.length)
    } else {
        format!("från {start}, {class}")
    }
}

/// What the draft lacks.
fn draft(draft: &Draft, row: &CaseRow, today: NaiveDate) -> String {
    let years = row.birth_date.and_then(|born| today.years_since(born));
    let facts = FormFacts {
        child: years.is_some_and(|years| years < 18),
        ..FormFacts::default()
    };
    let kind = match draft.kind.as_str() {
        "utredning" => "utredning",
        "bestallning" => "beställning",
        "uppfoljning" => "uppföljning",
        _ => return "En anteckning är påbörjad".to_owned(),
    };
    match draft.spec.missing(&draft.answers, facts).len() {
        0 => format!("Utkastet till {kind} är klart att skriva under"),
        1 => format!("Utkastet till {kind} saknar 1 del"),
        n => format!("Utkastet till {kind} saknar {n} delar"),
    }
}

/// The sentence's word: "Utredning inledd" becomes "utredning inledd", "LSS" stays.
pub(super) fn lower(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain([second]).chain(chars).collect()
        }
        _ => text.to_owned(),
    }
}
