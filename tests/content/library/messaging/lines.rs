//! The lines that the texts of `messaging` name.

use super::super::basis::Pointed;

pub(super) const LINES: &[Pointed] = &[
    ("commit-before-work", 4, "consumer.commit()"),
    ("commit-before-work", 6, "store(msg)"),
    ("transaction-and-mail", 7, "mailer.send(msg.value[\"customer\"],"),
    ("transaction-and-mail", 9, "producer.send_offsets(consumer.pos"),
    ("transaction-and-mail", 10, "producer.commit_transaction()"),
    ("placed-after-cancelled", 3, "producer.send(\"orders\", value=even"),
    ("retry-overtaken", 8, "consumer.commit()"),
    ("seen-in-memory", 6, "give_bonus(msg.customer_id, points"),
    ("marked-before-done", 2, "fresh = redis.set(f\"seen:{msg.id}\""),
    ("marked-before-done", 4, "consumer.commit()"),
    ("marked-before-done", 5, "return"),
    ("marked-before-done", 6, "ship(msg.order_id)"),
    ("sent-then-rolled-back", 5, "producer.send(\"orders\", key=\"o-90\""),
    ("poison-message", 7, "consumer.seek(msg.partition, msg.o"),
    ("dead-letter-without-key", 2, "event_id = msg.headers[\"event-id\"]"),
    ("dead-letter-without-key", 3, "with db.transaction():"),
    ("dead-letter-without-key", 4, "apply_once(event_id, msg.key, msg."),
    ("dead-letter-without-key", 10, "producer.send(\"orders.dlq\", value="),
];
