//! What to practise next, and why, with the command.

use jiff::tz::TimeZone;

use crate::report::history::sat::base;
use crate::report::history::{DAY_MS, ENOUGH, ExamHistory, LONG_UNSEEN_DAYS, Next, Why};
use crate::report::model::Absent;
use crate::session::Mode;

use super::super::document::Part;
use super::super::title::title_line;
use super::super::{duration, plural, share as shares, width};
use super::history::{Open, View, title};
use super::notes;

/// So many questions are named, the others counted.
const MOST_NAMED: usize = 3;
/// A title is not longer, in columns.
const TITLE: usize = 48;

/// The section; what is open comes first.
pub(super) fn parts(view: &View<'_>) -> Vec<Part> {
    let mut parts = Vec::new();
    // Of each exam the one that was begun last.
    let is_last = |place: usize, open: &Open| {
        view.open[..place].iter().all(|later| base(&later.exam_id) != base(&open.exam_id))
    };
    let last: Vec<&Open> = view
        .open
        .iter()
        .enumerate()
        .filter(|(place, open)| is_last(*place, open))
        .map(|(_, open)| open)
        .collect();
    let more = view.open.len() - last.len();
    for open in last {
        parts.push(Part::Text(open_words(open, None)));
        parts.extend(open.command.clone().map(Part::Command));
    }
    if more > 0 {
        let are = if more == 1 { "is" } else { "are" };
        let words = format!("{} {are} not finished:", plural::count(more, "earlier attempt"));
        parts.push(Part::Text(words));
        parts.push(Part::Command("examiner resume --list".to_owned()));
    }
    for (place, exam) in view.history.exams.iter().enumerate() {
        let of_exam = || view.history.next.iter().zip(view.commands).filter(|(next, _)| next.exam == place);
        for (next, command) in of_exam() {
            parts.push(Part::Text(format!("{}: {}", title(exam), words(exam, next))));
            parts.push(match command {
                Some(command) => Part::Command(command.clone()),
                None => Part::Text(
                    "  (its file is not at hand: name it with `examiner practice FILE`)".to_owned(),
                ),
            });
        }
        let nothing = if of_exam().next().is_none() { nothing(view, exam) } else { None };
        parts.extend(nothing.map(|words| Part::Text(format!("{}: {words}", title(exam)))));
    }
    if !parts.is_empty() {
        parts.insert(0, Part::Heading(vec!["What to practise next, and why".to_owned()]));
    }
    parts
}

/// An attempt that is not in the results, in words; with whose it is, where that is to be said.
pub fn open_words(open: &Open, whose: Option<&str>) -> String {
    let whose = whose.map(|name| format!(" by {name}")).unwrap_or_default();
    let what = match open.mode {
        Mode::Practice => "practice of",
        Mode::Exam => "exam",
    };
    let date = duration::moment(open.started_at.0, &TimeZone::UTC);
    let how = match open.state {
        Absent::Open => "is open",
        Absent::Running => "is running now",
        Absent::Unrecorded => "is handed in and not recorded",
    };
    format!("{what} {}{whose}, begun {date}, {how}: {} of {} answered", open.exam_id, open.answered, open.of)
}

/// Why, in words.
pub(super) fn words(exam: &ExamHistory, next: &Next) -> String {
    let why = match &next.why {
        Why::MissedTwice { questions, once } => {
            let more = match once {
                0 => String::new(),
                1 => "; 1 more was missed the last time".to_owned(),
                n => format!("; {n} more were missed the last time"),
            };
            let n = plural::count(questions.len(), "question");
            format!("{n} missed twice or more, the last time too: {}{more}", named(exam, questions))
        }
        Why::Missed(questions) => {
            let n = plural::count(questions.len(), "question");
            format!("{n} missed the last time: {}", named(exam, questions))
        }
        Why::Weakest { topic, now, among, tied } => {
            let which = if *among > 1 {
                format!(
                    "the smallest share of the {} topics with at least {ENOUGH} questions answered",
                    plural::word(*among)
                )
            } else {
                format!("the one topic with at least {ENOUGH} questions answered")
            };
            let tied = if *tied > 0 { " (of equal ones that of most questions)" } else { "" };
            format!("{topic}, {} right the last time: {which}{tied}", shares::share(now.x, now.n))
        }
        Why::LongUnseen { questions, since } => {
            let since = duration::date(since.0, &TimeZone::UTC);
            let n = plural::count(questions.len(), "question");
            format!("{n} not seen for {LONG_UNSEEN_DAYS} days or more, the longest since {since}")
        }
        Why::NotTried { questions, of, rest_right } => {
            let rest = if *rest_right { ", the others all right the last time" } else { "" };
            format!("{questions} of its {} not tried yet{rest}", plural::count(*of, "question"))
        }
    };
    match next.pending {
        0 => why,
        n => format!("{why}; what is open asks {n} of them, too"),
    }
}

/// Where nothing is to be practised of an exam: that all was right, and what remains.
fn nothing(view: &View<'_>, exam: &ExamHistory) -> Option<String> {
    let far = exam.how_far();
    let is_practised = |open: &Open| open.mode == Mode::Practice && base(&open.exam_id) == exam.id;
    let is_open = view.open.iter().any(is_practised);
    if is_open && (far.right < far.tried || exam.of.is_some_and(|of| of > far.tried)) {
        return Some("what there is to practise is in what is open".to_owned());
    }
    let waiting = far.tried.saturating_sub(far.right + far.missed);
    let right = match (far.right, waiting) {
        (0, _) => return (waiting > 0).then(|| "all answers wait for marks".to_owned()),
        (right, _) if right + waiting < far.tried => return None,
        (right, 0) => format!("all {} tried were right the last time", plural::count(right, "question")),
        (right, n) => format!("{right} right the last time, and {n} wait for marks"),
    };
    let all = exam.of.is_some_and(|of| of <= far.tried);
    let left = if all { "; none is left to try" } else { "" };
    let seen = exam.questions.iter().filter(|question| question.is_asked).map(|question| question.seen_at.0);
    let again = seen.min().map(|at| {
        let day = duration::date(at.saturating_add(LONG_UNSEEN_DAYS * DAY_MS), &TimeZone::UTC);
        format!("; what is not seen for {LONG_UNSEEN_DAYS} days comes back here, the first on {day}")
    });
    Some(format!("{right}{left}{}", again.unwrap_or_default()))
}

/// A few titles, and how many more there are.
fn named(exam: &ExamHistory, ids: &[String]) -> String {
    let title = |id: &String| {
        let question = exam.questions.iter().find(|question| question.id == *id);
        match question.filter(|question| question.title != *id) {
            Some(question) => format!("“{}”", width::truncate(&title_line(&question.title), TITLE)),
            None => id.clone(),
        }
    };
    // No more titles are made than are shown.
    let few: Vec<String> = ids.iter().take(MOST_NAMED + 1).map(title).collect();
    let blanks = ids.iter().skip(MOST_NAMED + 1).map(|_| String::new());
    notes::at_most(&few.into_iter().chain(blanks).collect::<Vec<_>>(), MOST_NAMED)
}
