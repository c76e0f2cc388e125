//! `akt importera --ord`: the words that a register file uses.

use super::super::Done;
use super::super::out::{Out, pad};
use crate::core::event::EventKind;
use crate::core::person::Sex;
use crate::unit::Unit;

pub(super) fn print(unit: &Unit, out: &mut Out) -> Done {
    out.line("Ärendetyper (kolumn arendetyp)")?;
    for case_type in unit.case_types.all() {
        out.line(&format!("  {}  {}", pad(&case_type.id, 22), case_type.name))?;
    }
    out.line("")?;
    out.line("Händelser (kolumn handelse)")?;
    for kind in EventKind::ALL {
        let ahead = if kind.may_lie_ahead() {
            " (dagen får ligga framåt)"
        } else {
            ""
        };
        out.line(&format!(
            "  {}  {}{ahead}",
            pad(kind.word(), 22),
            kind.name()
        ))?;
    }
    out.line("")?;
    out.line("Kön (kolumn kon; tomt betyder okänt)")?;
    for sex in Sex::ALL {
        out.line(&format!("  {}  {}", pad(sex.word(), 22), sex.name()))?;
    }
    Ok(())
}
