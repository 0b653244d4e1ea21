//! Points as graders type them: `1.5`, or `1.5 names the trap, not the way out`.

use crate::exam::Points;

/// Two decimals, in 1/10,000 point.
const FINEST: i64 = Points::SCALE / 100;

/// Reads points from nothing to the most, and what is said behind them; or says what is wrong.
pub fn points(text: &str, most: Points) -> Result<(Points, Option<String>), String> {
    let text = text.trim();
    let (number, comment) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let refused =
        |why: &str| Err(format!("`{number}` {why}, expected 0 to {most} with at most two decimals"));
    // A decimal comma is meant as one: nobody gives thousands of points.
    let Some(points) = Points::parse(&number.replacen(',', ".", 1)) else {
        return refused("is no number of points");
    };
    if points < Points(0) {
        return refused("is below nothing");
    }
    if points > most {
        return refused("is more than there is");
    }
    if points.0 % FINEST != 0 {
        return refused("is too fine");
    }
    let comment = comment.trim();
    Ok((points, (!comment.is_empty()).then(|| comment.to_owned())))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn points_are_read_with_what_is_said_behind_them() {
        let most = Points(20_000);
        assert_eq!(points("2", most), Ok((Points(20_000), None)));
        assert_eq!(
            points(" 1.5  not  the way out ", most),
            Ok((Points(15_000), Some("not  the way out".to_owned())))
        );
        assert_eq!(points("0,25", most), Ok((Points(2_500), None)));
        for (text, why) in [
            ("", "is no number"),
            ("two", "is no number"),
            ("-1", "below"),
            ("2.01", "more than there is, expected 0 to 2"),
            ("1.005", "too fine"),
            ("1,000.5", "is no number"),
        ] {
            assert!(points(text, most).unwrap_err().contains(why), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_taken_is_within_its_bounds(text: String, most in 0..100_000_i64) {
            if let Ok((given, _)) = points(&text, Points(most)) {
                prop_assert!((0..=most).contains(&given.0) && given.0 % 100 == 0);
            }
        }

        #[test]
        fn any_points_come_back(hundredths in 0..=500_i64) {
            let given = Points(hundredths * 100);
            prop_assert_eq!(points(&given.to_string(), Points(50_000)), Ok((given, None)));
        }
    }
}
