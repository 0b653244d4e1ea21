//! `examiner attempts forget`: removes what is held about a person, once that is confirmed.

use super::backups;
use super::held::Held;
use super::people::{self, Person};
use crate::cli::attempts::ForgetAttempts;
use crate::commands::misread::Naming;
use crate::commands::{cannot_prompt, cannot_write, misread};
use crate::context::Context;
use crate::failure::{Failure, Kind};
use crate::render::attempts::letter::counted;
use crate::render::{plural, sanitize};
use crate::report::attempts::Standing;
use crate::results::name::composed;
use crate::results::scan::with_line_end;
use crate::session::Mode;
use crate::session::moment::WallTime;
use crate::sitting::front;
use crate::store::forgetting::{self, Removal};
use crate::store::forgotten::Tombstone;
use crate::store::ledger::Ledger;
use crate::store::{codes, folder, marks, parted};
use crate::terminal::prompter::Got;

/// Runs it.
pub fn run(asked: &ForgetAttempts, context: &mut Context) -> Result<(), Failure> {
    let ledger = Ledger::at(&asked.results.results)?;
    let held = Held::of(ledger.clone())?;
    let person = people::person(&held, &asked.candidate)?;
    nobody_sits(&person)?;
    let name = person.candidate.to_owned();
    for line in what_goes(&held, &person)? {
        context.say(&line);
    }
    if !asked.yes {
        confirmed(&name, context)?;
    }
    // From here on nobody else writes; what came meanwhile goes, too.
    let lock = ledger.lock(&mut |text| context.say(text))?;
    let held = Held::of(ledger.clone())?;
    let person = people::person(&held, &asked.candidate)?;
    nobody_sits(&person)?;
    let removal = removal(&held, &person, WallTime(context.clock.now().wall_ms))?;
    let removed = forgetting::forget(&ledger, &lock, &removal)?;
    drop(lock);
    let earlier = removal.backups.iter().map(|(_, rows)| rows.len()).sum();
    let went = counted([removal.rows.len(), removed.journals, removed.drafts, removed.marks, earlier]);
    let attempts = plural::count(removal.attempts.len(), "attempt");
    let mut text = format!("Removed: {attempts} of {} ({})\n", sanitize::line(&name), plural::list(&went));
    let codes = codes::path_beside(ledger.results());
    if folder::exists(&codes) {
        let codes = codes.display().to_string();
        text.push_str(&format!(
            "`{}` may hold the name, too: take its line out there.\n",
            sanitize::line(&codes)
        ));
    }
    context.print(&text).map_err(|error| cannot_write(&error))
}

fn nobody_sits(person: &Person<'_>) -> Result<(), Failure> {
    match person.attempts.iter().find(|one| one.listed.standing == Standing::Running) {
        Some(running) => {
            let id = sanitize::line(&running.listed.attempt);
            let message = format!("attempt `{id}` is running in another process; nothing was removed");
            let help = "let it come to its end, or leave it there (Ctrl-C), then run the command again";
            Err(Failure::new(Kind::File, message, help))
        }
        None => Ok(()),
    }
}

/// What will go, and from where, in words.
fn what_goes(held: &Held, person: &Person<'_>) -> Result<Vec<String>, Failure> {
    let ledger = &held.ledger;
    let ids = person.ids();
    let files = forgetting::files_of(ledger, &ids);
    let marks = parted::part(&marks::path(ledger.results()), |id| ids.iter().any(|known| known == id))?;
    let n = plural::count(ids.len(), "attempt");
    let apart =
        if person.candidate_id.is_empty() { String::new() } else { format!(" ({})", person.candidate_id) };
    let mut lines = vec![format!("{}{apart}, {n}. This goes, for good:", person.candidate)];
    let mut goes = |count: usize, noun: &str, from: &std::path::Path| {
        if count > 0 {
            lines.push(format!("  {} from {}", plural::count(count, noun), from.display()));
        }
    };
    goes(person.rows(), "row", ledger.results());
    for backup in backups::of(ledger, person)? {
        goes(backup.rows.len(), "earlier row", &backup.path);
    }
    goes(files.journals.len(), "journal", &ledger.attempts());
    goes(files.drafts.len(), "draft", &ledger.attempts());
    goes(marks.count, "mark", &marks::path(ledger.results()));
    Ok(lines.iter().map(|line| sanitize::line(line).into_owned()).collect())
}

/// Asks for the name, so that nobody removes anybody by a slip.
fn confirmed(name: &str, context: &mut Context) -> Result<(), Failure> {
    let mut prompter = context.prompter().map_err(|error| cannot_prompt(&error))?;
    let got = front::ask_line(&mut *prompter, "Type the name to remove it");
    drop(prompter);
    match got {
        Got::Typed(typed) if composed(&typed) == name => Ok(()),
        Got::Typed(_) => {
            context.say("That is not the name; nothing was removed.");
            Err(Failure::said(Kind::AnswerIsNo))
        }
        Got::Chosen(_)
        | Got::Ticked(_)
        | Got::Confirmed(_)
        | Got::Command(_)
        | Got::Escaped(_)
        | Got::Expired(_)
        | Got::Gone(_) => {
            context.say("Left; nothing was removed.");
            Err(Failure::said(Kind::Left))
        }
    }
}

fn removal(held: &Held, person: &Person<'_>, now: WallTime) -> Result<Removal, Failure> {
    let mut removal = Removal { attempts: person.ids(), ..Removal::default() };
    for one in &person.attempts {
        let mode = [Mode::Exam, Mode::Practice].into_iter().find(|mode| mode.word() == one.listed.mode);
        let rows = one.rows.len() as u64;
        removal.stones.push(Tombstone::new(now, &one.listed.attempt, &one.listed.exam, mode, rows));
    }
    if let Some((file, _)) = &held.results {
        for place in person.attempts.iter().flat_map(|one| &one.rows) {
            let whole =
                with_line_end(file, place).map_err(|error| misread::unread(file, &error, Naming::Plain))?;
            removal.rows.push(whole);
        }
    }
    removal.rows.sort_by_key(|place| place.start);
    let earlier = backups::of(&held.ledger, person)?;
    removal.backups = earlier.into_iter().map(|backup| (backup.path, backup.rows)).collect();
    Ok(removal)
}
