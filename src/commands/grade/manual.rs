//! `examiner grade --manual`: one question over all candidates before the next, criterion by criterion, each mark kept at once.

use super::super::cannot_prompt;
use super::super::source::Source;
use super::agree;
use super::desk::{Answer, Desk, Heard, agree_line, no_terminal, write_line};
use super::material::Material;
use crate::cli::grade::Grade;
use crate::context::Context;
use crate::exam::Digest;
use crate::failure::{Failure, Kind};
use crate::grading::Evidence;
use crate::grading::opinions::{Given, Opinions, rubric};
use crate::grading::said::{Mark, Said};
use crate::render::{plural, sanitize};
use crate::session::moment::WallTime;
use crate::store::ledger::Ledger;
use crate::store::marks;
use crate::store::trouble::Trouble;

/// Asks for marks.
pub(super) fn run(
    args: &Grade,
    source: &Source,
    ledger: &Ledger,
    grader: &str,
    context: &mut Context,
) -> Result<(), Failure> {
    if !context.has_terminal {
        return Err(no_terminal("`--manual` asks somebody"));
    }
    let material = Material::read(ledger, source, args)?;
    material.fits()?;
    let opinions = material.opinions();
    let rows: Vec<&Evidence> = material.counting(&opinions).filter(|row| !row.answer.is_empty()).collect();
    let seed = context.seed();
    let asked = asked(&rows, source, &opinions, (grader, seed), args.again);
    if asked.is_empty() {
        let any = rows.iter().any(|row| rubric(&source.exam, &row.question).is_some());
        context.say(if any {
            "All answers have your marks; `--again` asks for them once more."
        } else {
            "No answer waits for marks: there is no essay with an answer."
        });
        return Ok(());
    }
    // By which rubric marks were given is known later, too.
    ledger.keep_exam(source.exam.exam_digest, source.exam.key_digest, &source.bytes)?;
    let path = marks::path(ledger.results());
    let clock = context.clock.clone();
    let mut keep = |said: Said| marks::say(&path, [said], WallTime(clock.now().wall_ms));
    let names: Vec<String> = asked
        .iter()
        .map(|one| if args.names { format!(" · {}", one.0.candidate) } else { String::new() })
        .collect();
    let mut prompter = context.prompter().map_err(|error| cannot_prompt(&error))?;
    let desk = Desk { prompter: &mut *prompter, look: context.err_look, exam: &source.exam };
    let mut round = Round {
        desk,
        grader,
        key_digest: source.exam.key_digest.full(),
        answers: asked.iter().map(|(_, answer)| *answer).collect(),
        own: asked.iter().map(|(_, answer)| own(answer, &opinions, grader)).collect(),
        names,
        given: 0,
        again: args.again,
        keep: &mut keep,
    };
    let ended = round.run();
    let (given, left) = (round.given, round.left());
    drop(round);
    drop(prompter);
    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let file = sanitize::line(&file).into_owned();
    context.say(&format!("\n{} kept in {file}.", plural::count(given, "mark")));
    let ended = ended?;
    if left > 0 {
        let are = if left == 1 { "is" } else { "are" };
        let answers = plural::count(left, "answer");
        context.say(&format!(
            "{answers} {are} left; the same command goes on with {}.",
            if left == 1 { "it" } else { "them" }
        ));
    } else {
        let material = Material::read(ledger, source, args)?;
        let differ = agree::open(&material, source, &material.opinions()).len();
        if differ > 0 {
            let marks = plural::count(differ, "mark");
            let title = format!(
                "All answers have your marks. Graders differ on {marks}. To agree on the points that count:"
            );
            context.say_command(&title, &agree_line(ledger, &source.name, args, grader));
        } else {
            context.say_command(
                "All answers have your marks. To bring them into the results:",
                &write_line(ledger, &source.name, args),
            );
        }
    }
    match ended {
        Ended::Left => Err(Failure::said(Kind::Left)),
        Ended::Done => Ok(()),
    }
}

/// The answers to be asked for: question by question as in the exam, in an order of its own for each run.
fn asked<'a>(
    rows: &[&'a Evidence],
    source: &'a Source,
    opinions: &Opinions,
    (grader, seed): (&str, u64),
    again: bool,
) -> Vec<(&'a Evidence, Answer<'a>)> {
    let mut all = Vec::new();
    for question in &source.exam.questions {
        let id = question.id.as_str();
        let Some((_, criteria)) = rubric(&source.exam, id) else { continue };
        let is_open = |row: &&&Evidence| {
            let marked = |place| opinions.own(&row.attempt, id, place, grader).is_some();
            again || !(0..criteria.len()).all(marked)
        };
        let mut of: Vec<&Evidence> =
            rows.iter().filter(|row| row.question == id).filter(is_open).copied().collect();
        // A copy of a row is the same answer.
        of.sort_by(|one, other| one.attempt.cmp(&other.attempt));
        of.dedup_by(|one, other| one.attempt == other.attempt);
        of.sort_by_key(|row| Digest::of(format!("{seed}\n{id}\n{}", row.attempt).as_bytes()));
        let answer =
            |row: &'a Evidence| Answer { attempt: &row.attempt, question, criteria, text: &row.answer };
        all.extend(of.into_iter().map(|row| (row, answer(row))));
    }
    all
}

fn own(answer: &Answer<'_>, opinions: &Opinions, grader: &str) -> Vec<Option<Given>> {
    let id = answer.question.id.as_str();
    (0..answer.criteria.len()).map(|place| opinions.own(answer.attempt, id, place, grader).cloned()).collect()
}

/// How a round ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// After the last answer.
    Done,
    /// The grader left.
    Left,
}

/// Where to go from an answer.
enum Onward {
    Next,
    Back,
    Leave,
}

/// One grader's round over the answers.
pub(super) struct Round<'a, 'd> {
    desk: Desk<'d>,
    grader: &'a str,
    key_digest: String,
    answers: Vec<Answer<'a>>,
    /// The grader's own marks, by answer and criterion.
    own: Vec<Vec<Option<Given>>>,
    /// Whose answers these are, where that is shown.
    names: Vec<String>,
    /// Marks given in this round.
    given: usize,
    /// Whether answers are asked for that have all marks.
    again: bool,
    /// Keeps what is said.
    keep: &'a mut dyn FnMut(Said) -> Result<(), Trouble>,
}

impl Round<'_, '_> {
    /// Answers that have not all of the grader's marks.
    fn left(&self) -> usize {
        self.own.iter().filter(|own| own.iter().any(Option::is_none)).count()
    }

    fn run(&mut self) -> Result<Ended, Trouble> {
        let (mut at, mut all) = (0, self.again);
        while at < self.answers.len() {
            match self.answer(at, all)? {
                Onward::Next => (at, all) = (at + 1, self.again),
                Onward::Back => (at, all) = (at.saturating_sub(1), true),
                Onward::Leave => return Ok(Ended::Left),
            }
        }
        Ok(Ended::Done)
    }

    /// Asks for the criteria of an answer: all, or those without a mark.
    fn answer(&mut self, at: usize, all: bool) -> Result<Onward, Trouble> {
        let answer = self.answers[at];
        let places: Vec<usize> =
            (0..answer.criteria.len()).filter(|&place| all || self.own[at][place].is_none()).collect();
        let id = &answer.question.id;
        let of_question = |one: &&Answer<'_>| one.question.id == *id;
        let number = self.answers[..=at].iter().filter(of_question).count();
        let of = self.answers.iter().filter(of_question).count();
        self.desk.page(&format!("{id} · answer {number} of {of}{}", self.names[at]), &answer);
        let mut step = 0;
        while let Some(&place) = places.get(step) {
            let earlier = self.own[at][place].clone();
            let said = earlier.as_ref().and_then(|given| given.comment.as_ref());
            let said: Vec<String> = said.map(|comment| format!("You said: {comment}")).into_iter().collect();
            self.desk.criterion(place, &answer, &said);
            match self.desk.ask("Points", answer.criteria[place].points, earlier.as_ref()) {
                Heard::Points(points, comment) => {
                    (self.keep)(Said::Marked(Mark {
                        attempt: answer.attempt.to_owned(),
                        question: id.to_string(),
                        criterion: place + 1,
                        points: points.to_string(),
                        grader: self.grader.to_owned(),
                        comment: comment.clone(),
                        key_digest: self.key_digest.clone(),
                    }))?;
                    self.own[at][place] = Some(Given { points, comment });
                    self.given += 1;
                    step += 1;
                }
                Heard::Kept => step += 1,
                Heard::Skip => return Ok(Onward::Next),
                Heard::Back if step > 0 => step -= 1,
                Heard::Back if at == 0 => self.desk.prompter.show("This is the first answer."),
                Heard::Back => return Ok(Onward::Back),
                Heard::Leave => return Ok(Onward::Leave),
            }
        }
        Ok(Onward::Next)
    }
}
