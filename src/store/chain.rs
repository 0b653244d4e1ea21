//! Lines of JSON that hold together: each ends in a member `chain`, SHA-256 in hex of the previous line's 64 digits (64 zeros
//! first) followed by this line's bytes up to but not including `,"chain":`.

use sha2::{Digest as _, Sha256};

use crate::exam::digest::hex;

const MEMBER: &[u8] = b",\"chain\":";
/// `,"chain":"` + 64 digits + `"}`.
const TAIL: usize = 10 + 64 + 2;

/// The digits that a line ends in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain(String);

impl Chain {
    /// Before the first line.
    pub(super) fn first() -> Self {
        Self("0".repeat(64))
    }

    fn next(&self, line: &[u8]) -> Self {
        let mut hash = Sha256::new();
        hash.update(self.0.as_bytes());
        hash.update(line);
        Self(hex(&hash.finalize()))
    }

    /// Makes a line of an object's text: its chain is added, and a newline.
    pub(super) fn seal(&self, mut object: Vec<u8>) -> (Vec<u8>, Self) {
        object.pop();
        let chain = self.next(&object);
        object.extend_from_slice(MEMBER);
        object.extend_from_slice(format!("\"{}\"}}\n", chain.0).as_bytes());
        (object, chain)
    }

    /// The chain of a line (without its newline) that follows; why it does not follow, if it doesn't.
    pub(super) fn unseal(&self, line: &[u8]) -> Result<Self, &'static str> {
        let Some(cut) = line.len().checked_sub(TAIL) else {
            return Err("it is too short for a line of a journal");
        };
        let (body, tail) = line.split_at(cut);
        if !tail.starts_with(MEMBER) {
            return Err("it does not end in `chain`");
        }
        let chain = self.next(body);
        if tail != format!(",\"chain\":\"{}\"}}", chain.0).as_bytes() {
            return Err("its chain does not follow from the line before and its own text");
        }
        Ok(chain)
    }

    /// The first 20 digits in groups of four: a receipt.
    pub fn receipt(&self) -> String {
        let groups: Vec<&str> = (0..5).filter_map(|group| self.0.get(group * 4..group * 4 + 4)).collect();
        groups.join(" ")
    }
}
