//! Recipients (*mottagare*): each one that something was sent to answers for themselves.
//!
//! An event about the case as such, as a register file tells it, counts for every recipient.

use super::event::{Event, EventKind, Subject};

/// Whether two events are about the same recipient.
pub fn same(one: Subject, other: Subject) -> bool {
    one == other || one == Subject::Case || other == Subject::Case
}

/// The last sending of a kind to each recipient that none of the answering events has followed: by day, so
/// that what was written down in another order on one day counts.
pub fn unanswered<'a>(
    events: &[&'a Event],
    sent: EventKind,
    answers: &[EventKind],
) -> Vec<&'a Event> {
    let mut last: Vec<&Event> = Vec::new();
    for event in events.iter().copied().filter(|e| e.kind == sent) {
        match last.iter_mut().find(|known| known.subject == event.subject) {
            Some(known) if (event.day, event.id) > (known.day, known.id) => *known = event,
            Some(_) => {}
            None => last.push(event),
        }
    }
    last.retain(|sending| {
        !events.iter().any(|e| {
            answers.contains(&e.kind) && e.day >= sending.day && same(e.subject, sending.subject)
        })
    });
    last
}

/// The sendings of the assessment that are still to be answered; none once the reply was skipped.
pub fn awaited<'a>(events: &[&'a Event]) -> Vec<&'a Event> {
    use EventKind as E;
    if events.iter().any(|e| e.kind == E::ReplySkipped) {
        return Vec::new();
    }
    unanswered(events, E::SentForReply, &[E::ReplyReceived, E::ReplyAbsent])
}

/// The sendings of the decision that are not known to have reached the one they went to.
pub fn not_reached<'a>(events: &[&'a Event]) -> Vec<&'a Event> {
    unanswered(
        events,
        EventKind::DecisionSent,
        &[EventKind::DecisionReceived],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(id: i64, kind: EventKind, subject: Subject, day: u32) -> Event {
        Event {
            id,
            kind,
            subject,
            day: chrono::NaiveDate::from_ymd_opt(2026, 11, day).unwrap(),
            time: None,
            until: None,
        }
    }

    #[test]
    fn each_recipient_answers_for_themselves() {
        use EventKind as E;
        let (person, guardian) = (Subject::Recipient(0), Subject::Recipient(2));
        let log = [
            event(1, E::SentForReply, person, 3),
            event(2, E::SentForReply, guardian, 4),
            event(3, E::ReplyReceived, person, 6),
            event(4, E::SentForReply, person, 9),
            event(5, E::ReplyAbsent, guardian, 12),
            event(6, E::ReplySkipped, Subject::Case, 13),
        ];
        let ids = |upto: usize| {
            let events: Vec<&Event> = log[..upto].iter().collect();
            awaited(&events).iter().map(|e| e.id).collect::<Vec<_>>()
        };
        assert_eq!(ids(2), [1, 2]);
        assert_eq!(ids(3), [2]);
        // Sent again: the reply to the first is no answer to the second.
        assert_eq!(ids(4), [4, 2]);
        assert_eq!(ids(5), [4]);
        assert!(ids(6).is_empty());
        // A register file tells of the case alone.
        let told = [
            event(1, E::SentForReply, Subject::Case, 3),
            event(2, E::ReplyReceived, guardian, 6),
        ];
        assert!(awaited(&told.iter().collect::<Vec<_>>()).is_empty());
    }
}
