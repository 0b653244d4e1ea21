//! What was found in exam files as JSON, format 1, for other programs. Members may be added, never renamed; lines and columns are
//! counted from 1, columns in characters, and an end is the first place behind.

use std::ops::Range;

use serde_json::{Map, Value, json};

use crate::exam::problem::{Figure, Lines, Place, Problem, Problems, Severity, WarningName};
use crate::exam::{Exam, Fault};
use crate::render::json::written;

/// What was found in one file.
#[derive(Clone, Copy, Debug)]
pub struct Checked<'a> {
    /// The file as it was named.
    pub file: &'a str,
    /// Its bytes.
    pub source: &'a [u8],
    /// The exam, if it is one.
    pub exam: Option<&'a Exam>,
    /// What is left to say of it.
    pub problems: &'a Problems,
    /// The warnings that were silenced, with the reason if the file names it.
    pub allowed: &'a [(WarningName, Option<String>)],
}

/// The document, ending in a newline.
pub fn document(files: &[Value]) -> String {
    written(&json!({ "format": 1, "files": files }))
}

/// A file that was read.
pub fn file(checked: &Checked<'_>) -> Value {
    let lines = Lines::new(checked.source);
    let exam = checked.exam;
    let allowed =
        checked.allowed.iter().map(|(name, reason)| json!({ "name": name.word(), "reason": reason }));
    json!({
        "file": checked.file,
        "exam_id": exam.map(|exam| exam.id.as_str()),
        "exam_digest": exam.map(|exam| exam.exam_digest.full()),
        "key_digest": exam.map(|exam| exam.key_digest.full()),
        "questions": exam.map(|exam| exam.questions.len()),
        "errors": checked.problems.count(Severity::Error),
        "warnings": checked.problems.count(Severity::Warning),
        "allowed": allowed.collect::<Vec<_>>(),
        "problems": checked.problems.iter().map(|problem| of_problem(problem, &lines)).collect::<Vec<_>>(),
    })
}

/// A file that could not be read.
pub fn unreadable(file: &str, text: &str, help: &str) -> Value {
    let help = (!help.is_empty()).then_some(help);
    json!({
        "file": file,
        "exam_id": null,
        "exam_digest": null,
        "key_digest": null,
        "questions": null,
        "errors": 1,
        "warnings": 0,
        "allowed": [],
        "problems": [{
            "severity": Severity::Error.word(),
            "name": "unreadable",
            "line": null,
            "column": null,
            "text": text,
            "help": help,
        }],
    })
}

fn of_problem(problem: &Problem, lines: &Lines<'_>) -> Value {
    let mut members = Map::new();
    let mut put = |name: &str, value: Value| drop(members.insert(name.to_owned(), value));
    put("severity", json!(problem.severity().word()));
    put("name", json!(problem.fault.name()));
    for (name, value) in of_span(&problem.span, lines) {
        put(&name, value);
    }
    put("text", json!(problem.fault.message()));
    if let Fault::Warning(warning) = &problem.fault {
        put("reason", json!(warning.reason()));
    }
    put("help", json!(problem.fault.help()));
    if let Some(first) = &problem.first {
        let mut first = of_span(first, lines);
        first.insert("text".to_owned(), json!(problem.fault.first_label()));
        put("first", Value::Object(first));
    }
    if let Fault::Warning(warning) = &problem.fault {
        put("also_at", problem.again.iter().map(|span| Value::Object(of_span(span, lines))).collect());
        put("places_not_named", json!(problem.unnamed));
        let figures =
            warning.figures().into_iter().map(|(name, figure)| (name.to_owned(), of_figure(figure)));
        put("figures", Value::Object(figures.collect()));
    }
    Value::Object(members)
}

fn of_span(span: &Range<usize>, lines: &Lines<'_>) -> Map<String, Value> {
    let (start, end) = (lines.place(span.start), lines.place(span.end.max(span.start)));
    let Place { line, column } = start;
    let members = [("line", line), ("column", column), ("end_line", end.line), ("end_column", end.column)];
    members.into_iter().map(|(name, value)| (name.to_owned(), json!(value))).collect()
}

fn of_figure(figure: Figure) -> Value {
    match figure {
        Figure::Count(count) => json!(count),
        Figure::Real(real) => json!(real),
        Figure::Name(name) => json!(name),
        Figure::Names(names) => json!(names),
    }
}
