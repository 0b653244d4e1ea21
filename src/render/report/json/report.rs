//! The report's document: the panel's figures.

use std::io::{self, Write};

use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use crate::exam::{CutsSource, Fraction, Points};
use crate::report::cell::Unsettled;
use crate::report::group::{self, NoRange};
use crate::report::model::{
    Apart, AttemptFacts, CandidateFigures, Cuts, ExamFigures, Heading, NoLevel, Note, Report, Sort, Spread,
};
use crate::report::{Cell, Cells};
use crate::scoring::{Evidence, LevelShown, RungStatus};
use crate::session::moment::WallTime;

use super::super::notes;
use super::write;

/// Writes the document, ending in a newline. `generated_at` is left out of a blind one.
pub fn report(report: &Report, generated_at: WallTime, to: &mut dyn Write) -> io::Result<()> {
    let document =
        Document { head: Head::of(report, generated_at), exams: report.exams.iter().map(of_exam).collect() };
    write(&document, to)
}

/// What every document of a report begins with.
#[derive(Serialize)]
pub(super) struct Head {
    format: u32,
    generated_at: Option<String>,
    blind: bool,
    filters: Value,
    notes: Vec<Value>,
}

impl Head {
    /// That of a report. `generated_at` is left out of a blind one.
    pub(super) fn of(report: &Report, generated_at: WallTime) -> Self {
        Self {
            format: 1,
            generated_at: (!report.blind).then(|| generated_at.with_seconds()),
            blind: report.blind,
            filters: filters(report),
            notes: notes(report),
        }
    }
}

/// What was asked for. Who asks for codes gets codes back, and no days.
fn filters(report: &Report) -> Value {
    let asked = &report.asked;
    json!({
        "candidates": asked.candidates,
        "exams": asked.exams,
        "topics": asked.topics,
        "levels": asked.levels,
        "since": asked.since.as_ref().filter(|_| !report.blind),
        "until": asked.until.as_ref().filter(|_| !report.blind),
        "modes": asked.modes,
        "attempts": asked.attempts.word(),
        "sort": match asked.sort { Sort::Level => "level", Sort::Name => "name", Sort::Total => "total" },
    })
}

fn notes(report: &Report) -> Vec<Value> {
    let of = |note: &Note| {
        let exam = note.exam().and_then(|exam| report.exams.get(exam)).map(|exam| &exam.id);
        json!({ "code": note.code(), "count": note.count(), "exam": exam, "text": notes::words(report, note) })
    };
    report.notes.iter().map(of).collect()
}

#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    head: Head,
    exams: Vec<Exam<'a>>,
}

#[derive(Serialize)]
struct Exam<'a> {
    id: String,
    title: Option<String>,
    digests: Vec<String>,
    key_digests: Vec<String>,
    questions: Value,
    same_questions: bool,
    cuts: Option<Value>,
    cuts_basis: Option<String>,
    cuts_reason: Option<&'static str>,
    candidates: Candidates<'a>,
    topics: Map<String, Value>,
    totals: Value,
    attempts: u32,
    pairs: u32,
    told_apart: Vec<Value>,
    told_apart_reason: Option<&'static str>,
    not_compared: Vec<Value>,
}

/// Those who sat an exam, each made while it is written: there may be many.
struct Candidates<'a>(&'a ExamFigures);

impl Serialize for Candidates<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.candidates.iter().map(|candidate| of_candidate(self.0, candidate)))
    }
}

#[derive(Serialize)]
#[expect(clippy::struct_field_names, reason = "the members of the format")]
pub(in crate::render::report) struct Candidate {
    candidate: String,
    candidate_id: Option<String>,
    shown_as: String,
    attempts: Vec<Value>,
    sat: u32,
    total: Value,
    topics: Map<String, Value>,
    levels: Map<String, Value>,
    level: Value,
    rank: Option<u32>,
    percentile: Option<f64>,
    percentile_reason: Option<&'static str>,
    rows_left_out: Option<Value>,
    time_share: Option<f64>,
}

fn of_exam(exam: &ExamFigures) -> Exam<'_> {
    let (cuts, basis, reason) = match &exam.cuts {
        Cuts::One(rungs, source) => {
            let cuts: Map<String, Value> =
                rungs.iter().map(|(level, cut)| (level.clone(), json!(cut.as_f64()))).collect();
            let basis = match source {
                Some(CutsSource::Basis(basis)) if !basis.is_empty() => Some(basis.clone()),
                Some(CutsSource::Basis(_) | CutsSource::File | CutsSource::Defaults) | None => None,
            };
            (Some(Value::Object(cuts)), basis, None)
        }
        Cuts::Mixed => (None, None, Some("mixed-ladders")),
        Cuts::Lesson => (None, None, Some("lesson")),
    };
    let topics = exam.topics.iter().zip(&exam.topic_spreads);
    Exam {
        id: exam.id.clone(),
        title: exam.title.clone(),
        digests: exam.digests.clone(),
        key_digests: exam.key_digests.clone(),
        questions: json!({ "least": exam.questions.least, "most": exam.questions.most }),
        same_questions: exam.same_questions,
        cuts,
        cuts_basis: basis,
        cuts_reason: reason,
        candidates: Candidates(exam),
        topics: topics.map(|(topic, spread)| (topic.id.clone(), of_spread(spread))).collect(),
        totals: of_spread(&exam.total_spread),
        pairs: exam.pairs,
        attempts: exam.attempts,
        told_apart: exam.told_apart.iter().map(|apart| of_apart(exam, apart)).collect(),
        told_apart_reason: match (exam.candidates.len(), group::comparable(&exam.candidates), exam.pairs) {
            (0 | 1, ..) => Some("one-candidate"),
            (_, 0 | 1, _) => group::why_not_compared(&exam.candidates).map(NoRange::code),
            (.., 0) => Some("too-many-candidates"),
            (..) => None,
        },
        not_compared: exam
            .candidates
            .iter()
            .filter_map(|of| {
                Some(json!({ "candidate": of.shown_as, "reason": group::range(&of.total).err()?.code() }))
            })
            .collect(),
    }
}

fn of_apart(exam: &ExamFigures, apart: &Apart) -> Value {
    let (a, b) = (&exam.candidates[apart.a], &exam.candidates[apart.b]);
    json!({
        "a": a.shown_as,
        "b": b.shown_as,
        "a_candidate_id": id_of(a),
        "b_candidate_id": id_of(b),
        "difference": apart.difference.difference,
        "low": apart.difference.interval.low,
        "high": apart.difference.interval.high,
    })
}

pub(in crate::render::report) fn of_candidate(exam: &ExamFigures, candidate: &CandidateFigures) -> Candidate {
    let cells = |headings: &[Heading], cells: &Cells| {
        cells.iter().map(|(place, cell)| (headings[place].id.clone(), of_cell(cell))).collect()
    };
    Candidate {
        candidate: candidate.candidate.clone(),
        candidate_id: id_of(candidate).cloned(),
        shown_as: candidate.shown_as.clone(),
        attempts: candidate.attempts.iter().map(of_attempt).collect(),
        sat: candidate.sat,
        total: of_cell(&candidate.total),
        topics: cells(&exam.topics, &candidate.topics),
        levels: cells(&exam.levels, &candidate.levels),
        level: of_level(candidate),
        rank: candidate.rank,
        percentile: candidate.percentile,
        percentile_reason: match (candidate.percentile, candidate.total.unsettled()) {
            (Some(_), _) => None,
            (None, Some(why)) => Some(why.code()),
            (None, None) if candidate.total.share().is_none() => Some("nothing-graded"),
            (None, None) => Some("few-candidates"),
        },
        rows_left_out: candidate.lacks.as_ref().map(
            |lacks| json!({ "rows": lacks.rows, "of": lacks.of, "first": lacks.place, "reason": lacks.why }),
        ),
        time_share: candidate.time_share,
    }
}

/// What tells namesakes apart; not when blind.
fn id_of(candidate: &CandidateFigures) -> Option<&String> {
    let blind = candidate.attempts.iter().all(|attempt| attempt.attempt_id.is_none());
    (!blind).then_some(&candidate.candidate_id)
}

fn of_attempt(attempt: &AttemptFacts) -> Value {
    json!({
        "attempt_id": attempt.attempt_id,
        "status": attempt.status,
        "started_at": attempt.started_at.map(WallTime::with_seconds),
        "seconds": attempt.seconds,
        "exam_digest": attempt.exam_digest,
        "key_digest": attempt.key_digest,
    })
}

fn of_level(candidate: &CandidateFigures) -> Value {
    let level = &candidate.level;
    let shown = level.shown.as_ref().ok();
    let mut rungs = rungs(&level.ladder, &level.evidence, shown);
    if level.shown == Err(NoLevel::NoLevels) {
        for rung in &mut rungs {
            rung["status"] = json!(RungStatus::NotAsked.word());
        }
    }
    let reason = match &level.shown {
        Err(reason) => Some(reason.code()),
        Ok(shown) if shown.shown.is_some() => None,
        Ok(shown) if shown.mixed => Some("mixed"),
        Ok(_) => Some("nothing-settled"),
    };
    let name =
        shown.and_then(|shown| shown.shown).and_then(|rung| level.ladder.get(rung)).map(|(name, _)| name);
    json!({
        "shown": name,
        "mixed": shown.is_some_and(|shown| shown.mixed),
        "reason": reason,
        "rungs": rungs,
    })
}

/// The rungs of a ladder, with what is known of each.
pub(super) fn rungs(
    ladder: &[(String, Fraction)],
    evidence: &[Evidence],
    shown: Option<&LevelShown>,
) -> Vec<Value> {
    let rung = |(place, ((name, cut), evidence)): (usize, (&(String, Fraction), &Evidence))| {
        let rung = shown.and_then(|shown| shown.rungs.get(place));
        json!({
            "level": name,
            "x": evidence.x,
            "n": evidence.n,
            "cut": cut.as_f64(),
            "p_own": rung.and_then(|rung| rung.p_own),
            "p_at_least": rung.and_then(|rung| rung.p_at_least),
            "status": rung.map(|rung| rung.status.word()),
            "needed": rung.and_then(|rung| rung.needed),
            "place": place + 1,
        })
    };
    ladder.iter().zip(evidence).enumerate().map(rung).collect()
}

fn of_spread(spread: &Spread) -> Value {
    let reason = match spread.n {
        0 => Some("no-candidate-graded"),
        1 => Some("one-candidate"),
        _ => None,
    };
    let facility = spread.facility.as_ref().map(of_cell);
    json!({
        "n": spread.n,
        "median": spread.median,
        "min": spread.min,
        "max": spread.max,
        "mean": spread.mean,
        "low": spread.interval.map(|interval| interval.low),
        "high": spread.interval.map(|interval| interval.high),
        "sd": spread.sd,
        "facility": facility,
        "reason": reason,
    })
}

/// Points as a number: exact to four places.
pub(in crate::render::report) fn number(points: Points) -> Value {
    let text = points.to_string();
    serde_json::from_str(&text).unwrap_or(Value::Null)
}

pub(super) fn of_cell(cell: &Cell) -> Value {
    let interval = cell.interval();
    let reason = match (cell.share(), cell.unsettled()) {
        (_, Some(Unsettled::RowsLeftOut)) => Some(Unsettled::RowsLeftOut.code()),
        (None, _) => Some("nothing-graded"),
        (Some(_), why) => why.map(Unsettled::code),
    };
    let share = cell.share().filter(|_| cell.unsettled() != Some(Unsettled::RowsLeftOut));
    json!({
        "points": number(cell.points),
        "max_points": number(cell.max_points),
        "share": share,
        "low": interval.map(|interval| interval.low),
        "high": interval.map(|interval| interval.high),
        "answered": cell.answered,
        "graded": cell.graded,
        "questions": cell.questions,
        "reason": reason,
    })
}
