//! The `examiner` program: the real world, put together.

use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;

use clap::Parser as _;
use examiner::cli::Cli;
use examiner::render::sanitize;
use examiner::{commands, world};

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            say_usage(&error);
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

/// Help goes to standard output as it is; an error repeats what was typed, which may hold anything.
fn say_usage(error: &clap::Error) {
    if error.use_stderr() {
        let text = error.render().to_string();
        let _ = std::io::stderr().write_all(sanitize::text(&text).as_bytes());
    } else {
        let _ = error.print();
    }
}
