//! The invented unit put together: people, their cases and what was written in them.

use chrono::{Datelike, NaiveDate};

use super::people::{People, Someone, before, shifted};
use super::staff::{self, Worker};
use super::texts::{Dice, Texts, told};
use super::ways::{self, Fact, Near, Stage};
use crate::core::event::EventKind as E;
use crate::core::next::{Decides, Stage as Stop};
use crate::core::register::{
    AssignmentEntry, CaseEntry, ClockStateEntry, EventEntry, ProviderEntry, Recorded, Register,
    SCHEMA,
};
use crate::error::Result;
use crate::unit::Unit;

mod written;

/// Providers of the unit.
const PROVIDERS: usize = 12;

/// Minutes a month that a caseworker decides alone.
const ALONE: i64 = 79 * 60;

/// Open cases of the one whose desk is shown.
const ON_THE_DESK: u64 = 50;

/// What the desk shows whatever chance says: one of each thing that happens in a week.
const SHOWN: &[(&str, Stage, Near)] = &[
    ("hemtjanst", Stage::Assessment, Near::Late),
    ("hemtjanst", Stage::Ordered, Near::Late),
    ("hemtjanst", Stage::Received, Near::Today),
    ("hemtjanst", Stage::Complaint, Near::Today),
    ("hemtjanst", Stage::Reply, Near::Soon),
    ("vobo", Stage::Assessment, Near::Soon),
    ("hemtjanst", Stage::Paused, Near::Later),
    ("trygghetslarm", Stage::Paused, Near::Later),
    ("korttid", Stage::Possible, Near::Later),
    ("utskrivning", Stage::Discharge, Near::Soon),
    ("hemtjanst", Stage::Renewal, Near::Soon),
    ("hemtjanst", Stage::PlanToRead, Near::Later),
    ("korttid", Stage::Demand, Near::Later),
    ("hemtjanst", Stage::Refused, Near::Later),
    ("hemtjanst", Stage::Assessment, Near::Later),
    ("hemtjanst", Stage::Executed, Near::Soon),
];

struct Case {
    someone: usize,
    case_type: &'static str,
    stage: Stage,
    facts: Vec<Fact>,
    worker: usize,
    opened: NaiveDate,
    number: String,
}

/// Makes the unit from a seed: the same for the same seed, day and number of people.
///
/// # Errors
/// When the built-in material cannot be read.
pub(super) fn make(unit: &Unit, people: u64, seed: u64, today: NaiveDate) -> Result<Register> {
    let texts = Texts::read()?;
    let mut dice = Dice::new(seed);
    let groups = staff::groups(&texts);
    let (users, workers) = staff::staff(&texts, &groups, today, &mut dice);
    let providers = texts
        .utforare
        .iter()
        .take(PROVIDERS)
        .map(|p| ProviderEntry {
            name: p.namn.clone(),
            regime: p.regi.clone(),
            ..ProviderEntry::default()
        })
        .collect();
    let mut maker = Maker {
        unit,
        texts: &texts,
        today,
        workers,
        register: Register {
            schema: SCHEMA,
            unit: "Östra beställarenheten".to_owned(),
            base_groups: groups,
            users,
            providers,
            ..Register::default()
        },
    };
    let mut made = People::new(&texts, today);
    let mut someones = Vec::new();
    for _ in 0..people {
        let (someone, entry) = made.one(&mut dice);
        someones.push(someone);
        maker.register.persons.push(entry);
    }
    let mut cases = maker.cases(&someones, people, &mut dice);
    number(&mut cases);
    for case in &cases {
        if let Some(someone) = someones.get(case.someone) {
            maker.write(case, someone, &mut dice);
        }
    }
    Ok(maker.register)
}

/// Case numbers run by year in the order the cases came: "26-0412".
fn number(cases: &mut [Case]) {
    cases.sort_by_key(|case| (case.opened, case.someone));
    let (mut year, mut count) = (0, 0);
    for case in cases {
        if case.opened.year() != year {
            (year, count) = (case.opened.year(), 0);
        }
        count += 1;
        case.number = format!("{:02}-{count:04}", year.rem_euclid(100));
    }
}

struct Maker<'a> {
    unit: &'a Unit,
    texts: &'a Texts,
    today: NaiveDate,
    workers: Vec<Worker>,
    register: Register,
}

impl Maker<'_> {
    fn cases(&self, someones: &[Someone], people: u64, dice: &mut Dice) -> Vec<Case> {
        let mut cases = Vec::new();
        // About as many open cases as people; so many of a thousand go to the desk that is shown.
        let share =
            u32::try_from(ON_THE_DESK.saturating_sub(SHOWN.len() as u64) * 1000 / people.max(1))
                .unwrap_or(1000);
        let share = share.clamp(1, 600);
        let mut shown = SHOWN.iter().copied();
        for (at, someone) in someones.iter().enumerate() {
            let count = dice.weighted(&[(1, 55), (2, 32), (3, 13)], 1);
            let mut types: Vec<&str> = Vec::new();
            for nth in 0..count {
                let mut case_type = ways::case_type(someone, dice);
                let mut open =
                    someone.died.is_none() && dice.permille(if nth == 0 { 800 } else { 540 });
                let mut stage = ways::stage(case_type, dice);
                let mut near = ways::near(dice);
                let mut worker = self.worker(someone, share, dice);
                if nth == 0
                    && someone.died.is_none()
                    && someone.age >= 65
                    && let Some(one) = shown.next()
                {
                    (case_type, stage, near) = one;
                    (open, worker) = (true, 0);
                }
                if types.contains(&case_type) {
                    continue;
                }
                types.push(case_type);
                if !open {
                    stage = Stage::Closed;
                }
                let mut facts = ways::facts(case_type, stage, near, self.today, dice);
                self.as_the_type(case_type, &mut facts);
                self.end_with_life(someone, &mut facts);
                let opened = facts
                    .iter()
                    .map(|fact| fact.day)
                    .min()
                    .unwrap_or(self.today);
                cases.push(Case {
                    someone: at,
                    case_type,
                    stage,
                    facts,
                    worker,
                    opened,
                    number: String::new(),
                });
            }
        }
        cases
    }

    /// What is not assessed has no assessment, and what is not decided here no decision: the region gets the
    /// case where it decides.
    fn as_the_type(&self, case_type: &str, facts: &mut Vec<Fact>) {
        let way = self.unit.case_types.way(case_type);
        let stages = self.unit.case_types.stages(case_type);
        facts.retain(|fact| match fact.kind {
            E::AssessmentBegun | E::AssessmentSigned => way.assessed,
            E::SentForReply | E::ReplyReceived => stages.contains(&Stop::RightToReply),
            _ => true,
        });
        if way.decides == Decides::Delegation {
            return;
        }
        let decided = |fact: &&Fact| matches!(fact.kind, E::Granted | E::Refused);
        let day = facts.iter().find(decided).map(|fact| fact.day);
        let closed = facts.iter().any(|fact| fact.kind == E::Closed);
        let Some(day) = day else { return };
        let region = way.decides == Decides::Region;
        facts.retain(|fact| {
            fact.day < day
                || matches!(fact.kind, E::Received | E::FirstContact | E::ReplyReceived)
                || (!region && matches!(fact.kind, E::FollowedUp | E::Closed))
        });
        if region && closed {
            facts.push(Fact {
                kind: E::HandedOver,
                day,
                time: None,
                until: None,
            });
        }
    }

    /// Nothing is done in the file of a person who has died but closing it.
    fn end_with_life(&self, someone: &Someone, facts: &mut Vec<Fact>) {
        let Some(died) = someone.died else { return };
        let last = facts.first().map_or(died, |fact| fact.day);
        if last > died {
            // An application cannot come after death: the way is moved to before it.
            let days = (last - died).num_days() + 400;
            for fact in facts.iter_mut() {
                fact.day = before(fact.day, days);
                fact.until = fact.until.map(|day| before(day, days));
            }
        }
        facts.retain(|fact| fact.day <= died && fact.kind != E::Closed);
        let closed = shifted(died, 4).min(self.today);
        for (kind, day) in [(E::Died, died), (E::Closed, closed)] {
            facts.push(Fact {
                kind,
                day,
                time: None,
                until: None,
            });
        }
    }

    fn worker(&self, someone: &Someone, share: u32, dice: &mut Dice) -> usize {
        let young = someone.is_young();
        if !young && dice.permille(share) {
            return 0;
        }
        let fit: Vec<usize> = self
            .workers
            .iter()
            .enumerate()
            .skip(1)
            .filter(|(_, worker)| worker.lss == young)
            .map(|(at, _)| at)
            .collect();
        fit.get(dice.place(fit.len())).copied().unwrap_or(0)
    }

    fn recorded(&self, worker: usize, day: NaiveDate, dice: &mut Dice) -> Recorded {
        let Some(worker) = self.workers.get(worker) else {
            return Recorded::default();
        };
        Recorded {
            recorded_at: format!(
                "{day}T{:02}:{:02}:00Z",
                dice.between(7, 10),
                dice.between(0, 59)
            ),
            recorded_by: worker.login.clone(),
            recorded_role: worker.role.to_owned(),
        }
    }

    fn write(&mut self, case: &Case, someone: &Someone, dice: &mut Dice) {
        let closed = case
            .facts
            .iter()
            .filter(|f| f.kind.ends_case())
            .map(|f| f.day)
            .max();
        self.entry(case, someone, closed, dice);
        for fact in &case.facts {
            // An end that lies ahead was recorded with the decision.
            let known = case
                .facts
                .iter()
                .filter(|f| f.kind == E::Granted)
                .map(|f| f.day)
                .min()
                .filter(|_| fact.kind == E::DecisionEnds)
                .unwrap_or(fact.day);
            let note = if fact.kind == E::ComplaintReceived {
                told(dice.one(&self.texts.klagomal), someone)
            } else {
                String::new()
            };
            let recorded = self.recorded(case.worker, known, dice);
            self.register.events.push(EventEntry {
                person: someone.number.clone(),
                case_number: Some(case.number.clone()),
                subject: "arende".to_owned(),
                event: fact.kind.word().to_owned(),
                date: fact.day.to_string(),
                time: fact.time.map(|time| time.format("%H:%M").to_string()),
                until: fact.until.map(|day| day.to_string()),
                note,
                recorded,
                ..EventEntry::default()
            });
        }
        if case.stage == Stage::Paused {
            self.pause(case, dice);
        }
        self.journal(case, someone, dice);
        self.documents(case, someone, dice);
        self.papers(case, someone, dice);
    }

    fn entry(
        &mut self,
        case: &Case,
        someone: &Someone,
        closed: Option<NaiveDate>,
        dice: &mut Dice,
    ) {
        let login = |at: usize| {
            self.workers
                .get(at)
                .map_or(String::new(), |w| w.login.clone())
        };
        let now = AssignmentEntry {
            value: login(case.worker),
            from: case.opened.to_string(),
            ..AssignmentEntry::default()
        };
        let days = (self.today - case.opened).num_days();
        let other = self.worker(someone, 0, dice);
        let assignments = if days > 120 && other != case.worker && dice.permille(120) {
            let moved = shifted(case.opened, days / 2);
            vec![
                AssignmentEntry {
                    value: login(other),
                    from: case.opened.to_string(),
                    to: Some(before(moved, 1).to_string()),
                    ..AssignmentEntry::default()
                },
                AssignmentEntry {
                    from: moved.to_string(),
                    ..now
                },
            ]
        } else {
            vec![now]
        };
        let channel = dice.weighted(
            &[
                ("telefon", 5),
                ("blankett", 3),
                ("e-tjänst", 2),
                ("vårdplanering", 1),
            ],
            "telefon",
        );
        self.register.cases.push(CaseEntry {
            case_number: case.number.clone(),
            person: someone.number.clone(),
            case_type: case.case_type.to_owned(),
            opened: case.opened.to_string(),
            closed: closed.map(|day| day.to_string()),
            channel: channel.to_owned(),
            oral: channel == "telefon",
            report: false,
            assignments,
            source: None,
            external_id: None,
        });
    }

    fn pause(&mut self, case: &Case, dice: &mut Dice) {
        let begun = case
            .facts
            .iter()
            .filter(|f| f.kind == E::AssessmentBegun)
            .map(|f| f.day)
            .max();
        let from = before(self.today, dice.between(0, 3)).max(begun.unwrap_or(case.opened));
        let recorded = self.recorded(case.worker, from, dice);
        let id = self.register.clock_states.len() as i64 + 1;
        self.register.clock_states.push(ClockStateEntry {
            id,
            case_number: case.number.clone(),
            rule: "K2".to_owned(),
            subject: "arende".to_owned(),
            subject_id: 0,
            kind: "paus".to_owned(),
            from: from.to_string(),
            until: Some(shifted(self.today, dice.between(2, 16)).to_string()),
            ended: None,
            reason: dice.one(&self.texts.paus_skal).to_owned(),
            corrects: None,
            recorded,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::demo::documents::{self, About};
    use crate::cli::demo::texts::Dice;
    use crate::core::form::{Answers, Spec};

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
    }

    #[test]
    fn the_same_seed_makes_the_same_unit_and_another_makes_another() {
        let unit = Unit::builtin();
        let one = make(&unit, 40, 1, today()).unwrap();
        assert_eq!(one, make(&unit, 40, 1, today()).unwrap());
        assert_ne!(one.persons, make(&unit, 40, 2, today()).unwrap().persons);
        assert_eq!(one.users.len(), 30);
    }

    #[test]
    fn no_fact_lies_ahead_but_the_end_of_a_decision() {
        let register = make(&Unit::builtin(), 300, 3, today()).unwrap();
        for event in &register.events {
            assert!(
                event.date <= today().to_string() || event.event == "beslut_upphor",
                "{event:?}"
            );
        }
    }

    #[test]
    fn every_document_could_have_been_signed() {
        let unit = Unit::builtin();
        let texts = Texts::read().unwrap();
        let mut dice = Dice::new(5);
        let mut people = People::new(&texts, today());
        for _ in 0..300 {
            let (someone, _) = people.one(&mut dice);
            let case_type = ways::case_type(&someone, &mut dice);
            let about = About {
                texts: &texts,
                someone: &someone,
                case_type,
                refused: false,
                day: today(),
            };
            let law = unit.case_types.get(case_type).unwrap().law;
            let facts = crate::core::form::FormFacts {
                child: someone.is_child(),
                oral: false,
            };
            let missing = |spec: &Spec, answers: Answers| {
                let missing = spec.missing(&answers, facts);
                assert!(missing.is_empty(), "{case_type} {}: {missing:?}", spec.id);
                let all = format!("{answers:?}");
                assert!(
                    !all.contains('{') || !all.contains("{namn}") && !all.contains("{hen"),
                    "{all}"
                );
            };
            let spec = unit.forms.assessment(law).unwrap();
            missing(spec, documents::assessment(spec, &about, &mut dice));
            let spec = unit.forms.order().unwrap();
            missing(
                spec,
                documents::order(spec, &about, "Fältens hemtjänst", None, &mut dice),
            );
            let ordered = unit.case_types.way(case_type).ordered;
            let spec = &unit
                .forms
                .latest("uppfoljning")
                .unwrap()
                .where_ordered(ordered);
            missing(spec, documents::follow_up(spec, &about, &mut dice));
        }
    }
}
