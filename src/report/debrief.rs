//! What an interviewer takes into the conversation: one attempt, question by question, with what its answers mean.

use crate::exam::words::Right;
use crate::exam::{CutsSource, Points, Snippet};
use crate::scoring::{LevelShown, Outcome, Share};
use crate::session::{By, Mode};

use super::model::{Choice, Cuts, ExamFigures, Lacks};
pub use super::telling::{Source, sheet};

/// One attempt of one candidate.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// The exam's figures, of this candidate alone.
    pub exam: ExamFigures,
    /// Which of the candidate's attempts this is.
    pub choice: Choice,
    /// From which command it is, if that is known.
    pub mode: Option<Mode>,
    /// All questions, in the attempt's order.
    pub answers: Vec<Told>,
    /// What happened to the clock, in order.
    pub clock: Vec<ClockTrouble>,
    /// Whether a copy of the exam is at hand: without it there are ids in place of words.
    pub has_copy: bool,
    /// Whether the journal is: without it predictions, objections and changes are not known.
    pub has_journal: bool,
    /// How many questions the attempt had, by its journal, and how many the results hold, where these are fewer.
    pub lacking: Option<(usize, usize)>,
    /// Where the copy of the exam has another key than the marks were made by: its digest, and that of the marks.
    pub other_key: Option<(String, String)>,
}

/// One question with what was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Its place in the attempt, as in the results; may be empty.
    pub number: String,
    /// Its id.
    pub id: String,
    /// Its title, or the first paragraph of its prompt (Markdown); the id without a copy.
    pub title: String,
    /// The language of the exam's text; empty without a copy.
    pub language: String,
    /// Its whole prompt (Markdown), where that says more than the title.
    pub prompt: Option<String>,
    /// The code that it is about.
    pub snippets: Vec<Snippet>,
    /// Its topic: the title, or the id without a copy.
    pub topic: String,
    /// Its level, or empty.
    pub level: String,
    /// What became of it.
    pub outcome: Outcome,
    /// What it earned; `None` while ungraded.
    pub points: Option<Points>,
    /// What it is worth.
    pub max_points: Points,
    /// What was answered, in the exam's words; as in the results without a copy. Empty for no answer, and where the results don't
    /// hold it.
    pub answer: Vec<String>,
    /// How the answer, and what is right, are to be read.
    pub script: Script,
    /// Who handed that in, where the journal is at hand.
    pub by: Option<By>,
    /// What was chosen and is not right, and what that means.
    pub means: Vec<Meaning>,
    /// What is right and was not ticked, where several are right (Markdown).
    pub missed: Vec<String>,
    /// What is right.
    pub right: Option<Right>,
    /// By what an essay is marked, and what people said of that.
    pub rubric: Vec<Rated>,
    /// A model answer (Markdown), if there is one.
    pub sample: Option<String>,
    /// What was predicted before the options were seen.
    pub predicted: Option<String>,
    /// The candidate's objections.
    pub unclear: Vec<String>,
    /// What to ask next (Markdown).
    pub follow_up: Option<String>,
    /// Whether it was tried, as far as that is known.
    pub tried: Tried,
    /// Whether it was marked to come back to.
    pub flagged: bool,
    /// How the answer was changed, if it was.
    pub change: Option<Change>,
}

/// One line of a rubric, and the marks on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rated {
    /// The line (Markdown).
    pub text: String,
    /// What it is worth, in the rubric's points.
    pub most: Points,
    /// The marks, by grader.
    pub marks: Vec<Voice>,
    /// The mark that counts where graders differed, and who decided it.
    pub agreed: Option<Voice>,
}

/// One grader's mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voice {
    /// Who.
    pub grader: String,
    /// The points.
    pub points: Points,
    /// What was said about it.
    pub comment: Option<String>,
}

/// The marks on each line of an essay's rubric, by question.
pub type Ratings = std::collections::HashMap<String, Vec<(Vec<Voice>, Option<Voice>)>>;

/// What a choice means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// The choice (Markdown), where several could be made.
    pub of: Option<String>,
    /// Its heads-up (Markdown), if it has one.
    pub heads_up: Option<String>,
}

/// How words are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// An author's, in Markdown.
    Markdown,
    /// As somebody typed them: a `*` is a `*`.
    Typed,
}

/// Whether a question was tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tried {
    /// It was, or nothing says that it wasn't.
    Yes,
    /// It never came on screen.
    NotReached,
    /// The exam's time ended while it was on screen, without an answer.
    CutOff,
}

/// Whether there is an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answered {
    /// There is, and it is here.
    Words,
    /// None was given.
    Nothing,
    /// One was given; these results don't hold it.
    NotHere,
}

impl Told {
    /// Whether it earned all it could.
    pub fn is_right(&self) -> bool {
        // Part of a mark may be rounded to all of it.
        let has_all = self.points == Some(self.max_points) && !self.is_dropped();
        self.outcome == Outcome::Correct || self.outcome == Outcome::Partial && has_all
    }

    /// Whether the question was taken out: then it counts for nobody.
    pub fn is_dropped(&self) -> bool {
        self.max_points == Points(0)
    }

    /// Whether it waits for a mark: then it is neither right nor missed.
    pub fn waits(&self) -> bool {
        self.outcome == Outcome::Ungraded
    }

    /// Whether there is an answer.
    pub fn answered(&self) -> Answered {
        match self.outcome {
            _ if !self.answer.is_empty() => Answered::Words,
            Outcome::Unanswered | Outcome::TimedOut => Answered::Nothing,
            Outcome::Correct | Outcome::Partial | Outcome::Incorrect | Outcome::Ungraded => Answered::NotHere,
        }
    }

    /// What it earned as a share of what it is worth.
    pub fn share(&self) -> Share {
        self.points.map_or(Share::NONE, |points| Share::of_points(points, self.max_points))
    }
}

/// How an answer was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The first answer, in the exam's words.
    pub from: Vec<String>,
    /// The one that stands.
    pub to: Vec<String>,
    /// What that did to its points; `None` where it can't be told.
    pub effect: Option<Effect>,
}

/// What a change did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It earned more.
    Gained,
    /// It earned less.
    Lost,
    /// The same.
    Same,
}

impl Effect {
    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Gained => "gained",
            Self::Lost => "lost",
            Self::Same => "same",
        }
    }
}

/// A question that something happened at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Which {
    /// Its id.
    pub id: String,
    /// Its title, as in [`Told`].
    pub title: String,
}

/// Something that happened to the clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClockTrouble {
    /// A question's own time ended while it was on screen.
    QuestionExpired(Option<Which>),
    /// The exam's time ended, while this was on screen.
    ExamExpired(Option<Which>),
    /// The wall clock moved against the other one, in milliseconds.
    Jumped(i64),
    /// Time was given back, in milliseconds, by whom.
    GivenBack(u64, String),
    /// The program was away so many milliseconds; whether the machine was restarted.
    Away(u64, bool),
}

impl Sheet {
    /// The questions that were tried and did not earn all they could, most telling first: where answers are mixed those of the weak rungs,
    /// then of the highest level, then of the least share, what was answered before what was not. Those that wait for a mark are not
    /// among them.
    pub fn missed(&self) -> Vec<&Told> {
        let is_missed = |told: &&Told| {
            !told.is_right() && !told.waits() && !told.is_dropped() && told.tried == Tried::Yes
        };
        let mut missed: Vec<&Told> = self.answers.iter().filter(is_missed).collect();
        let weak = self.weak_rungs();
        let key = |told: &Told| (told.share(), told.answered() == Answered::Nothing);
        let rung = |told: &Told| {
            let rung = self.rung(told);
            (rung.is_some_and(|rung| weak.contains(&rung)), rung)
        };
        missed.sort_by(|one, other| rung(other).cmp(&rung(one)).then_with(|| key(one).cmp(&key(other))));
        missed
    }

    /// The questions that were not tried for want of time, in the attempt's order.
    pub fn not_tried(&self) -> Vec<&Told> {
        self.answers.iter().filter(|told| told.tried != Tried::Yes && !told.is_dropped()).collect()
    }

    /// How many questions came on screen, of how many, those aside that were taken out.
    pub fn reached(&self) -> (usize, usize) {
        let counted = || self.answers.iter().filter(|told| !told.is_dropped());
        (counted().filter(|told| told.tried != Tried::NotReached).count(), counted().count())
    }

    /// Where answers are mixed the rungs that are weak under strong ones, by their places on the ladder.
    pub fn weak_rungs(&self) -> Vec<usize> {
        let candidate = self.exam.candidates.first();
        let shown = candidate.and_then(|candidate| candidate.level.shown.as_ref().ok());
        shown.and_then(LevelShown::contradiction).map(|(weak, _)| weak).unwrap_or_default()
    }

    /// The questions that wait for a mark.
    pub fn waiting(&self) -> Vec<&Told> {
        self.answers.iter().filter(|told| told.waits()).collect()
    }

    /// How high a question's level is; nothing for a level that is no rung, and without one.
    pub fn rung(&self, told: &Told) -> Option<usize> {
        let candidate = self.exam.candidates.first()?;
        candidate.level.ladder.iter().position(|(level, _)| *level == told.level)
    }

    /// The same with a code for the name: without ids, times, who gave time back, or an author's free text.
    #[must_use]
    pub fn blind(mut self, code: &str) -> Self {
        self.exam.began = None;
        if let Cuts::One(_, Some(CutsSource::Basis(basis))) = &mut self.exam.cuts {
            basis.clear();
        }
        for candidate in &mut self.exam.candidates {
            code.clone_into(&mut candidate.shown_as);
            code.clone_into(&mut candidate.candidate);
            candidate.candidate_id.clear();
            candidate.time_share = None;
            candidate.lacks = candidate.lacks.take().map(Lacks::blind);
            candidate.contradiction = None;
            for attempt in &mut candidate.attempts {
                (attempt.attempt_id, attempt.started_at, attempt.seconds) = (None, None, None);
            }
        }
        for voice in
            self.answers.iter_mut().flat_map(|told| &mut told.rubric).flat_map(|rated| &mut rated.marks)
        {
            voice.comment = None;
        }
        for trouble in &mut self.clock {
            if let ClockTrouble::GivenBack(_, by) = trouble {
                by.clear();
            }
        }
        self
    }

    /// Whether the results hold no answer at all, though some were given.
    pub fn has_no_answers(&self) -> bool {
        let is = |answered: Answered| self.answers.iter().any(|told| told.answered() == answered);
        is(Answered::NotHere) && !is(Answered::Words)
    }

    /// The sheet of some questions only, with what happened at them; `None` if it has none of them.
    #[must_use]
    pub fn only(mut self, ids: &[String]) -> Option<Self> {
        let is_asked = |id: &String| ids.contains(id);
        self.answers.retain(|told| is_asked(&told.id));
        self.clock.retain(|trouble| match trouble {
            ClockTrouble::QuestionExpired(at) | ClockTrouble::ExamExpired(at) => {
                at.as_ref().is_some_and(|at| is_asked(&at.id))
            }
            ClockTrouble::Jumped(_) | ClockTrouble::GivenBack(..) | ClockTrouble::Away(..) => false,
        });
        (!self.answers.is_empty()).then_some(self)
    }
}
