//! The words of what must be known to read a report.

use crate::report::model::{Absent, Choice, Contradiction, ExamFigures, Kept, Lacks, Note, Report};
use crate::session::Mode;

use super::super::plural;
use super::mark;

/// The kinds of remarks on one candidate.
const CODES: [&str; 6] =
    ["rows-left-out", "contradicting-rows", "ran-out", "sat-again", "ungraded", "outside-days"];

/// How many names stand in one note.
pub(super) const MOST_NAMED: usize = 8;

/// An exam's remarks with their marks, and for each candidate the marks that are theirs.
pub(super) fn of_exam(report: &Report, exam: usize) -> (Vec<(String, String)>, Vec<String>) {
    let figures = &report.exams[exam];
    let mut marks = vec![String::new(); figures.candidates.len()];
    let mut remarks = Vec::new();
    let mut number = 0;
    let own = report.notes.iter().filter(|note| note.exam() == Some(exam));
    let of_candidates: Vec<(&Note, usize)> =
        own.clone().filter_map(|note| Some((note, note.candidate()?))).collect();
    // More marks than these are a crowd: then the remarks are put together.
    if of_candidates.len() <= MOST_NAMED * 2 {
        for (note, candidate) in of_candidates {
            number += 1;
            marks[candidate].push_str(&mark(number));
            remarks.push((mark(number), words(report, note)));
        }
    } else {
        for code in CODES {
            let same: Vec<&Note> =
                of_candidates.iter().map(|(note, _)| *note).filter(|note| note.code() == code).collect();
            if !same.is_empty() {
                remarks.push((String::new(), together(report, figures, &same)));
            }
        }
    }
    let of_all = own.filter(|note| note.candidate().is_none());
    remarks.extend(of_all.map(|note| (String::new(), words(report, note))));
    (remarks, marks)
}

/// The remarks on the whole report.
pub(super) fn of_all(report: &Report) -> Vec<(String, String)> {
    let own = report.notes.iter().filter(|note| note.exam().is_none());
    let others = own.filter(|note| !matches!(note, Note::NotInResults { .. }));
    let absent = not_in_results(&report.notes).into_iter();
    absent.chain(others.map(|note| words(report, note))).map(|words| (String::new(), words)).collect()
}

/// The attempts that are not in the results, in words: a sentence for each way in which they stand, and each file.
pub fn not_in_results(notes: &[Note]) -> Vec<String> {
    let mut sentences: Vec<(Absent, &str, Vec<String>)> = Vec::new();
    for note in notes {
        let Note::NotInResults { state, candidate, exam, results } = note else { continue };
        let who = who(candidate, exam);
        match sentences.iter_mut().find(|(of, file, _)| of == state && file == results) {
            Some((.., those)) => those.push(who),
            None => sentences.push((*state, results, vec![who])),
        }
    }
    sentences.sort_by_key(|(state, ..)| *state);
    sentences.iter().map(|(state, results, those)| absent(*state, results, those)).collect()
}

/// Who sat what; the exam alone where nobody is named.
fn who(candidate: &str, exam: &str) -> String {
    if candidate.is_empty() { exam.to_owned() } else { format!("{candidate} ({exam})") }
}

/// A list of names, of which only some are there if they are many.
pub(super) fn some(names: &[String]) -> String {
    at_most(names, MOST_NAMED)
}

/// A list of at most so many names and how many more there are; one more is named as well.
pub(super) fn at_most(names: &[String], most: usize) -> String {
    if names.len() <= most + 1 {
        return plural::list(names);
    }
    let more = format!("{} more", names.len() - most);
    plural::list(&names[..most].iter().chain([&more]).collect::<Vec<_>>())
}

fn names(figures: &ExamFigures, who: &[usize]) -> String {
    some(&who.iter().map(|&place| figures.candidates[place].shown_as.clone()).collect::<Vec<_>>())
}

fn together(report: &Report, figures: &ExamFigures, notes: &[&Note]) -> String {
    let who: Vec<usize> = notes.iter().filter_map(|note| note.candidate()).collect();
    let n = plural::count(who.len(), "candidate");
    let names = names(figures, &who);
    match notes.first() {
        Some(Note::Ungraded { .. }) => format!("{n} have answers that wait for a mark: {names}"),
        Some(Note::RanOut { .. }) => {
            format!("{n} ran out of time with questions that have no answer: {names}")
        }
        Some(Note::RowsLeftOut { .. }) => {
            format!("{n} have rows left out, so no range, no level and no comparison: {names}")
        }
        Some(Note::Contradicting { .. }) => format!("{n} have rows that contradict each other: {names}"),
        Some(Note::OutsideDays { .. }) => format!("{n} have attempts outside the days asked for: {names}"),
        _ => format!("{n} sat it more than once ({}): {names}", which(report.asked.attempts)),
    }
}

pub(super) fn which(choice: Choice) -> &'static str {
    match choice {
        Choice::First => "the first counts; --attempts all counts all",
        Choice::Latest => "the latest counts, with the questions seen before; --attempts all counts all",
        Choice::Best => "the best counts, and chance favours it; --attempts all counts all",
        Choice::All => "all count, as if each question were asked anew",
    }
}

fn absent(state: Absent, results: &str, who: &[String]) -> String {
    let list = some(who);
    let n = plural::count(who.len(), "attempt");
    let is = if who.len() == 1 { "is" } else { "are" };
    let results = if results.is_empty() { String::new() } else { format!(" --results {results}") };
    match state {
        Absent::Open => {
            format!(
                "{n} {is} not handed in and not counted: {list} (`examiner resume --list{results}` shows {})",
                if who.len() == 1 { "it" } else { "them" }
            )
        }
        Absent::Running => format!("{n} {is} being sat now and not counted: {list}"),
        Absent::Unrecorded => {
            format!(
                "{n} {is} handed in but not, or not all, in the results yet: {list} (`examiner record{results}` brings {} in)",
                if who.len() == 1 { "it" } else { "them" }
            )
        }
    }
}

/// The words of a note.
pub(super) fn words(report: &Report, note: &Note) -> String {
    let count = |n: u64, noun: &str| plural::count(usize::try_from(n).unwrap_or(usize::MAX), noun);
    match note {
        Note::DuplicateAttempts(1, who) => {
            format!("a copy of an attempt{} was there; it counts once", of(who))
        }
        Note::DuplicateAttempts(n, who) => {
            format!("{} of attempts{} were there; each counts once", copies(*n), of(who))
        }
        Note::Conflicts(n, kept) => conflicts(&count(*n, "attempt"), *kept),
        Note::DoubledRows(1) => "1 row stands twice in one attempt; it counts once".to_owned(),
        Note::DoubledRows(n) => format!("{n} rows stand twice in their attempts; each counts once"),
        Note::BadRows(n, nobodys) => bad_rows(&count(*n, "row"), *n, *nobodys),
        Note::RowsLeftOut { candidate, who, lacks, .. } => left_out(who, lacks, candidate.is_some()),
        Note::Contradicting { who, at, kept, lacks, .. } => contradicting(who, at.as_ref(), *kept, *lacks),
        Note::CaseOnly(names) => {
            let people = plural::word(names.len());
            format!("{}: names that differ in case only, and count as {people} people", plural::list(names))
        }
        Note::Namesakes(name, people) => {
            let (n, list) = (plural::word(people.len()), plural::list(people));
            format!("{n} people are called {name}: {list}; one alone is named as shown here")
        }
        Note::NotLookedAt(place, _) if place.is_empty() => {
            "attempts beside a file can't be looked at".to_owned()
        }
        Note::NotLookedAt(place, why) => format!("attempts beside `{place}` can't be looked at: {why}"),
        Note::OtherExam(file, exam) => {
            let file = if file.is_empty() { "a file that was named".to_owned() } else { format!("`{file}`") };
            format!("{file} is the exam `{exam}`, and no attempt here is of that")
        }
        Note::OtherMode(n, Mode::Practice) => {
            format!("{} at practice left out (--mode practice counts practice)", count(*n, "attempt"))
        }
        Note::OtherMode(n, Mode::Exam) => {
            format!("{} at exams left out (--mode exam counts exams)", count(*n, "attempt"))
        }
        Note::NothingAsked { exam, all: true, .. } => format!("{exam}: nothing of this was asked; left out"),
        Note::NothingAsked { exam, candidates, all: false } => {
            format!(
                "{exam}: nothing of this was asked of {}; left out",
                count(u64::from(*candidates), "candidate")
            )
        }
        Note::EmptyFile(file) if file.is_empty() => "an empty file is left out".to_owned(),
        Note::EmptyFile(file) => format!("the file `{file}` is empty and left out"),
        Note::TableFile(file) if file.is_empty() => "a table that examiner wrote is left out".to_owned(),
        Note::TableFile(file) => {
            format!("the file `{file}` is a table that examiner wrote, no results, and left out")
        }
        Note::Ranks { .. } => {
            "a rank is 1 + how many have a greater total, whether or not the exam tells them apart".to_owned()
        }
        Note::OffLadder { levels, .. } => off_ladder(levels),
        Note::Floored { .. } => {
            "an attempt's total is not below nothing, even where its parts add up to less".to_owned()
        }
        Note::SatAgain { .. } | Note::OutsideDays { .. } | Note::RanOut { .. } | Note::Ungraded { .. } => {
            of_candidate(report, note)
        }
        Note::SeveralDigests { exam, who } => {
            format!("sat in different versions of the exam: {}", versions(&report.exams[*exam], who))
        }
        Note::SeveralKeys { exam, who } => {
            format!("marked by different keys: {}", versions(&report.exams[*exam], who))
        }
        Note::SomeDigests { exam, who } => {
            format!("not all attempts name a version of the exam: {}", versions(&report.exams[*exam], who))
        }
        Note::SomeKeys { exam, who } => {
            format!("not all attempts name the key: {}", versions(&report.exams[*exam], who))
        }
        Note::MixedLadders { .. } => "the ladders differ; each attempt goes by its own".to_owned(),
        Note::DefaultCuts { .. } => "no cuts were set; the program's defaults stand in for them".to_owned(),
        Note::Dropped { questions, .. } => dropped(questions),
        Note::NoCopy { .. } => {
            "no copy of the exam is at hand, so ids stand for titles (--exam-file names one)".to_owned()
        }
        Note::OtherVersion { file, exam, sat } => other_version(file, exam, sat),
        Note::NotInResults { state, candidate, exam, results } => {
            absent(*state, results, &[who(candidate, exam)])
        }
        Note::Removed(n) => removed(*n),
        Note::BadJournal(file) => bad_journal(file),
    }
}

const fn last_or_first(kept: Kept) -> &'static str {
    match kept {
        Kept::First => "first",
        Kept::Last => "last",
    }
}

fn conflicts(attempts: &str, kept: Kept) -> String {
    let kept = last_or_first(kept);
    format!(
        "{attempts} with rows that contradict each other; those that stand {kept} count (`examiner verify FILE` tells which a \
         journal bears out)"
    )
}

fn contradicting(who: &str, at: Option<&Contradiction>, kept: Kept, lacks: u64) -> String {
    let place = at.map(|Contradiction { column, rows: [(one, here), (other, there)] }| {
        format!(": `{column}` is `{one}` in {here} and `{other}` in {there}")
    });
    let kept = last_or_first(kept);
    let lacks = match lacks {
        0 => String::new(),
        1 => "; 1 question is in none of these, so there is no range".to_owned(),
        n => format!("; {n} questions are in none of these, so there is no range"),
    };
    format!(
        "rows of {who} contradict each other{}; those that stand {kept} count{lacks}",
        place.unwrap_or_default()
    )
}

fn bad_rows(rows: &str, n: u64, nobodys: u64) -> String {
    let whose = match (nobodys, n) {
        (0, _) => String::new(),
        (1, 1) => "; whose it is can't be told".to_owned(),
        (all, n) if all == n => "; whose they are can't be told".to_owned(),
        (some, _) => format!("; of {some} of them it can't be told whose they are"),
    };
    format!("{rows} that can't be understood, left out{whose}")
}

/// `2 of 30 rows of Rigel left out`, with why.
pub(super) fn left_out(who: &str, lacks: &Lacks, is_counted: bool) -> String {
    let (rows, of) = (lacks.rows, lacks.of);
    let count = if (rows, of) == (1, 1) {
        "the only row".to_owned()
    } else if rows == of {
        format!("all {}", plural::count(usize::try_from(of).unwrap_or(usize::MAX), "row"))
    } else {
        format!("{rows} of {of} rows")
    };
    let whose = if who.is_empty() { "of somebody ".to_owned() } else { format!("of {who} ") };
    let first = lacks.place.as_ref().map(|place| format!("; the first is {place}"));
    let why = if lacks.why.is_empty() { String::new() } else { format!(": {}", lacks.why) };
    let so = if is_counted { ", so there is no range, no level and no comparison" } else { "" };
    format!("{count} {whose}left out{so}{}{why}", first.unwrap_or_default())
}

fn other_version(file: &str, exam: &str, sat: &str) -> String {
    let file = if file.is_empty() { "a file that was named".to_owned() } else { format!("`{file}`") };
    format!(
        "{file} is another version of {exam} than was sat ({}): nothing of it is shown for that one",
        sat.get(..8).unwrap_or(sat)
    )
}

fn bad_journal(file: &str) -> String {
    if file.is_empty() {
        "a journal can't be read".to_owned()
    } else {
        format!("the journal `{file}` can't be read (`examiner record` says why)")
    }
}

/// That counts are others than before, and why.
pub fn removed(n: u64) -> String {
    match n {
        1 => "1 attempt was removed at its candidate's wish".to_owned(),
        n => format!("{n} attempts were removed at their candidates' wish"),
    }
}

/// The words of a note on one candidate.
fn of_candidate(report: &Report, note: &Note) -> String {
    let count = |n: u32, noun: &str| plural::count(usize::try_from(n).unwrap_or(usize::MAX), noun);
    let (Some(exam), Some(candidate)) = (note.exam(), note.candidate()) else { return String::new() };
    let name = report.exams[exam].candidates[candidate].shown_as.as_str();
    if let Note::SatAgain { times, .. } = note {
        let times = match times {
            2 => "twice".to_owned(),
            n => format!("{} times", plural::word(*n as usize)),
        };
        format!("{name} sat it {times}; {}", which(report.asked.attempts))
    } else if let Note::OutsideDays { times, .. } = note {
        let is = if *times == 1 { "is" } else { "are" };
        format!(
            "{} of {name} {is} outside the days asked for; whoever sat it before has seen the questions",
            count(*times, "other attempt")
        )
    } else if let Note::RanOut { open, of, attempts, topics, .. } = note {
        let list: Vec<String> = topics.iter().map(|(topic, n)| format!("{topic} {n}")).collect();
        let by_topic = if list.is_empty() { String::new() } else { format!(" ({})", list.join(", ")) };
        let ended = match attempts {
            (_, 0 | 1) => format!("the clock ended {name}'s attempt"),
            (some, all) if some == all => format!("the clock ended all {all} attempts of {name}"),
            (some, all) => format!("the clock ended {some} of {all} attempts of {name}; of all of them"),
        };
        let parted = if attempts.1 > attempts.0 { "" } else { ":" };
        format!("{ended}{parted} {open} of {of} questions have no answer and count as not right{by_topic}")
    } else if let Note::Ungraded { answers, .. } = note {
        let (waits, are) = if *answers == 1 { ("waits", "is") } else { ("wait", "are") };
        format!("{} of {name} {waits} for a mark and {are} in no share", count(*answers, "answer"))
    } else {
        String::new()
    }
}

pub(super) fn dropped(questions: &[String]) -> String {
    let was = if questions.len() == 1 { "was" } else { "were" };
    format!("{} {was} taken out: {}", plural::count(questions.len(), "question"), some(questions))
}

fn off_ladder(levels: &[String]) -> String {
    let levels = some(&levels.iter().map(|level| format!("`{level}`")).collect::<Vec<_>>());
    format!("questions of {levels} stand on no rung of the ladder: they count in the total and show no level")
}

/// ` of Ada and Bob`; nothing of nobody.
fn of(who: &[String]) -> String {
    if who.is_empty() { String::new() } else { format!(" of {}", some(who)) }
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
