//! One attempt, event by event, for a terminal.

use jiff::tz::TimeZone;

use crate::exam::{Exam, words};
use crate::report::attempts::{Listed, Standing};
use crate::session::timeline::Happened;
use crate::session::{Attempt, AttemptState, Event, Rows};

use super::super::document::{Document, Part};
use super::super::{Look, duration, plural};
use super::wording;

/// Whether it is told what is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keyed {
    /// What answers earned, and what is right.
    Yes,
    /// Nothing of that.
    No,
}

/// Labels, and what stands behind them.
type Lines = Vec<(String, String)>;

/// One attempt and all that is known of it.
#[derive(Clone, Copy, Debug)]
pub struct Timeline<'a> {
    /// How it stands.
    pub listed: &'a Listed,
    /// What its events add up to.
    pub attempt: &'a Attempt,
    /// Its events.
    pub happened: &'a [Happened<'a>],
    /// The receipt, once it is handed in.
    pub receipt: Option<&'a str>,
    /// The copy of its exam, if it is kept.
    pub exam: Option<&'a Exam>,
    /// Whether it is told what is right.
    pub keyed: Keyed,
}

impl Timeline<'_> {
    /// The rows that were handed in.
    pub(super) fn rows(&self) -> Option<&Rows> {
        match &self.attempt.state {
            AttemptState::Open => None,
            AttemptState::Submitted { rows, .. } | AttemptState::Recorded { rows, .. } => Some(rows),
        }
    }

    /// The page.
    pub fn text(&self, zone: &TimeZone, look: Look) -> String {
        let listed = self.listed;
        let started = &self.attempt.started;
        let mut who = vec![listed.candidate.clone()];
        who.extend((!listed.candidate_id.is_empty()).then(|| listed.candidate_id.clone()));
        who.push(self.exam.map_or_else(|| started.exam.clone(), |exam| exam.title.clone()));
        let mut under = vec![
            started.exam.clone(),
            format!("begun {}", duration::moment(self.attempt.started_at.0, zone)),
            listed.standing.words().to_owned(),
            format!("attempt {}", started.attempt),
        ];
        under.dedup();
        let mut parts = vec![Part::Heading(who), Part::Under(under)];
        let lines = wording::started(started).into_iter();
        parts.push(entry("Started", lines.map(|(label, text)| (label.to_owned(), text)).collect()));
        parts.extend(self.blocks());
        if self.keyed == Keyed::Yes {
            parts.extend(self.answers());
        }
        parts.push(Part::Remarks(self.remarks().into_iter().map(|text| (String::new(), text)).collect()));
        Document { parts }.render(look)
    }

    /// What happened, in order: a block for each stretch on one question.
    fn blocks(&self) -> Vec<Part> {
        let mut blocks: Vec<(Option<usize>, Lines)> = Vec::new();
        for one in self.happened {
            let Some(text) = wording::happened(one, self.exam, self.keyed) else { continue };
            let place = one.on.as_ref().map(|on| on.place);
            let new = labelled(&duration::clock(one.elapsed_ms), &text);
            match blocks.last_mut() {
                Some((of, lines)) if *of == place => lines.extend(new),
                Some(_) | None => blocks.push((place, new)),
            }
            if matches!(one.event, Event::Submitted { .. })
                && let (Some(receipt), Some((_, lines))) = (self.receipt, blocks.last_mut())
            {
                lines.push((String::new(), format!("receipt {receipt}")));
            }
        }
        let part = |(place, lines): (Option<usize>, Lines)| Part::Entry {
            title: place.map_or_else(|| vec!["The attempt".to_owned()], |place| self.title(place)),
            blocks: Vec::new(),
            lines,
        };
        blocks.into_iter().map(part).collect()
    }

    fn title(&self, place: usize) -> Vec<String> {
        let drawn = self.attempt.drawn(place);
        let of = self.attempt.progress.len();
        let mut title = vec![format!("Question {} of {of}", place + 1), drawn.id.to_string()];
        title.extend(self.exam.and_then(|exam| exam.question(&drawn.id)).map(wording::title));
        title.extend(drawn.limit.map(|limit| format!("limit {}", duration::words(limit.0))));
        title
    }

    /// What each answer earned, and what is right.
    fn answers(&self) -> Vec<Part> {
        let Some(rows) = self.rows() else { return Vec::new() };
        let place = |column: &str| rows.columns.iter().position(|name| name == column);
        let cell = |row: &[String], column: &str| {
            place(column).and_then(|place| row.get(place)).cloned().unwrap_or_default()
        };
        let part = |(at, row): (usize, &Vec<String>)| {
            let id = cell(row, "question_id");
            let outcome = match cell(row, "outcome").as_str() {
                "timed_out" => "time ran out".to_owned(),
                "ungraded" => "not marked yet".to_owned(),
                word => word.to_owned(),
            };
            let (points, max) = (cell(row, "points"), cell(row, "max_points"));
            let earned = if points.is_empty() { format!("of {max}") } else { format!("{points} of {max}") };
            let mut lines = labelled("answer", &wording::answer(self.exam, &id, &cell(row, "answer")));
            lines.push(("outcome".to_owned(), format!("{outcome}, {earned}")));
            let question =
                self.exam.and_then(|exam| exam.questions.iter().find(|known| known.id.as_str() == id));
            if let Some(right) = question.and_then(words::right) {
                lines.push(("right".to_owned(), right.texts().join(" + ")));
            }
            let title = if at < self.attempt.progress.len() { self.title(at) } else { vec![id] };
            Part::Entry { title, blocks: Vec::new(), lines }
        };
        let head = Part::Text("What the answers earned when they were handed in".to_owned());
        std::iter::once(head).chain(rows.rows.iter().enumerate().map(part)).collect()
    }

    /// What must be known besides.
    pub(super) fn remarks(&self) -> Vec<String> {
        let mut remarks = Vec::new();
        let answered = self.attempt.answered();
        let of = plural::count(self.attempt.progress.len(), "question");
        remarks.push(format!("{answered} of {of} answered."));
        if self.keyed == Keyed::Yes && self.rows().is_none() {
            remarks.push("It is not handed in, so nothing is said about right or wrong.".to_owned());
        }
        if self.exam.is_none() {
            remarks.push(
                "No copy of the exam is beside the journal, so ids stand for titles and options.".to_owned(),
            );
        }
        if self.listed.standing == Standing::BeingRemoved {
            remarks.push("Its removal broke off; `examiner attempts forget` finishes it.".to_owned());
        }
        remarks
    }
}

/// A text of several lines is several, the first with the label.
fn labelled(label: &str, text: &str) -> Lines {
    let mut lines: Lines = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| (String::new(), line.to_owned()))
        .collect();
    match lines.first_mut() {
        Some((first, _)) => label.clone_into(first),
        None => lines.push((label.to_owned(), String::new())),
    }
    lines
}

fn entry(title: &str, lines: Lines) -> Part {
    Part::Entry { title: vec![title.to_owned()], blocks: Vec::new(), lines }
}
