//! The panel's page: for each exam candidates by level shown, what was right topic by topic, what the exam tells apart, remarks,
//! and what all of it is worth.

use jiff::tz::TimeZone;

use crate::exam::Fraction;
use crate::report::Report;
use crate::report::model::{Cuts, ExamFigures, NoLevel};

use super::super::document::{Document, Part};
use super::super::level::{self, Estimate, LevelView, RungView};
use super::super::{duration, plural};
use super::{apart, levels, notes, topics};

/// Where it is said what the words at a level mean.
const HOW_TO_READ: &str = "How to read a level: `examiner help levels`.";

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
    parts.extend(nothing(report));
    let remarks = notes::of_all(report);
    if !remarks.is_empty() {
        parts.push(Part::Remarks(remarks));
    }
    Document { parts }
}

/// What is said where nothing counts.
pub(super) fn nothing(report: &Report) -> Option<Part> {
    report.exams.is_empty().then(|| {
        let why = if report.notes.is_empty() { " These results hold none." } else { "" };
        Part::Text(format!("No attempt counts here.{why}"))
    })
}

fn of_exam(report: &Report, place: usize, exam: &ExamFigures, shown: Shown) -> Vec<Part> {
    let (remarks, marks) = notes::of_exam(report, place);
    let mut parts = headed(exam);
    let tables = levels::tables(exam, &report.asked, shown.times, &marks, shown.width);
    parts.extend(tables.into_iter().map(Part::Table));
    parts.extend(why_no_level(exam).map(Part::Text));
    if let [only] = &exam.candidates[..]
        && let Some(words) = level_view(only).map(|view| level::words(&view))
        && words.next.is_some()
    {
        parts.push(Part::Text(words.line()));
    }
    if exam.candidates.iter().any(|of| of.level.shown.is_ok()) {
        parts.push(Part::Text(HOW_TO_READ.to_owned()));
    }
    parts.extend(topics::parts(exam, shown.width));
    parts.extend(apart::parts(exam, &report.asked));
    if !remarks.is_empty() {
        parts.push(Part::Remarks(remarks));
    }
    parts.push(Part::Text(estimate(exam)));
    parts
}

/// What one candidate's level is read from, in the words' terms.
pub(super) fn level_view(candidate: &crate::report::model::CandidateFigures) -> Option<LevelView> {
    let shown = candidate.level.shown.as_ref().ok()?;
    Some(view(&candidate.level.ladder, &candidate.level.evidence, shown))
}

/// What some evidence along a ladder shows, in the words' terms.
pub(in crate::render) fn view(
    ladder: &[(String, Fraction)],
    evidence: &[crate::scoring::Evidence],
    shown: &crate::scoring::LevelShown,
) -> LevelView {
    let rungs = ladder.iter().zip(evidence).zip(&shown.rungs);
    let rungs = rungs.map(|(((level, _), evidence), rung)| RungView {
        level: level.clone(),
        x: evidence.x,
        n: evidence.n,
        status: levels::status(rung),
        needed: rung.needed,
    });
    let highest = shown.shown.and_then(|rung| ladder.get(rung));
    LevelView { rungs: rungs.collect(), shown: highest.map(|(level, _)| level.clone()), mixed: shown.mixed }
}

/// The exam's heading, and what is under it.
pub(super) fn headed(exam: &ExamFigures) -> Vec<Part> {
    let under = under(exam);
    let under = (!under.is_empty()).then_some(Part::Under(under));
    std::iter::once(Part::Heading(heading(exam))).chain(under).collect()
}

/// Why nobody has a level, where nobody has one.
pub(super) fn why_no_level(exam: &ExamFigures) -> Option<String> {
    let reasons: Option<Vec<NoLevel>> =
        exam.candidates.iter().map(|of| of.level.shown.as_ref().err().copied()).collect();
    let reasons = reasons?;
    let first = *reasons.first()?;
    let several = matches!(first, NoLevel::BestOf(_));
    let same = reasons.iter().all(|reason| *reason == first);
    let words = levels::no_level(first);
    (same || several).then(|| match words.strip_prefix("no level: ") {
        Some(_) if !same => "No level: of the best of several attempts there are counts only.".to_owned(),
        Some(why) => format!("No level: {why}."),
        None => format!("No level: {words}."),
    })
}

pub(super) fn heading(exam: &ExamFigures) -> Vec<String> {
    let candidates = exam.candidates.len();
    let several = exam.has_several_attempts();
    let questions = match (exam.per_attempt(), exam.questions.one()) {
        (Some(n), _) | (None, Some(n)) => plural::count(n as usize, "question"),
        (None, None) => format!("{}–{} questions", exam.questions.least, exam.questions.most),
    };
    let questions = match (candidates, exam.same_questions) {
        (1, _) if !several => questions,
        (1, true) => format!("the same {questions} in each"),
        (1, false) => format!("{questions} in all"),
        (_, true) if several => format!("the same {questions} in each"),
        (_, true) => format!("the same {questions} for all"),
        (_, false) if exam.digests.len() > 1 => format!("{questions} each, in several versions"),
        (_, false) => format!("{questions} each, not the same for all"),
    };
    let title = exam.title.clone().unwrap_or_else(|| exam.id.clone());
    let mut parts = vec![title, plural::count(candidates, "candidate")];
    parts.extend(several.then(|| plural::count(exam.attempts as usize, "attempt")));
    parts.push(questions);
    parts
}

/// Days, the exam's text and its key.
pub(super) fn under(exam: &ExamFigures) -> Vec<String> {
    let mut parts = Vec::new();
    parts.extend(exam.began.map(|(from, to)| duration::dates(from.0, to.0, &TimeZone::UTC)));
    let short = |digest: &String| digest.get(..8).unwrap_or(digest).to_owned();
    let named = |what: &str, digests: &[String], one: &str| match digests {
        [] => None,
        [only] => Some(format!("{what} {}{one}", short(only))),
        several => Some(format!("{} versions of the {what}", plural::word(several.len()))),
    };
    parts.extend(named("exam", &exam.digests, ""));
    let all_name_it = || {
        let mut attempts = exam.candidates.iter().flat_map(|of| &of.attempts);
        attempts.all(|attempt| !attempt.key_digest.is_empty())
    };
    let for_all = if exam.candidates.len() > 1 && all_name_it() { " (one for all)" } else { "" };
    parts.extend(named("key", &exam.key_digests, for_all));
    parts
}

/// What all of it is worth. Cuts are named where a level was asked.
pub(super) fn estimate(exam: &ExamFigures) -> String {
    let questions = exam.per_attempt().unwrap_or(exam.questions.most) as usize;
    match &exam.cuts {
        _ if !exam.asks_levels() => level::estimate_of_lesson(questions),
        Cuts::One(rungs, basis) => {
            let cuts: Vec<(&str, Fraction)> =
                rungs.iter().map(|(level, cut)| (level.as_str(), *cut)).collect();
            Estimate { questions, cuts: Some(&cuts), basis: basis.as_ref() }.text()
        }
        Cuts::Mixed => Estimate { questions, cuts: None, basis: None }.text(),
        Cuts::Lesson => level::estimate_of_lesson(questions),
    }
}
