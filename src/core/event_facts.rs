//! What is asked about an event besides its day, and kept with it as facts: ONE TABLE.
//!
//! The form that records an event, the reader that shows it, exports and reports all come from here.
//! A choice without alternatives gets them where it is asked: the people of the file, the grounds of law.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::event::EventKind;
use super::form::FieldKind;

/// The facts of one event, by the id of what was asked.
pub type Detail = BTreeMap<String, String>;

/// One thing that is asked about an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Id, the key in [`Detail`].
    pub id: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// How it is answered.
    pub kind: FieldKind,
    /// The alternatives of a choice.
    pub choices: &'static [&'static str],
    /// Must be answered.
    pub required: bool,
    /// One line of help.
    pub help: &'static str,
}

/// To whom something was sent, or from whom it came: the person or somebody of the file.
pub const WHOM: &str = "vem";
/// The ground of law for deciding without the right to reply.
pub const GROUND: &str = "grund";
/// Why.
pub const REASON: &str = "skal";
/// What a reply says; kept as a journal entry, not with the event.
pub const CONTENT: &str = "innehall";
/// Way of communicating; kept on the person's card too.
pub const COMMUNICATION: &str = "kommunikation";
/// The interpreter's language; kept on the person's card too.
pub const INTERPRETER: &str = "tolk";
/// How it was done.
pub const HOW: &str = "hur";

/// The type a case is changed to, by name.
pub const NEW_TYPE: &str = "till";
/// The type it had, by name.
pub const OLD_TYPE: &str = "fran";

/// The decision was made known by a letter and two weeks (*förenklad delgivning*).
pub const SIMPLIFIED: &str = "förenklad delgivning";
/// Days from its sending until such a letter counts as received (delgivningslagen 2010:1932, 26 §).
pub const SIMPLIFIED_DAYS: u64 = 14;

/// Hours a month of a measure, as they were told; see [`crate::core::decision::told_of`].
pub const HOURS: &str = "timmar";

/// The last day to appeal, as it was counted when the appeal came.
pub const LAST_DAY: &str = "sista_dag";
/// Whether the appeal came in time.
pub const IN_TIME: &str = "i_tid";

/// What the program counts and keeps beside what was asked.
const COUNTED: &[(&str, &str)] = &[
    (IN_TIME, "I tid"),
    (LAST_DAY, "Sista dag"),
    (OLD_TYPE, "Tidigare typ"),
];

const fn line(id: &'static str, label: &'static str, help: &'static str) -> Fact {
    Fact {
        id,
        label,
        kind: FieldKind::Line,
        choices: &[],
        required: false,
        help,
    }
}

const fn tick(id: &'static str, label: &'static str) -> Fact {
    Fact {
        kind: FieldKind::YesNo,
        ..line(id, label, "")
    }
}

const fn choice(id: &'static str, label: &'static str, choices: &'static [&'static str]) -> Fact {
    Fact {
        kind: FieldKind::Choice,
        choices,
        ..line(id, label, "")
    }
}

const fn needed(fact: Fact) -> Fact {
    Fact {
        required: true,
        ..fact
    }
}

const SENDING: &[&str] = &["brev", "digital brevlåda", "överlämnat", "uppläst"];

const WHY: Fact = needed(line(REASON, "Skäl", "Varför, med några ord."));

const OFFER: &[Fact] = &[
    needed(choice(
        "svar_pa",
        "Vill ha",
        &["ja", "nej", "inte svarat än"],
    )),
    line(
        "med",
        "Vilka är med",
        "De som ska delta, om det är bestämt.",
    ),
];

const CONTACT: &[Fact] = &[
    needed(choice(
        "form",
        "Form",
        &[
            "hembesök",
            "telefon",
            "besök på kontoret",
            "video",
            "vårdplanering",
        ],
    )),
    line(
        COMMUNICATION,
        "Sätt att kommunicera",
        "Till exempel: talar, bildstöd, tecken. Skrivs också på personens kort.",
    ),
    line(
        INTERPRETER,
        "Tolk",
        "Språk, om tolk behövs. Skrivs också på personens kort.",
    ),
    line("deltar", "Vilka deltar", "Till exempel dotter, god man."),
    tick("startkit", "Startkit lämnat"),
    tick("garantier", "Kvalitetsgarantier"),
    tick("klaga", "Hur man klagar"),
];

const REPLY_SENT: &[Fact] = &[
    needed(choice(WHOM, "Till", &[])),
    needed(choice(HOW, "Hur", SENDING)),
];

const REPLY: &[Fact] = &[
    needed(choice(WHOM, "Från", &[])),
    needed(choice(
        HOW,
        "Hur",
        &["brev", "digital brevlåda", "telefon", "vid besök"],
    )),
    Fact {
        kind: FieldKind::Text,
        ..needed(line(
            CONTENT,
            "Vad yttrandet säger",
            "Skrivs i journalen. ”Inget att invända” räcker.",
        ))
    },
];

const NO_REPLY: &[Fact] = &[needed(choice(WHOM, "Från", &[]))];

const SKIPPED: &[Fact] = &[needed(choice(GROUND, "Grund", &[])), WHY];

const SENT: &[Fact] = &[
    needed(choice(WHOM, "Till", &[])),
    needed(choice(HOW, "Hur", SENDING)),
];

const RECEIVED: &[Fact] = &[
    needed(choice(WHOM, "Vem", &[])),
    needed(choice(
        HOW,
        "Hur",
        &[
            "kvitto",
            SIMPLIFIED,
            "muntligt",
            "överlämnat",
            "digital brevlåda",
        ],
    )),
];

const APPEAL: &[Fact] = &[
    needed(choice(WHOM, "Överklagat av", &[])),
    choice(
        HOW,
        "Hur",
        &["brev", "e-post", "digital brevlåda", "muntligt nedtecknat"],
    ),
];

const COURT: &[Fact] = &[line("mal", "Målnummer", "")];

const CLOSING: &[Fact] = &[needed(choice(
    REASON,
    "Skäl",
    &[
        "behovet har upphört",
        "på egen begäran",
        "beslutet har löpt ut",
        "avslag, färdigt",
        "överlämnat till annan",
        "flyttat",
        "avliden",
        "annat",
    ],
))];

const TYPE: &[Fact] = &[needed(choice(NEW_TYPE, "Ny ärendetyp", &[])), WHY];

const HOURS_TOLD: &[Fact] = &[needed(line(
    HOURS,
    "Timmar per månad",
    "De beslutade: 79, 79:30 eller 79,5. Annars okänt.",
))];

const HOSPITAL: &[Fact] = &[line("sjukhus", "Sjukhus och avdelning", "")];

/// What is asked about a kind of event.
pub fn facts(kind: EventKind) -> &'static [Fact] {
    use EventKind as E;
    match kind {
        E::FirstContact => CONTACT,
        E::SentForReply => REPLY_SENT,
        E::ReplyReceived => REPLY,
        E::ReplyAbsent => NO_REPLY,
        E::ReplySkipped => SKIPPED,
        E::DecisionSent => SENT,
        E::DecisionReceived => RECEIVED,
        E::AppealReceived => APPEAL,
        E::AppealDismissed
        | E::Reconsidered
        | E::ReconsideredGranted
        | E::DelayNotified
        | E::DemandRefused
        | E::Interrupted
        | E::MeasureEnded
        | E::LedSetAside
        | E::Postponed => const { &[WHY] },
        E::AppealForwarded | E::CourtUpheld | E::CourtChanged | E::CourtRemitted => COURT,
        E::IndividualPlanOffered | E::SipOffered | E::CareContactOffered => OFFER,
        E::Admitted | E::SipCalled | E::ReadyForDischarge | E::Discharged => HOSPITAL,
        E::Closed => CLOSING,
        E::HoursTold => HOURS_TOLD,
        E::TypeChanged => TYPE,
        _ => &[],
    }
}

/// The last day that an event may be dated when it is recorded: today for what has happened, no end for what
/// is planned, and two weeks on for a letter that counts as received then.
pub fn last_day(kind: EventKind, detail: &Detail, today: NaiveDate) -> NaiveDate {
    let simplified = detail.get(HOW).is_some_and(|how| how == SIMPLIFIED);
    match kind {
        kind if kind.may_lie_ahead() => NaiveDate::MAX,
        EventKind::DecisionReceived if simplified => today
            .checked_add_days(Days::new(SIMPLIFIED_DAYS))
            .unwrap_or(today),
        _ => today,
    }
}

/// What the second date of an event is, for the kinds that have one, and whether it must be given.
pub fn second_date(kind: EventKind) -> Option<(&'static str, bool)> {
    use EventKind as E;
    Some(match kind {
        E::SentForReply => ("Svar senast", true),
        E::Postponed => ("Ny startdag", false),
        E::DelayNotified => ("Beslut väntas", false),
        E::Interrupted => ("Väntas åter", false),
        _ => return None,
    })
}

/// Whether the time of day is asked about.
pub fn has_time(kind: EventKind) -> bool {
    use EventKind as E;
    matches!(
        kind,
        E::Admitted | E::SipCalled | E::ReadyForDischarge | E::Discharged
    )
}

/// The facts as they are read: label and answer, in the order they were asked. What the table no longer
/// knows comes last, under its id.
pub fn told(kind: EventKind, detail: &Detail) -> Vec<(&str, &str)> {
    let asked = facts(kind);
    let labels = || {
        asked
            .iter()
            .map(|fact| (fact.id, fact.label))
            .chain(COUNTED.iter().copied())
    };
    let known = labels().filter_map(|(id, label)| Some((label, detail.get(id)?.as_str())));
    let known: Vec<_> = known.collect();
    let rest = detail
        .iter()
        .filter(|(id, _)| labels().all(|(known, _)| known != id.as_str()))
        .map(|(id, text)| (id.as_str(), text.as_str()));
    known.into_iter().chain(rest).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_stand_once_and_never_where_the_form_has_its_own() {
        for kind in EventKind::ALL {
            let mut ids: Vec<&str> = facts(*kind).iter().map(|fact| fact.id).collect();
            ids.extend(["dag", "tid", "svar", "slut", "not", "vad"]);
            let count = ids.len();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), count, "{kind:?}");
        }
    }

    #[test]
    fn only_a_letter_and_two_weeks_is_received_ahead() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let last = |kind, how: &str| {
            let detail = Detail::from([(HOW.to_owned(), how.to_owned())]);
            (last_day(kind, &detail, today) - today).num_days()
        };
        assert_eq!(last(EventKind::DecisionReceived, SIMPLIFIED), 14);
        assert_eq!(last(EventKind::DecisionReceived, "kvitto"), 0);
        assert_eq!(last(EventKind::DecisionSent, SIMPLIFIED), 0);
        assert!(last(EventKind::VisitBooked, "") > 365);
    }

    #[test]
    fn facts_are_told_in_the_order_they_were_asked() {
        let detail = Detail::from([
            ("tolk".to_owned(), "finska".to_owned()),
            ("form".to_owned(), "hembesök".to_owned()),
            ("gammalt".to_owned(), "x".to_owned()),
        ]);
        assert_eq!(
            told(EventKind::FirstContact, &detail),
            [("Form", "hembesök"), ("Tolk", "finska"), ("gammalt", "x")]
        );
    }
}
