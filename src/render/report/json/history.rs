//! A learner's history.

use serde_json::{Value, json};

use crate::report::Report;
use crate::report::history::{
    Again, ExamHistory, LevelOf, Next, NoLevel, Question, Run, Sitting, TopicHistory, Trend, Why, share,
};
use crate::report::model::{Absent, Note};
use crate::scoring::Evidence;
use crate::session::Mode;
use crate::session::moment::WallTime;

use super::super::history::{Open, View};
use super::super::{next, notes};
use super::report::rungs;
use super::written;

/// All of a history.
pub fn history(view: &View<'_>, generated_at: WallTime) -> String {
    let nexts = view.history.next.iter().zip(view.commands);
    let note = |note: &Note| {
        let text = notes::words(&Report::default(), note);
        json!({ "code": note.code(), "count": note.count(), "text": text })
    };
    let other = |one: &crate::report::history::Person| json!({ "candidate": one.name, "candidate_id": one.id, "attempts": one.attempts });
    written(&json!({
        "format": 1,
        "generated_at": generated_at.with_seconds(),
        "candidates": view.who,
        "exams": view.history.exams.iter().map(of_exam).collect::<Vec<_>>(),
        "open": view.open.iter().map(of_open).collect::<Vec<_>>(),
        "next": nexts.map(|(next, command)| of_next(view, next, command.as_ref())).collect::<Vec<_>>(),
        "left_out": view.others.iter().map(other).collect::<Vec<_>>(),
        "notes": view.notes.iter().map(note).collect::<Vec<_>>(),
    }))
}

fn of_exam(exam: &ExamHistory) -> Value {
    let far = exam.how_far();
    json!({
        "exam": exam.id,
        "title": exam.title,
        "versions": exam.versions,
        "questions": exam.of,
        "tried": far.tried,
        "right": far.right,
        "missed": far.missed,
        "attempts": exam.sittings.iter().map(of_sitting).collect::<Vec<_>>(),
        "topics": exam.topics.iter().map(|topic| of_topic(exam, topic)).collect::<Vec<_>>(),
        "again": of_again(exam.again, exam.trend()),
        "asked": exam.questions.iter().map(of_question).collect::<Vec<_>>(),
        "level": exam.level.as_ref().map(|level| of_level(exam, level)),
        "no_level": exam.no_level.map(NoLevel::code),
    })
}

/// Shares of so many questions, and the share of all.
fn of_tally(tally: Evidence) -> Value {
    json!({ "x": tally.x, "n": tally.n, "share": share(tally) })
}

fn of_sitting(sitting: &Sitting) -> Value {
    json!({
        "attempt_id": sitting.attempt_id,
        "exam_id": sitting.exam_id,
        "mode": sitting.mode.map(Mode::word),
        "started_at": sitting.started_at.with_seconds(),
        "right": of_tally(sitting.tally),
        "ungraded": sitting.waiting,
        "left_open": sitting.left_open,
        "seen_before": sitting.seen,
        "only_missed": sitting.only_missed,
        "listed": sitting.listed,
    })
}

fn of_topic(exam: &ExamHistory, topic: &TopicHistory) -> Value {
    let series = topic.series.iter().map(|(place, tally)| {
        let id = exam.sittings.get(*place).map(|sitting| &sitting.attempt_id);
        json!({ "attempt_id": id, "right": of_tally(*tally) })
    });
    json!({
        "topic": topic.id,
        "title": topic.title,
        "series": series.collect::<Vec<_>>(),
        "last": topic.last().map(of_tally),
        "best": topic.best().map(of_tally),
        "best_of_few": topic.best_of_few().map(of_tally),
        "now": of_tally(topic.now),
        "again": of_again(topic.again, topic.trend),
    })
}

fn of_again(again: Again, trend: Trend) -> Value {
    json!({
        "asked": again.asked,
        "gained": again.gained,
        "lost": again.lost,
        "p": again.p(),
        "trend": trend.word(),
    })
}

fn of_question(question: &Question) -> Value {
    json!({
        "question": question.id,
        "topic": question.topic,
        "times": question.times,
        "missed": question.missed,
        "share": question.latest.map(crate::scoring::Share::as_f64),
        "seen_at": question.seen_at.with_seconds(),
    })
}

fn of_level(exam: &ExamHistory, level: &LevelOf) -> Value {
    let shown = level.shown.shown.and_then(|rung| level.ladder.get(rung)).map(|(level, _)| level);
    json!({
        "attempt_id": exam.sittings.get(level.sitting).map(|sitting| &sitting.attempt_id),
        "shown": shown,
        "mixed": level.shown.mixed,
        "rungs": rungs(&level.ladder, &level.evidence, Some(&level.shown)),
    })
}

fn of_open(open: &Open) -> Value {
    json!({
        "attempt_id": open.attempt_id,
        "candidate": open.candidate,
        "exam_id": open.exam_id,
        "mode": open.mode.word(),
        "state": match open.state {
            Absent::Open => "open",
            Absent::Running => "running",
            Absent::Unrecorded => "unrecorded",
        },
        "started_at": open.started_at.with_seconds(),
        "answered": open.answered,
        "questions": open.of,
        "command": open.command,
    })
}

fn of_next(view: &View<'_>, of: &Next, command: Option<&String>) -> Value {
    let exam = view.history.exams.get(of.exam);
    let questions = match &of.why {
        Why::MissedTwice { questions, .. } | Why::Missed(questions) | Why::LongUnseen { questions, .. } => {
            Some(questions)
        }
        Why::Weakest { .. } | Why::NotTried { .. } => None,
    };
    let topics = match &of.run {
        Run::Topics(topics) => Some(topics),
        Run::OnlyMissed | Run::OnlyNew | Run::All => None,
    };
    json!({
        "exam": exam.map(|exam| &exam.id),
        "why": of.why.code(),
        "text": exam.map(|exam| next::words(exam, of)),
        "questions": questions,
        "topics": topics,
        "only_missed": of.run == Run::OnlyMissed,
        "only_new": of.run == Run::OnlyNew,
        "in_open_attempt": of.pending,
        "command": command,
    })
}
