//! Which indexes carry which queries. `SQLite`'s plans stand for `PostgreSQL`'s where both follow from
//! how a B-tree is sorted.

use regex::Regex;
use rusqlite::{Connection, StatementStatus};

use super::super::Asked;
use super::super::reading::quoted;
use super::super::sqlite::{database, rows};

/// The plan's lines for a query.
fn plan(db: &Connection, query: &str) -> String {
    rows(db, &format!("EXPLAIN QUERY PLAN {query}")).join("\n")
}

/// Whether a query descends an index to its rows.
fn descends(db: &Connection, query: &str) -> bool {
    plan(db, query).contains("SEARCH")
}

/// How many steps of `SQLite`'s machine a query takes.
fn work(db: &Connection, query: &str) -> i32 {
    let mut statement = db.prepare(query).unwrap_or_else(|error| panic!("{error}: {query}"));
    let found = statement.query_map((), |_| Ok(())).map(Iterator::count);
    assert!(found.is_ok_and(|found| found > 0), "no rows: {query}");
    statement.get_status(StatementStatus::VmStep)
}

pub(super) fn leading_column(asked: &Asked) {
    let db = database(&[asked.code("schema.sql")]);
    for option in &asked.option {
        assert_eq!(option.correct, !descends(&db, quoted(&option.text)), "{}", option.text);
    }
}

pub(super) fn lower_email(asked: &Asked) {
    let schema = asked.code("schema.sql");
    let query = asked.code("query.sql");
    let rows = "INSERT INTO users VALUES (1, 'Ada@example.org'), (2, 'bo@example.org'); ";
    let after = |change: &str, query: &str| descends(&database(&[schema, rows, change]), query);
    let shown = asked.code("plan, with max_parallel_workers_per_gather = 0");
    assert!(!after("", query) && shown.starts_with("Seq Scan"));
    let on_expression = "CREATE INDEX users_email_lower ON users (lower(email))";
    let right_hand_side = query.replace("'ada@example.org'", "lower('ada@example.org')");
    asked.assert_options(&[
        ("`ANALYZE users`", after("ANALYZE users", query)),
        ("An index on the expression", after(on_expression, query)),
        ("A unique index", after("CREATE UNIQUE INDEX users_email_once ON users (email)", query)),
        ("A comparison with", after("", &right_hand_side)),
    ]);
}

pub(super) fn time_times_loops(asked: &Asked) {
    let node = Regex::new(r"on items i\n.*\n\s*\(actual time=[\d.]+\.\.([\d.]+) rows=\d+ loops=(\d+)\)")
        .expect("a valid pattern");
    let found = node.captures(asked.code("EXPLAIN (ANALYZE)")).expect("the node on items");
    let number = |i: usize| found[i].parse::<f64>().expect("a number");
    assert!((asked.number() - number(1) * number(2)).abs() < 1e-6);
}

/// Tickets of forty projects, in turn; of each project's tickets one in ten is open.
const TICKETS: &str = "
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000)
    INSERT INTO tickets SELECT i, i % 40, iif(i / 40 % 10 = 0, 'open', 'done'),
        datetime(1700000000 + i, 'unixepoch') FROM n;";

pub(super) fn first_twenty(asked: &Asked) {
    let query = asked.code("query.sql");
    let limit: i32 =
        query.trim().trim_end_matches(';').rsplit(' ').next().and_then(|n| n.parse().ok()).expect("a limit");
    for option in &asked.option {
        let index = format!("CREATE INDEX tickets_i ON tickets {}", quoted(&option.text));
        let db = database(&[asked.code("schema.sql"), TICKETS, &index]);
        let steps = work(&db, query);
        let and_stop = steps < 10 * limit && !plan(&db, query).contains("TEMP B-TREE");
        assert_eq!(option.correct, and_stop, "{}: {steps} steps", option.text);
    }
}

const JOBS: &str = "
    CREATE TABLE jobs (id INTEGER PRIMARY KEY, status TEXT NOT NULL);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000)
    INSERT INTO jobs SELECT i, iif(i > 39980, 'pending', 'done') FROM n;";

pub(super) fn pending_of_forty_million(asked: &Asked) {
    let query = asked.code("poll.sql").replace("FOR UPDATE SKIP LOCKED", "");
    let db = database(&[JOBS]);
    let shown = work(&db, &query);
    let pages = |db: &Connection| -> u32 {
        rows(db, "PRAGMA page_count").first().and_then(|pages| pages.parse().ok()).expect("a count")
    };
    let fast = |steps: i32| steps < shown / 100;
    let indexed = |words: &str| {
        let db = database(&[JOBS]);
        let before = pages(&db);
        // SQLite has no INCLUDE; a column that comes after a unique one sorts nothing either.
        let create = quoted(&asked.option(words).text)
            .replace("INDEX CONCURRENTLY ON", "INDEX jobs_i ON")
            .replace(") INCLUDE (", ", ");
        db.execute_batch(&create).unwrap_or_else(|error| panic!("{error}: {create}"));
        (fast(work(&db, &query)), pages(&db) - before)
    };
    let (partial, partial_pages) = indexed("WHERE status = 'pending'");
    let (full, full_pages) = indexed("(status, id)");
    let (including, _) = indexed("INCLUDE (status)");
    let burdens_finishing = |words: &str| {
        let covered =
            quoted(&asked.option(words).text).split_once(" WHERE ").map_or("TRUE", |(_, rows)| rows);
        let done = format!("SELECT id FROM jobs WHERE status = 'done' AND {covered} LIMIT 1");
        !rows(&db, &done).is_empty()
    };
    let first = |words: &str, fast: bool| fast && !burdens_finishing(words);
    db.execute_batch("ANALYZE jobs").expect("statistics");
    let analyzed = fast(work(&db, &query));
    asked.assert_options(&[
        ("WHERE status = 'pending'", first("WHERE status = 'pending'", partial)),
        ("(status, id)", first("(status, id)", full)),
        ("`ANALYZE jobs`", analyzed),
        ("INCLUDE (status)", including),
    ]);
    assert!(full && partial_pages <= 2 && full_pages > 50);
    assert!(asked.option("(status, id)").credit.is_some());
}

pub(super) fn indexes_to_drop(asked: &Asked) {
    let schema = asked.code("schema.sql");
    let queries: Vec<&str> =
        asked.code("queries.sql").split(';').map(str::trim).filter(|q| !q.is_empty()).collect();
    let narrows = Regex::new(r"\(([^)]*)\)").expect("a valid pattern");
    let ways = |db: &Connection| -> Vec<Option<String>> {
        let way = |query: &&str| narrows.captures(&plan(db, query)).map(|found| found[1].to_owned());
        queries.iter().map(way).collect()
    };
    let refuses_twice = |db: &Connection| {
        let insert = |id: u8| format!("INSERT INTO orders (id, ext_ref) VALUES ({id}, 'x')");
        db.execute(&insert(1), ()).is_ok() && db.execute(&insert(2), ()).is_err()
    };
    let before = ways(&database(&[schema]));
    assert_eq!(before.iter().flatten().count(), 3);
    let harmless = |drop: &str| {
        let db = database(&[schema, drop]);
        ways(&db) == before && refuses_twice(&db)
    };
    let mut together = String::new();
    for option in &asked.option {
        let index = quoted(&option.text);
        let drop = format!("DROP INDEX {index};");
        assert_eq!(option.correct, harmless(&drop), "{index}");
        assert!(asked.code("pg_stat_user_indexes").contains(&format!("\n{index} ")), "{index}");
        if option.correct {
            together.push_str(&drop);
        }
    }
    assert!(harmless(&together));
}
