//! Interviewers' sheets, from results and what lies beside them: what `debrief` and `compare` have in common.

use std::collections::{BTreeSet, HashSet};
use std::path::PathBuf;

use super::attempt_rows::Whose;
use super::beside::Beside;
use super::misread::Naming;
use super::{asked, attempt_rows, blind, filters, output, tables};
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
use crate::report::model::{Asked, CandidateFigures, Choice, ExamFigures, Kept, Note};
use crate::results::codes::Person;
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

/// Whom the command line names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// People, by their names, or as they are shown where several share one.
    People(Vec<String>),
    /// People by their codes, each with the code: then no name is shown.
    Codes(Vec<(String, Person)>),
}

impl Named {
    /// Whom these texts name. They are codes where all of them stand for somebody beside the first file, and none is a name there.
    pub fn of(names: &[String], files: &[ResultsFile], context: &Context) -> Result<Self, Failure> {
        let codes = blind::if_any(files)?;
        let coded = || names.iter().filter(|name| codes.person(name).is_some());
        let people = || Self::People(names.to_vec());
        if names.is_empty() || coded().next().is_none() {
            return Ok(people());
        }
        let wanted = Wanted {
            candidates: names.to_vec(),
            skip_bad_rows: true,
            on_conflict: Some(Kept::First),
            ..Wanted::default()
        };
        let known = tables::gathered_by(files, &wanted, Naming::Blind, context)?.known.candidates;
        if coded().any(|name| known.find(name.as_bytes()).is_some()) {
            return Ok(people());
        }
        if coded().count() < names.len() {
            let message = "some are named by their codes and others by their names";
            let help = "name all by their codes: then no name is shown; or all by their names";
            return Err(Failure::new(Kind::CommandLine, message, help));
        }
        let with_person = |name: &String| Some((name.clone(), codes.person(name)?.clone()));
        Ok(Self::Codes(names.iter().filter_map(with_person).collect()))
    }

    /// The names to gather by.
    pub fn names(&self) -> Vec<String> {
        match self {
            Self::People(names) => {
                // `Altair (ext2)` may be how one of several people called Altair is shown.
                let bare = names.iter().filter_map(|name| Some(name.strip_suffix(')')?.rsplit_once(" (")?.0));
                names.iter().cloned().chain(bare.map(str::to_owned)).collect()
            }
            Self::Codes(people) => people.iter().map(|(_, (name, _))| name.clone()).collect(),
        }
    }

    /// What names somebody, if anything does.
    pub fn by(&self, candidate: &CandidateFigures) -> Option<&str> {
        match self {
            Self::People(names) => names
                .iter()
                .find(|name| **name == candidate.candidate || **name == candidate.shown_as)
                .map(String::as_str),
            Self::Codes(people) => people
                .iter()
                .find(|(_, (name, id))| *name == candidate.candidate && *id == candidate.candidate_id)
                .map(|(code, _)| code.as_str()),
        }
    }

    /// Whether names are not to be told.
    pub const fn naming(&self) -> Naming {
        match self {
            Self::People(_) => Naming::Plain,
            Self::Codes(_) => Naming::Blind,
        }
    }
}

/// What sheets are made of.
pub struct Material<'a> {
    files: &'a [ResultsFile],
    wanted: &'a Wanted,
    named: &'a Named,
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
        named: &'a Named,
        args: &Args,
        context: &Context,
    ) -> Result<Self, Failure> {
        let read = files.iter().map(|file| &file.path).chain(&args.exam_file);
        output::spare(args.output.as_deref(), read.map(PathBuf::as_path))?;
        let naming = named.naming();
        let gathered = tables::gathered_by(files, wanted, naming, context)?;
        let beside = Beside::of(files, &args.exam_file)?;
        let absent = absent(wanted, &gathered, &beside);
        filters::is_there("exam", &wanted.exams, &gathered.known.exams)?;
        let copy = |id: &str, exam: &str, key: &str| beside.copy(id, exam, key);
        let figures = assemble::Beside { copy: &copy, limit: &|_| None, code: None };
        let asked = Asked { attempts: wanted.choice, ..Asked::default() };
        let mut report = assemble(&gathered, asked, &figures);
        all_are_there(named, wanted, &gathered, &report, &absent)?;
        for exam in &mut report.exams {
            exam.candidates.retain(|candidate| wanted.candidates.is_empty() || named.by(candidate).is_some());
        }
        // What is to be said of an exam or a candidate is said on the sheets.
        let of_rows = report.notes.iter().filter(|note| {
            matches!(
                note,
                Note::DuplicateAttempts(..)
                    | Note::DoubledRows(_)
                    | Note::Contradicting { .. }
                    | Note::BadRows(..)
                    | Note::RowsLeftOut { .. }
                    | Note::CaseOnly(_)
            )
        });
        let left_out = tables::notes_on_left_out(files, naming);
        let versions = beside.other_versions(naming == Naming::Blind);
        let mut notes: Vec<Note> = of_rows.cloned().collect();
        if naming == Naming::Blind {
            notes = notes.into_iter().filter_map(|note| without_names(note, named)).collect();
        }
        notes.extend(namesakes(named, &report));
        notes.extend(left_out.into_iter().chain(versions));
        notes.extend(absent.into_iter().filter(|_| naming == Naming::Plain));
        Ok(Self { files, wanted, named, beside, gathered, report, notes })
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
        let rows = attempt_rows::of(self.files, &wanted, &self.gathered, self.named.naming())?;
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
            let sheet = sheet(exam, candidate, source);
            sheets.push(match (self.named, self.named.by(candidate)) {
                (Named::Codes(_), Some(code)) => sheet.blind(code),
                (Named::Codes(_) | Named::People(_), _) => sheet,
            });
        }
        Ok(sheets)
    }
}

/// Refuses whoever is named and has nothing in the results; an attempt that is not in them yet is told of.
fn all_are_there(
    named: &Named,
    wanted: &Wanted,
    gathered: &Gathered,
    report: &Report,
    absent: &[Note],
) -> Result<(), Failure> {
    match named {
        Named::People(names) => {
            let is_shown = |name: &String| {
                report.exams.iter().flat_map(|exam| &exam.candidates).any(|of| of.shown_as == *name)
            };
            let others: Vec<String> = names.iter().filter(|name| !is_shown(name)).cloned().collect();
            filters::is_there("candidate", &others, &gathered.known.candidates).map_err(|unknown| {
                match notes_in_words(absent).first() {
                    Some(words) => Failure::new(unknown.kind, words, unknown.help),
                    None => unknown,
                }
            })
        }
        Named::Codes(people) => {
            let known = &gathered.known.candidates;
            let lost = people.iter().find(|(_, (name, _))| known.find(name.as_bytes()).is_none());
            match lost.filter(|_| !wanted.candidates.is_empty()) {
                Some((code, _)) => {
                    let message = format!("nobody in these results has the code `{}`", sanitize::line(code));
                    Err(Failure::new(Kind::CommandLine, message, "`examiner report --blind` shows the codes"))
                }
                None => Ok(()),
            }
        }
    }
}

/// Names that are those of several people; codes are not.
fn namesakes(named: &Named, report: &Report) -> Vec<Note> {
    let Named::People(names) = named else { return Vec::new() };
    let note = |name: &String| {
        let all = report.exams.iter().flat_map(|exam| &exam.candidates);
        let people: BTreeSet<&str> =
            all.filter(|of| named.by(of) == Some(name)).map(|of| of.shown_as.as_str()).collect();
        let people: Vec<String> = people.into_iter().map(str::to_owned).collect();
        (people.len() > 1).then(|| Note::Namesakes(name.clone(), people))
    };
    names.iter().filter_map(note).collect()
}

/// A note as it may stand where codes stand for names; `None` where it can't.
fn without_names(note: Note, named: &Named) -> Option<Note> {
    let Named::Codes(people) = named else { return Some(note) };
    if let Note::DuplicateAttempts(n, _) = note {
        return Some(Note::DuplicateAttempts(n, Vec::new()));
    }
    if let Note::RowsLeftOut { exam, candidate, who, lacks } = note {
        let code = people.iter().find(|(_, (name, _))| *name == who).map(|(code, _)| code.clone());
        return Some(Note::RowsLeftOut { exam, candidate, who: code?, lacks: lacks.blind() });
    }
    matches!(note, Note::Conflicts(..) | Note::DoubledRows(_) | Note::BadRows(..)).then_some(note)
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
        .filter(|note| matches!(note, Note::NotInResults { .. } | Note::NotLookedAt(..)))
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
