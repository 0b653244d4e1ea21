//! The command line of `help`: of a command what its `--help` says, of a warning its explanation.

use clap::error::ErrorKind;
use clap::{Args, CommandFactory as _, Parser as _};

use super::{Cli, Command};

/// `help`.
#[derive(Debug, Args)]
pub struct Help {
    /// A command; of `check` also the name of a warning.
    #[arg(value_name = "COMMAND", num_args = 0..=2)]
    pub about: Vec<String>,
}

impl Help {
    /// The name of the warning that is to be explained.
    pub fn warning(&self) -> Option<&str> {
        match self.about.as_slice() {
            [command, name] if command == "check" => Some(name),
            _ => None,
        }
    }
}

/// Help that clap has is an "error" to be printed; all else goes on.
pub(super) fn resolved(cli: Cli) -> Result<Cli, clap::Error> {
    let Some(Command::Help(help)) = &cli.command else { return Ok(cli) };
    match help.about.as_slice() {
        [] => Cli::try_parse_from(["examiner", "--help"]),
        [command] => Cli::try_parse_from(["examiner", command, "--help"]),
        [command, ..] if command == "check" => Ok(cli),
        [command, more, ..] => {
            let message = format!("there is no help on `{more}` of `{command}`");
            Err(Cli::command().error(ErrorKind::InvalidSubcommand, message))
        }
    }
}
