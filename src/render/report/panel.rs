//! The panel's page: for each exam candidates by level shown, what was right topic by topic, what the exam tells apart, remarks,
//! and what all of it is worth.

use jiff::tz::TimeZone;

use crate::exam::Fraction;
use crate::report::Report;
use crate::report::model::{Cuts, ExamFigures, Sort};

use super::super::document::{Document, Part};
use super::super::level::{self, Estimate, LevelView, RungView};
use super::super::{duration, plural};
use super::{apart, levels, notes, topics};

/// What is shown on top of the figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// Columns to lay tables out for.
    pub width: usize,
    /// Time as a share of each candidate's own limit.
    pub times: bool,
}

/// The whole page.
pub fn page(report: &Report, shown: Shown) -> Document {
    let mut parts = Vec::new();
    for (place, exam) in report.exams.iter().enumerate() {
        parts.extend(of_exam(report, place, exam, shown));
    }
    if report.exams.is_empty() {
        parts.push(Part::Text("No attempt counts here.".to_owned()));
    }
    let remarks = notes::of_all(report);
    if !remarks.is_empty() {
        parts.push(Part::Remarks(remarks));
    }
    Document { parts }
}

fn of_exam(report: &Report, place: usize, exam: &ExamFigures, shown: Shown) -> Vec<Part> {
    let (remarks, marks) = notes::of_exam(report, place);
    let sort = report.asked.sort;
    let mut parts = vec![Part::Heading(heading(exam)), Part::Under(under(exam))];
    parts.retain(|part| !matches!(part, Part::Under(parts) if parts.is_empty()));
    parts.extend(levels::tables(exam, sort, shown.times, &marks, shown.width).into_iter().map(Part::Table));
    if let [only] = &exam.candidates[..]
        && let Some(words) = level_view(only).map(|view| level::words(&view))
        && words.next.is_some()
    {
        parts.push(Part::Text(words.line()));
    }
    parts.extend(topics::parts(exam, shown.width));
    parts.extend(apart::parts(exam));
    if sort == Sort::Total && exam.candidates.len() > 1 {
        parts.push(Part::Text(
            "A rank is 1 + how many have a greater total, whether or not the exam tells them apart."
                .to_owned(),
        ));
    }
    if !remarks.is_empty() {
        parts.push(Part::Remarks(remarks));
    }
    parts.push(Part::Text(estimate(exam)));
    parts
}

/// What one candidate's level is read from, in the words' terms.
pub(super) fn level_view(candidate: &crate::report::model::CandidateFigures) -> Option<LevelView> {
    let shown = candidate.level.shown.as_ref().ok()?;
    let rungs = candidate.level.ladder.iter().zip(&candidate.level.evidence).zip(&shown.rungs);
    let rungs = rungs.map(|(((level, _), evidence), rung)| RungView {
        level: level.clone(),
        x: evidence.x,
        n: evidence.n,
        status: levels::status(rung),
        needed: rung.needed,
    });
    let highest = shown.shown.and_then(|rung| candidate.level.ladder.get(rung));
    Some(LevelView {
        rungs: rungs.collect(),
        shown: highest.map(|(level, _)| level.clone()),
        mixed: shown.mixed,
    })
}

fn heading(exam: &ExamFigures) -> Vec<String> {
    let candidates = exam.candidates.len();
    let questions = match exam.questions.one() {
        Some(n) => plural::count(n as usize, "question"),
        None => format!("{}–{} questions", exam.questions.least, exam.questions.most),
    };
    let questions = match (candidates, exam.same_questions) {
        (1, _) => questions,
        (_, true) => format!("the same {questions} for all"),
        (_, false) => format!("{questions} each, not the same for all"),
    };
    let title = exam.title.clone().unwrap_or_else(|| exam.id.clone());
    vec![title, plural::count(candidates, "candidate"), questions]
}

/// Days, the exam's text and its key.
fn under(exam: &ExamFigures) -> Vec<String> {
    let mut parts = Vec::new();
    parts.extend(exam.began.map(|(from, to)| duration::dates(from.0, to.0, &TimeZone::UTC)));
    let short = |digest: &String| digest.get(..8).unwrap_or(digest).to_owned();
    let named = |what: &str, digests: &[String], one: &str| match digests {
        [] => None,
        [only] => Some(format!("{what} {}{one}", short(only))),
        several => Some(format!("{} versions of the {what}", plural::word(several.len()))),
    };
    parts.extend(named("exam", &exam.digests, ""));
    let for_all = if exam.candidates.len() > 1 { " (one for all)" } else { "" };
    parts.extend(named("key", &exam.key_digests, for_all));
    parts
}

/// What all of it is worth.
pub(super) fn estimate(exam: &ExamFigures) -> String {
    let questions = exam.questions.most as usize;
    match &exam.cuts {
        Cuts::One(rungs, basis) => {
            let cuts: Vec<(&str, Fraction)> =
                rungs.iter().map(|(level, cut)| (level.as_str(), *cut)).collect();
            Estimate { questions, cuts: Some(&cuts), basis }.text()
        }
        Cuts::Mixed => Estimate { questions, cuts: None, basis: &crate::exam::CutsSource::File }.text(),
        Cuts::Lesson => level::estimate_of_lesson(questions),
    }
}
