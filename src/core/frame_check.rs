//! Ramkoll (*frame check*): the live reading of a framework order while it is written.
//!
//! An order says what is needed and why, and how much time. When and how is agreed between provider and
//! person and written in the provider's plan. The reading goes through the text clause by clause, leaves
//! background alone (what was, what the person or relatives do themselves, how things are) and remarks
//! on the rest, each time with the reason and a better way to say it. Source: the
//! inspection of Östermalm's orders 2019.
//!
//! A hint never turns an order into a detailed one; only a warning does. The words are the unit's: see
//! [`Words`].

use std::ops::Range;

mod bound;
mod chores;
mod clause;
mod clock;
mod denial;
mod find;
mod forms;
mod goal;
mod hours;
mod imperative;
mod implied;
mod link;
mod often;
mod opening;
mod order;
mod pattern;
mod routine;
mod say;
mod sequence;
mod spelling;
mod spread;
mod staff;
mod time;
mod token;
mod week;
mod who;
mod words;

pub use order::{OrderParts, OrderReading, Part, check_order};
pub use pattern::Pattern;
pub use words::{Class, Words};

use find::Find;

/// How grave a remark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Not an order yet (*fel*).
    Error,
    /// Turns the verdict (*varning*).
    Warning,
    /// Worth a thought; never turns the verdict between *ram* and *detalj* (*tips*).
    Hint,
    /// Well done (*bra*).
    Good,
}

impl Level {
    /// The word in exports.
    pub fn word(self) -> &'static str {
        match self {
            Level::Error => "fel",
            Level::Warning => "varning",
            Level::Hint => "tips",
            Level::Good => "bra",
        }
    }
}

/// What a remark is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The order has no need.
    NoNeed,
    /// The order has no purpose.
    NoPurpose,
    /// The order has no goal.
    NoGoal,
    /// The order has no time.
    NoTime,
    /// Says when on the day.
    WhenOnDay,
    /// Says how, step by step.
    HowStep,
    /// Gives daily frequency.
    DailyFrequency,
    /// Gives the frequency of walks.
    WalkFrequency,
    /// Names a goal of the law.
    LawGoal,
    /// Repeats a routine goal.
    RoutineGoal,
    /// In the person's own words.
    OwnWords,
}

impl Kind {
    /// The word in exports.
    pub fn word(self) -> &'static str {
        match self {
            Kind::NoNeed => "saknar_behov",
            Kind::NoPurpose => "saknar_syfte",
            Kind::NoGoal => "saknar_mal",
            Kind::NoTime => "saknar_tid",
            Kind::WhenOnDay => "nar_pa_dagen",
            Kind::HowStep => "hur_steg",
            Kind::DailyFrequency => "daglig_frekvens",
            Kind::WalkFrequency => "promenad_frekvens",
            Kind::LawGoal => "mal_lag",
            Kind::RoutineGoal => "mal_rutin",
            Kind::OwnWords => "egna_ord",
        }
    }
}

/// One remark on a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// How grave.
    pub level: Level,
    /// About what.
    pub kind: Kind,
    /// The bytes of the text it stands on, always whole characters.
    pub span: Range<usize>,
    /// The reason, in Swedish.
    pub text: &'static str,
    /// A better way to say it, in Swedish; empty when nothing needs bettering.
    pub better: &'static str,
}

/// What a text was found to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// A frame: what and why.
    Frame,
    /// Detailed: when or how.
    Detail,
    /// A goal to follow up.
    GoalOk,
    /// A goal of the law.
    GoalLaw,
    /// A routine goal.
    GoalRoutine,
}

impl Verdict {
    /// The word in exports.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Frame => "ram",
            Verdict::Detail => "detalj",
            Verdict::GoalOk => "ok",
            Verdict::GoalLaw => "mal_lag",
            Verdict::GoalRoutine => "mal_rutin",
        }
    }
}

/// A text that has been read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// What it was found to be.
    pub verdict: Verdict,
    /// The remarks, in the order of the text.
    pub remarks: Vec<Remark>,
}

/// Reads the text of needs and interventions: *ram* or *detalj*.
pub fn check_intervention(words: &Words, text: &str) -> Reading {
    let tokens = token::tokens(text, words);
    let parse = clause::parse(&tokens);
    let mut found = Vec::new();
    time::find(&tokens, &parse, words, &mut found);
    chores::find(&tokens, &parse, words, &mut found);
    often::find(&tokens, &parse, &mut found);
    let mut remarks = put_in_words(&tokens, found);
    let mut goals = Vec::new();
    goal::law(&tokens, &parse, words, &mut goals);
    // A goal of the law among the needs is no detail of when or how: it stays a hint here.
    remarks.extend(
        put_in_words(&tokens, goals)
            .into_iter()
            .map(|remark| Remark {
                level: Level::Hint,
                ..remark
            }),
    );
    remarks.sort_by_key(|r| (r.span.start, r.span.end));
    let detail = remarks.iter().any(|r| r.level == Level::Warning);
    Reading {
        verdict: if detail {
            Verdict::Detail
        } else {
            Verdict::Frame
        },
        remarks,
    }
}

/// Reads the text of a goal: *ok*, *mal_lag* or *mal_rutin*. A goal that is both is *mal_lag*.
pub fn check_goal(words: &Words, text: &str) -> Reading {
    let tokens = token::tokens(text, words);
    let parse = clause::parse(&tokens);
    let mut found = Vec::new();
    goal::law(&tokens, &parse, words, &mut found);
    routine::find(&tokens, &parse, &mut found);
    let has = |kind: Kind| found.iter().any(|f| f.kind == kind);
    let verdict = if has(Kind::LawGoal) {
        Verdict::GoalLaw
    } else if has(Kind::RoutineGoal) {
        Verdict::GoalRoutine
    } else {
        Verdict::GoalOk
    };
    if verdict == Verdict::GoalOk {
        goal::own_words(&tokens, &parse, &mut found);
    }
    let mut remarks = put_in_words(&tokens, found);
    remarks.sort_by_key(|r| (r.span.start, r.span.end));
    Reading { verdict, remarks }
}

fn put_in_words(tokens: &[token::Token], found: Vec<Find>) -> Vec<Remark> {
    let mut remarks: Vec<Remark> = Vec::with_capacity(found.len());
    for find in found {
        let span = token::span(tokens, find.first, find.last);
        let (level, text, better) = say::of(find.kind);
        // What covers a find was found just before it.
        let covered =
            remarks.iter().rev().take(8).any(|r| {
                r.kind == find.kind && r.span.start <= span.start && span.end <= r.span.end
            });
        if !covered {
            remarks.push(Remark {
                level,
                kind: find.kind,
                span,
                text,
                better,
            });
        }
    }
    remarks
}

#[cfg(test)]
mod tests;
