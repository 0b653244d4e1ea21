//! `examiner help check NAME`: a warning at length. All other help is the command line's own.

use super::{cannot_write, source};
use crate::cli::help::Help;
use crate::context::Context;
use crate::exam::WarningName;
use crate::failure::{Failure, Kind};
use crate::render::diagnostic::explained;
use crate::render::sanitize;

/// Runs `help`.
pub fn run(asked: &Help, context: &mut Context) -> Result<(), Failure> {
    let word = asked.warning().unwrap_or_default();
    let Some(name) = WarningName::from_word(word) else {
        let help = match source::nearest(word, WarningName::words().into_iter()) {
            Some(near) => format!("did you mean `{near}`? `examiner help check` lists all"),
            None => "`examiner help check` lists all".to_owned(),
        };
        let message = format!("no warning is called `{}`", sanitize::line(word));
        return Err(Failure::new(Kind::CommandLine, message, help));
    };
    context.print(&explained::text(name, context.out_look)).map_err(|error| cannot_write(&error))
}
