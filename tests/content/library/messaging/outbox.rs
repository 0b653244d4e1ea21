//! Outbox and change capture: the snippets' SQL in `SQLite`, and a topic beside it.
//!
//! `SQLite` has one writer at a time and no `FOR UPDATE`. Two transactions of `PostgreSQL` are modelled
//! by what READ COMMITTED lets a reader see: a row is inserted here when its transaction commits, and a
//! row that another transaction has locked is passed by or waited for as the clause says.

use rusqlite::{Connection, named_params};

use super::super::sqlite::{attempt, database, rows};
use super::Asked;
use super::reading::{count_after, first_number, indent, interleavings, line_with, table};

pub(super) fn sent_then_rolled_back(asked: &Asked) {
    let (code, logs) = (asked.code("place_order.py"), asked.code("logs"));
    let statements: Vec<&str> = code.split('"').skip(1).step_by(2).take(3).collect();
    let key = code.split_once("key=\"").and_then(|(_, rest)| rest.split('"').next()).expect("a key");
    let block = line_with(code, "with db.transaction()");
    let send = line_with(code, "producer.send(");
    assert!(send > block && indent(code, send) > indent(code, block), "sent before the block ends");
    // The broker's log and the database's, each by its own word: no line takes the record back.
    let appended =
        logs.lines().any(|line| line.contains(" append ") && line.contains(&format!("key={key} ")));
    let withdrawn = logs.lines().any(|line| line.contains(" broker ") && line.contains("abort"));

    let mut db = database(&["CREATE TABLE orders (id TEXT PRIMARY KEY, cents INT)"]);
    let transaction = db.transaction().expect("a transaction");
    rows(&transaction, statements[0]);
    let insert = statements[1..].concat();
    transaction.execute_batch(&insert).unwrap_or_else(|error| panic!("{error}: {insert}"));
    assert_eq!(rows(&transaction, "SELECT id FROM orders"), [key], "it is there until the rollback");
    if logs.contains("COMMIT: ERROR") {
        transaction.rollback().expect("rolled back");
    } else {
        transaction.commit().expect("committed");
    }
    let row = rows(&db, "SELECT id FROM orders") == [key];
    let record = appended && !withdrawn;
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
            db.execute("UPDATE outbox SET locked = 1 WHERE id = ?1", [first_number(row)]).expect("locked");
        }
    }
    read
}

/// Whether an order's later event is sent before its earlier one.
fn out_of_turn(sends: &[String]) -> bool {
    let order_of = |row: &str| row.split('|').nth(1).map(str::to_owned);
    sends.iter().enumerate().any(|(at, row)| {
        sends[at + 1..]
            .iter()
            .any(|later| order_of(later) == order_of(row) && first_number(later) < first_number(row))
    })
}

/// What is captured, as it comes: the names that each row or event has.
type Published = Vec<Vec<String>>;

pub(super) fn renamed_column(asked: &Asked) {
    assert_eq!(asked.code("capture").trim(), "table.include.list=public.orders");
    let migration = asked.code("migration.sql");
    let wanted = asked.code("consumers").split('\'').nth(1).expect("a key");
    let words: Vec<&str> = migration.trim().trim_end_matches(';').split_whitespace().collect();
    let [.., old, "TO", new] = words[..] else { panic!("a rename: {migration}") };
    assert_eq!(old, wanted, "what the readers look for is renamed");
    let breaks =
        |published: &Published| published.iter().any(|names| !names.iter().any(|name| name == wanted));

    let before = database(&[TABLES]);
    let after = database(&[TABLES, migration]);
    // The rows of the backlog, and then one of after the migration.
    let stopped = vec![columns(&before), columns(&after)];
    // All rows of the table, read anew.
    let snapshot: Published = rows(&after, "SELECT id FROM orders").iter().map(|_| columns(&after)).collect();
    let insert = format!(
        "INSERT INTO orders (id, {new}) VALUES (2, 31);
         INSERT INTO outbox SELECT json_object('{wanted}', {new}) FROM orders WHERE id = 2"
    );
    after.execute_batch(&insert).expect("the service writes the events' names, whatever its column's");
    let names = "SELECT key FROM outbox, json_each(event)";
    let outbox = vec![rows(&after, names)];
    let add = format!("ALTER TABLE orders ADD COLUMN {new} INT");
    let both = database(&[TABLES, &add]);
    let drop = format!("ALTER TABLE orders DROP COLUMN {old}");
    let dropped = database(&[TABLES, &add, &drop]);
    // An author who doesn't know who reads what drops the old column in the end.
    let in_steps = vec![columns(&before), columns(&both), columns(&dropped)];
    asked.assert_options(&[
        ("Stop the capture", !breaks(&stopped)),
        ("Capture an outbox table", !breaks(&outbox)),
        ("Take a new snapshot", !breaks(&snapshot)),
        ("Rename in steps", !breaks(&in_steps)),
    ]);
    let until_the_last_step = vec![columns(&before), columns(&both)];
    assert_eq!(asked.option("Rename in steps").credit.is_some(), !breaks(&until_the_last_step));
}

const TABLES: &str = "CREATE TABLE orders (id INT, customer_id INT);
    CREATE TABLE outbox (event TEXT);
    INSERT INTO orders VALUES (1, 30);";

/// The names that a capture of `orders` publishes.
fn columns(db: &Connection) -> Vec<String> {
    rows(db, "SELECT name FROM pragma_table_info('orders')")
}

/// A slot's WAL in GB since the reader stopped: where the slot stands, and what `pg_wal` still has.
#[derive(Clone, Copy)]
struct Slot {
    at: u32,
    oldest: u32,
}

pub(super) fn slot_fills_the_disk(asked: &Asked) {
    let (slots, server) = (asked.code("pg_replication_slots"), asked.code("server"));
    let slot = slots.lines().find(|line| line.trim_start().starts_with("outbox")).expect("the slot");
    let cells: Vec<&str> = slot.split('|').map(str::trim).collect();
    let held = first_number(cells[3]);
    assert_eq!(cells[1..3], ["f", "extended"], "nobody reads, and nothing is lost yet");
    assert!(server.contains("max_slot_wal_keep_size = -1"), "no limit");
    let growth = count_after(server, "grows by ");
    let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let day = |name: &str| days.iter().zip(0..).find(|(day, _)| name.starts_with(**day)).expect("a day").1;
    let now = asked.prompt.split_once("It is ").expect("a day").1;
    let failed = server.lines().find(|line| line.contains("connector: FATAL")).expect("why it stopped");
    let time = |text: &str| text.split([' ', '.', ',']).find(|word| word.contains(':')).map(str::to_owned);
    assert_eq!(time(now), time(failed), "whole days");
    assert_eq!(held, 24 * (day(now) - day(failed)) * growth, "held since it stopped");
    let hours = count_after(server, "disk: ") / growth;
    for text in [&asked.explanation, &asked.follow_up, &asked.option("new password").heads_up] {
        assert!(text.contains(&format!("{hours} hours")), "{text}");
    }

    let shown = Slot { at: 0, oldest: 0 };
    let limit = count_after(&asked.option("max_slot_wal_keep_size").text, " to ");
    let limited = Slot { oldest: held.saturating_sub(limit), ..shown };
    let new = Slot { at: held, oldest: held };
    let moved = Slot { oldest: 1, ..shown };
    let every_row = |slot: Slot| slot.at == 0 && slot.oldest <= slot.at;
    // Of the four, one gives the connector what it was refused for.
    assert!(
        failed.contains("password authentication failed") && server.contains("password of role cdc rotated")
    );
    asked.assert_options(&[
        ("new password", every_row(shown) && hours > 0),
        ("Drop the slot", every_row(new)),
        ("max_slot_wal_keep_size", every_row(limited)),
        ("oldest files of `pg_wal`", every_row(moved)),
    ]);
}
