//! What must be known to read a report's tables: found here, worded by the renderer.

use std::collections::{BTreeMap, BTreeSet};

use crate::exam::CutsSource;
use crate::results::scan::Status;
use crate::session::Mode;

use super::assemble::Sitting;
use super::cell::Cell;
use super::gather::Gathered;
use super::ladders::SeatLadder;
use super::model::{Asked, AttemptFacts, CandidateFigures, Cuts, ExamFigures, Note, Sort};

/// Notes on one exam, which is at this place of the report.
pub(super) fn of_exam(sitting: &Sitting<'_>, exam: usize, figures: &ExamFigures, asked: &Asked) -> Vec<Note> {
    let mut notes = Vec::new();
    for (candidate, of) in figures.candidates.iter().enumerate() {
        if of.sat > 1 {
            notes.push(Note::SatAgain { exam, candidate, times: of.sat });
        }
        let open = of.total.questions.saturating_sub(of.total.answered);
        if open > 0 && of.attempts.iter().any(|facts| facts.status == Some(Status::Expired.word())) {
            notes.push(Note::RanOut { exam, candidate, open, of: of.total.questions });
        }
        if of.total.ungraded() > 0 {
            notes.push(Note::Ungraded { exam, candidate, answers: of.total.ungraded() });
        }
        if of.outside > 0 {
            notes.push(Note::OutsideDays { exam, candidate, times: of.outside });
        }
    }
    let versions = who(figures, |facts| &facts.exam_digest);
    match figures.digests.len() {
        2.. => notes.push(Note::SeveralDigests { exam, who: versions }),
        1 if versions.len() > 1 => notes.push(Note::SomeDigests { exam, who: versions }),
        _ => {}
    }
    let keys = who(figures, |facts| &facts.key_digest);
    match figures.key_digests.len() {
        2.. => notes.push(Note::SeveralKeys { exam, who: keys }),
        1 if keys.len() > 1 => notes.push(Note::SomeKeys { exam, who: keys }),
        _ => {}
    }
    if figures.cuts == Cuts::Mixed {
        notes.push(Note::MixedLadders { exam });
    }
    let defaults = |ladder: &SeatLadder| matches!(ladder, SeatLadder::Rungs(_, CutsSource::Defaults));
    if figures.asks_levels() && sitting.ladders.iter().any(defaults) {
        notes.push(Note::DefaultCuts { exam });
    }
    let questions = dropped(sitting, figures);
    if !questions.is_empty() {
        notes.push(Note::Dropped { exam, questions });
    }
    let levels = off_ladder(figures);
    if !levels.is_empty() {
        notes.push(Note::OffLadder { exam, levels });
    }
    if asked.sort == Sort::Total && figures.candidates.len() > 1 {
        notes.push(Note::Ranks { exam });
    }
    if figures.candidates.iter().any(is_floored) {
        notes.push(Note::Floored { exam });
    }
    if sitting.copy().is_none() {
        notes.push(Note::NoCopy { exam });
    }
    notes
}

/// Notes on all that was gathered; when blind, none that names anybody.
pub fn of_all(gathered: &Gathered, asked: &Asked, blind: bool) -> Vec<Note> {
    let kept = gathered.kept.filter(|_| gathered.conflicts > 0);
    let mut notes: Vec<Note> =
        kept.map(|kept| Note::Conflicts(gathered.conflicts, kept)).into_iter().collect();
    // What is left out is what is not asked for: without any word on it, practice.
    let asks_practice = asked.modes.iter().any(|mode| mode == Mode::Practice.word());
    let other = if asks_practice { Mode::Exam } else { Mode::Practice };
    let copied = gathered.copied.iter().filter(|_| !blind);
    let copied = copied.map(|(name, _)| gathered.known.candidates.text(*name).to_owned()).collect();
    let counts = [
        (gathered.duplicates, Note::DuplicateAttempts(gathered.duplicates, copied)),
        (gathered.bad_rows, Note::BadRows(gathered.bad_rows)),
        (gathered.other_mode, Note::OtherMode(gathered.other_mode, other)),
    ];
    notes.extend(counts.into_iter().filter(|(count, _)| *count > 0).map(|(_, note)| note));
    notes
}

/// Questions that were taken out.
fn dropped(sitting: &Sitting<'_>, figures: &ExamFigures) -> Vec<String> {
    let known = &sitting.gathered.known;
    let own = sitting.gathered.dropped.iter().filter(|(exam, _)| known.exams.text(*exam) == figures.id);
    let mut questions: Vec<String> =
        own.map(|(_, question)| known.questions.text(*question).to_owned()).collect();
    questions.sort();
    questions
}

/// Levels of questions that are no rungs, where there is a ladder that others stand on.
fn off_ladder(figures: &ExamFigures) -> Vec<String> {
    if figures.cuts == Cuts::Lesson {
        return Vec::new();
    }
    let ladders = figures.candidates.iter().flat_map(|of| &of.level.ladder);
    let rungs: BTreeSet<&str> = ladders.map(|(level, _)| level.as_str()).collect();
    let levels = figures.levels.iter().map(|level| &level.id);
    levels.filter(|level| !rungs.contains(level.as_str())).cloned().collect()
}

/// Whether topics add up to less than the total.
fn is_floored(of: &CandidateFigures) -> bool {
    let mut parts = Cell::default();
    of.topics.iter().for_each(|(_, topic)| parts.merge(topic));
    parts.points < of.total.points && parts.questions == of.total.questions
}

/// For each digest, who sat under it.
fn who(figures: &ExamFigures, digest: fn(&AttemptFacts) -> &String) -> Vec<(String, Vec<usize>)> {
    let mut who: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (place, candidate) in figures.candidates.iter().enumerate() {
        for facts in &candidate.attempts {
            who.entry(digest(facts).clone()).or_default().insert(place);
        }
    }
    who.into_iter().map(|(digest, places)| (digest, places.into_iter().collect())).collect()
}
