//! `examiner debrief`: the sheet that an interviewer takes into the conversation.

use std::path::{Path, PathBuf};

use super::{asked, beside::Beside, output, tables};
use crate::cli::DEFAULT_RESULTS;
use crate::cli::debrief::{Debrief, Which};
use crate::cli::report::Format;
use crate::context::Context;
use crate::failure::{Failure, Kind};
use crate::render::report::{debrief as page, json, not_in_results};
use crate::report::assemble::{self, assemble};
use crate::report::debrief::{Sheet, sheet};
use crate::report::gather::{Gathered, Wanted, seats::attempt_id};
use crate::report::model::{self, CandidateFigures, Choice, ExamFigures, Note};
use crate::session::{Attempt, Entry, Mode};
use crate::store::folder;
use crate::store::results_files::{self, ResultsFile};

/// Runs `debrief`.
pub fn run(args: &Debrief, context: &mut Context) -> Result<(), Failure> {
    let format = asked::format(args.format, args.output.as_deref())?;
    let (candidate, paths) = who_and_where(args);
    let files = results_files::open(&paths)?;
    let wanted = wanted(args, candidate);
    let gathered = tables::gathered(&files, &wanted, context)?;
    let filters = [
        ("candidate", &wanted.candidates, &gathered.known.candidates),
        ("exam", &wanted.exams, &gathered.known.exams),
    ];
    let beside = Beside::of(&files, &args.exam_file)?;
    let besides = not_in_results(&absent(&wanted, &gathered, &beside));
    for (what, values, names) in filters {
        asked::is_there(what, values, names).map_err(|unknown| match besides.first() {
            Some(words) if what == "candidate" => Failure::new(unknown.kind, words, unknown.help),
            Some(_) | None => unknown,
        })?;
    }
    let sheets = sheets(args, wanted.choice, &files, &gathered, &beside)?;
    if sheets.is_empty() {
        let message = "no attempt counts here";
        let help = "`examiner report --attempts all --mode exam --mode practice` shows what there is";
        return Err(Failure::new(Kind::CommandLine, message, help));
    }
    for question in &args.question {
        let ids = || sheets.iter().flat_map(|sheet| sheet.answers.iter().map(|told| told.id.as_str()));
        if !ids().any(|id| id == question) {
            return Err(asked::nowhere("question", question, ids()));
        }
    }
    let shown = page::Asked { all: args.all, questions: args.question.clone() };
    let text = match format {
        Format::Json => json::debrief(&sheets),
        Format::Csv => return tables::debrief_csv(args.output.as_deref(), &sheets, context),
        Format::Markdown => page::page(&sheets, &shown, &besides).markdown(),
        Format::Table => {
            page::page(&sheets, &shown, &besides).render(tables::look(args.output.as_deref(), context))
        }
    };
    output::write(args.output.as_deref(), context, |to| to.write_all(text.as_bytes()))
}

/// Who, and in which files. With `--last` nobody need be named, so what stands in that place may be a file.
fn who_and_where(args: &Debrief) -> (Option<&String>, Vec<PathBuf>) {
    match &args.candidate {
        Some(first) if args.last && folder::exists(Path::new(first)) => {
            let others = args.results.iter().filter(|path| *path != Path::new(DEFAULT_RESULTS));
            (None, std::iter::once(PathBuf::from(first)).chain(others.cloned()).collect())
        }
        candidate => (candidate.as_ref(), args.results.clone()),
    }
}

fn wanted(args: &Debrief, candidate: Option<&String>) -> Wanted {
    Wanted {
        groupings: assemble::GROUPINGS.to_vec(),
        candidates: candidate.into_iter().cloned().collect(),
        exams: args.exam.clone(),
        modes: if args.last { vec![Mode::Exam, Mode::Practice] } else { Vec::new() },
        choice: match args.attempts {
            _ if args.last => Choice::Latest,
            Which::First => Choice::First,
            Which::Latest => Choice::Latest,
        },
        ..Wanted::default()
    }
}

/// Attempts of whoever is asked for that are not in the results; of nobody with `--last`, which is about what is.
fn absent(wanted: &Wanted, gathered: &Gathered, beside: &Beside) -> Vec<Note> {
    let counts = |attempt: &Attempt| {
        wanted.candidates.contains(&attempt.started.candidate)
            && (wanted.exams.is_empty() || wanted.exams.contains(&attempt.started.exam))
    };
    beside
        .absent(counts, &wanted.modes, |id| gathered.saw(id), false)
        .into_iter()
        .filter(|note| matches!(note, Note::NotInResults { .. }))
        .collect()
}

/// A sheet for each exam that each person of this name sat; with `--last` the one begun last.
fn sheets(
    args: &Debrief,
    attempts: Choice,
    files: &[ResultsFile],
    gathered: &Gathered,
    beside: &Beside,
) -> Result<Vec<Sheet>, Failure> {
    let copy = |id: &str, exam: &str, key: &str| beside.copy(id, exam, key);
    let figures = assemble::Beside { copy: &copy, limit: &|_| None, code: None };
    let asked = model::Asked { attempts, ..model::Asked::default() };
    let report = assemble(gathered, asked, &figures);
    let facts = gathered.seats.iter().flat_map(|seat| &seat.facts);
    let last = facts.max_by_key(|fact| fact.started_ms).map(|fact| attempt_id(&gathered.known, fact.attempt));
    let mut sheets = Vec::new();
    for exam in &report.exams {
        for candidate in &exam.candidates {
            let id = candidate.attempts.first().and_then(|facts| facts.attempt_id.as_ref());
            if !args.last || last.as_ref() == id {
                sheets.extend(sheet_of(exam, candidate, files, beside)?);
            }
        }
    }
    Ok(sheets)
}

/// The sheet of a candidate's attempt.
pub fn sheet_of(
    exam: &ExamFigures,
    candidate: &CandidateFigures,
    files: &[ResultsFile],
    beside: &Beside,
) -> Result<Option<Sheet>, Failure> {
    let Some(facts) = candidate.attempts.first() else { return Ok(None) };
    let Some(id) = &facts.attempt_id else { return Ok(None) };
    let rows = tables::rows_of(files, id)?;
    let copy = beside.copy(&exam.id, &facts.exam_digest, &facts.key_digest);
    let journal = beside.journal(id);
    let journal: Option<(&Attempt, &[Entry])> =
        journal.as_ref().map(|(attempt, entries)| (attempt, entries.as_slice()));
    Ok(Some(sheet(exam, candidate, &rows, copy.as_deref(), journal)))
}
