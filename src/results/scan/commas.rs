//! Where commas are. Cells are a few bytes long as a rule, so eight bytes are looked at in one number.

const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
const COMMAS: u64 = u64::from_ne_bytes([b','; 8]);

/// The highest bit of each byte that is a comma. No carry goes from one byte to the next, as none is above 0x7f + 0x7f.
const fn found(word: [u8; 8]) -> u64 {
    let differs = u64::from_le_bytes(word) ^ COMMAS;
    !(((differs & LOW) + LOW) | differs) & !LOW
}

/// Notes where commas are, from a place on.
pub(super) fn commas(text: &[u8], from: usize, commas: &mut Vec<usize>) {
    let (words, rest) = text[from..].as_chunks::<8>();
    let mut at = from;
    for word in words {
        let mut found = found(*word);
        while found != 0 {
            commas.push(at + found.trailing_zeros() as usize / 8);
            found &= found - 1;
        }
        at += 8;
    }
    commas.extend((at..).zip(rest).filter(|(_, byte)| **byte == b',').map(|(place, _)| place));
}

/// The first comma.
pub(super) fn first_comma(text: &[u8]) -> Option<usize> {
    match text.first_chunk().map(|word| found(*word)) {
        None | Some(0) => text.iter().position(|&byte| byte == b','),
        Some(found) => Some(found.trailing_zeros() as usize / 8),
    }
}

/// The last comma.
pub(super) fn last_comma(text: &[u8]) -> Option<usize> {
    match text.last_chunk().map(|word| found(*word)) {
        None | Some(0) => text.iter().rposition(|&byte| byte == b','),
        Some(found) => Some(text.len() - 1 - found.leading_zeros() as usize / 8),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn commas_are_where_a_search_finds_them(
            text in proptest::collection::vec(prop_oneof![1 => Just(b','), 3 => any::<u8>(), 3 => Just(b'a')], 0..40),
            from in 0..40_usize,
        ) {
            let from = from.min(text.len());
            let places: Vec<usize> = (from..text.len()).filter(|&place| text[place] == b',').collect();
            let mut found = Vec::new();
            commas(&text, from, &mut found);
            prop_assert_eq!(&found, &places);
            let at = |place: usize| place - from;
            prop_assert_eq!(first_comma(&text[from..]), places.first().copied().map(at));
            prop_assert_eq!(last_comma(&text[from..]), places.last().copied().map(at));
        }
    }
}
