//! One open database: every write goes through [`Line::write`], whose rows are read again before they are
//! committed. After a fault of the disk the line is closed and opened anew, never tried on as if all were well.

use std::cell::Cell;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::sleep;
use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::Mode;
use super::checked::Checked;
use super::key::Key;
use super::schema::{self, Kind};
use super::seal::Written;
use crate::error::{Error, ErrorKind, Result};

/// How long a write waits for others before it gives up.
const PATIENCE: Duration = Duration::from_secs(12);

/// How long it waits before it says so.
const SILENCE: Duration = Duration::from_millis(500);

/// The pauses between tries, in milliseconds; the last is repeated.
const PAUSES: &[u64] = &[1, 2, 5, 10, 15, 20, 25, 25, 25, 50, 50, 100];

/// What is called when a write has waited long enough to be noticed.
pub type Notice = Box<dyn FnMut() + Send>;

/// The one who is told that a write waits, if anybody.
#[derive(Clone, Default)]
struct Waiting(Arc<Mutex<Option<Notice>>>);

impl Waiting {
    fn tell(&self) {
        let mut notice = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(notice) = notice.as_mut() {
            notice();
        }
    }
}

/// An open database.
pub(super) struct Line {
    conn: Checked,
    /// Where it lies; empty in memory.
    path: PathBuf,
    kind: &'static Kind,
    key: Key,
    written: Written,
    waiting: Waiting,
    /// The disk has failed under this connection.
    faulty: Cell<bool>,
}

impl Deref for Line {
    type Target = Checked;

    fn deref(&self) -> &Checked {
        &self.conn
    }
}

impl Line {
    pub(super) fn open(path: &Path, mode: Mode, kind: &'static Kind, key: Key) -> Result<Line> {
        let key = key.fitting(path);
        Line::over(
            schema::open(path, mode, kind, &key, listen)?,
            path,
            kind,
            key,
        )
    }

    pub(super) fn in_memory(kind: &'static Kind) -> Result<Line> {
        Line::over(schema::in_memory(kind)?, Path::new(""), kind, Key::none())
    }

    fn over(mut conn: Connection, path: &Path, kind: &'static Kind, key: Key) -> Result<Line> {
        let written = Written::listen(&mut conn)?;
        let waiting = Waiting::default();
        wait(&mut conn, waiting.clone())?;
        Ok(Line {
            conn: Checked::over(conn)?,
            path: path.to_owned(),
            kind,
            key,
            written,
            waiting,
            faulty: Cell::new(false),
        })
    }

    /// What it was opened with.
    pub(super) fn key(&self) -> &Key {
        &self.key
    }

    /// Says whom to tell when a write waits for others.
    pub(super) fn when_waiting(&self, notice: Notice) {
        let mut slot = self
            .waiting
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *slot = Some(notice);
    }

    /// Runs a write in one immediate transaction. Before it is committed every row it wrote is read again and
    /// its seal compared. Nothing of it is left when any part fails.
    pub(super) fn write<T>(&self, work: impl FnOnce(&Checked) -> Result<T>) -> Result<T> {
        if self.faulty.get() {
            return Err(
                Error::disk("Disken svarade inte som den skulle, så inget sparades.")
                    .hint("Det som redan är sparat finns kvar. Försök igen om en stund."),
            );
        }
        let result = self.try_write(work);
        if result.as_ref().is_err_and(|e| e.kind == ErrorKind::Disk) {
            self.faulty.set(true);
        }
        result
    }

    fn try_write<T>(&self, work: impl FnOnce(&Checked) -> Result<T>) -> Result<T> {
        let tx = Transaction::new_unchecked(self.conn.raw(), TransactionBehavior::Immediate)?;
        self.written.begin();
        let result = work(&self.conn)?;
        self.written.hold(&self.conn)?;
        tx.commit()?;
        Ok(result)
    }

    /// Whether the write that goes on has rows that its log does not tell of yet.
    pub(super) fn has_untold(&self) -> bool {
        self.written.has_untold()
    }

    /// Opens the database anew if the disk has failed under it.
    ///
    /// # Errors
    /// When it cannot be opened yet; it is tried again the next time.
    pub(super) fn mend(&mut self) -> Result<()> {
        if !self.faulty.get() {
            return Ok(());
        }
        let waiting = self.waiting.clone();
        let mut conn = schema::open(&self.path, Mode::Existing, self.kind, &self.key, listen)?;
        self.written = Written::listen(&mut conn)?;
        wait(&mut conn, waiting)?;
        self.conn = Checked::over(conn)?;
        self.faulty.set(false);
        Ok(())
    }

    /// Whether another program has brought the database to a newer schema since it was opened.
    pub(super) fn is_outdated(&self) -> Result<bool> {
        let version: i64 = self.conn.pragma("user_version")?;
        Ok(usize::try_from(version).ok() != Some(self.kind.migrations.len()))
    }
}

/// While a database is opened others are waited for in silence.
fn listen(conn: &mut Connection) -> Result<()> {
    wait(conn, Waiting::default())
}

/// Waits for others with growing pauses, tells once, and gives up when the patience is out.
fn wait(conn: &mut Connection, waiting: Waiting) -> Result<()> {
    let mut waited = Duration::ZERO;
    conn.busy_handler(Some(move |tries: i32| {
        if tries == 0 {
            waited = Duration::ZERO;
        }
        if waited >= PATIENCE {
            return false;
        }
        let at = usize::try_from(tries).unwrap_or(0).min(PAUSES.len() - 1);
        let pause = Duration::from_millis(PAUSES[at]);
        let silent = waited < SILENCE;
        sleep(pause);
        waited += pause;
        if silent && waited >= SILENCE {
            waiting.tell();
        }
        true
    }))?;
    Ok(())
}
