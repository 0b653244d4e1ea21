//! What the keys of `messaging` rest on.

mod delivery;
mod idempotency;
mod lag;
mod lines;
mod ordering;
mod outbox;
mod read;
mod retries;

use super::{Asked, ExamBasis, proven, sourced};

pub(crate) const BASIS: ExamBasis = ExamBasis {
    exam: "messaging",
    proven_at_least: 90,
    questions: &[
        proven("commit-before-work", 68, delivery::commit_before_work),
        proven("handled-again", 62, delivery::handled_again),
        proven("transaction-and-mail", 60, delivery::transaction_and_mail),
        proven("shutdown-order", 62, delivery::shutdown_order),
        proven("highest-offset-committed", 60, delivery::highest_offset_committed),
        proven("acked-by-one-disk", 54, delivery::acked_by_one_disk),
        proven("placed-after-cancelled", 73, ordering::placed_after_cancelled),
        proven("nine-pods", 72, ordering::nine_pods),
        proven("retry-overtaken", 72, ordering::retry_overtaken),
        proven("one-hot-partition", 65, ordering::one_hot_partition),
        proven("move-to-more-partitions", 52, ordering::move_to_more_partitions),
        proven("which-may-run-twice", 72, idempotency::which_may_run_twice),
        proven("seen-in-memory", 78, idempotency::seen_in_memory),
        proven("marked-before-done", 70, idempotency::marked_before_done),
        proven("reset-to-earliest", 66, idempotency::reset_to_earliest),
        proven("id-made-in-the-retry", 62, idempotency::id_made_in_the_retry),
        proven("sent-then-rolled-back", 68, outbox::sent_then_rolled_back),
        proven("late-commit-early-id", 55, outbox::late_commit_early_id),
        proven("second-relay", 62, outbox::second_relay),
        proven("renamed-column", 58, outbox::renamed_column),
        sourced(
            "slot-fills-the-disk",
            56,
            "PostgreSQL 16 documentation, 20.6.1 Sending Servers (max_slot_wal_keep_size), and the system view \
             pg_replication_slots (active, restart_lsn, wal_status)",
        ),
        proven("until-dead-letter", 60, retries::until_dead_letter),
        proven("poison-message", 76, retries::poison_message),
        proven("not-worth-retrying", 82, retries::not_worth_retrying),
        proven("sleep-in-the-poll-loop", 60, retries::sleep_in_the_poll_loop),
        proven("dead-letter-without-key", 54, retries::dead_letter_without_key),
        proven("replay-for-one-group", 58, retries::replay_for_one_group),
        proven("steady-lag", 64, lag::steady_lag),
        proven("back-to-zero", 68, lag::back_to_zero),
        proven("published-twice", 69, lag::published_twice),
        proven("page-on-age", 66, lag::page_on_age),
        proven("lag-meets-retention", 57, lag::lag_meets_retention),
        proven("more-pods-less-done", 57, lag::more_pods_less_done),
    ],
    lines: lines::LINES,
};

#[test]
fn the_rules_of_the_library_are_kept() {
    BASIS.assert_rules();
}

#[test]
fn every_key_is_proven_or_its_source_is_named() {
    BASIS.prove();
}
