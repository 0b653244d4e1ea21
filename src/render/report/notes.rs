//! The words of what must be known to read a report.

use crate::report::model::{Absent, Choice, ExamFigures, Kept, Note, Report};

use super::super::plural;
use super::mark;

/// How many names stand in one note.
const MOST_NAMED: usize = 8;

/// An exam's remarks with their marks, and for each candidate the marks that are theirs.
pub(super) fn of_exam(report: &Report, exam: usize) -> (Vec<(String, String)>, Vec<String>) {
    let figures = &report.exams[exam];
    let mut marks = vec![String::new(); figures.candidates.len()];
    let mut remarks = Vec::new();
    let mut number = 0;
    let own = report.notes.iter().filter(|note| exam_of(note) == Some(exam));
    let of_candidates: Vec<(&Note, usize)> =
        own.clone().filter_map(|note| Some((note, candidate_of(note)?))).collect();
    // Twenty marks are a crowd: then the remarks are put together.
    if of_candidates.len() <= MOST_NAMED * 2 {
        for (note, candidate) in of_candidates {
            number += 1;
            marks[candidate].push_str(&mark(number));
            remarks.push((mark(number), words(report, note)));
        }
    } else {
        for code in ["sat-again", "ungraded", "outside-days"] {
            let same: Vec<&Note> =
                of_candidates.iter().map(|(note, _)| *note).filter(|note| note.code() == code).collect();
            if !same.is_empty() {
                remarks.push((String::new(), together(report, figures, &same)));
            }
        }
    }
    remarks.extend(
        own.filter(|note| candidate_of(note).is_none()).map(|note| (String::new(), words(report, note))),
    );
    (remarks, marks)
}

/// The remarks on the whole report.
pub(super) fn of_all(report: &Report) -> Vec<(String, String)> {
    let own: Vec<&Note> = report.notes.iter().filter(|note| exam_of(note).is_none()).collect();
    let mut remarks: Vec<(String, String)> =
        not_in_results(&report.notes).into_iter().map(|words| (String::new(), words)).collect();
    let others = own.iter().filter(|note| !matches!(note, Note::NotInResults { .. }));
    remarks.extend(others.map(|note| (String::new(), words(report, note))));
    remarks
}

/// The attempts that are not in the results, in words: a sentence for each way in which they stand.
pub fn not_in_results(notes: &[Note]) -> Vec<String> {
    let mut sentences = Vec::new();
    for state in [Absent::Open, Absent::Running, Absent::Unrecorded] {
        let those: Vec<String> = notes
            .iter()
            .filter_map(|note| {
                let Note::NotInResults { state: of, candidate, exam } = note else { return None };
                (*of == state).then(|| who(candidate, exam))
            })
            .collect();
        if !those.is_empty() {
            sentences.push(absent(state, &those));
        }
    }
    sentences
}

/// Who sat what; the exam alone where nobody is named.
fn who(candidate: &str, exam: &str) -> String {
    if candidate.is_empty() { exam.to_owned() } else { format!("{candidate} ({exam})") }
}

fn exam_of(note: &Note) -> Option<usize> {
    match note {
        Note::SatAgain { exam, .. }
        | Note::OutsideDays { exam, .. }
        | Note::Ungraded { exam, .. }
        | Note::SeveralDigests { exam, .. }
        | Note::SeveralKeys { exam, .. }
        | Note::MixedLadders { exam }
        | Note::DefaultCuts { exam }
        | Note::NoCopy { exam } => Some(*exam),
        Note::DuplicateAttempts(_)
        | Note::Conflicts(..)
        | Note::BadRows(_)
        | Note::PracticeLeftOut(_)
        | Note::NotInResults { .. }
        | Note::BadJournal(_) => None,
    }
}

fn candidate_of(note: &Note) -> Option<usize> {
    match note {
        Note::SatAgain { candidate, .. }
        | Note::OutsideDays { candidate, .. }
        | Note::Ungraded { candidate, .. } => Some(*candidate),
        Note::SeveralDigests { .. }
        | Note::SeveralKeys { .. }
        | Note::MixedLadders { .. }
        | Note::DefaultCuts { .. }
        | Note::NoCopy { .. }
        | Note::DuplicateAttempts(_)
        | Note::Conflicts(..)
        | Note::BadRows(_)
        | Note::PracticeLeftOut(_)
        | Note::NotInResults { .. }
        | Note::BadJournal(_) => None,
    }
}

fn names(figures: &ExamFigures, who: &[usize]) -> String {
    let mut names: Vec<String> =
        who.iter().take(MOST_NAMED).map(|&place| figures.candidates[place].shown_as.clone()).collect();
    if who.len() > MOST_NAMED {
        names.push(format!("{} more", who.len() - MOST_NAMED));
    }
    plural::list(&names)
}

fn together(report: &Report, figures: &ExamFigures, notes: &[&Note]) -> String {
    let who: Vec<usize> = notes.iter().filter_map(|note| candidate_of(note)).collect();
    let n = plural::count(who.len(), "candidate");
    let names = names(figures, &who);
    match notes.first() {
        Some(Note::Ungraded { .. }) => format!("{n} have answers that wait for a mark: {names}"),
        Some(Note::OutsideDays { .. }) => format!("{n} have attempts outside the days asked for: {names}"),
        _ => format!("{n} sat it more than once ({}): {names}", which(report.asked.attempts)),
    }
}

fn which(choice: Choice) -> &'static str {
    match choice {
        Choice::First => "the first counts; --attempts all counts all",
        Choice::Latest => "the latest counts; --attempts all counts all",
        Choice::Best => "the best counts, and chance favours it; --attempts all counts all",
        Choice::All => "all count",
    }
}

fn absent(state: Absent, who: &[String]) -> String {
    let mut named: Vec<String> = who.iter().take(MOST_NAMED).cloned().collect();
    if who.len() > MOST_NAMED {
        named.push(format!("{} more", who.len() - MOST_NAMED));
    }
    let list = plural::list(&named);
    let n = plural::count(who.len(), "attempt");
    let is = if who.len() == 1 { "is" } else { "are" };
    match state {
        Absent::Open => {
            format!("{n} {is} not handed in and not counted: {list} (`examiner resume --list` shows them)")
        }
        Absent::Running => format!("{n} {is} being sat now and not counted: {list}"),
        Absent::Unrecorded => {
            format!(
                "{n} {is} handed in but not in the results yet: {list} (`examiner record` brings them in)"
            )
        }
    }
}

/// The words of a note.
pub(super) fn words(report: &Report, note: &Note) -> String {
    let count = |n: u64, noun: &str| plural::count(usize::try_from(n).unwrap_or(usize::MAX), noun);
    let name = |exam: usize, candidate: usize| report.exams[exam].candidates[candidate].shown_as.as_str();
    match note {
        Note::DuplicateAttempts(1) => "a copy of an attempt was there; it counts once".to_owned(),
        Note::DuplicateAttempts(n) => format!("{} of attempts were there; each counts once", copies(*n)),
        Note::Conflicts(n, kept) => {
            let kept = match kept {
                Kept::First => "the first",
                Kept::Last => "the last",
            };
            format!(
                "{} with rows that differ between files; those of {kept} file count",
                count(*n, "attempt")
            )
        }
        Note::BadRows(n) => format!("{} that can't be understood, left out", count(*n, "row")),
        Note::PracticeLeftOut(n) => {
            format!("{} at another mode left out (--mode practice shows practice)", count(*n, "attempt"))
        }
        Note::SatAgain { exam, candidate, times } => {
            let times = match times {
                2 => "twice".to_owned(),
                n => format!("{} times", plural::word(*n as usize)),
            };
            format!("{} sat it {times}; {}", name(*exam, *candidate), which(report.asked.attempts))
        }
        Note::OutsideDays { exam, candidate, times } => {
            let is = if *times == 1 { "is" } else { "are" };
            let attempts = count(u64::from(*times), "other attempt");
            format!("{attempts} of {} {is} outside the days asked for", name(*exam, *candidate))
        }
        Note::Ungraded { exam, candidate, answers } => {
            let waits = if *answers == 1 { "waits" } else { "wait" };
            let answers = count(u64::from(*answers), "answer");
            format!(
                "{answers} of {} {waits} for a mark and {} in no share",
                name(*exam, *candidate),
                if waits == "waits" { "is" } else { "are" }
            )
        }
        Note::SeveralDigests { exam, who } => {
            format!("sat in different versions of the exam: {}", versions(&report.exams[*exam], who))
        }
        Note::SeveralKeys { exam, who } => {
            format!("marked by different keys: {}", versions(&report.exams[*exam], who))
        }
        Note::MixedLadders { .. } => "the ladders differ; each attempt goes by its own".to_owned(),
        Note::DefaultCuts { .. } => "no cuts were set; the program's defaults stand in for them".to_owned(),
        Note::NoCopy { .. } => {
            "no copy of the exam is at hand, so ids stand for titles (--exam-file names one)".to_owned()
        }
        Note::NotInResults { state, candidate, exam } => absent(
            *state,
            &[if candidate.is_empty() { exam.clone() } else { format!("{candidate} ({exam})") }],
        ),
        Note::BadJournal(file) if file.is_empty() => "a journal can't be read".to_owned(),
        Note::BadJournal(file) => format!("the journal `{file}` can't be read (`examiner record` says why)"),
    }
}

fn copies(n: u64) -> String {
    if n == 1 { "1 copy".to_owned() } else { format!("{n} copies") }
}

fn versions(figures: &ExamFigures, who: &[(String, Vec<usize>)]) -> String {
    let version = |(digest, places): &(String, Vec<usize>)| {
        let digest = if digest.is_empty() { "none named" } else { digest.get(..8).unwrap_or(digest) };
        format!("{digest} by {}", names(figures, places))
    };
    who.iter().map(version).collect::<Vec<_>>().join("; ")
}
