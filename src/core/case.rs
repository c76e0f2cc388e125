//! A case (*ärende*): its steps and what comes next.

/// Where a case stands on its way from application to follow-up (`Steg` in the list).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// *Inkommet*: received, nothing done yet.
    Received,
    /// *Utredning*: the assessment has begun.
    Assessment,
    /// *Yttrande*: the assessment is with the person for reply.
    RightToReply,
    /// *Beslutat*: decided, not yet ordered.
    Decided,
    /// *Beställt*: ordered from a provider.
    Ordered,
    /// *Pågår*: the measure runs and is followed up.
    Running,
    /// *Avslutat*: closed.
    Closed,
}

impl Step {
    /// Every step in order.
    pub const ALL: &'static [Step] = &[
        Step::Received,
        Step::Assessment,
        Step::RightToReply,
        Step::Decided,
        Step::Ordered,
        Step::Running,
        Step::Closed,
    ];

    /// The word stored and exported.
    pub fn word(self) -> &'static str {
        match self {
            Step::Received => "inkommet",
            Step::Assessment => "utredning",
            Step::RightToReply => "yttrande",
            Step::Decided => "beslutat",
            Step::Ordered => "bestallt",
            Step::Running => "pagar",
            Step::Closed => "avslutat",
        }
    }

    /// The name a person reads.
    pub fn name(self) -> &'static str {
        match self {
            Step::Received => "Inkommet",
            Step::Assessment => "Utredning",
            Step::RightToReply => "Yttrande",
            Step::Decided => "Beslutat",
            Step::Ordered => "Beställt",
            Step::Running => "Pågår",
            Step::Closed => "Avslutat",
        }
    }

    /// The step that a stored word names, if any.
    pub fn from_word(word: &str) -> Option<Step> {
        Step::ALL.iter().copied().find(|s| s.word() == word)
    }
}
