//! `examiner grade --agree`: how far graders agree, and the mark that counts where they differ.

use std::collections::{BTreeSet, HashMap};

use super::super::source::Source;
use super::super::{cannot_prompt, cannot_write};
use super::desk::{Answer, Desk, Heard, no_terminal, write_line};
use super::material::Material;
use crate::cli::grade::{Grade, GradeFormat};
use crate::context::Context;
use crate::failure::{Failure, Kind};
use crate::grading::agreement::of_question;
use crate::grading::opinions::{OnCriterion, rubric};
use crate::grading::said::{Mark, Said};
use crate::grading::{Evidence, Opinions};
use crate::render::grading::{Difference, Differences, agreement_json, list};
use crate::render::{Look, plural, sanitize};
use crate::session::moment::WallTime;
use crate::store::ledger::Ledger;
use crate::store::marks;

/// Lists, then asks.
pub(super) fn run(
    args: &Grade,
    source: &Source,
    ledger: &Ledger,
    grader: &str,
    context: &mut Context,
) -> Result<(), Failure> {
    let material = Material::read(ledger, source, args)?;
    material.fits()?;
    let opinions = material.opinions();
    let open = open(&material, source, &opinions);
    let listed = differences(args, &material, source, &opinions, &open);
    if args.format == GradeFormat::Json {
        return context.print(&agreement_json(&listed)).map_err(|error| cannot_write(&error));
    }
    let page = list(&listed).render(Look { width: context.table_width, ..context.out_look });
    context.print(&page).map_err(|error| cannot_write(&error))?;
    if open.is_empty() {
        return Ok(());
    }
    if !context.has_terminal {
        let marks = plural::count(open.len(), "mark");
        let are = if open.len() == 1 { "is" } else { "are" };
        return Err(no_terminal(&format!("{marks} {are} to be agreed on")));
    }
    ledger.keep_exam(source.exam.exam_digest, source.exam.key_digest, &source.bytes)?;
    let mut prompter = context.prompter().map_err(|error| cannot_prompt(&error))?;
    let mut desk = Desk { prompter: &mut *prompter, look: context.err_look, exam: &source.exam };
    let path = marks::path(ledger.results());
    let (mut at, mut agreed, mut left) = (0, 0, false);
    let mut settled = vec![false; open.len()];
    while let Some(one) = open.get(at) {
        let name = if args.names { format!(" · {}", one.row.candidate) } else { String::new() };
        let heading = format!("{} · {} of {}{name}", one.row.question, at + 1, open.len());
        desk.page(&heading, &one.answer);
        let gave = |(who, given): (&String, &crate::grading::opinions::Given)| {
            let comment = given.comment.as_ref().map(|comment| format!(": {comment}")).unwrap_or_default();
            format!("{who} gave {}{comment}", given.points)
        };
        let said: Vec<String> = one.on.marks.iter().map(gave).collect();
        desk.criterion(one.place, &one.answer, &said);
        match desk.ask("Points that count", one.answer.criteria[one.place].points, None) {
            Heard::Points(points, comment) => {
                let mut graders: BTreeSet<&str> = one.on.marks.keys().map(String::as_str).collect();
                graders.insert(grader);
                let said = Said::Agreed(Mark {
                    attempt: one.row.attempt.clone(),
                    question: one.row.question.clone(),
                    criterion: one.place + 1,
                    points: points.to_string(),
                    grader: graders.into_iter().collect::<Vec<_>>().join("+"),
                    comment,
                    key_digest: source.exam.key_digest.full(),
                });
                marks::say(&path, [said], WallTime(context.clock.now().wall_ms))?;
                settled[at] = true;
                agreed += 1;
                at += 1;
            }
            Heard::Kept | Heard::Skip => at += 1,
            Heard::Back => at = at.saturating_sub(1),
            Heard::Leave => {
                left = true;
                break;
            }
        }
    }
    drop(prompter);
    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    context.say(&format!("\n{} kept in {}.", plural::count(agreed, "agreed mark"), sanitize::line(&file)));
    if settled.iter().all(|settled| *settled) {
        context.say_command("To bring them into the results:", &write_line(ledger, &source.name, args));
    }
    if left { Err(Failure::said(Kind::Left)) } else { Ok(()) }
}

/// A criterion of an answer on which graders differ.
pub(super) struct Open<'a> {
    row: &'a Evidence,
    answer: Answer<'a>,
    place: usize,
    on: OnCriterion,
}

/// All of them, question by question as in the exam, then in the file's order.
pub(super) fn open<'a>(material: &'a Material<'_>, source: &'a Source, opinions: &Opinions) -> Vec<Open<'a>> {
    let mut known = BTreeSet::new();
    let mut all = Vec::new();
    for question in &source.exam.questions {
        let id = question.id.as_str();
        let Some((_, criteria)) = rubric(&source.exam, id) else { continue };
        for row in material.counting(opinions).filter(|row| row.question == id && !row.answer.is_empty()) {
            if !known.insert((row.attempt.as_str(), id)) {
                continue;
            }
            let answer = Answer { attempt: &row.attempt, question, criteria, text: &row.answer };
            let on = opinions.on(&row.attempt, id).iter().enumerate().filter(|(_, on)| on.differs());
            all.extend(on.map(|(place, on)| Open { row, answer, place, on: on.clone() }));
        }
    }
    all
}

fn differences(
    args: &Grade,
    material: &Material<'_>,
    source: &Source,
    opinions: &Opinions,
    open: &[Open<'_>],
) -> Differences {
    let candidates: HashMap<&str, &str> =
        material.rows.iter().map(|row| (row.attempt.as_str(), row.candidate.as_str())).collect();
    let essays = source.exam.questions.iter().map(|question| question.id.as_str());
    let essays = essays.filter(|id| rubric(&source.exam, id).is_some());
    let agreement = essays
        .map(|id| (id.to_owned(), of_question(opinions, id, &|attempt| candidates.contains_key(attempt))));
    let difference = |one: &Open<'_>| Difference {
        question: one.row.question.clone(),
        answer: if args.names { one.row.candidate.clone() } else { one.row.attempt.clone() },
        criterion: one.place + 1,
        marks: one.on.marks.iter().map(|(who, given)| (who.clone(), given.points.to_string())).collect(),
    };
    Differences {
        title: source.exam.title.clone(),
        agreement: agreement.collect(),
        open: open.iter().map(difference).collect(),
    }
}
