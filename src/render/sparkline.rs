//! Shares as a row of bars: `▂▅█`. Told again in numbers wherever it stands, for those who can't see it.

const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// A bar for each share from 0 to 1, the lowest for nothing; of more than `most` the last ones, behind a `…`.
pub fn of(shares: &[f64], most: usize) -> String {
    let skipped = shares.len().saturating_sub(most);
    let cut = if skipped > 0 { "…" } else { "" };
    cut.chars().chain(shares[skipped..].iter().map(|share| bar(*share))).collect()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the bars' places")]
fn bar(share: f64) -> char {
    // What is no number is nothing.
    BARS[(share.clamp(0.0, 1.0) * 7.0).round() as usize]
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn a_share_is_as_high_as_it_is() {
        assert_eq!(of(&[0.0, 0.5, 1.0], 8), "▁▅█");
        assert_eq!(of(&[f64::NAN, -1.0, 7.0], 8), "▁▁█");
        assert_eq!(of(&[0.0, 0.0, 1.0, 1.0], 2), "…██");
        assert_eq!(of(&[], 8), "");
    }
}
