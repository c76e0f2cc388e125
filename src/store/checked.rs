//! The connection that the store reads and writes through. A statement is sent with the sealed rows of every
//! table that it names before it (`WITH cases AS NOT MATERIALIZED (…)`), so that a name means those rows, and
//! nothing is asked of a table before it is named. `main.cases` is the table itself.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rusqlite::types::FromSql;
use rusqlite::{CachedStatement, Connection, Params, Result, Row, Statement};

use super::seal::{self, Sealed};

/// How many statements are remembered as they are sent; when there are more all are forgotten.
const REMEMBERED: usize = 512;

/// A sealed table, looked into when it is first named.
struct Table {
    name: String,
    /// The index of its seals.
    index: Option<String>,
    sealed: OnceCell<Sealed>,
}

impl Table {
    fn sealed(&self) -> Result<&Sealed> {
        if let Some(known) = self.sealed.get() {
            return Ok(known);
        }
        let told = Sealed::told(&self.name, self.index.as_deref())?;
        Ok(self.sealed.get_or_init(|| told))
    }
}

/// An open database. It gives the connection beneath it only to what reads the file itself.
pub(super) struct Checked {
    conn: Connection,
    /// The sealed tables by the name that their rows are read under.
    tables: BTreeMap<String, Table>,
    /// How a statement is sent, by how it is written.
    sent: RefCell<HashMap<String, Arc<str>>>,
}

impl Checked {
    pub(super) fn over(conn: Connection) -> Result<Checked> {
        let table = |(name, index): (String, Option<String>)| {
            let read_as = seal::read_as(&name).into_owned();
            let sealed = OnceCell::new();
            let table = Table {
                name,
                index,
                sealed,
            };
            (read_as, table)
        };
        Ok(Checked {
            tables: seal::tables(&conn)?.into_iter().map(table).collect(),
            conn,
            sent: RefCell::default(),
        })
    }

    /// The connection itself, for what concerns the file as a whole: its copies, its key, whether it is whole.
    pub(super) fn raw(&self) -> &Connection {
        &self.conn
    }

    /// As [`Connection::prepare`].
    pub(super) fn prepare(&self, sql: &str) -> Result<Statement<'_>> {
        self.conn.prepare(&self.as_sent(sql)?)
    }

    /// As [`Connection::prepare_cached`].
    pub(super) fn prepare_cached(&self, sql: &str) -> Result<CachedStatement<'_>> {
        self.conn.prepare_cached(&self.as_sent(sql)?)
    }

    /// What tells the plan that SQLite chooses for a statement.
    pub(super) fn prepare_plan(&self, sql: &str) -> Result<Statement<'_>> {
        self.conn
            .prepare(&format!("EXPLAIN QUERY PLAN {}", self.as_sent(sql)?))
    }

    /// As [`Connection::query_row`].
    pub(super) fn query_row<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> Result<T>,
    ) -> Result<T> {
        self.prepare(sql)?.query_row(params, read)
    }

    /// As [`Connection::execute`].
    pub(super) fn execute(&self, sql: &str, params: impl Params) -> Result<usize> {
        self.prepare(sql)?.execute(params)
    }

    /// What a pragma of the database answers.
    pub(super) fn pragma<T: FromSql>(&self, name: &str) -> Result<T> {
        let mut statement = self.conn.prepare_cached(&format!("PRAGMA main.{name}"))?;
        statement.query_row([], |r| r.get(0))
    }

    /// As [`Connection::last_insert_rowid`].
    pub(super) fn last_insert_rowid(&self) -> i64 {
        self.conn.last_insert_rowid()
    }

    /// Whether no transaction goes on.
    pub(super) fn is_autocommit(&self) -> bool {
        self.conn.is_autocommit()
    }

    /// Reads a row of a table again through its seal; one that is gone has none.
    pub(super) fn hold(&self, table: &str, row: i64) -> Result<()> {
        if let Some(table) = self.tables.get(seal::read_as(table).as_ref()) {
            let sql = table.sealed()?.row();
            self.conn.prepare_cached(&sql)?.exists([row])?;
        }
        Ok(())
    }

    fn as_sent(&self, sql: &str) -> Result<Arc<str>> {
        if let Some(known) = self.sent.borrow().get(sql) {
            return Ok(Arc::clone(known));
        }
        let whole: Arc<str> = self.with_seals(sql)?.into();
        let mut sent = self.sent.borrow_mut();
        if sent.len() >= REMEMBERED {
            sent.clear();
        }
        sent.insert(sql.to_owned(), Arc::clone(&whole));
        Ok(whole)
    }

    /// The statement with the sealed rows of each table that it names before it.
    fn with_seals(&self, sql: &str) -> Result<String> {
        let lower = sql.to_ascii_lowercase();
        let words = words(&lower);
        // A column that is not named is not asked for.
        let mut named: Vec<&str> = words.iter().map(|word| word.text).collect();
        named.sort_unstable();
        let all = lower.replace("count(*)", "").contains('*');
        let mut seals = String::new();
        let mut laid: Vec<&str> = Vec::new();
        for Word { text, .. } in words.iter().filter(|word| word.alone) {
            let Some(table) = self.tables.get(*text).filter(|_| !laid.contains(text)) else {
                continue;
            };
            laid.push(text);
            let is_asked = |column: &str| all || named.binary_search(&column).is_ok();
            let rows = table.sealed()?.rows(is_asked);
            let between = if seals.is_empty() { "" } else { ", " };
            seals.push_str(&format!("{between}{text} AS NOT MATERIALIZED ({rows})"));
        }
        if seals.is_empty() {
            return Ok(sql.to_owned());
        }
        // Where the statement has rows of its own before it they come after, since they may be made of these.
        Ok(match lower.trim_start().strip_prefix("with ") {
            Some(rest) => format!("WITH {seals}, {}", &sql[sql.len() - rest.len()..]),
            None => format!("WITH {seals} {sql}"),
        })
    }
}

/// A name or a keyword of a statement.
struct Word<'a> {
    text: &'a str,
    /// It is not a part of a name with a point in it: it may be a table's.
    alone: bool,
}

/// The words of a statement, those of its texts too: a word too many costs a little, one too few a check.
fn words(sql: &str) -> Vec<Word<'_>> {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || !byte.is_ascii();
    let bytes = sql.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        let length = rest.iter().take_while(|byte| is_part(byte)).count();
        if length > 0 {
            let after = at + length;
            let pointed = |at: Option<usize>| at.and_then(|at| bytes.get(at)) == Some(&b'.');
            found.push(Word {
                text: &sql[at..after],
                alone: !pointed(at.checked_sub(1)) && !pointed(Some(after)),
            });
        }
        at += length + 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use rusqlite::functions::FunctionFlags;

    use super::super::schema;
    use super::*;

    fn open() -> Checked {
        Checked::over(schema::in_memory(schema::UNIT).unwrap()).unwrap()
    }

    /// The tables whose seals a statement is sent with.
    fn sealed(sql: &str) -> Vec<String> {
        let sent = open().as_sent(sql).unwrap().to_string();
        let parts = sent.split(" AS NOT MATERIALIZED").map(|part| {
            let name = part.rsplit([' ', ',']).next().unwrap_or_default();
            name.to_owned()
        });
        let mut names: Vec<String> = parts.collect();
        names.pop();
        names
    }

    #[test]
    fn every_table_that_is_named_is_read_through_its_seals() {
        for (sql, tables) in [
            ("SELECT name FROM user", vec!["user"]),
            ("SELECT NAME FROM USER", vec!["user"]),
            (r#"SELECT "user".name FROM "user""#, vec!["user"]),
            ("SELECT u.name FROM cases c,user u", vec!["cases", "user"]),
            (
                "SELECT (SELECT n.value FROM identity_number n WHERE n.person_id = p.id) FROM person p",
                vec!["identity_number", "person"],
            ),
            (
                "UPDATE main.cases SET closed_on = ?1 WHERE person_id IN (SELECT id FROM person)",
                vec!["person"],
            ),
            (
                "INSERT INTO main.setting SELECT id, 'a', 'b' FROM user",
                vec!["user"],
            ),
            (
                "WITH own AS (SELECT id FROM cases) SELECT id FROM own",
                vec!["cases"],
            ),
            ("SELECT 1 FROM case_list_shown", vec!["case_list_shown"]),
            ("SELECT name FROM main.user", vec![]),
            ("SELECT count(*) FROM case_list l WHERE l.open = 1", vec![]),
            ("SELECT max(id) FROM log", vec![]),
        ] {
            assert_eq!(sealed(sql), tables, "{sql}");
            // And SQLite takes it as it is sent.
            open().prepare(sql).unwrap();
        }
    }

    #[test]
    fn every_table_of_the_schema_can_be_read_through_its_seals() {
        for kind in [schema::UNIT, schema::DRAFTS] {
            let conn = Checked::over(schema::in_memory(kind).unwrap()).unwrap();
            assert!(!conn.tables.is_empty());
            for name in conn.tables.keys() {
                let plan = plan(&conn, &format!("SELECT * FROM {name}"));
                assert!(
                    plan.contains("USING COVERING INDEX seal_"),
                    "{name}: {plan}"
                );
            }
        }
    }

    fn plan(conn: &Checked, sql: &str) -> String {
        let mut statement = conn.prepare_plan(sql).unwrap();
        let steps = statement.raw_query().mapped(|r| r.get::<_, String>(3));
        steps.map(|step| step.unwrap() + "\n").collect()
    }

    #[test]
    fn a_table_that_has_lost_its_seals_is_damage() {
        let memory = schema::in_memory(schema::UNIT).unwrap();
        memory.execute_batch("DROP INDEX seal_unit").unwrap();
        let conn = Checked::over(memory).unwrap();
        assert!(conn.prepare("SELECT name FROM unit").is_err());
        conn.prepare("SELECT name FROM user").unwrap();
    }

    #[test]
    fn what_is_named_twice_is_not_read_whole() {
        let plan = plan(
            &open(),
            "SELECT a.name, b.name FROM user a JOIN user b ON b.id = a.id WHERE a.id = ?1",
        );
        assert!(!plan.contains("MATERIALIZE"), "{plan}");
        assert!(!plan.contains("SCAN"), "{plan}");
    }

    #[test]
    fn a_row_whose_seal_does_not_hold_is_an_error_whatever_is_asked_of_it() {
        let conn = open();
        let raw = conn.raw();
        let pure = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
        raw.create_scalar_function("seal", -1, pure, |_| Ok(7_i64))
            .unwrap();
        raw.execute("INSERT INTO unit (id, name) VALUES (1, 'Enheten')", [])
            .unwrap();
        seal::functions(raw).unwrap();
        for sql in [
            "SELECT name FROM unit",
            "SELECT 1 FROM unit WHERE id = 1",
            "SELECT count(*) FROM unit",
            "SELECT EXISTS (SELECT 1 FROM unit u)",
        ] {
            let read = conn.query_row(sql, [], |_| Ok(()));
            assert!(read.is_err(), "{sql}");
        }
        assert!(conn.hold("unit", 1).is_err());
        conn.query_row("SELECT name FROM main.unit", [], |_| Ok(()))
            .unwrap();
    }
}
