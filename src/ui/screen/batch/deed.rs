//! What is done with each of several cases: the write for one of them in words, or why it cannot be done.

use chrono::NaiveDate;

use super::super::Context;
use super::super::case::kinds;
use super::super::plan::remind;
use super::super::short_form::{lower, told};
use crate::core::change::{Change, NewEvent, PersonFact};
use crate::core::deadline::State;
use crate::core::event::EventKind;
use crate::core::query::{CaseRow, EventRow};
use crate::error::ErrorKind;

/// A write with what it does in words, or why it cannot be done.
pub(super) type Planned = std::result::Result<(Change, String), String>;

/// What is done with each case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// It is given to a colleague.
    HandOver {
        /// To whom.
        user: i64,
        /// Their name.
        name: String,
        /// From which day.
        from: NaiveDate,
        /// Why.
        reason: String,
    },
    /// Its nearest clock waits.
    Pause {
        /// First day that does not count.
        from: NaiveDate,
        /// The day it runs again.
        until: NaiveDate,
        /// What it waits for.
        reason: String,
    },
    /// The provider is reminded of the plan: the next rung of each case's own ladder.
    Remind {
        /// When.
        day: NaiveDate,
        /// A few words.
        note: String,
    },
    /// A visit to follow up is booked in each.
    FollowUp {
        /// When.
        day: NaiveDate,
        /// Where and why.
        about: String,
    },
    /// The same has happened in each.
    Happened {
        /// What.
        kind: EventKind,
        /// When.
        day: NaiveDate,
        /// A few words.
        note: String,
    },
}

impl Deed {
    /// "Lämna över till Petra Sand".
    pub(super) fn title(&self) -> String {
        match self {
            Deed::HandOver { name, .. } => format!("Lämna över till {name}"),
            Deed::Pause { reason, .. } => format!("Vänta: {reason}"),
            Deed::Remind { .. } => "Påminn utföraren".to_owned(),
            Deed::FollowUp { .. } => "Boka uppföljning".to_owned(),
            Deed::Happened { kind, .. } => kind.name().to_owned(),
        }
    }

    /// The write for one case with what it does in words, or why it cannot be done.
    pub(super) fn plan(&self, row: &CaseRow, ctx: &Context<'_>) -> Planned {
        let view = ctx
            .store
            .case_work(ctx.user, row.id)
            .map_err(|error| error.text)?;
        // A protected file is written in with a reason, which is asked where the file is opened.
        ctx.store
            .may_write(ctx.user, view.person.id)
            .map_err(|error| match error.kind {
                ErrorKind::AskReason(_) => "skyddad, ange skäl i ärendet".to_owned(),
                _ => error.text,
            })?;
        if view.closed.is_some() {
            return Err("ärendet är avslutat".to_owned());
        }
        match self {
            Deed::HandOver {
                user,
                name,
                from,
                reason,
            } => {
                if view.owner == Some(*user) {
                    return Err(format!("{name} har redan ärendet"));
                }
                let change = Change::Assign {
                    case: row.id,
                    user: *user,
                    from: *from,
                    reason: reason.clone(),
                };
                Ok((change, format!("till {name} {}", told(*from, ctx.today))))
            }
            Deed::Pause {
                from,
                until,
                reason,
            } => {
                let Some(deadline) = &row.deadline else {
                    return Err("ingen frist löper".to_owned());
                };
                let rule = ctx
                    .store
                    .unit()
                    .rules
                    .get(&deadline.rule)
                    .map(|rows| rows.nearest(deadline.start));
                let Some(rule) = rule else {
                    return Err(format!("regeln {} finns inte", deadline.rule));
                };
                if !rule.class.may_pause() {
                    return Err(format!("{}: lagens tid", rule.action));
                }
                if deadline.state == State::Paused {
                    return Err("väntar redan".to_owned());
                }
                let change = Change::PauseClock {
                    case: row.id,
                    rule: deadline.rule.clone(),
                    subject: deadline.subject,
                    from: *from,
                    until: *until,
                    reason: reason.clone(),
                };
                let words = format!("{} till {}", rule.action, told(*until, ctx.today));
                Ok((change, words))
            }
            Deed::Remind { day, note } => {
                let order = remind::waiting(row.id, ctx).map_err(|error| error.text)?;
                let order = order.map_err(lower)?;
                if *day < order.sent {
                    return Err(format!("beställt först {}", told(order.sent, ctx.today)));
                }
                if let Err(last) = order.may_climb(*day) {
                    return Err(format!("påmint {}", told(last.day, ctx.today)));
                }
                let rung = order.next_rung();
                let words = format!("{}, {}", lower(rung.name()), order.provider_name());
                Ok((remind::change(&order, rung, *day, note), words))
            }
            Deed::FollowUp { day, about } => {
                let runs = |e: &EventRow| {
                    let stands = !e.void && e.corrected_by.is_none();
                    stands && matches!(e.kind, EventKind::Executed | EventKind::FollowedUp)
                };
                if !view.events.iter().any(runs) {
                    return Err("inte verkställt".to_owned());
                }
                let change = Change::AddToPerson {
                    person: view.person.id,
                    fact: PersonFact::Visit {
                        day: *day,
                        time: None,
                        about: about.clone(),
                        case: Some(row.id),
                    },
                };
                Ok((change, format!("{about} {}", told(*day, ctx.today))))
            }
            Deed::Happened { kind, day, note } => {
                let fits = kinds::kinds_of(row.next).contains(kind)
                    || kinds::likely(row.step).contains(kind);
                if !fits {
                    return Err(format!("hör inte till {}", row.step.name().to_lowercase()));
                }
                let event = NewEvent {
                    note: note.clone(),
                    ..NewEvent::on(*kind, *day)
                };
                let change = Change::RecordEvent {
                    case: row.id,
                    event,
                };
                Ok((
                    change,
                    format!("{} {}", kind.name().to_lowercase(), told(*day, ctx.today)),
                ))
            }
        }
    }

    /// "3 ärenden går tillbaka till den förra handläggaren."
    pub(super) fn undo(&self, n: usize) -> String {
        let cases = counted(n);
        match self {
            Deed::HandOver { .. } => format!("{cases} går tillbaka till den förra handläggaren."),
            Deed::Pause { .. } => {
                format!("Pausen tas tillbaka i {cases}. Raderna ligger kvar som rättade.")
            }
            Deed::Remind { .. } => {
                format!("Påminnelsen stryks i {cases}. Raderna ligger kvar som strukna.")
            }
            Deed::FollowUp { .. } => {
                format!("Besöket avbokas i {cases}. Det som bokades ligger kvar som struket.")
            }
            Deed::Happened { kind, .. } => format!(
                "Händelsen {} stryks i {cases}. Raderna ligger kvar som strukna.",
                kind.name()
            ),
        }
    }
}

/// "3 ärenden".
pub(super) fn counted(n: usize) -> String {
    match n {
        1 => "1 ärende".to_owned(),
        n => format!("{n} ärenden"),
    }
}
