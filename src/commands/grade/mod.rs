//! `examiner grade`: answers marked anew, by a mended key, by people, without a broken question.

mod agree;
mod desk;
mod manual;
mod material;
mod write;

use material::Material;

use super::cannot_write;
use super::filters::nowhere;
use super::source::{self, Source};
use crate::cli::WhichExam;
use crate::cli::grade::{Grade, GradeFormat};
use crate::context::Context;
use crate::failure::{Failure, Kind};
use crate::grading::evidence::{DROPPED, KEY};
use crate::grading::preview::Preview;
use crate::grading::said::Said;
use crate::render::{Look, grading, sanitize};
use crate::results::name::composed;
use crate::store::ledger::Ledger;

/// Runs `grade`.
pub fn run(args: &Grade, context: &mut Context) -> Result<(), Failure> {
    let grader = args.grader.as_deref().map(grader).transpose()?;
    if grader.is_some() && !args.manual && !args.agree && args.drop_question.is_empty() {
        let help = "leave it out, or add `--manual`, `--agree` or `--drop-question ID`";
        return Err(Failure::new(Kind::CommandLine, "`--grader` says who marks, and nobody is asked", help));
    }
    if args.names && !args.manual && !args.agree {
        let help = "leave it out, or add `--manual` or `--agree`";
        return Err(Failure::new(Kind::CommandLine, "`--names` is for answers that are read", help));
    }
    let source = exam(args, context)?;
    let ledger = Ledger::at(&args.results)?;
    match grader {
        Some(grader) if args.manual => manual::run(args, &source, &ledger, &grader, context),
        Some(grader) if args.agree => agree::run(args, &source, &ledger, &grader, context),
        grader if args.write => write::run(args, &source, &ledger, grader.as_deref(), context),
        grader => {
            let material = Material::read(&ledger, &source, args)?;
            let drops = drops(args, grader.as_deref(), &source, &material)?;
            let (_, preview) = material.with(drops).graded()?;
            print(args, &preview, context)
        }
    }
}

/// The exam that marks: with a key, and all of it.
fn exam(args: &Grade, context: &mut Context) -> Result<Source, Failure> {
    let which = WhichExam { exam: Some(args.exam.clone()), form: None };
    let source = source::find(&which, None, context)?;
    let name = sanitize::line(&source.name).into_owned();
    if source.form.is_some() {
        let help = format!("name `{name}` alone: its forms are marked with it");
        return Err(Failure::new(Kind::CommandLine, "answers are marked by the whole exam", help));
    }
    if source.exam.paper_of.is_some() {
        let help = "name the exam that the paper was made from";
        return Err(Failure::new(Kind::CommandLine, format!("`{name}` is a paper and has no key"), help));
    }
    Ok(source)
}

/// The name of somebody who marks, as it will stand in the results.
fn grader(name: &str) -> Result<String, Failure> {
    let name = composed(name).into_owned();
    let refused = |what: &str, help: &str| {
        Err(Failure::new(Kind::CommandLine, format!("`--grader` is {what}"), help.to_owned()))
    };
    if name.is_empty() || name.chars().any(char::is_control) {
        return refused("no name", "say who marks: `--grader \"M. Ito\"`");
    }
    if name.contains('+') {
        return refused("more than one name", "`+` joins those who agree: name one");
    }
    if [KEY, DROPPED].contains(&name.as_str()) {
        return refused("a word of the results", "name a person");
    }
    Ok(name)
}

/// What is said on the command line of broken questions, and was not said before.
fn drops(
    args: &Grade,
    grader: Option<&str>,
    source: &Source,
    material: &Material<'_>,
) -> Result<Vec<Said>, Failure> {
    let Some(grader) = grader else { return Ok(Vec::new()) };
    let mut said = Vec::new();
    for id in &args.drop_question {
        let asked = material.rows.iter().map(|row| row.question.as_str());
        let known: Vec<&str> =
            asked.chain(source.exam.questions.iter().map(|question| question.id.as_str())).collect();
        if !known.iter().any(|known| known == id) {
            let mut known = known;
            known.sort_unstable();
            known.dedup();
            return Err(nowhere("question", id, known.into_iter()));
        }
        let again = material.said.iter().chain(&said).any(|said| {
            matches!(said, Said::Dropped { exam, question, .. } if *exam == source.exam.id.as_str() && question == id)
        });
        if !again {
            said.push(Said::Dropped {
                exam: source.exam.id.to_string(),
                question: id.clone(),
                grader: grader.to_owned(),
                comment: args.comment.clone(),
                key_digest: source.exam.key_digest.full(),
            });
        }
    }
    Ok(said)
}

fn print(args: &Grade, preview: &Preview, context: &mut Context) -> Result<(), Failure> {
    let text = match args.format {
        GradeFormat::Table => {
            grading::page(preview).render(Look { width: context.table_width, ..context.out_look })
        }
        GradeFormat::Json => grading::json(preview),
    };
    context.print(&text).map_err(|error| cannot_write(&error))
}
