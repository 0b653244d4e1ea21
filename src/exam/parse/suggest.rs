//! "Did you mean": the known word nearest to an unknown one.

/// Words longer than this are no slip of the finger.
const LONGEST: usize = 64;

/// Among more names than this nobody looks for the one that was meant: it would take longer than to read them.
const MOST: usize = 2_000;

/// The nearest known word, if it is near at all: one slip in every three letters.
pub fn near<'c>(word: &str, known: impl IntoIterator<Item = &'c str>) -> Option<String> {
    if word.len() > LONGEST {
        return None;
    }
    let word = word.to_lowercase();
    let most = (word.chars().count() / 3).max(1);
    let best = known
        .into_iter()
        .take(MOST)
        .filter(|known| known.len().abs_diff(word.len()) <= most.saturating_mul(4))
        .map(|known| (strsim::osa_distance(&word, known), known))
        .min_by_key(|(distance, _)| *distance)?;
    (best.0 <= most).then(|| best.1.to_owned())
}

#[cfg(test)]
mod tests {
    use super::near;

    #[test]
    fn only_near_words_are_suggested() {
        let known = ["explanation", "prompt", "id", "time_limit"];
        assert_eq!(near("explanaton", known).as_deref(), Some("explanation"));
        assert_eq!(near("Time-Limit", known).as_deref(), Some("time_limit"));
        assert_eq!(near("di", known).as_deref(), Some("id"));
        assert_eq!(near("colour", known), None);
        assert_eq!(near(&"prompt".repeat(20), known), None);
    }
}
