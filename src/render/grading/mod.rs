//! What marking anew comes to: as a page, and as JSON.

mod agreement;
mod json;

pub use agreement::{Difference, Differences, agreement_json, list};
pub use json::text as json;

use std::collections::HashMap;

use super::document::{Document, Part};
use super::report::{level_view, percent_of};
use super::table::{Column, Table};
use super::{level, plural};
use crate::exam::{Points, digest};
use crate::grading::figures::{OfAttempt, Worth};
use crate::grading::opinions::Dropped;
use crate::grading::preview::{Note, Preview};
use crate::report::cell::Cell;
use crate::scoring::Outcome;

/// The page.
pub fn page(preview: &Preview) -> Document {
    let attempts = plural::count(preview.attempts.len(), "attempt");
    let answers = plural::count(preview.answers, "answer");
    let heading = vec![preview.title.clone(), attempts, answers];
    let mut parts = vec![Part::Heading(heading), Part::Under(under(preview)), Part::Text(says(preview))];
    if !preview.questions.is_empty() {
        parts.push(Part::Table(questions(preview)));
    }
    let names = names(preview);
    let changed: Vec<(&OfAttempt, &String)> =
        preview.attempts.iter().zip(&names).filter(|(of, _)| of.changes > 0).collect();
    if !changed.is_empty() {
        parts.push(Part::Table(shares(&changed)));
        let same = preview.attempts.len() - changed.len();
        if same > 0 {
            parts.push(Part::Text(format!("{} as before.", stay(same))));
        }
    }
    parts.extend(changed.iter().filter(|(of, _)| of.level_changes()).map(|(of, name)| levels(of, name)));
    let remarks: Vec<_> = preview.notes.iter().map(|note| (String::new(), words(note))).collect();
    if !remarks.is_empty() {
        parts.push(Part::Remarks(remarks));
    }
    Document { parts }
}

fn stay(attempts: usize) -> String {
    let stay = if attempts == 1 { "stays" } else { "stay" };
    format!("{} {stay}", plural::count(attempts, "other attempt"))
}

/// The exam's text and its key.
fn under(preview: &Preview) -> Vec<String> {
    let short = |digest: &str| digest.get(..8).unwrap_or(digest).to_owned();
    let others: Vec<String> = preview
        .keys_now
        .iter()
        .filter(|key| **key != preview.key_digest)
        .map(|key| match key.as_str() {
            "" => "none named".to_owned(),
            key if key == digest::no_key().short() => "none, as of a paper".to_owned(),
            key => short(key),
        })
        .collect();
    let before = match &preview.backup {
        _ if others.is_empty() => String::new(),
        Some(_) => format!("; the rows had {}", plural::list(&others)),
        None => format!("; the rows have {}", plural::list(&others)),
    };
    vec![
        preview.results.clone(),
        format!("exam {}", short(&preview.exam_digest)),
        format!("key {}{before}", short(&preview.key_digest)),
    ]
}

/// What is to be done, or was.
fn says(preview: &Preview) -> String {
    let changed: usize = preview.questions.iter().flat_map(|of| &of.changes).map(|(.., n)| n).sum();
    let rows = plural::count(preview.rows_changed, "row");
    let what = match changed {
        0 if preview.rows_changed == 0 => {
            let waits = |note: &Note| matches!(note, Note::Ungraded { .. } | Note::MarkedElsewhere(..));
            let all =
                if preview.notes.iter().any(waits) { "" } else { ": all answers are marked by this key" };
            return format!("Nothing changes{all}.");
        }
        0 => format!("No answer is worth more or less; {rows} get this key, or who marked them"),
        n => format!(
            "{} worth something else",
            plural::count(n, "answer") + if n == 1 { " is" } else { " are" }
        ),
    };
    match &preview.backup {
        Some(backup) => format!("{what}. Written; as it was it is kept in {backup}."),
        None => format!("{what}. Nothing is written yet: --write does that."),
    }
}

fn questions(preview: &Preview) -> Table {
    let mut table = Table::new([
        Column::text("question"),
        Column::number("answers"),
        Column::text("from"),
        Column::text("to"),
    ]);
    for of in &preview.questions {
        for (place, (from, to, count)) in of.changes.iter().enumerate() {
            let id = if place == 0 { of.id.as_str() } else { "" };
            let counted = format!("{count} of {}", of.answers);
            table.row([id, &counted, &worth(*from), &worth(*to)]);
        }
    }
    table
}

/// `incorrect, 0 of 1`; `ungraded`; `taken out`.
fn worth((outcome, points, max_points): Worth) -> String {
    match points {
        _ if max_points == Points(0) => format!("{}, taken out", outcome.word()),
        None => Outcome::Ungraded.word().to_owned(),
        Some(points) => format!("{}, {points} of {max_points}", outcome.word()),
    }
}

/// Whose attempts these are: with the id where namesakes must be told apart, with the day where somebody has several.
fn names(preview: &Preview) -> Vec<String> {
    let mut ids: HashMap<&str, Vec<&str>> = HashMap::new();
    let mut sat: HashMap<[&str; 3], usize> = HashMap::new();
    for of in &preview.attempts {
        let known = ids.entry(&of.candidate).or_default();
        if !known.contains(&of.candidate_id.as_str()) {
            known.push(&of.candidate_id);
        }
        *sat.entry([&of.candidate, &of.candidate_id, &of.exam]).or_default() += 1;
    }
    let name = |of: &OfAttempt| {
        let mut name = of.candidate.clone();
        let is_one_of_several = ids.get(of.candidate.as_str()).is_some_and(|ids| ids.len() > 1);
        if is_one_of_several && !of.candidate_id.is_empty() {
            name.push_str(&format!(" ({})", of.candidate_id));
        }
        if of.exam != preview.exam {
            name.push_str(&format!(", {}", of.exam));
        }
        if sat.get(&[of.candidate.as_str(), &of.candidate_id, &of.exam]).is_some_and(|n| *n > 1) {
            name.push_str(&format!(", {}", of.started_at));
        }
        name
    };
    preview.attempts.iter().map(name).collect()
}

fn shares(changed: &[(&OfAttempt, &String)]) -> Table {
    let mut table = Table::new([
        Column::text("candidate"),
        Column::number("answers"),
        Column::text("share from"),
        Column::text("to"),
    ]);
    for (of, name) in changed {
        let [from, to] = &of.total;
        table.row([name.as_str(), &of.changes.to_string(), &total(from), &total(to)]);
    }
    table
}

/// `3 of 4, 75%`; `at least 3 of 6, 1 unmarked`.
fn total(cell: &Cell) -> String {
    if cell.questions == 0 {
        return "no question counts".to_owned();
    }
    let (points, worth) = (cell.points, cell.worth());
    match percent_of(cell) {
        _ if cell.ungraded() > 0 => format!("at least {points} of {worth}, {} unmarked", cell.ungraded()),
        Some(percent) => format!("{points} of {worth}, {percent}"),
        None => format!("{points} of {worth}"),
    }
}

/// What is shown of levels changes.
fn levels(of: &OfAttempt, name: &str) -> Part {
    let [from, to] = [0, 1].map(|side| level_words(of, side));
    Part::Entry {
        title: vec![name.to_owned(), "the level shown changes".to_owned()],
        blocks: Vec::new(),
        lines: vec![("from".to_owned(), from), ("to".to_owned(), to)],
    }
}

fn level_words(of: &OfAttempt, side: usize) -> String {
    match &of.level[side] {
        Some(shown) => level::words(&level_view(&of.ladder, &of.evidence[side], shown)).line(),
        None => "no question of a level counts".to_owned(),
    }
}

/// The words of a note.
fn words(note: &Note) -> String {
    match note {
        Note::Ungraded { question, unmarked, partly, differ, other_rubric } => {
            let counts = [
                (unmarked, "that nobody has marked"),
                (partly, "with marks on some criteria only"),
                (differ, "on which graders differ (--agree)"),
                (other_rubric, "with marks by another rubric, which don't count"),
            ];
            let counts: Vec<String> = counts
                .into_iter()
                .filter(|(count, _)| **count > 0)
                .map(|(count, what)| format!("{count} {what}"))
                .collect();
            let waits = if note.count() == 1 { "answer waits" } else { "answers wait" };
            format!("{question}: {} {waits} for marks: {}", note.count(), plural::list(&counts))
        }
        Note::MarkedElsewhere(question, n) => {
            let keeps = if *n == 1 { "keeps its" } else { "keep their" };
            let answers = plural::count(*n, "answer");
            format!("{question}: {answers} {keeps} points, as the marks they came from are not here")
        }
        Note::Dropped(question, Dropped { grader, comment }) => {
            let why = comment.as_ref().map(|comment| format!(": {comment}")).unwrap_or_default();
            format!("{question} is taken out and counts for nobody; {grader} says so{why}")
        }
        Note::DroppedElsewhere(question, n) => {
            let say = if *n == 1 { "row says" } else { "rows say" };
            format!(
                "{question}: {n} {say} that it is taken out, and no mark here does; left as found: `--drop-question` takes it out for all"
            )
        }
        Note::NoCopy(digest) => {
            let digest = if digest.is_empty() { "that was sat" } else { digest.get(..8).unwrap_or(digest) };
            format!(
                "no copy of the exam {digest} is here: only what rows tell was compared, kinds, points and whether answers can be read"
            )
        }
        Note::OtherText(digest) => format!(
            "the exam that was sat ({}) has another text; what its answers need is the same",
            digest.get(..8).unwrap_or(digest)
        ),
        Note::SameQuestion(question) => {
            format!(
                "{question} is worded otherwise than when it was sat; --same-question says that it asks the same"
            )
        }
        Note::Spared(question, n) => {
            let (are, cost, them) = if *n == 1 { ("is", "costs", "it") } else { ("are", "cost", "them") };
            format!(
                "{question}: {} {are} wrong by this key and {cost} nothing, as no journal tells whether the clock handed {them} in",
                plural::count(*n, "answer")
            )
        }
        Note::JournalsOnly(n) => {
            let (is, has) = if *n == 1 { ("is", "it") } else { ("are", "them") };
            format!(
                "{} of this exam {is} in journals only and not marked here; `examiner record` brings {has} in once handed in",
                plural::count(*n, "attempt")
            )
        }
        Note::NoJournal(n) => format!(
            "{} without a journal: that an answer was handed in by the clock, and costs nothing, is told from its row alone",
            plural::count(*n, "attempt")
        ),
    }
}
