//! Tabs in a line of several: the prompt itself has none, so a sign stands for each that was pasted.

use super::prompter::{Draft, Got};

/// What stands for a tab.
pub(super) const SIGN: &str = "\u{2409}";

/// A line as the prompt shows it.
pub(super) fn shown(line: &str) -> String {
    line.replace('\t', SIGN)
}

/// What came of such a prompt, with the tabs again.
pub(super) fn meant(got: Got) -> Got {
    let line = |text: String| text.replace(SIGN, "\t");
    match got {
        Got::Typed(text) => Got::Typed(line(text)),
        Got::Escaped(Draft::Typed(text)) => Got::Escaped(Draft::Typed(line(text))),
        Got::Expired(Draft::Typed(text)) => Got::Expired(Draft::Typed(line(text))),
        other @ (Got::Escaped(_)
        | Got::Expired(_)
        | Got::Chosen(_)
        | Got::Ticked(_)
        | Got::Confirmed(_)
        | Got::Command(_)
        | Got::Gone(_)) => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_come_back() {
        for got in
            [Got::Typed, |text| Got::Escaped(Draft::Typed(text)), |text| Got::Expired(Draft::Typed(text))]
        {
            assert_eq!(meant(got(shown("\ta\t"))), got("\ta\t".to_owned()));
        }
        assert_eq!(meant(Got::Chosen(1)), Got::Chosen(1));
    }
}
