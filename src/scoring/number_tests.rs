//! Tests of reading and comparing numbers.

use proptest::prelude::*;

use super::*;

fn decimal(text: &str) -> BigDecimal {
    BigDecimal::from_str(text).unwrap()
}

#[test]
fn signs_points_commas_exponents_and_units_are_read() {
    for (text, unit, value) in [
        ("42", None, "42"),
        (" +42.50 ", None, "42.5"),
        ("-3", None, "-3"),
        ("\u{2212}3,5", None, "-3.5"),
        (".5", None, "0.5"),
        ("5.", None, "5"),
        ("1e3", None, "1000"),
        ("1,5E-2", None, "0.015"),
        ("2e\u{2212}3", None, "0.002"),
        ("0,500", None, "0.5"),
        ("1.000", None, "1"),
        ("1000,000", None, "1000"),
        ("1,0000", None, "1"),
        ("1,00", None, "1"),
        (",500", None, "0.5"),
        ("007", None, "7"),
        ("50%", Some("%"), "50"),
        ("50 %", Some("%"), "50"),
        ("12 ms", Some("ms"), "12"),
        ("12ms", Some("ms"), "12"),
        ("12", Some("ms"), "12"),
        ("5eV", Some("eV"), "5"),
        ("5e3 eV", Some("eV"), "5000"),
        ("7 m2", Some("m²"), "7"),
        ("7 \u{b5}s", Some("\u{3bc}s"), "7"),
        ("3 req / s", Some("req/s"), "3"),
    ] {
        assert_eq!(read(text, unit), Ok(decimal(value)), "{text}");
    }
}

#[test]
fn a_comma_that_could_be_either_is_refused_with_both_readings() {
    for (text, thousand, one) in
        [("1,000", "1000", "1.000"), ("-12,345", "-12345", "-12.345"), ("999,999 ms", "999999", "999.999")]
    {
        let problem = read(text, Some("ms")).unwrap_err();
        let both = NumberProblem::Ambiguous { as_thousand: thousand.into(), as_decimal: one.into() };
        assert_eq!(problem, both);
        assert!(read(thousand, None).is_ok() && read(one, None).is_ok());
    }
    let problem = read("1,000", None).unwrap_err();
    assert_eq!(problem.to_string(), "this can be read as 1000 or as 1.000");
    assert_eq!(problem.help(), "write `1000` or `1.000`");
}

#[test]
fn digits_in_groups_are_refused_with_the_plain_number() {
    for (text, plain) in [
        ("1 000", "1000"),
        ("-1_000", "-1000"),
        ("1'000.5", "1000.5"),
        ("1\u{202f}000,5 ms", "1000.5"),
        ("1,000,000", "1000000"),
        ("1.000.000", "1000000"),
        ("1,234.5", "1234.5"),
        ("1.234,5", "1234.5"),
    ] {
        assert_eq!(read(text, Some("ms")), Err(NumberProblem::Grouped { plain: plain.into() }), "{text}");
        assert!(read(plain, None).is_ok());
    }
}

#[test]
fn what_is_no_number_is_refused() {
    for text in [
        "", "-", "abc", ".", ",", "1..2", "1.2.3", "--1", "5-3", "1 00", "- 5", "1__0", "٣", "∞", "NaN",
        "inf", "5 .3x",
    ] {
        assert_eq!(read(text, Some("ms")), Err(NumberProblem::NotANumber), "{text}");
    }
}

#[test]
fn another_unit_is_refused_not_marked_wrong() {
    let wrong = |found: &str, expected: Option<&str>| {
        Err(NumberProblem::WrongUnit { found: found.into(), expected: expected.map(Into::into) })
    };
    assert_eq!(read("2 s", Some("ms")), wrong("s", Some("ms")));
    assert_eq!(read("2 MB", Some("Mb")), wrong("MB", Some("Mb")));
    assert_eq!(read("50%", None), wrong("%", None));
    assert_eq!(read("10²", None), wrong("²", None));
    let long = read(&format!("1{}", "x".repeat(5000)), None).unwrap_err();
    assert!(long.to_string().len() < 100);
}

#[test]
fn nobody_can_blow_memory() {
    assert_eq!(read("1e999999999999999999999", None), Err(NumberProblem::TooLong));
    assert_eq!(read("1e-401", None), Err(NumberProblem::TooLong));
    assert!(read("1e-400", None).is_ok() && read("1e0000000000000000000000000000400", None).is_ok());
    assert_eq!(read(&"9".repeat(401), None), Err(NumberProblem::TooLong));
    assert!(read(&"9".repeat(400), None).is_ok());
    let absurd = BigDecimal::new(1.into(), -4_000_000_000);
    assert!(!is_within(&decimal("1"), &absurd, &Tolerance::Absolute(decimal("0"))));
}

#[test]
fn the_tolerance_is_inclusive_and_exact() {
    let within = |given: &str, right: &str, tolerance: &Tolerance| {
        is_within(&decimal(given), &decimal(right), tolerance)
    };
    let tenth = Tolerance::Absolute(decimal("0.1"));
    assert!(within("0.3", "0.2", &tenth) && within("0.1", "0.2", &tenth));
    assert!(!within("0.30000000000000001", "0.2", &tenth));
    let five = Tolerance::Percent(decimal("5"));
    assert!(within("-42", "-40", &five) && within("-38", "-40", &five));
    assert!(!within("-42.0001", "-40", &five) && !within("40", "-40", &five));
    let exact = Tolerance::Absolute(decimal("0"));
    assert!(within("1000.00", "1e3", &exact) && !within("1000.01", "1e3", &exact));
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in ".*", unit in proptest::option::of(".{0,4}")) {
        if let Err(problem) = read(&text, unit.as_deref()) {
            prop_assert!(!problem.to_string().is_empty() && !problem.help().is_empty());
        }
    }

    #[test]
    fn nor_do_texts_that_look_like_numbers(text in "[-+−]?[0-9 .,_'eE+−-]{0,24}(ms|%| s)?") {
        if let Ok(number) = read(&text, Some("ms")) {
            prop_assert_eq!(read(&number.to_string(), None), Ok(number));
        }
    }

    #[test]
    fn a_plain_decimal_is_read_as_it_is(whole in 0u64.., decimals in "[0-9]{1,8}", minus: bool) {
        let text = format!("{}{whole}.{decimals}", if minus { "-" } else { "" });
        prop_assert_eq!(read(&text, None), Ok(decimal(&text)));
    }
}
