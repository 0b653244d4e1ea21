//! The `examiner` program: the real world, put together.

use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;

use clap::Parser as _;
use examiner::cli::Cli;
use examiner::{commands, world};

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let mut context = world::context(&cli, std::io::stdout().is_terminal(), std::io::stderr().is_terminal());
    match commands::run(cli, &mut context) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if !failure.message.is_empty() {
                context.say(&format!("error: {failure}"));
            }
            let _ = std::io::stderr().flush();
            ExitCode::from(failure.kind.exit_code())
        }
    }
}
