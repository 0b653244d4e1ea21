//! What to practise next, and why, with the command.

use jiff::tz::TimeZone;

use crate::report::history::{ExamHistory, LONG_UNSEEN_DAYS, Next, Why};
use crate::report::model::Absent;
use crate::session::Mode;

use super::super::document::Part;
use super::super::markdown::plain_line;
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
    for open in view.open {
        parts.push(Part::Text(open_words(open)));
        parts.extend(open.command.clone().map(Part::Command));
    }
    for (next, command) in view.history.next.iter().zip(view.commands) {
        let Some(exam) = view.history.exams.get(next.exam) else { continue };
        parts.push(Part::Text(format!("{}: {}", title(exam), words(exam, next))));
        parts.push(match command {
            Some(command) => Part::Command(command.clone()),
            None => {
                Part::Text("  (its file is not at hand: name it with `examiner practice FILE`)".to_owned())
            }
        });
    }
    if !parts.is_empty() {
        parts.insert(0, Part::Heading(vec!["What to practise next, and why".to_owned()]));
    }
    parts
}

/// An attempt that is not in the results, in words.
pub(super) fn open_words(open: &Open) -> String {
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
    format!("{what} {}, begun {date}, {how}: {} of {} answered", open.exam_id, open.answered, open.of)
}

/// Why, in words.
pub(super) fn words(exam: &ExamHistory, next: &Next) -> String {
    match &next.why {
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
        Why::Weakest { topic, now, among } => {
            let which = if *among > 1 {
                format!("the smallest share of {} topics", plural::word(*among))
            } else {
                "the one topic with enough answers".to_owned()
            };
            format!("{topic}, {which}: {} right the last time", shares::share(now.x, now.n))
        }
        Why::LongUnseen { questions, since } => {
            let since = duration::date(since.0, &TimeZone::UTC);
            let n = plural::count(questions.len(), "question");
            format!("{n} not seen for {LONG_UNSEEN_DAYS} days or more, the longest since {since}")
        }
        Why::NotTried { questions, of } => {
            format!("{questions} of its {} not tried yet", plural::count(*of, "question"))
        }
    }
}

/// A few titles, and how many more there are.
fn named(exam: &ExamHistory, ids: &[String]) -> String {
    let title = |id: &String| {
        let question = exam.questions.iter().find(|question| question.id == *id);
        match question.filter(|question| question.title != *id) {
            Some(question) => format!("“{}”", width::truncate(&plain_line(&question.title), TITLE)),
            None => id.clone(),
        }
    };
    // No more titles are made than are shown.
    let few: Vec<String> = ids.iter().take(MOST_NAMED + 1).map(title).collect();
    let blanks = ids.iter().skip(MOST_NAMED + 1).map(|_| String::new());
    notes::at_most(&few.into_iter().chain(blanks).collect::<Vec<_>>(), MOST_NAMED)
}
