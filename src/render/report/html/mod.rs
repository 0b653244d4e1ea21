//! The panel's page: on top who has shown which level and how sure that is, below it why. What the tables say it says in the same words;
//! every picture stands in the table that it is drawn from.

mod bars;
mod candidates;
pub mod compare;
pub mod debrief;
mod grid;
pub mod history;
mod level;
mod questions;
mod sheet;
mod topics;
mod totals;

use std::borrow::Cow;

use maud::{Markup, html};

use crate::report::Report;
use crate::report::model::ExamFigures;
use crate::report::outcomes::Outcomes;

use super::super::document::Part;
use super::super::page::{LONGEST_NAME, Page, SCRIPT, STYLE, heading, parts, running_head, shortened};
use super::super::{plural, sanitize};
use super::{apart, notes, panel};

/// From so many candidates on one may be looked for by name.
const FEWEST_TO_FILTER: usize = 10;

/// One exam as it is shown.
struct Shown<'a> {
    report: &'a Report,
    /// The same with names that sentences can hold.
    spoken: &'a Report,
    exam: &'a ExamFigures,
    /// What became of each question.
    outcomes: &'a Outcomes,
    /// Its place in the report.
    place: usize,
    /// The level of its headings.
    level: u8,
    times: bool,
}

impl Shown<'_> {
    /// An id on the page; never from anybody's data.
    fn id(&self, of: &str) -> String {
        format!("e{}-{of}", self.place + 1)
    }

    /// The ids that a section is labelled by: the exam's title, and its own.
    fn labels(&self, of: &str) -> String {
        format!("{} {}", self.id("title"), self.id(of))
    }
}

/// The whole page; what became of the questions stands for each exam.
pub fn page(report: &Report, outcomes: &[Outcomes], times: bool) -> String {
    let titles: Vec<String> = report.exams.iter().map(title).collect();
    let spoken = spoken(report);
    let one = report.exams.len() == 1;
    let level = if one { 2 } else { 3 };
    let shown =
        |(place, (exam, outcomes))| Shown { report, spoken: &spoken, exam, outcomes, place, level, times };
    let exams: Vec<Shown<'_>> = report.exams.iter().zip(outcomes).enumerate().map(shown).collect();
    let window = if titles.is_empty() { "No results".to_owned() } else { plural::list(&titles) };
    let most = report.exams.iter().map(|exam| exam.candidates.len()).max().unwrap_or(0);
    let body = html! {
        header.top {
            h1 id=[one.then_some("e1-title")] { (sanitize::line(&window)) }
            @if one { @for exam in &exams { (facts(exam.exam)) } }
        }
        @if !exams.is_empty() { (navigation(&exams)) }
        (bars::shared())
        main {
            @if most >= FEWEST_TO_FILTER {
                form #filter hidden role="search" {
                    label { "Find a candidate " input type="search" autocomplete="off" spellcheck="false"; }
                    " " output aria-live="polite" {}
                }
            }
            @for exam in &exams {
                @if one { (of_exam(exam)) } @else {
                    section.exam aria-labelledby=(exam.id("title")) {
                        h2 id=(exam.id("title")) { (sanitize::line(&title(exam.exam))) }
                        (facts(exam.exam))
                        (of_exam(exam))
                    }
                }
            }
            (of_all(report))
        }
    };
    let style = STYLE.to_owned() + &running_head("", &window);
    Page { title: &window, language: "en", style: &style, script: Some(SCRIPT), body }.text()
}

fn title(exam: &ExamFigures) -> String {
    exam.title.clone().unwrap_or_else(|| exam.id.clone())
}

/// How many sat what, when, in which version.
fn facts(exam: &ExamFigures) -> Markup {
    let heading = panel::heading(exam);
    let under = panel::under(exam);
    html! {
        p.facts { (sanitize::line(&heading[1..].join(" · "))) }
        @if !under.is_empty() { p.facts { (sanitize::line(&under.join(" · "))) } }
    }
}

/// The report with long names shortened: a sentence with several of thousands of letters would be nothing but names.
fn spoken(report: &Report) -> Cow<'_, Report> {
    let is_long = |name: &str| !matches!(shortened(name, LONGEST_NAME), Cow::Borrowed(_));
    if !report.exams.iter().flat_map(|exam| &exam.candidates).any(|of| is_long(&of.shown_as)) {
        return Cow::Borrowed(report);
    }
    let mut spoken = report.clone();
    for candidate in spoken.exams.iter_mut().flat_map(|exam| &mut exam.candidates) {
        candidate.shown_as = shortened(&candidate.shown_as, LONGEST_NAME).into_owned();
    }
    Cow::Owned(spoken)
}

/// The sections of each exam.
fn sections(exam: &Shown<'_>) -> Vec<(&'static str, String)> {
    let mut sections = vec![("Level shown", exam.id("level"))];
    sections.extend((!exam.exam.topics.is_empty()).then(|| ("Per topic", exam.id("topics"))));
    sections.push(("Questions", exam.id("questions")));
    sections.push(("Candidates", exam.id("candidates")));
    sections
}

fn navigation(exams: &[Shown<'_>]) -> Markup {
    html! {
        nav aria-label="On this page" {
            @for exam in exams {
                ul {
                    @if exams.len() > 1 { li { a.exam href={ "#" (exam.id("title")) } { (sanitize::line(&title(exam.exam))) } } }
                    @for (name, id) in sections(exam) { li { a href={ "#" (id) } { (name) } } }
                }
            }
        }
    }
}

fn of_exam(shown: &Shown<'_>) -> Markup {
    let grid = match shown.outcomes {
        Outcomes::Known(grid) => Some(grid),
        Outcomes::TooManyCandidates(_) | Outcomes::TooManyQuestions(_) => None,
    };
    let (remarks, marks) = notes::of_exam(shown.spoken, shown.place);
    html! {
        section aria-labelledby=(shown.labels("level")) {
            (heading(shown.level, Some(&shown.id("level")), &html! { "Level shown" }))
            (level::section(shown, &marks))
            (parts::remarks(&remarks))
            @for part in apart::parts(&shown.spoken.exams[shown.place], &shown.spoken.asked) { (self::part(shown, &part)) }
            @if shown.exam.topics.is_empty() { (totals::section(shown)) }
            p.estimate { (sanitize::line(&panel::estimate(shown.exam))) }
        }
        @if !shown.exam.topics.is_empty() {
            section aria-labelledby=(shown.labels("topics")) {
                (heading(shown.level, Some(&shown.id("topics")), &html! { "Per topic" }))
                (topics::section(shown))
                (totals::section(shown))
            }
        }
        section aria-labelledby=(shown.labels("questions")) {
            (heading(shown.level, Some(&shown.id("questions")), &html! { "Question by question" }))
            (questions::section(shown, shown.outcomes))
        }
        section aria-labelledby=(shown.labels("candidates")) {
            (heading(shown.level, Some(&shown.id("candidates")), &html! { "Candidate by candidate" }))
            (candidates::section(shown, grid))
        }
    }
}

/// What unfolds all there is of something, for those who have scripts.
fn unfolds(what: &str) -> Markup {
    html! {
        p.unfolds hidden { button type="button" { "Unfold all " (what) } " What is unfolded is printed." }
    }
}

/// A part as it stands in any document.
fn part(shown: &Shown<'_>, part: &Part) -> Markup {
    parts::parts(std::slice::from_ref(part), shown.level, &shown.id("part"))
}

/// What is to be said of the whole report.
fn of_all(report: &Report) -> Markup {
    let remarks = notes::of_all(report);
    html! {
        @if let Some(Part::Text(nothing)) = panel::nothing(report) { p { (nothing) } }
        @if !remarks.is_empty() {
            section aria-labelledby="all" {
                (heading(2, Some("all"), &html! { "What was left out" }))
                (parts::remarks(&remarks))
            }
        }
    }
}
