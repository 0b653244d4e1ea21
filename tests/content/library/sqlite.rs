//! SQL snippets, run where `SQLite` means the same as the database the question speaks of.

use rusqlite::types::Value;
use rusqlite::{Connection, Error};

/// A database in memory that these scripts have set up.
pub(crate) fn database(scripts: &[&str]) -> Connection {
    let connection = Connection::open_in_memory().expect("a database in memory");
    for script in scripts {
        connection.execute_batch(script).unwrap_or_else(|error| panic!("{error}: {script}"));
    }
    connection
}

/// A query's rows as text, cells between `|`, NULL as `NULL`.
pub(crate) fn rows(connection: &Connection, query: &str) -> Vec<String> {
    attempt(connection, query).unwrap_or_else(|error| panic!("{error}: {query}"))
}

/// A query's rows as text, or the database's error.
pub(crate) fn attempt(connection: &Connection, query: &str) -> Result<Vec<String>, Error> {
    let mut statement = connection.prepare(query)?;
    let width = statement.column_count();
    let line = |row: &rusqlite::Row<'_>| {
        let cells: Result<Vec<String>, Error> =
            (0..width).map(|i| row.get::<_, Value>(i).map(shown)).collect();
        cells.map(|cells| cells.join("|"))
    };
    statement.query_map((), line)?.collect()
}

fn shown(value: Value) -> String {
    match value {
        Value::Null => "NULL".to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Text(text) => text,
        Value::Blob(bytes) => format!("{bytes:?}"),
    }
}

#[test]
fn rows_are_text_and_null_is_seen() {
    let db = database(&["CREATE TABLE t (a INTEGER, b TEXT); INSERT INTO t VALUES (1, NULL), (2, 'x')"]);
    assert_eq!(rows(&db, "SELECT a, b FROM t ORDER BY a"), ["1|NULL", "2|x"]);
    assert!(attempt(&db, "SELECT c FROM t").is_err());
}
