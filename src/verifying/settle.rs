//! What only all attempts together tell: rows that went to another attempt, questions dropped for some, receipts.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::{HashMap, HashMapExt as _};
use serde::Serialize;

use super::check::Findings;
use super::kinds::{Alteration, Fact, FactKind, Kind, NoJournal, NotRecorded};
use super::receipt::Receipt;
use super::standing;
use super::voices::Voices;
use crate::grading::said::Said;

/// Whose hand-in a receipt is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Of {
    /// Which attempt.
    pub attempt: String,
    /// Whose, if the journal can be read.
    pub candidate: String,
    /// Why it does not hold, if it does not.
    pub broken: Option<String>,
    /// Whether the attempt was opened again behind it, by time given back.
    pub reopened: bool,
}

/// Everything that was looked at.
#[derive(Clone, Debug, Default)]
pub struct Total<'a> {
    /// What was found, attempt by attempt.
    pub findings: Vec<Findings>,
    /// Receipts that were asked for.
    pub receipts: Vec<(Receipt, Option<Of>)>,
    /// Why the marks can't be read.
    pub marks: Option<String>,
    /// Our columns that the file does not have.
    pub no_columns: Vec<&'static str>,
    /// What people say.
    pub said: Option<&'a Voices>,
    /// How many attempts were removed.
    pub removed: usize,
}

/// A receipt that holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Holds {
    /// In groups of four.
    pub receipt: String,
    /// Whose.
    pub candidate: String,
    /// Of which attempt.
    pub attempt: String,
    /// Whether the attempt was opened again behind it, by time given back, and handed in once more.
    pub reopened: bool,
}

/// The answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// Rows in the file.
    pub rows: usize,
    /// Attempts that they are of.
    pub attempts: usize,
    /// What was altered, in the file's order.
    pub alterations: Vec<Alteration>,
    /// Attempts whose rows no journal tells of.
    pub no_journal: Vec<NoJournal>,
    /// Attempts that are handed in and not there.
    pub not_recorded: Vec<NotRecorded>,
    /// Receipts that hold.
    pub receipts: Vec<Holds>,
    /// Receipts that fit no hand-in here: mistyped, or of a journal that is not here, or not as it was.
    pub unknown_receipts: Vec<String>,
    /// What there is to know.
    pub facts: Vec<Fact>,
}

impl Verdict {
    /// Whether everything is as it was written.
    pub fn is_clean(&self) -> bool {
        self.alterations.is_empty()
            && self.no_journal.is_empty()
            && self.not_recorded.is_empty()
            && self.unknown_receipts.is_empty()
    }
}

/// Settles what all attempts together tell.
pub fn settle(mut total: Total<'_>) -> Verdict {
    let mut verdict = Verdict {
        rows: total.findings.iter().map(|found| found.rows).sum(),
        attempts: total.findings.iter().filter(|found| found.rows > 0).count(),
        ..Verdict::default()
    };
    let any_journal = total.findings.iter().any(|found| found.no_journal.is_none());
    of_the_file(&total, any_journal, &mut verdict);
    go_home(&mut total.findings, &mut verdict.alterations);
    standing::settle(&mut total.findings);
    for found in &mut total.findings {
        absent(found, &mut verdict);
        verdict.facts.extend(found.facts.iter().map(|kind| found.fact(kind.clone())));
        verdict.alterations.append(&mut found.alterations);
        verdict.no_journal.extend(found.no_journal.take().filter(|one| one.rows > 0));
    }
    for (receipt, of) in total.receipts {
        receipts(&receipt, of, &mut verdict);
    }
    let mut firsts: BTreeMap<String, u64> = BTreeMap::new();
    for one in &verdict.alterations {
        let first = firsts.entry(one.attempt.clone()).or_insert(u64::MAX);
        *first = one.line.unwrap_or(u64::MAX).min(*first);
    }
    let first = |one: &Alteration| firsts.get(&one.attempt).copied().unwrap_or(u64::MAX);
    verdict
        .alterations
        .sort_by_cached_key(|one| (first(one), one.attempt.clone(), one.line.unwrap_or(u64::MAX)));
    verdict.no_journal.sort_by_key(|one| one.line);
    verdict
}

/// What is of no attempt.
fn of_the_file(total: &Total<'_>, any_journal: bool, verdict: &mut Verdict) {
    let mut facts = Vec::new();
    if let Some(why) = &total.marks {
        verdict.alterations.push(Alteration { why: why.clone(), ..Alteration::of(Kind::Marks) });
    }
    if any_journal {
        let column = |column: &&'static str| Alteration {
            line: Some(1),
            column: Some(column),
            ..Alteration::of(Kind::Column)
        };
        verdict.alterations.extend(total.no_columns.iter().map(column));
    } else if !total.no_columns.is_empty() {
        facts.push(FactKind::NoColumns { columns: total.no_columns.clone() });
    }
    if total.removed > 0 {
        facts.push(FactKind::Removed { attempts: total.removed });
    }
    let mut exams: BTreeMap<&str, (BTreeSet<&str>, BTreeSet<&str>)> = BTreeMap::new();
    for (exam, text, key) in total.findings.iter().flat_map(|found| &found.versions) {
        let (texts, keys) = exams.entry(exam).or_default();
        texts.insert(text);
        keys.insert(key);
    }
    for (exam, (texts, keys)) in exams {
        if texts.len() > 1 || keys.len() > 1 {
            let exam = exam.to_owned();
            facts.push(FactKind::Versions { exam, texts: texts.len(), keys: keys.len() });
        }
    }
    for (exam, question, said) in total.said.iter().flat_map(|said| said.drops()) {
        if let Said::Dropped { grader, comment, .. } = said {
            let (exam, question) = (exam.to_owned(), question.to_owned());
            facts.push(FactKind::Dropped {
                exam,
                question,
                grader: grader.clone(),
                comment: comment.clone(),
            });
        }
    }
    let of_all = |kind| Fact { candidate: String::new(), attempt: String::new(), kind };
    verdict.facts.extend(facts.into_iter().map(of_all));
}

/// Rows that are another attempt's but for its id.
fn go_home(findings: &mut [Findings], alterations: &mut Vec<Alteration>) {
    let mut homes: HashMap<u64, Vec<(usize, usize)>> = HashMap::new();
    for (i, found) in findings.iter().enumerate() {
        for (place, absent) in found.absent.iter().enumerate().rev() {
            homes.entry(absent.hash).or_default().push((i, place));
        }
    }
    let mut home: Vec<(usize, usize)> = Vec::new();
    for i in 0..findings.len() {
        let strays = std::mem::take(&mut findings[i].strays);
        let mut left = Vec::new();
        for stray in strays {
            let Some((owner, place)) = homes.get_mut(&stray.hash).and_then(Vec::pop) else {
                left.push(stray);
                continue;
            };
            let owner_of = &findings[owner];
            alterations.push(Alteration {
                line: Some(stray.line),
                candidate: owner_of.candidate.clone(),
                attempt: owner_of.attempt.clone(),
                question: owner_of.absent[place].question.clone(),
                column: Some("attempt_id"),
                row: Some(findings[i].attempt.clone()),
                expected: Some(owner_of.attempt.clone()),
                ..Alteration::of(Kind::Cell)
            });
            home.push((owner, place));
            if let Some(no_journal) = &mut findings[i].no_journal {
                no_journal.rows -= 1;
            }
        }
        if let (Some(no_journal), Some(first)) = (&mut findings[i].no_journal, left.first()) {
            no_journal.line = first.line;
        }
        alterations.extend(left.into_iter().filter_map(|stray| stray.alteration));
    }
    home.sort_unstable();
    for (owner, place) in home.into_iter().rev() {
        findings[owner].absent.remove(place);
    }
}

/// Rows that a journal has and the file does not.
fn absent(found: &mut Findings, verdict: &mut Verdict) {
    let gone = |question: String, why: String| Alteration {
        candidate: found.candidate.clone(),
        attempt: found.attempt.clone(),
        question,
        why,
        ..Alteration::of(Kind::Missing)
    };
    let all = found.absent.len() == found.held && found.held > 0;
    if all && !found.recorded && found.running {
        found.facts.push(FactKind::Open { running: true });
    } else if all && !found.recorded {
        verdict.not_recorded.push(NotRecorded {
            candidate: found.candidate.clone(),
            attempt: found.attempt.clone(),
            rows: found.held,
        });
    } else if all {
        verdict.alterations.push(gone(String::new(), format!("all {} rows of it", found.held)));
    } else {
        let why = if found.recorded { "" } else { "`examiner record` would write it" };
        let gone = found.absent.iter().map(|absent| gone(absent.question.clone(), why.to_owned()));
        verdict.alterations.extend(gone);
    }
}

fn receipts(receipt: &Receipt, of: Option<Of>, verdict: &mut Verdict) {
    let lost = || Alteration { row: Some(receipt.to_string()), ..Alteration::of(Kind::Receipt) };
    match of {
        Some(Of { attempt, candidate, broken: None, reopened }) => {
            verdict.receipts.push(Holds { receipt: receipt.to_string(), candidate, attempt, reopened });
        }
        Some(Of { attempt, candidate, broken: Some(why), .. }) => {
            verdict.alterations.push(Alteration { candidate, attempt, why, ..lost() });
        }
        None => verdict.unknown_receipts.push(receipt.to_string()),
    }
}
