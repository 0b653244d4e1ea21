//! "Did you mean", among words that are known.

/// The known word that was probably meant; upper and lower case are one.
pub(super) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let scored = known.map(|one| (strsim::jaro_winkler(&word, &one.to_lowercase()), one));
    scored.filter(|(score, _)| *score > 0.75).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, one)| one)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn only_what_is_near_is_meant() {
        let known = ["delivery-guarantees", "four", "K7"];
        assert_eq!(nearest("Fuor", known.into_iter()), Some("four"));
        assert_eq!(nearest("delivery", known.into_iter()), Some("delivery-guarantees"));
        assert_eq!(nearest("zzz", known.into_iter()), None);
    }
}
