//! Plans that the invented providers have sent, some late, some with gaps, and reminders where none came.

use chrono::NaiveDate;

use super::people::shifted;
use super::texts::Dice;
use super::ways::Fact;
use crate::core::estimate::Factor;
use crate::core::event::EventKind as E;
use crate::core::form::Answers;
use crate::core::register::{PlanEntry, PlanLineEntry, PlanReminderEntry};

/// Days to a plan.
const DAYS: i64 = 15;

/// The plan and the reminders of one order. The dice are the order's own, so that nothing else in the
/// demo changes with them.
pub(super) fn of_order(
    document: i64,
    sent: NaiveDate,
    facts: &[Fact],
    answers: &Answers,
    factor: Factor,
    today: NaiveDate,
) -> (Option<PlanEntry>, Vec<PlanReminderEntry>) {
    let mut dice = Dice::new(document.unsigned_abs().wrapping_add(7_919));
    let on = |kind: E| facts.iter().find(|f| f.kind == kind).map(|f| f.day);
    let Some(received) = on(E::PlanReceived) else {
        let mut reminders = Vec::new();
        let rungs = [
            ("tillfragad", DAYS + 1, "lovade planen till fredag"),
            (
                "avstamning",
                DAYS + 5,
                "tas upp med övriga planer som saknas",
            ),
        ];
        for (rung, after, note) in rungs {
            let day = shifted(sent, after);
            if day <= today {
                reminders.push(PlanReminderEntry {
                    document,
                    rung: rung.to_owned(),
                    date: day.to_string(),
                    note: note.to_owned(),
                    by: String::new(),
                    ..PlanReminderEntry::default()
                });
            }
        }
        return (None, reminders);
    };
    let mut gaps = Vec::new();
    let mut lines = Vec::new();
    for line in &answers.lines {
        let ordered = factor.line(line).rounded_minutes();
        let share = dice.weighted(&[(100, 70), (0, 12), (70, 12), (110, 6)], 100);
        if share == 0 && answers.lines.len() > 1 {
            gaps.push(line.intervention.clone());
            continue;
        }
        // Providers plan in half hours.
        let minutes = (ordered * share.max(50) / 100).div_ceil(30) * 30;
        lines.push(PlanLineEntry {
            area: String::new(),
            intervention: line.intervention.clone(),
            minutes_per_month: Some(minutes),
        });
    }
    if dice.permille(130) {
        lines.push(PlanLineEntry {
            area: String::new(),
            intervention: "toalettbesök".to_owned(),
            minutes_per_month: Some(240),
        });
    }
    let answer = |dice: &mut Dice| {
        let word = dice.weighted(&[("ja", 7), ("delvis", 2), ("nej", 1)], "ja");
        Some(word.to_owned())
    };
    let read = on(E::PlanAccepted);
    let remark = read.is_some() && !gaps.is_empty();
    let plan = PlanEntry {
        document,
        received: received.to_string(),
        goal_understood: answer(&mut dice),
        took_part: answer(&mut dice),
        signed: dice
            .permille(800)
            .then(|| shifted(received, -1).max(sent).to_string()),
        outcome: read.map(|_| if remark { "med_anmarkning" } else { "godkand" }.to_owned()),
        outcome_date: read.map(|day| day.to_string()),
        reason: if remark {
            format!(
                "I planen saknas: {}. Läggs till av utföraren.",
                gaps.join(", ")
            )
        } else {
            String::new()
        },
        withdrawn: None,
        withdrawn_by: String::new(),
        lines,
    };
    (Some(plan), Vec::new())
}
