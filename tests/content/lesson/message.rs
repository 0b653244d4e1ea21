//! What travels through the toy broker, and the names by which a snippet reads it.

use rusqlite::types::Value;

/// One message, with everything that the lesson's consumers read from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) id: String,
    pub(crate) customer: String,
    pub(crate) cents: i64,
    pub(crate) order: String,
    pub(crate) intent: String,
}

impl Message {
    /// A message of the given id: 49.00 from one customer, for one order and one intent.
    pub(crate) fn new(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            customer: "cus_5".to_owned(),
            cents: 4900,
            order: "o-7731".to_owned(),
            intent: "pi_88".to_owned(),
        }
    }

    /// The value that a snippet calls `name`, such as `msg.id`; `charge.id` needs a charge.
    pub(crate) fn value(&self, name: &str, charge: Option<&str>) -> Value {
        match name {
            "msg.id" => Value::Text(self.id.clone()),
            "msg.customer_id" => Value::Text(self.customer.clone()),
            "msg.cents" => Value::Integer(self.cents),
            "msg.order_id" => Value::Text(self.order.clone()),
            "msg.intent_id" => Value::Text(self.intent.clone()),
            "charge.id" => {
                Value::Text(charge.expect("a statement uses the charge before it is made").to_owned())
            }
            other => panic!("no such value in a message: {other}"),
        }
    }
}
