//! The `examiner` program: the real world, put together.

use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;

use examiner::{cli, commands, world};

fn main() -> ExitCode {
    let cli = match cli::read() {
        Ok(cli) => cli,
        Err(code) => return ExitCode::from(code),
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
