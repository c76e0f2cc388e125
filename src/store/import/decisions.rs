//! Decisions with their items and measures, proposals, the figures of orders and performed time: taken in
//! as they were recorded. No order of delegation is asked: it was, when the decision was made.

use rusqlite::{OptionalExtension, params};

use super::{Intake, entry_error, parse_day};
use crate::core::decision::Closing;
use crate::core::form::Answers;
use crate::core::register::{
    DecisionEntry, DecisionItemEntry, MeasureEntry, OrderEntry, PerformedEntry, ProposalEntry,
    Register,
};
use crate::core::text::{clean_line, clean_text};
use crate::error::{Error, Result};

/// What an item may come to, as it is stored.
const RESULTS: &[&str] = &["bifall", "delvis", "avslag"];

/// What may become of a proposal, as it is stored.
const STATES: &[&str] = &["foreslagen", "aterlamnad", "godkand", "andrad"];

/// The states of a proposal that still waits; a case has one such at most.
const WAITING: &[&str] = &["foreslagen", "aterlamnad"];

fn one_of<'t>(words: &[&str], word: &'t str, what: &str) -> Result<&'t str> {
    if words.contains(&word) {
        Ok(word)
    } else {
        Err(Error::user(format!(
            "{what} ”{word}” är okänt; skriv {}",
            words.join(", ")
        )))
    }
}

fn day_opt(text: &Option<String>) -> Result<Option<String>> {
    let day = text.as_deref().map(parse_day).transpose()?;
    Ok(day.map(|d| d.to_string()))
}

impl Intake<'_> {
    /// Takes in decisions and what they granted, before the events that name them.
    pub(super) fn decisions(&mut self, register: &Register) -> Result<()> {
        // Numbers that events have from elsewhere are never given to a measure of this register.
        let known: std::collections::HashSet<i64> =
            register.measures.iter().map(|m| m.id).collect();
        let events = register.events.iter().map(|e| (&e.subject, e.subject_id));
        let states = register
            .clock_states
            .iter()
            .map(|s| (&s.subject, s.subject_id));
        let elsewhere = events
            .chain(states)
            .filter(|(subject, id)| *subject == "insats" && !known.contains(id));
        self.numbers_from = elsewhere.map(|(_, id)| id).max().unwrap_or(0);
        for entry in &register.decisions {
            self.decision(entry)
                .map_err(|e| entry_error("beslut", &entry.case_number, e))?;
        }
        for entry in &register.measures {
            self.measure(entry)
                .map_err(|e| entry_error("insats", &entry.case_number, e))?;
        }
        for entry in &register.proposals {
            self.proposal(entry)
                .map_err(|e| entry_error("beslutsförslag", &entry.case_number, e))?;
        }
        for entry in &register.orders {
            if let (Some(measure), Some(order)) =
                (entry.measure, self.orders.get(&entry.document).copied())
            {
                let measure = self.named(&self.measures, measure, "insats")?;
                self.w.conn.execute(
                    "UPDATE main.framework_order SET measure_id = ?2 WHERE id = ?1 AND measure_id IS NULL",
                    params![order, measure],
                )?;
            }
        }
        Ok(())
    }

    fn named(
        &self,
        numbers: &std::collections::HashMap<i64, i64>,
        number: i64,
        what: &str,
    ) -> Result<i64> {
        let found = numbers.get(&number).copied();
        found.ok_or_else(|| Error::user(format!("{what} nummer {number} finns inte i filen")))
    }

    fn login(&mut self, login: &Option<String>) -> Result<Option<i64>> {
        login
            .as_deref()
            .map(|login| self.login_row(login))
            .transpose()
    }

    fn decision(&mut self, entry: &DecisionEntry) -> Result<()> {
        let case = self.known_case(&entry.case_number)?;
        let document = entry
            .document
            .map(|number| self.named(&self.documents, number, "dokument"))
            .transpose()?;
        let day = parse_day(&entry.date)?.to_string();
        let by = self.login_row(&entry.decided_by)?;
        let presented = self.login(&entry.presented_by)?;
        let consulted = self.login(&entry.consulted)?;
        let consulted_on = day_opt(&entry.consulted_on)?;
        let closes = entry
            .closes
            .as_deref()
            .map(|word| {
                Closing::from_word(word)
                    .map(Closing::word)
                    .ok_or_else(|| Error::user(format!("avslutet ”{word}” är okänt")))
            })
            .transpose()?;
        let delegation = clean_line(&entry.delegation);
        let there = self.ids(
            "SELECT id FROM decision WHERE case_id = ?1 AND document_id IS ?2 AND day = ?3 AND decided_by = ?4
             AND delegation = ?5 AND closes IS ?6 ORDER BY id",
            params![case, document, day, by, delegation, closes],
        )?;
        if let Some(decision) = self.claim("decision", there) {
            let items = self.ids(
                "SELECT id FROM decision_item WHERE decision_id = ?1 ORDER BY id",
                [decision],
            )?;
            for (item, row) in entry.items.iter().zip(items) {
                self.items.insert(item.id, row);
            }
            return Ok(());
        }
        self.w
            .conn
            .prepare_cached(
                "INSERT INTO main.decision (case_id, document_id, day, decided_by, presented_by, took_part, delegation,
                                       consulted, consulted_on, closes)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?
            .execute(params![
                case,
                document,
                day,
                by,
                presented,
                clean_text(&entry.took_part),
                delegation,
                consulted,
                consulted_on,
                closes
            ])?;
        let decision = self.w.conn.last_insert_rowid();
        self.claim("decision", vec![decision]);
        for item in &entry.items {
            self.item(decision, item)?;
        }
        self.touched.insert(case);
        self.count.other += 1;
        Ok(())
    }

    fn item(&mut self, decision: i64, item: &DecisionItemEntry) -> Result<()> {
        self.w
            .conn
            .prepare_cached(
                "INSERT INTO main.decision_item (decision_id, intervention, result, basis, valid_from, valid_to,
                                            until_further, minutes_per_month, ksi)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )?
            .execute(params![
                decision,
                clean_line(&item.intervention),
                one_of(RESULTS, &item.result, "resultatet")?,
                clean_line(&item.basis),
                day_opt(&item.from)?,
                day_opt(&item.to)?,
                item.until_further,
                item.minutes_per_month,
                item.ksi.as_deref().map(clean_line),
            ])?;
        self.items.insert(item.id, self.w.conn.last_insert_rowid());
        Ok(())
    }

    fn measure(&mut self, entry: &MeasureEntry) -> Result<()> {
        let case = self.known_case(&entry.case_number)?;
        let item = entry
            .item
            .map(|number| self.named(&self.items, number, "beslutspunkt"))
            .transpose()?;
        let intervention = clean_line(&entry.intervention);
        let started = day_opt(&entry.started)?;
        let there = match item {
            Some(item) => self.ids(
                "SELECT id FROM measure WHERE case_id = ?1 AND decision_item_id = ?2 ORDER BY id",
                [case, item],
            )?,
            None => self.ids(
                "SELECT id FROM measure WHERE case_id = ?1 AND decision_item_id IS NULL AND intervention = ?2
                 AND started_on IS ?3 ORDER BY id",
                params![case, intervention, started],
            )?,
        };
        let row = match self.claim("measure", there) {
            Some(row) => row,
            None => {
                let provider = entry
                    .provider
                    .as_deref()
                    .map(|name| self.provider(name))
                    .transpose()?;
                let row = self
                    .w
                    .insert_measure(case, item, &intervention, self.numbers_from)?;
                self.w.conn.execute(
                    "UPDATE main.measure SET provider_id = ?2, started_on = ?3, ended_on = ?4 WHERE id = ?1",
                    params![row, provider, started, day_opt(&entry.ended)?],
                )?;
                self.claim("measure", vec![row]);
                self.touched.insert(case);
                self.count.other += 1;
                row
            }
        };
        self.measures.insert(entry.id, row);
        Ok(())
    }

    fn provider(&self, name: &str) -> Result<i64> {
        self.w
            .conn
            .prepare_cached("SELECT id FROM provider WHERE name = ?1")?
            .query_row([clean_line(name)], |r| r.get(0))
            .optional()?
            .ok_or_else(|| Error::user(format!("utföraren ”{name}” finns inte i registret")))
    }

    fn proposal(&mut self, entry: &ProposalEntry) -> Result<()> {
        let case = self.known_case(&entry.case_number)?;
        let by = self.login_row(&entry.proposed_by)?;
        let handled_by = self.login(&entry.handled_by)?;
        let day = parse_day(&entry.date)?.to_string();
        let state = one_of(STATES, &entry.state, "läget")?;
        let document = entry
            .document
            .map(|number| self.named(&self.documents, number, "dokument"))
            .transpose()?;
        let mut there = self.ids(
            "SELECT id FROM decision_proposal WHERE case_id = ?1 AND proposed_by = ?2 AND proposed_on = ?3 ORDER BY id",
            params![case, by, day],
        )?;
        if WAITING.contains(&state) {
            // A case has one proposal that waits; here it may have been sent anew since.
            there.extend(self.ids(
                "SELECT id FROM decision_proposal WHERE case_id = ?1 AND state IN ('foreslagen', 'aterlamnad')",
                [case],
            )?);
        }
        if self.claim("decision_proposal", there).is_some() {
            return Ok(());
        }
        let body = entry
            .answers
            .as_ref()
            .map(serde_json::to_string)
            .transpose()?;
        let content = self.content(body.as_deref())?;
        self.w
            .conn
            .prepare_cached(
                "INSERT INTO main.decision_proposal (case_id, content_id, proposed_by, proposed_on, sent_for, state, handled_by,
                                                handled_on, comment, document_id)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?
            .execute(params![
                case,
                content,
                by,
                day,
                clean_text(&entry.sent_for),
                state,
                handled_by,
                day_opt(&entry.handled_on)?,
                clean_text(&entry.comment),
                document
            ])?;
        let row = self.w.conn.last_insert_rowid();
        self.claim("decision_proposal", vec![row]);
        self.count.other += 1;
        Ok(())
    }

    /// An order with the figures it was signed with, not with those that this unit would reckon today.
    pub(super) fn order_as_reckoned(
        &self,
        case: i64,
        document: i64,
        answers: Option<&Answers>,
        entry: &OrderEntry,
    ) -> Result<()> {
        let provider = entry
            .known_provider
            .then(|| self.provider(&entry.provider))
            .transpose()?;
        let lines = match answers {
            Some(answers) if entry.lines.is_empty() => &answers.lines,
            _ => &entry.lines,
        };
        self.w.insert_order_row(&super::super::order::OrderRow {
            case,
            document,
            provider,
            provider_name: &clean_line(&entry.provider),
            choice: entry.provider_choice.as_deref(),
            from: day_opt(&entry.from)?,
            to: day_opt(&entry.to)?,
            minutes: entry.minutes_per_month,
            factor: entry.factor,
            complete_later: entry.complete_later,
            decided: entry.decided_minutes,
            lines,
        })?;
        Ok(())
    }

    /// Performed time; a figure that is there already stays.
    pub(super) fn performed(&mut self, entry: &PerformedEntry) -> Result<()> {
        let order = self.order(entry.document)?;
        let month = clean_line(&entry.month);
        parse_day(&format!("{month}-01"))
            .map_err(|_| Error::user(format!("månaden ”{month}” skrivs ÅÅÅÅ-MM")))?;
        if entry.minutes < 0 {
            return Err(Error::user("minuterna är färre än noll"));
        }
        let new = self.w.conn.execute(
            "INSERT OR IGNORE INTO main.performed_time (order_id, month, minutes, source) VALUES (?1, ?2, ?3, ?4)",
            params![order, month, entry.minutes, clean_line(&entry.source)],
        )?;
        self.count.other += new as u64;
        if new == 0 {
            return Ok(());
        }
        for before in &entry.earlier {
            let (by, at) = self.writer(&before.corrected_by, &before.corrected_at)?;
            self.w.conn.execute(
                "INSERT INTO main.performed_correction (order_id, month, minutes, source, corrected_at, corrected_by)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![order, month, before.minutes, clean_line(&before.source), at, by],
            )?;
        }
        Ok(())
    }
}
