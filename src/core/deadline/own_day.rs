//! Clocks whose due date is a day that an event names in advance: the end of a decision (K10).
//!
//! Here the start lies after the work that stops it, so that the walk of the other rules does not fit.
//! A later end for the same subject takes the place of an earlier one that nothing has stopped.

use std::sync::Arc;

use chrono::NaiveDate;

use super::engine::new_clock;
use super::{CaseFacts, Clock, begin};
use crate::core::event::{Event, EventKind, Subject};
use crate::core::rule::{Per, Rule, RuleRows};

/// One end date and what has become of it.
struct End<'a> {
    event: &'a Event,
    row: &'a Arc<Rule>,
    begin: NaiveDate,
    /// The decision that set the end; it cannot be the one that renews it.
    own_decision: Option<i64>,
    stopped: Option<&'a Event>,
}

pub(super) fn run(
    rule: &RuleRows,
    per: Per,
    case: &CaseFacts<'_>,
    events: &[&Event],
    out: &mut Vec<Clock>,
) {
    let starts = |event: &Event| {
        Some(rule.nearest(event.day))
            .filter(|row| row.start_set.has(event.kind) && row.applies_to(case.case_type))
    };
    let mut keys: Vec<Subject> = Vec::new();
    for event in events {
        let key = per.key(event.subject);
        if starts(event).is_some() && !keys.contains(&key) {
            keys.push(key);
        }
    }
    for key in keys {
        let mut ends: Vec<End<'_>> = Vec::new();
        for event in events {
            if per.key(event.subject) != key {
                continue;
            }
            let Some(row) = starts(event) else { continue };
            if ends.last().is_some_and(|last| last.event.day == event.day) {
                ends.pop();
            }
            ends.push(End {
                event,
                row,
                begin: begin(row, event.day).unwrap_or(event.day),
                own_decision: None,
                stopped: None,
            });
        }
        find_own_decisions(&mut ends, per, key, events);
        stop(&mut ends, per, key, events);
        let last = ends.len().saturating_sub(1);
        for (at, end) in ends.iter().enumerate() {
            if end.stopped.is_some() || at == last {
                let mut clock = new_clock(end.row, key, end.event, end.event.day);
                clock.stopped = end.stopped.map(Into::into);
                out.push(clock);
            }
        }
    }
}

/// Gives each end the decision that set it: the first one, in turn, that was written before it.
/// Without this a decision shorter than the time to begin would renew itself.
fn find_own_decisions(ends: &mut [End<'_>], per: Per, key: Subject, events: &[&Event]) {
    let granted = |event: &&&Event| event.kind == EventKind::Granted;
    // A measure that was granted by name has its ends from that, and not from what was granted to the case.
    let named = events
        .iter()
        .filter(granted)
        .any(|event| event.subject == key);
    let of_key = |event: &&&Event| match named {
        true => event.subject == key,
        false => key.meets(per.key(event.subject)),
    };
    let mut decisions = events.iter().filter(granted).filter(of_key).peekable();
    for end in ends {
        let own = decisions.next_if(|event| event.day <= end.event.day && event.id < end.event.id);
        end.own_decision = own.map(|event| event.id);
    }
}

fn stop<'a>(ends: &mut [End<'a>], per: Per, key: Subject, events: &[&'a Event]) {
    let mut last_stop = None;
    for event in events {
        if event.kind.ends_case() {
            for end in ends.iter_mut().filter(|end| end.stopped.is_none()) {
                end.stopped = Some(event);
            }
            continue;
        }
        // Renewal and its decision on one day are one renewal.
        if !per.bears(key, event.subject) || last_stop == Some(event.day) {
            continue;
        }
        if let Some(end) = stopped_by(ends, event) {
            end.stopped = Some(event);
            last_stop = Some(event.day);
        }
    }
}

/// The end that the event renews: the earliest open one whose time to begin has come, but not one
/// that had run out before the next one's time to begin. A renewal may also come earlier, if it was
/// written down after the end. The decision that set an end can only renew the ends before it.
fn stopped_by<'a, 'b>(ends: &'b mut [End<'a>], event: &Event) -> Option<&'b mut End<'a>> {
    let before = ends
        .iter()
        .position(|end| end.own_decision == Some(event.id))
        .unwrap_or(ends.len());
    let ends = ends.get_mut(..before).unwrap_or_default();
    let open = |end: &End<'_>| end.stopped.is_none() && end.row.stops.has(event.kind);
    let ready = |end: &End<'_>| open(end) && end.begin <= event.day;
    let latest = ends
        .iter()
        .filter(|end| ready(end))
        .map(|end| end.begin)
        .max();
    let at = match latest {
        Some(latest) => ends
            .iter()
            .position(|end| ready(end) && end.event.day >= latest),
        None if event.kind == EventKind::Renewed => ends
            .iter()
            .position(|end| open(end) && end.event.id < event.id),
        None => None,
    };
    at.and_then(|at| ends.get_mut(at))
}
