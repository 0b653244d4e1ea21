//! Outbox and change capture: the snippets' SQL in `SQLite`, and a topic beside it.
//!
//! `SQLite` has one writer at a time and no `FOR UPDATE`. Two transactions of `PostgreSQL` are modelled
//! by what READ COMMITTED lets a reader see: a row is inserted here when its transaction commits, and a
//! row that another transaction has locked is passed by or waited for as the clause says.

use rusqlite::{Connection, named_params};

use super::super::sqlite::{attempt, database, rows};
use super::Asked;
use super::read::{count_after, indent, interleavings, line_with, number, table};

pub(super) fn sent_then_rolled_back(asked: &Asked) {
    let code = asked.code("place_order.py");
    let block = line_with(code, "with db.transaction()");
    let send = line_with(code, "producer.send(");
    let statements: Vec<&str> = code.split('"').skip(1).step_by(2).take(3).collect();
    let commit_raises = asked.code("logs").contains("COMMIT: ERROR");

    let mut db = database(&["CREATE TABLE orders (id TEXT PRIMARY KEY, cents INT)"]);
    let mut topic = Vec::new();
    let transaction = db.transaction().expect("a transaction");
    rows(&transaction, statements[0]);
    let insert = statements[1..].concat();
    transaction.execute_batch(&insert).unwrap_or_else(|error| panic!("{error}: {insert}"));
    let inserted = rows(&transaction, "SELECT id FROM orders") == ["o-90"];
    assert!(inserted, "it is there until the rollback");
    let inside = send > block && indent(code, send) > indent(code, block);
    if inside {
        topic.push("OrderPlaced");
    }
    if commit_raises {
        transaction.rollback().expect("rolled back");
    } else {
        transaction.commit().expect("committed");
    }
    if !inside && !commit_raises {
        topic.push("OrderPlaced");
    }
    let row = rows(&db, "SELECT id FROM orders") == ["o-90"];
    let record = !topic.is_empty();
    asked.assert_options(&[
        ("Neither", !row && !record),
        ("Both", row && record),
        ("The row, but no record", row && !record),
        ("The record, but no row", record && !row),
    ]);
}

pub(super) fn late_commit_early_id(asked: &Asked) {
    let query = asked.code("relay.sql");
    assert!(query.contains("READ COMMITTED"));
    let db = database(&["CREATE TABLE outbox (id INTEGER PRIMARY KEY, payload TEXT)"]);
    let mut open: Vec<(&str, u32)> = Vec::new();
    let mut polls: Vec<Vec<u32>> = Vec::new();
    let mut last = 0;
    for line in asked.code("timeline").lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words[2] {
            "INSERT" => open.push((words[1], count_after(line, "-> id "))),
            "COMMIT" => {
                for (_, id) in open.iter().filter(|(transaction, _)| *transaction == words[1]) {
                    db.execute("INSERT INTO outbox VALUES (?1, '')", [id]).expect("a row");
                }
            }
            _ => {
                if polls.is_empty() {
                    last = count_after(line, ":last = ");
                }
                let mut statement = db.prepare(query).unwrap_or_else(|error| panic!("{error}: {query}"));
                let found = statement.query_map(named_params! { ":last": last }, |row| row.get::<_, u32>(0));
                let sent: Vec<u32> = found.expect("a query").map(|id| id.expect("an id")).collect();
                last = sent.iter().copied().max().unwrap_or(last);
                polls.push(sent);
            }
        }
    }
    asked.assert_options(&[
        ("1003 and 1004 in the first", polls == [vec![1003, 1004], vec![]]),
        ("Nothing in the first", polls == [vec![], vec![1003, 1004]]),
        ("and nothing in the second", polls == [vec![1004], vec![]]),
        ("1004 in the first one, 1003", polls == [vec![1004], vec![1003]]),
    ]);
}

pub(super) fn second_relay(asked: &Asked) {
    let query = asked.code("relay.sql");
    let locks = query.contains("FOR UPDATE");
    let skips = query.contains("SKIP LOCKED");
    let db =
        database(&["CREATE TABLE outbox (id INT, order_id TEXT, payload TEXT, sent_at TEXT, locked INT)"]);
    for row in table(asked.code("outbox"), &[]) {
        let sent_at = (row[3] != "NULL").then_some(row[3]);
        db.execute("INSERT INTO outbox VALUES (?1, ?2, ?3, ?4, 0)", (row[0], row[1], row[2], sent_at))
            .expect("a row");
    }
    let plain = query.split("FOR UPDATE").next().expect("a query");
    let reader = if skips {
        plain.replace("sent_at IS NULL", "sent_at IS NULL AND NOT locked")
    } else {
        plain.to_owned()
    };
    let first = read_and_lock(&db, &reader, locks);
    let waits = locks && !skips;
    let second = if waits { Vec::new() } else { read_and_lock(&db, &reader, locks) };

    let overtaken = interleavings(&first, &second).iter().any(|sends| out_of_turn(sends));
    let twice = first.iter().any(|row| second.contains(row));
    db.execute("UPDATE outbox SET locked = 0", ()).expect("the first relay dies");
    let read_again = attempt(&db, &reader).expect("the query runs");
    asked.assert_options(&[
        ("OrderPaid of o-1 gets", overtaken),
        ("each is in the topic twice", twice),
        ("waits for the first one's COMMIT", waits),
        ("skipped for good", !first.iter().all(|row| read_again.contains(row))),
    ]);
}

fn read_and_lock(db: &Connection, query: &str, locks: bool) -> Vec<String> {
    let read = rows(db, query);
    assert!(!read.is_empty(), "{query}");
    if locks {
        for row in &read {
            db.execute("UPDATE outbox SET locked = 1 WHERE id = ?1", [number(row)]).expect("locked");
        }
    }
    read
}

/// Whether an order's later event is sent before its earlier one.
fn out_of_turn(sends: &[String]) -> bool {
    let order_of = |row: &str| row.split('|').nth(1).map(str::to_owned);
    sends.iter().enumerate().any(|(at, row)| {
        sends[at + 1..].iter().any(|later| order_of(later) == order_of(row) && number(later) < number(row))
    })
}

pub(super) fn renamed_column(asked: &Asked) {
    assert_eq!(asked.code("capture").trim(), "table.include.list=public.orders");
    let migration = asked.code("migration.sql");
    let wanted = asked.code("consumers").split('\'').nth(1).expect("a key");
    let service = |name: &str| {
        format!(
            "INSERT INTO orders (id, {name}) VALUES (2, 31);
             INSERT INTO outbox SELECT json_object('customer_id', {name}) FROM orders WHERE id = 2"
        )
    };
    let db = database(&[TABLES, migration]);
    let renamed = migration.split_whitespace().last().map(|name| name.trim_end_matches(';')).expect("a name");
    db.execute_batch(&service(renamed)).expect("the service knows its own column");

    let of_orders = columns(&db);
    let of_outbox = rows(&db, "SELECT event FROM outbox");
    let new_row_reads = of_orders.iter().any(|column| column == wanted);
    let outbox_reads = of_outbox.iter().all(|event| event.contains(&format!("\"{wanted}\"")));
    asked.assert_options(&[
        ("Stop the capture", new_row_reads),
        ("Capture an outbox table", outbox_reads && !of_outbox.is_empty()),
        ("Take a new snapshot", new_row_reads),
        ("Rename in steps", new_row_reads),
    ]);

    let in_steps = database(&[TABLES, "ALTER TABLE orders ADD COLUMN buyer_id INT"]);
    assert!(columns(&in_steps).contains(&wanted.to_owned()), "both are there until the last step");
    in_steps.execute_batch("ALTER TABLE orders DROP COLUMN customer_id").expect("the last step");
    assert!(!columns(&in_steps).contains(&wanted.to_owned()), "and then whoever was forgotten breaks");
    assert_eq!(asked.option("Rename in steps").credit, Some(0.25));
}

const TABLES: &str = "CREATE TABLE orders (id INT, customer_id INT);
    CREATE TABLE outbox (event TEXT);
    INSERT INTO orders VALUES (1, 30);";

/// The names that a capture of `orders` publishes.
fn columns(db: &Connection) -> Vec<String> {
    rows(db, "SELECT name FROM pragma_table_info('orders')")
}
