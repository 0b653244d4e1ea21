//! A toy broker that delivers at least once.
//!
//! What is not acked comes again, when its visibility timeout is over or in a rebalance. A producer
//! that numbers its sends is idempotent: the broker drops a number that it has had.

use std::collections::HashMap;

use super::message::Message;

/// One hand-over of a message to a consumer.
#[derive(Clone, Debug)]
pub(crate) struct Delivery {
    pub(crate) offset: usize,
    pub(crate) number: u32,
    pub(crate) message: Message,
}

#[derive(Debug)]
struct Entry {
    message: Message,
    deliveries: u32,
    hidden_until: Option<u64>,
    acked: bool,
}

/// The broker: a log, and what consumers have done with it.
#[derive(Debug)]
pub(crate) struct Broker {
    log: Vec<Entry>,
    visibility_timeout: u64,
    sequences: HashMap<String, u64>,
    delivered: usize,
    first_open: usize,
}

impl Broker {
    /// An empty log; an unacked message is visible again after the timeout, in seconds.
    pub(crate) fn new(visibility_timeout: u64) -> Self {
        Self { log: Vec::new(), visibility_timeout, sequences: HashMap::new(), delivered: 0, first_open: 0 }
    }

    /// Appends a message.
    pub(crate) fn publish(&mut self, message: Message) {
        self.log.push(Entry { message, deliveries: 0, hidden_until: None, acked: false });
    }

    /// Appends a message of an idempotent producer, unless it is a retry.
    pub(crate) fn publish_numbered(&mut self, producer: &str, sequence: u64, message: Message) {
        let last = self.sequences.get(producer);
        if last.is_none_or(|last| sequence > *last) {
            self.sequences.insert(producer.to_owned(), sequence);
            self.publish(message);
        }
    }

    /// Hands over the first message that is neither acked nor hidden.
    pub(crate) fn receive(&mut self, now: u64) -> Option<Delivery> {
        let open = self.log.iter().skip(self.first_open);
        self.first_open += open.take_while(|entry| entry.acked).count();
        let mut waiting = self.log.iter_mut().enumerate().skip(self.first_open);
        let (offset, entry) =
            waiting.find(|(_, entry)| !entry.acked && entry.hidden_until.is_none_or(|end| end <= now))?;
        entry.deliveries += 1;
        entry.hidden_until = Some(now.saturating_add(self.visibility_timeout));
        self.delivered += 1;
        Some(Delivery { offset, number: entry.deliveries, message: entry.message.clone() })
    }

    /// Moves ownership: whatever is not acked can be handed to anyone at once.
    pub(crate) fn rebalance(&mut self) {
        for entry in &mut self.log {
            entry.hidden_until = None;
        }
    }

    /// Settles a message for good.
    pub(crate) fn ack(&mut self, offset: usize) {
        let entry = self.log.get_mut(offset).expect("an ack names an offset");
        entry.acked = true;
    }

    /// Whether every message was acked.
    pub(crate) fn settled(&self) -> bool {
        self.log.iter().all(|entry| entry.acked)
    }

    /// How far the log has grown.
    pub(crate) fn appended(&self) -> usize {
        self.log.len()
    }

    /// How many hand-overs there were.
    pub(crate) fn delivered(&self) -> usize {
        self.delivered
    }
}

#[test]
fn an_unacked_message_comes_again_after_the_timeout_and_an_acked_one_never() {
    let mut broker = Broker::new(30);
    broker.publish(Message::new("m-1"));
    assert_eq!(broker.receive(0).map(|d| d.number), Some(1));
    assert!(broker.receive(29).is_none());
    let second = broker.receive(30).expect("visible again");
    assert_eq!(second.number, 2);
    broker.ack(second.offset);
    broker.rebalance();
    assert!(broker.receive(1_000).is_none());
    assert_eq!((broker.appended(), broker.delivered()), (1, 2));
}

#[test]
fn a_rebalance_hands_one_message_to_two_consumers_whatever_the_timeout() {
    let mut broker = Broker::new(u64::MAX);
    broker.publish(Message::new("m-1"));
    let first = broker.receive(0).expect("delivery 1");
    broker.rebalance();
    let second = broker.receive(0).expect("delivery 2, the first one unacked");
    assert_eq!(first.offset, second.offset);
    assert_eq!(first.message, second.message);
}
