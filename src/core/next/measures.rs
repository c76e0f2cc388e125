//! How it stands with each measure of a case: granted, running, interrupted, ended.

use crate::core::event::{Event, EventKind, Subject};

/// The events of a case, seen measure by measure.
pub(super) struct Measures<'a> {
    events: &'a [Event],
    /// Those that a decision here has granted and nothing has ended.
    live: Vec<Subject>,
    /// Whether any was granted at all.
    granted: bool,
}

impl<'a> Measures<'a> {
    pub(super) fn of(events: &'a [Event]) -> Measures<'a> {
        let mut live: Vec<Subject> = events
            .iter()
            .filter(|e| e.kind == EventKind::Granted && matches!(e.subject, Subject::Measure(_)))
            .map(|e| e.subject)
            .collect();
        let granted = !live.is_empty();
        live.retain(|measure| {
            !events
                .iter()
                .any(|e| e.kind == EventKind::MeasureEnded && e.subject.meets(*measure))
        });
        Measures {
            events,
            live,
            granted,
        }
    }

    /// Whether any that was granted here has not ended.
    pub(super) fn any_live(&self) -> bool {
        !self.live.is_empty()
    }

    /// Nothing runs any more: each granted measure has ended, or the whole of a case that no measure was
    /// decided in here.
    pub(super) fn all_ended(&self) -> bool {
        if self.granted {
            return self.live.is_empty();
        }
        let last = |kinds: &[EventKind]| {
            let of_kind = self.events.iter().filter(|e| kinds.contains(&e.kind));
            of_kind.map(|e| (e.day, e.id)).max()
        };
        let ended = last(&[EventKind::MeasureEnded]);
        ended.is_some() && ended > last(&[EventKind::Granted, EventKind::Executed])
    }

    /// An interruption that nothing has ended: neither that the measure was resumed, nor that it ended.
    pub(super) fn any_interrupted(&self) -> bool {
        use EventKind as E;
        let over = |interrupted: &Event| {
            self.events.iter().any(|e| {
                matches!(e.kind, E::Resumed | E::Executed | E::MeasureEnded)
                    && e.subject.meets(interrupted.subject)
                    && e.day >= interrupted.day
            })
        };
        let mut interrupted = self.events.iter().filter(|e| e.kind == E::Interrupted);
        interrupted.any(|e| !over(e))
    }

    /// A granted measure that has not started, beside others that have.
    pub(super) fn any_to_start(&self) -> bool {
        let started = |measure: &Subject| {
            self.events
                .iter()
                .any(|e| e.kind == EventKind::Executed && e.subject.meets(*measure))
        };
        self.live.iter().any(|measure| !started(measure))
    }
}
