//! Decisions as they are made: only by those who may, with what was decided, by whom and under which delegation.

use chrono::NaiveDate;
use rusqlite::params;

use super::apply::Writing;
use super::decision_ground::{DecisionGround, weigh};
use super::log;
use crate::core::change::{Applied, Deciding, NewEvent, Signing};
use crate::core::decision::{self, CHANGES, CONSULTED, Closing, Decision, Item, Running};
use crate::core::delegation::{Outcome, Ruling, Verdict};
use crate::core::event::{EventKind, Subject};
use crate::core::event_facts::{Detail, HOURS};
use crate::core::form::Answers;
use crate::error::{Error, Result};
use crate::unit::Unit;
use crate::unit::decision_faults::{faults, stops};
use crate::unit::decision_form::{Asked, spec, until_further};

/// Refuses what nobody here may decide, whoever it is sent to.
pub(super) fn not_stopped(unit: &Unit, asked: Asked<'_>) -> Result<()> {
    match stops(unit, asked).first() {
        Some(stop) => Err(Error::denied(format!("{}.", stop.text))
            .hint("Inget är beslutat. Utkastet finns kvar.")),
        None => Ok(()),
    }
}

/// A decision that has passed every test.
struct Passed {
    decision: Decision,
    ruling: Ruling,
    consulted: Option<(i64, NaiveDate)>,
    ground: DecisionGround,
}

impl Writing<'_> {
    /// Makes a decision, if the one who writes may: the order of delegation is asked here with the same
    /// functions as in the form, so that there is no way round.
    pub(super) fn decide(&self, deciding: &Deciding) -> Result<Applied> {
        let case = deciding.case;
        let person = self.person_of(case)?;
        self.must_be_open(case)?;
        let proposer = match deciding.proposal {
            Some((id, version)) => Some(self.waiting_proposal(id, version, case)?),
            None => None,
        };
        let today = self.store.today();
        let mut answers = deciding.answers.clone();
        answers.values.retain(|id, _| !id.starts_with("fattat."));
        let passed = self.pass(case, person, &answers, proposer)?;
        let order = self.store.unit().delegation.on(today);
        let mut delegation = order.map_or(String::new(), |order| order.name.clone());
        if let Some(row) = &passed.ruling.row {
            delegation = format!("{delegation}, rad {}: {}", row.number, row.name);
        }
        let presented_by = proposer.unwrap_or(self.user.id);
        let name = |id: i64| {
            let people = &passed.ground.people;
            people
                .iter()
                .find(|p| p.id == id)
                .map_or(String::new(), |p| p.name.clone())
        };
        let consult: Vec<String> = passed.consulted.iter().map(|(id, _)| name(*id)).collect();
        // What was answered before something else made the question fall is no part of the decision.
        let asked = spec(
            self.store.unit(),
            passed.ground.asked(today, &answers, &consult),
        );
        answers.values.retain(|id, _| asked.field(id).is_some());
        answers.set("fattat.dag", today.to_string());
        answers.set(
            "fattat.av",
            format!("{}, {}", self.user.name, self.user.role.name()),
        );
        answers.set("fattat.foredragande", name(presented_by));
        answers.set("fattat.delegation", delegation.as_str());
        answers.set(
            "fattat.lag",
            self.laws(&passed.ground.case_type, &passed.decision, &answers),
        );
        if !passed.ground.lacks.is_empty() {
            answers.set("fattat.saknades", passed.ground.lacks.join("\n"));
        }
        for item in &passed.decision.items {
            if item.outcome.grants() && item.to.is_none() {
                answers.set(&until_further(item.number), "tills vidare");
            }
        }
        let form = spec(
            self.store.unit(),
            Asked {
                made: true,
                ..passed.ground.asked(today, &answers, &consult)
            },
        );
        answers.values.retain(|id, _| form.field(id).is_some());
        let signing = Signing {
            case,
            spec: Box::new(form),
            answers,
            supersedes: None,
            day: today,
        };
        let (document, answers) = self.insert_document(person, &signing)?;
        self.conn.execute(
            "INSERT INTO main.decision (case_id, document_id, day, decided_by, presented_by, took_part, delegation,
                                   consulted, consulted_on, closes)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            params![
                case,
                document,
                today.to_string(),
                self.user.id,
                presented_by,
                answers.get("beslut.deltog"),
                delegation,
                passed.consulted.map(|(id, _)| id),
                passed.consulted.map(|(_, day)| day.to_string()),
                passed.decision.closes.map(Closing::word)
            ],
        )?;
        let decided = self.conn.last_insert_rowid();
        if let Some(closing) = passed.decision.closes {
            let event = NewEvent::on(closing.event(), today);
            self.insert_event(person, Some(case), &event, None)?;
            self.follow_step(case, &event)?;
        }
        self.tell_hours(person, case, &passed)?;
        // What is refused stands before what is granted, so that the case goes on with what was granted.
        let (granted, refused): (Vec<&Item>, Vec<&Item>) = passed
            .decision
            .items
            .iter()
            .partition(|item| item.outcome.grants());
        for item in refused.into_iter().chain(granted) {
            self.insert_item(person, case, decided, item, &passed.ground)?;
        }
        if let Some((id, _)) = deciding.proposal {
            self.answer_proposal(id, document, &deciding.answers)?;
        }
        self.project_case(case)?;
        self.log(&log::Entry {
            action: "decide",
            person: Some(person),
            case: Some(case),
            row: Some(document),
            detail: &delegation,
        })?;
        Ok(Applied {
            person: Some(person),
            case: Some(case),
            row: Some(document),
            undo: None,
        })
    }

    /// What was answered of hours that no decision here says is a fact of the file, so that the next decision
    /// asks whether it still holds. It stands before the decision, which rests on it.
    fn tell_hours(&self, person: i64, case: i64, passed: &Passed) -> Result<()> {
        let order = self.store.unit().delegation.on(self.store.today());
        for item in &passed.decision.items {
            let kind = decision::kind_of(order, &passed.ground.case_type, &item.intervention);
            for old in item.asks_hours_of(&kind, &passed.ground.running) {
                let hours = decision::hours_answer(item.hours_of(old));
                let event = NewEvent {
                    subject: old.subject,
                    detail: Detail::from([(HOURS.to_owned(), hours)]),
                    ..NewEvent::on(EventKind::HoursTold, self.store.today())
                };
                self.insert_event(person, Some(old.case), &event, None)?;
                if old.case != case {
                    self.project_case(old.case)?;
                }
            }
        }
        Ok(())
    }

    fn pass(
        &self,
        case: i64,
        person: i64,
        answers: &Answers,
        proposer: Option<i64>,
    ) -> Result<Passed> {
        let today = self.store.today();
        let ground = self.store.decision_ground(self.user, case)?;
        let decision = decision::read(answers);
        let own = proposer.is_none_or(|id| id == self.user.id);
        let Some((ruling, consult)) = weigh(self.store, &ground, &decision, self.user.id, own)
        else {
            return Err(Error::user("Beslutet saknar insats och resultat."));
        };
        if ruling.verdict == Verdict::Withheld {
            return Err(Error::denied(format!("{}.", ruling.reason))
                .hint("Skicka förslaget till Att besluta."));
        }
        let unit = self.store.unit();
        let asked = ground.asked(today, answers, &consult);
        not_stopped(unit, asked)?;
        let form = spec(unit, asked);
        let mut missing = form.missing(answers, self.form_facts(person, case)?);
        missing.extend(faults(unit, asked));
        if let Some(first) = missing.first() {
            return Err(
                Error::user(format!("{} ({} saknas i allt).", first.text, missing.len()))
                    .hint("Inget är beslutat. Utkastet finns kvar."),
            );
        }
        let consulted = if ruling.verdict == Verdict::AfterConsultation {
            let with = answers.get("samrad.med");
            let known = consult.iter().any(|name| name == with);
            let found = ground.people.iter().find(|p| known && p.name == with);
            let day = crate::core::calendar::parse_date(answers.get("samrad.dag")).ok();
            match (answers.get("samrad.hur") == CONSULTED, found, day) {
                (true, Some(found), Some(day)) => Some((found.id, day)),
                _ => {
                    return Err(Error::denied(format!("{}.", ruling.reason)).hint(
                        "Ange med vem samråd har skett och när, eller skicka till Att besluta.",
                    ));
                }
            }
        } else {
            None
        };
        Ok(Passed {
            decision,
            ruling,
            consulted,
            ground,
        })
    }

    /// The laws that a decision rests on, dated by its day: "SoL (2025:400) 11 kap. 1 §".
    fn laws(&self, case_type: &str, decision: &Decision, answers: &Answers) -> String {
        let legal = &self.store.unit().legal;
        let bases = legal.for_decision(case_type, self.store.today());
        let mut named: Vec<String> = Vec::new();
        for item in &decision.items {
            let row = bases.iter().find(|row| row.short() == item.basis);
            let told = row.map_or_else(|| item.basis.clone(), |row| row.to_string());
            if !told.is_empty() && !named.contains(&told) {
                named.push(told);
            }
        }
        let duties = legal.duty_to_change(self.store.today());
        let changes = duties
            .iter()
            .find(|row| row.named() == answers.get(CHANGES));
        named.extend(changes.map(|row| row.to_string()));
        named.join("; ")
    }

    fn insert_item(
        &self,
        person: i64,
        case: i64,
        decided: i64,
        item: &Item,
        ground: &DecisionGround,
    ) -> Result<()> {
        let today = self.store.today();
        let bases = self
            .store
            .unit()
            .legal
            .for_decision(&ground.case_type, today);
        let basis = bases.iter().find(|row| row.short() == item.basis);
        let result = match item.outcome {
            Outcome::Granted => "bifall",
            Outcome::PartlyGranted => "delvis",
            _ => "avslag",
        };
        let day = |day: Option<NaiveDate>| day.map(|d| d.to_string());
        self.conn.execute(
            "INSERT INTO main.decision_item (decision_id, intervention, result, basis, valid_from, valid_to, until_further,
                                        minutes_per_month)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                decided,
                item.intervention,
                result,
                basis.map_or("", |row| row.id.as_str()),
                day(item.from),
                day(item.to),
                item.outcome.grants() && item.to.is_none(),
                item.minutes.and_then(|m| i64::try_from(m).ok())
            ],
        )?;
        let row = self.conn.last_insert_rowid();
        let mut goes_on = false;
        // What ran of the same kind is tried anew with this.
        let order = self.store.unit().delegation.on(today);
        let kind = decision::kind_of(order, &ground.case_type, &item.intervention);
        for old in item.ends(&kind, &ground.running) {
            let from = item.from.unwrap_or(today).max(today);
            let last = match item.outcome.grants() {
                true => from.pred_opt().map_or(from, |d| d.max(old.decided)),
                false => today,
            };
            let measure = self.measure_of(old)?;
            self.conn.execute(
                "UPDATE main.measure SET ended_on = ?2, version = version + 1 WHERE id = ?1",
                params![measure, last.to_string()],
            )?;
            let event = NewEvent {
                subject: Subject::Measure(measure),
                ..NewEvent::on(EventKind::Renewed, today)
            };
            self.insert_event(person, Some(old.case), &event, None)?;
            goes_on |= self.replace_measure(person, old, measure)?;
            if !old.here {
                self.project_case(old.case)?;
            }
        }
        if !item.outcome.grants() {
            let subject = match item.refuses_anew(&ground.running) {
                Some(old) => Subject::Measure(self.measure_of(old)?),
                None => Subject::DecisionItem(row),
            };
            let event = NewEvent {
                subject,
                note: item.intervention.clone(),
                ..NewEvent::on(EventKind::Refused, today)
            };
            self.insert_event(person, Some(case), &event, None)?;
            return Ok(());
        }
        let measure = self.insert_measure(case, Some(row), &item.intervention, 0)?;
        let measure = Subject::Measure(measure);
        let event = NewEvent {
            subject: measure,
            note: item.intervention.clone(),
            ..NewEvent::on(EventKind::Granted, today)
        };
        self.insert_event(person, Some(case), &event, None)?;
        if goes_on {
            let event = NewEvent {
                subject: measure,
                note: "löper vidare".to_owned(),
                ..NewEvent::on(EventKind::Executed, today)
            };
            self.insert_event(person, Some(case), &event, None)?;
        }
        if let Some(to) = item.to {
            let event = NewEvent {
                subject: measure,
                note: item.intervention.clone(),
                ..NewEvent::on(EventKind::DecisionEnds, to)
            };
            self.insert_event(person, Some(case), &event, None)?;
        }
        Ok(())
    }

    /// The number of what runs. What another register told of as a decision alone gets one when a decision here is
    /// about it, so that this one's events are not of everything else in the case.
    fn measure_of(&self, old: &Running) -> Result<i64> {
        match old.subject {
            Subject::Measure(id) => Ok(id),
            _ => self.insert_measure(old.case, None, &old.intervention, 0),
        }
    }

    /// A measure under a number of its own: above what the case's events name from another register, so
    /// that no clock of theirs becomes this one's, and above `least`.
    pub(super) fn insert_measure(
        &self,
        case: i64,
        item: Option<i64>,
        intervention: &str,
        least: i64,
    ) -> Result<i64> {
        self.conn
            .prepare_cached(
                "INSERT INTO main.measure (id, case_id, decision_item_id, intervention)
                 VALUES (1 + max(?4, (SELECT coalesce(max(id), 0) FROM measure),
                                 (SELECT coalesce(max(subject_id), 0) FROM event
                                  WHERE case_id = ?1 AND subject = 'insats')), ?1, ?2, ?3)",
            )?
            .execute(params![case, item, intervention, least])?;
        Ok(self.conn.last_insert_rowid())
    }

    pub(super) fn must_be_open(&self, case: i64) -> Result<()> {
        let closed: Option<String> =
            self.conn
                .query_row("SELECT closed_on FROM cases WHERE id = ?1", [case], |r| {
                    r.get(0)
                })?;
        match closed {
            None => Ok(()),
            Some(_) => Err(Error::user("Ärendet är avslutat.")
                .hint("Öppna det igen, eller registrera ett nytt ärende.")),
        }
    }
}
