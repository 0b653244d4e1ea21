//! The SQL statement gives the report's table: on `SQLite`, which reads the same words as `DuckDB` and `Spark SQL` here.

use std::path::Path;
use std::process::Command;

use rusqlite::Connection;

const STATEMENT: &str = include_str!("../../examples/per_topic.sql");

/// The three files as one table of texts.
fn results(folder: &Path) -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    for name in ["ito", "okafor", "lindqvist"] {
        let mut reader = csv::Reader::from_path(folder.join(format!("{name}.csv"))).unwrap();
        let columns: Vec<String> =
            reader.headers().unwrap().iter().map(|name| format!("{name} TEXT")).collect();
        connection
            .execute_batch(&format!("CREATE TABLE IF NOT EXISTS results ({})", columns.join(", ")))
            .unwrap();
        let places = vec!["?"; columns.len()].join(", ");
        let mut insert = connection.prepare(&format!("INSERT INTO results VALUES ({places})")).unwrap();
        for record in reader.records() {
            insert.execute(rusqlite::params_from_iter(record.unwrap().iter())).unwrap();
        }
    }
    connection
}

#[test]
fn the_statement_gives_the_reports_table() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/panel");
    let connection = results(&folder);
    let mut statement = connection.prepare(STATEMENT).unwrap();
    let row = |row: &rusqlite::Row<'_>| {
        let text = |i: usize| row.get::<_, String>(i);
        let number = |i: usize| row.get::<_, f64>(i);
        Ok((
            [text(0)?, text(1)?, text(2)?],
            [
                number(3).unwrap_or(0.0),
                number(4)?,
                f64::from(row.get::<_, u32>(5)?),
                f64::from(row.get::<_, u32>(6)?),
            ],
        ))
    };
    let by_sql: Vec<([String; 3], [f64; 4])> =
        statement.query_map([], row).unwrap().collect::<Result<_, _>>().unwrap();
    let program = env!("CARGO_BIN_EXE_examiner");
    let report = Command::new(program)
        .arg("report")
        .arg(&folder)
        .args(["--format", "csv"])
        .env_clear()
        .output()
        .unwrap();
    assert!(report.status.success(), "{report:?}");
    let mut reader = csv::Reader::from_reader(&report.stdout[..]);
    let by_report: Vec<([String; 3], [f64; 4])> = reader
        .records()
        .map(|record| {
            let record = record.unwrap();
            let text = |i: usize| record[i].to_owned();
            let number = |i: usize| record[i].parse().unwrap();
            ([text(0), text(1), text(2)], [number(3), number(4), number(8), number(9)])
        })
        .collect();
    assert_eq!(by_report.len(), 11 * 5 + 6 * 3);
    assert_eq!(by_sql, by_report);
}
