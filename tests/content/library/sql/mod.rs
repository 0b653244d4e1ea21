//! What the keys of `sql` rest on.
//!
//! Queries, constraints and plans run on `SQLite` where it means the same as `PostgreSQL` 16. What is
//! `PostgreSQL`'s own (versions and row locks, the queue for a table's lock) is played by the models
//! in `mvcc` and `locks`, on the statements of the question.

mod locks;
mod migrations;
mod mvcc;
mod plans;
mod semantics;
mod sessions;

use super::{ExamBasis, proven};

pub(crate) const BASIS: ExamBasis = ExamBasis {
    exam: "sql",
    proven_at_least: 90,
    questions: &[
        proven("null-in-not-in", 66, semantics::null_in_not_in),
        proven("left-join-where", 72, semantics::left_join_where),
        proven("fan-out-sum", 68, semantics::fan_out_sum),
        proven("running-total-ties", 46, semantics::running_total_ties),
        proven("page-by-date", 66, semantics::page_by_date),
        proven("delete-parent", 68, semantics::delete_parent),
        proven("conflict-returning", 62, semantics::conflict_returning),
        proven("one-live-account", 72, semantics::one_live_account),
        proven("double-booking", 60, semantics::double_booking),
        proven("leading-column", 74, plans::leading_column),
        proven("lower-email", 74, plans::lower_email),
        proven("time-times-loops", 58, plans::time_times_loops),
        proven("first-twenty", 48, plans::first_twenty),
        proven("pending-of-forty-million", 68, plans::pending_of_forty_million),
        proven("indexes-to-drop", 56, plans::indexes_to_drop),
        proven("who-waits", 70, sessions::who_waits),
        proven("two-transfers", 72, sessions::two_transfers),
        proven("skip-locked-batch", 74, sessions::skip_locked_batch),
        proven("call-inside-transaction", 68, sessions::call_inside_transaction),
        proven("blocking-chain", 64, sessions::blocking_chain),
        proven("read-twice", 72, sessions::read_twice),
        proven("lost-update", 80, sessions::lost_update),
        proven("error-then-commit", 60, sessions::error_then_commit),
        proven("claim-rechecked", 64, sessions::claim_rechecked),
        proven("stale-snapshot-write", 62, sessions::stale_snapshot_write),
        proven("nobody-on-duty", 56, sessions::nobody_on_duty),
        proven("retry-what", 62, sessions::retry_what),
        proven("new-not-null-column", 72, migrations::new_not_null_column),
        proven("index-at-noon", 62, migrations::index_at_noon),
        proven("alter-in-the-queue", 60, migrations::alter_in_the_queue),
        proven("rename-in-steps", 62, migrations::rename_in_steps),
        proven("not-null-without-outage", 46, migrations::not_null_without_outage),
        proven("drop-before-deploy", 68, migrations::drop_before_deploy),
    ],
};

#[test]
fn the_rules_of_the_library_are_kept() {
    BASIS.assert_rules();
}

#[test]
fn every_key_is_proven_or_its_source_is_named() {
    BASIS.prove();
}
