//! From events to clocks. Events are walked once a rule, in the order of their days; each subject of
//! a rule has a chain of clocks, of which at most the last runs.

use std::sync::Arc;

use chrono::NaiveDate;

use super::{
    CaseFacts, Clock, ClockState, ClockStateKind, Mark, Pause, begin, moved, own_day, paused_before,
};
use crate::core::calendar::{Calendar, add_days};
use crate::core::event::{Event, EventKind, Subject};
use crate::core::rule::{Kinds, Length, Per, Rule, RuleRows, RuleSet};

/// Every clock of a case, running and done: by the unit's order of rules, and for each subject the
/// latest last. The result depends on nothing but the arguments, and not on the order of the events.
pub fn clocks(rules: &RuleSet, calendar: &Calendar, case: &CaseFacts<'_>) -> Vec<Clock> {
    let mut out = Vec::new();
    clocks_into(rules, calendar, case, &mut out);
    out
}

/// As [`clocks`], added to a list that may be used again from case to case.
pub fn clocks_into(
    rules: &RuleSet,
    calendar: &Calendar,
    case: &CaseFacts<'_>,
    out: &mut Vec<Clock>,
) {
    let events = in_order(case.events);
    let present: Kinds = events.iter().map(|event| event.kind).collect();
    let mut chains = Vec::new();
    for rule in rules.for_type(case.case_type) {
        let first = rule.first();
        let from = out.len();
        if first.from_last_entry() {
            last_entry(rule, calendar, case, &events, out);
        } else if !present.meets(rule.starts) {
            continue;
        } else if first.length == Length::OwnDay {
            own_day::run(rule, first.per, case, &events, out);
        } else {
            chains.clear();
            Walk {
                rule,
                per: first.per,
                calendar,
                case,
                events: &events,
            }
            .run(&mut chains, out);
        }
        finish(from, calendar, case, &events, out);
    }
}

/// The events by day and number, without the closings that a later reopening has undone.
fn in_order(events: &[Event]) -> Vec<&Event> {
    let key = |event: &Event| (event.day, event.id, event.kind, event.subject);
    let mut sorted: Vec<&Event> = events.iter().collect();
    if !sorted.is_sorted_by_key(|event| key(event)) {
        sorted.sort_unstable_by_key(|event| key(event));
    }
    if let Some(reopened) = sorted
        .iter()
        .rposition(|event| event.kind == EventKind::Reopened)
    {
        let mut at = 0;
        sorted.retain(|event| {
            at += 1;
            at > reopened || !event.kind.ends_case()
        });
    }
    sorted
}

/// The clocks of one subject under one rule.
struct Chain {
    key: Subject,
    /// The running clock, as a place in the list.
    running: Option<usize>,
    /// The event that stopped the last one.
    last_stop: Option<i64>,
    /// The last clock never got its preferred start (K7).
    unconfirmed: bool,
}

/// One rule's way through the events of a case.
struct Walk<'a> {
    rule: &'a RuleRows,
    per: Per,
    calendar: &'a Calendar,
    case: &'a CaseFacts<'a>,
    events: &'a [&'a Event],
}

impl Walk<'_> {
    fn run(&self, chains: &mut Vec<Chain>, out: &mut Vec<Clock>) {
        for (at, event) in self.events.iter().enumerate() {
            let ends = event.kind.ends_case();
            let starts = self.rule.starts.has(event.kind);
            if !starts && !ends && !self.rule.stops.has(event.kind) {
                continue;
            }
            let key = self.per.key(event.subject);
            let continued = self.stop(event, ends, chains, out);
            if starts && !continued {
                self.start(at, event, key, chains, out);
            }
        }
    }

    /// Stops what the event stops. Says whether it has also begun the next clock there (K9).
    fn stop(&self, event: &Event, ends: bool, chains: &mut [Chain], out: &mut Vec<Clock>) -> bool {
        let key = self.per.key(event.subject);
        let mut continued = false;
        for chain in chains.iter_mut() {
            let Some(clock) = chain.running.and_then(|at| out.get_mut(at)) else {
                continue;
            };
            let stops = ends
                || (clock.rule.stops.has(event.kind) && self.per.bears(chain.key, event.subject));
            if !stops {
                continue;
            }
            clock.stopped = Some(event.into());
            chain.unconfirmed = clock.rule.gives_way(clock.start.kind);
            let repeats = clock.rule.repeats && clock.rule.start_set.has(event.kind);
            chain.running = None;
            chain.last_stop = Some(event.id);
            // A measure's own follow-up stops a clock of the whole case but goes on as the measure's.
            if repeats && !ends && (key == chain.key || key == Subject::Case) {
                let row = self.row(event);
                chain.running = row.and_then(|row| self.push(row, event, chain.key, out));
                continued = true;
            }
        }
        continued
    }

    fn start(
        &self,
        at: usize,
        event: &Event,
        key: Subject,
        chains: &mut Vec<Chain>,
        out: &mut Vec<Clock>,
    ) {
        let Some(row) = self.row(event) else { return };
        if !chains.iter().any(|chain| chain.key == key) {
            chains.push(Chain {
                key,
                running: None,
                last_stop: None,
                unconfirmed: false,
            });
        }
        for chain in chains.iter_mut().filter(|chain| chain.key == key) {
            self.start_in(chain, at, event, row, out);
        }
    }

    /// Starts a clock in its subject's chain, where none runs that the event does not take over.
    fn start_in(
        &self,
        chain: &mut Chain,
        at: usize,
        event: &Event,
        row: &Arc<Rule>,
        out: &mut Vec<Clock>,
    ) {
        let key = chain.key;
        let preferred = row.preference && row.starts.first() == Some(&event.kind);
        let running = chain.running.and_then(|at| out.get_mut(at));
        // What has passed is done, and what may still pass is another decision's: each has its own time to appeal.
        let anew = |clock: &Clock| {
            row.passes && event.kind.follows_decision() && self.decided_since(clock.start, at)
        };
        if let Some(clock) = running.filter(|clock| !anew(clock)) {
            if preferred
                && row.gives_way(clock.start.kind)
                && let Some(raw) = self.raw(row, event)
            {
                clock.rule = Arc::clone(row);
                clock.start = event.into();
                clock.raw = raw;
            }
            return;
        }
        if preferred && chain.unconfirmed {
            // The confirmation came after the plan: it belongs to the clock that has stopped.
            chain.unconfirmed = false;
            return;
        }
        let before = self.events.get(..at).unwrap_or_default();
        if row.not_while_running && event.kind == EventKind::Granted && self.runs(before, key) {
            return;
        }
        chain.running = self.push(row, event, key, out);
        // On one day the stop may have been written down before the start; but what was sent before a decision that
        // was made here was another's.
        let of_another = |stop: &Event| event.is_made_here() && stop.kind.follows_decision();
        let stop = before
            .iter()
            .rev()
            .take_while(|earlier| earlier.day == event.day)
            .find(|earlier| {
                row.stops.has(earlier.kind)
                    && !row.start_set.has(earlier.kind)
                    && !of_another(earlier)
                    && self.per.bears(key, earlier.subject)
                    && chain.last_stop != Some(earlier.id)
            });
        if let (Some(stop), Some(clock)) = (stop, chain.running.and_then(|at| out.get_mut(at))) {
            clock.stopped = Some((*stop).into());
            chain.last_stop = Some(stop.id);
            chain.unconfirmed = row.gives_way(event.kind);
            chain.running = None;
        }
    }

    /// The row that makes the event a start for this type of case, if it is one.
    fn row(&self, event: &Event) -> Option<&Arc<Rule>> {
        Some(self.rule.nearest(event.day))
            .filter(|row| row.start_set.has(event.kind) && row.applies_to(self.case.case_type))
    }

    fn raw(&self, row: &Rule, event: &Event) -> Option<NaiveDate> {
        row.raw_due(event.day, event.time, event.until, self.calendar)
    }

    /// Adds a running clock; its place in the list.
    fn push(
        &self,
        row: &Arc<Rule>,
        event: &Event,
        subject: Subject,
        out: &mut Vec<Clock>,
    ) -> Option<usize> {
        out.push(new_clock(row, subject, event, self.raw(row, event)?));
        Some(out.len() - 1)
    }

    /// Whether a decision was made after a start and before the event at a place.
    fn decided_since(&self, start: Mark, at: usize) -> bool {
        let before = self.events.get(..at).unwrap_or_default();
        let after = before.iter().rev();
        let mut after = after.take_while(|e| (e.day, e.id) > (start.day, start.event));
        after.any(|e| matches!(e.kind, EventKind::Granted | EventKind::Refused))
    }

    /// Whether the measure runs after these events: started and not interrupted since.
    fn runs(&self, before: &[&Event], key: Subject) -> bool {
        before
            .iter()
            .rev()
            .filter(|event| key.meets(self.per.key(event.subject)))
            .find_map(|event| match event.kind {
                EventKind::Executed | EventKind::Resumed => Some(true),
                EventKind::Interrupted | EventKind::MeasureEnded => Some(false),
                kind if kind.ends_case() => Some(false),
                _ => None,
            })
            .unwrap_or(false)
    }
}

pub(super) fn new_clock(
    rule: &Arc<Rule>,
    subject: Subject,
    start: &Event,
    raw: NaiveDate,
) -> Clock {
    Clock {
        rule: Arc::clone(rule),
        subject,
        start: start.into(),
        raw,
        due: raw,
        begin: None,
        warn_from: raw,
        moved_for: Vec::new(),
        pauses: Vec::new(),
        paused_days: 0,
        capped_by: None,
        stopped: None,
        not_applicable: None,
    }
}

/// The clock from the last entry (K15). Days that lie ahead are plans, not entries.
fn last_entry(
    rule: &RuleRows,
    calendar: &Calendar,
    case: &CaseFacts<'_>,
    events: &[&Event],
    out: &mut Vec<Clock>,
) {
    let last = events
        .iter()
        .rev()
        .find(|event| !event.kind.may_lie_ahead());
    if let Some(last) = last
        && let row = rule.nearest(last.day)
        && row.applies_to(case.case_type)
        && let Some(raw) = row.raw_due(last.day, None, None, calendar)
    {
        out.push(new_clock(row, Subject::File, last, raw));
    }
}

/// Works out the dates of the clocks from a place on: move, pauses, cap, beginning and warning.
fn finish(
    from: usize,
    calendar: &Calendar,
    case: &CaseFacts<'_>,
    events: &[&Event],
    out: &mut [Clock],
) {
    let mut rest = out.get_mut(from..).unwrap_or_default();
    while let Some((clock, later)) = rest.split_first_mut() {
        let cap = cap(clock, later, events);
        set_states(clock, case.states);
        (clock.due, clock.moved_for) = moved(&clock.rule, clock.raw, calendar);
        if clock.paused_days > 0 {
            clock.due = add_days(clock.due, clock.paused_days).unwrap_or(clock.due);
        }
        if let Some(cap) = cap.filter(|cap| *cap < clock.due) {
            clock.due = cap;
            clock.capped_by = Some(cap);
        }
        clock.begin = begin(&clock.rule, clock.due);
        clock.warn_from = match clock.begin {
            Some(begin) => begin,
            None if clock.rule.possible => clock.due,
            None => add_days(clock.due, -i32::from(clock.rule.warn_days)).unwrap_or(clock.due),
        };
        rest = later;
    }
}

/// The last capping day within the time of a clock, before the next one of its subject among the later starts.
fn cap(clock: &Clock, later: &[Clock], events: &[&Event]) -> Option<NaiveDate> {
    let kind = clock.rule.cap?;
    let next = later
        .iter()
        .find(|later| later.subject == clock.subject)
        .map_or(NaiveDate::MAX, |later| later.start.day);
    // What ended before a measure was granted by name was another's end.
    let granted = events
        .iter()
        .filter(|e| e.kind == EventKind::Granted && e.subject == clock.subject)
        .map(|e| e.id)
        .max();
    events
        .iter()
        .filter(|event| {
            event.kind == kind && clock.subject.meets(clock.rule.per.key(event.subject))
        })
        .filter(|event| event.subject == clock.subject || granted.is_none_or(|id| event.id > id))
        .map(|event| event.day)
        .filter(|day| clock.start.day <= *day && *day < next)
        .max()
}

/// Puts on the clock what the caseworker has set.
fn set_states(clock: &mut Clock, states: &[ClockState]) {
    let mine = |state: &&ClockState| {
        (state.subject == clock.subject || state.subject == Subject::Case)
            && state.rule == clock.rule.id
    };
    let stop = clock.stopped.map_or(NaiveDate::MAX, |stop: Mark| stop.day);
    let mut pauses = Vec::new();
    let mut not_applicable = None;
    for state in states.iter().filter(mine) {
        match &state.kind {
            ClockStateKind::NotApplicable { reason } => not_applicable = Some(reason.clone()),
            ClockStateKind::Pause { .. } if !clock.rule.class.may_pause() => {}
            ClockStateKind::Pause {
                from,
                until,
                ended,
                reason,
            } => {
                let from = (*from).max(clock.start.day);
                let until = ended.map_or(*until, |ended| ended.min(*until));
                if from < until && from < stop {
                    pauses.push(Pause {
                        from,
                        until,
                        reason: reason.clone(),
                    });
                }
            }
        }
    }
    pauses.sort_by_key(|pause| (pause.from, pause.until));
    clock.paused_days = i32::try_from(paused_before(&pauses, NaiveDate::MAX)).unwrap_or(0);
    clock.pauses = pauses;
    clock.not_applicable = not_applicable;
}
