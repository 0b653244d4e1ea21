//! The command line of `publish`.

use std::path::PathBuf;

use clap::Args;

const EXAMPLES: &str = "\
A paper is the exam without its key, for whoever sits it on their own computer.
`take EXAM.toml` and a built-in exam put the key on the computer where they are
sat; a paper doesn't. So nobody who sits a paper can be told what is right: to see
answers at once and to hide the key exclude each other.

The candidate runs `examiner take paper.toml --candidate NAME` and sends back the one
file that it names at the end; `examiner record FILE` takes it into your results,
where its answers wait to be marked.

Examples:
  examiner publish interview.toml -o paper.toml
  examiner publish interview.toml";

/// `publish`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Publish {
    /// The exam: a file, or a built-in one.
    #[arg(value_name = "EXAM")]
    pub exam: String,

    /// Writes the paper to this file instead of standard output.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}
