//! Which candidates an exam tells apart, in sentences that claim no more than the intervals do.

use crate::report::group::differences;
use crate::report::model::ExamFigures;

use super::super::document::Part;
use super::super::plural;
use super::super::table::{Column, Table};

/// With at most this many candidates every difference is listed.
const MOST_LISTED: usize = 4;
/// How many candidates are named that others are told apart from.
const MOST_NAMED: usize = 12;
/// How many are named of whom one is told apart.
const MOST_EACH: usize = 3;

/// The sentences, and for a few candidates the differences.
pub(super) fn parts(exam: &ExamFigures) -> Vec<Part> {
    let n = exam.candidates.len();
    if n < 2 {
        return Vec::new();
    }
    let comparable = exam.total_spread.n;
    if comparable < 2 {
        return vec![Part::Text("Candidates are not compared while answers wait for a mark.".to_owned())];
    }
    if exam.pairs == 0 {
        return vec![Part::Text(format!("With {comparable} candidates, pairs are not compared."))];
    }
    let mut parts = vec![Part::Text(sentence(exam))];
    if n <= MOST_LISTED {
        parts.push(Part::Table(list(exam)));
    }
    parts
}

fn sentence(exam: &ExamFigures) -> String {
    let name = |place: usize| exam.candidates[place].shown_as.as_str();
    let pairs = usize::try_from(exam.pairs).unwrap_or(usize::MAX);
    let questions = match exam.questions.one() {
        Some(1) => "This one question".to_owned(),
        Some(n) => format!("These {n} questions"),
        None => "These questions".to_owned(),
    };
    let allowing = match pairs {
        1 => "95%".to_owned(),
        _ => format!("95%, allowing for {} comparisons", plural::word(pairs)),
    };
    if exam.told_apart.is_empty() {
        let between = if pairs == 1 { "these two" } else { "any two of these candidates" };
        return format!("{questions} show no difference between {between} ({allowing}).");
    }
    let mut first: Vec<(usize, Vec<usize>)> = Vec::new();
    for apart in &exam.told_apart {
        match first.iter_mut().find(|(a, _)| *a == apart.a) {
            Some((_, others)) => others.push(apart.b),
            None => first.push((apart.a, vec![apart.b])),
        }
    }
    let others = |others: &[usize]| {
        let mut names: Vec<String> = others.iter().take(MOST_EACH).map(|&b| name(b).to_owned()).collect();
        if others.len() > MOST_EACH {
            names.push(format!("{} more", others.len() - MOST_EACH));
        }
        plural::list(&names)
    };
    let named: Vec<String> =
        first.iter().take(MOST_NAMED).map(|(a, b)| format!("{} from {}", name(*a), others(b))).collect();
    let mut list = named.join("; ");
    if first.len() > MOST_NAMED {
        list.push_str(&format!("; and {} more from others", first.len() - MOST_NAMED));
    }
    let rest = pairs - exam.told_apart.len().min(pairs);
    match rest {
        0 => format!("{questions} tell apart: {list} ({allowing})."),
        1 => {
            format!("{questions} tell apart: {list}. No difference is shown for the other pair ({allowing}).")
        }
        _ => format!(
            "{questions} tell apart: {list}. No difference is shown for the other {} pairs ({allowing}).",
            plural::word(rest)
        ),
    }
}

/// Every difference with its interval.
fn list(exam: &ExamFigures) -> Table {
    let under = if exam.pairs > 1 {
        format!("95%, all {} at once", plural::word(exam.pairs as usize))
    } else {
        "95%".to_owned()
    };
    let mut table = Table::new([
        Column::text("Difference of totals"),
        Column::number("points of 100"),
        Column::number("range").under(&under),
    ]);
    for apart in differences(&exam.candidates) {
        let (a, b) = (&exam.candidates[apart.a].shown_as, &exam.candidates[apart.b].shown_as);
        let interval = apart.difference.interval;
        table.row([
            format!("{a} and {b}"),
            signed(apart.difference.difference),
            format!("{} to {}", signed(interval.low), signed(interval.high)),
        ]);
    }
    table
}

/// `+18`, `−3`, `0`.
pub(super) fn signed(share: f64) -> String {
    let text = format!("{:+.0}", share * 100.0);
    match text.as_str() {
        "+0" | "-0" => "0".to_owned(),
        _ => text.replace('-', "−"),
    }
}
