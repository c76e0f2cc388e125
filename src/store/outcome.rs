//! What a decision came to, in the few words that tell it from the others of its case.

use rusqlite::params;

use super::checked::Checked;
use crate::core::decision::{Closing, hours_text};
use crate::error::Result;

/// "bifall 85 h, avslag", or what the case was closed with; nothing for a decision that is a text alone.
pub(super) fn of(conn: &Checked, case: i64, document: i64) -> Result<Option<String>> {
    let mut statement = conn.prepare_cached(
        "SELECT i.result, i.minutes_per_month, d.closes FROM decision d
         LEFT JOIN decision_item i ON i.decision_id = d.id
         WHERE d.case_id = ?1 AND d.document_id = ?2 ORDER BY i.id",
    )?;
    let rows = statement.query_map(params![case, document], |r| {
        let result: Option<String> = r.get(0)?;
        let minutes: Option<i64> = r.get(1)?;
        let closes: Option<String> = r.get(2)?;
        let minutes = minutes.and_then(|minutes| u64::try_from(minutes).ok());
        Ok((result, minutes, closes))
    })?;
    let mut told: Vec<String> = Vec::new();
    for row in rows {
        let (result, minutes, closes) = row?;
        let word = match result.as_deref() {
            Some("delvis") => "delvis avslag",
            Some(word) => word,
            None => {
                let closing = closes.as_deref().and_then(Closing::from_word);
                closing.map_or("", |closing| closing.name())
            }
        };
        match minutes {
            // What was refused is no extent.
            Some(minutes) if minutes > 0 && word != "avslag" => {
                told.push(format!("{word} {} h", hours_text(minutes)))
            }
            _ if !word.is_empty() => told.push(word.to_owned()),
            _ => {}
        }
    }
    Ok((!told.is_empty()).then(|| told.join(", ")))
}
