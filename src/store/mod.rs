//! STUB, to be replaced: all SQL lives here.

use crate::core::change::Change;
use crate::error::{Error, Result};

/// STUB, to be replaced by the real store.
#[derive(Debug, Default)]
pub struct Store {
    version: i64,
}

impl Store {
    /// STUB: applies one change in one immediate transaction.
    pub fn apply(&mut self, change: Change) -> Result<()> {
        match change {
            Change::Nothing => {
                self.version += 1;
                Ok(())
            }
            Change::Refused(text) => Err(Error::conflict(text)),
        }
    }

    /// STUB: moves when somebody else has committed (`PRAGMA data_version`).
    pub fn data_version(&self) -> Result<i64> {
        Ok(self.version)
    }
}
