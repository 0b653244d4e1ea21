//! `examiner check`: every problem of exam files, with its place.

use std::path::Path;

use super::{cannot_write, nearby};
use crate::cli::Check;
use crate::context::Context;
use crate::exam::{self, Exam};
use crate::failure::{Failure, Kind};
use crate::library;
use crate::render::{diagnostic, plural, sanitize};
use crate::store::folder;

/// Runs `check`.
pub fn run(asked: &Check, context: &mut Context) -> Result<(), Failure> {
    let mut worst = None;
    let mut text = String::new();
    for name in &asked.files {
        let bytes = match library::built_in(name) {
            Some(known) if !folder::exists(Path::new(name)) => known.bytes.to_vec(),
            Some(_) | None => match folder::read_exam(Path::new(name)) {
                Ok(bytes) => bytes,
                Err(trouble) => {
                    context.say(&format!("error: {}", nearby::or_meant(trouble.into(), name)));
                    worst = Some(Kind::File);
                    continue;
                }
            },
        };
        match exam::parse(&bytes) {
            Ok(exam) if asked.short => drop(exam),
            Ok(exam) => text.push_str(&summary(name, &exam)),
            Err(problems) => {
                text.push_str(&if asked.short {
                    diagnostic::short(&problems, &bytes, name)
                } else {
                    diagnostic::render(&problems, &bytes, name, context.out_look)
                });
                worst = worst.or(Some(Kind::AnswerIsNo));
            }
        }
    }
    context.print(&text).map_err(|error| cannot_write(&error))?;
    worst.map_or(Ok(()), |kind| Err(Failure::said(kind)))
}

fn summary(name: &str, exam: &Exam) -> String {
    let questions = plural::count(exam.questions.len(), "question");
    let topics = plural::count(exam.topics.len(), "topic");
    format!(
        "{}: no errors ({questions}, {topics}, exam {}, key {})\n",
        sanitize::line(name),
        exam.exam_digest,
        exam.key_digest
    )
}
