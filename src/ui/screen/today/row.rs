//! A row of the agenda: how it is drawn, in *I dag* and in the week, and what is done with it.

use chrono::Datelike;

use crate::core::agenda::{AgendaRow, Thing};
use crate::core::calendar::{day_month, weekday_short};
use crate::core::deadline::State;
use crate::core::delegation::one_of;
use crate::error::Result;
use crate::ui::action::Action;
use crate::ui::canvas::Canvas;
use crate::ui::screen::case::CaseScreen;
use crate::ui::screen::form::Form;
use crate::ui::screen::person::PersonScreen;
use crate::ui::screen::proposals::ProposalsScreen;
use crate::ui::screen::why::Why;
use crate::ui::screen::{Context, Step};
use crate::ui::theme::Role;
use crate::ui::widget::{Standing, short_date};
use crate::ui::wrap::{fitting, width};

/// What is done with a row of the agenda.
pub(in crate::ui::screen) fn on_row(
    row: &AgendaRow,
    action: Action,
    ctx: &Context<'_>,
) -> Result<Step> {
    let Some(case) = row.case else {
        return Ok(Step::open(PersonScreen::new(row.person)));
    };
    Ok(match (action, &row.what) {
        (Action::Open | Action::NextStep, Thing::ToDecide { .. }) => {
            Step::open(ProposalsScreen::new(Some(case)))
        }
        (Action::Open, _) => Step::open(CaseScreen::new(case)),
        (Action::Why, Thing::Clock { rule, subject, .. }) => {
            Step::open(Why::new(case, rule.clone(), *subject))
        }
        (Action::Why, what) => Step::done(why(what, ctx)),
        (Action::Note, _) => {
            Step::open(Form::journal(&ctx.store.case(ctx.user, case)?, None, ctx)?)
        }
        (Action::Person, _) => Step::open(PersonScreen::new(row.person)),
        (action, _) => Step::Many(vec![Step::open(CaseScreen::new(case)), Step::Act(action)]),
    })
}

/// Why a thing without a clock stands in the agenda.
fn why(what: &Thing, ctx: &Context<'_>) -> String {
    match what {
        Thing::Clock { .. } => String::new(),
        Thing::Visit { .. } => "Här löper ingen frist: besöket är bokat den dagen.".to_owned(),
        Thing::ToDecide { since, .. } => format!(
            "Förslaget väntar på ditt beslut sedan {}.",
            day_month(*since)
        ),
        Thing::Proposed { deciders, since } => format!(
            "Förslaget ligger hos {} sedan {}.",
            one_of(deciders),
            day_month(*since)
        ),
        Thing::Returned { by, day, comment } => {
            format!("Återlämnat av {by} {}: {comment}", day_month(*day))
        }
        Thing::Quiet { last, limit } => format!(
            "Inget skrivet på {} dagar, enhetens gräns {limit}.\nKälla: {}.",
            (ctx.today - *last).num_days(),
            ctx.store.unit().routines.quiet_source
        ),
    }
}

const STANDING: u16 = 14;
const DAY: u16 = 12;

/// In a window of fewer columns the day, which is seen from how the row stands, and the given name give way.
const NARROW: u16 = 72;

/// One row: how it stands, the day, what there is to do, who, and the case.
pub(in crate::ui::screen) fn draw_row(canvas: &mut Canvas<'_>, row: &AgendaRow, ctx: &Context<'_>) {
    let narrow = canvas.width() < NARROW;
    let (mut standing, what) = words(row, ctx);
    let day = row.day();
    if narrow
        && let Thing::Visit {
            time: Some(time), ..
        } = &row.what
    {
        standing.words = format!("{} {}", weekday_short(day), time.format("%H.%M"));
    }
    canvas.cell(0, 0, STANDING, standing.role, &standing.text());
    // The weekday gives way to the year of another.
    let told = if day.year() == ctx.today.year() {
        format!("{} {}", weekday_short(day), day_month(day))
    } else {
        short_date(day, ctx.today)
    };
    let wide = if narrow { 0 } else { DAY };
    canvas.cell(
        STANDING + 1,
        0,
        wide.saturating_sub(1),
        Role::TextDim,
        &told,
    );
    let case = u16::try_from(width(&row.case_number)).unwrap_or(7).max(7);
    let owner = if row.owner == ctx.user.id { 0 } else { 4 };
    let rest = canvas
        .width()
        .saturating_sub(STANDING + 1 + wide + case + 3 + owner);
    // The longest that any of the rules says is 21 columns; what is left beyond is the name's.
    let room = (rest * 9 / 16).max(if narrow { 21 } else { 10 }.min(rest));
    let mut x = STANDING + 1 + wide;
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
    let full = format!("{}, {}", row.family_name, row.given_name);
    let ways = [full.as_str(), row.family_name.as_str()];
    let mark = if row.protection.is_some() { 8 } else { 0 };
    let room = usize::from(person.saturating_sub(mark));
    let name = fitting(if narrow { &ways } else { &ways[..1] }, room);
    match row.protection {
        None => {
            canvas.cell(x, 0, person, Role::Text, name);
        }
        // The mark never gives way to the name.
        Some(_) => {
            let taken = canvas.cell(x, 0, person.saturating_sub(mark), Role::Text, name);
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
            let standing = plain(Role::TextStrong, &words);
            let what = if about.is_empty() {
                "Besök".to_owned()
            } else {
                format!("Besök: {about}")
            };
            (standing, what)
        }
        Thing::ToDecide { proposed, .. } => (plain(Role::TextStrong, "beslut"), proposed.clone()),
        Thing::Proposed { deciders, .. } => (
            plain(Role::TextDim, "förslag"),
            format!("Hos {}", one_of(deciders)),
        ),
        Thing::Returned { comment, .. } => {
            let standing = Standing {
                sign: "! ",
                ..plain(Role::DeadlineToday, "åter")
            };
            (standing, format!("Ändra förslaget: {comment}"))
        }
        Thing::Quiet { last, .. } => {
            let days = (ctx.today - *last).num_days();
            (
                plain(Role::TextDim, &format!("{days} d tyst")),
                "Inget skrivet".to_owned(),
            )
        }
    }
}

/// The standing of what has no clock.
fn plain(role: Role, words: &str) -> Standing {
    Standing {
        role,
        sign: "  ",
        words: words.to_owned(),
    }
}
