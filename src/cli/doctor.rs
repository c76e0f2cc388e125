//! `akt doktor`: how the database is, for the one who runs the machine.

use serde::Serialize;

use super::args::{Asked, usage};
use super::out::{Out, pad};
use super::session::Session;
use super::{Done, Trouble};
use crate::store::{Finding, Mode};

#[derive(Serialize)]
struct Report<'a> {
    schema: u32,
    wrong: bool,
    findings: Vec<FindingJson<'a>>,
}

#[derive(Serialize)]
struct FindingJson<'a> {
    what: &'a str,
    sign: &'a str,
    text: &'a str,
}

fn as_json(finding: &Finding) -> FindingJson<'_> {
    FindingJson {
        what: finding.what,
        sign: finding.sign.word(),
        text: &finding.text,
    }
}

pub(super) fn run(asked: &Asked, session: &Session, out: &mut Out) -> Done {
    let json = match asked.text("format")? {
        None | Some("text") => false,
        Some("json") => true,
        Some(other) => {
            return Err(usage(format!(
                "--format är text eller json, inte ”{other}”."
            )));
        }
    };
    let store = session.open(&session.path("akt.db")?, Mode::Existing)?;
    let health = store.health()?;
    if json {
        out.json_pretty(&Report {
            schema: 1,
            wrong: health.is_wrong(),
            findings: health.findings.iter().map(as_json).collect(),
        })?;
    } else {
        for finding in &health.findings {
            out.line(&format!(
                "{}  {}  {}",
                pad(finding.sign.name(), 7),
                pad(finding.name, 14),
                finding.text
            ))?;
        }
    }
    out.flush()?;
    if health.is_wrong() {
        Err(Trouble::Said)
    } else {
        Ok(())
    }
}
