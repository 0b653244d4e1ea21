//! Shares and counts as they are printed: `83%`, `5 of 6`, `3/4 75%`; no percentage where fewer than four questions carry it.

use crate::report::group::FEWEST_QUESTIONS;

/// A share of one as a whole percentage, `83%`. What is not a number is `–`.
pub fn percent(share: f64) -> String {
    if share.is_nan() { "–".to_owned() } else { format!("{:.0}%", share.clamp(0.0, 1.0) * 100.0) }
}

/// A sum of shares without trailing zeros: `6`, `6.5`, `6.33`, `−1.75`.
pub fn sum(x: f64) -> String {
    let text = format!("{x:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.replace('-', "−") }
}

/// `5/6`.
pub fn counted(x: f64, n: u32) -> String {
    format!("{}/{n}", sum(x))
}

/// `3/4 75%`; under four questions `2/3`; nothing asked is `–`.
pub fn share(x: f64, n: u32) -> String {
    if n == 0 {
        "–".to_owned()
    } else if n < FEWEST_QUESTIONS {
        counted(x, n)
    } else {
        format!("{} {}", counted(x, n), percent(x / f64::from(n)))
    }
}

/// A range of percentages: `79–98%`.
pub fn range(low: f64, high: f64) -> String {
    let low = percent(low);
    format!("{}–{}", low.trim_end_matches('%'), percent(high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_are_whole() {
        assert_eq!(
            (percent(5.0 / 6.0), percent(0.0), percent(1.2)),
            ("83%".into(), "0%".into(), "100%".into())
        );
        assert_eq!(range(0.786, 0.98), "79–98%");
        assert_eq!(percent(f64::NAN), "–");
    }

    #[test]
    fn few_questions_carry_no_percentage() {
        assert_eq!(
            (share(2.0, 3), share(3.0, 4), share(0.0, 0)),
            ("2/3".into(), "3/4 75%".into(), "–".into())
        );
        assert_eq!(share(3.5, 5), "3.5/5 70%");
    }

    #[test]
    fn sums_have_no_trailing_zeros() {
        assert_eq!(
            (sum(6.0), sum(6.5), sum(19.0 / 3.0), sum(-0.0), sum(-1.75)),
            ("6".into(), "6.5".into(), "6.33".into(), "0".into(), "−1.75".into())
        );
    }
}
