//! `examiner check`: what is wrong with exam files, and what measures or teaches badly, with its place.

use std::path::Path;

use serde_json::Value;

use super::likeness::nearest;
use super::{cannot_write, nearby};
use crate::cli::check::{Check, Denied, Format};
use crate::context::Context;
use crate::exam::{self, Exam, Fault, Problems, Severity, WarningName};
use crate::failure::{Failure, Kind};
use crate::library;
use crate::render::diagnostic::{self, json};
use crate::render::{Look, plural, sanitize};
use crate::store::folder;

/// Runs `check`.
pub fn run(asked: &Check, context: &mut Context) -> Result<(), Failure> {
    let silenced = silenced(&asked.allow)?;
    let mut worst = None;
    let mut text = String::new();
    let mut files: Vec<Value> = Vec::new();
    let mut warned = false;
    for name in &asked.files {
        let bytes = match bytes(name) {
            Ok(bytes) => bytes,
            Err(failure) => {
                let failure = nearby::or_meant(failure, name);
                context.say(&format!("error: {failure}"));
                files.push(json::unreadable(name, &failure.message, &failure.help));
                worst = Some(Kind::File);
                continue;
            }
        };
        let found = Found::of(&bytes, &silenced);
        warned |= found.problems.count(Severity::Warning) > 0;
        match asked.format() {
            Format::Text => text.push_str(&found.text(&bytes, name, context.out_look)),
            Format::Short => text.push_str(&diagnostic::short(&found.problems, &bytes, name)),
            Format::Json => files.push(found.json(&bytes, name)),
        }
        if found.problems.count(Severity::Error) > 0 {
            worst = worst.or(Some(Kind::AnswerIsNo));
        }
    }
    match asked.format() {
        Format::Text if warned => text.push_str("`examiner help check NAME` explains a warning\n"),
        Format::Text | Format::Short => {}
        Format::Json => text = json::document(&files),
    }
    context.print(&text).map_err(|error| cannot_write(&error))?;
    match asked.deny {
        Some(Denied::Warnings) if warned => worst = worst.or(Some(Kind::AnswerIsNo)),
        Some(Denied::Warnings) | None => {}
    }
    worst.map_or(Ok(()), |kind| Err(Failure::said(kind)))
}

/// The warnings that the command line silences.
fn silenced(names: &[String]) -> Result<Vec<WarningName>, Failure> {
    let known = |name: &String| {
        WarningName::from_word(name).ok_or_else(|| {
            let near = nearest(name, WarningName::words().into_iter()).map(str::to_owned);
            let fault = Fault::NotAllowable { found: sanitize::line(name).into_owned(), near };
            let message = format!("`--allow`: {}", fault.message());
            Failure::new(Kind::CommandLine, message, fault.help().unwrap_or_default())
        })
    };
    names.iter().map(known).collect()
}

fn bytes(name: &str) -> Result<Vec<u8>, Failure> {
    match library::built_in(name) {
        Some(known) => Ok(known.bytes.to_vec()),
        None => Ok(folder::read_exam(Path::new(name))?),
    }
}

/// What was found in a file.
struct Found {
    exam: Option<Exam>,
    problems: Problems,
    /// The warnings that would have been given, with the reason if the file names it.
    allowed: Vec<(WarningName, Option<String>)>,
}

impl Found {
    fn of(bytes: &[u8], silenced: &[WarningName]) -> Self {
        let (exam, spans) = match exam::parse_with_spans(bytes) {
            Ok(read) => read,
            Err(problems) => return Self { exam: None, problems, allowed: Vec::new() },
        };
        let mut problems = exam::lint(&exam, &spans);
        let reason = |name: WarningName| exam.allow.iter().find(|(allowed, _)| allowed == name.word());
        let mut allowed: Vec<(WarningName, Option<String>)> = Vec::new();
        problems.retain(|problem| {
            let Fault::Warning(warning) = &problem.fault else { return true };
            let name = warning.name();
            let reason = reason(name).map(|(_, reason)| reason.clone());
            let is_left = reason.is_none() && !silenced.contains(&name);
            if !is_left && allowed.iter().all(|(known, _)| *known != name) {
                allowed.push((name, reason));
            }
            is_left
        });
        allowed.sort_by_key(|(name, _)| name.word());
        Self { exam: Some(exam), problems, allowed }
    }

    fn json(&self, bytes: &[u8], name: &str) -> Value {
        json::file(&json::Checked {
            file: name,
            source: bytes,
            exam: self.exam.as_ref(),
            problems: &self.problems,
            allowed: &self.allowed,
        })
    }

    /// What is wrong, then a line on the whole of an exam.
    fn text(&self, bytes: &[u8], name: &str, look: Look) -> String {
        let mut text = diagnostic::render(&self.problems, bytes, name, look);
        let Some(exam) = &self.exam else { return text };
        let warnings = match self.problems.count(Severity::Warning) {
            0 => "no warnings".to_owned(),
            count => plural::count(count, "warning"),
        };
        text.push_str(&format!(
            "{}: no errors, {warnings} ({}, {}, exam {}, key {})\n",
            sanitize::line(name),
            plural::count(exam.questions.len(), "question"),
            plural::count(exam.topics.len(), "topic"),
            exam.exam_digest,
            exam.key_digest
        ));
        let allowed: Vec<&str> = self.allowed.iter().map(|(name, _)| name.word()).collect();
        if !allowed.is_empty() {
            text.push_str(&format!("  allowed: {}\n", allowed.join(", ")));
        }
        text
    }
}
