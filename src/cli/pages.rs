//! The help and the manual page of any command, made from the command line's own types.

use clap::CommandFactory as _;
use clap_mangen::Man;

use super::Cli;
use crate::render::Color;

/// A word that is no command, and those that would be.
#[derive(Debug, PartialEq, Eq)]
pub struct Unknown {
    /// The word.
    pub word: String,
    /// The commands in that place.
    pub known: Vec<String>,
}

/// The help of a command, as its `--help` prints it; named by its words (`generate`, `man`), of the whole program by none.
pub fn help(words: &[&str], color: Color) -> Result<String, Unknown> {
    find(words)?;
    let line = std::iter::once(&"examiner").chain(words).chain(&["--help"]);
    Ok(match Cli::command().try_get_matches_from(line) {
        // So it is the same to the letter.
        Err(help) => match color {
            Color::On => help.render().ansi().to_string(),
            Color::Off => help.render().to_string(),
        },
        Ok(_) => String::new(),
    })
}

/// The manual page of a command, in roff.
pub fn man(words: &[&str]) -> Result<String, Unknown> {
    find(words).map(|command| page(&command))
}

/// All manual pages with their file names.
pub fn all_man() -> Vec<(String, String)> {
    fn add(command: &clap::Command, pages: &mut Vec<(String, String)>) {
        let name = command.get_display_name().unwrap_or_else(|| command.get_name());
        pages.push((format!("{name}.1"), page(command)));
        for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
            add(sub, pages);
        }
    }
    let mut pages = Vec::new();
    add(&built(), &mut pages);
    pages
}

/// The names of the commands, hidden ones left out.
pub fn commands() -> Vec<String> {
    names(&Cli::command())
}

fn built() -> clap::Command {
    let mut command = Cli::command();
    command.build();
    command
}

fn names(command: &clap::Command) -> Vec<String> {
    let shown = command.get_subcommands().filter(|sub| !sub.is_hide_set());
    shown.map(|sub| sub.get_name().to_owned()).collect()
}

fn find(words: &[&str]) -> Result<clap::Command, Unknown> {
    let mut command = built();
    for word in words {
        let found = command.find_subcommand(word).filter(|sub| !sub.is_hide_set()).cloned();
        command = found.ok_or_else(|| Unknown { word: (*word).to_owned(), known: names(&command) })?;
    }
    Ok(command)
}

/// A page: what the library makes of a command, and its examples line by line as they are written.
fn page(command: &clap::Command) -> String {
    let mut bytes = Vec::new();
    let source = concat!("examiner ", env!("CARGO_PKG_VERSION"));
    let man = Man::new(command.clone()).source(source).manual("examiner");
    // Writing to memory can't fail.
    let _ = man.render_title(&mut bytes);
    let _ = man.render_name_section(&mut bytes);
    let _ = man.render_synopsis_section(&mut bytes);
    let _ = man.render_description_section(&mut bytes);
    let _ = man.render_options_section(&mut bytes);
    if command.get_subcommands().any(|sub| !sub.is_hide_set()) {
        let _ = man.render_subcommands_section(&mut bytes);
    }
    let mut text = String::from_utf8_lossy(&bytes).into_owned();
    if let Some(notes) = command.get_after_help() {
        let notes = notes.to_string();
        let (notes, examples) = notes.split_once("Examples:\n").unwrap_or((&notes, ""));
        text.push_str(&section("NOTES", notes.trim_end()));
        text.push_str(&section("EXAMPLES", examples));
    }
    text
}

/// Lines as they are written, under a heading; nothing where there are none.
fn section(heading: &str, lines: &str) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let lines: Vec<String> = lines.lines().map(roff).collect();
    format!(".SH {heading}\n.nf\n{}\n.fi\n", lines.join("\n"))
}

/// A line of text, so that nothing in it is a request or an escape.
fn roff(line: &str) -> String {
    let line = line.replace('\\', "\\e").replace('-', "\\-").replace('\'', "\\(aq").replace('`', "\\(ga");
    if line.starts_with(['.', '\'']) { format!("\\&{line}") } else { line }
}
