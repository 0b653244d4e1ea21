//! What the keys of `sql` rest on.
//!
//! Queries, constraints, plans, releases and what snapshots let through run on `SQLite` where it means the
//! same as `PostgreSQL` 16. What is `PostgreSQL`'s own (row locks, the aborted transaction, the queue for a
//! table's lock) is played by the models in `mvcc` and `locks`, on the statements of the question.

mod connections;
mod lines;
mod locks;
mod migrations;
mod mvcc;
mod plans;
mod semantics;
mod sessions;
mod snapshots;

use super::{ExamBasis, exam_basis, modelled, proven};

exam_basis! {
    exam: "sql",
    proven_at_least: 60,
    lines: lines::LINES,
    questions: [
        proven("null-in-not-in", 66, semantics::null_in_not_in),
        proven("left-join-where", 72, semantics::left_join_where),
        proven("fan-out-sum", 68, semantics::fan_out_sum),
        proven("running-total-ties", 46, semantics::running_total_ties),
        proven("page-by-date", 66, semantics::page_by_date),
        proven("delete-parent", 68, semantics::delete_parent),
        proven("conflict-returning", 62, semantics::conflict_returning),
        proven("one-live-account", 72, semantics::one_live_account),
        modelled(
            "double-booking",
            60,
            semantics::double_booking,
            "PostgreSQL 16 documentation, CREATE TABLE, EXCLUDE; 13.2.1 and 13.2.2 on what each level sees",
        ),
        proven("leading-column", 74, plans::leading_column),
        proven("lower-email", 74, plans::lower_email),
        proven("time-times-loops", 58, plans::time_times_loops),
        proven("first-twenty", 48, plans::first_twenty),
        proven("pending-of-forty-million", 68, plans::pending_of_forty_million),
        proven("indexes-to-drop", 56, plans::indexes_to_drop),
        modelled("who-waits", 70, sessions::who_waits, "PostgreSQL 16 documentation, 13.3.2 Row-Level Locks"),
        modelled(
            "two-transfers",
            72,
            sessions::two_transfers,
            "PostgreSQL 16 documentation, 13.3.4 Deadlocks; 20.12 Lock Management",
        ),
        modelled(
            "skip-locked-batch",
            74,
            sessions::skip_locked_batch,
            "PostgreSQL 16 documentation, SELECT, The Locking Clause, SKIP LOCKED",
        ),
        modelled(
            "call-inside-transaction",
            68,
            sessions::call_inside_transaction,
            "Psycopg 3 documentation, Connection pools: a connection is given back at the end of its block",
        ),
        modelled(
            "alter-in-the-queue",
            60,
            migrations::alter_in_the_queue,
            "PostgreSQL 16 documentation, 13.3.1 Table-Level Locks; 20.11.1, lock_timeout",
        ),
        modelled(
            "blocking-chain",
            64,
            sessions::blocking_chain,
            "PostgreSQL 16 documentation, 9.26 System Information Functions, pg_blocking_pids(); 13.3.1",
        ),
        proven("read-twice", 66, snapshots::read_twice),
        proven("lost-update", 80, snapshots::lost_update),
        modelled(
            "error-then-commit",
            60,
            sessions::error_then_commit,
            "PostgreSQL 16 documentation, 3.4 Transactions, on aborted blocks; source, xact.c, EndTransactionBlock()",
        ),
        modelled(
            "claim-rechecked",
            64,
            sessions::claim_rechecked,
            "PostgreSQL 16 documentation, 13.2.1 Read Committed Isolation Level: the row that was waited for",
        ),
        modelled(
            "stale-snapshot-write",
            62,
            sessions::stale_snapshot_write,
            "PostgreSQL 16 documentation, 13.2.2 Repeatable Read Isolation Level",
        ),
        modelled(
            "nobody-on-duty",
            56,
            sessions::nobody_on_duty,
            "PostgreSQL 16 documentation, 13.2.2 Repeatable Read Isolation Level; 13.3.2 Row-Level Locks",
        ),
        proven("retry-what", 62, snapshots::retry_what),
        proven("new-not-null-column", 72, migrations::new_not_null_column),
        modelled(
            "index-at-noon",
            62,
            migrations::index_at_noon,
            "PostgreSQL 16 documentation, CREATE INDEX, Building Indexes Concurrently; 13.3.1, table 13.2",
        ),
        proven("rename-in-steps", 62, migrations::rename_in_steps),
        modelled(
            "not-null-without-outage",
            46,
            migrations::not_null_without_outage,
            "PostgreSQL 16 documentation, ALTER TABLE, SET NOT NULL, NOT VALID and VALIDATE CONSTRAINT",
        ),
        proven("drop-before-deploy", 68, migrations::drop_before_deploy),
    ],
}
