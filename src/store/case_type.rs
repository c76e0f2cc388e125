//! Another type of an open case: `cases.case_type` is what holds now, the events tell what it was.

use rusqlite::params;

use super::apply::Writing;
use crate::core::change::NewEvent;
use crate::core::event::EventKind;
use crate::core::event_facts::{Detail, NEW_TYPE, OLD_TYPE, REASON};
use crate::error::{Error, Result};

impl Writing<'_> {
    /// Where the event is a change of type, gives the case its new type and the event the old one's name.
    pub(super) fn change_type(&self, case: i64, mut event: NewEvent) -> Result<NewEvent> {
        if event.kind != EventKind::TypeChanged {
            return Ok(event);
        }
        let told = |id: &str| event.detail.get(id).map_or("", |text| text.trim());
        if told(REASON).is_empty() {
            return Err(Error::user("Skäl saknas.").hint("Skriv varför ärendet får en annan typ."));
        }
        let to = self.type_named(told(NEW_TYPE))?;
        let from: String =
            self.conn
                .query_row("SELECT case_type FROM cases WHERE id = ?1", [case], |r| {
                    r.get(0)
                })?;
        if from == to {
            return Err(Error::user("Ny ärendetyp: ärendet är redan av den typen."));
        }
        let known = self.store.unit().case_types.get(&from);
        let name = known.map_or(from.clone(), |known| known.name.clone());
        event.detail.insert(OLD_TYPE.to_owned(), name);
        self.set_type(case, &to)?;
        Ok(event)
    }

    /// Gives a case back the type it had before an event that is now put right. Only the latest change can
    /// be: those before it no longer tell what the case is.
    pub(super) fn take_back_type(&self, case: i64, event: i64) -> Result<()> {
        let later: bool = self.conn.query_row(
            "SELECT EXISTS (SELECT 1 FROM event e WHERE e.case_id = ?1 AND e.kind = ?3 AND e.id > ?2 AND e.void = 0
                            AND NOT EXISTS (SELECT 1 FROM event c WHERE c.corrects = e.id))",
            params![case, event, EventKind::TypeChanged.word()],
            |r| r.get(0),
        )?;
        if later {
            return Err(Error::conflict("Ärendetypen har ändrats igen efter det.")
                .hint("Rätta den senaste ändringen."));
        }
        let detail: Option<String> =
            self.conn
                .query_row("SELECT detail FROM event WHERE id = ?1", [event], |r| {
                    r.get(0)
                })?;
        let detail: Detail = serde_json::from_str(detail.as_deref().unwrap_or("{}"))?;
        // A change that was read from another register may not tell what the case was before.
        match detail.get(OLD_TYPE) {
            Some(name) => {
                let before = self.type_named(name)?;
                self.set_type(case, &before)
            }
            None => Ok(()),
        }
    }

    fn type_named(&self, name: &str) -> Result<String> {
        let types = &self.store.unit().case_types;
        let known = types.named(name).or_else(|| types.get(name));
        known.map(|known| known.id.clone()).ok_or_else(|| {
            Error::user(format!(
                "Ny ärendetyp: ”{name}” finns inte i enhetens lista."
            ))
            .hint("Välj en av enhetens ärendetyper.")
        })
    }

    fn set_type(&self, case: i64, to: &str) -> Result<()> {
        self.conn.execute(
            "UPDATE main.cases SET case_type = ?2, version = version + 1 WHERE id = ?1",
            params![case, to],
        )?;
        Ok(())
    }
}
