//! One exam's attempts to figures.

use std::collections::{HashMap, HashSet};

use crate::exam::Exam;
use crate::scoring::{Evidence, Levels};

use super::super::ladders::{SeatLadder, ladder_of};
use super::super::telling::title;
use super::sat::{Counted, Sat};
use super::{Again, Asked, Copies, ExamHistory, LevelOf, NoLevel, Sitting, TopicHistory, questions, trend};

/// The figures of an exam's attempts, which stand in order of time.
pub(super) fn of_exam(
    base: &str,
    sats: &[&Sat],
    copy: Option<&Exam>,
    copies: &Copies<'_>,
    asked: &Asked,
) -> ExamHistory {
    let sittings = sittings(sats, asked);
    // What is about missed questions only says nothing of a trend.
    let whole = sats.iter().zip(&sittings).filter(|(_, sitting)| sitting.listed && !sitting.only_missed);
    let (again, again_by_topic) = trend::again(whole.map(|(sat, _)| *sat));
    let mut questions = questions(sats.iter().copied());
    let titles: HashMap<&str, String> =
        copy.iter().flat_map(|exam| &exam.questions).map(|asked| (asked.id.as_str(), title(asked))).collect();
    for question in &mut questions {
        if let Some(title) = titles.get(question.id.as_str()) {
            title.clone_into(&mut question.title);
        }
        question.is_asked = copy.is_none() || titles.contains_key(question.id.as_str());
    }
    let mut now: HashMap<&str, Evidence> = HashMap::new();
    for question in questions.iter().filter(|question| question.is_asked) {
        if let Some(share) = question.latest {
            now.entry(&question.topic).or_default().add(share.as_f64());
        }
    }
    let mut series = series(sats, &sittings);
    let compared = again_by_topic.len();
    let topics = topics(sats, copy)
        .into_iter()
        .map(|(id, title)| TopicHistory {
            series: series.remove(id).unwrap_or_default(),
            now: now.get(id).copied().unwrap_or_default(),
            again: again_by_topic.get(id).copied().unwrap_or_default(),
            trend: again_by_topic.get(id).copied().unwrap_or_default().trend_among(compared),
            id: id.to_owned(),
            title: title.to_owned(),
        })
        .collect();
    let versions: HashSet<&str> =
        sats.iter().filter(|sat| !sat.open).map(|sat| sat.exam_digest.as_str()).collect();
    let (level, no_level) = if asked.is_part() { (None, None) } else { level(sats, &sittings, copy, copies) };
    ExamHistory {
        id: base.to_owned(),
        title: copy.map(|exam| exam.title.clone()),
        versions: versions.len(),
        of: copy.filter(|_| !asked.is_part()).map(|exam| exam.questions.len()),
        sittings,
        topics,
        again,
        questions,
        level,
        no_level,
    }
}

fn sittings(sats: &[&Sat], asked: &Asked) -> Vec<Sitting> {
    let mut met: HashSet<&str> = HashSet::new();
    let mut sittings = Vec::with_capacity(sats.len());
    for sat in sats {
        let mut sitting = Sitting {
            attempt_id: sat.attempt_id.clone(),
            exam_id: sat.exam_id.clone(),
            mode: sat.mode,
            started_at: sat.started_at,
            tally: Evidence::default(),
            waiting: 0,
            left_open: 0,
            seen: 0,
            seen_of_counted: 0,
            only_missed: sat.only_missed,
            picked: !sat.picked.is_empty(),
            listed: !sat.open
                && asked.since.is_none_or(|since| sat.started_at.0 >= since)
                && asked.form.as_ref().is_none_or(|form| *form == sat.exam_id),
        };
        for answer in &sat.answers {
            let counted = sat.counted(answer);
            match counted {
                Counted::As(share) => sitting.tally.add(share.as_f64()),
                Counted::Waits => sitting.waiting += 1,
                Counted::LeftOpen => sitting.left_open += 1,
                Counted::Dropped => {}
            }
            if matches!(counted, Counted::As(_) | Counted::Waits) {
                let seen = u32::from(met.contains(answer.question.as_str()));
                sitting.seen += seen;
                sitting.seen_of_counted += if matches!(counted, Counted::As(_)) { seen } else { 0 };
            }
        }
        for answer in &sat.answers {
            if answer.was_met() {
                met.insert(&answer.question);
            }
        }
        sittings.push(sitting);
    }
    sittings
}

/// Ids and titles, in the exam's order, those not in it by id.
fn topics<'a>(sats: &[&'a Sat], copy: Option<&'a Exam>) -> Vec<(&'a str, &'a str)> {
    // What an open attempt has not come to yet is no figure.
    let is_shown = |sat: &Sat, counted| !sat.open || !matches!(counted, Counted::LeftOpen | Counted::Dropped);
    let answers = sats
        .iter()
        .flat_map(|sat| sat.answers.iter().filter(move |answer| is_shown(sat, sat.counted(answer))));
    let mut asked: HashSet<&str> = answers.map(|answer| answer.topic.as_str()).collect();
    let known = copy.iter().flat_map(|exam| &exam.topics);
    let mut topics: Vec<(&str, &str)> = known
        .map(|topic| (topic.id.as_str(), topic.title.as_str()))
        .filter(|(id, _)| asked.remove(id))
        .collect();
    let mut others: Vec<&str> = asked.into_iter().collect();
    others.sort_unstable();
    topics.extend(others.into_iter().map(|id| (id, id)));
    topics
}

/// For each topic the attempts that are listed and have an answer in it that counts. One that asked of it what was missed alone is none: it
/// can't be held beside others.
fn series<'a>(sats: &[&'a Sat], sittings: &[Sitting]) -> HashMap<&'a str, Vec<(usize, Evidence)>> {
    let mut series: HashMap<&str, Vec<(usize, Evidence)>> = HashMap::new();
    let listed = sats.iter().zip(sittings).enumerate().filter(|(_, (_, sitting))| sitting.listed);
    for (place, (sat, _)) in listed {
        for answer in &sat.answers {
            let Counted::As(share) = sat.counted(answer) else { continue };
            if sat.picked.contains(&answer.topic) {
                continue;
            }
            let of_topic = series.entry(&answer.topic).or_default();
            match of_topic.last_mut() {
                Some((last, tally)) if *last == place => tally.add(share.as_f64()),
                _ => {
                    let mut tally = Evidence::default();
                    tally.add(share.as_f64());
                    of_topic.push((place, tally));
                }
            }
        }
    }
    series
}

/// The level that the latest whole attempt shows, one at an exam before practice; or why none is shown, where there is a ladder.
fn level(
    sats: &[&Sat],
    sittings: &[Sitting],
    copy: Option<&Exam>,
    copies: &Copies<'_>,
) -> (Option<LevelOf>, Option<NoLevel>) {
    let read = |sat: &Sat| ladder_of(sat.ladder.as_deref(), !sat.exam_digest.is_empty(), copy);
    let counts = |place: &usize| sittings[*place].listed && sittings[*place].tally.n > 0;
    // What lacks rows may have been a whole one.
    let is_whole = |sat: &Sat| sat.lacks_rows || is_whole(sat, sats, copies);
    let whole: Vec<usize> = (0..sats.len())
        .filter(counts)
        .filter(|&place| !sittings[place].picked && is_whole(sats[place]))
        .collect();
    let exam = whole.iter().rev().find(|&&place| !sats[place].is_practice());
    let has_ladder = |place: usize| matches!(read(sats[place]), SeatLadder::Rungs(..));
    let Some(&sitting) = exam.or(whole.last()) else {
        return (None, (0..sats.len()).filter(counts).any(has_ladder).then_some(NoLevel::OnlyParts));
    };
    if sats[sitting].lacks_rows {
        return (None, has_ladder(sitting).then_some(NoLevel::RowsLeftOut(sitting)));
    }
    (level_of(sitting, sats[sitting], read(sats[sitting])), None)
}

/// Whether an attempt was asked all that its exam or form asks, and in practice left nothing open. Without a copy practice is
/// whole if none at the same exam or form had more questions.
fn is_whole(sat: &Sat, sats: &[&Sat], copies: &Copies<'_>) -> bool {
    let left_open = sat.answers.iter().any(|answer| sat.counted(answer) == Counted::LeftOpen);
    let form = sat.exam_id.split_once('/').map(|(_, form)| form);
    let copy = copies(&sat.exam_id, &sat.exam_digest, &sat.key_digest);
    let asks = copy.and_then(|exam| exam.asks(form)).or_else(|| {
        let alike = sats.iter().filter(|other| sat.is_practice() && other.exam_id == sat.exam_id);
        alike.map(|other| other.answers.len()).max()
    });
    !left_open && asks.is_none_or(|asks| sat.answers.len() >= asks)
}

fn level_of(sitting: usize, sat: &Sat, ladder: SeatLadder) -> Option<LevelOf> {
    let SeatLadder::Rungs(ladder, basis) = ladder else { return None };
    let mut evidence = vec![Evidence::default(); ladder.len()];
    for answer in &sat.answers {
        let rung = ladder.iter().position(|(level, _)| *level == answer.level);
        if let (Some(rung), Counted::As(share)) = (rung, sat.counted(answer)) {
            evidence[rung].add(share.as_f64());
        }
    }
    if evidence.iter().all(|rung| rung.n == 0) {
        return None;
    }
    let cuts: Vec<_> = ladder.iter().map(|(_, cut)| *cut).collect();
    let shown = Levels::new().shown(&cuts, &evidence);
    Some(LevelOf { sitting, ladder, basis, evidence, shown })
}

impl ExamHistory {
    /// How far one got, those questions left out that the exam does not ask any more.
    pub fn how_far(&self) -> super::HowFar {
        super::HowFar::of(self.questions.iter().filter(|question| question.is_asked))
    }

    /// What its questions that were asked again show.
    pub fn trend(&self) -> super::Trend {
        Again::trend(self.again)
    }
}
