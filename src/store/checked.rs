//! The connection that the store reads and writes through.

use rusqlite::types::FromSql;
use rusqlite::{CachedStatement, Connection, Params, Result, Row, Statement};

/// An open database. It does not give the connection beneath it but to what reads the file itself.
pub(super) struct Checked {
    conn: Connection,
}

impl Checked {
    pub(super) fn over(conn: Connection) -> Checked {
        Checked { conn }
    }

    /// The connection itself, for what concerns the file as a whole: its copies, its key, whether it is whole.
    pub(super) fn raw(&self) -> &Connection {
        &self.conn
    }

    /// As [`Connection::prepare`].
    pub(super) fn prepare(&self, sql: &str) -> Result<Statement<'_>> {
        self.conn.prepare(sql)
    }

    /// As [`Connection::prepare_cached`].
    pub(super) fn prepare_cached(&self, sql: &str) -> Result<CachedStatement<'_>> {
        self.conn.prepare_cached(sql)
    }

    /// As [`Connection::query_row`].
    pub(super) fn query_row<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> Result<T>,
    ) -> Result<T> {
        self.conn.query_row(sql, params, read)
    }

    /// As [`Connection::execute`].
    pub(super) fn execute(&self, sql: &str, params: impl Params) -> Result<usize> {
        self.conn.execute(sql, params)
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
}
