//! A learner's attempts over time: what was asked and right, topic by topic; how each question stands; what to practise next.
//!
//! Everything that shows how far somebody got is made here: the history itself, `practice --only-missed`, the list and the home.
//! A question counts once whatever it is worth, by the share that it earned; in practice only the first try is in the rows.

mod figures;
mod next;
pub mod people;
pub mod sat;
pub mod standing;
pub mod trend;

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::exam::{CutsSource, Exam, Fraction};
use crate::scoring::{Evidence, LevelShown};
use crate::session::Mode;
use crate::session::moment::WallTime;

pub use next::{DAY_MS, LONG_UNSEEN_DAYS, Next, Run, Why};
pub use people::{Person, people};
pub use sat::{Answered, Counted, Sat};
pub use standing::{HowFar, Question, by_exam, questions};
pub use trend::{Again, FEWEST_CHANGED, Trend};

/// Of fewer questions a share says little: it would not be shown as a percentage either.
pub const ENOUGH: u32 = 4;

/// What is asked for. Attempts that don't count (other people's, other exams) are taken out before.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Only attempts begun from here on are listed, in milliseconds since 1970; those before are known all the same.
    pub since: Option<i64>,
    /// Only attempts at this form are listed, named with its exam.
    pub form: Option<String>,
    /// Only these topics, by id; empty for all. Of a part no level is shown.
    pub topics: Vec<String>,
    /// As whom one practises next.
    pub learner: String,
    /// Now.
    pub now: WallTime,
}

impl Asked {
    /// Whether only a part of the questions counts.
    pub fn is_part(&self) -> bool {
        !self.topics.is_empty()
    }
}

/// All of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// The exams with an attempt that is listed, the one last sat first.
    pub exams: Vec<ExamHistory>,
    /// What to practise next, exam by exam.
    pub next: Vec<Next>,
}

/// One exam, its forms included.
#[derive(Clone, Debug, PartialEq)]
pub struct ExamHistory {
    /// Its id, without a form.
    pub id: String,
    /// Its title, from a copy.
    pub title: Option<String>,
    /// How many versions of it were sat.
    pub versions: usize,
    /// How many questions it has, if a copy is at hand and no topic is asked for.
    pub of: Option<usize>,
    /// All attempts, by when they began.
    pub sittings: Vec<Sitting>,
    /// Topics, in the exam's order, those not in it by id.
    pub topics: Vec<TopicHistory>,
    /// All questions that were asked again.
    pub again: Again,
    /// How each question stands.
    pub questions: Vec<Question>,
    /// The level that the latest whole attempt shows; one at an exam goes before practice.
    pub level: Option<LevelOf>,
    /// Why there is none, where the exam has a ladder.
    pub no_level: Option<NoLevel>,
}

/// Why no level is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoLevel {
    /// No attempt was a whole one.
    OnlyParts,
    /// Rows of the attempt that would show it, which stands at this place in `sittings`, can't be understood and are left out.
    RowsLeftOut(usize),
}

impl NoLevel {
    /// The word for it in machine formats; the same as in a report.
    pub const fn code(self) -> &'static str {
        match self {
            Self::OnlyParts => "only-parts",
            Self::RowsLeftOut(_) => "rows-left-out",
        }
    }
}

/// One attempt.
#[derive(Clone, Debug, PartialEq)]
pub struct Sitting {
    /// Which.
    pub attempt_id: String,
    /// At which exam, or form of it.
    pub exam_id: String,
    /// From which command, if that is known.
    pub mode: Option<Mode>,
    /// When it began.
    pub started_at: WallTime,
    /// What counts: shares of so many questions.
    pub tally: Evidence,
    /// Answers that wait for a mark.
    pub waiting: u32,
    /// Questions that were left open in practice, and don't count.
    pub left_open: u32,
    /// Of the questions that count or wait, those that were seen in an earlier attempt.
    pub seen: u32,
    /// Of the questions that count alone.
    pub seen_of_counted: u32,
    /// Whether it was about nothing but what was missed last.
    pub only_missed: bool,
    /// Whether it was, and left out others of the same topics.
    pub picked: bool,
    /// Whether it is asked for, and over.
    pub listed: bool,
}

/// One topic.
#[derive(Clone, Debug, PartialEq)]
pub struct TopicHistory {
    /// Its id.
    pub id: String,
    /// Its title, from a copy, else the id.
    pub title: String,
    /// The attempts that are listed and have an answer in it that counts, but for those that asked of it what was missed alone: which, and what
    /// counts. By when they began.
    pub series: Vec<(usize, Evidence)>,
    /// How its questions stand: the latest answer to each.
    pub now: Evidence,
    /// Those that were asked again.
    pub again: Again,
    /// What these show, held against as many comparisons as there are topics with such questions.
    pub trend: Trend,
}

impl TopicHistory {
    /// What counts of the last attempt that has it.
    pub fn last(&self) -> Option<Evidence> {
        self.series.last().map(|(_, tally)| *tally)
    }

    /// A greater share than the best, of an attempt with too few of its questions to be that.
    pub fn best_of_few(&self) -> Option<Evidence> {
        let best = self.best().filter(|best| best.n >= ENOUGH)?;
        let few = self.series.iter().map(|(_, tally)| *tally).filter(|tally| tally.n < ENOUGH);
        let few = few.max_by(|one, other| share(*one).partial_cmp(&share(*other)).unwrap_or(Ordering::Equal));
        few.filter(|few| share(*few) > share(best))
    }

    /// The greatest share, of attempts with at least [`ENOUGH`] of its questions where there are such; of equal ones that of most
    /// questions, then the latest.
    pub fn best(&self) -> Option<Evidence> {
        let share = |tally: &Evidence| share(*tally).unwrap_or_default();
        let tallies = self.series.iter().map(|(_, tally)| *tally);
        tallies.max_by(|one, other| {
            let enough = |tally: &Evidence| tally.n >= ENOUGH;
            let by_share = || share(one).total_cmp(&share(other));
            enough(one).cmp(&enough(other)).then_with(by_share).then(one.n.cmp(&other.n))
        })
    }
}

/// What one attempt shows along the exam's ladder.
#[derive(Clone, Debug, PartialEq)]
pub struct LevelOf {
    /// Which: a place in `sittings`.
    pub sitting: usize,
    /// The rungs with cuts, lowest first.
    pub ladder: Vec<(String, Fraction)>,
    /// Where the cuts come from; `None` where only the results tell them.
    pub basis: Option<CutsSource>,
    /// The evidence at each rung.
    pub evidence: Vec<Evidence>,
    /// What that shows.
    pub shown: LevelShown,
}

/// A copy of an exam: by its id, the text's digest and the key's.
pub type Copies<'a> = dyn Fn(&str, &str, &str) -> Option<Rc<Exam>> + 'a;

/// The history of some attempts.
pub fn history(mut sats: Vec<Sat>, copies: &Copies<'_>, asked: &Asked) -> History {
    standing::in_order(&mut sats);
    standing::mark_only_missed(&mut sats);
    if asked.is_part() {
        let wanted: HashSet<&str> = asked.topics.iter().map(String::as_str).collect();
        for sat in &mut sats {
            sat.answers.retain(|answer| wanted.contains(answer.topic.as_str()));
        }
        sats.retain(|sat| !sat.answers.is_empty());
    }
    let mut exams: HashMap<&str, Vec<&Sat>> = HashMap::new();
    for sat in &sats {
        exams.entry(sat.base()).or_default().push(sat);
    }
    let mut exams: Vec<(&str, Vec<&Sat>)> = exams.into_iter().collect();
    exams.sort_by(|(one_id, one), (other_id, other)| {
        let last = |sats: &[&Sat]| sats.last().map(|sat| sat.started_at);
        last(other).cmp(&last(one)).then_with(|| one_id.cmp(other_id))
    });
    let mut history = History::default();
    for (base, sats) in exams {
        let copy = sats.iter().rev().find_map(|sat| copies(&sat.exam_id, &sat.exam_digest, &sat.key_digest));
        let exam = figures::of_exam(base, &sats, copy.as_deref(), copies, asked);
        if exam.sittings.iter().any(|sitting| sitting.listed) {
            history.next.extend(next::of_exam(history.exams.len(), &exam, &sats, copy.as_deref(), asked));
            history.exams.push(exam);
        }
    }
    history
}

/// A share of what counts, 0 to 1; `None` of nothing.
pub fn share(tally: Evidence) -> Option<f64> {
    (tally.n > 0).then(|| (tally.x / f64::from(tally.n)).clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests;
