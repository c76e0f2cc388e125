//! `akt kontrollera`: whether the log is whole.

use std::path::Path;

use serde_json::json;

use super::args::{Asked, usage};
use super::out::Out;
use super::session::Session;
use super::{Done, Trouble};
use crate::store::{ChainCheck, ChainFault, Mode};

pub(super) fn run(asked: &Asked, session: &Session, out: &mut Out) -> Done {
    let kept = asked.text("huvud")?.map(str::trim);
    if let Some(kept) = kept
        && !(kept.len() == 64 && kept.bytes().all(|b| b.is_ascii_hexdigit()))
    {
        return Err(usage(
            "--huvud: det ska vara de 64 tecken som akt kontrollera skrev ut.",
        ));
    }
    let as_json = match asked.text("format")? {
        None | Some("text") => false,
        Some("json") => true,
        Some(word) => return Err(usage(format!("--format {word}: välj text eller json."))),
    };
    let path = session.path("akt.db")?;
    let store = session.open(&path, Mode::Existing)?;
    let kept = kept.map(str::to_lowercase);
    let found = store.check_chain(kept.as_deref())?;
    drop(store);
    let lost = kept.is_some() && found.kept.is_none();
    if as_json {
        out.json(&json!({
            "schema": 1,
            "rows": found.rows,
            "head": found.head,
            "whole": found.fault_count == 0 && !lost,
            "kept_head_found": kept.as_ref().map(|_| !lost),
            "fault_count": found.fault_count,
            "faults": found.faults.iter().map(|fault| match fault {
                ChainFault::Broken(id) => json!({"row": id, "fault": "broken"}),
                ChainFault::Missing(from, to) => json!({"row": from, "to": to, "fault": "missing"}),
                ChainFault::Changed(id, wrote) => json!({"row": id, "fault": "changed", "wrote": wrote}),
                ChainFault::Untold(table, rows) => json!({"table": table, "rows": rows, "fault": "untold"}),
            }).collect::<Vec<_>>(),
        }))?;
    } else {
        text(&found, kept.is_some(), &path, out)?;
    }
    if found.fault_count > 0 || lost {
        out.flush()?;
        return Err(Trouble::Said);
    }
    Ok(())
}

fn text(found: &ChainCheck, asked: bool, path: &Path, out: &mut Out) -> Done {
    out.line(&format!(
        "Loggen i {}: {} rader",
        path.display(),
        found.rows
    ))?;
    for fault in &found.faults {
        out.line(&match fault {
            ChainFault::Broken(id) => {
                format!("✗ Rad {id} följer inte på raden före: ändrad, tillagd eller flyttad.")
            }
            ChainFault::Missing(from, to) if from == to => format!("✗ Rad {from} saknas."),
            ChainFault::Missing(from, to) => format!("✗ Rad {from}–{to} saknas."),
            ChainFault::Changed(id, wrote) => {
                format!("✗ Det som rad {id} säger skrevs är ändrat eller borttaget: {wrote}.")
            }
            ChainFault::Untold(table, rows) => {
                format!("✗ I {table} finns {rows} rader som loggen inte känner till.")
            }
        })?;
    }
    let more = found.fault_count - found.faults.len() as u64;
    if more > 0 {
        out.line(&format!("  och {more} fel till."))?;
    }
    if asked {
        out.line(&match found.kept {
            Some(id) if found.rows > 0 => format!("Huvudet från förra gången finns kvar, på rad {id}."),
            _ => "✗ Huvudet från förra gången finns inte i kedjan: slutet är borttaget eller hela loggen omskriven."
                .to_owned(),
        })?;
    }
    if found.fault_count > 0 || (asked && found.kept.is_none()) {
        out.line("Loggen är inte hel. Rör inget. Tala med den som ansvarar för driften, och jämför med säkerhetskopian.")?;
    } else {
        out.line("Loggen är hel.")?;
    }
    if found.head.is_empty() {
        return Ok(());
    }
    out.line(&format!("Huvud att spara på annat håll: {}", found.head))
}
