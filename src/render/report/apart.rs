//! Which candidates an exam tells apart, in sentences that claim no more than the intervals do.

use std::collections::{BTreeMap, HashMap};

use crate::report::cell::Unsettled;
use crate::report::group::{self, NoRange, differences};
use crate::report::model::{Asked, CandidateFigures, ExamFigures};

use super::super::document::Part;
use super::super::plural;
use super::super::table::{Column, Table};
use super::notes;

/// With at most this many candidates every difference is listed.
const MOST_LISTED: usize = 4;
/// How many groups are named that others are told apart from.
const MOST_NAMED: usize = 6;
/// How many names stand in one of these groups.
const MOST_EACH: usize = 3;

/// The sentences, and for a few candidates the differences.
pub(super) fn parts(exam: &ExamFigures, asked: &Asked) -> Vec<Part> {
    let n = exam.candidates.len();
    if n < 2 {
        return Vec::new();
    }
    let compared = group::comparable(&exam.candidates);
    if compared < 2 {
        let why = group::why_not_compared(&exam.candidates);
        return vec![Part::Text(format!("Candidates are not compared{}.", why.map_or("", because)))];
    }
    if exam.pairs == 0 {
        let most = group::MOST_COMPARED;
        return vec![Part::Text(format!(
            "Of {compared} candidates, pairs are not compared: {most} are the most."
        ))];
    }
    let mut parts = vec![Part::Text(sentences(exam, asked))];
    if n <= MOST_LISTED && compared == n {
        parts.push(Part::Table(list(exam)));
    }
    parts
}

/// Why somebody is not compared.
pub(super) const fn because(why: NoRange) -> &'static str {
    match why {
        NoRange::Unsettled(Unsettled::Ungraded) => " while answers wait for a mark",
        NoRange::Unsettled(Unsettled::RowsLeftOut) => ", as rows are left out",
        NoRange::Unsettled(Unsettled::BestOfSeveral) => ", as chance favours the best of several attempts",
        NoRange::Worthless => ": what was asked is worth no points",
        NoRange::TooFew => " on fewer than four questions",
    }
}

fn sentences(exam: &ExamFigures, asked: &Asked) -> String {
    let mut sentences = Vec::new();
    if !exam.same_questions {
        let what = if exam.digests.len() > 1 { "versions of this exam" } else { "questions" };
        sentences.push(format!("Not all had the same {what}, so what differs may be the questions."));
    }
    sentences.push(sentence(exam));
    let mut left_out: BTreeMap<NoRange, Vec<String>> = BTreeMap::new();
    for of in &exam.candidates {
        if let Err(why) = group::range(&of.total) {
            left_out.entry(why).or_default().push(of.shown_as.clone());
        }
    }
    for (why, names) in left_out {
        let are = if names.len() == 1 { "is" } else { "are" };
        sentences.push(format!("{} {are} not compared{}.", notes::some(&names), because(why)));
    }
    if exam.same_questions {
        sentences
            .push("This takes candidates as independent, so on the same questions it errs wide.".to_owned());
    }
    if !asked.candidates.is_empty() {
        let words = "It allows for pairs of the candidates asked for alone: a report on all may leave open what this shows.";
        sentences.push(words.to_owned());
    }
    sentences.join(" ")
}

fn sentence(exam: &ExamFigures) -> String {
    let pairs = usize::try_from(exam.pairs).unwrap_or(usize::MAX);
    let questions = match exam.per_attempt() {
        Some(1) => "This one question".to_owned(),
        Some(n) => format!("These {n} questions"),
        None => "These questions".to_owned(),
    };
    let allowing = match pairs {
        1 => "95%".to_owned(),
        _ => format!("95%, allowing for {} comparisons", plural::word(pairs)),
    };
    if exam.told_apart.is_empty() {
        let compared = group::comparable(&exam.candidates);
        let waits = |of: &CandidateFigures| !matches!(group::range(&of.total), Err(why) if why != NoRange::Unsettled(Unsettled::Ungraded));
        let are = if exam.candidates.iter().all(waits) { "marked" } else { "compared" };
        let between = match (pairs, compared == exam.candidates.len()) {
            (1, true) => "these two".to_owned(),
            (1, false) => format!("the two that are {are}"),
            (_, true) => "any two of these candidates".to_owned(),
            (_, false) => format!("any two of the {} that are {are}", plural::word(compared)),
        };
        let shows = if exam.per_attempt() == Some(1) { "shows" } else { "show" };
        return format!("{questions} {shows} no difference between {between} ({allowing}).");
    }
    let tell = if exam.per_attempt() == Some(1) { "tells" } else { "tell" };
    let list = groups(exam);
    let rest = pairs - exam.told_apart.len().min(pairs);
    let others = match rest {
        0 => String::new(),
        1 => " No difference is shown for the other pair".to_owned(),
        _ => format!(" No difference is shown for the other {} pairs", plural::word(rest)),
    };
    let stop = if rest == 0 { "" } else { "." };
    format!("{questions} {tell} apart: {list}{stop}{others} ({allowing}).")
}

/// Who is told apart from whom: those with the same others together.
fn groups(exam: &ExamFigures) -> String {
    let name = |place: &usize| exam.candidates[*place].shown_as.clone();
    let mut of_each: Vec<Vec<usize>> = vec![Vec::new(); exam.candidates.len()];
    for apart in &exam.told_apart {
        of_each[apart.a].push(apart.b);
    }
    let mut groups: Vec<(Vec<usize>, Vec<usize>)> = Vec::new();
    let mut known: HashMap<Vec<usize>, usize> = HashMap::new();
    for (a, mut others) in of_each.into_iter().enumerate().filter(|(_, others)| !others.is_empty()) {
        others.sort_unstable();
        if let Some(&group) = known.get(&others) {
            groups[group].0.push(a);
        } else {
            known.insert(others.clone(), groups.len());
            groups.push((vec![a], others));
        }
    }
    let names = |places: &[usize]| notes::at_most(&places.iter().map(name).collect::<Vec<_>>(), MOST_EACH);
    let named = groups
        .iter()
        .take(MOST_NAMED)
        .map(|(some, others)| format!("{} from {}", names(some), names(others)));
    let mut list = named.collect::<Vec<_>>().join("; ");
    let more: usize = groups.iter().skip(MOST_NAMED).map(|(some, _)| some.len()).sum();
    if more > 0 {
        list.push_str(&format!("; and {more} more from others (`--format json` names all)"));
    }
    list
}

/// Every difference with its interval.
fn list(exam: &ExamFigures) -> Table {
    let range = Column::number("95% range");
    let range = match exam.pairs {
        1 => range,
        pairs => range.under(&format!("all {} at once", plural::word(pairs as usize))),
    };
    let mut table =
        Table::new([Column::text("Difference of totals"), Column::number("points of 100"), range]);
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
