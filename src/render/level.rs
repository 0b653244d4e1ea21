//! The level shown, in words that claim no more than the answers carry: never a bare level, never a probability that few answers invent.

use crate::exam::{CutsSource, Fraction};
use crate::scoring::level::{FEWEST_QUESTIONS, open_percent};

use super::paint::{self, Span, Style};
use super::{Look, plural, sanitize, share};

/// What is known of one rung.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RungStatus {
    /// No question of this level was graded.
    NotAsked,
    /// Too few were.
    TooFew,
    /// The answers show it.
    Shown,
    /// They leave it open.
    Open {
        /// The probability that it is reached, 0 to 1; none above a rung that was not asked.
        probability: Option<f64>,
    },
    /// They speak against it so far.
    NotYet,
}

/// One rung's evidence.
#[derive(Clone, Debug, PartialEq)]
pub struct RungView {
    /// The level, as the file has it.
    pub level: String,
    /// The sum of the shares.
    pub x: f64,
    /// Of how many graded questions.
    pub n: u32,
    /// What that makes of it.
    pub status: RungStatus,
    /// How much of `n` would show it; none where no count would.
    pub needed: Option<u32>,
}

/// What one attempt shows.
#[derive(Clone, Debug, PartialEq)]
pub struct LevelView {
    /// The rungs, lowest first.
    pub rungs: Vec<RungView>,
    /// The highest level shown.
    pub shown: Option<String>,
    /// Whether a harder rung contradicts an easier one.
    pub mixed: bool,
}

/// The words for a level shown, safe for a terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// `at least middle`, `nothing settled yet`, `mixed: read the answers`.
    pub headline: String,
    /// What is next: `senior open, 47%`, `nearest: junior 75%`.
    pub next: Option<String>,
    /// What that rests on: `6 of 10, 8 would show it`.
    pub evidence: Option<String>,
}

impl Words {
    /// All of it on one line: `at least middle · senior open, 47% · 6 of 10, 8 would show it`.
    pub fn line(&self) -> String {
        self.parts().collect::<Vec<_>>().join(" · ")
    }

    /// The line, the headline bold, broken between its parts, ending in a newline.
    pub fn render(&self, look: Look) -> String {
        let spans = self.parts().enumerate().map(|(i, part)| match i {
            0 => Span::new(part, Style::BOLD),
            _ => Span::plain(part),
        });
        paint::lines(&paint::parts(spans, look.width, 2), look.color)
    }

    fn parts(&self) -> impl Iterator<Item = &str> {
        [Some(&self.headline), self.next.as_ref(), self.evidence.as_ref()]
            .into_iter()
            .flatten()
            .map(String::as_str)
    }
}

/// The words for what an attempt shows.
pub fn words(view: &LevelView) -> Words {
    let headline = view.shown.as_ref().map(|level| format!("at least {}", sanitize::line(level)));
    if view.mixed {
        let mixed = "mixed: read the answers".to_owned();
        return match headline {
            Some(headline) => Words { headline, next: Some(mixed), evidence: None },
            None => Words { headline: mixed, next: None, evidence: None },
        };
    }
    let above = view.shown.as_ref().and_then(|shown| view.rungs.iter().position(|rung| rung.level == *shown));
    let place = above.map_or(0, |place| place + 1);
    let next = view.rungs.get(place);
    Words {
        next: next.and_then(|rung| next_words(rung, headline.is_some())),
        evidence: next.and_then(|rung| evidence(rung, place > 0)),
        headline: headline.unwrap_or_else(|| "nothing settled yet".to_owned()),
    }
}

/// The word for a rung in a table: `shown`, `open, 47%`, `not yet`, `too few`, `not asked`.
pub fn status(status: RungStatus) -> String {
    match status {
        RungStatus::NotAsked => "not asked".to_owned(),
        RungStatus::TooFew => "too few".to_owned(),
        RungStatus::Shown => "shown".to_owned(),
        RungStatus::Open { probability: Some(p) } => format!("open, {}%", open_percent(p)),
        RungStatus::Open { probability: None } => "open".to_owned(),
        RungStatus::NotYet => "not yet".to_owned(),
    }
}

/// The line for one rung: `senior: 6 of 10, open, 47%; 8 would show it`.
pub fn rung(rung: &RungView, lowest: bool) -> String {
    let level = sanitize::line(&rung.level);
    match rung.status {
        RungStatus::NotAsked => format!("{level}: not asked"),
        RungStatus::TooFew => format!("{level}: {}", too_few(rung)),
        RungStatus::Shown => format!("{}, shown", counted(rung)),
        RungStatus::Open { .. } | RungStatus::NotYet => {
            format!("{}, {}; {}", counted(rung), status(rung.status), would_show(rung, !lowest))
        }
    }
}

/// The counts of one rung alone: `senior: 6 of 10`.
pub fn counted(rung: &RungView) -> String {
    let level = sanitize::line(&rung.level);
    match rung.n {
        0 => format!("{level}: not asked"),
        n => format!("{level}: {} of {n}", share::sum(rung.x)),
    }
}

/// `4 of 4 at the first try`: what a lesson says in place of a level.
pub fn lesson(first_try: usize, questions: usize) -> String {
    format!("{first_try} of {questions} at the first try")
}

fn next_words(rung: &RungView, something_shown: bool) -> Option<String> {
    let level = sanitize::line(&rung.level);
    match rung.status {
        RungStatus::Open { probability: Some(p) } if !something_shown => {
            Some(format!("nearest: {level} {}%", open_percent(p)))
        }
        RungStatus::Open { .. } | RungStatus::NotYet | RungStatus::NotAsked => {
            Some(format!("{level} {}", status(rung.status)))
        }
        RungStatus::TooFew => Some(format!("{level}: {}", too_few(rung))),
        RungStatus::Shown => None,
    }
}

/// What is there and what would show it; `above` tells whether there is a rung below.
fn evidence(rung: &RungView, above: bool) -> Option<String> {
    match rung.status {
        RungStatus::Open { .. } | RungStatus::NotYet => {
            Some(format!("{} of {}, {}", share::sum(rung.x), rung.n, would_show(rung, above)))
        }
        RungStatus::NotAsked | RungStatus::TooFew | RungStatus::Shown => None,
    }
}

/// What a rung's counts show, and what would show it: `open; 8 would show it`.
pub fn says(rung: &RungView, lowest: bool) -> String {
    match rung.status {
        RungStatus::NotAsked | RungStatus::Shown => status(rung.status),
        RungStatus::TooFew => least(),
        RungStatus::Open { .. } => format!("open; {}", would_show(rung, !lowest)),
        RungStatus::NotYet => format!("not yet; {}", would_show(rung, !lowest)),
    }
}

/// What would show a rung; `above` tells whether there is a rung below.
fn would_show(rung: &RungView, above: bool) -> String {
    match rung.needed {
        Some(needed) => format!("{needed} would show it"),
        None if above => "the rung below first".to_owned(),
        None => "too few questions to show it".to_owned(),
    }
}

/// How many questions it takes.
pub fn least() -> String {
    format!("{FEWEST_QUESTIONS} questions is the least that can show a level")
}

fn too_few(rung: &RungView) -> String {
    format!("{} of {} right; {}", share::sum(rung.x), rung.n, least())
}

/// What stands under every table and page.
#[derive(Clone, Copy, Debug)]
pub struct Estimate<'a> {
    /// How many questions it rests on.
    pub questions: usize,
    /// Levels with their cuts, lowest first; none where attempts have different ones.
    pub cuts: Option<&'a [(&'a str, Fraction)]>,
    /// Where the cuts come from; none where they stand in results without a copy of the exam.
    pub basis: Option<&'a CutsSource>,
}

impl Estimate<'_> {
    /// The sentences, on one line, safe for a terminal.
    pub fn text(&self) -> String {
        let cuts = match self.cuts {
            Some(cuts) => {
                let cuts: Vec<String> = cuts
                    .iter()
                    .map(|(level, cut)| format!("{} {}", sanitize::line(level), cut_percent(*cut)))
                    .collect();
                format!("Cuts: {}; basis: {}", cuts.join(", "), basis(self.basis))
            }
            None => "Cuts: each attempt by its own".to_owned(),
        };
        format!("{} {}.", worth_of(self.questions), cuts.trim_end_matches('.'))
    }

    /// The sentences wrapped, each line ending in a newline.
    pub fn render(&self, look: Look) -> String {
        let spans = [Span::plain(self.text())];
        paint::lines(&paint::wrap(&spans, look.width, &[], 0), look.color)
    }
}

/// The same under a lesson, which claims no level and so has no cuts.
pub fn estimate_of_lesson(questions: usize) -> String {
    worth_of(questions)
}

/// The same over several exams, each on its day.
pub fn estimate_over_exams() -> String {
    worth("these questions on a day for each exam")
}

fn worth_of(questions: usize) -> String {
    worth(&if questions == 1 {
        "one question on one day".to_owned()
    } else {
        format!("these {} on one day", plural::count(questions, "question"))
    })
}

fn worth(of: &str) -> String {
    format!(
        "An estimate from {of}, for people to weigh with everything else they know. It decides nothing, \
         and it has not been checked against work in your job. Every number can be recomputed from the CSV."
    )
}

fn basis(source: Option<&CutsSource>) -> String {
    let Some(source) = source else {
        return "not known without a copy of the exam, the cuts are those in the results".to_owned();
    };
    match source {
        CutsSource::Defaults => "the program's defaults, not set by your panel".to_owned(),
        CutsSource::File => "set in the exam's file, no basis named".to_owned(),
        CutsSource::Basis(basis) if basis.is_empty() => "named in the exam's file, not shown here".to_owned(),
        CutsSource::Basis(basis) => sanitize::line(basis.trim()).into_owned(),
    }
}

/// `70%`, `67.5%`.
fn cut_percent(cut: Fraction) -> String {
    format!("{}%", share::sum(f64::from(cut.ten_thousandths()) / 100.0))
}

#[cfg(test)]
#[path = "level_tests.rs"]
mod tests;
