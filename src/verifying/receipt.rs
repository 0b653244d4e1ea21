//! Receipts: the first 20 digits of the chain of a hand-in.

use std::fmt;

use memchr::memmem;

/// How many digits a receipt has.
const DIGITS: usize = 20;

/// A receipt.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Receipt(String);

impl Receipt {
    /// Reads one as it is typed: 20 hex digits, spaces among them or none.
    pub fn read(text: &str) -> Option<Self> {
        let digits: String =
            text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect();
        let fits = digits.len() == DIGITS && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        fits.then_some(Self(digits))
    }

    /// The receipts of a journal's hand-ins, as its lines have them, whole or not: the last is the one that counts.
    pub fn all_in(journal: &[u8]) -> Vec<Self> {
        let is_submitted = |line: &&[u8]| memmem::find(line, br#""event":"submitted""#).is_some();
        let chain = |line: &[u8]| {
            let digits = line.len().checked_sub(66)?..line.len().checked_sub(66 - DIGITS)?;
            str::from_utf8(line.get(digits)?).ok().and_then(Self::read)
        };
        journal.split(|&byte| byte == b'\n').filter(is_submitted).filter_map(chain).collect()
    }
}

impl fmt::Display for Receipt {
    /// In groups of four.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let groups: Vec<&str> = (0..5).filter_map(|group| self.0.get(group * 4..group * 4 + 4)).collect();
        f.write_str(&groups.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_is_twenty_hex_digits() {
        let one = Receipt::read("0123 4567 89ab CDEF 0123").unwrap();
        assert_eq!(Receipt::read("0123456789abcdef0123"), Some(one.clone()));
        assert_eq!(one.to_string(), "0123 4567 89ab cdef 0123");
        for text in ["", "0123", "0123456789abcdef0123a", "0123456789abcdef012x", "０123456789abcdef0123"] {
            assert_eq!(Receipt::read(text), None, "{text}");
        }
    }

    #[test]
    fn only_a_hand_in_has_one() {
        let chain = format!("0123456789abcdef0123{}", "0".repeat(44));
        let line = |event: &str| format!("{{\"v\":1,\"event\":\"{event}\",\"chain\":\"{chain}\"}}\n");
        let journal = line("started") + &line("submitted") + &line("recorded");
        let found = Receipt::all_in(journal.as_bytes());
        assert_eq!(found, [Receipt::read("0123456789abcdef0123").unwrap()]);
        assert_eq!(Receipt::all_in(b"\"event\":\"submitted\""), []);
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes: Vec<u8>) {
            let _ = Receipt::all_in(&bytes);
        }
    }
}
