//! JSON as it is written: indented, and nothing in it that could control a terminal.

use serde::Serialize;

use super::sanitize;

/// A document, ending in a newline.
pub(super) fn written(document: &impl Serialize) -> String {
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
