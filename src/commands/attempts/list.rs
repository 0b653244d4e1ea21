//! `examiner attempts`: all attempts that some results and the journals beside them hold.

use super::held::Held;
use crate::cli::attempts::{ListAttempts, ListFormat};
use crate::commands::{cannot_write, filters, output};
use crate::context::Context;
use crate::failure::Failure;
use crate::render::attempts::list::{self, Notes};
use crate::report::attempts::{Listed, Standing};
use crate::results::sheet::Sheet;
use crate::store::ledger::Ledger;

/// Runs it.
pub fn run(asked: &ListAttempts, context: &mut Context) -> Result<(), Failure> {
    let held = Held::of(Ledger::at(&asked.results.results)?)?;
    let all = held.listed();
    is_there("candidate", &asked.candidate, &all, |one| &one.candidate)?;
    is_there("exam", &asked.exam, &all, |one| &one.exam)?;
    let among = |asked: &[String], it: &String| asked.is_empty() || asked.contains(it);
    let wanted = |one: &&&Listed| among(&asked.candidate, &one.candidate) && among(&asked.exam, &one.exam);
    let chosen: Vec<&Listed> = all.iter().filter(wanted).copied().collect();
    let stones = held.forgotten.stones.iter();
    let unfinished = chosen.iter().filter(|one| one.standing == Standing::BeingRemoved).count();
    let removed = stones.filter(|stone| among(&asked.exam, &stone.exam)).count();
    // Whose they were is not known.
    let removed = if asked.candidate.is_empty() { removed.saturating_sub(unfinished) } else { 0 };
    let notes = Notes { removed, unfinished };
    match asked.format {
        ListFormat::Table => {
            let text = list::table(&all, &chosen, notes, &context.zone, {
                crate::render::Look { width: context.table_width, ..context.out_look }
            });
            context.print(&text).map_err(|error| cannot_write(&error))
        }
        ListFormat::Json => context.print(&list::json(&chosen, notes)).map_err(|error| cannot_write(&error)),
        ListFormat::Csv => {
            for words in list::remarks(notes) {
                context.say(&words);
            }
            output::write(None, context, |to| {
                let header: Vec<&str> = list::TEXTS.into_iter().chain(list::NUMBERS).collect();
                let mut out = Sheet::new(to, &header)?;
                for one in &chosen {
                    let (texts, numbers) = list::line(one);
                    out.line(texts.iter().map(String::as_str), numbers.iter().map(String::as_str))?;
                }
                out.finish()
            })
        }
    }
}

/// Refuses a filter's value that no attempt has, with the nearest that one has.
fn is_there(
    what: &str,
    values: &[String],
    all: &[&Listed],
    of: fn(&Listed) -> &String,
) -> Result<(), Failure> {
    let names = || all.iter().map(|one| of(one).as_str());
    match values.iter().find(|value| names().all(|name| name != value.as_str())) {
        Some(value) => {
            let mut names: Vec<&str> = names().collect();
            names.sort_unstable();
            names.dedup();
            Err(filters::nowhere(what, value, names.into_iter()))
        }
        None => Ok(()),
    }
}
