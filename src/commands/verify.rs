//! `examiner verify`: rows against the journals that they were recorded from.

mod beside;
mod exams;

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use foldhash::{HashMap, HashSet};

use self::beside::{Beside, Found};
use self::exams::Exams;
use super::misread::{self, Naming};
use super::{cannot_write, tables};
use crate::cli::verify::{Format, Verify};
use crate::context::Context;
use crate::exam::Exam;
use crate::failure::{Failure, Kind};
use crate::render::{sanitize, verified};
use crate::results::COLUMNS;
use crate::results::scan::Columns;
use crate::store::results_files::{self, ResultsFile};
use crate::verifying::places::{self, Places, Run};
use crate::verifying::settle::Of;
use crate::verifying::{Findings, Laws, Receipt, Total, check, settle};

/// Runs `verify`.
pub fn run(asked: &Verify, context: &mut Context) -> Result<(), Failure> {
    let receipts: Vec<Receipt> = asked.receipt.iter().map(|text| receipt(text)).collect::<Result<_, _>>()?;
    let files = results_files::open(std::slice::from_ref(&asked.results))?;
    let [file] = &files[..] else {
        let name = asked.results.display().to_string();
        let message = format!("`{}` is a folder of several results", sanitize::line(&name));
        return Err(Failure::new(Kind::CommandLine, message, "name one file; each has its own journals"));
    };
    let columns = tables::columns(file, Naming::Plain)?;
    let beside = Beside::of(file);
    let exams = Exams::of(&asked.exam, beside.ledger())?;
    let (said, marks) = beside.said();
    let unread = |error: io::Error| misread::unread(file, &error, Naming::Plain);
    let places = Places::of(file, &columns).map_err(unread)?;
    let journals = beside.journals()?;
    let tasks = tasks(places, &journals);
    let find = |exam: &str, key: &str| -> Arc<[Arc<Exam>]> { exams.find(exam, key) };
    let laws = Laws { exams: &find, said: &said, count: columns.count(), any_journal: !journals.is_empty() };
    let look = Look { file, columns: &columns, beside: &beside, laws: &laws, receipts: &receipts };
    let (findings, known) = look.at_all(&tasks).map_err(unread)?;
    let no_columns = COLUMNS.into_iter().filter(|column| !columns.names.iter().any(|name| name == column));
    let verdict = settle(Total {
        findings,
        receipts: receipts.into_iter().map(|one| (one.clone(), known.get(&one).cloned())).collect(),
        marks,
        no_columns: no_columns.collect(),
        said: Some(&said),
        removed: beside.removed(),
    });
    let name = asked.results.display().to_string();
    let text = match asked.format {
        Format::Json => verified::json(&name, &verdict),
        Format::Table => {
            let most = if asked.all { usize::MAX } else { verified::MOST };
            let look = crate::render::Look { width: context.table_width, ..context.out_look };
            verified::page(&name, &verdict, most).render(look)
        }
    };
    context.print(&text).map_err(|error| cannot_write(&error))?;
    if verdict.is_clean() { Ok(()) } else { Err(Failure::said(Kind::AnswerIsNo)) }
}

fn receipt(text: &str) -> Result<Receipt, Failure> {
    Receipt::read(text).ok_or_else(|| {
        let message = format!("`{}` is no receipt", sanitize::line(text));
        Failure::new(Kind::CommandLine, message, "a receipt is 20 hex digits, as shown after the hand-in")
    })
}

/// Attempts with rows or a journal; those with rows first, as they come up.
fn tasks(places: Places, journals: &[String]) -> Vec<(String, Vec<Run>)> {
    let known: HashSet<String> = places.attempts.iter().map(|(id, _)| id.clone()).collect();
    let others = journals.iter().filter(|id| !known.contains(*id)).map(|id| (id.clone(), Vec::new()));
    places.attempts.into_iter().chain(others).collect()
}

/// What is looked at, and by what.
struct Look<'a> {
    file: &'a ResultsFile,
    columns: &'a Columns,
    beside: &'a Beside,
    laws: &'a Laws<'a>,
    receipts: &'a [Receipt],
}

impl Look<'_> {
    /// All attempts, by as many threads as there is room for; at any time only so many journals are in memory.
    fn at_all(&self, tasks: &[(String, Vec<Run>)]) -> io::Result<(Vec<Findings>, HashMap<Receipt, Of>)> {
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(tasks.len().max(1));
        let next = AtomicUsize::new(0);
        let all = Mutex::new(Vec::with_capacity(tasks.len()));
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    let mut mine = Vec::new();
                    loop {
                        let i = next.fetch_add(1, Ordering::Relaxed);
                        let Some((id, runs)) = tasks.get(i) else { break };
                        mine.push((i, self.at(id, runs)));
                    }
                    if let Ok(mut all) = all.lock() {
                        all.append(&mut mine);
                    }
                });
            }
        });
        let mut all = all.into_inner().unwrap_or_default();
        if all.len() != tasks.len() {
            return Err(io::Error::other("a thread ended before its time"));
        }
        all.sort_by_key(|(i, _)| *i);
        let mut findings = Vec::with_capacity(all.len());
        let mut known = HashMap::default();
        for (_, looked) in all {
            let (found, receipts) = looked?;
            findings.push(found);
            known.extend(receipts);
        }
        Ok((findings, known))
    }

    fn at(&self, id: &str, runs: &[Run]) -> io::Result<(Findings, Vec<(Receipt, Of)>)> {
        let rows = places::rows(self.file, self.columns, runs)?;
        let Found { evidence, receipts } = self.beside.evidence(id, !self.receipts.is_empty());
        let asked = receipts.into_iter().filter(|(one, _)| self.receipts.contains(one)).collect();
        Ok((check(id, &rows, &evidence, self.laws), asked))
    }
}
