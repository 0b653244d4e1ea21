//! `examiner list`: the built-in exams and those in a folder, and how far one got.

use std::collections::BTreeMap;
use std::path::Path;

use super::past::Practised;
use super::{cannot_write, open, progress};
use crate::cli::List;
use crate::context::Context;
use crate::exam::{self, Exam};
use crate::failure::{Failure, Kind};
use crate::library;
use crate::render::paint::{self, Style};
use crate::render::report::history::Open;
use crate::render::report::next::open_words;
use crate::render::{duration, plural, sanitize, width};
use crate::report::history::sat::base;
use crate::store::folder;
use crate::store::ledger::Ledger;

/// An exam at hand.
pub struct AtHand {
    /// How to name it on a command line.
    pub name: String,
    /// The exam, or what is wrong with it in a few words.
    pub exam: Result<Exam, String>,
}

/// The built-in exams and those in a folder.
pub fn at_hand(folder: &Path) -> Vec<AtHand> {
    let built_in = library::BUILT_IN.iter().map(|known| AtHand {
        name: known.id.to_owned(),
        exam: exam::parse(known.bytes).map_err(|problems| plural::count(problems.len(), "error")),
    });
    let files = folder::toml_files(folder).into_iter().filter_map(|path| {
        let bytes = folder::read_exam(&path).ok()?;
        if !looks_like_an_exam(&bytes) {
            return None;
        }
        let exam = exam::parse(&bytes).map_err(|problems| plural::count(problems.len(), "error"));
        Some(AtHand { name: path.display().to_string(), exam })
    });
    built_in.chain(files).collect()
}

/// Other TOML files (`Cargo.toml`) lie about; one that has no question is not listed.
pub fn looks_like_an_exam(bytes: &[u8]) -> bool {
    String::from_utf8_lossy(bytes).lines().any(|line| line.trim_start().starts_with("[[question]]"))
}

/// Runs `list`.
pub fn run(asked: &List, context: &mut Context) -> Result<(), Failure> {
    if !folder::is_folder(&asked.folder) {
        let message = format!("`{}` is no folder", sanitize::line(&asked.folder.display().to_string()));
        return Err(Failure::new(
            Kind::File,
            message,
            "name a folder; `examiner check FILE` looks at one exam",
        ));
    }
    let exams = at_hand(&asked.folder);
    let results = Ledger::at(&asked.results.results)?;
    let so_far = SoFar {
        practised: Practised::of_learner(context),
        sittings: progress::sittings(&results),
        results: results.name(),
        open: open::here(Some(results), context),
    };
    let mut text = String::new();
    for one in &exams {
        text.push_str(&entry(one, &so_far, context));
    }
    context.print(&text).map_err(|error| cannot_write(&error))
}

/// What was done with the exams so far.
struct SoFar {
    /// In the learner's own results.
    practised: Practised,
    /// How many attempts are in the results, by exam.
    sittings: BTreeMap<String, usize>,
    /// The results' name.
    results: String,
    /// Attempts that are not over.
    open: Vec<Open>,
}

fn entry(one: &AtHand, so_far: &SoFar, context: &Context) -> String {
    let look = context.out_look;
    let name = sanitize::line(&one.name).into_owned();
    let mut lines: Vec<(&str, String)> = Vec::new();
    let mut commands = String::new();
    let heading = match &one.exam {
        Err(errors) => {
            let name = &one.name;
            lines.push(("errors", format!("can't be administered: {errors}; see `examiner check {name}`")));
            name.clone()
        }
        Ok(exam) => {
            lines.push(("length", length(exam)));
            let topics: Vec<&str> = exam.topics.iter().map(|topic| topic.title.as_str()).collect();
            lines.push(("topics", topics.join(", ")));
            lines.push(("levels", levels(exam)));
            for form in &exam.forms {
                let count: usize = form.draws.iter().map(|draw| draw.count).sum();
                let limit = form.time_limit.or(exam.time_limit);
                let limit = limit.map(|limit| format!(", limit {}", duration::words(limit.0)));
                let all = exam.questions.len();
                let count = if count < all {
                    format!("{count} of the {all}, drawn for each candidate")
                } else {
                    plural::count(count, "question")
                };
                lines.push((
                    "form",
                    format!("{}/{}: {count}{}", one.name, form.id, limit.unwrap_or_default()),
                ));
            }
            lines.extend(so_far.of(exam).into_iter().map(|said| ("so far", said)));
            let open = so_far.open.iter().filter(|open| base(&open.exam_id) == exam.id.as_str());
            if let Some((words, command)) = open_line(&open.collect::<Vec<_>>()) {
                lines.push(("open", words));
                commands =
                    command.map(|command| format!("    {}\n", sanitize::line(&command))).unwrap_or_default();
            }
            exam.title.clone()
        }
    };
    let title = if heading == one.name { String::new() } else { format!(": {}", sanitize::line(&heading)) };
    let mut text = paint::styled(&name, Style::BOLD, look.color);
    text.push_str(&title);
    text.push('\n');
    for (what, said) in lines {
        let first = width::pad_end(&format!("  {what}"), 10);
        let said = sanitize::line(&said);
        text.push_str(&width::wrap(&said, look.width, &first, &" ".repeat(10)).join("\n"));
        text.push('\n');
    }
    text.push_str(&commands);
    text.push('\n');
    text
}

/// The open attempt that was begun last, how many there are besides, and what goes on with it.
fn open_line(open: &[&Open]) -> Option<(String, Option<String>)> {
    let (last, others) = open.split_first()?;
    let mut words = open_words(last, open::whose(last));
    if !others.is_empty() {
        words.push_str(&format!("; and {} more", others.len()));
    }
    Some((words, last.command.clone()))
}

fn length(exam: &Exam) -> String {
    let mut parts: Vec<String> =
        exam.asks(None).map(|asks| plural::count(asks, "question")).into_iter().collect();
    parts.extend(exam.minutes.map(|minutes| format!("about {minutes} minutes")));
    parts.extend(exam.time_limit.map(|limit| format!("limit {}", duration::words(limit.0))));
    parts.join(", ")
}

fn levels(exam: &Exam) -> String {
    let counts: Vec<String> = exam
        .ladder
        .rungs
        .iter()
        .map(|rung| {
            let n =
                exam.questions.iter().filter(|question| question.level.as_ref() == Some(&rung.level)).count();
            (rung.level.as_str(), n)
        })
        .filter(|(_, n)| *n > 0)
        .map(|(level, n)| format!("{level} {n}"))
        .collect();
    if counts.is_empty() { "none".to_owned() } else { counts.join(", ") }
}

impl SoFar {
    /// How far one got: what was right when it was last practised, and sittings in the results; a line each.
    fn of(&self, exam: &Exam) -> Vec<String> {
        let practised = self.practised.how_far(exam).map(|far| {
            format!("practised {} of {}, {} right the last time", far.tried, exam.questions.len(), far.right)
        });
        let sat = self.sittings.get(exam.id.as_str());
        let sat = sat.map(|sat| format!("{} in {}", plural::count(*sat, "sitting"), self.results));
        practised.into_iter().chain(sat).collect()
    }
}
