//! What a learner is told: right or not and why, the answer in words, how far the climb has come.

use crate::exam::words::{heads_ups_of, options_with_key, right_answer};
use crate::exam::{Answer, Exam, Face, Key, Merit, PartId, Question};
use crate::render::altitude::{self, Altitude};
use crate::render::paint::{self, Ink, Style};
use crate::render::question as card;
use crate::render::{markdown, sanitize};
use crate::results::row::marked;
use crate::scoring::mark::Outcome;
use crate::session::{Completion, Started};
use crate::terminal::prompter::Manner;

use super::desk::Desk;
use super::pages;

/// Right or not, with the heads-up of what was chosen.
pub fn at_once(desk: &Desk<'_>, question: &Question, answer: &Answer, outcome: Outcome) -> String {
    let look = desk.room.look;
    let (mark, ink, words) = match outcome {
        Outcome::Correct => ("✓", Ink::Green, "Right."),
        Outcome::Partial => ("◐", Ink::Magenta, "Partly: it counts, but it isn't all of it."),
        Outcome::Incorrect => ("✗", Ink::Red, not_right(&question.face)),
        Outcome::Unanswered | Outcome::TimedOut | Outcome::Ungraded => {
            ("·", Ink::Text, "Kept. People mark this; compare it yourself.")
        }
    };
    let words = match (&question.key, outcome) {
        (Some(Key::Single(_)), Outcome::Partial) => "Not wrong, but not what comes first.",
        _ => words,
    };
    let mut page = format!("\n{} {words}\n", paint::styled(mark, Style::ink(ink), look.color));
    for text in heads_ups_of(question, answer) {
        page.push_str(&markdown::render(text, look, "  "));
    }
    page
}

const fn not_right(face: &Face) -> &'static str {
    match face {
        Face::Single(_) | Face::Boolean => "Not this one.",
        Face::Multiple(_) => "Not these, or not all of them.",
        Face::Text | Face::Number { .. } | Face::Order(_) | Face::Match { .. } | Face::Essay => "Not this.",
    }
}

/// After a question is done with: the answer if it was shown, the explanation, what was predicted.
pub fn explained(desk: &Desk<'_>, place: usize, question: &Question, how: Completion) -> String {
    let look = desk.room.look;
    let mut page = String::new();
    if how != Completion::Right
        && let Some(right) = right_answer(question)
    {
        page.push_str(&pages::heading("What is right", look));
        page.push_str(&markdown::render(&right, look, "  "));
        for (_, _, key) in options_with_key(question) {
            if key.merit == Merit::Right
                && let Some(heads_up) = &key.heads_up
            {
                page.push_str(&markdown::render(heads_up, look, "  "));
            }
        }
    }
    if let Some(Key::Essay { criteria, sample }) = &question.key {
        page.push_str(&pages::heading("What it is marked by", look));
        for criterion in criteria {
            let points = card::points(&criterion.points.to_string());
            page.push_str(&markdown::render(&format!("- {} ({points})", criterion.text.trim()), look, "  "));
        }
        if let Some(sample) = sample {
            page.push_str(&pages::heading("A model answer", look));
            page.push_str(&markdown::render(sample, look, "  "));
        }
    }
    if let Some(explanation) = &question.teaching.explanation {
        page.push_str(&pages::heading("Why", look));
        page.push_str(&markdown::render(explanation, look, "  "));
    }
    if let Some(predicted) = &desk.attempt.progress[place].predicted {
        page.push_str(&pages::heading("You had said", look));
        page.push_str(&pages::wrapped(&sanitize::line(predicted), look, "  "));
    }
    page
}

/// The heads-ups of the options that were neither chosen nor right.
pub fn other_heads_ups(desk: &Desk<'_>, place: usize, question: &Question) -> Option<String> {
    let look = desk.room.look;
    let progress = &desk.attempt.progress[place];
    let given: Vec<Answer> = progress
        .answers
        .iter()
        .chain(&progress.tries)
        .filter_map(|text| Answer::read(text, &question.face))
        .collect();
    let seen = |id: &PartId| {
        given.iter().any(|answer| match answer {
            Answer::Single(known) => known == id,
            Answer::Multiple(known) => known.contains(id),
            Answer::Boolean(_)
            | Answer::Text(_)
            | Answer::Number(_)
            | Answer::Order(_)
            | Answer::Match(_)
            | Answer::Essay(_) => false,
        })
    };
    let mut page = String::new();
    for (id, text, key) in options_with_key(question) {
        if let (Some(heads_up), false, false) = (&key.heads_up, seen(id), key.merit == Merit::Right) {
            page.push('\n');
            page.push_str(&markdown::render(text, look, "  "));
            page.push_str(&markdown::render(heads_up, look, "    "));
        }
    }
    (!page.is_empty()).then(|| format!("{}{page}", pages::heading("The other options", look)))
}

/// The altitude line of this run; in words where lines are plain.
pub fn altitude(desk: &Desk<'_>, manner: Manner) -> String {
    let done = |how: &Option<Completion>| matches!(how, Some(Completion::Right | Completion::Shown));
    let completed: Vec<usize> = (0..desk.attempt.progress.len())
        .filter(|&place| done(&desk.attempt.progress[place].completed))
        .collect();
    let rungs = rungs_of_run(desk.exam, &desk.attempt.started);
    let levels: Vec<&str> = rungs.iter().map(String::as_str).collect();
    let altitude = Altitude {
        levels: &levels,
        completed: completed.len(),
        total: desk.attempt.progress.len(),
        first_try: completed.iter().filter(|&&place| right_at_first(desk, place)).count(),
    };
    match manner {
        Manner::Interactive => format!("\n{}", altitude::line(&altitude, desk.room.look)),
        Manner::Plain => format!("\n{}\n", altitude::in_words(&altitude)),
    }
}

/// The rungs from the lowest to the highest level that a run asks about.
pub fn rungs_of_run(exam: &Exam, started: &Started) -> Vec<String> {
    let ladder = &exam.ladder.rungs;
    let highest = ladder
        .iter()
        .rposition(|rung| started.questions.iter().any(|drawn| drawn.level.as_ref() == Some(&rung.level)));
    let upto = highest.map_or(ladder.len(), |at| at + 1);
    ladder[..upto].iter().map(|rung| rung.level.to_string()).collect()
}

/// Whether the first answer to a question is right.
pub fn right_at_first(desk: &Desk<'_>, place: usize) -> bool {
    desk.question(place).is_some_and(|question| {
        let (_, mark) = marked(desk.exam, question, &desk.attempt.progress[place]);
        mark.outcome == Outcome::Correct
    })
}
