//! Command lines to copy: what goes on with an attempt, records it, or practises what was missed.

use crate::cli::DEFAULT_LEARNER;
use crate::store::ledger::Ledger;

/// The line that takes an attempt up again.
pub fn resume_line(ledger: &Ledger, id: &str) -> String {
    let results = ledger.results();
    let default = std::path::absolute("results.csv").ok();
    let named = if default.as_deref() == Some(results) || default.is_none() {
        String::new()
    } else {
        format!(" --results {}", quoted(&results.display().to_string()))
    };
    format!("examiner resume {id}{named}")
}

/// The line that brings what is handed in into the results.
pub fn record_line(ledger: &Ledger) -> String {
    format!("examiner record --results {}", quoted(&ledger.results().display().to_string()))
}

/// The line that brings one attempt into other results than its own.
pub fn record_elsewhere_line(journal: &str) -> String {
    format!("examiner record {} --results FILE", quoted(journal))
}

/// A word for a shell.
pub fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

/// The line that practises just what was missed.
pub fn only_missed(exam: &str, candidate: &str) -> String {
    let whose = if candidate == DEFAULT_LEARNER {
        String::new()
    } else {
        format!(" --candidate {}", quoted(candidate))
    };
    format!("examiner practice {} --only-missed{whose}", quoted(exam))
}
