//! Events (*händelser*): the dated facts that a case's clocks, steps and figures follow from.
//!
//! The kinds are one table. A row carries the word that a register file and the rules use, the
//! Swedish name that a person reads and the step of the case it leads to.

use chrono::{NaiveDate, NaiveTime};

use super::case::Step;

/// Declares [`EventKind`] and everything that follows from its table.
macro_rules! event_kinds {
    ($($(#[$doc:meta])* $variant:ident = $word:literal, $name:literal, $step:expr;)*) => {
        /// What happened. The Swedish word is the key in rules, register files and exports.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum EventKind { $($(#[$doc])* $variant,)* }

        impl EventKind {
            /// Every kind, in the order of a case's way.
            pub const ALL: &'static [EventKind] = &[$(EventKind::$variant,)*];

            /// The word used in rules, register files and exports, for example `utredning_inledd`.
            pub fn word(self) -> &'static str {
                match self { $(EventKind::$variant => $word,)* }
            }

            /// The name that a person reads, for example "Utredning inledd".
            pub fn name(self) -> &'static str {
                match self { $(EventKind::$variant => $name,)* }
            }

            /// The step of the case that the event leads to, if it moves the case.
            pub fn leads_to(self) -> Option<Step> {
                match self { $(EventKind::$variant => $step,)* }
            }
        }
    };
}

event_kinds! {
    /// Application or report received.
    Received = "inkom", "Inkom", Some(Step::Received);
    /// First contact taken with the person.
    FirstContact = "kontakt", "Kontakt tagen", None;
    /// Assessment (*utredning*) begun.
    AssessmentBegun = "utredning_inledd", "Utredning inledd", Some(Step::Assessment);
    /// Assessment signed and part of the file.
    AssessmentSigned = "utredning_klar", "Utredning undertecknad", None;
    /// Assessment sent to the person for reply; `until` is the day to answer by.
    SentForReply = "kommunicerad", "Kommunicerad", Some(Step::RightToReply);
    /// The person's reply came.
    ReplyReceived = "yttrande", "Yttrande inkom", Some(Step::Assessment);
    /// Decided without the right to reply, with a ground and a reason.
    ReplySkipped = "kommunicering_avstaden", "Kommunicering avstådd", Some(Step::Assessment);
    /// The day to answer by passed without a reply.
    ReplyAbsent = "yttrande_uteblev", "Inget yttrande kom", Some(Step::Assessment);
    /// Decision to grant, wholly or in part.
    Granted = "beslut", "Beslut, bifall", Some(Step::Decided);
    /// Decision to refuse.
    Refused = "avslag", "Beslut, avslag", Some(Step::Decided);
    /// Decision sent to the person.
    DecisionSent = "beslut_skickat", "Beslut skickat", None;
    /// The person received the decision (*fick del*).
    DecisionReceived = "delgiven", "Fick del av beslutet", None;
    /// Appeal received.
    AppealReceived = "overklagad", "Överklagande inkom", None;
    /// Appeal dismissed: it came too late.
    AppealDismissed = "overklagande_avvisat", "Överklagande avvisat", None;
    /// Appealed decision gone through (*omprövning*); it stands, or is changed in part.
    Reconsidered = "omprovad", "Omprövad, ska till domstol", None;
    /// Appealed decision to be changed as the person asks; the appeal falls.
    ReconsideredGranted = "omprovad_andras", "Omprövad, ändras som begärt", None;
    /// Appeal sent on to the administrative court.
    AppealForwarded = "overklagande_sant", "Överklagande överlämnat", None;
    /// The court let the decision stand.
    CourtUpheld = "dom_star_fast", "Domstolen: beslutet står fast", None;
    /// The court changed the decision.
    CourtChanged = "dom_andrat", "Domstolen: beslutet ändrat", None;
    /// The court sent the matter back to be tried again.
    CourtRemitted = "dom_aterforvisad", "Domstolen: ska prövas igen", None;
    /// The day a time-limited decision ends; may lie ahead.
    DecisionEnds = "beslut_upphor", "Beslutet upphör", None;
    /// Decision renewed (*nyprövning*).
    Renewed = "nyprovad", "Nyprövad", None;
    /// Hours of a measure whose decision another register holds, as somebody told them.
    HoursTold = "timmar_uppgivna", "Timmar uppgivna", None;
    /// Order sent to the provider.
    OrderSent = "bestalld", "Beställning skickad", Some(Step::Ordered);
    /// Provider confirmed the order: the day it was received there.
    OrderConfirmed = "bekraftad", "Beställning bekräftad", None;
    /// The order sent is one to be completed later (*att komplettera*); recorded as it is signed.
    OrderToComplete = "att_komplettera", "Beställning att komplettera", None;
    /// Such an order was completed: another has taken its place.
    OrderCompleted = "kompletterad", "Beställning kompletterad", None;
    /// The order went to another provider: one to them has taken its place; recorded as that is signed.
    OrderReplaced = "bestallning_ersatt", "Beställning ersatt", None;
    /// The provider's plan (*genomförandeplan*) received.
    PlanReceived = "plan_inkom", "Genomförandeplan inkom", None;
    /// Plan read against the order and accepted.
    PlanAccepted = "plan_godkand", "Genomförandeplan godkänd", None;
    /// Plan returned to the provider with reasons.
    PlanReturned = "plan_returnerad", "Genomförandeplan returnerad", None;
    /// Measure started (*verkställd*).
    Executed = "verkstalld", "Verkställd", Some(Step::Running);
    /// Running measure interrupted.
    Interrupted = "avbrott", "Avbrott i insatsen", None;
    /// Interrupted measure running again.
    Resumed = "aterupptagen", "Insatsen återupptagen", None;
    /// Measure ended, while the case goes on.
    MeasureEnded = "insats_avslutad", "Insatsen avslutad", None;
    /// Start postponed by the person.
    Postponed = "uppskjuten", "Start uppskjuten av den enskilde", None;
    /// Follow-up done.
    FollowedUp = "uppfoljd", "Uppföljd", Some(Step::Running);
    /// The follow-up led to a new order; recorded as it is signed, as are the three that follow.
    LedToOrder = "uppf_bestallning", "Uppföljning: ny beställning", None;
    /// The follow-up led to a new application.
    LedToApplication = "uppf_ansokan", "Uppföljning: ny ansökan", None;
    /// The follow-up led to a renewal.
    LedToRenewal = "uppf_nyprovning", "Uppföljning: nyprövning", None;
    /// The follow-up led to an end.
    LedToClosing = "uppf_avslut", "Uppföljning: avslutas", None;
    /// The new application that the follow-up led to is a case of its own; the note is its number.
    LedToCase = "uppf_nytt_arende", "Uppföljning: nytt ärende registrerat", None;
    /// What the follow-up led to is not to be done after all, and why.
    LedSetAside = "uppf_avfardad", "Uppföljningens följd avfärdad", None;
    /// The person told that the decision is delayed, and why (FL 11 §).
    DelayNotified = "forsening_meddelad", "Underrättad om försening", None;
    /// Individual plan (LSS 10 §) offered.
    IndividualPlanOffered = "individuell_plan", "Individuell plan erbjuden", None;
    /// Coordinated individual plan (SIP) offered.
    SipOffered = "sip", "SIP erbjuden", None;
    /// *Fast omsorgskontakt* offered.
    CareContactOffered = "omsorgskontakt", "Fast omsorgskontakt erbjuden", None;
    /// A demand for a decision after six months (FL 12 §) received.
    DecisionDemanded = "begaran_avgorande", "Begäran om avgörande inkom", None;
    /// Such a demand refused in writing.
    DemandRefused = "begaran_avslagen", "Begäran om avgörande avslagen", None;
    /// Admitted to hospital: the hospital's first notice.
    Admitted = "inskriven", "Inskriven på sjukhus", None;
    /// The hospital calls to a coordinated plan.
    SipCalled = "kallelse_sip", "Kallelse till SIP", None;
    /// Ready for discharge from hospital; the time of day matters.
    ReadyForDischarge = "utskrivningsklar", "Utskrivningsklar", None;
    /// Discharged from hospital.
    Discharged = "utskriven", "Utskriven från sjukhus", None;
    /// Home-coming after hospital arranged.
    HomecomingArranged = "hemgang_ordnad", "Hemgång ordnad", None;
    /// Complaint received.
    ComplaintReceived = "klagomal_inkom", "Klagomål inkom", None;
    /// Complaint answered.
    ComplaintAnswered = "klagomal_besvarat", "Klagomål besvarat", None;
    /// Application withdrawn by the person.
    Withdrawn = "aterkallad", "Ansökan återkallad", Some(Step::Closed);
    /// Matter dismissed: it cannot be tried.
    Dismissed = "avvisad", "Avvisad", Some(Step::Closed);
    /// Matter written off.
    WrittenOff = "avskriven", "Avskriven", Some(Step::Closed);
    /// Handed over to the region, which decides (färdtjänst).
    HandedOver = "overlamnad", "Överlämnat till regionen", Some(Step::Closed);
    /// Case closed.
    Closed = "avslutad", "Ärendet avslutat", Some(Step::Closed);
    /// Closed case opened again: the correction of a closing.
    Reopened = "ateroppnad", "Ärendet återöppnat", None;
    /// The case is of another type from now on; its clocks and way follow.
    TypeChanged = "arendetyp_andrad", "Ärendetyp ändrad", None;
    /// Incoming paper: kind, date and where it lies.
    PaperReceived = "handling_inkom", "Handling inkom", None;
    /// The person says that something in the file is wrong.
    ObjectionNoted = "invandning", "Den enskildes invändning", None;
    /// Visit booked; the day may lie ahead.
    VisitBooked = "besok_bokat", "Besök bokat", None;
    /// The person moved away.
    MovedAway = "flyttad", "Flyttad från kommunen", None;
    /// The person died.
    Died = "avliden", "Avliden", None;
    /// Journal entry written; the text lies in the journal.
    JournalWritten = "anteckning", "Journalanteckning", None;
}

impl EventKind {
    /// The kind that a word names, if any.
    pub fn from_word(word: &str) -> Option<EventKind> {
        EventKind::ALL.iter().copied().find(|k| k.word() == word)
    }

    /// Whether the event ends its case, and with it every clock that runs in it.
    pub fn ends_case(self) -> bool {
        self.leads_to() == Some(Step::Closed)
    }

    /// Whether the event is a decision: made in the decision's form under the order of delegation, or carried
    /// over from another register, never recorded by hand.
    pub fn is_decision(self) -> bool {
        use EventKind as E;
        matches!(
            self,
            E::Granted | E::Refused | E::Renewed | E::Dismissed | E::WrittenOff | E::Withdrawn
        )
    }

    /// Whether the event tells what became of a decision afterwards, so that it may be noted in a case that
    /// the decision has closed.
    pub fn follows_decision(self) -> bool {
        matches!(self, EventKind::DecisionSent | EventKind::DecisionReceived)
    }

    /// Whether the event is one of an order to a provider, where the case has one.
    pub fn is_of_order(self) -> bool {
        matches!(
            self,
            EventKind::OrderSent
                | EventKind::OrderToComplete
                | EventKind::OrderCompleted
                | EventKind::OrderReplaced
                | EventKind::OrderConfirmed
                | EventKind::PlanReceived
                | EventKind::PlanAccepted
                | EventKind::PlanReturned
        )
    }

    /// Whether the event is one of a measure, where the case has any that were decided here.
    pub fn is_of_measure(self) -> bool {
        self.moves_measure() || self == EventKind::HoursTold
    }

    /// Whether the event tells how it goes with a measure: that it runs, rests or has ended.
    pub fn moves_measure(self) -> bool {
        matches!(
            self,
            EventKind::Executed
                | EventKind::Interrupted
                | EventKind::Resumed
                | EventKind::Postponed
                | EventKind::MeasureEnded
        )
    }

    /// Whether the event is of a stay at a hospital: its notices, and what is answered to them.
    pub fn is_of_hospital(self) -> bool {
        matches!(
            self,
            EventKind::Admitted
                | EventKind::SipCalled
                | EventKind::ReadyForDischarge
                | EventKind::HomecomingArranged
                | EventKind::Discharged
        )
    }

    /// Whether the day may lie ahead: plans, not facts.
    pub fn may_lie_ahead(self) -> bool {
        matches!(self, EventKind::DecisionEnds | EventKind::VisitBooked)
    }
}

/// What an event or a clock is about. Clocks run per subject, not per case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// The person's whole file (*akt*).
    File,
    /// The case as such.
    Case,
    /// One item of a decision.
    DecisionItem(i64),
    /// One granted, running measure (*insats*).
    Measure(i64),
    /// One order to a provider.
    Order(i64),
    /// One plan from a provider.
    Plan(i64),
    /// One recipient of a sending or a decision.
    Recipient(i64),
    /// One complaint, view or praise.
    Feedback(i64),
}

impl Subject {
    /// Whether what is said of one is said of the other: the case stands for everything in it, both ways.
    pub fn meets(self, other: Subject) -> bool {
        self == other || self == Subject::Case || other == Subject::Case
    }

    /// The word stored in the database and in exports.
    pub fn word(self) -> &'static str {
        match self {
            Subject::File => "akt",
            Subject::Case => "arende",
            Subject::DecisionItem(_) => "beslutspunkt",
            Subject::Measure(_) => "insats",
            Subject::Order(_) => "bestallning",
            Subject::Plan(_) => "plan",
            Subject::Recipient(_) => "mottagare",
            Subject::Feedback(_) => "synpunkt",
        }
    }

    /// The number of the thing among its kind; 0 for the file and the case.
    pub fn id(self) -> i64 {
        match self {
            Subject::File | Subject::Case => 0,
            Subject::DecisionItem(id)
            | Subject::Measure(id)
            | Subject::Order(id)
            | Subject::Plan(id)
            | Subject::Recipient(id)
            | Subject::Feedback(id) => id,
        }
    }

    /// The subject that a stored word and number name, if any.
    pub fn from_parts(word: &str, id: i64) -> Option<Subject> {
        Some(match word {
            "akt" => Subject::File,
            "arende" => Subject::Case,
            "beslutspunkt" => Subject::DecisionItem(id),
            "insats" => Subject::Measure(id),
            "bestallning" => Subject::Order(id),
            "plan" => Subject::Plan(id),
            "mottagare" => Subject::Recipient(id),
            "synpunkt" => Subject::Feedback(id),
            _ => return None,
        })
    }
}

/// A dated fact, as the deadline engine and the steps of a case need it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The event's number; breaks ties between events of one day.
    pub id: i64,
    /// What happened.
    pub kind: EventKind,
    /// What it is about.
    pub subject: Subject,
    /// The day it happened, in Europe/Stockholm.
    pub day: NaiveDate,
    /// The time of day, where it matters (K13).
    pub time: Option<NaiveTime>,
    /// A second date the event carries: the day to answer by (K4).
    pub until: Option<NaiveDate>,
}

impl Event {
    /// Whether it is a decision made here: about a thing of its own, a measure or an item. What another register
    /// tells of is of the whole case.
    pub fn is_made_here(&self) -> bool {
        matches!(self.kind, EventKind::Granted | EventKind::Refused)
            && matches!(self.subject, Subject::Measure(_) | Subject::DecisionItem(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_unique_and_read_back() {
        for kind in EventKind::ALL {
            assert_eq!(EventKind::from_word(kind.word()), Some(*kind));
        }
        let mut words: Vec<_> = EventKind::ALL.iter().map(|k| k.word()).collect();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), EventKind::ALL.len());
    }

    #[test]
    fn subjects_read_back() {
        for subject in [
            Subject::File,
            Subject::Case,
            Subject::Order(7),
            Subject::Feedback(3),
        ] {
            assert_eq!(
                Subject::from_parts(subject.word(), subject.id()),
                Some(subject)
            );
        }
    }
}
