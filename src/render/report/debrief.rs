//! An interviewer's sheet as a page: the total and the level, what was missed and what it means, what to ask next.

use jiff::tz::TimeZone;

use crate::report::debrief::{Answered, ClockTrouble, Sheet, Told, Tried};
use crate::report::group;
use crate::report::model::{Choice, Note};
use crate::report::{Cell, Report};
use crate::session::Mode;

use super::super::document::{Document, Part};
use super::super::level;
use super::super::markdown::plain_line;
use super::super::{duration, plural, share};
pub use super::told::Detail;
use super::{levels, mixed, notes, panel, points, told};

/// Which questions are shown, and how much of each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Which.
    pub questions: Questions,
    /// How much.
    pub detail: Detail,
}

/// Which questions are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Questions {
    /// Those that were missed, and what is to be said of others.
    #[default]
    Missed,
    /// All.
    All,
    /// All that are on the sheet, which holds only those that were named.
    Named,
}

/// The sheets, one behind the other, and what must be known besides.
pub fn page(sheets: &[Sheet], asked: Asked, besides: &[Note]) -> Document {
    let mut parts: Vec<Part> = sheets.iter().flat_map(|sheet| of_sheet(sheet, asked)).collect();
    let more = sheets.iter().flat_map(|sheet| shown(sheet, asked)).any(told::has_more);
    if more && asked.detail == Detail::Short {
        parts.push(Part::Text("--full shows questions with all of their text and their code.".to_owned()));
    }
    parts.extend(lines(notes_in_words(besides)));
    Document { parts }
}

fn of_sheet(sheet: &Sheet, asked: Asked) -> Vec<Part> {
    let exam = &sheet.exam;
    let Some(candidate) = exam.candidates.first() else { return Vec::new() };
    let title = exam.title.clone().unwrap_or_else(|| exam.id.clone());
    let mut parts = vec![Part::Heading(vec![candidate.shown_as.clone(), title])];
    let under = under(sheet);
    if !under.is_empty() {
        parts.push(Part::Under(under));
    }
    parts.push(Part::Text(total(&candidate.total)));
    parts.extend(reached(sheet).map(Part::Text));
    parts.extend(level_lines(sheet));
    let n = sheet.answers.len();
    match asked.questions {
        Questions::Missed => parts.extend(missed(sheet, asked.detail)),
        Questions::All => parts.extend(entries(&all_questions(n), shown(sheet, asked), asked.detail)),
        Questions::Named => {
            parts.extend(entries(&plural::count(n, "question"), shown(sheet, asked), asked.detail));
        }
    }
    let clock = clock(sheet);
    if !clock.is_empty() {
        parts.push(Part::Text("The clock".to_owned()));
    }
    parts.extend(lines(clock));
    parts.extend(lines(missing(std::slice::from_ref(sheet))));
    parts.push(Part::Text(panel::estimate(exam)));
    parts
}

/// The questions that a page shows.
fn shown(sheet: &Sheet, asked: Asked) -> Vec<&Told> {
    match asked.questions {
        Questions::All | Questions::Named => sheet.answers.iter().collect(),
        Questions::Missed => {
            let others = sheet.answers.iter().filter(|told| is_right_and_told(told));
            let missed = sheet.missed().into_iter().chain(sheet.not_tried());
            missed.chain(sheet.waiting()).chain(others).collect()
        }
    }
}

fn all_questions(n: usize) -> String {
    if n == 1 { "The one question".to_owned() } else { format!("All {n} questions") }
}

/// What was missed, what waits for a mark, what is to be said of right answers, what is strong.
fn missed(sheet: &Sheet, detail: Detail) -> Vec<Part> {
    let (missed, waiting) = (sheet.missed(), sheet.waiting());
    let not_tried = sheet.not_tried();
    let over = match (missed.len(), waiting.len()) {
        (0, 0) if !not_tried.is_empty() => "Nothing was missed of what was tried.".to_owned(),
        (0, 0) => "Nothing was missed.".to_owned(),
        (0, n) if n == sheet.answers.len() => "No answer is marked yet.".to_owned(),
        (0, _) => "Nothing was missed among what is marked.".to_owned(),
        (1, _) => "1 question missed".to_owned(),
        _ => format!("{}{}", how_many_missed(&missed), in_which_order(sheet)),
    };
    let mut parts = entries(&over, missed, detail);
    if !not_tried.is_empty() {
        parts.extend(entries(&never_tried(&not_tried), not_tried, detail));
    }
    if !waiting.is_empty() {
        parts.extend(entries(&waits(waiting.len()), waiting, detail));
    }
    let right: Vec<&Told> = sheet.answers.iter().filter(|told| is_right_and_told(told)).collect();
    if !right.is_empty() {
        parts.extend(entries(RIGHT_AND_TOLD, right, detail));
    }
    parts.extend(all_right(sheet).map(Part::Text));
    parts
}

/// In which order missed questions stand; nothing where no level tells one from the other.
pub(super) fn in_which_order(sheet: &Sheet) -> String {
    let weak = sheet.weak_rungs();
    let ladder = sheet.exam.candidates.first().map(|of| of.level.ladder.as_slice()).unwrap_or_default();
    let names: Vec<&str> =
        weak.iter().filter_map(|rung| ladder.get(*rung)).map(|(name, _)| name.as_str()).collect();
    if !names.is_empty() {
        return format!(", first those at {}, which make it mixed", plural::list(&names));
    }
    let has_levels = sheet.answers.iter().any(|told| sheet.rung(told).is_some());
    if has_levels { ", most telling first".to_owned() } else { String::new() }
}

/// `4 questions not reached`.
pub(super) fn never_tried(not_tried: &[&Told]) -> String {
    let n = plural::count(not_tried.len(), "question");
    if are_not_reached(not_tried) {
        format!("{n} never reached")
    } else {
        format!("{n} never reached, or cut off by the end of the time")
    }
}

/// The same as the name of a part.
pub(super) fn not_tried_is(not_tried: &[&Told]) -> &'static str {
    if are_not_reached(not_tried) { "Never reached" } else { "Never reached or cut off" }
}

fn are_not_reached(not_tried: &[&Told]) -> bool {
    not_tried.iter().all(|told| told.tried == Tried::NotReached)
}

/// `8 questions missed, 3 of them not answered`.
pub(super) fn how_many_missed(missed: &[&Told]) -> String {
    let empty = missed.iter().filter(|told| told.answered() == Answered::Nothing).count();
    match (missed.len(), empty) {
        (1, _) => "1 question missed".to_owned(),
        (n, 0) => format!("{n} questions missed"),
        (n, empty) if n == empty => format!("{n} questions missed, none of them answered"),
        (n, empty) => format!("{n} questions missed, {empty} of them not answered"),
    }
}

/// `15 of the 19 questions reached`, where some were not.
pub(super) fn reached(sheet: &Sheet) -> Option<String> {
    let (reached, all) = sheet.reached();
    (reached < all)
        .then(|| format!("{reached} of the {all} questions reached; the others count as not right."))
}
/// `2 answers wait for a mark`.
pub(super) fn waits(n: usize) -> String {
    let waits = if n == 1 { "waits" } else { "wait" };
    format!("{} {waits} for a mark", plural::count(n, "answer"))
}

/// What heads right answers of which something is to be said.
pub(super) const RIGHT_AND_TOLD: &str = "Answered right, after a change or with an objection";

/// Whether there is something to be said of a right answer: it was objected to, or changed.
pub(super) fn is_right_and_told(told: &Told) -> bool {
    told.is_right() && (!told.unclear.is_empty() || told.change.is_some())
}

fn entries(over: &str, shown: Vec<&Told>, detail: Detail) -> Vec<Part> {
    let entries: Vec<Part> = shown.into_iter().map(|told| told::entry(told, detail)).collect();
    std::iter::once(Part::Text(over.to_owned())).chain(told::put_together(entries)).collect()
}

/// When, how it ended, which attempt of how many.
pub(super) fn under(sheet: &Sheet) -> Vec<String> {
    let Some(candidate) = sheet.exam.candidates.first() else { return Vec::new() };
    let mut under = Vec::new();
    under.extend((sheet.mode == Some(Mode::Practice)).then(|| "practice".to_owned()));
    for attempt in &candidate.attempts {
        under.extend(attempt.started_at.map(|at| duration::date(at.0, &TimeZone::UTC)));
        under.extend(attempt.status.map(|status| match status {
            "expired" => "ended by the clock".to_owned(),
            _ => "handed in".to_owned(),
        }));
        under.extend(attempt.attempt_id.as_ref().map(|id| format!("attempt {id}")));
    }
    under.extend(which_attempt(candidate.sat, sheet.choice));
    under
}

/// `the first of two attempts`, where there are several.
pub(super) fn which_attempt(sat: u32, choice: Choice) -> Option<String> {
    let which = match choice {
        Choice::First => "the first",
        Choice::Latest => "the latest",
        Choice::Best => "the best",
        Choice::All => "all",
    };
    let seen = if choice == Choice::Latest { ", with the questions seen before" } else { "" };
    (sat > 1).then(|| format!("{which} of {} attempts{seen}", plural::word(sat as usize)))
}

/// What sheets lack for want of something beside the results.
pub(super) fn missing(sheets: &[Sheet]) -> Vec<String> {
    let whose = |lacks: fn(&Sheet) -> bool| {
        let names: Vec<&str> = sheets
            .iter()
            .filter(|sheet| lacks(sheet))
            .filter_map(|sheet| Some(sheet.exam.candidates.first()?.shown_as.as_str()))
            .collect();
        let of =
            if names.len() == sheets.len() { String::new() } else { format!(" of {}", plural::list(&names)) };
        (!names.is_empty()).then_some(of)
    };
    let copy = whose(|sheet| !sheet.has_copy).map(|of| {
        let whose = if of.is_empty() { of } else { format!(" for the questions{of}") };
        format!("No copy of the exam is at hand{whose}, so ids stand for words (--exam-file names one).")
    });
    let journal = whose(|sheet| !sheet.has_journal).map(|of| {
        format!("No journal{of} is at hand: predictions, objections and changes of answer are not known.")
    });
    let answers = whose(Sheet::has_no_answers)
        .map(|of| format!("These results don't hold the answers{of}: what was chosen is not known."));
    let keys = sheets.iter().filter_map(|sheet| Some((sheet, sheet.other_key.as_ref()?)));
    let keys = keys.map(|(sheet, (copy, marked))| {
        let first = |digest: &String| digest.get(..8).unwrap_or(digest).to_owned();
        let of = match sheet.exam.candidates.first().filter(|_| sheets.len() > 1) {
            Some(candidate) => format!(" of {}", candidate.shown_as),
            None => String::new(),
        };
        format!(
            "The marks{of} were made by the key {}, and the copy of the exam at hand has the key {}: what it calls right may not be \
             what counted as right.",
            first(marked),
            first(copy)
        )
    });
    let rows = sheets.iter().filter_map(|sheet| {
        let (asked, held) = sheet.lacking?;
        let of = match sheet.exam.candidates.first().filter(|_| sheets.len() > 1) {
            Some(candidate) => format!(" of {}", candidate.shown_as),
            None => String::new(),
        };
        let held = plural::count(held, "question");
        Some(format!(
            "The attempt{of} had {asked} questions by its journal, and the results hold {held}: the figures are of these only \
             (`examiner verify FILE` looks into it)."
        ))
    });
    [copy, answers, journal].into_iter().flatten().chain(rows).chain(keys).collect()
}

/// `23 of 30 points, 77%; 95% range 59–88%`; no percentage of fewer than four questions.
pub(super) fn total(cell: &Cell) -> String {
    let worth = share::sum(points(cell.worth()));
    let unit = if worth == "1" { "point" } else { "points" };
    let of = format!("{} of {worth} {unit}", share::sum(points(cell.points)));
    match (cell.ungraded(), cell.share(), group::range(cell)) {
        (0, Some(share_of), Ok(range)) => {
            format!("{of}, {}; 95% range {}", share::percent(share_of), share::range(range.low, range.high))
        }
        (0, ..) => of,
        (1, ..) => format!("at least {of}; one answer waits for a mark"),
        (n, ..) => format!("at least {of}; {n} answers wait for a mark"),
    }
}

/// The level in words, and each rung with what would show it; where answers are mixed, which rungs contradict each other.
fn level_lines(sheet: &Sheet) -> Vec<Part> {
    let Some(candidate) = sheet.exam.candidates.first() else { return Vec::new() };
    if candidate.total.graded == 0 && candidate.total.ungraded() > 0 {
        return Vec::new();
    }
    let Some(view) = panel::level_view(candidate) else {
        let reason = candidate.level.shown.as_ref().err();
        return reason.map(|reason| Part::Text(levels::no_level(*reason))).into_iter().collect();
    };
    let words = level::words(&view);
    let mut heading = vec![words.headline];
    let clause = mixed::clause(candidate);
    heading.extend(words.next.filter(|_| clause.is_some()));
    let mut parts = vec![Part::Heading(heading)];
    parts.extend(lines(mixed::rungs(candidate).into_iter().chain(clause).collect()));
    parts
}

/// Topics and levels of which all was right.
pub(super) fn all_right(sheet: &Sheet) -> Option<String> {
    let candidate = sheet.exam.candidates.first()?;
    let topics = candidate.topics.iter().map(|(place, cell)| (&sheet.exam.topics[place], cell));
    let levels = candidate.levels.iter().map(|(place, cell)| (&sheet.exam.levels[place], cell));
    let all_right: Vec<String> = levels
        .chain(topics)
        .filter(|(_, cell)| cell.graded > 1 && cell.ungraded() == 0 && cell.points == cell.max_points)
        .map(|(heading, cell)| format!("{} ({} of {})", heading.title, share::sum(cell.shares), cell.graded))
        .collect();
    (!all_right.is_empty()).then(|| format!("All right in {}.", plural::list(&all_right)))
}

/// Notes on all sheets together, a sentence each.
pub fn notes_in_words(notes: &[Note]) -> Vec<String> {
    let others = notes.iter().filter(|note| !matches!(note, Note::NotInResults { .. }));
    let others = others.map(|note| notes::words(&Report::default(), note));
    notes::not_in_results(notes).into_iter().chain(others).collect()
}

/// Sentences, a line each.
pub(super) fn lines(lines: Vec<String>) -> Option<Part> {
    let lines: Vec<_> = lines.into_iter().map(|line| (String::new(), line)).collect();
    (!lines.is_empty()).then_some(Part::Remarks(lines))
}

/// What happened to the clock.
pub(super) fn clock(sheet: &Sheet) -> Vec<String> {
    sheet.clock.iter().filter_map(|trouble| of_clock(sheet, trouble)).collect()
}

/// Nothing where the sheet's head says it.
fn of_clock(sheet: &Sheet, trouble: &ClockTrouble) -> Option<String> {
    let title = |at: &crate::report::debrief::Which| format!("“{}”", plain_line(&at.title));
    Some(match trouble {
        ClockTrouble::QuestionExpired(None) => "the time of a question ended".to_owned(),
        ClockTrouble::QuestionExpired(Some(at)) => {
            format!("the time of {} ended", title(at))
        }
        ClockTrouble::ExamExpired(Some(at)) => {
            format!("the exam's time ended at {}", title(at))
        }
        ClockTrouble::ExamExpired(None) => {
            let candidate = sheet.exam.candidates.first()?;
            if candidate.attempts.iter().any(|attempt| attempt.status == Some("expired")) {
                return None;
            }
            "the exam's time ended".to_owned()
        }
        ClockTrouble::Jumped(ms) => {
            let way = if *ms < 0 { "back" } else { "forward" };
            format!(
                "the wall clock went {way} by {}; the deadline stayed",
                duration::words(ms.unsigned_abs())
            )
        }
        ClockTrouble::GivenBack(ms, by) if by.is_empty() => {
            format!("{} were given back", duration::words(*ms))
        }
        ClockTrouble::GivenBack(ms, by) => format!("{} were given back by {by}", duration::words(*ms)),
        ClockTrouble::Away(ms, rebooted) => {
            let restart = if *rebooted { ", with a restart of the machine" } else { "" };
            let time = if *ms < 1000 { "less than a second".to_owned() } else { duration::words(*ms) };
            format!("away for {time}{restart}; the clock ran on")
        }
    })
}
