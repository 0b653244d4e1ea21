//! A toy payment provider that keeps its answers by idempotency key, for a while.

use std::collections::HashMap;

use super::message::Message;

/// How long an answer is kept, in seconds: 24 hours.
pub(crate) const KEY_LIFETIME: u64 = 24 * 60 * 60;

/// What the provider says to a charge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// Money was moved now.
    Charged(String),
    /// The stored success of an earlier call with this key.
    Stored(String),
    /// The key was used for another customer or amount.
    KeyReused,
}

#[derive(Debug)]
struct Kept {
    customer: String,
    cents: i64,
    charge: String,
    at: u64,
}

/// A charge in the provider's books.
#[derive(Debug)]
pub(crate) struct Charge {
    pub(crate) id: String,
    pub(crate) message_id: String,
}

/// The provider.
#[derive(Debug, Default)]
pub(crate) struct Provider {
    kept: HashMap<String, Kept>,
    booked: Vec<Charge>,
}

impl Provider {
    /// Charges for a message; with a key, a repeat within its lifetime gets the stored answer.
    pub(crate) fn charge(&mut self, message: &Message, key: Option<&str>, now: u64) -> Answer {
        let kept = key.and_then(|key| self.kept.get(key)).filter(|kept| now < kept.at + KEY_LIFETIME);
        if let Some(kept) = kept {
            return if kept.customer == message.customer && kept.cents == message.cents {
                Answer::Stored(kept.charge.clone())
            } else {
                Answer::KeyReused
            };
        }
        let charge = format!("ch_{}", 31 + self.booked.len());
        self.booked.push(Charge { id: charge.clone(), message_id: message.id.clone() });
        if let Some(key) = key {
            let kept = Kept {
                customer: message.customer.clone(),
                cents: message.cents,
                charge: charge.clone(),
                at: now,
            };
            self.kept.insert(key.to_owned(), kept);
        }
        Answer::Charged(charge)
    }

    /// Every charge that moved money.
    pub(crate) fn booked(&self) -> &[Charge] {
        &self.booked
    }
}

#[test]
fn a_repeated_key_gets_the_stored_success_and_moves_no_money() {
    let mut provider = Provider::default();
    let message = Message::new("m-90442");
    let first = provider.charge(&message, Some("m-90442"), 0);
    let again = provider.charge(&message, Some("m-90442"), KEY_LIFETIME - 1);
    assert_eq!(first, Answer::Charged("ch_31".to_owned()));
    assert_eq!(again, Answer::Stored("ch_31".to_owned()));
    assert_eq!(provider.booked().len(), 1);
}

#[test]
fn a_used_key_with_other_contents_is_an_error() {
    let mut provider = Provider::default();
    let mut message = Message::new("m-90442");
    provider.charge(&message, Some("m-90442"), 0);
    message.cents += 1;
    let other = provider.charge(&message, Some("m-90442"), 1);
    assert_eq!(other, Answer::KeyReused);
    assert_eq!(provider.booked().len(), 1);
}
