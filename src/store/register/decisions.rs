//! Decisions, measures, proposals, the figures of orders and performed time. Documents, items and measures
//! are known outside by numbers of the register.

use std::collections::HashMap;

use super::{Seen, Store};
use crate::core::estimate::Factor;
use crate::core::register::{
    DecisionEntry, DecisionItemEntry, DocumentEntry, EarlierEntry, MeasureEntry, OrderEntry,
    PerformedEntry, ProposalEntry, Register,
};
use crate::error::Result;

/// The numbers outside of what events and states of clocks name, by what it is and its row here.
pub(super) struct Numbers {
    rows: HashMap<(&'static str, i64), i64>,
    cases: HashMap<(&'static str, i64), String>,
}

impl Numbers {
    fn get(&self, kind: &'static str, row: i64) -> Option<i64> {
        self.rows.get(&(kind, row)).copied()
    }

    /// A row that is of the case it is named in; a number from another register may be the same by chance.
    fn of_case(&self, kind: &str, row: i64, case: Option<&String>) -> Option<i64> {
        let kind = *[ITEM, MEASURE].iter().find(|known| **known == kind)?;
        (self.cases.get(&(kind, row)) == case)
            .then(|| self.get(kind, row))
            .flatten()
    }
}

/// A row with its person and the number of its case.
type OfCase = (i64, i64, String);

const ITEM: &str = "beslutspunkt";
const MEASURE: &str = "insats";

impl Store {
    /// Numbers every item and measure. They begin above the numbers that events have from elsewhere, so
    /// that none of those is taken for one of these.
    pub(super) fn decision_numbers(&self, seen: &Seen, register: &Register) -> Result<Numbers> {
        let mut numbers = Numbers {
            rows: HashMap::new(),
            cases: HashMap::new(),
        };
        let found: [(&'static str, Vec<OfCase>); 2] = [
            (
                ITEM,
                self.all(
                    "SELECT i.id, c.person_id, c.case_number FROM decision_item i JOIN decision d ON d.id = i.decision_id
                     JOIN cases c ON c.id = d.case_id ORDER BY c.case_number, d.id, i.id",
                    [],
                    |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)),
                )?,
            ),
            (
                MEASURE,
                self.all(
                    "SELECT m.id, c.person_id, c.case_number FROM measure m JOIN cases c ON c.id = m.case_id
                     ORDER BY c.case_number, m.id",
                    [],
                    |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)),
                )?,
            ),
        ];
        for (kind, rows) in &found {
            for (row, _, case) in rows {
                numbers.cases.insert((*kind, *row), case.clone());
            }
        }
        for (kind, rows) in found {
            let elsewhere = |subject: &str, id: i64, case: Option<&String>| {
                (subject == kind && numbers.cases.get(&(kind, id)) != case).then_some(id)
            };
            let events = register
                .events
                .iter()
                .filter_map(|e| elsewhere(&e.subject, e.subject_id, e.case_number.as_ref()));
            let states = register
                .clock_states
                .iter()
                .filter_map(|s| elsewhere(&s.subject, s.subject_id, Some(&s.case_number)));
            let mut number = events.chain(states).max().unwrap_or(0);
            for (row, person, _) in rows {
                if seen.contains_key(&person) {
                    number += 1;
                    numbers.rows.insert((kind, row), number);
                }
            }
        }
        Ok(numbers)
    }

    pub(super) fn decision_entries(
        &self,
        seen: &Seen,
        documents: &HashMap<i64, i64>,
        numbers: &Numbers,
    ) -> Result<Vec<DecisionEntry>> {
        let rows: Vec<(i64, i64, Option<i64>, DecisionEntry)> = self.all(
            "SELECT d.id, c.person_id, d.document_id, c.case_number, d.day, u.login, p.login, d.took_part,
                    d.delegation, s.login, d.consulted_on, d.closes
             FROM decision d JOIN cases c ON c.id = d.case_id JOIN user u ON u.id = d.decided_by
             LEFT JOIN user p ON p.id = d.presented_by LEFT JOIN user s ON s.id = d.consulted
             ORDER BY c.case_number, d.id",
            [],
            |r| {
                Ok((
                    r.get(0)?,
                    r.get(1)?,
                    r.get(2)?,
                    DecisionEntry {
                        case_number: r.get(3)?,
                        document: None,
                        date: r.get(4)?,
                        decided_by: r.get(5)?,
                        presented_by: r.get(6)?,
                        took_part: r.get(7)?,
                        delegation: r.get(8)?,
                        consulted: r.get(9)?,
                        consulted_on: r.get(10)?,
                        closes: r.get(11)?,
                        items: Vec::new(),
                    },
                ))
            },
        )?;
        let mut entries = Vec::new();
        for (id, person, document, mut entry) in rows {
            if !seen.contains_key(&person) {
                continue;
            }
            entry.document = document.and_then(|d| documents.get(&d).copied());
            entry.items = self.all(
                "SELECT id, intervention, result, basis, valid_from, valid_to, until_further, minutes_per_month, ksi
                 FROM decision_item WHERE decision_id = ?1 ORDER BY id",
                [id],
                |r| {
                    Ok(DecisionItemEntry {
                        id: numbers.get(ITEM, r.get(0)?).unwrap_or_default(),
                        intervention: r.get(1)?,
                        result: r.get(2)?,
                        basis: r.get(3)?,
                        from: r.get(4)?,
                        to: r.get(5)?,
                        until_further: r.get(6)?,
                        minutes_per_month: r.get(7)?,
                        ksi: r.get(8)?,
                    })
                },
            )?;
            entries.push(entry);
        }
        Ok(entries)
    }

    pub(super) fn measure_entries(&self, numbers: &Numbers) -> Result<Vec<MeasureEntry>> {
        let rows: Vec<(i64, Option<i64>, MeasureEntry)> = self.all(
            "SELECT m.id, m.decision_item_id, c.case_number, m.intervention, p.name, m.started_on, m.ended_on
             FROM measure m JOIN cases c ON c.id = m.case_id LEFT JOIN provider p ON p.id = m.provider_id
             ORDER BY c.case_number, m.id",
            [],
            |r| {
                Ok((
                    r.get(0)?,
                    r.get(1)?,
                    MeasureEntry {
                        id: 0,
                        case_number: r.get(2)?,
                        item: None,
                        intervention: r.get(3)?,
                        provider: r.get(4)?,
                        started: r.get(5)?,
                        ended: r.get(6)?,
                    },
                ))
            },
        )?;
        let numbered = |(row, item, entry): (i64, Option<i64>, MeasureEntry)| {
            Some(MeasureEntry {
                id: numbers.get(MEASURE, row)?,
                item: item.and_then(|item| numbers.get(ITEM, item)),
                ..entry
            })
        };
        Ok(rows.into_iter().filter_map(numbered).collect())
    }

    pub(super) fn proposal_entries(
        &self,
        seen: &Seen,
        documents: &HashMap<i64, i64>,
    ) -> Result<Vec<ProposalEntry>> {
        let rows: Vec<(i64, Option<String>, Option<i64>, ProposalEntry)> = self.all(
            "SELECT c.person_id, t.body, p.document_id, c.case_number, u.login, p.proposed_on, p.sent_for, p.state,
                    h.login, p.handled_on, p.comment
             FROM decision_proposal p JOIN cases c ON c.id = p.case_id JOIN content t ON t.id = p.content_id
             JOIN user u ON u.id = p.proposed_by LEFT JOIN user h ON h.id = p.handled_by
             ORDER BY c.case_number, p.id",
            [],
            |r| {
                Ok((
                    r.get(0)?,
                    r.get(1)?,
                    r.get(2)?,
                    ProposalEntry {
                        case_number: r.get(3)?,
                        answers: None,
                        proposed_by: r.get(4)?,
                        date: r.get(5)?,
                        sent_for: r.get(6)?,
                        state: r.get(7)?,
                        handled_by: r.get(8)?,
                        handled_on: r.get(9)?,
                        comment: r.get(10)?,
                        document: None,
                    },
                ))
            },
        )?;
        let mut entries = Vec::new();
        for (person, body, document, entry) in rows {
            if !seen.contains_key(&person) {
                continue;
            }
            entries.push(ProposalEntry {
                answers: body.as_deref().map(serde_json::from_str).transpose()?,
                document: document.and_then(|d| documents.get(&d).copied()),
                ..entry
            });
        }
        Ok(entries)
    }

    /// The figures of the orders whose documents are in the register.
    pub(super) fn order_entries(
        &self,
        orders: &HashMap<i64, i64>,
        numbers: &Numbers,
        documents: &[DocumentEntry],
    ) -> Result<Vec<OrderEntry>> {
        let rows: Vec<(i64, Option<i64>, OrderEntry)> = self.all(
            "SELECT id, measure_id, provider_name, provider_id IS NOT NULL, provider_choice, valid_from, valid_to,
                    minutes_per_month, weeks_num, weeks_den, days_num, days_den, uses_mean, complete_later,
                    decided_minutes
             FROM framework_order",
            [],
            |r| {
                Ok((
                    r.get(0)?,
                    r.get(1)?,
                    OrderEntry {
                        document: 0,
                        measure: None,
                        provider: r.get(2)?,
                        known_provider: r.get(3)?,
                        provider_choice: r.get(4)?,
                        from: r.get(5)?,
                        to: r.get(6)?,
                        minutes_per_month: r.get(7)?,
                        factor: Factor {
                            weeks: (r.get(8)?, r.get(9)?),
                            days: (r.get(10)?, r.get(11)?),
                            mean: r.get(12)?,
                        },
                        complete_later: r.get(13)?,
                        decided_minutes: r.get(14)?,
                        lines: Vec::new(),
                    },
                ))
            },
        )?;
        let written: HashMap<i64, &DocumentEntry> = documents.iter().map(|d| (d.id, d)).collect();
        let mut entries = Vec::new();
        for (row, measure, mut entry) in rows {
            let Some(document) = orders.get(&row) else {
                continue;
            };
            entry.document = *document;
            entry.measure = measure.and_then(|m| numbers.get(MEASURE, m));
            let lines = self.estimate(row)?;
            let there = written.get(document).and_then(|d| d.answers.as_ref());
            if there.is_none_or(|answers| answers.lines != lines) {
                entry.lines = lines;
            }
            entries.push(entry);
        }
        entries.sort_by_key(|entry| entry.document);
        Ok(entries)
    }

    pub(super) fn performed_entries(
        &self,
        orders: &HashMap<i64, i64>,
    ) -> Result<Vec<PerformedEntry>> {
        let rows: Vec<(i64, PerformedEntry)> = self.all(
            "SELECT order_id, month, minutes, source FROM performed_time ORDER BY order_id, month",
            [],
            |r| {
                Ok((
                    r.get(0)?,
                    PerformedEntry {
                        document: 0,
                        month: r.get(1)?,
                        minutes: r.get(2)?,
                        source: r.get(3)?,
                        earlier: Vec::new(),
                    },
                ))
            },
        )?;
        let mut entries = Vec::new();
        for (order, mut entry) in rows {
            let Some(document) = orders.get(&order) else {
                continue;
            };
            entry.document = *document;
            entry.earlier = self.all(
                "SELECT p.minutes, p.source, p.corrected_at, u.login FROM performed_correction p
                 JOIN user u ON u.id = p.corrected_by WHERE p.order_id = ?1 AND p.month = ?2 ORDER BY p.id",
                rusqlite::params![order, entry.month],
                |r| {
                    Ok(EarlierEntry {
                        minutes: r.get(0)?,
                        source: r.get(1)?,
                        corrected_at: r.get(2)?,
                        corrected_by: r.get(3)?,
                    })
                },
            )?;
            entries.push(entry);
        }
        entries.sort_by_key(|entry| entry.document);
        Ok(entries)
    }
}

/// Events and states of clocks name items and measures by their numbers.
pub(super) fn name_decisions(register: &mut Register, numbers: &Numbers) {
    for event in &mut register.events {
        let case = event.case_number.as_ref();
        if let Some(number) = numbers.of_case(&event.subject, event.subject_id, case) {
            event.subject_id = number;
        }
    }
    for state in &mut register.clock_states {
        let case = Some(&state.case_number);
        if let Some(number) = numbers.of_case(&state.subject, state.subject_id, case) {
            state.subject_id = number;
        }
    }
}
