//! What the keys of `messaging` rest on.

mod delivery;
mod idempotency;
mod lag;
mod lines;
mod ordering;
mod outbox;
mod reading;
mod retries;

use super::{Asked, ExamBasis, exam_basis, modelled, proven};

exam_basis! {
    exam: "messaging",
    proven_at_least: 30,
    lines: lines::LINES,
    questions: [
        modelled(
            "commit-before-work",
            68,
            delivery::commit_before_work,
            "Kafka documentation, Design, Message Delivery Semantics",
        ),
        proven("handled-again", 62, delivery::handled_again),
        modelled(
            "transaction-and-mail",
            60,
            delivery::transaction_and_mail,
            "Kafka documentation, Design, Message Delivery Semantics; KafkaProducer API, on transactions",
        ),
        modelled(
            "shutdown-order",
            62,
            delivery::shutdown_order,
            "KafkaConsumer API, close() and Multi-threaded Processing",
        ),
        modelled(
            "highest-offset-committed",
            60,
            delivery::highest_offset_committed,
            "KafkaConsumer API, Offsets and Consumer Position; Multi-threaded Processing",
        ),
        modelled(
            "acked-by-one-disk",
            54,
            delivery::acked_by_one_disk,
            "Kafka documentation, Topic Configs, min.insync.replicas; Design, Replication",
        ),
        modelled(
            "placed-after-cancelled",
            73,
            ordering::placed_after_cancelled,
            "Kafka documentation, Introduction, Main Concepts and Terminology",
        ),
        modelled(
            "nine-pods",
            72,
            ordering::nine_pods,
            "KafkaConsumer API, Consumer Groups and Topic Subscriptions",
        ),
        modelled(
            "retry-overtaken",
            72,
            ordering::retry_overtaken,
            "Kafka documentation, Introduction, Main Concepts and Terminology: the order is a partition's",
        ),
        modelled(
            "one-hot-partition",
            65,
            ordering::one_hot_partition,
            "Kafka documentation, Introduction, Main Concepts and Terminology; Producer Configs, partitioner.class",
        ),
        modelled(
            "move-to-more-partitions",
            52,
            ordering::move_to_more_partitions,
            "Kafka documentation, Basic Kafka Operations, Modifying topics; Consumer Configs, auto.offset.reset",
        ),
        proven("which-may-run-twice", 72, idempotency::which_may_run_twice),
        modelled(
            "seen-in-memory",
            78,
            idempotency::seen_in_memory,
            "Kafka documentation, Design, Message Delivery Semantics: at-least-once delivery",
        ),
        modelled(
            "marked-before-done",
            70,
            idempotency::marked_before_done,
            "Redis documentation, SET, options NX and EX; Kafka documentation, Design, Message Delivery Semantics",
        ),
        proven("reset-to-earliest", 66, idempotency::reset_to_earliest),
        modelled(
            "id-made-in-the-retry",
            62,
            idempotency::id_made_in_the_retry,
            "Kafka documentation, Producer Configs, enable.idempotence; Design, Message Delivery Semantics",
        ),
        modelled(
            "sent-then-rolled-back",
            68,
            outbox::sent_then_rolled_back,
            "PostgreSQL 16 documentation, 3.4 Transactions; KafkaProducer API, send()",
        ),
        modelled(
            "late-commit-early-id",
            55,
            outbox::late_commit_early_id,
            "PostgreSQL 16 documentation, 13.2.1 Read Committed Isolation Level",
        ),
        modelled(
            "second-relay",
            62,
            outbox::second_relay,
            "PostgreSQL 16 documentation, SELECT, The Locking Clause",
        ),
        modelled(
            "renamed-column",
            58,
            outbox::renamed_column,
            "Debezium documentation, Transformations, Outbox Event Router",
        ),
        modelled(
            "slot-fills-the-disk",
            56,
            outbox::slot_fills_the_disk,
            "PostgreSQL 16 documentation, 20.6.1, max_slot_wal_keep_size; the view pg_replication_slots",
        ),
        proven("until-dead-letter", 60, retries::until_dead_letter),
        modelled(
            "poison-message",
            76,
            retries::poison_message,
            "KafkaConsumer API, Offsets and Consumer Position; seek()",
        ),
        proven("not-worth-retrying", 82, retries::not_worth_retrying),
        modelled(
            "sleep-in-the-poll-loop",
            60,
            retries::sleep_in_the_poll_loop,
            "Kafka documentation, Consumer Configs, max.poll.interval.ms; KafkaConsumer API, Detecting Consumer Failures",
        ),
        modelled(
            "dead-letter-without-key",
            54,
            retries::dead_letter_without_key,
            "ProducerRecord API, its constructors, on records without a key; Kafka documentation, Design, on appends",
        ),
        modelled(
            "replay-for-one-group",
            58,
            retries::replay_for_one_group,
            "KafkaConsumer API, Consumer Groups and Topic Subscriptions",
        ),
        proven("steady-lag", 64, lag::steady_lag),
        proven("back-to-zero", 68, lag::back_to_zero),
        proven("published-twice", 69, lag::published_twice),
        proven("page-on-age", 66, lag::page_on_age),
        proven("lag-meets-retention", 57, lag::lag_meets_retention),
        proven("more-pods-less-done", 57, lag::more_pods_less_done),
    ],
}
