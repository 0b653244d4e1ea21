//! After the hand-in: recording, thanks, receipt, and what may be shown.

use super::lines;
use crate::cli::RevealArg;
use crate::context::Context;
use crate::exam::{Purpose, Reveal};
use crate::render::{duration, sanitize};
use crate::session::By;
use crate::sitting::closing::{Found, HandedIn};
use crate::sitting::desk::Desk;
use crate::sitting::{outcome, pages};
use crate::store::ledger::{Ledger, Trouble};

/// Says what tidying did; what is merely open or running is not said.
pub fn say_tidied(found: &[Found], ledger: &Ledger, context: &mut Context) {
    for one in found {
        match one {
            Found::Closed(text) | Found::Recorded(text) | Found::NoAttempt(text) | Found::Unusable(text) => {
                context.say(text);
            }
            Found::Stuck(text) => say_stuck(text, ledger, context),
            Found::Running(_) | Found::Open(_) | Found::There(_) => {}
        }
    }
}

/// Says of an attempt that could not be recorded what finishes the job.
pub fn say_stuck(text: &str, ledger: &Ledger, context: &mut Context) {
    context.say(&format!("{text}; this finishes it then:\n    {}", lines::record_line(ledger)));
}

/// Records and says so, the way the attempt's own person needs it. Rows that can't be written are safe in the journal.
fn record(desk: &mut Desk<'_>, handed: &HandedIn, ledger: Option<&Ledger>) -> Result<(), Trouble> {
    let Some(ledger) = ledger else { return Ok(()) };
    desk.record(ledger, &handed.rows).map_err(|mut trouble| {
        let receipt = handed.receipt.as_deref().unwrap_or_default();
        let journal = ledger.journal(&desk.attempt.started.attempt).display().to_string();
        trouble.what = format!(
            "{}; the attempt is handed in and safe in `{}` (receipt {receipt})",
            trouble.what,
            sanitize::line(&journal)
        );
        trouble.help = format!(
            "{}; this finishes it then:\n    {}\n  or, with its rows in another file:\n    {}",
            trouble.help,
            lines::record_line(ledger),
            lines::record_elsewhere_line(&journal)
        );
        trouble
    })
}

/// After `take`: thanks, how many answered and when, what happens next, the receipt, where the rows are; then what may
/// be shown.
pub fn after_exam(
    desk: &mut Desk<'_>,
    handed: &HandedIn,
    ledger: Option<&Ledger>,
    reveal: Reveal,
) -> Result<(), Trouble> {
    let look = desk.room.look;
    let at = duration::moment(handed.finished_at.0, &desk.room.zone);
    let answered = desk.attempt.answered();
    let total = desk.attempt.progress.len();
    let how = match handed.by {
        By::Person => "Handed in",
        By::Clock => "Time was up",
    };
    let mut page = pages::heading("Thank you.", look);
    page.push_str(&pages::wrapped(&format!("{how} {at}: {answered} of {total} answered."), look, ""));
    desk.show(&page);
    record(desk, handed, ledger)?;
    let mut lines = Vec::new();
    // Whole, on a line of its own, so that it can be copied; and before which line.
    let mut whole: Option<(usize, String)> = None;
    match ledger {
        Some(ledger) => {
            lines.push(format!(
                "The rows are in {}.",
                sanitize::line(&ledger.results().display().to_string())
            ));
            if desk.exam.paper_of.is_some() {
                let journal = ledger.journal(&desk.attempt.started.attempt).display().to_string();
                lines.push("Next: send this one file to whoever gave you the paper:".to_owned());
                whole = Some((lines.len(), sanitize::line(&journal).into_owned()));
            } else {
                lines.push(
                    "Next: whoever asked you to sit this looks at the answers; scores can be recomputed from them."
                        .to_owned(),
                );
            }
        }
        None => lines.push("This was a trial; nothing of it is kept.".to_owned()),
    }
    if let Some(receipt) = &handed.receipt {
        lines.push(format!("Your receipt: {receipt}"));
        lines.push(
            "Keep it: with it, anyone can tell whether your journal was altered afterwards.".to_owned(),
        );
    }
    let mut page = String::new();
    for (place, line) in lines.iter().enumerate() {
        if let Some((_, path)) = whole.as_ref().filter(|(at, _)| *at == place) {
            page.push_str(&format!("  {path}\n"));
        }
        page.push_str(&pages::wrapped(line, look, ""));
    }
    if let Some((_, path)) = whole.filter(|(at, _)| *at == lines.len()) {
        page.push_str(&format!("  {path}\n"));
    }
    match reveal {
        Reveal::Nothing => {}
        Reveal::Score => {
            page.push_str(&outcome::score(desk));
            page.push_str(&outcome::estimate(desk));
        }
        Reveal::Answers => page.push_str(&outcome::answers(desk)),
    }
    desk.show(&page);
    Ok(())
}

/// After `practice`: right at the first try per topic, what was missed and why, the recap, how to practise just that.
pub fn after_practice(
    desk: &mut Desk<'_>,
    handed: &HandedIn,
    ledger: Option<&Ledger>,
    again: &str,
) -> Result<(), Trouble> {
    let look = desk.room.look;
    let mut page = outcome::first_tries(desk);
    page.push_str(&outcome::missed(desk));
    if let Some(recap) = &desk.exam.recap {
        page.push_str(&pages::heading("Recap", look));
        page.push_str(&crate::render::markdown::render(recap, look, ""));
    }
    if desk.exam.purpose == Purpose::Exam {
        page.push_str(&pages::wrapped(
            "\nOver time: `examiner history`. A level under an exam's conditions: `examiner take`.",
            look,
            "",
        ));
    }
    let any_missed = outcome::any_missed(desk);
    if any_missed && ledger.is_some() {
        page.push_str(&pages::wrapped("\nTo practise just what was missed:", look, ""));
        page.push_str(&format!("  {}\n", sanitize::line(again)));
    }
    desk.show(&page);
    record(desk, handed, ledger)
}

/// What the command line says may be shown.
pub const fn reveal(asked: RevealArg) -> Reveal {
    match asked {
        RevealArg::Nothing => Reveal::Nothing,
        RevealArg::Score => Reveal::Score,
        RevealArg::Answers => Reveal::Answers,
    }
}
