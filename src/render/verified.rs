//! What `verify` found, as a page and as JSON.

use serde::Serialize;

use super::document::{Document, Part};
use super::plural::count;
use super::table::{Column, Table};
use crate::verifying::{Alteration, Fact, Kind, Verdict};

/// So many of a sort are listed; the rest is counted.
pub const MOST: usize = 50;

/// So much of a long cell is shown, in characters.
const EXCERPT: usize = 48;

/// What the answer can't tell, whatever it is.
pub const NOT_PROVED: [&str; 3] = [
    "A journal whose end was cut, or an attempt forged whole, journal and rows, looks as any other: only its receipt tells.",
    "Whoever may write the marks and the results can change both.",
    "Nothing proves who sat at the keyboard.",
];

/// The answer as a page; at most `most` of a sort are listed.
pub fn page(file: &str, verdict: &Verdict, most: usize) -> Document {
    let mut parts = vec![Part::Heading(vec![file.to_owned()]), Part::Under(vec![in_short(verdict)])];
    if !verdict.alterations.is_empty() {
        parts.push(Part::Table(alterations(&verdict.alterations, most)));
        parts.extend(rest(verdict.alterations.len(), most, "alteration"));
    }
    if !verdict.no_journal.is_empty() {
        let mut table = titled("no journal", "line", "rows");
        for one in verdict.no_journal.iter().take(most) {
            table.row([&one.candidate, &one.attempt, &one.line.to_string(), &one.rows.to_string()]);
        }
        parts.push(Part::Table(table));
        parts.extend(rest(verdict.no_journal.len(), most, "attempt"));
        parts.push(Part::Text(
            "Of attempts without a journal nothing can be verified; `examiner record` takes in one that was sent."
                .to_owned(),
        ));
    }
    if !verdict.not_recorded.is_empty() {
        let mut table = Table::new([
            Column::text("handed in, not recorded"),
            Column::text("attempt"),
            Column::number("rows"),
        ]);
        for one in verdict.not_recorded.iter().take(most) {
            table.row([&one.candidate, &one.attempt, &one.rows.to_string()]);
        }
        parts.push(Part::Table(table));
        parts.extend(rest(verdict.not_recorded.len(), most, "attempt"));
        parts.push(Part::Text("`examiner record` brings them into the results.".to_owned()));
    }
    if !verdict.receipts.is_empty() {
        let of = |one: &crate::verifying::settle::Holds| {
            let again = if one.reopened { "; it was opened again behind it, by time given back" } else { "" };
            let text = format!("{} holds: {} · attempt {}{again}", one.receipt, one.candidate, one.attempt);
            ("receipt".to_owned(), text)
        };
        parts.push(Part::Remarks(verdict.receipts.iter().map(of).collect()));
    }
    if !verdict.unknown_receipts.is_empty() {
        let all = verdict
            .unknown_receipts
            .iter()
            .map(|one| ("receipt".to_owned(), format!("{one} fits no hand-in here")));
        parts.push(Part::Remarks(all.collect()));
        parts.push(Part::Text(
            "Read it again digit by digit; if it is right, its journal is not beside these results, or was cut or altered."
                .to_owned(),
        ));
    }
    if !verdict.facts.is_empty() {
        parts.push(Part::Table(facts(&verdict.facts, most)));
        parts.extend(rest(verdict.facts.len(), most, "fact"));
    }
    parts.push(Part::Text(format!("Not proved: {}", NOT_PROVED.join(" "))));
    Document { parts }
}

fn titled(what: &str, third: &str, fourth: &str) -> Table {
    let number = Column::number;
    Table::new([Column::text(what), Column::text("attempt"), number(third), number(fourth)])
}

/// `48 rows of 12 attempts: 0 alterations`, and what else is not as it should be.
pub fn in_short(verdict: &Verdict) -> String {
    let mut text = format!(
        "{} of {}: {}",
        count(verdict.rows, "row"),
        count(verdict.attempts, "attempt"),
        count(verdict.alterations.len(), "alteration")
    );
    let journals = verdict.no_journal.len();
    if journals > 0 {
        text.push_str(&format!(", {} missing", count(journals, "journal")));
    }
    if !verdict.not_recorded.is_empty() {
        text.push_str(&format!(", {} not recorded", count(verdict.not_recorded.len(), "attempt")));
    }
    if !verdict.receipts.is_empty() {
        let hold = if verdict.receipts.len() == 1 { "holds" } else { "hold" };
        text.push_str(&format!(", {} {hold}", count(verdict.receipts.len(), "receipt")));
    }
    if !verdict.unknown_receipts.is_empty() {
        let fit = if verdict.unknown_receipts.len() == 1 { "fits" } else { "fit" };
        text.push_str(&format!(", {} {fit} no hand-in", count(verdict.unknown_receipts.len(), "receipt")));
    }
    if !verdict.facts.is_empty() {
        text.push_str(&format!(", {} to know", count(verdict.facts.len(), "fact")));
    }
    text
}

fn rest(all: usize, most: usize, noun: &str) -> Option<Part> {
    let more = all.checked_sub(most).filter(|more| *more > 0)?;
    Some(Part::Text(format!("{} more; `--all` lists all", count(more, noun))))
}

fn alterations(all: &[Alteration], most: usize) -> Table {
    let titles = [Column::number("line"), Column::text("question"), Column::text("column")];
    let said = [Column::text("the row says"), Column::text("has to say")];
    let mut table = Table::new(titles.into_iter().chain(said));
    let mut before: Option<&str> = None;
    for one in all.iter().take(most) {
        if before != Some(&one.attempt) {
            before = Some(&one.attempt);
            if !one.attempt.is_empty() {
                let who = if one.candidate.is_empty() { "nobody named" } else { &one.candidate };
                table.group(&format!("{who} · attempt {}", one.attempt));
            }
        }
        let line = one.line.map(|line| line.to_string()).unwrap_or_default();
        let column = one.column.unwrap_or_default();
        if let (Kind::Cell | Kind::Journal, Some(row), Some(expected)) = (one.kind, &one.row, &one.expected) {
            let (row, expected) = excerpts(row, expected);
            table.row([&line, &one.question, column, &row, &expected]);
        } else {
            let says = one.row.as_deref().unwrap_or_default();
            table.row([&line, &one.question, column, says, one.kind.words()]);
        }
        if !one.why.is_empty() {
            table.remark(&format!("  {}", one.why));
        }
    }
    table
}

/// Two texts, cut so that the first place where they differ is seen; nothing is shown as `(empty)`.
fn excerpts(one: &str, other: &str) -> (String, String) {
    let same = one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    let long = [one, other].iter().any(|text| text.chars().nth(EXCERPT).is_some());
    let from = if long && same > EXCERPT / 3 { same - EXCERPT / 3 } else { 0 };
    let cut = |text: &str| {
        if text.is_empty() {
            return "(empty)".to_owned();
        }
        let mut shown: String = text.chars().skip(from).take(EXCERPT).collect();
        if from > 0 {
            shown.insert(0, '…');
        }
        if text.chars().nth(from + EXCERPT).is_some() {
            shown.push('…');
        }
        shown
    };
    (cut(one), cut(other))
}

/// A line each, under whose attempt it is of; what is of all comes first.
fn facts(all: &[Fact], most: usize) -> Table {
    let mut table = Table::new([Column::text("to know, no alterations")]);
    let mut before = "";
    for fact in all.iter().take(most) {
        if before != fact.attempt {
            before = &fact.attempt;
            table.group(&format!("{} · attempt {}", fact.candidate, fact.attempt));
        }
        let indent = if fact.attempt.is_empty() { "" } else { "  " };
        table.row([format!("{indent}{}", fact.kind)]);
    }
    table
}

#[derive(Serialize)]
struct Answer<'a> {
    format: u32,
    file: &'a str,
    holds: bool,
    #[serde(flatten)]
    verdict: &'a Verdict,
    not_proved: [&'static str; 3],
}

/// All of the answer, for other programs.
pub fn json(file: &str, verdict: &Verdict) -> String {
    let holds = verdict.is_clean();
    super::json::written(&Answer { format: 1, file, holds, verdict, not_proved: NOT_PROVED })
}

#[cfg(test)]
#[path = "verified_tests.rs"]
mod tests;
