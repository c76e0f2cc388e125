//! Drafts: a caseworker's working papers, in a database of their own beside the real one
//! (`NAMN-utkast.db`), so that typing never waits for others and unsigned words are never in the file.

use std::path::{Path, PathBuf};

use rusqlite::{OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

use super::key::Key;
use super::line::{Line, Notice};
use super::process::Process;
use super::{Mode, schema};
use crate::clock::Clock;
use crate::core::form::{Answers, Spec};
use crate::error::{Error, Result};

/// The case of a draft that belongs to none yet: a new case that was begun and left.
pub const NO_CASE: i64 = 0;

/// What a draft is that was filled in in a short form: it is signed by nobody and listed nowhere.
pub const SHORT: &str = "kort";

/// The drafts of everybody who uses one database.
pub struct Drafts {
    conn: Line,
    clock: Clock,
}

/// Where in a form the cursor stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Field id; empty before the first field was entered.
    pub field: String,
    /// Line within the field's text.
    pub row: usize,
    /// Character within the line.
    pub col: usize,
}

/// How one came to a short form, so that the program can lead back to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Way {
    /// The case that stood open.
    pub case: Option<i64>,
    /// The person whose page stood open.
    pub person: Option<i64>,
    /// What was pressed from there on: the name of each action, and what it was pressed on in a list to choose
    /// from.
    pub presses: Vec<(String, Option<String>)>,
}

/// A draft as it lies.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The row.
    pub id: i64,
    /// The version read; a save names it.
    pub version: i64,
    /// The case.
    pub case: i64,
    /// `utredning`, `bestallning`, `uppfoljning`, `anteckning`, `nytt_arende` or [`SHORT`].
    pub kind: String,
    /// The specification it was begun under.
    pub spec: Spec,
    /// What is written.
    pub answers: Answers,
    /// Where the cursor was.
    pub place: Place,
    /// The signed document or the journal entry it will replace.
    pub supersedes: Option<i64>,
    /// When it was saved last (UTC).
    pub saved_at: String,
    /// Its form was on a screen when the program was last heard of.
    pub open: bool,
    /// How one came to it, where no paper leads there.
    pub way: Way,
}

/// Which draft something is about: there is one of each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Which {
    /// Whose.
    pub user: i64,
    /// The case.
    pub case: i64,
    /// As in [`Draft::kind`].
    pub kind: String,
    /// The specification's id.
    pub spec: String,
}

/// What a window had that lost its draft to another one.
#[derive(Clone, Debug, PartialEq)]
pub struct Aside {
    /// The row.
    pub id: i64,
    /// What was written there.
    pub answers: Answers,
    /// When it was set aside (UTC).
    pub saved_at: String,
}

/// The file beside a database that holds its drafts.
pub fn path_beside(database: &Path) -> PathBuf {
    let stem = database
        .file_stem()
        .map(|s| s.to_string_lossy().into_owned())
        .unwrap_or_default();
    let name = match database.extension() {
        Some(extension) => format!("{stem}-utkast.{}", extension.to_string_lossy()),
        None => format!("{stem}-utkast"),
    };
    database.with_file_name(name)
}

const COLUMNS: &str = "id, version, case_id, kind, spec_body, answers, field, cursor_row, cursor_col, supersedes, saved_at, open, way";

type Raw = (Draft0, String, String, String);
type Draft0 = (i64, i64, i64, String, Place, Option<i64>, String, bool);

fn raw(r: &Row) -> rusqlite::Result<Raw> {
    let place = Place {
        field: r.get(6)?,
        row: r.get::<_, u32>(7)? as usize,
        col: r.get::<_, u32>(8)? as usize,
    };
    Ok((
        (
            r.get(0)?,
            r.get(1)?,
            r.get(2)?,
            r.get(3)?,
            place,
            r.get(9)?,
            r.get(10)?,
            r.get(11)?,
        ),
        r.get(4)?,
        r.get(5)?,
        r.get(12)?,
    ))
}

fn whole(
    ((id, version, case, kind, place, supersedes, saved_at, open), spec, answers, way): Raw,
) -> Result<Draft> {
    Ok(Draft {
        id,
        version,
        case,
        kind,
        spec: serde_json::from_str(&spec)?,
        answers: serde_json::from_str(&answers)?,
        place,
        supersedes,
        saved_at,
        open,
        // A way that cannot be read leads nowhere; what is written is there all the same.
        way: serde_json::from_str(&way).unwrap_or_default(),
    })
}

impl Drafts {
    /// Opens the drafts beside a database.
    ///
    /// # Errors
    /// When the file cannot be made or is not one of ours.
    pub fn open(database: &Path, clock: Clock) -> Result<Drafts> {
        let key = Key::of(database, Mode::Existing)?;
        Ok(Drafts {
            conn: Line::open(
                &path_beside(database),
                Mode::CreateIfMissing,
                schema::DRAFTS,
                key,
            )?,
            clock,
        })
    }

    /// Says whom to tell when a save waits for others.
    pub fn when_waiting(&self, notice: Notice) {
        self.conn.when_waiting(notice);
    }

    /// Opens the drafts anew if the disk has failed under them; otherwise nothing is done.
    ///
    /// # Errors
    /// When they cannot be opened yet.
    pub fn mend(&mut self) -> Result<()> {
        self.conn.mend()
    }

    /// The draft of a kind in a case, made empty when there is none.
    ///
    /// # Errors
    /// When the drafts cannot be read or written.
    pub fn begin(
        &self,
        user: i64,
        case: i64,
        kind: &str,
        spec: &Spec,
        supersedes: Option<i64>,
    ) -> Result<Draft> {
        if let Some(draft) = self.find(user, case, kind, &spec.id)? {
            return Ok(draft);
        }
        let now = self.clock.stamp();
        self.conn.write(|conn| Ok(conn.execute(
            "INSERT INTO main.draft (user_id, case_id, kind, spec, revision, spec_body, answers, supersedes, begun_at, saved_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9)",
            params![
                user,
                case,
                kind,
                spec.id,
                spec.revision,
                serde_json::to_string(spec)?,
                serde_json::to_string(&Answers::default())?,
                supersedes,
                now
            ],
        )?))?;
        self.find(user, case, kind, &spec.id)?
            .ok_or_else(|| Error::internal("utkastet gick inte att läsa tillbaka"))
    }

    /// Says how one came to the form of a draft.
    ///
    /// # Errors
    /// When the drafts cannot be written.
    pub fn came_by(&self, id: i64, way: &Way) -> Result<()> {
        let sql = "UPDATE main.draft SET way = ?2 WHERE id = ?1";
        let way = serde_json::to_string(way)?;
        self.conn
            .write(|conn| Ok(conn.execute(sql, params![id, way])?))?;
        Ok(())
    }

    /// The draft of a kind in a case, if there is one.
    ///
    /// # Errors
    /// When the drafts cannot be read.
    pub fn find(&self, user: i64, case: i64, kind: &str, spec: &str) -> Result<Option<Draft>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM draft WHERE user_id = ?1 AND case_id = ?2 AND kind = ?3 AND spec = ?4"
        );
        let found = self
            .conn
            .prepare_cached(&sql)?
            .query_row(params![user, case, kind, spec], raw)
            .optional()?;
        found.map(whole).transpose()
    }

    /// The user's drafts in cases that will be signed, latest first.
    ///
    /// # Errors
    /// When the drafts cannot be read.
    pub fn all(&self, user: i64) -> Result<Vec<Draft>> {
        self.latest_first(user, &format!("case_id <> {NO_CASE} AND kind <> '{SHORT}'"))
    }

    /// What the user was writing when the program was last heard of, of any kind.
    ///
    /// # Errors
    /// When the drafts cannot be read.
    pub fn left_open(&self, user: i64) -> Result<Option<Draft>> {
        let open = self.latest_first(user, "open = 1")?;
        Ok(open.into_iter().find(|draft| !draft.answers.is_empty()))
    }

    /// The user's drafts that belong to no case yet, latest first.
    ///
    /// # Errors
    /// When the drafts cannot be read.
    pub fn without_case(&self, user: i64) -> Result<Vec<Draft>> {
        self.latest_first(user, &format!("case_id = {NO_CASE}"))
    }

    /// Whether nobody has a draft here.
    ///
    /// # Errors
    /// When the drafts cannot be read.
    pub fn is_empty(&self) -> Result<bool> {
        let sql = "SELECT NOT EXISTS (SELECT 1 FROM draft)";
        Ok(self.conn.query_row(sql, [], |r| r.get(0))?)
    }

    fn latest_first(&self, user: i64, which: &str) -> Result<Vec<Draft>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM draft WHERE user_id = ?1 AND {which} ORDER BY saved_at DESC, id DESC"
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let rows = statement
            .query_map([user], raw)?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        rows.into_iter().map(whole).collect()
    }

    /// When the draft that has lain longest was saved (UTC), if there is any.
    ///
    /// # Errors
    /// When the drafts cannot be read.
    pub fn oldest(&self) -> Result<Option<String>> {
        let sql = "SELECT min(saved_at) FROM draft";
        Ok(self.conn.query_row(sql, [], |r| r.get(0))?)
    }

    /// Compares every page, index and seal of the drafts.
    ///
    /// # Errors
    /// Says what is damaged.
    pub fn check(&self) -> Result<()> {
        match schema::integrity(self.conn.raw())?.first() {
            None => Ok(()),
            Some(found) => Err(Error::internal(format!("Utkasten är skadade ({found})."))),
        }
    }

    /// Takes a draft over: from now on an older window that has it cannot save it, whether it lives or hangs.
    /// Gives it as it lies.
    ///
    /// # Errors
    /// When it is gone, or the drafts cannot be read or written.
    pub fn take(&self, draft: Draft) -> Result<Draft> {
        let taken = self.conn.write(|conn| {
            conn.execute(
                "UPDATE main.draft SET version = version + 1 WHERE id = ?1",
                [draft.id],
            )?;
            let sql = format!("SELECT {COLUMNS} FROM draft WHERE id = ?1");
            let found = conn
                .prepare_cached(&sql)?
                .query_row([draft.id], raw)
                .optional()?;
            found.map(whole).transpose()?.ok_or_else(|| {
                Error::conflict("Utkastet finns inte längre.")
                    .hint("Det är undertecknat eller borttaget. Öppna igen för att se.")
            })
        })?;
        // What the caller has filled in goes on, unless somebody has written since it was read.
        Ok(if taken.version == draft.version + 1 {
            Draft {
                version: taken.version,
                ..draft
            }
        } else {
            taken
        })
    }

    /// Keeps what a window has that has lost its draft, so that it is there whatever happens to the window.
    ///
    /// # Errors
    /// When the drafts cannot be written.
    pub fn set_aside(&self, which: &Which, answers: &Answers) -> Result<()> {
        let answers = serde_json::to_string(answers)?;
        self.conn.write(|conn| {
            conn.execute(
                "INSERT INTO main.draft_aside (user_id, case_id, kind, spec, holder, answers, saved_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT (user_id, case_id, kind, spec, holder)
                 DO UPDATE SET answers = excluded.answers, saved_at = excluded.saved_at",
                params![
                    which.user,
                    which.case,
                    which.kind,
                    which.spec,
                    Process::own().to_string(),
                    answers,
                    self.clock.stamp()
                ],
            )?;
            Ok(())
        })
    }

    /// What lies beside a draft, oldest first.
    ///
    /// # Errors
    /// When the drafts cannot be read.
    pub fn asides(&self, which: &Which) -> Result<Vec<Aside>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT id, answers, saved_at FROM draft_aside
             WHERE user_id = ?1 AND case_id = ?2 AND kind = ?3 AND spec = ?4 ORDER BY id",
        )?;
        let rows = statement
            .query_map(
                params![which.user, which.case, which.kind, which.spec],
                |r| {
                    Ok((
                        r.get::<_, i64>(0)?,
                        r.get::<_, String>(1)?,
                        r.get::<_, String>(2)?,
                    ))
                },
            )?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        rows.into_iter()
            .map(|(id, answers, saved_at)| {
                Ok(Aside {
                    id,
                    answers: serde_json::from_str(&answers)?,
                    saved_at,
                })
            })
            .collect()
    }

    /// Removes what was set aside, once both texts have been seen and one was chosen.
    ///
    /// # Errors
    /// When the drafts cannot be written.
    pub fn clear_aside(&self, id: i64) -> Result<()> {
        let sql = "DELETE FROM main.draft_aside WHERE id = ?1";
        self.conn.write(|conn| Ok(conn.execute(sql, [id])?))?;
        Ok(())
    }

    /// The same for what this program itself has set aside.
    ///
    /// # Errors
    /// When the drafts cannot be written.
    pub fn clear_own_aside(&self, which: &Which) -> Result<()> {
        let sql = "DELETE FROM main.draft_aside
                   WHERE user_id = ?1 AND case_id = ?2 AND kind = ?3 AND spec = ?4 AND holder = ?5";
        let own = Process::own().to_string();
        let key = params![which.user, which.case, which.kind, which.spec, own];
        self.conn.write(|conn| Ok(conn.execute(sql, key)?))?;
        Ok(())
    }

    /// Saves what is written and where the cursor stands; answers with the new version.
    ///
    /// # Errors
    /// A conflict when the same draft was opened or saved in another window since it was read; disk faults.
    pub fn save(&self, id: i64, version: i64, answers: &Answers, place: &Place) -> Result<i64> {
        self.conn.write(|conn| {
        let changed = conn
            .prepare_cached(
                "UPDATE main.draft SET answers = ?3, field = ?4, cursor_row = ?5, cursor_col = ?6, saved_at = ?7, open = 1,
                        version = version + 1
                 WHERE id = ?1 AND version = ?2",
            )?
            .execute(params![
                id,
                version,
                serde_json::to_string(answers)?,
                place.field,
                place.row as i64,
                place.col as i64,
                self.clock.stamp()
            ])?;
        if changed == 0 {
            return Err(Error::conflict(
                "Utkastet har ändrats i ett annat fönster sedan det öppnades.",
            ));
        }
        Ok(version + 1)
        })
    }

    /// The form left the screen in good order: the next start need not offer it. Nothing happens where
    /// another window has taken the draft over since.
    ///
    /// # Errors
    /// When the drafts cannot be written.
    pub fn leave(&self, id: i64, version: i64) -> Result<()> {
        let sql = "UPDATE main.draft SET open = 0 WHERE id = ?1 AND version = ?2";
        self.conn
            .write(|conn| Ok(conn.execute(sql, [id, version])?))?;
        Ok(())
    }

    /// Removes a draft that is done with, unless another window has taken it over since.
    ///
    /// # Errors
    /// When the drafts cannot be written.
    pub fn end(&self, id: i64, version: i64) -> Result<()> {
        let sql = "DELETE FROM main.draft WHERE id = ?1 AND version = ?2";
        self.conn
            .write(|conn| Ok(conn.execute(sql, [id, version])?))?;
        Ok(())
    }

    /// Removes a draft, whoever has it: the signed document exists, or the caseworker threw it away.
    ///
    /// # Errors
    /// When the drafts cannot be written.
    pub fn remove(&self, id: i64) -> Result<()> {
        let sql = "DELETE FROM main.draft WHERE id = ?1";
        self.conn.write(|conn| Ok(conn.execute(sql, [id])?))?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drafts_lie_beside_the_database() {
        assert_eq!(
            path_beside(Path::new("/a/akt.db")),
            Path::new("/a/akt-utkast.db")
        );
        assert_eq!(
            path_beside(Path::new("unit.sqlite")),
            Path::new("unit-utkast.sqlite")
        );
        assert_eq!(path_beside(Path::new("unit")), Path::new("unit-utkast"));
    }
}
