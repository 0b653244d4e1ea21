//! `examiner attempts`: what is held with some results; one attempt in full; a person's data, to hand over or to remove.

mod backups;
pub mod export;
pub mod forget;
pub mod held;
pub mod journaled;
pub mod list;
pub mod people;
pub mod show;

use crate::cli::attempts::{Attempts, OfAttempts};
use crate::context::Context;
use crate::failure::Failure;

/// Runs `attempts`.
pub fn run(asked: &Attempts, context: &mut Context) -> Result<(), Failure> {
    match &asked.command {
        None => list::run(&asked.list, context),
        Some(OfAttempts::Show(asked)) => show::run(asked, context),
        Some(OfAttempts::Export(asked)) => export::run(asked, context),
        Some(OfAttempts::Forget(asked)) => forget::run(asked, context),
    }
}
