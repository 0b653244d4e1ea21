//! Interviewers' sheets, from results and what lies beside them: what `debrief` and `compare` have in common.

use std::collections::HashSet;
use std::path::PathBuf;

use super::attempt_rows::Whose;
use super::beside::Beside;
use super::misread::Naming;
use super::{asked, attempt_rows, filters, output, tables};
use crate::cli::debrief::{Sheets as Args, Which};
use crate::context::Context;
use crate::exam::{Exam, Question};
use crate::failure::{Failure, Kind};
use crate::grading::opinions::{Decided, Given, Opinions, same_rubric};
use crate::grading::said::Said;
use crate::render::report::debrief::notes_in_words;
use crate::render::report::sheet_csv;
use crate::render::sanitize;
use crate::report::Report;
use crate::report::assemble::{self, assemble};
use crate::report::debrief::{Ratings, Sheet, Source, Voice, sheet};
use crate::report::gather::{Gathered, Wanted};
use crate::report::model::{Asked, CandidateFigures, Choice, ExamFigures, Note};
use crate::results::sheet::Sheet as CsvSheet;
use crate::session::Attempt;
use crate::store::results_files::ResultsFile;

/// What is wanted of some people at some exams.
pub fn wanted(args: &Args, candidates: Vec<String>, exams: Vec<String>) -> Wanted {
    Wanted {
        groupings: assemble::GROUPINGS.to_vec(),
        candidates,
        exams,
        choice: match args.attempts {
            Which::First => Choice::First,
            Which::Latest => Choice::Latest,
        },
        skip_bad_rows: args.skip_bad_rows,
        on_conflict: args.on_conflict.map(asked::kept),
        ..Wanted::default()
    }
}

/// What sheets are made of.
pub struct Material<'a> {
    files: &'a [ResultsFile],
    wanted: &'a Wanted,
    beside: Beside,
    /// What was gathered.
    pub gathered: Gathered,
    /// The figures of all that are wanted.
    pub report: Report,
    /// What must be known besides.
    pub notes: Vec<Note>,
}

impl<'a> Material<'a> {
    /// Gathers it. Who and what is wanted must be there; who is not may yet have an attempt that is not handed in.
    pub fn of(
        files: &'a [ResultsFile],
        wanted: &'a Wanted,
        args: &Args,
        context: &Context,
    ) -> Result<Self, Failure> {
        let read = files.iter().map(|file| &file.path).chain(&args.exam_file);
        output::spare(args.output.as_deref(), read.map(PathBuf::as_path))?;
        let gathered = tables::gathered(files, wanted, context)?;
        let beside = Beside::of(files, &args.exam_file)?;
        let absent = absent(wanted, &gathered, &beside);
        filters::is_there("candidate", &wanted.candidates, &gathered.known.candidates).map_err(
            |unknown| match notes_in_words(&absent).first() {
                Some(words) => Failure::new(unknown.kind, words, unknown.help),
                None => unknown,
            },
        )?;
        filters::is_there("exam", &wanted.exams, &gathered.known.exams)?;
        let copy = |id: &str, exam: &str, key: &str| beside.copy(id, exam, key);
        let figures = assemble::Beside { copy: &copy, limit: &|_| None, code: None };
        let asked = Asked { attempts: wanted.choice, ..Asked::default() };
        let report = assemble(&gathered, asked, &figures);
        // What is to be said of an exam or a candidate is said on the sheets.
        let of_rows = report.notes.iter().filter(|note| {
            matches!(note, Note::DuplicateAttempts(..) | Note::Conflicts(..) | Note::BadRows(_))
        });
        let left_out = tables::notes_on_left_out(files, Naming::Plain);
        let versions = beside.other_versions(false);
        let notes = of_rows.cloned().chain(left_out).chain(versions).chain(absent).collect();
        Ok(Self { files, wanted, beside, gathered, report, notes })
    }

    /// The sheets of some attempts; their files are read once.
    pub fn sheets(&self, of: &[(&ExamFigures, &CandidateFigures)]) -> Result<Vec<Sheet>, Failure> {
        let whose = |exam: &ExamFigures, candidate: &CandidateFigures| {
            let attempt = candidate.attempts.first()?.attempt_id.clone()?;
            let name = (candidate.candidate.clone(), candidate.candidate_id.clone());
            Some(Whose { attempt, candidate: name, exam: exam.id.clone() })
        };
        let wanted: HashSet<Whose> =
            of.iter().filter_map(|(exam, candidate)| whose(exam, candidate)).collect();
        let rows = attempt_rows::of(self.files, &wanted, self.wanted.on_conflict, Naming::Plain)?;
        let mut sheets = Vec::new();
        for (exam, candidate) in of {
            let Some(facts) = candidate.attempts.first() else { continue };
            let Some(rows) = whose(exam, candidate).and_then(|whose| rows.get(&whose)) else { continue };
            let copy = self.beside.copy(&exam.id, &facts.exam_digest, &facts.key_digest);
            let journal = facts.attempt_id.as_ref().and_then(|id| self.beside.journal(id));
            let ratings = match (&facts.attempt_id, &copy) {
                (Some(id), Some(exam)) => ratings(&self.beside, exam, id),
                _ => Ratings::new(),
            };
            let source = Source {
                ratings: &ratings,
                choice: self.wanted.choice,
                rows,
                exam: copy.as_deref(),
                journal: journal.as_ref().map(|(attempt, entries)| (attempt, entries.as_slice())),
            };
            sheets.push(sheet(exam, candidate, source));
        }
        Ok(sheets)
    }
}

/// What people said of an attempt's essays, criterion by criterion.
fn ratings(beside: &Beside, exam: &Exam, attempt: &str) -> Ratings {
    let said = beside.said();
    let is_same = |key: &str, question: &Question| {
        let id = question.id.as_str();
        key == exam.key_digest.full()
            || beside.with_key(exam, key).is_some_and(|then| same_rubric(&then, exam, id))
    };
    let theirs = said.iter().filter(|said| match said {
        Said::Marked(mark) | Said::Agreed(mark) => mark.attempt == attempt,
        Said::Dropped { .. } | Said::Restored { .. } => false,
    });
    let opinions = Opinions::of(theirs, exam, &is_same);
    let voice = |(grader, given): (&String, &Given)| Voice {
        grader: grader.clone(),
        points: given.points,
        comment: given.comment.clone(),
    };
    let of = |question: &Question| {
        let on = opinions.on(attempt, question.id.as_str());
        let decided = |decided: &Decided| Voice {
            grader: decided.by.clone(),
            points: decided.points,
            comment: decided.comment.clone(),
        };
        let on = on.iter().map(|on| (on.marks.iter().map(voice).collect(), on.agreed.as_ref().map(decided)));
        (question.id.to_string(), on.collect())
    };
    exam.questions.iter().map(of).collect()
}

/// Attempts of whoever is asked for that are not in the results; of nobody where nobody is named.
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

/// Writes sheets as CSV; what must be known besides is said on standard error.
pub fn csv(args: &Args, sheets: &[Sheet], besides: &[Note], context: &mut Context) -> Result<(), Failure> {
    for words in notes_in_words(besides) {
        context.say(&words);
    }
    output::write(args.output.as_deref(), context, |to| {
        let header: Vec<&str> = sheet_csv::TEXTS.into_iter().chain(sheet_csv::NUMBERS).collect();
        let mut out = CsvSheet::new(to, &header)?;
        for (texts, numbers) in sheets.iter().flat_map(sheet_csv::lines) {
            let texts = texts.each_ref().map(|text| sanitize::text(text));
            out.line(texts.iter().map(AsRef::as_ref), numbers.iter().map(String::as_str))?;
        }
        out.finish()
    })
}

/// Nothing of whoever is asked for counts.
pub fn nothing_counts() -> Failure {
    let help = "`examiner report --attempts all --mode exam --mode practice` shows what there is";
    Failure::new(Kind::CommandLine, "no attempt counts here", help)
}
