//! Question by question over candidates: what became of each, and who chose what.

use std::collections::HashMap;

use crate::exam::{Answer, Exam, Key, Kind, Merit, Points, Question, Snippet, words};
use crate::results::scan::FullRow;
use crate::scoring::Outcome;

use super::model::{Asked, ExamFigures};

/// Of more candidates than this it is not shown what became of each question.
pub const MOST_CANDIDATES: usize = 500;
/// Of more questions neither.
pub const MOST_QUESTIONS: usize = 200;

/// What became of the questions of an exam, or why it is not here.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcomes {
    /// It is here.
    Known(Grid),
    /// There are so many candidates.
    TooManyCandidates(usize),
    /// There are so many questions.
    TooManyQuestions(usize),
}

/// Questions over attempts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grid {
    /// The attempts, in the order of the exam's candidates.
    pub sittings: Vec<Sitting>,
    /// The questions: by level, lowest first, then by topic, then as in the exam.
    pub questions: Vec<Over>,
}

/// An attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sitting {
    /// A place among the exam's candidates.
    pub candidate: usize,
    /// Which of the candidate's attempts that count, from 1, where there are several.
    pub attempt: Option<usize>,
}

/// One question over attempts.
#[derive(Clone, Debug, PartialEq)]
pub struct Over {
    /// Its id.
    pub id: String,
    /// What is asked, where a copy of the exam is at hand.
    pub text: Option<Text>,
    /// Its topic: a place among the exam's.
    pub topic: Option<usize>,
    /// Its level, or empty.
    pub level: String,
    /// Its kind, where it is known.
    pub kind: Option<Kind>,
    /// What was chosen: of a choice all options in the exam's order, of others each answer that was given.
    pub choices: Vec<Choice>,
    /// Whether the answers' words are left out: what was typed when blind, and essays always.
    pub words_are_out: bool,
    /// What became of it, for each attempt.
    pub made: Vec<Made>,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The language that it is in.
    pub language: String,
    /// The title, if it has one (Markdown).
    pub title: Option<String>,
    /// The prompt (Markdown).
    pub prompt: String,
    /// The code that it is about.
    pub snippets: Vec<Snippet>,
    /// What is right, where that is not one of the options.
    pub right: Option<words::Right>,
}

/// What could be, or was, answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// As it stands in the results.
    pub label: String,
    /// In the exam's words: Markdown where `is_typed` is not said.
    pub words: Vec<String>,
    /// Whether somebody typed it.
    pub is_typed: bool,
    /// What it earns; `None` where that is not known.
    pub worth: Option<Worth>,
    /// What it means to choose it (Markdown).
    pub heads_up: Option<String>,
    /// The attempts in which it was.
    pub who: Vec<usize>,
}

/// What an answer earns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Worth {
    /// All.
    Right,
    /// A part.
    Partly,
    /// Nothing.
    Wrong,
}

/// What became of a question in an attempt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Made {
    /// It was not asked.
    #[default]
    NotAsked,
    /// It was taken out, and counts for nobody.
    Dropped,
    /// This.
    Was(Outcome),
}

/// One attempt's rows.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// Whose.
    pub sitting: Sitting,
    /// All of its rows.
    pub rows: &'a [FullRow],
    /// Its exam, if a copy is at hand.
    pub exam: Option<&'a Exam>,
}

/// Puts attempts' rows together. When blind nothing that was typed is kept.
pub fn outcomes(figures: &ExamFigures, asked: &Asked, sources: &[Source<'_>], blind: bool) -> Outcomes {
    let mut grid = Grid { sittings: sources.iter().map(|of| of.sitting).collect(), questions: Vec::new() };
    let mut places: HashMap<String, usize> = HashMap::new();
    for (sitting, source) in sources.iter().enumerate() {
        for row in source.rows.iter().filter(|row| counts(row, asked)) {
            let Some(outcome) = Outcome::from_word(row.cell("outcome")) else { continue };
            let id = row.cell("question_id");
            let question = source.exam.and_then(|exam| exam.questions.iter().find(|of| of.id.as_str() == id));
            let place = *places.entry(id.to_owned()).or_insert_with(|| {
                grid.questions.push(over(figures, row, source.exam.zip(question), sources.len(), blind));
                grid.questions.len() - 1
            });
            made(&mut grid.questions[place], sitting, row, outcome, question);
        }
    }
    if grid.questions.len() > MOST_QUESTIONS {
        return Outcomes::TooManyQuestions(grid.questions.len());
    }
    for question in &mut grid.questions {
        if question.text.is_none() || !has_options(question.kind) {
            question.choices.sort_by(|one, other| {
                let key = |choice: &Choice| (choice.worth, std::cmp::Reverse(choice.who.len()));
                key(one).cmp(&key(other)).then_with(|| one.label.cmp(&other.label))
            });
        }
        if question.words_are_out {
            question.choices.clear();
        }
    }
    let order: HashMap<&str, usize> =
        figures.question_order.iter().enumerate().map(|(place, id)| (id.as_str(), place)).collect();
    let level =
        |of: &Over| figures.levels.iter().position(|level| level.id == of.level).unwrap_or(usize::MAX);
    grid.questions.sort_by_cached_key(|of| {
        let place = order.get(of.id.as_str()).copied().unwrap_or(usize::MAX);
        (level(of), of.topic.unwrap_or(usize::MAX), place)
    });
    Outcomes::Known(grid)
}

/// Whether a row is among what is asked for.
fn counts(row: &FullRow, asked: &Asked) -> bool {
    let among = |asked: &[String], it: &str| asked.is_empty() || asked.iter().any(|one| one == it);
    among(&asked.topics, row.cell("topic")) && among(&asked.levels, row.cell("level"))
}

const fn has_options(kind: Option<Kind>) -> bool {
    matches!(kind, Some(Kind::Single | Kind::Multiple | Kind::Boolean))
}

/// A question without anything that became of it.
fn over(
    figures: &ExamFigures,
    row: &FullRow,
    asked: Option<(&Exam, &Question)>,
    attempts: usize,
    blind: bool,
) -> Over {
    let kind = asked.map(|(_, question)| question.face.kind()).or_else(|| Kind::from_word(row.cell("kind")));
    let is_typed =
        !matches!(kind, Some(Kind::Single | Kind::Multiple | Kind::Boolean | Kind::Order | Kind::Match));
    Over {
        id: row.cell("question_id").to_owned(),
        text: asked.map(|(exam, question)| Text {
            language: exam.language.clone(),
            title: question.title.clone(),
            prompt: question.prompt.clone(),
            snippets: exam.snippets_of(question).cloned().collect(),
            right: words::right(question).filter(|_| !has_options(kind)),
        }),
        topic: figures.topics.iter().position(|topic| topic.id == row.cell("topic")),
        level: row.cell("level").to_owned(),
        kind,
        choices: asked.map(|(_, question)| options(question)).unwrap_or_default(),
        words_are_out: kind == Some(Kind::Essay) || blind && is_typed,
        made: vec![Made::NotAsked; attempts],
    }
}

/// All that can be chosen; nothing where it is typed, put in order or matched.
fn options(question: &Question) -> Vec<Choice> {
    let choice = |label: String, words: String, worth, heads_up: Option<String>| Choice {
        label,
        words: vec![words],
        is_typed: false,
        worth,
        heads_up,
        who: Vec::new(),
    };
    match &question.key {
        Some(Key::Boolean { answer, heads_up }) => {
            let of = |word: &str| {
                let is_right = answer.word() == word;
                let worth = if is_right { Worth::Right } else { Worth::Wrong };
                choice(word.into(), word.into(), Some(worth), heads_up.clone().filter(|_| !is_right))
            };
            vec![of("true"), of("false")]
        }
        Some(Key::Single(_) | Key::Multiple(_)) => {
            let options = words::options_with_key(question).into_iter();
            let of = |(id, text, key): (&crate::exam::PartId, &str, &crate::exam::OptionKey)| {
                let worth = match key.merit {
                    Merit::Right => Worth::Right,
                    Merit::Credit(_) => Worth::Partly,
                    Merit::Wrong => Worth::Wrong,
                };
                choice(id.to_string(), text.trim().to_owned(), Some(worth), key.heads_up.clone())
            };
            options.map(of).collect()
        }
        Some(Key::Text(_) | Key::Number { .. } | Key::Order(_) | Key::Match(_) | Key::Essay { .. })
        | None => Vec::new(),
    }
}

/// Adds what became of a question in an attempt.
fn made(over: &mut Over, sitting: usize, row: &FullRow, outcome: Outcome, question: Option<&Question>) {
    if Points::parse(row.cell("max_points")).unwrap_or_default() == Points(0) {
        over.made[sitting] = Made::Dropped;
        return;
    }
    over.made[sitting] = Made::Was(outcome);
    let cell = row.cell("answer");
    let is_none = cell.is_empty() || matches!(outcome, Outcome::Unanswered | Outcome::TimedOut);
    if is_none || over.words_are_out {
        return;
    }
    let answer = question.and_then(|question| Answer::read(cell, &question.face));
    if let Some(Answer::Multiple(ids)) = &answer {
        for id in ids {
            let place = choice(over, id.as_str(), || vec![id.to_string()], None);
            over.choices[place].who.push(sitting);
        }
        return;
    }
    let in_words = || match question.zip(answer.as_ref()) {
        Some((question, answer)) => words::in_words(question, answer),
        None => vec![cell.to_owned()],
    };
    let worth = match outcome {
        Outcome::Correct => Some(Worth::Right),
        Outcome::Partial => Some(Worth::Partly),
        Outcome::Incorrect => Some(Worth::Wrong),
        Outcome::Unanswered | Outcome::TimedOut | Outcome::Ungraded => None,
    };
    let place = choice(over, cell, in_words, worth);
    over.choices[place].who.push(sitting);
}

/// The place of a choice, which is made if it is not there.
fn choice(over: &mut Over, label: &str, words: impl FnOnce() -> Vec<String>, worth: Option<Worth>) -> usize {
    let known = over.choices.iter().position(|choice| choice.label == label);
    known.unwrap_or_else(|| {
        let is_typed = match over.kind {
            Some(Kind::Order | Kind::Match) => over.text.is_none(),
            _ => true,
        };
        over.choices.push(Choice {
            label: label.to_owned(),
            words: words(),
            is_typed,
            worth,
            heads_up: None,
            who: Vec::new(),
        });
        over.choices.len() - 1
    })
}
