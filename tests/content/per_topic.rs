//! The SQL statement gives the report's table: on `SQLite`, which reads the same words as `DuckDB` and `Spark SQL` here.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use rusqlite::Connection;

const STATEMENT: &str = include_str!("../../examples/per_topic.sql");

/// What engines make of an empty cell.
#[derive(Clone, Copy)]
enum Empty {
    Text,
    Null,
}

/// Files as one table of texts, and the view on it that the statement reads.
fn results(paths: &[PathBuf], empty: Empty) -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    for path in paths {
        let mut reader = csv::Reader::from_path(path).unwrap();
        let columns: Vec<String> =
            reader.headers().unwrap().iter().map(|name| format!("{name} TEXT")).collect();
        connection
            .execute_batch(&format!("CREATE TABLE IF NOT EXISTS rows ({})", columns.join(", ")))
            .unwrap();
        let places = vec!["?"; columns.len()].join(", ");
        let mut insert = connection.prepare(&format!("INSERT INTO rows VALUES ({places})")).unwrap();
        for record in reader.records() {
            let record = record.unwrap();
            let cell = |cell: &'_ str| match empty {
                Empty::Null if cell.is_empty() => None,
                Empty::Null | Empty::Text => Some(cell.to_owned()),
            };
            insert.execute(rusqlite::params_from_iter(record.iter().map(cell))).unwrap();
        }
    }
    // As the statement's own words have it.
    let (_, view) = STATEMENT.split_once("--   SQLite:").unwrap();
    connection.execute_batch(view.lines().next().unwrap()).unwrap();
    connection
}

/// A line of the table: exam, candidate, topic; points, of how many, answered, questions.
type Line = ([String; 3], [f64; 4]);

fn by_sql(connection: &Connection) -> Vec<Line> {
    let mut statement = connection.prepare(STATEMENT).unwrap();
    let row = |row: &rusqlite::Row<'_>| {
        let text = |i: usize| row.get::<_, String>(i);
        let number = |i: usize| row.get::<_, f64>(i);
        let count = |i: usize| row.get::<_, u32>(i).map(f64::from);
        Ok(([text(0)?, text(1)?, text(2)?], [number(3)?, number(4)?, count(5)?, count(6)?]))
    };
    statement.query_map([], row).unwrap().collect::<Result<_, _>>().unwrap()
}

/// By the program; with several exams a column names them.
fn by_report(paths: &[PathBuf]) -> Vec<Line> {
    let program = env!("CARGO_BIN_EXE_examiner");
    let report = Command::new(program)
        .arg("report")
        .args(paths)
        .args(["--format", "csv"])
        .env_clear()
        .output()
        .unwrap();
    assert!(report.status.success(), "{report:?}");
    let mut reader = csv::Reader::from_reader(&report.stdout[..]);
    let line = |record: csv::StringRecord| {
        let text = |i: usize| record[i].to_owned();
        let number = |i: usize| record[i].parse().unwrap();
        ([text(0), text(1), text(2)], [number(3), number(4), number(8), number(9)])
    };
    reader.records().map(|record| line(record.unwrap())).collect()
}

#[test]
fn the_statement_gives_the_reports_table() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/panel");
    let paths = ["ito", "okafor", "lindqvist"].map(|name| folder.join(format!("{name}.csv")));
    let by_report = by_report(&paths);
    assert_eq!(by_report.len(), 11 * 5 + 6 * 3);
    for empty in [Empty::Text, Empty::Null] {
        assert_eq!(by_sql(&results(&paths, empty)), by_report);
    }
}

/// Whose first attempt names its instant with an offset, whose other topic waits for marks, and who practised before.
const ODD: &str = "\
attempt_id,candidate,candidate_id,exam_id,started_at,mode,question_id,topic,outcome,points,max_points
b,Ada,,m,2026-11-18T09:30:00+02:00,exam,q1,sql,correct,1,1
b,Ada,,m,2026-11-18T09:30:00+02:00,exam,q2,essays,ungraded,,4
a,Ada,,m,2026-11-18T08:00:00Z,exam,q1,sql,incorrect,-0.25,1
c,Ada,,m,2026-11-17T08:00:00Z,practice,q1,sql,incorrect,0,1
d,Bob,7,m,2026-11-18T08:00:00Z,,q1,sql,partial,0.5,2
d,Bob,7,m,2026-11-18T08:00:00Z,,q3,sql,timed_out,0,1
e,Bob,7,n,2026-11-18T08:00:00Z,,q1,sql,correct,1,1
";

#[test]
fn instants_with_offsets_empty_modes_and_what_waits_for_marks_are_the_same_to_both() {
    let folder = tempfile::tempdir().unwrap();
    let paths = [folder.path().join("odd.csv"), folder.path().join("copy.csv")];
    fs::write(&paths[0], ODD).unwrap();
    // The same instants in other words.
    fs::write(&paths[1], ODD.replace("T08:00:00Z", "T07:00:00-01:00").replace(",1,1\n", ",1.0,1\n")).unwrap();
    let line = |[exam, who, topic]: [&str; 3], figures| ([exam, who, topic].map(str::to_owned), figures);
    let expected = [
        line(["m", "Ada", "essays"], [0.0, 0.0, 1.0, 1.0]),
        line(["m", "Ada", "sql"], [1.0, 1.0, 1.0, 1.0]),
        line(["m", "Bob", "sql"], [0.5, 3.0, 1.0, 2.0]),
        line(["n", "Bob", "sql"], [1.0, 1.0, 1.0, 1.0]),
    ];
    assert_eq!(by_report(&paths[..1]), expected);
    for empty in [Empty::Text, Empty::Null] {
        assert_eq!(by_sql(&results(&paths[..1], empty)), expected);
        assert_eq!(by_sql(&results(&paths, empty)), expected);
    }
}
