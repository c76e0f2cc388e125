//! The ways of the invented cases: which steps, and on which days, so that the nearest deadline stands
//! as it should today.

use chrono::{NaiveDate, NaiveTime};

use super::people::{Someone, before, months_before, shifted};
use super::texts::Dice;
use crate::core::event::EventKind as E;

/// How far a case has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    Received,
    Contacted,
    Assessment,
    Paused,
    Possible,
    Demand,
    Reply,
    /// The reply has come; the decision is next.
    Answered,
    Decided,
    Unsent,
    Refused,
    Ordered,
    PlanToRead,
    Executed,
    Running,
    Renewal,
    Complaint,
    Interrupted,
    Discharge,
    Closed,
}

/// How near the deadline is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Near {
    Late,
    Today,
    Soon,
    Later,
}

/// A dated step.
#[derive(Clone, Debug)]
pub(super) struct Fact {
    pub(super) kind: E,
    pub(super) day: NaiveDate,
    pub(super) time: Option<NaiveTime>,
    pub(super) until: Option<NaiveDate>,
}

const HOME: &[&str] = &[
    "hemtjanst",
    "trygghetslarm",
    "ledsagning",
    "avlosning",
    "hemvardsbidrag",
    "boendestod",
];
const RESIDENCE: &[&str] = &["vobo", "servicehus"];
const ORDERED: &[&str] = &[
    "hemtjanst",
    "ledsagning",
    "avlosning",
    "boendestod",
    "utskrivning",
];
/// Types that are decided and done: nothing is carried out or followed up by the unit.
const PAPER: &[&str] = &[
    "fardtjanst",
    "riksfardtjanst",
    "kbf",
    "tandvardsstod",
    "avgift",
    "hemvardsbidrag",
];

/// Whether home care of the kind is ordered from a provider.
pub(super) fn is_ordered(case_type: &str) -> bool {
    ORDERED.contains(&case_type)
}

/// A type of case for somebody of this age.
pub(super) fn case_type(someone: &Someone, dice: &mut Dice) -> &'static str {
    let kinds: &[(&'static str, u32)] = if someone.is_child() {
        &[
            ("lss_korttidsvistelse", 30),
            ("lss_avlosarservice", 25),
            ("lss_korttidstillsyn", 12),
            ("lss_ledsagarservice", 20),
            ("lss_kontaktperson", 13),
        ]
    } else if someone.is_young() {
        &[
            ("lss", 8),
            ("lss_ledsagarservice", 16),
            ("lss_kontaktperson", 15),
            ("lss_daglig_verksamhet", 20),
            ("lss_boende_vuxna", 12),
            ("lss_assistans", 6),
            ("boendestod", 12),
            ("kbf", 6),
            ("fardtjanst", 5),
        ]
    } else {
        &[
            ("hemtjanst", 47),
            ("trygghetslarm", 14),
            ("dagverksamhet", 5),
            ("ledsagning", 4),
            ("avlosning", 4),
            ("korttid", 5),
            ("servicehus", 2),
            ("vobo", 8),
            ("fardtjanst", 4),
            ("utskrivning", 3),
            ("anhorigstod", 2),
            ("tandvardsstod", 1),
            ("avgift", 1),
        ]
    };
    dice.weighted(kinds, "hemtjanst")
}

/// How far an open case of the type has come.
pub(super) fn stage(case_type: &str, dice: &mut Dice) -> Stage {
    use Stage as S;
    if case_type == "utskrivning" && dice.permille(600) {
        return S::Discharge;
    }
    let home = HOME.contains(&case_type);
    let paper = PAPER.contains(&case_type);
    let ordered = is_ordered(case_type);
    let on = |here: bool, weight: u32| if here { weight } else { 0 };
    let long = !home && !RESIDENCE.contains(&case_type);
    dice.weighted(
        &[
            (S::Received, 4),
            (S::Contacted, 4),
            (S::Assessment, if paper { 30 } else { 12 }),
            (S::Paused, on(home, 4)),
            (S::Possible, on(long, 3)),
            (S::Demand, on(long, 2)),
            (S::Reply, 5),
            (S::Answered, 3),
            (S::Unsent, 1),
            (S::Decided, on(!paper && !ordered, 8)),
            (S::Refused, 3),
            (S::Ordered, on(ordered, 9)),
            (S::PlanToRead, on(ordered, 4)),
            (S::Executed, on(!paper, 10)),
            (S::Running, on(!paper, 38)),
            (S::Renewal, on(!paper, 5)),
            (S::Complaint, on(!paper, 2)),
            (S::Interrupted, on(!paper, 1)),
        ],
        S::Assessment,
    )
}

/// How near the deadline of a case is.
pub(super) fn near(dice: &mut Dice) -> Near {
    dice.weighted(
        &[
            (Near::Late, 31),
            (Near::Today, 21),
            (Near::Soon, 100),
            (Near::Later, 848),
        ],
        Near::Later,
    )
}

/// Days left to a deadline of this length.
fn left(near: Near, length: i64, warning: i64, dice: &mut Dice) -> i64 {
    match near {
        Near::Late => -dice.between(1, 9),
        Near::Today => 0,
        Near::Soon => dice.between(1, warning.min(length)),
        Near::Later => dice.between((warning + 1).min(length), length),
    }
}

/// Steps counted in days from the application, to be laid down on the calendar afterwards.
struct Way {
    steps: Vec<(E, i64)>,
    at: i64,
}

impl Way {
    fn step(&mut self, kind: E, after: i64) -> i64 {
        self.at += after;
        self.steps.push((kind, self.at));
        self.at
    }
}

/// The facts of a case of the type at the stage.
pub(super) fn facts(
    case_type: &str,
    stage: Stage,
    near: Near,
    today: NaiveDate,
    dice: &mut Dice,
) -> Vec<Fact> {
    use Stage as S;
    let mut way = Way {
        steps: Vec::new(),
        at: 0,
    };
    way.step(E::Received, 0);
    let soon = |near, length, dice: &mut Dice| shifted(today, left(near, length, 3, dice));
    let later = |near, length, dice: &mut Dice| shifted(today, left(near, length, 14, dice));
    match stage {
        S::Received => {
            let due = soon(near, 7, dice);
            return lay(way, 0, before(due, 7), today);
        }
        S::Contacted => {
            let due = soon(near, 6, dice);
            way.step(E::FirstContact, 1);
            return lay(way, 0, before(due, 7), today);
        }
        S::Discharge => {
            way.step(E::FirstContact, 0);
            way.step(E::AssessmentBegun, 0);
            let ready = way.step(E::ReadyForDischarge, dice.between(0, 2));
            let late = dice.permille(400);
            let length = if late { 4 } else { 3 };
            let due = shifted(today, left(near, length, 3, dice));
            let mut facts = lay(way, ready, before(due, length), today);
            let (hour, minute) = if late { (13, 40) } else { (9, 20) };
            for fact in &mut facts {
                if fact.kind == E::ReadyForDischarge {
                    fact.time = NaiveTime::from_hms_opt(hour, minute, 0);
                }
            }
            return facts;
        }
        _ => {}
    }
    way.step(E::FirstContact, dice.between(1, 4));
    let begun = way.step(E::AssessmentBegun, dice.between(0, 3));
    match stage {
        S::Possible => {
            let received = before(months_before(today, 6), dice.between(3, 70));
            return lay(way, 0, received, today);
        }
        S::Demand => {
            let due = later(near, 28, dice);
            let demanded = before(due, 28).min(today);
            let received = before(months_before(demanded, 6), dice.between(3, 40));
            let mut facts = lay(way, 0, received, today);
            facts.push(fact(E::DecisionDemanded, demanded));
            return facts;
        }
        S::Assessment | S::Paused => {
            if HOME.contains(&case_type) {
                let due = soon(near, 13, dice);
                return lay(way, begun, before(due, 14), today);
            }
            let received = if RESIDENCE.contains(&case_type) {
                months_before(later(near, 22, dice), 1)
            } else {
                before(today, dice.between(12, 160))
            };
            return lay(way, 0, received, today);
        }
        _ => {}
    }
    way.step(E::AssessmentSigned, dice.between(2, 5));
    let sent = way.step(E::SentForReply, dice.between(0, 1));
    if stage == S::Reply {
        let due = soon(near, 7, dice);
        let mut facts = lay(way, sent, before(due, 7), today);
        answer_by(&mut facts, 7);
        return facts;
    }
    let replied = way.step(E::ReplyReceived, dice.between(1, 5));
    if stage == S::Answered {
        let day = before(today, dice.between(0, 2));
        return answered(lay(way, replied, day, today));
    }
    let granted = if stage == S::Refused {
        E::Refused
    } else {
        E::Granted
    };
    let decided = way.step(granted, dice.between(0, 2));
    if stage == S::Unsent {
        return answered(lay(way, decided, before(today, dice.between(0, 1)), today));
    }
    way.step(E::DecisionSent, dice.between(0, 1));
    if stage == S::Refused {
        let received = way.step(E::DecisionReceived, dice.between(1, 3));
        let left = dice.between(1, 20);
        return answered(lay(way, received, before(shifted(today, left), 21), today));
    }
    if dice.permille(700) {
        way.step(E::DecisionReceived, dice.between(1, 3));
    }
    if stage == S::Decided {
        let due = later(near, 75, dice);
        return answered(lay(way, decided, months_before(due, 3), today));
    }
    let ordered = is_ordered(case_type);
    if ordered {
        let order = way.step(E::OrderSent, dice.between(0, 2));
        let confirmed = (stage != S::Ordered || dice.permille(700))
            .then(|| way.step(E::OrderConfirmed, dice.between(0, 2)));
        if stage == S::Ordered {
            let due = soon(near, 13, dice);
            let anchor = confirmed.unwrap_or(order);
            return answered(lay(way, anchor, before(due, 15), today));
        }
    }
    let executed = way.step(E::Executed, dice.between(1, 9));
    if ordered {
        way.step(E::PlanReceived, dice.between(2, 9));
    }
    if stage == S::PlanToRead {
        let due = later(near, 48, dice);
        return answered(lay(way, executed, months_before(due, 2), today));
    }
    if ordered {
        way.step(E::PlanAccepted, dice.between(1, 4));
    }
    if stage == S::Executed {
        let due = later(near, 40, dice);
        let mut facts = answered(lay(way, executed, months_before(due, 2), today));
        ends(
            &mut facts,
            shifted(today, dice.between(90, 400)),
            dice.permille(300),
        );
        return facts;
    }
    let followed = way.step(E::FollowedUp, dice.between(38, 58));
    match stage {
        S::Renewal => {
            let day = match near {
                Near::Late => before(today, dice.between(1, 7)),
                Near::Today => today,
                Near::Soon => shifted(today, dice.between(1, 20)),
                Near::Later => shifted(today, dice.between(21, 42)),
            };
            let anchor = before(day, dice.between(200, 320)).min(before(today, 60));
            let mut facts = answered(lay(way, followed, anchor, today));
            ends(&mut facts, day, true);
            facts
        }
        S::Complaint => {
            let due = soon(near, 13, dice);
            let mut facts = answered(lay(
                way,
                followed,
                before(today, dice.between(30, 300)),
                today,
            ));
            facts.push(fact(E::ComplaintReceived, before(due, 14).min(today)));
            facts
        }
        S::Interrupted => {
            let due = later(near, 80, dice);
            let mut facts = answered(lay(
                way,
                followed,
                before(today, dice.between(100, 300)),
                today,
            ));
            facts.push(fact(E::Interrupted, months_before(due, 3).min(today)));
            facts
        }
        S::Closed => {
            let mut facts = answered(lay(
                way,
                followed,
                before(today, dice.between(40, 700)),
                today,
            ));
            let last = facts.last().map_or(today, |fact| fact.day);
            let closed = shifted(last, dice.between(10, 200))
                .min(before(today, 2))
                .max(last);
            facts.push(fact(E::Closed, closed));
            facts
        }
        _ => {
            let due = later(near, 350, dice);
            let mut facts = answered(lay(way, followed, months_before(due, 12).min(today), today));
            ends(
                &mut facts,
                shifted(today, dice.between(60, 500)),
                dice.permille(250),
            );
            facts
        }
    }
}

/// The days of a way whose step `anchor` falls on a day; no fact lies ahead of today.
fn lay(way: Way, anchor: i64, on: NaiveDate, today: NaiveDate) -> Vec<Fact> {
    let base = before(on, anchor);
    way.steps
        .into_iter()
        .map(|(kind, offset)| fact(kind, shifted(base, offset).min(today)))
        .collect()
}

fn fact(kind: E, day: NaiveDate) -> Fact {
    Fact {
        kind,
        day,
        time: None,
        until: None,
    }
}

fn answered(mut facts: Vec<Fact>) -> Vec<Fact> {
    answer_by(&mut facts, 7);
    facts
}

fn answer_by(facts: &mut [Fact], days: i64) {
    for fact in facts {
        if fact.kind == E::SentForReply {
            fact.until = Some(shifted(fact.day, days));
        }
    }
}

/// A decision for a time ends on a day; the fact is recorded with the decision.
fn ends(facts: &mut Vec<Fact>, day: NaiveDate, limited: bool) {
    if limited {
        facts.push(fact(E::DecisionEnds, day));
    }
}
