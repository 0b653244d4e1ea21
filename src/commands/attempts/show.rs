//! `examiner attempts show`: one attempt from its journal, event by event.

use super::held::Held;
use super::people;
use crate::cli::attempts::{ShowAttempt, ShowFormat};
use crate::commands::cannot_write;
use crate::context::Context;
use crate::failure::{Failure, Kind};
use crate::render::attempts::timeline::{Keyed, Timeline};
use crate::render::sanitize;
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
    let shown = Timeline {
        listed,
        attempt: &attempt,
        happened: &happened,
        receipt: receipt.as_deref(),
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
