//! What is written in a case of the demo: its journal, its documents, its decision and its papers.

use chrono::NaiveDate;

use super::{ALONE, Case, Maker};
use crate::cli::demo::documents::{self, About};
use crate::cli::demo::people::{Someone, shifted};
use crate::cli::demo::plans;
use crate::cli::demo::texts::{Dice, told};
use crate::cli::demo::ways::Stage;
use crate::core::event::EventKind as E;
use crate::core::form::{Answers, DocumentKind, Spec};
use crate::core::register::{
    DecisionEntry, DecisionItemEntry, DocumentEntry, JournalEntry, ObjectionEntry, PaperEntry,
    PersonEntry, PlanReminderEntry, VisitEntry,
};

impl Maker<'_> {
    pub(super) fn journal(&mut self, case: &Case, someone: &Someone, dice: &mut Dice) {
        for fact in &case.facts {
            let step = match fact.kind {
                E::FirstContact => "kontakt",
                E::AssessmentBegun => "utredning",
                E::SentForReply => "yttrande",
                E::Granted | E::Refused => "beslut",
                E::OrderSent => "bestallning",
                E::PlanReceived => "plan",
                E::Executed => "verkstallighet",
                E::FollowedUp => "uppfoljning",
                E::ComplaintReceived => "klagomal",
                _ => continue,
            };
            if fact.day > self.today || !dice.permille(480) {
                continue;
            }
            let fits = |text: &str| {
                let about_refusal = text.contains("avslag")
                    || text.contains("återkallad")
                    || text.contains("verklagande");
                let withdrawn =
                    text.contains("återkallad") || text.contains("verklagande inkommet");
                (!about_refusal || (fact.kind == E::Refused && !withdrawn))
                    && (fact.kind != E::Refused || about_refusal)
                    && (someone.interpreter || !text.starts_with("Tolk"))
                    && (step != "klagomal" || !text.contains("svar"))
            };
            let notes: Vec<&str> = self
                .texts
                .journal
                .iter()
                .filter(|note| note.steg == step && fits(&note.text))
                .map(|note| note.text.as_str())
                .collect();
            let Some(text) = notes.get(dice.place(notes.len())) else {
                continue;
            };
            let recorded = self.recorded(case.worker, fact.day, dice);
            let id = self.register.journal.len() as i64 + 1;
            self.register.journal.push(JournalEntry {
                id,
                person: someone.number.clone(),
                case_number: Some(case.number.clone()),
                date: fact.day.to_string(),
                time: None,
                text: Some(told(text, someone)),
                corrects: None,
                source: None,
                recorded,
            });
        }
    }

    pub(super) fn documents(&mut self, case: &Case, someone: &Someone, dice: &mut Dice) {
        let on = |kind: E| case.facts.iter().find(|f| f.kind == kind).map(|f| f.day);
        let about = |day: NaiveDate| About {
            texts: self.texts,
            someone,
            case_type: case.case_type,
            refused: on(E::Refused).is_some(),
            day,
        };
        let mut signed: Vec<(NaiveDate, &Spec, Answers)> = Vec::new();
        let forms = &self.unit.forms;
        let law = self.unit.case_types.get(case.case_type).map(|t| t.law);
        let ordered = self.unit.case_types.way(case.case_type).ordered;
        let follow_up = forms.latest("uppfoljning");
        let follow_up = follow_up.map(|spec| spec.where_ordered(ordered));
        if let (Some(day), Some(spec)) = (
            on(E::AssessmentSigned),
            law.and_then(|law| forms.assessment(law)),
        ) && dice.permille(450)
        {
            signed.push((day, spec, documents::assessment(spec, &about(day), dice)));
        }
        // What a plan is waited for or read against lies here; of the older orders some are on paper.
        let read_now = matches!(case.stage, Stage::Ordered | Stage::PlanToRead);
        if let (Some(day), Some(spec)) = (on(E::OrderSent), forms.order())
            && (dice.permille(650) || read_now)
        {
            let place = dice.place(self.register.providers.len());
            let provider = self
                .register
                .providers
                .get(place)
                .map_or("", |p| p.name.as_str());
            let answers = documents::order(spec, &about(day), provider, on(E::DecisionEnds), dice);
            signed.push((day, spec, answers));
        }
        if let (Some(day), Some(spec)) = (on(E::FollowedUp), &follow_up)
            && dice.permille(300)
        {
            signed.push((day, spec, documents::follow_up(spec, &about(day), dice)));
        }
        for (day, spec, answers) in signed {
            if !documents::is_whole(spec, &answers, someone) {
                continue;
            }
            let recorded = self.recorded(case.worker, day, dice);
            let id = self.register.documents.len() as i64 + 1;
            if spec.kind == DocumentKind::Order {
                let (plan, reminders) =
                    plans::of_order(id, day, &case.facts, &answers, self.unit.factor, self.today);
                self.register.plans.extend(plan);
                let by = &recorded.recorded_by;
                if let Some(granted) = on(E::Granted) {
                    let decision = self.decision(case, granted, &answers, by);
                    self.register.decisions.extend(decision);
                }
                self.register
                    .plan_reminders
                    .extend(reminders.into_iter().map(|reminder| PlanReminderEntry {
                        by: by.clone(),
                        ..reminder
                    }));
            }
            self.register.documents.push(DocumentEntry {
                id,
                case_number: case.number.clone(),
                kind: match spec.kind {
                    DocumentKind::Decision => continue,
                    kind => kind.word().to_owned(),
                },
                title: spec.title.clone(),
                spec: spec.id.clone(),
                revision: spec.revision,
                spec_digest: None,
                date: day.to_string(),
                supersedes: None,
                answers: Some(answers),
                source: None,
                recorded,
            });
        }
    }

    /// The decision that the hours of an order were granted by, where they are the caseworker's to grant.
    pub(super) fn decision(
        &self,
        case: &Case,
        day: NaiveDate,
        answers: &Answers,
        by: &str,
    ) -> Option<DecisionEntry> {
        let minutes = self.unit.factor.sum(&answers.lines).rounded_minutes();
        let minutes = i64::try_from(minutes).ok().filter(|m| *m <= ALONE)?;
        let known = self.unit.case_types.get(case.case_type)?;
        let basis = self.unit.legal.for_decision(case.case_type, day);
        Some(DecisionEntry {
            case_number: case.number.clone(),
            date: day.to_string(),
            decided_by: by.to_owned(),
            items: vec![DecisionItemEntry {
                id: self.register.decisions.len() as i64 + 1,
                intervention: known.name.clone(),
                result: "bifall".to_owned(),
                basis: basis.first().map_or(String::new(), |row| row.id.clone()),
                from: Some(day.to_string()),
                until_further: true,
                minutes_per_month: Some(minutes),
                ..DecisionItemEntry::default()
            }],
            ..DecisionEntry::default()
        })
    }

    pub(super) fn papers(&mut self, case: &Case, someone: &Someone, dice: &mut Dice) {
        let login = self
            .workers
            .get(case.worker)
            .map_or(String::new(), |w| w.login.clone());
        let Some(entry): Option<&mut PersonEntry> = self.register.persons.get_mut(case.someone)
        else {
            return;
        };
        let number = Some(case.number.clone());
        if dice.permille(160) {
            entry.papers.push(PaperEntry {
                case_number: number.clone(),
                kind: dice
                    .weighted(
                        &[
                            ("läkarutlåtande", 5),
                            ("fullmakt", 2),
                            ("ADL-bedömning från arbetsterapeut", 2),
                        ],
                        "läkarutlåtande",
                    )
                    .to_owned(),
                received: shifted(case.opened, dice.between(2, 9))
                    .min(self.today)
                    .to_string(),
                kept_at: "pappersakten, närarkivet".to_owned(),
            });
        }
        let early = matches!(
            case.stage,
            Stage::Contacted | Stage::Assessment | Stage::Paused
        );
        if early && dice.permille(500) {
            let day = shifted(self.today, dice.between(1, 14));
            entry.visits.push(VisitEntry {
                case_number: number.clone(),
                date: day.to_string(),
                time: Some(format!(
                    "{:02}:{}",
                    dice.between(9, 15),
                    dice.weighted(&[("00", 1), ("30", 1)], "00")
                )),
                about: "hembesök för utredning".to_owned(),
                caseworker: login.clone(),
                cancelled: false,
            });
        }
        if case.stage != Stage::Closed && dice.permille(12) {
            entry.objections.push(ObjectionEntry {
                case_number: number,
                date: shifted(case.opened, dice.between(5, 30)).min(self.today).to_string(),
                text: format!("{} säger att uppgiften om antalet fall inte stämmer och vill att det antecknas.", someone.given),
                noted_by: login,
            });
        }
    }
}
