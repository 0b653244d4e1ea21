//! Questions with nearly the same prompt: Jaccard's similarity of sets of three words in a row (Broder 1997), found by their rarest
//! parts (Bayardo, Ma and Srikant 2007) so that nobody has to compare each with each.

use std::collections::HashMap;

use super::Finding;
use crate::exam::id::SnippetId;
use crate::exam::model::{Exam, Question};
use crate::exam::problem::Warning;
use crate::exam::spans::Spans;

/// From this similarity on, in fifths, two texts are nearly the same.
const FIFTHS: usize = 4;
/// What the search may cost, in comparisons of parts: a tenth of a second or so.
const WORK: usize = 50_000_000;
/// What it costs on average to see that two texts are not alike: their rarest parts are looked at first.
const GIVEN_UP: usize = 16;

/// `near-duplicate`.
pub(super) fn lint(exam: &Exam, spans: &Spans) -> Vec<Finding> {
    let prompts = exam.questions.iter().map(|question| parts(&question.prompt, Signs::Ignored)).collect();
    let mut codes: HashMap<usize, Vec<u64>> = HashMap::new();
    let same_code = |one: usize, other: usize| match (exam.questions.get(one), exam.questions.get(other)) {
        (Some(first), Some(second)) => {
            used(first) == used(second) && {
                for (at, question) in [(one, first), (other, second)] {
                    codes.entry(at).or_insert_with(|| code(question));
                }
                shared(&codes[&one], &codes[&other]).is_some()
            }
        }
        (_, _) => false,
    };
    let groups = Search::new(prompts).groups(same_code).into_iter();
    let found = groups.map(|Group { members, least }| Finding {
        warning: Warning::NearDuplicate {
            questions: members.iter().map(|at| exam.questions[*at].id.clone()).collect(),
            similarity: least,
        },
        places: members.iter().filter_map(|at| spans.questions.get(*at)).map(|at| at.id.clone()).collect(),
    });
    found.collect()
}

/// The shared snippets of a question.
fn used(question: &Question) -> Vec<&SnippetId> {
    let mut used: Vec<&SnippetId> = question.uses.iter().collect();
    used.sort_unstable();
    used
}

/// The code of a question's own snippets.
fn code(question: &Question) -> Vec<u64> {
    let codes: Vec<&str> = question.snippets.iter().map(|snippet| snippet.code.as_str()).collect();
    parts(&codes.join("\n"), Signs::AreWords)
}

/// What signs between words are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Signs {
    /// Nothing.
    Ignored,
    /// Words of their own.
    AreWords,
}

/// All three words in a row, with a mark for the begin and one for the end; each once, sorted.
fn parts(text: &str, signs: Signs) -> Vec<u64> {
    const MARK: u64 = 0;
    let mut words = vec![MARK];
    let mut word = Word::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            word.add(c.to_ascii_lowercase());
        } else if c.is_alphanumeric() {
            c.to_lowercase().for_each(|c| word.add(c));
        } else {
            words.extend(word.end());
            if signs == Signs::AreWords && !c.is_whitespace() {
                word.add(c);
                words.extend(word.end());
            }
        }
    }
    words.extend(word.end());
    words.push(MARK);
    let mut parts: Vec<u64> = if words.len() < 3 {
        vec![MARK]
    } else {
        words
            .windows(3)
            .map(|three| three.iter().fold(Word::START, |hash, word| mixed(hash ^ word)))
            .collect()
    };
    parts.sort_unstable();
    parts.dedup();
    parts
}

/// A word as a number: FNV-1a of its characters. Two words with one number would be a wrong warning in billions.
struct Word {
    hash: u64,
    empty: bool,
}

impl Word {
    const START: u64 = 0xCBF2_9CE4_8422_2325;

    const fn new() -> Self {
        Self { hash: Self::START, empty: true }
    }

    fn add(&mut self, c: char) {
        self.hash = (self.hash ^ u64::from(u32::from(c))).wrapping_mul(0x0000_0100_0000_01B3);
        self.empty = false;
    }

    fn end(&mut self) -> Option<u64> {
        let ended = std::mem::replace(self, Self::new());
        (!ended.empty).then_some(ended.hash)
    }
}

/// `SplitMix64`'s finish: every bit depends on every other.
const fn mixed(value: u64) -> u64 {
    let value = value.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}

/// How many members two lists must share. With s shared of a + b − s, s is enough if it is 4/9 of a + b.
const fn enough(one: usize, other: usize) -> usize {
    (FIFTHS * (one + other)).div_ceil(FIFTHS + 5)
}

/// How many members two sorted lists share, if that is four fifths of what either has. Whoever has missed too many is given up.
fn shared<T: Ord>(one: &[T], other: &[T]) -> Option<usize> {
    let least = enough(one.len(), other.len());
    let (mut one_left, mut other_left) = (one.len().checked_sub(least)?, other.len().checked_sub(least)?);
    let (mut at, mut there) = (0, 0);
    while let (Some(left), Some(right)) = (one.get(at), other.get(there)) {
        match left.cmp(right) {
            std::cmp::Ordering::Less => {
                one_left = one_left.checked_sub(1)?;
                at += 1;
            }
            std::cmp::Ordering::Greater => {
                other_left = other_left.checked_sub(1)?;
                there += 1;
            }
            std::cmp::Ordering::Equal => {
                at += 1;
                there += 1;
            }
        }
    }
    let rest = one.len() - at;
    one_left.checked_sub(rest).map(|unused| least + unused)
}

/// Texts that are nearly the same as the first of them.
#[derive(Debug, PartialEq)]
struct Group {
    members: Vec<usize>,
    /// The least similarity to the first.
    least: f64,
}

/// The first text of a group, as one of its rarest parts knows it.
#[derive(Clone, Copy)]
struct Holder {
    group: usize,
    /// How many parts it has.
    parts: usize,
    /// How many of them are rarer than this one.
    rarer: usize,
}

/// Texts as sets of parts, the rarest part of all texts first.
struct Search {
    texts: Vec<Vec<u32>>,
    parts: usize,
    work: usize,
}

impl Search {
    fn new(texts: Vec<Vec<u64>>) -> Self {
        let mut all: Vec<u64> = texts.iter().flatten().copied().collect();
        all.sort_unstable();
        let mut ranked: Vec<(usize, u64)> =
            all.chunk_by(|one, other| one == other).map(|same| (same.len(), same[0])).collect();
        ranked.sort_unstable();
        let ranks: foldhash::HashMap<u64, u32> =
            (0..).zip(&ranked).map(|(rank, (_, part))| (*part, rank)).collect();
        let by_rank = |text: Vec<u64>| {
            let mut text: Vec<u32> = text.iter().filter_map(|part| ranks.get(part).copied()).collect();
            text.sort_unstable();
            text
        };
        Self { texts: texts.into_iter().map(by_rank).collect(), parts: ranked.len(), work: WORK }
    }

    /// Groups of at least two, in the order of their first members.
    fn groups(mut self, mut also: impl FnMut(usize, usize) -> bool) -> Vec<Group> {
        let texts = std::mem::take(&mut self.texts);
        // For each part the groups whose first member has it among its rarest.
        let mut holders: Vec<Vec<Holder>> = vec![Vec::new(); self.parts];
        let mut groups: Vec<Group> = Vec::new();
        // For each group the last text that was compared with it.
        let mut seen: Vec<usize> = Vec::new();
        for (at, text) in texts.iter().enumerate() {
            let rarest = &text[..=text.len() - (text.len() * FIFTHS).div_ceil(5)];
            let mut home: Option<(usize, f64)> = None;
            for (rarer, part) in rarest.iter().enumerate() {
                let known = &holders[*part as usize];
                self.work = self.work.saturating_sub(known.len());
                for Holder { group, parts, rarer: rarer_there } in known.iter().copied() {
                    // What is rarer than the first part that both have, only one of them has; later parts tell no more.
                    let enough = enough(text.len(), parts);
                    if rarer + enough > text.len() || rarer_there + enough > parts {
                        continue;
                    }
                    let looked_at = std::mem::replace(&mut seen[group], at) == at;
                    if looked_at || home.is_some_and(|(first, _)| first < group) {
                        continue;
                    }
                    let first = groups[group].members[0];
                    if let Some(similarity) = self.similarity(text, &texts[first])
                        && also(first, at)
                    {
                        home = Some((group, similarity));
                    }
                }
            }
            if self.work == 0 {
                break;
            }
            if let Some((home, similarity)) = home {
                let group = &mut groups[home];
                group.members.push(at);
                group.least = group.least.min(similarity);
            } else {
                for (rarer, part) in rarest.iter().enumerate() {
                    let holder = Holder { group: groups.len(), parts: text.len(), rarer };
                    holders[*part as usize].push(holder);
                }
                groups.push(Group { members: vec![at], least: 1.0 });
                seen.push(at);
            }
        }
        groups.retain(|group| group.members.len() > 1);
        groups
    }

    /// How similar two texts are, if that is enough.
    fn similarity(&mut self, one: &[u32], other: &[u32]) -> Option<f64> {
        self.work = self.work.saturating_sub(GIVEN_UP);
        let shared = shared(one, other)?;
        self.work = self.work.saturating_sub(one.len());
        Some(ratio(shared, one.len() + other.len() - shared))
    }
}

#[expect(clippy::cast_precision_loss, reason = "a text has far fewer than 2^53 words")]
fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

#[cfg(test)]
#[path = "alike_tests.rs"]
mod tests;
