//! "Varför detta datum?": the way to a clock's date, as labelled Swedish lines.

use chrono::{Datelike, NaiveDate};

use super::{Clock, State};
use crate::core::calendar::{Calendar, day_month, day_month_year, long, weekday_short};
use crate::core::rule::{Class, Length};

/// The answer to "Varför detta datum?".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// What is due and when: "Fatta beslut senast torsdag 19 november".
    pub headline: String,
    /// Label and text, in the order they are read.
    pub rows: Vec<(&'static str, String)>,
}

/// Explains a clock's date as it stands on a day.
pub fn explain(clock: &Clock, calendar: &Calendar, today: NaiveDate) -> Explanation {
    let rule = &clock.rule;
    let mut rows = vec![
        ("regel", format!("{}  {}", rule.id, rule.name)),
        ("slag", rule.class.name().to_owned()),
        (
            "källa",
            match &rule.section {
                Some(section) => format!("{section}, {}", rule.source),
                None => rule.source.clone(),
            },
        ),
        ("räknat", counted(clock)),
    ];
    if !clock.moved_for.is_empty() {
        let text = format!(
            "{}  till {}",
            clock.moved_for.join(", "),
            short(clock.due, clock.raw)
        );
        rows.push(("flyttad för", text));
    } else if rule.class != Class::StatuteMoves
        && let Some(name) = calendar.free(clock.due)
    {
        rows.push(("infaller på", format!("{name}; dagen står kvar")));
    }
    rows.push(("paus", pauses(clock)));
    if let Some(cap) = clock.capped_by {
        let kind = rule.cap.map_or("", |kind| kind.name());
        rows.push((
            "tak",
            format!("{}  {}", lower(kind), short(cap, clock.start.day)),
        ));
    }
    if let Some(begin) = clock.begin {
        rows.push(("börja", short(begin, clock.due)));
    }
    rows.push(("förfluten tid", days(clock.elapsed(today))));
    if let Some(stop) = clock.stopped {
        let text = format!(
            "{}  {}",
            lower(stop.kind.name()),
            short(stop.day, clock.start.day)
        );
        rows.push(("avslutad av", text));
    }
    if let Some(reason) = &clock.not_applicable {
        rows.push(("ej tillämplig", reason.clone()));
    }
    rows.push((
        "giltig",
        format!("för start {} till {}", rule.valid_from, rule.valid_to),
    ));
    Explanation {
        headline: headline(clock, today),
        rows,
    }
}

fn headline(clock: &Clock, today: NaiveDate) -> String {
    let due = if clock.due.year() == today.year() {
        let whole = long(clock.due);
        let year = format!(" {}", clock.due.year());
        whole.strip_suffix(&year).unwrap_or(&whole).to_owned()
    } else {
        long(clock.due)
    };
    let action = &clock.rule.action;
    match clock.state(today) {
        State::Done => match clock.stopped {
            Some(stop) => format!("{action}: klar {}", day_month_year(stop.day)),
            None => format!("{action}: dagen {due} har passerat"),
        },
        State::NotApplicable => format!("{action}: ej tillämplig"),
        _ if clock.rule.possible => format!("{action} från {due}"),
        _ if clock.rule.passes => format!("{action} till och med {due}"),
        State::Overdue => format!(
            "{action} senast {due}, {} över",
            days(-clock.days_left(today))
        ),
        _ => format!("{action} senast {due}"),
    }
}

/// How the raw date was counted: "utredning inledd tors 5 nov  +14 dagar  =  tors 19 nov".
fn counted(clock: &Clock) -> String {
    let rule = &clock.rule;
    let start = format!(
        "{} {}",
        lower(clock.start.kind.name()),
        short(clock.start.day, clock.raw)
    );
    let end = short(clock.raw, clock.start.day);
    if rule.length == Length::OwnDay {
        return format!("{start} (dagen själv)");
    }
    if rule.from_until && clock.start.until == Some(clock.raw) {
        return format!("{start}, svarsdag satt till {end}");
    }
    let length = match (rule.after_time, clock.start.time) {
        (Some((limit, longer)), Some(time)) if time > limit => {
            format!("{} (efter {})", Length::Days(longer), limit.format("%H.%M"))
        }
        (Some(_), Some(time)) => format!("{} (kl. {})", rule.length, time.format("%H.%M")),
        _ => rule.length.to_string(),
    };
    match rule.year_end {
        Some(1) => format!("{start}  +{length}, till utgången av året därpå  =  {end}"),
        Some(n) => format!("{start}  +{length}, till utgången av det {n}:e året därpå  =  {end}"),
        None => format!("{start}  +{length}  =  {end}"),
    }
}

fn pauses(clock: &Clock) -> String {
    if !clock.rule.class.may_pause() {
        return "lagens tid kan inte pausas".to_owned();
    }
    if clock.pauses.is_empty() {
        return "ingen".to_owned();
    }
    let each: Vec<String> = clock
        .pauses
        .iter()
        .map(|pause| {
            format!(
                "{} till {} ({})",
                short(pause.from, pause.until),
                short(pause.until, pause.from),
                pause.reason
            )
        })
        .collect();
    format!("{}  +{}", each.join(", "), days(clock.paused_days.into()))
}

/// A day with its short weekday; with the year where the other day lies in another.
fn short(day: NaiveDate, other: NaiveDate) -> String {
    let date = if day.year() == other.year() {
        day_month(day)
    } else {
        day_month_year(day)
    };
    format!("{} {date}", weekday_short(day))
}

fn days(n: i64) -> String {
    format!("{n} {}", if n == 1 { "dag" } else { "dagar" })
}

fn lower(name: &str) -> String {
    let mut chars = name.chars();
    chars
        .next()
        .map(|first| first.to_lowercase().chain(chars).collect())
        .unwrap_or_default()
}
