//! The reading of a whole order: what it lacks to be one, and the remarks on each of its texts.

use super::{Kind, Level, Reading, Remark, Verdict, Words, check_goal, check_intervention, say};

/// Which text of an order a remark belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// *Behov*: what is needed.
    Need,
    /// *Syfte*: what the support should lead to.
    Purpose,
    /// *Mål*.
    Goal,
    /// *Tid*: the calculation.
    Time,
}

/// The texts of an order and whether it has any time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OrderParts<'a> {
    /// The needs and the interventions.
    pub need: &'a str,
    /// The purpose.
    pub purpose: &'a str,
    /// The goal; one for the whole is enough.
    pub goal: &'a str,
    /// Whether the calculation has time in it.
    pub has_time: bool,
}

/// A whole order that has been read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderReading {
    /// *ram* or *detalj*, from the text of needs.
    pub verdict: Verdict,
    /// What the goal was found to be; nothing while there is none.
    pub goal: Option<Verdict>,
    /// The remarks, each with the text it belongs to; spans are bytes of that text.
    pub remarks: Vec<(Part, Remark)>,
}

impl OrderReading {
    /// Whether it is an order at all. Nothing else is ever blocked.
    pub fn is_order(&self) -> bool {
        self.remarks.iter().all(|(_, r)| r.level != Level::Error)
    }
}

/// Reads a whole order.
pub fn check_order(words: &Words, parts: &OrderParts<'_>) -> OrderReading {
    let mut remarks = Vec::new();
    let mut lacks = |part: Part, kind: Kind| {
        let (level, text, better) = say::of(kind);
        let span = 0..0;
        remarks.push((
            part,
            Remark {
                level,
                kind,
                span,
                text,
                better,
            },
        ));
    };
    if !says_something(parts.need) {
        lacks(Part::Need, Kind::NoNeed);
    }
    if !says_something(parts.purpose) {
        lacks(Part::Purpose, Kind::NoPurpose);
    }
    if !says_something(parts.goal) {
        lacks(Part::Goal, Kind::NoGoal);
    }
    if !parts.has_time {
        lacks(Part::Time, Kind::NoTime);
    }
    let need = check_intervention(words, parts.need);
    remarks.extend(of_part(Part::Need, need.remarks));
    // The purpose may fall into the law's words too; it is read as a goal is, but praise is the goal's.
    let purpose = check_goal(words, parts.purpose);
    remarks.extend(of_part(Part::Purpose, purpose.remarks).filter(|(_, r)| r.level != Level::Good));
    let goal = says_something(parts.goal).then(|| check_goal(words, parts.goal));
    let verdict = goal.as_ref().map(|g: &Reading| g.verdict);
    remarks.extend(of_part(
        Part::Goal,
        goal.map(|g| g.remarks).unwrap_or_default(),
    ));
    OrderReading {
        verdict: need.verdict,
        goal: verdict,
        remarks,
    }
}

fn of_part(part: Part, remarks: Vec<Remark>) -> impl Iterator<Item = (Part, Remark)> {
    remarks.into_iter().map(move |remark| (part, remark))
}

/// Whether a text has any letter or figure; a lone dash is nothing.
fn says_something(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}
