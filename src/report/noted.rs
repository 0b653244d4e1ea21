//! What must be known to read a report's tables: found here, worded by the renderer.

use std::collections::{BTreeMap, BTreeSet};

use crate::exam::CutsSource;
use crate::results::scan::Status;
use crate::session::Mode;

use super::assemble::Sitting;
use super::cell::{Cell, Unsettled};
use super::gather::names::hash;
use super::gather::{Contradicted, Gathered, LeftOut, Name, Seat};
use super::ladders::SeatLadder;
use super::model::{
    Asked, AttemptFacts, CandidateFigures, Contradiction, Cuts, ExamFigures, Kept, Lacks, Note, Sort,
};

/// What is missing of somebody's rows; when blind, no more than how many.
pub(super) fn lacks(gathered: &Gathered, seat: &Seat, blind: bool) -> Option<Lacks> {
    if seat.total.unsettled() != Some(Unsettled::RowsLeftOut) {
        return None;
    }
    let is_theirs =
        |of: &&LeftOut| of.seat.is_some_and(|place| std::ptr::eq(&raw const gathered.seats[place], seat));
    let mut all = gathered.left_out.iter().filter(is_theirs);
    let mut lacks = lacking(all.next()?, blind);
    for more in all {
        lacks.rows += more.rows;
        lacks.of += more.of;
    }
    Some(lacks)
}

fn lacking(of: &LeftOut, blind: bool) -> Lacks {
    let lacks = Lacks { rows: of.rows, of: of.of, place: of.place.clone(), why: of.bad.to_string() };
    if blind { lacks.blind() } else { lacks }
}

/// An attempt that counts whose rows contradict each other, if there is one.
pub(super) fn contradicted<'a>(gathered: &'a Gathered, seat: &Seat) -> Option<&'a Contradicted> {
    let mut all = gathered.contradicted.iter();
    all.find(|of| seat.facts.iter().any(|fact| fact.attempt == of.attempt))
}

/// Where its rows contradict each other, as far as that is looked up.
pub(super) fn contradiction(of: &Contradicted) -> Option<Contradiction> {
    let (conflict, [one, other]) = (of.conflict.as_ref()?, of.places.clone()?);
    let rows = [(conflict.one.clone(), one), (conflict.other.clone(), other)];
    Some(Contradiction { column: conflict.column, rows })
}

/// The clock ended attempts of somebody with questions that have no answer. Where it ended some of several, nobody can tell here which of
/// the questions are of those.
fn ran_out(exam: usize, candidate: usize, figures: &ExamFigures) -> Option<Note> {
    let of = &figures.candidates[candidate];
    let open = |cell: &Cell| cell.questions.saturating_sub(cell.answered);
    let expired = of.attempts.iter().filter(|facts| facts.status == Some(Status::Expired.word())).count();
    if open(&of.total) == 0 || expired == 0 {
        return None;
    }
    let topics = of.topics.iter().filter(|(_, cell)| open(cell) > 0);
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Some(Note::RanOut {
        exam,
        candidate,
        open: open(&of.total),
        of: of.total.questions,
        attempts: (number(expired), number(of.attempts.len())),
        topics: topics.map(|(place, cell)| (figures.topics[place].title.clone(), open(cell))).collect(),
    })
}

/// Notes on one exam, which is at this place of the report.
pub(super) fn of_exam(sitting: &Sitting<'_>, exam: usize, figures: &ExamFigures, asked: &Asked) -> Vec<Note> {
    let mut notes = Vec::new();
    for (candidate, of) in figures.candidates.iter().enumerate() {
        let who = of.shown_as.clone();
        if let Some(lacks) = &of.lacks {
            let (exam, candidate) = (Some(exam), Some(candidate));
            notes.push(Note::RowsLeftOut { exam, candidate, who: who.clone(), lacks: lacks.clone() });
        }
        if let Some(lacks) = of.contradicts {
            let kept = sitting.gathered.kept.unwrap_or(Kept::First);
            let at = of.contradiction.clone();
            notes.push(Note::Contradicting { exam, candidate, who, at, kept, lacks });
        }
        if of.sat > 1 {
            notes.push(Note::SatAgain { exam, candidate, times: of.sat });
        }
        notes.extend(ran_out(exam, candidate, figures));
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
    let defaults = |ladder: &SeatLadder| matches!(ladder, SeatLadder::Rungs(_, Some(CutsSource::Defaults)));
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
        (gathered.doubled, Note::DoubledRows(gathered.doubled)),
        (gathered.bad_rows, Note::BadRows(gathered.bad_rows, gathered.nobodys)),
        (gathered.other_mode, Note::OtherMode(gathered.other_mode, other)),
    ];
    notes.extend(counts.into_iter().filter(|(count, _)| *count > 0).map(|(_, note)| note));
    let without_seat = gathered.left_out.iter().filter(|of| of.seat.is_none());
    notes.extend(without_seat.map(|of| Note::RowsLeftOut {
        exam: None,
        candidate: None,
        who: if blind { String::new() } else { of.candidate.clone() },
        lacks: lacking(of, blind),
    }));
    if !blind {
        notes.extend(case_only(gathered));
    }
    notes
}

/// Names of those who are counted that differ in large and small letters only.
fn case_only(gathered: &Gathered) -> Vec<Note> {
    let counted = gathered.seats.iter().filter(|seat| !seat.facts.is_empty());
    let text = |name: Name| gathered.known.candidates.text(name);
    let mut hashed: Vec<(u64, Name)> =
        counted.map(|seat| (without_case(text(seat.candidate)), seat.candidate)).collect();
    hashed.sort_unstable();
    hashed.dedup();
    // Of names without case one hash is all but sure to be one name.
    let alike = hashed.chunk_by(|one, other| one.0 == other.0).filter(|names| names.len() > 1);
    let names: BTreeSet<&str> = alike.flatten().map(|&(_, name)| text(name)).collect();
    let mut same: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for name in names {
        same.entry(name.to_lowercase()).or_default().push(name.to_owned());
    }
    same.into_values().filter(|names| names.len() > 1).map(Note::CaseOnly).collect()
}

/// The hash of a name in small letters.
fn without_case(name: &str) -> u64 {
    /// Names longer than this are copied.
    const SHORT: usize = 64;
    let mut small = [0; SHORT];
    match small.get_mut(..name.len()) {
        Some(small) if name.is_ascii() => {
            small.copy_from_slice(name.as_bytes());
            small.make_ascii_lowercase();
            hash(small)
        }
        _ => hash(name.to_lowercase().as_bytes()),
    }
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
