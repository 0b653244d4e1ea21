//! `examiner attempts show`: one attempt from its journal, event by event.

use super::held::{Held, HeldAttempt};
use super::people;
use crate::cli::attempts::{ShowAttempt, ShowFormat};
use crate::commands::cannot_write;
use crate::commands::misread::{self, Naming};
use crate::context::Context;
use crate::failure::{Failure, Kind};
use crate::render::attempts::timeline::{Keyed, Now, Timeline};
use crate::render::sanitize;
use crate::results::scan::{FullRow, FullRows, ReadAt as _};
use crate::session::AttemptId;
use crate::session::timeline::timeline;
use crate::sitting::closing::{incoherent, kept_exam, unusable};
use crate::store::journal::{self, Chain};
use crate::store::ledger::Ledger;

/// Runs it.
pub fn run(asked: &ShowAttempt, context: &mut Context) -> Result<(), Failure> {
    let held = Held::of(Ledger::at(&asked.results.results)?)?;
    let one = people::attempt(&held, &asked.attempt)?;
    let listed = &one.listed;
    let id = AttemptId::new(&listed.attempt).filter(|_| listed.has_journal).ok_or_else(|| {
        let message = format!("attempt `{}` has no journal here", sanitize::line(&listed.attempt));
        let help = format!(
            "its rows are in the results: `examiner debrief {}` shows its answers",
            sanitize::line(&crate::commands::lines::quoted(&listed.candidate))
        );
        Failure::new(Kind::File, message, help)
    })?;
    let path = held.ledger.journal(&id);
    let restore = "restore the journal from a copy";
    let contents = journal::read(&path)
        .map_err(|problem| Failure::new(Kind::File, unusable(&path, &id, &problem).text(), restore))?;
    let (attempt, happened) = timeline(&contents.entries)
        .map_err(|why| Failure::new(Kind::File, incoherent(&path, &why).text(), restore))?;
    let exam = kept_exam(&held.ledger, &attempt).ok();
    let receipt = contents.submitted.as_ref().map(Chain::receipt);
    let now = now(&held, one)?;
    let shown = Timeline {
        listed,
        attempt: &attempt,
        happened: &happened,
        receipt: receipt.as_deref(),
        now: &now,
        exam: exam.as_ref(),
        keyed: if asked.answers { Keyed::Yes } else { Keyed::No },
    };
    let printed = match asked.format {
        ShowFormat::Text => {
            let text = shown.text(&context.zone, context.out_look);
            context.page(&text)
        }
        ShowFormat::Json => context.print(&shown.json()),
    };
    printed.map_err(|error| cannot_write(&error))
}

/// What the results say of its answers.
fn now(held: &Held, one: &HeldAttempt) -> Result<Vec<Now>, Failure> {
    let Some((file, columns)) = &held.results else { return Ok(Vec::new()) };
    let mut rows = FullRows::new(columns);
    let mut all = Vec::new();
    for range in &one.rows {
        let mut bytes = vec![0; usize::try_from(range.end - range.start).unwrap_or_default()];
        let filled = file
            .fill(&mut bytes, range.start)
            .map_err(|error| misread::unread(file, &error, Naming::Plain))?;
        all.extend(rows.read(&bytes[..filled]));
    }
    let of = |row: &FullRow| {
        let cell = |column: &str| row.cell(column).to_owned();
        Now {
            question: cell("question_id"),
            outcome: cell("outcome"),
            points: cell("points"),
            max_points: cell("max_points"),
            grader: cell("grader"),
        }
    };
    Ok(all.iter().map(of).collect())
}
