//! What was gathered to a report: exam by exam, candidate by candidate.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::exam::{CutsSource, Exam, Fraction};
use crate::results::scan::Status;
use crate::scoring::{Evidence, Levels};
use crate::session::moment::WallTime;

use super::cell::{Cell, Unsettled};
use super::cells::Cells;
use super::gather::attempt_id;
use super::gather::{Dimension, Fact, Gathered, Grouping, Key, Name, Seat};
use super::headings::{Columns, span};
use super::ladders::{SeatLadder, ladder};
use super::model::{
    Asked, AttemptFacts, CandidateFigures, Choice, Cuts, ExamFigures, LevelFigures, NoLevel, Note, Report,
    Sort, Spread,
};
use super::namesakes::Namesakes;
use super::{group, noted, statistics};

/// The groupings that a report is made of, in this order.
pub const GROUPINGS: [Grouping; 2] = [(Dimension::Topic, None), (Dimension::Level, None)];

/// The exam of an exam id, an exam digest and a key digest.
pub type CopyOf<'f> = dyn Fn(&str, &str, &str) -> Option<Rc<Exam>> + 'f;
/// The code of a candidate with their id.
pub type CodeOf<'f> = dyn Fn(&str, &str) -> String + Sync + 'f;

/// What the rows alone don't tell.
pub struct Beside<'a> {
    /// The exam of an exam id, an exam digest and a key digest, if a copy of it is at hand.
    pub copy: &'a CopyOf<'a>,
    /// The candidate's own limit in an attempt, in seconds, if it is known.
    pub limit: &'a (dyn Fn(&str) -> Option<f64> + 'a),
    /// A code for a candidate and their id, where names are not to be shown.
    pub code: Option<&'a CodeOf<'a>>,
}

/// Makes the report of what was gathered by [`GROUPINGS`], which come first if there are more.
pub fn assemble(gathered: &Gathered, asked: Asked, beside: &Beside<'_>) -> Report {
    let mut seats: BTreeMap<&str, Vec<&Seat>> = BTreeMap::new();
    for seat in gathered.seats.iter().filter(|seat| !seat.facts.is_empty()) {
        seats.entry(gathered.known.exams.text(seat.exam)).or_default().push(seat);
    }
    let mut report = Report { asked, blind: beside.code.is_some(), ..Report::default() };
    let mut levels = Levels::new();
    let namesakes = Namesakes::of(gathered);
    for (id, mut seats) in seats {
        let sat = seats.len();
        let any = Sitting::new(gathered, &namesakes, id, seats.clone(), beside);
        // With filters there may be nothing left of an attempt.
        seats.retain(|seat| seat.total.questions > 0);
        if seats.len() < sat {
            let candidates = u32::try_from(sat - seats.len()).unwrap_or(u32::MAX);
            let exam = any.copy().map_or_else(|| id.to_owned(), |exam| any.title(exam));
            report.notes.push(Note::NothingAsked { exam, candidates, all: seats.is_empty() });
        }
        if seats.is_empty() {
            continue;
        }
        let sitting =
            if seats.len() < sat { Sitting::new(gathered, &namesakes, id, seats, beside) } else { any };
        let exam = sitting.figures(&report.asked, &mut levels, beside);
        report.notes.extend(noted::of_exam(&sitting, report.exams.len(), &exam, &report.asked));
        report.exams.push(exam);
    }
    report.notes.extend(noted::of_all(gathered, &report.asked, report.blind));
    report
}

/// One exam with those who sat it.
pub(super) struct Sitting<'a> {
    pub gathered: &'a Gathered,
    namesakes: &'a Namesakes,
    id: &'a str,
    pub seats: Vec<&'a Seat>,
    /// The copy of each seat's exam.
    pub copies: Vec<Option<Rc<Exam>>>,
    /// What each seat's levels are read against.
    pub ladders: Vec<SeatLadder>,
}

impl<'a> Sitting<'a> {
    fn new(
        gathered: &'a Gathered,
        namesakes: &'a Namesakes,
        id: &'a str,
        seats: Vec<&'a Seat>,
        beside: &Beside<'_>,
    ) -> Self {
        let digest = |name: Name| gathered.known.digests.text(name);
        let copy = |fact: &Fact| (beside.copy)(id, digest(fact.exam_digest), digest(fact.key_digest));
        let copies: Vec<_> = seats.iter().map(|seat| seat.facts.first().and_then(copy)).collect();
        let ladders = seats.iter().zip(&copies);
        let ladders = ladders.map(|(seat, copy)| ladder(gathered, seat, copy.as_deref())).collect();
        Self { gathered, namesakes, id, seats, copies, ladders }
    }

    /// Any copy: for titles.
    pub(super) fn copy(&self) -> Option<&Exam> {
        self.copies.iter().flatten().next().map(AsRef::as_ref)
    }

    fn figures(&self, asked: &Asked, levels: &mut Levels, beside: &Beside<'_>) -> ExamFigures {
        let topics = self.headings(0, &self.topic_order());
        let level_headings = self.headings(1, &self.level_order());
        let columns = [Columns::of(&topics), Columns::of(&level_headings)];
        let mut candidates: Vec<CandidateFigures> = (0..self.seats.len())
            .map(|place| self.candidate(place, asked, levels, columns.each_ref(), beside))
            .collect();
        if asked.sort == Sort::Total {
            group::rank(&mut candidates);
        }
        candidates.sort_by(|one, other| order(asked.sort, one, other));
        group::percentiles(&mut candidates);
        let (told_apart, pairs) = group::told_apart(&candidates);
        let facts = || self.seats.iter().flat_map(|seat| &seat.facts);
        let began = facts().map(|fact| fact.started_ms);
        let began = began.clone().min().zip(began.max());
        let digests = |of: fn(&Fact) -> Name| {
            let texts: BTreeSet<&str> =
                facts().map(|fact| self.gathered.known.digests.text(of(fact))).collect();
            texts.into_iter().filter(|text| !text.is_empty()).map(str::to_owned).collect()
        };
        // Whose rows are left out was asked more than is known.
        let is_whole = |seat: &&&Seat| seat.total.unsettled() != Some(Unsettled::RowsLeftOut);
        let mut whole: Vec<&Seat> = self.seats.iter().filter(is_whole).copied().collect();
        if whole.is_empty() {
            whole.clone_from(&self.seats);
        }
        let of_whole = whole.iter().flat_map(|seat| &seat.facts);
        let sets: BTreeSet<(u64, Name)> =
            of_whole.map(|fact| (fact.question_set, fact.exam_digest)).collect();
        ExamFigures {
            id: self.id.to_owned(),
            title: self.copy().map(|exam| self.title(exam)),
            digests: digests(|fact| fact.exam_digest),
            key_digests: digests(|fact| fact.key_digest),
            cuts: self.cuts(beside.code.is_some()),
            attempts: u32::try_from(facts().count()).unwrap_or(u32::MAX),
            questions: span(whole.iter().map(|seat| seat.total.questions)),
            same_questions: sets.len() == 1,
            question_order: self.question_order(),
            began: began.filter(|_| beside.code.is_none()).map(|(from, to)| (WallTime(from), WallTime(to))),
            topic_spreads: spreads(&candidates, topics.len()),
            total_spread: statistics::over(candidates.iter().map(|candidate| &candidate.total)),
            topics,
            levels: level_headings,
            candidates,
            told_apart,
            pairs,
        }
    }

    /// The exam's title, with the form's.
    fn title(&self, exam: &Exam) -> String {
        let form = self.id.split_once('/').map(|(_, form)| form);
        match form.and_then(|id| exam.forms.iter().find(|form| form.id.as_str() == id)) {
            Some(form) => format!("{}, {}", exam.title, form.title),
            None => exam.title.clone(),
        }
    }

    /// What a level is read against; when blind, free text is left out.
    fn cuts(&self, blind: bool) -> Cuts {
        // With `--attempts all` one candidate's attempts may differ.
        let differs = |seat: &&Seat| seat.facts.iter().any(|fact| fact.ladder != seat.facts[0].ladder);
        if self.seats.iter().any(differs) {
            return Cuts::Mixed;
        }
        let mut ladders = self.ladders.iter();
        match ladders.next() {
            Some(SeatLadder::Lesson) if ladders.all(|ladder| *ladder == SeatLadder::Lesson) => Cuts::Lesson,
            Some(SeatLadder::Rungs(rungs, source)) if ladders.all(|ladder| ladder.rungs() == rungs) => {
                let source = match source {
                    Some(CutsSource::Basis(_)) if blind => Some(CutsSource::Basis(String::new())),
                    Some(CutsSource::Basis(_) | CutsSource::File | CutsSource::Defaults) | None => {
                        source.clone()
                    }
                };
                Cuts::One(rungs.clone(), source)
            }
            Some(_) | None => Cuts::Mixed,
        }
    }

    pub(super) fn text(&self, grouping: u8, name: Name) -> &'a str {
        let (dimension, _) = GROUPINGS[usize::from(grouping)];
        self.gathered.known.along(dimension).text(name)
    }

    /// A seat's cells under these headings.
    fn cells(&self, seat: &Seat, grouping: u8, headings: &Columns<'_>) -> Cells {
        let of_grouping = seat.cells.iter().filter(|(key, _)| key.grouping == grouping);
        of_grouping
            .filter_map(|(key, cell)| Some((*headings.places.get(self.text(grouping, key.first))?, *cell)))
            .collect()
    }

    fn candidate(
        &self,
        place: usize,
        asked: &Asked,
        levels: &mut Levels,
        [topics, level_headings]: [&Columns<'_>; 2],
        beside: &Beside<'_>,
    ) -> CandidateFigures {
        let seat = self.seats[place];
        let known = &self.gathered.known;
        let (name, id) = (known.candidates.text(seat.candidate), known.candidate_ids.text(seat.candidate_id));
        let (candidate, candidate_id, shown_as) = match beside.code {
            Some(code) => (code(name, id), String::new(), code(name, id)),
            None => (name.to_owned(), id.to_owned(), self.namesakes.shown_as(known, seat).into_owned()),
        };
        let contradicted = noted::contradicted(self.gathered, seat);
        CandidateFigures {
            shown_as,
            candidate,
            candidate_id,
            attempts: seat.facts.iter().map(|fact| self.attempt(fact, beside.code.is_some())).collect(),
            sat: seat.sat,
            outside: seat.outside,
            lacks: noted::lacks(self.gathered, seat, beside.code.is_some()),
            contradicts: contradicted.map(|of| of.lacks),
            contradiction: contradicted.filter(|_| beside.code.is_none()).and_then(noted::contradiction),
            total: seat.total,
            topics: self.cells(seat, 0, topics),
            levels: self.cells(seat, 1, level_headings),
            level: self.level(place, asked, levels),
            time_share: if beside.code.is_some() { None } else { self.time_share(seat, beside) },
            rank: None,
            percentile: None,
        }
    }

    fn attempt(&self, fact: &Fact, blind: bool) -> AttemptFacts {
        let known = &self.gathered.known;
        let facts = AttemptFacts {
            status: fact.status.map(Status::word),
            exam_digest: known.digests.text(fact.exam_digest).to_owned(),
            key_digest: known.digests.text(fact.key_digest).to_owned(),
            ..AttemptFacts::default()
        };
        if blind {
            return facts;
        }
        AttemptFacts {
            attempt_id: Some(attempt_id(known, fact.attempt)),
            started_at: Some(WallTime(fact.started_ms)),
            seconds: fact.seconds.map(seconds),
            ..facts
        }
    }

    fn level(&self, place: usize, asked: &Asked, levels: &mut Levels) -> LevelFigures {
        let (seat, ladder) = (self.seats[place], self.ladders[place].rungs());
        let evidence = |level: &String| {
            let of_level = |key: &Key| key.grouping == 1 && self.text(1, key.first) == level;
            let cell = seat.cells.iter().find(|(key, _)| of_level(key));
            cell.map(|(_, cell)| cell.evidence()).unwrap_or_default()
        };
        let evidence: Vec<Evidence> = ladder.iter().map(|(level, _)| evidence(level)).collect();
        let cuts: Vec<Fraction> = ladder.iter().map(|(_, cut)| *cut).collect();
        let shown = match asked.attempts {
            _ if self.ladders[place] == SeatLadder::Lesson => Err(NoLevel::Lesson),
            _ if seat.total.unsettled() == Some(Unsettled::RowsLeftOut) => Err(NoLevel::RowsLeftOut),
            _ if asked.is_part() => Err(NoLevel::Filtered),
            Choice::All => Err(NoLevel::SeveralAttempts),
            Choice::Best if seat.sat > 1 => Err(NoLevel::BestOf(seat.sat)),
            _ if evidence.iter().all(|rung| rung.n == 0) => Err(NoLevel::NoLevels),
            Choice::First | Choice::Latest | Choice::Best => Ok(levels.shown(&cuts, &evidence)),
        };
        LevelFigures { ladder: ladder.to_vec(), evidence, shown }
    }

    /// Time taken of the candidate's own limits, over all attempts that count.
    fn time_share(&self, seat: &Seat, beside: &Beside<'_>) -> Option<f64> {
        let (mut taken, mut limits) = (0.0, 0.0);
        for fact in &seat.facts {
            taken += seconds(fact.seconds?);
            limits += (beside.limit)(&attempt_id(&self.gathered.known, fact.attempt))?;
        }
        (limits > 0.0).then_some(taken / limits)
    }
}

/// How the shares of candidates spread, topic by topic.
fn spreads(candidates: &[CandidateFigures], topics: usize) -> Vec<Spread> {
    let mut of_topics: Vec<Vec<&Cell>> = vec![Vec::new(); topics];
    for (topic, cell) in candidates.iter().flat_map(|candidate| candidate.topics.iter()) {
        of_topics[topic].push(cell);
    }
    of_topics.into_iter().map(|cells| statistics::over(cells.into_iter())).collect()
}

/// In which order two candidates stand.
fn order(sort: Sort, one: &CandidateFigures, other: &CandidateFigures) -> Ordering {
    let name =
        |of: &CandidateFigures| (of.shown_as.to_lowercase(), of.shown_as.clone(), of.candidate_id.clone());
    let by_name = || name(one).cmp(&name(other));
    match sort {
        Sort::Name => by_name(),
        Sort::Level => group::standing(one).cmp(&group::standing(other)).then_with(by_name),
        Sort::Total => {
            let rank = |of: &CandidateFigures| of.rank.unwrap_or(u32::MAX);
            rank(one).cmp(&rank(other)).then_with(by_name)
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a time is far below 2⁵³ ten-thousandths of a second")]
fn seconds(ten_thousandths: i64) -> f64 {
    ten_thousandths as f64 / 10_000.0
}

#[cfg(test)]
#[path = "assemble_tests.rs"]
mod tests;
