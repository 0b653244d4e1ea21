//! Which questions, in which order, with options in which order: drawn from a seed, the same on every machine.
//!
//! The generator is `ChaCha8`, keyed with SHA-256 of a label and the seed; numbers below a bound are drawn by
//! rejection, orders by Fisher and Yates' shuffle from the end. Golden vectors in the tests keep all three fixed.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use sha2::{Digest as _, Sha256};

use crate::exam::{Arrangement, Choice, Draw, Exam, Face, Form, PartId, Pin, Question};

/// A stream of numbers that follows from the seed and a label alone.
struct Stream(ChaCha8Rng);

impl Stream {
    fn new(seed: u64, label: &str) -> Self {
        let mut hash = Sha256::new();
        hash.update(b"examiner order 1\n");
        hash.update(seed.to_string().as_bytes());
        hash.update(b"\n");
        hash.update(label.as_bytes());
        Self(ChaCha8Rng::from_seed(hash.finalize().into()))
    }

    /// Below `bound`, each as probable as any other.
    fn below(&mut self, bound: usize) -> usize {
        let bound = bound.max(1) as u64;
        let fair = u64::MAX - u64::MAX % bound;
        loop {
            let number = self.0.next_u64();
            if number < fair {
                return usize::try_from(number % bound).unwrap_or(0);
            }
        }
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

/// The places (in the file) of the questions to administer, in the order to administer them.
pub fn questions(exam: &Exam, form: Option<&Form>, seed: u64) -> Vec<usize> {
    let rules = form.map_or(&exam.draws, |form| &form.draws);
    let mut drawn: Vec<usize> = rules
        .iter()
        .enumerate()
        .flat_map(|(place, draw)| pick(exam, draw, &mut Stream::new(seed, &format!("draw {place}"))))
        .collect();
    if form.is_none() {
        let undrawn = |question: &Question| !rules.iter().any(|draw| draw.matches(question));
        drawn.extend((0..exam.questions.len()).filter(|&place| undrawn(&exam.questions[place])));
    }
    drawn.sort_unstable();
    arrange(exam, drawn, seed)
}

/// These questions (places in the file, ascending) in the order to administer them.
pub fn arrange(exam: &Exam, mut places: Vec<usize>, seed: u64) -> Vec<usize> {
    if exam.shuffle.questions == Arrangement::Shuffled {
        Stream::new(seed, "questions").shuffle(&mut places);
    }
    places
}

fn pick(exam: &Exam, draw: &Draw, stream: &mut Stream) -> Vec<usize> {
    let mut matching: Vec<usize> =
        (0..exam.questions.len()).filter(|&place| draw.matches(&exam.questions[place])).collect();
    stream.shuffle(&mut matching);
    matching.truncate(draw.count);
    matching
}

/// The parts of a question in the order to show them: options, entries of an order, right sides of a match.
pub fn parts(exam: &Exam, question: &Question, seed: u64) -> Vec<PartId> {
    let mut stream = Stream::new(seed, &format!("parts {}", question.id));
    match &question.face {
        Face::Single(options) | Face::Multiple(options) => {
            options_in_order(options, exam.shuffle.options, &mut stream)
        }
        Face::Order(entries) => {
            let mut ids: Vec<PartId> = entries.iter().map(|entry| entry.id.clone()).collect();
            stream.shuffle(&mut ids);
            ids
        }
        Face::Match { rights, .. } => {
            let mut ids: Vec<PartId> = rights.iter().map(|right| right.id.clone()).collect();
            stream.shuffle(&mut ids);
            ids
        }
        Face::Boolean | Face::Text | Face::Number { .. } | Face::Essay => Vec::new(),
    }
}

fn options_in_order(options: &[Choice], arrangement: Arrangement, stream: &mut Stream) -> Vec<PartId> {
    let mut ids: Vec<PartId> = options.iter().map(|option| option.id.clone()).collect();
    if arrangement == Arrangement::Shuffled {
        let free: Vec<usize> = (0..options.len()).filter(|&at| options[at].pin == Pin::Free).collect();
        let mut moved = free.clone();
        stream.shuffle(&mut moved);
        for (&place, &from) in free.iter().zip(&moved) {
            ids[place] = options[from].id.clone();
        }
    }
    ids
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_the_same_on_every_machine() {
        let mut stream = Stream::new(42, "golden");
        let first: Vec<usize> = (0..8).map(|_| stream.below(1000)).collect();
        let mut items: Vec<u8> = (0..10).collect();
        Stream::new(7, "golden").shuffle(&mut items);
        assert_eq!((first, items), (GOLDEN_NUMBERS.to_vec(), GOLDEN_SHUFFLE.to_vec()));
    }

    const GOLDEN_NUMBERS: [usize; 8] = [84, 748, 509, 530, 629, 345, 27, 243];
    const GOLDEN_SHUFFLE: [u8; 10] = [9, 6, 0, 7, 4, 3, 5, 1, 8, 2];

    proptest::proptest! {
        #[test]
        fn a_shuffle_is_a_permutation(seed: u64, size in 0_usize..70) {
            let mut items: Vec<usize> = (0..size).collect();
            Stream::new(seed, "any").shuffle(&mut items);
            items.sort_unstable();
            proptest::prop_assert_eq!(items, (0..size).collect::<Vec<_>>());
        }

        #[test]
        fn numbers_stay_below_their_bound(seed: u64, bound in 1_usize..1_000_000) {
            proptest::prop_assert!(Stream::new(seed, "any").below(bound) < bound);
        }
    }
}
