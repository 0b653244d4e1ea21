//! Reports, debriefs and comparisons as JSON, format 1: everything, with its n, and `null` with a reason where something is not defined.
//! Members may be added, never renamed.

use serde::Serialize;

use super::super::sanitize;

mod report;
mod sheets;

pub use report::{pivots, text};
pub use sheets::{compare, debrief};

fn written(document: &impl Serialize) -> String {
    // Strings, numbers and maps with text keys: nothing that JSON can't hold.
    let text = serde_json::to_string_pretty(document).unwrap_or_default();
    // What would control a terminal stands in strings only, and means the same escaped.
    let mut out = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        if c == '\n' || sanitize::is_harmless(c) {
            out.push(c);
        } else {
            let mut units = [0; 2];
            c.encode_utf16(&mut units).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}")));
        }
    }
    out + "\n"
}
