//! What queries return, and what constraints refuse.

use rusqlite::Connection;
use rusqlite::params;

use super::super::Asked;
use super::super::reading::code_block;
use super::super::sqlite::{attempt, database, rows};
use super::mvcc::{Told, World};

pub(super) fn null_in_not_in(asked: &Asked) {
    let db = database(&[asked.code("data.sql")]);
    let got = attempt(&db, asked.code("query.sql"));
    let returns = |names: &[&str]| got.as_ref().is_ok_and(|got| got == names);
    asked.assert_options(&[
        ("Bo and Cy", returns(&["Bo", "Cy"])),
        ("No row", returns(&[])),
        ("All three", returns(&["Ada", "Bo", "Cy"])),
        ("An error", got.is_err()),
    ]);
}

pub(super) fn left_join_where(asked: &Asked) {
    let db = database(&[asked.code("data.sql")]);
    let got = rows(&db, asked.code("report.sql"));
    asked.assert_options(&[
        ("the last two with NULL", got == ["1|900", "2|NULL", "3|NULL"]),
        ("as 2 was paid otherwise", got == ["1|900", "3|NULL"]),
        ("as 3 has no payment", got == ["1|900", "2|400"] || got == ["1|900", "2|NULL"]),
        ("with 900 cents", got == ["1|900"]),
    ]);
}

pub(super) fn fan_out_sum(asked: &Asked) {
    let db = database(&[asked.code("data.sql")]);
    let got = rows(&db, asked.code("totals.sql"));
    let shown = |paid: u32, refunded: u32| got == [format!("1|{paid}|{refunded}")];
    asked.assert_options(&[
        ("paid 1000, refunded 60", shown(1000, 60)),
        ("paid 3000, refunded 60", shown(3000, 60)),
        ("paid 3000, refunded 120", shown(3000, 120)),
        ("paid 6000, refunded 360", shown(6000, 360)),
    ]);
    let each = |table: &str| rows(&db, &format!("SELECT sum(cents) FROM {table} WHERE order_id = 1"));
    assert_eq!((each("payments"), each("refunds")), (vec!["1000".to_owned()], vec!["60".to_owned()]));
    assert_eq!(rows(&db, code_block(&asked.explanation, "sql")), ["1|1000|60"]);
}

pub(super) fn running_total_ties(asked: &Asked) {
    let (setup, query) = asked.code("ledger.sql").split_once("\n\n").expect("rows, then a query");
    let db = database(&[setup]);
    let balance = |query: &str| {
        let shown =
            rows(&db, query).into_iter().find(|row| row.starts_with("2|")).expect("the row with id 2");
        shown.rsplit('|').next().map(str::to_owned)
    };
    let key = Some(asked.number().to_string());
    assert_eq!(balance(query), key);
    let by_row = query.replace("ORDER BY day)", "ORDER BY day, id ROWS UNBOUNDED PRECEDING)");
    assert_ne!(balance(&by_row), key);
}

/// How an export ends that goes on until a page is empty: the ids it has seen, if it ends.
fn export(db: &Connection, query: &str) -> Option<Vec<i64>> {
    let mut seen = Vec::new();
    let mut page = db.prepare(query).unwrap_or_else(|error| panic!("{error}: {query}"));
    let (mut id, mut at) = (0, "2000-01-01".to_owned());
    for _ in 0..100 {
        let width = page.parameter_count();
        let bound = if width == 1 { params![at].to_vec() } else { params![at, id].to_vec() };
        let got = page.query_map(bound.as_slice(), |row| Ok((row.get(0)?, row.get(1)?)));
        let got: Result<Vec<(i64, String)>, _> = got.and_then(Iterator::collect);
        let got = got.unwrap_or_else(|error| panic!("{error}: {query}"));
        let Some(last) = got.last() else {
            return Some(seen);
        };
        (id, at) = last.clone();
        let fresh: Vec<i64> = got.iter().map(|(id, _)| *id).filter(|id| !seen.contains(id)).collect();
        seen.extend(fresh);
    }
    None
}

pub(super) fn page_by_date(asked: &Asked) {
    let setup = asked.code("orders.sql");
    let query = asked.code("page.sql");
    let db = database(&[setup]);
    let all = rows(&db, "SELECT id FROM orders ORDER BY id");
    let all: Vec<i64> = all.iter().map(|id| id.parse().expect("an id")).collect();
    let complete = |db: &Connection, query: &str| {
        export(db, query).is_some_and(|mut seen| {
            seen.sort_unstable();
            seen == all
        })
    };
    let seen = export(&db, query).expect("the export as shown ends");
    let skipped: Vec<String> = all.iter().filter(|id| !seen.contains(id)).map(i64::to_string).collect();
    let skipped = format!("ids {}", skipped.join(" and "));
    assert!(asked.explanation.contains(&skipped), "{skipped}");
    assert!(asked.option("one Repeatable Read").heads_up.contains(&skipped), "{skipped}");
    let change = |from: &str, to: &str| {
        assert!(query.contains(from), "{from}");
        query.replace(from, to)
    };
    let with_id = change("created_at > $1", "(created_at, id) > ($1, $2)")
        .replace("ORDER BY created_at", "ORDER BY created_at, id");
    let at_least = change("created_at > $1", "created_at >= $1");
    let indexed = database(&[setup, "CREATE INDEX orders_at ON orders (created_at)"]);
    db.execute_batch("BEGIN").expect("a transaction");
    let in_one_snapshot = complete(&db, query);
    asked.assert_options(&[
        ("Compare and sort by", complete(&db, &with_id)),
        ("Compare by `>=`", complete(&db, &at_least)),
        ("one Repeatable Read", in_one_snapshot),
        ("Create an index", complete(&indexed, query)),
    ]);
}

pub(super) fn delete_parent(asked: &Asked) {
    // SQLite checks foreign keys when it is told to; PostgreSQL always does.
    let db = database(&["PRAGMA foreign_keys = ON", asked.code("schema.sql")]);
    let deleted = db.execute_batch(asked.code("delete.sql"));
    let customers = rows(&db, "SELECT id FROM customers");
    let orders = rows(&db, "SELECT id FROM orders");
    let invoices = rows(&db, "SELECT id, customer_id FROM invoices");
    let left = (customers.len(), orders.len(), invoices.len());
    asked.assert_options(&[
        ("Nothing:", left == (0, 0, 0)),
        ("with an empty `customer_id`", left.0 == 0 && invoices == ["20|NULL"]),
        ("the order was deleted", left == (1, 0, 1)),
        ("All three rows", left == (1, 1, 1) && deleted.is_err()),
    ]);
}

pub(super) fn conflict_returning(asked: &Asked) {
    let db = database(&[&asked.code("schema.sql").replace(" GENERATED ALWAYS AS IDENTITY", "")]);
    let code = asked.code("pay.py");
    let insert =
        code.split("\"\"\"").nth(1).expect("a statement").replacen("%s", "'k1'", 1).replace("%s", "500");
    let first = rows(&db, &insert);
    assert_eq!(first.len(), 1);
    let second = attempt(&db, &insert);
    let payments = rows(&db, "SELECT id FROM payments").len();
    let takes_first_cell = code.contains("fetchone()[0]");
    asked.assert_options(&[
        ("the first call inserted", second.as_ref().is_ok_and(|got| *got == first)),
        (
            "fails at `fetchone()[0]`",
            second.as_ref().is_ok_and(Vec::is_empty) && takes_first_cell && payments == 1,
        ),
        ("unique violation", second.is_err()),
        ("a second row", payments == 2),
    ]);
}

pub(super) fn one_live_account(asked: &Asked) {
    let shown = asked.code("users.sql");
    let (table, inserts) = shown.split_once(");\n").expect("a table, then rows");
    let table = format!("{table});");
    let as_shown = database(&[&table, inserts]);
    assert_eq!(rows(&as_shown, "SELECT id FROM users WHERE deleted_at IS NULL").len(), 2);
    assert!(
        as_shown.execute_batch(code_block(&asked.explanation, "sql")).is_err(),
        "its rows have to be settled first"
    );

    let without = table.replace(",\n    UNIQUE (email, deleted_at)", "");
    assert_ne!(without, table);
    let column = "ALTER TABLE users ADD COLUMN deleted BOOLEAN NOT NULL DEFAULT FALSE;";
    asked.assert_options(&[
        ("A boolean column", holds(&[&without, column, "CREATE UNIQUE INDEX u ON users (email, deleted)"])),
        ("A plain `UNIQUE", holds(&[&without, "CREATE UNIQUE INDEX u ON users (email)"])),
        ("WHERE deleted_at IS NULL", holds(&[&without, code_block(&asked.explanation, "sql")])),
        (
            "A `CHECK`",
            Connection::open_in_memory().is_ok_and(|db| {
                let check = ", CHECK (NOT EXISTS (SELECT 1 FROM users u WHERE u.email = email)));";
                db.execute_batch(&without.replace("\n);", check)).is_ok()
            }),
        ),
    ]);
}

/// Whether somebody can join, leave, come back and leave again, and no second live account gets in.
fn holds(setup: &[&str]) -> bool {
    let db = database(setup);
    let has_flag = rows(&db, "SELECT 1 FROM pragma_table_info('users') WHERE name = 'deleted'").len() == 1;
    let flag = if has_flag { ", deleted = TRUE" } else { "" };
    let join = |id: u8| {
        let join = format!("INSERT INTO users (id, email, deleted_at) VALUES ({id}, 'a@x', NULL)");
        db.execute(&join, ()).is_ok()
    };
    let leave = |id: u8| {
        let leave = format!("UPDATE users SET deleted_at = '2025-01-0{id}'{flag} WHERE id = {id}");
        db.execute(&leave, ()).is_ok()
    };
    join(1) && !join(2) && leave(1) && join(3) && !join(4) && leave(3) && join(5)
}

const ROOMS: &str = "
    CREATE TABLE bookings (id INTEGER PRIMARY KEY, room_id INT, starts_at TEXT, ends_at TEXT);
    CREATE TABLE rooms (id INTEGER PRIMARY KEY);
    INSERT INTO rooms VALUES (4);";

/// How a booking is guarded.
#[derive(Clone, Copy)]
struct Guard<'a> {
    begin: &'a str,
    lock: Option<&'a str>,
    /// Whether an insert is refused that overlaps with a committed booking.
    excluded: bool,
}

/// Bookings of the same hour by the handler and by another writer; how many get in.
fn booked(asked: &Asked, guard: Guard<'_>, other_is_handler: bool) -> usize {
    let statements: Vec<&str> = asked.code("book.sql").split(';').map(without_comments).collect();
    let [begin, count, insert, commit, _] = statements[..] else {
        panic!("five statements: {statements:?}");
    };
    assert_eq!((begin, commit), ("BEGIN", "COMMIT"));
    let mut world = World::new(ROOMS);
    for session in ['A', 'B'] {
        world.step(session, guard.begin);
    }
    let free = Told::Rows(vec!["0".to_owned()]);
    let mut saw_free = [true, true];
    for (session, saw_free) in ['A', 'B'].into_iter().zip(&mut saw_free) {
        if session == 'A' || other_is_handler {
            let waits = guard.lock.is_some_and(|lock| world.step(session, lock) == Told::Waits);
            *saw_free = waits || world.step(session, count) == free;
        }
    }
    let waited = world.waits('B');
    world.step('A', insert);
    world.step('A', commit);
    if waited {
        saw_free[1] = world.step('B', count) == free;
    }
    if saw_free[1] && !(guard.excluded && world.ask(count) != ["0"]) {
        world.step('B', insert);
    }
    world.step('B', commit);
    world.ask("SELECT id FROM bookings").len()
}

fn without_comments(statement: &str) -> &str {
    let from = statement.find(|c: char| c.is_ascii_uppercase()).unwrap_or(statement.len());
    statement[from..].trim()
}

pub(super) fn double_booking(asked: &Asked) {
    // The exclusion constraint is what SQLite lacks: modelled as a check at each insert that sees the
    // rows of others (PostgreSQL 16 documentation, CREATE TABLE, EXCLUDE).
    let shown = Guard { begin: "BEGIN", lock: None, excluded: false };
    let holds = |guard: Guard<'_>| [true, false].map(|handler| booked(asked, guard, handler) == 1);
    assert_eq!(holds(shown), [false, false]);
    let repeatable = Guard { begin: "BEGIN ISOLATION LEVEL REPEATABLE READ", ..shown };
    let room = Guard { lock: Some("SELECT id FROM rooms WHERE id = 4 FOR UPDATE"), ..shown };
    let overlaps = Guard { lock: Some("SELECT id FROM bookings WHERE room_id = 4 FOR UPDATE"), ..shown };
    let constraint = Guard { excluded: true, ..shown };
    asked.assert_options(&[
        ("at Repeatable Read", holds(repeatable) == [true, true]),
        ("room 4 in `rooms`", holds(room) == [true, true]),
        ("the overlapping bookings", holds(overlaps) == [true, true]),
        ("exclusion constraint", holds(constraint) == [true, true]),
    ]);
    assert_eq!(holds(room), [true, false]);
    assert!(asked.code("book.sql").contains("the import just inserts"));
}
